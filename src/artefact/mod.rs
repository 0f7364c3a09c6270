//! Floor 7: a pack as one file, which starts as fast as its parts are small that something asks for.
//!
//! [`encode`] writes what was compiled, with the texts of rules and documents. [`open`] reads the frame of it (names,
//! schema, what all actions share) and leaves on their shelves the parts that grow with the rules; each is fetched
//! when something asks for it (`parts`). Nothing in the file is trusted: what was fetched goes through `validate`
//! before anything reads it, and a part with something wrong in it is not there, which [`Damage`] reports.

mod layout;
mod parts;
mod store;
mod validate;

use crate::base::{LazyText, SharedText};
use crate::program::Program;
use layout::Head;
use parts::{Body, PartReader};
use std::sync::Arc;
pub use store::{ArtefactError, Damage, FORMAT, MAGIC, Store};
use store::{CUT_OFF, FIRST_LINE, LONGEST_LINE, first_line, writer};
use validate::{Bounds, Checked, Validate};

/// A pack as it is written.
#[derive(Clone, Copy, Debug)]
pub struct Contents<'a> {
    /// Where the rules are, as it was passed.
    pub rule_paths: &'a [String],
    /// The rule files: names and texts, in the order of their sources, which are the first.
    pub files: &'a [(&'a str, &'a SharedText)],
    /// The documents that were there: names and texts, in the order of their sources.
    pub texts: &'a [(&'a str, &'a SharedText)],
    /// For each document of the model its path, and its number among the texts if it was there.
    pub documents: &'a [(String, Option<u32>)],
    pub program: &'a Program,
}

/// A pack as it was opened.
#[derive(Debug)]
pub struct Opened {
    pub rule_paths: Vec<String>,
    pub files: Vec<(String, LazyText)>,
    pub texts: Vec<(String, LazyText)>,
    pub documents: Vec<(String, Option<u32>)>,
    /// What the rules compile to; its long lists are fetched when something asks for them.
    pub program: Program,
    /// What is wrong with what was fetched so far.
    pub damage: Damage,
}

/// Write a pack. What was written is read back before it is given out.
///
/// # Errors
/// Where it would be too large (E0606).
pub fn encode(contents: &Contents<'_>) -> Result<Vec<u8>, ArtefactError> {
    let mut body = Body::default();
    let Program { model, kb, tables } = contents.program;
    let head = Head {
        rule_paths: contents.rule_paths.to_vec(),
        documents: contents.documents.to_vec(),
        frame: body.put(&(model, kb, tables))?,
        files: body.texts(contents.files)?,
        texts: body.texts(contents.texts)?,
        rules: body.pieces(model.rules.lazy(), parts::RULES)?,
        messages: body.pieces(kb.messages.lazy(), parts::RULES)?,
        nodes: body.nodes(kb.nodes.lazy())?,
        plans: body.pieces(kb.actions.lazy(), parts::ACTIONS)?,
        tables: body.pieces(tables.actions.lazy(), parts::ACTIONS)?,
        shared: body.pieces(tables.shared.lazy(), 1)?,
    };
    let bytes = Arc::new(body.behind(first_line(), &head)?);
    open(bytes.clone())?.look_through()?;
    Ok(Arc::unwrap_or_clone(bytes))
}

/// Open an artefact: read what everything needs, and leave the rest where it lies.
///
/// # Errors
/// Where another program wrote it (E0607), or it is damaged (E0606).
pub fn open(store: Arc<dyn Store>) -> Result<Opened, ArtefactError> {
    let due = first_line();
    let size = store.size();
    let most = usize::try_from(size).unwrap_or(usize::MAX).min(LONGEST_LINE);
    let start = store.read(0, most).ok_or(CUT_OFF)?;
    let line = start.split_inclusive(|byte| *byte == b'\n').next().unwrap_or_default();
    if line != due.as_bytes() {
        let whole = line.ends_with(b"\n") && line.starts_with(MAGIC);
        return Err(match str::from_utf8(line) {
            Ok(line) if whole && !line.trim_end().contains(char::is_control) => {
                ArtefactError::Version(writer(line))
            }
            _ => FIRST_LINE,
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
        parts.places(&head.shared)?,
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
    let (rules, messages, nodes, plans, blocks, shared) = places;
    model.rules = taken.lazy_vec(rules, &bounds, each);
    kb.messages = taken.lazy_vec(messages, &bounds, each);
    kb.nodes = taken.lazy_vec(nodes, &bounds, Bounds::nodes);
    kb.actions = taken.lazy_vec(plans, &bounds, each);
    tables.actions = taken.lazy_vec(blocks, &bounds, each);
    tables.shared = taken.lazy_vec(shared, &bounds, each);
    Ok(Opened {
        rule_paths: head.rule_paths,
        files: taken.lazy_texts(head.files, files),
        texts: taken.lazy_texts(head.texts, texts),
        documents,
        program,
        damage,
    })
}

/// Look at the elements of a list one by one.
fn each<I, T: Validate>(bounds: &Bounds, _: I, list: &[T]) -> Checked {
    list.validate(bounds)
}

impl Opened {
    /// Fetch everything.
    ///
    /// # Errors
    /// Where something of it is damaged (E0606).
    pub fn look_through(&self) -> Result<(), ArtefactError> {
        let Program { model, kb, tables } = &self.program;
        let lengths = [
            (model.rules.iter().count(), model.rules.len()),
            (kb.messages.iter().count(), kb.messages.len()),
            (kb.nodes.iter().count(), kb.nodes.len()),
            (kb.actions.iter().count(), kb.actions.len()),
            (tables.actions.iter().count(), tables.actions.len()),
            (tables.shared.iter().count(), tables.shared.len()),
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
