//! What the listings say that were asked for, and what is said of a name that is not there.

use std::fs;
use std::path::Path;
use std::process::Command;

/// What people read, in one line: standard output, or where there is none what is wrong.
fn said(arguments: &[&str]) -> (Option<i32>, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_ustav"))
        .args(arguments)
        .args(if arguments.contains(&"--rules") { &[][..] } else { &["--rules", "rules/bitrix24"] })
        .current_dir(Path::new(env!("CARGO_MANIFEST_DIR")))
        .env("LC_ALL", "C")
        .output()
        .unwrap();
    let all = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap()).concat();
    (output.status.code(), all.split_whitespace().collect::<Vec<_>>().join(" "))
}

fn file(folder: &tempfile::TempDir, name: &str, text: &str) -> String {
    let path = folder.path().join(name);
    fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

/// A denial is not grounded on a sentence that lets somebody else do it.
#[test]
fn a_denial_quotes_what_denies() {
    let (_, employee) = said(&["can", "--role", "employee", "--lang", "ru"]);
    assert!(!employee.contains("можно"), "{employee}");
    assert!(employee.contains("✗ уволить интегратора: «Уволить специалиста может только"), "{employee}");
    let (_, olga) = said(&["can", "rules/bitrix24/examples/portal.yaml", "--actor", "olga", "--lang", "ru"]);
    assert!(!olga.contains("можно"), "{olga}");
    // Where no sentence says who alone may, none is quoted.
    let folder = tempfile::tempdir().unwrap();
    file(&folder, "house.md", "# House\n\nA boss may open the door.\n");
    let rules = file(
        &folder,
        "own.rules",
        "document house \"house.md\"\nstate { users: each user by id { id: String  role: Role } }\n\
         role boss\nrole guest\npermit bosses\n  boss may open\n  cites house \"A boss may open the door.\"\naction open\n",
    );
    let (code, guest) = said(&["can", "--role", "guest", "--rules", &rules]);
    assert_eq!((code, &*guest), (Some(0), "✗ open: nothing permits `open` here"));
}

/// Conditions are what documents say, and not what is said when they are broken; whole, in brief output, too; in the
/// language of the run.
#[test]
fn conditions_are_what_documents_say() {
    let (_, trial) = said(&["how", "start_trial", "--lang", "ru"]);
    assert!(!trial.contains("уже включали"), "{trial}");
    assert!(trial.contains("Порталу тестовый режим дают не более одного раза."), "{trial}");
    assert!(trial.contains("Выбрать для тестового режима бесплатный тариф нельзя"), "{trial}");
    let (_, brief) = said(&["how", "start_trial", "-q", "--lang", "ru"]);
    assert!(brief.contains("Порталу тестовый режим дают не более одного раза."), "{brief}");
    assert!(!brief.contains("specialist.md"), "{brief}");
    let (_, appoint) = said(&["how", "appoint_administrator", "--lang", "ru"]);
    assert!(appoint.contains("Администратором не назначают и специалиста"), "{appoint}");
    for action in ["start_trial", "log_in", "appoint_administrator", "invite_integrator", "make_integrator"] {
        let (_, english) = said(&["how", action]);
        let russian: String = english.chars().filter(|letter| ('а'..='я').contains(letter)).collect();
        assert_eq!(russian, "", "{english}");
        let (_, brief) = said(&["how", action, "-q"]);
        assert!(brief.contains("under which conditions") && !brief.contains(".md"), "{brief}");
    }
    let (_, trial) = said(&["how", "start_trial"]);
    assert!(
        trial.contains("one-trial: `at most 1 trial` denies with: this portal has had its trial"),
        "{trial}"
    );
    let (_, appoint) = said(&["how", "appoint_administrator"]);
    let due = "linked(email) also forbids appoint_administrator when user.role is integrator or linked(user.email)`";
    assert!(appoint.contains(due), "{appoint}");
}

/// What no document says is told to be our reading, beside the condition as in a verdict.
#[test]
fn what_is_our_reading_is_told_beside_the_condition() {
    for (arguments, due) in [
        (vec!["how", "start_trial"], "readings.md:"),
        (vec!["how", "start_trial", "--lang", "ru"], "readings.md:"),
    ] {
        let (_, out) = said(&arguments);
        let words = if arguments.len() > 2 { "(наше прочтение)" } else { "(our reading)" };
        let joined = out.split_whitespace().collect::<Vec<_>>().join(" ");
        let places: Vec<&str> = joined.split(due).skip(1).collect();
        assert!(!places.is_empty(), "{out}");
        for place in places {
            let behind = place.trim_start_matches(|digit: char| digit.is_ascii_digit());
            assert!(behind.trim_start().starts_with(words), "{out}");
        }
        assert!(!joined.contains(&format!("specialist.md:1 {words}")), "{out}");
    }
}

/// A value of an enum is told by what it is called in the language of the run, in few words and in many.
#[test]
fn arguments_are_told_as_people_call_them() {
    let folder = tempfile::tempdir().unwrap();
    let rules = "enum Spot {\n  regular,\n  charging called ru \"место с зарядкой\" called en \"charging spot\",\n}\nstate {\n  users: each user by id {\n    id: String\n    role: Role\n  }\n}\nrole guest\n  called en \"guest\"\n  called ru \"гость\"\naction park(spot: Spot, to: Role)\npermit everyone-parks\n  every user may park\n";
    let rules = file(&folder, "park.rules", rules);
    let state = file(&folder, "state.yaml", "users: [{id: ana, role: guest}]\n");
    let action = file(
        &folder,
        "action.yaml",
        "- {actor: ana, action: park, spot: charging, to: guest, at: 2024-05-01}\n- {actor: ana, action: park, spot: regular, to: guest, at: 2024-05-01}\n",
    );
    for (language, due) in
        [("en", "spot: charging spot, to: guest"), ("ru", "spot: место с зарядкой, to: гость")]
    {
        for quiet in [&["-q"][..], &[]] {
            let arguments = ["check", &state, &action, "--rules", &rules, "--lang", language];
            let (code, out) = said(&[&arguments, quiet].concat());
            assert_eq!(code, Some(0), "{out}");
            assert!(out.contains(due) && out.contains("spot: regular"), "{out}");
        }
    }
}

/// A limit on those who are not dismissed does not care who of them has logged in.
#[test]
fn what_an_action_cannot_break_is_no_condition_of_it() {
    for (language, others) in
        [("en", "dismissed-do-nothing"), ("ru", "Уволенный пользователь не может ничего")]
    {
        let (_, how) = said(&["how", "log_in", "--lang", language]);
        for limit in ["ten-integrators", "user-limit", " linked-integrators", "не более десяти", "Мест"]
        {
            assert!(!how.contains(limit), "{how}");
        }
        assert!(how.contains(others), "{how}");
    }
    for role in ["employee", "integrator"] {
        let (_, can) = said(&["can", "--role", role]);
        assert!(can.contains("? log in ? enable two-factor"), "{can}");
    }
    // What ends in another value is none of these.
    let rules = "
state {
  users: each user by id {
    id: String
    role: Role
    status: Status
  }
}
enum Status { waiting, in, out }
role clerk
permit all
  every user may come, hide, return
limit seats
  at most 2 users where status is not out
never waiting-in-vain
  users where status is waiting
action come
  effect actor.status becomes in when actor.status is waiting
action hide
  effect actor.status becomes in when actor.role is clerk
action return
  effect actor.status becomes waiting when actor.status is in
";
    let folder = tempfile::tempdir().unwrap();
    let rules = file(&folder, "own.rules", rules);
    for (action, limited, vain) in [("come", false, false), ("hide", true, false), ("return", false, true)] {
        let (_, how) = said(&["how", action, "--rules", &rules]);
        assert_eq!(how.contains("seats"), limited, "{how}");
        assert_eq!(how.contains("waiting-in-vain"), vain, "{how}");
    }
}

/// Names that people know are accepted, and told to whoever misspells them; in data the name of the rules is told.
#[test]
fn names_that_people_know_are_suggested() {
    for (arguments, due) in [
        (&["how", "пригласить интегратра"][..], "did you mean `пригласить интегратора`?"),
        (&["how", "invite an integratr"], "did you mean `invite an integrator`?"),
        (&["how", "invite_integratr"], "did you mean `invite_integrator`?"),
        (&["can", "--role", "специалст"], "did you mean `специалист`?"),
        (&["how", "сварить кофе", "--lang", "ru"], "`войти на портал`"),
    ] {
        let (code, text) = said(arguments);
        assert_eq!(code, Some(2));
        assert!(text.contains(due), "{text}");
    }
    let (code, _) = said(&["how", "Принять на работу"]);
    assert_eq!(code, Some(0));
    let folder = tempfile::tempdir().unwrap();
    let action = |name: &str| {
        format!("{{actor: anna, action: {name}, via: web, email: ivan@alfa.example, at: 2024-05-11}}")
    };
    let state = "rules/bitrix24/examples/portal.yaml";
    let named = file(&folder, "action.yaml", &action("пригласить интегратора"));
    let (_, text) = said(&["check", state, &named]);
    assert!(text.contains("did you mean `invite_integrator`?"), "{text}");
    let portal = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join(state)).unwrap();
    let portal = file(&folder, "portal.yaml", &portal.replace("status: dismissed", "status: уволен"));
    let named = file(&folder, "action.yaml", &action("invite_integrator"));
    let (_, text) = said(&["check", &portal, &named]);
    assert!(text.contains("did you mean `dismissed`?"), "{text}");
}

