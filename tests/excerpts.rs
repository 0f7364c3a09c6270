//! Changes of rules are tried on the part of a pack that they can make a difference to: it comes out as with all rules,
//! and takes no more in a larger pack.

use crate::mutants::{Pack, compiled, prepared};
use crate::mutation::{RULES, held, loose};
use std::sync::atomic::Ordering;
use ustav::testing::boundaries::Part;
use ustav::testing::equivalence::same;
use ustav::testing::mutation::{Distinction, MutantOutcome, Trial};
use ustav::testing::{Env, passes};

/// Rules about so many actions, three each, and a scenario for each action.
fn many(actions: usize) -> (String, String) {
    let mut rules = "state {\n  open: Bool = true\n  users: each user by id {\n    id:   String\n    role: Role\n  }\n}\n\n\
                     role member\nrole guest like member\n"
        .to_owned();
    let mut scenarios = "state: {users: [{id: anna, role: member}]}\nscenarios:\n".to_owned();
    for own in 0..actions {
        rules.push_str(&format!(
            "\naction go{own}(amount: Int)\n  effect open becomes true\n\npermit p{own}\n  member may go{own}\n  when open\n\n\
             forbid f{own}\n  nobody may go{own}\n  when amount is more than 5\n\n\
             forbid g{own}\n  nobody may go{own}\n  unless amount is at least 1 or open\n"
        ));
        scenarios.push_str(&format!(
            "  - name: by {own}\n    do: {{actor: anna, action: go{own}, amount: 5, at: 2024-05-11}}\n    expect: allowed\n"
        ));
    }
    (rules, scenarios)
}

/// How much is played and lowered to try each change of a rule, and what comes of the changes.
fn work(actions: usize) -> ([usize; 2], Vec<MutantOutcome>) {
    let (rules, scenarios) = many(actions);
    let pack = Pack::one(&rules);
    let program = compiled(pack.files.clone()).unwrap();
    let scenarios = prepared(&program, &scenarios).unwrap();
    let stage = Env { program: &program, now: chrono::DateTime::UNIX_EPOCH, budget: None };
    let apart = |_: &Env<'_>, _: &Env<'_>, _: &Part| Distinction::Unknown { stopped: false };
    let trial = Trial::new(stage, &pack.files, &scenarios, &apart).unwrap();
    let of_rules = pack.mutants().into_iter().filter(|mutant| !mutant.owner.starts_with("go"));
    let outcomes = of_rules
        .filter(|mutant| !["guest", "state"].contains(&&*mutant.owner))
        .map(|mutant| trial.outcome(&mutant));
    let outcomes = outcomes.collect();
    ([&trial.work().plays, &trial.work().rules].map(|count| count.load(Ordering::Relaxed)), outcomes)
}

#[test]
fn a_mutation_of_a_rule_takes_as_much_in_a_large_pack_as_in_a_small_one() {
    let ([plays, rules], outcomes) = work(4);
    let ([more_plays, more_rules], more_outcomes) = work(40);
    assert!(plays > 0 && more_plays == 10 * plays, "{plays} {more_plays}");
    assert!(rules > 0 && more_rules == 10 * rules, "{rules} {more_rules}");
    assert_eq!(outcomes.len() * 10, more_outcomes.len());
    let of =
        |outcomes: &[MutantOutcome], name: &str| outcomes.iter().filter(|one| one.name() == name).count();
    for name in ["noticed", "survived", "equivalent", "refused"] {
        assert_eq!(of(&outcomes, name) * 10, of(&more_outcomes, name), "{name}");
    }
}

/// Rules about so many actions, each of which leaves a mark of its own that a limit and a never are about, and scenarios
/// with audits.
fn marked(actions: usize) -> (String, String) {
    let all = |word: &dyn Fn(usize) -> String| (0..actions).map(word).collect::<Vec<_>>();
    let marks = all(&|own| format!("m{own}")).join(", ");
    let opened = all(&|own| format!("    o{own}: Bool = true\n")).concat();
    let mut rules = format!(
        "enum Mark {{ {marks} }}\n\nstate {{\n  open {{\n{opened}  }}\n  users: each user by id {{\n    id:    String\n    \
         role:  Role\n    level: Int from 0 to 9 = 1\n    mark:  Mark?\n  }}\n}}\n\nrole member\n"
    );
    let mut scenarios =
        "state:\n  users:\n    - {id: anna, role: member}\n    - {id: olga, role: member}\n    \
                         - {id: high, role: member, level: 9}\nscenarios:\n"
            .to_owned();
    for own in 0..actions {
        rules.push_str(&format!(
            "\naction go{own}(user)\n  effect user.mark becomes m{own}\n\n\
             permit p{own}\n  member may go{own}\n  when open.o{own}\n\n\
             limit l{own}\n  at most 1 users where mark is m{own}\n\n\
             never n{own}\n  users where mark is m{own} and level is more than 8\n"
        ));
        let step = |expect: &str, user: &str| {
            format!("      - {{do: {{actor: anna, action: go{own}, user: {user}}}, expect: {expect}}}\n")
        };
        scenarios.push_str(&format!(
            "  - name: one of {own}\n    at: 2024-05-11\n    steps:\n{}{}{}    audit: {{expect: []}}\n",
            step("denied", "high"),
            step("allowed", "anna"),
            step("denied", "olga"),
        ));
        scenarios.push_str(&format!(
            "  - name: closed {own}\n    at: 2024-05-11\n    with: {{open: {{o{own}: false}}}}\n    steps:\n{}",
            step("denied", "anna")
        ));
        scenarios.push_str(&format!(
            "  - name: wrong of {own}\n    with: {{users: {{olga: {{mark: m{own}}}, high: {{mark: m{own}}}}}}}\n    \
             audit: {{expect: [l{own}, n{own}]}}\n"
        ));
    }
    (rules, scenarios)
}

