//! From a document in one of its formats to its text.

use crate::base::SourceId;
use crate::prose::blocks::Page;
use crate::prose::format::Format;
use crate::prose::html;
use crate::prose::markdown;
use crate::prose::plain;
use crate::prose::text::Text;

impl Text {
    /// Read a document.
    pub fn read(source: SourceId, document: &str, format: Format) -> Self {
        let mut page = Page::new(source, document);
        match format {
            Format::Markdown => markdown::read(document, &mut page),
            Format::Html => html::read(document, &mut page),
            Format::Plain => plain::read(document, &mut page),
        }
        page.finish()
    }
}
