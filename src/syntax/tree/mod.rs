//! The syntax tree: what was written, with its places, before anything is looked up.

mod declaration;
mod expression;
mod rule;
mod text;

pub use declaration::{
    Action, Conflict, Declaration, DeclarationKind, Effect, EffectKind, Field, File, Let, LetBody, Member,
    Parameter, Role, TypeName,
};
pub use expression::{Arithmetic, Comparison, Expression, ExpressionKind, Predicate, Set};
pub use rule::{
    ActionRule, Actions, AlsoForbidden, Clause, Invariant, InvariantKind, Rule, RuleKind, Subject,
};
pub use text::{Comment, LocalizedText, Name, Passage, Text, Waives};
