//! The model.

use crate::artefact::validate::bounds::{Bounds, Checked, Validate, need, parts};
use crate::base::IndexVec;
use crate::model::{
    Action, ActionRule, Aside, Citation, Condition, Conflict, Document, Effect, Enum, Expr, ExprKind, Field,
    Invariant, InvariantKind, LetBody, Member, Message, MessagePart, Model, Name, NumberPart, Parameter,
    Role, Rule, RuleKind, Scalar, Schema, Set, Size, Target,
};
use crate::values::ids::{FieldId, ROLE, RoleId};
use crate::values::{Type, Value};

impl Bounds {
    /// The sizes of the named expressions; each stands behind those that it asks for.
    pub(super) fn named(&self, model: &Model) -> Result<Vec<Size>, &'static str> {
        let mut sizes = Vec::with_capacity(model.lets.len());
        for own in &model.lets {
            self.all(&[&own.name, &own.noun, &own.parameters])?;
            sizes.push(match &own.body {
                LetBody::Value(body) => self.expr(body, &sizes)?,
                LetBody::Set(set) => self.set(set, &sizes)?,
            });
        }
        Ok(sizes)
    }

    /// An expression, which may ask for these named expressions; how large it is with them written out.
    fn expr(&self, expr: &Expr, lets: &[Size]) -> Result<Size, &'static str> {
        self.all(&[&expr.span, &expr.ty])?;
        match &expr.kind {
            ExprKind::Literal(value) => value.validate(self)?,
            ExprKind::Argument(argument) => return Ok(Size::of_argument(*argument)),
            ExprKind::Now | ExprKind::Actor | ExprKind::Element(_) => {}
            ExprKind::Scalar(scalar) => scalar.validate(self)?,
            ExprKind::Parameter(parameter) => parameter.validate(self)?,
            ExprKind::Field(of, field) => {
                self.field_of(of, *field)?;
                return self.join([&**of], lets);
            }
            ExprKind::Call(called, arguments) => {
                let called = lets.get(called.index()).ok_or("a named expression is not there")?;
                let given = arguments.iter().map(|argument| self.expr(argument, lets));
                return small(called.filled_with(&given.collect::<Result<Vec<_>, _>>()?));
            }
            ExprKind::And(parts) | ExprKind::Or(parts) => return self.join(parts, lets),
            ExprKind::Edit { parts, .. } => {
                need(parts.len() == 3, "a change of a list has not three parts")?;
                return self.join(parts, lets);
            }
            ExprKind::Not(inner) | ExprKind::Present(inner) | ExprKind::CountEntries(inner) => {
                return self.join([&**inner], lets);
            }
            ExprKind::Within(left, period, right) | ExprKind::During(left, period, right) => {
                period.validate(self)?;
                return self.join([&**left, &**right], lets);
            }
            ExprKind::Equal(left, right)
            | ExprKind::Order(left, _, right)
            | ExprKind::In(left, right)
            | ExprKind::Inside { inner: left, outer: right, .. }
            | ExprKind::AnyEntry(left, right)
            | ExprKind::Arithmetic(left, _, right) => return self.join([&**left, &**right], lets),
            ExprKind::Any(set, condition) | ExprKind::Total(set, condition) => {
                let mut size = self.set(set, lets)?;
                size.join(&self.expr(condition, lets)?);
                return small(size.inside());
            }
            ExprKind::Count(set) => return self.set(set, lets),
        }
        Ok(Size::leaf())
    }

    /// What is made of some expressions.
    fn join<'e>(
        &self,
        parts: impl IntoIterator<Item = &'e Expr>,
        lets: &[Size],
    ) -> Result<Size, &'static str> {
        let mut size = Size::default();
        for part in parts {
            size.join(&self.expr(part, lets)?);
        }
        small(size.inside())
    }

    /// That a field is one of the elements that an expression stands for.
    fn field_of(&self, of: &Expr, field: FieldId) -> Checked {
        let Type::Element(collection) = of.ty else { return Err("a field is not that of an element") };
        (collection, field).validate(self)
    }

    fn set(&self, set: &Set, lets: &[Size]) -> Result<Size, &'static str> {
        self.all(&[&set.span, &set.collection])?;
        let mut size = Size::default();
        if let Some(of) = set.of {
            size.join(lets.get(of.index()).ok_or("a named set is not there")?);
        }
        if let Some(filter) = &set.filter {
            size.join(&self.expr(filter, lets)?);
        }
        small(size.inside())
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
}

parts! {
    Name { span }
    Document { name, span }
    Enum { values }
    Scalar { field }
    Role { name, like, except, messages, cites }
    Parameter { name, ty }
    Action { name, parameters, effects, cites }
    ActionRule { subject, roles, actions, conditions }
    Condition { expr }
    Conflict { id, between, settled_as, by }
    Aside { passage }
}

/// All but the rules, which are fetched when something asks for them, and the named expressions.
impl Validate for Model {
    fn validate(&self, bounds: &Bounds) -> Checked {
        bounds.all(&[&self.documents, &self.preferences, &self.enums])?;
        let roles = bounds.enums.get(ROLE.index()).copied();
        need(roles.is_none_or(|roles| roles == bounds.roles), "the roles are not those of their enum")?;
        bounds.all(&[&self.schema, &self.roles])?;
        need(!goes_in_a_circle(&self.roles), "a role is like itself")?;
        bounds.all(&[&self.parameters, &self.actions, &self.conflicts, &self.asides])
    }
}

