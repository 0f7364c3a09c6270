//! Markdown with JSX in it: imports, tags and expressions are no text, what stands between tags is.

use crate::prose::rewrite::Rewrite;
use std::collections::HashMap;
use std::ops::Range;

/// No tag is longer, in bytes.
const LONGEST_TAG: usize = 1_000;

/// The document from byte `base` on, without what is no text.
pub(crate) fn as_markdown(text: &str) -> Rewrite {
    let braces = braces(text);
    let mut writer = Writer { text, braces, out: Rewrite::default(), indents: Vec::new() };
    let mut at = 0;
    let mut fence: Option<&str> = None;
    let mut is_statement = false;
    let mut was_blank = true;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let length = rest.find('\n').map_or(rest.len(), |end| end + 1);
        let line = rest.get(..length).unwrap_or_default();
        let trimmed = line.trim();
        let mark = ["```", "~~~"].into_iter().find(|fence| trimmed.starts_with(fence));
        if fence.is_some() || mark.is_some() {
            fence = if fence.is_some() && fence == mark { None } else { fence.or(mark) };
            writer.out.copy(text, at..at + length);
            at += length;
            continue;
        }
        is_statement = if is_statement { !trimmed.is_empty() } else { was_blank && is_statement_of(trimmed) };
        // Statements may stand one below the other.
        was_blank = trimmed.is_empty() || is_statement;
        at = if is_statement { at + length } else { writer.line(at..at + length) };
    }
    writer.out
}

fn is_statement_of(line: &str) -> bool {
    let import =
        line.strip_prefix("import ").is_some_and(|rest| rest.contains(['"', '\'']) || rest.starts_with('{'));
    let export = line.strip_prefix("export ").is_some_and(|rest| {
        ["const ", "let ", "default ", "function ", "async ", "{", "*"]
            .iter()
            .any(|word| rest.starts_with(word))
    });
    import || export
}

/// The braces of a text: where each that opens is closed.
fn braces(text: &str) -> HashMap<usize, usize> {
    let mut open = Vec::new();
    let mut closed = HashMap::new();
    for (at, brace) in text.match_indices(['{', '}']) {
        if brace == "{" {
            open.push(at);
        } else if let Some(begins) = open.pop() {
            closed.insert(begins, at);
        }
    }
    closed
}

struct Writer<'t> {
    text: &'t str,
    braces: HashMap<usize, usize>,
    out: Rewrite,
    /// Of the tags that are open on lines of their own: how far what stands in them is indented, once that is known.
    indents: Vec<Option<usize>>,
}

impl Writer<'_> {
    /// Write a line; gives where the next one begins.
    fn line(&mut self, line: Range<usize>) -> usize {
        let whole = self.text.get(line.clone()).unwrap_or_default();
        let indent = whole.len() - whole.trim_start_matches([' ', '\t']).len();
        let begins = line.start + indent;
        if let Some(tag) = self.tag(begins)
            && self.rest_of_line(tag.end).trim().is_empty()
        {
            let text = self.text.get(tag.clone()).unwrap_or_default();
            if text.starts_with("</") {
                self.indents.pop();
            } else if !text.ends_with("/>") {
                self.indents.push(None);
            }
            self.out.put("\n", tag.start);
            return tag.end + self.rest_of_line(tag.end).len();
        }
        let mut cut = 0;
        if let Some(own) = self.indents.last_mut().filter(|_| !whole.trim().is_empty()) {
            cut = (*own.get_or_insert(indent)).min(indent);
        }
        self.inline(line.start + cut..line.end)
    }

    fn rest_of_line(&self, at: usize) -> &str {
        let rest = self.text.get(at..).unwrap_or_default();
        rest.get(..rest.find('\n').map_or(rest.len(), |end| end + 1)).unwrap_or_default()
    }

    fn inline(&mut self, range: Range<usize>) -> usize {
        let (mut at, mut copied, mut end) = (range.start, range.start, range.end);
        let mut is_code = false;
        while let Some(next) = self.text.get(at..end).and_then(|rest| rest.find(['`', '{', '<', '\\'])) {
            at += next;
            let sign = self.text.as_bytes().get(at).copied().unwrap_or_default();
            let gone = match sign {
                b'`' => {
                    is_code = !is_code;
                    None
                }
                b'{' if !is_code => self.braces.get(&at).map(|close| at..close + 1),
                // An icon in a cell says something.
                b'<' if !is_code => self
                    .tag(at)
                    .filter(|tag| !self.text.get(tag.clone()).is_some_and(|tag| tag.ends_with("/>"))),
                b'\\' => {
                    let escaped = self.text.get(at + 1..).and_then(|rest| rest.chars().next());
                    at += escaped.map_or(0, char::len_utf8);
                    None
                }
                _ => None,
            };
            let Some(gone) = gone else {
                at += 1;
                continue;
            };
            self.out.copy(self.text, copied..at);
            if sign == b'{' {
                self.out.put(" ", at);
            }
            (at, copied) = (gone.end, gone.end);
            if at > end {
                end = at + self.rest_of_line(at).len();
            }
        }
        self.out.copy(self.text, copied..end);
        end
    }

    /// The tag of a component that stands here, or that of nothing.
    fn tag(&self, at: usize) -> Option<Range<usize>> {
        let rest = self.text.get(at..)?.strip_prefix('<')?;
        let name = rest.strip_prefix('/').unwrap_or(rest);
        let first = name.chars().next()?;
        let word = name.split(|one: char| !(one.is_alphanumeric() || one == '.')).next().unwrap_or_default();
        if !(first.is_ascii_uppercase() || first == '>' || first.is_ascii_alphabetic() && word.contains('.'))
        {
            return None;
        }
        let mut quote = None;
        let mut place = at + 1;
        let limit = self.text.len().min(at + LONGEST_TAG);
        while place < limit {
            let sign = self.text.as_bytes().get(place).copied()?;
            match (quote, sign) {
                (Some(own), _) if own == sign => quote = None,
                (None, b'"' | b'\'') => quote = Some(sign),
                (None, b'{') => place = self.braces.get(&place).copied()?,
                (None, b'>') => return Some(at..place + 1),
                _ => {}
            }
            place += 1;
        }
        None
    }
}
