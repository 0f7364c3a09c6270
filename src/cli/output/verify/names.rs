//! What people call actions and roles, for machines and for the page.

use crate::cli::output::verify::json::Writer;
use crate::documents::citations::Citing;
use crate::model::LocalizedText;
use serde_json::Value as Json;

impl Writer<'_> {
    /// What people call the actions, by language.
    pub(super) fn names_of_actions(&self) -> Json {
        let called = self.model.actions.iter().filter(|action| !action.called.is_empty());
        let named = called.map(|action| (action.name.text.to_string(), first_names(&action.called)));
        Json::Object(named.collect())
    }

    /// What people call a role or an action, by language.
    pub(super) fn called(&self, citing: Citing) -> Json {
        match citing {
            Citing::Role(role) => self.model.roles.get(role).map(|own| first_names(&own.called)),
            Citing::Action(action) => self.model.actions.get(action).map(|own| first_names(&own.called)),
            _ => None,
        }
        .unwrap_or(Json::Null)
    }
}

/// The first name in each language: that which is shown.
fn first_names(called: &[LocalizedText]) -> Json {
    let mut names = serde_json::Map::new();
    for name in called {
        names.entry(name.language.to_string()).or_insert_with(|| (&*name.text).into());
    }
    Json::Object(names)
}
