//! What the passes share: the model under way, the names so far, and what is wrong.

use crate::base::IndexVec;
use crate::base::{Code, Diagnostic, Id, Span, suggest};
use crate::model::checked::Model;
use crate::model::from_syntax::names::{Names, SetName, Table};
use crate::model::from_syntax::scope::ScopedArgument;
use crate::model::from_syntax::sizes::Size;
use crate::syntax::tree;
use crate::values::ids::{LetId, ParameterId};
use std::collections::HashMap;
use std::rc::Rc;
use std::sync::Arc;

/// More complaints than this help nobody.
const MOST_DIAGNOSTICS: usize = 200;

/// The most fields, values or parameters of one list, and parameters in all.
pub(super) const MOST: usize = 1_000;

pub(super) struct Checker {
    pub(super) model: Model,
    pub(super) names: Names,
    pub(super) unsure: bool,
    /// How many complaints were held back for that.
    pub(super) guesses: usize,
    /// The sizes of the named expressions.
    pub(super) sizes: IndexVec<LetId, Size>,
    /// How many parts all rules have so far, written out.
    pub(super) written: usize,
    /// The scopes of actions by their parameters: most rules speak of actions that are alike.
    pub(super) arguments: HashMap<Vec<ParameterId>, Rc<Vec<ScopedArgument>>, foldhash::fast::RandomState>,
    pub(super) diagnostics: Vec<Diagnostic>,
}

impl Checker {
    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        if self.unsure && diagnostic.code == Code::E0201 {
            self.guesses += 1;
        } else if self.diagnostics.len() < MOST_DIAGNOSTICS {
            self.diagnostics.push(diagnostic);
        }
    }

    /// Whether so much is wrong that it is no use to look on: finding names to suggest has its cost.
    pub(super) fn too_many_errors(&self) -> bool {
        self.diagnostics.len() >= MOST_DIAGNOSTICS || self.guesses >= MOST_DIAGNOSTICS
    }

    /// Say that nothing has this name.
    pub(super) fn unknown<'a>(
        &mut self,
        what: &str,
        name: &tree::Name,
        known: impl IntoIterator<Item = &'a str>,
    ) {
        if self.too_many_errors() {
            return;
        }
        let help = suggest::did_you_mean(&name.text, known);
        self.report(
            Diagnostic::error(Code::E0201, format!("{what} is called `{}`", name.text))
                .label(name.span, "not declared")
                .maybe_help(help),
        );
    }

    pub(super) fn taken(&mut self, what: &str, name: &tree::Name, first: Span) {
        self.report(
            Diagnostic::error(Code::E0202, format!("the {what} `{}` is declared twice", name.text))
                .label(name.span, "again here")
                .label(first, "first here"),
        );
    }

    /// Take a name, or say who has it.
    pub(super) fn declare<I: Id>(
        &mut self,
        table: fn(&mut Names) -> &mut Table<I>,
        what: &str,
        name: &tree::Name,
    ) -> bool {
        let table = table(&mut self.names);
        let added = table.add(name, table.next());
        if let Err(first) = added {
            self.taken(what, name, first);
        }
        added.is_ok()
    }

    /// Refuse a name that means something by itself in every expression.
    pub(super) fn not_reserved(&mut self, name: &tree::Name) {
        if ["now", "actor", "action", "state", "true", "false"].contains(&&*name.text) {
            self.report(
                Diagnostic::error(Code::E0202, format!("`{}` means something already", name.text))
                    .label(name.span, "choose another name"),
            );
        }
    }

    pub(super) fn too_many(&mut self, length: usize, place: Option<Span>) {
        if let Some(place) = place.filter(|_| length > MOST) {
            self.report(
                Diagnostic::error(Code::E0106, format!("more than {MOST} of one kind"))
                    .label(place, "the last of them"),
            );
        }
    }

    /// The set that a name or the word for one of its elements stands for.
    pub(super) fn set_name(&mut self, name: &tree::Name) -> Option<SetName> {
        let found = self.names.sets.get(&name.text).copied();
        if found.is_none() && !self.names.failed.contains(&name.text) {
            let known: Vec<Arc<str>> = self.names.sets.keys().cloned().collect();
            self.unknown("no collection or set", name, known.iter().map(AsRef::as_ref));
        }
        found.map(|(set, _)| set)
    }

    pub(super) fn declare_set(&mut self, name: &tree::Name, set: SetName) {
        if let Some((_, first)) = self.names.sets.get(&name.text).copied() {
            self.taken("set", name, first);
        } else {
            self.names.sets.insert(name.text.clone(), (set, name.span));
        }
    }
}
