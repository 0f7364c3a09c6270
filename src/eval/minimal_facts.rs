//! The smallest set of facts that would settle an undetermined verdict.

use crate::values::Truth;
use std::collections::BTreeSet;

/// More unknown conditions than this are not tried out: all their facts are named.
const MOST_ATOMS: usize = 12;
/// More facts than this are only thinned out one by one.
const MOST_FACTS: usize = 8;
/// More facts than this are not thinned out at all.
const MOST_THINNED: usize = 200;

/// What a verdict hangs on.
#[derive(Clone, Debug)]
pub(super) enum Formula {
    Known(Truth),
    Atom(usize),
    And(Vec<Formula>),
    Or(Vec<Formula>),
    Not(Box<Formula>),
}

impl Formula {
    fn truth(&self, known: &[Truth]) -> Truth {
        match self {
            Self::Known(truth) => *truth,
            Self::Atom(at) => known.get(*at).copied().unwrap_or(Truth::Unknown),
            Self::And(parts) => Truth::all(parts.iter().map(|part| part.truth(known))),
            Self::Or(parts) => Truth::any(parts.iter().map(|part| part.truth(known))),
            Self::Not(inner) => !inner.truth(known),
        }
    }
}

/// The fewest facts that, known, leave nothing open. `atoms` holds for each unknown condition those that it hangs on.
pub(super) fn minimal_facts(formula: &Formula, atoms: &[BTreeSet<String>]) -> BTreeSet<String> {
    let all: BTreeSet<String> = atoms.iter().flatten().cloned().collect();
    if atoms.len() > MOST_ATOMS || all.len() > MOST_THINNED || !settles(formula, atoms, &all) {
        return all;
    }
    let facts: Vec<&String> = all.iter().collect();
    if facts.len() <= MOST_FACTS {
        let mut choices: Vec<u32> = (0..1u32 << facts.len()).collect();
        choices.sort_by_key(|choice| choice.count_ones());
        for choice in choices {
            let chosen = (0u32..).zip(&facts).filter(|(at, _)| choice & (1 << at) != 0);
            let chosen: BTreeSet<String> = chosen.map(|(_, fact)| (*fact).clone()).collect();
            if settles(formula, atoms, &chosen) {
                return chosen;
            }
        }
        return all;
    }
    let mut kept = all.clone();
    for fact in &all {
        kept.remove(fact);
        if !settles(formula, atoms, &kept) {
            kept.insert(fact.clone());
        }
    }
    kept
}

/// Whether nothing is open once these facts are known, whatever they are.
fn settles(formula: &Formula, atoms: &[BTreeSet<String>], facts: &BTreeSet<String>) -> bool {
    let settled: Vec<usize> =
        atoms.iter().enumerate().filter(|(_, own)| own.is_subset(facts)).map(|(at, _)| at).collect();
    (0..1u32 << settled.len()).all(|choice| {
        let mut known = vec![Truth::Unknown; atoms.len()];
        for (bit, atom) in (0u32..).zip(&settled) {
            if let Some(truth) = known.get_mut(*atom) {
                *truth = Truth::from(choice & (1 << bit) != 0);
            }
        }
        formula.truth(&known) != Truth::Unknown
    })
}
