//! What titles say of what stands under them: that it is forbidden or asked for, or that it is a rule.

use crate::prose::facts::lexicon::looks_like_adjective;
use crate::prose::facts::modal_facts::modal_facts;
use crate::prose::facts::modality::Modality;
use crate::prose::facts::phrases::begins_at;
use crate::prose::facts::regulations::is_set_behind_a_dash;
use crate::prose::facts::roles::is_person;
use crate::prose::facts::stem::stem;
use crate::prose::facts::steps::begins_a_step;
use crate::prose::facts::tokens::{Token, TokenKind, tokens};
use crate::prose::language::Section;
use std::collections::BTreeSet;

/// The longest title, in words, that forbids or asks for what is listed below it, and that lets it.
const LONGEST_TITLE: usize = 4;
const LONGEST_TITLE_THAT_LETS: usize = 2;

/// Whether a title says of a list below it that it is forbidden, asked for or let: "Prohibited items", "Нельзя".
pub(crate) fn leads_as_title(title: &str) -> bool {
    let words = tokens(title);
    let length = words.iter().filter(|token| token.kind == TokenKind::Word).count();
    let is_trouble =
        length > 1 && words.first().is_some_and(|first| Section::WordOfATrouble.has(&first.lower));
    if length > LONGEST_TITLE || title.ends_with('?') || is_trouble || tells_how(&words) {
        return false;
    }
    names_duties(&words).is_some()
        || modal_facts(&words, false).modality.iter().any(|modality| match modality {
            Modality::MayNot | Modality::MustNot | Modality::Must => true,
            Modality::May | Modality::Should => length <= LONGEST_TITLE_THAT_LETS,
            _ => false,
        })
}

/// Whether a title or a sentence that leads in says that duties or powers follow: "The chair's duties include:",
/// "Полномочия главы".
pub(crate) fn lists_duties(text: &str, words: &[Token]) -> Option<Modality> {
    (text.ends_with(':') || words.len() <= LONGEST_TITLE).then(|| names_duties(words))?
}

fn names_duties(words: &[Token]) -> Option<Modality> {
    words.iter().find_map(|token| match token.lower.as_str() {
        noun if Section::NounOfDuties.has(noun) => Some(Modality::Must),
        noun if Section::NounOfRights.has(noun) => Some(Modality::May),
        own if Section::BeginningOfAForbiddenThing.begins(own) => Some(Modality::Must),
        _ => None,
    })
}

/// What is told under a title.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Matter {
    #[default]
    Other,
    /// Whatever is told is a rule: "Refund policy", "Порядок оплаты", "How long does a refund take?"
    Rules,
    /// The same, and each item of a list is one: "House rules".
    Listed,
    /// What is listed has to be met, also under titles below it: "Eligibility", "Требования к участникам".
    Requirements,
    /// How something is done: "Set up rules", "Настройка прав", "How do I invite a guest?"
    Instructions,
    /// What is asked is none of these: "Is it open source?"
    Answers,
    /// What words mean, whom to ask: "Definitions", "Контакты".
    Words,
    /// Where more can be read: "See also", "In this article:", "Содержание".
    Navigation,
}

impl Matter {
    /// What a title says of what stands under the titles below it.
    fn below(self) -> Self {
        match self {
            Self::Listed => Self::Rules,
            Self::Answers | Self::Navigation => Self::Other,
            own => own,
        }
    }

    pub(crate) fn is_of_rules(self) -> bool {
        matches!(self, Self::Rules | Self::Listed | Self::Requirements)
    }
}

