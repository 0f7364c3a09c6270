//! Two other forms of the conditions, to be measured beside the decision tables: a tree of closures, and register code.
//! Both decide the permits and prohibitions of an action; affected invariants, which the tables decide as well, are left
//! out, so that they have less to do than what they are compared with.

use std::collections::HashSet;
use ustav::base::IndexVec;
use ustav::input::Request;
use ustav::kb::{KnowledgeBase, Node, NodeId, Op};
use ustav::values::ids::{ActionId, CollectionId, FieldId, IndexId, ParameterId, RoleId, RowId, ScalarId};
use ustav::values::{Truth, Value};

/// What both forms read. Look-ups are as fast as they can be: a set of texts in lower case.
pub(crate) struct Case<'p> {
    pub(crate) state: &'p ustav::input::State,
    pub(crate) linked: IndexVec<IndexId, HashSet<String, foldhash::fast::RandomState>>,
    actors: CollectionId,
    role: FieldId,
}

impl<'p> Case<'p> {
    pub(crate) fn new(kb: &KnowledgeBase, state: &'p ustav::input::State) -> Self {
        let linked = kb.indexes.iter().map(|index| {
            let rows = &state.collections.get(index.collection).unwrap();
            let mut texts = HashSet::default();
            for row in rows.rows() {
                let Value::List(list) = rows.value(row, index.field) else { continue };
                for value in list.iter() {
                    if let Value::Text(text) = value {
                        texts.insert(text.to_lowercase());
                    }
                }
            }
            texts
        });
        let linked = linked.collect();
        let (actors, role) = kb.actors.unwrap();
        Self { state, linked, actors, role }
    }

    fn role_in(&self, request: &Request, roles: u64) -> Truth {
        match self.state.collections.get(self.actors).unwrap().value(request.actor, self.role) {
            Value::Variant(role) => Truth::from(roles & 1 << role.0 != 0),
            _ => Truth::Unknown,
        }
    }

    fn row(source: Source, request: &Request) -> RowId {
        match source {
            Source::Actor => request.actor,
            Source::Argument(parameter) => match request.arguments.get(parameter).unwrap().value {
                Value::Element(row) => row,
                _ => RowId::NONE,
            },
        }
    }

    fn value(&self, place: Place, request: &Request) -> Value {
        match place {
            Place::Scalar(scalar) => self.state.scalars.get(scalar).unwrap().value.clone(),
            Place::Argument(parameter) => request.arguments.get(parameter).unwrap().value.clone(),
            Place::Field(source, collection, field) => {
                self.state.collections.get(collection).unwrap().value(Self::row(source, request), field)
            }
        }
    }

    fn is(&self, place: Place, request: &Request, wanted: &Value) -> Truth {
        match self.value(place, request) {
            Value::Unknown => Truth::Unknown,
            value => Truth::from(value == *wanted),
        }
    }

    fn in_index(&self, place: Place, request: &Request, index: IndexId) -> Truth {
        let known =
            |text: &str| Truth::from(self.linked.get(index).unwrap().contains(&text.to_ascii_lowercase()));
        match place {
            Place::Field(source, collection, field) => {
                let rows = &self.state.collections.get(collection).unwrap();
                rows.text(Self::row(source, request), field).map_or(Truth::Unknown, known)
            }
            place => match self.value(place, request) {
                Value::Text(text) => known(&text),
                _ => Truth::Unknown,
            },
        }
    }
}

#[derive(Clone, Copy)]
enum Source {
    Actor,
    Argument(ParameterId),
}

/// Where a value is.
#[derive(Clone, Copy)]
enum Place {
    Scalar(ScalarId),
    Argument(ParameterId),
    Field(Source, CollectionId, FieldId),
}

fn op(kb: &KnowledgeBase, id: NodeId) -> &Op {
    let Node { op, .. } = kb.node(id).unwrap();
    op
}

fn place(kb: &KnowledgeBase, id: NodeId) -> Place {
    match op(kb, id) {
        Op::Scalar(scalar) => Place::Scalar(*scalar),
        Op::Argument(parameter) => Place::Argument(*parameter),
        Op::Field { of, collection, field } => {
            let source = match op(kb, *of) {
                Op::Actor => Source::Actor,
                Op::Argument(parameter) => Source::Argument(*parameter),
                other => panic!("{other:?}"),
            };
            Place::Field(source, *collection, *field)
        }
        other => panic!("{other:?}"),
    }
}

fn constant(kb: &KnowledgeBase, id: NodeId) -> Value {
    match op(kb, id) {
        Op::Constant(value) => value.clone(),
        other => panic!("{other:?}"),
    }
}

fn mask(roles: &[RoleId]) -> u64 {
    roles.iter().fold(0, |mask, role| mask | 1 << role.0)
}

