//! Days and instants as people write them.

use crate::base::{Message, msg};
use crate::values::{Moment, Zone};
use chrono::{Datelike, NaiveDate, Timelike};

/// `11 May 2024`
pub(crate) fn date(day: NaiveDate) -> Message {
    msg!(dates.day, day = day.day(), month = day.month(), year = day.year().to_string())
}

/// `11 May 2024, 09:20 Moscow`: an instant in this zone, or as it was written where the zone is none in particular.
pub(crate) fn moment(moment: Moment, zone: Zone) -> Message {
    let instant = match moment {
        Moment::Day(day) => return date(day),
        Moment::Instant(instant) if zone == Zone::UTC => instant,
        Moment::Instant(instant) => zone.at(instant.to_utc()),
    };
    let name = if zone == Zone::UTC { "" } else { zone.name() };
    let minutes = instant.offset().local_minus_utc() / 60;
    let offset = offset(minutes);
    let place = match name.rsplit_once('/') {
        Some((area, city)) if area != "Etc" => city.replace('_', " "),
        _ => offset.clone(),
    };
    let time = if instant.nanosecond() != 0 {
        instant.format("%H:%M:%S%.f")
    } else if instant.second() != 0 {
        instant.format("%H:%M:%S")
    } else {
        instant.format("%H:%M")
    };
    msg!(
        dates.instant,
        date = date(instant.date_naive()),
        time = time.to_string(),
        zone = name.replace('/', "-"),
        place = place,
        offset = offset
    )
}

/// `UTC+3`, `UTC-9:30`
fn offset(minutes: i32) -> String {
    let sign = if minutes < 0 { '-' } else { '+' };
    match (minutes.unsigned_abs() / 60, minutes.unsigned_abs() % 60) {
        (0, 0) => "UTC".to_owned(),
        (hours, 0) => format!("UTC{sign}{hours}"),
        (hours, minutes) => format!("UTC{sign}{hours}:{minutes:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Language;

    #[test]
    fn instants_are_told_where_they_count() {
        for (written, zone, english, russian) in [
            ("2024-05-11", "Europe/Moscow", "11 May 2024", "11 мая 2024"),
            (
                "2024-05-11T06:20:00Z",
                "Europe/Moscow",
                "11 May 2024, 09:20 Moscow",
                "11 мая 2024, 09:20, Москва",
            ),
            (
                "2024-01-02T09:20:05+03:00",
                "UTC",
                "2 January 2024, 09:20:05 UTC+3",
                "2 января 2024, 09:20:05, UTC+3",
            ),
            ("2024-12-31T23:00:00Z", "UTC", "31 December 2024, 23:00 UTC", "31 декабря 2024, 23:00, UTC"),
            (
                "2024-05-11T00:00:00Z",
                "Pacific/Marquesas",
                "10 May 2024, 14:30 Marquesas",
                "10 мая 2024, 14:30, UTC-9:30",
            ),
            ("2024-05-11T00:00:00Z", "Etc/GMT-3", "11 May 2024, 03:00 UTC+3", "11 мая 2024, 03:00, UTC+3"),
        ] {
            let shown = Moment::parse(written).ok().zip(Zone::named(zone)).map(|(at, zone)| moment(at, zone));
            let texts = Language::ALL.map(|language| shown.as_ref().map(|shown| shown.text(language)));
            assert_eq!(texts, [Some(english.to_owned()), Some(russian.to_owned())]);
        }
    }
}
