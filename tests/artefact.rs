//! What `compile --out` writes: it says what its rules say, and whatever else stands in a file is refused or harmless.

use crate::cli::{Folder, proposed};
use crate::compare::{choices, compile, dice::Dice, pack, states};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed, TestRunner};
use serde::{Deserialize, Serialize};
use std::cell::Cell;
use std::sync::Arc;
use std::time::{Duration, Instant};
use ustav::artefact::{ArtefactError, Contents, FORMAT, MAGIC, Opened, encode, open};
use ustav::base::{SharedText, SourceId, Span};
use ustav::eval;
use ustav::eval::ProposedAction;
use ustav::eval::{Portal, Verdict};
use ustav::kb::{Node, NodeId, Op};
use ustav::program::Program;
use ustav::values::ids::{RoleId, VariantId};
use ustav::values::{Moment, Type, Value, Zone};

// ------------------------------------------------------------------------------------------ the same

/// The shipped pack with all that stands beside it.
fn folder() -> Folder {
    let folder = Folder::new().with("rules", "scenarios", "yaml").with("rules", "examples", "yaml");
    folder.with("rules", "examples/actions", "yaml")
}

/// The pack in a folder, compiled.
fn compiled(folder: &Folder) -> Vec<u8> {
    let ran = folder.run("compile --out pack.ustav");
    assert_eq!((ran.code, ran.err.as_str()), (0, ""), "{ran:?}");
    folder.bytes("pack.ustav")
}

#[test]
fn every_verb_says_what_it_says_of_the_rules() {
    let folder = folder();
    folder.write("lines.jsonl", format!("{}\n", proposed("anna invite_employee via=web email=x@y.example")));
    // A sentence that nothing covers, a citation that drifted, and a lock that knows neither.
    let drifted = folder.read("rules/documents/specialist.md") + "\nКаждый сотрудник обязан носить шляпу.\n";
    compiled(&folder);
    let commands = "
        check STATE rules/examples/actions/anna-invites-ivan.yaml --explain --fix
        check STATE rules/examples/actions/anna-invites-ivan.yaml --explain --fix --format json --lang ru
        check rules/examples/unknown.yaml rules/examples/actions/anna-invites-ivan.yaml -q
        check STATE lines.jsonl --explain --format json
        simulate STATE rules/examples/actions/anna-invites-ivan.yaml
        simulate STATE rules/examples/actions/anna-invites-ivan.yaml --format json
        audit STATE rules/examples/full.yaml rules/examples/unknown.yaml --at 2024-06-01
        audit STATE --at 2024-06-01 --format sarif -q
        can STATE --actor anna --at 2024-05-11 --explain
        can --role integrator --format json --at 2026-01-01
        can --role nobody --at 2026-01-01
        how invite_integrator
        how invite_integrator --format json --lang ru
        how nothing
        test --coverage
        verify --at 2026-01-01 --coverage
        verify --at 2026-01-01 --format json
        verify --at 2026-01-01 --format junit
        compile --format json
        compile --emit tree
        compile --emit model --format json
        compile --emit kb";
    let all = |drifted: bool| {
        for command in commands.lines().map(str::trim).filter(|line| !line.is_empty()) {
            if drifted && !command.starts_with("verify") && !command.starts_with("compile") {
                continue;
            }
            let command = command.replace("STATE", "rules/examples/portal.yaml");
            let own = folder.run(&command);
            let other = folder.run(&format!("{command} --rules pack.ustav"));
            assert_eq!(own, other, "{command}");
        }
    };
    all(false);
    folder.write("rules/documents/specialist.md", drifted);
    all(true);
    let report = |rules: &str| {
        let ran = folder.run(&format!("report --at 2026-01-01 -o -{rules}"));
        assert_eq!(ran.code, 0, "{ran:?}");
        let (before, rest) = ran.out.split_once("\"verified\":\"").unwrap();
        format!("{before}{}", rest.split_once('"').unwrap().1)
    };
    assert_eq!(report(""), report(" --rules pack.ustav"));
}

