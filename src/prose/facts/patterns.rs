//! Words with what stands before and behind them, as the files have them: `desk|office *chair`.

use crate::prose::facts::tokens::{Token, TokenKind};
use crate::prose::language::Section;
use std::ops::Range;

/// What stands around the words that a pattern is of.
pub(crate) struct Pattern {
    before: Vec<&'static str>,
    is_capital: bool,
    behind: Vec<&'static str>,
}

impl Pattern {
    /// The patterns of a line of a file, each with the first of the words that it is of, in lower case.
    pub(crate) fn read(text: &'static str) -> Option<Vec<(String, Self)>> {
        let (before, rest) = text.split_once('*')?;
        let (firsts, behind) = rest.split_once(' ').unwrap_or((rest, ""));
        let pattern = |first: &str| {
            let pattern = Self {
                before: before.split_whitespace().collect(),
                is_capital: first.starts_with(char::is_uppercase),
                behind: behind.split_whitespace().collect(),
            };
            (first.to_lowercase(), pattern)
        };
        Some(firsts.split('|').map(pattern).collect())
    }

    /// Whether some tokens stand as it says.
    pub(crate) fn fits(&self, tokens: &[Token], own: Range<usize>) -> bool {
        let token = |at: Option<usize>| at.and_then(|at| tokens.get(at));
        let mut before = self.before.iter().rev().zip(1..);
        let mut after = self.behind.iter().zip(own.end..);
        (!self.is_capital || token(Some(own.start)).is_some_and(|first| first.capital))
            && before.all(|(element, back)| fits(element, token(own.start.checked_sub(back))))
            && after.all(|(element, at)| fits(element, token(Some(at))))
    }
}

/// Whether an element of a pattern is a token, or stands for none.
fn fits(element: &str, token: Option<&Token>) -> bool {
    let word = token.map_or("", |token| token.lower.as_str());
    match element {
        "_" => true,
        "<not>" => Section::PlainNot.has(word),
        "<digits>" => token.is_some_and(|token| token.kind == TokenKind::Digits),
        _ => match (element.strip_prefix('!'), element.strip_suffix('…')) {
            (Some(others), _) => others.split('|').all(|other| other != word),
            (None, Some(start)) => word.starts_with(start),
            (None, None) => element.split('|').any(|one| one == word),
        },
    }
}
