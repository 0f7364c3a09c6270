//! From text to syntax tree. The parser's pairs go no further than this file.

use super::scan::scan;
use super::tree::{
    Action, ActionRule, Actions, Arithmetic, Clause, Comparison, Conflict, Declaration, DeclarationKind,
    Effect, EffectKind, Expression, ExpressionKind, Field, File, Invariant, InvariantKind, Let, LetBody,
    Member, Name, Parameter, Passage, Predicate, Role, RuleKind, Said, Set, Stop, Subject, Text, TypeName,
};
use super::vocabulary::{declaration_keywords, human, instead_of, is_keyword};
use crate::values::{Moment, Period, Unit, moment::NoMoment};
use crate::words::{Code, Diagnostic, SourceId, Span, suggest};
use pest::Parser as _;
use pest::error::{ErrorVariant, InputLocation};
use std::num::NonZeroUsize;
use unicode_normalization::UnicodeNormalization;

mod grammar {
    #[derive(pest_derive::Parser)]
    #[grammar = "grammar/rules.pest"]
    pub(in crate::syntax) struct Grammar;
}
pub(super) use grammar::Rule;

type Pair<'i> = pest::iterators::Pair<'i, Rule>;

/// The most steps that the parser takes on one declaration. Declarations of the largest allowed size need
/// about a tenth of it; the bound is for what nobody thought of.
const MOST_STEPS: Option<NonZeroUsize> = NonZeroUsize::new(20_000_000);

/// The most `+`, `-` and `*` in one declaration: each nests the tree once more.
const MOST_OPERATORS: usize = 64;

/// Read one rule file. The tree holds every declaration that could be read; the diagnostics say what is
/// wrong with the others.
pub fn parse(source: SourceId, text: &str) -> (File, Vec<Diagnostic>) {
    pest::set_call_limit(MOST_STEPS);
    let scan = scan(source, text);
    let mut reader = Reader { source, base: 0, operators: 0, diagnostics: scan.diagnostics };
    let mut declarations = Vec::with_capacity(scan.declarations.len());
    for span in scan.declarations {
        let Some(slice) = text.get(span.range()) else { continue };
        reader.base = span.start as usize;
        reader.operators = 0;
        match grammar::Grammar::parse(Rule::declaration, slice) {
            Ok(pairs) => declarations.extend(
                pairs
                    .flat_map(Pair::into_inner)
                    .find(|pair| pair.as_rule() != Rule::EOI)
                    .and_then(|pair| reader.declaration(span, &pair)),
            ),
            Err(error) => {
                let diagnostic = reader.misread(slice, &error);
                reader.diagnostics.push(diagnostic);
            }
        }
    }
    let file = File { declarations, comments: scan.comments };
    (file, reader.diagnostics)
}

struct Reader {
    source: SourceId,
    /// Where the declaration under way begins in the file.
    base: usize,
    /// How many operators of arithmetic it has so far.
    operators: usize,
    diagnostics: Vec<Diagnostic>,
}

/// The parts of a pair without its keywords.
struct Parts<'i> {
    pairs: std::iter::Peekable<Box<dyn Iterator<Item = Pair<'i>> + 'i>>,
}

impl<'i> Parts<'i> {
    fn of(pair: Pair<'i>) -> Self {
        let pairs = pair.into_inner().filter(|pair| !is_keyword(pair.as_rule()));
        let pairs: Box<dyn Iterator<Item = Pair<'i>>> = Box::new(pairs);
        Self { pairs: pairs.peekable() }
    }

    fn next(&mut self) -> Option<Pair<'i>> {
        self.pairs.next()
    }

    fn next_if(&mut self, rule: Rule) -> Option<Pair<'i>> {
        self.pairs.next_if(|pair| pair.as_rule() == rule)
    }
}

impl Reader {
    // Each method reads the pair of one grammar rule. `None` stands for a pair that the grammar cannot
    // produce, or for a value that was complained of: the declaration is then left out.

