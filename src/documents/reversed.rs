//! Passages that came to say the opposite since they were reviewed.

use crate::documents::drift::Drift;
use crate::documents::lock::{Lock, LockedPassage};
use crate::documents::new_quotes::parts_now;
use crate::documents::passage::{Annotated, Passage};
use crate::documents::passage_directive::PassageDirective;
use crate::prose::facts::{
    Change, Directed, Directive, Fact, FactKind, Facts, Modality, Reversal, is_nobody, reversals,
};
use crate::prose::fingerprint::Fingerprint;

/// How a passage came to say the opposite since the review. Its quote has the words that it had, where they were all quoted
/// and nobody has written it anew; else only facts are known.
pub(super) fn turned(
    annotated: &Annotated<'_>,
    drift: &Drift<'_>,
    now: &Passage,
    lock: &Lock,
    stated: Option<&PassageDirective>,
) -> Vec<Reversal> {
    let Some(entry) = drift.reviewed.and_then(|at| lock.passages.get(at)) else { return Vec::new() };
    if !drift.changes.iter().any(|change| is_of_modality(change.kind)) {
        return Vec::new();
    }
    let (said, says) = (drift.quote.normal(), annotated.normal(now));
    if entry.context == now.context {
        let pairs = if Fingerprint::of(&said) == entry.text {
            vec![(said.as_str(), says)]
        } else {
            // Of a part the words that took its place.
            let places = parts_now(says, &drift.quote, entry, None).filter(|_| !drift.exact);
            let places = places.filter(|places| places.len() == drift.quote.parts().len());
            let pairs = drift.quote.parts().iter().zip(places.unwrap_or_default());
            pairs.filter_map(|(was, place)| Some((was.as_str(), says.get(place)?))).collect()
        };
        let found: Vec<Reversal> =
            pairs.into_iter().flat_map(|(was, is)| reversals(was, is, &annotated.roles)).collect();
        if !found.is_empty() {
            return found;
        }
    }
    let reversed = reversed(annotated, drift, now, entry).filter(|own| own.is_turned(stated));
    let turn = |own: Reversed, by: Option<&Directed>| Reversal { was: own.was, is: own.is, by: by.cloned() };
    match (reversed, stated) {
        (Some(own), Some(stated)) => stated.all.iter().map(|by| turn(own, Some(by))).collect(),
        (own, _) => own.map(|own| turn(own, None)).into_iter().collect(),
    }
}

fn is_of_modality(kind: FactKind) -> bool {
    matches!(kind, FactKind::Modality | FactKind::Negation)
}

/// What a passage said at the review, and says now, by the same words but for those that permit, forbid and require.
#[derive(Clone, Copy)]
struct Reversed {
    was: Directive,
    is: Directive,
    /// How many negations it has more.
    negations: i32,
}

impl Reversed {
    /// Whether its negations are those of its modal phrase: "may, if paid" says the same as "may not, if not paid".
    fn is_turned(self, stated: Option<&PassageDirective>) -> bool {
        let Some(stated) = stated else { return self.negations.abs() <= 1 };
        let phrases = || stated.all.iter().filter(|one| !one.range.is_empty());
        let own: i32 = phrases().map(|one| i32::from(one.negations)).sum();
        match stated.directive {
            Directive::Forbids | Directive::Frees => self.negations == own,
            Directive::Permits | Directive::Requires => {
                let may_be_negated =
                    !stated.is_open || !stated.is_conditional || phrases().all(|one| one.has_a_subject);
                self.negations == 0 || self.negations == -1 && may_be_negated
            }
        }
    }
}

fn reversed(
    annotated: &Annotated<'_>,
    drift: &Drift<'_>,
    now: &Passage,
    entry: &LockedPassage,
) -> Option<Reversed> {
    // Nobody may, and members may.
    let is_of_nobody = |change: &Change| {
        let role = |fact: &Option<Fact>| matches!(fact, Some(Fact::Role(role)) if is_nobody(role));
        role(&change.was) || role(&change.is)
    };
    let turns_nobody = drift.changes.iter().any(is_of_nobody);
    let is_turned =
        |change: &Change| is_of_modality(change.kind) || turns_nobody && change.kind == FactKind::Role;
    if drift.changes.is_empty() || !drift.changes.iter().all(is_turned) {
        return None;
    }
    // What leads it in says the same as then, where it is the same.
    let leads = if entry.context == now.context { said_by_leads(annotated, now) } else { Vec::new() };
    // Members may unless they are suspended: what is excepted may be what was let.
    let says_who = |own: &&Modality| matches!(own, Modality::Only | Modality::Except);
    let was_said = entry.facts().modality;
    if was_said.iter().filter(says_who).count() != now.facts.modality.iter().filter(says_who).count() {
        return None;
    }
    let read = |mut modality: Vec<Modality>| {
        for lead in &leads {
            let same = modality.iter().position(|own| own == lead);
            same.map(|at| modality.remove(at));
        }
        let has = |wanted: &[Modality]| modality.iter().any(|own| wanted.contains(own));
        match (has(&[Modality::May]), has(&[Modality::MayNot, Modality::MustNot]), has(&[Modality::Must])) {
            (true, false, false) => Some(Directive::Permits),
            (false, true, false) => Some(Directive::Forbids),
            (false, false, true) => Some(Directive::Requires),
            _ => None,
        }
    };
    let was = entry.facts();
    let negations = i32::from(now.facts.negations) - i32::from(was.negations);
    // What a lead says, it says once more of each sentence of the passage that it leads in.
    let times = 1 + led_within(annotated, now);
    let negations = if negations % times == 0 { negations / times } else { negations };
    match (read(was.modality)?, read(now.facts.modality.clone())?) {
        // Who must not need no more.
        (was @ Directive::Requires, Directive::Permits) => {
            Some(Reversed { was, is: Directive::Frees, negations })
        }
        (was, is) => (was != is).then_some(Reversed { was, is, negations }),
    }
}

/// How many sentences of a passage others of it lead in.
fn led_within(annotated: &Annotated<'_>, now: &Passage) -> i32 {
    let Some(text) = annotated.documents.text(now.document) else { return 0 };
    let sentences = text.sentences.get(now.sentences.clone()).unwrap_or_default();
    let is_inside = |lead: &std::ops::Range<usize>| {
        let own = text.sentences_in(lead.clone());
        own.start >= now.sentences.start && own.end <= now.sentences.end
    };
    let led = sentences.iter().filter(|own| own.context.iter().any(is_inside)).count();
    i32::try_from(led).unwrap_or(0)
}

/// The modality of what leads the sentences of a passage in, once for each of them.
fn said_by_leads(annotated: &Annotated<'_>, now: &Passage) -> Vec<Modality> {
    let Some(text) = annotated.documents.text(now.document) else { return Vec::new() };
    let sentences = text.sentences.get(now.sentences.clone()).unwrap_or_default();
    let leads = sentences.iter().flat_map(|own| &own.context);
    leads.flat_map(|lead| Facts::of(text.part(lead), &[], &annotated.roles).modality).collect()
}
