//! What the passes share: the model under way, the names so far, and what is wrong.

use crate::base::{Code, Diagnostic, Id, IndexVec, Message, Severity, Span, msg, suggest};
use crate::model::checked::Model;
use crate::model::from_syntax::names::{Asked, Names, ScopedArgument, SetName, Table};
use crate::model::schema::Field;
use crate::model::size::Size;
use crate::syntax::tree;
use crate::values::Type;
use crate::values::ids::{CollectionId, FieldId, LetId, ParameterId};
use crate::values::types::ROLE;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// More complaints than this help nobody.
const MOST_DIAGNOSTICS: usize = 200;

/// The most fields, values or parameters of one list, and parameters in all.
pub(super) const MOST: usize = 1_000;

#[derive(Default)]
pub(super) struct Checker {
    pub(super) model: Model,
    pub(super) names: Names,
    /// Whether something could not be read at all, so that any name may be declared there.
    pub(super) unsure: bool,
    /// The names that may be declared where a declaration could not be read, and those whose declaration is wrong.
    pub(super) unread: HashSet<Arc<str>>,
    /// Whether `state`, or a part of it, is wrong: what is missing there is a consequence.
    pub(super) state_wrong: bool,
    /// How many complaints were held back for that.
    pub(super) guesses: usize,
    pub(super) sizes: IndexVec<LetId, Size>,
    /// How many parts all rules have so far, written out.
    pub(super) written: usize,
    /// The scopes of actions by their parameters: most rules speak of actions that are alike.
    pub(super) arguments: HashMap<Vec<ParameterId>, Arc<Vec<ScopedArgument>>, foldhash::fast::RandomState>,
    /// What named conditions ask of all of some.
    pub(super) asked: HashMap<Arc<str>, Asked>,
    /// The codes of languages so far that are right.
    pub(super) languages: Vec<Arc<str>>,
    pub(super) diagnostics: Vec<Diagnostic>,
    /// How many more there are.
    pub(super) omitted: usize,
}

impl Checker {
    pub(super) fn report(&mut self, diagnostic: Diagnostic) {
        if self.unsure && diagnostic.code == Code::E0201 {
            self.guesses += 1;
        } else if self.diagnostics.len() < MOST_DIAGNOSTICS {
            self.diagnostics.push(diagnostic);
        } else {
            self.omitted += 1;
        }
    }

    /// Whether so much is wrong that one more unknown name is only counted: finding names to suggest has its cost.
    pub(super) fn has_too_many(&mut self) -> bool {
        let full = self.diagnostics.len() >= MOST_DIAGNOSTICS;
        self.omitted += usize::from(full);
        full || self.guesses >= MOST_DIAGNOSTICS
    }

    /// Report a name that nothing has, unless it may be declared where a declaration could not be read.
    pub(super) fn unknown(&mut self, message: Message, name: &tree::Name, help: Option<Message>) {
        if self.unread.contains(&name.text) {
            self.guesses += 1;
            return;
        }
        self.report(
            Diagnostic::error(Code::E0201, message).label(name.span, Message::empty()).maybe_help(help),
        );
    }

    pub(super) fn taken(&mut self, kind: &str, name: &tree::Name, first: Span) {
        self.twice(msg!(rules.taken, kind = kind, name = &*name.text), name.span, first);
    }

    /// Report what stands in two places, and in one too many.
    pub(super) fn twice(&mut self, message: Message, again: Span, first: Span) {
        self.report(
            Diagnostic::error(Code::E0202, message)
                .label(again, msg!(rules.again_here))
                .label(first, msg!(rules.first_here)),
        );
    }

    /// Report a name that means something else already.
    pub(super) fn other_name(&mut self, message: Message, name: &tree::Name) {
        self.report(
            Diagnostic::error(Code::E0202, message)
                .label(name.span, Message::empty())
                .help(msg!(rules.choose_another_name)),
        );
    }

    /// How many errors there are so far, those included that were held back.
    pub(super) fn errors(&self) -> usize {
        let errors = self.diagnostics.iter().filter(|found| found.severity == Severity::Error);
        errors.count() + self.guesses
    }

