//! `simulate` and `audit` from outside: actions in order, and what is wrong in states.

use crate::cli::{Folder, Ran, cells, lines, patched, proposed, written};
use serde_json::{Value, json};
use std::process::{Command, Stdio};

/// Actions of some days: what is allowed, denied and open changes as they go.
fn week(seed: usize) -> Vec<Value> {
    let actions = [
        "anna invite_integrator via=web email=ivan@alfa.example",
        "ivan@alfa.example log_in",
        "ivan@alfa.example enable_two_factor",
        "nina log_in",
        "nina invite_employee via=web email=new@acme.example",
        "new@acme.example log_in",
        "anna dismiss_integrator user=i1",
        "anna rehire_integrator user=i1",
        "anna rehire_integrator user=roman",
        "boris make_integrator user=maxim",
        "maxim set_everyone_may_invite value=false",
        "olga invite_integrator via=web email=ivan@alfa.example",
        "anna set_everyone_may_invite value=true",
        "anna appoint_administrator user=olga",
        "olga dismiss_administrator user=boris",
        "boris start_trial plan=basic",
        "anna start_trial plan=basic",
        "olga escalate_support_question",
        "anna disable_two_factor user=i2",
        "i1 dismiss_integrator user=i2",
    ];
    let mut at = 10;
    let mut next = seed;
    let mut week = Vec::new();
    for number in 0..60 {
        next = (next * 1_103 + 12_345) % 100_003;
        // Those who act later are invited first.
        let action = match number {
            0 => "anna invite_integrator via=web email=ivan@alfa.example",
            1 => "anna invite_employee via=web email=new@acme.example",
            _ => actions[next % actions.len()],
        };
        at += next % 20;
        let mut action = proposed(action);
        action["at"] = json!(format!("2024-05-{:02}T{:02}:00:00+03:00", 10 + at / 240, at / 10 % 24));
        week.push(action);
    }
    week
}

#[test]
fn one_step_is_what_check_says() {
    for action in cells(
        "olga invite WEB; olga invite_integrator via=mobile email=ivan@alfa.example; maxim log_in;
         anna make_integrator user=maxim; fedor log_in; boris start_trial plan=free",
    ) {
        for patch in ["", "-partners", "integrators=10 plan=basic"] {
            let folder = Folder::of(patch, action);
            let checked = folder.run("CHECK --format json");
            let played = folder.run("simulate portal.yaml action.yaml --format json");
            assert_eq!(checked.code, played.code, "{action}");
            let (checked, mut played) = (checked.json(), played.json());
            let step = played["steps"][0].as_object_mut().unwrap();
            let allowed = step["verdict"] == "allowed";
            for key in ["changes", "deadlines"] {
                let told = step.remove(key).unwrap();
                assert!(allowed || told == json!([]), "{action}: {told}");
            }
            assert_eq!(checked["results"][0], Value::Object(step.clone()), "{action}");
            assert_eq!(played["version"], 1);
        }
    }
}

#[test]
fn what_is_denied_changes_nothing() {
    for seed in [1, 2, 3, 4] {
        let folder = Folder::of("", "olga log_in");
        let week = week(seed);
        folder.write("all.yaml", Value::from(week.clone()).to_string());
        let all = folder.run("simulate portal.yaml all.yaml --format json --out all.state.yaml").json();
        let steps = all["steps"].as_array().unwrap();
        assert_eq!(steps.len(), week.len());
        let allowed = |step: &Value| step["verdict"] == "allowed";
        let kept: Vec<Value> =
            week.iter().zip(steps).filter(|(_, step)| allowed(step)).map(|(one, _)| one.clone()).collect();
        assert!(!kept.is_empty() && kept.len() < week.len(), "{kept:?}");
        folder.write("kept.yaml", Value::from(kept).to_string());
        let kept = folder.run("simulate portal.yaml kept.yaml --format json --out kept.state.yaml");
        assert_eq!(kept.code, 0, "{}", kept.err);
        let kept = kept.json();
        assert!(kept["steps"].as_array().unwrap().iter().all(allowed));
        assert_eq!(kept["state"], all["state"]);
        assert_eq!(folder.read("kept.state.yaml"), folder.read("all.state.yaml"));
        // The state is one that every verb reads, and going on from it is going on.
        let (first, second) = week.split_at(week.len() / 2);
        folder.write("first.yaml", Value::from(first.to_vec()).to_string());
        folder.write("second.yaml", Value::from(second.to_vec()).to_string());
        folder.run("simulate portal.yaml first.yaml --out between.yaml -q");
        let rest = folder.run("simulate between.yaml second.yaml --format json").json();
        assert_eq!(rest["state"], all["state"]);
    }
}

