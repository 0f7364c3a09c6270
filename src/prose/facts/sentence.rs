//! The facts of a sentence, and those of several in a row.

use crate::prose::facts::bound::Bound;
use crate::prose::facts::modality::{ModalFacts, Modality, modal_facts};
use crate::prose::facts::norm::Norm;
use crate::prose::facts::number::Number;
use crate::prose::facts::quantities::{header_unit, loose_bound, numbers};
use crate::prose::facts::roles::{RoleWords, role_key};
use crate::prose::facts::stem::is_cyrillic;
use crate::prose::facts::tokens::tokens;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The facts of a sentence.
#[derive(Debug, Clone, Default)]
pub struct Facts {
    /// Its numbers, in order.
    pub numbers: Vec<Number>,
    /// What it lets, asks and forbids: sorted, with repeats.
    pub modality: Vec<Modality>,
    /// How many negations it has.
    pub negations: u16,
    /// The roles it speaks of: sorted by what they compare by, each once, as they stand in lower case.
    pub roles: Vec<Arc<str>>,
}

impl Facts {
    /// The facts of a sentence in its normal form: one space between words, е for ё, `-` for any dash.
    ///
    /// What `context` says — sentences that it hangs on, or the headers of a table — it says, too, but for
    /// numbers. In a row of a table, cells between ` | ` and as many of them as headers, a number without a
    /// unit or bound has that of its header.
    pub fn of(sentence: &str, context: &[&str], roles: &RoleWords) -> Self {
        Self::read(sentence, context, roles).0
    }

    /// The facts of a sentence, and why it is normative: [`Facts::of`] and [`Facts::norm`] at once.
    pub fn read(sentence: &str, context: &[&str], roles: &RoleWords) -> (Self, Option<Norm>) {
        let words = tokens(sentence);
        let (mut numbers, used) = numbers(&words, is_cyrillic(sentence));
        let ModalFacts { mut modality, mut negations, denies } = modal_facts(&words, &used);
        let mut found = BTreeMap::new();
        roles.find(&words, &mut found);
        let cells: Vec<usize> = sentence.match_indices(" | ").map(|(at, _)| at).collect();
        let is_row = !cells.is_empty() && cells.len() + 1 == context.len();
        let mut headers = Vec::new();
        for text in context {
            let words = tokens(text);
            let (_, mut used) = self::numbers(&words, is_cyrillic(text));
            let bound = loose_bound(&words, &mut used);
            let modal = modal_facts(&words, &used);
            modality.extend(modal.modality);
            negations = negations.saturating_add(modal.negations);
            roles.find(&words, &mut found);
            if is_row {
                let unit = header_unit(&words, &used, |word| roles.is_role(word));
                headers.push((bound, unit.map(Arc::<str>::from)));
            }
        }
        if is_row {
            for number in &mut numbers {
                let cell = cells.partition_point(|at| *at < number.range.start);
                if let Some((bound, unit)) = headers.get(cell) {
                    number.unit = number.unit.take().or_else(|| unit.clone());
                    if number.bound == Bound::None {
                        number.bound = bound.unwrap_or(Bound::None);
                    }
                }
            }
        }
        modality.sort_unstable();
        let facts = Self { numbers, modality, negations, roles: found.into_values().collect() };
        let norm = facts.reason(sentence, denies);
        (facts, norm)
    }

    /// Why the sentence of these facts is normative. A question never is.
    pub fn norm(&self, sentence: &str) -> Option<Norm> {
        let words = tokens(sentence);
        let (_, used) = numbers(&words, is_cyrillic(sentence));
        self.reason(sentence, modal_facts(&words, &used).denies)
    }

    fn reason(&self, sentence: &str, denies: bool) -> Option<Norm> {
        let asks = sentence.trim_end_matches(|last: char| last.is_whitespace() || "\"').)".contains(last));
        if asks.ends_with('?') {
            return None;
        }
        let says = |wanted: &[Modality]| self.modality.iter().any(|own| wanted.contains(own));
        let reasons = [
            (Norm::Prohibition, denies || says(&[Modality::MayNot, Modality::MustNot])),
            (Norm::Duty, says(&[Modality::Must])),
            (Norm::Only, says(&[Modality::Only, Modality::Except])),
            (Norm::Bound, self.numbers.iter().any(|number| number.bound != Bound::None)),
            (Norm::Number, self.numbers.iter().any(|number| number.unit.is_some())),
            (Norm::Permission, says(&[Modality::May])),
            (Norm::Advice, says(&[Modality::Should])),
        ];
        reasons.into_iter().find(|(_, holds)| *holds).map(|(norm, _)| norm)
    }

    /// The facts in one line, as people read them.
    pub fn words(&self) -> String {
        let mut parts: Vec<String> = self.numbers.iter().map(ToString::to_string).collect();
        parts.extend(self.modality.iter().map(|modality| modality.words().to_owned()));
        if self.negations > 0 {
            parts.push(negation_words(self.negations));
        }
        if !self.roles.is_empty() {
            parts.push(format!("roles: {}", self.roles.join(", ")));
        }
        parts.join("; ")
    }

    /// Add the facts of the sentence that follows.
    pub fn add(&mut self, next: &Self) {
        self.numbers.extend(next.numbers.iter().cloned());
        self.modality.extend(&next.modality);
        self.modality.sort_unstable();
        self.negations = self.negations.saturating_add(next.negations);
        self.roles.extend(next.roles.iter().cloned());
        self.roles.sort_by_cached_key(|role| role_key(role));
        self.roles.dedup_by_key(|role| role_key(role));
    }
}

pub(crate) fn negation_words(negations: u16) -> String {
    match negations {
        0 => String::new(),
        1 => "not".to_owned(),
        more => format!("not {more} times"),
    }
}
