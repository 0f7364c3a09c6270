//! How the facts of a passage became others.

use crate::base::list_diff::list_diff;
use crate::prose::facts::cells::{Cell, TableFact, cell_changes};
use crate::prose::facts::change::{Change, Fact, FactKind};
use crate::prose::facts::modality::Modality;
use crate::prose::facts::number::Number;
use crate::prose::facts::roles::{RoleWords, role_key};
use crate::prose::facts::sentence::Facts;
use crate::prose::facts::words::{content_words, word_changes};
use std::collections::BTreeSet;
use std::sync::{Arc, LazyLock};

/// More numbers than these, in one sentence, are compared by their places.
const MOST_ALIGNED: usize = 256;

static BUILT_IN_ROLES: LazyLock<RoleWords> = LazyLock::new(RoleWords::default);

impl Facts {
    /// What is gone with the rows that these are facts of.
    pub fn rows_gone(&self) -> Vec<Change> {
        let mut rows: Vec<&Arc<str>> = self.cells.iter().map(|cell| &cell.row).collect();
        rows.dedup();
        rows.into_iter().map(|row| Change::of_table(Some(TableFact::Row(row.clone())), None)).collect()
    }

    /// How the cells of the rows that these are facts of became others.
    pub fn table_changes(&self, now: &Self) -> Vec<Change> {
        let changes = cell_changes(&self.cells, &now.cells, &says_the_same).into_iter();
        changes.map(|(was, is)| Change::of_table(was, is)).collect()
    }

    /// How these facts became the ones now; empty exactly when they are the same.
    pub fn changes(&self, now: &Self) -> Vec<Change> {
        let mut changes = self.table_changes(now);
        changes.extend(number_changes(&self.numbers, &now.numbers));
        changes.extend(modality_changes(&self.modality, &now.modality));
        if self.negations != now.negations {
            let fact = |count: u16| (count > 0).then_some(Fact::Negations(count));
            let (was, is) = (fact(self.negations), fact(now.negations));
            changes.push(Change { kind: FactKind::Negation, was, is });
        }
        let key = |facts: &Self| facts.roles.iter().map(|role| role_key(role)).collect::<BTreeSet<_>>();
        let (before, after) = (key(self), key(now));
        let left = self.roles.iter().filter(|role| !after.contains(&role_key(role)));
        let came = now.roles.iter().filter(|role| !before.contains(&role_key(role)));
        let role = |role: &Arc<str>| Some(Fact::Role(role.clone()));
        changes.extend(left.map(|own| Change { kind: FactKind::Role, was: role(own), is: None }));
        changes.extend(came.map(|own| Change { kind: FactKind::Role, was: None, is: role(own) }));
        changes
    }
}

/// Equal numbers are aligned; what lies between them is paired in order.
fn number_changes(was: &[Number], is: &[Number]) -> Vec<Change> {
    let key = |number: &Number| (number.measure(), number.bound, number.is_before);
    let (old, new): (Vec<_>, Vec<_>) = (was.iter().map(key).collect(), is.iter().map(key).collect());
    let same_start = old.iter().zip(&new).take_while(|(old, new)| old == new).count();
    let ends = old.iter().skip(same_start).rev().zip(new.iter().skip(same_start).rev());
    let same_end = ends.take_while(|(old, new)| old == new).count();
    let old_middle = same_start..old.len() - same_end;
    let new_middle = same_start..new.len() - same_end;
    let places = if old_middle.len().max(new_middle.len()) > MOST_ALIGNED {
        vec![(old_middle, new_middle)]
    } else {
        let (old, new) = (old.get(old_middle).unwrap_or_default(), new.get(new_middle).unwrap_or_default());
        let ops = list_diff(similar::Algorithm::Myers, old, new);
        let different = ops.iter().filter(|op| op.tag() != similar::DiffTag::Equal);
        let moved = |range: std::ops::Range<usize>| range.start + same_start..range.end + same_start;
        different.map(|op| (moved(op.old_range()), moved(op.new_range()))).collect()
    };
    let mut changes = Vec::new();
    for (old_place, new_place) in places {
        for offset in 0..old_place.len().max(new_place.len()) {
            let old = was.get(old_place.start + offset).filter(|_| offset < old_place.len());
            let new = is.get(new_place.start + offset).filter(|_| offset < new_place.len());
            let kind = match (old, new) {
                (Some(old), Some(new)) if old.same(new) => continue,
                (Some(old), Some(new)) if old.amount == new.amount && old.unit_key() != new.unit_key() => {
                    FactKind::Unit
                }
                (Some(old), Some(new)) if old.amount == new.amount => FactKind::Bound,
                _ => FactKind::Number,
            };
            let fact = |number: Option<&Number>| number.cloned().map(Fact::Number);
            changes.push(Change { kind, was: fact(old), is: fact(new) });
        }
    }
    changes
}

/// What left is paired with what came, in order. Both are sorted.
fn modality_changes(was: &[Modality], is: &[Modality]) -> Vec<Change> {
    let count = |all: &[Modality], wanted: Modality| all.iter().filter(|own| **own == wanted).count();
    let surplus = |more: &[Modality], less: &[Modality]| -> Vec<Modality> {
        let each = Modality::ALL.into_iter().flat_map(|(modality, _)| {
            let surplus = count(more, modality).saturating_sub(count(less, modality));
            std::iter::repeat_n(modality, surplus)
        });
        each.collect()
    };
    let (left, came) = (surplus(was, is), surplus(is, was));
    (0..left.len().max(came.len()))
        .map(|at| {
            let fact = |all: &[Modality]| all.get(at).copied().map(Fact::Modality);
            Change { kind: FactKind::Modality, was: fact(&left), is: fact(&came) }
        })
        .collect()
}

/// Whether the texts of two cells mean the same: ticks of another shape, a number in words. Other marks mean what they
/// are, and a text of which only the beginning is known is what it is.
fn says_the_same(one: &str, other: &str) -> bool {
    let (short, of_other) = (Cell::short(one), Cell::short(other));
    if short == of_other {
        return true;
    }
    let marks = |text: &str| -> String {
        text.chars().filter(|one| one.is_ascii_punctuation() && !".,;:!_\"'()".contains(*one)).collect()
    };
    let says_something = |text: &str| !marks(text).eq(text) && !text.is_empty();
    let (words, of_words) = (content_words(one), content_words(other));
    let read = |text: &str| Facts::of(text, &[], &BUILT_IN_ROLES);
    let (facts, of_facts) = (read(one), read(other));
    !Cell::is_cut(&short)
        && !Cell::is_cut(&of_other)
        && says_something(one)
        && says_something(other)
        && marks(one) == marks(other)
        && facts.changes(&of_facts).is_empty()
        && word_changes(&words, &of_words, &[]).is_empty()
}
