//! Texts that are read when something asks for them.

use crate::base::shared_text::SharedText;
use std::fmt;
use std::sync::{Arc, OnceLock};

/// A text that is read once, when it is first asked for.
#[derive(Clone)]
pub struct LazyText(Arc<Inner>);

struct Inner {
    text: OnceLock<SharedText>,
    read: Box<dyn Fn() -> SharedText + Send + Sync>,
}

impl LazyText {
    /// A text that is read so; what cannot be read is empty.
    pub fn new(read: impl Fn() -> SharedText + Send + Sync + 'static) -> Self {
        Self(Arc::new(Inner { text: OnceLock::new(), read: Box::new(read) }))
    }

    /// The text.
    pub fn get(&self) -> &SharedText {
        self.0.text.get_or_init(|| (self.0.read)())
    }
}

impl From<SharedText> for LazyText {
    fn from(text: SharedText) -> Self {
        Self::new(move || text.clone())
    }
}

impl From<&str> for LazyText {
    fn from(text: &str) -> Self {
        SharedText::from(text).into()
    }
}

impl From<String> for LazyText {
    fn from(text: String) -> Self {
        SharedText::from(text).into()
    }
}

impl fmt::Debug for LazyText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_tuple("Deferred").field(&self.0.text.get()).finish()
    }
}
