//! The words of languages, in files that a linguist can read and extend: `ru.txt`, `en.txt`, and `common.txt` for what
//! is read in all of them. They are read when first a word is looked up.

use foldhash::fast::RandomState;
use std::sync::{LazyLock, OnceLock};

pub(crate) type Table<T> = foldhash::HashMap<&'static str, T>;

/// A key that its section does not know. The tests find it; who runs the program finds an empty table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct UnknownKey(pub(crate) &'static str);

const FILES: [(&str, &str); 3] = [
    ("ru.txt", include_str!("ru.txt")),
    ("en.txt", include_str!("en.txt")),
    ("common.txt", include_str!("common.txt")),
];

/// How the items of a section stand in its lines: behind a key and a colon or not, with what between them.
#[derive(Clone, Copy, Debug)]
struct Form {
    is_keyed: bool,
    separator: char,
}

impl Form {
    const WORDS: Self = Self { is_keyed: false, separator: ' ' };
    const KEYED_WORDS: Self = Self { is_keyed: true, separator: ' ' };
    const PHRASES: Self = Self { is_keyed: false, separator: ';' };
    const KEYED_PHRASES: Self = Self { is_keyed: true, separator: ';' };
}

macro_rules! sections {
    ($($form:ident: $($name:ident),*;)*) => {
        /// A section of the files; what it means stands there. Its title is its name in lower case, with spaces.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub(crate) enum Section {
            $($($name,)*)*
        }

        impl Section {
            const ALL: &[(Self, &str, Form)] = &[$($((Self::$name, stringify!($name), Form::$form),)*)*];
        }
    };
}

