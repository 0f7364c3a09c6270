//! How much of a data file is read.

/// How much of a file is read before it counts as an attack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Lists and mappings inside one another.
    pub depth: usize,
    /// Values in a file: each takes up to a hundred bytes of memory.
    pub values: usize,
    /// Values that all aliases of a file may stand for together, and marks for aliases.
    pub copies: usize,
    /// Bytes of one key or value, without quotes and escapes.
    pub scalar: usize,
    /// Diagnostics after which reading stops.
    pub diagnostics: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { depth: 64, values: 100_000_000, copies: 100_000, scalar: 1 << 20, diagnostics: 100 }
    }
}
