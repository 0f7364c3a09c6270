//! Recording what was reviewed: one passage, or what moved, or what was never reviewed before.

use crate::base::{Code, Diagnostic, msg};
use crate::documents::citations::Citing;
use crate::documents::coverage::Coverage;
use crate::documents::drift::{CitationStatus, Drift};
use crate::documents::lock::{Covered, Lock, LockedDocument, LockedPassage};
use crate::documents::lock_index::{labels, quote_fingerprint};
use crate::documents::passage::{Annotated, Passage};
use crate::documents::sections::{SectionReview, section_of};
use crate::documents::steps_on_passages::steps_on;
use crate::documents::verify::{Verified, undecided, verify};
use crate::model::Model;
use crate::prose::fingerprint::Fingerprint;
use crate::values::ids::DocumentId;
use chrono::NaiveDate;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

#[derive(Clone, Debug)]
pub struct Acceptance {
    /// When it is accepted; conflicts are looked at on this day, too.
    pub day: NaiveDate,
    pub by: String,
    /// The reason, which every accepted passage keeps.
    pub because: String,
}

#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// Citations, by their numbers among the drifts; their quotes stand in the documents word for word.
    pub drifts: HashSet<usize>,
    /// Sentences that nothing covers, by document and sentence: it is known that nothing does.
    pub gaps: HashSet<(DocumentId, usize)>,
    /// Headings that became others. Of the passages below them it stays recorded who reviewed them, and why.
    pub headings: HashSet<(DocumentId, usize)>,
    /// Conflicts that were decided again, by their numbers in the model. That a rule is right settles none of them.
    pub decided: BTreeSet<usize>,
    /// Whether all that nothing covers is known from now on, because nothing was reviewed before.
    pub beginning: bool,
    /// Whether the lock is brought over from a program that read documents as other texts: then a passage that its quote
    /// says whole is what it was, and the sentences of a document that is what it was are taken as they are read now.
    pub migrates: bool,
    /// Whether the sentences that state nothing are recorded as they are now.
    pub unread: bool,
}

impl Selection {
    /// Whether no passage, sentence or conflict is chosen.
    pub fn is_empty(&self) -> bool {
        self.drifts.is_empty() && self.gaps.is_empty() && self.decided.is_empty()
    }
}

/// The reason of what was accepted because it only moved, as the lock has it.
pub const ONLY_MOVED: &str = "only moved";

/// The lock after that. What was not accepted stands in it as it stood.
pub fn accepted(
    model: &Model,
    verified: &Verified<'_>,
    lock: &Lock,
    chosen: &Selection,
    how: &Acceptance,
) -> Lock {
    let lock = recorded(model, verified, lock, chosen, how);
    // What covers a sentence is seen once its passages are accepted.
    let after = verify(model, verified.annotated.documents, &lock, how.day);
    recorded(model, &after, &lock, &Selection::default(), how)
}

