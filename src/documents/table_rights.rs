//! What the cells of a row let and forbid, by the heads of their columns: "Export | Guest: no | Member: yes".

use crate::documents::passage::Passage;
use crate::prose::facts::{Cell, Change, Directive, Fact, TableFact, names_role};
use crate::prose::is_ticked;
use std::sync::Arc;

/// What a cell lets or forbids those of whom its column is.
fn directive(cell: &Cell) -> Option<Directive> {
    is_ticked(&cell.says).map(|lets| if lets { Directive::Permits } else { Directive::Forbids })
}

fn is_under(cell: &Cell, names: &[Arc<str>]) -> bool {
    names.iter().any(|name| names_role(&cell.column.to_lowercase(), name))
}

/// What the cells of a passage under one of some names say, where they all say the same.
pub fn said_under(now: &Passage, names: &[Arc<str>]) -> Option<Directive> {
    let mut own = now.facts.cells.iter().filter(|cell| is_under(cell, names)).map(directive);
    let first = own.next()??;
    own.all(|other| other == Some(first)).then_some(first)
}

/// What a cell under one of some names said, and says now, where that turned.
pub fn turned_under(changes: &[Change], names: &[Arc<str>]) -> Option<(Directive, Directive)> {
    changes.iter().find_map(|change| {
        let (Some(Fact::Table(TableFact::Cell(was))), Some(Fact::Table(TableFact::Cell(is)))) =
            (&change.was, &change.is)
        else {
            return None;
        };
        let (old, new) = (directive(was)?, directive(is)?);
        (old != new && is_under(is, names)).then_some((old, new))
    })
}
