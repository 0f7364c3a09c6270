//! What rules permit, forbid and require against what the passages that they cite say: where a passage says the opposite,
//! nobody can accept it. What is not sure of a sentence is not compared.

use crate::base::Span;
use crate::documents::agreement::conflicts_of;
use crate::documents::citations::Citing;
use crate::documents::drift::{CitationStatus, Drift};
use crate::documents::lock::Lock;
use crate::documents::lock_index::quote_fingerprint;
use crate::documents::passage::{Annotated, Passage};
use crate::documents::passage_directive::{PassageDirective, may_be_of};
use crate::documents::reversed::turned;
use crate::documents::rule_modality::{RuleModality, RuleSays, rule_modalities};
use crate::documents::rule_names::{RuleNames, rule_names};
use crate::documents::stated_numbers::{speaks_for, stated_numbers};
use crate::documents::table_rights::{said_in_cells, turned_in_cells};
use crate::model::{Citation, Model};
use crate::prose::facts::{Directive, FactKind, Reversal};
use crate::values::ids::DocumentId;
use std::collections::{HashMap, HashSet};

/// A rule that says the opposite of a passage that it cites.
#[derive(Clone, Debug)]
pub struct Opposition {
    pub citing: Citing,
    pub says: RuleSays,
    /// Where it says so.
    pub span: Span,
    /// The passage, by its number among the drifts, and what it says.
    pub drift: usize,
    pub passage: Directive,
    /// Whether the passage said what the rule says, until it changed.
    pub follows: bool,
}

pub fn oppositions(
    model: &Model,
    annotated: &Annotated<'_>,
    drifts: &[Drift<'_>],
    lock: &Lock,
) -> Vec<Opposition> {
    let overruled = overruled(model, drifts);
    let mut sayings: HashMap<Citing, (Vec<RuleModality>, RuleNames)> = HashMap::new();
    let mut found: Vec<Opposition> = Vec::new();
    for (at, drift) in drifts.iter().enumerate() {
        let says_nothing = |(citing, _): &(Citing, _)| matches!(citing, Citing::Action(_) | Citing::Aside(_));
        let Some(now) = drift.now.as_ref().filter(|_| is_known(drift.status)) else { continue };
        if drift.cited.by.iter().all(says_nothing) {
            continue;
        }
        let gives_way = |sentence: &usize| overruled.contains(&(now.document, *sentence));
        if now.quoted.iter().any(gives_way) {
            continue;
        }
        let stated = PassageDirective::of(annotated, now);
        let turned = turned(annotated, drift, now, lock, stated.as_ref());
        let reading = Reading { drift, now, text: annotated.normal(now), stated, turned };
        if reading.says_nothing() {
            continue;
        }
        let first = found.len();
        for (citing, citation) in &drift.cited.by {
            let speaker = speaks_for(model, *citing);
            let says = || (rule_modalities(model, speaker), rule_names(model, speaker));
            let (own, names) = &*sayings.entry(speaker).or_insert_with(says);
            let is_as_reviewed = is_as_reviewed(drift, citation, lock);
            for one in own {
                let is_bound = || is_bound_elsewhere(model, speaker, drifts);
                let turned = reading
                    .turned_against(model, one, names)
                    .filter(|_| is_as_reviewed || !one.is_one_of_two);
                let opposed = turned.or_else(|| reading.opposed_to(model, one, names, is_bound));
                let is_told = |own: &Opposition| own.citing == speaker;
                if let Some(passage) = opposed.filter(|_| !found.iter().skip(first).any(is_told)) {
                    let is_changed = |kind| drift.changes.iter().any(|own| own.kind == kind);
                    let follows =
                        turned.is_some() || is_changed(FactKind::Modality) || is_changed(FactKind::Cell);
                    let RuleModality { says, span, .. } = *one;
                    found.push(Opposition { citing: speaker, says, span, drift: at, passage, follows });
                }
            }
        }
    }
    found
}

/// What a passage says, and how that turned since the review.
struct Reading<'r> {
    drift: &'r Drift<'r>,
    now: &'r Passage,
    text: &'r str,
    stated: Option<PassageDirective>,
    turned: Vec<Reversal>,
}

