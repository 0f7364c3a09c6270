//! All tests but one, as one program: `allocations.rs` has an allocator of its own.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::disallowed_methods,
    reason = "a test may end where it fails, and reads files"
)]

mod answers;
mod artefact;
mod attacks;
mod batch;
mod boundaries;
mod bounds;
mod budget;
mod cli;
mod columns;
mod compare;
mod docx;
mod draft;
mod drift;
mod edits;
mod embed;
mod errors;
mod excerpts;
mod facts;
mod fast_path;
mod fmt;
mod groups;
mod input_tree;
mod journeys;
mod labelled;
mod languages;
mod linear;
mod lists;
mod markup;
mod messages;
mod mistakes;
mod modality;
mod mutants;
mod mutation;
mod naive;
mod norms;
mod originals;
mod packs;
mod phrases;
mod portal;
mod reading;
mod readme;
mod render;
mod requote;
mod scenarios;
mod search;
mod sections;
mod sequences;
mod spec;
mod structure;
mod tables;
mod tidy;
mod tutorial;
mod verify;
mod why_not;
mod zones;
