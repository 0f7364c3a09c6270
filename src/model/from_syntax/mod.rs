//! From syntax trees to the checked model: names first, then what they stand for.

mod expressions;
mod names;
mod rules;
mod schema;
mod sets;

use crate::base::{Code, Diagnostic, Severity, Span, suggest};
use crate::model::{Citation, Document, LocalizedText, Message, MessagePart, Model};
use crate::syntax::tree;
use crate::syntax::tree::DeclarationKind as Kind;
use crate::values::types::ROLE_NAME;
use expressions::{Scope, Told};
use names::{Names, SetName};
use std::collections::{BTreeSet, HashMap};
use std::rc::Rc;
use std::sync::Arc;

/// More complaints than this help nobody.
const MOST_DIAGNOSTICS: usize = 200;
/// The most roles.
const MOST_ROLES: usize = 1000;

/// The rule files of a pack, read.
#[derive(Clone, Debug, Default)]
pub struct Parsed {
    /// Their trees.
    pub files: Vec<tree::File>,
    /// What was wrong with their texts.
    pub diagnostics: Vec<Diagnostic>,
}

/// Check a pack. There is a model only where nothing is wrong; the diagnostics say what is (those of the
/// texts come first) and may hold warnings beside a model.
pub fn check(parsed: Parsed) -> (Option<Model>, Vec<Diagnostic>) {
    let mut checker = Checker {
        model: Model::default(),
        names: Names::default(),
        sizes: Vec::new(),
        written: 0,
        told: HashMap::default(),
        // A declaration that could not be read may have declared what now seems to be missing.
        unsure: !parsed.diagnostics.is_empty(),
        guesses: 0,
        diagnostics: parsed.diagnostics,
    };
    checker.run(parsed.files);
    let Checker { model, mut diagnostics, .. } = checker;
    diagnostics.sort_by_key(|diagnostic| diagnostic.labels.first().map(|label| label.span));
    let failed = diagnostics.iter().any(|found| found.severity == Severity::Error);
    (Some(model).filter(|_| !failed), diagnostics)
}

/// The most declarations of one kind, other than rules and actions: their numbers are short.
const MOST_OF_A_KIND: usize = 60_000;
/// The most rules, and the most actions.
const MOST_RULES: usize = 1_000_000;

struct Checker {
    model: Model,
    names: Names,
    unsure: bool,
    /// How many complaints were held back for that.
    guesses: usize,
    /// The sizes of the named expressions.
    sizes: Vec<sets::Size>,
    /// How many parts all rules have so far, written out.
    written: usize,
    /// What is told with actions that have these parameters: most rules speak of actions that are alike.
    told: HashMap<Vec<u16>, Rc<Vec<Told>>, foldhash::fast::RandomState>,
    diagnostics: Vec<Diagnostic>,
}

impl Checker {
    fn run(&mut self, files: Vec<tree::File>) {
        let all = || files.iter().flat_map(|file| &file.declarations);
        if self.too_many_declarations(all()) {
            return;
        }
        let others: Vec<&tree::Declaration> =
            all().filter(|declaration| !matches!(declaration.kind, Kind::Rule(_))).collect();
        let declarations = others.as_slice();
        // What others refer to is declared before anything is looked up: order never matters.
        self.enums(declarations);
        self.documents(declarations);
        self.state(declarations);
        self.declare_actions(declarations);
        self.role_tree(declarations);
        self.lets(declarations);
        self.actions(declarations);
        drop(others);
        let late = self.rules(files);
        self.settlements(&late);
        self.vacuous_exceptions();
    }

