//! What results look like: values that every format prints, and the formats.

pub(crate) mod accept;
pub(crate) mod audit_finding;
pub(crate) mod consequences;
pub(crate) mod dates;
pub(crate) mod errors;
pub(crate) mod evidence;
pub(crate) mod finding;
pub(crate) mod github;
pub(crate) mod guide;
pub(crate) mod human;
pub(crate) mod json;
pub(crate) mod judged;
pub(crate) mod junit;
pub(crate) mod language;
pub(crate) mod named_value;
pub(crate) mod places;
pub(crate) mod plan;
pub(crate) mod played;
pub(crate) mod proposals;
pub mod render;
pub(crate) mod repository;
mod right;
pub(crate) mod sarif;
pub(crate) mod test;
pub(crate) mod verify;
