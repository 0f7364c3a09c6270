//! `verify --format json`, which is also the data of the page that `ustav report` writes.

use crate::base::{self, Language, Span, msg};
use crate::cli::io::review::Review;
use crate::cli::output::json::joined;
use crate::cli::output::verify::report::VerifyReport;
use crate::cli::session::Session;
use crate::documents::agreement::is_waived;
use crate::documents::citations::Citing;
use crate::documents::coverage::{Coverage, NumberCoverage, SentenceCoverage};
use crate::documents::drift::Drift;
use crate::documents::problems::Findings;
use crate::documents::verify::{Share, UnreadChange};
use crate::model::{Expr, InvariantKind, LocalizedText, Message, MessagePart, Model, NumberPart, RuleKind};
use crate::prose::facts::{Fact, Norm, TableFact};
use crate::values::ids::DocumentId;
use serde_json::{Value as Json, json};
use std::collections::HashMap;

pub(super) struct Writer<'r> {
    pub(super) session: &'r Session,
    report: &'r VerifyReport<'r>,
    pub(super) review: &'r Review<'r>,
    pub(super) model: &'r Model,
    findings: &'r Findings<'r>,
    /// For the page, whose language its reader chooses.
    pub(super) is_page: bool,
}

impl<'r> Writer<'r> {
    pub(super) fn new(session: &'r Session, report: &'r VerifyReport<'r>, is_page: bool) -> Self {
        let (review, findings) = (report.review, &report.findings);
        Self { session, report, review, model: &review.pack.program.model, findings, is_page }
    }

    /// All but the documents and the problems.
    pub(super) fn head(&self) -> Json {
        let report = self.report;
        json!({
            "version": 1,
            "holds": report.holds(),
            "figures": {
                "sentences": share(report.sentences),
                "numbers": joined(share(report.numbers), json!({"not_bound": report.not_bound})),
                "exercised": share(report.exercised),
            },
            "documents": Json::Null,
            "rules": self.statements(),
            "called": self.names_of_actions(),
            "citations": self.citations(),
            "contradictions": self.contradictions(),
            "problems": Json::Null,
            "readings": self.readings(),
            "originals": self.originals(),
            "unread": self.unread(),
            "uncited": self.review.verified.uncited.iter().map(|at| self.name(Citing::Rule(*at))).collect::<Json>(),
            "scenarios": self.review.dependents.scenarios.iter().map(|one| json!({
                "name": one.name,
                "file": self.session.sources.name(one.span),
                "line": self.session.sources.line(one.span),
                "passed": one.passed,
            })).collect::<Json>(),
        })
    }

    /// A message in the language of the session; for the page in each language.
    pub(super) fn worded(&self, message: &base::Message) -> Json {
        if self.is_page { both(message) } else { message.text(self.session.language).into() }
    }

    fn unread(&self) -> Json {
        let change = |one: &UnreadChange| {
            let sentence = |sentence: &usize| {
                let span = self.span_of(one.document, *sentence);
                let written = json!({
                    "line": span.map(|span| self.session.sources.line(span)),
                    "text": self.review.shown_sentences(self.session, one.document, *sentence..*sentence + 1),
                });
                self.placed(written, span)
            };
            json!({
                "document": self.model.document_name(one.document),
                "path": self.review.pack.document_paths.get(one.document.index()),
                "gone": one.gone,
                "gone_aside": one.gone_aside,
                "reordered": one.is_reordered,
                "sentences": one.sentences.iter().map(sentence).collect::<Json>(),
            })
        };
        self.review.verified.unread.iter().map(change).collect()
    }

    /// The texts that documents retell: what was recorded of each, and what became of those that were named.
    fn originals(&self) -> Json {
        let named: Vec<Json> =
            self.report.originals.iter().map(|one| one.json(self.session, self.review)).collect();
        let recorded = self.review.lock.originals.iter().map(|(name, own)| {
            json!({"document": name, "read": own.read, "by": own.by, "because": own.because, "sentences": own.sentences.len()})
        });
        json!({"recorded": recorded.collect::<Json>(), "compared": named})
    }

