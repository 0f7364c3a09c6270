//! Expressions to nodes: named expressions are written out, elements get levels, look-ups get indexes.

use crate::base::Span;
use crate::kb::from_model::rights::Rights;
use crate::kb::knowledge_base::{KnowledgeBase, Node, Op, Set};
use crate::model::{self, Expr, ExprKind, LetBody, Model};
use crate::values::ids::{CollectionId, CounterId, LetId, Level, NodeId};
use crate::values::{Type, Value};
use std::collections::HashMap;

pub(super) struct Lowering<'m> {
    pub(super) model: &'m Model,
    pub(super) kb: KnowledgeBase,
    pub(super) rights: Rights,
    counted: HashMap<Set, CounterId>,
    /// Whether counters and indexes are those that there are: states that are ready have no others.
    pub(super) settled: bool,
    /// The level above those of all sets in the arguments under way.
    above: Level,
}

/// Where an expression is lowered: what its arguments and elements stand for.
#[derive(Clone, Debug, Default)]
pub(super) struct Env {
    arguments: Vec<NodeId>,
    /// With the collection of an element; none, of an entry of a list.
    levels: Vec<(Level, Option<CollectionId>)>,
    free: Level,
}

impl Env {
    /// Where some arguments stand for something, and no element is under way.
    pub(super) fn with(arguments: Vec<NodeId>) -> Self {
        Self { arguments, ..Self::default() }
    }

    /// How the body calls what is gone through next.
    pub(super) fn next(&self) -> Level {
        Level::at(self.levels.len())
    }

    pub(super) fn enter(&mut self, level: Level, collection: CollectionId) {
        self.levels.push((level, Some(collection)));
        self.free = Level::at(level.index() + 1);
    }

    pub(super) fn enter_list(&mut self, level: Level) {
        self.levels.push((level, None));
        self.free = Level::at(level.index() + 1);
    }
}

impl<'m> Lowering<'m> {
    /// Go on with a knowledge base of a model.
    pub(super) fn new(model: &'m Model, kb: KnowledgeBase, rights: Rights) -> Self {
        Self { model, kb, rights, counted: HashMap::new(), settled: false, above: Level::default() }
    }
}

