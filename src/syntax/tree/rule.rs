//! Rules as they were written.

use crate::base::Span;
use crate::syntax::tree::expression::{Expression, Set};
use crate::syntax::tree::text::{LocalizedText, Name, Passage};
use crate::values::Period;
use serde::Serialize;

/// A rule.
#[derive(Clone, Debug, Serialize)]
pub struct Rule {
    /// Its id.
    pub id: Name,
    /// What it rules.
    pub kind: RuleKind,
    /// The sentence without its exceptions, messages and citations.
    pub sentence: Span,
    /// Its messages.
    pub say: Vec<LocalizedText>,
    /// Where it is documented.
    pub cites: Vec<Passage>,
}

/// The kinds of rule.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RuleKind {
    /// `permit … may …`
    Permit(ActionRule),
    /// `forbid … may not …`
    Forbid(ActionRule),
    /// A statement about states, which actions must not break.
    Invariant(Box<Invariant>),
}

/// A rule about actions.
#[derive(Clone, Debug, Serialize)]
pub struct ActionRule {
    /// Who.
    pub subject: Subject,
    /// May do, or may not do, what.
    pub actions: Actions,
    /// The conditions, in their order; all have to hold.
    pub conditions: Vec<Clause>,
}

/// `when …` or `unless …`
#[derive(Clone, Debug, Serialize)]
pub struct Clause {
    /// Whether it is `unless`.
    pub unless: bool,
    /// The condition.
    pub condition: Expression,
}

/// Whom a rule about actions is about.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// `every user`: the word for an element of the collection of actors.
    Every(Name),
    /// `nobody`, in a `forbid`.
    Nobody(Span),
    /// Some roles.
    Roles(Vec<Name>),
}

/// Which actions a rule is about.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Actions {
    /// `do anything except …`
    Anything {
        /// Its place.
        span: Span,
        /// The exceptions.
        except: Vec<Name>,
    },
    /// These.
    Named(Vec<Name>),
}

/// A statement about states.
#[derive(Clone, Debug, Serialize)]
pub struct Invariant {
    /// What must hold.
    pub kind: InvariantKind,
    /// `does not stop …`: actions that it denies to nobody.
    #[serde(rename = "spares")]
    pub exempts: Vec<Name>,
    /// `does not stop anything`: it only finds, and denies nothing.
    #[serde(rename = "spares_all")]
    pub exempts_all: bool,
    /// `also forbids … when …`
    #[serde(rename = "stops")]
    pub also_forbids: Vec<AlsoForbidden>,
}

/// `also forbids appoint_administrator when …`
#[derive(Clone, Debug, Serialize)]
pub struct AlsoForbidden {
    /// The actions.
    pub actions: Vec<Name>,
    /// Under this condition.
    pub when: Option<Expression>,
}

/// The kinds of invariant.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum InvariantKind {
    /// `limit … at most 10 integrators`
    Limit {
        /// How many at most.
        most: Expression,
        /// Of what.
        set: Set,
    },
    /// `never … users where …`
    Never(Set),
    /// `deadline … each integrator must have two_factor_enabled within 10 days of invited`
    MustHave {
        /// The word for one of the set.
        noun: Name,
        /// The field that must have a value in time.
        field: Name,
        /// How long they have.
        period: Period,
        /// From when.
        from: Name,
    },
    /// `deadline … each trial lasts 30 days from started`
    Lasts {
        /// The word for one of the set.
        noun: Name,
        /// How long.
        period: Period,
        /// From when.
        from: Name,
    },
}
