//! Markdown with JSX in it: imports and tags are no text; what stands between tags, what a tag is called, and what
//! expressions say is.

use crate::prose::language::Section;
use crate::prose::rewrite::Rewrite;
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// No tag is longer, in bytes.
const LONGEST_TAG: usize = 1_000;

/// The document from byte `base` on, without what is no text.
pub(crate) fn as_markdown(text: &str) -> Rewrite {
    let braces = braces(text);
    let used: HashSet<&str> = braces.keys().map(|at| word_at(text, at + 1)).collect();
    let mut writer =
        Writer { text, braces, out: Rewrite::default(), open: Vec::new(), constants: HashMap::new() };
    let mut at = 0;
    let mut fence: Option<&str> = None;
    let mut is_statement = false;
    let mut is_used = false;
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
        let begins = (is_statement || was_blank) && is_statement_of(trimmed);
        is_statement = if is_statement { !trimmed.is_empty() } else { begins };
        if begins {
            let named = ["export const ", "export let "].iter().find_map(|own| trimmed.strip_prefix(own));
            let name = named.map_or("", |named| word_at(named, 0)).to_owned();
            is_used = used.contains(&*name);
            if let Some(value) = constant(line).filter(|_| is_used) {
                writer.constants.insert(name, at + value.start..at + value.end);
                is_used = false;
            }
        }
        if is_statement && is_used {
            writer.say(at..at + length);
            writer.out.put("\n", at + length);
        }
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

/// In a line that gives a name to a text or a number, where that stands.
fn constant(line: &str) -> Option<Range<usize>> {
    let (before, value) = line.split_once('=')?;
    let value = value.trim_end().trim_end_matches(';');
    let bare = value.trim();
    let is_text = ["\"", "'", "`"].iter().any(|quote| {
        let inner = bare.strip_prefix(quote).and_then(|rest| rest.strip_suffix(quote));
        inner.is_some_and(|inner| !inner.contains(quote))
    });
    let is_number =
        !bare.is_empty() && bare.bytes().all(|byte| byte.is_ascii_digit() || b"._".contains(&byte));
    (is_text || is_number).then_some(before.len() + 1..before.len() + 1 + value.len())
}

/// The name that begins at a byte.
fn word_at(text: &str, at: usize) -> &str {
    let rest = text.get(at..).unwrap_or_default().trim_start();
    rest.split(|one: char| !(one.is_alphanumeric() || "_$".contains(one))).next().unwrap_or_default()
}

/// A tag that is open, at the beginning of a line.
struct OpenTag<'t> {
    name: &'t str,
    /// How far it is indented itself, as it is written.
    base: usize,
    /// How far what stands in it is indented, once that is known.
    indent: Option<usize>,
    /// What its end is written as.
    end: String,
}

/// An attribute of a tag: its name, and what stands between its quotation marks or braces.
struct Attribute<'t> {
    name: &'t str,
    value: Range<usize>,
    is_expression: bool,
}

struct Writer<'t> {
    text: &'t str,
    braces: HashMap<usize, usize>,
    out: Rewrite,
    open: Vec<OpenTag<'t>>,
    /// Where the texts and numbers stand that the document gives names to.
    constants: HashMap<String, Range<usize>>,
}

impl<'t> Writer<'t> {
    /// Write a line; gives where the next one begins.
    fn line(&mut self, line: Range<usize>) -> usize {
        let whole = self.text.get(line.clone()).unwrap_or_default();
        let indent = whole.len() - whole.trim_start_matches([' ', '\t']).len();
        let mut cut = 0;
        if let Some(own) = self.open.last_mut().filter(|_| !whole.trim().is_empty()) {
            cut = own.indent.get_or_insert(indent).saturating_sub(own.base).min(indent);
        }
        let prefix = self.text.get(line.start + cut..line.start + indent).unwrap_or_default();
        let mut at = line.start + indent;
        let mut is_tagged = false;
        while let Some(tag) = self.tag(at) {
            let rest = self.rest_of_line(tag.end);
            if !self.lone_tag(tag.clone(), prefix, rest.trim().is_empty()) {
                break;
            }
            is_tagged = true;
            at = tag.end + rest.len() - rest.trim_start().len();
            if rest.trim().is_empty() {
                return tag.end + rest.len();
            }
        }
        if is_tagged {
            self.out.put(prefix, at);
            return self.inline(at..at + self.rest_of_line(at).len());
        }
        self.inline(line.start + cut..line.end)
    }

    /// A tag that begins a line, or stands in one alone: a bound, with what is said in it. Gives whether it was one.
    fn lone_tag(&mut self, tag: Range<usize>, prefix: &str, is_alone: bool) -> bool {
        let text = self.text.get(tag.clone()).unwrap_or_default();
        if text.starts_with("</") {
            if is_alone {
                self.end_tag(tag);
            }
            return is_alone;
        }
        let is_empty = text.ends_with("/>");
        let next = self.rest_of_line(tag.end + self.rest_of_line(tag.end).len()).trim_start();
        if is_empty && is_alone && next.starts_with("</") && !text.contains('{') {
            // A mark in a cell of HTML.
            self.out.copy(self.text, tag.start..tag.end + self.rest_of_line(tag.end).len());
            return true;
        }
        let says = self.attributes(&tag);
        let title = says.iter().position(|own| Section::TemplateTitle.has(own.name)).filter(|_| !is_empty);
        if !is_alone && title.is_none() {
            return false;
        }
        let mut end = "\n".to_owned();
        self.out.put("\n", tag.start);
        if let Some(title) = title.and_then(|title| says.get(title)) {
            self.out.put(&format!("{prefix}<details>\n{prefix}<summary>\n\n{prefix}"), tag.start);
            self.attribute(title);
            self.out.put(&format!("\n\n{prefix}</summary>\n\n"), tag.start);
            end = format!("\n\n{prefix}</details>\n\n");
        }
        for (_, own) in says.iter().enumerate().filter(|(at, _)| Some(*at) != title) {
            self.out.put(prefix, own.value.start);
            self.attribute(own);
            self.out.put("\n\n", own.value.end);
        }
        if !is_empty {
            self.open.push(OpenTag {
                name: word_at(self.text, tag.start + 1),
                base: prefix.len(),
                indent: None,
                end,
            });
        }
        true
    }