#[test]
fn a_stream_is_played_as_a_file_is() {
    let folder = Folder::of("", "olga log_in");
    let week = week(5);
    folder.write("week.yaml", Value::from(week.clone()).to_string());
    folder.write("week.jsonl", lines(&week));
    let without_places = |mut played: Value| {
        for step in played["steps"].as_array_mut().unwrap() {
            for list in ["reasons", "unsettled"] {
                for reason in step[list].as_array_mut().unwrap() {
                    reason["facts"].as_array_mut().unwrap().iter_mut().for_each(|fact| {
                        fact.as_object_mut().unwrap().retain(|key, _| key != "file" && key != "line");
                    });
                }
            }
        }
        played
    };
    let file = folder.run("simulate portal.yaml week.yaml --format json");
    let named = folder.run("simulate portal.yaml week.jsonl --format json");
    let piped = folder.run_with("simulate portal.yaml - --format json", &lines(&week), "");
    let due = without_places(file.json());
    for ran in [&named, &piped] {
        assert_eq!(ran.code, file.code, "{}", ran.err);
        assert_eq!(without_places(ran.json()), due);
    }
    // What a stream has given before it breaks is given.
    let broken = lines(&week) + "{\"actor\": \"olga\", \"action\": \"log_on\", \"at\": \"2024-06-01\"}\n";
    let ran = folder.run_with("simulate portal.yaml - -q", &broken, "");
    assert_eq!((ran.code, ran.out.lines().count()), (2, week.len()), "{}", ran.err);
    assert!(ran.text().contains("did you mean `log_in`"), "{}", ran.err);
    assert!(ran.err.contains(&format!("standard input:{}:", week.len() + 1)), "{}", ran.err);
    folder.write("broken.yaml", broken.replace('\n', "\n---\n").trim_end_matches("---\n"));
    let ran = folder.run("simulate portal.yaml broken.yaml --out left.yaml");
    assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{}", ran.err);
    assert!(!folder.path("left.yaml").exists());
}

#[test]
fn steps_tell_what_they_change() {
    let actions = "olga invite WEB;ivan@alfa.example log_in;ivan@alfa.example enable_two_factor;\
                   anna dismiss_integrator user=ivan@alfa.example;anna set_everyone_may_invite value=false;\
                   olga invite WEB;anna start_trial plan=basic;anna invite WEB";
    let folder = Folder::of("", actions);
    let ran = folder.run("simulate portal.yaml action.yaml --lang en");
    for said in [
        "1. ✓ allowed: olga, invite an integrator",
        "users.ivan@alfa.example: new {id: ivan@alfa.example, email: ivan@alfa.example, role: integrator, status: invited",
        "two-factor-deadline: ivan@alfa.example, due 21 May 2024: the deadline starts",
        "users.ivan@alfa.example.status: invited → active",
        "users.ivan@alfa.example.two_factor_enabled: none → 2024-05-11T12:00:00+03:00",
        "two-factor-deadline: ivan@alfa.example, due 21 May 2024: met",
        "two-factor-deadline: ivan@alfa.example, due 21 May 2024: no longer due",
        "settings.everyone_may_invite: true → false",
        "6. ✗ denied: olga, invite an integrator",
        "trials[0]: new {plan: basic, started: 2024-05-11T12:00:00+03:00}",
        "8 steps: 6 allowed, 2 denied",
    ] {
        assert!(ran.text().contains(said), "{said}\n{}", ran.out);
    }
    assert_eq!(ran.code, 1);
    let stopped = folder.run("simulate portal.yaml action.yaml --stop -q --lang ru");
    assert!(stopped.out.ends_with("6 шагов: 5 разрешено, 1 запрещён\n"), "{}", stopped.out);
    let yaml = folder.run("simulate portal.yaml action.yaml --out -");
    assert!(yaml.out.starts_with("edition: cloud\n"), "{}", yaml.out);
}

