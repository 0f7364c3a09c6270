//! Texts in languages, and the values in messages.

use crate::base::{Code, Diagnostic, Message as Said, Span, msg, plural};
use crate::model::expr::{Message, MessagePart, NumberPart};
use crate::model::from_syntax::checker::Checker;
use crate::model::from_syntax::languages::wrong_code;
use crate::model::from_syntax::names::Scope;
use crate::model::rules::LocalizedText;
use crate::syntax::tree;
use crate::values::Type;
use std::sync::Arc;

impl Checker {
    pub(super) fn localized_texts(&mut self, texts: &[tree::LocalizedText]) -> Vec<LocalizedText> {
        let mut seen: Vec<&tree::Name> = Vec::new();
        for text in texts {
            if let Some(first) = seen.iter().find(|name| name.text == text.language.text) {
                let first = first.span;
                let message = msg!(rules.two_texts, language = &*text.language.text);
                self.twice(message, text.language.span, first);
            }
            self.language(&text.language);
            seen.push(&text.language);
        }
        let plain = |text: &tree::LocalizedText| LocalizedText {
            language: text.language.text.clone(),
            text: text.text.text.clone(),
        };
        texts.iter().map(plain).collect()
    }

    /// Report what is no code of a language.
    pub(super) fn language(&mut self, name: &tree::Name) {
        if self.languages.contains(&name.text) {
            return;
        }
        match wrong_code(&name.text) {
            Some((message, help)) => self
                .report(Diagnostic::error(Code::E0201, message).label(name.span, Said::empty()).help(help)),
            None => self.languages.push(name.text.clone()),
        }
    }

    /// Messages with `{values}` in them, looked up in `scope`.
    pub(super) fn messages(&mut self, texts: &[tree::LocalizedText], scope: &mut Scope) -> Vec<Message> {
        self.localized_texts(texts);
        texts
            .iter()
            .map(|text| Message {
                language: text.language.text.clone(),
                pieces: self.pieces(&text.language.text, &text.text, scope),
            })
            .collect()
    }

    fn pieces(&mut self, language: &str, text: &tree::Text, scope: &mut Scope) -> Vec<MessagePart> {
        let mut pieces = Vec::new();
        let mut holes = text.holes.iter();
        let mut rest: &str = &text.text;
        while let Some((before, after)) = rest.split_once('{') {
            let Some((inside, behind)) = after.split_once('}') else {
                self.report(
                    Diagnostic::error(Code::E0105, msg!(rules.unclosed_hole))
                        .label(text.span, Said::empty())
                        .help(match after.split_whitespace().next().filter(|word| is_path(word)) {
                            Some(word) => msg!(syntax.write, word = format!("{{{word}}}")),
                            None => msg!(rules.hole_shape),
                        }),
                );
                return pieces;
            };
            if let Some((open, _)) = inside.split_once('{') {
                let letters =
                    open.trim().split(|letter: char| !(letter.is_alphanumeric() || "_.".contains(letter)));
                let doubled = inside.strip_prefix('{').map(str::trim).filter(|word| is_path(word));
                let help = match doubled.or(letters.into_iter().next()).filter(|word| !word.is_empty()) {
                    Some(word) => msg!(syntax.write, word = format!("{{{word}}}")),
                    None => msg!(rules.hole_shape),
                };
                self.report(
                    Diagnostic::error(Code::E0105, msg!(rules.unclosed_hole))
                        .label(holes.next().copied().unwrap_or(text.span), Said::empty())
                        .help(help),
                );
                rest = behind;
                continue;
            }
            if !before.is_empty() {
                pieces.push(MessagePart::Text(before.into()));
            }
            let span = holes.next().copied().unwrap_or(text.span);
            pieces.extend(match inside.split_once(':') {
                Some((number, forms)) => self.plural(language, (number.trim(), forms), span, scope),
                None => self.placeholder(inside.trim(), span, scope),
            });
            rest = behind;
        }
        if !rest.is_empty() {
            pieces.push(MessagePart::Text(rest.into()));
        }
        pieces
    }

