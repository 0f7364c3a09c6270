//! Policy sets: many rules of one condition each, written as a pack.

use super::portal::compile;
use super::timing::{Options, memory, timed};
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::hint::black_box;
use ustav::base::SourceId;
use ustav::eval::budget;
use ustav::eval::typed::decide_action;
use ustav::eval::{Portal, Verdict};
use ustav::input::State;
use ustav::input::typed::Action;
use ustav::input::yaml::{Limits, parse};
use ustav::values::Moment;

/// What all policies speak of.
const SCHEMA: &str = "\
role employee

role administrator

role integrator

enum Channel { web, desktop, mobile }
enum Plan { free, basic, standard, professional, enterprise }
enum Edition { cloud, on_premise }

state {
  users: each user by id {
    id:   String
    role: Role
  }
}
";

/// One user of each role, who asks for all of it.
const STATE: &str = r#"{"users": [{"id": "employee", "role": "employee"},
    {"id": "administrator", "role": "administrator"}, {"id": "integrator", "role": "integrator"}]}"#;

pub(crate) fn rules(policies: &str) -> String {
    let policies: Vec<Json> = policies.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let mut text = SCHEMA.to_owned();
    let names: BTreeSet<&str> = policies.iter().map(|policy| policy["action"].as_str().unwrap()).collect();
    text.push('\n');
    for name in names {
        writeln!(
            text,
            "action {name}(level: Int, risk: Int, amount: Int, size: Int, via: Channel, plan: Plan, edition: Edition)"
        )
        .unwrap();
    }
    for policy in &policies {
        let word = |key: &str| policy[key].as_str().unwrap();
        let may = if word("effect") == "permit" { "may" } else { "may not" };
        let comparison = match word("op") {
            "<" => "is less than",
            "<=" => "is at most",
            ">" => "is more than",
            ">=" => "is at least",
            "==" => "is",
            "!=" => "is not",
            other => panic!("{other}"),
        };
        let value = policy["value"].as_str().map_or_else(|| policy["value"].to_string(), str::to_owned);
        writeln!(
            text,
            "\n{} {}\n  {} {may} {}\n  when {} {comparison} {value}",
            word("effect"),
            word("id"),
            word("role"),
            word("action"),
            word("field")
        )
        .unwrap();
    }
    text
}

pub(crate) fn run(options: &Options) {
    let policies = options.read("policies.jsonl");
    let count = policies.lines().count();
    let text = rules(&policies);
    drop(policies);
    let lines = options.read("requests.jsonl");
    let lines: Vec<Json> = lines.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let (before, _) = memory();
    let bytes = text.len();
    let (compile_ms, program) = timed(|| compile(&[text]));
    let model = &program.model;
    let (now, peak) = memory();
    let (documents, _) = parse(SourceId(99), STATE, &Limits::default());
    let portal = Portal::new(&program, State::read(model, &documents[0]).unwrap());
    let at = Moment::parse("2024-06-01").unwrap();
    let actions: Vec<Action<'_>> = lines
        .iter()
        .map(|line| {
            let text = |key: &str| line[key].as_str().unwrap();
            let mut action = Action::build(model, text("action"), text("role"), at);
            for key in ["level", "risk", "amount", "size"] {
                action = action.int(key, line[key].as_i64().unwrap());
            }
            for key in ["via", "plan", "edition"] {
                action = action.text(key, text(key));
            }
            action.done().unwrap()
        })
        .collect();
    let allowed = |action| {
        decide_action(&program, &portal, action, budget::VERDICT).unwrap().verdict == Verdict::Allowed
    };
    let agree =
        actions.iter().zip(&lines).filter(|(action, line)| line["allowed"] == allowed(action)).count();
    let decide = options.measure(actions.len(), || {
        for action in &actions {
            black_box(decide_action(&program, &portal, black_box(action), budget::VERDICT)).ok();
        }
    });
    println!(
        "{}",
        json!({
            "engine": "ustav",
            "policies": count,
            "bytes": bytes,
            "prepare_ms": {"compile": compile_ms},
            "prepare_total_ms": compile_ms,
            "policies_per_s": count as f64 / compile_ms * 1e3,
            "mb_per_s": bytes as f64 / compile_ms / 1e3,
            "ns_per_decision": decide,
            "requests": actions.len(),
            "agree": agree,
            "memory_kib": {"before_load": before, "now": now, "peak": peak},
        })
    );
}
