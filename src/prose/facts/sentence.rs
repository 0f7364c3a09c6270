//! The facts of a sentence, and those of several in a row.

use crate::base::message::{Joint, List, Message, msg};
use crate::prose::facts::cells::Cell;
use crate::prose::facts::modal_facts::{ModalFacts, modal_facts};
use crate::prose::facts::modality::Modality;
use crate::prose::facts::number::{Bound, Number, word};
use crate::prose::facts::phrases::begins_at;
use crate::prose::facts::quantities::{loose_bound, numbers};
use crate::prose::facts::regulations::{promises_what_follows, tells};
use crate::prose::facts::roles::{RoleWords, role_key};
use crate::prose::facts::stem::is_cyrillic;
use crate::prose::facts::titles::lists_duties;
use crate::prose::facts::tokens::{Token, tokens};
use crate::prose::facts::units::header_unit;
use crate::prose::language::{Section, sections_of};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

/// More facts of a passage than these are counted, not told.
const MOST_TOLD: usize = 40;

/// So many cells of a row are told among its facts.
const MOST_CELLS_TOLD: usize = 12;

/// Why a sentence is normative; the strongest reason comes first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Norm {
    /// It forbids, or says that something is not done.
    Prohibition,
    Duty,
    /// It lets nothing else, or takes something out.
    Only,
    /// It has a number that is a bound.
    Bound,
    Number,
    Permission,
    Advice,
}

impl Norm {
    /// Whether a title states it: what may be done under it, and how, is for the text to say.
    pub fn holds_in_title(self, title: &str) -> bool {
        let first = title.split(' ').next().unwrap_or_default().to_lowercase();
        let asks = Section::QuestionWord.has(&first) || Section::BeginningOfAQuestionWord.begins(&first);
        !asks && !matches!(self, Self::Permission | Self::Advice)
    }
}

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

/// What a text says of what hangs on it: a sentence that leads in, the head of a column.
#[derive(Debug, Clone, Default)]
pub struct ContextFacts {
    modality: Vec<Modality>,
    stated: Vec<Modality>,
    is_possible: bool,
    negations: u16,
    roles: BTreeMap<String, Arc<str>>,
    /// As the head of a column: what it says of a number below it.
    bound: Option<Bound>,
    unit: Option<Arc<str>>,
}

impl ContextFacts {
    pub fn of(text: &str, roles: &RoleWords) -> Self {
        let mut words = tokens(text);
        numbers(text, &mut words, is_cyrillic(text));
        let bound = loose_bound(&mut words);
        let ModalFacts { modality, mut stated, is_possible, negations, regulates, .. } =
            modal_facts(&words, false);
        let leads = || regulates || promises_what_follows(&words);
        if lists_duties(text, &words) || text.ends_with(':') && leads() {
            stated.push(Modality::Must);
        }
        let mut found = BTreeMap::new();
        roles.find(&words, &mut found);
        if is_possible && speaks_of_somebody(&words, found.is_empty()) {
            stated.push(Modality::May);
        }
        let unit = header_unit(&words, |word| roles.is_role(word)).map(Arc::from);
        Self { modality, stated, is_possible, negations, roles: found, bound, unit }
    }
}

/// Whether what can be done is said of people, of a body or of a plan.
fn speaks_of_somebody(words: &[Token], has_no_roles: bool) -> bool {
    // We, they, and a team can be anybody.
    const SHORTEST_BODY: usize = 4;
    let is_somebody = |token: &Token| {
        let uses = sections_of(&token.lower);
        let is_body = uses.has(Section::SubjectOfAPromise) && token.lower.len() > SHORTEST_BODY;
        uses.has(Section::Plan) || uses.has(Section::LegalBody) || is_body
    };
    !has_no_roles || words.iter().any(is_somebody)
}

