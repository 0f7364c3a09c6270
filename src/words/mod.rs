//! Floor 0: what every stage speaks of. Sources and spans, diagnostics and their codes, did-you-mean.

pub mod codes;
pub mod diagnostic;
pub mod source;
pub mod suggest;

pub use codes::Code;
pub use diagnostic::{Diagnostic, Label, Severity};
pub use source::{Source, SourceId, Sources, Span};
