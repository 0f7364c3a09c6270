//! Which scenario notices a change of the rules first. What is changed is lowered by itself in rules that stand, and the
//! scenarios that it can reach are played over the nodes; then it is taken back.

use crate::base::{Diagnostic, Span};
use crate::eval::Portal;
use crate::input::tree::Node;
use crate::kb::{LoweredAnew, Rights, Writers, Written};
use crate::model::{Action, Effect, Field, Frame, Rule, RuleKind, Schema};
use crate::program::Program;
use crate::syntax::tree::{self, File};
use crate::testing::finals::Finals;
use crate::testing::reads::Reads;
use crate::testing::run::{Audited, Env, Prepared, Tried, audits_pass, passes_on, passes_tried};
use crate::values::ids::{ActionId, InvariantId, RuleId};
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// What trying changes has taken so far.
#[derive(Debug, Default)]
pub struct Work {
    /// How often a scenario was played.
    pub plays: AtomicUsize,
    /// How many rules were lowered.
    pub rules: AtomicUsize,
    /// Whether a search for a case ended without one before all was tried.
    pub stopped: AtomicBool,
}

/// What scenarios say of a change.
pub(crate) enum Noticed {
    /// The first that does not pass any more, by its number.
    By(usize),
    ByNone,
    /// It is not a change that rules can have.
    Refused,
    /// That only the rules can say that it makes, compiled as a whole.
    Open,
}

/// A scenario with its state. A change leaves the schema as it is, so that states are read once.
struct Played<'a> {
    prepared: &'a Prepared,
    /// The place of its portal among all.
    portal: usize,
    /// The actions that it takes.
    actions: BTreeSet<ActionId>,
}

/// Rules in which one thing after the other is put in another form.
struct Workbench {
    frame: Frame,
    rights: Rights,
    program: Program,
}

/// The actions whose verdicts hang on a rule as it was, and those that it is filed under, before or after.
struct Judged<'a> {
    decided: &'a BTreeSet<ActionId>,
    filed: BTreeSet<ActionId>,
}

/// Scenarios that pass, ready to be played by rules of which something is changed.
pub(crate) struct Scenarios<'a> {
    env: Env<'a>,
    /// All that is no rule.
    frame: Vec<File>,
    all: Vec<Played<'a>>,
    /// Without what only tables ask for.
    portals: Vec<Portal>,
    by_action: BTreeMap<ActionId, Vec<usize>>,
    /// What verdicts, effects and audits read of a state.
    reads: Reads,
    /// Which of the actions write what.
    writers: Writers,
    finals: Finals,
    /// Those that nobody is at.
    workbenches: Mutex<Vec<Workbench>>,
    pub(crate) work: Work,
}

impl<'a> Scenarios<'a> {
    /// Read states and actions of scenarios that pass.
    ///
    /// # Errors
    ///
    /// Where a scenario's state or one of its actions cannot be read.
    pub(crate) fn new(
        env: Env<'a>,
        frame: Vec<File>,
        scenarios: impl IntoIterator<Item = &'a Prepared>,
    ) -> Result<Self, Vec<Diagnostic>> {
        let bare = env.program.without_tables();
        let mut known: HashMap<*const Node, usize> = HashMap::new();
        let (mut all, mut portals) = (Vec::new(), Vec::new());
        let (mut finals, mut kept) = (Finals::default(), 0);
        let mut by_action: BTreeMap<ActionId, Vec<usize>> = BTreeMap::new();
        for (number, prepared) in scenarios.into_iter().enumerate() {
            let written = Arc::as_ptr(&prepared.state);
            let shares = prepared.scenario.with.is_none();
            let portal = known.get(&written).filter(|_| shares).copied().unwrap_or(portals.len());
            if portal == portals.len() {
                portals.push(Portal::new(&bare, prepared.load_state(env.program)?));
            }
            if shares {
                known.insert(written, portal);
            }
            let actions = prepared.actions(&env)?;
            for action in &actions {
                by_action.entry(*action).or_default().push(number);
            }
            if let Some(ready) = portals.get(portal) {
                finals.add(number, &Env { program: &bare, ..env }, &prepared.scenario, ready, &mut kept);
            }
            all.push(Played { prepared, portal, actions });
        }
        let reads = Reads::of(&env.program.kb, by_action.keys().copied());
        let writers = Writers::of(&env.program.kb, by_action.keys().copied());
        let (workbenches, work) = (Mutex::default(), Work::default());
        Ok(Self { env, frame, all, portals, by_action, reads, writers, finals, workbenches, work })
    }