#[test]
fn time_does_not_go_backwards() {
    let at = |at: &str| {
        let mut action = proposed("olga log_in");
        action["at"] = json!(at);
        action
    };
    for (times, code) in [
        ("2024-05-11;2024-05-11;2024-05-12", 0),
        ("2024-05-11T12:00:00+03:00;2024-05-11;2024-05-11T12:00:00+03:00", 0),
        ("2024-05-11T12:00:00+03:00;2024-05-11T09:00:00Z", 0),
        ("2024-05-11T12:00:00+03:00;2024-05-11T11:59:59+03:00", 2),
        ("2024-05-11T12:00:00+03:00;2024-05-11;2024-05-11T11:00:00+03:00", 2),
        ("2024-05-12;2024-05-11T23:59:59+03:00", 2),
        ("2024-05-12;2024-05-11T21:00:00Z", 0),
    ] {
        let folder = Folder::of("", "olga log_in");
        folder.write("times.json", cells(times).map(at).collect::<Value>().to_string());
        let ran = folder.run("simulate portal.yaml times.json -q");
        assert_eq!(ran.code, code, "{times}: {}", ran.err);
        assert_eq!(code == 2, ran.err.contains("E0412") && ran.out.is_empty(), "{times}: {}", ran.err);
    }
}

/// A patch after which so many integrators have done what is due.
fn done(integrators: usize) -> String {
    let words = (1..=integrators).map(|number| format!("users.i{number}.two_factor_enabled=2024-05-02"));
    words.chain([String::new()]).collect::<Vec<_>>().join(" ")
}

/// The findings of a portal: rule, subject and, of what is upcoming, the last day; then what is undetermined.
fn found(patch: &str, arguments: &str) -> (i32, String) {
    let folder = Folder::new();
    folder.write("portal.yaml", written(&patched(patch)));
    let ran = folder.run(&format!("audit portal.yaml --format json {arguments}"));
    let json = ran.json();
    let mut said = Vec::new();
    for finding in json["findings"].as_array().unwrap() {
        let word = |key: &str| finding[key].as_str().unwrap_or("-").to_owned();
        assert!(!word("message").is_empty() && !finding["citations"].as_array().unwrap().is_empty());
        said.push(format!("{} {} {} {}", word("severity"), word("rule"), word("subject"), word("due")));
    }
    for open in json["undetermined"].as_array().unwrap() {
        said.push(format!("undetermined {} {}", open["rule"].as_str().unwrap(), open["missing"]));
    }
    (ran.code, said.join("; "))
}

