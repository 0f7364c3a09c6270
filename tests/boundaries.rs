//! The cases at the edges of rules: which there are, that they come out as they say, and what they notice.

use crate::compare::{choices, compile, run, wanted};
use std::cell::RefCell;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use ustav::input::yaml::{self, Limits};
use ustav::kb::{self, KnowledgeBase};
use ustav::model::{Model, Parsed, check};
use ustav::mutants::mutants;
use ustav::scenarios::boundaries::{Outcome, alike, boundaries, cases, document};
use ustav::scenarios::read::read as read_scenarios;
use ustav::scenarios::{Prepared, Stage, StateRef, passes};
use ustav::syntax::parse;
use ustav::syntax::tree::File;
use ustav::words::{Source, SourceId, Sources};

fn compiled(files: Vec<File>) -> Option<(Model, KnowledgeBase)> {
    let (model, _) = check(Parsed { files, diagnostics: Vec::new() });
    let model = model?;
    let (kb, _) = kb::lower(&model);
    Some((model, kb))
}

fn read(texts: impl IntoIterator<Item = String>) -> (Vec<File>, Sources) {
    let mut sources = Sources::default();
    let files = texts.into_iter().map(|text| {
        let (file, errors) = parse(sources.next_id(), &text);
        assert!(errors.is_empty(), "{errors:#?}");
        sources.add(Source::new("test.rules", text));
        file
    });
    (files.collect(), sources)
}

fn shipped() -> (Vec<File>, Sources) {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/bitrix24");
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut paths: Vec<PathBuf> =
        entries.filter(|path| path.extension().is_some_and(|ending| ending == "rules")).collect();
    paths.sort();
    read(paths.into_iter().map(|path| fs::read_to_string(path).unwrap()))
}

/// The mutants of some rules that no case at the edges of the rules tells apart from them.
fn not_told_apart(files: &[File], sources: &Sources) -> Vec<String> {
    let (model, kb) = compiled(files.to_vec()).unwrap();
    let cases = cases(&model, &kb);
    let known: Vec<Outcome> = cases.iter().map(|case| case.outcome(&model, &kb)).collect();
    let mut left = Vec::new();
    for mutant in mutants(files, sources) {
        let Some((other, kb)) = compiled(mutant.apply(files)) else { continue };
        assert!(alike(&model, &other));
        if cases.iter().zip(&known).all(|(case, known)| case.outcome(&other, &kb) == *known) {
            left.push(format!("{}: {}", mutant.owner, mutant.what));
        }
    }
    left
}

#[test]
fn the_cases_of_the_pack_notice_its_mutants() {
    let (files, sources) = shipped();
    // An invited user and an active one alone may log in, and both are active then.
    assert_eq!(not_told_apart(&files, &sources), ["log_in: `when actor.status is invited` is dropped"]);
}

#[test]
fn the_cases_of_the_pack_are_always_the_same() {
    let (files, _) = shipped();
    let (model, kb) = compiled(files).unwrap();
    let once = boundaries(&model, &kb, &mut || {});
    let again = boundaries(&model, &kb, &mut || {});
    assert_eq!(format!("{once:?}"), format!("{again:?}"));
}

/// The cases of generated rules can be written, are read again, and come out as they say.
#[test]
fn the_cases_of_generated_rules_pass() {
    let seen = RefCell::new((0, 0, 0));
    run(wanted(20), choices(), |(choices, _)| {
        let rules = choices.text();
        let Ok((model, kb)) = compile(&[&rules]) else { return Ok(()) };
        let found = boundaries(&model, &kb, &mut || {});
        let text = document(&model, &kb, &found).to_string();
        let wrong = |what: &str| Err(format!("{what}\n--- rules\n{rules}\n--- cases\n{text}"));
        let (nodes, diagnostics) = yaml::parse(SourceId(0), &text, &Limits::default());
        if !diagnostics.is_empty() {
            return wrong(&format!("{diagnostics:#?}"));
        }
        let file = match read_scenarios(&model, &nodes[0]) {
            Ok(file) => file,
            Err(diagnostics) => return wrong(&format!("{diagnostics:#?}")),
        };
        let Some(StateRef::InPlace(state)) = &file.state else { return wrong("no state") };
        let stage = Stage { model: &model, kb: &kb, now: chrono::DateTime::UNIX_EPOCH };
        for scenario in &file.scenarios {
            let prepared = Prepared { scenario: Arc::new(scenario.clone()), state: state.clone() };
            if !passes(&stage, &prepared) {
                return wrong(&format!("`{}` does not pass", scenario.name));
            }
        }
        let mut seen = seen.borrow_mut();
        *seen = (seen.0 + found.cases.len(), seen.1 + model.actions.len(), seen.2 + found.unreached.len());
        Ok(())
    });
    let (cases, actions, unreached) = seen.into_inner();
    assert!(cases > 10 * actions / 2 && unreached * 3 < actions * 2, "{cases} {actions} {unreached}");
}
