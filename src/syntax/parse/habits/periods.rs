//! Periods and deadlines in other words.

use crate::base::{Message, msg};
use crate::syntax::parse::expected::{Expected, expected_found};
use crate::syntax::parse::habits::words::{
    Habit, at_words, behind_id, help, is_number, is_unit, is_word, noun, value_end, write,
};
use crate::syntax::parse::tokens::Tokens;
use crate::syntax::vocabulary::{NUMBERS, Rule, quoted};
use crate::values::Unit;

/// A number of units, and how many words it takes; no unit where it was left out.
struct Length<'t> {
    count: &'t str,
    unit: Option<&'t str>,
    taken: usize,
}

/// `10 days`, `ten days`, `10d`, `a week`, or a number alone.
fn length<'t>(tokens: &Tokens<'t>, at: usize) -> Option<Length<'t>> {
    let (word, next) = (tokens.nth(at), tokens.nth(at + 1));
    let digits = word.find(|letter: char| !letter.is_ascii_digit()).unwrap_or(word.len());
    let (count, ending) = word.split_at_checked(digits)?;
    if count.is_empty() {
        let number = match word {
            "a" | "an" => "1",
            _ => NUMBERS.iter().find(|(known, _)| *known == word)?.1,
        };
        return is_unit(next).then_some(Length { count: number, unit: Some(next), taken: 2 });
    }
    if ending.is_empty() {
        let unit = Some(next).filter(|next| is_unit(next));
        return Some(Length { count, unit, taken: 1 + usize::from(unit.is_some()) });
    }
    let mut units = Unit::ALL.iter().filter(|(_, _, several)| several.starts_with(ending));
    let (_, one, several) = units.next().filter(|_| units.next().is_none())?;
    Some(Length { count, unit: Some(if count == "1" { one } else { several }), taken: 1 })
}

impl Length<'_> {
    fn written(&self) -> String {
        format!("{} {}", self.count, self.unit.unwrap_or("days"))
    }
}

/// A deadline in the words of prose: the same in those of the language.
pub(super) fn deadline(tokens: &Tokens<'_>, text: &str) -> Option<Habit> {
    let start = behind_id(tokens);
    let end = tokens.next_of(start, &["does", "also", "say", "cites"]);
    if tokens.nth(0) != "deadline" || !(start..=end).contains(&tokens.here()) || tokens.nth(start) == ":" {
        return None;
    }
    if tokens.word(0) == "when" || tokens.word(0) == "where" {
        return Some(help(msg!(syntax.narrow_with_let)));
    }
    let mut names = Vec::new();
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
            "each" | "every" | "all" | "any" | "to" | "be" | "for" | "must" | "should" | "shall" | "has"
            | "have" | "needs" | "need" | "may" | "can" | "within" | "in" | "by" | "before" | "under"
            | "of" | "from" | "after" | "since" | "no" | "not" | "later" | "than" | "at" | "most" | "up" => {}
            _ if is_word(word) => names.push(word),
            _ => return None,
        }
        at += 1;
    }
    let period = period.map_or_else(|| "10 days".to_owned(), |period| period.written());
    let sentence = match (lasts, names.as_slice()) {
        (true, [each, rest @ ..]) if rest.len() <= 1 => {
            let from = rest.first().copied().unwrap_or("…");
            format!("each {} lasts {period} from {from}", noun(each, text).unwrap_or(each))
        }
        (false, [each, field, rest @ ..]) if rest.len() <= 1 => {
            let from = rest.first().copied().unwrap_or("…");
            let each = noun(each, text).unwrap_or(each);
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
        None => (None, None),
    };
    (sentence != tokens.joined(start, end)).then(|| Habit { range, message, ..write(&sentence) })
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
    // `within ten days`
    if ["within", "during"].contains(&word(-1))
        && let Some(found) = length(tokens, here).filter(|_| !is_number(word(0)))
    {
        return Some(whole(word(-1), &found.written(), here + found.taken + 1));
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
