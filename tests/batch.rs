//! `check` on JSON Lines, and typed actions: the same verdicts as one by one.

use crate::cli::{Folder, Ran, proposed};
use serde_json::{Value, json};

fn json_of(ran: &Ran) -> Value {
    serde_json::from_str(&ran.out).map_err(|error| format!("{error}: {ran:?}")).unwrap()
}

fn actions() -> Vec<Value> {
    let mut actions: Vec<Value> = [
        "anna invite_integrator via=web email=ivan@alfa.example",
        "boris invite_integrator via=mobile email=Ivan@Alfa.example",
        "olga invite_employee via=web email=new@acme.example",
        "nina log_in",
        "anna make_integrator user=maxim",
        "anna dismiss_integrator user=i1",
        "anna rehire_integrator user=roman",
        "boris appoint_administrator user=olga",
        "olga dismiss_administrator user=boris",
        "anna disable_two_factor user=i2",
        "anna set_everyone_may_invite value=false",
        "anna start_trial plan=basic",
        "olga start_trial plan=free",
        "olga escalate_support_question",
        "i1 enable_two_factor",
    ]
    .iter()
    .map(|action| proposed(action))
    .collect();
    for (day, action) in (10..).zip(&mut actions) {
        action["at"] = json!(format!("2024-05-{day}T09:00:00+03:00"));
    }
    actions
}

fn lines(actions: &[Value]) -> String {
    actions.iter().map(Value::to_string).collect::<Vec<_>>().join("\n") + "\n"
}

/// The results without the places of actions, which stand elsewhere.
fn results(ran: &Ran) -> Vec<Value> {
    let mut results = json_of(ran)["results"].as_array().unwrap().clone();
    for reason in results.iter_mut().flat_map(|result| result["reasons"].as_array_mut().unwrap()) {
        for fact in reason["facts"].as_array_mut().unwrap() {
            if fact["file"].as_str().is_some_and(|file| file != "portal.yaml") {
                fact["line"] = Value::Null;
                fact["file"] = Value::Null;
            }
        }
    }
    results
}

#[test]
fn lines_are_judged_as_a_list_is() {
    let folder = Folder::of("", "olga log_in");
    let actions = actions();
    folder.write("list.json", Value::from(actions.clone()).to_string());
    folder.write("lines.jsonl", lines(&actions));
    let list = folder.run("check portal.yaml list.json --format json");
    let stream = folder.run("check portal.yaml lines.jsonl --format json");
    assert_eq!((list.code, stream.code), (1, 1));
    assert_eq!(results(&list), results(&stream));
    for arguments in ["", "--explain", "-q", "--fix", "--lang ru"] {
        let list = folder.run(&format!("check portal.yaml list.json {arguments}"));
        let stream = folder.run(&format!("check portal.yaml lines.jsonl {arguments}"));
        let words = |ran: &Ran| {
            let lines =
                ran.out.lines().filter(|line| line.starts_with(['✓', '✗', '?']) || line.contains("actions:"));
            lines.map(str::to_owned).collect::<Vec<_>>()
        };
        assert_eq!(words(&list), words(&stream), "{arguments}");
    }
}

#[test]
fn each_fact_of_a_line_has_its_place() {
    let folder = Folder::of("", "olga log_in");
    let mut actions = vec![proposed("anna start_trial plan=basic"); 3];
    actions.push(proposed("anna invite_integrator via=mobile email=ivan@alfa.example"));
    folder.write("lines.jsonl", lines(&actions));
    let ran = json_of(&folder.run("check portal.yaml lines.jsonl --format json"));
    let reasons = ran["results"][3]["reasons"].as_array().unwrap();
    let facts = reasons.iter().flat_map(|reason| reason["facts"].as_array().unwrap());
    let via: Vec<&Value> = facts.filter(|fact| fact["path"] == "action.via").collect();
    assert!(!via.is_empty());
    for fact in via {
        assert_eq!((&fact["file"], &fact["line"]), (&json!("lines.jsonl"), &json!(4)));
    }
    let human = folder.run("check portal.yaml lines.jsonl").out;
    assert!(human.contains("lines.jsonl:4:"), "{human}");
}

#[test]
fn nothing_is_told_where_a_line_is_wrong() {
    let folder = Folder::of("", "olga log_in");
    let good = lines(&vec![proposed("olga escalate_support_question"); 5_000]);
    for (bad, code) in [
        ("{\"actor\": \"olga\"", "E0401"),
        ("{\"actor\": \"nobody\", \"action\": \"log_in\"}", "E0407"),
        ("{\"actor\": \"olga\", \"action\": \"log_in\", \"action\": \"log_in\"}", "E0404"),
        ("{\"actor\": \"olga\", \"action\": \"log_inn\"}", "E0402"),
        ("{\"actor\": \"anna\", \"action\": \"start_trial\"}", "E0408"),
        ("{\"actor\": \"anna\", \"action\": \"start_trial\", \"plan\": 1}", "E0403"),
        ("[]", "E0403"),
    ] {
        folder.write("lines.jsonl", format!("{good}{bad}\n"));
        for format in ["human", "json"] {
            let ran = folder.run(&format!("check portal.yaml lines.jsonl --format {format}"));
            assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{bad}");
            assert!(ran.err.contains(code) && ran.err.contains("lines.jsonl:5001:"), "{bad}: {}", ran.err);
        }
    }
    for none in ["", "\n \n"] {
        folder.write("lines.jsonl", none);
        let ran = folder.run("check portal.yaml lines.jsonl --format json");
        assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    }
}

#[test]
fn what_is_unusual_on_a_line_is_read_all_the_same() {
    let folder = Folder::of("", "olga log_in");
    let text = "\u{feff}{\"actor\": \"olga\", \"act\\u0069on\": \"escalate_support_question\"}\r\n\n  \
                {\"action\": \"escalate_support_question\", \"actor\": \"olg\\u0061\"}\n";
    folder.write("lines.jsonl", text);
    let ran = folder.run("check portal.yaml lines.jsonl --format json");
    let results = results(&ran);
    assert_eq!(results.len(), 2, "{ran:?}");
    assert!(results.iter().all(|result| result["actor"] == "olga"));
    folder.write("more.yaml", "actor: anna\naction: start_trial\nplan: basic\n");
    let both = json_of(&folder.run("check portal.yaml lines.jsonl more.yaml --format json"));
    assert_eq!(both["results"].as_array().unwrap().len(), 3);
}
