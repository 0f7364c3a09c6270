//! Conditions in the words of prose and of other languages.

use crate::base::{Message, msg};
use crate::syntax::parse::expected::{Expected, expected_found};
use crate::syntax::parse::habits::declared::{Declared, Field};
use crate::syntax::parse::habits::words::{
    Habit, at_words, help, instead, is_number, is_text, is_unit, is_word, lacks, path_end, value_end, write,
};
use crate::syntax::parse::tokens::Tokens;
use crate::syntax::vocabulary::{CLAUSES, Rule};
use crate::values::Zone;

/// A comparison behind one that is complete.
fn compared_twice(tokens: &Tokens<'_>) -> Option<Habit> {
    const PHRASES: [[&str; 2]; 4] = [["at", "most"], ["at", "least"], ["more", "than"], ["less", "than"]];
    const SIGNS: [&str; 7] = ["=", "==", "!=", "<", "<=", ">", ">="];
    const WORDS: [&str; 5] = ["is", "equal", "equals", "exactly", "at"];
    let word = |offset| tokens.word(offset);
    if word(-1) == "than" && ["least", "most"].contains(&word(-2)) {
        let help = msg!(syntax.delete_word, word = "than");
        return Some(Habit { range: Some(tokens.range(-1, -1)), message: None, help });
    }
    // A word was taken for a name.
    for (at, words) in [(0, SIGNS.as_slice()), (0, WORDS.as_slice()), (-1, WORDS.as_slice())] {
        let phrase = [word(at - 2), word(at - 1)];
        if words.contains(&word(at)) && PHRASES.contains(&phrase) {
            let last = if word(at) == "at" || word(at + 1) == "to" { at + 1 } else { at };
            let more = if last > at { format!(" {}", word(last)) } else { String::new() };
            let found = format!("{}{more}", word(at));
            let phrase = phrase.join(" ");
            return Some(Habit {
                range: Some(tokens.range(at, last)),
                message: Some(msg!(syntax.compared_already, phrase = phrase)),
                help: msg!(syntax.delete_word, word = found),
            });
        }
    }
    None
}

/// A condition that breaks off before the next clause.
fn ends(tokens: &Tokens<'_>) -> Option<Habit> {
    const JOINTS: [&str; 7] = ["and", "or", "when", "unless", "where", "not", "if"];
    const OPEN: [&str; 11] =
        ["is", "not", "than", "least", "most", "after", "before", "within", "during", "in", "of"];
    let (last, next) = (tokens.word(-1), tokens.word(0));
    let condition = tokens.next_of(0, &["when", "unless", "where"]) < tokens.here();
    let breaks_off = next.is_empty() || tokens.begins_line(0) && CLAUSES.contains(&next);
    if !condition || !breaks_off || !JOINTS.contains(&last) && !OPEN.contains(&last) {
        return None;
    }
    let value = OPEN.contains(&last) && (last != "not" || tokens.word(-2) == "is");
    let help = if value { msg!(syntax.write_a_value) } else { msg!(syntax.write_a_condition) };
    // The whole comparison, such as `is at least`.
    let is = [-3, -2].into_iter().find(|at| value && tokens.word(*at) == "is").unwrap_or(-1);
    let phrase = tokens.joined(tokens.here().checked_add_signed(is)?, tokens.here());
    Some(at_words(tokens, is, -1, msg!(syntax.condition_ends, word = phrase), help))
}

