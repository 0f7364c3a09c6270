//! An action that is proposed on a portal, with what judging it, explaining it and carrying it out share.

use crate::eval::comparison::Comparison;
use crate::eval::compute::Context;
use crate::eval::effects::change_of;
use crate::eval::overlay::Change;
use crate::eval::portal::Portal;
use crate::input::Request;
use crate::kb::{AffectedInvariant, Plan, Set};
use crate::program::Program;
use std::cell::OnceCell;

/// A proposed action. The change that it would make is worked out when something first asks for it, and once: verdict,
/// explanation, obligations, validity and effect take the same.
#[derive(Debug)]
pub struct ProposedAction<'m, 'a> {
    pub(super) program: &'m Program,
    pub(super) portal: &'a Portal,
    pub(super) request: &'a Request,
    change: OnceCell<Change>,
}

/// What a proposed action would change, to be carried out by [`Portal::carry_out`].
#[derive(Debug)]
pub struct Effects(pub(super) Change);

impl<'m: 'a, 'a> ProposedAction<'m, 'a> {
    /// An action on a portal. Nothing is worked out yet.
    pub fn new(program: &'m Program, portal: &'a Portal, request: &'a Request) -> Self {
        Self { program, portal, request, change: OnceCell::new() }
    }

    /// The portal on which it is proposed.
    pub fn portal(&self) -> &'a Portal {
        self.portal
    }

    /// Who, what, when, and the arguments.
    pub fn request(&self) -> &'a Request {
        self.request
    }

    /// What it would change.
    pub fn into_effects(self) -> Effects {
        self.change();
        Effects(self.change.into_inner().unwrap_or_default())
    }

    /// What is known of the action; `None` where the program has no such action.
    pub(super) fn plan(&self) -> Option<&'m Plan> {
        self.program.kb.actions.get(self.request.action)
    }

    /// The state as it is.
    pub(super) fn before(&self) -> Context<'a> {
        Context::of_request(self.program, self.portal, self.request)
    }

    /// The state as the action would leave it.
    pub(super) fn after(&self) -> Context<'_> {
        Context { change: Some(self.change()), ..self.before() }
    }

    pub(super) fn change(&self) -> &Change {
        self.change.get_or_init(|| {
            self.plan().map(|plan| change_of(&self.before(), &plan.effects)).unwrap_or_default()
        })
    }

    /// The state before and after the action, looked at for an invariant with this set.
    pub(super) fn comparison<'s>(&'s self, affected: &'s AffectedInvariant, set: &'s Set) -> Comparison<'s> {
        Comparison { before: self.before(), after: self.after(), change: self.change(), affected, set }
    }
}
