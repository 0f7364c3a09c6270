//! Markdown, by the events of its parser.

use crate::prose::blocks::DocumentBuilder;
use crate::prose::html::{self, OffsetMap};
use crate::prose::html_tag;
use crate::prose::open_blocks::{Block, Marker};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use std::collections::HashSet;
use std::ops::Range;

/// Read a document from byte `base` on.
pub(crate) fn read<'r>(document: &'r str, base: usize, builder: &'r mut DocumentBuilder<'_>) {
    let body = document.get(base..).unwrap_or_default();
    let options = Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES;
    let mut reader = MarkdownReader {
        document,
        builder,
        code: false,
        html: None,
        braces: false,
        picture: None,
        closed: None,
    };
    for (event, range) in Parser::new_ext(body, options).into_offset_iter() {
        reader.event(event, range.start + base..range.end + base);
    }
}

struct MarkdownReader<'r, 'd> {
    document: &'r str,
    builder: &'r mut DocumentBuilder<'d>,
    code: bool,
    /// The lines of a block of HTML, and where they stand.
    html: Option<(String, OffsetMap)>,
    /// The heading may end with braces that name nothing, and so belong to its title.
    braces: bool,
    /// The picture that is being read: what stands for it, and its address.
    picture: Option<(String, String)>,
    /// The names of the tags that the document closes, once one is asked for.
    closed: Option<HashSet<&'r str>>,
}

