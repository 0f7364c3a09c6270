//! The numbers that a rule states, with how its conditions bound them.

use crate::base::Span;
use crate::documents::additions::{Call, Called, added_by};
use crate::documents::citations::Citing;
use crate::documents::rule_numbers::{RuleNumber, StandsIn};
use crate::model::{Effect, Expr, ExprKind, Invariant, InvariantKind, LetBody, Model, Order, RuleKind, Set};
use crate::prose::facts::{Amount, Bound};
use crate::values::ids::{ActionId, LetId};
use crate::values::{Period, Unit, Value};

/// The numbers that a rule, a role or an action states. Those of named expressions count where they are used.
pub fn stated_numbers(model: &Model, citing: Citing) -> Vec<RuleNumber> {
    let mut collector = NumberCollector::new(model, &[]);
    match citing {
        Citing::Rule(rule) => {
            let Some(rule) = model.rules.get(rule) else { return Vec::new() };
            match &rule.kind {
                RuleKind::Permit(own) | RuleKind::Forbid(own) => {
                    collector.actions = &own.actions;
                    let permits = matches!(rule.kind, RuleKind::Permit(_));
                    for condition in &own.conditions {
                        let says = if condition.unless == permits { Says::Denied } else { Says::Let };
                        collector.add(&condition.expr, says);
                    }
                }
                RuleKind::Invariant(invariant) => collector.invariant(invariant, rule.sentence),
            }
        }
        Citing::Action(action) => {
            let effects = model.actions.get(action).map_or(&[][..], |action| &action.effects);
            for effect in effects {
                let values: Vec<&Expr> = match effect {
                    Effect::Add { fields, .. } => fields.iter().map(|(_, value)| value).collect(),
                    Effect::Set { value, when, .. } => value.iter().chain(when).collect(),
                };
                for value in values {
                    collector.add(value, Says::Nothing);
                }
            }
        }
        Citing::Role(_) | Citing::Conflict(_) | Citing::Aside(_) => {}
    }
    collector.walk();
    collector.numbers
}

/// The rule that a conflict settles by states the numbers of the conflict.
pub fn speaks_for(model: &Model, citing: Citing) -> Citing {
    match citing {
        Citing::Conflict(conflict) => {
            let by = model.conflicts.get(conflict).and_then(|conflict| conflict.by);
            by.map_or(citing, Citing::Rule)
        }
        other => other,
    }
}

/// What a rule says by a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Says {
    /// Where it holds, something is let.
    Let,
    /// Where it holds, something is not let.
    Denied,
    /// It tells which elements are meant, or, if not, which are not.
    Means(bool),
    /// It is a value.
    Nothing,
}

impl Says {
    /// What is said by what it does not hold of.
    fn negated(self) -> Self {
        match self {
            Self::Let => Self::Denied,
            Self::Denied => Self::Let,
            Self::Means(holds) => Self::Means(!holds),
            Self::Nothing => Self::Nothing,
        }
    }

    /// The bound of what is let or meant by a comparison.
    fn bound(self, order: Order) -> Bound {
        let holds = match self {
            Self::Let | Self::Means(true) => true,
            Self::Denied | Self::Means(false) => false,
            Self::Nothing => return Bound::None,
        };
        match (order, holds) {
            (Order::AtLeast, true) | (Order::Less, false) => Bound::AtLeast,
            (Order::AtMost, true) | (Order::More, false) => Bound::AtMost,
            (Order::More, true) | (Order::AtMost, false) => Bound::MoreThan,
            (Order::Less, true) | (Order::AtLeast, false) => Bound::LessThan,
        }
    }
}

/// An expression to look at, what its rule says by it, and the call whose arguments it speaks of.
#[derive(Clone, Copy)]
struct Part<'m> {
    expr: &'m Expr,
    says: Says,
    call: Option<usize>,
}

struct NumberCollector<'m> {
    model: &'m Model,
    /// Those whose rule it is.
    actions: &'m [ActionId],
    numbers: Vec<RuleNumber>,
    open: Vec<Part<'m>>,
    calls: Vec<Call<'m>>,
    seen: Vec<LetId>,
}

impl<'m> NumberCollector<'m> {
    fn new(model: &'m Model, actions: &'m [ActionId]) -> Self {
        Self { model, actions, numbers: Vec::new(), open: Vec::new(), calls: Vec::new(), seen: Vec::new() }
    }

    fn add(&mut self, expr: &'m Expr, says: Says) {
        self.open.push(Part { expr, says, call: None });
    }

    fn number(&mut self, number: i64, bound: Bound, stands_in: StandsIn, span: Span) {
        self.numbers.push(RuleNumber { amount: Amount::from(number), unit: None, bound, stands_in, span });
    }

    fn period(&mut self, period: Period, bound: Bound, stands_in: StandsIn, span: Span) {
        let unit = Unit::ALL.iter().find(|(unit, ..)| *unit == period.unit).map(|(_, one, _)| *one);
        let amount = Amount::from(i64::from(period.count));
        self.numbers.push(RuleNumber { amount, unit, bound, stands_in, span });
    }

