//! Roles, actions and rules.

use crate::base::{Code, Diagnostic, Span};
use crate::model::from_syntax::Checker;
use crate::model::from_syntax::expressions::{Scope, Told};
use crate::model::from_syntax::names::{SetName, narrow, wide};
use crate::model::from_syntax::schema::MOST;
use crate::model::{
    Action, ActionRule, Condition, Effect, Expr, ExprKind, Invariant, InvariantKind, Parameter, Role, Rule,
    RuleKind, Set, Target,
};
use crate::syntax::tree;
use crate::syntax::tree::DeclarationKind as Kind;
use crate::values::Type;
use std::borrow::Cow;
use std::collections::HashSet;
use std::collections::hash_map::{Entry, HashMap};
use std::rc::Rc;
use std::sync::Arc;

impl Checker {
    pub(super) fn role_tree(&mut self, declarations: &[&tree::Declaration]) {
        for declaration in declarations {
            let Kind::Role(role) = &declaration.kind else { continue };
            if self.too_many_errors() {
                break;
            }
            if self.names.roles.place(&role.name.text) != Some(role.name.span) {
                continue;
            }
            let like = role.like.as_ref().and_then(|like| self.role(like));
            if role.like.is_none()
                && let Some(first) = role.except.first()
            {
                self.report(
                    Diagnostic::error(Code::E0206, format!("`{}` is like no other role", role.name.text))
                        .label(first.span, "an exception from what?")
                        .help("write `like` and the role whose rights it has"),
                );
            }
            let mut except: Vec<(u32, Span)> = Vec::new();
            let mut seen: HashMap<u32, Span> = HashMap::new();
            for name in &role.except {
                let Some(action) = self.action_number(name) else { continue };
                if let Some(first) = seen.get(&action) {
                    self.taken("exception", name, *first);
                } else {
                    seen.insert(action, name.span);
                    except.push((action, name.span));
                }
            }
            let mut scope = Scope { actor: true, state: true, ..Scope::default() };
            let messages = self.messages(&role.say, &mut scope);
            let cites = self.citations(&role.cites);
            self.model.roles.push(Role { name: role.name.clone(), like, except, messages, cites });
        }
        for start in 0..self.model.roles.len() {
            self.role_circle(narrow(wide(start)));
        }
    }

    fn role_circle(&mut self, start: u16) {
        // Rights are looked for along the line of roles, for every rule.
        const LONGEST: usize = 32;
        let like = |role: &u16| self.model.roles.get(usize::from(*role)).and_then(|role| role.like);
        let line: Vec<u16> =
            std::iter::successors(Some(start), like).take(self.model.roles.len() + 1).collect();
        if line.len() > LONGEST && !line.iter().skip(1).any(|role| *role == start) {
            let place = self.model.roles.get(usize::from(start)).map(|role| role.name.span);
            if let Some(place) = place {
                self.report(
                    Diagnostic::error(
                        Code::E0106,
                        format!("more than {LONGEST} roles are like one another in a row"),
                    )
                    .label(place, "the row begins here")
                    .help("let some of them be like the last one directly"),
                );
            }
            return;
        }
        // Each circle is told once, at its first role.
        let circle = line.iter().skip(1).position(|role| *role == start);
        let Some(length) = circle else { return };
        if line.iter().take(length + 1).min() != Some(&start) {
            return;
        }
        if let Some(role) = self.model.roles.get(usize::from(start)) {
            let diagnostic = Diagnostic::error(Code::E0205, format!("`{}` is like itself", role.name.text))
                .label(role.name.span, "the roles that it is like come back to it")
                .help("one role of them must be like no other");
            self.report(diagnostic);
        }
    }

    fn role(&mut self, name: &tree::Name) -> Option<u16> {
        let found = self.names.roles.get(&name.text);
        if found.is_none() {
            let known = self.names.roles.known();
            self.unknown("no role", name, known.iter().map(AsRef::as_ref));
        }
        found.map(narrow)
    }

    fn action_number(&mut self, name: &tree::Name) -> Option<u32> {
        let found = self.names.actions.get(&name.text);
        if found.is_none() {
            let known = self.names.actions.known();
            self.unknown("no action", name, known.iter().map(AsRef::as_ref));
        }
        found
    }

    fn action_numbers(&mut self, names: &[tree::Name]) -> Vec<u32> {
        if let [only] = names {
            return self.action_number(only).into_iter().collect();
        }
        let mut found = Vec::new();
        let mut seen = HashSet::new();
        for name in names {
            if let Some(number) = self.action_number(name)
                && seen.insert(number)
            {
                found.push(number);
            }
        }
        found
    }

