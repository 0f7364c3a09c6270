//! YAML and JSON to a tree. JSON is read by the same parser, since nearly all of it is YAML.

use crate::base::{Code, Diagnostic, SourceId, Span};
use crate::input::tree::{Entry, Key, Kind, Node};
use granit_parser::{ErrorKind, Event, Parser, ScalarStyle, ScanError, StrInput, StructureStyle};
use std::borrow::Cow;
use std::collections::hash_map::Entry as MapEntry;
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

/// How much of a file is read before it counts as an attack.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Lists and mappings inside one another.
    pub depth: usize,
    /// Values in a file: each takes up to a hundred bytes of memory.
    pub values: usize,
    /// Values that all aliases of a file may stand for together, and marks for aliases.
    pub copies: usize,
    /// Bytes of one key or value, without quotes and escapes.
    pub scalar: usize,
    /// Diagnostics after which reading stops.
    pub diagnostics: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self { depth: 64, values: 100_000_000, copies: 100_000, scalar: 1 << 20, diagnostics: 100 }
    }
}

/// Read a text into one tree per document; an empty document gives none. What is wrong with the
/// text is reported together, in its order, beside the documents that could be read to their end (a key
/// that stands twice stands twice in them). A syntax error hides the rest of its document; in
/// flow style, as in JSON, also other errors in the kilobyte before it.
pub fn parse(source: SourceId, text: &str, limits: &Limits) -> (Vec<Node>, Vec<Diagnostic>) {
    // YAML has a limit for a key, JSON has none.
    const JSON_KEY: usize = 65_536;
    let json = text.trim_start().starts_with(['{', '[', '"']);
    let readable = if json { mask(text) } else { Cow::Borrowed(text) };
    let (documents, found) = read(source, text, &readable, KEY, limits);
    if json && found.iter().any(|one| one.code == Code::E0401) {
        let (again, left) = read(source, text, &readable, JSON_KEY, limits);
        if left.is_empty() {
            return (again, left);
        }
    }
    (documents, found)
}

/// YAML's own limit for a key, in characters.
pub(super) const KEY: usize = 1024;

/// The parser, with keys of some length.
pub(super) fn parser<'t>(text: &'t str, key: usize, limits: &Limits) -> Parser<'t, StrInput<'t>> {
    let options = granit_parser::options! {
        emit_comments: false,
        emit_unresolved_aliases: true,
        simple_key_max_lookahead: key,
        flow_nesting_limit: limits.depth,
        block_nesting_limit: limits.depth,
    };
    Parser::new_from_str_with_options(text, options)
}

/// [`parse`] with keys of some length; `readable` is the text as the parser can take it.
fn read(
    source: SourceId,
    text: &str,
    readable: &str,
    key: usize,
    limits: &Limits,
) -> (Vec<Node>, Vec<Diagnostic>) {
    let mut parser = parser(readable, key, limits);
    let mut builder = Builder {
        source,
        text,
        masked: !std::ptr::eq(text, readable),
        limits,
        documents: Vec::new(),
        open: Vec::new(),
        anchors: HashMap::new(),
        keys: HashSet::new(),
        values: 0,
        copied: 0,
        found: Vec::new(),
    };
    while builder.found.len() < limits.diagnostics
        && let Some(next) = parser.next_event()
    {
        let fatal = match next {
            Ok((event, span)) => builder.event(event, span).err(),
            Err(error) if *error.kind() == ErrorKind::RecursionLimitExceeded => {
                Some(builder.too_deep(error.marker().byte_offset().unwrap_or(text.len())))
            }
            Err(error) => {
                builder.syntax(&error);
                builder.abandon();
                if parser.proceed_next_document() != Ok(true) {
                    break;
                }
                None
            }
        };
        if let Some(fatal) = fatal {
            builder.found.push(fatal);
            break;
        }
    }
    builder.abandon();
    let Builder { documents, mut found, .. } = builder;
    found.sort_by_key(|one| one.labels.first().map(|label| label.span.start));
    found.truncate(limits.diagnostics);
    (documents, found)
}

