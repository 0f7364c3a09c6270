//! What an action did to a state, for people.

use crate::values::{Type, Value};

/// A difference that an action made to a state.
///
/// ```
/// use ustav::embed::{Difference, Moment};
/// # let (club, mut portal) = ustav::embed::example::club()?;
/// let fee = club.action("pay", "ivan", Moment::parse("2024-06-01")?).int("fee", 5).done()?;
/// let Difference::Value { path, .. } = &portal.apply(&fee)?.differences[0] else { panic!() };
/// assert_eq!(path, "users.ivan.paid");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
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
