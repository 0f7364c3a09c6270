//! JSON Lines: one action or state on each line, read one at a time, so that a stream of any length takes no more memory.

use crate::base::decode::{TextLimits, read_text_at};
use crate::base::{Code, Diagnostic, SharedText, Source, SourceId, Sources, Span, msg};
use crate::cli::io::texts::OpenText;
use crate::cli::io::whole_file::cannot_read;
use crate::cli::session::{Session, TextKind};
use crate::input::State;
use crate::input::json_mistakes::json_mistake;
use crate::input::tree::Node;
use crate::input::yaml::{self, Limits};
use crate::model::Model;
use serde::de::IgnoredAny;
use std::borrow::Cow;
use std::ffi::OsStr;
use std::io::{BufRead, Cursor, Read};
use std::path::Path;

/// The byte order mark, which may stand before the first line.
const MARK: &[u8] = "\u{feff}".as_bytes();

/// Actions or states, open and not read yet: JSON Lines, or YAML or JSON as a whole.
pub(crate) enum Input {
    Lines(Lines),
    Whole(OpenText),
}

impl Session {
    /// Open a file of actions or of states. A file holds JSON Lines if its name says so, standard input if it looks so.
    ///
    /// # Errors
    /// Those of [`Session::open`].
    pub(crate) fn open_input(&mut self, path: &Path) -> Result<Input, Diagnostic> {
        let OpenText { name, mut bytes } = self.open(path, TextKind::Data)?;
        let ending = path.extension().map(OsStr::to_ascii_lowercase);
        let mut has_lines = ending.is_some_and(|ending| ending == "jsonl" || ending == "ndjson");
        if !has_lines && path == Path::new("-") {
            let mut peeked = Vec::new();
            has_lines = holds_lines(&mut bytes, &mut peeked, TextKind::Data.longest_line())
                .map_err(|error| cannot_read(&name, &error))?;
            bytes = Box::new(Cursor::new(peeked).chain(bytes));
        }
        let open = OpenText { name, bytes };
        Ok(if has_lines { Input::Lines(Lines::new(open)) } else { Input::Whole(open) })
    }
}

/// Whether a text is JSON Lines: its first line is an object by itself, and another one begins with the next. Blank
/// lines do not count. What was read to find out is put into `peeked`; a line has at most `longest` bytes.
fn holds_lines(bytes: &mut impl BufRead, peeked: &mut Vec<u8>, longest: usize) -> std::io::Result<bool> {
    let Some(start) = peek(bytes, peeked, longest)? else { return Ok(false) };
    let first = line_at(peeked, start);
    if !first.starts_with(b"{") || serde_json::from_slice::<IgnoredAny>(first).is_err() {
        return Ok(false);
    }
    let next = peek(bytes, peeked, longest)?;
    Ok(next.is_none_or(|start| line_at(peeked, start).starts_with(b"{")))
}

/// Read to the end of the next line that is not blank, and return where it begins. So many blank lines that they are
/// longer than a line may be count as one.
fn peek(bytes: &mut impl BufRead, peeked: &mut Vec<u8>, longest: usize) -> std::io::Result<Option<usize>> {
    let begun = peeked.len();
    loop {
        let start = peeked.len();
        if bytes.take(longest as u64 + 1).read_until(b'\n', peeked)? == 0 {
            return Ok(None);
        }
        if !line_at(peeked, start).is_empty() || peeked.len() - begun > longest {
            return Ok(Some(start));
        }
    }
}

/// The last line of what was peeked, without what is blank round it.
fn line_at(peeked: &[u8], start: usize) -> &[u8] {
    without_mark(peeked.get(start..).unwrap_or_default(), start == 0).trim_ascii()
}

/// A line without the byte order mark that the first one may have.
fn without_mark(line: &[u8], first: bool) -> &[u8] {
    if first { line.strip_prefix(MARK).unwrap_or(line) } else { line }
}

/// The text of one line that is not blank. It is a source of its own, until the line after the next one is read.
#[derive(Debug)]
pub(crate) struct Line {
    pub(crate) id: SourceId,
    pub(crate) text: SharedText,
}

impl Line {
    /// The object on the line. Its spans hold as long as the text.
    pub(crate) fn parse(&self) -> Result<Node, Vec<Diagnostic>> {
        self.only(|| yaml::parse_json(self.id, &self.text, &Limits::default()))
    }

    /// The state on the line with its place, or what is wrong with it.
    pub(crate) fn state(&self, model: &Model) -> Result<(State, Span), Vec<Diagnostic>> {
        let found = self.only(|| {
            let read = State::from_json(model, self.id, &self.text, &Limits::default());
            (read.documents, read.diagnostics)
        })?;
        Ok((found.state?, found.span))
    }

