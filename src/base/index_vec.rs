//! Lists whose elements are known by typed ids, and the ids themselves. An id of one space cannot be used in another.

use crate::base::lazy_vec::LazyVec;
use serde::{Deserialize, Serialize};
use std::fmt;
use std::hash::Hash;
use std::marker::PhantomData;
use std::sync::OnceLock;

/// The place of an element in the lists of one space, such as that of rules.
pub trait Id: Copy + Eq + Ord + Hash + fmt::Debug + Send + Sync + 'static {
    /// What the space holds, in one word: `rule`.
    const SPACE: &'static str;
    /// The id that is of no element; to look it up gives nothing, and is no mistake.
    const NONE: Self;

    /// The id of the element at this place; [`Id::NONE`] where the space has no room for it.
    fn at(index: usize) -> Self;

    fn index(self) -> usize;
}

/// Declares ids: a name, the integer that it is kept in, and what its space holds.
macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident($int:ty) of $space:literal;)*) => {$(
        $(#[$doc])*
        #[derive(
            Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, serde::Serialize, serde::Deserialize,
        )]
        #[serde(transparent)]
        pub struct $name(pub $int);

        impl $crate::base::index_vec::Id for $name {
            const SPACE: &'static str = $space;
            const NONE: Self = Self(<$int>::MAX);

            #[inline]
            fn at(index: usize) -> Self {
                <$int>::try_from(index).map_or(Self::NONE, Self)
            }

            #[inline]
            fn index(self) -> usize {
                // No id is wider than a pointer.
                usize::try_from(self.0).unwrap_or(usize::MAX)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl $name {
            pub const NONE: Self = <Self as $crate::base::index_vec::Id>::NONE;

            #[inline]
            pub fn index(self) -> usize {
                $crate::base::index_vec::Id::index(self)
            }

            #[inline]
            pub fn at(index: usize) -> Self {
                $crate::base::index_vec::Id::at(index)
            }

            /// All ids of a range of places.
            pub fn range(places: std::ops::Range<$int>) -> impl DoubleEndedIterator<Item = Self> + ExactSizeIterator {
                places.map(Self)
            }
        }
    )*};
}
pub(crate) use ids;

/// A list of `T` by ids `I`. It is kept at hand, or in a [`LazyVec`] (see [`LazyIndexVec`]): who reads it cannot tell.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent, bound(serialize = "L: Serialize", deserialize = "L: Deserialize<'de>"))]
pub struct IndexVec<I, T, L = Vec<T>> {
    list: L,
    #[serde(skip)]
    space: PhantomData<fn(I) -> T>,
}

/// An [`IndexVec`] whose elements may lie in an artefact until something asks for them.
pub type LazyIndexVec<I, T> = IndexVec<I, T, LazyVec<T>>;

/// An element was looked up that the compiler said there is, and is not there. This is a mistake of the program: what
/// was worked out since then is not to be printed.
static MISS: OnceLock<String> = OnceLock::new();

/// The first look-up of an id that missed, if any did: `no rule 7`.
pub fn first_miss() -> Option<&'static str> {
    MISS.get().map(String::as_str)
}

#[cold]
#[inline(never)]
fn missed<I: Id>(id: I, length: usize) {
    // What a damaged piece of an artefact does not give is reported by the artefact.
    if id != I::NONE && id.index() >= length {
        let _ = MISS.set(format!("no {} {}", I::SPACE, id.index()));
    }
}

/// What an [`IndexVec`] keeps its elements in.
pub trait List<T> {
    fn get(&self, at: usize) -> Option<&T>;
    fn length(&self) -> usize;
}

impl<T> List<T> for Vec<T> {
    #[inline]
    fn get(&self, at: usize) -> Option<&T> {
        <[T]>::get(self, at)
    }

    #[inline]
    fn length(&self) -> usize {
        self.len()
    }
}

impl<T> List<T> for LazyVec<T> {
    #[inline]
    fn get(&self, at: usize) -> Option<&T> {
        self.get(at)
    }

    #[inline]
    fn length(&self) -> usize {
        self.len()
    }
}

impl<I: Id, T, L: List<T>> IndexVec<I, T, L> {
    /// The element of an id. A miss is recorded ([`first_miss`]), but for that of [`Id::NONE`].
    #[inline]
    pub fn get(&self, id: I) -> Option<&T> {
        let found = self.list.get(id.index());
        if found.is_none() {
            missed(id, self.list.length());
        }
        found
    }

    /// The element at a place that need not be one of the list; a miss is no mistake.
    #[inline]
    pub fn try_get(&self, id: I) -> Option<&T> {
        self.list.get(id.index())
    }

    pub fn len(&self) -> usize {
        self.list.length()
    }

    pub fn is_empty(&self) -> bool {
        self.list.length() == 0
    }

