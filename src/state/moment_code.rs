//! Moments as numbers, for columns of dates. Exact: a moment that would lose something has no number.

use crate::values::Moment;
use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, Offset};

/// Codes of instants begin beyond those of all days.
const INSTANTS: i64 = 1 << 62;
/// Milliseconds of an instant that has a code: far more than four-digit years have.
const MOST_MILLISECONDS: i64 = 1 << 48;
/// Room for an offset in minutes, which may be negative.
const OFFSETS: i64 = 1 << 12;

/// The code of a moment: a day by its number, an instant by its milliseconds and its offset. An instant that has
/// more to it has none.
pub(super) fn code_of(moment: Moment) -> Option<i64> {
    let instant = match moment {
        Moment::Day(day) => return Some(day.num_days_from_ce().into()),
        Moment::Instant(instant) => instant,
    };
    let milliseconds = instant.timestamp_millis();
    let (fraction, offset) = (instant.timestamp_subsec_nanos(), instant.offset().fix().local_minus_utc());
    let whole = fraction < 1_000_000_000 && fraction.is_multiple_of(1_000_000) && offset % 60 == 0;
    let coded = whole && milliseconds.abs() < MOST_MILLISECONDS;
    coded.then(|| INSTANTS + milliseconds * OFFSETS + i64::from(offset / 60) + OFFSETS / 2)
}

pub(super) fn moment_of(code: i64) -> Option<Moment> {
    if let Ok(day) = i32::try_from(code) {
        return NaiveDate::from_num_days_from_ce_opt(day).map(Moment::Day);
    }
    let packed = code - INSTANTS;
    let offset = i32::try_from(packed.rem_euclid(OFFSETS) - OFFSETS / 2).ok()?;
    let instant = DateTime::from_timestamp_millis(packed.div_euclid(OFFSETS))?;
    Some(Moment::Instant(instant.with_timezone(&FixedOffset::east_opt(offset * 60)?)))
}
