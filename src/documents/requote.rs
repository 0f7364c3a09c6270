//! Quotes in rule files, written anew so that they quote what was accepted.

use crate::base::{Code, Diagnostic, SourceId, Sources, Span, msg};
use crate::documents::accept::Selection;
use crate::documents::drift::Drift;
use crate::documents::lock::Lock;
use crate::documents::new_quotes::{NewQuote, made_unique};
use crate::documents::passage::Passage;
use crate::documents::verify::Verified;
use crate::model::{Citation, Extent, Model};
use crate::syntax::{parse, print};
use crate::values::ids::DocumentId;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::ops::Range;

/// The longest string of a quote that is written anew, in characters; a longer one goes on in the next line.
const LONGEST: usize = 76;

/// By what a citation is known when the rules are read again.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct CitationKey {
    document: DocumentId,
    extent: Extent,
    quote: String,
    under: Option<String>,
}

impl CitationKey {
    pub(super) fn new(document: DocumentId, quote: &str, under: Option<&str>) -> Self {
        Self { document, extent: Extent::Words, quote: quote.to_owned(), under: under.map(str::to_owned) }
    }
}

impl From<&Citation> for CitationKey {
    fn from(citation: &Citation) -> Self {
        let under = citation.under.as_deref().map(str::to_owned);
        let quote = citation.quote.to_string();
        Self { document: citation.document, extent: citation.extent, quote, under }
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

/// What quotes are written anew from.
pub struct Requoting<'r> {
    pub model: &'r Model,
    pub verified: &'r Verified<'r>,
    pub lock: &'r Lock,
    /// The texts of passages as they were reviewed, by their numbers in the lock, as far as they can be had.
    pub old_texts: &'r HashMap<usize, String>,
}

impl Requoting<'_> {
    /// What has to be written into the rules so that they quote what was accepted; `shown` gives a part of the normal text
    /// of a document as a reader sees it.
    pub fn edits(
        &self,
        chosen: &Selection,
        sources: &Sources,
        shown: impl Fn(DocumentId, Range<usize>) -> String,
    ) -> Vec<Edit> {
        let mut edits = Vec::new();
        let mut quotes = Vec::new();
        for at in chosen.drifts.iter().copied().collect::<BTreeSet<usize>>() {
            let Some(drift) = self.verified.drifts.get(at) else { continue };
            let Some(now) = &drift.now else { continue };
            if drift.is_section() {
                if !drift.exact
                    && let Some(range) = self.heading(now)
                {
                    edits.extend(replaced(drift, sources, &shown(now.document, range)));
                }
            } else if !drift.exact {
                let reviewed = drift.reviewed.and_then(|at| {
                    Some((self.lock.passages.get(at)?, self.old_texts.get(&at).map(String::as_str)))
                });
                quotes.extend(NewQuote::of(&self.verified.annotated, at, drift, now, reviewed));
            } else if now.document != drift.document() {
                let was = CitationKey::from(drift.cited.citation);
                for (_, citation) in &drift.cited.by {
                    let Some(span) = word_before(sources, citation.span) else { continue };
                    let text = self.model.document_name(now.document).to_owned();
                    let then = CitationKey { document: now.document, ..was.clone() };
                    edits.push(Edit { span, text, was: was.clone(), then });
                }
            }
        }
        made_unique(&self.verified.annotated, &mut quotes, shown);
        for quote in quotes {
            let Some(drift) = self.verified.drifts.get(quote.drift) else { continue };
            let was = CitationKey::from(drift.cited.citation);
            for (_, citation) in &drift.cited.by {
                let text = strings(sources, citation.span, &quote.text);
                let then = CitationKey {
                    document: quote.document,
                    extent: Extent::Words,
                    quote: quote.text.clone(),
                    under: was.under.clone(),
                };
                edits.push(Edit { span: citation.span, text, was: was.clone(), then });
            }
        }
        edits
    }

    /// Where the heading of a section stands now, in bytes of the normal text.
    fn heading(&self, now: &Passage) -> Option<Range<usize>> {
        self.verified.annotated.documents.text(now.document)?.range_of(now.sentences.clone())
    }
}

