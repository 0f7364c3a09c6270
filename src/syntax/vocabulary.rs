//! The grammar, and its words as people know them. The names of grammar rules go no further than `parse` and this.

use crate::base::{Message, msg, suggest};
use pest::Parser as _;

/// The parser that pest makes, and its rules.
#[derive(pest_derive::Parser)]
#[grammar = "grammar/rules.pest"]
pub(super) struct Grammar;

/// A rule of the grammar with the text that it read.
pub(super) type Pair<'i> = pest::iterators::Pair<'i, Rule>;

/// Whether a grammar rule is a keyword: they stand together at the end of the grammar.
pub(super) fn is_keyword(rule: Rule) -> bool {
    rule >= Rule::k_absent
}

/// The keyword that a grammar rule reads.
fn keyword(rule: Rule) -> Option<String> {
    Some(format!("{rule:?}").strip_prefix("k_")?.to_owned())
}

/// Whether a word can be a name: it is one word, and begins no part of a sentence.
pub fn is_name(word: &str) -> bool {
    Grammar::parse(Rule::name, word).is_ok_and(|found| found.as_str() == word)
}

/// The keywords that begin a declaration.
pub const DECLARATIONS: [&str; 15] = [
    "import", "document", "prefer", "enum", "state", "role", "let", "action", "permit", "forbid", "limit",
    "never", "deadline", "conflict", "aside",
];

/// What a grammar rule reads, in the order in which a person looks for it.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// What has a name of its own, such as a date.
    Thing,
    /// Words and signs of the language.
    Words,
    /// The end of the declaration.
    End,
}

pub(super) fn kind(rule: Rule) -> Kind {
    match thing(rule) {
        _ if rule == Rule::EOI => Kind::End,
        Some(_) => Kind::Thing,
        None => Kind::Words,
    }
}

/// What a grammar rule reads, in the words of the people who write rules.
pub(super) fn human(rule: Rule) -> Message {
    thing(rule).unwrap_or_else(|| quoted(&words(rule)))
}

/// A word of the language, alone.
pub(super) fn quoted(word: &str) -> Message {
    Message::verbatim(format!("`{word}`"))
}

/// The keywords that a grammar rule begins with, as far as it begins with keywords.
pub(super) fn first_word(rule: Rule) -> Option<String> {
    use Rule as R;
    Some(match rule {
        R::waives => "waiving".to_owned(),
        R::under => "under".to_owned(),
        R::by => "by".to_owned(),
        R::called => "called".to_owned(),
        R::like => "like".to_owned(),
        R::except => "except".to_owned(),
        _ if thing(rule).is_some() => return None,
        _ => words(rule).split(' ').next().filter(|word| word.starts_with(char::is_alphabetic))?.to_owned(),
    })
}

/// The words and signs of the language that a grammar rule reads.
fn words(rule: Rule) -> String {
    use Rule as R;
    let words = match rule {
        R::optional => "?",
        R::nobody => "nobody may",
        R::anything => "do anything",
        R::everything => "anything",
        R::must => "must have",
        R::exempts => "does not stop",
        R::settled => "settled as",
        R::predicate => "is",
        R::in_list => "in",
        R::plus => "+",
        R::minus => "-",
        R::times => "*",
        R::all => "every",
        R::none => "none of",
        R::shares => "shares with",
        R::count => "count of",
        R::total => "total of",
        R::nests => "inside",
        R::else_ => "otherwise",
        R::cap => ",",
        R::upper => "at most",
        R::lower => "at least",
        R::in_total => "in total of",
        R::for_each => "for each",
        R::arguments => "(",
        R::may_be_absent => "optional",
        R::range | R::between => "from",
        // The name of another is made of the keywords that it reads.
        _ => return keyword(rule).unwrap_or_else(|| format!("{rule:?}").replace('_', " ")),
    };
    words.to_owned()
}

