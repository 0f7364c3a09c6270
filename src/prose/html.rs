//! HTML, by the tokens that browsers cut it into.

use crate::prose::blocks::DocumentBuilder;
use crate::prose::html_tag::{
    BLOCKS, Tag, UNSEEN, VOID, among, file_name, heading, is_element, names_a_mark, sign_of,
};
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
        is_title: false,
    };
    let mut emitter = CallbackEmitter::new(|event: CallbackEvent<'_>, span: Span<usize>| {
        reader.event(&event, span);
        None::<std::convert::Infallible>
    });
    emitter.naively_switch_states(true);
    let Ok(()) = Tokenizer::new_with_emitter(html, emitter).finish();
}

struct HtmlReader<'r, 'd> {
    html: &'r str,
    offsets: &'r OffsetMap,
    builder: &'r mut DocumentBuilder<'d>,
    entities: HashMap<String, String>,
    tag: Tag,
    begins: usize,
    /// What is being read is the title of a picture.
    is_title: bool,
}

impl HtmlReader<'_, '_> {
    fn event(&mut self, event: &CallbackEvent<'_>, span: Span<usize>) {
        match event {
            CallbackEvent::OpenStartTag { name } => {
                self.tag = Tag::new(name);
                self.begins = span.start;
            }
            CallbackEvent::AttributeName { name } => self.tag.attribute(name),
            CallbackEvent::AttributeValue { value } => self.tag.value(value),
            CallbackEvent::CloseStartTag { self_closing } => {
                let tag = std::mem::take(&mut self.tag);
                let (from, to) = (self.offsets.of(self.begins), self.offsets.end(span.end));
                let is_empty = *self_closing && tag.name == b"svg";
                if self.builder.unseen.element.is_none() && !tag.hidden {
                    self.icon(&tag, *self_closing, from, to);
                }
                if !is_empty {
                    self.begin(&tag, from, to);
                }
                if self.builder.unseen.element.is_none() {
                    self.hint(&tag, from, to);
                }
            }
            CallbackEvent::EndTag { name } => {
                let (from, to) = (self.offsets.of(span.start), self.offsets.end(span.end));
                self.is_title = false;
                self.end(name, from, to);
            }
            CallbackEvent::String { value } => self.text(value, span),
            CallbackEvent::Comment { .. } | CallbackEvent::Doctype { .. } | CallbackEvent::Error(_) => {}
        }
    }

    fn begin(&mut self, tag: &Tag, from: usize, to: usize) {
        match &mut self.builder.unseen.element {
            // A paragraph ends where the next begins.
            Some(hidden) if hidden.name == b"p" && tag.name == b"p" => self.builder.unseen.element = None,
            Some(hidden) => {
                hidden.open += usize::from(hidden.name == tag.name);
                return;
            }
            None => {}
        }
        if tag.hidden && among(&VOID, &tag.name).is_none() {
            return self.builder.hide_element(tag.name.clone());
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
            b"li" => {
                self.builder.begin_item(Marker::Counted('.', tag.number));
                for class in tag.class.iter().flat_map(|class| class.split(' ')) {
                    self.item_sign(class, from, to);
                }
            }
            b"blockquote" => self.builder.begin_quote(),
            b"details" | b"dl" | b"fieldset" | b"figure" => self.builder.begin_section(),
            b"table" => self.builder.begin_table(),
            b"tr" => self.builder.begin_row(),
            name @ (b"td" | b"th") => {
                self.builder.begin_cell(name == b"th", tag.columns.unwrap_or(1), tag.rows.unwrap_or(1));
            }
            name => self.begin_or_end(name, true, from, to),
        }
    }

    /// What a cell says if nothing else in it does: how a tag in it is called, or what it looks like.
    fn hint(&mut self, tag: &Tag, from: usize, to: usize) {
        self.is_title = matches!(tag.name.as_slice(), b"title" | b"desc") && !self.builder.unseen.is_empty();
        let shown = tag.target.as_deref().filter(|_| tag.name == b"use");
        let shown = shown.map(|own| own.rsplit_once('#').map_or_else(|| file_name(own), |(_, own)| own));
        let is_field = matches!(tag.name.as_slice(), b"input" | b"meter" | b"progress" | b"data");
        let value = tag.value.as_deref().filter(|_| is_field);
        let class = tag.class.as_deref().filter(|own| own.split(' ').any(names_a_mark));
        let hints = [tag.label.as_deref(), shown, value, class, tag.state.as_deref()];
        for hint in hints.into_iter().flatten() {
            self.builder.hint(hint, from, to);
        }
    }

