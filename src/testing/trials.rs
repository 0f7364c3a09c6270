//! All small changes of some rules, tried on all processors. Where no scenario notices one, the cases at the edges of the
//! rules before and after it are looked through for one that would.

use crate::base::Diagnostic;
use crate::syntax::tree::File;
use crate::testing::boundaries::{Boundaries, Case, Part, alike, boundaries_of};
use crate::testing::mutants::Mutant;
use crate::testing::mutation::{Distinction, MutantOutcome, Mutation, Trial};
use crate::testing::run::{Env, Prepared};
use rayon::ThreadPoolBuilder;
use rayon::iter::{IntoParallelRefIterator, ParallelIterator};
use std::collections::HashMap;
use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

/// The stack of a thread that compiles changed rules, in bytes. As much as the main thread has where it has much: what
/// is compiled may be nested deeply.
const STACK: usize = 16 << 20;

/// Writes cases of the rules before a change as a scenario file.
pub type WriteCases<'a> = dyn Fn(&Boundaries) -> Option<String> + Sync + 'a;

/// Try each change of `files`, which `env` was compiled from, on scenarios that pass there. `on_each` is called when one
/// is done.
///
/// # Errors
/// The state of a scenario cannot be read.
pub fn try_all(
    env: &Env<'_>,
    files: &[File],
    mutants: Vec<Mutant>,
    scenarios: &[&Prepared],
    write: &WriteCases<'_>,
    on_each: &(dyn Fn() + Sync),
) -> Result<Mutation, Vec<Diagnostic>> {
    let known = Known::default();
    let apart =
        |before: &Env<'_>, after: &Env<'_>, part: &Part| distinguish(&known, before, after, part, write);
    let trial = Trial::new(*env, files, scenarios.iter().map(|prepared| &**prepared), &apart)?;
    let one = |mutant: &Mutant| {
        let outcome = trial.outcome(mutant);
        on_each();
        outcome
    };
    let outcomes: Vec<MutantOutcome> = match ThreadPoolBuilder::new().stack_size(STACK).build() {
        Ok(pool) => pool.install(|| mutants.par_iter().map(one).collect()),
        // There are no threads to be had, but this one.
        Err(_) => mutants.iter().map(one).collect(),
    };
    let mut mutation = Mutation::new(&env.program.model, files, mutants.into_iter().zip(outcomes));
    mutation.search_stopped = trial.work().stopped.load(Ordering::Relaxed);
    Ok(mutation)
}

/// The cases at the edges of rules before a change, by the part of them that it can make a difference to.
type Known = Mutex<HashMap<Part, Arc<OnceLock<Boundaries>>>>;

/// Whether the cases at the edges of the rules, before the change and after it, come out otherwise. Where some edge was
/// not found, that none does proves nothing.
fn distinguish(
    known: &Known,
    before: &Env<'_>,
    after: &Env<'_>,
    part: &Part,
    write: &WriteCases<'_>,
) -> Distinction {
    if !alike(&before.program.model, &after.program.model) {
        return Distinction::Unknown { stopped: false };
    }
    let own = {
        let mut known = known.lock().unwrap_or_else(PoisonError::into_inner);
        known.entry(part.clone()).or_default().clone()
    };
    let own = own.get_or_init(|| boundaries_of(before.program, part, &mut || {}));
    let differs = |case: &&Case| case.outcome(before.program) != case.outcome(after.program);
    // The plainest is one action of which few words say what is other in it.
    let plainest = |cases: &[Case]| {
        let plain =
            |case: &&Case| (case.audit.is_some(), case.steps.len(), case.name.to_string().chars().count());
        cases.iter().filter(differs).min_by_key(plain).cloned()
    };
    // The edges after the change are only looked for where those before it are not enough: they serve one change only.
    let mut stopped = own.stopped;
    let mut whole = is_whole(own);
    let case = plainest(&own.cases).or_else(|| {
        let new = boundaries_of(after.program, part, &mut || {});
        (stopped, whole) = (stopped || new.stopped, whole && is_whole(&new));
        plainest(&new.cases)
    });
    match case {
        Some(case) => {
            let (base, cases) = (case.state.clone(), vec![case]);
            let only =
                Boundaries { base, cases, unreached: Vec::new(), left_out: Vec::new(), stopped: false };
            write(&only).map_or(Distinction::Unknown { stopped }, |text| Distinction::ByCase(text.into()))
        }
        None if whole => Distinction::Impossible,
        None => Distinction::Unknown { stopped },
    }
}

/// Whether every edge was found that was looked for.
fn is_whole(found: &Boundaries) -> bool {
    found.unreached.is_empty() && found.left_out.is_empty()
}
