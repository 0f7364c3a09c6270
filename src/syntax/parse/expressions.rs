//! Expressions.

use crate::base::{Code, Diagnostic, Message, msg};
use crate::syntax::parse::reader::{Parts, Reader};
use crate::syntax::tree::{
    Arithmetic, Comparison, Expression, ExpressionKind, Name, Predicate, Quantified, Set,
};
use crate::syntax::vocabulary::{Pair, Rule};

/// The most `+`, `-` and `*` in one declaration: each nests the tree once more.
const MOST_OPERATORS: usize = 64;

impl Reader<'_> {
    pub(super) fn expression(&mut self, pair: Pair<'_>) -> Option<Expression> {
        self.chain(pair, ExpressionKind::Or, |reader, pair| {
            reader.chain(pair, ExpressionKind::And, Self::negation)
        })
    }

    pub(super) fn chain(
        &mut self,
        pair: Pair<'_>,
        join: fn(Vec<Expression>) -> ExpressionKind,
        part: impl Fn(&mut Self, Pair<'_>) -> Option<Expression>,
    ) -> Option<Expression> {
        let mut pairs = Parts::of(pair).pairs;
        let only = part(self, pairs.next()?)?;
        if pairs.peek().is_none() {
            return Some(only);
        }
        let mut terms = vec![only];
        for pair in pairs {
            terms.push(part(self, pair)?);
        }
        let (first, last) = (terms.first()?.span, terms.last()?.span);
        Some(Expression { span: first.to(last), kind: join(terms) })
    }

    pub(super) fn negation(&mut self, pair: Pair<'_>) -> Option<Expression> {
        let mut nots = Vec::new();
        let mut inner = None;
        for part in pair.into_inner() {
            if part.as_rule() == Rule::k_not {
                nots.push(self.span(&part));
            } else {
                inner = Some(self.condition(part)?);
            }
        }
        let mut expression = inner?;
        for not in nots.into_iter().rev() {
            expression =
                Expression { span: not.to(expression.span), kind: ExpressionKind::Not(Box::new(expression)) };
        }
        Some(expression)
    }

    pub(super) fn condition(&mut self, pair: Pair<'_>) -> Option<Expression> {
        let mut parts = Parts::of(pair);
        let subject = self.sum(parts.next()?)?;
        let Some(predicate) = parts.next() else {
            return Some(subject);
        };
        let span = subject.span.to(self.span(&predicate));
        let (negated, predicate) = self.predicate(predicate)?;
        Some(Expression { span, kind: ExpressionKind::Is { subject: Box::new(subject), negated, predicate } })
    }

    pub(super) fn predicate(&mut self, pair: Pair<'_>) -> Option<(bool, Predicate)> {
        if pair.as_rule() == Rule::shares {
            let other = self.sum(Parts::of(pair).next()?)?;
            return Some((false, Predicate::SharesWith(Box::new(other))));
        }
        let (mut negated, mut asked) = (false, None);
        for part in pair.into_inner() {
            negated |= part.as_rule() == Rule::k_not;
            asked = Some(part);
        }
        let asked = asked?;
        let rule = asked.as_rule();
        let mut parts = Parts::of(asked.clone());
        let predicate = match rule {
            Rule::k_present => Predicate::Present,
            Rule::k_absent => Predicate::Absent,
            Rule::one_of => Predicate::OneOf(parts.pairs.map(|pair| self.sum(pair)).collect::<Option<_>>()?),
            Rule::sum => Predicate::Compare(Comparison::Equal, Box::new(self.sum(asked)?)),
            Rule::within | Rule::during => {
                let period = self.period(parts.next()?)?;
                let from = Box::new(self.sum(parts.next()?)?);
                match rule {
                    Rule::within => Predicate::Within(period, from),
                    _ => Predicate::During(period, from),
                }
            }
            _ => {
                let other = Box::new(self.sum(parts.next()?)?);
                match rule {
                    Rule::in_list => Predicate::In(other),
                    Rule::inside | Rule::in_or_inside => {
                        Predicate::Inside { same: rule == Rule::in_or_inside, of: other }
                    }
                    Rule::at_least => Predicate::Compare(Comparison::AtLeast, other),
                    Rule::at_most => Predicate::Compare(Comparison::AtMost, other),
                    Rule::more_than => Predicate::Compare(Comparison::MoreThan, other),
                    Rule::less_than => Predicate::Compare(Comparison::LessThan, other),
                    Rule::before => Predicate::Compare(Comparison::Before, other),
                    _ => Predicate::Compare(Comparison::After, other),
                }
            }
        };
        Some((negated, predicate))
    }

    pub(super) fn sum(&mut self, pair: Pair<'_>) -> Option<Expression> {
        self.arithmetic(pair, |reader, pair| reader.arithmetic(pair, Self::operand))
    }

    /// A row of operators of one strength, from the left.
    pub(super) fn arithmetic(
        &mut self,
        pair: Pair<'_>,
        part: impl Fn(&mut Self, Pair<'_>) -> Option<Expression>,
    ) -> Option<Expression> {
        let whole = self.span(&pair);
        let mut parts = Parts::of(pair);
        let mut left = part(self, parts.next()?)?;
        while let Some(operator) = parts.next() {
            let right = part(self, parts.next()?)?;
            self.operators += 1;
            if self.operators > MOST_OPERATORS {
                self.diagnostics.push(
                    Diagnostic::error(Code::E0106, msg!(syntax.too_many_operators, most = MOST_OPERATORS))
                        .label(whole.at_start(), Message::empty())
                        .help(msg!(syntax.name_a_part)),
                );
                return None;
            }
            let operator = match operator.as_rule() {
                Rule::plus => Arithmetic::Plus,
                Rule::minus => Arithmetic::Minus,
                _ => Arithmetic::Times,
            };
            left = Expression {
                span: left.span.to(right.span),
                kind: ExpressionKind::Arithmetic(Box::new(left), operator, Box::new(right)),
            };
        }
        Some(left)
    }

    pub(super) fn operand(&mut self, pair: Pair<'_>) -> Option<Expression> {
        let pair = pair.into_inner().next()?;
        let span = self.span(&pair);
        let kind = match pair.as_rule() {
            Rule::nested => {
                let inner = self.expression(Parts::of(pair).next()?)?;
                return Some(Expression { span, ..inner });
            }
            Rule::any => ExpressionKind::Any(Box::new(self.quantified(pair)?)),
            Rule::all => ExpressionKind::Every(Box::new(self.quantified(pair)?)),
            Rule::none => ExpressionKind::NoneOf(Box::new(self.counted(Parts::of(pair).next()?)?)),
            Rule::count => ExpressionKind::Count(Box::new(self.counted(Parts::of(pair).next()?)?)),
            Rule::total => {
                let mut parts = Parts::of(pair);
                let value = Box::new(self.operand(parts.next()?)?);
                ExpressionKind::Total { value, set: Box::new(self.set(parts.next()?)?) }
            }
            Rule::reference => {
                let mut parts = Parts::of(pair);
                let path = self.path(&parts.next()?);
                let arguments = self.optional(parts.next(), |reader, list| {
                    Parts::of(list).pairs.map(|pair| reader.expression(pair)).collect()
                })?;
                ExpressionKind::Reference { path, arguments }
            }
            _ => self.plain(&pair)?,
        };
        Some(Expression { span, kind })
    }

    fn quantified(&mut self, pair: Pair<'_>) -> Option<Quantified> {
        let mut parts = Parts::of(pair);
        let name = self.name(&parts.next()?);
        let (set, fields) = self.first_and_rest(&parts.next()?)?;
        Some(Quantified { name, set, fields, condition: Box::new(self.expression(parts.next()?)?) })
    }

    /// A set, or a path to a list.
    fn counted(&mut self, pair: Pair<'_>) -> Option<Set> {
        let span = self.span(&pair);
        let mut parts = Parts::of(pair);
        let (name, fields) = self.first_and_rest(&parts.next()?)?;
        Some(Set { name, fields, filter: self.optional(parts.next(), Self::expression)?, span })
    }

    fn first_and_rest(&mut self, path: &Pair<'_>) -> Option<(Name, Vec<Name>)> {
        let mut names = Parts::of(path.clone());
        let first = self.name(&names.next()?);
        Some((first, self.names(names)))
    }

    pub(super) fn plain(&mut self, pair: &Pair<'_>) -> Option<ExpressionKind> {
        match pair.as_rule() {
            Rule::number => self.number(pair).map(ExpressionKind::Number),
            Rule::date => self.moment(pair).map(ExpressionKind::Date),
            _ => Some(ExpressionKind::String(self.string(pair))),
        }
    }
}
