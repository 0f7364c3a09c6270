//! Two texts, word by word.

use serde::Serialize;
use similar::{ChangeTag, TextDiff};

/// What became of some words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    /// They stand in both texts.
    Same,
    /// They stand in the old one only.
    Removed,
    /// They stand in the new one only.
    Added,
}

/// Words in a row with one fate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Piece {
    /// What became of them.
    pub kind: Fate,
    /// The words, with the spaces behind them.
    pub text: String,
}

/// The difference of two texts; none where they are too long to be compared.
pub fn words(old: &str, new: &str) -> Option<Vec<Piece>> {
    // A sentence has some dozens of words, and a comparison may cost the product of both lengths.
    const LONGEST: usize = 3_000;
    if old.split(' ').count().max(new.split(' ').count()) > LONGEST {
        return None;
    }
    let mut pieces: Vec<Piece> = Vec::new();
    for change in TextDiff::from_words(old, new).iter_all_changes() {
        let kind = match change.tag() {
            ChangeTag::Equal => Fate::Same,
            ChangeTag::Delete => Fate::Removed,
            ChangeTag::Insert => Fate::Added,
        };
        match pieces.last_mut() {
            Some(last) if last.kind == kind => last.text.push_str(change.value()),
            _ => pieces.push(Piece { kind, text: change.value().to_owned() }),
        }
    }
    Some(pieces)
}

/// The difference as a line: `не более [-десяти-] {+двадцати+}`.
pub fn marked(pieces: &[Piece]) -> String {
    let mut line = String::new();
    for piece in pieces {
        let words = piece.text.trim_end();
        let space = piece.text.get(words.len()..).unwrap_or_default();
        match piece.kind {
            Fate::Same => line.push_str(&piece.text),
            Fate::Removed if words.is_empty() => {}
            Fate::Removed => line.push_str(&format!("[-{words}-]{space}")),
            Fate::Added => line.push_str(&format!("{{+{words}+}}{space}")),
        }
    }
    line.replace("-]{+", "-] {+").trim_end().to_owned()
}
