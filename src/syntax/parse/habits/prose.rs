//! Sentences of prose about elements, where a condition or a set is due: the same in the words of the language.

use crate::base::{Message, msg, suggest};
use crate::syntax::parse::expected::expected_found;
use crate::syntax::parse::habits::bounds::{Bound, bound};
use crate::syntax::parse::habits::declared::{Collection, Declared};
use crate::syntax::parse::habits::words::{Habit, behind_id, help, is_number, is_text, is_word, write};
use crate::syntax::parse::tokens::Tokens;
use crate::syntax::vocabulary::CLAUSES;

/// Of how many elements something is said.
#[derive(Clone, Copy, PartialEq)]
enum Scale {
    All,
    Some,
    No,
    One,
}

const SCALES: &[(&[&str], Scale)] = &[
    (&["there", "is", "no"], Scale::No),
    (&["there", "are", "no"], Scale::No),
    (&["there", "is"], Scale::Some),
    (&["there", "are"], Scale::Some),
    (&["there", "exists"], Scale::Some),
    (&["none", "of", "the"], Scale::No),
    (&["all", "of", "the"], Scale::All),
    (&["all", "the"], Scale::All),
    (&["all"], Scale::All),
    (&["every"], Scale::All),
    (&["each"], Scale::All),
    (&["все"], Scale::All),
    (&["каждый"], Scale::All),
    (&["каждая"], Scale::All),
    (&["любой"], Scale::All),
    (&["любая"], Scale::All),
    (&["at", "least", "one"], Scale::Some),
    (&["one", "of", "the"], Scale::Some),
    (&["one", "of"], Scale::Some),
    (&["any", "of", "the"], Scale::Some),
    (&["any", "of"], Scale::Some),
    (&["any"], Scale::Some),
    (&["some"], Scale::Some),
    (&["exists"], Scale::Some),
    (&["есть"], Scale::Some),
    (&["no"], Scale::No),
    (&["none"], Scale::No),
    (&["ни", "один"], Scale::No),
    (&["ни", "одна"], Scale::No),
    (&["нет"], Scale::No),
];
const ARTICLES: [&str; 8] = ["a", "an", "the", "this", "that", "any", "one", "у"];
const MODALS: [&str; 9] = ["may", "can", "must", "should", "shall", "will", "could", "может", "могут"];
const IS: [&str; 11] =
    ["is", "are", "be", "was", "were", "being", "been", "becomes", "get", "быть", "является"];
const HAS: [&str; 9] = ["has", "have", "having", "with", "without", "had", "имеет", "имеют", "есть"];
const FILLERS: [&str; 15] = [
    "a",
    "an",
    "the",
    "currently",
    "now",
    "already",
    "still",
    "always",
    "ever",
    "that",
    "which",
    "who",
    "any",
    "as",
    "also",
];
/// What stands in place of `where` elsewhere.
pub(super) const RELATIVES: [&str; 8] = ["with", "having", "that", "who", "which", "whose", "if", "when"];
/// Words that begin or join conditions.
const AROUND: [&str; 10] = ["when", "unless", "where", "if", "and", "or", "not", "(", "=", ":"];

/// What is said of elements: which, and what, negated or not.
struct Sentence<'f, 't> {
    scale: Scale,
    of: &'f Collection<'t>,
    /// How the one element is called that is spoken of.
    one: &'t str,
    role: Option<&'t str>,
    field: &'t str,
    /// What is compared, such as `is free`; a field that is true or false has nothing.
    rest: Rest,
    not: bool,
    duty: bool,
}

enum Rest {
    True,
    Present,
    Is(String),
}

impl Sentence<'_, '_> {
    fn predicate(&self, prefix: &str, not: bool) -> String {
        let path = format!("{prefix}{}", self.field);
        match (&self.rest, self.not != not) {
            (Rest::True, false) => path,
            (Rest::True, true) => format!("not {path}"),
            (Rest::Present, false) => format!("{path} is present"),
            (Rest::Present, true) => format!("{path} is absent"),
            (Rest::Is(value), false) => format!("{path} is {value}"),
            (Rest::Is(value), true) => format!("{path} is not {value}"),
        }
    }

