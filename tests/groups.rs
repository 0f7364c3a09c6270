//! Limits with lower bounds, on totals, and for each of something: whole runs of the program.

use crate::cli::Folder;
use serde_json::{Value, json};
use std::fmt::Write as _;

const RULES: &str = r#"
state {
  budget: Int = 20
  readers: each reader by id {
    id:   String
    role: Role
    tags: list of String
    left: Bool = false
  }
  loans: each loan by id {
    id:       String
    reader:   String
    shelf:    String?
    tags:     list of String
    fee:      Int from 0 to 50
    returned: Date?
  }
}

role librarian

action lend(id: String, reader: String, shelf: String?, fee: Int from 0 to 50)
  effect add loans { id: id, reader: reader, shelf: shelf, tags: actor.tags, fee: fee }

action move(loan, shelf: String)
  effect loan.shelf becomes shelf

action charge(loan, fee: Int from 0 to 50)
  effect loan.fee becomes fee

action give_back(loan)
  effect loan.returned becomes now

action leave(reader)
  effect reader.left becomes true

action set_budget(number: Int)
  effect budget becomes number

permit everything
  librarian may do anything

limit two-loans
  at most 2 loans where returned is absent, for each reader and loan.shelf as shelf
  say en "{reader} has {count} of {limit} of {shelf}"

limit fees
  at most budget in total of fee of loans where returned is absent, for each reader
  say en "{reader} owes {count} of {limit}"

limit somebody-stays
  at least 1 reader where not left
  say en "{count} of at least {limit}"

limit two-of-a-tag
  at most 2 loans for each tags as tag
  say en "{tag}: {count}"
"#;

const STATE: &str = "
readers:
  - {id: anna, role: librarian, tags: [new]}
  - {id: olga, role: librarian, tags: [], left: true}
loans:
  - {id: l1, reader: ivan, shelf: maths, tags: [], fee: 5}
  - {id: l2, reader: ivan, shelf: maths, tags: [], fee: 8}
  - {id: l3, reader: lena, shelf: maths, tags: [], fee: 25}
  - {id: l4, reader: lena, shelf: arts, tags: [new, new], fee: 0, returned: 2024-05-01}
";

fn pack(state: &str) -> Folder {
    let folder = Folder::empty();
    folder.write("rules/pack.rules", RULES);
    folder.write("state.yaml", state);
    folder
}

/// The results of some actions of anna, each a line without its braces.
fn results(folder: &Folder, actions: &str) -> Vec<Value> {
    let lines: Vec<String> = actions
        .trim()
        .lines()
        .map(|line| format!("- {{actor: anna, at: 2024-05-11, {}}}", line.trim()))
        .collect();
    folder.write("actions.yaml", lines.join("\n"));
    let ran = folder.run("check state.yaml actions.yaml --format json");
    ran.json()["results"].as_array().unwrap().clone()
}

/// The verdict, and of each reason the rule with its message and the group.
fn told(result: &Value) -> (String, Vec<(String, Value)>) {
    let reasons = result["reasons"].as_array().unwrap().iter().filter(|one| one["effect"] == "limit");
    let reasons = reasons.map(|one| {
        let words = format!("{}: {}", one["rule"].as_str().unwrap(), one["message"].as_str().unwrap());
        (words, one["group"].clone())
    });
    (result["verdict"].as_str().unwrap().to_owned(), reasons.collect())
}

fn words(result: &Value) -> Vec<String> {
    let (verdict, reasons) = told(result);
    std::iter::once(verdict).chain(reasons.into_iter().map(|(words, _)| words)).collect()
}

