//! What no rule file says and every pack holds: an effect puts no number outside of its range, and adds no element whose
//! key is empty.

use crate::base::language::Language;
use crate::base::{Message as BaseMessage, Span, msg};
use crate::model::expr::{Expr, ExprKind, Message, MessagePart, Order};
use crate::model::from_syntax::checker::Checker;
use crate::model::rules::{ActionRule, Condition, Effect, Rule, RuleKind, Target};
use crate::model::schema::Field;
use crate::syntax::tree::Name;
use crate::values::ids::{ActionId, CollectionId};
use crate::values::{Range, Type, Value};

/// The id of the rule that denies what would leave a range.
const OUT_OF_RANGE: &str = "(range)";
/// The id of the rule that denies what would add an element with an empty key.
const EMPTY_KEY: &str = "(key)";

fn compared(value: &Expr, order: Order, number: i64) -> Expr {
    let number = Expr { span: value.span, ty: Type::Int, kind: ExprKind::Literal(Value::Int(number)) };
    let kind = ExprKind::Order(Box::new(value.clone()), order, Box::new(number));
    Expr { span: value.span, ty: Type::Bool, kind }
}

/// The collection of an element.
fn element_of(element: &Expr) -> Option<CollectionId> {
    match element.ty {
        Type::Element(collection) => Some(collection),
        _ => None,
    }
}

/// The condition under which a number is outside of a range.
fn is_outside(value: &Expr, range: Range) -> Expr {
    let less = compared(value, Order::Less, range.from);
    match range.to {
        None => less,
        Some(to) => {
            let kind = ExprKind::Or(vec![less, compared(value, Order::More, to)]);
            Expr { span: value.span, ty: Type::Bool, kind }
        }
    }
}

/// A rule that denies an action, and says why.
fn denial(
    id: &str,
    action: ActionId,
    field: &Field,
    conditions: Vec<Condition>,
    span: Span,
    why: &BaseMessage,
) -> Rule {
    let message = |language: Language| Message {
        language: language.code().into(),
        pieces: vec![MessagePart::Text(why.text(language).into())],
    };
    let rule = ActionRule { roles: None, subject: span, actions: vec![action], conditions };
    Rule {
        id: Name { text: id.into(), span: field.name.span },
        sentence: span,
        kind: RuleKind::Forbid(rule),
        messages: Language::ALL.map(message).into(),
        cites: Vec::new(),
    }
}

/// For an effect that may add an element with an empty key, a rule that denies the action then.
fn key_is_given(action: ActionId, field: &Field, value: &Expr, span: Span) -> Option<Rule> {
    let is_sure = match &value.kind {
        ExprKind::Literal(Value::Text(text)) => !text.is_empty(),
        _ => value.ty != Type::String,
    };
    if is_sure {
        return None;
    }
    let empty = Expr { span: value.span, ty: Type::String, kind: ExprKind::Literal(Value::text("")) };
    let kind = ExprKind::Equal(Box::new(value.clone()), Box::new(empty));
    let is_empty = Condition { unless: false, expr: Expr { span: value.span, ty: Type::Bool, kind } };
    let why = msg!(verdict.empty_key, name = &*field.name.text);
    Some(denial(EMPTY_KEY, action, field, vec![is_empty], span, &why))
}

impl Checker {
    /// For each effect that may put a number outside of the range of its field, or add an element with an empty key, a rule
    /// that denies the action then.
    pub(super) fn add_built_in(&mut self) {
        let mut found = Vec::new();
        for (id, action) in self.model.actions.enumerated() {
            for effect in &action.effects {
                match effect {
                    Effect::Add { collection, fields: fields_given, span } => {
                        let of = self.model.schema.collections.get(*collection);
                        let fields = fields_given
                            .iter()
                            .filter_map(|(field, value)| Some((of?.fields.get(*field)?, value)));
                        found.extend(
                            fields.filter_map(|(field, value)| self.stays_in(id, field, value, None, *span)),
                        );
                        let key = of.and_then(|of| of.key);
                        let given = fields_given.iter().find(|(field, _)| Some(*field) == key);
                        found.extend(given.and_then(|(field, value)| {
                            key_is_given(id, of?.fields.get(*field)?, value, *span)
                        }));
                    }
                    Effect::Set { target, value: Some(value), when, span } => {
                        let field = match target {
                            Target::Scalar(scalar) => {
                                self.model.schema.scalars.get(*scalar).map(|own| &own.field)
                            }
                            Target::Field(element, field) => {
                                let of =
                                    element_of(element).and_then(|of| self.model.schema.collections.get(of));
                                of.and_then(|of| of.fields.get(*field))
                            }
                        };
                        found.extend(
                            field.and_then(|field| self.stays_in(id, field, value, when.as_ref(), *span)),
                        );
                    }
                    Effect::Set { value: None, .. } => {}
                }
            }
        }
        self.model.rules.to_mut().extend(found);
    }

    fn stays_in(
        &self,
        action: ActionId,
        field: &Field,
        value: &Expr,
        when: Option<&Expr>,
        span: Span,
    ) -> Option<Rule> {
        let range = field.range?;
        let is_sure = match &value.kind {
            ExprKind::Literal(value) => value.is_in(Some(range)),
            ExprKind::Parameter(parameter) => {
                self.model.parameters.get(*parameter)?.range.is_some_and(|own| range.includes(own))
            }
            _ => false,
        };
        if is_sure {
            return None;
        }
        let when = when.map(|when| Condition { unless: false, expr: when.clone() });
        let outside = Condition { unless: false, expr: is_outside(value, range) };
        let why = msg!(verdict.out_of_range, name = &*field.name.text, range = range.in_words());
        let conditions = when.into_iter().chain([outside]).collect();
        Some(denial(OUT_OF_RANGE, action, field, conditions, span, &why))
    }
}
