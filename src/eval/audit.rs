//! What in a state breaks a rule already, and what will be due.

use crate::base::Span;
use crate::eval::compute::{Context, start};
use crate::eval::explain::statement;
use crate::eval::group_comparison::BrokenGroup;
use crate::eval::groups::KeyValue;
use crate::eval::messages::{FilledText, Writer};
use crate::eval::obligations::{Status, obligation};
use crate::eval::outcomes::{bounds, more};
use crate::eval::portal::Portal;
use crate::eval::trace::{Fact, Missing, Trace, only_once};
use crate::kb::{Deadline, Invariant, InvariantKind};
use crate::model::Rule;
use crate::program::Program;
use crate::values::ids::{CounterId, NodeId, RowId};
use crate::values::{Moment, Period, Truth, Value};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    Violation,
    Undetermined,
    Upcoming,
}

#[derive(Clone, Debug)]
pub struct Finding<'m> {
    pub rule: &'m Rule,
    /// The id of an element, its place in its list (`trials[0]`), or the name of the collection that a limit counts.
    pub subject: String,
    pub severity: Severity,
    /// The last day, of something that has to be done.
    pub due: Option<NaiveDate>,
    pub end: Option<DateTime<Utc>>,
    pub messages: Vec<(&'m str, FilledText)>,
    pub place: Span,
    pub row: Option<Span>,
    pub facts: Vec<Fact>,
    /// Of a limit for each of something, the group that breaks it.
    pub group: Vec<KeyValue>,
    /// What is not known, of an undetermined finding.
    pub missing: Vec<Missing>,
    /// A calculation that left the range of 64 bits, on which an undetermined finding hangs.
    pub overflow: Option<Span>,
}

/// The findings are in the order of the rules, of one rule in that of the state; of what nobody knows, a rule has one.
pub fn audit<'m>(program: &'m Program, portal: &Portal, at: Moment) -> Vec<Finding<'m>> {
    let possible = program.kb.pinned_invariants().reachable(|collection, field| {
        let rows = portal.rows(collection).filter(|rows| rows.known)?;
        Some(rows.rows().map(move |row| rows.value(row, field)))
    });
    let invariants = possible.into_iter().filter_map(|id| program.kb.invariants.get(id));
    audit_of(program, portal, at, invariants)
}

/// What is found of some invariants.
pub(crate) fn audit_of<'m, 'i>(
    program: &'m Program,
    portal: &Portal,
    at: Moment,
    invariants: impl IntoIterator<Item = &'i Invariant>,
) -> Vec<Finding<'m>> {
    let context = Context { now: Some(at), ..Context::of_state(program, portal) };
    // What no rule file says holds of every state that was read.
    let own = |found: &&Invariant| !program.model.rules.get(found.rule).is_some_and(Rule::is_built_in);
    let audits = invariants.into_iter().filter(own).filter_map(|invariant| {
        let rule = program.model.rules.get(invariant.rule)?;
        Some(Audit { program, context, at, rule, invariant })
    });
    audits.flat_map(|audit| audit.findings()).collect()
}

pub(super) struct Audit<'m, 'a> {
    program: &'m Program,
    pub(super) context: Context<'a>,
    at: Moment,
    pub(super) rule: &'m Rule,
    pub(super) invariant: &'a Invariant,
}

