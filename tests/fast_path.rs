//! States that are read without a tree are those that are read with one.

use crate::columns::model;
use crate::compare::dice::Dice;
use crate::compare::{run, wanted};
use proptest::collection::vec;
use proptest::prelude::*;
use std::cell::Cell;
use std::fmt::Write as _;
use ustav::base::{SourceId, Span};
use ustav::input::yaml::{Limits, parse, parse_yaml};
use ustav::input::{State, read_fast};
use ustav::model::{Field, Member, Model};
use ustav::values::Type;
use ustav::values::ids::{CollectionId, ROLE};

const SOURCE: SourceId = SourceId(3);

/// How a text is written.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Form {
    Json,
    Block,
    Flow,
}

/// What stands in a mapping.
#[derive(Clone, Copy)]
enum Entry<'m> {
    Member(&'m Member),
    Field(&'m Field),
    Id(&'m Field, usize),
}

/// A state as somebody may write it, right or wrong.
struct Writer<'a, 'd> {
    model: &'a Model,
    dice: Dice<'d>,
    form: Form,
    /// In so many of a thousand places something is wrong or odd.
    odd: usize,
    text: String,
}

impl Writer<'_, '_> {
    fn odd(&mut self) -> bool {
        self.odd > 0 && self.dice.below(1000) < self.odd
    }

    fn blank(&mut self) {
        if self.odd() {
            let blanks = [" ", "  ", "\n", "\n ", "\t", "\r\n", "\n\t", " # no\n", "\u{a0}", ",", "\r"];
            let blank = self.dice.pick(&blanks);
            self.text.push_str(blank);
        }
    }

    fn sign(&mut self, sign: &str) {
        self.blank();
        if !self.odd() {
            self.text.push_str(sign);
        }
        self.blank();
    }

    /// A text in quotes, with escapes where they have to be, and some others.
    fn quoted(&mut self, text: &str) {
        self.text.push('"');
        for c in text.chars() {
            match c {
                '"' | '\\' => write!(self.text, "\\{c}").unwrap(),
                '\n' => self.text.push_str("\\n"),
                '\t' => self.text.push_str("\\t"),
                '\0'..' ' => write!(self.text, "\\u{:04x}", u32::from(c)).unwrap(),
                _ if self.odd() && u32::from(c) < 0xffff => {
                    write!(self.text, "\\u{:04X}", u32::from(c)).unwrap();
                }
                _ => self.text.push(c),
            }
        }
        if self.odd() {
            let escape =
                self.dice.pick(&["\\/", "\\u0000", "\\ud83d\\ude00", "\\ud83d", "\\x41", "\\e", "\\", "\n"]);
            self.text.push_str(escape);
        }
        self.text.push('"');
    }

    fn key(&mut self, name: &str) {
        let name =
            if self.odd() { self.dice.pick(&["nothing", "<<", "", "id", "users", "null"]) } else { name };
        if self.form == Form::Json {
            self.quoted(name);
            self.sign(":");
            return;
        }
        match self.odd() {
            true => self.quoted(name),
            false => self.text.push_str(name),
        }
        self.sign(": ");
    }

    /// A scalar that may be a text or something else.
    fn word(&mut self, text: &str, is_text: bool) {
        let odd = self.odd();
        match self.form {
            Form::Json if is_text != odd => self.quoted(text),
            Form::Json => self.text.push_str(text),
            _ if odd => {
                let mark = self.dice.pick(&[
                    "&a ",
                    "*a ",
                    "!x ",
                    "!!str ",
                    "'",
                    "|\n    ",
                    ">-\n      ",
                    "- ",
                    "? ",
                    "\"",
                ]);
                self.text.push_str(mark);
                self.text.push_str(text);
            }
            _ if is_text && (self.dice.often(30) || text.is_empty()) => self.quoted(text),
            _ => self.text.push_str(text),
        }
        self.blank();
    }

    fn value(&mut self, ty: &Type, depth: usize) {
        if self.odd() {
            let odd = [
                "null",
                "~",
                "true",
                "5",
                "-0",
                "1.5",
                "1e3",
                "007",
                "\"\"",
                "{}",
                "[]",
                "[[]]",
                "{\"a\": 1}",
                "",
            ];
            let odd = self.dice.pick(&odd);
            self.text.push_str(odd);
            return;
        }
        match ty {
            Type::Bool => self.pick(&["true", "false"], false),
            Type::Int => self.pick(&["0", "7", "-12", "9223372036854775807", "9223372036854775808"], false),
            Type::Date => self.pick(
                &[
                    "2024-05-11",
                    "2024-05-11T09:00:00+03:00",
                    "2024-02-30",
                    "2024-05-11T09:00",
                    "2024-05-11T09:00:00.5Z",
                ],
                true,
            ),
            Type::TimeZone => self.pick(&["UTC", "Europe/Moscow", "Europe/Moskau"], true),
            Type::Enum(ROLE) => self.pick(&["member", "guest", "member", "guest", "nobody"], true),
            Type::Enum(own) if self.model.enums.get(*own).unwrap().values.len() > 100 => {
                self.pick(&["v7", "v299", "one"], true);
            }
            Type::Enum(_) => self.pick(&["one", "two", "v7"], true),
            Type::List(of) => self.list(of, depth),
            Type::Email => {
                let addresses = ["a@b.example", "Anna@B.example", "анна@б.example", "a", "a @b", "a@b@c"];
                let place =
                    if self.dice.often(95) { self.dice.below(3) } else { self.dice.below(addresses.len()) };
                self.word(addresses[place], true);
            }
            _ => {
                let texts = [
                    "a",
                    "b",
                    "c",
                    "d",
                    "e",
                    "f",
                    "Инна",
                    "two words",
                    "x@y.example",
                    "",
                    "12",
                    "2024-05-11",
                    "a: b",
                    "\u{85}x",
                    "\u{2028}",
                    "\u{7f}",
                    "\u{feff}",
                    "\u{ffff}",
                    "\u{1f600}",
                    "tab\there",
                    "a#b",
                    "c #d",
                    "[e",
                    "null",
                    "\"q\"",
                    "back\\slash",
                    "  spaces  ",
                ];
                let most = if self.odd == 0 { 10 } else { texts.len() };
                self.pick(&texts[..most], true);
            }
        }
    }

    fn pick(&mut self, from: &[&str], is_text: bool) {
        let few = if self.odd == 0 && !from.contains(&"a") { from.len().min(2) } else { from.len() };
        let text = self.dice.pick(&from[..few]);
        self.word(text, is_text);
    }

    fn list(&mut self, of: &Type, depth: usize) {
        let many = self.dice.below(3);
        if self.form == Form::Block && self.dice.often(50) {
            // Under its key, or indented.
            let indent = depth + if self.dice.often(50) { 2 } else { 0 };
            if many == 0 {
                self.text.push_str("[]");
            }
            for _ in 0..many {
                write!(self.text, "\n{:indent$}- ", "").unwrap();
                self.value(of, indent + 2);
            }
            return;
        }
        self.sign("[");
        for at in 0..many {
            if at > 0 {
                self.sign(", ");
            }
            self.value(of, depth);
        }
        self.sign("]");
    }

    /// Keys with values, in this indentation or in braces.
    fn mapping(&mut self, indent: Option<usize>, mut entries: Vec<Entry<'_>>) {
        if entries.is_empty() {
            self.text.push_str("{}");
            return;
        }
        let indent = indent.filter(|_| self.form == Form::Block);
        if indent.is_none() {
            self.sign("{");
        }
        if self.odd() && entries.len() > 1 {
            entries.swap(0, 1);
        }
        if self.odd() {
            entries.extend(entries.first().copied());
        }
        for (at, entry) in entries.into_iter().enumerate() {
            match indent {
                Some(indent) if at > 0 || indent == 0 => write!(self.text, "\n{:indent$}", "").unwrap(),
                None if at > 0 => self.sign(", "),
                _ => {}
            }
            self.entry(entry, indent.unwrap_or(0));
        }
        if indent.is_none() {
            self.sign("}");
        }
    }

    fn entry(&mut self, entry: Entry<'_>, depth: usize) {
        let schema = &self.model.schema;
        match entry {
            Entry::Id(field, number) if !self.odd() => {
                self.key(&field.name.text);
                self.word(&format!("id{number}"), true);
            }
            Entry::Id(field, _) | Entry::Field(field) => self.field(field, depth),
            Entry::Member(Member::Scalar(scalar)) => {
                self.field(&schema.scalars.get(*scalar).unwrap().field, depth);
            }
            Entry::Member(Member::Group(name, inner)) => {
                self.key(&name.text);
                if self.form == Form::Block {
                    let deeper = depth + 2;
                    write!(self.text, "\n{:deeper$}", "").unwrap();
                }
                self.members(inner, depth + 2);
            }
            Entry::Member(Member::Collection(collection)) => self.collection(*collection, depth),
        }
    }

    fn field(&mut self, field: &Field, depth: usize) {
        self.key(&field.name.text);
        self.value(&field.ty, depth);
    }

    fn members(&mut self, members: &[Member], indent: usize) {
        let chosen = members.iter().filter(|_| self.dice.often(85)).map(Entry::Member).collect();
        self.mapping(Some(indent), chosen);
    }

    fn collection(&mut self, collection: CollectionId, depth: usize) {
        let shape = self.model.schema.collections.get(collection).unwrap();
        self.key(&shape.name.text);
        let many = self.dice.below(5);
        let block = self.form == Form::Block && many > 0;
        if !block {
            self.sign("[");
        }
        for at in 0..many {
            let form = self.form;
            let mut indent = None;
            if block {
                let dash = depth + 2;
                write!(self.text, "\n{:dash$}- ", "").unwrap();
                match self.dice.often(70) {
                    true => indent = Some(dash + 2),
                    false => self.form = Form::Flow,
                }
            } else if at > 0 {
                self.sign(", ");
            }
            let mut entries = Vec::new();
            for (own, field) in shape.fields.enumerated() {
                if shape.key == Some(own) {
                    entries.push(Entry::Id(field, at));
                } else if self.dice.often(80) {
                    entries.push(Entry::Field(field));
                }
            }
            self.mapping(indent, entries);
            self.form = form;
        }
        if !block {
            self.sign("]");
        }
    }
}

/// What the tree gives.
fn plainly(model: &Model, text: &str) -> Result<(State, Span), String> {
    let (documents, wrong) = parse_yaml(SOURCE, text, &Limits::default());
    match (documents.as_slice(), wrong.is_empty()) {
        ([only], true) => match State::read(model, only) {
            Ok(state) => Ok((state, only.span)),
            Err(wrong) => Err(format!("{wrong:?}")),
        },
        (documents, _) => Err(format!("{} documents, {wrong:?}", documents.len())),
    }
}

#[test]
fn regular_states_are_read_alike() {
    let model = model();
    let (regular, sound, all) = (Cell::new(0), Cell::new(0), Cell::new(0));
    run(wanted(8_000) / 16, (0..3usize, 0..4usize, vec(any::<u16>(), 0..600)), |(form, odd, rolls)| {
        let form = [Form::Json, Form::Block, Form::Flow][*form];
        let odd = [0, 0, 5, 40][*odd];
        let mut writer = Writer { model: &model, dice: Dice::new(rolls), form, odd, text: String::new() };
        writer.members(&model.schema.members, 0);
        let text = writer.text;
        // JSON is read as a tree by another parser.
        let (tree, due) =
            (parse(SOURCE, &text, &Limits::default()), parse_yaml(SOURCE, &text, &Limits::default()));
        if tree != due {
            return Err(format!("{text}\n{tree:?}\n{due:?}"));
        }
        let plainly = plainly(&model, &text);
        all.set(all.get() + 1);
        sound.set(sound.get() + usize::from(plainly.is_ok()));
        let Some(found) = read_fast(&model, SOURCE, &text, &Limits::default()) else {
            return Ok(());
        };
        regular.set(regular.get() + 1);
        match plainly {
            // Moments are as they were written, offsets included.
            Ok(due) if found == due && format!("{found:?}") == format!("{due:?}") => Ok(()),
            Ok(due) => Err(format!("{text}\n{found:?}\n{due:?}")),
            Err(wrong) => Err(format!("{text}\n{wrong}")),
        }
    });
    let (regular, sound, all) = (regular.get(), sound.get(), all.get());
    assert!(sound * 3 > all && regular * 10 > sound * 6, "{regular} of {sound} of {all}");
}

/// Texts that are long enough for two threads: many users, of whom one may be odd.
#[test]
fn long_states_are_read_alike() {
    let model = model();
    let json = |number: usize, id: &str| {
        format!(r#"{{"id": "{id}", "role": "member", "yes": true, "date": "2024-05-11", "count": {number}}}"#)
    };
    let yaml = |number: usize, id: &str| {
        format!(
            "  - id: {id}\n    role: member\n    yes: true\n    words: [a@b.example]\n    count: {number}\n"
        )
    };
    let text = |odd: Option<&str>, flow: bool| {
        let one = |number: usize| {
            let own = format!("user{number}");
            let id = odd.filter(|_| number == 2_500).unwrap_or(&own);
            if flow { json(number, id) } else { yaml(number, id) }
        };
        let users: Vec<String> = (0..5_000).map(one).collect();
        match flow {
            true => format!("{{\"edition\": \"two\", \"users\": [\n{}\n]}}\n", users.join(",\n")),
            false => format!("edition: two\nusers:\n{}", users.concat()),
        }
    };
    for flow in [true, false] {
        let plain = text(None, flow);
        assert!(plain.len() > 1 << 18);
        let read = read_fast(&model, SOURCE, &plain, &Limits::default());
        assert!(read == plainly(&model, &plain).ok() && read.is_some(), "{flow}");
        // An id that stands twice, one of other characters, one so long that its element has its place elsewhere, and
        // none at all.
        let long = "x".repeat(70_000);
        for (odd, regular) in
            [("user7", false), ("пользователь", true), (&long, true), ("\"", false), ("a\": 1}, {\"", false)]
        {
            let text = text(Some(odd), flow);
            let read = read_fast(&model, SOURCE, &text, &Limits::default());
            assert_eq!(read.is_some(), regular, "{odd}");
            assert!(read.is_none() || read == plainly(&model, &text).ok(), "{odd}");
        }
        for cut in [plain.len() / 2, plain.len() - 2] {
            let cut = plain.get(..cut).unwrap();
            let read = read_fast(&model, SOURCE, cut, &Limits::default());
            assert!(read.is_none() || read == plainly(&model, cut).ok(), "{}", cut.len());
        }
    }
}
