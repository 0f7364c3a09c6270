//! Floor 8: scenarios. A file says what is run on which state and what has to come of it; here it is read, run
//! and, where somebody asks, it is noted what of the rules was reached, and which small changes of them nobody notices.

pub mod boundaries;
mod clock;
pub mod coverage;
pub mod equivalence;
mod excerpt;
mod finals;
mod merge_patch;
pub mod mutants;
pub mod mutation;
mod noticed;
mod reachable;
mod reads;
mod result;
pub mod run;
pub mod scenario;
mod scenario_mistakes;
pub mod trials;

pub use coverage::Coverage;
pub use merge_patch::patched;
pub use run::{Env, Prepared, ScenarioResult, passes, run};
pub use scenario::{Scenario, ScenarioFile, StateRef};
