//! Packs that were compiled to a file: written by `compile`, and taken by every verb in place of rules.

use crate::artefact::{Contents, MAGIC, Opened, Store, encode, open};
use crate::base::{Code, Diagnostic, Message, SourceId, msg};
use crate::cli::io::whole_file::{cannot_read, write_beside};
use crate::cli::pack::Pack;
use crate::cli::session::{Errors, Session};
use crate::documents::Documents;
use crate::prose::Format;
use crate::syntax::tree::File as Tree;
use crate::values::ids::DocumentId;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

/// A file of which only those parts are read that something asks for.
struct Parts {
    file: Mutex<File>,
    size: u64,
}

impl Store for Parts {
    fn size(&self) -> u64 {
        self.size
    }

    fn read(&self, at: u64, length: usize) -> Option<Vec<u8>> {
        // No more is made room for than there is to read.
        if at.checked_add(u64::try_from(length).ok()?)? > self.size {
            return None;
        }
        let mut file = self.file.lock().ok()?;
        file.seek(SeekFrom::Start(at)).ok()?;
        let mut bytes = vec![0; length];
        file.read_exact(&mut bytes).ok()?;
        Some(bytes)
    }
}

/// The file, if it is an artefact: its first bytes say so, whatever its name is, or its name where they are damaged.
fn artefact(path: &Path) -> std::io::Result<Option<File>> {
    // A pipe cannot be looked into without taking from it.
    if !std::fs::metadata(path).is_ok_and(|kind| kind.is_file()) {
        return Ok(None);
    }
    let mut file = File::open(path)?;
    let mut first = Vec::new();
    Read::by_ref(&mut file).take(MAGIC.len() as u64).read_to_end(&mut first)?;
    let is_named = path.extension().is_some_and(|ending| ending == "ustav");
    Ok((first == MAGIC || is_named).then_some(file))
}

/// Refuse an artefact where the rules themselves are needed.
///
/// # Errors
/// E0605.
pub(crate) fn refuse(paths: &[PathBuf], why: impl Into<Message>) -> Result<(), Diagnostic> {
    let found = paths.iter().find(|path| matches!(artefact(path), Ok(Some(_))));
    found.map_or(Ok(()), |path| {
        let path = path.display().to_string();
        let message = msg!(cli.rules_not_artefact, path = path, why = why.into());
        Err(Diagnostic::error(Code::E0605, message).help(msg!(cli.name_the_rules_of_the_artefact)))
    })
}

impl Session {
    /// Open the artefact that stands in place of rules, if one does.
    ///
    /// # Errors
    /// E0601; E0605 where more is named beside it; those of [`open`].
    pub(crate) fn opened(&mut self, paths: &[PathBuf]) -> Result<Option<Opened>, Diagnostic> {
        let mut found = None;
        for path in paths {
            let name = path.display().to_string();
            if let Some(file) = artefact(path).map_err(|error| cannot_read(&name, &error))? {
                found = Some((path, name, file));
            }
        }
        let Some((path, name, file)) = found else { return Ok(None) };
        if paths.len() > 1 {
            return Err(Diagnostic::error(Code::E0605, msg!(cli.artefact_beside_rules, path = name))
                .help(msg!(cli.give_artefact_alone)));
        }
        self.requested.push(path.clone());
        let size = file.metadata().map_err(|error| cannot_read(&name, &error))?.len();
        let store = Arc::new(Parts { file: Mutex::new(file), size });
        let opened = open(store).map_err(|error| error.diagnostic(&name))?;
        self.artefact = Some((name, opened.damage.clone()));
        Ok(Some(opened))
    }

    /// The pack of an artefact: with the documents as they were compiled, or as they are now.
    pub(crate) fn pack_of(&mut self, opened: Opened, documents_now: bool) -> Pack {
        let Opened { rule_paths, files, texts, documents: named, program, .. } = opened;
        let mut paths = Vec::new();
        for (name, text) in files {
            paths.push(PathBuf::from(&name));
            self.sources.add_lazy(name, text);
        }
        let (documents, document_paths, unreadable) = if documents_now {
            self.documents(&program.model)
        } else {
            let texts: Vec<_> = texts
                .into_iter()
                .map(|(name, text)| (self.sources.add_lazy(name, text.clone()), text))
                .collect();
            let given = named.iter().map(|(path, text)| {
                let (id, text) = texts.get((*text)? as usize)?;
                Some((*id, text.clone(), Format::of_path(path)))
            });
            let documents = Documents::new(given);
            (documents, named.into_iter().map(|(path, _)| path).collect(), Vec::new())
        };
        let rule_paths = rule_paths.into_iter().map(PathBuf::from).collect();
        Pack { program, documents, document_paths, unreadable, files: paths, rule_paths }
    }

    /// The trees of the rules. Their texts are the first sources.
    pub(crate) fn trees_of(&self, pack: &Pack) -> Vec<Tree> {
        let ids = (0..).map(SourceId).take(pack.files.len());
        let sources = ids.filter_map(|id| Some((id, self.sources.get(id)?)));
        sources.map(|(id, source)| crate::syntax::parse(id, &source.text).0).collect()
    }

    /// Write a pack to a file, which takes its place when the run ends well.
    ///
    /// # Errors
    /// E0604; E0605 for standard output.
    pub(crate) fn write_artefact(&mut self, pack: &Pack, path: &Path) -> Result<(), Errors> {
        if path == Path::new("-") {
            return Err(Diagnostic::error(Code::E0605, msg!(cli.artefact_not_printed))
                .help(msg!(cli.name_a_file_for_the_artefact))
                .into());
        }
        let text_of = |id| self.sources.get(id).map(|source| (source.name.as_str(), &source.text));
        let files: Vec<_> = (0..).map(SourceId).take(pack.files.len()).filter_map(text_of).collect();
        let named = (0..).map(DocumentId::at).zip(&pack.document_paths);
        let named =
            named.map(|(document, path)| (path, pack.documents.text(document).map(|text| text.source)));
        let named: Vec<(&String, Option<SourceId>)> = named.collect();
        let mut ids: Vec<SourceId> = named.iter().filter_map(|(_, id)| *id).collect();
        ids.sort_unstable();
        ids.dedup();
        let texts: Vec<_> = ids.iter().copied().filter_map(text_of).collect();
        let place = |id| ids.binary_search(&id).ok().and_then(|place| u32::try_from(place).ok());
        let documents: Vec<_> =
            named.into_iter().map(|(path, id)| (path.clone(), id.and_then(place))).collect();
        let rule_paths: Vec<String> = pack.rule_paths.iter().map(|path| path.display().to_string()).collect();
        let contents = Contents {
            rule_paths: &rule_paths,
            files: &files,
            texts: &texts,
            documents: &documents,
            program: &pack.program,
        };
        let bytes = encode(&contents).map_err(|error| {
            Diagnostic::error(Code::E0604, msg!(cli.artefact_not_written, cause = error.what()))
        })?;
        self.waiting_file = Some(write_beside(path, bytes)?);
        Ok(())
    }
}
