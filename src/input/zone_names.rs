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
