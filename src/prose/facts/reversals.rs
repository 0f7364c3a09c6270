//! Where a text says the opposite of what another said by the same words.

use crate::prose::facts::amount::Amount;
use crate::prose::facts::directive::Directive;
use crate::prose::facts::directives::{Directed, Directives};
use crate::prose::facts::number::Bound;
use crate::prose::facts::roles::RoleWords;
use crate::prose::facts::sentence::Facts;
use crate::prose::facts::words::{ContentWord, ordered_words};
use crate::prose::language::Section;

/// What a text said by one of its phrases, and says now.
#[derive(Debug, Clone)]
pub struct Reversal {
    pub was: Directive,
    pub is: Directive,
    /// The phrase that says it now; none where the verb alone does: `guests vote`.
    pub by: Option<Directed>,
}

/// What turned between two texts in their normal form; nothing where more than what permits, forbids and requires changed.
pub fn reversals(was: &str, is: &str, roles: &RoleWords) -> Vec<Reversal> {
    let says = |own: &ContentWord| {
        let is_of = |section: Section| section.has(&own.word);
        let denies = is_of(Section::Negation) && !is_of(Section::WordOfALack);
        !(denies || is_of(Section::WordThatJoinsClauses) || is_of(Section::Totality))
    };
    let keys = |text: &str| -> Vec<String> {
        ordered_words(text).iter().filter(|own| says(own)).map(ContentWord::key).collect()
    };
    let numbers = |text: &str| -> Vec<(Amount, Bound)> {
        let numbers = Facts::of(text, &[], roles).numbers;
        numbers.into_iter().map(|number| (number.amount, number.bound)).collect()
    };
    if keys(was) != keys(is) || numbers(was) != numbers(is) {
        return Vec::new();
    }
    let (old, new) = (Phrases::of(was, roles), Phrases::of(is, roles));
    if old.negations_beside != new.negations_beside {
        return Vec::new();
    }
    let plain = |own: &Phrases, other: &Phrases| own.stated.is_empty() && other.stated.len() <= 1;
    if plain(&old, &new) || plain(&new, &old) {
        return reversed_plainly(&old, new);
    }
    if old.stated.len() != new.stated.len() {
        return Vec::new();
    }
    let pairs = old.stated.into_iter().zip(new.stated);
    let reversed = pairs.filter_map(|(was, is)| {
        let directive = match (was.directive, is.directive) {
            // Who must not need no more.
            (Directive::Requires, Directive::Permits) => Directive::Frees,
            (_, is) => is,
        };
        let one = Reversal { was: was.directive, is: directive, by: Some(is) };
        (one.was != one.is).then_some(one)
    });
    reversed.collect()
}

/// The same where one of them says plainly what is done or not done, which permits or forbids it, or requires it.
fn reversed_plainly(old: &Phrases, mut new: Phrases) -> Vec<Reversal> {
    use Directive::{Forbids, Permits, Requires};
    let is_denied = |own: &Phrases| match own.stated.first() {
        Some(phrase) => phrase.directive == Forbids,
        None => own.denies,
    };
    let (was, is) = (is_denied(old), is_denied(&new));
    let by = new.stated.pop();
    match (was, is) {
        (false, true) => [Permits, Requires].map(|was| Reversal { was, is: Forbids, by: by.clone() }).into(),
        (true, false) => vec![Reversal { was: Forbids, is: Permits, by }],
        _ => Vec::new(),
    }
}

/// What a text says of rights and duties.
struct Phrases {
    stated: Vec<Directed>,
    /// It denies what it tells plainly.
    denies: bool,
    /// The negations that belong to no phrase: those of conditions and of what is told.
    negations_beside: u16,
}

impl Phrases {
    fn of(text: &str, roles: &RoleWords) -> Self {
        let Directives { all, denials, negations, .. } = Directives::read(text, &[], roles);
        let own = if all.is_empty() { denials } else { all.iter().map(|one| one.negations).sum() };
        Self { stated: all, denies: denials > 0, negations_beside: negations.saturating_sub(own) }
    }
}
