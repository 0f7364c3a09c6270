//! What changes hand out: what people may do after them that they might not do before.
//!
//! A right is an action that something permits somebody and nothing surely forbids, whatever its arguments are; limits and
//! other invariants are no prohibitions of somebody. What is asked for hands out nothing by itself, only what is done or
//! changed before it.

use crate::eval::compute::{Context, Frame};
use crate::eval::overlay::FieldOf;
use crate::eval::why_not::inquiry::{Candidate, Inquiry};
use crate::eval::why_not::place::Input;
use crate::eval::why_not::proposal::{Grant, Step};
use crate::eval::why_not::sandbox::{Undo, given};
use crate::input::Request;
use crate::kb::{Effect, Op, Plan, Written};
use crate::model::RuleKind;
use crate::program::Program;
use crate::state::collection::Rows;
use crate::values::ids::{ActionId, CollectionId, ParameterId, RowId};
use crate::values::{Truth, Type, Value};
use std::collections::{BTreeSet, HashMap, HashSet};

/// So many people are asked for what a change lets them do.
const MOST_ASKED: usize = 32;

/// For what effects write the actions whose permits and prohibitions read it.
pub(super) fn governed(program: &Program) -> HashMap<Written, BTreeSet<ActionId>> {
    let mut governed: HashMap<Written, BTreeSet<ActionId>> = HashMap::new();
    for (action, plan) in program.kb.actions.enumerated() {
        for entry in plan.permits.iter().chain(&plan.forbids) {
            for op in program.kb.reads(entry.applies) {
                for written in written_for(program, &op) {
                    governed.entry(written).or_default().insert(action);
                }
            }
        }
    }
    governed
}

/// What would have to be written for a part of a condition to come out differently.
fn written_for(program: &Program, op: &Op) -> Vec<Written> {
    match op {
        Op::Scalar(scalar) => vec![Written::Scalar(*scalar)],
        Op::Field { collection, field, .. } => vec![Written::Field(*collection, *field)],
        Op::RoleIn(_) => {
            let actors = program.kb.actors;
            actors.map(|(collection, field)| Written::Field(collection, field)).into_iter().collect()
        }
        Op::Any(set, _) | Op::Count { set, .. } => vec![Written::Added(set.collection)],
        Op::Indexed { index, .. } => {
            let index = program.kb.indexes.get(*index);
            let written = |collection, field| [Written::Added(collection), Written::Field(collection, field)];
            index.map(|index| written(index.collection, index.field)).into_iter().flatten().collect()
        }
        _ => Vec::new(),
    }
}

/// What somebody may do, of the actions that were asked about.
struct Rights(BTreeSet<ActionId>);

/// What somebody might do before a change.
struct Before {
    rights: Rights,
    role: Option<Value>,
    /// Whether that was nothing at all.
    had_none: bool,
}

