//! What two lists have in common, in the order of both.

use similar::algorithms::IdentifyDistinct;
use similar::{Algorithm, DiffOp, capture_diff};
use std::hash::Hash;

/// How the elements of a new list come from those of an old one: what stays, goes, comes and is replaced, in places of
/// both. Equal elements are compared as equal numbers, so that the comparison is compiled for numbers alone.
pub(crate) fn list_diff<T: Eq + Hash>(algorithm: Algorithm, old: &[T], new: &[T]) -> Vec<DiffOp> {
    let numbers = IdentifyDistinct::<u32>::new(old, 0..old.len(), new, 0..new.len());
    let (old, new) = (numbers.old_range(), numbers.new_range());
    capture_diff(algorithm, numbers.old_lookup(), old, numbers.new_lookup(), new)
}
