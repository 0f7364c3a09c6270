//! A portal and an action that may be changed for a while: a change is made, looked at and taken back. Counts and
//! look-ups are kept all the time.

use crate::base::IndexVec;
use crate::eval::apply::Applied;
use crate::eval::compute::{Context, Frame};
use crate::eval::indexed::Count;
use crate::eval::judge::{Decision, decide};
use crate::eval::portal::Portal;
use crate::eval::proposed::ProposedAction;
use crate::eval::why_not::variable_inputs::Input;
use crate::input::Request;
use crate::kb::Op;
use crate::program::Program;
use crate::state::collection::Cell;
use crate::values::ids::{CollectionId, CounterId, FieldId, ParameterId, RowId, ScalarId};
use crate::values::value::fold_email;
use crate::values::{Moment, Truth, Value};

/// A working copy.
pub(crate) struct Sandbox<'a> {
    program: &'a Program,
    pub(crate) portal: Portal,
    pub(crate) request: Request,
    counters: IndexVec<CounterId, Reads>,
    /// How much was judged: one for each verdict, and more where elements had to be counted again.
    pub(crate) judged: usize,
}

/// What the conditions of a counter read.
#[derive(Default)]
struct Reads {
    own: Vec<FieldId>,
    others: Vec<(CollectionId, FieldId)>,
    scalars: Vec<ScalarId>,
    walked: Vec<CollectionId>,
}

/// How to take something back.
pub(crate) enum Undo {
    Argument(ParameterId, Cell),
    Actor(RowId),
    At(Moment),
    Scalar(ScalarId, Cell),
    Field(CollectionId, RowId, FieldId, Cell),
    Pushed(CollectionId),
    Completed(CollectionId),
    Counts(Vec<(CounterId, Count)>),
    Action(Applied),
}

/// Counting this many elements again costs as much as a verdict.
const COUNTED_PER_VERDICT: u32 = 32;

impl<'a> Sandbox<'a> {
    pub(crate) fn new(program: &'a Program, portal: &Portal, request: &Request) -> Self {
        let level = |id| match program.kb.node(id).map(|node| &node.op) {
            Some(Op::Element { level, .. }) => Some(*level),
            _ => None,
        };
        let reads = program.kb.counters.iter().map(|set| {
            let mut reads = Reads::default();
            for op in set.conditions.iter().flat_map(|condition| program.kb.reads(*condition)) {
                match op {
                    Op::Scalar(scalar) => reads.scalars.push(scalar),
                    Op::Any(set, _) | Op::Count { set, .. } => reads.walked.push(set.collection),
                    Op::Field { of, field, .. } if level(of) == Some(set.level) => reads.own.push(field),
                    Op::Field { collection, field, .. } => reads.others.push((collection, field)),
                    _ => {}
                }
            }
            reads
        });
        Self {
            program,
            portal: portal.clone(),
            request: request.clone(),
            counters: reads.collect(),
            judged: 0,
        }
    }

    /// The action as things are.
    pub(crate) fn proposed(&self) -> ProposedAction<'a, '_> {
        ProposedAction::new(self.program, &self.portal, &self.request)
    }

    /// Judge the action as things are.
    pub(crate) fn decide(&mut self) -> Decision {
        self.judged += 1;
        decide(self.program, &self.portal, &self.request)
    }

    /// Judge another action as things are.
    pub(crate) fn decide_on(&mut self, request: &Request) -> Decision {
        self.judged += 1;
        decide(self.program, &self.portal, request)
    }

    /// Let another action take effect.
    pub(crate) fn act(&mut self, request: &Request) -> Undo {
        Undo::Action(self.portal.apply(self.program, request, None))
    }

    /// Let somebody else do the action.
    pub(crate) fn instead(&mut self, actor: RowId) -> Undo {
        Undo::Actor(std::mem::replace(&mut self.request.actor, actor))
    }