/// What is told under a title, which stands below what is told above it.
pub(crate) fn matter_of(title: &str, above: Matter) -> Matter {
    let above = above.below();
    let words = tokens(title);
    let own = || words.iter().filter(|token| token.kind == TokenKind::Word).map(|token| token.lower.as_str());
    let Some(mut first) = own().next() else { return above };
    // No key. How do I get in?
    let is_end = |mark: &Token| matches!(mark.lower.as_str(), "." | "!" | ",");
    let asks = |at: usize| words.get(at + 1).filter(|next| Section::WordOfInstructions.has(&next.lower));
    if let Some(next) = (0..words.len()).filter(|at| words.get(*at).is_some_and(is_end)).find_map(asks) {
        first = &next.lower;
    }
    if Section::WordOfInstructions.has(first) {
        let mut measures = own().skip_while(|word| *word != first).take(2);
        let measures = measures.any(|word| Section::WordOfAMeasure.has(word));
        return if measures { Matter::Rules } else { Matter::Instructions };
    }
    if title.ends_with(':') && names_steps(&words) {
        return Matter::Instructions;
    }
    if title.ends_with(':') && names_an_interface(title) {
        return Matter::Words;
    }
    let is_example = || {
        Section::WordsBeforeAnExample.items().iter().any(|(_, phrase)| begins_at(&words, phrase, 0).is_some())
    };
    if title.ends_with(':') && words.len() <= LONGEST_TITLE && is_example() {
        return Matter::Navigation;
    }
    if Section::WordsOfNavigation.items().iter().any(|(_, phrase)| begins_at(&words, phrase, 0).is_some()) {
        return Matter::Navigation;
    }
    if is_title_of_steps(&words) {
        return Matter::Instructions;
    }
    if title.ends_with('?') && !Section::WordOfAReason.has(first) {
        let asks = own().any(|word| names_rules(word) || Section::MatterOfARule.begins(word));
        return match above {
            _ if asks => Matter::Rules,
            Matter::Other if modal_facts(&words, false).modality.is_empty() => Matter::Answers,
            above => above,
        };
    }
    let ends = [own().next(), own().next_back()];
    // Why the lamp is dim:
    if Section::WordOfAReason.has(first) {
        return Matter::Words;
    }
    let ends = || ends.into_iter().flatten();
    let is_deed = own().nth(1).is_some_and(|second| Section::WordBehindADeed.has(second));
    if !is_deed && ends().any(|word| Section::BeginningOfATitleOfWords.begins(word)) {
        return Matter::Words;
    }
    // Before leaving.
    if Section::WordOfACase.has(first) && own().any(|word| Section::Visit.has(word)) {
        return Matter::Rules;
    }
    if ends().any(|word| Section::BeginningOfATitleOfNoRules.begins(word)) {
        return Matter::Other;
    }
    // "Admins" below "Roles": whatever is listed is theirs.
    let is_somebody = own().count() <= LONGEST_TITLE_THAT_LETS && own().all(is_person);
    if is_somebody && above.is_of_rules() {
        return if above == Matter::Requirements { above } else { Matter::Listed };
    }
    // "Prohibited items": also behind a paragraph.
    let is_noun = |own: &str| Section::NounOfDuties.has(own) || Section::NounOfRights.has(own);
    let forbids = leads_as_title(title) && !own().any(is_noun) && !names_a_machine(&words);
    if forbids && above != Matter::Requirements {
        return Matter::Listed;
    }
    let asks = own().any(|word| Section::BeginningOfATitleOfRequirements.begins(word));
    if asks && !tells_how(&words) && !own().any(|word| Section::WordOfAMachine.has(word)) {
        return Matter::Requirements;
    }
    let mut behind_and = own().skip_while(|word| !Section::And.has(word)).skip(1).take(1);
    let of_conduct = own().any(|word| Section::MatterOfConduct.has(word));
    let is_named_so = own().next_back().is_some_and(|last| Section::DocumentAtTheEndOfATitle.has(last));
    let is_named_so = is_named_so && !tells_how(&words) && !Section::QuestionWord.has(first);
    if of_conduct || is_named_so || is_title_of_rules(first, own().skip(1)) || behind_and.any(names_rules) {
        let lists = own().any(|word| Section::NounOfRules.has(word));
        match above {
            _ if lists => Matter::Listed,
            Matter::Requirements => above,
            _ => Matter::Rules,
        }
    } else if (tells_how(&words) || Section::WordOfATrouble.has(first)) && above == Matter::Other {
        Matter::Instructions
    } else {
        above
    }
}

