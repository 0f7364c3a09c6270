//! One linear pass over a rule file before the parser sees it: which characters and sizes are allowed, where
//! the comments are, and where one declaration ends and the next begins.
//!
//! The parser recurses and may backtrack, so everything that could make it slow or deep is bounded here.

use crate::base::{Code, Diagnostic, SourceId, Span};
use crate::syntax::tree::Comment;
use unicode_normalization::char::is_combining_mark;
use unicode_script::{Script, UnicodeScript};
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
    };
    if text.len() > LARGEST_FILE {
        scanner.report(too_large(scanner.span(0, 0), "file", LARGEST_FILE, "bytes"));
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
    /// Brackets that wait for their partner, each with the depth and the `where`s outside of it.
    open: Vec<(char, usize, usize, usize)>,
    /// How many brackets, `not`s and `where`s the next word stands inside of.
    depth: usize,
    /// How many `where`s of them stand in the innermost bracket: each takes in the rest of the condition.
    wheres: usize,
    tokens: usize,
    /// The declaration under way: its first byte, and one past its last word so far.
    current: Option<(usize, usize)>,
    /// Whether the declaration under way has an error already.
    broken: bool,
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
            // What stands at the start of a line begins a declaration, but for the bracket that ends one.
            if line_start && !first.is_whitespace() && first != '#' && !"})".contains(first) {
                self.finish();
                self.current = Some((at, at));
            }
            line_start = first == '\n';
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
                if self.tokens == MOST_TOKENS + 1 {
                    self.report(too_large(self.span(at, end), "declaration", MOST_TOKENS, "words and signs"));
                }
            }
        }
        self.finish();
    }

    /// End the declaration under way.
    fn finish(&mut self) {
        if let Some((bracket, at, ..)) = self.open.first().copied() {
            self.report(
                Diagnostic::error(Code::E0105, format!("this `{bracket}` is never closed"))
                    .label(self.span(at, at + bracket.len_utf8()), "opened here")
                    .help(format!("close it with `{}` before the next declaration begins", partner(bracket))),
            );
        }
        if let Some((start, end)) = self.current.take()
            && !self.broken
        {
            self.found.declarations.push(self.span(start, end));
        }
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
        let mut end = None;
        for (offset, character) in self.rest().char_indices().skip(1) {
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
                        Diagnostic::error(Code::E0103, format!("`\\{character}` means nothing in a text"))
                            .label(place, "only `\\\"` and `\\\\` do")
                            .help("write `\\\\` for a backslash"),
                    );
                }
                _ => {}
            }
            escaped = false;
            if !(character == '\r' && self.text.as_bytes().get(start + offset + 1) == Some(&b'\n')) {
                self.allowed(character, start + offset, true);
            }
        }
        let Some(end) = end else {
            let line = self.line();
            self.at = start + line.len();
            let shown = line.trim_end().chars().take(40).map(char::len_utf8).sum::<usize>();
            self.report(
                Diagnostic::error(Code::E0105, "this text is never closed")
                    .label(self.span(start, start + shown), "opened here")
                    .help("end the text with `\"` on the same line; a long text may be several in a row"),
            );
            return;
        };
        if end - start > LONGEST_STRING {
            self.report(too_large(self.span(start, start + 1), "text", LONGEST_STRING, "bytes"));
        }
        self.at = end;
    }

    fn word(&mut self) {
        let start = self.at;
        let length = self.rest().find(|character| !is_word(character)).unwrap_or(self.rest().len());
        self.at = start + length;
        let word = self.text.get(start..self.at).unwrap_or_default();
        if length > LONGEST_WORD {
            let shown = word.chars().take(20).map(char::len_utf8).sum::<usize>();
            self.report(too_large(self.span(start, start + shown), "word", LONGEST_WORD, "bytes"));
        } else if self.found.diagnostics.len() >= MOST_DIAGNOSTICS {
            self.broken = self.broken || !(word.is_ascii() || word.is_single_script());
        } else if let Some((offset, letter)) = odd_letter(word) {
            let script = letter.script().full_name();
            let place = self.span(start + offset, start + offset + letter.len_utf8());
            self.report(
                Diagnostic::error(Code::E0104, format!("`{word}` mixes two scripts"))
                    .label(place, format!("this `{letter}` is {script}, the word is not"))
                    .help("write one name in one script: letters that look alike are different names"),
            );
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
        self.wheres + self.open.last().map_or(0, |(_, _, depth, _)| depth + 1)
    }

    fn deeper(&mut self, start: usize) {
        self.depth += 1;
        if self.depth == DEEPEST + 1 {
            self.report(too_large(
                self.span(start, self.at),
                "nesting",
                DEEPEST,
                "levels of brackets, `not` and `where`",
            ));
        }
    }

    fn sign(&mut self, sign: char) {
        let start = self.at;
        self.at += sign.len_utf8();
        match sign {
            '(' | '{' => {
                self.open.push((sign, start, self.depth, std::mem::take(&mut self.wheres)));
                self.deeper(start);
            }
            ')' | '}' => match self.open.pop() {
                Some((open, _, depth, wheres)) if partner(open) == sign => {
                    (self.depth, self.wheres) = (depth, wheres);
                }
                Some((open, at, ..)) => {
                    self.report(
                        Diagnostic::error(Code::E0105, format!("`{sign}` does not close `{open}`"))
                            .label(
                                self.span(start, self.at),
                                format!("`{}` is due before this", partner(open)),
                            )
                            .label(self.span(at, at + 1), "opened here"),
                    );
                }
                None => {
                    self.report(
                        Diagnostic::error(Code::E0105, format!("this `{sign}` closes nothing"))
                            .label(self.span(start, self.at), "nothing is open here"),
                    );
                }
            },
            _ => self.allowed(sign, start, false),
        }
    }

    /// Complain of a character that nobody could see, or that turns the text around.
    fn allowed(&mut self, character: char, at: usize, in_text: bool) {
        let why = match character {
            '\r' => "a carriage return without a line feed hides what stands before it",
            '\u{FEFF}' | '\u{200B}' | '\u{2060}' | '\u{00AD}' => "nobody can see it",
            '\u{200C}' | '\u{200D}' if !in_text => "nobody can see it",
            '\u{061C}' | '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' => {
                "it turns the direction of the text, so that people read something else than the program"
            }
            '\u{2028}' | '\u{2029}' | '\u{0085}' => "it ends a line for some programs and not for others",
            '\t' => return,
            _ if character.is_control() => "it is a control character",
            _ => return,
        };
        let code = u32::from(character);
        self.report(
            Diagnostic::error(
                Code::E0103,
                format!("the character U+{code:04X} may not stand in a rule file"),
            )
            .label(self.span(at, at + character.len_utf8()), why)
            .help("delete it"),
        );
    }
}

fn partner(open: char) -> char {
    if open == '(' { ')' } else { '}' }
}

fn too_large(place: Span, what: &str, most: usize, unit: &str) -> Diagnostic {
    Diagnostic::error(Code::E0106, format!("this {what} is longer than {most} {unit}"))
        .label(place, "too much from here on")
        .help("divide it into smaller parts")
}

fn is_word(character: char) -> bool {
    character.is_alphanumeric() || character == '_' || is_combining_mark(character)
}

/// The first letter that is not of the script that most letters of the word have, and where it stands.
fn odd_letter(word: &str) -> Option<(usize, char)> {
    if word.is_ascii() || word.is_single_script() {
        return None;
    }
    let scripts = || word.chars().map(|letter| letter.script());
    let main = scripts().max_by_key(|script| {
        let real = !matches!(script, Script::Common | Script::Inherited);
        (real, scripts().filter(|other| other == script).count())
    })?;
    word.char_indices()
        .find(|(_, letter)| ![main, Script::Common, Script::Inherited].contains(&letter.script()))
}
