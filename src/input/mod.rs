//! Floor 5: YAML and JSON to typed states and actions, by the schema of the rules.

pub mod action;
mod fast;
mod from_text;
mod from_tree;
pub mod json_action;
pub mod reader;
pub mod state;
pub mod tree;
pub mod typed;
pub mod write;
pub mod yaml;

pub use crate::state::collection::{Cell, Row, Rows};
pub use action::Request;
#[doc(hidden)]
// for the test that holds it to what the tree gives: everybody else comes through `State::from_text`
pub use fast::read as read_fast;
pub use from_text::{StateDocument, StateText};
pub use state::State;
