//! What Markdown is mixed with by those who publish it: short codes of Hugo, tags of Liquid, the tables, notes and tabs
//! of other dialects. It is rewritten as Markdown that says the same.

use crate::prose::language::Section;
use crate::prose::rewrite::Rewrite;
use crate::prose::rows::states_a_value;
use std::collections::HashMap;
use std::ops::Range;

/// No tag of a template is longer, in bytes.
const LONGEST_TAG: usize = 600;
const TAGS: [(&str, &str); 3] = [("{{<", ">}}"), ("{{%", "%}}"), ("{%", "%}")];
const COMMENTS: [(&str, &str); 4] = [("{#", "#}"), ("{{/*", "*/}}"), ("{{!--", "--}}"), ("{{!", "}}")];
/// What opens and ends a container of Docusaurus.
const COLONS: &str = ":::";
/// The tag whose inside no reader sees.
const COMMENT: &str = "comment";
/// How deep blocks may nest that lines of their own end.
const DEEPEST: usize = 256;
/// What is indented so far in a note belongs to it.
const INDENT: usize = 4;

/// The text as Markdown; none where it is that already.
pub(crate) fn as_markdown(text: &str) -> Option<Rewrite> {
    const SIGNS: [&str; 14] =
        ["{%", "{{<", "{{%", "{#", "{{/*", "{{!", "#|", ":::", "!!! ", "??? ", "???+ ", "[!", "=== \"", "{:"];
    if !SIGNS.iter().any(|sign| text.contains(sign)) {
        return None;
    }
    let mut writer = Writer {
        text,
        out: Rewrite::default(),
        dedent: Vec::new(),
        open: Vec::new(),
        ends: ends(text),
        fence: None,
        ends_tables: true,
    };
    let mut at = 0;
    while let Some(rest) = text.get(at..).filter(|rest| !rest.is_empty()) {
        let length = rest.find('\n').map_or(rest.len(), |end| end + 1);
        at = writer.line(at..at + length);
    }
    Some(writer.out)
}

struct Writer<'t> {
    text: &'t str,
    out: Rewrite,
    /// How far what is in a note is indented, from outside to inside, and what its end is written as.
    dedent: Vec<(usize, String)>,
    /// The blocks that a line of their own ends: by what, and what that is written as.
    open: Vec<(&'t str, String)>,
    /// Where tags of a name that end something stand last.
    ends: HashMap<&'t str, usize>,
    /// What ends the block of code that is being read.
    fence: Option<String>,
    /// Whether a table between signs may end somewhere.
    ends_tables: bool,
}

