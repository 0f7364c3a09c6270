//! How much an action adds by itself to what a rule compares: what it counts, and what its effects write.

use crate::model::{Arithmetic, Effect, Expr, ExprKind, LetBody, Model, Set, Target};
use crate::values::ids::{ActionId, FieldId, LetId};
use crate::values::{Type, Value};

/// What a named expression is asked about: its arguments, and in which call they stand themselves.
pub(super) type Call<'m> = (&'m [Expr], Option<usize>);

/// An expression, and the call whose arguments it speaks of.
#[derive(Clone, Copy)]
pub(super) struct Called<'m> {
    pub(super) expr: &'m Expr,
    pub(super) call: Option<usize>,
}

/// A condition is looked into so deep.
const DEEPEST: usize = 64;
/// Of an action that writes fields of more elements, the others are taken to stay where they are.
const MOST_ELEMENTS: usize = 16;

/// How much an action adds to a value, of which the calls around it are known: one for each element that comes into what is
/// counted, one less for each that leaves it.
pub(super) fn added_by<'m>(
    model: &'m Model,
    action: ActionId,
    value: Called<'m>,
    calls: &mut Vec<Call<'m>>,
) -> i64 {
    let effects = model.actions.get(action).map_or(&[][..], |action| &action.effects);
    let known = calls.len();
    let sum = Additions { model, effects, calls }.of(value, 0);
    calls.truncate(known);
    sum
}

struct Additions<'m, 'c> {
    model: &'m Model,
    effects: &'m [Effect],
    calls: &'c mut Vec<Call<'m>>,
}

/// A field that an effect writes, of which element, and with which value; nothing, where it becomes absent.
#[derive(Clone, Copy)]
struct Assignment<'m> {
    element: &'m Expr,
    field: FieldId,
    value: Option<&'m Expr>,
}

