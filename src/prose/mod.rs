//! Reading a document: what its markup holds becomes one text in a normal form, with its units, sentences and
//! headings, and the way back to the bytes of the document.

pub mod alignment;
mod anchors;
mod asciidoc;
mod blocks;
mod build;
mod dialects;
pub mod diff;
pub mod docx;
pub mod facts;
pub mod finder;
pub mod fingerprint;
mod format;
mod html;
mod html_tag;
mod inline_marks;
mod jsx;
mod language;
mod leads;
mod markdown;
mod marks;
mod normal_text;
mod normalize;
mod notes;
mod open_blocks;
mod outlined;
mod plain;
pub mod quote;
mod rewrite;
mod rows;
mod sentences;
pub mod similarity;
mod source_map;
mod style;
mod table_rows;
mod tables;
pub mod terms;
mod text;
mod unseen;

pub use format::Format;
pub use normalize::{NORMAL_FORM, normalize};
pub use rows::is_ticked;
pub use text::{Heading, Sentence, Table, Text, Unit, UnitKind, WITHIN};
