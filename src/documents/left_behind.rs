//! Sentences that say the number which a rule stated when they were reviewed: the rule states another now.

use crate::documents::agreement::Disagreement;
use crate::documents::citations::Citing;
use crate::documents::coverage::{Coverage, SentenceCoverage};
use crate::documents::drift::Drift;
use crate::documents::lock::Covered;
use crate::documents::rule_numbers::RuleNumber;
use crate::documents::stated_numbers::{speaks_for, stated_numbers};
use crate::model::Model;
use std::collections::{HashMap, HashSet};

/// The numbers of such sentences, beside the disagreements that are known.
pub(super) fn left_behind(
    model: &Model,
    drifts: &[Drift<'_>],
    sentences: &[SentenceCoverage],
    known: &[Disagreement],
) -> Vec<Disagreement> {
    let known: HashSet<(Citing, usize)> = known.iter().map(|one| (one.citing, one.drift)).collect();
    let mut numbers: HashMap<Citing, Vec<RuleNumber>> = HashMap::new();
    let mut found: Vec<Disagreement> = Vec::new();
    let was_bound =
        |own: &&SentenceCoverage| own.coverage == Coverage::Partial && own.was == Some(Covered::Cited);
    for sentence in sentences.iter().filter(was_bound) {
        for at in &sentence.drifts {
            let Some(drift) = drifts.get(*at).filter(|drift| drift.is_live()) else { continue };
            for citing in drift.cited.citing() {
                let citing = speaks_for(model, citing);
                let stated = numbers.entry(citing).or_insert_with(|| stated_numbers(model, citing));
                let is_free = |own: &&RuleNumber| !sentence.numbers.iter().any(|other| own.is(&other.number));
                for open in sentence.numbers.iter().filter(|own| !own.is_held()) {
                    let other = stated.iter().filter(is_free).find(|own| own.may_count_for(&open.number));
                    if let Some(other) = other.filter(|_| !known.contains(&(citing, *at))) {
                        found.push(Disagreement {
                            citing,
                            stated: other.clone(),
                            drift: *at,
                            number: Some(open.number.clone()),
                            agrees: None,
                        });
                    }
                }
            }
        }
    }
    let mut seen = HashSet::new();
    found.retain(|one| seen.insert((one.citing, one.drift, one.number.clone())));
    found
}