    fn whole(&self, prefix: &str, not: bool, file: &Declared<'_>) -> String {
        let role = self.role.map(|role| format!("{prefix}{} is {role} and ", file.role_field()));
        format!("{}{}", role.unwrap_or_default(), self.predicate(prefix, not))
    }

    fn condition(&self, file: &Declared<'_>) -> String {
        let set = self.of.set;
        match self.scale {
            Scale::One => self.predicate(&format!("{}.", self.one), false),
            Scale::Some => format!("any x in {set} where {}", self.whole("x.", false, file)),
            Scale::No => format!("none of {set} where {}", self.whole("", false, file)),
            Scale::All => format!("every x in {set} where {}", self.whole("x.", false, file)),
        }
    }

    /// The elements that must not be so.
    fn elements(&self, file: &Declared<'_>) -> String {
        format!("{} where {}", self.of.set, self.whole("", self.duty, file))
    }
}

/// The words of a sentence, read one after the other.
struct Words<'t, 'a> {
    tokens: &'a Tokens<'t>,
    at: usize,
    end: usize,
}

impl<'t> Words<'t, '_> {
    fn word(&self, more: usize) -> &'t str {
        if self.at + more < self.end { self.tokens.nth(self.at + more) } else { "" }
    }

    fn take(&mut self, words: &[&str]) -> bool {
        let found = words.contains(&self.word(0)) && !self.word(0).is_empty();
        self.at += usize::from(found);
        found
    }

    /// The rest of the words, where these compare as the language does behind `is`.
    fn compared(&self, more: usize) -> Option<String> {
        let compares = match (self.word(more), self.word(more + 1)) {
            ("before" | "after", next) => !next.is_empty(),
            ("less" | "more", next) => next == "than",
            ("at", next) => ["most", "least"].contains(&next),
            ("within", next) => is_number(next),
            _ => false,
        };
        compares.then(|| self.tokens.joined(self.at + more, self.end))
    }

    fn take_all(&mut self, words: &[&str]) {
        while self.take(words) {}
    }
}

