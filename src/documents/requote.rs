//! Quotes in rule files, written anew so that they quote what was accepted.

use crate::base::{Code, Diagnostic, SourceId, Sources, Span, msg};
use crate::documents::accept::Selection;
use crate::documents::passage::Passage;
use crate::documents::verify::Verified;
use crate::model::{Citation, Model};
use crate::syntax::{parse, print};
use crate::values::ids::DocumentId;
use std::collections::{BTreeMap, HashMap, HashSet};

/// The longest string of a quote that is written anew, in characters; a longer one goes on in the next line.
const LONGEST: usize = 76;

/// By what a citation is known when the rules are read again.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct CitationKey {
    document: DocumentId,
    quote: String,
    under: Option<String>,
}

impl CitationKey {
    pub(super) fn new(document: DocumentId, quote: &str) -> Self {
        Self { document, quote: quote.to_owned(), under: None }
    }
}

impl From<&Citation> for CitationKey {
    fn from(citation: &Citation) -> Self {
        let under = citation.under.as_deref().map(str::to_owned);
        Self { document: citation.document, quote: citation.quote.to_string(), under }
    }
}

pub struct Edit {
    span: Span,
    text: String,
    was: CitationKey,
    then: CitationKey,
}

impl Edit {
    /// Where it is written.
    pub fn span(&self) -> Span {
        self.span
    }

    /// What is quoted then.
    pub fn quote(&self) -> &str {
        &self.then.quote
    }
}

/// What has to be written into the rules so that they quote what was accepted; `shown` gives a passage as a reader sees
/// it.
pub fn edits(
    model: &Model,
    verified: &Verified<'_>,
    chosen: &Selection,
    sources: &Sources,
    shown: impl Fn(&Passage) -> String,
) -> Vec<Edit> {
    let mut edits = Vec::new();
    for drift in chosen.drifts.iter().filter_map(|at| verified.drifts.get(*at)) {
        let Some(now) = &drift.now else { continue };
        let was = CitationKey::from(drift.cited.citation);
        if drift.exact && now.document == was.document {
            continue;
        }
        let quote = if drift.exact { was.quote.clone() } else { shown(now) };
        for (_, citation) in &drift.cited.by {
            let (span, text) = if drift.exact {
                let Some(span) = word_before(sources, citation.span) else { continue };
                (span, model.document_name(now.document).to_owned())
            } else {
                (citation.span, strings(&quote))
            };
            let then = CitationKey { document: now.document, quote: quote.clone(), under: was.under.clone() };
            edits.push(Edit { span, text, was: was.clone(), then });
        }
    }
    edits
}

/// By what the chosen citations are known after the edits.
pub fn keys_after(verified: &Verified<'_>, chosen: &Selection, edits: &[Edit]) -> HashSet<CitationKey> {
    let drifts = chosen.drifts.iter().filter_map(|at| verified.drifts.get(*at));
    let then: HashMap<&CitationKey, &CitationKey> =
        edits.iter().map(|edit| (&edit.was, &edit.then)).collect();
    let after = drifts.map(|drift| {
        let own = CitationKey::from(drift.cited.citation);
        then.get(&own).map_or_else(|| own.clone(), |then| (*then).clone())
    });
    after.collect()
}

/// The rule files with the edits, in their canonical form where they were in it before.
///
/// # Errors
///
/// E0512 where a file with its edits is not what it was but for the quotes.
pub fn edited(sources: &Sources, edits: &[Edit]) -> Result<Vec<(String, String)>, Diagnostic> {
    let mut by_file: BTreeMap<SourceId, Vec<&Edit>> = BTreeMap::new();
    for edit in edits {
        by_file.entry(edit.span.source).or_default().push(edit);
    }
    let mut texts = Vec::new();
    for (file, mut edits) in by_file {
        let Some(source) = sources.get(file) else { continue };
        edits.sort_by_key(|edit| edit.span.start);
        let mut text = String::with_capacity(source.text.len());
        let mut read = 0;
        for edit in edits {
            let span = edit.span.range();
            text.push_str(source.text.get(read..span.start).unwrap_or_default());
            text.push_str(&edit.text);
            read = span.end;
        }
        text.push_str(source.text.get(read..).unwrap_or_default());
        let (was, _) = parse(file, &source.text);
        let (is, wrong) = parse(file, &text);
        if !wrong.is_empty() || was.declarations.len() != is.declarations.len() {
            return Err(misfit(Some(&source.name)));
        }
        if print(&was, &source.text) == *source.text {
            text = print(&is, &text);
        }
        texts.push((source.name.clone(), text));
    }
    Ok(texts)
}

/// That quotes cannot be written anew in the rules, or in one file of them.
pub fn misfit(file: Option<&str>) -> Diagnostic {
    let message = file.map_or_else(|| msg!(documents.misfit), |file| msg!(documents.misfit_in, file = file));
    Diagnostic::error(Code::E0512, message).help(msg!(documents.quote_by_hand))
}

/// A quote as strings in a row, none of them too long to be read.
pub(super) fn strings(quote: &str) -> String {
    let mut lines: Vec<String> = Vec::new();
    for word in quote.split(' ') {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= LONGEST => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    let quoted = lines.iter().map(|line| format!("\"{}\"", line.replace('\\', "\\\\").replace('"', "\\\"")));
    // What belongs to a declaration is indented.
    quoted.collect::<Vec<String>>().join("\n      ")
}

/// The name that stands before a quote: that of its document.
fn word_before(sources: &Sources, quote: Span) -> Option<Span> {
    let before = sources.get(quote.source)?.text.get(..quote.start as usize)?.trim_end();
    let start = before.rfind(char::is_whitespace).map_or(0, |at| at + 1);
    Some(Span::new(quote.source, start, before.len()))
}
