//! Documents whose lines are edited by a seed, and what has to be said of each citation then.

use super::lines::{
    EN, Kind, Line, OTHER_SENTENCES, OTHER_WORDS, RU, Random, alike, cells, lines, quote, replaced, row, said,
};
use crate::drift::properties::{day, model, reviewed};
use std::collections::BTreeMap;
use std::fmt::Write as _;
use ustav::base::SourceId;
use ustav::documents::drift::{CitationStatus, Drift};
use ustav::documents::passage::Passage;
use ustav::documents::{Documents, Verified, verify};
use ustav::prose::{Format, normalize};

#[derive(Clone, Debug)]
enum Due {
    /// These lines became of it.
    Became(Vec<String>),
    /// So does this one, but so little is left that it may be lost as well.
    Hardly(Vec<String>),
    Gone,
    /// Each of these may be meant.
    Twice(Vec<String>),
}

pub(crate) const EDITS: [&str; 18] = [
    "deleted",
    "deleted, another comes",
    "deleted, a neighbour changes",
    "a word becomes another",
    "a third of the words become others",
    "words come",
    "the quoted words become others",
    "moved",
    "moved and changed",
    "copied",
    "moved to two places",
    "becomes two like it",
    "split",
    "joined with the next",
    "cells change",
    "label changes",
    "label and a cell change",
    "moved among other changes",
];

/// A line that became another: that is told where more than half of its longer words are left.
fn became(was: &str, is: &str) -> Due {
    let long = |text: &str| -> Vec<String> {
        let words = said(text);
        let words =
            words.split(' ').filter(|word| word.chars().filter(|one| one.is_alphabetic()).count() > 3);
        words.map(str::to_owned).collect()
    };
    let (old, new) = (long(was), long(is));
    let kept = old.iter().filter(|word| new.contains(word)).count();
    if kept * 2 > old.len() { Due::Became(vec![said(is)]) } else { Due::Hardly(vec![said(is)]) }
}

/// What is known of one kind of edit.
#[derive(Clone, Copy, Default)]
pub(crate) struct Tally {
    pub(crate) right: usize,
    /// Something else is taken for what became of it.
    pub(crate) wrong: usize,
    /// It is told to be lost, or to be found, and is not.
    pub(crate) missed: usize,
}

fn text_of(verified: &Verified<'_>, passage: &Passage) -> String {
    said(verified.annotated.normal(passage))
}

fn judge(verified: &Verified<'_>, drift: &Drift<'_>, due: &Due) -> Result<(), (bool, String)> {
    let now = drift.now.as_ref().map(|now| text_of(verified, now));
    let others: Vec<String> = drift.others.iter().map(|own| text_of(verified, own)).collect();
    let status = drift.status;
    let wrong = |is_wrong: bool| Err((is_wrong, format!("{status:?} now {now:?} others {others:?}")));
    let holds = |now: &str, due: &[String]| {
        let own = due.iter().filter(|own| now.contains(own.as_str())).map(String::len).sum::<usize>();
        own > 0 && now.len() <= own + 4 * due.len()
    };
    match due {
        Due::Gone | Due::Hardly(_) if now.is_none() || status == CitationStatus::Lost => Ok(()),
        Due::Gone => wrong(true),
        Due::Became(due) | Due::Hardly(due) => match &now {
            Some(now)
                if holds(now, due)
                    && status != CitationStatus::Lost
                    && status != CitationStatus::Ambiguous =>
            {
                Ok(())
            }
            Some(now) if holds(now, due) => wrong(false),
            Some(_) => wrong(true),
            None => wrong(false),
        },
        Due::Twice(due) => {
            let told: Vec<&String> = now.iter().chain(&others).collect();
            let all = due.iter().all(|own| told.iter().any(|told| told.contains(own.as_str())));
            let stray = told.iter().any(|told| !due.iter().any(|own| told.contains(own.as_str())));
            if all && !stray && status == CitationStatus::Ambiguous { Ok(()) } else { wrong(stray) }
        }
    }
}

/// A document while it is edited: for each of its lines what stands there now, and what came behind it.
struct Edited<'d> {
    language: usize,
    before: &'d [Line],
    quotes: &'d BTreeMap<usize, String>,
    after: Vec<Vec<Line>>,
    come: Vec<Vec<Line>>,
    /// The lines that an edit has touched.
    busy: Vec<usize>,
    dues: BTreeMap<usize, (&'static str, Due)>,
}

fn paragraph(text: String) -> Line {
    Line { kind: Kind::Paragraph, text }
}

