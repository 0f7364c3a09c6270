//! Conditions to tests and predicates: what each node stands for, seen from an action.

use crate::kb::{KnowledgeBase, Op, Set, Walked};
use crate::model::Model;
use crate::tables::compile::dnf::{Formula, Test};
use crate::tables::layout;
use crate::tables::layout::{
    CODES, CodeSlot, ElementSlot, Layout, MOST_VARIANTS, Number, Predicate, StateSlot,
};
use crate::tables::table::{Affected, Table};
use crate::values::ids::{ArgumentPlace, CollectionId, FieldId, Level, NodeId, ParameterId, ScalarId};
use crate::values::{Truth, Type, Value};
use std::collections::HashMap;

/// What is at hand while the tables of a program are made.
pub(super) struct TableCompiler<'m> {
    pub(super) model: &'m Model,
    pub(super) kb: &'m KnowledgeBase,
    pub(super) walked: Walked,
    pub(super) layout: Layout,
    /// Where the code of the actor's role is, if roles are told apart.
    pub(super) by_role: Option<CodeSlot>,
    /// The shared tables, and what they are shared by.
    pub(super) shared: Vec<Table>,
    pub(super) known: HashMap<String, Affected>,
    /// How many outcomes shared tables may still have.
    pub(super) room: usize,
    /// The first node of each shape, and of each node that was looked at.
    pub(super) shapes: HashMap<String, NodeId>,
    pub(super) nodes: HashMap<NodeId, NodeId>,
}

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
    pub(crate) arguments: &'a [ParameterId],
    pub(crate) element: Option<&'a Touched>,
}

/// An element that effects touch.
pub(crate) struct Touched {
    /// The level at which conditions find it.
    pub(crate) level: Level,
    /// Where it is read from; `None` for a new one.
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

impl<'m> TableCompiler<'m> {
    /// Which element it is that a node stands for.
    pub(crate) fn source(&self, of: NodeId, arguments: &[ParameterId]) -> Option<Source> {
        match &self.kb.node(of)?.op {
            Op::Actor => Some(Source::Actor),
            Op::Argument(parameter) if !self.model.parameters.get(*parameter)?.optional => {
                Some(Source::Argument(arguments.iter().position(|own| own == parameter)?))
            }
            _ => None,
        }
    }

    fn operand(&self, id: NodeId, scope: &Scope<'_>) -> Option<Operand> {
        match &self.kb.node(id)?.op {
            Op::Constant(value) => Some(Operand::Constant(value.clone())),
            Op::Scalar(scalar) => Some(Operand::Scalar(*scalar)),
            Op::Argument(parameter) => {
                let place = scope.arguments.iter().position(|own| own == parameter)?;
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
        let at = elements.iter().position(|own| *own == kept).unwrap_or(elements.len());
        if at == elements.len() && at < CODES {
            elements.push(kept);
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
            Source::Argument(place) => CodeSlot::of_element(place, slot),
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
        if predicate.is_of_state()
            && let Some(at) = self.held(StateSlot::Predicate(predicate.clone()))
        {
            return Formula::Test(Test::of_answer(at, negated));
        }
        Formula::Predicate(predicate, negated)
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
            Operand::Scalar(scalar) => self.held(StateSlot::Scalar(*scalar))?,
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
        let Some(node) = self.kb.node(id) else { return false };
        match &node.op {
            Op::Constant(_) => true,
            Op::And(parts) | Op::Or(parts) => parts.iter().all(|part| self.hangs_on_codes(*part, set)),
            Op::Not(inner) => self.hangs_on_codes(*inner, set),
            Op::Equal { left, right, .. } => {
                self.hangs_on_codes(*left, set) && self.hangs_on_codes(*right, set)
            }
            Op::Present(inner) => self.has_code(*inner, set, false),
            Op::Field { .. } => self.has_code(id, set, true),
            _ => false,
        }
    }

    /// Whether a node is a field of a set's element that has a code, one for each value if need be.
    fn has_code(&mut self, id: NodeId, set: &Set, exact: bool) -> bool {
        let kb = self.kb;
        let Some(Op::Field { of, collection, field }) = kb.node(id).map(|node| &node.op) else {
            return false;
        };
        let of = kb.node(*of).map(|of| &of.op);
        let operand = Operand::Field { source: Source::Actor, collection: *collection, field: *field };
        matches!(of, Some(Op::Element { level, .. }) if *level == set.level)
            && (!exact || self.coded(&operand, &Scope { arguments: &[], element: None }))
            && self.kept(*collection, ElementSlot::Field(*field)).is_some()
    }

    /// The type of what is no constant.
    fn type_of(&self, operand: &Operand, scope: &Scope<'_>) -> Option<&'m Type> {
        let Model { schema, parameters, .. } = self.model;
        match operand {
            Operand::Constant(_) => None,
            Operand::Scalar(scalar) => Some(&schema.scalars.get(*scalar)?.field.ty),
            Operand::Argument(place) => Some(&parameters.get(*scope.arguments.get(place.index())?)?.ty),
            Operand::Field { collection, field, .. } => {
                Some(&schema.collections.get(*collection)?.fields.get(*field)?.ty)
            }
        }
    }

    /// Whether each value has a code of its own.
    fn coded(&self, operand: &Operand, scope: &Scope<'_>) -> bool {
        match (operand, self.type_of(operand, scope)) {
            (Operand::Constant(Value::Bool(_) | Value::Absent | Value::Unknown), _)
            | (_, Some(Type::Bool)) => true,
            (Operand::Constant(Value::Variant(variant)), _) => variant.index() < MOST_VARIANTS,
            (_, Some(Type::Enum(id))) => {
                self.model.enums.get(*id).is_some_and(|found| found.values.len() <= MOST_VARIANTS)
            }
            _ => false,
        }
    }

    /// A condition as tests and predicates; `None` where some part of it is neither.
    pub(crate) fn formula(&mut self, id: NodeId, scope: &Scope<'_>, negated: bool) -> Option<Formula> {
        self.tests(id, scope, negated).or_else(|| self.predicate(id, scope, negated))
    }

    /// The same without the node itself as a predicate.
    fn tests(&mut self, id: NodeId, scope: &Scope<'_>, negated: bool) -> Option<Formula> {
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
                    return numbers.map(|(left, right)| self.asked(Predicate::Equal(left, right), negated));
                }
                let ((Operand::Constant(value), seen) | (seen, Operand::Constant(value))) = (left, right)
                else {
                    return None;
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
                    return None;
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
            _ => None,
        }
    }

    pub(crate) fn number(&self, id: NodeId, scope: &Scope<'_>) -> Option<Number> {
        if let Op::Count { counter: Some(counter), .. } = &self.kb.node(id)?.op {
            return Some(Number::Counter(*counter));
        }
        self.as_number(&self.operand(id, scope)?, scope)
    }

    fn as_number(&self, operand: &Operand, scope: &Scope<'_>) -> Option<Number> {
        match operand {
            Operand::Constant(Value::Int(number)) => Some(Number::Constant(*number)),
            _ if self.type_of(operand, scope) != Some(&Type::Int) => None,
            Operand::Scalar(scalar) => Some(Number::Scalar(*scalar)),
            Operand::Argument(place) => Some(Number::Argument(*place)),
            Operand::Constant(_) | Operand::Field { .. } => None,
        }
    }

    /// The node itself as a predicate: nodes know nothing of elements that effects touch.
    fn predicate(&mut self, id: NodeId, scope: &Scope<'_>, negated: bool) -> Option<Formula> {
        scope.element.is_none().then(|| Formula::Predicate(self.as_node(id), negated))
    }
}
