//! One walk over a declaration, past everything in it that can be changed.

use crate::base::{Message, Span, msg};
use crate::syntax::tree::{
    Action, ActionRule, Actions, Arithmetic, Comment, Comparison, Declaration, DeclarationKind, EffectKind,
    Expression, ExpressionKind as Kind, Invariant, InvariantKind, LetBody, Limit, LocalizedText, Name,
    Predicate, Quantified, Role, Rule, RuleKind, Set, Subject,
};
use crate::testing::mutants::values::Values;
use crate::values::Period;
use std::mem::take;
use std::sync::Arc;

/// The longest quotation of what is changed, in bytes.
const LONGEST: usize = 60;

/// A walk counts the changes that can be made. It makes the one of the wanted number, if any; where what it changed
/// leads it afterwards does not matter.
pub(crate) struct Walk<'a> {
    text: &'a str,
    comments: &'a [Comment],
    pub(super) values: &'a Values,
    pub(super) wanted: Option<usize>,
    /// What stands instead, of a change of a value of an enum.
    pub(super) instead: Option<Arc<str>>,
    /// The changes so far.
    pub(crate) points: Vec<Point>,
}

/// A change that can be made.
pub(crate) struct Point {
    pub(crate) span: Span,
    pub(crate) what: Message,
    /// Another value of the enum, where that is what is changed.
    pub(crate) instead: Option<Arc<str>>,
    /// Whether it changes nothing: a name that might have been a value of an enum, and is none.
    pub(crate) is_none: bool,
}

impl<'a> Walk<'a> {
    /// A walk that notes all changes and makes none.
    pub(crate) fn noting(text: &'a str, comments: &'a [Comment], values: &'a Values) -> Self {
        Self { text, comments, values, wanted: None, instead: None, points: Vec::new() }
    }

    /// A walk that makes one change; of a value of an enum, `instead` is what it becomes.
    pub(crate) fn making(wanted: usize, instead: Option<Arc<str>>, values: &'a Values) -> Self {
        Self { text: "", comments: &[], values, wanted: Some(wanted), instead, points: Vec::new() }
    }

    pub(crate) fn declaration(&mut self, declaration: &mut Declaration) {
        match &mut declaration.kind {
            DeclarationKind::Role(role) => self.role(role),
            DeclarationKind::Let(definition) => self.definition(&mut definition.body),
            DeclarationKind::Action(action) => self.action(action),
            DeclarationKind::Rule(rule) => self.rule(rule),
            DeclarationKind::State(members) => self.schema(members),
            _ => {}
        }
    }

    /// Come past a change; whether it is to be made.
    pub(super) fn point(&mut self, span: Span, what: Message) -> bool {
        let wanted = self.wanted == Some(self.points.len());
        self.points.push(Point { span, what, instead: None, is_none: false });
        wanted
    }

    fn becomes(&mut self, span: Span, before: &str, after: &str) -> bool {
        self.point(span, msg!(test.becomes, before = before, after = after))
    }

    /// Whether something is to be dropped; `word` is what stands before it.
    fn drops(&mut self, word: &str, span: Span) -> bool {
        let what = msg!(test.dropped, what = format!("{word}{}", self.quote(span)));
        self.point(span, what)
    }

    /// Drop each item of a list that keeps at least so many; `from` is the word that it stands behind, if that has to be
    /// said.
    fn drops_each<T>(&mut self, items: &mut Vec<T>, least: usize, from: &str, span: impl Fn(&T) -> Span) {
        if items.len() > least {
            items.retain(|item| {
                let what = self.quote(span(item));
                let what = match from {
                    "" => msg!(test.dropped, what = what),
                    list => msg!(test.dropped_from, what = what, list = list),
                };
                !self.point(span(item), what)
            });
        }
    }

    fn drops_each_name(&mut self, names: &mut Vec<Name>, least: usize, from: &str) {
        self.drops_each(names, least, from, |name| name.span);
    }