/// A value that stands alone behind a flag is told to be its value.
#[test]
fn a_value_behind_a_blank_is_told_to_be_one() {
    let state = "rules/bitrix24/examples/portal.yaml";
    let action = "rules/bitrix24/examples/actions/employee-closes-invitations.yaml";
    for arguments in [["check", state, action, "--fix", "all"], ["check", "--fix", "all", state, action]] {
        let (code, text) = said(&arguments);
        assert_eq!(code, Some(2));
        assert!(text.contains("did you mean `--fix=all`?"), "{text}");
    }
    let (_, text) = said(&["check", state, action, "all"]);
    assert!(!text.contains("--fix=all"), "{text}");
}

/// No element has an empty key: neither in a state nor by an argument.
#[test]
fn a_key_is_never_empty() {
    let rules = "
state {
  limit: Int from 0 to 5 = 5
  users: each user by id {
    id: String
    role: Role
  }
}
role clerk
permit all
  every user may hire, raise, greet
action greet(name: String)
action hire(name: String)
  effect add users { id: name, role: clerk }
action raise(by: Int)
  effect limit becomes state.limit + by
";
    let folder = tempfile::tempdir().unwrap();
    let rules = file(&folder, "own.rules", rules);
    let state = file(&folder, "state.yaml", "{users: [{id: ann, role: clerk}]}");
    let check = |state: &str, action: &str, more: &[&str]| {
        let action = file(&folder, "action.yaml", &format!("{{actor: ann, {action}, at: 2024-05-11}}"));
        said(&[&["check", state, &action, "--rules", &rules], more].concat())
    };
    let hire = |name: &str| format!("action: hire, name: {name}");
    assert_eq!(check(&state, &hire("bob"), &[]).0, Some(0));
    for language in ["en", "ru"] {
        let (code, text) = check(&state, &hire("\"\""), &["--lang", language]);
        assert_eq!(code, Some(2));
        assert!(
            text.contains(if language == "en" {
                "each `user` needs its own `id`"
            } else {
                "своё значение `id`"
            }),
            "{text}"
        );
    }
    let lines = file(
        &folder,
        "lines.jsonl",
        "{\"actor\": \"ann\", \"action\": \"hire\", \"name\": \"\", \"at\": \"2024-05-11\"}\n",
    );
    assert_eq!(said(&["check", &state, &lines, "--rules", &rules]).0, Some(2));
    // What becomes no key may be empty.
    assert_eq!(check(&state, "action: greet, name: \"\"", &[]).0, Some(0));
    let (_, brief) = check(&state, "action: raise, by: 10", &["-q"]);
    assert!(brief.ends_with("by: 10 (`limit` may only be a number from 0 to 5)"), "{brief}");
    for text in ["{users: [{id: \"\", role: clerk}]}", "users:\n  - id: ''\n    role: clerk\n"] {
        let empty = file(&folder, "empty.yaml", text);
        let (code, text) = check(&empty, &hire("bob"), &[]);
        assert_eq!(code, Some(2));
        assert!(text.contains("each `user` needs its own `id`"), "{text}");
    }
    let json = file(&folder, "empty.json", "{\"users\": [{\"id\": \"\", \"role\": \"clerk\"}]}");
    assert_eq!(check(&json, &hire("bob"), &[]).0, Some(2));
}

/// Sentences that stand in a sentence end with it.
#[test]
fn no_full_stop_stands_twice() {
    for language in ["ru", "en"] {
        let (_, text) = said(&[
            "check",
            "rules/bitrix24/examples/full.yaml",
            "rules/bitrix24/examples/actions/invite-the-eleventh.yaml",
            "--lang",
            language,
        ]);
        assert!(text.contains("integrator.md:65 «") && !text.contains(".»."), "{text}");
        assert!(!text.contains(".»:"), "{text}");
    }
    let (_, nina) = said(&["can", "rules/bitrix24/examples/portal.yaml", "--actor", "nina", "--lang", "ru"]);
    assert!(nina.contains("решает только первая линия. Приглашённый пользователь"), "{nina}");
}
