//! The numbers that a rule states, to be held against the numbers of the passages that it cites.

use crate::base::{Message, Span, msg};
use crate::documents::citations::Citing;
use crate::model::{Effect, Expr, ExprKind, InvariantKind, LetBody, Model, RuleKind, Set};
use crate::prose::facts::{Amount, Bound, Number, in_smallest};
use crate::values::ids::LetId;
use crate::values::{Period, Unit, Value};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RuleNumber {
    /// The number, or how many units of time.
    pub amount: Amount,
    /// The unit of a period, as [`Number::unit_key`] calls it.
    pub unit: Option<&'static str>,
    /// How it bounds, where the rule as a whole says so: that of a limit and of a deadline.
    pub bound: Bound,
    pub span: Span,
}

impl RuleNumber {
    /// Whether a passage says the same number: of the same unit where both name a unit of time, and not bounded
    /// from the other side.
    pub fn is(&self, number: &Number) -> bool {
        let same = match (self.unit, number.unit_key()) {
            // Working days are no days; a passage that says only "ten" leaves the unit to what stands around it.
            (Some(own), Some(other)) => {
                let other = other.strip_prefix("calendar ").unwrap_or(&other);
                in_smallest(self.amount, own) == in_smallest(number.amount, other)
            }
            (None, Some(other)) => self.amount == number.amount && self.may_count(&other),
            (_, None) => self.amount == number.amount,
        };
        let bound = match self.bound {
            Bound::AtMost => matches!(number.bound, Bound::AtMost | Bound::To | Bound::None),
            Bound::Within => matches!(number.bound, Bound::Within | Bound::AtMost | Bound::To | Bound::None),
            Bound::For => matches!(number.bound, Bound::For | Bound::Exactly | Bound::None),
            _ => true,
        };
        // A deadline begins with its date, and what is counted back ends with it.
        same && bound && !(number.is_before && self.bound == Bound::Within)
    }

    /// Whether a number without a unit may be one of this unit, by its key.
    fn may_count(&self, unit: &str) -> bool {
        match self.bound {
            Bound::AtMost => unit != "percent" && !is_of_time(unit),
            // Five working days are no five of anything else.
            _ => !is_of_time(unit) || !unit.contains(' '),
        }
    }

    /// Whether a passage that says no number of this rule has to say this one: both bound something, or both measure
    /// time.
    pub fn has_to_be(&self, number: &Number) -> bool {
        let of_time = number.unit_key().is_some_and(|unit| is_of_time(&unit));
        match self.unit {
            Some(_) => of_time,
            None if self.bound == Bound::None => number.bound != Bound::None,
            None => !of_time && (number.bound != Bound::None || number.unit.is_some()),
        }
    }

    /// As people read it.
    pub fn message(&self) -> Message {
        let count = self.amount.whole().unwrap_or(i64::MAX);
        match (self.unit, self.bound) {
            (None, Bound::AtMost) => msg!(documents.stated_at_most, count = count),
            (None, _) => msg!(documents.stated, count = count),
            (Some(unit), Bound::Within) => msg!(documents.stated_within, count = count, unit = unit),
            (Some(unit), bound) => {
                let period = msg!(documents.stated_period, count = count, unit = unit);
                if bound == Bound::For { msg!(documents.stated_lasting, period = period) } else { period }
            }
        }
    }
}

/// The numbers that a rule, a role or an action states. Those of named expressions count where they are used.
pub fn rule_numbers(model: &Model, citing: Citing) -> Vec<RuleNumber> {
    let mut collector = NumberCollector { model, numbers: Vec::new(), open: Vec::new(), seen: Vec::new() };
    match citing {
        Citing::Rule(rule) => {
            let Some(rule) = model.rules.get(rule) else { return Vec::new() };
            match &rule.kind {
                RuleKind::Permit(actions) | RuleKind::Forbid(actions) => {
                    collector.open.extend(actions.conditions.iter().map(|condition| &condition.expr));
                }
                RuleKind::Invariant(invariant) => {
                    let mut period =
                        |period, bound| collector.numbers.push(of_period(period, bound, rule.sentence));
                    match &invariant.kind {
                        InvariantKind::Limit(most) => match &most.kind {
                            ExprKind::Literal(Value::Int(number)) => {
                                collector.numbers.push(of_int(*number, Bound::AtMost, most.span));
                            }
                            _ => collector.open.push(most),
                        },
                        InvariantKind::Never => {}
                        InvariantKind::MustHave { period: within, .. } => period(*within, Bound::Within),
                        InvariantKind::Lasts { period: lasts, .. } => period(*lasts, Bound::For),
                    }
                    collector.set(&invariant.set);
                    collector
                        .open
                        .extend(invariant.also_forbids.iter().filter_map(|(_, when)| when.as_ref()));
                }
            }
        }
        Citing::Action(action) => {
            let effects = model.actions.get(action).map_or(&[][..], |action| &action.effects);
            for effect in effects {
                match effect {
                    Effect::Add { fields, .. } => {
                        collector.open.extend(fields.iter().map(|(_, value)| value));
                    }
                    Effect::Set { value, when, .. } => collector.open.extend(value.iter().chain(when)),
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

fn of_int(number: i64, bound: Bound, span: Span) -> RuleNumber {
    RuleNumber { amount: Amount::from(number), unit: None, bound, span }
}

/// Whether a [`Number::unit_key`] is a span of time.
fn is_of_time(unit: &str) -> bool {
    Unit::ALL.iter().any(|(_, time, _)| unit.ends_with(time)) || matches!(unit, "second" | "quarter")
}

fn of_period(period: Period, bound: Bound, span: Span) -> RuleNumber {
    let unit = Unit::ALL.iter().find(|(unit, ..)| *unit == period.unit).map(|(_, one, _)| *one);
    RuleNumber { amount: Amount::from(i64::from(period.count)), unit, bound, span }
}

struct NumberCollector<'m> {
    model: &'m Model,
    numbers: Vec<RuleNumber>,
    open: Vec<&'m Expr>,
    seen: Vec<LetId>,
}

impl<'m> NumberCollector<'m> {
    fn set(&mut self, set: &'m Set) {
        self.open.extend(set.filter.as_deref());
        if let Some(of) = set.of {
            self.named(of);
        }
    }

    fn named(&mut self, named: LetId) {
        if self.seen.contains(&named) {
            return;
        }
        self.seen.push(named);
        match self.model.lets.get(named).map(|named| &named.body) {
            Some(LetBody::Value(value)) => self.open.push(value),
            Some(LetBody::Set(set)) => self.set(set),
            None => {}
        }
    }

    fn walk(&mut self) {
        while let Some(expr) = self.open.pop() {
            match &expr.kind {
                ExprKind::Literal(Value::Int(number)) => {
                    self.numbers.push(of_int(*number, Bound::None, expr.span));
                }
                ExprKind::Within(_, period, _) | ExprKind::During(_, period, _) => {
                    self.numbers.push(of_period(*period, Bound::None, expr.span));
                }
                _ => {}
            }
            let (children, set) = expr.children();
            if let Some(set) = set {
                self.set(set);
            }
            self.open.extend(children);
            if let ExprKind::Call(number, _) = &expr.kind {
                self.named(*number);
            }
        }
    }
}