    /// The one object that the line holds.
    fn only<T>(&self, read: impl FnOnce() -> (Vec<T>, Vec<Diagnostic>)) -> Result<T, Vec<Diagnostic>> {
        let rest = self.text.trim_start();
        let (mut documents, wrong) = if rest.starts_with('{') { read() } else { Default::default() };
        match documents.pop() {
            _ if !wrong.is_empty() => Err(wrong),
            Some(only) if documents.is_empty() => Ok(only),
            _ => {
                if rest.starts_with(['#', '/'])
                    && let Some(comment) = json_mistake(self.id, &self.text)
                {
                    return Err(vec![comment]);
                }
                let span = Span::new(self.id, self.text.len() - rest.len(), self.text.trim_end().len());
                Err(vec![
                    Diagnostic::error(Code::E0403, msg!(cli.object_on_each_line))
                        .label(span, msg!(cli.not_an_object))
                        .help(msg!(cli.json_lines_hold_objects)),
                ])
            }
        }
    }
}

/// Some lines that follow each other.
pub(crate) struct Chunk {
    /// How many lines stand before them.
    before: usize,
    bytes: Vec<u8>,
}

impl Chunk {
    /// How many bytes it has.
    pub(crate) fn len(&self) -> usize {
        self.bytes.len()
    }
}

pub(crate) struct Lines {
    pub(crate) name: String,
    bytes: Box<dyn BufRead>,
    /// How many lines were read.
    number: usize,
    /// The bytes of a line, kept for the next one.
    buffer: Vec<u8>,
    /// The sources of the line before the last one and of the last one: both can be shown.
    kept: [Option<SourceId>; 2],
    longest: usize,
    ended: bool,
}

impl Lines {
    pub(crate) fn new(open: OpenText) -> Self {
        let (OpenText { name, bytes }, longest) = (open, TextKind::Data.longest_line());
        Self { name, bytes, number: 0, buffer: Vec::new(), kept: [None; 2], longest, ended: false }
    }

    /// The lines of a chunk, as they stand in the stream that it was taken from.
    pub(crate) fn of_chunk(name: &str, chunk: Chunk) -> Self {
        let open = OpenText { name: name.to_owned(), bytes: Box::new(Cursor::new(chunk.bytes)) };
        Self { number: chunk.before, ..Self::new(open) }
    }

    /// The text of the next line that is not blank, or what is wrong with it; none at the end. Behind a wrong line
    /// reading may go on, unless the stream itself failed.
    pub(crate) fn next(&mut self, sources: &mut Sources) -> Option<Result<Line, Vec<Diagnostic>>> {
        while !self.ended {
            self.number += 1;
            match self.fill() {
                Ok(0) => self.ended = true,
                Ok(_) if self.line().trim_ascii().is_empty() => {}
                Ok(_) => return Some(self.keep(sources)),
                Err(error) => {
                    self.ended = true;
                    return Some(Err(vec![cannot_read(&self.name, &error)]));
                }
            }
        }
        None
    }

    /// The next lines, together about so many bytes; none at the end. They are not read yet.
    pub(crate) fn chunk(&mut self, most: usize) -> Result<Option<Chunk>, Diagnostic> {
        let mut chunk = Chunk { before: self.number, bytes: Vec::with_capacity(most + (most >> 3)) };
        while chunk.bytes.len() < most && !self.ended {
            match self.fill() {
                Ok(0) => self.ended = true,
                Ok(_) => {
                    self.number += 1;
                    if chunk.bytes.is_empty() && self.buffer.len() >= most {
                        chunk.bytes = std::mem::take(&mut self.buffer);
                    } else {
                        chunk.bytes.extend_from_slice(&self.buffer);
                    }
                    // Of a line that is too long, the end was left out.
                    if !chunk.bytes.ends_with(b"\n") {
                        chunk.bytes.push(b'\n');
                    }
                }
                Err(error) => return Err(cannot_read(&self.name, &error)),
            }
        }
        Ok((!chunk.bytes.is_empty()).then_some(chunk))
    }

    /// Take the bytes of a line; of a line that is too long, only so many that this is seen. Returns how many there were.
    fn fill(&mut self) -> std::io::Result<usize> {
        // Room for a byte order mark, for the line break, and so that a character that is cut does not matter.
        let room = self.longest as u64 + 8;
        self.buffer.clear();
        // One long line is no reason to hold its memory to the end.
        self.buffer.shrink_to(1 << 16);
        let got = self.bytes.by_ref().take(room).read_until(b'\n', &mut self.buffer)?;
        if got as u64 == room && !self.buffer.ends_with(b"\n") {
            self.bytes.skip_until(b'\n')?;
        }
        Ok(got)
    }

    /// The line that was taken, without byte order mark and line break.
    fn line(&self) -> &[u8] {
        let line = without_mark(&self.buffer, self.number == 1);
        line.strip_suffix(b"\n").unwrap_or(line)
    }

