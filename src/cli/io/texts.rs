//! Texts of files and of standard input: rules, states, actions and documents.

use crate::base::decode::{TextLimits, read_text};
use crate::base::{Code, Diagnostic, Message, STDIN, SharedText, Source, SourceId, Span, msg, named};
use crate::cli::io::paths::{is_rule_file, rule_files};
use crate::cli::io::whole_file::{cannot_read, no_file};
use crate::cli::session::{Session, TextKind};
use crate::input::hints::write_state;
use crate::input::tree::Node;
use crate::input::yaml::{self, Limits};
use crate::input::{State, StateText};
use crate::model::Model;
use std::fs::{File, Metadata};
use std::io::{BufRead, BufReader, Cursor};
use std::path::Path;

/// A file or standard input, open and not read yet.
pub(crate) struct OpenText {
    /// The path as given, or [`STDIN`].
    pub(crate) name: String,
    pub(crate) bytes: Box<dyn BufRead>,
}

/// A YAML or JSON file: its documents, as far as they can be read, and the errors of the others.
pub(crate) type Data = (SourceId, Vec<Node>, Vec<Diagnostic>);

impl Session {
    /// Open a file, or standard input for `-`.
    ///
    /// # Errors
    /// E0601; E0605 where standard input was read already.
    pub(crate) fn open(&mut self, path: &Path, kind: TextKind) -> Result<OpenText, Diagnostic> {
        if path == Path::new("-") && kind != TextKind::Document {
            if std::mem::replace(&mut self.stdin_was_read, true) {
                return Err(Diagnostic::error(Code::E0605, msg!(cli.stdin_twice)).help(msg!(cli.stdin_once)));
            }
            return Ok(OpenText { name: STDIN.to_owned(), bytes: Box::new(std::io::stdin().lock()) });
        }
        let name = path.display().to_string();
        if let Some(text) = self.overrides.get(path) {
            return Ok(OpenText { name, bytes: Box::new(Cursor::new(text.clone())) });
        }
        self.requested.push(path.to_owned());
        // To open a pipe or a terminal may take for ever: only who runs the program may name one.
        let metadata = std::fs::metadata(path);
        if kind == TextKind::Data && is_rule_file(path) && metadata.as_ref().is_ok_and(Metadata::is_file) {
            return Err(Diagnostic::error(Code::E0605, msg!(cli.is_a_rule_file, path = name))
                .help(msg!(cli.write_rules, path = path.display().to_string())));
        }
        if kind == TextKind::Data && path.is_dir() {
            // The folder of everything names no rules.
            let is_of_rules = rule_files(path).is_ok() && path.join("rules").read_dir().is_err();
            let help = if is_of_rules { msg!(cli.write_rules, path = &*name) } else { msg!(cli.name_a_file) };
            return Err(cannot_read(&name, &std::io::ErrorKind::IsADirectory.into()).help(help));
        }
        let file = metadata.and_then(|metadata| match kind {
            _ if metadata.is_dir() => Err(std::io::ErrorKind::IsADirectory.into()),
            TextKind::Document if !metadata.is_file() => Err(no_file()),
            _ => File::open(path),
        });
        match file {
            Ok(file) => Ok(OpenText { name, bytes: Box::new(BufReader::new(file)) }),
            Err(error) => Err(cannot_read(&name, &error)),
        }
    }

    /// Read a file, or standard input for `-`.
    ///
    /// # Errors
    /// Those of [`Session::open`]; E0103 where it is not UTF-8, E0409 where it is too long.
    pub(crate) fn read(&mut self, path: &Path, kind: TextKind) -> Result<(SourceId, SharedText), Diagnostic> {
        let open = self.open(path, kind)?;
        self.read_open(open, kind)
    }

    fn read_open(&mut self, open: OpenText, kind: TextKind) -> Result<(SourceId, SharedText), Diagnostic> {
        let id = self.sources.next_id();
        let before = self.bytes_read.get(&kind).copied().unwrap_or(0);
        let limits = TextLimits { line: kind.longest_line(), total: kind.most() - before };
        let (text, result) = read_text(open.bytes, id, &limits);
        self.bytes_read.insert(kind, (before + text.len()).min(kind.most()));
        let text = SharedText::from(text);
        self.sources.add(Source::new(open.name, text.clone()));
        match result {
            Err(diagnostic) if diagnostic.code == Code::E0409 && before > 0 => {
                Err(diagnostic.help(msg!(cli.bytes_together, most = kind.most() >> 20)))
            }
            Err(diagnostic)
                if kind == TextKind::Data && diagnostic.message.entry() == Some(("common", "not_text")) =>
            {
                Err(diagnostic.help(msg!(data.data_is_yaml)))
            }
            result => result.map(|()| (id, text)),
        }
    }

    /// Read YAML or JSON. Errors of its documents are in the data.
    ///
    /// # Errors
    /// Those of [`Session::read`].
    pub(crate) fn read_data(&mut self, open: OpenText) -> Result<Data, Diagnostic> {
        let is_json = is_json(&open.name);
        let (id, text) = self.read_open(open, TextKind::Data)?;
        let parse = if is_json { yaml::parse_json } else { yaml::parse };
        let (documents, diagnostics) = parse(id, &text, &Limits::default());
        Ok((id, documents, diagnostics))
    }

    /// Read states in YAML or JSON, of which there is meant to be one. Errors of its documents are among them.
    ///
    /// # Errors
    /// Those of [`Session::read`].
    pub(crate) fn read_states(
        &mut self,
        open: OpenText,
        model: &Model,
    ) -> Result<(SourceId, StateText), Diagnostic> {
        let is_json = is_json(&open.name);
        let (id, text) = self.read_open(open, TextKind::Data)?;
        let read = if is_json { State::from_json } else { State::from_text };
        Ok((id, read(model, id, &text, &Limits::default())))
    }
}

/// Whether the name of a file is that of JSON.
fn is_json(name: &str) -> bool {
    Path::new(name).extension().is_some_and(|ending| ending.eq_ignore_ascii_case("json"))
}

/// The one state of a text that was read; else what is wrong, unless that is known already.
pub(crate) fn only_state<T>(
    documents: Vec<T>,
    span_of: impl Fn(&T) -> Span,
    (name, id): (&str, SourceId),
    model: &Model,
    is_sound: bool,
) -> Result<T, Option<Diagnostic>> {
    let mut documents = documents.into_iter();
    match (documents.next(), documents.next()) {
        (Some(only), None) => Ok(only),
        (Some(_), Some(second)) => Err(Some(
            Diagnostic::error(Code::E0403, msg!(cli.one_state))
                .label(span_of(&second).at_start(), msg!(cli.second_document))
                .help(msg!(cli.file_of_its_own)),
        )),
        (None, _) => Err(is_sound.then(|| {
            Diagnostic::error(Code::E0410, msg!(cli.no_state_in, path = named(name)))
                .label(Span::new(id, 0, 0), msg!(cli.nothing_here))
                .maybe_help(write_state(model, None))
        })),
    }
}

/// An error of a file, with the place where the file is named unless it has a place already.
pub(crate) fn named_at(
    error: Diagnostic,
    place: impl Into<Option<Span>>,
    label: impl Into<Message>,
) -> Diagnostic {
    match place.into() {
        Some(place) if error.labels.is_empty() => error.label(place, label),
        _ => error,
    }
}
