//! From text to syntax tree. The parser's pairs go no further than this folder.

mod declarations;
mod expected;
mod expressions;
mod habits;
mod limits;
mod literals;
mod misread;
mod reader;
mod tokens;

use crate::base::{Diagnostic, SourceId, Span};
use crate::syntax::characters::in_latin;
use crate::syntax::parse::literals::composed;
use crate::syntax::parse::reader::Reader;
use crate::syntax::parse::tokens::Tokens;
use crate::syntax::scan::{MOST_DIAGNOSTICS, scan};
use crate::syntax::tree::{Comment, Declaration, File, Unread};
use crate::syntax::unindented::has_unindented;
use crate::syntax::vocabulary::{DECLARATIONS, Grammar, Pair, Rule};
use pest::Parser as _;
use rayon::prelude::*;
use std::borrow::Cow;
use std::num::NonZeroUsize;
use std::sync::OnceLock;

/// The most steps that the parser takes on one declaration. Declarations of the largest allowed size need
/// about a tenth of it; the bound is for what nobody thought of.
const MOST_STEPS: Option<NonZeroUsize> = NonZeroUsize::new(20_000_000);
/// So many declarations are one piece of work for a processor.
const PIECE: usize = 256;
/// So many are read before it is looked whether so much is wrong that it is no use to read on.
const ROUND: usize = 64 * PIECE;
/// So many bytes of declarations in a row are given to the parser at once.
const TOGETHER: usize = 2_000;

/// Read one rule file: the declarations that could be read, and what is wrong with the others.
pub fn parse(source: SourceId, text: &str) -> (File, Vec<Diagnostic>) {
    pest::set_call_limit(MOST_STEPS);
    let scan = scan(source, text);
    // What stands between declarations may be one that is wrong, and nothing may take it in.
    let together = scan.diagnostics.is_empty();
    let blanked = &*without_comments(text, &scan.comments);
    let declared = OnceLock::new();
    let mut diagnostics = scan.diagnostics;
    let mut unread = scan.broken;
    let mut declarations = Vec::with_capacity(scan.declarations.len());
    for round in scan.declarations.chunks(ROUND) {
        if diagnostics.len() >= MOST_DIAGNOSTICS {
            break;
        }
        let reader = || Reader::new(source, text, blanked, &declared);
        let read = |spans: &[Span]| reader().read(spans, together);
        let pieces: Vec<Read> = match round.len() > PIECE {
            true => round.par_chunks(PIECE).map(read).collect(),
            false => vec![read(round)],
        };
        for (spans, read) in round.chunks(PIECE).zip(pieces) {
            if diagnostics.len() + read.diagnostics.len() < MOST_DIAGNOSTICS {
                declarations.extend(read.declarations);
                diagnostics.extend(read.diagnostics);
                unread.extend(read.unread);
                continue;
            }
            // Somewhere in this piece it is enough: as if it were read after all that stands before it.
            let reader = Reader { diagnostics: std::mem::take(&mut diagnostics), ..reader() };
            let read = reader.read(spans, false);
            declarations.extend(read.declarations);
            diagnostics = read.diagnostics;
            unread.extend(read.unread);
            break;
        }
    }
    let unread = unread.into_iter().filter_map(|span| text.get(span.range()).map(unread_names)).collect();
    (File { source: Some(source), declarations, comments: scan.comments, unread }, diagnostics)
}

/// The text with blanks, as many as bytes, where comments stand.
fn without_comments<'t>(text: &'t str, comments: &[Comment]) -> Cow<'t, str> {
    if comments.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut blanked = String::with_capacity(text.len());
    for comment in comments {
        let start = comment.span.range().start;
        blanked.push_str(text.get(blanked.len()..start).unwrap_or_default());
        let rest = text.get(start..).unwrap_or_default().as_bytes();
        blanked.extend(std::iter::repeat_n(' ', memchr::memchr(b'\n', rest).unwrap_or(rest.len())));
    }
    blanked.push_str(text.get(blanked.len()..).unwrap_or_default());
    Cow::Owned(blanked)
}

/// Whether a declaration is none, but a line of a state or an action.
fn is_yaml(slice: &str) -> bool {
    habits::is_yaml(&Tokens::of(slice.lines().next().unwrap_or_default(), 0))
}

/// What came of a piece of work.
struct Read {
    declarations: Vec<Declaration>,
    diagnostics: Vec<Diagnostic>,
    /// The declarations that were not read.
    unread: Vec<Span>,
}