    /// The sentences that say how documents are read where they say nothing.
    fn readings(&self) -> Json {
        let verified = &self.review.verified;
        let documents = self.model.documents.enumerated().filter(|(_, own)| own.reading);
        let sentences = documents.flat_map(|(document, _)| verified.sentences_of(document));
        let reading = |own: &SentenceCoverage| {
            let span = self.span_of(own.document, own.sentence);
            let written = json!({
                "document": self.model.document_name(own.document),
                "path": self.review.pack.document_paths.get(own.document.index()),
                "line": span.map(|span| self.session.sources.line(span)),
                "text": self.review.shown(self.session, own),
                "cited_by": self.keys(&verified.citing(own)),
            });
            self.placed(written, span)
        };
        sentences.map(reading).collect()
    }

    fn span_of(&self, document: DocumentId, sentence: usize) -> Option<Span> {
        self.review.verified.annotated.span_of(document, sentence..sentence + 1)
    }

    /// The same with the place where a person finds it, in a document without lines.
    fn placed(&self, written: Json, span: Option<Span>) -> Json {
        match span.and_then(|span| self.session.sources.place_in_document(span)) {
            Some(place) => joined(written, json!({"place": self.worded(&place)})),
            None => written,
        }
    }

    /// The name of a statement; an aside has none, and is called after its passage.
    pub(super) fn name(&self, citing: Citing) -> String {
        match citing {
            Citing::Aside(aside) => {
                let now = self.review.verified.of(citing).find_map(|(_, drift, _)| drift.now.as_ref());
                now.map_or_else(|| format!("aside-{aside}"), |now| format!("aside-{}", now.text.short()))
            }
            _ => citing.name(self.model).to_owned(),
        }
    }

    /// How a statement is called throughout: `rule:ten-integrators`, `aside:0`.
    fn key(&self, citing: Citing) -> String {
        match citing {
            Citing::Aside(aside) => format!("aside:{aside}"),
            _ => format!("{}:{}", citing.kind(), self.name(citing)),
        }
    }

    fn keys(&self, citing: &[Citing]) -> Json {
        citing.iter().map(|citing| self.key(*citing)).collect()
    }

    /// How a sentence is called throughout.
    fn sentence_id(&self, document: DocumentId, sentence: usize) -> String {
        format!("{}:{sentence}", self.model.document_name(document))
    }

    /// A document, without its sentences.
    pub(super) fn document(&self, id: DocumentId) -> Json {
        let model = self.model;
        let document = model.documents.get(id);
        let over = model.preferences.iter().filter(|(first, _)| *first == id);
        json!({
            "name": model.document_name(id),
            "path": document.and_then(|_| self.review.pack.document_paths.get(id.index())),
            "basis": if document.is_some_and(|own| own.reading) { "reading" } else { "document" },
            "present": self.review.pack.documents.text(id).is_some(),
            "prevails_over": over.map(|(_, second)| model.document_name(*second)).collect::<Json>(),
            "sentences": Json::Null,
        })
    }

    /// The sentences of a document: the normative and the cited ones, or for the page all of them.
    pub(super) fn sentences(&self, document: DocumentId) -> impl Iterator<Item = Json> {
        let own = self.review.verified.sentences_of(document).iter();
        let known: HashMap<usize, &SentenceCoverage> = own.map(|own| (own.sentence, own)).collect();
        let marks = self.review.verified.annotated.annotations(document);
        let listed = 0..marks.len();
        listed.filter_map(move |at| {
            let own = known.get(&at).copied();
            (self.is_page || own.is_some()).then(|| self.sentence(document, at, own))
        })
    }