impl<'m> Additions<'m, '_> {
    fn of(&mut self, value: Called<'m>, depth: usize) -> i64 {
        if depth > DEEPEST {
            return 0;
        }
        match &value.expr.kind {
            ExprKind::Count(set) => self.counted(set, value.call),
            ExprKind::Call(named, _) => match self.model.lets.get(*named).map(|named| &named.body) {
                Some(LetBody::Value(expr)) => {
                    let call = self.entered(value);
                    self.of(Called { expr, call }, depth + 1)
                }
                _ => 0,
            },
            ExprKind::Argument(_) => match self.resolved(value) {
                Some(given) if !matches!(given.expr.kind, ExprKind::Argument(_)) => self.of(given, depth + 1),
                _ => 0,
            },
            _ => self
                .effects
                .iter()
                .filter_map(|effect| added(effect, value.expr))
                .fold(0, i64::saturating_add),
        }
    }

    /// The call that an expression is, for what stands in its body.
    fn entered(&mut self, Called { expr, call }: Called<'m>) -> Option<usize> {
        let ExprKind::Call(_, arguments) = &expr.kind else { return call };
        self.calls.push((arguments, call));
        self.calls.len().checked_sub(1)
    }

    /// What an argument stands for, and anything else itself.
    fn resolved(&self, mut own: Called<'m>) -> Option<Called<'m>> {
        for _ in 0..DEEPEST {
            let ExprKind::Argument(argument) = &own.expr.kind else { break };
            let (given, call) = self.calls.get(own.call?)?;
            own = Called { expr: given.get(argument.index())?, call: *call };
        }
        Some(own)
    }

    fn counted(&mut self, set: &'m Set, call: Option<usize>) -> i64 {
        let is_new = |effect: &&Effect| matches!(effect, Effect::Add { collection, .. } if *collection == set.collection);
        let new = i64::try_from(self.effects.iter().filter(is_new).count()).unwrap_or(0);
        let assignments: Vec<Assignment<'m>> = self.effects.iter().filter_map(assignment).collect();
        let is_counted = |own: &&Assignment<'_>| own.element.ty == Type::Element(set.collection);
        let mut elements: Vec<&'m Expr> = Vec::new();
        for own in assignments.iter().filter(is_counted) {
            if elements.len() == MOST_ELEMENTS {
                break;
            }
            if !elements.iter().any(|known| self.is_same(plain(known), plain(own.element), 0)) {
                elements.push(own.element);
            }
        }
        let mut sum = new;
        for element in elements {
            let own: Vec<Assignment<'m>> = assignments
                .iter()
                .filter(|one| self.is_same(plain(one.element), plain(element), 0))
                .copied()
                .collect();
            sum = sum.saturating_add(match self.set(set, call, &own) {
                Some(true) => 1,
                Some(false) => -1,
                None => 0,
            });
        }
        sum
    }

    /// Whether an element comes into a set by what is assigned, or leaves it; nothing, where it does neither or nobody knows.
    fn set(&mut self, set: &'m Set, call: Option<usize>, assigned: &[Assignment<'m>]) -> Option<bool> {
        let mut parts = Vec::new();
        let mut next = Some(set);
        let mut seen: Vec<LetId> = Vec::new();
        while let Some(own) = next {
            if let Some(filter) = &own.filter {
                parts.push(self.made(Called { expr: filter, call }, true, assigned, 0));
            }
            let of = own.of.filter(|of| !seen.contains(of));
            seen.extend(of);
            next = of.and_then(|of| match self.model.lets.get(of).map(|of| &of.body) {
                Some(LetBody::Set(set)) => Some(set),
                _ => None,
            });
        }
        all(&parts)
    }

    /// Whether what is assigned makes a condition, or its negation, hold of the element, or not hold, as far as it hangs on it.
    fn made(
        &mut self,
        own: Called<'m>,
        holds: bool,
        assigned: &[Assignment<'m>],
        depth: usize,
    ) -> Option<bool> {
        if depth > DEEPEST {
            return None;
        }
        let own = self.resolved(own)?;
        match &own.expr.kind {
            ExprKind::Not(inner) => self.made(Called { expr: inner, ..own }, !holds, assigned, depth + 1),
            ExprKind::And(parts) | ExprKind::Or(parts) => {
                let made = |expr| self.made(Called { expr, ..own }, holds, assigned, depth + 1);
                let made: Vec<Option<bool>> = parts.iter().map(made).collect();
                if matches!(own.expr.kind, ExprKind::And(_)) == holds { all(&made) } else { any(&made) }
            }
            ExprKind::Call(named, _) => {
                let Some(LetBody::Value(expr)) = self.model.lets.get(*named).map(|named| &named.body) else {
                    return None;
                };
                let call = self.entered(own);
                self.made(Called { expr, call }, holds, assigned, depth + 1)
            }
            _ => self.tested(own, assigned).map(|result| result == holds),
        }
    }

    /// The same of a condition that is not made of others.
    fn tested(&self, own: Called<'m>, assigned: &[Assignment<'m>]) -> Option<bool> {
        let inner = |expr| Called { expr, ..own };
        match &own.expr.kind {
            ExprKind::Field(..) => match self.assigned(own, assigned)?.value.map(|value| &value.kind) {
                Some(ExprKind::Literal(Value::Bool(value))) => Some(*value),
                _ => None,
            },
            ExprKind::Present(field) => Some(self.assigned(inner(field), assigned)?.value.is_some()),
            ExprKind::Equal(left, right) => {
                let sides = [(left, right), (right, left)];
                let found = sides.into_iter().find_map(|(field, key)| {
                    Some((self.assigned(inner(field), assigned)?.value, inner(key)))
                });
                let (value, key) = found?;
                let Some(value) = value else { return Some(false) };
                let key = self.resolved(key)?;
                match (&value.kind, &key.expr.kind) {
                    (ExprKind::Literal(value), ExprKind::Literal(key)) => Some(value == key),
                    _ => self.is_same(plain(value), key, 0).then_some(true),
                }
            }
            ExprKind::During(what, _, from) | ExprKind::Within(what, _, from) => {
                let is_now = |expr: &Expr| matches!(expr.kind, ExprKind::Now);
                match self.assigned(inner(from), assigned)?.value {
                    None => Some(false),
                    Some(value) => (is_now(value) && is_now(what)).then_some(true),
                }
            }
            _ => None,
        }
    }

    /// What is assigned to a field of the element that is counted, where an expression is one.
    fn assigned(&self, field: Called<'m>, assigned: &[Assignment<'m>]) -> Option<Assignment<'m>> {
        let field = self.resolved(field)?;
        let ExprKind::Field(of, own) = &field.expr.kind else { return None };
        let of = self.resolved(Called { expr: of, ..field })?;
        let is_own = |one: &&Assignment<'_>| one.field == *own && one.element.ty == of.expr.ty;
        let last = assigned.iter().rfind(is_own)?;
        matches!(of.expr.kind, ExprKind::Element(_)).then_some(*last)
    }

    /// Whether two expressions are written alike, what named ones are asked about being written out.
    fn is_same(&self, one: Called<'m>, other: Called<'m>, depth: usize) -> bool {
        let (Some(one), Some(other)) = (self.resolved(one), self.resolved(other)) else { return false };
        match (&one.expr.kind, &other.expr.kind) {
            (ExprKind::Literal(one), ExprKind::Literal(other)) => one == other,
            (ExprKind::Now, ExprKind::Now) | (ExprKind::Actor, ExprKind::Actor) => true,
            (ExprKind::Scalar(one), ExprKind::Scalar(other)) => one == other,
            (ExprKind::Parameter(one), ExprKind::Parameter(other)) => one == other,
            (ExprKind::Field(of, field), ExprKind::Field(of_other, other_field)) => {
                field == other_field
                    && depth < DEEPEST
                    && self.is_same(Called { expr: of, ..one }, Called { expr: of_other, ..other }, depth + 1)
            }
            _ => false,
        }
    }
}

