//! What cannot be read, and why.

use crate::base::{Code, Diagnostic, Language, Sources, msg};
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
            0 => Diagnostic::error(Code::E0410, msg!(data.no_state, name = name)),
            _ => Diagnostic::error(Code::E0403, msg!(data.not_one_state, name = name, count = found)),
        };
        Self { diagnostics: vec![wrong], places: vec![String::new()] }
    }
}

impl Rejected {
    /// Everything that is wrong, a line each, with its place and its code.
    ///
    /// ```
    /// use ustav::embed::Language;
    /// # let (club, _) = ustav::embed::example::club()?;
    /// let wrong = club.portal("club.yaml", "opens: 2024-02-30").unwrap_err();
    /// let lines = Language::ALL.map(|language| wrong.text(language));
    /// assert_eq!(lines[0], "club.yaml:1:8: the calendar has no `2024-02-30` [E0406]");
    /// assert_eq!(lines[1], "club.yaml:1:8: в календаре нет даты `2024-02-30` [E0406]");
    /// // What to write instead, where there is a common remedy.
    /// let help = wrong.diagnostics[0].help.as_ref().map(|help| help.text(Language::English));
    /// assert_eq!(help.as_deref(), Some("the last day of that month is `2024-02-29`"));
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn text(&self, language: Language) -> String {
        let line = |(found, place): (&Diagnostic, &String)| {
            let place = if place.is_empty() { String::new() } else { format!("{place}: ") };
            format!("{place}{} [{:?}]", found.message.text(language), found.code)
        };
        self.diagnostics.iter().zip(&self.places).map(line).collect::<Vec<_>>().join("\n")
    }
}

/// In English; [`Rejected::text`] in each language.
impl fmt::Display for Rejected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text(Language::English))
    }
}

impl std::error::Error for Rejected {}
