//! The compiled evaluator against the naive one, on the shipped pack and on generated rule sets.

#![expect(clippy::panic, reason = "a test may end where it fails")]

pub(crate) mod dice;
mod found;
pub(crate) mod pack;
mod plays;
pub(crate) mod rules;
pub(crate) mod states;
mod table;

use crate::naive;
use dice::Dice;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::test_runner::{Config, RngSeed, TestCaseError, TestError, TestRunner};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use ustav::base::{Severity, Source, SourceId, Sources};
use ustav::eval;
use ustav::eval::judge::Cause;
use ustav::eval::{Portal, Verdict};
use ustav::input::{Request, State};
use ustav::model;
use ustav::model::{Effect, Invariant, InvariantKind, Model, RuleKind};
use ustav::program::Program;
use ustav::syntax;
use ustav::testing::Coverage;
use ustav::testing::coverage::Side;
use ustav::testing::mutants::mutants;
use ustav::testing::run::grounds;
use ustav::values::{Truth, Value};

/// What happened over a run.
#[derive(Debug, Default)]
struct Tally {
    comparisons: usize,
    /// Definite verdicts under which something was unknown, and that lasted when it became known.
    completed: usize,
    verdicts: BTreeMap<Verdict, usize>,
    /// By the part of a rule, or by the rule, and its truth.
    outcomes: BTreeMap<(String, &'static str), usize>,
}

/// How many comparisons a run makes.
pub(crate) fn wanted(normally: usize) -> usize {
    let asked = std::env::var("USTAV_COMPARISONS").ok();
    asked.map_or(normally, |asked| asked.parse().expect("USTAV_COMPARISONS is a number"))
}

/// What generated input follows from: the same in every run but for one that says another in `USTAV_SEED`.
pub(crate) fn seed() -> u64 {
    let asked = std::env::var("USTAV_SEED").ok();
    asked.map_or(2024, |asked| asked.parse().expect("USTAV_SEED is a number"))
}

/// The model of some rule files, or what is wrong with them.
pub(crate) fn compile(texts: &[&str]) -> Result<Program, String> {
    let mut sources = Sources::default();
    let mut parsed = model::Parsed::default();
    for text in texts {
        let source: SourceId = sources.add(Source::new("generated.rules", *text));
        let (file, diagnostics) = syntax::parse(source, text);
        parsed.files.push(file);
        parsed.diagnostics.extend(diagnostics);
    }
    let (model, diagnostics) = model::check(parsed);
    let Some(model) = model else {
        let mut wrong = String::new();
        for diagnostic in diagnostics.iter().filter(|found| found.severity == Severity::Error) {
            let place = diagnostic.labels.first().map_or("", |label| sources.text(label.span));
            writeln!(wrong, "{}: `{place}`", diagnostic.message).unwrap();
        }
        return Err(wrong);
    };
    let (program, _) = Program::compile(model);
    Ok(program)
}

/// Judge an action twice, and say how the two differ.
pub(crate) fn compare(program: &Program, portal: &Portal, request: &Request) -> Result<naive::Naive, String> {
    let mut naive = naive::decide(&program.model, &portal.state, request);
    let compiled = eval::decide(program, portal, request);
    // By rule, and whether it is about the states before and after.
    let mut truths: BTreeMap<(&str, bool), Truth> = BTreeMap::new();
    for outcome in compiled.outcomes(program) {
        let rule = &*program.model.rules.get(outcome.rule).unwrap().id.text;
        let truth =
            truths.entry((rule, matches!(outcome.cause, Cause::Invariant(_)))).or_insert(Truth::False);
        *truth = truth.or(outcome.truth);
    }
    for outcome in naive.outcomes.iter_mut().filter(|outcome| outcome.part.is_invariant()) {
        if !truths.contains_key(&(&*outcome.rule, true))
            && never_breaks(&program.model, portal, request, &outcome.rule)
        {
            outcome.truth = Truth::False;
        }
    }
    naive.verdict = naive::verdict(&naive.outcomes);
    let mut expected = BTreeMap::new();
    for outcome in &naive.outcomes {
        let key = (&*outcome.rule, outcome.part.is_invariant());
        let truth = expected.entry(key).or_insert(Truth::False);
        *truth = truth.or(outcome.truth);
    }
    let mut differences = String::new();
    if naive.verdict != compiled.verdict {
        writeln!(differences, "verdict: compiled {:?}, naive {:?}", compiled.verdict, naive.verdict).unwrap();
    }
    for key in truths.keys().chain(expected.keys()).collect::<BTreeSet<_>>() {
        let (compiled, naive) = (truths.get(key), expected.get(key));
        let left_out = key.1 && compiled.is_none() && naive == Some(&Truth::False);
        if compiled != naive && !left_out {
            writeln!(differences, "{}: compiled {compiled:?}, naive {naive:?}", key.0).unwrap();
        }
    }
    if differences.is_empty() { Ok(naive) } else { Err(differences) }
}

/// Whether an action does not break an invariant, whatever the conditions of its effects say. Such an
/// invariant may be left out of a decision.
fn never_breaks(model: &Model, portal: &Portal, request: &Request, rule: &str) -> bool {
    let effects = &model.actions.get(request.action).unwrap().effects;
    let guarded = |effect: &Effect| matches!(effect, Effect::Set { when: Some(_), .. });
    (0..1 << effects.iter().filter(|effect| guarded(effect)).count()).all(|choice: u32| {
        let mut model = model.clone();
        let mut at = 0;
        model.actions.get_mut(request.action).unwrap().effects.retain_mut(|effect| {
            let Effect::Set { when: when @ Some(_), .. } = effect else { return true };
            *when = None;
            at += 1;
            choice & (1 << (at - 1)) != 0
        });
        let naive = naive::decide(&model, &portal.state, request);
        naive.outcomes.iter().all(|outcome| {
            outcome.rule != rule || !outcome.part.is_invariant() || outcome.truth == Truth::False
        })
    })
}

impl Tally {
    fn count(&mut self, naive: &naive::Naive, key: impl Fn(&naive::Outcome) -> String) {
        self.comparisons += 1;
        *self.verdicts.entry(naive.verdict).or_default() += 1;
        for outcome in &naive.outcomes {
            let truth = match outcome.truth {
                Truth::True => "true",
                Truth::Unknown => "unknown",
                Truth::False => "false",
            };
            *self.outcomes.entry((key(outcome), truth)).or_default() += 1;
        }
    }

