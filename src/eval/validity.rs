//! Until when a verdict holds if nothing but time passes, and what it becomes then.

use crate::eval::compute::{Context, Frame};
use crate::eval::judge::{Verdict, decide_proposed};
use crate::eval::portal::Portal;
use crate::eval::proposed::ProposedAction;
use crate::input::Request;
use crate::kb::{Effect, Grouped, Invariant, InvariantKind, KnowledgeBase, Op, Set};
use crate::program::Program;
use crate::values::ids::{NodeId, RowId};
use crate::values::moment::start_of_day;
use crate::values::{Moment, Period, Value, Zone};
use chrono::{DateTime, Days, NaiveDate, TimeDelta, Utc};
use std::collections::{BTreeSet, HashSet};

/// More comparisons than this are not looked at for one verdict.
const MOST_COMPARISONS: usize = 2_000_000;

/// How long a verdict holds if nothing but time passes.
///
/// ```
/// use ustav::embed::{Moment, Validity, Verdict};
/// # let (club, portal) = ustav::embed::example::club()?;
/// let at = Moment::parse("2024-05-11")?;
/// let fee = club.action("pay", "ivan", at).int("fee", 5).done()?;
/// let opens = Moment::parse("2024-06-01T00:00:00Z")?;
/// assert_eq!(portal.decide(&fee)?.holds(), Validity::Until(opens, Verdict::Allowed));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Validity {
    Always,
    /// Until this instant, from which on the other verdict holds.
    Until(Moment, Verdict),
    /// At least until this instant; what comes later was not looked for.
    AtLeastUntil(Moment),
}

/// An action on a day, without a time, is moved by whole days; any other by the instants at which some comparison
/// with the clock comes out differently. The answer is exact: the verdict is the same until just before it.
pub fn validity(proposed: &ProposedAction<'_, '_>, now: Verdict) -> Validity {
    next_change(proposed, |verdict| verdict != now)
}

/// When an action, only postponed, has a verdict as it is wanted.
pub(super) fn next_change(proposed: &ProposedAction<'_, '_>, wanted: impl Fn(Verdict) -> bool) -> Validity {
    let (program, portal, request) = (proposed.program, proposed.portal, &*proposed.request);
    let Some(plan) = proposed.plan().filter(|_| program.kb.is_time_dependent(request.action)) else {
        return Validity::Always;
    };
    let mut later = request.clone();
    // Without conditions, the effects change the same things at every time.
    let steady = plan.effects.iter().all(|effect| match effect {
        Effect::Add { .. } => true,
        Effect::Scalar { when, .. } | Effect::Field { when, .. } => when.is_none(),
    });
    let mut search = instants(proposed);
    let mut looked_at = search.looked_at;
    while looked_at < MOST_COMPARISONS {
        let Some(next) = search.instants.pop_first() else { return Validity::Always };
        // To judge is about as much work as to search.
        looked_at += search.looked_at + 1;
        later.at = match request.at {
            Moment::Instant(_) => shown(next, portal.zone),
            Moment::Day(_) => Moment::Day(portal.zone.at(next).date_naive()),
        };
        let proposed = ProposedAction::new(program, portal, &later);
        let verdict = decide_proposed(&proposed).verdict;
        if wanted(verdict) {
            return Validity::Until(shown(next, portal.zone), verdict);
        }
        if !steady {
            search = instants(&proposed);
        }
    }
    Validity::AtLeastUntil(later.at)
}

/// The instants after that of the action at which a comparison may come out differently.
fn instants<'m>(proposed: &ProposedAction<'m, '_>) -> Search<'m> {
    let (program, before, after) = (proposed.program, proposed.before(), proposed.after());
    let mut search = Search::after(proposed.request.at, proposed.portal.zone);
    search.comparing_moments = program.kb.comparing_moments(&program.model, proposed.request.action);
    let mut frame = Frame::new(program);
    for node in program.kb.deciding(proposed.request.action) {
        // Of an invariant, this looks at no element; that comes below.
        search.visit(&before, node, &mut frame);
    }
    for (_, affected) in program.kb.affected(proposed.request.action) {
        let Some(comparison) = proposed.comparison(affected) else { continue };
        let set = &comparison.invariant.set;
        let rows = match &comparison.invariant.kind {
            InvariantKind::Limit { .. } | InvariantKind::Aggregate(_) => after.rows(set.collection).collect(),
            _ => comparison.touched(),
        };
        for context in [&before, &after] {
            search.rows(context, set, &rows, &mut frame);
            search.amounts(context, comparison.invariant.grouped(), &rows, &mut frame);
            for bound in comparison.invariant.bounds() {
                search.visit(context, bound, &mut frame);
            }
        }
    }
    search
}

/// The instants at which a comparison of an action with the clock may come out differently, however it does now.
pub(crate) fn breakpoints(program: &Program, portal: &Portal, request: &Request) -> Vec<Moment> {
    if !program.kb.is_time_dependent(request.action) {
        return Vec::new();
    }
    let early = Request { at: early(), ..request.clone() };
    instants(&ProposedAction::new(program, portal, &early)).shown()
}

