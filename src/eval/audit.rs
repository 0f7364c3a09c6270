//! What in a state breaks a rule already, and what will be due.

use crate::base::Span;
use crate::eval::compute::{Context, Frame};
use crate::eval::explain::statement;
use crate::eval::messages::Writer;
use crate::eval::obligations::{Status, obligation};
use crate::eval::outcomes::{bounds, more};
use crate::eval::portal::Portal;
use crate::eval::trace::{Fact, Missing, Trace};
use crate::kb::{Deadline, Invariant, InvariantKind};
use crate::model::Rule;
use crate::program::Program;
use crate::values::ids::{CounterId, NodeId, RowId};
use crate::values::moment::start_of_day;
use crate::values::{Moment, Period, Truth, Value};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

/// How much a finding weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// The state breaks the rule.
    Violation,
    /// Nobody knows whether the state breaks the rule.
    Undetermined,
    /// Something is due, and there is time left.
    Upcoming,
}

/// Something that an audit found.
#[derive(Clone, Debug)]
pub struct Finding<'m> {
    /// The rule.
    pub rule: &'m Rule,
    /// What it is about: the id of an element, its place in its list (`trials[0]`), or the name of the collection
    /// that a limit counts.
    pub subject: String,
    /// How much it weighs.
    pub severity: Severity,
    /// The last day, of what is due.
    pub due: Option<NaiveDate>,
    /// The first instant that is too late.
    pub end: Option<DateTime<Utc>>,
    /// What the rule says, in each of its languages.
    pub messages: Vec<(&'m str, String)>,
    /// What the rule states.
    pub place: Span,
    /// Where the element is.
    pub row: Option<Span>,
    /// The values that made it so.
    pub facts: Vec<Fact>,
    /// What is not known, of an undetermined finding.
    pub missing: Vec<Missing>,
    /// A calculation that left the range of 64 bits, on which an undetermined finding hangs.
    pub overflow: Option<Span>,
}

/// Look at every statement about states at an instant. The findings are in the order of the rules, of one rule in
/// the order of the state; of what nobody knows, a rule has one finding.
pub fn audit<'m>(program: &'m Program, portal: &Portal, at: Moment) -> Vec<Finding<'m>> {
    let context = Context { now: Some(at), ..Context::of_state(program, portal) };
    let auditor = Auditor { program, tracer: Trace { model: &program.model, before: context, context }, at };
    program.kb.invariants.iter().flat_map(|invariant| auditor.look_at(invariant)).collect()
}

struct Auditor<'m, 'a> {
    program: &'m Program,
    tracer: Trace<'a>,
    at: Moment,
}

