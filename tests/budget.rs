//! What verdicts and audits cost: known before, and over the budget an error in place of a verdict.

use crate::cli::Folder;
use serde_json::{Value, json};
use std::fmt::Write as _;

const RULES: &str = r"
state {
  people: each person by id {
    id:   String
    role: Role
    team: String
    age:  Int
  }
  seats: Int
}

role member

action dance(person)

action sit

action clap

permit three-in-a-row
  every person may dance
  when any a in people where any b in people where b.age is more than a.age
    and any c in people where c.age is more than b.age

permit seated
  every person may sit
  when any p in people where p.team is actor.team and p.age is more than actor.age

permit everybody
  every person may clap

forbid never-alone
  nobody may sit
  unless count of people is at least 2
";

/// So many people, in teams of ten.
fn state(people: usize) -> String {
    let mut state = "seats: 3\npeople:\n".to_owned();
    for at in 0..people {
        writeln!(state, "  - {{id: p{at}, role: member, team: t{}, age: {at}}}", at / 10).unwrap();
    }
    state
}

fn folder(people: usize) -> Folder {
    let folder = Folder::empty();
    folder.write("rules/pack.rules", RULES);
    folder.write("state.yaml", state(people));
    folder.write(
        "actions.yaml",
        "- {actor: p3, action: clap}\n- {actor: p3, action: dance, person: p1}\n- {actor: p3, action: sit}\n",
    );
    folder
}

fn verdicts(json: &Value) -> Vec<Value> {
    let results = json["results"].as_array().unwrap();
    results.iter().map(|one| one.get("verdict").or(one["error"].get("code")).unwrap().clone()).collect()
}

#[test]
fn what_costs_too_much_is_an_error_beside_the_other_results() {
    // 300 + 300² + 300³ elements.
    let folder = folder(300);
    let ran = folder.run("check state.yaml actions.yaml --format json");
    assert_eq!(ran.code, 2, "{ran:?}");
    assert_eq!(verdicts(&ran.json()), ["allowed", "E0414", "allowed"]);
    let stopped = &ran.json()["results"][1];
    assert_eq!(stopped["error"]["rule"], "three-in-a-row");
    assert_eq!((&stopped["action"], &stopped["actor"]), (&json!("dance"), &json!("p3")));
    assert!(stopped["error"]["message"].as_str().unwrap().contains("27090300"), "{stopped}");
    assert!(stopped.get("verdict").is_none() && stopped.get("at").is_some());
    // People are told where it costs most.
    let ran = folder.run("check state.yaml actions.yaml");
    assert_eq!(ran.code, 2);
    assert!(ran.out.contains("clap") && ran.out.contains("sit") && !ran.out.contains("dance"), "{ran:?}");
    assert!(ran.err.contains("E0414") && ran.err.contains("pack.rules"), "{ran:?}");
    // It is enough where it is enough.
    let ran = folder.run("check state.yaml actions.yaml --format json --budget 27090300");
    assert_eq!(verdicts(&ran.json()), ["allowed", "allowed", "allowed"]);
    assert_eq!(ran.code, 0);
    let ran = folder.run("check state.yaml actions.yaml --format json --budget 27090299");
    assert_eq!(verdicts(&ran.json()), ["allowed", "E0414", "allowed"]);
}

#[test]
fn a_look_up_costs_what_its_index_has() {
    // Nine or ten of a team are looked at, whatever the state holds; nobody of those who are counted.
    let folder = folder(300);
    let sit = |budget: u64| {
        let ran = folder.run(&format!("check state.yaml actions.yaml --format json --budget {budget}"));
        verdicts(&ran.json()).pop().unwrap()
    };
    assert_eq!((sit(10), sit(9)), (json!("allowed"), json!("E0414")));
}

#[test]
fn simulate_stops_there() {
    let folder = folder(300);
    let ran = folder.run("simulate state.yaml actions.yaml --out after.yaml");
    assert_eq!(ran.code, 2, "{ran:?}");
    assert!(ran.out.contains("clap") && !ran.out.contains("sit"), "{ran:?}");
    assert!(!folder.path("after.yaml").exists());
    let ran = folder.run("simulate state.yaml actions.yaml --format json");
    let steps = ran.json()["steps"].as_array().unwrap().clone();
    assert_eq!((steps.len(), ran.code), (2, 2));
    assert_eq!(steps[1]["error"]["code"], "E0414");
}

