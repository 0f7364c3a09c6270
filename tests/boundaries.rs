//! The cases at the edges of rules: which there are, that they come out as they say, and what they notice.

use crate::cli::Folder;
use crate::compare::{choices, compile, run, wanted};
use crate::mutants::{Pack, compiled, prepared};
use std::cell::RefCell;
use std::fs;
use ustav::base::Language;
use ustav::testing::boundaries::{Case, CaseOutcome, alike, boundaries, document};
use ustav::testing::{Env, passes};

/// The mutants of some rules that no case at the edges of the rules tells apart from them.
fn not_told_apart(pack: &Pack) -> Vec<String> {
    let program = compiled(pack.files.clone()).unwrap();
    let cases = boundaries(&program, &mut || {}).cases;
    let known: Vec<CaseOutcome> = cases.iter().map(|case| case.outcome(&program)).collect();
    let mut left = Vec::new();
    // States are as they are: what is left out of none of them is no matter here.
    for mutant in pack.mutants().into_iter().filter(|mutant| &*mutant.owner != "state") {
        let Some(other) = compiled(mutant.apply(&pack.files)) else { continue };
        assert!(alike(&program.model, &other.model));
        if cases.iter().zip(&known).all(|(case, known)| case.outcome(&other) == *known) {
            left.push(format!("{}: {}", mutant.owner, mutant.what));
        }
    }
    left
}

#[test]
fn the_cases_of_the_pack_notice_its_mutants() {
    // An invited user and an active one alone may log in, and both are active then.
    // Who returns is an integrator and takes no place, unless nobody knows the role; that somebody enables two-factor
    // authentication is seen in no edge, because who is at one has it on.
    assert_eq!(
        not_told_apart(&Pack::shipped()),
        [
            "user-limit: `rehire_integrator` is dropped from `does not stop`",
            "log_in: `when actor.status is invited` is dropped",
            "enable_two_factor: `effect actor.two_factor_enabled becomes now when …` is dropped",
            "enable_two_factor: `when actor.two_factor_enabled is absent` is dropped",
            "enable_two_factor: `is absent` becomes `is present` in `actor.two_factor_enabled is absent`",
        ]
    );
}

#[test]
fn the_cases_of_the_pack_are_always_the_same() {
    let program = compiled(Pack::shipped().files).unwrap();
    let once = boundaries(&program, &mut || {});
    let again = boundaries(&program, &mut || {});
    assert_eq!(format!("{once:?}"), format!("{again:?}"));
}

/// The cases of generated rules can be written, are read again, and come out as they say.
#[test]
fn the_cases_of_generated_rules_pass() {
    let seen = RefCell::new((0, 0, 0));
    run(wanted(20), choices(), |(choices, _)| {
        let rules = choices.text();
        let Ok(program) = compile(&[&rules]) else { return Ok(()) };
        let model = &program.model;
        let found = boundaries(&program, &mut || {});
        let text = document(&program, &found, Language::English).to_string();
        let wrong = |what: &str| Err(format!("{what}\n--- rules\n{rules}\n--- cases\n{text}"));
        let prepared = match prepared(&program, &text) {
            Ok(prepared) => prepared,
            Err(diagnostics) => return wrong(&format!("{diagnostics:#?}")),
        };
        let stage = Env { program: &program, now: chrono::DateTime::UNIX_EPOCH, budget: None };
        for prepared in &prepared {
            if !passes(&stage, prepared) {
                return wrong(&format!("`{}` does not pass", prepared.scenario.name));
            }
        }
        let mut seen = seen.borrow_mut();
        *seen = (seen.0 + found.cases.len(), seen.1 + model.actions.len(), seen.2 + found.unreached.len());
        Ok(())
    });
    let (cases, actions, unreached) = seen.into_inner();
    assert!(cases > 10 * actions / 2 && unreached * 3 < actions * 2, "{cases} {actions} {unreached}");
}

const TINY: &str = "enum Status { invited, active }

state {
  open: Bool = true
  users: each user by id {
    id:       String
    role:     Role
    status:   Status = active
    invited:  Date?
    answered: Date?
  }
}

role member
role host like member
  except leave

action invite(name: String)
  effect add users { id: name, role: member, status: invited, invited: now }

action answer
  effect actor.status becomes active
  effect actor.answered becomes now

action leave

let guests: each guest = users where invited is present

permit members-invite
  member may invite
  when open

permit everyone-answers
  every user may answer
  when actor.status is invited

permit members-leave
  member may leave

limit three
  at most 3 users

deadline in-time
  each guest must have answered within 10 days of invited
  does not stop anything
";

/// The cases of a rule set, each in a line: what is other, and what comes of it.
fn lines(rules: &str) -> Vec<String> {
    let program = compile(&[rules]).unwrap();
    let told = |case: &Case| {
        let CaseOutcome { steps, audit } = case.outcome(&program);
        let steps = steps.iter().map(|(verdict, because)| format!("{verdict:?} {}", because.join(" ")));
        let audit = audit.map(|found| {
            assert!(found.undetermined.is_empty());
            format!("broken [{}] due [{}]", found.violations.join(" "), found.upcoming.join(" "))
        });
        format!("{} -> {}", case.name, steps.chain(audit).collect::<Vec<_>>().join(", "))
    };
    boundaries(&program, &mut || {}).cases.iter().map(told).collect()
}