/// The sentence between two words.
fn sentence<'f, 't>(
    tokens: &Tokens<'t>,
    from: usize,
    end: usize,
    file: &'f Declared<'t>,
) -> Option<Sentence<'f, 't>> {
    let mut words = Words { tokens, at: from, end };
    let is_scale = |(phrase, _): &&(&[&str], Scale)| {
        phrase.iter().enumerate().all(|(more, word)| words.word(more).eq_ignore_ascii_case(word))
    };
    let (taken, scale) =
        SCALES.iter().find(is_scale).map_or((0, Scale::One), |(phrase, scale)| (phrase.len(), *scale));
    words.at += taken;
    words.take_all(&ARTICLES);
    // `any car in cars is free`
    if taken > 0 && words.word(1) == "in" && file.collection(words.word(2)).is_some() {
        words.at += 2;
    }
    // `a free car`
    let adjective = words.word(0);
    let before = file.collection(words.word(1)).and_then(|of| file.field_with(of, adjective));
    words.at += usize::from(before.is_some());
    let subject = words.word(0);
    let actors = file.actors();
    let role = file.role_of(subject);
    let rule = ["permit", "forbid", "action"].contains(&tokens.nth(0));
    let (of, one) = match file.collection(subject) {
        // In a rule about actions, who acts has a word of the language.
        Some(of)
            if rule && actors.is_some_and(|actors| actors.set == of.set) && !file.has_parameter(of.noun) =>
        {
            (of, "actor")
        }
        Some(of) => (of, of.noun),
        None => (actors.filter(|_| subject == "actor" || role.is_some())?, "actor"),
    };
    words.at += 1;
    // `the car's condition` is written with a full stop already.
    words.take_all(&["that", "which", "who"]);
    let modal = words.word(0);
    let lets = words.take(&MODALS);
    let mut not = words.take(&["not", "never", "no", "не"]);
    if ["does", "do", "did"].contains(&words.word(0)) && words.word(1) == "not" {
        words.at += 2;
        not = true;
    }
    let duty = ["must", "should", "shall"].contains(&modal) && !not;
    let found = |field, rest, not| Sentence {
        scale,
        of,
        one,
        role: role.filter(|_| file.collection(subject).is_none()),
        field,
        rest,
        not,
        duty,
    };
    if let Some(field) = before {
        words.take(&["exists", "exist"]);
        return (words.at == end).then(|| found(field, Rest::Is(adjective.to_owned()), not));
    }
    let verb = words.word(0);
    let owned = HAS.contains(&verb);
    let has_verb = owned || IS.contains(&verb);
    // `cars broken`
    if !has_verb && (lets || file.field_with(of, verb).is_none()) {
        return None;
    }
    words.at += usize::from(has_verb);
    words.take_all(&FILLERS);
    not |= verb == "without" || words.take(&["not", "no", "never", "не"]);
    words.take_all(&FILLERS);
    // What may not be is said of what must not be found.
    not &= !lets;
    let name = words.word(0);
    if !owned {
        if let Some(field) = of.field(name).filter(|field| field.is_bool()) {
            words.at += 1;
            return (words.at == end).then(|| found(field.name, Rest::True, not));
        }
        // `car was bought before …`
        if let (Some(field), Some(value)) = (of.field(name), words.compared(1)) {
            return Some(found(field.name, Rest::Is(value), not));
        }
        let (value, field) = values(&mut words, file, |value| file.field_with(of, value))?;
        return (words.at == end).then(|| found(field, Rest::Is(value), not));
    }
    let field = of.field(name)?;
    words.at += 1;
    words.take_all(&["is", "of", "as", "=", "equal", "to"]);
    let not = not != words.take(&["not"]);
    if words.at == end {
        let rest = match (field.is_bool(), field.optional) {
            (true, _) => Rest::True,
            (_, true) => Rest::Present,
            _ => return None,
        };
        return Some(found(field.name, rest, not));
    }
    if let Some(value) = words.compared(0) {
        return Some(found(field.name, Rest::Is(value), not));
    }
    let value = match words.word(0) {
        value if is_number(value) || is_text(value) || ["true", "false"].contains(&value) => {
            words.at += 1;
            value.to_owned()
        }
        _ => values(&mut words, file, |value| file.has_value(field, value).then_some(field.name))?.0,
    };
    (words.at == end).then(|| found(field.name, Rest::Is(value), not))
}

/// One value or several of one field, as they follow `is`.
fn values<'t>(
    words: &mut Words<'t, '_>,
    file: &Declared<'t>,
    field: impl Fn(&str) -> Option<&'t str>,
) -> Option<(String, &'t str)> {
    let mut found = Vec::new();
    let mut of = None;
    loop {
        let two = file.joined(&[words.word(0), words.word(1)]).filter(|_| !words.word(1).is_empty());
        let value = two.unwrap_or(words.word(0));
        let name = field(value)?;
        if of.is_some_and(|of| of != name) {
            return None;
        }
        of = Some(name);
        words.at += if two.is_some() { 2 } else { 1 };
        found.push(value);
        if !words.take(&[",", "or", "nor", "или"]) {
            break;
        }
        words.take(&["or", "nor", "или"]);
    }
    let value = match found.as_slice() {
        [one] => (*one).to_owned(),
        several => format!("one of {}", several.join(", ")),
    };
    Some((value, of?))
}