    // ------------------------------------------------------------------------------------- actions

    /// Take the names of all actions and look up what is told with them.
    pub(super) fn declare_actions(&mut self, declarations: &[&tree::Declaration]) {
        for declaration in declarations {
            let Kind::Action(written) = &declaration.kind else { continue };
            if self.too_many_errors() {
                break;
            }
            if !self.declare(|names| &mut names.actions, "action", &written.name) {
                continue;
            }
            let mut parameters: Vec<u16> = Vec::new();
            let mut seen: Vec<&tree::Name> = Vec::new();
            let last = written.parameters.last().map(|last| last.name.span);
            self.too_many(written.parameters.len(), last);
            for parameter in written.parameters.iter().take(MOST) {
                let name = &parameter.name;
                if let Some(first) = seen.iter().find(|other| other.text == name.text) {
                    let first = first.span;
                    self.taken("parameter", name, first);
                    continue;
                }
                seen.push(name);
                if ["actor", "action", "at"].contains(&&*name.text) {
                    self.report(
                        Diagnostic::error(Code::E0202, format!("`{}` is told with every action", name.text))
                            .label(name.span, "choose another name"),
                    );
                    continue;
                }
                if let Some(ty) = self.parameter_type(parameter) {
                    let optional = parameter.ty.as_ref().is_some_and(|ty| ty.optional);
                    parameters.push(self.parameter(name, ty, optional));
                    self.too_many(self.model.parameters.len(), Some(name.span));
                    if self.model.parameters.len() > MOST {
                        return;
                    }
                }
            }
            self.model.actions.push(Action {
                name: written.name.clone(),
                parameters,
                how: Vec::new(),
                effects: Vec::new(),
                cites: Vec::new(),
            });
        }
    }

    /// The number of a parameter; actions share those of one name and type.
    fn parameter(&mut self, name: &tree::Name, ty: Type, optional: bool) -> u16 {
        let next = narrow(wide(self.model.parameters.len()));
        match self.names.parameters.entry((name.text.clone(), ty, optional)) {
            Entry::Occupied(known) => *known.get(),
            Entry::Vacant(place) => {
                let ty = place.key().1.clone();
                place.insert(next);
                self.model.parameters.push(Parameter { name: name.clone(), ty, optional });
                next
            }
        }
    }

    pub(super) fn actions(&mut self, declarations: &[&tree::Declaration]) {
        for declaration in declarations {
            let Kind::Action(written) = &declaration.kind else { continue };
            if self.too_many_errors() {
                break;
            }
            if self.names.actions.place(&written.name.text) != Some(written.name.span) {
                continue;
            }
            let Some(number) = self.names.actions.get(&written.name.text) else { continue };
            let how = written.how.iter().map(|step| self.said(step)).collect();
            let mut effects: Vec<Effect> = Vec::new();
            let mut scope = self.action_scope(&[number]);
            for effect in &written.effects {
                if let Some(found) = self.effect(effect, &mut scope) {
                    self.once(&effects, &found);
                    effects.push(found);
                }
            }
            let cites = self.citations(&written.cites);
            if let Some(action) = self.model.actions.get_mut(number as usize) {
                action.how = how;
                action.effects = effects;
                action.cites = cites;
            }
        }
        if let (None, Some(action)) = (self.model.schema.actors, self.model.actions.first()) {
            let place = action.name.span;
            self.report(
                Diagnostic::error(Code::E0206, "nobody can act")
                    .label(place, "this action needs an actor")
                    .help("declare a collection with a key and a field of type `Role` in `state`"),
            );
        }
    }

    fn effect(&mut self, effect: &tree::Effect, scope: &mut Scope) -> Option<Effect> {
        match &effect.kind {
            tree::EffectKind::Add { collection, fields } => {
                let SetName::Collection(number) = self.set_name(collection)? else {
                    self.report(
                        Diagnostic::error(Code::E0302, format!("`{}` is a named set", collection.text))
                            .label(collection.span, "elements are added to a collection"),
                    );
                    return None;
                };
                let fields = self.new_element(number, collection, fields, scope)?;
                Some(Effect::Add { collection: number, fields, span: effect.span })
            }
            tree::EffectKind::Set { target, value, when } => {
                self.change(effect.span, target, value.as_ref(), when.as_ref(), scope)
            }
        }
    }

