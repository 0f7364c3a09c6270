//! The words of results, in both languages.

use crate::eval::Verdict;
use crate::eval::obligations::Status;
use crate::values::Moment;

pub(crate) use crate::base::Language;

/// One of two wordings, with values of the scope in it.
macro_rules! say {
    ($language:expr, $english:literal, $russian:literal) => {
        match $language {
            $crate::cli::output::language::Language::English => format!($english),
            $crate::cli::output::language::Language::Russian => format!($russian),
        }
    };
}
pub(crate) use say;

impl Language {
    /// The language of the locale of this process; English where it is another.
    pub(crate) fn of_process() -> Self {
        let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        let locale = set("LC_ALL").or_else(|| set("LC_MESSAGES")).or_else(|| set("LANG"));
        Self::of_locale(&locale.unwrap_or_default())
    }

    /// One of two wordings.
    pub(crate) fn say<'a>(self, english: &'a str, russian: &'a str) -> &'a str {
        match self {
            Self::English => english,
            Self::Russian => russian,
        }
    }

    /// Of texts with the codes of their languages the one in this language, or else in English, or else the first.
    pub(crate) fn choose<'t, T>(self, texts: impl IntoIterator<Item = (&'t str, T)>) -> Option<T> {
        let mut texts: Vec<(&str, T)> = texts.into_iter().collect();
        let find = |code: &str| texts.iter().position(|(language, _)| *language == code);
        let chosen = find(self.say("en", "ru")).or_else(|| find("en")).unwrap_or(0);
        (chosen < texts.len()).then(|| texts.swap_remove(chosen).1)
    }

    pub(crate) fn verdict(self, verdict: Verdict) -> &'static str {
        match verdict {
            Verdict::Allowed => self.say("allowed", "разрешено"),
            Verdict::Denied => self.say("denied", "запрещено"),
            Verdict::Undetermined => self.say("undetermined", "не определено"),
        }
    }

    /// How long a verdict holds, and what comes then; empty where it holds for ever.
    pub(crate) fn validity(self, verdict: Verdict, until: Option<Moment>, then: Option<Verdict>) -> String {
        let Some(moment) = until.map(to_the_minute) else { return String::new() };
        let (verdict, until) = (self.verdict(verdict), self.say("until", "до"));
        match then {
            Some(then) => {
                format!("{verdict} {until} {moment}, {} {}", self.say("then", "затем"), self.verdict(then))
            }
            None => format!("{verdict} {} {until} {moment}", self.say("at least", "по меньшей мере")),
        }
    }

    pub(crate) fn status(self, status: Status) -> &'static str {
        match status {
            Status::Pending => self.say("pending", "предстоит"),
            Status::Met => self.say("met", "выполнено"),
            Status::MetLate => self.say("met late", "выполнено с опозданием"),
            Status::Overdue => self.say("overdue", "просрочено"),
        }
    }
}

/// A moment without its seconds, where there are none.
fn to_the_minute(moment: Moment) -> String {
    let text = moment.to_string();
    let (date, time) = text.split_once('T').unwrap_or((&text, ""));
    match (time.get(..5), time.get(5..8), time.get(8..)) {
        (Some(minute), Some(":00"), Some(zone)) if !zone.starts_with('.') => format!("{date}T{minute}{zone}"),
        _ => text,
    }
}
