//! One run of the program: how its output may look, every text that was read, and how it ends.

use crate::artefact::Damage;
use crate::base::decode::TextLimits;
use crate::base::{About, Argument, Code, Diagnostic, Severity, Sources, all_of, catalogue, msg};
use crate::cli::arguments::{Arguments, Color, Format, Lang};
use crate::cli::io::stdout::{has_printed, print, printed};
use crate::cli::io::whole_file::WaitingFile;
use crate::cli::output::errors;
use crate::cli::output::json::WrittenParts;
use crate::cli::output::language::Language;
use crate::cli::output::render::{Report, Style, draw};
use crate::embed::internal_error;
use crate::eval::budget;
use clap::{ColorChoice, ValueEnum};
use std::collections::HashMap;
use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use std::sync::Arc;

/// How a run ends. The numbers are those of the exit codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exit {
    Success = 0,
    Denied = 1,
    /// Nothing could be decided, and nothing was printed.
    Error = 2,
    /// Nothing was denied, but something is undetermined.
    Undetermined = 3,
}

/// What a verb has to say when it could do its work: the text for standard output, and how the run ends.
pub(crate) struct VerbOutput {
    pub(crate) text: String,
    pub(crate) exit: Exit,
}

/// What stopped a verb. The spans lie in the sources of the run.
pub(crate) type Errors = Vec<Diagnostic>;

impl From<Diagnostic> for Errors {
    fn from(diagnostic: Diagnostic) -> Self {
        vec![diagnostic]
    }
}

pub(crate) type VerbResult = Result<VerbOutput, Errors>;

/// What a text is read for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum TextKind {
    Rules,
    /// States and actions.
    Data,
    /// A document that the rules name, or a lock.
    Document,
}

impl TextKind {
    /// The most bytes of all texts of one kind together.
    pub(crate) fn most(self) -> usize {
        match self {
            Self::Rules | Self::Document => 256 << 20,
            Self::Data => 1 << 30,
        }
    }

    /// The most bytes of one line: JSON is written as one, rules and documents are written by people.
    pub(crate) fn longest_line(self) -> usize {
        match self {
            Self::Rules | Self::Document => TextLimits::default().line,
            Self::Data => self.most(),
        }
    }
}

pub(crate) struct Session {
    pub(crate) sources: Sources,
    pub(crate) style: Style,
    /// The same for standard error.
    pub(crate) stderr_style: Style,
    pub(crate) language: Language,
    /// The format that was asked for; a verb takes it from [`Session::format_of`].
    pub(crate) format: Format,
    pub(crate) quiet: bool,
    /// How many elements a verdict, or an audit, may look at, if that was said.
    pub(crate) budget: Option<u64>,
    /// The artefact in place of rules, if there is one: how it is called, and what was found wrong with it so far.
    pub(crate) artefact: Option<(String, Damage)>,
    /// Whether standard input was read already.
    pub(crate) stdin_was_read: bool,
    /// A file that takes its place once the results are printed.
    pub(crate) waiting_file: Option<WaitingFile>,
    /// How many bytes were read of texts of each kind.
    pub(crate) bytes_read: HashMap<TextKind, usize>,
    /// Texts that are read in place of files, because the files will hold them.
    pub(crate) overrides: HashMap<PathBuf, String>,
    /// Every file that was asked for, whether it was there or not.
    pub(crate) requested: Vec<PathBuf>,
    /// The JSON of citations, kept where one result after the other is written on a line of its own.
    pub(crate) written_citations: Option<Arc<WrittenParts>>,
}

impl Session {
    pub(crate) fn new(arguments: &Arguments) -> Self {
        let color = match arguments.color {
            Color::Always => ColorChoice::Always,
            Color::Never => ColorChoice::Never,
            Color::Auto => ColorChoice::Auto,
        };
        let language = match arguments.lang {
            Some(Lang::Ru) => Language::Russian,
            Some(Lang::En) => Language::English,
            None => Language::of_process(),
        };
        let style = |terminal: bool| Self::style_of(language, color, terminal);
        Self {
            sources: Sources::default(),
            style: style(std::io::stdout().is_terminal()),
            stderr_style: style(std::io::stderr().is_terminal()),
            language,
            format: arguments.format,
            quiet: arguments.quiet,
            budget: arguments.budget,
            artefact: None,
            stdin_was_read: false,
            waiting_file: None,
            overrides: HashMap::new(),
            bytes_read: HashMap::new(),
            requested: Vec::new(),
            written_citations: None,
        }
    }

    /// How a stream may be drawn on.
    pub(crate) fn style_of(language: Language, color: ColorChoice, terminal: bool) -> Style {
        let color = match color {
            ColorChoice::Always => true,
            ColorChoice::Never => false,
            ColorChoice::Auto => {
                let unwanted = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
                let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
                terminal && !unwanted && !dumb
            }
        };
        let columns = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
        let width = columns.or_else(|| terminal_size::terminal_size().map(|(width, _)| usize::from(width.0)));
        Style { width: width.unwrap_or(80).clamp(40, 120), color, language, ..Style::default() }
    }

