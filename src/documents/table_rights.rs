//! What the cells of a row let and forbid those of whom a rule speaks: "Export | Guest: no | Member: yes", and the other way
//! round "Guest | Export: no | Invite: yes".

use crate::documents::passage::Passage;
use crate::documents::rule_names::RuleNames;
use crate::prose::facts::{Cell, Change, Directive, Fact, TableFact};
use crate::prose::is_ticked;

/// What a cell lets or forbids. A letter x may be a tick or a cross.
pub(super) fn directive(cell: &Cell) -> Option<Directive> {
    if matches!(&*cell.says, "x" | "X" | "х" | "Х") {
        return None;
    }
    is_ticked(&cell.says).map(|lets| if lets { Directive::Permits } else { Directive::Forbids })
}

/// What the cells of a passage say of a rule, where they all say the same.
pub fn said_in_cells(now: &Passage, names: &RuleNames) -> Option<Directive> {
    let mut own = now.facts.cells.iter().filter(|cell| names.are_of(cell)).map(directive);
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
        (old != new && names.are_of(is)).then_some((old, new))
    })
}
