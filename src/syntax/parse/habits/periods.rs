//! Periods and deadlines in other words.

use crate::base::{Message, msg};
use crate::syntax::parse::expected::{Expected, expected_found};
use crate::syntax::parse::habits::declared::{Collection, Declared};
use crate::syntax::parse::habits::words::{
    Habit, at_words, behind_id, help, instead, is_number, is_unit, is_word, lacks, value_end, write,
};
use crate::syntax::parse::tokens::Tokens;
use crate::syntax::vocabulary::{Rule, digits, english, quoted};
use crate::values::Unit;

/// A number of units, and how many words it takes; no unit where it was left out.
struct Length<'t> {
    count: String,
    unit: Option<&'t str>,
    taken: usize,
}

/// The word of the language for a unit, which may be in Russian.
fn unit(word: &str) -> Option<&str> {
    if is_unit(word) { Some(word) } else { english(word).filter(|word| is_unit(word)) }
}

/// `10 days`, `ten days`, `10d`, `a week`, or a number alone.
fn length<'t>(tokens: &Tokens<'t>, at: usize) -> Option<Length<'t>> {
    let (word, next) = (tokens.nth(at), tokens.nth(at + 1));
    let first = word.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(word.len());
    let (count, ending) = word.split_at_checked(first)?;
    if count.is_empty() {
        let behind = at.checked_sub(1).map_or("", |before| tokens.nth(before));
        if ["within", "during", "in", "в", "за"].contains(&behind)
            && let Some(one) = unit(word).filter(|unit| !unit.ends_with('s'))
        {
            return Some(Length { count: "1".to_owned(), unit: Some(one), taken: 1 });
        }
        let (count, taken) = match word {
            "a" | "an" => ("1".to_owned(), 1),
            _ => in_digits(tokens, at)?,
        };
        let unit = unit(tokens.nth(at + taken))?;
        return Some(Length { count, unit: Some(unit), taken: taken + 1 });
    }
    let count = count.to_owned();
    if ending.is_empty() {
        let unit = unit(next);
        return Some(Length { count, unit, taken: 1 + usize::from(unit.is_some()) });
    }
    let mut units = Unit::ALL.iter().filter(|(_, _, several)| several.starts_with(ending));
    let (_, one, several) = units.next().filter(|_| units.next().is_none())?;
    let unit = Some(if count == "1" { *one } else { *several });
    Some(Length { count, unit, taken: 1 })
}

/// A number in one word or two, in digits, and how many words it takes: `thirty`, `thirty five`, `thirty-five`.
fn in_digits(tokens: &Tokens<'_>, at: usize) -> Option<(String, usize)> {
    let first = digits(tokens.nth(at))?;
    let dash = usize::from(tokens.nth(at + 1) == "-");
    let ones = digits(tokens.nth(at + 1 + dash)).filter(|ones| ones.len() == 1 && *ones != "0");
    match (first.strip_suffix('0').filter(|tens| tens.len() == 1 && *tens != "1"), ones) {
        (Some(tens), Some(ones)) if !tens.is_empty() => Some((format!("{tens}{ones}"), 2 + dash)),
        _ => Some((first.to_owned(), 1)),
    }
}

impl Length<'_> {
    fn written(&self) -> String {
        format!("{} {}", self.count, self.unit.unwrap_or("days"))
    }
}

