//! Floor 7: verdicts. A portal with its counts, the judge, and the explanation of what was judged.

mod apply;
pub mod audit;
pub(crate) mod branch_distance;
pub mod budget;
mod codes;
mod comparison;
mod compute;
mod cost;
mod element_index;
pub mod explain;
mod indexed;
pub mod judge;
mod messages;
mod minimal_facts;
pub mod obligations;
mod outcomes;
mod overlay;
pub mod portal;
pub mod proposed;
mod table;
pub mod trace;
pub mod typed;
pub mod validity;
pub mod why_not;

pub use apply::Applied;
pub use audit::{Finding, Severity, audit};
pub use explain::{Considered, EffectOfRule, Explanation, Reason, considered, explain};
pub use judge::{Decision, RuleOutcome, Verdict, decide, decide_over_nodes, decide_proposed};
pub use messages::FilledText;
pub use portal::{Difference, Portal};
pub use proposed::{Effects, ProposedAction};
pub use trace::{Fact, Missing, Part};
pub use validity::{Validity, validity};
pub use why_not::place::Input;
pub use why_not::{Proposal, Search, Step, Who, search, why_not};
