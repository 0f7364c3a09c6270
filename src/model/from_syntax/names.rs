//! What is declared under which name.

use crate::base::{Id, Span};
use crate::syntax::tree::Name;
use crate::values::Type;
use crate::values::ids::{
    ActionId, CollectionId, DocumentId, EnumId, LetId, ParameterId, RoleId, RuleId, ScalarId,
};
use foldhash::fast::RandomState;
use std::collections::HashSet;
use std::collections::hash_map::{Entry, HashMap};
use std::sync::Arc;

/// The names of one kind of thing: the id of each and where it was declared.
#[derive(Debug)]
pub(super) struct Table<I> {
    map: HashMap<Arc<str>, (I, Span), RandomState>,
}

impl<I> Default for Table<I> {
    fn default() -> Self {
        Self { map: HashMap::default() }
    }
}

impl<I: Id> Table<I> {
    pub(super) fn get(&self, name: &str) -> Option<I> {
        self.map.get(name).map(|(id, _)| *id)
    }

    pub(super) fn place(&self, name: &str) -> Option<Span> {
        self.map.get(name).map(|(_, span)| *span)
    }

    /// Give a name an id; where it has one already, its place.
    pub(super) fn add(&mut self, name: &Name, id: I) -> Result<(), Span> {
        match self.map.entry(name.text.clone()) {
            Entry::Occupied(known) => Err(known.get().1),
            Entry::Vacant(place) => {
                place.insert((id, name.span));
                Ok(())
            }
        }
    }

    /// The id that the next name gets.
    pub(super) fn next(&self) -> I {
        I::at(self.map.len())
    }

    pub(super) fn known(&self) -> Vec<Arc<str>> {
        self.map.keys().cloned().collect()
    }
}

/// What the name of a set stands for.
#[derive(Clone, Copy, Debug)]
pub(super) enum SetName {
    Collection(CollectionId),
    Let(LetId),
}

/// All names of a pack. Kinds do not share a name space: a role and a word for an element may be alike.
#[derive(Debug, Default)]
pub(super) struct Names {
    pub(super) documents: Table<DocumentId>,
    pub(super) enums: Table<EnumId>,
    pub(super) roles: Table<RoleId>,
    pub(super) actions: Table<ActionId>,
    /// Rules and conflicts; the id of a conflict is [`RuleId::NONE`].
    pub(super) rules: Table<RuleId>,
    pub(super) lets: Table<LetId>,
    /// Collections and named sets, by their names and by the words for one element.
    pub(super) sets: HashMap<Arc<str>, (SetName, Span), RandomState>,
    /// The single values of the state, by their full names.
    pub(super) scalars: HashMap<Arc<str>, ScalarId, RandomState>,
    /// The parameters of all actions, by name, type and whether it may be left out.
    pub(super) parameters: HashMap<(Arc<str>, Type, bool), ParameterId, RandomState>,
    /// Names of definitions that are wrong: using them is not wrong once more.
    pub(super) failed: HashSet<Arc<str>>,
}
