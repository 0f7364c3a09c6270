//! Every kind of rule beside every sentence of `bounds/sentences.tsv`: a rule that says the same passes; one that is
//! inverted, sharper or looser does not.

use crate::cli::Folder;
use crate::drift::properties::model;
use crate::modality::PACK;
use crate::tables::{day, document};
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use ustav::base::Language;
use ustav::documents::citations::Citing;
use ustav::documents::{Lock, verify};

/// The words of a comparison, and whether it holds of an amount and a number.
type Compares = (&'static str, fn(i64, i64) -> bool);

const ORDERS: [Compares; 4] = [
    ("at most", |own, edge| own <= edge),
    ("less than", |own, edge| own < edge),
    ("at least", |own, edge| own >= edge),
    ("more than", |own, edge| own > edge),
];

/// How a rule has a comparison, and whether what the comparison holds of is let.
const FORMS: [(&str, bool); 8] = [
    ("permit ID\n  member may take\n  when WHAT is COMPARED", true),
    ("permit ID\n  member may take\n  unless WHAT is COMPARED", false),
    ("permit ID\n  member may take\n  when not (WHAT is COMPARED)", false),
    ("forbid ID\n  nobody may take\n  when WHAT is COMPARED", false),
    ("forbid ID\n  nobody may take\n  unless WHAT is COMPARED", true),
    ("forbid ID\n  nobody may take\n  when plain and not (WHAT is COMPARED)", true),
    ("forbid ID\n  nobody may take\n  when NAMED", false),
    ("never ID\n  users where books is COMPARED", false),
];

/// The number of the sentences.
const NUMBER: i64 = 5;

/// What is compared, and what the action does to it.
#[derive(Clone, Copy)]
struct Case {
    what: &'static str,
    effect: &'static str,
    adds: i64,
    /// Whether the sentence is of what an action leaves.
    invariants: bool,
}

/// Say which rules pass beside a sentence, and which should.
fn compare(sentence: &str, is_let: impl Fn(i64) -> bool, case: &Case, wrong: &mut String) {
    let Case { what, effect, adds, invariants } = *case;
    let amounts = -20..40;
    let mut rules = format!(
        "document d \"d.md\"\nstate {{\n  plain: Bool = true\n  users: each user by id {{\n    id: String\n    role: Role\n    books: Int = 0\n  }}\n}}\nrole member\naction take(amount: Int)\n{effect}\n"
    );
    let mut due = Vec::new();
    for (form, holds) in FORMS {
        // It holds of what an action leaves.
        if form.starts_with("never") && !invariants {
            continue;
        }
        for (order, compares) in ORDERS {
            for edge in NUMBER - 1..=NUMBER + 1 {
                let id = format!("r{}", due.len());
                let compared = format!("{order} {edge}");
                if form.contains("NAMED") {
                    writeln!(rules, "let named_{id}(own: Int) = own is {compared}\n").unwrap();
                }
                let rule = form.replace("ID", &id).replace("NAMED", &format!("named_{id}({what})"));
                let rule = rule.replace("WHAT", what).replace("COMPARED", &compared);
                writeln!(rules, "{rule}\n  cites d \"{sentence}\"\n").unwrap();
                let adds = if form.starts_with("never") { 0 } else { adds };
                let lets = |after: i64| compares(after - adds, edge) == holds;
                due.push((rule, amounts.clone().all(|amount| lets(amount) == is_let(amount))));
            }
        }
    }
    let model = model(&rules);
    let documents = document("d.md", &format!("{sentence}\n"));
    let verified = verify(&model, &documents, &Lock::default(), day());
    let told = |rule: usize| {
        verified
            .disagreements
            .iter()
            .any(|own| matches!(own.citing, Citing::Rule(id) if usize::try_from(id.0).unwrap() == rule))
    };
    for (at, (rule, passes)) in due.iter().enumerate() {
        if told(at) == *passes {
            let shown = rule.replace('\n', " ");
            writeln!(wrong, "{sentence}: {shown}: {}", if *passes { "has to pass" } else { "passes" })
                .unwrap();
        }
    }
    assert!(due.iter().any(|(_, passes)| *passes), "{sentence}");
}

#[test]
fn rules_bound_what_their_sentences_bound() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bounds/sentences.tsv");
    let mut wrong = String::new();
    for line in fs::read_to_string(path).unwrap().lines().filter(|line| !line.starts_with('#')) {
        let fields: Vec<&str> = line.split('\t').collect();
        let (order, view, sentence) = (fields[1], fields[2], fields[3]);
        let sentence = sentence.replace("{n}", &NUMBER.to_string());
        let (_, lets) = ORDERS.into_iter().find(|(own, _)| *own == order).unwrap();
        let told = Case { what: "amount", effect: "", adds: 0, invariants: false };
        compare(&sentence, |amount| lets(amount, NUMBER), &told, &mut wrong);
        let effect = "  effect actor.books becomes actor.books + 1";
        let counted = Case { what: "actor.books", effect, adds: 1, invariants: view == "after" };
        match view {
            "after" => compare(&sentence, |amount| lets(amount, NUMBER), &counted, &mut wrong),
            "before" => compare(&sentence, |amount| lets(amount - 1, NUMBER), &counted, &mut wrong),
            _ => {}
        }
    }
    assert!(wrong.is_empty(), "{} wrong:\n{wrong}", wrong.lines().count());
}

