//! Numbers and bullets of lists as a reader sees them: a file says how they are counted, and not what they are.

use crate::base::{Diagnostic, msg};
use crate::prose::docx::archive::{Part, too_large};
use crate::prose::docx::numerals::NumberFormat;
use crate::prose::docx::styles::Styles;
use crate::prose::docx::xml::{Element, XmlEvent, XmlReader};
use std::collections::{HashMap, HashSet};

/// How many lists are read.
const MOST: usize = 50_000;
/// How many levels a list has.
pub(super) const LEVELS: usize = 9;
/// A mark is no longer, in characters.
const LONGEST_MARK: usize = 64;

/// How one level of a list is counted and shown.
#[derive(Clone, Debug)]
struct Level {
    start: u32,
    format: NumberFormat,
    /// `%1.%2.`: what stands for the numbers of the levels.
    pattern: String,
    /// It begins anew behind a level up to this one, from 1; never for 0. Behind every one above it for none.
    restart: Option<u8>,
    /// All numbers of it are shown in digits.
    in_digits: bool,
    /// The style whose paragraphs stand on it.
    style: Option<String>,
    is_hidden: bool,
}

impl Default for Level {
    fn default() -> Self {
        Self {
            start: 1,
            format: NumberFormat::Decimal,
            pattern: String::new(),
            restart: None,
            in_digits: false,
            style: None,
            is_hidden: false,
        }
    }
}

/// What several lists have in common. They go on counting with each other.
#[derive(Default)]
struct Definition {
    levels: [Option<Level>; LEVELS],
    /// The style of lists that describes it.
    described_by: Option<String>,
    /// How far each level is counted.
    counted: [Option<u32>; LEVELS],
}

#[derive(Default)]
struct List {
    definition: i64,
    /// Levels that it has otherwise, and from what it begins anew.
    levels: [Option<Level>; LEVELS],
    starts: [Option<u32>; LEVELS],
}

/// The lists of a document, and how far they are counted.
#[derive(Default)]
pub(super) struct Numbering {
    definitions: HashMap<i64, Definition>,
    lists: HashMap<i64, List>,
    begun: HashSet<i64>,
}

/// What stands before a paragraph of a list.
pub(super) struct Numeral {
    /// Paragraphs of lists with the same number go on with each other.
    pub(super) list: u32,
    pub(super) level: u8,
    /// `2.1.`, `а)`, or `•`; empty where nothing stands there.
    pub(super) marker: String,
}

impl Numbering {
    /// # Errors
    /// Those of reading the part; E0409 where it has too many lists.
    pub(super) fn read(part: &Part) -> Result<Self, Diagnostic> {
        let mut xml = XmlReader::new(&part.name, &part.xml);
        let mut numbering = Self::default();
        loop {
            let element = match xml.next()? {
                XmlEvent::Begin(element) => element,
                XmlEvent::Over => return Ok(numbering),
                _ => continue,
            };
            match element.word() {
                b"abstractNum" => {
                    let id = number(&element, b"abstractNumId");
                    let definition = definition(&mut xml)?;
                    numbering.definitions.insert(id, definition);
                }
                b"num" => {
                    let id = number(&element, b"numId");
                    let list = list(&mut xml)?;
                    numbering.lists.insert(id, list);
                }
                _ => {}
            }
            if numbering.definitions.len().max(numbering.lists.len()) > MOST {
                return Err(too_large(msg!(docx.too_many_lists, most = MOST)));
            }
        }
    }

    /// Count a paragraph of a list; none where there is no such list. A level that is not said is that of the style.
    pub(super) fn count(
        &mut self,
        styles: &Styles,
        id: i64,
        level: Option<u8>,
        style: Option<&str>,
    ) -> Option<Numeral> {
        let list = self.lists.get(&id)?;
        let definition = self.definitions.get(&list.definition)?;
        let described_by = definition.described_by.as_deref().and_then(|style| styles.list(style));
        let described = described_by.and_then(|list| Some(self.lists.get(&list)?.definition));
        let described = described.unwrap_or(list.definition);
        let levels: [Level; LEVELS] = {
            let common = &self.definitions.get(&described)?.levels;
            std::array::from_fn(|at| {
                let level = |own: &[Option<Level>]| own.get(at).cloned().flatten();
                level(&list.levels).or_else(|| level(common)).unwrap_or_default()
            })
        };
        let of_style = || levels.iter().position(|own| own.style.is_some() && own.style.as_deref() == style);
        let at = level.map(usize::from).or_else(of_style).unwrap_or(0).min(LEVELS - 1);
        let starts = if self.begun.insert(id) { list.starts } else { [None; LEVELS] };
        let counted = &mut self.definitions.get_mut(&described)?.counted;
        for (own, start) in counted.iter_mut().zip(starts) {
            *own = start.map(|start| start.saturating_sub(1)).or(*own);
        }
        for (below, (own, level)) in counted.iter_mut().zip(&levels).enumerate() {
            if below == at {
                *own = Some(own.map_or(level.start, |last| last.saturating_add(1)));
            } else if below > at && level.restart.is_none_or(|restart| at < usize::from(restart)) {
                *own = None;
            }
        }
        let level = levels.get(at)?;
        let marker = if level.is_hidden { String::new() } else { shown(level, &levels, counted) };
        Some(Numeral {
            list: u32::try_from(described).unwrap_or_default(),
            level: u8::try_from(at).unwrap_or_default(),
            marker,
        })
    }
}