    fn new_element(
        &mut self,
        number: u16,
        collection: &tree::Name,
        written: &[(tree::Name, tree::Expression)],
        scope: &mut Scope,
    ) -> Option<Vec<(u16, Expr)>> {
        let shape = self.model.schema.collections.get(usize::from(number))?.clone();
        let mut found: Vec<(u16, Expr)> = Vec::new();
        let mut seen: Vec<&tree::Name> = Vec::new();
        for (name, value) in written {
            if let Some(first) = seen.iter().find(|other| other.text == name.text) {
                let first = first.span;
                self.taken("field", name, first);
                continue;
            }
            seen.push(name);
            let Some(at) = shape.fields.iter().position(|field| field.name.text == name.text) else {
                let known: Vec<Arc<str>> = shape.fields.iter().map(|field| field.name.text.clone()).collect();
                let what = format!("no field of `{}`", shape.noun.text);
                self.unknown(&what, name, known.iter().map(AsRef::as_ref));
                continue;
            };
            let ty = shape.fields.get(at).map(|field| field.ty.clone())?;
            let optional = shape.fields.get(at).is_some_and(|field| field.optional);
            if let Some(value) = self.typed(value, &ty, scope) {
                self.bounded_expression(&value);
                self.always_there(&value, optional, name.span);
                found.push((narrow(wide(at)), value));
            }
        }
        for field in &shape.fields {
            let due = !field.optional && field.default.is_none();
            if due && !seen.iter().any(|name| name.text == field.name.text) {
                self.report(
                    Diagnostic::error(
                        Code::E0206,
                        format!("the new {} has no `{}`", shape.noun.text, field.name.text),
                    )
                    .label(collection.span, "added here")
                    .label(field.name.span, "this field has no default and is not optional"),
                );
            }
        }
        Some(found)
    }

    fn change(
        &mut self,
        span: Span,
        path: &[tree::Name],
        value: Option<&tree::Expression>,
        when: Option<&tree::Expression>,
        scope: &mut Scope,
    ) -> Option<Effect> {
        let whole = path.first()?.span.to(path.last()?.span);
        let reference = tree::Expression {
            span: whole,
            kind: tree::ExpressionKind::Reference { path: path.to_vec(), arguments: None },
        };
        let found = self.value(&reference, None, scope)?;
        let (target, field) = match found.kind {
            ExprKind::Scalar(number) => {
                let scalar = self.model.schema.scalars.get(usize::from(number))?;
                (Target::Scalar(number), scalar.field.clone())
            }
            ExprKind::Field(element, number)
                if matches!(element.kind, ExprKind::Actor | ExprKind::Parameter(_)) =>
            {
                let Type::Element(collection) = element.ty else { return None };
                let collection = self.model.schema.collections.get(usize::from(collection))?;
                if collection.key == Some(number) {
                    let diagnostic = Diagnostic::error(
                        Code::E0302,
                        format!("`{}` tells one {} from another", found_name(path), collection.noun.text),
                    )
                    .label(whole, "it cannot change");
                    self.report(diagnostic);
                    return None;
                }
                let field = collection.fields.get(usize::from(number))?.clone();
                (Target::Field(*element, number), field)
            }
            _ => {
                self.report(
                    Diagnostic::error(Code::E0302, format!("`{}` cannot change", found_name(path))).label(
                        whole,
                        "a value of the state, or a field of the actor or of a parameter, is due here",
                    ),
                );
                return None;
            }
        };
        let value = match value {
            Some(value) => Some(self.typed(value, &field.ty, scope)?),
            None if field.optional => None,
            None => {
                self.report(
                    Diagnostic::error(Code::E0302, format!("`{}` always has a value", found_name(path)))
                        .label(whole, "it cannot be cleared")
                        .label(field.name.span, "declared without `?`"),
                );
                return None;
            }
        };
        let when = match when {
            Some(when) => Some(self.condition(when, scope)?),
            None => None,
        };
        value.iter().chain(&when).for_each(|expr| self.bounded_expression(expr));
        if let Some(value) = &value {
            self.always_there(value, field.optional, whole);
        }
        if field.ty == Type::TimeZone && matches!(target, Target::Scalar(_)) {
            self.report(
                Diagnostic::error(Code::E0302, "the time zone of a portal cannot change")
                    .label(whole, "every date counts in it"),
            );
        }
        Some(Effect::Set { target, value, when, span })
    }

