//! Names for what is drafted, made of words of the document.

use crate::model::is_reserved;
use crate::prose::facts::{is_cyrillic, telling_words};
use crate::syntax::vocabulary::is_name;
use std::collections::{HashMap, HashSet};

/// An id has so many words.
const MOST_WORDS: usize = 4;

/// A name of a role or an action has so many.
const MOST_WORDS_OF_A_NAME: usize = 6;

/// So long a word is cut, in characters.
const LONGEST: usize = 40;

/// The ids that are taken.
#[derive(Debug, Default)]
pub(super) struct Names {
    taken: HashSet<String>,
    /// The number to try next behind a name that was given already.
    next: HashMap<String, u32>,
}

impl Names {
    pub(super) fn take_all(&mut self, ids: impl IntoIterator<Item = String>) {
        self.taken.extend(ids);
    }

    /// An id for a rule from a sentence, of its first words that tell something.
    pub(super) fn id_of(&mut self, sentence: &str) -> String {
        let words = telling_words(sentence).into_iter().flat_map(|word| parts(&word));
        let words: Vec<String> = words.skip_while(|word| !begins_a_name(word)).take(MOST_WORDS).collect();
        let base = if words.is_empty() { "rule".to_owned() } else { words.join("-") };
        let first = self.next.get(&base).copied().unwrap_or(1);
        let is_free = |id: &String| id != "default" && !self.taken.contains(id);
        let found = numbered(&base, "-", first).find(|(_, id)| is_free(id));
        let (number, id) = found.unwrap_or((first, base.clone()));
        self.next.insert(base, number.saturating_add(1));
        self.taken.insert(id.clone());
        id
    }
}

/// A name from the words of a text, those in the alphabet of the first; none where they make none.
pub fn name_of(text: &str) -> Option<String> {
    let mut words: Vec<String> = parts(text).skip_while(|word| !begins_a_name(word)).collect();
    let is_russian = words.first().is_some_and(|word| is_cyrillic(word));
    let is_of_other = |letter: char| letter.is_alphabetic() && letter.is_ascii() == is_russian;
    words.retain(|word| !word.contains(is_of_other));
    words.truncate(MOST_WORDS_OF_A_NAME);
    let name = words.join("_");
    let is_free = |name: &String| is_name(name) && !is_reserved(name);
    [name.clone(), name + "_"].into_iter().find(is_free)
}

/// A name, with a number behind it where others have it.
pub fn unlike(name: &str, joint: &str, is_taken: impl Fn(&str) -> bool) -> String {
    let free = numbered(name, joint, 1).find(|(_, name)| !is_taken(name));
    free.map(|(_, name)| name).unwrap_or_default()
}

/// A name with numbers behind it from this one on; with 1, it stands alone.
fn numbered(name: &str, joint: &str, first: u32) -> impl Iterator<Item = (u32, String)> {
    (first..).map(move |number| match number {
        1 => (number, name.to_owned()),
        _ => (number, format!("{name}{joint}{number}")),
    })
}

/// The words of a rule file, comments included: names that are taken.
pub fn words_of(text: &str) -> impl Iterator<Item = String> {
    text.split(|sign: char| !is_word(sign) && sign != '-').map(str::to_owned)
}

fn parts(text: &str) -> impl Iterator<Item = String> + use<> {
    let lower = text.to_lowercase();
    let words: Vec<String> = lower
        .split(|sign: char| !is_word(sign))
        .filter(|word| !word.is_empty())
        .map(|word| word.chars().take(LONGEST).collect())
        .collect();
    words.into_iter()
}

/// Whether a sign may stand in a name.
pub(super) fn is_word(sign: char) -> bool {
    sign.is_alphanumeric() && !sign.is_numeric() || sign.is_ascii_digit() || sign == '_'
}

fn begins_a_name(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_alphabetic)
}
