//! Where people stumble: what they write out of habit, from prose or from other languages, and what to write.
//!
//! A habit is known by the words around the place where reading ended. That is often one word too late: a word that
//! the language lacks was taken for a name.

use crate::base::{Message, msg, suggest};
use crate::syntax::parse::expected::{Expected, expected_found};
use crate::syntax::parse::tokens::Tokens;
use crate::syntax::vocabulary::{DECLARATIONS, Grammar, Rule, english, instead_of, quoted};
use crate::values::{Moment, Unit, Zone};
use pest::Parser as _;

/// What is said of a habit: the message and the place in place of the usual ones, and what to write.
pub(super) struct Habit {
    pub(super) range: Option<(usize, usize)>,
    pub(super) message: Option<Message>,
    pub(super) help: Message,
}

/// The words that begin or go on with a part of a declaration, and never a declaration.
pub(super) const CLAUSES: [&str; 26] = [
    "when", "unless", "say", "cites", "because", "how", "effect", "does", "also", "except", "waiving",
    "until", "settled", "may", "at", "nobody", "every", "each", "and", "or", "where", "under", "between",
    "must", "lasts", "like",
];

/// Declarations that have an id, each with an example of one.
const WITH_ID: [(&str, &str); 6] = [
    ("permit", "members-invite"),
    ("forbid", "guests-invite"),
    ("limit", "ten-integrators"),
    ("never", "empty-teams"),
    ("deadline", "reply-in-time"),
    ("conflict", "how-many"),
];

/// `text` is the whole file.
pub(super) fn habit(tokens: &Tokens<'_>, expected: &Expected, text: &str) -> Option<Habit> {
    // What says more stands first.
    comment(tokens)
        .or_else(|| id(tokens))
        .or_else(|| number(tokens))
        .or_else(|| lacking(tokens, expected))
        .or_else(|| right(tokens, expected, text))
        .or_else(|| russian(tokens))
        .or_else(|| layout(tokens))
        .or_else(|| foreign(tokens, expected))
}

fn help(help: Message) -> Habit {
    Habit { range: None, message: None, help }
}

/// Something that the language has no words for.
fn lacks(tokens: &Tokens<'_>, first: isize, last: isize, word: &str, remedy: Message) -> Habit {
    let message = Some(msg!(syntax.not_in_language, word = word));
    Habit { range: Some(tokens.range(first, last)), message, help: remedy }
}

/// What is wrong with a word before or behind the place.
fn at_word(tokens: &Tokens<'_>, offset: isize, message: Message, help: Message) -> Habit {
    Habit { range: Some(tokens.range(offset, offset)), message: Some(message), help }
}