sections! {
    WORDS:
        AbbreviationWithinASentence, AbbreviationAtAnEnd, AbbreviationBeforeANumber, AbbreviationBehindANumber,
        AbbreviationOfATown, PrepositionBeforeATown, OneSpanOfTime, OneSpanInTheGenitive, NamedDay, NextSpan,
        WordBeforeACalendarSpan, Month, DayOfAMonth, WordBetweenADayAndAMonth, WordBehindAYear, NounOfATerm, CurrencyMark,
        CurrencyCode, AdjectiveEnding, AdjectiveEndingBeforeAUnit, EndingOfAPluralAdjective, EndingThatIsNoPlural,
        NotBeforeAParticiple, WordThatIsNoUnit, VerbEnding, Clause, BeginningOfAClause, ClauseBeforeAPoint,
        WordBetweenClauses, SignOfANumber, BeginningOfALaw, WordBeforeTheDateOfALaw, NounNamedByANumber,
        WordBeforeATelephoneNumber, DutyInsideOfABound, Filler, WordBeforeAFactor, BoundOfAnAge,
        BeginningOfAWordOfAge, VerbOfWaiting, WordBetweenANumberAndASpan, WordBetweenAPriceAndASpan, WordBetweenATimeAndADate, WordOfAComparison, OrdinalEndingBehindDigits,
        OrdinalEndingBehindAHyphen, Article, PersonLikeAnyOther, WordBeforeADeed, WordBetweenNumbers, WordBetweenAPartAndAUnit, WordBeforeOneHalf, Majority,
        WhatAMajorityIsOf, WordBeforeOnceThatCounts, WordBeforeOnceThatDoesNotCount, WordBehindOnceThatCounts,
        BeginningOfWhatIsNotCounted, Not, PlainNot, WordBetweenNotAndAModality, Nobody, No, Negation, WordOfALack,
        BeginningOfANegation, EndingOfANegation, NegationUnlessAPointFollows, Denial, DenialBeforeAVerb,
        EndingOfAVerbBehindNot, WordBehindNotThatIsNoVerb, AuxiliaryThatDenies, AuxiliaryBeforeNot,
        WordThatBeginsACondition, Condition, WordThatOpensAClause, WordThatOpensAShortClause, WordBehindACondition, RelativeWord,
        AuxiliaryOfADescription, VerbOfADescription, VerbOfHaving, NounOfARight, WordBeforeAnOrder, Order, OrderByItself, OrderAmongRules, EndingOfAnOrder,
        WordBehindAnOrder, WordOfUrgency, WordOfASanction, WordOfRepeal, PartOfADocument, SettingThatBinds, SettingOfAState, ClassThatHides, VerbOfRegulations, WordBeforeAnInfinitive, ParticipleOfNoDuty, DenialAtTheBeginning, WordBehindNoThatDeniesNothing, EndingOfAPassiveVerb, BeginningOfAVerbOfRegulations,
        ParticipleOfRegulations, AuxiliaryOfAPassive, AdverbBeforeAParticiple, VerbOfAPromise, AuxiliaryOfAPromise, LegalBody, WordOfAPurpose, EndingOfAPluralSubject,
        EndingOfAPresentVerb, VerbOfNoDuty, QuestionWord, BeginningOfAQuestionWord, Person, EndingOfAnAbstractNoun,
        NumberedPart, RelativePronoun, HeadOfNumbers, BeginningBeforeAHyphen, EndingBehindAHyphen, EndingOfAWholeWord, TemplateCondition, TemplateBlock,
        TemplateTitle, AttributeWithoutText, BeginningOfATitleOfRules, TitleOfRules, WordBehindANounOfATitle, BeginningOfAnInstruction,
        EndingOfAVerbalNoun, NounOfDuties, VerbOfABody, SubjectOfAPromise, EndingOfAFiniteVerb, EndingOfAShortParticiple,
        WordOfAPossibility, BeginningOfAStep, BeginningOfAVerbOfARight, Plan, VerbOfAStep, VerbThatDeniesNothing, AuxiliaryOfAState, DeniedState, IrregularParticiple, NounThatBoundsNothing, FunctionWord, FormOfBe, EndingOfAPassiveParticiple, And, Or, Version, EndingThatMakesAnotherWord, Prefix,
        WordOfANeed, WordBeforeWhoever, VerbOfParts, WordOfAnAverage, FirstPerson, WordOfInstructions, WordOfAMeasure, MatterOfARule, VerbOfATerm,
        WordOfACase, OrderOfConduct, OrderToBe, WordBehindBeThatWarns, EndingOfAnAgent, VerbBeforeWhatIsAgreed, WordOfATrouble, WordBeforeSomebody,
        SeveralPeople, NounOfRights,
        WordBeforeAnEnd, BeginningOfATitleOfRequirements, BeginningOfATitleOfNoRules, NounOfRules, WordOfAMachine,
        PersonOfARole, VerbOfAccess, WordThatJoinsClauses, WordOfAnEffect, EndingOfAnInfinitive, WordThatIsNoInfinitive,
        WordBehindAnInstruction, TitleOfAdvice, MatterOfAPolicy, DeedOfAPolicy, WordOfAHope, BeginningOfATitleOfWords, WordOfAProcedure, BeginningOfAForbiddenThing, PartOfAnInterface, WordBeforeWhatIsShown, WordBehindASubject, AbsenceAmongRules, EndingOfAPluralVerb, EndingOfADative, BeginningOfAPrice, DocumentOfRules, WordOfAReason, MatterOfConduct, VerbThatIsPromised, WordWithoutASubject, WordOfAHabit, PartOfAPage, WordOfAll, PartOfAProgram, WhoPromises, OrderToAsk, WhatIsAskedAbout, WordOfSteps, WordBeforeAnIndirectClause, RoleOfAProgram,
        BeginningOfAWorkOnAThing, WordOfAvailability, FeatureOfAThing, WordThatIsNoOrder, EndingOfNoOrder, WordBehindAnOrderedVerb, WordThatTellsOfATrouble, WorkOfAThing, WordBeforeWhatIsAdvised,
        ModalityWithASubject, WordForAnybody, WordForAnybodyAlone, WordBeforeOf, InfinitiveOfAStep, Cause, WordAskedBehind, WhoAnswers, VerbBeforeAQuestion, WordOfAQuestion, Visit, PersonWithoutARole, OrderToRead, EndingOfAPassiveInfinitive, MarkOfAPath, WordOfConstancy, PrepositionOfARule, DocumentAtTheEndOfATitle, WordBehindADeed, WordOfAGuess, InfinitiveOfBe, WordThatNarrows, Totality, BeginningOfWhatIsNoRight, BeginningOfWhatTakesARight, WordBehindAnAge, VerbBeforeACount, WordThatGivesAReason, WordOfValidity, WordOfABan, BeginningOfABan, WordThatLetsSomebody, WordThatRestricts, ParticipleOfAnAllotment;
    KEYED_WORDS:
        UnitOfTime, AdjectiveOfTime, UnitInSmallerOnes, Unit, AdjectiveOfAUnit, QualifierOfTime,
        AdjectiveThatQualifiesTime, TimeOfDay, WordThatBounds, BeginningOfAWordThatBounds, Number, Power, NumberOfAGroup,
        NumberAndAHalf, Part, Ordinal, BeginningOfAnOrdinal, MultiplierBehindDigits, HowOften, EverySpan,
        AdjectiveOfEverySpan, Once, NumberThatBeginsAWord, NumberJoinedInAWord, SpanInsideOfAWord, NotBehindAModality,
        PersonInAnOddForm, Icon, Pronoun, Direction, WordThatSetsCasesApart;
    PHRASES:
        BareRange, AndAHalf, WordsThatAreNoNumber, WordsThatCountBack, WordsThatOpenNoClause, WordsBeforeAnExample, WordsBeforeAMereNumber,
        NoModality, NoNorm, NoRole, WordsOfARule, NoRule, AccessInACell, WordsOfRepeal, WordsOfScope, OpeningThatSaysNothing, WordsOfNavigation, WordsThatPointElsewhere, WordsOfAMerePurpose, BeginningOfAPurpose, WordsOfAHabit, WordsOfAWish, WordsOfValidity, WordsOfACapacity;
    KEYED_PHRASES:
        Tick, HalfOfTheDay, TimeZone, BoundBeforeANumber, BoundOfANumberCountedBack, BoundBeforeOneSpanOfTime,
        BoundBeforeANamedDay, BoundBeforeTheNextSpan, BoundBehindANumber, Range, Modality, SameMeaning;
}

