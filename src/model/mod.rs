//! Floor 3: the checked model. Every name is looked up, every expression has a type; spans are kept.
//!
//! Enums, scalars, collections, fields, parameters, actions, lets, roles and rules are numbered by their
//! place in the lists of [`Model`].

mod from_syntax;

pub use from_syntax::{Parsed, check};

use crate::base::{LazyVec, Span};
pub use crate::syntax::tree::{Arithmetic, Name};
use crate::values::{Moment, Period, Type, Value, nested};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// All that the rules of a pack say.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Model {
    /// The documents that rules cite.
    pub documents: Vec<Document>,
    /// Pairs of documents: the first prevails over the second.
    pub preferences: Vec<(u16, u16)>,
    /// The enums; the first is `Role`.
    pub enums: Vec<Enum>,
    /// What a state holds.
    pub schema: Schema,
    /// The roles, in the order of the values of `Role`.
    pub roles: Vec<Role>,
    /// What can be told with an action; actions share parameters of one name and type.
    pub parameters: Vec<Parameter>,
    /// What can be done.
    pub actions: Vec<Action>,
    /// Named expressions, each after those that it uses.
    pub lets: Vec<Let>,
    /// The rules.
    pub rules: LazyVec<Rule>,
    /// Where documents disagree.
    pub conflicts: Vec<Conflict>,
    /// Passages that state no policy.
    pub asides: Vec<Aside>,
}

/// A document that rules cite.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Document {
    /// How rules call it.
    pub name: Name,
    /// Where it is, from the folder of the rule file that declares it.
    pub path: Arc<str>,
    /// The place of the path.
    pub span: Span,
}

/// A type with a few named values.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Enum {
    /// Its name.
    pub name: Arc<str>,
    /// Its values.
    pub values: Vec<Name>,
}

/// What a state holds.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Schema {
    /// The members of the state, as they are nested.
    pub members: Vec<Member>,
    /// Every single value of the state.
    pub scalars: Vec<Scalar>,
    /// Every collection of the state.
    pub collections: Vec<Collection>,
    /// The collection whose elements act: the one with a key and a field of type `Role`.
    pub actors: Option<u16>,
    /// The field of it that holds the role.
    pub role_field: u16,
    /// The scalar that holds the portal's time zone.
    pub time_zone: Option<u16>,
}

/// A part of the state as it is nested.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Member {
    /// A single value.
    Scalar(u16),
    /// Some members under a name.
    Group(Name, #[serde(deserialize_with = "nested")] Vec<Member>),
    /// A collection.
    Collection(u16),
}

/// A single value of the state.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Scalar {
    /// Its full name, such as `settings.everyone_may_invite`.
    pub path: Arc<str>,
    /// What it holds.
    pub field: Field,
}

/// A value that a state or an element holds.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Field {
    /// Its name.
    pub name: Name,
    /// Its type.
    pub ty: Type,
    /// Whether it is known to have no value when it is left out.
    pub optional: bool,
    /// The value that it has when it is left out.
    pub default: Option<Value>,
}

impl Field {
    /// The value where it is left out.
    pub fn left_out(&self) -> Value {
        match &self.default {
            Some(default) => default.clone(),
            None if self.optional => Value::Absent,
            None => Value::Unknown,
        }
    }
}

/// Many elements of one shape.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Collection {
    /// The name of all of them.
    pub name: Name,
    /// The word for one of them.
    pub noun: Name,
    /// The field that tells them apart.
    pub key: Option<u16>,
    /// What each has.
    pub fields: Vec<Field>,
}

/// A role and its rights.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Role {
    /// Its name.
    pub name: Name,
    /// The role whose rights it has.
    pub like: Option<u16>,
    /// The actions that it has no right to, and where it says so.
    pub except: Vec<(u32, Span)>,
    /// What is said when such an action is denied.
    pub messages: Vec<Message>,
    /// Where it is documented.
    pub cites: Vec<Citation>,
}

/// What can be told with an action.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Parameter {
    /// Its name.
    pub name: Name,
    /// Its type.
    pub ty: Type,
    /// Whether it may be left out.
    pub optional: bool,
}

/// What can be done.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Action {
    /// Its name.
    pub name: Name,
    /// What must be told with it.
    pub parameters: Vec<u16>,
    /// The documented steps, each in some languages.
    pub how: Vec<Vec<LocalizedText>>,
    /// What changes when it happens; all at once, from the state before.
    pub effects: Vec<Effect>,
    /// Where it is documented.
    pub cites: Vec<Citation>,
}

/// A text in a language.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct LocalizedText {
    /// The language, such as `ru`.
    pub language: Arc<str>,
    /// The text.
    pub text: Arc<str>,
}

