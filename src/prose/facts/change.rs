//! How the facts of a sentence became others.

use crate::base::message::{Joint, List, Message, msg};
use crate::prose::facts::cells::{TableFact, change_message};
use crate::prose::facts::modality::Modality;
use crate::prose::facts::number::{Number, word};
use crate::prose::facts::quantities::amounts;
use std::sync::Arc;

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
    let mut words: Vec<&Arc<str>> = words.iter().collect();
    words.dedup();
    let items = words.iter().take(MOST_WORDS).map(|word| msg!(documents.named_word, word = &***word).into());
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

    /// Whether it is a number that stands in a cell of which another change tells.
    pub fn is_within(&self, cell: &Self) -> bool {
        let stands = |number: &Option<Fact>, cell: &Option<Fact>| match (number, cell) {
            (Some(Fact::Number(number)), Some(Fact::Table(TableFact::Cell(cell)))) => {
                amounts(&cell.says).contains(&number.amount)
            }
            (None, _) => true,
            _ => false,
        };
        let is_number = matches!(self.kind, FactKind::Number);
        is_number && stands(&self.was, &cell.was) && stands(&self.is, &cell.is)
    }

    pub(crate) fn of_table(was: Option<TableFact>, is: Option<TableFact>) -> Self {
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
            (Some(Fact::Number(was)), Some(Fact::Number(is))) => {
                msg!(documents.changed, was = was.message_before(is), is = is.message())
            }
            (Some(was), Some(is)) => msg!(documents.changed, was = was.message(), is = is.message()),
            (Some(Fact::Role(role)), None) => msg!(documents.role_left, role = &**role),
            (None, Some(Fact::Role(role))) => msg!(documents.role_came, role = &**role),
            (Some(Fact::Negations(count)), None) => msg!(documents.negations_left, count = *count),
            (None, Some(Fact::Negations(count))) => msg!(documents.negations_came, count = *count),
            (Some(was), None) => msg!(documents.left, fact = was.message()),
            (None, Some(is)) => msg!(documents.came, fact = is.message()),
            (None, None) if self.kind == FactKind::Modality => msg!(documents.order_unknown),
            (None, None) => msg!(documents.words_unknown),
        }
    }
}
