//! What is asked of the entries of lists. To ask for one that is equal to something is to ask whether that is in the list,
//! which can be looked up.

use crate::base::Span;
use crate::kb::from_model::expressions::{Env, Lowering, folds};
use crate::kb::knowledge_base::Op;
use crate::model::{Expr, ExprKind, Set};
use crate::values::ids::{Level, NodeId};

impl Lowering<'_> {
    pub(super) fn any_entry(&mut self, list: &Expr, condition: &Expr, span: Span, env: &mut Env) -> NodeId {
        let (own, level) = (env.next(), self.take_level(env));
        let mut inner = env.clone();
        inner.enter_list(level);
        let equal = match &condition.kind {
            ExprKind::Or(terms) => terms.iter().map(|term| equal_to(term, own)).collect(),
            _ => equal_to(condition, own).map(|value| vec![value]),
        };
        let Some(values) = equal else {
            let list = self.expr(list, env);
            let condition = self.expr(condition, &mut inner);
            return self.node(Op::AnyEntry { list, level, condition }, span);
        };
        let is_in = |value: &Expr| {
            let fold = folds(value, list);
            let op = Op::In { fold, value: self.expr(value, &mut inner), list: self.expr(list, env) };
            self.node(op, span)
        };
        let mut found: Vec<NodeId> = values.into_iter().map(is_in).collect();
        match (found.len(), found.pop()) {
            (1, Some(only)) => only,
            (_, last) => {
                found.extend(last);
                self.node(Op::Or(found), span)
            }
        }
    }
}

/// What an entry has to equal for a condition to hold, where that is all that is asked of it.
fn equal_to(condition: &Expr, own: Level) -> Option<&Expr> {
    let ExprKind::Equal(left, right) = &condition.kind else { return None };
    let is_own = |expr: &Expr| matches!(expr.kind, ExprKind::Element(level) if level == own);
    let (entry, value) = if is_own(left) { (left, right) } else { (right, left) };
    (is_own(entry) && !speaks_of(value, own)).then_some(value)
}

/// Whether an expression speaks of what is under way at a level.
fn speaks_of(expr: &Expr, own: Level) -> bool {
    let (mut children, set) = expr.children();
    matches!(expr.kind, ExprKind::Element(level) if level == own)
        || children.any(|child| speaks_of(child, own))
        || set.is_some_and(|set: &Set| set.filter.as_ref().is_some_and(|filter| speaks_of(filter, own)))
}
