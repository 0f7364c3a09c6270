//! Climbing: from a fixture, by single changes, to one that is as it is wanted.

use crate::program::Program;
use crate::testing::boundaries::fixture::{Change, Fixture};

/// So many fixtures are looked at further after each change.
const WIDTH: usize = 4;

/// What a climb may do, and how far it is from its end.
pub(crate) struct HillClimb<'a> {
    pub(crate) program: &'a Program,
    pub(crate) changes: &'a dyn Fn(&Fixture) -> Vec<Change>,
    /// Nothing where it has come to its end.
    pub(crate) distance: &'a dyn Fn(&Fixture) -> u32,
    /// So many changes are made.
    pub(crate) most: usize,
    /// So many fixtures are tried.
    pub(crate) budget: usize,
}

impl HillClimb<'_> {
    /// The first fixture that is at the end, by the fewest changes that were found; else the nearest, and false.
    pub(crate) fn from(&self, start: &Fixture) -> (Fixture, bool) {
        let far = (self.distance)(start);
        let mut nearest = (far, start.clone());
        let mut open = vec![(far, start.clone())];
        let mut tried = 0;
        for _ in 0..self.most {
            let mut next: Vec<(u32, Fixture)> = Vec::new();
            for (_, fixture) in &open {
                for change in (self.changes)(fixture) {
                    if tried == self.budget || nearest.0 == 0 {
                        break;
                    }
                    if fixture.changes.iter().any(|(other, _)| change.meets(other)) {
                        continue;
                    }
                    let Some(fixture) = fixture.with(self.program, &change) else { continue };
                    tried += 1;
                    let far = (self.distance)(&fixture);
                    if far < nearest.0 {
                        nearest = (far, fixture.clone());
                    }
                    next.push((far, fixture));
                }
            }
            if nearest.0 == 0 || tried == self.budget || next.is_empty() {
                break;
            }
            next.sort_by_key(|(far, _)| *far);
            next.truncate(WIDTH);
            open = next;
        }
        (nearest.1, nearest.0 == 0)
    }
}
