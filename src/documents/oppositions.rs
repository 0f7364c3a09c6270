//! What rules permit, forbid and require against what the passages that they cite say: where a passage says the opposite,
//! nobody can accept it. What is not sure of a sentence is not compared.

use crate::base::Span;
use crate::documents::agreement::conflicts_of;
use crate::documents::citations::Citing;
use crate::documents::drift::{CitationStatus, Drift};
use crate::documents::lock::Lock;
use crate::documents::lock_index::quote_fingerprint;
use crate::documents::passage::{Annotated, Passage};
use crate::documents::rule_modality::{RuleModality, RuleSays, rule_modalities};
use crate::documents::stated_numbers::{speaks_for, stated_numbers};
use crate::model::{Citation, Model};
use crate::prose::UnitKind;
use crate::prose::facts::{
    Change, Directed, Directive, Directives, Fact, FactKind, Facts, Modality, Whom, is_nobody, names_role,
};
use crate::values::ids::{DocumentId, RoleId};
use std::collections::{HashMap, HashSet};

/// A rule that says the opposite of a passage that it cites.
#[derive(Clone, Debug)]
pub struct Opposition {
    pub citing: Citing,
    pub says: RuleSays,
    /// Where it says so.
    pub span: Span,
    /// The passage, by its number among the drifts, and what it says.
    pub drift: usize,
    pub passage: Directive,
    /// Whether the passage said what the rule says, until it changed.
    pub follows: bool,
}

