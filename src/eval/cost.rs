//! How many elements conditions look at, from the rules and the sizes of what they look at.

use crate::base::Span;
use crate::eval::comparison::Comparison;
use crate::eval::compute::{Context, Frame};
use crate::kb::{Aggregate, Grouped, Invariant, InvariantKind, KnowledgeBase, LookUp, Op, Set};
use crate::values::Value;
use crate::values::ids::{CollectionId, CounterId, Level, NodeId, RowId, RuleId};

/// A set is counted when a state is loaded if that looks at no more elements than this; else whoever asks counts it.
const COUNTED: u64 = 10_000_000;

/// To compare something with so many entries of a list costs what it costs to look at an element.
const ENTRIES_PER_ELEMENT: u64 = 16;

/// Whether a set may be counted when a state is loaded.
pub(super) fn may_be_counted(context: Context<'_>, grouped: Grouped<'_>) -> bool {
    of_counting(context, grouped, Measure::Rough) <= COUNTED
        || of_counting(context, grouped, Measure::Exact) <= COUNTED
}

/// How many elements are looked at to count a set, or what it has in groups.
pub(super) fn of_counting(context: Context<'_>, grouped: Grouped<'_>, measure: Measure) -> u64 {
    let mut costs = Costs::new(context, measure);
    costs.go_through_groups(grouped);
    costs.total
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Measure {
    /// A look-up costs what going through all costs.
    Rough,
    /// A look-up costs what its index has.
    Exact,
}

#[derive(Clone, Copy, Default)]
pub(super) struct Cost {
    pub(super) total: u64,
    pub(super) dearest: Option<Dearest>,
}

#[derive(Clone, Copy)]
pub(super) struct Dearest {
    /// None where effects cost it.
    pub(super) rule: Option<RuleId>,
    pub(super) condition: Option<Span>,
    cost: u64,
}

/// Elements of a set are under way, one after the other, each at most once each time.
#[derive(Clone, Copy)]
pub(super) struct GoingThrough {
    level: Level,
    /// How often it is gone through.
    times: u64,
    /// Whether all of them are.
    all: bool,
}

/// How many entries a list has.
enum Length {
    Known(u64),
    /// Of those of the elements of a collection: together, and the longest.
    OfEach {
        all: u64,
        longest: u64,
        within: GoingThrough,
    },
}

pub(super) struct Costs<'a> {
    pub(super) context: Context<'a>,
    measure: Measure,
    frame: Frame,
    /// The level of which it is known which element is under way.
    fixed: Option<Level>,
    /// The lists whose entries are under way, and how often each is gone through.
    lists: Vec<(Level, NodeId, u64)>,
    total: u64,
    /// The set that costs most of the rule under way.
    condition: Option<(u64, Span)>,
    /// That of the rules that ended.
    pub(super) cost: Cost,
}

impl<'a> Costs<'a> {
    pub(super) fn new(context: Context<'a>, measure: Measure) -> Self {
        let frame = Frame::new(context.program);
        let (lists, cost) = (Vec::new(), Cost::default());
        Self { context, measure, frame, fixed: None, lists, total: 0, condition: None, cost }
    }

    /// What was added up since the last rule ended is the cost of this one, or of the effects.
    pub(super) fn end_rule(&mut self, rule: Option<RuleId>) {
        let own = self.total - self.cost.total;
        self.cost.total = self.total;
        let condition = self.condition.take().map(|(_, place)| place);
        if own > self.cost.dearest.map_or(0, |dearest| dearest.cost) {
            self.cost.dearest = Some(Dearest { rule, condition, cost: own });
        }
    }

