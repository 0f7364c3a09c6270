//! The cells of a table as facts: what stands beside the label of a row, under the head of a column.

use crate::base::message::{Message, msg};
use crate::prose::fingerprint::Fingerprint;
use std::collections::{HashMap, HashSet, VecDeque};
use std::fmt;
use std::str::FromStr;
use std::sync::Arc;

/// What stands between the parts of a cell, as the lock has it.
const BETWEEN: &str = " | ";
/// A text of more letters is known by its beginning and its fingerprint.
const MOST_LETTERS: usize = 60;
const LETTERS_OF_BEGINNING: usize = 32;
const CUT: &str = "… #";
const DIGITS: usize = 16;

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Cell {
    pub row: Arc<str>,
    pub column: Arc<str>,
    /// With the notes that it points at; empty where nothing stands in it.
    pub says: Arc<str>,
}

impl fmt::Display for Cell {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "{}{BETWEEN}{}{BETWEEN}{}",
            Cell::short(&self.row),
            Cell::short(&self.column),
            Cell::short(&self.says)
        )
    }
}

impl FromStr for Cell {
    type Err = ();

    fn from_str(text: &str) -> Result<Self, ()> {
        let mut parts = text.splitn(3, BETWEEN).map(Arc::from);
        let mut next = || parts.next().ok_or(());
        Ok(Self { row: next()?, column: next()?, says: next()? })
    }
}

/// A fact of a table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum TableFact {
    Cell(Cell),
    /// The head of a column.
    Column(Arc<str>),
    /// The heads of some columns, in their order.
    Columns(Vec<Arc<str>>),
    /// The label of a row.
    Row(Arc<str>),
}

/// What was, and what is instead; nothing, where it came or left.
pub(crate) type TableChange = (Option<TableFact>, Option<TableFact>);

impl Cell {
    /// What a text of a cell is compared by, and how the lock has it: short texts as they are.
    pub fn short(text: &str) -> String {
        if text.chars().nth(MOST_LETTERS).is_none() && !text.contains(['|', '\n']) {
            return text.to_owned();
        }
        let is_plain = |one: &char| !matches!(one, '|' | '\n');
        let beginning: String = text.chars().take_while(is_plain).take(LETTERS_OF_BEGINNING).collect();
        let digits: String = Fingerprint::of(text).to_string().chars().take(DIGITS).collect();
        format!("{}{CUT}{digits}", beginning.trim_end())
    }

    /// Whether a text is known by its beginning alone.
    pub(crate) fn is_cut(short: &str) -> bool {
        short.contains(CUT)
    }

    /// The same as people read it.
    pub(crate) fn shown(text: &str) -> String {
        let text = Cell::short(text);
        text.split_once(CUT).map_or(text.clone(), |(beginning, _)| format!("{beginning}…"))
    }

    /// What it says, as people read it.
    pub(crate) fn message(&self) -> Message {
        if self.says.is_empty() {
            msg!(documents.empty_cell)
        } else {
            msg!(documents.cell_says, text = Cell::shown(&self.says))
        }
    }
}

impl TableFact {
    /// As people read it.
    pub(crate) fn message(&self) -> Message {
        match self {
            Self::Cell(cell) => cell.message(),
            Self::Column(name) | Self::Row(name) => Message::verbatim(&**name),
            Self::Columns(names) => Message::verbatim(names.join(", ")),
        }
    }
}

/// How a change of a table reads.
pub(crate) fn change_message(was: Option<&TableFact>, is: Option<&TableFact>) -> Message {
    let named = |text: &Arc<str>| Cell::shown(text);
    match (was, is) {
        (Some(TableFact::Cell(was)), Some(TableFact::Cell(is))) => msg!(
            documents.cell_changed,
            row = named(&is.row),
            column = named(&is.column),
            was = was.message(),
            is = is.message()
        ),
        (Some(TableFact::Cell(was)), None) => {
            msg!(documents.cell_left, row = named(&was.row), column = named(&was.column), was = was.message())
        }
        (None, Some(TableFact::Cell(is))) => {
            msg!(documents.cell_came, row = named(&is.row), column = named(&is.column), is = is.message())
        }
        (Some(TableFact::Column(was)), Some(TableFact::Column(is))) => {
            msg!(documents.column_renamed, was = named(was), is = named(is))
        }
        (Some(TableFact::Columns(was)), Some(TableFact::Columns(is))) => match (&**was, &**is) {
            ([one, other], _) => msg!(documents.columns_swapped, one = named(one), other = named(other)),
            (was, is) => {
                let listed = |columns: &[Arc<str>]| columns.iter().map(named).collect::<Vec<_>>().join(", ");
                msg!(documents.columns_reordered, was = listed(was), is = listed(is))
            }
        },
        (Some(TableFact::Row(was)), Some(TableFact::Row(is))) => {
            msg!(documents.row_renamed, was = named(was), is = named(is))
        }
        (Some(TableFact::Row(was)), None) => msg!(documents.row_left, row = named(was)),
        (None, Some(TableFact::Row(is))) => msg!(documents.row_came, row = named(is)),
        (was, is) => {
            let message = |fact: Option<&TableFact>| fact.map_or_else(Message::empty, TableFact::message);
            msg!(documents.changed, was = message(was), is = message(is))
        }
    }
}

