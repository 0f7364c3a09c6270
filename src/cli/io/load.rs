//! From paths to packs, states and actions.

use crate::base::decode::{TextLimits, read_text};
use crate::base::{Code, Diagnostic, Severity, Source, SourceId, Span};
use crate::cli::session::{Errors, Session};
use crate::documents::Documents;
use crate::input::State;
use crate::input::tree::Node;
use crate::input::yaml;
use crate::input::yaml::Limits;
use crate::model::{Model, Parsed, check};
use crate::program::Program;
use crate::prose::Format;
use crate::syntax::tree::{DeclarationKind, File as Tree, Text};
use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::io::{BufRead, BufReader, Write};
use std::path::{Path, PathBuf};

/// What is wrong with a pipe or a device where a file is due.
pub(crate) const NO_FILE: &str = "it is no file";
/// The ending of rule files.
const ENDING: &str = "rules";
/// Folders deeper than this are not searched: links may go in circles.
const DEEPEST: usize = 16;

/// More files and folders than this are not searched.
const MOST_ENTRIES: usize = 10_000;

/// What a text is read for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Reading {
    /// Rules.
    Rules,
    /// States and actions.
    Data,
    /// A document, which the rules name.
    Document,
}

impl Reading {
    /// The most bytes of all texts of one kind together.
    fn most(self) -> usize {
        match self {
            Self::Rules | Self::Document => 256 << 20,
            Self::Data => 1 << 30,
        }
    }
}

/// The bytes of a file or of standard input.
pub(crate) type Bytes = Box<dyn BufRead>;

/// A YAML or JSON file: its documents, as far as they can be read, and what is wrong with the others.
pub(crate) type Data = (SourceId, Vec<Node>, Vec<Diagnostic>);

/// What was read where a state is due.
pub(crate) enum StateSource {
    /// The one state of the text, and its place.
    State(Box<State>, Span),
    /// What has to be looked at more closely.
    Data(Data),
}

/// A pack, compiled.
pub(crate) struct Pack {
    pub(crate) program: Program,
    pub(crate) documents: Documents,
    /// How each document is called: its path.
    pub(crate) document_paths: Vec<String>,
    /// Documents that are there, and cannot be read: no verdict needs them, but nothing can be said of them.
    pub(crate) unreadable: Vec<Diagnostic>,
    /// The rule files.
    pub(crate) files: Vec<PathBuf>,
    /// Where the rules are, as it was told.
    pub(crate) told: Vec<PathBuf>,
}

impl Session {
    /// Read a text: a file, or standard input for `-`.
    pub(crate) fn read(&mut self, path: &Path, reading: Reading) -> Result<SourceId, Diagnostic> {
        let (name, bytes) = self.open(path, reading)?;
        self.read_from(name, bytes, reading)
    }

    /// Open a file, or standard input for `-`: how it is called, and its bytes.
    pub(crate) fn open(&mut self, path: &Path, reading: Reading) -> Result<(String, Bytes), Diagnostic> {
        if path == Path::new("-") && reading != Reading::Document {
            if std::mem::replace(&mut self.stdin_taken, true) {
                return Err(Diagnostic::error(Code::E0605, "standard input can be read only once")
                    .help("give `-` for one thing, and a file for the other"));
            }
            return Ok(("<stdin>".to_owned(), Box::new(std::io::stdin().lock())));
        }
        let name = path.display().to_string();
        if let Some(text) = self.instead.get(path) {
            return Ok((name, Box::new(std::io::Cursor::new(text.clone()))));
        }
        self.asked.push(path.to_owned());
        // To open a pipe or a terminal may take for ever: only who runs the program may name one.
        let kind = std::fs::metadata(path);
        let file = kind.and_then(|kind| match reading {
            _ if kind.is_dir() => Err(std::io::ErrorKind::IsADirectory.into()),
            Reading::Document if !kind.is_file() => Err(std::io::Error::other(NO_FILE)),
            _ => File::open(path),
        });
        match file {
            Ok(file) => Ok((name, Box::new(BufReader::new(file)))),
            Err(error) => Err(cannot_read(&name, &error)),
        }
    }

