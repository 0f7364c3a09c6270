//! Time zones by what people call them.

use crate::base::suggest::nearest;
use crate::values::Zone;

/// A line a zone: its name, a colon, and what else it is called.
const CALLED: &str = include_str!("zone_names.txt");

/// The zone that people call so: by an abbreviation, a city, another letter case.
pub(super) fn called(text: &str) -> Option<&'static str> {
    let folded = fold(text);
    if folded.is_empty() {
        return None;
    }
    let lines = CALLED.lines().filter(|line| !line.starts_with('#'));
    let mut called = lines.filter_map(|line| line.split_once(": "));
    let by_table =
        called.find(|(_, names)| names.split(", ").any(|name| fold(name) == folded)).map(|(zone, _)| zone);
    let city = |zone: &&str| zone.rsplit_once('/').is_some_and(|(_, city)| fold(city) == folded);
    let by_name = || {
        Zone::names().find(|zone| fold(zone) == folded).or_else(|| {
            // Places come before the offsets of `Etc` and the like.
            Zone::names().filter(|zone| !zone.starts_with("Etc/")).find(city)
        })
    };
    by_table.or_else(by_name)
}

/// The zone whose name, or whose city, is near enough to a text to be worth naming.
pub(super) fn nearest_to(text: &str) -> Option<&'static str> {
    let cities = || Zone::names().filter_map(|zone| Some(zone.rsplit_once('/')?.1));
    nearest(text, Zone::names()).or_else(|| called(nearest(text, cities())?))
}

fn fold(text: &str) -> String {
    text.trim().to_lowercase().replace([' ', '_'], "")
}

/// Whole hours that an offset such as `GMT+3`, `UTC+03:00` or `+3` is ahead of UTC, as the database has it: `Etc/GMT-3`.
pub(super) fn of_offset(text: &str) -> Option<String> {
    let text = text.trim();
    let offset = text.trim_start_matches(|c: char| c.is_ascii_alphabetic());
    if !matches!(&*text.to_uppercase(), upper if upper.starts_with("GMT") || upper.starts_with("UTC") || upper == text)
        || !(offset.len() == text.len() || matches!(text.len() - offset.len(), 3))
    {
        return None;
    }
    let (sign, hours) = match offset.split_at_checked(1)? {
        ("+", hours) => ('-', hours),
        ("-", hours) => ('+', hours),
        _ => return None,
    };
    let hours = hours.strip_suffix(":00").or_else(|| hours.strip_suffix("00")).unwrap_or(hours);
    let hours: u8 = hours.parse().ok()?;
    let name = format!("Etc/GMT{sign}{hours}");
    Zone::named(&name).map(|zone| zone.name().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zones_are_found_by_what_people_call_them() {
        for (text, zone) in [
            ("MSK", "Europe/Moscow"),
            ("МСК", "Europe/Moscow"),
            ("мск+2", "Asia/Yekaterinburg"),
            ("Москва", "Europe/Moscow"),
            ("moscow", "Europe/Moscow"),
            ("New York", "America/New_York"),
            ("Z", "UTC"),
            ("CEST", "Europe/Berlin"),
            ("PST", "America/Los_Angeles"),
        ] {
            assert_eq!(called(text), Some(zone), "{text}");
        }
        assert_eq!((called("MSX"), called("")), (None, None));
        assert_eq!(of_offset("GMT+3").as_deref(), Some("Etc/GMT-3"));
        assert_eq!(of_offset("UTC-05:00").as_deref(), Some("Etc/GMT+5"));
        assert_eq!((of_offset("Mars+1"), of_offset("+25")), (None, None));
        assert_eq!((nearest_to("Moskow"), nearest_to("Mars")), (Some("Europe/Moscow"), None));
    }

    #[test]
    fn every_zone_of_the_table_exists_and_no_name_stands_twice() {
        let mut names = std::collections::BTreeSet::new();
        for line in CALLED.lines().filter(|line| !line.starts_with('#')) {
            let (zone, called) = line.split_once(": ").unwrap_or_default();
            assert!(Zone::named(zone).is_some(), "{zone}");
            for name in called.split(", ") {
                assert!(names.insert(fold(name)), "{name} stands twice");
                assert!(Zone::named(name).is_none(), "{name} is a zone");
            }
        }
    }
}