    fn sentence(&self, document: DocumentId, number: usize, own: Option<&SentenceCoverage>) -> Json {
        let annotated = &self.review.verified.annotated;
        let mark = annotated.annotations(document).get(number);
        let span = annotated.span_of(document, number..number + 1);
        let citing = own.map(|own| self.review.verified.citing(own)).unwrap_or_default();
        let is_aside = own.is_some_and(|own| own.section.is_none() || own.coverage == Coverage::Aside);
        let why = citing.iter().filter(|_| is_aside).find_map(|citing| match citing {
            Citing::Aside(aside) => self.model.asides.get(*aside).map(|aside| localized(&aside.because)),
            _ => None,
        });
        let normative = own.filter(|own| own.norm.is_some());
        let text = self.review.pack.documents.text(document);
        let start = text.and_then(|text| text.sentences.get(number)).map_or(0, |own| own.range.start);
        let numbers = own.into_iter().flat_map(|own| &own.numbers).map(|held| {
            let range = start + held.number.range.start..start + held.number.range.end;
            let text = self.review.shown_range(self.session, document, range);
            json!({
                "text": if text.is_empty() { held.number.message().text(self.session.language) } else { text },
                "number": self.worded(&held.number.message()),
                "held_by": held.stated_by().map(|citing| self.name(citing)).collect::<Json>(),
                "bound": held.is_bound(),
                "not_compared": held.not_compared.iter().map(|(citing, stated)| json!({
                    "rule": self.name(*citing),
                    "stated": self.worded(&stated.message()),
                })).collect::<Json>(),
                "waived": held.waived_by.first().map(|citing| self.waived(*citing, held)),
            })
        });
        let gap = own.is_some_and(SentenceCoverage::is_gap) && !self.findings.is_unlocked();
        let short = mark.map(|mark| mark.text.short());
        let written = json!({
            "id": self.sentence_id(document, number),
            "passage": short,
            "gap": gap,
            "accept": short.as_ref().filter(|_| gap).map(|short| self.findings.gap_command(short)),
            "text": self.review.shown_sentences(self.session, document, number..number + 1),
            "line": span.map(|span| self.session.sources.line(span)),
            "norm": normative.and_then(|own| own.norm).map(norm),
            "state": normative.map(|own| own.coverage),
            "why": why,
            "facts": mark.map(|mark| self.worded(&mark.facts.message())),
            "numbers": numbers.collect::<Json>(),
            "cited_by": self.keys(&citing),
            "citations": own.map(|own| own.drifts.clone()).unwrap_or_default(),
            "scenarios": self.review.scenarios_of(&citing),
        });
        self.placed(written, span)
    }

    /// Why a number is held although no rule states it.
    fn waived(&self, citing: Citing, held: &NumberCoverage) -> Json {
        let mut citations = self.review.verified.of(citing).map(|(.., citation)| citation);
        match citations.find(|citation| is_waived(citation, &held.number)) {
            Some(citation) => localized(&citation.because),
            None => both(&msg!(verify.other_reading)),
        }
    }

    /// Everything that cites something, and every rule.
    fn statements(&self) -> Json {
        let model = self.model;
        let rules =
            model.rules.enumerated().filter(|(_, rule)| !rule.is_built_in()).map(|(id, _)| Citing::Rule(id));
        let roles = model.roles.ids().map(Citing::Role);
        let actions = model.actions.ids().map(Citing::Action);
        let conflicts = (0..model.conflicts.len()).map(Citing::Conflict);
        let asides = (0..model.asides.len()).map(Citing::Aside);
        let mut own: HashMap<Citing, Vec<usize>> = HashMap::new();
        for (at, drift) in self.review.verified.drifts.iter().enumerate() {
            for citing in drift.cited.citing() {
                own.entry(citing).or_default().push(at);
            }
        }
        let all = rules.chain(roles).chain(actions).chain(conflicts).chain(asides);
        let listed = all.filter_map(|citing| {
            let citations = own.remove(&citing).unwrap_or_default();
            let is_listed = matches!(citing, Citing::Rule(_)) || !citations.is_empty();
            is_listed.then(|| self.statement(citing, &citations))
        });
        listed.collect()
    }

    fn statement(&self, citing: Citing, citations: &[usize]) -> Json {
        let model = self.model;
        let (span, message) = match citing {
            Citing::Rule(rule) => {
                model.rules.get(rule).map(|rule| (rule.id.span, self.messages(&rule.messages)))
            }
            Citing::Role(role) => {
                model.roles.get(role).map(|role| (role.name.span, self.messages(&role.messages)))
            }
            Citing::Action(action) => model.actions.get(action).map(|action| (action.name.span, Json::Null)),
            Citing::Conflict(at) => model.conflicts.get(at).map(|own| (own.id.span, localized(&own.because))),
            Citing::Aside(at) => model.asides.get(at).map(|own| (own.passage.span, localized(&own.because))),
        }
        .unzip();
        let consequences = self.review.consequences(&[citing]);
        json!({
            "key": self.key(citing),
            "kind": self.kind(citing),
            "id": self.name(citing),
            "called": self.called(citing),
            "file": span.map(|span| self.session.sources.name(span)),
            "line": span.map(|span| self.session.sources.line(span)),
            "source": span.map(|span| self.source_of(span)),
            "message": message,
            "actions": consequences.actions,
            "citations": citations,
            "scenarios": consequences.scenarios,
        })
    }

