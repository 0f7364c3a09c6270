//! Floor 0: what every stage speaks of. Sources and spans, diagnostics and their codes, did-you-mean,
//! and what is read only when something asks for it.

pub(crate) mod catalogue;
pub mod codes;
pub mod decode;
pub mod diagnostic;
pub mod index_vec;
pub mod language;
pub mod lazy_text;
pub mod lazy_vec;
pub mod message;
pub mod shared_text;
pub mod source;
pub mod suggest;

pub use codes::Code;
pub use diagnostic::{Diagnostic, Label, Severity};
pub use index_vec::{Id, IndexVec, LazyIndexVec};
pub use language::Language;
pub use lazy_text::LazyText;
pub use lazy_vec::LazyVec;
pub use message::{Argument, Message, all_of, any_of, list_of, msg};
pub use shared_text::SharedText;
pub use source::{Source, SourceId, Sources, Span};
