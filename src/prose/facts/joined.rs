//! The facts of several sentences in a row.

use crate::prose::facts::roles::role_key;
use crate::prose::facts::{Facts, Modality};

impl Facts {
    /// Add the facts of the sentence that follows.
    pub fn add(&mut self, next: &Self) {
        self.numbers.extend(next.numbers.iter().cloned());
        self.modality.extend(&next.modality);
        self.modality.sort_unstable();
        self.negations = self.negations.saturating_add(next.negations);
        self.roles.extend(next.roles.iter().cloned());
        self.roles.sort_by_cached_key(|role| role_key(role));
        self.roles.dedup_by_key(|role| role_key(role));
    }
}

impl Modality {
    /// The one with these [`Modality::words`].
    pub fn of_words(words: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|modality| modality.words() == words)
    }
}
