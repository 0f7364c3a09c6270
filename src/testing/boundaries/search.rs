//! The cases that were found so far.

use crate::base::{Language, Message, msg};
use crate::input::{Request, State, write as data};
use crate::program::Program;
use crate::testing::boundaries::case::Case;
use crate::testing::boundaries::fixture::Fixture;
use crate::values::Moment;
use std::collections::{HashMap, HashSet};

/// No more cases are kept of one action or one rule.
const MOST_CASES: usize = 100;
pub(super) struct BoundarySearch<'m> {
    pub(super) program: &'m Program,
    /// Whether the rules calculate. Without that, no calculation leaves its range.
    calculates: bool,
    pub(super) cases: Vec<Case>,
    /// What else was left out, in words.
    pub(super) left_out: Vec<Message>,
    /// The cases as data, so that none stands twice.
    written: HashSet<String>,
    /// How often each name was given, in each language.
    names: HashMap<String, usize>,
    /// How many cases were found of the action or rule under way, those included that were not kept.
    found: usize,
}

impl<'m> BoundarySearch<'m> {
    pub(super) fn new(program: &'m Program) -> Self {
        let (cases, left_out) = (Vec::new(), Vec::new());
        Self {
            program,
            calculates: program.kb.calculates(),
            cases,
            left_out,
            written: HashSet::new(),
            names: HashMap::new(),
            found: 0,
        }
    }

    /// Look for the cases of one action or rule.
    pub(super) fn group(&mut self, what: Message, look: impl FnOnce(&mut Self)) {
        self.found = 0;
        look(self);
        if self.found > MOST_CASES {
            self.left_out.push(msg!(test.only_first, what = what, most = MOST_CASES));
        }
    }

    /// Keep a case, where it is another than those before and can be written.
    pub(super) fn keep(&mut self, name: Message, state: &State, steps: Vec<Request>, audit: Option<Moment>) {
        let model = &self.program.model;
        let mut case = Case { name, state: state.clone(), steps, audit };
        let Ok(written) = data::state(model, &case.state) else { return };
        let mut key = written.to_string();
        for step in &case.steps {
            let values: Vec<_> = step.arguments.iter().map(|cell| &cell.value).collect();
            key.push_str(&format!("{}{} {values:?}", data::request(model, &case.state, step), step.actor));
        }
        key.extend(case.audit.map(|at| at.to_string()));
        if self.written.contains(&key) || self.calculates && case.overflows(self.program) {
            return;
        }
        self.found += 1;
        if self.found > MOST_CASES {
            return;
        }
        self.written.insert(key);
        let mut many = 0;
        for language in Language::ALL {
            let given = self.names.entry(case.name.text(language)).or_default();
            *given += 1;
            many = many.max(*given);
        }
        if many > 1 {
            case.name = msg!(test.case_numbered, name = case.name, number = many);
        }
        self.cases.push(case);
    }

    /// Keep a fixture with its action.
    pub(super) fn keep_action(&mut self, name: Message, fixture: &Fixture<'_>) {
        self.keep(name, &fixture.portal.state, vec![fixture.request.clone()], None);
    }

    /// Keep a fixture as what an audit looks at.
    pub(super) fn keep_audit(&mut self, name: Message, fixture: &Fixture<'_>) {
        self.keep(name, &fixture.portal.state, Vec::new(), Some(fixture.request.at));
    }
}
