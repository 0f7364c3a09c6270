//! Results for machines, as the contract has them.

use crate::cli::io::pack::Pack;
use crate::cli::session::{Exit, Session};
use crate::eval::ProposedAction;
use crate::eval::obligations::{Obligation, Status};
use crate::eval::{
    Considered, Decision, EffectOfRule, Explanation, Fact, Portal, Proposal, Reason, Validity, Verdict,
    considered,
};
use crate::input::Request;
use crate::input::write::Written;
use crate::model::{Citation, Model};
use crate::values::Moment;
use crate::values::moment::start_of_day;
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;
use serde_json::Value as Json;
use std::borrow::Cow;

/// A judged action.
pub(crate) struct Judged<'p> {
    pub(crate) portal: &'p Portal,
    pub(crate) request: &'p Request,
    pub(crate) decision: Decision,
    pub(crate) explanation: Explanation<'p>,
    pub(crate) obligations: Vec<Obligation>,
    pub(crate) holds: Validity,
    /// What else was considered, where that was asked for.
    pub(crate) considered: Option<Vec<Considered<'p>>>,
    /// What would make it allowed, where that was asked for.
    pub(crate) proposals: Option<Vec<Proposal>>,
}

/// An instant in a portal's time zone.
pub(crate) fn in_zone(portal: &Portal, instant: DateTime<Utc>) -> Moment {
    Moment::Instant(portal.zone.at(instant))
}

/// When something is due, for people: its last day or, where that does not count whole, the instant.
pub(crate) fn due(portal: &Portal, day: NaiveDate, end: DateTime<Utc>) -> String {
    let whole = day.succ_opt().is_some_and(|next| start_of_day(next, portal.zone) == end);
    if whole { day.to_string() } else { in_zone(portal, end).to_string() }
}

/// How a run with these verdicts ends.
pub(crate) fn exit_of(judged: &[Judged<'_>]) -> Exit {
    let count = |verdict| judged.iter().filter(|one| one.explanation.verdict == verdict).count();
    exit_of_counts(count(Verdict::Denied), count(Verdict::Undetermined))
}

/// How a run ends in which so much was denied, and so much undetermined.
pub(crate) fn exit_of_counts(denied: usize, undetermined: usize) -> Exit {
    match (denied, undetermined) {
        (0, 0) => Exit::Success,
        (0, _) => Exit::Undetermined,
        _ => Exit::Denied,
    }
}

impl<'p> Judged<'p> {
    /// The same with what else was considered.
    #[must_use]
    pub(crate) fn considering(self, pack: &'p Pack) -> Self {
        let considered =
            considered(&ProposedAction::new(&pack.program, self.portal, self.request), &self.decision);
        Self { considered: Some(considered), ..self }
    }

    /// The name of the action.
    pub(crate) fn action<'m>(&self, model: &'m Model) -> &'m str {
        model.actions.get(self.request.action as usize).map_or("", |action| &action.name.text)
    }

    /// The id of the actor.
    pub(crate) fn actor(&self, model: &Model) -> String {
        let shown = model
            .schema
            .actors
            .map(|collection| self.portal.id(collection, self.request.actor).unwrap_or_default().to_owned());
        shown.unwrap_or_default()
    }
}

/// The results as one JSON document.
pub(crate) fn json(session: &Session, pack: &Pack, judged: &[Judged<'_>]) -> String {
    #[derive(Serialize)]
    struct Results<'a> {
        version: u32,
        results: Vec<ResultJson<'a>>,
    }
    let results = judged.iter().map(|one| result(session, pack, one)).collect();
    pretty(&Results { version: 1, results })
}

/// Items of a JSON list that is written piece by piece.
#[derive(Default)]
pub(crate) struct Items {
    text: Vec<u8>,
}

impl Items {
    /// What stands between two items.
    pub(crate) const BETWEEN: &[u8] = b",\n";

    pub(crate) fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    pub(crate) fn text(&self) -> &[u8] {
        &self.text
    }

    /// Add an item, on one line.
    pub(crate) fn push(&mut self, item: &impl Serialize) {
        self.begin();
        // Nothing that is written here can fail.
        let _ = serde_json::to_writer(&mut self.text, item);
    }

