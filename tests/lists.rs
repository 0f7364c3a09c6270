//! What is asked of the entries of lists, and of each of some elements.

use crate::cli::Folder;
use serde_json::{Value, json};
use std::fmt::Write as _;
use ustav::values::Truth;

const STATE: &str = "\
enum Tag { red, blue, green }

state {
  flag: Bool
  users: each user by id {
    id:    String
    role:  Role
    teams: list of String
    mails: list of Email?
  }
  documents: each document by id {
    id:    String
    tags:  list of Tag?
    teams: list of String
  }
  loans: each loan {
    reader: String
    days:   Int
  }
}

role member

action go(document, tags: list of Tag?)

";

/// A pack with one permit for `go`.
fn folder(condition: &str, state: &Value) -> Folder {
    let folder = Folder::empty();
    let rule = format!("permit p\n  every user may go\n  when {condition}\n");
    folder.write("rules/pack.rules", format!("{STATE}{rule}"));
    folder.write("state.yaml", state.to_string());
    folder
}

/// The result of `go` where a condition is asked.
fn result(condition: &str, state: &Value, action: &Value) -> Value {
    let folder = folder(condition, state);
    folder.write("action.yaml", action.to_string());
    let ran = folder.run("check state.yaml action.yaml --format json");
    let direct = ran.json()["results"][0].clone();
    // An artefact says the same.
    assert_eq!(folder.run("compile --out pack.kb").code, 0, "{condition}");
    let ran = folder.run("check state.yaml action.yaml --format json --rules pack.kb");
    assert_eq!(ran.json()["results"][0]["verdict"], direct["verdict"], "{condition}");
    direct
}

fn base() -> Value {
    json!({
        "flag": true,
        "users": [{"id": "ann", "role": "member", "teams": ["a", "b"], "mails": ["X@y.example", "x@Y.example"]}],
        "documents": [{"id": "d", "tags": ["red", "blue", "red"], "teams": ["b", "c"]}],
        "loans": [{"reader": "ann", "days": 3}, {"reader": "bob", "days": 9}],
    })
}

fn go() -> Value {
    json!({"actor": "ann", "action": "go", "document": "d", "at": "2024-01-01"})
}

fn verdict(condition: &str, state: &Value) -> String {
    result(condition, state, &go())["verdict"].as_str().unwrap().to_owned()
}

fn shown(truth: Truth) -> &'static str {
    match truth {
        Truth::True => "allowed",
        Truth::False => "denied",
        Truth::Unknown => "undetermined",
    }
}

#[test]
fn any_and_every_are_what_the_logic_says() {
    let flags = [(Some(true), Truth::True), (Some(false), Truth::False), (None, Truth::Unknown)];
    // Absent is empty; nothing is left out.
    let lists: [Option<&[&str]>; 5] =
        [Some(&[]), Some(&["red"]), Some(&["blue"]), Some(&["blue", "red"]), None];
    for (given, flag) in flags {
        for list in lists {
            let mut state = base();
            match given {
                Some(flag) => state["flag"] = json!(flag),
                None => drop(state.as_object_mut().unwrap().remove("flag")),
            }
            let document = &mut state["documents"][0];
            document.as_object_mut().unwrap().remove("tags");
            if let Some(list) = list {
                document["tags"] = json!(list);
            }
            let holds = |tag: &&str| if *tag == "red" { flag } else { Truth::False };
            let list = list.unwrap_or_default();
            let (any, every) = (Truth::any(list.iter().map(holds)), Truth::all(list.iter().map(holds)));
            let of = |quantifier: &str| {
                verdict(&format!("{quantifier} t in document.tags where t is red and flag"), &state)
            };
            assert_eq!((&*of("any"), &*of("every")), (shown(any), shown(every)), "{state}");
            assert_eq!(of("not any"), shown(!any), "{state}");
        }
    }
}

#[test]
fn a_list_that_is_left_out_is_unknown_where_it_makes_a_difference() {
    let mut state = base();
    state["documents"][0].as_object_mut().unwrap().remove("teams");
    for (condition, due) in [
        ("any t in document.teams where t is \"b\"", "undetermined"),
        ("every t in document.teams where t is \"b\"", "undetermined"),
        ("count of document.teams is at least 0", "undetermined"),
        ("actor.teams shares with document.teams", "undetermined"),
        ("document.teams shares with actor.teams", "undetermined"),
        ("any t in document.teams where t is \"b\" and not flag", "denied"),
        ("every t in document.teams where t is \"b\" or flag", "allowed"),
    ] {
        assert_eq!(verdict(condition, &state), due, "{condition}");
    }
    let missing = result("any t in document.teams where t is \"b\"", &state, &go())["missing"].clone();
    assert_eq!(missing, json!(["documents.d.teams"]));
    // Nothing is shared with an empty list, on whichever side it stands.
    state["users"][0]["teams"] = json!([]);
    assert_eq!(verdict("actor.teams shares with document.teams", &state), "denied");
    assert_eq!(verdict("document.teams shares with actor.teams", &state), "denied");
}