/// Whether a title tells how, or of a trouble, whatever stands above it: "Assign a role", "Назначить роль", "Tips",
/// "The page does not load".
fn is_title_of_steps(words: &[Token]) -> bool {
    let mut own =
        words.iter().filter(|token| token.kind == TokenKind::Word).map(|token| token.lower.as_str());
    let (first, second) = (own.next().unwrap_or_default(), own.next().unwrap_or_default());
    // The order in which something is set up.
    let is_of_work = Section::WordOfAProcedure.has(first) && Section::BeginningOfAWorkOnAThing.begins(second);
    let is_infinitive = Section::EndingOfAnInfinitive.ends(first)
        && !Section::WordThatIsNoInfinitive.has(first)
        && !second.is_empty();
    let is_order = Section::BeginningOfAnInstruction.has(first)
        && Section::WordBehindAnInstruction.has(second)
        || !second.is_empty() && is_gerund_of_an_instruction(first);
    is_infinitive
        || is_of_work
        || is_order
        || words.iter().any(|token| Section::TitleOfAdvice.has(&token.lower))
        || is_trouble(words)
}

/// `managing`, `setting`
fn is_gerund_of_an_instruction(word: &str) -> bool {
    let Some(stem) = word.strip_suffix("ing") else { return false };
    let last = stem.chars().next_back().unwrap_or_default();
    let doubled = stem.strip_suffix(last).filter(|short| short.ends_with(last));
    [Some(stem), doubled].into_iter().flatten().any(|own| Section::BeginningOfAnInstruction.has(own))
        || Section::BeginningOfAnInstruction.has(&format!("{stem}e"))
}

/// `the page does not load`, `сервер не отвечает`
fn is_trouble(words: &[Token]) -> bool {
    const NEAR: usize = 3;
    let is = |at: usize, section: Section| words.get(at).is_some_and(|token| section.has(&token.lower));
    (0..words.len()).any(|at| {
        is(at, Section::WordThatTellsOfATrouble)
            || (is(at, Section::Not) || is(at, Section::AuxiliaryThatDenies))
                && (at + 1..at + NEAR).any(|at| is(at, Section::WorkOfAThing))
    })
}

/// Whether a title is that of a document of rules: "Bylaws", "Публичная оферта".
pub(crate) fn names_a_document(title: &str) -> bool {
    let words = tokens(title);
    !title.ends_with('?')
        && !tells_how(&words)
        && words.iter().any(|token| Section::DocumentOfRules.has(&token.lower))
}

/// Whether a lead-in says that steps or parts of a page follow.
pub(crate) fn leads_in_a_page(lead: &str) -> bool {
    names_an_interface(lead) || names_steps(&tokens(lead))
}

/// Whether a lead-in says of what parts of a page follow: "The tab has the following fields:".
fn names_an_interface(lead: &str) -> bool {
    let words = tokens(lead);
    words.iter().any(|token| Section::PartOfAnInterface.has(&token.lower))
        && words.iter().any(|token| Section::VerbOfParts.has(&token.lower))
}

/// Whether a lead-in says that steps follow: "Follow these steps:", "выполните следующие действия:"
pub(crate) fn names_steps(words: &[Token]) -> bool {
    words.iter().any(|token| Section::WordOfSteps.has(&token.lower))
}

fn names_a_machine(words: &[Token]) -> bool {
    words.iter().any(|token| Section::WordOfAMachine.has(&token.lower))
}

/// `managing members`, `создание ролей`
fn tells_how(words: &[Token]) -> bool {
    let mut own =
        words.iter().filter(|token| token.kind == TokenKind::Word).map(|token| token.lower.as_str());
    own.next().is_some_and(|first| Section::BeginningOfAnInstruction.has(first) || first.ends_with("ing"))
        && own.next().is_some()
}