/// JSON may have characters in its texts that YAML forbids: they are covered with as many bytes,
/// and [`Builder::scalar`] reads such a text anew.
fn mask(text: &str) -> Cow<'_, str> {
    if !text.contains(unprintable) {
        return Cow::Borrowed(text);
    }
    let mut masked = String::with_capacity(text.len());
    for c in text.chars() {
        if unprintable(c) {
            masked.extend(std::iter::repeat_n('x', c.len_utf8()));
        } else {
            masked.push(c);
        }
    }
    Cow::Owned(masked)
}

/// Whether JSON allows the character in a text and YAML does not.
fn unprintable(c: char) -> bool {
    matches!(c, '\u{7f}'..='\u{84}' | '\u{86}'..='\u{9f}' | '\u{fffe}' | '\u{ffff}')
}

/// A list or mapping whose end has not come yet.
struct Open {
    start: usize,
    /// The anchor on it, 0 for none.
    anchor: usize,
    /// Whether it stands in brackets.
    flow: bool,
    items: Items,
}

enum Items {
    List(Vec<Node>),
    Map(Vec<Entry>, Due),
}

/// What comes next in a mapping.
enum Due {
    Key,
    Value(Key),
    /// The value of a key that was reported.
    Lost,
}

impl Items {
    fn len(&self) -> usize {
        match self {
            Self::List(items) => items.len(),
            Self::Map(entries, _) => entries.len(),
        }
    }

    fn get(&self, at: usize) -> Option<&Node> {
        match self {
            Self::List(items) => items.get(at),
            Self::Map(entries, _) => entries.get(at).map(|entry| &entry.value),
        }
    }
}

/// What an alias may stand for.
enum Anchor {
    Scalar(Node),
    /// How many items each open list or mapping had when it began: the way down to it.
    Way(Box<[usize]>),
}

struct Builder<'t> {
    source: SourceId,
    text: &'t str,
    masked: bool,
    limits: &'t Limits,
    documents: Vec<Node>,
    open: Vec<Open>,
    anchors: HashMap<usize, Anchor>,
    /// Each key once: a large state has few different ones.
    keys: HashSet<Arc<str>>,
    values: usize,
    copied: usize,
    found: Vec<Diagnostic>,
}

