//! Why a sentence is normative.

use crate::prose::facts::clauses::subordinate;
use crate::prose::facts::context::{ContextFacts, speaks_of_somebody};
use crate::prose::facts::modality::Modality;
use crate::prose::facts::number::Number;
use crate::prose::facts::phrases::begins_at;
use crate::prose::facts::regulations::tells;
use crate::prose::facts::roles::{RoleWords, is_person};
use crate::prose::facts::stem::is_cyrillic;
use crate::prose::facts::steps::{begins_a_step, is_order, needs_for_a_purpose};
use crate::prose::facts::titles::{Matter, names_steps};
use crate::prose::facts::tokens::{Token, TokenKind, word};
use crate::prose::language::{Section, sections_of};

/// What has no more words and marks is a number and what it counts.
const SHORTEST_WHOLE: usize = 4;

/// An example is called so within so many words and marks: "or, for example, a boat".
const OPENING: usize = 3;

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
        // The first years.
        let is_ordinal = self == Self::Number && !title.contains(|sign: char| sign.is_ascii_digit());
        !asks && !is_ordinal && !matches!(self, Self::Permission | Self::Advice)
    }
}

/// What a sentence says, by which it is decided.
pub(crate) struct Grounds<'s> {
    pub(crate) sentence: &'s str,
    pub(crate) words: &'s [Token],
    pub(crate) numbers: &'s [Number],
    /// What it lets, asks and forbids by itself or by what leads it in.
    pub(crate) stated: Vec<Modality>,
    /// The tokens that say that something can be done.
    pub(crate) possible: &'s [usize],
    /// The sentence or what leads it in says that something can be done, or what is needed.
    pub(crate) is_possible: bool,
    pub(crate) is_needed: bool,
    pub(crate) is_needed_by_somebody: bool,
    pub(crate) denies: bool,
    pub(crate) regulates: bool,
    /// That of the titles that it stands under.
    pub(crate) matter: Matter,
    /// What leads it in.
    pub(crate) context: &'s [&'s ContextFacts],
    /// It is a row of a table with some cells.
    pub(crate) is_row: bool,
}

