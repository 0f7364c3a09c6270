//! From the checked model to the knowledge base.

mod anew;
mod entries;
mod expressions;
mod groupings;
mod impact;
mod look_ups;
mod nested_walks;
mod rights;

use crate::base::{Diagnostic, Span};
use crate::kb::knowledge_base::{
    Deadline, Effect, Invariant, InvariantKind, KnowledgeBase, Message, MessagePart, Op, Plan, RuleEntry,
};
use crate::model::NumberPart;
use crate::model::{self, Expr, Model, RuleKind};
use crate::values::Type;
use crate::values::ids::{ActionId, CollectionId, FieldId, Level, NodeId, RoleId, RuleId};
pub(crate) use anew::LoweredAnew;
use expressions::{Env, Lowering};
pub(crate) use rights::Rights;

/// Compile a model. The diagnostics are warnings: exceptions of invariants that except nothing.
pub fn lower(model: &Model) -> (KnowledgeBase, Vec<Diagnostic>) {
    let kb = KnowledgeBase {
        keys: model.schema.collections.iter().map(|collection| collection.key).collect(),
        nesting: model.schema.collections.iter().map(nesting).collect(),
        actors: model.schema.actors.map(|collection| (collection, model.schema.role_field)),
        ..KnowledgeBase::default()
    };
    let mut lowering = Lowering::new(model, kb, Rights::of(model));
    for action in &model.actions {
        let effects = lowering.effects(&action.effects);
        lowering.kb.actions.to_mut().push(Plan { effects, ..Plan::default() });
    }
    for (id, rule) in model.rules.enumerated() {
        let mut env = Env::default();
        if let Some(invariant) = lowering.rule(id, rule) {
            env = Env::with(lowering.group_keys(&invariant, rule.sentence));
            env.enter(Level(0), invariant.set.collection);
            lowering.kb.invariants.push(invariant);
        }
        let messages = lowering.messages(&rule.messages, &mut env);
        lowering.kb.messages.to_mut().push(messages);
    }
    for role in &model.roles {
        let messages = lowering.messages(&role.messages, &mut Env::default());
        lowering.kb.role_messages.push(messages);
    }
    lowering.kb.nodes.to_mut().shrink_to_fit();
    let mut warnings = lowering.impact();
    warnings.extend(lowering.kb.nested_walks(model));
    (lowering.kb, warnings)
}

/// The references by which the elements of a collection lie in others.
fn nesting(shape: &model::Collection) -> Vec<(FieldId, CollectionId)> {
    let fields = shape.inside.iter();
    fields.filter_map(|id| Some((*id, shape.fields.get(*id)?.ty.refers_to()?))).collect()
}

