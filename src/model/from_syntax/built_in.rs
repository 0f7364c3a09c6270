//! What no rule file says and every pack holds: an effect puts no number outside of its range, and what it changes is
//! known.

use crate::base::language::Language;
use crate::base::{Span, msg};
use crate::model::expr::{Expr, ExprKind, Message, MessagePart, Order, Set};
use crate::model::from_syntax::checker::Checker;
use crate::model::rules::{ActionRule, Condition, Effect, Invariant, InvariantKind, Rule, RuleKind, Target};
use crate::model::schema::Field;
use crate::syntax::tree::Name;
use crate::values::ids::{ActionId, CollectionId, Level};
use crate::values::{Range, Type, Value};

/// The id of the rule that denies what would leave a range.
const OUT_OF_RANGE: &str = "(range)";
/// The id of the rule that denies what would let elements lie in one another in a circle.
const CYCLE: &str = "(cycle)";
/// The id of the rule that lets nothing through that would change nobody knows which element.
const UNKNOWN_TARGET: &str = "(whom)";

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

impl Checker {
    /// For each effect that may put a number outside of the range of its field, or change an element that nobody knows, a
    /// rule that denies the action then.
    pub(super) fn ranges_hold(&mut self) {
        let actions = self.model.actions.enumerated();
        let found: Vec<Rule> = actions.flat_map(|(id, action)| self.in_ranges(id, &action.effects)).collect();
        self.model.rules.to_mut().extend(found);
        let nesting = self.model.schema.collections.ids().filter_map(|id| self.no_circle(id));
        let found: Vec<Rule> = nesting.collect();
        self.model.rules.to_mut().extend(found);
    }

    /// That no element of a collection lies in itself, where one can.
    fn no_circle(&self, id: CollectionId) -> Option<Rule> {
        let shape = self.model.schema.collections.get(id)?;
        let (key, span) = (shape.key?, shape.name.span);
        if !self.model.schema.nests_in(id, id) {
            return None;
        }
        let element = Expr { span, ty: Type::Element(id), kind: ExprKind::Element(Level(0)) };
        let (inner, outer) = (Box::new(element.clone()), Box::new(element.clone()));
        let inside = Expr { span, ty: Type::Bool, kind: ExprKind::Inside { inner, outer, same: false } };
        let name = Expr { span, ty: Type::String, kind: ExprKind::Field(Box::new(element), key) };
        let message = |language: Language| Message {
            language: language.code().into(),
            pieces: vec![
                MessagePart::Value(Box::new(name.clone())),
                MessagePart::Text(format!(" {}", msg!(verdict.lies_in_itself).text(language)).into()),
            ],
        };
        Some(Rule {
            id: Name { text: CYCLE.into(), span },
            sentence: span,
            kind: RuleKind::Invariant(Invariant {
                set: Set { collection: id, of: None, filter: Some(Box::new(inside)), span },
                kind: InvariantKind::Never,
                exempts: Vec::new(),
                exempts_all: false,
                also_forbids: Vec::new(),
            }),
            messages: Language::ALL.map(message).into(),
            cites: Vec::new(),
        })
    }

    /// The rules that deny an action where its effects put numbers outside of their ranges.
    pub(super) fn in_ranges(&self, id: ActionId, effects: &[Effect]) -> Vec<Rule> {
        let mut found = Vec::new();
        for effect in effects {
            found.extend(self.changes_somebody(id, effect));
            match effect {
                Effect::Add { collection, fields, span } => {
                    let of = self.model.schema.collections.get(*collection);
                    let fields =
                        fields.iter().filter_map(|(field, value)| Some((of?.fields.get(*field)?, value)));
                    found.extend(
                        fields.filter_map(|(field, value)| self.stays_in(id, field, value, None, *span)),
                    );
                }
                Effect::Set { target, value: Some(value), when, span } => {
                    let field = match target {
                        Target::Scalar(scalar) => {
                            self.model.schema.scalars.get(*scalar).map(|own| &own.field)
                        }
                        Target::Field(element, field) => {
                            let of = element_of(element).and_then(|of| self.model.schema.collections.get(of));
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
        found
    }

    /// What keeps an action back whose effect changes what is referred to, while nobody knows what that is. It never denies.
    fn changes_somebody(&self, action: ActionId, effect: &Effect) -> Option<Rule> {
        let Effect::Set { target: Target::Field(element, _), when, span, .. } = effect else { return None };
        let field = match &element.kind {
            ExprKind::Field(of, field) => {
                self.model.schema.collections.get(element_of(of)?)?.fields.get(*field)?
            }
            ExprKind::Scalar(scalar) => &self.model.schema.scalars.get(*scalar)?.field,
            _ => return None,
        };
        let bool_expr = |kind| Expr { span: element.span, ty: Type::Bool, kind };
        let present = bool_expr(ExprKind::Present(Box::new(element.clone())));
        // Unknown where the element is, and false where it is known.
        let both = ExprKind::And(vec![present.clone(), bool_expr(ExprKind::Not(Box::new(present)))]);
        let conditions = when.iter().cloned().chain([bool_expr(both)]);
        let message = |language: Language| Message {
            language: language.code().into(),
            pieces: vec![MessagePart::Text(
                msg!(verdict.unknown_target, name = &*field.name.text).text(language).into(),
            )],
        };
        Some(Rule {
            id: Name { text: UNKNOWN_TARGET.into(), span: field.name.span },
            sentence: *span,
            kind: RuleKind::Forbid(ActionRule {
                roles: None,
                subject: *span,
                actions: vec![action],
                conditions: conditions.map(|expr| Condition { unless: false, expr }).collect(),
            }),
            messages: Language::ALL.map(message).into(),
            cites: Vec::new(),
        })
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
        let message = |language: Language| {
            let text = msg!(verdict.out_of_range, name = &*field.name.text, range = range.in_words());
            Message {
                language: language.code().into(),
                pieces: vec![MessagePart::Text(text.text(language).into())],
            }
        };
        let rule = ActionRule {
            roles: None,
            subject: span,
            actions: vec![action],
            conditions: when.into_iter().chain([outside]).collect(),
        };
        Some(Rule {
            id: Name { text: OUT_OF_RANGE.into(), span: field.name.span },
            sentence: span,
            kind: RuleKind::Forbid(rule),
            messages: Language::ALL.map(message).into(),
            cites: Vec::new(),
        })
    }
}
