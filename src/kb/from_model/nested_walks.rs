//! Sets that are gone through once for each element of another.

use crate::base::{Code, Diagnostic, Span, msg};
use crate::kb::knowledge_base::{KnowledgeBase, Op, Set};
use crate::model::Model;
use crate::values::ids::NodeId;
use std::collections::HashSet;

impl KnowledgeBase {
    /// A warning for each set that no index narrows within another that none narrows.
    pub(super) fn nested_walks(&self, model: &Model) -> Vec<Diagnostic> {
        let rules = self.actions.iter().flat_map(|plan| plan.permits.iter().chain(&plan.forbids));
        let conditions = rules.map(|entry| (entry.applies, None));
        let sets = self.invariants.iter().flat_map(|invariant| {
            let outer = is_walk(&invariant.set).then_some(invariant);
            let place = outer.and_then(|outer| model.rules.get(outer.rule)).map(|rule| rule.sentence);
            let name = name_of(model, &invariant.set);
            let nodes = invariant.grouped().of_element();
            nodes.map(move |node| (node, place.map(|place| (place, name))))
        });
        let mut open: Vec<(NodeId, Option<(Span, &str)>)> = conditions.chain(sets).collect();
        let (mut seen, mut told) = (HashSet::new(), HashSet::new());
        let mut warnings = Vec::new();
        while let Some((id, outer)) = open.pop() {
            // What several rules share is looked at once.
            let Some(node) = self.node(id).filter(|_| seen.insert((id, outer.is_some()))) else { continue };
            let set = match &node.op {
                Op::Any(set, _) | Op::Count { set, .. } | Op::Total { set, .. } if is_walk(set) => set,
                Op::Indexed { value, .. } => {
                    open.push((*value, outer));
                    continue;
                }
                op => {
                    open.extend(Self::parts(op).into_iter().map(|part| (part, outer)));
                    continue;
                }
            };
            let name = name_of(model, set);
            if let Some((place, of)) = outer
                && told.insert(node.span)
            {
                let again = msg!(rules.gone_through_again, inner = name, outer = of);
                let warning = Diagnostic::warning(Code::W0305, again)
                    .label(node.span, msg!(rules.goes_through, collection = name));
                let warning = match place == node.span {
                    true => warning,
                    false => warning.label(place, msg!(rules.for_each_of_these, collection = of)),
                };
                warnings.push(warning.help(msg!(rules.compare_to_look_up)));
            }
            open.extend(Self::parts(&node.op).into_iter().map(|part| (part, Some((node.span, name)))));
        }
        warnings.sort_by_key(|warning| warning.labels.first().map(|label| label.span));
        warnings
    }
}

/// Whether a set is gone through whole.
fn is_walk(set: &Set) -> bool {
    set.look_up.is_none() && set.around.is_none()
}

fn name_of<'m>(model: &'m Model, set: &Set) -> &'m str {
    model.schema.collections.get(set.collection).map_or("", |shape| &shape.name.text)
}
