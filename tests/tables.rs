//! A table of who may do what, each single change of which has to be told by row and column.

use crate::drift::properties::model;
use chrono::NaiveDate;
use ustav::base::{Language, SourceId};
use ustav::documents::accept::{Acceptance, Selection, accepted};
use ustav::documents::drift::CitationStatus;
use ustav::documents::{Documents, Lock, verify};
use ustav::prose::Format;

const ROWS: usize = 60;
const COLUMNS: [&str; 5] = ["Guest", "Free plan", "Team", "Владелец", "Support"];
const MARKS: [&str; 12] = [
    "✓",
    "✗",
    "—",
    ":white_check_mark:",
    ":x:",
    "![yes](a.png)",
    "![](icons/cross.svg)",
    "5 GB",
    "up to 20",
    "да",
    "[ ]",
    "❌",
];
const VERBS: [&str; 6] = ["Export", "Delete", "Rename", "Share", "Читать", "Lock"];
const THINGS: [&str; 10] =
    ["reports", "files", "rooms", "calendars", "чаты", "keys", "invoices", "boards", "links", "logs"];

/// The table as it is written: its heads, its rows with their labels, and its notes.
#[derive(Clone)]
struct Written {
    heads: Vec<String>,
    rows: Vec<(String, Vec<String>)>,
    notes: Vec<(String, String)>,
}

impl Written {
    fn original() -> Self {
        let rows = (0..ROWS).map(|row| {
            let label = format!("{} {}", VERBS[row % 6], THINGS[row / 6]);
            let cells = (0..5).map(|column| {
                let mark = MARKS[(row * 7 + column * 5) % MARKS.len()];
                let note = ["", "[^1]", "", "*", "", "¹", ""][(row + column * 3) % 7];
                format!("{mark}{note}")
            });
            (label, cells.collect())
        });
        let notes = [
            ("[^1]: ", "Only on weekdays."),
            ("\\* ", "Only with a second factor."),
            ("¹ ", "Не позднее чем за 3 дня."),
        ];
        Self {
            heads: COLUMNS.map(str::to_owned).to_vec(),
            rows: rows.collect(),
            notes: notes.map(|(mark, text)| (mark.to_owned(), text.to_owned())).to_vec(),
        }
    }

    fn markdown(&self) -> String {
        let mut text =
            format!("# Access\n\n| Action | {} |\n|---|---|---|---|---|---|\n", self.heads.join(" | "));
        for (label, cells) in &self.rows {
            text.push_str(&format!("| {label} | {} |\n", cells.join(" | ")));
        }
        for (mark, note) in &self.notes {
            text.push_str(&format!("\n{mark}{note}\n"));
        }
        text
    }

    fn html(&self) -> String {
        let mark = |cell: &str| {
            let cell = cell.replace("![yes](a.png)", "<img alt=yes src=a.png>");
            let cell = cell.replace("![](icons/cross.svg)", "<img src='icons/cross.svg'>");
            cell.replace("[^1]", "<sup>[1]</sup>")
                .replace('¹', "<sup>1</sup>")
                .replace("[ ]", "<input type=checkbox>")
        };
        let heads = format!("<th>{}", self.heads.join("<th>"));
        let mut text = format!("<h1>Access</h1><table><thead><tr><th>Action{heads}</thead><tbody>\n");
        for (label, cells) in &self.rows {
            let cells: Vec<String> = cells.iter().map(|cell| mark(cell)).collect();
            let cells = format!("<td>{}", cells.join("<td>"));
            text.push_str(&format!("<tr><td>{label}{cells}\n"));
        }
        text.push_str("</tbody></table>\n");
        for (mark, note) in &self.notes {
            let mark = mark.replace("[^1]: ", "[1] ").replace("\\* ", "* ").replace("¹ ", "<sup>1</sup> ");
            text.push_str(&format!("<p>{mark}{note}</p>\n"));
        }
        text
    }
}

/// The rules that cite each row by its label, and what is said of each change.
struct Reviewed {
    model: ustav::model::Model,
    lock: Lock,
    path: &'static str,
    write: fn(&Written) -> String,
}

