//! Floor 7: scenarios. A file says what is played on which state and what has to come of it; here it is read, played
//! and, where somebody asks, it is noted what of the rules was reached, and which small changes of them nobody notices.

pub mod boundaries;
pub mod coverage;
pub mod mutation;
mod patch;
mod possible;
pub mod read;
pub mod run;

pub use coverage::Coverage;
pub use patch::patched;
pub use read::{Scenario, ScenarioFile, StateRef};
pub use run::{Prepared, Ran, Stage, passes, run};
