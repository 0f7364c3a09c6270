//! A verdict on an allowed action allocates nothing, whatever the action is.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test may end where it fails")]
#![expect(clippy::disallowed_methods, reason = "it reads the pack")]

use chrono::NaiveDate;
use std::collections::HashMap;
use std::path::Path;
use ustav::base::SourceId;
use ustav::documents::accept::{Acceptance, Selection, accepted};
use ustav::documents::consequences::Dependents;
use ustav::documents::problems::Findings;
use ustav::documents::{Documents, Lock, verify};
use ustav::embed::KnowledgeBase;
use ustav::model::{Citation, Model, Parsed, check};
use ustav::program::Program;
use ustav::prose::Format;
use ustav::syntax::parse;
use ustav::testing::boundaries::boundaries;
use ustav::values::Moment;

const STATE: &str = "
edition: cloud
plan: free
trials: []
partners: [{name: Alfa, emails: [Ivan@alfa.example, oleg@alfa.example]}]
users:
  - {id: anna, email: anna@acme.example, role: administrator, invited: 2024-01-01}
  - {id: boris, email: boris@acme.example, role: administrator, invited: 2024-01-01}
  - {id: vera, email: vera@acme.example, role: employee, invited: 2024-01-01}
  - {id: oleg, email: oleg@alfa.example, role: employee, invited: 2024-01-01}
  - {id: petr, email: petr@alfa.example, role: integrator, invited: 2024-01-01}
  - {id: gleb, email: oleg@alfa.example, role: integrator, status: dismissed, invited: 2024-01-01}
";

/// An allowed action of each kind.
const ALLOWED: &str = r#"
{"actor": "anna", "action": "invite_integrator", "email": "ivan@ALFA.example", "via": "web"}
{"actor": "vera", "action": "invite_employee", "email": "new@acme.example", "via": "web"}
{"actor": "anna", "action": "set_everyone_may_invite", "value": false}
{"actor": "anna", "action": "make_integrator", "user": "oleg"}
{"actor": "anna", "action": "dismiss_integrator", "user": "petr"}
{"actor": "anna", "action": "rehire_integrator", "user": "gleb"}
{"actor": "anna", "action": "start_trial", "plan": "professional"}
{"actor": "vera", "action": "log_in"}
{"actor": "anna", "action": "appoint_administrator", "user": "vera"}
{"actor": "anna", "action": "dismiss_administrator", "user": "boris"}
{"actor": "vera", "action": "enable_two_factor"}
{"actor": "anna", "action": "disable_two_factor", "user": "vera"}
"#;

fn pack() -> KnowledgeBase {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/bitrix24");
    let names =
        ["inviting", "managing", "plans", "portal", "roles", "security"].map(|name| format!("{name}.rules"));
    let texts: Vec<String> =
        names.iter().map(|name| std::fs::read_to_string(folder.join(name)).unwrap()).collect();
    let rules = names.iter().zip(&texts).map(|(name, text)| (name.as_str(), text.as_str()));
    KnowledgeBase::compile(rules).unwrap()
}

#[test]
fn an_allowed_action_allocates_nothing() {
    let rules = pack();
    let portal = rules.portal("state.yaml", STATE).unwrap();
    let reader = rules.reader();
    let now = Moment::parse("2024-06-01").unwrap();
    let lines: Vec<&str> = ALLOWED.lines().filter(|line| !line.is_empty()).collect();
    assert_eq!(lines.len() + 1, rules.model().actions.len(), "all but the one that no plan here allows");
    // The look-up of users by their address is made when it is first needed.
    portal.decide(&reader.read(lines[0], now).unwrap()).unwrap();
    for line in lines {
        let action = reader.read(line, now).unwrap();
        let mut allowed = false;
        let counted = allocation_counter::measure(|| allowed = portal.decide(&action).unwrap().is_allowed());
        assert!(allowed, "{line}: {:?}", portal.decide(&action).unwrap().rules().collect::<Vec<_>>());
        assert_eq!(counted.count_total, 0, "{line}");
    }
}

