//! The results of `ustav test`: one report, printed for people and for machines.

pub(crate) mod boundaries;
mod checks;
mod coverage;
pub(crate) mod human;
pub(crate) mod machine;
mod mutation;
pub(crate) mod report;
