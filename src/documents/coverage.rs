//! Each normative sentence: whether the rules stand on it.

use crate::documents::agreement::is_waived;
use crate::documents::citations::Citing;
use crate::documents::drift::Drift;
use crate::documents::lock::{Covered, Lock};
use crate::documents::passage::Annotated;
use crate::documents::rule_numbers::{NumberComparison, RuleNumber};
use crate::documents::sections::{SectionStanding, sections_aside};
use crate::documents::stated_numbers::{speaks_for, stated_numbers};
use crate::model::{Citation, Model};
use crate::prose::facts::{Bound, Norm, Number};
use crate::values::ids::DocumentId;
use serde::Serialize;
use std::collections::{BTreeMap, HashMap, HashSet};

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Coverage {
    /// Live citations hold it, and each number in it is stated by a rule or waived.
    Covered,
    /// An aside says why nothing has to.
    Aside,
    /// Live citations hold it, but not each of its numbers.
    Partial,
    Stale,
    Uncovered,
}

impl Coverage {
    /// Whether it counts as reached in the share that is covered.
    pub fn counts(self) -> bool {
        matches!(self, Self::Covered | Self::Aside)
    }
}

#[derive(Clone, Debug)]
pub struct NumberCoverage {
    pub number: Number,
    pub by: Vec<Citing>,
    /// What states as many, where a bound or a unit cannot be compared, and the number that it states.
    pub not_compared: Vec<(Citing, RuleNumber)>,
    /// What says that it means nothing to it.
    pub waived_by: Vec<Citing>,
}

impl NumberCoverage {
    pub fn is_bound(&self) -> bool {
        !self.by.is_empty() || !self.waived_by.is_empty()
    }

    /// Whether a rule stands on it, be it bound or only as many.
    pub fn is_held(&self) -> bool {
        self.is_bound() || !self.not_compared.is_empty()
    }

    /// What states it.
    pub fn stated_by(&self) -> impl Iterator<Item = Citing> {
        self.by.iter().copied().chain(self.not_compared.iter().map(|(citing, _)| *citing))
    }
}

#[derive(Clone, Debug)]
pub struct SentenceCoverage {
    pub document: DocumentId,
    pub sentence: usize,
    /// Why it is normative; a cited sentence need not be.
    pub norm: Option<Norm>,
    pub coverage: Coverage,
    /// The citations of it, by their numbers among the drifts; those that drifted from it, too.
    pub drifts: Vec<usize>,
    pub numbers: Vec<NumberCoverage>,
    /// The section that sets it aside or would, by the number of its citation among the drifts; none where what cites it
    /// says how it stands.
    pub section: Option<usize>,
    /// Whether it stands in that section in place of a sentence that was normative.
    pub replaces_norm: bool,
    /// What the lock says of it; nothing, where it is new.
    pub was: Option<Covered>,
    /// Whether the lock knows its document: in one that was never reviewed, nothing is new.
    pub is_document_known: bool,
}

impl SentenceCoverage {
    /// Whether it makes a run fail although no citation drifted: it is new, or what covered it is gone. In a section that is
    /// set aside, it was not reviewed there.
    pub fn is_gap(&self) -> bool {
        let open = matches!(self.coverage, Coverage::Partial | Coverage::Uncovered);
        let stated = self.norm.is_some() || self.replaces_norm || self.coverage == Coverage::Partial;
        let is_known = self.section.is_none() && self.was == Some(Covered::Not);
        stated && open && self.is_document_known && !is_known
    }
}

