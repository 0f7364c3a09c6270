//! Which words of a new sentence took the place of some words of an old one.

use crate::base::list_diff::list_diff;
use crate::prose::terms::content;
use similar::{Algorithm, DiffTag};
use std::ops::Range;

/// The most words of an old text and a new one, multiplied, that are compared one by one.
const MOST: usize = 1_000_000;
/// Marks that a quote may end or begin with, or leave to its sentence.
const CLOSING: [char; 10] = ['.', ',', ';', ':', '!', '?', '…', ')', '"', '\''];
const OPENING: [char; 3] = ['(', '"', '\''];

/// The words of a text in the normal form, by their places.
fn words(text: &str) -> Vec<Range<usize>> {
    let ends = text.match_indices(' ').map(|(at, _)| at).chain([text.len()]);
    let mut start = 0;
    let word = ends.map(|end| std::mem::replace(&mut start, end + 1)..end);
    word.filter(|word| !word.is_empty()).collect()
}

/// What words compare by: case and the marks around them are none of them.
fn keys(text: &str, words: &[Range<usize>]) -> Vec<String> {
    let key = |word: &Range<usize>| {
        let own = text.get(word.clone()).unwrap_or_default();
        let bare = own.trim_matches(|sign: char| CLOSING.contains(&sign) || OPENING.contains(&sign));
        if bare.is_empty() { own.to_owned() } else { bare.to_lowercase() }
    };
    words.iter().map(key).collect()
}

/// The bytes of words, without the marks at their ends that the part of the old text left to its sentence.
fn place(new: &str, words: &[Range<usize>], found: Range<usize>, part: &str) -> Option<Range<usize>> {
    let own = words.get(found)?;
    let mut place = own.first()?.start..own.last()?.end;
    let text = |place: &Range<usize>| new.get(place.clone()).unwrap_or_default();
    // A part may have its last mark where the text ends, or where it is the same.
    let is_same = place.end == new.len() || text(&place).chars().next_back() == part.chars().next_back();
    if !(part.ends_with(CLOSING) && is_same) {
        place.end = place.start + text(&place).trim_end_matches(CLOSING).len();
    }
    if !part.starts_with(OPENING) {
        place.start = place.end - text(&place).trim_start_matches(OPENING).len();
    }
    (!place.is_empty()).then_some(place)
}

/// What of a new text took the place of a part of the old one. All are in the normal form.
pub fn carried(old: &str, part: Range<usize>, new: &str) -> Option<Range<usize>> {
    let (was, is) = (words(old), words(new));
    if was.len().saturating_mul(is.len()) > MOST {
        return None;
    }
    let first = was.partition_point(|word| word.end <= part.start);
    let end = was.partition_point(|word| word.start < part.end);
    let ops = list_diff(Algorithm::Myers, &keys(old, &was), &keys(new, &is));
    // What stands in place of replaced words stands in place of each of them.
    let start = ops.iter().find(|op| op.old_range().contains(&first)).map(|op| match op.tag() {
        DiffTag::Equal => op.new_range().start + first - op.old_range().start,
        _ => op.new_range().start,
    })?;
    let last = end.checked_sub(1)?;
    let stop = ops.iter().find(|op| op.old_range().contains(&last)).map(|op| match op.tag() {
        DiffTag::Equal => op.new_range().start + end - op.old_range().start,
        _ => op.new_range().end,
    })?;
    place(new, &is, start..stop.max(start), old.get(part)?)
}

/// The same where of the old text only the part is known, and which words of the new one stood elsewhere in the old.
pub fn fitted(part: &str, new: &str, stood_elsewhere: impl Fn(&str) -> bool) -> Option<Range<usize>> {
    const SAME: i32 = 4;
    const OTHER: i32 = -1;
    const SMALL: i32 = -2;
    const GONE: i32 = -2;
    const ELSEWHERE: i32 = -4;
    let (was, is) = (words(part), words(new));
    if was.len().saturating_mul(is.len()) > MOST {
        return None;
    }
    let (old, new_keys) = (keys(part, &was), keys(new, &is));
    let cost = |key: &String| match (stood_elsewhere(key), content(key).next()) {
        (true, _) => ELSEWHERE,
        (false, Some(_)) => OTHER,
        (false, None) => SMALL,
    };
    let other: Vec<i32> = new_keys.iter().map(cost).collect();
    // For each word of the new text the best that ends before it: how good it is, and where it begins.
    let mut best: Vec<(i32, usize)> = (0..=is.len()).map(|at| (0, at)).collect();
    for (row, word) in old.iter().enumerate() {
        let mut next: Vec<(i32, usize)> = Vec::with_capacity(best.len());
        let gone = |(score, start): (i32, usize)| (score + GONE, start);
        next.push(gone(best.first().copied().unwrap_or_default()));
        for (at, (key, other)) in new_keys.iter().zip(&other).enumerate() {
            let before = best.get(at).copied().unwrap_or_default();
            let step = if key == word { SAME } else { *other };
            let mut own = (before.0 + step, before.1);
            let left = gone(best.get(at + 1).copied().unwrap_or_default());
            let came =
                next.last().copied().filter(|_| row + 1 < old.len()).map(|last| (last.0 + other, last.1));
            for one in [Some(left), came].into_iter().flatten() {
                own = if one.0 > own.0 { one } else { own };
            }
            next.push(own);
        }
        best = next;
    }
    let (end, (_, start)) =
        best.iter().enumerate().max_by_key(|(at, own)| (own.0, std::cmp::Reverse(*at)))?;
    place(new, &is, *start..end.max(*start), part)
}

/// The next word of a text behind a place, or before it: where it ends, or begins.
pub fn beyond(text: &str, place: usize, is_behind: bool) -> usize {
    let all = words(text);
    if is_behind {
        all.iter().map(|word| word.end).find(|end| *end > place).unwrap_or(text.len())
    } else {
        all.iter().rev().map(|word| word.start).find(|start| *start < place).unwrap_or(0)
    }
}