#[test]
fn audits_find_what_the_contract_lists() {
    let trial = |started: &str| format!("{{\"plan\":\"basic\",\"started\":\"{started}\"}}");
    let (one, two) = (trial("2024-05-01"), format!("{},{}", trial("2022-01-01"), trial("2023-01-01")));
    for (integrators, patch, at, code, due) in [
        (8, "", "2024-05-11", 0, "upcoming two-factor-deadline i9 2024-05-11"),
        (8, "", "2024-05-11T23:59:59+03:00", 0, "upcoming two-factor-deadline i9 2024-05-11"),
        (8, "", "2024-05-11T21:00:00Z", 1, "violation two-factor-deadline i9 2024-05-11"),
        (8, "", "2024-05-12", 1, "violation two-factor-deadline i9 2024-05-11"),
        (8, "users.i9.status=dismissed", "2024-06-01", 0, ""),
        (8, "users.i9.two_factor_enabled=2024-05-11", "2024-06-01", 0, ""),
        (
            8,
            "users.i9.two_factor_enabled=2024-05-12",
            "2024-05-12",
            1,
            "violation two-factor-deadline i9 2024-05-11",
        ),
        // Done in time, it does not matter whether it was due; linked, it does whether it is an administrator.
        (9, "-users.i9.role", "2024-05-12", 3, "undetermined no-outside-administrators [\"users.i9.role\"]"),
        (
            8,
            "-users.i9.role",
            "2024-05-12",
            3,
            "undetermined no-outside-administrators [\"users.i9.role\"]; \
             undetermined two-factor-deadline [\"users.i9.role\"]",
        ),
        (11, "integrators=11", "2024-05-11", 1, "violation ten-integrators users -"),
        (10, "integrators=10", "2024-05-11", 0, ""),
        (
            9,
            "users.boris.email=ivan@alfa.example",
            "2024-05-11",
            1,
            "violation no-outside-administrators boris -",
        ),
        (9, "users.i3.email=i3@gamma.example", "2024-05-11", 1, "violation linked-integrators i3 -"),
        (9, "users.i3.email=i3@gamma.example users.i3.status=dismissed", "2024-05-11", 0, ""),
        (9, "user_limit=4", "2024-05-11", 1, "violation user-limit users -"),
        (9, "user_limit=5", "2024-05-11", 0, ""),
        (9, "-user_limit", "2024-05-11", 0, ""),
        (9, &format!("trials=[{two}]"), "2024-05-11", 1, "violation one-trial trials -"),
        (9, &format!("trials=[{one}]"), "2024-05-30", 0, "upcoming trial-period trials[0] 2024-05-30"),
        (9, &format!("trials=[{one}]"), "2024-05-31", 0, ""),
        (9, &format!("trials=[{one}]"), "2024-04-30", 0, ""),
        (
            9,
            "-trials",
            "2024-05-11",
            3,
            "undetermined one-trial [\"trials\"]; undetermined trial-period [\"trials\"]",
        ),
        (
            9,
            "-partners user_limit=1",
            "2024-05-11",
            1,
            "violation user-limit users -; undetermined linked-integrators [\"partners\"]; \
          undetermined no-outside-administrators [\"partners\"]",
        ),
    ] {
        // The number of integrators comes first, so that there is somebody to patch.
        let (first, rest) = match patch.strip_prefix("integrators=") {
            Some(number) => (format!("integrators={number}"), ""),
            None => (String::new(), patch),
        };
        let (got, said) = found(&format!("{first} {} {rest}", done(integrators)), &format!("--at {at}"));
        assert_eq!((got, said.as_str()), (code, due), "{patch} at {at}");
    }
}

#[test]
fn what_is_upcoming_is_due_within_a_time() {
    let due = "upcoming two-factor-deadline i9 2024-05-11";
    for (within, at, expected) in [
        ("1d", "2024-05-10", due),
        ("1d", "2024-05-09", ""),
        ("7days", "2024-05-04", due),
        ("1w", "2024-05-03", ""),
        ("24h", "2024-05-11T00:00:00+03:00", due),
        ("24h", "2024-05-10T23:00:00+03:00", ""),
        ("1mo", "2024-05-02", due),
    ] {
        let (_, said) = found(&done(8), &format!("--at {at} --within {within}"));
        assert_eq!(said, expected, "{within} {at}");
    }
    let folder = Folder::of("", "olga log_in");
    for wrong in ["7", "d", "0d", "7x", "-1d"] {
        let ran = folder.run(&format!("audit portal.yaml --within={wrong}"));
        assert_eq!((ran.code, ran.out.as_str()), (2, ""), "{wrong}");
    }
}

