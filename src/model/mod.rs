//! Floor 3: the checked model. Every name is looked up, every expression has a type; spans are kept.
//!
//! Enums, scalars, collections, fields, parameters, actions, lets, roles and rules are numbered by their
//! place in the lists of [`Model`].

mod checked;
mod expr;
mod from_syntax;
mod rules;
mod schema;
mod size;

pub use crate::syntax::tree::{Arithmetic, Name};
pub use checked::{Model, is_called, name_in, nearly_called};
pub use expr::{Expr, ExprKind, Let, LetBody, Message, MessagePart, NumberPart, Order, Set};
pub(crate) use from_syntax::Frame;
pub use from_syntax::{Parsed, check, is_reserved};
pub use rules::{
    Action, ActionRule, Aggregate, Aside, Citation, Condition, Conflict, Document, Effect, Extent, GroupKey,
    Invariant, InvariantKind, LocalizedText, Parameter, Role, Rule, RuleKind, Step, Target,
};
pub use schema::{Collection, Enum, Field, Member, Scalar, Schema};
pub use size::Size;
