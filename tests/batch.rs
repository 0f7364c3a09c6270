//! `check` and `audit` on JSON Lines: the same as one by one, in the order of the lines, on any number of processors.

use crate::cli::{Folder, Ran, lines, patched, proposed, written};
use serde_json::{Value, json};

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

/// The results without the places of actions, which stand elsewhere.
fn results(ran: &Ran) -> Vec<Value> {
    let mut results = ran.json()["results"].as_array().unwrap().clone();
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

/// The code and the place of the first error that a run gives as JSON.
fn first_error(ran: &Ran) -> (String, String, u64) {
    let error = ran.json()["errors"][0].clone();
    let text = |key: &str| error[key].as_str().unwrap().to_owned();
    (text("code"), text("path"), error["line"].as_u64().unwrap())
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
    let ran = folder.run("check portal.yaml lines.jsonl --format json").json();
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
        let ran = folder.run("check portal.yaml lines.jsonl");
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{bad}");
        assert!(ran.err.contains(code) && ran.err.contains("lines.jsonl:5001:"), "{bad}: {}", ran.err);
        let ran = folder.run("check portal.yaml lines.jsonl --format json");
        assert_eq!((ran.code, ran.err.as_str()), (2, ""), "{bad}");
        assert_eq!(first_error(&ran), (code.to_owned(), "lines.jsonl".to_owned(), 5001), "{bad}");
    }
    for none in ["", "\n \n"] {
        folder.write("lines.jsonl", none);
        let ran = folder.run("check portal.yaml lines.jsonl --format json");
        assert_eq!((ran.code, &ran.json()["errors"][0]["code"]), (2, &json!("E0410")));
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
    let both = folder.run("check portal.yaml lines.jsonl more.yaml --format json").json();
    assert_eq!(both["results"].as_array().unwrap().len(), 3);
}

/// So many actions that they make many chunks, each at its own minute.
fn many() -> Vec<Value> {
    let kinds = actions();
    let minute =
        |at: usize| format!("2024-05-{:02}T{:02}:{:02}:00+03:00", 1 + at / 1440, at / 60 % 24, at % 60);
    (0..8_000)
        .map(|at| {
            let mut action = kinds[at * 7 % kinds.len()].clone();
            action["at"] = json!(minute(at));
            action
        })
        .collect()
}

const THREADS: [&str; 3] = ["RAYON_NUM_THREADS=1", "RAYON_NUM_THREADS=2", "RAYON_NUM_THREADS=7"];

#[test]
fn results_keep_the_order_of_the_lines() {
    let folder = Folder::of("", "olga log_in");
    let actions = many();
    folder.write("lines.jsonl", lines(&actions));
    folder.write("list.json", Value::from(actions.clone()).to_string());
    let list = folder.run("check portal.yaml list.json --format json");
    let ran =
        THREADS.map(|threads| folder.run_with("check portal.yaml lines.jsonl --format json", "", threads));
    assert!(ran.iter().all(|one| one.out == ran[0].out && one.code == list.code));
    assert!(results(&ran[0]) == results(&list));
    let told = ran[0].json()["results"].as_array().unwrap().clone();
    assert!(
        told.len() == actions.len() && told.iter().zip(&actions).all(|(told, own)| told["at"] == own["at"])
    );
    for arguments in ["--format json", "-q"] {
        let named = folder.run(&format!("check portal.yaml lines.jsonl {arguments}"));
        let piped = folder.run_with(&format!("check portal.yaml - {arguments}"), &lines(&actions), "");
        assert!(piped.out.replace("<stdin>", "lines.jsonl") == named.out && piped.code == named.code);
    }
}

#[test]
fn of_a_stream_what_stands_before_a_wrong_line_is_told() {
    let folder = Folder::of("", "olga log_in");
    let actions = many();
    let (first, second) = actions.split_at(5_000);
    for bad in ["{\"actor\": \"olga\"", "{\"actor\": \"nobody\", \"action\": \"log_in\"}", "null"] {
        let text = format!("{}{bad}\n{}", lines(first), lines(second));
        for threads in THREADS {
            let ran = folder.run_with("check portal.yaml - --format json", &text, threads);
            assert!(ran.code == 2 && ran.err.contains("standard input:5001:"), "{bad}: {}", ran.err);
            assert!(ran.err.contains(bad.split(',').next().unwrap()), "{bad}: {}", ran.err);
            let told: Value = serde_json::from_str(&(ran.out + "]}")).unwrap();
            assert_eq!(told["results"].as_array().unwrap().len(), first.len(), "{bad}");
        }
    }
}

#[test]
fn irregular_lines_stand_among_regular_ones() {
    let folder = Folder::of("", "olga log_in");
    let question = |actor: &str, at: usize| {
        let regular = proposed(&format!("{actor} escalate_support_question")).to_string();
        match at % 5 {
            0 => format!("{{'actor': '{actor}', action: escalate_support_question}}"),
            1 => regular.replace("action", "act\\u0069on") + "\r",
            2 => format!(" \t\r\n{}", regular.replace('a', "\\u0061")),
            3 => format!("  {regular} # so it is\n"),
            _ => regular,
        }
    };
    let actors = ["olga", "anna", "boris", "nina", "i1", "maxim", "roman"];
    let text: Vec<String> = (0..4_000).map(|at| question(actors[at % actors.len()], at)).collect();
    let text = format!("\u{feff}{}", text.join("\n"));
    folder.write("lines.jsonl", &text);
    let ran = folder.run("check portal.yaml lines.jsonl --format json");
    let told: Vec<Value> = results(&ran).iter().map(|result| result["actor"].clone()).collect();
    let due: Vec<Value> = (0..4_000).map(|at| json!(actors[at % actors.len()])).collect();
    assert!(told == due, "{}", ran.err);
    let twice = "{\"actor\": \"olga\", \"action\": \"log_in\", \"actor\": \"anna\"}\n";
    folder.write("lines.jsonl", format!("{text}\n{twice}"));
    let ran = folder.run("check portal.yaml lines.jsonl --format json");
    assert_eq!((ran.code, &ran.json()["errors"][0]["code"]), (2, &json!("E0404")));
}

#[test]
fn a_calculation_that_fails_is_found_before_anything_is_told() {
    let folder = Folder::empty();
    folder.write(
        "rules/pack.rules",
        "state {\n  users: each user by id {\n    id: String\n    role: Role\n    n: Int\n  }\n}\n\
         role member\naction go(m: Int)\npermit all-go\n  every user may go when actor.n * m is at least 1\n",
    );
    folder.write("state.yaml", "users: [{id: a, role: member, n: 9223372036854775807}]\n");
    let good = "{\"actor\": \"a\", \"action\": \"go\", \"m\": 1}\n".repeat(3_000);
    let bad = "{\"actor\": \"a\", \"action\": \"go\", \"m\": 2}\n";
    folder.write("lines.jsonl", good.clone() + bad + &good);
    let ran = folder.run("check state.yaml lines.jsonl --format json");
    assert_eq!((ran.code, first_error(&ran)), (2, ("E0411".to_owned(), "rules/pack.rules".to_owned(), 11)));
    let ran = folder.run("check state.yaml lines.jsonl");
    assert_eq!((ran.code, ran.out.as_str()), (2, ""));
    assert!(ran.err.contains("E0411") && ran.err.contains("actor.n * m"), "{}", ran.err);
    folder.write("lines.jsonl", good);
    assert_eq!(folder.run("check state.yaml lines.jsonl -q").code, 0);
    folder.write("more.json", "{\"actor\": \"a\", \"action\": \"go\", \"m\": 2}");
    let ran = folder.run("check state.yaml lines.jsonl more.json -q");
    assert!(ran.code == 2 && ran.out.is_empty() && ran.err.contains("E0411"), "{}", ran.err);
}

/// So many states that they make many chunks.
fn states() -> Vec<Value> {
    let patches =
        ["", "user_limit=1", "-partners", "users.i1.status=dismissed", "users.boris.email=ivan@alfa.example"];
    let kinds: Vec<Value> =
        patches.iter().map(|patch| serde_json::from_str(&written(&patched(patch))).unwrap()).collect();
    (0..200).map(|at| kinds[at * 3 % 7 % kinds.len()].clone()).collect()
}

/// A folder with the rules and a file of states, and one that holds a single one of them, on the line where it stands.
fn folders(states: &[Value], at: usize) -> [Folder; 2] {
    let folder = || Folder::empty().with("rules", "", "rules").with("rules", "documents", "md");
    let (all, one) = (folder(), folder());
    all.write("states.jsonl", lines(states));
    one.write("states.jsonl", "\n".repeat(at) + &states[at].to_string());
    [all, one]
}

#[test]
fn states_on_lines_are_audited_as_single_ones_are() {
    let states = states();
    let audit = "audit states.jsonl --at 2024-05-12 --format json";
    let [all, one] = folders(&states, 0);
    let ran = THREADS.map(|threads| all.run_with(audit, "", threads));
    assert!(ran.iter().all(|one| one.out == ran[0].out && one.code == 1));
    let piped = all.run_with("audit - --at 2024-05-12 --format json", &lines(&states), "");
    assert!(piped.out.replace("<stdin>", "states.jsonl") == ran[0].out);
    // It is one document, written as any other is.
    let told = ran[0].json();
    assert!(serde_json::to_string_pretty(&told).unwrap() + "\n" == ran[0].out);
    let mut found = 0;
    for at in [0, 1, 2, 3, 4, 99, 199] {
        one.write("states.jsonl", "\n".repeat(at) + &states[at].to_string());
        let single = one.run(audit).json();
        for list in ["findings", "undetermined"] {
            let name = json!(format!("states.jsonl:{}", at + 1));
            let own = told[list].as_array().unwrap().iter().filter(|finding| finding["state"] == name);
            found += single[list].as_array().unwrap().len();
            assert!(own.eq(single[list].as_array().unwrap()), "{list} of {name}");
        }
    }
    assert!(found > 9);
    let line = |finding: &Value| {
        let name = finding["state"].as_str().unwrap();
        name.strip_prefix("states.jsonl:").unwrap().parse::<usize>().unwrap()
    };
    assert!(told["findings"].as_array().unwrap().iter().map(line).is_sorted());
}

#[test]
fn people_are_told_of_each_state_on_a_line() {
    let states = states();
    for (arguments, at) in [("-q", 0), ("--lang ru", 121), ("", 199)] {
        let [all, one] = folders(&states, at);
        let audit = format!("audit states.jsonl --at 2024-05-12 {arguments}");
        let ran = THREADS.map(|threads| all.run_with(&audit, "", threads));
        assert!(ran.iter().all(|one| one.out == ran[0].out && one.code == 1));
        let single = one.run(&audit).out;
        let (told, _) = single.rsplit_once("\n\n").unwrap();
        let day = if arguments.contains("ru") { "12 мая 2024" } else { "12 May 2024" };
        assert!(told.starts_with(&format!("states.jsonl:{}, {day}\n", at + 1)));
        assert!(ran[0].out.contains(&format!("{told}\n\n")), "{told}");
        // Below stand a line for each state and one for all.
        let table: Vec<&str> = ran[0].out.lines().rev().take(states.len() + 1).collect();
        for (line, row) in (1..).zip(table.iter().rev().take(states.len())) {
            assert!(row.starts_with(&format!("states.jsonl:{line} ")), "{line}: {row}");
        }
    }
}

#[test]
fn nothing_is_told_where_a_state_is_wrong() {
    let folder = Folder::empty().with("rules", "", "rules").with("rules", "documents", "md");
    let states = states();
    let (first, second) = states.split_at(150);
    for (bad, code) in [
        ("{\"edition\": \"cloud\"", "E0401"),
        ("{\"edtion\": \"cloud\"}", "E0402"),
        ("{\"edition\": \"cloud\", \"edition\": \"cloud\"}", "E0404"),
        ("{\"users\": [{\"email\": \"a@b.example\"}]}", "E0408"),
        ("edition: cloud", "E0403"),
        ("[]", "E0403"),
    ] {
        let text = format!("{}{bad}\n{}", lines(first), lines(second));
        folder.write("states.jsonl", &text);
        let named = |arguments: &str| folder.run(&format!("audit states.jsonl {arguments}"));
        let piped = |arguments: &str| folder.run_with(&format!("audit - {arguments}"), &text, "");
        for (ran, name) in [(named(""), "states.jsonl"), (piped(""), "standard input")] {
            assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{bad}");
            let place = format!("{name}:151:");
            assert!(ran.err.contains(code) && ran.err.contains(&place), "{bad}: {}", ran.err);
        }
        for (ran, name) in [(named("--format json"), "states.jsonl"), (piped("--format json"), "<stdin>")] {
            assert_eq!((ran.code, ran.err.as_str()), (2, ""), "{bad}");
            assert_eq!(first_error(&ran), (code.to_owned(), name.to_owned(), 151), "{bad}");
        }
    }
}

#[test]
fn states_are_read_as_they_are_written() {
    let folder = Folder::empty().with("rules", "", "rules").with("rules", "documents", "md");
    let state = states()[1].to_string();
    let odd = format!(
        "\u{feff}{{'user_limit': 1}}\r\n\n  \t\n {state} # so it is\n{}\n\n",
        state.replacen("users", "us\\u0065rs", 1)
    );
    folder.write("states.jsonl", odd);
    let ran = folder.run("audit states.jsonl --at 2024-05-12 --format json").json();
    let found = ran["findings"].as_array().unwrap();
    let of = |line: usize| {
        let own = found.iter().filter(|one| one["state"] == json!(format!("states.jsonl:{line}")));
        own.map(|one| one["rule"].clone()).collect::<Vec<_>>()
    };
    assert!(of(4) == of(5) && !of(4).is_empty() && of(4).len() + of(5).len() == found.len(), "{ran:#}");
    for (text, code) in [("{\"edition\": \"cloud\"}\n", 3), ("{}", 3)] {
        folder.write("states.jsonl", text);
        assert_eq!(folder.run("audit states.jsonl --format json").code, code);
    }
}

#[test]
fn moments_are_told_as_they_were_written() {
    let folder = Folder::of("", "olga log_in");
    let moments = [
        "2024-05-11",
        "0001-01-02",
        "9999-12-31",
        "2024-05-11T09:08:07+03:00",
        "2024-02-29T00:00:00Z",
        "2024-05-11T23:59:59-03:30",
        "2024-05-11T00:00:00+12:45",
        "1999-12-31T23:59:59-00:30",
        "2024-05-11T09:08:07.250+03:00",
        "2024-05-11T09:08:07.000001Z",
    ];
    let actions = moments.map(|at| {
        let mut action = proposed("olga escalate_support_question");
        action["at"] = json!(at);
        action
    });
    folder.write("lines.jsonl", lines(&actions));
    let results = results(&folder.run("check portal.yaml lines.jsonl --format json"));
    let told: Vec<&str> = results.iter().map(|result| result["at"].as_str().unwrap()).collect();
    assert_eq!(told, moments);
}
