//! Terms to blocks.

use crate::tables::compile::dnf::{Conjunction, Formula, Test, disjunction};
use crate::tables::layout;
use crate::tables::layout::{Block, CodeSlot, Lookup, Masks, OUTCOMES, PARTS, Predicate, Term};
use std::collections::HashMap;

fn len<T>(list: &[T]) -> u32 {
    u32::try_from(list.len()).unwrap_or(u32::MAX)
}

/// A block that is being filled.
#[derive(Default)]
pub(crate) struct BlockBuilder {
    /// The tests that hold together with others: only they have bits.
    tests: Vec<Test>,
    predicates: Vec<Predicate>,
    terms: Vec<(u32, Conjunction)>,
    /// Its outcomes are counted from so many times [`OUTCOMES`].
    outcomes: u32,
}

/// The predicates of a table.
#[derive(Default)]
pub(crate) struct Predicates {
    list: Vec<Predicate>,
    same: Vec<u32>,
    first: HashMap<Predicate, u32>,
}

impl Predicates {
    /// Put those of a block behind the others, unless they stand somewhere in a row already; where they begin.
    fn append(&mut self, own: Vec<Predicate>) -> u32 {
        let known = own.first().and_then(|first| self.first.get(first)).copied();
        let in_a_row = |first: &u32| {
            let there = self.list.iter().skip(*first as usize).take(own.len());
            there.eq(&own)
        };
        if let Some(first) = known.filter(in_a_row) {
            return first;
        }
        let begin = len(&self.list);
        for predicate in own {
            let first = *self.first.entry(predicate.clone()).or_insert(len(&self.list));
            self.same.push(first);
            self.list.push(predicate);
        }
        begin
    }

    /// Them, and for each the first that is the same, if any is.
    pub(crate) fn finish(self) -> (Vec<Predicate>, Vec<u32>) {
        let all_differ = self.first.len() == self.list.len();
        (self.list, if all_differ { Vec::new() } else { self.same })
    }
}

/// Whether a condition is small enough for a block.
pub(crate) fn fits(formula: &Formula) -> bool {
    disjunction(formula, None).is_some_and(|terms| BlockBuilder::default().has_room(&terms))
}

impl BlockBuilder {
    /// A block for the outcomes among which this one is.
    pub(crate) fn at(outcome: u32) -> Self {
        Self { outcomes: outcome / OUTCOMES, ..Self::default() }
    }

    /// Whether it takes these terms of an outcome.
    pub(crate) fn takes(&self, outcome: u32, terms: &[Conjunction]) -> bool {
        self.outcomes == outcome / OUTCOMES && self.has_room(terms)
    }

    fn has_room(&self, terms: &[Conjunction]) -> bool {
        let mut more =
            Self { tests: self.tests.clone(), predicates: self.predicates.clone(), ..Self::default() };
        for term in terms {
            more.enter(term);
        }
        let parts = more.tests.len() + 2 * more.predicates.len();
        parts <= PARTS as usize && self.terms.len() + terms.len() <= layout::MOST_TERMS
    }

    /// Give the parts of a term bits, where it needs them.
    fn enter(&mut self, term: &Conjunction) {
        if term.alone().is_some() {
            return;
        }
        for test in &term.tests {
            if !self.tests.contains(test) {
                self.tests.push(*test);
            }
        }
        for (predicate, _) in &term.predicates {
            if !self.predicates.contains(predicate) {
                self.predicates.push(predicate.clone());
            }
        }
    }

    pub(crate) fn add(&mut self, outcome: u32, terms: Vec<Conjunction>) {
        for term in terms {
            self.enter(&term);
            self.terms.push((outcome % OUTCOMES, term));
        }
    }

    /// The block, if there is anything in it. Its predicates get behind those that the table has.
    pub(crate) fn close(mut self, predicates: &mut Predicates) -> Option<Block> {
        if self.terms.is_empty() {
            return None;
        }
        // What is cheap is asked first.
        self.predicates.sort_by_key(Predicate::cost);
        let first_bit = OUTCOMES + len(&self.tests);
        let mut always = Masks::default();
        // What is answered for each code: the bits of tests, and the outcomes that hang on one test alone.
        let mut answered: Vec<(Test, u64)> =
            (OUTCOMES..).zip(&self.tests).map(|(bit, test)| (*test, 1 << bit)).collect();
        let mut terms: Vec<Term> = Vec::new();
        for (outcome, term) in &self.terms {
            if term.tests.is_empty() && term.predicates.is_empty() {
                (always.yes, always.may) = (always.yes | 1 << outcome, always.may | 1 << outcome);
                continue;
            }
            if let Some(test) = term.alone() {
                answered.push((test, 1 << outcome));
                continue;
            }
            let mut bits = 0u64;
            for test in &term.tests {
                let at = (OUTCOMES..).zip(&self.tests).find(|(_, own)| *own == test);
                bits |= at.map_or(0, |(bit, _)| 1 << bit);
            }
            for (predicate, negated) in &term.predicates {
                let at = (0u32..).zip(&self.predicates).find(|(_, own)| *own == predicate);
                bits |= at.map_or(0, |(at, _)| 1 << (first_bit + 2 * at + u32::from(*negated)));
            }
            terms.push(Term { bits, outcome: *outcome });
        }
        let (lookups, answers) = answers(always, &answered);
        let small = |count: u32| u8::try_from(count).unwrap_or(u8::MAX);
        let (own, first_bit) = (small(len(&self.predicates)), small(first_bit));
        let first_predicate = predicates.append(self.predicates);
        Some(Block {
            lookups,
            answers,
            first_predicate,
            predicates: own,
            first_bit,
            terms,
            outcomes: self.outcomes,
        })
    }
}

/// What every code comes to that is asked for, behind what is true in any case.
fn answers(always: Masks, answered: &[(Test, u64)]) -> (Vec<Lookup>, Vec<Masks>) {
    let mut places: Vec<CodeSlot> = Vec::new();
    for (test, _) in answered {
        if !places.contains(&test.at) {
            places.push(test.at);
        }
    }
    let (mut lookups, mut all) = (Vec::new(), vec![always]);
    for place in places {
        let first = len(&all);
        let own = || answered.iter().filter(|(test, _)| test.at == place);
        // So many of the last codes have one answer.
        let alike = |codes: u64| codes.leading_ones().max(codes.leading_zeros());
        let alike = own().map(|(test, _)| alike(test.holds).min(alike(test.may))).min().unwrap_or(0);
        let mut answers: Vec<Masks> = (0..=layout::LAST)
            .take((u64::BITS - alike) as usize + 1)
            .map(|code| {
                let bit = |codes: u64, bits: u64| if codes & 1 << code == 0 { 0 } else { bits };
                let mut answer = Masks::default();
                for (test, bits) in own() {
                    answer.yes |= bit(test.holds, *bits);
                    answer.may |= bit(test.may, *bits);
                }
                answer
            })
            .collect();
        while let [.., before, last] = answers.as_slice()
            && before == last
        {
            answers.pop();
        }
        let last = u8::try_from(answers.len() - 1).unwrap_or(layout::LAST);
        lookups.push(Lookup { at: place, last, first });
        all.extend(answers);
    }
    (lookups, all)
}