impl Validate for Schema {
    fn validate(&self, bounds: &Bounds) -> Checked {
        let (mut scalars, mut collections) =
            (vec![0usize; bounds.scalars], vec![0usize; bounds.collections.len()]);
        let mut open: Vec<&Member> = self.members.iter().collect();
        while let Some(member) = open.pop() {
            let seen = match member {
                Member::Scalar(scalar) => scalars.get_mut(scalar.index()),
                Member::Collection(collection) => collections.get_mut(collection.index()),
                Member::Group(name, members) => {
                    name.validate(bounds)?;
                    open.extend(members);
                    continue;
                }
            };
            *seen.ok_or("a part of the state is not there")? += 1;
        }
        let once = scalars.iter().chain(&collections).all(|times| *times == 1);
        need(once, "a part of the state does not stand in it once")?;
        self.scalars.validate(bounds)?;
        for collection in &self.collections {
            bounds.all(&[&collection.name, &collection.noun, &collection.fields])?;
            let key = collection.key.map(|key| collection.fields.iter().nth(key.index()));
            let text = |ty: &Type| matches!(ty, Type::String | Type::Email);
            let fits = key.is_none_or(|key| key.is_some_and(|field| text(&field.ty)));
            need(fits, "what tells elements apart is no text")?;
        }
        if let Some(actors) = self.actors {
            let collection = self.collections.iter().nth(actors.index()).ok_or("nobody acts")?;
            let role = collection.fields.iter().nth(self.role_field.index());
            let fits = collection.key.is_some() && role.is_some_and(|field| field.ty == Type::Enum(ROLE));
            need(fits, "who acts has no role")?;
        }
        let zone = self.time_zone.map(|zone| self.scalars.iter().nth(zone.index()));
        let fits = zone.is_none_or(|zone| zone.is_some_and(|own| own.field.ty == Type::TimeZone));
        need(fits, "the time zone is none")
    }
}

impl Validate for Field {
    fn validate(&self, bounds: &Bounds) -> Checked {
        bounds.all(&[&self.name, &self.ty])?;
        let fits = self.default.iter().all(|value| bounds.fits(value, &self.ty));
        need(fits, "a value that stands for what is left out has another type")
    }
}

impl Validate for Effect {
    fn validate(&self, bounds: &Bounds) -> Checked {
        match self {
            Self::Add { collection, fields, span } => {
                bounds.all(&[span, collection])?;
                fields.iter().try_for_each(|(field, value)| bounds.all(&[&(*collection, *field), value]))
            }
            Self::Set { target, value, when, span } => {
                span.validate(bounds)?;
                match target {
                    Target::Scalar(scalar) => scalar.validate(bounds)?,
                    Target::Field(of, field) => {
                        bounds.field_of(of, *field)?;
                        of.validate(bounds)?;
                    }
                }
                bounds.all(&[value, when])
            }
        }
    }
}

impl Validate for Rule {
    fn validate(&self, bounds: &Bounds) -> Checked {
        bounds.all(&[&self.id, &self.sentence])?;
        match &self.kind {
            RuleKind::Permit(rule) | RuleKind::Forbid(rule) => rule.validate(bounds)?,
            RuleKind::Invariant(invariant) => invariant.validate(bounds)?,
        }
        bounds.all(&[&self.messages, &self.cites])
    }
}

impl Validate for Invariant {
    fn validate(&self, bounds: &Bounds) -> Checked {
        bounds.set(&self.set, &bounds.lets)?;
        let field = |field: &FieldId| (self.set.collection, *field);
        match &self.kind {
            InvariantKind::Limit(most) => most.validate(bounds)?,
            InvariantKind::Aggregate(aggregate) => {
                let mut parts = aggregate.of_element().chain(aggregate.bounds());
                parts.try_for_each(|part| part.validate(bounds))?;
            }
            InvariantKind::Never => {}
            InvariantKind::MustHave { field: own, period, from } => {
                bounds.all(&[&field(own), &field(from), period])?;
            }
            InvariantKind::Lasts { period, from } => bounds.all(&[&field(from), period])?,
        }
        bounds.all(&[&self.exempts, &self.also_forbids])
    }
}

impl Validate for Message {
    fn validate(&self, bounds: &Bounds) -> Checked {
        self.pieces.iter().try_for_each(|piece| match piece {
            MessagePart::Value(expr) | MessagePart::Plural { of: NumberPart::Value(expr), .. } => {
                expr.validate(bounds)
            }
            _ => Ok(()),
        })
    }
}

impl Validate for Citation {
    fn validate(&self, bounds: &Bounds) -> Checked {
        self.document.validate(bounds)?;
        let words = self.quote.trim_matches(|letter: char| letter == '…' || letter.is_whitespace());
        need(!words.is_empty(), "a quote is empty")?;
        self.span.validate(bounds)?;
        self.waives.iter().try_for_each(|(_, span)| span.validate(bounds))
    }
}

/// An expression of a rule or of an action.
impl Validate for Expr {
    fn validate(&self, bounds: &Bounds) -> Checked {
        bounds.expr(self, &bounds.lets).map(drop)
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

/// A size that an expression of rules may have with its named expressions written out.
fn small(size: Size) -> Result<Size, &'static str> {
    const DEEPEST: usize = 512;
    const MOST_PARTS: usize = 10_000_000;
    let fits = size.depth <= DEEPEST && size.parts <= MOST_PARTS;
    need(fits, "an expression is deeper or larger than any of rules").map(|()| size)
}
