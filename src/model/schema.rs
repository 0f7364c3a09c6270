//! What a state holds: single values, collections and their fields, and the enums among their types.

use crate::base::IndexVec;
use crate::syntax::tree::Name;
use crate::values::ids::{CollectionId, FieldId, ScalarId, VariantId};
use crate::values::{Type, Value, nested};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A type with a few named values.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Enum {
    /// Its name.
    pub name: Arc<str>,
    /// Its values.
    pub values: IndexVec<VariantId, Name>,
}

/// What a state holds.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Schema {
    /// The members of the state, as they are nested.
    pub members: Vec<Member>,
    /// Every single value of the state.
    pub scalars: IndexVec<ScalarId, Scalar>,
    /// Every collection of the state.
    pub collections: IndexVec<CollectionId, Collection>,
    /// The collection whose elements act: the one with a key and a field of type `Role`.
    pub actors: Option<CollectionId>,
    /// The field of it that holds the role.
    pub role_field: FieldId,
    /// The scalar that holds the portal's time zone.
    pub time_zone: Option<ScalarId>,
}

impl Schema {
    /// The name of a member.
    pub fn member_name<'a>(&'a self, member: &'a Member) -> Option<&'a Arc<str>> {
        match member {
            Member::Scalar(number) => self.scalars.get(*number).map(|found| &found.field.name.text),
            Member::Group(name, _) => Some(&name.text),
            Member::Collection(number) => self.collections.get(*number).map(|found| &found.name.text),
        }
    }
}

/// A part of the state as it is nested.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Member {
    /// A single value.
    Scalar(ScalarId),
    /// Some members under a name.
    Group(Name, #[serde(deserialize_with = "nested")] Vec<Member>),
    /// A collection.
    Collection(CollectionId),
}

/// A single value of the state.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Scalar {
    /// Its full name, such as `settings.everyone_may_invite`.
    pub path: Arc<str>,
    /// What it holds.
    pub field: Field,
}

/// A value that a state or an element holds.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Field {
    /// Its name.
    pub name: Name,
    /// Its type.
    pub ty: Type,
    /// Whether it is known to have no value when it is left out.
    pub optional: bool,
    /// The value that it has when it is left out.
    pub default: Option<Value>,
}

impl Field {
    /// The value where it is left out.
    pub fn left_out(&self) -> Value {
        match &self.default {
            Some(default) => default.clone(),
            None if self.optional => Value::Absent,
            None => Value::Unknown,
        }
    }
}

/// Many elements of one shape.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Collection {
    /// The name of all of them.
    pub name: Name,
    /// The word for one of them.
    pub noun: Name,
    /// The field that tells them apart.
    pub key: Option<FieldId>,
    /// What each has.
    pub fields: IndexVec<FieldId, Field>,
}