type Closure = Box<dyn Fn(&Case<'_>, &Request) -> Truth>;

/// Each condition as a closure that calls those of its parts.
pub(crate) struct Closures(IndexVec<ActionId, (Vec<Closure>, Vec<Closure>)>);

impl Closures {
    pub(crate) fn new(kb: &KnowledgeBase) -> Self {
        let all = |filed: &[ustav::kb::RuleEntry]| filed.iter().map(|one| closure(kb, one.applies)).collect();
        Self(kb.actions.iter().map(|plan| (all(&plan.permits), all(&plan.forbids))).collect())
    }

    pub(crate) fn decide(&self, case: &Case<'_>, request: &Request) -> (Truth, u64) {
        let (permits, forbids) = &self.0.get(request.action).unwrap();
        let permitted = permits.iter().fold(Truth::False, |all, one| all.or(one(case, request)));
        let denied = forbids
            .iter()
            .enumerate()
            .fold(0, |all, (at, one)| all | (u64::from(one(case, request) == Truth::True) << at));
        (permitted, denied)
    }
}

fn closure(kb: &KnowledgeBase, id: NodeId) -> Closure {
    let parts = |parts: &[NodeId]| -> Vec<Closure> { parts.iter().map(|part| closure(kb, *part)).collect() };
    match op(kb, id) {
        Op::And(all) => {
            let all = parts(all);
            Box::new(move |case, request| {
                all.iter().fold(Truth::True, |so_far, one| so_far.and(one(case, request)))
            })
        }
        Op::Or(any) => {
            let any = parts(any);
            Box::new(move |case, request| {
                any.iter().fold(Truth::False, |so_far, one| so_far.or(one(case, request)))
            })
        }
        Op::Not(inner) => {
            let inner = closure(kb, *inner);
            Box::new(move |case, request| !inner(case, request))
        }
        Op::Equal { left, right, .. } => {
            let (place, wanted) = (place(kb, *left), constant(kb, *right));
            Box::new(move |case, request| case.is(place, request, &wanted))
        }
        Op::RoleIn(roles) => {
            let mask = mask(roles);
            Box::new(move |case, request| case.role_in(request, mask))
        }
        Op::Indexed { value, index, .. } => {
            let (place, index) = (place(kb, *value), *index);
            Box::new(move |case, request| case.in_index(place, request, index))
        }
        Op::Scalar(scalar) => {
            let place = Place::Scalar(*scalar);
            Box::new(move |case, request| case.is(place, request, &Value::Bool(true)))
        }
        other => panic!("{other:?}"),
    }
}

/// An instruction of register code: its result goes into the register of its own number.
enum Instruction {
    All(Vec<u16>),
    Any(Vec<u16>),
    Not(u16),
    Is(Place, Value),
    RoleIn(u64),
    InIndex(Place, IndexId),
}

/// The conditions of an action as one list of instructions, each computed once; then where those of its permits and of
/// its prohibitions stand.
type ActionCode = (Vec<Instruction>, Vec<u16>, Vec<u16>);

pub(crate) struct RegisterCode(IndexVec<ActionId, ActionCode>);

impl RegisterCode {
    pub(crate) fn new(kb: &KnowledgeBase) -> Self {
        let compile = |plan: &ustav::kb::Plan| {
            let mut code = Vec::new();
            let permits = plan.permits.iter().map(|one| emit(kb, one.applies, &mut code)).collect();
            let forbids = plan.forbids.iter().map(|one| emit(kb, one.applies, &mut code)).collect();
            (code, permits, forbids)
        };
        Self(kb.actions.iter().map(compile).collect())
    }

    pub(crate) fn decide(&self, case: &Case<'_>, request: &Request) -> (Truth, u64) {
        let (code, permits, forbids) = &self.0.get(request.action).unwrap();
        let mut registers = [Truth::Unknown; 64];
        for (at, instruction) in code.iter().enumerate() {
            let of = |register: &u16| registers[usize::from(*register)];
            registers[at] = match instruction {
                Instruction::All(parts) => parts.iter().fold(Truth::True, |all, part| all.and(of(part))),
                Instruction::Any(parts) => parts.iter().fold(Truth::False, |any, part| any.or(of(part))),
                Instruction::Not(inner) => !of(inner),
                Instruction::Is(place, wanted) => case.is(*place, request, wanted),
                Instruction::RoleIn(roles) => case.role_in(request, *roles),
                Instruction::InIndex(place, index) => case.in_index(*place, request, *index),
            };
        }
        let of = |register: &u16| registers[usize::from(*register)];
        let permitted = permits.iter().fold(Truth::False, |any, one| any.or(of(one)));
        let denied = forbids.iter().enumerate();
        (permitted, denied.fold(0, |all, (at, one)| all | (u64::from(of(one) == Truth::True) << at)))
    }
}

fn emit(kb: &KnowledgeBase, id: NodeId, code: &mut Vec<Instruction>) -> u16 {
    let instruction = match op(kb, id) {
        Op::And(parts) => Instruction::All(parts.iter().map(|part| emit(kb, *part, code)).collect()),
        Op::Or(parts) => Instruction::Any(parts.iter().map(|part| emit(kb, *part, code)).collect()),
        Op::Not(inner) => Instruction::Not(emit(kb, *inner, code)),
        Op::Equal { left, right, .. } => Instruction::Is(place(kb, *left), constant(kb, *right)),
        Op::RoleIn(roles) => Instruction::RoleIn(mask(roles)),
        Op::Indexed { value, index, .. } => Instruction::InIndex(place(kb, *value), *index),
        Op::Scalar(scalar) => Instruction::Is(Place::Scalar(*scalar), Value::Bool(true)),
        other => panic!("{other:?}"),
    };
    code.push(instruction);
    u16::try_from(code.len() - 1).unwrap()
}
