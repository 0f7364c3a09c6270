//! The sentence of a `permit` or a `forbid` in the words of prose: the same in those of the language.

use crate::base::{msg, suggest};
use crate::syntax::parse::expected::expected_found;
use crate::syntax::parse::habits::declared::Declared;
use crate::syntax::parse::habits::exceptions::{EXCEPT, Excepted, OF, excepted, instead_of_exception};
use crate::syntax::parse::habits::listing::{BEHIND, JOINTS, done, listed};
use crate::syntax::parse::habits::words::{Habit, behind_id, is_number};
use crate::syntax::parse::tokens::Tokens;
use crate::syntax::vocabulary::{digits, quoted};

/// Words that let, or with `false` forbid; the longer ones stand before those that they begin with.
const MODALS: &[(&str, bool)] = &[
    ("may not", false),
    ("may never", false),
    ("can never", false),
    ("must never", false),
    ("никогда не может", false),
    ("никогда не могут", false),
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
const EVERYBODY: [&str; 11] = [
    "all",
    "everyone",
    "everybody",
    "anyone",
    "anybody",
    "все",
    "всем",
    "каждый",
    "каждому",
    "любой",
    "любому",
];
/// Words that leave out all others.
const ONLY: [&str; 6] = ["only", "just", "alone", "только", "лишь", "исключительно"];
const DUTIES: [&str; 6] = ["должен", "должна", "должны", "обязан", "обязана", "обязаны"];

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

/// A word that was meant for one that says who acts, or the word itself.
fn meant<'w>(word: &'w str, file: &Declared<'_>) -> &'w str {
    const WORDS: [&str; 9] =
        ["nobody", "every", "everyone", "everybody", "anyone", "anybody", "никто", "каждый", "любой"];
    let is_known = file.has_role(word) || file.noun(word).is_some() || word.chars().count() < 4;
    if is_known { word } else { suggest::nearest(word, WORDS).unwrap_or(word) }
}

/// Who acts: in the words of the language, and the roles that are left out.
fn subject(words: &[&str], forbids: bool, file: &Declared<'_>) -> Option<(String, Option<String>)> {
    let split = words.iter().position(|word| EXCEPT.contains(word)).unwrap_or(words.len());
    let (who, except) = words.split_at_checked(split)?;
    let roles: Vec<&str> = except.iter().skip(1).map(|word| file.role_of(word).unwrap_or(word)).collect();
    let except = Some(roles).filter(|roles| !roles.is_empty()).and_then(|roles| listed(&roles));
    let near = |word| file.noun(word).or_else(|| suggest::nearest(word, file.nouns()));
    let mut who = who.to_vec();
    if who.len() > 1 && who.first().is_some_and(|word| ["role", "roles", "роль"].contains(word)) {
        who.remove(0);
    }
    if let Some(first) = who.first_mut() {
        *first = meant(first, file);
    }
    let whole = who.join(" ");
    let found = match who.as_slice() {
        [] if forbids => "nobody".to_owned(),
        _ if NOBODY.contains(&&*whole) => "nobody".to_owned(),
        ["no", one] if near(one).is_some() => "nobody".to_owned(),
        [_] if EVERYBODY.contains(&&*whole) && forbids => "nobody".to_owned(),
        [_] if EVERYBODY.contains(&&*whole) => format!("every {}", file.actors()?.noun),
        [every, one] if EVERY.contains(every) => match near(one) {
            _ if file.noun(one).is_none() && file.role_of(one).is_some() => file.role_of(one)?.to_owned(),
            Some(_) if forbids => "nobody".to_owned(),
            Some(noun) => format!("every {noun}"),
            // The state may be in another file.
            None if SINGULAR.contains(every) && !forbids && file.nouns().next().is_none() => {
                format!("every {one}")
            }
            None => return None,
        },
        roles => {
            let near: Vec<&str> = roles.iter().map(|role| file.near_role(role)).collect();
            let one = || file.joined(roles).filter(|name| file.has_role(name)).map(str::to_owned);
            listed(&near).or_else(one)?
        }
    };
    Some((found, except))
}

/// Who acts where a rule forbids all but some: nobody, and the roles that are left out.
fn only(words: &[&str], file: &Declared<'_>) -> Option<(String, Option<String>)> {
    let roles: Vec<&str> = words.iter().filter(|word| !ONLY.contains(word)).copied().collect();
    let roles: Vec<&str> =
        roles.iter().map(|word| file.role_of(word).unwrap_or_else(|| file.near_role(word))).collect();
    Some(("nobody".to_owned(), Some(listed(&roles)?)))
}

pub(super) fn sentence(tokens: &Tokens<'_>, file: &Declared<'_>) -> Option<Habit> {
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
    // `no driver may take`
    let no = forbids && lets && at > 1 && ["no", "никакой"].contains(words.first()?);
    let no = no && words.get(1..at)?.iter().all(|word| file.role_of(word).is_some() || JOINTS.contains(word));
    let lets = lets && !no;
    let (who, except) = match words.get(usize::from(no)..at)? {
        who if forbids && lets && who.iter().any(|word| ONLY.contains(word)) => only(who, file)?,
        who => subject(who, forbids, file)?,
    };
    let rest = words.get(at + length..)?;
    let but = rest.iter().position(|word| EXCEPT.contains(word)).filter(|at| *at > 0);
    let (acts, but) = rest.split_at_checked(but.unwrap_or(rest.len()))?;
    let acts = acts.strip_suffix(&[","]).unwrap_or(acts);
    let (mut actions, dropped) = done(acts, file)?;
    let but = but.get(1..).map(|but| (but, excepted(but, file)));
    let mut left_out = None;
    match but {
        None => {}
        Some((but, Excepted::Actions | Excepted::Unknown)) if actions == "do anything" => {
            let begin = but.iter().position(|word| !OF.contains(word)).unwrap_or(but.len());
            actions = format!("do anything except {}", done(but.get(begin..)?, file)?.0);
        }
        Some((_, Excepted::Roles(condition) | Excepted::Condition(condition))) => {
            left_out = Some(format!("unless {condition}"));
        }
        Some((_, Excepted::Actions)) => left_out = Some(String::new()),
        Some((_, Excepted::Unknown)) => return None,
    }
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
    let mended = Tokens::of(&sentence, 0);
    let difference = Difference::of(tokens, (start, end), &mended)?;
    if let Some(unless) = left_out {
        let from = (start..end).find(|at| EXCEPT.contains(&tokens.nth(*at)))?;
        return Some(instead_of_exception(tokens, from, end, Some(&sentence), &unless));
    }
    let Difference { from, to, words } = difference;
    let found = tokens.joined(from, to);
    let help = match words.as_str() {
        _ if except.is_some() => {
            let roles = except.as_deref().unwrap_or_default();
            let is = if roles.contains(',') { "is one of" } else { "is" };
            let unless = format!("unless actor.{} {is} {roles}", file.role_field());
            msg!(syntax.exception_of_a_rule, sentence = sentence.as_str(), unless = unless)
        }
        _ if dropped && (start..end).any(|at| is_quantity(tokens.nth(at))) => {
            msg!(syntax.quantities_are_limits, sentence = sentence.as_str())
        }
        _ if dropped => msg!(syntax.objects_are_parameters, sentence = sentence.as_str()),
        "" => msg!(syntax.delete_word, word = found.as_str()),
        "," => msg!(syntax.names_with_commas, names = sentence.as_str()),
        _ => msg!(syntax.write, word = sentence.as_str()),
    };
    let expected = match (words.as_str(), mended.nth(from - start)) {
        ("", "") => msg!(syntax.next_clause),
        ("", next) => quoted(next),
        (words, _) => quoted(words),
    };
    let message = expected_found(expected, &found);
    Some(Habit { range: Some(place(from, to.max(from + 1))), message: Some(message), help })
}

/// The words that differ, and those in their place.
struct Difference {
    from: usize,
    to: usize,
    words: String,
}

impl Difference {
    /// What differs from the words between two places, without what is the same before and behind it.
    fn of(tokens: &Tokens<'_>, (start, end): (usize, usize), mended: &Tokens<'_>) -> Option<Self> {
        let (count, written) = (mended.count(), end - start);
        let same = |a: usize, b: usize| mended.nth(a) == tokens.nth(start + b);
        let first = (0..count.min(written)).find(|at| !same(*at, *at)).unwrap_or(count.min(written));
        let most = count.min(written) - first;
        let last = (0..most).find(|at| !same(count - 1 - at, written - 1 - at)).unwrap_or(most);
        let (from, to) = (start + first, end - last);
        if from == to && first + last == count {
            return None;
        }
        // A comma is told of alone, whatever stands behind it.
        if mended.nth(first) == "," {
            let joint = |at: &usize| ["well", "as", "also", "также"].contains(&tokens.nth(*at));
            let to = (from + 1..to).find(|at| !joint(at)).unwrap_or(to);
            return Some(Self { from, to, words: ",".to_owned() });
        }
        Some(Self { from, to, words: mended.joined(first, count - last) })
    }
}

/// Whether a word says how many, or how often.
fn is_quantity(word: &str) -> bool {
    ["once", "twice", "times", "daily", "weekly", "per", "most", "раз", "раза"].contains(&word)
        || is_number(word)
        || digits(word).is_some_and(|_| word != "one")
}
