//! What an action did to a state, for people.

use crate::values::{Type, Value};

/// A difference that an action made to a state.
#[derive(Clone, Debug, PartialEq)]
pub enum Difference {
    /// Another value.
    Value {
        /// Where: `users.ivan.status`, `settings.everyone_may_invite`.
        path: String,
        /// Its type.
        ty: Type,
        /// Before.
        before: Value,
        /// After.
        after: Value,
    },
    /// A new element.
    Added {
        /// Where: `users.ivan`, `trials[0]`.
        path: String,
        /// Names, types and values of the fields that have a value.
        fields: Vec<(String, Type, Value)>,
    },
    /// Nothing was added: an element with this id was there.
    There {
        /// Where: `users.ivan`.
        path: String,
    },
}