/// What a grammar rule reads, where that has a name.
fn thing(rule: Rule) -> Option<Message> {
    use Rule as R;
    Some(match rule {
        R::EOI => msg!(syntax.found_end),
        R::declaration
        | R::declarations
        | R::sentence
        | R::import
        | R::document
        | R::prefer
        | R::enumeration
        | R::state
        | R::role
        | R::definition
        | R::action
        | R::permit
        | R::forbid
        | R::limit
        | R::never
        | R::deadline
        | R::conflict
        | R::aside => msg!(syntax.a_declaration),
        R::roles => msg!(syntax.a_role),
        R::set | R::counted => msg!(syntax.a_collection),
        R::name | R::enum_value | R::filtered | R::group_key | R::reserved | R::path | R::reference => {
            msg!(syntax.a_name)
        }
        R::id => msg!(syntax.an_id),
        R::string => msg!(syntax.a_text),
        R::number => msg!(syntax.a_number),
        R::date => msg!(syntax.a_date),
        R::period => msg!(syntax.a_period),
        R::localized => msg!(syntax.a_language_and_text),
        R::passage => msg!(syntax.a_document_and_quote),
        R::under => msg!(syntax.under_heading),
        R::group | R::collection | R::field => msg!(syntax.a_field),
        R::by => msg!(syntax.by_field),
        R::default => msg!(syntax.equals_value),
        R::type_ => msg!(syntax.a_type),
        R::like => msg!(syntax.like_role),
        R::called => msg!(syntax.called_names),
        R::except => msg!(syntax.except_actions),
        R::parameters => msg!(syntax.bracket_parameters),
        R::parameter => msg!(syntax.a_parameter),
        R::assignment => msg!(syntax.a_field_and_value),
        R::becoming => msg!(syntax.a_field_becomes),
        R::noun => msg!(syntax.each_and_noun),
        R::actions => msg!(syntax.an_action),
        R::waives => msg!(syntax.waiving_numbers),
        R::expression | R::conjunction | R::negation | R::condition => msg!(syntax.a_condition),
        R::literal | R::sum | R::product | R::operand | R::nested => msg!(syntax.a_value),
        R::WHITESPACE => msg!(syntax.white_space),
        _ => return None,
    })
}

/// What to write instead of a sign or a word of other languages.
pub(super) fn instead_of(sign: &str) -> Option<Message> {
    if let Some(word) = word_for(sign) {
        return Some(msg!(syntax.write, word = word));
    }
    Some(match sign {
        "count" => msg!(syntax.write_count_of),
        "=" => msg!(syntax.write_is_to_compare),
        ">" => msg!(syntax.write_more),
        "<" => msg!(syntax.write_less),
        ";" => msg!(syntax.no_sign_needed),
        "//" | "/*" | "*/" | "--" | "<!--" | "-->" => msg!(syntax.comment_sign),
        _ => return None,
    })
}

/// The word of the language for a sign or a word of others.
pub(super) fn word_for(sign: &str) -> Option<&'static str> {
    const SIGNS: [(&str, &str); 16] = [
        ("==", "is"),
        ("!=", "is not"),
        ("<>", "is not"),
        ("≠", "is not"),
        (">=", "is at least"),
        ("≥", "is at least"),
        ("<=", "is at most"),
        ("≤", "is at most"),
        ("&&", "and"),
        ("∧", "and"),
        ("||", "or"),
        ("∨", "or"),
        ("!", "not"),
        ("¬", "not"),
        ("×", "*"),
        ("∈", "is in"),
    ];
    match sign {
        "in" => return Some("is in"),
        "if" => return Some("when"),
        _ => {}
    }
    SIGNS.iter().find(|(foreign, _)| sign.starts_with(foreign)).map(|(_, word)| *word)
}

