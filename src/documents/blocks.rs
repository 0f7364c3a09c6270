//! A cause as people are told it: what changed, what says otherwise now, what hangs on it, and what to do, in order.

use crate::base::{Code, Message, Span, msg};
use crate::documents::causes::Cause;
use crate::documents::citations::Citing;
use crate::documents::consequences::Consequences;
use crate::documents::drift::{CitationStatus, Drift};
use crate::documents::problems::{Acceptable, Findings, Problem, date, reviewed_by};
use crate::prose::diff::DiffPart;
use crate::prose::facts::{Amount, Change, Fact, Number, names_unit};
use crate::values::ids::DocumentId;
use std::cell::LazyCell;
use std::collections::{BTreeSet, HashMap, HashSet};

#[derive(Debug)]
pub struct Block {
    pub code: Code,
    pub place: Option<Span>,
    /// What happened, in words.
    pub what: Message,
    /// How the words there differ from what was reviewed, or from the quote.
    pub difference: Option<Vec<DiffPart>>,
    /// What does not agree with it, and other places that it is about.
    pub related: Vec<RelatedPlace>,
    /// The other sentences that still say a number which is another now, and how many more there are.
    pub still: (Vec<Span>, usize),
    /// What cites the passages, each with a place, as far as it is not among `related`.
    pub cited_by: Vec<(Citing, Span)>,
    pub hangs_on: Consequences,
    /// When it was reviewed, by whom and why.
    pub reviewed: Option<Message>,
    /// What else is known of it, one line each.
    pub notes: Vec<Message>,
    /// What to do, in order.
    pub steps: Vec<Message>,
    /// What a person may accept of it as it is; nothing, where a rule has to be corrected first.
    pub acceptable: Vec<Acceptable>,
}

/// A place with what is told of it.
#[derive(Clone, Debug)]
pub struct RelatedPlace {
    pub span: Span,
    pub text: Message,
    /// The code of what is wrong there.
    pub code: Option<Code>,
}

/// More sentences that still say the old number are counted, not shown.
const MOST_NEIGHBOURS: usize = 3;

/// Sentences by the amounts that they name.
type ByAmount = HashMap<Amount, Vec<(DocumentId, usize)>>;

impl Findings<'_> {
    /// A block for each cause; `place` is how a place in a text is written: `rules/a.rules:12`.
    pub fn blocks(&self, problems: &[Problem], place: impl Fn(Span) -> String) -> Vec<Block> {
        let by_amount = LazyCell::new(|| self.by_amount());
        let causes = self.causes(problems);
        causes.iter().filter_map(|cause| self.block(problems, cause, &by_amount, &place)).collect()
    }

    fn block(
        &self,
        problems: &[Problem],
        cause: &Cause,
        by_amount: &LazyCell<ByAmount, impl FnOnce() -> ByAmount>,
        place: &impl Fn(Span) -> String,
    ) -> Option<Block> {
        let first = problems.get(cause.first)?;
        let same: Vec<&Problem> = cause.same.iter().filter_map(|at| problems.get(*at)).collect();
        let mut follows: Vec<&Problem> = cause.follows.iter().filter_map(|at| problems.get(*at)).collect();
        // Of a sentence that says the opposite, its number says it with it.
        let opposed: HashSet<Option<usize>> =
            follows.iter().filter(|own| own.diagnostic.code == Code::E0515).map(|own| own.drift).collect();
        follows.retain(|own| own.diagnostic.code != Code::E0508 || !opposed.contains(&own.drift));
        let drifts = || {
            let told = std::iter::once(first).chain(same.iter().copied()).filter(|own| own.tells_citations());
            let numbers = told.flat_map(|own| own.drift.iter().chain(&own.others));
            numbers.filter_map(|at| self.verified.drifts.get(*at))
        };
        let cited_by: Vec<(Citing, Span)> = {
            let told: HashSet<Citing> = follows.iter().flat_map(|own| own.citing.iter().copied()).collect();
            let all = drifts().flat_map(|drift| drift.cited.by.iter().map(|(by, own)| (*by, own.span)));
            let mut seen: HashSet<Citing> = HashSet::new();
            all.filter(|(by, _)| !told.contains(by) && seen.insert(*by)).collect()
        };
        let labels = &first.diagnostic.labels;
        let quotes: HashSet<Span> =
            drifts().flat_map(|drift| drift.cited.by.iter().map(|(_, own)| own.span)).collect();
        let others = labels.iter().skip(1).filter(|label| !quotes.contains(&label.span));
        let others =
            others.map(|label| RelatedPlace { span: label.span, text: label.text.clone(), code: None });
        let mut related: Vec<RelatedPlace> = others.collect();
        for problem in same.iter().filter(|own| own.diagnostic.code == Code::E0508) {
            let places = problem.diagnostic.labels.iter().skip(1);
            related.extend(places.map(|own| RelatedPlace {
                span: own.span,
                text: own.text.clone(),
                code: None,
            }));
        }
        for problem in &follows {
            let code = Some(problem.diagnostic.code);
            let label = match problem.diagnostic.labels.as_slice() {
                [_, document, ..] if is_neighbour(first, &same, problem) => Some(document),
                labels => labels.first(),
            };
            let Some(label) = label else { continue };
            let brief = problem.brief.clone().filter(|_| !is_neighbour(first, &same, problem));
            let text = brief.unwrap_or_else(|| label.text.clone());
            related.push(RelatedPlace { span: label.span, text, code });
        }
        let citing: BTreeSet<Citing> = std::iter::once(first)
            .chain(same.iter().copied())
            .chain(follows.iter().copied())
            .flat_map(|own| own.citing.iter().copied())
            .collect();
        let citing: Vec<Citing> = citing.into_iter().collect();
        let changed = drifts().next();
        let place_now =
            changed.and_then(|drift| self.changed_lead(drift)).or_else(|| labels.first().map(|own| own.span));
        let mut told: HashSet<Span> = place_now.into_iter().collect();
        related.retain(|one| told.insert(one.span));
        let message = || first.diagnostic.message.clone();
        Some(Block {
            code: first.diagnostic.code,
            place: place_now,
            what: first.brief.clone().filter(|_| first.tells_citations()).unwrap_or_else(message),
            difference: changed.and_then(|drift| self.difference(drift)),
            related,
            still: changed.map(|drift| self.still_says(drift, &told, by_amount)).unwrap_or_default(),
            cited_by,
            hangs_on: self.dependents.consequences(self.model, &citing),
            reviewed: changed
                .filter(|_| self.against.is_none())
                .and_then(|drift| self.lock.passages.get(drift.reviewed?))
                .map(reviewed_by),
            notes: self.notes(first, changed),
            steps: self.steps(first, &same, &follows, place),
            acceptable: acceptable(first, &same, &follows),
        })
    }
}