    /// Do something at a workbench; nothing where there can be none.
    fn at_workbench<T>(&self, work: impl FnOnce(&mut Workbench) -> T) -> Option<T> {
        let free = || self.workbenches.lock().unwrap_or_else(PoisonError::into_inner);
        let kept = free().pop();
        let made = || {
            let program = self.env.program.without_tables();
            Some(Workbench {
                frame: Frame::new(self.frame.clone())?,
                rights: Rights::of(&program.model),
                program,
            })
        };
        let mut workbench = kept.or_else(made)?;
        let done = work(&mut workbench);
        free().push(workbench);
        Some(done)
    }

    /// What is noticed of a rule in another form, or without it. `decided` are the actions whose verdicts hang on it as it is.
    pub(crate) fn of_rule(
        &self,
        rule: RuleId,
        decided: &BTreeSet<ActionId>,
        written: Option<tree::Rule>,
    ) -> Noticed {
        self.at_workbench(|Workbench { frame, rights, program }| {
            let new = match written {
                Some(written) => match frame.rule(written) {
                    Some(new) => Some(new),
                    None => return Noticed::Refused,
                },
                None => None,
            };
            self.work.rules.fetch_add(1, Ordering::Relaxed);
            let (mut lowered, actions) =
                program.kb.lower_rule_anew(&program.model, rights, rule, new.as_ref());
            let noticed = match program.kb.invariant_place(rule) {
                Some(own) => {
                    let judged = Judged { decided, filed: actions };
                    self.of_invariant(program, &mut lowered, own, new.as_ref(), judged)
                }
                None => self.of_action_rule(program, &lowered, &actions),
            };
            program.kb.take_back(lowered);
            noticed
        })
        .unwrap_or(Noticed::Open)
    }

    fn of_action_rule(
        &self,
        program: &Program,
        lowered: &LoweredAnew,
        actions: &BTreeSet<ActionId>,
    ) -> Noticed {
        let reached = actions.iter().filter_map(|action| self.by_action.get(action));
        let reached: BTreeSet<usize> = reached.flatten().copied().collect();
        let may_walk = program.kb.may_walk(lowered);
        let walks = |action: ActionId| may_walk || self.walks(action);
        let tried = Tried { actions: Some(actions), walks: &walks, audited: Audited::Nothing };
        self.first(reached.into_iter(), |_, one| self.passes(program, &tried, one))
    }

    /// Whether judging an action may look at elements one after the other, by the rules as they are.
    fn walks(&self, action: ActionId) -> bool {
        self.env.program.tables.actions.get(action).is_some_and(|table| table.walks)
    }

