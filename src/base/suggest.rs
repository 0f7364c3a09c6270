//! Did you mean.

use crate::base::message::{Argument, Joint, List, MOST_SHOWN, Message, msg};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use unicode_security::skeleton;

/// The candidate that is nearest to `word`, if one is near enough to be worth naming. Words that look the same are never
/// named: whoever reads them could not tell one from the other.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    // Longer words are compared no further than this: a suggestion must cost nothing.
    const LONGEST: usize = 64;
    // Nor among more than so many.
    const MOST: usize = 2_000;
    let candidates: Vec<&str> = candidates.into_iter().take(MOST + 1).collect();
    if word.len() > LONGEST || candidates.len() > MOST {
        return None;
    }
    let folded = word.to_lowercase();
    candidates
        .into_iter()
        .filter(|candidate| candidate.len() <= LONGEST && !look_alike(word, candidate))
        .map(|candidate| {
            let distance = strsim::damerau_levenshtein(&folded, &candidate.to_lowercase());
            (distance, candidate)
        })
        .filter(|(distance, candidate)| {
            let length = candidate.chars().count().max(folded.chars().count());
            *distance <= (length / 3).max(1) && *distance < length
        })
        .min()
        .map(|(_, candidate)| candidate)
}

/// `did you mean ...?`, or else the names that there are. Of a word that only looks like one of them, which letter is
/// another.
pub fn did_you_mean<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<Message> {
    let mut known: Vec<&str> = candidates.into_iter().collect();
    if let Some(same) = known.iter().find(|candidate| look_alike(word, candidate)) {
        return Some(difference(word, same));
    }
    if let Some(best) = nearest(word, known.iter().copied()) {
        return Some(msg!(common.did_you_mean, word = best));
    }
    if known.is_empty() {
        return None;
    }
    known.sort_unstable();
    known.dedup();
    let omitted = if known.len() > MOST_SHOWN + 1 { known.len() - MOST_SHOWN } else { 0 };
    let shown = known.iter().take(known.len() - omitted);
    let items = shown.map(|name| Argument::Text(format!("`{name}`"))).collect();
    Some(msg!(common.known_here, names = List { items, joint: Joint::Comma, omitted }))
}

/// Whether two words differ, and nobody sees how.
pub fn look_alike(word: &str, other: &str) -> bool {
    word != other && !(word.is_ascii() && other.is_ascii()) && skeleton(word).eq(skeleton(other))
}

/// How a word differs from one that looks the same.
fn difference(word: &str, other: &str) -> Message {
    let code = |letter: char| format!("U+{:04X}", u32::from(letter));
    if word.nfc().eq(other.nfc()) {
        let mark = word.chars().chain(other.chars()).find(|letter| is_combining_mark(*letter));
        return msg!(common.written_apart, word = other, code = code(mark.unwrap_or_default()));
    }
    let letters = word.nfc().zip(other.nfc()).find(|(own, other)| own != other);
    let (own, meant) = letters.unwrap_or_default();
    msg!(common.looks_alike, letter = own, code = code(own), meant = meant, meant_code = code(meant),)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::language::Language;

    #[test]
    fn words_that_look_alike_are_told_apart_by_their_letters() {
        let texts = |word, candidate| {
            let help = did_you_mean(word, [candidate]);
            Language::ALL.map(|language| help.as_ref().map(|help| help.text(language)).unwrap_or_default())
        };
        assert_eq!(texts("memebr", "member")[1], "возможно, имелось в виду `member`");
        // A Cyrillic letter.
        let [english, russian] = texts("\u{430}nna", "anna");
        assert!(english.contains("U+0430") && english.contains("U+0061"), "{english}");
        assert!(russian.contains("U+0430") && !russian.contains("имелось"), "{russian}");
        // A letter and its mark.
        let [english, russian] = texts("Андреи\u{306}", "Андрей");
        assert!(english.contains("U+0306"), "{english}");
        assert!(russian.contains("отдельно"), "{russian}");
        assert_eq!(nearest("\u{430}nna", ["anna"]), None);
    }
}