    /// Refuse a pack with more declarations of one kind than can be numbered and compared with one another.
    fn too_many_declarations<'a>(
        &mut self,
        declarations: impl Iterator<Item = &'a tree::Declaration>,
    ) -> bool {
        let mut counts = HashMap::new();
        for declaration in declarations {
            let count = counts.entry(std::mem::discriminant(&declaration.kind)).or_insert(0);
            *count += 1;
            let most = match declaration.kind {
                Kind::Rule(_) | Kind::Action(_) => MOST_RULES,
                _ => MOST_OF_A_KIND,
            };
            if *count > most {
                self.diagnostics.push(
                    Diagnostic::error(Code::E0106, format!("more than {most} declarations of one kind"))
                        .label(declaration.span.at_start(), "too much from here on"),
                );
                return true;
            }
        }
        false
    }

    fn report(&mut self, diagnostic: Diagnostic) {
        if self.unsure && diagnostic.code == Code::E0201 {
            self.guesses += 1;
        } else if self.diagnostics.len() < MOST_DIAGNOSTICS {
            self.diagnostics.push(diagnostic);
        }
    }

    /// Whether so much is wrong that it is no use to look on: finding names to suggest has its cost.
    fn too_many_errors(&self) -> bool {
        self.diagnostics.len() >= MOST_DIAGNOSTICS || self.guesses >= MOST_DIAGNOSTICS
    }

    /// Say that nothing has this name.
    fn unknown<'a>(&mut self, what: &str, name: &tree::Name, known: impl IntoIterator<Item = &'a str>) {
        if self.too_many_errors() {
            return;
        }
        let help = suggest::did_you_mean(&name.text, known);
        self.report(
            Diagnostic::error(Code::E0201, format!("{what} is called `{}`", name.text))
                .label(name.span, "not declared")
                .maybe_help(help),
        );
    }

    fn documents(&mut self, declarations: &[&tree::Declaration]) {
        for declaration in declarations {
            if let Kind::Document { name, path } = &declaration.kind
                && self.declare(|names| &mut names.documents, "document", name)
            {
                self.model.documents.push(Document {
                    name: name.clone(),
                    path: path.text.clone(),
                    span: path.span,
                });
            }
        }
        for declaration in declarations {
            if let Kind::Prefer { first, second } = &declaration.kind {
                let pair = (self.document(first), self.document(second));
                let (Some(first_number), Some(second_number)) = pair else { continue };
                if self.prevails(second_number, first_number) {
                    self.report(
                        Diagnostic::error(Code::E0205, format!("`{}` prevails over itself", first.text))
                            .label(first.span.to(second.span), "with this, the preferences go in a circle"),
                    );
                } else {
                    self.model.preferences.push((first_number, second_number));
                }
            }
        }
    }

    /// Whether a document is another, or prevails over it through the preferences so far.
    fn prevails(&self, first: u16, second: u16) -> bool {
        let mut reached = vec![first];
        let mut at = 0;
        while let Some(one) = reached.get(at).copied() {
            if one == second {
                return true;
            }
            for (over, under) in &self.model.preferences {
                if *over == one && !reached.contains(under) {
                    reached.push(*under);
                }
            }
            at += 1;
        }
        false
    }

    fn document(&mut self, name: &tree::Name) -> Option<u16> {
        let found = self.names.documents.get(&name.text);
        if found.is_none() {
            let known: Vec<Arc<str>> = self.names.documents.known();
            self.unknown("no document", name, known.iter().map(AsRef::as_ref));
        }
        found.map(names::narrow)
    }

    fn citation(&mut self, passage: &tree::Passage) -> Option<Citation> {
        if passage.quote.text.trim_matches(|c: char| c == '…' || c.is_whitespace()).is_empty() {
            self.report(
                Diagnostic::error(Code::E0206, "the quote is empty")
                    .label(passage.quote.span, "words of the document are due here"),
            );
        }
        Some(Citation {
            document: self.document(&passage.document)?,
            quote: passage.quote.text.clone(),
            span: passage.quote.span,
            under: passage.under.as_ref().map(|under| under.text.clone()),
            waives: passage.waives.as_ref().map(|waives| waives.numbers.clone()).unwrap_or_default(),
            because: passage.waives.as_ref().map(|waives| self.said(&waives.because)).unwrap_or_default(),
        })
    }

    fn citations(&mut self, passages: &[tree::Passage]) -> Vec<Citation> {
        passages.iter().filter_map(|passage| self.citation(passage)).collect()
    }

    /// Texts, each language once.
    fn said(&mut self, texts: &[tree::LocalizedText]) -> Vec<LocalizedText> {
        let mut seen: Vec<&tree::Name> = Vec::new();
        for said in texts {
            if let Some(first) = seen.iter().find(|name| name.text == said.language.text) {
                let first = first.span;
                self.report(
                    Diagnostic::error(Code::E0202, format!("two texts in `{}`", said.language.text))
                        .label(said.language.span, "again here")
                        .label(first, "first here"),
                );
            }
            let tag = &said.language.text;
            if !(2..=3).contains(&tag.len()) || !tag.bytes().all(|byte| byte.is_ascii_lowercase()) {
                self.report(
                    Diagnostic::error(Code::E0201, format!("`{tag}` is no language"))
                        .label(said.language.span, "a code of two or three letters is due here")
                        .help("write `ru` or `en`, for example"),
                );
            }
            seen.push(&said.language);
        }
        let plain = |said: &tree::LocalizedText| LocalizedText {
            language: said.language.text.clone(),
            text: said.text.text.clone(),
        };
        texts.iter().map(plain).collect()
    }

    /// Messages with `{values}` in them, looked up in `scope`.
    fn messages(&mut self, texts: &[tree::LocalizedText], scope: &mut Scope) -> Vec<Message> {
        self.said(texts);
        texts
            .iter()
            .map(|said| Message {
                language: said.language.text.clone(),
                pieces: self.pieces(&said.text, scope),
            })
            .collect()
    }

    fn pieces(&mut self, text: &tree::Text, scope: &mut Scope) -> Vec<MessagePart> {
        let mut pieces = Vec::new();
        let mut rest: &str = &text.text;
        while let Some((before, after)) = rest.split_once('{') {
            let Some((inside, behind)) = after.split_once('}') else {
                self.report(
                    Diagnostic::error(Code::E0105, "this message has a `{` that is never closed")
                        .label(text.span, "in this text")
                        .help("write a value from the case as `{email}`"),
                );
                return pieces;
            };
            if !before.is_empty() {
                pieces.push(MessagePart::Text(before.into()));
            }
            pieces.extend(self.placeholder(inside.trim(), text.span, scope));
            rest = behind;
        }
        if !rest.is_empty() {
            pieces.push(MessagePart::Text(rest.into()));
        }
        pieces
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

    fn settlements(&mut self, declarations: &[tree::Declaration]) {
        for declaration in declarations {
            if self.too_many_errors() {
                break;
            }
            match &declaration.kind {
                Kind::Conflict(conflict) => self.conflict(conflict),
                Kind::Aside { passage, because } => {
                    let because = self.said(because);
                    if let Some(passage) = self.citation(passage) {
                        self.model.asides.push(super::Aside { passage, because });
                    }
                }
                _ => {}
            }
        }
    }

    fn conflict(&mut self, conflict: &tree::Conflict) {
        if let Err(first) = self.names.rules.add(&conflict.id, u32::MAX) {
            self.taken("id", &conflict.id, first);
        }
        if conflict.because.is_empty() {
            self.report(
                Diagnostic::error(Code::E0206, format!("`{}` does not say why", conflict.id.text))
                    .label(conflict.id.span, "a choice between documents needs its reason")
                    .help("add `because en \"…\"`"),
            );
        }
        let between = self.citations(&conflict.between);
        let by = conflict.by.as_ref().and_then(|id| self.rule_id(id));
        let because = self.said(&conflict.because);
        let Some(settled_as) = self.document(&conflict.settled_as) else { return };
        if !between.is_empty() && between.iter().all(|passage| passage.document != settled_as) {
            self.report(
                Diagnostic::error(
                    Code::E0201,
                    format!("`{}` is not one of the two documents", conflict.settled_as.text),
                )
                .label(conflict.settled_as.span, "one of the two that disagree is due here"),
            );
        }
        self.model.conflicts.push(super::Conflict {
            id: conflict.id.clone(),
            between,
            settled_as,
            by,
            until: conflict.until.map(|(moment, _)| moment),
            because,
        });
    }

    fn rule_id(&mut self, id: &tree::Name) -> Option<u32> {
        let found = self.names.rules.get(&id.text).filter(|rule| *rule != u32::MAX);
        if found.is_none() {
            let known = self.names.rules.known();
            self.unknown("no rule", id, known.iter().map(AsRef::as_ref));
        }
        found
    }

    /// Report the exceptions of roles that take nothing away.
    fn vacuous_exceptions(&mut self) {
        // For each action with exceptions the roles that some permit names.
        let excepted = self.model.roles.iter().flat_map(|role| &role.except);
        let mut given: HashMap<u32, BTreeSet<u16>> =
            excepted.map(|(action, _)| (*action, BTreeSet::new())).collect();
        let rules = if given.is_empty() { 0 } else { self.model.rules.len() };
        for rule in self.model.rules.iter().take(rules) {
            if let super::RuleKind::Permit(rule) = &rule.kind
                && let Some(roles) = &rule.roles
            {
                for action in &rule.actions {
                    if let Some(named) = given.get_mut(action) {
                        named.extend(roles);
                    }
                }
            }
        }
        let given: HashMap<u32, Vec<u16>> =
            given.into_iter().map(|(action, roles)| (action, roles.into_iter().collect())).collect();
        let mut found = Vec::new();
        for role in &self.model.roles {
            let Some(parent) = role.like else { continue };
            for (action, span) in &role.except {
                if given.get(action).is_some_and(|roles| self.model.has_right(parent, roles, *action)) {
                    continue;
                }
                let name = |list: Option<&tree::Name>| list.map_or("", |name| &*name.text).to_owned();
                let action = name(self.model.actions.get(*action as usize).map(|action| &action.name));
                let parent = name(self.model.roles.get(usize::from(parent)).map(|role| &role.name));
                found.push(
                    Diagnostic::warning(Code::W0301, format!("no rule permits `{parent}` to `{action}`"))
                        .label(*span, "so there is nothing to except")
                        .help("delete the exception, or permit the action"),
                );
            }
        }
        for diagnostic in found {
            self.report(diagnostic);
        }
    }

    fn enums(&mut self, declarations: &[&tree::Declaration]) {
        // Role is the first enum; its values are the declared roles.
        let mut roles = super::Enum { name: ROLE_NAME.into(), values: Vec::new() };
        for declaration in declarations {
            if let Kind::Role(role) = &declaration.kind
                && self.declare(|names| &mut names.roles, "role", &role.name)
            {
                roles.values.push(role.name.clone());
            }
        }
        if let Some(name) = roles.values.get(MOST_ROLES) {
            self.report(
                Diagnostic::error(Code::E0106, format!("more than {MOST_ROLES} roles"))
                    .label(name.span, "one too many")
                    .help("divide the roles among several packs"),
            );
            roles.values.truncate(MOST_ROLES);
        }
        self.model.enums.push(roles);
        for declaration in declarations {
            if let Kind::Enum { name, values } = &declaration.kind {
                self.enumeration(name, values);
            }
        }
    }

    fn enumeration(&mut self, name: &tree::Name, values: &[tree::Name]) {
        let mut seen: Vec<tree::Name> = Vec::new();
        self.too_many(values.len(), values.last().map(|value| value.span));
        for value in values.iter().take(schema::MOST) {
            if let Some(first) = seen.iter().find(|other| other.text == value.text) {
                let first = first.span;
                self.taken("value", value, first);
            } else {
                seen.push(value.clone());
            }
        }
        let built_in = schema::type_names().iter().any(|known| **known == *name.text);
        if let Some(first) = self.names.enums.place(&name.text) {
            self.taken("type", name, first);
        } else if built_in {
            self.report(
                Diagnostic::error(Code::E0202, format!("`{}` is a built-in type", name.text))
                    .label(name.span, "choose another name"),
            );
        } else if self.names.enums.add(name, names::wide(self.model.enums.len())).is_ok() {
            self.model.enums.push(super::Enum { name: name.text.clone(), values: seen });
        }
    }

    /// Refuse a name that means something by itself in every expression.
    fn not_reserved(&mut self, name: &tree::Name) {
        if ["now", "actor", "action", "state", "true", "false"].contains(&&*name.text) {
            self.report(
                Diagnostic::error(Code::E0202, format!("`{}` means something already", name.text))
                    .label(name.span, "choose another name"),
            );
        }
    }

    /// Take a name, or say who has it.
    fn declare(&mut self, table: fn(&mut Names) -> &mut names::Table, what: &str, name: &tree::Name) -> bool {
        let table = table(&mut self.names);
        let number = table.len();
        let added = table.add(name, number);
        if let Err(first) = added {
            self.taken(what, name, first);
        }
        added.is_ok()
    }

    fn taken(&mut self, what: &str, name: &tree::Name, first: Span) {
        self.report(
            Diagnostic::error(Code::E0202, format!("the {what} `{}` is declared twice", name.text))
                .label(name.span, "again here")
                .label(first, "first here"),
        );
    }

    /// The set that a name or the word for one of its elements stands for.
    fn set_name(&mut self, name: &tree::Name) -> Option<SetName> {
        let found = self.names.sets.get(&name.text).copied();
        if found.is_none() && !self.names.failed.contains(&name.text) {
            let known: Vec<Arc<str>> = self.names.sets.keys().cloned().collect();
            self.unknown("no collection or set", name, known.iter().map(AsRef::as_ref));
        }
        found.map(|(set, _)| set)
    }
}