    fn invariant(&mut self, invariant: &'m Invariant, sentence: Span) {
        let mut of_set = Says::Means(true);
        match &invariant.kind {
            InvariantKind::Limit(most) => match &most.kind {
                ExprKind::Literal(Value::Int(number)) => {
                    self.number(*number, Bound::AtMost, StandsIn::Invariant, most.span);
                }
                _ => self.add(most, Says::Nothing),
            },
            InvariantKind::Aggregate(aggregate) => {
                for (bound, side) in [(&aggregate.least, Bound::AtLeast), (&aggregate.most, Bound::AtMost)] {
                    match bound.as_ref().map(|bound| (&bound.kind, bound)) {
                        Some((ExprKind::Literal(Value::Int(number)), bound)) => {
                            self.number(*number, side, StandsIn::Invariant, bound.span);
                        }
                        Some((_, bound)) => self.add(bound, Says::Nothing),
                        None => {}
                    }
                }
                aggregate.amount.iter().for_each(|amount| self.add(amount, Says::Nothing));
            }
            InvariantKind::Never => of_set = Says::Denied,
            InvariantKind::MustHave { period, .. } => {
                self.period(*period, Bound::Within, StandsIn::Invariant, sentence);
            }
            InvariantKind::Lasts { period, .. } => {
                self.period(*period, Bound::For, StandsIn::Invariant, sentence);
            }
        }
        self.set(&invariant.set, of_set, None);
        for when in invariant.also_forbids.iter().filter_map(|(_, when)| when.as_ref()) {
            self.add(when, Says::Denied);
        }
    }

    fn set(&mut self, set: &'m Set, says: Says, call: Option<usize>) {
        self.open.extend(set.filter.as_deref().map(|expr| Part { expr, says, call }));
        if let Some(of) = set.of {
            self.named(of, says, None);
        }
    }

    fn named(&mut self, named: LetId, says: Says, call: Option<usize>) {
        if self.seen.contains(&named) {
            return;
        }
        self.seen.push(named);
        match self.model.lets.get(named).map(|named| &named.body) {
            Some(LetBody::Value(expr)) => self.open.push(Part { expr, says, call }),
            Some(LetBody::Set(set)) => self.set(set, says, call),
            None => {}
        }
    }

    fn walk(&mut self) {
        while let Some(part) = self.open.pop() {
            self.part(part);
        }
    }

    fn part(&mut self, Part { expr, says, call }: Part<'m>) {
        let part = |expr, says| Part { expr, says, call };
        match &expr.kind {
            ExprKind::Literal(Value::Int(number)) => {
                self.number(*number, Bound::None, StandsIn::Value, expr.span);
            }
            ExprKind::Not(inner) => self.open.push(part(inner, says.negated())),
            ExprKind::And(parts) | ExprKind::Or(parts) => {
                self.open.extend(parts.iter().map(|own| part(own, says)));
            }
            ExprKind::Any(set, condition) => {
                self.set(set, says, call);
                self.open.push(part(condition, says));
            }
            ExprKind::AnyEntry(list, condition) => {
                self.open.extend([part(list, Says::Nothing), part(condition, says)]);
            }
            ExprKind::Count(set) => self.set(set, Says::Means(true), call),
            ExprKind::Total(set, amount) => {
                self.set(set, Says::Means(true), call);
                self.open.push(part(amount, Says::Nothing));
            }
            ExprKind::Call(named, arguments) => {
                self.open.extend(arguments.iter().map(|argument| part(argument, Says::Nothing)));
                self.calls.push((arguments, call));
                self.named(*named, says, Some(self.calls.len() - 1));
            }
            ExprKind::Order(left, order, right) => {
                self.compared(part(left, says), *order, right);
                self.compared(part(right, says), mirrored(*order), left);
            }
            kind => {
                if let ExprKind::Within(_, period, _) | ExprKind::During(_, period, _) = kind {
                    let (bound, stands_in) = match says {
                        Says::Let => (Bound::Within, StandsIn::Condition { adds: 0 }),
                        Says::Denied => (Bound::After, StandsIn::Condition { adds: 0 }),
                        Says::Means(true) => (Bound::Within, StandsIn::Set),
                        Says::Means(false) => (Bound::After, StandsIn::Set),
                        Says::Nothing => (Bound::None, StandsIn::Value),
                    };
                    self.period(*period, bound, stands_in, expr.span);
                }
                let (children, set) = expr.children();
                self.open.extend(children.map(|child| part(child, Says::Nothing)));
                if let Some(set) = set {
                    self.set(set, Says::Means(true), call);
                }
            }
        }
    }

    /// What is compared with a value, which is a number or is made of numbers.
    fn compared(&mut self, what: Part<'m>, order: Order, with: &'m Expr) {
        match self.constant(with) {
            Some((number, span)) => {
                let stands_in = self.stands_in(what);
                self.number(number, what.says.bound(order), stands_in, span);
            }
            None => self.open.push(Part { expr: with, says: Says::Nothing, ..what }),
        }
    }

    /// A number, written out or named, and where it stands.
    fn constant(&self, expr: &Expr) -> Option<(i64, Span)> {
        match &expr.kind {
            ExprKind::Literal(Value::Int(number)) => Some((*number, expr.span)),
            ExprKind::Call(named, _) => match &self.model.lets.get(*named)?.body {
                LetBody::Value(Expr { kind: ExprKind::Literal(Value::Int(number)), span, .. }) => {
                    Some((*number, *span))
                }
                _ => None,
            },
            _ => None,
        }
    }

    fn stands_in(&mut self, compared: Part<'m>) -> StandsIn {
        match compared.says {
            Says::Let | Says::Denied => {
                let value = Called { expr: compared.expr, call: compared.call };
                let (model, calls) = (self.model, &mut self.calls);
                let mut adds = self.actions.iter().map(|action| added_by(model, *action, value, calls));
                let first = adds.next().unwrap_or(0);
                StandsIn::Condition { adds: if adds.all(|other| other == first) { first } else { 0 } }
            }
            Says::Means(_) => StandsIn::Set,
            Says::Nothing => StandsIn::Value,
        }
    }
}

/// What the other side compares by.
fn mirrored(order: Order) -> Order {
    match order {
        Order::AtLeast => Order::AtMost,
        Order::AtMost => Order::AtLeast,
        Order::More => Order::Less,
        Order::Less => Order::More,
    }
}
