//! Collections keep what was put into them, however it is packed.

use crate::compare::dice::Dice;
use crate::compare::{compile, run, wanted};
use proptest::collection::vec;
use proptest::prelude::*;
use std::fmt::Write as _;
use ustav::base::{SourceId, Span};
use ustav::model::{Collection, Model};
use ustav::state::collection::{Cell, Row, Rows};
use ustav::values::ids::{FieldId, RowId, VariantId};
use ustav::values::{Moment, Type, Value, Zone};

/// Elements with a field of every type.
pub(crate) fn model() -> Model {
    let mut many = String::new();
    for number in 0..300 {
        write!(many, "v{number}, ").unwrap();
    }
    let rules = format!(
        "enum Few {{ one, two, three }}\nenum Many {{ {many}last }}\n\
         state {{\n  edition: Few\n  seats: Int?\n  zone: TimeZone = UTC\n  \
         settings {{\n    open: Bool = true\n    inner {{\n      since: Date?\n    }}\n  }}\n  \
         tags: each tag {{ name: String words: list of String numbers: list of Int? }}\n  \
         users: each user by id {{ id: String email: Email? role: Role few: Few = two many: Many? yes: Bool \
         count: Int date: Date? place: TimeZone? words: list of Email }}\n}}\n\
         role member\nrole guest\naction act\npermit p\n  member may act\n"
    );
    compile(&[&rules]).unwrap().model
}

fn span(dice: &mut Dice<'_>) -> Option<Span> {
    let start = u32::try_from(dice.pick(&[0, 10, 500, 60_000, 70_000, 400_000])).unwrap();
    let length = u32::try_from(dice.pick(&[0, 3, 20, 65_535, 70_000])).unwrap();
    let span = Span { source: SourceId(u32::from(dice.often(20))), start, end: start + length };
    (!dice.often(20)).then_some(span)
}

fn value(dice: &mut Dice<'_>, ty: &Type) -> Value {
    const MOMENTS: [&str; 12] = [
        "2024-05-11",
        "0000-01-01",
        "9999-12-31",
        "2024-05-11T09:00:00+03:00",
        "2024-05-11T09:00:00Z",
        "2024-05-11T09:00:00.125-11:30",
        "2024-05-11T09:00:00.000125Z",
        "1969-12-31T23:59:59.999+23:59",
        "0000-01-01T00:00:00-23:59",
        "9999-12-31T23:59:59Z",
        "2016-12-31T23:59:60Z",
        "1970-01-01T00:00:00-00:01",
    ];
    match dice.below(12) {
        0 => return Value::Unknown,
        1 => return Value::Absent,
        // What no field of this type holds.
        2 if dice.often(3) => return dice.pick(&[Value::Bool(true), Value::text("text"), Value::Int(5)]),
        _ => {}
    }
    match ty {
        Type::Bool => Value::Bool(dice.often(50)),
        Type::Int => {
            let numbers = [0, 1, -1, 253, 254, 255, 70_000, i64::MIN, i64::MIN + 1, i64::MAX];
            let small = dice.below(numbers.len()) + 1;
            Value::Int(dice.pick(&numbers[..small]))
        }
        Type::String | Type::Email => Value::text(dice.pick(&["", "a", "б", "c", "d", "a long text", "e"])),
        Type::Date => {
            let few = dice.below(MOMENTS.len()) + 1;
            Value::Moment(Moment::parse(dice.pick(&MOMENTS[..few])).unwrap())
        }
        Type::TimeZone => Value::Zone(dice.pick(&[Zone::UTC, Zone::named("Europe/Moscow").unwrap()])),
        Type::Enum(_) => Value::Variant(VariantId(dice.pick(&[0, 1, 2, 253, 254, 255, 299]))),
        Type::Element(_) => Value::Element(RowId(7)),
        Type::List(of) => Value::List((0..dice.below(3)).map(|_| value(dice, of)).collect()),
    }
}

fn cell(dice: &mut Dice<'_>, ty: &Type) -> Cell {
    Cell { value: value(dice, ty), span: span(dice) }
}