/// What the language has no words for.
pub(super) fn lacking<'t>(tokens: &Tokens<'t>, expected: &Expected, file: &Declared<'t>) -> Option<Habit> {
    if let Some(found) = compared_twice(tokens).or_else(|| ends(tokens)) {
        return Some(found);
    }
    let word = |offset| tokens.word(offset);
    if word(-1) == "count" && is_word(word(0)) && word(0) != "of" && expected.follows_value() {
        let counted = format!("count of {}", word(0));
        return Some(instead(tokens, tokens.here() - 1, tokens.here(), "count of", &counted));
    }
    if word(0) == "," && word(-2) == "of" && word(-3) == "none" && word(-4) == "is" {
        let from = tokens.here() - 4;
        let (list, end) = values(tokens, tokens.here() - 1)?;
        return Some(instead(tokens, from, end, "is not one of", &format!("is not one of {list}")));
    }
    for at in [0, -1] {
        if word(at) == "between" && tokens.nth(0) != "conflict" {
            return Some(lacks(tokens, at, at, "between", between(tokens, at)?));
        }
        if ["contains", "matches", "includes", "startswith", "endswith", "like"].contains(&word(at))
            && expected.follows_value()
        {
            return Some(lacks(tokens, at, at, word(at), contains(tokens, at, file)?));
        }
        if ["starts", "ends", "begins"].contains(&word(at)) && word(at + 1) == "with" {
            let phrase = format!("{} with", word(at));
            return Some(lacks(tokens, at, at + 1, &phrase, msg!(syntax.no_text_search)));
        }
        if ["number", "amount", "quantity"].contains(&word(at)) && word(at + 1) == "of" {
            let counted = format!("count of {}", word(at + 2));
            let phrase = format!("{} of", word(at));
            return Some(lacks(tokens, at, at + 1, &phrase, msg!(syntax.write, word = counted)));
        }
        if ["sum", "average"].contains(&word(at)) && word(at + 1) == "of" {
            return Some(lacks(tokens, at, at + 1, &format!("{} of", word(at)), msg!(syntax.no_sums)));
        }
        if ["all", "each", "some", "exists"].contains(&word(at)) && word(at + 2) == "in" {
            let from = tokens.here().checked_add_signed(at + 3)?;
            let mut end = from + 1;
            while tokens.nth(end) == "." {
                end += 2;
            }
            let set = tokens.joined(from, end);
            let remedy = match word(at) {
                "some" | "exists" => msg!(syntax.no_some, name = word(at + 1), set = set),
                _ => msg!(syntax.no_all, name = word(at + 1), set = set),
            };
            let phrase = format!("{} {} in", word(at), word(at + 1));
            return Some(lacks(tokens, at, at + 2, &phrase, remedy));
        }
        if ["no", "not"].contains(&word(at)) && word(at + 2) == "than" && tokens.nth(0) != "limit" {
            let bound = match word(at + 1) {
                "more" | "greater" | "larger" | "higher" => "at most",
                "less" | "fewer" | "smaller" | "lower" => "at least",
                _ => continue,
            };
            let is = if expected.has(Rule::k_is) && expected.follows_value() { "is " } else { "" };
            let words = format!("{is}{bound}");
            let from = tokens.here().checked_add_signed(at)?;
            return Some(instead(tokens, from, from + 3, &words, &format!("{words} {}", word(at + 3))));
        }
        if ["maximum", "max", "most"].contains(&word(at)) && at < 0 && is_number(word(0)) {
            return Some(write("at most"));
        }
        if word(at) == "up" && word(at + 1) == "to" && tokens.nth(0) != "limit" {
            return Some(write(&format!("at most {}", word(at + 2))));
        }
    }
    if ["per", "each", "every", "a"].contains(&word(0)) && word(-1) != "within" && is_unit(word(1)) {
        let phrase = format!("{} {}", word(0), word(1));
        return Some(lacks(tokens, 0, 1, &phrase, msg!(syntax.no_periods, unit = word(1))));
    }
    if is_unit(word(0)) && is_number(word(-1)) {
        let period = format!("{} {}", word(-1), word(0));
        return Some(help(msg!(syntax.period_alone, period = period)));
    }
    if is_unit(word(0)) && ["business", "working", "work", "calendar"].contains(&word(-1)) {
        let phrase = format!("{} {}", word(-1), word(0));
        let remedy = match word(-1) {
            "calendar" => msg!(syntax.write, word = format!("{} {}", word(-2), word(0))),
            _ => msg!(syntax.no_working_days, count = word(-2)),
        };
        return Some(lacks(tokens, -1, 0, &phrase, remedy));
    }
    if word(0) == "/" {
        return slash(tokens);
    }
    None
}