fn is_word(text: &str) -> bool {
    text.starts_with(|letter: char| letter.is_alphabetic() || letter == '_')
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_unit(text: &str) -> bool {
    Unit::ALL.iter().any(|(_, one, several)| [*one, *several].contains(&text))
}

/// A comment of another language.
fn comment(tokens: &Tokens<'_>) -> Option<Habit> {
    // The first of two dashes was read as a minus.
    let at = if tokens.word(-1) == "--" { -1 } else { 0 };
    ["/*", "*/", "--", "<!--", "-->"].contains(&tokens.word(at)).then(|| Habit {
        range: Some(tokens.range(at, at)),
        message: None,
        help: msg!(syntax.comment_sign),
    })
}

/// A comparison behind one that is complete.
fn compared_twice(tokens: &Tokens<'_>) -> Option<Habit> {
    const PHRASES: [[&str; 2]; 4] = [["at", "most"], ["at", "least"], ["more", "than"], ["less", "than"]];
    const SIGNS: [&str; 7] = ["=", "==", "!=", "<", "<=", ">", ">="];
    const WORDS: [&str; 5] = ["is", "equal", "equals", "exactly", "at"];
    let word = |offset| tokens.word(offset);
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

/// An id that is missing, or of several words.
fn id(tokens: &Tokens<'_>) -> Option<Habit> {
    let kind = tokens.nth(0);
    let (_, example) = WITH_ID.iter().find(|(word, _)| *word == kind)?;
    let found = tokens.nth(1);
    let below = tokens.line_of(1).is_some_and(|line| line > 0);
    let keyword = CLAUSES.contains(&found) || found == "no";
    if found.is_empty() || below || (keyword && tokens.here() <= 2) {
        return Some(Habit {
            range: Some(tokens.range_of(1)),
            message: Some(expected_found(msg!(syntax.an_id), found)),
            help: msg!(syntax.rule_needs_id, example = format!("{kind} {example}")),
        });
    }
    // All words of the first line but the keyword, where the line holds nothing else.
    let words: Vec<&str> = (1..tokens.in_first_line()).map(|at| tokens.nth(at)).collect();
    let only_words = words
        .iter()
        .all(|word| (is_word(word) || is_number(word) || *word == "-") && !CLAUSES.contains(word));
    let spaced = words.windows(2).any(|pair| !pair.contains(&"-"));
    if only_words && spaced && tokens.here() <= words.len() + 1 {
        let parts: Vec<&str> = words.iter().copied().filter(|word| *word != "-").collect();
        let (start, _) = tokens.range_of(1);
        let (_, end) = tokens.range_of(words.len());
        return Some(Habit {
            range: Some((start, end)),
            message: Some(expected_found(msg!(syntax.an_id), &words.join(" "))),
            help: msg!(syntax.one_word_id, id = parts.join("-")),
        });
    }
    None
}

/// Dates, times, decimal numbers and shares, which are written otherwise elsewhere.
fn number(tokens: &Tokens<'_>) -> Option<Habit> {
    let word = |offset| tokens.word(offset);
    // A date may have been read up to its first number.
    for first in [0, -1] {
        let parts = [word(first), word(first + 2), word(first + 4)];
        let sign = word(first + 1);
        if ![".", "/"].contains(&sign) || !is_number(parts.first().copied().unwrap_or_default()) {
            continue;
        }
        if sign == word(first + 3) && parts.iter().all(|part| is_number(part)) {
            return date(tokens, first, parts, sign);
        }
        if sign == "." && is_number(word(first + 2)) {
            let number = format!("{}.{}", word(first), word(first + 2));
            return Some(Habit {
                range: Some(tokens.range(first, first + 2)),
                message: Some(msg!(syntax.not_whole, number = number)),
                help: msg!(syntax.whole_numbers),
            });
        }
    }
    if word(0) == ":" && is_number(word(-1)) && is_number(word(1)) && word(1).len() == 2 {
        let time = format!("{:0>2}:{}", word(-1), word(1));
        let shown = format!("{}:{}", word(-1), word(1));
        return Some(Habit {
            range: Some(tokens.range(-1, 1)),
            message: Some(msg!(syntax.time_of_day, time = shown)),
            help: msg!(syntax.no_time_of_day, time = time),
        });
    }
    let percent = word(0) == "%" || word(0) == "percent" || word(-1) == "percent";
    if percent {
        let at = if word(-1) == "percent" { -1 } else { 0 };
        let remedy = match is_number(word(at - 1)) {
            true => msg!(syntax.no_percent, number = word(at - 1)),
            false => msg!(syntax.no_percent_number),
        };
        return Some(lacks(tokens, at, at, word(at), remedy));
    }
    None
}

/// A date in the order of another country.
fn date(tokens: &Tokens<'_>, first: isize, parts: [&str; 3], sign: &str) -> Option<Habit> {
    let [one, two, three] = parts;
    let written = |year: &str, month: &str, day: &str| {
        let date = format!("{year}-{month:0>2}-{day:0>2}");
        Moment::parse(&date).ok().map(|_| date)
    };
    let remedy = if one.len() == 4 {
        msg!(syntax.write_date, date = written(one, two, three)?)
    } else {
        let day_first = written(three, two, one);
        let month_first = written(three, one, two).filter(|_| sign == "/");
        match (day_first, month_first) {
            (Some(date), Some(other)) if date != other => {
                msg!(syntax.either_date, date = date, other = other)
            }
            (Some(date), _) | (None, Some(date)) => msg!(syntax.write_date, date = date),
            (None, None) => msg!(syntax.date_shape),
        }
    };
    let found = parts.join(sign);
    Some(Habit {
        range: Some(tokens.range(first, first + 4)),
        message: Some(msg!(syntax.not_a_date, date = found)),
        help: remedy,
    })
}

/// What the language has no words for.
fn lacking(tokens: &Tokens<'_>, expected: &Expected) -> Option<Habit> {
    if let Some(found) = compared_twice(tokens) {
        return Some(found);
    }
    let word = |offset| tokens.word(offset);
    for at in [0, -1] {
        if word(at) == "between" && tokens.nth(0) != "conflict" {
            let remedy = match word(at + 2) {
                "and" => msg!(syntax.no_between, low = word(at + 1), high = word(at + 3)),
                _ => msg!(syntax.no_between_values),
            };
            return Some(lacks(tokens, at, at, "between", remedy));
        }
        if ["contains", "matches", "includes", "startswith", "endswith"].contains(&word(at))
            && expected.follows_value()
        {
            return Some(lacks(tokens, at, at, word(at), msg!(syntax.no_text_search)));
        }
        if ["starts", "ends", "begins"].contains(&word(at)) && word(at + 1) == "with" {
            let phrase = format!("{} with", word(at));
            return Some(lacks(tokens, at, at + 1, &phrase, msg!(syntax.no_text_search)));
        }
        if ["sum", "total", "average"].contains(&word(at)) && word(at + 1) == "of" {
            return Some(lacks(tokens, at, at + 1, &format!("{} of", word(at)), msg!(syntax.no_sums)));
        }
        if ["all", "every", "each", "some"].contains(&word(at)) && word(at + 2) == "in" {
            let remedy = match word(at) {
                "some" => msg!(syntax.no_some, name = word(at + 1), set = word(at + 3)),
                _ => msg!(syntax.no_all, name = word(at + 1), set = word(at + 3)),
            };
            let phrase = format!("{} {} in", word(at), word(at + 1));
            return Some(lacks(tokens, at, at + 2, &phrase, remedy));
        }
        if ["no", "not"].contains(&word(at)) && word(at + 2) == "than" {
            let bound = match word(at + 1) {
                "more" | "greater" | "larger" | "higher" => "at most",
                "less" | "fewer" | "smaller" | "lower" => "at least",
                _ => continue,
            };
            let words = format!("{bound} {}", word(at + 3));
            return Some(help(msg!(syntax.write, word = words.trim_end())));
        }
        if ["maximum", "max", "most"].contains(&word(at))
            && (expected.has(Rule::k_at) || at < 0 && is_number(word(0)))
        {
            return Some(help(msg!(syntax.write, word = "at most")));
        }
        if word(at) == "up" && word(at + 1) == "to" {
            let words = format!("at most {}", word(at + 2));
            return Some(help(msg!(syntax.write, word = words.trim_end())));
        }
    }
    if ["per", "each", "every", "a"].contains(&word(0)) && is_unit(word(1)) {
        let phrase = format!("{} {}", word(0), word(1));
        return Some(lacks(tokens, 0, 1, &phrase, msg!(syntax.no_periods, unit = word(1))));
    }
    if is_unit(word(0)) && is_number(word(-1)) {
        let period = format!("{} {}", word(-1), word(0));
        return Some(match word(1) {
            "ago" => lacks(tokens, 1, 1, "ago", msg!(syntax.no_ago, period = period)),
            _ => help(msg!(syntax.period_alone, period = period)),
        });
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
        return Some(slash(tokens));
    }
    let counts = word(-1) == "count" && word(0) == "of" || word(-1) == "any" && word(1) == "in";
    if counts && tokens.nth(0) == "never" {
        return Some(help(msg!(syntax.sets_not_conditions)));
    }
    None
}

/// A time zone without quotation marks, or a division.
fn slash(tokens: &Tokens<'_>) -> Habit {
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
        return lacks(tokens, 0, 0, "/", msg!(syntax.no_division));
    }
    Habit {
        range: Some(tokens.range(-1, last)),
        message: Some(expected_found(msg!(syntax.a_text), &zone)),
        help: msg!(syntax.zone_in_quotes, zone = zone),
    }
}

/// Who may do what, in the words of prose.
fn right(tokens: &Tokens<'_>, expected: &Expected, text: &str) -> Option<Habit> {
    let word = |offset| tokens.word(offset);
    let kind = tokens.nth(0);
    if !["permit", "forbid"].contains(&kind) {
        return None;
    }
    if word(-1) == "if" && (expected.has(Rule::k_may) || word(0) != "then") {
        let message = expected_found(msg!(syntax.a_role), "if");
        return Some(at_word(tokens, -1, message, msg!(syntax.condition_behind)));
    }
    if word(0) == "then" {
        return Some(lacks(tokens, 0, 0, "then", msg!(syntax.no_then)));
    }
    if kind == "permit" && word(-1) == "may" && word(0) == "not" {
        return Some(help(msg!(syntax.permit_has_no_not)));
    }
    if kind == "forbid" && word(-1) == "may" && expected.has(Rule::k_not) {
        return Some(help(msg!(syntax.forbid_needs_not)));
    }
    if !expected.has(Rule::k_may) {
        return None;
    }
    match word(-1) {
        "every" if kind == "forbid" => {
            let message = expected_found(quoted("nobody"), "every");
            return Some(at_word(tokens, -1, message, msg!(syntax.nobody_may)));
        }
        "no" if kind == "forbid" => {
            let range = Some(tokens.range(-1, 0));
            let message = expected_found(msg!(syntax.a_role), &format!("no {}", word(0)));
            return Some(Habit { range, message: Some(message), help: msg!(syntax.nobody_may) });
        }
        "no" => {
            return Some(at_word(
                tokens,
                -1,
                expected_found(msg!(syntax.a_role), "no"),
                msg!(syntax.permit_has_no_not),
            ));
        }
        all @ ("any" | "all" | "each") if is_word(word(0)) => {
            let message = expected_found(msg!(syntax.a_role), all);
            let help = match noun(word(0), text) {
                Some(_) if kind == "forbid" => msg!(syntax.nobody_may),
                Some(noun) => msg!(syntax.write, word = format!("every {noun} may")),
                None => msg!(syntax.no_article, article = all),
            };
            return Some(at_word(tokens, -1, message, help));
        }
        article @ ("a" | "an" | "the" | "only" | "some" | "both" | "none" | "either" | "neither") => {
            let message = expected_found(msg!(syntax.a_role), article);
            return Some(at_word(tokens, -1, message, msg!(syntax.no_article, article = article)));
        }
        _ => {}
    }
    Some(help(match (word(-1), word(0)) {
        (_, "cannot" | "can't" | "mustn't") if kind == "forbid" => {
            msg!(syntax.may_not_for_cannot, word = word(0))
        }
        (_, "can" | "must" | "should") if word(1) == "not" && kind == "forbid" => {
            msg!(syntax.may_not_for_cannot, word = format!("{} not", word(0)))
        }
        (_, "cannot") => msg!(syntax.permit_has_no_not),
        (_, "must" | "shall" | "should" | "has" | "have") => msg!(syntax.duty_is_no_rule),
        (_, "can" | "could" | "might" | "is") => msg!(syntax.may_for_can, word = word(0)),
        (role, "or" | "and") if is_word(word(1)) => {
            msg!(syntax.roles_with_commas, roles = format!("{role}, {}", word(1)))
        }
        (_, other) if english(other).is_some() || suggest::nearest(other, ["may"]).is_some() => return None,
        (role, action)
            if is_word(role)
                && is_word(action)
                && english(role).is_none()
                && ![role, action]
                    .iter()
                    .any(|word| CLAUSES.contains(word) || DECLARATIONS.contains(word)) =>
        {
            match kind {
                "permit" => msg!(syntax.write_may, role = role, action = action),
                _ => msg!(syntax.write_may, role = role, action = format!("not {action}")),
            }
        }
        _ => return None,
    }))
}

/// The word for an element that a word is, or is the plural of: `user`, or one that the file declares.
fn noun<'t>(word: &'t str, text: &str) -> Option<&'t str> {
    let one = word.strip_suffix('s').unwrap_or(word);
    let declared = |noun: &str| {
        text.split(": each ").skip(1).any(|rest| {
            rest.split(|letter: char| !letter.is_alphanumeric() && letter != '_').next() == Some(noun)
        })
    };
    [word, one].into_iter().find(|noun| declared(noun)).or_else(|| (one == "user").then_some(one))
}

