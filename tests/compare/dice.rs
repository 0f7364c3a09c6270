//! Choices from a list of numbers, so that what is generated shrinks with the list.

/// A source of choices; when the numbers are used up, every choice is the first.
pub(crate) struct Dice<'a> {
    rolls: std::slice::Iter<'a, u16>,
}

impl<'a> Dice<'a> {
    pub(crate) fn new(rolls: &'a [u16]) -> Self {
        Self { rolls: rolls.iter() }
    }

    /// A number below `bound`.
    pub(crate) fn below(&mut self, bound: usize) -> usize {
        let roll = usize::from(self.rolls.next().copied().unwrap_or(0));
        (roll * bound) >> 16
    }

    /// True in so many of a hundred cases.
    pub(crate) fn often(&mut self, percent: usize) -> bool {
        self.below(100) >= 100 - percent
    }

    pub(crate) fn pick<T: Clone>(&mut self, from: &[T]) -> T {
        from[self.below(from.len())].clone()
    }
}
