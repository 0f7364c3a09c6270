//! What came of the scenarios of a run, before it is printed in any format.

use crate::cli::pack::Pack;
use crate::syntax::tree::File;
use crate::testing::mutation::Mutation;
use crate::testing::{Coverage, Prepared, ScenarioResult};

pub(crate) struct FileReport {
    pub(crate) name: String,
    pub(crate) scenarios: Vec<(Prepared, ScenarioResult)>,
}

pub(crate) struct TestReport<'p> {
    pub(crate) pack: &'p Pack,
    pub(crate) files: Vec<FileReport>,
    pub(crate) coverage: Option<Coverage>,
    /// The least share that the scenarios have to reach, in percent.
    pub(crate) min_coverage: Option<u64>,
    /// Whether people are shown what is reached line by line, and not only how much it is.
    pub(crate) coverage_in_full: bool,
    pub(crate) mutation: Option<MutationReport>,
}

impl TestReport<'_> {
    pub(crate) fn all(&self) -> impl Iterator<Item = &(Prepared, ScenarioResult)> {
        self.files.iter().flat_map(|file| &file.scenarios)
    }

    pub(crate) fn failed(&self) -> usize {
        self.all().filter(|(_, result)| !result.passed()).count()
    }

    /// How many scenarios nobody has confirmed yet.
    pub(crate) fn to_confirm(&self) -> usize {
        self.all().filter(|(prepared, _)| prepared.scenario.confirm).count()
    }

    /// The share that is reached and the least share, in percent, where it is too small.
    pub(crate) fn short(&self) -> Option<(u64, u64)> {
        let (coverage, least) = (self.coverage.as_ref()?, self.min_coverage?);
        let count = coverage.count(&self.pack.program.model);
        (!count.is(least)).then(|| (count.percent(), least))
    }

    /// Whether all came out as it had to, and enough is reached and noticed.
    pub(crate) fn passed(&self) -> bool {
        let noticed = self.mutation.as_ref().is_none_or(MutationReport::passed);
        self.failed() == 0 && self.short().is_none() && noticed
    }
}

/// What the scenarios notice of small changes of the rules.
pub(crate) struct MutationReport {
    /// What came of the changes; nothing where a scenario fails without any.
    pub(crate) mutation: Option<Mutation>,
    pub(crate) files: Vec<File>,
    /// The least share that the scenarios have to notice, in percent.
    pub(crate) min_score: Option<u64>,
    /// Whether people are shown every change that nobody notices, and not only how many there are.
    pub(crate) in_full: bool,
}

impl MutationReport {
    /// Whether enough was noticed: so much as was wanted, or else all.
    pub(crate) fn passed(&self) -> bool {
        let least = self.min_score.unwrap_or(100);
        self.mutation.as_ref().is_some_and(|mutation| mutation.total.noticed.is(least))
    }

    /// The share that is noticed and the least share, in percent, where it is too small.
    pub(crate) fn short(&self) -> Option<(u64, u64)> {
        let count = self.mutation.as_ref()?.total.noticed;
        self.min_score.filter(|least| !count.is(*least)).map(|least| (count.percent(), least))
    }
}