impl Reading<'_> {
    fn says_nothing(&self) -> bool {
        self.stated.is_none() && self.turned.is_empty() && self.now.facts.cells.is_empty()
    }

    /// What it came to say against a rule that says what it said at the review; `names` are those by which cells speak of it.
    fn turned_against(&self, model: &Model, rule: &RuleModality, names: &RuleNames) -> Option<Directive> {
        let is_against = |was: Directive, is: Directive| rule.says.is(was) && rule.says.is_turned_by(is);
        let is_turned = |turn: &&Reversal| {
            is_against(turn.was, turn.is) && turn.by.iter().all(|phrase| may_be_of(model, phrase, rule))
        };
        let in_cells =
            || turned_in_cells(&self.drift.changes, names).filter(|(was, is)| is_against(*was, *is));
        self.turned.iter().find(is_turned).map(|turn| turn.is).or_else(|| in_cells().map(|(_, is)| is))
    }

    /// What it says against a rule, whatever it said before; `is_bound` tells whether another passage states what the rule
    /// counts.
    fn opposed_to(
        &self,
        model: &Model,
        rule: &RuleModality,
        names: &RuleNames,
        is_bound: impl Fn() -> bool,
    ) -> Option<Directive> {
        if !rule.is_whole {
            return None;
        }
        let is_right = matches!(rule.says, RuleSays::Permits | RuleSays::Forbids);
        let in_cells =
            || said_in_cells(self.now, names).filter(|said| is_right && rule.says.is_opposed_by(*said));
        let stated = self.stated.as_ref().filter(|stated| {
            !stated.is_open
                && rule.says.is_opposed_by(stated.directive)
                && stated.is_of(model, rule)
                && names.may_be_said_in(self.text)
                && !(rule.says == RuleSays::Limits && is_bound())
        });
        let only = || {
            let is_of_others = self.drift.changes.iter().any(|change| change.kind == FactKind::Role);
            let stated = self.stated.as_ref().filter(|_| is_of_others && names.may_be_said_in(self.text))?;
            stated.only_against(model, rule)
        };
        stated.map(|stated| stated.directive).or_else(only).or_else(in_cells)
    }
}

/// Whether it is known which sentences stand for what was quoted.
fn is_known(status: CitationStatus) -> bool {
    use CitationStatus::{Absent, Ambiguous, Lost};
    !matches!(status, Absent | Ambiguous | Lost)
}

/// The sentences that a conflict cites as the reading that gives way, or as one of two of the same document.
fn overruled(model: &Model, drifts: &[Drift<'_>]) -> HashSet<(DocumentId, usize)> {
    let mut found = HashSet::new();
    for drift in drifts {
        let gives_way = |conflict: &usize| {
            model.conflicts.get(*conflict).is_some_and(|own| {
                own.settled_as != drift.document()
                    || own.between.iter().all(|citation| citation.document == drift.document())
            })
        };
        if conflicts_of(drift).iter().any(gives_way) {
            let passages = drift.now.iter().chain(&drift.others);
            found.extend(passages.flat_map(|now| now.quoted.iter().map(|at| (now.document, *at))));
        }
    }
    found
}

/// Whether what a limit counts is stated by some passage that the rule cites: then the others say something beside it.
fn is_bound_elsewhere(model: &Model, citing: Citing, drifts: &[Drift<'_>]) -> bool {
    let stated = stated_numbers(model, citing);
    let cited =
        drifts.iter().filter(|drift| drift.cited.by.iter().any(|(own, _)| speaks_for(model, *own) == citing));
    let mut numbers = cited.filter_map(|drift| drift.now.as_ref()).flat_map(|now| &now.facts.numbers);
    numbers.any(|number| stated.iter().any(|own| own.is(number)))
}

/// Whether the words by which a passage is cited are those by which it was reviewed: then nobody has yet corrected what
/// cites it.
fn is_as_reviewed(drift: &Drift<'_>, citation: &Citation, lock: &Lock) -> bool {
    let entry = drift.reviewed.and_then(|at| lock.passages.get(at));
    entry.is_some_and(|entry| entry.quote == quote_fingerprint(citation))
}
