//! Floor 8: the command line. The only floor that touches the disk, the clock and the terminal.

#![expect(clippy::disallowed_methods, reason = "this is the floor that touches the world")]

mod accept;
mod arguments;
mod artefact;
mod audit;
mod batch;
mod can;
mod check;
mod compile;
mod completions;
mod explain;
mod findings;
mod fix;
mod fmt;
mod held;
mod how;
mod human;
mod junit;
mod lines;
mod load;
mod phrases;
mod progress;
pub mod render;
mod report;
mod results;
mod simulate;
mod stream;
mod test;
mod verify;

use arguments::{Arguments, Color, Format, Lang, Verb};
use clap::{CommandFactory, Parser};
use phrases::Language;
use render::{Look, Report, draw};
use std::collections::HashMap;
use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use crate::words::{Code, Diagnostic, Sources};

/// How a run ends. The numbers are those of the exit codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Exit {
    /// All is well.
    Well = 0,
    /// A rule says no.
    No = 1,
    /// Nothing could be decided.
    Undecided = 2,
    /// Nothing was denied, but something is undetermined.
    Open = 3,
}

/// What a verb has to say when it could do its work: the text for standard output, and how the run ends.
struct Outcome {
    text: String,
    exit: Exit,
}

/// What stopped a verb: the diagnostics, whose places lie in the sources of the run.
struct Stopped(Vec<Diagnostic>);

impl From<Diagnostic> for Stopped {
    fn from(diagnostic: Diagnostic) -> Self {
        Self(vec![diagnostic])
    }
}

impl From<Vec<Diagnostic>> for Stopped {
    fn from(diagnostics: Vec<Diagnostic>) -> Self {
        Self(diagnostics)
    }
}

type Done = Result<Outcome, Stopped>;

/// The face of one run of the program: how it may look and speak, and every text that it has read.
struct Front {
    sources: Sources,
    look: Look,
    /// The same for standard error.
    look_aside: Look,
    language: Language,
    /// The format that was asked for; a verb takes it from [`Front::format_of`].
    format: Format,
    quiet: bool,
    /// The artefact in place of rules, if there is one.
    used: Option<artefact::Used>,
    /// Whether standard input was read already.
    stdin_taken: bool,
    /// A file that takes its place once the results are told.
    written: Option<load::Written>,
    /// How many bytes were read of each kind.
    taken: HashMap<load::Reading, usize>,
    /// Texts that are read in place of files: what the files will hold.
    instead: HashMap<PathBuf, String>,
    /// Every file that was asked for, whether it was there or not.
    asked: Vec<PathBuf>,
}

impl Front {
    fn new(arguments: &Arguments) -> Self {
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
        let look = |terminal: bool| Look { width, color: color(terminal), ..Look::default() };
        Self {
            sources: Sources::default(),
            look: Look {
                help: language.say("help", "подсказка"), ..look(std::io::stdout().is_terminal())
            },
            // Diagnostics are in English.
            look_aside: look(std::io::stderr().is_terminal()),
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
    fn beside(&self) -> Self {
        Self {
            sources: self.sources.clone(),
            look: self.look.clone(),
            look_aside: self.look_aside.clone(),
            used: self.used.clone(),
            written: None,
            taken: HashMap::new(),
            instead: HashMap::new(),
            asked: Vec::new(),
            ..*self
        }
    }

    /// The format that was asked for, if it is among those that the verb has.
    fn format_of(&self, has: &[Format]) -> Result<Format, Diagnostic> {
        if has.contains(&self.format) {
            return Ok(self.format);
        }
        let has: Vec<String> = has.iter().map(|format| format!("`{}`", format.name())).collect();
        let message = format!("this verb has no format `{}`", self.format.name());
        Err(Diagnostic::error(Code::E0605, message).help(format!("its formats: {}", has.join(", "))))
    }

    /// A text that was read from a file.
    fn text_of(&self, path: &std::path::Path) -> Option<&str> {
        self.sources.named(&path.display().to_string()).map(|source| &*source.text)
    }

    /// Draw diagnostics on standard error.
    fn complain(&self, diagnostics: &[Diagnostic]) {
        // More of them help nobody; of many, the errors are told first.
        const MOST: usize = 200;
        let mut told: Vec<&Diagnostic> = diagnostics.iter().collect();
        let rest = told.len().saturating_sub(MOST);
        if rest > 0 {
            told.sort_by_key(|diagnostic| std::cmp::Reverse(diagnostic.severity));
        }
        let mut text = String::new();
        for diagnostic in told.into_iter().take(MOST) {
            text.push_str(&draw(&Report::from(diagnostic), &self.sources, &self.look_aside));
            text.push('\n');
        }
        if rest > 0 {
            text.push_str(&format!("and {rest} more\n"));
        }
        // Where standard error is closed, nobody is left to be told.
        let _ = std::io::stderr().write_all(text.as_bytes());
    }
}

/// Print a text.
fn tell(text: impl AsRef<[u8]>) -> Result<(), Diagnostic> {
    told(std::io::stdout().write_all(text.as_ref()))
}

/// What came of writing to standard output. Whoever read it has read enough where the pipe is broken.
fn told(result: std::io::Result<()>) -> Result<(), Diagnostic> {
    match result {
        Err(error) if error.kind() != std::io::ErrorKind::BrokenPipe => {
            Err(load::cannot_write("standard output", &error))
        }
        _ => Ok(()),
    }
}

/// Run the program with the arguments and the surroundings of this process.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let mut front = Front::new(&arguments);
    let done = match &arguments.verb {
        Verb::Check(verb) => check::run(&mut front, &arguments, verb),
        Verb::Simulate(verb) => simulate::run(&mut front, &arguments, verb),
        Verb::Audit(verb) => audit::run(&mut front, &arguments, verb),
        Verb::Can(verb) => can::run(&mut front, &arguments, verb),
        Verb::Test(verb) => test::run(&mut front, &arguments, verb),
        Verb::How(verb) => how::run(&mut front, &arguments, verb),
        Verb::Fmt(verb) => fmt::run(&mut front, &arguments, verb),
        Verb::Explain(verb) => explain::run(&front, verb),
        Verb::Compile(verb) => compile::run(&mut front, &arguments, verb),
        Verb::Verify(verb) => verify::run(&mut front, &arguments, verb),
        Verb::Accept(verb) => accept::run(&mut front, &arguments, verb),
        Verb::Report(verb) => report::run(&mut front, &arguments, verb),
        Verb::Completions(verb) => completions::run(&front, &mut Arguments::command(), verb),
    };
    let exit = match front.sound(done) {
        Ok(outcome) => {
            let flushed = tell(&outcome.text).and_then(|()| told(std::io::stdout().flush()));
            let written = front.written.take();
            match flushed.and_then(|()| written.map_or(Ok(()), load::Written::finish)) {
                Ok(()) => outcome.exit,
                Err(diagnostic) => {
                    front.complain(&[diagnostic]);
                    Exit::Undecided
                }
            }
        }
        Err(Stopped(diagnostics)) => {
            front.complain(&diagnostics);
            Exit::Undecided
        }
    };
    ExitCode::from(exit as u8)
}
