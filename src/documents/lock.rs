//! The lock: what was reviewed of the documents, by whom and why. It holds fingerprints and facts, never the text, so
//! that a pack may cite a document that it may not pass on.

use crate::base::{Code, Diagnostic, Message, SourceId, Span, msg};
use crate::prose::facts::{Facts, Modality, Number};
use crate::prose::fingerprint::Fingerprint;
use crate::prose::{NORMAL_FORM, WITHIN};
use chrono::NaiveDate;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::collections::{BTreeMap, BTreeSet};

/// The name of the file, in the folder of the rule file that declares the documents.
pub const FILE: &str = "ustav.lock";
const VERSION: u32 = 2;
/// Locks of this version have neither words nor unread sentences; the rest is the same.
const VERSION_WITHOUT_WORDS: u32 = 1;
const HEAD: &str = "# What was reviewed of the documents that the rules cite, to be read in review.\n\
                    # `ustav accept` writes it: one reviewed passage at a time.\n\n";

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Lock {
    /// Whether a program wrote it that recorded less, or read documents as other texts.
    pub is_old: bool,
    pub documents: BTreeMap<String, LockedDocument>,
    pub passages: Vec<LockedPassage>,
    /// The texts that documents retell, by the names of the documents.
    pub originals: BTreeMap<String, LockedOriginal>,
}

/// What was recorded of the text that a document retells: of the part between the first and the last tied sentence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LockedOriginal {
    /// The day on which it was read.
    pub read: NaiveDate,
    pub by: String,
    pub because: String,
    /// In the order of the original.
    #[serde(rename = "sentence", default)]
    pub sentences: Vec<LockedSentence>,
}

/// A sentence of an original: its fingerprint and its facts, never its text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LockedSentence {
    pub text: Fingerprint,
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub numbers: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub modality: Vec<String>,
    #[serde(skip_serializing_if = "none", default)]
    pub negations: u16,
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub roles: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub words: Vec<String>,
    /// The sentences of our document that retell it.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub ours: Vec<Fingerprint>,
    /// Why none does.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub because: Option<String>,
}

impl LockedSentence {
    pub fn facts(&self) -> Facts {
        facts(&self.numbers, &self.modality, self.negations, &self.roles)
    }
}

