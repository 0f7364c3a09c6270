//! A copy of a portal and of an action, in which changes are made and taken back. Counts and look-ups are kept.

use crate::base::IndexVec;
use crate::eval::apply::{self, Applied};
use crate::eval::compute::{Context, Frame};
use crate::eval::cost::{self, Measure};
use crate::eval::groups::Share;
use crate::eval::indexed::Count;
use crate::eval::judge::{Decision, RuleOutcome, decide};
use crate::eval::overlay::FieldOf;
use crate::eval::portal::Portal;
use crate::eval::proposed::ProposedAction;
use crate::eval::why_not::place::{Input, VariableInput};
use crate::eval::why_not::variable_inputs::variable_inputs;
use crate::input::Request;
use crate::kb::{Grouped, Grouping, Op, Written};
use crate::program::Program;
use crate::state::collection::Cell;
use crate::values::email::fold_email;
use crate::values::ids::{CollectionId, CounterId, FieldId, GroupingId, ParameterId, RowId};
use crate::values::{Moment, Truth, Value};
use std::cell::OnceCell;
use std::rc::Rc;
use std::sync::Arc;

#[derive(Clone)]
pub(crate) struct Sandbox<'a> {
    program: &'a Program,
    pub(crate) portal: Portal,
    pub(crate) request: Request,
    counters: CounterReads,
    /// How much was judged: one for each verdict, and more where elements are looked at, or had to be counted again.
    pub(crate) judged: usize,
    /// What a verdict on the action counts for.
    price: usize,
    /// Whether a text that some element has to hold is given to a new one, of which nobody knows anything else.
    pub(crate) holds_anew: bool,
}

/// What the counters of some rules read, worked out once where something asks.
#[derive(Clone, Default)]
pub(crate) struct CounterReads(Rc<OnceCell<IndexVec<CounterId, Reads>>>);

#[derive(Default)]
struct Reads {
    own: Vec<FieldId>,
    others: Vec<(CollectionId, FieldId)>,
}

pub(crate) enum Undo {
    Argument(ParameterId, Cell),
    Actor(RowId),
    At(Moment),
    Portal(apply::Undo),
    Action(Applied),
}

/// Counting this many elements again costs as much as a verdict.
const COUNTED_PER_VERDICT: u32 = 32;
/// Looking at this many elements for each of those that are counted does, too.
const LOOKED_AT_WHILE_COUNTING: u64 = 2_000;

impl<'a> Sandbox<'a> {
    /// `price` is what a verdict on the action counts for.
    pub(crate) fn new(program: &'a Program, portal: Portal, request: Request, price: usize) -> Self {
        let counters = CounterReads::default();
        Self { program, portal, request, counters, judged: 0, price, holds_anew: false }
    }

    /// The counters that were counted and that something written can touch, as far as `moved` says of what they read.
    fn moved_counters(&self, key: Written, moved: impl Fn(&Reads) -> bool) -> Vec<CounterId> {
        let reads = self.counters.0.get_or_init(|| reads_of_counters(self.program));
        let counted = |counter: &&CounterId| {
            self.portal.counted(**counter).is_some() && reads.get(**counter).is_some_and(&moved)
        };
        // Those that a set asks for in its conditions stand before it.
        self.program.kb.counters_reading(key).iter().filter(counted).copied().collect()
    }

    pub(crate) fn proposed(&self) -> ProposedAction<'a, '_> {
        ProposedAction::new(self.program, &self.portal, &self.request)
    }

    /// The inputs of some outcomes of an action.
    pub(super) fn inputs(
        &self,
        request: &Request,
        outcomes: impl Iterator<Item = RuleOutcome>,
    ) -> Vec<VariableInput> {
        variable_inputs(&ProposedAction::new(self.program, &self.portal, request), outcomes)
    }

    pub(crate) fn decide(&mut self) -> Decision {
        self.judged += self.price;
        decide(self.program, &self.portal, &self.request)
    }

