//! Which of the passages that a role cites speak of one right that it does not give.

use crate::cli::output::evidence::Cited;
use crate::model::Action;
use crate::prose::facts::{Facts, Modality, RoleWords};
use crate::prose::normalize;

/// Words shorter than this say too little.
const SHORTEST: usize = 4;
/// So many letters at its end a word may have otherwise: "dismiss" and "dismissing", «уволить» and «увольнять».
const MOST_ENDING: usize = 3;

/// The passages that name an action by all words of something that people call it; all where none does.
pub(super) fn about<'a>(action: &Action, citations: Vec<Cited<'a>>) -> Vec<Cited<'a>> {
    let names: Vec<Vec<String>> = action.called.iter().map(|called| words(&called.text)).collect();
    let is_about = |cited: &Cited<'a>| {
        let said = words(&cited.quote());
        names
            .iter()
            .any(|name| !name.is_empty() && name.iter().all(|word| said.iter().any(|own| alike(own, word))))
    };
    let found: Vec<Cited<'a>> = citations.iter().copied().filter(is_about).collect();
    if found.is_empty() { citations } else { found }
}

/// The passages that say who alone may do something, or who may not: of those that let somebody do it, the others say
/// nothing of anybody else.
pub(super) fn denying<'a>(citations: &[Cited<'a>]) -> Vec<Cited<'a>> {
    let denies = |cited: &&Cited<'a>| {
        let facts = Facts::of(&normalize(&cited.sentence()), &[], &RoleWords::default());
        let mut modality = facts.modality.iter();
        modality.any(|own| matches!(own, Modality::Only | Modality::MayNot | Modality::MustNot))
    };
    citations.iter().filter(denies).copied().collect()
}

fn words(text: &str) -> Vec<String> {
    let words = text.split(|letter: char| !letter.is_alphanumeric()).map(str::to_lowercase);
    words.filter(|word| word.chars().count() >= SHORTEST).collect()
}

/// Whether two words begin alike and differ in an ending at most.
fn alike(one: &str, other: &str) -> bool {
    let common = one.chars().zip(other.chars()).take_while(|(one, other)| one == other).count();
    let shorter = one.chars().count().min(other.chars().count());
    common >= SHORTEST && common + MOST_ENDING >= shorter
}
