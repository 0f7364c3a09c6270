//! How large an expression is with its named expressions written out.

use crate::values::ids::ArgumentId;
use std::collections::BTreeMap;

/// The parts and the depth of an expression. What it has of its arguments is not counted, but told for each: where a named
/// expression is written out, that is as large as what its arguments stand for.
#[derive(Clone, Debug, Default)]
pub struct Size {
    pub parts: usize,
    pub depth: usize,
    arguments: BTreeMap<ArgumentId, Uses>,
}

/// How often an argument is asked for, and how deep at most.
#[derive(Clone, Copy, Debug, Default)]
struct Uses {
    times: usize,
    depth: usize,
}

impl Size {
    /// That of an expression without parts.
    pub fn leaf() -> Self {
        Self { parts: 1, depth: 1, ..Self::default() }
    }

    /// That of an argument.
    pub fn of_argument(argument: ArgumentId) -> Self {
        let uses = Uses { times: 1, depth: 0 };
        Self { arguments: BTreeMap::from([(argument, uses)]), ..Self::default() }
    }

    /// Both, one beside the other.
    pub fn join(&mut self, other: &Self) {
        self.add(other, 1, 0);
    }

    /// It, and what it is part of.
    #[must_use]
    pub fn inside(mut self) -> Self {
        self.parts = self.parts.saturating_add(1);
        self.deeper()
    }

    fn deeper(mut self) -> Self {
        self.depth = self.depth.saturating_add(1);
        for uses in self.arguments.values_mut() {
            uses.depth = uses.depth.saturating_add(1);
        }
        self
    }

    /// A named expression, written out for arguments.
    #[must_use]
    pub fn filled_with(&self, arguments: &[Self]) -> Self {
        let mut whole = Self { parts: self.parts, depth: self.depth, ..Self::default() };
        for (argument, uses) in &self.arguments {
            if let Some(given) = arguments.get(usize::from(argument.0)) {
                whole.add(given, uses.times, uses.depth);
            }
        }
        // What nobody asks for is looked at once.
        for (at, given) in arguments.iter().enumerate() {
            if !u16::try_from(at).is_ok_and(|at| self.arguments.contains_key(&ArgumentId(at))) {
                whole.add(given, 1, 0);
            }
        }
        // Who writes it out goes a step down for it.
        whole.deeper()
    }

    fn add(&mut self, other: &Self, times: usize, depth: usize) {
        self.parts = self.parts.saturating_add(other.parts.saturating_mul(times));
        self.depth = self.depth.max(other.depth.saturating_add(depth));
        for (argument, uses) in &other.arguments {
            let own = self.arguments.entry(*argument).or_default();
            own.times = own.times.saturating_add(uses.times.saturating_mul(times));
            own.depth = own.depth.max(uses.depth.saturating_add(depth));
        }
    }
}
