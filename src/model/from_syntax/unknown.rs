//! What to say of a name that means nothing where it stands.

use crate::base::{Code, Diagnostic, Message, Span, msg, suggest};
use crate::model::from_syntax::checker::Checker;
use crate::model::from_syntax::names::{Scope, SetName};
use crate::model::schema::Collection;
use crate::syntax::tree;
use crate::syntax::vocabulary::digits;
use crate::values::Type;
use crate::values::types::ROLE;

/// What to write in place of a number, or of a comparison, in words.
fn in_words(word: &str) -> Option<Message> {
    if let Some(number) = digits(word) {
        return Some(msg!(rules.write_digits, number = number));
    }
    match word {
        "today" | "сегодня" | "сейчас" => Some(msg!(syntax.write, word = "now")),
        "yes" | "on" | "True" | "TRUE" | "да" | "истина" => Some(msg!(syntax.write, word = "true")),
        "no" | "off" | "False" | "FALSE" | "нет" | "ложь" => Some(msg!(syntax.write, word = "false")),
        word if is_nothing(word) => Some(msg!(rules.write_is_absent)),
        "set" | "given" | "defined" | "filled" | "specified" | "provided" | "something" | "указано"
        | "задано" | "заполнено" => Some(msg!(rules.write_is_present)),
        word if breaks_off(word) => Some(msg!(syntax.write_a_value)),
        "more" | "greater" | "later" => Some(msg!(rules.write_at_least)),
        "less" | "fewer" => Some(msg!(rules.write_at_most)),
        _ => None,
    }
}

/// Whether a word means elsewhere that there is no value.
pub(super) fn is_nothing(word: &str) -> bool {
    ["null", "nil", "none", "empty", "absent", "nothing", "undefined", "пусто"]
        .contains(&&*word.to_lowercase())
}

/// Whether a word asks elsewhere how many elements there are.
pub(super) fn is_count(word: &str) -> bool {
    ["count", "size", "length", "len", "number", "количество", "число"].contains(&&*word.to_lowercase())
}

/// Whether a word is the last of a comparison whose value is missing.
fn breaks_off(word: &str) -> bool {
    ["before", "after", "within", "during", "in", "at", "one"].contains(&word)
}

/// A path as it is written.
fn joined(path: &[tree::Name]) -> String {
    path.iter().map(|name| &*name.text).collect::<Vec<_>>().join(".")
}

impl Checker {
    pub(super) fn no_meaning(
        &mut self,
        first: &tree::Name,
        path: &[tree::Name],
        wanted: Option<&Type>,
        scope: &Scope,
    ) {
        if self.names.failed.contains(&first.text) {
            return;
        }
        if path.iter().any(|name| self.unread.contains(&name.text)) {
            self.guesses += 1;
            return;
        }
        if scope.any_action && self.names.sets.has(&first.text) {
            self.guesses += 1;
            return;
        }
        if let Some((message, help)) = self.of_element(path, scope) {
            return self.unknown(message, first, Some(help));
        }
        if let Some(help) = self.no_parameter(path, scope) {
            let message = msg!(rules.not_named_here, name = &*first.text);
            self.report(
                Diagnostic::error(Code::E0201, message).label(first.span, Message::empty()).help(help),
            );
            return;
        }
        if self.names.sets.has(&first.text) && scope.state {
            self.report(
                Diagnostic::error(Code::E0204, msg!(rules.set_not_value, name = &*first.text))
                    .label(first.span, Message::empty())
                    .help(match path.get(1).filter(|field| is_count(&field.text)) {
                        Some(_) => msg!(syntax.write, word = format!("count of {}", first.text)),
                        None => msg!(rules.ask_set, name = &*first.text),
                    }),
            );
            return;
        }
        if &*first.text == "actor" {
            // Of an actor that is not declared there is one error, at the actions.
            if !scope.actor {
                self.report(
                    Diagnostic::error(Code::E0201, msg!(rules.no_actor_here))
                        .label(first.span, Message::empty())
                        .help(match scope.rule {
                            Some("limit") => msg!(rules.no_limit_for_actor),
                            Some(_) => msg!(rules.actors_are_forbidden),
                            None => msg!(rules.actor_as_parameter),
                        }),
                );
            }
            return;
        }
        let name = match (path, &*first.text) {
            ([_, second, ..], "action" | "state") => second,
            _ => first,
        };
        let value =
            self.model.enums.iter().any(|found| found.values.iter().any(|value| value.text == first.text));
        if value && !matches!(wanted, Some(Type::Enum(_))) {
            self.report(
                Diagnostic::error(Code::E0201, msg!(rules.unknown_name, name = &*first.text))
                    .label(first.span, msg!(rules.value_of_an_enum))
                    .help(self.field_of_value(&first.text, scope).unwrap_or(msg!(rules.one_of_several))),
            );
            return;
        }
        if self.has_too_many() {
            return;
        }
        if let Some(help) = in_words(&first.text) {
            if breaks_off(&first.text) && digits(&first.text).is_none() && path.len() == 1 {
                return self.unknown(msg!(syntax.condition_ends, word = &*first.text), first, Some(help));
            }
            return self.unknown(msg!(rules.unknown_name, name = &*first.text), first, Some(help));
        }
        if let Some((message, whole)) = self.near_path(path) {
            let place = tree::Name { text: name.text.clone(), span: whole };
            return self.unknown(msg!(rules.unknown_name, name = joined(path)), &place, Some(message));
        }
        if let Some((count, call)) = self.call_meant(first, scope).filter(|_| path.len() == 1) {
            let message = msg!(rules.argument_count, name = &*first.text, expected = count, found = 0_usize);
            return self.unknown(message, first, Some(msg!(syntax.write, word = call)));
        }
        let known = self.known_names(wanted, scope);
        if scope.text && path.len() == 1 && suggest::meant(&name.text, known.iter().copied()).is_none() {
            let help = msg!(syntax.write, word = format!("\"{}\"", name.text));
            return self.unknown(msg!(rules.unknown_name, name = &*name.text), name, Some(help));
        }
        let message = match wanted {
            Some(ty @ Type::Enum(_)) => {
                msg!(rules.unknown_value, enumeration = self.model.type_name(ty), name = &*name.text)
            }
            _ => msg!(rules.unknown_name, name = &*name.text),
        };
        self.unknown(message, name, suggest::did_you_mean(&name.text, known));
    }