impl Builder<'_> {
    /// Take the next event; an error ends the reading.
    fn event(&mut self, event: Event<'_>, at: granit_parser::Span) -> Result<(), Diagnostic> {
        let range = at.byte_range().unwrap_or_default();
        if self.values > self.limits.values {
            let message = format!("more than {} values", self.limits.values);
            return Err(too_large(message, self.span(&(range.start..range.start))));
        }
        if self.anchors.len() > self.limits.copies {
            let message = format!("more than {} marks for aliases", self.limits.copies);
            return Err(too_large(message, self.span(&(range.start..range.start))));
        }
        if let Some(tag) = at.tag_span().and_then(|span| span.byte_range()) {
            self.report(TAGS.0, &tag, TAGS.1);
        }
        match event {
            Event::Scalar(text, style, anchor, _) => {
                let node = self.scalar(text, style, range);
                if anchor > 0 {
                    self.anchors.insert(anchor, Anchor::Scalar(node.clone()));
                }
                self.put(node);
            }
            Event::SequenceStart(style, anchor, _) => {
                self.begin(range.start, anchor, style, Items::List(Vec::new()))?;
            }
            Event::MappingStart(style, anchor, _) => {
                self.begin(range.start, anchor, style, Items::Map(Vec::new(), Due::Key))?;
            }
            Event::SequenceEnd | Event::MappingEnd => self.end(&range),
            Event::Alias(id) => {
                let node = self.alias(id, &range)?;
                self.put(node);
            }
            Event::UnresolvedAlias(name) => {
                self.report(
                    format!("nothing before this alias is marked `&{}`", shown(&name)),
                    &range,
                    "a text that begins with `*` has to stand in quotes",
                );
                let node = self.stand_in(&range);
                self.put(node);
            }
            // Not cleared: that takes as long as the largest document had anchors.
            Event::DocumentEnd => self.anchors = HashMap::new(),
            _ => {}
        }
        Ok(())
    }

    fn scalar(&mut self, text: Cow<'_, str>, style: ScalarStyle, mut range: Range<usize>) -> Node {
        let quoted = style != ScalarStyle::Plain;
        let key = matches!(self.open.last(), Some(Open { items: Items::Map(_, Due::Key), .. }));
        let mut text = text;
        let written = self.text.get(range.clone()).unwrap_or_default();
        if written.is_empty() && !quoted {
            text = Cow::Borrowed("");
            // The parser puts a missing value before its colon.
            if !key && self.text.as_bytes().get(range.start) == Some(&b':') {
                range = range.start + 1..range.start + 1;
            }
        }
        if matches!(style, ScalarStyle::Literal | ScalarStyle::Folded) {
            range.end = range.start + written.trim_end().len();
        }
        if self.masked
            && let Some((at, c)) = written.char_indices().find(|(_, c)| unprintable(*c))
        {
            if let Ok(read) = serde_json::from_str::<String>(written) {
                text = Cow::Owned(read);
            } else {
                let at = range.start + at;
                self.report(forbidden(c), &(at..at + c.len_utf8()), ESCAPE);
            }
        }
        if text.len() > self.limits.scalar {
            let start = self.span(&(range.start..range.start));
            let message = format!("a text longer than {} bytes", self.limits.scalar);
            self.found.push(too_large(message, start));
            text = Cow::Borrowed("");
        }
        // JSON without a comma would pass as one text of YAML.
        if !quoted
            && self.open.last().is_some_and(|open| open.flow)
            && let Some(mark) = written.find('"')
        {
            let mark = range.start + mark;
            self.report(
                "a quotation mark inside a text without quotes",
                &(mark..mark + 1),
                "is a comma missing? otherwise put the whole text in quotes",
            );
        }
        Node {
            span: self.span(&range),
            kind: Kind::Scalar { text: if key { self.key(&text) } else { Arc::from(&*text) }, quoted },
        }
    }

    fn key(&mut self, text: &str) -> Arc<str> {
        if let Some(known) = self.keys.get(text) {
            return Arc::clone(known);
        }
        let new: Arc<str> = Arc::from(text);
        self.keys.insert(Arc::clone(&new));
        new
    }

    fn begin(
        &mut self,
        mut start: usize,
        anchor: usize,
        style: StructureStyle,
        items: Items,
    ) -> Result<(), Diagnostic> {
        if self.open.len() >= self.limits.depth {
            return Err(self.too_deep(start));
        }
        if anchor > 0 {
            let way = self.open.iter().map(|open| open.items.len()).collect();
            self.anchors.insert(anchor, Anchor::Way(way));
        }
        if let (Some(Open { items: Items::Map(_, Due::Value(_)), .. }), Items::List(_)) =
            (self.open.last(), &items)
            && style == StructureStyle::Block
        {
            start = first_dash(self.text, start);
        }
        self.open.push(Open { start, anchor, flow: style == StructureStyle::Flow, items });
        Ok(())
    }

    fn end(&mut self, bracket: &Range<usize>) {
        let Some(open) = self.open.pop() else { return };
        let (kind, last) = match open.items {
            Items::List(mut items) => {
                items.shrink_to_fit();
                let last = items.last().map(|item| item.span.end);
                (Kind::List(items), last)
            }
            Items::Map(mut entries, _) => {
                entries.shrink_to_fit();
                self.repeated(&entries);
                let last = entries.last().map(|entry| entry.value.span.end);
                (Kind::Map(entries), last)
            }
        };
        let mut span = self.span(&(open.start..bracket.end));
        if bracket.is_empty() {
            span.end = last.unwrap_or(span.start);
        }
        self.put(Node { span, kind });
    }

    /// Give a finished value to what it stands in.
    fn put(&mut self, node: Node) {
        self.values += 1;
        match self.open.last_mut().map(|open| &mut open.items) {
            None => {
                // An empty document has one missing value.
                if node.plain() != Some("") {
                    self.documents.push(node);
                }
            }
            Some(Items::List(items)) => items.push(node),
            Some(Items::Map(entries, due)) => match std::mem::replace(due, Due::Key) {
                Due::Value(key) => entries.push(Entry { key, value: node }),
                Due::Lost => {}
                Due::Key => {
                    let range = node.span.range();
                    let (message, help) = match node.kind {
                        Kind::Scalar { text, quoted } if quoted || !matches!(&*text, "" | "<<") => {
                            *due = Due::Value(Key { text, span: node.span });
                            return;
                        }
                        Kind::Scalar { text, .. } if text.is_empty() => ("a key is missing", ""),
                        Kind::Scalar { .. } => ("mappings are not merged", "write the keys out"),
                        _ => ("a key has to be a text", "put it in quotes"),
                    };
                    *due = Due::Lost;
                    self.report(message, &range, help);
                }
            },
        }
    }

    /// Report the keys that stand twice.
    fn repeated(&mut self, entries: &[Entry]) {
        let mut first = HashMap::with_capacity(entries.len());
        for Entry { key, .. } in entries {
            match first.entry(&*key.text) {
                MapEntry::Vacant(place) => {
                    place.insert(key.span);
                }
                MapEntry::Occupied(place) if self.found.len() < self.limits.diagnostics => {
                    self.found.push(
                        Diagnostic::error(
                            Code::E0404,
                            format!("the key `{}` stands twice", shown(&key.text)),
                        )
                        .label(key.span, "again here")
                        .label(*place.get(), "first here"),
                    );
                }
                MapEntry::Occupied(_) => return,
            }
        }
    }

    /// A copy of what an alias stands for.
    fn alias(&mut self, id: usize, range: &Range<usize>) -> Result<Node, Diagnostic> {
        let span = self.span(range);
        if let Some(open) = self.open.iter().find(|open| open.anchor == id) {
            let start = self.span(&(open.start..open.start));
            self.found.push(
                Diagnostic::error(Code::E0401, "a value may not hold itself")
                    .label(span, "this alias stands for what it is part of")
                    .label(start, "which begins here"),
            );
            return Ok(self.stand_in(range));
        }
        // Nothing is found only inside a key that was reported.
        let Some(node) = self.anchored(id) else {
            return Ok(self.stand_in(range));
        };
        let mut copied = self.copied;
        let mut rest = vec![(node, self.open.len())];
        while let Some((node, depth)) = rest.pop() {
            copied += 1;
            if copied > self.limits.copies {
                let message = format!("aliases that stand for more than {} values", self.limits.copies);
                return Err(too_large(message, span));
            }
            let inside = depth + 1;
            match &node.kind {
                Kind::Scalar { .. } => {}
                _ if depth >= self.limits.depth => return Err(self.too_deep(range.start)),
                Kind::List(items) => rest.extend(items.iter().map(|item| (item, inside))),
                Kind::Map(entries) => {
                    rest.extend(entries.iter().map(|entry| (&entry.value, inside)));
                }
            }
        }
        let copy = Node { span, kind: node.kind.clone() };
        self.copied = copied;
        Ok(copy)
    }

    /// What stands for an alias that was reported.
    fn stand_in(&self, range: &Range<usize>) -> Node {
        let text = Arc::from(self.text.get(range.clone()).unwrap_or_default());
        Node { span: self.span(range), kind: Kind::Scalar { text, quoted: true } }
    }

    /// The finished value with an anchor.
    fn anchored(&self, id: usize) -> Option<&Node> {
        match self.anchors.get(&id)? {
            Anchor::Scalar(node) => Some(node),
            Anchor::Way(way) => way.iter().enumerate().fold(None, |above: Option<&Node>, (level, at)| {
                match above.map(|node| &node.kind) {
                    None => self.open.get(level)?.items.get(*at),
                    Some(Kind::List(items)) => items.get(*at),
                    Some(Kind::Map(entries)) => entries.get(*at).map(|entry| &entry.value),
                    Some(Kind::Scalar { .. }) => None,
                }
            }),
        }
    }

    /// Leave the document after a syntax error, or at the end.
    fn abandon(&mut self) {
        for open in std::mem::take(&mut self.open) {
            if let Items::Map(entries, _) = open.items {
                self.repeated(&entries);
            }
        }
        self.anchors = HashMap::new();
    }

    fn span(&self, range: &Range<usize>) -> Span {
        Span::new(self.source, range.start, range.end)
    }

    fn report(&mut self, message: impl Into<String>, range: &Range<usize>, help: &str) {
        let help = (!help.is_empty()).then(|| help.to_owned());
        let span = self.span(range);
        self.found.push(Diagnostic::error(Code::E0401, message).label(span, "").maybe_help(help));
    }

    fn too_deep(&self, at: usize) -> Diagnostic {
        too_large(
            format!("more than {} lists and mappings inside one another", self.limits.depth),
            self.span(&(at..at)),
        )
    }

    /// What the parser found, at the place where it is to be mended.
    fn syntax(&mut self, error: &ScanError) {
        let at = error.marker().byte_offset().unwrap_or(self.text.len());
        let rest = self.text.get(at..).unwrap_or_default();
        let first = rest.chars().next();
        let mut place = at..at + first.map_or(0, char::len_utf8);
        let (message, help) = match error.kind() {
            ErrorKind::TabInIndentation
            | ErrorKind::TabInBlockIndentation
            | ErrorKind::TabNotAllowed
            | ErrorKind::TabInPlainScalar
            | ErrorKind::TabAtBlockScalarStart => {
                place = indenting_tab(self.text, at).unwrap_or(place);
                ("a tab in the indentation".into(), "indent with spaces")
            }
            ErrorKind::UnknownQuotedScalarEscape
            | ErrorKind::InvalidQuotedScalarHexEscape
            | ErrorKind::InvalidLowSurrogateHexEscape
            | ErrorKind::InvalidLowSurrogate
            | ErrorKind::MissingLowSurrogate
            | ErrorKind::UnpairedLowSurrogate
            | ErrorKind::InvalidUnicodeEscape => {
                if let Some(escape) = bad_escape(rest) {
                    place = at + escape.start..at + escape.end;
                }
                let written = self.text.get(place.clone()).unwrap_or_default();
                (
                    format!("there is no escape `{written}`"),
                    "a backslash itself is written `\\\\`; in single quotes it needs no second one",
                )
            }
            ErrorKind::FlowMappingValueAdjacentCollection | ErrorKind::InvalidMappingValueWhitespace => {
                (SPACE.into(), "")
            }
            kind @ (ErrorKind::MappingValueNotAllowed
            | ErrorKind::SimpleKeyExpected
            | ErrorKind::InvalidSimpleKey
            | ErrorKind::ExpectedBlockMappingKey) => {
                if let Some(colon) = tight_colon(self.text, at) {
                    place = colon..colon + 1;
                    (SPACE.into(), "")
                } else if *kind == ErrorKind::MappingValueNotAllowed {
                    (
                        "a value may not begin here".into(),
                        "a text with a colon and a space in it has to stand in quotes; a key begins on a line of its own, under the other keys",
                    )
                } else {
                    (
                        "a key and a colon are due here".into(),
                        "the keys of one mapping begin in the same column",
                    )
                }
            }
            kind => plain_words(kind, first),
        };
        self.report(message, &place, help);
    }
}