    fn has_every_verdict(&self) {
        for verdict in [Verdict::Allowed, Verdict::Denied, Verdict::Undetermined] {
            assert!(self.verdicts.contains_key(&verdict), "no action is {verdict:?}: {self:#?}");
        }
    }

    fn has(&self, key: &str, truths: &[&str]) {
        for truth in truths {
            assert!(self.outcomes.contains_key(&(key.to_owned(), truth)), "no {key} is {truth}: {self:#?}");
        }
    }
}

/// Run `test` on generated input until something differs or `cases` are through.
pub(crate) fn run<S: Strategy>(cases: usize, strategy: S, test: impl Fn(&S::Value) -> Result<(), String>) {
    let config = Config {
        cases: u32::try_from(cases.max(1)).unwrap(),
        failure_persistence: None,
        max_shrink_iters: 20_000,
        max_shrink_time: 30_000,
        rng_seed: RngSeed::Fixed(seed()),
        ..Config::default()
    };
    let checked = TestRunner::new(config).run(&strategy, |input| test(&input).map_err(TestCaseError::fail));
    match checked {
        Ok(()) => {}
        Err(TestError::Fail(_, smallest)) => match test(&smallest) {
            Err(report) => panic!("{report}"),
            Ok(()) => panic!("failed once, then not"),
        },
        Err(other) => panic!("{other}"),
    }
}

pub(crate) fn report(
    rules: &str,
    model: &Model,
    state: &State,
    request: &Request,
    differences: &str,
) -> String {
    let (state, request) = (states::show_state(model, state), states::show_request(model, request));
    format!(
        "what should agree differs\n{differences}\n--- rules\n{rules}\n--- state\n{state}\n--- action\n{request}"
    )
}

/// Choices for a generated rule set, and for states and actions under it.
pub(crate) fn choices() -> impl Strategy<Value = (rules::Choices, Vec<Vec<u16>>)> {
    let rolls = |most: usize| vec(any::<u16>(), most / 2..most);
    let rules = (rolls(90), vec(rolls(50), 0..6), vec(rolls(60), 1..4), vec(rolls(50), 1..10))
        .prop_map(|(schema, lets, actions, rules)| rules::Choices { schema, lets, actions, rules });
    (rules, vec(rolls(260), 1..8))
}

#[test]
fn generated_rules() {
    /// Actions that are judged on each state.
    const ACTIONS: usize = 6;
    let tally = RefCell::new(Tally::default());
    let cases = wanted(8_000) / (4 * ACTIONS);
    run(cases, choices(), |(choices, states)| {
        let rules = choices.text();
        let program = match compile(&[&rules]) {
            Ok(compiled) => compiled,
            Err(wrong) => return Err(format!("the checker refuses a generated rule set\n{wrong}\n{rules}")),
        };
        let model = &program.model;
        for rolls in states {
            let mut dice = Dice::new(rolls);
            let mut actions = Dice::new(&rolls[rolls.len() / 2..]);
            let portal = Portal::new(&program, states::state(model, &mut dice));
            for _ in 0..ACTIONS {
                let Some(request) = states::request(model, &mut actions, &portal.state) else { continue };
                let naive = compare(&program, &portal, &request)
                    .map_err(|found| report(&rules, model, &portal.state, &request, &found))?;
                if naive.verdict != Verdict::Undetermined {
                    let (state, request) = states::completed(model, &mut actions, &portal.state, &request);
                    let known = naive::decide(model, &state, &request).verdict;
                    // Only what leaves the range of numbers is still open.
                    if known != naive.verdict && known != Verdict::Undetermined {
                        let found =
                            format!("{:?} does not last: {known:?} where all is known", naive.verdict);
                        return Err(report(&rules, model, &state, &request, &found));
                    }
                    tally.borrow_mut().completed += usize::from(state != portal.state);
                }
                tally.borrow_mut().count(&naive, |outcome| format!("{:?}", outcome.part));
            }
        }
        Ok(())
    });
    let tally = tally.into_inner();
    assert!(tally.completed * 10 > tally.comparisons, "too little is unknown: {tally:#?}");
    tally.has_every_verdict();
    for part in ["Permit", "Forbid", "Stop", "Limit", "Never", "Deadline"] {
        tally.has(part, &["true", "unknown", "false"]);
    }
}

/// A state as a file can give it, with numbers that no calculation brings out of range.
fn given(model: &Model, mut state: State) -> State {
    let give = |cell: &mut ustav::state::collection::Cell, field: &model::Field| {
        cell.value = match (&cell.value, &field.default) {
            (Value::Unknown | Value::Absent, Some(default)) => default.clone(),
            (Value::Unknown, None) if field.optional => Value::Absent,
            (Value::Absent, None) if !field.optional => Value::Unknown,
            (Value::Int(i64::MIN | i64::MAX), _) => Value::Int(4),
            (value, _) => value.clone(),
        };
    };
    for (scalar, cell) in model.schema.scalars.iter().zip(&mut state.scalars) {
        give(cell, &scalar.field);
    }
    for (shape, rows) in model.schema.collections.iter().zip(&mut state.collections) {
        for row in rows.rows() {
            for (at, field) in shape.fields.enumerated() {
                let mut cell = rows.cell(row, at).unwrap();
                give(&mut cell, field);
                rows.set(row, at, cell);
            }
        }
    }
    state
}

/// No rule comes out in a way that was taken for impossible, neither at first nor after other actions.
#[test]
fn what_comes_out_was_foreseen() {
    const ACTIONS: usize = 12;
    let seen = RefCell::new((0, 0));
    run(wanted(4_000) / (4 * ACTIONS), choices(), |(choices, states)| {
        let rules = choices.text();
        let Ok(program) = compile(&[&rules]) else { return Ok(()) };
        let model = &program.model;
        let mut coverage = Coverage::new(&program);
        for rolls in states {
            let mut actions = Dice::new(&rolls[rolls.len() / 2..]);
            let state = given(model, states::state(model, &mut Dice::new(rolls)));
            let mut portal = Portal::new(&program, state);
            for _ in 0..ACTIONS {
                let Some(request) = states::request(model, &mut actions, &portal.state) else { continue };
                let strange = |cell: &ustav::state::collection::Cell| {
                    matches!(cell.value, Value::Unknown | Value::Int(i64::MIN | i64::MAX))
                };
                if request.arguments.iter().any(strange) {
                    continue;
                }
                let decision = eval::decide(&program, &portal, &request);
                coverage.judged(&program, &portal, &request, &decision);
                let found = eval::audit(&program, &portal, request.at);
                coverage.audited(&program, &found);
                let sides = coverage.rules.iter().map(|one| (one.rule, one.sides));
                let wrong: Vec<String> = sides
                    .flat_map(|(rule, sides)| sides.unforeseen().map(move |side| (rule, side)))
                    // A calculation may leave its range: that is no side of a rule.
                    .filter(|(_, side)| *side != Side::Unknown || !rules.contains("9223372036854775807"))
                    .map(|(rule, side)| format!("{}: {side:?}", model.rules.get(rule).unwrap().id.text))
                    .collect();
                if !wrong.is_empty() {
                    return Err(report(&rules, model, &portal.state, &request, &wrong.join(", ")));
                }
                if decision.verdict == Verdict::Allowed {
                    portal.apply(&program, &request, None);
                }
            }
        }
        let count = coverage.count(model);
        let mut seen = seen.borrow_mut();
        *seen = (seen.0 + count.reached, seen.1 + count.all);
        Ok(())
    });
    let (reached, all) = seen.into_inner();
    assert!(reached * 2 > all, "little of what is possible comes out: {reached} of {all}");
}

/// What comes of an action by some rules: the verdict and its rules, what is found, and the state that is left.
fn outcome(program: &Program, state: &State, request: &Request) -> String {
    let mut portal = Portal::new(program, state.clone());
    let decision = eval::decide(program, &portal, request);
    let found = eval::audit(program, &portal, request.at);
    let found: Vec<_> = found.iter().map(|one| (&one.rule.id.text, one.severity, one.due)).collect();
    let told = format!("{:?} {:?} {found:?}", decision.verdict, grounds(program, &decision));
    portal.apply(program, request, None);
    format!("{told} {:?}", portal.state)
}

/// Where a small change is said to change nothing, nothing comes out otherwise.
#[test]
fn what_is_the_same_comes_to_the_same() {
    const ACTIONS: usize = 4;
    let seen = RefCell::new((0, 0));
    run(wanted(4_000) / 100, choices(), |(choices, states)| {
        let rules = choices.text();
        let mut sources = Sources::default();
        let (file, _) = syntax::parse(sources.next_id(), &rules);
        sources.add(Source::new("generated.rules", &*rules));
        let files = [file];
        let Ok(program) = compile(&[&rules]) else { return Ok(()) };
        let model = &program.model;
        // What a field is when it is left out is in no node.
        for mutant in mutants(&files, &sources).into_iter().filter(|mutant| &*mutant.owner != "state") {
            let changed = model::Parsed { files: mutant.apply(&files), diagnostics: Vec::new() };
            let (Some(changed), _) = model::check(changed) else { continue };
            let (changed, _) = Program::compile(changed);
            seen.borrow_mut().1 += 1;
            if !ustav::testing::equivalence::same(&program.kb, &changed.kb) {
                continue;
            }
            seen.borrow_mut().0 += 1;
            for rolls in states {
                let state = states::state(model, &mut Dice::new(rolls));
                let mut actions = Dice::new(&rolls[rolls.len() / 2..]);
                for _ in 0..ACTIONS {
                    let Some(request) = states::request(model, &mut actions, &state) else { continue };
                    let before = outcome(&program, &state, &request);
                    let after = outcome(&changed, &state, &request);
                    if before != after {
                        let found = format!("{}: {}\n{before}\n{after}", mutant.owner, mutant.what);
                        return Err(report(&rules, model, &state, &request, &found));
                    }
                }
            }
        }
        Ok(())
    });
    let (same, all) = seen.into_inner();
    assert!(same > 20 && same * 2 < all, "{same} of {all}");
}

#[test]
fn the_shipped_pack() {
    /// Actions that are judged on each state.
    const ACTIONS: usize = 10;
    let texts = pack::texts();
    let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
    let program = compile(&texts).unwrap();
    let model = &program.model;
    let tally = RefCell::new(Tally::default());
    run(
        wanted(4_000) / ACTIONS,
        (vec(any::<u16>(), 150..400), vec(any::<u16>(), 60..80)),
        |(state, actions)| {
            let portal = Portal::new(&program, pack::state(model, &mut Dice::new(state)));
            let mut actions = Dice::new(actions);
            for _ in 0..ACTIONS {
                let Some(request) = pack::request(model, &mut actions, &portal.state) else { continue };
                let naive = compare(&program, &portal, &request)
                    .map_err(|found| report("the shipped pack", model, &portal.state, &request, &found))?;
                tally.borrow_mut().count(&naive, |outcome| outcome.rule.clone());
            }
            Ok(())
        },
    );
    let tally = tally.into_inner();
    tally.has_every_verdict();
    for rule in &model.rules {
        let truths: &[&str] = match &rule.kind {
            RuleKind::Permit(_) => &["true"],
            RuleKind::Invariant(invariant) if invariant.exempts_all => &[],
            RuleKind::Invariant(Invariant { kind: InvariantKind::Lasts { .. }, .. }) => &[],
            _ => &["true", "false"],
        };
        tally.has(&rule.id.text, truths);
    }
}
