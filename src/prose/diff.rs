//! Two texts, word by word.

use serde::Serialize;
use similar::{ChangeTag, TextDiff};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DiffKind {
    Same,
    Removed,
    Added,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DiffPart {
    pub kind: DiffKind,
    /// The words, with the spaces behind them.
    pub text: String,
}

pub fn word_diff(old: &str, new: &str) -> Option<Vec<DiffPart>> {
    // A sentence has some dozens of words, and a comparison may cost the product of both lengths.
    const LONGEST: usize = 3_000;
    if old.split(' ').count().max(new.split(' ').count()) > LONGEST {
        return None;
    }
    let mut parts: Vec<DiffPart> = Vec::new();
    for change in TextDiff::from_words(old, new).iter_all_changes() {
        let kind = match change.tag() {
            ChangeTag::Equal => DiffKind::Same,
            ChangeTag::Delete => DiffKind::Removed,
            ChangeTag::Insert => DiffKind::Added,
        };
        match parts.last_mut() {
            Some(last) if last.kind == kind => last.text.push_str(change.value()),
            _ => parts.push(DiffPart { kind, text: change.value().to_owned() }),
        }
    }
    Some(parts)
}

/// The difference as a line: `не более [-десяти-] {+двадцати+}`.
pub fn in_one_line(parts: &[DiffPart]) -> String {
    let mut line = String::new();
    for part in parts {
        let words = part.text.trim_end();
        let space = part.text.get(words.len()..).unwrap_or_default();
        match part.kind {
            DiffKind::Same => line.push_str(&part.text),
            DiffKind::Removed if words.is_empty() => {}
            DiffKind::Removed => line.push_str(&format!("[-{words}-]{space}")),
            DiffKind::Added => line.push_str(&format!("{{+{words}+}}{space}")),
        }
    }
    line.replace("-]{+", "-] {+").trim_end().to_owned()
}
