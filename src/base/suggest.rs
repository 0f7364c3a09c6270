//! Did you mean. Words that look the same and are not, and characters that nobody sees or tells apart.

use crate::base::message::{Message, all_of, msg};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{compose, is_combining_mark};
use unicode_script::UnicodeScript;
use unicode_security::confusable_detection::skeleton;

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
        .filter(|candidate| candidate.len() <= LONGEST && look_alike(word, candidate).is_none())
        .filter(|candidate| !opposite(&folded, candidate))
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

/// Whether one word is made of the other by a prefix that turns its meaning: neither was meant for the other.
fn opposite(word: &str, other: &str) -> bool {
    const TURNS: [(&str, &str); 14] = [
        ("un", ""),
        ("dis", ""),
        ("de", ""),
        ("in", ""),
        ("non", ""),
        ("re", ""),
        ("dis", "en"),
        ("ex", "in"),
        ("не", ""),
        ("раз", "за"),
        ("раз", ""),
        ("вы", "в"),
        ("от", "за"),
        ("от", "при"),
    ];
    let other = other.to_lowercase();
    let turns = |one: &str, two: &str| {
        TURNS.iter().any(|(with, without)| {
            let (one, two) = (one.strip_prefix(with), two.strip_prefix(without));
            one.is_some() && one == two
        })
    };
    turns(word, &other) || turns(&other, word)
}

/// What keeps a word from being one of the candidates that looks the same, or else the one that it is near to.
pub fn meant<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<Message> {
    // As many as `nearest` compares.
    let candidates: Vec<&str> = candidates.into_iter().take(2_001).collect();
    let alike = candidates.iter().find_map(|candidate| look_alike(word, candidate));
    let typed = on_other_keyboard(word).filter(|typed| candidates.contains(&&**typed));
    let typed = typed.map(|typed| msg!(common.did_you_mean, word = typed));
    alike.or(typed).or_else(|| nearest(word, candidates).map(|word| msg!(common.did_you_mean, word = word)))
}

/// The word that the same keys give where the keyboard is set to English in place of Russian, or the other way round.
pub fn on_other_keyboard(word: &str) -> Option<String> {
    const RUSSIAN: &str = "йцукенгшщзфывапролдячсмить";
    const ENGLISH: &str = "qwertyuiopasdfghjklzxcvbnm";
    let keys = || RUSSIAN.chars().zip(ENGLISH.chars());
    let key = |letter| match letter {
        '_' | '0'..='9' => Some(letter),
        _ => keys().find_map(|(one, other)| match letter {
            letter if letter == one => Some(other),
            letter if letter == other => Some(one),
            _ => None,
        }),
    };
    word.to_lowercase().chars().map(key).collect()
}

/// `did you mean …?`, or else the names that there are: [`meant`] first.
pub fn did_you_mean<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>) -> Option<Message> {
    let mut known: Vec<&str> = candidates.into_iter().collect();
    if let Some(found) = meant(word, known.iter().copied()) {
        return Some(found);
    }
    known.sort_unstable();
    known.dedup();
    (!known.is_empty()).then(|| msg!(common.known_here, names = all_of(known)))
}

/// What keeps a word from being another one that looks the same; nothing where they look different, or are the same.
pub fn look_alike(word: &str, other: &str) -> Option<Message> {
    if word == other || (word.is_ascii() && other.is_ascii()) {
        return None;
    }
    // What is wrong may stand in the other word.
    let there = |why: Message| msg!(alike.there_is, word = other, why = why);
    if word.nfc().eq(other.nfc()) {
        return apart(word).or_else(|| apart(other).map(there));
    }
    let plain = |text: &str| text.chars().filter(|c| !is_odd(*c)).collect::<String>();
    if word.contains(is_odd) != other.contains(is_odd) && plain(word) == plain(other) {
        return word
            .chars()
            .find_map(odd_character)
            .or_else(|| other.chars().find_map(odd_character).map(there));
    }
    if !skeleton(word).eq(skeleton(other)) {
        return None;
    }
    if word.is_ascii() { foreign_letter(other, word).map(there) } else { foreign_letter(word, other) }
}

/// The first letter of a word that another one has from another script.
fn foreign_letter(word: &str, other: &str) -> Option<Message> {
    let (letter, right) = word.chars().zip(other.chars()).find(|(one, two)| one != two)?;
    Some(msg!(
        alike.foreign_letter,
        letter = letter,
        code = code_point(letter),
        script = letter.script().full_name(),
        right = right,
        right_code = code_point(right),
        right_script = right.script().full_name()
    ))
}

/// The first letter of a word whose mark is a character of its own, although there is one for both.
fn apart(word: &str) -> Option<Message> {
    let pairs = word.chars().zip(word.chars().skip(1));
    let mut apart = pairs.filter(|(_, mark)| is_combining_mark(*mark));
    let (letter, mark, whole) =
        apart.find_map(|(letter, mark)| Some((letter, mark, compose(letter, mark)?)))?;
    Some(msg!(
        alike.letter_apart,
        letter = code_point(letter),
        mark = code_point(mark),
        whole = whole,
        code = code_point(whole)
    ))
}

