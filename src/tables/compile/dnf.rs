//! Conditions over tests and predicates, and their disjunctions of conjunctions. Distribution and De Morgan hold in
//! three-valued logic, so nothing is lost.

use crate::tables::layout;
use crate::tables::layout::{CodeSlot, Predicate};
use crate::values::Truth;

/// More terms than this a rule does not get: it is left to its node.
const MOST_TERMS: usize = 16;
/// A test that nobody can answer: there is no such code.
const NOBODY_KNOWS: Test = Test { at: CodeSlot(0), holds: 0, may: u64::MAX };

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Test {
    pub(crate) at: CodeSlot,
    /// The codes for which it holds.
    pub(crate) holds: u64,
    /// The codes for which it may hold.
    pub(crate) may: u64,
}

impl Test {
    /// That an answer kept as the code of a Bool is true, or false.
    pub(crate) fn of_answer(at: CodeSlot, negated: bool) -> Self {
        let holds = 1 << layout::code_of_bool(!negated);
        Self { at, holds, may: holds | 1 << layout::UNKNOWN }
    }
}

/// A condition over tests and predicates, without negations but those of predicates.
#[derive(Clone, Debug)]
pub(crate) enum Formula {
    Known(Truth),
    Test(Test),
    Predicate(Predicate, bool),
    All(Vec<Formula>),
    Any(Vec<Formula>),
}

impl Formula {
    /// Which codes make its tests of one code hold.
    pub(crate) fn holds_at(&self, at: CodeSlot, found: &mut Vec<u64>) {
        match self {
            Self::Test(test) if test.at == at && !found.contains(&test.holds) => found.push(test.holds),
            Self::All(parts) | Self::Any(parts) => parts.iter().for_each(|part| part.holds_at(at, found)),
            Self::Known(_) | Self::Test(_) | Self::Predicate(..) => {}
        }
    }
}

/// Tests and predicates that hold together.
#[derive(Clone, Debug, Default)]
pub(crate) struct Conjunction {
    pub(crate) tests: Vec<Test>,
    pub(crate) predicates: Vec<(Predicate, bool)>,
}

/// A condition as a disjunction of conjunctions; `None` where that has too many terms. `known` is the code of the
/// actor's role, and where it is kept.
pub(crate) fn disjunction(formula: &Formula, known: Option<(CodeSlot, u8)>) -> Option<Vec<Conjunction>> {
    let always = || vec![Conjunction::default()];
    Some(match formula {
        Formula::Known(Truth::False) => Vec::new(),
        Formula::Known(Truth::True) => always(),
        Formula::Known(Truth::Unknown) => {
            vec![Conjunction { tests: vec![NOBODY_KNOWS], predicates: Vec::new() }]
        }
        Formula::Test(test) => match known {
            Some((place, code)) if test.at == place => {
                if test.holds & 1 << code == 0 {
                    Vec::new()
                } else {
                    always()
                }
            }
            _ if test.may == 0 => Vec::new(),
            _ if test.holds == u64::MAX => always(),
            _ => vec![Conjunction { tests: vec![*test], predicates: Vec::new() }],
        },
        Formula::Predicate(predicate, negated) => {
            vec![Conjunction { tests: Vec::new(), predicates: vec![(predicate.clone(), *negated)] }]
        }
        Formula::Any(parts) => {
            let mut terms: Vec<Conjunction> = Vec::new();
            for part in parts {
                for term in disjunction(part, known)? {
                    term.join(&mut terms);
                }
                if terms.len() > MOST_TERMS {
                    return None;
                }
            }
            terms
        }
        Formula::All(parts) => {
            let mut terms = always();
            for part in parts {
                let own = disjunction(part, known)?;
                if terms.len() * own.len() > MOST_TERMS {
                    return None;
                }
                let pairs = terms.iter().flat_map(|left| own.iter().map(move |right| (left, right)));
                terms = pairs.filter_map(|(left, right)| left.and(right)).collect();
            }
            terms
        }
    })
}

impl Conjunction {
    /// Its test, where it is nothing else.
    pub(crate) fn alone(&self) -> Option<Test> {
        match (self.tests.as_slice(), self.predicates.as_slice()) {
            ([test], []) => Some(*test),
            _ => None,
        }
    }

    /// Both; `None` where they exclude each other.
    fn and(&self, other: &Self) -> Option<Self> {
        let mut both = self.clone();
        for test in &other.tests {
            match both.tests.iter_mut().find(|own| own.at == test.at) {
                Some(own) => {
                    (own.holds, own.may) = (own.holds & test.holds, own.may & test.may);
                    if own.may == 0 {
                        return None;
                    }
                }
                None => both.tests.push(*test),
            }
        }
        for predicate in &other.predicates {
            if !both.predicates.contains(predicate) {
                both.predicates.push(predicate.clone());
            }
        }
        Some(both)
    }

    /// Add it to a disjunction; two tests of one code become one.
    fn join(self, terms: &mut Vec<Self>) {
        if let Some(test) = self.alone() {
            for own in terms.iter_mut().filter(|own| own.predicates.is_empty()) {
                if let [only] = own.tests.as_mut_slice()
                    && only.at == test.at
                {
                    (only.holds, only.may) = (only.holds | test.holds, only.may | test.may);
                    return;
                }
            }
        }
        terms.push(self);
    }
}
