//! Expressions to words, with the fewest brackets that keep the tree.

use crate::base::Span;
use crate::syntax::print::layout::{After, Break, Printer};
use crate::syntax::tree::{
    Arithmetic, Comparison, Expression, ExpressionKind, Name, Predicate, Quantified, Set,
};
use std::ops::Range;
use unicode_normalization::UnicodeNormalization;

/// Names that are put in brackets after `is`, where they would be read as the words that ask something.
const ASKING: [&str; 5] = ["present", "absent", "in", "before", "after"];

impl Printer<'_> {
    /// An expression, in brackets where it binds less than `least` or would take in what comes `after` it.
    pub(super) fn expression(&mut self, expression: &Expression, least: u8, after: After, rank: usize) {
        let takes_in = match (&expression.kind, after) {
            (ExpressionKind::Any(_) | ExpressionKind::Every(_), After::Word) => true,
            (
                ExpressionKind::Count(set) | ExpressionKind::NoneOf(set) | ExpressionKind::Total { set, .. },
                After::Word,
            ) => set.filter.is_some(),
            (ExpressionKind::Is { predicate, .. }, After::Comma) => matches!(predicate, Predicate::OneOf(_)),
            _ => false,
        };
        if strength(&expression.kind) < least || takes_in {
            self.word("(");
            self.glue = true;
            self.bare(expression, After::End, rank);
            self.suffix(")");
        } else {
            self.bare(expression, after, rank);
        }
    }

    pub(super) fn bare(&mut self, expression: &Expression, after: After, rank: usize) {
        match &expression.kind {
            ExpressionKind::Or(terms) => self.chain(terms, "or", AND, after, rank),
            ExpressionKind::And(terms) => self.chain(terms, "and", NOT, after, rank),
            ExpressionKind::Not(inner) => {
                self.word("not");
                self.expression(inner, NOT, after, rank);
            }
            ExpressionKind::Is { subject, negated, predicate } => {
                self.expression(subject, SUM, After::Word, rank);
                self.predicate(if *negated { "is not" } else { "is" }, predicate, after, rank);
            }
            ExpressionKind::Arithmetic(left, operator, right) => {
                let (sign, least) = match operator {
                    Arithmetic::Plus => ("+", SUM),
                    Arithmetic::Minus => ("-", SUM),
                    Arithmetic::Times => ("*", PRODUCT),
                    Arithmetic::Lesser => ("at most", 0),
                    Arithmetic::Greater => ("at least", 0),
                };
                if least == 0 {
                    // Behind a comma, as what a field becomes is bounded.
                    self.expression(left, 0, After::Comma, rank);
                    self.suffix(",");
                    self.word(sign);
                    return self.expression(right, SUM, after, rank);
                }
                self.expression(left, least, After::Word, rank);
                self.word(sign);
                self.expression(right, least + 1, after, rank);
            }
            ExpressionKind::Any(asked) => self.quantified("any", asked, after, rank),
            ExpressionKind::Every(asked) => self.quantified("every", asked, after, rank),
            ExpressionKind::NoneOf(set) => {
                self.word("none of");
                self.set(set, after, rank);
            }
            ExpressionKind::Count(set) => {
                self.word("count of");
                self.set(set, after, rank);
            }
            ExpressionKind::Total { value, set } => {
                self.word("total of");
                self.expression(value, OPERAND, After::Word, rank);
                self.word("of");
                self.set(set, after, rank);
            }
            ExpressionKind::Reference { path, arguments } => {
                match path.as_slice() {
                    [name] => self.name(name),
                    path => self.path(path),
                }
                if let Some(arguments) = arguments {
                    self.suffix("(");
                    self.glue = !arguments.is_empty();
                    self.expressions(arguments, 0, After::End, rank);
                    self.suffix(")");
                }
            }
            ExpressionKind::Number(number) => self.number(expression.span, Some(*number)),
            ExpressionKind::Date(_) => self.number(expression.span, None),
            ExpressionKind::String(text) => self.leaf(text.span),
        }
    }

    pub(super) fn chain(&mut self, terms: &[Expression], word: &str, least: u8, after: After, rank: usize) {
        for (number, term) in terms.iter().enumerate() {
            if number > 0 {
                self.before = Break { rank, fill: false };
                self.word(word);
            }
            let after = if number + 1 == terms.len() { after } else { After::Word };
            self.expression(term, least, after, rank + 1);
        }
    }

    pub(super) fn predicate(&mut self, is: &str, predicate: &Predicate, after: After, rank: usize) {
        let (asked, other) = match predicate {
            Predicate::Present => return self.word(&format!("{is} present")),
            Predicate::Absent => return self.word(&format!("{is} absent")),
            Predicate::OneOf(values) => {
                self.word(&format!("{is} one of"));
                return self.expressions(values, SUM, after, rank);
            }
            Predicate::Compare(Comparison::Equal, other) => {
                self.word(is);
                let least = if asks(other) { OPERAND + 1 } else { SUM };
                return self.expression(other, least, after, rank);
            }
            Predicate::In(list) => ("in", list),
            Predicate::Inside { same, of } => (if *same { "in or inside" } else { "inside" }, of),
            Predicate::SharesWith(list) => {
                self.word("shares with");
                return self.expression(list, SUM, after, rank);
            }
            Predicate::Compare(comparison, other) => (comparison.words(), other),
            Predicate::Within(period, from) => (&*format!("within {period} of"), from),
            Predicate::During(period, from) => (&*format!("during {period} from"), from),
        };
        self.word(&format!("{is} {asked}"));
        self.expression(other, SUM, after, rank);
    }

    pub(super) fn expressions(&mut self, items: &[Expression], least: u8, after: After, rank: usize) {
        self.list(items, rank, |printer, item, last| {
            let after = if last { after } else { After::Comma };
            printer.expression(item, least, after, rank + 1);
        });
    }

    fn quantified(&mut self, word: &str, asked: &Quantified, after: After, rank: usize) {
        let whole = asked.set.span.to(asked.fields.last().unwrap_or(&asked.set).span);
        self.put([(word, asked.name.span), ("in", whole)]);
        self.word("where");
        self.expression(&asked.condition, 0, after, rank);
    }

    pub(super) fn set(&mut self, set: &Set, after: After, rank: usize) {
        self.leaf(set.name.span.to(set.fields.last().unwrap_or(&set.name).span));
        if let Some(filter) = &set.filter {
            self.word("where");
            self.expression(filter, 0, after, rank);
        }
    }

    pub(super) fn path(&mut self, path: &[Name]) {
        if let (Some(first), Some(last)) = (path.first(), path.last()) {
            self.leaf(first.span.to(last.span));
        }
    }

    /// A name; one that is not in the source is written.
    fn name(&mut self, name: &Name) {
        let place = name.span.range();
        let is_there = self.text.get(place.clone()).is_some_and(|text| text.nfc().eq(name.text.chars()));
        if is_there { self.leaf(name.span) } else { self.push(&name.text, Some(place)) }
    }

    /// A number or a date, without the brackets that its span takes in; a number that is not in the source is written.
    pub(super) fn number(&mut self, span: Span, number: Option<i64>) {
        let Range { mut start, end } = span.range();
        let inner = loop {
            start = self.skip(start);
            let rest = self.text.get(start..end).unwrap_or_default();
            if !rest.starts_with('(') {
                break rest.split([')', '#']).next().unwrap_or_default().trim_end();
            }
            start += 1;
        };
        let anew = number.filter(|number| inner.parse() != Ok(*number)).map(|number| number.to_string());
        self.push(anew.as_deref().unwrap_or(inner), Some(start..start + inner.len()));
    }
}