    /// Add an item as it stands in a document with indents, in a list of the first level.
    pub(crate) fn push_indented(&mut self, item: &impl Serialize) {
        self.begin();
        let text = serde_json::to_string_pretty(item).unwrap_or_default();
        for (number, line) in text.lines().enumerate() {
            let indent: &[u8] = if number == 0 { b"    " } else { b"\n    " };
            self.text.extend_from_slice(indent);
            self.text.extend_from_slice(line.as_bytes());
        }
    }

    fn begin(&mut self) {
        if !self.is_empty() {
            self.text.extend_from_slice(Self::BETWEEN);
        }
    }
}

/// A JSON document as it is printed.
pub(crate) fn pretty(document: &impl Serialize) -> String {
    let mut text = serde_json::to_string_pretty(document).unwrap_or_default();
    text.push('\n');
    text
}

/// One result as it stands in JSON. The fields are written in this order.
#[derive(Serialize)]
pub(crate) struct ResultJson<'a> {
    action: &'a str,
    actor: String,
    at: Moment,
    verdict: Verdict,
    reasons: Vec<ReasonJson<'a>>,
    obligations: Vec<ObligationJson<'a>>,
    missing: Vec<&'a str>,
    until: Option<Moment>,
    then: Option<Verdict>,
    unsettled: Vec<ReasonJson<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    considered: Option<Vec<ConsideredJson<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    why_not: Option<Json>,
}

#[derive(Serialize)]
struct ReasonJson<'a> {
    rule: &'a str,
    effect: &'static str,
    message: Cow<'a, str>,
    citations: Vec<CitationJson<'a>>,
    facts: Vec<FactJson<'a>>,
}

#[derive(Serialize)]
struct ObligationJson<'a> {
    rule: Option<&'a str>,
    subject: &'a str,
    due: NaiveDate,
    end: Moment,
    status: Status,
}

#[derive(Serialize)]
struct ConsideredJson<'a> {
    rule: &'a str,
    condition: String,
    path: &'a str,
    line: usize,
    facts: Vec<FactJson<'a>>,
}

/// A citation with the place of its passage, where the document has it.
#[derive(Serialize)]
pub(crate) struct CitationJson<'a> {
    document: Option<&'a str>,
    path: Option<&'a str>,
    line: Option<usize>,
    quote: &'a str,
}

/// A value that a rule read, with its place.
#[derive(Serialize)]
pub(crate) struct FactJson<'a> {
    path: &'a str,
    file: Option<&'a str>,
    line: Option<usize>,
    value: Written<'a>,
}

/// A result for machines.
pub(crate) fn result<'a>(session: &'a Session, pack: &'a Pack, judged: &'a Judged<'_>) -> ResultJson<'a> {
    let explanation = &judged.explanation;
    let reasons =
        |list: &'a [Reason<'_>]| list.iter().map(|own| reason(session, pack, judged, own)).collect();
    let (until, then) = match judged.holds {
        Validity::Always => (None, None),
        Validity::Until(until, then) => (Some(until), Some(then)),
        Validity::AtLeastUntil(until) => (Some(until), None),
    };
    let considered = |list: &'a Vec<Considered<'_>>| {
        list.iter().map(|own| ConsideredJson {
            rule: &own.rule.id.text,
            condition: session.sources.text(own.place).split_whitespace().collect::<Vec<_>>().join(" "),
            path: session.sources.name(own.place),
            line: session.sources.position(own.place).0,
            facts: facts(session, pack, judged.portal, &own.facts),
        })
    };
    ResultJson {
        action: judged.action(&pack.program.model),
        actor: judged.actor(&pack.program.model),
        at: judged.request.at,
        verdict: explanation.verdict,
        reasons: reasons(&explanation.reasons),
        obligations: judged.obligations.iter().map(|own| obligation(pack, judged.portal, own)).collect(),
        missing: explanation.missing.iter().map(|missing| missing.path.as_str()).collect(),
        until,
        then,
        unsettled: reasons(&explanation.unsettled),
        considered: judged.considered.as_ref().map(|list| considered(list).collect()),
        why_not: judged
            .proposals
            .as_ref()
            .map(|list| crate::cli::output::proposals::json(session, pack, judged, list)),
    }
}

