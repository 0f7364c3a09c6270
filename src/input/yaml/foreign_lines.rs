//! Lines that are no YAML, and tables in place of it.

use crate::base::foreign::{fence, foreign_comment, merge_marker};
use crate::base::{Message, msg};
use crate::input::tree::shown;
use crate::input::yaml::lines::{SyntaxError, lines_above};
use crate::input::yaml::text::line_start;

/// What is no YAML in the line of `at`, or in the one above: what is wrong further on follows from it.
pub(super) fn foreign_line(text: &str, at: usize) -> Option<SyntaxError> {
    let this = line_start(text, at);
    lines_above(text, this).take(1).chain([this]).find_map(|start| {
        let line = text.get(start..)?.lines().next()?;
        let words = line.trim_start();
        let (sign, message, help) = if let Some(marker) = merge_marker(line) {
            (marker, msg!(syntax.unresolved_merge), msg!(syntax.keep_one_version))
        } else if let Some(sign) = fence(words) {
            (sign, msg!(data.fence), msg!(data.remove_fence, sign = sign))
        } else if let Some(name) = section(line).filter(|_| is_assigned(text, start + line.len())) {
            let key = name.trim_matches(['[', ']']);
            (name, msg!(data.section, name = name), msg!(data.write_section, key = key))
        } else if ["...", "…", "etc.", "etc", "и т. д.", "и т.д."].contains(&words.trim_end()) {
            (words.trim_end(), msg!(data.no_ellipsis), msg!(data.delete_line))
        } else if is_markup(words) {
            (words.trim_end(), msg!(data.markup), msg!(data.data_is_yaml))
        } else {
            let (sign, _) = foreign_comment(words)?;
            (sign, msg!(data.no_comment_sign, sign = sign), comment_meant(words)?)
        };
        let place = start + line.len() - words.len();
        Some(SyntaxError { message, place: place..place + sign.len(), help: Some(help) })
    })
}

/// The head of a section as other formats have it, where a line is one.
fn section(line: &str) -> Option<&str> {
    let line = line.trim_end();
    let name = line.strip_prefix('[')?.strip_suffix(']')?.trim_matches(['[', ']']);
    let is_name = !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || "_-. ".contains(c));
    is_name.then_some(line)
}

/// Whether the first line with words behind a place gives a key its value by a sign of equality.
fn is_assigned(text: &str, at: usize) -> bool {
    let rest = text.get(at..).unwrap_or_default();
    let line = rest.lines().map(str::trim).find(|line| !line.is_empty() && !line.starts_with('#'));
    line.is_some_and(|line| line.split_once('=').is_some_and(|(key, _)| !key.contains(':')))
}

/// Whether a line begins with a tag.
fn is_markup(line: &str) -> bool {
    let begins = line.strip_prefix('<').is_some_and(|rest| {
        rest.starts_with(|first: char| first.is_ascii_alphabetic() || matches!(first, '!' | '?' | '/'))
    });
    begins && !line.starts_with("<<") && line.contains('>') && !line.starts_with("<!--")
}

/// How a comment is written that begins with the sign of another language.
pub(in crate::input) fn comment_meant(text: &str) -> Option<Message> {
    let (_, words) = foreign_comment(text)?;
    Some(if words.is_empty() {
        msg!(data.write_comments)
    } else {
        msg!(data.write_comment, text = &*shown(words))
    })
}

/// How the first row of a table is written as an element, where a text is a table with the names of its columns.
pub(in crate::input) fn table_row(text: &str) -> Option<String> {
    let mut rows =
        text.split(['\n', ' ']).map(|row| row.trim_end_matches('\r')).filter(|row| !row.is_empty());
    let (names, values) = (rows.next()?, rows.next()?);
    let sign = [';', '\t', ','].into_iter().find(|sign| names.contains(*sign))?;
    let cells = |row: &str| row.split(sign).map(|cell| cell.trim_matches('"').to_owned()).collect::<Vec<_>>();
    let (names, values) = (cells(names), cells(values));
    let is_name = |name: &String| !name.is_empty() && name.chars().all(|c| c.is_alphanumeric() || c == '_');
    let is_table = names.len() == values.len() && names.iter().all(is_name);
    let pairs = names.iter().zip(&values).filter(|(_, value)| !value.is_empty());
    let pairs: Vec<String> = pairs.map(|(name, value)| format!("{name}: {value}")).collect();
    is_table.then(|| format!("- {{{}}}", pairs.join(", ")))
}
