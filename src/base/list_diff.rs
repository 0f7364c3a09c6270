//! What two lists have in common, in the order of both.

use similar::{Algorithm, DiffOp, capture_diff_slices};
use std::collections::HashMap;
use std::hash::Hash;

/// How the elements of a new list come from those of an old one: what stays, goes, comes and is replaced, in places of
/// both. Equal elements are compared as equal numbers, so that the comparison is compiled for numbers alone.
pub(crate) fn list_diff<T: Eq + Hash>(algorithm: Algorithm, old: &[T], new: &[T]) -> Vec<DiffOp> {
    let mut numbers: HashMap<&T, usize> = HashMap::with_capacity(old.len());
    let numbered: Vec<usize> = old
        .iter()
        .chain(new)
        .map(|element| {
            let next = numbers.len();
            *numbers.entry(element).or_insert(next)
        })
        .collect();
    let (old, new) = numbered.split_at(old.len());
    capture_diff_slices(algorithm, old, new)
}