    /// What a reader sees where a tag stands: a picture, a box, an icon.
    fn icon(&mut self, tag: &Tag, is_empty: bool, from: usize, to: usize) {
        let first = |one: &Option<String>, other: &Option<String>| one.clone().or_else(|| other.clone());
        let label = first(&tag.text, &tag.label);
        match tag.name.as_slice() {
            b"iframe" | b"embed" | b"object" => {
                // What is shown in a frame is another document.
                self.builder.bound(from, to);
                self.builder.push_all(tag.source.as_deref().unwrap_or_default(), from, to);
                self.builder.bound(from, to);
            }
            b"img" => {
                let source = tag.source.as_deref().map(|source| file_name(source).to_owned());
                self.builder.picture(&label.or(source).unwrap_or_default(), from, to);
            }
            b"input" if tag.is_box => self.builder.check_box(tag.is_checked, from, to),
            b"option" if tag.is_checked => self.builder.cell_text("☑", from, to),
            b"svg" | b"i" | b"span" => {
                let class = tag.class.as_deref().unwrap_or_default();
                let is_icon = |class: &&str| ["icon", "fa-", "bi-"].iter().any(|own| class.contains(own));
                let icon = class.split(' ').find(is_icon);
                let icon = icon.map(|icon| class.split(' ').find(|own| names_a_mark(own)).unwrap_or(icon));
                let named = tag.label.as_deref().filter(|_| tag.name != b"span" || icon.is_some());
                if let Some(text) = named.or(icon) {
                    self.builder.cell_text(text, from, to);
                    self.item_sign(text, from, to);
                }
            }
            name if is_empty && !is_element(name) => {
                let name = std::str::from_utf8(name).ok().map(|name| format!("{name}{}", tag.others));
                self.builder.cell_text(&label.or(name).unwrap_or_default(), from, to);
            }
            _ => {}
        }
    }

    fn item_sign(&mut self, name: &str, from: usize, to: usize) {
        if let Some(sign) = sign_of(name) {
            self.builder.item_sign(sign, from, to);
        }
    }

    fn end(&mut self, name: &[u8], from: usize, to: usize) {
        if let Some(hidden) = &mut self.builder.unseen.element {
            hidden.open -= usize::from(hidden.name == name).min(hidden.open);
            self.builder.unseen.element.take_if(|hidden| hidden.open == 0);
            return;
        }
        if heading(name).is_some() {
            return self.builder.end_heading();
        }
        if let Some(hidden) = among(&UNSEEN, name) {
            return self.builder.unseen.unhide(hidden);
        }
        match name {
            b"ul" | b"menu" | b"dir" | b"ol" => self.builder.end(Block::List),
            b"li" => self.builder.end(Block::Item),
            b"blockquote" => self.builder.end(Block::Quote),
            b"details" | b"dl" | b"fieldset" | b"figure" => self.builder.end(Block::Section),
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
            b"b" | b"strong" => self.builder.style.embolden(begins),
            b"sup" => self.builder.style.raise(begins),
            b"sub" => self.builder.style.lower(begins),
            b"caption" | b"dt" | b"figcaption" | b"legend" | b"summary" if begins => {
                self.builder.begin_label(from, to);
            }
            b"caption" | b"dt" | b"figcaption" | b"legend" | b"summary" => self.builder.end_label(from, to),
            name if among(&BLOCKS, name).is_some() => self.builder.bound(from, to),
            _ => {}
        }
    }

    fn text(&mut self, value: &[u8], span: Span<usize>) {
        if !self.builder.unseen.is_empty() {
            if self.is_title {
                let (from, to) = (self.offsets.of(span.start), self.offsets.end(span.end));
                self.builder.hint(std::str::from_utf8(value).unwrap_or_default(), from, to);
            }
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
