//! `ustav test --mutate`, seen from outside: which small changes of rules scenarios notice.

use crate::cli::{Folder, Ran};
use crate::mutants::{Pack, compiled, prepared};
use serde_json::{Value, json};
use ustav::testing::Env;
use ustav::testing::boundaries::Part;
use ustav::testing::mutation::{Distinction, MutantOutcome, Mutation, Trial};

pub(crate) const RULES: &str = r#"document d "d.md"

state {
  open: Bool = true
  users: each user by id {
    id:   String
    role: Role
  }
}

role member
  cites d "Members invite."

role guest like member
  except invite
  cites d "Guests do not."

action invite(name: String)
  effect add users { id: name, role: guest }
  cites d "Who is invited is a guest."

let anybody = count of users is at least 5

# A comment.
permit members-invite
  member may invite
  when open
  cites d "Members invite."

limit ten-guests
  at most 10 users where role is guest
  say en "{count} of {limit}"
  cites d "Ten guests are enough."
"#;

const DOCUMENT: &str = "Members invite. Guests do not. Who is invited is a guest. Ten guests are enough.";

/// Everything but the limit is held.
const SCENARIOS: &str = "state: {users: [{id: anna, role: member}, {id: olga, role: guest}]}
scenarios:
  - name: members invite guests
    at: 2024-05-11
    steps:
      - {do: {actor: anna, action: invite, name: ivan}, expect: allowed}
      - {do: {actor: ivan, action: invite, name: lena}, expect: denied, because: default}
  - name: not when it is closed
    with: {open: false}
    do: {actor: anna, action: invite, name: ivan, at: 2024-05-11}
    expect: denied
    because: default
";

/// The limit is held, but not its number.
const FAR: &str = "  - {name: twelve, with: {users: {GUESTS}}, audit: {expect: ten-guests}}
";

/// With nine others, the tenth is welcome and the eleventh is not.
const NEAR: &str = "  - name: the eleventh
    with: {users: {GUESTS}}
    at: 2024-05-11
    steps:
      - {do: {actor: anna, action: invite, name: ivan}, expect: allowed}
      - {do: {actor: anna, action: invite, name: lena}, expect: denied, because: ten-guests}
";

/// Patches that make so many guests more.
fn with(scenarios: &str, guests: usize) -> String {
    let guests: Vec<String> = (0..guests).map(|number| format!("g{number}: {{role: guest}}")).collect();
    scenarios.replace("GUESTS", &guests.join(", "))
}

fn tried(scenarios: &str, arguments: &str) -> Ran {
    let folder = Folder::empty();
    folder.write("rules/a.rules", RULES);
    folder.write("rules/d.md", DOCUMENT);
    folder.write("rules/scenarios/a.yaml", scenarios);
    folder.run(&format!("test {arguments}"))
}

pub(crate) fn held() -> String {
    format!("{SCENARIOS}{}{}", with(FAR, 11), with(NEAR, 8))
}

pub(crate) fn loose() -> String {
    format!("{SCENARIOS}{}", with(FAR, 11))
}

fn mutation(ran: &Ran) -> Value {
    ran.json()["mutation"].take()
}

/// What is said about changes that no scenario notices.
const SURVIVORS: &str = r#"rules/scenarios/a.yaml
  ✓ members invite guests
  ✓ not when it is closed
  ✓ twelve

✗ ten-guests: `10` becomes `11`, and no scenario notices (rules/a.rules:31)
 limit ten-guests
-  at most 10 users where role is guest
+  at most 11 users where role is guest
   say en "{count} of {limit}"
   cites d "Ten guests are enough."
this scenario would notice it:
  state:
    users:
    - {id: user1, role: member}
    - {id: user2, role: guest}
    - {id: user3, role: member}
    - {id: user4, role: guest}
    - {id: user5, role: guest}
    - {id: user6, role: guest}
    - {id: user7, role: guest}
    - {id: user8, role: guest}
    - {id: user9, role: guest}
    - {id: user10, role: guest}
    - {id: user11, role: guest}
    - {id: user12, role: guest}
  scenarios:
  - name: "invite: 10 users that count for ten-guests"
    do: {actor: user1, action: invite, at: "2024-05-02", name: text}
    expect: denied
    because: ten-guests
    confirm: true

✗ ten-guests: `10` becomes `9`, and no scenario notices (rules/a.rules:31)
 limit ten-guests
