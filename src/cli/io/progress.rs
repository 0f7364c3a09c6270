//! A bar on standard error for work that takes long.

use crate::base::Message;
use crate::cli::session::Session;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::io::IsTerminal;
use std::time::{Duration, Instant};

/// Work that takes no longer shows no bar.
const PATIENCE: Duration = Duration::from_secs(1);

/// How far a work has come. Who waits at a terminal sees it after a second, and no trace of it once it is dropped.
pub(crate) struct Progress {
    /// Whether somebody is there to see it.
    wanted: bool,
    color: bool,
    begun: Instant,
    /// What is counted, in the language of the run.
    what: String,
    total: Option<u64>,
    done: u64,
    bar: Option<ProgressBar>,
}

impl Progress {
    /// Begin to count; `what` is shown beside the numbers. Without a total, a number alone is shown.
    pub(crate) fn new(session: &Session, total: Option<usize>, what: impl Into<Message>) -> Self {
        Self {
            wanted: !session.quiet && std::io::stderr().is_terminal(),
            color: session.stderr_style.color,
            begun: Instant::now(),
            what: what.into().text(session.language),
            total: total.map(|total| total as u64),
            done: 0,
            bar: None,
        }
    }

    pub(crate) fn step(&mut self, more: u64) {
        self.done = self.done.saturating_add(more);
        if !self.wanted {
            return;
        }
        if self.bar.is_none() && self.begun.elapsed() >= PATIENCE {
            let bar = ProgressBar::with_draw_target(self.total, ProgressDrawTarget::stderr_with_hz(10));
            let style = ProgressStyle::with_template(self.template());
            let style = style.unwrap_or_else(|_| ProgressStyle::default_bar()).progress_chars("━╸ ");
            self.bar = Some(bar.with_style(style).with_message(self.what.clone()));
        }
        if let Some(bar) = &self.bar {
            bar.set_position(self.done);
        }
    }

    /// Do something that writes to the terminal, with the bar out of its way.
    pub(crate) fn suspended<R>(&self, work: impl FnOnce() -> R) -> R {
        match &self.bar {
            Some(bar) => bar.suspend(work),
            None => work(),
        }
    }

    /// The colours stand here because those that a template names ask the surroundings, and not `--color`.
    fn template(&self) -> &'static str {
        match (self.total, self.color) {
            (Some(_), true) => "{msg} \x1b[36m{bar:30}\x1b[0m {pos}/{len}",
            (Some(_), false) => "{msg} {bar:30} {pos}/{len}",
            (None, _) => "{msg} {pos}",
        }
    }
}

impl Drop for Progress {
    fn drop(&mut self) {
        if let Some(bar) = &self.bar {
            bar.finish_and_clear();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::msg;
    use crate::cli::arguments::Arguments;
    use clap::Parser;

    fn begun(ago: Duration, wanted: bool) -> Progress {
        let begun = Instant::now().checked_sub(ago).unwrap_or_else(Instant::now);
        Progress { wanted, color: false, begun, what: "actions".to_owned(), total: None, done: 0, bar: None }
    }

    #[test]
    fn a_bar_comes_after_a_second_to_whom_wants_it() {
        for (ago, wanted, due) in
            [(Duration::ZERO, true, false), (PATIENCE, false, false), (PATIENCE, true, true)]
        {
            let mut progress = begun(ago, wanted);
            assert!(progress.bar.is_none());
            progress.step(2);
            progress.step(3);
            assert_eq!(progress.bar.as_ref().map(ProgressBar::position), due.then_some(5));
            assert_eq!(progress.suspended(|| 1), 1);
        }
    }

    #[test]
    fn every_template_is_well_formed() {
        for (total, color) in [(None, false), (None, true), (Some(9), false), (Some(9), true)] {
            let mut progress = begun(Duration::ZERO, false);
            (progress.total, progress.color) = (total, color);
            assert!(ProgressStyle::with_template(progress.template()).is_ok());
        }
    }

    #[test]
    fn who_wants_quiet_has_no_bar() {
        let session = Session::new(&Arguments::parse_from(["ustav", "-q", "fmt"]));
        assert!(!Progress::new(&session, None, msg!(cli.progress_actions)).wanted);
    }
}
