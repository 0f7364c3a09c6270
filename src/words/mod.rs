//! Floor 0: what every stage speaks of. Sources and spans, diagnostics and their codes, did-you-mean,
//! and what is read only when something asks for it.

pub mod codes;
pub mod deferred;
pub mod diagnostic;
pub mod shared;
pub mod shelf;
pub mod source;
pub mod suggest;

pub use codes::Code;
pub use deferred::Deferred;
pub use diagnostic::{Diagnostic, Label, Severity};
pub use shared::SharedText;
pub use shelf::Shelf;
pub use source::{Source, SourceId, Sources, Span};
