//! The checked model: all that the rules of a pack say, numbered by place in its lists, and questions about it.

use crate::base::{IndexVec, LazyIndexVec};
use crate::model::actions::{Action, Parameter, Role};
use crate::model::citations::{Aside, Citation, Conflict, Document};
use crate::model::expr::Let;
use crate::model::rules::{Rule, RuleKind};
use crate::model::schema::{Enum, Schema};
use crate::values::ids::{ActionId, DocumentId, EnumId, LetId, ParameterId, RoleId, RuleId};
use crate::values::types::BUILT_IN;
use crate::values::{Type, Value};
use serde::{Deserialize, Serialize};

/// All that the rules of a pack say.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Model {
    /// The documents that rules cite.
    pub documents: IndexVec<DocumentId, Document>,
    /// Pairs of documents: the first prevails over the second.
    pub preferences: Vec<(DocumentId, DocumentId)>,
    /// The enums; the first is `Role`.
    pub enums: IndexVec<EnumId, Enum>,
    /// What a state holds.
    pub schema: Schema,
    /// The roles, in the order of the values of `Role`.
    pub roles: IndexVec<RoleId, Role>,
    /// The parameters of all actions; actions share those of one name and type.
    pub parameters: IndexVec<ParameterId, Parameter>,
    /// What can be done.
    pub actions: IndexVec<ActionId, Action>,
    /// Named expressions, each after those that it uses.
    pub lets: IndexVec<LetId, Let>,
    /// The rules.
    pub rules: LazyIndexVec<RuleId, Rule>,
    /// Where documents disagree.
    pub conflicts: Vec<Conflict>,
    /// Passages that state no policy.
    pub asides: Vec<Aside>,
}

impl Model {
    /// How people call a type.
    pub fn type_name(&self, ty: &Type) -> String {
        match ty {
            Type::Enum(number) => {
                self.enums.get(*number).map_or_else(String::new, |found| found.name.to_string())
            }
            Type::Element(number) => self
                .schema
                .collections
                .get(*number)
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
                .get(*number)
                .and_then(|found| found.values.get(*value))
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
    pub fn document_name(&self, document: DocumentId) -> &str {
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
    pub fn exempts(&self, rule: RuleId, action: ActionId) -> bool {
        match self.rules.get(rule).map(|rule| &rule.kind) {
            Some(RuleKind::Invariant(rule)) => {
                rule.exempts_all || rule.exempts.iter().any(|(spared, _)| *spared == action)
            }
            _ => false,
        }
    }

    /// Whether a permit of `roles` reaches `role` for an action: directly, or through `like` unless an
    /// exception stands between.
    pub fn has_right(&self, role: RoleId, roles: &[RoleId], action: ActionId) -> bool {
        self.lineage(role, |role| {
            roles.contains(&role.0) || !role.1.except.iter().any(|(excepted, _)| *excepted == action)
        })
        .any(|role| roles.contains(&role))
    }

    /// Whether a prohibition of `roles` reaches `role`: directly, or through `like`. Whoever has somebody's
    /// rights has their duties too.
    pub fn has_duty(&self, role: RoleId, roles: &[RoleId]) -> bool {
        self.ancestors(role).any(|role| roles.contains(&role))
    }

    /// A role and all those whose duties it has.
    pub fn ancestors(&self, role: RoleId) -> impl Iterator<Item = RoleId> {
        self.lineage(role, |_| true)
    }

    /// A role and, as long as `go_on` says so of the last one, those that it is like.
    fn lineage<'a>(
        &'a self,
        role: RoleId,
        go_on: impl Fn((RoleId, &Role)) -> bool + 'a,
    ) -> impl Iterator<Item = RoleId> + 'a {
        std::iter::successors(Some(role), move |role| {
            let found = self.roles.get(*role)?;
            if go_on((*role, found)) { found.like } else { None }
        })
        .take(self.roles.len())
    }
}