    /// Report a value that may be absent where one is always due.
    fn always_there(&mut self, value: &Expr, optional: bool, target: Span) {
        if !optional && self.may_be_absent(value) {
            self.report(
                Diagnostic::error(Code::E0204, "this value may be absent")
                    .label(value.span, "it is optional")
                    .label(target, "this always has a value")
                    .help("declare both with `?`, or neither"),
            );
        }
    }

    fn may_be_absent(&self, value: &Expr) -> bool {
        match &value.kind {
            ExprKind::Scalar(number) => self
                .model
                .schema
                .scalars
                .get(usize::from(*number))
                .is_some_and(|scalar| scalar.field.optional),
            ExprKind::Parameter(number) => {
                self.model.parameters.get(usize::from(*number)).is_some_and(|parameter| parameter.optional)
            }
            ExprKind::Field(element, number) => {
                let Type::Element(collection) = element.ty else { return true };
                let collection = self.model.schema.collections.get(usize::from(collection));
                let field = collection.and_then(|found| found.fields.get(usize::from(*number)));
                field.is_none_or(|field| field.optional) || self.may_be_absent(element)
            }
            ExprKind::Arithmetic(left, _, right) => self.may_be_absent(left) || self.may_be_absent(right),
            ExprKind::Call(number, arguments) => {
                let body = self.model.lets.get(*number as usize).map(|found| &found.body);
                let absent =
                    matches!(body, Some(crate::model::LetBody::Value(body)) if self.may_be_absent(body));
                absent || arguments.iter().any(|argument| self.may_be_absent(argument))
            }
            _ => false,
        }
    }

    /// Report a second change of one thing by one action.
    fn once(&mut self, effects: &[Effect], new: &Effect) {
        let key = |effect: &Effect| match effect {
            Effect::Set { target: Target::Scalar(number), span, .. } => Some(((0, 0, *number), *span)),
            Effect::Set { target: Target::Field(element, field), span, .. } => match element.kind {
                ExprKind::Parameter(number) => Some(((2, number, *field), *span)),
                _ => Some(((1, 0, *field), *span)),
            },
            Effect::Add { .. } => None,
        };
        let Some((what, span)) = key(new) else { return };
        if let Some((_, first)) = effects.iter().filter_map(key).find(|(other, _)| *other == what) {
            self.report(
                Diagnostic::error(Code::E0302, "one action changes this twice")
                    .label(span, "again here")
                    .label(first, "first here"),
            );
        }
    }

    /// What a rule about these actions may speak of: what is told with every one of them.
    fn action_scope(&mut self, actions: &[u32]) -> Scope {
        // So many lists of parameters are kept.
        const MOST_KEPT: usize = 100;
        let parameters = |action: &u32| {
            self.model
                .actions
                .get(*action as usize)
                .map(|found| found.parameters.as_slice())
                .unwrap_or_default()
        };
        let first = actions.first().map(parameters).unwrap_or_default();
        let mut shared = Cow::Borrowed(first);
        for action in actions {
            if shared.is_empty() {
                break;
            }
            let own = parameters(action);
            if own != first {
                let own: HashSet<u16> = own.iter().copied().collect();
                shared.to_mut().retain(|number| own.contains(number));
            }
        }
        let told = self.told.get(&*shared).cloned().unwrap_or_else(|| {
            let told = shared.iter().filter_map(|number| {
                let found = self.model.parameters.get(usize::from(*number))?;
                Some((found.name.text.clone(), ExprKind::Parameter(*number), found.ty.clone()))
            });
            let told: Rc<Vec<Told>> = Rc::new(told.collect());
            if self.told.len() < MOST_KEPT {
                self.told.insert(shared.into_owned(), told.clone());
            }
            told
        });
        Scope { told, actor: true, state: true, ..Scope::default() }
    }

    // --------------------------------------------------------------------------------------- rules

    /// Check the rules, and let go of each. What is left are the declarations that may speak of rules.
    pub(super) fn rules(&mut self, files: Vec<tree::File>) -> Vec<tree::Declaration> {
        let mut late = Vec::new();
        let rules = files.iter().flat_map(|file| &file.declarations);
        let rules = rules.filter(|declaration| matches!(declaration.kind, Kind::Rule(_))).count();
        self.model.rules.to_mut().reserve_exact(rules);
        for declaration in files.into_iter().flat_map(|file| file.declarations) {
            let written = match declaration.kind {
                Kind::Rule(written) => written,
                Kind::Conflict(_) | Kind::Aside { .. } => {
                    late.push(declaration);
                    continue;
                }
                _ => continue,
            };
            if self.too_many_errors() {
                break;
            }
            if &*written.id.text == "default" {
                self.report(
                    Diagnostic::error(Code::E0202, "`default` is what denies when nothing permits")
                        .label(written.id.span, "choose another id"),
                );
            }
            if let Err(first) = self.names.rules.add(&written.id, wide(self.model.rules.len())) {
                self.taken("id", &written.id, first);
            } else if let Some(rule) = self.rule(*written) {
                self.model.rules.to_mut().push(rule);
            }
        }
        self.compared();
        late
    }

