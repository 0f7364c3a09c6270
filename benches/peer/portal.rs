//! Workloads: the shipped pack over a portal of many users.

use super::forms::{Case, Closures, RegisterCode};
use super::timing::{Options, memory, timed};
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;
use std::hint::black_box;
use ustav::base::SourceId;
use ustav::eval::budget;
use ustav::eval::judge::Cause;
use ustav::eval::typed::decide_action;
use ustav::eval::{Decision, Portal, Verdict};
use ustav::input::json_action::ActionReader;
use ustav::input::typed::Action;
use ustav::input::yaml::Limits;
use ustav::input::{Request, State};
use ustav::model::{Model, Parsed, check};
use ustav::program::Program;
use ustav::values::{Moment, Truth};

/// What the peers call denying rules, and what the pack calls them: each group is denied for one and the same reason.
/// The pack has no prohibition for a right that nobody gave; it says `default`.
const GROUPS: [(&[&str], &[&str]); 13] = [
    (&["active-acts"], &["invited-log-in-first", "dismissed-do-nothing"]),
    (&["linked-login"], &["unlinked-integrators-stay-out"]),
    (&["invitations-open", "administrator-rights", "administrator-alone"], &["default"]),
    (&["invite-in-web", "invite-in-cloud"], &["invitations-from-the-cloud-web-version"]),
    (&["linked-invitation", "linked-employee"], &["linked-integrators"]),
    (&["ten-integrators"], &["ten-integrators"]),
    (&["user-limit"], &["user-limit"]),
    (&["employee-only", "active-employee-only"], &["only-active-employees-become-integrators"]),
    (&["working-integrator-only"], &["only-working-integrators-are-dismissed"]),
    (&["dismissed-integrator-only"], &["only-dismissed-integrators-return"]),
    (&["no-outside-administrators"], &["no-outside-administrators"]),
    (&["administrators-only"], &["only-administrators-step-down"]),
    (&["free-trial-once"], &["trials-on-the-free-plan", "one-trial"]),
];

fn group(name: &str) -> usize {
    let known = GROUPS.iter().position(|(theirs, ours)| theirs.contains(&name) || ours.contains(&name));
    known.unwrap_or_else(|| match name {
        "free-plan-support" | "no-escalation-on-the-free-plan" => GROUPS.len(),
        _ => panic!("no rule of the peers is like `{name}`"),
    })
}

/// Compile the rules of a folder.
pub(crate) fn compile(texts: &[String]) -> Program {
    let mut parsed = Parsed::default();
    for (number, text) in (0..).zip(texts) {
        let (file, diagnostics) = ustav::syntax::parse(SourceId(number), text);
        assert!(diagnostics.is_empty(), "{diagnostics:?}");
        parsed.files.push(file);
    }
    let (model, diagnostics) = check(parsed);
    let model = model.unwrap_or_else(|| panic!("{diagnostics:?}"));
    let (program, _) = Program::compile(model);
    program
}

pub(crate) fn run(options: &Options) {
    let mut paths: Vec<_> =
        std::fs::read_dir(&options.rules).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "rules"));
    paths.sort();
    let texts: Vec<String> = paths.iter().map(|path| std::fs::read_to_string(path).unwrap()).collect();
    let program = compile(&texts);
    let model = &program.model;
    let (state_text, actions, expected) =
        (options.read("state.json"), options.read("actions.jsonl"), options.read("expected.jsonl"));
    let (before, _) = memory();
    let (load_ms, state) = timed(|| state(model, &state_text));
    let (index_ms, portal) = timed(|| Portal::new(&program, state));
    let texts: Vec<&str> = actions.lines().take(options.actions).collect();
    let reader = ActionReader::new(model);
    let now = Moment::parse("2024-06-01").unwrap();
    let typed: Vec<Action<'_>> = texts.iter().map(|line| reader.read(line, now).unwrap()).collect();
    let mut agreement = json!({"actions": 0, "verdicts": 0, "undetermined": 0, "reasons": 0});
    for (action, expected) in typed.iter().zip(expected.lines()) {
        let expected: Json = serde_json::from_str(expected).unwrap();
        let decision = decide_action(&program, &portal, action, budget::VERDICT).unwrap();
        compare(&program, &decision, &expected, &mut agreement);
    }
    let decide = options.measure(typed.len(), || {
        for action in &typed {
            black_box(decide_action(&program, &portal, black_box(action), budget::VERDICT)).ok();
        }
    });
    let requests: Vec<Request> =
        typed.iter().map(|action| portal.request(&program, action).unwrap()).collect();
    let resolved = options.measure(typed.len(), || {
        for request in &requests {
            black_box(ustav::eval::decide(&program, &portal, black_box(request)));
        }
    });
    let nodes = options.measure(typed.len(), || {
        for request in &requests {
            black_box(ustav::eval::decide_over_nodes(&program, &portal, black_box(request)));
        }
    });
    let mut forms = (Json::Null, Json::Null);
    // Where nothing is unknown.
    if agreement["undetermined"] == 0 {
        forms = other_forms(options, &program, &portal, &requests);
    }
    let json = options.measure(texts.len(), || {
        for line in &texts {
            let action = reader.read(black_box(line), now).unwrap();
            black_box(decide_action(&program, &portal, &action, budget::VERDICT)).ok();
        }
    });
    let users =
        program.kb.actors.map_or(0, |(actors, _)| portal.state.collections.get(actors).unwrap().len());
    let (now, peak) = memory();
    println!(
        "{}",
        json!({
            "engine": "ustav",
            "users": users,
            "actions": typed.len(),
            "ns_per_decision": {"decide": decide, "resolved": resolved, "json": json, "nodes": nodes, "closures": forms.0, "register_code": forms.1},
            "agreement": agreement,
            "load_ms": load_ms + index_ms,
            "memory_kib": {"before_load": before, "now": now, "peak": peak},
            "live_bytes": null,
            "allocations_per_decision": null,
        })
    );
}