impl<'t> Writer<'t> {
    fn part(&self, range: Range<usize>) -> &'t str {
        self.text.get(range).unwrap_or_default()
    }

    /// Write a line; gives where the next one begins.
    fn line(&mut self, line: Range<usize>) -> usize {
        let whole = self.part(line.clone());
        let indent = whole.len() - whole.trim_start_matches([' ', '\t']).len();
        let trimmed = whole.trim();
        if !trimmed.is_empty() {
            while let Some((_, end)) = self.dedent.pop_if(|(own, _)| indent < *own) {
                self.out.put(&end, line.start);
            }
        }
        let cut = self.dedent.last().map_or(0, |(own, _)| *own).min(indent);
        let start = line.start + cut;
        let text_at = line.start + indent;
        if let Some(fence) = &self.fence {
            if trimmed.starts_with(fence.as_str()) {
                self.fence = None;
            }
            self.out.copy(self.text, start..line.end);
            return line.end;
        }
        if let Some(fence) = ["```", "~~~"].into_iter().find(|fence| trimmed.starts_with(fence)) {
            self.fence = Some(fence.to_owned());
            self.out.copy(self.text, start..line.end);
            return line.end;
        }
        let prefix = self.part(start..text_at);
        if trimmed == "#|"
            && self.ends_tables
            && let Some(end) = self.table(prefix, line.end)
        {
            return end;
        }
        if trimmed.len() >= COLONS.len() && trimmed.trim_start_matches(':').is_empty() {
            self.close(COLONS, text_at);
            return line.end;
        }
        if let Some(title) = container(trimmed) {
            let end =
                self.begin(prefix, title.map(|title| text_at + title.start..text_at + title.end), text_at);
            if trimmed.starts_with(['!', '?', '=']) {
                self.dedent.push((indent + INDENT, end));
            } else if self.open.len() < DEEPEST {
                self.open.push((COLONS, end));
            }
            return line.end;
        }
        if let Some(end) = self.comment(text_at)
            && self.part(end..self.line_end(end)).trim().is_empty()
        {
            self.out.put("\n", text_at);
            return self.line_end(end);
        }
        if trimmed.starts_with("{:") && trimmed.ends_with('}') && !trimmed.contains(' ') {
            self.out.put("\n", text_at);
            return line.end;
        }
        if let Some(tag) =
            self.tag(text_at).filter(|tag| self.part(tag.end..self.line_end(tag.end)).trim().is_empty())
        {
            self.lone_tag(prefix, tag.clone());
            return self.line_end(tag.end);
        }
        if let Some(quote) =
            trimmed.strip_prefix('>').map(str::trim_start).filter(|quote| quote.starts_with("[!"))
            && let (Some(open), Some(close)) = (whole.find("[!"), quote.find(']'))
        {
            self.out.copy(self.text, start..line.start + open);
            return self.inline(line.start + open + close + 1..line.end);
        }
        self.inline(start..line.end)
    }

    fn line_end(&self, at: usize) -> usize {
        self.part(at..self.text.len()).find('\n').map_or(self.text.len(), |end| at + end + 1)
    }

    /// A block begins, and is what HTML has for it if it is called something. Gives what its end is written as.
    fn begin(&mut self, prefix: &str, title: Option<Range<usize>>, at: usize) -> String {
        self.out.put("\n", at);
        let Some(title) = title.filter(|title| !title.is_empty()) else { return "\n".to_owned() };
        self.out.put(&format!("{prefix}<details>\n{prefix}<summary>\n\n{prefix}"), title.start);
        self.out.copy(self.text, title.clone());
        self.out.put(&format!("\n\n{prefix}</summary>\n\n"), title.end);
        format!("\n\n{prefix}</details>\n\n")
    }

    /// The innermost block that ends so is over, with all that is in it.
    fn close(&mut self, name: &str, at: usize) {
        let from = self.open.iter().rposition(|(own, _)| *own == name).unwrap_or(self.open.len());
        for (_, end) in self.open.split_off(from).into_iter().rev() {
            self.out.put(&end, at);
        }
        self.out.put("\n", at);
    }

    /// Where the comment ends that begins here, which no reader sees: a tag of its own, or all between two.
    fn comment(&mut self, at: usize) -> Option<usize> {
        let rest = self.part(at..self.text.len());
        if let Some((open, close)) = COMMENTS.into_iter().find(|(open, _)| rest.starts_with(open)) {
            let inner = rest.get(open.len()..)?;
            let end = inner.find(['{', '}']).filter(|_| open == "{#").map_or(inner.len(), |end| end + 1);
            let end = inner
                .get(..end)?
                .find(close)
                .filter(|_| self.ends.get(close).is_some_and(|last| *last > at))?;
            return Some(at + open.len() + end + close.len());
        }
        let tag = self.tag(at).filter(|tag| name(self.part(tag.clone())) == COMMENT)?;
        let mut end = tag.end;
        while self.has_end(COMMENT, end.saturating_sub(1)) {
            end += self.part(end..self.text.len()).find('{')?;
            match self.tag(end) {
                Some(tag) if ended(name(self.part(tag.clone()))) == Some(COMMENT) => return Some(tag.end),
                _ => end += 1,
            }
        }
        self.ends.remove(COMMENT);
        None
    }

    /// A tag of a template that stands here; it may run over lines.
    fn tag(&self, at: usize) -> Option<Range<usize>> {
        let mut to = (at + LONGEST_TAG).min(self.text.len());
        while !self.text.is_char_boundary(to) {
            to -= 1;
        }
        let rest = self.part(at..to);
        let (open, close) = TAGS.into_iter().find(|(open, _)| rest.starts_with(open))?;
        let end = rest.get(open.len()..)?.find(close)?;
        Some(at..at + open.len() + end + close.len())
    }

    /// A tag that stands alone: a bound, with what it is called. A condition is said as it stands.
    fn lone_tag(&mut self, prefix: &str, tag: Range<usize>) {
        let text = self.part(tag.clone());
        let own = name(text);
        if let Some(name) = ended(own) {
            return self.close(name, tag.start);
        }
        let is_condition = Section::TemplateCondition.has(own);
        // The other case of a condition ends where the condition does.
        let is_case = is_condition && !self.has_end(own, tag.start);
        let open = self.open.last().filter(|(name, _)| is_case && Section::TemplateCondition.has(name));
        let ends_with = open.map_or(own, |(name, _)| *name);
        if is_case {
            self.close(ends_with, tag.start);
        }
        let title = title(text).map(|title| tag.start + title.start..tag.start + title.end);
        let title = if is_condition { Some(tag.clone()) } else { title };
        if self.has_end(ends_with, tag.start) && self.open.len() < DEEPEST {
            let end = self.begin(prefix, title, tag.start);
            self.open.push((ends_with, end));
        } else {
            self.out.put("\n", tag.start);
            self.out.put(prefix, tag.start);
            self.out.copy(self.text, title.unwrap_or_default());
            self.out.put("\n\n", tag.end);
        }
    }

    /// Whether something of this name ends behind a byte.
    fn has_end(&self, name: &str, at: usize) -> bool {
        self.ends.get(name).is_some_and(|last| *last > at)
    }

    /// The text of a line with tags of templates in it; gives where the next line begins.
    fn inline(&mut self, range: Range<usize>) -> usize {
        let mut at = range.start;
        let mut copied = range.start;
        let mut is_code = false;
        while at < range.end {
            let rest = self.part(at..range.end);
            let Some(next) = rest.find(['`', '{']) else { break };
            at += next;
            if rest.get(next..).is_some_and(|rest| rest.starts_with('`')) {
                is_code = !is_code;
                at += 1;
                continue;
            }
            if let Some(end) = self.comment(at).filter(|_| !is_code) {
                self.out.copy(self.text, copied..at);
                (at, copied) = (end, end);
                if at > range.end {
                    return self.inline(at..self.line_end(at));
                }
                continue;
            }
            let Some(tag) = self.tag(at).filter(|_| !is_code) else {
                at += 1;
                continue;
            };
            self.out.copy(self.text, copied..at);
            let text = self.part(tag.clone());
            if is_container(name(text)) {
                self.out.put(" ", tag.start);
            } else {
                // What could be taken for a tag of HTML is not.
                for (place, sign) in text.match_indices(['<', '>']) {
                    let place = tag.start + place;
                    self.out.copy(self.text, copied.max(at)..place);
                    self.out.put(" ", place);
                    at = place + sign.len();
                }
                self.out.copy(self.text, at..tag.end);
            }
            (at, copied) = (tag.end, tag.end);
            if at > range.end {
                return self.inline(at..self.line_end(at));
            }
        }
        self.out.copy(self.text, copied..range.end);
        range.end
    }

    /// What stands in a cell, without the white space and the settings before it.
    fn cell(&self, cell: &Range<usize>) -> Range<usize> {
        let text = self.part(cell.clone());
        let mut bare = text.trim_start();
        if bare.starts_with("::{") || bare.starts_with(":{") {
            bare = bare.split_once('}').map_or(bare, |(_, rest)| rest.trim_start());
        }
        let start = cell.end - bare.len();
        start..start + bare.trim_end().len()
    }

    /// A table between `#|` and `|#`, its rows between `||`; gives where the text goes on.
    fn table(&mut self, prefix: &str, start: usize) -> Option<usize> {
        let rest = self.part(start..self.text.len());
        let mut length = 0;
        let close = rest.split_inclusive('\n').find(|line| {
            length += line.len();
            line.trim_start().starts_with("|#")
        });
        self.ends_tables = close.is_some();
        let close = close?;
        let content = start..start + length - close.len();
        let mut rows: Vec<Vec<Range<usize>>> = Vec::new();
        let mut row: Option<Vec<Range<usize>>> = None;
        let mut from = content.start;
        let mut at = content.start;
        while at < content.end {
            let rest = self.part(at..content.end);
            let Some(next) = rest.find(['|', '\\']) else { break };
            at += next;
            let signs = rest.get(next..).unwrap_or_default();
            if signs.starts_with('\\') {
                at += 1 + signs.chars().nth(1).map_or(0, char::len_utf8);
                continue;
            }
            let is_bound = signs.starts_with("||");
            match (&mut row, is_bound) {
                (None, true) => row = Some(Vec::new()),
                (Some(cells), _) => cells.push(from..at),
                (None, false) => {}
            }
            at += if is_bound { 2 } else { 1 };
            from = at;
            if is_bound && row.as_ref().is_some_and(|cells| !cells.is_empty()) {
                rows.extend(row.take());
            }
        }
        let states = |cells: &[Range<usize>]| {
            cells.iter().skip(1).any(|cell| states_a_value(self.part(cell.clone()).trim()))
        };
        let has_head = rows.len() > 1 && rows.first().is_some_and(|first| !states(first));
        let spans = spans(&rows, |cell| self.part(self.cell(cell)));
        self.out.put(&format!("\n{prefix}<table>\n"), start);
        for (number, (row, spans)) in rows.iter().zip(spans).enumerate() {
            let cell = if number == 0 && has_head { "th" } else { "td" };
            self.out.put(&format!("{prefix}<tr>\n"), start);
            for (content, (columns, rows)) in row.iter().zip(spans).filter(|(_, (columns, _))| *columns > 0) {
                let tag = format!("{prefix}<{cell} colspan={columns} rowspan={rows}>\n\n{prefix}");
                self.out.put(&tag, content.start);
                self.out.copy(self.text, self.cell(content));
                self.out.put(&format!("\n\n{prefix}</{cell}>\n"), content.end);
            }
        }
        self.out.put(&format!("{prefix}</table>\n\n"), content.end);
        Some(start + length)
    }
}

