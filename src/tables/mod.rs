//! tables

pub mod blocks;
pub mod compile;
pub mod layout;
