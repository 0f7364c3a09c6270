//! Which scenarios see which rules at work.

use crate::base::Diagnostic;
use crate::cli::io::load::Pack;
use crate::cli::session::Session;
use crate::cli::verbs::test::gather;
use crate::documents::consequences::ExercisedScenario;
use crate::kb::KnowledgeBase;
use crate::model::Model;
use crate::testing::{Coverage, Stage, run as play};

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
    let stage = Stage {
        model: &pack.model,
        kb: &pack.kb,
        now: chrono::SubsecRound::trunc_subsecs(chrono::Utc::now(), 0),
    };
    let empty = Coverage::new(&pack.model, &pack.kb);
    let mut played = Vec::new();
    for prepared in files.into_iter().flat_map(|file| file.scenarios) {
        let mut coverage = empty.clone();
        let ran = prepared
            .seat(&pack.model, &pack.kb)
            .and_then(|portal| play(&stage, &prepared.scenario, &portal, Some(&mut coverage)));
        match ran {
            Ok(ran) => played.push(ExercisedScenario {
                name: prepared.scenario.name.to_string(),
                span: prepared.scenario.span,
                passed: ran.passed(),
                works: coverage.works(&pack.model),
            }),
            Err(diagnostics) => wrong.extend(diagnostics),
        }
    }
    (played, wrong)
}

/// The actions that each rule decides, by their numbers.
pub(in crate::cli) fn decided(model: &Model, kb: &KnowledgeBase) -> Vec<Vec<usize>> {
    let mut decided = vec![Vec::new(); model.rules.len()];
    for (action, plan) in kb.actions.iter().enumerate() {
        let filed = plan.permits.iter().chain(&plan.forbids).map(|filed| filed.rule);
        let staked = plan.stakes.iter().filter_map(|stake| kb.invariants.get(stake.invariant as usize));
        for rule in filed.chain(staked.map(|invariant| invariant.rule)) {
            if let Some(own) = decided.get_mut(rule as usize).filter(|own| own.last() != Some(&action)) {
                own.push(action);
            }
        }
    }
    decided
}