/// The sections that have a word, a bit each.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Sections([u64; 6]);

impl Sections {
    pub(crate) fn has(self, section: Section) -> bool {
        let (part, bit) = place(section);
        self.0.get(part).is_some_and(|part| part & bit != 0)
    }
}

/// The part that has the bit of a section, and the bit.
fn place(section: Section) -> (usize, u64) {
    (section as usize / 64, 1 << (section as u32 % 64))
}

struct Line {
    section: Section,
    form: Form,
    key: &'static str,
    items: &'static str,
}

impl Line {
    fn items(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.items.split(self.form.separator).map(str::trim_ascii).filter(|item| !item.is_empty())
    }
}

/// The lines of a file; else the number of the first that cannot be read, and what is wrong with it.
fn read(text: &'static str) -> Result<Vec<Line>, (usize, String)> {
    let mut lines = Vec::new();
    let mut section = None;
    for (number, line) in (1..).zip(text.lines()) {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        if let Some(title) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            let name = title.replace(' ', "");
            let known = Section::ALL.iter().find(|(_, own, _)| own.eq_ignore_ascii_case(&name));
            section = Some(known.ok_or_else(|| (number, format!("there is no section `{title}`")))?);
            continue;
        }
        let (section, _, form) = *section.ok_or_else(|| (number, "this stands in no section".to_owned()))?;
        let (key, items) = if form.is_keyed {
            line.split_once(": ").ok_or_else(|| (number, "a key and a colon are missing".to_owned()))?
        } else {
            ("", line)
        };
        lines.push(Line { section, form, key, items });
    }
    Ok(lines)
}

struct Language {
    /// By section: its words or phrases, each with its key, in the order of the files.
    items: Vec<Vec<(&'static str, &'static str)>>,
    /// By section, the keys of its words: made when the first is asked for.
    keys: Vec<OnceLock<Table<&'static str>>>,
    sections: Table<Sections>,
}