/// Russian words that people write in place of keywords, and the keywords.
const RUSSIAN: &[(&str, &str)] = &[
    ("разрешить", "permit"),
    ("разрешаю", "permit"),
    ("разрешено", "permit"),
    ("разрешается", "permit"),
    ("разрешение", "permit"),
    ("запретить", "forbid"),
    ("запрещаю", "forbid"),
    ("запрещено", "forbid"),
    ("запрещается", "forbid"),
    ("запрет", "forbid"),
    ("лимит", "limit"),
    ("предел", "limit"),
    ("ограничение", "limit"),
    ("никогда", "never"),
    ("недопустимо", "never"),
    ("недопустимое", "never"),
    ("срок", "deadline"),
    ("роль", "role"),
    ("действие", "action"),
    ("состояние", "state"),
    ("документ", "document"),
    ("перечисление", "enum"),
    ("пусть", "let"),
    ("импорт", "import"),
    ("противоречие", "conflict"),
    ("конфликт", "conflict"),
    ("когда", "when"),
    ("если", "when"),
    ("при", "when"),
    ("кроме", "unless"),
    ("может", "may"),
    ("могут", "may"),
    ("можно", "may"),
    ("никто", "nobody may"),
    ("каждый", "every"),
    ("все", "every"),
    ("любой", "every"),
    ("и", "and"),
    ("или", "or"),
    ("не", "not"),
    ("есть", "is"),
    ("это", "is"),
    ("равно", "is"),
    ("является", "is"),
    ("где", "where"),
    ("больше", "is more than"),
    ("меньше", "is less than"),
    ("эффект", "effect"),
    ("становится", "becomes"),
    ("добавить", "add"),
    ("сообщить", "say"),
    ("сказать", "say"),
    ("сообщение", "say"),
    ("ссылка", "cites"),
    ("цитата", "cites"),
    ("источник", "cites"),
    ("потому", "because"),
    ("максимум", "at most"),
    ("должен", "must have"),
    ("минута", "minutes"),
    ("минуты", "minutes"),
    ("минут", "minutes"),
    ("час", "hours"),
    ("часа", "hours"),
    ("часов", "hours"),
    ("день", "days"),
    ("дня", "days"),
    ("дней", "days"),
    ("сутки", "days"),
    ("суток", "days"),
    ("неделя", "weeks"),
    ("недели", "weeks"),
    ("недель", "weeks"),
    ("месяц", "months"),
    ("месяца", "months"),
    ("месяцев", "months"),
    ("год", "years"),
    ("года", "years"),
    ("лет", "years"),
];

/// The keyword for a Russian word.
pub(super) fn english(word: &str) -> Option<&'static str> {
    if word.is_ascii() {
        return None;
    }
    let folded = word.to_lowercase();
    let translated = RUSSIAN.iter().find(|(russian, _)| *russian == folded).map(|(_, keyword)| *keyword);
    translated.or_else(|| typed(&folded))
}

/// The keyword that the keys of a word stand for where the keyboard is set to Russian; one key may be wrong.
fn typed(word: &str) -> Option<&'static str> {
    let typed = suggest::on_other_keyboard(word)?;
    let keywords = || DECLARATIONS.into_iter().chain(CLAUSES).chain(OTHERS);
    let near = || suggest::nearest(&typed, keywords().filter(|keyword| keyword.len() > 3));
    keywords().find(|keyword| *keyword == typed).or_else(near)
}

/// What to write in place of a keyword in Russian, or typed with Russian keys.
pub(super) fn in_english(word: &str) -> Option<Message> {
    let keyword = english(word)?;
    Some(match typed(&word.to_lowercase()) {
        Some(_) => msg!(syntax.typed_on_russian_keys, word = word, keyword = keyword),
        None => msg!(syntax.english_keyword, word = keyword),
    })
}

/// The words that begin or go on with a part of a declaration, and never a declaration.
pub(super) const CLAUSES: [&str; 27] = [
    "when", "unless", "say", "cites", "because", "how", "effect", "does", "also", "except", "waiving",
    "until", "settled", "may", "at", "nobody", "every", "each", "and", "or", "where", "under", "between",
    "must", "lasts", "like", "called",
];

