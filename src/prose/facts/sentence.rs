//! The facts of a sentence, and those of several in a row.

use crate::base::message::{Joint, List, Message, msg};
use crate::prose::facts::cells::Cell;
use crate::prose::facts::clauses::subordinate;
use crate::prose::facts::modal_facts::{ModalFacts, modal_facts};
use crate::prose::facts::modality::Modality;
use crate::prose::facts::number::{Bound, Number, word};
use crate::prose::facts::number_context::NumberContext;
use crate::prose::facts::phrases::begins_at;
use crate::prose::facts::quantities::{loose_bound, numbers};
use crate::prose::facts::regulations::{promises_what_follows, tells};
use crate::prose::facts::roles::{RoleWords, is_person, role_key};
use crate::prose::facts::stem::is_cyrillic;
use crate::prose::facts::steps::{begins_a_step, is_order};
use crate::prose::facts::titles::{Matter, lists_duties, names_steps};
use crate::prose::facts::tokens::{Token, TokenKind, tokens};
use crate::prose::facts::units::header_unit;
use crate::prose::language::{Section, sections_of};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

/// More facts of a passage than these are counted, not told.
const MOST_TOLD: usize = 40;

/// What has no more words and marks is a number and what it counts.
const SHORTEST_WHOLE: usize = 4;

/// What leads in and has no more words and marks says of what follows it that it may be.
const SHORTEST_LEAD: usize = 3;

/// An example is called so within so many words and marks: "or, for example, a boat".
const OPENING: usize = 3;

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
    is_needed: bool,
    /// As a title alone, it names rights.
    names_rights: bool,
    /// It tells what is done with what follows: a rule among rules.
    tells: bool,
    /// It tells to do what follows.
    is_order: bool,
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
        let ModalFacts {
            modality,
            mut stated,
            possible,
            is_needed,
            negations,
            denial,
            regulates,
            is_needed_by_somebody,
            ..
        } = modal_facts(&words, false);
        stated.extend(is_needed_by_somebody.then_some(Modality::Must));
        let leads = || regulates || promises_what_follows(&words);
        let listed = lists_duties(text, &words);
        stated.extend(listed.or_else(|| (text.ends_with(':') && leads()).then_some(Modality::Must)));
        // We never keep:
        stated.extend((denial.is_some() && text.ends_with(':')).then_some(Modality::MustNot));
        let mut found = BTreeMap::new();
        roles.find(&words, &mut found);
        let names_rights = listed == Some(Modality::May) && !text.ends_with(':');
        // Can do:
        let is_bare = text.ends_with(':') && words.len() <= SHORTEST_LEAD && !possible.is_empty();
        if is_bare || speaks_of_somebody(&words, &possible, roles) {
            stated.push(Modality::May);
        }
        // To open it, take these steps:
        let leads_steps = text.ends_with(':') && names_steps(&words);
        if leads_steps {
            stated.clear();
        }
        // Ask only for what you need:
        let is_order = text.ends_with(':') && is_order(&words) && !begins_a_step(&words) && !leads_steps;
        if is_order {
            stated.retain(|own| *own != Modality::Only);
        }
        // What is asked is not stated of the answer.
        let asks = text.ends_with('?');
        if asks {
            stated.clear();
        }
        let (is_possible, is_needed) = (!asks && !possible.is_empty(), !asks && is_needed && !leads_steps);
        let unit = header_unit(&words, |word| roles.is_role(word)).map(Arc::from);
        Self {
            modality,
            stated,
            is_possible,
            is_needed,
            names_rights,
            tells: text.ends_with(':') && !leads_steps && tells(&words),
            is_order,
            negations,
            roles: found,
            bound,
            unit,
        }
    }
}

impl ContextFacts {
    /// Whether it says of what follows that it must or must not be.
    fn asks(&self) -> bool {
        let asks = [Modality::Must, Modality::MustNot, Modality::May, Modality::MayNot, Modality::Should];
        self.stated.iter().any(|own| asks.contains(own))
    }
}

/// Whether what can be done is done by people, by a body, or on a plan. People stand before it, close behind it, or behind
/// a word such as `by`: a server that can be used to count members speaks of none.
fn speaks_of_somebody(words: &[Token], possible: &[usize], roles: &RoleWords) -> bool {
    // We, they, and a team can be anybody.
    const SHORTEST_BODY: usize = 4;
    const NEAR: usize = 2;
    let Some(last) = possible.last() else { return false };
    // To become a member you can write to us.
    if words.first().is_some_and(|first| Section::WordOfAPurpose.has(&first.lower)) {
        return false;
    }
    let is_near = |at: usize| at <= *last + NEAR;
    let is_behind_by = |at: usize| {
        let mut before = (1..=2).filter_map(|back| words.get(at.checked_sub(back)?));
        before.any(|token| Section::WordBeforeWhoever.has(&token.lower))
    };
    let has_a_subject = words.get(*last).is_none_or(|modal| !Section::WordWithoutASubject.has(&modal.lower));
    let is_behind = |at: usize, own: &str| at <= *last || has_a_subject || Section::EndingOfADative.ends(own);
    words.iter().enumerate().any(|(at, token)| {
        let uses = sections_of(&token.lower);
        let is_body = uses.has(Section::SubjectOfAPromise) && token.lower.len() > SHORTEST_BODY;
        let is_person = || token.kind == TokenKind::Word && roles.is_role(&token.lower);
        uses.has(Section::Plan)
            || uses.has(Section::LegalBody)
            || is_body
            || (is_near(at) && is_behind(at, &token.lower) || is_behind_by(at)) && is_person()
    })
}

