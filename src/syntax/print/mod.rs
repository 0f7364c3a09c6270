//! From syntax tree to text: the one canonical form, with all comments.
//!
//! The layout depends on the tree alone. Comments are put to the finished lines afterwards, by the words that
//! they stood next to in the source.

mod expressions;
mod layout;
mod limits;

use crate::base::Span;
use crate::syntax::tree::{
    Action, ActionRule, Actions, AsideOf, Called, Comment, Conflict, Declaration, DeclarationKind,
    EffectKind, Expression, Field, File, Invariant, InvariantKind, Let, LetBody, LocalizedText, Member, Name,
    Parameter, Passage, Role, Rule, RuleKind, Subject, TypeName,
};
use layout::{After, Break, Printer, WIDTH, length, width};
use std::mem::{Discriminant, discriminant, take};
use std::ops::Range;

/// The canonical form of a file that was read from `text` without errors.
pub fn print(file: &File, text: &str) -> String {
    let mut out = String::new();
    let mut comments = file.comments.as_slice();
    let mut previous: Option<(Discriminant<DeclarationKind>, bool)> = None;
    for (number, declaration) in file.declarations.iter().enumerate() {
        let next = file.declarations.get(number + 1).map_or(text.len(), |next| next.span.range().start);
        let Range { start, end } = declaration.span.range();
        let leading = split_off(&mut comments, |comment| comment.span.range().start < start);
        let inside = split_off(&mut comments, |comment| {
            let between = text.get(end..comment.span.range().start);
            between.is_none_or(|between| !between.contains('\n'))
        });
        let tail = split_off(&mut comments, |comment| {
            let start = comment.span.range().start;
            let indented = text.get(..start).is_some_and(|before| before.ends_with([' ', '\t']));
            start < next && indented && !blank_before(text, start)
        });
        let mut printer = Printer { text, comments: inside, ..Printer::default() };
        printer.declaration(declaration);
        printer.place();
        let kind = discriminant(&declaration.kind);
        let short = printer.lines.len() == 1 && tail.is_empty();
        let mut apart = previous.is_some_and(|previous| !(short && previous == (kind, true)));
        let mut lines = String::new();
        printer.lines.iter().for_each(|line| line.write(&mut lines));
        for comment in tail {
            lines.extend(["  ", &comment.text, "\n"]);
        }
        for comment in leading {
            add(&mut out, text, comment.span.range().start, take(&mut apart), &comment.text);
        }
        add(&mut out, text, start, apart, lines.trim_end());
        previous = Some((kind, short));
    }
    for (number, comment) in comments.iter().enumerate() {
        let apart = number == 0 && previous.is_some();
        add(&mut out, text, comment.span.range().start, apart, &comment.text);
    }
    out
}

fn split_off<'a>(comments: &mut &'a [Comment], belongs: impl Fn(&Comment) -> bool) -> &'a [Comment] {
    let count = comments.iter().take_while(|comment| belongs(comment)).count();
    let (first, rest) = comments.split_at(count);
    *comments = rest;
    first
}

/// Whether a blank line stands before what begins at `at`.
fn blank_before(text: &str, at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    let blank = before.get(before.trim_end().len()..).unwrap_or_default();
    blank.matches('\n').count() > 1
}

/// Write what stands at `at` in the source: apart from what was written before, or as the author put it.
fn add(out: &mut String, text: &str, at: usize, apart: bool, add: &str) {
    if !out.is_empty() && (apart || blank_before(text, at)) {
        out.push('\n');
    }
    out.push_str(add);
    out.push('\n');
}

