//! Lists that are in memory, or lie in a file and are fetched in pieces when something asks for an element.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::sync::{Arc, OnceLock};

/// A list whose elements may lie elsewhere. The piece that an element is in is fetched once, when an element of it is first
/// asked for, and kept; copies share it. To look up an element costs a search among the pieces.
///
/// Where fetching fails (a damaged artefact), [`LazyVec::get`] has no element, though [`LazyVec::len`] counts it, and
/// [`LazyVec::iter`] leaves the piece out. Whoever fetches keeps the error; a run asks for it before it prints.
#[derive(Clone)]
pub struct LazyVec<T> {
    in_memory: Vec<T>,
    /// Where all of it lies, if it is not in memory; then `in_memory` is empty.
    stored: Option<Arc<Stored<T>>>,
}

/// Fetches the piece of this number: with as many elements as its length says, or, where that failed, none.
type Fetch<T> = dyn Fn(usize) -> Vec<T> + Send + Sync;

struct Stored<T> {
    /// Where each piece begins, and last where the list ends.
    bounds: Vec<usize>,
    pieces: Vec<OnceLock<Vec<T>>>,
    fetch: Box<Fetch<T>>,
}

impl<T> Stored<T> {
    fn len(&self) -> usize {
        self.bounds.last().copied().unwrap_or(0)
    }

    fn piece(&self, number: usize) -> &[T] {
        self.pieces.get(number).map_or(&[], |piece| piece.get_or_init(|| (self.fetch)(number)))
    }

    fn get(&self, at: usize) -> Option<&T> {
        let number = self.bounds.partition_point(|begin| *begin <= at).checked_sub(1)?;
        self.piece(number).get(at.checked_sub(*self.bounds.get(number)?)?)
    }
}

impl<T> LazyVec<T> {
    /// A list that lies elsewhere, in pieces of these lengths. `fetch` gives the piece of a number whole, or an empty one
    /// where it failed; it is called once for a piece, by whichever thread asks first.
    pub fn in_pieces(
        lengths: impl IntoIterator<Item = usize>,
        fetch: impl Fn(usize) -> Vec<T> + Send + Sync + 'static,
    ) -> Self {
        let mut bounds = vec![0usize];
        let mut end = 0usize;
        for length in lengths {
            end = end.saturating_add(length);
            bounds.push(end);
        }
        let pieces = (1..bounds.len()).map(|_| OnceLock::new()).collect();
        Self {
            in_memory: Vec::new(),
            stored: Some(Arc::new(Stored { bounds, pieces, fetch: Box::new(fetch) })),
        }
    }

    /// How many elements it has, those included that cannot be fetched.
    pub fn len(&self) -> usize {
        self.stored.as_ref().map_or(self.in_memory.len(), |stored| stored.len())
    }

    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The element at this place; none beyond the end, and where its piece cannot be fetched.
    #[inline]
    pub fn get(&self, at: usize) -> Option<&T> {
        match &self.stored {
            None => self.in_memory.get(at),
            Some(stored) => stored.get(at),
        }
    }

    /// All elements in their order, but for pieces that cannot be fetched.
    pub fn iter(&self) -> Iter<'_, T> {
        Iter { piece: self.in_memory.iter(), stored: self.stored.as_deref(), next: 0 }
    }
}

impl<T: Clone> LazyVec<T> {
    /// The list in memory, to be changed. All of it is fetched and copied.
    pub fn to_mut(&mut self) -> &mut Vec<T> {
        if self.stored.is_some() {
            self.in_memory = self.iter().cloned().collect();
            self.stored = None;
        }
        &mut self.in_memory
    }
}

pub struct Iter<'s, T> {
    piece: std::slice::Iter<'s, T>,
    stored: Option<&'s Stored<T>>,
    next: usize,
}

impl<'s, T> Iterator for Iter<'s, T> {
    type Item = &'s T;

    fn next(&mut self) -> Option<&'s T> {
        loop {
            if let Some(element) = self.piece.next() {
                return Some(element);
            }
            let stored = self.stored.filter(|stored| self.next < stored.pieces.len())?;
            self.piece = stored.piece(self.next).iter();
            self.next += 1;
        }
    }
}

impl<'s, T> IntoIterator for &'s LazyVec<T> {
    type Item = &'s T;
    type IntoIter = Iter<'s, T>;

    fn into_iter(self) -> Iter<'s, T> {
        self.iter()
    }
}

impl<T> From<Vec<T>> for LazyVec<T> {
    fn from(list: Vec<T>) -> Self {
        Self { in_memory: list, stored: None }
    }
}

impl<T> Default for LazyVec<T> {
    fn default() -> Self {
        Vec::new().into()
    }
}

impl<T: fmt::Debug> fmt::Debug for LazyVec<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_list().entries(self).finish()
    }
}

/// In formats for people the elements; in an artefact nothing, since it keeps the pieces apart.
impl<T: Serialize> Serialize for LazyVec<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            return serializer.collect_seq(self);
        }
        serializer.serialize_unit()
    }
}

impl<'de, T> Deserialize<'de> for LazyVec<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        <()>::deserialize(deserializer).map(|()| Self::default())
    }
}
