//! A played action, as JSON has it.

use crate::cli::output::consequences::{DeadlineChange, Difference, changed};
use crate::cli::output::judged::Judged;
use serde::Serialize;

/// A judged action of those that are played in their order. Serialized, it is a step of the JSON contract.
#[derive(Serialize)]
pub(crate) struct Played<'p, 'a> {
    #[serde(flatten)]
    judged: &'p Judged<'a>,
    #[serde(serialize_with = "changed")]
    changes: &'p [Difference],
    deadlines: &'p [DeadlineChange<'a>],
}

impl<'p, 'a> Played<'p, 'a> {
    pub(crate) fn new(judged: &'p Judged<'a>) -> Self {
        let (changes, deadlines) =
            judged.effects.as_ref().map(|own| (&*own.changes, &*own.deadlines)).unwrap_or_default();
        Self { judged, changes, deadlines }
    }
}