/// Whatever is changed: rules, what actions leave, what fields are when they are left out. In a larger pack each change is
/// tried by as many scenarios, though every action writes what every limit reads.
#[test]
fn scenarios_are_played_as_often_for_a_mutation_in_a_large_pack_as_in_a_small_one() {
    let [(plays, few), (more_plays, many)] = [4, 40].map(|actions| {
        let (rules, scenarios) = marked(actions);
        let pack = Pack::one(&rules);
        let program = compiled(pack.files.clone()).unwrap();
        let scenarios = prepared(&program, &scenarios).unwrap();
        let stage = Env { program: &program, now: chrono::DateTime::UNIX_EPOCH, budget: None };
        let apart = |_: &Env<'_>, _: &Env<'_>, _: &Part| Distinction::Unknown { stopped: false };
        let trial = Trial::new(stage, &pack.files, &scenarios, &apart).unwrap();
        let mutants = pack.mutants();
        for mutant in &mutants {
            trial.outcome(mutant);
        }
        (trial.work().plays.load(Ordering::Relaxed), mutants.len())
    });
    assert!(many > 9 * few, "{few} {many}");
    assert!(plays > 0 && more_plays < 12 * plays, "{plays} {more_plays}");
}

const SEVERAL: &str = r"enum Status { active, blocked }

state {
  open: Bool = true
  users: each user by id {
    id:     String
    role:   Role
    status: Status = active
  }
}

role member
role admin like member
  except leave

let actives: each active = users where status is active

action invite(name: String)
  effect add users { id: name, role: member }

action block(user)
  effect user.status becomes blocked when open

action close
  effect open becomes false

action leave
  effect actor.status becomes blocked

permit admins-do-all
  admin may do anything except leave

permit members-leave
  member may invite, leave
  when open

forbid not-oneself
  nobody may block
  when user is actor

forbid closed
  nobody may invite
  unless open or count of users is less than 2

limit three
  at most 3 actives
  does not stop close

never blocked-admins
  users where role is admin and status is blocked
";

const OF_SEVERAL: &str = "state: {users: [{id: anna, role: admin}, {id: olga, role: member}]}
scenarios:
  - name: up to three
    at: 2024-05-11
    steps:
      - {do: {actor: olga, action: invite, name: ivan}, expect: allowed, because: members-leave}
      - {do: {actor: anna, action: invite, name: lena}, expect: denied, because: three}
      - {do: {actor: anna, action: block, user: olga}, expect: allowed}
      - {do: {actor: anna, action: invite, name: lena}, expect: allowed}
      - {do: {actor: anna, action: close}, expect: allowed}
    audit: {expect: []}
  - name: closing
    at: 2024-05-11
    steps:
      - {do: {actor: anna, action: close}, expect: allowed}
      - {do: {actor: anna, action: invite, name: ivan}, expect: denied, because: closed}
      - {do: {actor: olga, action: leave}, expect: denied, because: default}
  - name: what is wrong
    with: {users: {petr: {role: admin, status: blocked}}}
    at: 2024-05-11
    do: {actor: anna, action: block, user: anna}
    expect: denied
    because: [not-oneself, blocked-admins]
    audit: {expect: blocked-admins}
";

/// What is compiled and played of a pack to try a change comes out as all of it does.
#[test]
fn a_mutation_is_noticed_by_the_scenario_that_notices_it_with_all_rules() {
    let (several, of_several) = (SEVERAL.to_owned(), OF_SEVERAL.to_owned());
    for (rules, scenarios) in
        [(RULES.to_owned(), held()), (RULES.to_owned(), loose()), many(3), marked(6), (several, of_several)]
    {
        let pack = Pack::one(&rules);
        let program = compiled(pack.files.clone()).unwrap();
        let scenarios = prepared(&program, &scenarios).unwrap();
        let stage = Env { program: &program, now: chrono::DateTime::UNIX_EPOCH, budget: None };
        let apart = |_: &Env<'_>, _: &Env<'_>, _: &Part| Distinction::Unknown { stopped: false };
        let trial = Trial::new(stage, &pack.files, &scenarios, &apart).unwrap();
        for scenario in &scenarios {
            assert!(passes(&stage, scenario), "{}", scenario.scenario.name);
        }
        for mutant in pack.mutants() {
            let due = match compiled(mutant.apply(&pack.files)) {
                None => MutantOutcome::Refused,
                Some(after) => {
                    let after = Env { program: &after, ..stage };
                    let first = scenarios.iter().position(|one| !passes(&after, one));
                    let same = || same(&program.kb, &after.program.kb);
                    match first {
                        Some(first) => MutantOutcome::Noticed(first),
                        // Whether anything reads the field is not seen in the rules after the change.
                        None if &*mutant.owner == "state" && trial.outcome(&mutant).name() == "survived" => {
                            MutantOutcome::Survived(None)
                        }
                        None if same() => MutantOutcome::Equivalent,
                        None => MutantOutcome::Survived(None),
                    }
                }
            };
            assert_eq!(trial.outcome(&mutant), due, "{}: {}", mutant.owner, mutant.what);
        }
    }
}
