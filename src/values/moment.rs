//! Calendar days, instants and periods, in the portal's time zone.

use crate::base::{Message, msg};
use crate::values::zone::Zone;
use chrono::{
    DateTime, Datelike, Days, FixedOffset, Months, NaiveDate, NaiveTime, TimeDelta, TimeZone, Timelike, Utc,
};
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// A point in time as people write it: a calendar day, or an instant with its offset.
///
/// ```
/// use ustav::embed::Moment;
/// let day = Moment::parse("2024-05-11")?;
/// let instant = Moment::parse("2024-05-11T09:00:00+03:00")?;
/// assert_ne!(day, instant);
/// assert_eq!(instant.to_string(), "2024-05-11T09:00:00+03:00");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Moment {
    /// A whole day of the portal's calendar.
    Day(NaiveDate),
    /// An exact instant; the offset is kept so that it is shown as it was written.
    Instant(DateTime<FixedOffset>),
}

/// Why a text is no moment.
///
/// ```
/// use ustav::embed::{Moment, ParseMomentError};
/// assert_eq!(Moment::parse("11.05.2024"), Err(ParseMomentError::Shape));
/// assert_eq!(Moment::parse("2024-02-30"), Err(ParseMomentError::Impossible));
/// assert_eq!(Moment::parse("2024-05-11T09:00:00"), Err(ParseMomentError::NoOffset));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParseMomentError {
    /// It does not look like one.
    Shape,
    /// It has the shape of one, but no calendar has it.
    Impossible,
    /// A time of day without an offset.
    NoOffset,
}

impl ParseMomentError {
    /// The same for people, in the language that they read.
    pub fn message(self) -> Message {
        match self {
            Self::Shape => msg!(data.moment_shape),
            Self::Impossible => msg!(data.moment_impossible),
            Self::NoOffset => msg!(data.moment_without_offset),
        }
    }
}

/// In English; [`ParseMomentError::message`] in each language.
impl fmt::Display for ParseMomentError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.message().fmt(f)
    }
}

impl std::error::Error for ParseMomentError {}

impl Moment {
    /// Read `2024-05-11` or `2024-05-11T09:00:00+03:00`.
    ///
    /// # Errors
    /// The text has another shape, names a day or time that there is not, or lacks the offset.
    pub fn parse(text: &str) -> Result<Self, ParseMomentError> {
        let bytes = text.as_bytes();
        let shaped = bytes.len() >= 10
            && bytes.iter().take(10).enumerate().all(|(at, byte)| match at {
                4 | 7 => *byte == b'-',
                _ => byte.is_ascii_digit(),
            });
        if !shaped {
            return Err(ParseMomentError::Shape);
        }
        let day = plain_day(bytes);
        if bytes.len() == 10 {
            return day.map(Self::Day).ok_or(ParseMomentError::Impossible);
        }
        if let Some(instant) = day.and_then(|day| plain_instant(day, bytes)) {
            return Ok(Self::Instant(instant));
        }
        // The seconds may be left out.
        let to_the_minute = || DateTime::parse_from_str(text, "%Y-%m-%dT%H:%M%#z").ok();
        if let Some(instant) = DateTime::parse_from_rfc3339(text).ok().or_else(to_the_minute) {
            return Ok(Self::Instant(instant));
        }
        if DateTime::parse_from_rfc3339(&format!("{text}Z")).is_ok()
            || DateTime::parse_from_rfc3339(&format!("{text}:00Z")).is_ok()
        {
            return Err(ParseMomentError::NoOffset);
        }
        let time_follows = bytes.get(10).is_some_and(|byte| b"Tt ".contains(byte))
            && bytes.get(11).is_some_and(u8::is_ascii_digit);
        Err(if time_follows { ParseMomentError::Impossible } else { ParseMomentError::Shape })
    }

    /// The calendar day in a zone.
    pub fn day(self, zone: Zone) -> NaiveDate {
        match self {
            Self::Day(day) => day,
            Self::Instant(instant) => zone.at(instant.to_utc()).date_naive(),
        }
    }

    /// The instant; for a day, the first instant of that day in the zone.
    pub fn instant(self, zone: Zone) -> DateTime<Utc> {
        match self {
            Self::Day(day) => start_of_day(day, zone),
            Self::Instant(instant) => instant.to_utc(),
        }
    }

