//! io

pub(crate) mod artefact;
pub(crate) mod json_lines;
pub(crate) mod load;
pub(crate) mod parallel;
pub(crate) mod progress;
pub(crate) mod spool;
