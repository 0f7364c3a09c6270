//! Floor 6: verdicts. A portal with its counts, the judge, and the explanation of what was judged.

pub mod audit;
pub mod change;
mod codes;
mod compute;
pub(crate) mod edges;
pub mod explain;
pub mod facts;
pub mod judge;
pub mod levers;
mod messages;
pub mod obligations;
pub(crate) mod otherwise;
pub mod period;
pub mod portal;
mod settle;
mod table;
pub mod typed;
pub mod why_not;

pub use audit::{Finding, Severity, audit};
pub use change::{Applied, Difference};
pub use explain::{Considered, EffectOfRule, Explanation, Reason, considered, explain};
pub use facts::{Fact, Missing, Part};
pub use judge::{Decision, Outcome, Verdict, decide, decide_over_nodes};
pub use levers::Place;
pub use period::{Holds, holds};
pub use portal::Portal;
pub use why_not::{Proposal, Step, Who, why_not};
