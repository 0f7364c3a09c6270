//! How many there are of everything that an artefact refers to by id. The lists here are plain ones: an id that is not
//! there is a fault of the artefact, and to be reported, while a miss in an [`crate::base::IndexVec`] is a mistake of
//! the program. So nothing of what was read is looked up there before it was looked at here.

use crate::base::{Id, IndexVec, Span};
use crate::model::Size;
use crate::values::ids::{
    ActionId, CollectionId, CounterId, DocumentId, ElementIndexId, FieldId, GroupingId, IndexId, InvariantId,
    Level, NodeId, ParameterId, RoleId, RuleId, ScalarId, SharedId,
};
use crate::values::{Period, Type, Value};

/// What was found wrong, in a few words.
pub(in crate::artefact) type Checked = Result<(), &'static str>;

/// What is looked at before anything uses it.
pub(in crate::artefact) trait Validate {
    fn validate(&self, bounds: &Bounds) -> Checked;
}

/// How many there are of everything that is referred to by id.
pub(in crate::artefact) struct Bounds {
    /// The lengths of the rule files.
    pub(super) files: Vec<u32>,
    pub(super) documents: usize,
    /// How many values each enum has.
    pub(super) enums: Vec<usize>,
    pub(super) scalars: usize,
    /// How many fields each collection has.
    pub(super) collections: Vec<usize>,
    pub(super) roles: usize,
    pub(super) parameters: usize,
    pub(super) actions: usize,
    /// The sizes of the named expressions.
    pub(super) lets: Vec<Size>,
    pub(super) rules: usize,
    pub(super) nodes: usize,
    pub(super) invariants: usize,
    pub(super) counters: usize,
    pub(super) groupings: usize,
    pub(super) indexes: usize,
    pub(super) element_indexes: usize,
    pub(super) shared: usize,
    pub(super) levels: u16,
}

impl Bounds {
    /// Look at several parts in turn.
    pub(super) fn all(&self, parts: &[&dyn Validate]) -> Checked {
        parts.iter().try_for_each(|part| part.validate(self))
    }
}

pub(super) fn need(holds: bool, what: &'static str) -> Checked {
    if holds { Ok(()) } else { Err(what) }
}

/// For what is sound where these parts of it are, which are looked at in turn.
macro_rules! parts {
    ($($whole:ident { $($part:ident),+ })*) => {$(
        impl Validate for $whole {
            fn validate(&self, bounds: &Bounds) -> Checked {
                bounds.all(&[$(&self.$part),+])
            }
        }
    )*};
}
pub(super) use parts;

macro_rules! ids {
    ($($id:ident in $list:ident, $what:literal;)*) => {$(
        impl Validate for $id {
            fn validate(&self, bounds: &Bounds) -> Checked {
                need(self.index() < bounds.$list, $what)
            }
        }
    )*};
}

ids! {
    DocumentId in documents, "a document is not there";
    ScalarId in scalars, "a value of the state is not there";
    RoleId in roles, "a role is not there";
    ParameterId in parameters, "a parameter is not there";
    ActionId in actions, "an action is not there";
    RuleId in rules, "a rule is not there";
    NodeId in nodes, "a condition is not there";
    InvariantId in invariants, "an invariant is not there";
    CounterId in counters, "a counter is not there";
    GroupingId in groupings, "a grouping is not there";
    IndexId in indexes, "an index is not there";
    ElementIndexId in element_indexes, "an index is not there";
    SharedId in shared, "a shared table is not there";
}

impl Validate for CollectionId {
    fn validate(&self, bounds: &Bounds) -> Checked {
        need(self.index() < bounds.collections.len(), "a collection is not there")
    }
}

/// A field has an id in its collection only.
impl Validate for (CollectionId, FieldId) {
    fn validate(&self, bounds: &Bounds) -> Checked {
        let fields = bounds.collections.get(self.0.index()).copied().unwrap_or(0);
        need(self.1.index() < fields, "a field is not there")
    }
}

impl Validate for Level {
    fn validate(&self, bounds: &Bounds) -> Checked {
        /// More elements are not under way at once.
        const MOST: u16 = 512;
        need(self.0 < bounds.levels && bounds.levels <= MOST, "an element is under way at no level")
    }
}

impl Validate for Span {
    fn validate(&self, bounds: &Bounds) -> Checked {
        let length = bounds.files.get(self.source.0 as usize).copied();
        let fits = length.is_some_and(|length| self.start <= self.end && self.end <= length);
        need(fits, "a place is in no rule file")
    }
}

impl Validate for Period {
    fn validate(&self, _: &Bounds) -> Checked {
        need((1..=Self::MOST).contains(&self.count), "a period is out of range")
    }
}

impl Validate for Type {
    fn validate(&self, bounds: &Bounds) -> Checked {
        match self {
            Self::Enum(id) => need(id.index() < bounds.enums.len(), "an enum is not there"),
            Self::Element(collection) => collection.validate(bounds),
            Self::List(of) => of.validate(bounds),
            Self::Bool | Self::Int | Self::String | Self::Email | Self::Date | Self::TimeZone => Ok(()),
        }
    }
}

/// A value that stands in rules: they know no elements by their rows.
impl Validate for Value {
    fn validate(&self, bounds: &Bounds) -> Checked {
        match self {
            Self::Element(_) => Err("a value is an element of no state"),
            Self::List(list) => list.validate(bounds),
            _ => Ok(()),
        }
    }
}

macro_rules! lists {
    ($($list:ty),*) => {$(
        impl<T: Validate> Validate for $list {
            fn validate(&self, bounds: &Bounds) -> Checked {
                self.iter().try_for_each(|one| one.validate(bounds))
            }
        }
    )*};
}

lists!([T], Vec<T>, Option<T>);

impl<I: Id, T: Validate> Validate for IndexVec<I, T> {
    fn validate(&self, bounds: &Bounds) -> Checked {
        self.iter().try_for_each(|one| one.validate(bounds))
    }
}

impl<A: Validate, B: Validate> Validate for (A, B) {
    fn validate(&self, bounds: &Bounds) -> Checked {
        bounds.all(&[&self.0, &self.1])
    }
}
