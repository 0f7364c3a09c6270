//! A page of the manual, which is Markdown, as a terminal shows it.

use crate::cli::output::render::{Style, clean, width, wrap};
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};
use std::collections::HashSet;

const BOLD: &str = "1";
const CYAN: &str = "36";

/// Columns by which code is indented.
const CODE_INDENT: usize = 4;

/// Columns between those of a table, and the fewest that one of them is narrowed to.
const GAP: usize = 2;
const NARROWEST_COLUMN: usize = 8;

/// The page without any sign of Markdown, wrapped to the width of the style. Where it has code of several kinds, each block
/// stands under the name of its file.
pub(crate) fn page(markdown: &str, style: &Style) -> String {
    let mut page =
        Page { style, text: String::new(), inline: Inline::default(), lists: vec![], rows: vec![] };
    let mut marker = String::new();
    let mut code = None;
    let kinds: HashSet<String> =
        fences(markdown).filter_map(|fence| Some(fence.split(' ').next()?.to_owned())).collect();
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::CodeBlock(kind)) => {
                page.set_off();
                let fence = fence_of(&kind).filter(|_| kinds.len() > 1);
                if let Some(name) = fence.and_then(file_name) {
                    page.text += &format!("{}{name}:\n", " ".repeat(CODE_INDENT / 2));
                }
                code = Some(String::new());
            }
            Event::End(TagEnd::CodeBlock) => page.code(&code.take().unwrap_or_default()),
            Event::Text(text) => match &mut code {
                Some(code) => code.push_str(&text),
                None => page.inline.push(&text, false),
            },
            Event::Code(text) => page.inline.push(&text, true),
            Event::SoftBreak => page.inline.push(" ", false),
            Event::HardBreak => page.inline.push("\n", false),
            Event::Start(Tag::Heading { .. } | Tag::Table(_)) => page.set_off(),
            Event::End(TagEnd::Heading(_)) => page.heading(),
            Event::Start(Tag::Paragraph) if page.lists.is_empty() => page.set_off(),
            Event::Start(Tag::List(first)) => {
                page.paragraph(&mut marker);
                if page.lists.is_empty() {
                    page.set_off();
                }
                page.lists.push(first);
            }
            Event::End(TagEnd::List(_)) => {
                page.lists.pop();
            }
            Event::Start(Tag::Item) => marker = page.marker(),
            Event::End(TagEnd::Paragraph | TagEnd::Item) => page.paragraph(&mut marker),
            Event::Start(Tag::TableHead | Tag::TableRow) => page.rows.push(Vec::new()),
            Event::End(TagEnd::TableCell) => {
                let cell = std::mem::take(&mut page.inline);
                page.rows.last_mut().into_iter().for_each(|row| row.push(cell.clone()));
            }
            Event::End(TagEnd::Table) => page.table(),
            _ => {}
        }
    }
    page.text
}

/// The words behind the fences of a page.
fn fences(markdown: &str) -> impl Iterator<Item = String> {
    Parser::new(markdown).filter_map(|event| match event {
        Event::Start(Tag::CodeBlock(kind)) => fence_of(&kind).map(str::to_owned),
        _ => None,
    })
}

fn fence_of<'a>(kind: &'a CodeBlockKind<'_>) -> Option<&'a str> {
    match kind {
        CodeBlockKind::Fenced(words) => Some(words),
        CodeBlockKind::Indented => None,
    }
}

/// The file that a block stands for, named as the commands of the pages name it.
fn file_name(fence: &str) -> Option<String> {
    let words: Vec<&str> = fence.split_whitespace().collect();
    match *words.as_slice() {
        [_, "file", path, ..] => Some(path.to_owned()),
        ["markdown", path, ..] => Some(format!("rules/{path}")),
        ["rules", ..] => Some("rules/pack.rules".to_owned()),
        ["yaml", what, ..] => Some(format!("{what}.yaml")),
        _ => None,
    }
}

/// Running text, and which of its characters are code, spaces not counted: where it is wrapped, these change.
#[derive(Clone, Default)]
struct Inline {
    text: String,
    code: Vec<bool>,
}

impl Inline {
    fn push(&mut self, text: &str, code: bool) {
        self.text.push_str(text);
        self.code.extend(text.chars().filter(|char| !char.is_whitespace()).map(|_| code));
    }

    /// Its lines in so many columns, with code in colour, and the columns that each takes.
    fn lines(&self, room: usize, style: &Style) -> Vec<(String, usize)> {
        let mut code = self.code.iter();
        let mut painted = |line: &str| {
            let (mut done, mut run, mut in_code) = (String::new(), String::new(), false);
            let paint = |run: &str, code| if code { style.paint(CYAN, run) } else { run.to_owned() };
            for char in line.chars() {
                let is_code =
                    if char.is_whitespace() { in_code } else { code.next().is_some_and(|code| *code) };
                if is_code != in_code {
                    done.push_str(&paint(&std::mem::take(&mut run), in_code));
                    in_code = is_code;
                }
                run.push(char);
            }
            done + &paint(&run, in_code)
        };
        wrap(&self.text, room, style.unicode).iter().map(|line| (painted(line), width(line))).collect()
    }
}

