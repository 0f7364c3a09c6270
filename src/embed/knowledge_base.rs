//! Compiled rules.

use crate::artefact;
use crate::artefact::Opened;
use crate::base::{Source, Sources};
use crate::embed::Rejected;
use crate::input::json_action::ActionReader;
use crate::input::typed::{Action, Builder};
use crate::model::{Model, Parsed, check};
use crate::program::Program;
use crate::values::Moment;
use std::sync::Arc;

/// Compiled rules. A clone is a handle to the same rules, and threads share them.
///
/// ```
/// use ustav::embed::{KnowledgeBase, Moment};
/// let rules = "
/// state {
///   users: each user by id {
///     id:   String
///     role: Role
///   }
/// }
/// role member
/// action knock
/// permit members-knock
///   member may knock
/// ";
/// let club = KnowledgeBase::compile([("club.rules", rules)])?;
/// let portal = club.portal("club.yaml", "users: [{id: anna, role: member}]")?;
/// let knock = club.action("knock", "anna", Moment::parse("2024-05-11")?).done()?;
/// assert!(portal.decide(&knock)?.is_allowed());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct KnowledgeBase {
    pub(super) compiled: Arc<Compiled>,
}

#[derive(Debug)]
pub(super) struct Compiled {
    pub(super) sources: Sources,
    pub(super) program: Program,
}

impl KnowledgeBase {
    /// Compile rules: each text with the name that diagnostics call it by. Imports are not followed, since no file is
    /// read here: give all texts. Warnings are left out.
    ///
    /// # Errors
    ///
    /// Everything that is wrong with the texts, as `ustav compile` would say it.
    ///
    /// ```
    /// use ustav::embed::KnowledgeBase;
    /// let wrong = KnowledgeBase::compile([("club.rules", "permit all\n  everybody may knock\n")]).unwrap_err();
    /// assert_eq!(wrong.places[0], "club.rules:2:3");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
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
    ///
    /// # Errors
    ///
    /// It is damaged, or another release wrote it.
    ///
    /// ```
    /// use ustav::embed::KnowledgeBase;
    /// let wrong = KnowledgeBase::open("club.bin", b"state {".to_vec()).unwrap_err();
    /// assert!(wrong.to_string().contains("club.bin"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
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

    /// Begin an action: its name, the id of who acts, and when.
    pub fn action<'a>(&self, name: &str, actor: &'a str, at: Moment) -> Builder<'_, 'a> {
        Action::build(&self.compiled.program.model, name, actor, at)
    }

    /// A reader of actions that are lines of JSON, the fastest way from a text to a verdict. It gives nothing for a
    /// line that is not entirely regular; [`crate::embed::Portal::decide_text`] reads that, too.
    pub fn reader(&self) -> ActionReader<'_> {
        ActionReader::new(&self.compiled.program.model)
    }

    /// The rules as they were checked: their names, types and messages.
    pub fn model(&self) -> &Model {
        &self.compiled.program.model
    }
}
