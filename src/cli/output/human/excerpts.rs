//! The excerpts that a result rests on: the rule, the values that it read, and the passages that it cites.

use crate::base::{Label, Message, Span, msg};
use crate::cli::output::evidence::{Cited, Fact, MOST_MISSING, missing_in_words};
use crate::cli::output::named_value::NamedValue;
use crate::cli::output::render::{Report, Tone, draw};
use crate::cli::session::Session;
use crate::eval::{Missing, Part};
use serde_json::Value as Json;

pub(crate) struct Excerpts<'a> {
    pub(crate) tone: Tone,
    /// The id of the rule; none where nothing permits an action.
    pub(crate) id: Option<Span>,
    pub(crate) spans: &'a [Span],
    pub(crate) facts: &'a [Fact<'a>],
    pub(crate) citations: &'a [Cited<'a>],
    pub(crate) missing: &'a [Missing],
}

impl Excerpts<'_> {
    pub(crate) fn draw(&self, session: &Session, title: Message) -> String {
        let language = session.language;
        let mut labels = Vec::new();
        let mut help = Vec::new();
        let mut label = |span, text| labels.push(Label { span, text });
        if let Some(id) = self.id {
            label(id, msg!(verdict.this_rule));
        }
        for span in self.spans {
            label(*span, if self.id.is_none() { msg!(verdict.no_permission_here) } else { Message::empty() });
        }
        for fact @ Fact { path, value, .. } in self.facts {
            match (fact.span, value) {
                (Some(_), value) if fact.is_gone() => {
                    help.push(msg!(verdict.value_now, path = path, value = value.text_in(language)));
                }
                (Some(span), _) => label(narrowed(session, fact, span), in_words(fact)),
                (None, NamedValue::Unknown) => {}
                (None, _) if !self.missing.is_empty() => {}
                (None, NamedValue::Absent) => help.push(msg!(verdict.left_out, path = path)),
                (None, NamedValue::Known(_)) => {
                    help.push(msg!(verdict.default_value, path = path, value = value.text_in(language)));
                }
            }
        }
        for missing in self.missing.iter().take(MOST_MISSING) {
            let Some(span) = missing.beside else { continue };
            label(word_at(session, span), msg!(verdict.left_out_here, name = &missing.name));
        }
        if !self.missing.is_empty() {
            let paths = missing_in_words(self.missing);
            help.push(msg!(verdict.unknown, count = self.missing.len(), paths = paths));
        }
        for cited in self.citations {
            match cited.passage() {
                Ok(span) if cited.is_reading() => label(span, msg!(verdict.our_reading)),
                Ok(span) => label(span, msg!(verdict.document_says)),
                Err(diagnostic) => help.push(msg!(
                    verdict.quote_of,
                    message = diagnostic.message,
                    quote = &*cited.citation.quote
                )),
            }
        }
        let report = Report { code: String::new(), title, tone: self.tone, labels, help };
        draw(&report, &session.sources, &session.style)
    }
}

fn in_words(fact: &Fact<'_>) -> Message {
    let number = |count: &serde_json::Number| count.as_u64().unwrap_or_default();
    match (&fact.part, &fact.value) {
        (Part::Read | Part::Found(_), _) => Message::verbatim(&*fact.path),
        (Part::Counted, NamedValue::Known(Json::Number(count))) => {
            msg!(verdict.counted_here, count = number(count))
        }
        (Part::Total, NamedValue::Known(Json::Number(sum))) => {
            msg!(verdict.total_here, sum = sum.to_string())
        }
        (Part::Searched, NamedValue::Known(Json::Number(count))) => {
            msg!(verdict.not_found_here, count = number(count))
        }
        _ => msg!(verdict.unknown_number),
    }
}

/// In a long list, the span of the value that was found in it.
fn narrowed(session: &Session, fact: &Fact<'_>, span: Span) -> Span {
    let Part::Found(found) = &fact.part else { return span };
    let text = session.sources.text(span);
    match text.find(found.as_str()).or_else(|| text.to_lowercase().find(&found.to_lowercase())) {
        Some(at) => Span::new(span.source, span.start as usize + at, span.start as usize + at + found.len()),
        None => span,
    }
}

/// The first word at an empty span.
fn word_at(session: &Session, span: Span) -> Span {
    if span.start < span.end {
        return span;
    }
    let source = session.sources.get(span.source);
    let rest = source.and_then(|source| source.text.get(span.start as usize..)).unwrap_or_default();
    let inner = rest.trim_start_matches(['{', '-', ' ']);
    let start = span.start as usize + rest.len() - inner.len();
    let length = inner.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(inner.len());
    Span::new(span.source, start, start + length)
}
