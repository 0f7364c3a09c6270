//! All tests, as one program.
#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test that fails may end"
)]

mod fmt;
mod input_tree;
mod render;
mod tidy;
