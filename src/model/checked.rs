//! The checked model: all that the rules of a pack say, numbered by place in its lists, and questions about it.

use crate::base::suggest::nearest;
use crate::base::{IndexVec, LazyIndexVec};
use crate::model::expr::{Expr, ExprKind, Let};
use crate::model::rules::{
    Action, Aside, Citation, Conflict, Document, Effect, LocalizedText, Parameter, Role, Rule, RuleKind,
};
use crate::model::schema::{Collection, Enum, Schema};
use crate::values::ids::{ActionId, DocumentId, EnumId, FieldId, LetId, ParameterId, RoleId, RuleId};
use crate::values::types::{BUILT_IN, ROLE};
use crate::values::{Type, Value};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Model {
    pub documents: IndexVec<DocumentId, Document>,
    pub preferences: Vec<(DocumentId, DocumentId)>,
    pub enums: IndexVec<EnumId, Enum>,
    pub schema: Schema,
    pub roles: IndexVec<RoleId, Role>,
    /// The parameters of all actions; actions share those of one name and type.
    pub parameters: IndexVec<ParameterId, Parameter>,
    pub actions: IndexVec<ActionId, Action>,
    /// Named expressions, each after those that it uses.
    pub lets: IndexVec<LetId, Let>,
    pub rules: LazyIndexVec<RuleId, Rule>,
    pub conflicts: Vec<Conflict>,
    pub asides: Vec<Aside>,
}

/// The first name in a language.
pub fn name_in<'a>(called: &'a [LocalizedText], language: &str) -> Option<&'a str> {
    called.iter().find(|own| *own.language == *language).map(|own| &*own.text)
}

/// Whether a text is one of the names, in whatever language, letter case aside.
pub fn is_called(called: &[LocalizedText], text: &str) -> bool {
    called.iter().any(|own| own.text.to_lowercase() == text.to_lowercase())
}

/// What is called nearly as a text says: its name, and that one of the names that people have for it.
pub fn nearly_called<'m>(
    text: &str,
    known: impl Iterator<Item = (&'m str, &'m [LocalizedText])>,
) -> Option<(&'m str, &'m str)> {
    let all = known.flat_map(|(name, called)| called.iter().map(move |own| (name, &*own.text)));
    let all: Vec<(&str, &str)> = all.collect();
    let near = nearest(text, all.iter().map(|(_, called)| *called))?;
    all.into_iter().find(|(_, called)| *called == near)
}

impl Model {
    /// The collection to which an action adds an element that a parameter gives its key.
    pub fn keyed_by(&self, action: ActionId, parameter: ParameterId) -> Option<&Collection> {
        let effects = self.actions.get(action).map(|action| action.effects.as_slice()).unwrap_or_default();
        effects.iter().find_map(|effect| {
            let Effect::Add { collection, fields, .. } = effect else { return None };
            let shape = self.schema.collections.get(*collection)?;
            let gives = |(field, value): &(FieldId, Expr)| {
                Some(*field) == shape.key
                    && matches!(value.kind, ExprKind::Parameter(own) if own == parameter)
            };
            fields.iter().any(gives).then_some(shape)
        })
    }

    pub fn type_name(&self, ty: &Type) -> String {
        let name = match ty {
            Type::List(of) => return format!("list of {}", self.type_name(of)),
            Type::Enum(of) => self.enums.get(*of).map(|found| &*found.name),
            Type::Element(of) => self.schema.collections.get(*of).map(|found| &*found.noun.text),
            _ => BUILT_IN.iter().find(|(_, built_in)| built_in == ty).map(|(name, _)| *name),
        };
        name.unwrap_or_default().to_owned()
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
            (Value::Variant(value), Type::Enum(of)) => {
                let name = self.enums.get(*of).and_then(|found| found.values.get(*value));
                name.map_or_else(String::new, |name| name.text.to_string())
            }
            (Value::Variant(value), _) => value.to_string(),
            (Value::Element(row), _) => row.to_string(),
            (Value::List(values), Type::List(of)) => {
                let shown: Vec<String> = values.iter().map(|value| self.shown(value, of)).collect();
                shown.join(", ")
            }
            (Value::List(values), _) => format!("{} values", values.len()),
        }
    }

    /// A value in a language: a value of an enum by what people call it there, if it is called something.
    pub fn shown_in(&self, value: &Value, ty: &Type, language: &str) -> String {
        let called = match (value, ty) {
            (Value::Variant(value), Type::Enum(ROLE)) => {
                self.roles.get(RoleId::from(*value)).map(|role| role.called.as_slice())
            }
            (Value::Variant(value), Type::Enum(of)) => {
                self.enums.get(*of).and_then(|found| found.called.get(*value)).map(Vec::as_slice)
            }
            _ => None,
        };
        called
            .and_then(|called| name_in(called, language))
            .map_or_else(|| self.shown(value, ty), str::to_owned)
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

    /// Whether a permit of `roles` reaches `role`: directly, or through `like` unless an exception stands between.
    pub fn has_right(&self, role: RoleId, roles: &[RoleId], action: ActionId) -> bool {
        for role in self.ancestors(role) {
            if roles.contains(&role) {
                return true;
            }
            let except = self.roles.get(role).map(|found| &found.except);
            if except.is_none_or(|except| except.iter().any(|(excepted, _)| *excepted == action)) {
                return false;
            }
        }
        false
    }

    /// Whether a prohibition of `roles` reaches `role`: directly, or through `like`, which passes on duties too.
    pub fn has_duty(&self, role: RoleId, roles: &[RoleId]) -> bool {
        self.ancestors(role).any(|role| roles.contains(&role))
    }

    /// A role and all those whose duties it has.
    pub fn ancestors(&self, role: RoleId) -> impl Iterator<Item = RoleId> {
        let like = |role: &RoleId| self.roles.get(*role)?.like;
        std::iter::successors(Some(role), like).take(self.roles.len())
    }
}