fn recorded(
    model: &Model,
    verified: &Verified<'_>,
    lock: &Lock,
    chosen: &Selection,
    how: &Acceptance,
) -> Lock {
    let RecordedPassages { mut passages, settled, sections, stating_nothing, replaced } =
        recorded_passages(model, verified, lock, chosen, how);
    let drifts = verified.drifts.iter().zip(&settled);
    let open = drifts.filter(|(_, settled)| !**settled).map(|(drift, _)| drift.document());
    let open: HashSet<DocumentId> = open.collect();
    // The documents that are what they were when a lock is brought over.
    let mut same: HashSet<DocumentId> = HashSet::new();
    let mut documents = BTreeMap::new();
    for (id, document) in model.documents.enumerated() {
        let name = document.name.text.to_string();
        let old = lock.documents.get(&name);
        let Some(text) = verified.annotated.documents.text(id) else {
            documents.extend(old.cloned().map(|old| (name, old)));
            continue;
        };
        let was = old.and_then(|old| old.text);
        let is_same = chosen.migrates && was == Some(Fingerprint::of(&text.normal));
        same.extend(Some(id).filter(|_| is_same));
        let (sentences, all) = recorded_sentences(verified, lock, (id, old), chosen, &settled, is_same);
        let whole = all && !open.contains(&id);
        let chosen_here = chosen.gaps.iter().chain(&chosen.headings).filter(|(document, _)| *document == id);
        let uncited = chosen_here.filter_map(|(_, own)| verified.annotated.passage(id, *own..*own + 1));
        passages
            .extend(uncited.map(|now| locked(model, &verified.annotated, &now, Vec::new(), now.text, how)));
        let text = if whole { Some(Fingerprint::of(&text.normal)) } else { old.and_then(|old| old.text) };
        let mut unread = unread(verified, id, old, chosen.unread || is_same, &stating_nothing);
        unread.retain(|own| {
            !replaced.contains(own) || verified.annotated.annotations(id).iter().any(|one| one.text == *own)
        });
        let locked =
            LockedDocument { path: document.path.to_string(), text, sentences, unread: Some(unread) };
        documents.insert(name, locked);
    }
    let aside = record_sections(verified, lock, chosen, &same, &mut documents, (&sections, &mut passages));
    let recorded: HashSet<Fingerprint> = passages.iter().map(|own| own.text).collect();
    let gaps = lock.passages.iter().filter(|old| {
        let is_known = documents.get(&old.document).is_some_and(|own| {
            let unread = own.unread.as_ref().is_some_and(|unread| unread.contains(&old.text));
            let covered = own.sentences.get(&old.text);
            let in_section = || aside.contains(&(old.document.clone(), old.text));
            unread || covered == Some(&Covered::Not) || covered == Some(&Covered::Aside) && in_section()
        });
        old.cited_by.is_empty() && is_known && !recorded.contains(&old.text)
    });
    passages.extend(gaps.cloned());
    forget_replaced(&mut passages);
    Lock { documents, passages, originals: lock.originals.clone(), is_old: false }
}

/// The passages that are cited, as they are recorded.
#[derive(Default)]
struct RecordedPassages {
    passages: Vec<LockedPassage>,
    /// By drift: whether nothing of it is open then.
    settled: Vec<bool>,
    /// The citations of sections, by their numbers among the drifts, with the numbers of their passages.
    sections: Vec<(usize, usize)>,
    /// What is accepted and may state nothing: the headings over passages, single sentences.
    stating_nothing: HashSet<(DocumentId, usize)>,
    /// What stood there before, headings among them.
    replaced: HashSet<Fingerprint>,
}

fn recorded_passages(
    model: &Model,
    verified: &Verified<'_>,
    lock: &Lock,
    chosen: &Selection,
    how: &Acceptance,
) -> RecordedPassages {
    let mut after = RecordedPassages { stating_nothing: chosen.gaps.clone(), ..RecordedPassages::default() };
    for (at, drift) in verified.drifts.iter().enumerate() {
        let old = drift.reviewed.and_then(|at| lock.passages.get(at));
        let place = after.passages.len();
        let mut settled = false;
        let now = drift.now.as_ref().filter(|_| drift.exact && chosen.drifts.contains(&at));
        if let Some(now) = now.filter(|_| may_be_accepted(drift.status)) {
            settled = true;
            let over = verified.annotated.headings_over(now);
            after.stating_nothing.extend(over.map(|heading| (now.document, heading)));
            after.stating_nothing.extend(drift.is_section().then_some((now.document, now.sentences.start)));
            after
                .replaced
                .extend(old.filter(|_| drift.is_under_renamed).iter().flat_map(|old| old.headings()));
            after.replaced.extend(old.map(|old| old.text));
            let heading = verified.renamed_heading(drift, lock);
            let old = old.filter(|_| heading.is_some_and(|heading| chosen.headings.contains(&heading)));
            let before = old.map(LockedPassage::acceptance);
            let how = before.as_ref().unwrap_or(how);
            let undecided = still_undecided(model, lock, drift, &chosen.decided);
            let entry = entry(model, &verified.annotated, drift, now, how);
            let own = drift.reviewed.and_then(|at| lock.passages.get(at));
            let replaced = own.into_iter().flat_map(|own| own.replaced.iter().chain([&own.text]));
            let replaced = replaced.copied().collect();
            after.passages.push(LockedPassage { undecided, replaced, ..entry });
        } else if let Some(old) = old {
            settled = drift.is_settled() || chosen.migrates && drift.says_its_quote(old);
            let mut old = old.clone();
            if !chosen.decided.is_empty() {
                old.undecided = still_undecided(model, lock, drift, &chosen.decided);
            }
            if settled {
                old.cited_by = labels(model, &drift.cited.citing());
                old.quote = quote_fingerprint(drift.cited.citation);
                old.steps = steps_on(model, &drift.cited);
                // What it says is read by the program of today.
                if let Some(now) = &drift.now {
                    (old.text, old.context, old.under) = (now.text, now.context, now.under.clone());
                    old.say(&verified.annotated, now);
                }
            }
            after.passages.push(old);
        }
        if drift.is_section() && after.passages.len() > place {
            after.sections.push((at, place));
        }
        after.settled.push(settled);
    }
    after
}