    /// Let the action happen at another time.
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
                    back.push(Undo::Scalar(*scalar, old));
                    self.recount(|reads| reads.scalars.contains(scalar), |_| false, back);
                }
            }
            Input::Field { collection, row, field } => self.put_field(*collection, *row, *field, value, back),
            Input::Contains { collection, field, fold, text } => {
                if *value == Value::Bool(true) {
                    self.hold(*collection, *field, text, back);
                } else {
                    self.hold_no_more(*collection, *field, *fold, text, back);
                }
            }
            Input::Complete(collection) => {
                self.portal.complete(self.program, *collection, true);
                back.push(Undo::Completed(*collection));
                self.recount(
                    |reads| reads.walked.contains(collection),
                    |counted| counted == *collection,
                    back,
                );
            }
            Input::Elements(_) => {}
        }
    }

    fn put_field(
        &mut self,
        collection: CollectionId,
        row: RowId,
        field: FieldId,
        value: &Value,
        back: &mut Vec<Undo>,
    ) {
        let mut counts = Vec::new();
        let members = |of: &Self| -> Vec<(CounterId, Truth)> {
            let context = Context::of_state(of.program, &of.portal);
            let mut frame = Frame::new(of.program);
            let counters = of.program.kb.counters.enumerated().zip(&of.counters);
            let moved = counters
                .filter(|((_, set), reads)| set.collection == collection && reads.own.contains(&field));
            moved
                .map(|((counter, set), _)| {
                    frame.set(set.level, row);
                    (counter, context.member(set, &mut frame))
                })
                .collect()
        };
        let before = members(self);
        let Some(old) = self.portal.replace(self.program, collection, row, field, given(value)) else {
            return;
        };
        back.push(Undo::Field(collection, row, field, old));
        let after = members(self);
        for ((counter, before), (_, after)) in before.into_iter().zip(after) {
            let Some(mut count) = self.portal.counted(counter) else { continue };
            count.remove(before);
            count.add(after, 1);
            counts.extend(self.portal.set_count(self.program, counter, count).map(|old| (counter, old)));
        }
        back.push(Undo::Counts(counts));
        self.recount(|reads| reads.others.contains(&(collection, field)), |_| false, back);
    }

    /// Let some element have a text in its list: the first that has a list, or a new one.
    fn hold(
        &mut self,
        collection: CollectionId,
        field: FieldId,
        text: &std::sync::Arc<str>,
        back: &mut Vec<Undo>,
    ) {
        let rows = self.portal.rows(collection);
        let first = rows.and_then(|rows| {
            rows.rows().find_map(|row| match rows.value(row, field) {
                Value::List(list) => Some((row, list)),
                _ => None,
            })
        });
        let text = Value::Text(text.clone());
        if let Some((row, list)) = first {
            let list = list.iter().cloned().chain([text]).collect();
            self.put_field(collection, row, field, &Value::List(list), back);
            return;
        }
        let Some(shape) = self.program.model.schema.collections.get(collection) else { return };
        let mut cells: IndexVec<FieldId, Cell> =
            shape.fields.iter().map(crate::input::state::left_out).collect();
        if let Some(cell) = cells.get_mut(field) {
            cell.value = Value::List([text].into_iter().collect());
        }
        if self.portal.push(self.program, collection, cells, None).is_some() {
            back.push(Undo::Pushed(collection));
            self.recount(|reads| reads.walked.contains(&collection), |counted| counted == collection, back);
        }
    }

    /// Take a text out of every list.
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
            self.put_field(collection, row, field, &Value::List(rest), back);
        }
    }

    /// Count again what reads something that was changed, or counts it.
    fn recount(
        &mut self,
        moved: impl Fn(&Reads) -> bool,
        counts: impl Fn(CollectionId) -> bool,
        back: &mut Vec<Undo>,
    ) {
        let mut changed = Vec::new();
        for ((counter, set), reads) in self.program.kb.counters.enumerated().zip(&self.counters) {
            if !moved(reads) && !counts(set.collection) {
                continue;
            }
            let context = Context::of_state(self.program, &self.portal);
            self.judged += (context.row_count(set.collection) / COUNTED_PER_VERDICT) as usize;
            changed.push((counter, context.count(set, &mut Frame::new(self.program))));
        }
        for (counter, count) in &mut changed {
            if let Some(old) = self.portal.set_count(self.program, *counter, *count) {
                *count = old;
            }
        }
        back.push(Undo::Counts(changed));
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
                Undo::Scalar(scalar, old) => {
                    self.portal.set_scalar(self.program, scalar, old);
                }
                Undo::Field(collection, row, field, old) => {
                    self.portal.replace(self.program, collection, row, field, old);
                }
                Undo::Pushed(collection) => self.portal.pop(self.program, collection),
                Undo::Completed(collection) => self.portal.complete(self.program, collection, false),
                Undo::Counts(counts) => {
                    for (counter, count) in counts.into_iter().rev() {
                        self.portal.set_count(self.program, counter, count);
                    }
                }
                Undo::Action(applied) => self.portal.undo(self.program, applied),
            }
        }
    }
}

fn given(value: &Value) -> Cell {
    Cell { value: value.clone(), span: None }
}