/// A keyword in Russian, at the place or taken for a name before it.
fn russian(tokens: &Tokens<'_>) -> Option<Habit> {
    [0, -1].into_iter().find_map(|at| {
        let word = tokens.word(at);
        let keyword = match (word, tokens.word(at + 1)) {
            ("не" | "Не", "больше" | "более") => "at most",
            ("не" | "Не", "меньше" | "менее") => "at least",
            ("не" | "Не", "может" | "могут") => "may not",
            _ => english(word)?,
        };
        let range = (at < 0).then(|| tokens.range(at, at));
        Some(Habit { range, message: None, help: msg!(syntax.english_keyword, word = keyword) })
    })
}

/// A sign or a word of another language, where the grammar has another for it.
fn foreign(tokens: &Tokens<'_>, expected: &Expected) -> Option<Habit> {
    let write = |word: &str| Some(help(msg!(syntax.write, word = word)));
    match tokens.word(0) {
        ";" if expected.signs.contains(&',') && expected.between_brackets() => write(","),
        "=" | "+" | "-" | "to" if expected.has(Rule::k_becomes) => write("becomes"),
        "if" if expected.has(Rule::k_where) => write("where"),
        "everything" if expected.has(Rule::anything) || expected.has(Rule::k_anything) => write("anything"),
        "least" if tokens.nth(0) == "limit" => Some(help(msg!(syntax.no_lower_limit))),
        "in" | "=" if !expected.has(Rule::k_is) => None,
        found => instead_of(found).map(help),
    }
}