    /// The beginning of what is written at a place, up to the first comment.
    fn quote(&self, span: Span) -> String {
        let next = self.comments.partition_point(|comment| comment.span.start < span.start);
        let comment = self.comments.get(next).map_or(span.end, |comment| comment.span.start);
        let end = comment.min(span.end);
        let mut quote = String::new();
        let mut whole = end == span.end;
        for word in self.text.get(Span { end, ..span }.range()).unwrap_or_default().split_whitespace() {
            if !quote.is_empty() && quote.len() + word.len() > LONGEST {
                whole = false;
                break;
            }
            quote.extend([if quote.is_empty() { "" } else { " " }, word]);
        }
        if whole { quote } else { format!("{quote} …") }
    }

    fn role(&mut self, role: &mut Role) {
        self.drops_each_name(&mut role.except, 0, "except");
        let Some(like) = &role.like else { return };
        if self.drops("like ", like.span) {
            // There are no exceptions from nothing.
            role.like = None;
            role.except.clear();
        }
    }

    fn definition(&mut self, body: &mut LetBody) {
        match body {
            LetBody::Expression(value) => self.value(value),
            LetBody::Set(set) => {
                self.set(set);
                if set.filter.is_none() {
                    // A bare name is read as an expression.
                    let kind = Kind::Reference { path: vec![set.name.clone()], arguments: None };
                    *body = LetBody::Expression(Expression { span: set.name.span, kind });
                }
            }
        }
    }

    fn action(&mut self, action: &mut Action) {
        self.drops_each(&mut action.effects, 0, "", |effect| effect.span);
        for effect in &mut action.effects {
            match &mut effect.kind {
                EffectKind::Add { fields, .. } => fields.iter_mut().for_each(|(_, value)| {
                    let place = value.span;
                    self.alone(value, place, None);
                }),
                EffectKind::Edit { value, when, .. } => {
                    let place = value.span;
                    self.alone(value, place, None);
                    self.optional("when ", when);
                }
                EffectKind::Set { value, when, otherwise, .. } => {
                    for value in value.iter_mut().chain(otherwise.iter_mut()) {
                        let place = value.span;
                        self.alone(value, place, None);
                    }
                    match otherwise {
                        // Without its condition there is nothing otherwise.
                        Some(_) => when.iter_mut().for_each(|when| self.condition(when, Negation::New)),
                        None => self.optional("when ", when),
                    }
                }
            }
        }
    }

    fn rule(&mut self, rule: &mut Rule) {
        match &mut rule.kind {
            RuleKind::Permit(actions) | RuleKind::Forbid(actions) => self.action_rule(actions),
            RuleKind::Invariant(invariant) => self.invariant(invariant, rule.sentence, &rule.say),
        }
    }

    fn action_rule(&mut self, rule: &mut ActionRule) {
        if let Subject::Roles(roles) = &mut rule.subject {
            self.drops_each_name(roles, 1, "");
        }
        match &mut rule.actions {
            Actions::Anything { except, .. } => self.drops_each_name(except, 0, "except"),
            Actions::Named(actions) => self.drops_each_name(actions, 1, ""),
        }
        rule.conditions.retain_mut(|clause| {
            let [now, other] = if clause.unless { ["unless", "when"] } else { ["when", "unless"] };
            let span = clause.condition.span;
            let dropped = self.drops(&format!("{now} "), span);
            clause.unless ^= self.becomes(span, now, other);
            self.condition(&mut clause.condition, Negation::Equivalent);
            !dropped
        });
    }

