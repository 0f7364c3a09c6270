//! What cites which passage: each passage once, however many cite it.

use crate::base::{Message, msg};
use crate::model::{Citation, Extent, Model};
use crate::prose::quote::{Quote, title};
use crate::values::ids::{ActionId, DocumentId, RoleId, RuleId};
use std::borrow::Cow;
use std::collections::HashMap;
use std::slice::from_ref;

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Citing {
    Rule(RuleId),
    /// A role, for what it may or may not do.
    Role(RoleId),
    /// An action, for its effects.
    Action(ActionId),
    /// A conflict, by one of its two passages.
    Conflict(usize),
    /// An aside, which says why no rule follows.
    Aside(usize),
}

impl Citing {
    pub fn name(self, model: &Model) -> &str {
        let name = match self {
            Self::Rule(rule) => model.rules.get(rule).map(|own| &own.id),
            Self::Role(role) => model.roles.get(role).map(|own| &own.name),
            Self::Action(action) => model.actions.get(action).map(|own| &own.name),
            Self::Conflict(conflict) => model.conflicts.get(conflict).map(|own| &own.id),
            Self::Aside(_) => None,
        };
        name.map_or("", |name| &name.text)
    }

    pub fn kind(self) -> &'static str {
        match self {
            Self::Rule(_) => "rule",
            Self::Role(_) => "role",
            Self::Action(_) => "action",
            Self::Conflict(_) => "conflict",
            Self::Aside(_) => "aside",
        }
    }

    /// What it is and its name, as people read it.
    pub fn message(self, model: &Model) -> Message {
        msg!(documents.statement, kind = self.kind(), name = self.name(model))
    }

    /// What it is and its name, as the lock has it: `rule ten-integrators`.
    pub fn label(self, model: &Model) -> String {
        format!("{} {}", self.kind(), self.name(model)).trim_end().to_owned()
    }
}

pub fn quote_of(citation: &Citation) -> Quote {
    match citation.extent {
        Extent::Words => Quote::new(&citation.quote, citation.under.as_deref()),
        Extent::Section => Quote::heading(&citation.quote),
    }
}

#[derive(Clone, Debug)]
pub struct CitedPassage<'m> {
    /// The first citation of it, which stands for all.
    pub citation: &'m Citation,
    /// All citations of it, each with what cites it.
    pub by: Vec<(Citing, &'m Citation)>,
}

impl CitedPassage<'_> {
    pub fn citing(&self) -> Vec<Citing> {
        let mut citing: Vec<Citing> = self.by.iter().map(|(citing, _)| *citing).collect();
        citing.sort_unstable();
        citing.dedup();
        citing
    }
}

/// The passages that rules, roles and actions cite: what scenarios can reach.
pub fn at_work(model: &Model) -> Vec<(&Citation, Vec<Citing>)> {
    let passages = cited_passages(model).into_iter().filter_map(|passage| {
        let mut citing = passage.citing();
        citing.retain(|citing| !matches!(citing, Citing::Conflict(_) | Citing::Aside(_)));
        (!citing.is_empty()).then_some((passage.citation, citing))
    });
    passages.collect()
}

/// What is cited, of how much, and under which heading.
type QuotedPlace<'m> = (DocumentId, Extent, Cow<'m, str>, Option<&'m str>);

/// Every passage that is cited, in the order of the rules.
pub fn cited_passages(model: &Model) -> Vec<CitedPassage<'_>> {
    let mut passages: Vec<CitedPassage<'_>> = Vec::new();
    let mut places: HashMap<QuotedPlace<'_>, usize> = HashMap::new();
    let rules = model.rules.enumerated().map(|(id, rule)| (Citing::Rule(id), &rule.cites[..]));
    let roles = model.roles.enumerated().map(|(id, role)| (Citing::Role(id), &role.cites[..]));
    let actions = model.actions.enumerated().map(|(id, action)| (Citing::Action(id), &action.cites[..]));
    let conflicts = (0..).zip(&model.conflicts).map(|(at, own)| (Citing::Conflict(at), &own.between[..]));
    let asides = (0..).zip(&model.asides).map(|(at, own)| (Citing::Aside(at), from_ref(&own.passage)));
    for (citing, citations) in rules.chain(roles).chain(actions).chain(conflicts).chain(asides) {
        for citation in citations {
            // However the heading of a section is numbered, it is one.
            let quote = match citation.extent {
                Extent::Words => Cow::Borrowed(&*citation.quote),
                Extent::Section => Cow::Owned(title(&citation.quote)),
            };
            let key = (citation.document, citation.extent, quote, citation.under.as_deref());
            let at = *places.entry(key).or_insert_with(|| {
                passages.push(CitedPassage { citation, by: Vec::new() });
                passages.len() - 1
            });
            passages.get_mut(at).into_iter().for_each(|passage| passage.by.push((citing, citation)));
        }
    }
    passages
}
