//! state

pub mod collection;
pub mod column;
pub mod spans;