/// What a character is called that word processors write in place of a plain one, and what to write.
pub(crate) fn pasted(character: char) -> Option<(Message, Message)> {
    let code = code_point(character);
    let (message, write) = match character {
        '\u{201C}' | '\u{201D}' => (msg!(syntax.curly_mark, character = character, code = code), '"'),
        '\u{201E}' | '\u{201F}' | '\u{201A}' | '\u{201B}' => {
            (msg!(syntax.low_mark, character = character, code = code), '"')
        }
        '\u{00AB}' | '\u{00BB}' | '\u{2039}' | '\u{203A}' => {
            (msg!(syntax.angle_mark, character = character, code = code), '"')
        }
        '\u{2018}' | '\u{2019}' | '\u{00B4}' | '\u{2032}' => {
            (msg!(syntax.single_mark, character = character, code = code), '"')
        }
        '\u{2033}' | '\u{FF02}' => (msg!(syntax.other_mark, character = character, code = code), '"'),
        '\u{2010}'..='\u{2015}' | '\u{2212}' => (msg!(syntax.dash, character = character, code = code), '-'),
        '\u{FF1A}' => (msg!(syntax.wide, character = character, code = code), ':'),
        '\u{FF0C}' => (msg!(syntax.wide, character = character, code = code), ','),
        '\u{0085}' | '\u{2028}' | '\u{2029}' => return None,
        _ if character.is_ascii() || !character.is_whitespace() => return None,
        '\u{00A0}' | '\u{2007}' | '\u{202F}' => {
            return Some((msg!(syntax.no_break_space, code = code), msg!(syntax.write_a_space)));
        }
        _ => return Some((msg!(syntax.unusual_space, code = code), msg!(syntax.write_a_space))),
    };
    Some((message, msg!(syntax.write, word = write)))
}

/// What to write in place of a character that looks like another one or like nothing.
pub fn odd_character(character: char) -> Option<Message> {
    let (what, remedy) = match character {
        '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' => {
            (msg!(syntax.invisible, code = code_point(character)), msg!(syntax.delete_character))
        }
        '\u{2010}'..='\u{2015}' | '\u{2212}' => (pasted(character)?.0, msg!(alike.write_hyphen)),
        _ => pasted(character)?,
    };
    Some(msg!(alike.odd, what = what, remedy = remedy))
}

/// Whether [`odd_character`] knows the character.
pub fn is_odd(character: char) -> bool {
    odd_character(character).is_some()
}

/// `U+00A0`
pub(crate) fn code_point(character: char) -> String {
    format!("U+{:04X}", u32::from(character))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::base::language::Language;

    #[test]
    fn what_looks_alike_is_told_apart() {
        let both =
            |word, other| look_alike(word, other).map(|why| Language::ALL.map(|language| why.text(language)));
        for (word, other, english, russian) in [
            (
                "aсtion",
                "action",
                "`с` (U+0441) is a Cyrillic letter; write the Latin `c` (U+0063)",
                "`с` (U+0441): это кириллическая буква; напишите латинскую букву `c` (U+0063)",
            ),
            (
                "anna",
                "аnna",
                "there is `аnna` (`а` (U+0430) is a Cyrillic letter; write the Latin `a` (U+0061))",
                "есть `аnna` (`а` (U+0430): это кириллическая буква; напишите латинскую букву `a` (U+0061))",
            ),
            (
                "чаcы",
                "часы",
                "`c` (U+0063) is a Latin letter; write the Cyrillic `с` (U+0441)",
                "`c` (U+0063): это латинская буква; напишите кириллическую букву `с` (U+0441)",
            ),
            (
                "Андреи\u{306}",
                "Андрей",
                "`й` is written as two characters (U+0438 and U+0306); write it as one (U+0439)",
                "буква `й` записана двумя символами (U+0438 и U+0306); напишите её одним (U+0439)",
            ),
            (
                "“anna”",
                "anna",
                "`“` (U+201C) is a curly quotation mark; write `\"`",
                "`“` (U+201C): это фигурная кавычка; напишите `\"`",
            ),
            (
                "plan\u{a0}",
                "plan",
                "this is a no-break space (U+00A0); write a space",
                "это неразрывный пробел (U+00A0); напишите обычный пробел",
            ),
        ] {
            assert_eq!(both(word, other), Some([english.to_owned(), russian.to_owned()]), "{word}");
        }
        for (word, other) in [("anna", "anna"), ("ana", "anna"), ("аня", "ана"), ("l", "1")] {
            assert_eq!(look_alike(word, other), None, "{word}");
        }
    }
}