fn obligation<'a>(pack: &'a Pack, portal: &Portal, obligation: &'a Obligation) -> ObligationJson<'a> {
    ObligationJson {
        rule: pack.program.model.rules.get(obligation.rule as usize).map(|rule| &*rule.id.text),
        subject: &obligation.subject,
        due: obligation.due,
        end: in_zone(portal, obligation.end),
        status: obligation.status,
    }
}

/// What a reason is called: the id of its rule, or `default`.
pub(crate) fn rule_id<'m>(reason: &Reason<'m>) -> &'m str {
    reason.rule.map_or("default", |rule| &rule.id.text)
}

/// The message of a reason in the language of the run.
pub(crate) fn message<'a>(
    session: &Session,
    pack: &Pack,
    judged: &Judged<'_>,
    reason: &'a Reason<'_>,
) -> Cow<'a, str> {
    if let Some(text) = session.language.choose(&reason.messages) {
        return text.into();
    }
    let action = judged.action(&pack.program.model);
    match reason.effect {
        EffectOfRule::Default => match session.language {
            crate::cli::output::language::Language::English => {
                format!("nothing permits `{action}` here").into()
            }
            crate::cli::output::language::Language::Russian => {
                format!("действие `{action}` здесь ничто не разрешает").into()
            }
        },
        // A rule that says nothing is told by its id.
        _ => rule_id(reason).into(),
    }
}

fn reason<'a>(
    session: &'a Session,
    pack: &'a Pack,
    judged: &'a Judged<'_>,
    reason: &'a Reason<'_>,
) -> ReasonJson<'a> {
    ReasonJson {
        rule: rule_id(reason),
        effect: match reason.effect {
            EffectOfRule::Permit => "permit",
            EffectOfRule::Forbid => "forbid",
            EffectOfRule::Limit => "limit",
            EffectOfRule::Default => "default",
        },
        message: message(session, pack, judged, reason),
        citations: reason.citations.iter().map(|own| citation_json(session, pack, own)).collect(),
        facts: facts(session, pack, judged.portal, &reason.facts),
    }
}

/// A citation as other JSON has it.
pub(crate) fn citation(session: &Session, pack: &Pack, citation: &Citation) -> Json {
    serde_json::to_value(citation_json(session, pack, citation)).unwrap_or_default()
}

pub(crate) fn citation_json<'a>(
    session: &Session,
    pack: &'a Pack,
    citation: &'a Citation,
) -> CitationJson<'a> {
    let at = usize::from(citation.document);
    CitationJson {
        document: pack.program.model.documents.get(at).map(|document| &*document.name.text),
        path: pack.document_paths.get(at).map(String::as_str),
        line: pack.documents.find(&pack.program.model, citation).ok().map(|span| session.sources.line(span)),
        quote: &citation.quote,
    }
}

/// A cited passage on one line: where it stands, and its words.
pub(crate) fn quoted(session: &Session, pack: &Pack, citation: &Citation) -> String {
    let path = pack.document_paths.get(usize::from(citation.document)).map_or("", String::as_str);
    let line = match pack.documents.find(&pack.program.model, citation) {
        Ok(span) => format!(":{}", session.sources.line(span)),
        Err(_) => String::new(),
    };
    format!("{path}{line} «{}»", citation.quote.replace("**", ""))
}

/// Values that a rule read, with their places.
pub(crate) fn facts<'a>(
    session: &'a Session,
    pack: &'a Pack,
    portal: &'a Portal,
    facts: &'a [Fact],
) -> Vec<FactJson<'a>> {
    let fact = |fact: &'a Fact| {
        // Of a stream, the lines are gone but for the last ones.
        let span = fact.span.filter(|span| session.sources.get(span.source).is_some());
        FactJson {
            path: &fact.path,
            file: span.map(|span| session.sources.name(span)),
            line: span.map(|span| session.sources.line(span)),
            value: Written {
                model: &pack.program.model,
                state: &portal.state,
                value: &fact.value,
                ty: &fact.ty,
            },
        }
    };
    facts.iter().map(fact).collect()
}
