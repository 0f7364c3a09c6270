//! How the facts of a sentence became others.

use crate::base::message::{Joint, List, Message, msg};
use crate::prose::facts::cells::{TableFact, cell_changes, change_message};
use crate::prose::facts::modality::Modality;
use crate::prose::facts::number::{Number, word};
use crate::prose::facts::roles::role_key;
use crate::prose::facts::sentence::Facts;
use std::collections::BTreeSet;
use std::sync::Arc;

/// More numbers than these, in one sentence, are compared by their places.
const MOST_ALIGNED: usize = 256;

/// More words than these are counted, not named.
const MOST_WORDS: usize = 12;

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum FactKind {
    /// How many; also a number that left or came.
    Number,
    Unit,
    Bound,
    Modality,
    Negation,
    /// A role that left or came.
    Role,
    /// A content word that left, came, or took the place of another.
    Word,
    /// What stands in a cell of a table.
    Cell,
    /// The head of a column, or several that changed places.
    Column,
    /// The label of a row, or a row that left or came.
    Row,
}

impl FactKind {
    pub fn words(self) -> &'static str {
        match self {
            Self::Number => "number",
            Self::Unit => "unit",
            Self::Bound => "bound",
            Self::Modality => "modality",
            Self::Negation => "negation",
            Self::Role => "role",
            Self::Word => "word",
            Self::Cell => "cell",
            Self::Column => "column",
            Self::Row => "row",
        }
    }
}

/// One fact of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact {
    Number(Number),
    Modality(Modality),
    /// How many.
    Negations(u16),
    Role(Arc<str>),
    /// Content words: at least one.
    Words(Vec<Arc<str>>),
    Table(TableFact),
}

impl Fact {
    /// As people read it.
    pub fn message(&self) -> Message {
        match self {
            Self::Number(number) => number.message(),
            Self::Modality(modality) => modality.message(),
            Self::Negations(count) => msg!(documents.negations, count = *count),
            Self::Role(role) => word(role),
            Self::Words(words) => words_message(words),
            Self::Table(fact) => fact.message(),
        }
    }
}

/// Words of a document, each in quotation marks.
fn words_message(words: &[Arc<str>]) -> Message {
    let items = words.iter().take(MOST_WORDS).map(|word| msg!(documents.named_word, word = &**word).into());
    let omitted = words.len().saturating_sub(MOST_WORDS);
    msg!(documents.words, words = List { items: items.collect(), joint: Joint::Comma, omitted })
}

/// A difference between the facts of two sentences.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    pub kind: FactKind,
    /// Nothing, where it came. Nothing on both sides: what it was is not known.
    pub was: Option<Fact>,
    /// Nothing, where it left.
    pub is: Option<Fact>,
}

impl Change {
    pub fn is_of_table(&self) -> bool {
        matches!(self.kind, FactKind::Cell | FactKind::Column | FactKind::Row)
    }

    fn of_table(was: Option<TableFact>, is: Option<TableFact>) -> Self {
        let kind = match was.as_ref().or(is.as_ref()) {
            Some(TableFact::Column(_) | TableFact::Columns(_)) => FactKind::Column,
            Some(TableFact::Row(_)) => FactKind::Row,
            _ => FactKind::Cell,
        };
        Self { kind, was: was.map(Fact::Table), is: is.map(Fact::Table) }
    }

    /// As people read it.
    pub fn message(&self) -> Message {
        match (&self.was, &self.is) {
            (Some(Fact::Words(was)), Some(Fact::Words(is))) => {
                msg!(documents.word_became, was = words_message(was), is = words_message(is))
            }
            (Some(Fact::Words(words)), None) => {
                msg!(documents.words_left, count = words.len(), words = words_message(words))
            }
            (None, Some(Fact::Words(words))) => {
                msg!(documents.words_came, count = words.len(), words = words_message(words))
            }
            (Some(Fact::Table(was)), Some(Fact::Table(is))) => change_message(Some(was), Some(is)),
            (Some(Fact::Table(was)), None) => change_message(Some(was), None),
            (None, Some(Fact::Table(is))) => change_message(None, Some(is)),
            (Some(was), Some(is)) => msg!(documents.changed, was = was.message(), is = is.message()),
            (Some(Fact::Role(role)), None) => msg!(documents.role_left, role = &**role),
            (None, Some(Fact::Role(role))) => msg!(documents.role_came, role = &**role),
            (Some(was), None) => msg!(documents.left, fact = was.message()),
            (None, Some(is)) => msg!(documents.came, fact = is.message()),
            (None, None) => msg!(documents.words_unknown),
        }
    }
}

impl Facts {
    /// What is gone with the rows that these are facts of.
    pub fn rows_gone(&self) -> Vec<Change> {
        let mut rows: Vec<&Arc<str>> = self.cells.iter().map(|cell| &cell.row).collect();
        rows.dedup();
        rows.into_iter().map(|row| Change::of_table(Some(TableFact::Row(row.clone())), None)).collect()
    }

    /// How the cells of the rows that these are facts of became others.
    pub fn table_changes(&self, now: &Self) -> Vec<Change> {
        let changes = cell_changes(&self.cells, &now.cells).into_iter();
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
        let ops = similar::capture_diff_slices(similar::Algorithm::Myers, old, new);
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