type Row<'c> = &'c [Cell];

/// The cells by rows: a row is over where its label or a column comes again.
fn rows(cells: &[Cell]) -> Vec<Row<'_>> {
    let mut rows = Vec::new();
    let mut start = 0;
    let mut columns = HashSet::new();
    for (at, cell) in cells.iter().enumerate() {
        let goes_on =
            cells.get(start).is_some_and(|first| first.row == cell.row) && columns.insert(&cell.column);
        if at > start && !goes_on {
            rows.extend(cells.get(start..at));
            start = at;
            columns.clear();
            columns.insert(&cell.column);
        }
    }
    rows.extend(cells.get(start..));
    rows
}

/// How cells became others. A row is found again by its label, a column by its head. Nothing is said where nothing is
/// known of one of both. `same` says whether two texts of cells mean the same.
pub(crate) fn cell_changes(was: &[Cell], is: &[Cell], same: &dyn Fn(&str, &str) -> bool) -> Vec<TableChange> {
    if was.is_empty() || is.is_empty() {
        return Vec::new();
    }
    let label = |row: Row<'_>| row.first().map(|cell| key(&cell.row)).unwrap_or_default();
    let (old, new) = (rows(was), rows(is));
    let mut places: HashMap<String, VecDeque<usize>> = HashMap::new();
    for (at, row) in new.iter().enumerate() {
        places.entry(label(row)).or_default().push_back(at);
    }
    let mut taken = HashSet::new();
    let mut pairs: Vec<(Row<'_>, Option<Row<'_>>)> = Vec::new();
    for row in old {
        let found = places.get_mut(&label(row)).and_then(VecDeque::pop_front);
        taken.extend(found);
        pairs.push((row, found.and_then(|at| new.get(at).copied())));
    }
    let mut changes: Vec<TableChange> = Vec::new();
    let mut add = |change: TableChange| {
        if !changes.contains(&change) {
            changes.push(change);
        }
    };
    let mut came = new.iter().enumerate().filter(|(at, _)| !taken.contains(at)).map(|(_, row)| *row);
    let name = |row: Row<'_>| row.first().map(|cell| TableFact::Row(cell.row.clone()));
    for (old, new) in pairs {
        match new.or_else(|| came.next()) {
            None => add((name(old), None)),
            Some(now) => {
                if new.is_none() {
                    add((name(old), name(now)));
                }
                row_changes(old, now, same, &mut add);
            }
        }
    }
    came.for_each(|row| add((None, name(row))));
    changes
}

/// What a label or a head is found again by.
fn key(text: &str) -> String {
    Cell::short(text).to_lowercase()
}

fn row_changes(
    was: Row<'_>,
    is: Row<'_>,
    same: &dyn Fn(&str, &str) -> bool,
    add: &mut impl FnMut(TableChange),
) {
    let fact = |cell: &Cell| Some(TableFact::Cell(cell.clone()));
    let same = |one: &Cell, other: &Cell| same(&one.says, &other.says);
    let places: HashMap<String, usize> =
        is.iter().enumerate().map(|(at, cell)| (key(&cell.column), at)).collect();
    let by_head: Vec<Option<usize>> =
        was.iter().map(|cell| places.get(&key(&cell.column)).copied()).collect();
    let is_reordered = was.len() == is.len()
        && by_head.iter().all(Option::is_some)
        && by_head.iter().enumerate().any(|(at, place)| *place != Some(at));
    if is_reordered {
        let differ = |place: &dyn Fn(usize) -> Option<usize>| {
            let pairs = was.iter().enumerate().filter_map(|(at, cell)| Some((cell, is.get(place(at)?)?)));
            pairs.filter(|(one, other)| !same(one, other)).count()
        };
        let in_place = differ(&Some);
        if in_place < differ(&|at| by_head.get(at).copied().flatten()) {
            let moved = || was.iter().zip(is).filter(|(one, other)| key(&one.column) != key(&other.column));
            let old = moved().map(|(one, _)| one.column.clone()).collect();
            let new = moved().map(|(_, other)| other.column.clone()).collect();
            add((Some(TableFact::Columns(old)), Some(TableFact::Columns(new))));
            for (old, new) in was.iter().zip(is).filter(|(one, other)| !same(one, other)) {
                add((fact(old), fact(new)));
            }
            return;
        }
    }
    let known: HashSet<usize> = by_head.iter().flatten().copied().collect();
    let mut came = is.iter().enumerate().filter(|(at, _)| !known.contains(at)).map(|(_, cell)| cell);
    for (old, place) in was.iter().zip(&by_head) {
        let found = place.and_then(|at| is.get(at));
        match found.or_else(|| came.next()) {
            None if old.says.is_empty() => {}
            None => add((fact(old), None)),
            Some(new) => {
                if found.is_none() {
                    let column = |cell: &Cell| Some(TableFact::Column(cell.column.clone()));
                    add((column(old), column(new)));
                }
                if !same(old, new) {
                    add((fact(old), fact(new)));
                }
            }
        }
    }
    came.filter(|new| !new.says.is_empty()).for_each(|new| add((None, fact(new))));
}