    /// Order of two moments: exact between instants, by calendar day as soon as one is a day.
    pub fn compare(self, other: Self, zone: Zone) -> std::cmp::Ordering {
        match (self, other) {
            (Self::Instant(one), Self::Instant(two)) => one.cmp(&two),
            _ => self.day(zone).cmp(&other.day(zone)),
        }
    }
}

/// The number that the digits of a text write from one place to another.
fn number(text: &[u8], from: usize, to: usize) -> Option<u32> {
    text.get(from..to)?
        .iter()
        .try_fold(0, |number, digit| digit.is_ascii_digit().then(|| number * 10 + u32::from(digit - b'0')))
}

/// The day that a text with the shape of one begins with.
fn plain_day(text: &[u8]) -> Option<NaiveDate> {
    let year = i32::try_from(number(text, 0, 4)?).ok()?;
    NaiveDate::from_ymd_opt(year, number(text, 5, 7)?, number(text, 8, 10)?)
}

/// An instant of this day as nearly all are written: to the second, with its offset.
fn plain_instant(day: NaiveDate, text: &[u8]) -> Option<DateTime<FixedOffset>> {
    let signs = [(10, b'T'), (13, b':'), (16, b':')];
    if signs.iter().any(|(at, sign)| text.get(*at) != Some(sign)) {
        return None;
    }
    let time = NaiveTime::from_hms_opt(number(text, 11, 13)?, number(text, 14, 16)?, number(text, 17, 19)?)?;
    let offset = match text.get(19..)? {
        [b'Z'] => 0,
        [sign @ (b'+' | b'-'), zone @ ..] if zone.len() == 5 && zone.get(2) == Some(&b':') => {
            let (hours, minutes) = (number(zone, 0, 2)?, number(zone, 3, 5)?);
            let seconds = i32::try_from((hours * 60 + minutes) * 60).ok();
            let seconds = seconds.filter(|_| hours < 24 && minutes < 60)?;
            if *sign == b'-' { -seconds } else { seconds }
        }
        _ => return None,
    };
    FixedOffset::east_opt(offset)?.from_local_datetime(&day.and_time(time)).single()
}

/// A moment as nearly all are written: in a year of four digits, without parts of a second, and with an offset of
/// whole minutes. Nothing of any other.
fn plain(moment: &Moment) -> Option<String> {
    let digits = |number: u32| char::from_digit(number / 10 % 10, 10).zip(char::from_digit(number % 10, 10));
    let mut text = String::with_capacity(25);
    let mut put = |before: &str, number: u32| {
        let (tens, ones) = digits(number)?;
        text.push_str(before);
        text.extend([tens, ones]);
        Some(())
    };
    let mut put_day = |day: NaiveDate| {
        let year = u32::try_from(day.year()).ok().filter(|year| *year < 10_000)?;
        put("", year / 100)?;
        put("", year % 100)?;
        put("-", day.month())?;
        put("-", day.day())
    };
    match moment {
        Moment::Day(day) => put_day(*day)?,
        Moment::Instant(instant) => {
            let offset = instant.offset().local_minus_utc();
            if instant.nanosecond() != 0 || offset % 60 != 0 {
                return None;
            }
            put_day(instant.date_naive())?;
            put("T", instant.hour())?;
            put(":", instant.minute())?;
            put(":", instant.second())?;
            if offset == 0 {
                text.push('Z');
            } else {
                let minutes = offset.unsigned_abs() / 60;
                put(if offset < 0 { "-" } else { "+" }, minutes / 60)?;
                put(":", minutes % 60)?;
            }
        }
    }
    Some(text)
}

impl fmt::Display for Moment {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(text) = plain(self) {
            return f.write_str(&text);
        }
        match self {
            Self::Day(day) => write!(f, "{}", day.format("%Y-%m-%d")),
            Self::Instant(instant) => {
                let seconds = if instant.timestamp_subsec_nanos() == 0 { "%S" } else { "%S%.f" };
                let zone = if instant.offset().local_minus_utc() == 0 { "Z" } else { "%:z" };
                write!(f, "{}", instant.format(&format!("%Y-%m-%dT%H:%M:{seconds}{zone}")))
            }
        }
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = <&str>::deserialize(deserializer)?;
        Self::parse(text).map_err(|_| D::Error::custom("it is no moment"))
    }
}