/// The other keywords.
const OTHERS: [&str; 33] = [
    "is", "not", "present", "absent", "one", "of", "in", "most", "least", "more", "less", "than", "before",
    "after", "within", "during", "from", "count", "any", "add", "clear", "becomes", "have", "stop",
    "anything", "over", "list", "optional", "reading", "to", "none", "shares", "with",
];

/// Numbers in words: the forms that each has.
const NUMBERS: [(&str, &[&str]); 29] = [
    ("0", &["zero", "ноль", "нуля"]),
    ("1", &["one", "один", "одна", "одно", "одного", "одной"]),
    ("2", &["two", "два", "две", "двух"]),
    ("3", &["three", "три", "трёх", "трех"]),
    ("4", &["four", "четыре", "четырёх", "четырех"]),
    ("5", &["five", "пять", "пяти"]),
    ("6", &["six", "шесть", "шести"]),
    ("7", &["seven", "семь", "семи"]),
    ("8", &["eight", "восемь", "восьми"]),
    ("9", &["nine", "девять", "девяти"]),
    ("10", &["ten", "десять", "десяти"]),
    ("11", &["eleven", "одиннадцать", "одиннадцати"]),
    ("12", &["twelve", "двенадцать", "двенадцати"]),
    ("13", &["thirteen", "тринадцать", "тринадцати"]),
    ("14", &["fourteen", "четырнадцать", "четырнадцати"]),
    ("15", &["fifteen", "пятнадцать", "пятнадцати"]),
    ("16", &["sixteen", "шестнадцать", "шестнадцати"]),
    ("17", &["seventeen", "семнадцать", "семнадцати"]),
    ("18", &["eighteen", "восемнадцать", "восемнадцати"]),
    ("19", &["nineteen", "девятнадцать", "девятнадцати"]),
    ("20", &["twenty", "двадцать", "двадцати"]),
    ("30", &["thirty", "тридцать", "тридцати"]),
    ("40", &["forty", "сорок", "сорока"]),
    ("50", &["fifty", "пятьдесят", "пятидесяти"]),
    ("60", &["sixty", "шестьдесят", "шестидесяти"]),
    ("70", &["seventy", "семьдесят", "семидесяти"]),
    ("80", &["eighty", "восемьдесят", "восьмидесяти"]),
    ("90", &["ninety", "девяносто"]),
    ("100", &["hundred", "сто", "ста"]),
];

/// A number in one word, in digits.
pub fn digits(word: &str) -> Option<&'static str> {
    let word = word.to_lowercase();
    NUMBERS.iter().find(|(_, forms)| forms.contains(&&*word)).map(|(number, _)| *number)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keywords_stand_at_the_end_of_the_grammar() {
        let found: Vec<Rule> = Rule::all_rules().iter().copied().filter(|rule| is_keyword(*rule)).collect();
        let named = Rule::all_rules().iter().copied().filter(|rule| keyword(*rule).is_some());
        assert_eq!(found, named.collect::<Vec<_>>());
    }

    #[test]
    fn a_grammar_rule_without_a_phrase_is_named_by_its_keywords() {
        let keywords: Vec<String> = Rule::all_rules().iter().filter_map(|rule| keyword(*rule)).collect();
        for rule in Rule::all_rules() {
            let name = format!("{rule:?}");
            let named = thing(*rule).is_some() || words(*rule) != name.replace('_', " ");
            assert!(
                named || name.split('_').all(|word| keywords.iter().any(|known| known == word)),
                "{name}"
            );
        }
    }

    #[test]
    fn declarations_begin_with_keywords() {
        let keywords: Vec<String> = Rule::all_rules().iter().filter_map(|rule| keyword(*rule)).collect();
        assert!(DECLARATIONS.iter().all(|word| keywords.iter().any(|known| known == word)));
    }
}