/// The token that a number begins with.
fn place_of(number: &Number, words: &[Token]) -> usize {
    words.partition_point(|token| token.range.end <= number.range.start)
}

/// Whether a number only names a year: `в 2021 году`.
fn is_year(number: &Number) -> bool {
    const YEARS: [&str; 2] = ["19", "20"];
    let amount = number.amount.to_string();
    number.unit_key().as_deref() == Some("year")
        && amount.len() == 4
        && YEARS.iter().any(|own| amount.starts_with(own))
}

/// Whether how often something is only says of which kind a thing is: `the weekly report`, but not `paid weekly`.
fn describes_a_thing(number: &Number, words: &[Token]) -> bool {
    let at = place_of(number, words);
    let is_adjective = |own: &Token| own.kind == TokenKind::Word && own.lower.ends_with("ly");
    let is_thing = |next: &Token| next.kind == TokenKind::Word && !Section::FunctionWord.has(&next.lower);
    words.get(at).is_some_and(is_adjective) && words.get(at + 1).is_some_and(is_thing)
}

/// Whether a number says of how many parts a thing is: `the plan has three parts`, but not `a member has two votes`.
fn counts_parts(number: &Number, words: &[Token]) -> bool {
    const NEAR: usize = 2;
    const FAR: usize = 20;
    let at = place_of(number, words);
    let before = words.get(at.saturating_sub(FAR)..at).unwrap_or_default();
    before.iter().rev().take(NEAR).any(|token| Section::VerbOfParts.has(&token.lower))
        && !before.iter().any(|token| is_person(&token.lower) || Section::SubjectOfAPromise.has(&token.lower))
}

/// What a sentence states that shows what a page has.
fn stated_of_a_page(stated: &[Modality]) -> Vec<Modality> {
    stated.iter().copied().filter(|own| !matches!(own, Modality::May | Modality::Only)).collect()
}

/// Whether a sentence says what a purpose needs, and of nobody: `to add a key, you need a file`.
fn needs_for_a_purpose(words: &[Token]) -> bool {
    words.first().is_some_and(|first| {
        Section::WordOfAPurpose.has(&first.lower) || Section::WordBeforeWhoever.has(&first.lower)
    }) && !words.iter().any(|token| is_person(&token.lower))
}