/// An expression of an effect, which stands in no call.
fn plain(expr: &Expr) -> Called<'_> {
    Called { expr, call: None }
}

/// What becomes of conditions that have to hold together.
fn all(parts: &[Option<bool>]) -> Option<bool> {
    match (parts.contains(&Some(true)), parts.contains(&Some(false))) {
        (true, true) | (false, false) => None,
        (is_made, _) => Some(is_made),
    }
}

/// What becomes of conditions of which one has to hold.
fn any(parts: &[Option<bool>]) -> Option<bool> {
    if parts.contains(&Some(true)) {
        return Some(true);
    }
    (!parts.is_empty() && parts.iter().all(|part| *part == Some(false))).then_some(false)
}

fn assignment(effect: &Effect) -> Option<Assignment<'_>> {
    let Effect::Set { target: Target::Field(element, field), value, .. } = effect else { return None };
    Some(Assignment { element, field: *field, value: value.as_ref() })
}

/// How much an effect adds to a value, if it writes it so.
fn added(effect: &Effect, value: &Expr) -> Option<i64> {
    let Effect::Set { target, value: Some(new), .. } = effect else { return None };
    let ExprKind::Arithmetic(old, sign, by) = &new.kind else { return None };
    let ExprKind::Literal(Value::Int(by)) = by.kind else { return None };
    let is_same = |expr: &Expr| match (&expr.kind, target) {
        (ExprKind::Scalar(own), Target::Scalar(scalar)) => own == scalar,
        (ExprKind::Field(of, own), Target::Field(element, field)) => own == field && of.ty == element.ty,
        _ => false,
    };
    let by = match sign {
        Arithmetic::Plus => by,
        Arithmetic::Minus => by.checked_neg()?,
        Arithmetic::Times | Arithmetic::Lesser | Arithmetic::Greater => return None,
    };
    (is_same(value) && is_same(old)).then_some(by)
}
