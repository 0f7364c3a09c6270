//! A document sentence by sentence: what is drafted from each.

use crate::base::Message;
use crate::documents::draft::names::Names;
use crate::documents::draft::quoted::Quoted;
use crate::documents::draft::quotes::{UniqueQuote, unique_quotes};
use crate::documents::draft::skeletons::{DraftedRule, Proposal, Reader};
use crate::documents::draft::written::written;
use crate::documents::passage::Annotated;
use crate::prose::quote::Quote;
use crate::prose::{Text, UnitKind};
use crate::values::ids::DocumentId;
use std::collections::{HashMap, HashSet};

/// What is drafted from one document.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// In the order of the document.
    pub parts: Vec<DraftPart>,
    /// Who acts, and what is done, in the order in which they are named.
    pub roles: Vec<Proposal>,
    pub actions: Vec<Proposal>,
}

#[derive(Clone, Debug)]
pub enum DraftPart {
    Heading {
        level: u8,
        title: String,
    },
    /// What states nothing, as a reader sees it.
    Sentence(String),
    Skeleton(Skeleton),
    /// What states something, and cannot be quoted: it stands in several places, as do the sentences around it.
    Repeated(String),
    /// A section in which nothing states anything, by its heading; its sentences follow.
    SetAside {
        under: String,
    },
}

/// What could be written from one sentence.
#[derive(Clone, Debug)]
pub struct Skeleton {
    /// What it states; empty where that is no more than its words.
    pub facts: Message,
    /// At least one.
    pub rules: Vec<DraftedRule>,
    pub quote: String,
    /// The heading that it has to stand under to be found in one place.
    pub under: Option<String>,
}

/// Which part of a document is drafted.
#[derive(Clone, Copy, Debug)]
pub enum Extent<'q> {
    Whole,
    /// The sentences that state something and are not quoted yet.
    NotIn(&'q Quoted),
}

/// What was drafted before, of other documents: names that are taken.
#[derive(Debug, Default)]
pub struct Drafting {
    names: Names,
}

impl Drafting {
    /// With names that are taken already.
    pub fn with_taken(ids: impl IntoIterator<Item = String>) -> Self {
        let mut own = Self::default();
        own.names.take_all(ids);
        own
    }

    /// Draft a document; `document` is its text as it was read.
    pub fn draft(
        &mut self,
        annotated: &Annotated<'_>,
        id: DocumentId,
        document: &str,
        extent: Extent<'_>,
    ) -> Draft {
        let Some(text) = annotated.documents.text(id) else { return Draft::default() };
        let annotations = annotated.annotations(id);
        let known = match extent {
            Extent::Whole => HashSet::new(),
            Extent::NotIn(quoted) => quoted.sentences_of(text),
        };
        let states = |sentence: usize| annotations.get(sentence).is_some_and(|own| own.norm.is_some());
        let leads = leads_in_norms(text, &states);
        let is_drafted = |sentence: usize| {
            let has_numbers = annotations.get(sentence).is_some_and(|own| !own.facts.numbers.is_empty());
            states(sentence) && !known.contains(&sentence) && (has_numbers || !leads.contains(&sentence))
        };
        let drafted: Vec<usize> = (0..text.sentences.len()).filter(|at| is_drafted(*at)).collect();
        let quotes: HashMap<usize, Option<UniqueQuote>> =
            drafted.iter().copied().zip(unique_quotes(text, document, &drafted, &states)).collect();
        let quiet = match extent {
            Extent::Whole => quiet_sections(text, document, &states),
            Extent::NotIn(_) => HashMap::new(),
        };
        let is_whole = matches!(extent, Extent::Whole);
        let mut reader = Reader::new(text, annotated, id);
        let mut parts = Vec::new();
        let mut headings_open: Vec<DraftPart> = Vec::new();
        for (at, sentence) in text.sentences.iter().enumerate() {
            let shown = written(&text.shown(sentence.range.clone(), document));
            let unit = text.units.get(sentence.unit);
            let heading = match unit.map(|unit| &unit.kind) {
                Some(UnitKind::Heading { level, marker }) => Some((*level, marker)),
                _ => None,
            };
            if let Some((level, marker)) = heading {
                headings_open
                    .retain(|open| matches!(open, DraftPart::Heading { level: above, .. } if *above < level));
                let title = format!("{marker} {shown}").trim_start().to_owned();
                headings_open.push(DraftPart::Heading { level, title });
            }
            let skeleton = quotes.get(&at).and_then(Option::as_ref).map(|unique| {
                let facts = annotations.get(at).map_or_else(Message::empty, |own| own.facts.message());
                let rules = reader.rules(at, &mut self.names);
                Skeleton { facts, rules, quote: unique.quote.clone(), under: unique.under.clone() }
            });
            if is_whole || skeleton.is_some() {
                parts.append(&mut headings_open);
            }
            if let Some(under) = quiet.get(&at) {
                parts.push(DraftPart::SetAside { under: under.clone() });
            }
            match skeleton {
                Some(skeleton) => parts.push(DraftPart::Skeleton(skeleton)),
                None if is_whole && quotes.contains_key(&at) => parts.push(DraftPart::Repeated(shown)),
                None if is_whole && heading.is_none() => parts.push(DraftPart::Sentence(shown)),
                None => {}
            }
        }
        let (roles, actions) = reader.proposals();
        Draft { parts, roles, actions }
    }
}

