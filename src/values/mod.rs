//! Floor 1: truth, time, types and values. No spans: the evaluators attach them.

pub mod arithmetic;
pub mod email;
pub mod ids;
pub mod moment;
pub mod range;
pub mod truth;
pub mod types;
pub mod value;
pub mod zone;

pub use arithmetic::Arithmetic;
pub use moment::{Moment, Period, Unit};
pub use range::Range;
pub use truth::Truth;
pub use types::Type;
pub(crate) use types::nested;
pub use value::Value;
pub use zone::Zone;
