//! Dates in other forms, written as they are read.

use crate::input::zone_names;
use crate::values::{Moment, Zone};
use chrono::{NaiveDate, NaiveTime, Timelike};

/// A date as it has to be written.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Mended {
    /// In its only reading.
    One(String),
    /// In two readings, each with what it takes to come first: `year`, `month` or `day`.
    Either([(&'static str, String); 2]),
    /// With the offset of this zone, which the text leaves out.
    InZone(String, &'static str),
    /// With the offset of Moscow and of UTC, as examples: the text leaves it out.
    Examples(String, String),
}

/// Where the offset of a time of day comes from.
#[derive(Clone, Copy)]
enum OffsetFrom {
    Text(i32),
    Zone(Zone),
    Nowhere,
}

/// A time of day.
struct Clock {
    time: NaiveTime,
    offset: OffsetFrom,
}

/// How a date of a usual form has to be written; `zone` is the one that a time without an offset would mean.
pub(super) fn mended(text: &str, zone: Option<Zone>) -> Option<Mended> {
    let (text, named) = match text.trim().split_once('[') {
        Some((before, name)) => (before.trim_end(), Zone::named(name.strip_suffix(']')?)),
        None => (text.trim(), None),
    };
    let (readings, rest) = readings(text)?;
    let mut days = readings.iter().filter_map(|reading| Some((reading.first, reading.day()?)));
    let ((by, first), second) = (days.next()?, days.next());
    let second = second.filter(|(_, second)| *second != first);
    let rest = rest.trim_start_matches(['T', 't', ' ', ',', '_']);
    let rest = ["г.", "г ", "at ", "в "]
        .iter()
        .fold(rest, |rest, word| rest.strip_prefix(word).unwrap_or(rest).trim_start());
    if rest.is_empty() || rest == "г" {
        let write = |day: NaiveDate| Moment::Day(day).to_string();
        return Some(match second {
            Some((other, second)) => Mended::Either([(by, write(first)), (other, write(second))]),
            None => Mended::One(write(first)),
        });
    }
    let clock = clock(rest)?;
    let write = |day: NaiveDate, zone: Option<Zone>| {
        let offset = match (clock.offset, zone) {
            (OffsetFrom::Text(seconds), _) => seconds,
            (OffsetFrom::Zone(zone), _) | (OffsetFrom::Nowhere, Some(zone)) => {
                let instant = zone.first(day.and_time(clock.time))?;
                zone.at(instant).offset().local_minus_utc()
            }
            (OffsetFrom::Nowhere, None) => return None,
        };
        let (sign, minutes) = (if offset < 0 { '-' } else { '+' }, offset.unsigned_abs() / 60);
        let shown =
            if minutes == 0 { "Z".into() } else { format!("{sign}{:02}:{:02}", minutes / 60, minutes % 60) };
        let text = format!("{day}T{}{shown}", clock.time.format("%H:%M:%S%.f"));
        Moment::parse(&text).is_ok().then_some(text)
    };
    let moscow = Zone::named("Europe/Moscow");
    let meant = named.or(zone);
    if let Some((other, second)) = second {
        let zone = meant.or(moscow);
        return Some(Mended::Either([(by, write(first, zone)?), (other, write(second, zone)?)]));
    }
    match (clock.offset, named, zone) {
        (OffsetFrom::Nowhere, None, Some(zone)) => {
            Some(Mended::InZone(write(first, Some(zone))?, zone.name()))
        }
        (OffsetFrom::Nowhere, None, None) => {
            Some(Mended::Examples(write(first, moscow)?, write(first, Some(Zone::UTC))?))
        }
        _ => write(first, meant).map(Mended::One),
    }
}

/// The last day of the month of a day that there is not, such as `2024-02-30` or `31.04.2024`.
pub(super) fn last_day_of_month(text: &str) -> Option<String> {
    let (readings, _) = readings(text.trim())?;
    if readings.iter().any(|reading| reading.day().is_some()) {
        return None;
    }
    let Reading { year, month, .. } = *readings.iter().find(|reading| (29..=31).contains(&reading.day))?;
    let last = (28..=31).rev().find_map(|last| NaiveDate::from_ymd_opt(year, month, last))?;
    Some(Moment::Day(last).to_string())
}

/// Whether the day is there with which a text of the usual form begins.
pub(super) fn day_exists(text: &str) -> bool {
    text.get(..10).is_some_and(|day| Moment::parse(day).is_ok())
}

/// A day as it may be meant; the calendar need not have it.
struct Reading {
    /// What comes first in it.
    first: &'static str,
    year: i32,
    month: u32,
    day: u32,
}

impl Reading {
    fn day(&self) -> Option<NaiveDate> {
        NaiveDate::from_ymd_opt(self.year, self.month, self.day).filter(|_| self.year >= 1000)
    }
}

/// The day with which a text begins, as it may be meant, the most likely first; and what stands behind it.
fn readings(text: &str) -> Option<(Vec<Reading>, &str)> {
    let run = |text: &str| {
        let digits = text.starts_with(|c: char| c.is_ascii_digit());
        let alike = |c: char| if digits { c.is_ascii_digit() } else { c.is_alphabetic() };
        text.find(|c| !alike(c)).unwrap_or(text.len())
    };
    let reading = |first, year: &str, month: u32, day: &str| {
        let written: i32 = year.parse().ok()?;
        let year = if year.len() == 2 { 2000 + written } else { written };
        Some(Reading { first, year, month, day: day.parse().ok()? })
    };
    let signs = ['.', '/', '-', ' ', ',', '\u{a0}'];
    if run(text) == 8 && text.starts_with(|c: char| c.is_ascii_digit()) {
        let (all, rest) = text.split_at_checked(8)?;
        let (year, month, day) = (all.get(..4)?, all.get(4..6)?, all.get(6..)?);
        return Some((vec![reading("year", year, month.parse().ok()?, day)?], rest));
    }
    let mut parts = [""; 3];
    let (mut rest, mut sign) = (text, None);
    for (at, part) in parts.iter_mut().enumerate() {
        let next = if at == 0 { rest } else { rest.trim_start_matches(signs) };
        if at == 1 {
            sign = rest.chars().next();
        }
        let (found, behind) = next.split_at_checked(run(next))?;
        if found.is_empty() {
            return None;
        }
        (*part, rest) = (found, behind);
    }
    let [one, two, three] = parts;
    let number = |text: &str| text.parse::<u32>().ok();
    let year_first = || reading("year", one, number(two)?, three);
    let found = match (month(one), month(two)) {
        (Some(month), _) => vec![reading("month", three, month, two)],
        (None, Some(month)) if one.len() == 4 => vec![reading("year", one, month, three)],
        (None, Some(month)) => vec![reading("day", three, month, one)],
        _ if one.len() == 4 => vec![year_first()],
        _ => {
            let day_first = reading("day", three, number(two)?, one);
            let month_first = reading("month", three, number(one)?, two);
            let is_short = one.len() == 2 && three.len() == 2;
            let exists = |found: &Option<Reading>| found.as_ref().is_some_and(|found| found.day().is_some());
            // A day that the calendar lacks is meant as a day all the same.
            let is_lacking = |found: &Option<Reading>| {
                found
                    .as_ref()
                    .is_some_and(|found| (1..=12).contains(&found.month) && (29..=31).contains(&found.day))
                    && !exists(found)
            };
            match sign {
                Some('-' | '/') if is_lacking(&day_first) && !exists(&month_first) => vec![day_first],
                Some('-') if is_short => vec![year_first(), day_first],
                Some('/') if is_short && !exists(&month_first) => vec![day_first, year_first()],
                Some('/') => vec![day_first, month_first],
                _ if exists(&day_first) || !exists(&month_first) => vec![day_first],
                _ => vec![month_first],
            }
        }
    };
    Some((found.into_iter().flatten().collect(), rest))
}

/// A month by its name in English or Russian, or the beginning of it.
fn month(name: &str) -> Option<u32> {
    const MONTHS: [[&str; 3]; 12] = [
        ["jan", "янв", "янв"],
        ["feb", "фев", "фев"],
        ["mar", "мар", "мар"],
        ["apr", "апр", "апр"],
        ["may", "мая", "май"],
        ["jun", "июн", "июн"],
        ["jul", "июл", "июл"],
        ["aug", "авг", "авг"],
        ["sep", "сен", "сен"],
        ["oct", "окт", "окт"],
        ["nov", "ноя", "ноя"],
        ["dec", "дек", "дек"],
    ];
    let name = name.to_lowercase();
    let found = MONTHS.iter().position(|starts| starts.iter().any(|start| name.starts_with(start)))?;
    u32::try_from(found + 1).ok()
}

/// What is written behind an hour of the first half of the day, or of the second.
const HALVES: [(&str, bool); 9] = [
    ("am", false),
    ("AM", false),
    ("a.m.", false),
    ("утра", false),
    ("pm", true),
    ("PM", true),
    ("p.m.", true),
    ("дня", true),
    ("вечера", true),
];

/// The time of day that a text is.
fn clock(text: &str) -> Option<Clock> {
    let end = text.find(|c: char| !(c.is_ascii_digit() || matches!(c, ':' | '.'))).unwrap_or(text.len());
    let (written, mut rest) = text.split_at_checked(end)?;
    let formats = ["%H:%M", "%H:%M:%S", "%H:%M:%S%.f"];
    let hour = || NaiveTime::from_hms_opt(written.parse().ok().filter(|_| written.len() <= 2)?, 0, 0);
    let parsed = formats.iter().find_map(|format| NaiveTime::parse_from_str(written, format).ok());
    let mut time = parsed.or_else(hour)?;
    rest = rest.trim_start();
    for (sign, afternoon) in HALVES {
        if let Some(behind) = rest.strip_prefix(sign) {
            let hour = time.hour() % 12 + if afternoon { 12 } else { 0 };
            (time, rest) = (time.with_hour(hour)?, behind.trim_start());
        }
    }
    let offset = match rest {
        "" => OffsetFrom::Nowhere,
        "Z" | "z" => OffsetFrom::Text(0),
        rest => match seconds(rest) {
            Some(seconds) => OffsetFrom::Text(seconds),
            None => OffsetFrom::Zone(Zone::named(rest).or_else(|| Zone::named(zone_names::called(rest)?))?),
        },
    };
    Some(Clock { time, offset })
}

/// The seconds of `+03`, `+0300`, `+3`, `+03:00`, `UTC+3`.
fn seconds(text: &str) -> Option<i32> {
    let text = text.strip_prefix("UTC").or_else(|| text.strip_prefix("GMT")).unwrap_or(text);
    let (sign, digits) = match text.chars().next()? {
        '+' => (1, text.strip_prefix('+')?),
        '-' => (-1, text.strip_prefix('-')?),
        '−' => (-1, text.strip_prefix('−')?),
        _ => return None,
    };
    let digits = digits.trim_start();
    let (hours, minutes) = match digits.split_once(':') {
        Some(parts) => parts,
        None if digits.len() == 4 => digits.split_at_checked(2)?,
        None => (digits, "0"),
    };
    let plain = |part: &str| part.len() <= 2 && part.bytes().all(|byte| byte.is_ascii_digit());
    if !plain(hours) || !plain(minutes) {
        return None;
    }
    let (hours, minutes): (i32, i32) = (hours.parse().ok()?, minutes.parse().ok()?);
    (hours < 24 && minutes < 60).then_some(sign * (hours * 60 + minutes) * 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_other_forms_are_mended() {
        let berlin = Zone::named("Europe/Berlin");
        for (text, wanted) in [
            ("10.01.2024", "2024-01-10"),
            ("1.3.24", "2024-03-01"),
            ("2024-3-1", "2024-03-01"),
            ("2024/03/01", "2024-03-01"),
            ("20240301", "2024-03-01"),
            ("25/10/2024", "2024-10-25"),
            ("10/25/2024", "2024-10-25"),
            ("1 March 2024", "2024-03-01"),
            ("March 1, 2024", "2024-03-01"),
            ("1 марта 2024 г.", "2024-03-01"),
            ("11 мая 2024", "2024-05-11"),
            ("2024-05-11T10:00:00+0300", "2024-05-11T10:00:00+03:00"),
            ("2024-05-11T10:00:00+03", "2024-05-11T10:00:00+03:00"),
            ("2024-05-11 10:00 UTC+3", "2024-05-11T10:00:00+03:00"),
            ("2024-05-11 10:00:00 +03:00", "2024-05-11T10:00:00+03:00"),
            ("2024-05-11T10:00:00+03:00[Europe/Moscow]", "2024-05-11T10:00:00+03:00"),
            ("2024-05-11T10:00:00[Europe/Moscow]", "2024-05-11T10:00:00+03:00"),
            ("2024-05-11 10:00 MSK", "2024-05-11T10:00:00+03:00"),
            ("2024-05-11 5:30 pm Z", "2024-05-11T17:30:00Z"),
            ("2024-05-11 10am UTC+3", "2024-05-11T10:00:00+03:00"),
            ("11 мая 2024 г. в 5 вечера MSK", "2024-05-11T17:00:00+03:00"),
        ] {
            assert_eq!(mended(text, None), Some(Mended::One(wanted.to_owned())), "{text}");
        }
        let own = String::from;
        for (text, first, second) in [
            ("01/10/2024", ("day", "2024-10-01"), ("month", "2024-01-10")),
            ("24-01-10", ("year", "2024-01-10"), ("day", "2010-01-24")),
            ("10-01-24", ("year", "2010-01-24"), ("day", "2024-01-10")),
            ("24/01/10", ("day", "2010-01-24"), ("year", "2024-01-10")),
        ] {
            let either = [first, second].map(|(by, day)| (by, own(day)));
            assert_eq!(mended(text, None), Some(Mended::Either(either)), "{text}");
        }
        let zoned = Mended::InZone(own("2024-05-11T09:00:00+02:00"), "Europe/Berlin");
        assert_eq!(mended("11.05.2024 09:00", berlin), Some(zoned));
        let examples = Mended::Examples(own("2024-05-11T09:00:00+03:00"), own("2024-05-11T09:00:00Z"));
        assert_eq!(mended("2024-05-11T09:00", None), Some(examples));
        for text in ["soon", "2024-02-30", "30.02.2024", "2024-05-11T25:00:00Z", "1.2.3.4", "", "2024"] {
            assert_eq!(mended(text, berlin), None, "{text}");
        }
        for text in [
            "2024-02-30",
            "30.02.2024",
            "30 февраля 2024",
            "February 31, 2024",
            "30/02/2024 10:00",
            "30/02/24",
        ] {
            assert_eq!(last_day_of_month(text).as_deref(), Some("2024-02-29"), "{text}");
        }
        assert_eq!(last_day_of_month("30.03.2024"), None);
        assert_eq!(last_day_of_month("2024-13-01"), None);
    }
}
