//! What the shipped pack and the program say of a portal, as its administrator sees it: addresses, what an action brings
//! about, what is a reading, and what documents do not agree on.

use crate::cli::Folder;
use serde_json::{Value, json};

const PORTAL: &str = "\
edition: cloud
plan: free
user_limit: 6
time_zone: Europe/Moscow
trials: []
partners:
  - {name: Alfa, emails: [ivan@alfa.example, pavel@alfa.example]}
users:
  - {id: anna, email: anna@acme.example, role: administrator, invited: 2024-01-10}
  - {id: olga, email: olga@acme.example, role: employee, invited: 2024-01-10}
  - {id: pavel, email: pavel@alfa.example, role: integrator, invited: 2024-05-01, two_factor_enabled: 2024-05-02}
";

fn folder(portal: &str) -> Folder {
    let folder = Folder::new();
    folder.write("portal.yaml", portal);
    folder
}

/// The results of some actions, written as YAML.
fn results(portal: &str, actions: &str) -> Vec<Value> {
    let folder = folder(portal);
    folder.write("action.yaml", actions);
    let ran = folder.run("check portal.yaml action.yaml --format json --lang en");
    let results = ran.json()["results"].as_array().cloned();
    assert!(results.is_some(), "{ran:?}");
    results.unwrap_or_default()
}

#[test]
fn an_address_is_one_that_can_be_seen() {
    for (address, help) in [
        ("'pavel@alfa.example '", "`pavel@alfa.example`"),
        ("\"pavel@alfa\\u200B.example\"", "U+200B"),
        ("\"pavel\\u00AD@alfa.example\"", "U+00AD"),
        ("pavel", "one `@`"),
        ("pavel@alfa@example", "one `@`"),
        ("'@alfa.example'", "the name before `@`"),
        ("pavel@", "the domain behind `@`"),
    ] {
        let state = PORTAL.replace("email: olga@acme.example", &format!("email: {address}"));
        for (state, action) in [
            (state.as_str(), "{actor: anna, action: log_in}".to_owned()),
            (PORTAL, format!("{{actor: anna, action: invite_employee, via: web, email: {address}}}")),
        ] {
            let folder = folder(state);
            folder.write("action.yaml", &action);
            let ran = folder.run("check portal.yaml action.yaml --lang en");
            assert!(
                ran.code == 2 && ran.text().contains("E0403") && ran.text().contains(help),
                "{address}: {ran:?}"
            );
            let russian = folder.run("check portal.yaml action.yaml --lang ru");
            assert!(russian.code == 2 && russian.text().contains("E0403"), "{address}: {russian:?}");
        }
    }
}

#[test]
fn addresses_are_the_same_letter_by_letter() {
    let linked = |address: &str| {
        let portal = PORTAL.replace("pavel@alfa.example]", &format!("{address}]"));
        let action =
            "{actor: anna, action: invite_integrator, via: web, email: οδοσ@alfa.example, at: 2024-05-11}";
        results(&portal, action)[0]["verdict"].as_str().unwrap().to_owned()
    };
    for (address, verdict) in
        [("ΟΔΟΣ@ALFA.example", "allowed"), ("οδος@alfa.example", "allowed"), ("οδο@alfa.example", "denied")]
    {
        // Pavel is linked no more, but nobody asks that here.
        assert_eq!(linked(address), verdict, "{address}");
    }
}

#[test]
fn ids_compare_composed() {
    let portal = PORTAL.replace("id: olga", "id: \"андре\u{438}\u{306}\"");
    let found = results(&portal, "{actor: андре\u{439}, action: enable_two_factor, at: 2024-05-11}");
    assert_eq!(found[0]["verdict"], "allowed", "{found:?}");
    let twice = portal.replace("id: anna", "id: андре\u{439}");
    let ran = folder(&twice).run("audit portal.yaml --at 2024-05-11 --lang en");
    assert!(ran.code == 2 && ran.text().contains("E0405"), "{ran:?}");
}

