//! What the order and the forms of words say: who does something to whom. It is asked only where two passages have the
//! same content words, and both are known word for word.

use crate::prose::facts::change::{Change, Fact, FactKind};
use crate::prose::facts::directive::Directive;
use crate::prose::facts::directives::{Directed, Directives};
use crate::prose::facts::modality::Modality;
use crate::prose::facts::roles::RoleWords;
use crate::prose::facts::stem::is_cyrillic;
use crate::prose::facts::tokens::{Token, tokens};
use crate::prose::facts::words::{COMMA, ContentWord, ordered_words, read_words, small_words};
use crate::prose::language::Section;

/// Longer phrases, in content words, are not looked for in places that they changed.
const LONGEST_EXCHANGED: usize = 4;

/// How the order or the forms of the words of a passage came to say another thing. Both texts are in their normal form.
pub fn changed_roles(was: &str, is: &str) -> Vec<Change> {
    let (old, new) = (ordered_words(was), ordered_words(is));
    let mut changes = exchanged(&old, &new);
    if changes.is_empty() {
        changes = exchanged(&read_words(was), &read_words(is));
    }
    if changes.is_empty() {
        changes = turned((was, &old), (is, &new));
    }
    if changes.is_empty() { exchanged_modality(was, is) } else { changes }
}

/// What a modal phrase of a text does, and the content words around it.
type Clause = (Directive, Option<String>, Option<String>);

fn clauses(text: &str) -> Vec<Clause> {
    let words = |text: Option<&str>| ordered_words(text.unwrap_or_default());
    let clause = |own: &Directed| {
        let before = words(text.get(..own.range.start)).last().map(ContentWord::key);
        let behind = words(text.get(own.range.end..)).first().map(ContentWord::key);
        (own.directive, before, behind)
    };
    Directives::read(text, &[], &RoleWords::default()).all.iter().map(clause).collect()
}

/// Where one clause lets what another forbids, and before both did the opposite: a modal phrase is known by what it lets or
/// forbids or, where that is the same in several clauses, by what stands before it, too.
fn exchanged_modality(was: &str, is: &str) -> Vec<Change> {
    let (old, new) = (clauses(was), clauses(is));
    let (Some((first, ..)), Some((now, ..))) = (old.first(), new.first()) else { return Vec::new() };
    let says_one = old.iter().all(|(own, ..)| own == first);
    let is_told_apart = old
        .iter()
        .enumerate()
        .all(|(at, (.., behind))| old.iter().skip(at + 1).all(|(.., other)| other != behind));
    let is_same = |(own, before, behind): &Clause| {
        old.iter()
            .any(|(was, first, last)| own == was && behind == last && (is_told_apart || before == first))
    };
    if says_one || old.len() != new.len() || new.iter().all(is_same) {
        return Vec::new();
    }
    let modality = |directive: Directive| {
        Some(Fact::Modality(match directive {
            Directive::Permits | Directive::Frees => Modality::May,
            Directive::Forbids => Modality::MayNot,
            Directive::Requires => Modality::Must,
        }))
    };
    vec![Change { kind: FactKind::Modality, was: modality(*first), is: modality(*now) }]
}

/// Whether two texts, in their normal form, list the same, with a comma or with `and`; nothing in them stands for choice.
pub fn is_same_list(was: &str, is: &str) -> bool {
    let (was, is) = (tokens(was), tokens(is));
    let parts = |tokens: &[Token]| -> Vec<String> {
        let joins = |token: &Token| token.is(",") || token.is(";") || Section::And.has(&token.lower);
        let part =
            |part: &[Token]| part.iter().map(|token| token.lower.as_str()).collect::<Vec<_>>().join(" ");
        tokens.split(joins).map(part).filter(|part| !part.is_empty()).collect()
    };
    let offers = |tokens: &[Token]| tokens.iter().any(|token| token.is("/") || Section::Or.has(&token.lower));
    !offers(&was) && parts(&was) == parts(&is)
}

