//! Ustav: rules that stay true to the documents they come from.
//!
//! The modules are the stages, from the bottom up; imports run downwards only (`docs/architecture.md`):
//!
//! - [`base`]: sources and spans, diagnostics and their codes
//! - [`values`]: truth, time, types, values
//! - [`syntax`]: text to syntax tree, and back
//! - [`model`]: the checked model

//! - [`kb`]: the knowledge base, which the evaluator runs
//! - [`artefact`]: a compiled pack as one file
//! - [`input`]: YAML and JSON to states and actions
//! - [`eval`]: verdicts and their explanations
//! - [`documents`]: the passages that rules cite
//! - [`testing`]: what is played, and what has to come of it
//! - [`embed`]: what a service embeds: rules, portals, decisions
//! - [`cli`]: the command line, the only stage that touches disk, clock and terminal

pub mod artefact;
pub mod base;
pub mod cli;
pub mod documents;
pub mod embed;
pub mod eval;
pub mod input;
pub mod kb;
pub mod model;
pub mod program;
pub mod prose;
pub mod state;
pub mod syntax;
pub mod tables;
pub mod testing;
pub mod values;