-  at most 10 users where role is guest
+  at most 9 users where role is guest
   say en "{count} of {limit}"
   cites d "Ten guests are enough."
this scenario would notice it:
  state:
    users:
    - {id: user1, role: member}
    - {id: user2, role: guest}
    - {id: user3, role: member}
    - {id: user4, role: guest}
    - {id: user5, role: guest}
    - {id: user6, role: guest}
    - {id: user7, role: guest}
    - {id: user8, role: guest}
    - {id: user9, role: guest}
    - {id: user10, role: guest}
    - {id: user11, role: guest}
  scenarios:
  - name: "invite: 9 users that count for ten-guests"
    do: {actor: user1, action: invite, at: "2024-05-02", name: text}
    expect: allowed
    because: members-invite
    confirm: true

✗ ten-guests: `where role is guest` is dropped, and no scenario notices
  (rules/a.rules:31)
 limit ten-guests
-  at most 10 users where role is guest
+  at most 10 users
   say en "{count} of {limit}"
   cites d "Ten guests are enough."
this scenario would notice it:
  state:
    users:
    - {id: user1, role: member}
    - {id: user2, role: guest}
    - {id: user3, role: member}
    - {id: user4, role: guest}
    - {id: user5, role: guest}
    - {id: user6, role: guest}
    - {id: user7, role: guest}
    - {id: user8, role: guest}
    - {id: user9, role: guest}
    - {id: user10, role: guest}
    - {id: user11, role: guest}
  scenarios:
  - name: "invite: 9 users that count for ten-guests"
    do: {actor: user1, action: invite, at: "2024-05-02", name: text}
    expect: allowed
    because: members-invite
    confirm: true

changes noticed, by rule
  100 %  2 of 2  `state`
  100 %  1 of 1  guest, 1 equivalent
  100 %  2 of 2  invite
    –    0 of 0  anybody, 4 equivalent
  100 %  3 of 3  members-invite
   40 %  2 of 5  ten-guests
changes noticed, by passage
  100 %  3 of 3  rules/d.md:1 «Members invite.»
   40 %  2 of 5  rules/d.md:1 «Ten guests are enough.»
  100 %  1 of 1  rules/d.md:1 «Guests do not.», 1 equivalent
  100 %  2 of 2  rules/d.md:1 «Who is invited is a guest.»

3 scenarios: 3 passed
changes noticed: 76 % (10 of 13), 5 equivalent
"#;

#[test]
fn a_mutation_that_nobody_notices_is_shown_as_a_difference() {
    let ran = tried(&loose(), "--mutate");
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (1, SURVIVORS, ""));
}

#[test]
fn mutations_of_a_limit_are_noticed_at_its_boundary() {
    let ran = tried(&held(), "--mutate -q");
    let due = "4 scenarios: 4 passed\nchanges noticed: 100 % (13 of 13), 5 equivalent\n";
    assert_eq!((ran.code, ran.out.as_str()), (0, due));
}

#[test]
fn mutations_are_told_shortly_in_russian_and_in_colour() {
    let ran = tried(&loose(), "--mutate -q --lang ru");
    let due = "✗ ten-guests: `10` заменено на `11`, и ни один сценарий этого не замечает (rules/a.rules:31)
✗ ten-guests: `10` заменено на `9`, и ни один сценарий этого не замечает (rules/a.rules:31)
✗ ten-guests: убрано `where role is guest`, и ни один сценарий этого не замечает (rules/a.rules:31)
3 сценария: 3 пройдены
замечено изменений: 76 % (10 из 13), 5 равносильных
";
    assert_eq!((ran.code, ran.out.as_str()), (1, due));
    let out = tried(&loose(), "--mutate --color always").out;
    for part in [
        "\x1b[31m-  at most 10 users where role is guest\x1b[0m\n",
        "\x1b[32m+  at most 9 users where role is guest\x1b[0m\n",
        "\n limit ten-guests\n",
    ] {
        assert!(out.contains(part), "`{part}` is not in {out}");
    }
}