/// A deadline in the words of prose: the same in those of the language.
pub(super) fn deadline<'t>(tokens: &Tokens<'t>, file: &Declared<'t>) -> Option<Habit> {
    let start = behind_id(tokens);
    let end = tokens.next_of(start, &["does", "also", "say", "cites"]);
    if tokens.nth(0) != "deadline" || !(start..=end).contains(&tokens.here()) || tokens.nth(start) == ":" {
        return None;
    }
    if tokens.word(0) == "when" || tokens.word(0) == "where" {
        return Some(help(msg!(syntax.narrow_with_let)));
    }
    if let Some(found) = negated(tokens, start, end) {
        return Some(found);
    }
    let mut names: Vec<&str> = Vec::new();
    let mut first_from = None;
    let mut period: Option<Length<'_>> = None;
    let mut lasts = false;
    let mut odd = None;
    let mut at = start;
    while at < end {
        let word = tokens.nth(at);
        if period.is_none()
            && let Some(found) = length(tokens, at)
        {
            at += found.taken;
            if found.unit.is_none() {
                odd = odd.or(Some((at, msg!(syntax.not_a_unit, word = tokens.nth(at)))));
            }
            period = Some(found);
            continue;
        }
        match word {
            "after" | "more" | "least" | "earlier" | "over" if period.is_none() => return None,
            "a" | "an" | "the" | "been" => {
                odd = odd.or(Some((at, msg!(syntax.not_in_language, word = word))));
            }
            "lasts" | "last" => lasts = true,
            "is" | "each" | "every" | "all" | "any" | "to" | "be" | "for" | "must" | "should" | "shall"
            | "has" | "have" | "needs" | "need" | "may" | "can" | "within" | "in" | "by" | "before"
            | "under" | "of" | "from" | "after" | "since" | "no" | "not" | "later" | "than" | "at"
            | "most" | "up" | "в" | "течение" | "за" | "с" | "со" | "от" | "после" | "каждый" | "каждая"
            | "должен" | "должна" | "иметь" | "не" | "позднее" | "позже" | "чем" | "через" | "срок" =>
                {}
            _ if is_word(word) => {
                if ["from", "since", "after", "с", "со", "от", "после"].contains(&tokens.nth(at - 1))
                {
                    first_from = first_from.or(Some(names.len()));
                }
                names.push(word);
            }
            _ => return None,
        }
        at += 1;
    }
    let period = period.map_or_else(|| "10 days".to_owned(), |period| period.written());
    let names = in_order(names, first_from, lasts, file);
    let sentence = match (lasts, names.as_slice()) {
        (true, [each, rest @ ..]) if rest.len() <= 1 => {
            let from = rest.first().copied().unwrap_or("…");
            format!("each {} lasts {period} from {from}", file.noun(each).unwrap_or(each))
        }
        (false, [each, field, rest @ ..]) if rest.len() <= 1 => {
            let from = rest.first().copied().unwrap_or("…");
            let of = file.collection(each);
            // `must return` is about what is `returned`.
            let begins = |of: &Collection<'t>| {
                of.fields.iter().map(|field| field.name).find(|name| name.starts_with(field))
            };
            let field = of.and_then(begins).unwrap_or(field);
            let each = of.map(|of| of.noun).or_else(|| file.noun(each)).unwrap_or(each);
            format!("each {each} must have {field} within {period} of {from}")
        }
        _ => return None,
    };
    let duty = ["should", "shall", "has", "have", "needs", "need", "may", "can", "to"];
    let other = (tokens.here()..end).take_while(|at| duty.contains(&tokens.nth(*at))).count();
    let (range, message) = match odd {
        Some((at, message)) => (Some(tokens.range_of(at)), Some(message)),
        None if other > 0 && tokens.here() > start => {
            let last = tokens.here() + other;
            let range = (tokens.range_of(tokens.here()).0, tokens.range_of(last - 1).1);
            let found = tokens.joined(tokens.here(), last);
            (Some(range), Some(expected_found(quoted("must have"), &found)))
        }
        None if tokens.word(0) == "в" && tokens.word(1) == "течение" => {
            let message = expected_found(quoted("within"), "в течение");
            (Some(tokens.range(0, 1)), Some(message))
        }
        None => (None, None),
    };
    (sentence != tokens.joined(start, end)).then(|| Habit { range, message, ..write(&sentence) })
}

/// The words for elements and fields, in the order of the language: of what, which field, and from which on.
fn in_order<'t>(
    mut names: Vec<&'t str>,
    first_from: Option<usize>,
    lasts: bool,
    file: &Declared<'t>,
) -> Vec<&'t str> {
    // `30 days from hired to seen`
    if first_from == Some(1) && names.len() == 3 {
        names.swap(1, 2);
    }
    let of_field = |name: &str| file.collections().iter().find(|of| of.field(name).is_some());
    if let Some(first) = names.first().copied().filter(|name| file.collection(name).is_none()) {
        if let Some(of) = of_field(first) {
            names.insert(0, of.noun);
        } else if let (Some(of), Some(named)) =
            (names.last().and_then(|name| of_field(name)), names.first_mut())
        {
            *named = of.noun;
        }
    }
    // `must not be later than 14 days after taken`
    if first_from == Some(1) && names.len() == 2 && !lasts {
        names.insert(1, "…");
    }
    names
}

