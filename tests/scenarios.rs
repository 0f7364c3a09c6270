//! `ustav test`, seen from outside: scenario files in temporary folders, played by the shipped pack.

use crate::cli::{Folder, Ran};
use serde_json::json;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};

/// The pack with its examples.
fn pack() -> Folder {
    Folder::new().with("rules", "examples", "yaml")
}

/// A run of scenarios over the full portal of the examples: ten integrators, no seat left.
fn played(scenarios: &str, arguments: &str) -> Ran {
    let folder = pack();
    folder.write("rules/scenarios/a.yaml", file(scenarios));
    folder.run(&format!("test {arguments}"))
}

fn file(scenarios: &str) -> String {
    format!("state: ../examples/full.yaml\nscenarios:\n{scenarios}")
}

const INVITE: &str =
    "{actor: anna, action: invite_integrator, via: web, email: ivan@alfa.example, at: 2024-05-11}";

/// The first scenario of the contract, and the second with its `…` written out.
fn of_the_contract() -> String {
    format!(
        "  - name: the eleventh integrator is refused
    with: {{settings: {{everyone_may_invite: false}}}}   # a merge patch over the state
    do: {INVITE}
    expect: denied
    because: ten-integrators           # a rule id, or a list of them: exactly the rules that deny
  - name: ten days later
    with: {{users: {{kira: {{status: dismissed}}}}}}
    steps:                             # played in order, as `simulate` does
      - {{do: {INVITE}, expect: allowed}}
    audit: {{at: 2024-05-22, expect: [two-factor-deadline]}}
"
    )
}

#[test]
fn the_scenarios_of_the_contract_pass() {
    let ran = played(&of_the_contract(), "");
    let due = "rules/scenarios/a.yaml
  ✓ the eleventh integrator is refused
  ✓ ten days later

2 scenarios: 2 passed
";
    assert_eq!((ran.code, ran.out.as_str(), ran.err.as_str()), (0, due, ""));
    assert_eq!(played(&of_the_contract(), "-q").out, "2 scenarios: 2 passed\n");
    assert_eq!(played(&of_the_contract(), "-q --lang ru").out, "2 сценария: 2 пройдены\n");
}

#[test]
fn a_failure_shows_what_was_expected_what_came_and_why() {
    let scenarios = format!("  - name: the eleventh is welcome\n    do: {INVITE}\n    expect: allowed\n");
    let ran = played(&scenarios, "");
    assert_eq!(ran.code, 1);
    for part in [
        "✗ the eleventh is welcome (rules/scenarios/a.yaml:3)",
        "expected allowed, got denied (ten-integrators)",
        "rules/scenarios/a.yaml:5:13",
        "got denied",
        "denied by ten-integrators: the portal has 10 of 10 integrators already",
        "rules/inviting.rules:44:7",
        "rules/examples/full.yaml:13:1",
        "10 counted here",
        "rules/documents/specialist.md:",
        "the document says so",
        "1 scenario: 0 passed, 1 failed",
    ] {
        assert!(ran.text().contains(part), "`{part}` is not said: {}", ran.out);
    }
    let short = played(&scenarios, "-q --lang ru").out;
    let due = "✗ the eleventh is welcome (rules/scenarios/a.yaml:3): ожидалось «разрешено», получено «запрещено» (ten-integrators)
1 сценарий: 0 пройдено, 1 не пройдено
";
    assert_eq!(short, due);
}

/// Cases by their endings: what stands behind the action, and what is said of it; where that is nothing, it passes.
#[test]
fn because_lists_exactly_the_rules() {
    let eleventh = format!("do: {INVITE}");
    let stranger = "do: {actor: olga, action: invite_integrator, via: web, email: x@acme.example, at: 2024-05-11}, with: {settings: {everyone_may_invite: false}, users: {kira: null}}";
    let open = format!("do: {INVITE}, with: {{partners: null, edition: null, users: {{kira: null}}}}");
    let allowed = format!("do: {INVITE}, with: {{users: {{kira: null}}}}");
    let cases: [(&str, &str, &[&str]); 16] = [
        (&eleventh, "expect: denied, because: ten-integrators", &[]),
        (&eleventh, "expect: denied, because: [ten-integrators, ten-integrators]", &[]),
        (
            &eleventh,
            "expect: denied, because: [ten-integrators, default]",
            &["`default`, got ten-integrators", "not a reason for this verdict"],
        ),
        (&eleventh, "expect: denied, because: default", &["also because of ten-integrators"]),
        (&eleventh, "expect: denied, because: []", &["expected nothing, got ten-integrators"]),
        (stranger, "expect: denied, because: [linked-integrators, default]", &[]),
        (stranger, "expect: denied, because: [default, linked-integrators]", &[]),
        (stranger, "expect: denied, because: default", &["also because of linked-integrators"]),
        (
            stranger,
            "expect: undetermined",
            &["expected undetermined, got denied (linked-integrators, `default`)"],
        ),
        (
            &open,
            "expect: undetermined, because: [linked-integrators, invitations-from-the-cloud-web-version]",
            &[],
        ),
        (
            &open,
            "expect: undetermined, because: linked-integrators",
            &["also because of invitations-from-the-cloud-web-version"],
        ),
        (&open, "expect: allowed", &["got undetermined", "depends on"]),
        (&allowed, "expect: allowed, because: [everyone-invites, administrators-invite]", &[]),
        (&allowed, "expect: allowed, because: everyone-invites", &["also because of administrators-invite"]),
        (&allowed, "expect: allowed", &[]),
        (&allowed, "expect: denied, because: [default]", &["got allowed", "permitted by everyone-invites"]),
    ];
    for (action, expected, said) in cases {
        let ran = played(&format!("  - {{name: one, {action}, {expected}}}\n"), "");
        let missing: Vec<&&str> = said.iter().filter(|part| !ran.text().contains(**part)).collect();
        let code = i32::from(!said.is_empty());
        assert!(ran.code == code && missing.is_empty(), "{action}, {expected}: {missing:?} {ran:?}");
    }
}

