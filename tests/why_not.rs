//! What would have to change for an action to be allowed: on the shipped pack seen from outside, and on generated
//! states and rules with every proposal carried out by hand.

#![expect(clippy::panic, reason = "a test may end where it fails")]

use crate::compare::dice::Dice;
use crate::compare::{choices, compile, pack, report, run, states, wanted};
use proptest::collection::vec;
use proptest::prelude::*;
use serde_json::{Value as Json, json};
use std::cell::Cell as Counter;
use std::fs;
use std::path::Path;
use std::process::Command;
use ustav::base::IndexVec;
use ustav::eval::ProposedAction;
use ustav::eval::why_not::Change;
use ustav::eval::{Input, Portal, Proposal, Scope, Step, Verdict, Who, decide, why_not};
use ustav::input::{Request, State};
use ustav::model::Model;
use ustav::program::Program;
use ustav::state::collection::{Cell, Row};
use ustav::values::email::fold_email;
use ustav::values::ids::{CollectionId, FieldId};
use ustav::values::{Type, Value};

// ------------------------------------------------------------------------------------------ the shipped pack

type Case = (&'static str, &'static [(&'static str, &'static str)], &'static str, &'static [&'static str]);

/// One action on one of the example portals, and what is proposed, best first: who, and each change.
/// Portals are given with replacements in their text, actions as YAML or as the name of an example.
const CASES: &[Case] = &[
    ("portal", &[], "invite-from-the-phone", &["actor: via=web"]),
    ("full", &[], "invite-the-eleventh", &["actor: anna dismiss_integrator user=alexey +9"]),
    (
        "full",
        &[],
        "{actor: olga, action: invite_integrator, via: web, email: ivan@alfa.example}",
        &["someone: anna dismiss_integrator user=alexey +9"],
    ),
    (
        "full",
        &[],
        "{actor: anna, action: rehire_integrator, user: roman}",
        &["actor: anna dismiss_integrator user=alexey +9"],
    ),
    // Whoever is let go leaves a seat, whoever it is.
    (
        "full",
        &[],
        "invite-an-employee",
        &["someone: anna dismiss_administrator user=anna", "nobody: user_limit>=4|null"],
    ),
    (
        "portal",
        &[],
        "invited-employee-invites",
        &["actor: nina log_in", "someone: anna invite_employee email=polina@acme.example via=web instead"],
    ),
    (
        "portal",
        &[],
        "employee-closes-invitations",
        &[
            "someone: anna set_everyone_may_invite value=false instead",
            "ALL someone: anna appoint_administrator user=olga gives olga administrator",
        ],
    ),
    (
        "portal",
        &[],
        "employee-dismisses-an-integrator",
        &[
            "someone: anna dismiss_integrator user=gleb instead",
            "ALL someone: anna appoint_administrator user=olga gives olga administrator",
        ],
    ),
    // Linked to a partner, he cannot be an administrator, but with the rights of one.
    (
        "portal",
        &[],
        "{actor: maxim, action: dismiss_integrator, user: alexey}",
        &[
            "someone: anna dismiss_integrator user=alexey instead",
            "ALL someone: anna make_integrator user=maxim gives maxim integrator",
        ],
    ),
    // An integrator never becomes an administrator.
    (
        "portal",
        &[],
        "integrator-appoints-administrator",
        &["someone: anna appoint_administrator user=olga instead"],
    ),
    (
        "portal",
        &[],
        "integrator-disables-two-factor",
        &["someone: anna disable_two_factor user=olga instead"],
    ),
    // Nobody may do it in his place as things are; an administrator who has logged in may.
    (
        "portal",
        &[
            (
                "role: administrator,\n     invited: 2024-01-10",
                "role: administrator, status: invited,\n     invited: 2024-01-10",
            ),
            ("boris@acme.example,  role: administrator", "boris@acme.example,  role: employee"),
        ],
        "integrator-disables-two-factor",
        &["someone: anna log_in, anna disable_two_factor user=olga instead"],
    ),
    ("portal", &[("edition: cloud", "edition: on_premise")], "anna-invites-ivan", &["nobody: edition=cloud"]),
    ("portal", &[], "escalate-a-support-question", &["nobody: plan=basic|standard|professional|enterprise"]),
    ("portal", &[], "invite-a-stranger", &["nobody: partners[].emails holds viktor@gamma.example"]),
    (
        "portal",
        &[],
        "make-an-unlinked-employee-integrator",
        &["nobody: partners[].emails holds olga@acme.example"],
    ),
    (
        "portal",
        &[],
        "appoint-an-outsider-administrator",
        &["nobody: partners[].emails lacks maxim@beta.example"],
    ),
    (
        "full",
        &[],
        "{actor: olga, action: invite_integrator, via: desktop, email: ivan@alfa.example}",
        &["someone: anna dismiss_integrator user=alexey +9, via=web"],
    ),
    (
        "portal",
        &[("edition: cloud", "edition: on_premise")],
        "invite-from-the-phone",
        &["nobody: edition=cloud, via=web"],
    ),
    (
        "portal",
        &[],
        "start-a-trial-of-the-free-plan",
        &["actor: plan=basic|standard|professional|enterprise"],
    ),
    ("portal", &[("trials: []", "trials: [{plan: basic, started: 2023-01-01}]")], "start-a-trial", &[]),
    (
        "portal",
        &[],
        "dismissed-employee-logs-in",
        &["ALL nobody: users.fedor.status=invited|active gives fedor employee"],
    ),
    (
        "portal",
        &[("everyone_may_invite: true", "everyone_may_invite: false")],
        "employee-invites-ivan",
        &[
            "someone: anna invite_integrator email=ivan@alfa.example via=web instead",
            "ALL someone: anna set_everyone_may_invite value=true gives olga,maxim invite_integrator,invite_employee",
            "ALL someone: anna appoint_administrator user=olga gives olga administrator",
        ],
    ),
    ("unknown", &[], "start-a-trial", &["nobody: plan=free"]),
    (
        "unknown",
        &[],
        "invite-into-the-unknown",
        &["nobody: edition=cloud, partners[].emails holds ivan@alfa.example"],
    ),
    ("portal", &[], "anna-invites-ivan", &[]),
    // Nobody knows whether there was a trial.
    ("portal", &[("trials: []", "")], "start-a-trial", &["nobody: trials=[]"]),
    // Taken on again he would be the eleventh, so somebody has to go first.
    (
        "full",
        &[],
        "{actor: roman, action: log_in}",
        &[
            "ALL someone: anna dismiss_integrator user=alexey +9, anna rehire_integrator user=roman gives roman integrator",
        ],
    ),
    // The plan is full, and he is dismissed.
    (
        "full",
        &[],
        "{actor: roman, action: invite_employee, via: web, email: polina@acme.example}",
        &[
            "someone: anna dismiss_administrator user=anna, olga invite_employee email=polina@acme.example via=web instead",
            "nobody: user_limit>=4|null, anna invite_employee email=polina@acme.example via=web instead",
        ],
    ),
];

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn ustav(arguments: &[&str]) -> (Option<i32>, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_ustav"))
        .args(arguments)
        .args(if arguments.contains(&"--rules") { &[][..] } else { &["--rules", "rules/bitrix24"] })
        .current_dir(root())
        .env("LC_ALL", "C")
        .output()
        .unwrap();
    let aside = String::from_utf8(output.stderr).unwrap();
    assert!(aside.is_empty(), "{aside}");
    (output.status.code(), String::from_utf8(output.stdout).unwrap())
}

/// The portal and the action of a case as files.
fn files(portal: &str, replaced: &[(&str, &str)], action: &str) -> (tempfile::TempDir, [String; 2]) {
    let examples = root().join("rules/bitrix24/examples");
    let mut state = fs::read_to_string(examples.join(format!("{portal}.yaml"))).unwrap();
    for (old, new) in replaced {
        assert!(state.contains(old), "{old}");
        state = state.replace(old, new);
    }
    let action = match action.strip_suffix('}') {
        Some(action) => format!("{action}, at: 2024-05-11T09:00:00+03:00}}"),
        None => fs::read_to_string(examples.join(format!("actions/{action}.yaml"))).unwrap(),
    };
    let folder = tempfile::tempdir().unwrap();
    let paths = [("state.yaml", state), ("action.yaml", action)].map(|(name, text)| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        path.to_str().unwrap().to_owned()
    });
    (folder, paths)
}

/// A proposal in one line.
fn summary(proposal: &Json) -> String {
    let word = |json: &Json| json.as_str().map_or_else(|| json.to_string(), str::to_owned);
    let sign = |change: &Json| match change["bound"].as_str() {
        Some("at_least") => ">=",
        Some("at_most") => "<=",
        _ => "=",
    };
    let values = |change: &Json| {
        let all = [&change["value"]].into_iter().chain(change["or"].as_array().into_iter().flatten());
        all.map(word).collect::<Vec<_>>().join("|")
    };
    let change = |change: &Json| match change["kind"].as_str().unwrap() {
        "parameter" => format!("{}{}{}", word(&change["name"]), sign(change), values(change)),
        "time" => word(&change["from"]),
        "fact" if change["holds"] == json!(true) => {
            format!("{} holds {}", word(&change["path"]), values(change))
        }
        "fact" if change["holds"] == json!(false) => {
            format!("{} lacks {}", word(&change["path"]), values(change))
        }
        "fact" => format!("{}{}{}", word(&change["path"]), sign(change), values(change)),
        _ => {
            let mut told = change["do"].as_object().unwrap().clone();
            let mut text = format!("{} {}", word(&told["actor"]), word(&told["action"]));
            told.retain(|name, _| !["actor", "action", "at"].contains(&name.as_str()));
            let mut told: Vec<String> =
                told.iter().map(|(name, value)| format!(" {name}={}", word(value))).collect();
            told.sort();
            text += &told.concat();
            if change["others"] != json!(0) {
                text += &format!(" +{}", change["others"]);
            }
            if change["instead"] == json!(true) {
                text += " instead";
            }
            text
        }
    };
    let changes: Vec<String> = proposal["changes"].as_array().unwrap().iter().map(change).collect();
    let gives = proposal["gives"].as_array().map(Vec::as_slice).unwrap_or_default();
    let people: Vec<String> = gives.iter().map(|given| word(&given["person"])).collect();
    let gives = gives.first().map(|first| {
        let actions: Vec<String> = first["actions"].as_array().unwrap().iter().map(word).collect();
        let what = first["role"].as_str().map_or_else(|| actions.join(","), str::to_owned);
        format!(" gives {} {what}", people.join(","))
    });
    format!("{}: {}{}", word(&proposal["who"]), changes.join(", "), gives.unwrap_or_default())
}

#[test]
fn the_proposals_for_the_shipped_pack() {
    let mut wrong = String::new();
    for (portal, replaced, action, due) in CASES {
        let (_folder, [state, file]) = files(portal, replaced, action);
        let (plain, _) = ustav(&["check", &state, &file]);
        let harmless: Vec<&str> = due.iter().filter(|due| !due.starts_with("ALL ")).copied().collect();
        let all: Vec<&str> = due.iter().map(|due| due.strip_prefix("ALL ").unwrap_or(due)).collect();
        for (flag, due) in [("--fix", harmless), ("--fix=all", all)] {
            let (code, out) = ustav(&["check", &state, &file, flag, "--format", "json"]);
            assert_eq!(code, plain, "{action}");
            let results: Json = serde_json::from_str(&out).unwrap();
            let proposals = results["results"][0]["why_not"].as_array().unwrap();
            let found: Vec<String> = proposals.iter().map(summary).collect();
            if found != due {
                wrong +=
                    &format!("{portal} {replaced:?} {action} {flag}\n  due   {due:#?}\n  found {found:#?}\n");
            }
            for proposal in proposals {
                let rules = proposal["rules"].as_array().unwrap();
                assert!(!rules.is_empty(), "{action}: {proposal:#}");
                let all_cited = rules.iter().all(|rule| rule["citations"][0]["line"].is_u64());
                assert!(all_cited, "{action}: {proposal:#}");
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// Proposals of actions are files that can be judged, and are allowed.
#[test]
fn a_proposed_action_is_an_action_file() {
    let mut judged = 0;
    for (portal, replaced, action, _) in CASES {
        let (folder, [state, file]) = files(portal, replaced, action);
        let (_, out) = ustav(&["check", &state, &file, "--fix=all", "--format", "json"]);
        let results: Json = serde_json::from_str(&out).unwrap();
        for proposal in results["results"][0]["why_not"].as_array().unwrap() {
            let first = &proposal["changes"][0];
            let alone = proposal["changes"].as_array().unwrap().len() == 1;
            if first["kind"] == "action" && (alone || first["instead"] == json!(false)) {
                let path = folder.path().join("proposed.yaml");
                fs::write(&path, first["do"].to_string()).unwrap();
                assert_eq!(ustav(&["check", &state, path.to_str().unwrap()]).0, Some(0), "{first:#}");
                judged += 1;
            }
        }
    }
    assert!(judged > 10);
}

#[test]
fn people_read_it_in_their_language() {
    let one_line = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let (_folder, [state, file]) = files("portal", &[], "employee-closes-invitations");
    let (_, english) = ustav(&["check", &state, &file, "--fix=all", "--lang", "en"]);
    let english = one_line(&english);
    for due in [
        "what would make it allowed (any one of these): 1. somebody else: anna (administrator) may do it in place of olga",
        "permitted only by administrators-decide-who-invites rules/bitrix24/documents/readings.md:",
        "2. somebody else: anna (administrator) may first do `appoint an administrator`, `user: olga` gives olga administrator rights",
    ] {
        assert!(english.contains(due), "{due}\n{english}");
    }
    let (_, russian) = ustav(&["check", &state, &file, "--fix=all", "--lang", "ru"]);
    let russian = one_line(&russian);
    for due in [
        "что сделало бы это разрешённым (любое из этого): 1. кто-то другой: anna (администратор) может сделать это вместо olga",
        "разрешает только administrators-decide-who-invites rules/bitrix24/documents/readings.md:",
        "даёт olga права роли «администратор»",
    ] {
        assert!(russian.contains(due), "{due}\n{russian}");
    }
    let trial = [("trials: []", "trials: [{plan: basic, started: 2023-01-01}]")];
    let (_folder, [state, file]) = files("portal", &trial, "start-a-trial");
    let (code, english) = ustav(&["check", &state, &file, "--fix", "--lang", "en"]);
    assert_eq!(code, Some(1));
    assert!(english.contains("no way was found to make it allowed"), "{english}");
    let (_, allowed) = ustav(&[
        "check",
        "rules/bitrix24/examples/portal.yaml",
        "rules/bitrix24/examples/actions/anna-invites-ivan.yaml",
        "--fix",
    ]);
    assert!(!allowed.contains("would make it allowed"), "{allowed}");
}

// ------------------------------------------------------------------------------------------ other rules

/// Rules that a pack of ours does not have: waiting, numbers, nobody to help.
const RULES: &str = "
enum Level { low, high }
state {
  opens: Date
  quota: Int
  level: Level
  users: each user by id {
    id: String
    role: Role
    trusted: Bool = false
  }
}
role clerk
role boss
permit all-open
  every user may open
  unless now is before opens
permit all-order
  every user may order
forbid small-orders
  nobody may order
  when action.amount is more than quota
permit bosses-set
  boss may set_quota, trust
permit trusted-enter
  every user may enter
  when actor.trusted
action open
action order(amount: Int)
action enter
action trust(user)
  effect user.trusted becomes true
action set_quota(value: Int)
  effect quota becomes value
";

fn proposals(rules: &str, state: &str, action: &str) -> Vec<String> {
    ways(rules, state, action, "--fix")
}

fn ways(rules: &str, state: &str, action: &str, flag: &str) -> Vec<String> {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str, text: &str| {
        fs::write(folder.path().join(name), text).unwrap();
        folder.path().join(name).to_str().unwrap().to_owned()
    };
    let (rules, state) = (path("own.rules", rules), path("state.yaml", state));
    let action = path("action.yaml", action);
    let output = Command::new(env!("CARGO_BIN_EXE_ustav"))
        .args(["check", &state, &action, flag, "--format", "json", "--rules", &rules])
        .output()
        .unwrap();
    let out: Json = serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|_| panic!("{}", String::from_utf8_lossy(&output.stderr)));
    out["results"][0]["why_not"].as_array().unwrap().iter().map(summary).collect()
}

const STATE: &str = "
opens: 2024-06-01
quota: 10
level: low
users: [{id: ann, role: clerk}, {id: bob, role: boss}]
";

#[test]
fn time_and_numbers() {
    assert_eq!(
        proposals(RULES, STATE, "{actor: ann, action: open, at: 2024-05-11T09:00:00+03:00}"),
        ["time: 2024-06-01T00:00:00Z"]
    );
    assert_eq!(
        proposals(RULES, STATE, "{actor: ann, action: order, amount: 15, at: 2024-05-11}"),
        ["actor: amount<=10", "someone: bob set_quota value=15",]
    );
    assert_eq!(
        ways(RULES, STATE, "{actor: ann, action: enter, at: 2024-05-11}", "--fix=all"),
        ["someone: bob trust user=ann gives ann enter"]
    );
}

/// What is done for oneself alone hands out nothing; what lets somebody do more than before stands last, and only where
/// it is asked for.
#[test]
fn rights_are_not_handed_out() {
    let rules = "
state {
  open: Bool
  users: each user by id {
    id: String
    role: Role
    present: Bool = true
    trusted: Bool = false
  }
}
role clerk
role boss
role guest
permit all-come
  every user may come
forbid absent-do-nothing
  nobody may do anything except come
  when not actor.present
permit trusted-enter
  every user may enter
  when actor.trusted or open
permit all-trust
  every user may trust
permit bosses-do
  boss may promote, open_doors, invite, work
permit clerks-work
  clerk may work
action come
  effect actor.present becomes true
action enter
action work
action trust(user)
  effect user.trusted becomes true
action promote(user)
  effect user.role becomes boss
action demote(user)
  effect user.role becomes guest
action open_doors
  effect open becomes true
action invite(name: String)
  effect add users { id: name, role: boss }
";
    let state =
        "{open: false, users: [{id: ann, role: clerk}, {id: bob, role: boss}, {id: gus, role: guest}]}";
    let found = |action: &str, flag| ways(rules, state, &format!("{{{action}, at: 2024-05-11}}"), flag);
    assert_eq!(found("actor: ann, action: enter", "--fix"), Vec::<String>::new());
    assert_eq!(
        found("actor: ann, action: enter", "--fix=all"),
        ["actor: ann trust user=ann gives ann enter", "someone: bob open_doors gives ann,bob,gus enter",]
    );
    assert_eq!(found("actor: gus, action: work", "--fix"), ["someone: ann work instead"]);
    assert_eq!(
        found("actor: gus, action: work", "--fix=all"),
        ["someone: ann work instead", "someone: bob promote user=gus gives gus boss"]
    );
    let absent = state.replace("role: clerk", "role: clerk, present: false");
    let action = "{actor: ann, action: work, at: 2024-05-11}";
    assert_eq!(ways(rules, &absent, action, "--fix"), ["actor: ann come", "someone: bob work instead"]);
    let (code, english) = {
        let folder = tempfile::tempdir().unwrap();
        let path = |name: &str, text: &str| {
            fs::write(folder.path().join(name), text).unwrap();
            folder.path().join(name).to_str().unwrap().to_owned()
        };
        let files = [path("own.rules", rules), path("s.yaml", state)];
        let action = path("a.yaml", "{actor: ann, action: enter, at: 2024-05-11}");
        ustav(&["check", &files[1], &action, "--fix", "-q", "--rules", &files[0]])
    };
    assert_eq!(code, Some(1));
    assert!(
        english.ends_with("`--fix=all` also looks for ways that give somebody more rights\n"),
        "{english}"
    );
}

/// Another value of a parameter hands out what it gives and the value as it is would not.
#[test]
fn another_value_may_hand_out_rights() {
    let rules = "
state {
  open: Bool = false
  users: each user by id {
    id: String
    role: Role
  }
}
role guest
role boss
permit bosses-do
  boss may enroll, rule, set_open
permit all-peek
  every user may peek
  when open
action enroll(name: String, role: Role)
  effect add users { id: name, role: action.role }
action rule
action peek
action set_open(value: Bool)
  effect open becomes value
limit one-guest
  at most 1 users where role is guest
forbid not-closed
  nobody may set_open
  when not value
";
    let state = "{users: [{id: ann, role: boss}, {id: gus, role: guest}]}";
    let found =
        |action: &str, flag| ways(rules, state, &format!("{{actor: ann, {action}, at: 2024-05-11}}"), flag);
    let enroll = "action: enroll, name: new, role: guest";
    assert_eq!(found(enroll, "--fix"), Vec::<String>::new());
    assert_eq!(found(enroll, "--fix=all"), ["actor: role=boss gives new boss"]);
    let with_helper = rules.replace("role boss\n", "role boss\nrole helper\n");
    let action = format!("{{actor: ann, {enroll}, at: 2024-05-11}}");
    assert_eq!(ways(&with_helper, state, &action, "--fix"), ["actor: role=helper"]);
    let close = "action: set_open, value: false";
    assert_eq!(found(close, "--fix"), Vec::<String>::new());
    assert_eq!(found(close, "--fix=all"), ["actor: value=true gives ann,gus peek"]);
}

/// Rights that somebody else gets than the one whom the change is about: who becomes a deputy, whose team it is then.
#[test]
fn rights_of_others_are_handed_out_openly() {
    let rules = "
state {
  users: each user by id {
    id: String
    role: Role
    stand_in: String?
  }
  desks: each desk by id {
    id: String
    deputy: String?
  }
}
role clerk
role boss
permit deputies-sign
  every user may sign
  when desk.deputy is actor.id
permit stand-ins-act
  every user may act
  when any u in users where u.stand_in is actor.id
permit bosses-appoint
  boss may appoint
permit all-name
  every user may name
forbid somebody-else
  nobody may name
  when user is actor
action sign(desk)
action act
action appoint(desk, user)
  effect desk.deputy becomes user.id
action name(user)
  effect actor.stand_in becomes user.id
";
    let state = "
users: [{id: ann, role: clerk}, {id: bob, role: boss}]
desks: [{id: d1}]
";
    let found =
        |action: &str, flag| ways(rules, state, &format!("{{actor: ann, {action}, at: 2024-05-11}}"), flag);
    let sign = "action: sign, desk: d1";
    assert_eq!(found(sign, "--fix"), Vec::<String>::new());
    assert_eq!(found(sign, "--fix=all"), ["someone: bob appoint desk=d1 user=ann gives ann sign"]);
    assert_eq!(found("action: act", "--fix"), Vec::<String>::new());
    assert_eq!(found("action: act", "--fix=all"), ["someone: bob name user=ann gives ann act"]);
}

/// A right may hang on arguments: a ceiling of one's own, a ceiling of a role.
#[test]
fn a_higher_ceiling_is_a_right() {
    let rules = "
state {
  users: each user by id {
    id: String
    role: Role
    ceiling: Int
  }
}
role clerk
role manager
role director
permit within-the-ceiling
  every user may raise
  when amount is at most actor.ceiling
permit managers-approve
  manager may approve
  when amount is at most 100
permit directors-approve
  director may approve
  when amount is at most 1000
permit directors-decide
  director may set_ceiling, promote
action raise(amount: Int)
action approve(amount: Int)
action set_ceiling(user, value: Int)
  effect user.ceiling becomes value
action promote(user)
  effect user.role becomes director
forbid nobody-raises-their-own
  nobody may set_ceiling
  when user is actor
";
    let state = "
users:
  - {id: ann, role: clerk, ceiling: 10}
  - {id: max, role: manager, ceiling: 10}
  - {id: dan, role: director, ceiling: 10}
";
    let found = |action: &str, flag| ways(rules, state, &format!("{{{action}, at: 2024-05-11}}"), flag);
    let raise = "actor: ann, action: raise, amount: 15";
    assert_eq!(found(raise, "--fix"), ["actor: amount<=10"]);
    assert_eq!(
        found(raise, "--fix=all"),
        ["actor: amount<=10", "someone: dan set_ceiling user=ann value=15 gives ann raise"]
    );
    let approve = "actor: max, action: approve, amount: 500";
    assert_eq!(found(approve, "--fix"), ["actor: amount<=100", "someone: dan approve amount=500 instead"]);
    let all = found(approve, "--fix=all");
    assert!(all.contains(&"someone: dan promote user=max gives max director".to_owned()), "{all:?}");
}

/// Whoever is new has been given a role, though nothing comes of it until they log in, and so has whoever gets another
/// role before; and a step on the way counts, though a later one takes back what it gave.
#[test]
fn a_role_is_given_before_it_can_be_used() {
    let rules = "
state {
  users: each user by id {
    id: String
    role: Role
    status: Status = active
  }
}
enum Status { invited, active, gone }
role guest
role clerk
role boss
permit all-come
  every user may come
permit bosses-rule
  boss may rule, hire, appoint, dismiss
permit all-work
  every user may work
forbid invited-wait
  nobody may rule, work, hire, appoint, dismiss
  when actor.status is invited
forbid gone-do-nothing
  nobody may do anything
  when actor.status is gone
forbid only-bosses-go
  nobody may dismiss
  unless user.role is boss
forbid nobody-dismisses-themselves
  nobody may dismiss
  when user is actor
forbid only-with-two-bosses
  nobody may work
  when (count of bosses) is at most 1
limit seats
  at most 3 seats
let bosses: each boss = users where role is boss
let seats: each seat = users where status is not gone and role is not guest
action come
  effect actor.status becomes active when actor.status is invited
action rule
action work
action hire(name: String)
  effect add users { id: name, role: boss, status: invited }
action appoint(user)
  effect user.role becomes boss
action dismiss(user)
  effect user.status becomes gone
action seat(name: String)
  effect add users { id: name, role: clerk, status: invited }
permit bosses-seat
  boss may seat
";
    let state = "{users: [{id: ann, role: clerk, status: invited}, {id: bob, role: boss}]}";
    let found =
        |state: &str, action: &str, flag| ways(rules, state, &format!("{{{action}, at: 2024-05-11}}"), flag);
    let active = state.replace(", status: invited", "");
    let work = "actor: bob, action: work";
    assert_eq!(found(&active, work, "--fix"), Vec::<String>::new());
    assert_eq!(found(state, work, "--fix"), Vec::<String>::new());
    assert_eq!(found(state, work, "--fix=all"), ["actor: bob appoint user=ann gives ann,bob boss"]);
    // She is invited, so that nothing comes of her new role before she is dismissed again.
    let full =
        "{users: [{id: ann, role: clerk, status: invited}, {id: bob, role: boss}, {id: cy, role: clerk}]}";
    let seat = "actor: bob, action: seat, name: new";
    let harmless = found(full, seat, "--fix");
    assert!(harmless.iter().all(|way| !way.contains("appoint")), "{harmless:#?}");
    let all = found(full, seat, "--fix=all");
    let dismissed = "actor: bob appoint user=ann, bob dismiss user=ann gives ann";
    assert!(all.iter().any(|way| way.starts_with(dismissed)), "{all:#?}");
}

/// Of an undetermined action it is said what to find out, whether there is a way or not; that there is none is not said of
/// what may turn out to be allowed.
#[test]
fn what_to_find_out_is_always_said() {
    let (_folder, [state, file]) = files("unknown", &[], "appoint-an-administrator");
    for flag in ["--fix", "--fix=all"] {
        for (language, due) in
            [("en", "to be found out: `partners`\n"), ("ru", "нужно выяснить: `partners`\n")]
        {
            let (code, out) = ustav(&["check", &state, &file, flag, "-q", "--lang", language]);
            assert_eq!(code, Some(3));
            assert!(out.ends_with(due), "{out}");
        }
    }
}

/// To link somebody who has the role already lets them in.
#[test]
fn a_list_may_hand_out_rights() {
    let olga = ("olga@acme.example,   role: employee", "olga@acme.example,   role: integrator");
    let (_folder, [state, file]) = files("portal", &[olga], "{actor: olga, action: enable_two_factor}");
    let found = |flag| {
        let (_, out) = ustav(&["check", &state, &file, flag, "--format", "json"]);
        let results: Json = serde_json::from_str(&out).unwrap();
        results["results"][0]["why_not"].as_array().unwrap().iter().map(summary).collect::<Vec<_>>()
    };
    assert_eq!(found("--fix"), Vec::<String>::new());
    let all = found("--fix=all");
    let linked = "nobody: partners[].emails holds olga@acme.example gives olga integrator";
    assert!(all.contains(&linked.to_owned()), "{all:#?}");
    for (language, due) in [
        ("en", "gives olga the use of integrator rights"),
        ("ru", "позволяет olga пользоваться правами роли «специалист по внедрению»"),
    ] {
        let (_, out) = ustav(&["check", &state, &file, "--fix=all", "--lang", language]);
        let out = out.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(out.contains(due), "{out}");
    }
}

/// No e-mail, no date and no receipt is made up that neither the rules nor the state name.
#[test]
fn nothing_is_made_up() {
    let rules = "
state {
  season: Date
  users: each user by id {
    id: String
    role: Role
    born: Date?
    mail: Email?
    receipt: String?
  }
}
role clerk
permit grown-up
  every user may vote
  when actor.born is present and actor.born is before 2006-01-01
permit registered
  every user may enter
  when actor.receipt is present and actor.mail is present
permit in-season
  every user may play
  when day is season
permit all
  every user may register, pay, write
action vote
action enter
action play(day: Date)
action register(born: Date)
  effect actor.born becomes born
action pay(number: String)
  effect actor.receipt becomes number
action write(mail: Email)
  effect actor.mail becomes mail
";
    let state = "{season: 2024-06-01, users: [{id: ann, role: clerk}]}";
    assert_eq!(proposals(rules, state, "{actor: ann, action: vote, at: 2024-05-11}"), Vec::<String>::new());
    assert_eq!(proposals(rules, state, "{actor: ann, action: enter, at: 2024-05-11}"), Vec::<String>::new());
    // The state names this day.
    assert_eq!(
        proposals(rules, state, "{actor: ann, action: play, day: 2024-05-11, at: 2024-05-11}"),
        ["actor: day=2024-06-01"]
    );
    let unknown = "{users: [{id: ann, role: clerk}]}";
    let action = "{actor: ann, action: play, day: 2024-05-11, at: 2024-05-11}";
    assert_eq!(proposals(rules, unknown, action), Vec::<String>::new());
}

/// What rules compare with a date of birth, an age or a receipt is nobody's date of birth, age or receipt.
#[test]
fn what_is_true_of_a_person_is_to_be_found_out() {
    let rules = "
state {
  opened: Date
  users: each user by id {
    id: String
    role: Role
    born: Date
    age: Int
    receipt: String?
  }
}
role clerk
permit grown-up
  every user may vote
  unless actor.born is after 2006-01-01
permit of-age
  every user may enter
  when actor.age is at least 18
permit paid
  every user may come
  when actor.receipt is \"R-1\"
permit since
  every user may visit
  unless opened is after 2024-05-01
permit all
  every user may register, declare, pay
  unless born is after 2006-01-01
action vote
action enter
action come
action visit
action register(born: Date)
  effect actor.born becomes born
action declare(age: Int)
  effect actor.age becomes age
action pay(number: String)
  effect actor.receipt becomes number
";
    let rules = rules.replace(
        "register, declare, pay\n  unless born",
        "declare, pay\npermit adults\n  every user may register\n  unless born",
    );
    let state = "{opened: 2024-06-01, users: [{id: ann, role: clerk, born: 2007-03-04, age: 17}]}";
    let found = |state: &str, action: &str, flag| {
        ways(&rules, state, &format!("{{actor: ann, {action}, at: 2024-05-11}}"), flag)
    };
    for action in ["action: vote", "action: come", "action: visit", "action: register, born: 2007-03-04"] {
        for flag in ["--fix", "--fix=all"] {
            assert_eq!(found(state, action, flag), Vec::<String>::new(), "{action}");
        }
    }
    // That somebody would have to be older is said; nobody is told to say so.
    assert_eq!(found(state, "action: enter", "--fix=all"), ["nobody: users.ann.age>=18 gives ann enter"]);
    let unknown = "{opened: 2024-06-01, users: [{id: ann, role: clerk}]}";
    assert_eq!(found(unknown, "action: vote", "--fix"), Vec::<String>::new());
}

/// Numbers are bounds where larger or smaller ones do as well; what rules have in common with each alternative is told of
/// each.
#[test]
fn bounds_and_alternatives_are_told_as_they_are() {
    let rules = "
state {
  seats: Int from 0
  users: each user by id {
    id: String
    role: Role
    level: Level = middle
  }
}
enum Level { low, middle, high }
role clerk
role boss
role head
permit above
  boss, head may rule
permit heads
  head may decide
permit some
  every user may enter
  unless actor.level is low
permit all
  every user may book
  when amount is at most 10 and (not (amount is 7))
permit all-sit
  every user may sit
limit seats
  at most seats users
action rule
action decide
action enter
action book(amount: Int)
action sit
  effect add users { id: \"x\", role: clerk }
";
    let state = "{seats: 1, users: [{id: ann, role: clerk, level: low}]}";
    let found =
        |action: &str, flag| ways(rules, state, &format!("{{actor: ann, {action}, at: 2024-05-11}}"), flag);
    assert_eq!(found("action: sit", "--fix"), ["nobody: seats>=2"]);
    assert_eq!(found("action: book, amount: 15", "--fix"), ["actor: amount<=10"]);
    assert_eq!(
        found("action: rule", "--fix=all"),
        ["nobody: users.ann.role=boss gives ann boss", "nobody: users.ann.role=head gives ann head"]
    );
    assert_eq!(found("action: enter", "--fix=all"), ["nobody: users.ann.level=middle|high gives ann enter"]);
    let (_folder, [state, file]) = files("full", &[], "invite-an-employee");
    for (language, due) in [
        ("en", "if `user_limit` were at least `4` or left out, not `3`; no action changes this"),
        (
            "ru",
            "если бы значение `user_limit` было не меньше `4` или не указано (сейчас `3`); действием это не изменить",
        ),
    ] {
        let (_, out) = ustav(&["check", &state, &file, "--fix", "--lang", language]);
        let out = out.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(out.contains(due), "{out}");
    }
    // Somebody takes people on again, though nobody here may do that for him.
    let (_folder, [state, file]) = files("portal", &[], "dismissed-employee-logs-in");
    for (language, due) in [
        ("en", "nobody was found who can change this here"),
        ("ru", "кто мог бы здесь это изменить, не нашлось"),
    ] {
        let (_, out) = ustav(&["check", &state, &file, "--fix=all", "--lang", language]);
        let out = out.split_whitespace().collect::<Vec<_>>().join(" ");
        assert!(out.contains(due), "{out}");
    }
}

/// What effects give is made from the state before: there something may be done about it.
#[test]
fn what_effects_are_made_from_may_change() {
    let rules = "
state {
  seats: Int
  users: each user by id {
    id: String
    role: Role
    share: Int
  }
}
role clerk
permit all
  every user may arrange, pay
action arrange
  effect seats becomes actor.share
action pay
  effect actor.share becomes 2
limit seats
  at most seats users
";
    let state = "{seats: 5, users: [{id: ann, role: clerk, share: 0}]}";
    assert_eq!(proposals(rules, state, "{actor: ann, action: arrange, at: 2024-05-11}"), ["actor: ann pay"]);
}

/// To hold a text has to help whoever holds it: somebody who is there, or somebody new.
#[test]
fn whoever_holds_a_text() {
    let rules = |more: &str| {
        format!(
            "
state {{
  users: each user by id {{
    id: String
    role: Role
    mail: Email
  }}
  partners: each partner by name {{
    name: String
    emails: list of Email
  }}
}}
role clerk
permit linked
  every user may enter
  when (any partner in partners where actor.mail is in partner.emails){more}
action enter
"
        )
    };
    let state = "
users: [{id: ann, role: clerk, mail: ann@x.example}]
partners: [{name: Alfa, emails: []}]
";
    let found = |more: &str| proposals(&rules(more), state, "{actor: ann, action: enter, at: 2024-05-11}");
    assert_eq!(found(""), ["nobody: partners[].emails holds ann@x.example"]);
    assert_eq!(found(" and (count of partners) is at most 1"), Vec::<String>::new());
    assert_eq!(
        found(" and (count of partners) is at most 2"),
        ["nobody: partners[].emails holds ann@x.example"]
    );
}

// ------------------------------------------------------------------------------------------ carried out by hand

fn known(value: Value) -> Cell {
    Cell { value, span: None }
}

/// Make a fact true in a state.
fn make_so(model: &Model, state: &mut State, place: &Input, value: &Value) {
    match place {
        Input::Scalar(scalar) => *state.scalars.get_mut(*scalar).unwrap() = known(value.clone()),
        Input::Field { collection, row, field } => {
            state.collections.get_mut(*collection).unwrap().set(*row, *field, known(value.clone()));
        }
        Input::Complete(collection) => state.collections.get_mut(*collection).unwrap().known = true,
        Input::Contains { collection, field, fold, text } => {
            let rows = state.collections.get_mut(*collection).unwrap();
            if *value == Value::Bool(true) {
                // Somebody new has it: that has to do as well as anybody else.
                let shape = model.schema.collections.get(*collection).unwrap();
                let mut cells: IndexVec<FieldId, Cell> =
                    shape.fields.iter().map(|_| known(Value::Unknown)).collect();
                *cells.get_mut(*field).unwrap() = known(Value::List([Value::Text(text.clone())].into()));
                if let Some(key) = shape.key {
                    *cells.get_mut(key).unwrap() = known(Value::text("somebody-new"));
                }
                rows.push(Row { cells, span: None });
            } else {
                for row in rows.rows() {
                    if let Value::List(list) = rows.value(row, *field) {
                        let other = |value: &&Value| match value {
                            Value::Text(own) if *fold => fold_email(own) != fold_email(text),
                            Value::Text(own) => own != text,
                            _ => true,
                        };
                        let rest = list.iter().filter(other).cloned().collect();
                        rows.set(row, *field, known(Value::List(rest)));
                    }
                }
            }
        }
        Input::Argument(_) | Input::Elements(_) => panic!("not a fact: {place:?}"),
    }
}

/// The verdict after some changes; `None` where one of them is not allowed.
fn carried_out<'c>(
    program: &Program,
    state: &State,
    request: &Request,
    changes: impl Iterator<Item = &'c Change>,
) -> Option<Verdict> {
    let (mut portal, mut request) = (Portal::new(program, state.clone()), request.clone());
    for change in changes {
        match &change.step {
            Step::Tell { parameter, value } => {
                *request.arguments.get_mut(*parameter).unwrap() = known(value.clone());
            }
            Step::Instead(actor) => request.actor = *actor,
            Step::Wait(at) => request.at = *at,
            Step::Act(first) => {
                if decide(program, &portal, first).verdict != Verdict::Allowed {
                    return None;
                }
                portal.apply(program, first, None);
            }
            Step::Fact { place, value } => {
                let mut state = portal.state.clone();
                make_so(&program.model, &mut state, place, value);
                portal = Portal::new(program, state);
            }
        }
    }
    Some(decide(program, &portal, &request).verdict)
}

/// What is wrong with the proposals for an action.
fn check_all(
    program: &Program,
    portal: &Portal,
    request: &Request,
    proposals: &[Proposal],
) -> Result<(), String> {
    let fail = |what: &str, proposal: &Proposal| Err(format!("{what}: {proposal:#?}"));
    for gives in [false, true] {
        let count = proposals.iter().filter(|proposal| proposal.grants.is_empty() != gives).count();
        if count > 5 {
            return Err(format!("{count} proposals"));
        }
    }
    if !proposals.is_sorted_by_key(|proposal| (!proposal.grants.is_empty(), proposal.who)) {
        return Err(format!("not in order: {proposals:#?}"));
    }
    let verdict = |changes: &[&Change]| carried_out(program, &portal.state, request, changes.iter().copied());
    for (number, proposal) in proposals.iter().enumerate() {
        let all: Vec<&Change> = proposal.changes.iter().collect();
        if verdict(&all) != Some(Verdict::Allowed) {
            return fail("does not help", proposal);
        }
        if all.iter().map(|change| change.who).max() != Some(proposal.who) || proposal.rules.is_empty() {
            return fail("has no ground", proposal);
        }
        for left_out in 0..all.len() {
            let mut rest = all.clone();
            rest.remove(left_out);
            if verdict(&rest) == Some(Verdict::Allowed) {
                return fail("is not the smallest", proposal);
            }
        }
        for (at, change) in proposal.changes.iter().enumerate() {
            for value in &change.or {
                let mut other = proposal.changes.clone();
                match &mut other[at].step {
                    Step::Tell { value: slot, .. } | Step::Fact { value: slot, .. } => *slot = value.clone(),
                    _ => return fail("has values of nothing", proposal),
                }
                if verdict(&other.iter().collect::<Vec<_>>()) != Some(Verdict::Allowed) {
                    return fail("does not help with the other value", proposal);
                }
            }
            if let Step::Tell { parameter, ref value } = change.step
                && *value != Value::Absent
            {
                let ty = &program.model.parameters.get(parameter).unwrap().ty;
                if matches!(ty, Type::String | Type::Email | Type::Element(_) | Type::List(_)) {
                    return fail("is about something else", proposal);
                }
            }
        }
        let within = |other: &Proposal| {
            other.changes.iter().all(|change| proposal.changes.iter().any(|own| own.step == change.step))
        };
        if proposals.iter().enumerate().any(|(at, other)| at != number && within(other)) {
            return fail("holds another", proposal);
        }
    }
    Ok(())
}

/// The best rank for which one single change is known to be enough, and that change, found by trying all of them.
fn one_is_enough(program: &Program, portal: &Portal, request: &Request) -> Option<(Who, Request)> {
    let allowed =
        |portal: &Portal, request: &Request| decide(program, portal, request).verdict == Verdict::Allowed;
    let few = |ty: &Type| -> Vec<Value> {
        match ty {
            Type::Bool => vec![Value::Bool(true), Value::Bool(false)],
            Type::Enum(own) => {
                program.model.enums.get(*own).unwrap().values.ids().map(Value::Variant).collect()
            }
            _ => Vec::new(),
        }
    };
    for parameter in &program.model.actions.get(request.action).unwrap().parameters {
        for value in few(&program.model.parameters.get(*parameter).unwrap().ty) {
            let mut other = request.clone();
            other.arguments.get_mut(*parameter).unwrap().value = value;
            if allowed(portal, &other) {
                return Some((Who::Actor, other));
            }
        }
    }
    let rows = |collection: CollectionId| portal.state.collections.get(collection).unwrap().rows();
    let actors = || rows(program.model.schema.actors.unwrap());
    let mut best: Option<(Who, Request)> = None;
    let mut changed = portal.clone();
    for (action, shape) in program.model.actions.enumerated() {
        let blank = Request {
            action,
            arguments: vec![known(Value::Absent); request.arguments.len()].into(),
            ..request.clone()
        };
        let mut all = vec![blank];
        for parameter in &shape.parameters {
            let values = match &program.model.parameters.get(*parameter).unwrap().ty {
                Type::Element(collection) => rows(*collection).map(Value::Element).collect(),
                ty => few(ty),
            };
            let with = |request: Request, value: Value| {
                let mut request = request;
                request.arguments.get_mut(*parameter).unwrap().value = value;
                request
            };
            all = all
                .into_iter()
                .flat_map(|one| values.iter().map(move |value| with(one.clone(), value.clone())))
                .collect();
        }
        for first in all.iter().flat_map(|one| actors().map(|actor| Request { actor, ..one.clone() })) {
            if first == *request || !allowed(portal, &first) {
                continue;
            }
            let applied = changed.apply(program, &first, None);
            let helps = allowed(&changed, request);
            changed.undo(program, applied);
            // Doing the very same in the place of the actor helps nobody.
            if helps && (first.action != request.action || first.arguments != request.arguments) {
                let who = if first.actor == request.actor { Who::Actor } else { Who::Someone };
                if best.as_ref().is_none_or(|(best, _)| who < *best) {
                    best = Some((who, first));
                }
            }
        }
    }
    best
}

/// Where one change is enough, a single change is proposed, by whoever can do it best.
fn none_is_missed(
    program: &Program,
    portal: &Portal,
    request: &Request,
    proposals: &[Proposal],
) -> Result<(), String> {
    match one_is_enough(program, portal, request) {
        Some((who, change))
            if !proposals.iter().any(|found| found.who <= who && found.changes.len() == 1) =>
        {
            let change = states::show_request(&program.model, &change);
            Err(format!("one change by {who:?} is enough, {change}, but proposed is {proposals:#?}"))
        }
        _ => Ok(()),
    }
}

/// Counts of actions: those that are not allowed, and those for which there is a way.
#[derive(Default)]
struct Tally {
    judged: Counter<usize>,
    ways: Counter<usize>,
    by_rank: [Counter<usize>; 4],
}

impl Tally {
    fn count(&self, proposals: &[Proposal]) {
        self.judged.set(self.judged.get() + 1);
        self.ways.set(self.ways.get() + usize::from(!proposals.is_empty()));
        for proposal in proposals {
            let rank = &self.by_rank[proposal.who as usize];
            rank.set(rank.get() + 1);
        }
    }
}

#[test]
fn every_proposal_helps_on_the_shipped_pack() {
    let texts = pack::texts();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let program = compile(&texts).unwrap();
    let model = &program.model;
    let tally = Tally::default();
    run(wanted(400) / 4, (vec(any::<u16>(), 150..400), vec(any::<u16>(), 60..80)), |(state, actions)| {
        let portal = Portal::new(&program, pack::state(model, &mut Dice::new(state)));
        let mut actions = Dice::new(actions);
        for _ in 0..4 {
            let Some(request) = pack::request(model, &mut actions, &portal.state) else { continue };
            let decision = decide(&program, &portal, &request);
            let proposals = why_not(&ProposedAction::new(&program, &portal, &request), &decision, Scope::All);
            if decision.verdict == Verdict::Allowed {
                assert!(proposals.is_empty());
                continue;
            }
            check_all(&program, &portal, &request, &proposals)
                .and_then(|()| none_is_missed(&program, &portal, &request, &proposals))
                .map_err(|found| report("the shipped pack", model, &portal.state, &request, &found))?;
            tally.count(&proposals);
        }
        Ok(())
    });
    assert!(tally.ways.get() * 10 > tally.judged.get() * 6, "{} of {}", tally.ways.get(), tally.judged.get());
    for who in [Who::Actor, Who::Someone, Who::Nobody] {
        assert!(tally.by_rank[who as usize].get() > 5, "too few of {who:?}");
    }
}

#[test]
fn every_proposal_helps_under_generated_rules() {
    let tally = Tally::default();
    run(wanted(240) / 8, choices(), |(choices, rolls)| {
        let rules = choices.text();
        let program = compile(&[&rules])?;
        let model = &program.model;
        for rolls in rolls {
            let mut actions = Dice::new(&rolls[rolls.len() / 2..]);
            let portal = Portal::new(&program, states::state(model, &mut Dice::new(rolls)));
            for number in 0..3 {
                let Some(request) = states::request(model, &mut actions, &portal.state) else { continue };
                let decision = decide(&program, &portal, &request);
                if decision.verdict == Verdict::Allowed {
                    continue;
                }
                let proposals =
                    why_not(&ProposedAction::new(&program, &portal, &request), &decision, Scope::All);
                check_all(&program, &portal, &request, &proposals)
                    .and_then(|()| match number {
                        0 => none_is_missed(&program, &portal, &request, &proposals),
                        _ => Ok(()),
                    })
                    .map_err(|found| report(&rules, model, &portal.state, &request, &found))?;
                tally.count(&proposals);
            }
        }
        Ok(())
    });
    assert!(tally.ways.get() * 8 > tally.judged.get(), "{} of {}", tally.ways.get(), tally.judged.get());
}
