//! What reading of declarations has at hand, and the parts of a pair.

use crate::base::{Diagnostic, SourceId};
use crate::syntax::parse::habits::Declared;
use crate::syntax::vocabulary::{Pair, Rule, is_keyword};
use pest::iterators::Pairs;
use std::collections::HashMap;
use std::iter::{Filter, Peekable};
use std::sync::{Arc, OnceLock};

/// What reads the declarations of one file: it takes over the pairs of the parser and collects what is wrong.
pub(super) struct Reader<'t> {
    pub(super) source: SourceId,
    pub(super) text: &'t str,
    /// The text as the parser reads it: where comments stand it is blank.
    pub(super) blanked: &'t str,
    /// The names so far: most stand many times.
    pub(super) known: HashMap<&'t str, Arc<str>, foldhash::fast::RandomState>,
    /// Where the declarations under way begin in the file.
    pub(super) base: usize,
    /// How many operators of arithmetic the declaration under way has so far.
    pub(super) operators: usize,
    /// Whether lines of a state were found that were pasted among rules.
    pub(super) pasted: bool,
    /// What the file declares; looked for where a declaration cannot be read.
    pub(super) declared: &'t OnceLock<Declared<'t>>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl<'t> Reader<'t> {
    pub(super) fn new(
        source: SourceId,
        text: &'t str,
        blanked: &'t str,
        declared: &'t OnceLock<Declared<'t>>,
    ) -> Self {
        Self {
            source,
            text,
            blanked,
            known: HashMap::default(),
            base: 0,
            operators: 0,
            pasted: false,
            declared,
            diagnostics: Vec::new(),
        }
    }

    pub(super) fn declared(&self) -> &Declared<'t> {
        self.declared.get_or_init(|| Declared::of(self.text))
    }

    /// Read what may be left out; `None` where it stands there and cannot be read.
    #[expect(clippy::option_option, reason = "what is left out is not what cannot be read")]
    pub(super) fn optional<T>(
        &mut self,
        pair: Option<Pair<'_>>,
        read: fn(&mut Self, Pair<'_>) -> Option<T>,
    ) -> Option<Option<T>> {
        match pair {
            Some(pair) => read(self, pair).map(Some),
            None => Some(None),
        }
    }
}

type IsPart<'i> = fn(&Pair<'i>) -> bool;

pub(super) struct Parts<'i> {
    pub(super) pairs: Peekable<Filter<Pairs<'i, Rule>, IsPart<'i>>>,
}

impl<'i> Parts<'i> {
    pub(super) fn of(pair: Pair<'i>) -> Self {
        let no_keyword: IsPart<'i> = |pair| !is_keyword(pair.as_rule());
        Self { pairs: pair.into_inner().filter(no_keyword).peekable() }
    }

    /// How many are left at most; a tree is kept for long, and its lists should have no more room than that.
    pub(super) fn most(&self) -> usize {
        self.pairs.size_hint().1.unwrap_or(0)
    }

    pub(super) fn next(&mut self) -> Option<Pair<'i>> {
        self.pairs.next()
    }

    pub(super) fn next_if(&mut self, rule: Rule) -> Option<Pair<'i>> {
        self.pairs.next_if(|pair| pair.as_rule() == rule)
    }

    /// The first part of the next pair, if that is of this rule: the name in `like administrator`.
    pub(super) fn inner_if(&mut self, rule: Rule) -> Option<Pair<'i>> {
        Parts::of(self.next_if(rule)?).next()
    }
}
