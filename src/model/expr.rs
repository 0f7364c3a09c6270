//! Expressions and sets, with the type and place of each, the names given to them, and messages that show them.

use crate::base::Span;
use crate::syntax::tree::Name;
use crate::values::Arithmetic;
use crate::values::ids::{ArgumentId, CollectionId, FieldId, LetId, Level, ParameterId, ScalarId};
use crate::values::{Period, Type, Value, nested};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Let {
    pub name: Name,
    pub parameters: Vec<Type>,
    pub noun: Option<Name>,
    pub body: LetBody,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LetBody {
    Value(Expr),
    Set(Set),
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Set {
    pub collection: CollectionId,
    /// A named set that it narrows; otherwise it is the whole collection.
    pub of: Option<LetId>,
    /// Which of them; the element is the innermost [`ExprKind::Element`].
    pub filter: Option<Box<Expr>>,
    pub span: Span,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Expr {
    pub span: Span,
    pub ty: Type,
    #[serde(deserialize_with = "nested")]
    pub kind: ExprKind,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExprKind {
    Literal(Value),
    /// The instant of the action, or of the audit.
    Now,
    Scalar(ScalarId),
    Actor,
    Parameter(ParameterId),
    /// What a named expression is asked about.
    Argument(ArgumentId),
    /// The element of the enclosing set or `any`, or the entry of the list, counted from the outermost of the body.
    Element(Level),
    Field(Box<Expr>, FieldId),
    Call(LetId, Vec<Expr>),
    And(Vec<Expr>),
    Or(Vec<Expr>),
    Not(Box<Expr>),
    Present(Box<Expr>),
    /// Both are the same; e-mails without regard to letter case.
    Equal(Box<Expr>, Box<Expr>),
    /// The first compares so to the second: numbers, or dates in the portal's time zone.
    Order(Box<Expr>, Order, Box<Expr>),
    In(Box<Expr>, Box<Expr>),
    /// A list with a value put into it or taken out, where a condition holds: the list, the value and the condition. In a list
    /// that has it already nothing is put.
    Edit {
        put: bool,
        parts: Vec<Expr>,
    },
    /// The first lies in the second, at any depth, or may be the same.
    Inside {
        inner: Box<Expr>,
        outer: Box<Expr>,
        same: bool,
    },
    /// Not later than the end of the period after the second.
    Within(Box<Expr>, Period, Box<Expr>),
    /// In the period that begins with the second.
    During(Box<Expr>, Period, Box<Expr>),
    Arithmetic(Box<Expr>, Arithmetic, Box<Expr>),
    Any(Box<Set>, Box<Expr>),
    /// The condition holds for an entry of the list, which is the innermost [`ExprKind::Element`] in it.
    AnyEntry(Box<Expr>, Box<Expr>),
    Count(Box<Set>),
    /// How many entries a list has, equal ones counted once.
    CountEntries(Box<Expr>),
    /// A number of each element, added up.
    Total(Box<Set>, Box<Expr>),
}

impl Expr {
    /// The expressions that it is made of directly, and the set that it asks about; named ones are not written out.
    pub fn children(&self) -> (impl Iterator<Item = &Self>, Option<&Set>) {
        let (list, one, two, set): (&[Self], Option<&Self>, Option<&Self>, Option<&Set>) = match &self.kind {
            ExprKind::And(terms)
            | ExprKind::Or(terms)
            | ExprKind::Call(_, terms)
            | ExprKind::Edit { parts: terms, .. } => (terms, None, None, None),
            ExprKind::Field(inner, _)
            | ExprKind::Not(inner)
            | ExprKind::Present(inner)
            | ExprKind::CountEntries(inner) => (&[], Some(inner), None, None),
            ExprKind::Equal(left, right)
            | ExprKind::Order(left, _, right)
            | ExprKind::In(left, right)
            | ExprKind::AnyEntry(left, right)
            | ExprKind::Inside { inner: left, outer: right, .. }
            | ExprKind::Within(left, _, right)
            | ExprKind::During(left, _, right)
            | ExprKind::Arithmetic(left, _, right) => (&[], Some(left), Some(right), None),
            ExprKind::Any(set, inner) | ExprKind::Total(set, inner) => (&[], Some(inner), None, Some(set)),
            ExprKind::Count(set) => (&[], None, None, Some(set)),
            ExprKind::Literal(_)
            | ExprKind::Now
            | ExprKind::Scalar(_)
            | ExprKind::Actor
            | ExprKind::Parameter(_)
            | ExprKind::Argument(_)
            | ExprKind::Element(_) => (&[], None, None, None),
        };
        (list.iter().chain(one).chain(two), set)
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    AtLeast,
    AtMost,
    More,
    Less,
}

/// A message in a language, with values from the case: expressions here, nodes in the knowledge base.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Message<V = Box<Expr>> {
    pub language: Arc<str>,
    pub pieces: Vec<MessagePart<V>>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MessagePart<V = Box<Expr>> {
    Text(Arc<str>),
    Value(V),
    /// `{count}`: how many there are.
    Count,
    /// `{limit}`: how many there may be.
    Limit,
    /// `{due}`: the last day.
    Due,
    /// `{count: user, users}`: the word that goes with a number, in the forms of the language.
    Plural {
        of: NumberPart<V>,
        forms: Vec<Arc<str>>,
    },
}

/// The number that a word goes with.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NumberPart<V = Box<Expr>> {
    Value(V),
    Count,
    Limit,
}
