//! What was read is looked at before anything uses it: every number refers to something, what refers stands behind
//! what it refers to, and nothing is deeper or larger than what the compiler makes. It is not asked whether it is what
//! some rules say: who can write an artefact can write rules.

mod bounds;
mod model;
mod nodes;
mod plans;

use crate::artefact::layout::{Head, elements};
use crate::artefact::store::ArtefactError;
use crate::kb::KnowledgeBase;
use crate::model::Model;
use crate::tables::layout::{CODES, ElementSlot, Layout, STATE_WORDS, StateSlot};
use bounds::need;
pub(super) use bounds::{Bounds, Checked, Validate};

impl Bounds {
    /// The numbers of an artefact, as far as they agree with each other.
    pub(super) fn of(head: &Head, model: &Model, kb: &KnowledgeBase) -> Result<Self, ArtefactError> {
        let bounds = Self {
            files: head.files.iter().map(|file| file.part.length).collect(),
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
            groupings: kb.groupings.len(),
            indexes: kb.indexes.len(),
            element_indexes: kb.element_indexes.len(),
            shared: elements(&head.shared),
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
        model.validate(self)?;
        let schema = &model.schema;
        let keys = schema.collections.iter().map(|own| own.key);
        let actors = schema.actors.map(|actors| (actors, schema.role_field));
        need(keys.eq(kb.keys.iter().copied()) && actors == kb.actors, "its schema is told twice")?;
        self.all(&[&kb.invariants, &kb.role_messages, &kb.counters, &kb.readers, &kb.counter_readers])?;
        self.all(&[&kb.groupings, &kb.grouping_readers])?;
        let mut indexes = kb.indexes.iter().chain(&kb.element_indexes);
        indexes.try_for_each(|own| (own.collection, own.field).validate(self))?;
        layout.state.iter().try_for_each(|held| match held {
            StateSlot::Scalar(scalar) => scalar.validate(self),
            StateSlot::Predicate(predicate) => {
                need(predicate.is_of_state(), "the state does not answer what it is to hold")?;
                plans::predicate(predicate, 0, self)
            }
        })?;
        let fits = layout.state.len() <= STATE_WORDS * CODES
            && layout.elements.len() == self.collections.len()
            && layout.elements.iter().all(|kept| kept.len() <= CODES)
            && layout.alike.len() == self.counters;
        need(fits, "its codes find no room")?;
        for (collection, kept) in layout.elements.enumerated() {
            kept.iter().try_for_each(|own| match own {
                ElementSlot::Field(field) => (collection, *field).validate(self),
                ElementSlot::Lookup { field, index } => self.all(&[&(collection, *field), index]),
            })?;
        }
        layout.role.map_or(Ok(()), plans::slot)
    }
}
