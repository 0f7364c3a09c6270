//! Every small change of a rule, one at a time. Scenarios that hold a pack to its documents notice them.

mod mutant;
mod walk;

pub use mutant::{Mutant, mutants};