    /// Count what it takes to compare every action that changes something with every statement about states.
    fn compared(&mut self) {
        // A comparison is cheaper than a part that is kept.
        const CHEAPER: usize = 10;
        let changing = self.model.actions.iter().filter(|action| !action.effects.is_empty()).count();
        let sizes = self.model.rules.iter().filter_map(|rule| match &rule.kind {
            RuleKind::Invariant(invariant) => Some((self.size_of(&invariant.set), rule.id.span)),
            _ => None,
        });
        for (parts, place) in sizes.collect::<Vec<_>>() {
            self.write_out(parts.saturating_mul(changing) / CHEAPER, place);
        }
    }

    fn rule(&mut self, written: tree::Rule) -> Option<Rule> {
        let cites = self.citations(&written.cites);
        let (kind, mut scope) = match &written.kind {
            tree::RuleKind::Permit(rule) | tree::RuleKind::Forbid(rule) => {
                let (rule, scope) = self.action_rule(rule)?;
                match written.kind {
                    tree::RuleKind::Permit(_) => (RuleKind::Permit(rule), scope),
                    _ => (RuleKind::Forbid(rule), scope),
                }
            }
            tree::RuleKind::Invariant(invariant) => {
                let invariant = self.invariant(invariant)?;
                let scope = Scope {
                    state: true,
                    counts: matches!(invariant.kind, InvariantKind::Limit(_)),
                    due: matches!(
                        invariant.kind,
                        InvariantKind::MustHave { .. } | InvariantKind::Lasts { .. }
                    ),
                    ..Scope::default()
                };
                (RuleKind::Invariant(invariant), scope)
            }
        };
        let element = match &kind {
            RuleKind::Invariant(Invariant { set, kind, .. }) if !matches!(kind, InvariantKind::Limit(_)) => {
                Some((set.collection, self.nouns(set.collection, set.of)))
            }
            _ => None,
        };
        let messages = match element {
            Some((collection, names)) => {
                self.within_element(collection, names, &mut scope, |checker, scope| {
                    checker.messages(&written.say, scope)
                })
            }
            None => self.messages(&written.say, &mut scope),
        };
        Some(Rule { id: written.id, sentence: written.sentence, kind, messages, cites })
    }

    fn action_rule(&mut self, written: &tree::ActionRule) -> Option<(ActionRule, Scope)> {
        let (roles, subject) = match &written.subject {
            tree::Subject::Nobody(span) => (None, *span),
            tree::Subject::Every(noun) => {
                self.actor_noun(noun);
                (None, noun.span)
            }
            tree::Subject::Roles(names) => {
                let roles: Vec<Option<u16>> = names.iter().map(|name| self.role(name)).collect();
                let place = names.first()?.span.to(names.last()?.span);
                (Some(roles.into_iter().collect::<Option<_>>()?), place)
            }
        };
        let actions = match &written.actions {
            tree::Actions::Named(names) => self.action_numbers(names),
            tree::Actions::Anything { except, .. } => {
                let except: HashSet<u32> = self.action_numbers(except).into_iter().collect();
                (0..wide(self.model.actions.len())).filter(|number| !except.contains(number)).collect()
            }
        };
        // Each action has its own copy of what leads to the conditions, and its own roles.
        let parts = written.conditions.len() + 1 + if roles.is_some() { self.rights() } else { 0 };
        if !self.write_out(parts.saturating_mul(actions.len()), subject) {
            return None;
        }
        let mut scope = self.action_scope(&actions);
        let mut conditions = Vec::with_capacity(written.conditions.len());
        let mut sound = true;
        for clause in &written.conditions {
            match self.condition(&clause.condition, &mut scope) {
                Some(expr) => {
                    self.bounded_expression(&expr);
                    conditions.push(Condition { unless: clause.unless, expr });
                }
                None => sound = false,
            }
        }
        let rule = ActionRule { roles, subject, actions, conditions };
        sound.then_some((rule, scope))
    }

