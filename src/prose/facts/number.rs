//! A number of a sentence, and what two of them compare by.

use crate::base::message::{Message, msg};
use crate::prose::facts::amount::{Amount, ParseAmountError};
use crate::prose::facts::lexicon::{other_unit, qualifier, time_unit};
use crate::prose::facts::sense::{Lasting, Sense, View};
use crate::prose::facts::stem::{is_cyrillic, stem};
use crate::prose::language::Section;
use std::fmt;
use std::ops::Range;
use std::str::FromStr;
use std::sync::Arc;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Bound {
    None,
    /// As much is allowed.
    AtMost,
    /// As little is allowed.
    AtLeast,
    Exactly,
    /// More, and not as much.
    MoreThan,
    /// Less, and not as much.
    LessThan,
    /// Of time: not later than when it is over.
    Within,
    /// Of time: when it is over.
    After,
    /// Of time: as long as it lasts.
    For,
    From,
    To,
    /// Of time: again and again.
    Every,
}

impl Bound {
    /// In the order in which they compare, as they stand before a number.
    pub const ALL: [(Self, &'static str); 12] = [
        (Self::None, ""),
        (Self::AtMost, "at most"),
        (Self::AtLeast, "at least"),
        (Self::Exactly, "exactly"),
        (Self::MoreThan, "more than"),
        (Self::LessThan, "less than"),
        (Self::Within, "within"),
        (Self::After, "after"),
        (Self::For, "for"),
        (Self::From, "from"),
        (Self::To, "to"),
        (Self::Every, "every"),
    ];

    /// The bound as it stands before a number in the lock; empty where there is none.
    pub fn words(self) -> &'static str {
        Self::ALL.iter().find(|(bound, _)| *bound == self).map_or("", |(_, words)| words)
    }

    /// The one with these [`Bound::words`], where there is one.
    pub(crate) fn of_words(words: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|(_, own)| !own.is_empty() && *own == words).map(|(bound, _)| bound)
    }
}

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Number {
    /// How many. A date is `yyyymmdd`, a time of day `hhmm`.
    pub amount: Amount,
    pub bound: Bound,
    /// What it counts: words as they stand, `date`, or `o'clock` with a time zone before it.
    pub unit: Option<Arc<str>>,
    /// Whether it is counted back from a date: not later than two weeks before.
    pub is_before: bool,
    /// What the sentence says of the amounts that it bounds; nothing, where it was read by itself.
    pub sense: Sense,
    pub view: View,
    /// What lasts so long; nothing, where it was read by itself.
    pub lasting: Lasting,
    /// The clause that says it by itself, in bytes of the sentence; empty where the whole sentence does.
    pub clause: Range<usize>,
    /// Where it stands with its bound and unit, in bytes of the sentence; empty where it was read by itself.
    pub range: Range<usize>,
}

impl Number {
    /// What two units compare by: the known name of the unit or the stem of its last word, with the stems
    /// of the words before it.
    pub fn unit_key(&self) -> Option<String> {
        let words: Vec<String> = self.unit.as_deref()?.split_whitespace().map(str::to_lowercase).collect();
        let (noun, before) = words.split_last()?;
        let mut key = String::new();
        for word in before {
            match qualifier(word) {
                Some(known) => key.push_str(known),
                None => key.push_str(&stem(word)),
            }
            key.push(' ');
        }
        match time_unit(noun).or_else(|| other_unit(noun)) {
            Some(known) => key.push_str(known),
            None => key.push_str(&stem(noun)),
        }
        Some(key)
    }

    /// How many of the smallest unit that this one is a multiple of: two weeks are fourteen days.
    pub fn measure(&self) -> (Amount, Option<String>) {
        let Some(key) = self.unit_key() else { return (self.amount, None) };
        let (of_calendar, unit) =
            key.strip_prefix("calendar ").map_or(("", &*key), |unit| ("calendar ", unit));
        let (amount, unit) = in_smallest(self.amount, unit);
        (amount, Some(format!("{of_calendar}{unit}")))
    }

    /// Whether both say the same, in whatever words and wherever they stand.
    pub fn same(&self, other: &Self) -> bool {
        (self.bound, self.is_before, self.measure()) == (other.bound, other.is_before, other.measure())
    }

    /// Whether what it counts is known to be counted: time, money, sizes, people.
    pub(crate) fn is_of_a_known_unit(&self) -> bool {
        let noun = |unit: &str| unit.rsplit(' ').next().unwrap_or_default().to_lowercase();
        self.unit.as_deref().is_some_and(|unit| {
            time_unit(&noun(unit)).or_else(|| other_unit(&noun(unit))).is_some()
                || unit.contains(|one: char| "$€₽£%".contains(one))
                || Section::WhatAMajorityIsOf.has(&noun(unit))
                || self.amount.to_string().contains(['.', '/'])
        })
    }