#[test]
fn lists_are_asked_as_sets() {
    let state = base();
    for (condition, due) in [
        ("count of document.tags is 2", "allowed"),
        ("count of actor.mails is 1", "allowed"),
        ("count of document.tags is more than 2", "denied"),
        ("actor.teams shares with document.teams", "allowed"),
        ("not actor.teams shares with document.teams", "denied"),
        ("actor.mails shares with actor.teams", "denied"),
        ("any m in actor.mails where m is \"X@Y.EXAMPLE\"", "allowed"),
        ("red is in document.tags and not green is in document.tags", "allowed"),
        ("any t in document.tags where t is one of green, blue", "allowed"),
        ("any t in document.tags where any u in actor.teams where u is \"b\" and t is red", "allowed"),
        ("every t in document.tags where count of document.teams is 2 and t is not green", "allowed"),
        // An optional argument that is not given is an empty list.
        ("count of action.tags is 0 and every t in action.tags where t is red", "allowed"),
        // Sets are asked the same way.
        ("every l in loans where l.days is less than 9", "denied"),
        ("every l in loans where l.days is less than 9 or l.reader is not actor.id", "allowed"),
        ("none of loans where reader is \"cid\"", "allowed"),
        ("none of loans where reader is actor.id and days is 3", "denied"),
        ("none of loans", "denied"),
        ("not none of loans", "allowed"),
    ] {
        assert_eq!(verdict(condition, &state), due, "{condition}");
    }
    let mut empty = base();
    empty["loans"] = json!([]);
    for condition in ["none of loans", "every l in loans where false", "not any l in loans where true"] {
        assert_eq!(verdict(condition, &empty), "allowed", "{condition}");
    }
    empty.as_object_mut().unwrap().remove("loans");
    for condition in
        ["none of loans", "every l in loans where l.days is 1", "any l in loans where l.days is 1"]
    {
        assert_eq!(verdict(condition, &empty), "undetermined", "{condition}");
    }
}

#[test]
fn facts_name_the_list_and_the_entry() {
    let facts = |condition: &str| {
        let reasons = result(condition, &base(), &go())["reasons"].clone();
        let facts = reasons[0]["facts"].as_array().unwrap().clone();
        facts
            .into_iter()
            .map(|fact| (fact["path"].as_str().unwrap().to_owned(), fact["value"].clone()))
            .collect::<Vec<_>>()
    };
    let tags = ("documents.d.tags".to_owned(), json!(["red", "blue", "red"]));
    assert_eq!(facts("any t in document.tags where t is not red"), std::slice::from_ref(&tags));
    // It is denied for an entry.
    assert_eq!(facts("every t in document.tags where t is red"), std::slice::from_ref(&tags));
    let ran = folder("every t in document.tags where t is red", &base());
    ran.write("action.yaml", go().to_string());
    let human = ran.run("check state.yaml action.yaml").text();
    assert!(human.contains("documents.d.tags") && human.contains("blue"), "{human}");
    let shared = facts("actor.teams shares with document.teams");
    let paths: Vec<&str> = shared.iter().map(|(path, _)| &**path).collect();
    assert_eq!(paths, ["users.ann.teams", "documents.d.teams"]);
}

#[test]
fn what_would_have_to_be_otherwise_is_found() {
    let fixed = |condition: &str| {
        let folder = folder(condition, &base());
        folder.write("action.yaml", go().to_string());
        folder.run("check state.yaml action.yaml --fix").text()
    };
    let every = fixed("every t in document.teams where t is one of \"b\", \"a\"");
    assert!(every.contains("`documents.d.teams` were `b`, not `b, c`"), "{every}");
    let any = fixed("any t in document.tags where t is green");
    assert!(any.contains("`red, blue, red, green`"), "{any}");
    let count = fixed("count of document.tags is more than 2");
    assert!(count.contains("green"), "{count}");
}

/// What is gone through and looked up for `go`.
fn plan(condition: &str) -> Value {
    let plan = folder(condition, &base()).run("compile --emit plan --format json").json();
    plan["actions"][0]["rules"][0]["sets"].clone()
}