impl Findings<'_> {
    /// What else is known of a problem, and of the citation that it is about.
    fn notes(&self, first: &Problem, changed: Option<&Drift<'_>>) -> Vec<Message> {
        let Some(drift) = changed.filter(|_| first.others.is_empty()) else {
            // Of a document that is not there, its declaration says what it holds up.
            let labels = first.diagnostic.labels.iter().filter(|_| first.tells_a_document());
            return labels.map(|label| label.text.clone()).chain(first.notes.iter().cloned()).collect();
        };
        let gone = drift.changes.iter().filter(|_| drift.status == CitationStatus::Lost);
        let mut notes: Vec<Message> = gone.map(Change::message).collect();
        let entry = drift.reviewed.and_then(|at| self.lock.passages.get(at));
        if let Some((revision, entry)) = self.against.zip(entry) {
            notes.push(msg!(documents.compared_with, revision = revision, date = date(entry.accepted)));
        }
        notes
    }

    /// What to do about a problem and about what it brought about, in order.
    fn steps(
        &self,
        first: &Problem,
        same: &[&Problem],
        follows: &[&Problem],
        place: &impl Fn(Span) -> String,
    ) -> Vec<Message> {
        let mut steps: Vec<Message> = Vec::new();
        let mut known: HashSet<Message> = HashSet::new();
        let mut add = |step: Message| {
            if known.insert(step.clone()) {
                steps.push(step);
            }
        };
        let differing = || {
            let all = follows.iter().filter(|own| says_otherwise(own));
            all.filter(|own| !is_neighbour(first, same, own))
        };
        let neighbours = follows.iter().filter(|own| is_neighbour(first, same, own)).count();
        if neighbours > 0 {
            add(msg!(documents.correct_neighbours, count = neighbours));
        }
        for problem in differing() {
            let span = problem.diagnostic.labels.first().map(|label| label.span);
            match (&problem.correction, span) {
                (Some(says), Some(span)) => {
                    add(msg!(documents.write_number, says = says.clone(), place = place(span)));
                }
                _ => problem.diagnostic.help.iter().cloned().for_each(&mut add),
            }
        }
        if differing().next().is_some() {
            let told = std::iter::once(first).chain(same.iter().copied());
            let item = |own: &Problem| match &own.acceptable {
                Some(Acceptable::Item(item)) => Some(item.clone()),
                _ => self.verified.drifts.get(own.drift?).map(|drift| self.item(drift)),
            };
            for item in told.filter_map(item) {
                add(msg!(documents.then_accept, command = self.gap_command(&item)));
            }
        } else if !is_of_conflicts(first) {
            // Where the same command is for both, it is told once.
            let others = same.iter().copied().filter(|own| own.acceptable != first.acceptable);
            let told = std::iter::once(first).chain(others);
            told.flat_map(|own| own.steps.iter().chain(&own.diagnostic.help)).cloned().for_each(&mut add);
        }
        for problem in follows.iter().filter(|own| own.diagnostic.code == Code::E0510) {
            let conflict = problem.citing.first().map(|citing| citing.name(self.model)).unwrap_or_default();
            add(msg!(documents.decide_by, command = self.gap_command(conflict)));
        }
        steps
    }

    /// The sentences that still say a number which became another in a passage: first those of its document.
    fn still_says(
        &self,
        drift: &Drift<'_>,
        told: &HashSet<Span>,
        by_amount: &LazyCell<ByAmount, impl FnOnce() -> ByAmount>,
    ) -> (Vec<Span>, usize) {
        let became = |change: &'_ Change| match (&change.was, &change.is) {
            (Some(Fact::Number(was)), Some(Fact::Number(is))) => Some((was.clone(), is.clone())),
            _ => None,
        };
        let Some(now) = drift.now.as_ref().filter(|_| drift.status == CitationStatus::FactsChanged) else {
            return (Vec::new(), 0);
        };
        let mut found: BTreeSet<(bool, DocumentId, usize)> = BTreeSet::new();
        for (was, _) in drift.changes.iter().filter_map(became).filter(|(was, is)| was.amount != is.amount) {
            for (document, sentence) in by_amount.get(&was.amount).into_iter().flatten() {
                let is_own = *document == now.document && now.sentences.contains(sentence);
                if !is_own && self.says(*document, *sentence, &was) {
                    found.insert((*document != now.document, *document, *sentence));
                }
            }
        }
        let span = |(_, document, at): &(bool, DocumentId, usize)| {
            self.verified.annotated.span_of(*document, *at..*at + 1)
        };
        let mut spans: Vec<Span> =
            found.iter().filter_map(span).filter(|span| !told.contains(span)).collect();
        let more = spans.len().saturating_sub(MOST_NEIGHBOURS);
        spans.truncate(MOST_NEIGHBOURS);
        (spans, more)
    }

    /// Whether a sentence says a number of the same things: a number without a unit counts what the sentence speaks of.
    fn says(&self, document: DocumentId, sentence: usize, number: &Number) -> bool {
        let annotated = &self.verified.annotated;
        let Some(annotation) = annotated.annotations(document).get(sentence) else { return false };
        let own = annotation.facts.numbers.iter().filter(|own| own.amount == number.amount);
        let text = || {
            let passage = annotated.passage(document, sentence..sentence + 1);
            passage.map_or("", |passage| annotated.normal(&passage))
        };
        own.into_iter().any(|own| match own.unit {
            Some(_) => own.is_of_kind(number),
            None => names_unit(text(), number),
        })
    }

    fn by_amount(&self) -> ByAmount {
        let mut found: ByAmount = HashMap::new();
        for document in self.model.documents.ids() {
            for (sentence, own) in self.verified.annotated.annotations(document).iter().enumerate() {
                for number in &own.facts.numbers {
                    found.entry(number.amount).or_default().push((document, sentence));
                }
            }
        }
        found
    }
}

