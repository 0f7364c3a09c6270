//! What is proposed of a set of changes that is enough: with what would do as well, and what it hands out.

use crate::eval::why_not::inquiry::{Candidate, Class, Inquiry};
use crate::eval::why_not::place::{Input, range, shape};
use crate::eval::why_not::proposal::{Bound, Change, Grant, Proposal, Step, Who};
use crate::eval::why_not::search::Found;
use crate::kb::{Effect, Written};
use crate::values::Value;
use crate::values::ids::RuleId;

/// So many others are counted that would do as well.
const MOST_OTHERS: usize = 256;
/// A number that is so much larger stands for all larger ones.
const FAR: i64 = 1_000_000;

/// What would do as well in place of one change of a set.
struct Mate {
    place: usize,
    candidate: usize,
    /// Where it is worth more than being counted.
    value: Option<Value>,
    grants: Vec<Grant>,
}

impl Mate {
    fn in_place(&self, set: &[usize]) -> Vec<usize> {
        let mut set = set.to_vec();
        if let Some(slot) = set.get_mut(self.place) {
            *slot = self.candidate;
        }
        set
    }
}

/// Whether the same roles are given to the same people, and where it is no role, the same rights.
fn is_alike(one: &[Grant], other: &[Grant]) -> bool {
    let same = |one: &Grant, other: &Grant| {
        one.person == other.person
            && one.role == other.role
            && (one.role.is_some() || one.actions == other.actions)
    };
    one.len() == other.len() && one.iter().all(|one| other.iter().any(|other| same(one, other)))
}

