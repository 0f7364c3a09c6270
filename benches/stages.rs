//! What each stage costs: `cargo bench --bench stages -- [FILTER] [--sample-count N]`.
//!
//! Rules are those of the shipped pack, once and many times over under other names; portals have so many users.
#![expect(clippy::unwrap_used, reason = "a benchmark has nobody to tell")]
#![expect(clippy::disallowed_methods, reason = "it reads files")]

use divan::{Bencher, black_box};
use std::fmt::Write as _;
use std::path::Path;
use ustav::base::SourceId;
use ustav::documents::Documents;
use ustav::documents::lock::Lock;
use ustav::documents::verify::verify;
use ustav::embed::{KnowledgeBase, Portal};
use ustav::input::State;
use ustav::input::typed::Action;
use ustav::input::yaml::Limits;
use ustav::kb::lower;
use ustav::model::{Model, Parsed, check};
use ustav::prose::Format;
use ustav::syntax::parse;
use ustav::syntax::tree::File;
use ustav::values::Moment;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    divan::main();
}

const PACK: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/pack");
/// How many users portals have.
const USERS: [usize; 3] = [20, 1_000, 100_000];
/// How many rules packs have beside those of the shipped one.
const RULES: [usize; 3] = [0, 1_000, 10_000];

fn read(path: &str) -> String {
    std::fs::read_to_string(Path::new(PACK).join(path)).unwrap()
}

/// The rule files of the pack, and so many further rules of one condition each.
fn texts(further: usize) -> Vec<(String, String)> {
    let names = ["inviting", "managing", "plans", "portal", "roles", "security"];
    let mut texts: Vec<(String, String)> = Vec::new();
    for name in names {
        let name = format!("{name}.rules");
        let text = read(&name);
        texts.push((name, text));
    }
    let mut more = String::new();
    for number in 0..further {
        let (plan, status) = match number % 3 {
            0 => ("free", "invited"),
            1 => ("basic", "active"),
            _ => ("standard", "dismissed"),
        };
        write!(
            more,
            "action further{number}(level: Int)\n\npermit further-{number}\n  employee may further{number}\n  \
             when plan is {plan} and actor.status is {status} and level is at least {number}\n\n"
        )
        .unwrap();
    }
    texts.push(("further.rules".to_owned(), more));
    texts
}

fn parsed(texts: &[(String, String)]) -> Vec<File> {
    (0..).zip(texts).map(|(number, (_, text))| parse(SourceId(number), text).0).collect()
}

fn model(files: Vec<File>) -> Model {
    check(Parsed { files, diagnostics: Vec::new() }).0.unwrap()
}

fn rules(further: usize) -> KnowledgeBase {
    let texts = texts(further);
    KnowledgeBase::compile(texts.iter().map(|(name, text)| (&**name, &**text))).unwrap()
}

/// A portal as JSON: an administrator, nine integrators, and employees.
fn state(users: usize) -> String {
    let mut text = String::from(
        r#"{"edition": "cloud", "plan": "professional", "time_zone": "Europe/Moscow", "trials": [],
           "partners": [{"name": "Alfa", "emails": ["new@alfa.example"]}], "users": ["#,
    );
    for number in 0..users {
        let role = match number {
            0 => "administrator",
            1..=9 => "integrator",
            _ => "employee",
        };
        let comma = if number == 0 { "" } else { "," };
        write!(
            text,
            r#"{comma}{{"id": "user{number}", "email": "user{number}@acme.example", "role": "{role}", "status": "active", "invited": "2024-01-01"}}"#
        )
        .unwrap();
    }
    text.push_str("]}");
    text
}

/// The same in block style.
fn state_as_yaml(users: usize) -> String {
    let text = state(users);
    let tree: serde_json::Value = serde_json::from_str(&text).unwrap();
    serde_yaml::to_string(&tree).unwrap()
}

fn portal(users: usize) -> Portal {
    rules(0).portal("state.json", &state(users)).unwrap()
}

const LINE: &str =
    r#"{"actor": "user0", "action": "invite_integrator", "email": "new@alfa.example", "via": "web"}"#;

fn now() -> Moment {
    Moment::parse("2024-06-01").unwrap()
}

fn invitation(rules: &KnowledgeBase) -> Action<'static> {
    rules.reader().read(LINE, now()).unwrap()
}

#[divan::bench(args = RULES)]
fn parsing(bencher: Bencher, further: usize) {
    let texts = texts(further);
    bencher.bench(|| parsed(black_box(&texts)));
}

#[divan::bench(args = RULES)]
fn checking(bencher: Bencher, further: usize) {
    let texts = texts(further);
    bencher.with_inputs(|| parsed(&texts)).bench_values(model);
}

#[divan::bench(args = RULES)]
fn lowering(bencher: Bencher, further: usize) {
    let model = model(parsed(&texts(further)));
    bencher.bench(|| lower(black_box(&model)));
}

