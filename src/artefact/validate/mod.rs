//! What was read is looked at before anything uses it: every number refers to something, what refers stands behind
//! what it refers to, and nothing is deeper or larger than what the compiler makes. It is not asked whether it is what
//! some rules say: who can write an artefact can write rules.

mod bounds;
mod model;
mod nodes;
mod plans;

use crate::artefact::layout::{Head, elements};
use crate::artefact::store::ArtefactError;
use crate::base::Span;
use crate::kb::KnowledgeBase;
use crate::model::{Field, Model};
use crate::tables::layout::{CODES, ElementSlot, Layout, STATE_WORDS, StateSlot};
use crate::tables::table::ActionTable;
use crate::values::ids::{
    ActionId, CollectionId, DocumentId, FieldId, ParameterId, ROLE, RoleId, RuleId, ScalarId,
};
use crate::values::{Period, Type, Value};
pub(super) use bounds::Bounds;
use bounds::{Checked, need};

impl Bounds {
    /// The numbers of an artefact, as far as they agree with each other.
    pub(super) fn of(head: &Head, model: &Model, kb: &KnowledgeBase) -> Result<Self, ArtefactError> {
        let bounds = Self {
            files: head.files.iter().map(crate::artefact::layout::Text::len).collect(),
            documents: model.documents.len(),
            enums: model.enums.iter().map(|own| own.values.len()).collect(),
            scalars: model.schema.scalars.len(),
            collections: model.schema.collections.iter().map(|own| own.fields.len()).collect(),
            roles: model.roles.len(),
            parameters: model.parameters.len(),
            actions: model.actions.len(),
            lets: Vec::new(),
            rules: elements(&head.rules),
            nodes: elements(&head.nodes),
            invariants: kb.invariants.len(),
            counters: kb.counters.len(),
            indexes: kb.indexes.len(),
            levels: kb.levels,
        };
        let alike = bounds.rules > 0
            && elements(&head.messages) == bounds.rules
            && elements(&head.plans) == bounds.actions
            && elements(&head.tables) == bounds.actions
            && kb.role_messages.len() == bounds.roles;
        if alike { Ok(bounds) } else { Err(ArtefactError::Damaged("its lists do not fit together")) }
    }

    /// Look at what everything needs.
    pub(super) fn frame(&mut self, model: &Model, kb: &KnowledgeBase, layout: &Layout) -> Checked {
        self.lets = self.named(model)?;
        self.model(model)?;
        let schema = &model.schema;
        let keys = schema.collections.iter().map(|own| own.key);
        let actors = schema.actors.map(|actors| (actors, schema.role_field));
        need(keys.eq(kb.keys.iter().copied()) && actors == kb.actors, "its schema is told twice")?;
        kb.invariants.iter().try_for_each(|own| self.invariant(own))?;
        kb.role_messages.iter().try_for_each(|own| self.written(own))?;
        kb.counters.iter().try_for_each(|own| self.node_set(own))?;
        kb.indexes.iter().try_for_each(|own| self.field(own.collection, own.field))?;
        layout.state.iter().try_for_each(|held| match held {
            StateSlot::Scalar(scalar) => self.scalar(*scalar),
            StateSlot::Predicate(predicate) => {
                need(predicate.is_of_state(), "the state does not answer what it is to hold")?;
                self.predicate(&ActionTable::default(), predicate)
            }
        })?;
        let fits = layout.state.len() <= STATE_WORDS * CODES
            && layout.elements.len() == self.collections.len()
            && layout.elements.iter().all(|kept| kept.len() <= CODES)
            && layout.alike.len() == self.counters;
        need(fits, "its codes find no room")?;
        for (collection, kept) in layout.elements.enumerated() {
            for own in kept {
                match own {
                    ElementSlot::Field(field) => self.field(collection, *field)?,
                    ElementSlot::Lookup { field, index } => {
                        self.field(collection, *field)?;
                        self.index(*index)?;
                    }
                }
            }
        }
        layout.role.iter().try_for_each(|place| plans::place(*place))
    }

    fn span(&self, span: Span) -> Checked {
        let length = self.files.get(span.source.0 as usize).copied();
        let fits = length.is_some_and(|length| span.start <= span.end && span.end <= length);
        need(fits, "a place is in no rule file")
    }

    fn scalar(&self, scalar: ScalarId) -> Checked {
        need(scalar.index() < self.scalars, "a value of the state is not there")
    }

    fn collection(&self, collection: CollectionId) -> Checked {
        need(collection.index() < self.collections.len(), "a collection is not there")
    }

    fn field(&self, collection: CollectionId, field: FieldId) -> Checked {
        let fields = self.collections.get(collection.index()).copied().unwrap_or(0);
        need(field.index() < fields, "a field is not there")
    }

    fn role(&self, role: RoleId) -> Checked {
        need(role.index() < self.roles, "a role is not there")
    }

    fn parameter(&self, parameter: ParameterId) -> Checked {
        need(parameter.index() < self.parameters, "a parameter is not there")
    }

    fn action(&self, action: ActionId) -> Checked {
        need(action.index() < self.actions, "an action is not there")
    }

    fn rule_id(&self, rule: RuleId) -> Checked {
        need(rule.index() < self.rules, "a rule is not there")
    }

    fn document(&self, document: DocumentId) -> Checked {
        need(document.index() < self.documents, "a document is not there")
    }

    fn period(period: Period) -> Checked {
        need((1..=Period::MOST).contains(&period.count), "a period is out of range")
    }

    fn ty(&self, ty: &Type) -> Checked {
        match ty {
            Type::Enum(id) => need(id.index() < self.enums.len(), "an enum is not there"),
            Type::Element(collection) => self.collection(*collection),
            Type::List(of) => self.ty(of),
            Type::Bool | Type::Int | Type::String | Type::Email | Type::Date | Type::TimeZone => Ok(()),
        }
    }

    /// That a value is one of a type.
    fn fits(&self, value: &Value, ty: &Type) -> bool {
        match (value, ty) {
            (Value::Bool(_), Type::Bool)
            | (Value::Int(_), Type::Int)
            | (Value::Text(_), Type::String | Type::Email)
            | (Value::Moment(_), Type::Date)
            | (Value::Zone(_), Type::TimeZone) => true,
            (Value::Variant(variant), Type::Enum(id)) => {
                self.enums.get(id.index()).is_some_and(|values| variant.index() < *values)
            }
            (Value::List(list), Type::List(of)) => list.iter().all(|value| self.fits(value, of)),
            _ => false,
        }
    }

    /// That a value may stand in rules: they know no elements by their rows.
    fn constant(value: &Value) -> Checked {
        match value {
            Value::Element(_) => Err("a value is an element of no state"),
            Value::List(list) => list.iter().try_for_each(Self::constant),
            _ => Ok(()),
        }
    }

    fn declared(&self, field: &Field) -> Checked {
        self.span(field.name.span)?;
        self.ty(&field.ty)?;
        let fits = field.default.iter().all(|value| self.fits(value, &field.ty));
        need(fits, "a value that stands for what is left out has another type")
    }

    /// That the roles are the values of their enum.
    fn roles(&self) -> Checked {
        let values = self.enums.get(ROLE.index()).copied();
        need(values.is_none_or(|values| values == self.roles), "the roles are not those of their enum")
    }
}
