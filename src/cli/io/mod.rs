//! What the command line reads and writes: files, standard input and output, and what is made of them.

pub(crate) mod accepting;
pub(crate) mod answers;
pub(crate) mod artefact;
pub(crate) mod document_texts;
pub(crate) mod drafting;
pub(crate) mod history;
pub(crate) mod json_lines;
pub(crate) mod judging;
pub(crate) mod load;
pub(crate) mod lockfile;
pub(crate) mod near_paths;
pub(crate) mod originals;
pub(crate) mod parallel;
pub(crate) mod paths;
pub(crate) mod progress;
pub(crate) mod review;
pub(crate) mod scenarios;
pub(crate) mod stdout;
pub(crate) mod texts;
pub(crate) mod turn;
pub(crate) mod watch;
pub(crate) mod whole_file;