/// The sentences that are normative or cited, by document, in their order.
pub fn sentences(
    model: &Model,
    annotated: &Annotated<'_>,
    drifts: &[Drift<'_>],
    lock: &Lock,
) -> Vec<SentenceCoverage> {
    let mut on: HashMap<(DocumentId, usize), Vec<usize>> = HashMap::new();
    // Sections are looked at apart: a rule that holds a sentence says more of it.
    for (at, drift) in drifts.iter().enumerate().filter(|(_, drift)| !drift.is_section()) {
        for passage in drift.now.iter().chain(&drift.others) {
            let held =
                if drift.is_live() { passage.quoted.clone() } else { passage.sentences.clone().collect() };
            for sentence in held {
                let own = on.entry((passage.document, sentence)).or_default();
                if own.last() != Some(&at) {
                    own.push(at);
                }
            }
        }
    }
    let sections = sections_aside(model, annotated, drifts, lock);
    let led = cited_below(annotated, drifts, &on);
    let mut numbers: HashMap<Citing, Vec<RuleNumber>> = HashMap::new();
    // The numbers of rules that some sentence bounds as they do, by where they stand.
    let mut bounded: HashSet<(Citing, u32)> = HashSet::new();
    let mut found = Vec::new();
    for document in model.documents.ids() {
        let locked = lock.documents.get(model.document_name(document));
        for (sentence, annotation) in annotated.annotations(document).iter().enumerate() {
            let mut own = on.remove(&(document, sentence)).unwrap_or_default();
            let section = sections.get(&(document, sentence));
            if annotation.norm.is_none() && own.is_empty() && section.is_none() {
                continue;
            }
            let by: Vec<(Citing, &Citation)> = live_of(drifts, &own).collect();
            let held: Vec<NumberCoverage> = annotation
                .facts
                .numbers
                .iter()
                .map(|number| {
                    let below = led.get(&(document, sentence)).into_iter().flatten();
                    let citing = by.iter().chain(below).copied();
                    number_coverage(model, number, citing, &mut numbers, &mut bounded)
                })
                .collect();
            // A sentence that states nothing may hold any number, but not beside the number of a rule that cites it.
            let whole = held.iter().all(NumberCoverage::is_held)
                || annotation.norm.is_none()
                    && by.iter().all(|(citing, _)| {
                        numbers.get(&speaks_for(model, *citing)).is_none_or(Vec::is_empty)
                    });
            let cited = by.iter().any(|(citing, _)| !matches!(citing, Citing::Aside(_)));
            let aside = by.iter().any(|(citing, _)| matches!(citing, Citing::Aside(_)));
            let standing = section.map(|section| section.standing);
            let in_section = standing == Some(SectionStanding::Reviewed);
            let coverage = match (cited, whole, aside || in_section, own.is_empty()) {
                (true, true, _, _) => Coverage::Covered,
                (_, _, true, _) => Coverage::Aside,
                (true, false, false, _) => Coverage::Partial,
                (false, _, false, false) => Coverage::Stale,
                (false, _, false, true) if standing == Some(SectionStanding::Stale) => Coverage::Stale,
                (false, _, false, true) => Coverage::Uncovered,
            };
            let is_by_section = own.is_empty() || coverage == Coverage::Aside && !aside;
            let section = section.filter(|_| is_by_section);
            own.extend(section.map(|section| section.drift));
            found.push(SentenceCoverage {
                document,
                sentence,
                norm: annotation.norm,
                coverage,
                drifts: own,
                section: section.map(|section| section.drift),
                replaces_norm: section.is_some_and(|section| section.replaces_norm),
                numbers: held,
                is_document_known: locked.is_some(),
                was: locked.and_then(|locked| locked.sentences.get(&annotation.text)).copied(),
            });
        }
    }
    bind_mentions(&bounded, &mut found);
    cover_leads(annotated, &mut found);
    found
}

/// What cites a sentence by citations that are live.
fn live_of<'a, 'm>(
    drifts: &'a [Drift<'m>],
    own: &'a [usize],
) -> impl Iterator<Item = (Citing, &'m Citation)> + 'a {
    let live = own.iter().filter_map(|at| drifts.get(*at)).filter(|drift| drift.is_live());
    live.flat_map(|drift| drift.cited.by.iter().copied())
}

/// What states or waives a number of a sentence, of what cites the sentence. `numbers` are those that statements state, as
/// far as they were asked for; `bounded` takes those that the sentence bounds as they do.
fn number_coverage<'m>(
    model: &Model,
    number: &Number,
    citing: impl Iterator<Item = (Citing, &'m Citation)>,
    numbers: &mut HashMap<Citing, Vec<RuleNumber>>,
    bounded: &mut HashSet<(Citing, u32)>,
) -> NumberCoverage {
    let (by, not_compared, waived_by) = (Vec::new(), Vec::new(), Vec::new());
    let mut held = NumberCoverage { number: number.clone(), by, not_compared, waived_by };
    for (citing, citation) in citing {
        let speaker = speaks_for(model, citing);
        let own = numbers.entry(speaker).or_insert_with(|| stated_numbers(model, speaker));
        let nearest = own.iter().max_by_key(|stated| stated.compare(number));
        let found = nearest.map(|stated| (stated, stated.compare(number)));
        if let Some((stated, NumberComparison::NotCompared)) = found {
            held.not_compared.push((speaker, stated.clone()));
        } else if let Some((stated, NumberComparison::Same)) = found {
            if number.bound != Bound::None {
                bounded.insert((speaker, stated.span.start));
            }
            held.by.push(speaker);
        } else if is_waived(citation, number) || is_overruled(model, citing, citation) {
            held.waived_by.push(citing);
        }
    }
    held.by.sort_unstable();
    held.by.dedup();
    held.not_compared.sort_by_key(|(citing, _)| *citing);
    held.not_compared.dedup_by_key(|(citing, _)| *citing);
    held
}

/// A sentence, by its document.
type Place = (DocumentId, usize);

/// What cites the sentences that others lead in, by those that lead them in: it states their numbers, too.
fn cited_below<'m>(
    annotated: &Annotated<'_>,
    drifts: &[Drift<'m>],
    on: &HashMap<Place, Vec<usize>>,
) -> HashMap<Place, Vec<(Citing, &'m Citation)>> {
    let mut led: HashMap<Place, Vec<(Citing, &Citation)>> = HashMap::new();
    for ((document, sentence), own) in on {
        let Some(text) = annotated.documents.text(*document) else { continue };
        let context = text.sentences.get(*sentence).map_or(&[][..], |sentence| &sentence.context);
        let by: Vec<(Citing, &Citation)> = live_of(drifts, own).collect();
        for lead in context {
            led.entry((*document, text.sentences_in(lead.clone()).start))
                .or_default()
                .extend(by.iter().copied());
        }
    }
    led
}

/// A number that a sentence only mentions ("the ten of them") bounds nothing by itself: it is bound where another sentence
/// bounds the same number of the rule.
fn bind_mentions(bounded: &HashSet<(Citing, u32)>, found: &mut [SentenceCoverage]) {
    let numbers = found.iter_mut().flat_map(|own| &mut own.numbers);
    for held in numbers.filter(|held| held.number.bound == Bound::None) {
        let is_bound =
            |(citing, stated): &(Citing, RuleNumber)| bounded.contains(&(*citing, stated.span.start));
        let own = held.not_compared.iter().filter(|one| is_bound(one)).map(|(citing, _)| *citing);
        held.by.extend(own.collect::<Vec<_>>());
        held.not_compared.retain(|one| !is_bound(one));
        held.by.sort_unstable();
        held.by.dedup();
    }
}

/// What only leads in other sentences stands as they do: covered when all of them are.
fn cover_leads(annotated: &Annotated<'_>, found: &mut [SentenceCoverage]) {
    let places: HashMap<(DocumentId, usize), usize> =
        found.iter().enumerate().map(|(at, own)| ((own.document, own.sentence), at)).collect();
    let mut led: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, own) in found.iter().enumerate() {
        let Some(text) = annotated.documents.text(own.document) else { continue };
        let context = text.sentences.get(own.sentence).map_or(&[][..], |sentence| &sentence.context);
        for lead in context.iter().filter(|lead| text.part(lead).ends_with(':')) {
            let sentence = text.sentences_in(lead.clone()).start;
            if let Some(lead) = places.get(&(own.document, sentence)) {
                led.entry(*lead).or_default().push(at);
            }
        }
    }
    // What is led in may lead in itself, so the last come first.
    for (lead, items) in led.into_iter().rev() {
        let items: Vec<&SentenceCoverage> = items.iter().filter_map(|at| found.get(*at)).collect();
        let all = |wanted: &[Coverage]| items.iter().all(|own| wanted.contains(&own.coverage));
        let coverage = if all(&[Coverage::Aside]) {
            Coverage::Aside
        } else if all(&[Coverage::Aside, Coverage::Covered]) {
            Coverage::Covered
        } else if all(&[Coverage::Aside, Coverage::Covered, Coverage::Stale]) {
            Coverage::Stale
        } else {
            continue;
        };
        let mut drifts: Vec<usize> = items.iter().flat_map(|own| own.drifts.iter().copied()).collect();
        drifts.sort_unstable();
        drifts.dedup();
        let is_open = |own: &&mut SentenceCoverage| {
            own.coverage == Coverage::Uncovered
                && own.section.is_none()
                && (own.numbers.is_empty() || own.numbers.iter().all(NumberCoverage::is_held))
        };
        if let Some(lead) = found.get_mut(lead).filter(is_open) {
            (lead.coverage, lead.drifts) = (coverage, drifts);
        }
    }
}

/// Whether a conflict cites a passage as the reading that gives way: its numbers are in force nowhere.
fn is_overruled(model: &Model, citing: Citing, citation: &Citation) -> bool {
    let Citing::Conflict(conflict) = citing else { return false };
    model.conflicts.get(conflict).is_some_and(|conflict| conflict.settled_as != citation.document)
}