/// The names that a declaration may declare which was not read: any word in it, but of a rule only the id.
fn unread_names(text: &str) -> Unread {
    let is_sign = |letter: char| !(letter.is_alphanumeric() || letter == '_' || letter == '-');
    let mut words = text.split(is_sign).filter(|word| !word.is_empty()).peekable();
    // Where the word of the declaration is missing, the first is a name.
    let first = words.next_if(|word| DECLARATIONS.contains(word)).unwrap_or_default();
    let few = match first {
        "permit" | "forbid" | "limit" | "never" | "deadline" | "conflict" => 1,
        "prefer" | "aside" => 0,
        _ => usize::MAX,
    };
    let parts =
        |word: &'_ str| word.split('-').filter(|_| few == usize::MAX).map(composed).collect::<Vec<_>>();
    // What was meant by a word in two alphabets is declared, too.
    let latin = |word: &str| in_latin(word).map(|latin| composed(&latin));
    // Two words, or one with a hyphen, may be meant as one name.
    let pairs = text.lines().filter(|_| few == usize::MAX).flat_map(|line| {
        let words = line.split([' ', '-', ':', '=', '(', '{']).filter(|word| !word.is_empty());
        words.clone().zip(words.skip(1)).take(2).map(|(one, two)| composed(&format!("{one}_{two}")))
    });
    let names = words
        .take(few)
        .flat_map(|word| parts(word).into_iter().chain([composed(word)]).chain(latin(word)))
        .chain(pairs)
        .collect();
    Unread {
        state: few == usize::MAX && !["enum", "role", "let", "action", "document"].contains(&first),
        names,
    }
}

impl Reader<'_> {
    /// Read declarations until too many are wrong. `together` says that nothing stands between them.
    fn read(mut self, spans: &[Span], together: bool) -> Read {
        let mut found = Vec::with_capacity(spans.len());
        let mut unread = Vec::new();
        let mut rest = spans;
        while let Some(first) = rest.first() {
            let end = first.range().start + TOGETHER;
            let fit = rest.iter().take_while(|span| together && span.range().end <= end).count();
            let (row, behind) = rest.split_at(fit.max(1));
            rest = behind;
            if row.len() > 1 && self.row(row, &mut found, &mut unread) {
                continue;
            }
            for span in row {
                if self.diagnostics.len() >= MOST_DIAGNOSTICS {
                    return Read { declarations: found, diagnostics: self.diagnostics, unread };
                }
                let before = found.len();
                self.one(*span, &mut found);
                if found.len() == before {
                    unread.push(*span);
                }
            }
        }
        Read { declarations: found, diagnostics: self.diagnostics, unread }
    }

    /// Read declarations in a row at once; whether all were read, each from where it begins.
    fn row(&mut self, spans: &[Span], found: &mut Vec<Declaration>, unread: &mut Vec<Span>) -> bool {
        let (Some(first), Some(last)) = (spans.first(), spans.last()) else { return false };
        let Some(slice) = self.blanked.get(first.to(*last).range()) else { return false };
        let Ok(pairs) = Grammar::parse(Rule::declarations, slice) else { return false };
        self.base = first.range().start;
        let sentences =
            || pairs.clone().flat_map(Pair::into_inner).filter(|pair| pair.as_rule() != Rule::EOI);
        let begins = sentences().map(|pair| self.base + pair.as_span().start());
        if !begins.eq(spans.iter().map(|span| span.range().start)) {
            return false;
        }
        for (span, pair) in spans.iter().zip(sentences()) {
            self.operators = 0;
            match self.declaration(*span, &pair) {
                Some(declaration) => found.push(declaration),
                None => unread.push(*span),
            }
        }
        true
    }

    fn one(&mut self, span: Span, found: &mut Vec<Declaration>) {
        let Some(slice) = self.blanked.get(span.range()) else { return };
        self.base = span.range().start;
        self.operators = 0;
        match Grammar::parse(Rule::declaration, slice) {
            Ok(pairs) => found.extend(
                pairs
                    .flat_map(Pair::into_inner)
                    .find(|pair| pair.as_rule() != Rule::EOI)
                    .and_then(|pair| self.declaration(span, &pair)),
            ),
            // Whoever left its lines without indentation is told of that, and of nothing that came of it.
            Err(_) if self.text.get(span.range()).is_some_and(has_unindented) => {}
            // A state that was pasted is told of once.
            Err(_) if self.pasted && self.text.get(span.range()).is_some_and(is_yaml) => {}
            Err(error) => {
                self.pasted |= is_yaml(slice);
                let diagnostic = self.misread(slice, &error);
                self.diagnostics.push(diagnostic);
            }
        }
    }
}
