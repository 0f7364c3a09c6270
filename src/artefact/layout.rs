//! How an artefact is laid out: a first line, the length and the checksum of the head, the head, and the parts that
//! it lists, one behind the other without a gap.

use serde::{Deserialize, Serialize};

/// What an artefact holds besides its parts, and which parts these are, in their order.
#[derive(Serialize, Deserialize)]
pub(super) struct Head {
    pub(super) rule_paths: Vec<String>,
    pub(super) documents: Vec<(String, Option<u32>)>,
    pub(super) frame: Part,
    pub(super) files: Vec<Text>,
    pub(super) texts: Vec<Text>,
    pub(super) rules: Vec<Chunk>,
    pub(super) messages: Vec<Chunk>,
    pub(super) nodes: Vec<Chunk>,
    pub(super) plans: Vec<Chunk>,
    pub(super) tables: Vec<Chunk>,
    pub(super) shared: Vec<Chunk>,
}

/// A part: where it begins follows from those before it.
#[derive(Serialize, Deserialize)]
pub(super) struct Part {
    pub(super) length: u32,
    pub(super) checksum: u32,
}

#[derive(Serialize, Deserialize)]
pub(super) struct Text {
    pub(super) name: String,
    pub(super) part: Part,
    /// What its lines are, where they are the paragraphs of a document.
    pub(super) outline: Option<Part>,
}

/// A piece of a list, and how many elements it has.
#[derive(Serialize, Deserialize)]
pub(super) struct Chunk {
    pub(super) elements: u32,
    pub(super) part: Part,
}

/// How many elements the pieces of a list have together.
pub(super) fn elements(pieces: &[Chunk]) -> usize {
    pieces.iter().map(|piece| piece.elements as usize).sum()
}