impl<'m, 'a> Audit<'m, 'a> {
    fn findings(&self) -> Vec<Finding<'m>> {
        match &self.invariant.kind {
            InvariantKind::Limit { most, counter } => self.limit(*most, *counter).into_iter().collect(),
            InvariantKind::Aggregate(aggregate) => self.groups(aggregate),
            InvariantKind::Never { deadline: Some(deadline) } => {
                self.each(|trace, row| self.deadline(deadline, trace, row))
            }
            InvariantKind::Never { deadline: None } => self.each(|trace, _| {
                let truth = trace.member(&self.invariant.set);
                (truth != Truth::False).then(|| (severity(truth), None))
            }),
            InvariantKind::Lasts { period, from } => self.each(|trace, _| self.lasts(*period, *from, trace)),
        }
    }

    fn limit(&self, most: NodeId, counter: Option<CounterId>) -> Option<Finding<'m>> {
        let (context, set) = (&self.context, &self.invariant.set);
        let mut trace = Trace::new(*context, *context);
        let limit = bounds(&trace.value(most))?;
        let count = context.size(set, counter, &mut trace.frame);
        let truth = more((count.least, count.most), limit);
        if truth == Truth::False {
            return None;
        }
        trace.facts_of_limit(set, most, count);
        if truth == Truth::Unknown {
            trace.missing(most);
            trace.missing_rows(set.collection);
            for row in context.rows(set.collection) {
                trace.frame.set(set.level, row);
                if trace.member(set) == Truth::Unknown {
                    self.open_conditions(&mut trace);
                }
            }
        }
        Some(self.finding(None, severity(truth), trace))
    }

    fn each(&self, find: impl Fn(&mut Trace<'a>, RowId) -> Option<Found>) -> Vec<Finding<'m>> {
        let (context, set) = (&self.context, &self.invariant.set);
        let mut findings = Vec::new();
        let mut open = Trace::new(*context, *context);
        let mut is_open = open.missing_rows(set.collection);
        for row in context.rows(set.collection) {
            open.frame.set(set.level, row);
            let Some((severity, due)) = find(&mut open, row) else { continue };
            if severity == Severity::Undetermined {
                is_open = true;
                self.open_conditions(&mut open);
                continue;
            }
            let mut trace = Trace::new(*context, *context);
            trace.facts_of_set(set, row);
            if let InvariantKind::Lasts { from, .. } = &self.invariant.kind {
                trace.operand(*from);
            }
            let (due, end) = due.unzip();
            findings.push(Finding { due, end, ..self.finding(Some(row), severity, trace) });
        }
        if is_open {
            findings.push(self.finding(None, Severity::Undetermined, open));
        }
        findings
    }

    fn deadline(&self, deadline: &Deadline, trace: &mut Trace<'_>, row: RowId) -> Option<Found> {
        if let Some(obligation) = obligation(&self.context, self.invariant.rule, deadline, row) {
            let severity = match obligation.status {
                Status::Met => return None,
                Status::MetLate | Status::Overdue => Severity::Violation,
                Status::Pending => Severity::Upcoming,
            };
            return Some((severity, Some((obligation.due, obligation.end))));
        }
        let open = trace.member(&self.invariant.set) == Truth::Unknown;
        open.then_some((Severity::Undetermined, None))
    }

    fn lasts(&self, period: Period, from: NodeId, trace: &mut Trace<'_>) -> Option<Found> {
        let zone = self.context.portal.zone;
        let undetermined = Some((Severity::Undetermined, None));
        let member = trace.member(&self.invariant.set);
        let from = match (member, trace.value(from)) {
            (Truth::False, _) | (_, Value::Absent) => return None,
            (_, Value::Moment(from)) => from,
            _ => return undetermined,
        };
        let (now, end) = (self.at.instant(zone), period.end_from(from, zone));
        if now < start(period, from, zone) || now >= end {
            return None;
        }
        match member {
            Truth::True => Some((Severity::Upcoming, Some((period.last_day_from(from, zone), end)))),
            _ => undetermined,
        }
    }

    /// The values that nobody knows of the element under way.
    fn open_conditions(&self, trace: &mut Trace<'_>) {
        let from = match &self.invariant.kind {
            InvariantKind::Lasts { from, .. } => Some(from),
            _ => None,
        };
        for node in self.invariant.set.conditions.iter().chain(from) {
            if trace.value(*node) == Value::Unknown {
                trace.missing(*node);
            }
        }
    }

    /// A finding about an element, or without one about the whole collection, with what a trace found of it.
    pub(super) fn finding(&self, row: Option<RowId>, severity: Severity, trace: Trace<'_>) -> Finding<'m> {
        let writer = Writer::new(self.context, self.context, Some(self.invariant), row);
        self.written(row, severity, trace, writer)
    }

    /// A finding about a group that breaks a bound.
    pub(super) fn finding_of_group(&self, group: &BrokenGroup, trace: Trace<'_>) -> Finding<'m> {
        let mut writer = Writer::new(self.context, self.context, Some(self.invariant), None);
        writer.of_group(group);
        let values = self.context.group_values(self.rule, group.keys.as_ref());
        Finding { group: values, ..self.written(None, severity(group.truth), trace, writer) }
    }

    fn written(
        &self,
        row: Option<RowId>,
        severity: Severity,
        mut trace: Trace<'_>,
        mut writer: Writer<'_>,
    ) -> Finding<'m> {
        let (model, portal, collection) =
            (&self.program.model, self.context.portal, self.invariant.set.collection);
        let subject = match row.map(|row| (row, portal.state.id(collection, row))) {
            Some((_, Some(id))) => id.to_owned(),
            Some((row, None)) => portal.state.path_of(model, collection, row),
            None => model.schema.collections.get(collection).map_or("", |shape| &shape.name.text).to_owned(),
        };
        only_once(&mut trace.missing);
        Finding {
            rule: self.rule,
            subject,
            severity,
            due: None,
            end: None,
            messages: writer.write(self.program.kb.messages.get(self.invariant.rule)),
            place: statement(self.rule),
            row: row.and_then(|row| portal.place(collection, row)),
            facts: trace.facts,
            group: Vec::new(),
            missing: trace.missing,
            overflow: trace.overflow,
        }
    }
}

/// What is found of an element; of a deadline with its last day and the first instant that is too late.
type Found = (Severity, Option<(NaiveDate, DateTime<Utc>)>);

/// How much it weighs that a rule is broken, or may be.
pub(super) fn severity(broken: Truth) -> Severity {
    if broken == Truth::True { Severity::Violation } else { Severity::Undetermined }
}