impl Reviewed {
    fn new(path: &'static str, write: fn(&Written) -> String) -> Self {
        let table = Written::original();
        let mut rules = format!(
            "document d \"{path}\"\nstate {{ users: each user by id {{ id: String role: Role }} }}\n"
        );
        rules.push_str("role member\naction act\n");
        for (row, (label, _)) in table.rows.iter().enumerate() {
            rules.push_str(&format!("permit r{row}\n  member may act\n  cites d \"{label}\"\n"));
        }
        let model = model(&rules);
        let documents = document(path, &write(&table));
        let verified = verify(&model, &documents, &Lock::default(), day());
        let drifts = (0..verified.drifts.len()).collect();
        let chosen = Selection { drifts, beginning: true, ..Selection::default() };
        let how = Acceptance { day: day(), by: "test".to_owned(), because: "first".to_owned() };
        let lock = accepted(&model, &verified, &Lock::default(), &chosen, &how);
        assert_eq!(lock.passages.len(), ROWS);
        assert!(lock.passages.iter().all(|own| !own.cells.is_empty()));
        let again = Lock::read(SourceId(0), &lock.write(), false).unwrap();
        assert_eq!(again.write(), lock.write(), "the cells are read again");
        Self { model, lock, path, write }
    }

    /// By row, what is said of it; the rows of which nothing is said are left out.
    fn told(&self, table: &Written) -> Vec<(usize, String)> {
        let documents = document(self.path, &(self.write)(table));
        let verified = verify(&self.model, &documents, &self.lock, day());
        let drifts = verified.drifts.iter().enumerate();
        let told =
            drifts.filter(|(_, drift)| drift.status != CitationStatus::Unchanged).map(|(row, drift)| {
                let changes: Vec<String> =
                    drift.changes.iter().map(|change| change.message().text(Language::English)).collect();
                (row, format!("{:?}: {}", drift.status, changes.join("; ")))
            });
        told.collect()
    }
}

pub(crate) fn document(path: &str, text: &str) -> Documents {
    Documents::new([Some((SourceId(1), text, Format::of_path(path)))])
}

pub(crate) fn day() -> NaiveDate {
    NaiveDate::from_ymd_opt(2026, 1, 1).unwrap()
}

/// A cell with one sign for all that lets.
fn as_a_tick(cell: &str) -> String {
    let ticks = [":white_check_mark:", "![yes](a.png)", "да"].iter();
    let cell = ticks.fold(cell.to_owned(), |cell, own| cell.replace(own, "✓"));
    ["❌", "![](icons/cross.svg)", "[ ]"].iter().fold(cell, |cell, own| cell.replace(own, "✗"))
}

/// The one row of which something is said says all of this.
fn holds(wrong: &mut Vec<String>, what: &str, told: &[(usize, String)], row: usize, due: &[&str]) {
    let own = told.iter().find(|(own, _)| *own == row).map_or("nothing", |(_, told)| told);
    let others = told.iter().filter(|(own, _)| *own != row).count();
    if others > 0 || due.iter().any(|due| !own.contains(due)) {
        wrong.push(format!("{what}: {own}; {others} others; expected {due:?}"));
    }
}

