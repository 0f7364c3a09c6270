//! The words of the grammar as people know them. The names of grammar rules go no further than this.

use crate::syntax::grammar::Rule;

/// Whether a grammar rule is a keyword: they stand together at the end of the grammar.
pub(super) fn is_keyword(rule: Rule) -> bool {
    rule >= Rule::k_absent
}

/// The keyword that a grammar rule reads.
fn keyword(rule: Rule) -> Option<String> {
    Some(format!("{rule:?}").strip_prefix("k_")?.to_owned())
}

/// All keywords of the language.
pub fn keywords() -> Vec<String> {
    Rule::all_rules().iter().filter_map(|rule| keyword(*rule)).collect()
}

/// The keywords that begin a declaration.
pub fn declaration_keywords() -> Vec<String> {
    use Rule as R;
    [
        R::k_import,
        R::k_document,
        R::k_prefer,
        R::k_enum,
        R::k_state,
        R::k_role,
        R::k_let,
        R::k_action,
        R::k_permit,
        R::k_forbid,
        R::k_limit,
        R::k_never,
        R::k_deadline,
        R::k_conflict,
        R::k_aside,
    ]
    .into_iter()
    .filter_map(keyword)
    .collect()
}

/// What a grammar rule reads, in the words of the people who write rules.
pub(super) fn human(rule: Rule) -> String {
    if let Some(word) = keyword(rule) {
        return format!("`{word}`");
    }
    phrase(rule).to_owned()
}

fn phrase(rule: Rule) -> &'static str {
    use Rule as R;
    match rule {
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
        R::said => "a language and a text, such as `en \"…\"`",
        R::passage => "a document and a quote",
        R::under => "`under` and a heading",
        R::group | R::collection | R::field => "a field",
        R::by => "`by` and a field",
        R::default => "`=` and a value",
        R::type_ => "a type",
        R::list_of => "`list of`",
        R::optional => "`?`",
        R::like => "`like` and a role",
        R::except => "`except` and actions",
        R::parameters => "`(` and parameters",
        R::parameter => "a parameter",
        R::how => "`how`",
        R::effect => "`effect`",
        R::add => "`add`",
        R::assignment => "a field and its value",
        R::clear => "`clear`",
        R::becoming => "a field and `becomes`",
        R::noun => "`: each` and a word for one of them",
        R::every => "`every`",
        R::nobody => "`nobody may`",
        R::actions => "an action",
        R::anything => "`do anything`",
        R::everything => "`anything`",
        R::when => "`when`",
        R::unless => "`unless`",
        R::say => "`say`",
        R::cites => "`cites`",
        R::waives => "`waiving` and numbers",
        R::must => "`must have`",
        R::lasts => "`lasts`",
        R::spares => "`does not stop`",
        R::stops => "`also forbids`",
        R::settled => "`settled as`",
        R::until => "`until`",
        R::because => "`because`",
        R::expression | R::conjunction | R::negation | R::condition => "a condition",
        R::predicate => "`is`",
        R::one_of => "`one of`",
        R::in_list => "`in`",
        R::at_least => "`at least`",
        R::at_most => "`at most`",
        R::more_than => "`more than`",
        R::less_than => "`less than`",
        R::before => "`before`",
        R::after => "`after`",
        R::within => "`within`",
        R::during => "`during`",
        R::literal | R::sum | R::product | R::operand | R::nested => "a value",
        R::plus => "`+`",
        R::minus => "`-`",
        R::times => "`*`",
        R::any => "`any`",
        R::count => "`count of`",
        R::arguments => "`(`",
        R::WHITESPACE | R::COMMENT => "white space",
        _ => UNNAMED,
    }
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

/// What a grammar rule is called that nobody has named; a test holds that there is none but keywords.
const UNNAMED: &str = "a word of the language";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keywords_stand_at_the_end_of_the_grammar() {
        let told: Vec<Rule> = Rule::all_rules().iter().copied().filter(|rule| is_keyword(*rule)).collect();
        let named = Rule::all_rules().iter().copied().filter(|rule| keyword(*rule).is_some());
        assert_eq!(told, named.collect::<Vec<_>>());
    }

    #[test]
    fn every_grammar_rule_has_human_words() {
        let unnamed: Vec<String> = Rule::all_rules()
            .iter()
            .filter(|rule| keyword(**rule).is_none() && phrase(**rule) == UNNAMED)
            .map(|rule| format!("{rule:?}"))
            .collect();
        assert!(unnamed.is_empty(), "{unnamed:?}");
    }
}
