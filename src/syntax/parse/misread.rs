//! What to say of a declaration that the grammar does not read.

use crate::base::message::{Joint, List};
use crate::base::{Argument, Code, Diagnostic, Message, Span, msg, suggest};
use crate::syntax::parse::expected::{Expected, expected_found, signs_expected};
use crate::syntax::parse::habits;
use crate::syntax::parse::reader::Reader;
use crate::syntax::parse::tokens::{Tokens, skip_blank};
use crate::syntax::vocabulary::{DECLARATIONS, Rule, first_word, in_english, instead_of, quoted};
use pest::error::{ErrorVariant, InputLocation};

impl Reader<'_> {
    pub(super) fn misread(&self, slice: &str, error: &pest::error::Error<Rule>) -> Diagnostic {
        let at = match error.location {
            InputLocation::Pos(at) | InputLocation::Span((at, _)) => at,
        };
        let ErrorVariant::ParsingError { positives, .. } = &error.variant else {
            let place = Span::new(self.source, self.base + at, self.base + at);
            return Diagnostic::error(Code::E0106, msg!(syntax.too_slow))
                .label(place, Message::empty())
                .help(msg!(syntax.divide));
        };
        let at = skip_blank(slice, at);
        let (signs, sign_at) = signs_expected(slice);
        let (at, expected) = match sign_at.cmp(&at) {
            _ if signs.is_empty() => (at, Expected { rules: positives.clone(), signs }),
            std::cmp::Ordering::Less => (at, Expected { rules: positives.clone(), signs: Vec::new() }),
            std::cmp::Ordering::Equal => (at, Expected { rules: positives.clone(), signs }),
            std::cmp::Ordering::Greater => (sign_at, Expected { rules: Vec::new(), signs }),
        };
        let tokens = Tokens::of(slice, at);
        if at == 0 || habits::is_yaml(&tokens) {
            return self.no_declaration(&tokens);
        }
        self.unexpected(&tokens, &expected)
    }

    fn place(&self, start: usize, end: usize) -> Span {
        Span::new(self.source, self.base + start, self.base + end)
    }

    /// What is said of a declaration that begins with no word of the language.
    fn no_declaration(&self, tokens: &Tokens<'_>) -> Diagnostic {
        let found = tokens.nth(0);
        let wrong = |expected: Message| {
            let message = msg!(syntax.expected_found, expected = expected, found = format!("`{found}`"));
            Diagnostic::error(Code::E0102, message).label(self.place(0, found.len()), Message::empty())
        };
        let any = || wrong(msg!(syntax.a_declaration));
        if let Some(remedy) = habits::declaration(tokens) {
            return any().help(remedy);
        }
        if let Some(remedy) = in_english(found).or_else(|| instead_of(found)) {
            return any().help(remedy);
        }
        if let Some(word) = suggest::nearest(found, DECLARATIONS) {
            return wrong(quoted(word));
        }
        let words = DECLARATIONS.iter().map(|word| Argument::Text(format!("`{word}`"))).collect();
        let words = List { items: words, joint: Joint::Or, omitted: 0 };
        any().help(msg!(syntax.declarations_begin_with, words = words))
    }

    fn unexpected(&self, tokens: &Tokens<'_>, expected: &Expected) -> Diagnostic {
        let found = tokens.word(0);
        let (start, end) = tokens.range(0, 0);
        if let Some(habit) = habits::habit(tokens, expected, self.declared()) {
            let (start, end) = habit.range.unwrap_or((start, end));
            let message = habit.message.unwrap_or_else(|| {
                let before = tokens.word(-1);
                expected_found(expected.worded(before), found)
            });
            return Diagnostic::error(Code::E0101, message)
                .label(self.place(start, end), Message::empty())
                .help(habit.help);
        }
        // A misspelt keyword is named at once: whoever wrote it knows which one was meant.
        let words: Vec<String> = expected.rules.iter().filter_map(|rule| first_word(*rule)).collect();
        let near =
            suggest::nearest(found, words.iter().map(String::as_str)).filter(|_| found.chars().count() > 2);
        let comma = habits::comma(tokens, expected, self.declared()).filter(|_| near.is_none());
        let message = match (near, &comma) {
            (Some(word), _) => expected_found(quoted(word), found),
            (None, Some(_)) => expected_found(quoted(","), found),
            (None, None) => expected_found(expected.worded(tokens.word(-1)), found),
        };
        Diagnostic::error(Code::E0101, message)
            .label(self.place(start, end), Message::empty())
            .maybe_help(comma)
    }
}
