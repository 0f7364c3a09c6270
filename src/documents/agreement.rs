//! The numbers of rules against the numbers of the passages that they cite: where a rule states a number, what it
//! cites says the same number, whatever was accepted.

use crate::base::{Message, msg};
use crate::documents::citations::Citing;
use crate::documents::drift::Drift;
use crate::documents::lock::{Lock, LockedPassage};
use crate::documents::passage::Passage;
use crate::documents::rule_numbers::{RuleNumber, StandsIn};
use crate::documents::stated_numbers::{speaks_for, stated_numbers};
use crate::model::{Citation, Model};
use crate::prose::facts::{Change, Fact, Number, Sense};
use std::collections::{BTreeMap, HashSet};

#[derive(Clone, Debug)]
pub struct Disagreement {
    pub citing: Citing,
    pub stated: RuleNumber,
    /// The passage that says otherwise, by its number among the drifts.
    pub drift: usize,
    /// What it says; nothing, where it said the same at the review, and says no number any longer.
    pub number: Option<Number>,
    /// The passage that says the same as the rule, where there is one: then the two passages contradict each other.
    pub agrees: Option<usize>,
}

impl Disagreement {
    /// What the rule states, as people read it: of a condition what it lets.
    pub fn states(&self) -> Message {
        let number = self.stated.message();
        if self.is_of_condition() { msg!(documents.allowed, number = number) } else { number }
    }

    /// What the document says, where it says a number.
    pub fn says(&self) -> Option<Message> {
        let number = self.number.as_ref()?;
        Some(match number.sense {
            Sense::Let if self.is_of_condition() => msg!(documents.allowed, number = number.message()),
            Sense::Denied if self.is_of_condition() => msg!(documents.forbidden, number = number.message()),
            _ => number.message(),
        })
    }

    /// The number that the rule has to state to say what the document says: what is counted, the rule says itself.
    pub(super) fn has_to_state(&self) -> Option<Message> {
        let number = self.number.as_ref()?;
        let bare = Number { unit: None, ..number.clone() };
        Some(if self.stated.unit.is_none() { bare.message() } else { number.message() })
    }

    fn is_of_condition(&self) -> bool {
        matches!(self.stated.stands_in, StandsIn::Condition { .. })
    }

    /// Whether the passage said the same as the rule, until it changed.
    pub fn follows(&self, drift: &Drift<'_>) -> bool {
        let was = |change: &Change| match &change.was {
            Some(Fact::Number(was)) => self.stated.is(was),
            _ => false,
        };
        drift.changes.iter().any(was)
    }
}

/// The numbers of what a citation stands on: as they are or, where nothing can be read, as they were.
fn numbers_of(drift: &Drift<'_>, lock: &Lock) -> Vec<Number> {
    let was = || Some(lock.passages.get(drift.reviewed?)?.facts().numbers);
    drift.now.as_ref().map(quoted).or_else(was).unwrap_or_default()
}

/// The numbers of a passage but for those that are left to other rules.
fn quoted(passage: &Passage) -> Vec<Number> {
    let numbers = passage.facts.numbers.iter();
    numbers.filter(|number| !passage.left.contains(number)).cloned().collect()
}

/// Whether what cites a passage says nothing of a number of it, and says why.
pub fn is_waived(citation: &Citation, number: &Number) -> bool {
    citation.waives.iter().any(|(waived, _)| number.amount == (*waived).into())
}

pub fn disagreements(model: &Model, drifts: &[Drift<'_>], lock: &Lock) -> Vec<Disagreement> {
    let mut by_citing: BTreeMap<Citing, Vec<(usize, &Citation)>> = BTreeMap::new();
    for (at, drift) in drifts.iter().enumerate() {
        for (citing, citation) in &drift.cited.by {
            let prevails = match citing {
                Citing::Conflict(conflict) => {
                    model.conflicts.get(*conflict).is_some_and(|own| own.settled_as == citation.document)
                }
                _ => true,
            };
            if prevails {
                by_citing.entry(speaks_for(model, *citing)).or_default().push((at, citation));
            }
        }
    }
    let conflicts: Vec<Vec<usize>> = drifts.iter().map(conflicts_of).collect();
    let mut found: Vec<Disagreement> = Vec::new();
    for (citing, citations) in by_citing {
        let stated = stated_numbers(model, citing);
        if stated.is_empty() {
            continue;
        }
        let mut cited: Vec<(usize, Number)> = Vec::new();
        for (drift, citation) in &citations {
            let numbers = drifts.get(*drift).map(|drift| numbers_of(drift, lock)).unwrap_or_default();
            let open = numbers.into_iter().filter(|number| !is_waived(citation, number));
            cited.extend(open.map(|number| (*drift, number)));
        }
        let mut known: HashSet<(usize, Option<Number>)> = HashSet::new();
        let free = |number: &Number| !stated.iter().any(|other| other.is(number));
        let mut disagree =
            |stated: &RuleNumber, drift: usize, number: Option<&Number>, agrees: Option<usize>| {
                if known.insert((drift, number.cloned())) {
                    found.push(Disagreement {
                        citing,
                        stated: stated.clone(),
                        drift,
                        number: number.cloned(),
                        agrees,
                    });
                }
            };
        for own in &stated {
            // A number that was bound stays bound, whatever else says it.
            for (at, citation) in &citations {
                let Some((drift, was)) = drifts.get(*at).and_then(|drift| Some((drift, drift.reviewed?)))
                else {
                    continue;
                };
                let was = lock.passages.get(was).map(LockedPassage::facts).unwrap_or_default();
                let now = drift.now.as_ref().map(quoted);
                let Some(now) = now.filter(|_| was.numbers.iter().any(|number| own.is(number))) else {
                    continue;
                };
                let says = now.iter().any(|number| own.is(number));
                let other = now.iter().find(|number| free(number));
                if !says && !other.is_some_and(|number| is_waived(citation, number)) {
                    disagree(own, *at, other, None);
                }
            }
            let agrees = cited.iter().find(|(_, number)| own.is(number));
            for (drift, number) in &cited {
                let same = agrees.is_none_or(|(_, agreed)| {
                    let units = (number.unit_key(), agreed.unit_key());
                    units.0 == units.1 || units.0.is_none() || units.1.is_none()
                });
                let agrees = agrees.map(|(drift, _)| *drift).filter(|agreed| agreed != drift);
                if free(number) && same && own.has_to_be(number) && !is_settled(&conflicts, *drift, agrees) {
                    disagree(own, *drift, Some(number), agrees);
                }
            }
        }
    }
    found
}

/// The conflicts that cite a passage.
pub(super) fn conflicts_of(drift: &Drift<'_>) -> Vec<usize> {
    let citing = drift.cited.by.iter().map(|(citing, _)| *citing);
    citing
        .filter_map(|own| if let Citing::Conflict(conflict) = own { Some(conflict) } else { None })
        .collect()
}

/// Whether a conflict settles that two passages say different numbers; `conflicts` are those that cite each.
fn is_settled(conflicts: &[Vec<usize>], drift: usize, agrees: Option<usize>) -> bool {
    let own = |at: usize| conflicts.get(at).map_or(&[][..], Vec::as_slice);
    agrees.is_some_and(|agrees| own(drift).iter().any(|conflict| own(agrees).contains(conflict)))
}