#[test]
fn each_group_has_the_limit_for_itself() {
    let folder = pack(STATE);
    let found = results(
        &folder,
        "action: lend, id: l9, reader: ivan, shelf: maths, fee: 0
         action: lend, id: l9, reader: ivan, shelf: arts, fee: 7
         action: lend, id: l9, reader: ivan, shelf: arts, fee: 8
         action: lend, id: l9, reader: ivan, fee: 0
         action: lend, id: l9, reader: lena, shelf: maths, fee: 0
         action: lend, id: l9, reader: lena, shelf: maths, fee: 1
         action: charge, loan: l3, fee: 24
         action: charge, loan: l3, fee: 26
         action: move, loan: l1, shelf: arts
         action: move, loan: l3, shelf: arts
         action: give_back, loan: l1
         action: leave, reader: anna
         action: leave, reader: olga
         action: set_budget, number: 13
         action: set_budget, number: 12",
    );
    let found: Vec<Vec<String>> = found.iter().map(words).collect();
    let allowed = || vec!["allowed".to_owned()];
    let denied = |reasons: &[&str]| {
        std::iter::once("denied").chain(reasons.iter().copied()).map(str::to_owned).collect::<Vec<_>>()
    };
    assert_eq!(
        found,
        [
            denied(&["two-loans: ivan has 2 of 2 of maths"]),
            allowed(),
            denied(&["fees: ivan owes 13 of 20"]),
            // Who has no shelf is in no group.
            allowed(),
            // What is too much already denies only what makes it more.
            allowed(),
            denied(&["fees: lena owes 25 of 20"]),
            allowed(),
            denied(&["fees: lena owes 25 of 20"]),
            allowed(),
            allowed(),
            allowed(),
            denied(&["somebody-stays: 1 of at least 1"]),
            allowed(),
            // Lena is over it more than before, too.
            denied(&["fees: lena owes 25 of 13"]),
            denied(&["fees: ivan owes 13 of 12", "fees: lena owes 25 of 12"]),
        ]
    );
}

#[test]
fn reasons_and_findings_name_the_group() {
    let folder = pack(STATE);
    let found = results(&folder, "action: lend, id: l9, reader: ivan, shelf: maths, fee: 9");
    let (_, reasons) = told(&found[0]);
    let groups: Vec<&Value> = reasons.iter().map(|(_, group)| group).collect();
    assert_eq!(groups, [&json!({"reader": "ivan", "shelf": "maths"}), &json!({"reader": "ivan"})]);
    let audit = folder.run("audit state.yaml --format json").json();
    let findings = audit["findings"].as_array().unwrap();
    assert_eq!(findings.len(), 1, "{audit}");
    assert_eq!((&findings[0]["rule"], &findings[0]["severity"]), (&json!("fees"), &json!("violation")));
    assert_eq!(
        (&findings[0]["group"], &findings[0]["message"]),
        (&json!({"reader": "lena"}), &json!("lena owes 25 of 20"))
    );
    // A rule that is on no groups has none.
    let found = results(&folder, "action: leave, reader: anna");
    assert_eq!(found[0]["reasons"][0].get("group"), None);
}

#[test]
fn of_one_limit_a_hundred_groups_are_told() {
    let mut state = "readers: [{id: anna, role: librarian, tags: [new]}]\nloans:\n".to_owned();
    for at in 0..150 {
        writeln!(state, "  - {{id: l{at}, reader: r{at:03}, tags: [], fee: 20}}").unwrap();
    }
    let folder = pack(&state);
    let found = results(&folder, "action: set_budget, number: 19");
    let (_, reasons) = told(&found[0]);
    assert_eq!(reasons.len(), 100);
    assert_eq!((&reasons[0].1, &reasons[99].1), (&json!({"reader": "r000"}), &json!({"reader": "r099"})));
    // That is as much as a verdict looks at: the touched elements are none, and each group is looked at before and after.
    let budget = |most: u32| folder.run(&format!("check state.yaml actions.yaml --budget {most}")).code;
    assert_eq!((budget(151 * 2), budget(151 * 2 - 1)), (1, 2));
}

