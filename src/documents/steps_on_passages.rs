//! The steps of actions that retell a passage, as the lock keeps them: a step that says another thing than it said when its
//! sentence was reviewed has to be read beside it again.

use crate::documents::citations::{CitedPassage, Citing};
use crate::documents::lock::LockedPassage;
use crate::model::{Citation, Model, Step};
use crate::prose::fingerprint::Fingerprint;

/// The fingerprints of the steps that cite a passage, each of its texts in all languages, sorted.
pub(super) fn steps_on(model: &Model, cited: &CitedPassage<'_>) -> Vec<Fingerprint> {
    let steps = cited.by.iter().filter_map(|(citing, citation)| step_of(model, *citing, citation));
    let mut steps: Vec<Fingerprint> = steps.map(fingerprint).collect();
    steps.sort_unstable();
    steps.dedup();
    steps
}

/// Whether the steps on a passage are others than those that were recorded of it: a first one has to be read beside it, too.
pub(super) fn has_other_steps(model: &Model, was: &LockedPassage, cited: &CitedPassage<'_>) -> bool {
    was.steps != steps_on(model, cited)
}

/// The step that a citation of an action is of.
fn step_of<'m>(model: &'m Model, citing: Citing, citation: &Citation) -> Option<&'m Step> {
    let Citing::Action(action) = citing else { return None };
    let action = model.actions.get(action)?;
    let at = action.cites.iter().position(|own| own.span == citation.span)?;
    action.how.iter().find(|step| step.cites.contains(&at))
}

fn fingerprint(step: &Step) -> Fingerprint {
    let texts: Vec<String> =
        step.texts.iter().map(|text| format!("{}\n{}", text.language, text.text)).collect();
    Fingerprint::of(&texts.join("\n"))
}
