//! What the grammar would have read at the place where reading ended, in words.

use crate::base::message::{Joint, List};
use crate::base::{Argument, Message, msg};
use crate::syntax::parse::tokens::skip_blank;
use crate::syntax::vocabulary::{Grammar, Kind, Rule, human, kind, quoted};
use pest::{Parser as _, set_error_detail};
use std::sync::{Mutex, PoisonError};

/// What the grammar would have read at a place.
pub(super) struct Expected {
    pub(super) rules: Vec<Rule>,
    /// Signs, which are no rules of the grammar.
    pub(super) signs: Vec<char>,
}

impl Expected {
    pub(super) fn has(&self, rule: Rule) -> bool {
        self.rules.contains(&rule)
    }

    /// Whether a value has been read to its end, so that anything may follow that goes on with a condition.
    pub(super) fn follows_value(&self) -> bool {
        self.has(Rule::k_and) && self.has(Rule::plus)
    }

    pub(super) fn between_brackets(&self) -> bool {
        self.signs.iter().any(|sign| [')', '}'].contains(sign))
    }

    /// In the order in which a person looks for them: what has a name, then keywords, then signs and the end.
    pub(super) fn worded(&self, before: &str) -> List {
        let one = |items: Vec<Message>| List {
            items: items.into_iter().map(Argument::from).collect(),
            joint: Joint::Or,
            omitted: 0,
        };
        if self.follows_value() {
            let is = self.has(Rule::k_is).then(|| quoted("is …"));
            let rest = [quoted("and"), quoted("or"), msg!(syntax.next_clause)];
            return one(is.into_iter().chain(rest).collect());
        }
        if self.rules == [Rule::name] && self.signs.is_empty() {
            return one(vec![match before {
                "say" | "how" | "because" | "called" => msg!(syntax.a_language),
                "cites" | "between" | "aside" => msg!(syntax.a_document),
                _ => msg!(syntax.a_name),
            }]);
        }
        // Beside `every`, a name is that of a role.
        let role = self.has(Rule::every) || self.has(Rule::k_every) && !self.has(Rule::k_any);
        let word = |rule: &Rule| match rule {
            Rule::name if role => human(Rule::roles),
            rule => human(*rule),
        };
        let mut words: Vec<(Kind, Message)> =
            self.rules.iter().map(|rule| (kind(*rule), word(rule))).collect();
        words.sort_by_cached_key(|(kind, message)| (*kind, message.to_string()));
        let end = words.iter().position(|(kind, _)| *kind == Kind::End).unwrap_or(words.len());
        let plain = |(_, message)| message;
        let last: Vec<Message> = words.split_off(end).into_iter().map(plain).collect();
        let mut words: Vec<Message> = words.into_iter().map(plain).collect();
        // That a list may go on is of no interest where there is more to say.
        let ends_list = words.is_empty() && last.is_empty() || self.between_brackets();
        let signs = self.signs.iter().filter(|sign| match sign {
            ',' => ends_list,
            ':' => !self.has(Rule::noun),
            '=' => !self.has(Rule::default),
            _ => true,
        });
        let signs: Vec<Message> = signs.map(|sign| quoted(&sign.to_string())).collect();
        words.extend(signs);
        words.extend(last);
        words.dedup();
        if words.is_empty() {
            words.push(msg!(syntax.something_else));
        }
        one(words)
    }
}

/// `expected …, found …`; nothing was found where the declaration ends.
pub(super) fn expected_found(expected: impl Into<Argument>, found: &str) -> Message {
    let found = match found {
        "" => msg!(syntax.found_end),
        _ => quoted(found),
    };
    msg!(syntax.expected_found, expected = expected.into(), found = found)
}

/// The signs that the grammar would have read at the furthest place that it came to, and that place. Reading a second
/// time costs nothing where nothing is wrong.
pub(super) fn signs_expected(slice: &str) -> (Vec<char>, usize) {
    // One setting holds for all threads.
    static DETAIL: Mutex<()> = Mutex::new(());
    const SIGNS: [(&str, char); 6] = [(",", ','), (")", ')'), ("{", '{'), ("}", '}'), (":", ':'), ("=", '=')];
    let locked = DETAIL.lock().unwrap_or_else(PoisonError::into_inner);
    set_error_detail(true);
    let again = Grammar::parse(Rule::declaration, slice);
    set_error_detail(false);
    drop(locked);
    let attempts = again.err().and_then(|error| error.parse_attempts());
    let Some(attempts) = attempts else { return (Vec::new(), 0) };
    let tokens: Vec<String> = attempts.expected_tokens().iter().map(ToString::to_string).collect();
    let signs = SIGNS.iter().filter(|(sign, _)| tokens.iter().any(|token| token == sign));
    (signs.map(|(_, sign)| *sign).collect(), skip_blank(slice, attempts.max_position))
}