    /// A session for work on another thread, with the same settings and texts. What is read with it is its own.
    pub(crate) fn fork(&self) -> Self {
        Self {
            sources: self.sources.clone(),
            style: self.style.clone(),
            stderr_style: self.stderr_style.clone(),
            artefact: self.artefact.clone(),
            waiting_file: None,
            bytes_read: HashMap::new(),
            overrides: HashMap::new(),
            requested: Vec::new(),
            written_citations: self.written_citations.clone(),
            ..*self
        }
    }

    /// A session with the same settings that has read nothing yet.
    pub(crate) fn fork_empty(&self) -> Self {
        Self { sources: Sources::default(), artefact: None, stdin_was_read: false, ..self.fork() }
    }

    /// Take the budget from the surroundings where no argument says one.
    ///
    /// # Errors
    /// E0605.
    pub(crate) fn take_budget(&mut self) -> Result<(), Diagnostic> {
        const NAME: &str = "USTAV_BUDGET";
        let said = std::env::var(NAME).unwrap_or_default();
        if self.budget.is_none() && !said.is_empty() {
            let wrong = || Diagnostic::error(Code::E0605, msg!(cli.no_budget, name = NAME, value = &said));
            self.budget = Some(said.parse().map_err(|_| wrong().help(msg!(cli.whole_number)))?);
        }
        Ok(())
    }

    /// How many elements a verdict may look at.
    pub(crate) fn verdict_budget(&self) -> u64 {
        self.budget.unwrap_or(budget::VERDICT)
    }

    /// That nothing of the artefact that was read so far is damaged, and that nothing was looked up in vain: before
    /// anything is printed that hangs on it.
    pub(crate) fn intact(&self) -> Result<(), Diagnostic> {
        if let Some((name, damage)) = &self.artefact
            && let Some(damage) = damage.found()
        {
            return Err(damage.diagnostic(name));
        }
        internal_error().map_or(Ok(()), Err)
    }

    /// The result of a verb, unless it hangs on something damaged, be it an output or an error.
    pub(crate) fn checked(&self, result: VerbResult) -> VerbResult {
        self.intact()?;
        result
    }

    /// The format that was asked for, if it is among those that the verb has.
    pub(crate) fn format_of(&self, has: &[Format]) -> Result<Format, Diagnostic> {
        if has.contains(&self.format) {
            return Ok(self.format);
        }
        let name = |format: &Format| {
            format.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
        };
        let message = msg!(cli.format_lacking, format = name(&self.format));
        let has = all_of(has.iter().map(name));
        let found = Diagnostic::error(Code::E0605, message).about(About::LackingFormat);
        Err(found.help(msg!(cli.formats, formats = has)))
    }

    /// Print what stopped the run: in the format that was asked for, or drawn on standard error.
    pub(crate) fn fail(&self, errors: &[Diagnostic]) {
        // A format that the verb does not have is none to print that in.
        let lacks = errors.iter().any(|error| error.about == Some(About::LackingFormat));
        let format = if lacks { Format::Human } else { self.format };
        let machine = errors::for_machines(&self.sources, self.language, format, errors);
        // Where a stream has given results already, or nothing can be written, it goes to standard error.
        if let Some(text) = machine
            && !has_printed()
            && print(text).and_then(|()| printed(std::io::stdout().flush())).is_ok()
        {
            return;
        }
        self.report(errors);
        if let Some(first) = errors.iter().find(|error| error.severity == Severity::Error)
            && !self.quiet
        {
            let more = msg!(cli.explain, code = first.code.name()).text(self.language);
            let _ = std::io::stderr().write_all(format!("{more}\n").as_bytes());
        }
    }

    /// Draw diagnostics on standard error.
    pub(crate) fn report(&self, diagnostics: &[Diagnostic]) {
        // More of them help nobody; of many, the errors come first.
        const MOST: usize = 200;
        let mut reported: Vec<&Diagnostic> = diagnostics.iter().collect();
        let cut = reported.len().saturating_sub(MOST);
        let rest = cut + reported.iter().map(|diagnostic| diagnostic.omitted).sum::<usize>();
        if cut > 0 {
            reported.sort_by_key(|diagnostic| std::cmp::Reverse(diagnostic.severity));
        }
        let mut text = String::new();
        for diagnostic in reported.into_iter().take(MOST) {
            text.push_str(&draw(&Report::from(diagnostic), &self.sources, &self.stderr_style));
            text.push('\n');
        }
        if rest > 0 {
            let count = [("count", Argument::from(rest))];
            text.push_str(&catalogue::text(self.language, "common", "more-messages", &count));
            text.push('\n');
        }
        // Where standard error is closed, nobody is left to read.
        let _ = std::io::stderr().write_all(text.as_bytes());
    }
}