struct Page<'a> {
    style: &'a Style,
    text: String,
    inline: Inline,
    /// Of each list that is open, the number of its next item.
    lists: Vec<Option<u64>>,
    /// The cells of a table.
    rows: Vec<Vec<Inline>>,
}

impl Page<'_> {
    /// A blank line before what follows.
    fn set_off(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    fn heading(&mut self) {
        let heading = std::mem::take(&mut self.inline);
        for line in wrap(&heading.text, self.style.width, self.style.unicode) {
            self.text += &format!("{}\n", self.style.paint(BOLD, &line));
        }
    }

    /// What stands before the first line of an item.
    fn marker(&mut self) -> String {
        let indent = " ".repeat(2 * self.lists.len().saturating_sub(1));
        match self.lists.last_mut() {
            Some(Some(number)) => {
                *number += 1;
                format!("{indent}{}. ", *number - 1)
            }
            _ => format!("{indent}- "),
        }
    }

    /// The text that was collected, the first line behind the marker, which is blank from then on.
    fn paragraph(&mut self, marker: &mut String) {
        let paragraph = std::mem::take(&mut self.inline);
        if paragraph.text.is_empty() {
            return;
        }
        if self.lists.is_empty() {
            marker.clear();
        }
        let blank = " ".repeat(width(marker));
        for (line, _) in paragraph.lines(self.style.width.saturating_sub(blank.len()), self.style) {
            self.text += &format!("{marker}{line}\n");
            marker.clone_from(&blank);
        }
    }

    fn code(&mut self, code: &str) {
        for line in code.lines() {
            let line = clean(line, self.style.unicode);
            self.text += &" ".repeat(if line.is_empty() { 0 } else { CODE_INDENT });
            self.text += &line;
            self.text.push('\n');
        }
        self.set_off();
    }

    fn table(&mut self) {
        let rows = std::mem::take(&mut self.rows);
        let columns = rows.iter().map(Vec::len).max().unwrap_or(0);
        let cell_width =
            |row: &Vec<Inline>, column: usize| row.get(column).map_or(0, |cell| width(&cell.text));
        let mut widths: Vec<usize> = (0..columns)
            .map(|column| rows.iter().map(|row| cell_width(row, column)).max().unwrap_or(0))
            .collect();
        let room = self.style.width.saturating_sub(GAP * columns.saturating_sub(1));
        while widths.iter().sum::<usize>() > room {
            match widths.iter_mut().max() {
                Some(widest) if *widest > NARROWEST_COLUMN => *widest -= 1,
                _ => break,
            }
        }
        for (at, row) in rows.iter().enumerate() {
            let cells: Vec<_> = row
                .iter()
                .zip(&widths)
                .map(|(cell, width)| cell.lines((*width).max(1), self.style))
                .collect();
            for line in 0..cells.iter().map(Vec::len).max().unwrap_or(0) {
                let mut text = String::new();
                for (cell, column) in cells.iter().zip(&widths) {
                    let (cell, used) = cell.get(line).map_or(("", 0), |(cell, used)| (cell, *used));
                    let cell = if at == 0 { self.style.paint(BOLD, cell) } else { cell.to_owned() };
                    text += &cell;
                    text += &" ".repeat(column.saturating_sub(used) + GAP);
                }
                self.text += &format!("{}\n", text.trim_end());
            }
            if at == 0 {
                let sign = if self.style.unicode { "─" } else { "-" };
                let rules: Vec<String> = widths.iter().map(|width| sign.repeat(*width)).collect();
                self.text += &format!("{}\n", rules.join(&" ".repeat(GAP)));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_aligned_and_narrowed() {
        let markdown = "| a | long heading |\n|---|---|\n| `x` | [one](two.md) word and another one |\n";
        let shown = page(markdown, &Style { width: 20, ..Style::default() });
        assert_eq!(shown, "a  long heading\n─  ─────────────────\nx  one word and\n   another one\n");
    }

    #[test]
    fn lists_hang_and_headings_are_bold() {
        let markdown = "# A `b`\n\n- one two three\n  four\n- five\n\n1. six\n2. seven\n\nend\n";
        let shown = page(markdown, &Style { width: 16, color: true, ..Style::default() });
        let bold = "\x1b[1mA b\x1b[0m\n\n";
        assert_eq!(shown, format!("{bold}- one two three\n  four\n- five\n\n1. six\n2. seven\n\nend\n"));
    }
}
