//! Who does what to whom: in Russian, the cases of nouns say so, and a sentence of the same words in other cases may say
//! another thing.

use crate::prose::facts::change::{Change, Fact, FactKind};
use crate::prose::facts::roles::is_role;
use crate::prose::facts::stem::is_cyrillic;
use crate::prose::facts::words::word_key;
use std::sync::Arc;

/// The words of a passage whose forms became others, both in alphabetical order, where its other words kept theirs: people
/// only, or two words of which one took an ending and one lost it. Where verbs changed too, a sentence was put otherwise:
/// `администратор назначает` became `назначается администратором`.
pub fn case_changes(was: &[String], is: &[String]) -> Vec<Change> {
    let gone: Vec<&String> = missing(was, is);
    let mut came: Vec<&String> = missing(is, was);
    let mut pairs = Vec::new();
    for word in gone {
        let key = word_key(word);
        let Some(at) = came.iter().position(|other| word_key(other) == key) else { return Vec::new() };
        pairs.push((word, came.remove(at)));
    }
    let are_nouns = pairs.iter().all(|(was, _)| is_cyrillic(was) && !was.contains(' '));
    let are_people = pairs.iter().all(|(was, _)| is_role(was));
    let length = |word: &str| word.chars().count();
    let grew = pairs.iter().any(|(was, is)| length(was) < length(is));
    let shrank = pairs.iter().any(|(was, is)| length(was) > length(is));
    if !came.is_empty() || !are_nouns || !(are_people || pairs.len() == 2 && grew && shrank) {
        return Vec::new();
    }
    let fact = |word: &str| Some(Fact::Words(vec![Arc::from(word)]));
    let change =
        |(was, is): (&String, &String)| Change { kind: FactKind::Word, was: fact(was), is: fact(is) };
    pairs.into_iter().map(change).collect()
}

/// The words of one side that the other does not have as often. Both are sorted.
fn missing<'w>(words: &'w [String], others: &[String]) -> Vec<&'w String> {
    let mut left = others.iter().peekable();
    let is_missing = |word: &&String| {
        while left.next_if(|other| *other < *word).is_some() {}
        left.next_if(|other| *other == *word).is_none()
    };
    words.iter().filter(is_missing).collect()
}