    /// How a named expression with parameters is asked, as far as one argument fits, and how many it takes.
    fn call_meant(&self, name: &tree::Name, scope: &Scope) -> Option<(usize, String)> {
        let named = self.model.lets.get(self.names.lets.get(&name.text)?)?;
        let actors = self.model.schema.actors.filter(|_| scope.actor).map(Type::Element);
        let argument = |wanted: &Type| {
            if let Some(given) = scope.arguments.iter().find(|given| given.ty == *wanted) {
                return given.name.to_string();
            }
            match &actors {
                Some(actors) if actors == wanted => "actor".to_owned(),
                Some(actors) => match self.field_of_type(actors, wanted) {
                    Some(field) => format!("actor.{field}"),
                    None => "…".to_owned(),
                },
                None => "…".to_owned(),
            }
        };
        let arguments: Vec<String> = named.parameters.iter().map(argument).collect();
        (!arguments.is_empty()).then(|| (arguments.len(), format!("{}({})", name.text, arguments.join(", "))))
    }

    /// What to do where a rule or an action speaks of an element that is no parameter.
    fn no_parameter(&self, path: &[tree::Name], scope: &Scope) -> Option<Message> {
        let (first, field) = (path.first()?, path.get(1)?);
        let Some(SetName::Collection(of)) = self.names.sets.get(&first.text).filter(|_| scope.actor) else {
            return None;
        };
        let found: &Collection = self.model.schema.collections.get(of)?;
        let named =
            found.noun.text == first.text && found.fields.iter().any(|known| known.name.text == field.text);
        let mut given = scope.arguments.iter().filter(|argument| argument.ty == Type::Element(of));
        named.then(|| match given.next() {
            Some(given) => msg!(syntax.write, word = format!("{}.{}", given.name, field.text)),
            None => msg!(rules.name_a_parameter, name = &*first.text),
        })
    }

    /// The comparison that a value alone was meant as, where just one field has it.
    fn field_of_value(&self, value: &str, scope: &Scope) -> Option<Message> {
        let actor = self.model.schema.actors.filter(|_| scope.actor).map(|actors| ("actor.", actors));
        let given = scope.arguments.iter().filter_map(|argument| match argument.ty {
            Type::Element(of) => Some((format!("{}.", argument.name), of)),
            _ => None,
        });
        let bound = scope.elements.iter().filter(|bound| bound.bare);
        let bound = bound.filter_map(|bound| Some((String::new(), bound.collection()?)));
        let all = actor.into_iter().map(|(who, of)| (who.to_owned(), of)).chain(given).chain(bound);
        let mut paths = all.flat_map(|(who, of)| {
            self.fields_with(of, value)
                .map(move |field| format!("{who}{}", field.name.text))
                .collect::<Vec<_>>()
        });
        let path = paths.next().filter(|_| paths.next().is_none())?;
        Some(msg!(syntax.write, word = format!("{path} is {value}")))
    }