/// A duty not to do something in time.
fn negated(tokens: &Tokens<'_>, start: usize, end: usize) -> Option<Habit> {
    const DUTIES: [&str; 9] = ["must", "may", "should", "shall", "can", "has", "должен", "должна", "может"];
    const LATER: [&str; 8] = ["later", "after", "earlier", "more", "longer", "позднее", "позже", "дольше"];
    let negates = |at: &usize| {
        let not = ["not", "never", "не"].contains(&tokens.nth(*at));
        let duty = DUTIES.contains(&tokens.nth(at + 1)) || *at > 0 && DUTIES.contains(&tokens.nth(at - 1));
        not && duty || ["cannot", "mustn", "нельзя"].contains(&tokens.nth(*at))
    };
    let at = (start..end).find(negates)?;
    // What must not be later must be in time.
    if (start..end).any(|at| LATER.contains(&tokens.nth(at))) {
        return None;
    }
    let message = expected_found(quoted("have"), tokens.nth(at));
    Some(Habit {
        range: Some(tokens.range_of(at)),
        message: Some(message),
        help: msg!(syntax.deadline_has_no_not),
    })
}

/// A period in a condition without its unit, or with another word before the date.
pub(super) fn period(tokens: &Tokens<'_>, expected: &Expected) -> Option<Habit> {
    let word = |offset| tokens.word(offset);
    let whole = |opener: &str, length: &str, from: usize| {
        let date = tokens.joined(from, value_end(tokens, from));
        let joint = if opener == "within" { "of" } else { "from" };
        let date = if date.is_empty() { "…" } else { date.as_str() };
        write(&format!("{opener} {length} {joint} {date}"))
    };
    let here = tokens.here();
    // `в течение 30 дней с …`
    let within =
        (here.saturating_sub(2)..=here).find(|at| [tokens.nth(*at), tokens.nth(at + 1)] == ["в", "течение"]);
    if let Some(at) = within
        && let Some(found) = length(tokens, at + 2)
    {
        let behind = at + 2 + found.taken;
        let joint = ["of", "from", "с", "со", "от", "после"].contains(&tokens.nth(behind));
        let date = behind + usize::from(joint);
        let date = tokens.joined(date, value_end(tokens, date));
        let is = if tokens.nth(at - 1) == "is" { at - 1 } else { at };
        let whole = format!("is within {} of {}", found.written(), if date.is_empty() { "…" } else { &date });
        return Some(instead(tokens, is, at + 2, "is within", &whole));
    }
    if let Some(found) = age(tokens).or_else(|| passed(tokens)) {
        return Some(found);
    }
    // `within ten days`
    if ["within", "during"].contains(&word(-1))
        && let Some(found) = length(tokens, here).filter(|_| !is_number(word(0)))
    {
        let message = Some(expected_found(msg!(syntax.a_number), word(0)));
        return Some(Habit { message, ..whole(word(-1), &found.written(), here + found.taken + 1) });
    }
    let opener = word(-3);
    if !["within", "during"].contains(&opener) || !is_number(word(-2)) {
        return None;
    }
    if !expected.has(Rule::k_of) && !expected.has(Rule::k_from) {
        return None;
    }
    let is_joint = |word: &str| ["of", "from", "after", "since", "before", "to"].contains(&word);
    if is_joint(word(-1)) {
        let message: Message = msg!(syntax.not_a_unit, word = word(-1));
        let mended = whole(opener, &format!("{} days", word(-2)), here);
        return Some(at_words(tokens, -1, -1, message, mended.help));
    }
    let from = if is_joint(word(0)) { here + 1 } else { here };
    is_unit(word(-1)).then(|| whole(opener, &format!("{} {}", word(-2), word(-1)), from))
}