impl Grounds<'_> {
    /// Why the sentence is normative, if it is.
    pub(crate) fn norm(mut self, roles: &RoleWords) -> Option<Norm> {
        let words = self.words;
        let is_rule = self.matter.is_of_rules();
        self.regulates = self.regulates && self.matter != Matter::Words || is_rule && tells(words);
        // Look at the room before you leave:
        if is_rule && self.context.iter().any(|lead| lead.is_order || lead.tells) {
            self.stated.push(Modality::Must);
        }
        let names_a_role =
            || words.iter().take_while(|token| !token.is("|")).any(|own| is_person(&own.lower));
        // The columns can be sorted.
        let has_a_field = || words.iter().any(|token| Section::PartOfAnInterface.has(&token.lower));
        let shows_a_field = !self.possible.is_empty() && has_a_field();
        if shows_a_field && !self.is_of_somebody() {
            self.regulates = false;
        }
        let can_be = self.is_possible && is_rule && !shows_a_field;
        let lets = can_be || speaks_of_somebody(words, self.possible, roles);
        if lets || self.is_row && is_rule && names_a_role() {
            self.stated.push(Modality::May);
        }
        self.state_what_is_needed();
        let only_somebody = only_somebody_may(words);
        if only_somebody && !shows_a_field {
            self.stated.push(Modality::May);
        }
        if self.matter == Matter::Instructions && !only_somebody && !self.is_of_somebody() {
            self.stated.retain(|own| *own != Modality::May);
        }
        let is_led = self.context.iter().any(|lead| lead.asks());
        let opens = |section: Section, reach: usize| {
            let is_at = |phrase: &str| (0..reach).any(|at| begins_at(words, phrase, at).is_some());
            section.items().iter().any(|(_, phrase)| is_at(phrase))
        };
        let is_example =
            opens(Section::WordsBeforeAnExample, OPENING) || opens(Section::WordsThatPointElsewhere, 1);
        let is_told = !is_example && self.matter != Matter::Navigation && !is_quoted(self.sentence);
        self.reason(is_led).filter(|_| is_told)
    }

    /// Whether it speaks of people, of a body, of a plan, or of what policies are about.
    fn is_of_somebody(&self) -> bool {
        self.words.iter().any(|token| {
            let uses = sections_of(&token.lower);
            let of =
                [Section::Plan, Section::MatterOfAPolicy, Section::LegalBody, Section::SubjectOfAPromise];
            of.into_iter().any(|own| uses.has(own))
                || Section::BeginningOfAVerbOfARight.begins(&token.lower)
                || is_person(&token.lower)
        })
    }

    /// What is needed must be, where it does not only tell how to do something.
    fn state_what_is_needed(&mut self) {
        let words = self.words;
        let is_purpose = self.matter == Matter::Other && needs_for_a_purpose(words);
        let begins = words.first().map_or("", |first| first.lower.as_str());
        let is_for_a_purpose = Section::WordOfAPurpose.has(begins) || Section::WordBeforeWhoever.has(begins);
        if self.is_needed_by_somebody && !(self.matter == Matter::Instructions && is_for_a_purpose) {
            self.stated.push(Modality::Must);
        }
        if is_purpose {
            self.stated.retain(|own| *own != Modality::Should);
        }
        let leads_steps = self.sentence.ends_with(':') && names_steps(words);
        if self.is_needed && self.matter != Matter::Instructions && !is_purpose && !leads_steps {
            self.stated.push(Modality::Must);
        }
    }

    /// A question never is.
    fn reason(&self, is_led: bool) -> Option<Norm> {
        let &Self { sentence, words, numbers, ref stated, denies, regulates, matter, .. } = self;
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
                && (matter.is_of_rules()
                    || is_bare
                    || number.is_of_a_known_unit()
                    || is_person_here
                    || is_capacity(number, words))
                && (counts || number.is_of_a_known_unit() || is_capacity(number, words))
                && (number.is_of_a_known_unit() || !counts_parts(number, words))
                && !is_year(number)
                && (matter.is_of_rules() || is_person_here || !is_date(number))
                && !describes_a_thing(number, words)
        };
        let of_a_page =
            || is_order(words) && words.iter().any(|token| Section::PartOfAnInterface.has(&token.lower));
        let shows_a_page = !matter.is_of_rules() && has(Section::PartOfAPage) && !is_person_here;
        let (regulates, stated) =
            if shows_a_page { (false, stated_of_a_page(stated)) } else { (regulates, stated.clone()) };
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
        let is_bound = || numbers.iter().any(|number| bounds(number) && is_stated(number));
        let reasons = [
            (
                Norm::Prohibition,
                denies && !is_step && !shows_a_page || says(&[Modality::MayNot, Modality::MustNot]),
            ),
            (Norm::Duty, says(&[Modality::Must])),
            (Norm::Only, says(&[Modality::Except]) || says(&[Modality::Only]) && is_of_somebody()),
            (Norm::Bound, !measures && (!shows_a_page || is_bound()) && numbers.iter().any(bounds)),
            (Norm::Number, !shows_a_page && !measures && numbers.iter().any(tells)),
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

/// Whether a number only names a day.
fn is_date(number: &Number) -> bool {
    number.unit_key().as_deref() == Some("date")
}

/// Whether a number says how many there is room for: `the car park holds 60 cars`.
fn is_capacity(number: &Number, words: &[Token]) -> bool {
    const NEAR: usize = 4;
    let at = place_of(number, words);
    let near = at.saturating_sub(NEAR)..at;
    Section::WordsOfACapacity
        .items()
        .iter()
        .any(|(_, phrase)| near.clone().any(|at| begins_at(words, phrase, at).is_some()))
}

/// Whether a sentence lets something to nobody else, whoever it is: `only keyholders may open the barn`, but not `only a
/// script may be loaded`.
fn only_somebody_may(words: &[Token]) -> bool {
    const LONGEST: usize = 6;
    let own = |at: usize| word(words, at);
    let subordinate = subordinate(words);
    let is_thing = |at: usize| {
        let uses = sections_of(own(at));
        let things = [
            Section::PartOfAProgram,
            Section::PartOfAnInterface,
            Section::PartOfAPage,
            Section::FeatureOfAThing,
            Section::WordOfAMachine,
            Section::FunctionWord,
        ];
        things.into_iter().any(|thing| uses.has(thing))
    };
    let lets =
        |at: usize| Section::WordThatLetsSomebody.has(own(at)) && !Section::InfinitiveOfBe.has(own(at + 1));
    let restricts =
        |at: &usize| Section::WordThatRestricts.has(own(*at)) && subordinate.get(*at) == Some(&false);
    (0..words.len()).filter(restricts).any(|only| {
        let near = only + 1..words.len().min(only + LONGEST);
        let near = near.take_while(|at| !own(*at).is_empty());
        let is_before =
            near.clone().skip(1).any(lets) && !near.clone().take_while(|at| !lets(*at)).any(is_thing);
        // Открывать мастерскую могут только хранители ключей.
        let is_behind =
            only.checked_sub(1).is_some_and(lets) && is_cyrillic(own(only - 1)) && !is_thing(only + 1);
        is_before || is_behind
    })
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

/// Whether a sentence is what somebody else says, or what may be typed.
fn is_quoted(sentence: &str) -> bool {
    let inner = sentence.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    inner.is_some_and(|inner| !inner.contains('"'))
}
