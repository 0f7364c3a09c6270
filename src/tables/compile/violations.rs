//! An affected invariant as a condition in what is so before: its set's conditions with the values that the effects
//! give in place of those that they change.

use crate::kb::{AffectedInvariant, Effect, InvariantKind, Plan, ReadSet};
use crate::tables::compile::dnf::{Formula, Test};
use crate::tables::compile::operands::{New, Scope, TableCompiler, Touched};
use crate::tables::layout::Predicate;
use crate::values::ids::{FieldId, NodeId, ParameterId};
use crate::values::{Truth, Value};
use std::collections::HashMap;

impl TableCompiler<'_> {
    /// The condition that an action breaks an invariant; `None` where it takes more than the values of one element
    /// before and after.
    pub(crate) fn violation(
        &mut self,
        plan: &Plan,
        affected: &AffectedInvariant,
        arguments: &[ParameterId],
    ) -> Option<Formula> {
        let kb = self.kb;
        let invariant = kb.invariants.get(affected.invariant)?;
        let set = &invariant.set;
        let elsewhere = affected.moved.iter().any(ReadSet::elsewhere);
        if elsewhere || !affected.bounds.is_empty() {
            return None;
        }
        let mut added = Vec::new();
        let mut changed: Option<(Touched, Option<NodeId>)> = None;
        for effect in &plan.effects {
            match effect {
                Effect::Add { collection, fields } if *collection == set.collection => {
                    let shape = self.model.schema.collections.get(*collection)?;
                    let blank = shape.fields.enumerated();
                    let mut new: HashMap<FieldId, New> =
                        blank.map(|(at, field)| (at, New::Constant(field.left_out()))).collect();
                    new.extend(fields.iter().map(|(field, value)| (*field, New::Node(*value))));
                    added.push(Touched { level: set.level, source: None, new });
                }
                Effect::Field { of, collection, field, value, when } if *collection == set.collection => {
                    let source = self.source(*of, arguments)?;
                    let read = affected.moved.iter().any(|moved| moved.own.contains(field));
                    let value = value.map_or(New::Constant(Value::Absent), New::Node);
                    match &mut changed {
                        Some((touched, _)) if touched.source != Some(source) => return None,
                        // Effects under conditions are only told apart where there is one.
                        Some((touched, guard)) if read => {
                            if !touched.new.is_empty() && (guard.is_some() || when.is_some()) {
                                return None;
                            }
                            touched.new.insert(*field, value);
                            *guard = *when;
                        }
                        Some(_) => {}
                        None => {
                            let new = if read { HashMap::from([(*field, value)]) } else { HashMap::new() };
                            let touched = Touched { level: set.level, source: Some(source), new };
                            changed = Some((touched, when.filter(|_| read)));
                        }
                    }
                }
                _ => {}
            }
        }
        let limit = match &invariant.kind {
            InvariantKind::Lasts { .. } => return Some(Formula::Known(Truth::False)),
            InvariantKind::Never { .. } => None,
            InvariantKind::Aggregate(_) => return None,
            InvariantKind::Limit { most, counter } => {
                // More than one element may come in.
                if added.len() + usize::from(changed.is_some()) > 1 {
                    return None;
                }
                let most = self.number(*most, &Scope { arguments, element: None })?;
                Some(self.asked(Predicate::Over { counter: (*counter)?, most }, false))
            }
        };
        let mut enters = Vec::new();
        for touched in &added {
            let scene = Scope { arguments, element: Some(touched) };
            let conditions = set.conditions.iter().map(|id| self.formula(*id, &scene, false));
            enters.push(Formula::All(conditions.collect::<Option<Vec<_>>>()?));
        }
        if let Some((touched, guard)) = changed.filter(|(touched, _)| !touched.new.is_empty()) {
            let after = Scope { arguments, element: Some(&touched) };
            let was = Touched { new: HashMap::new(), ..touched };
            let before = Scope { arguments, element: Some(&was) };
            let mut parts = Vec::new();
            for id in &set.conditions {
                parts.push(self.formula(*id, &after, false)?);
            }
            let mut left = Vec::new();
            for moved in &affected.moved {
                left.push(self.formula(moved.node, &before, true)?);
            }
            parts.push(Formula::Any(left));
            if let Some(guard) = guard {
                // Where nobody knows whether the effect happens, more than this hangs on it.
                let Some(Formula::Test(test)) =
                    self.formula(guard, &Scope { arguments, element: None }, false)
                else {
                    return None;
                };
                parts.push(Formula::Test(test));
                enters.push(Formula::Test(Test { holds: 0, may: test.may & !test.holds, ..test }));
            }
            enters.push(Formula::All(parts));
        }
        Some(match limit {
            None => Formula::Any(enters),
            Some(over) => Formula::All(vec![Formula::Any(enters), over]),
        })
    }
}
