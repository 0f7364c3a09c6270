//! Whole texts of files, which many hold and nobody changes.

use std::fmt;
use std::ops::Deref;
use std::sync::Arc;

/// A whole text. A copy shares it. It is an `Arc<String>` and not an `Arc<str>`, so that a text of a gigabyte that was
/// read becomes one without being copied.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct SharedText(Arc<String>);

impl Deref for SharedText {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl From<String> for SharedText {
    fn from(text: String) -> Self {
        Self(Arc::new(text))
    }
}

impl From<&str> for SharedText {
    fn from(text: &str) -> Self {
        text.to_owned().into()
    }
}

impl fmt::Debug for SharedText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&**self, f)
    }
}