/// How many columns and rows each cell spans; none for a cell that another reaches over: `>` is what is left of it, and
/// `^` what is above.
fn spans<'t>(
    rows: &[Vec<Range<usize>>],
    text: impl Fn(&Range<usize>) -> &'t str,
) -> Vec<Vec<(usize, usize)>> {
    let mut spans: Vec<Vec<(usize, usize)>> = Vec::with_capacity(rows.len());
    // By column, the row whose cell reaches down to here.
    let mut above: Vec<usize> = Vec::new();
    for (number, row) in rows.iter().enumerate() {
        let mut own: Vec<(usize, usize)> = vec![(1, 1); row.len()];
        above.resize(row.len().max(above.len()), number);
        let mut left = 0;
        for (column, cell) in row.iter().enumerate() {
            let sign = text(cell);
            if sign == ">" && column > 0 {
                own.get_mut(left).into_iter().for_each(|span| span.0 += 1);
                own.get_mut(column).into_iter().for_each(|span| span.0 = 0);
                continue;
            }
            left = column;
            let holder =
                above.get(column).and_then(|above| spans.get_mut(*above)).and_then(|row| row.get_mut(column));
            if let Some(holder) = holder.filter(|_| sign == "^") {
                holder.1 += 1;
                own.get_mut(column).into_iter().for_each(|span| span.0 = 0);
            } else {
                above.get_mut(column).into_iter().for_each(|above| *above = number);
            }
        }
        spans.push(own);
    }
    spans
}