/// Where each word stands in its place, and a verb or two nouns took another form: "must notify" and "must be notified",
/// «хозяин зовёт гостя» and «хозяина зовёт гость».
fn turned((old, was): (&str, &[ContentWord]), (new, is): (&str, &[ContentWord])) -> Vec<Change> {
    if was.len() != is.len() || was.iter().zip(is).any(|(was, is)| was.key() != is.key()) {
        return Vec::new();
    }
    let differ = was.iter().zip(is).enumerate().filter(|(_, (was, is))| was.word != is.word);
    let differ: Vec<(usize, (&ContentWord, &ContentWord))> = differ.collect();
    let change = |(was, is): (&ContentWord, &ContentWord)| {
        let words = |own: &ContentWord| Some(Fact::Words(vec![own.word.as_str().into()]));
        Change { kind: FactKind::Word, was: words(was), is: words(is) }
    };
    match *differ {
        [(at, (own, other))] if is_turned(own, other) || is_turned(other, own) => {
            // Where its subject is another now, it says the same: "you can add a key", "a key can be added".
            let keeps_subject = at > 0 || small_words(old) == small_words(new);
            if keeps_subject { vec![change((own, other))] } else { Vec::new() }
        }
        [(first, one), (last, other)] if last > first + 1 => {
            let both = [one, other];
            let is_noun = |(was, is): &(&ContentWord, &ContentWord)| is_noun(&was.word) && is_noun(&is.word);
            if both.iter().all(is_noun) { both.into_iter().map(change).collect() } else { Vec::new() }
        }
        _ => Vec::new(),
    }
}

/// Whether a word may be a noun, whose ending says what is done to whom.
fn is_noun(word: &str) -> bool {
    is_cyrillic(word) && !Section::VerbEnding.ends(word) && !Section::EndingOfAPassiveParticiple.ends(word)
}

/// Whether a verb says what somebody does, and its other form what is done to them.
fn is_turned(active: &ContentWord, passive: &ContentWord) -> bool {
    if is_cyrillic(&passive.word) {
        let does = Section::VerbEnding.ends(&active.word);
        return does && Section::EndingOfAPassiveParticiple.ends(&passive.word);
    }
    let is_done = |own: &ContentWord| own.is_behind_be && !own.word.ends_with("ing");
    is_done(passive) && !is_done(active)
}

/// Where two phrases of a passage changed places around what stands between them, so that the same words say another
/// thing: who does something to whom. Both texts are in their normal form. A verb that became passive has another
/// form; words of Russian that only stand in another order keep theirs; and parts of a sentence that change places
/// have nothing between them.
fn exchanged(was: &[ContentWord], is: &[ContentWord]) -> Vec<Change> {
    let keys = |words: &[ContentWord]| words.iter().map(ContentWord::key).collect::<Vec<String>>();
    let (old, new) = (keys(was), keys(is));
    let forms = |words: &[ContentWord]| words.iter().map(|own| own.word.clone()).collect::<Vec<String>>();
    let (old_words, new_words) = (forms(was), forms(is));
    if old.len() != new.len() {
        return Vec::new();
    }
    let start = old.iter().zip(&new).take_while(|(old, new)| old == new).count();
    let end = old.iter().rev().zip(new.iter().rev()).take_while(|(old, new)| old == new).count();
    let middle = start..old.len().saturating_sub(end).max(start);
    let cut = |words: &[String], first: usize, last: usize| -> Option<[Vec<String>; 3]> {
        let own = words.get(middle.clone())?;
        let (before, rest) = own.split_at_checked(first)?;
        let (between, behind) = rest.split_at_checked(rest.len().checked_sub(last)?)?;
        (!between.is_empty()).then(|| [before.to_vec(), between.to_vec(), behind.to_vec()])
    };
    let lengths =
        (1..=LONGEST_EXCHANGED).flat_map(|one| (1..=LONGEST_EXCHANGED).map(move |other| (one, other)));
    for (one, other) in lengths {
        let keys = cut(&old, one, other).zip(cut(&new, other, one));
        let Some(([first, between, last], [came, rest, gone])) = keys else { continue };
        if first != gone || between != rest || last != came {
            continue;
        }
        let words = cut(&old_words, one, other).zip(cut(&new_words, other, one));
        let Some(([first, between, last], [came, rest, gone])) = words else { continue };
        // Two clauses that change places say the same; two words around a comma do so only where they are all there is.
        let is_divided = between.iter().any(|word| word == COMMA);
        let keeps_order = is_divided && start == 0 && end == 0;
        let keeps_forms = first == gone && last == came;
        let is_free = keeps_forms && !is_divided && first.iter().chain(&last).any(|word| is_cyrillic(word));
        if between != rest || keeps_order || is_free {
            return Vec::new();
        }
        let words =
            |words: &[String]| Some(Fact::Words(words.iter().map(|word| word.as_str().into()).collect()));
        let change =
            |was: &[String], is: &[String]| Change { kind: FactKind::Word, was: words(was), is: words(is) };
        return vec![change(&first, &came), change(&last, &gone)];
    }
    Vec::new()
}
