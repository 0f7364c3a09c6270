//! An action takes effect on a portal, and is taken back.

use crate::base::Span;
use crate::eval::compute::{Context, Frame};
use crate::eval::differences::of_change;
use crate::eval::groups::{Groups, Share};
use crate::eval::indexed::Count;
use crate::eval::overlay::{Change, FieldOf, id_of};
use crate::eval::portal::{Difference, Portal};
use crate::eval::proposed::{Effects, ProposedAction};
use crate::input::Request;
use crate::kb::ReadSet;
use crate::model::Model;
use crate::program::Program;
use crate::state::collection::Cell;
use crate::values::ids::{CollectionId, CounterId, GroupingId, RowId, ScalarId};
use crate::values::{Truth, Value};
use std::sync::Arc;

/// What an action changed, and what is needed to take it back.
#[derive(Debug, Default)]
pub struct Applied {
    pub differences: Vec<Difference>,
    undo: Vec<Undo>,
}

/// How to take a single change of a portal back.
#[derive(Debug)]
pub(crate) enum Undo {
    Scalar(ScalarId, Cell),
    Field(FieldOf, Cell),
    Added(CollectionId),
    Count(CounterId, Count),
    /// Elements that were put in the place of what they were.
    Regrouped(GroupingId, Vec<(Share, Share)>),
    /// All groups of a grouping.
    Groups(GroupingId, Groups),
    /// A collection that had been left out was declared to be known.
    Completed(CollectionId),
}

impl Portal {
    /// Let an action take effect, allowed or not. New values get `place`. Costs what the effects touch, not what the
    /// state holds, unless an effect changes what the conditions of other elements read.
    pub fn apply(&mut self, program: &Program, request: &Request, place: Option<Span>) -> Applied {
        let effects = ProposedAction::new(program, self, request).into_effects();
        self.carry_out(program, request, effects, place)
    }

    /// [`Portal::apply`] for effects that were worked out on this portal, which has not changed since.
    pub fn carry_out(
        &mut self,
        program: &Program,
        request: &Request,
        Effects(mut change): Effects,
        place: Option<Span>,
    ) -> Applied {
        let mut applied = Applied::default();
        let Some(impact) = program.kb.impact(request.action) else { return applied };
        applied.differences = of_change(&program.model, self, &change);
        self.leave_out_known(&program.model, &mut change);
        let context = Context::of_request(program, self, request);
        let after = Context { change: Some(&change), ..context };
        // Of an element that changes, the values before and after; it is in no set of others.
        let possible = impact.pinned.reachable(|collection, field| {
            let values = move |row| {
                let of = FieldOf { collection, row, field };
                [context.portal.held(of).unwrap_or(Value::Absent), after.field(of)]
            };
            Some(after.touched(collection).flat_map(values))
        });
        let affected = possible.into_iter().filter_map(|place| impact.counters.get(place));
        let counts: Vec<(CounterId, Count)> = affected
            .filter_map(|affected| {
                Some((affected.counter, recounted(&context, &change, affected.counter, &affected.reads)?))
            })
            .collect();
        let regrouped: Vec<(GroupingId, Vec<(Share, Share)>)> = impact
            .groupings
            .iter()
            .map(|affected| {
                (affected.grouping, regrouped(&context, &change, affected.grouping, &affected.reads))
            })
            .collect();
        for (scalar, value) in change.scalars {
            let Some(old) = self.set_scalar(program, scalar, Cell { value, span: place }) else { continue };
            applied.undo.push(Undo::Scalar(scalar, old));
        }
        for (of, value) in change.fields {
            let Some(old) = self.replace(program, of, Cell { value, span: place }) else { continue };
            applied.undo.push(Undo::Field(of, old));
        }
        for (collection, cells) in change.added {
            self.push(program, collection, cells, place);
            applied.undo.push(Undo::Added(collection));
        }
        for (grouping, shares) in regrouped {
            self.regroup(grouping, &shares, false);
            applied.undo.push(Undo::Regrouped(grouping, shares));
        }
        for (counter, count) in counts {
            let old = self.set_count(program, counter, count);
            applied.undo.extend(old.map(|old| Undo::Count(counter, old)));
        }
        applied
    }

