//! Floor 7: what a service embeds.
#![doc = include_str!("../../docs/embedding.md")]

mod decision;
mod portal;
mod rejected;

pub use crate::eval::typed::UnknownId;
pub use crate::eval::{Applied, EffectOfRule, Explanation, Proposal, Reason, Validity, Verdict};
pub use crate::input::json_action::ActionReader;
pub use crate::input::typed::{Action, Argument, BuildError, Builder};
pub use crate::values::Moment;
pub use decision::Decision;
pub use portal::Portal;
pub use rejected::Rejected;

use crate::artefact;
use crate::artefact::Opened;
use crate::base::{Source, Sources};
use crate::input::State;
use crate::input::yaml::Limits;
use crate::model::{Model, Parsed, check};
use crate::program::Program;
use std::sync::Arc;

/// Compiled rules. A clone is the same rules once more; threads share them.
#[derive(Clone, Debug)]
pub struct KnowledgeBase {
    compiled: Arc<Compiled>,
}

#[derive(Debug)]
struct Compiled {
    sources: Sources,
    program: Program,
}

impl KnowledgeBase {
    /// Compile rules: each text with the name that diagnostics call it by. Imports are not followed, since no file is
    /// read here: give all texts. Warnings are not told.
    pub fn compile<'t>(texts: impl IntoIterator<Item = (&'t str, &'t str)>) -> Result<Self, Rejected> {
        let mut sources = Sources::default();
        let mut parsed = Parsed::default();
        for (name, text) in texts {
            let id = sources.add(Source::new(name, text));
            let (file, diagnostics) = crate::syntax::parse(id, text);
            parsed.diagnostics.extend(diagnostics);
            parsed.files.push(file);
        }
        match check(parsed) {
            (Some(model), _) => {
                let (program, _) = Program::compile(model);
                Ok(Self { compiled: Arc::new(Compiled { sources, program }) })
            }
            (None, diagnostics) => Err(Rejected::new(&sources, diagnostics)),
        }
    }

    /// Load what `ustav compile --out` wrote; `name` is what diagnostics call it. All of it is looked through and kept,
    /// so that nothing of it can turn out to be damaged later.
    pub fn open(name: &str, artefact: Vec<u8>) -> Result<Self, Rejected> {
        let mut sources = Sources::default();
        let opened = artefact::open(Arc::new(artefact));
        let looked = opened.and_then(|opened| opened.look_through().map(|()| opened));
        let Opened { files, mut program, .. } =
            looked.map_err(|wrong| Rejected::new(&sources, vec![wrong.diagnostic(name)]))?;
        for (name, text) in files {
            sources.add(Source::new(name, text.get().clone()));
        }
        program.make_owned();
        Ok(Self { compiled: Arc::new(Compiled { sources, program }) })
    }

    /// Load a state from YAML or JSON; `name` is what diagnostics call the text.
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
                Ok(Portal::new(self.clone(), state))
            }
            (found, _) => Err(Rejected::not_one_state(name, found)),
        }
    }

    /// Begin an action: its name, the id of who acts, and when.
    pub fn action<'a>(&self, name: &str, actor: &'a str, at: Moment) -> Builder<'_, 'a> {
        Action::build(&self.compiled.program.model, name, actor, at)
    }

    /// A reader of actions that are lines of JSON, the fastest way from a text to a verdict. It gives nothing for a
    /// line that is not entirely regular; [`Portal::decide_text`] reads that, too, or says what is wrong with it.
    pub fn reader(&self) -> ActionReader<'_> {
        ActionReader::new(&self.compiled.program.model)
    }

    /// The rules as they were checked: their names, types and messages.
    pub fn model(&self) -> &Model {
        &self.compiled.program.model
    }
}