/// What to write in place of `contains` or `like`: of a list, `is in`; of a role, those that are like it.
fn contains<'t>(tokens: &Tokens<'t>, at: isize, file: &Declared<'t>) -> Option<Message> {
    let here = tokens.here().checked_add_signed(at)?;
    let from = here - usize::from(tokens.nth(here - 1) == "is");
    let mut path = from.checked_sub(1)?;
    let last = tokens.nth(path);
    while path > 1 && tokens.nth(path - 1) == "." {
        path -= 2;
    }
    let value = tokens.joined(here + 1, value_end(tokens, here + 1));
    let fields = || file.collections().iter().filter_map(|of| of.field(last));
    if tokens.nth(here) == "like" && last == file.role_field() && file.has_role(&value) {
        let roles = file.alike(tokens.nth(here + 1)).join(", ");
        return Some(msg!(syntax.write, word = format!("is one of {roles}")));
    }
    if fields().next().is_some() && fields().all(Field::is_list) && !value.is_empty() {
        let whole = format!("{value} is in {}", tokens.joined(path, from));
        return Some(msg!(syntax.write, word = whole));
    }
    Some(msg!(syntax.no_text_search))
}

/// Both ends of a range, as two comparisons.
fn between(tokens: &Tokens<'_>, at: isize) -> Option<Message> {
    let from = tokens.here().checked_add_signed(at + 1)?;
    let end = value_end(tokens, from);
    let joint = ["and", "to", "-", "or"].contains(&tokens.nth(end));
    let last = if joint { value_end(tokens, end + 1) } else { end };
    let (low, high) = (tokens.joined(from, end), tokens.joined(end + 1, last));
    if low.is_empty() || high.is_empty() {
        return Some(msg!(syntax.no_between_values));
    }
    Some(match (low.contains('-'), is_number(&low)) {
        (true, _) => msg!(syntax.no_between_dates, low = low, high = high),
        (_, true) => msg!(syntax.no_between, low = low, high = high),
        _ => msg!(syntax.no_between_either, low = low, high = high),
    })
}

/// A time zone without quotation marks, or a division.
fn slash(tokens: &Tokens<'_>) -> Option<Habit> {
    let mut zone = String::new();
    let mut last = 0;
    // A name has three parts at most: America/Argentina/Ushuaia.
    for (at, length) in [(-1, 2), (-1, 4)] {
        let parts: String = (at..=at + length).map(|offset| tokens.word(offset)).collect();
        if Zone::named(&parts).is_some() {
            (zone, last) = (parts, at + length);
        }
    }
    if zone.is_empty() {
        let divides = tokens.nth(0) != "state";
        return divides.then(|| lacks(tokens, 0, 0, "/", msg!(syntax.no_division)));
    }
    Some(Habit {
        range: Some(tokens.range(-1, last)),
        message: Some(expected_found(msg!(syntax.a_text), &zone)),
        help: msg!(syntax.zone_in_quotes, zone = zone),
    })
}

/// A comparison, or what joins conditions, in other words.
pub(super) fn condition(tokens: &Tokens<'_>, expected: &Expected, file: &Declared<'_>) -> Option<Habit> {
    alternatives(tokens, expected, file)
        .or_else(|| sign(tokens, expected))
        .or_else(|| comparison(tokens, expected))
        .or_else(|| joined(tokens, expected))
}