/// Of each so many rows, one is changed.
fn each_change_is_told(path: &'static str, write: fn(&Written) -> String, step: usize) {
    let reviewed = Reviewed::new(path, write);
    let original = Written::original();
    assert!(reviewed.told(&original).is_empty(), "{:?}", reviewed.told(&original));
    let mut wrong = Vec::new();
    let mut changes = 0;
    let mut told = |table: &Written| {
        changes += 1;
        reviewed.told(table)
    };
    for row in (0..ROWS).step_by(step) {
        let label = original.rows[row].0.as_str();
        let named = format!("row `{label}`");
        for (column, head) in COLUMNS.into_iter().enumerate() {
            let in_column = format!("{named}, column `{head}`");
            // Another mark in the cell; its note comes, or goes.
            let cell = original.rows[row].1[column].clone();
            let note = ["[^1]", "*", "¹"].into_iter().find(|note| cell.ends_with(note)).unwrap_or("");
            let mark = cell.strip_suffix(note).unwrap();
            let others = [
                format!(
                    "{}{note}",
                    MARKS[(MARKS.iter().position(|own| *own == mark).unwrap() + 1) % MARKS.len()]
                ),
                if note.is_empty() { format!("{mark}[^1]") } else { mark.to_owned() },
            ];
            for other in others {
                let mut table = original.clone();
                table.rows[row].1[column].clone_from(&other);
                let what = format!("{label}, {head}: {cell} to {other}");
                holds(&mut wrong, &what, &told(&table), row, &["FactsChanged", &in_column]);
            }
        }
        let mut table = original.clone();
        table.rows[row].0 = format!("{} again", label.replace(VERBS[row % 6], "Archive"));
        let renamed = format!("{named} became `{}`", table.rows[row].0);
        holds(&mut wrong, &format!("{label} renamed"), &told(&table), row, &["FactsChanged", &renamed]);
        let mut table = original.clone();
        table.rows.remove(row);
        holds(
            &mut wrong,
            &format!("{label} removed"),
            &told(&table),
            row,
            &["Lost", &format!("{named} is gone")],
        );
    }
    for (column, head) in COLUMNS.into_iter().enumerate() {
        let mut table = original.clone();
        "Visitor".clone_into(&mut table.heads[column]);
        let told = told(&table);
        let renamed = format!("column `{head}` became `Visitor`");
        if told.len() != ROWS || !told.iter().all(|(_, told)| told.contains(&renamed)) {
            wrong.push(format!("{renamed}: {told:?}"));
        }
    }
    for (one, other) in [(0, 1), (0, 4), (2, 3), (1, 3)] {
        let mut table = original.clone();
        table.heads.swap(one, other);
        let told = told(&table);
        let swapped =
            format!("FactsChanged: columns `{}` and `{}` changed places", COLUMNS[one], COLUMNS[other]);
        let alike = |row: &(usize, String)| {
            let cells = &original.rows[row.0].1;
            as_a_tick(&cells[one]) == as_a_tick(&cells[other])
        };
        // The change of the columns comes first, then what a number in a cell counts under another head.
        if told.len() != ROWS || !told.iter().all(|row| row.1.starts_with(&swapped) || alike(row)) {
            wrong.push(format!("{swapped}: {told:?}"));
        }
        // The cells go with their heads: the table says the same.
        for (_, cells) in &mut table.rows {
            cells.swap(one, other);
        }
        let told = reviewed.told(&table);
        if told.iter().any(|(_, told)| told != "Reworded: ") {
            wrong.push(format!("columns {one} and {other} moved: {told:?}"));
        }
    }
    for note in 0..3 {
        let mut table = original.clone();
        "Only for the owner.".clone_into(&mut table.notes[note].1);
        let told = told(&table);
        let mark = ["[^1]", "*", "¹"][note];
        let rows = original.rows.iter().enumerate();
        let rows: Vec<usize> = rows
            .filter(|(_, row)| row.1.iter().any(|cell| cell.ends_with(mark)))
            .map(|(row, _)| row)
            .collect();
        if told.iter().map(|(row, _)| *row).collect::<Vec<_>>() != rows
            || !told
                .iter()
                .all(|(_, told)| told.contains("column `") && told.contains("[Only for the owner.]"))
        {
            wrong.push(format!("note {mark}: {told:?}"));
        }
    }
    rows_are_found_again(&reviewed, &original);
    assert!(changes > 700 / step, "{changes}");
    assert!(wrong.is_empty(), "{} of {changes}:\n{}", wrong.len(), wrong[..wrong.len().min(30)].join("\n"));
}

fn rows_are_found_again(reviewed: &Reviewed, original: &Written) {
    // A row that goes is not taken for another that changes.
    let mut table = original.clone();
    "never".clone_into(&mut table.rows[8].1[0]);
    table.rows.remove(7);
    let both = reviewed.told(&table);
    assert_eq!(both.iter().map(|(row, _)| *row).collect::<Vec<_>>(), [7, 8], "{both:?}");
    assert!(both[0].1.starts_with("Lost") && both[1].1.contains("column `Guest`"), "{both:?}");
    // Rows may stand in another order.
    let mut table = original.clone();
    table.rows.reverse();
    assert!(reviewed.told(&table).is_empty(), "{:?}", reviewed.told(&table));
}

#[test]
fn each_change_of_a_table_is_told_in_markdown() {
    each_change_is_told("table.md", Written::markdown, 1);
}

#[test]
fn each_change_of_a_table_is_told_in_html() {
    each_change_is_told("table.html", Written::html, 7);
}
