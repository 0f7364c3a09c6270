//! Scenario files: what is run, on which state, and what has to come of it.

use crate::base::{Code, Diagnostic, Span, suggest};
use crate::eval::Verdict;
use crate::input::action::scalar;
use crate::input::reader::Reader;
use crate::input::tree::{Entry, Kind, Node};
use crate::model::{Model, RuleKind};
use crate::values::{Moment, Type, Value};
use std::collections::HashMap;
use std::sync::Arc;

/// How the lack of a permit is called among the rules that deny.
pub const DEFAULT: &str = "default";

#[derive(Clone, Debug)]
pub struct ScenarioFile {
    /// The state of every scenario that has none of its own.
    pub state: Option<StateRef>,
    pub scenarios: Vec<Scenario>,
}

/// A state: where it stands.
#[derive(Clone, Debug)]
pub enum StateRef {
    /// In another file: its path from the folder of the scenario file, and where it is named.
    Path(Arc<str>, Span),
    InPlace(Arc<Node>),
}

/// A scenario. It knows names only, so that it can be run by other rules than those that it was read with.
#[derive(Clone, Debug)]
pub struct Scenario {
    /// What it shows; no other scenario of the file has the same name.
    pub name: Arc<str>,
    pub span: Span,
    pub state: Option<StateRef>,
    /// What is other in its state.
    pub with: Option<Node>,
    /// When its actions and audits happen that do not say it, and where it says so.
    pub at: Option<(Moment, Span)>,
    pub steps: Vec<Step>,
    pub audits: Vec<Audit>,
    /// Whether nobody has confirmed yet that it ought to come out like this.
    pub confirm: bool,
}

/// An action, and what has to come of it.
#[derive(Clone, Debug)]
pub struct Step {
    pub action: Node,
    pub expect: Verdict,
    pub span: Span,
    pub because: Option<RuleList>,
}

/// An audit, and what it has to find.
#[derive(Clone, Debug)]
pub struct Audit {
    pub at: Option<(Moment, Span)>,
    /// The rules that are broken; those for which something will be due may stand among them.
    pub expect: RuleList,
    /// The rules for which something will be due.
    pub upcoming: Option<RuleList>,
    /// The rules of which nobody knows whether they are broken.
    pub undetermined: Option<RuleList>,
}

/// Some rules by their ids, each once, and where they are listed.
#[derive(Clone, Debug)]
pub struct RuleList {
    pub rules: Vec<(Arc<str>, Span)>,
    pub span: Span,
}

impl RuleList {
    pub fn has(&self, rule: &str) -> bool {
        self.rules.iter().any(|(listed, _)| **listed == *rule)
    }

    /// Whether these rules are listed, and no others. Each of them stands once.
    pub fn is(&self, rules: &[Arc<str>]) -> bool {
        self.rules.len() == rules.len() && rules.iter().all(|rule| self.has(rule))
    }
}

/// Read a scenario file.
///
/// # Errors
///
/// All that is wrong with it, but for what depends on a state.
pub fn read(model: &Model, document: &Node) -> Result<ScenarioFile, Vec<Diagnostic>> {
    let rules = model.rules.iter();
    let rules = rules.map(|rule| (&*rule.id.text, matches!(rule.kind, RuleKind::Invariant(_))));
    let mut parser = ScenarioParser { reader: Reader::new(model), rules: rules.collect() };
    let file = parser.file(document);
    parser.reader.done(file)?.ok_or_else(Vec::new)
}

struct ScenarioParser<'m> {
    reader: Reader<'m>,
    /// The rules, and whether an audit can find them.
    rules: HashMap<&'m str, bool>,
}