/// The values of a list in brackets, or joined by commas or `or`, from a word on: as the language has them, and one
/// past the last.
fn values(tokens: &Tokens<'_>, from: usize) -> Option<(String, usize)> {
    let bracket = ["[", "("].contains(&tokens.nth(from));
    let mut at = from + usize::from(bracket);
    let mut found = Vec::new();
    loop {
        let end = value_end(tokens, at);
        if end == at || CLAUSES.contains(&tokens.nth(at)) {
            return None;
        }
        found.push(tokens.joined(at, end));
        at = end;
        match tokens.nth(at) {
            "," | ";" | "or" | "nor" | "или" => at += 1,
            _ => break,
        }
    }
    // What is a path of its own among names begins another condition.
    if found.iter().any(|value| value.contains('.')) && found.iter().any(|value| !value.contains('.')) {
        return None;
    }
    (!bracket || ["]", ")"].contains(&tokens.nth(at))).then(|| (found.join(", "), at + usize::from(bracket)))
}

/// One of several values, in another form than `is one of a, b`.
fn alternatives(tokens: &Tokens<'_>, expected: &Expected, file: &Declared<'_>) -> Option<Habit> {
    let word = |offset| tokens.word(offset);
    let here = tokens.here();
    let not = |negated| if negated { "is not" } else { "is" };
    // `not in …` and `in …` without `is`
    let negated = word(0) == "not";
    let set = isize::from(negated);
    if expected.follows_value() && expected.has(Rule::k_is) && word(set) == "in" {
        let from = here + usize::from(negated) + 1;
        let bracket = ["[", "("].contains(&tokens.nth(from));
        if let Some(found) = in_collection(tokens, here, from, negated, file) {
            return Some(found);
        }
        let (words, rest) = match values(tokens, from).filter(|(list, _)| bracket || list.contains(',')) {
            Some((list, _)) => ("one of", list),
            None => ("in", tokens.joined(from, path_end(tokens, from))),
        };
        let words = format!("{} {words}", not(negated));
        return Some(instead(tokens, here, from, &words, &format!("{words} {rest}")));
    }
    // `is in [a, b]`, `is one of [a, b]`, `is one of (a, b)`
    let first = if [",", ";"].contains(&word(0)) && word(-2) == "(" { -2 } else { 0 };
    if ["[", "("].contains(&word(first)) && ["in", "of", "is", "not"].contains(&word(first - 1)) {
        let (list, end) = values(tokens, here.checked_add_signed(first)?)?;
        let mut opener = first - 1;
        while !["is", "not"].contains(&word(opener)) && opener > first - 4 {
            opener -= 1;
        }
        let mended = format!("{} one of {list}", not(word(opener) == "not"));
        let last = end.cast_signed() - here.cast_signed() - 1;
        let shown = tokens.joined(here.checked_add_signed(first)?, end);
        return Some(lacks(tokens, first, last, &shown, msg!(syntax.write, word = mended)));
    }
    // `is either a or b`, `is a, b`
    let start = match (word(-1), word(-2), word(0)) {
        ("either" | "neither", "is" | "not", _) => 0,
        (_, "is" | "not", ",") => -1,
        (value, "in", ",") if is_number(value) || is_text(value) || is_word(value) => -1,
        _ => return None,
    };
    let (list, _) = values(tokens, here.checked_add_signed(start)?)?;
    let either = (start == 0).then(|| word(-1));
    let negated = either == Some("neither") || [word(start - 2), word(start - 1)].contains(&"not");
    let mended = write(&format!("{} one of {list}", not(negated)));
    Some(match either {
        Some(word) => lacks(tokens, -1, -1, word, mended.help),
        None => mended,
    })
}

/// `actor.email in partners`: the elements of a collection are asked for a field.
fn in_collection(
    tokens: &Tokens<'_>,
    here: usize,
    from: usize,
    negated: bool,
    file: &Declared<'_>,
) -> Option<Habit> {
    let of = file
        .collection(tokens.nth(from))
        .filter(|of| of.set == tokens.nth(from) && tokens.nth(from + 1) != ".")?;
    let mut path = here.checked_sub(1)?;
    let last = tokens.nth(path);
    while path > 1 && tokens.nth(path - 1) == "." {
        path -= 2;
    }
    let value = tokens.joined(path, here);
    let mut lists = of.fields.iter().filter(|field| field.is_list());
    let field = lists.next().filter(|_| lists.next().is_none());
    let asked = match (of.field(last), field) {
        (Some(_), _) => format!("x.{last} is {value}"),
        (None, Some(list)) => format!("{value} is in x.{}", list.name),
        _ => "…".to_owned(),
    };
    let not = if negated { "not " } else { "" };
    let whole = format!("{not}any x in {} where {asked}", of.set);
    Some(instead(tokens, path, from + 1, &format!("{not}any x in {} where …", of.set), &whole))
}