    fn invariant(&mut self, invariant: &mut Invariant, sentence: Span, say: &[LocalizedText]) {
        match &mut invariant.kind {
            InvariantKind::Limit(limit) => self.limit(limit, say),
            InvariantKind::Never(set) => self.set(set),
            InvariantKind::MustHave { noun, period, from, .. }
            | InvariantKind::Lasts { noun, period, from } => self.period(period, noun.span.to(from.span)),
        }
        if invariant.exempts_all {
            let what = msg!(test.dropped, what = "does not stop anything");
            invariant.exempts_all = !self.point(sentence, what);
        }
        self.drops_each_name(&mut invariant.exempts, 0, "does not stop");
        invariant.also_forbids.retain_mut(|stop| {
            let spans = stop.actions.iter().map(|action| action.span);
            let spans = spans.chain(stop.when.iter().map(|when| when.span));
            let dropped = spans.reduce(Span::to).is_some_and(|whole| self.drops("also forbids ", whole));
            self.drops_each_name(&mut stop.actions, 1, "also forbids");
            self.optional("when ", &mut stop.when);
            !dropped
        });
    }

    fn limit(&mut self, limit: &mut Limit, say: &[LocalizedText]) {
        let least = if limit.total.is_none() { 0 } else { i64::MIN };
        for bound in limit.least.iter_mut().chain(&mut limit.most) {
            match &mut bound.kind {
                Kind::Number(number) => self.number(number, bound.span, least),
                _ => self.value(bound),
            }
        }
        limit.total.iter_mut().for_each(|total| self.value(total));
        self.set(&mut limit.set);
        // The groups of a lower bound are the elements of its one key; a key that is named elsewhere has to be there.
        let numbers =
            limit.least.iter().chain(&limit.most).all(|bound| matches!(bound.kind, Kind::Number(_)));
        if limit.least.is_none() && numbers {
            limit.keys.retain(|key| {
                let path: Vec<&str> = key.path.iter().map(|name| &*name.text).collect();
                let name = key.name.as_ref().map_or_else(|| path.join("."), |name| name.text.to_string());
                let is_said = say.iter().any(|text| text.text.text.contains(&format!("{{{name}")));
                let span =
                    key.path.first().zip(key.path.last()).map(|(first, last)| first.span.to(last.span));
                is_said || !span.is_some_and(|span| self.drops("for each ", span))
            });
        }
    }

    fn set(&mut self, set: &mut Set) {
        self.optional("where ", &mut set.filter);
    }

    /// A condition that may be left out; `word` is what stands before it.
    fn optional(&mut self, word: &str, condition: &mut Option<Expression>) {
        if let Some(found) = condition {
            let dropped = self.drops(word, found.span);
            self.condition(found, Negation::New);
            condition.take_if(|_| dropped);
        }
    }

    /// An expression that stands where a value is due, of whatever type.
    pub(super) fn value(&mut self, value: &mut Expression) {
        let negation = match &value.kind {
            Kind::Reference { path, arguments: None } => {
                let [name] = path.as_slice() else { return };
                if ["true", "false"].contains(&&*name.text) { Negation::New } else { Negation::Equivalent }
            }
            Kind::Reference { .. } => Negation::Equivalent,
            _ => Negation::New,
        };
        self.condition(value, negation);
    }

