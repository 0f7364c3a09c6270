//! How deep what is read back may nest: whoever made it up could otherwise overflow the stack.

use serde::de::{Deserialize, Deserializer, Error};
use std::cell::Cell;

/// Deeper than this no checked model nests.
const DEEPEST: u16 = 256;

thread_local! {
    /// How deep the reading of this thread is.
    static DEPTH: Cell<u16> = const { Cell::new(0) };
}

/// Read what may hold more of its own kind.
pub(crate) fn nested<'de, D: Deserializer<'de>, T: Deserialize<'de>>(deserializer: D) -> Result<T, D::Error> {
    let depth = DEPTH.get();
    if depth >= DEEPEST {
        return Err(D::Error::custom("it nests too deep"));
    }
    DEPTH.set(depth + 1);
    let read = T::deserialize(deserializer);
    DEPTH.set(depth);
    read
}