    /// Keep the line that was taken as a source, which stands in for that of the line before the last one.
    fn keep(&mut self, sources: &mut Sources) -> Result<Line, Vec<Diagnostic>> {
        let id = sources.next_passing_id();
        let line = self.line();
        let (text, result) = match std::str::from_utf8(line) {
            Ok(text) if text.len() <= self.longest => (Cow::Borrowed(text), Ok(())),
            _ => {
                let limits = TextLimits { line: self.longest, total: usize::MAX };
                // What can be shown of the line, and why it cannot be read.
                let (text, result) = read_text_at(line, id, self.number, &limits);
                (text.into(), result)
            }
        };
        let source =
            Source::at_line(self.name.clone(), text.strip_suffix('\r').unwrap_or(&text), self.number);
        let text = source.text.clone();
        let [before, last] = self.kept;
        self.kept = [last, Some(sources.replace(before, source))];
        result?;
        Ok(Line { id, text })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::Message;
    use crate::cli::arguments::Arguments;
    use crate::cli::output::render::{Report, Style, draw};
    use clap::Parser;

    fn lines(bytes: impl AsRef<[u8]>) -> Lines {
        Lines::of_chunk("<stdin>", Chunk { before: 0, bytes: bytes.as_ref().to_vec() })
    }

    /// The lines in short: their numbers with the key that they hold, or what is wrong and where.
    fn all(mut lines: Lines) -> Vec<String> {
        let mut sources = Sources::default();
        let mut found = Vec::new();
        while let Some(line) = lines.next(&mut sources) {
            found.push(match line.and_then(|line| line.parse()) {
                Ok(node) => {
                    let keys = node.entries().unwrap_or_default();
                    let keys: Vec<String> = keys
                        .iter()
                        .map(|entry| format!("{} at {}", entry.key.text, sources.place(entry.key.span)))
                        .collect();
                    format!("{}: {}", sources.line(node.span), keys.join(", "))
                }
                Err(wrong) => {
                    let wrong = wrong.iter().map(|one| {
                        let place = one.labels.first().map(|label| sources.place(label.span));
                        format!("{} {} at {}", one.code, one.message, place.unwrap_or_default())
                    });
                    wrong.collect::<Vec<_>>().join("; ")
                }
            });
        }
        found
    }

    #[test]
    fn lines_are_read_with_their_places() {
        let text = "\u{feff}{\"a\": 1}\r\n\n  \t\r\n  {\"ж\": {\"x\": 2}, \"b\": 3}\n{}";
        let due = ["1: a at <stdin>:1:2", "4: ж at <stdin>:4:4, b at <stdin>:4:19", "5: "];
        assert_eq!(all(lines(text)), due);
        assert_eq!(all(lines("\n \n")), [""; 0]);
    }

    #[test]
    fn behind_a_wrong_line_reading_goes_on() {
        let bytes =
            b"{\"a\": 1}\n{\"a\" 1\n{\"a\": 1, \"a\": 2}\nx: 1\n[{}]\n{} {}\n{\"b\": \"\xff\"}\n{\"c\": 1}\n";
        let found = all(lines(bytes));
        let begins = [
            ("1: a", ""),
            ("E0401", "<stdin>:2:"),
            ("E0404", "<stdin>:3:10"),
            ("E0403 expected one object", "<stdin>:4:1"),
            ("E0403 expected one object", "<stdin>:5:1"),
            ("E0401", "<stdin>:6:"),
            ("E0103 the byte 0xFF in line 7 is not UTF-8", "<stdin>:7:8"),
            ("8: c", ""),
        ];
        assert_eq!(found.len(), begins.len(), "{found:#?}");
        for (found, (begin, place)) in found.iter().zip(begins) {
            assert!(found.starts_with(begin) && found.contains(place), "{found}: {begin} {place}");
        }
    }

    #[test]
    fn a_line_that_is_too_long_is_left_out() {
        let long = |length: usize| format!("{{\"k\": \"{}\"}}", "ж".repeat((length - 9) / 2));
        let short = |text: &str| Lines { longest: 101, ..lines(text) };
        let text = format!("\u{feff}{}\n{}\n{}\r\n{{}}\n", long(101), long(103), long(20_001));
        let due = [
            "1: k at <stdin>:1:2",
            "E0409 line 2 is longer than 101 bytes at <stdin>:2:1",
            "E0409 line 3 is longer than 101 bytes at <stdin>:3:1",
            "4: ",
        ];
        assert_eq!(all(short(&text)), due);
        assert_eq!(all(short(&long(101))), ["1: k at <stdin>:1:2"]);
    }

    #[test]
    fn a_stream_that_fails_ends() {
        struct Fails;
        impl Read for Fails {
            fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
                Err(std::io::ErrorKind::ConnectionReset.into())
            }
        }
        let bytes = Box::new(Cursor::new("{}\n{").chain(std::io::BufReader::new(Fails)));
        let found = all(Lines { bytes, ..lines("") });
        assert_eq!(found, ["1: ", "E0601 cannot read standard input: the connection was cut off at "]);
    }