#[test]
fn an_artefact_is_whole_in_itself() {
    let rules = folder();
    let bytes = compiled(&rules);
    // Elsewhere, under any name, with the documents in it; and what is written of it is the same again.
    let elsewhere = Folder::empty();
    elsewhere.write("anything.rules", &bytes);
    let state = rules.read("rules/examples/portal.yaml");
    elsewhere.write("rules/examples/portal.yaml", &state);
    let command = "can rules/examples/portal.yaml --actor anna --at 2024-05-11 --explain";
    let ran = elsewhere.run(&format!("{command} --rules anything.rules"));
    assert_eq!(ran, rules.run(command));
    assert!(ran.out.contains("rules/documents/specialist.md:"), "{ran:?}");
    let again = rules.run("compile --rules pack.ustav --out again.ustav");
    assert_eq!((again.code, rules.bytes("again.ustav") == bytes), (0, true), "{again:?}");
    // To verify takes the documents themselves.
    let ran = elsewhere.run("verify --rules anything.rules");
    assert!(ran.code == 1 && ran.text().contains("`article` is missing"), "{ran:?}");
}

#[test]
fn an_artefact_is_written_whole_or_not_at_all() {
    let folder = folder();
    let bytes = compiled(&folder);
    let refused = |arguments: &str, code: &str, told: &str| {
        let ran = folder.run(arguments);
        let fits = ran.code == 2 && ran.err.contains(&format!("[{code}]")) && ran.text().contains(told);
        assert!(fits, "{arguments}: {ran:?}");
    };
    refused("compile --out missing/pack.ustav", "E0604", "there is no folder");
    refused("compile --out -", "E0605", "cannot be printed");
    refused("compile --rules rules --rules pack.ustav", "E0605", "whole pack");
    refused("compile --rules pack.ustav --rules pack.ustav", "E0605", "whole pack");
    refused("fmt --rules pack.ustav", "E0605", "is an artefact");
    refused("fmt pack.ustav", "E0605", "is an artefact");
    refused("accept --moved --rules pack.ustav", "E0605", "is an artefact");
    folder.write("rules/wrong.rules", "permit twice\n  nobody may log_in\n");
    refused("compile --out pack.ustav", "E0201", "nobody");
    refused("compile --out new.ustav", "E0201", "nobody");
    assert!(folder.bytes("pack.ustav") == bytes && !folder.path("new.ustav").exists());
    assert_eq!(folder.run("compile --out pack.ustav --emit kb").code, 2);
}

/// Rules as an artefact.
pub(crate) fn written(texts: &[&str], program: &Program) -> Result<Vec<u8>, ArtefactError> {
    let texts: Vec<SharedText> = texts.iter().map(|text| SharedText::from(*text)).collect();
    let files: Vec<(&str, &SharedText)> = texts.iter().map(|text| ("generated.rules", text)).collect();
    let named = |document: &ustav::model::Document| (document.path.to_string(), None);
    let documents: Vec<(String, Option<u32>)> = program.model.documents.iter().map(named).collect();
    encode(&Contents {
        rule_paths: &["rules".to_owned()],
        files: &files,
        texts: &[],
        documents: &documents,
        program,
    })
}

fn opened(bytes: Vec<u8>) -> Result<Opened, ArtefactError> {
    let opened = open(Arc::new(bytes))?;
    opened.look_through()?;
    Ok(opened)
}

#[test]
fn generated_rules_come_back_as_they_were() {
    let config =
        Config { cases: 8, rng_seed: RngSeed::Fixed(11), failure_persistence: None, ..Config::default() };
    TestRunner::new(config)
        .run(&choices(), |(choices, _)| {
            let text = choices.text();
            let program = compile(&[&text]).unwrap();
            let _model = &program.model;
            let back = opened(written(&[&text], &program).unwrap()).unwrap();
            let json = |Program { model, kb, tables }: &Program| {
                serde_json::to_string(&(model, kb, tables)).unwrap()
            };
            prop_assert_eq!(json(&program), json(&back.program));
            Ok(())
        })
        .unwrap();
}

/// Something of nearly all that rules can say.
const TEXT: &str = r#"document article "article.md"

enum Plan { free, paid }