    pub(crate) fn decide_on(&mut self, request: &Request) -> Decision {
        self.judged += 1;
        decide(self.program, &self.portal, request)
    }

    pub(crate) fn act(&mut self, request: &Request) -> Undo {
        let program = self.program;
        let effects = program.kb.actions.get(request.action).map(|plan| &*plan.effects).unwrap_or_default();
        for counter in effects.iter().flat_map(|effect| program.kb.counters_reading(effect.written())) {
            let set = program.kb.counters.get(*counter);
            self.judged += set.map_or(0, |set| self.price_of_looking(Grouped::of(set)));
        }
        for grouping in effects.iter().flat_map(|effect| program.kb.groupings_reading(effect.written())) {
            let grouping = program.kb.groupings.get(*grouping);
            self.judged += grouping.map_or(0, |grouping| self.price_of_looking(grouping.grouped()));
        }
        Undo::Action(self.portal.apply(self.program, request, None))
    }

    pub(crate) fn wait(&mut self, at: Moment) -> Undo {
        Undo::At(std::mem::replace(&mut self.request.at, at))
    }

    /// Put a value in a place. What is given back is to be taken back from its end.
    pub(crate) fn put(&mut self, place: &Input, value: &Value, back: &mut Vec<Undo>) {
        match place {
            Input::Argument(parameter) => {
                if let Some(cell) = self.request.arguments.get_mut(*parameter) {
                    back.push(Undo::Argument(*parameter, std::mem::replace(cell, given(value))));
                }
            }
            Input::Scalar(scalar) => {
                if let Some(old) = self.portal.set_scalar(self.program, *scalar, given(value)) {
                    back.push(Undo::Portal(apply::Undo::Scalar(*scalar, old)));
                    self.recount(Written::Scalar(*scalar), |_| true, back);
                }
            }
            Input::Field { collection, row, field } => {
                self.put_field(FieldOf { collection: *collection, row: *row, field: *field }, value, back);
            }
            Input::Contains { collection, field, fold, text } => {
                if *value == Value::Bool(true) {
                    self.hold(*collection, *field, text, back);
                } else {
                    self.hold_no_more(*collection, *field, *fold, text, back);
                }
            }
            Input::Complete(collection) => {
                self.portal.complete(self.program, *collection, true);
                back.push(Undo::Portal(apply::Undo::Completed(*collection)));
                self.recount(Written::Added(*collection), |_| true, back);
            }
            Input::Elements(_) => {}
        }
    }

    fn put_field(&mut self, of: FieldOf, value: &Value, back: &mut Vec<Undo>) {
        let key = Written::Field(of.collection, of.field);
        let own = self.moved_counters(key, |reads| reads.own.contains(&of.field));
        let members = |sandbox: &Self| -> Vec<(CounterId, Truth)> {
            let context = Context::of_state(sandbox.program, &sandbox.portal);
            let mut frame = Frame::new(sandbox.program);
            let own =
                own.iter().filter_map(|counter| Some((*counter, sandbox.program.kb.counters.get(*counter)?)));
            let own = own.filter(|(_, set)| set.collection == of.collection);
            let members = own.map(|(counter, set)| {
                frame.set(set.level, of.row);
                (counter, context.member(set, &mut frame))
            });
            members.collect()
        };
        let before = members(self);
        let own_groupings = self.groupings_of_own(of);
        let shares_before = self.shares(&own_groupings, of);
        let Some(old) = self.portal.replace(self.program, of, given(value)) else { return };
        back.push(Undo::Portal(apply::Undo::Field(of, old)));
        let after = members(self);
        for ((counter, before), (_, after)) in before.into_iter().zip(after) {
            let moved = before != after;
            let Some(mut count) = self.portal.counted(counter).filter(|_| moved) else { continue };
            count.remove(before);
            count.add(after, 1);
            self.set_count(counter, count, back);
        }
        let shares = shares_before.into_iter().zip(self.shares(&own_groupings, of));
        for (grouping, shares) in own_groupings.into_iter().zip(shares.collect::<Vec<_>>()) {
            let shares = vec![shares];
            self.portal.regroup(grouping, &shares, false);
            back.push(Undo::Portal(apply::Undo::Regrouped(grouping, shares)));
        }
        self.recount(key, |reads| reads.others.contains(&(of.collection, of.field)), back);
    }

