//! p
use super::arguments::{Arguments, Can};
use super::{Done, Session};
pub(super) fn run(_s: &mut Session, _a: &Arguments, _v: &Can) -> Done { Err(Vec::new().into()) }