impl Inquiry<'_> {
    /// A set of changes with what would do as well in place of each; what would hand out something else, apart.
    pub(super) fn proposals_of(&mut self, found: &Found) -> Vec<Proposal> {
        let grants = self.grants(&found.set);
        let (alike, others): (Vec<Mate>, Vec<Mate>) =
            self.mates(found).into_iter().partition(|mate| is_alike(&mate.grants, &grants));
        let mut proposals = vec![self.proposal(found, grants, &alike)];
        let mut groups: Vec<Vec<Mate>> = Vec::new();
        for mate in others {
            let same = |group: &&mut Vec<Mate>| {
                group
                    .first()
                    .is_some_and(|one| one.place == mate.place && is_alike(&one.grants, &mate.grants))
            };
            match groups.iter_mut().find(same) {
                Some(group) => group.push(mate),
                None => groups.push(vec![mate]),
            }
        }
        for group in groups {
            let [first, rest @ ..] = group.as_slice() else { continue };
            let found = Found { set: first.in_place(&found.set), ..found.clone() };
            proposals.push(self.proposal(&found, first.grants.clone(), rest));
        }
        proposals
    }

    /// What else would do in place of each of some changes.
    fn mates(&mut self, found: &Found) -> Vec<Mate> {
        let mut mates = Vec::new();
        for (place, at) in found.set.iter().enumerate() {
            let Some(candidate) = self.candidates.get(*at).cloned() else { continue };
            let alike = self
                .candidates
                .iter()
                .enumerate()
                .filter(|(at, other)| other.class == candidate.class && !found.set.contains(at))
                .filter(|(_, other)| other.step != candidate.step)
                // Of people only some are looked at, so they are not counted.
                .filter(|_| candidate.class != Class::Instead)
                .take(MOST_OTHERS)
                .filter_map(|(at, other)| Some((at, candidate.does_as_well(&other.step)?)));
            for (candidate, value) in alike.collect::<Vec<_>>() {
                let mut mate = Mate { place, candidate, value, grants: Vec::new() };
                let set = mate.in_place(&found.set);
                if self.allows_any_holder(&set, found.at) && !self.breaks(&set) {
                    mate.grants = self.grants(&set);
                    mates.push(mate);
                }
            }
        }
        mates
    }

    fn proposal(&mut self, found: &Found, mut grants: Vec<Grant>, mates: &[Mate]) -> Proposal {
        let mut changes = Vec::new();
        for (place, at) in found.set.iter().enumerate() {
            let Some(candidate) = self.candidates.get(*at).cloned() else { continue };
            let concerned = self.concerned(&candidate.rules);
            let mut change = Change::new(candidate.who, candidate.step.clone(), concerned);
            change.bound = self.bound(found, place);
            change.by_action = self.is_written(&candidate.step);
            for mate in mates.iter().filter(|mate| mate.place == place) {
                match &mate.value {
                    Some(value) => change.or.push(value.clone()),
                    None => change.others += 1,
                }
            }
            changes.push(change);
        }
        for given in mates.iter().flat_map(|mate| &mate.grants) {
            let own = grants.iter_mut().find(|own| (&own.person, own.role) == (&given.person, given.role));
            if let Some(own) = own {
                own.actions.extend(&given.actions);
                own.actions.sort_unstable();
                own.actions.dedup();
            }
        }
        // Whoever does the action gives its arguments.
        if changes.iter().any(|change| matches!(change.step, Step::Instead(_))) {
            let arguments = changes.iter_mut().filter(|change| matches!(change.step, Step::Tell { .. }));
            arguments.for_each(|change| change.who = Who::Someone);
        }
        if let Some(at) = found.at {
            let concerned: Vec<RuleId> = changes.iter().flat_map(|change| change.rules.clone()).collect();
            let rest = self.in_the_way.iter().filter(|rule| !concerned.contains(rule)).copied().collect();
            changes.push(Change::new(Who::Time, Step::Wait(at), rest));
        }
        let mut rules: Vec<RuleId> = changes.iter().flat_map(|change| change.rules.clone()).collect();
        rules.sort_unstable();
        rules.dedup();
        Proposal { who: found.who, changes, rules, grants }
    }

    /// Whether a number may as well be any that is larger, or any that is smaller.
    fn bound(&mut self, found: &Found, place: usize) -> Option<Bound> {
        let at = *found.set.get(place)?;
        let candidate = self.candidates.get(at)?.clone();
        let (input, number) = match &candidate.step {
            Step::Tell { parameter, value: Value::Int(number) } => (Input::Argument(*parameter), *number),
            Step::Fact { place, value: Value::Int(number) } => (place.clone(), *number),
            _ => return None,
        };
        let (ty, ..) = shape(&self.program.model, &input)?;
        let range = range(&self.program.model, &input);
        let ty = ty.clone();
        let mut allowed = |number: i64| {
            let value = Value::Int(number);
            if !value.may_stand_in(&ty, range) {
                return false;
            }
            let step = match &candidate.step {
                Step::Tell { parameter, .. } => Step::Tell { parameter: *parameter, value },
                _ => Step::Fact { place: input.clone(), value },
            };
            self.candidates.push(Candidate { step, ..candidate.clone() });
            let mut set = found.set.clone();
            if let Some(slot) = set.get_mut(place) {
                *slot = self.candidates.len() - 1;
            }
            let allowed = self.allows_any_holder(&set, found.at);
            self.candidates.pop();
            allowed
        };
        let far = |by: i64| {
            let far = number.saturating_add(by);
            range.map_or(far, |range| range.nearest(far))
        };
        match (allowed(number.saturating_add(1)), allowed(number.saturating_sub(1))) {
            (true, false) if allowed(far(FAR)) => Some(Bound::AtLeast),
            (false, true) if allowed(far(-FAR)) => Some(Bound::AtMost),
            _ => None,
        }
    }

    /// Whether some action changes what a fact is about.
    fn is_written(&self, step: &Step) -> bool {
        let Step::Fact { place, .. } = step else { return true };
        let writes = |effect: &Effect| match (effect.written(), place) {
            (Written::Scalar(own), Input::Scalar(scalar)) => own == *scalar,
            (
                Written::Field(own, written),
                Input::Field { collection, field, .. } | Input::Contains { collection, field, .. },
            ) => (own, written) == (*collection, *field),
            (Written::Added(own), Input::Contains { collection, .. }) => own == *collection,
            _ => false,
        };
        self.program.kb.actions.iter().any(|plan| plan.effects.iter().any(writes))
    }

    fn concerned(&self, rules: &[RuleId]) -> Vec<RuleId> {
        let mut concerned: Vec<RuleId> =
            rules.iter().filter(|rule| self.in_the_way.contains(rule)).copied().collect();
        concerned.sort_unstable();
        concerned
    }
}