    pub(super) fn audit<'i>(mut self, invariants: impl Iterator<Item = &'i Invariant>) -> Cost {
        for invariant in invariants {
            let counted = matches!(&invariant.kind, InvariantKind::Limit { counter: Some(counter), .. }
                if self.is_counted(*counter));
            if let InvariantKind::Aggregate(aggregate) = &invariant.kind {
                if aggregate.kept.is_none_or(|kept| self.context.kept_groups(kept).is_none()) {
                    self.go_through_groups(invariant.grouped());
                }
                self.bounds_of_groups(invariant, aggregate, self.all_groups(invariant, aggregate));
            } else if !counted {
                let rows = self.context.row_count(invariant.set.collection).into();
                self.go_through(&invariant.set, None, rows, 1);
            }
            self.limit(&invariant.kind, &invariant.set);
            self.end_rule(Some(invariant.rule));
        }
        self.cost
    }

    /// The bound of a limit, and its set where nobody has counted it.
    pub(super) fn limit(&mut self, kind: &InvariantKind, set: &Set) {
        let InvariantKind::Limit { most, counter } = kind else { return };
        self.node(*most, 1, None);
        // How many there were before is asked, and what changes is looked at by itself.
        let asked = self.context.request.is_some() && self.context.change.is_none();
        if asked && !counter.is_some_and(|counter| self.is_counted(counter)) {
            self.set(set, None, 1, None);
        }
    }

    fn is_counted(&self, counter: CounterId) -> bool {
        self.context.kept(counter).is_some()
    }

    /// A condition is computed so many times, within a set that is gone through or none.
    pub(super) fn node(&mut self, id: NodeId, times: u64, within: Option<GoingThrough>) {
        let Some(node) = self.context.program.kb.node(id) else { return };
        let before = self.total;
        match &node.op {
            Op::Any(set, condition) => self.set(set, Some(*condition), times, within),
            Op::AnyEntry { list, level, condition } => {
                self.node(*list, times, within);
                self.entries_of(*list, *level, *condition, times, within);
            }
            Op::Count { counter: Some(counter), .. } if self.is_counted(*counter) => {}
            Op::Count { set, .. } => self.set(set, None, times, within),
            Op::Total { kept: Some(kept), .. } if self.context.kept_groups(*kept).is_some() => {}
            Op::Total { set, amount, .. } => self.set(set, Some(amount.value), times, within),
            Op::Indexed { value, index, walk } => {
                let moved = self.context.moves_index(*index);
                self.node(if moved { *walk } else { *value }, times, within);
            }
            op => {
                for part in KnowledgeBase::parts(op) {
                    self.node(part, times, within);
                }
                let own = match op {
                    Op::In { list, .. } | Op::CountEntries { list, .. } => self.entries(*list, times, within),
                    Op::Inside { inner, inner_of, .. } => {
                        self.outward(*inner, *inner_of).saturating_mul(times)
                    }
                    _ => 0,
                };
                self.total = self.total.saturating_add(own);
            }
        }
        let own = self.total - before;
        if matches!(node.op, Op::Any(..) | Op::AnyEntry { .. } | Op::Count { .. } | Op::Total { .. })
            && own > self.condition.map_or(0, |(cost, _)| cost)
        {
            self.condition = Some((own, node.span));
        }
    }

    /// How many elements are looked at to know what one lies in.
    fn outward(&mut self, inner: NodeId, inner_of: CollectionId) -> u64 {
        let kb = &self.context.program.kb;
        let open = |op: &Op| match op {
            Op::Element { level, .. } => self.fixed != Some(*level),
            op => matches!(op, Op::Any(..) | Op::Count { .. } | Op::Total { .. }),
        };
        if self.measure == Measure::Rough || kb.any_read(inner, open) {
            return self.context.portal.deepest(self.context.program);
        }
        match self.context.value(inner, &mut self.frame) {
            Value::Element(row) => self.context.outward((inner_of, row), None).elements.len() as u64,
            _ => 1,
        }
    }

    /// What it costs to compare something with a list so many times.
    fn entries(&mut self, list: NodeId, times: u64, within: Option<GoingThrough>) -> u64 {
        let cost = |entries: u64| (entries / ENTRIES_PER_ELEMENT).saturating_mul(times);
        match self.length(list, within) {
            Length::Known(entries) => cost(entries),
            Length::OfEach { all, longest, within } => {
                let once = (all / ENTRIES_PER_ELEMENT).saturating_mul(within.times);
                if within.all { once } else { once.min(cost(longest)) }
            }
        }
    }

    /// What it costs to ask something of each entry of a list so many times.
    fn entries_of(
        &mut self,
        list: NodeId,
        level: Level,
        condition: NodeId,
        times: u64,
        within: Option<GoingThrough>,
    ) {
        let entries = match self.length(list, within) {
            Length::Known(entries) => entries.saturating_mul(times),
            Length::OfEach { all, longest, within } => {
                let once = all.saturating_mul(within.times);
                if within.all { once } else { once.min(longest.saturating_mul(times)) }
            }
        };
        self.total = self.total.saturating_add(entries / ENTRIES_PER_ELEMENT);
        let known = self.lists.len();
        self.lists.push((level, list, times));
        self.node(condition, entries, None);
        self.lists.truncate(known);
    }

    /// How long a list is, or those of the elements that are gone through.
    fn length(&mut self, list: NodeId, within: Option<GoingThrough>) -> Length {
        let kb = &self.context.program.kb;
        if self.is_closed(list) {
            return match self.context.value(list, &mut self.frame) {
                Value::List(entries) => Length::Known(entries.len() as u64),
                _ => Length::Known(0),
            };
        }
        let Some(Op::Field { of, collection, field }) = kb.node(list).map(|node| &node.op) else {
            return Length::Known(0);
        };
        let (all, longest) = self.context.lists(*collection, *field);
        let own = match kb.node(*of).map(|node| &node.op) {
            Some(Op::Element { level, .. }) => Some(*level),
            _ => None,
        };
        match within {
            Some(within) if own == Some(within.level) => Length::OfEach { all, longest, within },
            _ => Length::Known(longest),
        }
    }

    /// Whether a value is known before anything is gone through, and costs nothing.
    fn is_closed(&self, id: NodeId) -> bool {
        let is_open = |op: &Op| match op {
            Op::Any(..) | Op::AnyEntry { .. } | Op::Count { .. } | Op::Total { .. } | Op::Entry { .. } => {
                true
            }
            Op::Element { level, .. } => self.fixed != Some(*level),
            _ => false,
        };
        !self.context.program.kb.any_read(id, is_open)
    }

    /// A set is asked for so many times, with a condition on its elements or none.
    pub(super) fn set(
        &mut self,
        set: &Set,
        condition: Option<NodeId>,
        times: u64,
        within: Option<GoingThrough>,
    ) {
        let before = self.total;
        let keys = set.look_up.iter().flat_map(|look_up| &look_up.keys);
        keys.for_each(|key| self.node(*key, times, within));
        // A key that costs something is not computed to find out what it finds.
        let cheap = self.total == before && before < u64::MAX;
        if let Some(look_up) = set.look_up.as_ref().filter(|_| self.measure == Measure::Exact && cheap) {
            let looked_at = self.looked_at(set, look_up, times, within);
            let within = GoingThrough { level: set.level, times, all: false };
            self.elements(set, condition, looked_at, Some(within));
        } else {
            let rows = self.context.row_count(set.collection).into();
            self.go_through(set, condition, rows, times);
        }
    }

    /// Some elements of a set are looked at, each once.
    pub(super) fn look_at(&mut self, set: &Set, rows: &[RowId]) {
        self.fixed = Some(set.level);
        for row in rows {
            self.frame.set(set.level, *row);
            self.elements(set, None, 1, None);
        }
        self.fixed = None;
    }

    /// All elements of a set are looked at, with what they add and their keys.
    fn go_through_groups(&mut self, grouped: Grouped<'_>) {
        let rows = u64::from(self.context.row_count(grouped.set.collection));
        self.go_through(grouped.set, None, rows, 1);
        self.keys_and_amount(grouped, rows);
    }

    /// What elements add, and their keys: to each of some lists as keys belongs each of the others.
    fn keys_and_amount(&mut self, grouped: Grouped<'_>, elements: u64) {
        let keys = grouped.keys.iter().map(|key| key.value);
        for node in grouped.amount.map(|amount| amount.value).into_iter().chain(keys) {
            self.node(node, elements, None);
        }
        let groups = self.groups_of_element(grouped);
        self.total = self.total.saturating_add((groups / ENTRIES_PER_ELEMENT).saturating_mul(elements));
    }

    /// In how many groups an element is at most.
    fn groups_of_element(&self, grouped: Grouped<'_>) -> u64 {
        let kb = &self.context.program.kb;
        let lists = grouped.keys.iter().filter_map(|key| match &kb.node(key.value)?.op {
            Op::Field { collection, field, .. } => Some(self.context.lists(*collection, *field).1),
            _ => None,
        });
        lists.map(|longest| longest.max(1)).fold(1, u64::saturating_mul)
    }

    /// How many groups there are at most.
    fn all_groups(&self, invariant: &Invariant, aggregate: &Aggregate) -> u64 {
        let collection = aggregate.each.unwrap_or(invariant.set.collection);
        let rows = u64::from(self.context.row_count(collection));
        match (aggregate.each, aggregate.keys.as_slice()) {
            (_, []) => 1,
            (Some(_), _) => rows,
            (None, _) => rows.saturating_mul(self.groups_of_element(invariant.grouped())).saturating_add(1),
        }
    }

    /// The bounds of so many groups.
    fn bounds_of_groups(&mut self, invariant: &Invariant, aggregate: &Aggregate, groups: u64) {
        self.total = self.total.saturating_add(if aggregate.keys.is_empty() { 0 } else { groups });
        invariant.bounds().for_each(|bound| self.node(bound, groups, None));
    }

    /// What a verdict looks at for an invariant on groups: the elements that the change touches, before and after, the
    /// groups that they were in and come in, and all elements where nobody keeps the groups.
    pub(super) fn groups(&mut self, comparison: &Comparison<'a>, aggregate: &Aggregate, all: bool) {
        let (invariant, grouped) = (comparison.invariant, comparison.invariant.grouped());
        let touched = comparison.touched();
        for context in [comparison.before, comparison.after] {
            self.context = context;
            if all {
                self.go_through_groups(grouped);
            } else {
                self.look_at(grouped.set, &touched);
                self.keys_and_amount(grouped, touched.len() as u64);
            }
        }
        self.context = comparison.before;
        if aggregate.kept.is_none_or(|kept| self.context.kept_groups(kept).is_none()) {
            self.go_through_groups(grouped);
        }
        let of_touched =
            (touched.len() as u64).saturating_mul(2).saturating_mul(self.groups_of_element(grouped));
        self.context = comparison.after;
        let groups = self.all_groups(invariant, aggregate).saturating_add(of_touched);
        let groups = if all || comparison.may_touch_all_groups(aggregate) { groups } else { of_touched };
        // Before and after the change.
        for context in [comparison.before, comparison.after] {
            self.context = context;
            self.bounds_of_groups(invariant, aggregate, groups);
        }
    }

    pub(super) fn go_through(&mut self, set: &Set, condition: Option<NodeId>, rows: u64, times: u64) {
        let within = GoingThrough { level: set.level, times, all: true };
        self.elements(set, condition, rows.saturating_mul(times), Some(within));
    }

    fn elements(
        &mut self,
        set: &Set,
        condition: Option<NodeId>,
        elements: u64,
        within: Option<GoingThrough>,
    ) {
        self.total = self.total.saturating_add(elements);
        for part in set.conditions.iter().copied().chain(condition) {
            self.node(part, elements, within);
        }
    }

    /// How many elements a look-up gives in all, done so many times.
    fn looked_at(&mut self, set: &Set, look_up: &LookUp, times: u64, within: Option<GoingThrough>) -> u64 {
        let kb = &self.context.program.kb;
        // Of which elements something is part of a key, and of which entries.
        let (mut outer, mut entries) = (Vec::new(), Vec::new());
        for key in &look_up.keys {
            kb.any_read(*key, |op| {
                match op {
                    Op::Element { level, collection } => outer.push((*level, *collection)),
                    Op::Entry { level, .. } => entries.push(*level),
                    _ => {}
                }
                false
            });
        }
        outer.sort_unstable();
        outer.dedup();
        entries.sort_unstable();
        entries.dedup();
        match (outer.as_slice(), within) {
            _ if !entries.is_empty() => {
                let found = if outer.is_empty() { self.found_of_entries(set, &entries, times) } else { None };
                let all = || u64::from(self.context.row_count(set.collection)).saturating_mul(times);
                found.unwrap_or_else(all)
            }
            ([], _) => self.found(set).saturating_mul(times),
            ([(level, _)], _) if self.fixed == Some(*level) => self.found(set).saturating_mul(times),
            ([(level, collection)], Some(within)) if within.all && *level == within.level => {
                let found = self.found_of_each(set, *level, *collection);
                found.fold(0u64, u64::saturating_add).saturating_mul(within.times)
            }
            // Which of them are under way is not known.
            ([(level, collection)], _) => {
                self.found_of_each(set, *level, *collection).max().unwrap_or(0).saturating_mul(times)
            }
            _ => u64::from(self.context.row_count(set.collection)).saturating_mul(times),
        }
    }

    /// How many elements a look-up gives in all, done so many times, where the keys are made of the entries of a list that is
    /// known; nothing where they are those of another.
    fn found_of_entries(&mut self, set: &Set, levels: &[Level], times: u64) -> Option<u64> {
        let [level] = levels else { return None };
        let (_, list, through) = *self.lists.iter().find(|(own, ..)| own == level)?;
        let closed = self.is_closed(list).then(|| self.context.value(list, &mut self.frame));
        let Some(Value::List(entries)) = closed else { return None };
        let (mut all, mut most) = (0u64, 0u64);
        for entry in entries.iter() {
            self.frame.set_entry(*level, entry.clone());
            let found = self.found(set);
            (all, most) = (all.saturating_add(found), most.max(found));
        }
        // Within another set, which entries are under way is not known.
        let once_each = times == (entries.len() as u64).saturating_mul(through);
        Some(if once_each { all.saturating_mul(through) } else { most.saturating_mul(times) })
    }

    /// How many elements may be in a set, with each element of a collection under way in turn.
    fn found_of_each<'s>(
        &'s mut self,
        set: &'s Set,
        level: Level,
        collection: CollectionId,
    ) -> impl Iterator<Item = u64> + use<'s, 'a> {
        self.context.rows(collection).map(move |row| {
            self.frame.set(level, row);
            self.found(set)
        })
    }

    /// How many elements may be in a set, with what is under way.
    fn found(&mut self, set: &Set) -> u64 {
        self.context.candidates_of(set, &mut self.frame) as u64
    }
}
