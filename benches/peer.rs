//! One engine among its peers: `cargo bench --bench peer -- FOLDER [--actions N] [--passes N] [--least-ms N]
//! [--budget-ms N] [--rules FOLDER]`.
//!
//! Reads a workload folder (`state.json`, `actions.jsonl`, `expected.jsonl`) or a policy set (`policies.jsonl`,
//! `requests.jsonl`) and prints the line of JSON that the programs of the peers print for it. Figures: `decide` takes a
//! typed action whose ids are texts, `resolved` one whose ids are rows, `json` a line of JSON. Other forms of the same
//! conditions decide resolved actions: `nodes` walks those of the knowledge base, `closures` and `register_code` are made
//! here (`forms.rs`) and leave invariants out.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "it prints its line")]
#![expect(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a benchmark has nobody to tell")]
#![expect(clippy::indexing_slicing, reason = "the same")]
#![expect(clippy::disallowed_methods, reason = "it reads files and the clock")]
#![expect(clippy::cast_precision_loss, reason = "figures are rounded anyway")]

mod peer {
    pub(crate) mod forms;
    pub(crate) mod policies;
    pub(crate) mod portal;
    pub(crate) mod timing;
}

use clap::Parser;
use peer::timing::Options;

#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() {
    // Cargo passes `--bench` of its own accord.
    let options = Options::parse_from(std::env::args().filter(|argument| argument != "--bench"));
    if options.folder.join("policies.jsonl").exists() {
        peer::policies::run(&options);
    } else {
        peer::portal::run(&options);
    }
}