/// Room for the words of all files; with more, the table grows.
const USUAL_WORDS: usize = 4_000;

static LANGUAGE: LazyLock<Language> = LazyLock::new(|| {
    let mut items = vec![Vec::new(); Section::ALL.len()];
    let mut sections: Table<Sections> = Table::with_capacity_and_hasher(USUAL_WORDS, RandomState::default());
    for line in FILES.into_iter().flat_map(|(_, text)| read(text).unwrap_or_default()) {
        for item in line.items() {
            items.get_mut(line.section as usize).into_iter().for_each(|own| own.push((line.key, item)));
            let (part, bit) = place(line.section);
            let own = &mut sections.entry(item).or_default().0;
            own.get_mut(part).into_iter().for_each(|part| *part |= bit);
        }
    }
    let keys = vec![OnceLock::new(); items.len()];
    Language { items, keys, sections }
});

/// The sections that have a word: to ask for several of them costs one look-up.
pub(crate) fn sections_of(word: &str) -> Sections {
    LANGUAGE.sections.get(word).copied().unwrap_or_default()
}

impl Section {
    /// The words or phrases, each with its key; an empty one where the section has no keys.
    pub(crate) fn items(self) -> &'static [(&'static str, &'static str)] {
        LANGUAGE.items.get(self as usize).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn has(self, word: &str) -> bool {
        sections_of(word).has(self)
    }

    /// Whether a word begins as the section says.
    pub(crate) fn begins(self, word: &str) -> bool {
        self.items().iter().any(|(_, start)| word.starts_with(start))
    }

    /// Whether a word ends as the section says.
    pub(crate) fn ends(self, word: &str) -> bool {
        self.items().iter().any(|(_, ending)| word.ends_with(ending))
    }

    pub(crate) fn key_of(self, word: &str) -> Option<&'static str> {
        let keys = || self.items().iter().map(|(key, item)| (*item, *key)).collect();
        LANGUAGE.keys.get(self as usize)?.get_or_init(keys).get(word).copied()
    }

    /// The words or phrases with what their keys mean.
    ///
    /// # Errors
    ///
    /// Where a key means nothing: the first of them.
    pub(crate) fn keyed<T, C: FromIterator<(&'static str, T)>>(
        self,
        meaning: impl Fn(&'static str) -> Option<T>,
    ) -> Result<C, UnknownKey> {
        self.items().iter().map(|(key, item)| Ok((*item, meaning(key).ok_or(UnknownKey(key))?))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::{FILES, Section, read};
    use crate::prose::normalize::normalize;

    #[test]
    fn every_line_can_be_read() {
        for (file, text) in FILES {
            let lines = read(text);
            assert_eq!(lines.as_ref().err(), None, "{file}");
            for line in lines.into_iter().flatten() {
                // What is not in the normal form of texts stands in none.
                let is_normal =
                    line.items.split(' ').all(|word| normalize(word) == word || word.contains('…'));
                let is_lower = line.section == Section::NoModality || line.items.to_lowercase() == line.items;
                assert!(is_normal && is_lower, "{file}: {}", line.items);
            }
        }
    }

    #[test]
    fn nothing_is_said_twice() {
        for (file, text) in FILES {
            let mut known = std::collections::HashSet::new();
            for line in read(text).into_iter().flatten() {
                for item in line.items() {
                    assert!(known.insert((line.section, line.key, item)), "{file}: {item}");
                }
            }
        }
    }

    #[test]
    fn what_cannot_be_read_is_reported() {
        for (text, wrong) in [
            ("слово", (1, "this stands in no section")),
            ("# words\n\n[fillers]", (3, "there is no section `fillers`")),
            ("[unit]\nдень дня", (2, "a key and a colon are missing")),
        ] {
            assert_eq!(read(text).err(), Some((wrong.0, wrong.1.to_owned())));
        }
    }

    #[test]
    fn phrases_stand_between_semicolons() {
        assert!(Section::BoundBeforeANumber.items().contains(&("at most", "не более , чем")));
    }
}