    /// The first scenario that does not pass, of some in their order.
    fn first(
        &self,
        numbers: impl Iterator<Item = usize>,
        mut passes: impl FnMut(usize, &Played<'a>) -> Option<bool>,
    ) -> Noticed {
        for number in numbers {
            let Some(one) = self.all.get(number) else { continue };
            match passes(number, one) {
                Some(true) => {}
                Some(false) => return Noticed::By(number),
                None => return Noticed::Open,
            }
        }
        Noticed::ByNone
    }

    fn passes(&self, program: &Program, tried: &Tried<'_>, one: &Played<'_>) -> Option<bool> {
        let Some(portal) = self.portals.get(one.portal) else { return Some(true) };
        self.work.plays.fetch_add(1, Ordering::Relaxed);
        passes_tried(&Env { program, ..self.env }, tried, &one.prepared.scenario, portal)
    }

    /// What is noticed of an invariant, in verdicts on actions that can break it and in audits.
    fn of_invariant(
        &self,
        program: &mut Program,
        lowered: &mut LoweredAnew,
        own: InvariantId,
        new: Option<&Rule>,
        Judged { decided, filed: mut judged }: Judged<'_>,
    ) -> Noticed {
        let before = &self.env.program.kb;
        let stops = |action: ActionId| match new.map(|rule| &rule.kind) {
            Some(RuleKind::Invariant(rule)) => {
                !rule.exempts_all && rule.exempts.iter().all(|(spared, _)| *spared != action)
            }
            _ => false,
        };
        let rule = before.invariants.get(own).and_then(|own| program.model.rules.get(own.rule));
        let rule = rule.map(|rule| rule.id.text.clone()).unwrap_or_default();
        let audited = Audited::One(own, &rule);
        let may_walk = program.kb.may_walk(lowered);
        let walks = |action: ActionId| may_walk || self.walks(action);
        let audits = self.finals.reached(&Env { program, ..self.env }, own, &rule);
        let mut open = self.writers.may_break(&program.kb, own);
        open.extend(decided);
        for action in &judged {
            open.remove(action);
            if !program.kb.affect_anew(lowered, before, *action, own, stops(*action)) {
                program.kb.keep_impact(lowered, before, *action);
            }
        }
        let taking = open.iter().chain(&judged).filter_map(|action| self.by_action.get(action)).flatten();
        let numbers: BTreeSet<usize> = taking.chain(&audits).copied().collect();
        self.first(numbers.into_iter(), |number, one| {
            for action in &one.actions {
                if open.remove(action)
                    && program.kb.affect_anew(lowered, before, *action, own, stops(*action))
                {
                    judged.insert(*action);
                }
            }
            let tried = Tried { actions: Some(&judged), walks: &walks, audited };
            let is_audited = audits.contains(&number);
            match self.finals.of(number).filter(|_| judged.is_disjoint(&one.actions)) {
                _ if !is_audited && judged.is_disjoint(&one.actions) => Some(true),
                Some(own) => {
                    self.work.plays.fetch_add(1, Ordering::Relaxed);
                    let env = Env { program, ..self.env };
                    audits_pass(&env, &tried, &one.prepared.scenario, (&own.portal, &own.at))
                }
                None => self.passes(program, &tried, one),
            }
        })
    }

    /// What is noticed of other effects of an action. What they leave is seen where the action is taken, by what is judged
    /// there.
    pub(crate) fn of_action(&self, own: ActionId, written: &tree::Action) -> Noticed {
        self.at_workbench(|Workbench { frame, rights, program }| {
            let Some((mut effects, may_leave)) = frame.effects(own, written) else { return Noticed::Refused };
            let built_in = |rule: RuleId| program.model.rules.get(rule).is_some_and(Rule::is_built_in);
            let plan = program.kb.actions.get(own);
            if may_leave || plan.is_some_and(|plan| plan.forbids.iter().any(|entry| built_in(entry.rule))) {
                return Noticed::Open;
            }
            self.work.rules.fetch_add(1, Ordering::Relaxed);
            let mut lowered = program.kb.lower_effects_anew(&program.model, rights, own, &effects);
            swap(program, own, &mut effects);
            let before = &self.env.program.kb;
            let numbers = self.by_action.get(&own).map(Vec::as_slice).unwrap_or_default();
            let taken =
                numbers.iter().filter_map(|number| self.all.get(*number)).flat_map(|one| &one.actions);
            let taken: BTreeSet<ActionId> = taken.copied().filter(|action| *action != own).collect();
            for action in taken {
                program.kb.keep_impact(&mut lowered, before, action);
            }
            let tried = Tried { actions: None, walks: &|_| true, audited: Audited::All };
            let noticed = self.first(numbers.iter().copied(), |_, one| self.passes(program, &tried, one));
            swap(program, own, &mut effects);
            program.kb.take_back(lowered);
            noticed
        })
        .unwrap_or(Noticed::Open)
    }

    /// What is noticed where a field is another value when it is left out, or none.
    pub(crate) fn of_default(&self, place: Span, written: &tree::Field) -> Noticed {
        self.at_workbench(|Workbench { frame, program, .. }| {
            let Some(new) = frame.field(written) else { return Noticed::Refused };
            let Some(read) = self.reads.of_field(&program.model, place) else { return Noticed::Open };
            let Some(field) = field_mut(&mut program.model.schema, read.written) else {
                return Noticed::Open;
            };
            let alike = (&field.ty, field.optional, field.range) == (&new.ty, new.optional, new.range);
            // Whoever adds an element has to give what has no default.
            if !alike || new.default.is_none() && matches!(read.written, Written::Field(..)) {
                return Noticed::Open;
            }
            let old = std::mem::replace(field, new);
            let tried = Tried { actions: None, walks: &|_| true, audited: Audited::All };
            let mut portals: HashMap<usize, Portal> = HashMap::new();
            let noticed = self.first(0..self.all.len(), |_, one| {
                let audits = read.by_invariants && !one.prepared.scenario.audits.is_empty();
                if !audits && read.by_actions.is_disjoint(&one.actions) {
                    return Some(true);
                }
                self.work.plays.fetch_add(1, Ordering::Relaxed);
                let portal = match portals.entry(one.portal) {
                    Entry::Occupied(known) => known.into_mut(),
                    Entry::Vacant(place) => match one.prepared.load_state(program) {
                        Ok(state) => place.insert(Portal::new(program, state)),
                        Err(_) => return Some(false),
                    },
                };
                passes_tried(&Env { program, ..self.env }, &tried, &one.prepared.scenario, portal)
            });
            if let Some(field) = field_mut(&mut program.model.schema, read.written) {
                *field = old;
            }
            noticed
        })
        .unwrap_or(Noticed::Open)
    }

    /// The first scenario that does not pass by other rules of the same schema.
    pub(crate) fn by(&self, after: &Program) -> Option<usize> {
        let env = Env { program: after, ..self.env };
        let mut portals: HashMap<usize, Portal> = HashMap::new();
        self.all.iter().position(|one| {
            let Some(ready) = self.portals.get(one.portal) else { return false };
            self.work.plays.fetch_add(1, Ordering::Relaxed);
            let portal = portals.entry(one.portal).or_insert_with(|| Portal::new(after, ready.state.clone()));
            !passes_on(&env, &one.prepared.scenario, portal)
        })
    }

    /// The first scenario that does not pass by rules of another schema: states are read anew.
    pub(crate) fn by_schema(&self, after: &Program) -> Option<usize> {
        let env = Env { program: after, ..self.env };
        self.all.iter().position(|one| {
            self.work.plays.fetch_add(1, Ordering::Relaxed);
            let Ok(state) = one.prepared.load_state(after) else { return true };
            !passes_on(&env, &one.prepared.scenario, &Portal::new(after, state))
        })
    }
}

/// Let the model say what an action changes, and give what it said before.
fn swap(program: &mut Program, own: ActionId, effects: &mut Vec<Effect>) {
    if let Some(Action { effects: place, .. }) = program.model.actions.get_mut(own) {
        std::mem::swap(place, effects);
    }
}

fn field_mut(schema: &mut Schema, place: Written) -> Option<&mut Field> {
    match place {
        Written::Scalar(scalar) => schema.scalars.get_mut(scalar).map(|scalar| &mut scalar.field),
        Written::Field(collection, field) => schema.collections.get_mut(collection)?.fields.get_mut(field),
        Written::Added(_) => None,
    }
}
