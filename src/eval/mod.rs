//! Floor 5: verdicts. A portal with its counts, the judge, and the explanation of what was judged.

pub mod compute;
pub mod judge;
pub mod portal;

pub use judge::{Decision, Outcome, Verdict, decide};
pub use portal::Portal;
