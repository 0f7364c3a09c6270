//! All that the rules know of an action, as every format prints it.

use crate::cli::output::evidence::Cited;
use crate::cli::output::language::Phrase;
use serde::Serialize;

/// Serialized, it is the document of the JSON contract.
#[derive(Serialize)]
pub(crate) struct Guide<'a> {
    pub(crate) version: u32,
    pub(crate) action: &'a str,
    /// What people call it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) called: Option<&'a str>,
    pub(crate) parameters: Vec<Parameter<'a>>,
    pub(crate) steps: Vec<Phrase>,
    /// What each of them retells.
    #[serde(skip)]
    pub(crate) step_citations: Vec<Vec<Cited<'a>>>,
    /// What the action cites beside its steps.
    #[serde(skip)]
    pub(crate) own_citations: Vec<Cited<'a>>,
    /// Who may do it, whatever the circumstances.
    pub(crate) roles: Vec<&'a str>,
    /// The same by what people call them.
    #[serde(skip)]
    pub(crate) roles_called: Vec<&'a str>,
    pub(crate) conditions: Vec<Condition<'a>>,
    /// The deadlines that are met by it.
    pub(crate) deadlines: Vec<Condition<'a>>,
    /// The effects as they are written.
    pub(crate) changes: Vec<String>,
    pub(crate) citations: Vec<Cited<'a>>,
}

#[derive(Serialize)]
pub(crate) struct Parameter<'a> {
    pub(crate) name: &'a str,
    #[serde(rename = "type")]
    pub(crate) ty: String,
}

/// A rule that concerns the action.
#[derive(Serialize)]
pub(crate) struct Condition<'a> {
    pub(crate) rule: &'a str,
    pub(crate) effect: &'static str,
    /// In the language of the run, with the values left open.
    pub(crate) message: Phrase,
    pub(crate) sentence: String,
    pub(crate) citations: Vec<Cited<'a>>,
    /// Those that say it: where two documents do, those of the one that prevails.
    #[serde(skip)]
    pub(crate) said_by: Vec<Cited<'a>>,
    /// Whether its message has values that are known only when somebody acts.
    #[serde(skip)]
    pub(crate) is_open: bool,
}