impl Lowering<'_> {
    pub(super) fn node(&mut self, op: Op, span: Span) -> NodeId {
        self.kb.nodes.push(Node { op, span })
    }

    /// A node to which something without its like, such as a name that is not there, is lowered. The checker
    /// leaves none; unknown never lets anything through.
    fn unknown(&mut self, span: Span) -> NodeId {
        self.node(Op::Constant(Value::Unknown), span)
    }

    pub(super) fn and(&mut self, mut parts: Vec<NodeId>, span: Span) -> NodeId {
        match (parts.pop(), parts.is_empty()) {
            (Some(only), true) => only,
            (last, _) => {
                parts.extend(last);
                self.node(Op::And(parts), span)
            }
        }
    }

    pub(super) fn expr(&mut self, expr: &Expr, env: &mut Env) -> NodeId {
        let span = expr.span;
        let op = match &expr.kind {
            ExprKind::Literal(value) => Op::Constant(value.clone()),
            ExprKind::Now => Op::Now,
            ExprKind::Scalar(scalar) => Op::Scalar(*scalar),
            ExprKind::Actor => Op::Actor,
            ExprKind::Parameter(parameter) => Op::Argument(*parameter),
            ExprKind::Argument(argument) => {
                let argument = env.arguments.get(argument.index()).copied();
                return argument.unwrap_or_else(|| self.unknown(span));
            }
            ExprKind::Element(local) => match env.levels.get(local.index()).copied() {
                Some((level, Some(collection))) => Op::Element { level, collection },
                Some((level, None)) => Op::Entry { level, ty: expr.ty.clone() },
                None => return self.unknown(span),
            },
            ExprKind::Field(of, field) => {
                let Type::Element(collection) = of.ty else { return self.unknown(span) };
                let of = self.expr(of, env);
                self.index_reference(of);
                Op::Field { of, collection, field: *field }
            }
            ExprKind::Call(called, arguments) => return self.call(*called, arguments, span, env),
            ExprKind::And(terms) => Op::And(self.exprs(terms, env)),
            ExprKind::Or(terms) => Op::Or(self.exprs(terms, env)),
            ExprKind::Not(inner) => Op::Not(self.expr(inner, env)),
            ExprKind::Present(inner) => Op::Present(self.expr(inner, env)),
            ExprKind::Equal(left, right) => Op::Equal {
                fold: folds(left, right),
                left: self.expr(left, env),
                right: self.expr(right, env),
            },
            ExprKind::Order(left, order, right) => {
                Op::Order(self.expr(left, env), *order, self.expr(right, env))
            }
            ExprKind::In(value, list) => {
                Op::In { fold: folds(value, list), value: self.expr(value, env), list: self.expr(list, env) }
            }
            ExprKind::Edit { put, parts } => {
                let (fold, parts) = (folds(expr, expr), self.exprs(parts, env));
                let [list, value, when] = *parts.as_slice() else { return self.unknown(span) };
                Op::Edit { put: *put, list, value, when, fold }
            }
            ExprKind::Inside { inner, outer, same } => {
                let (Some(inner_of), Some(outer_of)) = (inner.ty.refers_to(), outer.ty.refers_to()) else {
                    return self.unknown(span);
                };
                self.index_nesting(inner_of);
                let (inner, outer) = (self.expr(inner, env), self.expr(outer, env));
                Op::Inside { inner, inner_of, outer, outer_of, same: *same }
            }
            ExprKind::Within(left, period, right) => {
                Op::Within(self.expr(left, env), *period, self.expr(right, env))
            }
            ExprKind::During(left, period, right) => {
                Op::During(self.expr(left, env), *period, self.expr(right, env))
            }
            ExprKind::Arithmetic(left, operator, right) => {
                Op::Arithmetic(self.expr(left, env), *operator, self.expr(right, env))
            }
            ExprKind::Any(set, condition) => return self.any(set, condition, span, env),
            ExprKind::AnyEntry(list, condition) => return self.any_entry(list, condition, span, env),
            ExprKind::CountEntries(list) => {
                Op::CountEntries { fold: folds(list, list), list: self.expr(list, env) }
            }
            ExprKind::Count(set) => {
                let set = self.set(set, env);
                let counter = self.counter(&set);
                Op::Count { set, counter }
            }
            ExprKind::Total(set, value) => return self.total(set, value, span, env),
        };
        self.node(op, span)
    }

    fn exprs(&mut self, terms: &[Expr], env: &mut Env) -> Vec<NodeId> {
        terms.iter().map(|term| self.expr(term, env)).collect()
    }

    fn call(&mut self, called: LetId, arguments: &[Expr], span: Span, env: &mut Env) -> NodeId {
        let Some(LetBody::Value(body)) = self.model.lets.get(called).map(|found| &found.body) else {
            return self.unknown(span);
        };
        let around = std::mem::replace(&mut self.above, env.free);
        let arguments = self.exprs(arguments, env);
        // The body may ask for an argument while it goes through a set: the two must not share a level.
        let free = self.above;
        self.above = around.max(free);
        self.expr(body, &mut Env { arguments, levels: Vec::new(), free })
    }

    /// The level of what is gone through next.
    pub(super) fn take_level(&mut self, env: &Env) -> Level {
        let level = env.free;
        self.kb.levels = self.kb.levels.max(level.0.saturating_add(1));
        self.above = self.above.max(Level(level.0.saturating_add(1)));
        level
    }

    pub(super) fn set(&mut self, set: &model::Set, env: &mut Env) -> Set {
        let level = self.take_level(env);
        let mut conditions = Vec::new();
        // From the named sets inwards to the set itself; a named set sees nothing of where it is used.
        let mut chain = vec![(set, false)];
        while let Some((last, _)) = chain.last().copied()
            && let Some(of) = last.of
            && let Some(LetBody::Set(of)) = self.model.lets.get(of).map(|found| &found.body)
        {
            chain.push((of, true));
        }
        for (part, named) in chain.into_iter().rev() {
            let Some(filter) = &part.filter else { continue };
            let mut inner = if named { Env::default() } else { env.clone() };
            inner.enter(level, set.collection);
            match &filter.kind {
                ExprKind::And(terms) => conditions.extend(self.exprs(terms, &mut inner)),
                _ => conditions.push(self.expr(filter, &mut inner)),
            }
        }
        let mut set = Set { collection: set.collection, level, conditions, look_up: None, around: None };
        set.around = self.around(&set, None);
        set.look_up = self.look_up(&set, None);
        set
    }

    fn any(&mut self, set: &model::Set, condition: &Expr, span: Span, env: &mut Env) -> NodeId {
        let mut set = self.set(set, env);
        let mut inner = env.clone();
        inner.enter(set.level, set.collection);
        let condition = self.expr(condition, &mut inner);
        let held = self.held_in_field(&set, condition);
        set.around = set.around.or_else(|| self.around(&set, Some(condition)));
        set.look_up = self.look_up(&set, Some(condition));
        let walk = self.node(Op::Any(set, condition), span);
        match held {
            Some((value, index)) => self.node(Op::Indexed { value, index, walk }, span),
            None => walk,
        }
    }

    /// The counter of a set that is the same for every action and at every time.
    pub(super) fn counter(&mut self, set: &Set) -> Option<CounterId> {
        // So many have a number; other sets are counted by walking.
        const MOST: usize = 60_000;
        if self.settled || set.level != Level(0) || self.varies(set.conditions.iter().copied()) {
            return None;
        }
        let known = self.counted.get(set).copied();
        if known.is_some() || self.kb.counters.len() >= MOST {
            return known;
        }
        let counter = self.kb.counters.push(set.clone());
        self.counted.insert(set.clone(), counter);
        Some(counter)
    }

    /// Whether one of some nodes is not the same for every action and at every time.
    pub(super) fn varies(&self, mut nodes: impl Iterator<Item = NodeId>) -> bool {
        let varies = |op: &Op| {
            matches!(op, Op::Actor | Op::Argument(_) | Op::Now | Op::RoleIn(_) | Op::Overdue { .. })
        };
        nodes.any(|node| self.kb.any_read(node, varies))
    }
}