    /// Read a text that is open already.
    fn read_from(&mut self, name: String, bytes: Bytes, reading: Reading) -> Result<SourceId, Diagnostic> {
        let id = self.sources.next_id();
        let taken = self.taken.get(&reading).copied().unwrap_or(0);
        let limits = TextLimits { total: reading.most() - taken, ..TextLimits::default() };
        let (text, result) = read_text(bytes, id, &limits);
        self.taken.insert(reading, (taken + text.len()).min(reading.most()));
        self.sources.add(Source::new(name, text));
        match result {
            Err(diagnostic) if diagnostic.code == Code::E0409 && taken > 0 => {
                let help = format!("all texts of this kind may have {} bytes together", reading.most());
                Err(diagnostic.help(help))
            }
            result => result.map(|()| id),
        }
    }

    /// Read a YAML or JSON file: its documents, as far as they can be read, and what is wrong with the others.
    pub(crate) fn read_data(&mut self, path: &Path) -> Result<Data, Diagnostic> {
        let (name, bytes) = self.open(path, Reading::Data)?;
        self.read_data_from(name, bytes)
    }

    /// [`Session::read_data`] for what is open already.
    pub(crate) fn read_data_from(&mut self, name: String, bytes: Bytes) -> Result<Data, Diagnostic> {
        let id = self.read_from(name, bytes, Reading::Data)?;
        let text = self.sources.get(id).map(|source| source.text.clone()).unwrap_or_default();
        let (documents, wrong) = yaml::parse(id, &text, &Limits::default());
        Ok((id, documents, wrong))
    }

    /// Read a state, at once where its text is entirely regular; any other text is read as [`Session::read_data`] does.
    pub(crate) fn read_state(&mut self, path: &Path, model: &Model) -> Result<StateSource, Diagnostic> {
        let (name, bytes) = self.open(path, Reading::Data)?;
        self.read_state_from(name, bytes, model)
    }

    /// [`Session::read_state`] for what is open already.
    pub(crate) fn read_state_from(
        &mut self,
        name: String,
        bytes: Bytes,
        model: &Model,
    ) -> Result<StateSource, Diagnostic> {
        let id = self.read_from(name, bytes, Reading::Data)?;
        let text = self.sources.get(id).map(|source| source.text.clone()).unwrap_or_default();
        let limits = Limits::default();
        if let Some((state, span)) = State::read_regular(model, id, &text, &limits) {
            return Ok(StateSource::State(Box::new(state), span));
        }
        let (documents, wrong) = yaml::parse(id, &text, &limits);
        Ok(StateSource::Data((id, documents, wrong)))
    }

    /// Read and compile the rules, or open the artefact that stands for them, with the documents as they were compiled.
    /// Warnings are told on standard error.
    pub(crate) fn load(&mut self, paths: &[PathBuf]) -> Result<Pack, Errors> {
        match self.opened(paths)? {
            Some(opened) => Ok(self.pack_of(opened, false)),
            None => self.load_rules(paths),
        }
    }

    /// The same with the documents as they are now; all of an artefact is looked at.
    pub(crate) fn load_with_documents(&mut self, paths: &[PathBuf]) -> Result<Pack, Errors> {
        let Some(opened) = self.opened(paths)? else { return self.load_rules(paths) };
        // What is wrong is kept, and told here.
        let _ = opened.look_through();
        self.intact()?;
        Ok(self.pack_of(opened, true))
    }

