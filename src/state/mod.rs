//! The collections of a state, in little memory: a column for each field, and the places of values.

pub mod collection;
pub(crate) mod column;
mod moment_code;
mod spans;
mod texts;
