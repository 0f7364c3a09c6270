//! The facts of one sentence in Russian or English: its numbers, what it lets, asks and forbids, its negations
//! and roles. They tell whether a change of a sentence is one of wording or of substance.
//!
//! Words are read as they stand, without grammar: what is a fact is the same for the same words, and nothing
//! here decides what a sentence means.

mod amount;
mod joined;
mod lexicon;
mod modality;
mod numerals;
mod quantities;
mod roles;
mod tokens;

pub use amount::{Amount, NoAmount};
pub use modality::Modality;
pub use quantities::{Bound, Number};
pub use roles::RoleWords;

use modality::{Said, said};
use quantities::{header_unit, loose_bound, numbers};
use roles::role_key;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use tokens::tokens;

/// More numbers than these, in one sentence, are compared by their places.
const MOST_ALIGNED: usize = 256;

/// The facts of a sentence.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// Its numbers, in order.
    pub numbers: Vec<Number>,
    /// What it lets, asks and forbids: sorted, with repeats.
    pub modality: Vec<Modality>,
    /// How many negations it has.
    pub negations: u16,
    /// The roles it speaks of: sorted by what they compare by, each once, as they stand in lower case.
    pub roles: Vec<Arc<str>>,
}

/// Why a sentence is normative; the strongest reason comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Norm {
    /// It forbids, or says that something is not done.
    Prohibition,
    /// It asks for something.
    Duty,
    /// It lets nothing else, or takes something out.
    Only,
    /// It has a number that is a bound.
    Bound,
    /// It has a number of something.
    Number,
    /// It lets somebody do something.
    Permission,
    /// It advises.
    Advice,
}

/// What of the facts changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum What {
    /// How many; also a number that left or came.
    Number,
    /// What a number counts.
    Unit,
    /// How a number bounds it.
    Bound,
    /// What is let, asked and forbidden.
    Modality,
    /// How many negations there are.
    Negation,
    /// A role that left or came.
    Role,
}

impl What {
    /// As it is shown.
    pub fn words(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Unit => "unit",
            Self::Bound => "bound",
            Self::Modality => "modality",
            Self::Negation => "negation",
            Self::Role => "role",
        }
    }
}

/// A difference between the facts of two sentences, as people read it. What was not there is empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// What of the facts changed.
    pub what: What,
    /// What it was.
    pub was: String,
    /// What it is now.
    pub is: String,
}

impl Facts {
    /// The facts of a sentence in its normal form: one space between words, е for ё, `-` for any dash.
    ///
    /// What `context` says — sentences that it hangs on, or the headers of a table — it says, too, but for
    /// numbers. In a row of a table, cells between ` | ` and as many of them as headers, a number without a
    /// unit or bound has that of its header.
    pub fn of(sentence: &str, context: &[&str], roles: &RoleWords) -> Self {
        Self::read(sentence, context, roles).0
    }

    /// The facts of a sentence, and why it is normative: [`Facts::of`] and [`Facts::norm`] at once.
    pub fn read(sentence: &str, context: &[&str], roles: &RoleWords) -> (Self, Option<Norm>) {
        let words = tokens(sentence);
        let (mut numbers, used) = numbers(&words, lexicon::is_cyrillic(sentence));
        let Said { mut modality, mut negations, denies } = said(&words, &used);
        let mut found = BTreeMap::new();
        roles.find(&words, &mut found);
        let cells: Vec<usize> = sentence.match_indices(" | ").map(|(at, _)| at).collect();
        let is_row = !cells.is_empty() && cells.len() + 1 == context.len();
        let mut headers = Vec::new();
        for text in context {
            let words = tokens(text);
            let (_, mut used) = self::numbers(&words, lexicon::is_cyrillic(text));
            let bound = loose_bound(&words, &mut used);
            let said = said(&words, &used);
            modality.extend(said.modality);
            negations = negations.saturating_add(said.negations);
            roles.find(&words, &mut found);
            if is_row {
                let unit = header_unit(&words, &used, |word| roles.is_role(word));
                headers.push((bound, unit.map(Arc::<str>::from)));
            }
        }
        if is_row {
            for number in &mut numbers {
                let cell = cells.partition_point(|at| *at < number.range.start);
                if let Some((bound, unit)) = headers.get(cell) {
                    number.unit = number.unit.take().or_else(|| unit.clone());
                    if number.bound == Bound::None {
                        number.bound = bound.unwrap_or(Bound::None);
                    }
                }
            }
        }
        modality.sort_unstable();
        let facts = Self { numbers, modality, negations, roles: found.into_values().collect() };
        let norm = facts.reason(sentence, denies);
        (facts, norm)
    }

    /// How these facts became the ones now; empty exactly when they are the same.
    pub fn changes(&self, now: &Self) -> Vec<Change> {
        let mut changes = number_changes(&self.numbers, &now.numbers);
        changes.extend(modality_changes(&self.modality, &now.modality));
        if self.negations != now.negations {
            let (was, is) = (negation_words(self.negations), negation_words(now.negations));
            changes.push(Change { what: What::Negation, was, is });
        }
        let key = |facts: &Self| facts.roles.iter().map(|role| role_key(role)).collect::<BTreeSet<_>>();
        let (before, after) = (key(self), key(now));
        let left = self.roles.iter().filter(|role| !after.contains(&role_key(role)));
        let came = now.roles.iter().filter(|role| !before.contains(&role_key(role)));
        changes.extend(left.map(|role| Change {
            what: What::Role,
            was: role.to_string(),
            is: String::new(),
        }));
        changes.extend(came.map(|role| Change {
            what: What::Role,
            was: String::new(),
            is: role.to_string(),
        }));
        changes
    }