    /// Whether it says how many there are of something: a date says when something was.
    pub(crate) fn counts_something(&self) -> bool {
        let named = [Section::Month, Section::NamedDay, Section::NounThatBoundsNothing];
        let is_named = |unit: &str| {
            let noun = unit.rsplit(' ').next().unwrap_or_default();
            named.iter().any(|section| section.has(noun))
        };
        self.unit.as_deref().is_some_and(|unit| unit != DATE && !is_named(unit))
    }

    /// Whether it is a bound, and no range of things that are only numbered: `pages 3-5`.
    pub(crate) fn bounds_something(&self) -> bool {
        let noun = self.unit.as_deref().and_then(|unit| unit.rsplit(' ').next());
        let is_range = matches!(self.bound, Bound::From | Bound::To);
        self.bound != Bound::None
            && !(is_range && noun.is_some_and(|noun| Section::NounThatBoundsNothing.has(noun)))
    }

    /// Whether it says until when or how long.
    pub(crate) fn bounds_time(&self) -> bool {
        let noun = self.unit.as_deref().and_then(|unit| unit.rsplit(' ').next()).unwrap_or_default();
        let is_of_time = self.is_dated() || time_unit(noun).is_some() || Section::Month.has(noun);
        let ends = matches!(self.bound, Bound::Within | Bound::AtMost | Bound::AtLeast) || self.is_before;
        is_of_time && ends
    }

    /// The unit of time that it counts, in English, and whether nothing qualifies it as in `working days`.
    pub fn span_of_time(&self) -> Option<(&'static str, bool)> {
        let unit = self.unit.as_deref()?;
        let (before, noun) =
            unit.rsplit_once(' ').map_or((None, unit), |(before, noun)| (Some(before), noun));
        Some((time_unit(&noun.to_lowercase())?, before.is_none()))
    }

    /// Whether it counts things: neither time, nor money, nor how often.
    pub fn is_a_count(&self) -> bool {
        let noun = self.unit.as_deref().and_then(|unit| unit.rsplit(' ').next());
        noun.is_some_and(|noun| {
            let noun = noun.to_lowercase();
            !self.is_dated()
                && time_unit(&noun).is_none()
                && !Section::Month.has(&noun)
                && other_unit(&noun).is_none_or(|known| matches!(known, "person" | "человек"))
        })
    }

    /// Whether both count the same, be it in other units.
    pub fn is_of_kind(&self, other: &Self) -> bool {
        self.measure().1 == other.measure().1
    }

    /// Whether it is a date or a time of day.
    fn is_dated(&self) -> bool {
        self.unit.as_deref().is_some_and(|unit| unit == DATE || unit.ends_with(CLOCK))
    }
}

/// The unit of a date.
pub(crate) const DATE: &str = "date";
/// The unit of a time of day; the name of a time zone may stand before it.
pub(crate) const CLOCK: &str = "o'clock";

/// An amount in the smallest unit that its unit is a multiple of.
pub(crate) fn in_smallest(amount: Amount, unit: &str) -> (Amount, &str) {
    let smaller = || {
        let (count, smaller) = Section::UnitInSmallerOnes.key_of(unit)?.split_once(' ')?;
        Some((amount.times(count.parse().ok()?)?, smaller))
    };
    smaller().unwrap_or((amount, unit))
}

/// A word of a document, in quotation marks where the message around it is in another language.
pub(crate) fn word(text: &str) -> Message {
    if is_cyrillic(text) {
        msg!(documents.russian_word, text = text)
    } else if text.contains(char::is_alphabetic) {
        msg!(documents.english_word, text = text)
    } else {
        Message::verbatim(text)
    }
}

impl Number {
    /// As people read it.
    pub fn message(&self) -> Message {
        let is_dated = self.names_a_day();
        let number = self.counted();
        let message = match self.bound {
            Bound::AtLeast if self.is_before => return msg!(documents.no_later_before, number = number),
            Bound::AtMost if self.is_before => return msg!(documents.no_sooner_before, number = number),
            Bound::None => number,
            Bound::AtMost => msg!(documents.at_most, number = number),
            Bound::AtLeast => msg!(documents.at_least, number = number),
            Bound::Exactly => msg!(documents.exactly, number = number),
            Bound::MoreThan => msg!(documents.more_than, number = number),
            Bound::LessThan => msg!(documents.less_than, number = number),
            Bound::Within if is_dated => msg!(documents.no_later, number = number),
            Bound::Within => msg!(documents.within, number = number),
            Bound::After if is_dated => msg!(documents.past, number = number),
            Bound::After => msg!(documents.after, number = number),
            Bound::For => msg!(documents.lasting, number = number),
            Bound::From if is_dated => msg!(documents.since, number = number),
            Bound::From => msg!(documents.starting, number = number),
            Bound::To => msg!(documents.up_to, number = number),
            Bound::Every => msg!(documents.every, number = number),
        };
        if self.is_before { msg!(documents.before, number = message) } else { message }
    }

