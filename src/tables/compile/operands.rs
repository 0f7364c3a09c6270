//! Conditions to tests and predicates: what each node stands for, seen from an action.

use crate::kb::{Op, Set};
use crate::tables::compile::compiler::TableCompiler;
use crate::tables::compile::dnf::{Formula, Test};
use crate::tables::layout;
use crate::tables::layout::{CODES, CodeSlot, ElementSlot, MOST_VARIANTS, Number, Predicate, StateSlot};
use crate::values::ids::{ArgumentPlace, CollectionId, FieldId, Level, NodeId, ParameterId, ScalarId};
use crate::values::{Truth, Type, Value};
use std::collections::HashMap;

/// What a node stands for, seen from an action.
enum Operand {
    Constant(Value),
    Scalar(ScalarId),
    /// By its place in the action's list.
    Argument(ArgumentPlace),
    Field {
        source: Source,
        collection: CollectionId,
        field: FieldId,
    },
}

/// An element that an action names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Source {
    Actor,
    /// By its place in the action's list.
    Argument(usize),
}

/// Where a condition is lowered: for an action, perhaps about an element that its effects touch.
pub(crate) struct Scope<'a> {
    /// The parameters of the action.
    pub(crate) arguments: &'a [ParameterId],
    pub(crate) element: Option<&'a Touched>,
}

/// An element that effects touch.
pub(crate) struct Touched {
    /// The level at which conditions find it.
    pub(crate) level: Level,
    /// Where it is told of; `None` for a new one.
    pub(crate) source: Option<Source>,
    /// The values that its fields get.
    pub(crate) new: HashMap<FieldId, New>,
}

/// A value that an effect gives.
#[derive(Clone)]
pub(crate) enum New {
    Constant(Value),
    Node(NodeId),
}

