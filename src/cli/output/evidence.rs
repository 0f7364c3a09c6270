//! What results rest on: the passages that are cited, and the values that were read.

use crate::base::message::{Joint, List};
use crate::base::{Argument, Diagnostic, Span, msg};
use crate::cli::output::named_value::NamedValue;
use crate::cli::pack::Pack;
use crate::cli::session::Session;
use crate::eval::obligations::Status;
use crate::eval::{KeyValue, Missing, Part, Portal};
use crate::input::write;
use crate::model::Citation;
use crate::values::ids::RuleId;
use crate::values::moment::start_of_day;
use crate::values::{Moment, Type, Value};
use chrono::{DateTime, NaiveDate, Utc};
use serde::ser::{Error, SerializeStruct};
use serde::{Serialize, Serializer};
use serde_json::{Map, Value as Json};

/// A citation. Its passage is looked up when a format asks for it: of an artefact, no more is read than is printed.
#[derive(Clone, Copy)]
pub(crate) struct Cited<'a> {
    session: &'a Session,
    pack: &'a Pack,
    pub(crate) citation: &'a Citation,
}

impl<'a> Cited<'a> {
    pub(crate) fn new(session: &'a Session, pack: &'a Pack, citation: &'a Citation) -> Self {
        Self { session, pack, citation }
    }

    /// Looks the passage up in its document.
    ///
    /// # Errors
    /// When the document does not have it.
    pub(crate) fn passage(self) -> Result<Span, Diagnostic> {
        self.pack.documents.find(&self.pack.program.model, self.citation)
    }

    /// The name of the document.
    pub(crate) fn document(self) -> &'a str {
        self.pack.program.model.document_name(self.citation.document)
    }

    /// Whether this is no document's word, but how the documents are read.
    pub(crate) fn is_reading(self) -> bool {
        self.pack.program.model.documents.get(self.citation.document).is_some_and(|own| own.reading)
    }

    fn path(self) -> Option<&'a str> {
        self.pack.document_paths.get(self.citation.document.index()).map(String::as_str)
    }

    fn line(self) -> Option<usize> {
        Some(self.session.sources.line(self.passage().ok()?))
    }

    fn fields(self) -> CitedFields<'a> {
        CitedFields {
            document: self.document(),
            path: self.path(),
            line: self.line(),
            place: self.passage().ok().and_then(|span| self.session.place_in_document(span)),
            quote: &self.citation.quote,
            basis: if self.is_reading() { "reading" } else { "document" },
        }
    }

    /// The quote without marks of emphasis.
    pub(crate) fn quote(self) -> String {
        self.citation.quote.replace("**", "")
    }

    /// What the passage says, what the quote leaves out included: whole sentences, but of a reading the quote, without the
    /// reason behind it.
    pub(crate) fn sentence(self) -> String {
        let whole = || {
            let (_, matches) = self.pack.documents.find_quotes(&[self.citation]).into_iter().next()?;
            let text = self.pack.documents.text(self.citation.document)?;
            let range = text.range_of(text.sentences_in(matches.first()?.range.clone()))?;
            let written = self.session.sources.text(text.span(range)).replace("**", "");
            Some(written.split_whitespace().collect::<Vec<_>>().join(" "))
        };
        Some(()).filter(|()| !self.is_reading()).and_then(|()| whole()).unwrap_or_else(|| self.quote())
    }

    pub(crate) fn place(self) -> String {
        if let Some(place) = self.passage().ok().and_then(|span| self.session.place_in_document(span)) {
            let file = self.path().unwrap_or_default();
            return msg!(common.in_document, file = file, place = place).text(self.session.language);
        }
        let line = self.line().map_or(String::new(), |line| format!(":{line}"));
        format!("{}{line}", self.path().unwrap_or_default())
    }

    /// Where the passage stands, and its words.
    pub(crate) fn on_one_line(self) -> String {
        format!("{} «{}»", self.place(), self.quote())
    }

    /// The same within a sentence, which ends by itself.
    pub(crate) fn in_a_sentence(self) -> String {
        format!("{} «{}»", self.place(), self.quote().trim_end_matches('.'))
    }
}

impl Serialize for Cited<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.session.written_citations {
            Some(written) => {
                let json = written.json(self.citation.span, || self.fields()).map_err(S::Error::custom)?;
                json.serialize(serializer)
            }
            None => self.fields().serialize(serializer),
        }
    }
}

/// A citation as JSON has it.
#[derive(Serialize)]
struct CitedFields<'a> {
    document: &'a str,
    path: Option<&'a str>,
    /// Of the passage, from 1; none where the document does not have it.
    line: Option<usize>,
    /// Where a person finds it in a document without lines.
    #[serde(skip_serializing_if = "Option::is_none")]
    place: Option<String>,
    quote: &'a str,
    basis: &'static str,
}

/// A value that a rule read, with its place.
pub(crate) struct Fact<'a> {
    session: &'a Session,
    pub(crate) path: String,
    pub(crate) value: NamedValue,
    pub(crate) part: Part,
    /// None for a default and for what was left out.
    pub(crate) span: Option<Span>,
}

