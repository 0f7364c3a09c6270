//! The clauses of a sentence that state nothing by themselves: conditions, questions, and what describes a noun.

use crate::prose::facts::tokens::{Token, TokenKind};
use crate::prose::language::{Section, sections_of};
use std::ops::Range;

/// A question in a sentence goes on so long, in words: `choose what members can see`.
const SHORT: usize = 6;

/// A sentence of so many words and marks has more than a condition.
const SHORTEST_WHOLE: usize = 9;

/// By token, whether it stands in such a clause.
pub(crate) fn subordinate(tokens: &[Token]) -> Vec<bool> {
    let mut inside = vec![false; tokens.len()];
    // Where the clause ends at the latest.
    let mut open = 0;
    let mut is_gerunds = false;
    let is_whole = is_whole(tokens);
    for (at, token) in tokens.iter().enumerate() {
        if token.kind == TokenKind::Mark && ends_a_clause(&token.lower) {
            if open < tokens.len() || !goes_on(tokens, at) {
                open = 0;
            }
            continue;
        }
        if token.kind != TokenKind::Word {
            if let Some(inside) = inside.get_mut(at) {
                *inside = at < open;
            }
            continue;
        }
        let uses = sections_of(&token.lower);
        let ends_a_gerund = is_gerunds && uses.has(Section::AuxiliaryOfAPassive);
        if uses.has(Section::WordBehindACondition) || ends_a_gerund {
            (open, is_gerunds) = (0, false);
        }
        let long = uses.has(Section::WordThatOpensAClause) || at > 0 && tells_what_for(tokens, at);
        let is_indirect = at >= 2
            && tokens.get(at - 1).is_some_and(|mark| mark.is(","))
            && tokens.get(at - 2).is_some_and(|word| Section::WordBeforeAnIndirectClause.has(&word.lower));
        let long = long || is_indirect;
        // The role determines which members can see it.
        let is_asked = uses.has(Section::WordOfAQuestion)
            && at
                .checked_sub(1)
                .and_then(|before| tokens.get(before))
                .is_some_and(|verb| Section::VerbBeforeAQuestion.has(&verb.lower));
        let short = is_asked || uses.has(Section::WordThatOpensAShortClause);
        if (long || short) && !is_in_a_phrase(tokens, at) {
            // While travelling, so that it can.
            let is_short = is_gerund(tokens, at + 1);
            is_gerunds = is_short;
            open =
                if long && !is_short && !(is_whole && at == 0) { tokens.len() } else { open.max(at + SHORT) };
        }
        if uses.has(Section::WordAskedBehind)
            && let Some(asked) = at.checked_sub(1).and_then(|before| inside.get_mut(before))
        {
            *asked = true;
        }
        if uses.has(Section::RelativeWord) {
            describes(tokens, at, &mut inside);
        }
        if at < open
            && let Some(inside) = inside.get_mut(at)
        {
            *inside = true;
        }
    }
    inside
}

/// Whether a comma only joins two halves of a condition: `если дождь идет, а зонта нет, останьтесь`.
fn goes_on(tokens: &[Token], comma: usize) -> bool {
    let is_joined = tokens.get(comma).is_some_and(|mark| mark.is(","))
        && tokens.get(comma + 1).is_some_and(|next| Section::WordThatJoinsClauses.has(&next.lower));
    is_joined && tokens.iter().skip(comma + 1).any(|mark| mark.is(","))
}

/// `so billing and sync can work`
fn tells_what_for(tokens: &[Token], at: usize) -> bool {
    const NEAR: usize = 7;
    let is = |at: usize, section: Section| tokens.get(at).is_some_and(|token| section.has(&token.lower));
    is(at, Section::WordOfAnEffect)
        && (at + 2..at + NEAR).any(|at| {
            is(at, Section::WordOfAPossibility)
                || is(at, Section::AuxiliaryThatDenies)
                || is(at, Section::AuxiliaryBeforeNot) && is(at + 1, Section::PlainNot)
        })
}

/// `while travelling`
fn is_gerund(tokens: &[Token], at: usize) -> bool {
    const SHORTEST: usize = 6;
    tokens.get(at).is_some_and(|next| {
        next.kind == TokenKind::Word && next.lower.len() >= SHORTEST && next.lower.ends_with("ing")
    })
}

/// Whether no mark ends the clause that a sentence begins with: what it lacks is a comma, not the statement.
fn is_whole(tokens: &[Token]) -> bool {
    let ends = |token: &Token| token.kind == TokenKind::Mark && ends_a_clause(&token.lower);
    tokens.len() >= SHORTEST_WHOLE
        && tokens.split_last().is_some_and(|(last, rest)| last.is(".") && !rest.iter().any(ends))
}

/// Whether a word is one of two that open no clause together: `так как`.
fn is_in_a_phrase(tokens: &[Token], at: usize) -> bool {
    let word = |at: usize| tokens.get(at).map_or("", |token| token.lower.as_str());
    let before = at.checked_sub(1).map_or("", word);
    Section::WordsThatOpenNoClause.items().iter().any(|(_, pair)| {
        pair.split_once(' ').is_some_and(|two| two == (word(at), word(at + 1)) || two == (before, word(at)))
    })
}

/// The parts of a sentence between colons, semicolons, dashes and brackets, and before words that give a reason: each may
/// say something by itself.
pub(crate) fn parts(tokens: &[Token]) -> Vec<Range<usize>> {
    let mut parts = Vec::new();
    let mut start = 0;
    for (at, token) in tokens.iter().enumerate() {
        let is_mark = token.kind == TokenKind::Mark && parts_off(&token.lower);
        if is_mark || token.kind == TokenKind::Word && Section::WordThatGivesAReason.has(&token.lower) {
            parts.push(start..at);
            start = if is_mark { at + 1 } else { at };
        }
    }
    parts.push(start..tokens.len());
    parts
}

/// Whether what stands behind a mark may say something by itself.
fn parts_off(mark: &str) -> bool {
    matches!(mark, ";" | ":" | "(" | ")" | "-")
}

pub(crate) fn ends_a_clause(mark: &str) -> bool {
    matches!(mark, "," | ";" | ":" | "." | ")" | "|" | "-")
}

/// What describes a noun without a comma: its verb follows at once, as in `events that do not need approval`.
fn describes(tokens: &[Token], at: usize, inside: &mut [bool]) {
    let word = |at: usize| tokens.get(at).map_or("", |token| token.lower.as_str());
    let is_adverb = |at: usize| word(at).ends_with("ly") || Section::WordBetweenNotAndAModality.has(word(at));
    let first = if is_adverb(at + 1) { at + 2 } else { at + 1 };
    let end = match sections_of(word(first)) {
        // A negation and a verb may stand behind it.
        uses if uses.has(Section::AuxiliaryOfADescription) => first + 3,
        uses if uses.has(Section::VerbOfADescription) => first + 1,
        _ => return,
    };
    inside.get_mut(at..end.min(tokens.len())).into_iter().flatten().for_each(|own| *own = true);
}