const TAGS: (&str, &str) = ("tags are not read", "remove it; a value in quotes is always a text");
const SPACE: &str = "a space is missing after this colon";
const ESCAPE: &str = "write it as an escape in double quotes, as in `\"\\u007f\"`";

/// An error of the parser in our words, with a remedy where there is a common one.
fn plain_words(kind: &ErrorKind, first: Option<char>) -> (String, &'static str) {
    let (message, help) = match kind {
        ErrorKind::ExpectedBlockSequenceEntry => {
            ("a dash is due here", "the items of one list begin in the same column")
        }
        ErrorKind::BlockSequenceEntryNotAllowed | ErrorKind::BlockEntryInFlowCollection => (
            "a dash may not stand here",
            "a list with dashes begins on a line of its own, and not inside brackets",
        ),
        ErrorKind::ExpectedDocumentStart => (
            "the document ended before this place",
            "check the indentation; several documents are separated by a line `---`",
        ),
        ErrorKind::MisplacedFlowCollectionEnd => ("this bracket closes nothing", ""),
        ErrorKind::UnclosedFlowCollection { .. } => ("this bracket is not closed", ""),
        ErrorKind::MismatchedFlowCollectionEnd { close, .. } => {
            return (format!("this bracket is closed by a `{close}`"), "");
        }
        ErrorKind::UnclosedQuotedScalar => ("this quotation mark is not closed", ""),
        ErrorKind::InvalidQuotedScalarIndent | ErrorKind::DocumentIndicatorInQuotedScalar => {
            ("a text in quotes is still open here", "close it, or indent the lines on which it goes on")
        }
        ErrorKind::InvalidTrailingSingleQuotedScalar => (
            "the text in quotes ended before this place",
            "a `'` inside single quotes is written twice; or is a comma missing?",
        ),
        ErrorKind::InvalidTrailingDoubleQuotedScalar => (
            "the text in quotes ended before this place",
            "a `\"` inside double quotes is written `\\\"`; or is a comma missing?",
        ),
        ErrorKind::ExpectedFlowMappingSeparator => ("a comma or `}` is due here", ""),
        ErrorKind::ExpectedFlowSequenceSeparator => ("a comma or `]` is due here", ""),
        // The parser says "end of file" of any token that is no value.
        ErrorKind::UnexpectedEof
        | ErrorKind::UnexpectedEofFlowSequence
        | ErrorKind::UnexpectedEofFlowMapping
        | ErrorKind::UnexpectedEofImplicitFlowMapping
        | ErrorKind::UnexpectedEofBlockSequence
        | ErrorKind::UnexpectedEofBlockMapping
        | ErrorKind::ExpectedNodeContent => ("a value is due here", ""),
        ErrorKind::InvalidColonPlacement => {
            ("a colon may not stand here", "is a bracket or a quotation mark above it not closed?")
        }
        ErrorKind::CommentNotSeparated => ("a space is missing before this `#`", ""),
        ErrorKind::InvalidBlockScalarHeader => {
            ("the text of this block does not begin on a line of its own", "")
        }
        ErrorKind::InvalidIndentation | ErrorKind::InvalidBlockScalarIndent => {
            ("the indentation fits none of the lines above", "")
        }
        ErrorKind::UndeclaredTagHandle
        | ErrorKind::ExpectedTagBang
        | ErrorKind::MissingTagUri
        | ErrorKind::UnclosedVerbatimTag
        | ErrorKind::InvalidTagTerminator => (TAGS.0, TAGS.1),
        ErrorKind::BomInsideDocument | ErrorKind::UnexpectedCharacter { .. }
            if first.is_some_and(|c| c.is_control() || matches!(c, '\u{feff}' | '\u{fffe}' | '\u{ffff}')) =>
        {
            return (forbidden(first.unwrap_or_default()), ESCAPE);
        }
        ErrorKind::UnexpectedCharacter { .. } | ErrorKind::MissingAnchorOrAliasName => {
            let first = first.map(String::from).unwrap_or_default();
            let message = format!("a text without quotes may not begin with `{first}`");
            return (message, "put it in quotes");
        }
        _ => return (kind.to_string(), ""),
    };
    (message.to_owned(), help)
}

