//! Expressions and sets, with the type and place of each, and the names given to them.

use crate::base::Span;
use crate::syntax::tree::{Arithmetic, Name};
use crate::values::ids::{ArgumentId, CollectionId, FieldId, LetId, Level, ParameterId, ScalarId};
use crate::values::{Period, Type, Value, nested};
use serde::{Deserialize, Serialize};

/// A named expression or set.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Let {
    /// Its name.
    pub name: Name,
    /// The types of what it is asked about.
    pub parameters: Vec<Type>,
    /// The word for one element, where it names a set.
    pub noun: Option<Name>,
    /// What it stands for.
    pub body: LetBody,
}

/// What a `let` stands for.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LetBody {
    /// A value.
    Value(Expr),
    /// Some elements of a collection.
    Set(Set),
}

/// Some elements of a collection.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Set {
    /// The collection.
    pub collection: CollectionId,
    /// A named set that it narrows; otherwise it is the whole collection.
    pub of: Option<LetId>,
    /// Which of them; the element is the innermost [`ExprKind::Element`].
    pub filter: Option<Box<Expr>>,
    /// Where it is written.
    pub span: Span,
}

/// An expression with its type and place.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Expr {
    /// Where it is written.
    pub span: Span,
    /// What it yields.
    pub ty: Type,
    /// What it is.
    #[serde(deserialize_with = "nested")]
    pub kind: ExprKind,
}

/// The kinds of expression.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExprKind {
    /// A value that is written out.
    Literal(Value),
    /// The instant of the action, or of the audit.
    Now,
    /// A single value of the state.
    Scalar(ScalarId),
    /// Who acts.
    Actor,
    /// An argument of the action.
    Parameter(ParameterId),
    /// What a named expression is asked about.
    Argument(ArgumentId),
    /// The element of the enclosing set or `any`, counted from the outermost of the body.
    Element(Level),
    /// A field of an element.
    Field(Box<Expr>, FieldId),
    /// A named expression.
    Call(LetId, Vec<Expr>),
    /// All hold.
    And(Vec<Expr>),
    /// One holds.
    Or(Vec<Expr>),
    /// It does not hold.
    Not(Box<Expr>),
    /// There is a value.
    Present(Box<Expr>),
    /// Both are the same; e-mails without regard to letter case.
    Equal(Box<Expr>, Box<Expr>),
    /// The first compares so to the second: numbers, or dates in the portal's time zone.
    Order(Box<Expr>, Order, Box<Expr>),
    /// The first is among the second.
    In(Box<Expr>, Box<Expr>),
    /// Not later than the end of the period after the second.
    Within(Box<Expr>, Period, Box<Expr>),
    /// In the period that begins with the second.
    During(Box<Expr>, Period, Box<Expr>),
    /// A calculation.
    Arithmetic(Box<Expr>, Arithmetic, Box<Expr>),
    /// The condition holds for one element of the set.
    Any(Box<Set>, Box<Expr>),
    /// How many elements the set has.
    Count(Box<Set>),
}

/// How two ordered values compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// `at least`
    AtLeast,
    /// `at most`
    AtMost,
    /// `more than`, `after`
    More,
    /// `less than`, `before`
    Less,
}
