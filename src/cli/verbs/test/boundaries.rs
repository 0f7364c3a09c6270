//! `ustav test --boundaries`: the cases at the edges of the rules, as a scenario file.

use crate::base::{Code, Diagnostic};
use crate::cli::arguments::{Arguments, Format, Test};
use crate::cli::io::progress::Progress;
use crate::cli::io::whole_file::write_whole;
use crate::cli::output::json::pretty;
use crate::cli::session::{Errors, Exit, Session, VerbOutput, VerbResult};
use crate::input::write::Quoted;
use crate::testing::boundaries::{boundaries, comments, document};
use crate::testing::scenario::read;
use serde::ser::{Serialize, SerializeMap, SerializeSeq, Serializer};
use serde_json::Value as Json;
use serde_yaml::FlowMap;
use std::path::Path;

pub(crate) fn run(session: &mut Session, arguments: &Arguments, verb: &Test) -> VerbResult {
    let format = session.format_of(&[Format::Human, Format::Json])?;
    let pack = session.load(&arguments.rules)?;
    if let Some(out) = verb.out.as_deref().filter(|out| *out != Path::new("-")) {
        not_confirmed(session, &pack.program.model, out)?;
    }
    let all = pack.program.model.actions.len() + pack.program.kb.invariants.len();
    let what = session.language.say("actions and rules", "действий и правил").to_owned();
    let mut progress = Progress::new(session, u64::try_from(all).ok(), &what);
    let found = boundaries(&pack.program, &mut || progress.step(1));
    drop(progress);
    let document = document(&pack.program, &found);
    let text = if format == Format::Json {
        pretty(&document)
    } else {
        let mut lines: Vec<String> = comments(&found).iter().map(|line| format!("# {line}")).collect();
        lines.push(yaml(&document)?);
        lines.join("\n")
    };
    let well = |text| Ok(VerbOutput { text, exit: Exit::Success });
    match verb.out.as_deref() {
        Some(out) if out != Path::new("-") => {
            session.intact()?;
            write_whole(out, &text)?;
            well(String::new())
        }
        _ => well(text),
    }
}

/// Whether a file is there in which somebody has confirmed something, or that holds something else.
fn not_confirmed(session: &mut Session, model: &crate::model::Model, out: &Path) -> Result<(), Errors> {
    if !out.exists() {
        return Ok(());
    }
    let refused = |help: &str| {
        Diagnostic::error(Code::E0604, format!("`{}` is there already", out.display())).help(help)
    };
    let (_, documents, wrong) = session.read_data(out)?;
    let file = match documents.as_slice() {
        [] if wrong.is_empty() => return Ok(()),
        [only] if wrong.is_empty() => read(model, only).ok(),
        _ => None,
    };
    match file {
        None => Err(refused("it holds something else; name another file").into()),
        Some(file) if file.scenarios.iter().all(|scenario| scenario.confirm) => Ok(()),
        Some(_) => {
            Err(refused("it holds scenarios that somebody has confirmed; name another file, and compare")
                .into())
        }
    }
}

/// A scenario file as people write it.
pub(crate) fn yaml(document: &Json) -> Result<String, Errors> {
    let written = serde_yaml::to_string(&Layout { value: document, depth: 0 });
    written.map_err(|error| Diagnostic::error(Code::E0413, error.to_string()).into())
}

/// Mappings that fit into a line stand in one.
const WIDTH: usize = 100;

/// A value with the layout in which people write scenarios.
struct Layout<'j> {
    value: &'j Json,
    depth: usize,
}

impl Layout<'_> {
    /// About how wide the value is in one line.
    fn width(&self) -> usize {
        self.value.to_string().chars().filter(|letter| *letter != '"').count()
    }
}

impl Serialize for Layout<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let inner = |value| Layout { value, depth: self.depth + 1 };
        // The file, the scenarios and each of them are blocks.
        let short = self.depth > 2 && self.width() <= WIDTH;
        match self.value {
            Json::Object(_) if short => FlowMap(Quoted(self.value)).serialize(serializer),
            Json::Array(_) if short => serde_yaml::FlowSeq(Quoted(self.value)).serialize(serializer),
            Json::Object(map) => {
                let mut out = serializer.serialize_map(Some(map.len()))?;
                for (key, value) in map {
                    out.serialize_entry(key, &inner(value))?;
                }
                out.end()
            }
            Json::Array(list) => {
                let mut out = serializer.serialize_seq(Some(list.len()))?;
                for value in list {
                    out.serialize_element(&inner(value))?;
                }
                out.end()
            }
            value => Quoted(value).serialize(serializer),
        }
    }
}