#[test]
fn the_cases_of_a_small_rule_set() {
    let due = [
        "invite: the plain case -> Allowed members-invite",
        "invite: open is false -> Denied default",
        "invite: 3 users -> Denied three",
        "answer: the plain case -> Allowed everyone-answers",
        "answer: actor.status is active -> Denied default",
        "leave: the plain case -> Allowed members-leave",
        "leave: actor.role is host -> Denied default",
        "invite: actor.role is host (like member) -> Allowed members-invite",
        "answer: actor.invited is 2024-05-02, actor.answered is 2024-05-02, when 2024-05-13 begins (excepted from in-time) -> Allowed everyone-answers",
        "invite; then an audit on 2024-05-02 -> Allowed members-invite, broken [] due [in-time]",
        "invite; then leave by text -> Allowed members-invite, Allowed members-leave",
        "invite; then answer by text -> Allowed members-invite, Allowed everyone-answers",
        "answer; then answer -> Allowed everyone-answers, Denied default",
        "answer: actor.invited is 2024-05-02; then an audit on 2024-05-02 -> Allowed everyone-answers, broken [] due []",
        "audit: the plain case -> broken [] due []",
        "three: 3 users -> broken [] due []",
        "three: 4 users -> broken [three] due []",
        "in-time: user1.invited is 2024-05-02 -> broken [] due [in-time]",
        "in-time: user1.invited is 2024-05-02, in the last second of 2024-05-12 -> broken [] due [in-time]",
        "in-time: user1.invited is 2024-05-02, when 2024-05-13 begins -> broken [in-time] due []",
        "in-time: when 2024-05-13 begins, user1.invited is absent -> broken [] due []",
        "in-time: when 2024-05-13 begins, user1.invited is 2024-05-13T00:00:00Z -> broken [] due [in-time]",
        "in-time: user1.invited is 2024-05-02, when 2024-05-13 begins, user1.answered is 2024-05-12 -> broken [] due []",
        "in-time: user1.invited is 2024-05-02, when 2024-05-13 begins, user1.answered is 2024-05-13T00:00:00Z -> broken [in-time] due []",
    ];
    assert_eq!(lines(TINY), due);
    // Who has no date of an invitation has no deadline either.
    assert_eq!(not_told_apart(&Pack::one(TINY)), ["guests: `where invited is present` is dropped"]);
}

#[test]
fn the_file_is_written_read_and_played() {
    let folder = Folder::empty();
    folder.write("rules/tiny.rules", TINY);
    let printed = folder.run("test --boundaries");
    assert_eq!((printed.code, printed.err.as_str()), (0, ""));
    let begins = "# Boundary cases of the rules, written by `ustav test --boundaries`, with the verdicts as they are today.";
    assert!(printed.out.starts_with(begins), "{}", printed.out);
    let all = lines(TINY).len();
    let sum = format!("{all} scenarios: {all} passed, {all} to confirm\n");

    let out = "rules/scenarios/boundaries.yaml";
    let write = format!("test --boundaries -o {out}");
    folder.write("rules/scenarios/other.yaml", "scenarios: []\nstate: {}\n");
    for _ in 0..2 {
        // Over cases of which none was confirmed, they are written anew.
        let written = folder.run(&write);
        assert_eq!((written.code, written.out.as_str(), written.err.as_str()), (0, "", ""));
        assert_eq!(fs::read_to_string(folder.path(out)).unwrap(), printed.out);
    }
    assert_eq!(folder.run("test -q").out, sum);

    let json = folder.run("test --boundaries --format json");
    folder.write("cases.json", &json.out);
    assert_eq!(folder.run("test -q cases.json").out, sum);
    assert_eq!(json.json()["scenarios"].as_array().unwrap().len(), all);

    let confirmed = printed.out.replacen("  confirm: true\n", "", 1);
    folder.write(out, &confirmed);
    let refused = folder.run(&write);
    assert_eq!((refused.code, refused.out.as_str()), (2, ""));
    assert!(refused.text().contains("somebody has confirmed"), "{refused:?}");
    assert_eq!(fs::read_to_string(folder.path(out)).unwrap(), confirmed);
    for other in ["users: []\n", "a note\n", "[\n", "scenarios: []\n---\nscenarios: []\n"] {
        folder.write("notes.yaml", other);
        let refused = folder.run("test --boundaries -o notes.yaml");
        assert_eq!(refused.code, 2, "{refused:?}");
        assert_eq!(fs::read_to_string(folder.path("notes.yaml")).unwrap(), other);
    }
    let russian = folder.run("test --boundaries --lang ru").out;
    assert!(russian.starts_with("# Граничные случаи правил, записанные командой"), "{russian}");
    for name in ["invite: обычный случай", "проверка состояния: обычный случай", "user1.invited отсутствует"]
    {
        assert!(russian.contains(name), "`{name}` is not in {russian}");
    }
    folder.write("russian.yaml", &russian);
    assert_eq!(folder.run("test -q russian.yaml").out, sum);
    assert_eq!(folder.run("test --boundaries --coverage").code, 2);
    assert_eq!(folder.run("test -o x.yaml").code, 2);
    assert_eq!(folder.run("test --boundaries --format junit").code, 2);
}

/// What nothing allows, and what is too many, is said in the file.
#[test]
fn what_is_left_out_is_said() {
    let rules = "state {
  users: each user by id {
    id:   String
    role: Role
  }
}

role member

action join(name: String)
  effect add users { id: name, role: member }

action fly

permit members-let-in
  member may join

limit many
  at most 1000 users
";
    let folder = Folder::empty();
    folder.write("rules/tiny.rules", rules);
    let printed = folder.run("test --boundaries");
    for said in
        ["# No way was found in which these are allowed: fly\n", "# Left out: join: 1000 users (many)\n"]
    {
        assert!(printed.out.contains(said), "{}", printed.out);
    }
    folder.write("cases.yaml", &printed.out);
    let played = folder.run("test -q cases.yaml");
    assert_eq!(played.code, 0, "{played:?}");
}