impl Edited<'_> {
    fn is_paragraph(&self, at: usize) -> bool {
        self.before.get(at).is_some_and(|own| own.kind == Kind::Paragraph)
    }

    fn other_word(&self, random: &mut Random) -> String {
        random.pick(OTHER_WORDS[self.language]).to_owned()
    }

    fn other_sentence(&self, random: &mut Random) -> Line {
        paragraph(random.pick(OTHER_SENTENCES[self.language]).to_owned())
    }

    fn replaced(&self, text: &str, count: usize, random: &mut Random) -> String {
        replaced(text, count, self.language, random)
    }

    /// Make an edit of one line, where it can be made there.
    fn edit(&mut self, edit: &'static str, at: usize, random: &mut Random) {
        if self.busy.contains(&at) || self.busy.contains(&(at + 1)) {
            return;
        }
        let due = match self.before[at].kind {
            Kind::Row => self.edit_row(edit, at, random),
            Kind::Paragraph => self
                .edit_words(edit, at, random)
                .or_else(|| self.edit_place(edit, at, random))
                .or_else(|| self.edit_bounds(edit, at, random)),
            _ => self.edit_words(edit, at, random),
        };
        if let Some(due) = due {
            self.busy.push(at);
            self.dues.insert(at, (edit, due));
        }
    }

    fn edit_row(&mut self, edit: &str, at: usize, random: &mut Random) -> Option<Due> {
        let mut own = cells(&self.before[at].text);
        let changed = match edit {
            "deleted" => {
                self.after[at].clear();
                return Some(Due::Gone);
            }
            "cells change" => 1..own.len(),
            "label changes" => 0..1,
            "label and a cell change" if own.len() > 3 => 0..2,
            _ => return None,
        };
        for cell in &mut own[changed] {
            *cell = self.other_word(random);
        }
        self.after[at][0].text = row(&own);
        Some(Due::Became(vec![said(&row(&own))]))
    }

    fn edit_words(&mut self, edit: &str, at: usize, random: &mut Random) -> Option<Due> {
        let own = &self.before[at].text;
        let words = own.split(' ').count();
        let text = match edit {
            "deleted" => {
                self.after[at].clear();
                return Some(Due::Gone);
            }
            "a word becomes another" => self.replaced(own, 1, random),
            "a third of the words become others" if words > 5 => self.replaced(own, words / 3, random),
            "words come" => {
                let more = ["in the season of the harvest", "в пору сбора урожая"][self.language];
                let bare = own.trim_end_matches(['.', ';']);
                format!("{bare} {more}{}", own.strip_prefix(bare).unwrap())
            }
            "the quoted words become others" => {
                let (own, quote) = (normalize(own), &self.quotes[&at]);
                let part = quote.split(" … ").next().unwrap();
                if part.len() * 3 > own.len() || !own.contains(part) {
                    return None;
                }
                let mut other = format!("{} {}", self.other_word(random), self.other_word(random));
                if own.starts_with(part) {
                    let first = other.remove(0).to_uppercase().to_string();
                    other.insert_str(0, &first);
                }
                own.replacen(part, &other, 1)
            }
            _ => return None,
        };
        let due = match edit {
            "words come" | "the quoted words become others" => Due::Became(vec![said(&text)]),
            _ => became(own, &text),
        };
        self.after[at][0].text = text;
        Some(due)
    }

    fn edit_place(&mut self, edit: &str, at: usize, random: &mut Random) -> Option<Due> {
        let own = self.before[at].text.clone();
        let words = own.split(' ').count();
        let paragraphs: Vec<usize> = (0..self.before.len()).filter(|at| self.is_paragraph(*at)).collect();
        let far: Vec<usize> = paragraphs.into_iter().filter(|place| place.abs_diff(at) > 12).collect();
        let place = far[random.below(far.len())];
        let other = far[random.below(far.len())];
        let stays = edit == "copied";
        let (due, lines) = match edit {
            "moved" => (Due::Became(vec![said(&own)]), vec![(place, paragraph(own))]),
            "moved among other changes" => {
                let lines = vec![(place, paragraph(own.clone())), (place, self.other_sentence(random))];
                (Due::Became(vec![said(&own)]), lines)
            }
            "moved and changed" => {
                let changed = self.replaced(&own, 1 + words / 8, random);
                (became(&own, &changed), vec![(place, paragraph(changed))])
            }
            "copied" => (Due::Twice(vec![said(&own)]), vec![(place, paragraph(own))]),
            "moved to two places" if place != other => {
                let lines = vec![(place, paragraph(own.clone())), (other, paragraph(own.clone()))];
                (Due::Twice(vec![said(&own)]), lines)
            }
            _ => return None,
        };
        if !stays {
            self.after[at].clear();
        }
        for (place, line) in lines {
            self.come[place].push(line);
        }
        Some(due)
    }

    fn edit_bounds(&mut self, edit: &'static str, at: usize, random: &mut Random) -> Option<Due> {
        let own = self.before[at].text.clone();
        let words: Vec<&str> = own.split(' ').collect();
        let (due, lines) = match edit {
            "deleted, another comes" => (Due::Gone, vec![self.other_sentence(random)]),
            "deleted, a neighbour changes" => {
                let mut beside = [at + 1, at.wrapping_sub(1)].into_iter();
                let beside = beside.find(|at| self.is_paragraph(*at) && !self.busy.contains(at))?;
                let was = &self.before[beside].text;
                let changed = self.replaced(was, 1, random);
                if self.quotes.contains_key(&beside) {
                    self.dues.insert(beside, (edit, became(was, &changed)));
                }
                self.after[beside] = vec![paragraph(changed)];
                self.busy.push(beside);
                (Due::Gone, Vec::new())
            }
            "becomes two like it" if words.len() > 7 => {
                let quote = &self.quotes[&at];
                let (one, other) = (self.replaced(&own, 1, random), self.replaced(&own, 1, random));
                let is_said = normalize(&one).contains(quote) || normalize(&other).contains(quote);
                if one == other || is_said || quote.contains('…') || quote.split(' ').count() < 5 {
                    return None;
                }
                (Due::Twice(vec![said(&one), said(&other)]), vec![paragraph(one), paragraph(other)])
            }
            "split" if words.len() > 7 => {
                let again = ["This also concerns", "Это касается и"][self.language];
                let (one, other) = words.split_at(words.len() / 2);
                let one = one.join(" ").trim_end_matches(',').to_owned() + ".";
                let other = format!("{again} {}", other.join(" "));
                (Due::Became(vec![said(&one), said(&other)]), vec![paragraph(one), paragraph(other)])
            }
            "joined with the next" if self.is_paragraph(at + 1) => {
                let and = [", and", ", а"][self.language];
                let joined = format!("{}{and} {}", own.trim_end_matches('.'), self.before[at + 1].text);
                self.after[at + 1].clear();
                self.busy.push(at + 1);
                let due = Due::Became(vec![said(&joined)]);
                if self.quotes.contains_key(&(at + 1)) {
                    self.dues.insert(at + 1, (edit, due.clone()));
                }
                (due, vec![paragraph(joined)])
            }
            _ => return None,
        };
        self.after[at] = lines;
        Some(due)
    }
}

