//! Dates, times, decimal numbers and shares, which are written otherwise elsewhere.

use crate::base::msg;
use crate::syntax::parse::habits::words::{Habit, at_words, is_number, lacks};
use crate::syntax::parse::tokens::Tokens;
use crate::values::Moment;

pub(super) fn number(tokens: &Tokens<'_>) -> Option<Habit> {
    let word = |offset| tokens.word(offset);
    if let Some(found) = date_in_words(tokens).or_else(|| separated(tokens)).or_else(|| comma(tokens)) {
        return Some(found);
    }
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
            let help = match word(first + 2).len() {
                3 if word(first) != "0" => {
                    msg!(syntax.whole_or_thousands, number = format!("{}{}", word(first), word(first + 2)))
                }
                _ => msg!(syntax.whole_numbers),
            };
            let message = msg!(syntax.not_whole, number = number);
            return Some(at_words(tokens, first, first + 2, message, help));
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

/// The months in words: the forms that each has.
const MONTHS: [&[&str]; 12] = [
    &["january", "jan", "января", "январь"],
    &["february", "feb", "февраля", "февраль"],
    &["march", "mar", "марта", "март"],
    &["april", "apr", "апреля", "апрель"],
    &["may", "мая", "май"],
    &["june", "jun", "июня", "июнь"],
    &["july", "jul", "июля", "июль"],
    &["august", "aug", "августа", "август"],
    &["september", "sep", "sept", "сентября", "сентябрь"],
    &["october", "oct", "октября", "октябрь"],
    &["november", "nov", "ноября", "ноябрь"],
    &["december", "dec", "декабря", "декабрь"],
];

/// A date with its month in words.
pub(super) struct WordedDate {
    /// As the language has it.
    pub(super) written: String,
    pub(super) taken: usize,
    has_year: bool,
}

/// The date with its month in words that begins at a word: `1 June 2024`, `June 1, 2024`.
pub(super) fn worded_date(tokens: &Tokens<'_>, at: usize) -> Option<WordedDate> {
    let month = |word: &str| {
        let word = word.to_lowercase();
        MONTHS.iter().position(|forms| forms.contains(&&*word)).map(|at| at + 1)
    };
    let day = |word: &str| {
        let digits = word.trim_end_matches(|letter: char| letter.is_alphabetic());
        (is_number(digits) && digits.len() < 3).then(|| digits.to_owned())
    };
    let (one, two) = (tokens.nth(at), tokens.nth(at + 1));
    let (month, day) = match (day(one), month(two)) {
        (Some(day), Some(month)) => (month, day),
        _ => (month(one)?, day(two)?),
    };
    let year = if tokens.nth(at + 2) == "," { at + 3 } else { at + 2 };
    let has_year = is_number(tokens.nth(year)) && tokens.nth(year).len() == 4;
    let end = match tokens.nth(year + 1) {
        "года" | "г" if has_year => year + 2,
        _ if has_year => year + 1,
        _ => at + 2,
    };
    let written = format!("{}-{month:02}-{day:0>2}", if has_year { tokens.nth(year) } else { "2024" });
    Some(WordedDate { written, taken: end - at, has_year })
}

fn date_in_words(tokens: &Tokens<'_>) -> Option<Habit> {
    let here = tokens.here();
    let (from, date) =
        (here.saturating_sub(2)..=here).rev().find_map(|at| Some((at, worded_date(tokens, at)?)))?;
    let help = match Moment::parse(&date.written) {
        Ok(_) if date.has_year => msg!(syntax.write_date, date = date.written),
        Ok(_) => msg!(syntax.date_shape),
        Err(_) => msg!(syntax.date_impossible),
    };
    let first = from.cast_signed() - here.cast_signed();
    let found = tokens.joined(from, from + date.taken);
    let last = first + date.taken.cast_signed() - 1;
    Some(at_words(tokens, first, last, msg!(syntax.not_a_date, date = found), help))
}

/// A number with a part behind a comma.
fn comma(tokens: &Tokens<'_>) -> Option<Habit> {
    let word = |offset| tokens.word(offset);
    let joined = word(0) == "," && tokens.touches_next(-1) && tokens.touches_next(0);
    let list = ["is", "not", "of", "in", ",", "["].contains(&word(-2));
    if !joined || list || !is_number(word(-1)) || !is_number(word(1)) {
        return None;
    }
    let number = format!("{},{}", word(-1), word(1));
    Some(at_words(tokens, -1, 1, msg!(syntax.not_whole, number = number), msg!(syntax.whole_numbers)))
}

/// A number whose thousands are set apart, or written as `k`.
fn separated(tokens: &Tokens<'_>) -> Option<Habit> {
    let word = |offset| tokens.word(offset);
    let found = word(0);
    let begins = found.starts_with(|letter: char| letter.is_ascii_digit());
    if begins && !is_number(found) {
        let digits = found.replace('_', "");
        let thousands = digits.strip_suffix(['k', 'K']).map(|number| format!("{number}000"));
        let millions = digits.strip_suffix('M').map(|number| format!("{number}000000"));
        let number = thousands.or(millions).unwrap_or(digits);
        let message = msg!(syntax.not_a_number, number = found);
        let help = msg!(syntax.write, word = number.as_str());
        return is_number(&number).then(|| at_words(tokens, 0, 0, message, help));
    }
    let is_group = |word: &str| is_number(word) && word.len() == 3;
    // Where a comma or a space stands, the number before it was read.
    if !is_number(word(-1)) || word(-1).len() > 3 {
        return None;
    }
    let step = match word(0) {
        "," if tokens.touches_next(-1) && tokens.touches_next(0) => 2,
        group if is_group(group) => 1,
        _ => return None,
    };
    let mut number = word(-1).to_owned();
    let mut last = step - 1;
    while is_group(word(last)) {
        number.push_str(word(last));
        last += step;
    }
    last -= step;
    let shown = tokens.joined(tokens.here() - 1, tokens.here().checked_add_signed(last + 1)?);
    let message = msg!(syntax.not_a_number, number = shown);
    (last >= 0).then(|| at_words(tokens, -1, last, message, msg!(syntax.write, word = number)))
}
