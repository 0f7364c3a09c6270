//! From syntax trees to the checked model: names first, then what they stand for.

mod actions;
mod alternatives;
mod bounds;
mod built_in;
mod check;
mod checker;
mod documents;
mod effects;
mod exclusive;
mod expressions;
mod frame;
mod languages;
mod lets;
mod limits;
mod messages;
mod names;
mod quantified;
mod references;
mod roles;
mod rules;
mod schema;
mod unknown;
mod vacuous;

pub use check::{Parsed, check};
pub use checker::is_reserved;
pub(crate) use frame::Frame;
