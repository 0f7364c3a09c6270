//! The sentences of documents with their facts, and the passages made of them.

use crate::base::{IndexVec, Span};
use crate::documents::collection::Documents;
use crate::model::{Model, Role};
use crate::prose::facts::{
    ContextFacts, Facts, Matter, Norm, Number, RoleWords, RowCell, content_words, is_entry_of_rules,
    leads_in_a_page, matter_of, names_a_document,
};
use crate::prose::fingerprint::Fingerprint;
use crate::prose::quote::QuoteMatch;
use crate::prose::{Sentence, Text, Unit, UnitKind};
use crate::values::ids::DocumentId;
use rayon::prelude::*;
use std::collections::{HashMap, HashSet};
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
    /// What is quoted, in bytes of the text; empty where it was not found by a quote.
    pub parts: Vec<Range<usize>>,
    /// Those numbers of its sentences that are not quoted, beside one that is, or in a clause of which nothing is: other rules
    /// quote them.
    pub left: Vec<Number>,
    /// The numbers of what leads it in: "within 3 days:" bounds each of its items.
    pub lead_numbers: Vec<Number>,
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
            let context = context_facts(text, &roles);
            let matters = matters_of_headings(text);
            let sentences = text.sentences.par_iter();
            let annotations = sentences.map(|sentence| {
                let own = text.part(&sentence.range);
                let unit = text.units.get(sentence.unit);
                let leads: Vec<&ContextFacts> =
                    sentence.context.iter().filter_map(|range| context.get(range)).collect();
                let cells = unit.map(|unit| row_cells(text, unit, sentence.range.start, &context));
                let is_heading = unit.is_some_and(|unit| matches!(unit.kind, UnitKind::Heading { .. }));
                let is_head = is_heading || unit.is_some_and(|unit| unit.is_head);
                let heading = sentence.heading.filter(|_| !is_head);
                let above = heading.and_then(|at| matters.get(at)).copied().unwrap_or_default();
                let leads_in = sentence.context.iter().map(|range| text.part(range));
                let titles = leads_in.filter(|text| is_as_good_as_a_title(text));
                // A title inside of a list of rules leaves it one.
                let goes_on = |was, is| if was == Matter::Listed && is == Matter::Rules { was } else { is };
                let matter = titles.fold(above, |matter, title| goes_on(matter, matter_of(title, matter)));
                let (facts, norm) = Facts::read_in(own, &leads, &cells.unwrap_or_default(), &roles, matter);
                let norm = norm.filter(|norm| !is_heading || norm.holds_in_title(own));
                // The head of a column names what is counted below it.
                let counts = own.contains(|letter: char| letter.is_ascii_digit());
                let norm = norm.filter(|norm| is_heading || !is_head || counts || *norm == Norm::Prohibition);
                let norm = norm.filter(|_| !unit.is_some_and(|unit| text.is_mere_label(unit)));
                let norm = norm.or_else(|| text.norm_of(unit?));
                let is_item = unit.is_some_and(|unit| matches!(unit.kind, UnitKind::Item { .. }));
                let is_entry = is_item && !is_head && is_entry_of_rules(own, matter);
                let norm = norm.or(is_entry.then_some(Norm::Duty));
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

    /// What the sentences of a document say.
    pub fn texts(&self, document: DocumentId) -> HashSet<Fingerprint> {
        self.annotations(document).iter().map(|own| own.text).collect()
    }

    /// The passage at a place: whole sentences.
    pub fn passage_at(&self, document: DocumentId, matched: &QuoteMatch) -> Option<Passage> {
        let text = self.documents.text(document)?;
        let mut passage = self.passage(document, text.sentences_in(matched.range.clone()))?;
        passage.quoted = matched.parts.iter().flat_map(|part| text.sentences_in(part.clone())).collect();
        passage.quoted.dedup();
        passage.parts.clone_from(&matched.parts);
        for sentence in &passage.quoted {
            let start = text.sentences.get(*sentence)?.range.start;
            let is_touched = |own: &Range<usize>| {
                let place = start + own.start..start + own.end;
                matched.parts.iter().any(|part| part.start < place.end && place.start < part.end)
            };
            let is_quoted = |number: &&Number| is_touched(&number.range);
            let is_apart = |number: &Number| !number.clause.is_empty() && !is_touched(&number.clause);
            let numbers = &self.annotations(document).get(*sentence)?.facts.numbers;
            let (inside, outside): (Vec<&Number>, Vec<&Number>) = numbers.iter().partition(is_quoted);
            let is_left = |number: &&Number| !inside.is_empty() || is_apart(number);
            passage.left.extend(outside.into_iter().filter(is_left).cloned());
        }
        Some(passage)
    }

    /// The sentences that are the headings over a passage.
    pub fn headings_over(&self, passage: &Passage) -> impl Iterator<Item = usize> {
        let text = self.documents.text(passage.document);
        let over = text.map(|text| text.headings_over(passage.sentences.start)).unwrap_or_default();
        over.into_iter().map(|heading| heading.sentence)
    }

    /// The sentences of the section whose heading a passage is, the heading among them.
    pub fn section(&self, heading: &Passage) -> Option<Range<usize>> {
        self.documents.text(heading.document)?.section(heading.sentences.start)
    }

    /// How many sentences stand in a section, without those that are headings.
    pub fn section_size(&self, heading: &Passage) -> usize {
        let Some(text) = self.documents.text(heading.document) else { return 0 };
        let section = self.section(heading).unwrap_or_default();
        let own = text.sentences.get(section).unwrap_or_default();
        let is_heading = |unit: &Unit| matches!(unit.kind, UnitKind::Heading { .. });
        own.iter().filter(|own| !text.units.get(own.unit).is_some_and(is_heading)).count()
    }

    pub fn passage(&self, document: DocumentId, sentences: Range<usize>) -> Option<Passage> {
        let text = self.documents.text(document)?;
        let annotations = self.annotations(document).get(sentences.clone())?;
        let own = text.sentences.get(sentences.clone())?;
        let (texts, context) = texts_of(text, own);
        let mut facts = Facts::default();
        for annotation in annotations {
            facts.add(&annotation.facts);
        }
        let units = own.iter().filter_map(|sentence| text.units.get(sentence.unit));
        facts.cells = units.flat_map(|unit| text.cells_of(unit)).collect();
        Some(Passage {
            document,
            quoted: sentences.clone().collect(),
            text: Fingerprint::of(&texts.join("\n")),
            context: (!context.is_empty()).then(|| Fingerprint::of(&context.join("\n"))),
            under: text.under(sentences.start),
            facts,
            parts: Vec::new(),
            left: Vec::new(),
            lead_numbers: self.lead_numbers(document, &sentences),
            sentences,
        })
    }

    /// The numbers of the sentences outside of a passage that lead some of it in.
    fn lead_numbers(&self, document: DocumentId, sentences: &Range<usize>) -> Vec<Number> {
        let Some(text) = self.documents.text(document) else { return Vec::new() };
        let own = text.sentences.get(sentences.clone()).unwrap_or_default();
        let leads = own.iter().flat_map(|sentence| &sentence.context);
        let mut leads: Vec<usize> = leads.flat_map(|lead| text.sentences_in(lead.clone())).collect();
        leads.retain(|lead| !sentences.contains(lead));
        leads.dedup();
        let annotations = leads.iter().filter_map(|lead| self.annotations(document).get(*lead));
        annotations.flat_map(|own| own.facts.numbers.iter().cloned()).collect()
    }

    /// The content words of the sentences of a passage and of what they hang on, sorted, with repeats.
    pub fn content_words(&self, passage: &Passage) -> Vec<String> {
        let text = self.documents.text(passage.document);
        let texts =
            text.and_then(|text| Some(texts_of(text, text.sentences.get(passage.sentences.clone())?)));
        let (texts, context) = texts.unwrap_or_default();
        let mut words: Vec<String> =
            texts.iter().chain(&context).flat_map(|own| content_words(own)).collect();
        words.sort_unstable();
        words
    }

    pub fn span(&self, passage: &Passage) -> Option<Span> {
        self.span_of(passage.document, passage.sentences.clone())
    }

    /// Where some sentences of a document stand.
    pub fn span_of(&self, document: DocumentId, sentences: Range<usize>) -> Option<Span> {
        let text = self.documents.text(document)?;
        Some(text.span(text.range_of(sentences)?))
    }

    pub fn normal(&self, passage: &Passage) -> &'d str {
        let text = self.documents.text(passage.document);
        text.and_then(|text| text.normal.get(text.range_of(passage.sentences.clone())?)).unwrap_or_default()
    }
}

