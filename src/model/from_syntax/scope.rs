//! What an expression may speak of.

use crate::model::expr::ExprKind;
use crate::values::Type;
use crate::values::ids::CollectionId;
use std::rc::Rc;
use std::sync::Arc;

/// What an expression may speak of, besides the state.
#[derive(Debug, Default)]
pub(super) struct Scope {
    /// The arguments of the action, or those of a named expression.
    pub(super) arguments: Rc<Vec<ScopedArgument>>,
    /// Whether there is an actor (and `action.` names an argument of the action).
    pub(super) actor: bool,
    /// Whether there are an instant and a state.
    pub(super) state: bool,
    /// The elements whose conditions are being checked, the innermost last.
    pub(super) elements: Vec<Bound>,
    /// Whether a message may hold `{count}` and `{limit}`.
    pub(super) counts: bool,
    /// Whether a message may hold `{due}`.
    pub(super) due: bool,
}

/// An argument that an expression may name, with what it stands for.
#[derive(Clone, Debug)]
pub(super) struct ScopedArgument {
    pub(super) name: Arc<str>,
    pub(super) kind: ExprKind,
    pub(super) ty: Type,
}

/// An element of a set or of `any` whose condition is being checked.
#[derive(Debug)]
pub(super) struct Bound {
    pub(super) collection: CollectionId,
    /// The words that stand for it.
    pub(super) names: Vec<Arc<str>>,
    /// Whether its fields need no word before them.
    pub(super) bare: bool,
}
