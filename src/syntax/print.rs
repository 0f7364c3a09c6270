//! From syntax tree to text: the one canonical form, with all comments.
//!
//! The layout depends on the tree alone. Comments are put to the finished lines afterwards, by the words that
//! they stood next to in the source.

use super::tree::{
    Action, ActionRule, Actions, Arithmetic, Comment, Comparison, Conflict, Declaration, DeclarationKind,
    EffectKind, Expression, ExpressionKind, Field, File, Invariant, InvariantKind, Let, LetBody, Member,
    Name, Parameter, Passage, Predicate, Role, Rule, RuleKind, Said, Set, Subject, TypeName,
};
use crate::words::Span;
use std::mem::{Discriminant, discriminant, take};
use std::ops::Range;

/// The longest line, in characters.
const WIDTH: usize = 100;
/// Words and signs that belong to what stands before them; other keywords belong to what follows.
const STICKY: [&str; 9] = [",", ":", ")", "?", "{", "}", "present", "absent", "anything"];
/// Names that are put in brackets after `is`, where they would be read as the words that ask something.
const ASKING: [&str; 5] = ["present", "absent", "in", "before", "after"];

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

/// A place where a line may be broken: the lowest rank first, there either everywhere or where it has to be.
#[derive(Clone, Copy)]
struct Break {
    rank: usize,
    fill: bool,
}

/// Any space of no rank of its own.
impl Default for Break {
    fn default() -> Self {
        Self { rank: usize::MAX, fill: true }
    }
}

/// Words without a place to break between them, and where the name or value among them stands in the source.
struct Piece {
    text: String,
    at: Option<Range<usize>>,
    /// Whether no space stands before it.
    glued: bool,
    before: Break,
}

#[derive(Default)]
struct Line<'a> {
    indent: usize,
    pieces: Vec<Piece>,
    /// The first line of the clause.
    clause: usize,
    above: Vec<&'a str>,
    after: Option<&'a str>,
}

impl Line<'_> {
    fn write(&self, out: &mut String) {
        let closes = self.pieces.first().is_some_and(|piece| piece.text == "}");
        let indent = if closes { self.indent + 2 } else { self.indent };
        for comment in &self.above {
            out.extend([&" ".repeat(indent), *comment, "\n"]);
        }
        let mut line = " ".repeat(self.indent);
        for (number, piece) in self.pieces.iter().enumerate() {
            if number > 0 && !piece.glued {
                line.push(' ');
            }
            line.push_str(&piece.text);
        }
        if let Some(comment) = self.after {
            line.extend(["  ", comment]);
        }
        out.push_str(line.trim_end());
        out.push('\n');
    }
}

fn width(pieces: &[Piece]) -> usize {
    let spaces = pieces.iter().skip(1).filter(|piece| !piece.glued).count();
    spaces + pieces.iter().map(|piece| length(&piece.text)).sum::<usize>()
}

fn length(text: &str) -> usize {
    text.chars().count()
}

/// What follows an expression without brackets around it, and might be read as a part of it.
#[derive(Clone, Copy)]
enum After {
    /// Nothing of the kind.
    End,
    /// A comma.
    Comma,
    /// A word that continues an expression, or begins another.
    Word,
}

#[derive(Default)]
struct Printer<'a> {
    text: &'a str,
    comments: &'a [Comment],
    lines: Vec<Line<'a>>,
    /// The first line of the clause under way.
    clause: usize,
    /// The clause under way, not yet divided into lines.
    pieces: Vec<Piece>,
    /// Whether the next piece follows without a space, and how the line may be broken before it.
    glue: bool,
    before: Break,
    /// Where the last name or value ended in the source.
    end: usize,
}

impl<'a> Printer<'a> {
    // --------------------------------------------------------------------------- pieces and lines

    fn push(&mut self, text: &str, at: Option<Range<usize>>) {
        self.end = at.as_ref().map_or(self.end, |at| at.end);
        self.pieces.push(Piece {
            text: text.to_owned(),
            at,
            glued: take(&mut self.glue),
            before: take(&mut self.before),
        });
    }

