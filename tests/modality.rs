//! Every kind of rule beside every sentence of `bounds/modality.tsv`: what says the opposite is told, what says the same is
//! not, and nothing is told of a sentence that leaves cases to others.

use crate::cli::Folder;
use crate::drift::properties::model;
use crate::tables::{day, document};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use ustav::documents::citations::Citing;
use ustav::documents::{Lock, verify};

const PACK: &str = r#"document d "d.md"
state {
  plain: Bool = true
  users: each user by id {
    id:    String
    role:  Role
    card:  String?
    held:  Bool = false
    since: Date
    back:  Date?
  }
}
role member
  called ru "участник"
role guest
  called ru "гость"
role friend like guest
  except drop
action take
action give
action drop
"#;

/// A kind of rule, what it says, and of whom: nobody where it says so under a condition.
const KINDS: [(&str, &str, &str); 14] = [
    ("permit ID\n  member may take", "permits", "member"),
    ("permit ID\n  guest may take", "permits", "guest"),
    ("permit ID\n  every user may take", "permits", "all"),
    ("permit ID\n  member may take\n  when plain", "permits", ""),
    ("forbid ID\n  member may not take", "forbids", "member"),
    ("forbid ID\n  guest may not take", "forbids", "guest"),
    ("forbid ID\n  nobody may take", "forbids", "all"),
    ("forbid ID\n  nobody may take\n  unless plain", "forbids", ""),
    ("forbid ID\n  nobody may do anything except take", "forbids", ""),
    ("never ID\n  users where held", "forbids", "all"),
    ("never ID\n  users where card is absent", "requires", "all"),
    ("never ID\n  users where role is guest and held", "forbids", "guest"),
    ("deadline ID\n  each user must have back within 14 days of since", "requires", "all"),
    ("limit ID\n  at most 3 users", "limits", "all"),
];

/// Whether a rule says the opposite of a sentence.
fn is_opposed(rule: (&str, &str), sentence: (&str, &str)) -> bool {
    let (says, of) = rule;
    let (stated, whom) = sentence;
    let is_opposite = match says {
        "permits" => stated == "forbids",
        "forbids" => stated == "permits",
        "requires" => stated == "frees",
        _ => matches!(stated, "permits" | "frees"),
    };
    let is_of_them = match of {
        "" => false,
        // That members may not lets others.
        "all" => says != "permits" || whom == "all",
        own => whom == "all" || whom == own,
    };
    is_opposite && is_of_them
}

/// The lines of a table that a rule is wrong about: what has to be told, and what must not be.
fn compare(table: &str) -> (BTreeSet<String>, BTreeSet<String>) {
    let (mut missed, mut false_alarms) = (BTreeSet::new(), BTreeSet::new());
    for line in table.lines().filter(|line| !line.starts_with('#')) {
        let fields: Vec<&str> = line.split('\t').collect();
        let (stated, whom, sentence) = (fields[1], fields[2], fields[3]);
        let mut rules = PACK.to_owned();
        for (at, (kind, ..)) in KINDS.iter().enumerate() {
            let rule = kind.replace("ID", &format!("r{at}"));
            writeln!(rules, "{rule}\n  cites d \"{sentence}\"\n").unwrap();
        }
        let model = model(&rules);
        let documents = document("d.md", &format!("# Rules of the library\n\n{sentence}\n"));
        let verified = verify(&model, &documents, &Lock::default(), day());
        for (at, (kind, says, of)) in KINDS.iter().enumerate() {
            let is_told = verified
                .oppositions
                .iter()
                .any(|own| matches!(own.citing, Citing::Rule(id) if usize::try_from(id.0).unwrap() == at));
            let due = is_opposed((says, of), (stated, whom));
            let shown = format!("{sentence}  ({stated}, {whom}): {}", kind.replace('\n', " "));
            if due && !is_told {
                missed.insert(shown);
            } else if is_told && !due {
                false_alarms.insert(shown);
            }
        }
    }
    (missed, false_alarms)
}

#[test]
fn rules_say_what_their_sentences_permit_and_forbid() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bounds/modality.tsv");
    let table = std::env::var_os("USTAV_SENTENCES").map_or(path, Into::into);
    let (missed, false_alarms) = compare(&fs::read_to_string(table).unwrap());
    let told = |lines: &BTreeSet<String>| lines.iter().cloned().collect::<Vec<_>>().join("\n");
    let wrong = format!("missed:\n{}\nfalse alarms:\n{}", told(&missed), told(&false_alarms));
    assert!(missed.is_empty() && false_alarms.is_empty(), "{} {}\n{wrong}", missed.len(), false_alarms.len());
}

