//! Rules about actions and statements about states.

use crate::base::{Code, Diagnostic, Message, msg};
use crate::model::expr::Set;
use crate::model::from_syntax::checker::Checker;
use crate::model::from_syntax::expressions::{all, type_mismatch};
use crate::model::from_syntax::limits::keys_in_scope;
use crate::model::from_syntax::names::{Bound, Scope};
use crate::model::rules::{ActionRule, Condition, Invariant, InvariantKind, Rule, RuleKind};
use crate::syntax::tree::{self, DeclarationKind as Kind};
use crate::values::Type;
use crate::values::ids::{ActionId, FieldId, RuleId};
use std::collections::HashSet;

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
            if ["every", "nobody"].contains(&&*written.id.text) {
                let example = match written.kind {
                    tree::RuleKind::Forbid(_) => "forbid guests-invite",
                    _ => "permit members-invite",
                };
                self.report(
                    Diagnostic::error(Code::E0101, msg!(syntax.rule_has_no_id, word = &*written.id.text))
                        .label(written.id.span, Message::empty())
                        .help(msg!(syntax.rule_needs_id, example = example)),
                );
                continue;
            }
            if &*written.id.text == "default" {
                self.report(
                    Diagnostic::error(Code::E0202, msg!(rules.default_is_taken))
                        .label(written.id.span, Message::empty())
                        .help(msg!(rules.choose_another_id)),
                );
            }
            if let Err(first) = self.names.rules.add(&written.id, RuleId::at(self.model.rules.len())) {
                self.taken("id", &written.id, first);
            } else if let Some(rule) = self.rule(*written) {
                self.model.rules.to_mut().push(rule);
            }
        }
        late
    }

    pub(super) fn rule(&mut self, written: tree::Rule) -> Option<Rule> {
        let cites = self.citations(&written.cites);
        let (kind, mut scope) = match &written.kind {
            tree::RuleKind::Permit(rule) => {
                let (checked, scope) = self.action_rule(rule)?;
                self.permits_nothing(&rule.conditions);
                (RuleKind::Permit(checked), scope)
            }
            tree::RuleKind::Forbid(rule) => {
                let (rule, scope) = self.action_rule(rule)?;
                (RuleKind::Forbid(rule), scope)
            }
            tree::RuleKind::Invariant(invariant) => {
                let invariant = self.invariant(invariant)?;
                let mut scope = Scope { state: true, ..Scope::default() };
                match invariant.kind {
                    InvariantKind::Limit(_) => scope.counts = true,
                    InvariantKind::Aggregate(ref aggregate) => {
                        scope.counts = true;
                        scope.arguments = keys_in_scope(&self.model, &aggregate.keys);
                    }
                    InvariantKind::Never => {}
                    InvariantKind::MustHave { .. } | InvariantKind::Lasts { .. } => scope.due = true,
                }
                if !scope.counts {
                    let Set { collection, of, .. } = invariant.set;
                    let (ty, names) = (Type::Element(collection), self.nouns(collection, of));
                    scope.elements.push(Bound { ty, names, bare: true });
                }
                (RuleKind::Invariant(invariant), scope)
            }
        };
        let messages = self.messages(&written.say, &mut scope);
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
                let roles = all(names.iter().map(|name| self.role(name)))?;
                (Some(roles), names.first()?.span.to(names.last()?.span))
            }
        };
        let actions = match &written.actions {
            tree::Actions::Named(names) => self.action_ids(names),
            tree::Actions::Anything { except, .. } => {
                let except: HashSet<ActionId> = self.action_ids(except).into_iter().collect();
                self.model.actions.ids().filter(|action| !except.contains(action)).collect()
            }
        };
        // Each action has its own copy of what leads to the conditions, and its own roles.
        let parts = written.conditions.len() + 1 + if roles.is_some() { self.rights() } else { 0 };
        if !self.write_out(parts.saturating_mul(actions.len()), subject) {
            return None;
        }
        let mut meant = actions.clone();
        if let tree::Actions::Named(names) = &written.actions {
            meant.extend(names.iter().filter_map(|name| self.action_meant(name)));
        }
        let mut scope = self.action_scope(&meant);
        if let tree::Actions::Named(names) = &written.actions {
            let lacks =
                |name: &tree::Name| !self.names.actions.has(&name.text) && self.action_meant(name).is_none();
            scope.any_action = names.iter().any(lacks);
        }
        let conditions = all(written.conditions.iter().map(|clause| {
            let expr = self.condition(&clause.condition, &mut scope)?;
            self.bounded_expression(&expr);
            Some(Condition { unless: clause.unless, expr })
        }))?;
        self.exclusive(&conditions);
        Some((ActionRule { roles, subject, actions, conditions }, scope))
    }

    /// What it takes to find the roles that have a right, in parts of a rule.
    fn rights(&self) -> usize {
        // To look at a role or an exception is cheaper than to keep a part.
        const CHEAPER: usize = 16;
        self.model.roles.iter().map(|role| 1 + role.except.len()).sum::<usize>() / CHEAPER
    }

    fn actor_noun(&mut self, noun: &tree::Name) {
        let schema = &self.model.schema;
        let collection = schema.actors.and_then(|actors| schema.collections.get(actors));
        let Some(collection) = collection else { return };
        if collection.noun.text != noun.text && self.names.roles.has(&noun.text) {
            let help = msg!(syntax.write, word = format!("{} may", noun.text));
            self.report(
                Diagnostic::error(Code::E0201, msg!(rules.every_role, name = &*noun.text))
                    .label(noun.span, Message::empty())
                    .help(help),
            );
        } else if collection.noun.text != noun.text {
            self.report(
                Diagnostic::error(
                    Code::E0201,
                    msg!(rules.not_who_acts, expected = &*collection.noun.text, found = &*noun.text),
                )
                .label(noun.span, Message::empty())
                .label(collection.noun.span, msg!(rules.declared_here)),
            );
        }
    }

    fn invariant(&mut self, written: &tree::Invariant) -> Option<Invariant> {
        let rule = match written.kind {
            tree::InvariantKind::Limit(_) => "limit",
            _ => "never",
        };
        let mut scope = Scope { state: true, rule: Some(rule), ..Scope::default() };
        let (set, kind) = match &written.kind {
            tree::InvariantKind::Limit(limit) => self.limit(limit, &mut scope)?,
            tree::InvariantKind::Never(set) => (self.set(set, &mut scope)?, InvariantKind::Never),
            tree::InvariantKind::MustHave { noun, field, period, from } => {
                let set = self.set(&tree::Set::whole(noun), &mut scope)?;
                let (due, optional) = self.date_field(&set, field)?;
                let (start, may_lack) = self.date_field(&set, from)?;
                if !optional {
                    let swapped = format!("must have {} within {period} of {}", from.text, field.text);
                    let help = match may_lack {
                        true => msg!(syntax.write, word = swapped),
                        false => msg!(rules.declare_optional),
                    };
                    self.report(
                        Diagnostic::error(Code::E0204, msg!(rules.deadline_of_required, name = &*field.text))
                            .label(field.span, Message::empty())
                            .help(help),
                    );
                }
                let from = start;
                (set, InvariantKind::MustHave { field: due, period: *period, from })
            }
            tree::InvariantKind::Lasts { noun, period, from } => {
                let set = self.set(&tree::Set::whole(noun), &mut scope)?;
                let from = self.date_field(&set, from)?.0;
                (set, InvariantKind::Lasts { period: *period, from })
            }
        };
        self.bounded_set(&set);
        let exempts =
            written.exempts.iter().filter_map(|name| Some((self.action(name)?, name.span))).collect();
        let mut also_forbids = Vec::new();
        for forbidden in &written.also_forbids {
            let actions = self.action_ids(&forbidden.actions);
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
        let (id, field) = self.field_named(set.collection, name)?;
        if field.ty != Type::Date {
            self.report(
                Diagnostic::error(Code::E0204, type_mismatch(self.a(&Type::Date), self.a(&field.ty)))
                    .label(name.span, Message::empty())
                    .label(field.name.span, msg!(rules.declared_here)),
            );
            return None;
        }
        Some((id, field.optional))
    }
}
