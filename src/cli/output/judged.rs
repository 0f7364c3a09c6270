//! A judged action with its grounds, as every format prints it.

use crate::base::{Span, msg};
use crate::cli::output::consequences::Consequences;
use crate::cli::output::evidence::{Cited, Fact, Obligation, Resolver, missing_paths};
use crate::cli::output::language::{Language, Phrase};
use crate::cli::output::proposals::Proposal;
use crate::cli::output::right::about;
use crate::cli::session::Exit;
use crate::eval::{EffectOfRule, Missing, Verdict};
use crate::model::{Action, Citation, Conflict, name_in};
use crate::values::{Moment, Zone};
use serde::Serialize;
use serde_json::{Map, Value as Json};

/// What came of an action: a verdict, or an error where that would have cost too much.
#[derive(Serialize)]
#[serde(untagged)]
pub(crate) enum ActionResult<'a> {
    Judged(Box<Judged<'a>>),
    OverBudget(Unjudged<'a>),
}

/// An action that was not judged. Serialized, it is a result of the JSON contract.
#[derive(Serialize)]
pub(crate) struct Unjudged<'a> {
    pub(crate) action: &'a str,
    pub(crate) actor: String,
    pub(crate) at: Moment,
    pub(crate) error: Problem<'a>,
}

#[derive(Serialize)]
pub(crate) struct Problem<'a> {
    pub(crate) code: &'static str,
    pub(crate) message: String,
    /// The rule that costs most; none where the effects do.
    pub(crate) rule: Option<&'a str>,
}

/// A judged action. Serialized, it is a result of the JSON contract, with the fields in this order.
#[derive(Serialize)]
pub(crate) struct Judged<'a> {
    pub(crate) action: &'a str,
    /// What people call it, or else its name.
    #[serde(skip)]
    pub(crate) called: &'a str,
    pub(crate) actor: String,
    pub(crate) at: Moment,
    pub(crate) verdict: Verdict,
    pub(crate) reasons: Vec<Reason<'a>>,
    pub(crate) obligations: Vec<Obligation<'a>>,
    #[serde(serialize_with = "missing_paths")]
    pub(crate) missing: Vec<Missing>,
    /// Until when the verdict holds at least; none where it holds for ever.
    pub(crate) until: Option<Moment>,
    /// The verdict then, if it is known.
    pub(crate) then: Option<Verdict>,
    pub(crate) unsettled: Vec<Reason<'a>>,
    /// What it brings about, where it is allowed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) effects: Option<Consequences<'a>>,
    /// The contradictions between documents that the verdict rests on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(crate) settled: Vec<Settled<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) considered: Option<Vec<Considered<'a>>>,
    #[serde(rename = "why_not", skip_serializing_if = "Option::is_none")]
    pub(crate) proposals: Option<Vec<Proposal<'a>>>,
    /// Whether there may be others, because the search for them was stopped.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub(crate) search_stopped: bool,
    /// Whether changes that hand out rights were left out of it.
    #[serde(skip)]
    pub(crate) rights_left_out: bool,
    /// The portal's, in which times are shown.
    #[serde(skip)]
    pub(crate) zone: Zone,
    /// What is known of the arguments, by the names of their parameters, as people know it.
    #[serde(skip)]
    pub(crate) arguments: Vec<(&'a str, String)>,
}

/// A rule that made a verdict, or on which it hangs.
#[derive(Serialize)]
pub(crate) struct Reason<'a> {
    /// `default` where nothing permits the action.
    pub(crate) rule: &'a str,
    effect: &'static str,
    /// In the language of the run.
    pub(crate) message: Phrase,
    pub(crate) citations: Vec<Cited<'a>>,
    pub(crate) facts: Vec<Fact<'a>>,
    /// The group that breaks a limit for each of something.
    #[serde(skip_serializing_if = "Map::is_empty")]
    pub(crate) group: Map<String, Json>,
    /// The rule's id; none where nothing permits the action.
    #[serde(skip)]
    pub(crate) id: Option<Span>,
    /// What applied, or what stood in the way.
    #[serde(skip)]
    pub(crate) spans: Vec<Span>,
    /// Whether what the action changes makes no difference to it, though of something unknown nobody can tell; only told
    /// where rights are listed.
    #[serde(skip)]
    pub(crate) is_unmoved: bool,
}

/// A contradiction between documents, and how the rules settle it.
#[derive(Serialize)]
pub(crate) struct Settled<'a> {
    conflict: &'a str,
    /// The document that prevails.
    #[serde(rename = "as")]
    prevails: &'a str,
    pub(crate) readings: Vec<Cited<'a>>,
    /// In the language of the run.
    because: Phrase,
}