    fn declaration(&mut self, span: Span, pair: &Pair<'_>) -> Option<Declaration> {
        let rule = pair.as_rule();
        let mut parts = Parts::of(pair.clone());
        let kind = match rule {
            Rule::import => DeclarationKind::Import(self.string(&parts.next()?)),
            Rule::document => DeclarationKind::Document {
                name: self.name(&parts.next()?),
                path: self.string(&parts.next()?),
            },
            Rule::prefer => DeclarationKind::Prefer {
                first: self.name(&parts.next()?),
                second: self.name(&parts.next()?),
            },
            Rule::enumeration => {
                DeclarationKind::Enum { name: self.name(&parts.next()?), values: self.names(parts) }
            }
            Rule::state => DeclarationKind::State(self.members(parts)?),
            Rule::role => DeclarationKind::Role(self.role(parts)?),
            Rule::definition => DeclarationKind::Let(self.definition(parts)?),
            Rule::action => DeclarationKind::Action(self.action(parts)?),
            Rule::conflict => DeclarationKind::Conflict(self.conflict(parts)?),
            Rule::aside => DeclarationKind::Aside {
                passage: self.passage(parts.next()?)?,
                because: self.said(parts.next()?)?,
            },
            _ => DeclarationKind::Rule(self.rule(pair)?),
        };
        Some(Declaration { span, kind })
    }

    fn members(&mut self, parts: Parts<'_>) -> Option<Vec<Member>> {
        parts.pairs.map(|pair| self.member(pair)).collect()
    }

    fn member(&mut self, pair: Pair<'_>) -> Option<Member> {
        let rule = pair.as_rule();
        if rule == Rule::field {
            return Some(Member::Field(self.field(pair)?));
        }
        let mut parts = Parts::of(pair);
        let name = self.name(&parts.next()?);
        if rule == Rule::group {
            let members = self.members(parts)?;
            return Some(Member::Group { name, members });
        }
        let noun = self.name(&parts.next()?);
        let key = match parts.next_if(Rule::by) {
            Some(by) => Some(self.name(&Parts::of(by).next()?)),
            None => None,
        };
        let fields = parts.pairs.map(|pair| self.field(pair)).collect::<Option<_>>()?;
        Some(Member::Collection { name, noun, key, fields })
    }

    fn field(&mut self, pair: Pair<'_>) -> Option<Field> {
        let mut parts = Parts::of(pair);
        let name = self.name(&parts.next()?);
        let ty = self.type_name(parts.next()?)?;
        let default = match parts.next() {
            Some(default) => Some(self.literal(Parts::of(default).next()?)?),
            None => None,
        };
        Some(Field { name, ty, default })
    }

    fn type_name(&mut self, pair: Pair<'_>) -> Option<TypeName> {
        let mut parts = Parts::of(pair);
        let list = parts.next_if(Rule::list_of).is_some();
        let name = self.name(&parts.next()?);
        let optional = parts.next_if(Rule::optional).is_some();
        Some(TypeName { list, name, optional })
    }

    fn literal(&mut self, pair: Pair<'_>) -> Option<Expression> {
        let pair = pair.into_inner().next()?;
        let span = self.span(&pair);
        let kind = match pair.as_rule() {
            Rule::name => ExpressionKind::Reference { path: vec![self.name(&pair)], arguments: None },
            _ => self.plain(&pair)?,
        };
        Some(Expression { span, kind })
    }

    fn role(&mut self, mut parts: Parts<'_>) -> Option<Role> {
        let name = self.name(&parts.next()?);
        let like = match parts.next_if(Rule::like) {
            Some(like) => Some(self.name(&Parts::of(like).next()?)),
            None => None,
        };
        let mut role = Role { name, like, except: Vec::new(), say: Vec::new(), cites: Vec::new() };
        while let Some(clause) = parts.next() {
            match clause.as_rule() {
                Rule::except => role.except.extend(self.names(Parts::of(clause))),
                Rule::say => role.say.extend(self.said(clause)?),
                _ => role.cites.push(self.cited(clause)?),
            }
        }
        Some(role)
    }

    fn parameters(&mut self, parts: &mut Parts<'_>) -> Option<Vec<Parameter>> {
        let Some(list) = parts.next_if(Rule::parameters) else {
            return Some(Vec::new());
        };
        Parts::of(list)
            .pairs
            .map(|pair| {
                let mut parts = Parts::of(pair);
                let name = self.name(&parts.next()?);
                let ty = match parts.next() {
                    Some(ty) => Some(self.type_name(ty)?),
                    None => None,
                };
                Some(Parameter { name, ty })
            })
            .collect()
    }

