//! One linear pass over a rule file before the parser sees it: which characters and sizes are allowed, where
//! the comments are, and where one declaration ends and the next begins.
//!
//! The parser recurses and may backtrack, so everything that could make it slow or deep is bounded here.
//!
//! Long, because it is one pass: what it keeps on its way is asked at every sign.

use crate::base::foreign::{self, merge_marker};
use crate::base::{Code, Diagnostic, Message, SourceId, Span, msg};
use crate::syntax::brackets::{Open, partner, unclosed, unopened};
use crate::syntax::characters::{
    closing, in_place_of_dash, is_word, mixed_scripts, odd_letter, pasted, plain_text, refused,
    without_apostrophe,
};
use crate::syntax::lines;
use crate::syntax::quotation;
use crate::syntax::tree::Comment;
use crate::syntax::unindented::{goes_on, unindented};
use unicode_security::MixedScript;

/// The deepest nesting of brackets, `not` and `where`, together.
const DEEPEST: usize = 64;
const LONGEST_WORD: usize = 200;
const LONGEST_STRING: usize = 10_000;
const MOST_TOKENS: usize = 20_000;
const LARGEST_FILE: usize = 256 << 20;
/// More complaints than this help nobody.
pub(super) const MOST_DIAGNOSTICS: usize = 100;

#[derive(Default)]
pub(super) struct Scan {
    /// The declarations: each from its first word to its last.
    pub(super) declarations: Vec<Span>,
    pub(super) comments: Vec<Comment>,
    /// The declarations that were not read: nobody knows what they declare.
    pub(super) broken: Vec<Span>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

pub(super) fn scan(source: SourceId, text: &str) -> Scan {
    let mut scanner = Scanner {
        source,
        text,
        at: 0,
        found: Scan::default(),
        open: Vec::new(),
        depth: 0,
        wheres: 0,
        tokens: 0,
        current: None,
        broken: false,
        indent: 0,
        first_in_line: true,
        misplaced: None,
        named: Vec::new(),
        merging: false,
        fenced: false,
        unindented: None,
    };
    if lines::end_with_returns(text) {
        scanner.report(lines::old_ends(scanner.span(0, 0)));
        scanner.found.broken.push(scanner.span(0, text.len()));
    } else if text.len() > LARGEST_FILE {
        scanner.report(too_large(scanner.span(0, 0), msg!(syntax.file_too_large, most = LARGEST_FILE)));
    } else {
        scanner.run();
    }
    scanner.found
}

struct Scanner<'a> {
    source: SourceId,
    text: &'a str,
    at: usize,
    found: Scan,
    open: Vec<Open>,
    /// How many brackets, `not`s and `where`s the next word stands inside of.
    depth: usize,
    /// How many `where`s of them stand in the innermost bracket: each takes in the rest of the condition.
    wheres: usize,
    tokens: usize,
    /// The declaration under way: its first byte, and one past its last word so far.
    current: Option<(usize, usize)>,
    /// Whether the declaration under way has an error already.
    broken: bool,
    /// How far the line under way is indented, and whether nothing stands in it so far.
    indent: usize,
    first_in_line: bool,
    /// The first brace of the declaration whose partner stands in the column of one around it, and that partner.
    misplaced: Option<(usize, usize)>,
    /// The characters of the declaration that were complained of: one complaint of each is enough.
    named: Vec<char>,
    /// Whether a merge that was complained of goes on.
    merging: bool,
    /// Whether the fence of a block was complained of.
    fenced: bool,
    /// Where the first line of the declaration begins that should be indented and is not.
    unindented: Option<usize>,
}

