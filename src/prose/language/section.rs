//! What the files of words hold.

/// How the items of a section stand in its lines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Form {
    /// Words with spaces between them.
    Words,
    /// The same behind a key and a colon.
    KeyedWords,
    /// Phrases with semicolons between them.
    Phrases,
    /// The same behind a key and a colon.
    KeyedPhrases,
}

impl Form {
    pub(crate) fn is_keyed(self) -> bool {
        matches!(self, Self::KeyedWords | Self::KeyedPhrases)
    }

    pub(crate) fn is_of_phrases(self) -> bool {
        matches!(self, Self::Phrases | Self::KeyedPhrases)
    }
}

macro_rules! sections {
    ($($name:ident: $form:ident = $title:literal,)*) => {
        /// A section of the files; what it means is said there.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Section {
            $($name,)*
        }

        impl Section {
            const ALL: &[(Self, Form, &str)] = &[$((Self::$name, Form::$form, $title),)*];
        }
    };
}

impl Section {
    /// The section of this title, and the form of its lines.
    pub(crate) fn of_title(title: &str) -> Option<(Self, Form)> {
        let found = Self::ALL.iter().find(|(_, _, own)| *own == title)?;
        Some((found.0, found.1))
    }

    pub(crate) fn form(self) -> Form {
        Self::ALL.iter().find(|(own, ..)| *own == self).map_or(Form::Words, |(_, form, _)| *form)
    }
}

sections! {
    AbbreviationWithinASentence: Words = "abbreviation within a sentence",
    AbbreviationAtAnEnd: Words = "abbreviation at an end",
    AbbreviationBeforeANumber: Words = "abbreviation before a number",
    AbbreviationBehindANumber: Words = "abbreviation behind a number",
    AbbreviationOfATown: Words = "abbreviation of a town",
    PrepositionBeforeATown: Words = "preposition before a town",
    UnitOfTime: KeyedWords = "unit of time",
    AdjectiveOfTime: KeyedWords = "adjective of time",
    Unit: KeyedWords = "unit",
    AdjectiveOfAUnit: KeyedWords = "adjective of a unit",
    QualifierOfTime: KeyedWords = "qualifier of time",
    AdjectiveThatQualifiesTime: KeyedWords = "adjective that qualifies time",
    OneSpanOfTime: Words = "one span of time",
    Month: Words = "month",
    CurrencyMark: Words = "currency mark",
    AdjectiveEnding: Words = "adjective ending",
    AdjectiveEndingBeforeAUnit: Words = "adjective ending before a unit",
    EndingOfAPluralAdjective: Words = "ending of a plural adjective",
    EndingThatIsNoPlural: Words = "ending that is no plural",
    WordThatIsNoUnit: Words = "word that is no unit",
    VerbEnding: Words = "verb ending",
    Clause: Words = "clause",
    BeginningOfAClause: Words = "beginning of a clause",
    ClauseBeforeAPoint: Words = "clause before a point",
    WordBetweenClauses: Words = "word between clauses",
    BoundBeforeANumber: KeyedPhrases = "bound before a number",
    BoundBeforeOneSpanOfTime: KeyedPhrases = "bound before one span of time",
    BoundBehindANumber: KeyedPhrases = "bound behind a number",
    WordThatBounds: KeyedWords = "word that bounds",
    BeginningOfAWordThatBounds: KeyedWords = "beginning of a word that bounds",
    DutyInsideOfABound: Words = "duty inside of a bound",
    Filler: Words = "filler",
    Range: KeyedPhrases = "range",
    BareRange: Phrases = "bare range",
    WordBetweenANumberAndASpan: Words = "word between a number and a span",
    WordOfAComparison: Words = "word of a comparison",
    Number: KeyedWords = "number",
    Power: KeyedWords = "power",
    NumberOfAGroup: KeyedWords = "number of a group",
    NumberAndAHalf: KeyedWords = "number and a half",
    Ordinal: KeyedWords = "ordinal",
    BeginningOfAnOrdinal: KeyedWords = "beginning of an ordinal",
    OrdinalEndingBehindDigits: Words = "ordinal ending behind digits",
    OrdinalEndingBehindAHyphen: Words = "ordinal ending behind a hyphen",
    MultiplierBehindDigits: KeyedWords = "multiplier behind digits",
    Article: Words = "article",
    WordBetweenNumbers: Words = "word between numbers",
    HowOften: KeyedWords = "how often",
    Once: KeyedWords = "once",
    WordBeforeOnceThatCounts: Words = "word before once that counts",
    WordBeforeOnceThatDoesNotCount: Words = "word before once that does not count",
    WordBehindOnceThatCounts: Words = "word behind once that counts",
    NumberThatBeginsAWord: KeyedWords = "number that begins a word",
    NumberJoinedInAWord: KeyedWords = "number joined in a word",
    SpanInsideOfAWord: Words = "span inside of a word",
    BeginningOfWhatIsNotCounted: Words = "beginning of what is not counted",
    Modality: KeyedPhrases = "modality",
    NoModality: Phrases = "no modality",
    Not: Words = "not",
    PlainNot: Words = "plain not",
    WordBetweenNotAndAModality: Words = "word between not and a modality",
    NotBehindAModality: KeyedWords = "not behind a modality",
    Nobody: Words = "nobody",
    No: Words = "no",
    Negation: Words = "negation",
    BeginningOfANegation: Words = "beginning of a negation",
    EndingOfANegation: Words = "ending of a negation",
    NegationUnlessAPointFollows: Words = "negation unless a point follows",
    Denial: Words = "denial",
    DenialBeforeAVerb: Words = "denial before a verb",
    EndingOfAVerbBehindNot: Words = "ending of a verb behind not",
    WordBehindNotThatIsNoVerb: Words = "word behind not that is no verb",
    AuxiliaryThatDenies: Words = "auxiliary that denies",
    AuxiliaryBeforeNot: Words = "auxiliary before not",
    WordThatBeginsACondition: Words = "word that begins a condition",
    Condition: Words = "condition",
    QuestionWord: Words = "question word",
    BeginningOfAQuestionWord: Words = "beginning of a question word",
    Person: Words = "person",
    PersonInAnOddForm: KeyedWords = "person in an odd form",
    EndingOfAnAbstractNoun: Words = "ending of an abstract noun",
}
