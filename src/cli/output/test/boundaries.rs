//! Boundary cases as a scenario file, laid out as people write one.

use crate::base::{Code, Diagnostic, Language, msg};
use crate::input::write::Quoted;
use crate::program::Program;
use crate::testing::boundaries::{Boundaries, comments, document};
use serde::{Serialize, Serializer};
use serde_json::Value as Json;
use serde_yaml::FlowMap;

/// The file as YAML, with comments that say what it is.
///
/// # Errors
/// E0413 where the cases cannot be written as YAML.
pub(crate) fn human(
    boundaries: &Boundaries,
    document: &Json,
    language: Language,
) -> Result<String, Diagnostic> {
    let comments = comments(boundaries);
    let mut lines: Vec<String> = comments.iter().map(|line| format!("# {}", line.text(language))).collect();
    lines.push(yaml(document)?);
    Ok(lines.join("\n"))
}

/// The cases alone, by these rules.
///
/// # Errors
/// E0413 where the cases cannot be written as YAML.
pub(crate) fn scenarios(
    program: &Program,
    boundaries: &Boundaries,
    language: Language,
) -> Result<String, Diagnostic> {
    yaml(&document(program, boundaries, language))
}

fn yaml(document: &Json) -> Result<String, Diagnostic> {
    let written = serde_yaml::to_string(&Layout { value: document, depth: 0 });
    written
        .map_err(|error| Diagnostic::error(Code::E0413, msg!(test.cannot_write, reason = error.to_string())))
}

/// Mappings and lists of at most so many characters stand in one line.
const WIDTH: usize = 100;

/// A value as people lay it out in scenarios.
struct Layout<'j> {
    value: &'j Json,
    depth: usize,
}

impl Serialize for Layout<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let inner = |value| Layout { value, depth: self.depth + 1 };
        // The file, the scenarios and each of them are blocks.
        let width = || self.value.to_string().chars().filter(|letter| *letter != '"').count();
        let short = self.depth > 2 && width() <= WIDTH;
        match self.value {
            Json::Object(_) if short => FlowMap(Quoted(self.value)).serialize(serializer),
            Json::Array(_) if short => serde_yaml::FlowSeq(Quoted(self.value)).serialize(serializer),
            Json::Object(map) => serializer.collect_map(map.iter().map(|(key, value)| (key, inner(value)))),
            Json::Array(list) => serializer.collect_seq(list.iter().map(inner)),
            value => Quoted(value).serialize(serializer),
        }
    }
}
