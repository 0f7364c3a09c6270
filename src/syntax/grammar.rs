//! The parser that pest makes from `grammar/rules.pest`, and its rules.

#[derive(pest_derive::Parser)]
#[grammar = "grammar/rules.pest"]
pub(super) struct Grammar;

/// A rule of the grammar with the text that it read.
pub(super) type Pair<'i> = pest::iterators::Pair<'i, Rule>;
