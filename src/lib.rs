//! Ustav: rules that stay true to the documents they come from.
//!
//! Whoever builds rules into a service needs one module, [`embed`]: rules, portals, decisions. Whoever writes rules needs
//! the command `ustav`, whose pages lie in `docs/`.
//!
//! The other modules are the stages, for the tests and for what is built beside; they promise nothing from one release
//! to the next, and are described in `docs/architecture.md`.

pub mod embed;

#[doc(hidden)]
pub mod artefact;
#[doc(hidden)]
pub mod base;
#[doc(hidden)]
pub mod cli;
#[doc(hidden)]
pub mod documents;
#[doc(hidden)]
pub mod eval;
#[doc(hidden)]
pub mod input;
#[doc(hidden)]
pub mod kb;
#[doc(hidden)]
pub mod model;
#[doc(hidden)]
pub mod program;
#[doc(hidden)]
pub mod prose;
#[doc(hidden)]
pub mod state;
#[doc(hidden)]
pub mod syntax;
#[doc(hidden)]
pub mod tables;
#[doc(hidden)]
pub mod testing;
#[doc(hidden)]
pub mod values;
