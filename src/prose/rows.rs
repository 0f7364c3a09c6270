//! The rows of tables: what each cell says, by the label of its row and the head of its column.

use crate::prose::facts::{Cell, Norm};
use crate::prose::language::Section;
use crate::prose::marks::{RAISED_DIGITS, mark};
use crate::prose::text::{Text, Unit, UnitKind};
use std::ops::Range;
use std::sync::Arc;

/// The cells of a row that are looked at.
const MOST: usize = 256;
/// What has more words is no number with what it counts.
const MOST_WORDS: usize = 5;

impl Text {
    /// The cells of a row but for its label, with the notes that they point at; none of what is no row of a table, or is
    /// one of its head.
    pub fn cells_of(&self, unit: &Unit) -> Vec<Cell> {
        if unit.kind != UnitKind::Row || unit.is_head {
            return Vec::new();
        }
        let key = self.label_of(unit);
        let label: Arc<str> = unit.cells.get(key).map_or("", |cell| bare_label(self.part(cell))).into();
        let heads: Vec<String> = self.columns_of(unit).map(|head| self.head(head)).collect();
        let name = |column: usize| -> Arc<str> {
            let own = heads.get(column).map_or("", String::as_str);
            let is_sole =
                !own.is_empty() && heads.iter().take(MOST).filter(|other| *other == own).count() == 1;
            if is_sole { own.into() } else { format!("{own} {}", column + 1).trim_start().into() }
        };
        let is_counted = self.is_counted(unit);
        let cells = unit.cells.iter().enumerate().take(MOST).filter_map(|(column, cell)| {
            let notes = unit.notes.iter().filter(|(own, _)| *own == column);
            let notes = notes.fold(String::new(), |notes, (_, note)| notes + " [" + self.part(note) + "]");
            // What only counts the rows says nothing.
            if column == key && notes.is_empty()
                || column < key && is_counted
                || notes.is_empty() && !self.is_filled(unit, column)
            {
                return None;
            }
            let text = if column == key { "" } else { self.part(cell) };
            let text = if notes.is_empty() { text } else { without_pointers(text) };
            let says = format!("{text}{notes}");
            Some(Cell { row: label.clone(), column: name(column), says: says.trim_start().into() })
        });
        cells.collect()
    }

    /// Why a row is normative by what its cells say: ticks, crosses, dashes and numbers.
    pub fn norm_of(&self, unit: &Unit) -> Option<Norm> {
        if unit.kind != UnitKind::Row || unit.is_head || unit.cells.len() < 2 {
            return None;
        }
        let key = self.label_of(unit);
        let cells = unit.cells.iter().enumerate().take(MOST).filter(|(column, _)| *column != key);
        cells.filter_map(|(_, cell)| value(self.part(cell))).min()
    }

    /// Whether nothing stands in a row but its label.
    pub fn is_mere_label(&self, unit: &Unit) -> bool {
        let key = self.label_of(unit);
        let mut others = unit.cells.iter().enumerate().filter(|(column, _)| *column != key);
        unit.kind == UnitKind::Row
            && unit.cells.len() > 1
            && others.all(|(_, cell)| self.part(cell).is_empty())
    }

    /// The column of a row that says what it is of: the first, but for one of mere numbers.
    fn label_of(&self, unit: &Unit) -> usize {
        let first = unit.cells.first().map_or("", |cell| self.part(cell));
        let is_bare = unit.cells.len() > 2 && !first.chars().any(char::is_alphabetic);
        usize::from((self.is_counted(unit) || is_bare) && unit.cells.len() > 1)
    }

    /// Whether the first column only counts the rows.
    fn is_counted(&self, unit: &Unit) -> bool {
        let head = self.columns_of(unit).next().map(|head| self.head(head).to_lowercase());
        head.is_some_and(|head| Section::HeadOfNumbers.has(head.trim_end_matches('.')))
    }

    /// The head of a column in one line.
    fn head(&self, head: &[Range<usize>]) -> String {
        head.iter().map(|cell| without_pointers(self.part(cell))).collect::<Vec<_>>().join(" ")
    }
}

fn bare_label(text: &str) -> &str {
    let mark = mark(text).map_or(0, |mark| mark.length);
    without_pointers(text.get(mark..).unwrap_or(text))
}

/// A text without the marks of notes at its end.
fn without_pointers(text: &str) -> &str {
    let is_mark = |one: char| "*†‡ ".contains(one) || RAISED_DIGITS.contains(one);
    let bare = text.trim_end_matches(is_mark);
    if bare.is_empty() { text } else { bare }
}

/// Whether a cell states something by itself: a mark, or a number.
pub(crate) fn states_a_value(text: &str) -> bool {
    value(text).is_some()
}

/// Whether a cell lets something or not, where it says nothing else: a tick, a cross, `yes`, `no`.
pub fn is_ticked(text: &str) -> Option<bool> {
    let text = without_pointers(text).to_lowercase();
    let is = |wanted: &str| {
        let icon =
            || text.split(|one: char| !one.is_alphanumeric()).filter_map(|word| Section::Icon.key_of(word));
        let is_icon = text.contains(['-', ':', '_']) && !text.contains(' ');
        Section::Tick.key_of(&text) == Some(wanted) || is_icon && icon().any(|key| key == wanted)
    };
    if is("no") { Some(false) } else { is("yes").then_some(true) }
}

/// What a cell states that holds a mark or a number and hardly anything else.
fn value(text: &str) -> Option<Norm> {
    match is_ticked(text) {
        Some(false) => return Some(Norm::Prohibition),
        Some(true) => return Some(Norm::Permission),
        None => {}
    }
    let text = without_pointers(text).to_lowercase();
    if Section::AccessInACell.has(&text) {
        return Some(Norm::Permission);
    }
    let mut words = text.split(' ');
    let has_number = words.clone().take(MOST_WORDS).any(|word| {
        let digits = word.trim_matches(|one: char| !one.is_alphanumeric());
        let length =
            digits.bytes().take_while(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b',')).count();
        let is_amount = length > 0 && digits.get(..length).is_some_and(|own| own.matches('.').count() < 2);
        is_amount
            && digits
                .get(length..)
                .is_some_and(|rest| rest.chars().all(char::is_alphabetic) || rest.is_empty())
    });
    (has_number && words.nth(MOST_WORDS).is_none()).then_some(Norm::Number)
}
