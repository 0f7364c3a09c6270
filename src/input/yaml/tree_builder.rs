//! Trees from the events of the parser, without recursion and with limits.

use crate::base::{Code, Diagnostic, Message, SourceId, Span, msg};
use crate::input::tree::{Entry, Key, Kind, Node, shown};
use crate::input::yaml::braces::{glued, rest_of};
use crate::input::yaml::limits::Limits;
use crate::input::yaml::lines::SyntaxError;
use crate::input::yaml::syntax_errors::{forbidden, syntax_error};
use crate::input::yaml::text::{first_dash, swallowed, unprintable};
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

pub(super) enum Items {
    List(Vec<Node>),
    Map(Vec<Entry>, Due),
}

/// What comes next in a mapping.
pub(super) enum Due {
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
    /// How many of them came to their end.
    ended: usize,
    /// Whether the present one lacks a value that was reported: what else would be said of it follows from that.
    lacks: bool,
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
            ended: 0,
            lacks: false,
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
        self.has_room(range.start)?;
        if let Some(tag) = at.tag_span().and_then(|span| span.byte_range()) {
            // A text alone that begins with the sign of a tag is read as one.
            let written = self.text.get(tag.clone()).unwrap_or_default();
            let is_text = matches!(&event, Event::Scalar(text, ScalarStyle::Plain, ..) if text.is_empty());
            let (message, help) = if is_text && !written.starts_with("!!") {
                self.lacks = true;
                (msg!(data.begins_with, sign = '!'), msg!(data.write_in_quotes, text = &*shown(written)))
            } else {
                (msg!(data.tags), msg!(data.remove_tag))
            };
            self.report(message, &tag, Some(help));
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
                // The value of a key that was reported need not be there.
                if !matches!(self.open.last(), Some(Open { items: Items::Map(_, Due::Lost), .. })) {
                    let message = msg!(data.unknown_alias, name = &*shown(&name));
                    self.report(message, &range, Some(msg!(data.quote_asterisk)));
                }
                self.lacks = true;
                let node = self.stand_in(&range);
                self.put(node);
            }
            // Not cleared: that takes as long as the largest document had anchors.
            Event::DocumentEnd => {
                self.anchors = HashMap::new();
                self.leave_out();
                self.ended = self.documents.len();
            }
            _ => {}
        }
        Ok(())
    }

    /// Whether there is room for more values and anchors.
    pub(super) fn has_room(&self, at: usize) -> Result<(), Diagnostic> {
        let Limits { values, copies, .. } = *self.limits;
        if self.values > values {
            return Err(self.too_large(msg!(data.more_values_than, most = values), at..at));
        }
        if self.anchors.len() > copies {
            return Err(self.too_large(msg!(data.more_anchors_than, most = copies), at..at));
        }
        Ok(())
    }

    pub(super) fn scalar(&mut self, text: Cow<'_, str>, style: ScalarStyle, mut range: Range<usize>) -> Node {
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
            if !key && let Some(comment) = swallowed(self.text, range.start) {
                range = comment;
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
                self.report(forbidden(c), &(at..at + c.len_utf8()), Some(msg!(data.escape_character)));
            }
        }
        if text.len() > self.limits.scalar {
            let message = msg!(data.longer_than, most = self.limits.scalar);
            self.found.push(self.too_large(message, range.start..range.start));
            text = Cow::Borrowed("");
        }
        // JSON without a comma would pass as one text of YAML.
        if !quoted
            && self.open.last().is_some_and(|open| open.flow)
            && let Some(mark) = written.find('"')
        {
            let mark = range.start + mark;
            self.lacks = true;
            self.report(msg!(data.stray_quote), &(mark..mark + 1), Some(msg!(data.add_comma)));
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

    pub(super) fn begin(
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

    pub(super) fn end(&mut self, bracket: &Range<usize>) {
        let Some(open) = self.open.pop() else { return };
        let (kind, last) = match open.items {
            Items::List(mut items) => {
                items.shrink_to_fit();
                let last = items.last().map(|item| item.span.end);
                (Kind::List(items), last)
            }
            Items::Map(mut entries, _) => {
                entries.shrink_to_fit();
                if open.flow {
                    self.cut_off(&entries);
                }
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
    pub(super) fn put(&mut self, node: Node) {
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
                        Kind::Scalar { text, .. } if text.is_empty() => (msg!(data.empty_key), None),
                        Kind::Scalar { .. } => (msg!(data.no_merging), Some(msg!(data.write_keys_out))),
                        _ if self
                            .text
                            .get(range.start.saturating_sub(1)..)
                            .is_some_and(|rest| rest.starts_with("{{")) =>
                        {
                            (msg!(data.placeholder), Some(msg!(data.fill_in)))
                        }
                        _ => (msg!(data.key_not_text), Some(msg!(data.put_in_quotes))),
                    };
                    *due = Due::Lost;
                    self.lacks = true;
                    self.report(message, &range, help);
                }
            },
        }
    }

    /// Report the first key in braces that is none: with its value behind a colon without a space, or the end of a value
    /// that has a comma in it.
    fn cut_off(&mut self, entries: &[Entry]) {
        let bare = |entry: &Entry| {
            let is_missing = entry.value.plain() == Some("") && entry.value.span.range().is_empty();
            let has_colon = self
                .text
                .get(entry.key.span.range().end..)
                .is_some_and(|rest| rest.trim_start().starts_with(':'));
            is_missing && !has_colon && self.text.get(entry.key.span.range()) == Some(&entry.key.text)
        };
        let Some(at) = entries.iter().position(bare) else { return };
        let Some(Entry { key, .. }) = entries.get(at) else { return };
        let found = glued(&key.text).or_else(|| rest_of(self.text, entries, at));
        if let Some((message, help)) = found {
            self.lacks = true;
            self.report(message, &key.span.range(), Some(help));
        }
    }

    /// Report the keys that stand twice. Where the first one does and others follow, a second element begins.
    fn repeated(&mut self, entries: &[Entry]) {
        let mut first = HashMap::with_capacity(entries.len());
        let mut again: Vec<(&Key, Span)> = Vec::new();
        for Entry { key, .. } in entries {
            match first.entry(&*key.text) {
                MapEntry::Vacant(place) => {
                    place.insert(key.span);
                }
                MapEntry::Occupied(_) if self.found.len() + again.len() >= self.limits.diagnostics => break,
                MapEntry::Occupied(place) => again.push((key, *place.get())),
            }
        }
        if let ([(key, place), (other, _), ..], Some(begin)) = (&*again, entries.first())
            && key.text == begin.key.text
            && key.text != other.text
        {
            let is_action = ["actor", "action"].iter().all(|key| first.contains_key(key));
            let (message, help) = if is_action {
                (msg!(data.second_action), msg!(data.separate_actions))
            } else {
                let name = &*shown(&key.text);
                (msg!(data.second_element, key = name), msg!(data.begin_with_dash, key = name))
            };
            self.found.push(
                Diagnostic::error(Code::E0404, message)
                    .label(key.span, Message::empty())
                    .label(*place, msg!(data.first_here))
                    .help(help),
            );
            return;
        }
        for (key, place) in again {
            self.found.push(
                Diagnostic::error(Code::E0404, msg!(data.key_twice, key = &*shown(&key.text)))
                    .label(key.span, msg!(data.again_here))
                    .label(place, msg!(data.first_here))
                    .help(msg!(data.keep_one)),
            );
        }
    }

    /// A copy of what an alias stands for.
    fn alias(&mut self, id: usize, range: &Range<usize>) -> Result<Node, Diagnostic> {
        let span = self.span(range);
        if let Some(open) = self.open.iter().find(|open| open.anchor == id) {
            let start = self.span(&(open.start..open.start));
            self.lacks = true;
            self.found.push(
                Diagnostic::error(Code::E0401, msg!(data.holds_itself))
                    .label(span, msg!(data.part_of_this))
                    .label(start, msg!(data.begins_here)),
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
                let message = msg!(data.more_copies_than, most = self.limits.copies);
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
        self.leave_out();
    }

    /// Leave out the present document where it lacks a value.
    fn leave_out(&mut self) {
        if std::mem::take(&mut self.lacks) {
            self.documents.truncate(self.ended);
        }
    }

    fn span(&self, range: &Range<usize>) -> Span {
        Span::new(self.source, range.start, range.end)
    }

    fn report(&mut self, message: Message, range: &Range<usize>, help: Option<Message>) {
        let span = self.span(range);
        self.found
            .push(Diagnostic::error(Code::E0401, message).label(span, Message::empty()).maybe_help(help));
    }

    pub(super) fn too_deep(&self, at: usize) -> Diagnostic {
        self.too_large(msg!(data.deeper_than, most = self.limits.depth), at..at)
    }

    fn too_large(&self, message: Message, range: Range<usize>) -> Diagnostic {
        Diagnostic::error(Code::E0409, message).label(self.span(&range), Message::empty())
    }

    /// What the parser found, at the place where it is to be mended.
    pub(super) fn syntax(&mut self, error: &ScanError) {
        let SyntaxError { message, place, help } = syntax_error(self.text, error);
        self.report(message, &place, help);
        // A text that was the whole document until here says nothing beside the error, nor does a document with its cause.
        let is_whole = self.open.is_empty() && self.documents.len() > self.ended;
        self.documents.pop_if(|document| {
            is_whole && matches!(document.kind, Kind::Scalar { .. })
                || document.span.range().contains(&place.start)
        });
        self.ended = self.ended.min(self.documents.len());
    }
}
