//! What one run of the program carries along: how it may look and speak, every text that it has read, and how it ends.

use crate::artefact::Damage;
use crate::base::{Code, Diagnostic, Sources};
use crate::cli::arguments::{Arguments, Color, Format, Lang};
use crate::cli::io::text_kind::TextKind;
use crate::cli::io::whole_file::WaitingFile;
use crate::cli::output::language::Language;
use crate::cli::output::render::{Report, Style, draw};
use std::collections::HashMap;
use std::io::{IsTerminal, Write};
use std::path::PathBuf;

/// How a run ends. The numbers are those of the exit codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    /// All is well.
    Success = 0,
    /// A rule says no.
    Denied = 1,
    /// Nothing could be decided.
    Error = 2,
    /// Nothing was denied, but something is undetermined.
    Undetermined = 3,
}

/// What a verb has to say when it could do its work: the text for standard output, and how the run ends.
pub(crate) struct VerbOutput {
    pub(crate) text: String,
    pub(crate) exit: Exit,
}

/// What stopped a verb: the diagnostics, whose places lie in the sources of the run.
pub(crate) struct Errors(pub(crate) Vec<Diagnostic>);

impl From<Diagnostic> for Errors {
    fn from(diagnostic: Diagnostic) -> Self {
        Self(vec![diagnostic])
    }
}

impl From<Vec<Diagnostic>> for Errors {
    fn from(diagnostics: Vec<Diagnostic>) -> Self {
        Self(diagnostics)
    }
}

pub(crate) type VerbResult = Result<VerbOutput, Errors>;

/// The artefact that a run stands on.
#[derive(Clone)]
pub(crate) struct Artefact {
    pub(crate) name: String,
    pub(crate) damage: Damage,
}

/// The face of one run of the program: how it may look and speak, and every text that it has read.
pub(crate) struct Session {
    pub(crate) sources: Sources,
    pub(crate) look: Style,
    /// The same for standard error.
    pub(crate) stderr_style: Style,
    pub(crate) language: Language,
    /// The format that was asked for; a verb takes it from [`Session::format_of`].
    pub(crate) format: Format,
    pub(crate) quiet: bool,
    /// The artefact in place of rules, if there is one.
    pub(crate) used: Option<Artefact>,
    /// Whether standard input was read already.
    pub(crate) stdin_taken: bool,
    /// A file that takes its place once the results are told.
    pub(crate) written: Option<WaitingFile>,
    /// How many bytes were read of each kind.
    pub(crate) taken: HashMap<TextKind, usize>,
    /// Texts that are read in place of files: what the files will hold.
    pub(crate) instead: HashMap<PathBuf, String>,
    /// Every file that was asked for, whether it was there or not.
    pub(crate) asked: Vec<PathBuf>,
}

impl Session {
    pub(crate) fn new(arguments: &Arguments) -> Self {
        let color = |terminal: bool| match arguments.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => {
                let unwanted = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
                let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
                terminal && !unwanted && !dumb
            }
        };
        let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
        let width = columns.or_else(|| terminal_size::terminal_size().map(|(width, _)| usize::from(width.0)));
        let width = width.unwrap_or(80).clamp(40, 120);
        let language = match arguments.lang {
            Some(Lang::Ru) => Language::Russian,
            Some(Lang::En) => Language::English,
            None => Language::of_locale(),
        };
        let look = |terminal: bool| Style { width, color: color(terminal), ..Style::default() };
        Self {
            sources: Sources::default(),
            look: Style {
                help: language.say("help", "подсказка"), ..look(std::io::stdout().is_terminal())
            },
            // Diagnostics are in English.
            stderr_style: look(std::io::stderr().is_terminal()),
            language,
            format: arguments.format,
            quiet: arguments.quiet,
            used: None,
            stdin_taken: false,
            written: None,
            instead: HashMap::new(),
            taken: HashMap::new(),
            asked: Vec::new(),
        }
    }

    /// The face for work beside this: it looks and speaks alike and knows the same texts. What is read with it is its
    /// own.
    pub(crate) fn beside(&self) -> Self {
        Self {
            sources: self.sources.clone(),
            look: self.look.clone(),
            stderr_style: self.stderr_style.clone(),
            used: self.used.clone(),
            written: None,
            taken: HashMap::new(),
            instead: HashMap::new(),
            asked: Vec::new(),
            ..*self
        }
    }

    /// That nothing of the artefact that was read so far is damaged: before anything is told that hangs on it.
    pub(crate) fn intact(&self) -> Result<(), Diagnostic> {
        let found = self.used.as_ref().and_then(|used| Some((used, used.damage.found()?)));
        found.map_or(Ok(()), |(used, wrong)| Err(wrong.diagnostic(&used.name)))
    }

    /// What came of a run: nothing, where it hangs on something damaged, be it a result or a mistake.
    pub(crate) fn sound(&self, done: VerbResult) -> VerbResult {
        self.intact().map_err(Errors::from).and(done)
    }

    /// The format that was asked for, if it is among those that the verb has.
    pub(crate) fn format_of(&self, has: &[Format]) -> Result<Format, Diagnostic> {
        if has.contains(&self.format) {
            return Ok(self.format);
        }
        let has: Vec<String> = has.iter().map(|format| format!("`{}`", format.name())).collect();
        let message = format!("this verb has no format `{}`", self.format.name());
        Err(Diagnostic::error(Code::E0605, message).help(format!("its formats: {}", has.join(", "))))
    }

    /// A text that was read from a file.
    pub(crate) fn text_of(&self, path: &std::path::Path) -> Option<&str> {
        self.sources.named(&path.display().to_string()).map(|source| &*source.text)
    }

    /// Draw diagnostics on standard error.
    pub(crate) fn report(&self, diagnostics: &[Diagnostic]) {
        // More of them help nobody; of many, the errors are told first.
        const MOST: usize = 200;
        let mut told: Vec<&Diagnostic> = diagnostics.iter().collect();
        let rest = told.len().saturating_sub(MOST);
        if rest > 0 {
            told.sort_by_key(|diagnostic| std::cmp::Reverse(diagnostic.severity));
        }
        let mut text = String::new();
        for diagnostic in told.into_iter().take(MOST) {
            text.push_str(&draw(&Report::from(diagnostic), &self.sources, &self.stderr_style));
            text.push('\n');
        }
        if rest > 0 {
            text.push_str(&format!("and {rest} more\n"));
        }
        // Where standard error is closed, nobody is left to be told.
        let _ = std::io::stderr().write_all(text.as_bytes());
    }
}
