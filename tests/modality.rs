//! Every kind of rule beside every sentence of `bounds/modality.tsv`: what says the opposite is told, what says the same is
//! not, and nothing is told of a sentence that leaves cases to others.

use crate::cli::Folder;
use crate::drift::properties::model;
use crate::tables::{day, document};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;
use ustav::base::SourceId;
use ustav::documents::citations::Citing;
use ustav::documents::{Documents, Lock, verify};
use ustav::prose::Format;

pub(crate) const PACK: &str = r#"document d "d.md"
state {
  plain: Bool = true
  users: each user by id {
    id:    String
    role:  Role
    card:  String?
    held:  Bool = false
    plan:  Plan = free
    age:    Int = 30
    points: Int = 0
    since: Date
    back:  Date?
  }
}
enum Plan { free, paid }
role member
  called ru "участник"
role guest
  called ru "гость"
role friend like guest
  except drop
let keepers: each keeper = users where role is member and held
action take(amount: Int)
action give
action drop
action vote
action invite
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
        let json = folder.run(&format!("accept {name} --reason seen --by Anna --format json")).json();
        assert!(json["refused"][0]["code"] == "E0512" && json["written"] == serde_json::json!([]), "{json}");

        // The document is right: the rule is corrected, and quotes what is said now.
        folder.write("rules/pack.rules", rules(corrected, is));
        let told = folder.run("verify");
        assert!(!told.out.contains("E0515") && told.code == 1, "{is}: {}", told.out);
        let accepted = folder.run(&format!("accept {name} --reason corrected --by Anna"));
        assert_eq!(accepted.code, 0, "{accepted:?}");
        assert_eq!(folder.run("verify").code, 0, "{is}");
    }
}

