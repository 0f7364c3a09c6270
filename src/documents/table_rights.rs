//! What the cells of a row let and forbid those of whom a rule speaks: "Export | Guest: no | Member: yes", and the other way
//! round "Guest | Export: no | Invite: yes".

use crate::documents::passage::Passage;
use crate::prose::facts::{Cell, Change, Directive, Fact, TableFact, is_cyrillic, names_role, says_words};
use crate::prose::is_ticked;
use std::sync::Arc;

/// The names by which documents speak of a rule.
#[derive(Default)]
pub struct RuleNames {
    /// Of the values and roles that it asks for.
    pub values: Vec<Arc<str>>,
    /// Of the actions that it decides.
    pub actions: Vec<Arc<str>>,
    /// Those that people have for the actions, each with its language.
    pub called: Vec<(Arc<str>, Arc<str>)>,
}

impl RuleNames {
    /// Whether a text may speak of an action of the rule: it says a name of it, or nobody wrote down what people call it.
    pub fn may_be_said_in(&self, text: &str) -> bool {
        let language = if is_cyrillic(text) { "ru" } else { "en" };
        let mut called = self.called.iter().filter(|(own, _)| **own == *language).peekable();
        called.peek().is_none()
            || called.any(|(_, name)| says_words(text, name))
            || self.actions.iter().any(|name| says_words(text, name))
    }

    fn has(&self, cell: &Cell) -> bool {
        let is_named = |text: &str| self.values.iter().any(|name| names_role(&text.to_lowercase(), name));
        let called = self.called.iter().map(|(_, name)| name);
        let mut deeds = self.actions.iter().chain(called);
        let mut is_deed = || deeds.any(|name| says_words(&cell.column, name));
        is_named(&cell.column) || is_named(&cell.row) && is_deed()
    }
}

/// What a cell lets or forbids. A letter x may be a tick or a cross.
fn directive(cell: &Cell) -> Option<Directive> {
    if matches!(&*cell.says, "x" | "X" | "х" | "Х") {
        return None;
    }
    is_ticked(&cell.says).map(|lets| if lets { Directive::Permits } else { Directive::Forbids })
}

/// What the cells of a passage say of a rule, where they all say the same.
pub fn said_in_cells(now: &Passage, names: &RuleNames) -> Option<Directive> {
    let mut own = now.facts.cells.iter().filter(|cell| names.has(cell)).map(directive);
    let first = own.next()??;
    own.all(|other| other == Some(first)).then_some(first)
}

/// What a cell said of a rule, and says now, where that turned.
pub fn turned_in_cells(changes: &[Change], names: &RuleNames) -> Option<(Directive, Directive)> {
    changes.iter().find_map(|change| {
        let (Some(Fact::Table(TableFact::Cell(was))), Some(Fact::Table(TableFact::Cell(is)))) =
            (&change.was, &change.is)
        else {
            return None;
        };
        let (old, new) = (directive(was)?, directive(is)?);
        (old != new && names.has(is)).then_some((old, new))
    })
}
