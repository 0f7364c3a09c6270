//! Every small change of a rule, one at a time. Scenarios that hold a pack to its documents notice them.

mod schema;
mod values;
mod walk;

use crate::base::{Message, Sources, Span, msg};
use crate::syntax::print;
use crate::syntax::tree::{Declaration, DeclarationKind, File};
use crate::testing::mutants::values::Values;
use crate::testing::mutants::walk::{Point, Walk};
use std::sync::Arc;

/// One rule file with one small change. It names the change; [`Mutant::apply`] makes it.
#[derive(Clone, Debug)]
pub struct Mutant {
    /// Which of the files has the change.
    pub file: usize,
    /// Which declaration of that file.
    pub declaration: usize,
    /// The id of the rule, or the name of the role, the named expression or the action; `state` for the schema.
    pub owner: Arc<str>,
    /// What is changed, such as `` `10` becomes `11` ``.
    pub what: Message,
    pub span: Span,
    /// The place of the change in the order of [`Walk`]; none where the whole rule is removed.
    change: Option<usize>,
    /// The value of an enum that stands instead, where one is changed.
    instead: Option<Arc<str>>,
}

/// Every small change of what rules, roles, named expressions, actions and the schema say, by file and place. Of the schema
/// that is what a field is when it is left out, and its range.
///
/// Messages, citations, documents, conflicts, asides and types stay as they are. `sources` holds the texts that
/// the files were read from: the changes are described in their words.
pub fn mutants(files: &[File], sources: &Sources) -> Vec<Mutant> {
    let mut found = Vec::new();
    let values = Values::of(files);
    for (file, tree) in files.iter().enumerate() {
        for (declaration, written) in tree.declarations.iter().enumerate() {
            let Some(owner) = owner(written) else { continue };
            let mutant = |span, what, change, instead| Mutant {
                file,
                declaration,
                owner: owner.clone(),
                what,
                span,
                change,
                instead,
            };
            if let DeclarationKind::Rule(_) = written.kind {
                found.push(mutant(written.span, msg!(test.rule_removed), None, None));
            }
            let text = sources.get(written.span.source).map_or("", |source| &source.text);
            let mut walk = Walk::noting(text, &tree.comments, &values);
            walk.declaration(&mut written.clone());
            let points = walk.points.into_iter().enumerate().filter(|(_, point)| !point.is_none);
            let made = |(place, Point { span, what, instead, .. })| mutant(span, what, Some(place), instead);
            let mut points: Vec<Mutant> = points.map(made).collect();
            points.sort_by_key(|point| point.span.start);
            found.append(&mut points);
        }
    }
    found
}

fn owner(declaration: &Declaration) -> Option<Arc<str>> {
    let name = match &declaration.kind {
        DeclarationKind::Role(role) => &role.name,
        DeclarationKind::Let(definition) => &definition.name,
        DeclarationKind::Action(action) => &action.name,
        DeclarationKind::Rule(rule) => &rule.id,
        DeclarationKind::State(_) => return Some("state".into()),
        _ => return None,
    };
    Some(name.text.clone())
}

impl Mutant {
    /// The files with the change made. They are those that the mutant was found in.
    pub fn apply(&self, files: &[File]) -> Vec<File> {
        let mut files = files.to_vec();
        match self.changed(&files) {
            Some(changed) => {
                let file = files.get_mut(self.file);
                if let Some(place) = file.and_then(|file| file.declarations.get_mut(self.declaration)) {
                    *place = changed;
                }
            }
            None => self.remove(&mut files),
        }
        files
    }

    /// The declaration in its canonical form and without comments, before the change and after it. What is removed
    /// is empty afterwards.
    pub fn before_and_after(&self, files: &[File], sources: &Sources) -> (String, String) {
        let printed = |declaration: Option<Declaration>| {
            let Some(declaration) = declaration else { return String::new() };
            let text = sources.get(declaration.span.source).map_or("", |source| &source.text);
            print(&File { declarations: vec![declaration], ..File::default() }, text)
        };
        (printed(self.original(files).cloned()), printed(self.changed(files)))
    }

    fn original<'a>(&self, files: &'a [File]) -> Option<&'a Declaration> {
        files.get(self.file)?.declarations.get(self.declaration)
    }

    /// The declaration after the change, where one is left.
    pub(crate) fn changed(&self, files: &[File]) -> Option<Declaration> {
        let mut declaration = self.original(files)?.clone();
        Walk::making(self.change?, self.instead.clone(), &Values::default()).declaration(&mut declaration);
        Some(declaration)
    }

    fn remove(&self, files: &mut [File]) {
        if let Some(file) = files.get_mut(self.file)
            && self.declaration < file.declarations.len()
        {
            file.declarations.remove(self.declaration);
        }
        // A conflict that is settled by the rule would stand in the way of trying the pack without it.
        for declaration in files.iter_mut().flat_map(|file| &mut file.declarations) {
            if let DeclarationKind::Conflict(conflict) = &mut declaration.kind {
                conflict.by.take_if(|by| by.text == self.owner);
            }
        }
    }
}