fn agree(shape: &Collection, rows: &Rows, plain: &[Row]) -> Result<(), String> {
    let length = u32::try_from(plain.len()).unwrap();
    if (rows.len(), rows.is_empty()) != (length, plain.is_empty()) || rows.row(RowId(length)).is_some() {
        return Err(format!("{} rows, not {length}", rows.len()));
    }
    // Moments are as they were written, offsets included.
    let same = |one: &Row, other: &Row| format!("{one:?}") == format!("{other:?}");
    for (row, (found, due)) in rows.iter().zip(plain).enumerate() {
        if !same(&found, due) {
            return Err(format!("row {row} is {found:?}, not {due:?}"));
        }
    }
    let key = shape.key.unwrap();
    let id = |row: &Row| match &row.cells.get(key).unwrap().value {
        Value::Text(id) => Some(id.to_string()),
        _ => None,
    };
    for wanted in ["", "a", "б", "c", "d", "a long text", "e", "nobody"] {
        let due = plain.iter().position(|row| id(row).as_deref() == Some(wanted));
        if rows.find(wanted).map(RowId::index) != due {
            return Err(format!("{wanted:?} is at {:?}, not {due:?}", rows.find(wanted)));
        }
    }
    let ids: Vec<String> = plain.iter().filter_map(id).collect();
    if rows.ids().collect::<Vec<_>>() != ids {
        return Err(format!("{:?}, not {ids:?}", rows.ids().collect::<Vec<_>>()));
    }
    Ok(())
}

#[test]
fn collections_keep_what_they_are_given() {
    let model = model();
    let shape = model.schema.collections.iter().find(|shape| shape.key.is_some()).unwrap();
    run(wanted(8_000) / 8, vec(any::<u16>(), 0..900), |rolls| {
        let mut dice = Dice::new(rolls);
        let mut rows = Rows::new(shape);
        let mut plain: Vec<Row> = Vec::new();
        for _ in 0..rolls.len() / 20 {
            match dice.below(8) {
                0 => {
                    let (popped, due) = (rows.pop(), plain.pop());
                    if format!("{popped:?}") != format!("{due:?}") {
                        return Err(format!("{popped:?} was popped, not {due:?}"));
                    }
                }
                1 if dice.often(10) => {
                    let odd = dice.often(50);
                    rows.retain(|row| (row.0 % 2 == 1) == odd);
                    let mut at = 0;
                    plain.retain(|_| {
                        at += 1;
                        (at % 2 == 0) == odd
                    });
                }
                2..=5 if !plain.is_empty() => {
                    let (row, field) = (dice.below(plain.len()), FieldId::at(dice.below(shape.fields.len())));
                    let new = cell(&mut dice, &shape.fields.get(field).unwrap().ty);
                    let old = rows.set(RowId::at(row), field, new.clone());
                    let due = std::mem::replace(plain[row].cells.get_mut(field).unwrap(), new);
                    if format!("{old:?}") != format!("{:?}", Some(&due)) {
                        return Err(format!("{old:?} was there, not {due:?}"));
                    }
                }
                _ => {
                    let cells = shape.fields.iter().map(|field| cell(&mut dice, &field.ty)).collect();
                    let row = Row { cells, span: span(&mut dice) };
                    plain.push(row.clone());
                    rows.push(row);
                }
            }
        }
        agree(shape, &rows, &plain)?;
        agree(shape, &rows.clone(), &plain)
    });
}

/// Texts are moved together where many of them went, and stay what they are.
#[test]
fn texts_stay_when_others_go() {
    let model = model();
    let shape = model.schema.collections.iter().find(|shape| shape.key.is_some()).unwrap();
    let mut rows = Rows::new(shape);
    for id in ["a", "b", "c"] {
        let text = Cell { value: Value::text(id), span: None };
        rows.push(Row { cells: vec![text.clone(), text].into(), span: None });
    }
    let long = "long".repeat(1 << 16);
    for round in 0..2_000u32 {
        let text = if round % 3 == 0 { &*long } else { "short" };
        rows.set(RowId(round % 3), FieldId(1), Cell { value: Value::text(text), span: None });
    }
    assert_eq!(rows.text(RowId(0), FieldId(1)), Some(&*long));
    assert_eq!(
        (rows.text(RowId(1), FieldId(1)), rows.text(RowId(2), FieldId(1))),
        (Some("short"), Some("short"))
    );
    // Ids are found wherever they were moved to.
    let id = |round: u32| {
        if round.is_multiple_of(3) { format!("{round}{}", "x".repeat(5_000)) } else { format!("id{round}") }
    };
    let key = shape.key.unwrap();
    for round in 0..600 {
        rows.set(RowId(round % 3), key, Cell { value: Value::text(&id(round)), span: None });
        for last in round.saturating_sub(2)..=round {
            assert_eq!(rows.find(&id(last)), Some(RowId(last % 3)), "{last} in round {round}");
        }
    }
    assert_eq!(rows.find(&id(1)), None);
}