/// The same for what an audit looks at.
pub(crate) fn audit_breakpoints<'i>(
    program: &Program,
    portal: &Portal,
    invariants: impl IntoIterator<Item = &'i Invariant>,
) -> Vec<Moment> {
    let context = Context { now: Some(early()), ..Context::of_state(program, portal) };
    let mut search = Search::after(early(), portal.zone);
    let mut frame = Frame::new(program);
    for invariant in invariants {
        let set = &invariant.set;
        let rows: Vec<RowId> = context.rows(set.collection).collect();
        search.rows(&context, set, &rows, &mut frame);
        match &invariant.kind {
            InvariantKind::Limit { most, .. } => search.visit(&context, *most, &mut frame),
            InvariantKind::Aggregate(_) => {
                search.amounts(&context, invariant.grouped(), &rows, &mut frame);
                invariant.bounds().for_each(|bound| search.visit(&context, bound, &mut frame));
            }
            InvariantKind::Never { .. } => {}
            InvariantKind::Lasts { period, from } => {
                for row in rows {
                    frame.set(set.level, row);
                    if let Value::Moment(from) = context.value(*from, &mut frame) {
                        search.flips_at(from);
                        search.ends(Kind::During(*period), from);
                    }
                }
            }
        }
    }
    search.shown()
}

/// Before anything that a portal knows.
fn early() -> Moment {
    Moment::Instant(DateTime::<Utc>::UNIX_EPOCH.fixed_offset())
}

struct Search<'a> {
    /// The conditions that need be looked at; all where it is not said.
    comparing_moments: Option<&'a HashSet<NodeId>>,
    zone: Zone,
    at: Moment,
    instants: BTreeSet<DateTime<Utc>>,
    /// The comparisons that were worked out already: of now with a moment, or of a moment with now.
    known: HashSet<(Kind, Moment, bool)>,
    looked_at: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Kind {
    Itself,
    Within(Period),
    During(Period),
}

impl Kind {
    fn end(self, from: Moment, zone: Zone) -> DateTime<Utc> {
        match self {
            Self::Itself => from.instant(zone),
            Self::Within(period) => period.end_within(from, zone),
            Self::During(period) => period.end_from(from, zone),
        }
    }

    fn is_exact(self) -> bool {
        match self {
            Self::Itself => true,
            Self::Within(period) | Self::During(period) => period.is_exact(),
        }
    }
}