    fn definition(&mut self, mut parts: Parts<'_>) -> Option<Let> {
        let name = self.name(&parts.next()?);
        let parameters = self.parameters(&mut parts)?;
        let noun = match parts.next_if(Rule::noun) {
            Some(noun) => Some(self.name(&Parts::of(noun).next()?)),
            None => None,
        };
        let body = parts.next()?;
        let body = match body.as_rule() {
            Rule::filtered => LetBody::Set(self.set(body)?),
            _ => LetBody::Expression(self.expression(body)?),
        };
        Some(Let { name, parameters, noun, body })
    }

    fn set(&mut self, pair: Pair<'_>) -> Option<Set> {
        let span = self.span(&pair);
        let mut parts = Parts::of(pair);
        let name = self.name(&parts.next()?);
        let filter = match parts.next() {
            Some(filter) => Some(self.expression(filter)?),
            None => None,
        };
        Some(Set { name, filter, span })
    }

    fn action(&mut self, mut parts: Parts<'_>) -> Option<Action> {
        let mut action = Action {
            name: self.name(&parts.next()?),
            parameters: self.parameters(&mut parts)?,
            how: Vec::new(),
            effects: Vec::new(),
            cites: Vec::new(),
        };
        while let Some(clause) = parts.next() {
            match clause.as_rule() {
                Rule::how => action.how.push(self.said(clause)?),
                Rule::effect => action.effects.push(self.effect(clause)?),
                _ => action.cites.push(self.cited(clause)?),
            }
        }
        Some(action)
    }

    fn effect(&mut self, pair: Pair<'_>) -> Option<Effect> {
        let span = self.span(&pair);
        let pair = Parts::of(pair).next()?;
        let rule = pair.as_rule();
        let mut parts = Parts::of(pair);
        let first = parts.next()?;
        let kind = if rule == Rule::add {
            let collection = self.name(&first);
            let fields = parts
                .pairs
                .map(|pair| {
                    let mut parts = Parts::of(pair);
                    Some((self.name(&parts.next()?), self.expression(parts.next()?)?))
                })
                .collect::<Option<_>>()?;
            EffectKind::Add { collection, fields }
        } else {
            let target = self.path(&first);
            let value = match parts.next_if(Rule::expression) {
                Some(value) => Some(self.expression(value)?),
                None => None,
            };
            let when = match parts.next_if(Rule::when) {
                Some(when) => Some(self.expression(Parts::of(when).next()?)?),
                None => None,
            };
            EffectKind::Set { target, value, when }
        };
        Some(Effect { span, kind })
    }

    fn rule(&mut self, pair: &Pair<'_>) -> Option<Rule_> {
        let mut sentence = self.span(pair).at_start();
        for part in pair.clone().into_inner() {
            if !matches!(part.as_rule(), Rule::say | Rule::cites | Rule::spares | Rule::stops) {
                sentence = sentence.to(self.span(&part));
            }
        }
        let mut parts = Parts::of(pair.clone());
        let id = self.id(&parts.next()?);
        let mut rule = Rule_ {
            id,
            kind: match pair.as_rule() {
                Rule::permit => RuleKind::Permit(self.action_rule(&mut parts)?),
                Rule::forbid => RuleKind::Forbid(self.action_rule(&mut parts)?),
                _ => RuleKind::Invariant(self.invariant(pair.as_rule(), &mut parts)?),
            },
            sentence,
            say: Vec::new(),
            cites: Vec::new(),
        };
        while let Some(clause) = parts.next() {
            match (clause.as_rule(), &mut rule.kind) {
                (Rule::say, _) => rule.say.extend(self.said(clause)?),
                (Rule::cites, _) => rule.cites.push(self.cited(clause)?),
                (word, RuleKind::Permit(rule) | RuleKind::Forbid(rule)) => rule.conditions.push(Clause {
                    unless: word == Rule::unless,
                    condition: self.expression(Parts::of(clause).next()?)?,
                }),
                (Rule::spares, RuleKind::Invariant(rule)) => {
                    let mut parts = Parts::of(clause);
                    rule.spares_all |= parts.next_if(Rule::everything).is_some();
                    rule.spares.extend(self.names(parts));
                }
                (_, RuleKind::Invariant(rule)) => {
                    let mut parts = Parts::of(clause);
                    let mut actions = Vec::new();
                    while let Some(name) = parts.next_if(Rule::name) {
                        actions.push(self.name(&name));
                    }
                    let when = match parts.next() {
                        Some(when) => Some(self.expression(Parts::of(when).next()?)?),
                        None => None,
                    };
                    rule.stops.push(Stop { actions, when });
                }
            }
        }
        Some(rule)
    }

