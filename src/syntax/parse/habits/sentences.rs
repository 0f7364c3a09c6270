//! The sentence of a `permit` or a `forbid` in the words of prose: the same in those of the language.

use crate::base::{msg, suggest};
use crate::syntax::parse::expected::expected_found;
use crate::syntax::parse::habits::words::{Habit, behind_id, is_word, noun, nouns};
use crate::syntax::parse::tokens::Tokens;
use crate::syntax::vocabulary::quoted;

/// Words that let, or with `false` forbid; the longer ones stand before those that they begin with.
const MODALS: &[(&str, bool)] = &[
    ("may not", false),
    ("may не", false),
    ("may", true),
    ("can not", false),
    ("cannot", false),
    ("can", true),
    ("must not", false),
    ("should not", false),
    ("is not allowed to", false),
    ("are not allowed to", false),
    ("is not permitted to", false),
    ("is forbidden to", false),
    ("are forbidden to", false),
    ("is prohibited from", false),
    ("has no right to", false),
    ("is allowed to", true),
    ("are allowed to", true),
    ("is permitted to", true),
    ("are permitted to", true),
    ("is able to", true),
    ("has the right to", true),
    ("have the right to", true),
    ("не может", false),
    ("не могут", false),
    ("не вправе", false),
    ("не имеет права", false),
    ("не имеют права", false),
    ("не разрешено", false),
    ("не разрешается", false),
    ("нельзя", false),
    ("запрещено", false),
    ("запрещается", false),
    ("не должен", false),
    ("не должна", false),
    ("не должны", false),
    ("может", true),
    ("могут", true),
    ("можно", true),
    ("вправе", true),
    ("имеет право", true),
    ("имеют право", true),
    ("разрешено", true),
    ("разрешается", true),
];
const NOBODY: [&str; 7] = ["nobody", "no one", "noone", "none", "никто", "никому", "ни один"];
const EVERY: [&str; 12] = [
    "every",
    "each",
    "all",
    "any",
    "каждый",
    "каждая",
    "каждому",
    "любой",
    "любому",
    "все",
    "всем",
    "всякий",
];
/// Those of them that stand before one.
const SINGULAR: [&str; 6] = ["every", "each", "каждый", "каждая", "любой", "всякий"];
const EVERYBODY: [&str; 10] =
    ["everyone", "everybody", "anyone", "anybody", "все", "всем", "каждый", "каждому", "любой", "любому"];
const EXCEPT: [&str; 3] = ["except", "but", "кроме"];
/// What joins roles or actions.
const JOINTS: [&str; 19] = [
    ",",
    "and",
    "or",
    "&",
    "&&",
    "||",
    "|",
    "/",
    "+",
    "nor",
    "also",
    "plus",
    "und",
    "et",
    "и",
    "или",
    "либо",
    "также",
    "а",
];
/// What says nothing more before an action.
const ADVERBS: [&str; 4] = ["always", "ever", "freely", "всегда"];
const DUTIES: [&str; 6] = ["должен", "должна", "должны", "обязан", "обязана", "обязаны"];
const BEHIND: [&str; 9] = ["when", "unless", "say", "cites", "if", "where", "когда", "если", "because"];
const ARTICLES: [&str; 9] = ["a", "an", "the", "only", "some", "both", "either", "neither", "no"];

/// One past the last word of the sentence: the line, with those behind it that go on with a list.
fn sentence_end(tokens: &Tokens<'_>, start: usize) -> usize {
    let end = tokens.next_of(start, &BEHIND);
    let goes_on = |at: &usize| {
        tokens.line_of(*at) == tokens.line_of(at - 1)
            || JOINTS.contains(&tokens.nth(*at))
            || JOINTS.contains(&tokens.nth(at - 1))
    };
    (start + 1..end).find(|at| !goes_on(at)).unwrap_or(end)
}

/// Names in a row, with commas between them.
fn listed(words: &[&str]) -> Option<String> {
    let mut names: Vec<&str> = Vec::new();
    let mut joint = true;
    for (at, word) in words.iter().enumerate() {
        let as_well_as = ["as", "well"].contains(word) && words.get(at..).unwrap_or_default().contains(&"as")
            || *word == "as" && words.get(at - 1) == Some(&"well");
        if joint && ADVERBS.contains(word) {
            continue;
        }
        if JOINTS.contains(word) || as_well_as || *word == "may" {
            joint = true;
        } else if joint && is_word(word) && !ARTICLES.contains(word) {
            names.push(word);
            joint = false;
        } else {
            return None;
        }
    }
    (!names.is_empty() && !joint).then(|| names.join(", "))
}

/// The roles that a file declares.
fn near_role<'t>(word: &'t str, text: &'t str) -> &'t str {
    let roles = || text.lines().filter_map(|line| line.strip_prefix("role ")?.split_whitespace().next());
    if roles().any(|role| role == word) {
        return word;
    }
    suggest::nearest(word, roles()).unwrap_or(word)
}