    /// Words of the language.
    fn word(&mut self, text: &str) {
        self.push(text, None);
    }

    /// A name or a value, as it stands in the source.
    fn leaf(&mut self, span: Span) {
        let text = self.text.get(span.range()).unwrap_or_default();
        self.push(text, Some(span.range()));
    }

    /// Words, each with the name or value that follows it.
    fn put<const N: usize>(&mut self, pairs: [(&str, Span); N]) {
        for (word, span) in pairs {
            self.word(word);
            self.leaf(span);
        }
    }

    fn maybe(&mut self, word: &str, name: Option<&Name>) {
        if let Some(name) = name {
            self.put([(word, name.span)]);
        }
    }

    fn names(&mut self, names: &[Name], rank: usize) {
        self.list(names, rank, |printer, name, _| printer.leaf(name.span));
    }

    /// Something parted by commas.
    fn list<T>(&mut self, items: &[T], rank: usize, each: impl Fn(&mut Self, &T, bool)) {
        for (number, item) in items.iter().enumerate() {
            if number > 0 {
                self.suffix(",");
                self.before = Break { rank, fill: true };
            }
            each(self, item, number + 1 == items.len());
        }
    }

    /// Add to the last piece.
    fn suffix(&mut self, text: &str) {
        if let Some(piece) = self.pieces.last_mut() {
            piece.text.push_str(text);
        }
    }

    /// End a line.
    fn line(&mut self, indent: usize) {
        let pieces = take(&mut self.pieces);
        self.add_line(indent, pieces);
    }

    fn add_line(&mut self, indent: usize, pieces: Vec<Piece>) {
        let clause = self.clause;
        self.lines.push(Line { indent, pieces, clause, ..Line::default() });
    }

    /// End a clause.
    fn clause(&mut self, indent: usize) {
        let pieces = take(&mut self.pieces);
        if !pieces.is_empty() {
            self.divide(pieces, indent, indent + 2);
        }
        self.clause = self.lines.len();
    }

    /// Put pieces on lines.
    fn divide(&mut self, pieces: Vec<Piece>, indent: usize, further: usize) {
        let breaks = pieces.iter().skip(1).filter(|piece| !piece.glued);
        let rank = breaks.map(|piece| piece.before.rank).min();
        let Some(rank) = rank.filter(|_| indent + width(&pieces) > WIDTH) else {
            return self.add_line(indent, pieces);
        };
        let mut parts: Vec<Vec<Piece>> = Vec::new();
        for piece in pieces {
            match parts.last_mut() {
                Some(part) if piece.glued || piece.before.rank != rank => part.push(piece),
                _ => parts.push(vec![piece]),
            }
        }
        let mut indent = indent;
        let mut row: Vec<Piece> = Vec::new();
        for part in parts {
            let fill = part.first().is_some_and(|piece| piece.before.fill);
            let fits = fill && indent + width(&row) + 1 + width(&part) <= WIDTH;
            if !row.is_empty() && !fits {
                self.divide(take(&mut row), indent, further + 2);
                indent = further;
            }
            row.extend(part);
        }
        self.divide(row, indent, further + 2);
    }

    /// Strings in a row, each on a line; the last line is left open, and its indentation given back.
    fn strings(&mut self, indent: usize, text: Span) -> usize {
        let column = indent + width(&self.pieces) + 1;
        let mut row = indent;
        let Range { start: mut at, end } = text.range();
        while at < end {
            if at > text.range().start {
                self.line(row);
                row = column;
            }
            let rest = self.text.get(at..end).unwrap_or_default();
            let close = string_end(rest);
            self.push(rest.get(..close).unwrap_or_default(), Some(at..at + close));
            at = self.skip(at + close);
        }
        row
    }

    // -------------------------------------------------------------------- places in the source

    /// The next place that is neither white space nor in a comment.
    fn skip(&self, from: usize) -> usize {
        let mut rest = self.text.get(from..).unwrap_or_default();
        loop {
            rest = rest.trim_start();
            let Some(comment) = rest.strip_prefix('#') else {
                return self.text.len() - rest.len();
            };
            rest = comment.find('\n').and_then(|end| comment.get(end..)).unwrap_or_default();
        }
    }

