//! The model.

use crate::artefact::validate::bounds::{Bounds, Checked, Size, need};
use crate::base::{IndexVec, Span};
use crate::model::{
    Action, ActionRule, Citation, Effect, Expr, ExprKind, Invariant, InvariantKind, LetBody, Member, Message,
    MessagePart, Model, Role, Rule, RuleKind, Schema, Set, Target,
};
use crate::values::Type;
use crate::values::ids::{ActionId, FieldId, ROLE, RoleId};

impl Bounds {
    /// The sizes of the named expressions; each stands behind those that it asks for.
    pub(super) fn named(&self, model: &Model) -> Result<Vec<Size>, &'static str> {
        let mut sizes = Vec::with_capacity(model.lets.len());
        for own in &model.lets {
            self.span(own.name.span)?;
            own.noun.iter().try_for_each(|noun| self.span(noun.span))?;
            own.parameters.iter().try_for_each(|ty| self.ty(ty))?;
            sizes.push(match &own.body {
                LetBody::Value(body) => self.expr(body, &sizes)?,
                LetBody::Set(set) => self.set(set, &sizes)?,
            });
        }
        Ok(sizes)
    }

    pub(super) fn model(&self, model: &Model) -> Checked {
        for document in &model.documents {
            self.span(document.name.span)?;
            self.span(document.span)?;
        }
        for (one, other) in &model.preferences {
            self.document(*one)?;
            self.document(*other)?;
        }
        for value in model.enums.iter().flat_map(|own| &own.values) {
            self.span(value.span)?;
        }
        self.roles()?;
        self.schema(&model.schema)?;
        model.roles.iter().try_for_each(|role| self.role_of(role))?;
        need(!goes_in_a_circle(&model.roles), "a role is like itself")?;
        for parameter in &model.parameters {
            self.span(parameter.name.span)?;
            self.ty(&parameter.ty)?;
        }
        model.actions.iter().try_for_each(|action| self.model_action(action))?;
        for conflict in &model.conflicts {
            self.span(conflict.id.span)?;
            conflict.between.iter().try_for_each(|own| self.citation(own))?;
            self.document(conflict.settled_as)?;
            conflict.by.iter().try_for_each(|rule| self.rule_id(*rule))?;
        }
        model.asides.iter().try_for_each(|aside| self.citation(&aside.passage))
    }

    fn schema(&self, schema: &Schema) -> Checked {
        let (mut scalars, mut collections) =
            (vec![0usize; self.scalars], vec![0usize; self.collections.len()]);
        let mut open: Vec<&Member> = schema.members.iter().collect();
        while let Some(member) = open.pop() {
            let seen = match member {
                Member::Scalar(scalar) => scalars.get_mut(scalar.index()),
                Member::Collection(collection) => collections.get_mut(collection.index()),
                Member::Group(name, members) => {
                    self.span(name.span)?;
                    open.extend(members);
                    continue;
                }
            };
            *seen.ok_or("a part of the state is not there")? += 1;
        }
        let once = scalars.iter().chain(&collections).all(|times| *times == 1);
        need(once, "a part of the state does not stand in it once")?;
        schema.scalars.iter().try_for_each(|scalar| self.declared(&scalar.field))?;
        for collection in &schema.collections {
            self.span(collection.name.span)?;
            self.span(collection.noun.span)?;
            collection.fields.iter().try_for_each(|field| self.declared(field))?;
            let key = collection.key.map(|key| collection.fields.iter().nth(key.index()));
            let text = |ty: &Type| matches!(ty, Type::String | Type::Email);
            let fits = key.is_none_or(|key| key.is_some_and(|field| text(&field.ty)));
            need(fits, "what tells elements apart is no text")?;
        }
        if let Some(actors) = schema.actors {
            let collection = schema.collections.iter().nth(actors.index()).ok_or("nobody acts")?;
            let role = collection.fields.iter().nth(schema.role_field.index());
            let fits = collection.key.is_some() && role.is_some_and(|field| field.ty == Type::Enum(ROLE));
            need(fits, "who acts has no role")?;
        }
        let zone = schema.time_zone.map(|zone| schema.scalars.iter().nth(zone.index()));
        let fits = zone.is_none_or(|zone| zone.is_some_and(|own| own.field.ty == Type::TimeZone));
        need(fits, "the time zone is none")
    }

    fn role_of(&self, role: &Role) -> Checked {
        self.span(role.name.span)?;
        role.like.iter().try_for_each(|like| self.role(*like))?;
        self.places_of_actions(&role.except)?;
        self.messages(&role.messages)?;
        role.cites.iter().try_for_each(|own| self.citation(own))
    }

    fn places_of_actions(&self, actions: &[(ActionId, Span)]) -> Checked {
        actions.iter().try_for_each(|(action, span)| self.action(*action).and_then(|()| self.span(*span)))
    }

    fn model_action(&self, action: &Action) -> Checked {
        self.span(action.name.span)?;
        action.parameters.iter().try_for_each(|parameter| self.parameter(*parameter))?;
        for effect in &action.effects {
            match effect {
                Effect::Add { collection, fields, span } => {
                    self.span(*span)?;
                    self.collection(*collection)?;
                    for (field, value) in fields {
                        self.field(*collection, *field)?;
                        self.whole(value)?;
                    }
                }
                Effect::Set { target, value, when, span } => {
                    self.span(*span)?;
                    match target {
                        Target::Scalar(scalar) => self.scalar(*scalar)?,
                        Target::Field(of, field) => {
                            self.field_of(of, *field)?;
                            self.whole(of)?;
                        }
                    }
                    value.iter().chain(when).try_for_each(|expr| self.whole(expr))?;
                }
            }
        }
        action.cites.iter().try_for_each(|own| self.citation(own))
    }

    /// A rule.
    pub(in crate::artefact) fn rule(&self, rule: &Rule) -> Checked {
        self.span(rule.id.span)?;
        self.span(rule.sentence)?;
        match &rule.kind {
            RuleKind::Permit(rule) | RuleKind::Forbid(rule) => self.action_rule(rule)?,
            RuleKind::Invariant(invariant) => self.model_invariant(invariant)?,
        }
        self.messages(&rule.messages)?;
        rule.cites.iter().try_for_each(|own| self.citation(own))
    }

    fn action_rule(&self, rule: &ActionRule) -> Checked {
        self.span(rule.subject)?;
        rule.roles.iter().flatten().try_for_each(|role| self.role(*role))?;
        rule.actions.iter().try_for_each(|action| self.action(*action))?;
        rule.conditions.iter().try_for_each(|condition| self.whole(&condition.expr))
    }

    fn model_invariant(&self, invariant: &Invariant) -> Checked {
        self.set(&invariant.set, &self.lets)?;
        match &invariant.kind {
            InvariantKind::Limit(most) => self.whole(most)?,
            InvariantKind::Never => {}
            InvariantKind::MustHave { field, period, from } => {
                self.field(invariant.set.collection, *field)?;
                self.field(invariant.set.collection, *from)?;
                Self::period(*period)?;
            }
            InvariantKind::Lasts { period, from } => {
                self.field(invariant.set.collection, *from)?;
                Self::period(*period)?;
            }
        }
        self.places_of_actions(&invariant.exempts)?;
        for (actions, when) in &invariant.also_forbids {
            actions.iter().try_for_each(|action| self.action(*action))?;
            when.iter().try_for_each(|expr| self.whole(expr))?;
        }
        Ok(())
    }

    fn messages(&self, messages: &[Message]) -> Checked {
        let pieces = messages.iter().flat_map(|message| &message.pieces);
        for piece in pieces {
            if let MessagePart::Value(expr) = piece {
                self.whole(expr)?;
            }
        }
        Ok(())
    }

    fn citation(&self, citation: &Citation) -> Checked {
        self.document(citation.document)?;
        let words = citation.quote.trim_matches(|letter: char| letter == '…' || letter.is_whitespace());
        need(!words.is_empty(), "a quote is empty")?;
        self.span(citation.span)?;
        citation.waives.iter().try_for_each(|(_, span)| self.span(*span))
    }

    /// An expression, which may ask for these named expressions; how large it is with them written out.
    fn expr(&self, expr: &Expr, lets: &[Size]) -> Result<Size, &'static str> {
        self.span(expr.span)?;
        self.ty(&expr.ty)?;
        match &expr.kind {
            ExprKind::Literal(value) => Self::constant(value)?,
            ExprKind::Now | ExprKind::Actor | ExprKind::Argument(_) | ExprKind::Element(_) => {}
            ExprKind::Scalar(scalar) => self.scalar(*scalar)?,
            ExprKind::Parameter(parameter) => self.parameter(*parameter)?,
            ExprKind::Field(of, field) => {
                self.field_of(of, *field)?;
                return self.join([&**of], lets);
            }
            ExprKind::Call(called, arguments) => {
                let called = *lets.get(called.index()).ok_or("a named expression is not there")?;
                return called.filled_with(self.join(arguments, lets)?);
            }
            ExprKind::And(parts) | ExprKind::Or(parts) => return self.join(parts, lets),
            ExprKind::Not(inner) | ExprKind::Present(inner) => return self.join([&**inner], lets),
            ExprKind::Within(left, period, right) | ExprKind::During(left, period, right) => {
                Self::period(*period)?;
                return self.join([&**left, &**right], lets);
            }
            ExprKind::Equal(left, right)
            | ExprKind::Order(left, _, right)
            | ExprKind::In(left, right)
            | ExprKind::Arithmetic(left, _, right) => return self.join([&**left, &**right], lets),
            ExprKind::Any(set, condition) => {
                return self.set(set, lets)?.join(self.expr(condition, lets)?)?.inside();
            }
            ExprKind::Count(set) => return self.set(set, lets),
        }
        Ok(Size::ONE)
    }

    /// What is made of some expressions.
    fn join<'e>(
        &self,
        parts: impl IntoIterator<Item = &'e Expr>,
        lets: &[Size],
    ) -> Result<Size, &'static str> {
        let join = |all: Size, part| all.join(self.expr(part, lets)?);
        parts.into_iter().try_fold(Size::default(), join)?.inside()
    }

    /// That a field is one of the elements that an expression stands for.
    fn field_of(&self, of: &Expr, field: FieldId) -> Checked {
        let Type::Element(collection) = of.ty else { return Err("a field is not that of an element") };
        self.field(collection, field)
    }

    fn set(&self, set: &Set, lets: &[Size]) -> Result<Size, &'static str> {
        self.span(set.span)?;
        self.collection(set.collection)?;
        let mut size = Size::default();
        if let Some(of) = set.of {
            size = *lets.get(of.index()).ok_or("a named set is not there")?;
        }
        if let Some(filter) = &set.filter {
            size = size.join(self.expr(filter, lets)?)?;
        }
        size.inside()
    }

    /// An expression of a rule or of an action.
    fn whole(&self, expr: &Expr) -> Checked {
        self.expr(expr, &self.lets).map(drop)
    }
}

/// Whether a role is like one that, over some others, is like it.
fn goes_in_a_circle(roles: &IndexVec<RoleId, Role>) -> bool {
    // From which role each was come to first.
    let mut seen: IndexVec<RoleId, RoleId> = vec![RoleId::NONE; roles.len()].into();
    roles.ids().any(|start| {
        let mut next = Some(start);
        while let Some(at) = next
            && let Some((seen, role)) = seen.get_mut(at).zip(roles.get(at))
        {
            if *seen != RoleId::NONE {
                return *seen == start;
            }
            *seen = start;
            next = role.like;
        }
        false
    })
}
