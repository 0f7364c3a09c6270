//! Passages whose sentence was reviewed anew for another quote of it: what became of them is known.

use crate::documents::lock::LockedPassage;
use crate::documents::passage::Passage;
use crate::prose::fingerprint::Fingerprint;
use std::collections::HashMap;

/// By their numbers: what stands in place of passages that are not found. `found` are those that are, as they were reviewed
/// and as they are.
pub(super) fn replaced<'l>(
    found: impl Iterator<Item = (&'l LockedPassage, &'l Passage)>,
    sought: impl Iterator<Item = (usize, &'l LockedPassage)>,
) -> HashMap<usize, Passage> {
    let mut instead: HashMap<(&str, Fingerprint), &Passage> = HashMap::new();
    for (was, now) in found.filter(|(was, now)| was.text == now.text) {
        instead.extend(was.replaced.iter().map(|old| ((was.document.as_str(), *old), now)));
    }
    let own = |(at, was): (usize, &LockedPassage)| {
        Some((at, Passage::clone(instead.get(&(was.document.as_str(), was.text))?)))
    };
    sought.filter_map(own).collect()
}