pub fn oppositions(
    model: &Model,
    annotated: &Annotated<'_>,
    drifts: &[Drift<'_>],
    lock: &Lock,
) -> Vec<Opposition> {
    let overruled = overruled(model, drifts);
    let mut sayings: HashMap<Citing, Vec<RuleModality>> = HashMap::new();
    let mut found: Vec<Opposition> = Vec::new();
    for (at, drift) in drifts.iter().enumerate() {
        let says_nothing = |(citing, _): &(Citing, _)| matches!(citing, Citing::Action(_) | Citing::Aside(_));
        let Some(now) = drift.now.as_ref().filter(|_| is_known(drift.status)) else { continue };
        if drift.cited.by.iter().all(says_nothing) {
            continue;
        }
        let gives_way = |sentence: &usize| overruled.contains(&(now.document, *sentence));
        if now.quoted.iter().any(gives_way) {
            continue;
        }
        let stated = PassageDirective::of(annotated, now);
        let reversed = reversed(annotated, drift, now, lock).filter(|own| own.is_turned(stated.as_ref()));
        if stated.is_none() && reversed.is_none() {
            continue;
        }
        for (citing, citation) in &drift.cited.by {
            let speaker = speaks_for(model, *citing);
            let own = sayings.entry(speaker).or_insert_with(|| rule_modalities(model, speaker));
            for one in own {
                let was = reversed.filter(|was| {
                    let is_as_reviewed = || is_as_reviewed(drift, citation, lock);
                    one.says.is(was.was)
                        && one.says.is_turned_by(was.is)
                        && (!one.is_one_of_two || is_as_reviewed())
                        && stated.as_ref().is_none_or(|stated| stated.may_be_of(model, one))
                });
                let is_opposed = || {
                    stated.as_ref().is_some_and(|stated| {
                        !stated.is_open
                            && one.is_whole
                            && one.says.is_opposed_by(stated.directive)
                            && stated.is_of(model, one)
                            && !(one.says == RuleSays::Limits && is_bound_elsewhere(model, speaker, drifts))
                    })
                };
                let passage = match (was, &stated) {
                    (Some(was), _) => was.is,
                    (None, Some(stated)) if is_opposed() => stated.directive,
                    _ => continue,
                };
                let is_told = |own: &Opposition| own.citing == speaker && own.drift == at;
                if !found.iter().rev().take_while(|own| own.drift == at).any(is_told) {
                    let is_of_modality = drift.changes.iter().any(|own| own.kind == FactKind::Modality);
                    let follows = was.is_some() || is_of_modality;
                    let RuleModality { says, span, .. } = *one;
                    found.push(Opposition { citing: speaker, says, span, drift: at, passage, follows });
                }
            }
        }
    }
    found
}

/// Whether it is known which sentences stand for what was quoted.
fn is_known(status: CitationStatus) -> bool {
    use CitationStatus::{Absent, Ambiguous, Lost};
    !matches!(status, Absent | Ambiguous | Lost)
}

/// The sentences that a conflict cites as the reading that gives way, or as one of two of the same document.
fn overruled(model: &Model, drifts: &[Drift<'_>]) -> HashSet<(DocumentId, usize)> {
    let mut found = HashSet::new();
    for drift in drifts {
        let gives_way = |conflict: &usize| {
            model.conflicts.get(*conflict).is_some_and(|own| {
                own.settled_as != drift.document()
                    || own.between.iter().all(|citation| citation.document == drift.document())
            })
        };
        if conflicts_of(drift).iter().any(gives_way) {
            let passages = drift.now.iter().chain(&drift.others);
            found.extend(passages.flat_map(|now| now.quoted.iter().map(|at| (now.document, *at))));
        }
    }
    found
}

/// Whether what a limit counts is stated by some passage that the rule cites: then the others say something beside it.
fn is_bound_elsewhere(model: &Model, citing: Citing, drifts: &[Drift<'_>]) -> bool {
    let stated = stated_numbers(model, citing);
    let cited =
        drifts.iter().filter(|drift| drift.cited.by.iter().any(|(own, _)| speaks_for(model, *own) == citing));
    let mut numbers = cited.filter_map(|drift| drift.now.as_ref()).flat_map(|now| &now.facts.numbers);
    numbers.any(|number| stated.iter().any(|own| own.is(number)))
}

/// Whether the words by which a passage is cited are those by which it was reviewed: then nobody has yet corrected what
/// cites it.
fn is_as_reviewed(drift: &Drift<'_>, citation: &Citation, lock: &Lock) -> bool {
    let entry = drift.reviewed.and_then(|at| lock.passages.get(at));
    entry.is_some_and(|entry| entry.quote == quote_fingerprint(citation))
}

/// What a passage said at the review, and says now, by the same words but for those that permit, forbid and require.
#[derive(Clone, Copy)]
struct Reversed {
    was: Directive,
    is: Directive,
    /// How many negations it has more.
    negations: i32,
}

impl Reversed {
    /// Whether its negations are those of its modal phrase: "may, if paid" says the same as "may not, if not paid".
    fn is_turned(self, stated: Option<&PassageDirective>) -> bool {
        let Some(stated) = stated else { return self.negations.abs() <= 1 };
        let phrases = || stated.all.iter().filter(|one| !one.range.is_empty());
        let own: i32 = phrases().map(|one| i32::from(one.negations)).sum();
        match stated.directive {
            Directive::Forbids | Directive::Frees => self.negations == own,
            Directive::Permits | Directive::Requires => {
                let may_be_negated =
                    !stated.is_open || !stated.is_conditional || phrases().all(|one| one.has_a_subject);
                self.negations == 0 || self.negations == -1 && may_be_negated
            }
        }
    }
}

fn reversed(annotated: &Annotated<'_>, drift: &Drift<'_>, now: &Passage, lock: &Lock) -> Option<Reversed> {
    let is_of_modality = |kind: FactKind| matches!(kind, FactKind::Modality | FactKind::Negation);
    // Nobody may, and members may.
    let is_of_nobody = |change: &Change| {
        let role = |fact: &Option<Fact>| matches!(fact, Some(Fact::Role(role)) if is_nobody(role));
        role(&change.was) || role(&change.is)
    };
    let turns_nobody = drift.changes.iter().any(is_of_nobody);
    let is_turned =
        |change: &Change| is_of_modality(change.kind) || turns_nobody && change.kind == FactKind::Role;
    if drift.changes.is_empty() || !drift.changes.iter().all(is_turned) {
        return None;
    }
    let entry = lock.passages.get(drift.reviewed?)?;
    // What leads it in says the same as then, where it is the same.
    let leads = if entry.context == now.context { said_by_leads(annotated, now) } else { Vec::new() };
    let read = |mut modality: Vec<Modality>| {
        for lead in &leads {
            let same = modality.iter().position(|own| own == lead);
            same.map(|at| modality.remove(at));
        }
        let has = |wanted: &[Modality]| modality.iter().any(|own| wanted.contains(own));
        match (has(&[Modality::May]), has(&[Modality::MayNot, Modality::MustNot]), has(&[Modality::Must])) {
            (true, false, false) => Some(Directive::Permits),
            (false, true, false) => Some(Directive::Forbids),
            (false, false, true) => Some(Directive::Requires),
            _ => None,
        }
    };
    let was = entry.facts();
    let negations = i32::from(now.facts.negations) - i32::from(was.negations);
    // What a lead says, it says once more of each sentence of the passage that it leads in.
    let times = 1 + led_within(annotated, now);
    let negations = if negations % times == 0 { negations / times } else { negations };
    match (read(was.modality)?, read(now.facts.modality.clone())?) {
        // Who must not need no more.
        (was @ Directive::Requires, Directive::Permits) => {
            Some(Reversed { was, is: Directive::Frees, negations })
        }
        (was, is) => (was != is).then_some(Reversed { was, is, negations }),
    }
}

/// How many sentences of a passage others of it lead in.
fn led_within(annotated: &Annotated<'_>, now: &Passage) -> i32 {
    let Some(text) = annotated.documents.text(now.document) else { return 0 };
    let sentences = text.sentences.get(now.sentences.clone()).unwrap_or_default();
    let is_inside = |lead: &std::ops::Range<usize>| {
        let own = text.sentences_in(lead.clone());
        own.start >= now.sentences.start && own.end <= now.sentences.end
    };
    let led = sentences.iter().filter(|own| own.context.iter().any(is_inside)).count();
    i32::try_from(led).unwrap_or(0)
}

/// The modality of what leads the sentences of a passage in, once for each of them.
fn said_by_leads(annotated: &Annotated<'_>, now: &Passage) -> Vec<Modality> {
    let Some(text) = annotated.documents.text(now.document) else { return Vec::new() };
    let sentences = text.sentences.get(now.sentences.clone()).unwrap_or_default();
    let leads = sentences.iter().flat_map(|own| &own.context);
    leads.flat_map(|lead| Facts::of(text.part(lead), &[], &annotated.roles).modality).collect()
}

/// What a passage says, where all that is quoted of it says one thing.
struct PassageDirective {
    directive: Directive,
    is_open: bool,
    is_conditional: bool,
    all: Vec<Directed>,
}

impl PassageDirective {
    fn of(annotated: &Annotated<'_>, now: &Passage) -> Option<Self> {
        let text = annotated.documents.text(now.document)?;
        let annotations = annotated.annotations(now.document);
        let (mut all, mut is_open, mut is_conditional) = (Vec::new(), false, false);
        for at in &now.quoted {
            let (sentence, annotation) = (text.sentences.get(*at)?, annotations.get(*at)?);
            let unit = text.units.get(sentence.unit)?;
            let leads: Vec<&str> = sentence.context.iter().map(|range| text.part(range)).collect();
            let own = Directives::read(text.part(&sentence.range), &leads, &annotated.roles);
            let is_row = matches!(unit.kind, UnitKind::Row);
            is_conditional |= own.is_conditional;
            is_open |= own.is_open || annotation.norm.is_none() || own.all.is_empty() || is_row;
            // A quote of some clauses speaks of these.
            let start = sentence.range.start;
            let is_quoted = |one: &Directed| {
                let place = start + one.range.start..start + one.range.end;
                now.parts.iter().any(|part| part.start < place.end && place.start < part.end)
            };
            let is_led = |one: &Directed| one.range.is_empty();
            let has_quoted = own.all.iter().any(is_quoted);
            all.extend(own.all.into_iter().filter(|one| !has_quoted || is_led(one) || is_quoted(one)));
        }
        let directive = all.first()?.directive;
        let is_one = all.iter().all(|one| one.directive == directive);
        is_one.then_some(Self { directive, is_open, is_conditional, all })
    }

    /// Whether it surely speaks of those of whom a rule speaks.
    fn is_of(&self, model: &Model, rule: &RuleModality) -> bool {
        self.all.iter().all(|one| match (&rule.roles, &one.whom) {
            (_, Whom::Unknown) => false,
            // What is forbidden to guests is not forbidden to everyone.
            (None, Whom::Roles(_)) => rule.says != RuleSays::Permits,
            (None, Whom::Everyone) => true,
            (Some(roles), Whom::Everyone) => !one.patients.iter().any(|word| is_any(model, roles, word)),
            (Some(roles), Whom::Roles(words)) => words.iter().any(|word| is_any(model, roles, word)),
        })
    }

    /// Whether it does not speak of other roles than a rule.
    fn may_be_of(&self, model: &Model, rule: &RuleModality) -> bool {
        let Some(roles) = &rule.roles else { return true };
        let all: Vec<RoleId> = model.roles.ids().collect();
        self.all.iter().all(|one| match &one.whom {
            Whom::Roles(words) => {
                words.iter().any(|word| is_any(model, roles, word))
                    || !words.iter().any(|word| is_any(model, &all, word))
            }
            Whom::Everyone | Whom::Unknown => true,
        })
    }
}

/// Whether a word stands for one of some roles.
fn is_any(model: &Model, roles: &[RoleId], word: &str) -> bool {
    roles.iter().filter_map(|role| model.roles.get(*role)).any(|role| {
        let called = role.called.iter().map(|name| &*name.text);
        std::iter::once(&*role.name.text).chain(called).any(|name| names_role(word, name))
    })
}