/// The facts that a lock has as words. What cannot be read is no number; a lock is checked when it is read.
fn facts(numbers: &[String], modality: &[String], negations: u16, roles: &[String]) -> Facts {
    Facts {
        numbers: numbers.iter().filter_map(|number| number.parse().ok()).collect(),
        modality: modality.iter().filter_map(|word| Modality::of_words(word)).collect(),
        negations,
        roles: roles.iter().map(|role| role.as_str().into()).collect(),
        cells: Vec::new(),
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LockedDocument {
    pub path: String,
    /// Its whole text, when last nothing of it was open.
    pub text: Option<Fingerprint>,
    #[serde(serialize_with = "write_lines", deserialize_with = "read_lines")]
    pub sentences: BTreeMap<Fingerprint, Covered>,
    /// The sentences that were read as stating nothing; none where that was not recorded. A sentence that is misread
    /// cannot change in silence.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub unread: Option<BTreeSet<Fingerprint>>,
}

impl LockedDocument {
    /// Whether it had a sentence at the review, as far as that is known.
    pub fn knows(&self, sentence: Fingerprint) -> bool {
        let unread = self.unread.as_ref().is_some_and(|unread| unread.contains(&sentence));
        unread || self.sentences.contains_key(&sentence)
    }
}

/// What covered a normative sentence when it was reviewed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Covered {
    /// Nothing, or not all of it; this is known, and was accepted.
    Not,
    /// An aside says why no rule does.
    Aside,
    /// A live citation, and each number in it was bound.
    Cited,
}

impl Covered {
    const ALL: [(Self, &'static str); 3] =
        [(Self::Not, "uncovered"), (Self::Aside, "aside"), (Self::Cited, "covered")];

    fn word(self) -> &'static str {
        Self::ALL.iter().find(|(own, _)| *own == self).map_or("", |(_, word)| word)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LockedPassage {
    pub document: String,
    /// What cites it, such as `rule ten-integrators`; nothing, where it was accepted that nothing does.
    pub cited_by: Vec<String>,
    /// The headings that it stands under, from the outermost, with ` > ` between them.
    pub under: String,
    /// The quote by which it is cited, with the heading that the quote names.
    pub quote: Fingerprint,
    /// Its sentences, each in a line of its own.
    pub text: Fingerprint,
    /// What they hang on: the sentence that leads a list in, the head of a table.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub context: Option<Fingerprint>,
    /// Its numbers, such as `at most 10 специалистов`.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub numbers: Vec<String>,
    /// Those of what leads it in.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub lead_numbers: Vec<String>,
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub modality: Vec<String>,
    #[serde(skip_serializing_if = "none", default)]
    pub negations: u16,
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub roles: Vec<String>,
    /// Of rows of a table, the cells: `Export | Free | ✗`. Long texts are kept by their fingerprints.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub cells: Vec<String>,
    /// Its content words, sorted: with them a changed word can be told, and its text cannot be had.
    /// None where they were not recorded: then nobody can say that it is only reworded.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub words: Option<Vec<String>>,
    /// The conflicts that cite it and were not decided again since it changed, by their names.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub undecided: Vec<String>,
    /// The texts in whose place it stands and that other passages of the lock still have: it became of them, too.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub replaced: Vec<Fingerprint>,
    /// The steps of actions that retell it, sorted; none where there are none, or they were not recorded.
    #[serde(skip_serializing_if = "Vec::is_empty", default)]
    pub steps: Vec<Fingerprint>,
    /// Of a section that is set aside: its sentences, in their order, and between them those that are gone and of which
    /// nobody took note. None where it is no section; its text is that of the heading.
    #[serde(skip_serializing_if = "Option::is_none", default)]
    pub section: Option<Vec<Fingerprint>>,
    pub accepted: NaiveDate,
    pub by: String,
    pub because: String,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn none(count: &u16) -> bool {
    *count == 0
}

impl LockedPassage {
    /// The headings that it stood under, as sentences.
    pub fn headings(&self) -> impl Iterator<Item = Fingerprint> {
        self.under.split(WITHIN).map(Fingerprint::of)
    }

    /// Whether it stood under these headings, in whatever case and with whatever sign at their ends.
    pub fn is_under(&self, under: &str) -> bool {
        let bare = |title: &str| title.trim_end_matches(['.', ':']).to_lowercase();
        self.under == under || self.under.split(WITHIN).map(bare).eq(under.split(WITHIN).map(bare))
    }

    /// The numbers of what leads it in.
    pub fn lead_facts(&self) -> Facts {
        facts(&self.lead_numbers, &[], 0, &[])
    }

    pub fn facts(&self) -> Facts {
        Facts {
            cells: self.cells.iter().filter_map(|cell| cell.parse().ok()).collect(),
            ..facts(&self.numbers, &self.modality, self.negations, &self.roles)
        }
    }
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    version: u32,
    normal_form: u32,
    #[serde(default)]
    document: BTreeMap<String, LockedDocument>,
    #[serde(default)]
    passage: Vec<LockedPassage>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty", default)]
    original: BTreeMap<String, LockedOriginal>,
}

impl Lock {
    /// The lock that a file holds.
    ///
    /// # Errors
    ///
    /// E0511 where the text is no lock, is one of another version, or holds facts that do not exist.
    /// An older one is read where it is brought over, or where documents were read as the same texts then.
    pub fn read(source: SourceId, text: &str, migrates: bool) -> Result<Self, Diagnostic> {
        let wrong = |range: std::ops::Range<usize>, message: Message| {
            Diagnostic::error(Code::E0511, message)
                .label(Span::new(source, range.start, range.end), msg!(documents.damaged_here))
                .help(msg!(documents.restore_lock))
        };
        let file: File = toml::from_str(text).map_err(|error| {
            let is_merge = text.lines().any(|line| line.starts_with("<<<<<<< "));
            let message = if is_merge { msg!(documents.lock_merge) } else { msg!(documents.lock_unreadable) };
            wrong(error.span().unwrap_or(0..0), message)
        })?;
        let is_known =
            matches!(file.version, VERSION_WITHOUT_WORDS | VERSION) && file.normal_form <= NORMAL_FORM;
        if is_known && file.normal_form < NORMAL_FORM && !migrates {
            return Err(Diagnostic::error(Code::E0511, msg!(documents.lock_old))
                .label(Span::new(source, 0, 0), msg!(documents.earlier_version))
                .help(msg!(documents.migrate_lock)));
        }
        if !is_known {
            let message = msg!(
                documents.lock_version,
                known = format!("{VERSION}.{NORMAL_FORM}"),
                found = format!("{}.{}", file.version, file.normal_form)
            );
            return Err(wrong(0..0, message).help(msg!(documents.other_program)));
        }
        let sentences = file.original.values().flat_map(|own| &own.sentences);
        let facts = file.passage.iter().map(|own| (&own.numbers, &own.modality));
        let leads = file.passage.iter().map(|own| (&own.lead_numbers, &own.modality));
        let facts = facts.chain(leads);
        for (numbers, modality) in facts.chain(sentences.map(|own| (&own.numbers, &own.modality))) {
            let number = numbers.iter().find(|number| number.parse::<Number>().is_err());
            let modality = modality.iter().find(|word| Modality::of_words(word).is_none());
            if let Some(odd) = number.or(modality) {
                let at = text.find(odd.as_str()).unwrap_or(0);
                return Err(wrong(at..at + odd.len(), msg!(documents.lock_fact, entry = odd)));
            }
        }
        Ok(Self {
            documents: file.document,
            passages: file.passage,
            originals: file.original,
            is_old: file.version < VERSION || file.normal_form < NORMAL_FORM,
        })
    }

    /// The lock as a file: sorted, the same for the same content.
    pub fn write(&self) -> String {
        let mut passages = self.passages.clone();
        let key = |one: &LockedPassage| (one.document.clone(), one.cited_by.clone(), one.quote, one.text);
        passages.sort_by_key(key);
        passages.dedup_by(|one, other| (&one.document, one.quote) == (&other.document, other.quote));
        let file = File {
            version: VERSION,
            normal_form: NORMAL_FORM,
            document: self.documents.clone(),
            passage: passages,
            original: self.originals.clone(),
        };
        HEAD.to_owned() + &toml::to_string_pretty(&file).unwrap_or_default()
    }
}

/// Sentences as lines: a fingerprint, and what covers it.
fn write_lines<S: Serializer>(
    sentences: &BTreeMap<Fingerprint, Covered>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(sentences.iter().map(|(text, covered)| format!("{text} {}", covered.word())))
}

fn read_lines<'de, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<BTreeMap<Fingerprint, Covered>, D::Error> {
    let lines = Vec::<String>::deserialize(deserializer)?;
    let read = |line: String| {
        let (text, word) = line.split_once(' ').unwrap_or((&line, ""));
        let covered = Covered::ALL.iter().find(|(_, own)| *own == word).map(|(covered, _)| *covered);
        // That it is wrong is all that is said of it, with its place.
        let covered = covered.ok_or_else(|| de::Error::custom(word));
        Ok((text.parse().map_err(de::Error::custom)?, covered?))
    };
    lines.into_iter().map(read).collect()
}