/// Words at the wrong place: a declaration that is indented, a keyword for a name, a comma left out.
fn layout(tokens: &Tokens<'_>) -> Option<Habit> {
    let word = |offset| tokens.word(offset);
    let found = word(0);
    if DECLARATIONS.contains(&found) && tokens.begins_line(0) && is_word(word(1)) {
        return Some(help(msg!(syntax.declaration_at_line_start, word = found)));
    }
    if [")", "}"].contains(&found) && word(-1) == "," {
        return Some(help(msg!(syntax.no_comma_before, bracket = found)));
    }
    let names = [
        "enum", "role", "let", "action", "document", "each", "by", "any", "state", "{", "(", ",", "like",
        "prefer",
    ];
    let named = word(1) == ":" || names.contains(&word(-1));
    if named && is_reserved(found) {
        return Some(help(msg!(syntax.keyword_as_name, word = found)));
    }
    None
}

/// A comma that is missing before a word: between brackets, or in the line of what is listed.
pub(super) fn comma(tokens: &Tokens<'_>, expected: &Expected) -> Option<Message> {
    let found = tokens.word(0);
    let listed = expected.signs.contains(&',')
        && !expected.has(Rule::k_anything)
        && !(expected.has(Rule::k_may) && suggest::nearest(found, ["may"]).is_some())
        && (expected.between_brackets() || !tokens.begins_line(0));
    (listed && is_word(found) && !CLAUSES.contains(&found)).then(|| msg!(syntax.comma_missing, word = found))
}

fn is_reserved(word: &str) -> bool {
    is_word(word) && Grammar::parse(Rule::name, word).is_err()
}