    /// The groupings that read a field of their own elements alone: one of them changes.
    fn groupings_of_own(&self, of: FieldOf) -> Vec<GroupingId> {
        let kb = &self.program.kb;
        let own = |grouping: &&GroupingId| {
            let Some(grouping) = kb.groupings.get(**grouping) else { return false };
            let level = grouping.set.level;
            let elsewhere = |op: &Op| match op {
                Op::Field { of: element, collection, field } => {
                    let is_own = matches!(kb.node(*element).map(|node| &node.op),
                        Some(Op::Element { level: own, .. }) if *own == level);
                    (*collection, *field) == (of.collection, of.field) && !is_own
                }
                _ => false,
            };
            grouping.set.collection == of.collection
                && !grouping.grouped().of_element().any(|node| kb.any_read(node, elsewhere))
        };
        let key = Written::Field(of.collection, of.field);
        kb.groupings_reading(key).iter().filter(own).copied().collect()
    }

    /// What an element is to some groupings.
    fn shares(&self, groupings: &[GroupingId], of: FieldOf) -> Vec<Share> {
        let context = Context::of_state(self.program, &self.portal);
        let mut frame = Frame::new(self.program);
        let grouped = groupings.iter().filter_map(|grouping| self.program.kb.groupings.get(*grouping));
        let shares = grouped.map(|grouping| {
            frame.set(grouping.set.level, of.row);
            context.share(grouping.grouped(), &mut frame)
        });
        shares.collect()
    }

    fn set_count(&mut self, counter: CounterId, count: Count, back: &mut Vec<Undo>) {
        let old = self.portal.set_count(self.program, counter, count);
        back.extend(old.map(|old| Undo::Portal(apply::Undo::Count(counter, old))));
    }

    /// Let some element have a text in its list: the first that has a list, or a new one.
    fn hold(&mut self, collection: CollectionId, field: FieldId, text: &Arc<str>, back: &mut Vec<Undo>) {
        let rows = self.portal.rows(collection);
        let first = rows.filter(|_| !self.holds_anew).and_then(|rows| {
            rows.rows().find_map(|row| match rows.value(row, field) {
                Value::List(list) => Some((row, list)),
                _ => None,
            })
        });
        let text = Value::Text(text.clone());
        if let Some((row, list)) = first {
            let list = list.iter().cloned().chain([text]).collect();
            self.put_field(FieldOf { collection, row, field }, &Value::List(list), back);
            return;
        }
        let Some(shape) = self.program.model.schema.collections.get(collection) else { return };
        let mut cells: IndexVec<FieldId, Cell> =
            shape.fields.iter().map(|_| given(&Value::Unknown)).collect();
        if let Some(cell) = cells.get_mut(field) {
            cell.value = Value::List([text].into_iter().collect());
        }
        self.portal.push(self.program, collection, cells, None);
        back.push(Undo::Portal(apply::Undo::Added(collection)));
        self.recount(Written::Added(collection), |_| true, back);
    }

    fn hold_no_more(
        &mut self,
        collection: CollectionId,
        field: FieldId,
        fold: bool,
        text: &str,
        back: &mut Vec<Undo>,
    ) {
        let same = |value: &Value| match value {
            Value::Text(own) if fold => fold_email(own) == fold_email(text),
            Value::Text(own) => **own == *text,
            _ => false,
        };
        let Some(rows) = self.portal.rows(collection) else { return };
        let holding = rows.rows().filter_map(|row| match rows.value(row, field) {
            Value::List(list) if list.iter().any(same) => {
                Some((row, list.iter().filter(|value| !same(value)).cloned().collect()))
            }
            _ => None,
        });
        for (row, rest) in holding.collect::<Vec<_>>() {
            self.put_field(FieldOf { collection, row, field }, &Value::List(rest), back);
        }
    }