    /// The same before a number that it became: a unit that both have is told once.
    pub(super) fn message_before(&self, next: &Self) -> Message {
        if self.unit != next.unit || self.names_a_day() {
            return self.message();
        }
        Self { unit: None, ..self.clone() }.message()
    }

    fn names_a_day(&self) -> bool {
        let is_day = |unit: &str| Section::NamedDay.has(unit) || Section::Month.has(unit);
        self.is_dated() || self.unit.as_deref().is_some_and(is_day)
    }

    /// Without its bound.
    fn counted(&self) -> Message {
        match (self.unit.as_deref(), self.amount.whole()) {
            (None, _) => self.amount.message(),
            (Some(DATE), Some(date)) => {
                msg!(
                    dates.day,
                    day = date % 100,
                    month = date / 100 % 100,
                    year = (date / 10_000).to_string()
                )
            }
            (Some(unit), Some(time)) if self.is_dated() => {
                let zone = unit.trim_end_matches(CLOCK).trim_end().to_uppercase();
                let time = format!("{}:{:02} {zone}", time / 100, time % 100);
                Message::verbatim(time.trim_end())
            }
            (Some(unit), Some(1)) if Section::NamedDay.has(unit) => word(unit),
            (Some(unit), _) => msg!(documents.counted, amount = self.amount.message(), unit = word(unit)),
        }
    }
}

/// As the lock has it: `at least 2 weeks before`, `within 2024-05-01`, `from 9:00`.
impl fmt::Display for Number {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.bound != Bound::None {
            write!(out, "{} ", self.bound.words())?;
        }
        match (self.unit.as_deref(), self.amount.whole()) {
            (Some(DATE), Some(date)) if date > 0 => {
                write!(out, "{}-{:02}-{:02}", date / 10_000, date / 100 % 100, date % 100)?;
            }
            (Some(unit), Some(time)) if time >= 0 && self.is_dated() && unit != DATE => {
                write!(out, "{}:{:02}", time / 100, time % 100)?;
                let zone = unit.trim_end_matches(CLOCK).trim_end();
                if !zone.is_empty() {
                    write!(out, " {zone}")?;
                }
            }
            (Some(unit), _) => write!(out, "{} {unit}", self.amount)?,
            (None, _) => write!(out, "{}", self.amount)?,
        }
        if self.is_before {
            write!(out, " {BEFORE}")?;
        }
        Ok(())
    }
}

/// Behind a number that is counted back from a date.
const BEFORE: &str = "before";

impl FromStr for Number {
    type Err = ParseAmountError;

    fn from_str(line: &str) -> Result<Self, ParseAmountError> {
        let begins =
            |(at, character): (usize, char)| (character.is_ascii_digit() || character == '-').then_some(at);
        let start = line.char_indices().find_map(begins).ok_or(ParseAmountError)?;
        let (bound, rest) = line.split_at_checked(start).ok_or(ParseAmountError)?;
        let bound = match bound.trim() {
            "" => Bound::None,
            words => Bound::of_words(words).ok_or(ParseAmountError)?,
        };
        let before = rest.strip_suffix(BEFORE).and_then(|rest| rest.strip_suffix(' '));
        let rest = before.unwrap_or(rest);
        let (amount, unit) = rest.split_once(' ').unwrap_or((rest, ""));
        let unit = unit.trim();
        let (amount, unit) = if let Some((hour, minute)) = amount.split_once(':') {
            (format!("{hour}{minute}"), format!("{unit} {CLOCK}").trim_start().to_owned())
        } else if amount.matches('-').count() == 2 && unit.is_empty() {
            (amount.replace('-', ""), DATE.to_owned())
        } else {
            (amount.to_owned(), unit.to_owned())
        };
        let unit = Some(unit).filter(|unit| !unit.is_empty()).map(Arc::from);
        let (sense, view) = (Sense::Open, View::Either);
        Ok(Self {
            amount: amount.parse()?,
            bound,
            unit,
            is_before: before.is_some(),
            sense,
            view,
            lasting: Lasting::Nothing,
            clause: 0..0,
            range: 0..0,
        })
    }
}
