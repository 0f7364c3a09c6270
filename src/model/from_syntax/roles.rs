//! Roles: whose rights they have, and what is excepted.

use crate::base::{Code, Diagnostic, Message, Span, msg};
use crate::model::from_syntax::checker::Checker;
use crate::model::from_syntax::names::Scope;
use crate::model::rules::{LocalizedText, Role, RuleKind};
use crate::model::schema::Collection;
use crate::syntax::tree::{self, DeclarationKind as Kind};
use crate::values::ids::{ActionId, RoleId};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;

impl Checker {
    pub(super) fn role_tree(&mut self, declarations: &[&tree::Declaration]) {
        let mut called = HashMap::new();
        for declaration in declarations {
            let Kind::Role(role) = &declaration.kind else { continue };
            if self.names.roles.place(&role.name.text) != Some(role.name.span) {
                continue;
            }
            let like = role.like.as_ref().and_then(|like| self.role(like));
            if role.like.is_none()
                && let Some(first) = role.except.first()
            {
                self.report(
                    Diagnostic::error(Code::E0206, msg!(rules.except_without_like, name = &*role.name.text))
                        .label(first.span, Message::empty())
                        .help(msg!(rules.write_like)),
                );
            }
            let mut except: Vec<(ActionId, Span)> = Vec::new();
            let mut seen: HashMap<ActionId, Span> = HashMap::new();
            for name in &role.except {
                let Some(action) = self.action(name) else { continue };
                if let Some(first) = seen.get(&action) {
                    self.taken("exception", name, *first);
                } else {
                    seen.insert(action, name.span);
                    except.push((action, name.span));
                }
            }
            let mut scope = Scope { actor: true, state: true, ..Scope::default() };
            let messages = self.messages(&role.say, &mut scope);
            let cites = self.citations(&role.cites);
            let called = self.called(&role.called, &mut called);
            self.model.roles.push(Role { name: role.name.clone(), like, called, except, messages, cites });
        }
        for start in self.model.roles.ids() {
            self.role_circle(start);
        }
    }

    /// What people call something: a name is that of one thing, and each language stands once.
    pub(super) fn called(
        &mut self,
        called: &[tree::Called],
        known: &mut HashMap<(Arc<str>, String), Span>,
    ) -> Vec<LocalizedText> {
        let mut languages: HashMap<&str, Span> = HashMap::new();
        let mut names = Vec::new();
        for tree::Called { language, names: own } in called {
            self.language(language);
            if let Some(first) = languages.insert(&language.text, language.span) {
                self.twice(msg!(rules.two_lists, language = &*language.text), language.span, first);
            }
            for name in own {
                let words: Vec<&str> = name.text.split_whitespace().collect();
                if words.is_empty() {
                    self.report(
                        Diagnostic::error(Code::E0206, msg!(rules.empty_name))
                            .label(name.span, Message::empty())
                            .help(msg!(rules.write_a_name)),
                    );
                }
                let key = (language.text.clone(), words.join(" ").to_lowercase().replace('ё', "е"));
                if let Some(first) = known.insert(key, name.span) {
                    self.twice(msg!(rules.two_roles_called, name = &*name.text), name.span, first);
                }
                names.push(LocalizedText { language: language.text.clone(), text: name.text.clone() });
            }
        }
        names
    }

    fn role_circle(&mut self, start: RoleId) {
        // Rights are looked for along the line of roles, for every rule.
        const LONGEST: usize = 32;
        let like = |role: &RoleId| self.model.roles.get(*role).and_then(|role| role.like);
        let line: Vec<RoleId> =
            std::iter::successors(Some(start), like).take(self.model.roles.len() + 1).collect();
        let Some(place) = self.model.roles.get(start).map(|role| role.name.span) else { return };
        match line.iter().skip(1).position(|role| *role == start) {
            // Told once for each line, of the first role that is too far from its end.
            None if line.len() == LONGEST + 1 && line.last().is_some_and(|last| like(last).is_none()) => self
                .report(
                    Diagnostic::error(Code::E0106, msg!(rules.roles_too_deep, most = LONGEST))
                        .label(place, msg!(rules.begins_here))
                        .help(msg!(rules.like_the_last)),
                ),
            // Each circle is reported once, at its first role.
            Some(length) if line.iter().take(length + 1).min() == Some(&start) => {
                let name = self.model.roles.get(start).map_or("", |role| &*role.name.text);
                self.report(
                    Diagnostic::error(Code::E0205, msg!(rules.role_like_itself, name = name))
                        .label(place, Message::empty())
                        .help(msg!(rules.one_role_without_like)),
                );
            }
            _ => {}
        }
    }

    pub(super) fn role(&mut self, name: &tree::Name) -> Option<RoleId> {
        const EVERYONE: [&str; 11] = [
            "everyone",
            "everybody",
            "anyone",
            "anybody",
            "all",
            "every",
            "each",
            "any",
            "все",
            "каждый",
            "любой",
        ];
        let means_all = |collection: &Collection| {
            EVERYONE.contains(&&*name.text.to_lowercase())
                || [&collection.name.text, &collection.noun.text].contains(&&name.text)
        };
        if &*name.text == "nobody" && !self.names.roles.has(&name.text) {
            let message = msg!(rules.unknown_role, name = &*name.text);
            self.unknown(message, name, Some(msg!(syntax.permit_has_no_not)));
            return None;
        }
        if self.names.roles.get(&name.text).is_none()
            && let Some(actors) = self.model.schema.actors
            && let Some(collection) = self.model.schema.collections.get(actors)
            && means_all(collection)
        {
            let help = msg!(rules.write_every, noun = &*collection.noun.text);
            self.unknown(msg!(rules.unknown_role, name = &*name.text), name, Some(help));
            return None;
        }
        self.look_up(|names| &names.roles, |name| msg!(rules.unknown_role, name = name), name)
    }

    /// Report the exceptions of roles that take nothing away.
    pub(super) fn vacuous_exceptions(&mut self) {
        // For each action with exceptions the roles that some permit names.
        let excepted = self.model.roles.iter().flat_map(|role| &role.except);
        let mut given: HashMap<ActionId, BTreeSet<RoleId>> =
            excepted.map(|(action, _)| (*action, BTreeSet::new())).collect();
        let rules = if given.is_empty() { 0 } else { self.model.rules.len() };
        for rule in self.model.rules.iter().take(rules) {
            if let RuleKind::Permit(rule) = &rule.kind
                && let Some(roles) = &rule.roles
            {
                for action in &rule.actions {
                    if let Some(named) = given.get_mut(action) {
                        named.extend(roles);
                    }
                }
            }
        }
        let given: HashMap<ActionId, Vec<RoleId>> =
            given.into_iter().map(|(action, roles)| (action, roles.into_iter().collect())).collect();
        let mut found = Vec::new();
        for role in &self.model.roles {
            let Some(parent) = role.like else { continue };
            for (action, span) in &role.except {
                if given.get(action).is_some_and(|roles| self.model.has_right(parent, roles, *action)) {
                    continue;
                }
                let action = self.model.actions.get(*action).map_or("", |action| &*action.name.text);
                let parent = self.model.roles.get(parent).map_or("", |role| &*role.name.text);
                found.push(
                    Diagnostic::warning(
                        Code::W0301,
                        msg!(rules.nothing_to_except, role = parent, action = action),
                    )
                    .label(*span, msg!(rules.no_effect))
                    .help(msg!(rules.delete_or_permit)),
                );
            }
        }
        for diagnostic in found {
            self.report(diagnostic);
        }
    }
}
