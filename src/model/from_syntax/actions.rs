//! Actions: their parameters and effects, and what a rule about several actions may speak of.

use crate::base::{Code, Diagnostic, Message, Span, msg, suggest};
use crate::model::expr::ExprKind;
use crate::model::from_syntax::checker::{Checker, MOST};
use crate::model::from_syntax::names::{Scope, ScopedArgument};
use crate::model::rules::{Action, Parameter, Step};
use crate::model::schema::Collection;
use crate::syntax::tree::{self, DeclarationKind as Kind};
use crate::values::ids::{ActionId, ParameterId};
use crate::values::types::ROLE;
use crate::values::{Range, Type};
use std::borrow::Cow;
use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Whether a word means elsewhere every action.
fn means_all(word: &str) -> bool {
    ["all", "everything", "anything", "any", "всё", "все", "любое"].contains(&word)
}

impl Checker {
    pub(super) fn action(&mut self, name: &tree::Name) -> Option<ActionId> {
        if !self.names.actions.has(&name.text) && means_all(&name.text) {
            self.unknown(
                msg!(rules.unknown_action, name = &*name.text),
                name,
                Some(msg!(syntax.write, word = "do anything")),
            );
            return None;
        }
        self.look_up(|names| &names.actions, |name| msg!(rules.unknown_action, name = name), name)
    }

    /// The action that a misspelt name was meant for: conditions may speak of its parameters.
    pub(super) fn action_meant(&self, name: &tree::Name) -> Option<ActionId> {
        if self.names.actions.has(&name.text) {
            return None;
        }
        self.names.actions.get(suggest::nearest(&name.text, self.names.actions.known())?)
    }

    /// Actions by their names, each once.
    pub(super) fn action_ids(&mut self, names: &[tree::Name]) -> Vec<ActionId> {
        let mut found: Vec<ActionId> = names.iter().filter_map(|name| self.action(name)).collect();
        if found.len() > 1 {
            let mut seen = HashSet::new();
            found.retain(|action| seen.insert(*action));
        }
        found
    }

    /// Take the names of all actions and look up the types of their arguments.
    pub(super) fn declare_actions(&mut self, declarations: &[&tree::Declaration]) {
        for declaration in declarations {
            let Kind::Action(written) = &declaration.kind else { continue };
            if !self.declare(|names| &mut names.actions, "action", &written.name) {
                continue;
            }
            let mut parameters: Vec<ParameterId> = Vec::new();
            let mut seen: Vec<&tree::Name> = Vec::new();
            let last = written.parameters.last().map(|last| last.name.span);
            self.too_many(written.parameters.len(), last);
            for parameter in written.parameters.iter().take(MOST) {
                let name = &parameter.name;
                if !self.is_first("parameter", name, &mut seen) {
                    continue;
                }
                if ["actor", "action", "at"].contains(&&*name.text) {
                    self.other_name(msg!(rules.given_with_actions, name = &*name.text), name);
                    continue;
                }
                if let Some(ty) = self.parameter_type(parameter) {
                    let written = parameter.ty.as_ref();
                    let optional = written.is_some_and(|ty| ty.optional);
                    let Ok(range) = self.range(written.and_then(|ty| ty.range.as_ref()), &ty) else {
                        self.unread.insert(name.text.clone());
                        continue;
                    };
                    parameters.push(self.parameter(name, ty, optional, range));
                    self.too_many(self.model.parameters.len(), Some(name.span));
                    if self.model.parameters.len() > MOST {
                        return;
                    }
                }
            }
            self.model.actions.push(Action {
                name: written.name.clone(),
                called: Vec::new(),
                parameters,
                how: Vec::new(),
                effects: Vec::new(),
                cites: Vec::new(),
            });
        }
    }