#[test]
fn many_states_are_audited_in_one_run() {
    let folder = Folder::of(&done(8), "olga log_in");
    let states = [
        "users.i9.status=dismissed",
        "user_limit=1 users.i9.status=dismissed",
        "-partners users.i9.status=dismissed",
    ];
    let states: Vec<Value> = states
        .iter()
        .map(|patch| serde_json::from_str(&written(&patched(&(done(9) + patch)))).unwrap())
        .collect();
    folder.write("states.jsonl", lines(&states));
    folder.write("states.yaml", lines(&states).trim_end().replace('\n', "\n---\n"));
    let ran = folder.run("audit states.jsonl portal.yaml --at 2024-05-10 -q --lang en");
    assert_eq!(ran.code, 1);
    for said in [
        "states.jsonl:2, 10 May 2024 ✗ violation: user-limit, users",
        "states.jsonl:3, 10 May 2024 ? undetermined: linked-integrators",
        "states.jsonl:1 0 0 0 states.jsonl:2 1 0 0 states.jsonl:3 0 2 0 portal.yaml 0 0 1 all states 1 2 1",
    ] {
        assert!(ran.text().contains(said), "{said}\n{}", ran.out);
    }
    let piped = folder.run_with("audit - --at 2024-05-10 --format json", &lines(&states), "");
    let named = folder.run("audit states.yaml --at 2024-05-10 --format json");
    let rules = |ran: &Ran| -> Vec<Value> {
        ran.json()["findings"].as_array().unwrap().iter().map(|one| one["rule"].clone()).collect()
    };
    assert_eq!((rules(&piped), piped.code), (rules(&named), named.code));
    let github = folder.run("audit states.jsonl --at 2024-05-10 --format github");
    assert!(github.out.contains("::error file=states.jsonl,line=2,"), "{}", github.out);
    let sarif = folder.run("audit states.jsonl --at 2024-05-10 --format sarif").json();
    let results = sarif["runs"][0]["results"].as_array().unwrap();
    let line = &results[0]["locations"][0]["physicalLocation"]["region"]["startLine"];
    assert_eq!((results.len(), line), (3, &json!(2)), "{sarif:#}");
    let wrong = folder.run_with("audit -", "{\"edition\": \"cloud\"}\n{\"edtion\": \"cloud\"}\n", "");
    assert_eq!((wrong.code, wrong.out.as_str()), (2, ""));
    assert!(wrong.err.contains("standard input:2:2"), "{}", wrong.err);
    for nothing in ["", "\n\n"] {
        folder.write("none.jsonl", nothing);
        let ran = folder.run("audit none.jsonl");
        assert!(ran.code == 2 && ran.err.contains("E0410"), "{}", ran.err);
    }
}

#[test]
fn the_state_that_is_left_is_whole_and_is_read_again() {
    // Who reads the steps may have read enough: the state hangs on all of them.
    let folder = Folder::of("-user_limit", "olga log_in");
    let actions: Vec<Value> = (0..3_000)
        .map(|number| proposed(&format!("anna invite_employee via=web email=e{number}@acme.example")))
        .collect();
    folder.write("many.jsonl", lines(&actions));
    let mut command = Command::new(env!("CARGO_BIN_EXE_ustav"));
    command.args(["simulate", "portal.yaml", "many.jsonl", "--out", "left.json"]);
    let mut child =
        command.current_dir(folder.path("")).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
    drop(child.stdout.take());
    assert_eq!(child.wait().unwrap().code(), Some(0));
    assert_eq!(folder.read("left.json").matches("- id: ").count(), 3_000 + 16);
    // Texts that look like something else stay texts.
    for odd in [
        "2024-05-11T10:00:00Z@q",
        "2024-05-11@q",
        "true@q",
        "1e3@q",
        "~@q",
        "a:b#c@q",
        "«ж»@q",
        "-x@q",
        "0x10@q",
    ] {
        let mut action = proposed("anna invite_employee via=web");
        action["email"] = json!(odd);
        folder.write("odd.json", action.to_string());
        assert_eq!(folder.run("simulate portal.yaml odd.json --out odd.yaml -q").code, 0, "{odd}");
        let again = folder.run("simulate odd.yaml odd.json --format json").json();
        let emails: Vec<&Value> =
            again["state"]["users"].as_array().unwrap().iter().map(|user| &user["email"]).collect();
        assert!(emails.contains(&&json!(odd)), "{odd}: {}", folder.read("odd.yaml"));
    }
}