#[test]
fn an_artefact_an_environment_and_a_wrong_number() {
    let folder = folder(300);
    assert_eq!(folder.run("compile --out pack.kb").code, 0);
    let ran = folder.run("check state.yaml actions.yaml --format json --rules pack.kb");
    assert_eq!(verdicts(&ran.json()), ["allowed", "E0414", "allowed"]);
    assert_eq!(folder.run("check state.yaml actions.yaml --budget many").code, 2);
    let with = |budget: &str| folder.run_with("check state.yaml actions.yaml --format json", "", budget);
    assert_eq!(verdicts(&with("USTAV_BUDGET=30000000").json()), ["allowed", "allowed", "allowed"]);
    assert_eq!(verdicts(&with("USTAV_BUDGET=").json()), ["allowed", "E0414", "allowed"]);
    assert_eq!(with("USTAV_BUDGET=many").json()["errors"][0]["code"], "E0605");
}

/// Rules about `go`, judged on so many people within a budget.
fn judged(rules: &str, people: usize, budget: u64) -> Value {
    let folder = Folder::empty();
    let (state, _) = RULES.split_once("action dance").unwrap();
    folder.write(
        "rules/pack.rules",
        format!("{state}action go\n\npermit p\n  every person may go\n  when {rules}\n"),
    );
    folder.write("state.yaml", self::state(people));
    folder.write("action.yaml", "{actor: p3, action: go}");
    verdicts(&folder.run(&format!("check state.yaml action.yaml --format json --budget {budget}")).json())
        .remove(0)
}

#[test]
fn what_is_looked_up_one_inside_another_costs_what_is_found() {
    // Ten of a team, and for each of them one with its id, and for each of these one.
    let chain = "any a in people where a.team is actor.team and any b in people where b.id is a.id \
                 and any c in people where c.id is b.id";
    assert_eq!((judged(chain, 500, 30), judged(chain, 500, 29)), (json!("allowed"), json!("E0414")));
    // For each of 500 ten of its team.
    let pairs = "any a in people where a.age is at least 0 and any b in people where b.team is a.team";
    assert_eq!((judged(pairs, 500, 5_500), judged(pairs, 500, 5_499)), (json!("allowed"), json!("E0414")));
    let several = "any a in people where a.team is one of actor.team, \"t7\"";
    assert_eq!((judged(several, 500, 20), judged(several, 500, 19)), (json!("allowed"), json!("E0414")));
}

#[test]
fn what_effects_set_is_not_computed_to_know_the_cost() {
    let folder = Folder::empty();
    let (state, _) = RULES.split_once("action dance").unwrap();
    let action = "action sum_up\n  effect seats becomes (count of people where any b in people where any c in people \
                  where c.age is more than actor.age)\n";
    let rules = format!(
        "{state}{action}\npermit p\n  every person may sum_up\n\nlimit few\n  at most seats people\n"
    );
    folder.write("rules/pack.rules", rules);
    folder.write("state.yaml", self::state(1000));
    folder.write("action.yaml", "{actor: p3, action: sum_up}");
    let json = folder.run("check state.yaml action.yaml --format json").json();
    let error = &json["results"][0]["error"];
    assert_eq!((&error["code"], &error["rule"]), (&json!("E0414"), &Value::Null));
    assert!(folder.run("check state.yaml action.yaml").err.contains("the effects cost too much"));
    // Each of ten counts, and ten are within what that makes of the limit.
    folder.write("state.yaml", self::state(10));
    assert_eq!(verdicts(&folder.run("check state.yaml action.yaml --format json").json()), ["allowed"]);
}

#[test]
fn a_key_that_costs_something_is_not_computed_to_know_the_cost() {
    let key = "any x in people where x.age is (count of people where any b in people where any c in people \
               where actor.age is 5)";
    assert_eq!(judged(key, 1000, 10_000_000), json!("E0414"));
}

#[test]
fn the_plan_says_what_is_gone_through() {
    let folder = folder(3);
    let plan = folder.run("compile --emit plan --format json").json();
    let rule = |action: usize| plan["actions"][action]["rules"][0]["sets"][0].clone();
    assert_eq!((&rule(0)["how"], &rule(0)["cost"]), (&json!("walk"), &json!("people")));
    let inner = &rule(0)["sets"][0]["sets"][0];
    assert_eq!(inner["cost"], "people × people × people");
    assert_eq!((&rule(1)["how"], &rule(1)["of"]), (&json!("look_up"), &json!("people by team")));
    assert_eq!(plan["actions"][2]["rules"], json!([]));
    // And the compiler warns of walks inside of walks, of look-ups not.
    let warned = folder.run("compile").err;
    assert!(warned.contains("W0305") && !warned.contains("actor.team"), "{warned}");
}

