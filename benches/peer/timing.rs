//! The timing loop, the command line, and memory as the kernel counts it.

use clap::Parser;
use serde_json::{Value, json};
use std::path::PathBuf;
use std::time::{Duration, Instant};

#[derive(Parser)]
pub(crate) struct Options {
    /// A workload folder or a policy set.
    pub(crate) folder: PathBuf,
    #[arg(long, default_value = concat!(env!("CARGO_MANIFEST_DIR"), "/benches/pack"))]
    pub(crate) rules: PathBuf,
    #[arg(long, default_value_t = usize::MAX)]
    pub(crate) actions: usize,
    #[arg(long, default_value_t = 11)]
    passes: usize,
    /// Of a pass.
    #[arg(long, default_value_t = 30)]
    least_ms: u64,
    #[arg(long, default_value_t = 10_000)]
    budget_ms: u64,
}

impl Options {
    /// The text of a file of the folder.
    pub(crate) fn read(&self, name: &str) -> String {
        let path = self.folder.join(name);
        std::fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
    }

    /// Nanoseconds per operation of a pass: once to warm up, then several times over.
    pub(crate) fn measure(&self, operations: usize, mut pass: impl FnMut()) -> Value {
        let started = Instant::now();
        pass();
        let once = started.elapsed().max(Duration::from_nanos(1));
        let least = Duration::from_millis(self.least_ms);
        let repeats = (least.as_nanos() / once.as_nanos()).clamp(1, 10_000_000);
        let mut figures = Vec::new();
        for number in 0..self.passes {
            let begin = Instant::now();
            for _ in 0..repeats {
                pass();
            }
            figures.push(begin.elapsed().as_nanos() as f64 / (repeats as f64 * operations as f64));
            if number >= 2 && started.elapsed() > Duration::from_millis(self.budget_ms) {
                break;
            }
        }
        figures.sort_by(f64::total_cmp);
        json!({
            "median": figures[figures.len() / 2],
            "min": figures[0],
            "max": figures[figures.len() - 1],
            "passes": figures.len(),
        })
    }
}

/// Milliseconds that some work took, and what it gave.
pub(crate) fn timed<T>(work: impl FnOnce() -> T) -> (f64, T) {
    let begin = Instant::now();
    let result = work();
    (begin.elapsed().as_secs_f64() * 1e3, result)
}

/// Resident memory now and at its peak, in KiB; zeros where the kernel does not say.
pub(crate) fn memory() -> (u64, u64) {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let field = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name));
        line.and_then(|rest| rest.split_whitespace().next()?.parse().ok()).unwrap_or(0)
    };
    (field("VmRSS:"), field("VmHWM:"))
}
