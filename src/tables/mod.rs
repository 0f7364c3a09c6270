//! Decision tables: what a verdict costs. Behind two doors: `compile` makes them, and `eval::table` runs them.

pub mod blocks;
mod compile;
pub mod layout;
pub mod table;

pub use compile::compile;
pub(crate) use compile::compile_some;
pub use layout::Layout;
pub use table::{ActionTable, Affected, Table, Tables};
