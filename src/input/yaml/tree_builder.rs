//! Trees from the events of the parser, without recursion and with limits.

use crate::base::{Code, Diagnostic, Message, SourceId, Span};
use crate::input::tree::{Entry, Key, Kind, Node};
use crate::input::yaml::limits::Limits;
use crate::input::yaml::syntax_errors::{ESCAPE, SyntaxError, TAGS, forbidden, syntax_error};
use crate::input::yaml::text::{first_dash, unprintable};
use granit_parser::{Event, ScalarStyle, ScanError, StructureStyle};
use std::borrow::Cow;
use std::collections::hash_map::Entry as MapEntry;
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::Arc;

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

/// Builds the trees of the documents, and collects what is wrong with the text.
pub(super) struct Builder<'t> {
    source: SourceId,
    text: &'t str,
    /// Whether characters were covered in what the parser read.
    masked: bool,
    limits: &'t Limits,
    documents: Vec<Node>,
    open: Vec<Open>,
    anchors: HashMap<usize, Anchor>,
    /// Each key once: a large state has few different ones.
    keys: HashSet<Arc<str>>,
    values: usize,
    /// Values so far that aliases stand for.
    copied: usize,
    pub(super) found: Vec<Diagnostic>,
}

impl<'t> Builder<'t> {
    pub(super) fn new(source: SourceId, text: &'t str, masked: bool, limits: &'t Limits) -> Self {
        Self {
            source,
            text,
            masked,
            limits,
            documents: Vec::new(),
            open: Vec::new(),
            anchors: HashMap::new(),
            keys: HashSet::new(),
            values: 0,
            copied: 0,
            found: Vec::new(),
        }
    }

    /// The documents that could be read to their end, and what is wrong, in the order of the text.
    pub(super) fn done(mut self) -> (Vec<Node>, Vec<Diagnostic>) {
        self.abandon();
        self.found.sort_by_key(|one| one.labels.first().map(|label| label.span.start));
        self.found.truncate(self.limits.diagnostics);
        (self.documents, self.found)
    }

    /// Take the next event; an error ends the reading.
    pub(super) fn event(&mut self, event: Event<'_>, at: granit_parser::Span) -> Result<(), Diagnostic> {
        let range = at.byte_range().unwrap_or_default();
        let values = (self.values, self.limits.values, "values");
        let anchors = (self.anchors.len(), self.limits.copies, "marks for aliases");
        for (count, most, what) in [values, anchors] {
            if count > most {
                return Err(self.too_large(format!("more than {most} {what}"), range.start..range.start));
            }
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
            let message = format!("a text longer than {} bytes", self.limits.scalar);
            self.found.push(self.too_large(message, range.start..range.start));
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
                return Err(self.too_large(message, range.clone()));
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
    pub(super) fn abandon(&mut self) {
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

    fn report(&mut self, message: impl Into<Message>, range: &Range<usize>, help: &str) {
        let help = (!help.is_empty()).then(|| help.to_owned());
        let span = self.span(range);
        self.found.push(Diagnostic::error(Code::E0401, message).label(span, "").maybe_help(help));
    }

    pub(super) fn too_deep(&self, at: usize) -> Diagnostic {
        let message = format!("more than {} lists and mappings inside one another", self.limits.depth);
        self.too_large(message, at..at)
    }

    fn too_large(&self, message: String, range: Range<usize>) -> Diagnostic {
        Diagnostic::error(Code::E0409, message).label(self.span(&range), "")
    }

    /// What the parser found, at the place where it is to be mended.
    pub(super) fn syntax(&mut self, error: &ScanError) {
        let SyntaxError { message, place, help } = syntax_error(self.text, error);
        self.report(message, &place, help);
    }
}

/// A word of the file for a message: the beginning of a long one.
fn shown(text: &str) -> Cow<'_, str> {
    match text.char_indices().nth(60) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()).into(),
        None => text.into(),
    }
}
