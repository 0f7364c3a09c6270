//! What `verify` found, before it is printed in any format.

use crate::base::{Message, msg};
use crate::cli::io::review::Review;
use crate::cli::output::verify::originals::ComparedOriginal;
use crate::documents::problems::{Findings, Problem};
use crate::documents::verify::Share;

/// A pack held against its documents.
pub(crate) struct VerifyReport<'r> {
    pub(crate) review: &'r Review<'r>,
    pub(crate) findings: Findings<'r>,
    pub(crate) problems: Vec<Problem>,
    pub(crate) originals: Vec<ComparedOriginal>,
    /// The normative sentences that are covered.
    pub(crate) sentences: Share,
    /// The numbers in them that are bound to a rule.
    pub(crate) numbers: Share,
    /// How many of the others are stated by a rule and could not be compared.
    pub(crate) not_bound: usize,
    /// The covered sentences that a passing scenario exercises.
    pub(crate) exercised: Share,
    /// The least share of covered sentences that was asked for, in percent, where it is not reached.
    pub(crate) short_of: Option<u64>,
}

impl<'r> VerifyReport<'r> {
    /// Of a review; `min_coverage` is the share of sentences that has to be covered, in percent.
    pub(crate) fn new(
        review: &'r Review<'r>,
        originals: Vec<ComparedOriginal>,
        min_coverage: Option<u64>,
    ) -> Self {
        let findings = review.findings();
        let mut problems = findings.problems();
        problems.extend(originals.iter().flat_map(|one| one.problems(review, &findings)));
        let sentences = review.verified.covered();
        Self {
            review,
            problems,
            originals,
            findings,
            sentences,
            numbers: review.verified.bound(),
            not_bound: review.verified.not_bound().count(),
            exercised: review.exercised(),
            short_of: min_coverage.filter(|least| !reaches(sentences, *least)),
        }
    }

    /// Whether nothing is left to review.
    pub(crate) fn holds(&self) -> bool {
        self.findings.hold() && self.originals.iter().all(ComparedOriginal::agrees)
    }

    /// What to think of it in one line, where nothing is left to review: whether rules stand on all that is normative.
    pub(crate) fn headline(&self) -> Option<Message> {
        if !self.holds() {
            return None;
        }
        let (all, open) = (self.sentences.all, self.sentences.all - self.sentences.reached);
        Some(match open {
            0 => msg!(verify.all_covered, count = all),
            _ => msg!(verify.not_all_covered, count = open, all = all),
        })
    }

    /// That fewer sentences are covered than was asked for.
    pub(crate) fn too_little(&self) -> Option<Message> {
        let least = self.short_of?;
        Some(msg!(verify.short, reached = self.sentences.percent(), least = least))
    }
}

/// Whether a share is so many percent at least.
fn reaches(share: Share, percent: u64) -> bool {
    let of = |count: usize, times: u64| u64::try_from(count).unwrap_or(u64::MAX).saturating_mul(times);
    of(share.reached, 100) >= of(share.all, percent)
}