/// Whether what leads in is as good as a title: a question, `Goals:`, what a place is called.
fn is_as_good_as_a_title(text: &str) -> bool {
    const LONGEST: usize = 200;
    const LONGEST_IN_WORDS: usize = 3;
    let is_lead = || text.ends_with(':') && text.split(' ').nth(LONGEST_IN_WORDS).is_none();
    let is_name = || !text.ends_with(['.', '!', ':', ';', ',']);
    text.len() <= LONGEST
        && (text.ends_with('?') || is_lead() || is_name() || text.ends_with(':') && leads_in_a_page(text))
}

/// By heading, what is told under it and those close above it.
fn matters_of_headings(text: &Text) -> Vec<Matter> {
    const DEEPEST: usize = 2;
    let mut found: Vec<(Matter, usize)> = Vec::new();
    for heading in &text.headings {
        let parent = heading.parent.and_then(|parent| found.get(parent)).copied();
        let (above, depth) = parent.unwrap_or_default();
        // What bylaws say, they say to the last clause.
        let outermost = std::iter::successors(heading.parent, |at| text.headings.get(*at)?.parent).last();
        let outermost = outermost.and_then(|at| text.headings.get(at));
        let is_document = outermost.is_some_and(|own| names_a_document(text.part(&own.range)));
        let title = text.part(&heading.range);
        let matter = matter_of(title, above);
        let is_own = matter == matter_of(title, Matter::Other) || above == matter && is_document;
        let depth = if is_own { 0 } else { depth + 1 };
        found.push(if depth > DEEPEST { (Matter::Other, 0) } else { (matter, depth) });
    }
    found.into_iter().map(|(matter, _)| matter).collect()
}

