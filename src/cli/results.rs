//! Results for machines, as the contract has them.

use super::load::Pack;
use super::{Exit, Front};
use crate::eval::obligations::Obligation;
use crate::eval::{Decision, EffectOfRule, Explanation, Fact, Holds, Portal, Proposal, Reason, Verdict};
use crate::input::{Request, write::value};
use crate::model::{Citation, Model};
use crate::values::Moment;
use crate::values::moment::start_of_day;
use chrono::{DateTime, NaiveDate, Utc};
use serde_json::{Value as Json, json};

/// A judged action.
pub(super) struct Judged<'p> {
    pub(super) portal: &'p Portal,
    pub(super) request: &'p Request,
    pub(super) decision: Decision,
    pub(super) explanation: Explanation<'p>,
    pub(super) obligations: Vec<Obligation>,
    pub(super) holds: Holds,
    /// What would make it allowed, where that was asked for.
    pub(super) proposals: Option<Vec<Proposal>>,
}

/// An instant as it is written in a portal's time zone.
pub(super) fn in_zone(portal: &Portal, instant: DateTime<Utc>) -> String {
    Moment::Instant(instant.with_timezone(&portal.zone).fixed_offset()).to_string()
}

/// When something is due, for people: its last day or, where that does not count whole, the instant.
pub(super) fn due(portal: &Portal, day: NaiveDate, end: DateTime<Utc>) -> String {
    let whole = day.succ_opt().is_some_and(|next| start_of_day(next, portal.zone) == end);
    if whole { day.to_string() } else { in_zone(portal, end) }
}

/// How a run with these verdicts ends.
pub(super) fn exit_of(judged: &[Judged<'_>]) -> Exit {
    let count = |verdict| judged.iter().filter(|one| one.explanation.verdict == verdict).count();
    exit_of_counts(count(Verdict::Denied), count(Verdict::Undetermined))
}

/// How a run ends in which so much was denied, and so much undetermined.
pub(super) fn exit_of_counts(denied: usize, undetermined: usize) -> Exit {
    match (denied, undetermined) {
        (0, 0) => Exit::Well,
        (0, _) => Exit::Open,
        _ => Exit::No,
    }
}

impl Judged<'_> {
    /// The name of the action.
    pub(super) fn action<'m>(&self, model: &'m Model) -> &'m str {
        model.actions.get(self.request.action as usize).map_or("", |action| &action.name.text)
    }

    /// The id of the actor.
    pub(super) fn actor(&self, model: &Model) -> String {
        let shown = model
            .schema
            .actors
            .map(|collection| self.portal.id(collection, self.request.actor).unwrap_or_default().to_owned());
        shown.unwrap_or_default()
    }
}

/// The results as one JSON document.
pub(super) fn json(front: &Front, pack: &Pack, judged: &[Judged<'_>], explain: bool) -> String {
    let results: Vec<Json> = judged.iter().map(|one| json_of(front, pack, one, explain)).collect();
    pretty(&json!({"version": 1, "results": results}))
}

/// A JSON document as it is printed.
pub(super) fn pretty(document: &Json) -> String {
    let mut text = serde_json::to_string_pretty(document).unwrap_or_default();
    text.push('\n');
    text
}

/// One result as it stands in JSON; `explain` adds what was considered and did not apply.
pub(super) fn json_of(front: &Front, pack: &Pack, judged: &Judged<'_>, explain: bool) -> Json {
    let model = &pack.model;
    let explanation = &judged.explanation;
    let actor = judged.actor(model);
    let reasons = |list: &[Reason<'_>]| -> Vec<Json> {
        list.iter().map(|found| reason(front, pack, judged, found)).collect()
    };
    let obligations: Vec<Json> = judged
        .obligations
        .iter()
        .map(|found| {
            json!({
                "rule": model.rules.get(found.rule as usize).map(|rule| &rule.id.text),
                "subject": found.subject,
                "due": found.due.to_string(),
                "end": in_zone(judged.portal, found.end),
                "status": found.status,
            })
        })
        .collect();
    let (until, then) = match judged.holds {
        Holds::Always => (None, None),
        Holds::Until(until, then) => (Some(until), Some(then)),
        Holds::AtLeastUntil(until) => (Some(until), None),
    };
    let missing: Vec<&str> = explanation.missing.iter().map(|missing| missing.path.as_str()).collect();
    let mut result = json!({
        "action": judged.action(model),
        "actor": actor,
        "at": judged.request.at.to_string(),
        "verdict": explanation.verdict,
        "reasons": reasons(&explanation.reasons),
        "obligations": obligations,
        "missing": missing,
        "until": until,
        "then": then,
        "unsettled": reasons(&explanation.unsettled),
    });
    if explain {
        let considered = explanation.considered.iter().map(|one| {
            let facts: Vec<Json> =
                one.facts.iter().map(|found| fact(front, pack, judged.portal, found)).collect();
            json!({
                "rule": one.rule.id.text,
                "condition": front.sources.text(one.place).split_whitespace().collect::<Vec<_>>().join(" "),
                "path": front.sources.name(one.place),
                "line": front.sources.position(one.place).0,
                "facts": facts,
            })
        });
        let considered: Json = considered.collect();
        if let Some(fields) = result.as_object_mut() {
            fields.insert("considered".to_owned(), considered);
        }
    }
    if let (Some(proposals), Some(fields)) = (&judged.proposals, result.as_object_mut()) {
        fields.insert("why_not".to_owned(), super::fix::json(front, pack, judged, proposals));
    }
    result
}

/// What a reason is called: the id of its rule, or `default`.
pub(super) fn rule_id<'m>(reason: &Reason<'m>) -> &'m str {
    reason.rule.map_or("default", |rule| &rule.id.text)
}

