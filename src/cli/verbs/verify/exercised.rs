//! Which scenarios see which rules at work.

use crate::base::Diagnostic;
use crate::cli::pack::Pack;
use crate::cli::session::Session;
use crate::cli::verbs::test::gather;
use crate::documents::consequences::ExercisedScenario;
use crate::program::Program;
use crate::testing::{Coverage, Env, run as play};

/// Play the scenarios beside the rules; and what is wrong with them. Where there are none, none are played.
pub(in crate::cli) fn exercised(
    session: &mut Session,
    pack: &Pack,
) -> (Vec<ExercisedScenario>, Vec<Diagnostic>) {
    if gather::folders(&pack.files).iter().all(|folder| !folder.is_dir()) {
        return (Vec::new(), Vec::new());
    }
    let (files, mut wrong) = match gather::files(session, pack, &[], None) {
        Ok(found) => found,
        Err(stopped) => return (Vec::new(), stopped.0),
    };
    let stage =
        Env { program: &pack.program, now: chrono::SubsecRound::trunc_subsecs(chrono::Utc::now(), 0) };
    let empty = Coverage::new(&pack.program);
    let mut played = Vec::new();
    for prepared in files.into_iter().flat_map(|file| file.scenarios) {
        let mut coverage = empty.clone();
        let ran = prepared
            .load_portal(&pack.program)
            .and_then(|portal| play(&stage, &prepared.scenario, &portal, Some(&mut coverage)));
        match ran {
            Ok(ran) => played.push(ExercisedScenario {
                name: prepared.scenario.name.to_string(),
                span: prepared.scenario.span,
                passed: ran.passed(),
                works: coverage.works(&pack.program.model),
            }),
            Err(diagnostics) => wrong.extend(diagnostics),
        }
    }
    (played, wrong)
}

/// The actions that each rule decides, by their numbers.
pub(in crate::cli) fn decided(program: &Program) -> Vec<Vec<usize>> {
    let mut decided = vec![Vec::new(); program.model.rules.len()];
    for (action, plan) in program.kb.actions.iter().enumerate() {
        let filed = plan.permits.iter().chain(&plan.forbids).map(|filed| filed.rule);
        let staked =
            plan.impact.iter().filter_map(|stake| program.kb.invariants.get(stake.invariant as usize));
        for rule in filed.chain(staked.map(|invariant| invariant.rule)) {
            if let Some(own) = decided.get_mut(rule as usize).filter(|own| own.last() != Some(&action)) {
                own.push(action);
            }
        }
    }
    decided
}