/// A cell of a row: where it stands in the sentence, and what heads its column.
#[derive(Debug, Clone)]
pub struct RowCell<'c> {
    pub range: Range<usize>,
    pub head: Vec<&'c ContextFacts>,
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

    /// The facts of a sentence, and why it is normative: [`Facts::of`] and the reason at once.
    pub fn read(sentence: &str, context: &[&str], roles: &RoleWords) -> (Self, Option<Norm>) {
        let read: Vec<ContextFacts> = context.iter().map(|text| ContextFacts::of(text, roles)).collect();
        let bars = sentence.match_indices(" | ").map(|(at, bar)| at..at + bar.len());
        let starts = std::iter::once(0).chain(bars.clone().map(|bar| bar.end));
        let ends = bars.map(|bar| bar.start).chain([sentence.len()]);
        let cells: Vec<Range<usize>> = starts.zip(ends).map(|(start, end)| start..end).collect();
        if cells.len() == 1 || cells.len() != read.len() {
            return Self::read_in(sentence, &read.iter().collect::<Vec<_>>(), &[], roles, false);
        }
        let cells: Vec<RowCell<'_>> =
            cells.into_iter().zip(&read).map(|(range, head)| RowCell { range, head: vec![head] }).collect();
        Self::read_in(sentence, &[], &cells, roles, false)
    }

    /// The same, where what it hangs on was read already: what leads it in, and the heads of its cells. `is_rule` says
    /// that it stands under a title of rules.
    pub fn read_in(
        sentence: &str,
        context: &[&ContextFacts],
        cells: &[RowCell<'_>],
        roles: &RoleWords,
        is_rule: bool,
    ) -> (Self, Option<Norm>) {
        let mut words = tokens(sentence);
        let mut numbers = numbers(sentence, &mut words, is_cyrillic(sentence));
        let ModalFacts {
            mut modality, mut stated, mut is_possible, mut negations, denies, regulates, ..
        } = modal_facts(&words, numbers.iter().any(Number::bounds_time));
        let mut found = BTreeMap::new();
        roles.find(&words, &mut found);
        for text in context.iter().chain(cells.iter().flat_map(|cell| &cell.head)) {
            modality.extend(&text.modality);
            stated.extend(&text.stated);
            is_possible |= text.is_possible;
            negations = negations.saturating_add(text.negations);
            for (key, role) in &text.roles {
                found.entry(key.clone()).or_insert_with(|| role.clone());
            }
        }
        for number in &mut numbers {
            let cell = cells.iter().find(|cell| cell.range.contains(&number.range.start));
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
        let mut examples = Section::WordsBeforeAnExample.items().iter();
        let is_example = examples.any(|(_, phrase)| begins_at(&words, phrase, 0).is_some());
        let regulates = regulates || is_rule && tells(&words);
        if is_possible && (is_rule || speaks_of_somebody(&words, facts.roles.is_empty())) {
            stated.push(Modality::May);
        }
        let norm = facts.reason(sentence, &stated, denies, regulates).filter(|_| !is_example);
        (facts, norm)
    }

    /// Why the sentence of these facts is normative, with what it states by itself. A question never is.
    fn reason(&self, sentence: &str, stated: &[Modality], denies: bool, regulates: bool) -> Option<Norm> {
        let asks = sentence.trim_end_matches(|last: char| last.is_whitespace() || "\"').)".contains(last));
        if asks.ends_with('?') {
            return None;
        }
        let says = |wanted: &[Modality]| stated.iter().any(|own| wanted.contains(own));
        let first = sentence.split(' ').take(2).collect::<Vec<_>>().join(" ").to_lowercase();
        // There are four levels.
        let counts =
            !Section::WordsBeforeAMereNumber.items().iter().any(|(_, words)| first.starts_with(words));
        let reasons = [
            (Norm::Prohibition, denies || says(&[Modality::MayNot, Modality::MustNot])),
            (Norm::Duty, says(&[Modality::Must])),
            (Norm::Only, says(&[Modality::Only, Modality::Except])),
            (Norm::Bound, self.numbers.iter().any(Number::bounds_something)),
            (Norm::Number, counts && self.numbers.iter().any(Number::counts_something)),
            (Norm::Permission, says(&[Modality::May])),
            (Norm::Advice, says(&[Modality::Should])),
            (Norm::Duty, regulates),
        ];
        // "Yes.": an answer to the heading above it.
        let answer = sentence
            .strip_suffix(['.', '!'])
            .filter(|answer| answer.chars().nth(1).is_some_and(char::is_alphabetic));
        match answer.and_then(|answer| Section::Tick.key_of(&answer.to_lowercase())) {
            Some("yes") => return Some(Norm::Permission),
            Some(_) => return Some(Norm::Prohibition),
            None => {}
        }
        let word = first.split(|letter: char| !letter.is_alphanumeric() && letter != '-').next();
        let is_step = word.is_some_and(|word| Section::BeginningOfAStep.has(word));
        let may_be = |norm| !is_step || matches!(norm, Norm::Prohibition | Norm::Bound);
        reasons.into_iter().find(|(norm, holds)| *holds && may_be(*norm)).map(|(norm, _)| norm)
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
