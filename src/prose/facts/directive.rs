//! What a modal phrase does.

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Directive {
    Permits,
    Forbids,
    Requires,
    /// It need not be done, or there is no limit.
    Frees,
}
