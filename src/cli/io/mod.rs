//! io

pub(crate) mod artefact;
pub(crate) mod dependents;
pub(crate) mod history;
pub(crate) mod json_lines;
pub(crate) mod load;
pub(crate) mod lockfile;
pub(crate) mod parallel;
pub(crate) mod progress;
pub(crate) mod review;
pub(crate) mod scenarios;
pub(crate) mod spool;
pub(crate) mod watch;
