//! What a pack declares: documents and what is cited of them, roles, actions and rules.

use crate::base::Span;
use crate::model::expr::{Expr, Message, Set};
use crate::syntax::tree::Name;
use crate::values::ids::{
    ActionId, CollectionId, DocumentId, FieldId, ParameterId, RoleId, RuleId, ScalarId,
};
use crate::values::{self, Moment, Period, Type};
use serde::{Deserialize, Serialize};
use std::ops::Range;
use std::sync::Arc;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct LocalizedText {
    pub language: Arc<str>,
    pub text: Arc<str>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Document {
    pub name: Name,
    /// Where it is, from the folder of the rule file that declares it.
    pub path: Arc<str>,
    pub span: Span,
    /// Whether it says how the documents are read where they say nothing, and documents nothing itself.
    pub reading: bool,
    /// Whether it may be absent.
    pub optional: bool,
}

/// How much of a document a citation is of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Extent {
    /// The words that it quotes.
    Words,
    /// All that stands under a heading, with the heading.
    Section,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Citation {
    pub document: DocumentId,
    pub extent: Extent,
    /// The words; of a section, its heading.
    pub quote: Arc<str>,
    pub span: Span,
    pub under: Option<Arc<str>>,
    /// Numbers of the passage that what cites it says nothing of.
    pub waives: Vec<(i64, Span)>,
    pub because: Vec<LocalizedText>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Conflict {
    pub id: Name,
    pub between: Vec<Citation>,
    pub settled_as: DocumentId,
    pub by: Option<RuleId>,
    pub until: Option<Moment>,
    pub because: Vec<LocalizedText>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Aside {
    pub passage: Citation,
    pub because: Vec<LocalizedText>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Role {
    pub name: Name,
    pub like: Option<RoleId>,
    /// What documents call it, by language.
    pub called: Vec<LocalizedText>,
    /// The actions that it has no right to, and where they are written.
    pub except: Vec<(ActionId, Span)>,
    pub messages: Vec<Message>,
    pub cites: Vec<Citation>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Parameter {
    pub name: Name,
    pub ty: Type,
    pub optional: bool,
    /// The numbers that it may be; only for an Int.
    pub range: Option<values::Range>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Action {
    pub name: Name,
    /// What people call it, by language.
    pub called: Vec<LocalizedText>,
    pub parameters: Vec<ParameterId>,
    pub how: Vec<Step>,
    /// What changes when it happens; all at once, from the state before.
    pub effects: Vec<Effect>,
    /// Those of the steps, in their order, and then its own.
    pub cites: Vec<Citation>,
}

/// A documented step of an action.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Step {
    pub texts: Vec<LocalizedText>,
    pub span: Span,
    /// Which of the citations of its action are its own.
    pub cites: Range<usize>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    Add {
        collection: CollectionId,
        /// With these values; the other fields have their defaults or are absent.
        fields: Vec<(FieldId, Expr)>,
        span: Span,
    },
    Set {
        target: Target,
        value: Option<Expr>,
        when: Option<Expr>,
        span: Span,
    },
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    Scalar(ScalarId),
    Field(Expr, FieldId),
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Rule {
    pub id: Name,
    pub sentence: Span,
    pub kind: RuleKind,
    pub messages: Vec<Message>,
    pub cites: Vec<Citation>,
}

impl Rule {
    /// Whether no rule file says it: such a rule has an id in brackets, and cites nothing.
    pub fn is_built_in(&self) -> bool {
        self.id.text.starts_with('(')
    }
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RuleKind {
    Permit(ActionRule),
    Forbid(ActionRule),
    Invariant(Invariant),
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ActionRule {
    /// The roles that it is about; `None` for everyone.
    pub roles: Option<Vec<RoleId>>,
    pub subject: Span,
    pub actions: Vec<ActionId>,
    /// The conditions; all have to hold, those of `unless` must not.
    pub conditions: Vec<Condition>,
}

/// `when …` or `unless …`
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Condition {
    pub unless: bool,
    pub expr: Expr,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Invariant {
    pub set: Set,
    pub kind: InvariantKind,
    /// Actions that it denies to nobody, and where they are written.
    #[serde(rename = "spares")]
    pub exempts: Vec<(ActionId, Span)>,
    /// Whether it denies nothing at all, and only finds.
    #[serde(rename = "spares_all")]
    pub exempts_all: bool,
    /// Actions that it forbids besides, under conditions.
    #[serde(rename = "stops")]
    pub also_forbids: Vec<(Vec<ActionId>, Option<Expr>)>,
}

/// What is counted or added up of a set, for each group of its elements, and between which bounds it stays. In the bounds,
/// an argument stands for the key of the group that has its place.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Aggregate {
    /// At least this; no bound where the number is absent.
    pub least: Option<Expr>,
    /// At most this; no bound where the number is absent.
    pub most: Option<Expr>,
    /// What is added up of an element, which is the innermost [`crate::model::ExprKind::Element`]; without it, elements
    /// are counted.
    pub amount: Option<Expr>,
    /// What the elements of a group have in common; without keys, all are one group.
    pub keys: Vec<GroupKey>,
}

impl Aggregate {
    /// Its bounds, the lower one first.
    pub fn bounds(&self) -> impl Iterator<Item = &Expr> {
        self.least.iter().chain(&self.most)
    }

    /// What is computed of each element besides the conditions of its set.
    pub fn of_element(&self) -> impl Iterator<Item = &Expr> {
        self.amount.iter().chain(self.keys.iter().map(|key| &key.value))
    }

    /// The collection whose elements are the groups, also those that no element is in: so it is of a lower bound.
    pub fn each(&self) -> Option<CollectionId> {
        match (&self.least, self.keys.as_slice()) {
            (Some(_), [GroupKey { value: Expr { ty: Type::Element(of), .. }, .. }]) => Some(*of),
            _ => None,
        }
    }
}

/// A key of groups.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct GroupKey {
    /// How results, bounds and messages call it.
    pub name: Arc<str>,
    /// What it is of an element; of a list, each of its entries.
    pub value: Expr,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InvariantKind {
    /// It has no more elements than this; no limit where the number is absent.
    Limit(Expr),
    /// A limit with a lower bound, on a total, or for each of several groups.
    Aggregate(Box<Aggregate>),
    Never,
    /// Each has a value in a field in time.
    MustHave {
        field: FieldId,
        period: Period,
        from: FieldId,
    },
    /// Each lasts for a time; nothing can break this.
    Lasts {
        period: Period,
        from: FieldId,
    },
}
