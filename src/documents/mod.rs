//! Floor 4: the documents, the passages that rules cite, and whether the two still agree.
//!
//! A document is read into sentences, each with its facts (`prose`). A quote is found in it word for word or not at
//! all; what is nearest is only shown. The [`lock`] holds what was reviewed; [`drift`] holds each citation against it,
//! [`agreement`] the numbers of the rules against those of the passages, [`coverage`] the sentences against the
//! citations, and `verify` is all of it together; [`problems`] says it to people.

pub mod accept;
pub mod agreement;
pub mod baseline;
pub mod citations;
mod collection;
pub mod consequences;
pub mod coverage;
pub mod drift;
mod elsewhere;
mod extent;
mod half_line;
mod headings;
mod known;
pub mod lock;
mod lock_index;
mod missing_documents;
mod new_quotes;
mod original_problems;
pub mod originals;
pub mod passage;
pub mod problems;
mod renamed_headings;
pub mod requote;
mod rows;
pub mod rule_numbers;
pub mod stated_numbers;
mod step_problems;
pub mod steps;
mod steps_on_passages;
mod successors;
pub mod verify;

pub use crate::prose::fingerprint::Fingerprint;
pub use collection::Documents;
pub use lock::Lock;
pub use verify::{Verified, verify};
