//! The facts of a sentence, and those of several in a row.

use crate::base::message::{Joint, List, Message, msg};
use crate::prose::facts::cells::Cell;
use crate::prose::facts::context::ContextFacts;
use crate::prose::facts::modal_facts::{ModalFacts, modal_facts};
use crate::prose::facts::modality::Modality;
use crate::prose::facts::norm::{Grounds, Norm};
use crate::prose::facts::number::{Bound, Number, word};
use crate::prose::facts::number_context::NumberContext;
use crate::prose::facts::quantities::numbers;
use crate::prose::facts::roles::{RoleWords, role_key};
use crate::prose::facts::stem::is_cyrillic;
use crate::prose::facts::titles::Matter;
use crate::prose::facts::tokens::tokens;
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

/// More facts of a passage than these are counted, not told.
const MOST_TOLD: usize = 40;

/// So many cells of a row are told among its facts.
const MOST_CELLS_TOLD: usize = 12;

#[derive(Debug, Clone, Default)]
pub struct Facts {
    pub numbers: Vec<Number>,
    /// What it lets, asks and forbids: sorted, with repeats.
    pub modality: Vec<Modality>,
    pub negations: u16,
    /// The roles it speaks of: sorted by what they compare by, each once, as they stand in lower case.
    pub roles: Vec<Arc<str>>,
    /// Of a row of a table: its cells but for its label, in their order.
    pub cells: Vec<Cell>,
}

/// A cell of a row: where it stands in the sentence, and what heads its column.
#[derive(Debug, Clone)]
pub struct RowCell<'c> {
    pub range: Range<usize>,
    pub head: Vec<&'c ContextFacts>,
}

impl Facts {
    /// Whether some of it lets something and some forbids something.
    pub fn lets_and_forbids(&self) -> bool {
        let forbids = |own: &Modality| matches!(own, Modality::MayNot | Modality::MustNot);
        self.modality.contains(&Modality::May) && self.modality.iter().any(forbids)
    }

    /// The facts of a sentence in its normal form: one space between words, е for ё, `-` for any dash.
    ///
    /// What `context` says — sentences that it hangs on, or the headers of a table — it says, too, but for
    /// numbers. In a row of a table, cells between ` | ` and as many of them as headers, a number without a
    /// unit or bound has that of its header.
    pub fn of(sentence: &str, context: &[&str], roles: &RoleWords) -> Self {
        Self::read(sentence, context, roles).0
    }

    /// The facts of a sentence, and why it is normative: [`Facts::of`] and the reason at once.
    pub fn read(sentence: &str, context: &[&str], roles: &RoleWords) -> (Self, Option<Norm>) {
        let read: Vec<ContextFacts> = context.iter().map(|text| ContextFacts::of(text, roles)).collect();
        let bars = sentence.match_indices(" | ").map(|(at, bar)| at..at + bar.len());
        let starts = std::iter::once(0).chain(bars.clone().map(|bar| bar.end));
        let ends = bars.map(|bar| bar.start).chain([sentence.len()]);
        let cells: Vec<Range<usize>> = starts.zip(ends).map(|(start, end)| start..end).collect();
        if cells.len() == 1 || cells.len() != read.len() {
            return Self::read_in(sentence, &read.iter().collect::<Vec<_>>(), &[], roles, Matter::Other);
        }
        let cells: Vec<RowCell<'_>> =
            cells.into_iter().zip(&read).map(|(range, head)| RowCell { range, head: vec![head] }).collect();
        Self::read_in(sentence, &[], &cells, roles, Matter::Other)
    }

