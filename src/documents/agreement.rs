//! The numbers of rules against the numbers of the passages that they cite: where a rule states a number, what it
//! cites says the same number, whatever was accepted.

use crate::base::{Message, msg};
use crate::documents::citations::Citing;
use crate::documents::drift::Drift;
use crate::documents::lock::{Lock, LockedPassage};
use crate::documents::passage::{Annotated, Passage};
use crate::documents::rule_names::named_values;
use crate::documents::rule_numbers::{RuleNumber, StandsIn, is_of_time};
use crate::documents::stated_numbers::{speaks_for, stated_numbers};
use crate::model::{Citation, Model};
use crate::prose::facts::{
    Bound, Change, Fact, FactKind, Facts, Number, RoleWords, Sense, names_role, numbers_by_subject,
};
use crate::values::Unit;
use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

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

    /// What has to stand in the rule in place of its number to say what the document says, as rules write it; nothing,
    /// where more than the number has to change.
    pub(super) fn has_to_state(&self) -> Option<Message> {
        use Bound::{AtMost, Exactly, For, None, To, Within};
        let number = self.number.as_ref().filter(|number| !number.is_before)?;
        let fits = match self.stated.bound {
            _ if number.sense == Sense::Denied => false,
            AtMost => matches!(number.bound, AtMost | To | None | Exactly),
            Within => matches!(number.bound, Within | AtMost | To | None),
            For => matches!(number.bound, For | Exactly | None),
            own => own == number.bound,
        };
        let amount = number.amount.whole().filter(|_| fits && self.has_plain_place())?;
        let text = match (self.stated.unit, number.unit_key()) {
            (Option::None, _) => amount.to_string(),
            (Some(unit), Option::None) => format!("{amount} {unit}s"),
            (Some(_), Some(key)) => {
                let known = Unit::ALL.iter().find(|(_, one, _)| *one == key)?;
                format!("{amount} {}s", known.1)
            }
        };
        Some(Message::verbatim(format!("`{text}`")))
    }

    /// Whether the number that the rule has is the one that it states.
    fn has_plain_place(&self) -> bool {
        !matches!(self.stated.stands_in, StandsIn::Condition { adds: 1.. | ..=-1 } | StandsIn::Value)
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
        let is_turned = |change: &Change| matches!(change.kind, FactKind::Modality | FactKind::Negation);
        drift.changes.iter().any(|change| was(change) || is_turned(change))
    }
}

/// The numbers of what a citation stands on: as they are or, where nothing can be read, as they were.
fn numbers_of(drift: &Drift<'_>, lock: &Lock) -> Vec<Number> {
    let was = || Some(lock.passages.get(drift.reviewed?)?.facts().numbers);
    drift.now.as_ref().map(|now| quoted(drift, now, lock)).or_else(was).unwrap_or_default()
}

/// The numbers of a passage but for those that are left to other rules. Where the quote is not there any more, those that
/// it never held, and that are what they were.
fn quoted(drift: &Drift<'_>, passage: &Passage, lock: &Lock) -> Vec<Number> {
    let mut left = passage.left.clone();
    let was = drift.reviewed.and_then(|at| lock.passages.get(at)).filter(|_| !drift.exact);
    if let Some(was) = was.map(|was| was.facts().numbers).filter(|was| was.len() > 1) {
        let held = Facts::of(&drift.quote.normal(), &[], &RoleWords::default()).numbers;
        let is_same = |one: &Number, other: &Number| one.amount == other.amount && one.bound == other.bound;
        let is_held = |number: &Number| held.iter().any(|own| is_same(own, number));
        if !held.is_empty() {
            left.extend(was.into_iter().filter(|number| !is_held(number)));
        }
    }
    let numbers = passage.facts.numbers.iter();
    let is_left = |number: &Number| {
        left.iter().any(|own| {
            own == number || !drift.exact && own.amount == number.amount && own.bound == number.bound
        })
    };
    numbers.filter(|number| !is_left(number)).cloned().collect()
}

/// Whether the same words are quoted as ever, and all numbers stand in clauses that are not.
fn is_of_other_clauses(drift: &Drift<'_>, passage: &Passage, lock: &Lock) -> bool {
    drift.exact && !passage.left.is_empty() && quoted(drift, passage, lock).is_empty()
}

/// The number that a passage says of what a rule speaks of, where it says the rule's number of something else: "free plans
/// have 5 members, paid plans 50" beside a limit of 50 for free plans.
fn of_another(text: &str, now: &Passage, own: &RuleNumber, names: &[Arc<str>]) -> Option<Number> {
    if names.is_empty() || now.facts.numbers.len() < 2 {
        return None;
    }
    let subjects = numbers_by_subject(text);
    let is_named =
        |words: &Vec<String>| names.iter().any(|name| words.iter().any(|word| names_role(word, name)));
    let mut named = subjects.iter().filter(|(words, _)| is_named(words));
    let ((_, number), None) = (named.next()?, named.next()) else { return None };
    let is_said_of_others = subjects.iter().any(|(words, number)| !is_named(words) && own.is(number));
    (is_said_of_others && !own.is(number) && own.has_to_be(number)).then(|| number.clone())
}

/// The numbers that a passage had when it was reviewed, with those of what led it in.
fn all_numbers(was: &LockedPassage) -> Vec<Number> {
    [was.facts().numbers, was.lead_facts().numbers].concat()
}

/// Whether what cites a passage says nothing of a number of it, and says why.
pub fn is_waived(citation: &Citation, number: &Number) -> bool {
    citation.waives.iter().any(|(waived, _)| number.amount == (*waived).into())
}

pub fn disagreements(
    model: &Model,
    annotated: &Annotated<'_>,
    drifts: &[Drift<'_>],
    lock: &Lock,
) -> Vec<Disagreement> {
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
        let names = named_values(model, citing);
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
                let Some(drift) = drifts.get(*at) else { continue };
                if let Some(number) =
                    drift.now.as_ref().and_then(|now| of_another(annotated.normal(now), now, own, &names))
                {
                    disagree(own, *at, Some(&number), None);
                }
                let Some(was) = drift.reviewed.and_then(|was| lock.passages.get(was)) else { continue };
                let was = all_numbers(was);
                let now = drift.now.as_ref().filter(|now| !is_of_other_clauses(drift, now, lock));
                let now = now.map(|now| [quoted(drift, now, lock), now.lead_numbers.clone()].concat());
                let Some(now) = now.filter(|_| was.iter().any(|number| own.is(number))) else {
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
                let same = agrees.is_none_or(|(other, agreed)| {
                    let units = (unit_of(drifts, *drift, number), unit_of(drifts, *other, agreed));
                    units.0 == units.1 || units.0.is_none() || units.1.is_none()
                });
                // Of two numbers of a passage that says the rule's the other is of something else.
                if cited.iter().any(|(other, number)| other == drift && own.is(number)) {
                    continue;
                }
                let agrees = agrees.map(|(drift, _)| *drift);
                if free(number) && same && own.has_to_be(number) && !is_settled(&conflicts, *drift, agrees) {
                    disagree(own, *drift, Some(number), agrees);
                }
            }
        }
    }
    found
}

/// What a number of a passage counts, as far as it says so: what heads the column of a cell need not be that.
fn unit_of(drifts: &[Drift<'_>], drift: usize, number: &Number) -> Option<String> {
    let key = number.unit_key()?;
    let now = drifts.get(drift).and_then(|drift| drift.now.as_ref());
    let is_row = now.is_some_and(|now| !now.facts.cells.is_empty());
    (!is_row || is_of_time(&key)).then_some(key)
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