    /// All ids; no element is fetched.
    pub fn ids(&self) -> impl DoubleEndedIterator<Item = I> + ExactSizeIterator + use<I, T, L> {
        (0..self.list.length()).map(I::at)
    }

    /// All elements in their order; those that cannot be fetched are left out.
    pub fn iter<'s>(&'s self) -> <&'s L as IntoIterator>::IntoIter
    where
        &'s L: IntoIterator<Item = &'s T>,
    {
        self.list.into_iter()
    }

    pub fn enumerated<'s>(&'s self) -> impl Iterator<Item = (I, &'s T)>
    where
        &'s L: IntoIterator<Item = &'s T>,
    {
        self.iter().enumerate().map(|(index, element)| (I::at(index), element))
    }

    pub fn position<'s>(&'s self, holds: impl FnMut(&'s T) -> bool) -> Option<I>
    where
        &'s L: IntoIterator<Item = &'s T>,
    {
        self.iter().position(holds).map(I::at)
    }
}

impl<I: Id, T> IndexVec<I, T> {
    pub fn new() -> Self {
        Self::default()
    }

    /// [`IndexVec::get`], to be changed.
    #[inline]
    pub fn get_mut(&mut self, id: I) -> Option<&mut T> {
        let length = self.list.len();
        let found = self.list.get_mut(id.index());
        if found.is_none() {
            missed(id, length);
        }
        found
    }

    pub fn push(&mut self, element: T) -> I {
        let id = I::at(self.list.len());
        self.list.push(element);
        id
    }

    pub fn iter_mut(&mut self) -> std::slice::IterMut<'_, T> {
        self.list.iter_mut()
    }
}

impl<I: Id, T> LazyIndexVec<I, T> {
    /// The list itself, for who writes it apart.
    pub(crate) fn lazy(&self) -> &LazyVec<T> {
        &self.list
    }
}

impl<I: Id, T: Clone> LazyIndexVec<I, T> {
    pub fn to_mut(&mut self) -> &mut Vec<T> {
        self.list.to_mut()
    }

    pub fn push(&mut self, element: T) -> I {
        let list = self.list.to_mut();
        let id = I::at(list.len());
        list.push(element);
        id
    }

    /// [`LazyIndexVec::get`], to be changed; the whole list is at hand then.
    pub fn get_mut(&mut self, id: I) -> Option<&mut T> {
        let list = self.list.to_mut();
        let length = list.len();
        let found = list.get_mut(id.index());
        if found.is_none() {
            missed(id, length);
        }
        found
    }
}

impl<I, T, L> From<L> for IndexVec<I, T, L> {
    fn from(list: L) -> Self {
        Self { list, space: PhantomData }
    }
}

impl<I, T> From<Vec<T>> for LazyIndexVec<I, T> {
    fn from(list: Vec<T>) -> Self {
        LazyVec::from(list).into()
    }
}

impl<I, T> FromIterator<T> for IndexVec<I, T> {
    fn from_iter<E: IntoIterator<Item = T>>(elements: E) -> Self {
        elements.into_iter().collect::<Vec<T>>().into()
    }
}

impl<I, T> IntoIterator for IndexVec<I, T> {
    type Item = T;
    type IntoIter = std::vec::IntoIter<T>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.into_iter()
    }
}

impl<'s, I, T, L> IntoIterator for &'s IndexVec<I, T, L>
where
    &'s L: IntoIterator<Item = &'s T>,
{
    type Item = &'s T;
    type IntoIter = <&'s L as IntoIterator>::IntoIter;

    fn into_iter(self) -> Self::IntoIter {
        self.list.into_iter()
    }
}

impl<'s, I, T> IntoIterator for &'s mut IndexVec<I, T> {
    type Item = &'s mut T;
    type IntoIter = std::slice::IterMut<'s, T>;

    fn into_iter(self) -> Self::IntoIter {
        self.list.iter_mut()
    }
}

impl<I, T, L: Default> Default for IndexVec<I, T, L> {
    fn default() -> Self {
        Self { list: L::default(), space: PhantomData }
    }
}

impl<I, T, L: fmt::Debug> fmt::Debug for IndexVec<I, T, L> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.list.fmt(f)
    }
}

#[cfg(test)]
#[expect(unreachable_pub, dead_code, reason = "ids are made for those who share them")]
mod tests {
    use super::*;

    ids! {
        ThingId(u8) of "thing";
    }

    #[test]
    fn a_miss_is_recorded_unless_nothing_was_meant() {
        let mut things: IndexVec<ThingId, &str> = IndexVec::new();
        let first = things.push("first");
        assert_eq!((things.get(first), things.get(ThingId::NONE)), (Some(&"first"), None));
        assert_eq!(first_miss(), None);
        assert_eq!(things.get(ThingId(7)), None);
        assert_eq!(first_miss(), Some("no thing 7"));
    }
}