/// The normative sentences of a document as they are recorded, and whether all of them are known then; `own` is the document
/// and what was recorded of it.
fn recorded_sentences(
    verified: &Verified<'_>,
    lock: &Lock,
    own: (DocumentId, Option<&LockedDocument>),
    chosen: &Selection,
    settled: &[bool],
    is_same: bool,
) -> (BTreeMap<Fingerprint, Covered>, bool) {
    let (id, old) = own;
    let mut sentences = BTreeMap::new();
    let mut all = true;
    for sentence in verified.normative_of(id) {
        let reviewed = sentence.drifts.iter().any(|at| settled.get(*at) == Some(&true));
        let is_chosen = chosen.gaps.contains(&(id, sentence.sentence));
        // What was known to be covered in part stays known when its new words are accepted.
        let was_known = sentence.drifts.iter().filter(|at| chosen.drifts.contains(*at)).any(|at| {
            let was = verified.drifts.get(*at).and_then(|drift| lock.passages.get(drift.reviewed?));
            let was = was.and_then(|was| old?.sentences.get(&was.text));
            was == Some(&Covered::Not)
        });
        let gap = is_chosen || was_known || chosen.beginning || is_same;
        let covered = match sentence.coverage {
            Coverage::Covered if reviewed => Some(Covered::Cited),
            Coverage::Aside if reviewed => Some(Covered::Aside),
            Coverage::Uncovered if sentence.section.is_some() && (is_chosen || is_same) => {
                Some(Covered::Aside)
            }
            Coverage::Partial | Coverage::Uncovered | Coverage::Stale if gap => Some(Covered::Not),
            _ => sentence.was,
        };
        all &= covered.is_some();
        let annotation = verified.annotated.annotations(id).get(sentence.sentence);
        if let Some((annotation, covered)) = annotation.zip(covered) {
            let known = sentences.entry(annotation.text).or_insert(covered);
            // What is set aside in one place, and known to have no rule in another, is known to have none.
            if (*known, covered) != (Covered::Not, Covered::Aside) {
                *known = covered;
            }
        }
    }
    (sentences, all)
}

/// Record the sentences of the sections that are set aside; all of them, by document. `same` are the documents that are what
/// they were when a lock is brought over.
fn record_sections(
    verified: &Verified<'_>,
    lock: &Lock,
    chosen: &Selection,
    same: &HashSet<DocumentId>,
    documents: &mut BTreeMap<String, LockedDocument>,
    sections: (&[(usize, usize)], &mut [LockedPassage]),
) -> HashSet<(String, Fingerprint)> {
    let mut aside: HashSet<(String, Fingerprint)> = HashSet::new();
    let mut said: HashMap<DocumentId, HashSet<Fingerprint>> = HashMap::new();
    let (sections, passages) = sections;
    for (at, place) in sections {
        let (Some(drift), Some(passage)) = (verified.drifts.get(*at), passages.get_mut(*place)) else {
            continue;
        };
        let (old, own) = (lock.documents.get(&passage.document), documents.get_mut(&passage.document));
        let said = said.entry(drift.document()).or_insert_with(|| verified.annotated.texts(drift.document()));
        let review = SectionReview {
            is_accepted: chosen.drifts.contains(at),
            is_same: same.contains(&drift.document()),
            gaps: &chosen.gaps,
            unread: own.as_ref().and_then(|own| own.unread.as_ref()),
            norms: old.map(|old| &old.sentences),
            said,
            forgets: chosen.unread,
        };
        if let Some(section) = review.sentences(&verified.annotated, drift, lock) {
            passage.section = Some(section);
        }
        // Of what is gone unnoticed it stays known that it was normative.
        let gone = passage.section.iter().flatten().filter(|text| !said.contains(text));
        let norms = gone.filter_map(|text| Some((*text, *old?.sentences.get(text)?)));
        if let Some(own) = own {
            own.sentences.extend(norms);
        }
        aside.extend(passage.section.iter().flatten().map(|text| (passage.document.clone(), *text)));
    }
    aside
}

