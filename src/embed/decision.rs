//! A decision, and what it says when it is asked.

use crate::embed::Portal;
use crate::eval::ProposedAction;
use crate::eval::obligations;
use crate::eval::obligations::Obligation;
use crate::eval::{Explanation, Proposal, Validity, Verdict};
use crate::eval::{explain, validity, why_not};
use crate::input::Request;
use crate::input::typed::Action;
use crate::values::Truth;
use std::borrow::Cow;

/// What became of an action. It holds no text: rules are named, and reasons given, when they are asked for.
#[derive(Clone, Debug)]
pub struct Decision<'p> {
    pub(super) portal: &'p Portal,
    pub(super) asked: Asked<'p>,
    pub(super) inner: crate::eval::Decision,
}

/// What was judged.
#[derive(Clone, Debug)]
pub(super) enum Asked<'p> {
    Typed(&'p Action<'p>),
    Read(Box<Request>),
}

/// What a denial is called for which no rule stands: nothing permits the action.
const DEFAULT: &str = "default";

impl<'p> Decision<'p> {
    /// The verdict.
    pub fn verdict(&self) -> Verdict {
        self.inner.verdict
    }

    /// Whether the action may be done.
    pub fn is_allowed(&self) -> bool {
        self.inner.verdict == Verdict::Allowed
    }

    /// The ids of all rules that make the verdict: of a denial each one that denies (`default` where nothing permits
    /// the action), of an allowance each permit, of an undetermined verdict each on which it hangs.
    pub fn rules(&self) -> impl Iterator<Item = &str> {
        let compiled = &*self.portal.rules.compiled;
        let verdict = self.inner.verdict;
        let due = if verdict == Verdict::Undetermined { Truth::Unknown } else { Truth::True };
        let permits = self.inner.permits(&compiled.program).filter(move |_| verdict != Verdict::Denied);
        let denials = self.inner.denials(&compiled.program).filter(move |_| verdict != Verdict::Allowed);
        let unpermitted = verdict == Verdict::Denied && self.inner.permitted == Truth::False;
        let made = permits.chain(denials).filter(move |outcome| outcome.truth == due);
        let named = made.filter_map(|outcome| compiled.program.model.rules.get(outcome.rule as usize));
        named.map(|rule| &*rule.id.text).chain(unpermitted.then_some(DEFAULT))
    }

    /// Why it is so: the messages of the rules, the passages that they cite, and the values that they read.
    pub fn explain(&self) -> Explanation<'p> {
        self.ask(|proposed| explain(proposed, &self.inner))
    }

    /// The deadlines of who acts and, of an allowed action, those that it brings.
    pub fn obligations(&self) -> Vec<Obligation> {
        self.ask(|proposed| obligations::of_action(proposed, self.is_allowed()))
    }

    /// Until when the verdict stays what it is if nothing but time changes.
    pub fn holds(&self) -> Validity {
        self.ask(|proposed| validity(proposed, self.inner.verdict))
    }

    /// What would have to change for the action to be allowed; a search, which costs many verdicts.
    pub fn why_not(&self) -> Vec<Proposal> {
        self.ask(|proposed| why_not(proposed, &self.inner))
    }

    fn ask<T>(&self, of: impl FnOnce(&ProposedAction<'p, '_>) -> T) -> T {
        let request = self.request();
        of(&ProposedAction::new(&self.portal.rules.compiled.program, &self.portal.inner, &request))
    }

    fn request(&self) -> Cow<'_, Request> {
        let compiled = &*self.portal.rules.compiled;
        match &self.asked {
            Asked::Typed(action) => Cow::Owned(self.portal.inner.request_as_known(&compiled.program, action)),
            Asked::Read(request) => Cow::Borrowed(request),
        }
    }
}
