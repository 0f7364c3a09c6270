//! Counts in the words of prose.

use crate::base::msg;
use crate::syntax::parse::habits::bounds::bound;
use crate::syntax::parse::habits::declared::Declared;
use crate::syntax::parse::habits::prose::{elements_between, mended, term};
use crate::syntax::parse::habits::words::{Habit, is_number};
use crate::syntax::parse::tokens::Tokens;
use crate::syntax::vocabulary::digits;

pub(super) fn count(tokens: &Tokens<'_>, file: &Declared<'_>) -> Option<Habit> {
    let (start, end) = term(tokens)?;
    counted(tokens, start, file).or_else(|| bounded(tokens, start, end, file))
}

fn written(set: &str) -> String {
    if set.contains(' ') { format!("(count of {set})") } else { format!("count of {set}") }
}

/// `count of taken cars`
fn counted(tokens: &Tokens<'_>, start: usize, file: &Declared<'_>) -> Option<Habit> {
    const COUNTS: [&str; 5] = ["count", "number", "amount", "quantity", "total"];
    const COMPARES: [&str; 13] =
        ["is", "<", ">", "=", "==", "<=", ">=", "!=", "exceeds", "less", "more", "equals", "at"];
    if !COUNTS.contains(&tokens.nth(start)) || tokens.nth(start + 1) != "of" {
        return None;
    }
    let mut to = tokens.next_of(start + 2, &COMPARES);
    // `count of cars that are taken is …`
    if elements_between(tokens, start + 2, to, file).is_none() {
        to = tokens.next_of(to + 1, &COMPARES);
    }
    let set = elements_between(tokens, start + 2, to, file).filter(|set| set.contains(' '))?;
    Some(mended(tokens, start, to, msg!(syntax.a_value), &written(&set)))
}

/// `at most 3 cars are taken`, `there are less than 3 cars`, `actor has less than 3 cars`
fn bounded(tokens: &Tokens<'_>, start: usize, end: usize, file: &Declared<'_>) -> Option<Habit> {
    let word = |at| tokens.nth(at);
    let owner = ["has", "have", "имеет"].contains(&word(start + 1));
    let at = match word(start) {
        "there" => start + 2,
        _ if owner => start + 2,
        _ => start,
    };
    let (words, bound) = bound(tokens, at)?;
    let number = digits(word(at + words)).unwrap_or(word(at + words));
    let from = at + words + 1;
    if !is_number(number) {
        return None;
    }
    let count = match owner {
        true => {
            format!("(count of {} where …)", file.collection(word(from)).filter(|_| from + 1 == end)?.set)
        }
        false => written(&elements_between(tokens, from, end, file)?),
    };
    Some(mended(tokens, start, end, msg!(syntax.a_condition), &format!("{count} {}", bound.compares(number))))
}
