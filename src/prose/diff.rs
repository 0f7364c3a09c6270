//! Two texts, word by word.

use crate::base::list_diff::list_diff;
use serde::Serialize;
use similar::{Algorithm, ChangeTag};

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
    let (old, new) = (words(old), words(new));
    let ops = list_diff(Algorithm::Myers, &old, &new);
    for change in ops.iter().flat_map(|op| op.iter_changes(&old, &new)) {
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

/// The words of a text, and what is blank between them.
fn words(text: &str) -> Vec<&str> {
    let (mut words, mut rest) = (Vec::new(), text);
    while let Some(first) = rest.chars().next() {
        let end = rest.find(|char: char| char.is_whitespace() != first.is_whitespace());
        let Some((word, behind)) = rest.split_at_checked(end.unwrap_or(rest.len())) else { break };
        words.push(word);
        rest = behind;
    }
    words
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
