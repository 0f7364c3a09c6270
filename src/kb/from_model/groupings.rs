//! Totals and groups to what is computed of each element.

use crate::base::Span;
use crate::kb::from_model::expressions::{Env, Lowering};
use crate::kb::grouping::{Aggregate, Amount, GroupKey};
use crate::kb::knowledge_base::{Grouping, Invariant, InvariantKind, Op, Set};
use crate::model::{self, Expr, ExprKind, Model};
use crate::values::Type;
use crate::values::ids::{GroupingId, KeyPlace, Level, NodeId};

impl Lowering<'_> {
    pub(super) fn aggregate(&mut self, set: &Set, aggregate: &model::Aggregate) -> InvariantKind {
        let mut env = Env::default();
        env.enter(set.level, set.collection);
        let amount = aggregate.amount.as_ref().map(|amount| self.amount(amount, &mut env));
        let key = |key: &model::GroupKey| GroupKey {
            fold: *key.value.ty.entry() == Type::Email,
            value: self.expr(&key.value, &mut env),
        };
        let keys: Vec<GroupKey> = aggregate.keys.iter().map(key).collect();
        let mut bound = |bound: &Option<Expr>| {
            let bound = bound.as_ref()?;
            let arguments = self.key_nodes(keys.len(), bound.span);
            Some(self.expr(bound, &mut Env::with(arguments)))
        };
        let (least, most) = (bound(&aggregate.least), bound(&aggregate.most));
        let kept = self.kept(&Grouping { set: set.clone(), amount: amount.clone(), keys: keys.clone() });
        let each = aggregate.each();
        InvariantKind::Aggregate(Box::new(Aggregate { amount, keys, least, most, each, kept }))
    }

    /// What the messages of an invariant call the keys of its groups.
    pub(super) fn group_keys(&mut self, invariant: &Invariant, span: Span) -> Vec<NodeId> {
        let keys = invariant.aggregate().map_or(0, |aggregate| aggregate.keys.len());
        self.key_nodes(keys, span)
    }

    fn key_nodes(&mut self, keys: usize, span: Span) -> Vec<NodeId> {
        (0..keys).map(|place| self.node(Op::GroupKey(KeyPlace::at(place)), span)).collect()
    }

    pub(super) fn total(&mut self, set: &model::Set, value: &Expr, span: Span, env: &mut Env) -> NodeId {
        let set = self.set(set, env);
        let mut inner = env.clone();
        inner.enter(set.level, set.collection);
        let amount = self.amount(value, &mut inner);
        let kept = self.kept(&Grouping { set: set.clone(), amount: Some(amount.clone()), keys: Vec::new() });
        self.node(Op::Total { set, amount: Box::new(amount), kept }, span)
    }

    fn amount(&mut self, value: &Expr, env: &mut Env) -> Amount {
        let (least, most) = known_range(self.model, value);
        Amount { value: self.expr(value, env), least, most }
    }

    /// What keeps up to date what is the same for every action and at every time.
    fn kept(&mut self, grouping: &Grouping) -> Option<GroupingId> {
        // So many have a number; others are worked out by walking.
        const MOST: usize = 60_000;
        let varies = self.varies(grouping.grouped().of_element());
        if self.settled || varies || grouping.set.level != Level(0) || self.kb.groupings.len() >= MOST {
            return None;
        }
        Some(self.kb.groupings.push(grouping.clone()))
    }
}

/// The numbers between which a value surely lies where nobody knows it: those of its field, and 0 for what may be absent.
fn known_range(model: &Model, value: &Expr) -> (i64, i64) {
    let any = (i64::MIN, i64::MAX);
    let (ExprKind::Field(of, field), Type::Int) = (&value.kind, &value.ty) else { return any };
    let Some(range) = field_of(model, of, *field).and_then(|field| field.range) else { return any };
    let (least, most) = (range.from, range.to.unwrap_or(i64::MAX));
    if may_be_absent(model, value) { (least.min(0), most.max(0)) } else { (least, most) }
}

fn field_of<'m>(model: &'m Model, of: &Expr, field: crate::values::ids::FieldId) -> Option<&'m model::Field> {
    let Type::Element(collection) = of.ty else { return None };
    model.schema.collections.get(collection)?.fields.get(field)
}

fn may_be_absent(model: &Model, value: &Expr) -> bool {
    match &value.kind {
        ExprKind::Field(of, field) => {
            field_of(model, of, *field).is_none_or(|field| field.optional) || may_be_absent(model, of)
        }
        _ => false,
    }
}