/// What is wrong with a file, the code, and where; `§` stands where the place is, before its text.
#[test]
fn no_mistake_passes_silently() {
    let action = "{actor: anna, action: log_in, at: 2024-05-11}";
    let cases = [
        ("E0402", "{§scenario: []}"),
        ("E0402", "{§stat: {}, scenarios: []}"),
        ("E0408", "{§state: {}}"),
        ("E0403", "§scenarios"),
        ("E0403", "{scenarios: §{}}"),
        ("E0403", "{scenarios: [§one]}"),
        ("E0403", "{state: §5, scenarios: []}"),
        ("E0403", "{state: §[], scenarios: []}"),
        ("E0403", "{scenarios: []}\n---\n§{scenarios: []}"),
        ("E0408", "STATE [{§do: ACTION, expect: allowed}]}"),
        ("E0403", "STATE [{name: §5, do: ACTION, expect: allowed}]}"),
        ("E0405", "STATE [{name: a, do: ACTION, expect: allowed}, {name: §a, do: ACTION, expect: allowed}]}"),
        ("E0402", "STATE [{name: a, do: ACTION, §expects: allowed, expect: allowed}]}"),
        ("E0404", "STATE [{name: a, do: ACTION, expect: allowed, §expect: denied}]}"),
        ("E0408", "STATE [{§name: a}]}"),
        ("E0408", "STATE [{name: a, §do: ACTION}]}"),
        ("E0408", "STATE [{name: a, §expect: allowed}]}"),
        ("E0408", "STATE [{name: a, audit: {expect: []}, §because: default}]}"),
        ("E0403", "STATE [{name: a, do: ACTION, expect: §alowed}]}"),
        ("E0403", "STATE [{name: a, do: ACTION, expect: §true}]}"),
        ("E0603", "STATE [{name: a, do: ACTION, expect: denied, because: §ten-integrator}]}"),
        ("E0603", "STATE [{name: a, do: ACTION, expect: denied, because: [default, §x]}]}"),
        ("E0403", "STATE [{name: a, do: ACTION, expect: denied, because: {§a: b}}]}"),
        ("E0403", "STATE [{name: a, do: ACTION, expect: allowed, confirm: §yes}]}"),
        ("E0403", "STATE [{name: a, do: ACTION, expect: allowed, with: §[]}]}"),
        ("E0403", "STATE [{name: a, with:§, do: ACTION, expect: allowed}]}"),
        ("E0406", "STATE [{name: a, at: §2024-02-30, do: ACTION, expect: allowed}]}"),
        ("E0402", "STATE [{name: a, §do: ACTION, steps: [{do: ACTION, expect: allowed}]}]}"),
        ("E0402", "STATE [{name: a, §because: default, steps: [{do: ACTION, expect: allowed}]}]}"),
        ("E0403", "STATE [{name: a, steps: §[]}]}"),
        ("E0403", "STATE [{name: a, steps: {§do: ACTION}}]}"),
        ("E0402", "STATE [{name: a, steps: [{do: ACTION, expect: allowed, §name: b}]}]}"),
        ("E0408", "STATE [{name: a, steps: [{§expect: allowed}]}]}"),
        ("E0402", "STATE [{name: a, audit: {expect: [], §because: []}}]}"),
        ("E0408", "STATE [{name: a, audit: {§at: 2024-05-11}}]}"),
        ("E0403", "STATE [{name: a, audit: §2024-05-11}]}"),
        ("E0403", "STATE [{name: a, audit: §[]}]}"),
        ("E0403", "STATE [{name: §'', audit: {expect: []}}]}"),
        ("E0603", "STATE [{name: a, audit: {expect: [§everyone-invites]}}]}"),
        ("E0603", "STATE [{name: a, audit: {expect: §default}}]}"),
        ("E0603", "STATE [{name: a, audit: {expect: [], upcoming: [§trial]}}]}"),
        // The action, and whom it names.
        ("E0402", "STATE [{name: a, do: {actor: anna, action: §login}, expect: allowed}]}"),
        ("E0402", "STATE [{name: a, do: {actor: anna, action: log_in, §user: anna}, expect: allowed}]}"),
        ("E0403", "STATE [{name: a, do: §[ACTION], expect: allowed}]}"),
        ("E0407", "STATE [{name: a, do: {actor: §ana, action: log_in}, expect: allowed}]}"),
        (
            "E0412",
            "STATE [{name: a, steps: [{do: {actor: anna, action: log_in, at: 2024-05-12}, expect: allowed}, {do: {actor: anna, action: log_in, at: §2024-05-11}, expect: allowed}]}]}",
        ),
        ("E0412", "STATE [{name: a, do: ACTION, expect: allowed, audit: {at: §2024-05-10, expect: []}}]}"),
        // What comes after a failure is looked at all the same.
        (
            "E0402",
            "STATE [{name: a, steps: [{do: ACTION, expect: denied}, {do: {actor: anna, action: §login}, expect: denied}]}]}",
        ),
        // The state, and what is other in it.
        ("E0408", "{scenarios: [{name: §a, do: ACTION, expect: allowed}]}"),
        ("E0601", "{state: §missing.yaml, scenarios: [{name: a, do: ACTION, expect: allowed}]}"),
        ("E0601", "{state: §'-', scenarios: [{name: a, do: ACTION, expect: allowed}]}"),
        ("E0402", "STATE [{name: a, with: {§setings: {}}, do: ACTION, expect: allowed}]}"),
        ("E0402", "STATE [{name: a, with: {§setings: null}, do: ACTION, expect: allowed}]}"),
        ("E0402", "STATE [{name: a, with: {settings: {§everyone: null}}, do: ACTION, expect: allowed}]}"),
        ("E0402", "STATE [{name: a, with: {users: {anna: {§emial: null}}}, do: ACTION, expect: allowed}]}"),
        (
            "E0402",
            "STATE [{name: a, with: {users: {anna: {§emial: a@b.example}}}, do: ACTION, expect: allowed}]}",
        ),
        ("E0403", "STATE [{name: a, with: {users: {anna: {id: §ann}}}, do: ACTION, expect: allowed}]}"),
        ("E0403", "STATE [{name: a, with: {users: {anna: §gone}}, do: ACTION, expect: allowed}]}"),
        ("E0403", "STATE [{name: a, with: {users: {anna: {role: §boss}}}, do: ACTION, expect: allowed}]}"),
        ("E0407", "STATE [{name: a, with: {users: {§petr: null}}, do: ACTION, expect: allowed}]}"),
        ("E0403", "STATE [{name: a, with: {plan: §best}, do: ACTION, expect: allowed}]}"),
        ("E0403", "STATE [{name: a, with: {partners: {§Alfa: {}}}, do: ACTION, expect: allowed}]}"),
        (
            "E0405",
            "STATE [{name: a, with: {users: [{id: anna}, {id: §anna}]}, do: ACTION, expect: allowed}]}",
        ),
        ("E0403", "STATE [{name: a, state: {users: {§anna: {}}}, do: ACTION, expect: allowed}]}"),
    ];
    for (code, text) in cases {
        let text =
            text.replace("STATE", "{state: ../examples/full.yaml, scenarios:").replace("ACTION", action);
        let (before, _) = text.split_once('§').unwrap();
        let line = before.matches('\n').count() + 1;
        let column = before.rsplit('\n').next().unwrap().chars().count() + 1;
        let folder = pack();
        folder.write("rules/scenarios/a.yaml", text.replace('§', ""));
        let ran = folder.run("test");
        let place = format!("rules/scenarios/a.yaml:{line}:{column}");
        let said = ran.err.contains(&format!("error[{code}]")) && ran.err.contains(&place);
        assert!(ran.code == 2 && said, "{text}: {code} at {place} is due\n{}{}", ran.out, ran.err);
    }
}

