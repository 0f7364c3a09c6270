//! The cases that were found so far.

use crate::input::{Request, State, write as data};
use crate::program::Program;
use crate::testing::boundaries::case::Case;
use crate::testing::boundaries::fixture::Fixture;
use crate::values::Moment;
use std::collections::{HashMap, HashSet};

/// No more cases are kept of one action or one rule.
const MOST_CASES: usize = 100;

/// The cases so far.
pub(super) struct BoundarySearch<'m> {
    pub(super) program: &'m Program,
    pub(super) cases: Vec<Case>,
    /// What they are as data, so that none stands twice.
    written: HashSet<String>,
    names: HashMap<String, usize>,
    /// What else was left out, in words.
    pub(super) left_out: Vec<String>,
    /// How many more are kept of what is under way.
    room: usize,
    /// Whether some were left out of it.
    full: bool,
}

impl<'m> BoundarySearch<'m> {
    pub(super) fn new(program: &'m Program) -> Self {
        let (cases, left_out) = (Vec::new(), Vec::new());
        let (written, names) = (HashSet::new(), HashMap::new());
        Self { program, cases, written, names, left_out, room: 0, full: false }
    }

    pub(super) fn begin(&mut self) {
        (self.room, self.full) = (MOST_CASES, false);
    }

    pub(super) fn end(&mut self, what: &str) {
        if self.full {
            self.left_out.push(format!("{what}: only the first {MOST_CASES} cases"));
        }
    }

    /// Keep a case, where it is another than those before and can be written.
    pub(super) fn keep(&mut self, name: String, state: &State, steps: Vec<Request>, audit: Option<Moment>) {
        let model = &self.program.model;
        let mut case = Case { name, state: state.clone(), steps, audit };
        let Ok(written) = data::state(model, &case.state) else { return };
        let mut key = written.to_string();
        for step in &case.steps {
            key.push_str(&data::request(model, &case.state, step).to_string());
            key.push_str(&format!(
                "{} {:?}",
                step.actor,
                step.arguments.iter().map(|cell| &cell.value).collect::<Vec<_>>()
            ));
        }
        key.push_str(&case.audit.map_or_else(String::new, |at| at.to_string()));
        if self.written.contains(&key) || case.overflows(self.program) {
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

    /// Keep a fixture with an action.
    pub(super) fn keep_action(&mut self, name: String, fixture: &Fixture) {
        self.keep(name, &fixture.portal.state, vec![fixture.request.clone()], None);
    }

    /// Keep a fixture without one.
    pub(super) fn keep_audit(&mut self, name: String, fixture: &Fixture) {
        self.keep(name, &fixture.portal.state, Vec::new(), Some(fixture.request.at));
    }
}
