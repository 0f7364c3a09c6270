//! When the steps and audits of a scenario take place.

use crate::base::{Code, Diagnostic, Span, msg};
use crate::input::tree::Node;
use crate::testing::scenario::{Audit, Scenario};
use crate::values::{Moment, Zone};
use chrono::{DateTime, Utc};

/// When things happen in a scenario.
pub(super) struct Clock {
    /// When something happens that does not say it, and where the scenario says so.
    pub(super) default: (Moment, Option<Span>),
    zone: Zone,
    latest: Option<(Moment, Span)>,
}

impl Clock {
    /// `now` is when something happens that does not say it, nor does the scenario.
    pub(super) fn new(now: DateTime<Utc>, scenario: &Scenario, zone: Zone) -> Self {
        let now = || (Moment::Instant(zone.at(now)), None);
        let default = scenario.at.map_or_else(now, |(at, place)| (at, Some(place)));
        Self { default, zone, latest: None }
    }

    /// Where the time of an action is written.
    pub(super) fn place_of(&self, action: &Node) -> Span {
        let own = action.get("at").map(|at| at.span);
        own.or(self.default.1).unwrap_or(action.span.at_start())
    }

    /// Times must not go backwards.
    pub(super) fn goes_on(&mut self, at: Moment, place: Span) -> Result<(), Vec<Diagnostic>> {
        match self.latest {
            Some((latest, before)) if at.compare(latest, self.zone).is_lt() => {
                let message = msg!(scenarios.goes_back, at = at.to_string(), latest = latest.to_string());
                let wrong = Diagnostic::error(Code::E0412, message)
                    .label(place, msg!(scenarios.earlier))
                    .label(before, msg!(scenarios.than_this_time))
                    .help(msg!(scenarios.in_order));
                return Err(vec![wrong]);
            }
            // A day is no earlier than an instant of it, but does not turn back the clock either.
            Some((latest, _)) if at.instant(self.zone) < latest.instant(self.zone) => {}
            _ => self.latest = Some((at, place)),
        }
        Ok(())
    }

    /// When an audit takes place: by itself, by the scenario, or right after the last step.
    pub(super) fn at_audit(&self, audit: &Audit) -> Moment {
        match (audit.at, self.default, self.latest) {
            (Some((at, _)), _, _) | (None, (_, None), Some((at, _))) | (None, (at, _), _) => at,
        }
    }
}
