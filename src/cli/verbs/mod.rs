//! The verbs of the command line, a file or a folder each; none imports another.

pub(crate) mod accept;
pub(crate) mod audit;
pub(crate) mod can;
pub(crate) mod check;
pub(crate) mod compile;
pub(crate) mod completions;
pub(crate) mod draft;
pub(crate) mod explain;
pub(crate) mod fmt;
pub(crate) mod how;
pub(crate) mod new;
pub(crate) mod report;
pub(crate) mod review;
pub(crate) mod simulate;
pub(crate) mod test;
pub(crate) mod verify;
