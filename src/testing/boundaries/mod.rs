//! Cases at the edges of rules, from the rules alone: a plain state, an action that is allowed on it, and what is
//! other in one thing and comes out otherwise. To be read and confirmed by a person.

mod actions;
mod after_effects;
mod audits;
mod base_state;
mod describe;
mod exceptions;
mod hill_climb;
mod improve_base;
mod neighbours;
mod populate;
mod scene;
mod write;

pub use write::{comments, document};

use crate::eval::ProposedAction;
use crate::eval::{Portal, Severity, Verdict, audit, decide, explain};
use crate::input::{Request, State, write as data};
use crate::model::Model;
use crate::program::Program;
use crate::state::collection::Rows;
use crate::testing::run::grounds;
use crate::values::{Moment, Type, Value};
use scene::Fixture;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// No more cases are kept of one action or one rule.
const MOST_CASES: usize = 100;

/// Something that is done or looked at on a state.
#[derive(Clone, Debug)]
pub struct Case {
    /// What it is about, in words.
    pub name: String,
    /// Where it begins.
    pub state: State,
    /// What is done: all but the last is allowed.
    pub steps: Vec<Request>,
    /// When the state that is left is audited.
    pub audit: Option<Moment>,
}

/// What comes of a case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CaseOutcome {
    /// The verdicts with the rules that make them, up to the first that does not allow its action. Where there is
    /// nobody to act, or nobody to act on, there is none.
    pub steps: Vec<(Verdict, Vec<Arc<str>>)>,
    /// What the audit finds, where it came to it.
    pub audit: Option<Found>,
}

/// The rules of which an audit finds something.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Those that are broken.
    pub violations: Vec<Arc<str>>,
    /// Those for which something will be due.
    pub upcoming: Vec<Arc<str>>,
    /// Those of which nobody knows.
    pub undetermined: Vec<Arc<str>>,
}

impl Case {
    /// What comes of the case by some rules. They may be others than those that it was made from, as long as their
    /// schema, roles, parameters and actions are the same: see [`alike`].
    pub fn outcome(&self, program: &Program) -> CaseOutcome {
        let mut portal = Portal::new(program, self.state.clone());
        let mut steps = Vec::new();
        let stopped = CaseOutcome { steps: Vec::new(), audit: None };
        let last = self.steps.len();
        for (at, request) in (1..).zip(&self.steps) {
            if !is_there(&program.model, &portal, request) {
                return CaseOutcome { steps, ..stopped };
            }
            let decision = decide(program, &portal, request);
            steps.push((decision.verdict, grounds(program, &decision)));
            if at == last && self.audit.is_none() {
                break;
            }
            if decision.verdict != Verdict::Allowed {
                return CaseOutcome { steps, ..stopped };
            }
            portal.apply(program, request, None);
        }
        CaseOutcome { steps, audit: self.audit.map(|at| found(program, &portal, at)) }
    }

    /// Whether a calculation left its range, so that nothing comes of the case.
    fn overflows(&self, program: &Program) -> bool {
        let mut portal = Portal::new(program, self.state.clone());
        for request in &self.steps {
            let decision = decide(program, &portal, request);
            if decision.verdict == Verdict::Undetermined
                && explain(&ProposedAction::new(program, &portal, request), &decision).overflow.is_some()
            {
                return true;
            }
            if decision.verdict == Verdict::Allowed {
                portal.apply(program, request, None);
            }
        }
        self.audit.is_some_and(|at| audit(program, &portal, at).iter().any(|one| one.overflow.is_some()))
    }
}

/// Whether cases that were made from some rules say the same of others: numbers stand for the same things.
pub fn alike(one: &Model, other: &Model) -> bool {
    let fields = |model: &Model| -> Vec<(String, Type, bool, Option<Value>)> {
        let single = model.schema.scalars.iter().map(|scalar| (scalar.path.to_string(), &scalar.field));
        let many = model.schema.collections.iter().flat_map(|shape| {
            let own = shape.fields.iter();
            own.map(|field| (format!("{}[].{}", shape.name.text, field.name.text), field))
        });
        let all = single.chain(many);
        all.map(|(name, field)| (name, field.ty.clone(), field.optional, field.default.clone())).collect()
    };
    let enums = |model: &Model| -> Vec<Vec<Arc<str>>> {
        let values = |found: &crate::model::Enum| found.values.iter().map(|name| name.text.clone()).collect();
        model.enums.iter().map(values).collect()
    };
    let parameters = |model: &Model| -> Vec<(Arc<str>, Type, bool)> {
        let all = model.parameters.iter();
        all.map(|found| (found.name.text.clone(), found.ty.clone(), found.optional)).collect()
    };
    let actions = |model: &Model| -> Vec<(Arc<str>, Vec<u16>)> {
        let all = model.actions.iter();
        all.map(|found| (found.name.text.clone(), found.parameters.clone())).collect()
    };
    fields(one) == fields(other)
        && enums(one) == enums(other)
        && parameters(one) == parameters(other)
        && actions(one) == actions(other)
}

