//! What cites which passage: each passage once, however many cite it.

use crate::model::{Citation, Model};
use crate::values::ids::{ActionId, DocumentId, RoleId, RuleId};
use std::collections::HashMap;

/// What cites a passage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Citing {
    /// A rule, by its own quotes.
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
    /// Its name; an aside has none.
    pub fn name(self, model: &Model) -> &str {
        let name = match self {
            Self::Rule(number) => model.rules.get(number).map(|rule| &rule.id),
            Self::Role(number) => model.roles.get(number).map(|role| &role.name),
            Self::Action(number) => model.actions.get(number).map(|action| &action.name),
            Self::Conflict(number) => model.conflicts.get(number).map(|conflict| &conflict.id),
            Self::Aside(_) => None,
        };
        name.map_or("", |name| &name.text)
    }

    /// What it is, in the word of the language.
    pub fn kind(self) -> &'static str {
        match self {
            Self::Rule(_) => "rule",
            Self::Role(_) => "role",
            Self::Action(_) => "action",
            Self::Conflict(_) => "conflict",
            Self::Aside(_) => "aside",
        }
    }

    /// What it is and its name: `rule ten-integrators`.
    pub fn label(self, model: &Model) -> String {
        format!("{} {}", self.kind(), self.name(model)).trim_end().to_owned()
    }
}

/// A passage that is cited.
#[derive(Clone, Debug)]
pub struct CitedPassage<'m> {
    /// All citations of it, each with what cites it; there is a first.
    pub by: Vec<(Citing, &'m Citation)>,
}

impl<'m> CitedPassage<'m> {
    /// What cites it, each once.
    pub fn citing(&self) -> Vec<Citing> {
        let mut citing: Vec<Citing> = self.by.iter().map(|(citing, _)| *citing).collect();
        citing.sort_unstable();
        citing.dedup();
        citing
    }

    /// The citation that stands for all of them.
    pub fn first(&self) -> Option<&'m Citation> {
        self.by.first().map(|(_, citation)| *citation)
    }
}

/// The passages that rules, roles and actions cite: what scenarios can reach.
pub fn at_work(model: &Model) -> Vec<(&Citation, Vec<Citing>)> {
    let passages = cited_passages(model).into_iter().filter_map(|passage| {
        let mut citing = passage.citing();
        citing.retain(|citing| !matches!(citing, Citing::Conflict(_) | Citing::Aside(_)));
        Some((passage.first()?, citing)).filter(|(_, citing)| !citing.is_empty())
    });
    passages.collect()
}

/// Every passage that is cited, in the order of the rules.
pub fn cited_passages(model: &Model) -> Vec<CitedPassage<'_>> {
    let mut passages: Vec<CitedPassage<'_>> = Vec::new();
    let mut places: HashMap<(DocumentId, &str, Option<&str>), usize> = HashMap::new();
    let rules = model.rules.enumerated();
    let rules =
        rules.flat_map(|(number, rule)| rule.cites.iter().map(move |own| (Citing::Rule(number), own)));
    let roles = model.roles.enumerated();
    let roles =
        roles.flat_map(|(number, role)| role.cites.iter().map(move |own| (Citing::Role(number), own)));
    let actions = model.actions.enumerated();
    let actions = actions
        .flat_map(|(number, action)| action.cites.iter().map(move |own| (Citing::Action(number), own)));
    let conflicts = model.conflicts.iter().enumerate();
    let conflicts = conflicts
        .flat_map(|(number, one)| one.between.iter().map(move |own| (Citing::Conflict(number), own)));
    let asides =
        model.asides.iter().enumerate().map(|(number, aside)| (Citing::Aside(number), &aside.passage));
    for (citing, citation) in rules.chain(roles).chain(actions).chain(conflicts).chain(asides) {
        let key = (citation.document, &*citation.quote, citation.under.as_deref());
        let at = *places.entry(key).or_insert_with(|| {
            passages.push(CitedPassage { by: Vec::new() });
            passages.len() - 1
        });
        if let Some(passage) = passages.get_mut(at) {
            passage.by.push((citing, citation));
        }
    }
    passages
}
