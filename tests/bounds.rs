//! Every kind of rule beside every sentence of `bounds/sentences.tsv`: a rule that says the same passes; one that is
//! inverted, sharper or looser does not.

use crate::drift::properties::model;
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