#[test]
fn all_mistakes_are_told_at_once_and_each_once() {
    let folder = pack();
    folder.write("rules/examples/broken.yaml", "plan: best\nusers: []\n");
    let scenario = |name: &str| format!("  - {{name: {name}, audit: {{expect: [], at: 2024-05-11}}}}\n");
    let text = format!("state: ../examples/broken.yaml\nscenarios:\n{}{}", scenario("a"), scenario("b"));
    folder.write("rules/scenarios/a.yaml", text);
    folder.write("rules/scenarios/b.yml", "scenarois: []\n");
    let ran = folder.run("test");
    assert_eq!(
        (ran.code, ran.err.matches("expected a value of `Plan`, found `best`").count()),
        (2, 1),
        "{}",
        ran.err
    );
    assert!(ran.err.contains("rules/examples/broken.yaml:1:7"), "{}", ran.err);
    assert!(ran.err.contains("did you mean `scenarios`?"), "{}", ran.err);
}

/// A value that a scenario has other is explained in the scenario, the others in the state.
#[test]
fn values_of_a_patch_are_explained_where_they_were_written() {
    let ran = played(
        "  - name: one\n    with: {edition: on_premise}\n    do: {actor: olga, action: invite_integrator, via: web, email: ivan@alfa.example, at: 2024-05-11}\n    expect: denied\n    because: default\n",
        "",
    );
    for part in ["rules/scenarios/a.yaml:4:21", "rules/examples/full.yaml:13:1"] {
        assert!(ran.out.contains(part), "{part}: {}", ran.out);
    }
}