impl<'a> Settled<'a> {
    /// The conflicts that are settled by one of these rules, or over a passage that one of them cites.
    pub(crate) fn by_rules(resolver: Resolver<'a, '_>, rules: &[&Reason<'a>]) -> Vec<Self> {
        let (session, model) = (resolver.session, &resolver.pack.program.model);
        let is_on = |conflict: &Conflict, reason: &Reason<'_>| {
            let by = conflict.by.and_then(|rule| resolver.rule_id(rule));
            let cited = reason.citations.iter().map(|cited| cited.citation);
            let same = |one: &Citation, other: &Citation| {
                (one.document, &one.quote) == (other.document, &other.quote)
            };
            by == Some(reason.rule)
                || cited.into_iter().any(|one| conflict.between.iter().any(|other| same(one, other)))
        };
        let found =
            model.conflicts.iter().filter(|conflict| rules.iter().any(|reason| is_on(conflict, reason)));
        let because = |conflict: &'a Conflict| {
            let texts = conflict.because.iter().map(|text| (&*text.language, text.text.to_string()));
            session.language.choose(texts, resolver.portal.zone).unwrap_or_default()
        };
        let settled = |conflict: &'a Conflict| Self {
            conflict: &conflict.id.text,
            prevails: model.document_name(conflict.settled_as),
            readings: resolver.citations(&conflict.between),
            because: because(conflict),
        };
        found.map(settled).collect()
    }

    /// For people: what is in force, what the other document reads, and why.
    pub(crate) fn in_words(&self, language: Language) -> String {
        let is_in_force = |cited: &&Cited<'_>| cited.document() == self.prevails;
        let (in_force, others): (Vec<_>, Vec<_>) = self.readings.iter().partition(is_in_force);
        let all = |list: Vec<&Cited<'_>>| {
            list.into_iter().map(|one| one.in_a_sentence()).collect::<Vec<_>>().join("; ")
        };
        msg!(
            verdict.settled,
            conflict = self.conflict,
            other = all(others),
            in_force = all(in_force),
            because = self.because.shown()
        )
        .text(language)
    }
}

/// A rule that was considered and did not apply.
#[derive(Serialize)]
pub(crate) struct Considered<'a> {
    pub(crate) rule: &'a str,
    /// The condition that failed, as it is written.
    pub(crate) condition: String,
    path: &'a str,
    line: usize,
    pub(crate) facts: Vec<Fact<'a>>,
    #[serde(skip)]
    pub(crate) span: Span,
}

impl<'a> Reason<'a> {
    /// Whether a rule file names it: what every pack holds has an id in brackets.
    pub(crate) fn has_name(&self) -> bool {
        self.id.is_some() && !self.rule.starts_with('(')
    }

    /// Whether it is worth naming among those that an action hangs on.
    pub(crate) fn is_condition(&self) -> bool {
        self.has_name() && !self.is_unmoved
    }

    pub(crate) fn new(
        resolver: Resolver<'a, '_>,
        action: Option<&Action>,
        reason: crate::eval::Reason<'a>,
    ) -> Self {
        let rule: &'a str = reason.rule.map_or("default", |rule| &rule.id.text);
        let language = resolver.session.language;
        // A role says so itself where it does not give a right.
        let is_of_role = reason.rule.is_none() && !reason.messages.is_empty();
        let message =
            language.choose(reason.messages, resolver.portal.zone).unwrap_or_else(|| match reason.effect {
                EffectOfRule::Default => {
                    let called = action
                        .map_or("", |own| name_in(&own.called, language.code()).unwrap_or(&own.name.text));
                    Phrase::verbatim(msg!(verdict.nothing_permits, action = called).text(language))
                }
                _ => Phrase::verbatim(rule),
            });
        Self {
            rule,
            effect: match reason.effect {
                EffectOfRule::Permit => "permit",
                EffectOfRule::Forbid => "forbid",
                EffectOfRule::Limit => "limit",
                EffectOfRule::Default => "default",
            },
            message,
            citations: match action.filter(|_| is_of_role) {
                Some(action) => about(action, resolver.citations(reason.citations)),
                None => resolver.citations(reason.citations),
            },
            group: resolver.group(&reason.group),
            facts: resolver.facts(reason.facts),
            is_unmoved: false,
            id: reason.rule.map(|rule| rule.id.span),
            spans: reason.places,
        }
    }
}

impl<'a> Considered<'a> {
    pub(crate) fn new(resolver: Resolver<'a, '_>, considered: crate::eval::Considered<'a>) -> Self {
        let (sources, span) = (&resolver.session.sources, considered.place);
        Self {
            rule: &considered.rule.id.text,
            condition: sources.text(span).split_whitespace().collect::<Vec<_>>().join(" "),
            path: sources.name(span),
            line: sources.line(span),
            facts: resolver.facts(considered.facts),
            span,
        }
    }
}

/// How many actions came out how.
#[derive(Clone, Copy, Default)]
pub(crate) struct Counts {
    pub(crate) allowed: usize,
    pub(crate) denied: usize,
    pub(crate) undetermined: usize,
    /// Not judged, because that would have cost too much.
    pub(crate) over_budget: usize,
}

impl Counts {
    pub(crate) fn of(results: &[ActionResult<'_>]) -> Self {
        let mut counts = Self::default();
        for result in results {
            counts.add_result(result);
        }
        counts
    }

    pub(crate) fn add_result(&mut self, answer: &ActionResult<'_>) {
        match answer {
            ActionResult::Judged(judged) => self.add(judged.verdict),
            ActionResult::OverBudget(_) => self.over_budget += 1,
        }
    }

    pub(crate) fn add(&mut self, verdict: Verdict) {
        *match verdict {
            Verdict::Allowed => &mut self.allowed,
            Verdict::Denied => &mut self.denied,
            Verdict::Undetermined => &mut self.undetermined,
        } += 1;
    }

    pub(crate) fn total(self) -> usize {
        self.allowed + self.denied + self.undetermined + self.over_budget
    }

    /// How a run ends in which so many actions came out so.
    pub(crate) fn exit(self) -> Exit {
        match (self.denied, self.undetermined) {
            _ if self.over_budget > 0 => Exit::Error,
            (0, 0) => Exit::Success,
            (0, _) => Exit::Undetermined,
            _ => Exit::Denied,
        }
    }
}

impl std::ops::AddAssign for Counts {
    fn add_assign(&mut self, more: Self) {
        self.allowed += more.allowed;
        self.denied += more.denied;
        self.over_budget += more.over_budget;
        self.undetermined += more.undetermined;
    }
}