/// The first tab before the text of a line, from the line of `at` on.
fn indenting_tab(text: &str, at: usize) -> Option<Range<usize>> {
    let mut start = line_start(text, at);
    for line in text.get(start..)?.split_inclusive('\n') {
        let tab = line.find(|c: char| c != ' ' && c != '-')?;
        if line.get(tab..)?.starts_with('\t') {
            return Some(start + tab..start + tab + 1);
        }
        start += line.len();
    }
    None
}

/// The colon of a key that is glued to its value, in the line of `at` or in the one above.
fn tight_colon(text: &str, at: usize) -> Option<usize> {
    let this = line_start(text, at);
    let above = line_start(text, this.saturating_sub(1));
    [above, this].into_iter().find_map(|start| {
        let line = text.get(start..)?.lines().next()?;
        let colon = line.find(':')?;
        let (key, value) = line.split_at_checked(colon)?;
        let glued = value.chars().nth(1).is_some_and(|next| !next.is_whitespace() && next != '/');
        let odd = key.contains(['"', '\'', '[', '{', '#']) || line.contains(": ");
        (glued && !odd).then_some(start + colon)
    })
}

/// The first dash of a block list that begins here: the parser puts one that is not indented under its key behind
/// that dash.
pub(super) fn first_dash(text: &str, start: usize) -> usize {
    let line = line_start(text, start);
    let before = text.get(line..start).unwrap_or_default();
    let indent = before.len() - before.trim_start_matches(' ').len();
    if before.get(indent..).is_some_and(|rest| rest.starts_with('-')) { line + indent } else { start }
}