#[test]
fn a_patch_takes_away_adds_and_merges() {
    let invite =
        "do: {actor: ACTOR, action: invite_employee, via: web, email: x@acme.example, at: 2024-05-11}";
    let cases = [
        ("anna", "{}", "denied, because: user-limit"),
        ("anna", "{user_limit: 4}", "allowed"),
        ("anna", "{user_limit: null}", "allowed"),
        (
            "anna",
            "{settings: {everyone_may_invite: false}, user_limit: 4}",
            "allowed, because: administrators-invite",
        ),
        ("anna", "{settings: null, user_limit: 4}", "allowed"),
        ("anna", "{users: {maxim: null}}", "allowed"),
        ("anna", "{users: {maxim: {status: dismissed}}}", "allowed"),
        ("anna", "{users: {maxim: {role: integrator}}}", "allowed"),
        ("anna", "{users: {maxim: {role: null}}}", "undetermined, because: user-limit"),
        ("petr", "{users: {petr: {role: employee}}}", "denied, because: user-limit"),
        (
            "petr",
            "{users: {petr: {id: petr, role: employee, status: dismissed}}}",
            "denied, because: [dismissed-do-nothing, user-limit]",
        ),
        ("petr", "{users: [{id: petr, role: administrator, email: p@x.example}]}", "allowed"),
        ("anna", "{partners: []}", "denied, because: user-limit"),
    ];
    for (actor, with, expected) in cases {
        let action = invite.replace("ACTOR", actor);
        let ran = played(&format!("  - {{name: one, with: {with}, {action}, expect: {expected}}}\n"), "");
        assert_eq!(ran.code, 0, "{with}: {ran:?}");
    }
    // Where there is no list yet, the patch begins one.
    let folder = pack();
    folder.write(
        "rules/scenarios/a.yaml",
        "state: {plan: basic}\nscenarios:\n  - name: a\n    with: {users: {anna: {role: employee}}}\n    do: {actor: anna, action: escalate_support_question, at: 2024-05-11}\n    expect: allowed\n",
    );
    assert_eq!(folder.run("test").code, 0);
}

#[test]
fn who_was_added_by_a_step_acts_in_the_next() {
    let steps = "  - name: one
    with: {users: {kira: null}}
    at: 2024-05-11
    steps:
      - {do: {actor: anna, action: invite_integrator, via: web, email: ivan@alfa.example}, expect: allowed}
      - {do: {actor: ivan@alfa.example, action: log_in, at: 2024-05-11T10:00:00+03:00}, expect: allowed}
      - {do: {actor: ivan@alfa.example, action: dismiss_integrator, user: lev}, expect: allowed}
      - {do: {actor: lev, action: log_in}, expect: denied, because: dismissed-do-nothing}
    audit:
      - {expect: [], upcoming: two-factor-deadline}
      - {at: 2024-05-21, expect: [], upcoming: two-factor-deadline, undetermined: []}
      - {at: 2024-05-22, expect: two-factor-deadline, upcoming: []}
";
    assert_eq!(played(steps, "").code, 0, "{:?}", played(steps, ""));
    // Denied against expectation, the rest is not played: ivan is not there, and that is no mistake of the file.
    let refused = played(&steps.replace("    with: {users: {kira: null}}\n", ""), "");
    assert_eq!(refused.code, 1, "{refused:?}");
    assert!(refused.text().contains("6 more checks of this scenario were skipped"), "{}", refused.out);
    // Where no state hangs on it, it goes on.
    let wrong =
        played(&steps.replace("expect: denied, because: dismissed-do-nothing", "expect: undetermined"), "");
    assert!(wrong.code == 1 && !wrong.out.contains("skipped"), "{wrong:?}");
}

