//! Packs.

use crate::base::Diagnostic;
use crate::documents::Documents;
use crate::program::Program;
use std::path::PathBuf;

/// A compiled pack with what it was made from.
pub(crate) struct Pack {
    pub(crate) program: Program,
    pub(crate) documents: Documents,
    /// The path of each document of the model.
    pub(crate) document_paths: Vec<String>,
    /// Documents that are there, and cannot be read: no verdict needs them, but nothing can be said of them.
    pub(crate) unreadable: Vec<Diagnostic>,
    pub(crate) files: Vec<PathBuf>,
    /// Where the rules are, as given on the command line.
    pub(crate) rule_paths: Vec<PathBuf>,
}