    /// Read and compile the rules, or open an artefact, and keep the trees.
    pub(crate) fn load_with_trees(&mut self, paths: &[PathBuf]) -> Result<(Pack, Vec<Tree>), Errors> {
        if let Some(opened) = self.opened(paths)? {
            let pack = self.pack_of(opened, false);
            let trees = self.trees_of(&pack);
            return Ok((pack, trees));
        }
        let (parsed, files) = self.parse(paths)?;
        let trees = parsed.files.clone();
        Ok((self.compile(parsed, files, paths)?, trees))
    }

    fn load_rules(&mut self, paths: &[PathBuf]) -> Result<Pack, Errors> {
        let (parsed, files) = self.parse(paths)?;
        self.compile(parsed, files, paths)
    }

    /// Compile rules that were read from these files. Warnings are told on standard error.
    fn compile(&mut self, parsed: Parsed, files: Vec<PathBuf>, told: &[PathBuf]) -> Result<Pack, Errors> {
        let (model, mut diagnostics) = check(parsed);
        let Some(model) = model else { return Err(diagnostics.into()) };
        if model.rules.is_empty() {
            let names: Vec<String> = files.iter().map(|path| path.display().to_string()).collect();
            return Err(Diagnostic::error(
                Code::E0602,
                format!("no rule is declared in {}", names.join(", ")),
            )
            .help("a pack declares at least one `permit`")
            .into());
        }
        let (program, warnings) = Program::compile(model);
        diagnostics.extend(warnings);
        if !self.quiet {
            self.report(&diagnostics);
        }
        let (documents, document_paths, unreadable) = self.documents(&program.model);
        Ok(Pack { program, documents, document_paths, unreadable, files, told: told.to_vec() })
    }

    /// Read the rule files, those that they import included.
    pub(crate) fn parse(&mut self, paths: &[PathBuf]) -> Result<(Parsed, Vec<PathBuf>), Errors> {
        let mut open: Vec<(PathBuf, Option<Span>)> = Vec::new();
        for path in paths {
            open.extend(rule_files(path)?.into_iter().map(|file| (file, None)));
        }
        let mut seen = HashSet::new();
        let mut imported = HashSet::new();
        let mut files = Vec::new();
        let mut parsed = Parsed::default();
        open.reverse();
        while let Some((path, import)) = open.pop() {
            if !seen.insert(path.canonicalize().unwrap_or_else(|_| path.clone())) {
                continue;
            }
            let id = match self.read(&path, Reading::Rules) {
                Ok(id) => id,
                Err(diagnostic) => {
                    parsed.diagnostics.push(with_import(diagnostic, import));
                    continue;
                }
            };
            let text = self.sources.get(id).map(|source| source.text.clone()).unwrap_or_default();
            let (file, diagnostics) = crate::syntax::parse(id, &text);
            parsed.diagnostics.extend(diagnostics);
            for declaration in &file.declarations {
                let DeclarationKind::Import(text) = &declaration.kind else { continue };
                let target = beside(&path, text);
                if !imported.insert(target.canonicalize().unwrap_or_else(|_| target.clone())) {
                    continue;
                }
                if target.metadata().is_ok_and(|kind| !kind.is_file() && !kind.is_dir()) {
                    let wrong = cannot_read(&target.display().to_string(), &std::io::Error::other(NO_FILE));
                    parsed.diagnostics.push(with_import(wrong, Some(text.span)));
                    continue;
                }
                match rule_files(&target) {
                    Ok(found) => open.extend(found.into_iter().rev().map(|file| (file, Some(text.span)))),
                    Err(diagnostic) => parsed.diagnostics.push(with_import(diagnostic, Some(text.span))),
                }
            }
            parsed.files.push(file);
            files.push(path);
        }
        Ok((parsed, files))
    }

