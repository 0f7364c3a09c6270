//! What each rule looks at, and how: which sets are gone through, and which are looked up.

use crate::base::{Sources, Span};
use crate::kb::{Invariant, InvariantKind, KnowledgeBase, Op, ReadSet, Set};
use crate::program::Program;
use crate::values::ids::{CollectionId, FieldId, NodeId, RuleId};
use serde::Serialize;

/// The plan of a pack.
#[derive(Serialize)]
pub(crate) struct Plan<'a> {
    actions: Vec<ActionPlan<'a>>,
    /// What an audit looks at.
    audit: Vec<RulePlan<'a>>,
}

#[derive(Serialize)]
struct ActionPlan<'a> {
    action: &'a str,
    /// Those that look at elements; all others cost nothing that grows with the state.
    rules: Vec<RulePlan<'a>>,
}

#[derive(Serialize)]
struct RulePlan<'a> {
    rule: &'a str,
    sets: Vec<SetPlan>,
}

/// A set of elements that a condition asks about.
#[derive(Serialize)]
struct SetPlan {
    /// As it is written.
    condition: String,
    place: String,
    how: How,
    /// The collection; of a look-up with the field by which its elements are found.
    of: String,
    /// How many elements are looked at, as a product of sizes.
    cost: String,
    /// What is asked of each of its elements.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    sets: Vec<SetPlan>,
}

#[derive(Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
enum How {
    /// All elements are looked at.
    Walk,
    /// Those that an index has.
    LookUp,
    /// Its size is kept, and nothing is looked at.
    Counted,
    /// Only the elements that the action changes.
    Touched,
}

struct Planner<'a> {
    program: &'a Program,
    sources: &'a Sources,
}

/// The plan of a program whose rules are among some sources.
pub(crate) fn plan<'a>(program: &'a Program, sources: &'a Sources) -> Plan<'a> {
    let planner = Planner { program, sources };
    let actions = program.model.actions.enumerated().zip(&program.kb.actions);
    let actions = actions.map(|((id, action), plan)| {
        let listed = plan.permits.iter().chain(&plan.forbids);
        let listed = listed.map(|entry| planner.rule(entry.rule, planner.sets(entry.applies, "")));
        let impact = program.kb.affected(id).filter_map(|(_, affected)| {
            let invariant = program.kb.invariants.get(affected.invariant)?;
            let all = affected.moved.iter().any(ReadSet::everywhere);
            let rule = planner.invariant(invariant, if all { How::Walk } else { How::Touched })?;
            Some(Some(rule).filter(|rule| all || rule.sets.iter().any(|set| !set.sets.is_empty())))
        });
        ActionPlan { action: &action.name.text, rules: listed.chain(impact).flatten().collect() }
    });
    let audit = program.kb.invariants.iter().map(|invariant| {
        let counted = match &invariant.kind {
            InvariantKind::Limit { counter, .. } => counter.is_some(),
            InvariantKind::Aggregate(aggregate) => aggregate.kept.is_some(),
            _ => false,
        };
        planner.invariant(invariant, if counted { How::Counted } else { How::Walk })
    });
    Plan { actions: actions.collect(), audit: audit.flatten().collect() }
}

fn is_looked_up(set: &Set) -> bool {
    set.look_up.is_some() || set.around.is_some()
}

impl<'a> Planner<'a> {
    fn rule(&self, rule: RuleId, sets: Vec<SetPlan>) -> Option<RulePlan<'a>> {
        let rule = self.program.model.rules.get(rule)?;
        (!sets.is_empty()).then_some(RulePlan { rule: &rule.id.text, sets })
    }

    fn invariant(&self, invariant: &Invariant, how: How) -> Option<RulePlan<'a>> {
        let rule = self.program.model.rules.get(invariant.rule)?;
        let bound = invariant.bounds().flat_map(|bound| self.sets(bound, ""));
        let sets = std::iter::once(self.set(&invariant.set, None, rule.sentence, how, "")).chain(bound);
        self.rule(invariant.rule, sets.collect())
    }

    /// The sets that a condition asks about, computed as often as elements of the outer sets are looked at.
    fn sets(&self, id: NodeId, outer: &str) -> Vec<SetPlan> {
        let Some(node) = self.program.kb.node(id) else { return Vec::new() };
        match &node.op {
            Op::Any(set, condition) => {
                let how = if is_looked_up(set) { How::LookUp } else { How::Walk };
                vec![self.set(set, Some(*condition), node.span, how, outer)]
            }
            Op::AnyEntry { list, condition, .. } => {
                let name = self.program.kb.node(*list).map_or("", |list| self.sources.text(list.span));
                let outer = if outer.is_empty() { name.to_owned() } else { format!("{outer} × {name}") };
                self.sets(*condition, &outer)
            }
            Op::Count { set, counter } => {
                let how = match (counter, is_looked_up(set)) {
                    (Some(_), _) => How::Counted,
                    (None, true) => How::LookUp,
                    (None, false) => How::Walk,
                };
                vec![self.set(set, None, node.span, how, outer)]
            }
            Op::Total { set, amount, kept } => {
                let how = match (kept, &set.look_up) {
                    (Some(_), _) => How::Counted,
                    (None, Some(_)) => How::LookUp,
                    (None, None) => How::Walk,
                };
                vec![self.set(set, Some(amount.value), node.span, how, outer)]
            }
            Op::Indexed { value, index, .. } => {
                let index = self.program.kb.indexes.get(*index);
                let of = index.map(|index| self.name(index.collection, Some(index.field)));
                let own =
                    self.plan(node.span, How::LookUp, of.unwrap_or_default(), "0".to_owned(), Vec::new());
                std::iter::once(own).chain(self.sets(*value, outer)).collect()
            }
            op => KnowledgeBase::parts(op).into_iter().flat_map(|part| self.sets(part, outer)).collect(),
        }
    }

    fn set(&self, set: &Set, condition: Option<NodeId>, span: Span, how: How, outer: &str) -> SetPlan {
        let index = set.look_up.as_ref().filter(|_| how == How::LookUp);
        let index = index.and_then(|own| self.program.kb.element_indexes.get(own.index));
        let of = self.name(set.collection, index.map(|index| index.field));
        let size = match how {
            How::Counted => "0".to_owned(),
            How::Touched => "1".to_owned(),
            How::Walk | How::LookUp => of.clone(),
        };
        let cost = if outer.is_empty() { size } else { format!("{outer} × {size}") };
        let parts = set.conditions.iter().copied().chain(condition);
        let sets = match how {
            How::Counted => Vec::new(),
            _ => parts.flat_map(|part| self.sets(part, &cost)).collect(),
        };
        self.plan(span, how, of, cost, sets)
    }

    fn name(&self, collection: CollectionId, field: Option<FieldId>) -> String {
        let Some(shape) = self.program.model.schema.collections.get(collection) else { return String::new() };
        let name = &shape.name.text;
        match field.and_then(|field| shape.fields.get(field)) {
            Some(field) => format!("{name} by {}", field.name.text),
            None => name.to_string(),
        }
    }

    fn plan(&self, span: Span, how: How, of: String, cost: String, sets: Vec<SetPlan>) -> SetPlan {
        let condition = self.sources.text(span).split_whitespace().collect::<Vec<_>>().join(" ");
        SetPlan { condition, place: self.sources.place(span), how, of, cost, sets }
    }
}