#[test]
fn what_looks_alike_is_warned_of() {
    for (old, new, part) in [
        ("id: olga", "id: Anna", "by letter case alone"),
        ("id: olga", "id: \u{430}nna", "Cyrillic"),
        ("email: olga@acme.example", "email: Anna@acme.example", "by letter case alone"),
        ("email: olga@acme.example", "email: \u{430}nna@acme.example", "Cyrillic"),
    ] {
        let portal = PORTAL.replace(old, new);
        for verb in ["audit portal.yaml --at 2024-05-11", "can portal.yaml --actor pavel --at 2024-05-11"] {
            let ran = folder(&portal).run(&format!("{verb} --lang en"));
            assert!(ran.code < 2 && ran.err.contains("W0415") && ran.text().contains(part), "{new}: {ran:?}");
        }
    }
    let ran = folder(PORTAL).run("audit portal.yaml --at 2024-05-11 --lang en");
    assert!(!ran.err.contains("W0415"), "{ran:?}");
}

#[test]
fn a_number_has_its_range() {
    let ran = folder(&PORTAL.replace("user_limit: 6", "user_limit: -1")).run("audit portal.yaml --lang en");
    assert!(ran.code == 2 && ran.text().contains("a whole number from 0"), "{ran:?}");
    let ran = folder(&PORTAL.replace("user_limit: 6", "user_limit: 0")).run("audit portal.yaml --lang en");
    assert_eq!(ran.code, 1, "{ran:?}");
}

#[test]
fn an_allowed_action_says_what_it_brings_about() {
    let found = results(
        PORTAL,
        "- {actor: anna, action: disable_two_factor, user: pavel, at: 2024-06-01}
- {actor: anna, action: invite_integrator, via: web, email: ivan@alfa.example, at: 2024-05-11}
- {actor: olga, action: set_everyone_may_invite, value: false, at: 2024-05-11}
- {actor: pavel, action: enable_two_factor, at: 2024-05-11}
",
    );
    let off = &found[0]["effects"];
    assert_eq!(off["changes"][0]["path"], "users.pavel.two_factor_enabled");
    assert_eq!(
        (&off["changes"][0]["before"], &off["changes"][0]["after"]),
        (&json!("2024-05-02"), &Value::Null)
    );
    let deadline = &off["obligations"][0];
    assert_eq!(
        (&deadline["subject"], &deadline["status"], &deadline["due"]),
        (&json!("pavel"), &json!("overdue"), &json!("2024-05-11"))
    );
    let invited = &found[1]["effects"];
    assert_eq!(invited["changes"][0]["path"], "users.ivan@alfa.example");
    assert_eq!(invited["changes"][0]["after"]["role"], "integrator");
    assert_eq!(invited["obligations"][0]["status"], "pending");
    assert_eq!(found[2].get("effects"), None, "a denied action brings nothing about");
    assert_eq!(found[3]["effects"], json!({"changes": [], "obligations": []}), "it is on already");

    let folder = folder(PORTAL);
    folder.write("action.yaml", "{actor: anna, action: disable_two_factor, user: pavel, at: 2024-06-01}");
    for (language, words) in [("en", "overdue"), ("ru", "просрочен")] {
        let ran = folder.run(&format!("check portal.yaml action.yaml --lang {language}"));
        assert!(ran.code == 0 && ran.out.contains(words), "{ran:?}");
    }
}

#[test]
fn nothing_begins_for_an_element_that_is_not_added() {
    let folder = Folder::empty();
    folder.write(
        "rules/club.rules",
        "state {\n  users: each user by id {\n    id:   String\n    role: Role\n    came: Date\n    paid: Date?\n  }\n}\n\n\
         role member\n\naction invite(id: String)\n  effect add users { id: action.id, role: member, came: now }\n\n\
         permit everyone\n  every user may invite\n\ndeadline fee\n  each user must have paid within 3 days of came\n",
    );
    folder.write("state.yaml", "users: [{id: anna, role: member, came: 2024-01-01, paid: 2024-01-01}]");
    folder.write("action.yaml", "{actor: anna, action: invite, id: anna, at: 2024-05-01}");
    for verb in ["check", "simulate"] {
        let ran = folder.run(&format!("{verb} state.yaml action.yaml --lang en"));
        assert!(ran.code == 0 && ran.text().contains("nothing is added"), "{ran:?}");
        assert!(!ran.text().contains("begins"), "{ran:?}");
    }
}

