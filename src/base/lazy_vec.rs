//! Lists that are at hand, or lie elsewhere and are fetched in pieces when something asks for them.

use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;
use std::sync::{Arc, OnceLock};

/// A list. What it holds may lie elsewhere; then the piece that an element is in is fetched when the element is first
/// asked for. An element that cannot be had is not there.
#[derive(Clone)]
pub struct LazyVec<T> {
    here: Vec<T>,
    /// Where all of it lies, if it is not here.
    away: Option<Arc<Away<T>>>,
}

/// Fetches the piece of this number, with as many elements as are told of it, or without any.
type Fetch<T> = dyn Fn(usize) -> Vec<T> + Send + Sync;

struct Away<T> {
    /// Where each piece begins, and last where the list ends.
    bounds: Vec<usize>,
    pieces: Vec<OnceLock<Vec<T>>>,
    fetch: Box<Fetch<T>>,
}

impl<T> Away<T> {
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
    /// A list that lies elsewhere, in pieces of these lengths.
    pub fn away(
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
        Self { here: Vec::new(), away: Some(Arc::new(Away { bounds, pieces, fetch: Box::new(fetch) })) }
    }

    /// How many elements it has.
    pub fn len(&self) -> usize {
        self.away.as_ref().map_or(self.here.len(), |away| away.len())
    }

    /// Whether it has none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The element at this place.
    #[inline]
    pub fn get(&self, at: usize) -> Option<&T> {
        match &self.away {
            None => self.here.get(at),
            Some(away) => away.get(at),
        }
    }

    /// All elements in their order.
    pub fn iter(&self) -> Iter<'_, T> {
        Iter { piece: self.here.iter(), away: self.away.as_deref(), next: 0 }
    }
}

impl<T: Clone> LazyVec<T> {
    /// The list, at hand, to be changed.
    pub fn to_mut(&mut self) -> &mut Vec<T> {
        if self.away.is_some() {
            self.here = self.iter().cloned().collect();
            self.away = None;
        }
        &mut self.here
    }
}

/// The elements of a [`LazyVec`].
pub struct Iter<'s, T> {
    piece: std::slice::Iter<'s, T>,
    away: Option<&'s Away<T>>,
    /// The piece that comes next.
    next: usize,
}

impl<'s, T> Iterator for Iter<'s, T> {
    type Item = &'s T;

    fn next(&mut self) -> Option<&'s T> {
        loop {
            if let Some(element) = self.piece.next() {
                return Some(element);
            }
            let away = self.away.filter(|away| self.next < away.pieces.len())?;
            self.piece = away.piece(self.next).iter();
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
        Self { here: list, away: None }
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

/// People read the elements. For machines they are written apart, in pieces, by who knows where they lie.
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