    fn action_rule(&mut self, parts: &mut Parts<'_>) -> Option<ActionRule> {
        let subject = parts.next()?;
        let subject = match subject.as_rule() {
            Rule::nobody => Subject::Nobody(self.span(&subject)),
            Rule::every => Subject::Every(self.name(&Parts::of(subject).next()?)),
            _ => Subject::Roles(self.names(Parts::of(subject))),
        };
        let actions = parts.next()?;
        let mut inner = Parts::of(actions.clone());
        let actions = match inner.next_if(Rule::anything) {
            Some(anything) => Actions::Anything {
                span: self.span(&anything),
                except: Parts::of(anything)
                    .next()
                    .map(|except| self.names(Parts::of(except)))
                    .unwrap_or_default(),
            },
            None => Actions::Named(self.names(inner)),
        };
        Some(ActionRule { subject, actions, conditions: Vec::new() })
    }

    fn invariant(&mut self, rule: Rule, parts: &mut Parts<'_>) -> Option<Invariant> {
        let kind = match rule {
            Rule::limit => {
                InvariantKind::Limit { most: self.operand(parts.next()?)?, set: self.set(parts.next()?)? }
            }
            Rule::never => InvariantKind::Never(self.set(parts.next()?)?),
            _ => {
                let noun = self.name(&parts.next()?);
                let obligation = parts.next()?;
                let rule = obligation.as_rule();
                let mut parts = Parts::of(obligation);
                if rule == Rule::must {
                    InvariantKind::MustHave {
                        noun,
                        field: self.name(&parts.next()?),
                        period: self.period(parts.next()?)?,
                        from: self.name(&parts.next()?),
                    }
                } else {
                    InvariantKind::Lasts {
                        noun,
                        period: self.period(parts.next()?)?,
                        from: self.name(&parts.next()?),
                    }
                }
            }
        };
        Some(Invariant { kind, spares: Vec::new(), spares_all: false, stops: Vec::new() })
    }

    fn conflict(&mut self, mut parts: Parts<'_>) -> Option<Conflict> {
        let id = self.id(&parts.next()?);
        let between = vec![self.passage(parts.next()?)?, self.passage(parts.next()?)?];
        let mut settled = Parts::of(parts.next()?);
        let mut conflict = Conflict {
            id,
            between,
            settled_as: self.name(&settled.next()?),
            by: settled.next().map(|by| self.id(&by)),
            until: None,
            because: Vec::new(),
        };
        while let Some(clause) = parts.next() {
            if clause.as_rule() == Rule::until {
                let date = Parts::of(clause).next()?;
                conflict.until = Some((self.moment(&date)?, self.span(&date)));
            } else {
                conflict.because.extend(self.said(clause)?);
            }
        }
        Some(conflict)
    }

    fn cited(&mut self, pair: Pair<'_>) -> Option<Passage> {
        self.passage(Parts::of(pair).next()?)
    }

    fn passage(&mut self, pair: Pair<'_>) -> Option<Passage> {
        let mut parts = Parts::of(pair);
        let document = self.name(&parts.next()?);
        let quote = self.text(&mut parts)?;
        let under = match parts.next() {
            Some(under) => Some(self.string(&Parts::of(under).next()?)),
            None => None,
        };
        Some(Passage { document, quote, under })
    }

    /// The texts of a clause such as `say`.
    fn said(&mut self, pair: Pair<'_>) -> Option<Vec<Said>> {
        Parts::of(pair)
            .pairs
            .map(|pair| {
                let mut parts = Parts::of(pair);
                let language = self.name(&parts.next()?);
                let text = self.text(&mut parts)?;
                Some(Said { language, text })
            })
            .collect()
    }

    /// Strings in a row, as one text.
    fn text(&mut self, parts: &mut Parts<'_>) -> Option<Text> {
        let mut whole = self.string(&parts.next_if(Rule::string)?);
        while let Some(more) = parts.next_if(Rule::string) {
            let more = self.string(&more);
            whole.text = format!("{} {}", whole.text, more.text).into();
            whole.span = whole.span.to(more.span);
        }
        Some(whole)
    }

    // ------------------------------------------------------------------------------- expressions

