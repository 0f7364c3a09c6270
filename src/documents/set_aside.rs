//! Asides that are written into rule files.

use crate::base::{Diagnostic, Language, SourceId, Sources};
use crate::documents::requote::{CitationKey, in_lines, literal, misfit};
use crate::model::Model;
use crate::syntax::{parse, print};
use crate::values::ids::DocumentId;
use std::collections::{BTreeMap, HashSet};

/// A sentence to be set aside, as it is quoted.
pub struct AsideSentence {
    pub document: DocumentId,
    pub quote: String,
    /// The heading that it stands under, where it stands elsewhere, too.
    pub under: Option<String>,
}

/// Rule files by name with their new texts, and by what their new citations are known then.
pub type NewAsides = (Vec<(String, String)>, HashSet<CitationKey>);

/// The rule files in which sentences are set aside for a reason. An aside stands in the file in which others of its
/// document stand, else in the one that declares the document.
///
/// # Errors
///
/// E0512 where a file with its asides is not what it was but for them.
pub fn set_aside(
    model: &Model,
    sources: &Sources,
    sentences: &[AsideSentence],
    language: Language,
    because: &str,
) -> Result<NewAsides, Diagnostic> {
    let mut by_file: BTreeMap<SourceId, Vec<&AsideSentence>> = BTreeMap::new();
    for sentence in sentences {
        by_file.entry(file_for(model, sentence.document)).or_default().push(sentence);
    }
    let mut texts = Vec::new();
    for (file, sentences) in by_file {
        let Some(source) = sources.get(file) else { continue };
        let mut text = source.text.trim_end().to_owned();
        for AsideSentence { document, quote, under } in &sentences {
            let (name, quote) = (model.document_name(*document), strings(quote));
            let under = under.as_ref().map(|under| format!(" under {}", literal(under))).unwrap_or_default();
            let because = strings(&because.split_whitespace().collect::<Vec<_>>().join(" "));
            text += &format!("\n\naside {name} {quote}{under}\n  because {} {because}", language.code());
        }
        text.push('\n');
        if source.text.contains("\r\n") {
            text = text.replace("\r\n", "\n").replace('\n', "\r\n");
        }
        let (was, _) = parse(file, &source.text);
        let (is, wrong) = parse(file, &text);
        if !wrong.is_empty() || was.declarations.len() + sentences.len() != is.declarations.len() {
            return Err(misfit(Some(&source.name)));
        }
        if print(&was, &source.text) == *source.text {
            text = print(&is, &text);
        }
        texts.push((source.name.clone(), text));
    }
    let keys = sentences.iter().map(|own| CitationKey::new(own.document, &own.quote, own.under.as_deref()));
    Ok((texts, keys.collect()))
}

/// A text as strings in a row.
fn strings(text: &str) -> String {
    let lines: Vec<String> = in_lines(text).iter().map(|line| literal(line)).collect();
    // What belongs to a declaration is indented.
    lines.join("\n      ")
}

fn file_for(model: &Model, document: DocumentId) -> SourceId {
    let asides = model.asides.iter().rev();
    let beside = asides.map(|aside| &aside.passage).find(|passage| passage.document == document);
    let declared = || model.documents.get(document).map(|own| own.span);
    beside.map(|passage| passage.span).or_else(declared).map_or(SourceId(0), |span| span.source)
}
