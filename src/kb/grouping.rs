//! What is counted or added up of sets, in groups.

use crate::values::ids::{CollectionId, GroupingId, NodeId};
use serde::{Deserialize, Serialize};

/// What is added up of each element.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Amount {
    pub value: NodeId,
    /// No less than this where nobody knows it, by the range of its field.
    pub least: i64,
    /// No more than this.
    pub most: i64,
}

/// What the elements of a group have in common; of a list, each of its entries is a key.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct GroupKey {
    pub value: NodeId,
    /// Whether texts are the same without regard to letter case.
    pub fold: bool,
}

/// The bounds of an invariant on what is counted or added up of its set, group by group.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Aggregate {
    pub amount: Option<Amount>,
    pub keys: Vec<GroupKey>,
    pub least: Option<NodeId>,
    pub most: Option<NodeId>,
    /// The collection whose elements are the groups; otherwise they are those that elements are in.
    pub each: Option<CollectionId>,
    /// What keeps the groups up to date, where they are the same at every time.
    pub kept: Option<GroupingId>,
}
