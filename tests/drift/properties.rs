//! What has to hold whatever the documents say and however they are edited.

use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};
use ustav::base::SourceId;
use ustav::documents::accept::{Acceptance, Selection, accepted};
use ustav::documents::drift::CitationStatus;
use ustav::documents::{Documents, Lock, verify};
use ustav::model::{Model, Parsed, check};
use ustav::prose::finder::QuoteFinder;
use ustav::prose::quote::{Quote, QuoteMatch};
use ustav::prose::{Format, Text};
use ustav::syntax::parse;

/// A sentence, by its parts. What stands in `facts` are facts.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
struct Sentence {
    role: usize,
    modality: usize,
    verb: usize,
    bound: usize,
    number: u32,
    thing: usize,
    english: bool,
}

const ROLES: [[&str; 5]; 2] = [
    ["Администратор", "Сотрудник", "Владелец", "Гость", "Модератор"],
    ["An administrator", "An employee", "The owner", "A guest", "A moderator"],
];
const MODALITIES: [[&str; 4]; 2] =
    [["может", "не может", "должен", "не должен"], ["may", "may not", "must", "should"]];
const VERBS: [[&str; 5]; 2] = [
    ["пригласить", "удалить", "выгрузить", "проверить", "передать"],
    ["invite", "delete", "export", "check", "hand over"],
];
const BOUNDS: [[&str; 4]; 2] =
    [["не более", "не менее", "ровно", "более"], ["at most", "at least", "exactly", "more than"]];
const THINGS: [[&str; 4]; 2] =
    [["отчётов", "файлов", "проектов", "задач"], ["reports", "files", "projects", "tasks"]];

impl Sentence {
    fn text(&self) -> String {
        let at = usize::from(self.english);
        format!(
            "{} {} {} {} {} {}.",
            ROLES[at][self.role],
            MODALITIES[at][self.modality],
            VERBS[at][self.verb],
            BOUNDS[at][self.bound],
            self.number,
            THINGS[at][self.thing]
        )
    }
}

fn sentence() -> impl Strategy<Value = Sentence> {
    (0..5usize, 0..4usize, 0..5usize, 0..4usize, 2..60u32, 0..4usize, any::<bool>()).prop_map(
        |(role, modality, verb, bound, number, thing, english)| Sentence {
            role,
            modality,
            verb,
            bound,
            number,
            thing,
            english,
        },
    )
}

/// Sections of sentences, no two alike, and which of them are cited, some twice.
type Page = (Vec<Vec<Sentence>>, Vec<(usize, bool)>);

fn page() -> impl Strategy<Value = Page> {
    let sections = prop::collection::vec(prop::collection::vec(sentence(), 1..5), 1..4);
    let sections = sections.prop_map(|sections| {
        let mut seen = BTreeSet::new();
        let unseen = |sentences: Vec<Sentence>| -> Vec<Sentence> {
            sentences.into_iter().filter(|one| seen.insert(one.text())).collect()
        };
        sections.into_iter().map(unseen).collect()
    });
    (sections, prop::collection::vec((0..12usize, any::<bool>()), 1..8))
}

fn markdown(sections: &[Vec<Sentence>]) -> String {
    let mut text = String::from("# Page\n");
    for (number, section) in sections.iter().enumerate() {
        text.push_str(&format!("\n## Section {}\n\n", ["A", "B", "C"][number]));
        for one in section {
            text.push_str(&format!("{}\n", one.text()));
        }
    }
    text
}