    /// Read the documents that a model names, as far as they are there.
    pub(crate) fn documents(&mut self, model: &Model) -> (Documents, Vec<String>, Vec<Diagnostic>) {
        let mut ids = Vec::new();
        let mut paths = Vec::new();
        let mut read: HashMap<PathBuf, Option<SourceId>> = HashMap::new();
        let mut unreadable = Vec::new();
        for document in &model.documents {
            let rules = PathBuf::from(self.sources.name(document.span));
            let path = rules.parent().unwrap_or(Path::new("")).join(&*document.path);
            paths.push(path.display().to_string());
            let one = path.canonicalize().unwrap_or_else(|_| path.clone());
            let id = match read.get(&one) {
                Some(id) => *id,
                None if std::fs::symlink_metadata(&path).is_err() => None,
                None => match self.read(&path, Reading::Document) {
                    Ok(id) => Some(id),
                    Err(diagnostic) => {
                        let labelled = diagnostic.labels.is_empty();
                        let named =
                            if labelled { diagnostic.label(document.span, "named here") } else { diagnostic };
                        unreadable.push(named);
                        None
                    }
                },
            };
            read.insert(one, id);
            ids.push(id);
        }
        let texts = ids.into_iter().zip(&paths).map(|(id, path)| {
            let id = id?;
            Some((id, self.sources.get(id)?.text.clone(), Format::of_path(path)))
        });
        (Documents::new(texts), paths, unreadable)
    }
}

/// The path that an import names, from the folder of the file that it stands in.
fn beside(file: &Path, import: &Text) -> PathBuf {
    file.parent().unwrap_or(Path::new("")).join(&*import.text)
}

fn with_import(diagnostic: Diagnostic, import: Option<Span>) -> Diagnostic {
    match import {
        Some(span) if diagnostic.labels.is_empty() => diagnostic.label(span, "imported here"),
        _ => diagnostic,
    }
}

/// A rule file, or all rule files of a folder in the order of their names.
pub(crate) fn rule_files(path: &Path) -> Result<Vec<PathBuf>, Diagnostic> {
    let name = path.display();
    let metadata = std::fs::metadata(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::NotFound => Diagnostic::error(Code::E0602, format!("there is no `{name}`"))
            .help("name a rule file, or a folder with rule files, with `--rules`"),
        _ => cannot_read(&name.to_string(), &error),
    })?;
    if !metadata.is_dir() {
        return Ok(vec![path.to_owned()]);
    }
    let mut found = Vec::new();
    search(path, &mut found)?;
    if found.is_empty() {
        return Err(Diagnostic::error(Code::E0602, format!("the folder `{name}` holds no rule files"))
            .help("the names of rule files end with `.rules`"));
    }
    found.sort();
    Ok(found)
}

/// Find the rule files of a folder and of those in it, each folder once: links may go in circles.
fn search(folder: &Path, found: &mut Vec<PathBuf>) -> Result<(), Diagnostic> {
    let mut seen = HashSet::new();
    let mut open = vec![(folder.to_owned(), 0)];
    let mut entries = 0;
    while let Some((folder, depth)) = open.pop() {
        let name = folder.display().to_string();
        let failed = |error: std::io::Error| cannot_read(&name, &error);
        if depth > DEEPEST || !seen.insert(folder.canonicalize().map_err(failed)?) {
            continue;
        }
        for entry in std::fs::read_dir(&folder).map_err(failed)? {
            let entry = entry.map_err(failed)?;
            entries += 1;
            if entries > MOST_ENTRIES {
                return Err(Diagnostic::error(
                    Code::E0602,
                    format!("`{name}` lies among more than {MOST_ENTRIES} files and folders"),
                )
                .help("name a folder that holds the rules alone"));
            }
            let path = entry.path();
            let ending = path.extension().is_some_and(|ending| ending == ENDING);
            if entry.file_name().to_string_lossy().starts_with('.') {
                continue;
            }
            match std::fs::metadata(&path) {
                Ok(kind) if kind.is_dir() => open.push((path, depth + 1)),
                Ok(kind) if kind.is_file() && ending => found.push(path),
                Err(error) if ending => return Err(cannot_read(&path.display().to_string(), &error)),
                _ => {}
            }
        }
    }
    Ok(())
}

