//! An action that is proposed on a portal, and what its effects would change.

use crate::base::IndexVec;
use crate::eval::comparison::Comparison;
use crate::eval::compute::{Context, Frame};
use crate::eval::overlay::{Change, FieldOf, id_of};
use crate::eval::portal::Portal;
use crate::input::Request;
use crate::input::state::left_out;
use crate::kb::{AffectedInvariant, Effect, Impact, Plan};
use crate::program::Program;
use crate::state::collection::{Cell, Rows};
use crate::values::ids::{CollectionId, FieldId, RowId};
use crate::values::{Truth, Value};
use std::borrow::Cow;
use std::sync::OnceLock;

/// The change is worked out when something first asks for it: verdict, explanation, obligations, validity and effect
/// share it.
#[derive(Clone, Debug)]
pub struct ProposedAction<'m, 'a> {
    pub(super) program: &'m Program,
    pub portal: &'a Portal,
    pub request: Cow<'a, Request>,
    change: OnceLock<Change>,
}

/// What a proposed action would change, to be carried out by [`Portal::carry_out`].
#[derive(Debug)]
pub struct Effects(pub(super) Change);

impl<'m: 'a, 'a> ProposedAction<'m, 'a> {
    pub fn new(program: &'m Program, portal: &'a Portal, request: &'a Request) -> Self {
        Self { program, portal, request: Cow::Borrowed(request), change: OnceLock::new() }
    }

    pub fn owned(program: &'m Program, portal: &'a Portal, request: Request) -> Self {
        Self { program, portal, request: Cow::Owned(request), change: OnceLock::new() }
    }

    pub fn into_effects(self) -> Effects {
        self.change();
        Effects(self.change.into_inner().unwrap_or_default())
    }

    /// What is known of the action; `None` where the program has no such action.
    pub(super) fn plan(&self) -> Option<&'m Plan> {
        self.program.kb.actions.get(self.request.action)
    }

    /// What actions with such effects can move.
    pub(super) fn impact(&self) -> Option<&'m Impact> {
        self.program.kb.impact(self.request.action)
    }

    pub(super) fn before(&self) -> Context<'_> {
        Context::of_request(self.program, self.portal, &self.request)
    }

    pub(super) fn after(&self) -> Context<'_> {
        Context { change: Some(self.change()), ..self.before() }
    }

    pub(super) fn change(&self) -> &Change {
        self.change.get_or_init(|| {
            self.plan().map(|plan| change_of(&self.before(), &plan.effects)).unwrap_or_default()
        })
    }

    /// Whether a new element is none, because one with its id is there already.
    pub(super) fn is_there(&self, collection: CollectionId, row: RowId) -> bool {
        let state = &self.portal.state;
        let rows = state.collections.get(collection).map_or(0, Rows::len);
        let Some(at) = row.0.checked_sub(rows) else { return false };
        let Some(shape) = self.program.model.schema.collections.get(collection) else { return false };
        let added = self.change().added(collection).nth(at as usize);
        added.and_then(|cells| id_of(shape, cells)).is_some_and(|id| state.find(collection, &id).is_some())
    }

    /// The state before and after the action, looked at for an invariant.
    pub(super) fn comparison<'s>(&'s self, affected: &'s AffectedInvariant) -> Option<Comparison<'s>> {
        let invariant = self.program.kb.invariants.get(affected.invariant)?;
        Some(Comparison {
            before: self.before(),
            after: self.after(),
            change: self.change(),
            affected,
            invariant,
        })
    }
}

fn change_of(context: &Context<'_>, effects: &[Effect]) -> Change {
    let mut change = Change::default();
    let mut frame = Frame::new(context.program);
    for effect in effects {
        match effect {
            Effect::Add { collection, fields } => {
                let shape = context.program.model.schema.collections.get(*collection);
                let mut cells: IndexVec<FieldId, Cell> =
                    shape.iter().flat_map(|shape| &shape.fields).map(left_out).collect();
                for (field, value) in fields {
                    if let Some(cell) = cells.get_mut(*field) {
                        cell.value = context.value(*value, &mut frame);
                    }
                }
                change.added.push((*collection, cells));
            }
            Effect::Scalar { scalar, value, when } => {
                let old = context.scalar(*scalar);
                let new = context.changed(&old, *value, *when, &mut frame);
                if let Some(new) = new.filter(|new| !context.is_kept(*value, &old, new)) {
                    change.scalars.push((*scalar, new));
                }
            }
            Effect::Field { of, collection, field, value, when } => {
                let row = match context.value(*of, &mut frame) {
                    Value::Element(row) => row,
                    Value::Absent => continue,
                    _ => {
                        let happens = when.map_or(Truth::True, |when| context.truth(when, &mut frame));
                        if happens != Truth::False {
                            change.unknown.push((*collection, *field));
                        }
                        continue;
                    }
                };
                let of = FieldOf { collection: *collection, row, field: *field };
                // What an effect before this one has left: two words may stand for one element.
                let old = Context { change: Some(&change), ..*context }.field(of);
                let new = context.changed(&old, *value, *when, &mut frame);
                if let Some(new) = new.filter(|new| !context.is_kept(*value, &old, new)) {
                    change.fields.push((of, new));
                }
            }
        }
    }
    change
}
