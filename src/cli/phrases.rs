//! The few words that results are told with, in both languages. Diagnostics are in English.

use crate::eval::Verdict;
use crate::eval::obligations::Status;

/// The language of messages.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Language {
    English,
    Russian,
}

impl Language {
    /// The language of the locale; English where it is another.
    pub(super) fn of_locale() -> Self {
        let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        let locale = set("LC_ALL").or_else(|| set("LC_MESSAGES")).or_else(|| set("LANG")).unwrap_or_default();
        if locale == "ru" || locale.starts_with("ru_") || locale.starts_with("ru.") {
            Self::Russian
        } else {
            Self::English
        }
    }

    /// Its code.
    pub(super) fn code(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Russian => "ru",
        }
    }

    /// One of two wordings.
    pub(super) fn say<'a>(self, english: &'a str, russian: &'a str) -> &'a str {
        match self {
            Self::English => english,
            Self::Russian => russian,
        }
    }

    /// The text in this language, or else in English, or else in any.
    pub(super) fn choose<'a, T: AsRef<str>>(self, texts: &'a [(&str, T)]) -> Option<&'a str> {
        let find = |code: &str| texts.iter().find(|(language, _)| *language == code);
        find(self.code()).or_else(|| find("en")).or_else(|| texts.first()).map(|(_, text)| text.as_ref())
    }

    pub(super) fn verdict(self, verdict: Verdict) -> &'static str {
        match verdict {
            Verdict::Allowed => self.say("allowed", "разрешено"),
            Verdict::Denied => self.say("denied", "запрещено"),
            Verdict::Undetermined => self.say("undetermined", "не определено"),
        }
    }

    pub(super) fn status(self, status: Status) -> &'static str {
        match status {
            Status::Pending => self.say("pending", "предстоит"),
            Status::Met => self.say("met", "выполнено"),
            Status::MetLate => self.say("met late", "выполнено с опозданием"),
            Status::Overdue => self.say("overdue", "просрочено"),
        }
    }
}