state {
  plan: Plan = free
  most: Int?
  time_zone: TimeZone = UTC
  settings {
    open: Bool = true
  }
  users: each user by id {
    id:     String
    role:   Role
    joined: Date?
  }
  partners: each partner {
    emails: list of Email
  }
}

role member

role chief like member
  except leave
  say en "not you"

let linked(e: Email) = any p in partners where e is in p.emails

let newcomers: each newcomer = users where joined is absent

action greet(user, email: Email)
  how en "Wave"
  effect user.joined becomes now

action leave()
  effect settings.open becomes false when plan is paid

permit members-leave
  member may leave

permit members-greet
  member may greet
  when settings.open and (linked(email) or plan is free)
  cites article "Members greet."

forbid strange-addresses
  nobody may greet
  when any p in partners where every e in p.emails where e is not email and count of p.emails is 2
  when any p in partners where any q in partners where p.emails shares with q.emails

forbid late-greetings
  nobody may greet
  unless now is after 2024-05-11 or count of newcomers + 1 is at most most
  say en "too late for {user.id}"

limit few-newcomers
  at most 3 newcomers
  say en "{count} of {limit}"

deadline soon
  each newcomer must have joined within 10 days of joined
"#;

#[test]
fn the_format_has_a_number() {
    // Where this fails, what is written has changed: count `FORMAT` up, and take the new sum.
    let text = TEXT;
    let program = compile(&[text]).unwrap();
    let _model = &program.model;
    let bytes = written(&[text], &program).unwrap();
    let line = bytes.iter().position(|byte| *byte == b'\n').unwrap();
    assert_eq!((FORMAT, crc32fast::hash(&bytes[line..])), (8, 1_358_103_611));
}

// ------------------------------------------------------------------------------------------ damaged

/// A pack whose actions share a table.
fn sharing() -> Vec<u8> {
    let text = crate::linear::many_invariants();
    let program = compile(&[&text]).unwrap();
    assert!(!program.tables.shared.is_empty());
    written(&[&text], &program).unwrap()
}

fn shipped() -> Vec<u8> {
    let texts = pack::texts();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let program = compile(&texts).unwrap();
    let _model = &program.model;
    written(&texts, &program).unwrap()
}

#[test]
fn damage_is_found() {
    let bytes = shipped();
    assert!(opened(bytes.clone()).is_ok());
    for at in (0..bytes.len()).step_by(97).chain(0..120) {
        let mut damaged = bytes.clone();
        damaged[at] ^= 1 << (at % 8);
        assert!(opened(damaged).is_err(), "byte {at}");
    }
    for length in (0..bytes.len()).step_by(499).chain(0..120) {
        assert!(opened(bytes[..length].to_vec()).is_err(), "cut to {length}");
    }
    assert!(opened([&bytes[..], b"!"].concat()).is_err());
    let line = bytes.iter().position(|byte| *byte == b'\n').unwrap();
    let other = [MAGIC, b"0, ustav 0.0.9", &bytes[line..]].concat();
    assert_eq!(opened(other).unwrap_err(), ArtefactError::Version("ustav 0.0.9 (format 0)".to_owned()));
}