/// Whether two values compare as e-mails do, without regard to letter case.
pub(super) fn folds(left: &Expr, right: &Expr) -> bool {
    [left, right].iter().any(|side| *side.ty.entry() == Type::Email)
}

impl KnowledgeBase {
    pub(crate) fn reads(&self, id: NodeId) -> Vec<Op> {
        let mut found = Vec::new();
        self.any_read(id, |op| {
            found.push(op.clone());
            false
        });
        found
    }

    /// Whether something is so of an operation that a node is made of, itself included.
    pub(crate) fn any_read(&self, id: NodeId, mut holds: impl FnMut(&Op) -> bool) -> bool {
        let mut open = vec![id];
        while let Some(id) = open.pop() {
            let Some(node) = self.node(id) else { continue };
            if holds(&node.op) {
                return true;
            }
            open.extend(Self::parts(&node.op));
        }
        false
    }

    pub(crate) fn parts(op: &Op) -> Vec<NodeId> {
        match op {
            Op::Constant(_)
            | Op::Now
            | Op::Scalar(_)
            | Op::Actor
            | Op::Argument(_)
            | Op::Element { .. }
            | Op::Entry { .. }
            | Op::GroupKey(_)
            | Op::RoleIn(_) => Vec::new(),
            Op::Field { of: inner, .. }
            | Op::Not(inner)
            | Op::Present(inner)
            | Op::CountEntries { list: inner, .. } => vec![*inner],
            Op::And(parts) | Op::Or(parts) => parts.clone(),
            Op::Equal { left, right, .. }
            | Op::Order(left, _, right)
            | Op::In { value: left, list: right, .. }
            | Op::Inside { inner: left, outer: right, .. }
            | Op::AnyEntry { list: left, condition: right, .. }
            | Op::Within(left, _, right)
            | Op::During(left, _, right)
            | Op::Overdue { field: left, from: right, .. }
            | Op::Arithmetic(left, _, right) => vec![*left, *right],
            Op::Edit { list, value, when, .. } => vec![*list, *value, *when],
            Op::Indexed { value, walk, .. } => vec![*value, *walk],
            Op::Any(set, condition) => set.conditions.iter().copied().chain([*condition]).collect(),
            Op::Count { set, .. } => set.conditions.clone(),
            Op::Total { set, amount, .. } => set.conditions.iter().copied().chain([amount.value]).collect(),
        }
    }

    /// How a node is made, without places: nodes of one shape have one value.
    pub(crate) fn shape(&self, id: NodeId) -> String {
        let Some(node) = self.node(id) else { return String::new() };
        let parts: Vec<String> = Self::parts(&node.op).into_iter().map(|part| self.shape(part)).collect();
        format!("({} {})", Self::head(&node.op), parts.join(" "))
    }

    /// What an operation is, without its parts and its place.
    pub(crate) fn head(op: &Op) -> String {
        match op {
            Op::And(_) => "and".to_owned(),
            Op::Or(_) => "or".to_owned(),
            Op::Not(_) => "not".to_owned(),
            Op::Present(_) => "present".to_owned(),
            Op::Field { collection, field, .. } => format!("field {collection} {field}"),
            Op::Equal { fold, .. } => format!("equal {fold}"),
            Op::Order(_, order, _) => format!("{order:?}"),
            Op::In { fold, .. } => format!("in {fold}"),
            Op::Inside { same, .. } => format!("inside {same}"),
            Op::Edit { put, fold, .. } => format!("edit {put} {fold}"),
            Op::Indexed { index, .. } => format!("indexed {index}"),
            Op::Within(_, period, _) => format!("within {period}"),
            Op::During(_, period, _) => format!("during {period}"),
            Op::Overdue { period, .. } => format!("overdue {period}"),
            Op::Arithmetic(_, operator, _) => format!("{operator:?}"),
            Op::Any(set, _) => format!("any {} {}", set.collection, set.level),
            Op::AnyEntry { level, .. } => format!("any entry {level}"),
            Op::CountEntries { fold, .. } => format!("count entries {fold}"),
            Op::Count { set, .. } => format!("count {} {}", set.collection, set.level),
            Op::Total { set, amount, .. } => {
                format!("total {} {} {} {}", set.collection, set.level, amount.least, amount.most)
            }
            leaf => format!("{leaf:?}"),
        }
    }
}
