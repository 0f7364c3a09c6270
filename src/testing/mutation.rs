//! Which small changes of the rules scenarios notice. Each change is made and compiled, and the scenarios are run; one
//! that no scenario notices could be a mistake that no scenario would notice either.

use crate::base::{Diagnostic, Span};
use crate::documents::citations::{Citing, at_work};
use crate::eval::Portal;
use crate::input::State;
use crate::input::tree::Node;
use crate::kb::Op;
use crate::model::{Citation, Model, Parsed, check};
use crate::program::Program;
use crate::syntax::tree::{DeclarationKind, File, Name};
use crate::testing::boundaries::Part;
use crate::testing::coverage::Count;
use crate::testing::equivalence;
use crate::testing::excerpt::{Pack, Scope};
use crate::testing::mutants::Mutant;
use crate::testing::run::{Env, Prepared, passes_in};
use crate::values::ids::{ActionId, CollectionId, FieldId, LetId, RuleId, ScalarId};
use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

/// What came of a change.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MutantOutcome {
    /// A scenario does not pass any more: the first one, by its number.
    Noticed(usize),
    /// Every scenario passes as before; where one is known, a scenario that would not.
    Survived(Option<Arc<str>>),
    /// It is proven that nothing comes out otherwise.
    Equivalent,
    Refused,
}

impl MutantOutcome {
    pub fn name(&self) -> &'static str {
        match self {
            Self::Noticed(_) => "noticed",
            Self::Survived(_) => "survived",
            Self::Equivalent => "equivalent",
            Self::Refused => "refused",
        }
    }
}

/// Whether cases are known that rules before and after a change judge otherwise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Distinction {
    /// This scenario, written out, passes before the change and not after it.
    ByCase(Arc<str>),
    /// None, and there can be none.
    Impossible,
    /// None was found; perhaps because the search for one ended before all was tried.
    Unknown { stopped: bool },
}

/// Looks for a case that the rules before a change and after it judge otherwise, in the part that the change can make a
/// difference to. The rules may be only those of this part.
pub type Distinguish<'a> = dyn Fn(&Env<'_>, &Env<'_>, &Part) -> Distinction + Sync + 'a;

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

/// A scenario with its state. A change leaves the schema as it is, so that states are read once.
struct Played<'a> {
    prepared: &'a Prepared,
    /// The place of its state among all.
    state: usize,
    /// The actions that it takes.
    actions: BTreeSet<ActionId>,
}

/// Rules with scenarios that all pass, ready for changes to be tried.
pub struct Trial<'a> {
    env: Env<'a>,
    files: &'a [File],
    pack: Pack<'a>,
    scenarios: Vec<Played<'a>>,
    states: Vec<State>,
    apart: &'a Distinguish<'a>,
    pub work: Work,
}

impl<'a> Trial<'a> {
    /// Make ready what the environment was compiled from, and scenarios that pass on it.
    ///
    /// # Errors
    ///
    /// Where a scenario's state or one of its actions cannot be read.
    pub fn new(
        env: Env<'a>,
        files: &'a [File],
        scenarios: impl IntoIterator<Item = &'a Prepared>,
        apart: &'a Distinguish<'a>,
    ) -> Result<Self, Vec<Diagnostic>> {
        let pack = Pack::new(env.program, files);
        let mut trial = Self {
            env,
            files,
            pack,
            scenarios: Vec::new(),
            states: Vec::new(),
            apart,
            work: Work::default(),
        };
        let mut known: HashMap<*const Node, usize> = HashMap::new();
        for prepared in scenarios {
            let written = Arc::as_ptr(&prepared.state);
            let shares = prepared.scenario.with.is_none();
            let state = known.get(&written).filter(|_| shares).copied().unwrap_or(trial.states.len());
            if state == trial.states.len() {
                trial.states.push(prepared.load_state(env.program)?);
            }
            if shares {
                known.insert(written, state);
            }
            let actions = prepared.actions(&env)?;
            trial.scenarios.push(Played { prepared, state, actions });
        }
        Ok(trial)
    }

    pub fn outcome(&self, mutant: &Mutant) -> MutantOutcome {
        match self.pack.rule(self.files, mutant) {
            Some(rule) => self.of_rule(mutant, rule),
            None => self.of_all(mutant),
        }
    }