    fn condition(&mut self, expression: &mut Expression, negation: Negation) {
        let span = expression.span;
        let new = negation == Negation::New;
        let is_whole = match &expression.kind {
            Kind::Any(_) | Kind::Every(_) | Kind::NoneOf(_) | Kind::Reference { .. } => true,
            Kind::Is { predicate, .. } => matches!(predicate, Predicate::SharesWith(_)),
            _ => false,
        };
        let negated = new && is_whole && {
            let what = msg!(test.negated, what = self.quote(span));
            self.point(span, what)
        };
        let instead = match &mut expression.kind {
            Kind::Or(terms) => self.terms(terms, span, ["or", "and"], Kind::And),
            Kind::And(terms) => self.terms(terms, span, ["and", "or"], Kind::Or),
            Kind::Not(inner) => {
                let dropped = new && self.point(span, msg!(test.dropped, what = "not"));
                self.condition(inner, Negation::Equivalent);
                dropped.then(|| (**inner).clone())
            }
            Kind::Is { subject, negated, predicate } => {
                self.value(subject);
                self.predicate(negated, predicate, span, new);
                None
            }
            Kind::Arithmetic(left, operator, right) => {
                self.value(left);
                let (now, other, after) = match operator {
                    Arithmetic::Plus => ("+", "-", Arithmetic::Minus),
                    Arithmetic::Minus => ("-", "+", Arithmetic::Plus),
                    Arithmetic::Times => ("*", "+", Arithmetic::Plus),
                    Arithmetic::Lesser => ("at most", "at least", Arithmetic::Greater),
                    Arithmetic::Greater => ("at least", "at most", Arithmetic::Lesser),
                };
                if self.becomes(span, now, other) {
                    *operator = after;
                }
                self.value(right);
                None
            }
            Kind::Any(asked) => {
                let dropped = self.drops("where ", asked.condition.span);
                self.condition(&mut asked.condition, Negation::New);
                dropped.then(|| there_are(asked, span))
            }
            Kind::Every(asked) => {
                let any = self.becomes(span, "every", "any");
                self.condition(&mut asked.condition, Negation::New);
                any.then(|| Expression { span, kind: Kind::Any(asked.clone()) })
            }
            Kind::Count(set) | Kind::NoneOf(set) => {
                self.set(set);
                None
            }
            Kind::Total { value, set } => {
                self.value(value);
                self.set(set);
                None
            }
            Kind::Reference { arguments, .. } => {
                arguments.iter_mut().flatten().for_each(|argument| self.value(argument));
                None
            }
            Kind::Number(number) => {
                self.number(number, span, i64::MIN);
                None
            }
            Kind::String(_) | Kind::Date(_) => None,
        };
        if let Some(instead) = instead {
            *expression = instead;
        } else if negated {
            expression.kind = Kind::Not(Box::new(expression.clone()));
        }
    }

    /// The parts of an `and` or an `or`; what stands in its place after a change of the whole.
    fn terms(
        &mut self,
        terms: &mut Vec<Expression>,
        span: Span,
        [now, other]: [&str; 2],
        join: fn(Vec<Expression>) -> Kind,
    ) -> Option<Expression> {
        let joined = self.becomes(span, now, other);
        self.drops_each(terms, 1, "", |term| term.span);
        for term in terms.iter_mut() {
            self.condition(term, Negation::New);
        }
        match terms.as_slice() {
            [only] => Some(only.clone()),
            _ if joined => Some(Expression { span, kind: join(take(terms)) }),
            _ => None,
        }
    }

    fn predicate(&mut self, negated: &mut bool, predicate: &mut Predicate, span: Span, negate: bool) {
        let now = asked(*negated, predicate);
        let mut instead = None;
        for (not, other) in others(*negated, predicate, negate) {
            let after = asked(not, &other);
            let what =
                msg!(test.becomes_within, before = now.as_str(), after = after, whole = self.quote(span));
            if self.point(span, what) {
                instead = Some((not, other));
            }
        }
        match predicate {
            Predicate::Present | Predicate::Absent => {}
            Predicate::OneOf(values) => {
                self.drops_each(values, 1, "one of", |value| value.span);
                for value in values {
                    self.value(value);
                }
            }
            Predicate::In(other)
            | Predicate::Inside { of: other, .. }
            | Predicate::SharesWith(other)
            | Predicate::Compare(_, other) => {
                self.value(other);
            }
            Predicate::Within(period, from) | Predicate::During(period, from) => {
                self.period(period, span);
                self.value(from);
            }
        }
        if let Some((not, other)) = instead {
            (*negated, *predicate) = (not, other);
        }
    }

