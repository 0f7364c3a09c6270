//! Names, texts, numbers, dates and periods, and the spans of pairs.

use crate::base::{Code, Diagnostic, Message, Span, msg, suggest};
use crate::syntax::parse::reader::{Parts, Reader};
use crate::syntax::tree::{Name, Text};
use crate::syntax::vocabulary::{Pair, in_english};
use crate::values::moment::ParseMomentError;
use crate::values::{Moment, Period, Unit};
use unicode_normalization::UnicodeNormalization;

impl Reader<'_> {
    pub(super) fn number(&mut self, pair: &Pair<'_>) -> Option<i64> {
        if let Some(before) = self.before_comma(pair) {
            let span = Span { start: before.start, ..self.span(pair) };
            let written = self.text.get(span.range()).unwrap_or_default();
            self.diagnostics.push(
                Diagnostic::error(Code::E0207, msg!(syntax.not_a_number, number = written))
                    .label(span, Message::empty())
                    .help(msg!(syntax.write, word = written.replace(',', ""))),
            );
            return None;
        }
        let number = pair.as_str().parse().ok();
        if number.is_none() {
            self.diagnostics.push(
                Diagnostic::error(Code::E0207, msg!(syntax.not_an_integer, number = pair.as_str()))
                    .label(self.span(pair), Message::empty())
                    .help(msg!(
                        syntax.integer_range,
                        least = i64::MIN.to_string(),
                        most = i64::MAX.to_string(),
                    )),
            );
        }
        number
    }

    /// The digits before a number that begins with a zero, where only a comma stands between: both are one number with
    /// its thousands set apart.
    fn before_comma(&self, pair: &Pair<'_>) -> Option<Span> {
        let at = self.span(pair).range().start;
        let before = self.text.get(..at)?.strip_suffix(',').filter(|_| pair.as_str().starts_with('0'))?;
        let start = before.trim_end_matches(|letter: char| letter.is_ascii_digit()).len();
        (start < before.len()).then(|| Span::new(self.source, start, before.len()))
    }

    pub(super) fn moment(&mut self, pair: &Pair<'_>) -> Option<Moment> {
        let found = Moment::parse(pair.as_str());
        if let Err(why) = found {
            let help = match why {
                ParseMomentError::NoOffset => msg!(syntax.date_needs_offset),
                ParseMomentError::Shape => msg!(syntax.date_shape),
                ParseMomentError::Impossible => msg!(syntax.date_impossible),
            };
            self.diagnostics.push(
                Diagnostic::error(Code::E0207, msg!(syntax.not_a_date, date = pair.as_str()))
                    .label(self.span(pair), Message::empty())
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
                Diagnostic::error(Code::E0201, msg!(syntax.not_a_unit, word = unit.as_str()))
                    .label(self.span(&unit), Message::empty())
                    .maybe_help(
                        in_english(unit.as_str()).or_else(|| suggest::did_you_mean(unit.as_str(), words())),
                    ),
            );
        }
        let count = self.number(&number)?;
        let count = u32::try_from(count).ok().filter(|count| (1..=Period::MOST).contains(count));
        if count.is_none() {
            self.diagnostics.push(
                Diagnostic::error(Code::E0207, msg!(syntax.not_a_length, number = number.as_str()))
                    .label(self.span(&number), Message::empty())
                    .help(msg!(syntax.length_range, least = 1, most = Period::MOST)),
            );
        }
        Some(Period { count: count?, unit: known?.0 })
    }

    pub(super) fn names(&mut self, parts: Parts<'_>) -> Vec<Name> {
        let mut names = Vec::with_capacity(parts.most());
        names.extend(parts.pairs.map(|pair| self.name(&pair)));
        names
    }

    /// A name; the same word is kept once.
    pub(super) fn name(&mut self, pair: &Pair<'_>) -> Name {
        let word = self.text.get(self.span(pair).range()).unwrap_or_default();
        let text = self.known.entry(word).or_insert_with(|| composed(word)).clone();
        Name { text, span: self.span(pair) }
    }

    /// The name of a rule or a conflict; no two are the same.
    pub(super) fn id(&self, pair: &Pair<'_>) -> Name {
        Name { text: composed(pair.as_str()), span: self.span(pair) }
    }

    pub(super) fn path(&mut self, pair: &Pair<'_>) -> Vec<Name> {
        self.names(Parts::of(pair.clone()))
    }

    pub(super) fn string(&self, pair: &Pair<'_>) -> Text {
        let raw = pair.as_str();
        let begin = self.base + pair.as_span().start();
        let inner = raw.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(raw);
        if memchr::memchr2(b'\\', b'{', inner.as_bytes()).is_none() {
            return Text { text: inner.into(), span: self.span(pair), holes: Vec::new() };
        }
        let mut text = String::with_capacity(inner.len());
        let mut escaped = false;
        let mut holes = Vec::new();
        let mut open = None;
        for (at, character) in inner.char_indices() {
            if character == '\\' && !escaped {
                escaped = true;
                continue;
            }
            escaped = false;
            text.push(character);
            // One byte is the quotation mark, and in the hole is what stands behind the brace.
            match (character, open) {
                ('{', None) => open = Some(at + 1),
                ('}', Some(start)) => {
                    let name = inner.get(start..at).unwrap_or_default();
                    let start = begin + 1 + start + (name.len() - name.trim_start().len());
                    holes.push(Span::new(self.source, start, start + name.trim().len()));
                    open = None;
                }
                _ => {}
            }
        }
        // One that goes on in the next text has no place of its own.
        let holes = if open.is_some() { Vec::new() } else { holes };
        Text { text: text.into(), span: self.span(pair), holes }
    }

    /// The place of a pair, without the white space that it may have read after its last word.
    pub(super) fn span(&self, pair: &Pair<'_>) -> Span {
        let own = pair.as_span();
        let words = own.as_str().trim_end_matches([' ', '\t', '\r', '\n']);
        Span::new(self.source, self.base + own.start(), self.base + own.start() + words.len())
    }
}

/// A name in Unicode's composed form, so that one name is one name however it was typed.
pub(super) fn composed(name: &str) -> std::sync::Arc<str> {
    if name.is_ascii() { name.into() } else { name.nfc().collect::<String>().into() }
}