/// The inside of a tag of a template.
fn inner(tag: &str) -> &str {
    tag.trim_matches(['{', '}', '%', '<', '>', '-']).trim()
}

/// What a tag of a template is called.
fn name(tag: &str) -> &str {
    inner(tag).split(|one: char| one.is_whitespace()).next().unwrap_or_default()
}

/// What a tag of this name ends, if it ends something.
fn ended(name: &str) -> Option<&str> {
    name.strip_prefix('/')
        .or_else(|| name.strip_prefix("end"))
        .map(str::trim_start)
        .filter(|name| !name.is_empty())
}

/// The beginning of what stands at a byte.
fn near(text: &str, at: usize) -> &str {
    const NEAR: usize = 64;
    let mut end = (at + NEAR).min(text.len());
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.get(at..end).unwrap_or_default()
}

/// Where what ends a block or a comment stands last, by its name or its signs.
fn ends(text: &str) -> HashMap<&str, usize> {
    let mut ends = HashMap::new();
    for (_, close) in COMMENTS {
        ends.extend(text.rfind(close).map(|last| (close, last)));
    }
    for (at, _) in text.match_indices("{%").chain(text.match_indices("{{")) {
        let rest = near(text, at).trim_start_matches(['{', '%', '<', '-']).trim_start();
        let word =
            rest.split(|one: char| one.is_whitespace() || "%>}".contains(one)).next().unwrap_or_default();
        let word = if word == "/" {
            rest.get(1..).unwrap_or_default().trim_start().split(' ').next().unwrap_or_default()
        } else {
            ended(word).unwrap_or_default()
        };
        ends.entry(word).and_modify(|last| *last = at.max(*last)).or_insert(at);
    }
    ends
}

