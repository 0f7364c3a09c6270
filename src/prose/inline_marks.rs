//! Marks of dialects of Markdown within a line that a reader does not see: lists of attributes, the signs around what is
//! highlighted or inserted, comments of editors.

use std::ops::Range;

/// No list of attributes, and nothing between two signs, is longer, in bytes.
const LONGEST: usize = 300;
/// What stands between two of the same signs is highlighted or inserted.
const FRAMES: [&str; 3] = ["==", "++", "^^"];
/// What stands between these was taken out, or is said to other editors.
const UNSEEN: [(&str, &str); 2] = [("{--", "--}"), ("{>>", "<<}")];

/// What begins one of these marks; ticks begin code, in which there are none.
pub(crate) const SIGNS: [char; 4] = ['{', '=', '+', '^'];

/// Whether a text may have such marks.
pub(crate) fn may_be_in(text: &str) -> bool {
    FRAMES.iter().any(|sign| text.contains(sign))
        || ["{:", "{#", "{."]
            .iter()
            .chain(UNSEEN.iter().map(|(open, _)| open))
            .any(|sign| text.contains(sign))
}

/// What nobody sees of a line, where a mark begins at byte `at` of it: in their order, one or two stretches.
pub(crate) fn unseen(line: &str, at: usize) -> Vec<Range<usize>> {
    let rest = beginning(line.get(at..).unwrap_or_default());
    let before = line.get(..at).unwrap_or_default();
    if before.ends_with(['{', '\\']) {
        return Vec::new();
    }
    if let Some(length) = attributes(rest) {
        let whole = at..at + length;
        return match bracketed(before) {
            Some(open) => vec![open..open + 1, at - 1..whole.end],
            None => vec![whole],
        };
    }
    let comment = UNSEEN.into_iter().find(|(open, _)| rest.starts_with(open));
    if let Some((_, close)) = comment {
        let end = rest.find(close).map(|end| at + end + close.len());
        return end.map(|end| at..end).into_iter().collect();
    }
    let bare = rest.strip_prefix('{').unwrap_or(rest);
    let brace = rest.len() - bare.len();
    let Some(close) = framed(before, bare, brace > 0) else { return Vec::new() };
    let close = at + brace + close;
    vec![at..at + brace + 2, close..close + 2 + brace]
}

/// So much of a text as may belong to one mark.
fn beginning(text: &str) -> &str {
    let end = (0..=LONGEST.min(text.len())).rev().find(|end| text.is_char_boundary(*end));
    text.get(..end.unwrap_or(0)).unwrap_or_default()
}

/// How long the list of attributes is that a text begins with: `{: .note}`, `{#anchor}`, `{.wide width="50%"}`.
pub(crate) fn attributes(text: &str) -> Option<usize> {
    let inner = text.strip_prefix('{')?;
    let inner = inner.get(..inner.find(['}', '\n'])?)?;
    let length = inner.len() + 2;
    text.get(..length)?.ends_with('}').then_some(())?;
    let bare = inner.strip_prefix(':').unwrap_or(inner);
    let mut rest = bare.trim();
    let is_colon = bare.len() < inner.len();
    let mut names_a_place = is_colon && !rest.is_empty();
    while !rest.is_empty() {
        let is_marked = rest.starts_with(['#', '.']);
        names_a_place |= is_marked;
        let name = rest.get(usize::from(is_marked)..)?;
        let end =
            name.find(|one: char| !(one.is_alphanumeric() || "-_:.".contains(one))).unwrap_or(name.len());
        name.starts_with(char::is_alphabetic).then_some(())?;
        let behind = name.get(end..)?;
        let behind = match behind.strip_prefix('=').filter(|_| !is_marked) {
            None => (is_marked || is_colon).then_some(behind)?,
            Some(value) => match value.strip_prefix('"') {
                Some(quoted) => quoted.split_once('"')?.1,
                None => value.get(value.find(' ').unwrap_or(value.len())..)?,
            },
        };
        rest = behind.trim_start();
        (rest.is_empty() || rest.len() < behind.len()).then_some(())?;
    }
    names_a_place.then_some(length)
}

/// Where the brackets open that end right here: what they hold has attributes.
fn bracketed(before: &str) -> Option<usize> {
    let inner = before.strip_suffix(']')?;
    let near = inner.bytes().rev().take(LONGEST).position(|sign| matches!(sign, b'[' | b']'))?;
    let open = inner.len() - near - 1;
    let is_span = inner.get(open..)?.starts_with('[') && !before.get(..open)?.ends_with(['!', ']']);
    is_span.then_some(open)
}

/// Where the sign stands again that a text begins with, if it frames what stands between.
fn framed(before: &str, text: &str, in_braces: bool) -> Option<usize> {
    let sign = FRAMES.into_iter().find(|sign| text.starts_with(sign))?;
    let first = sign.chars().next()?;
    let opens = in_braces || !before.ends_with(|one: char| one.is_alphanumeric() || one == first);
    let inner = text.get(sign.len()..)?;
    if !opens || inner.starts_with(|one: char| one.is_whitespace() || one == first) {
        return None;
    }
    let closes = |at: &usize| {
        let (inside, behind) = (inner.get(..*at).unwrap_or_default(), inner.get(at + sign.len()..));
        let behind = behind.unwrap_or_default();
        let ends = if in_braces {
            behind.starts_with('}')
        } else {
            !behind.starts_with(|one: char| one.is_alphanumeric() || one == first)
        };
        ends && !inside.ends_with(char::is_whitespace)
    };
    let mut all = inner.match_indices(sign).map(|(at, _)| at).filter(|at| *at > 0);
    all.find(closes).map(|at| sign.len() + at)
}

#[cfg(test)]
mod tests {
    use super::{attributes, unseen};

    fn seen(line: &str) -> String {
        let mut seen = line.to_owned();
        let marks: Vec<_> = (0..line.len()).filter(|at| line.is_char_boundary(*at)).collect();
        let first = marks.into_iter().map(|at| unseen(line, at)).find(|own| !own.is_empty());
        first.into_iter().flatten().rev().for_each(|own| seen.replace_range(own, ""));
        seen
    }

    #[test]
    fn attributes_are_told_from_what_is_to_be_filled_in() {
        for list in ["{: .note}", "{#p1}", "{.a .b}", "{:toc}", "{: #a width=\"5 days\"}", "{.a x=1}"] {
            assert_eq!(attributes(list), Some(list.len()), "{list}");
        }
        for text in
            ["{amount}", "{5}", "{.5}", "{#if x}", "{# note #}", "{days=5}", "{}", "{:}", "{a", "{.a b}"]
        {
            assert_eq!(attributes(text), None, "{text}");
        }
    }

    #[test]
    fn what_frames_is_told_from_what_is_said() {
        for (line, due) in [
            ("pay ==10== euros", "pay 10 euros"),
            ("платит ++10++ евро", "платит 10 евро"),
            ("pay {++10++} euros", "pay 10 euros"),
            ("pay 10{>>why<<} euros", "pay 10 euros"),
            ("pay {--20--} 10 euros", "pay  10 euros"),
            ("pay [10]{.big} euros", "pay 10 euros"),
            ("pay 10 euros {#p1}", "pay 10 euros "),
        ] {
            assert_eq!(seen(line), due);
        }
        for line in ["a == b == c", "C++ and D++", "x==y", "=====", "{{#each}}", "1 ++ 2", "\\==10=="] {
            assert_eq!(seen(line), line);
        }
    }
}