/// The sentences that only lead in others that state something: those are what rules quote.
fn leads_in_norms(text: &Text, states: &impl Fn(usize) -> bool) -> HashSet<usize> {
    let stating = text.sentences.iter().enumerate().filter(|(at, _)| states(*at));
    let leads = stating
        .flat_map(|(_, sentence)| sentence.context.iter().filter(|lead| text.part(lead).ends_with(':')));
    leads.map(|lead| text.sentences_in(lead.clone()).start).collect()
}

/// The outermost sections in which nothing states anything, by the sentence of the heading: their titles as rules name
/// them. Only those that a title names alone.
fn quiet_sections(text: &Text, document: &str, states: &impl Fn(usize) -> bool) -> HashMap<usize, String> {
    let mut before = vec![0_usize];
    for at in 0..text.sentences.len() {
        before.push(before.last().copied().unwrap_or(0) + usize::from(states(at)));
    }
    let count = |at: usize| before.get(at).copied().unwrap_or(0);
    let mut titles: HashMap<&str, usize> = HashMap::new();
    for heading in &text.headings {
        *titles.entry(text.part(&heading.range)).or_default() += 1;
    }
    let mut is_quiet = vec![false; text.headings.len()];
    let mut found = HashMap::new();
    for (at, heading) in text.headings.iter().enumerate() {
        let own = text.sentences_in(heading.range.start..heading.end);
        let is_within = heading.parent.is_some_and(|parent| is_quiet.get(parent) == Some(&true));
        let is_still = count(own.start) == count(own.end);
        let is_heading = |sentence: usize| {
            let unit = text.sentences.get(sentence).and_then(|sentence| text.units.get(sentence.unit));
            unit.is_none_or(|unit| matches!(unit.kind, UnitKind::Heading { .. }))
        };
        let says_something = || own.clone().any(|sentence| !is_heading(sentence));
        let shown = || written(&text.shown(heading.range.clone(), document));
        let is_named = |under: &str| !under.is_empty() && !Quote::new("", Some(under)).lacks_heading(text);
        let is_alone = titles.get(text.part(&heading.range)) == Some(&1);
        if is_within {
            set(&mut is_quiet, at);
        } else if is_still && is_alone && says_something() {
            let under = Some(shown()).filter(|under| is_named(under));
            if let Some(under) =
                under.or_else(|| Some(text.part(&heading.range).to_owned()).filter(|own| is_named(own)))
            {
                set(&mut is_quiet, at);
                found.insert(heading.sentence, under);
            }
        }
    }
    found
}

fn set(flags: &mut [bool], at: usize) {
    if let Some(flag) = flags.get_mut(at) {
        *flag = true;
    }
}
