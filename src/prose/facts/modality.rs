//! What a sentence lets, asks and forbids, and its negations.

use crate::prose::facts::tokens::{Kind, Token};
use std::collections::HashMap;
use std::sync::LazyLock;

/// What a word or phrase lets, asks or forbids.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Modality {
    /// It has to be.
    Must,
    /// It has not to be.
    MustNot,
    /// It is let, or need not be.
    May,
    /// It is not let.
    MayNot,
    /// It is advised.
    Should,
    /// Nothing else.
    Only,
    /// Something is taken out.
    Except,
}

impl Modality {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::Must, Self::MustNot, Self::May, Self::MayNot, Self::Should, Self::Only, Self::Except];

    /// As it is shown.
    pub fn words(self) -> &'static str {
        match self {
            Self::Must => "must",
            Self::MustNot => "must not",
            Self::May => "may",
            Self::MayNot => "may not",
            Self::Should => "should",
            Self::Only => "only",
            Self::Except => "except",
        }
    }

    /// The one with these [`Modality::words`].
    pub fn of_words(words: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|modality| modality.words() == words)
    }
}

/// What a phrase says, and what its negation says.
#[derive(Debug, Clone, Copy)]
struct Says {
    plain: Modality,
    negated: Modality,
}

const MUST: Says = Says { plain: Modality::Must, negated: Modality::MustNot };
/// Not obliged: one may or may not.
const OBLIGED: Says = Says { plain: Modality::Must, negated: Modality::May };
const MAY: Says = Says { plain: Modality::May, negated: Modality::MayNot };
const MUST_NOT: Says = Says { plain: Modality::MustNot, negated: Modality::MustNot };
/// Not forbidden: one may.
const FORBIDDEN: Says = Says { plain: Modality::MayNot, negated: Modality::May };
const NOT_NEEDED: Says = Says { plain: Modality::May, negated: Modality::May };
const SHOULD: Says = Says { plain: Modality::Should, negated: Modality::Should };
const ONLY: Says = Says { plain: Modality::Only, negated: Modality::Only };
const EXCEPT: Says = Says { plain: Modality::Except, negated: Modality::Except };

/// Phrases split by `;`.
const PHRASES: &[(Says, &str)] = &[
    (MUST, "должен;должна;должно;должны;must;shall"),
    (
        OBLIGED,
        "обязан;обязана;обязано;обязаны;обязательно;обязателен;обязательна;обязательны;необходимо;необходим;\
         необходима;необходимы;нужно;нужен;нужна;нужны;надо;требуется;требуются;потребуется;потребуются;придется;\
         приходится;has to;have to;had to;having to;required;needed;needs to;need to;obliged;obligated;mandatory;\
         is to be;are to be",
    ),
    (
        MAY,
        "может;могут;можем;можете;могу;мог;могла;могло;могли;сможет;смогут;сможете;можно;возможно;возможен;возможна;\
         возможны;вправе;имеет право;имеют право;имеете право;иметь право;имеет права;имеют права;имеете права;\
         имеет прав;имеют прав;имеет возможность;имеют возможность;имеет возможности;имеют возможности;\
         разрешен;разрешена;разрешено;разрешены;разрешается;разрешаются;разрешает;разрешают;допускается;допускаются;\
         допустимо;допустим;допустима;допустимы;доступен;доступна;доступно;доступны;позволяет;позволяют;позволено;\
         позволяется;дает право;дают право;дает возможность;дают возможность;may;can;allowed;permitted;able to;\
         entitled;lets;let;allows;allow;permits;permit;enables;available;eligible",
    ),
    (
        FORBIDDEN,
        "нельзя;запрещен;запрещена;запрещено;запрещены;запрещается;запрещаются;запрещает;запрещают;воспрещается;\
         недоступен;недоступна;недоступно;недоступны;невозможно;невозможен;невозможна;невозможны;недопустимо;\
         недопустим;недопустима;недопустимы;неразрешен;неразрешена;неразрешено;неразрешены;нет права;нет прав;\
         cannot;can't;forbidden;prohibited;unable to;unavailable;disallowed;forbids;prohibits;mayn't;not allowed;\
         not permitted",
    ),
    (MUST_NOT, "mustn't;shan't;must never;shall never"),
    (NOT_NEEDED, "needn't;need not;don't need to;doesn't need to;don't have to;doesn't have to"),
    (
        SHOULD,
        "следует;рекомендуем;рекомендуется;рекомендуются;рекомендовано;советуем;советуется;лучше;желательно;стоит;\
         should;shouldn't;recommended;recommend;recommends;ought;advised;advisable;advise;had better",
    ),
    (
        ONLY,
        "только;лишь;исключительно;единственный;единственная;единственное;единственные;единственного;единственной;\
         единственному;единственным;единственном;единственную;only;solely;exclusively;sole",
    ),
    (
        EXCEPT,
        "кроме;за исключением;исключение;исключения;исключением;исключениями;исключений;исключениях;исключая;если не;\
         except;except for;unless;other than;excluding;apart from;exception;exceptions;with the exception of;\
         with the exceptions of;with the following exceptions",
    ),
];

