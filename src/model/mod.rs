//! Floor 3: the checked model. Every name is looked up, every expression has a type; spans are kept.
//!
//! Enums, scalars, collections, fields, parameters, actions, lets, roles and rules are numbered by their
//! place in the lists of [`Model`].

mod actions;
mod checked;
mod citations;
mod expr;
mod from_syntax;
mod messages;
mod rules;
mod schema;

pub use crate::syntax::tree::{Arithmetic, Name};
pub use actions::{Action, Effect, Parameter, Role, Target};
pub use checked::Model;
pub use citations::{Aside, Citation, Conflict, Document};
pub use expr::{Expr, ExprKind, Let, LetBody, Order, Set};
pub use from_syntax::{Parsed, check};
pub use messages::{LocalizedText, Message, MessagePart};
pub use rules::{ActionRule, Condition, Invariant, InvariantKind, Rule, RuleKind};
pub use schema::{Collection, Enum, Field, Member, Scalar, Schema};