/// A sign that compares.
fn sign(tokens: &Tokens<'_>, expected: &Expected) -> Option<Habit> {
    let sign = tokens.word(0);
    let (words, date_words) = match sign {
        "=" | "==" | "===" => ("is", "is"),
        "!=" | "<>" | "≠" => ("is not", "is not"),
        ">" => ("is more than", "is after"),
        "<" => ("is less than", "is before"),
        ">=" | "=>" | "≥" => ("is at least", "is not before"),
        "<=" | "=<" | "≤" => ("is at most", "is not after"),
        _ => return None,
    };
    let compares = expected.follows_value() && expected.has(Rule::k_is);
    if !compares && tokens.word(-1) != "is" {
        return None;
    }
    let from = tokens.here() + 1 + usize::from(["=", ">"].contains(&tokens.word(1)));
    let end = value_end(tokens, from);
    let value = tokens.joined(from, end);
    let is_date = end == from + 5 && value.contains('-');
    let words = if is_date { date_words } else { words };
    let whole = format!("{words} {value}");
    let found = instead(tokens, tokens.here(), from, words, &whole);
    if words == date_words || is_number(&value) || is_text(&value) {
        return Some(found);
    }
    let help = msg!(syntax.write_of_dates, words = whole, dates = format!("{date_words} {value}"));
    Some(Habit { help, ..found })
}