/// The exit code, and the end of what is said, by the wanted share. Without `--mutate` only that is told.
#[test]
fn a_least_score_of_mutations() {
    for (arguments, code, end) in [
        ("--mutate --min-score 76", 0, "changes noticed: 76 % (10 of 13), 5 equivalent\n"),
        (
            "--mutate --min-score 77",
            1,
            "changes noticed: 76 % (10 of 13), 5 equivalent, expected at least 77 %\n",
        ),
        ("--min-score 76", 0, "\n3 scenarios: 3 passed\nchanges noticed: 76 % (10 of 13), 5 equivalent\n"),
        ("--min-score 100", 1, ", expected at least 100 %\n"),
        ("--min-score 0", 0, "5 equivalent\n"),
        ("--min-score 101", 2, ""),
    ] {
        let ran = tried(&loose(), arguments);
        assert!(ran.code == code && ran.out.ends_with(end), "{arguments}: {ran:?}");
        assert_eq!(ran.out.contains("at most 9"), arguments.contains("--mutate"), "{arguments}: {ran:?}");
    }
    assert_eq!(tried(&held(), "--mutate --min-score 100").code, 0);
}

#[test]
fn without_passing_scenarios_there_are_no_mutations() {
    let scenarios = loose().replace("expect: ten-guests", "expect: []");
    for arguments in ["--mutate", "--min-score 0"] {
        let ran = tried(&scenarios, arguments);
        let end = "
3 scenarios: 2 passed, 1 failed
no changes were tried: first all scenarios have to pass
";
        assert!(ran.code == 1 && ran.out.ends_with(end), "{ran:?}");
        assert!(ran.text().contains("expected nothing, got ten-guests"), "{ran:?}");
    }
    let ran = tried(&scenarios, "--mutate --format json");
    assert_eq!((ran.code, mutation(&ran)), (1, Value::Null));
    let ran = tried(&scenarios, "--mutate --filter guests --format json");
    assert_eq!((ran.code, mutation(&ran)["score"].as_u64()), (1, Some(53)));
}

#[test]
fn mutations_for_machines() {
    let told = mutation(&tried(&loose(), "--mutate --format json"));
    let changes = told["changes"].as_array().unwrap();
    assert_eq!(changes.len(), 18);
    let of = |what: &str| changes.iter().find(|change| change["what"] == *what).unwrap();
    let mut nine = of("`10` becomes `9`").clone();
    let case = nine["case"].take();
    assert!(case.as_str().unwrap().contains("9 users that count for ten-guests"), "{case}");
    assert_eq!(
        nine,
        json!({
            "rule": "ten-guests", "kind": "rule", "file": "rules/a.rules", "line": 31,
            "what": "`10` becomes `9`", "outcome": "survived", "by": null, "case": null,
            "diff": " limit ten-guests\n-  at most 10 users where role is guest\n\
                     +  at most 9 users where role is guest\n   say en \"{count} of {limit}\"\n   \
                     cites d \"Ten guests are enough.\"\n",
        })
    );
    assert_eq!(
        *of("`when open` is dropped"),
        json!({
            "rule": "members-invite", "kind": "rule", "file": "rules/a.rules", "line": 27,
            "what": "`when open` is dropped", "outcome": "noticed",
            "by": {"scenario": "not when it is closed", "file": "rules/scenarios/a.yaml", "line": 8},
        })
    );
    assert_eq!(of("`5` becomes `6`")["outcome"], "equivalent");
    assert_eq!(
        told["rules"].as_array().unwrap()[3],
        json!({
            "rule": "anybody", "kind": "let", "noticed": 0, "survived": 0, "equivalent": 4, "refused": 0,
            "score": null,
        })
    );
    assert_eq!(
        told["passages"].as_array().unwrap()[1],
        json!({
            "document": "d", "path": "rules/d.md", "line": 1, "quote": "Ten guests are enough.", "basis": "document",
            "cited_by": ["ten-guests"], "noticed": 2, "survived": 3, "equivalent": 0, "refused": 0, "score": 40,
        })
    );
    let total = ["noticed", "survived", "equivalent", "refused", "score"].map(|name| told[name].as_u64());
    assert_eq!(total, [10, 3, 5, 0, 76].map(Some));
}

