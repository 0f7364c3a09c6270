//! The order of the passes: names first, then what they stand for.

use crate::base::{Code, Diagnostic, Message, Severity, Span, msg};
use crate::model::checked::Model;
use crate::model::from_syntax::checker::Checker;
use crate::syntax::tree::{self, DeclarationKind as Kind};
use std::collections::HashMap;

#[derive(Clone, Debug, Default)]
pub struct Parsed {
    pub files: Vec<tree::File>,
    pub diagnostics: Vec<Diagnostic>,
}

/// Check a pack. There is a model only where no diagnostic is an error.
pub fn check(parsed: Parsed) -> (Option<Model>, Vec<Diagnostic>) {
    // A declaration that could not be read may have declared what now seems to be missing; so may a file.
    let unread = || parsed.files.iter().flat_map(|file| &file.unread);
    let of_text = |found: &Diagnostic| found.code <= Code::E0106 || found.code == Code::E0207;
    let mut checker = Checker {
        unsure: !parsed.diagnostics.iter().all(of_text),
        unread: unread().flat_map(|unread| &unread.names).cloned().collect(),
        state_wrong: unread().any(|unread| unread.state) || !parsed.diagnostics.iter().all(of_text),
        diagnostics: parsed.diagnostics,
        omitted: 0,
        ..Checker::default()
    };
    checker.empty_files(&parsed.files);
    checker.run(parsed.files);
    let Checker { model, mut diagnostics, omitted, .. } = checker;
    diagnostics.sort_by_key(|diagnostic| diagnostic.labels.first().map(|label| label.span));
    if let Some(last) = diagnostics.last_mut() {
        last.omitted += omitted;
    }
    let failed = diagnostics.iter().any(|found| found.severity == Severity::Error);
    // What has no effect may have none because something else was not read: the advice to delete it would be wrong.
    diagnostics.retain(|found| !failed || ![Code::W0301, Code::W0303].contains(&found.code));
    (Some(model).filter(|_| !failed), diagnostics)
}

/// The most declarations of one kind, other than rules and actions: their numbers are short.
const MOST_OF_A_KIND: usize = 60_000;
const MOST_RULES: usize = 1_000_000;

impl Checker {
    pub(super) fn run(&mut self, files: Vec<tree::File>) {
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
        let before = self.errors();
        self.state(declarations);
        self.state_wrong |= self.errors() > before;
        self.declare_actions(declarations);
        self.role_tree(declarations);
        self.lets(declarations);
        self.actions(declarations);
        drop(others);
        let late = self.rules(files);
        self.ranges_hold();
        self.settlements(&late);
        self.vacuous_exceptions();
    }

    /// Warn of files that declare nothing: perhaps they were emptied by mistake.
    fn empty_files(&mut self, files: &[tree::File]) {
        for file in files.iter().filter(|file| file.declarations.is_empty() && file.unread.is_empty()) {
            let Some(source) = file.source else { continue };
            if self
                .diagnostics
                .iter()
                .flat_map(|found| &found.labels)
                .any(|label| label.span.source == source)
            {
                continue;
            }
            self.diagnostics.push(
                Diagnostic::warning(Code::W0304, msg!(rules.nothing_declared))
                    .label(Span::new(source, 0, 0), Message::empty())
                    .help(msg!(rules.delete_or_write)),
            );
        }
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
                    Diagnostic::error(Code::E0106, msg!(rules.too_many_declarations, most = most))
                        .label(declaration.span.at_start(), msg!(rules.too_much_from_here)),
                );
                return true;
            }
        }
        false
    }
}