impl Printer<'_> {
    fn declaration(&mut self, declaration: &Declaration) {
        match &declaration.kind {
            DeclarationKind::Import(path) => self.put([("import", path.span)]),
            DeclarationKind::Document { name, path, reading, optional } => {
                self.put([("document", name.span)]);
                self.leaf(path.span);
                if let Some(span) = reading {
                    self.put([("as", *span)]);
                }
                if let Some(span) = optional {
                    self.keyword("optional", *span);
                }
            }
            DeclarationKind::Prefer { first, second } => {
                self.put([("prefer", first.span), ("over", second.span)]);
            }
            DeclarationKind::Enum { name, values } => {
                self.put([("enum", name.span)]);
                self.braces(0, values, |printer, value, _| {
                    printer.leaf(value.name.span);
                    value.called.iter().for_each(|called| printer.called(called));
                });
            }
            DeclarationKind::State(members) => {
                self.keyword("state", declaration.span);
                self.members(0, members);
            }
            DeclarationKind::Role(role) => self.role(role),
            DeclarationKind::Let(definition) => self.definition(definition),
            DeclarationKind::Action(action) => self.action(action),
            DeclarationKind::Rule(rule) => self.rule(rule),
            DeclarationKind::Conflict(conflict) => self.conflict(conflict),
            DeclarationKind::Aside { of, because } => {
                match of {
                    AsideOf::Passage(passage) => self.passage(0, "aside", passage),
                    AsideOf::Section { document, under } => {
                        self.put([("aside", document.span), ("under", under.span)]);
                        self.clause(0);
                    }
                }
                self.localized_texts(2, "because", because);
            }
        }
        self.clause(0);
    }

    /// A word of the language that a comment may stand next to, at the beginning of a span.
    fn keyword(&mut self, word: &str, span: Span) {
        let start = span.range().start;
        self.push(word, Some(start..start + word.len()));
    }

    /// A list in braces: on one line if it fits and no comment stands in it, or else one item to a line.
    fn braces<T>(&mut self, indent: usize, items: &[T], each: impl Fn(&mut Self, &T, bool)) {
        let open = self.brace('{');
        self.suffix(" {");
        let header = self.pieces.len();
        self.glue = items.is_empty();
        self.list(items, 0, &each);
        self.close();
        let close = self.end;
        if !self.commented(open, close) && indent + width(&self.pieces) <= WIDTH {
            return self.clause(indent);
        }
        self.pieces.truncate(header);
        self.clause(indent);
        for item in items {
            each(self, item, false);
            self.suffix(",");
            self.clause(indent + 2);
        }
        self.push("}", Some(close.saturating_sub(1)..close));
        self.clause(indent);
    }

    fn members(&mut self, indent: usize, members: &[Member]) {
        let field = |member: &Member| match member {
            Member::Field(field) => length(&field.name.text),
            _ => 0,
        };
        let column = members.iter().map(field).max().unwrap_or(0);
        self.block(indent, members, |printer, member| match member {
            Member::Field(field) => printer.field(indent + 2, field, column),
            Member::Group { name, members } => {
                printer.leaf(name.span);
                printer.members(indent + 2, members);
            }
            Member::Collection { name, noun, key, inside, fields } => {
                printer.leaf(name.span);
                printer.suffix(":");
                printer.put([("each", noun.span)]);
                printer.maybe("by", key.as_ref());
                for (at, field) in inside.iter().enumerate() {
                    printer.put([(if at == 0 { "inside" } else { "or" }, field.span)]);
                }
                let column = fields.iter().map(|field| length(&field.name.text)).max().unwrap_or(0);
                printer.block(indent + 2, fields, |printer, field| {
                    printer.field(indent + 4, field, column);
                });
            }
        });
    }

    fn block<T>(&mut self, indent: usize, items: &[T], each: impl Fn(&mut Self, &T)) {
        let open = self.brace('{');
        self.suffix(" {");
        if items.is_empty() && !self.commented(open, self.brace('}')) {
            self.glue = true;
        } else {
            self.clause(indent);
        }
        for item in items {
            each(self, item);
        }
        self.close();
        self.clause(indent);
    }

    fn field(&mut self, indent: usize, field: &Field, column: usize) {
        self.leaf(field.name.span);
        let pad = column.saturating_sub(length(&field.name.text));
        self.suffix(&format!(":{:pad$}", ""));
        self.type_name(&field.ty);
        if let Some(default) = &field.default {
            self.word("=");
            self.expression(default, 0, After::End, 0);
        }
        self.clause(indent);
    }

    fn type_name(&mut self, ty: &TypeName) {
        if ty.list {
            self.word("list of");
        }
        self.leaf(ty.name.span);
        if ty.optional {
            self.suffix("?");
        }
        if let Some(range) = &ty.range {
            for (word, end) in [("from", Some(range.from)), ("to", range.to)] {
                if let Some((number, span)) = end {
                    self.word(word);
                    self.number(span, Some(number));
                }
            }
        }
    }

    fn parameters(&mut self, parameters: &[Parameter], rank: usize) {
        if parameters.is_empty() {
            return;
        }
        self.suffix("(");
        self.glue = true;
        self.list(parameters, rank, |printer, parameter, _| {
            printer.leaf(parameter.name.span);
            if let Some(ty) = &parameter.ty {
                printer.suffix(":");
                printer.type_name(ty);
            }
        });
        self.suffix(")");
    }

    fn role(&mut self, role: &Role) {
        self.put([("role", role.name.span)]);
        self.maybe("like", role.like.as_ref());
        self.clause(0);
        for called in &role.called {
            self.called(called);
            self.clause(2);
        }
        self.clause_of_names("except", &role.except);
        self.localized_texts(2, "say", &role.say);
        self.cites(2, &role.cites);
    }

    fn called(&mut self, called: &Called) {
        self.put([("called", called.language.span)]);
        self.list(&called.names, 0, |printer, name, _| printer.leaf(name.span));
    }

    fn definition(&mut self, definition: &Let) {
        self.put([("let", definition.name.span)]);
        // Where the line is too long it is broken behind `=`, and between the parameters last of all.
        self.parameters(&definition.parameters, usize::MAX);
        if let Some(noun) = &definition.noun {
            self.suffix(":");
            self.put([("each", noun.span)]);
        }
        self.word("=");
        self.before = Break { rank: 0, fill: false };
        match &definition.body {
            LetBody::Set(set) => self.set(set, After::End, 1),
            LetBody::Expression(body) => self.expression(body, 0, After::End, 1),
        }
    }

    fn action(&mut self, action: &Action) {
        self.put([("action", action.name.span)]);
        self.parameters(&action.parameters, 0);
        self.clause(0);
        for called in &action.called {
            self.called(called);
            self.clause(2);
        }
        // Behind a step they would be its own.
        let first = action.effects.is_empty() && !action.how.is_empty();
        if first {
            self.cites(2, &action.cites);
        }
        for step in &action.how {
            self.localized_texts(2, "how", &step.texts);
            self.cites(4, &step.cites);
        }
        for effect in &action.effects {
            self.word("effect");
            match &effect.kind {
                EffectKind::Add { collection, fields } => {
                    self.put([("add", collection.span)]);
                    self.braces(2, fields, |printer, (name, value), last| {
                        printer.leaf(name.span);
                        printer.suffix(":");
                        let after = if last { After::End } else { After::Comma };
                        printer.expression(value, 0, after, 1);
                    });
                }
                EffectKind::Edit { put, value, target, when } => {
                    self.word(if *put { "put" } else { "take" });
                    self.expression(value, expressions::SUM, After::Word, 1);
                    self.word(if *put { "into" } else { "out of" });
                    self.path(target);
                    self.when(when.as_ref());
                }
                EffectKind::Set { target, value, when, otherwise } => {
                    if value.is_none() {
                        self.word("clear");
                    }
                    self.path(target);
                    if let Some(value) = value {
                        self.word("becomes");
                        self.expression(value, 0, After::End, 1);
                    }
                    self.when(when.as_ref());
                    if let Some(otherwise) = otherwise {
                        self.before = Break { rank: 0, fill: false };
                        self.word("otherwise");
                        self.expression(otherwise, 0, After::End, 1);
                    }
                }
            }
            self.clause(2);
        }
        if !first {
            self.cites(2, &action.cites);
        }
    }

    fn when(&mut self, condition: Option<&Expression>) {
        if let Some(condition) = condition {
            self.before = Break { rank: 0, fill: false };
            self.word("when");
            self.expression(condition, 0, After::End, 1);
        }
    }

    fn rule(&mut self, rule: &Rule) {
        self.word(match &rule.kind {
            RuleKind::Permit(_) => "permit",
            RuleKind::Forbid(_) => "forbid",
            RuleKind::Invariant(invariant) => match invariant.kind {
                InvariantKind::Limit { .. } => "limit",
                InvariantKind::Never(_) => "never",
                InvariantKind::MustHave { .. } | InvariantKind::Lasts { .. } => "deadline",
            },
        });
        self.leaf(rule.id.span);
        self.clause(0);
        match &rule.kind {
            RuleKind::Permit(actions) => self.action_rule(actions, "may"),
            RuleKind::Forbid(actions) => self.action_rule(actions, "may not"),
            RuleKind::Invariant(invariant) => self.invariant(invariant),
        }
        self.localized_texts(2, "say", &rule.say);
        self.cites(2, &rule.cites);
    }

    fn action_rule(&mut self, rule: &ActionRule, may: &str) {
        match &rule.subject {
            Subject::Every(noun) => self.put([("every", noun.span)]),
            Subject::Nobody(span) => self.keyword("nobody", *span),
            Subject::Roles(roles) => self.names(roles, 0),
        }
        self.word(if matches!(rule.subject, Subject::Nobody(_)) { "may" } else { may });
        match &rule.actions {
            Actions::Anything { span, except } => {
                let start = span.range().start;
                self.push("do anything", Some(start..start + "do".len()));
                if !except.is_empty() {
                    self.word("except");
                    self.names(except, 0);
                }
            }
            Actions::Named(actions) => self.names(actions, 0),
        }
        self.clause(2);
        for condition in &rule.conditions {
            self.word(if condition.unless { "unless" } else { "when" });
            self.expression(&condition.condition, 0, After::End, 1);
            self.clause(2);
        }
    }

    fn invariant(&mut self, invariant: &Invariant) {
        match &invariant.kind {
            InvariantKind::Limit(limit) => self.limit(limit),
            InvariantKind::Never(set) => self.set(set, After::End, 1),
            InvariantKind::MustHave { noun, field, period, from } => {
                self.put([("each", noun.span), ("must have", field.span)]);
                self.put([(&format!("within {period} of"), from.span)]);
            }
            InvariantKind::Lasts { noun, period, from } => {
                self.put([("each", noun.span), (&format!("lasts {period} from"), from.span)]);
            }
        }
        self.clause(2);
        if invariant.exempts_all {
            self.word("does not stop anything");
            self.clause(2);
        }
        self.clause_of_names("does not stop", &invariant.exempts);
        for stop in &invariant.also_forbids {
            self.word("also forbids");
            self.names(&stop.actions, 1);
            self.when(stop.when.as_ref());
            self.clause(2);
        }
    }

    fn conflict(&mut self, conflict: &Conflict) {
        self.put([("conflict", conflict.id.span)]);
        self.clause(0);
        for (passage, (indent, word)) in conflict.between.iter().zip([(2, "between"), (6, "and")]) {
            self.passage(indent, word, passage);
        }
        self.put([("settled as", conflict.settled_as.span)]);
        self.maybe("by", conflict.by.as_ref());
        self.clause(2);
        if let Some((_, until)) = conflict.until {
            self.put([("until", until)]);
            self.clause(2);
        }
        self.localized_texts(2, "because", &conflict.because);
    }

    fn clause_of_names(&mut self, word: &str, names: &[Name]) {
        if !names.is_empty() {
            self.word(word);
            self.names(names, 0);
            self.clause(2);
        }
    }

    fn localized_texts(&mut self, clause: usize, word: &str, texts: &[LocalizedText]) {
        let mut indent = clause;
        for text in texts {
            if indent == clause {
                self.word(word);
            }
            self.leaf(text.language.span);
            let last = self.strings(indent, text.text.span);
            self.line(last);
            indent = clause + 1 + word.len();
        }
        self.clause(clause);
    }

    fn cites(&mut self, indent: usize, passages: &[Passage]) {
        for passage in passages {
            self.passage(indent, "cites", passage);
            if let Some(waives) = &passage.waives {
                self.word("waiving");
                self.list(&waives.numbers, 0, |printer, (_, span), _| printer.leaf(*span));
                self.line(indent + 2);
                self.localized_texts(indent + 2, "because", &waives.because);
            }
        }
    }

    fn passage(&mut self, indent: usize, word: &str, passage: &Passage) {
        self.put([(word, passage.document.span)]);
        let column = indent + width(&self.pieces) + 1;
        let mut last = self.strings(indent, passage.quote.span);
        if let Some(under) = &passage.under {
            let quote = self.pieces.len();
            self.put([("under", under.span)]);
            if last + width(&self.pieces) > WIDTH {
                let heading = self.pieces.split_off(quote);
                self.line(last);
                self.pieces = heading;
                last = column;
            }
        }
        self.line(last);
        self.clause(indent);
    }
}