/// Review a document, edit it by a seed, and look at it again: what came of each kind of edit, and what is not as it should
/// be.
pub(crate) fn tried(seed: u64, tally: &mut BTreeMap<&'static str, Tally>, told: &mut String) {
    let random = &mut Random(seed);
    let language = random.below(2);
    let text = if random.below(3) == 0 { alike(language, random) } else { [EN, RU][language].to_owned() };
    let before = lines(&text);
    let is_cited = |at: &usize, random: &mut Random| before[*at].kind != Kind::Other && random.below(4) > 0;
    let cited: Vec<usize> = (0..before.len()).filter(|at| is_cited(at, random)).collect();
    let quotes: BTreeMap<usize, String> =
        cited.iter().map(|at| (*at, quote(&before[*at].text, &text, random.below(4)))).collect();
    let model = model(&pack(quotes.values().map(String::as_str)));
    let lock = reviewed(&model, &document(&text));
    assert!(verify(&model, &document(&text), &lock, day()).drifts.iter().all(Drift::is_settled), "{seed}");
    let mut edited = Edited {
        language,
        before: &before,
        quotes: &quotes,
        after: before.iter().map(|line| vec![line.clone()]).collect(),
        come: vec![Vec::new(); before.len()],
        busy: Vec::new(),
        dues: BTreeMap::new(),
    };
    let count = 1 + random.below(5);
    for _ in 0..count * 8 {
        let edit = EDITS[random.below(EDITS.len())];
        let of_rows = edit.contains("cell") || edit.contains("label");
        let mut fitting = cited.clone();
        fitting.retain(|at| !of_rows || before[*at].kind == Kind::Row);
        if edited.dues.len() < count && !fitting.is_empty() {
            edited.edit(edit, fitting[random.below(fitting.len())], random);
        }
    }
    let Edited { after, come, dues, .. } = edited;
    let now = after.into_iter().zip(come).flat_map(|(own, come)| own.into_iter().chain(come));
    let now = document(&now.map(|line| line.text).collect::<Vec<_>>().join("\n"));
    let verified = verify(&model, &now, &lock, day());
    for (at, drift) in cited.iter().zip(&verified.drifts) {
        let untouched = Due::Became(vec![said(&before[*at].text)]);
        let (edit, due) = dues.get(at).map_or(("left as it is", &untouched), |(edit, due)| (*edit, due));
        let own = tally.entry(edit).or_default();
        match judge(&verified, drift, due) {
            Ok(()) => own.right += 1,
            Err((is_wrong, message)) => {
                own.wrong += usize::from(is_wrong);
                own.missed += usize::from(!is_wrong);
                let (quote, was) = (&quotes[at], &before[*at].text);
                writeln!(told, "{seed} {edit}: \"{quote}\" of «{was}» {due:?}: {message}").unwrap();
            }
        }
    }
}

/// Rules that cite these quotes of one document.
pub(crate) fn pack<'q>(quotes: impl Iterator<Item = &'q str>) -> String {
    let mut rules = "document d \"d.md\"\nstate { users: each user by id { id: String role: Role } }\nrole member\naction act\n".to_owned();
    for (at, quote) in quotes.enumerate() {
        writeln!(rules, "permit r{at}\n  member may act\n  cites d \"{quote}\"").unwrap();
    }
    rules
}

pub(crate) fn document(text: &str) -> Documents {
    Documents::new([Some((SourceId(1), text.to_owned(), Format::Markdown))])
}