impl Search<'_> {
    fn after(at: Moment, zone: Zone) -> Self {
        Self {
            comparing_moments: None,
            zone,
            at,
            instants: BTreeSet::new(),
            known: HashSet::new(),
            looked_at: 0,
        }
    }

    fn shown(self) -> Vec<Moment> {
        self.instants.into_iter().map(|instant| shown(instant, self.zone)).collect()
    }

    /// Every comparison in a node, for every element that it may be about.
    fn visit(&mut self, context: &Context<'_>, id: NodeId, frame: &mut Frame) {
        if self.looked_at >= MOST_COMPARISONS
            || self.comparing_moments.is_some_and(|comparing_moments| !comparing_moments.contains(&id))
        {
            return;
        }
        let Some(node) = context.program.kb.node(id) else { return };
        self.looked_at += 1;
        let now = |moment: Moment| context.now == Some(moment);
        match &node.op {
            Op::Any(set, condition) => {
                for row in context.candidates(set, frame) {
                    frame.set(set.level, row);
                    for part in set.conditions.iter().chain([condition]) {
                        self.visit(context, *part, frame);
                    }
                }
            }
            Op::AnyEntry { list, level, condition } => {
                self.visit(context, *list, frame);
                if let Value::List(entries) = context.value(*list, frame) {
                    for entry in entries.iter() {
                        frame.set_entry(*level, entry.clone());
                        self.visit(context, *condition, frame);
                    }
                }
            }
            Op::Count { set, .. } => {
                let rows: Vec<RowId> = context.candidates(set, frame).collect();
                self.rows(context, set, &rows, frame);
            }
            Op::Total { set, amount, .. } => {
                let rows: Vec<RowId> = context.candidates(set, frame).collect();
                self.rows(context, set, &rows, frame);
                self.amounts(context, Grouped { set, amount: Some(amount), keys: &[] }, &rows, frame);
            }
            Op::Equal { left, right, .. } | Op::Order(left, _, right) => {
                match moments(context, *left, *right, frame) {
                    Some((left, right)) if now(left) => self.flips_at(right),
                    Some((left, right)) if now(right) => self.flips_at(left),
                    Some(_) => {}
                    // Numbers may be those of elements, and truths those of comparisons.
                    None => {
                        self.visit(context, *left, frame);
                        self.visit(context, *right, frame);
                    }
                }
            }
            Op::In { value, list, .. } => {
                self.visit(context, *value, frame);
                if let (Value::Moment(moment), Value::List(list)) =
                    (context.value(*value, frame), context.value(*list, frame))
                    && now(moment)
                {
                    for value in list.iter() {
                        if let Value::Moment(other) = value {
                            self.flips_at(*other);
                        }
                    }
                }
            }
            Op::Within(date, period, from) | Op::During(date, period, from) => {
                let kind = match &node.op {
                    Op::During(..) => Kind::During(*period),
                    _ => Kind::Within(*period),
                };
                if let Some((date, from)) = moments(context, *date, *from, frame) {
                    if now(date) {
                        self.flips_at(from);
                        self.ends(kind, from);
                    }
                    if now(from) {
                        self.flips_at(date);
                        self.reaches(kind, date);
                    }
                }
            }
            Op::Overdue { field, period, from } => {
                let kind = Kind::Within(*period);
                match (context.value(*field, frame), context.value(*from, frame)) {
                    (Value::Absent, Value::Moment(from)) => self.ends(kind, from),
                    (Value::Moment(date), Value::Moment(from)) => {
                        if now(date) {
                            self.ends(kind, from);
                        }
                        if now(from) {
                            self.reaches(kind, date);
                        }
                    }
                    _ => {}
                }
            }
            op => {
                for part in KnowledgeBase::parts(op) {
                    self.visit(context, part, frame);
                }
            }
        }
    }

    fn rows(&mut self, context: &Context<'_>, set: &Set, rows: &[RowId], frame: &mut Frame) {
        for row in rows {
            frame.set(set.level, *row);
            for condition in &set.conditions {
                self.visit(context, *condition, frame);
            }
        }
    }

    /// What elements add, and their keys.
    fn amounts(&mut self, context: &Context<'_>, grouped: Grouped<'_>, rows: &[RowId], frame: &mut Frame) {
        for row in rows {
            frame.set(grouped.set.level, *row);
            for node in grouped.of_element().skip(grouped.set.conditions.len()) {
                self.visit(context, node, frame);
            }
        }
    }

    /// Now may come to a moment, or pass it.
    fn flips_at(&mut self, moment: Moment) {
        if !self.known.insert((Kind::Itself, moment, true)) {
            return;
        }
        let day = moment.day(self.zone);
        let instant = moment.instant(self.zone);
        self.offer(instant);
        self.offer(instant.checked_add_signed(TimeDelta::nanoseconds(1)).unwrap_or(instant));
        for day in [Some(day), day.succ_opt()].into_iter().flatten() {
            self.offer(start_of_day(day, self.zone));
        }
    }

    /// Now may come to the end of a period after a moment.
    fn ends(&mut self, kind: Kind, from: Moment) {
        if self.known.insert((kind, from, true)) {
            self.offer(kind.end(from, self.zone));
        }
    }

    /// The end of a period after now may pass a moment. It never moves back, so the day is found by halves.
    fn reaches(&mut self, kind: Kind, moment: Moment) {
        if !self.known.insert((kind, moment, false)) {
            return;
        }
        let date = moment.instant(self.zone);
        if kind.is_exact() {
            let length = kind.end(self.at, self.zone) - self.at.instant(self.zone);
            for nanosecond in [0, 1] {
                let begins = date.checked_sub_signed(length);
                let begins = begins.and_then(|at| at.checked_add_signed(TimeDelta::nanoseconds(nanosecond)));
                if let Some(begins) = begins {
                    self.offer(begins);
                }
            }
            return;
        }
        let today = self.at.day(self.zone);
        let passes = |days: u64| match today.checked_add_days(Days::new(days)) {
            Some(day) => kind.end(Moment::Day(day), self.zone) > date,
            None => true,
        };
        let most = self.zone.at(date).date_naive().signed_duration_since(today).num_days() + 2;
        let (mut least, mut most) = (0, u64::try_from(most).unwrap_or(0));
        if passes(0) {
            return;
        }
        while most > least + 1 {
            let middle = least + (most - least) / 2;
            if passes(middle) {
                most = middle;
            } else {
                least = middle;
            }
        }
        if let Some(day) = today.checked_add_days(Days::new(most)) {
            self.offer(start_of_day(day, self.zone));
        }
    }

    /// Keep an instant that is to come. For an action on a day, the beginning of the day that begins then or next.
    fn offer(&mut self, instant: DateTime<Utc>) {
        if instant <= self.at.instant(self.zone) || instant.date_naive() >= LAST {
            return;
        }
        let offered = match self.at {
            Moment::Instant(_) => instant,
            Moment::Day(_) => {
                let day = self.zone.at(instant).date_naive();
                let begins = start_of_day(day, self.zone);
                let next = || start_of_day(day.succ_opt().unwrap_or(day), self.zone);
                if begins >= instant { begins } else { next() }
            }
        };
        self.instants.insert(offered);
    }
}

/// Later is not a date that anybody could write.
const LAST: NaiveDate = match NaiveDate::from_ymd_opt(9999, 12, 31) {
    Some(day) => day,
    None => NaiveDate::MAX,
};

fn shown(instant: DateTime<Utc>, zone: Zone) -> Moment {
    Moment::Instant(zone.at(instant))
}

fn moments(
    context: &Context<'_>,
    left: NodeId,
    right: NodeId,
    frame: &mut Frame,
) -> Option<(Moment, Moment)> {
    match (context.value(left, frame), context.value(right, frame)) {
        (Value::Moment(left), Value::Moment(right)) => Some((left, right)),
        _ => None,
    }
}