/// One past the last word of a sentence: before what goes on with another condition or clause, unless it lists values.
fn end_of(tokens: &Tokens<'_>, start: usize) -> usize {
    let ends = |at: usize| {
        let word = tokens.nth(at);
        [")", "and", "when", "if", "unless", "where"].contains(&word)
            || at > start && tokens.line_of(at) != tokens.line_of(at - 1) && CLAUSES.contains(&word)
    };
    (start..tokens.count()).find(|at| ends(*at)).unwrap_or(tokens.count())
}

pub(super) fn mended(tokens: &Tokens<'_>, start: usize, end: usize, expected: Message, words: &str) -> Habit {
    mended_by(tokens, start, end, expected, msg!(syntax.write, word = words))
}

fn mended_by(tokens: &Tokens<'_>, start: usize, end: usize, expected: Message, help: Message) -> Habit {
    Habit {
        range: Some((tokens.range_of(start).0, tokens.range_of(end - 1).1)),
        message: Some(expected_found(expected, &tokens.joined(start, end))),
        help,
    }
}

/// The elements that some words name, as a set of the language.
pub(super) fn elements_between(
    tokens: &Tokens<'_>,
    from: usize,
    to: usize,
    file: &Declared<'_>,
) -> Option<String> {
    if to == from + 1 {
        return file.collection(tokens.nth(from)).map(|of| of.set.to_owned());
    }
    let found = sentence(tokens, from, to, file)?;
    (found.scale != Scale::All && found.scale != Scale::No).then(|| found.elements(file))
}

/// Where the condition begins that the place stands in, and where it ends at the latest.
pub(super) fn term(tokens: &Tokens<'_>) -> Option<(usize, usize)> {
    let here = tokens.here();
    let opener = (0..here).rev().find(|at| AROUND.contains(&tokens.nth(*at)))?;
    let inside = tokens.next_of(0, &["when", "unless", "where", "if"]) <= opener
        || tokens.nth(0) == "let" && tokens.nth(opener) == "=";
    let end = end_of(tokens, opener + 1);
    (inside && here <= end).then_some((opener + 1, end))
}

/// A condition in the words of prose.
pub(super) fn condition(tokens: &Tokens<'_>, file: &Declared<'_>) -> Option<Habit> {
    let here = tokens.here();
    let (start, whole) = term(tokens)?;
    // `let broken = broken cars`
    if tokens.nth(start - 1) == "=" {
        let set =
            elements_between(tokens, start, whole, file).filter(|set| *set != tokens.joined(start, whole))?;
        return Some(mended(tokens, start, whole, msg!(syntax.a_collection), &set));
    }
    let ends = [whole, tokens.next_of(start, &["or", ","]).min(whole)];
    let found = ends.into_iter().find_map(|end| Some((end, sentence(tokens, start, end, file)?)));
    let Some((end, found)) = found else { return vague(tokens, start, whole, file) };
    let modal = (start..end).any(|at| MODALS.contains(&tokens.nth(at)));
    let words = found.condition(file);
    (!modal && here <= end && words != tokens.joined(start, end))
        .then(|| mended(tokens, start, end, msg!(syntax.a_condition), &words))
}

/// A sentence whose words the file does not tell apart: its form alone.
fn vague(tokens: &Tokens<'_>, start: usize, end: usize, file: &Declared<'_>) -> Option<Habit> {
    let word = |at: usize| tokens.nth(start + at);
    let verb = |at: &usize| IS.contains(&word(*at)) || HAS.contains(&word(*at)) || word(*at) == "where";
    let verb = (1..4).find(verb).filter(|at| start + at < end || word(*at) == "where")?;
    let here = tokens.here();
    if !(start..=start + verb).contains(&here) {
        return None;
    }
    let known = file.collection(word(verb - 1));
    let scale = SCALES.iter().find(|(phrase, _)| *phrase == [word(0)]).map(|(_, scale)| *scale);
    let help = match scale {
        Some(scale) if verb == 2 && (known.is_some() || file.collections().is_empty()) => {
            let set = known.map_or(word(1), |known| known.set);
            match scale {
                Scale::All => msg!(syntax.no_all, name = "x", set = set),
                Scale::Some => msg!(syntax.no_some, name = "x", set = set),
                _ => msg!(syntax.no_none, set = set),
            }
        }
        None if verb == 1
            && ["has", "have", "имеет"].contains(&word(1))
            && end <= start + 4
            && bound(tokens, start + 2).is_none() =>
        {
            msg!(syntax.field_behind_stop)
        }
        _ => return None,
    };
    Some(mended_by(tokens, start, end, msg!(syntax.a_condition), help))
}