impl Fact<'_> {
    /// Whether the text that it was read from is gone, as those of a stream are but for the last ones.
    pub(crate) fn is_gone(&self) -> bool {
        self.span.is_some_and(|span| self.session.sources.get(span.source).is_none())
    }
}

impl Serialize for Fact<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let sources = &self.session.sources;
        let span = self.span.filter(|_| !self.is_gone());
        let mut fields = serializer.serialize_struct("Fact", 4)?;
        fields.serialize_field("path", &self.path)?;
        fields.serialize_field("file", &span.map(|span| sources.name(span)))?;
        fields.serialize_field("line", &span.map(|span| sources.line(span)))?;
        fields.serialize_field("value", &self.value)?;
        fields.end()
    }
}

/// People are not shown more of what is unknown.
pub(crate) const MOST_MISSING: usize = 5;

/// What is unknown, for people: the first paths, and how many there are more.
pub(crate) fn missing_in_words(missing: &[Missing]) -> List {
    let paths =
        missing.iter().take(MOST_MISSING).map(|missing| Argument::Text(format!("`{}`", missing.path)));
    let omitted = missing.len().saturating_sub(MOST_MISSING);
    List { items: paths.collect(), joint: Joint::And, omitted }
}

/// What is unknown, in JSON: the paths.
pub(crate) fn missing_paths<S: Serializer>(missing: &[Missing], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(missing.iter().map(|missing| &missing.path))
}

/// Something that has to be done by some time.
#[derive(Serialize)]
pub(crate) struct Obligation<'a> {
    pub(crate) rule: Option<&'a str>,
    pub(crate) subject: String,
    due: NaiveDate,
    /// The first instant that is too late.
    end: Moment,
    pub(crate) status: Status,
    /// When it is due, for people.
    #[serde(skip)]
    pub(crate) by: Moment,
}

/// Puts names, places and passages in place of the ids of the evaluator.
#[derive(Clone, Copy)]
pub(crate) struct Resolver<'a, 'p> {
    pub(crate) session: &'a Session,
    pub(crate) pack: &'a Pack,
    pub(crate) portal: &'p Portal,
}

impl<'a> Resolver<'a, '_> {
    pub(crate) fn rule_id(&self, rule: RuleId) -> Option<&'a str> {
        self.pack.program.model.rules.get(rule).map(|rule| &*rule.id.text)
    }

    /// The keys of a group by their names.
    pub(crate) fn group(&self, keys: &[KeyValue]) -> Map<String, Json> {
        let named = keys.iter().map(|key| match self.value(&key.value, &key.ty) {
            NamedValue::Known(value) => (key.name.to_string(), value),
            NamedValue::Unknown | NamedValue::Absent => (key.name.to_string(), Json::Null),
        });
        named.collect()
    }

    pub(crate) fn value(&self, value: &Value, ty: &Type) -> NamedValue {
        match value {
            Value::Unknown => NamedValue::Unknown,
            Value::Absent => NamedValue::Absent,
            value => NamedValue::Known(write::value(&self.pack.program.model, &self.portal.state, value, ty)),
        }
    }

    /// A value as people know it, one of an enum by what it is called in the language of the run; nothing, where it is unknown
    /// or absent.
    pub(crate) fn in_words(&self, value: &Value, ty: &Type) -> Option<String> {
        let language = self.session.language;
        if matches!((value, ty), (Value::Variant(_), Type::Enum(_))) {
            return Some(self.pack.program.model.shown_in(value, ty, language.code()));
        }
        let value = self.value(value, ty);
        value.is_known().then(|| value.text_in(language))
    }

    pub(crate) fn facts(&self, facts: Vec<crate::eval::Fact>) -> Vec<Fact<'a>> {
        let fact = |fact: crate::eval::Fact| Fact {
            session: self.session,
            value: self.value(&fact.value, &fact.ty),
            path: fact.path,
            part: fact.part,
            span: fact.span,
        };
        facts.into_iter().map(fact).collect()
    }

    pub(crate) fn citations(&self, citations: impl IntoIterator<Item = &'a Citation>) -> Vec<Cited<'a>> {
        citations.into_iter().map(|citation| Cited::new(self.session, self.pack, citation)).collect()
    }

    pub(crate) fn obligation(&self, found: crate::eval::obligations::Obligation) -> Obligation<'a> {
        Obligation {
            rule: self.rule_id(found.rule),
            subject: found.subject,
            due: found.due,
            end: self.in_zone(found.end),
            status: found.status,
            by: self.by(found.due, found.end),
        }
    }

    /// An instant in the portal's time zone.
    pub(crate) fn in_zone(&self, instant: DateTime<Utc>) -> Moment {
        Moment::Instant(self.portal.zone.at(instant))
    }

    /// When something is due, for people: its last day or, where that does not count whole, the instant.
    pub(crate) fn by(&self, day: NaiveDate, end: DateTime<Utc>) -> Moment {
        let whole = day.succ_opt().is_some_and(|next| start_of_day(next, self.portal.zone) == end);
        if whole { Moment::Day(day) } else { self.in_zone(end) }
    }
}