/// Whether a sentence is what somebody else says, or what may be typed.
fn is_quoted(sentence: &str) -> bool {
    let inner = sentence.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    inner.is_some_and(|inner| !inner.contains('"'))
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
        let bounds = numbers.iter().filter(|number| number.bound != Bound::None).count();
        let around = NumberContext::new(&words, &said, lead, bounds);
        for number in &mut numbers {
            (number.sense, number.view) = around.of(number.bound, number.range.start);
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
            is_needed |= text.is_needed;
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
        let mut examples = Section::WordsBeforeAnExample.items().iter();
        let is_example =
            examples.any(|(_, phrase)| (0..OPENING).any(|at| begins_at(&words, phrase, at).is_some()));
        let is_rule = matter.is_of_rules();
        let regulates = regulates && matter != Matter::Words || is_rule && tells(&words);
        // Look at the room before you leave:
        if is_rule && context.iter().any(|lead| lead.is_order || lead.tells) {
            stated.push(Modality::Must);
        }
        if is_possible && is_rule || speaks_of_somebody(&words, &possible, roles) {
            stated.push(Modality::May);
        }
        let is_purpose = matter == Matter::Other && needs_for_a_purpose(&words);
        let begins = words.first().map_or("", |first| first.lower.as_str());
        let is_for_a_purpose = Section::WordOfAPurpose.has(begins) || Section::WordBeforeWhoever.has(begins);
        if is_needed_by_somebody && !(matter == Matter::Instructions && is_for_a_purpose) {
            stated.push(Modality::Must);
        }
        if is_purpose {
            stated.retain(|own| *own != Modality::Should);
        }
        let leads_steps = sentence.ends_with(':') && names_steps(&words);
        if is_needed && matter != Matter::Instructions && !is_purpose && !leads_steps {
            stated.push(Modality::Must);
        }
        let is_led = context.iter().any(|lead| lead.asks());
        let norm = facts.reason(sentence, &words, &stated, denial.is_some(), regulates, (matter, is_led));
        let mut pointers = Section::WordsThatPointElsewhere.items().iter();
        let is_example = is_example || pointers.any(|(_, phrase)| begins_at(&words, phrase, 0).is_some());
        let norm = norm.filter(|_| !is_example && matter != Matter::Navigation && !is_quoted(sentence));
        (facts, norm)
    }

    /// Why the sentence of these facts is normative, with what it states by itself. A question never is.
    fn reason(
        &self,
        sentence: &str,
        words: &[Token],
        stated: &[Modality],
        denies: bool,
        regulates: bool,
        (matter, is_led): (Matter, bool),
    ) -> Option<Norm> {
        let asks = sentence.trim_end_matches(|last: char| last.is_whitespace() || "\"').)".contains(last));
        if asks.ends_with('?') {
            return None;
        }
        let first = sentence.split(' ').take(2).collect::<Vec<_>>().join(" ").to_lowercase();
        let has = |section: Section| words.iter().any(|token| section.has(&token.lower));
        // There are four levels.
        let counts = !Section::WordsBeforeAMereNumber.items().iter().any(|(_, own)| first.starts_with(own));
        let measures = has(Section::WordOfAnAverage);
        let bounds = |number: &Number| number.bounds_something() && !describes_a_thing(number, words);
        let is_person_here =
            words.iter().any(|token| is_person(&token.lower) || Section::Plan.has(&token.lower));
        // A dozen eggs.
        let is_bare = words.len() <= SHORTEST_WHOLE;
        let tells = |number: &Number| {
            number.counts_something()
                && (matter.is_of_rules() || is_bare || number.is_of_a_known_unit() || is_person_here)
                && (counts || number.is_of_a_known_unit())
                && (number.is_of_a_known_unit() || !counts_parts(number, words))
                && !is_year(number)
                && !describes_a_thing(number, words)
        };
        let of_a_page =
            || is_order(words) && words.iter().any(|token| Section::PartOfAnInterface.has(&token.lower));
        let shows_a_page = !matter.is_of_rules() && has(Section::PartOfAPage) && !is_person_here;
        let (regulates, stated) =
            if shows_a_page { (false, stated_of_a_page(stated)) } else { (regulates, stated.to_vec()) };
        let says = |wanted: &[Modality]| stated.iter().any(|own| wanted.contains(own));
        let is_step = of_a_page()
            || !is_led
                && (begins_a_step(words)
                    || sentence.ends_with(':') && names_steps(words)
                    || matter == Matter::Instructions && is_order(words));
        let is_of_somebody = || {
            matter.is_of_rules()
                || is_led
                || words.len() <= SHORTEST_WHOLE
                || is_person_here
                || has(Section::MatterOfAPolicy)
                || has(Section::SubjectOfAPromise)
                || has(Section::LegalBody)
                || words.iter().any(|token| Section::BeginningOfAPrice.begins(&token.lower))
                || stated.iter().any(|own| !matches!(own, Modality::Only | Modality::Except))
        };
        let clauses = subordinate(words);
        let is_stated = |number: &Number| clauses.get(place_of(number, words)) != Some(&true);
        let is_bound = || self.numbers.iter().any(|number| bounds(number) && is_stated(number));
        let reasons = [
            (
                Norm::Prohibition,
                denies && !is_step && !shows_a_page || says(&[Modality::MayNot, Modality::MustNot]),
            ),
            (Norm::Duty, says(&[Modality::Must])),
            (Norm::Only, says(&[Modality::Except]) || says(&[Modality::Only]) && is_of_somebody()),
            (Norm::Bound, !measures && (!shows_a_page || is_bound()) && self.numbers.iter().any(bounds)),
            (Norm::Number, !shows_a_page && !measures && self.numbers.iter().any(tells)),
            (Norm::Permission, says(&[Modality::May]) && (counts || !has(Section::WordOfAvailability))),
            (Norm::Advice, matter != Matter::Words && says(&[Modality::Should])),
            (Norm::Duty, regulates),
        ];
        // "Yes.", "Yes, in spring.": an answer to the heading above it.
        let first = sentence.split_once([',', ':']).map(|(own, _)| own);
        let bare = first.or_else(|| sentence.strip_suffix(['.', '!']));
        let answer = bare.filter(|answer| {
            matter != Matter::Answers && answer.chars().nth(1).is_some_and(char::is_alphabetic)
        });
        match answer.and_then(|answer| Section::Tick.key_of(&answer.to_lowercase())) {
            Some("yes") => return Some(Norm::Permission),
            Some(_) => return Some(Norm::Prohibition),
            None => {}
        }
        // "I cannot sign in": whoever asks for help says what is, not what shall be.
        let complains = words.first().is_some_and(|first| Section::FirstPerson.has(&first.lower));
        let may_be = |norm| {
            (!is_step || norm == Norm::Prohibition || norm == Norm::Bound && is_bound())
                && (!complains || !matches!(norm, Norm::Prohibition | Norm::Permission))
        };
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