    /// The word that goes with a number, in as many forms as its language has.
    fn plural(
        &mut self,
        language: &str,
        (number, forms): (&str, &str),
        span: Span,
        scope: &mut Scope,
    ) -> Option<MessagePart> {
        let of = match self.placeholder(number, span, scope)? {
            MessagePart::Count => NumberPart::Count,
            MessagePart::Limit => NumberPart::Limit,
            MessagePart::Value(value) if value.ty == Type::Int => NumberPart::Value(value),
            _ => {
                self.report(
                    Diagnostic::error(Code::E0204, msg!(rules.plural_of_number, name = number))
                        .label(span, Said::empty())
                        .help(msg!(rules.plural_shape)),
                );
                return None;
            }
        };
        let forms: Vec<Arc<str>> = forms.split(',').map(|form| form.trim().into()).collect();
        let due = plural::forms(language);
        if forms.len() != due || forms.iter().any(|form| form.is_empty()) {
            let found = forms.iter().filter(|form| !form.is_empty()).count();
            let help = match language {
                "ru" => msg!(rules.plural_russian),
                "en" => msg!(rules.plural_english),
                _ => msg!(rules.plural_shape),
            };
            let message = msg!(rules.plural_forms, language = language, count = due, found = found);
            self.report(Diagnostic::error(Code::E0105, message).label(span, Said::empty()).help(help));
            return None;
        }
        Some(MessagePart::Plural { of, forms })
    }

    fn placeholder(&mut self, inside: &str, span: Span, scope: &mut Scope) -> Option<MessagePart> {
        let words = [
            ("count", MessagePart::Count, scope.counts),
            ("limit", MessagePart::Limit, scope.counts),
            ("due", MessagePart::Due, scope.due),
        ];
        if let Some((_, piece, _)) = words.into_iter().find(|(word, _, here)| *here && *word == inside) {
            return Some(piece);
        }
        if let Some(path) = spaced(inside) {
            self.report(
                Diagnostic::error(Code::E0201, msg!(rules.unknown_name, name = inside))
                    .label(span, Said::empty())
                    .help(msg!(syntax.write, word = format!("{{{path}}}"))),
            );
            return None;
        }
        if let Some(key) = self.key_of_actor(inside, scope) {
            self.report(
                Diagnostic::error(Code::E0201, msg!(rules.unknown_name, name = inside))
                    .label(span, Said::empty())
                    .help(msg!(syntax.write, word = format!("{{actor.{key}}}"))),
            );
            return None;
        }
        let reference = tree::Expression {
            span,
            kind: tree::ExpressionKind::Reference {
                path: inside.split('.').map(|part| tree::Name { text: part.into(), span }).collect(),
                arguments: None,
            },
        };
        let value = self.value(&reference, None, scope)?;
        self.bounded_expression(&value);
        Some(MessagePart::Value(Box::new(value)))
    }
}

impl Checker {
    /// The key of those who act, where a role stands in a message for the one who acts.
    fn key_of_actor(&self, inside: &str, scope: &Scope) -> Option<String> {
        let actors = self.model.schema.collections.get(self.model.schema.actors.filter(|_| scope.actor)?)?;
        let key = actors.fields.get(actors.key?)?;
        let name = tree::Name { text: inside.into(), span: key.name.span };
        let role = self.names.roles.has(inside) && !self.means_something(&[name], scope);
        role.then(|| key.name.text.to_string())
    }
}

fn is_path(word: &str) -> bool {
    word.starts_with(char::is_alphabetic)
        && word.chars().all(|letter| letter.is_alphanumeric() || "_.".contains(letter))
}

/// A path whose names stand apart, as the language has it: `actor id`, `actor . id`, `id of actor`.
fn spaced(inside: &str) -> Option<String> {
    let is_name = |name: &&str| name.chars().all(|letter| letter.is_alphanumeric() || letter == '_');
    let names: Vec<&str> =
        inside.split([' ', '\t', '.']).filter(|name| !name.is_empty() && *name != "the").collect();
    let spaced = inside.contains([' ', '\t']) && names.iter().all(is_name);
    let at = names.iter().position(|name| ["is", "are", "has", "was"].contains(name));
    match names.as_slice() {
        // `{open is closed}`
        _ if let Some(at) = at.filter(|at| *at > 0 && spaced) => names.get(..at).map(|names| names.join(".")),
        [field, "of", element] if spaced => Some(format!("{element}.{field}")),
        [_, _, ..] if spaced => Some(names.join(".")),
        _ => None,
    }
}
