//! Fields and their values, in the order of prose.

use crate::base::msg;
use crate::syntax::parse::expected::{Expected, expected_found};
use crate::syntax::parse::habits::declared::{Declared, Field};
use crate::syntax::parse::habits::prose::{mended, term};
use crate::syntax::parse::habits::words::{Habit, at_words, instead, is_number, is_word, value_end, write};
use crate::syntax::parse::tokens::Tokens;
use crate::syntax::vocabulary::Rule;

/// What elsewhere is true or false.
fn truth(word: &str) -> Option<&'static str> {
    match word {
        "true" | "yes" | "да" | "истина" => Some("true"),
        "false" | "no" | "нет" | "ложь" => Some("false"),
        _ => None,
    }
}

pub(super) fn path(tokens: &Tokens<'_>, expected: &Expected, file: &Declared<'_>) -> Option<Habit> {
    let (start, end) = term(tokens)?;
    let here = tokens.here();
    let (before, found, next) = (tokens.word(-1), tokens.word(0), tokens.word(1));
    if let Some(found) = flag(tokens, start, end, file) {
        return Some(found);
    }
    // `condition is free or is broken`
    if found == "is" && ["or", "and"].contains(&before) {
        let is = (0..here - 1).rev().find(|at| tokens.nth(*at) == "is")?;
        let mut path = is.checked_sub(1)?;
        while path > 1 && tokens.nth(path - 1) == "." {
            path -= 2;
        }
        let whole = format!("{before} {} {}", tokens.joined(path, is), tokens.joined(here, end));
        return Some(write(&whole));
    }
    // `where is broken`
    if found == "is" && before == "where" {
        let of = file.collection(tokens.nth(here.checked_sub(2)?))?;
        let not = usize::from(next == "not");
        let field = file.field_with(of, tokens.nth(here + 1 + not))?;
        return Some(write(&format!("{field} {}", tokens.joined(here, end))));
    }
    // `condition is free taken`
    let both = |field: &Field<'_>| file.has_value(field, before) && file.has_value(field, found);
    let fields = || file.collections().iter().flat_map(|of| &of.fields);
    if ["is", "not"].contains(&tokens.word(-2)) && fields().any(both) {
        let not = if tokens.word(-2) == "not" { "is not" } else { "is" };
        return Some(write(&format!("{not} one of {before}, {found}")));
    }
    if !expected.follows_value() || !expected.has(Rule::k_is) {
        return None;
    }
    let is_field = |word: &str| file.collections().iter().any(|of| of.field(word).is_some());
    let known = |word: &str| {
        file.collection(word).is_some() || file.has_parameter(word) || word == "actor" || is_field(word)
    };
    if ["the", "a", "an"].contains(&before) && is_word(found) && here == start + 1 && known(found) {
        let message = expected_found(msg!(syntax.a_condition), before);
        return Some(at_words(tokens, -1, -1, message, msg!(syntax.delete_word, word = before)));
    }
    let fields = |element: &str, field: &str| match file.collection(element) {
        Some(of) => of.field(field).is_some(),
        None => element == "actor" && file.actors().is_some_and(|of| of.field(field).is_some()),
    };
    // `condition of the car`
    if found == "of" {
        let article = usize::from(["the", "a", "an", "this"].contains(&next));
        let element = tokens.nth(here + 1 + article);
        let whole = format!("{element}.{before}");
        if file.collection(element).is_some_and(|of| of.set == element) {
            return None;
        }
        return fields(element, before)
            .then(|| instead(tokens, here - 1, here + 2 + article, &whole, &whole));
    }
    // `car condition`
    if fields(before, found) {
        let whole = format!("{before}.{found}");
        return Some(instead(tokens, here - 1, here + 1, &whole, &whole));
    }
    // `car.condition free`
    let is_path = tokens.word(-2) == "." || start + 1 == here;
    if is_path && let Some(truth) = truth(found) {
        let mut fields = file.collections().iter().filter_map(|of| of.field(before));
        return fields.any(Field::is_bool).then(|| write(&format!("is {truth}")));
    }
    let known = file.collections().iter().filter_map(|of| of.field(before));
    let mut known = known.filter(|field| file.has_value(field, found) || is_number(found));
    let value = is_path && (is_word(found) || is_number(found)) && known.next().is_some();
    value.then(|| write(&format!("is {}", tokens.joined(here, value_end(tokens, here)))))
}

/// `the library is open`, `it is not open`: a single value of the state that is true or false.
fn flag(tokens: &Tokens<'_>, start: usize, end: usize, file: &Declared<'_>) -> Option<Habit> {
    let end = tokens.next_of(start, &["or"]).min(end);
    let is = (start + 1..end).find(|at| ["is", "are", "was", "be"].contains(&tokens.nth(*at)))?;
    let not = ["not", "n't"].contains(&tokens.nth(is + 1));
    let name = is + 1 + usize::from(not);
    let path = file.flag(tokens.nth(name)).filter(|_| name + 1 == end)?;
    let words = if not { format!("not {path}") } else { path };
    let prose = (start..is).all(|at| is_word(tokens.nth(at)) && file.collection(tokens.nth(at)).is_none());
    (prose && is > start + 1).then(|| mended(tokens, start, end, msg!(syntax.a_condition), &words))
}