    /// What it takes to find the roles that have a right, in parts of a rule.
    fn rights(&self) -> usize {
        // To look at a role or an exception is cheaper than to keep a part.
        const CHEAPER: usize = 16;
        self.model.roles.iter().map(|role| 1 + role.except.len()).sum::<usize>() / CHEAPER
    }

    fn actor_noun(&mut self, noun: &tree::Name) {
        let actors = self.model.schema.actors;
        let collection = actors.and_then(|number| self.model.schema.collections.get(usize::from(number)));
        let Some(collection) = collection else { return };
        if collection.noun.text != noun.text {
            let diagnostic = Diagnostic::error(Code::E0201, format!("`{}` is not who acts", noun.text))
                .label(noun.span, "the word for one who acts is due here")
                .label(collection.noun.span, "declared here")
                .help(format!("write `every {}`", collection.noun.text));
            self.report(diagnostic);
        }
    }

    fn invariant(&mut self, written: &tree::Invariant) -> Option<Invariant> {
        let mut scope = Scope { state: true, ..Scope::default() };
        let (set, kind) = match &written.kind {
            tree::InvariantKind::Limit { most, set } => {
                let most = self.typed(most, &Type::Int, &mut scope);
                let set = self.set(set, &mut scope)?;
                let most = most?;
                self.bounded_expression(&most);
                (set, InvariantKind::Limit(most))
            }
            tree::InvariantKind::Never(set) => (self.set(set, &mut scope)?, InvariantKind::Never),
            tree::InvariantKind::MustHave { noun, field, period, from } => {
                let set = self.set(&whole(noun), &mut scope)?;
                let (field, optional) = self.date_field(&set, field)?;
                if !optional {
                    self.report(
                        Diagnostic::error(Code::E0204, "this field always has a value")
                            .label(written_span(written), "so nothing is ever due"),
                    );
                }
                let from = self.date_field(&set, from)?.0;
                let period = *period;
                (set, InvariantKind::MustHave { field, period, from })
            }
            tree::InvariantKind::Lasts { noun, period, from } => {
                let set = self.set(&whole(noun), &mut scope)?;
                let from = self.date_field(&set, from)?.0;
                (set, InvariantKind::Lasts { period: *period, from })
            }
        };
        self.bounded_set(&set);
        let spares =
            written.spares.iter().filter_map(|name| Some((self.action_number(name)?, name.span))).collect();
        let mut stops = Vec::new();
        for stop in &written.stops {
            let actions = self.action_numbers(&stop.actions);
            let mut scope = self.action_scope(&actions);
            let when = match &stop.when {
                Some(when) => Some(self.condition(when, &mut scope)?),
                None => None,
            };
            if let Some(expr) = &when {
                self.bounded_expression(expr);
            }
            stops.push((actions, when));
        }
        Some(Invariant { set, kind, exempts: spares, exempts_all: written.spares_all, also_forbids: stops })
    }

    /// A field of the elements of a set that holds a date, and whether it is optional.
    fn date_field(&mut self, set: &Set, name: &tree::Name) -> Option<(u16, bool)> {
        let collection = self.model.schema.collections.get(usize::from(set.collection))?.clone();
        let Some(at) = collection.fields.iter().position(|field| field.name.text == name.text) else {
            let known: Vec<Arc<str>> =
                collection.fields.iter().map(|field| field.name.text.clone()).collect();
            let what = format!("no field of `{}`", collection.noun.text);
            self.unknown(&what, name, known.iter().map(AsRef::as_ref));
            return None;
        };
        let field = collection.fields.get(at)?;
        if field.ty != Type::Date {
            let found = self.a(&field.ty);
            self.report(
                Diagnostic::error(Code::E0204, "a date is due here")
                    .label(name.span, format!("this is {found}"))
                    .label(field.name.span, "declared here"),
            );
            return None;
        }
        Some((narrow(wide(at)), field.optional))
    }
}

fn whole(noun: &tree::Name) -> tree::Set {
    tree::Set { name: noun.clone(), filter: None, span: noun.span }
}

fn written_span(invariant: &tree::Invariant) -> Span {
    match &invariant.kind {
        tree::InvariantKind::MustHave { field, .. } => field.span,
        tree::InvariantKind::Lasts { noun, .. } => noun.span,
        tree::InvariantKind::Limit { set, .. } | tree::InvariantKind::Never(set) => set.span,
    }
}

fn found_name(path: &[tree::Name]) -> String {
    let names: Vec<&str> = path.iter().map(|name| &*name.text).collect();
    names.join(".")
}
