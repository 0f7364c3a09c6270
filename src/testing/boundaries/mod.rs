//! Cases at the edges of rules, from the rules alone: a plain state, an action that is allowed on it, and what is
//! other in one thing and comes out otherwise. To be read and confirmed by a person.

mod actions;
mod after_effects;
mod audits;
mod base_state;
mod case;
mod describe;
mod exceptions;
mod fixture;
mod generate;
mod hill_climb;
mod improve_base;
mod neighbours;
mod populate;
mod search;
mod write;

pub use case::{AuditFindings, Boundaries, Case, CaseOutcome, alike};
pub use generate::{boundaries, cases};
pub use write::{comments, document};