    /// Count again what reads something that was changed.
    fn recount(&mut self, key: Written, moved: impl Fn(&Reads) -> bool, back: &mut Vec<Undo>) {
        for counter in self.moved_counters(key, moved) {
            let Some(set) = self.program.kb.counters.get(counter) else { continue };
            let context = Context::of_state(self.program, &self.portal);
            let counted = context.row_count(set.collection) / COUNTED_PER_VERDICT;
            self.judged += counted as usize + self.price_of_looking(Grouped::of(set));
            let context = Context::of_state(self.program, &self.portal);
            let count = context.count(set, &mut Frame::new(self.program));
            self.set_count(counter, count, back);
        }
        let own = if let Written::Field(collection, field) = key {
            self.groupings_of_own(FieldOf { collection, row: RowId::NONE, field })
        } else {
            Vec::new()
        };
        for grouping in self.program.kb.groupings_reading(key) {
            let Some(grouped) = self.program.kb.groupings.get(*grouping).map(Grouping::grouped) else {
                continue;
            };
            if own.contains(grouping) {
                continue;
            }
            let context = Context::of_state(self.program, &self.portal);
            let counted = context.row_count(grouped.set.collection) / COUNTED_PER_VERDICT;
            self.judged += counted as usize + self.price_of_looking(grouped);
            let old = self.portal.group_anew(self.program, *grouping);
            back.extend(old.map(|old| Undo::Portal(apply::Undo::Groups(*grouping, old))));
        }
    }

    /// What looking at others counts for, while the elements of a set are counted: an action, too, makes that anew.
    fn price_of_looking(&self, grouped: Grouped<'_>) -> usize {
        let context = Context::of_state(self.program, &self.portal);
        let counted = u64::from(context.row_count(grouped.set.collection));
        let looked_at = cost::of_counting(context, grouped, Measure::Rough).saturating_sub(counted);
        usize::try_from(looked_at / LOOKED_AT_WHILE_COUNTING).unwrap_or(usize::MAX)
    }

    /// Take back what was changed, the last first.
    pub(crate) fn take_back(&mut self, back: Vec<Undo>) {
        for one in back.into_iter().rev() {
            match one {
                Undo::Argument(parameter, old) => {
                    if let Some(cell) = self.request.arguments.get_mut(parameter) {
                        *cell = old;
                    }
                }
                Undo::Actor(actor) => self.request.actor = actor,
                Undo::At(at) => self.request.at = at,
                Undo::Portal(undo) => self.portal.take_back(self.program, undo),
                Undo::Action(applied) => self.portal.undo(self.program, applied),
            }
        }
    }
}

pub(super) fn given(value: &Value) -> Cell {
    Cell { value: value.clone(), span: None }
}

fn reads_of_counters(program: &Program) -> IndexVec<CounterId, Reads> {
    let level = |id| match program.kb.node(id).map(|node| &node.op) {
        Some(Op::Element { level, .. }) => Some(*level),
        _ => None,
    };
    let reads = program.kb.counters.iter().map(|set| {
        let mut reads = Reads::default();
        for op in set.conditions.iter().flat_map(|condition| program.kb.reads(*condition)) {
            match op {
                Op::Inside { inner_of, .. } => reads.others.extend(program.kb.nest_fields(inner_of)),
                Op::Field { of, field, .. } if level(of) == Some(set.level) => reads.own.push(field),
                Op::Field { collection, field, .. } => reads.others.push((collection, field)),
                _ => {}
            }
        }
        reads
    });
    reads.collect()
}
