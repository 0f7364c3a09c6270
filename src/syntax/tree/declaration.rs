//! A file of rules and its declarations, as they were written.

use crate::base::Span;
use crate::syntax::tree::expression::{Expression, Set};
use crate::syntax::tree::rule::Rule;
use crate::syntax::tree::text::{Comment, LocalizedText, Name, Passage, Text};
use crate::values::Moment;
use serde::Serialize;

/// One rule file.
#[derive(Clone, Debug, Default, Serialize)]
pub struct File {
    /// What it declares, in its order.
    pub declarations: Vec<Declaration>,
    /// Its comments, in their order.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub comments: Vec<Comment>,
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
    pub default: Option<Expression>,
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

/// `action log_in …`
#[derive(Clone, Debug, Serialize)]
pub struct Action {
    /// Its name.
    pub name: Name,
    /// Its parameters.
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
