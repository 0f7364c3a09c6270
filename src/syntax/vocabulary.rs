//! The grammar, and its words as people know them. The names of grammar rules go no further than `parse` and this.

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

/// The keywords that begin a declaration.
pub const DECLARATIONS: [&str; 15] = [
    "import", "document", "prefer", "enum", "state", "role", "let", "action", "permit", "forbid", "limit",
    "never", "deadline", "conflict", "aside",
];

/// What a grammar rule reads, in the words of the people who write rules.
pub(super) fn human(rule: Rule) -> String {
    match (keyword(rule), phrase(rule)) {
        (Some(word), _) => format!("`{word}`"),
        (None, Some(phrase)) => phrase.to_owned(),
        // The name of such a rule is made of the keywords that it reads.
        (None, None) => format!("`{}`", format!("{rule:?}").replace('_', " ")),
    }
}

fn phrase(rule: Rule) -> Option<&'static str> {
    use Rule as R;
    Some(match rule {
        R::EOI => "the end of the declaration",
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
        | R::aside => "a declaration",
        R::name | R::roles | R::set | R::filtered | R::reserved | R::path | R::reference => "a name",
        R::id => "an id such as `ten-integrators`",
        R::string => "a text in quotation marks",
        R::number => "a number",
        R::date => "a date",
        R::period => "a period such as `10 days`",
        R::localized => "a language and a text, such as `en \"…\"`",
        R::passage => "a document and a quote",
        R::under => "`under` and a heading",
        R::group | R::collection | R::field => "a field",
        R::by => "`by` and a field",
        R::default => "`=` and a value",
        R::type_ => "a type",
        R::optional => "`?`",
        R::like => "`like` and a role",
        R::except => "`except` and actions",
        R::parameters => "`(` and parameters",
        R::parameter => "a parameter",
        R::assignment => "a field and its value",
        R::becoming => "a field and `becomes`",
        R::noun => "`: each` and a word for one of them",
        R::nobody => "`nobody may`",
        R::actions => "an action",
        R::anything => "`do anything`",
        R::everything => "`anything`",
        R::waives => "`waiving` and numbers",
        R::must => "`must have`",
        R::exempts => "`does not stop`",
        R::settled => "`settled as`",
        R::expression | R::conjunction | R::negation | R::condition => "a condition",
        R::predicate => "`is`",
        R::in_list => "`in`",
        R::literal | R::sum | R::product | R::operand | R::nested => "a value",
        R::plus => "`+`",
        R::minus => "`-`",
        R::times => "`*`",
        R::count => "`count of`",
        R::arguments => "`(`",
        R::WHITESPACE | R::COMMENT => "white space",
        _ => return None,
    })
}

/// What to write instead of a sign of other languages.
pub(super) fn instead_of(sign: &str) -> Option<&'static str> {
    const WORDS: [(&str, &str); 3] =
        [("in", "write `is in`"), ("if", "write `when`"), ("count", "write `count of` and a set")];
    const SIGNS: [(&str, &str); 12] = [
        ("==", "write `is`"),
        ("!=", "write `is not`"),
        (">=", "write `is at least`"),
        ("<=", "write `is at most`"),
        ("=", "write `is` to compare"),
        (">", "write `is more than` (of dates: `is after`)"),
        ("<", "write `is less than` (of dates: `is before`)"),
        ("&&", "write `and`"),
        ("||", "write `or`"),
        ("!", "write `not`"),
        ("//", "a comment begins with `#`"),
        (";", "a clause ends where the next begins: no sign is needed"),
    ];
    if let Some((_, remedy)) = WORDS.iter().find(|(word, _)| *word == sign) {
        return Some(remedy);
    }
    SIGNS.iter().find(|(foreign, _)| sign.starts_with(foreign)).map(|(_, remedy)| *remedy)
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
            let named = phrase(*rule).is_some() || keyword(*rule).is_some();
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
