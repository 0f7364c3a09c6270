//! Documents of another day, as if they had been reviewed then.

use crate::base::IndexVec;
use crate::documents::accept::{Acceptance, entry};
use crate::documents::collection::Documents;
use crate::documents::coverage::Coverage;
use crate::documents::lock::{Covered, Lock, LockedDocument};
use crate::documents::verify::verify;
use crate::model::Model;
use crate::prose::Text;
use crate::prose::fingerprint::Fingerprint;
use crate::values::ids::DocumentId;
use std::collections::{HashMap, HashSet};

#[derive(Debug, Default)]
pub struct Baseline {
    /// All that was cited, as if it had been accepted.
    pub lock: Lock,
    /// The texts of the passages, by their numbers in the lock.
    pub texts: HashMap<usize, String>,
}

/// What the rules of today stand on in documents of another day. A quote that they did not hold is taken for what was
/// most like it then, unless that still stands in the documents of today.
pub fn baseline(model: &Model, then: &Documents, today: &Documents, how: &Acceptance) -> Baseline {
    let verified = verify(model, then, &Lock::default(), how.day);
    let documents = model.documents.ids();
    let known: IndexVec<DocumentId, HashSet<Fingerprint>> =
        documents.map(|document| today.text(document).map(sentences_of).unwrap_or_default()).collect();
    let mut baseline = Baseline::default();
    for drift in verified.drifts.iter().filter(|drift| drift.others.is_empty()) {
        let Some(now) = &drift.now else { continue };
        let stands = known.get(now.document).is_some_and(|known| known.contains(&now.text));
        if drift.exact || !stands {
            baseline.texts.insert(baseline.lock.passages.len(), verified.annotated.normal(now).to_owned());
            baseline.lock.passages.push(entry(model, &verified.annotated, drift, now, how));
        }
    }
    for (id, document) in model.documents.enumerated() {
        let sentences = verified.normative_of(id).filter_map(|own| {
            let covered = match own.coverage {
                Coverage::Covered => Covered::Cited,
                Coverage::Aside => Covered::Aside,
                _ => Covered::Not,
            };
            Some((verified.annotated.annotations(id).get(own.sentence)?.text, covered))
        });
        let sentences = sentences.collect();
        let text = then.text(id).map(|text| Fingerprint::of(&text.normal));
        let unread = verified.annotated.annotations(id).iter().filter(|own| own.norm.is_none());
        let unread = Some(unread.map(|own| own.text).collect());
        let locked = LockedDocument { path: document.path.to_string(), text, sentences, unread };
        baseline.lock.documents.insert(document.name.text.to_string(), locked);
    }
    baseline
}

fn sentences_of(text: &Text) -> HashSet<Fingerprint> {
    let own = text.sentences.iter().filter_map(|sentence| text.normal.get(sentence.range.clone()));
    own.map(Fingerprint::of).collect()
}