impl<'m> Auditor<'m, '_> {
    fn look_at(&self, invariant: &Invariant) -> Vec<Finding<'m>> {
        let Some(rule) = self.program.model.rules.get(invariant.rule) else { return Vec::new() };
        match &invariant.kind {
            InvariantKind::Limit { most, counter } => {
                self.limit(rule, invariant, *most, *counter).into_iter().collect()
            }
            InvariantKind::Never { deadline: Some(deadline) } => {
                self.each(rule, invariant, |frame, row| self.deadline(invariant, deadline, frame, row))
            }
            InvariantKind::Never { deadline: None } => self.each(rule, invariant, |frame, _| {
                let truth = self.tracer.context.member(&invariant.set, frame);
                (truth != Truth::False).then(|| Found {
                    severity: if truth == Truth::True { Severity::Violation } else { Severity::Undetermined },
                    due: None,
                })
            }),
            InvariantKind::Lasts { period, from } => self.each(rule, invariant, |frame, _| {
                let member = self.tracer.context.member(&invariant.set, frame);
                self.lasts(member, *period, *from, frame)
            }),
        }
    }

    fn limit(
        &self,
        rule: &'m Rule,
        invariant: &Invariant,
        most: NodeId,
        counter: Option<CounterId>,
    ) -> Option<Finding<'m>> {
        let context = &self.tracer.context;
        let mut frame = Frame::new(self.program);
        let limit = bounds(&context.value(most, &mut frame))?;
        let kept = counter.and_then(|counter| context.portal.counted(counter));
        let count = kept.unwrap_or_else(|| context.count(&invariant.set, &mut frame));
        let truth = more((count.least, count.most), limit);
        if truth == Truth::False {
            return None;
        }
        let severity = if truth == Truth::True { Severity::Violation } else { Severity::Undetermined };
        let mut finding = self.finding(rule, invariant, None, severity);
        let collection = invariant.set.collection;
        finding.facts.extend(self.tracer.counted(collection, count.exact()));
        self.tracer.operand(most, &mut frame, &mut finding.facts);
        if truth == Truth::Unknown {
            let (missing, overflow) = (&mut finding.missing, &mut finding.overflow);
            self.tracer.missing(most, &mut frame, missing, overflow);
            if !context.portal.rows(collection).is_some_and(|rows| rows.known) {
                missing.extend(self.tracer.missing_collection(collection));
            }
            for row in context.rows(collection) {
                frame.set(invariant.set.level, row);
                if context.member(&invariant.set, &mut frame) == Truth::Unknown {
                    self.open_conditions(invariant, &mut frame, missing, overflow);
                }
            }
            only_once(missing);
        }
        Some(finding)
    }

    /// What is found of each element of an invariant's collection.
    fn each(
        &self,
        rule: &'m Rule,
        invariant: &Invariant,
        find: impl Fn(&mut Frame, RowId) -> Option<Found>,
    ) -> Vec<Finding<'m>> {
        let context = &self.tracer.context;
        let collection = invariant.set.collection;
        let mut findings = Vec::new();
        let mut open = self.finding(rule, invariant, None, Severity::Undetermined);
        if !context.portal.rows(collection).is_some_and(|rows| rows.known) {
            open.missing.extend(self.tracer.missing_collection(collection));
        }
        let mut frame = Frame::new(self.program);
        let mut first_open = None;
        for row in context.rows(collection) {
            frame.set(invariant.set.level, row);
            let Some(found) = find(&mut frame, row) else { continue };
            if found.severity == Severity::Undetermined {
                first_open = first_open.or(Some(row));
                self.open_conditions(invariant, &mut frame, &mut open.missing, &mut open.overflow);
                continue;
            }
            let mut finding = self.finding(rule, invariant, Some(row), found.severity);
            (finding.due, finding.end) = found.due.unzip();
            for condition in &invariant.set.conditions {
                let truth = context.truth(*condition, &mut frame);
                self.tracer.facts(*condition, truth, &mut frame, &mut finding.facts);
            }
            if let InvariantKind::Lasts { from, .. } = &invariant.kind {
                self.tracer.operand(*from, &mut frame, &mut finding.facts);
            }
            findings.push(finding);
        }
        if !open.missing.is_empty() || first_open.is_some() {
            only_once(&mut open.missing);
            findings.push(open);
        }
        findings
    }

    fn deadline(
        &self,
        invariant: &Invariant,
        deadline: &Deadline,
        frame: &mut Frame,
        row: RowId,
    ) -> Option<Found> {
        let context = &self.tracer.context;
        if let Some(obligation) = obligation(context, invariant.rule, deadline, row) {
            let severity = match obligation.status {
                Status::Met => return None,
                Status::MetLate | Status::Overdue => Severity::Violation,
                Status::Pending => Severity::Upcoming,
            };
            return Some(Found { severity, due: Some((obligation.due, obligation.end)) });
        }
        let open = context.member(&invariant.set, frame) == Truth::Unknown;
        open.then_some(Found { severity: Severity::Undetermined, due: None })
    }

    fn lasts(&self, member: Truth, period: Period, from: NodeId, frame: &mut Frame) -> Option<Found> {
        let zone = self.tracer.context.portal.zone;
        let from = self.tracer.context.value(from, frame);
        let undetermined = Some(Found { severity: Severity::Undetermined, due: None });
        let from = match (member, from) {
            (Truth::False, _) | (_, Value::Absent) => return None,
            (_, Value::Moment(from)) => from,
            _ => return undetermined,
        };
        let begins = if period.is_exact() { from.instant(zone) } else { start_of_day(from.day(zone), zone) };
        let (now, end) = (self.at.instant(zone), period.end_from(from, zone));
        if now < begins || now >= end {
            return None;
        }
        match member {
            Truth::True => Some(Found {
                severity: Severity::Upcoming,
                due: Some((period.last_day_from(from, zone), end)),
            }),
            _ => undetermined,
        }
    }

    /// The values that nobody knows of the element under way.
    fn open_conditions(
        &self,
        invariant: &Invariant,
        frame: &mut Frame,
        missing: &mut Vec<Missing>,
        overflow: &mut Option<Span>,
    ) {
        let from = match &invariant.kind {
            InvariantKind::Lasts { from, .. } => Some(from),
            _ => None,
        };
        for node in invariant.set.conditions.iter().chain(from) {
            if self.tracer.context.value(*node, frame) == Value::Unknown {
                self.tracer.missing(*node, frame, missing, overflow);
            }
        }
    }

    /// A finding about an element; without one, about the whole collection.
    fn finding(
        &self,
        rule: &'m Rule,
        invariant: &Invariant,
        row: Option<RowId>,
        severity: Severity,
    ) -> Finding<'m> {
        let (portal, collection) = (self.tracer.context.portal, invariant.set.collection);
        let name = self.program.model.schema.collections.get(collection).map_or("", |shape| &shape.name.text);
        let subject = match row {
            Some(row) => portal
                .id(collection, row)
                .map_or_else(|| portal.state.path_of(&self.program.model, collection, row), str::to_owned),
            None => name.to_owned(),
        };
        let languages = rule.messages.iter().map(|message| &*message.language);
        let written = self.program.kb.messages.get(invariant.rule);
        let written = written
            .map(|messages| Writer::new(&self.tracer, Some(invariant), row).write_all(messages))
            .unwrap_or_default();
        Finding {
            rule,
            subject,
            severity,
            due: None,
            end: None,
            messages: languages.zip(written).collect(),
            place: statement(rule),
            row: row.and_then(|row| portal.place(collection, row)),
            facts: Vec::new(),
            missing: Vec::new(),
            overflow: None,
        }
    }
}

/// What was found of one element.
struct Found {
    severity: Severity,
    /// The last day, and the first instant that is too late.
    due: Option<(NaiveDate, DateTime<Utc>)>,
}

fn only_once(missing: &mut Vec<Missing>) {
    missing.sort_by(|one, other| one.path.cmp(&other.path));
    missing.dedup_by(|one, other| one.path == other.path);
}