    /// The same, where what it hangs on was read already: what leads it in, and its cells, in their order. `matter` is
    /// that of the titles that it stands under.
    pub fn read_in(
        sentence: &str,
        context: &[&ContextFacts],
        cells: &[RowCell<'_>],
        roles: &RoleWords,
        matter: Matter,
    ) -> (Self, Option<Norm>) {
        let mut words = tokens(sentence);
        let mut numbers = numbers(sentence, &mut words, is_cyrillic(sentence));
        let said = modal_facts(&words, numbers.iter().any(Number::bounds_time));
        let lead: Vec<Modality> = context.iter().flat_map(|text| &text.modality).copied().collect();
        let lead = (!context.is_empty()).then_some(&*lead);
        let around = NumberContext::new(&words, &said, lead, &numbers);
        for number in &mut numbers {
            around.complete(number);
        }
        let ModalFacts {
            mut modality,
            mut stated,
            possible,
            mut is_needed,
            mut negations,
            denial,
            regulates,
            is_needed_by_somebody,
            ..
        } = said;
        let mut is_possible = !possible.is_empty();
        let mut found = BTreeMap::new();
        roles.find(&words, &mut found);
        for text in context.iter().chain(cells.iter().flat_map(|cell| &cell.head)) {
            modality.extend(&text.modality);
            // Below "Permissions", the cells say who has which.
            if !text.names_rights || cells.is_empty() {
                stated.extend(&text.stated);
            }
            is_possible |= text.is_possible;
            is_needed |= text.is_needed && (matter.is_of_rules() || !text.is_for_a_purpose);
            negations = negations.saturating_add(text.negations);
            for (key, role) in &text.roles {
                found.entry(key.clone()).or_insert_with(|| role.clone());
            }
        }
        for number in &mut numbers {
            let next = cells.partition_point(|cell| cell.range.end <= number.range.start);
            let cell = cells.get(next).filter(|cell| cell.range.contains(&number.range.start));
            for head in cell.iter().flat_map(|cell| cell.head.iter().rev()) {
                number.unit = number.unit.take().or_else(|| head.unit.clone());
                if number.bound == Bound::None {
                    number.bound = head.bound.unwrap_or(Bound::None);
                }
            }
        }
        modality.sort_unstable();
        let facts =
            Self { numbers, modality, negations, roles: found.into_values().collect(), cells: Vec::new() };
        let norm = Grounds {
            sentence,
            words: &words,
            numbers: &facts.numbers,
            stated,
            possible: &possible,
            is_possible,
            is_needed,
            is_needed_by_somebody,
            denies: denial.is_some(),
            regulates,
            matter,
            context,
            is_row: cells.len() > 1,
        }
        .norm(roles);
        (facts, norm)
    }

    /// As people read them; empty where there are none.
    pub fn message(&self) -> Message {
        let mut parts: Vec<Message> = self.numbers.iter().map(Number::message).collect();
        let mut modality = self.modality.clone();
        modality.dedup();
        parts.extend(modality.into_iter().map(Modality::message));
        if self.negations > 0 {
            parts.push(msg!(documents.negations, count = self.negations));
        }
        if !self.roles.is_empty() {
            let items = self.roles.iter().map(|role| word(role).into()).collect();
            parts.push(msg!(documents.roles, roles = List { items, joint: Joint::Comma, omitted: 0 }));
        }
        let named =
            |cell: &Cell| msg!(documents.cell_of, column = Cell::shown(&cell.column), says = cell.message());
        parts.extend(self.cells.iter().take(MOST_CELLS_TOLD).map(named));
        if parts.is_empty() {
            return Message::empty();
        }
        let omitted = parts.len().saturating_sub(MOST_TOLD);
        let items = parts.into_iter().take(MOST_TOLD).map(Into::into).collect();
        msg!(documents.all_facts, facts = List { items, joint: Joint::Semicolon, omitted })
    }

    pub fn add(&mut self, next: &Self) {
        self.numbers.extend(next.numbers.iter().cloned());
        self.modality.extend(&next.modality);
        self.modality.sort_unstable();
        self.negations = self.negations.saturating_add(next.negations);
        self.roles.extend(next.roles.iter().cloned());
        self.roles.sort_by_cached_key(|role| role_key(role));
        self.roles.dedup_by_key(|role| role_key(role));
        self.cells.extend(next.cells.iter().cloned());
    }
}
