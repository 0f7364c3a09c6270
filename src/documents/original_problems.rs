//! What became of an original, and what of the retelling and the rules hangs on it.

use crate::base::message::{Joint, List};
use crate::base::{Code, Diagnostic, Message, Span, list_of, msg};
use crate::documents::citations::Citing;
use crate::documents::lock::{LockedOriginal, LockedSentence};
use crate::documents::originals::{ORIGINAL, OriginalChanges};
use crate::documents::passage::Annotated;
use crate::documents::problems::{Findings, Problem};
use crate::prose::facts::Change;
use crate::prose::fingerprint::Fingerprint;
use crate::values::ids::DocumentId;

/// Words of a sentence that is gone: more of them help nobody.
const MOST_WORDS: usize = 8;

impl Findings<'_> {
    /// What has to be looked at because an original is not what it was. `file` is what leads a command to it.
    pub fn original_problems(
        &self,
        document: DocumentId,
        found: &OriginalChanges,
        locked: &LockedOriginal,
        original: &Annotated<'_>,
        file: &str,
    ) -> Vec<Problem> {
        let name = self.model.document_name(document);
        let was = |at: usize| locked.sentences.get(at);
        let place = |now: usize| original.passage(ORIGINAL, now..now + 1).and_then(|own| original.span(&own));
        let mut problems = Vec::new();
        let mut add = |message: Message, place: Option<Span>, old: Option<&LockedSentence>, help: Message| {
            let ours = old.map(|old| old.ours.as_slice()).unwrap_or_default();
            problems.push(self.of_original(document, message, place, ours, help));
        };
        let accept = || {
            msg!(
                documents.retell_and_accept,
                command = self.command(&format!("--original {file} --reason \"…\""))
            )
        };
        for one in &found.changed {
            let changes = changes_message(&one.changes);
            add(
                msg!(documents.original_changed, document = name, changes = changes),
                place(one.now),
                was(one.was),
                accept(),
            );
        }
        for at in &found.gone {
            let words = was(*at).map(words).unwrap_or_default();
            add(msg!(documents.original_gone, document = name, words = words), None, was(*at), accept());
        }
        for now in &found.not_retold {
            let help = msg!(documents.tie_it);
            add(msg!(documents.not_retold, document = name), place(*now), None, help);
        }
        for at in &found.loose {
            let now = was(*at)
                .and_then(|old| original.annotations(ORIGINAL).iter().position(|own| own.text == old.text));
            let words = was(*at).map(words).unwrap_or_default();
            let message = msg!(documents.retelling_gone, document = name, words = words);
            add(message, now.and_then(place), was(*at), msg!(documents.tie_it));
        }
        problems
    }

    /// That nothing was recorded of an original.
    pub fn unrecorded_original(&self, document: DocumentId, file: &str) -> Problem {
        let name = self.model.document_name(document);
        let command = self.command(&format!("--original {file} --ties TIES.toml --reason \"…\""));
        let mut diagnostic =
            Diagnostic::error(Code::E0514, msg!(documents.original_unrecorded, document = name))
                .help(msg!(documents.record_original, command = command));
        if let Some(own) = self.model.documents.get(document) {
            diagnostic = diagnostic.label(own.span, Message::empty());
        }
        Problem::new(diagnostic, Vec::new())
    }

    fn of_original(
        &self,
        document: DocumentId,
        message: Message,
        place: Option<Span>,
        ours: &[Fingerprint],
        help: Message,
    ) -> Problem {
        let verified = self.verified;
        let mut diagnostic = Diagnostic::error(Code::E0514, message);
        if let Some(place) = place {
            diagnostic = diagnostic.label(place, msg!(documents.original_says));
        }
        let mut citing: Vec<Citing> = Vec::new();
        let annotations = verified.annotated.annotations(document).iter().enumerate();
        for (sentence, _) in annotations.filter(|(_, own)| ours.contains(&own.text)) {
            let passage = verified.annotated.passage(document, sentence..sentence + 1);
            if let Some(span) = passage.and_then(|own| verified.annotated.span(&own)) {
                diagnostic = diagnostic.label(span, msg!(documents.retold_here));
            }
            let covered = verified.sentences_of(document).iter().find(|own| own.sentence == sentence);
            citing.extend(covered.map(|own| verified.citing(own)).unwrap_or_default());
        }
        if diagnostic.labels.is_empty()
            && let Some(own) = self.model.documents.get(document)
        {
            diagnostic = diagnostic.label(own.span, Message::empty());
        }
        citing.sort_unstable();
        citing.dedup();
        let names = citing.iter().map(|one| one.name(self.model)).filter(|name| !name.is_empty());
        let names: Vec<&str> = names.collect();
        let mut problem = Problem::new(diagnostic.help(help), citing.clone());
        if !names.is_empty() {
            problem.notes.push(msg!(documents.hangs_on, names = list_of(names)));
        }
        problem
    }
}

fn changes_message(changes: &[Change]) -> Message {
    if changes.is_empty() {
        return msg!(documents.in_other_words);
    }
    let items = changes.iter().map(|change| change.message().into()).collect();
    msg!(documents.changes, changes = List { items, joint: Joint::Comma, omitted: 0 })
}

/// What is known of a sentence that is not there: its first words.
fn words(old: &LockedSentence) -> String {
    let some = old.words.iter().take(MOST_WORDS).map(String::as_str).collect::<Vec<_>>().join(" ");
    if old.words.len() > MOST_WORDS { format!("{some} …") } else { some }
}