/// The message of a reason in the language of the run.
pub(super) fn message(front: &Front, pack: &Pack, judged: &Judged<'_>, reason: &Reason<'_>) -> String {
    if let Some(text) = front.language.choose(&reason.messages) {
        return text.to_owned();
    }
    let action = judged.action(&pack.model);
    match reason.effect {
        EffectOfRule::Default => match front.language {
            super::Language::English => format!("nothing permits `{action}` here"),
            super::Language::Russian => format!("действие `{action}` здесь ничто не разрешает"),
        },
        // A rule that says nothing is told by its id.
        _ => rule_id(reason).to_owned(),
    }
}

fn reason(front: &Front, pack: &Pack, judged: &Judged<'_>, reason: &Reason<'_>) -> Json {
    let citations: Vec<Json> = reason.citations.iter().map(|found| citation(front, pack, found)).collect();
    let facts: Vec<Json> = reason.facts.iter().map(|found| fact(front, pack, judged.portal, found)).collect();
    json!({
        "rule": rule_id(reason),
        "effect": match reason.effect {
            EffectOfRule::Permit => "permit",
            EffectOfRule::Forbid => "forbid",
            EffectOfRule::Limit => "limit",
            EffectOfRule::Default => "default",
        },
        "message": message(front, pack, judged, reason),
        "citations": citations,
        "facts": facts,
    })
}

/// A citation with the place of its passage, where the document has it.
pub(super) fn citation(front: &Front, pack: &Pack, citation: &Citation) -> Json {
    let at = usize::from(citation.document);
    let line = pack.documents.find(&pack.model, citation).ok().map(|span| front.sources.line(span));
    json!({
        "document": pack.model.documents.get(at).map(|document| &document.name.text),
        "path": pack.document_paths.get(at),
        "line": line,
        "quote": citation.quote,
    })
}

/// A cited passage on one line: where it stands, and its words.
pub(super) fn quoted(front: &Front, pack: &Pack, citation: &Citation) -> String {
    let path = pack.document_paths.get(usize::from(citation.document)).map_or("", String::as_str);
    let line = match pack.documents.find(&pack.model, citation) {
        Ok(span) => format!(":{}", front.sources.line(span)),
        Err(_) => String::new(),
    };
    format!("{path}{line} «{}»", citation.quote.replace("**", ""))
}

/// A value that a rule read, with its place.
pub(super) fn fact(front: &Front, pack: &Pack, portal: &Portal, fact: &Fact) -> Json {
    // Of a stream, the lines are gone but for the last ones.
    let span = fact.span.filter(|span| front.sources.get(span.source).is_some());
    json!({
        "path": fact.path,
        "file": span.map(|span| front.sources.name(span)),
        "line": span.map(|span| front.sources.line(span)),
        "value": value(&pack.model, &portal.state, &fact.value, &fact.ty),
    })
}