    /// What comes of a change of one rule: only what hangs on it is compiled and judged.
    fn of_rule(&self, mutant: &Mutant, rule: RuleId) -> MutantOutcome {
        let mut scope = self.pack.scope(rule);
        let changed = mutant.changed(self.files);
        let Some(program) = self.pack.after(&mut scope, rule, changed.as_ref()) else {
            return MutantOutcome::Refused;
        };
        self.work.rules.fetch_add(scope.len(), Ordering::Relaxed);
        let after = Env { program: &program, ..self.env };
        let reached = |one: &Played<'_>| {
            scope.audited && !one.prepared.scenario.audits.is_empty()
                || !scope.actions.is_disjoint(&one.actions)
        };
        if let Some(first) = self.noticed(&after, Some(&scope), reached) {
            return MutantOutcome::Noticed(first);
        }
        let Some(before) = self.pack.before(&scope) else { return MutantOutcome::Survived(None) };
        self.work.rules.fetch_add(scope.len(), Ordering::Relaxed);
        let part = Part::Rules(scope.actions);
        self.unnoticed(&Env { program: &before, ..self.env }, &after, &part)
    }

    /// What comes of a change of what any rule may use.
    fn of_all(&self, mutant: &Mutant) -> MutantOutcome {
        let parsed = Parsed { files: mutant.apply(self.files), diagnostics: Vec::new() };
        let (Some(model), _) = check(parsed) else { return MutantOutcome::Refused };
        if let Some(own) = self.pack.action(self.files, mutant) {
            return self.of_action(own, model);
        }
        let program = self.compiled(model);
        let after = Env { program: &program, ..self.env };
        if self.is_of_schema(mutant) {
            return self.of_schema(mutant, &after);
        }
        match self.noticed(&after, None, |_| true) {
            Some(first) => MutantOutcome::Noticed(first),
            None => self.unnoticed(&self.env, &after, &Part::All),
        }
    }

    /// What comes of a change of an action, in a model with it. What it leaves is seen where it is taken, by what is
    /// judged there.
    fn of_action(&self, own: ActionId, model: Model) -> MutantOutcome {
        let reached = |one: &Played<'_>| one.actions.contains(&own);
        let judged = self.scenarios.iter().filter(|one| reached(one)).flat_map(|one| &one.actions);
        let judged: BTreeSet<ActionId> = judged.copied().collect();
        self.work.rules.fetch_add(model.rules.len(), Ordering::Relaxed);
        let program = Program::compile_some(model, &|action| judged.contains(&action));
        if let Some(first) = self.noticed(&Env { program: &program, ..self.env }, None, reached) {
            return MutantOutcome::Noticed(first);
        }
        let program = self.compiled(program.model);
        self.unnoticed(&self.env, &Env { program: &program, ..self.env }, &Part::Action(own))
    }

    fn compiled(&self, model: Model) -> Program {
        self.work.rules.fetch_add(model.rules.len(), Ordering::Relaxed);
        Program::compile(model).0
    }

    fn is_of_schema(&self, mutant: &Mutant) -> bool {
        let file = self.files.get(mutant.file);
        let declaration = file.and_then(|file| file.declarations.get(mutant.declaration));
        declaration.is_some_and(|own| matches!(own.kind, DeclarationKind::State(_)))
    }

    /// What comes of a change of the schema: states are read anew.
    fn of_schema(&self, mutant: &Mutant, after: &Env<'_>) -> MutantOutcome {
        if !is_read(self.env.program, mutant.span) {
            return MutantOutcome::Equivalent;
        }
        let noticed = self.scenarios.iter().position(|one| {
            self.work.plays.fetch_add(1, Ordering::Relaxed);
            let Ok(state) = one.prepared.load_state(after.program) else { return true };
            let portal = Portal::new(after.program, state);
            !passes_in(after, None, &one.prepared.scenario, &portal)
        });
        noticed.map_or(MutantOutcome::Survived(None), MutantOutcome::Noticed)
    }

    /// The first scenario that does not pass any more, of those that the change can reach.
    fn noticed(
        &self,
        after: &Env<'_>,
        scope: Option<&Scope>,
        reached: impl Fn(&Played<'_>) -> bool,
    ) -> Option<usize> {
        let mut portals: HashMap<usize, Portal> = HashMap::new();
        self.scenarios.iter().position(|one| {
            let scenario = &one.prepared.scenario;
            let Some(state) = self.states.get(one.state).filter(|_| reached(one)) else { return false };
            self.work.plays.fetch_add(1, Ordering::Relaxed);
            let portal =
                portals.entry(one.state).or_insert_with(|| Portal::new(after.program, state.clone()));
            !passes_in(after, scope, scenario, portal)
        })
    }

    fn unnoticed(&self, before: &Env<'_>, after: &Env<'_>, part: &Part) -> MutantOutcome {
        if equivalence::same(&before.program.kb, &after.program.kb) {
            return MutantOutcome::Equivalent;
        }
        match (self.apart)(before, after, part) {
            Distinction::ByCase(case) => MutantOutcome::Survived(Some(case)),
            Distinction::Impossible => MutantOutcome::Equivalent,
            Distinction::Unknown { stopped } => {
                self.work.stopped.fetch_or(stopped, Ordering::Relaxed);
                MutantOutcome::Survived(None)
            }
        }
    }
}

