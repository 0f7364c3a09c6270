//! The syntax tree: what was written, with its places, before anything is looked up.

use crate::base::{SourceId, Span};
pub use crate::syntax::comparison::Comparison;
pub use crate::values::Arithmetic;
use crate::values::{Moment, Period};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

#[derive(Clone, Debug, Default, Serialize)]
pub struct File {
    #[serde(skip)]
    pub source: Option<SourceId>,
    pub declarations: Vec<Declaration>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub comments: Vec<Comment>,
    /// The declarations that could not be read.
    #[serde(skip)]
    pub unread: Vec<Unread>,
}

/// What a declaration may declare that could not be read.
#[derive(Clone, Debug, Default)]
pub struct Unread {
    /// Whether it may be the `state`.
    pub state: bool,
    pub names: Vec<Arc<str>>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Declaration {
    pub span: Span,
    pub kind: DeclarationKind,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum DeclarationKind {
    /// `import "../common"`
    Import(Text),
    /// `document readings "documents/readings.md" as reading optional`
    Document { name: Name, path: Text, reading: Option<Span>, optional: Option<Span> },
    /// `prefer article over digest`
    Prefer { first: Name, second: Name },
    /// `enum Plan { free, basic }`
    Enum { name: Name, values: Vec<EnumValue> },
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
        #[serde(flatten)]
        of: AsideOf,
        because: Vec<LocalizedText>,
    },
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Member {
    /// `plan: Plan`
    Field(Field),
    /// `settings { … }`
    Group { name: Name, members: Vec<Member> },
    /// `folders: each folder by id inside parent { … }`
    Collection {
        name: Name,
        noun: Name,
        key: Option<Name>,
        #[serde(skip_serializing_if = "Vec::is_empty")]
        inside: Vec<Name>,
        fields: Vec<Field>,
    },
}

/// `status: Status = active`
#[derive(Clone, Debug, Serialize)]
pub struct Field {
    pub name: Name,
    pub ty: TypeName,
    pub default: Option<Expression>,
}

/// `list of Email`, `Int?`, `Int from 1 to 366`
#[derive(Clone, Debug, Serialize)]
pub struct TypeName {
    pub list: bool,
    pub name: Name,
    pub optional: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub range: Option<Range>,
}

/// `from 1 to 366`: the numbers that are allowed, the last included.
#[derive(Clone, Debug, Serialize)]
pub struct Range {
    pub from: (i64, Span),
    pub to: Option<(i64, Span)>,
}

impl Range {
    pub fn span(&self) -> Span {
        self.from.1.to(self.to.unwrap_or(self.from).1)
    }
}

#[derive(Clone, Debug, Serialize)]
pub struct Role {
    pub name: Name,
    pub like: Option<Name>,
    pub called: Vec<Called>,
    pub except: Vec<Name>,
    pub say: Vec<LocalizedText>,
    pub cites: Vec<Passage>,
}

/// `basic called en "the basic plan"`
#[derive(Clone, Debug, Serialize)]
pub struct EnumValue {
    pub name: Name,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub called: Vec<Called>,
}

/// `called en "reader", "patron"`
#[derive(Clone, Debug, Serialize)]
pub struct Called {
    pub language: Name,
    pub names: Vec<Text>,
}

/// A parameter of an action or of a named expression.
#[derive(Clone, Debug, Serialize)]
pub struct Parameter {
    pub name: Name,
    /// Its type; without one, the parameter is the element that its name is the word for.
    pub ty: Option<TypeName>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Let {
    pub name: Name,
    pub parameters: Vec<Parameter>,
    pub noun: Option<Name>,
    pub body: LetBody,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum LetBody {
    /// `users where …`
    Set(Set),
    /// A condition or a value (or, as a bare name, a set).
    Expression(Expression),
}

/// `action log_in …`
#[derive(Clone, Debug, Serialize)]
pub struct Action {
    pub name: Name,
    pub parameters: Vec<Parameter>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub called: Vec<Called>,
    pub how: Vec<Step>,
    pub effects: Vec<Effect>,
    pub cites: Vec<Passage>,
}

/// `how en "open the profile" cites …`
#[derive(Clone, Debug, Serialize)]
pub struct Step {
    pub texts: Vec<LocalizedText>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub cites: Vec<Passage>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Effect {
    pub span: Span,
    pub kind: EffectKind,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum EffectKind {
    /// `add users { … }`
    Add { collection: Name, fields: Vec<(Name, Expression)> },
    /// `user.role becomes integrator when …`, or `clear user.two_factor_enabled`
    Set {
        target: Vec<Name>,
        value: Option<Expression>,
        when: Option<Expression>,
        /// What it becomes where the condition does not hold.
        #[serde(skip_serializing_if = "Option::is_none")]
        otherwise: Option<Expression>,
    },
    /// `put user into document.shared_with when …`, and `take user out of document.shared_with`
    Edit { put: bool, value: Expression, target: Vec<Name>, when: Option<Expression> },
}

#[derive(Clone, Debug, Serialize)]
pub struct Conflict {
    pub id: Name,
    pub between: Vec<Passage>,
    pub settled_as: Name,
    pub by: Option<Name>,
    pub until: Option<(Moment, Span)>,
    pub because: Vec<LocalizedText>,
}

#[derive(Clone, Debug, Serialize)]
pub struct Rule {
    pub id: Name,
    pub kind: RuleKind,
    /// The sentence without its exceptions, messages and citations.
    pub sentence: Span,
    pub say: Vec<LocalizedText>,
    pub cites: Vec<Passage>,
}

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

#[derive(Clone, Debug, Serialize)]
pub struct ActionRule {
    pub subject: Subject,
    pub actions: Actions,
    pub conditions: Vec<Clause>,
}

/// `when …` or `unless …`
#[derive(Clone, Debug, Serialize)]
pub struct Clause {
    pub unless: bool,
    pub condition: Expression,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Subject {
    /// `every user`: the word for an element of the collection of actors.
    Every(Name),
    /// `nobody`, in a `forbid`.
    Nobody(Span),
    Roles(Vec<Name>),
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Actions {
    /// `do anything except …`
    Anything {
        span: Span,
        except: Vec<Name>,
    },
    Named(Vec<Name>),
}

#[derive(Clone, Debug, Serialize)]
pub struct Invariant {
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

#[derive(Clone, Debug, Serialize)]
pub struct AlsoForbidden {
    pub actions: Vec<Name>,
    pub when: Option<Expression>,
}

#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum InvariantKind {
    /// `limit … at most 10 integrators`
    Limit(Box<Limit>),
    /// `never … users where …`
    Never(Set),
    /// `deadline … each integrator must have two_factor_enabled within 10 days of invited`
    MustHave { noun: Name, field: Name, period: Period, from: Name },
    /// `deadline … each trial lasts 30 days from started`
    Lasts { noun: Name, period: Period, from: Name },
}

/// `from 2 to 5 in total of hours of bookings, for each room`
#[derive(Clone, Debug, Serialize)]
pub struct Limit {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub least: Option<Expression>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub most: Option<Expression>,
    /// What is added up of each element; without it, they are counted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub total: Option<Expression>,
    pub set: Set,
    /// What the elements of one group have in common.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub keys: Vec<GroupKey>,
}

/// `item.department as department`
#[derive(Clone, Debug, Serialize)]
pub struct GroupKey {
    pub path: Vec<Name>,
    /// How bounds and messages call it, where that is not the path.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Name>,
}

/// `integrators where …`
#[derive(Clone, Debug, Serialize)]
pub struct Set {
    /// A collection, a named set, or the word for one of its elements; with `fields` behind it, a path to a list.
    pub name: Name,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<Name>,
    pub filter: Option<Expression>,
    pub span: Span,
}

impl Set {
    /// All that a name stands for.
    pub(crate) fn whole(name: &Name) -> Self {
        Self { name: name.clone(), fields: Vec::new(), filter: None, span: name.span }
    }
}

#[derive(Clone, Debug, Serialize)]
pub struct Expression {
    pub span: Span,
    pub kind: ExpressionKind,
}

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
    Is { subject: Box<Expression>, negated: bool, predicate: Predicate },
    /// `a + b`
    Arithmetic(Box<Expression>, Arithmetic, Box<Expression>),
    /// `any p in partners where …`
    Any(Box<Quantified>),
    /// `every t in document.tags where …`
    Every(Box<Quantified>),
    /// `none of loans where …`
    NoneOf(Box<Set>),
    /// `count of integrators`
    Count(Box<Set>),
    /// `total of hours of bookings`
    Total { value: Box<Expression>, set: Box<Set> },
    /// `settings.everyone_may_invite`, `linked(email)`
    Reference {
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

/// What is asked of each of some.
#[derive(Clone, Debug, Serialize)]
pub struct Quantified {
    /// How the condition calls each.
    pub name: Name,
    /// A collection or a named set; with `fields` behind it, a path to a list.
    pub set: Name,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<Name>,
    pub condition: Box<Expression>,
}

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
    /// `is inside b`, and `is in or inside b` where it may be the same
    Inside { same: bool, of: Box<Expression> },
    /// `shares with document.teams`
    SharesWith(Box<Expression>),
    /// `is b`, `is at least b` …
    Compare(Comparison, Box<Expression>),
    /// `is within 10 days of invited`
    Within(Period, Box<Expression>),
    /// `is during 30 days from started`
    During(Period, Box<Expression>),
}

/// A name as it was written (in Unicode's composed form), and where.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Name {
    pub text: Arc<str>,
    pub span: Span,
}

/// A quoted text, unescaped, and where; strings in a row are one text with spaces between.
#[derive(Clone, Debug, Serialize)]
pub struct Text {
    pub text: Arc<str>,
    /// From the first quotation mark to the last.
    pub span: Span,
    /// Where the names between its `{` and `}` stand, in order; nothing where some have no place of their own.
    #[serde(skip)]
    pub holes: Vec<Span>,
}

#[derive(Clone, Debug, Serialize)]
pub struct LocalizedText {
    pub language: Name,
    pub text: Text,
}

/// A comment, from its `#` to the end of the line.
#[derive(Clone, Debug, Serialize)]
pub struct Comment {
    pub text: Arc<str>,
    pub span: Span,
}

#[derive(Clone, Debug, Serialize)]
pub struct Passage {
    pub document: Name,
    pub quote: Text,
    /// The heading that it stands under, to tell two such places apart.
    pub under: Option<Text>,
    /// Numbers of it that what cites it says nothing of.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waives: Option<Waives>,
}

/// What is set aside.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum AsideOf {
    Passage(Passage),
    /// `article under "History"`: all that stands under a heading.
    Section {
        document: Name,
        under: Text,
    },
}

/// `waiving 3 because …`
#[derive(Clone, Debug, Serialize)]
pub struct Waives {
    pub numbers: Vec<(i64, Span)>,
    pub because: Vec<LocalizedText>,
}
