//! What a service embeds.
#![doc = include_str!("../../docs/embedding.md")]

mod decision;
#[doc(hidden)]
pub mod example;
mod knowledge_base;
mod portal;
mod rejected;

pub use crate::base::{Code, Diagnostic, Label, Language, Message, Severity};
pub use crate::eval::budget::OverBudget;
pub use crate::eval::obligations::Obligation;
pub use crate::eval::typed::{DecideError, UnknownId};
pub use crate::eval::{
    Applied, Difference, EffectOfRule, Explanation, FilledText, Proposal, Reason, Validity, Verdict,
};
pub use crate::input::json_action::ActionReader;
pub use crate::input::typed::{Action, Argument, BuildError, Builder};
pub use crate::values::moment::{Moment, ParseMomentError};
pub use decision::{Decision, internal_error};
pub use knowledge_base::KnowledgeBase;
pub use portal::Portal;
pub use rejected::Rejected;