/// One change that an action makes.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Effect {
    /// A new element.
    Add {
        /// Of this collection.
        collection: u16,
        /// With these values; the other fields have their defaults or are absent.
        fields: Vec<(u16, Expr)>,
        /// Where it is written.
        span: Span,
    },
    /// A new value.
    Set {
        /// Of this.
        target: Target,
        /// The value; without one it becomes absent.
        value: Option<Expr>,
        /// Only under this condition.
        when: Option<Expr>,
        /// Where it is written.
        span: Span,
    },
}

/// What an effect changes.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Target {
    /// A single value of the state.
    Scalar(u16),
    /// A field of the actor or of a parameter.
    Field(Expr, u16),
}

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
    pub collection: u16,
    /// A named set that it narrows; otherwise it is the whole collection.
    pub of: Option<u32>,
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
    Scalar(u16),
    /// Who acts.
    Actor,
    /// What was told with the action.
    Parameter(u16),
    /// What a named expression is asked about.
    Argument(u16),
    /// The element of the enclosing set or `any`, counted from the outermost of the body.
    Element(u16),
    /// A field of an element.
    Field(Box<Expr>, u16),
    /// A named expression.
    Call(u32, Vec<Expr>),
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

/// A rule.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Rule {
    /// Its id.
    pub id: Name,
    /// The sentence without messages and citations.
    pub sentence: Span,
    /// What it rules.
    pub kind: RuleKind,
    /// What it says.
    pub messages: Vec<Message>,
    /// Where it is documented.
    pub cites: Vec<Citation>,
}

/// The kinds of rule.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RuleKind {
    /// Allows actions that nothing forbids.
    Permit(ActionRule),
    /// Denies actions, whatever permits them.
    Forbid(ActionRule),
    /// States what states must be like.
    Invariant(Invariant),
}

/// A rule about actions.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct ActionRule {
    /// The roles that it is about; `None` for everyone.
    pub roles: Option<Vec<u16>>,
    /// Where they are written.
    pub subject: Span,
    /// The actions that it is about.
    pub actions: Vec<u32>,
    /// The conditions; all have to hold, those of `unless` must not.
    pub conditions: Vec<Condition>,
}

/// `when …` or `unless …`
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Condition {
    /// Whether it is `unless`.
    pub unless: bool,
    /// What has to hold, or must not.
    pub expr: Expr,
}

/// A statement about states.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Invariant {
    /// The elements that it is about.
    pub set: Set,
    /// What is stated of them.
    pub kind: InvariantKind,
    /// Actions that it denies to nobody, and where it says so.
    pub exempts: Vec<(u32, Span)>,
    /// Whether it denies nothing at all, and only finds.
    pub exempts_all: bool,
    /// Actions that it forbids besides, under conditions.
    pub also_forbids: Vec<(Vec<u32>, Option<Expr>)>,
}

/// What is stated of a set.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum InvariantKind {
    /// It has no more elements than this; no limit where the number is absent.
    Limit(Expr),
    /// It is empty.
    Never,
    /// Each has a value in a field in time.
    MustHave {
        /// The field.
        field: u16,
        /// How long.
        period: Period,
        /// From the date in this field.
        from: u16,
    },
    /// Each lasts for a time; nothing can break this.
    Lasts {
        /// How long.
        period: Period,
        /// From the date in this field.
        from: u16,
    },
}

/// A message in a language, with values from the case.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Message {
    /// The language, such as `ru`.
    pub language: Arc<str>,
    /// Its pieces, in order.
    pub pieces: Vec<MessagePart>,
}

/// A piece of a message.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MessagePart {
    /// As it stands.
    Text(Arc<str>),
    /// A value.
    Value(Box<Expr>),
    /// `{count}`: how many there are.
    Count,
    /// `{limit}`: how many there may be.
    Limit,
    /// `{due}`: the last day.
    Due,
}

/// A place in a document.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Citation {
    /// The document.
    pub document: u16,
    /// The quoted words, with `…` for what is left out.
    pub quote: Arc<str>,
    /// Where the quote stands in the rules.
    pub span: Span,
    /// The heading that the passage stands under.
    pub under: Option<Arc<str>>,
    /// Numbers of the passage that what cites it says nothing of.
    pub waives: Vec<(i64, Span)>,
    /// Why they are waived.
    pub because: Vec<LocalizedText>,
}

/// A disagreement of documents.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Conflict {
    /// Its id.
    pub id: Name,
    /// The two passages.
    pub between: Vec<Citation>,
    /// The document whose reading is in force.
    pub settled_as: u16,
    /// The rule that carries the reading.
    pub by: Option<u32>,
    /// After this moment the choice must be made anew.
    pub until: Option<Moment>,
    /// Why.
    pub because: Vec<LocalizedText>,
}

/// A passage that states no policy.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Aside {
    /// The passage.
    pub passage: Citation,
    /// Why it states none.
    pub because: Vec<LocalizedText>,
}