#[test]
fn audits_say_what_has_to_be_found() {
    let two = "with: {users: {lev: {two_factor_enabled: null, invited: 2024-05-01}, anna: {email: ivan@alfa.example}}}";
    let cases = [
        ("", "{at: 2024-05-11, expect: []}", ""),
        ("", "{at: 2024-05-11, expect: ten-integrators}", "not found"),
        (two, "{at: 2024-05-11, expect: [no-outside-administrators]}", ""),
        (two, "{at: 2024-05-11, expect: [no-outside-administrators, two-factor-deadline]}", ""),
        (two, "{at: 2024-05-11, expect: [no-outside-administrators], upcoming: [two-factor-deadline]}", ""),
        (
            two,
            "{at: 2024-05-11, expect: [no-outside-administrators], upcoming: []}",
            "also found: two-factor-deadline",
        ),
        (
            two,
            "{at: 2024-05-12, expect: [no-outside-administrators]}",
            "has to enable two-factor authentication by 11 May 2024",
        ),
        (two, "{at: 2024-05-11, expect: []}", "also found: no-outside-administrators"),
        ("with: {partners: null}", "{at: 2024-05-11, expect: []}", ""),
        (
            "with: {partners: null}",
            "{at: 2024-05-11, expect: [], undetermined: []}",
            "also found: linked-integrators, no-outside-administrators",
        ),
        (
            "with: {partners: null}",
            "{at: 2024-05-11, expect: [], undetermined: [linked-integrators, no-outside-administrators]}",
            "",
        ),
    ];
    for (with, audit, said) in cases {
        let with = if with.is_empty() { String::new() } else { format!("{with}, ") };
        let ran = played(&format!("  - {{name: one, {with}audit: {audit}}}\n"), "");
        let code = i32::from(!said.is_empty());
        assert!(ran.code == code && ran.text().contains(said), "{with}{audit}: {said}\n{ran:?}");
    }
}

#[test]
fn a_filter_chooses_by_the_names_of_scenarios_and_files() {
    let folder = pack();
    folder.write("rules/scenarios/a.yaml", file(&of_the_contract()));
    folder.write("rules/scenarios/b.yml", file(&of_the_contract()));
    for (filter, count) in [("eleventh", 2), ("b.yml", 2), ("later", 2), ("e", 4)] {
        let ran = folder.run(&format!("test -q --filter {filter}"));
        let due = format!("{count} scenarios: {count} passed\n");
        assert_eq!((ran.code, &ran.out), (0, &due), "{filter}");
    }
    let none = folder.run("test --filter twelfth");
    assert!(none.code == 2 && none.err.contains("error[E0410]: no scenario has `twelfth`"), "{none:?}");
}

#[test]
fn scenarios_are_found_beside_the_rules_or_where_they_are_named() {
    let folder = pack();
    let none = folder.run("test");
    assert!(none.code == 2 && none.err.contains("rules/scenarios"), "{none:?}");
    folder.write("rules/scenarios/.hidden.yaml", "x");
    folder.write("rules/scenarios/notes.txt", "x");
    assert_eq!(folder.run("test").code, 2);
    folder.write("rules/scenarios/empty.yaml", "scenarios: []\n");
    let none = folder.run("test");
    assert!(none.code == 2 && none.err.contains("no scenario to run"), "{none:?}");
    let text = file(&of_the_contract()).replace("../", "rules/");
    folder.write("here.yaml", &text);
    folder.write("more/scenarios/a.yaml", text.replace("rules/", "../../rules/"));
    for (paths, count) in [
        ("here.yaml", 2),
        ("more", 2),
        ("more/scenarios", 2),
        ("more here.yaml", 4),
        ("here.yaml ./here.yaml", 2),
    ] {
        let ran = folder.run(&format!("test -q {paths}"));
        assert_eq!(
            (ran.code, &*ran.out),
            (0, &*format!("{count} scenarios: {count} passed\n")),
            "{paths}: {ran:?}"
        );
    }
    let ran = folder.run_with("test -q -", &text, "");
    assert_eq!((ran.code, &*ran.out), (0, "2 scenarios: 2 passed\n"), "{ran:?}");
    for (paths, code) in [("rules/documents", "E0410"), ("missing.yaml", "E0601"), ("- --watch", "E0605")] {
        let ran = folder.run(&format!("test {paths}"));
        assert!(ran.code == 2 && ran.err.contains(&format!("error[{code}]")), "{paths}: {ran:?}");
    }
}