impl Inquiry<'_> {
    /// Say of some changes which hand out something in the state as it is: those that do, and that it be so what one of
    /// those would make so.
    pub(super) fn rate(&mut self, candidates: &mut [Candidate]) {
        for candidate in &mut *candidates {
            candidate.hands_out = !self.grants_alone(candidate).is_empty();
        }
        let giving = candidates.iter().filter(|candidate| candidate.hands_out);
        let written: HashSet<Input> = giving.flat_map(|candidate| candidate.writes.clone()).collect();
        for candidate in candidates.iter_mut().filter(|candidate| !candidate.hands_out) {
            candidate.hands_out =
                matches!(&candidate.step, Step::Fact { place, .. } if written.contains(place));
            candidate.hands_out = candidate.hands_out && !self.grants_alone(candidate).is_empty();
        }
    }

    fn grants_alone(&mut self, candidate: &Candidate) -> Vec<Grant> {
        let mut back = Vec::new();
        let grants = self.grants_of(candidate, &mut back);
        self.world.take_back(back);
        grants
    }

    /// What changes hand out, one after the other; where that is nothing, each by itself.
    pub(super) fn grants(&mut self, set: &[usize]) -> Vec<Grant> {
        let (mut back, mut grants) = (Vec::new(), Vec::new());
        let candidates: Vec<Candidate> = self.members(set).cloned().collect();
        for candidate in &candidates {
            grants.extend(self.grants_of(candidate, &mut back));
        }
        self.world.take_back(back);
        if grants.is_empty() {
            grants = candidates.iter().flat_map(|candidate| self.grants_alone(candidate)).collect();
        }
        grants
    }

    /// Let a change happen, and say what it hands out.
    fn grants_of(&mut self, candidate: &Candidate, back: &mut Vec<Undo>) -> Vec<Grant> {
        let Some((actors, _)) = self.program.kb.actors else { return Vec::new() };
        let (written, touched) = match &candidate.step {
            Step::Tell { parameter, value } => {
                return self.grants_of_telling(*parameter, value, actors, back);
            }
            Step::Act(request) => self.written_by(request, actors),
            // What nobody does hands out something only where it is about a person.
            Step::Fact { place: Input::Field { collection, row, field }, .. } if *collection == actors => {
                let of = FieldOf { collection: *collection, row: *row, field: *field };
                let known = self.world.portal.held(of).is_some_and(|held| held != Value::Unknown);
                (if known { vec![Written::Field(*collection, *field)] } else { Vec::new() }, vec![*row])
            }
            Step::Fact { place: Input::Scalar(scalar), .. } if candidate.hands_out => {
                (vec![Written::Scalar(*scalar)], Vec::new())
            }
            Step::Fact { place: Input::Field { collection, field, .. }, .. } if candidate.hands_out => {
                (vec![Written::Field(*collection, *field)], Vec::new())
            }
            _ => return Vec::new(),
        };
        let actions = self.governed_by(&written);
        let own =
            |written: &Written| matches!(written, Written::Field(collection, _) if *collection == actors);
        let mut asked = touched;
        if !written.iter().all(own) {
            asked.extend(self.people.iter().copied().take(MOST_ASKED));
        }
        asked.sort_unstable();
        asked.dedup();
        let before: Vec<Before> = asked.iter().map(|row| self.before(*row, &actions)).collect();
        let known = self.world.portal.rows(actors).map_or(0, Rows::len);
        match &candidate.step {
            Step::Act(request) => back.push(self.world.act(request)),
            Step::Fact { place, value } => self.world.put(place, value, back),
            _ => {}
        }
        let mut grants = Vec::new();
        for (row, before) in asked.iter().zip(before) {
            grants.extend(self.grant(*row, &actions, &before));
        }
        let nothing = Before { rights: Rights(BTreeSet::new()), role: None, had_none: true };
        for row in RowId::range(known..self.world.portal.rows(actors).map_or(0, Rows::len)) {
            grants.extend(self.grant(row, &self.all_actions(), &nothing));
        }
        grants
    }

    /// Say another value of a parameter, and say what the action hands out with it and would not with the value as it is.
    /// Whom it is about is for the one who asks to say.
    fn grants_of_telling(
        &mut self,
        parameter: ParameterId,
        value: &Value,
        actors: CollectionId,
        back: &mut Vec<Undo>,
    ) -> Vec<Grant> {
        let place = Input::Argument(parameter);
        let as_asked = self.world.request.clone();
        let (written, mut asked) = self.written_by(&as_asked, actors);
        if written.is_empty() || matches!(value, Value::Element(_)) {
            self.world.put(&place, value, back);
            return Vec::new();
        }
        let known = self.world.portal.rows(actors).map_or(0, Rows::len);
        let applied = self.world.act(&as_asked);
        asked.extend(self.people.iter().copied().take(MOST_ASKED));
        asked.extend(RowId::range(known..self.world.portal.rows(actors).map_or(0, Rows::len)));
        asked.sort_unstable();
        asked.dedup();
        let (all, governed) = (self.all_actions(), self.governed_by(&written));
        let of = |row: RowId| if row.0 < known { &governed } else { &all };
        let before: Vec<Before> = asked.iter().map(|row| self.before(*row, of(*row))).collect();
        self.world.take_back(vec![applied]);
        self.world.put(&place, value, back);
        let told = self.world.request.clone();
        let applied = self.world.act(&told);
        let grants = asked.iter().zip(&before).filter_map(|(row, before)| self.grant(*row, of(*row), before));
        let grants = grants.collect();
        self.world.take_back(vec![applied]);
        grants
    }

    /// The actions whose permits or prohibitions read what is written.
    fn governed_by(&self, written: &[Written]) -> BTreeSet<ActionId> {
        written.iter().filter_map(|written| self.governed.get(written)).flatten().copied().collect()
    }

    fn all_actions(&self) -> BTreeSet<ActionId> {
        self.program.kb.actions.ids().collect()
    }

    fn before(&self, row: RowId, actions: &BTreeSet<ActionId>) -> Before {
        let rights = self.rights(row, actions);
        let had_none = rights.0.is_empty() && self.rights(row, &self.all_actions()).0.is_empty();
        Before { rights, role: self.role_of(row), had_none }
    }

    /// What the effects of an action write, and the people whom it is about. What everybody may do, and does for
    /// themselves alone, is nobody's to hand out.
    fn written_by(&self, request: &Request, actors: CollectionId) -> (Vec<Written>, Vec<RowId>) {
        let Some(plan) = self.program.kb.actions.get(request.action) else { return (Vec::new(), Vec::new()) };
        if self.is_for_oneself(plan) {
            return (Vec::new(), Vec::new());
        }
        let parameters = self.program.model.parameters.iter().zip(&request.arguments);
        let people = parameters.filter_map(|(parameter, cell)| match (&parameter.ty, &cell.value) {
            (Type::Element(collection), Value::Element(row)) if *collection == actors => Some(*row),
            _ => None,
        });
        let people = people.chain([request.actor]).collect();
        (plan.effects.iter().map(Effect::written).collect(), people)
    }

    fn is_for_oneself(&self, plan: &Plan) -> bool {
        let role = self.program.kb.actors.map(|(collection, field)| Written::Field(collection, field));
        let own = |effect: &Effect| match effect {
            Effect::Field { of, .. } => {
                let of = self.program.kb.node(*of).map(|node| &node.op);
                matches!(of, Some(Op::Actor)) && Some(effect.written()) != role
            }
            _ => false,
        };
        let rule = |rule| self.program.model.rules.get(rule).map(|rule| &rule.kind);
        let for_all = plan.permits.iter().any(
            |entry| matches!(rule(entry.rule), Some(RuleKind::Permit(permit)) if permit.roles.is_none()),
        );
        for_all && plan.effects.iter().all(own)
    }

    fn role_of(&self, row: RowId) -> Option<Value> {
        let (collection, field) = self.program.kb.actors?;
        self.world.portal.held(FieldOf { collection, row, field })
    }

    /// Which of some actions somebody may do.
    fn rights(&self, row: RowId, actions: &BTreeSet<ActionId>) -> Rights {
        let model = &self.program.model;
        let may = |action: &ActionId| {
            let Some(plan) = self.program.kb.actions.get(*action) else { return false };
            let own = model.actions.get(*action).map(|action| &*action.parameters).unwrap_or_default();
            let argument = |id| given(if own.contains(&id) { &Value::Unknown } else { &Value::Absent });
            let arguments = model.parameters.ids().map(argument).collect();
            let request = Request { action: *action, actor: row, arguments, ..self.world.request.clone() };
            let context = Context::of_request(self.program, &self.world.portal, &request);
            let mut frame = Frame::new(self.program);
            plan.permits.iter().any(|entry| context.truth(entry.applies, &mut frame) != Truth::False)
                && plan.forbids.iter().all(|entry| context.truth(entry.applies, &mut frame) != Truth::True)
        };
        Rights(actions.iter().copied().filter(may).collect())
    }

    /// What somebody may do now of some actions that was not among the rights before.
    fn grant(
        &self,
        row: RowId,
        actions: &BTreeSet<ActionId>,
        Before { rights: Rights(before), role: role_before, had_none }: &Before,
    ) -> Option<Grant> {
        let (collection, _) = self.program.kb.actors?;
        let Rights(now) = self.rights(row, actions);
        let new: Vec<ActionId> = now.difference(before).copied().collect();
        if new.is_empty() {
            return None;
        }
        let id = self.world.portal.state.id(collection, row)?.to_owned();
        let role = self.role_of(row);
        let anew = role != *role_before || *had_none;
        let role = role.filter(|_| anew).and_then(|role| match role {
            Value::Variant(variant) => Some(variant.into()),
            _ => None,
        });
        Some(Grant { person: id, role, actions: new })
    }
}
