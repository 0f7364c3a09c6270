//! HTML, by the tokens that browsers cut it into.

use crate::prose::blocks::DocumentBuilder;
use crate::prose::open_blocks::{Block, Marker};
use html5gum::emitters::callback::{CallbackEmitter, CallbackEvent};
use html5gum::{Span, Tokenizer};
use std::collections::HashMap;

/// No entity is longer, in bytes; what is longer is text.
const LONGEST_ENTITY: usize = 48;

/// An end tag without a name, which browsers drop.
const NOTHING: &str = "</>";

/// Where the parts of a text stand in the document: pairs of a byte of the text and a byte of the document.
#[derive(Debug, Default)]
pub(crate) struct OffsetMap(Vec<(usize, usize)>);

impl From<usize> for OffsetMap {
    fn from(base: usize) -> Self {
        Self(vec![(0, base)])
    }
}

impl OffsetMap {
    /// From byte `at` of the text on, it stands at byte `document` of the document.
    pub(crate) fn add(&mut self, at: usize, document: usize) {
        self.0.push((at, document));
    }

    fn of(&self, at: usize) -> usize {
        let found = self.0.partition_point(|(start, _)| *start <= at).checked_sub(1);
        found.and_then(|found| self.0.get(found)).map_or(at, |(start, document)| document + at - start)
    }

    /// One past the last byte of what ends at `end`.
    fn end(&self, end: usize) -> usize {
        end.checked_sub(1).map_or_else(|| self.of(0), |last| self.of(last) + 1)
    }
}

/// Read HTML that stands somewhere in the document. What it opens may be closed in another part.
pub(crate) fn read(html: &str, offsets: &OffsetMap, builder: &mut DocumentBuilder<'_>) {
    let mut reader = HtmlReader {
        html,
        offsets,
        builder,
        entities: HashMap::new(),
        tag: Tag::default(),
        begins: 0,
        attribute: None,
        hidden: None,
    };
    let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, span: Span<usize>| {
        reader.event(&event, span);
        None::<std::convert::Infallible>
    });
    emitter.naively_switch_states(true);
    let Ok(()) = Tokenizer::new_with_emitter(html, emitter).finish();
}

#[derive(Default)]
struct Tag {
    name: Vec<u8>,
    /// The number of a list's first item, or of an item.
    number: Option<u64>,
    hidden: bool,
    /// How many columns and rows a cell spans.
    columns: Option<usize>,
    rows: Option<usize>,
    /// What stands for a picture: its text, or a name of it.
    text: Option<String>,
    label: Option<String>,
    source: Option<String>,
    class: Option<String>,
    is_box: bool,
    is_checked: bool,
}

#[derive(Clone, Copy)]
enum Attribute {
    Number,
    Style,
    Columns,
    Rows,
    Text,
    Label,
    Source,
    Class,
    Type,
    Other,
}

struct HtmlReader<'r, 'd> {
    html: &'r str,
    offsets: &'r OffsetMap,
    builder: &'r mut DocumentBuilder<'d>,
    entities: HashMap<String, String>,
    tag: Tag,
    begins: usize,
    attribute: Option<Attribute>,
    /// The element that nobody sees, and how many of its name are open.
    hidden: Option<(Vec<u8>, usize)>,
}

