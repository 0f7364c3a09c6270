//! Floor 4: the documents, the passages that rules cite, and whether the two still agree.
//!
//! A document is read into sentences, each with its facts (`prose`). A quote is found in it word for word or not at
//! all; what is nearest is only shown. The [`lock`] holds what was reviewed; [`drift`] holds each citation against it,
//! [`agreement`] the numbers of the rules against those of the passages, [`oppositions`] what they permit and forbid,
//! [`coverage`] the sentences against the citations, and `verify` is all of it together; [`problems`] says it to people,
//! [`causes`] tells what belongs together, [`blocks`] each cause as a whole.

pub mod accept;
mod additions;
pub mod agreement;
pub mod baseline;
pub mod blocks;
pub mod causes;
pub mod citations;
mod collection;
mod conflict_problems;
pub mod consequences;
pub mod coverage;
pub mod draft;
pub mod drift;
mod elsewhere;
mod extent;
mod gap_problems;
mod half_line;
mod headings;
mod known;
mod left_behind;
pub mod lock;
mod lock_index;
mod missing_documents;
mod modality_problems;
mod new_quotes;
pub mod oppositions;
mod original_problems;
pub mod originals;
pub mod passage;
mod passage_directive;
pub mod problems;
mod renamed_headings;
mod replaced;
pub mod requote;
mod reversed;
mod rows;
pub mod rule_modality;
pub mod rule_names;
pub mod rule_numbers;
mod section_headings;
mod section_problems;
mod sections;
pub mod set_aside;
pub mod stated_numbers;
mod step_problems;
pub mod steps;
mod steps_on_passages;
mod successors;
pub mod table_rights;
pub mod verify;

pub use crate::prose::fingerprint::Fingerprint;
pub use collection::Documents;
pub use lock::Lock;
pub use verify::{Verified, verify};
