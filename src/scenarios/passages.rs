//! The passages that rules, roles and actions cite, each once however many cite it.

use crate::model::{Citation, Model};
use std::collections::HashMap;

/// What cites a passage, by its number in the model.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Citing {
    /// A rule.
    Rule(usize),
    /// A role.
    Role(usize),
    /// An action.
    Action(usize),
}

impl Citing {
    /// Its name.
    pub fn name(self, model: &Model) -> &str {
        let name = match self {
            Self::Rule(number) => model.rules.get(number).map(|rule| &rule.id),
            Self::Role(number) => model.roles.get(number).map(|role| &role.name),
            Self::Action(number) => model.actions.get(number).map(|action| &action.name),
        };
        name.map_or("", |name| &name.text)
    }
}

/// The first citation of each passage, and all that cites it.
pub fn passages(model: &Model) -> Vec<(&Citation, Vec<Citing>)> {
    let mut passages: Vec<(&Citation, Vec<Citing>)> = Vec::new();
    let mut places: HashMap<(u16, &str, Option<&str>), usize> = HashMap::new();
    let rules = model.rules.iter().enumerate().map(|(number, rule)| (Citing::Rule(number), &rule.cites));
    let roles = model.roles.iter().enumerate().map(|(number, role)| (Citing::Role(number), &role.cites));
    let actions = model.actions.iter().enumerate();
    let actions = actions.map(|(number, action)| (Citing::Action(number), &action.cites));
    for (citing, citations) in rules.chain(roles).chain(actions) {
        for citation in citations {
            let key = (citation.document, &*citation.quote, citation.under.as_deref());
            let at = *places.entry(key).or_insert_with(|| {
                passages.push((citation, Vec::new()));
                passages.len() - 1
            });
            if let Some((_, cited_by)) = passages.get_mut(at) {
                cited_by.push(citing);
            }
        }
    }
    passages
}