    #[test]
    fn a_wrong_key_is_shown_in_its_line_with_the_line_before() {
        let text = "{\"actor\": \"anna\"}\n{\"actor\": \"boris\"}\n{\"actr\": \"olga\"}\n";
        let (mut sources, mut stream) = (Sources::default(), lines(text));
        let mut keys = Vec::new();
        while let Some(Ok(line)) = stream.next(&mut sources) {
            let node = line.parse();
            let entries = node.iter().flat_map(|node| node.entries().unwrap_or_default());
            keys.extend(entries.map(|entry| entry.key.span));
        }
        assert_eq!(keys.len(), 3);
        let [first, before, wrong] = <[Span; 3]>::try_from(keys).unwrap_or([Span::new(SourceId(0), 0, 0); 3]);
        let say = |text: &str| Message::verbatim(text);
        let diagnostic = Diagnostic::error(Code::E0402, say("no such key"))
            .label(wrong, say("here"))
            .label(before, say("not here"));
        let drawn = draw(&Report::from(&diagnostic), &sources, &Style::default());
        let due = r#"error[E0402]: no such key
  ╭─ standard input:3:2
3 │ {"actr": "olga"}
  │  ───┬──
  │     ╰── here
  │
  ├─ standard input:2:2
2 │ {"actor": "boris"}
  │  ───┬───
  │     ╰── not here
  ╰─
"#;
        assert_eq!(drawn, due);
        assert!(sources.get(first.source).is_none(), "the first line is gone");
    }

    #[test]
    fn memory_does_not_grow_with_the_lines() {
        let line = b"{\"actor\": \"anna\", \"action\": \"log_in\"}\n";
        let mut stream = lines(line.repeat(10_000));
        let mut sources = Sources::default();
        let mut ids = Vec::new();
        while let Some(Ok(line)) = stream.next(&mut sources) {
            ids.push(line.id);
        }
        let left = ids.iter().filter(|id| sources.get(**id).is_some()).count();
        assert_eq!((ids.len(), left, sources.next_id()), (10_000, 2, SourceId(0)));
    }

    #[test]
    fn standard_input_holds_lines_if_it_looks_so() {
        for (text, due) in [
            ("{\"a\": 1}\n{\"b\"", true),
            ("{\"a\": 1}", true),
            ("\u{feff}\r\n {\"a\": 1}\r\n\r\n {", true),
            ("{\"a\": 1}\n---\n{\"a\": 1}\n", false),
            ("{\"a\": 1}\n# the end\n", false),
            ("{a: 1}\n{b: 1}\n", false),
            ("{\n\"a\": 1}\n", false),
            ("[{}]\n[{}]\n", false),
            ("a: 1\n", false),
            ("", false),
            ("\n\n", false),
        ] {
            let (mut bytes, mut peeked) = (Cursor::new(text.as_bytes().to_vec()), Vec::new());
            let found = holds_lines(&mut bytes, &mut peeked, 1000).unwrap_or_default();
            let mut whole = String::new();
            let read = Cursor::new(peeked).chain(bytes).read_to_string(&mut whole);
            assert_eq!((found, whole.as_str(), read.is_ok()), (due, text, true));
        }
        let (mut endless, mut peeked) = (std::io::BufReader::new(std::io::repeat(b'\n')), Vec::new());
        assert!(!holds_lines(&mut endless, &mut peeked, 1000).unwrap_or(true));
    }

    #[test]
    fn the_ending_of_a_file_says_what_it_holds() {
        let folder = tempfile::tempdir().map(tempfile::TempDir::keep).unwrap_or_default();
        let session = || Session::new(&Arguments::parse_from(["ustav", "fmt"]));
        for (name, lines) in [("a.jsonl", true), ("b.NDJSON", true), ("c.json", false), ("d.yaml", false)] {
            let path = folder.join(name);
            assert!(std::fs::write(&path, "{\"a\": 1}\n").is_ok());
            match session().open_input(&path) {
                Ok(Input::Lines(given)) => {
                    assert!(lines && all(given) == [format!("1: a at {}:1:2", path.display())]);
                }
                Ok(Input::Whole(OpenText { mut bytes, .. })) => {
                    let mut text = String::new();
                    assert!(!lines && bytes.read_to_string(&mut text).is_ok() && text == "{\"a\": 1}\n");
                }
                Err(wrong) => assert!(wrong.message.is_empty()),
            }
        }
        assert!(session().open_input(&folder.join("none.jsonl")).is_err());
        assert!(std::fs::remove_dir_all(folder).is_ok());
    }
}