/// The phrases by their first words, the longest first.
static BY_FIRST: LazyLock<HashMap<&'static str, Vec<(&'static str, Says)>>> = LazyLock::new(|| {
    let mut all: HashMap<&str, Vec<(&str, Says)>> = HashMap::new();
    for (says, phrases) in PHRASES {
        for phrase in phrases.split(';') {
            let first = phrase.split(' ').next().unwrap_or_default();
            all.entry(first).or_default().push((phrase, *says));
        }
    }
    for phrases in all.values_mut() {
        phrases.sort_by_key(|(phrase, _)| std::cmp::Reverse(phrase.len()));
    }
    all
});

/// What was read from the words of a sentence.
#[derive(Debug, Default)]
pub(crate) struct Said {
    pub(crate) modality: Vec<Modality>,
    pub(crate) negations: u16,
    /// A plain statement says that something is not or never done.
    pub(crate) denies: bool,
}

/// Read the words of a sentence; those used for numbers and bounds are passed over.
pub(crate) fn said(tokens: &[Token], used: &[bool]) -> Said {
    let mut said = Said::default();
    let mut modal = vec![false; tokens.len()];
    let free = |at: usize| {
        tokens.get(at).filter(|token| token.kind == Kind::Word && !used.get(at).copied().unwrap_or(true))
    };
    let mut at = 0;
    while at < tokens.len() {
        let found = free(at).and_then(|token| BY_FIRST.get(token.lower.as_str())).and_then(|phrases| {
            phrases.iter().find_map(|(phrase, says)| {
                let mut length = 0;
                for word in phrase.split(' ') {
                    free(at + length).filter(|token| token.is(word))?;
                    length += 1;
                }
                Some((*says, length))
            })
        });
        let Some((says, length)) = found else {
            at += 1;
            continue;
        };
        if let Some(modality) = judged(tokens, used, at, length, says) {
            said.modality.push(modality);
            (at..at + length).for_each(|at| modal.get_mut(at).into_iter().for_each(|modal| *modal = true));
        }
        at += length;
    }
    said.modality.sort_unstable();
    let negations =
        (0..tokens.len()).filter(|at| free(*at).is_some_and(|_| is_negation(tokens, *at))).count();
    said.negations = u16::try_from(negations).unwrap_or(u16::MAX);
    said.denies = denies(tokens, used, &modal);
    said
}

/// What a phrase says where it stands; `None` where it is no modality there.
fn judged(tokens: &[Token], used: &[bool], at: usize, length: usize, says: Says) -> Option<Modality> {
    let word = |at: usize| tokens.get(at).map_or("", |token| token.lower.as_str());
    let before = |back: usize| at.checked_sub(back).map_or("", word);
    let next = tokens.get(at + length);
    let follows = next.map_or("", |token| token.lower.as_str());
    match word(at) {
        "только" | "лишь" | "only" if matches!(before(1), "не" | "not") || follows == "что" => {
            return None;
        }
        "только" if before(1) == "как" => return None,
        "кроме" if follows == "того" => return None,
        "стоит" if next.is_some_and(|next| next.kind == Kind::Digits || next.is("от") || next.is("до")) =>
        {
            return None;
        }
        "следует" if matches!(follows, "из" | "за") => return None,
        "может" if follows == "быть" && before(1) != "не" && next.is_some_and(|_| word(at + 2) == ",") =>
        {
            return None;
        }
        "нужен" | "нужна" | "нужны"
            if is_negated(tokens, used, at) || (2..=4).any(|back| before(back).starts_with("как")) =>
        {
            return None;
        }
        // The month.
        "may"
            if tokens.get(at).is_some_and(|token| token.capital)
                && (next.is_some_and(|next| next.kind == Kind::Digits)
                    || at.checked_sub(1).and_then(|at| tokens.get(at)).is_some_and(|token| {
                        token.kind == Kind::Digits
                            || ["in", "by", "until", "since", "of", "before"].contains(&token.lower.as_str())
                    })) =>
        {
            return None;
        }
        _ => {}
    }
    let last = word(at + length - 1);
    let free = !used.get(at + length).copied().unwrap_or(true);
    let negated_behind = free
        && (matches!(last, "must" | "shall" | "may" | "can")
            && matches!(follows, "not" | "never" | "neither")
            || last == "ought" && follows == "not");
    Some(if negated_behind || is_negated(tokens, used, at) { says.negated } else { says.plain })
}

