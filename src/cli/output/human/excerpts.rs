//! The excerpts that a result rests on: the rule, the values that it read, and the passages that it cites.

use crate::base::{Label, Span};
use crate::cli::output::evidence::{Cited, Fact, MOST_MISSING, missing_in_words};
use crate::cli::output::language::{Language, say};
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
    pub(crate) fn draw(&self, session: &Session, title: String) -> String {
        let language = session.language;
        let mut labels = Vec::new();
        let mut help = Vec::new();
        let mut label = |span, text: &str| labels.push(Label { span, text: text.into() });
        if let Some(id) = self.id {
            label(id, language.say("this rule", "это правило"));
        }
        for span in self.spans {
            let text = language.say("not permitted here", "здесь нет разрешения");
            label(*span, if self.id.is_none() { text } else { "" });
        }
        for fact @ Fact { path, value, .. } in self.facts {
            match (fact.span, value) {
                (Some(_), _) if fact.is_gone() => {
                    help.push(say!(language, "`{path}` is `{value}` by now", "`{path}` уже `{value}`"));
                }
                (Some(span), _) => label(narrowed(session, fact, span), &in_words(language, fact)),
                (None, NamedValue::Unknown) => {}
                (None, _) if !self.missing.is_empty() => {}
                (None, NamedValue::Absent) => {
                    help.push(say!(language, "`{path}` is not given", "`{path}` не указано"));
                }
                (None, NamedValue::Known(_)) => help.push(say!(
                    language,
                    "`{path}` is not given, so it is `{value}`",
                    "`{path}` не указано, поэтому `{value}`"
                )),
            }
        }
        for missing in self.missing.iter().take(MOST_MISSING) {
            let Some(span) = missing.beside else { continue };
            let name = &missing.name;
            let text = say!(language, "`{name}` would stand beside this", "рядом с этим стояло бы `{name}`");
            label(word_at(session, span), &text);
        }
        if !self.missing.is_empty() {
            let paths = missing_in_words(self.missing);
            help.push(say!(
                language,
                "nobody knows {paths}: with this, there is a verdict",
                "чтобы решить, надо знать {paths}"
            ));
        }
        for cited in self.citations {
            match cited.passage() {
                Ok(span) => label(span, language.say("the document says so", "так говорит документ")),
                Err(diagnostic) => help.push(format!("{}: «{}»", diagnostic.message, cited.citation.quote)),
            }
        }
        let report = Report {
            code: String::new(),
            title: title.into(),
            tone: self.tone,
            labels,
            help: help.into_iter().map(Into::into).collect(),
        };
        draw(&report, &session.sources, &session.style)
    }
}

fn in_words(language: Language, fact: &Fact<'_>) -> String {
    match (&fact.part, &fact.value) {
        (Part::Read | Part::Found(_), _) => fact.path.clone(),
        (Part::Counted, NamedValue::Known(Json::Number(count))) => {
            say!(language, "{count} counted here", "здесь насчитано: {count}")
        }
        (Part::Searched, NamedValue::Known(Json::Number(count))) => {
            say!(language, "not found in these {count}", "здесь не нашлось (всего {count})")
        }
        _ => language.say("nobody knows how many", "неизвестно сколько").to_owned(),
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
