//! How many there are of everything that an artefact refers to by id. The lists here are plain ones: an id that is not
//! there is a fault of the artefact, and to be told of it, while a miss in an [`crate::base::IndexVec`] is a mistake of
//! the program. So nothing of what was read is looked up there before it was looked at here.

/// What was found wrong, in a few words.
pub(super) type Checked = Result<(), &'static str>;

/// How many there are of everything that is referred to by id.
pub(in crate::artefact) struct Bounds {
    /// The lengths of the rule files.
    pub(super) files: Vec<u32>,
    pub(super) documents: usize,
    /// How many values each enum has.
    pub(super) enums: Vec<usize>,
    pub(super) scalars: usize,
    /// How many fields each collection has.
    pub(super) collections: Vec<usize>,
    pub(super) roles: usize,
    pub(super) parameters: usize,
    pub(super) actions: usize,
    /// The sizes of the named expressions.
    pub(super) lets: Vec<Size>,
    pub(super) rules: usize,
    pub(super) nodes: usize,
    pub(super) invariants: usize,
    pub(super) counters: usize,
    pub(super) indexes: usize,
    pub(super) levels: u16,
}

pub(super) fn need(holds: bool, what: &'static str) -> Checked {
    if holds { Ok(()) } else { Err(what) }
}

/// How large something is with its named expressions written out.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Size {
    pub(super) depth: usize,
    pub(super) parts: usize,
}

impl Size {
    pub(super) const ONE: Self = Self { depth: 1, parts: 1 };

    pub(super) fn checked(self) -> Result<Self, &'static str> {
        let fits = self.depth <= DEEPEST && self.parts <= MOST_PARTS;
        need(fits, "an expression is deeper or larger than any of rules").map(|()| self)
    }

    /// Both of them.
    pub(super) fn join(self, other: Self) -> Result<Self, &'static str> {
        let parts = self.parts.saturating_add(other.parts);
        Self { depth: self.depth.max(other.depth), parts }.checked()
    }

    /// It, and what it is part of.
    pub(super) fn inside(self) -> Result<Self, &'static str> {
        Self { depth: self.depth.saturating_add(1), parts: self.parts.saturating_add(1) }.checked()
    }

    /// A named expression with its arguments, which are written out wherever the body asks for them.
    pub(super) fn filled_with(self, arguments: Self) -> Result<Self, &'static str> {
        let parts = self.parts.saturating_mul(arguments.parts.max(1));
        Self { depth: self.depth.saturating_add(arguments.depth), parts }.checked()
    }
}

/// Deeper than this no expression of rules is, with its named expressions written out.
pub(super) const DEEPEST: usize = 512;

/// Nor has one more parts.
pub(super) const MOST_PARTS: usize = 10_000_000;
