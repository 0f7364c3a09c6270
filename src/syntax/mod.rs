//! Floor 2: from text to syntax tree, and back.

mod brackets;
mod characters;
mod comparison;
mod lines;
pub mod parse;
pub mod print;
mod quotation;
mod scan;
pub mod tree;
mod unindented;
pub mod vocabulary;

pub use characters::may_stand_in_a_text;
pub use parse::parse;
pub use print::print;
