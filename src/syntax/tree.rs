//! The syntax tree: what was written, with its places, before anything is looked up.

use crate::base::Span;
use crate::values::{Moment, Period};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A name as it was written (in Unicode's composed form), and where.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Name {
    /// The name.
    pub text: Arc<str>,
    /// Its place.
    pub span: Span,
}

/// A quoted text, unescaped, and where; strings in a row are one text with spaces between.
#[derive(Clone, Debug, Serialize)]
pub struct Text {
    /// The text.
    pub text: Arc<str>,
    /// From the first quotation mark to the last.
    pub span: Span,
}

/// One rule file.
#[derive(Clone, Debug, Default, Serialize)]
pub struct File {
    /// What it declares, in its order.
    pub declarations: Vec<Declaration>,
    /// Its comments, in their order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub comments: Vec<Comment>,
}

/// A comment, from its `#` to the end of the line.
#[derive(Clone, Debug, Serialize)]
pub struct Comment {
    /// With the `#`.
    pub text: Arc<str>,
    /// Its place.
    pub span: Span,
}

/// A declaration and the whole place that it takes.
#[derive(Clone, Debug, Serialize)]
pub struct Declaration {
    /// From its first word to its last.
    pub span: Span,
    /// What is declared.
    pub kind: DeclarationKind,
}

/// The kinds of declaration.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DeclarationKind {
    /// `import "../common"`
    Import(Text),
    /// `document article "documents/specialist.md"`
    Document {
        /// How rules call it.
        name: Name,
        /// Where it is, from the folder of the rule file.
        path: Text,
    },
    /// `prefer article over digest`
    Prefer {
        /// The document that prevails.
        first: Name,
        /// The one that gives way.
        second: Name,
    },
    /// `enum Plan { free, basic }`
    Enum {
        /// Its name.
        name: Name,
        /// Its values.
        values: Vec<Name>,
    },
    /// `state { … }`
    State(Vec<Member>),
    /// `role integrator like administrator except …`
    Role(Role),
    /// `let linked(e: Email) = …`
    Let(Let),
    /// `action log_in …`
    Action(Action),
    /// `permit`, `forbid`, `limit`, `never`, `deadline`
    Rule(Box<Rule>),
    /// `conflict how-many between … and … settled as …`
    Conflict(Conflict),
    /// `aside article "…" because …`
    Aside {
        /// The passage that states no policy.
        passage: Passage,
        /// Why not.
        because: Vec<LocalizedText>,
    },
}

/// A part of the state.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Member {
    /// `plan: Plan`
    Field(Field),
    /// `settings { … }`
    Group {
        /// Its name.
        name: Name,
        /// What is in it.
        members: Vec<Member>,
    },
    /// `users: each user by id { … }`
    Collection {
        /// The name of all of them.
        name: Name,
        /// The word for one of them.
        noun: Name,
        /// The field that tells them apart.
        key: Option<Name>,
        /// What each has.
        fields: Vec<Field>,
    },
}

/// `status: Status = active`
#[derive(Clone, Debug, Serialize)]
pub struct Field {
    /// Its name.
    pub name: Name,
    /// Its type.
    pub ty: TypeName,
    /// The value that it has when it is left out.
    pub default: Option<Operand>,
}

/// `list of Email`, `Int?`
#[derive(Clone, Debug, Serialize)]
pub struct TypeName {
    /// Whether it is a list of them.
    pub list: bool,
    /// The name of the type.
    pub name: Name,
    /// Whether it may be absent.
    pub optional: bool,
}

/// `role integrator like administrator except …`
#[derive(Clone, Debug, Serialize)]
pub struct Role {
    /// Its name.
    pub name: Name,
    /// The role whose rights it has.
    pub like: Option<Name>,
    /// The actions that it has no right to.
    pub except: Vec<Name>,
    /// What is said when such an action is denied.
    pub say: Vec<LocalizedText>,
    /// Where it is documented.
    pub cites: Vec<Passage>,
}