impl HtmlReader<'_, '_> {
    fn event(&mut self, event: &CallbackEvent<'_>, span: Span<usize>) {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                self.tag = Tag { name: name.to_vec(), ..Tag::default() };
                self.begins = span.start;
                self.attribute = None;
            }
            CallbackEvent::AttributeName { name } => {
                self.tag.hidden |= *name == b"hidden";
                self.tag.is_checked |= *name == b"checked";
                self.attribute = Some(match *name {
                    b"start" | b"value" => Attribute::Number,
                    b"style" => Attribute::Style,
                    b"colspan" => Attribute::Columns,
                    b"rowspan" => Attribute::Rows,
                    b"alt" => Attribute::Text,
                    b"aria-label" | b"title" | b"name" | b"icon" => Attribute::Label,
                    b"src" => Attribute::Source,
                    b"class" | b"classname" => Attribute::Class,
                    b"type" => Attribute::Type,
                    _ => Attribute::Other,
                });
            }
            CallbackEvent::AttributeValue { value } => {
                let value = std::str::from_utf8(value).unwrap_or_default();
                let text = || Some(value.trim().to_owned()).filter(|value| !value.is_empty());
                match self.attribute.unwrap_or(Attribute::Other) {
                    Attribute::Number => self.tag.number = value.trim().parse().ok(),
                    Attribute::Columns => self.tag.columns = value.trim().parse().ok(),
                    Attribute::Rows => self.tag.rows = value.trim().parse().ok(),
                    Attribute::Text => self.tag.text = text(),
                    Attribute::Label => self.tag.label = self.tag.label.take().or_else(text),
                    Attribute::Source => self.tag.source = text(),
                    Attribute::Class => self.tag.class = text(),
                    Attribute::Type => self.tag.is_box = value.eq_ignore_ascii_case("checkbox"),
                    Attribute::Style => {
                        let style: String = value.split_whitespace().collect::<String>().to_lowercase();
                        self.tag.hidden |=
                            style.contains("display:none") || style.contains("visibility:hidden");
                    }
                    Attribute::Other => {}
                }
            }
            CallbackEvent::CloseStartTag { self_closing } => {
                let tag = std::mem::take(&mut self.tag);
                let (from, to) = (self.offsets.of(self.begins), self.offsets.end(span.end));
                let is_empty = *self_closing && tag.name == b"svg";
                if self.hidden.is_none() && !tag.hidden {
                    self.icon(&tag, *self_closing, from, to);
                }
                if !is_empty {
                    self.begin(&tag, from, to);
                }
            }
            CallbackEvent::EndTag { name } => {
                let (from, to) = (self.offsets.of(span.start), self.offsets.end(span.end));
                self.end(name, from, to);
            }
            CallbackEvent::String { value } => self.text(value, span),
            CallbackEvent::Comment { .. } | CallbackEvent::Doctype { .. } | CallbackEvent::Error(_) => {}
        }
    }

    fn begin(&mut self, tag: &Tag, from: usize, to: usize) {
        match &mut self.hidden {
            // A paragraph ends where the next begins.
            Some((name, _)) if *name == b"p" && tag.name == b"p" => self.hidden = None,
            Some((name, open)) => {
                *open += usize::from(*name == tag.name);
                return;
            }
            None => {}
        }
        if tag.hidden && among(&VOID, &tag.name).is_none() {
            self.hidden = Some((tag.name.clone(), 1));
            return;
        }
        if let Some(level) = heading(&tag.name) {
            return self.builder.begin_heading(level);
        }
        if let Some(name) = among(&UNSEEN, &tag.name) {
            if among(&BLOCKS, &tag.name).is_some() {
                self.builder.code(from, to);
            }
            return self.builder.hide(name);
        }
        match tag.name.as_slice() {
            b"ul" | b"menu" | b"dir" => self.builder.begin_list(None),
            b"ol" => self.builder.begin_list(Some(tag.number.unwrap_or(1))),
            b"li" => self.builder.begin_item(Marker::Counted('.', tag.number)),
            b"blockquote" => self.builder.begin_quote(),
            b"table" => self.builder.begin_table(),
            b"tr" => self.builder.begin_row(),
            name @ (b"td" | b"th") => {
                self.builder.begin_cell(name == b"th", tag.columns.unwrap_or(1), tag.rows.unwrap_or(1));
            }
            name => self.begin_or_end(name, true, from, to),
        }
    }

    /// What a reader sees where a tag stands: a picture, a box, an icon.
    fn icon(&mut self, tag: &Tag, is_empty: bool, from: usize, to: usize) {
        let first = |one: &Option<String>, other: &Option<String>| one.clone().or_else(|| other.clone());
        let label = first(&tag.text, &tag.label);
        match tag.name.as_slice() {
            b"img" => {
                let source = tag.source.as_deref().map(|source| file_name(source).to_owned());
                self.builder.picture(&label.or(source).unwrap_or_default(), from, to);
            }
            b"input" if tag.is_box => self.builder.check_box(tag.is_checked, from, to),
            b"svg" | b"i" | b"span" => {
                let class = tag.class.as_deref().unwrap_or_default();
                let icon = class
                    .split(' ')
                    .find(|class| class.contains("icon") || class.contains("fa-") || class.contains("bi-"));
                let named = tag.label.as_deref().filter(|_| tag.name != b"span" || icon.is_some());
                if let Some(text) = named.or(icon) {
                    self.builder.cell_text(text, from, to);
                }
            }
            name if is_empty && !is_element(name) => {
                let name = std::str::from_utf8(name).ok().map(str::to_owned);
                self.builder.cell_text(&label.or(name).unwrap_or_default(), from, to);
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &[u8], from: usize, to: usize) {
        if let Some((hidden, open)) = &mut self.hidden {
            *open -= usize::from(hidden == name).min(*open);
            if *open == 0 {
                self.hidden = None;
            }
            return;
        }
        if heading(name).is_some() {
            return self.builder.end_heading();
        }
        if let Some(hidden) = among(&UNSEEN, name) {
            return self.builder.unhide(hidden);
        }
        match name {
            b"ul" | b"menu" | b"dir" | b"ol" => self.builder.end(Block::List),
            b"li" => self.builder.end(Block::Item),
            b"blockquote" => self.builder.end(Block::Quote),
            b"table" => self.builder.end(Block::Table),
            b"tr" => self.builder.end(Block::Row),
            b"td" | b"th" => self.builder.end(Block::Cell),
            _ => self.begin_or_end(name, false, from, to),
        }
    }

    fn begin_or_end(&mut self, name: &[u8], begins: bool, from: usize, to: usize) {
        match name {
            b"p" => self.builder.paragraph(begins, from, to),
            b"br" => self.builder.line_break(from, to),
            b"thead" => self.builder.table_head(begins),
            b"tbody" | b"tfoot" => self.builder.table_head(false),
            b"code" | b"kbd" | b"samp" if begins => self.builder.begin_code(),
            b"code" | b"kbd" | b"samp" => self.builder.end_code(),
            b"a" => self.builder.link(begins),
            b"b" | b"strong" => self.builder.embolden(begins),
            b"sup" => self.builder.raise(begins),
            b"sub" => self.builder.lower(begins),
            name if among(&BLOCKS, name).is_some() => self.builder.bound(from, to),
            _ => {}
        }
    }

    fn text(&mut self, value: &[u8], span: Span<usize>) {
        if self.hidden.is_some() {
            return;
        }
        let Some(written) = self.html.get(span.start..span.end) else { return };
        let is_other = value != written.as_bytes();
        let mut at = 0;
        while let Some(rest) = written.get(at..).filter(|rest| !rest.is_empty()) {
            let place = span.start + at;
            let entity = if is_other && rest.starts_with('&') { self.entity(written, at) } else { None };
            if let Some(length) = entity {
                let (from, to) = (self.offsets.of(place), self.offsets.end(place + length));
                let decoded = written.get(at..at + length).and_then(|entity| self.entities.get(entity));
                for character in decoded.into_iter().flat_map(|decoded| decoded.chars()) {
                    self.builder.push(character, from, to);
                }
                at += length;
            } else if is_other && rest.starts_with(NOTHING) {
                at += NOTHING.len();
            } else {
                // The bytes up to the next entity, or from one that is none.
                let length = rest.bytes().skip(1).position(|byte| is_other && matches!(byte, b'&' | b'<'));
                let length = length.map_or(rest.len(), |before| before + 1);
                self.plain(rest.get(..length).unwrap_or_default(), place);
                at += length;
            }
        }
    }

    /// Text without entities, from byte `place` on.
    fn plain(&mut self, text: &str, place: usize) {
        let (from, to) = (self.offsets.of(place), self.offsets.end(place + text.len()));
        if to.checked_sub(from) == Some(text.len()) {
            return self.builder.push_str(text, from);
        }
        for (at, character) in text.char_indices() {
            let place = place + at;
            self.builder.push(
                character,
                self.offsets.of(place),
                self.offsets.end(place + character.len_utf8()),
            );
        }
    }

    /// How long the entity is that stands here, if one does; what it means is kept in `entities`.
    fn entity(&mut self, written: &str, at: usize) -> Option<usize> {
        let rest = written.get(at + 1..)?;
        let length = rest
            .bytes()
            .take(LONGEST_ENTITY)
            .take_while(|byte| byte.is_ascii_alphanumeric() || *byte == b'#')
            .count();
        let length = 1 + length + usize::from(rest.as_bytes().get(length) == Some(&b';'));
        let entity = written.get(at..at + length)?;
        if !self.entities.contains_key(entity) {
            let mut decoded = Vec::new();
            let emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, _: Span<()>| {
                if let CallbackEvent::String { value } = event {
                    decoded.extend_from_slice(value);
                }
                None::<std::convert::Infallible>
            });
            let Ok(()) = Tokenizer::new_with_emitter(entity, emitter).finish();
            self.entities.insert(entity.to_owned(), String::from_utf8_lossy(&decoded).into_owned());
        }
        self.entities.get(entity).filter(|decoded| *decoded != entity).map(|_| length)
    }
}

