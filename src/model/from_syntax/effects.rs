//! Effects of actions: what they add and change, and with what.

use crate::base::{Code, Diagnostic, Message, Span, msg, suggest};
use crate::model::expr::{Expr, ExprKind, LetBody};
use crate::model::from_syntax::alternatives::plain;
use crate::model::from_syntax::checker::Checker;
use crate::model::from_syntax::expressions::type_mismatch;
use crate::model::from_syntax::names::{Scope, SetName};
use crate::model::rules::{Effect, Target};
use crate::model::schema::Field;
use crate::syntax::tree::{self};
use crate::values::ids::{ActionId, CollectionId, FieldId, ParameterId, ScalarId};
use crate::values::{Type, Value};

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

/// Join a change of a list to another of the same list: what was, without what is taken out, with what is put into it.
/// Whether both are such.
fn join(known: &mut Effect, new: &Effect) -> bool {
    let same = |one: &Target, other: &Target| match (one, other) {
        (Target::Scalar(one), Target::Scalar(other)) => one == other,
        (Target::Field(one, field), Target::Field(other, own)) => {
            field == own && path_of(one) == path_of(other)
        }
        _ => false,
    };
    let (Effect::Set { target, value: Some(value), .. }, Effect::Set { target: other, value: Some(new), .. }) =
        (known, new)
    else {
        return false;
    };
    let (ExprKind::Edit { .. }, ExprKind::Edit { put, parts }) = (&value.kind, &new.kind) else {
        return false;
    };
    if !same(target, other) {
        return false;
    }
    *value = joined(value.clone(), *put, parts);
    true
}

/// A change of a list with another: what is taken out is taken out before anything is put.
fn joined(known: Expr, put: bool, new: &[Expr]) -> Expr {
    let Expr { span, ty, kind } = known;
    match kind {
        ExprKind::Edit { put: true, mut parts } if !put => {
            if let Some(list) = parts.first_mut() {
                *list = joined(list.clone(), put, new);
            }
            Expr { span, ty, kind: ExprKind::Edit { put: true, parts } }
        }
        kind => {
            let list = Expr { span, ty: ty.clone(), kind };
            let parts = [list].into_iter().chain(new.iter().skip(1).cloned()).collect();
            Expr { span, ty, kind: ExprKind::Edit { put, parts } }
        }
    }
}

impl Checker {
    /// What an action changes, as it is written.
    pub(super) fn effects(&mut self, id: ActionId, written: &tree::Action) -> Vec<Effect> {
        let mut effects: Vec<Effect> = Vec::new();
        let mut scope = self.action_scope(&[id]);
        for effect in &written.effects {
            for (number, found) in self.effect(effect, &mut scope).into_iter().enumerate() {
                let joined = effects.iter_mut().any(|known| join(known, &found));
                if joined {
                    continue;
                }
                // What it becomes otherwise is no second change.
                if number == 0 {
                    self.once(&effects, &found);
                }
                effects.push(found);
            }
        }
        effects
    }

    fn effect(&mut self, effect: &tree::Effect, scope: &mut Scope) -> Vec<Effect> {
        match &effect.kind {
            tree::EffectKind::Add { collection, fields } => {
                let Some(name) = self.set_name(collection) else { return Vec::new() };
                let SetName::Collection(id) = name else {
                    self.report(
                        Diagnostic::error(Code::E0302, msg!(rules.add_to_set, name = &*collection.text))
                            .label(collection.span, Message::empty())
                            .help(msg!(rules.add_to_collection)),
                    );
                    return Vec::new();
                };
                let fields = self.new_element(id, collection.span, fields, scope);
                let added = fields.map(|fields| Effect::Add { collection: id, fields, span: effect.span });
                added.into_iter().collect()
            }
            tree::EffectKind::Set { target, value, when, otherwise: None } => {
                let change = self.change(effect.span, target, value.as_ref(), when.as_ref(), scope);
                change.into_iter().collect()
            }
            tree::EffectKind::Set { target, value, when, otherwise } => {
                let change = self.change(effect.span, target, value.as_ref(), when.as_ref(), scope);
                let Some(first) = change else { return Vec::new() };
                let other = self.change(effect.span, target, otherwise.as_ref(), when.as_ref(), scope);
                let other = other.map(|other| match other {
                    Effect::Set { target, value, when: Some(when), span } => {
                        let not =
                            Expr { span: when.span, ty: Type::Bool, kind: ExprKind::Not(Box::new(when)) };
                        Effect::Set { target, value, when: Some(not), span }
                    }
                    other => other,
                });
                [first].into_iter().chain(other).collect()
            }
            tree::EffectKind::Edit { put, value, target, when } => {
                self.edit(effect.span, *put, value, target, when.as_ref(), scope).into_iter().collect()
            }
        }
    }

    /// A value put into a list, or taken out.
    fn edit(
        &mut self,
        span: Span,
        put: bool,
        value: &tree::Expression,
        path: &[tree::Name],
        when: Option<&tree::Expression>,
        scope: &mut Scope,
    ) -> Option<Effect> {
        let whole = path.first()?.span.to(path.last()?.span);
        let (list, target, field) = self.target(path, None, scope)?;
        let Type::List(of) = &field.ty else {
            let message = type_mismatch(msg!(rules.a_list), self.a(&field.ty));
            self.report(Diagnostic::error(Code::E0204, message).label(whole, Message::empty()));
            return None;
        };
        let value = self.value(value, Some(of), scope)?;
        let when = match when {
            Some(when) => self.condition(when, scope)?,
            None => Expr { span, ty: Type::Bool, kind: ExprKind::Literal(Value::Bool(true)) },
        };
        self.bounded_expression(&value);
        self.bounded_expression(&when);
        let kind = ExprKind::Edit { put, parts: vec![list, value, when] };
        let value = Some(Expr { span, ty: field.ty.clone(), kind });
        Some(Effect::Set { target, value, when: None, span })
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
        let (_, target, field) = self.target(path, value, scope)?;
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

    /// What an effect changes: its value before, and where it stands. `value` is what it is to become.
    fn target(
        &mut self,
        path: &[tree::Name],
        value: Option<&tree::Expression>,
        scope: &mut Scope,
    ) -> Option<(Expr, Target, Field)> {
        let whole = path.first()?.span.to(path.last()?.span);
        let name = path.iter().map(|name| &*name.text).collect::<Vec<_>>().join(".");
        let reference = tree::Expression {
            span: whole,
            kind: tree::ExpressionKind::Reference { path: path.to_vec(), arguments: None },
        };
        let found = self.value(&reference, None, scope)?;
        let before = found.clone();
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
        Some((before, target, field))
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
}