#[test]
fn damage_is_told_and_nothing_else() {
    let folder = folder();
    let bytes = compiled(&folder);
    let state = "rules/examples/portal.yaml";
    let action = "rules/examples/actions/anna-invites-ivan.yaml";
    folder.write("lines.jsonl", format!("{}\n", proposed("anna invite_employee via=web email=x@y.example")));
    let mut seen = [0; 2];
    for at in (0..bytes.len()).step_by(bytes.len() / 30) {
        let mut damaged = bytes.clone();
        damaged[at] ^= 0x10;
        folder.write("bad.ustav", damaged);
        let commands = [
            format!("check {state} {action} --rules bad.ustav --explain"),
            format!("check {state} lines.jsonl --rules bad.ustav"),
            format!("simulate {state} {action} --rules bad.ustav --out left.yaml"),
            "how start_trial --rules bad.ustav".to_owned(),
            "compile --rules bad.ustav --out new.ustav".to_owned(),
        ];
        // What is not asked for may be damaged; what hangs on it is not told. All is looked at where all is needed.
        let which = at % commands.len();
        let ran = folder.run(&commands[which]);
        let told = ran.code == 2 && (ran.err.contains("E0606") || ran.err.contains("E0607") || at < 15);
        seen[usize::from(told)] += 1;
        assert!(told || which < 4 && ran.err.is_empty(), "{at}: {}: {ran:?}", commands[which]);
        let written = ["left.yaml", "new.ustav"];
        let left = written.iter().any(|name| folder.path(name).exists());
        assert!(!told || !left, "{at}: {}", commands[which]);
        for name in written {
            let _ = std::fs::remove_file(folder.path(name));
        }
    }
    assert!(seen[0] > 0 && seen[1] > 10, "{seen:?}");
    // The tables of the last actions are the last part.
    let mut damaged = bytes.clone();
    *damaged.last_mut().unwrap() ^= 1;
    folder.write("bad.ustav", damaged);
    let ran = folder.run("test --boundaries --out cases.yaml --rules bad.ustav");
    assert!(ran.err.contains("E0606") && !folder.path("cases.yaml").exists(), "{ran:?}");
}

// ------------------------------------------------------------------------------------------ malicious

/// The head of an artefact, as an adversary writes it.
#[derive(Serialize, Deserialize)]
struct Head {
    told: Vec<String>,
    documents: Vec<(String, Option<u32>)>,
    frame: Part,
    files: Vec<(String, Part, Option<Part>)>,
    texts: Vec<(String, Part, Option<Part>)>,
    lists: [Vec<(u32, Part)>; 6],
}

/// Length and checksum.
type Part = (u32, u32);

/// An artefact taken to pieces.
struct Pieces {
    line: Vec<u8>,
    head: Head,
    parts: Vec<Vec<u8>>,
}

impl Head {
    fn parts(&mut self) -> Vec<&mut Part> {
        let texts = self.files.iter_mut().chain(&mut self.texts);
        let texts = texts.flat_map(|(_, part, outline)| std::iter::once(part).chain(outline));
        let lists = self.lists.iter_mut().flatten().map(|(_, part)| part);
        std::iter::once(&mut self.frame).chain(texts).chain(lists).collect()
    }
}

impl Pieces {
    fn of(bytes: &[u8]) -> Self {
        let line = bytes.iter().position(|byte| *byte == b'\n').unwrap() + 1;
        let length = u32::from_le_bytes(bytes[line..line + 4].try_into().unwrap()) as usize;
        let mut at = line + 8 + length;
        let mut head: Head = postcard::from_bytes(&bytes[line + 8..at]).unwrap();
        let take = |part: &mut Part| {
            at += part.0 as usize;
            bytes[at - part.0 as usize..at].to_vec()
        };
        let parts = head.parts().into_iter().map(take).collect();
        assert_eq!(at, bytes.len());
        Self { line: bytes[..line].to_vec(), head, parts }
    }

    /// Put together again, with all lengths and checksums right.
    fn sealed(&mut self) -> Vec<u8> {
        for (part, bytes) in self.head.parts().into_iter().zip(&self.parts) {
            *part = (u32::try_from(bytes.len()).unwrap(), crc32fast::hash(bytes));
        }
        let head = postcard::to_stdvec(&self.head).unwrap();
        let length = u32::try_from(head.len()).unwrap().to_le_bytes();
        let sum = crc32fast::hash(&head).to_le_bytes();
        [&self.line[..], &length, &sum, &head, &self.parts.concat()].concat()
    }
}

/// Ask of a pack all that can be asked.
fn ask(back: &Opened, rolls: &[u16]) -> usize {
    let program = &back.program;
    let mut dice = Dice::new(rolls);
    let portal = Portal::new(program, states::state(&program.model, &mut dice));
    let mut allowed = 0;
    for _ in 0..6 {
        let Some(request) = states::request(&program.model, &mut dice, &portal.state) else { continue };
        let decision = eval::decide(program, &portal, &request);
        let _ = eval::explain(&ProposedAction::new(program, &portal, &request), &decision);
        let _ = eval::validity(&ProposedAction::new(program, &portal, &request), decision.verdict);
        let done = decision.verdict == Verdict::Allowed;
        let _ = eval::obligations::of_action(&ProposedAction::new(program, &portal, &request), done);
        let _ = portal.clone().apply(program, &request, None);
        allowed += usize::from(done);
    }
    allowed
}