    /// One more and one less, but not below `least`.
    pub(super) fn number(&mut self, number: &mut i64, span: Span, least: i64) {
        let now = *number;
        for other in [now.checked_add(1), now.checked_sub(1)].into_iter().flatten() {
            if other >= least && self.becomes(span, &now.to_string(), &other.to_string()) {
                *number = other;
            }
        }
    }

    fn period(&mut self, period: &mut Period, span: Span) {
        let now = *period;
        for count in [now.count.saturating_add(1), now.count.saturating_sub(1)] {
            let other = Period { count, ..now };
            let allowed = (1..=Period::MOST).contains(&count);
            if allowed && self.becomes(span, &now.to_string(), &other.to_string()) {
                *period = other;
            }
        }
    }
}

/// Whether to negate a condition.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Negation {
    New,
    /// Another change comes to the same (of a clause, `when` to `unless`; below a `not`, to drop it), or the type is
    /// not known.
    Equivalent,
}

/// `any … in SET where …` without its condition.
fn there_are(Quantified { set, fields, .. }: &Quantified, span: Span) -> Expression {
    let whole = Set { fields: fields.clone(), ..Set::whole(set) };
    let subject = Box::new(Expression { span, kind: Kind::Count(Box::new(whole)) });
    let one = Box::new(Expression { span: set.span, kind: Kind::Number(1) });
    let predicate = Predicate::Compare(Comparison::AtLeast, one);
    Expression { span, kind: Kind::Is { subject, negated: false, predicate } }
}

/// What might be asked in place of a question, with whether `not` stands before it.
fn others(negated: bool, predicate: &Predicate, negate: bool) -> Vec<(bool, Predicate)> {
    use Comparison as C;
    let mut others = Vec::new();
    match predicate {
        Predicate::Present if negate => return vec![(negated, Predicate::Absent)],
        Predicate::Absent if negate => return vec![(negated, Predicate::Present)],
        // What does not share is a change of the whole.
        Predicate::Present | Predicate::Absent | Predicate::SharesWith(_) => return Vec::new(),
        Predicate::OneOf(_) | Predicate::In(_) | Predicate::Compare(C::Equal, _) => {}
        Predicate::Compare(comparison, other) => {
            let near = match comparison {
                C::AtLeast => C::MoreThan,
                C::AtMost => C::LessThan,
                C::MoreThan => C::AtLeast,
                C::LessThan => C::AtMost,
                C::Before => C::After,
                C::After => C::Before,
                C::Equal => C::Equal,
            };
            let near = Predicate::Compare(near, other.clone());
            others.push((negated, near.clone()));
            // On the same day it is neither.
            if matches!(comparison, C::Before | C::After) {
                others.push((!negated, near));
            }
        }
        Predicate::Inside { same, of } => {
            others.push((negated, Predicate::Inside { same: !same, of: of.clone() }));
        }
        Predicate::Within(period, from) => others.push((negated, Predicate::During(*period, from.clone()))),
        Predicate::During(period, from) => others.push((negated, Predicate::Within(*period, from.clone()))),
    }
    if negate {
        others.push((!negated, predicate.clone()));
    }
    others
}

fn asked(negated: bool, predicate: &Predicate) -> String {
    let is = if negated { "is not" } else { "is" };
    match predicate {
        Predicate::Present => format!("{is} present"),
        Predicate::Absent => format!("{is} absent"),
        Predicate::OneOf(_) => format!("{is} one of"),
        Predicate::In(_) => format!("{is} in"),
        Predicate::Inside { same: false, .. } => format!("{is} inside"),
        Predicate::Inside { same: true, .. } => format!("{is} in or inside"),
        Predicate::SharesWith(_) => "shares with".to_owned(),
        Predicate::Compare(Comparison::Equal, _) => is.to_owned(),
        Predicate::Compare(comparison, _) => format!("{is} {}", comparison.words()),
        Predicate::Within(period, _) => format!("{is} within {period} of"),
        Predicate::During(period, _) => format!("{is} during {period} from"),
    }
}
