//! The words and signs of a declaration that was not read, around the place where reading ended.

/// The signs of more than one character, in this language and others.
const SIGNS: [&str; 24] = [
    "->", "<!--", "-->", "--", "/*", "*/", "==", "!=", ">=", "<=", "=<", "=>", "<>", "<-", ":=", "+=", "-=",
    "*=", "++", "&&", "||", "//", "...", "[]",
];

/// A word, a text or a sign, and where it begins.
#[derive(Clone, Copy)]
struct Token<'t> {
    text: &'t str,
    at: usize,
    line: usize,
}

pub(super) struct Tokens<'t> {
    list: Vec<Token<'t>>,
    /// The one at which reading ended; behind the last where the declaration breaks off.
    here: usize,
    end: usize,
}

impl<'t> Tokens<'t> {
    /// The words of a text; reading ended at the byte `at`.
    pub(super) fn of(text: &'t str, at: usize) -> Self {
        let mut list: Vec<Token<'t>> = Vec::new();
        let (mut from, mut line, mut counted) = (0, 0, 0);
        loop {
            let start = skip_blank(text, from);
            let found = first_token(text.get(start..).unwrap_or_default());
            if found.is_empty() {
                break;
            }
            line += text.get(counted..start).unwrap_or_default().matches('\n').count();
            counted = start;
            list.push(Token { text: found, at: start, line });
            from = start + found.len();
        }
        let here = list.iter().position(|token| token.at >= at).unwrap_or(list.len());
        Self { list, here, end: at }
    }

    fn token(&self, offset: isize) -> Option<&Token<'t>> {
        self.list.get(self.here.checked_add_signed(offset)?)
    }

    /// A word that stands so many behind the place, or before it; empty where there is none.
    pub(super) fn word(&self, offset: isize) -> &'t str {
        self.token(offset).map_or("", |token| token.text)
    }

    /// A word counted from the beginning of the declaration.
    pub(super) fn nth(&self, number: usize) -> &'t str {
        self.list.get(number).map_or("", |token| token.text)
    }

    /// How many words stand before the place.
    pub(super) fn here(&self) -> usize {
        self.here
    }

    /// How many words there are.
    pub(super) fn count(&self) -> usize {
        self.list.len()
    }

    /// The number of the first word, from one on, that is among these; that behind the last where there is none.
    pub(super) fn next_of(&self, from: usize, words: &[&str]) -> usize {
        let found = self.list.iter().skip(from).position(|token| words.contains(&token.text));
        found.map_or(self.list.len(), |more| from + more)
    }

    /// The words from one to before another, as they stand there, but for line breaks, comments and wide spaces.
    pub(super) fn joined(&self, from: usize, to: usize) -> String {
        let mut joined = String::new();
        let mut end = None;
        for token in self.list.iter().take(to).skip(from) {
            if end.is_some_and(|end| end < token.at) {
                joined.push(' ');
            }
            joined.push_str(token.text);
            end = Some(token.at + token.text.len());
        }
        joined
    }

    /// Whether nothing stands between a word and the next.
    pub(super) fn touches_next(&self, offset: isize) -> bool {
        let (one, next) = (self.range(offset, offset), self.range(offset + 1, offset + 1));
        one.1 == next.0
    }

    /// Whether nothing stands between a word counted from the beginning and the next.
    pub(super) fn touches(&self, number: usize) -> bool {
        self.range_of(number).1 == self.range_of(number + 1).0
    }

    /// The line of a word counted from the beginning; lines are counted from 0.
    pub(super) fn line_of(&self, number: usize) -> Option<usize> {
        self.list.get(number).map(|token| token.line)
    }

    /// How many words stand in the first line.
    pub(super) fn in_first_line(&self) -> usize {
        self.list.iter().take_while(|token| token.line == 0).count()
    }

    /// Whether a word is the first of its line.
    pub(super) fn begins_line(&self, offset: isize) -> bool {
        let line = |offset| self.token(offset).map(|token| token.line);
        line(offset).is_some() && line(offset) != line(offset - 1)
    }

    /// The bytes from one word to the end of another.
    pub(super) fn range(&self, first: isize, last: isize) -> (usize, usize) {
        let start = self.token(first).map_or(self.end, |token| token.at);
        let end = self.token(last).map_or(start, |token| token.at + token.text.len());
        (start, end.max(start))
    }

    /// The bytes of a word counted from the beginning.
    pub(super) fn range_of(&self, number: usize) -> (usize, usize) {
        let token = self.list.get(number);
        token.map_or((self.end, self.end), |token| (token.at, token.at + token.text.len()))
    }
}

/// The next place that is neither white space nor in a comment.
pub(super) fn skip_blank(text: &str, from: usize) -> usize {
    let mut rest = text.get(from..).unwrap_or_default();
    loop {
        rest = rest.trim_start();
        match rest.strip_prefix('#') {
            Some(comment) => rest = comment.split_once('\n').map_or("", |(_, rest)| rest),
            None => return text.len() - rest.len(),
        }
    }
}

fn first_token(text: &str) -> &str {
    let word = |character: char| character.is_alphanumeric() || character == '_';
    let length = if text.starts_with(word) {
        text.find(|character| !word(character)).unwrap_or(text.len())
    } else if text.starts_with('"') {
        let mut escaped = false;
        let end = text.char_indices().skip(1).find(|(_, character)| {
            let ends = *character == '"' && !escaped;
            escaped = *character == '\\' && !escaped;
            ends
        });
        end.map_or(1, |(at, _)| at + 1)
    } else {
        SIGNS
            .iter()
            .find(|sign| text.starts_with(**sign))
            .map_or_else(|| text.chars().next().map_or(0, char::len_utf8), |sign| sign.len())
    };
    text.get(..length).unwrap_or_default()
}
