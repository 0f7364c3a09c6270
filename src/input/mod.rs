//! Floor 6: YAML and JSON to typed states and actions, by the schema of the rules.

pub mod action;
mod dates;
mod fast;
mod from_text;
pub(crate) mod from_tree;
pub(crate) mod hints;
pub mod json_action;
pub(crate) mod json_mistakes;
pub(crate) mod look_alike;
pub(crate) mod nesting;
mod numbers;
pub mod reader;
mod references;
pub mod state;
pub mod tree;
pub mod typed;
pub mod write;
pub mod yaml;
mod zone_names;

pub use crate::state::collection::{Cell, Row, Rows};
pub use action::Request;
pub use from_text::{StateDocument, StateText};
pub use state::State;

// Everybody but the test that holds both ways to the same values comes through `State::from_text`.
#[doc(hidden)]
pub use fast::read as read_fast;
