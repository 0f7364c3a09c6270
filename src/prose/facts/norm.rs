//! Why a sentence says what has to be.

use crate::prose::language::{Section, Words, words};
use std::sync::LazyLock;

/// Why a sentence is normative; the strongest reason comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Norm {
    /// It forbids, or says that something is not done.
    Prohibition,
    /// It asks for something.
    Duty,
    /// It lets nothing else, or takes something out.
    Only,
    /// It has a number that is a bound.
    Bound,
    /// It has a number of something.
    Number,
    /// It lets somebody do something.
    Permission,
    /// It advises, and asks for nothing.
    Advice,
}

/// The words that begin questions.
struct Questions {
    words: Words,
    beginnings: Vec<&'static str>,
}

static QUESTIONS: LazyLock<Questions> = LazyLock::new(|| Questions {
    words: words(Section::QuestionWord),
    beginnings: words(Section::BeginningOfAQuestionWord),
});

impl Norm {
    /// Whether a title states it: what may be done under it, and how, is for the text to say.
    pub fn holds_in_title(self, title: &str) -> bool {
        let first = title.split(' ').next().unwrap_or_default().to_lowercase();
        let asks = QUESTIONS.words.contains(first.as_str())
            || QUESTIONS.beginnings.iter().any(|start| first.starts_with(start));
        !asks && !matches!(self, Self::Permission | Self::Advice)
    }
}