/// Sixteen entries of a list, compared with an element, cost what it costs to look at the element.
#[test]
fn a_long_list_costs_something() {
    let folder = Folder::empty();
    let (schema, _) = RULES.split_once("action dance").unwrap();
    let schema = schema.replace("seats: Int", "known: list of String");
    let rules =
        "action go\n\npermit p\n  every person may go\n  when any p in people where p.id is not in known\n";
    folder.write("rules/pack.rules", format!("{schema}{rules}"));
    folder.write("action.yaml", "{actor: p3, action: go}");
    let costs = |entries: usize, cost: u64| {
        let known: Vec<String> = (0..entries).map(|at| format!("k{at}")).collect();
        let state = state(100).replace("seats: 3", &format!("known: [{}]", known.join(", ")));
        folder.write("state.yaml", state);
        for (budget, due) in [(cost, "allowed"), (cost - 1, "E0414")] {
            let run = format!("check state.yaml action.yaml --format json --budget {budget}");
            assert_eq!(verdicts(&folder.run(&run).json()), [due], "{entries} entries, {budget}");
        }
    };
    costs(15, 100);
    costs(3_200, 100 + 100 * 200);
}

/// Lists that elements have cost as much: all of them where all elements are gone through, else the longest for each.
#[test]
fn long_lists_of_elements_cost_something() {
    let folder = Folder::empty();
    let (schema, _) = RULES.split_once("action dance").unwrap();
    let schema = schema.replace("    age:  Int", "    age:  Int\n    known: list of String");
    let mut state = "seats: 3\npeople:\n".to_owned();
    for at in 0..100 {
        // Ten of a team; p7 knows many.
        let known: Vec<String> = (0..if at == 7 { 1600 } else { 32 }).map(|one| format!("k{one}")).collect();
        let known = known.join(", ");
        let team = at / 10;
        writeln!(state, "  - {{id: p{at}, role: member, team: t{team}, age: {at}, known: [{known}]}}")
            .unwrap();
    }
    folder.write("state.yaml", state);
    folder.write("action.yaml", "{actor: p7, action: go}");
    let lists = 99 * 32 / 16 + 1600 / 16;
    let of_team = 10 * 1600 / 16;
    for (condition, cost) in [
        ("any p in people where p.id is not in actor.known", 100 + 100 * 100),
        ("any p in people where actor.id is not in p.known", 100 + lists),
        (
            "any a in people where a.age is at least 0 and any b in people where a.id is not in b.known",
            100 + 100 * (100 + lists),
        ),
        (
            "any a in people where a.age is at least 0 and any b in people where b.id is not in a.known",
            100 + 100 * 100 + 100 * 100 * 100,
        ),
        (
            "any p in people where p.team is actor.team and actor.id is not in p.known",
            10 + lists.min(of_team),
        ),
    ] {
        let rules = format!("{schema}action go\n\npermit p\n  every person may go\n  when {condition}\n");
        folder.write("rules/pack.rules", rules);
        for (budget, due) in [(cost, "allowed"), (cost - 1, "E0414")] {
            let run = format!("check state.yaml action.yaml --format json --budget {budget}");
            assert_eq!(verdicts(&folder.run(&run).json()), [due], "{condition}, {budget}");
        }
    }
}

/// A state whose audit costs too much is an error beside what is found in the others, however they are given.
#[test]
fn an_audit_that_costs_too_much_keeps_none_of_the_others_from_being_told() {
    let folder = Folder::empty();
    let (schema, _) = RULES.split_once("action dance").unwrap();
    let never = "never nobody-older\n  people where any b in people where b.age is more than age\n";
    folder.write("rules/pack.rules", format!("{schema}{never}"));
    folder.write("small.yaml", state(2));
    folder.write("large.yaml", state(300));
    let line = |people: usize| {
        let all: Vec<String> = (0..people)
            .map(|at| format!("{{\"id\": \"p{at}\", \"role\": \"member\", \"team\": \"t\", \"age\": {at}}}"))
            .collect();
        format!("{{\"seats\": 3, \"people\": [{}]}}\n", all.join(", "))
    };
    folder.write("both.jsonl", [line(300), line(2), line(300), line(3)].concat());
    for (states, found, over) in [
        ("large.yaml small.yaml", 1, vec!["large.yaml"]),
        ("both.jsonl", 3, vec!["both.jsonl:1", "both.jsonl:3"]),
    ] {
        let run = |more: &str| folder.run(&format!("audit {states} --budget 1000 {more}"));
        let ran = run("--format json");
        assert_eq!(ran.code, 2, "{ran:?}");
        let told = ran.json();
        assert_eq!(told["findings"].as_array().unwrap().len(), found, "{told}");
        let errors: Vec<&str> =
            told["errors"].as_array().unwrap().iter().map(|one| one["state"].as_str().unwrap()).collect();
        assert_eq!(errors, over);
        let first = &told["errors"][0];
        assert_eq!((&first["code"], &first["rule"]), (&json!("E0414"), &json!("nobody-older")));
        let ran = run("");
        assert_eq!((ran.code, ran.err.matches("[E0414]").count()), (2, over.len()), "{ran:?}");
        assert!(ran.out.contains("nobody-older"), "{ran:?}");
        assert_eq!(run("--format sarif").out.matches("\"ruleId\": \"E0414\"").count(), over.len());
    }
}