    /// The value of the state that a path of several names is most like, and the place of the whole path.
    fn near_path(&self, path: &[tree::Name]) -> Option<(Message, Span)> {
        let (first, last) = (path.first()?, path.last()?);
        let written = joined(path);
        if path.len() < 2 {
            return None;
        }
        let paths = self.model.schema.scalars.iter().map(|scalar| &*scalar.path);
        let near = suggest::nearest(&written, paths)?;
        Some((msg!(common.did_you_mean, word = near), first.span.to(last.span)))
    }

    fn known_names<'a>(&'a self, wanted: Option<&Type>, scope: &'a Scope) -> Vec<&'a str> {
        if let Some(Type::Enum(of)) = wanted {
            let values = self.model.enums.get(*of).into_iter().flat_map(|found| &found.values);
            return values.map(|value| &*value.text).collect();
        }
        let mut known: Vec<&str> = scope.arguments.iter().map(|argument| &*argument.name).collect();
        for bound in &scope.elements {
            known.extend(bound.names.iter().map(AsRef::as_ref));
            let of = bound.collection().filter(|_| bound.bare);
            let collection = of.and_then(|of| self.model.schema.collections.get(of));
            let fields = collection.into_iter().flat_map(|found| &found.fields);
            known.extend(fields.map(|field| &*field.name.text));
        }
        known.extend(scope.actor.then_some("actor"));
        known.extend(["count", "limit"].into_iter().filter(|_| scope.counts));
        known.extend(scope.due.then_some("due"));
        if scope.state {
            known.push("now");
            known.extend(self.model.schema.scalars.iter().map(|scalar| &*scalar.path));
            known.extend(self.names.lets.known());
        }
        known
    }

    /// What to write in place of a path that speaks of an element without naming it: a role for the actor, the word for
    /// those who act, a misspelt parameter, a field alone.
    fn of_element(&self, path: &[tree::Name], scope: &Scope) -> Option<(Message, Message)> {
        let first = path.first()?;
        let unknown = || msg!(rules.unknown_name, name = &*first.text);
        let write = |word: String| msg!(syntax.write, word = word);
        let fields = |collection| {
            let found: Option<&Collection> = self.model.schema.collections.get(collection);
            found.map(|found| &found.fields)
        };
        let actors = self.model.schema.actors.filter(|_| scope.actor);
        let set = self.names.sets.get(&first.text);
        let acts = match set {
            Some(SetName::Collection(of)) => Some(of) == actors,
            _ => path.len() > 1 && self.names.roles.has(&first.text),
        };
        if let Some(actors) = actors.filter(|_| acts)
            && !scope.arguments.iter().any(|argument| argument.ty == Type::Element(actors))
        {
            let rest = path.iter().skip(1).map(|name| format!(".{}", name.text));
            let is_field = |name: &tree::Name| {
                fields(actors).is_some_and(|fields| fields.iter().any(|field| field.name.text == name.text))
            };
            if path.get(1).is_some_and(is_field) {
                let word = format!("actor{}", rest.collect::<String>());
                return Some((msg!(rules.no_element_here, name = &*first.text), write(word)));
            }
        }
        let arguments = || scope.arguments.iter().filter(|found| matches!(found.ty, Type::Element(_)));
        if set.is_some() && path.len() > 1 {
            let near = suggest::nearest(&first.text, arguments().map(|argument| &*argument.name))?;
            return Some((unknown(), msg!(common.did_you_mean, word = near)));
        }
        if path.len() > 1 || set.is_some() {
            return None;
        }
        if let Some(actors) = actors
            && self.names.roles.has(&first.text)
        {
            let role = fields(actors)?.iter().find(|field| field.ty == Type::Enum(ROLE))?;
            return Some((
                unknown(),
                msg!(rules.compare_the_role, field = &*role.name.text, role = &*first.text),
            ));
        }
        let own = actors.map(|actors| ("actor", actors)).into_iter();
        let given = arguments().filter_map(|argument| match argument.ty {
            Type::Element(of) => Some((&*argument.name, of)),
            _ => None,
        });
        let has =
            |of| fields(of).is_some_and(|fields| fields.iter().any(|field| field.name.text == first.text));
        let mut meant =
            own.chain(given).filter(|(_, of)| has(*of)).map(|(who, _)| format!("{who}.{}", first.text));
        let help = match (meant.next()?, meant.next()) {
            (one, None) => write(one),
            (one, Some(other)) => msg!(rules.write_one, first = one, second = other),
        };
        Some((unknown(), help))
    }
}
