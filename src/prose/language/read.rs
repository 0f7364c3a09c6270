//! Reading the files of words.

use crate::prose::language::section::Section;
use std::sync::LazyLock;

/// A set of words.
pub(crate) type Words = foldhash::HashSet<&'static str>;

/// What words mean.
pub(crate) type Table<T> = foldhash::HashMap<&'static str, T>;

/// A key that its section does not know. The tests find it; who runs the program finds an empty table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct UnknownKey(pub(crate) &'static str);

const FILES: [(&str, &str); 3] = [
    ("ru.txt", include_str!("ru.txt")),
    ("en.txt", include_str!("en.txt")),
    ("common.txt", include_str!("common.txt")),
];

#[derive(Debug)]
struct Line {
    section: Section,
    key: &'static str,
    items: &'static str,
}

static LINES: LazyLock<Vec<Line>> =
    LazyLock::new(|| FILES.into_iter().flat_map(|(_, text)| read(text).unwrap_or_default()).collect());

/// The lines of a file.
///
/// # Errors
///
/// The number of the first line that cannot be read, and what is wrong with it.
fn read(text: &'static str) -> Result<Vec<Line>, (usize, String)> {
    let mut lines = Vec::new();
    let mut section = None;
    for (number, line) in (1..).zip(text.lines()) {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(title) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            let known = Section::of_title(title);
            section = Some(known.ok_or_else(|| (number, format!("there is no section `{title}`")))?);
            continue;
        }
        let (section, form) = section.ok_or_else(|| (number, "this stands in no section".to_owned()))?;
        let (key, items) = if form.is_keyed() {
            line.split_once(": ").ok_or_else(|| (number, "a key and a colon are missing".to_owned()))?
        } else {
            ("", line)
        };
        lines.push(Line { section, key, items });
    }
    Ok(lines)
}

/// The words or phrases of a section in all languages, each with its key; an empty one where the section has no keys.
pub(crate) fn items(section: Section) -> impl Iterator<Item = (&'static str, &'static str)> {
    let is_of_phrases = section.form().is_of_phrases();
    let lines = LINES.iter().filter(move |line| line.section == section);
    lines.flat_map(move |line| {
        let parts = line.items.split(move |one| if is_of_phrases { one == ';' } else { one == ' ' });
        parts.map(str::trim).filter(|item| !item.is_empty()).map(|item| (line.key, item))
    })
}

/// The words of a section without keys.
pub(crate) fn words<C: FromIterator<&'static str>>(section: Section) -> C {
    items(section).map(|(_, word)| word).collect()
}

/// The words or phrases of a section with what their keys mean.
///
/// # Errors
///
/// The first key that means nothing.
pub(crate) fn keyed<T, C: FromIterator<(&'static str, T)>>(
    section: Section,
    meaning: impl Fn(&'static str) -> Option<T>,
) -> Result<C, UnknownKey> {
    items(section).map(|(key, item)| Ok((item, meaning(key).ok_or(UnknownKey(key))?))).collect()
}

/// The words of a section whose keys stand for themselves.
pub(crate) fn table(section: Section) -> Table<&'static str> {
    items(section).map(|(key, word)| (word, key)).collect()
}

#[cfg(test)]
mod tests {
    use super::{FILES, items, read};
    use crate::prose::language::section::Section;
    use crate::prose::normalize::normalize;

    #[test]
    fn every_line_can_be_read() {
        for (file, text) in FILES {
            let lines = read(text);
            assert_eq!(lines.as_ref().err(), None, "{file}");
            for line in lines.into_iter().flatten() {
                // What is not in the normal form of texts stands in none.
                let is_normal =
                    line.items.split(' ').all(|word| normalize(word) == word || word.contains('…'));
                let is_lower = line.section == Section::NoModality || line.items.to_lowercase() == line.items;
                assert!(is_normal && is_lower, "{file}: {}", line.items);
            }
        }
    }

    #[test]
    fn nothing_is_said_twice() {
        for (file, text) in FILES {
            let mut known = std::collections::HashSet::new();
            for line in read(text).into_iter().flatten() {
                let separator = if line.section.form().is_of_phrases() { ';' } else { ' ' };
                for item in line.items.split(separator) {
                    assert!(known.insert((line.section as u8, line.key, item.trim())), "{file}: {item}");
                }
            }
        }
    }

    #[test]
    fn what_cannot_be_read_is_reported() {
        for (text, wrong) in [
            ("слово", (1, "this stands in no section")),
            ("# words\n\n[fillers]", (3, "there is no section `fillers`")),
            ("[unit]\nдень дня", (2, "a key and a colon are missing")),
        ] {
            assert_eq!(read(text).err(), Some((wrong.0, wrong.1.to_owned())));
        }
    }

    #[test]
    fn phrases_stand_between_semicolons() {
        let found = items(Section::BoundBeforeANumber).any(|item| item == ("at most", "не более , чем"));
        assert!(found);
    }
}
