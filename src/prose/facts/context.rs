//! What a text says of what hangs on it: a sentence that leads in, the head of a column.

use crate::prose::facts::modal_facts::{ModalFacts, modal_facts};
use crate::prose::facts::modality::Modality;
use crate::prose::facts::number::Bound;
use crate::prose::facts::quantities::{loose_bound, numbers};
use crate::prose::facts::regulations::{promises_what_follows, tells};
use crate::prose::facts::roles::{RoleWords, is_person};
use crate::prose::facts::stem::is_cyrillic;
use crate::prose::facts::steps::{begins_a_step, is_order, needs_for_a_purpose};
use crate::prose::facts::titles::{lists_duties, names_steps};
use crate::prose::facts::tokens::{Token, TokenKind, tokens};
use crate::prose::facts::units::header_unit;
use crate::prose::language::{Section, sections_of};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What leads in and has no more words and marks says of what follows it that it may be.
const SHORTEST_LEAD: usize = 3;

/// What a text says of what hangs on it: a sentence that leads in, the head of a column.
#[derive(Debug, Clone, Default)]
pub struct ContextFacts {
    pub(crate) modality: Vec<Modality>,
    pub(crate) stated: Vec<Modality>,
    pub(crate) is_possible: bool,
    pub(crate) is_needed: bool,
    /// It says what is needed for a purpose.
    pub(crate) is_for_a_purpose: bool,
    /// As a title alone, it names rights.
    pub(crate) names_rights: bool,
    /// It tells what is done with what follows: a rule among rules.
    pub(crate) tells: bool,
    /// It tells to do what follows.
    pub(crate) is_order: bool,
    pub(crate) negations: u16,
    pub(crate) roles: BTreeMap<String, Arc<str>>,
    /// As the head of a column: what it says of a number below it.
    pub(crate) bound: Option<Bound>,
    pub(crate) unit: Option<Arc<str>>,
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
        // Paid plans:
        let names_a_plan = text.ends_with(':')
            && words.len() <= SHORTEST_LEAD
            && words.iter().rev().nth(1).is_some_and(|last| Section::Plan.has(&last.lower));
        stated.extend(names_a_plan.then_some(Modality::May));
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
        // What is asked is not stated of the answer, nor what somebody complains of: "I cannot open it."
        let complains = words.first().is_some_and(|first| Section::FirstPerson.has(&first.lower));
        let asks = text.ends_with('?') || complains && !text.ends_with(':');
        let names_causes = words.iter().any(|token| Section::Cause.has(&token.lower));
        if names_causes {
            stated.retain(|own| *own != Modality::May);
        }
        if asks {
            stated.clear();
        }
        let (is_possible, is_needed) =
            (!asks && !names_causes && !possible.is_empty(), !asks && is_needed && !leads_steps);
        let unit = header_unit(&words, |word| roles.is_role(word)).map(Arc::from);
        Self {
            modality,
            stated,
            is_possible,
            is_needed,
            is_for_a_purpose: needs_for_a_purpose(&words),
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
    pub(crate) fn asks(&self) -> bool {
        let asks = [Modality::Must, Modality::MustNot, Modality::May, Modality::MayNot, Modality::Should];
        self.stated.iter().any(|own| asks.contains(own))
    }
}

/// Whether what can be done is done by people, by a body, or on a plan. People stand before it, close behind it, or behind
/// a word such as `by`: a server that can be used to count members speaks of none.
pub(crate) fn speaks_of_somebody(words: &[Token], possible: &[usize], roles: &RoleWords) -> bool {
    // We, they, and a team can be anybody.
    const SHORTEST_BODY: usize = 4;
    const NEAR: usize = 2;
    const FAR: usize = 8;
    let Some(last) = possible.last() else { return false };
    // To become a member you can write to us.
    if words.first().is_some_and(|first| Section::WordOfAPurpose.has(&first.lower)) {
        return false;
    }
    // Место может занять каждый водитель.
    let is_whoever = |at: usize| {
        let before = at.checked_sub(1).and_then(|before| words.get(before));
        at <= *last + FAR && before.is_some_and(|own| Section::WordForAnybodyAlone.has(&own.lower))
    };
    let is_near = |at: usize| at <= *last + NEAR || is_whoever(at);
    let is_behind_by = |at: usize| {
        let mut before = (1..=2).filter_map(|back| words.get(at.checked_sub(back)?));
        before.any(|token| Section::WordBeforeWhoever.has(&token.lower))
    };
    let has_a_subject = words.get(*last).is_none_or(|modal| !Section::WordWithoutASubject.has(&modal.lower));
    let is_behind = |at: usize, own: &str| at <= *last || has_a_subject || Section::EndingOfADative.ends(own);
    words.iter().enumerate().any(|(at, token)| {
        let uses = sections_of(&token.lower);
        let is_body = uses.has(Section::SubjectOfAPromise) && token.lower.len() > SHORTEST_BODY;
        let is_somebody =
            || token.kind == TokenKind::Word && (roles.is_role(&token.lower) || is_person(&token.lower));
        uses.has(Section::Plan)
            || uses.has(Section::LegalBody)
            || is_body
            || (is_near(at) && is_behind(at, &token.lower) || is_behind_by(at)) && is_somebody()
    })
}
