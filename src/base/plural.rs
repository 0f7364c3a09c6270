//! Which form of a word goes with a number, by language.

use intl_pluralrules::{PluralCategory, PluralRuleType, PluralRules};
use unic_langid::LanguageIdentifier;

/// The categories in the order in which forms are written.
const ORDER: [PluralCategory; 6] = [
    PluralCategory::ZERO,
    PluralCategory::ONE,
    PluralCategory::TWO,
    PluralCategory::FEW,
    PluralCategory::MANY,
    PluralCategory::OTHER,
];

fn rules(language: &str) -> Option<PluralRules> {
    let language: LanguageIdentifier = language.parse().ok()?;
    PluralRules::create(language, PluralRuleType::CARDINAL).ok()
}

fn category(rules: &PluralRules, number: i64) -> PluralCategory {
    // The sign of a number has no say, and neither has what is beyond the rules.
    rules.select(number.unsigned_abs()).unwrap_or(PluralCategory::OTHER)
}

/// The categories that whole numbers have in a language, in their order; one where the language is not known.
fn categories(rules: &PluralRules) -> Vec<PluralCategory> {
    // No language that the rules know looks further than at the last two digits and at millions.
    let numbers = (0..=200).chain([1_000, 1_000_000]);
    let found: Vec<PluralCategory> = numbers.map(|number| category(rules, number)).collect();
    ORDER.into_iter().filter(|one| found.contains(one)).collect()
}

/// How many forms a word has beside whole numbers: two in English (one, other), three in Russian (one, few, many).
pub fn forms(language: &str) -> usize {
    rules(language).map_or(1, |rules| categories(&rules).len())
}

/// Which of the forms goes with a number.
pub fn form_of(language: &str, number: i64) -> usize {
    let Some(rules) = rules(language) else { return 0 };
    let own = category(&rules, number);
    categories(&rules).iter().position(|one| *one == own).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::{form_of, forms};

    #[test]
    fn each_number_has_its_form() {
        for (language, count, numbers) in [
            ("en", 2, [(0, 1), (1, 0), (2, 1), (21, 1), (-1, 0)].as_slice()),
            (
                "ru",
                3,
                &[(0, 2), (1, 0), (2, 1), (4, 1), (5, 2), (11, 2), (21, 0), (22, 1), (111, 2), (i64::MIN, 2)],
            ),
            ("ja", 1, &[(0, 0), (1, 0), (7, 0)]),
        ] {
            assert_eq!(forms(language), count, "{language}");
            for (number, form) in numbers {
                assert_eq!(form_of(language, *number), *form, "{language} {number}");
            }
        }
    }
}