/// The same conditions as closures and as register code: they come to the same, and cost so much.
fn other_forms(options: &Options, program: &Program, portal: &Portal, requests: &[Request]) -> (Json, Json) {
    let case = Case::new(&program.kb, &portal.state);
    let (closures, code) = (Closures::new(&program.kb), RegisterCode::new(&program.kb));
    for request in requests {
        let decision = ustav::eval::decide(program, portal, request);
        let filed = decision.denials(program).filter(|one| matches!(one.cause, Cause::Rule(_))).enumerate();
        let denied = filed.fold(0, |all, (at, one)| all | (u64::from(one.truth == Truth::True) << at));
        assert_eq!(closures.decide(&case, request), (decision.permitted, denied));
        assert_eq!(code.decide(&case, request), (decision.permitted, denied));
    }
    let closures = options.measure(requests.len(), || {
        for request in requests {
            black_box(closures.decide(&case, black_box(request)));
        }
    });
    let code = options.measure(requests.len(), || {
        for request in requests {
            black_box(code.decide(&case, black_box(request)));
        }
    });
    (closures, code)
}

fn state(model: &Model, text: &str) -> State {
    let read = State::from_text(model, SourceId(99), text, &Limits::default()).documents.pop();
    read.expect("a state").state.expect("a state of the rules")
}

fn compare(program: &Program, decision: &Decision, expected: &Json, agreement: &mut Json) {
    let mut ours: BTreeSet<usize> = BTreeSet::new();
    if decision.verdict == Verdict::Denied {
        let denials = decision.denials(program).filter(|outcome| outcome.truth == Truth::True);
        let denying = denials.filter_map(|outcome| program.model.rules.get(outcome.rule));
        ours.extend(denying.map(|rule| group(&rule.id.text)));
        if decision.permitted == Truth::False {
            ours.insert(group("default"));
        }
    }
    let theirs = expected["reasons"].as_array().unwrap().iter();
    let mut theirs: BTreeSet<usize> = theirs.map(|name| group(name.as_str().unwrap())).collect();
    // Whoever has the wrong role or status does not join the integrators: their number and their e-mails are not at stake.
    if ["only-active-employees-become-integrators", "only-dismissed-integrators-return"]
        .into_iter()
        .any(|rule| theirs.contains(&group(rule)))
    {
        for rule in ["ten-integrators", "linked-integrators"] {
            ours.remove(&group(rule));
            theirs.remove(&group(rule));
        }
    }
    let verdict = match decision.verdict {
        Verdict::Allowed => "allowed",
        Verdict::Denied => "denied",
        Verdict::Undetermined => "undetermined",
    };
    let same = expected["verdict"] == verdict;
    let mut count = |key: &str, more: bool| {
        agreement[key] = (agreement[key].as_u64().unwrap() + u64::from(more)).into();
    };
    count("actions", true);
    count("verdicts", same);
    count("undetermined", expected["verdict"] == "undetermined");
    count("reasons", same && ours == theirs);
    if !(same && ours == theirs) {
        eprintln!("{verdict} {ours:?}, expected {expected} {theirs:?}");
    }
}