/// What has to be written into the rules so that they quote a text in place of what a citation quotes.
pub fn replaced(drift: &Drift<'_>, sources: &Sources, quote: &str) -> Vec<Edit> {
    let was = CitationKey::from(drift.cited.citation);
    let edit = |span: Span| {
        let then = CitationKey { quote: quote.to_owned(), ..was.clone() };
        // A heading is one string.
        let text = if drift.is_section() { literal(quote) } else { strings(sources, span, quote) };
        Edit { span, text, was: was.clone(), then }
    };
    drift.cited.by.iter().map(|(_, citation)| edit(citation.span)).collect()
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

/// A text in lines that are not too long to be read.
pub(crate) fn in_lines(text: &str) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split(' ') {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= LONGEST => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_owned()),
        }
    }
    lines
}

/// A string as rules have it.
pub(crate) fn literal(text: &str) -> String {
    format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""))
}

/// A quote as strings in a row, none of them too long to be read, with the comments that stood between those before.
fn strings(sources: &Sources, before: Span, quote: &str) -> String {
    let source = sources.get(before.source).map_or("", |source| &*source.text);
    let comments = comments_between(source.get(before.range()).unwrap_or_default());
    let mut lines = in_lines(quote);
    // A comment needs a string before it and one behind it.
    if let Some((before, behind)) = lines.last().and_then(|last| last.rsplit_once(' '))
        && lines.len() == 1
        && !comments.is_empty()
    {
        lines = vec![before.to_owned(), behind.to_owned()];
    }
    let line_break = if source.contains("\r\n") { "\r\n" } else { "\n" };
    let next_line = format!("{line_break}{}", indentation(source, before));
    let last = lines.len() - 1;
    let mut text = String::new();
    if last == 0 {
        text.extend(comments.iter().map(|comment| format!("{}{next_line}", comment.text)));
    }
    for (at, line) in lines.iter().enumerate() {
        text.push_str(&literal(line));
        if at == last {
            break;
        }
        let own = comments.iter().filter(|comment| comment.behind.min(last - 1) == at);
        for (number, comment) in own.enumerate() {
            let is_beside = number == 0 && !comment.is_alone;
            text.push_str(if is_beside { "  " } else { &next_line });
            text.push_str(comment.text);
        }
        text.push_str(&next_line);
    }
    text
}

/// A comment between strings in a row.
struct CommentBetween<'t> {
    text: &'t str,
    /// The number of the string that it stands behind.
    behind: usize,
    /// Whether it has a line of its own.
    is_alone: bool,
}

/// The comments between strings in a row.
fn comments_between(strings: &str) -> Vec<CommentBetween<'_>> {
    let mut found = Vec::new();
    let (mut rest, mut count) = (strings, 0_usize);
    while let Some((blank, own)) = rest.find(['"', '#']).and_then(|start| rest.split_at_checked(start)) {
        let end = if own.starts_with('#') {
            let end = own.find(['\r', '\n']).unwrap_or(own.len());
            let text = own.get(..end).unwrap_or_default();
            let is_alone = blank.contains('\n');
            found.push(CommentBetween { text, behind: count.saturating_sub(1), is_alone });
            end
        } else {
            count += 1;
            let mut is_escaped = false;
            let closing = own.char_indices().skip(1).find(|(_, sign)| {
                let closes = *sign == '"' && !is_escaped;
                is_escaped = *sign == '\\' && !is_escaped;
                closes
            });
            closing.map_or(own.len(), |(at, _)| at + 1)
        };
        rest = own.get(end..).unwrap_or_default();
    }
    found
}

/// How far the second string of a quote is indented: as it was, or as what belongs to a declaration is.
fn indentation(source: &str, quote: Span) -> String {
    const FURTHER: usize = 4;
    let blank = |line: &str| line.chars().take_while(|sign| *sign == ' ').count();
    let own = source.get(quote.range()).unwrap_or_default();
    let second = own.lines().skip(1).find(|line| line.trim_start().starts_with('"')).map(blank);
    let first = source.get(..quote.range().start).unwrap_or_default();
    let first = first.rsplit('\n').next().unwrap_or_default();
    " ".repeat(second.unwrap_or_else(|| blank(first) + FURTHER))
}

/// The name that stands before a quote: that of its document.
fn word_before(sources: &Sources, quote: Span) -> Option<Span> {
    let before = sources.get(quote.source)?.text.get(..quote.start as usize)?.trim_end();
    let start = before.rfind(char::is_whitespace).map_or(0, |at| at + 1);
    Some(Span::new(quote.source, start, before.len()))
}
