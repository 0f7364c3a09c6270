//! Draws diagnostics and verdicts for people: a head, excerpts from the sources, help.
//!
//! miette draws each excerpt with its underlines. The frame round the excerpts, the line numbers and
//! the cutting of long lines are done here, so that one report may show several files.

mod excerpt;
mod report;
mod sheet;
mod style;
mod text;

pub use report::{Report, draw};
pub use style::{Style, Tone};
pub(crate) use text::{clean, is_hidden, is_joiner, visible_name, width, with_name, wrap};
pub use text::{paragraph, visible};
