//! A program is what a pack compiles to: the checked model, the knowledge base that it was lowered to, and the
//! decision tables of that. The three refer to each other by ids, so they travel as one value.

use crate::base::Diagnostic;
use crate::kb::{KnowledgeBase, lower};
use crate::model::Model;
use crate::tables::{Tables, compile};

/// A compiled pack. Its parts belong together: an id of one means the same in the others.
#[derive(Clone, Debug)]
pub struct Program {
    /// Names, types and spans: what messages and readers of input ask for.
    pub model: Model,
    /// Conditions, plans and invariants: what explanations compute over.
    pub kb: KnowledgeBase,
    /// What verdicts are read from.
    pub tables: Tables,
}

impl Program {
    /// Compile a checked model. The diagnostics are warnings.
    pub fn compile(model: Model) -> (Self, Vec<Diagnostic>) {
        let (kb, warnings) = lower(&model);
        let tables = compile(&model, &kb);
        (Self { model, kb, tables }, warnings)
    }

    /// Fetch whatever of it still lies in an artefact, so that nothing is read later.
    pub fn make_owned(&mut self) {
        self.model.rules.to_mut();
        self.kb.messages.to_mut();
        self.kb.nodes.to_mut();
        self.kb.actions.to_mut();
        self.tables.actions.to_mut();
    }
}