fn heading(name: &[u8]) -> Option<u8> {
    match name {
        [b'h', level @ b'1'..=b'6'] => Some(level - b'0'),
        _ => None,
    }
}

/// The elements whose text a reader of the page does not see, or sees struck out, or as code.
const UNSEEN: [&str; 19] = [
    "audio", "canvas", "del", "iframe", "listing", "noembed", "noframes", "noscript", "object", "pre", "s",
    "script", "strike", "style", "svg", "template", "textarea", "video", "xmp",
];

/// The elements that end a paragraph where they begin and end.
const BLOCKS: [&str; 34] = [
    "address",
    "article",
    "aside",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "head",
    "header",
    "hgroup",
    "hr",
    "html",
    "legend",
    "listing",
    "main",
    "nav",
    "optgroup",
    "option",
    "pre",
    "search",
    "section",
    "summary",
    "title",
    "xmp",
];

/// Elements that hold nothing, and have no end.
const VOID: [&str; 13] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

/// The other elements of HTML.
const INLINE: &str = "a abbr acronym b bdi bdo big blockquote button cite code colgroup data datalist dd dfn dir dl dt em \
    font frame frameset h1 h2 h3 h4 h5 h6 i ins kbd label li map mark marquee math menu meter nobr ol output p param picture \
    portal progress q rb rp rt rtc ruby samp select slot small span strong sub sup table tbody td tfoot th thead time tr tt \
    u ul var";

/// Whether HTML has an element of this name, in lower case.
pub(crate) fn is_element(name: &[u8]) -> bool {
    let is_inline = || INLINE.split_ascii_whitespace().any(|own| own.as_bytes() == name);
    among(&VOID, name).is_some()
        || among(&BLOCKS, name).is_some()
        || among(&UNSEEN, name).is_some()
        || is_inline()
}

/// What a file of a picture is called, without its folder and its ending.
pub(crate) fn file_name(path: &str) -> &str {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let name = path.rsplit(['/', '\\']).next().unwrap_or_default();
    name.rsplit_once('.').map_or(name, |(name, _)| name)
}

fn among(names: &[&'static str], name: &[u8]) -> Option<&'static str> {
    names.iter().find(|own| own.as_bytes() == name).copied()
}
