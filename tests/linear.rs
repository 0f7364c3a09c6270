//! What rules compile to grows no faster than the rules: actions that can break many invariants, roles, named expressions.
//! Counted, never by the clock; `benches/shapes.py` measures the same.

#![expect(clippy::panic, reason = "a test may end where it fails")]

use crate::artefact::written;
use crate::compare::dice::Dice;
use crate::compare::{compare, compile, states};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed, TestError, TestRunner};
use std::collections::HashSet;
use std::fmt::Write as _;
use ustav::eval::Portal;
use ustav::eval::{decide, decide_over_nodes};
use ustav::tables::Affected;

const SCHEMA: &str = "
enum Kind { plain, fancy }

enum Mark { m0, m1, m2, m3 }

enum Size { s0, s1, s2, s3, s4 }

state {
  level: Int
  users: each user by id {
    id: String
    role: Role
    number: Int = 0
    mark: Mark = m0
    size: Size = s0
    kind: Kind = plain
  }
}

role member
role chief

";

/// Rules of which each action can break more invariants than fit into its own table.
pub(crate) fn many_invariants() -> String {
    let mut text = SCHEMA.to_owned();
    text.push_str(
        "
action first(user)
  effect user.mark becomes m1

action again(user)
  effect user.mark becomes m1

action two(user)
  effect user.mark becomes m2

action any(user, n: Mark)
  effect user.mark becomes n

action perhaps(user)
  effect user.mark becomes m1 when user.kind is fancy

action add(name: String)
  effect add users { id: name, role: member, mark: m3 }

action raise(n: Int)
  effect level becomes n

permit all
  every user may do anything

forbid no-chiefs
  chief may not first, two, add
",
    );
    for n in 0..40 {
        let kind = if n % 2 == 0 { "plain" } else { "fancy" };
        let (mark, most) = (n % 4, n % 5);
        write!(text, "\nnever n{n}\n  users where mark is m{mark} and size is s{most} and kind is {kind}\n")
            .unwrap();
        if n % 8 == 1 {
            text.push_str("  does not stop again\n");
        }
        write!(text, "\nnever level{n}\n  users where mark is m{mark} and level is more than {n}\n").unwrap();
        write!(text, "\nlimit m{n}\n  at most {most} users where mark is m{mark}\n").unwrap();
    }
    text
}

#[test]
fn shared_tables_give_the_verdicts_of_the_nodes() {
    let text = many_invariants();
    let program = compile(&[&text]).unwrap();
    let affected: Vec<Affected> = program.tables.actions.iter().map(|table| table.affected).collect();
    let [first, again, two, .., raise] = affected[..] else { panic!("{affected:?}") };
    assert!(matches!(first, Affected::Shared(_)), "{affected:?}");
    assert_eq!((first, raise), (again, Affected::Nodes), "what spares an action does not change its table");
    assert_ne!(first, two);
    let config =
        Config { cases: 30, rng_seed: RngSeed::Fixed(3), failure_persistence: None, ..Config::default() };
    let judged = TestRunner::new(config).run(&vec(any::<u16>(), 300), |rolls| {
        let mut dice = Dice::new(&rolls);
        let portal = Portal::new(&program, states::state(&program.model, &mut dice));
        for _ in 0..4 {
            let Some(request) = states::request(&program.model, &mut dice, &portal.state) else { continue };
            compare(&program, &portal, &request).map_err(TestCaseError::fail)?;
            prop_assert_eq!(
                Some(decide(&program, &portal, &request).verdict),
                decide_over_nodes(&program, &portal, &request).map(|decision| decision.verdict)
            );
        }
        Ok(())
    });
    if let Err(TestError::Fail(why, rolls)) = judged {
        panic!("{why}\n{rolls:?}");
    }
}