/// What is said of a scenario in both languages, and the code of the error; all of it stands in one run.
#[test]
fn mistakes_are_told_in_both_languages() {
    let cases = [
        (
            "name: a, do: ACTION, expect: allow",
            "E0403",
            "unknown verdict `allow`",
            "неизвестный вердикт `allow`",
        ),
        ("name: a, do: ACTION, expect: allow", "E0403", "did you mean `allowed`?", "`allowed`"),
        ("name: a, do: ACTION, expect: нет", "E0403", "`denied`", "`denied`"),
        (
            "name: a, do: ACTION, expect: maybe",
            "E0403",
            "write `allowed`, `denied` or",
            "напишите `allowed`, `denied`",
        ),
        (
            "name: a, do: ACTION, expcet: denied",
            "E0402",
            "unknown key `expcet` in a scenario",
            "неизвестный ключ `expcet` в сценарии",
        ),
        (
            "name: a, do: ACTION",
            "E0408",
            "does not say which verdict it expects",
            "не указан ожидаемый вердикт",
        ),
        ("do: ACTION, expect: denied", "E0408", "the scenario has no `name`", "у сценария нет `name`"),
        ("name: a, expect: denied", "E0408", "`expect` without `do`", "`expect` без `do`"),
        ("name: a, steps: []", "E0403", "the list of steps is empty", "пустой список шагов"),
        (
            "name: a, audit: {at: 2024-05-11}",
            "E0408",
            "the audit has no `expect`",
            "в проверке состояния нет `expect`",
        ),
        (
            "name: a, audit: {expect: everyone-invites}",
            "E0603",
            "an audit never finds `everyone-invites`",
            "проверка состояния не находит правило",
        ),
        (
            "name: a, do: ACTION, expect: denied, because: tenn",
            "E0603",
            "no rule is called `tenn`",
            "нет правила `tenn`",
        ),
        (
            "name: a, with: {users: {petr: null}}, do: ACTION, expect: denied",
            "E0407",
            "the state has no user `petr`",
            "в состоянии нет элемента `petr`",
        ),
        (
            "name: a, with: {users: {anna: {emial: null}}}, do: ACTION, expect: denied",
            "E0402",
            "unknown key `emial` in a `user`",
            "неизвестный ключ `emial` в элементе `user`",
        ),
        (
            "name: a, do: ACTION, expect: denied, audit: {at: 2024-05-10, expect: []}",
            "E0412",
            "time goes back: 2024-05-10 after 2024-05-11",
            "время идёт назад: 2024-05-10 после 2024-05-11",
        ),
    ];
    for (scenario, code, english, russian) in cases {
        let scenario = scenario.replace("ACTION", "{actor: anna, action: log_in, at: 2024-05-11}");
        for (language, said) in [("en", english), ("ru", russian)] {
            let ran = played(&format!("  - {{{scenario}}}\n"), &format!("--lang {language}"));
            let found =
                ran.err.matches("[E0").count() == 1 && ran.err.contains(code) && ran.err.contains(said);
            assert!(ran.code == 2 && found, "{scenario}: {said}\n{}", ran.err);
        }
    }
}

/// What comes out only until a day comes is a mistake of the scenario; what time does not change is none.
#[test]
fn a_verdict_that_time_changes_needs_a_time() {
    let rules =
        "state {\n  users: each user by id {\n    id:   String\n    role: Role\n    paid: Date?\n    joined: Date?\n  }\n}\n
role member\n\naction enter\n\naction leave\n
permit early\n  member may enter\n  when now is before 2127-01-01\n\npermit leaving\n  member may leave\n
deadline paying\n  each user must have paid within 3 months of joined\n";
    let folder = Folder::empty();
    folder.write("rules/a.rules", rules);
    let run = |scenario: &str, language: &str| {
        let text = format!(
            "state: {{users: [{{id: anna, role: member}}, {{id: ivan, role: member, joined: 2126-12-01}}]}}\nscenarios:\n  - {{name: n, {scenario}}}\n"
        );
        folder.write("rules/scenarios/a.yaml", text);
        folder.run(&format!("test --lang {language}"))
    };
    for (scenario, code) in [
        ("do: {actor: anna, action: enter}, expect: allowed", 2),
        ("do: {actor: anna, action: enter}, expect: denied", 2),
        ("do: {actor: anna, action: enter, at: 2024-05-11}, expect: allowed", 0),
        ("at: 2024-05-11, do: {actor: anna, action: enter}, expect: allowed", 0),
        ("do: {actor: anna, action: leave}, expect: allowed", 0),
    ] {
        let ran = run(scenario, "en");
        let said = ran.err.contains("[E0408]: the action needs `at`: its verdict changes with time")
            && ran.err.contains("add `at: …`");
        assert!(ran.code == code && said == (code == 2), "{scenario}: {ran:?}");
    }
    for (audit, code) in [("{expect: []}", 2), ("{at: 2024-05-11, expect: [], upcoming: [paying]}", 0)] {
        let ran = run(&format!("audit: {audit}"), "en");
        let said = ran.err.contains("[E0408]: the audit needs `at`: what it finds changes with time");
        assert!(ran.code == code && said == (code == 2), "{audit}: {ran:?}");
    }
    let ran = run("do: {actor: anna, action: enter}, expect: allowed", "ru");
    assert!(ran.err.contains("действию нужно `at`: его вердикт зависит от времени"), "{}", ran.err);
}

/// What moves a cursor or hides is shown by a sign in a workflow command, too.
#[test]
fn names_with_control_characters_are_cleaned_for_machines() {
    let scenario =
        format!("  - name: \"x \\e[31m red \\b \\u202e\"\n    do: {INVITE}\n    expect: allowed\n");
    let out = played(&scenario, "--format github").out;
    let hidden = |sign: char| sign.is_control() && sign != '\n' || sign == '\u{202e}';
    assert!(out.contains("title=x ") && !out.contains(hidden), "{out:?}");
}

