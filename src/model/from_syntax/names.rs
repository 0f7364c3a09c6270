//! What is declared under which name.

use crate::base::Span;
use crate::syntax::tree::Name;
use crate::values::Type;
use foldhash::fast::RandomState;
use std::collections::HashSet;
use std::collections::hash_map::{Entry, HashMap};
use std::sync::Arc;

/// The names of one kind of thing: the number of each and where it was declared.
#[derive(Debug, Default)]
pub(super) struct Table {
    map: HashMap<Arc<str>, (u32, Span), RandomState>,
}

impl Table {
    pub(super) fn get(&self, name: &str) -> Option<u32> {
        self.map.get(name).map(|(number, _)| *number)
    }

    pub(super) fn place(&self, name: &str) -> Option<Span> {
        self.map.get(name).map(|(_, span)| *span)
    }

    /// Give a name a number; where it has one already, its place.
    pub(super) fn add(&mut self, name: &Name, number: u32) -> Result<(), Span> {
        match self.map.entry(name.text.clone()) {
            Entry::Occupied(known) => Err(known.get().1),
            Entry::Vacant(place) => {
                place.insert((number, name.span));
                Ok(())
            }
        }
    }

    /// The number that the next name gets.
    pub(super) fn len(&self) -> u32 {
        wide(self.map.len())
    }

    pub(super) fn known(&self) -> Vec<Arc<str>> {
        self.map.keys().cloned().collect()
    }
}

/// What the name of a set stands for.
#[derive(Clone, Copy, Debug)]
pub(super) enum SetName {
    Collection(u16),
    Let(u32),
}

/// All names of a pack. Kinds do not share a name space: a role and a word for an element may be alike.
#[derive(Debug, Default)]
pub(super) struct Names {
    pub(super) documents: Table,
    pub(super) enums: Table,
    pub(super) roles: Table,
    pub(super) actions: Table,
    /// Rules and conflicts; the number of a conflict is `u32::MAX`.
    pub(super) rules: Table,
    pub(super) lets: Table,
    /// Collections and named sets, by their names and by the words for one element.
    pub(super) sets: HashMap<Arc<str>, (SetName, Span), RandomState>,
    /// The single values of the state, by their full names.
    pub(super) scalars: HashMap<Arc<str>, u16, RandomState>,
    /// The parameters of all actions, by name, type and whether it may be left out.
    pub(super) parameters: HashMap<(Arc<str>, Type, bool), u16, RandomState>,
    /// Names of definitions that are wrong: using them is not wrong once more.
    pub(super) failed: HashSet<Arc<str>>,
}

/// A number of a short list. Lists of more than 65,535 members are refused where they are declared.
pub(super) fn narrow(number: u32) -> u16 {
    u16::try_from(number).unwrap_or(u16::MAX)
}

/// A length as a number.
pub(super) fn wide(length: usize) -> u32 {
    u32::try_from(length).unwrap_or(u32::MAX)
}
