//! From a document in one of its formats to its text.

use crate::base::SourceId;
use crate::prose::blocks::DocumentBuilder;
use crate::prose::format::Format;
use crate::prose::html;
use crate::prose::markdown;
use crate::prose::plain;
use crate::prose::text::Text;

impl Text {
    /// Read a document. Whatever stands in it, there is a text: markup that is not well formed does no harm.
    pub fn read(source: SourceId, document: &str, format: Format) -> Self {
        let mut builder = DocumentBuilder::new(source, document);
        match format {
            Format::Markdown => markdown::read(document, &mut builder),
            Format::Html => html::read(document, &mut builder),
            Format::Plain => plain::read(document, &mut builder),
        }
        builder.finish()
    }
}
