//! Floor 5: a pack as one file, which starts as fast as its parts are small that something asks for.
//!
//! [`encode`] writes what was compiled, with the texts of rules and documents. [`open`] reads the frame of it (names,
//! schema, what all actions share) and leaves on their shelves the parts that grow with the rules; each is fetched
//! when something asks for it (`parts`). Nothing in the file is trusted: what was fetched goes through `validate`
//! before anything reads it, and a part with something wrong in it is not there, which [`Damage`] tells.

mod parts;
mod validate;

use crate::base::{Code, Diagnostic, LazyText};
use crate::kb::{Message, Plan};
use crate::model::Rule;
use crate::program::Program;
use crate::tables::layout::ActionTable;
use parts::{Body, Head, PartReader};
use std::sync::{Arc, OnceLock};
use validate::Bounds;

/// An artefact begins with these bytes; behind them stands who wrote it, to the end of the line.
pub const MAGIC: &[u8] = b"ustav artefact ";
/// The number of the format. Whoever changes what is written counts it up.
pub const FORMAT: u32 = 2;
/// The longest first line that is looked at.
const LONGEST_LINE: usize = 100;

/// The first line of an artefact of this program. Another program's is not read: what it means by the same bytes may
/// be something else.
fn first_line() -> String {
    format!("{}{FORMAT}, ustav {}\n", String::from_utf8_lossy(MAGIC), env!("CARGO_PKG_VERSION"))
}

/// Where the bytes of an artefact lie.
pub trait Store: Send + Sync {
    /// How many there are.
    fn size(&self) -> u64;
    /// So many bytes from one on; `None` where they cannot be had.
    fn read(&self, at: u64, length: usize) -> Option<Vec<u8>>;
}

impl Store for Vec<u8> {
    fn size(&self) -> u64 {
        self.len() as u64
    }

    fn read(&self, at: u64, length: usize) -> Option<Vec<u8>> {
        let at = usize::try_from(at).ok()?;
        self.get(at..at.checked_add(length)?).map(<[u8]>::to_vec)
    }
}

/// Why a file is no artefact that can be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ArtefactError {
    /// It was written by this program, which is another one.
    Version(String),
    /// It is not what was written.
    Damaged(&'static str),
}

impl ArtefactError {
    /// In a few words.
    pub fn what(&self) -> &str {
        match self {
            Self::Version(by) => by,
            Self::Damaged(what) => what,
        }
    }

    /// What is to be told of a file of this name.
    pub fn diagnostic(&self, name: &str) -> Diagnostic {
        let told = match self {
            Self::Version(by) => Diagnostic::error(
                Code::E0607,
                format!("`{name}` was written by {by}; this is {}", writer(&first_line())),
            ),
            Self::Damaged(what) => Diagnostic::error(Code::E0606, format!("`{name}` is damaged: {what}")),
        };
        told.help("compile it anew: `ustav compile --rules RULES --out FILE`")
    }
}

/// How a first line calls who wrote it.
fn writer(line: &str) -> String {
    let told = line.trim_end().get(MAGIC.len()..).unwrap_or_default();
    let (format, by) = told.split_once(", ").unwrap_or((told, "something else"));
    format!("{by} (format {format})")
}

/// Whether something that was fetched turned out to be wrong. What was worked out since then is not to be told.
#[derive(Clone, Debug, Default)]
pub struct Damage(Arc<OnceLock<ArtefactError>>);

impl Damage {
    /// What was found, if anything was.
    pub fn found(&self) -> Option<&ArtefactError> {
        self.0.get()
    }

    fn tell(&self, wrong: ArtefactError) {
        // The first that was found is told.
        let _ = self.0.set(wrong);
    }
}

/// A pack as it is written.
#[derive(Clone, Copy, Debug)]
pub struct Contents<'a> {
    /// Where the rules are, as it was told.
    pub told: &'a [String],
    /// The rule files: names and texts, in the order of their sources, which are the first.
    pub files: &'a [(&'a str, &'a str)],
    /// The documents that were there: names and texts, in the order of their sources.
    pub texts: &'a [(&'a str, &'a str)],
    /// For each document of the model its path, and its number among the texts if it was there.
    pub documents: &'a [(String, Option<u32>)],
    /// What the rules compile to.
    pub program: &'a Program,
}

/// A pack as it was opened.
#[derive(Debug)]
pub struct Opened {
    /// Where the rules were, as it was told.
    pub told: Vec<String>,
    /// The rule files: names and texts, in the order of their sources, which are the first.
    pub files: Vec<(String, LazyText)>,
    /// The documents that were there: names and texts, in the order of their sources.
    pub texts: Vec<(String, LazyText)>,
    /// For each document of the model its path, and its number among the texts if it was there.
    pub documents: Vec<(String, Option<u32>)>,
    /// What the rules compile to; its long lists are fetched when something asks for them.
    pub program: Program,
    /// What is wrong with what was fetched so far.
    pub damage: Damage,
}

