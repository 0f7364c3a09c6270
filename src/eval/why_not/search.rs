//! The search for sets of changes that are enough: by who can bring them about, then by size.

use crate::eval::judge::Verdict;
use crate::eval::validity::{Validity, next_change};
use crate::eval::why_not::inquiry::{Candidate, Class, Inquiry, Tried, in_the_way};
use crate::eval::why_not::place::Input;
use crate::eval::why_not::proposal::{Step, Who};
use crate::values::Moment;
use crate::values::ids::RuleId;
use std::collections::HashSet;

/// No set has more changes.
const MOST_CHANGES: usize = 4;
/// So many of a class are tried together with others.
const MOST_OF_A_CLASS: usize = 4;
/// So many verdicts are spent on each rank. With what is spent on the candidates, that is some 20,000 in all.
const MOST_VERDICTS: usize = 5_000;
/// So often it is looked for when something will be allowed.
const MOST_WAITS: usize = 12;
/// So often the state is audited for facts that would break a rule.
const MOST_AUDITS: usize = 24;

/// A set of changes that is enough.
#[derive(Clone, Debug)]
pub(crate) struct Found {
    pub(crate) who: Who,
    pub(crate) set: Vec<usize>,
    pub(crate) at: Option<Moment>,
}

/// A set that is not enough, and the rules that are still in the way.
struct Open {
    set: Vec<usize>,
    in_the_way: Vec<RuleId>,
}

