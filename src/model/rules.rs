//! Rules: permits, prohibitions, and statements about states.

use crate::base::Span;
use crate::model::citations::Citation;
use crate::model::expr::{Expr, Set};
use crate::model::messages::Message;
use crate::syntax::tree::Name;
use crate::values::Period;
use crate::values::ids::{ActionId, FieldId, RoleId};
use serde::{Deserialize, Serialize};

/// A rule.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Rule {
    /// Its id.
    pub id: Name,
    /// The sentence without messages and citations.
    pub sentence: Span,
    /// What it rules.
    pub kind: RuleKind,
    /// What it says.
    pub messages: Vec<Message>,
    /// Where it is documented.
    pub cites: Vec<Citation>,
}

/// The kinds of rule.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RuleKind {
    /// Allows actions that nothing forbids.
    Permit(ActionRule),
    /// Denies actions, whatever permits them.
    Forbid(ActionRule),
    /// States what states must be like.
    Invariant(Invariant),
}

/// A rule about actions.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ActionRule {
    /// The roles that it is about; `None` for everyone.
    pub roles: Option<Vec<RoleId>>,
    /// Where they are written.
    pub subject: Span,
    /// The actions that it is about.
    pub actions: Vec<ActionId>,
    /// The conditions; all have to hold, those of `unless` must not.
    pub conditions: Vec<Condition>,
}

/// `when …` or `unless …`
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Condition {
    /// Whether it is `unless`.
    pub unless: bool,
    /// What has to hold, or must not.
    pub expr: Expr,
}

/// A statement about states.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Invariant {
    /// The elements that it is about.
    pub set: Set,
    /// What is stated of them.
    pub kind: InvariantKind,
    /// Actions that it denies to nobody, and where it says so.
    #[serde(rename = "spares")]
    pub exempts: Vec<(ActionId, Span)>,
    /// Whether it denies nothing at all, and only finds.
    #[serde(rename = "spares_all")]
    pub exempts_all: bool,
    /// Actions that it forbids besides, under conditions.
    #[serde(rename = "stops")]
    pub also_forbids: Vec<(Vec<ActionId>, Option<Expr>)>,
}

/// What is stated of a set.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InvariantKind {
    /// It has no more elements than this; no limit where the number is absent.
    Limit(Expr),
    /// It is empty.
    Never,
    /// Each has a value in a field in time.
    MustHave {
        /// The field.
        field: FieldId,
        /// How long.
        period: Period,
        /// From the date in this field.
        from: FieldId,
    },
    /// Each lasts for a time; nothing can break this.
    Lasts {
        /// How long.
        period: Period,
        /// From the date in this field.
        from: FieldId,
    },
}
