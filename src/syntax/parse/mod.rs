//! From text to syntax tree. The parser's pairs go no further than this folder.

mod declarations;
mod expressions;
mod misread;
mod words;

use super::scan::{MOST_DIAGNOSTICS, scan};
use super::tree::File;
use super::vocabulary::is_keyword;
use crate::words::{Diagnostic, SourceId};
use pest::Parser as _;
use std::num::NonZeroUsize;

mod grammar {
    #[derive(pest_derive::Parser)]
    #[grammar = "grammar/rules.pest"]
    pub(in crate::syntax) struct Grammar;
}
pub(super) use grammar::Rule;

type Pair<'i> = pest::iterators::Pair<'i, Rule>;

/// The most steps that the parser takes on one declaration. Declarations of the largest allowed size need
/// about a tenth of it; the bound is for what nobody thought of.
const MOST_STEPS: Option<NonZeroUsize> = NonZeroUsize::new(20_000_000);

/// Read one rule file. The tree holds every declaration that could be read; the diagnostics say what is
/// wrong with the others.
pub fn parse(source: SourceId, text: &str) -> (File, Vec<Diagnostic>) {
    pest::set_call_limit(MOST_STEPS);
    let scan = scan(source, text);
    let mut reader = Reader { source, base: 0, operators: 0, diagnostics: scan.diagnostics };
    let mut declarations = Vec::with_capacity(scan.declarations.len());
    for span in scan.declarations {
        if reader.diagnostics.len() >= MOST_DIAGNOSTICS {
            break;
        }
        let Some(slice) = text.get(span.range()) else { continue };
        reader.base = span.start as usize;
        reader.operators = 0;
        match grammar::Grammar::parse(Rule::declaration, slice) {
            Ok(pairs) => declarations.extend(
                pairs
                    .flat_map(Pair::into_inner)
                    .find(|pair| pair.as_rule() != Rule::EOI)
                    .and_then(|pair| reader.declaration(span, &pair)),
            ),
            Err(error) => {
                let diagnostic = reader.misread(slice, &error);
                reader.diagnostics.push(diagnostic);
            }
        }
    }
    let file = File { declarations, comments: scan.comments };
    (file, reader.diagnostics)
}

struct Reader {
    source: SourceId,
    /// Where the declaration under way begins in the file.
    base: usize,
    /// How many operators of arithmetic it has so far.
    operators: usize,
    diagnostics: Vec<Diagnostic>,
}

/// The parts of a pair without its keywords.
struct Parts<'i> {
    pairs: std::iter::Peekable<Box<dyn Iterator<Item = Pair<'i>> + 'i>>,
}

impl<'i> Parts<'i> {
    fn of(pair: Pair<'i>) -> Self {
        let pairs = pair.into_inner().filter(|pair| !is_keyword(pair.as_rule()));
        let pairs: Box<dyn Iterator<Item = Pair<'i>>> = Box::new(pairs);
        Self { pairs: pairs.peekable() }
    }

    fn next(&mut self) -> Option<Pair<'i>> {
        self.pairs.next()
    }

    fn next_if(&mut self, rule: Rule) -> Option<Pair<'i>> {
        self.pairs.next_if(|pair| pair.as_rule() == rule)
    }
}
