//! Floor 5: YAML and JSON to typed states and actions, by the schema of the rules.

pub mod action;
pub mod json_action;
pub mod reader;
mod regular;
pub mod state;
pub mod tree;
pub mod typed;
pub mod write;
pub mod yaml;

pub use crate::state::collection::{Cell, Row, Rows};
pub use action::Request;
pub use state::State;