/// `30 days have passed since …`
fn passed(tokens: &Tokens<'_>) -> Option<Habit> {
    const PASSED: [&str; 6] = ["passed", "elapsed", "прошло", "прошёл", "прошла", "прошли"];
    let here = tokens.here();
    let (at, found) = (here.saturating_sub(3)..here + 2)
        .find_map(|at| Some((at, length(tokens, at).filter(|found| found.unit.is_some())?)))?;
    let behind = at + found.taken;
    let joint = (behind..behind + 4).find(|at| ["since", "с", "со", "после"].contains(&tokens.nth(*at)))?;
    let says = |at: usize| PASSED.contains(&tokens.nth(at));
    let opener = at.checked_sub(1)?;
    if !says(opener) && !(behind..joint).any(says) {
        return None;
    }
    let from = if says(opener) { opener } else { at };
    let end = value_end(tokens, joint + 1);
    let whole = format!("now is not within {} of {}", found.written(), tokens.joined(joint + 1, end));
    Some(Habit {
        range: Some((tokens.range_of(from).0, tokens.range_of(end - 1).1)),
        message: Some(msg!(syntax.not_in_language, word = tokens.joined(from, end))),
        help: msg!(syntax.write, word = whole),
    })
}

/// How long ago something was: `is more than 14 days ago`, `is older than 14 days`.
fn age(tokens: &Tokens<'_>) -> Option<Habit> {
    let here = tokens.here();
    let (at, found) = (here.saturating_sub(2)..here + 4)
        .find_map(|at| Some((at, length(tokens, at).filter(|found| found.unit.is_some())?)))?;
    let behind = at + found.taken;
    let ago = ["ago", "old", "назад"].contains(&tokens.nth(behind));
    // Where the comparison begins: in Russian, there may be no `is`.
    let begins = ["is", "was", "are", "were", "больше", "более", "меньше", "менее", "раньше", "позже", "не"];
    let mut is = (at.saturating_sub(4)..at).rev().find(|is| begins.contains(&tokens.nth(*is)));
    while let Some(earlier) = is.filter(|is| *is > 1 && ["is", "не"].contains(&tokens.nth(is - 1))) {
        is = Some(earlier - 1);
    }
    let mut path = is.unwrap_or(at).saturating_sub(1);
    while path > 2 && tokens.nth(path - 1) == "." {
        path -= 2;
    }
    let date = is.map(|is| tokens.joined(path, is)).unwrap_or_default();
    let from = is.map(|is| is + usize::from(["is", "was", "are", "were"].contains(&tokens.nth(is))));
    let words = from.map(|from| tokens.joined(from, at)).unwrap_or_default();
    // Whether more time has passed than that, and whether that very day is left out on this side.
    let (more, open) = match (words.as_str(), ago) {
        (
            "more than"
            | "over"
            | "before"
            | "longer than"
            | "больше"
            | "больше чем"
            | "более"
            | "более чем"
            | "раньше",
            true,
        )
        | ("older than" | "earlier than", _) => (true, true),
        ("at least" | "not less than" | "не меньше" | "не менее" | "не позже", true) => {
            (true, false)
        }
        ("less than" | "after" | "under" | "меньше" | "менее" | "позже", true)
        | ("newer than" | "younger than" | "later than", _) => (false, true),
        (
            "at most" | "not more than" | "within" | "no more than" | "up to" | "не больше" | "не более"
            | "не раньше",
            true,
        )
        | ("not older than", _) => (false, false),
        (_, true) => {
            let help = msg!(syntax.no_ago, period = found.written());
            let offset = |at: usize| at.cast_signed() - here.cast_signed();
            return Some(lacks(tokens, offset(behind), offset(behind), tokens.nth(behind), help));
        }
        _ => return None,
    };
    // The last day of a period belongs to it.
    let days = match (found.count.parse::<u32>().ok()?, found.unit?) {
        (count, "day" | "days") => Some(count),
        (count, "week" | "weeks") => count.checked_mul(7),
        _ => None,
    };
    let period = match days {
        _ if more == open => found.written(),
        Some(days) if days > 2 => format!("{} days", days - 1),
        _ => found.written(),
    };
    let is_not = if more { "is not" } else { "is" };
    let end = if ago { behind + 1 } else { behind };
    let (shown, range) = (tokens.joined(from?, end), (tokens.range_of(from?).0, tokens.range_of(end - 1).1));
    Some(Habit {
        range: Some(range),
        message: Some(msg!(syntax.not_in_language, word = shown)),
        help: msg!(syntax.write, word = format!("now {is_not} within {period} of {date}")),
    })
}