/// What each text says of what hangs on it: each is read once, however much hangs on it.
fn context_facts(text: &Text, roles: &RoleWords) -> HashMap<Range<usize>, ContextFacts> {
    let leads = text.sentences.iter().flat_map(|sentence| &sentence.context);
    let heads = text.tables.iter().flat_map(|table| table.columns.iter().flatten());
    let mut context: HashMap<Range<usize>, ContextFacts> = HashMap::new();
    for range in leads.chain(heads) {
        if !context.contains_key(range) {
            context.insert(range.clone(), ContextFacts::of(text.part(range), roles));
        }
    }
    context
}

/// The cells of a row with what heads them, in bytes of its sentence, which begins at `start`.
fn row_cells<'c>(
    text: &Text,
    unit: &Unit,
    start: usize,
    context: &'c HashMap<Range<usize>, ContextFacts>,
) -> Vec<RowCell<'c>> {
    let cells = unit.cells.iter().zip(text.columns_of(unit));
    let cells = cells.filter(|(cell, _)| cell.start >= start && !cell.is_empty());
    let read = cells.map(|(cell, head)| RowCell {
        range: cell.start - start..cell.end - start,
        head: head.iter().filter_map(|range| context.get(range)).collect(),
    });
    read.collect()
}

/// What some sentences in a row say, and what they hang on.
fn texts_of<'t>(text: &'t Text, sentences: &'t [Sentence]) -> (Vec<&'t str>, Vec<&'t str>) {
    let texts = sentences.iter().map(|sentence| text.part(&sentence.range)).collect();
    let mut context: Vec<&str> = sentences.iter().flat_map(|sentence| text.hangs_on(sentence)).collect();
    context.dedup();
    (texts, context)
}
