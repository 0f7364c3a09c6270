//! A portal, and what is done with it.

use crate::base::Source;
use crate::embed::{KnowledgeBase, Rejected};
use crate::eval;
use crate::eval::typed::UnknownId;
use crate::eval::{Applied, budget};
use crate::input::State;
use crate::input::typed::Action;
use crate::input::yaml::Limits;

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
    pub(super) inner: eval::Portal,
    pub(super) budget: u64,
}

impl KnowledgeBase {
    /// Load a state from YAML or JSON; `name` is what diagnostics call the text.
    ///
    /// # Errors
    ///
    /// The text is not one state as the rules declare it. A field that is left out is no error: it is unknown.
    ///
    /// ```
    /// # let (club, _) = ustav::embed::example::club()?;
    /// assert!(club.portal("club.json", r#"{"opens": "2024-06-01", "users": []}"#).is_ok());
    /// assert!(club.portal("club.json", r#"{"closes": "2024-06-01"}"#).is_err());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn portal(&self, name: &str, text: &str) -> Result<Portal, Rejected> {
        let model = &self.compiled.program.model;
        let mut sources = self.compiled.sources.clone();
        let id = sources.add(Source::new(name, text));
        let mut read = State::from_text(model, id, text, &Limits::default());
        if !read.diagnostics.is_empty() {
            return Err(Rejected::new(&sources, read.diagnostics));
        }
        match (read.documents.len(), read.documents.pop()) {
            (1, Some(only)) => {
                let state = only.state.map_err(|wrong| Rejected::new(&sources, wrong))?;
                let inner = eval::Portal::new(&self.compiled.program, state);
                Ok(Portal { rules: self.clone(), inner, budget: budget::VERDICT })
            }
            (found, _) => Err(Rejected::not_one_state(name, found)),
        }
    }
}

impl Portal {
    /// Let an action take effect, whether or not it is allowed: that is for [`Portal::decide`] to say. Costs what its
    /// effects touch, not what the state holds. An element whose id is there already is not added a second time.
    ///
    /// # Errors
    ///
    /// The state holds no such actor, or no such element; nothing is changed then.
    pub fn apply(&mut self, action: &Action<'_>) -> Result<Applied, UnknownId> {
        let compiled = &*self.rules.compiled;
        let request = self.inner.request(&compiled.program, action)?;
        Ok(self.inner.apply(&compiled.program, &request, None))
    }

    /// How many elements a verdict may look at; 10,000,000 where nothing else is said. One that would look at more is an
    /// error.
    ///
    /// ```
    /// # let (club, mut portal) = ustav::embed::example::club()?;
    /// portal.set_budget(100_000);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn set_budget(&mut self, elements: u64) {
        self.budget = elements;
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
