//! What the lines of a text begin with, and how an error of its signs is told.

use crate::base::Message;
use crate::input::yaml::text::line_start;
use std::ops::Range;

/// What the parser found, in our words.
pub(super) struct SyntaxError {
    pub(super) message: Message,
    /// The bytes to be mended.
    pub(super) place: Range<usize>,
    pub(super) help: Option<Message>,
}

/// A key or a dash at the beginning of a line.
pub(super) struct Begin<'t> {
    /// Its first byte in the text.
    pub(super) start: usize,
    /// How many characters stand before it.
    pub(super) column: usize,
    /// The key, or `-`.
    pub(super) word: &'t str,
}

/// What a line begins with: its dashes, and the key behind them.
pub(super) fn beginnings(text: &str, start: usize) -> Option<(Vec<Begin<'_>>, Option<Begin<'_>>)> {
    let line = text.get(start..)?.lines().next()?;
    let mut dashes = Vec::new();
    let mut rest = line.trim_start_matches(' ');
    loop {
        let at = line.len() - rest.len();
        match rest.strip_prefix('-') {
            Some(behind) if behind.is_empty() || behind.starts_with(' ') => {
                dashes.push(Begin { start: start + at, column: at, word: rest.get(..1)? });
                rest = behind.trim_start_matches(' ');
            }
            _ => break,
        }
    }
    let at = line.len() - rest.len();
    let key = rest.find(':').filter(|colon| {
        rest.get(colon + 1..).is_some_and(|behind| behind.is_empty() || behind.starts_with(' '))
    });
    let key = key.and_then(|colon| rest.get(..colon)).filter(|key| is_word(key));
    // Before it there is nothing but spaces and dashes, a byte each.
    Some((dashes, key.map(|word| Begin { start: start + at, column: at, word })))
}

pub(super) fn is_word(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'))
}

/// The starts of the lines above a line, from below; those without text are left out.
pub(super) fn lines_above(text: &str, start: usize) -> impl Iterator<Item = usize> {
    // Far above nothing is compared.
    const MOST: usize = 200;
    let above = std::iter::successors(Some(start), move |start| {
        (*start > 0).then(|| line_start(text, start.saturating_sub(1)))
    });
    let has_text = |start: &usize| {
        let line = text.get(*start..).and_then(|rest| rest.lines().next()).unwrap_or_default().trim();
        !line.is_empty() && !line.starts_with('#')
    };
    above.skip(1).take(MOST).filter(has_text)
}