#[test]
fn results_for_machines() {
    let scenarios = format!(
        "{}  - name: wrong\n    confirm: true\n    do: {INVITE}\n    expect: allowed\n    because: everyone-invites\n",
        of_the_contract()
    );
    let ran = played(&scenarios, "--format json");
    let json = ran.json();
    assert_eq!((ran.code, &json["version"]), (1, &json!(1)));
    assert_eq!(json["summary"], json!({"scenarios": 3, "passed": 2, "failed": 1, "to_confirm": 1}));
    let due = json!({
        "name": "wrong", "file": "rules/scenarios/a.yaml", "line": 13, "passed": false, "confirm": true,
        "not_checked": 0,
        "checks": [{
            "line": 16, "passed": false, "expected": "allowed", "actual": "denied",
            "because": ["everyone-invites"], "actual_because": ["ten-integrators"],
        }],
    });
    assert_eq!(json["scenarios"][2], due);
    let due = json!([
        {"line": 11, "passed": true, "expected": "allowed", "actual": "allowed", "because": null,
         "actual_because": ["everyone-invites", "administrators-invite"]},
        {"line": 12, "passed": true, "audit": "2024-05-22", "expected": ["two-factor-deadline"],
         "actual": ["two-factor-deadline"]},
    ]);
    assert_eq!(json["scenarios"][1]["checks"], due);
    assert!(json.get("coverage").is_none());

    let ran = played(&scenarios, "--format github");
    let due = "::error file=rules/scenarios/a.yaml,line=16,endLine=16,col=13,endColumn=20,title=wrong::expected allowed, got denied (ten-integrators)\n";
    assert_eq!((ran.code, &*ran.out), (1, due));
    let ran = played(&scenarios, "--format junit");
    assert_eq!(ran.code, 1);
    for part in [
        "tests=\"3\"",
        "failures=\"1\"",
        "line=\"13\"",
        "message=\"expected allowed, got denied (ten-integrators)\"",
    ] {
        assert!(ran.out.contains(part), "{part}: {}", ran.out);
    }
    assert_eq!(played(&scenarios, "--format sarif").code, 2);
}

/// A rule set small enough to count what there is to reach.
const SMALL: &str = r#"
document manual "manual.md"
state {
  open: Bool = true
  users: each user by id {
    id: String
    role: Role
  }
}
role member
role guest like member
  except greet
  say en "guests do not greet"
  cites manual "Guests do not greet."
action greet
  cites manual "Members greet."
action leave
permit members-greet
  member may greet
  cites manual "Members greet."
permit everyone-leaves
  every user may leave
forbid closed
  nobody may leave
  unless open
  say en "closed"
  cites manual "Nobody leaves what is closed."
limit three
  at most 3 users
  say en "three"
  cites manual "Three at most."
"#;

