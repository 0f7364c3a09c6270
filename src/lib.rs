//! Ustav: rules that stay true to the documents they come from.
pub mod cli;
pub mod documents;
pub mod eval;
pub mod input;
pub mod kb;
pub mod model;
pub mod syntax;
pub mod values;
pub mod words;
