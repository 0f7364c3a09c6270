//! Rules about actions and statements about states.

use crate::base::{Code, Diagnostic, Span};
use crate::model::expr::Set;
use crate::model::from_syntax::checker::Checker;
use crate::model::from_syntax::scope::Scope;
use crate::model::rules::{ActionRule, Condition, Invariant, InvariantKind, Rule, RuleKind};
use crate::syntax::tree;
use crate::syntax::tree::DeclarationKind as Kind;
use crate::values::Type;
use crate::values::ids::{ActionId, FieldId, RoleId, RuleId};
use std::collections::HashSet;
use std::sync::Arc;

fn whole(noun: &tree::Name) -> tree::Set {
    tree::Set { name: noun.clone(), filter: None, span: noun.span }
}

fn written_span(invariant: &tree::Invariant) -> Span {
    match &invariant.kind {
        tree::InvariantKind::MustHave { field, .. } => field.span,
        tree::InvariantKind::Lasts { noun, .. } => noun.span,
        tree::InvariantKind::Limit { set, .. } | tree::InvariantKind::Never(set) => set.span,
    }
}

impl Checker {
    /// Check the rules, and let go of each. What is left are the declarations that may speak of rules.
    pub(super) fn rules(&mut self, files: Vec<tree::File>) -> Vec<tree::Declaration> {
        let mut late = Vec::new();
        let rules = files.iter().flat_map(|file| &file.declarations);
        let rules = rules.filter(|declaration| matches!(declaration.kind, Kind::Rule(_))).count();
        self.model.rules.to_mut().reserve_exact(rules);
        for declaration in files.into_iter().flat_map(|file| file.declarations) {
            let written = match declaration.kind {
                Kind::Rule(written) => written,
                Kind::Conflict(_) | Kind::Aside { .. } => {
                    late.push(declaration);
                    continue;
                }
                _ => continue,
            };
            if self.too_many_errors() {
                break;
            }
            if &*written.id.text == "default" {
                self.report(
                    Diagnostic::error(Code::E0202, "`default` is what denies when nothing permits")
                        .label(written.id.span, "choose another id"),
                );
            }
            if let Err(first) = self.names.rules.add(&written.id, RuleId::at(self.model.rules.len())) {
                self.taken("id", &written.id, first);
            } else if let Some(rule) = self.rule(*written) {
                self.model.rules.to_mut().push(rule);
            }
        }
        self.compared();
        late
    }

    /// Count what it takes to compare every action that changes something with every statement about states.
    fn compared(&mut self) {
        // A comparison is cheaper than a part that is kept.
        const CHEAPER: usize = 10;
        let changing = self.model.actions.iter().filter(|action| !action.effects.is_empty()).count();
        let sizes = self.model.rules.iter().filter_map(|rule| match &rule.kind {
            RuleKind::Invariant(invariant) => Some((self.size_of(&invariant.set), rule.id.span)),
            _ => None,
        });
        for (parts, place) in sizes.collect::<Vec<_>>() {
            self.write_out(parts.saturating_mul(changing) / CHEAPER, place);
        }
    }

    fn rule(&mut self, written: tree::Rule) -> Option<Rule> {
        let cites = self.citations(&written.cites);
        let (kind, mut scope) = match &written.kind {
            tree::RuleKind::Permit(rule) | tree::RuleKind::Forbid(rule) => {
                let (rule, scope) = self.action_rule(rule)?;
                match written.kind {
                    tree::RuleKind::Permit(_) => (RuleKind::Permit(rule), scope),
                    _ => (RuleKind::Forbid(rule), scope),
                }
            }
            tree::RuleKind::Invariant(invariant) => {
                let invariant = self.invariant(invariant)?;
                let scope = Scope {
                    state: true,
                    counts: matches!(invariant.kind, InvariantKind::Limit(_)),
                    due: matches!(
                        invariant.kind,
                        InvariantKind::MustHave { .. } | InvariantKind::Lasts { .. }
                    ),
                    ..Scope::default()
                };
                (RuleKind::Invariant(invariant), scope)
            }
        };
        let element = match &kind {
            RuleKind::Invariant(Invariant { set, kind, .. }) if !matches!(kind, InvariantKind::Limit(_)) => {
                Some((set.collection, self.nouns(set.collection, set.of)))
            }
            _ => None,
        };
        let messages = match element {
            Some((collection, names)) => {
                self.within_element(collection, names, &mut scope, |checker, scope| {
                    checker.messages(&written.say, scope)
                })
            }
            None => self.messages(&written.say, &mut scope),
        };
        Some(Rule { id: written.id, sentence: written.sentence, kind, messages, cites })
    }

