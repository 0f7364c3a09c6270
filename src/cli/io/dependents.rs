//! What depends on the statements of a pack: the actions that rules decide, and the scenarios that see them at work.

use crate::base::Diagnostic;
use crate::base::IndexVec;
use crate::cli::io::scenarios;
use crate::cli::pack::Pack;
use crate::cli::session::Session;
use crate::documents::consequences::{Dependents, ExercisedScenario};
use crate::program::Program;
use crate::testing::{Coverage, run};
use crate::values::ids::{ActionId, RuleId};

/// What depends on the statements; and what is wrong with the scenarios, which nobody else tells.
pub(crate) fn dependents(session: &mut Session, pack: &Pack) -> (Dependents, Vec<Diagnostic>) {
    let (scenarios, wrong) = exercised(session, pack);
    (Dependents { decided: decided(&pack.program), scenarios }, wrong)
}

/// Run the scenarios beside the rules. Where there are none, none are run.
fn exercised(session: &mut Session, pack: &Pack) -> (Vec<ExercisedScenario>, Vec<Diagnostic>) {
    if scenarios::folders(&pack.files).iter().all(|folder| !folder.is_dir()) {
        return (Vec::new(), Vec::new());
    }
    let (files, mut wrong) = match scenarios::files(session, pack, &[], None) {
        Ok(found) => found,
        Err(errors) => return (Vec::new(), errors.0),
    };
    let env = scenarios::env(&pack.program);
    let empty = Coverage::new(&pack.program);
    let mut exercised = Vec::new();
    for prepared in files.into_iter().flat_map(|file| file.scenarios) {
        let mut coverage = empty.clone();
        let result = prepared
            .load_portal(&pack.program)
            .and_then(|portal| run(&env, &prepared.scenario, &portal, Some(&mut coverage)));
        match result {
            Ok(result) => exercised.push(ExercisedScenario {
                name: prepared.scenario.name.to_string(),
                span: prepared.scenario.span,
                passed: result.passed(),
                works: coverage.works(&pack.program.model),
            }),
            Err(diagnostics) => wrong.extend(diagnostics),
        }
    }
    (exercised, wrong)
}

/// The actions that each rule decides.
fn decided(program: &Program) -> IndexVec<RuleId, Vec<ActionId>> {
    let mut decided: IndexVec<RuleId, Vec<ActionId>> =
        program.model.rules.iter().map(|_| Vec::new()).collect();
    for (action, plan) in program.kb.actions.enumerated() {
        let listed = plan.permits.iter().chain(&plan.forbids).map(|entry| entry.rule);
        let affected = plan.impact.iter().filter_map(|one| program.kb.invariants.get(one.invariant));
        for rule in listed.chain(affected.map(|invariant| invariant.rule)) {
            if let Some(own) = decided.get_mut(rule).filter(|own| own.last() != Some(&action)) {
                own.push(action);
            }
        }
    }
    decided
}