#[test]
fn mutations_for_build_servers() {
    let ran = tried(&loose(), "--mutate --format github");
    let due = "\
::warning file=rules/a.rules,line=31,endLine=31,col=11,endColumn=13,title=ten-guests::ten-guests: `10` becomes `11`, and no scenario notices
::warning file=rules/a.rules,line=31,endLine=31,col=11,endColumn=13,title=ten-guests::ten-guests: `10` becomes `9`, and no scenario notices
::warning file=rules/a.rules,line=31,endLine=31,col=26,endColumn=39,title=ten-guests::ten-guests: `where role is guest` is dropped, and no scenario notices
";
    assert_eq!((ran.code, ran.out.as_str()), (1, due));
    let ran = tried(&loose(), "--min-score 80 --format github");
    let end =
        "::error title=mutation::the scenarios notice 76 %25 of the changes, expected at least 80 %25\n";
    assert_eq!((ran.code, ran.out), (1, format!("{due}{end}")));

    let suite = |arguments: &str| {
        let out = tried(&loose(), &format!("{arguments} --format junit")).out;
        out.lines().find(|line| line.contains("<testsuite name=\"mutation\"")).unwrap().trim().to_owned()
    };
    for (arguments, due) in [
        ("--mutate", r#"tests="18" skipped="5" errors="0" failures="3""#),
        ("--mutate --min-score 76", r#"tests="18" skipped="5" errors="0" failures="0""#),
        ("--mutate --min-score 77", r#"tests="19" skipped="5" errors="0" failures="1""#),
    ] {
        assert_eq!(suite(arguments), format!("<testsuite name=\"mutation\" {due}>"), "{arguments}");
    }
}

/// Conditions, each behind what makes another of it superfluous; dropping that one is no change.
#[test]
fn mutations_that_change_nothing_are_equivalent() {
    let rules = |rest: &str| {
        let state = "state {\n  a: Bool\n  b: Bool\n  users: each user by id {\n    id:   String\n    role: Role\n  }\n}";
        format!(
            "{state}\n\nrole member\n\naction go\n\nlet both = a and b\n\npermit p\n  member may go\n{rest}"
        )
    };
    for (rest, what, equivalent) in [
        ("  when a and both\n", "`a` is dropped", true),
        ("  when a and both\n", "`both` is dropped", false),
        ("  when b\n  when both\n", "`when b` is dropped", true),
        ("  unless b or not both or b\n", "`b` is dropped", true),
        ("\nnever n\n  users where a and both\n  does not stop go\n", "`a` is dropped", true),
        ("\nnever n\n  users where a and both\n", "`both` is dropped", false),
        (
            "\nnever n\n  users where a and both\n  does not stop go\n",
            "`go` is dropped from `does not stop`",
            true,
        ),
    ] {
        let folder = Folder::empty();
        folder.write("rules/a.rules", rules(rest));
        folder.write(
            "rules/scenarios/a.yaml",
            "scenarios: [{name: one, state: {users: []}, audit: {expect: []}}]\n",
        );
        let told = mutation(&folder.run("test --mutate --format json"));
        let mut found = told["changes"].as_array().unwrap().iter();
        let change = found.rfind(|change| change["what"] == *what && change["kind"] == "rule");
        let outcome = if equivalent { "equivalent" } else { "survived" };
        assert_eq!(change.unwrap()["outcome"], outcome, "{rest}: {what}");
    }
}

/// What nobody notices is asked of who may know a case, and of nobody else.
#[test]
fn who_tells_mutations_apart_is_asked_last() {
    let pack = Pack::one(RULES);
    let program = compiled(pack.files.clone()).unwrap();
    let scenarios = prepared(&program, &loose()).unwrap();
    let stage = Env { program: &program, now: chrono::DateTime::UNIX_EPOCH, budget: None };
    let apart = |before: &Env<'_>, after: &Env<'_>, _: &Part| {
        assert_eq!(before.program.model.rules.len(), after.program.model.rules.len());
        let all =
            |stage: &Env<'_>| stage.program.kb.invariants.iter().any(|one| one.set.conditions.is_empty());
        if all(after) { Distinction::ByCase("name: two".into()) } else { Distinction::Impossible }
    };
    let trial = Trial::new(stage, &pack.files, &scenarios, &apart).unwrap();
    let found = pack.mutants().into_iter().map(|mutant| {
        let outcome = trial.outcome(&mutant);
        (mutant, outcome)
    });
    let mutation = Mutation::new(&program.model, &pack.files, found);
    let of_limit = mutation.changes.iter().filter(|(mutant, ..)| &*mutant.owner == "ten-guests");
    let outcomes: Vec<&MutantOutcome> = of_limit.map(|(.., outcome)| outcome).collect();
    let by = MutantOutcome::Survived(Some("name: two".into()));
    let due = [
        &MutantOutcome::Noticed(2),
        &MutantOutcome::Equivalent,
        &MutantOutcome::Equivalent,
        &by,
        &MutantOutcome::Noticed(2),
    ];
    assert_eq!(outcomes, due);
    assert_eq!((mutation.total.survived(), mutation.total.equivalent), (1, 7));
}