#[test]
fn coverage_counts_what_can_be_reached() {
    let folder = Folder::empty();
    folder.write("rules/small.rules", SMALL);
    folder.write(
        "rules/manual.md",
        "Guests do not greet.\n\nMembers greet.\n\nNobody leaves what is closed.\n\nThree at most.\n",
    );
    let greets = "state: {users: [{id: anna, role: member}, {id: olga, role: guest}]}
scenarios:
  - {name: greeting, do: {actor: anna, action: greet}, expect: allowed}
";
    folder.write("rules/scenarios/a.yaml", greets);
    // In few words, only how much there is.
    let (long, brief) = (folder.run("test --coverage"), folder.run("test --coverage -q"));
    assert!(long.out.contains("everyone-leaves") && long.out.contains("coverage"), "{long:?}");
    assert!(!brief.out.contains("everyone-leaves") && brief.out.contains("coverage"), "{brief:?}");
    assert_eq!((brief.code, brief.out.lines().count()), (long.code, 2), "{brief:?}");
    let ran = folder.run("test --coverage --format json");
    assert_eq!(ran.json()["version"], 1);
    let coverage = ran.json()["coverage"].clone();
    let sides = |rule: &str| {
        let rules = coverage["rules"].as_array().unwrap();
        rules.iter().find(|one| one["rule"] == rule).unwrap()["sides"].clone()
    };
    assert_eq!(sides("members-greet"), json!({"applied": true, "not_applied": false, "unknown": false}));
    // It asks for nothing, so it always applies; the setting has a default, so it is always known.
    assert_eq!(sides("everyone-leaves"), json!({"applied": false}));
    assert_eq!(sides("closed"), json!({"applied": false, "not_applied": false}));
    assert_eq!(sides("three"), json!({"broken": false, "kept": false, "unknown": false}));
    assert_eq!(coverage["exceptions"], json!([{"role": "guest", "action": "greet", "reached": false}]));
    let actions = json!([
        {"action": "greet", "judged": 1, "sides": {"allowed": true, "denied": false}},
        {"action": "leave", "judged": 0, "sides": {"allowed": false, "denied": false}},
    ]);
    assert_eq!(coverage["actions"], actions);
    let passages: Vec<(&str, bool)> = coverage["passages"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| (one["quote"].as_str().unwrap(), one["reached"].as_bool().unwrap()))
        .collect();
    let due = [
        ("Members greet.", true),
        ("Nobody leaves what is closed.", false),
        ("Three at most.", false),
        ("Guests do not greet.", false),
    ];
    assert_eq!(passages, due);
    assert_eq!(coverage["passages"][0]["cited_by"], json!(["members-greet", "greet"]));
    // Sides of rules 1 of 9, exceptions 0 of 1, actions 1 of 4, passages 1 of 4.
    assert_eq!(
        (&coverage["reached"], &coverage["all"], &coverage["percent"]),
        (&json!(3), &json!(18), &json!(16))
    );

    for (least, code) in [(16, 0), (17, 1)] {
        let ran = folder.run(&format!("test --min-coverage {least}"));
        assert_eq!(ran.code, code, "{ran:?}");
        assert!(ran.out.contains("coverage: 16 % (3 of 18)"), "{}", ran.out);
    }
    let ran = folder.run("test --coverage");
    assert!(ran.text().contains("· members-greet: ✓ applied, · did not apply, · unknown"), "{}", ran.out);
    assert!(ran.text().contains("· rules/manual.md:5 «Nobody leaves what is closed.»"), "{}", ran.out);

    let rest = "  - {name: a guest, do: {actor: olga, action: greet}, expect: denied, because: default}
  - {name: who is it, with: {users: {olga: {role: null}}}, do: {actor: olga, action: greet}, expect: undetermined}
  - {name: leaving, do: {actor: anna, action: leave}, expect: allowed}
  - {name: closed, with: {open: false}, do: {actor: anna, action: leave}, expect: denied, because: closed}
  - {name: two, audit: {expect: []}}
  - {name: four, with: {users: {a: {}, b: {}}}, audit: {expect: [three]}}
  - {name: nobody knows, state: {}, audit: {expect: [], undetermined: [three]}}
";
    folder.write("rules/scenarios/a.yaml", format!("{greets}{rest}"));
    let ran = folder.run("test --min-coverage 100");
    assert_eq!(ran.code, 0, "{ran:?}");
    assert!(ran.out.contains("coverage: 100 % (18 of 18)"), "{}", ran.out);
}

#[test]
fn all_of_the_shipped_pack_can_be_reached() {
    let folder = pack();
    folder.write("whole.yaml", include_str!("scenarios/whole.yaml"));
    let ran = folder.run("test whole.yaml --min-coverage 100");
    assert_eq!(ran.code, 0, "{ran:?}");
}

#[test]
fn a_pipe_is_no_state() {
    let folder = pack();
    let path = folder.path("rules/pipe");
    if Command::new("mkfifo").arg(&path).status().is_ok_and(|made| made.success()) {
        folder.write(
            "rules/scenarios/a.yaml",
            file(&of_the_contract()).replace("../examples/full.yaml", "../pipe"),
        );
        let ran = folder.run("test");
        assert!(ran.code == 2 && ran.err.contains("error[E0601]"), "{ran:?}");
    }
}

/// A process that does not outlive its test.
struct Watcher(Child);

impl Drop for Watcher {
    fn drop(&mut self) {
        drop(self.0.kill());
        drop(self.0.wait());
    }
}

/// Runs go on when a file of theirs changes, also after one with a mistake.
#[test]
fn watching() {
    let folder = pack();
    folder.write("rules/scenarios/a.yaml", file(&of_the_contract()));
    let mut command = Command::new(env!("CARGO_BIN_EXE_ustav"));
    command.args(["test", "-q", "--watch", "--lang", "en"]).current_dir(folder.path("."));
    let mut child = Watcher(command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap());
    let mut lines = BufReader::new(child.0.stdout.take().unwrap()).lines().map(Result::unwrap);
    let mut round = || -> Vec<String> {
        lines.by_ref().take_while(|line| !line.starts_with("waiting for changes")).collect()
    };
    assert_eq!(round(), ["2 scenarios: 2 passed"]);
    folder.write("rules/scenarios/b.yaml", "scenarios: [{}]\n");
    assert_eq!(round(), [""; 0]);
    folder.write("rules/scenarios/b.yaml", file(&of_the_contract()));
    assert_eq!(round(), ["4 scenarios: 4 passed"]);
    let rules = std::fs::read_to_string(folder.path("rules/inviting.rules")).unwrap();
    folder.write("rules/inviting.rules", rules.replace("at most 10 integrators", "at most 11 integrators"));
    assert_eq!(round().last().unwrap(), "4 scenarios: 2 passed, 2 failed");
}