    fn action_rule(&mut self, written: &tree::ActionRule) -> Option<(ActionRule, Scope)> {
        let (roles, subject) = match &written.subject {
            tree::Subject::Nobody(span) => (None, *span),
            tree::Subject::Every(noun) => {
                self.actor_noun(noun);
                (None, noun.span)
            }
            tree::Subject::Roles(names) => {
                let roles: Vec<Option<RoleId>> = names.iter().map(|name| self.role(name)).collect();
                let place = names.first()?.span.to(names.last()?.span);
                (Some(roles.into_iter().collect::<Option<_>>()?), place)
            }
        };
        let actions = match &written.actions {
            tree::Actions::Named(names) => self.action_numbers(names),
            tree::Actions::Anything { except, .. } => {
                let except: HashSet<ActionId> = self.action_numbers(except).into_iter().collect();
                self.model.actions.ids().filter(|action| !except.contains(action)).collect()
            }
        };
        // Each action has its own copy of what leads to the conditions, and its own roles.
        let parts = written.conditions.len() + 1 + if roles.is_some() { self.rights() } else { 0 };
        if !self.write_out(parts.saturating_mul(actions.len()), subject) {
            return None;
        }
        let mut scope = self.action_scope(&actions);
        let mut conditions = Vec::with_capacity(written.conditions.len());
        let mut sound = true;
        for clause in &written.conditions {
            match self.condition(&clause.condition, &mut scope) {
                Some(expr) => {
                    self.bounded_expression(&expr);
                    conditions.push(Condition { unless: clause.unless, expr });
                }
                None => sound = false,
            }
        }
        let rule = ActionRule { roles, subject, actions, conditions };
        sound.then_some((rule, scope))
    }

    /// What it takes to find the roles that have a right, in parts of a rule.
    fn rights(&self) -> usize {
        // To look at a role or an exception is cheaper than to keep a part.
        const CHEAPER: usize = 16;
        self.model.roles.iter().map(|role| 1 + role.except.len()).sum::<usize>() / CHEAPER
    }

    fn actor_noun(&mut self, noun: &tree::Name) {
        let actors = self.model.schema.actors;
        let collection = actors.and_then(|number| self.model.schema.collections.get(number));
        let Some(collection) = collection else { return };
        if collection.noun.text != noun.text {
            let diagnostic = Diagnostic::error(Code::E0201, format!("`{}` is not who acts", noun.text))
                .label(noun.span, "the word for one who acts is due here")
                .label(collection.noun.span, "declared here")
                .help(format!("write `every {}`", collection.noun.text));
            self.report(diagnostic);
        }
    }

    fn invariant(&mut self, written: &tree::Invariant) -> Option<Invariant> {
        let mut scope = Scope { state: true, ..Scope::default() };
        let (set, kind) = match &written.kind {
            tree::InvariantKind::Limit { most, set } => {
                let most = self.typed(most, &Type::Int, &mut scope);
                let set = self.set(set, &mut scope)?;
                let most = most?;
                self.bounded_expression(&most);
                (set, InvariantKind::Limit(most))
            }
            tree::InvariantKind::Never(set) => (self.set(set, &mut scope)?, InvariantKind::Never),
            tree::InvariantKind::MustHave { noun, field, period, from } => {
                let set = self.set(&whole(noun), &mut scope)?;
                let (field, optional) = self.date_field(&set, field)?;
                if !optional {
                    self.report(
                        Diagnostic::error(Code::E0204, "this field always has a value")
                            .label(written_span(written), "so nothing is ever due"),
                    );
                }
                let from = self.date_field(&set, from)?.0;
                let period = *period;
                (set, InvariantKind::MustHave { field, period, from })
            }
            tree::InvariantKind::Lasts { noun, period, from } => {
                let set = self.set(&whole(noun), &mut scope)?;
                let from = self.date_field(&set, from)?.0;
                (set, InvariantKind::Lasts { period: *period, from })
            }
        };
        self.bounded_set(&set);
        let exempts =
            written.exempts.iter().filter_map(|name| Some((self.action_number(name)?, name.span))).collect();
        let mut also_forbids = Vec::new();
        for forbidden in &written.also_forbids {
            let actions = self.action_numbers(&forbidden.actions);
            let mut scope = self.action_scope(&actions);
            let when = match &forbidden.when {
                Some(when) => Some(self.condition(when, &mut scope)?),
                None => None,
            };
            if let Some(expr) = &when {
                self.bounded_expression(expr);
            }
            also_forbids.push((actions, when));
        }
        Some(Invariant { set, kind, exempts, exempts_all: written.exempts_all, also_forbids })
    }

    /// A field of the elements of a set that holds a date, and whether it is optional.
    fn date_field(&mut self, set: &Set, name: &tree::Name) -> Option<(FieldId, bool)> {
        let collection = self.model.schema.collections.get(set.collection)?.clone();
        let Some(at) = collection.fields.position(|field| field.name.text == name.text) else {
            let known: Vec<Arc<str>> =
                collection.fields.iter().map(|field| field.name.text.clone()).collect();
            let what = format!("no field of `{}`", collection.noun.text);
            self.unknown(&what, name, known.iter().map(AsRef::as_ref));
            return None;
        };
        let field = collection.fields.get(at)?;
        if field.ty != Type::Date {
            let found = self.a(&field.ty);
            self.report(
                Diagnostic::error(Code::E0204, "a date is due here")
                    .label(name.span, format!("this is {found}"))
                    .label(field.name.span, "declared here"),
            );
            return None;
        }
        Some((at, field.optional))
    }
}
