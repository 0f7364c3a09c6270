//! Actions: their parameters and effects, and what a rule about several actions may speak of.

use crate::base::{Code, Diagnostic, Message, Span, msg, suggest};
use crate::model::expr::{Expr, ExprKind, LetBody};
use crate::model::from_syntax::alternatives::plain;
use crate::model::from_syntax::checker::{Checker, MOST};
use crate::model::from_syntax::names::{Scope, ScopedArgument, SetName};
use crate::model::rules::{Action, Effect, Parameter, Step, Target};
use crate::model::schema::Collection;
use crate::syntax::tree::{self, DeclarationKind as Kind};
use crate::values::ids::{ActionId, CollectionId, FieldId, ParameterId, ScalarId};
use crate::values::types::ROLE;
use crate::values::{Range, Type};
use std::borrow::Cow;
use std::collections::hash_map::Entry;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Whether an action says which element this is: who acts, an argument, or what one of them refers to.
fn is_named(element: &Expr) -> bool {
    match &element.kind {
        ExprKind::Actor | ExprKind::Parameter(_) | ExprKind::Scalar(_) => true,
        ExprKind::Field(of, _) => is_named(of),
        _ => false,
    }
}

/// How an element is named: an argument or a value of the state, else the actor, and the references from there.
fn path_of(element: &Expr) -> (Option<ParameterId>, Option<ScalarId>, Vec<FieldId>) {
    match &element.kind {
        ExprKind::Field(of, field) => {
            let (parameter, scalar, mut fields) = path_of(of);
            fields.push(*field);
            (parameter, scalar, fields)
        }
        ExprKind::Parameter(parameter) => (Some(*parameter), None, Vec::new()),
        ExprKind::Scalar(scalar) => (None, Some(*scalar), Vec::new()),
        _ => (None, None, Vec::new()),
    }
}

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

    /// What an action changes, as it is written.
    pub(super) fn effects(&mut self, id: ActionId, written: &tree::Action) -> Vec<Effect> {
        let mut effects: Vec<Effect> = Vec::new();
        let mut scope = self.action_scope(&[id]);
        for effect in &written.effects {
            if let Some(found) = self.effect(effect, &mut scope) {
                self.once(&effects, &found);
                effects.push(found);
            }
        }
        effects
    }

    /// The collection that holds roles and has no key: where it is named, and how it is written with one.
    pub(super) fn actors_without_key(&self) -> Option<(Span, String)> {
        let holds = |of: &&Collection| of.fields.iter().any(|field| field.ty == Type::Enum(ROLE));
        let of = self.model.schema.collections.iter().find(holds).filter(|of| of.key.is_none())?;
        let mut texts = of.fields.iter().filter(|field| field.ty == Type::String && !field.optional);
        let key = texts.next().map_or("id", |field| &*field.name.text);
        Some((of.name.span, format!("{}: each {} by {key} {{", of.name.text, of.noun.text)))
    }

    fn effect(&mut self, effect: &tree::Effect, scope: &mut Scope) -> Option<Effect> {
        match &effect.kind {
            tree::EffectKind::Add { collection, fields } => {
                let SetName::Collection(id) = self.set_name(collection)? else {
                    self.report(
                        Diagnostic::error(Code::E0302, msg!(rules.add_to_set, name = &*collection.text))
                            .label(collection.span, Message::empty())
                            .help(msg!(rules.add_to_collection)),
                    );
                    return None;
                };
                let fields = self.new_element(id, collection.span, fields, scope)?;
                Some(Effect::Add { collection: id, fields, span: effect.span })
            }
            tree::EffectKind::Set { target, value, when } => {
                self.change(effect.span, target, value.as_ref(), when.as_ref(), scope)
            }
        }
    }

    fn new_element(
        &mut self,
        collection: CollectionId,
        place: Span,
        written: &[(tree::Name, tree::Expression)],
        scope: &mut Scope,
    ) -> Option<Vec<(FieldId, Expr)>> {
        let mut found: Vec<(FieldId, Expr)> = Vec::new();
        let mut seen: Vec<&tree::Name> = Vec::new();
        let mut misspelt: Vec<&str> = Vec::new();
        for (name, value) in written {
            if !self.is_first("field", name, &mut seen) {
                continue;
            }
            let Some((id, field)) = self.field_named(collection, name) else {
                misspelt.push(&*name.text);
                continue;
            };
            if let Some(value) = self.value(value, Some(&field.ty), scope) {
                self.bounded_expression(&value);
                self.always_there(&value, field.optional, name.span);
                found.push((id, value));
            }
        }
        let shape = self.model.schema.collections.get(collection)?.clone();
        // Whoever misspelt a field is not told that it is missing.
        let fields = || shape.fields.iter().map(|field| &*field.name.text);
        let meant: Vec<&str> = misspelt.iter().filter_map(|name| suggest::nearest(name, fields())).collect();
        for field in shape.fields.iter().filter(|field| !meant.contains(&&*field.name.text)) {
            let due = !field.optional && field.default.is_none();
            if due && !seen.iter().any(|name| name.text == field.name.text) {
                self.report(
                    Diagnostic::error(
                        Code::E0206,
                        msg!(rules.new_lacks_field, noun = &*shape.noun.text, field = &*field.name.text),
                    )
                    .label(place, msg!(rules.added_here))
                    .label(field.name.span, msg!(rules.neither_default_nor_optional)),
                );
            }
        }
        Some(found)
    }

    fn change(
        &mut self,
        span: Span,
        path: &[tree::Name],
        value: Option<&tree::Expression>,
        when: Option<&tree::Expression>,
        scope: &mut Scope,
    ) -> Option<Effect> {
        let whole = path.first()?.span.to(path.last()?.span);
        let name = path.iter().map(|name| &*name.text).collect::<Vec<_>>().join(".");
        let reference = tree::Expression {
            span: whole,
            kind: tree::ExpressionKind::Reference { path: path.to_vec(), arguments: None },
        };
        let found = self.value(&reference, None, scope)?;
        let (target, field) = match found.kind {
            ExprKind::Scalar(scalar) => {
                (Target::Scalar(scalar), self.model.schema.scalars.get(scalar)?.field.clone())
            }
            ExprKind::Field(element, id) if is_named(&element) => {
                let Type::Element(collection) = element.ty else { return None };
                let collection = self.model.schema.collections.get(collection)?;
                if collection.key == Some(id) {
                    self.report(
                        Diagnostic::error(
                            Code::E0302,
                            msg!(rules.key_cannot_change, name = name, noun = &*collection.noun.text),
                        )
                        .label(whole, Message::empty()),
                    );
                    return None;
                }
                (Target::Field(*element, id), collection.fields.get(id)?.clone())
            }
            _ => {
                self.report(
                    Diagnostic::error(Code::E0302, msg!(rules.cannot_change, name = name.as_str()))
                        .label(whole, Message::empty())
                        .help(match (value, &found.ty) {
                            (Some(value), Type::Element(of))
                                if self.field_becoming(*of, &name, value).is_some() =>
                            {
                                self.field_becoming(*of, &name, value).unwrap_or(msg!(rules.what_can_change))
                            }
                            (None, Type::Element(_)) => msg!(syntax.nothing_is_removed, name = name.as_str()),
                            _ => msg!(rules.what_can_change),
                        }),
                );
                return None;
            }
        };
        if let Some(value) = value
            && let Some(word) = self.no_value(value, &field.ty, scope)
        {
            self.report(
                Diagnostic::error(Code::E0201, msg!(rules.unknown_name, name = &*word))
                    .label(value.span, Message::empty())
                    .help(msg!(syntax.write, word = format!("clear {name}"))),
            );
            return None;
        }
        let value = match value {
            Some(value) => Some(self.value(value, Some(&field.ty), scope)?),
            None if field.optional => None,
            None => {
                self.report(
                    Diagnostic::error(Code::E0302, msg!(rules.cannot_be_cleared, name = name))
                        .label(whole, Message::empty())
                        .label(field.name.span, msg!(rules.declared_required)),
                );
                return None;
            }
        };
        let when = match when {
            Some(when) => Some(self.condition(when, scope)?),
            None => None,
        };
        value.iter().chain(&when).for_each(|expr| self.bounded_expression(expr));
        if let Some(value) = &value {
            self.always_there(value, field.optional, whole);
        }
        if field.ty == Type::TimeZone && matches!(target, Target::Scalar(_)) {
            self.report(
                Diagnostic::error(Code::E0302, msg!(rules.time_zone_cannot_change))
                    .label(whole, msg!(rules.dates_in_time_zone)),
            );
        }
        Some(Effect::Set { target, value, when, span })
    }

    /// The change that was meant where an element is said to become what just one of its fields may be.
    fn field_becoming(&self, of: CollectionId, name: &str, value: &tree::Expression) -> Option<Message> {
        let value = plain(value)?;
        let mut fields = self.fields_with(of, &value).filter(|field| *field.name.text != *value);
        let field = fields.next().filter(|_| fields.next().is_none())?;
        Some(msg!(syntax.write, word = format!("{name}.{} becomes {value}", field.name.text)))
    }

    /// Report a value that may be absent where one is always due.
    fn always_there(&mut self, value: &Expr, optional: bool, target: Span) {
        if !optional && self.may_be_absent(value) {
            self.report(
                Diagnostic::error(Code::E0204, msg!(rules.may_be_absent))
                    .label(value.span, msg!(rules.is_optional))
                    .label(target, msg!(rules.always_has_value))
                    .help(msg!(rules.both_or_neither)),
            );
        }
    }

    pub(super) fn may_be_absent(&self, value: &Expr) -> bool {
        match &value.kind {
            ExprKind::Scalar(scalar) => {
                self.model.schema.scalars.get(*scalar).is_some_and(|scalar| scalar.field.optional)
            }
            ExprKind::Parameter(parameter) => {
                self.model.parameters.get(*parameter).is_some_and(|parameter| parameter.optional)
            }
            ExprKind::Field(element, field) => {
                let Type::Element(collection) = element.ty else { return true };
                let collection = self.model.schema.collections.get(collection);
                let field = collection.and_then(|found| found.fields.get(*field));
                field.is_none_or(|field| field.optional) || self.may_be_absent(element)
            }
            ExprKind::Arithmetic(left, _, right) => self.may_be_absent(left) || self.may_be_absent(right),
            ExprKind::Call(named, arguments) => {
                let body = self.model.lets.get(*named).map(|found| &found.body);
                let absent = matches!(body, Some(LetBody::Value(body)) if self.may_be_absent(body));
                absent || arguments.iter().any(|argument| self.may_be_absent(argument))
            }
            _ => false,
        }
    }

    fn once(&mut self, effects: &[Effect], new: &Effect) {
        let key = |effect: &Effect| {
            let Effect::Set { target, span, .. } = effect else { return None };
            let key = match target {
                Target::Scalar(scalar) => (Some(*scalar), None),
                Target::Field(element, field) => (None, Some((path_of(element), *field))),
            };
            Some((key, *span))
        };
        let Some((what, span)) = key(new) else { return };
        if let Some((_, first)) = effects.iter().filter_map(key).find(|(other, _)| *other == what) {
            self.report(
                Diagnostic::error(Code::E0302, msg!(rules.changed_twice))
                    .label(span, msg!(rules.again_here))
                    .label(first, msg!(rules.first_here)),
            );
        }
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