    /// The next place of a brace after the last name or value.
    fn brace(&self, brace: char) -> usize {
        let mut at = self.skip(self.end);
        while let Some(found) = self.text.get(at..).and_then(|rest| rest.chars().next()) {
            if found == brace {
                break;
            }
            at = self.skip(at + found.len_utf8());
        }
        at
    }

    fn close(&mut self) {
        let at = self.brace('}');
        self.push("}", Some(at..at + 1));
    }

    fn commented(&self, start: usize, end: usize) -> bool {
        let next = self.comments.partition_point(|comment| comment.span.range().start < start);
        self.comments.get(next).is_some_and(|comment| comment.span.range().start < end)
    }

    /// Put the comments to the lines.
    fn place(&mut self) {
        let mut anchors: Vec<(Range<usize>, usize)> = Vec::new();
        for (number, line) in self.lines.iter().enumerate() {
            anchors.extend(line.pieces.iter().filter_map(|piece| Some((piece.at.clone()?, number))));
        }
        anchors.sort_by_key(|(at, _)| at.start);
        let mut token = 0;
        for comment in self.comments {
            let Range { start, end } = comment.span.range();
            if token < end {
                token = self.skip(end);
            }
            let before = self.text.get(..start).unwrap_or_default().trim_end_matches([' ', '\t']);
            let own_line = before.is_empty() || before.ends_with('\n');
            let following = anchors.partition_point(|(at, _)| at.start < start);
            let next = anchors.get(following);
            let previous = following.checked_sub(1).and_then(|number| anchors.get(number));
            let follows = if own_line {
                let rest = self.text.get(token..).unwrap_or_default();
                next.is_none_or(|(at, _)| at.start != token)
                    && STICKY.iter().any(|word| rest.starts_with(word))
            } else {
                previous.is_some_and(|(at, _)| at.end == before.len())
                    || STICKY.iter().any(|word| before.ends_with(word))
            };
            let neighbour = if follows { previous.or(next) } else { next.or(previous) };
            let (place, number) = neighbour.cloned().unwrap_or_default();
            let Some(line) = self.lines.get(number) else { continue };
            let clause = line.clause;
            let at = |piece: &Piece| piece.at.as_ref() == Some(&place);
            let sticks = |piece: &Piece| at(piece) || STICKY.iter().any(|word| piece.text.ends_with(word));
            let mut named = line.pieces.iter().filter(|piece| piece.at.is_some());
            if own_line || !follows {
                let begins = named.next().is_some_and(at);
                // A comment above a first line of mere keywords would be read as one above the second.
                let first = self.lines.get(clause).into_iter().flat_map(|line| &line.pieces);
                let bare = first.into_iter().all(|piece| piece.at.is_none());
                let target = if begins && !bare { number } else { clause };
                self.above(target, comment);
            } else if line.after.is_none()
                && named.next_back().is_some_and(at)
                && line.pieces.last().is_some_and(sticks)
                && let Some(line) = self.lines.get_mut(number)
            {
                line.after = Some(&comment.text);
            } else {
                self.above(clause, comment);
            }
        }
    }

    fn above(&mut self, line: usize, comment: &'a Comment) {
        if let Some(line) = self.lines.get_mut(line) {
            line.above.push(&comment.text);
        }
    }

    // ------------------------------------------------------------------------------ declarations

