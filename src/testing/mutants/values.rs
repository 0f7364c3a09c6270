//! The values of enums, in their order: what a value is changed to.

use crate::syntax::tree::{DeclarationKind, File, Name};
use crate::values::types::ROLE_NAME;
use std::sync::Arc;

/// The values of each enum, roles included.
#[derive(Default)]
pub(crate) struct Values(Vec<(Arc<str>, Vec<Arc<str>>)>);

impl Values {
    pub(crate) fn of(files: &[File]) -> Self {
        let mut found = Vec::new();
        let mut roles = Vec::new();
        let names = |values: Vec<&Name>| values.into_iter().map(|name| name.text.clone()).collect::<Vec<_>>();
        for declaration in files.iter().flat_map(|file| &file.declarations) {
            match &declaration.kind {
                DeclarationKind::Role(role) => roles.push(role.name.text.clone()),
                DeclarationKind::Enum { name, values } => {
                    found.push((name.text.clone(), names(values.iter().map(|own| &own.name).collect())));
                }
                _ => {}
            }
        }
        found.push((ROLE_NAME.into(), roles));
        Self(found)
    }

    /// The value behind one, of the enum of this name; without a name, of the only enum that has the value.
    pub(crate) fn next(&self, of: Option<&str>, value: &str) -> Option<Arc<str>> {
        let has = |values: &[Arc<str>]| values.iter().any(|own| **own == *value);
        let mut enums =
            self.0.iter().filter(|(name, values)| of.is_none_or(|of| **name == *of) && has(values));
        let (Some((_, values)), None) = (enums.next(), enums.next()) else { return None };
        let at = values.iter().position(|own| **own == *value)?;
        values.iter().cycle().nth(at + 1).filter(|next| ***next != *value).cloned()
    }
}
