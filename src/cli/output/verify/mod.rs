//! What `ustav verify` and `ustav report` found: one report, printed for people and for machines.

pub(crate) mod human;
pub(crate) mod json;
pub(crate) mod machine;
pub(crate) mod originals;
pub(crate) mod page;
mod page_data;
pub(crate) mod report;