#[test]
fn what_lists_hold_is_looked_up() {
    for condition in [
        "any d in documents where any t in d.teams where t is actor.id",
        "any d in documents where d.teams shares with actor.teams",
        "any d in documents where actor.teams shares with d.teams",
        "every l in loans where l.reader is not actor.id or l.days is 3",
        "none of loans where reader is actor.id and days is 4",
        "any t in actor.teams where any l in loans where l.reader is t",
    ] {
        assert_eq!(plan(condition)[0]["how"], "look_up", "{condition}");
    }
    let gone_through =
        plan("any t in actor.teams where any l in loans where l.days is more than 3 and t is \"a\"");
    assert_eq!(
        (&gone_through[0]["how"], &gone_through[0]["cost"]),
        (&json!("walk"), &json!("actor.teams × loans"))
    );
}

#[test]
fn entries_count_in_the_budget() {
    let mut state = base();
    let teams: Vec<String> = (0..1600).map(|at| format!("t{at}")).collect();
    state["users"][0]["teams"] = json!(teams);
    let judged = |condition: &str, budget: u64| {
        let folder = folder(condition, &state);
        folder.write("action.yaml", go().to_string());
        let ran = folder.run(&format!("check state.yaml action.yaml --format json --budget {budget}"));
        let one = ran.json()["results"][0].clone();
        one.get("verdict").or(one["error"].get("code")).unwrap().as_str().unwrap().to_owned()
    };
    let exactly = |condition: &str, cost: u64| {
        assert_eq!(judged(condition, cost - 1), "E0414", "{condition}");
        assert_ne!(judged(condition, cost), "E0414", "{condition}");
    };
    // Sixteen entries are an element.
    exactly("any t in actor.teams where t is not actor.id", 100);
    exactly("any t in actor.teams where any u in actor.teams where t is not u", 100 + 1600 * 100);
    // Two loans for each, and what is looked up for each: none.
    exactly(
        "any t in actor.teams where any l in loans where l.days is more than 3 and t is \"a\"",
        100 + 1600 * 2,
    );
    exactly("any t in actor.teams where any l in loans where l.reader is t", 100);
    exactly("document.teams shares with actor.teams", 200);
}

#[test]
fn words_are_names_elsewhere() {
    let folder = Folder::empty();
    folder.write(
        "rules/pack.rules",
        "enum Kind { any, every, none, shares, with, all }\n\nstate {\n  all: Int\n  users: each user by id {\n    \
         id: String\n    role: Role\n    every: Kind\n    none: Kind\n    with: list of Kind\n    shares: list of Kind\n  }\n}\n\n\
         role every\nrole none\nrole shares\n\naction with(none: Kind)\naction shares(every: Kind?)\n\n\
         permit every-any\n  every, none, shares may with, shares\n  when actor.every is every and actor.none is none\n  \
         when actor.shares shares with actor.with\n\npermit none-of\n  every user may with\n  when none is one of none, with\n  \
         when (count of users where shares shares with with) is 1\n",
    );
    folder.write(
        "state.yaml",
        "all: 3\nusers:\n  - {id: ann, role: shares, every: every, none: none, with: [with, any], shares: [any]}\n",
    );
    folder.write(
        "action.yaml",
        "- {actor: ann, action: with, none: with}\n- {actor: ann, action: shares, every: none}\n",
    );
    let ran = folder.run("check state.yaml action.yaml --format json");
    let verdicts: Vec<Value> =
        ran.json()["results"].as_array().unwrap().iter().map(|one| one["verdict"].clone()).collect();
    assert_eq!(verdicts, ["allowed", "allowed"], "{ran:?}");
    assert_eq!(folder.run("fmt rules").code, 0);
    assert_eq!(folder.run("check state.yaml action.yaml").code, 0);
}