/// The same document as somebody else would have set it.
fn reformatted(sections: &[Vec<Sentence>], how: u32) -> String {
    let mut text =
        String::from(if how & 1 == 0 { "---\ntitle: x 7\n---\n\n# Page\n" } else { "Page\n====\n" });
    for (number, section) in sections.iter().enumerate() {
        text.push_str(&format!("\n##   Section {}  ##\n\n<!-- at most 5 -->\n", ["A", "B", "C"][number]));
        for (at, one) in section.iter().enumerate() {
            let mut own = one.text();
            if how & 2 != 0 {
                own = own.replacen(' ', "\n", 1 + at);
            }
            if how & 4 != 0 {
                own = own.replacen(&one.number.to_string(), &format!("**{}**", one.number), 1);
            }
            if how & 8 != 0 {
                own = own.replace('ё', "е").replacen(' ', "\u{a0}", 2);
            }
            if how & 16 != 0 {
                own = own.replacen(". ", ".  ", 1) + "  ";
            }
            text.push_str(&own);
            text.push(if how & 32 != 0 { ' ' } else { '\n' });
        }
        text.push('\n');
    }
    if how & 64 != 0 { text.replace('\n', "\r\n") } else { text }
}

/// Rules that cite sentences; a rule for each, and a second one for some.
fn rules(cited: &[String], twice: &BTreeSet<String>) -> String {
    let mut rules = String::from(
        "document page \"page.md\"\nstate { users: each user by id { id: String role: Role } }\nrole member\naction act\n",
    );
    for (number, quote) in cited.iter().enumerate() {
        rules.push_str(&format!("permit rule-{number}\n  member may act\n  cites page \"{quote}\"\n"));
        if twice.contains(quote) {
            rules.push_str(&format!("permit again-{number}\n  member may act\n  cites page \"{quote}\"\n"));
        }
    }
    rules
}

pub(crate) fn model(rules: &str) -> Model {
    let (file, diagnostics) = parse(SourceId(0), rules);
    assert!(diagnostics.is_empty(), "{diagnostics:?}");
    check(Parsed { files: vec![file], diagnostics: Vec::new() }).0.unwrap()
}

fn document(text: &str) -> Documents {
    Documents::new([Some((SourceId(1), text, Format::Markdown))])
}

pub(crate) fn day() -> chrono::NaiveDate {
    chrono::NaiveDate::from_ymd_opt(2026, 11, 25).unwrap()
}

/// A lock in which all was reviewed as it stands.
pub(crate) fn reviewed(model: &Model, documents: &Documents) -> Lock {
    let verified = verify(model, documents, &Lock::default(), day());
    let chosen =
        Selection { drifts: (0..verified.drifts.len()).collect(), beginning: true, ..Selection::default() };
    let how = Acceptance { day: day(), by: "test".to_owned(), because: "first".to_owned() };
    let lock = accepted(model, &verified, &Lock::default(), &chosen, &how);
    // As it is read again from its file.
    Lock::read(SourceId(2), &lock.write(), false).unwrap()
}

fn statuses(model: &Model, documents: &Documents, lock: &Lock) -> BTreeMap<String, CitationStatus> {
    let verified = verify(model, documents, lock, day());
    let own = verified.drifts.iter().flat_map(|drift| {
        drift
            .cited
            .citing()
            .into_iter()
            .map(|citing| (citing.name(model).to_owned(), drift.status))
            .collect::<Vec<_>>()
    });
    own.collect()
}

fn covered(model: &Model, documents: &Documents, lock: &Lock) -> (usize, usize) {
    let share = verify(model, documents, lock, day()).covered();
    (share.reached, share.all)
}

/// The quotes that a page cites, each once, and those cited twice.
fn quotes((sections, cited): &Page) -> (Vec<String>, BTreeSet<String>) {
    let all: Vec<String> = sections.iter().flatten().map(Sentence::text).collect();
    let (mut once, mut twice) = (Vec::new(), BTreeSet::new());
    for (at, again) in cited {
        let quote = &all[at % all.len()];
        if !once.contains(quote) {
            once.push(quote.clone());
        }
        if *again {
            twice.insert(quote.clone());
        }
    }
    (once, twice)
}

/// A word, as a document and as a quote writes it.
const WORDS: [(&str, &str); 5] =
    [("ka", "ka"), ("lo", "lo"), ("sa", "sa"), ("katalog", "katalog"), ("mi\\*ru", "mi*ru")];