    fn kind(&self, citing: Citing) -> &'static str {
        let Citing::Rule(rule) = citing else { return citing.kind() };
        match self.model.rules.get(rule).map(|rule| &rule.kind) {
            Some(RuleKind::Permit(_)) => "permit",
            Some(RuleKind::Invariant(invariant)) => match invariant.kind {
                InvariantKind::Limit(_) | InvariantKind::Aggregate(_) => "limit",
                InvariantKind::Never => "never",
                InvariantKind::MustHave { .. } | InvariantKind::Lasts { .. } => "deadline",
            },
            _ => "forbid",
        }
    }

    /// Messages as they are written, with `{…}` for values of the case.
    fn messages(&self, messages: &[Message]) -> Json {
        let value = |value: &Expr| {
            let text = self.session.sources.text(value.span).trim_matches(['{', '}']);
            text.split(':').next().unwrap_or_default().trim().to_owned()
        };
        let written = |part: &MessagePart| match part {
            MessagePart::Text(text) => text.to_string(),
            MessagePart::Value(own) => format!("{{{}}}", value(own)),
            MessagePart::Plural { of, forms } => {
                let number = match of {
                    NumberPart::Value(own) => value(own),
                    NumberPart::Count => "count".to_owned(),
                    NumberPart::Limit => "limit".to_owned(),
                };
                format!("{{{number}: {}}}", forms.join(", "))
            }
            MessagePart::Count => "{count}".to_owned(),
            MessagePart::Limit => "{limit}".to_owned(),
            MessagePart::Due => "{due}".to_owned(),
        };
        let text = |message: &Message| Json::String(message.pieces.iter().map(written).collect());
        let listed = messages.iter().map(|message| (message.language.to_string(), text(message)));
        Json::Object(listed.collect())
    }

    /// The declaration around a place, as it is written: from the line that begins in the first column to the next one.
    fn source_of(&self, span: Span) -> String {
        const MOST_LINES: usize = 60;
        let Some(source) = self.session.sources.get(span.source) else { return String::new() };
        let begins = |line: &str| line.starts_with(|letter: char| !letter.is_whitespace());
        let mut before = (1..=source.line_number(span.start)).rev();
        let first = before.find(|number| begins(source.line(*number))).unwrap_or(1);
        let further = (first + 1..first + MOST_LINES).map(|number| source.line(number));
        let further = further.take_while(|line| !line.is_empty() && !begins(line));
        std::iter::once(source.line(first)).chain(further).collect::<Vec<_>>().join("\n")
    }

    fn citations(&self) -> Json {
        let drifts = self.review.verified.drifts.iter().enumerate();
        drifts.map(|(at, drift)| self.citation(at, drift)).collect()
    }

    fn citation(&self, at: usize, drift: &Drift<'_>) -> Json {
        let citation = Some(drift.cited.citation);
        let span = citation.map(|citation| citation.span);
        let document = citation.map(|citation| citation.document);
        let reviewed = drift.reviewed.and_then(|passage| {
            let entry = self.review.lock.passages.get(passage)?;
            Some(json!({
                "facts": self.worded(&entry.facts().message()),
                "heading": entry.under,
                "accepted": entry.accepted.to_string(),
                "by": entry.by,
                "because": entry.because,
                "text": self.findings.old_texts.get(&passage),
            }))
        });
        let now = drift.now.as_ref().map(|now| {
            let span = self.review.verified.annotated.span(now);
            let written = json!({
                "document": self.model.document_name(now.document),
                "facts": self.worded(&now.facts.message()),
                "heading": now.under,
                "text": self.review.shown_sentences(self.session, now.document, now.sentences.clone()),
                "line": span.map(|span| self.session.sources.line(span)),
            });
            self.placed(written, span)
        });
        let on = drift.now.iter().chain(&drift.others).flat_map(|now| {
            let held = if drift.is_live() { now.quoted.clone() } else { now.sentences.clone().collect() };
            let section = self.review.verified.annotated.section(now).filter(|_| drift.is_section());
            let held = section.map_or(held, Iterator::collect);
            held.into_iter().map(|sentence| self.sentence_id(now.document, sentence))
        });
        let fact = |fact: &Option<Fact>| {
            fact.as_ref().map_or_else(|| "".into(), |fact| self.worded(&fact.message()))
        };
        let changes = drift.changes.iter().map(|change| {
            let told = json!({"what": change.kind.words(), "was": fact(&change.was), "is": fact(&change.is)});
            match change.is.as_ref().or(change.was.as_ref()) {
                Some(Fact::Table(TableFact::Cell(cell))) => {
                    joined(told, json!({"row": &*cell.row, "column": &*cell.column}))
                }
                _ => told,
            }
        });
        let citing = drift.cited.citing();
        let found = self.review.consequences(&citing);
        json!({
            "index": at,
            "state": drift.status,
            "cited_by": self.keys(&citing),
            "file": span.map(|span| self.session.sources.name(span)),
            "line": span.map(|span| self.session.sources.line(span)),
            "column": span.map(|span| self.session.sources.position(span).1),
            "document": document.map(|id| self.model.document_name(id)),
            "path": document.and_then(|id| self.review.pack.document_paths.get(id.index())),
            "under": citation.and_then(|own| own.under.as_deref().or(drift.is_section().then_some(&own.quote))),
            "quote": citation.map(|citation| &citation.quote),
            "extent": citation.map(|citation| citation.extent),
            "sentences": on.collect::<Json>(),
            "passage": drift.now.as_ref().map(|now| now.text.short()),
            "reviewed": reviewed,
            "now": now,
            "changes": changes.collect::<Json>(),
            "difference": self.findings.difference(drift),
            "consequences": {
                "rules": citing.iter().map(|citing| self.name(*citing)).collect::<Json>(),
                "scenarios": found.scenarios,
                "actions": found.actions,
            },
            "accept": self.findings.accept_command(at, drift),
        })
    }

    /// What does not agree, as people are shown it.
    pub(super) fn problems(&self) -> impl Iterator<Item = Json> {
        let problems = &self.report.problems;
        let mut causes: Vec<usize> = (0..problems.len()).collect();
        for cause in self.findings.causes(problems) {
            for at in cause.same.iter().chain(&cause.follows) {
                causes.get_mut(*at).into_iter().for_each(|own| *own = cause.first);
            }
        }
        problems.iter().zip(causes).map(|(problem, cause)| {
            let span = problem.diagnostic.labels.first().map(|label| label.span);
            let written = json!({
                "code": problem.diagnostic.code.name(),
                "message": problem.diagnostic.message.text(self.session.language),
                "file": span.map(|span| self.session.sources.name(span)),
                "line": span.map(|span| self.session.sources.line(span)),
                "column": span.map(|span| self.session.sources.position(span).1),
                "cited_by": self.keys(&problem.citing),
                "cause": cause,
                "notes": problem.lines().map(|note| note.text(self.session.language)).collect::<Json>(),
                "help": problem.diagnostic.help.as_ref().map(|help| help.text(self.session.language)),
            });
            self.placed(written, span)
        })
    }
}

fn share(share: Share) -> Json {
    json!({"reached": share.reached, "all": share.all, "percent": share.percent()})
}

fn both(message: &base::Message) -> Json {
    json!({"en": message.text(Language::English), "ru": message.text(Language::Russian)})
}

pub(super) fn localized(texts: &[LocalizedText]) -> Json {
    Json::Object(texts.iter().map(|own| (own.language.to_string(), (&*own.text).into())).collect())
}

fn norm(norm: Norm) -> &'static str {
    match norm {
        Norm::Prohibition => "prohibition",
        Norm::Duty => "duty",
        Norm::Only => "only",
        Norm::Bound => "bound",
        Norm::Number => "number",
        Norm::Permission => "permission",
        Norm::Advice => "advice",
    }
}
