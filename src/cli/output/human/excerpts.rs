//! The excerpts that a result rests on: the rule, the values that it read, and the passages that it cites.

use crate::base::{Label, Span};
use crate::cli::output::evidence::{Cited, Fact, MOST_MISSING, missing_in_words};
use crate::cli::output::language::Language;
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
        for fact in self.facts {
            match fact.span {
                Some(_) if fact.is_gone() => help.push(by_now(language, fact)),
                Some(span) => label(narrowed(session, fact, span), &in_words(language, fact)),
                None if self.missing.is_empty() && fact.value != NamedValue::Unknown => {
                    help.push(left_out(language, fact));
                }
                None => {}
            }
        }
        for missing in self.missing.iter().take(MOST_MISSING) {
            let Some(span) = missing.beside else { continue };
            let text = match language {
                Language::English => format!("`{}` would stand beside this", missing.name),
                Language::Russian => format!("рядом с этим стояло бы `{}`", missing.name),
            };
            label(word_at(session, span), &text);
        }
        if !self.missing.is_empty() {
            let paths = missing_in_words(self.missing);
            help.push(match language {
                Language::English => format!("nobody knows {paths}: with this, there is a verdict"),
                Language::Russian => format!("чтобы решить, надо знать {paths}"),
            });
        }
        for cited in self.citations {
            match cited.passage() {
                Ok(span) => label(span, language.say("the document says so", "так говорит документ")),
                Err(diagnostic) => help.push(format!("{}: «{}»", diagnostic.message, cited.quote())),
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
    let count = match &fact.value {
        NamedValue::Known(Json::Number(count)) => Some(count),
        _ => None,
    };
    match (&fact.part, count, language) {
        (Part::Read | Part::Found(_), ..) => fact.path.clone(),
        (_, None, _) => language.say("nobody knows how many", "неизвестно сколько").to_owned(),
        (Part::Counted, Some(count), Language::English) => format!("{count} counted here"),
        (Part::Counted, Some(count), Language::Russian) => format!("здесь насчитано: {count}"),
        (Part::Searched, Some(count), Language::English) => format!("not found in these {count}"),
        (Part::Searched, Some(count), Language::Russian) => format!("здесь не нашлось (всего {count})"),
    }
}

fn left_out(language: Language, fact: &Fact<'_>) -> String {
    let Fact { path, value, .. } = fact;
    match (language, value) {
        (Language::English, NamedValue::Absent) => format!("`{path}` is not given"),
        (Language::Russian, NamedValue::Absent) => format!("`{path}` не указано"),
        (Language::English, _) => format!("`{path}` is not given, so it is `{value}`"),
        (Language::Russian, _) => format!("`{path}` не указано, поэтому `{value}`"),
    }
}

/// A value from an action whose text is gone.
fn by_now(language: Language, fact: &Fact<'_>) -> String {
    match language {
        Language::English => format!("`{}` is `{}` by now", fact.path, fact.value),
        Language::Russian => format!("`{}` уже `{}`", fact.path, fact.value),
    }
}

/// In a long list, the span of the value that was found in it.
fn narrowed(session: &Session, fact: &Fact<'_>, span: Span) -> Span {
    let Part::Found(found) = &fact.part else { return span };
    let text = session.sources.text(span);
    let at = text.find(found.as_str()).or_else(|| text.to_lowercase().find(&found.to_lowercase()));
    match at {
        Some(at) => Span::new(span.source, span.start as usize + at, span.start as usize + at + found.len()),
        None => span,
    }
}

/// The first word at an empty span.
fn word_at(session: &Session, span: Span) -> Span {
    if span.start < span.end {
        return span;
    }
    let rest = session.sources.get(span.source).and_then(|source| source.text.get(span.start as usize..));
    let rest = rest.unwrap_or_default();
    let inner = rest.trim_start_matches(['{', '-', ' ']);
    let start = span.start as usize + rest.len() - inner.len();
    let length = inner.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(inner.len());
    Span::new(span.source, start, start + length)
}