fn is_container(name: &str) -> bool {
    let name = name.strip_prefix(['/', '#']).unwrap_or(name);
    let name = name.strip_prefix("end").filter(|name| !name.is_empty()).unwrap_or(name);
    Section::TemplateBlock.has(name)
}

/// What a tag calls its block: a text in quotation marks that is no value of a setting but of a title.
fn title(tag: &str) -> Option<Range<usize>> {
    let open = tag.find('"')?;
    let end = open + 1 + tag.get(open + 1..)?.find('"')?;
    let before = tag.get(..open)?;
    let is_title = match before.strip_suffix('=') {
        Some(setting) => Section::TemplateTitle.has(setting.rsplit([' ', '\n']).next().unwrap_or_default()),
        None => true,
    };
    let says = tag.get(open + 1..end)?;
    (is_title && says.contains(char::is_alphabetic)).then_some(open + 1..end)
}

/// What a line that only begins or ends a note, a tab or a box calls it: bytes of the line. None of another line.
#[expect(clippy::option_option, reason = "a container without a title is one, too")]
fn container(line: &str) -> Option<Option<Range<usize>>> {
    let signs =
        ["!!! ", "???+ ", "??? ", "=== \"", ":::"].into_iter().find(|signs| line.starts_with(signs))?;
    if signs == "=== \"" && !line.ends_with('"') {
        return None;
    }
    if signs != ":::" {
        return Some(title(line));
    }
    let rest = line.trim_start_matches(':');
    let bare = rest.trim_start();
    let name = bare.find([' ', '[', '{']).unwrap_or(bare.len());
    let begins = line.len() - bare.len() + name;
    let title = line.get(begins..).unwrap_or_default();
    let text = title.split('{').next().unwrap_or_default().trim_matches([' ', '[', ']', ':']);
    let at = title.find(text).unwrap_or_default();
    if text.is_empty() {
        return Some(self::title(line));
    }
    Some((!text.is_empty()).then_some(begins + at..begins + at + text.len()))
}
