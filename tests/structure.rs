//! How documents are read: a line of `structure/cases.txt` for each, to be extended by a line.
//!
//! A line is a format, a document with `\n` for its line ends, ` => `, and its units with ` ¶ ` between them. A unit is
//! a letter for its kind, its mark in `«»`, its sentences with ` / ` between them, what they hang on behind ` << `, and
//! the cells of a row behind ` :: `. With `RECORD` set, what is read is written into the file, to be read there.

use std::fs;
use std::path::Path;
use ustav::base::SourceId;
use ustav::prose::{Format, Text, Unit, UnitKind, normalize};

pub(crate) fn described(text: &Text, unit: &Unit) -> String {
    let kind = match &unit.kind {
        UnitKind::Heading { level, marker } => format!("h{level}{}", quoted(marker)),
        UnitKind::Paragraph => "p".to_owned(),
        UnitKind::Item { depth, marker } => format!("i{depth}{}", quoted(marker)),
        UnitKind::Quote => "q".to_owned(),
        UnitKind::Row if unit.is_head => "head".to_owned(),
        UnitKind::Row => "row".to_owned(),
    };
    let own = &text.sentences[unit.sentences.clone()];
    let sentences: Vec<&str> = own.iter().map(|sentence| text.part(&sentence.range)).collect();
    let leads = own[0].context.iter().map(|range| format!(" << {}", text.part(range)));
    let cells = text.cells_of(unit).into_iter().map(|cell| format!("{}={}", cell.column, cell.says));
    let label = text.cells_of(unit).first().map_or(String::new(), |cell| format!(" :: {}: ", cell.row));
    let cells: Vec<String> = cells.collect();
    format!("{kind} {}{}{label}{}", sentences.join(" / "), leads.collect::<String>(), cells.join("; "))
}

fn quoted(marker: &str) -> String {
    if marker.is_empty() { String::new() } else { format!(" «{marker}»") }
}

fn read(format: &str, document: &str) -> Text {
    let text = Text::read(SourceId(0), document, Format::of_path(&format!("a.{format}")));
    for sentence in &text.sentences {
        let shown = text.shown(sentence.range.clone(), document);
        assert_eq!(normalize(&shown), text.part(&sentence.range), "{document}");
    }
    text
}

#[test]
fn documents_are_read_as_they_are_meant() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/structure/cases.txt");
    let cases = fs::read_to_string(&path).unwrap();
    let mut written = String::new();
    let mut wrong = Vec::new();
    let mut count = 0;
    for line in cases.lines() {
        let parts = line.split_once(": ").filter(|_| !line.starts_with('#'));
        let Some((format, (document, due))) =
            parts.and_then(|(format, rest)| Some((format, rest.split_once(" =>")?)))
        else {
            written.push_str(&format!("{line}\n"));
            continue;
        };
        count += 1;
        let text = read(format, &document.replace("\\n", "\n").replace("\\t", "\t"));
        let units: Vec<String> = text.units.iter().map(|unit| described(&text, unit)).collect();
        let found = units.join(" ¶ ");
        if found != due.trim() {
            wrong.push(format!("{format}: {document}\n  expected: {}\n  found:    {found}", due.trim()));
        }
        written.push_str(format!("{format}: {document} => {found}").trim_end());
        written.push('\n');
    }
    if std::env::var_os("RECORD").is_some() {
        return fs::write(&path, written).unwrap();
    }
    assert!(count >= 100, "{count} cases");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