/// Where a reviewed sentence came to say the opposite: what cites it, and how it is corrected.
const JOURNEYS: [(&str, &str, &str, &str); 8] = [
    (
        "Guests may not invite friends.",
        "Guests may invite friends.",
        "forbid own\n  guest may not take\n  when plain\n  cites d \"QUOTE\"",
        "permit own\n  guest may take\n  when plain\n  cites d \"QUOTE\"",
    ),
    (
        "Guests may invite friends if they have paid.",
        "Guests may not invite friends if they have paid.",
        "permit own\n  guest may take\n  unless plain\n  cites d \"QUOTE\"",
        "forbid own\n  guest may not take\n  unless plain\n  cites d \"QUOTE\"",
    ),
    (
        "Pals may not drop books in the hall.",
        "Pals may drop books in the hall.",
        "role pal like guest\n  except drop\n  cites d \"QUOTE\"",
        "role pal like guest\n  cites d \"QUOTE\"",
    ),
    (
        "Pals may drop books in the hall.",
        "Pals may not drop books in the hall.",
        "role pal like guest\n  except take\n  cites d \"QUOTE\"",
        "role pal like guest\n  except take, drop\n  cites d \"QUOTE\"",
    ),
    (
        "Members must show a card within two weeks.",
        "Members need not show a card within two weeks.",
        "deadline own\n  each user must have back within 14 days of since\n  cites d \"QUOTE\"",
        "forbid own\n  guest may not take\n  when plain\n  cites d \"QUOTE\" waiving 2 because en \"shown at the door\"",
    ),
    (
        "Гостям нельзя приглашать друзей.",
        "Гостям можно приглашать друзей.",
        "forbid own\n  guest may not take\n  when plain\n  cites d \"QUOTE\"",
        "permit own\n  guest may take\n  when plain\n  cites d \"QUOTE\"",
    ),
    (
        "Друзья не вправе приглашать друзей.",
        "Друзья вправе приглашать друзей.",
        "role pal like guest\n  except drop\n  cites d \"QUOTE\"",
        "role pal like guest\n  cites d \"QUOTE\"",
    ),
    (
        "Гость может приглашать друзей, если заплатил.",
        "Гость не может приглашать друзей, если заплатил.",
        "permit own\n  guest may take\n  unless plain\n  cites d \"QUOTE\"",
        "forbid own\n  guest may not take\n  unless plain\n  cites d \"QUOTE\"",
    ),
];

#[test]
fn a_sentence_that_came_to_say_the_opposite_cannot_be_accepted_away() {
    for (was, is, rule, corrected) in JOURNEYS {
        let folder = Folder::empty();
        let name = if rule.starts_with("role") { "pal" } else { "own" };
        let rules = |rule: &str, quote: &str| format!("{PACK}\n{}\n", rule.replace("QUOTE", quote));
        folder.write("rules/pack.rules", rules(rule, was));
        folder.write("rules/d.md", format!("# Rules of the library\n\n{was}\n"));
        let first = folder.run("accept --new --reason first --by Anna");
        assert_eq!((first.code, folder.run("verify").code), (0, 0), "{was}: {first:?}");

        folder.write("rules/d.md", format!("# Rules of the library\n\n{is}\n"));
        let lock = folder.read("rules/ustav.lock");
        for (language, due) in [("en", "E0515"), ("ru", "E0515")] {
            let told = folder.run(&format!("verify --lang {language}"));
            assert_eq!(told.code, 1, "{told:?}");
            assert!(told.out.contains("E0504") && told.out.contains(due), "{is}: {}", told.out);
        }
        let json = folder.run("verify --format json").json();
        let own = json["contradictions"].as_array().unwrap().iter().find(|one| one["kind"] == "modality");
        assert_eq!(own.unwrap()["rule"], name, "{is}");
        let refused = folder.run(&format!("accept {name} --reason seen --by Anna"));
        assert_eq!(refused.code, 1, "{refused:?}");
        assert!(refused.text().contains("E0512") && folder.read("rules/ustav.lock") == lock, "{refused:?}");

        // The document is right: the rule is corrected, and quotes what is said now.
        folder.write("rules/pack.rules", rules(corrected, is));
        let told = folder.run("verify");
        assert!(!told.out.contains("E0515") && told.code == 1, "{is}: {}", told.out);
        let accepted = folder.run(&format!("accept {name} --reason corrected --by Anna"));
        assert_eq!(accepted.code, 0, "{accepted:?}");
        assert_eq!(folder.run("verify").code, 0, "{is}");
    }
}