    /// Take back what an action changed; nothing may have changed since.
    pub fn undo(&mut self, program: &Program, applied: Applied) {
        for undo in applied.undo.into_iter().rev() {
            self.take_back(program, undo);
        }
    }

    pub(super) fn take_back(&mut self, program: &Program, undo: Undo) {
        match undo {
            Undo::Scalar(scalar, old) => drop(self.set_scalar(program, scalar, old)),
            Undo::Field(of, old) => drop(self.replace(program, of, old)),
            Undo::Added(collection) => self.pop(program, collection),
            Undo::Count(counter, old) => drop(self.set_count(program, counter, old)),
            Undo::Regrouped(grouping, shares) => self.regroup(grouping, &shares, true),
            Undo::Groups(grouping, old) => drop(self.set_groups(grouping, old)),
            Undo::Completed(collection) => self.complete(program, collection, false),
        }
    }

    /// Take out of a change the new elements whose ids are there already.
    fn leave_out_known(&self, model: &Model, change: &mut Change) {
        let mut new: Vec<(CollectionId, Arc<str>)> = Vec::new();
        change.added.retain(|(collection, cells)| {
            let Some(shape) = model.schema.collections.get(*collection) else { return false };
            let Some(id) = id_of(shape, cells) else { return true };
            let known = self.state.find(*collection, &id).is_some()
                || new.iter().any(|(other, known)| (other, known) == (collection, &id));
            new.push((*collection, id));
            !known
        });
    }
}

/// What the elements that a change touches are to a grouping, before and after, where that is not the same.
fn regrouped(
    context: &Context<'_>,
    change: &Change,
    grouping: GroupingId,
    moved: &[ReadSet],
) -> Vec<(Share, Share)> {
    let kept = context.portal.grouped(grouping);
    let Some(grouping) = context.program.kb.groupings.get(grouping).filter(|_| kept.is_some()) else {
        return Vec::new();
    };
    let (grouped, collection) = (grouping.grouped(), grouping.set.collection);
    let after = Context { change: Some(change), ..*context };
    let rows: Vec<RowId> = match moved.iter().any(|moved| change.moves_all(moved)) {
        true => after.rows(collection).collect(),
        false => context.moved_rows(collection, moved, change),
    };
    let mut frame = Frame::new(context.program);
    let mut share = |context: &Context<'_>, row: RowId| {
        frame.set(grouped.set.level, row);
        context.share(grouped, &mut frame)
    };
    let shares = rows.into_iter().map(|row| {
        let old = context.portal.has(collection, row);
        let before = if old { share(context, row) } else { Share::none() };
        (before, share(&after, row))
    });
    shares.filter(|(before, after)| before != after).collect()
}

fn recounted(context: &Context<'_>, change: &Change, counter: CounterId, moved: &[ReadSet]) -> Option<Count> {
    let set = context.program.kb.counters.get(counter)?;
    let mut count = context.portal.counted(counter)?;
    let after = Context { change: Some(change), ..*context };
    let mut frame = Frame::new(context.program);
    if moved.iter().any(|moved| change.moves_all(moved)) {
        return Some(after.count(set, &mut frame));
    }
    let rows: Vec<RowId> = match moved.is_empty() {
        true => after.new_rows(set.collection).collect(),
        false => context.moved_rows(set.collection, moved, change),
    };
    for row in rows {
        frame.set(set.level, row);
        let old = context.portal.has(set.collection, row);
        let before = if old { context.member(set, &mut frame) } else { Truth::False };
        count.remove(before);
        count.add(after.member(set, &mut frame), 1);
    }
    Some(count)
}