#[test]
fn what_nobody_knows_may_be_in_every_group() {
    let open = "
readers: [{id: anna, role: librarian, tags: [new]}]
loans:
  - {id: l1, reader: ivan, shelf: maths, tags: [], fee: 5}
  - {id: l2, shelf: maths, tags: [], fee: 5}
";
    let folder = pack(open);
    let found = results(
        &folder,
        "action: lend, id: l9, reader: ivan, shelf: maths, fee: 1
         action: lend, id: l9, reader: ivan, shelf: arts, fee: 1
         action: lend, id: l9, reader: ivan, shelf: arts, fee: 11
         action: lend, id: l9, reader: ivan, shelf: arts, fee: 16",
    );
    let verdicts: Vec<&Value> = found.iter().map(|one| &one["verdict"]).collect();
    assert_eq!(verdicts, ["undetermined", "allowed", "undetermined", "denied"]);
    assert_eq!(found[0]["missing"], json!(["loans.l2.reader"]));
    assert_eq!(found[2]["missing"], json!(["loans.l2.reader"]));
    // An amount that nobody knows is one of its range: up to 50.
    let folder =
        pack(&open.replace("reader: ivan, shelf: maths, tags: [], fee: 5", "reader: ivan, tags: []"));
    let audit = folder.run("audit state.yaml --format json").json();
    let finding = &audit["undetermined"][0];
    assert_eq!((&finding["severity"], &finding["rule"]), (&json!("undetermined"), &json!("fees")));
    assert_eq!(finding["missing"], json!(["loans.l1.fee", "loans.l2.reader"]));
    // And where nobody has listed the loans, so is each limit on them.
    let folder = pack("readers: [{id: anna, role: librarian, tags: [new]}]");
    let found = results(&folder, "action: lend, id: l9, reader: ivan, shelf: maths, fee: 1");
    assert_eq!((&found[0]["verdict"], &found[0]["missing"]), (&json!("undetermined"), &json!(["loans"])));
}

#[test]
fn a_list_counts_once_in_each_of_its_entries() {
    let folder = pack(STATE);
    // Anna's tag is `new`, as is twice that of a loan that is back.
    let steps = "
- {actor: anna, at: 2024-05-11, action: lend, id: a, reader: a, fee: 0}
- {actor: anna, at: 2024-05-11, action: lend, id: b, reader: b, fee: 0}
";
    folder.write("actions.yaml", steps);
    let json = folder.run("simulate state.yaml actions.yaml --format json").json();
    assert_eq!(
        (&json["steps"][0]["verdict"], &json["steps"][1]["verdict"]),
        (&json!("allowed"), &json!("denied"))
    );
    assert_eq!(json["steps"][1]["reasons"][0]["group"], json!({"tag": "new"}));
}

#[test]
fn groups_are_kept_while_actions_are_played() {
    let folder = pack(&STATE.replace("[new]}", "[]}"));
    let lines = [
        ("move, loan: l3, shelf: arts", "allowed"),
        ("lend, id: a, reader: ivan, shelf: arts, fee: 3", "allowed"),
        ("move, loan: l1, shelf: arts", "allowed"),
        ("lend, id: b, reader: ivan, shelf: maths, fee: 0", "allowed"),
        ("move, loan: l2, shelf: arts", "denied"),
        ("lend, id: c, reader: ivan, shelf: maths, fee: 5", "denied"),
        ("give_back, loan: l2", "allowed"),
        ("lend, id: c, reader: ivan, shelf: maths, fee: 13", "denied"),
        ("lend, id: c, reader: ivan, shelf: maths, fee: 12", "allowed"),
    ];
    let steps: Vec<String> =
        lines.iter().map(|(line, _)| format!("- {{actor: anna, at: 2024-05-11, action: {line}}}")).collect();
    folder.write("actions.yaml", steps.join("\n"));
    let whole = folder.run("simulate state.yaml actions.yaml --format json");
    let expected: Vec<&str> = lines.iter().map(|(_, verdict)| *verdict).collect();
    let json = whole.json();
    let found: Vec<&Value> = json["steps"].as_array().unwrap().iter().map(|step| &step["verdict"]).collect();
    assert_eq!(found, expected);
    // An artefact says the same.
    assert_eq!(folder.run("compile --out pack.kb").code, 0);
    let again = folder.run("simulate state.yaml actions.yaml --format json --rules pack.kb");
    assert_eq!(again.json()["steps"], json["steps"]);
}