fn line_start(text: &str, at: usize) -> usize {
    text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |line_break| line_break + 1)
}

/// The first escape that means nothing in a text that begins with its double quote.
fn bad_escape(text: &str) -> Option<Range<usize>> {
    let code = |at: usize, digits: usize| {
        let digits = text.get(at..at + digits)?;
        let all = digits.bytes().all(|digit| digit.is_ascii_hexdigit());
        all.then(|| u32::from_str_radix(digits, 16).ok())?
    };
    let mut next = 0;
    loop {
        let at = next + text.get(next..)?.find('\\')?;
        let Some(sign) = text.get(at + 1..)?.chars().next() else {
            return Some(at..at + 1);
        };
        let digits = match sign {
            'x' => 2,
            'u' => 4,
            'U' => 8,
            _ => 0,
        };
        next = at + 1 + sign.len_utf8() + digits;
        let good = if digits == 0 {
            "0abt\tnvfre \"/\\N_LP\r\n".contains(sign)
        } else {
            match code(at + 2, digits) {
                Some(0xd800..=0xdbff)
                    if text.get(next..).is_some_and(|rest| rest.starts_with("\\u"))
                        && matches!(code(next + 2, 4), Some(0xdc00..=0xdfff)) =>
                {
                    next += 6;
                    true
                }
                code => code.and_then(char::from_u32).is_some(),
            }
        };
        if !good {
            let end = if text.is_char_boundary(next) { next } else { at + 2 };
            return Some(at..end);
        }
    }
}

fn too_large(message: String, span: Span) -> Diagnostic {
    Diagnostic::error(Code::E0409, message).label(span, "")
}

fn forbidden(c: char) -> String {
    format!("the character U+{:04X} may not stand here", u32::from(c))
}

/// A word of the file for a message: the beginning of a long one.
fn shown(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()).into(),
        None => text.into(),
    }
}