/// What may be accepted of problems with one cause.
fn acceptable(first: &Problem, same: &[&Problem], follows: &[&Problem]) -> Vec<Acceptable> {
    let differs = |own: &&Problem| says_otherwise(own) && !is_neighbour(first, same, own);
    if follows.iter().any(differs) {
        return Vec::new();
    }
    // What only a conflict cites is accepted by deciding it.
    let decides = |own: &&Problem| is_of_conflicts(first) && own.diagnostic.code == Code::E0510;
    let decided: Vec<&Problem> = follows.iter().copied().filter(decides).collect();
    let told: Vec<&Problem> = std::iter::once(first).chain(same.iter().copied()).collect();
    let told = if decided.is_empty() { told } else { decided };
    let mut known: HashSet<Acceptable> = HashSet::new();
    let all = told.into_iter().filter_map(|own| own.acceptable.clone());
    all.filter(|one| known.insert(one.clone())).collect()
}

/// Whether nothing but conflicts cites what changed.
fn is_of_conflicts(problem: &Problem) -> bool {
    problem.tells_citations() && problem.citing.iter().all(|own| matches!(own, Citing::Conflict(_)))
}

/// Whether a problem is that a rule says another thing than its document, which nobody can accept.
fn says_otherwise(problem: &Problem) -> bool {
    matches!(problem.diagnostic.code, Code::E0508 | Code::E0515)
}

/// Whether a problem is that another passage still says the number which became another.
fn is_neighbour(first: &Problem, same: &[&Problem], other: &Problem) -> bool {
    let is_of =
        |own: &Problem| own.drift == other.drift || other.drift.is_some_and(|at| own.others.contains(&at));
    let is_told = std::iter::once(first).chain(same.iter().copied()).any(is_of);
    other.diagnostic.code == Code::E0508 && !is_told
}