#[test]
fn what_would_have_to_change_is_found() {
    let folder = pack(STATE);
    folder.write("actions.yaml", "{actor: anna, at: 2024-05-11, action: leave, reader: anna}");
    let json = folder.run("check state.yaml actions.yaml --fix --format json").json();
    let proposals = json["results"][0]["why_not"].to_string();
    assert!(proposals.contains("readers.olga.left"), "{proposals}");
    folder.write(
        "actions.yaml",
        "{actor: anna, at: 2024-05-11, action: lend, id: l9, reader: ivan, shelf: arts, fee: 9}",
    );
    let json = folder.run("check state.yaml actions.yaml --fix --format json").json();
    let proposals = json["results"][0]["why_not"].to_string();
    assert!(proposals.contains("give_back") && proposals.contains(r#""name":"fee""#), "{proposals}");
}

#[test]
fn a_lower_bound_is_due_for_each_element() {
    let folder = Folder::empty();
    let rules = "
state {
  people: each person by id {
    id:    String
    role:  Role
    tasks: Int from 0
    least: Int?
  }
}

role member

action busy(person, tasks: Int from 0)
  effect person.tasks becomes tasks

action join(id: String, tasks: Int from 0)
  effect add people { id: id, role: member, tasks: tasks, least: 2 }

permit everything
  member may do anything

limit enough
  from person.least to 5 in total of tasks of people, for each person
  say en \"{person} has {count}, and {limit} is due\"
";
    folder.write("rules/pack.rules", rules);
    folder.write(
        "state.yaml",
        "people: [{id: anna, role: member, tasks: 3, least: 2}, {id: ivan, role: member, tasks: 1, least: 2}, {id: lena, role: member, tasks: 0}]",
    );
    let found = results(
        &folder,
        "action: busy, person: anna, tasks: 1
         action: busy, person: anna, tasks: 6
         action: busy, person: ivan, tasks: 0
         action: busy, person: ivan, tasks: 1
         action: busy, person: lena, tasks: 0
         action: join, id: olga, tasks: 1
         action: join, id: olga, tasks: 2",
    );
    let found: Vec<String> = found.iter().map(|one| words(one).join(" ")).collect();
    assert_eq!(
        found,
        [
            "denied enough: anna has 3, and 2 is due",
            "denied enough: anna has 3, and 5 is due",
            "denied enough: ivan has 1, and 2 is due",
            "allowed",
            "allowed",
            // It begins as if the bound held, and cannot be added without what it needs.
            "denied enough: olga has 0, and 2 is due",
            "allowed",
        ]
    );
    let audit = folder.run("audit state.yaml --format json").json();
    assert_eq!(audit["findings"][0]["group"], json!({"person": "ivan"}));
    assert_eq!(audit["findings"].as_array().unwrap().len(), 1);
}

#[test]
fn a_total_is_a_number_and_may_leave_64_bits() {
    let folder = Folder::empty();
    let rules = "
state {
  people: each person by id {
    id:   String
    role: Role
  }
  sums: each sum { number: Int }
}

role member

action go

let all = total of number of sums

permit little
  member may go
  when all is at most 10
";
    folder.write("rules/pack.rules", rules);
    let judged = |sums: &str| {
        folder.write("state.yaml", format!("people: [{{id: anna, role: member}}]\nsums: {sums}\n"));
        folder.write("actions.yaml", "{actor: anna, at: 2024-05-11, action: go}");
        folder.run("check state.yaml actions.yaml --format json")
    };
    let verdict = |sums: &str| judged(sums).json()["results"][0]["verdict"].clone();
    assert_eq!(verdict("[]"), "allowed");
    assert_eq!(verdict("[{number: 12}, {number: -2}]"), "allowed");
    assert_eq!(verdict("[{number: 12}, {number: -1}]"), "denied");
    // The sum is made in 128 bits, and looked at in the end.
    let most = i64::MAX;
    assert_eq!(
        verdict(&format!(
            "[{{number: {most}}}, {{number: {most}}}, {{number: -{most}}}, {{number: -{most}}}]"
        )),
        "allowed"
    );
    let ran = judged(&format!("[{{number: {most}}}, {{number: 1}}]"));
    assert_eq!(ran.code, 2);
    assert!(ran.out.contains("E0411"), "{ran:?}");
}

#[test]
fn new_words_are_words_only_in_their_place() {
    let folder = Folder::empty();
    let rules = "enum Word { for, total, least, each }\n
state {
  total: Int = 1
  for:   Word?
  people: each person by id {
    id:    String
    role:  Role
    total: Int from 0
    least: Word = for
  }
  totals: each sum { in: Int, for: Word }
}

role total

role for like total

action for(person, total: Word)
  effect person.least becomes total

permit everything
  total may for
  when action.total is one of for, each, total or state.total is at least 1

limit total
  at most 3 people where least is one of for, total, for each total

limit for
  at most 2 in total of in of totals where sum.for is one of for, each and state.for is absent, for each sum.for
";
    folder.write(
        "rules/pack.rules",
        rules.replace("{ in: Int, for: Word }", "{\n    in:  Int\n    for: Word\n  }"),
    );
    let ran = folder.run("compile");
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(folder.run("fmt").code, 0);
    let formatted = folder.read("rules/pack.rules");
    assert!(formatted.contains("one of for, total, for each total"), "{formatted}");
    assert_eq!(folder.run("fmt --check").code, 0);
    assert_eq!(folder.run("compile").code, 0);
}

#[test]
fn numbers_of_both_bounds_are_bound() {
    let folder = Folder::empty();
    let rules = "document handbook \"handbook.md\"

state {
  people: each person by id {
    id:   String
    role: Role
    team: String
  }
  loans: each loan {
    reader: String
    amount: Int
  }
}

role librarian

limit two
  at least 2 people where role is librarian
  cites handbook \"There must be at least 2 librarians.\"

limit team
  from 2 to 5 people
  cites handbook \"A team has from 2 to 5 members.\"

limit money
  at most 200 in total of amount of loans for each reader
  cites handbook \"Nobody spends more than 200 dollars in total.\"
";
    let handbook = "# Handbook\n\nThere must be at least 2 librarians.\n\nA team has from 2 to 5 members.\n\n\
                    Nobody spends more than 200 dollars in total.\n";
    folder.write("rules/handbook.md", handbook);
    folder.write("rules/pack.rules", rules);
    assert_eq!(folder.run("accept --new --reason read").code, 0);
    assert_eq!(folder.run("verify").code, 0);
    for (written, other, said) in [
        ("at least 2 people", "at least 3 people", "at least 3"),
        ("from 2 to 5", "from 3 to 5", "at least 3"),
        ("from 2 to 5", "from 2 to 6", "at most 6"),
        ("at most 200", "at most 300", "at most 300"),
    ] {
        folder.write("rules/pack.rules", rules.replace(written, other));
        let ran = folder.run("verify");
        assert_eq!(ran.code, 1, "{other}");
        assert!(ran.text().contains("E0508") && ran.text().contains(&format!("states {said}")), "{ran:?}");
    }
}

#[test]
fn cases_at_the_bounds_are_found_and_notice_their_changes() {
    let folder = pack(STATE);
    let ran = folder.run("test --boundaries");
    assert_eq!(ran.code, 0, "{ran:?}");
    folder.write("rules/scenarios/edges.yaml", &ran.out);
    let ran = folder.run("test --mutate --format json");
    let json = ran.json();
    let survived = |rule: &str| -> Vec<&str> {
        let all = json["mutation"]["changes"].as_array().unwrap().iter();
        let own = all.filter(|one| one["rule"] == rule && one["outcome"] == "survived");
        own.map(|one| one["what"].as_str().unwrap()).collect()
    };
    for rule in ["two-loans", "fees", "somebody-stays"] {
        let mut numbers = survived(rule);
        numbers.retain(|what| *what == "the rule is removed" || what.contains("` becomes `"));
        numbers.retain(|what| !what.contains("is absent"));
        assert!(numbers.is_empty(), "{rule}: {numbers:?}");
    }
}
