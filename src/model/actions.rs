//! Who may act, what can be done, and what it changes.

use crate::base::Span;
use crate::model::citations::Citation;
use crate::model::expr::Expr;
use crate::model::messages::{LocalizedText, Message};
use crate::syntax::tree::Name;
use crate::values::Type;
use crate::values::ids::{ActionId, CollectionId, FieldId, ParameterId, RoleId, ScalarId};
use serde::{Deserialize, Serialize};

/// A role and its rights.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Role {
    /// Its name.
    pub name: Name,
    /// The role whose rights it has.
    pub like: Option<RoleId>,
    /// The actions that it has no right to, and where it says so.
    pub except: Vec<(ActionId, Span)>,
    /// What is said when such an action is denied.
    pub messages: Vec<Message>,
    /// Where it is documented.
    pub cites: Vec<Citation>,
}

/// A parameter that actions share.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Parameter {
    /// Its name.
    pub name: Name,
    /// Its type.
    pub ty: Type,
    /// Whether it may be left out.
    pub optional: bool,
}

/// What can be done.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Action {
    /// Its name.
    pub name: Name,
    /// In the order of the declaration.
    pub parameters: Vec<ParameterId>,
    /// The documented steps, each in some languages.
    pub how: Vec<Vec<LocalizedText>>,
    /// What changes when it happens; all at once, from the state before.
    pub effects: Vec<Effect>,
    /// Where it is documented.
    pub cites: Vec<Citation>,
}

/// One change that an action makes.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// A new element.
    Add {
        /// Of this collection.
        collection: CollectionId,
        /// With these values; the other fields have their defaults or are absent.
        fields: Vec<(FieldId, Expr)>,
        /// Where it is written.
        span: Span,
    },
    /// A new value.
    Set {
        /// Of this.
        target: Target,
        /// The value; without one it becomes absent.
        value: Option<Expr>,
        /// Only under this condition.
        when: Option<Expr>,
        /// Where it is written.
        span: Span,
    },
}

/// What an effect changes.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// A single value of the state.
    Scalar(ScalarId),
    /// A field of the actor or of a parameter.
    Field(Expr, FieldId),
}