/// Whether anything asks for the field whose name stands at a place.
fn is_read(program: &Program, name: Span) -> bool {
    let schema = &program.model.schema;
    let is_scalar = |id: &ScalarId| schema.scalars.get(*id).is_some_and(|own| own.field.name.span == name);
    let is_field = |of: CollectionId, id: FieldId| {
        let field = schema.collections.get(of).and_then(|of| of.fields.get(id));
        field.is_some_and(|field| field.name.span == name)
    };
    program.kb.nodes.iter().any(|node| match &node.op {
        Op::Scalar(scalar) => is_scalar(scalar),
        Op::Field { collection, field, .. } => is_field(*collection, *field),
        _ => false,
    })
}

/// How many of how many changes were noticed. What is equivalent or refused cannot be, and does not count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub noticed: Count,
    pub equivalent: u64,
    pub refused: u64,
}

impl Tally {
    fn add(&mut self, outcome: &MutantOutcome) {
        match outcome {
            MutantOutcome::Noticed(_) => self.noticed.add(Count::one(true)),
            MutantOutcome::Survived(_) => self.noticed.add(Count::one(false)),
            MutantOutcome::Equivalent => self.equivalent += 1,
            MutantOutcome::Refused => self.refused += 1,
        }
    }

    fn join(&mut self, other: Self) {
        self.noticed.add(other.noticed);
        self.equivalent += other.equivalent;
        self.refused += other.refused;
    }

    pub fn survived(&self) -> u64 {
        self.noticed.all - self.noticed.reached
    }
}

/// What a change is made in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Owner {
    Citing(Citing),
    Let(LetId),
    /// What fields are when they are left out.
    Schema,
}

impl Owner {
    pub fn kind(self) -> &'static str {
        match self {
            Self::Citing(citing) => citing.kind(),
            Self::Let(_) => "let",
            Self::Schema => "state",
        }
    }

    pub fn name(self, model: &Model) -> &str {
        match self {
            Self::Citing(citing) => citing.name(model),
            Self::Schema => "state",
            Self::Let(own) => model.lets.get(own).map_or("", |found| &found.name.text),
        }
    }
}

/// A passage, and the changes of what cites it.
#[derive(Clone, Debug)]
pub struct PassageTally<'m> {
    pub citation: &'m Citation,
    pub cited_by: Vec<Citing>,
    pub tally: Tally,
}

#[derive(Clone, Debug)]
pub struct Mutation {
    pub changes: Vec<(Mutant, Owner, MutantOutcome)>,
    /// The changes of each rule, role, action and named expression, in the order of the files.
    pub owners: Vec<(Owner, Tally)>,
    pub total: Tally,
    /// Whether a search for a scenario that would notice a change ended before all was tried.
    pub search_stopped: bool,
}

impl Mutation {
    /// Count what came of the changes of a model's files.
    pub fn new(
        model: &Model,
        files: &[File],
        changes: impl IntoIterator<Item = (Mutant, MutantOutcome)>,
    ) -> Self {
        let mut mutation =
            Self { changes: Vec::new(), owners: Vec::new(), total: Tally::default(), search_stopped: false };
        for (mutant, outcome) in changes {
            let Some(owner) = owner_of(model, files, &mutant) else { continue };
            match mutation.owners.last_mut() {
                Some((last, tally)) if *last == owner => tally.add(&outcome),
                _ => {
                    let mut tally = Tally::default();
                    tally.add(&outcome);
                    mutation.owners.push((owner, tally));
                }
            }
            mutation.total.add(&outcome);
            mutation.changes.push((mutant, owner, outcome));
        }
        mutation
    }

    /// The passages whose rules, roles or actions were changed.
    pub fn passages<'m>(&self, model: &'m Model) -> Vec<PassageTally<'m>> {
        let tallies: HashMap<Owner, Tally> = self.owners.iter().copied().collect();
        let mut found = Vec::new();
        for (citation, cited_by) in at_work(model) {
            let mut tally = Tally::default();
            for own in cited_by.iter().filter_map(|citing| tallies.get(&Owner::Citing(*citing))) {
                tally.join(*own);
            }
            if tally != Tally::default() {
                found.push(PassageTally { citation, cited_by, tally });
            }
        }
        found
    }
}

/// What was changed. Rules, roles, actions and named expressions may share a name.
fn owner_of(model: &Model, files: &[File], mutant: &Mutant) -> Option<Owner> {
    let is = |name: &Name| name.text == mutant.owner;
    let citing = match files.get(mutant.file)?.declarations.get(mutant.declaration)?.kind {
        DeclarationKind::Rule(_) => Citing::Rule(model.rules.position(|rule| is(&rule.id))?),
        DeclarationKind::Role(_) => Citing::Role(model.roles.position(|role| is(&role.name))?),
        DeclarationKind::Action(_) => Citing::Action(model.actions.position(|action| is(&action.name))?),
        DeclarationKind::State(_) => return Some(Owner::Schema),
        DeclarationKind::Let(_) => return Some(Owner::Let(model.lets.position(|own| is(&own.name))?)),
        _ => return None,
    };
    Some(Owner::Citing(citing))
}
