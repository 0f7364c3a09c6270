//! p
use super::arguments::{Arguments, How};
use super::{Done, Session};
pub(super) fn run(_s: &mut Session, _a: &Arguments, _v: &How) -> Done { Err(Vec::new().into()) }