    fn expression(&mut self, pair: Pair<'_>) -> Option<Expression> {
        self.chain(pair, ExpressionKind::Or, |reader, pair| {
            reader.chain(pair, ExpressionKind::And, Self::negation)
        })
    }

    fn chain(
        &mut self,
        pair: Pair<'_>,
        join: fn(Vec<Expression>) -> ExpressionKind,
        part: impl Fn(&mut Self, Pair<'_>) -> Option<Expression>,
    ) -> Option<Expression> {
        let mut terms: Vec<Expression> =
            Parts::of(pair).pairs.map(|pair| part(self, pair)).collect::<Option<_>>()?;
        let (first, last) = (terms.first()?.span, terms.last()?.span);
        if terms.len() == 1 {
            return terms.pop();
        }
        Some(Expression { span: first.to(last), kind: join(terms) })
    }

    fn negation(&mut self, pair: Pair<'_>) -> Option<Expression> {
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

    fn condition(&mut self, pair: Pair<'_>) -> Option<Expression> {
        let mut parts = Parts::of(pair);
        let subject = self.sum(parts.next()?)?;
        let Some(predicate) = parts.next() else {
            return Some(subject);
        };
        let span = subject.span.to(self.span(&predicate));
        let (negated, predicate) = self.predicate(predicate)?;
        Some(Expression { span, kind: ExpressionKind::Is { subject: Box::new(subject), negated, predicate } })
    }

    fn predicate(&mut self, pair: Pair<'_>) -> Option<(bool, Predicate)> {
        use Comparison as C;
        let mut negated = false;
        let mut predicate = None;
        for part in pair.into_inner() {
            let rule = part.as_rule();
            let boxed = |found: Option<Expression>| found.map(Box::new);
            match rule {
                Rule::k_not => negated = true,
                Rule::k_present => predicate = Some(Predicate::Present),
                Rule::k_absent => predicate = Some(Predicate::Absent),
                Rule::one_of => {
                    let values = Parts::of(part).pairs.map(|pair| self.sum(pair));
                    predicate = Some(Predicate::OneOf(values.collect::<Option<_>>()?));
                }
                Rule::in_list => {
                    let list = self.sum(Parts::of(part).next()?);
                    predicate = Some(Predicate::In(boxed(list)?));
                }
                Rule::within | Rule::during => {
                    let mut parts = Parts::of(part);
                    let period = self.period(parts.next()?)?;
                    let from = boxed(self.sum(parts.next()?))?;
                    predicate = Some(match rule {
                        Rule::within => Predicate::Within(period, from),
                        _ => Predicate::During(period, from),
                    });
                }
                Rule::sum => predicate = Some(Predicate::Compare(C::Equal, boxed(self.sum(part))?)),
                Rule::at_least
                | Rule::at_most
                | Rule::more_than
                | Rule::less_than
                | Rule::before
                | Rule::after => {
                    let comparison = match rule {
                        Rule::at_least => C::AtLeast,
                        Rule::at_most => C::AtMost,
                        Rule::more_than => C::MoreThan,
                        Rule::less_than => C::LessThan,
                        Rule::before => C::Before,
                        _ => C::After,
                    };
                    let other = self.sum(Parts::of(part).next()?);
                    predicate = Some(Predicate::Compare(comparison, boxed(other)?));
                }
                _ => {}
            }
        }
        Some((negated, predicate?))
    }

    fn sum(&mut self, pair: Pair<'_>) -> Option<Expression> {
        self.arithmetic(pair, |reader, pair| reader.arithmetic(pair, Self::operand))
    }

    /// A row of operators of one strength, from the left.
    fn arithmetic(
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
                    Diagnostic::error(
                        Code::E0106,
                        format!("this declaration calculates with more than {MOST_OPERATORS} operators"),
                    )
                    .label(whole.at_start(), "begins here")
                    .help("give a part of it a name with `let`"),
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

    fn operand(&mut self, pair: Pair<'_>) -> Option<Expression> {
        let pair = pair.into_inner().next()?;
        let span = self.span(&pair);
        let kind = match pair.as_rule() {
            Rule::nested => {
                let inner = self.expression(Parts::of(pair).next()?)?;
                return Some(Expression { span, ..inner });
            }
            Rule::any => {
                let mut parts = Parts::of(pair);
                ExpressionKind::Any {
                    name: self.name(&parts.next()?),
                    set: self.name(&parts.next()?),
                    condition: Box::new(self.expression(parts.next()?)?),
                }
            }
            Rule::count => ExpressionKind::Count(Box::new(self.set(Parts::of(pair).next()?)?)),
            Rule::reference => {
                let mut parts = Parts::of(pair);
                let path = self.path(&parts.next()?);
                let arguments = match parts.next() {
                    Some(list) => {
                        let arguments = Parts::of(list).pairs.map(|pair| self.expression(pair));
                        Some(arguments.collect::<Option<_>>()?)
                    }
                    None => None,
                };
                ExpressionKind::Reference { path, arguments }
            }
            _ => self.plain(&pair)?,
        };
        Some(Expression { span, kind })
    }

    /// A number, a text or a date.
    fn plain(&mut self, pair: &Pair<'_>) -> Option<ExpressionKind> {
        match pair.as_rule() {
            Rule::number => self.number(pair).map(ExpressionKind::Number),
            Rule::date => self.moment(pair).map(ExpressionKind::Date),
            _ => Some(ExpressionKind::String(self.string(pair))),
        }
    }

    // ------------------------------------------------------------------------------------- words

    fn number(&mut self, pair: &Pair<'_>) -> Option<i64> {
        let number = pair.as_str().parse().ok();
        if number.is_none() {
            self.diagnostics.push(
                Diagnostic::error(Code::E0207, format!("`{}` is no 64-bit integer", pair.as_str()))
                    .label(self.span(pair), "out of range")
                    .help(format!("write a number from {} to {}", i64::MIN, i64::MAX)),
            );
        }
        number
    }

    fn moment(&mut self, pair: &Pair<'_>) -> Option<Moment> {
        let found = Moment::parse(pair.as_str());
        if let Err(why) = found {
            let help = match why {
                NoMoment::NoOffset => "add the offset, such as `+03:00` or `Z`",
                NoMoment::Shape => "write a date as `2024-05-11` or `2024-05-11T09:00:00+03:00`",
                NoMoment::Impossible => "no calendar has this date",
            };
            self.diagnostics.push(
                Diagnostic::error(Code::E0207, format!("`{}` is no date", pair.as_str()))
                    .label(self.span(pair), "no such date")
                    .help(help),
            );
        }
        found.ok()
    }

    fn period(&mut self, pair: Pair<'_>) -> Option<Period> {
        let mut parts = Parts::of(pair);
        let (number, unit) = (parts.next()?, parts.next()?);
        let words = || Unit::ALL.iter().flat_map(|(_, one, several)| [*one, *several]);
        let known = Unit::ALL.iter().find(|(_, one, several)| [*one, *several].contains(&unit.as_str()));
        if known.is_none() {
            self.diagnostics.push(
                Diagnostic::error(Code::E0201, format!("`{}` is no unit of time", unit.as_str()))
                    .label(self.span(&unit), "a unit of time is due here")
                    .maybe_help(suggest::did_you_mean(unit.as_str(), words())),
            );
        }
        let count = self.number(&number)?;
        let count = u32::try_from(count).ok().filter(|count| (1..=Period::MOST).contains(count));
        if count.is_none() {
            self.diagnostics.push(
                Diagnostic::error(Code::E0207, format!("`{}` is no length of a period", number.as_str()))
                    .label(self.span(&number), format!("a number from 1 to {} is due here", Period::MOST)),
            );
        }
        Some(Period { count: count?, unit: known?.0 })
    }

    fn names(&self, parts: Parts<'_>) -> Vec<Name> {
        parts.pairs.map(|pair| self.name(&pair)).collect()
    }

    fn name(&self, pair: &Pair<'_>) -> Name {
        Name { text: composed(pair.as_str()), span: self.span(pair) }
    }

    fn id(&self, pair: &Pair<'_>) -> Name {
        self.name(pair)
    }

    fn path(&self, pair: &Pair<'_>) -> Vec<Name> {
        Parts::of(pair.clone()).pairs.map(|pair| self.name(&pair)).collect()
    }

    fn string(&self, pair: &Pair<'_>) -> Text {
        let raw = pair.as_str();
        let inner = raw.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap_or(raw);
        let mut text = String::with_capacity(inner.len());
        let mut escaped = false;
        for character in inner.chars() {
            if character == '\\' && !escaped {
                escaped = true;
            } else {
                escaped = false;
                text.push(character);
            }
        }
        Text { text: text.into(), span: self.span(pair) }
    }

    /// The place of a pair. A rule that ends with something optional may have read white space and
    /// comments after its last word, so its place ends where its last part does.
    fn span(&self, pair: &Pair<'_>) -> Span {
        let own = pair.as_span();
        let whole = Span::new(self.source, self.base + own.start(), self.base + own.end());
        let closed = matches!(
            pair.as_rule(),
            Rule::nested
                | Rule::arguments
                | Rule::parameters
                | Rule::enumeration
                | Rule::state
                | Rule::group
                | Rule::collection
                | Rule::add
        );
        match pair.clone().into_inner().next_back() {
            Some(last) if !closed => Span { end: self.span(&last).end, ..whole },
            _ => whole,
        }
    }

    // ------------------------------------------------------------------------------------ errors

    fn misread(&self, slice: &str, error: &pest::error::Error<Rule>) -> Diagnostic {
        let at = match error.location {
            InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
        };
        let rest = slice.get(at..).unwrap_or_default();
        let skipped = rest.len() - skip_blank(rest).len();
        let (at, found) = (at + skipped, first_token(skip_blank(rest)));
        let place = Span::new(self.source, self.base + at, self.base + at + found.len());
        if at == 0 {
            return Diagnostic::error(Code::E0102, format!("no declaration begins with `{found}`"))
                .label(place, "a declaration is due at the start of a line")
                .maybe_help(match instead_of(found) {
                    Some(remedy) => Some(remedy.to_owned()),
                    None => suggest::did_you_mean(found, declaration_keywords().iter().map(String::as_str)),
                });
        }
        let ErrorVariant::ParsingError { positives, .. } = &error.variant else {
            return Diagnostic::error(Code::E0106, "this declaration takes too long to read")
                .label(place, "given up here")
                .help("divide it into smaller parts");
        };
        let mut expected: Vec<String> = positives.iter().map(|rule| human(*rule)).collect();
        expected.sort();
        expected.dedup();
        let due = match expected.as_slice() {
            [] => "something else is due here".to_owned(),
            [one] => format!("{one} is due here"),
            [all @ .., last] => format!("{} or {last} is due here", all.join(", ")),
        };
        let message = if found.is_empty() {
            "the declaration breaks off".to_owned()
        } else {
            format!("the sentence does not continue with `{found}`")
        };
        let words: Vec<&str> = expected.iter().map(|word| word.trim_matches('`')).collect();
        let help = instead_of(found)
            .map(str::to_owned)
            .or_else(|| reserved_help(found))
            .or_else(|| suggest::nearest(found, words).map(|word| format!("did you mean `{word}`?")));
        Diagnostic::error(Code::E0101, message).label(place, due).maybe_help(help)
    }
}

use super::tree::Rule as Rule_;

fn reserved_help(found: &str) -> Option<String> {
    grammar::Grammar::parse(Rule::reserved, found)
        .ok()
        .filter(|pairs| pairs.as_str() == found && !found.is_empty())
        .map(|_| format!("`{found}` is a word of the language and cannot be a name"))
}

/// Without white space and comments at the beginning.
fn skip_blank(mut text: &str) -> &str {
    loop {
        text = text.trim_start();
        match text.strip_prefix('#') {
            Some(comment) => text = comment.split_once('\n').map_or("", |(_, rest)| rest),
            None => return text,
        }
    }
}

/// The first word or sign.
fn first_token(text: &str) -> &str {
    let word = |character: char| character.is_alphanumeric() || character == '_';
    let length = if text.starts_with(word) {
        text.find(|character| !word(character)).unwrap_or(text.len())
    } else if text.starts_with('"') {
        text.char_indices().skip(1).find(|(_, c)| *c == '"').map_or(1, |(at, _)| at + 1)
    } else {
        ["==", "!=", ">=", "<=", "&&", "||", "//"]
            .iter()
            .find(|sign| text.starts_with(**sign))
            .map_or_else(|| text.chars().next().map_or(0, char::len_utf8), |sign| sign.len())
    };
    text.get(..length).unwrap_or_default()
}

/// A name in Unicode's composed form, so that one name is one name however it was typed.
fn composed(name: &str) -> std::sync::Arc<str> {
    if name.is_ascii() { name.into() } else { name.nfc().collect::<String>().into() }
}
