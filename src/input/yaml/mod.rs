//! YAML and JSON to a tree. JSON is read by the same parser, since nearly all of it is YAML.

mod braces;
mod brackets;
mod foreign_lines;
mod item_mistakes;
mod json;
mod limits;
mod lines;
mod syntax_errors;
mod text;
mod tree_builder;

use crate::base::{Code, Diagnostic, SourceId};
use crate::input::json_mistakes::as_json;
use crate::input::tree::Node;
use granit_parser::{ErrorKind, Parser, StrInput};
use std::borrow::Cow;
use text::mask;
use tree_builder::Builder;

pub(super) use foreign_lines::{comment_meant, table_row};
pub(super) use item_mistakes::{is_bullet, not_an_item};
pub use limits::Limits;
pub(super) use syntax_errors::{odd_in_line, why_no_mapping};
pub(super) use text::{first_dash, swallowed};

/// Read a text into one tree per document; an empty document gives none. What is wrong with the
/// text is reported together, in its order, beside the documents that could be read to their end (a key
/// that stands twice stands twice in them). A syntax error hides the rest of its document; in
/// flow style, as in JSON, also other errors in the kilobyte before it.
pub fn parse(source: SourceId, text: &str, limits: &Limits) -> (Vec<Node>, Vec<Diagnostic>) {
    json::read(source, text, limits, false).unwrap_or_else(|| parse_yaml(source, text, limits))
}

/// [`parse`] for a text that is meant as JSON: the mistakes in its signs that people make are told in words of JSON.
pub fn parse_json(source: SourceId, text: &str, limits: &Limits) -> (Vec<Node>, Vec<Diagnostic>) {
    json::read(source, text, limits, true).unwrap_or_else(|| {
        let (documents, found) = parse_yaml(source, text, limits);
        (documents, as_json(source, text, found))
    })
}

/// [`parse`] by the parser of YAML, whatever the text is.
#[doc(hidden)]
pub fn parse_yaml(source: SourceId, text: &str, limits: &Limits) -> (Vec<Node>, Vec<Diagnostic>) {
    // YAML has a limit for a key, JSON has none.
    const JSON_KEY: usize = 65_536;
    let json = text.trim_start().starts_with(['{', '[', '"']);
    let readable = if json { mask(text) } else { Cow::Borrowed(text) };
    let (documents, found) = read(source, text, &readable, KEY, limits);
    // Behind a key that is too long the colon is one too many.
    let at_colon = |one: &Diagnostic| {
        let at = one.labels.first().and_then(|label| text.as_bytes().get(label.span.start as usize));
        one.code == Code::E0401 && at == Some(&b':')
    };
    if json && found.iter().any(at_colon) {
        let (again, left) = read(source, text, &readable, JSON_KEY, limits);
        if left.is_empty() {
            return (again, left);
        }
    }
    (documents, found)
}

/// YAML's own limit for a key, in characters.
pub(super) const KEY: usize = 1024;

/// The parser, with keys of some length.
pub(super) fn parser<'t>(text: &'t str, key: usize, limits: &Limits) -> Parser<'t, StrInput<'t>> {
    let options = granit_parser::options! {
        emit_comments: false,
        emit_unresolved_aliases: true,
        simple_key_max_lookahead: key,
        flow_nesting_limit: limits.depth,
        block_nesting_limit: limits.depth,
    };
    Parser::new_from_str_with_options(text, options)
}

/// [`parse`] with keys of some length; `readable` is the text as the parser can take it.
fn read(
    source: SourceId,
    text: &str,
    readable: &str,
    key: usize,
    limits: &Limits,
) -> (Vec<Node>, Vec<Diagnostic>) {
    let mut parser = parser(readable, key, limits);
    let mut builder = Builder::new(source, text, !std::ptr::eq(text, readable), limits);
    while builder.found.len() < limits.diagnostics
        && let Some(next) = parser.next_event()
    {
        let fatal = match next {
            Ok((event, span)) => builder.event(event, span).err(),
            Err(error) if *error.kind() == ErrorKind::RecursionLimitExceeded => {
                Some(builder.too_deep(error.marker().byte_offset().unwrap_or(text.len())))
            }
            Err(error) => {
                builder.syntax(&error);
                builder.abandon();
                if parser.proceed_next_document() != Ok(true) {
                    break;
                }
                None
            }
        };
        if let Some(fatal) = fatal {
            builder.found.push(fatal);
            break;
        }
    }
    builder.done()
}
