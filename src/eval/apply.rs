//! An action takes effect on a portal, and is taken back.

use crate::base::Span;
use crate::eval::compute::{Context, Frame};
use crate::eval::difference::Difference;
use crate::eval::indexed::Count;
use crate::eval::overlay::Change;
use crate::eval::portal::Portal;
use crate::eval::proposed::{Effects, ProposedAction};
use crate::input::Request;
use crate::kb::ReadSet;
use crate::model::Model;
use crate::program::Program;
use crate::state::collection::Cell;
use crate::values::ids::{CollectionId, CounterId, FieldId, RowId, ScalarId};
use crate::values::{Truth, Type, Value};

/// What an action changed, and what is needed to take it back.
///
/// ```
/// use ustav::embed::Moment;
/// # let (club, mut portal) = ustav::embed::example::club()?;
/// let fee = club.action("pay", "ivan", Moment::parse("2024-06-01")?).int("fee", 5).done()?;
/// let applied = portal.apply(&fee)?;
/// assert_eq!(applied.differences.len(), 1);
/// portal.undo(applied);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Debug)]
pub struct Applied {
    /// What changed, in the order of the effects.
    pub differences: Vec<Difference>,
    scalars: Vec<(ScalarId, Cell)>,
    fields: Vec<(CollectionId, RowId, FieldId, Cell)>,
    added: Vec<CollectionId>,
    counts: Vec<(CounterId, Count)>,
}

impl Portal {
    /// Let an action take effect; whether it may is for [`super::decide`] to say. New values get `place`, which is
    /// where people can read of them. An element whose id is there already is not added a second time.
    ///
    /// Costs what the effects touch, not what the state holds, unless an effect changes what the conditions of
    /// other elements read.
    pub fn apply(&mut self, program: &Program, request: &Request, place: Option<Span>) -> Applied {
        let effects = ProposedAction::new(program, self, request).into_effects();
        self.carry_out(program, request, effects, place)
    }

    /// [`Portal::apply`] for effects that were worked out when the same action was judged on this portal, which has not
    /// changed since.
    pub fn carry_out(
        &mut self,
        program: &Program,
        request: &Request,
        Effects(mut change): Effects,
        place: Option<Span>,
    ) -> Applied {
        let mut applied = Applied {
            differences: Vec::new(),
            scalars: Vec::new(),
            fields: Vec::new(),
            added: Vec::new(),
            counts: Vec::new(),
        };
        let Some(plan) = program.kb.actions.get(request.action) else { return applied };
        self.leave_out_known(&program.model, &mut change, &mut applied.differences);
        let context = Context::of_request(program, self, request);
        let counts: Vec<(CounterId, Count)> = plan
            .affected_counters
            .iter()
            .filter_map(|affected| {
                Some((affected.counter, recounted(&context, &change, affected.counter, &affected.reads)?))
            })
            .collect();
        for (scalar, value) in change.scalars {
            let new = Cell { value: value.clone(), span: place };
            let Some(old) = self.set_scalar(program, scalar, new) else { continue };
            if let Some(shape) = program.model.schema.scalars.get(scalar) {
                applied.note(shape.path.to_string(), &shape.field.ty, &old.value, value);
            }
            applied.scalars.push((scalar, old));
        }
        for (collection, row, field, value) in change.fields {
            let path = self.state.path_of(&program.model, collection, row);
            let new = Cell { value: value.clone(), span: place };
            let Some(old) = self.replace(program, collection, row, field, new) else { continue };
            let shape = program.model.schema.collections.get(collection);
            if let Some(field) = shape.and_then(|shape| shape.fields.get(field)) {
                applied.note(format!("{path}.{}", field.name.text), &field.ty, &old.value, value);
            }
            applied.fields.push((collection, row, field, old));
        }
        for (collection, cells) in change.added {
            applied.differences.extend(self.push(program, collection, cells, place));
            applied.added.push(collection);
        }
        for (counter, count) in counts {
            let old = self.set_count(program, counter, count);
            applied.counts.extend(old.map(|old| (counter, old)));
        }
        applied
    }

    /// Take back what an action changed; nothing may have changed since.
    pub fn undo(&mut self, program: &Program, applied: Applied) {
        for collection in applied.added.into_iter().rev() {
            self.pop(program, collection);
        }
        for (collection, row, field, old) in applied.fields.into_iter().rev() {
            self.replace(program, collection, row, field, old);
        }
        for (scalar, old) in applied.scalars.into_iter().rev() {
            self.set_scalar(program, scalar, old);
        }
        for (counter, old) in applied.counts {
            self.set_count(program, counter, old);
        }
    }

    /// Take out of a change the new elements whose ids are there already.
    fn leave_out_known(&self, model: &Model, change: &mut Change, differences: &mut Vec<Difference>) {
        let mut new: Vec<(CollectionId, std::sync::Arc<str>)> = Vec::new();
        change.added.retain(|(collection, cells)| {
            let Some(shape) = model.schema.collections.get(*collection) else { return false };
            let key = shape.key;
            let id = key.and_then(|key| cells.get(key)).map(|cell| &cell.value);
            let Some(Value::Text(id)) = id else { return true };
            let known = self.state.find(*collection, id).is_some()
                || new.iter().any(|(other, known)| (other, known) == (collection, id));
            if known {
                differences.push(Difference::There { path: format!("{}.{id}", shape.name.text) });
            }
            new.push((*collection, id.clone()));
            !known
        });
    }
}

impl Applied {
    fn note(&mut self, path: String, ty: &Type, before: &Value, after: Value) {
        if *before != after {
            let (ty, before) = (ty.clone(), before.clone());
            self.differences.push(Difference::Value { path, ty, before, after });
        }
    }
}

/// The count of a set after a change.
fn recounted(context: &Context<'_>, change: &Change, counter: CounterId, moved: &[ReadSet]) -> Option<Count> {
    let set = context.program.kb.counters.get(counter)?;
    let mut count = context.portal.counted(counter)?;
    let after = Context { change: Some(change), ..*context };
    let mut frame = Frame::new(context.program);
    if moved.iter().any(|moved| change.moves_all(moved)) {
        return Some(after.count(set, &mut frame));
    }
    let rows = if moved.is_empty() { Vec::new() } else { change.rows(set.collection) };
    for row in rows.into_iter().chain(after.new_rows(set.collection)) {
        frame.set(set.level, row);
        let old = context.portal.has(set.collection, row);
        let before = if old { context.member(set, &mut frame) } else { Truth::False };
        count.remove(before);
        count.add(after.member(set, &mut frame), 1);
    }
    Some(count)
}
