//! Whole texts of files, which many hold and nobody changes, and those that are read when something first asks for them.

use crate::base::outline::Outline;
use std::fmt;
use std::ops::Deref;
use std::sync::{Arc, OnceLock};

/// A whole text. A copy shares it. It is an `Arc` of a `String` and not an `Arc<str>`, so that a text of a gigabyte that
/// was read becomes one without being copied.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct SharedText(Arc<Whole>);

#[derive(Default, PartialEq, Eq)]
struct Whole {
    text: String,
    outline: Option<Outline>,
}

impl SharedText {
    /// A text whose lines are the paragraphs of a document.
    pub fn outlined(text: String, outline: Outline) -> Self {
        Self(Arc::new(Whole { text, outline: Some(outline) }))
    }

    /// What its lines are, where they are the paragraphs of a document.
    pub fn outline(&self) -> Option<&Outline> {
        self.0.outline.as_ref()
    }
}

impl Deref for SharedText {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0.text
    }
}

impl From<String> for SharedText {
    fn from(text: String) -> Self {
        Self(Arc::new(Whole { text, outline: None }))
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

/// A text that is read once, when it is first asked for, and then kept. Copies share it.
#[derive(Clone)]
pub struct LazyText(Arc<Inner>);

struct Inner {
    text: OnceLock<SharedText>,
    read: Box<dyn Fn() -> SharedText + Send + Sync>,
}

impl LazyText {
    /// A text that is read so. `read` gives an empty text where reading failed, and keeps the error for whoever asks.
    pub fn new(read: impl Fn() -> SharedText + Send + Sync + 'static) -> Self {
        Self(Arc::new(Inner { text: OnceLock::new(), read: Box::new(read) }))
    }

    pub fn get(&self) -> &SharedText {
        self.0.text.get_or_init(|| (self.0.read)())
    }
}

impl<T: Into<SharedText>> From<T> for LazyText {
    fn from(text: T) -> Self {
        let text = text.into();
        Self::new(move || text.clone())
    }
}

impl fmt::Debug for LazyText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("LazyText").field(&self.0.text.get()).finish()
    }
}
