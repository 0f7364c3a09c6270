//! The words of results, and which of the texts of a pack are shown.

use crate::base::{Message, msg};
use crate::cli::output::dates;
use crate::eval::obligations::Status;
use crate::eval::{FilledText, Verdict};
use crate::values::{Moment, Zone};
use serde::{Serialize, Serializer};
use std::ops::Deref;

pub(crate) use crate::base::Language;

pub(crate) fn verdict(verdict: Verdict) -> Message {
    match verdict {
        Verdict::Allowed => msg!(verdict.allowed),
        Verdict::Denied => msg!(verdict.denied),
        Verdict::Undetermined => msg!(verdict.undetermined),
    }
}

pub(crate) fn status(status: Status) -> Message {
    match status {
        Status::Pending => msg!(verdict.pending),
        Status::Met => msg!(verdict.met),
        Status::MetLate => msg!(verdict.met_late),
        Status::Overdue => msg!(verdict.overdue),
    }
}

/// How long a verdict holds, and what comes then; nothing where it holds for ever.
pub(crate) fn validity(now: Verdict, until: Option<Moment>, then: Option<Verdict>, zone: Zone) -> Message {
    let Some(until) = until.map(|until| dates::moment(until, zone)) else { return Message::empty() };
    let now = verdict(now);
    match then {
        Some(then) => msg!(verdict.until, verdict = now, moment = until, then = verdict(then)),
        None => msg!(verdict.at_least_until, verdict = now, moment = until),
    }
}

/// What a pack says: in the language of the run, or else in another one that it has.
#[derive(Clone, Debug, Default)]
pub(crate) struct Phrase {
    /// As machines read it, with the places of days and instants.
    filled: FilledText,
    /// The language that it is in, and the zone in which its instants are told; none where it tells none.
    told_in: Option<(Language, Zone)>,
    /// The code of its language, where that is not the one of the run.
    other: Option<String>,
}

impl Phrase {
    /// What stands in place of a text that the pack does not have.
    pub(crate) fn verbatim(text: impl Into<String>) -> Self {
        Self { filled: FilledText::from(text.into()), ..Self::default() }
    }

    /// As people read it, with days and instants as its language writes them.
    pub(crate) fn for_people(&self) -> String {
        let mut text = self.filled.text.clone();
        if let Some((language, zone)) = self.told_in {
            for (place, moment) in self.filled.moments.iter().rev() {
                text.replace_range(place.clone(), &dates::moment(*moment, zone).text(language));
            }
        }
        text
    }

    /// The text, and in which language it is where one would expect another.
    pub(crate) fn shown(&self) -> Message {
        match &self.other {
            None => Message::verbatim(self.for_people()),
            Some(code) => msg!(verdict.said_in, text = self.for_people(), language = code),
        }
    }
}

impl Deref for Phrase {
    type Target = str;

    fn deref(&self) -> &str {
        &self.filled.text
    }
}

impl Serialize for Phrase {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self)
    }
}

impl Language {
    /// The language of the locale of this process; English where it is another.
    pub(crate) fn of_process() -> Self {
        let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
        let locale = set("LC_ALL").or_else(|| set("LC_MESSAGES")).or_else(|| set("LANG"));
        Self::of_locale(&locale.unwrap_or_default())
    }

    /// Of texts with the codes of their languages the one in this language, or else in English, or else the first;
    /// instants in it are told in a zone.
    pub(crate) fn choose<'t, T: Into<FilledText>>(
        self,
        texts: impl IntoIterator<Item = (&'t str, T)>,
        zone: Zone,
    ) -> Option<Phrase> {
        let mut texts: Vec<(&str, T)> = texts.into_iter().collect();
        let find = |code: &str| texts.iter().position(|(language, _)| *language == code);
        let chosen = find(self.code()).or_else(|| find("en")).unwrap_or(0);
        (chosen < texts.len()).then(|| {
            let (code, filled) = texts.swap_remove(chosen);
            let own = Self::ALL.into_iter().find(|language| language.code() == code).unwrap_or(self);
            let other = (code != self.code()).then(|| code.to_owned());
            Phrase { filled: filled.into(), told_in: Some((own, zone)), other }
        })
    }
}