    /// Why the sentence of these facts is normative. A question never is.
    pub fn norm(&self, sentence: &str) -> Option<Norm> {
        let words = tokens(sentence);
        let (_, used) = numbers(&words, lexicon::is_cyrillic(sentence));
        self.reason(sentence, said(&words, &used).denies)
    }

    fn reason(&self, sentence: &str, denies: bool) -> Option<Norm> {
        let asks = sentence.trim_end_matches(|last: char| last.is_whitespace() || "\"').)".contains(last));
        if asks.ends_with('?') {
            return None;
        }
        let says = |wanted: &[Modality]| self.modality.iter().any(|own| wanted.contains(own));
        let reasons = [
            (Norm::Prohibition, denies || says(&[Modality::MayNot, Modality::MustNot])),
            (Norm::Duty, says(&[Modality::Must])),
            (Norm::Only, says(&[Modality::Only, Modality::Except])),
            (Norm::Bound, self.numbers.iter().any(|number| number.bound != Bound::None)),
            (Norm::Number, self.numbers.iter().any(|number| number.unit.is_some())),
            (Norm::Permission, says(&[Modality::May])),
            (Norm::Advice, says(&[Modality::Should])),
        ];
        reasons.into_iter().find(|(_, holds)| *holds).map(|(norm, _)| norm)
    }

    /// The facts in one line, as people read them.
    pub fn words(&self) -> String {
        let mut parts: Vec<String> = self.numbers.iter().map(ToString::to_string).collect();
        parts.extend(self.modality.iter().map(|modality| modality.words().to_owned()));
        if self.negations > 0 {
            parts.push(negation_words(self.negations));
        }
        if !self.roles.is_empty() {
            parts.push(format!("roles: {}", self.roles.join(", ")));
        }
        parts.join("; ")
    }
}

fn negation_words(negations: u16) -> String {
    match negations {
        0 => String::new(),
        1 => "not".to_owned(),
        more => format!("not {more} times"),
    }
}

/// Equal numbers are aligned; what lies between them is paired in order.
fn number_changes(was: &[Number], is: &[Number]) -> Vec<Change> {
    let key = |number: &Number| (number.amount, number.bound, number.unit_key());
    let (old, new): (Vec<_>, Vec<_>) = (was.iter().map(key).collect(), is.iter().map(key).collect());
    let same_start = old.iter().zip(&new).take_while(|(old, new)| old == new).count();
    let ends = old.iter().skip(same_start).rev().zip(new.iter().skip(same_start).rev());
    let same_end = ends.take_while(|(old, new)| old == new).count();
    let old_middle = same_start..old.len() - same_end;
    let new_middle = same_start..new.len() - same_end;
    let places = if old_middle.len().max(new_middle.len()) > MOST_ALIGNED {
        vec![(old_middle, new_middle)]
    } else {
        let (old, new) = (old.get(old_middle).unwrap_or_default(), new.get(new_middle).unwrap_or_default());
        let ops = similar::capture_diff_slices(similar::Algorithm::Myers, old, new);
        let different = ops.iter().filter(|op| op.tag() != similar::DiffTag::Equal);
        let moved = |range: std::ops::Range<usize>| range.start + same_start..range.end + same_start;
        different.map(|op| (moved(op.old_range()), moved(op.new_range()))).collect()
    };
    let mut changes = Vec::new();
    for (old_place, new_place) in places {
        for offset in 0..old_place.len().max(new_place.len()) {
            let old = was.get(old_place.start + offset).filter(|_| offset < old_place.len());
            let new = is.get(new_place.start + offset).filter(|_| offset < new_place.len());
            let what = match (old, new) {
                (Some(old), Some(new)) if old.same(new) => continue,
                (Some(old), Some(new)) if old.amount == new.amount && old.unit_key() != new.unit_key() => {
                    What::Unit
                }
                (Some(old), Some(new)) if old.amount == new.amount => What::Bound,
                _ => What::Number,
            };
            let shown = |number: Option<&Number>| number.map(ToString::to_string).unwrap_or_default();
            changes.push(Change { what, was: shown(old), is: shown(new) });
        }
    }
    changes
}

/// What left is paired with what came, in order. Both are sorted.
fn modality_changes(was: &[Modality], is: &[Modality]) -> Vec<Change> {
    let count = |all: &[Modality], wanted: Modality| all.iter().filter(|own| **own == wanted).count();
    let surplus = |more: &[Modality], less: &[Modality]| -> Vec<&'static str> {
        let each = Modality::ALL.into_iter().flat_map(|modality| {
            let surplus = count(more, modality).saturating_sub(count(less, modality));
            std::iter::repeat_n(modality.words(), surplus)
        });
        each.collect()
    };
    let (left, came) = (surplus(was, is), surplus(is, was));
    (0..left.len().max(came.len()))
        .map(|at| {
            let shown = |all: &[&str]| all.get(at).copied().unwrap_or_default().to_owned();
            Change { what: What::Modality, was: shown(&left), is: shown(&came) }
        })
        .collect()
}
