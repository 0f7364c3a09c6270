//! The words of languages, in files that a linguist can read and extend: `ru.txt`, `en.txt`, and `common.txt` for what
//! is read in all of them. They are read when first a word is looked up.

mod read;
mod section;

pub(crate) use read::{Table, UnknownKey, Words, items, keyed, table, words};
pub(crate) use section::Section;
