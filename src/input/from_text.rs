//! The one door from a text to the states in it.

use crate::base::{Diagnostic, SourceId, Span};
use crate::input::fast;
use crate::input::state::State;
use crate::input::tree::Node;
use crate::input::yaml;
use crate::input::yaml::Limits;
use crate::model::Model;

#[derive(Clone, Debug)]
pub struct StateText {
    /// One for each YAML document that could be read to its end; a text is meant to hold one.
    pub documents: Vec<StateDocument>,
    /// What is wrong with the text as YAML or JSON, all of it errors.
    pub diagnostics: Vec<Diagnostic>,
}

/// A document that stands for a state.
#[derive(Clone, Debug)]
pub struct StateDocument {
    pub span: Span,
    /// The state, or what is wrong with it by the schema of the rules.
    pub state: Result<State, Vec<Diagnostic>>,
}

impl State {
    /// Read the states of a YAML or JSON text by the schema of `model`. A text with nothing wrong or unusual in it, of one
    /// document, is read without a tree, in little time and memory; which way a text took cannot be seen in what is read.
    pub fn from_text(model: &Model, source: SourceId, text: &str, limits: &Limits) -> StateText {
        Self::from_either(model, source, text, limits, yaml::parse)
    }

    /// [`State::from_text`] for a text that is meant as JSON.
    pub(crate) fn from_json(model: &Model, source: SourceId, text: &str, limits: &Limits) -> StateText {
        Self::from_either(model, source, text, limits, yaml::parse_json)
    }

    fn from_either(
        model: &Model,
        source: SourceId,
        text: &str,
        limits: &Limits,
        parse: impl FnOnce(SourceId, &str, &Limits) -> (Vec<Node>, Vec<Diagnostic>),
    ) -> StateText {
        if let Some((state, span)) = fast::read(model, source, text, limits) {
            let only = StateDocument { span, state: Ok(state) };
            return StateText { documents: vec![only], diagnostics: Vec::new() };
        }
        let (documents, diagnostics) = parse(source, text, limits);
        let read =
            |document: Node| StateDocument { span: document.span, state: State::read(model, &document) };
        StateText { documents: documents.into_iter().map(read).collect(), diagnostics }
    }
}
