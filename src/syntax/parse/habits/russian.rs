//! Keywords in Russian.

use crate::base::msg;
use crate::syntax::parse::expected::{Expected, expected_found};
use crate::syntax::parse::habits::numbers::worded_date;
use crate::syntax::parse::habits::words::{Habit, instead, value_end};
use crate::syntax::parse::tokens::Tokens;
use crate::syntax::vocabulary::{digits, english, in_english, quoted};

/// What begins a clause behind a condition.
const CLAUSES: [&str; 7] = ["when", "unless", "say", "cites", "does", "also", "permit"];

/// Comparisons, the longer ones before those that they begin with.
const COMPARISONS: &[(&str, &str)] = &[
    ("не больше чем", "is at most"),
    ("не более чем", "is at most"),
    ("не больше", "is at most"),
    ("не более", "is at most"),
    ("не меньше чем", "is at least"),
    ("не менее чем", "is at least"),
    ("не меньше", "is at least"),
    ("не менее", "is at least"),
    ("больше или равно", "is at least"),
    ("больше либо равно", "is at least"),
    ("не меньше или равно", "is at least"),
    ("меньше или равно", "is at most"),
    ("меньше либо равно", "is at most"),
    ("больше чем", "is more than"),
    ("более чем", "is more than"),
    ("больше", "is more than"),
    ("более", "is more than"),
    ("свыше", "is more than"),
    ("меньше чем", "is less than"),
    ("менее чем", "is less than"),
    ("меньше", "is less than"),
    ("менее", "is less than"),
    ("не позже", "is not after"),
    ("не позднее", "is not after"),
    ("не раньше", "is not before"),
    ("не ранее", "is not before"),
    ("раньше", "is before"),
    ("ранее", "is before"),
    ("до", "is before"),
    ("позже", "is after"),
    ("позднее", "is after"),
    ("после", "is after"),
    ("не равно", "is not"),
    ("не равен", "is not"),
    ("не равна", "is not"),
    ("равно", "is"),
    ("равен", "is"),
    ("равна", "is"),
    ("не является", "is not"),
    ("является", "is"),
    ("не указано", "is absent"),
    ("не указан", "is absent"),
    ("не указана", "is absent"),
    ("указано", "is present"),
    ("указан", "is present"),
    ("указана", "is present"),
    ("отсутствует", "is absent"),
    ("это не", "is not"),
    ("это", "is"),
    ("есть", "is"),
    ("не", "is not"),
];

/// A comparison in Russian behind a value, with or without `is`.
pub(super) fn comparison(tokens: &Tokens<'_>, expected: &Expected) -> Option<Habit> {
    let here = tokens.here();
    // Behind `is`, the first word was taken for a name.
    let at = match tokens.word(-2) {
        _ if expected.follows_value() && expected.has(crate::syntax::vocabulary::Rule::k_is) => here,
        "is" => here - 1,
        _ => return None,
    };
    let begins =
        |phrase: &str| phrase.split(' ').enumerate().all(|(more, word)| tokens.nth(at + more) == word);
    let (phrase, words) = COMPARISONS.iter().find(|(phrase, _)| begins(phrase))?;
    let from = if at < here { at - 1 } else { at };
    let to = at + phrase.split(' ').count();
    let date = worded_date(tokens, to);
    let value = date.map_or_else(|| tokens.joined(to, value_end(tokens, to)), |date| date.written);
    let value = digits(&value).map_or(value.as_str(), |digits| digits);
    // The next clause is no value.
    let value = if CLAUSES.contains(&tokens.nth(to)) { "" } else { value };
    let whole = match value {
        _ if words.ends_with("ent") => (*words).to_owned(),
        "" if *phrase == "есть" => "is present".to_owned(),
        "" => format!("{words} …"),
        value => format!("{words} {value}"),
    };
    Some(instead(tokens, from, to, words, &whole))
}

/// A keyword in Russian, at the place or taken for a name before it.
pub(super) fn keyword(tokens: &Tokens<'_>) -> Option<Habit> {
    [0, -1].into_iter().find_map(|at| {
        let word = tokens.word(at);
        let (last, phrase) = match (word, tokens.word(at + 1)) {
            ("не" | "Не", "больше" | "более") => (at + 1, "at most"),
            ("не" | "Не", "меньше" | "менее") => (at + 1, "at least"),
            ("не" | "Не", "может" | "могут") => (at + 1, "may not"),
            ("не" | "Не", "позднее" | "позже") => (at + 1, "within"),
            _ => (at, english(word)?),
        };
        let help = match last == at {
            true => in_english(word)?,
            false => msg!(syntax.english_keyword, word = phrase),
        };
        let found = if last == at { word.to_owned() } else { format!("{word} {}", tokens.word(last)) };
        let message = expected_found(quoted(phrase), &found);
        Some(Habit { range: Some(tokens.range(at, last)), message: Some(message), help })
    })
}