/// Whether there is who acts, and whom they act on.
fn is_there(model: &Model, portal: &Portal, request: &Request) -> bool {
    let rows = |collection: u16| portal.state.collections.get(usize::from(collection)).map_or(0, Rows::len);
    let actor = model.schema.actors.is_some_and(|actors| request.actor < rows(actors));
    actor
        && model.parameters.iter().zip(&request.told).all(|(parameter, cell)| {
            match (&parameter.ty, &cell.value) {
                (Type::Element(collection), Value::Element(row)) => *row < rows(*collection),
                _ => true,
            }
        })
}

fn found(program: &Program, portal: &Portal, at: Moment) -> Found {
    let mut found = Found::default();
    for finding in audit(program, portal, at) {
        let list = match finding.severity {
            Severity::Violation => &mut found.violations,
            Severity::Upcoming => &mut found.upcoming,
            Severity::Undetermined => &mut found.undetermined,
        };
        if !list.contains(&finding.rule.id.text) {
            list.push(finding.rule.id.text.clone());
        }
    }
    found
}

/// The cases at the edges of some rules.
#[derive(Clone, Debug)]
pub struct Boundaries {
    /// The state that is common to all.
    pub base: State,
    /// The cases: actions in the order of the rules, then audits.
    pub cases: Vec<Case>,
    /// The actions for which nothing was found that allows them.
    pub unreached: Vec<Arc<str>>,
    /// What else was left out, in words.
    pub left_out: Vec<String>,
}

/// The cases at the edges of some rules; `on` is told of every action and invariant that is done.
pub fn boundaries(program: &Program, on: &mut dyn FnMut()) -> Boundaries {
    let rules = program;
    let portal = improve_base::settled(rules);
    let mut edges = Edges {
        rules,
        cases: Vec::new(),
        written: HashSet::new(),
        names: HashMap::new(),
        left_out: Vec::new(),
        room: 0,
        full: false,
    };
    let mut unreached = Vec::new();
    if program.model.schema.actors.is_some() {
        for action in (0u32..).take(program.model.actions.len()) {
            let name = scene::name_of(&program.model, action);
            edges.begin();
            if !actions::of_action(&mut edges, &portal, action) {
                unreached.push(name.clone());
            }
            edges.end(&name);
            on();
        }
        edges.begin();
        exceptions::likes(&mut edges, &portal);
        exceptions::of_all(&mut edges, &portal);
        edges.end("what is excepted");
        edges.begin();
        after_effects::of_all(&mut edges, &portal);
        edges.end("what actions leave");
    }
    for (number, invariant) in program.kb.invariants.iter().enumerate() {
        edges.begin();
        if number == 0 {
            audits::plain(&mut edges, &portal);
        }
        let id = program
            .model
            .rules
            .get(invariant.rule as usize)
            .map_or_else(|| "".into(), |rule| rule.id.text.clone());
        audits::of_invariant(&mut edges, &portal, invariant, &id);
        edges.end(&id);
        on();
    }
    Boundaries { base: portal.into_state(), cases: edges.cases, unreached, left_out: edges.left_out }
}

/// The cases alone.
pub fn cases(program: &Program) -> Vec<Case> {
    boundaries(program, &mut || {}).cases
}

/// The cases so far.
struct Edges<'m> {
    rules: &'m Program,
    cases: Vec<Case>,
    /// What they are as data, so that none stands twice.
    written: HashSet<String>,
    names: HashMap<String, usize>,
    left_out: Vec<String>,
    /// How many more are kept of what is under way.
    room: usize,
    /// Whether some were left out of it.
    full: bool,
}

impl Edges<'_> {
    fn begin(&mut self) {
        (self.room, self.full) = (MOST_CASES, false);
    }

    fn end(&mut self, what: &str) {
        if self.full {
            self.left_out.push(format!("{what}: only the first {MOST_CASES} cases"));
        }
    }

    /// Keep a case, where it is another than those before and can be written.
    fn keep(&mut self, name: String, state: &State, steps: Vec<Request>, audit: Option<Moment>) {
        let (model, _kb) = (&self.rules.model, &self.rules.kb);
        let mut case = Case { name, state: state.clone(), steps, audit };
        let Ok(written) = data::state(model, &case.state) else { return };
        let mut key = written.to_string();
        for step in &case.steps {
            key.push_str(&data::request(model, &case.state, step).to_string());
            key.push_str(&format!(
                "{} {:?}",
                step.actor,
                step.told.iter().map(|cell| &cell.value).collect::<Vec<_>>()
            ));
        }
        key.push_str(&case.audit.map_or_else(String::new, |at| at.to_string()));
        if self.written.contains(&key) || case.overflows(self.rules) {
            return;
        }
        if self.room == 0 {
            self.full = true;
            return;
        }
        self.room -= 1;
        self.written.insert(key);
        let many = self.names.entry(case.name.clone()).or_default();
        *many += 1;
        if *many > 1 {
            case.name = format!("{} ({many})", case.name);
        }
        self.cases.push(case);
    }

    /// Keep a scene with an action.
    fn keep_action(&mut self, name: String, scene: &Fixture) {
        self.keep(name, &scene.portal.state, vec![scene.request.clone()], None);
    }

    /// Keep a scene without one.
    fn keep_audit(&mut self, name: String, scene: &Fixture) {
        self.keep(name, &scene.portal.state, Vec::new(), Some(scene.request.at));
    }
}
