//! How a number is written that people write in another way.

use crate::base::{Message, msg};

/// Words behind a number by which it is more than its digits say.
const MULTIPLES: [&str; 24] = [
    "k",
    "m",
    "mln",
    "bn",
    "thousand",
    "thousands",
    "million",
    "millions",
    "billion",
    "dozen",
    "dozens",
    "percent",
    "к",
    "т",
    "тыс",
    "тысяч",
    "тысячи",
    "тысяча",
    "млн",
    "миллион",
    "миллиона",
    "миллионов",
    "млрд",
    "дюжина",
];

/// How to write the whole number that a text means; nothing where that is not sure.
pub(super) fn number_meant(text: &str) -> Option<Message> {
    let text = text.trim();
    let unsigned =
        text.strip_prefix(['+', '$', '€', '£', '₽', '№', '#', '~', '≈']).unwrap_or(text).trim_start();
    let (minus, unsigned) = match unsigned.strip_prefix(['-', '−', '–']) {
        Some(rest) => ("-", rest.trim_start()),
        None => ("", unsigned),
    };
    let end = unsigned.find(|c: char| !c.is_ascii_digit() && !is_separator(c)).unwrap_or(unsigned.len());
    let digits = unsigned.get(..end)?.trim_end_matches(is_separator);
    let unit = unsigned.get(digits.len()..)?.trim();
    let mut groups = digits.split(is_separator);
    let (first, rest) = (groups.next()?, groups.collect::<Vec<_>>());
    if first.is_empty() {
        return None;
    }
    let unit = unit.trim_end_matches('.');
    let is_unit = unit.chars().all(|c| c.is_alphabetic() || "$€£₽/²³°".contains(c));
    if !is_unit || MULTIPLES.contains(&&*unit.to_lowercase()) {
        return None;
    }
    let whole = |number: &str| {
        let number = number.trim_start_matches('0');
        let number = if number.is_empty() { "0" } else { number };
        format!("{minus}{number}")
    };
    let sign = digits.chars().find(|c| is_separator(*c));
    let has_point = sign.is_some_and(|sign| matches!(sign, '.' | ','));
    let in_thousands = rest.iter().all(|group| group.len() == 3) && first.len() <= 3 && first != "0";
    match rest.as_slice() {
        [] => Some(msg!(data.write, text = whole(first))),
        [fraction] if has_point && fraction.bytes().all(|digit| digit == b'0') && fraction.len() != 3 => {
            Some(msg!(data.write, text = whole(first)))
        }
        [_] if has_point && in_thousands => {
            Some(msg!(data.whole_or_thousands, number = whole(&format!("{first}{}", rest.concat()))))
        }
        [_] if has_point => Some(msg!(data.whole_numbers, number = whole(first))),
        [thousands @ .., fraction]
            if digits.ends_with(&format!(",{fraction}")) && fraction.len() != 3
                || digits.ends_with(&format!(".{fraction}")) && fraction.len() != 3 =>
        {
            let is_whole = fraction.bytes().all(|digit| digit == b'0');
            let fits = thousands.iter().all(|group| group.len() == 3);
            match (fits, is_whole) {
                (true, true) => {
                    Some(msg!(data.write, text = whole(&format!("{first}{}", thousands.concat()))))
                }
                (true, false) => {
                    Some(msg!(data.whole_numbers, number = whole(&format!("{first}{}", thousands.concat()))))
                }
                _ => None,
            }
        }
        _ if in_thousands => Some(msg!(data.write, text = whole(&format!("{first}{}", rest.concat())))),
        _ => None,
    }
}

/// Whether people write a character between the digits of a number.
fn is_separator(character: char) -> bool {
    matches!(character, ' ' | '_' | '.' | ',' | '\'' | '’' | '\u{a0}' | '\u{2009}' | '\u{202f}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_mended() {
        for (text, due) in [
            ("1 000", "write `1000`"),
            ("1_000_000", "write `1000000`"),
            ("1.000.000", "write `1000000`"),
            ("1\u{a0}000 руб.", "write `1000`"),
            ("10 km", "write `10`"),
            ("10km", "write `10`"),
            ("-5 °C", "write `-5`"),
            ("+5", "write `5`"),
            ("007", "write `7`"),
            ("$100", "write `100`"),
            ("100.00", "write `100`"),
            ("1 000,00 €", "write `1000`"),
            ("1,5", "numbers are whole for now; write one such as `1`, or use a smaller unit"),
            ("0.500", "numbers are whole for now; write one such as `0`, or use a smaller unit"),
            ("1.5 l", "numbers are whole for now; write one such as `1`, or use a smaller unit"),
            ("1,000", "numbers are whole for now; write `1000` if thousands are meant"),
            ("10k", ""),
            ("2-3", ""),
            ("2024.05.11", ""),
            ("5 тыс.", ""),
            ("10 of 20", ""),
            ("1e3", ""),
            ("50%", ""),
            ("five", ""),
            ("", ""),
            ("-", ""),
        ] {
            let meant = number_meant(text).map(|meant| meant.to_string()).unwrap_or_default();
            assert_eq!(meant, due, "{text}");
        }
    }
}