/// Whether an item of a list is a rule by standing where it does: a requirement among requirements, what is set for
/// something among rules: `Weeks: 15 and 16`.
pub(crate) fn is_entry_of_rules(item: &str, matter: Matter) -> bool {
    const LONGEST_NAME: usize = 4;
    const SHORTEST: usize = 2;
    const LONGEST_LABEL: usize = 8;
    let words = tokens(item);
    let is_sanction = words.first().is_some_and(|first| Section::WordOfASanction.has(&first.lower));
    if is_sanction && words.len() <= LONGEST_NAME && matter.is_of_rules() {
        return true;
    }
    let mut pointers = Section::WordsThatPointElsewhere.items().iter();
    if pointers.any(|(_, phrase)| begins_at(&words, phrase, 0).is_some()) {
        return false;
    }
    let is_long = words.iter().filter(|token| token.kind != TokenKind::Mark).count() >= SHORTEST;
    let is_title = item.starts_with('[')
        || item.ends_with(['?', ':'])
        || item.ends_with('.') && words.len() <= LONGEST_NAME;
    let tells = |token: &Token| token.kind == TokenKind::Opaque || Section::VerbOfNoDuty.has(&token.lower);
    let is_text = is_long && !is_title && !words.iter().any(tells);
    let name = words.iter().take(LONGEST_LABEL).skip(1).position(|token| token.is(":"));
    let value = || words.iter().skip(name.map_or(words.len(), |name| name + 2));
    // `id: (string)` says what may be written, `Tax number: 12345` whose it is.
    let sets = || {
        value().any(|token| token.kind == TokenKind::Word)
            && !value().next().is_some_and(|first| first.is("("))
    };
    let lists = matches!(matter, Matter::Requirements | Matter::Listed);
    let is_set = || sets() || is_set_behind_a_dash(&words);
    is_text && !begins_a_step(&words) && (lists || matter == Matter::Rules && is_set())
}

fn names_rules(word: &str) -> bool {
    Section::BeginningOfATitleOfRules.begins(word) || Section::TitleOfRules.has(word)
}

/// What tells how to do something with rules is none: "Set up rules", "Настройка прав".
fn is_title_of_rules<'w>(first: &str, rest: impl Iterator<Item = &'w str> + Clone) -> bool {
    if names_rules(first) {
        return true;
    }
    let is_how = Section::QuestionWord.has(first) || Section::BeginningOfAQuestionWord.begins(first);
    let is_gerund =
        first.ends_with("ing") && (is_gerund_of_an_instruction(first) || rest.clone().nth(1).is_some());
    if is_how || Section::BeginningOfAnInstruction.has(first) || is_gerund {
        return false;
    }
    // The noun stands behind its adjectives, in English behind other nouns, too.
    let describes = |word: &str| {
        let is_plural =
            Section::EndingOfAPluralAdjective.ends(word) && !Section::EndingOfAVerbalNoun.ends(word);
        word.is_ascii() || looks_like_adjective(word) || is_plural
    };
    let is_open = |word: &&str| !Section::WordBehindANounOfATitle.has(word);
    let mut near =
        rest.take_while(is_open).take(LONGEST_TITLE).take_while(|word| describes(word) || names_rules(word));
    describes(first) && near.any(names_rules)
}

/// Whether two titles say that what stands under them holds of other people, times or cases: "Summer" and "Winter"; or of
/// none any more under one of them: "Repealed".
pub fn sets_apart(one: &str, other: &str) -> bool {
    const SECTION: Section = Section::WordThatSetsCasesApart;
    let words = |title: &str, key: &str| -> BTreeSet<String> {
        let words = tokens(title).into_iter().map(|token| token.lower);
        words.filter(|word| SECTION.key_of(word) == Some(key)).map(|word| stem(&word)).collect()
    };
    let [cases, others] = [one, other].map(|title| words(title, "case"));
    !cases.is_empty() && !others.is_empty() && cases != others || words(one, "over") != words(other, "over")
}