#[test]
fn rules_that_say_what_their_sentences_say_are_left_alone() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bounds/right.tsv");
    let mut wrong = String::new();
    for line in fs::read_to_string(path).unwrap().lines().filter(|line| !line.starts_with('#')) {
        let (rule, sentence) = line.split_once('\t').unwrap();
        let (kind, rule) = rule.split_once(": ").unwrap();
        let rules = format!(
            "document d \"d.md\"\nstate {{\n  plain: Bool = true\n  points: Int = 0\n  users: each user by id {{\n    id: String\n    role: Role\n  }}\n  loans: each loan {{\n    by: String\n  }}\n}}\nrole member\naction take(amount: Int)\n  effect add loans {{ by: actor.id }}\nlet most = 6\nlet had(user) = count of loans where by is user.id\n{kind} own\n  {rule}\n  cites d \"{sentence}\"\n"
        );
        let model = model(&rules);
        let documents = document("d.md", &format!("{sentence}\n"));
        let verified = verify(&model, &documents, &Lock::default(), day());
        for one in &verified.disagreements {
            let says = one.says().map(|says| says.text(Language::English));
            writeln!(wrong, "{line}: {} {says:?}", one.states().text(Language::English)).unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// What comes of the number of a sentence beside a rule, and what is counted of it.
fn outcome(rules: &str, sentence: &str) -> (&'static str, bool) {
    let model = model(rules);
    let documents = document("d.md", &format!("# Rules of the club\n\n{sentence}\n"));
    let verified = verify(&model, &documents, &Lock::default(), day());
    let held = verified.sentences.iter().flat_map(|own| &own.numbers).next();
    let found = match held {
        None => "no number",
        Some(held) if held.is_bound() => "bound",
        Some(held) if held.is_held() => "not bound",
        Some(_) => "open",
    };
    let counted = (verified.bound(), verified.not_bound().count());
    let all = usize::from(verified.normative().count() > 0);
    let due = (usize::from(found == "bound"), all, usize::from(found == "not bound"));
    let is_told = !verified.disagreements.is_empty();
    (found, (counted.0.reached, counted.0.all, counted.1) == due && is_told == (found == "open"))
}

#[test]
fn what_cannot_be_compared_is_not_bound() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bounds/compared.tsv");
    let mut wrong = String::new();
    for line in fs::read_to_string(path).unwrap().lines().filter(|line| !line.starts_with('#')) {
        let fields: Vec<&str> = line.split('\t').collect();
        let (due, rule, sentence) = (fields[0], fields[1].replace('/', "\n  "), fields[2]);
        let rules = format!(
            "document d \"d.md\"\nstate {{\n  users: each user by id {{\n    id: String\n    role: Role\n    points: Int = 0\n    since: Date\n    back: Date?\n  }}\n}}\nrole member\naction take(amount: Int)\n{rule}\n  cites d \"{sentence}\"\n"
        );
        let (found, is_counted) = outcome(&rules, sentence);
        if found != due || !is_counted {
            writeln!(wrong, "{line}: {found}, {is_counted}").unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn what_an_action_brings_into_what_is_counted_is_counted() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bounds/brought.tsv");
    let mut wrong = String::new();
    for line in fs::read_to_string(path).unwrap().lines().filter(|line| !line.starts_with('#')) {
        let fields: Vec<&str> = line.split('\t').collect();
        let effects = format!("  effect {}\n", fields[1].replace("; ", "\n  effect "));
        let (due, rule, sentence) = (fields[0], fields[2].replace('/', "\n  "), fields[3]);
        let rules = format!(
            "document d \"d.md\"\nenum Rank {{ low, high }}\nstate {{\n  plain: Bool = true\n  users: each user by id {{\n    id: String\n    role: Role = member\n    rank: Rank = low\n    inside: Bool = false\n    with: String?\n    left: Date?\n  }}\n}}\nrole member\nlet present(own: user) = own.inside\nlet insiders = users where present(user)\nlet crowd = count of users where inside\nlet brought(own: user) = count of users where with is own.id\naction take(adult: user, other: user)\n{effects}{rule}\n  cites d \"{sentence}\"\n"
        );
        let (found, is_counted) = outcome(&rules, sentence);
        if found != due || !is_counted {
            writeln!(wrong, "{line}: {found}, {is_counted}").unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn what_is_not_bound_is_said_and_fails_nothing() {
    let folder = Folder::empty();
    folder.write("rules/d.md", "# Rules of the club\n\nThe club has 5 members.\nIt has at most 9 rooms.\n");
    let state = "state {\n  users: each user by id {\n    id: String\n    role: Role\n  }\n  rooms: each room {\n    name: String\n  }\n}\nrole member\n";
    let rules = "limit members\n  at most 5 users\n  cites d \"The club has 5 members.\"\n\nlimit rooms\n  at most 9 rooms\n  cites d \"It has at most 9 rooms.\"\n";
    folder.write("rules/pack.rules", format!("document d \"d.md\"\n{state}\n{rules}"));
    assert_eq!(folder.run("accept --new --reason first --by Anna").code, 0);
    for (arguments, due) in [
        ("verify", "numbers 50 % (1 of 2)"),
        ("verify", "not bound: one number that a rule states, too"),
        ("verify --lang ru", "не сверено: 1 число"),
        ("verify --coverage", "rules/d.md:3: the document states 5 members, rule `members` states at most 5"),
        (
            "verify --coverage --lang ru",
            "rules/d.md:3: в документе — 5 «members», правило `members` — не более 5",
        ),
    ] {
        let told = folder.run(arguments);
        assert!(told.code == 0 && told.text().contains(due), "{arguments}: {due}: {}", told.out);
    }
    let json = folder.run("verify --format json").json();
    assert_eq!(json["figures"]["numbers"]["not_bound"], 1);
    let numbers = ["reached", "all"].map(|key| json["figures"]["numbers"][key].as_u64().unwrap());
    assert_eq!(numbers, [1, 2]);
    let own = &json["documents"][0]["sentences"][0];
    assert_eq!((&own["state"], &own["numbers"][0]["bound"]), (&"covered".into(), &false.into()));
    assert_eq!(own["numbers"][0]["not_compared"][0]["rule"], "members");
}

#[test]
fn what_else_a_document_says_is_no_contradiction() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bounds/beside.tsv");
    let mut wrong = String::new();
    for line in fs::read_to_string(path).unwrap().lines().filter(|line| !line.starts_with('#')) {
        let fields: Vec<String> = line.split('\t').map(|field| field.replace("\\n", "\n")).collect();
        let (rule, text) = (&fields[1], &fields[2]);
        let quote = fields.get(3).unwrap_or(text);
        let model = model(&format!("{PACK}\n{rule}\n  cites d \"{quote}\"\n"));
        let documents = document("d.md", &format!("# Rules\n\n{text}\n"));
        let verified = verify(&model, &documents, &Lock::default(), day());
        assert!(verified.drifts.iter().all(|drift| drift.exact), "{line}");
        for own in &verified.disagreements {
            let says = own.number.as_ref().map(ToString::to_string).unwrap_or_default();
            writeln!(wrong, "{text}: {}: {says}", rule.replace('\n', " ")).unwrap();
        }
        if !verified.oppositions.is_empty() {
            writeln!(wrong, "{text}: {}: the opposite", rule.replace('\n', " ")).unwrap();
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