/// Actions that set what twice as many invariants read.
fn actions_by_invariants(size: usize, value: impl Fn(usize) -> usize, spares: bool) -> String {
    let mut text = SCHEMA.to_owned();
    for n in 0..size {
        write!(text, "action act{n}(user)\n  effect user.number becomes {}\n\n", value(n)).unwrap();
        write!(text, "permit p{n}\n  every user may act{n}\n\n").unwrap();
    }
    for n in 0..2 * size {
        write!(text, "never n{n}\n  users where number is more than {n}\n").unwrap();
        text.push_str(&if spares && n < size {
            format!("  does not stop act{n}\n\n")
        } else {
            "\n".to_owned()
        });
    }
    text
}

/// Limits that count the same, and actions that add to it.
fn limits_of_one_set(size: usize) -> String {
    let mut text = SCHEMA.to_owned();
    for n in 0..size {
        write!(text, "action act{n}(name: String)\n  effect add users {{ id: name, role: member }}\n\n")
            .unwrap();
        write!(text, "limit m{n}\n  at most {n} users where role is member\n\n").unwrap();
    }
    text
}

/// Actions and a fifth as many roles, two rules for each action.
fn roles_by_actions(size: usize) -> String {
    let roles = size / 5;
    let named = (0..roles).fold(String::new(), |named, n| named + &format!("role r{n}\n"));
    let mut text = format!(
        "state {{\n  users: each user by id {{\n    id: String\n    role: Role\n  }}\n}}\n\n{named}\n"
    );
    for n in 0..size {
        write!(text, "action act{n}\n\npermit p{n}\n  r{} may act{n}\n\n", n % roles).unwrap();
        write!(text, "forbid f{n}\n  r{} may not act{n}\n\n", n * 7 % roles).unwrap();
    }
    text
}

#[test]
fn an_artefact_grows_as_its_rules_do() {
    let shapes: &[(&str, &dyn Fn(usize) -> String)] = &[
        ("one value", &|size| actions_by_invariants(size, |_| 1, false)),
        ("a value for each", &|size| actions_by_invariants(size, |n| n, false)),
        ("an exception for each", &|size| actions_by_invariants(size, |_| 1, true)),
        ("limits of one set", &limits_of_one_set),
        ("roles", &roles_by_actions),
    ];
    for (name, shape) in shapes {
        let [small, large] = [50, 500].map(|size| {
            let text = shape(size);
            let program = compile(&[&text]).unwrap();
            written(&[&text], &program).unwrap().len()
        });
        assert!(large < 12 * small, "{name}: {small} and {large} bytes");
    }
}

#[test]
fn actions_that_move_the_same_share_what_they_can_break() {
    for value in [|_| 1, |n: usize| n] {
        let program = compile(&[&actions_by_invariants(100, value, true)]).unwrap();
        let alike: HashSet<_> = program.kb.actions.iter().map(|plan| plan.alike).collect();
        assert_eq!(alike.len(), 1);
    }
}

#[test]
fn roles_that_do_not_differ_share_their_blocks() {
    let program = compile(&[&roles_by_actions(300)]).unwrap();
    for table in &program.tables.actions {
        assert!(table.own.blocks.iter().count() <= 5, "for nobody, one rule, the other, both, and neither");
    }
}

/// Named expressions that each use the one before so often.
fn lets(count: usize, uses: impl Fn(usize) -> String) -> String {
    let mut text = SCHEMA.to_owned() + "let l0(a: Int) = a is 1\n";
    for n in 1..count {
        writeln!(text, "let l{n}(a: Int) = {}", uses(n - 1)).unwrap();
    }
    write!(text, "\naction go\n\npermit all\n  every user may go\n  when l{}(level)\n", count - 1).unwrap();
    text
}

#[test]
fn the_size_of_named_expressions_is_that_of_what_is_written_out() {
    let of_two = lets(11, |n| format!("l{n}(a + 1) or l{n}(a)"));
    assert!(compile(&[&of_two]).is_ok(), "a thousand comparisons");
    let of_four = lets(11, |n| format!("l{n}(a) or l{n}(a) or l{n}(a) or l{n}(a)"));
    let said = compile(&[&of_four]).err().unwrap();
    assert_eq!(said.lines().count(), 1, "{said}");
    let said = compile(&[&lets(500, |n| format!("l{n}(a)"))]).err().unwrap();
    assert_eq!(said.lines().count(), 1, "{said}");
}