    /// The id of a name; complained of where nothing has it.
    pub(super) fn look_up<I: Id>(
        &mut self,
        table: fn(&Names) -> &Table<I>,
        message: fn(&str) -> Message,
        name: &tree::Name,
    ) -> Option<I> {
        let found = table(&self.names).get(&name.text).filter(|id| *id != I::NONE);
        if found.is_none() && !self.has_too_many() {
            let help = suggest::did_you_mean(&name.text, table(&self.names).known());
            self.unknown(message(&name.text), name, help);
        }
        found
    }

    /// A field of a collection by its name; complained of where there is none.
    pub(super) fn field_named(
        &mut self,
        collection: CollectionId,
        name: &tree::Name,
    ) -> Option<(FieldId, Field)> {
        let found = self.model.schema.collections.get(collection)?;
        if let Some(id) = found.fields.position(|field| field.name.text == name.text) {
            return Some((id, found.fields.get(id)?.clone()));
        }
        if self.has_too_many() {
            return None;
        }
        let found = self.model.schema.collections.get(collection)?;
        let known = found.fields.iter().map(|field| &*field.name.text);
        let help = suggest::did_you_mean(&name.text, known);
        let message = msg!(rules.unknown_field, noun = &*found.noun.text, name = &*name.text);
        self.unknown(message, name, help);
        None
    }

    /// Whether a name is the first of its kind in a list; complained of where it is not.
    pub(super) fn is_first<'t>(
        &mut self,
        what: &str,
        name: &'t tree::Name,
        seen: &mut Vec<&'t tree::Name>,
    ) -> bool {
        let first = seen.iter().find(|other| other.text == name.text).map(|first| first.span);
        match first {
            Some(first) => self.taken(what, name, first),
            None => seen.push(name),
        }
        first.is_none()
    }

    /// Take a name; complained of where something has it already.
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

    /// Refuse a name that means something by itself in every expression; whether it does not.
    pub(super) fn not_reserved(&mut self, name: &tree::Name) -> bool {
        let reserved = is_reserved(&name.text);
        if reserved {
            self.other_name(msg!(rules.means_something, name = &*name.text), name);
        }
        !reserved
    }

    pub(super) fn too_many(&mut self, length: usize, place: Option<Span>) {
        if let Some(place) = place.filter(|_| length > MOST) {
            self.report(
                Diagnostic::error(Code::E0106, msg!(rules.list_too_long, most = MOST))
                    .label(place, msg!(rules.last_of_them)),
            );
        }
    }

    /// The set that a name or the word for one of its elements stands for.
    pub(super) fn set_name(&mut self, name: &tree::Name) -> Option<SetName> {
        let found = self.names.sets.get(&name.text);
        if found.is_none() && !self.names.failed.contains(&name.text) && !self.has_too_many() {
            let help = self
                .those_of_a_role(&name.text)
                .or_else(|| suggest::did_you_mean(&name.text, self.names.sets.known()));
            self.unknown(msg!(rules.unknown_set, name = &*name.text), name, help);
        }
        found
    }

    /// The set of those who act in a role that stands in place of a set.
    fn those_of_a_role(&self, name: &str) -> Option<Message> {
        let role = [name, name.strip_suffix('s').unwrap_or(name)]
            .into_iter()
            .find(|role| self.names.roles.has(role))?;
        let actors = self.model.schema.collections.get(self.model.schema.actors?)?;
        let field = actors.fields.iter().find(|field| field.ty == Type::Enum(ROLE))?;
        let set = format!("{} where {} is {role}", actors.name.text, field.name.text);
        Some(msg!(rules.name_those_of_a_role, definition = format!("let {role}s: each {role} = {set}")))
    }

    /// Take the name of a set, and the word for one of its elements.
    pub(super) fn declare_set(&mut self, name: &tree::Name, noun: Option<&tree::Name>, set: SetName) {
        let noun = noun.filter(|noun| noun.text != name.text);
        for name in [name].into_iter().chain(noun) {
            if let Err(first) = self.names.sets.add(name, set) {
                self.taken("set", name, first);
            }
        }
    }
}

/// Whether a name means something by itself in every expression.
pub fn is_reserved(name: &str) -> bool {
    ["now", "actor", "action", "state", "true", "false"].contains(&name)
}
