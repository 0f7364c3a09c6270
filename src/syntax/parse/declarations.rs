//! Declarations and their clauses.
//!
//! Each method reads the pair of one grammar rule. `None` stands for a pair that the grammar cannot produce, or for
//! a value that was complained of: the declaration is then left out.

use crate::base::Span;
use crate::syntax::parse::reader::{Parts, Reader};
use crate::syntax::tree::{
    self, Action, ActionRule, Actions, AlsoForbidden, Arithmetic, AsideOf, Called, Clause, Conflict,
    Declaration, DeclarationKind, Effect, EffectKind, EnumValue, Expression, ExpressionKind, Field,
    Invariant, InvariantKind, Let, LetBody, LocalizedText, Member, Name, Parameter, Passage, Role, RuleKind,
    Set, Step, Subject, Text, TypeName, Waives,
};
use crate::syntax::vocabulary::{Pair, Rule};

impl Reader<'_> {
    pub(super) fn declaration(&mut self, span: Span, pair: &Pair<'_>) -> Option<Declaration> {
        let rule = pair.as_rule();
        let mut parts = Parts::of(pair.clone());
        let kind = match rule {
            Rule::import => DeclarationKind::Import(self.string(&parts.next()?)),
            Rule::document => DeclarationKind::Document {
                name: self.name(&parts.next()?),
                path: self.string(&parts.next()?),
                reading: parts
                    .next_if(Rule::as_reading)
                    .and_then(|words| Some(self.span(&words.into_inner().last()?))),
                optional: parts.next_if(Rule::may_be_absent).map(|word| self.span(&word)),
            },
            Rule::prefer => DeclarationKind::Prefer {
                first: self.name(&parts.next()?),
                second: self.name(&parts.next()?),
            },
            Rule::enumeration => {
                let name = self.name(&parts.next()?);
                let value = |pair| {
                    let mut parts = Parts::of(pair);
                    let name = self.name(&parts.next()?);
                    let called = parts.pairs.map(|called| self.called(called)).collect::<Option<_>>()?;
                    Some(EnumValue { name, called })
                };
                DeclarationKind::Enum { name, values: parts.pairs.map(value).collect::<Option<_>>()? }
            }
            Rule::state => DeclarationKind::State(self.members(parts)?),
            Rule::role => DeclarationKind::Role(self.role(parts)?),
            Rule::definition => DeclarationKind::Let(self.definition(parts)?),
            Rule::action => DeclarationKind::Action(self.action(parts)?),
            Rule::conflict => DeclarationKind::Conflict(self.conflict(parts)?),
            Rule::aside => {
                let document = self.name(&parts.next()?);
                let of = match parts.inner_if(Rule::under) {
                    Some(under) => AsideOf::Section { document, under: self.string(&under) },
                    None => AsideOf::Passage(self.quoted(document, &mut parts)?),
                };
                DeclarationKind::Aside { of, because: self.localized_texts(parts.next()?)? }
            }
            _ => DeclarationKind::Rule(Box::new(self.rule(pair)?)),
        };
        Some(Declaration { span, kind })
    }

    pub(super) fn members(&mut self, parts: Parts<'_>) -> Option<Vec<Member>> {
        parts.pairs.map(|pair| self.member(pair)).collect()
    }

    pub(super) fn member(&mut self, pair: Pair<'_>) -> Option<Member> {
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
        let key = parts.inner_if(Rule::by).map(|by| self.name(&by));
        let inside = parts.next_if(Rule::nests).into_iter().flat_map(|nests| Parts::of(nests).pairs);
        let inside = inside.map(|name| self.name(&name)).collect();
        let fields = parts.pairs.map(|pair| self.field(pair)).collect::<Option<_>>()?;
        Some(Member::Collection { name, noun, key, inside, fields })
    }

    pub(super) fn field(&mut self, pair: Pair<'_>) -> Option<Field> {
        let mut parts = Parts::of(pair);
        let name = self.name(&parts.next()?);
        let ty = self.type_name(parts.next()?)?;
        let default = self.optional(parts.inner_if(Rule::default), Self::literal)?;
        Some(Field { name, ty, default })
    }

    pub(super) fn type_name(&mut self, pair: Pair<'_>) -> Option<TypeName> {
        let mut parts = Parts::of(pair);
        let list = parts.next_if(Rule::list_of).is_some();
        let name = self.name(&parts.next()?);
        let optional = parts.next_if(Rule::optional).is_some();
        let range = self.optional(parts.next(), Self::range)?;
        Some(TypeName { list, name, optional, range })
    }

    fn range(&mut self, pair: Pair<'_>) -> Option<tree::Range> {
        let mut parts = Parts::of(pair);
        let end = |reader: &mut Self, pair: Pair<'_>| Some((reader.number(&pair)?, reader.span(&pair)));
        Some(tree::Range { from: end(self, parts.next()?)?, to: self.optional(parts.next(), end)? })
    }

    pub(super) fn literal(&mut self, pair: Pair<'_>) -> Option<Expression> {
        let pair = pair.into_inner().next()?;
        let span = self.span(&pair);
        let kind = match pair.as_rule() {
            Rule::name => ExpressionKind::Reference { path: vec![self.name(&pair)], arguments: None },
            _ => self.plain(&pair)?,
        };
        Some(Expression { span, kind })
    }

    pub(super) fn role(&mut self, mut parts: Parts<'_>) -> Option<Role> {
        let name = self.name(&parts.next()?);
        let like = parts.inner_if(Rule::like).map(|like| self.name(&like));
        let mut role =
            Role { name, like, called: Vec::new(), except: Vec::new(), say: Vec::new(), cites: Vec::new() };
        while let Some(clause) = parts.next() {
            match clause.as_rule() {
                Rule::called => role.called.push(self.called(clause)?),
                Rule::except => role.except.extend(self.names(Parts::of(clause))),
                Rule::say => role.say.extend(self.localized_texts(clause)?),
                _ => role.cites.push(self.citation(clause)?),
            }
        }
        Some(role)
    }

    fn called(&mut self, pair: Pair<'_>) -> Option<Called> {
        let mut parts = Parts::of(pair);
        let language = self.name(&parts.next()?);
        Some(Called { language, names: parts.pairs.map(|name| self.string(&name)).collect() })
    }

    pub(super) fn parameters(&mut self, parts: &mut Parts<'_>) -> Option<Vec<Parameter>> {
        let Some(list) = parts.next_if(Rule::parameters) else {
            return Some(Vec::new());
        };
        Parts::of(list)
            .pairs
            .map(|pair| {
                let mut parts = Parts::of(pair);
                let name = self.name(&parts.next()?);
                Some(Parameter { name, ty: self.optional(parts.next(), Self::type_name)? })
            })
            .collect()
    }

    pub(super) fn definition(&mut self, mut parts: Parts<'_>) -> Option<Let> {
        let name = self.name(&parts.next()?);
        let parameters = self.parameters(&mut parts)?;
        let noun = parts.inner_if(Rule::noun).map(|noun| self.name(&noun));
        let body = parts.next()?;
        let body = match body.as_rule() {
            Rule::filtered => LetBody::Set(self.set(body)?),
            _ => LetBody::Expression(self.expression(body)?),
        };
        Some(Let { name, parameters, noun, body })
    }

    pub(super) fn set(&mut self, pair: Pair<'_>) -> Option<Set> {
        let span = self.span(&pair);
        let mut parts = Parts::of(pair);
        let name = self.name(&parts.next()?);
        Some(Set { name, fields: Vec::new(), filter: self.optional(parts.next(), Self::expression)?, span })
    }

    pub(super) fn action(&mut self, mut parts: Parts<'_>) -> Option<Action> {
        let mut action = Action {
            name: self.name(&parts.next()?),
            parameters: self.parameters(&mut parts)?,
            called: Vec::new(),
            how: Vec::new(),
            effects: Vec::new(),
            cites: Vec::new(),
        };
        while let Some(clause) = parts.next() {
            match clause.as_rule() {
                Rule::called => action.called.push(self.called(clause)?),
                Rule::how => action.how.push(self.step(clause)?),
                Rule::effect => action.effects.push(self.effect(clause)?),
                _ => action.cites.push(self.citation(clause)?),
            }
        }
        Some(action)
    }

    fn step(&mut self, pair: Pair<'_>) -> Option<Step> {
        let mut step = Step { texts: Vec::new(), cites: Vec::new() };
        for part in pair.into_inner() {
            match part.as_rule() {
                Rule::localized => step.texts.push(self.localized(part)?),
                Rule::cites => step.cites.push(self.citation(part)?),
                _ => {}
            }
        }
        Some(step)
    }

    pub(super) fn effect(&mut self, pair: Pair<'_>) -> Option<Effect> {
        let span = self.span(&pair);
        let pair = Parts::of(pair).next()?;
        let rule = pair.as_rule();
        let mut parts = Parts::of(pair);
        let first = parts.next()?;
        let kind = if matches!(rule, Rule::put | Rule::take) {
            EffectKind::Edit {
                put: rule == Rule::put,
                value: self.sum(first)?,
                target: self.path(&parts.next()?),
                when: self.optional(parts.inner_if(Rule::when), Self::expression)?,
            }
        } else if rule == Rule::add {
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
            let mut value = self.optional(parts.next_if(Rule::expression), Self::expression)?;
            while let Some(cap) = parts.inner_if(Rule::cap) {
                let operator = match cap.as_rule() {
                    Rule::at_most => Arithmetic::Lesser,
                    _ => Arithmetic::Greater,
                };
                let (left, right) = (value?, self.sum(Parts::of(cap).next()?)?);
                let span = left.span.to(right.span);
                let kind = ExpressionKind::Arithmetic(Box::new(left), operator, Box::new(right));
                value = Some(Expression { span, kind });
            }
            EffectKind::Set {
                target,
                value,
                when: self.optional(parts.inner_if(Rule::when), Self::expression)?,
                otherwise: self.optional(parts.inner_if(Rule::else_), Self::expression)?,
            }
        };
        Some(Effect { span, kind })
    }

    pub(super) fn rule(&mut self, pair: &Pair<'_>) -> Option<tree::Rule> {
        let mut sentence = self.span(pair).at_start();
        for part in pair.clone().into_inner() {
            if !matches!(part.as_rule(), Rule::say | Rule::cites | Rule::exempts | Rule::also_forbids) {
                sentence = sentence.to(self.span(&part));
            }
        }
        let mut parts = Parts::of(pair.clone());
        let id = self.id(&parts.next()?);
        let mut rule = tree::Rule {
            id,
            kind: match pair.as_rule() {
                Rule::permit => RuleKind::Permit(self.action_rule(&mut parts)?),
                Rule::forbid => RuleKind::Forbid(self.action_rule(&mut parts)?),
                _ => RuleKind::Invariant(Box::new(self.invariant(pair.as_rule(), &mut parts)?)),
            },
            sentence,
            say: Vec::new(),
            cites: Vec::new(),
        };
        while let Some(clause) = parts.next() {
            match (clause.as_rule(), &mut rule.kind) {
                (Rule::say, _) => rule.say.extend(self.localized_texts(clause)?),
                (Rule::cites, _) => rule.cites.push(self.citation(clause)?),
                (word, RuleKind::Permit(rule) | RuleKind::Forbid(rule)) => rule.conditions.push(Clause {
                    unless: word == Rule::unless,
                    condition: self.expression(Parts::of(clause).next()?)?,
                }),
                (Rule::exempts, RuleKind::Invariant(rule)) => {
                    let mut parts = Parts::of(clause);
                    rule.exempts_all |= parts.next_if(Rule::everything).is_some();
                    rule.exempts.extend(self.names(parts));
                }
                (_, RuleKind::Invariant(rule)) => {
                    let mut parts = Parts::of(clause);
                    let mut actions = Vec::new();
                    while let Some(name) = parts.next_if(Rule::name) {
                        actions.push(self.name(&name));
                    }
                    let when = self.optional(parts.inner_if(Rule::when), Self::expression)?;
                    rule.also_forbids.push(AlsoForbidden { actions, when });
                }
            }
        }
        Some(rule)
    }

    pub(super) fn action_rule(&mut self, parts: &mut Parts<'_>) -> Option<ActionRule> {
        let subject = parts.next()?;
        let subject = match subject.as_rule() {
            Rule::nobody => Subject::Nobody(self.span(&subject)),
            Rule::every => Subject::Every(self.name(&Parts::of(subject).next()?)),
            _ => Subject::Roles(self.names(Parts::of(subject))),
        };
        let actions = parts.next()?;
        let mut inner = Parts::of(actions.clone());
        let actions = match inner.next_if(Rule::anything) {
            Some(anything) => {
                let span = self.span(&anything);
                let except = Parts::of(anything).next().map(|except| self.names(Parts::of(except)));
                Actions::Anything { span, except: except.unwrap_or_default() }
            }
            None => Actions::Named(self.names(inner)),
        };
        Some(ActionRule { subject, actions, conditions: Vec::with_capacity(parts.most()) })
    }

    pub(super) fn invariant(&mut self, rule: Rule, parts: &mut Parts<'_>) -> Option<Invariant> {
        let kind = match rule {
            Rule::limit => InvariantKind::Limit(Box::new(self.limit(parts)?)),
            Rule::never => InvariantKind::Never(self.set(parts.next()?)?),
            _ => {
                let noun = self.name(&parts.next()?);
                let obligation = parts.next()?;
                let must = obligation.as_rule() == Rule::must;
                let mut parts = Parts::of(obligation);
                let field = if must { Some(self.name(&parts.next()?)) } else { None };
                let period = self.period(parts.next()?)?;
                let from = self.name(&parts.next()?);
                match field {
                    Some(field) => InvariantKind::MustHave { noun, field, period, from },
                    None => InvariantKind::Lasts { noun, period, from },
                }
            }
        };
        Some(Invariant { kind, exempts: Vec::new(), exempts_all: false, also_forbids: Vec::new() })
    }

    pub(super) fn conflict(&mut self, mut parts: Parts<'_>) -> Option<Conflict> {
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
                conflict.because.extend(self.localized_texts(clause)?);
            }
        }
        Some(conflict)
    }

    pub(super) fn citation(&mut self, pair: Pair<'_>) -> Option<Passage> {
        let mut parts = Parts::of(pair);
        let mut passage = self.passage(parts.next()?)?;
        if let Some(waives) = parts.next() {
            let mut waived = Waives { numbers: Vec::new(), because: Vec::new() };
            for part in Parts::of(waives).pairs {
                match part.as_rule() {
                    Rule::number => waived.numbers.push((self.number(&part)?, self.span(&part))),
                    _ => waived.because.extend(self.localized_texts(part)?),
                }
            }
            passage.waives = Some(waived);
        }
        Some(passage)
    }

    pub(super) fn passage(&mut self, pair: Pair<'_>) -> Option<Passage> {
        let mut parts = Parts::of(pair);
        let document = self.name(&parts.next()?);
        self.quoted(document, &mut parts)
    }

    /// What stands behind the name of a document.
    fn quoted(&mut self, document: Name, parts: &mut Parts<'_>) -> Option<Passage> {
        let quote = self.text(parts)?;
        let under = parts.inner_if(Rule::under).map(|under| self.string(&under));
        Some(Passage { document, quote, under, waives: None })
    }

    pub(super) fn localized_texts(&mut self, pair: Pair<'_>) -> Option<Vec<LocalizedText>> {
        Parts::of(pair).pairs.map(|pair| self.localized(pair)).collect()
    }

    fn localized(&mut self, pair: Pair<'_>) -> Option<LocalizedText> {
        let mut parts = Parts::of(pair);
        let language = self.name(&parts.next()?);
        let text = self.text(&mut parts)?;
        Some(LocalizedText { language, text })
    }

    pub(super) fn text(&mut self, parts: &mut Parts<'_>) -> Option<Text> {
        let first = self.string(&parts.next_if(Rule::string)?);
        let mut whole = first.text.to_string();
        let (mut span, mut holes) = (first.span, first.holes);
        while let Some(more) = parts.next_if(Rule::string) {
            let more = self.string(&more);
            whole.push(' ');
            whole.push_str(&more.text);
            span = span.to(more.span);
            holes.extend(more.holes);
        }
        if holes.len() != whole.matches('{').count() {
            holes.clear();
        }
        Some(Text { text: whole.into(), span, holes })
    }
}
