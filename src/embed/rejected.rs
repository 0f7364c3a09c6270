//! What cannot be read, and why.

use crate::base::{Code, Diagnostic, Sources};
use std::fmt;

/// Rules, a state or an action that cannot be read: everything that is wrong with it, a line each.
///
/// ```
/// # let (club, _) = ustav::embed::example::club()?;
/// let wrong = club.portal("club.yaml", "opens: soon").unwrap_err();
/// assert_eq!(wrong.places, ["club.yaml:1:8"]);
/// assert_eq!(format!("{:?}", wrong.diagnostics[0].code), "E0403");
/// assert!(wrong.to_string().starts_with("club.yaml:1:8: "));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Rejected {
    /// The diagnostics: codes, messages, and spans.
    pub diagnostics: Vec<Diagnostic>,
    /// Where the first place of each is: `file:line:column`; empty where it has none.
    pub places: Vec<String>,
}

impl Rejected {
    pub(super) fn new(sources: &Sources, diagnostics: Vec<Diagnostic>) -> Self {
        let place = |found: &Diagnostic| found.labels.first().map(|label| sources.place(label.span));
        let places = diagnostics.iter().map(|found| place(found).unwrap_or_default()).collect();
        Self { diagnostics, places }
    }

    pub(super) fn not_one_state(name: &str, found: usize) -> Self {
        let wrong = match found {
            0 => Diagnostic::error(Code::E0410, format!("`{name}` holds no state")),
            _ => Diagnostic::error(
                Code::E0403,
                format!("`{name}` holds {found} documents; one state is due here"),
            ),
        };
        Self { diagnostics: vec![wrong], places: vec![String::new()] }
    }
}

impl fmt::Display for Rejected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, (found, place)) in self.diagnostics.iter().zip(&self.places).enumerate() {
            if at > 0 {
                f.write_str("\n")?;
            }
            if !place.is_empty() {
                write!(f, "{place}: ")?;
            }
            write!(f, "{} [{:?}]", found.message, found.code)?;
        }
        Ok(())
    }
}

impl std::error::Error for Rejected {}
