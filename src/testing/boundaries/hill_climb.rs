//! Climbing: from a fixture, by single changes, to one that is as it is wanted.

use crate::testing::boundaries::fixture::{Change, Fixture};

/// So many fixtures are looked at further after each change.
const WIDTH: usize = 4;

impl Fixture<'_> {
    /// The first fixture at distance zero, by the fewest changes that were found; else the nearest, and false. At most
    /// `most` changes are made, and at most `budget` fixtures tried.
    pub(crate) fn hill_climb(
        &self,
        most: usize,
        budget: usize,
        changes: impl Fn(&Self) -> Vec<Change>,
        distance: impl Fn(&Self) -> u32,
    ) -> (Self, bool) {
        let mut nearest = (distance(self), self.clone());
        if nearest.0 == 0 {
            return (nearest.1, true);
        }
        let mut open = vec![self.clone()];
        let mut tried = 0;
        for _ in 0..most {
            let mut next: Vec<(u32, usize, Change)> = Vec::new();
            for (at, fixture) in open.iter_mut().enumerate() {
                if nearest.0 == 0 {
                    break;
                }
                for change in changes(fixture) {
                    if tried == budget || nearest.0 == 0 {
                        break;
                    }
                    if fixture.has_changed(&change) {
                        continue;
                    }
                    let Some(far) = fixture.trying(&change, &distance) else { continue };
                    tried += 1;
                    if far < nearest.0
                        && let Some(fixture) = fixture.with(&change)
                    {
                        nearest = (far, fixture);
                    }
                    next.push((far, at, change));
                }
            }
            if nearest.0 == 0 || tried == budget || next.is_empty() {
                break;
            }
            next.sort_by_key(|(far, ..)| *far);
            next.truncate(WIDTH);
            open = next.into_iter().filter_map(|(_, at, change)| open.get(at)?.with(&change)).collect();
        }
        if tried == budget && nearest.0 > 0 {
            self.note_stop();
        }
        (nearest.1, nearest.0 == 0)
    }
}