#[test]
#[cfg(unix)]
fn files_are_written_as_files_are() {
    use std::os::unix::fs::{PermissionsExt, symlink};
    let folder = Folder::of("", "olga log_in");
    let mode = |name: &str| std::fs::metadata(folder.path(name)).unwrap().permissions().mode() & 0o777;
    folder.write("plain", "");
    let simulate = |out: &str| folder.run(&format!("simulate portal.yaml action.yaml -q --out {out}"));
    assert_eq!((simulate("new.yaml").code, mode("new.yaml")), (0, mode("plain")));
    symlink("new.yaml", folder.path("link.yaml")).unwrap();
    assert_eq!(simulate("link.yaml").code, 0);
    assert!(folder.path("link.yaml").is_symlink());
    folder.write("kept.yaml", "kept");
    std::fs::set_permissions(folder.path("kept.yaml"), PermissionsExt::from_mode(0o444)).unwrap();
    symlink("nowhere", folder.path("lost.yaml")).unwrap();
    for (out, said) in [
        ("kept.yaml", "the file is read-only"),
        ("lost.yaml", "the link leads nowhere"),
        ("none/x.yaml", "there is no folder"),
        (".", "it is a folder"),
    ] {
        let ran = simulate(out);
        assert!(ran.code == 2 && ran.err.contains("E0604") && ran.text().contains(said), "{}", ran.err);
    }
    assert_eq!(folder.read("kept.yaml"), "kept");
    assert_eq!(simulate("/dev/null").code, 0);
}

#[test]
fn an_effect_that_leaves_the_range_of_numbers_is_an_error() {
    let folder = Folder::empty();
    folder.write(
        "rules/pack.rules",
        "state { n: Int
  users: each user by id { id: String
    role: Role }
}
role member
action double
  effect n becomes n * 2
permit all every user may double
",
    );
    folder.write("portal.yaml", "n: 9223372036854775807\nusers: [{id: a, role: member}]\n");
    folder.write("action.yaml", "{actor: a, action: double, at: 2024-05-11}");
    for verb in ["check", "simulate"] {
        let ran = folder.run(&format!("{verb} portal.yaml action.yaml"));
        assert!(ran.code == 2 && ran.err.contains("E0411") && ran.err.contains("n * 2"), "{}", ran.err);
    }
}

#[test]
fn what_is_due_to_the_minute_is_told_to_the_minute() {
    let folder = Folder::empty();
    folder.write(
        "rules/pack.rules",
        "state {
  time_zone: TimeZone = UTC
  users: each user by id { id: String
    role: Role
    invited: Date
    done: Date? }
}
role member
action go
permit all every user may go
deadline soon each user must have done within 90 minutes of invited
  does not stop anything
  say en \"by {due}\"
",
    );
    let user = "{id: a, role: member, invited: 2024-03-30T23:00:00+01:00}";
    folder.write("portal.yaml", format!("time_zone: Europe/Berlin\nusers: [{user}]\n"));
    folder.write("action.yaml", "{actor: a, action: go, at: 2024-03-31}");
    let told = "due 31 March 2024, 00:30 Berlin";
    assert!(folder.run("check portal.yaml action.yaml").text().contains(told));
    let audit = "audit portal.yaml --at 2024-03-31T00:29:59+01:00";
    assert!(folder.run(audit).text().contains(told));
    assert!(folder.run(audit).text().contains("by 31 March 2024, 00:30 Berlin"));
    let json = folder.run(&format!("{audit} --format json")).json();
    let found = &json["findings"][0];
    let due = (json!("2024-03-31"), json!("2024-03-31T00:30:00+01:00"));
    assert_eq!((&found["due"], &found["end"]), (&due.0, &due.1));
    assert_eq!(found["message"], "by 2024-03-31");
    assert_eq!(folder.run("audit portal.yaml --at 2024-03-31T00:30:00+01:00").code, 1);
}