    fn declaration(&mut self, declaration: &Declaration) {
        match &declaration.kind {
            DeclarationKind::Import(path) => self.put([("import", path.span)]),
            DeclarationKind::Document { name, path } => {
                self.put([("document", name.span)]);
                self.leaf(path.span);
            }
            DeclarationKind::Prefer { first, second } => {
                self.put([("prefer", first.span), ("over", second.span)]);
            }
            DeclarationKind::Enum { name, values } => {
                self.put([("enum", name.span)]);
                self.braces(0, values, |printer, value, _| printer.leaf(value.span));
            }
            DeclarationKind::State(members) => {
                let start = declaration.span.range().start;
                self.push("state", Some(start..start + "state".len()));
                self.members(0, members);
            }
            DeclarationKind::Role(role) => self.role(role),
            DeclarationKind::Let(definition) => self.definition(definition),
            DeclarationKind::Action(action) => self.action(action),
            DeclarationKind::Rule(rule) => self.rule(rule),
            DeclarationKind::Conflict(conflict) => self.conflict(conflict),
            DeclarationKind::Aside { passage, because } => {
                self.passage(0, "aside", passage);
                self.said("because", because);
            }
        }
        self.clause(0);
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
            Member::Collection { name, noun, key, fields } => {
                printer.leaf(name.span);
                printer.suffix(":");
                printer.put([("each", noun.span)]);
                printer.maybe("by", key.as_ref());
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
    }

    fn parameters(&mut self, parameters: &[Parameter]) {
        if parameters.is_empty() {
            return;
        }
        self.suffix("(");
        self.glue = true;
        self.list(parameters, 0, |printer, parameter, _| {
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
        self.clause_of_names("except", &role.except);
        self.said("say", &role.say);
        self.cites(&role.cites);
    }

    fn definition(&mut self, definition: &Let) {
        self.put([("let", definition.name.span)]);
        self.parameters(&definition.parameters);
        if let Some(noun) = &definition.noun {
            self.suffix(":");
            self.put([("each", noun.span)]);
        }
        self.word("=");
        match &definition.body {
            LetBody::Set(set) => self.set(set, After::End, 1),
            LetBody::Expression(body) => self.expression(body, 0, After::End, 1),
        }
    }

    fn action(&mut self, action: &Action) {
        self.put([("action", action.name.span)]);
        self.parameters(&action.parameters);
        self.clause(0);
        for how in &action.how {
            self.said("how", how);
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
                EffectKind::Set { target, value, when } => {
                    if value.is_none() {
                        self.word("clear");
                    }
                    self.path(target);
                    if let Some(value) = value {
                        self.word("becomes");
                        self.expression(value, 0, After::End, 1);
                    }
                    self.when(when.as_ref());
                }
            }
            self.clause(2);
        }
        self.cites(&action.cites);
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
        self.said("say", &rule.say);
        self.cites(&rule.cites);
    }

    fn action_rule(&mut self, rule: &ActionRule, may: &str) {
        match &rule.subject {
            Subject::Every(noun) => {
                self.put([("every", noun.span)]);
                self.word(may);
            }
            Subject::Nobody(span) => {
                let start = span.range().start;
                self.push("nobody", Some(start..start + "nobody".len()));
                self.word("may");
            }
            Subject::Roles(roles) => {
                self.names(roles, 0);
                self.word(may);
            }
        }
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
            InvariantKind::Limit { most, set } => {
                self.word("at most");
                self.expression(most, OPERAND, After::Word, 1);
                self.set(set, After::End, 1);
            }
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
        if invariant.spares_all {
            self.word("does not stop anything");
            self.clause(2);
        }
        self.clause_of_names("does not stop", &invariant.spares);
        for stop in &invariant.stops {
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
        self.said("because", &conflict.because);
    }

    // ----------------------------------------------------------------------------------- clauses

    fn clause_of_names(&mut self, word: &str, names: &[Name]) {
        if !names.is_empty() {
            self.word(word);
            self.names(names, 0);
            self.clause(2);
        }
    }

    fn said(&mut self, word: &str, texts: &[Said]) {
        let mut indent = 2;
        for said in texts {
            if indent == 2 {
                self.word(word);
            }
            self.leaf(said.language.span);
            let last = self.strings(indent, said.text.span);
            self.line(last);
            indent = 3 + word.len();
        }
        self.clause(2);
    }

    fn cites(&mut self, passages: &[Passage]) {
        for passage in passages {
            self.passage(2, "cites", passage);
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

    // ------------------------------------------------------------------------------- expressions

    /// An expression, in brackets where it binds less than `least` or would take in what comes `after` it.
    fn expression(&mut self, expression: &Expression, least: u8, after: After, rank: usize) {
        let takes_in = match (&expression.kind, after) {
            (ExpressionKind::Any { .. }, After::Word) => true,
            (ExpressionKind::Count(set), After::Word) => set.filter.is_some(),
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

    fn bare(&mut self, expression: &Expression, after: After, rank: usize) {
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
                };
                self.expression(left, least, After::Word, rank);
                self.word(sign);
                self.expression(right, least + 1, after, rank);
            }
            ExpressionKind::Any { name, set, condition } => {
                self.put([("any", name.span), ("in", set.span)]);
                self.word("where");
                self.expression(condition, 0, after, rank);
            }
            ExpressionKind::Count(set) => {
                self.word("count of");
                self.set(set, after, rank);
            }
            ExpressionKind::Reference { path, arguments } => {
                self.path(path);
                if let Some(arguments) = arguments {
                    self.suffix("(");
                    self.glue = !arguments.is_empty();
                    self.expressions(arguments, 0, After::End, rank);
                    self.suffix(")");
                }
            }
            ExpressionKind::Number(_) | ExpressionKind::Date(_) => self.number(expression.span),
            ExpressionKind::String(text) => self.leaf(text.span),
        }
    }

    fn chain(&mut self, terms: &[Expression], word: &str, least: u8, after: After, rank: usize) {
        for (number, term) in terms.iter().enumerate() {
            if number > 0 {
                self.before = Break { rank, fill: false };
                self.word(word);
            }
            let after = if number + 1 == terms.len() { after } else { After::Word };
            self.expression(term, least, after, rank + 1);
        }
    }

    fn predicate(&mut self, is: &str, predicate: &Predicate, after: After, rank: usize) {
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
            Predicate::Compare(comparison, other) => {
                let words = match comparison {
                    Comparison::Equal => "",
                    Comparison::AtLeast => "at least",
                    Comparison::AtMost => "at most",
                    Comparison::MoreThan => "more than",
                    Comparison::LessThan => "less than",
                    Comparison::Before => "before",
                    Comparison::After => "after",
                };
                (words, other)
            }
            Predicate::Within(period, from) => (&*format!("within {period} of"), from),
            Predicate::During(period, from) => (&*format!("during {period} from"), from),
        };
        self.word(&format!("{is} {asked}"));
        self.expression(other, SUM, after, rank);
    }

    fn expressions(&mut self, items: &[Expression], least: u8, after: After, rank: usize) {
        self.list(items, rank, |printer, item, last| {
            let after = if last { after } else { After::Comma };
            printer.expression(item, least, after, rank + 1);
        });
    }

    fn set(&mut self, set: &Set, after: After, rank: usize) {
        self.leaf(set.name.span);
        if let Some(filter) = &set.filter {
            self.word("where");
            self.expression(filter, 0, after, rank);
        }
    }

    fn path(&mut self, path: &[Name]) {
        if let (Some(first), Some(last)) = (path.first(), path.last()) {
            self.leaf(first.span.to(last.span));
        }
    }

    /// A number or a date; its span takes in the brackets around it.
    fn number(&mut self, span: Span) {
        let Range { mut start, end } = span.range();
        let inner = loop {
            start = self.skip(start);
            let rest = self.text.get(start..end).unwrap_or_default();
            if !rest.starts_with('(') {
                break rest.split([')', '#']).next().unwrap_or_default().trim_end();
            }
            start += 1;
        };
        self.push(inner, Some(start..start + inner.len()));
    }
}

// How strongly expressions bind; `or` binds least.
const AND: u8 = 1;
const NOT: u8 = 2;
const SUM: u8 = 4;
const PRODUCT: u8 = 5;
const OPERAND: u8 = 6;

fn strength(kind: &ExpressionKind) -> u8 {
    match kind {
        ExpressionKind::Or(_) => 0,
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

/// Where the string ends that a text begins with.
fn string_end(text: &str) -> usize {
    let mut escaped = true;
    for (at, character) in text.char_indices() {
        match character {
            '"' if !escaped => return at + 1,
            '\\' if !escaped => escaped = true,
            _ => escaped = false,
        }
    }
    text.len()
}
