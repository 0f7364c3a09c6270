//! Texts of files and of standard input: rules, states, actions and documents.

use crate::base::decode::{TextLimits, read_text};
use crate::base::{Code, Diagnostic, Source, SourceId};
use crate::cli::io::text_kind::TextKind;
use crate::cli::io::whole_file::{NO_FILE, cannot_read};
use crate::cli::session::Session;
use crate::input::tree::Node;
use crate::input::yaml;
use crate::input::yaml::Limits;
use crate::input::{State, StateText};
use crate::model::Model;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::Path;

/// The bytes of a file or of standard input.
pub(crate) type Bytes = Box<dyn BufRead>;

/// A YAML or JSON file: its documents, as far as they can be read, and what is wrong with the others.
pub(crate) type Data = (SourceId, Vec<Node>, Vec<Diagnostic>);

impl Session {
    /// Read a text: a file, or standard input for `-`.
    pub(crate) fn read(&mut self, path: &Path, reading: TextKind) -> Result<SourceId, Diagnostic> {
        let (name, bytes) = self.open(path, reading)?;
        self.read_from(name, bytes, reading)
    }

    /// Open a file, or standard input for `-`: how it is called, and its bytes.
    pub(crate) fn open(&mut self, path: &Path, reading: TextKind) -> Result<(String, Bytes), Diagnostic> {
        if path == Path::new("-") && reading != TextKind::Document {
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
            TextKind::Document if !kind.is_file() => Err(std::io::Error::other(NO_FILE)),
            _ => File::open(path),
        });
        match file {
            Ok(file) => Ok((name, Box::new(BufReader::new(file)))),
            Err(error) => Err(cannot_read(&name, &error)),
        }
    }

    /// Read a text that is open already.
    fn read_from(&mut self, name: String, bytes: Bytes, reading: TextKind) -> Result<SourceId, Diagnostic> {
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
        let (name, bytes) = self.open(path, TextKind::Data)?;
        self.read_data_from(name, bytes)
    }

    /// [`Session::read_data`] for what is open already.
    pub(crate) fn read_data_from(&mut self, name: String, bytes: Bytes) -> Result<Data, Diagnostic> {
        let id = self.read_from(name, bytes, TextKind::Data)?;
        let text = self.sources.get(id).map(|source| source.text.clone()).unwrap_or_default();
        let (documents, wrong) = yaml::parse(id, &text, &Limits::default());
        Ok((id, documents, wrong))
    }

    /// Read the states of a YAML or JSON file, which is meant to hold one.
    pub(crate) fn read_state(
        &mut self,
        path: &Path,
        model: &Model,
    ) -> Result<(SourceId, StateText), Diagnostic> {
        let (name, bytes) = self.open(path, TextKind::Data)?;
        self.read_state_from(name, bytes, model)
    }

    /// [`Session::read_state`] for what is open already.
    pub(crate) fn read_state_from(
        &mut self,
        name: String,
        bytes: Bytes,
        model: &Model,
    ) -> Result<(SourceId, StateText), Diagnostic> {
        let id = self.read_from(name, bytes, TextKind::Data)?;
        let text = self.sources.get(id).map(|source| source.text.clone()).unwrap_or_default();
        Ok((id, State::from_text(model, id, &text, &Limits::default())))
    }
}
