//! Which small changes of the rules scenarios notice. Each change is made and compiled, and the scenarios are run; one
//! that no scenario notices could be a mistake that no scenario would notice either.

use crate::base::{Diagnostic, Span};
use crate::documents::citations::{Citing, at_work};
use crate::kb::Op;
use crate::model::{Citation, Model, Parsed, check};
use crate::program::Program;
use crate::syntax::tree::{Action, DeclarationKind, Field, File, Member, Name};
use crate::testing::boundaries::Part;
use crate::testing::coverage::Count;
use crate::testing::equivalence;
use crate::testing::excerpt::Pack;
use crate::testing::mutants::Mutant;
pub use crate::testing::noticed::Work;
use crate::testing::noticed::{Noticed, Scenarios};
use crate::testing::run::{Env, Prepared};
use crate::values::ids::{CollectionId, FieldId, LetId, RuleId, ScalarId};
use std::collections::HashMap;
use std::sync::Arc;
use std::sync::atomic::Ordering;

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

/// Rules with scenarios that all pass, ready for changes to be tried.
pub struct Trial<'a> {
    env: Env<'a>,
    files: &'a [File],
    pack: Pack<'a>,
    scenarios: Scenarios<'a>,
    apart: &'a Distinguish<'a>,
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
        let scenarios = Scenarios::new(env, pack.frame.clone(), scenarios)?;
        Ok(Self { env, files, pack, scenarios, apart })
    }

    /// What trying changes has taken so far.
    pub fn work(&self) -> &Work {
        &self.scenarios.work
    }

    pub fn outcome(&self, mutant: &Mutant) -> MutantOutcome {
        match self.pack.rule(self.files, mutant) {
            Some(rule) => self.of_rule(mutant, rule),
            None => self.of_others(mutant),
        }
    }

    /// What comes of a change of one rule: only that is lowered, and only what hangs on it is judged.
    fn of_rule(&self, mutant: &Mutant, rule: RuleId) -> MutantOutcome {
        let changed = mutant.changed(self.files);
        let written = match changed.as_ref().map(|changed| &changed.kind) {
            Some(DeclarationKind::Rule(written)) => Some((**written).clone()),
            _ => None,
        };
        let Some(decided) = self.pack.decided(rule) else { return self.of_all(mutant) };
        match self.scenarios.of_rule(rule, decided, written) {
            Noticed::By(first) => return MutantOutcome::Noticed(first),
            Noticed::Refused => return MutantOutcome::Refused,
            Noticed::Open => return self.of_all(mutant),
            Noticed::ByNone => {}
        }
        let mut scope = self.pack.scope(rule);
        let Some(after) = self.pack.after(&mut scope, rule, changed.as_ref()) else {
            return MutantOutcome::Refused;
        };
        let Some(before) = self.pack.before(&scope) else { return MutantOutcome::Survived(None) };
        self.work().rules.fetch_add(2 * scope.len(), Ordering::Relaxed);
        let part = Part::Rules(scope.actions);
        self.unnoticed(&Env { program: &before, ..self.env }, &after, &part)
    }

    /// What comes of a change of what is no rule.
    fn of_others(&self, mutant: &Mutant) -> MutantOutcome {
        match mutant.changed(self.files).map(|changed| changed.kind) {
            Some(DeclarationKind::Action(written)) => self.of_action(mutant, &written),
            Some(DeclarationKind::State(members)) => self.of_state(mutant, &members),
            _ => self.of_all(mutant),
        }
    }

    /// What comes of a change of the schema: mostly of what a field is when it is left out.
    fn of_state(&self, mutant: &Mutant, members: &[Member]) -> MutantOutcome {
        let Some(field) = field_at(members, mutant.span) else { return self.of_all(mutant) };
        match self.scenarios.of_default(mutant.span, field) {
            Noticed::Refused => MutantOutcome::Refused,
            Noticed::Open => self.of_all(mutant),
            _ if !is_read(self.env.program, mutant.span) => MutantOutcome::Equivalent,
            Noticed::By(first) => MutantOutcome::Noticed(first),
            Noticed::ByNone => MutantOutcome::Survived(None),
        }
    }

    fn of_action(&self, mutant: &Mutant, written: &Action) -> MutantOutcome {
        let Some(own) = self.pack.action(self.files, mutant) else { return self.of_all(mutant) };
        match self.scenarios.of_action(own, written) {
            Noticed::By(first) => MutantOutcome::Noticed(first),
            Noticed::Refused => MutantOutcome::Refused,
            Noticed::Open => self.of_all(mutant),
            Noticed::ByNone => match self.compiled(mutant) {
                Some(program) => self.unnoticed(&self.env, &program, &Part::Action(own)),
                None => MutantOutcome::Refused,
            },
        }
    }

    /// What comes of a change, by all rules with it.
    fn of_all(&self, mutant: &Mutant) -> MutantOutcome {
        let Some(program) = self.compiled(mutant) else { return MutantOutcome::Refused };
        if self.is_of_schema(mutant) {
            return self.of_schema(mutant, &program);
        }
        match self.scenarios.by(&program) {
            Some(first) => MutantOutcome::Noticed(first),
            None => self.unnoticed(&self.env, &program, &Part::All),
        }
    }

    /// All rules with a change; nothing where they do not compile.
    fn compiled(&self, mutant: &Mutant) -> Option<Program> {
        let (model, _) = check(Parsed { files: mutant.apply(self.files), diagnostics: Vec::new() });
        let program = Program::compile(model?).0;
        self.work().rules.fetch_add(program.model.rules.len(), Ordering::Relaxed);
        Some(program)
    }

    fn is_of_schema(&self, mutant: &Mutant) -> bool {
        let file = self.files.get(mutant.file);
        let declaration = file.and_then(|file| file.declarations.get(mutant.declaration));
        declaration.is_some_and(|own| matches!(own.kind, DeclarationKind::State(_)))
    }

    /// What comes of a change of the schema.
    fn of_schema(&self, mutant: &Mutant, after: &Program) -> MutantOutcome {
        if !is_read(self.env.program, mutant.span) {
            return MutantOutcome::Equivalent;
        }
        let noticed = self.scenarios.by_schema(after);
        noticed.map_or(MutantOutcome::Survived(None), MutantOutcome::Noticed)
    }

    fn unnoticed(&self, before: &Env<'_>, after: &Program, part: &Part) -> MutantOutcome {
        let after = &Env { program: after, ..self.env };
        if equivalence::same(&before.program.kb, &after.program.kb) {
            return MutantOutcome::Equivalent;
        }
        match (self.apart)(before, after, part) {
            Distinction::ByCase(case) => MutantOutcome::Survived(Some(case)),
            Distinction::Impossible => MutantOutcome::Equivalent,
            Distinction::Unknown { stopped } => {
                self.work().stopped.fetch_or(stopped, Ordering::Relaxed);
                MutantOutcome::Survived(None)
            }
        }
    }
}

/// The field whose name stands at a place.
fn field_at(members: &[Member], name: Span) -> Option<&Field> {
    members.iter().find_map(|member| match member {
        Member::Field(field) => (field.name.span == name).then_some(field),
        Member::Group { members, .. } => field_at(members, name),
        Member::Collection { fields, .. } => fields.iter().find(|field| field.name.span == name),
    })
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