#[test]
fn what_is_made_up_is_refused_or_harmless() {
    let packs = [shipped(), sharing()];
    let until = Instant::now() + Duration::from_secs(60);
    let (refused, taken) = (Cell::new(0), Cell::new(0));
    let config =
        Config { cases: 1500, rng_seed: RngSeed::Fixed(5), failure_persistence: None, ..Config::default() };
    let change = (
        any::<u16>(),
        any::<u32>(),
        prop_oneof![
            any::<u8>().prop_map(|byte| vec![byte]),
            vec(any::<u8>(), 0..12),
            Just(vec![0xff, 0xff, 0xff, 0xff, 0x0f]),
            Just(vec![]),
        ],
        0..3usize,
    );
    TestRunner::new(config)
        .run(&(vec(change, 1..4), vec(any::<u16>(), 300)), |(changes, rolls)| {
            let mut pieces = Pieces::of(&packs[usize::from(rolls[0] % 4 == 0)]);
            for (part, at, new, old) in changes {
                // Half of the changes hit the frame, which everything else hangs on.
                let count = pieces.parts.len();
                let part = if part % 2 == 0 { 0 } else { usize::from(part / 2) % count };
                let part = &mut pieces.parts[part];
                let at = at as usize % (part.len() + 1);
                let end = (at + old).min(part.len());
                part.splice(at..end, new);
            }
            match opened(pieces.sealed()) {
                Err(_) => refused.set(refused.get() + 1),
                Ok(back) => {
                    taken.set(taken.get() + 1);
                    ask(&back, &rolls);
                }
            }
            Ok(())
        })
        .unwrap();
    assert!(refused.get() > 500 && taken.get() > 20, "{refused:?} refused, {taken:?} taken");
    assert!(Instant::now() < until, "it took too long");
}

#[test]
fn what_is_made_up_ends_the_program_in_order() {
    let folder = folder();
    let bytes = compiled(&folder);
    let mut number = 7u64;
    let mut next = |below: usize| {
        number = number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(number >> 33).unwrap() % below
    };
    for _ in 0..12 {
        let mut pieces = Pieces::of(&bytes);
        let part = next(pieces.parts.len());
        let part = &mut pieces.parts[part];
        let at = next(part.len());
        part[at] = part[at].wrapping_add(u8::try_from(1 + next(3)).unwrap());
        folder.write("bad.ustav", pieces.sealed());
        // The folder itself sees to it that nothing is printed under exit code 2, and that nothing panics.
        folder.run("can rules/examples/portal.yaml --actor anna --at 2024-05-11 --explain --rules bad.ustav");
        folder.run("verify --rules bad.ustav");
    }
}

#[test]
fn numbers_that_lie_make_no_room() {
    let pieces = || Pieces::of(&sharing());
    let refused = |what: &str, mut pieces: Pieces| {
        assert!(opened(pieces.sealed()).is_err(), "{what}");
    };
    for list in 0..6 {
        let mut lying = pieces();
        lying.head.lists[list][0].0 = u32::MAX;
        refused("many elements", lying);
        let mut lying = pieces();
        lying.head.lists[list].push((0, (0, 0)));
        lying.parts.push(Vec::new());
        refused("no elements", lying);
    }
    for part in 0..pieces().parts.len() {
        let mut lying = pieces();
        lying.parts[part].splice(..0, [0xff, 0xff, 0xff, 0xff, 0x0f]);
        if lying.head.files.is_empty() || part == 0 || part > lying.head.files.len() {
            refused("a long list", lying);
        }
    }
    let mut lying = Pieces::of(&shipped());
    lying.head.documents.clear();
    refused("no documents", lying);
    // A head that claims to be longer than the file.
    let mut bytes = shipped();
    let line = bytes.iter().position(|byte| *byte == b'\n').unwrap() + 1;
    bytes[line..line + 4].copy_from_slice(&u32::MAX.to_le_bytes());
    assert_eq!(opened(bytes).unwrap_err(), ArtefactError::Damaged("it is cut off"));
}