/// Write a pack. What was written is read back before it is given out.
pub fn encode(contents: &Contents<'_>) -> Result<Vec<u8>, ArtefactError> {
    let mut body = Body::default();
    let Program { model, kb, tables } = contents.program;
    let head = Head {
        told: contents.told.to_vec(),
        documents: contents.documents.to_vec(),
        frame: body.put(&(model, kb, tables))?,
        files: body.texts(contents.files)?,
        texts: body.texts(contents.texts)?,
        rules: body.pieces(&model.rules, parts::RULES)?,
        messages: body.pieces(&kb.messages, parts::RULES)?,
        nodes: body.nodes(&kb.nodes)?,
        plans: body.pieces(&kb.actions, parts::ACTIONS)?,
        tables: body.pieces(&tables.actions, parts::ACTIONS)?,
    };
    let bytes = Arc::new(body.behind(first_line(), &head)?);
    open(bytes.clone())?.look_through()?;
    Ok(Arc::unwrap_or_clone(bytes))
}

/// Open an artefact: read what everything needs, and leave the rest where it lies.
pub fn open(store: Arc<dyn Store>) -> Result<Opened, ArtefactError> {
    let damaged = ArtefactError::Damaged("it is cut off");
    let due = first_line();
    let size = store.size();
    let most = usize::try_from(size).unwrap_or(usize::MAX).min(LONGEST_LINE);
    let start = store.read(0, most).ok_or(damaged.clone())?;
    let line = start.split_inclusive(|byte| *byte == b'\n').next().unwrap_or_default();
    if line != due.as_bytes() {
        let whole = line.ends_with(b"\n") && line.starts_with(MAGIC);
        return Err(match str::from_utf8(line) {
            Ok(line) if whole && !line.trim_end().contains(char::is_control) => {
                ArtefactError::Version(writer(line))
            }
            _ => ArtefactError::Damaged("its first line is not whole"),
        });
    }
    let damage = Damage::default();
    let (head, taken) = PartReader::new(store, due.len() as u64, size, &damage)?;
    let mut parts = taken.in_order();
    let frame = parts.one(&head.frame)?;
    let files = parts.texts(&head.files)?;
    let texts = parts.texts(&head.texts)?;
    let places = (
        parts.places(&head.rules)?,
        parts.places(&head.messages)?,
        parts.places(&head.nodes)?,
        parts.places(&head.plans)?,
        parts.places(&head.tables)?,
    );
    parts.end()?;
    let (model, kb, tables) = taken.decode(&frame)?;
    let mut program = Program { model, kb, tables };
    let Program { model, kb, tables } = &mut program;
    let mut bounds = Bounds::of(&head, model, kb)?;
    bounds.frame(model, kb, &tables.layout).map_err(ArtefactError::Damaged)?;
    let bounds = Arc::new(bounds);
    let documents = head.documents;
    if documents.len() != model.documents.len()
        || documents.iter().any(|(_, text)| text.is_some_and(|text| text as usize >= texts.len()))
    {
        return Err(ArtefactError::Damaged("its documents are not those of its rules"));
    }
    let (rules, messages, nodes, plans, blocks) = places;
    model.rules = taken.shelf(&rules, &bounds, |bounds, _, rules: &[Rule]| {
        rules.iter().try_for_each(|rule| bounds.rule(rule))
    });
    kb.messages = taken.shelf(&messages, &bounds, |bounds, _, messages: &[Vec<Message>]| {
        messages.iter().try_for_each(|messages| bounds.written(messages))
    });
    kb.nodes = taken.shelf(&nodes, &bounds, Bounds::nodes);
    kb.actions = taken.shelf(&plans, &bounds, |bounds, _, plans: &[Plan]| {
        plans.iter().try_for_each(|plan| bounds.plan(plan))
    });
    tables.actions = taken.shelf(&blocks, &bounds, |bounds, _, tables: &[ActionTable]| {
        tables.iter().try_for_each(|table| bounds.table(table))
    });
    Ok(Opened {
        told: head.told,
        files: taken.deferred(head.files, files),
        texts: taken.deferred(head.texts, texts),
        documents,
        program,
        damage,
    })
}

impl Opened {
    /// Fetch everything, and say what is wrong with it.
    pub fn look_through(&self) -> Result<(), ArtefactError> {
        let Program { model, kb, tables } = &self.program;
        let lengths = [
            (model.rules.iter().count(), model.rules.len()),
            (kb.messages.iter().count(), kb.messages.len()),
            (kb.nodes.iter().count(), kb.nodes.len()),
            (kb.actions.iter().count(), kb.actions.len()),
            (tables.actions.iter().count(), tables.actions.len()),
        ];
        for (_, text) in self.files.iter().chain(&self.texts) {
            text.get();
        }
        match self.damage.found() {
            Some(wrong) => Err(wrong.clone()),
            None if lengths.iter().any(|(found, due)| found != due) => {
                Err(ArtefactError::Damaged("something of it is missing"))
            }
            None => Ok(()),
        }
    }
}