/// Forget the texts in whose place passages stand where no other passage has them any more.
fn forget_replaced(passages: &mut [LockedPassage]) {
    let left: HashSet<(String, Fingerprint)> =
        passages.iter().map(|own| (own.document.clone(), own.text)).collect();
    for own in passages {
        let (document, text) = (&own.document, own.text);
        own.replaced.retain(|old| *old != text && left.contains(&(document.clone(), *old)));
        own.replaced.dedup();
    }
}

/// The sentences of a document that state nothing, as they are recorded: as they are now, where nothing is known of
/// them or the whole is accepted; else those that were known or are accepted, and those that are gone unnoticed.
fn unread(
    verified: &Verified<'_>,
    document: DocumentId,
    old: Option<&LockedDocument>,
    is_whole: bool,
    accepted: &HashSet<(DocumentId, usize)>,
) -> BTreeSet<Fingerprint> {
    let annotations = verified.annotated.annotations(document);
    let now = annotations.iter().enumerate().filter(|(_, own)| own.norm.is_none());
    match old.and_then(|old| Some((old, old.unread.as_ref()?))) {
        None => now.map(|(_, own)| own.text).collect(),
        Some((old, unread)) => {
            let known = now
                .filter(|(at, own)| is_whole || old.knows(own.text) || accepted.contains(&(document, *at)))
                .map(|(_, own)| own.text);
            let said: HashSet<Fingerprint> = annotations.iter().map(|own| own.text).collect();
            let gone = unread.iter().copied().filter(|own| !said.contains(own) && !is_whole);
            known.chain(gone).collect()
        }
    }
}

/// The names of the conflicts that stay open because of a passage where some are decided.
fn still_undecided(model: &Model, lock: &Lock, drift: &Drift<'_>, decided: &BTreeSet<usize>) -> Vec<String> {
    let open = undecided(model, lock, drift).filter(|conflict| !decided.contains(conflict));
    let names = open.filter_map(|conflict| model.conflicts.get(conflict));
    let names: BTreeSet<String> = names.map(|conflict| conflict.id.text.to_string()).collect();
    names.into_iter().collect()
}

/// Whether a person can say that this is right as it is.
pub fn may_be_accepted(status: CitationStatus) -> bool {
    matches!(
        status,
        CitationStatus::Moved
            | CitationStatus::Reworded
            | CitationStatus::FactsChanged
            | CitationStatus::StepChanged
            | CitationStatus::New
    )
}

/// Why passages, known by their texts, cannot be accepted by whatever words they are quoted: what cites them says the
/// opposite.
pub fn opposed_texts(
    model: &Model,
    verified: &Verified<'_>,
    chosen: &Selection,
) -> Vec<(Fingerprint, Diagnostic)> {
    let chosen = chosen.drifts.iter().filter_map(|at| Some((*at, verified.drifts.get(*at)?.now.as_ref()?)));
    let opposed = chosen.flat_map(|(at, now)| {
        verified.oppositions_on(at).map(move |one| (now.text, one.refusal(model, verified)))
    });
    opposed.collect()
}