impl MarkdownReader<'_, '_> {
    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        let (from, to) = (range.start, range.end);
        match event {
            Event::Start(tag) => self.start(&tag, &range),
            Event::End(tag) => self.end(tag, &range),
            Event::Text(text) | Event::Code(text) if self.picture.is_some() => {
                self.picture.iter_mut().for_each(|(own, _)| own.push_str(&text));
            }
            Event::Text(text) if !self.code => self.text(&text, range),
            Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
                self.builder.begin_code();
                self.verbatim(&text, range);
                self.builder.end_code();
            }
            Event::Html(text) => match &mut self.html {
                Some((block, offsets)) => {
                    offsets.add(block.len(), from);
                    block.push_str(&text);
                }
                None => html::read(&text, &OffsetMap::from(from), self.builder),
            },
            Event::InlineHtml(text) if self.is_placeholder(&text) => self.text(&text, range),
            Event::InlineHtml(text) => {
                let offsets = self.offsets(&text, &range);
                html::read(&text, &offsets, self.builder);
            }
            Event::SoftBreak => self.builder.line_end(from, to),
            Event::HardBreak => self.builder.line_break(from, to),
            Event::Rule => self.builder.bound(from, to),
            Event::FootnoteReference(label) => self.builder.point(note_label(&label)),
            Event::TaskListMarker(is_checked) => self.builder.check_box(is_checked, from, to),
            Event::Text(_) => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>, range: &Range<usize>) {
        let (from, to) = (range.start, range.start);
        match tag {
            Tag::Paragraph => self.builder.paragraph(true, from, to),
            Tag::Heading { level, id, classes, attrs } => {
                self.braces = id.is_none() && classes.is_empty() && !attrs.is_empty();
                self.builder.begin_heading(*level as u8);
            }
            Tag::BlockQuote(_) => self.builder.begin_quote(),
            Tag::CodeBlock(_) | Tag::MetadataBlock(_) => {
                self.builder.code(from, to);
                self.code = true;
            }
            Tag::HtmlBlock => {
                self.builder.bound(from, to);
                self.html = Some((String::new(), OffsetMap::default()));
            }
            Tag::List(next) => self.builder.begin_list(*next),
            Tag::Item => {
                let written = self.document.get(range.clone()).unwrap_or_default().trim_start();
                let mark = written.trim_start_matches(|one: char| one.is_ascii_digit()).chars().next();
                self.builder
                    .begin_item(Marker::Counted(mark.filter(|mark| *mark == ')').unwrap_or('.'), None));
            }
            Tag::Table(_) => self.builder.begin_table(),
            Tag::TableHead => {
                self.builder.table_head(true);
                self.builder.begin_row();
            }
            Tag::TableRow => self.builder.begin_row(),
            Tag::TableCell => self.builder.begin_cell(false, 1, 1),
            Tag::Strikethrough if self.is_double_tilde(range) => self.builder.hide("~~"),
            Tag::Strikethrough => self.builder.push('~', from, from + 1),
            Tag::Image { dest_url, .. } => {
                self.builder.hide("![]");
                self.picture = Some((String::new(), dest_url.to_string()));
            }
            Tag::FootnoteDefinition(label) => self.builder.note(Some(note_label(label))),
            Tag::DefinitionList | Tag::DefinitionListTitle | Tag::DefinitionListDefinition => {
                self.builder.bound(from, to);
            }
            Tag::Strong => self.builder.style.embolden(true),
            Tag::Emphasis | Tag::Link { .. } | Tag::Superscript | Tag::Subscript => {}
        }
    }

    fn end(&mut self, tag: TagEnd, range: &Range<usize>) {
        let (from, to) = (range.end, range.end);
        match tag {
            TagEnd::Paragraph => self.builder.paragraph(false, from, to),
            TagEnd::Heading(_) => {
                if std::mem::take(&mut self.braces) {
                    self.restore_braces(range);
                }
                self.builder.end_heading();
            }
            TagEnd::BlockQuote(_) => self.builder.end(Block::Quote),
            TagEnd::CodeBlock | TagEnd::MetadataBlock(_) => self.code = false,
            TagEnd::HtmlBlock => {
                if let Some((block, offsets)) = self.html.take() {
                    html::read(&block, &offsets, self.builder);
                }
                self.builder.bound(from, to);
            }
            TagEnd::List(_) => self.builder.end(Block::List),
            TagEnd::Item => self.builder.end(Block::Item),
            TagEnd::Table => self.builder.end(Block::Table),
            TagEnd::TableHead => self.builder.table_head(false),
            TagEnd::TableRow => self.builder.end(Block::Row),
            TagEnd::TableCell => self.builder.end(Block::Cell),
            TagEnd::Strikethrough if self.is_double_tilde(range) => self.builder.unseen.unhide("~~"),
            TagEnd::Strikethrough => self.builder.push('~', to - 1, to),
            TagEnd::Image => {
                self.builder.unseen.unhide("![]");
                let (text, address) = self.picture.take().unwrap_or_default();
                let text = if text.trim().is_empty() { html_tag::file_name(&address) } else { &text };
                self.builder.picture(text, range.start, to);
            }
            TagEnd::FootnoteDefinition => self.builder.note(None),
            TagEnd::DefinitionList | TagEnd::DefinitionListTitle | TagEnd::DefinitionListDefinition => {
                self.builder.bound(from, to);
            }
            TagEnd::Strong => self.builder.style.embolden(false),
            TagEnd::Emphasis | TagEnd::Link | TagEnd::Superscript | TagEnd::Subscript => {}
        }
    }

    /// Whether what looks like a tag says what is to be filled in: `<days>`, `<your name>`.
    fn is_placeholder(&mut self, text: &str) -> bool {
        let Some(inner) = text.strip_prefix('<').and_then(|text| text.strip_suffix('>')) else {
            return false;
        };
        let name = inner.split(' ').next().unwrap_or_default();
        let is_plain = inner.chars().all(|one| one.is_alphanumeric() || " _-".contains(one));
        let names = || {
            let ends = self.document.split("</").skip(1);
            ends.map(|end| end.split(['>', '<']).next().unwrap_or_default()).collect()
        };
        is_plain
            && !html_tag::is_element(name.to_ascii_lowercase().as_bytes())
            && !self.closed.get_or_insert_with(names).contains(name)
    }

    /// Text is struck out by two tildes; one is often meant for "about".
    fn is_double_tilde(&self, range: &Range<usize>) -> bool {
        self.document.get(range.start..).is_some_and(|written| written.starts_with("~~"))
    }

    /// Braces at the end of a title that were taken for attributes, but name no anchor.
    fn restore_braces(&mut self, range: &Range<usize>) {
        let written = self.document.get(range.clone()).unwrap_or_default();
        if let (Some(open), Some(close)) = (written.rfind('{'), written.rfind('}'))
            && let Some(braces) = written.get(open..=close)
        {
            self.builder.space(range.start + open, range.start + open);
            self.builder.push_str(braces, range.start + open);
        }
    }

    /// Text of one event: the document has it as it is, or as an entity.
    fn text(&mut self, text: &str, range: Range<usize>) {
        let written = self.document.get(range.clone()).unwrap_or_default();
        if written == text {
            self.builder.push_str(text, range.start);
        } else if written.starts_with('&') {
            for character in text.chars() {
                self.builder.push(character, range.start, range.end);
            }
        } else {
            self.verbatim(text, range);
        }
    }

    /// Text that the document has with something between: marks of code, of quotes, of escapes.
    fn verbatim(&mut self, text: &str, range: Range<usize>) {
        let written = self.document.get(range.clone()).unwrap_or_default();
        let marks = written.len() - written.trim_start_matches('`').len();
        let mut is_lost = false;
        let mut at = range.start + if text.starts_with('`') && marks == written.len() { 0 } else { marks };
        for character in text.chars() {
            let rest = if is_lost { "" } else { self.document.get(at..range.end).unwrap_or_default() };
            let found = rest.char_indices().find(|(_, one)| {
                *one == character
                    || (character == ' ' && matches!(one, '\n' | '\r'))
                    || (character == '\u{FFFD}' && *one == '\0')
            });
            if let Some((place, one)) = found {
                let from = at + place;
                at = from + one.len_utf8();
                self.builder.push(character, from, at);
            } else {
                is_lost = true;
                self.builder.push(character, at.min(range.end), range.end);
            }
        }
    }

    /// Where a tag stands that may run over lines of a quote.
    fn offsets(&self, text: &str, range: &Range<usize>) -> OffsetMap {
        let mut offsets = OffsetMap::default();
        let mut at = range.start;
        let mut length = 0;
        for line in text.split_inclusive('\n') {
            let rest = self.document.get(at..range.end).unwrap_or_default();
            let skipped = if length == 0 { 0 } else { rest.find(line).unwrap_or_default() };
            offsets.add(length, at + skipped);
            at += skipped + line.len();
            length += line.len();
        }
        offsets
    }
}

/// What a note of Markdown is known by; numbers in brackets are known by themselves.
fn note_label(label: &str) -> String {
    format!("^{label}")
}