impl Schema {
    /// The name of a member.
    pub fn member_name<'a>(&'a self, member: &'a Member) -> Option<&'a Arc<str>> {
        match member {
            Member::Scalar(number) => {
                self.scalars.get(usize::from(*number)).map(|found| &found.field.name.text)
            }
            Member::Group(name, _) => Some(&name.text),
            Member::Collection(number) => {
                self.collections.get(usize::from(*number)).map(|found| &found.name.text)
            }
        }
    }
}

impl Model {
    /// How people call a type.
    pub fn type_name(&self, ty: &Type) -> String {
        use crate::values::types::BUILT_IN;
        match ty {
            Type::Enum(number) => {
                self.enums.get(usize::from(*number)).map_or_else(String::new, |found| found.name.to_string())
            }
            Type::Element(number) => self
                .schema
                .collections
                .get(usize::from(*number))
                .map_or_else(String::new, |found| found.noun.text.to_string()),
            Type::List(of) => format!("list of {}", self.type_name(of)),
            _ => BUILT_IN
                .iter()
                .find(|(_, built_in)| built_in == ty)
                .map_or_else(String::new, |(name, _)| (*name).to_owned()),
        }
    }

    /// A value as people read and write it; an element by its row.
    pub fn shown(&self, value: &Value, ty: &Type) -> String {
        match (value, ty) {
            (Value::Unknown, _) => "unknown".to_owned(),
            (Value::Absent, _) => "absent".to_owned(),
            (Value::Bool(holds), _) => holds.to_string(),
            (Value::Int(number), _) => number.to_string(),
            (Value::Text(text), _) => text.to_string(),
            (Value::Moment(moment), _) => moment.to_string(),
            (Value::Zone(zone), _) => zone.name().to_owned(),
            (Value::Variant(value), Type::Enum(number)) => self
                .enums
                .get(usize::from(*number))
                .and_then(|found| found.values.get(usize::from(*value)))
                .map_or_else(String::new, |name| name.text.to_string()),
            (Value::Variant(number), _) => number.to_string(),
            (Value::Element(row), _) => row.to_string(),
            (Value::List(values), Type::List(of)) => {
                let shown: Vec<String> = values.iter().map(|value| self.shown(value, of)).collect();
                shown.join(", ")
            }
            (Value::List(values), _) => format!("{} values", values.len()),
        }
    }

    /// The name of a document; empty where there is none of this number.
    pub fn document_name(&self, document: u16) -> &str {
        self.document_name_of(document.into())
    }

    /// The same by its place in the list.
    pub fn document_name_of(&self, document: usize) -> &str {
        self.documents.get(document).map_or("", |found| &found.name.text)
    }

    /// Every passage that is cited, whatever cites it.
    pub fn citations(&self) -> impl Iterator<Item = &Citation> {
        let rules = self.rules.iter().flat_map(|rule| &rule.cites);
        let roles = self.roles.iter().flat_map(|role| &role.cites);
        let actions = self.actions.iter().flat_map(|action| &action.cites);
        let conflicts = self.conflicts.iter().flat_map(|conflict| &conflict.between);
        let asides = self.asides.iter().map(|aside| &aside.passage);
        rules.chain(roles).chain(actions).chain(conflicts).chain(asides)
    }

    /// Whether a rule lets an action through although it breaks what the rule states.
    pub fn exempts(&self, rule: u32, action: u32) -> bool {
        match self.rules.get(rule as usize).map(|rule| &rule.kind) {
            Some(RuleKind::Invariant(rule)) => {
                rule.exempts_all || rule.exempts.iter().any(|(spared, _)| *spared == action)
            }
            _ => false,
        }
    }

    /// Whether a permit of `roles` reaches `role` for an action: directly, or through `like` unless an
    /// exception stands between.
    pub fn has_right(&self, role: u16, roles: &[u16], action: u32) -> bool {
        self.lineage(role, |role| {
            roles.contains(&role.0) || !role.1.except.iter().any(|(excepted, _)| *excepted == action)
        })
        .any(|role| roles.contains(&role))
    }

    /// Whether a prohibition of `roles` reaches `role`: directly, or through `like`. Whoever has somebody's
    /// rights has their duties too.
    pub fn has_duty(&self, role: u16, roles: &[u16]) -> bool {
        self.ancestors(role).any(|role| roles.contains(&role))
    }

    /// A role and all those whose duties it has.
    pub fn ancestors(&self, role: u16) -> impl Iterator<Item = u16> {
        self.lineage(role, |_| true)
    }

    /// A role and, as long as `go_on` says so of the last one, those that it is like.
    fn lineage<'a>(
        &'a self,
        role: u16,
        go_on: impl Fn((u16, &Role)) -> bool + 'a,
    ) -> impl Iterator<Item = u16> + 'a {
        std::iter::successors(Some(role), move |role| {
            let found = self.roles.get(usize::from(*role))?;
            if go_on((*role, found)) { found.like } else { None }
        })
        .take(self.roles.len())
    }
}