    /// The id of a parameter; actions share those of one name and type.
    fn parameter(
        &mut self,
        name: &tree::Name,
        ty: Type,
        optional: bool,
        range: Option<Range>,
    ) -> ParameterId {
        let next = ParameterId::at(self.model.parameters.len());
        match self.names.parameters.entry((name.text.clone(), ty, optional, range)) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(place) => {
                let ty = place.key().1.clone();
                place.insert(next);
                self.model.parameters.push(Parameter { name: name.clone(), ty, optional, range });
                next
            }
        }
    }

    pub(super) fn actions(&mut self, declarations: &[&tree::Declaration]) {
        let mut names = HashMap::new();
        for declaration in declarations {
            let Kind::Action(written) = &declaration.kind else { continue };
            if self.names.actions.place(&written.name.text) != Some(written.name.span) {
                continue;
            }
            let Some(id) = self.names.actions.get(&written.name.text) else { continue };
            let (mut how, mut cites) = (Vec::new(), Vec::new());
            for step in &written.how {
                let texts = self.localized_texts(&step.texts);
                let first = cites.len();
                cites.extend(self.citations(&step.cites));
                let span = step.texts.first().map_or(written.name.span, |text| text.text.span);
                how.push(Step { texts, span, cites: first..cites.len() });
            }
            let effects = self.effects(id, written);
            cites.extend(self.citations(&written.cites));
            let called = self.called(&written.called, &mut names);
            if let Some(action) = self.model.actions.get_mut(id) {
                (action.called, action.how) = (called, how);
                (action.effects, action.cites) = (effects, cites);
            }
        }
        if let (None, Some(action)) = (self.model.schema.actors, self.model.actions.iter().next())
            && !self.state_wrong
        {
            let found = Diagnostic::error(Code::E0206, msg!(rules.nobody_can_act));
            let action = action.name.span;
            let found = match self.actors_without_key() {
                Some((name, words)) => {
                    found.label(name, Message::empty()).help(msg!(syntax.write, word = words))
                }
                None => found.label(action, msg!(rules.needs_an_actor)).help(msg!(rules.declare_actors)),
            };
            self.report(found);
        }
    }

    /// The collection that holds roles and has no key: where it is named, and how it is written with one.
    pub(super) fn actors_without_key(&self) -> Option<(Span, String)> {
        let holds = |of: &&Collection| of.fields.iter().any(|field| field.ty == Type::Enum(ROLE));
        let of = self.model.schema.collections.iter().find(holds).filter(|of| of.key.is_none())?;
        let mut texts = of.fields.iter().filter(|field| field.ty == Type::String && !field.optional);
        let key = texts.next().map_or("id", |field| &*field.name.text);
        Some((of.name.span, format!("{}: each {} by {key} {{", of.name.text, of.noun.text)))
    }

    /// What a rule about these actions may speak of: the arguments that every one of them takes.
    pub(super) fn action_scope(&mut self, actions: &[ActionId]) -> Scope {
        // Beyond this, packs with many different actions are checked without the cache.
        const MOST_KEPT: usize = 100;
        let parameters = |action: &ActionId| {
            self.model.actions.get(*action).map(|found| found.parameters.as_slice()).unwrap_or_default()
        };
        let first = actions.first().map(parameters).unwrap_or_default();
        let mut shared = Cow::Borrowed(first);
        for action in actions {
            if shared.is_empty() {
                break;
            }
            let own = parameters(action);
            if own != first {
                let own: HashSet<ParameterId> = own.iter().copied().collect();
                shared.to_mut().retain(|parameter| own.contains(parameter));
            }
        }
        let arguments = self.arguments.get(&*shared).cloned().unwrap_or_else(|| {
            let arguments = shared.iter().filter_map(|parameter| {
                let found = self.model.parameters.get(*parameter)?;
                Some(ScopedArgument {
                    name: found.name.text.clone(),
                    kind: ExprKind::Parameter(*parameter),
                    ty: found.ty.clone(),
                })
            });
            let arguments: Arc<Vec<ScopedArgument>> = Arc::new(arguments.collect());
            if self.arguments.len() < MOST_KEPT {
                self.arguments.insert(shared.into_owned(), arguments.clone());
            }
            arguments
        });
        Scope { arguments, actor: true, state: true, ..Scope::default() }
    }
}