/// A parameter of an action or of a named expression.
#[derive(Clone, Debug, Serialize)]
pub struct Parameter {
    /// Its name.
    pub name: Name,
    /// Its type; without one, the parameter is the element that its name is the word for.
    pub ty: Option<TypeName>,
}

/// `let integrators: each integrator = users where …`
#[derive(Clone, Debug, Serialize)]
pub struct Let {
    /// Its name.
    pub name: Name,
    /// What it is asked about.
    pub parameters: Vec<Parameter>,
    /// The word for one element, where it names a set.
    pub noun: Option<Name>,
    /// What it stands for.
    pub body: LetBody,
}

/// What a `let` stands for.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LetBody {
    /// `users where …`
    Set(Set),
    /// A condition or a value (or, as a bare name, a set).
    Expression(Expression),
}

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

/// `action log_in …`
#[derive(Clone, Debug, Serialize)]
pub struct Action {
    /// Its name.
    pub name: Name,
    /// What must be told with it.
    pub parameters: Vec<Parameter>,
    /// The documented steps, each in one or more languages.
    pub how: Vec<Vec<LocalizedText>>,
    /// What changes when it happens.
    pub effects: Vec<Effect>,
    /// Where it is documented.
    pub cites: Vec<Passage>,
}

/// One change.
#[derive(Clone, Debug, Serialize)]
pub struct Effect {
    /// The whole place.
    pub span: Span,
    /// What changes.
    pub kind: EffectKind,
}

/// The kinds of change.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum EffectKind {
    /// `add users { … }`
    Add {
        /// Where to.
        collection: Name,
        /// Its fields.
        fields: Vec<(Name, Expression)>,
    },
    /// `user.role becomes integrator when …`, or `clear user.two_factor_enabled`
    Set {
        /// What changes.
        target: Vec<Name>,
        /// Its new value; without one it becomes absent.
        value: Option<Expression>,
        /// Only under this condition.
        when: Option<Expression>,
    },
}

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
    pub spares: Vec<Name>,
    /// `does not stop anything`: it only finds, and denies nothing.
    pub spares_all: bool,
    /// `also forbids … when …`
    pub stops: Vec<Stop>,
}

/// `also forbids appoint_administrator when …`
#[derive(Clone, Debug, Serialize)]
pub struct Stop {
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

/// `conflict how-many between … and … settled as article`
#[derive(Clone, Debug, Serialize)]
pub struct Conflict {
    /// Its id.
    pub id: Name,
    /// The two passages that disagree.
    pub between: Vec<Passage>,
    /// The document whose reading is in force.
    pub settled_as: Name,
    /// The rule that carries the reading, where there is one.
    pub by: Option<Name>,
    /// After this moment the choice must be made anew.
    pub until: Option<(Moment, Span)>,
    /// Why.
    pub because: Vec<LocalizedText>,
}

/// A text in a language.
#[derive(Clone, Debug, Serialize)]
pub struct LocalizedText {
    /// The language, such as `ru`.
    pub language: Name,
    /// The text.
    pub text: Text,
}

/// A quoted place in a document.
#[derive(Clone, Debug, Serialize)]
pub struct Passage {
    /// The document, by its name in the rules.
    pub document: Name,
    /// The quoted words, with `…` for what is left out.
    pub quote: Text,
    /// The heading that it stands under, to tell two such places apart.
    pub under: Option<Text>,
    /// Numbers of it that what cites it says nothing of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waives: Option<Waives>,
}

/// `waiving 3 because …`
#[derive(Clone, Debug, Serialize)]
pub struct Waives {
    /// The numbers, each with its place.
    pub numbers: Vec<(i64, Span)>,
    /// Why.
    pub because: Vec<LocalizedText>,
}

/// An expression and its place.
#[derive(Clone, Debug, Serialize)]
pub struct Expression {
    /// Its place.
    pub span: Span,
    /// What it is.
    pub kind: ExpressionKind,
}

/// Operands and expressions are one type; the grammar tells where which may stand.
pub type Operand = Expression;

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
