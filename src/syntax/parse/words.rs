//! Names, texts, numbers, dates and periods, and the places of pairs.

use super::{Pair, Parts, Reader, Rule};
use crate::syntax::tree::{Name, Text};
use crate::values::{Moment, Period, Unit, moment::NoMoment};
use crate::words::{Code, Diagnostic, Span, suggest};
use unicode_normalization::UnicodeNormalization;

impl Reader {
    pub(super) fn number(&mut self, pair: &Pair<'_>) -> Option<i64> {
        let number = pair.as_str().parse().ok();
        if number.is_none() {
            self.diagnostics.push(
                Diagnostic::error(Code::E0207, format!("`{}` is no 64-bit integer", pair.as_str()))
                    .label(self.span(pair), "out of range")
                    .help(format!("write a number from {} to {}", i64::MIN, i64::MAX)),
            );
        }
        number
    }

    pub(super) fn moment(&mut self, pair: &Pair<'_>) -> Option<Moment> {
        let found = Moment::parse(pair.as_str());
        if let Err(why) = found {
            let help = match why {
                NoMoment::NoOffset => "add the offset, such as `+03:00` or `Z`",
                NoMoment::Shape => "write a date as `2024-05-11` or `2024-05-11T09:00:00+03:00`",
                NoMoment::Impossible => "no calendar has this date",
            };
            self.diagnostics.push(
                Diagnostic::error(Code::E0207, format!("`{}` is no date", pair.as_str()))
                    .label(self.span(pair), "no such date")
                    .help(help),
            );
        }
        found.ok()
    }

    pub(super) fn period(&mut self, pair: Pair<'_>) -> Option<Period> {
        let mut parts = Parts::of(pair);
        let (number, unit) = (parts.next()?, parts.next()?);
        let words = || Unit::ALL.iter().flat_map(|(_, one, several)| [*one, *several]);
        let known = Unit::ALL.iter().find(|(_, one, several)| [*one, *several].contains(&unit.as_str()));
        if known.is_none() {
            self.diagnostics.push(
                Diagnostic::error(Code::E0201, format!("`{}` is no unit of time", unit.as_str()))
                    .label(self.span(&unit), "a unit of time is due here")
                    .maybe_help(suggest::did_you_mean(unit.as_str(), words())),
            );
        }
        let count = self.number(&number)?;
        let count = u32::try_from(count).ok().filter(|count| (1..=Period::MOST).contains(count));
        if count.is_none() {
            self.diagnostics.push(
                Diagnostic::error(Code::E0207, format!("`{}` is no length of a period", number.as_str()))
                    .label(self.span(&number), format!("a number from 1 to {} is due here", Period::MOST)),
            );
        }
        Some(Period { count: count?, unit: known?.0 })
    }

    pub(super) fn names(&self, parts: Parts<'_>) -> Vec<Name> {
        parts.pairs.map(|pair| self.name(&pair)).collect()
    }

    pub(super) fn name(&self, pair: &Pair<'_>) -> Name {
        Name { text: composed(pair.as_str()), span: self.span(pair) }
    }

    pub(super) fn id(&self, pair: &Pair<'_>) -> Name {
        self.name(pair)
    }

    pub(super) fn path(&self, pair: &Pair<'_>) -> Vec<Name> {
        Parts::of(pair.clone()).pairs.map(|pair| self.name(&pair)).collect()
    }

    pub(super) fn string(&self, pair: &Pair<'_>) -> Text {
        let raw = pair.as_str();
        let inner = raw.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(raw);
        let mut text = String::with_capacity(inner.len());
        let mut escaped = false;
        for character in inner.chars() {
            if character == '\\' && !escaped {
                escaped = true;
            } else {
                escaped = false;
                text.push(character);
            }
        }
        Text { text: text.into(), span: self.span(pair) }
    }

    /// The place of a pair. A rule that ends with something optional may have read white space and
    /// comments after its last word, so its place ends where its last part does.
    pub(super) fn span(&self, pair: &Pair<'_>) -> Span {
        let own = pair.as_span();
        let whole = Span::new(self.source, self.base + own.start(), self.base + own.end());
        let closed = matches!(
            pair.as_rule(),
            Rule::nested
                | Rule::arguments
                | Rule::parameters
                | Rule::enumeration
                | Rule::state
                | Rule::group
                | Rule::collection
                | Rule::add
        );
        match pair.clone().into_inner().next_back() {
            Some(last) if !closed => Span { end: self.span(&last).end, ..whole },
            _ => whole,
        }
    }
}

/// A name in Unicode's composed form, so that one name is one name however it was typed.
fn composed(name: &str) -> std::sync::Arc<str> {
    if name.is_ascii() { name.into() } else { name.nfc().collect::<String>().into() }
}
