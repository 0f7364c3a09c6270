//! What the comparison has found: the smallest rules, state and action of each difference that was a mistake.

use super::table::{read, tree};
use super::{compare, compile};
use ustav::eval::Portal;
use ustav::eval::Verdict;
use ustav::eval::Verdict::{Allowed, Denied, Undetermined};
use ustav::input::State;

const SCHEMA: &str = "
state {
  s: Int
  flag: Bool
  users: each user by id {
    id: String
    role: Role?
    f: Int
    g: Int
    day: Date?
  }
  things: each thing {
    f: Int
    numbers: list of Int
    words: list of String
  }
}
role r
permit all every user may do anything
";

/// What was wrong, rules, state, action, verdict.
const CASES: &[(&str, &str, &str, &str, Verdict)] = &[
    (
        "who is known to have no role is reached by no rule for roles",
        "action go
         forbid it r may not go",
        "{users: [{id: a}]}",
        "action: go",
        Allowed,
    ),
    (
        "a parameter that was left out changes nothing",
        "action go(u: user?)
           effect u.f becomes 1
         never it users where f is 1",
        "{users: [{id: a, role: r}]}",
        "action: go",
        Allowed,
    ),
    (
        "an index holds texts only",
        "action go
         forbid it nobody may go when any t in things where 1 is in t.numbers",
        "{users: [{id: a, role: r}], things: [{numbers: [1]}]}",
        "action: go",
        Denied,
    ),
    (
        "a value that is absent is as unknown in a collection that was left out as by walking",
        "action go(w: String?)
         forbid it nobody may go when any t in things where w is in t.words",
        "{users: [{id: a, role: r}]}",
        "action: go",
        Undetermined,
    ),
    (
        "two unknown values need not be the same",
        "action go
           effect actor.f becomes s when flag
         never it users where f is 1",
        "{users: [{id: a, role: r}]}",
        "action: go",
        Undetermined,
    ),
    (
        "an effect under a condition may happen without the other",
        "action go(one: Bool, two: Bool)
           effect actor.f becomes 2 when one
           effect actor.g becomes 2 when two
         never it users where f is not g",
        "{users: [{id: a, role: r, f: 3, g: 3}]}",
        "action: go, one: true, two: false",
        Denied,
    ),
    (
        "a day is the same as an instant of it",
        "action go
           effect actor.day becomes 2024-03-30T12:00:00Z
         never it users where day is 2024-03-30",
        "{users: [{id: a, role: r}]}",
        "action: go",
        Denied,
    ),
    (
        "what is not written of an element does not move it",
        "action go(u: user)
           effect actor.f becomes 1
           effect u.g becomes 1
         never it users where f is 3 and id is \"b\"",
        "{users: [{id: a, role: r}, {id: b, role: r}]}",
        "action: go, u: b",
        Allowed,
    ),
    (
        "an effect that does not happen moves nothing",
        "action go
           effect s becomes 1 when false
         never it users where f is s",
        "{users: [{id: a, role: r}]}",
        "action: go",
        Allowed,
    ),
    (
        "an effect that may happen leaves the value of the one before it, or its own",
        "action go(u: user)
           effect actor.f becomes 2
           effect u.f becomes 1 when flag
         never it users where f is 2",
        "{users: [{id: a, role: r, f: 1}]}",
        "action: go, u: a",
        Undetermined,
    ),
    (
        "what nobody has listed may come into a set through a value that all its elements read",
        "action go
           effect s becomes 1
         never it things where s is 1",
        "{s: 0, users: [{id: a, role: r}]}",
        "action: go",
        Undetermined,
    ),
    (
        "an argument that goes through a set leaves alone the elements of the set in which it is asked for",
        "action go
         let few(a: Bool) = (count of things where a and f is more than 2) is less than 1
         forbid it nobody may go when few(few(false))",
        "{users: [{id: a, role: r}], things: [{f: 3}, {f: 1}]}",
        "action: go",
        Allowed,
    ),
];

#[test]
fn mistakes_that_were_found() {
    let mut wrong = String::new();
    for (what, rules, state, action, verdict) in CASES {
        let rules: String = rules
            .lines()
            .map(|line| line.strip_prefix("         ").unwrap_or(line))
            .fold(SCHEMA.to_owned(), |text, line| text + line + "\n");
        let program = compile(&[&rules]).unwrap();
        let model = &program.model;
        let state = State::read(model, &tree(state)).unwrap();
        let request = read(model, &state, &format!("actor: a, {action}"));
        match compare(&program, &Portal::new(&program, state), &request) {
            Ok(naive) if naive.verdict == *verdict => {}
            Ok(naive) => wrong += &format!("{what}: {:?}, not {verdict:?}\n", naive.verdict),
            Err(differences) => wrong += &format!("{what}:\n{differences}"),
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}