/// A comparison in words: `is` left out, or other words than the language has.
fn comparison(tokens: &Tokens<'_>, expected: &Expected) -> Option<Habit> {
    let word = |offset| tokens.word(offset);
    if !expected.follows_value() {
        return None;
    }
    let value = |from: isize| {
        let from = tokens.here().checked_add_signed(from)?;
        Some(tokens.joined(from, value_end(tokens, from)))
    };
    // Behind `is`, the first word was taken for a name.
    let (at, not) = match [word(-2), word(-1)] {
        _ if expected.has(Rule::k_is) && word(0) == "not" => (1, " not"),
        _ if expected.has(Rule::k_is) => (0, ""),
        ["is", _] => (-1, ""),
        ["not", _] => (-1, " not"),
        _ => return None,
    };
    // Behind so many words more may follow: `or equal to`.
    let or_equal = |behind: isize| match (word(at + behind), word(at + behind + 1)) {
        ("or", "equal" | "equals") if word(at + behind + 2) == "to" => behind + 3,
        ("or", "equal" | "equals") => behind + 2,
        _ => behind,
    };
    let (words, taken) = match (word(at), word(at + 1)) {
        ("greater" | "bigger" | "larger" | "higher" | "more", "than" | "then") if or_equal(2) > 2 => {
            ("at least", or_equal(2))
        }
        ("less" | "fewer" | "smaller" | "lower", "than" | "then") if or_equal(2) > 2 => {
            ("at most", or_equal(2))
        }
        ("greater" | "bigger" | "larger" | "higher" | "more", "than" | "then") => ("more than", 2),
        ("less" | "fewer" | "smaller" | "lower", "than" | "then") => ("less than", 2),
        ("later" | "newer", "than" | "then") => ("after", 2),
        ("earlier" | "older", "than" | "then") => ("before", 2),
        ("at", "least") => ("at least", 2),
        ("at", "most") => ("at most", 2),
        ("equal" | "equals", "to") | ("same", "as") => ("", 2),
        ("more" | "above" | "over" | "exceeds", _) => ("more than", 1),
        ("less" | "below" | "under", _) => ("less than", 1),
        ("was" | "were" | "are" | "be", "not") => ("not", 2),
        ("equal" | "equals" | "exactly" | "was" | "were" | "are" | "be", _) => ("", 1),
        ("is", _) if at > 0 => ("", 1),
        ("one", "of") => ("one of", 2),
        (word @ ("before" | "after"), _) => (word, 1),
        ("within" | "during", _) if word(at + 1).is_empty() => return None,
        ("within" | "during", _) => {
            let from = tokens.here().checked_add_signed(at)?;
            let period = tokens.joined(from, value_end(tokens, from + 4));
            return Some(write(&format!("is{not} {period}")));
        }
        (word @ ("present" | "absent"), _) => return Some(write(&format!("is{not} {word}"))),
        ("exists" | "exist", _) => {
            let from = tokens.here().checked_add_signed(at)?;
            let words = format!("is{not} present");
            return Some(instead(tokens, tokens.here().min(from), from + 1, &words, &words));
        }
        ("does", "not") if word(at + 2) == "exist" => return Some(write("is absent")),
        ("does", "not") if ["equal", "match"].contains(&word(at + 2)) => {
            return Some(write(&format!("is not {}", value(at + 3)?)));
        }
        _ => return None,
    };
    let words = if words.is_empty() { String::new() } else { format!(" {words}") };
    let whole = format!("is{not}{words} {}", value(at + taken)?);
    // Of the words that the language knows, only some are missing.
    if at >= 0 || ["more", "less"].contains(&word(at)) {
        let to = tokens.here().checked_add_signed(at + taken)?;
        let from = tokens.here().checked_add_signed(at.min(0))?;
        let expected = if at < 0 { words.clone() } else { format!("is{not}{words}") };
        return Some(instead(tokens, from, to, &expected, &whole));
    }
    let mended = write(&whole);
    let phrase = if taken > 1 { format!("{} {}", word(at), word(at + 1)) } else { word(at).to_owned() };
    Some(lacks(tokens, at, at + taken - 1, &phrase, mended.help))
}

/// What joins conditions, in other words, and what does not exist beside them.
fn joined(tokens: &Tokens<'_>, expected: &Expected) -> Option<Habit> {
    let word = |offset| tokens.word(offset);
    let goes_on = expected.follows_value() || expected.has(Rule::k_when) || expected.has(Rule::when);
    match (word(0), word(1)) {
        ("else" | "otherwise" | "elif" | "elseif" | "elsif", _) if goes_on => {
            Some(match tokens.nth(0) {
                // Of effects it stands behind a condition.
                "action" => help(msg!(syntax.otherwise_behind_when)),
                _ => lacks(tokens, 0, 0, word(0), msg!(syntax.no_else)),
            })
        }
        (",", "and" | "or" | "when" | "unless" | "say" | "cites") => {
            let end = tokens.begins_line(1) && !["and", "or"].contains(&word(1));
            let message = end.then(|| expected_found(msg!(syntax.next_clause), ","));
            Some(Habit { range: None, message, help: msg!(syntax.delete_word, word = ",") })
        }
        ("but" | "," | "&" | "also" | "plus" | "while", next) if expected.follows_value() => {
            let not = if next == "not" { " not" } else { "" };
            let to = tokens.here() + 1 + usize::from(next == "not");
            let words = format!("and{not}");
            Some(instead(tokens, tokens.here(), to, &words, &words))
        }
        ("|" | "xor", _) if expected.follows_value() => {
            Some(instead(tokens, tokens.here(), tokens.here() + 1, "or", "or"))
        }
        ("!", _)
            if expected.has(Rule::expression)
                || expected.has(Rule::negation)
                || expected.has(Rule::k_not) =>
        {
            let from = tokens.here() + 1;
            Some(write(&format!("not {}", tokens.joined(from, path_end(tokens, from)))))
        }
        _ => None,
    }
}
