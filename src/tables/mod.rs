//! Decision tables: what a verdict costs. Behind two doors: `compile` makes them, and `eval::table` runs them.

pub mod blocks;
mod compile;
pub mod layout;

pub use compile::compile;
pub use layout::{ActionTable, Layout, Tables};