// How strongly expressions bind; `or` binds least.
pub(super) const AND: u8 = 1;
pub(super) const NOT: u8 = 2;
pub(super) const SUM: u8 = 4;
pub(super) const PRODUCT: u8 = 5;
pub(super) const OPERAND: u8 = 6;

fn strength(kind: &ExpressionKind) -> u8 {
    match kind {
        ExpressionKind::Or(_)
        | ExpressionKind::Arithmetic(_, Arithmetic::Lesser | Arithmetic::Greater, _) => 0,
        ExpressionKind::And(_) => AND,
        ExpressionKind::Not(_) => NOT,
        ExpressionKind::Is { .. } => NOT + 1,
        ExpressionKind::Arithmetic(_, Arithmetic::Plus | Arithmetic::Minus, _) => SUM,
        ExpressionKind::Arithmetic(_, Arithmetic::Times, _) => PRODUCT,
        _ => OPERAND,
    }
}

/// Whether an expression begins with a name that asks something when it follows `is`.
fn asks(expression: &Expression) -> bool {
    match &expression.kind {
        ExpressionKind::Arithmetic(left, ..) => asks(left),
        ExpressionKind::Reference { path, .. } => {
            path.first().is_some_and(|name| ASKING.contains(&&*name.text))
        }
        _ => false,
    }
}