#[test]
fn every_in_a_permit_that_asks_for_none_is_told() {
    let told = |rules: &str| {
        let folder = Folder::empty();
        folder.write("rules/pack.rules", format!("{STATE}{rules}"));
        let compiled = folder.run("compile");
        assert_eq!(compiled.code, 0, "{compiled:?}");
        let verified = folder.run("verify").err.contains("W0306");
        assert_eq!(verified, compiled.err.contains("W0306"), "{rules}");
        verified
    };
    let permit = |conditions: &str| told(&format!("permit p\n  every user may go\n{conditions}\n"));
    let every = "every t in document.tags where t is red";
    assert!(permit(&format!("  when {every}")));
    assert!(permit(&format!("  when flag and {every}")));
    assert!(permit(&format!("  when {every}\n  when any t in document.teams where t is \"a\"")));
    assert!(permit("  when every l in loans where l.days is 1"));
    for one in [
        "any t in document.tags where t is blue",
        "count of document.tags is at least 1",
        "not count of document.tags is 0",
        "blue is in document.tags",
    ] {
        assert!(!permit(&format!("  when {every}\n  when {one}")), "{one}");
        assert!(!permit(&format!("  when ({every}) and {one}")), "{one}");
    }
    assert!(!permit(&format!("  when count of document.tags is 0 or {every}")));
    assert!(!permit(&format!("  when {every}\n  unless count of document.tags is 0")));
    assert!(!permit(&format!("  unless {every}")));
    assert!(!told(&format!("forbid f\n  nobody may go\n  when {every}\n")));
    // It is the same behind a name, with what is passed.
    let named = "let plain(d: document) = every t in d.tags where t is red\n\n";
    assert!(told(&format!("{named}permit p\n  every user may go\n  when plain(document)\n")));
    let asked = "permit p\n  every user may go\n  when plain(document) and red is in document.tags\n";
    assert!(!told(&format!("{named}{asked}")));
}

#[test]
fn each_quantifier_is_changed_and_noticed() {
    let folder = folder(
        "count of document.tags is more than 0 and every t in document.tags where t is not green",
        &base(),
    );
    folder.write(
        "scenarios.yaml",
        "state: state.yaml\nscenarios:\n  - name: all are blue\n    do: {actor: ann, action: go, document: d, at: 2024-01-01}\n    expect: allowed\n",
    );
    let ran = folder.run("test scenarios.yaml --mutate");
    assert!(ran.text().contains("`every` becomes `any`"), "{ran:?}");
}

#[test]
fn invariants_ask_lists_before_and_after() {
    let folder = Folder::empty();
    folder.write(
        "rules/pack.rules",
        format!(
            "{STATE}action tag(document, tags: list of Tag)\n  effect document.tags becomes tags\n\npermit p\n  every user may \
             tag\n\nnever green\n  documents where any t in tags where t is not one of red, blue\n\nlimit two-full\n  at most 1 \
             documents where count of tags is at least 2\n"
        ),
    );
    folder.write("state.yaml", base().to_string());
    let mut actions = String::new();
    for tags in ["[red]", "[green]", "[red, blue]", "[]"] {
        writeln!(actions, "- {{actor: ann, action: tag, document: e, tags: {tags}, at: 2024-01-01}}")
            .unwrap();
    }
    folder.write("actions.yaml", actions);
    let mut state = base();
    state["documents"].as_array_mut().unwrap().push(json!({"id": "e", "tags": ["green"], "teams": []}));
    folder.write("state.yaml", state.to_string());
    let ran = folder.run("check state.yaml actions.yaml --format json").json();
    let verdicts: Vec<(&str, &Value)> = ran["results"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["verdict"].as_str().unwrap(), &one["reasons"][0]["rule"]))
        .collect();
    // What was green before may stay.
    let due = [("allowed", "p"), ("allowed", "p"), ("denied", "two-full"), ("allowed", "p")];
    for ((verdict, rule), due) in verdicts.iter().zip(due) {
        assert_eq!((*verdict, rule.as_str().unwrap()), due);
    }
    let audit = folder.run("audit state.yaml --at 2024-01-01 --format json").json();
    assert_eq!(audit["findings"][0]["rule"], "green");
}

#[test]
fn numbers_that_are_asked_of_each_are_held_against_their_sentence() {
    let told = |condition: &str| {
        let folder = Folder::empty();
        let rule = format!(
            "document d \"d.md\"\n\npermit p\n  every user may go\n  {condition}\n  cites d \"only while each loan has \
             at most 14 days\"\n"
        );
        folder.write("rules/d.md", "# Loans\n\nA user may go only while each loan has at most 14 days.\n");
        folder.write("rules/pack.rules", format!("{STATE}{rule}"));
        folder.run("verify").out.contains("E0508")
    };
    for right in [
        "when every l in loans where l.days is at most 14",
        "when every l in loans where not (l.days is more than 14)",
        "when none of loans where days is more than 14",
        "unless any l in loans where l.days is more than 14",
    ] {
        assert!(!told(right), "{right}");
    }
    for wrong in [
        "when every l in loans where l.days is at most 15",
        "when every l in loans where l.days is less than 14",
        "when every l in loans where not (l.days is more than 13)",
        "when none of loans where days is more than 15",
        "unless any l in loans where l.days is at least 14",
    ] {
        assert!(told(wrong), "{wrong}");
    }
}