/// Headings and paragraphs of few words, which say much again and again.
fn babble() -> impl Strategy<Value = String> {
    let words = prop::collection::vec(0..WORDS.len(), 1..9);
    prop::collection::vec((0..6usize, words), 1..12).prop_map(|blocks| {
        let block = |(level, words): (usize, Vec<usize>)| match level {
            1..=3 => format!("{} {}\n\n", "#".repeat(level), WORDS[words[0]].0),
            _ => words.iter().map(|word| WORDS[*word].0).collect::<Vec<_>>().join(" ") + ".\n\n",
        };
        blocks.into_iter().map(block).collect()
    })
}

/// Words of it, each once in a part, perhaps under a heading.
fn babbled() -> impl Strategy<Value = Quote> {
    let part = prop::collection::btree_set(0..WORDS.len(), 1..4);
    (prop::collection::vec(part, 1..4), prop::option::of(0..WORDS.len())).prop_map(|(parts, under)| {
        let part =
            |words: &BTreeSet<usize>| words.iter().map(|word| WORDS[*word].1).collect::<Vec<_>>().join(" ");
        let quote = parts.iter().map(part).collect::<Vec<_>>().join(" … ");
        Quote::new(&quote, under.map(|word| WORDS[word].1))
    })
}

fn config() -> ProptestConfig {
    let cases = std::env::var("USTAV_COMPARISONS").ok().and_then(|count| count.parse().ok());
    ProptestConfig { cases: cases.unwrap_or(64), failure_persistence: None, ..ProptestConfig::default() }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn reformatting_a_document_changes_nothing(page in page(), how in 0..128u32) {
        let (cited, _) = quotes(&page);
        let model = model(&rules(&cited, &BTreeSet::new()));
        let before = document(&markdown(&page.0));
        let lock = reviewed(&model, &before);
        let after = document(&reformatted(&page.0, how));
        let verified = verify(&model, &after, &lock, day());
        for drift in &verified.drifts {
            prop_assert_eq!(drift.status, CitationStatus::Unchanged, "{:?}", drift.quote);
        }
        prop_assert!(verified.gaps().next().is_none());
        prop_assert_eq!(covered(&model, &before, &lock), covered(&model, &after, &lock));
        // Nor does it make a difference for who reviews it then.
        prop_assert_eq!(reviewed(&model, &after).write(), lock.write());
    }

    #[test]
    fn many_quotes_are_found_where_each_is(page in babble(), quotes in prop::collection::vec(babbled(), 9..30)) {
        let text = Text::read(SourceId(1), &page, Format::Markdown);
        let found: BTreeMap<usize, Vec<QuoteMatch>> = QuoteFinder::new(quotes.iter().collect()).find_in(&text).into_iter().collect();
        for (at, quote) in quotes.iter().enumerate() {
            prop_assert_eq!(found.get(&at).cloned().unwrap_or_default(), quote.find_in(&text), "{:?}", quote);
        }
    }

    #[test]
    fn repeating_a_citation_changes_nothing(page in page(), edited in (0..12usize, sentence())) {
        let (cited, twice) = quotes(&page);
        let (once, again) = (model(&rules(&cited, &BTreeSet::new())), model(&rules(&cited, &twice)));
        let before = document(&markdown(&page.0));
        let mut sections = page.0.clone();
        let count = sections.iter().flatten().count();
        *sections.iter_mut().flatten().nth(edited.0 % count).unwrap() = edited.1;
        for text in [markdown(&page.0), markdown(&sections)] {
            let after = document(&text);
            let one = statuses(&once, &after, &reviewed(&once, &before));
            let two = statuses(&again, &after, &reviewed(&again, &before));
            for (rule, status) in &two {
                prop_assert_eq!(Some(status), one.get(&rule.replace("again", "rule")), "{}", rule);
            }
            prop_assert_eq!(covered(&once, &after, &reviewed(&once, &before)), covered(&again, &after, &reviewed(&again, &before)));
        }
    }

    #[test]
    fn removing_a_citation_never_raises_coverage(page in page(), removed in 0..8usize, edited in (0..12usize, sentence())) {
        let (cited, twice) = quotes(&page);
        let whole = model(&rules(&cited, &twice));
        let mut fewer = cited.clone();
        fewer.remove(removed % cited.len());
        let less = model(&rules(&fewer, &twice));
        let lock = reviewed(&whole, &document(&markdown(&page.0)));
        let mut sections = page.0.clone();
        let count = sections.iter().flatten().count();
        *sections.iter_mut().flatten().nth(edited.0 % count).unwrap() = edited.1;
        for text in [markdown(&page.0), markdown(&sections)] {
            let text = document(&text);
            let (with, all) = covered(&whole, &text, &lock);
            let (without, still) = covered(&less, &text, &lock);
            prop_assert_eq!(all, still);
            prop_assert!(without <= with, "{} of {} became {}", with, all, without);
        }
    }

    #[test]
    fn no_changed_fact_is_reported_as_unchanged(page in page(), at in 0..12usize, part in 0..5usize, by in 1..4usize) {
        let (cited, _) = quotes(&page);
        let model = model(&rules(&cited, &BTreeSet::new()));
        let lock = reviewed(&model, &document(&markdown(&page.0)));
        let mut sections = page.0.clone();
        let count = sections.iter().flatten().count();
        let edited = sections.iter_mut().flatten().nth(at % count).unwrap();
        let was = edited.text();
        match part {
            0 => edited.role = (edited.role + by) % 5,
            1 => edited.modality = (edited.modality + by) % 4,
            2 => edited.bound = (edited.bound + by) % 4,
            3 => edited.number += u32::try_from(by).unwrap(),
            _ => edited.thing = (edited.thing + by) % 4,
        }
        let is = edited.text();
        // The new sentence may stand in the document already: then it is no edit of this one.
        let known = page.0.iter().flatten().any(|one| one.text() == is);
        let statuses = statuses(&model, &document(&markdown(&sections)), &lock);
        for (number, quote) in cited.iter().enumerate() {
            let status = statuses[&format!("rule-{number}")];
            if *quote == was {
                let told =
                    [CitationStatus::FactsChanged, CitationStatus::Ambiguous, CitationStatus::Lost].contains(&status);
                prop_assert!(told, "{} became {}: {:?}", was, is, status);
                prop_assert!(known || status != CitationStatus::Lost, "{} became {}: {:?}", was, is, status);
            } else if !known || *quote != is {
                prop_assert_eq!(status, CitationStatus::Unchanged, "{}", quote);
            }
        }
    }

    #[test]
    fn accepting_one_passage_leaves_the_others_as_they_are(page in page(), edits in prop::collection::vec((0..12usize, 1..4u32), 2..4)) {
        let (cited, _) = quotes(&page);
        let model = model(&rules(&cited, &BTreeSet::new()));
        let old = reviewed(&model, &document(&markdown(&page.0)));
        let mut sections = page.0.clone();
        let count = sections.iter().flatten().count();
        for (at, by) in edits {
            // What is quoted stays; a word before it makes it another sentence of other facts.
            let one = sections.iter_mut().flatten().nth(at % count).unwrap();
            one.number += by;
        }
        let after = document(&markdown(&sections));
        let verified = verify(&model, &after, &old, day());
        let how = Acceptance { day: day(), by: "test".to_owned(), because: "second".to_owned() };
        let open = verified.drifts.iter().position(|drift| !drift.is_settled());
        let chosen = Selection { drifts: open.into_iter().collect(), ..Selection::default() };
        let new = accepted(&model, &verified, &old, &chosen, &how);
        let again = verify(&model, &after, &Lock::read(SourceId(2), &new.write(), false).unwrap(), day());
        for (at, (before, now)) in verified.drifts.iter().zip(&again.drifts).enumerate() {
            // A quote that is not there is not accepted, whatever is asked.
            let is_sole = before.exact && before.others.is_empty();
            prop_assert!(Some(at) != open || is_sole == (now.status == CitationStatus::Unchanged));
            if Some(at) != open {
                prop_assert_eq!(before.status, now.status);
            }
        }
    }
}