#[divan::bench(args = USERS)]
fn loading_json(bencher: Bencher, users: usize) {
    let (rules, text) = (rules(0), state(users));
    bencher.bench(|| rules.portal("state.json", black_box(&text)).unwrap());
}

#[divan::bench(args = USERS)]
fn loading_yaml(bencher: Bencher, users: usize) {
    let (rules, text) = (rules(0), state_as_yaml(users));
    bencher.bench(|| rules.portal("state.yaml", black_box(&text)).unwrap());
}

/// What a state costs that is read and not made ready for verdicts.
#[divan::bench(args = USERS)]
fn reading_json(bencher: Bencher, users: usize) {
    let (model, text) = (model(parsed(&texts(0))), state(users));
    let limits = Limits::default();
    bencher.bench(|| State::from_text(&model, SourceId(9), black_box(&text), &limits));
}

#[divan::bench(args = USERS)]
fn reading_yaml(bencher: Bencher, users: usize) {
    let (model, text) = (model(parsed(&texts(0))), state_as_yaml(users));
    let limits = Limits::default();
    bencher.bench(|| State::from_text(&model, SourceId(9), black_box(&text), &limits));
}

/// The measure of [`reading_json`]: the same into plain structures, without places.
#[divan::bench(args = USERS)]
fn reading_json_by_serde(bencher: Bencher, users: usize) {
    let text = state(users);
    bencher.bench(|| serde_json::from_str::<Plain>(black_box(&text)).unwrap());
}

/// The measure of [`reading_yaml`]: the events of the parser alone.
#[divan::bench(args = USERS)]
fn reading_yaml_by_events(bencher: Bencher, users: usize) {
    let text = state_as_yaml(users);
    bencher.bench(|| {
        let parser = granit_parser::Parser::new_from_str(black_box(&text));
        parser.for_each(|event| drop(black_box(event.unwrap())));
    });
}

#[derive(serde::Deserialize)]
#[expect(dead_code, reason = "it is only filled")]
struct Plain<'a> {
    edition: &'a str,
    plan: &'a str,
    time_zone: &'a str,
    users: Vec<PlainUser>,
}

#[derive(serde::Deserialize)]
#[expect(dead_code, reason = "it is only filled")]
struct PlainUser {
    id: String,
    email: String,
    role: Role,
    status: Status,
    invited: chrono::NaiveDate,
}

#[derive(serde::Deserialize)]
#[serde(rename_all = "snake_case")]
enum Role {
    Administrator,
    Integrator,
    Employee,
}

#[derive(serde::Deserialize)]
#[serde(rename_all = "snake_case")]
enum Status {
    Active,
}

#[divan::bench(args = USERS, sample_size = 1000)]
fn deciding(bencher: Bencher, users: usize) {
    let portal = portal(users);
    let action = invitation(&rules(0));
    assert!(portal.decide(&action).unwrap().is_allowed());
    bencher.bench(|| portal.decide(black_box(&action)).unwrap().is_allowed());
}

#[divan::bench(args = RULES, sample_size = 1000)]
fn deciding_among_rules(bencher: Bencher, further: usize) {
    let rules = rules(further);
    let portal = rules.portal("state.json", &state(20)).unwrap();
    let action = invitation(&rules);
    bencher.bench(|| portal.decide(black_box(&action)).unwrap().is_allowed());
}

#[divan::bench(args = USERS)]
fn deciding_a_line(bencher: Bencher, users: usize) {
    let (portal, rules) = (portal(users), rules(0));
    let reader = rules.reader();
    bencher.bench(|| {
        let action = reader.read(black_box(LINE), now()).unwrap();
        portal.decide(&action).unwrap().is_allowed()
    });
}

#[divan::bench(args = USERS)]
fn explaining(bencher: Bencher, users: usize) {
    let portal = portal(users);
    let action = invitation(&rules(0));
    let decision = portal.decide(&action).unwrap();
    bencher.bench(|| black_box(&decision).explain());
}

/// An invitation that takes effect, and is taken back.
#[divan::bench(args = USERS)]
fn simulating(bencher: Bencher, users: usize) {
    let mut portal = portal(users);
    let action = invitation(&rules(0));
    bencher.bench_local(|| {
        let applied = portal.apply(black_box(&action)).unwrap();
        portal.undo(applied);
    });
}

#[divan::bench]
fn verifying(bencher: Bencher) {
    let model = model(parsed(&texts(0)));
    let lock = Lock::read(SourceId(90), &read("ustav.lock"), false).unwrap();
    let texts: Vec<String> = model.documents.iter().map(|document| read(&document.path)).collect();
    let today = chrono::NaiveDate::from_ymd_opt(2024, 6, 1).unwrap();
    bencher.bench(|| {
        let given =
            (91..).zip(&texts).map(|(id, text)| Some((SourceId(id), text.as_str(), Format::Markdown)));
        let documents = Documents::new(given);
        verify(&model, &documents, &lock, today).agrees()
    });
}
