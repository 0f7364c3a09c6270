//! Floor 5: YAML and JSON to typed states and actions, by the schema of the rules.

pub mod action;
mod column;
mod events;
mod fill;
mod json;
pub mod json_action;
mod places;
pub mod reader;
mod regular;
pub mod rows;
pub mod state;
pub mod text;
pub mod tree;
pub mod typed;
pub mod write;
pub mod yaml;

pub use action::Request;
pub use rows::{Cell, Row, Rows};
pub use state::State;
