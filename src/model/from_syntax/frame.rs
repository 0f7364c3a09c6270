//! What rules may speak of, checked once: rules and effects are checked against it one at a time.

use crate::base::Severity;
use crate::model::from_syntax::checker::Checker;
use crate::model::rules::{Effect, Rule};
use crate::model::schema::Field;
use crate::syntax::tree;
use crate::values::ids::ActionId;

/// A pack without its rules. What is checked against it leaves nothing in it.
pub(crate) struct Frame(Checker);

impl Frame {
    /// What the declarations other than rules declare; nothing where one of them is wrong.
    pub(crate) fn new(files: Vec<tree::File>) -> Option<Self> {
        let mut frame = Self(Checker::default());
        frame.alone(|checker| {
            checker.run(files);
            Some(())
        })?;
        Some(frame)
    }

    /// The rule that is written so; nothing where it is wrong.
    pub(crate) fn rule(&mut self, written: tree::Rule) -> Option<Rule> {
        self.alone(|checker| checker.rule(written))
    }

    /// What an action of the pack changes that is written so, and whether it may put a number outside of its range, which a
    /// rule denies that nobody wrote; nothing where it is wrong.
    pub(crate) fn effects(&mut self, id: ActionId, written: &tree::Action) -> Option<(Vec<Effect>, bool)> {
        self.alone(|checker| {
            let effects = checker.effects(id, written);
            let may_leave = !checker.in_ranges(id, &effects).is_empty();
            Some((effects, may_leave))
        })
    }

    /// The field that is written so; nothing where it is wrong.
    pub(crate) fn field(&mut self, written: &tree::Field) -> Option<Field> {
        self.alone(|checker| checker.field(written))
    }

    /// What is checked, if no error is found; whatever was found is forgotten.
    fn alone<T>(&mut self, check: impl FnOnce(&mut Checker) -> Option<T>) -> Option<T> {
        let Self(checker) = self;
        let written = checker.written;
        let found = check(checker);
        let wrong = checker.diagnostics.iter().any(|found| found.severity == Severity::Error);
        checker.diagnostics.clear();
        (checker.guesses, checker.omitted, checker.written) = (0, 0, written);
        found.filter(|_| !wrong)
    }
}