/// What a portal keeps of a user: the values, their places, the id and the codes.
#[test]
fn a_portal_is_small() {
    const USERS: usize = 20_000;
    // What other threads allocate is not counted.
    rayon::ThreadPoolBuilder::new().num_threads(1).build_global().unwrap();
    let rules = pack();
    let mut state = String::from(
        "edition: cloud\nplan: free\npartners: [{name: Alfa, emails: [a@alfa.example]}]\nusers:\n",
    );
    for number in 0..USERS {
        state += &format!(
            "- {{id: user{number}, email: user{number}@acme.example, role: employee, status: active, invited: 2024-01-01}}\n"
        );
    }
    let mut portal = None;
    let counted = allocation_counter::measure(|| portal = rules.portal("state.yaml", &state).ok());
    assert!(portal.is_some());
    let each = counted.bytes_current / i64::try_from(USERS).unwrap();
    // The texts alone are 9 and 22 bytes.
    assert!((60..=100).contains(&each), "{each} bytes");
}

/// A sentence that a rule stands on; every third one is like no other, the others differ in numbers.
fn sentence(at: usize) -> String {
    let letters: String = format!("{at:05}").bytes().map(|digit| char::from(digit - b'0' + b'k')).collect();
    match at % 3 {
        0 => format!("Members may use the {letters} room beside the stairs after their lesson."),
        1 => format!("Nobody may take more than {at} books from the {letters} shelf."),
        _ => format!(
            "Who has paid the fee of the year and signed all of the rules may take up to {at} films at once."
        ),
    }
}

/// Rules that cite each a sentence, of one document or of one each.
fn citing(count: usize, documents: usize) -> Model {
    let mut rules = String::from("state { users: each user by id { id: String role: Role } }\nrole member\n");
    (0..documents).for_each(|at| rules += &format!("document page{at} \"page{at}.md\"\n"));
    for at in 0..count {
        rules += &format!("action act{at}(amount: Int)\nforbid rule{at}\n  nobody may act{at}\n");
        rules += &format!(
            "  when amount is more than {at}\n  say en \"no\"\n  cites page{} \"{}\"\n",
            at % documents,
            sentence(at)
        );
    }
    let (file, diagnostics) = parse(SourceId(0), &rules);
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    check(Parsed { files: vec![file], diagnostics: Vec::new() }).0.unwrap()
}

/// Sentences in documents, ten under each heading.
fn documents(sentences: &[String], documents: usize) -> Documents {
    let mut texts = vec![String::from("# Page\n"); documents];
    for (at, sentence) in sentences.iter().enumerate() {
        if at % 10 == 0 {
            texts[at % documents] += &format!("\n## Part {at}\n");
        }
        texts[at % documents] += &format!("\n{sentence}\n");
    }
    Documents::new((1..).zip(texts).map(|(source, text)| Some((SourceId(source), text, Format::Markdown))))
}

/// How the sentences of documents are edited.
type Edit = fn(&mut Vec<String>);

fn replace(sentences: &mut [String], words: &[(&str, &str)]) {
    for sentence in sentences {
        for (was, is) in words {
            *sentence = sentence.replace(was, is);
        }
    }
}

/// How often, and how much, is allocated when documents that were reviewed are edited and held against the rules.
fn verifying(count: usize, pages: usize, edit: Edit) -> [u64; 2] {
    let model = citing(count, pages);
    let mut sentences: Vec<String> = (0..count).map(sentence).collect();
    let before = documents(&sentences, pages);
    let day = NaiveDate::from_ymd_opt(2026, 11, 25).unwrap();
    let how = Acceptance { day, by: "test".to_owned(), because: "first".to_owned() };
    let first = verify(&model, &before, &Lock::default(), day);
    let chosen = Selection { drifts: (0..count).collect(), beginning: true, ..Selection::default() };
    let lock = accepted(&model, &first, &Lock::default(), &chosen, &how);
    edit(&mut sentences);
    let after = documents(&sentences, pages);
    let citations: Vec<&Citation> = model.citations().collect();
    // What other threads allocate is not counted, so that the quotes are looked for here as well.
    let counted = allocation_counter::measure(|| {
        after.find_quotes(&citations);
        after.citation_errors(&model);
        let verified = verify(&model, &after, &lock, day);
        let open = verified.open_citations();
        let (old_texts, dependents) = (HashMap::new(), Dependents::default());
        let findings = Findings {
            model: &model,
            verified: &verified,
            lock: &lock,
            missing_locks: &[],
            against: None,
            old_texts: &old_texts,
            dependents: &dependents,
            rules_option: "",
            open_citations: &open,
        };
        findings.problems();
        accepted(&model, &verified, &lock, &chosen, &how).write();
    });
    [counted.count_total, counted.bytes_total]
}

