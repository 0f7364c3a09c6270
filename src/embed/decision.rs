//! A decision, and what it says when it is asked.

use crate::base::index_vec::first_miss;
use crate::base::{Code, Diagnostic, Severity, Source, msg};
use crate::embed::{Portal, Rejected};
use crate::eval;
use crate::eval::budget;
use crate::eval::obligations::{self, Obligation};
use crate::eval::typed::{DecideError, decide_action};
use crate::eval::{Explanation, Proposal, ProposedAction, Scope, Validity, Verdict};
use crate::eval::{decide_proposed, explain, validity, why_not};
use crate::input::Request;
use crate::input::typed::Action;
use crate::input::yaml::{self, Limits};
use crate::values::{Moment, Truth};
use std::sync::OnceLock;

/// What became of an action. It holds no text: rules are named, and reasons given, when they are asked for.
///
/// ```
/// use ustav::embed::{Moment, Verdict};
/// # let (club, portal) = ustav::embed::example::club()?;
/// let at = Moment::parse("2024-05-11")?;
/// let fee = club.action("pay", "ivan", at).int("fee", 5).done()?;
/// let decision = portal.decide(&fee)?;
/// assert_eq!(decision.verdict(), Verdict::Denied);
/// assert_eq!(decision.rules().collect::<Vec<_>>(), ["not-before-the-season"]);
/// assert!(!decision.why_not().is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Decision<'p> {
    portal: &'p Portal,
    action: Judged<'p>,
    inner: eval::Decision,
}

/// The action that was judged. What it would change is worked out once, whatever is asked of the decision.
#[derive(Clone, Debug)]
enum Judged<'p> {
    /// It becomes a proposed action when something beyond the verdict is asked.
    Typed(&'p Action<'p>, OnceLock<Box<ProposedAction<'p, 'p>>>),
    Read(Box<ProposedAction<'p, 'p>>),
}

/// What a denial is called for which no rule stands: nothing permits the action.
const DEFAULT: &str = "default";

impl Portal {
    /// Judge a typed action. An allowed one of at most 32 rules allocates nothing. The decision borrows the portal: what was
    /// so when it was made is so when it is explained.
    ///
    /// # Errors
    ///
    /// The state holds no such actor, or no such element as the action names; or the verdict would look at more elements
    /// than it may ([`Portal::set_budget`]).
    pub fn decide<'p>(&'p self, action: &'p Action<'p>) -> Result<Decision<'p>, DecideError> {
        let compiled = &*self.rules.compiled;
        let decision = decide_action(&compiled.program, &self.inner, action, self.budget)?;
        Ok(Decision { portal: self, action: Judged::Typed(action, OnceLock::new()), inner: decision })
    }

    /// Judge the actions of a YAML or JSON text: a mapping, a list of them, or several documents. `name` is what
    /// diagnostics call the text; who says nothing of when acts `now`.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the text, and every verdict that would cost too much; then nothing is judged.
    ///
    /// ```
    /// use ustav::embed::Moment;
    /// # let (_, portal) = ustav::embed::example::club()?;
    /// let text = "- {actor: anna, action: pay, fee: 5, at: 2024-06-01}\n- {actor: ivan, action: pay, fee: 5}\n";
    /// let decisions = portal.decide_text("fees.yaml", text, Moment::parse("2024-05-11")?)?;
    /// assert!(decisions[0].is_allowed() && !decisions[1].is_allowed());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn decide_text(&self, name: &str, text: &str, now: Moment) -> Result<Vec<Decision<'_>>, Rejected> {
        let compiled = &*self.rules.compiled;
        let mut sources = compiled.sources.clone();
        let id = sources.add(Source::new(name, text));
        let (documents, mut wrong) = yaml::parse(id, text, &Limits::default());
        let mut requests = Vec::new();
        for document in &documents {
            match Request::read_all(&compiled.program.model, Some(&self.inner.state), document, now) {
                Ok(found) => requests.extend(found),
                Err(found) => wrong.extend(found),
            }
        }
        if wrong.iter().any(|found| found.severity == Severity::Error) {
            return Err(Rejected::new(&sources, wrong));
        }
        let proposed = |request| Box::new(ProposedAction::owned(&compiled.program, &self.inner, request));
        let proposed: Vec<_> = requests.into_iter().map(proposed).collect();
        let over = proposed.iter().filter_map(|one| budget::of_verdict(one, self.budget).err());
        let over: Vec<Diagnostic> = over.map(|over| over.diagnostic(&compiled.program)).collect();
        if !over.is_empty() {
            return Err(Rejected::new(&sources, over));
        }
        let decided = proposed.into_iter().map(|proposed| {
            let inner = decide_proposed(&proposed);
            Decision { portal: self, action: Judged::Read(proposed), inner }
        });
        Ok(decided.collect())
    }
}

impl<'p> Decision<'p> {
    /// Allowed, denied, or undetermined where what is not known decides.
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
        let named = made.filter_map(|outcome| compiled.program.model.rules.get(outcome.rule));
        named.map(|rule| &*rule.id.text).chain(unpermitted.then_some(DEFAULT))
    }

    /// Why it is so: the messages of the rules, the passages that they cite, and the values that they read.
    pub fn explain(&self) -> Explanation<'p> {
        explain(self.proposed(), &self.inner)
    }

    /// The deadlines of who acts and, of an allowed action, those that it brings.
    pub fn obligations(&self) -> Vec<Obligation> {
        obligations::of_action(self.proposed(), self.is_allowed())
    }

    /// Until when the verdict stays what it is if nothing but time changes.
    pub fn holds(&self) -> Validity {
        validity(self.proposed(), self.inner.verdict)
    }

    /// What would have to change for the action to be allowed, without handing out rights to anybody; a search, which
    /// costs many verdicts.
    pub fn why_not(&self) -> Vec<Proposal> {
        why_not(self.proposed(), &self.inner, Scope::WithoutRights)
    }

    /// [`Decision::why_not`], and after that what lets somebody do more than before: `grants` of a proposal says whom
    /// and what.
    ///
    /// ```
    /// use ustav::embed::Moment;
    /// # let (club, portal) = ustav::embed::example::club()?;
    /// let fee = club.action("pay", "ivan", Moment::parse("2024-05-11")?).int("fee", 5).done()?;
    /// let decision = portal.decide(&fee)?;
    /// assert!(decision.why_not_with_rights().len() >= decision.why_not().len());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn why_not_with_rights(&self) -> Vec<Proposal> {
        why_not(self.proposed(), &self.inner, Scope::All)
    }

    fn proposed(&self) -> &ProposedAction<'p, 'p> {
        match &self.action {
            Judged::Read(proposed) => proposed,
            Judged::Typed(action, made) => made.get_or_init(|| {
                let (program, portal) = (&self.portal.rules.compiled.program, &self.portal.inner);
                Box::new(ProposedAction::owned(program, portal, portal.request_as_known(program, action)))
            }),
        }
    }
}

/// A mistake of the library itself, if one has shown since the process began: compiled rules refer to something that
/// they lack (`E0606`). Whatever hangs on it is taken as unknown, so it lets no action through; but what was decided or
/// explained since then is not to be relied on. The first such mistake of all rules of the process is kept. Ask for it
/// where a service checks its health, and report it with the rules.
///
/// ```
/// assert_eq!(ustav::embed::internal_error(), None);
/// ```
pub fn internal_error() -> Option<Diagnostic> {
    let miss = first_miss()?;
    let error = Diagnostic::error(Code::E0606, msg!(artefact.internal_error, what = miss));
    Some(error.help(msg!(artefact.report_it)))
}
