//! What is declared under which name, and which names an expression may speak of.

use crate::base::{Id, Span};
use crate::model::expr::ExprKind;
use crate::syntax::tree::Name;
use crate::values::ids::{
    ActionId, CollectionId, DocumentId, EnumId, LetId, ParameterId, RoleId, RuleId, ScalarId,
};
use crate::values::{Range, Type};
use foldhash::fast::RandomState;
use std::collections::HashSet;
use std::collections::hash_map::{Entry, HashMap};
use std::sync::Arc;

#[derive(Debug)]
pub(super) struct Table<I> {
    map: HashMap<Arc<str>, (I, Span), RandomState>,
}

impl<I> Default for Table<I> {
    fn default() -> Self {
        Self { map: HashMap::default() }
    }
}

impl<I: Copy> Table<I> {
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

    pub(super) fn has(&self, name: &str) -> bool {
        self.map.contains_key(name)
    }

    pub(super) fn known(&self) -> impl Iterator<Item = &str> {
        self.map.keys().map(AsRef::as_ref)
    }

    pub(super) fn next(&self) -> I
    where
        I: Id,
    {
        I::at(self.map.len())
    }
}

#[derive(Clone, Copy, Debug)]
pub(super) enum SetName {
    Collection(CollectionId),
    Let(LetId),
}

/// What parameters share a number by: name, type, whether one may be left out, and the range.
pub(super) type ParameterKey = (Arc<str>, Type, bool, Option<Range>);

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
    pub(super) sets: Table<SetName>,
    pub(super) scalars: HashMap<Arc<str>, ScalarId, RandomState>,
    /// The parameters of all actions, by name, type and whether it may be left out.
    pub(super) parameters: HashMap<ParameterKey, ParameterId, RandomState>,
    /// Names of definitions that are wrong: using them is not wrong once more.
    pub(super) failed: HashSet<Arc<str>>,
}

#[derive(Debug, Default)]
pub(super) struct Scope {
    /// The arguments of the action, or those of a named expression.
    pub(super) arguments: Arc<Vec<ScopedArgument>>,
    /// Whether there is an actor (and `action.` names an argument of the action).
    pub(super) actor: bool,
    pub(super) state: bool,
    /// The elements whose conditions are being checked, the innermost last.
    pub(super) elements: Vec<Bound>,
    pub(super) counts: bool,
    /// Whether a text is compared with what is looked up.
    pub(super) text: bool,
    pub(super) due: bool,
    /// Whether a rule names an action that nothing has, so that any word for an element may be its parameter.
    pub(super) any_action: bool,
    /// The kind of the rule about states that is being checked.
    pub(super) rule: Option<&'static str>,
}

impl Scope {
    /// The argument that a path begins with, and how many names of the path are its own: some keys of groups have several.
    pub(super) fn argument(&self, path: &[Name]) -> Option<(&ScopedArgument, usize)> {
        let taken = |argument: &ScopedArgument| {
            let names: usize = argument.name.split('.').count();
            let own = path.get(..names)?.iter().map(|name| &*name.text);
            own.eq(argument.name.split('.')).then_some(names)
        };
        let named = self.arguments.iter().filter_map(|argument| Some((argument, taken(argument)?)));
        named.max_by_key(|(_, taken)| *taken)
    }
}

/// An argument that an expression may name, with what it stands for.
#[derive(Clone, Debug)]
pub(super) struct ScopedArgument {
    pub(super) name: Arc<str>,
    pub(super) kind: ExprKind,
    pub(super) ty: Type,
}

/// An element of a set or of `any`, or an entry of a list, whose condition is being checked.
#[derive(Debug)]
pub(super) struct Bound {
    pub(super) ty: Type,
    pub(super) names: Vec<Arc<str>>,
    /// Whether its fields need no word before them.
    pub(super) bare: bool,
}

impl Bound {
    /// The collection of an element.
    pub(super) fn collection(&self) -> Option<CollectionId> {
        match self.ty {
            Type::Element(collection) => Some(collection),
            _ => None,
        }
    }
}

/// What a condition asks of all, and of which of them it asks that there is one, by how they are written.
#[derive(Debug, Default)]
pub(super) struct Asked {
    /// With the place of `every`.
    pub(super) all: Vec<(Arc<str>, Span)>,
    pub(super) one: Vec<Arc<str>>,
    /// The parameters, of a named expression.
    pub(super) parameters: Vec<Arc<str>>,
}
