//! Expressions and sets as they were written.

use crate::base::Span;
use crate::syntax::tree::text::{Name, Text};
use crate::values::{Moment, Period};
use serde::{Deserialize, Serialize};

/// `integrators where …`
#[derive(Clone, Debug, Serialize)]
pub struct Set {
    /// A collection, a named set, or the word for one of its elements.
    pub name: Name,
    /// Which of them.
    pub filter: Option<Expression>,
    /// The whole place.
    pub span: Span,
}

/// An expression and its place.
#[derive(Clone, Debug, Serialize)]
pub struct Expression {
    /// Its place.
    pub span: Span,
    /// What it is.
    pub kind: ExpressionKind,
}

/// The kinds of expression.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ExpressionKind {
    /// `a or b or c`
    Or(Vec<Expression>),
    /// `a and b and c`
    And(Vec<Expression>),
    /// `not a`
    Not(Box<Expression>),
    /// `a is b`, `a is not at most b`
    Is {
        /// What is asked about.
        subject: Box<Expression>,
        /// Whether `not` follows.
        negated: bool,
        /// What is asked.
        predicate: Predicate,
    },
    /// `a + b`
    Arithmetic(Box<Expression>, Arithmetic, Box<Expression>),
    /// `any p in partners where …`
    Any {
        /// How the condition calls each element.
        name: Name,
        /// Of what.
        set: Name,
        /// What has to hold for one of them.
        condition: Box<Expression>,
    },
    /// `count of integrators`
    Count(Box<Set>),
    /// `settings.everyone_may_invite`, `linked(email)`
    Reference {
        /// The names, parted by points.
        path: Vec<Name>,
        /// What it is asked about, where parentheses follow.
        arguments: Option<Vec<Expression>>,
    },
    /// `10`
    Number(i64),
    /// `"…"`
    String(Text),
    /// `2024-05-11`
    Date(Moment),
}

/// What `is` asks.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Predicate {
    /// `is present`
    Present,
    /// `is absent`
    Absent,
    /// `is one of a, b`
    OneOf(Vec<Expression>),
    /// `is in p.emails`
    In(Box<Expression>),
    /// `is b`, `is at least b` …
    Compare(Comparison, Box<Expression>),
    /// `is within 10 days of invited`
    Within(Period, Box<Expression>),
    /// `is during 30 days from started`
    During(Period, Box<Expression>),
}

/// How two values compare.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Comparison {
    /// `is b`
    Equal,
    /// `is at least b`
    AtLeast,
    /// `is at most b`
    AtMost,
    /// `is more than b`
    MoreThan,
    /// `is less than b`
    LessThan,
    /// `is before b`
    Before,
    /// `is after b`
    After,
}

impl Comparison {
    /// The words between `is` and what is compared with.
    pub fn words(self) -> &'static str {
        match self {
            Self::Equal => "",
            Self::AtLeast => "at least",
            Self::AtMost => "at most",
            Self::MoreThan => "more than",
            Self::LessThan => "less than",
            Self::Before => "before",
            Self::After => "after",
        }
    }
}

/// Sums and products of 64-bit integers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Arithmetic {
    /// `+`
    Plus,
    /// `-`
    Minus,
    /// `*`
    Times,
}
