//! Of whom or what each number of a sentence is said, where it has several: "guests 5 books, members 50".

use crate::prose::facts::number::Number;
use crate::prose::facts::quantities::numbers;
use crate::prose::facts::stem::is_cyrillic;
use crate::prose::facts::tokens::{TokenKind, tokens};
use crate::prose::facts::words::{ordered_words, word_key};
use crate::prose::language::Section;
use std::collections::HashSet;

/// The clauses of a text in its normal form that have one number: the words of each that no other has, and its number.
pub fn numbers_by_subject(text: &str) -> Vec<(Vec<String>, Number)> {
    let mut words = tokens(text);
    let all = numbers(text, &mut words, is_cyrillic(text));
    let ends = words.iter().filter(|token| match token.kind {
        TokenKind::Mark => matches!(token.lower.as_str(), "," | ";" | "." | "(" | ")"),
        _ => Section::WordThatJoinsClauses.has(&token.lower),
    });
    // "1,5" and "from 2 to 5" are one number each.
    let is_inside = |at: usize| all.iter().any(|number| number.range.start < at && at < number.range.end);
    let ends = ends.filter(|token| !is_inside(token.range.start)).map(|token| token.range.clone());
    let mut clauses = Vec::new();
    let mut start = 0;
    for end in ends.chain(std::iter::once(text.len()..text.len())) {
        let clause = start..end.start;
        let mut own = all.iter().filter(|number| clause.contains(&number.range.start));
        if let (Some(number), None) = (own.next(), own.next()) {
            let words = ordered_words(text.get(clause).unwrap_or_default());
            clauses.push((words.into_iter().map(|own| own.word).collect::<Vec<String>>(), number));
        }
        start = end.end;
    }
    let own = |(at, (words, number)): (usize, &(Vec<String>, &Number))| {
        let others = clauses.iter().enumerate().filter(|(other, _)| *other != at);
        let others: HashSet<String> =
            others.flat_map(|(_, (words, _))| words).map(|word| word_key(word)).collect();
        let words = words.iter().filter(|word| !others.contains(&word_key(word)));
        (words.cloned().collect(), (*number).clone())
    };
    clauses.iter().enumerate().map(own).collect()
}