impl ScenarioParser<'_> {
    fn file(&mut self, document: &Node) -> Option<ScenarioFile> {
        let due = "a mapping with `scenarios`";
        let [state, scenarios] = self.keys("a scenario file", due, document, ["state", "scenarios"])?;
        let state = state.and_then(|entry| self.state(&entry.value));
        let Some(scenarios) = scenarios else {
            self.lacks("a scenario file", document, "scenarios", "a list of them");
            return None;
        };
        let Some(nodes) = scenarios.value.items() else {
            self.reader.wrong_kind(&scenarios.value, "a list of scenarios");
            return None;
        };
        let mut names: HashMap<Arc<str>, Span> = HashMap::new();
        let mut read = Vec::new();
        for node in nodes {
            if !self.reader.accepts_more() {
                break;
            }
            let Some(scenario) = self.scenario(node) else { continue };
            match names.get(&scenario.name) {
                Some(first) => self.reader.report(
                    Diagnostic::error(Code::E0405, format!("two scenarios are called `{}`", scenario.name))
                        .label(scenario.span, "again here")
                        .label(*first, "first here")
                        .help("the name tells one scenario of a file from another"),
                ),
                None => drop(names.insert(scenario.name.clone(), scenario.span)),
            }
            read.push(scenario);
        }
        Some(ScenarioFile { state, scenarios: read })
    }

    /// The entries under the keys that a mapping may have.
    fn keys<'n, const N: usize>(
        &mut self,
        whose: &str,
        due: &str,
        node: &'n Node,
        known: [&str; N],
    ) -> Option<[Option<&'n Entry>; N]> {
        let Kind::Map(entries) = &node.kind else {
            self.reader.wrong_kind(node, due);
            return None;
        };
        for entry in entries.iter().filter(|entry| !known.contains(&&*entry.key.text)) {
            self.reader.unknown_key(whose, &entry.key, &known.map(Arc::from));
        }
        Some(known.map(|key| entries.iter().find(|entry| &*entry.key.text == key)))
    }

    fn lacks(&mut self, whose: &str, node: &Node, key: &str, what: &str) {
        self.reader.report(
            Diagnostic::error(Code::E0408, format!("{whose} has no `{key}`"))
                .label(Reader::head(node), "in what begins here")
                .help(format!("add `{key}: …`, {what}")),
        );
    }

    /// A key that may not stand beside another.
    fn refuse_together(&mut self, entry: Option<&Entry>, other: &Entry, help: &str) {
        if let Some(entry) = entry {
            let (key, other_key) = (&entry.key.text, &other.key.text);
            self.reader.report(
                Diagnostic::error(Code::E0402, format!("there is no `{key}` beside `{other_key}`"))
                    .label(entry.key.span, "this does not belong here")
                    .label(other.key.span, "beside this")
                    .help(help),
            );
        }
    }

    fn state(&mut self, node: &Node) -> Option<StateRef> {
        if matches!(node.kind, Kind::Map(_)) {
            return Some(StateRef::InPlace(Arc::new(node.clone())));
        }
        let path = scalar(&mut self.reader, node, "the path of a state, or a state")?;
        Some(StateRef::Path(path.clone(), node.span))
    }

    fn scenario(&mut self, node: &Node) -> Option<Scenario> {
        let due = "a scenario: a mapping with `name`, `do` and `expect`";
        let known = ["name", "state", "with", "at", "do", "expect", "because", "steps", "audit", "confirm"];
        let [name, state, with, at, action, expect, because, steps, audit, confirm] =
            self.keys("a scenario", due, node, known)?;
        if name.is_none() {
            self.lacks("a scenario", node, "name", "what it shows");
        }
        let named = name.and_then(|entry| {
            let text = scalar(&mut self.reader, &entry.value, "the name of the scenario")?;
            if text.trim().is_empty() {
                self.reader.wrong_kind(&entry.value, "what the scenario shows");
            }
            Some((text.clone(), entry.value.span))
        });
        let state = state.and_then(|entry| self.state(&entry.value));
        let with = with.map(|entry| {
            if entry.value.entries().is_none() {
                self.reader.wrong_kind(&entry.value, "a mapping with what is other in the state");
            }
            entry.value.clone()
        });
        let at = at.and_then(|entry| self.moment(entry));
        let steps = match (action, steps) {
            (_, Some(steps)) => {
                let help = "with `steps`, each of them says what is done and what has to come of it";
                for entry in [action, expect, because] {
                    self.refuse_together(entry, steps, help);
                }
                self.steps(&steps.value)
            }
            (None, None) => {
                for entry in [expect, because].into_iter().flatten() {
                    let key = &entry.key.text;
                    self.reader.report(
                        Diagnostic::error(Code::E0408, format!("there is `{key}`, and no `do`"))
                            .label(entry.key.span, "nothing is done of which this could come")
                            .help("add `do: {actor: …, action: …}`"),
                    );
                }
                if audit.is_none() && expect.is_none() && because.is_none() {
                    self.lacks("a scenario", node, "do", "or `steps`, or `audit`: what is to be checked");
                }
                Vec::new()
            }
            (Some(action), None) => self.step(node, [Some(action), expect, because]).into_iter().collect(),
        };
        let audits = match audit.map(|entry| &entry.value) {
            None => &[],
            Some(Node { kind: Kind::List(nodes), .. }) if !nodes.is_empty() => nodes.as_slice(),
            Some(node) => std::slice::from_ref(node),
        };
        let audits = audits.iter().filter_map(|node| self.audit(node)).collect();
        let confirm = confirm.and_then(|entry| self.reader.value(&Type::Bool, &entry.value));
        let confirm = confirm == Some(Value::Bool(true));
        let (name, span) = named?;
        Some(Scenario { name, span, state, with, at, steps, audits, confirm })
    }

    fn steps(&mut self, node: &Node) -> Vec<Step> {
        let Some(steps @ [_, ..]) = node.items() else {
            self.reader.wrong_kind(node, "a list with one step at least");
            return Vec::new();
        };
        let mut read = Vec::new();
        for step in steps {
            let due = "a step: a mapping with `do` and `expect`";
            if let Some(entries) = self.keys("a step", due, step, ["do", "expect", "because"]) {
                read.extend(self.step(step, entries));
            }
        }
        read
    }

    fn step(&mut self, node: &Node, [action, expect, because]: [Option<&Entry>; 3]) -> Option<Step> {
        if action.is_none() {
            self.lacks("a step", node, "do", "the action");
        }
        if expect.is_none() {
            let place = action.map_or_else(|| Reader::head(node), |entry| entry.key.span);
            self.reader.report(
                Diagnostic::error(Code::E0408, "nothing says what has to come of this")
                    .label(place, "of this action")
                    .help("add `expect: allowed`, `denied` or `undetermined`"),
            );
        }
        let because = because.and_then(|entry| self.listed(&entry.value, false));
        let expect = &expect?.value;
        let verdict = self.verdict(expect)?;
        Some(Step { action: action?.value.clone(), expect: verdict, span: expect.span, because })
    }

    fn verdict(&mut self, node: &Node) -> Option<Verdict> {
        let text = scalar(&mut self.reader, node, "`allowed`, `denied` or `undetermined`")?;
        match &**text {
            "allowed" => return Some(Verdict::Allowed),
            "denied" => return Some(Verdict::Denied),
            "undetermined" => return Some(Verdict::Undetermined),
            _ => {}
        }
        self.reader.report(
            Diagnostic::error(Code::E0403, format!("`{text}` is no verdict"))
                .label(node.span, "a verdict is due here")
                .maybe_help(suggest::did_you_mean(text, ["allowed", "denied", "undetermined"])),
        );
        None
    }

    fn audit(&mut self, node: &Node) -> Option<Audit> {
        let due = "an audit: a mapping with `at` and `expect`";
        let [at, expect, upcoming, undetermined] =
            self.keys("an audit", due, node, ["at", "expect", "upcoming", "undetermined"])?;
        let at = at.and_then(|entry| self.moment(entry));
        if expect.is_none() {
            let what = "the rules that it finds broken, `[]` where there are none";
            self.lacks("an audit", node, "expect", what);
        }
        let mut listed = |entry: Option<&Entry>| entry.and_then(|entry| self.listed(&entry.value, true));
        let (upcoming, undetermined) = (listed(upcoming), listed(undetermined));
        Some(Audit { at, expect: listed(expect)?, upcoming, undetermined })
    }

    fn moment(&mut self, entry: &Entry) -> Option<(Moment, Span)> {
        match self.reader.value(&Type::Date, &entry.value)? {
            Value::Moment(moment) => Some((moment, entry.value.span)),
            _ => None,
        }
    }

    /// One rule or a list of them; `found` where an audit has to find them.
    fn listed(&mut self, node: &Node, found: bool) -> Option<RuleList> {
        let nodes = match &node.kind {
            Kind::List(nodes) => nodes.as_slice(),
            Kind::Scalar { .. } => std::slice::from_ref(node),
            Kind::Map(_) => {
                self.reader.wrong_kind(node, "the id of a rule, or a list of them");
                return None;
            }
        };
        let mut listed = RuleList { rules: Vec::new(), span: Reader::head(node) };
        for node in nodes {
            let Some(id) = scalar(&mut self.reader, node, "the id of a rule") else { continue };
            match self.rules.get(&**id) {
                None if !found && **id == *DEFAULT => {}
                None => self.no_rule(id, node, found),
                Some(false) if found => self.reader.report(
                    Diagnostic::error(Code::E0603, format!("no audit finds `{id}`"))
                        .label(node.span, "this rule is about actions")
                        .help("an audit finds what breaks a `limit`, a `never` or a `deadline`"),
                ),
                Some(_) => {}
            }
            if !listed.has(id) {
                listed.rules.push((id.clone(), node.span));
            }
        }
        Some(listed)
    }

    fn no_rule(&mut self, id: &str, node: &Node, found: bool) {
        if self.reader.accepts_more() {
            let known = self.rules.iter().filter(|(_, audited)| **audited || !found).map(|(id, _)| *id);
            let known = known.chain((!found).then_some(DEFAULT));
            self.reader.report(
                Diagnostic::error(Code::E0603, format!("no rule is called `{id}`"))
                    .label(node.span, "the rules have none of this id")
                    .maybe_help(suggest::did_you_mean(id, known)),
            );
        }
    }
}