#[test]
fn a_verdict_says_what_is_our_reading_and_what_is_settled() {
    let ten: String = (0..9).fold(PORTAL.to_owned(), |portal, number| {
        let own = format!(
            "  - {{id: i{number}, email: i{number}@alfa.example, role: integrator, invited: 2024-05-01}}\n"
        );
        portal + &own
    });
    let partners: Vec<String> = (0..9).map(|number| format!("i{number}@alfa.example")).collect();
    let ten = ten.replace("pavel@alfa.example]", &format!("pavel@alfa.example, {}]", partners.join(", ")));
    let action =
        "{actor: anna, action: invite_integrator, via: web, email: ivan@alfa.example, at: 2024-05-11}";
    let found = &results(&ten, action)[0];
    assert_eq!(
        (&found["verdict"], &found["reasons"][0]["rule"]),
        (&json!("denied"), &json!("ten-integrators"))
    );
    let basis: Vec<&str> = found["reasons"][0]["citations"]
        .as_array()
        .unwrap()
        .iter()
        .map(|own| own["basis"].as_str().unwrap())
        .collect();
    assert_eq!(basis, ["document", "reading", "reading"]);
    let settled = &found["settled"][0];
    assert_eq!((&settled["conflict"], &settled["as"]), (&json!("how-many-from-whom"), &json!("article")));
    assert_eq!(settled["readings"][1]["document"], "digest");
    assert!(settled["because"].as_str().unwrap().contains("primary source"));

    let folder = folder(&ten);
    folder.write("action.yaml", action);
    for (language, reading, differ) in
        [("en", "our reading", "documents differ"), ("ru", "наше прочтение", "документы расходятся")]
    {
        let ran = folder.run(&format!("check portal.yaml action.yaml --lang {language}"));
        assert!(ran.text().contains(reading) && ran.text().contains(differ), "{ran:?}");
    }
    let allowed = &results(PORTAL, action)[0];
    assert_eq!((&allowed["verdict"], allowed.get("settled")), (&json!("allowed"), None));
}

#[test]
fn a_listing_that_was_asked_for_is_no_denial() {
    let folder = folder(PORTAL);
    let ran = folder.run("can portal.yaml --actor olga --at 2024-05-11 --format json");
    assert_eq!((ran.code, &ran.json()["actor"]), (0, &json!("olga")));
    let by_address = folder.run("can portal.yaml --actor OLGA@acme.example --at 2024-05-11 --format json");
    assert_eq!(by_address, ran);
    let nobody = folder.run("can portal.yaml --actor nobody@acme.example --at 2024-05-11 --lang en");
    assert!(nobody.code == 2 && nobody.text().contains("E0407"), "{nobody:?}");
    folder.write("action.yaml", "{actor: Olga@acme.example, action: log_in}");
    let ran = folder.run("check portal.yaml action.yaml --lang en");
    assert!(ran.code == 2 && ran.text().contains("`olga`"), "{ran:?}");
}

#[test]
fn of_a_role_alone_nothing_is_taken_for_left_out() {
    let folder = folder(PORTAL);
    for role in ["integrator", "Специалист по внедрению", "implementation specialist"] {
        folder.write("role.txt", role);
        let mut words = vec!["can", "--role"];
        words.push(role);
        let ran = run(&folder, &words);
        let verdict = |action: &str| {
            let results = ran["results"].as_array().unwrap();
            results.iter().find(|one| one["action"] == action).unwrap()["verdict"].clone()
        };
        assert_eq!(ran["role"], "integrator");
        assert_eq!(verdict("invite_employee"), "undetermined", "a seat limit may deny it");
        assert_eq!(verdict("appoint_administrator"), "denied");
    }
}

/// The JSON of a run whose arguments may have spaces in them.
fn run(folder: &Folder, words: &[&str]) -> Value {
    let output = std::process::Command::new(env!("CARGO_BIN_EXE_ustav"))
        .args(words)
        .args(["--format", "json"])
        .current_dir(folder.path(""))
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn readings_are_listed_apart() {
    let folder = Folder::new();
    let verified = folder.run("verify --format json").json();
    let readings = verified["readings"].as_array().unwrap();
    assert!(readings.len() > 25 && readings.iter().all(|own| own["document"] == "readings"), "{readings:?}");
    assert!(readings.iter().all(|own| !own["cited_by"].as_array().unwrap().is_empty()));
    let basis: Vec<&Value> =
        verified["documents"].as_array().unwrap().iter().map(|own| &own["basis"]).collect();
    assert_eq!(basis, ["document", "document", "reading"]);
}
