//! The part of a pack that a change of one rule can make a difference to: only so much is compiled to try the change.

use crate::model::{Parsed, check};
use crate::program::Program;
use crate::syntax::tree::{Declaration, DeclarationKind, File};
use crate::testing::mutants::Mutant;
use crate::values::ids::{ActionId, RuleId};
use std::collections::BTreeSet;

/// A pack in the parts that excerpts of it are made from.
pub(crate) struct Pack<'a> {
    program: &'a Program,
    /// All that is no rule and does not speak of rules: every name that a rule may use.
    pub(crate) frame: Vec<File>,
    /// The declarations of the rules, by their ids.
    rules: Vec<&'a Declaration>,
    /// For each file the first of its rules.
    first: Vec<usize>,
    /// For each rule the actions whose verdicts hang on it.
    actions: Vec<BTreeSet<ActionId>>,
}

/// What a rule decides, before a change of it and after it.
pub(crate) struct Scope {
    pub(crate) actions: BTreeSet<ActionId>,
    /// The rules on which these hang, the changed one included.
    rules: BTreeSet<RuleId>,
}

impl Scope {
    pub(crate) fn len(&self) -> usize {
        self.rules.len()
    }
}

fn is_rule(declaration: &Declaration) -> bool {
    matches!(declaration.kind, DeclarationKind::Rule(_))
}

impl<'a> Pack<'a> {
    /// The parts of some files, which a program was compiled from.
    pub(crate) fn new(program: &'a Program, files: &'a [File]) -> Self {
        let (mut rules, mut first) = (Vec::new(), Vec::new());
        for file in files {
            first.push(rules.len());
            rules.extend(file.declarations.iter().filter(|declaration| is_rule(declaration)));
        }
        let about_rules = |declaration: &&Declaration| {
            let kind = &declaration.kind;
            is_rule(declaration)
                || matches!(kind, DeclarationKind::Conflict(_) | DeclarationKind::Aside { .. })
        };
        let frame = files.iter().map(|file| File {
            declarations: file.declarations.iter().filter(|own| !about_rules(own)).cloned().collect(),
            ..File::default()
        });
        let mut actions = vec![BTreeSet::new(); rules.len()];
        for action in program.model.actions.ids() {
            for rule in program.rules_of(action) {
                if let Some(own) = actions.get_mut(rule.index()) {
                    own.insert(action);
                }
            }
        }
        Self { program, frame: frame.collect(), rules, first, actions }
    }

    /// The rule that a change is made in; nothing where it is made in what rules use.
    pub(crate) fn rule(&self, files: &[File], mutant: &Mutant) -> Option<RuleId> {
        let declarations = &files.get(mutant.file)?.declarations;
        let (before, own) = (declarations.get(..mutant.declaration)?, declarations.get(mutant.declaration)?);
        let place = self.first.get(mutant.file)? + before.iter().filter(|other| is_rule(other)).count();
        is_rule(own).then(|| RuleId::at(place))
    }

    /// The action that a change is made in.
    pub(crate) fn action(&self, files: &[File], mutant: &Mutant) -> Option<ActionId> {
        match files.get(mutant.file)?.declarations.get(mutant.declaration)?.kind {
            DeclarationKind::Action(_) => {
                self.program.model.actions.position(|action| action.name.text == mutant.owner)
            }
            _ => None,
        }
    }

    /// The actions whose verdicts hang on a rule as it stands.
    pub(crate) fn decided(&self, rule: RuleId) -> Option<&BTreeSet<ActionId>> {
        self.actions.get(rule.index())
    }

    /// What a rule decides as it stands.
    pub(crate) fn scope(&self, rule: RuleId) -> Scope {
        self.wide(rule, self.actions.get(rule.index()).cloned().unwrap_or_default())
    }

    fn wide(&self, rule: RuleId, actions: BTreeSet<ActionId>) -> Scope {
        let hanging = actions.iter().flat_map(|action| self.program.rules_of(*action));
        let rules: BTreeSet<RuleId> = hanging.chain([rule]).collect();
        Scope { actions, rules }
    }

    /// The rules of a scope as they stand.
    pub(crate) fn before(&self, scope: &Scope) -> Option<Program> {
        self.compile(scope, |_, declaration| Some(declaration.clone()))
    }

    /// The rules of a scope with one changed, or removed where nothing is left of it; nothing where they do not compile.
    /// The scope becomes wider where the change lets the rule decide more.
    pub(crate) fn after(
        &self,
        scope: &mut Scope,
        rule: RuleId,
        changed: Option<&Declaration>,
    ) -> Option<Program> {
        let compile = |scope: &Scope| {
            self.compile(
                scope,
                |own, declaration| {
                    if own == rule { changed.cloned() } else { Some(declaration.clone()) }
                },
            )
        };
        let program = compile(scope)?;
        let found = self.rules.get(rule.index()).and_then(|_| self.program.model.rules.get(rule));
        let id = found.map(|rule| &rule.id.text);
        let own = program.model.rules.position(|rule| Some(&rule.id.text) == id);
        let decides =
            |action: &ActionId| own.is_some_and(|own| program.rules_of(*action).any(|rule| rule == own));
        let more: Vec<ActionId> = program.model.actions.ids().filter(decides).collect();
        if more.iter().all(|action| scope.actions.contains(action)) {
            return Some(program);
        }
        let actions = scope.actions.iter().copied().chain(more).collect();
        *scope = self.wide(rule, actions);
        compile(scope)
    }

    fn compile(
        &self,
        scope: &Scope,
        as_it_is: impl Fn(RuleId, &Declaration) -> Option<Declaration>,
    ) -> Option<Program> {
        let rules = scope.rules.iter().filter_map(|rule| as_it_is(*rule, self.rules.get(rule.index())?));
        let mut files = self.frame.clone();
        files.push(File { declarations: rules.collect(), ..File::default() });
        let (model, _) = check(Parsed { files, diagnostics: Vec::new() });
        model.map(|model| Program::compile_some(model, &|action| scope.actions.contains(&action)))
    }
}