/// Ten times as many citations cost about ten times as much, however their documents were edited.
#[test]
fn verifying_grows_with_the_pack() {
    let edits: [(&str, Edit); 5] = [
        ("unchanged", |_| {}),
        ("other numbers", |all| replace(all, &[("than ", "than 1"), ("to ", "to 1")])),
        ("other words", |all| replace(all, &[("may", "must")])),
        ("gone", |all| replace(all, &[("e", "ou"), ("r", "mpt"), ("i", "ya")])),
        ("elsewhere", |all| all.rotate_left(11)),
    ];
    for (name, edit) in edits {
        for many in [false, true] {
            let pages = |count: usize| if many { count / 2 } else { 1 };
            let (few, more) = (verifying(24, pages(24), edit), verifying(240, pages(240), edit));
            for (few, more) in few.into_iter().zip(more) {
                assert!(more < few * 13, "{name}, many documents: {many}: {few} became {more}");
            }
        }
    }
}

/// Rules about so many actions, each with a field that it writes, a limit, a never and a value of the state of its own.
fn many_edges(actions: usize) -> String {
    let open = (0..actions).map(|at| format!("  o{at}: Bool = true\n")).collect::<Vec<_>>().concat();
    let marks = (0..actions).map(|at| format!("    mark{at}: Mark = none\n")).collect::<Vec<_>>().concat();
    let others = (0..actions).map(|at| format!(", m{at}")).collect::<Vec<_>>().concat();
    let mut rules = format!(
        "enum Mark {{ none, some{others} }}\n\nstate {{\n{open}  users: each user by id {{\n    id: String\n    \
         role: Role\n    level: Int = 1\n{marks}  }}\n}}\n\nrole member\n"
    );
    for at in 0..actions {
        rules += &format!("\naction act{at}(amount: Int, user)\n  effect user.mark{at} becomes some\n");
        rules += &format!("\npermit p{at}\n  member may act{at}\n  when o{at}\n");
        rules += &format!("\nforbid f{at}\n  nobody may act{at}\n  when amount is more than {at}\n");
        rules += &format!("\nlimit l{at}\n  at most 3 users where mark{at} is some\n");
        rules += &format!("\nnever n{at}\n  users where mark{at} is some and level is more than 8\n");
    }
    rules
}

fn checked(text: &str) -> Model {
    let (file, diagnostics) = parse(SourceId(0), text);
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    check(Parsed { files: vec![file], diagnostics: Vec::new() }).0.unwrap()
}

/// Ten times as many rules, about ten times as many actions, cost about ten times as much to compile.
#[test]
fn compiling_grows_with_the_pack() {
    let [small, large] = [20, 200].map(|actions| {
        let rules = many_edges(actions);
        let counted = allocation_counter::measure(|| drop(Program::compile(checked(&rules))));
        [counted.count_total, counted.bytes_total]
    });
    let within = small.iter().zip(&large).all(|(small, large)| *large <= 12 * small);
    assert!(within, "{small:?} and {large:?} allocations, bytes");
}

/// Ten times as many rules have ten times as many cases at their edges, however many values an enum has.
#[test]
fn edges_grow_with_the_pack() {
    let [small, large] = [2, 20].map(|actions| {
        let (program, _) = Program::compile(checked(&many_edges(actions)));
        boundaries(&program, &mut || {}).cases.len()
    });
    assert!(large <= 11 * small, "{small} and {large} cases");
}