/// Why what was chosen cannot be accepted.
pub fn refusals(model: &Model, verified: &Verified<'_>, chosen: &Selection) -> Vec<Diagnostic> {
    let mut refused = Vec::new();
    let mut missing = HashSet::new();
    for at in chosen.drifts.iter().copied().collect::<BTreeSet<usize>>() {
        let Some(drift) = verified.drifts.get(at) else { continue };
        let document = drift.document();
        if verified.annotated.documents.text(document).is_none() && drift.now.is_none() {
            if missing.insert(document) {
                let message = msg!(documents.refused_missing, document = model.document_name(document));
                let refusal = Diagnostic::error(Code::E0512, message)
                    .label(drift.cited.citation.span, msg!(documents.quoted_here));
                refused.push(refusal.help(msg!(documents.correct_path)));
            }
            continue;
        }
        if !may_be_accepted(drift.status) {
            let message = match drift.status {
                CitationStatus::Ambiguous => msg!(documents.refused_ambiguous),
                _ => msg!(documents.refused_lost),
            };
            refused.push(
                Diagnostic::error(Code::E0512, message)
                    .label(drift.cited.citation.span, msg!(documents.quoted_here))
                    .help(msg!(documents.requote)),
            );
        }
        for one in verified.disagreements_on(at) {
            let (citing, stated) = (one.citing.message(model), one.states());
            let message = match one.says() {
                Some(says) => msg!(documents.refused_number, citing = citing, stated = stated, says = says),
                None => msg!(documents.refused_no_number, citing = citing, stated = stated),
            };
            let mut diagnostic =
                Diagnostic::error(Code::E0512, message).label(one.stated.span, msg!(documents.the_rule));
            if let Some(span) = drift.now.as_ref().and_then(|now| verified.annotated.span(now)) {
                diagnostic = diagnostic.label(span, msg!(documents.the_document));
            }
            refused.push(diagnostic.help(msg!(documents.correct_then_accept)));
        }
        refused.extend(verified.oppositions_on(at).map(|one| one.refusal(model, verified)));
    }
    refused
}

pub(super) fn entry(
    model: &Model,
    annotated: &Annotated<'_>,
    drift: &Drift<'_>,
    now: &Passage,
    how: &Acceptance,
) -> LockedPassage {
    let cited_by = labels(model, &drift.cited.citing());
    let quote = quote_fingerprint(drift.cited.citation);
    let steps = steps_on(model, &drift.cited);
    let section = section_of(annotated, drift).map(|(document, section)| {
        let own = annotated.annotations(document).get(section).unwrap_or_default();
        own.iter().map(|own| own.text).collect()
    });
    LockedPassage { steps, section, ..locked(model, annotated, now, cited_by, quote, how) }
}

fn locked(
    model: &Model,
    annotated: &Annotated<'_>,
    now: &Passage,
    cited_by: Vec<String>,
    quote: Fingerprint,
    how: &Acceptance,
) -> LockedPassage {
    let mut locked = LockedPassage {
        document: model.document_name(now.document).to_owned(),
        cited_by,
        under: now.under.clone(),
        quote,
        text: now.text,
        context: now.context,
        numbers: Vec::new(),
        lead_numbers: Vec::new(),
        modality: Vec::new(),
        negations: 0,
        roles: Vec::new(),
        cells: Vec::new(),
        words: None,
        undecided: Vec::new(),
        replaced: Vec::new(),
        steps: Vec::new(),
        section: None,
        accepted: how.day,
        by: how.by.clone(),
        because: how.because.clone(),
    };
    locked.say(annotated, now);
    locked
}

impl LockedPassage {
    fn acceptance(&self) -> Acceptance {
        Acceptance { day: self.accepted, by: self.by.clone(), because: self.because.clone() }
    }

    /// Record what a passage says.
    fn say(&mut self, annotated: &Annotated<'_>, now: &Passage) {
        self.numbers = now.facts.numbers.iter().map(ToString::to_string).collect();
        self.lead_numbers = now.lead_numbers.iter().map(ToString::to_string).collect();
        self.modality = now.facts.modality.iter().map(|modality| modality.words().to_owned()).collect();
        self.negations = now.facts.negations;
        self.roles = now.facts.roles.iter().map(ToString::to_string).collect();
        self.cells = now.facts.cells.iter().map(ToString::to_string).collect();
        self.words = Some(annotated.content_words(now));
    }
}

/// The statements whose passages a person may ask to accept by a name: rules, roles, actions and conflicts.
pub fn named(model: &Model, name: &str) -> Vec<Citing> {
    let all = model.rules.ids().map(Citing::Rule);
    let all = all.chain((0..model.conflicts.len()).map(Citing::Conflict));
    let all = all.chain(model.roles.ids().map(Citing::Role)).chain(model.actions.ids().map(Citing::Action));
    all.filter(|citing| citing.name(model) == name || citing.label(model) == name).collect()
}
