//! What rules could be written from a document, with nothing invented: its sentences in order, a skeleton for each that
//! states something, with a quote that stands in one place, and the words for who acts and what is done.

mod drafting;
mod names;
pub mod page;
mod quoted;
mod quotes;
mod skeletons;
mod written;

pub use drafting::{Draft, DraftPart, Drafting, Extent, Skeleton};
pub use names::{name_of, unlike, words_of};
pub use quoted::Quoted;
pub use skeletons::{Actors, Counted, DraftedKind, DraftedRule, Proposal};
