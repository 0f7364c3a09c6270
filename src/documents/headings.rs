//! The headings over a passage: whether they became others, or it moved.

use crate::documents::lock::{Lock, LockedPassage};
use crate::documents::passage::{Annotated, Passage};
use crate::prose::facts::{Bound, Change, Fact, Facts, content_words, names_role, sets_apart, word_changes};
use crate::prose::{Text, WITHIN};
use std::sync::Arc;

/// How the headings over a passage became others.
pub(super) fn heading_changes(annotated: &Annotated<'_>, was: &str, now: &str) -> Vec<Change> {
    if was == now {
        return Vec::new();
    }
    let facts = |under: &str| Facts::of(under, &[], &annotated.roles);
    let mut changes = facts(was).changes(&facts(now));
    changes.extend(word_changes(&content_words(was), &content_words(now), &changes));
    // A guide of version 2.1 says no number of what is in it.
    let is_bare = |fact: &Option<Fact>| match fact {
        Some(Fact::Number(own)) => own.bound == Bound::None && own.unit.is_none(),
        _ => false,
    };
    if still_over(was, now) {
        changes.retain(|change| change.was.is_some() || !is_bare(&change.is));
    }
    changes
}

/// Whether a passage stands under all headings that it stood under, and perhaps under others.
fn still_over(was: &str, now: &str) -> bool {
    let mut over = now.split(WITHIN);
    was.is_empty() || was.split(WITHIN).all(|title| over.any(|own| own == title))
}

/// Whether no heading over a passage became another: those that it stood under still stand, and others only came over
/// them or between, or the passage left the first of them that it does not stand under any more.
pub(super) fn stands_with_others(text: &Text, was: &str, now: &str) -> bool {
    if still_over(was, now) {
        return true;
    }
    let mut now = now.split(WITHIN);
    let mut path: Vec<&str> = Vec::new();
    for title in was.split(WITHIN) {
        path.push(title);
        if now.next() != Some(title) {
            break;
        }
    }
    text.has_headings(&path.join(WITHIN)) && was.split(WITHIN).all(|title| text.has_title(title))
}

/// Whether the first heading over a passage that is another now was there at the review already, and the one that stood in
/// its place still stands: then the passage moved from the one to the other. Where the old one is gone, it may have got the
/// name of something else that was there.
pub(super) fn is_heading_known(
    annotated: &Annotated<'_>,
    lock: &Lock,
    was: &LockedPassage,
    now: &Passage,
) -> bool {
    let Some(locked) = lock.documents.get(&was.document) else { return false };
    let same =
        was.under.split(WITHIN).zip(now.under.split(WITHIN)).take_while(|(was, now)| was == now).count();
    // One that it stood under then, too, is none that it moved under: another over it is gone.
    let title = now.under.split(WITHIN).nth(same);
    if was.under.split(WITHIN).any(|was| Some(was) == title) {
        return false;
    }
    let text = annotated.documents.text(now.document);
    let left = was.under.split(WITHIN).nth(same);
    if left.is_some_and(|left| text.is_none_or(|text| !text.has_title(left))) {
        return false;
    }
    let heading = annotated.headings_over(now).nth(same);
    let heading = heading.and_then(|at| annotated.annotations(now.document).get(at));
    heading.is_some_and(|own| locked.knows(own.text))
}

/// Whether two headings that both stand in a document say what sets what is under them apart: "Free plan" and "Paid
/// plan", "Members" and "Guests", "In force" and "Repealed". What moves from the one to the other says another thing then, but
/// for what names those of whom it speaks itself.
pub(super) fn contrast(annotated: &Annotated<'_>, entry: &LockedPassage, now: &str) -> bool {
    let mut titles = entry.under.split(WITHIN).zip(now.split(WITHIN));
    let Some((was, now)) = titles.find(|(was, now)| was != now) else {
        return false;
    };
    let changes = heading_changes(annotated, was, now);
    let is_one = |fact: &Option<Fact>| matches!(fact, Some(Fact::Words(words)) if words.len() == 1);
    let is_exchanged = |change: &Change| is_one(&change.was) && is_one(&change.is);
    let roles = |fact: fn(&Change) -> &Option<Fact>| {
        let roles = changes.iter().filter_map(move |change| match fact(change) {
            Some(Fact::Role(role)) => Some(role),
            _ => None,
        });
        roles.collect::<Vec<_>>()
    };
    let left = roles(|change| &change.was);
    let is_own = |role: &&Arc<str>| entry.roles.iter().any(|own| names_role(own, role));
    let is_of_others = !left.is_empty() && !left.iter().any(is_own) && !roles(|change| &change.is).is_empty();
    if is_of_others || sets_apart(was, now) {
        return true;
    }
    let (was, now) = (content_words(was), content_words(now));
    changes.iter().any(is_exchanged) && was.iter().any(|word| now.contains(word))
}
