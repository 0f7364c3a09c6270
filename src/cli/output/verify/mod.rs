//! What `ustav verify` and `ustav report` found: one report, printed for people and for machines.

mod block;
mod contradictions;
pub(crate) mod data;
pub(crate) mod human;
pub(crate) mod inbox;
mod json;
pub(crate) mod machine;
mod names;
mod not_bound;
pub(crate) mod originals;
pub(crate) mod page;
pub(crate) mod report;