impl TableCompiler<'_> {
    /// Which element it is that a node stands for.
    pub(crate) fn source(&self, of: NodeId, arguments: &[ParameterId]) -> Option<Source> {
        match &self.kb.node(of)?.op {
            Op::Actor => Some(Source::Actor),
            Op::Argument(number) if !self.model.parameters.get(*number)?.optional => {
                Some(Source::Argument(arguments.iter().position(|own| own == number)?))
            }
            _ => None,
        }
    }

    fn operand(&self, id: NodeId, scope: &Scope<'_>) -> Option<Operand> {
        match &self.kb.node(id)?.op {
            Op::Constant(value) => Some(Operand::Constant(value.clone())),
            Op::Scalar(number) => Some(Operand::Scalar(*number)),
            Op::Argument(number) => {
                let place = scope.arguments.iter().position(|own| own == number)?;
                Some(Operand::Argument(ArgumentPlace::at(place)))
            }
            Op::Field { of, collection, field } => {
                let (collection, field) = (*collection, *field);
                let Op::Element { level, .. } = self.kb.node(*of)?.op else {
                    return Some(Operand::Field {
                        source: self.source(*of, scope.arguments)?,
                        collection,
                        field,
                    });
                };
                let touched = scope.element.filter(|touched| touched.level == level)?;
                match (touched.new.get(&field), touched.source) {
                    (Some(New::Constant(value)), _) => Some(Operand::Constant(value.clone())),
                    // What an effect gives is worked out before anything changes.
                    (Some(New::Node(value)), _) => self.operand(*value, &Scope { element: None, ..*scope }),
                    (None, Some(source)) => Some(Operand::Field { source, collection, field }),
                    (None, None) => None,
                }
            }
            _ => None,
        }
    }

    /// The place where portals keep the code of something of an element.
    fn kept(&mut self, collection: CollectionId, kept: ElementSlot) -> Option<usize> {
        let elements = self.layout.elements.get_mut(collection)?;
        let at = elements.iter().position(|own| *own == kept).unwrap_or_else(|| {
            elements.push(kept);
            elements.len() - 1
        });
        if at == CODES {
            elements.pop();
        }
        (at < CODES).then_some(at)
    }

    /// The place of the code of something of an element.
    pub(crate) fn place(
        &mut self,
        source: Source,
        collection: CollectionId,
        kept: ElementSlot,
    ) -> Option<CodeSlot> {
        let slot = self.kept(collection, kept)?;
        match source {
            Source::Actor => CodeSlot::of_actor(slot),
            Source::Argument(told) => CodeSlot::of_element(told, slot),
        }
    }

    /// The place where portals keep the code of something of the state.
    fn held(&mut self, held: StateSlot) -> Option<CodeSlot> {
        let state = &mut self.layout.state;
        let at = state.iter().position(|own| *own == held).unwrap_or(state.len());
        let place = CodeSlot::of_state(at)?;
        if at == state.len() {
            state.push(held);
        }
        Some(place)
    }

    /// A predicate; one that the state answers is a test of what it holds, where there is room.
    pub(crate) fn asked(&mut self, predicate: Predicate, negated: bool) -> Formula {
        let at =
            if predicate.is_of_state() { self.held(StateSlot::Predicate(predicate.clone())) } else { None };
        match at {
            Some(at) => Formula::Test(Test::of_answer(at, negated)),
            None => Formula::Predicate(predicate, negated),
        }
    }

    /// A test of what is seen: which codes make it hold, and which may.
    fn test(&mut self, seen: &Operand, holds: u64, may: u64) -> Option<Formula> {
        let at = match seen {
            Operand::Constant(value) => {
                let bit = 1 << layout::code(value);
                return Some(Formula::Known(match (holds & bit != 0, may & bit != 0) {
                    (true, _) => Truth::True,
                    (false, true) => Truth::Unknown,
                    (false, false) => Truth::False,
                }));
            }
            Operand::Scalar(number) => self.held(StateSlot::Scalar(*number))?,
            Operand::Argument(place) => CodeSlot::of_argument(place.index())?,
            Operand::Field { source, collection, field } => {
                self.place(*source, *collection, ElementSlot::Field(*field))?
            }
        };
        Some(Formula::Test(Test { at, holds, may }))
    }

    /// Whether the codes that are kept of an element say whether it belongs to a set.
    pub(crate) fn alike(&mut self, set: &Set) -> bool {
        set.conditions.iter().all(|condition| self.hangs_on_codes(*condition, set))
    }

    fn hangs_on_codes(&mut self, id: NodeId, set: &Set) -> bool {
        let kb = self.kb;
        let own = |id: NodeId| match kb.node(id)?.op {
            Op::Field { of, collection, field } => match kb.node(of)?.op {
                Op::Element { level, .. } if level == set.level => {
                    Some(Operand::Field { source: Source::Actor, collection, field })
                }
                _ => None,
            },
            _ => None,
        };
        let Some(node) = kb.node(id) else { return false };
        match &node.op {
            Op::Constant(_) => true,
            Op::And(parts) | Op::Or(parts) => parts.iter().all(|part| self.hangs_on_codes(*part, set)),
            Op::Not(inner) => self.hangs_on_codes(*inner, set),
            Op::Equal { left, right, .. } => {
                self.hangs_on_codes(*left, set) && self.hangs_on_codes(*right, set)
            }
            Op::Present(inner) => match own(*inner) {
                Some(Operand::Field { collection, field, .. }) => {
                    self.kept(collection, ElementSlot::Field(field)).is_some()
                }
                _ => false,
            },
            Op::Field { .. } => match own(id) {
                Some(seen @ Operand::Field { collection, field, .. }) => {
                    self.coded(&seen, &Scope { arguments: &[], element: None })
                        && self.kept(collection, ElementSlot::Field(field)).is_some()
                }
                _ => false,
            },
            _ => false,
        }
    }

    /// Whether each value of a type has a code of its own.
    fn coded(&self, seen: &Operand, scope: &Scope<'_>) -> bool {
        let schema = &self.model.schema;
        let ty = match seen {
            Operand::Constant(Value::Bool(_) | Value::Absent | Value::Unknown) => return true,
            Operand::Constant(Value::Variant(number)) => return number.index() < MOST_VARIANTS,
            Operand::Constant(_) => return false,
            Operand::Scalar(number) => schema.scalars.get(*number).map(|scalar| &scalar.field.ty),
            Operand::Argument(place) => {
                let number = scope.arguments.get(place.index()).copied().unwrap_or(ParameterId::NONE);
                self.model.parameters.get(number).map(|parameter| &parameter.ty)
            }
            Operand::Field { collection, field, .. } => schema
                .collections
                .get(*collection)
                .and_then(|shape| shape.fields.get(*field))
                .map(|field| &field.ty),
        };
        match ty {
            Some(Type::Bool) => true,
            Some(Type::Enum(number)) => {
                let values = self.model.enums.get(*number).map(|found| found.values.len());
                values.is_some_and(|values| values <= MOST_VARIANTS)
            }
            _ => false,
        }
    }

    /// A condition as tests and predicates; `None` where some part of it is neither.
    pub(crate) fn formula(&mut self, id: NodeId, scope: &Scope<'_>, negated: bool) -> Option<Formula> {
        let kb = self.kb;
        let unknown = 1u64 << layout::UNKNOWN;
        // What makes it hold, and what may.
        let signed = |holds: u64, may: u64| if negated { (!may, !holds) } else { (holds, may) };
        match &kb.node(id)?.op {
            Op::And(parts) | Op::Or(parts) => {
                let all = matches!(kb.node(id)?.op, Op::And(_)) != negated;
                let parts = parts.iter().map(|part| self.formula(*part, scope, negated));
                let parts = parts.collect::<Option<Vec<_>>>()?;
                Some(if all { Formula::All(parts) } else { Formula::Any(parts) })
            }
            Op::Not(inner) => self.formula(*inner, scope, !negated),
            Op::Present(inner) => {
                let seen = self.operand(*inner, scope)?;
                let present = !(unknown | 1 << layout::ABSENT);
                let (holds, may) = signed(present, present | unknown);
                self.test(&seen, holds, may)
            }
            Op::Equal { left, right, fold: false } => {
                let (left, right) = (self.operand(*left, scope)?, self.operand(*right, scope)?);
                if !self.coded(&left, scope) || !self.coded(&right, scope) {
                    let numbers = self.as_number(&left, scope).zip(self.as_number(&right, scope));
                    return numbers
                        .map(|(left, right)| self.asked(Predicate::Equal(left, right), negated))
                        .or_else(|| predicate(id, scope, negated));
                }
                let ((Operand::Constant(value), seen) | (seen, Operand::Constant(value))) = (left, right)
                else {
                    return predicate(id, scope, negated);
                };
                let (holds, may) = match value {
                    Value::Absent => (0, 0),
                    Value::Unknown => (0, !(1 << layout::ABSENT)),
                    value => (1 << layout::code(&value), 1 << layout::code(&value) | unknown),
                };
                let (holds, may) = signed(holds, may);
                self.test(&seen, holds, may)
            }
            Op::RoleIn(roles) => {
                let (collection, field) = kb.actors?;
                if self.model.roles.len() > MOST_VARIANTS {
                    return predicate(id, scope, negated);
                }
                let among = roles.iter().map(|role| 1u64 << layout::code(&Value::Variant((*role).into())));
                let among = among.fold(0, |all, bit| all | bit);
                let (holds, may) = signed(among, among | unknown);
                self.test(&Operand::Field { source: Source::Actor, collection, field }, holds, may)
            }
            Op::Order(left, order, right) => {
                let (left, right) = (self.number(*left, scope)?, self.number(*right, scope)?);
                Some(self.asked(Predicate::Order(left, *order, right), negated))
            }
            Op::Indexed { value, index, .. } => match self.operand(*value, scope)? {
                Operand::Argument(argument) => {
                    Some(Formula::Predicate(Predicate::ArgumentIn { argument, index: *index }, negated))
                }
                Operand::Field { source, collection, field } => {
                    let at = self.place(source, collection, ElementSlot::Lookup { field, index: *index })?;
                    Some(Formula::Test(Test::of_answer(at, negated)))
                }
                _ => None,
            },
            Op::Constant(_) | Op::Scalar(_) | Op::Argument(_) | Op::Field { .. } => {
                let seen = self.operand(id, scope)?;
                if !self.coded(&seen, scope) {
                    return None;
                }
                let yes = 1u64 << layout::code(&Value::Bool(true));
                let (holds, may) = signed(yes, yes | unknown);
                self.test(&seen, holds, may)
            }
            _ => predicate(id, scope, negated),
        }
        .or_else(|| predicate(id, scope, negated))
    }

    pub(crate) fn number(&self, id: NodeId, scope: &Scope<'_>) -> Option<Number> {
        if let Op::Count { counter: Some(counter), .. } = &self.kb.node(id)?.op {
            return Some(Number::Counter(*counter));
        }
        self.as_number(&self.operand(id, scope)?, scope)
    }

    fn as_number(&self, seen: &Operand, scope: &Scope<'_>) -> Option<Number> {
        let int = |ty: Option<&Type>| ty == Some(&Type::Int);
        match seen {
            Operand::Constant(Value::Int(number)) => Some(Number::Constant(*number)),
            Operand::Scalar(number) => {
                let scalar = self.model.schema.scalars.get(*number);
                int(scalar.map(|scalar| &scalar.field.ty)).then_some(Number::Scalar(*number))
            }
            Operand::Argument(place) => {
                let number = scope.arguments.get(place.index()).copied()?;
                let parameter = self.model.parameters.get(number);
                int(parameter.map(|parameter| &parameter.ty)).then_some(Number::Argument(*place))
            }
            _ => None,
        }
    }
}

/// The node itself as a predicate: nodes know nothing of elements that effects touch.
fn predicate(id: NodeId, scope: &Scope<'_>, negated: bool) -> Option<Formula> {
    scope.element.is_none().then_some(Formula::Predicate(Predicate::Node(id), negated))
}