impl Lowering<'_> {
    /// File a rule under the actions that it decides; what it states about states.
    pub(super) fn rule(&mut self, id: RuleId, rule: &model::Rule) -> Option<Invariant> {
        match &rule.kind {
            RuleKind::Permit(permit) => self.action_rule(id, permit, true),
            RuleKind::Forbid(forbid) => self.action_rule(id, forbid, false),
            RuleKind::Invariant(invariant) => return Some(self.invariant(id, invariant, rule.sentence)),
        }
        None
    }

    fn action_rule(&mut self, id: RuleId, rule: &model::ActionRule, permit: bool) {
        let mut env = Env::default();
        let conditions: Vec<NodeId> = rule
            .conditions
            .iter()
            .map(|condition| {
                let node = self.expr(&condition.expr, &mut env);
                if condition.unless { self.node(Op::Not(node), condition.expr.span) } else { node }
            })
            .collect();
        // Without exceptions the roles are the same for every action, and so is all that leads to the conditions.
        let reached = rule.roles.as_ref().map(|roles| self.with_duties(roles));
        let shared = self.applies(rule, &conditions, reached);
        for action in &rule.actions {
            let applies = match &rule.roles {
                Some(roles) if permit && self.rights.excepted.contains(action) => {
                    let model = self.model;
                    let reached = model.roles.ids().filter(|role| model.has_right(*role, roles, *action));
                    self.applies(rule, &conditions, Some(reached.collect()))
                }
                _ => shared,
            };
            self.index_rule(*action, permit, RuleEntry { rule: id, applies });
        }
    }

    /// All roles that have the duties of some, in their order.
    fn with_duties(&self, roles: &[RoleId]) -> Vec<RoleId> {
        let subroles = |role: &RoleId| self.rights.subroles.get(*role).map(Vec::as_slice).unwrap_or_default();
        let mut reached: Vec<RoleId> = roles.iter().flat_map(subroles).copied().collect();
        reached.sort_unstable();
        reached.dedup();
        reached
    }

    /// The conditions of a rule, behind the question whether the actor has one of the roles that it reaches.
    fn applies(
        &mut self,
        rule: &model::ActionRule,
        conditions: &[NodeId],
        reached: Option<Vec<RoleId>>,
    ) -> NodeId {
        let mut parts = Vec::with_capacity(conditions.len() + 1);
        parts.extend(reached.map(|roles| self.node(Op::RoleIn(roles), rule.subject)));
        parts.extend(conditions);
        self.and(parts, rule.subject)
    }

    fn index_rule(&mut self, action: ActionId, permit: bool, entry: RuleEntry) {
        if let Some(plan) = self.kb.actions.get_mut(action) {
            let list = if permit { &mut plan.permits } else { &mut plan.forbids };
            list.push(entry);
        }
    }

    fn invariant(&mut self, id: RuleId, rule: &model::Invariant, sentence: Span) -> Invariant {
        for (actions, when) in &rule.also_forbids {
            let applies = match when {
                Some(when) => self.expr(when, &mut Env::default()),
                None => self.and(Vec::new(), sentence),
            };
            for action in actions {
                self.index_rule(*action, false, RuleEntry { rule: id, applies });
            }
        }
        let mut env = Env::default();
        let mut set = self.set(&rule.set, &mut env);
        let collection = set.collection;
        let element = self.node(Op::Element { level: set.level, collection }, rule.set.span);
        let field = |lowering: &mut Self, field| {
            lowering.node(Op::Field { of: element, collection, field }, sentence)
        };
        let kind = match &rule.kind {
            model::InvariantKind::Limit(most) => InvariantKind::Limit {
                most: self.expr(most, &mut Env::default()),
                counter: self.counter(&set),
            },
            model::InvariantKind::Aggregate(aggregate) => self.aggregate(&set, aggregate),
            model::InvariantKind::Never => InvariantKind::Never { deadline: None },
            model::InvariantKind::MustHave { field: due, period, from } => {
                let (due, from) = (field(self, *due), field(self, *from));
                let deadline = Deadline { set: set.clone(), field: due, period: *period, from };
                set.conditions.push(self.node(Op::Overdue { field: due, period: *period, from }, sentence));
                InvariantKind::Never { deadline: Some(deadline) }
            }
            model::InvariantKind::Lasts { period, from } => {
                InvariantKind::Lasts { period: *period, from: field(self, *from) }
            }
        };
        Invariant { rule: id, set, kind }
    }

    fn messages(&mut self, messages: &[model::Message], env: &mut Env) -> Vec<Message> {
        let mut lower = |piece: &model::MessagePart| match piece {
            model::MessagePart::Text(text) => MessagePart::Text(text.clone()),
            model::MessagePart::Value(expr) => MessagePart::Value((self.expr(expr, env), expr.ty.clone())),
            model::MessagePart::Count => MessagePart::Count,
            model::MessagePart::Limit => MessagePart::Limit,
            model::MessagePart::Due => MessagePart::Due,
            model::MessagePart::Plural { of, forms } => {
                let of = match of {
                    NumberPart::Value(expr) => NumberPart::Value((self.expr(expr, env), expr.ty.clone())),
                    NumberPart::Count => NumberPart::Count,
                    NumberPart::Limit => NumberPart::Limit,
                };
                MessagePart::Plural { of, forms: forms.clone() }
            }
        };
        let lowered = messages.iter().map(|message| Message {
            language: message.language.clone(),
            pieces: message.pieces.iter().map(&mut lower).collect(),
        });
        lowered.collect()
    }

    pub(super) fn effects(&mut self, effects: &[model::Effect]) -> Vec<Effect> {
        effects.iter().filter_map(|effect| self.effect(effect)).collect()
    }

    fn effect(&mut self, effect: &model::Effect) -> Option<Effect> {
        let mut env = Env::default();
        Some(match effect {
            model::Effect::Add { collection, fields, .. } => Effect::Add {
                collection: *collection,
                fields: fields.iter().map(|(field, value)| (*field, self.expr(value, &mut env))).collect(),
            },
            model::Effect::Set { target, value, when, .. } => {
                let mut lower = |expr: &Option<Expr>| expr.as_ref().map(|expr| self.expr(expr, &mut env));
                let (value, when) = (lower(value), lower(when));
                match target {
                    model::Target::Scalar(scalar) => Effect::Scalar { scalar: *scalar, value, when },
                    model::Target::Field(element, field) => {
                        let Type::Element(collection) = element.ty else { return None };
                        Effect::Field {
                            of: self.expr(element, &mut env),
                            collection,
                            field: *field,
                            value,
                            when,
                        }
                    }
                }
            }
        })
    }
}