impl Inquiry<'_> {
    /// The smallest sets of each rank, but none that is both larger and worse than another.
    pub(crate) fn search(&mut self) -> Vec<Found> {
        let mut found = Vec::new();
        self.pass(Who::Actor, MOST_CHANGES, &mut found);
        self.pass(Who::Someone, smallest_size(&found), &mut found);
        self.waits(&mut found);
        self.leave_out_covered(&found);
        let others = found.len();
        self.pass(Who::Nobody, smallest_size(&found), &mut found);
        if found.is_empty() {
            self.far = true;
            self.pass(Who::Nobody, MOST_CHANGES, &mut found);
        }
        // What nobody can change is to be as little as possible.
        let facts = |found: &Found| self.members(&found.set).filter(|one| one.who == Who::Nobody).count();
        let fewest = found.iter().skip(others).map(facts).min().unwrap_or(0);
        found.retain(|found| found.who != Who::Nobody || facts(found) == fewest);
        found
    }

    /// Look for sets whose worst member is of a rank.
    fn pass(&mut self, who: Who, most: usize, found: &mut Vec<Found>) {
        let began = self.world.judged;
        let mut audits = 0;
        let mut open = vec![Open { set: Vec::new(), in_the_way: self.in_the_way.clone() }];
        let mut seen: HashSet<Vec<usize>> = HashSet::new();
        for size in 1..=most {
            let mut next = Vec::new();
            let before = found.len();
            for one in &open {
                for at in 0..self.candidates.len() {
                    if self.world.judged - began > MOST_VERDICTS {
                        self.stopped = true;
                        return;
                    }
                    if !self.may_join(one, at, who, size, found) {
                        continue;
                    }
                    let mut set = one.set.clone();
                    set.push(at);
                    let mut key = set.clone();
                    key.sort_unstable();
                    if seen.contains(&key) {
                        continue;
                    }
                    let Some(Tried { verdict, in_the_way }) = self.try_out(&set) else { continue };
                    seen.insert(key);
                    if verdict != Verdict::Allowed {
                        next.push(Open { set, in_the_way });
                        continue;
                    }
                    let worst = self.members(&set).map(|one| one.who).max().unwrap_or(Who::Actor);
                    let facts = worst == Who::Nobody;
                    if worst == who && (!facts || audits < MOST_AUDITS) {
                        audits += usize::from(facts);
                        if !self.needless(&set) && self.allows_any_holder(&set, None) && !self.breaks(&set) {
                            found.push(Found { who, set, at: None });
                        }
                    }
                }
            }
            if found.len() > before {
                return;
            }
            next.sort_by_key(|open| open.in_the_way.len());
            open = next;
        }
    }

    /// What comes of a set of changes in their order, looked at once.
    fn try_out(&mut self, set: &[usize]) -> Option<Tried> {
        let numbers: Vec<usize> = self.members(set).map(|one| one.number).collect();
        if let Some(known) = self.tried.get(&numbers) {
            return known.clone();
        }
        let decision = self.after(set, None);
        let tried = decision.map(|decision| Tried {
            verdict: decision.verdict,
            in_the_way: in_the_way(self.program, &decision),
        });
        self.tried.insert(numbers, tried.clone());
        tried
    }

    fn may_join(&self, open: &Open, at: usize, who: Who, size: usize, found: &[Found]) -> bool {
        let Some(candidate) = self.candidates.get(at) else { return false };
        let members = || self.members(&open.set);
        let helps = candidate.rules.iter().any(|rule| open.in_the_way.contains(rule));
        let clashes = |member: &Candidate| {
            member.class == candidate.class && !matches!(candidate.class, Class::Act(..) | Class::Far(..))
        };
        if candidate.who > who
            || !helps
            || open.set.contains(&at)
            || (size > 1 && candidate.nth >= MOST_OF_A_CLASS)
            || members().any(clashes)
            || (candidate.far && !self.far && matches!(candidate.step, Step::Fact { .. }))
        {
            return false;
        }
        let classes: Vec<&Class> = members().map(|member| &member.class).chain([&candidate.class]).collect();
        !found.iter().any(|found| {
            let mut rest = classes.clone();
            found.at.is_none()
                && self.members(&found.set).all(|member| {
                    let place = rest.iter().position(|class| **class == member.class);
                    place.map(|place| rest.swap_remove(place)).is_some()
                })
        })
    }

    /// Whether a set is enough without one of its members. This may be where a member helped only half.
    fn needless(&mut self, set: &[usize]) -> bool {
        set.len() > 1
            && (0..set.len()).any(|left_out| {
                let mut rest = set.to_vec();
                rest.remove(left_out);
                self.allows(&rest, None) || self.has_holder(&rest) && self.allows_new_holder(&rest, None)
            })
    }

    /// From when the action is allowed, by itself or after one change.
    fn waits(&mut self, found: &mut Vec<Found>) {
        if !self.program.kb.is_time_dependent(self.world.request.action) {
            return;
        }
        if let Some(at) = self.waited(&[]) {
            found.push(Found { who: Who::Time, set: Vec::new(), at: Some(at) });
            return;
        }
        if smallest_size(found) < 2 {
            return;
        }
        let singles = self.candidates.iter().enumerate();
        let singles = singles.filter(|(_, one)| one.who <= Who::Someone && one.nth == 0);
        let singles: Vec<usize> = singles.map(|(at, _)| at).take(MOST_WAITS).collect();
        for single in singles {
            if let Some(at) = self.waited(&[single]) {
                found.push(Found { who: Who::Time, set: vec![single], at: Some(at) });
            }
        }
    }

    /// When the action is allowed after some candidates, if that is later.
    fn waited(&mut self, set: &[usize]) -> Option<Moment> {
        let mut back = Vec::new();
        let happen = set.iter().all(|candidate| self.happens(*candidate, &mut back));
        let world = &self.world;
        let allowed = |verdict| verdict == Verdict::Allowed;
        let held = happen.then(|| next_change(&world.proposed(), allowed));
        self.world.take_back(back);
        match held {
            Some(Validity::Until(at, _)) if self.allows(set, Some(at)) => Some(at),
            _ => None,
        }
    }

    /// Take out the facts that somebody can bring about, and who acts, where somebody else may act instead.
    fn leave_out_covered(&mut self, found: &[Found]) {
        let members = || found.iter().flat_map(|found| self.members(&found.set));
        let written: HashSet<&Input> = members().flat_map(|member| &member.writes).collect();
        let replaced = members().any(|member| member.class == Class::Instead);
        let (actor, actors) = (self.world.request.actor, self.program.kb.actors);
        let covered = |candidate: &Candidate| {
            let Step::Fact { place, .. } = &candidate.step else { return false };
            let own = matches!(place, Input::Field { collection, row, .. }
                if *row == actor && actors.is_some_and(|(actors, _)| actors == *collection));
            written.contains(place) || own && replaced
        };
        let covered: Vec<bool> = self.candidates.iter().map(covered).collect();
        for (candidate, covered) in self.candidates.iter_mut().zip(covered) {
            if covered {
                // It helps against nothing any more; the numbers of the others stay.
                candidate.rules.clear();
            }
        }
    }
}

/// How many changes a set of a worse rank may have.
fn smallest_size(found: &[Found]) -> usize {
    let sizes = found.iter().map(|found| found.set.len() + usize::from(found.at.is_some()));
    sizes.min().unwrap_or(MOST_CHANGES)
}