/// Elements that a `never` names as prose does.
pub(super) fn elements(tokens: &Tokens<'_>, file: &Declared<'_>) -> Option<Habit> {
    if tokens.nth(0) != "never" {
        return None;
    }
    let start = behind_id(tokens);
    let end = tokens.next_of(start, &["does", "also", "say", "cites"]);
    let end = if tokens.nth(end) == "does" && tokens.nth(end + 2) != "stop" {
        tokens.next_of(start, &["also", "say", "cites"])
    } else {
        end
    };
    let here = tokens.here();
    if !(start..=end).contains(&here) {
        return None;
    }
    let article =
        ARTICLES.contains(&tokens.nth(start)) || ["all", "each", "every", "no"].contains(&tokens.nth(start));
    let is_set =
        is_word(tokens.nth(start + 1)) && [end, tokens.next_of(start, &["where"])].contains(&(start + 2));
    if article && is_set && here == start + 1 {
        let set = file.collection(tokens.nth(here)).map_or(tokens.nth(here), |of| of.set);
        let rest = tokens.joined(here + 1, end);
        return Some(write(format!("{set} {rest}").trim_end()));
    }
    // `where car.condition is broken`
    let opener = usize::from(["where", "when", "if"].contains(&tokens.nth(start)));
    let first = start + opener;
    if let Some(of) = file.collection(tokens.nth(first)).filter(|_| tokens.nth(first + 1) == ".") {
        let words = format!("{} where {}", of.set, tokens.joined(first + 2, end));
        return Some(mended(tokens, start, end, msg!(syntax.a_collection), &words));
    }
    if tokens.next_of(first, &["where"]) < end {
        return None;
    }
    if let Some((words, Bound::Above)) = bound(tokens, start)
        && is_number(tokens.nth(start + words))
        && let Some(set) = elements_between(tokens, start + words + 1, end, file)
    {
        let limit = format!("at most {} {set}", tokens.nth(start + words));
        return Some(mended_by(
            tokens,
            start,
            end,
            msg!(syntax.a_collection),
            msg!(syntax.count_is_a_limit, limit = limit),
        ));
    }
    let found = sentence(tokens, start, end, file).filter(|found| found.scale != Scale::All || found.duty);
    if let Some(found) = found {
        return Some(mended(tokens, start, end, msg!(syntax.a_collection), &found.elements(file)));
    }
    let near = suggest::nearest(tokens.word(0), ["where", "also", "say", "cites", "does"]);
    let found = tokens.word(0);
    let denied = (start..end).map(|at| tokens.nth(at)).find(|word| file.has_action(word));
    if let Some(action) = denied.filter(|_| (start..end).any(|at| MODALS.contains(&tokens.nth(at)))) {
        return Some(help(msg!(syntax.actions_are_forbidden, action = action)));
    }
    let near = near.filter(|_| here > start);
    if here == end
        || near.is_some()
        || opener == 0 && RELATIVES.contains(&found)
        || ![".", ","].contains(&found) && !is_word(found)
    {
        return None;
    }
    let named = (start..end).find_map(|at| file.collection(tokens.nth(at)));
    Some(help(match named {
        Some(of) => msg!(syntax.elements_such_as, set = of.set),
        None => msg!(syntax.sets_not_conditions),
    }))
}