/// A file could not be read.
pub(crate) fn cannot_read(name: &str, error: &std::io::Error) -> Diagnostic {
    Diagnostic::error(Code::E0601, format!("`{name}` cannot be read: {}", cause(error)))
}

/// A file could not be written.
pub(crate) fn cannot_write(name: &str, error: &std::io::Error) -> Diagnostic {
    Diagnostic::error(Code::E0604, format!("{name} cannot be written: {}", cause(error)))
}

/// What was written beside the file that it is for, and takes its place when all else is done.
pub(crate) struct Written {
    path: PathBuf,
    waiting: Waiting,
}

/// Where it waits.
enum Waiting {
    /// In a file beside its place.
    Beside(tempfile::NamedTempFile),
    /// Here: a device or a pipe is no place that a file could take.
    Here(Vec<u8>),
}

impl Written {
    /// Put it into its place.
    pub(crate) fn finish(self) -> Result<(), Diagnostic> {
        let written = match self.waiting {
            Waiting::Beside(file) => file.persist(&self.path).map(drop).map_err(|error| error.error),
            Waiting::Here(bytes) => std::fs::write(&self.path, bytes),
        };
        written.map_err(|error| cannot_write(&format!("`{}`", self.path.display()), &error))
    }
}

/// Write a file whole or not at all: now beside it, and in its place with [`Written::finish`]. It keeps the
/// permissions that it had.
pub(crate) fn write_beside(path: &Path, content: impl AsRef<[u8]>) -> Result<Written, Diagnostic> {
    // A link stays a link: what it leads to is written.
    let path = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    let write = || -> std::io::Result<Waiting> {
        if path.is_symlink() {
            return Err(std::io::Error::other("the link leads nowhere"));
        }
        let old = match std::fs::metadata(&path) {
            Ok(old) if old.is_dir() => return Err(std::io::ErrorKind::IsADirectory.into()),
            Ok(old) if !old.is_file() => return Ok(Waiting::Here(content.as_ref().to_vec())),
            Ok(old) if old.permissions().readonly() => return Err(std::io::Error::other("it is read-only")),
            Err(error) if error.kind() != std::io::ErrorKind::NotFound => return Err(error),
            old => old.ok(),
        };
        let folder = path.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
        if !folder.is_dir() {
            let name = folder.display();
            return Err(std::io::Error::other(format!("there is no folder `{name}`")));
        }
        let mut file = new_beside(folder)?;
        file.write_all(content.as_ref())?;
        if let Some(old) = old {
            file.as_file().set_permissions(old.permissions())?;
        }
        file.as_file().sync_all()?;
        Ok(Waiting::Beside(file))
    };
    match write() {
        Ok(waiting) => Ok(Written { path, waiting }),
        Err(error) => Err(cannot_write(&format!("`{}`", path.display()), &error)),
    }
}

/// A file with the permissions of any new one, not only for its owner.
fn new_beside(folder: &Path) -> std::io::Result<tempfile::NamedTempFile> {
    let mut builder = tempfile::Builder::new();
    #[cfg(unix)]
    let builder = builder.permissions(std::os::unix::fs::PermissionsExt::from_mode(0o666));
    builder.tempfile_in(folder)
}

/// Write a file whole or not at all.
pub(crate) fn write_whole(path: &Path, text: &str) -> Result<(), Diagnostic> {
    write_beside(path, text)?.finish()
}

fn cause(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "there is no such file".to_owned(),
        std::io::ErrorKind::PermissionDenied => "permission denied".to_owned(),
        std::io::ErrorKind::IsADirectory => "it is a folder".to_owned(),
        _ => error.to_string(),
    }
}

/// Whether some diagnostic is an error.
pub(crate) fn failed(diagnostics: &[Diagnostic]) -> bool {
    diagnostics.iter().any(|found| found.severity == Severity::Error)
}
