//! What a state holds: single values, collections and their fields, and the enums among their types.

use crate::base::IndexVec;
use crate::model::rules::LocalizedText;
use crate::syntax::tree::Name;
use crate::values::ids::{CollectionId, FieldId, ScalarId, VariantId};
use crate::values::{Range, Type, Value, nested};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Enum {
    pub name: Arc<str>,
    pub values: IndexVec<VariantId, Name>,
    /// What people call each value, by language; of roles, [`crate::model::Role::called`] says it.
    pub called: IndexVec<VariantId, Vec<LocalizedText>>,
}

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Schema {
    pub members: Vec<Member>,
    pub scalars: IndexVec<ScalarId, Scalar>,
    pub collections: IndexVec<CollectionId, Collection>,
    /// The collection whose elements act: the one with a key and a field of type `Role`.
    pub actors: Option<CollectionId>,
    pub role_field: FieldId,
    pub time_zone: Option<ScalarId>,
}

impl Schema {
    pub fn member<'a>(&'a self, member: &'a Member) -> Option<&'a Name> {
        match member {
            Member::Scalar(scalar) => self.scalars.get(*scalar).map(|found| &found.field.name),
            Member::Group(name, _) => Some(name),
            Member::Collection(collection) => self.collections.get(*collection).map(|found| &found.name),
        }
    }

    pub(crate) fn is_list(&self, collection: CollectionId, field: FieldId) -> bool {
        let field = self.collections.get(collection).and_then(|shape| shape.fields.get(field));
        field.is_some_and(|field| matches!(field.ty, Type::List(_)))
    }

    /// Whether elements of a collection can lie in those of another, at any depth.
    pub fn nests_in(&self, inner: CollectionId, outer: CollectionId) -> bool {
        self.nesting(inner).contains(&outer)
    }

    /// The collections whose elements those of one can lie in, at any depth.
    pub fn nesting(&self, inner: CollectionId) -> Vec<CollectionId> {
        let (mut found, mut open) = (Vec::new(), vec![inner]);
        while let Some(shape) = open.pop().and_then(|of| self.collections.get(of)) {
            let fields = shape.inside.iter().filter_map(|field| shape.fields.get(*field));
            for to in fields.filter_map(|field| field.ty.refers_to()) {
                if !found.contains(&to) {
                    found.push(to);
                    open.push(to);
                }
            }
        }
        found
    }

    /// The fields, of elements and of the state, that refer to elements of a collection.
    pub fn referring_to(&self, to: CollectionId) -> impl Iterator<Item = &Field> {
        let fields = self.collections.iter().flat_map(|shape| &shape.fields);
        let all = fields.chain(self.scalars.iter().map(|scalar| &scalar.field));
        all.filter(move |field| field.ty.refers_to() == Some(to))
    }

    pub fn member_name<'a>(&'a self, member: &'a Member) -> Option<&'a Arc<str>> {
        self.member(member).map(|name| &name.text)
    }
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Member {
    Scalar(ScalarId),
    Group(Name, #[serde(deserialize_with = "nested")] Vec<Member>),
    Collection(CollectionId),
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Scalar {
    /// Its full name, such as `settings.everyone_may_invite`.
    pub path: Arc<str>,
    pub field: Field,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Field {
    pub name: Name,
    pub ty: Type,
    /// Whether it is known to have no value when it is left out.
    pub optional: bool,
    /// The numbers that it may have; only for an Int.
    pub range: Option<Range>,
    pub default: Option<Value>,
}

impl Field {
    pub fn left_out(&self) -> Value {
        match &self.default {
            Some(default) => default.clone(),
            None if self.optional => Value::Absent,
            None => Value::Unknown,
        }
    }
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Collection {
    pub name: Name,
    pub noun: Name,
    pub key: Option<FieldId>,
    /// The references by which its elements lie in others, of this or of other collections; none where they lie in nothing.
    pub inside: Vec<FieldId>,
    pub fields: IndexVec<FieldId, Field>,
}
