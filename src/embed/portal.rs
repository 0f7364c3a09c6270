//! A portal, and what is done with it.

use crate::base::{Severity, Source};
use crate::embed::decision::Asked;
use crate::embed::{Decision, KnowledgeBase, Rejected};
use crate::eval::Applied;
use crate::eval::typed::UnknownId;
use crate::eval::typed::decide_action;
use crate::input::typed::Action;
use crate::input::yaml;
use crate::input::yaml::Limits;
use crate::input::{Request, State};
use crate::values::Moment;

/// A state loaded by the schema of its rules: ids, counts and look-ups are kept up to date by the actions that take
/// effect. Many threads may read it, one may change it.
///
/// ```
/// use ustav::embed::Moment;
/// # let (club, mut portal) = ustav::embed::example::club()?;
/// let at = Moment::parse("2024-05-11")?;
/// let lena = club.action("invite", "anna", at).text("email", "lena@club.example").done()?;
/// let applied = portal.apply(&lena)?;
/// let olga = club.action("invite", "anna", at).text("email", "olga@club.example").done()?;
/// assert!(!portal.decide(&olga)?.is_allowed());
/// portal.undo(applied);
/// assert!(portal.decide(&olga)?.is_allowed());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Portal {
    pub(super) rules: KnowledgeBase,
    pub(super) inner: crate::eval::Portal,
}

impl Portal {
    pub(super) fn new(rules: KnowledgeBase, state: State) -> Self {
        let inner = crate::eval::Portal::new(&rules.compiled.program, state);
        Self { rules, inner }
    }

    /// Judge a typed action. An allowed one of at most 32 rules allocates nothing. The decision borrows the portal: what was
    /// so when it was made is so when it is explained.
    ///
    /// # Errors
    ///
    /// The state holds no such actor, or no such element as the action names.
    pub fn decide<'p>(&'p self, action: &'p Action<'p>) -> Result<Decision<'p>, UnknownId> {
        let compiled = &*self.rules.compiled;
        let decision = decide_action(&compiled.program, &self.inner, action)?;
        Ok(Decision { portal: self, asked: Asked::Typed(action), inner: decision })
    }

    /// Judge the actions of a YAML or JSON text: a mapping, a list of them, or several documents. `name` is what
    /// diagnostics call the text; who says nothing of when acts `now`.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the text; then nothing of it is judged.
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
        let decide = |request: Request| {
            let inner = crate::eval::decide(&compiled.program, &self.inner, &request);
            Decision { portal: self, asked: Asked::Read(Box::new(request)), inner }
        };
        Ok(requests.into_iter().map(decide).collect())
    }

    /// Let an action take effect, whether or not it is allowed: that is for [`Portal::decide`] to say. Costs what its
    /// effects touch, not what the state holds. An element whose id is there already is not added a second time.
    ///
    /// # Errors
    ///
    /// As those of [`Portal::decide`]; nothing is changed then.
    pub fn apply(&mut self, action: &Action<'_>) -> Result<Applied, UnknownId> {
        let compiled = &*self.rules.compiled;
        let request = self.inner.request(&compiled.program, action)?;
        Ok(self.inner.apply(&compiled.program, &request, None))
    }

    /// Take back what an action changed. Nothing may have changed since.
    pub fn undo(&mut self, applied: Applied) {
        self.inner.undo(&self.rules.compiled.program, applied);
    }

    /// The state as it is now.
    pub fn state(&self) -> &State {
        &self.inner.state
    }
}