/// Whether a phrase that begins at a token is negated by what stands before it.
fn is_negated(tokens: &[Token], used: &[bool], at: usize) -> bool {
    const AUXILIARIES: [&str; 22] = [
        "быть",
        "будет",
        "будут",
        "был",
        "была",
        "было",
        "были",
        "be",
        "been",
        "being",
        "longer",
        "yet",
        "always",
        "is",
        "are",
        "also",
        "to",
        "currently",
        "automatically",
        "sure",
        "even",
        "the",
    ];
    let mut passed_auxiliaries = true;
    for back in 1..=5 {
        let Some(token) =
            at.checked_sub(back).and_then(|at| tokens.get(at)).filter(|token| token.kind == Kind::Word)
        else {
            return false;
        };
        let word = token.lower.as_str();
        let bounds = used.get(at - back).copied().unwrap_or(true);
        let not =
            matches!(word, "не" | "not" | "never" | "cannot" | "isn't" | "aren't" | "wasn't" | "weren't")
                || matches!(word, "doesn't" | "don't" | "didn't" | "won't" | "can't");
        if passed_auxiliaries && back <= 3 && not && !bounds {
            return true;
        }
        // No user may; nobody can.
        if matches!(word, "nobody" | "none" | "neither") || word == "no" && back > 1 {
            return true;
        }
        passed_auxiliaries = passed_auxiliaries && AUXILIARIES.contains(&word);
    }
    false
}

fn is_negation(tokens: &[Token], at: usize) -> bool {
    let Some(token) = tokens.get(at) else { return false };
    match token.lower.as_str() {
        "не" | "ни" | "нет" | "нельзя" | "без" | "никогда" | "никак" | "нигде" | "никуда" | "никто"
        | "никого" | "никому" | "никем" | "ничто" | "ничего" | "ничему" | "ничем" | "ничей" | "ничья"
        | "ничье" | "некому" | "not" | "never" | "none" | "nobody" | "nothing" | "nowhere" | "without"
        | "cannot" | "neither" | "nor" => true,
        "no" => !tokens.get(at + 1).is_some_and(|next| next.is(".")),
        word => {
            word.ends_with("n't")
                || word.strip_prefix("никак").is_some_and(|ending| {
                    matches!(ending, "ой" | "ая" | "ое" | "ие" | "ого" | "ому" | "им" | "ую" | "их" | "ими")
                })
                || ["невозмож", "недоступ", "недопустим", "неразреш"]
                    .iter()
                    .any(|start| word.starts_with(start))
        }
    }
}

/// Whether a plain statement denies: never, nobody, or `не` before a verb of the present.
fn denies(tokens: &[Token], used: &[bool], modal: &[bool]) -> bool {
    let mut conditional = false;
    let mut begins = true;
    for (at, token) in tokens.iter().enumerate() {
        if token.kind == Kind::Mark {
            begins = begins || matches!(token.lower.as_str(), "," | ";" | ":" | "." | "(" | "|");
            continue;
        }
        if token.kind != Kind::Word {
            begins = false;
            continue;
        }
        let word = token.lower.as_str();
        if begins {
            conditional = matches!(
                word,
                "если" | "когда" | "пока" | "чтобы" | "ли" | "if" | "when" | "unless" | "until" | "while"
            );
        }
        begins = false;
        if used.get(at).copied().unwrap_or(true) {
            continue;
        }
        if matches!(word, "никогда" | "никто" | "никому" | "never" | "nobody") {
            return true;
        }
        if matches!(word, "если" | "if" | "unless" | "when" | "until") {
            conditional = true;
        }
        let next = tokens.get(at + 1);
        let denied = match word {
            "не" => {
                let free = !modal.get(at + 1).copied().unwrap_or(true);
                free && next.is_some_and(|next| next.kind == Kind::Word && is_present(&next.lower))
            }
            "don't" | "doesn't" | "won't" | "isn't" | "aren't" => {
                !(at..at + 2).any(|at| modal.get(at).copied().unwrap_or(false))
            }
            "do" | "does" | "will" | "is" | "are" => {
                next.is_some_and(|next| next.is("not")) && !modal.get(at + 2).copied().unwrap_or(false)
            }
            _ => false,
        };
        if denied && !conditional {
            return true;
        }
    }
    false
}

/// Whether a word behind `не` looks like a verb of the present or an order.
fn is_present(word: &str) -> bool {
    const ENDINGS: [&str; 14] =
        ["ет", "ит", "ут", "ют", "ат", "ят", "ется", "ится", "утся", "ются", "атся", "ятся", "йте", "йтесь"];
    const NOUNS: [&str; 12] = [
        "лет",
        "нет",
        "билет",
        "ответ",
        "пакет",
        "лимит",
        "бюджет",
        "запрет",
        "объект",
        "проект",
        "формат",
        "результат",
    ];
    let order = word.ends_with("ите") || word.ends_with("ьте");
    !NOUNS.contains(&word) && (order || ENDINGS.iter().any(|ending| word.ends_with(ending)))
}