#[test]
fn what_was_turned_around_is_not_signed() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bounds/reversals.tsv");
    let mut wrong = Vec::new();
    for line in fs::read_to_string(path).unwrap().lines().filter(|line| !line.starts_with('#')) {
        let fields: Vec<String> = line.split('\t').map(|field| field.replace("\\n", "\n")).collect();
        let (due, was, is, rule) = (&fields[1], &fields[2], &fields[3], &fields[4]);
        let quote = fields.get(5).unwrap_or(was);
        let cites = if rule.contains("QUOTE") { "" } else { "\n  cites d \"QUOTE\"" };
        let folder = Folder::empty();
        let rule = format!("{rule}{cites}").replace("QUOTE", quote);
        folder.write("rules/pack.rules", format!("{PACK}\n{rule}\n"));
        folder.write("rules/d.md", format!("# Rules of the library\n\n{was}\n"));
        let first = folder.run("accept --new --reason first --by Anna");
        assert_eq!((first.code, folder.run("verify").code), (0, 0), "{was}: {first:?}");

        folder.write("rules/d.md", format!("# Rules of the library\n\n{is}\n"));
        let lock = folder.read("rules/ustav.lock");
        assert_eq!(folder.run("verify").code, 1, "{is}");
        let name = if rule.starts_with("role") { "pal" } else { "own" };
        let moved = folder.run("accept --moved --by Anna");
        let refused = folder.run(&format!("accept {name} --reason seen --by Anna"));
        let is_refused = refused.code == 1 && folder.read("rules/ustav.lock") == lock;
        if moved.code != 0 || is_refused != (due == "refused") || !is_refused && refused.code != 0 {
            wrong.push(format!("{was} → {is}: {rule}: {}", refused.code));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The heading under which a sentence stood, the one under which it stands now, the sentence, and whether it only moved.
const HEADINGS: [(&str, &str, &str, bool); 12] = [
    ("Plans", "Books", "Books may be taken home.", true),
    ("Opening hours", "How to come", "The hall is used at any time.", true),
    ("Members", "Guests", "Books may be taken home.", false),
    ("Members", "Guests", "Every member may take books home.", true),
    ("Summer", "Winter", "Books may be taken home.", false),
    ("In force", "Repealed", "Books may be taken home.", false),
    ("Free plan", "Paid plan", "Books may be taken home.", false),
    ("Для взрослых", "Для детей", "Книги можно брать домой.", false),
    ("Участники", "Гости", "Книги можно брать домой.", false),
    ("Участники", "Гости", "Участник может брать книги домой.", true),
    ("Приглашения", "Оплата", "Книги можно брать домой.", true),
    ("Правила", "Отменённые правила", "Книги можно брать домой.", false),
];

#[test]
fn a_sentence_that_moves_to_other_people_or_times_did_not_only_move() {
    for (was, is, sentence, only_moved) in HEADINGS {
        let folder = Folder::empty();
        folder.write(
            "rules/pack.rules",
            format!("{PACK}\npermit own\n  member may take\n  cites d \"{sentence}\"\n"),
        );
        let text = |first: &str, second: &str| {
            format!("# Club\n\n## {was}\n\nA.\n\n{first}\n\n## {is}\n\nB.\n\n{second}\n")
        };
        folder.write("rules/d.md", text(sentence, ""));
        assert_eq!(folder.run("accept --new --reason first --by Anna").code, 0, "{was}");
        folder.write("rules/d.md", text("", sentence));
        let lock = folder.read("rules/ustav.lock");
        let told = folder.run("verify");
        assert_eq!(told.code, 1, "{was}");
        assert_eq!(folder.run("accept --moved --by Anna").code, 0, "{was}");
        assert_eq!(
            folder.read("rules/ustav.lock") != lock,
            only_moved,
            "{was} → {is}: {sentence}: {}",
            told.out
        );
        let code = if only_moved { 0 } else { folder.run("accept own --reason seen --by Anna").code };
        assert_eq!((code, folder.run("verify").code), (0, 0), "{was}");
    }
}

#[test]
fn a_sentence_that_was_turned_around_is_not_signed_by_another_quote() {
    let folder = Folder::empty();
    let rules = |rule: &str| format!("{PACK}\n{rule}\n  when plain\n  cites d \"Guests do not vote.\"\n");
    folder.write("rules/pack.rules", rules("forbid own\n  guest may not vote"));
    folder.write("rules/d.md", "# Rules\n\nGuests do not vote.\n");
    assert_eq!(folder.run("accept --new --reason first --by Anna").code, 0);
    folder.write("rules/d.md", "# Rules\n\nGuests vote.\n");
    let accept = "accept own --reason seen --by Anna --quote vote.";
    let refused = folder.run(accept);
    assert!(refused.code == 1 && refused.text().contains("E0512"), "{refused:?}");
    folder.write("rules/pack.rules", rules("permit own\n  guest may vote"));
    assert_eq!((folder.run(accept).code, folder.run("verify").code), (0, 0));
}

/// Rules beside sentences from which they follow: nothing may be told of them.
const RIGHT: [(&str, &str); 26] = [
    ("forbid own\n  nobody may take\n  unless actor.role is member", "Members may take books."),
    ("forbid own\n  guest may not take", "Members may take books."),
    ("permit own\n  friend may take", "Guests may not take books."),
    ("permit own\n  member may take\n  when plain", "Members may not take books unless they have paid."),
    ("permit own\n  member may take", "Members may not take other members' books."),
    ("permit own\n  member may do anything except drop", "Members may not drop books."),
    ("permit own\n  member may give", "Members may not be sent away."),
    ("forbid own\n  member may not take", "Members may be asked to leave."),
    ("forbid own\n  nobody may take\n  when not plain", "Books may be taken while the library is open."),
    ("limit own\n  at most 1 users", "A member may hold a locker."),
    ("never own\n  users where held and role is guest", "Members may hold a key."),
    ("never own\n  users where card is absent", "Members may show a card."),
    (
        "deadline own\n  each user must have back within 14 days of since",
        "Members may keep books for 14 days.",
    ),
    ("deadline own\n  each keeper must have back within 14 days of since", "Guests need not show a card."),
    ("limit own\n  at most 3 keepers", "The number of guests is not limited."),
    ("limit own\n  at most 3 keepers", "Guests may bring friends."),
    ("forbid own\n  guest may not take", "Участники вправе брать книги."),
    ("permit own\n  member may take", "Гости не допускаются."),
    ("permit own\n  member may take", "Вход гостей запрещён."),
    ("permit own\n  member may take", "The entry of guests is prohibited."),
    ("permit own\n  member may give", "Книги участника нельзя выбрасывать без его согласия."),
    ("permit own\n  member may vote", "Никто не вправе запретить участнику голосовать."),
    ("permit own\n  member may take", "Нельзя отказать участнику в книге."),
    ("permit own\n  member may take", "Nobody may refuse a book to a member."),
    ("forbid own\n  member may not vote", "Members may abstain from voting."),
    ("permit own\n  member may vote", "A vote cannot be withdrawn."),
];

fn told(rules: &str, text: &str) -> usize {
    let model = model(&format!("{PACK}\n{rules}\n"));
    let documents = document("d.md", &format!("# Rules of the library\n\n{text}\n"));
    verify(&model, &documents, &Lock::default(), day()).oppositions.len()
}

#[test]
fn rules_that_follow_from_their_sentences_are_left_alone() {
    for (rule, sentence) in RIGHT {
        assert_eq!(told(&format!("{rule}\n  cites d \"{sentence}\""), sentence), 0, "{rule}: {sentence}");
    }
}

#[test]
fn a_quote_speaks_of_its_clause_and_a_conflict_decides() {
    let text = "Members may read books and may not take books.";
    let rule = |quote: &str| format!("permit own\n  member may take\n  cites d \"{quote}\"");
    assert_eq!(told(&rule(text), text), 0);
    assert_eq!(told(&rule("Members may read books"), text), 0);
    assert_eq!(told(&rule("may not take books."), text), 1);

    let rules = "permit own\n  member may take\n  cites d \"Members may not take books.\"";
    let other = "document e \"e.md\"\n";
    let conflict = "conflict which\n  between d \"Members may not take books.\"\n      and e \"Members may take books.\"\n  settled as e by own\n  because en \"newer\"\n";
    let model = model(&format!("{other}{PACK}\n{rules}\n\n{conflict}"));
    let texts = ["Members may take books.\n", "Members may not take books.\n"];
    let parts = |at: usize| Some((SourceId(u32::try_from(at).unwrap() + 1), texts[at], Format::Markdown));
    let documents = Documents::new([parts(0), parts(1)]);
    let verified = verify(&model, &documents, &Lock::default(), day());
    assert!(verified.oppositions.is_empty(), "{:?}", verified.oppositions);
}
