//! What a passage permits, forbids and requires, and of whom.

use crate::documents::passage::{Annotated, Passage};
use crate::documents::rule_modality::{RuleModality, RuleSays};
use crate::model::Model;
use crate::prose::UnitKind;
use crate::prose::facts::{Directed, Directive, Directives, Whom, names_role};
use crate::values::ids::RoleId;
use std::sync::Arc;

/// What a passage says, where all that is quoted of it says one thing.
pub(super) struct PassageDirective {
    pub(super) directive: Directive,
    pub(super) is_open: bool,
    pub(super) is_conditional: bool,
    pub(super) all: Vec<Directed>,
    /// The only ones who may, where it says no more than that.
    only: Option<Arc<str>>,
}

impl PassageDirective {
    pub(super) fn of(annotated: &Annotated<'_>, now: &Passage) -> Option<Self> {
        let text = annotated.documents.text(now.document)?;
        let annotations = annotated.annotations(now.document);
        let (mut all, mut is_open, mut is_conditional) = (Vec::new(), false, false);
        let mut only = None;
        for at in &now.quoted {
            let (sentence, annotation) = (text.sentences.get(*at)?, annotations.get(*at)?);
            let unit = text.units.get(sentence.unit)?;
            let leads: Vec<&str> = sentence.context.iter().map(|range| text.part(range)).collect();
            let own = Directives::read(text.part(&sentence.range), &leads, &annotated.roles);
            only = own.only.filter(|_| leads.is_empty() && now.quoted.len() == 1);
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
        is_one.then_some(Self { directive, is_open, is_conditional, all, only })
    }

    /// What it says against a rule of others than the only ones who may, or of these.
    pub(super) fn only_against(&self, model: &Model, rule: &RuleModality) -> Option<Directive> {
        let (only, roles) = (self.only.as_ref()?, rule.roles.as_ref()?);
        let all: Vec<RoleId> = model.roles.ids().collect();
        if roles.is_empty() || !is_any(model, &all, only) {
            return None;
        }
        // Who is like a member may what members may.
        let is_theirs = |role: &RoleId| {
            let like = |role: &RoleId| model.roles.get(*role).and_then(|own| own.like);
            let own: Vec<RoleId> = std::iter::successors(Some(*role), like).take(all.len()).collect();
            is_any(model, &own, only)
        };
        match rule.says {
            RuleSays::Permits if !roles.iter().any(is_theirs) => Some(Directive::Forbids),
            RuleSays::Forbids if is_any(model, roles, only) => Some(Directive::Permits),
            _ => None,
        }
    }

    /// Whether it surely speaks of those of whom a rule speaks.
    pub(super) fn is_of(&self, model: &Model, rule: &RuleModality) -> bool {
        self.all.iter().all(|one| match (&rule.roles, &one.whom) {
            (_, Whom::Unknown) => false,
            // What is forbidden to guests is not forbidden to everyone.
            (None, Whom::Roles(_)) => rule.says != RuleSays::Permits,
            (None, Whom::Everyone) => true,
            (Some(roles), Whom::Everyone) => !one.patients.iter().any(|word| is_any(model, roles, word)),
            (Some(roles), Whom::Roles(words)) => words.iter().any(|word| is_any(model, roles, word)),
        })
    }
}

/// Whether a phrase does not speak of other roles than a rule.
pub(super) fn may_be_of(model: &Model, phrase: &Directed, rule: &RuleModality) -> bool {
    let (Some(roles), Whom::Roles(words)) = (&rule.roles, &phrase.whom) else { return true };
    let all: Vec<RoleId> = model.roles.ids().collect();
    words.iter().any(|word| is_any(model, roles, word)) || !words.iter().any(|word| is_any(model, &all, word))
}

/// Whether a word stands for one of some roles.
fn is_any(model: &Model, roles: &[RoleId], word: &str) -> bool {
    roles.iter().filter_map(|role| model.roles.get(*role)).any(|role| {
        let called = role.called.iter().map(|name| &*name.text);
        std::iter::once(&*role.name.text).chain(called).any(|name| names_role(word, name))
    })
}