    /// What a tag opened is over.
    fn end_tag(&mut self, tag: Range<usize>) {
        let name = word_at(self.text, tag.start + 2);
        let end = self.open.pop_if(|open| open.name == name).map_or("\n".to_owned(), |open| open.end);
        self.out.put(&end, tag.start);
    }

    fn attribute(&mut self, own: &Attribute<'_>) {
        if own.is_expression {
            self.say(own.value.clone());
        } else {
            self.out.copy(self.text, own.value.clone());
        }
    }

    /// The attributes of a tag that a reader sees as text: titles, and what has several words.
    fn attributes(&self, tag: &Range<usize>) -> Vec<Attribute<'t>> {
        let mut found = Vec::new();
        let mut at = tag.start;
        while let Some(next) = self.text.get(at..tag.end).and_then(|rest| rest.find(['"', '\'', '{'])) {
            let (open, begins) = (at + next, at + next + 1);
            let rest = self.text.get(begins..tag.end).unwrap_or_default();
            let sign = self.text.get(open..begins).unwrap_or_default();
            let end = match self.braces.get(&open) {
                Some(end) => *end,
                None => rest.find(sign).map_or(tag.end, |end| begins + end),
            };
            at = end + 1;
            let before = self.text.get(tag.start..open).unwrap_or_default();
            let Some(before) = before.trim_end().strip_suffix('=') else { continue };
            let name = before.trim_end().rsplit(|one: char| !(one.is_alphanumeric() || one == '-')).next();
            let name = name.unwrap_or_default();
            let value = self.text.get(begins..end).unwrap_or_default().trim();
            let is_expression = sign == "{";
            let says = !is_expression || value.starts_with(['"', '\'', '`']);
            let is_text = value.contains(' ') && !Section::AttributeWithoutText.has(&name.to_lowercase());
            if says && value.contains(char::is_alphabetic) && (Section::TemplateTitle.has(name) || is_text) {
                found.push(Attribute { name, value: begins..end, is_expression });
            }
        }
        found
    }

    /// What an expression says: its texts, names, numbers and signs, in their order.
    fn say(&mut self, range: Range<usize>) {
        let text = self.text;
        let name = text.get(range.clone()).unwrap_or_default().trim();
        let range = self.constants.get(name).cloned().unwrap_or(range);
        let part = text.get(range.clone()).unwrap_or_default();
        let mut signs = part.char_indices().peekable();
        let mut quote: Option<char> = None;
        let (mut has_begun, mut is_apart) = (false, false);
        while let Some((place, sign)) = signs.next() {
            let at = range.start + place;
            let rest = part.get(place..).unwrap_or_default();
            let comment = [("/*", "*/"), ("//", "\n")].into_iter().find(|(open, _)| rest.starts_with(open));
            if let Some((_, close)) = comment.filter(|_| quote.is_none()) {
                let end = rest
                    .get(2..)
                    .and_then(|rest| rest.find(close))
                    .map_or(rest.len(), |end| 2 + end + close.len());
                while signs.next_if(|(next, _)| *next < place + end).is_some() {}
                is_apart = has_begun;
                continue;
            }
            let is_word = sign.is_alphanumeric() || "_$.".contains(sign);
            let is_shown = match quote {
                Some(own) if own == sign => {
                    quote = None;
                    false
                }
                Some(_) => sign != '\\' && !sign.is_whitespace(),
                None if "\"'`".contains(sign) => {
                    quote = Some(sign);
                    is_apart |= has_begun;
                    false
                }
                None => is_word || "<>=!?:&|+-*/%".contains(sign),
            };
            if !is_shown {
                is_apart |= has_begun && (quote.is_none() || sign.is_whitespace());
                continue;
            }
            if std::mem::take(&mut is_apart) {
                self.out.put(" ", at);
            }
            if quote.is_none() && !is_word {
                self.out.put("\\", at);
            }
            self.out.copy(text, at..at + sign.len_utf8());
            has_begun = true;
        }
    }

    fn rest_of_line(&self, at: usize) -> &'t str {
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
                let before = self.out.text.len();
                self.say(gone.start + 1..gone.end - 1);
                if self.out.text.len() == before {
                    self.out.put(" ", at);
                }
            } else if self.text.get(gone.clone()).is_some_and(|tag| tag.starts_with("</")) {
                let name = word_at(self.text, gone.start + 2);
                if let Some(open) = self.open.pop_if(|open| open.name == name) {
                    self.out.put(&open.end, gone.start);
                }
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