/// Who acts: in the words of the language, and the roles that are left out.
fn subject(words: &[&str], forbids: bool, text: &str) -> Option<(String, Option<String>)> {
    let split = words.iter().position(|word| EXCEPT.contains(word)).unwrap_or(words.len());
    let (who, except) = words.split_at_checked(split)?;
    let except = except.get(1..).and_then(listed);
    let near = |word| noun(word, text).or_else(|| suggest::nearest(word, nouns(text)));
    let whole = who.join(" ");
    let found = match who {
        [] if forbids => "nobody".to_owned(),
        _ if NOBODY.contains(&&*whole) => "nobody".to_owned(),
        ["no", one] if near(one).is_some() => "nobody".to_owned(),
        [_] if EVERYBODY.contains(&&*whole) && forbids => "nobody".to_owned(),
        [_] if EVERYBODY.contains(&&*whole) => format!("every {}", nouns(text).next()?),
        [every, one] if EVERY.contains(every) => match near(one) {
            Some(_) if forbids => "nobody".to_owned(),
            Some(noun) => format!("every {noun}"),
            // The state may be in another file.
            None if SINGULAR.contains(every) && !forbids && nouns(text).next().is_none() => {
                format!("every {one}")
            }
            None => return None,
        },
        roles => {
            let roles: Vec<&str> = roles.iter().map(|role| near_role(role, text)).collect();
            listed(&roles)?
        }
    };
    Some((found, except))
}

/// `text` is the whole file.
pub(super) fn sentence(tokens: &Tokens<'_>, text: &str) -> Option<Habit> {
    let forbids = match tokens.nth(0) {
        "permit" => false,
        "forbid" => true,
        _ => return None,
    };
    let start = behind_id(tokens);
    let end = sentence_end(tokens, start);
    if !(start..=end).contains(&tokens.here()) {
        return None;
    }
    let words: Vec<&str> = (start..end).map(|at| tokens.nth(at)).collect();
    let duty = words.iter().position(|word| DUTIES.contains(word)).filter(|at| *at > 0);
    if let Some(at) = duty.filter(|at| words.get(at - 1) != Some(&"не")) {
        let found = tokens.nth(start + at);
        let message = expected_found(quoted(if forbids { "may not" } else { "may" }), found);
        let range = Some(tokens.range_of(start + at));
        return Some(Habit { range, message: Some(message), help: msg!(syntax.duty_is_no_rule) });
    }
    let (at, length, lets) = (0..words.len()).find_map(|at| {
        let rest = words.get(at..).unwrap_or_default();
        let (modal, lets) = MODALS.iter().find(|(modal, _)| {
            let mut rest = rest.iter();
            modal.split(' ').all(|word| rest.next() == Some(&word))
        })?;
        Some((at, modal.split(' ').count(), *lets))
    })?;
    let (who, except) = subject(words.get(..at)?, forbids, text)?;
    let rest = words.get(at + length..)?;
    let actions = match rest {
        ["do", "anything", "except", but @ ..] => format!("do anything except {}", listed(but)?),
        ["do", ..] => rest.join(" "),
        actions => listed(actions)?,
    };
    let nobody = who == "nobody";
    let (modal, behind) = (start + at, start + at + length);
    let place = |from, to: usize| (tokens.range_of(from).0, tokens.range_of(to - 1).1);
    let wrong = |from, expected, help| {
        let message = expected_found(quoted(expected), &tokens.joined(from, behind));
        Some(Habit { range: Some(place(from, behind)), message: Some(message), help })
    };
    match (forbids, lets) {
        (false, _) if nobody => return wrong(start, "may", msg!(syntax.permit_has_no_not)),
        (false, false) => return wrong(modal, "may", msg!(syntax.permit_has_no_not)),
        (true, true) if !nobody => return wrong(modal, "may not", msg!(syntax.forbid_needs_not)),
        _ => {}
    }
    let may = if forbids && !nobody { "may not" } else { "may" };
    let sentence = format!("{who} {may} {actions}");
    // What differs, without what is the same before and behind it.
    let mended = Tokens::of(&sentence, 0);
    let (count, written) = (mended.count(), end - start);
    let same = |a: usize, b: usize| mended.nth(a) == tokens.nth(start + b);
    let first = (0..count.min(written)).find(|at| !same(*at, *at)).unwrap_or(count.min(written));
    let most = count.min(written) - first;
    let last = (0..most).find(|at| !same(count - 1 - at, written - 1 - at)).unwrap_or(most);
    let (from, mut to) = (start + first, end - last);
    // A comma is told of alone, whatever stands behind it.
    let comma = mended.nth(first) == ",";
    if comma {
        to = (from + 1..to)
            .find(|at| !["well", "as", "also", "также"].contains(&tokens.nth(*at)))
            .unwrap_or(to);
    }
    if from == to && first + last == count {
        return None;
    }
    let found = tokens.joined(from, to);
    let words = if comma { ",".to_owned() } else { mended.joined(first, count - last) };
    let help = match words.as_str() {
        _ if except.is_some() => {
            let roles = except.as_deref().unwrap_or_default();
            let is = if roles.contains(',') { "is one of" } else { "is" };
            let unless = format!("unless actor.role {is} {roles}");
            msg!(syntax.exception_of_a_rule, sentence = sentence.as_str(), unless = unless)
        }
        "" => msg!(syntax.delete_word, word = found.as_str()),
        "," => msg!(syntax.names_with_commas, names = sentence.as_str()),
        _ => msg!(syntax.write, word = sentence.as_str()),
    };
    let expected = quoted(if words.is_empty() { mended.nth(first) } else { &words });
    let message = expected_found(expected, &found);
    Some(Habit { range: Some(place(from, to.max(from + 1))), message: Some(message), help })
}