/// A mark with the numbers of its levels.
fn shown(level: &Level, levels: &[Level; LEVELS], counted: &[Option<u32>; LEVELS]) -> String {
    if level.format == NumberFormat::Bullet {
        return "•".to_owned();
    }
    let mut shown = String::new();
    let mut letters = level.pattern.chars().peekable();
    while let Some(letter) = letters.next() {
        let digit = letters.peek().and_then(|digit| digit.to_digit(10)).filter(|digit| *digit > 0);
        let Some(at) = digit.filter(|_| letter == '%').and_then(|digit| usize::try_from(digit - 1).ok())
        else {
            shown.push(letter);
            continue;
        };
        letters.next();
        let Some((own, number)) = levels.get(at).zip(counted.get(at)) else { continue };
        let format = if level.in_digits { NumberFormat::Decimal } else { own.format };
        shown.push_str(&format.shown(number.unwrap_or(own.start)));
    }
    shown.trim().chars().take(LONGEST_MARK).collect()
}

fn number(element: &Element<'_>, name: &[u8]) -> i64 {
    element.attribute(name).and_then(|own| own.trim().parse().ok()).unwrap_or(-1)
}

fn definition(xml: &mut XmlReader<'_>) -> Result<Definition, Diagnostic> {
    let mut own = Definition::default();
    while let Some(element) = xml.child()? {
        match element.word() {
            b"lvl" => {
                let at = place(&element);
                let level = level(xml)?;
                if let Some(own) = own.levels.get_mut(at) {
                    *own = Some(level);
                }
            }
            b"numStyleLink" => {
                own.described_by = element.value();
                xml.skip()?;
            }
            _ => xml.skip()?,
        }
    }
    Ok(own)
}

fn list(xml: &mut XmlReader<'_>) -> Result<List, Diagnostic> {
    let mut own = List::default();
    while let Some(element) = xml.child()? {
        match element.word() {
            b"abstractNumId" => {
                own.definition = element.number().unwrap_or(-1);
                xml.skip()?;
            }
            b"lvlOverride" => {
                let at = place(&element);
                while let Some(element) = xml.child()? {
                    match element.word() {
                        b"startOverride" => {
                            if let Some(start) = own.starts.get_mut(at) {
                                *start = start_of(&element);
                            }
                            xml.skip()?;
                        }
                        b"lvl" => {
                            let level = level(xml)?;
                            if let Some(own) = own.levels.get_mut(at) {
                                *own = Some(level);
                            }
                        }
                        _ => xml.skip()?,
                    }
                }
            }
            _ => xml.skip()?,
        }
    }
    Ok(own)
}

/// The level that an element is about, from 0; beyond the last where it says none.
fn place(element: &Element<'_>) -> usize {
    usize::try_from(number(element, b"ilvl")).unwrap_or(LEVELS)
}

fn start_of(element: &Element<'_>) -> Option<u32> {
    element.number().and_then(|start| u32::try_from(start).ok())
}

fn level(xml: &mut XmlReader<'_>) -> Result<Level, Diagnostic> {
    let mut own = Level::default();
    let depth = xml.depth();
    while let Some(element) = xml.descendant(depth)? {
        match element.word() {
            b"start" => own.start = start_of(&element).unwrap_or(own.start),
            b"numFmt" => own.format = NumberFormat::of(&element.value().unwrap_or_default()),
            b"lvlText" => {
                own.pattern = element.value().unwrap_or_default().chars().take(LONGEST_MARK).collect();
            }
            b"lvlRestart" => own.restart = element.number().and_then(|level| u8::try_from(level).ok()),
            b"isLgl" => own.in_digits = element.is_on(),
            b"pStyle" => own.style = element.value(),
            b"vanish" => own.is_hidden = element.is_on(),
            _ => {}
        }
    }
    Ok(own)
}
