//! Scenario files: what is run, on which state, and what has to come of it.

use crate::base::{Code, Diagnostic, Message, Span, msg, suggest};
use crate::eval::Verdict;
use crate::input::from_tree::{split, split_element};
use crate::input::hints::key_meant;
use crate::input::reader::{Reader, one_value};
use crate::input::tree::{Entry, Kind, Node};
use crate::model::{Model, RuleKind};
use crate::testing::scenario_mistakes::{action_beside, unknown_key, verdict_meant, wrong_kind};
use crate::values::{Moment, Type, Value};
use std::collections::HashMap;
use std::sync::Arc;

/// The keys of a scenario.
const SCENARIO: [&str; 10] =
    ["name", "state", "with", "at", "do", "expect", "because", "steps", "audit", "confirm"];

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
        if let Some(other) = self.other_file(document) {
            self.reader.report(other);
            return None;
        }
        // Boundary cases say of themselves whether the search for them was stopped.
        let known = ["state", "scenarios", "search_stopped"];
        let Some([state, scenarios, _]) = self.keys("file", document, known) else {
            let message = msg!(scenarios.expected_file, found = document.in_words());
            wrong_kind(&mut self.reader, document, message, Some(msg!(scenarios.write_scenarios)));
            return None;
        };
        let state = state.and_then(|entry| self.state(&entry.value));
        let Some(scenarios) = scenarios else {
            self.lacks(document, msg!(scenarios.no_scenarios), msg!(scenarios.add_scenarios));
            return None;
        };
        let Some(nodes) = scenarios.value.items() else {
            let message = msg!(scenarios.expected_list, found = scenarios.value.in_words());
            wrong_kind(&mut self.reader, &scenarios.value, message, Some(msg!(scenarios.write_scenario)));
            return None;
        };
        if let [_, second, ..] = nodes
            && let Some(first) = split_element(nodes).filter(|first| SCENARIO.contains(&&*first.text))
        {
            self.reader.report(split(first, Reader::head(second)));
            return None;
        }
        let mut names: HashMap<Arc<str>, Span> = HashMap::new();
        let mut read = Vec::new();
        for node in nodes {
            let Some(scenario) = self.scenario(node) else { continue };
            match names.get(&scenario.name) {
                Some(first) => self.reader.report(
                    Diagnostic::error(Code::E0405, msg!(scenarios.same_name, name = &*scenario.name))
                        .label(scenario.span, msg!(scenarios.again_here))
                        .label(*first, msg!(scenarios.first_here))
                        .help(msg!(scenarios.names_differ)),
                ),
                None => drop(names.insert(scenario.name.clone(), scenario.span)),
            }
            read.push(scenario);
        }
        Some(ScenarioFile { state, scenarios: read })
    }

    /// What is wrong with a document that holds no scenarios, but a state or an action.
    fn other_file(&self, document: &Node) -> Option<Diagnostic> {
        if document.entry("scenarios").is_some() {
            return None;
        }
        let schema = &self.reader.model.schema;
        let of_state = |entry: &Entry| {
            let is_it = |member| schema.member_name(member) == Some(&entry.key.text);
            &*entry.key.text != "state" && schema.members.iter().any(is_it)
        };
        let is_scenario =
            |entry: &&Entry| ["name", "do", "expect", "steps", "audit"].contains(&&*entry.key.text);
        let entries = document.entries()?;
        if entries.iter().filter(is_scenario).count() > 1 {
            let first = entries.iter().find(is_scenario)?;
            let found = Diagnostic::error(Code::E0402, msg!(scenarios.one_scenario));
            return Some(found.label(first.key.span, Message::empty()).help(msg!(scenarios.write_scenarios)));
        }
        let message = if ["actor", "action"].iter().all(|key| document.entry(key).is_some()) {
            msg!(scenarios.action_for_scenarios)
        } else if entries.iter().any(of_state) {
            msg!(scenarios.state_for_scenarios)
        } else {
            return None;
        };
        let found = Diagnostic::error(Code::E0402, message).label(Reader::head(document), Message::empty());
        Some(found.help(msg!(scenarios.write_scenarios)))
    }

    /// The entries under the keys that a mapping may have; nothing where it is none. A misspelt key is complained of,
    /// and then stands for the one that it is nearest to, which is not missing, too.
    fn keys<'n, const N: usize>(
        &mut self,
        owner: &str,
        node: &'n Node,
        known: [&str; N],
    ) -> Option<[Option<&'n Entry>; N]> {
        let Kind::Map(entries) = &node.kind else { return None };
        let mut found = known.map(|key| entries.iter().find(|entry| &*entry.key.text == key));
        for entry in entries.iter().filter(|entry| !known.contains(&&*entry.key.text)) {
            let key = &entry.key.text;
            let message = msg!(scenarios.unknown_key, key = &**key, owner = owner);
            // Of what may be meant, a mapping stands only under some.
            let is_scalar = |key: &&str| ["name", "at", "expect", "because", "confirm"].contains(key);
            let given = |key: &str| entries.iter().any(|other| &*other.key.text == key);
            let fits = |key: &&str| (entry.value.entries().is_none() || !is_scalar(key)) && !given(key);
            let is_action = ["actor", "action"].iter().all(|key| entry.value.entry(key).is_some());
            let action = known.into_iter().find(|known| *known == "do" && is_action && !given("do"));
            let meant = action.or_else(|| key_meant(key, known.into_iter().filter(fits).collect::<Vec<_>>()));
            unknown_key(&mut self.reader, message, &entry.key, meant, known);
            for (_, place) in known.iter().zip(&mut found).filter(|(known, _)| meant == Some(**known)) {
                place.get_or_insert(entry);
            }
        }
        Some(found)
    }

    fn lacks(&mut self, node: &Node, message: Message, help: Message) {
        self.reader.report(
            Diagnostic::error(Code::E0408, message).label(Reader::head(node), Message::empty()).help(help),
        );
    }

    /// A key that may not stand beside `steps`.
    fn refuse_beside(&mut self, entry: Option<&Entry>, steps: &Entry) {
        if let Some(entry) = entry {
            let (key, other) = (&*entry.key.text, &*steps.key.text);
            self.reader.report(
                Diagnostic::error(Code::E0402, msg!(scenarios.not_beside, key = key, other = other))
                    .label(entry.key.span, Message::empty())
                    .label(steps.key.span, msg!(scenarios.beside_this))
                    .help(msg!(scenarios.within_steps)),
            );
        }
    }

    /// The text of a scalar that nobody could take for anything else; what else it is, is complained of.
    fn text<'n>(&mut self, node: &'n Node, wrong: fn(&Node) -> Message) -> Option<&'n Arc<str>> {
        let help = match &node.kind {
            Kind::Scalar { text, quoted } if *quoted || node.is_plain_text() => return Some(text),
            Kind::Scalar { text, .. } if !node.is_null() => Some(msg!(scenarios.quote_it, text = &**text)),
            _ if node.is_comment() => Some(msg!(data.hash_is_comment)),
            _ => one_value(node),
        };
        wrong_kind(&mut self.reader, node, wrong(node), help);
        None
    }

    fn state(&mut self, node: &Node) -> Option<StateRef> {
        if matches!(node.kind, Kind::Map(_)) {
            return Some(StateRef::InPlace(Arc::new(node.clone())));
        }
        let path = self.text(node, |node| msg!(scenarios.expected_state, found = node.in_words()))?;
        Some(StateRef::Path(path.clone(), node.span))
    }

    fn scenario(&mut self, node: &Node) -> Option<Scenario> {
        if action_beside(&mut self.reader, node) {
            return None;
        }
        let Some([name, state, with, at, action, expect, because, steps, audit, confirm]) =
            self.keys("scenario", node, SCENARIO)
        else {
            let message = msg!(scenarios.expected_scenario, found = node.in_words());
            wrong_kind(&mut self.reader, node, message, Some(msg!(scenarios.write_scenario)));
            return None;
        };
        if name.is_none() {
            self.lacks(node, msg!(scenarios.no_name), msg!(scenarios.add_name));
        }
        let named = name.and_then(|entry| {
            let wrong = |node: &Node| msg!(scenarios.expected_name, found = node.in_words());
            let text = self.text(&entry.value, wrong)?;
            if text.trim().is_empty() {
                let help = Some(msg!(scenarios.what_it_shows));
                wrong_kind(&mut self.reader, &entry.value, msg!(scenarios.empty_name), help);
            }
            Some((text.clone(), entry.value.span))
        });
        let state = state.and_then(|entry| self.state(&entry.value));
        let with = with.map(|entry| {
            if entry.value.entries().is_none() {
                let message = msg!(scenarios.expected_changes, found = entry.value.in_words());
                wrong_kind(&mut self.reader, &entry.value, message, Some(msg!(scenarios.write_changes)));
            }
            entry.value.clone()
        });
        let at = at.and_then(|entry| self.moment(entry));
        let steps = match (action, steps) {
            (_, Some(steps)) => {
                self.refuse_beside([action, expect, because].into_iter().flatten().next(), steps);
                self.steps(&steps.value)
            }
            (None, None) => {
                for entry in [expect, because].into_iter().flatten() {
                    self.reader.report(
                        Diagnostic::error(Code::E0408, msg!(scenarios.without_do, key = &*entry.key.text))
                            .label(entry.key.span, Message::empty())
                            .help(msg!(scenarios.add_action)),
                    );
                }
                if audit.is_none() && expect.is_none() && because.is_none() {
                    self.lacks(node, msg!(scenarios.nothing_to_check), msg!(scenarios.add_do));
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
        let steps = match node.items() {
            Some(steps @ [_, ..]) => steps,
            Some([]) => {
                let help = Some(msg!(scenarios.add_step));
                wrong_kind(&mut self.reader, node, msg!(scenarios.no_steps), help);
                return Vec::new();
            }
            None => {
                let message = msg!(scenarios.expected_steps, found = node.in_words());
                wrong_kind(&mut self.reader, node, message, Some(msg!(scenarios.write_step)));
                return Vec::new();
            }
        };
        let mut read = Vec::new();
        for step in steps {
            if action_beside(&mut self.reader, step) {
                continue;
            }
            if let Some(entries) = self.keys("step", step, ["do", "expect", "because"]) {
                read.extend(self.step(step, entries));
            } else {
                let message = msg!(scenarios.expected_step, found = step.in_words());
                wrong_kind(&mut self.reader, step, message, Some(msg!(scenarios.write_step)));
            }
        }
        read
    }

    fn step(&mut self, node: &Node, [action, expect, because]: [Option<&Entry>; 3]) -> Option<Step> {
        if action.is_none() {
            self.lacks(node, msg!(scenarios.no_action), msg!(scenarios.add_action));
        }
        let within = action.and_then(|action| action.value.entry("expect")).filter(|_| expect.is_none());
        if let Some(within) = within {
            self.reader.report(
                Diagnostic::error(Code::E0402, msg!(scenarios.expect_in_do))
                    .label(within.key.span, Message::empty())
                    .help(msg!(scenarios.move_expect)),
            );
        } else if expect.is_none() {
            let place = action.map_or_else(|| Reader::head(node), |entry| entry.key.span);
            self.reader.report(
                Diagnostic::error(Code::E0408, msg!(scenarios.nothing_expected))
                    .label(place, msg!(scenarios.of_this_action))
                    .help(msg!(scenarios.add_expect)),
            );
        }
        let because = because.and_then(|entry| self.listed(&entry.value, false));
        let expect = &expect?.value;
        let verdict = self.verdict(expect)?;
        Some(Step { action: action?.value.clone(), expect: verdict, span: expect.span, because })
    }

    fn verdict(&mut self, node: &Node) -> Option<Verdict> {
        const NAMES: [&str; 3] = ["allowed", "denied", "undetermined"];
        let (message, help) = match &node.kind {
            Kind::Scalar { text, .. } if !node.is_null() => {
                match &**text {
                    "allowed" => return Some(Verdict::Allowed),
                    "denied" => return Some(Verdict::Denied),
                    "undetermined" => return Some(Verdict::Undetermined),
                    _ => {}
                }
                let help = verdict_meant(text).map(|name| msg!(common.did_you_mean, word = name));
                let help = help.or_else(|| suggest::meant(text, NAMES));
                (msg!(scenarios.unknown_verdict, verdict = &**text), help)
            }
            _ => (msg!(scenarios.expected_verdict, found = node.in_words()), None),
        };
        let help = help.unwrap_or_else(|| msg!(scenarios.write_a_verdict));
        wrong_kind(&mut self.reader, node, message, Some(help));
        None
    }

    fn audit(&mut self, node: &Node) -> Option<Audit> {
        let Some([at, expect, upcoming, undetermined]) =
            self.keys("audit", node, ["at", "expect", "upcoming", "undetermined"])
        else {
            let message = msg!(scenarios.expected_audit, found = node.in_words());
            wrong_kind(&mut self.reader, node, message, Some(msg!(scenarios.write_audit)));
            return None;
        };
        let at = at.and_then(|entry| self.moment(entry));
        if expect.is_none() {
            self.lacks(node, msg!(scenarios.no_audit_expect), msg!(scenarios.add_audit_expect));
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
                let message = msg!(scenarios.expected_rules, found = node.in_words());
                wrong_kind(&mut self.reader, node, message, None);
                return None;
            }
        };
        let mut listed = RuleList { rules: Vec::new(), span: Reader::head(node) };
        for node in nodes {
            let wrong = |node: &Node| msg!(scenarios.expected_rule, found = node.in_words());
            let Some(id) = self.text(node, wrong) else { continue };
            match self.rules.get(&**id) {
                None if !found && **id == *DEFAULT => {}
                None => self.no_rule(id, node, found),
                Some(false) if found => self.reader.report(
                    Diagnostic::error(Code::E0603, msg!(scenarios.not_audited, rule = &**id))
                        .label(node.span, msg!(scenarios.about_actions))
                        .help(msg!(scenarios.what_audits_find)),
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
        let rules = &self.rules;
        self.reader.report_with(|_| {
            let known = rules.iter().filter(|(_, audited)| **audited || !found).map(|(id, _)| *id);
            let known = known.chain((!found).then_some(DEFAULT));
            Diagnostic::error(Code::E0603, msg!(scenarios.unknown_rule, rule = id))
                .label(node.span, Message::empty())
                .maybe_help(suggest::did_you_mean(id, known))
        });
    }
}
