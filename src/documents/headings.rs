//! How the headings over a passage became others.

use crate::documents::lock::{Lock, LockedPassage};
use crate::documents::passage::{Annotated, Passage};
use crate::prose::WITHIN;
use crate::prose::facts::{Change, Fact, FactKind, Facts, content_words, word_changes};

/// How the headings over a passage became others.
pub(super) fn heading_changes(annotated: &Annotated<'_>, was: &str, now: &str) -> Vec<Change> {
    if was == now {
        return Vec::new();
    }
    let facts = |under: &str| Facts::of(under, &[], &annotated.roles);
    let mut changes = facts(was).changes(&facts(now));
    changes.extend(word_changes(&content_words(was), &content_words(now), &changes));
    changes
}

/// Whether the first heading over a passage that is another now was there at the review already: then the passage moved
/// under it.
pub(super) fn is_heading_known(
    annotated: &Annotated<'_>,
    lock: &Lock,
    was: &LockedPassage,
    now: &Passage,
) -> bool {
    let Some(locked) = lock.documents.get(&was.document) else { return false };
    let same =
        was.under.split(WITHIN).zip(now.under.split(WITHIN)).take_while(|(was, now)| was == now).count();
    let heading = annotated.headings_over(now).nth(same);
    let heading = heading.and_then(|at| annotated.annotations(now.document).get(at));
    heading.is_some_and(|own| locked.knows(own.text))
}

/// Whether two headings that both stand in a document say what sets what is under them apart: "Free plan" and "Paid
/// plan". What moves from the one to the other says another thing then.
pub(super) fn contrast(was: &str, now: &str, changes: &[Change]) -> bool {
    let Some((was, now)) = was.split(WITHIN).zip(now.split(WITHIN)).find(|(was, now)| was != now) else {
        return false;
    };
    let (was, now) = (content_words(was), content_words(now));
    let is_one = |fact: &Option<Fact>| matches!(fact, Some(Fact::Words(words)) if words.len() == 1);
    let is_exchanged = |change: &Change| is_one(&change.was) && is_one(&change.is);
    let has_role = |fact: fn(&Change) -> &Option<Fact>| {
        changes.iter().any(|change| change.kind == FactKind::Role && fact(change).is_some())
    };
    let differ =
        changes.iter().any(is_exchanged) || has_role(|change| &change.was) && has_role(|change| &change.is);
    differ && was.iter().any(|word| now.contains(word))
}
