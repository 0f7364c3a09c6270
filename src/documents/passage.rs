//! The sentences of documents with their facts, and the passages made of them.

use crate::base::{IndexVec, Span};
use crate::documents::collection::Documents;
use crate::model::{Model, Role};
use crate::prose::UnitKind;
use crate::prose::facts::{Facts, Norm, Number, RoleWords};
use crate::prose::fingerprint::Fingerprint;
use crate::prose::quote::QuoteMatch;
use crate::values::ids::DocumentId;
use rayon::prelude::*;
use std::borrow::Cow;
use std::ops::Range;
use std::sync::Arc;

#[derive(Clone, Debug)]
pub struct SentenceFacts {
    /// By which the lock knows it.
    pub text: Fingerprint,
    /// With those of what it hangs on.
    pub facts: Facts,
    pub norm: Option<Norm>,
}

pub struct Annotated<'d> {
    pub documents: &'d Documents,
    pub roles: RoleWords,
    annotations: IndexVec<DocumentId, Vec<SentenceFacts>>,
}

#[derive(Clone, Debug)]
pub struct Passage {
    pub document: DocumentId,
    pub sentences: Range<usize>,
    /// Those of them of which words are quoted.
    pub quoted: Vec<usize>,
    /// Their texts, each in a line of its own.
    pub text: Fingerprint,
    /// What they hang on.
    pub context: Option<Fingerprint>,
    pub under: String,
    pub facts: Facts,
    /// Those numbers of its sentences that are not quoted, beside one of their kind that is: other rules quote them.
    pub left: Vec<Number>,
}

impl<'d> Annotated<'d> {
    pub fn new(model: &Model, documents: &'d Documents) -> Self {
        let names = |role: &'_ Role| {
            let called = role.called.iter().map(|name| name.text.clone());
            std::iter::once(role.name.text.clone()).chain(called).collect::<Vec<_>>()
        };
        let names: Vec<Arc<str>> = model.roles.iter().flat_map(names).collect();
        let roles = RoleWords::new(names.iter().map(|name| &**name));
        let annotations = documents.texts().map(|text| {
            let Some(text) = text else { return Vec::new() };
            let sentences = text.sentences.par_iter();
            let annotations = sentences.map(|sentence| {
                let own = text.normal.get(sentence.range.clone()).unwrap_or_default();
                let unit = text.units.get(sentence.unit);
                let context = sentence.context.iter().filter_map(|range| text.normal.get(range.clone()));
                let mut context: Vec<Cow<'_, str>> = context.map(Cow::Borrowed).collect();
                // What leads a table in goes with its first header, so that there are as many as cells.
                let headers =
                    unit.map_or(0, |unit| unit.headers.iter().filter(|range| !range.is_empty()).count());
                if headers > 0 && context.len() > headers {
                    let first: Vec<Cow<'_, str>> = context.drain(..=context.len() - headers).collect();
                    context.insert(0, Cow::Owned(first.join(" ")));
                }
                let context: Vec<&str> = context.iter().map(AsRef::as_ref).collect();
                let (facts, norm) = Facts::read(own, &context, &roles);
                let heading = unit.is_some_and(|unit| matches!(unit.kind, UnitKind::Heading(_)));
                let norm = norm.filter(|norm| !heading || norm.holds_in_title(own));
                SentenceFacts { text: Fingerprint::of(own), norm, facts }
            });
            annotations.collect()
        });
        let annotations = annotations.collect();
        Self { documents, roles, annotations }
    }

    pub fn annotations(&self, document: DocumentId) -> &[SentenceFacts] {
        self.annotations.try_get(document).map_or(&[], Vec::as_slice)
    }

    /// The passage at a place: whole sentences.
    pub fn passage_at(&self, document: DocumentId, matched: &QuoteMatch) -> Option<Passage> {
        let text = self.documents.text(document)?;
        let mut passage = self.passage(document, text.sentences_in(matched.range.clone()))?;
        passage.quoted = matched.parts.iter().flat_map(|part| text.sentences_in(part.clone())).collect();
        passage.quoted.dedup();
        for sentence in &passage.quoted {
            let start = text.sentences.get(*sentence)?.range.start;
            let is_quoted = |number: &&Number| {
                let place = start + number.range.start..start + number.range.end;
                matched.parts.iter().any(|part| part.start < place.end && place.start < part.end)
            };
            let numbers = &self.annotations(document).get(*sentence)?.facts.numbers;
            let (inside, outside): (Vec<&Number>, Vec<&Number>) = numbers.iter().partition(is_quoted);
            let left = outside.into_iter().filter(|number| inside.iter().any(|own| own.is_of_kind(number)));
            passage.left.extend(left.cloned());
        }
        Some(passage)
    }

    pub fn passage(&self, document: DocumentId, sentences: Range<usize>) -> Option<Passage> {
        let text = self.documents.text(document)?;
        let annotations = self.annotations(document).get(sentences.clone())?;
        let own = text.sentences.get(sentences.clone())?;
        let get = |range: &Range<usize>| text.normal.get(range.clone()).unwrap_or_default();
        let texts: Vec<&str> = own.iter().map(|sentence| get(&sentence.range)).collect();
        let mut context: Vec<&str> =
            own.iter().flat_map(|sentence| sentence.context.iter().map(get)).collect();
        context.dedup();
        let mut facts = Facts::default();
        for annotation in annotations {
            facts.add(&annotation.facts);
        }
        Some(Passage {
            document,
            quoted: sentences.clone().collect(),
            text: Fingerprint::of(&texts.join("\n")),
            context: (!context.is_empty()).then(|| Fingerprint::of(&context.join("\n"))),
            under: text.under(sentences.start),
            facts,
            left: Vec::new(),
            sentences,
        })
    }

    pub fn span(&self, passage: &Passage) -> Option<Span> {
        let text = self.documents.text(passage.document)?;
        Some(text.span(text.range_of(passage.sentences.clone())?))
    }

    pub fn normal(&self, passage: &Passage) -> &'d str {
        let text = self.documents.text(passage.document);
        text.and_then(|text| text.normal.get(text.range_of(passage.sentences.clone())?)).unwrap_or_default()
    }
}