#[test]
fn nothing_nests_without_end() {
    const DEEP: usize = 1_000_000;
    assert!(postcard::from_bytes::<Type>(&[vec![8; 100], vec![0]].concat()).is_ok());
    assert!(postcard::from_bytes::<Type>(&vec![8; DEEP]).is_err());
    assert!(postcard::from_bytes::<Value>(&[9, 1].repeat(DEEP)).is_err());
    let not = postcard::to_stdvec(&ustav::model::Expr {
        span: Span::new(SourceId(0), 0, 0),
        ty: Type::Bool,
        kind: ustav::model::ExprKind::Now,
    });
    let mut not = not.unwrap();
    *not.last_mut().unwrap() = 11;
    assert!(postcard::from_bytes::<ustav::model::Expr>(&not.repeat(DEEP)).is_err());
    // Nodes that hang on each other: deep, wide, in a circle.
    let text = "state {\n  users: each user by id {\n    id: String\n    role: Role\n  }\n}\nrole member\naction go\npermit p\n  member may go\n";
    let program = compile(&[text]).unwrap();
    let _model = &program.model;
    let span = Span::new(SourceId(0), 0, 0);
    let with = |nodes: Vec<Op>| {
        let mut program = program.clone();
        let kb = &mut program.kb;
        let first = u32::try_from(kb.nodes.len()).unwrap();
        let moved = |op: Op| match op {
            Op::Not(NodeId(at)) => Op::Not(NodeId(first + at)),
            Op::And(parts) => Op::And(parts.iter().map(|part| NodeId(first + part.0)).collect()),
            op => op,
        };
        kb.nodes.to_mut().extend(nodes.into_iter().map(|op| Node { op: moved(op), span }));
        written(&[text], &program)
    };
    let chain =
        |count: u32| std::iter::once(Op::Now).chain((0..count).map(|at| Op::Not(NodeId(at)))).collect();
    assert!(with(chain(500)).is_ok());
    assert!(with(chain(100_000)).is_err());
    let twice = |count: u32| {
        let both = |at| Op::And(vec![NodeId(at), NodeId(at)]);
        std::iter::once(Op::Now).chain((0..count).map(both)).collect()
    };
    assert!(with(twice(20)).is_ok());
    assert!(with(twice(60)).is_err());
    assert!(with(vec![Op::Not(NodeId(0))]).is_err());
    assert!(with(vec![Op::Not(NodeId(1)), Op::Now]).is_err());
    let mut circle = program.clone();
    circle.model.roles.get_mut(RoleId(0)).unwrap().like = Some(RoleId(0));
    assert_eq!(written(&[text], &circle).unwrap_err(), ArtefactError::Damaged("a role is like itself"));
}

#[test]
fn moments_and_values_come_back() {
    let moments = ["2024-02-29", "0001-01-01", "9999-12-31T23:59:60Z", "2024-05-11T09:00:00.123456789+05:30"];
    for text in moments {
        let value = Value::Moment(Moment::parse(text).unwrap());
        let bytes = postcard::to_stdvec(&value).unwrap();
        assert_eq!(postcard::from_bytes::<Value>(&bytes).unwrap(), value, "{text}");
    }
    for value in [
        Value::Unknown,
        Value::Absent,
        Value::Bool(true),
        Value::Int(i64::MIN),
        Value::text("ё"),
        Value::Zone(Zone::named("Asia/Beirut").unwrap()),
        Value::Variant(VariantId(3)),
        Value::List(vec![Value::Int(1), Value::List(Vec::new().into())].into()),
    ] {
        let bytes = postcard::to_stdvec(&value).unwrap();
        assert_eq!(postcard::from_bytes::<Value>(&bytes).unwrap(), value);
    }
    for wrong in [&b"\x05\x03now"[..], b"\x06\x03now", b"\x0a", b"\x04\x02\xff\xff"] {
        assert!(postcard::from_bytes::<Value>(wrong).is_err());
    }
}
