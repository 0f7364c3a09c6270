//! What the program has to say about a text: a message, the places it speaks of, and the remedy.

use crate::base::codes::Code;
use crate::base::message::Message;
use crate::base::source::Span;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// Worth knowing; changes no exit code.
    Warning,
    /// Nothing can be decided before it is mended: exit code 2.
    Error,
}

/// A place in a source with a few words about it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Label {
    pub span: Span,
    /// What is to be seen there; may be empty.
    pub text: Message,
}

/// What of a diagnostic the program acts on, whatever its words are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About {
    /// A file as a whole, by its path as it was given.
    File(String),
    /// A format that the verb does not have.
    LackingFormat,
    /// An action in place of a state.
    ActionForState,
    /// A state in place of an action.
    StateForAction,
}

/// One message. The first label is the place that it is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Diagnostic {
    pub code: Code,
    pub severity: Severity,
    /// One clause: lower case, no full stop, the user's words in backticks.
    pub message: Message,
    /// The places, the first of them the one to mend.
    pub labels: Vec<Label>,
    pub help: Option<Message>,
    pub about: Option<About>,
    /// How many more were found behind it that are not kept.
    pub omitted: usize,
}

impl Diagnostic {
    pub fn error(code: Code, message: impl Into<Message>) -> Self {
        Self {
            code,
            severity: Severity::Error,
            message: message.into(),
            labels: Vec::new(),
            help: None,
            about: None,
            omitted: 0,
        }
    }

    pub fn warning(code: Code, message: impl Into<Message>) -> Self {
        Self { severity: Severity::Warning, ..Self::error(code, message) }
    }

    #[must_use]
    pub fn label(mut self, span: Span, text: impl Into<Message>) -> Self {
        self.labels.push(Label { span, text: text.into() });
        self
    }

    #[must_use]
    pub fn help(mut self, help: impl Into<Message>) -> Self {
        self.help = Some(help.into());
        self
    }

    #[must_use]
    pub fn about(mut self, about: About) -> Self {
        self.about = Some(about);
        self
    }

    /// The same with a remedy where it has none.
    #[must_use]
    pub fn or_help(mut self, help: impl Into<Message>) -> Self {
        self.help.get_or_insert_with(|| help.into());
        self
    }

    /// The same with a remedy where there is one.
    #[must_use]
    pub fn maybe_help(mut self, help: Option<impl Into<Message>>) -> Self {
        self.help = help.map(Into::into).or(self.help);
        self
    }
}