/// The first instant of a calendar day in a zone, also where midnight or the whole day is left out, or comes twice.
pub fn start_of_day(day: NaiveDate, zone: Zone) -> DateTime<Utc> {
    let midnight = day.and_time(NaiveTime::MIN);
    zone.first(midnight).unwrap_or_else(|| midnight.and_utc())
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Unit {
    Minute,
    Hour,
    /// A day of the calendar.
    Day,
    /// Seven days of the calendar.
    Week,
    /// A month of the calendar; where the month is too short, its last day.
    Month,
    Year,
}

impl Unit {
    /// All units with their words: one, and several.
    pub const ALL: [(Self, &'static str, &'static str); 6] = [
        (Self::Minute, "minute", "minutes"),
        (Self::Hour, "hour", "hours"),
        (Self::Day, "day", "days"),
        (Self::Week, "week", "weeks"),
        (Self::Month, "month", "months"),
        (Self::Year, "year", "years"),
    ];
}

/// A number of units, such as `10 days`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Period {
    /// How many, from 1 to [`Period::MOST`].
    pub count: u32,
    pub unit: Unit,
}

impl Period {
    /// The largest count: with it no date of the calendar's four-digit years overflows.
    pub const MOST: u32 = 100_000;

    /// The instant at which `within <period> of start` is over.
    ///
    /// Calendar units: the day of `start` does not count and the last day counts whole. Exact units count
    /// from the instant (of a day: from its first instant).
    pub fn end_within(self, start: Moment, zone: Zone) -> DateTime<Utc> {
        if let Some(length) = self.exact() {
            return instant_after(start, length, zone);
        }
        let last = self.last_day_within(start, zone);
        start_of_day(last.succ_opt().unwrap_or(last), zone)
    }

    /// The last day of `within <period> of start`; for exact units, the day in which it ends.
    pub fn last_day_within(self, start: Moment, zone: Zone) -> NaiveDate {
        match self.exact() {
            Some(length) => zone.at(instant_after(start, length, zone)).date_naive(),
            None => self.calendar(start.day(zone)),
        }
    }

    /// The instant at which `<period> from start` is over: for calendar units it covers the day of
    /// `start` and ends one day earlier than [`Period::end_within`].
    pub fn end_from(self, start: Moment, zone: Zone) -> DateTime<Utc> {
        match self.exact() {
            Some(length) => instant_after(start, length, zone),
            None => start_of_day(self.calendar(start.day(zone)), zone),
        }
    }

    /// The last day of `<period> from start`.
    pub fn last_day_from(self, start: Moment, zone: Zone) -> NaiveDate {
        let day = self.last_day_within(start, zone);
        if self.is_exact() { day } else { day.pred_opt().unwrap_or(day) }
    }

    pub fn is_exact(self) -> bool {
        self.exact().is_some()
    }

    fn exact(self) -> Option<TimeDelta> {
        match self.unit {
            Unit::Minute => Some(TimeDelta::minutes(self.count.into())),
            Unit::Hour => Some(TimeDelta::hours(self.count.into())),
            _ => None,
        }
    }

    fn calendar(self, day: NaiveDate) -> NaiveDate {
        let count = u64::from(self.count);
        match self.unit {
            Unit::Week => day.checked_add_days(Days::new(count * 7)),
            Unit::Month => day.checked_add_months(Months::new(self.count)),
            Unit::Year => day.checked_add_months(Months::new(self.count.saturating_mul(12))),
            Unit::Day | Unit::Hour | Unit::Minute => day.checked_add_days(Days::new(count)),
        }
        .unwrap_or(NaiveDate::MAX)
    }
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = Unit::ALL
            .iter()
            .find(|(unit, _, _)| *unit == self.unit)
            .map_or("", |(_, one, several)| if self.count == 1 { one } else { several });
        write!(f, "{} {word}", self.count)
    }
}

fn instant_after(start: Moment, length: TimeDelta, zone: Zone) -> DateTime<Utc> {
    start.instant(zone).checked_add_signed(length).unwrap_or(DateTime::<Utc>::MAX_UTC)
}