impl<'a> Scanner<'a> {
    fn rest(&self) -> &'a str {
        self.text.get(self.at..).unwrap_or_default()
    }

    /// What is left of the line.
    fn line(&self) -> &'a str {
        self.rest().split('\n').next().unwrap_or_default()
    }

    fn span(&self, start: usize, end: usize) -> Span {
        Span::new(self.source, start, end)
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        self.broken = true;
        if self.found.diagnostics.len() < MOST_DIAGNOSTICS {
            self.found.diagnostics.push(diagnostic);
        }
    }

    fn run(&mut self) {
        let mut line_start = true;
        while let Some(first) = self.rest().chars().next() {
            let at = self.at;
            if line_start && (self.merge_marker() || self.fence()) {
                line_start = false;
                continue;
            }
            // What stands at the start of a line begins a declaration, but for the bracket that ends one.
            if line_start && !first.is_whitespace() && first != '#' && !"{})".contains(first) {
                if self.goes_on() {
                    self.unindented = self.unindented.or(Some(at));
                } else {
                    self.finish();
                    self.current = Some((at, at));
                }
            }
            line_start = first == '\n';
            if line_start {
                (self.indent, self.first_in_line) = (0, true);
            } else if self.first_in_line && first.is_whitespace() {
                self.indent += 1;
            }
            match first {
                '\n' | ' ' | '\t' => self.at += 1,
                '\r' if self.rest().starts_with("\r\n") => self.at += 1,
                '#' => self.comment(),
                '"' => self.string(),
                _ if is_word(first) => self.word(),
                _ => self.sign(first),
            }
            if !first.is_whitespace() && first != '#' {
                let end = self.at;
                self.current = self.current.map(|(start, _)| (start, end)).or(Some((at, end)));
                self.tokens += 1;
                self.first_in_line = false;
                if self.tokens == MOST_TOKENS + 1 {
                    let message = msg!(syntax.declaration_too_large, most = MOST_TOKENS);
                    self.report(too_large(self.span(at, end), message));
                }
            }
        }
        self.finish();
    }

    /// Complain of a marker that a merge left behind, where one begins the line, and pass over the version that is
    /// not the first; whether there is one.
    fn merge_marker(&mut self) -> bool {
        if !self.rest().starts_with(['<', '|', '=', '>']) {
            return false;
        }
        let line = self.line();
        let Some(marker) = merge_marker(line) else { return false };
        let start = self.at;
        let known = std::mem::replace(&mut self.merging, ["<<<<<<<", "|||||||"].contains(&marker));
        if !known || marker == "<<<<<<<" {
            self.report(lines::unresolved_merge(self.span(start, start + marker.len())));
        }
        self.broken = true;
        self.at += line.len();
        // Two versions of one declaration would be one too many.
        if ["|||||||", "======="].contains(&marker)
            && let Some((other, marker)) = lines::other_version(self.rest())
        {
            self.found.broken.push(self.span(self.at, self.at + other));
            self.at += other + marker;
            self.merging = false;
        }
        true
    }

    /// Complain of the fence of a block on a page, where one begins the line, and pass over it; whether there is one.
    fn fence(&mut self) -> bool {
        let line = self.line();
        if foreign::fence(line).is_none() {
            return false;
        }
        self.finish();
        if !std::mem::replace(&mut self.fenced, true) {
            self.report(lines::fence(self.span(self.at, self.at + line.trim_end().len())));
            self.broken = false;
        }
        self.at += line.len();
        true
    }

    /// Whether the line that begins goes on with the declaration under way.
    fn goes_on(&self) -> bool {
        let Some((start, end)) = self.current else { return false };
        let (Some(above), Some(blank)) = (self.text.get(start..end), self.text.get(end..self.at)) else {
            return false;
        };
        goes_on(above, blank, !self.open.is_empty(), self.line())
    }

    /// End the declaration under way.
    fn finish(&mut self) {
        if let Some(first) = self.open.first().copied() {
            let misplaced = self.misplaced.filter(|_| first.bracket == '{');
            self.report(unclosed(self.source, first, misplaced));
        }
        if let (Some(at), Some((start, end)), false) = (self.unindented, self.current, self.broken) {
            let line = self.text.get(at..end).and_then(|rest| rest.lines().next()).unwrap_or_default();
            let declaration = self.text.get(start..end).unwrap_or_default();
            let place = self.span(at, at + line.trim_end().len());
            self.report(unindented(declaration, place, line));
            // It can be read all the same.
            self.broken = false;
        }
        self.unindented = None;
        if let Some((start, end)) = self.current.take() {
            let span = self.span(start, end);
            match self.broken {
                true => self.found.broken.push(span),
                false => self.found.declarations.push(span),
            }
        }
        self.misplaced = None;
        self.named.clear();
        self.open.clear();
        self.depth = 0;
        self.wheres = 0;
        self.tokens = 0;
        self.broken = false;
    }

    fn comment(&mut self) {
        let start = self.at;
        let line = self.line().trim_end_matches('\r');
        for (offset, character) in line.char_indices() {
            self.allowed(character, start + offset, true);
        }
        self.at += line.len();
        let text = line.trim_end();
        let span = self.span(start, start + text.len());
        self.found.comments.push(Comment { text: text.into(), span });
    }

    fn string(&mut self) {
        let start = self.at;
        let mut escaped = false;
        let mut end = plain_text(self.rest()).map(|length| start + length);
        let odd = if end.is_some() { "" } else { self.rest() };
        for (offset, character) in odd.char_indices().skip(1) {
            match character {
                '\n' => break,
                '\\' if !escaped => {
                    escaped = true;
                    continue;
                }
                '"' if !escaped => {
                    end = Some(start + offset + 1);
                    break;
                }
                '"' | '\\' => {}
                _ if escaped => {
                    let place = self.span(start + offset - 1, start + offset + character.len_utf8());
                    self.report(
                        Diagnostic::error(
                            Code::E0103,
                            msg!(syntax.unknown_escape, escape = format!("\\{character}")),
                        )
                        .label(place, Message::empty())
                        .help(quotation::escape_help(self.text, start)),
                    );
                }
                _ => {}
            }
            escaped = false;
            if !(character == '\r' && self.text.as_bytes().get(start + offset + 1) == Some(&b'\n')) {
                self.allowed(character, start + offset, true);
            }
        }
        // One complaint of a declaration is enough, and looks at one line.
        if !self.broken && self.cut(start, end) {
            return;
        }
        let Some(end) = end else {
            let line = self.line();
            self.at = start + line.len();
            // The next mark of the declaration is likely the end of this text.
            if self.named.contains(&'"') {
                self.broken = true;
                return;
            }
            self.named.push('"');
            let shown = line.trim_end().chars().take(40).map(char::len_utf8).sum::<usize>();
            self.report(
                Diagnostic::error(Code::E0105, msg!(syntax.unclosed_text))
                    .label(self.span(start, start + shown), msg!(syntax.opened_here))
                    .help(msg!(syntax.close_text)),
            );
            return;
        };
        if end - start > LONGEST_STRING {
            self.report(too_large(
                self.span(start, start + 1),
                msg!(syntax.text_too_long, most = LONGEST_STRING),
            ));
        }
        self.at = end;
    }

    /// Complain of a text that a quotation mark inside of it ends; whether one does.
    fn cut(&mut self, start: usize, end: Option<usize>) -> bool {
        let begin = if let Some(end) = end {
            let (text, rest) = self.text.split_at_checked(end).unwrap_or_default();
            quotation::is_cut(text.get(start..).unwrap_or_default(), rest).then_some(start)
        } else {
            let before = self.text.get(..start).unwrap_or_default();
            let line = before.rfind('\n').map_or(0, |at| at + 1);
            let begins = quotation::begins(before.get(line..).unwrap_or_default(), start - line);
            begins.map(|at| line + at)
        };
        let Some(begin) = begin else { return false };
        let line = self.text.get(begin..).and_then(|rest| rest.lines().next()).unwrap_or_default();
        let length = quotation::length(line, end.unwrap_or(start + 1) - begin);
        let place = self.span(begin, begin + length);
        self.report(quotation::complaint(line.get(..length).unwrap_or_default(), place));
        self.at = begin + length;
        true
    }

    fn word(&mut self) {
        let start = self.at;
        let length = self.rest().find(|character| !is_word(character)).unwrap_or(self.rest().len());
        self.at = start + length;
        let word = self.text.get(start..self.at).unwrap_or_default();
        if length > LONGEST_WORD {
            let shown = word.chars().take(20).map(char::len_utf8).sum::<usize>();
            self.report(too_large(
                self.span(start, start + shown),
                msg!(syntax.word_too_long, most = LONGEST_WORD),
            ));
        } else if self.found.diagnostics.len() >= MOST_DIAGNOSTICS {
            self.broken = self.broken || !(word.is_ascii() || word.is_single_script());
        } else if let Some((offset, letter)) = odd_letter(word) {
            let place = self.span(start + offset, start + offset + letter.len_utf8());
            self.report(mixed_scripts(word, letter, place));
        }
        match word {
            "not" => return self.deeper(start),
            "when" | "unless" | "effect" if self.open.is_empty() => self.wheres = 0,
            _ => {}
        }
        self.depth = self.outside();
        if word == "where" {
            self.wheres += 1;
            self.deeper(start);
        }
    }

    /// The depth of the innermost open bracket, and of the `where`s in it.
    fn outside(&self) -> usize {
        self.wheres + self.open.last().map_or(0, |open| open.depth + 1)
    }

    fn deeper(&mut self, start: usize) {
        self.depth += 1;
        if self.depth == DEEPEST + 1 {
            self.report(too_large(self.span(start, self.at), msg!(syntax.nested_too_deep, most = DEEPEST)));
        }
    }

    fn sign(&mut self, sign: char) {
        let start = self.at;
        self.at += sign.len_utf8();
        match sign {
            '(' | '{' => {
                self.open.push(Open {
                    bracket: sign,
                    at: start,
                    depth: self.depth,
                    wheres: std::mem::take(&mut self.wheres),
                    indent: self.indent,
                });
                self.deeper(start);
            }
            ')' | '}' => match self.open.pop() {
                Some(open) if partner(open.bracket) == sign => {
                    (self.depth, self.wheres) = (open.depth, open.wheres);
                    let column = self.indent;
                    if sign == '}'
                        && self.misplaced.is_none()
                        && self.first_in_line
                        && column < open.indent
                        && self.open.iter().any(|outer| outer.indent == column)
                    {
                        self.misplaced = Some((open.at, start));
                    }
                }
                Some(open) => {
                    self.report(
                        Diagnostic::error(
                            Code::E0105,
                            msg!(syntax.wrong_bracket, expected = partner(open.bracket), found = sign),
                        )
                        .label(self.span(start, self.at), Message::empty())
                        .label(self.span(open.at, open.at + 1), msg!(syntax.opened_here)),
                    );
                }
                None => {
                    let begin = self.current.map_or(start, |(begin, _)| begin);
                    let unopened =
                        unopened(self.text.get(begin..start).unwrap_or_default()).filter(|_| sign == '}');
                    let wrong = match unopened {
                        Some((at, line)) => {
                            let end = begin + at + line.len();
                            Diagnostic::error(Code::E0105, msg!(syntax.not_opened))
                                .label(self.span(begin + at, end), Message::empty())
                                .help(msg!(syntax.write, word = format!("{line} {{")))
                        }
                        None => Diagnostic::error(Code::E0105, msg!(syntax.closes_nothing, bracket = sign))
                            .label(self.span(start, self.at), Message::empty()),
                    };
                    self.report(wrong);
                }
            },
            _ => self.allowed(sign, start, false),
        }
    }

    /// Complain of an apostrophe inside a word, which is no quotation mark; whether it is one.
    fn apostrophe(&mut self, at: usize) -> bool {
        let before = self.text.get(..at).unwrap_or_default();
        let begins = before.trim_end_matches(is_word).len();
        let rest = self.rest();
        let (behind, next) = rest.split_at(rest.find(|letter| !is_word(letter)).unwrap_or(rest.len()));
        let first = before.get(begins..).unwrap_or_default();
        if first.is_empty() || behind.is_empty() {
            return false;
        }
        let end = self.at + behind.len();
        let word = self.text.get(begins..end).unwrap_or_default();
        let subject = before.get(..begins).unwrap_or_default().trim_end_matches(' ');
        let subject = subject.get(subject.trim_end_matches(|sign| is_word(sign) || sign == '.').len()..);
        let subject = subject.unwrap_or_default();
        let wrong = Diagnostic::error(Code::E0103, msg!(syntax.not_in_language, word = word))
            .label(self.span(begins, end), Message::empty())
            .help(without_apostrophe(subject, first, behind, next));
        self.at = end;
        self.report(wrong);
        true
    }

    /// Complain of a character that nobody could see, or that turns the text around.
    #[inline]
    fn allowed(&mut self, character: char, at: usize, in_text: bool) {
        let plain = character.is_ascii_graphic() && (in_text || !['\'', '`'].contains(&character));
        // Most letters of Europe are among these, and nothing odd is.
        let letter = in_text && matches!(character, '\u{AE}'..='\u{61B}');
        if !plain && !letter && ![' ', '\t'].contains(&character) {
            self.odd(character, at, in_text);
        }
    }

    /// Complain of a character that is neither plain nor a letter, unless it is harmless.
    fn odd(&mut self, character: char, at: usize, in_text: bool) {
        if !in_text && ['\'', '\u{2019}'].contains(&character) && self.apostrophe(at) {
            return;
        }
        if !in_text && let Some((message, help)) = pasted(character) {
            self.broken = true;
            if self.named.contains(&character) {
                return;
            }
            self.named.push(character);
            let more = self.rest().chars().take_while(|next| character.is_whitespace() && *next == character);
            let place = Span::new(self.source, at, self.at + more.map(char::len_utf8).sum::<usize>());
            let before = self.text.get(..at).unwrap_or_default();
            let help = in_place_of_dash(character, before, self.rest()).unwrap_or(help);
            let mut wrong = Diagnostic::error(Code::E0103, message).label(place, Message::empty()).help(help);
            let line = self.line();
            if let Some((length, close)) =
                line.char_indices().find(|(_, other)| closing(character).contains(other))
            {
                // What stands between the marks was meant as a text.
                let end = self.at + length + close.len_utf8();
                wrong = wrong.label(self.span(self.at + length, end), Message::empty());
                self.named.push(close);
                self.at = end;
            }
            self.report(wrong);
            return;
        }
        let Some(message) = refused(character, in_text) else { return };
        self.report(
            Diagnostic::error(Code::E0103, message)
                .label(self.span(at, at + character.len_utf8()), Message::empty())
                .help(msg!(syntax.delete_character)),
        );
    }
}

fn too_large(place: Span, message: Message) -> Diagnostic {
    Diagnostic::error(Code::E0106, message).label(place, Message::empty()).help(msg!(syntax.divide))
}
