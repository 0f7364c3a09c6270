//! Floor 0: sources and spans, diagnostics and their codes, did-you-mean, and what is read only when it is needed.

pub(crate) mod catalogue;
pub mod codes;
pub mod decode;
pub mod diagnostic;
pub(crate) mod foreign;
pub mod index_vec;
pub mod language;
pub mod lazy_vec;
pub(crate) mod list_diff;
pub mod message;
mod outline;
pub mod plural;
pub mod source;
pub mod suggest;
mod text;

pub use codes::Code;
pub use diagnostic::{About, Diagnostic, Label, Severity};
pub use index_vec::{Id, IndexVec, LazyIndexVec};
pub use language::Language;
pub use lazy_vec::LazyVec;
pub(crate) use message::msg;
pub use message::{Argument, Message, all_of, any_of, list_of};
pub use outline::{LineKind, LinePlace, Outline, OutlineMark};
pub use source::{STDIN, Source, SourceId, Sources, Span, named};
pub use text::{LazyText, SharedText};
