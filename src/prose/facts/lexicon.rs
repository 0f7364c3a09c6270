//! The words of Russian and English that facts are read from, and what words compare by.

use crate::prose::facts::bound::Bound;
use rust_stemmers::{Algorithm, Stemmer};
use std::cell::RefCell;
use std::collections::HashMap;

/// Longer words, in bytes, compare as they stand.
const LONGEST_STEMMED: usize = 80;

const MOST_STEMMINGS: usize = 4;

/// So many stems are kept at hand: a document says the same words again and again.
const MOST_KEPT: usize = 50_000;

thread_local! {
    static KEPT: RefCell<HashMap<String, String>> = RefCell::default();
}

/// What the forms of a word compare by.
pub(crate) fn stem(lower: &str) -> String {
    if lower.len() > LONGEST_STEMMED {
        return lower.to_owned();
    }
    KEPT.with_borrow_mut(|kept| {
        if let Some(stem) = kept.get(lower) {
            return stem.clone();
        }
        if kept.len() >= MOST_KEPT {
            kept.clear();
        }
        let stem = stemmed(lower);
        kept.insert(lower.to_owned(), stem.clone());
        stem
    })
}

fn stemmed(lower: &str) -> String {
    if !is_cyrillic(lower) {
        let bare = lower.strip_suffix("'s").or_else(|| lower.strip_suffix('\'')).unwrap_or(lower);
        return Stemmer::create(Algorithm::English).stem(bare).into_owned();
    }
    // Визитов gives визит and визит gives виз, so the stem is taken until it stays.
    let stemmer = Stemmer::create(Algorithm::Russian);
    let mut stem = lower.to_owned();
    for _ in 0..MOST_STEMMINGS {
        let shorter = stemmer.stem(&stem).into_owned();
        if shorter == stem || shorter.is_empty() {
            break;
        }
        stem = shorter;
    }
    // Попытка and попыток, владелец and владельца: the vowel before the last consonant comes and goes.
    let mut letters: Vec<char> = stem.chars().collect();
    let last = letters.len().saturating_sub(1);
    let fleeting = |at: usize| letters.get(at).is_some_and(|letter| matches!(letter, 'о' | 'е' | 'ь'));
    let ends = letters.last().is_some_and(|letter| "кнлмцгтр".contains(*letter));
    if last >= 3 && ends && fleeting(last - 1) {
        letters.remove(last - 1);
    }
    letters.into_iter().collect()
}

/// Whether a word is written in Cyrillic letters.
pub(crate) fn is_cyrillic(word: &str) -> bool {
    word.chars().any(|letter| ('а'..='я').contains(&letter) || ('А'..='Я').contains(&letter) || letter == 'ё')
}

/// The known units that are spans of time: the word that they compare by.
pub(crate) fn time_unit(word: &str) -> Option<&'static str> {
    Some(match word {
        "день" | "дня" | "дню" | "днем" | "дне" | "дни" | "дней" | "дням" | "днями" | "днях" | "сутки"
        | "суток" | "суткам" | "сутками" | "сутках" | "дн" | "day" | "days" | "числа" | "число" | "числу"
        | "day's" | "days'" => "day",
        "неделя" | "недели" | "неделе" | "неделю" | "неделей" | "недель" | "неделям" | "неделями"
        | "неделях" | "нед" | "week" | "weeks" | "week's" | "weeks'" => "week",
        "месяц" | "месяца" | "месяцу" | "месяцем" | "месяце" | "месяцы" | "месяцев" | "месяцам"
        | "месяцами" | "месяцах" | "мес" | "month" | "months" | "month's" | "months'" => {
            "month"
        }
        "квартал" | "квартала" | "кварталу" | "кварталом" | "квартале" | "кварталы" | "кварталов"
        | "quarter" | "quarters" => "quarter",
        "год" | "года" | "году" | "годом" | "годе" | "годы" | "годов" | "годам" | "годами" | "годах"
        | "лет" | "летам" | "летами" | "year" | "years" | "yr" | "yrs" => "year",
        "час" | "часа" | "часу" | "часом" | "часе" | "часы" | "часов" | "часам" | "часами" | "часах"
        | "ч" | "hour" | "hours" | "hr" | "hrs" | "h" => "hour",
        "минута" | "минуты" | "минуте" | "минуту" | "минутой" | "минут" | "минутам" | "минутами"
        | "минутах" | "мин" | "minute" | "minutes" | "min" | "mins" => "minute",
        "секунда" | "секунды" | "секунде" | "секунду" | "секундой" | "секунд" | "секундам" | "секундами"
        | "секундах" | "сек" | "second" | "seconds" | "sec" | "secs" => "second",
        _ => return time_adjective(word),
    })
}

/// Дневный, недельную and the like.
fn time_adjective(word: &str) -> Option<&'static str> {
    let stems = [
        ("дневн", "day"),
        ("суточн", "day"),
        ("недельн", "week"),
        ("месячн", "month"),
        ("годичн", "year"),
        ("годовал", "year"),
        ("летн", "year"),
        ("часов", "hour"),
        ("минутн", "minute"),
        ("секундн", "second"),
    ];
    stems
        .into_iter()
        .find(|(stem, _)| word.strip_prefix(stem).is_some_and(is_adjective_ending))
        .map(|(_, key)| key)
}

/// Whether these are the last letters of an adjective.
pub(crate) fn is_adjective_ending(ending: &str) -> bool {
    const ENDINGS: [&str; 24] = [
        "ый", "ий", "ой", "ая", "яя", "ое", "ее", "ые", "ие", "ого", "его", "ому", "ему", "ым", "им", "ом",
        "ем", "ую", "юю", "ей", "ою", "ых", "их", "ыми",
    ];
    ENDINGS.contains(&ending) || ending == "ими"
}

/// Whether a word before a unit looks like an adjective.
pub(crate) fn looks_like_adjective(word: &str) -> bool {
    const ENDINGS: [&str; 12] = ["ых", "их", "ого", "его", "ыми", "ими", "ый", "ая", "ую", "ое", "ые", "ым"];
    qualifier(word).is_some()
        || word.chars().count() >= 5
            && (ENDINGS.iter().any(|ending| word.ends_with(ending))
                || word.ends_with("ной")
                || word.ends_with("ним"))
}

/// Words that make a span of time another one: what they compare by.
pub(crate) fn qualifier(word: &str) -> Option<&'static str> {
    let has = |stem: &str| word.strip_prefix(stem).is_some_and(is_adjective_ending);
    match word {
        "working" | "work" | "business" => Some("working"),
        "calendar" => Some("calendar"),
        "banking" | "bank" => Some("banking"),
        _ if has("рабоч") => Some("working"),
        _ if has("календарн") => Some("calendar"),
        _ if has("банковск") => Some("banking"),
        _ => None,
    }
}

/// The known units that are no spans of time: the word that they compare by.
pub(crate) fn other_unit(word: &str) -> Option<&'static str> {
    Some(match word {
        "%"
        | "процент"
        | "процента"
        | "проценту"
        | "процентом"
        | "проценте"
        | "проценты"
        | "процентов"
        | "процентам"
        | "процентами"
        | "процентах"
        | "percent"
        | "percents"
        | "per-cent" => "percent",
        "раз" | "раза" | "разу" | "разом" | "разы" | "разам" | "разами" | "разах" | "time" | "times" => {
            "time"
        }
        "$" | "доллар" | "доллара" | "доллару" | "доллары" | "долларов" | "долларам" | "долларами"
        | "usd" | "dollar" | "dollars" => "usd",
        "€" | "евро" | "eur" | "euro" | "euros" => "eur",
        "₽" | "руб" | "рубль" | "рубля" | "рублю" | "рублем" | "рубле" | "рубли" | "рублей" | "рублям"
        | "рублями" | "рублях" | "rub" | "ruble" | "rubles" | "rouble" | "roubles" => "rub",
        "£" | "gbp" => "gbp",
        "₸" | "тенге" | "kzt" => "kzt",
        "byn" => "byn",
        "кб" | "kb" | "kib" => "kb",
        "мб" | "mb" | "mib" | "мегабайт" | "мегабайта" | "мегабайтов" | "megabyte" | "megabytes" => {
            "mb"
        }
        "гб" | "gb" | "gib" | "гигабайт" | "гигабайта" | "гигабайтов" | "gigabyte" | "gigabytes" => {
            "gb"
        }
        "тб" | "tb" | "tib" | "терабайт" | "терабайта" | "терабайтов" | "terabyte" | "terabytes" => {
            "tb"
        }
        "date" => "date",
        "o'clock" => "o'clock",
        "человек" | "человека" | "человеку" | "человеком" | "людей" | "люди" | "людям" | "людьми" => {
            "человек"
        }
        "people" | "person" | "persons" => "person",
        _ if word
            .strip_prefix("кратн")
            .is_some_and(|ending| is_adjective_ending(ending) || ending == "о") =>
        {
            "time"
        }
        _ => return None,
    })
}

/// Whether a word names a unit whatever stands around it.
pub(crate) fn is_known_unit(word: &str) -> bool {
    time_unit(word).is_some() || other_unit(word).is_some()
}

/// Marks that stand for money.
pub(crate) fn is_currency(mark: &str) -> bool {
    matches!(mark, "$" | "€" | "₽" | "£" | "₸")
}

/// Words after a number that are no unit of it.
pub(crate) fn is_no_unit(word: &str) -> bool {
    const VERB_ENDINGS: [&str; 26] = [
        "ают",
        "яют",
        "уют",
        "еют",
        "ются",
        "утся",
        "ется",
        "ится",
        "ятся",
        "атся",
        "ает",
        "яет",
        "ует",
        "еет",
        "ить",
        "ать",
        "еть",
        "ять",
        "ться",
        "одят",
        "одит",
        "енно",
        "льно",
        "айте",
        "йтесь",
        "ился",
    ];
    NO_UNIT.contains(&word) || VERB_ENDINGS.iter().any(|ending| word.ends_with(ending))
}

const NO_UNIT: &[&str] = &[
    "и",
    "или",
    "а",
    "но",
    "либо",
    "да",
    "в",
    "во",
    "на",
    "с",
    "со",
    "по",
    "к",
    "ко",
    "от",
    "до",
    "из",
    "за",
    "для",
    "при",
    "о",
    "об",
    "обо",
    "у",
    "над",
    "под",
    "без",
    "через",
    "после",
    "перед",
    "между",
    "кроме",
    "вместо",
    "не",
    "ни",
    "нет",
    "что",
    "как",
    "чтобы",
    "если",
    "то",
    "это",
    "этот",
    "эти",
    "этого",
    "этих",
    "все",
    "всех",
    "его",
    "ее",
    "их",
    "он",
    "она",
    "оно",
    "они",
    "мы",
    "вы",
    "я",
    "вам",
    "вас",
    "ему",
    "ей",
    "им",
    "который",
    "которые",
    "которых",
    "где",
    "когда",
    "пока",
    "может",
    "могут",
    "можно",
    "должен",
    "должна",
    "должны",
    "должно",
    "нужно",
    "надо",
    "нельзя",
    "только",
    "лишь",
    "же",
    "ли",
    "бы",
    "уже",
    "еще",
    "тоже",
    "также",
    "включительно",
    "подряд",
    "сразу",
    "максимум",
    "минимум",
    "более",
    "больше",
    "менее",
    "меньше",
    "спустя",
    "назад",
    "позже",
    "раньше",
    "ранее",
    "всего",
    "суммарно",
    "вместе",
    "одновременно",
    "ежедневно",
    "будет",
    "будут",
    "был",
    "была",
    "были",
    "есть",
    "каждый",
    "каждая",
    "каждые",
    "чем",
    "либо",
    "самых",
    "того",
    "тот",
    "тех",
    "них",
    "and",
    "or",
    "but",
    "of",
    "in",
    "on",
    "at",
    "to",
    "for",
    "from",
    "by",
    "with",
    "per",
    "a",
    "an",
    "the",
    "is",
    "are",
    "was",
    "were",
    "be",
    "been",
    "has",
    "have",
    "had",
    "can",
    "cannot",
    "may",
    "must",
    "shall",
    "should",
    "will",
    "would",
    "could",
    "do",
    "does",
    "did",
    "not",
    "no",
    "if",
    "when",
    "that",
    "than",
    "then",
    "more",
    "less",
    "fewer",
    "so",
    "as",
    "it",
    "its",
    "their",
    "his",
    "her",
    "they",
    "we",
    "you",
    "he",
    "she",
    "i",
    "who",
    "which",
    "this",
    "these",
    "those",
    "after",
    "before",
    "within",
    "without",
    "until",
    "unless",
    "into",
    "over",
    "under",
    "above",
    "below",
    "between",
    "only",
    "max",
    "maximum",
    "min.",
    "minimum",
    "each",
    "every",
    "total",
    "later",
    "ago",
    "away",
    "out",
    "up",
    "also",
    "there",
    "here",
    "always",
    "plus",
    "except",
    "because",
    "while",
    "where",
];

/// Words before a number that say that it is the number of a clause, a picture, a version.
pub(crate) fn is_clause(word: &str) -> bool {
    const STEMS: [&str; 9] =
        ["пункт", "подпункт", "стать", "раздел", "рисун", "таблиц", "страниц", "верси", "параграф"];
    const WORDS: [&str; 49] = [
        "п",
        "п.п",
        "пп",
        "пп.",
        "ст",
        "разд",
        "рис",
        "гл",
        "табл",
        "стр",
        "глава",
        "главы",
        "главе",
        "главу",
        "главой",
        "часть",
        "части",
        "частью",
        "шаг",
        "шага",
        "шаге",
        "шагу",
        "приложение",
        "приложения",
        "приложении",
        "приложению",
        "№",
        "#",
        "§",
        "номер",
        "section",
        "sections",
        "clause",
        "clauses",
        "chapter",
        "chapters",
        "article",
        "articles",
        "paragraph",
        "figure",
        "fig",
        "table",
        "page",
        "part",
        "step",
        "steps",
        "appendix",
        "version",
        "v",
    ];
    WORDS.contains(&word) || STEMS.iter().any(|stem| word.starts_with(stem))
}

/// What a phrase needs after its number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Needs {
    /// Any number.
    Any,
    /// A number of days, hours and the like.
    Time,
    /// A date or a time of day.
    Date,
}

/// A phrase that bounds the number behind it. A firm phrase bounds it over two other words, too, and makes
/// a number of `один`.
pub(crate) struct Before {
    pub(crate) words: &'static str,
    pub(crate) bound: Bound,
    pub(crate) firm: bool,
    pub(crate) needs: Needs,
}

const fn firm(bound: Bound, words: &'static str) -> Before {
    Before { words, bound, firm: true, needs: Any }
}

const fn weak(bound: Bound, needs: Needs, words: &'static str) -> Before {
    Before { words, bound, firm: false, needs }
}

use Bound::{After, AtLeast, AtMost, Every, Exactly, For, LessThan, MoreThan, Within};
use Needs::{Any, Date, Time};

/// Words in the midst of a phrase that say by themselves what is asked: `не должно превышать`.
pub(crate) fn asks_in_a_phrase(word: &str) -> bool {
    matches!(word, "должен" | "должна" | "должно" | "должны")
}

/// Phrases before a number.
pub(crate) const BEFORE: &[Before] = &[
    firm(AtMost, "не более"),
    firm(AtMost, "не более чем"),
    firm(AtMost, "не более , чем"),
    firm(AtMost, "не более чем на"),
    firm(AtMost, "не больше"),
    firm(AtMost, "не больше чем"),
    firm(AtMost, "не больше , чем"),
    firm(AtMost, "не свыше"),
    firm(AtMost, "не выше"),
    firm(AtMost, "не дольше"),
    firm(AtMost, "не дольше чем"),
    firm(AtMost, "не длиннее"),
    firm(AtMost, "не чаще"),
    firm(AtMost, "не чаще чем"),
    firm(AtMost, "не старше"),
    firm(AtMost, "не превышает"),
    firm(AtMost, "не превышают"),
    firm(AtMost, "не превышать"),
    firm(AtMost, "не превысит"),
    firm(AtMost, "не превышающий"),
    firm(AtMost, "не превышающих"),
    firm(AtMost, "не может превышать"),
    firm(AtMost, "не могут превышать"),
    firm(AtMost, "не должен превышать"),
    firm(AtMost, "не должна превышать"),
    firm(AtMost, "не должно превышать"),
    firm(AtMost, "не должны превышать"),
    firm(AtMost, "максимум"),
    firm(AtMost, "максимально"),
    firm(AtMost, "вплоть до"),
    firm(AtMost, "в пределах"),
    firm(AtMost, "сроком до"),
    firm(AtMost, "сроком не более"),
    firm(AtMost, "на срок до"),
    firm(AtMost, "на срок не более"),
    weak(AtMost, Any, "до"),
    weak(Within, Date, "до"),
    weak(Within, Date, "к"),
    weak(Within, Date, "by"),
    weak(Within, Date, "until"),
    firm(AtLeast, "не менее"),
    firm(AtLeast, "не менее чем"),
    firm(AtLeast, "не менее , чем"),
    firm(AtLeast, "не меньше"),
    firm(AtLeast, "не меньше чем"),
    firm(AtLeast, "не ниже"),
    firm(AtLeast, "не короче"),
    firm(AtLeast, "не реже"),
    firm(AtLeast, "не реже чем"),
    firm(AtLeast, "не моложе"),
    firm(AtLeast, "не младше"),
    firm(AtLeast, "не ранее"),
    firm(AtLeast, "не раньше"),
    firm(AtLeast, "минимум"),
    firm(AtLeast, "как минимум"),
    firm(AtLeast, "минимально"),
    firm(AtLeast, "хотя бы"),
    firm(AtLeast, "по меньшей мере"),
    firm(AtLeast, "по крайней мере"),
    firm(AtLeast, "начиная с"),
    weak(AtLeast, Any, "от"),
    weak(Bound::None, Date, "от"),
    firm(Exactly, "ровно"),
    firm(Exactly, "в точности"),
    firm(MoreThan, "более"),
    firm(MoreThan, "более чем"),
    firm(MoreThan, "более , чем"),
    firm(MoreThan, "больше"),
    firm(MoreThan, "больше чем"),
    firm(MoreThan, "больше , чем"),
    firm(MoreThan, "свыше"),
    firm(MoreThan, "сверх"),
    firm(MoreThan, "дольше"),
    firm(MoreThan, "старше"),
    firm(MoreThan, "превышает"),
    firm(MoreThan, "превышают"),
    firm(MoreThan, "превышающий"),
    firm(MoreThan, "выше"),
    firm(LessThan, "менее"),
    firm(LessThan, "менее чем"),
    firm(LessThan, "менее , чем"),
    firm(LessThan, "меньше"),
    firm(LessThan, "меньше чем"),
    firm(LessThan, "меньше , чем"),
    firm(LessThan, "ниже"),
    firm(LessThan, "младше"),
    firm(LessThan, "моложе"),
    firm(Within, "не позднее"),
    firm(Within, "не позднее чем"),
    firm(Within, "не позднее , чем"),
    firm(Within, "не позднее чем через"),
    firm(Within, "не позднее , чем через"),
    firm(Within, "не позднее чем за"),
    firm(Within, "не позднее , чем за"),
    firm(Within, "не позже"),
    firm(Within, "не позже чем"),
    firm(Within, "не позже , чем"),
    firm(Within, "не позже чем через"),
    firm(Within, "не позже , чем через"),
    firm(Within, "не позже чем за"),
    firm(Within, "не более чем через"),
    firm(Within, "не более чем за"),
    firm(Within, "не более , чем через"),
    firm(Within, "максимум через"),
    firm(Within, "максимум за"),
    weak(Within, Any, "в течение"),
    weak(Within, Any, "в течении"),
    weak(Within, Time, "на протяжении"),
    weak(Within, Time, "за"),
    weak(Within, Time, "в первые"),
    firm(After, "не раньше чем через"),
    firm(After, "не ранее чем через"),
    firm(After, "не раньше , чем через"),
    firm(After, "не ранее , чем через"),
    weak(After, Any, "через"),
    weak(After, Any, "спустя"),
    weak(After, Any, "по истечении"),
    weak(After, Any, "по прошествии"),
    weak(After, Any, "после"),
    weak(For, Time, "на"),
    weak(For, Time, "сроком на"),
    weak(For, Time, "на срок"),
    weak(For, Time, "длится"),
    weak(For, Time, "длятся"),
    weak(For, Time, "длительностью"),
    weak(For, Time, "продолжительностью"),
    weak(For, Time, "действует"),
    weak(For, Time, "действуют"),
    weak(For, Time, "действителен"),
    weak(For, Time, "действительна"),
    weak(For, Time, "действительно"),
    weak(For, Time, "действительны"),
    weak(For, Time, "хранится"),
    weak(For, Time, "хранятся"),
    weak(Every, Any, "каждые"),
    weak(Every, Any, "каждый"),
    weak(Every, Any, "каждую"),
    weak(Every, Any, "каждое"),
    weak(Every, Any, "каждых"),
    weak(Every, Any, "через каждые"),
    weak(Every, Time, "раз в"),
    weak(Every, Time, "раза в"),
    firm(AtMost, "up to"),
    firm(AtMost, "for up to"),
    firm(AtMost, "at most"),
    firm(AtMost, "for at most"),
    firm(AtMost, "at the most"),
    firm(AtMost, "no more than"),
    firm(AtMost, "not more than"),
    firm(AtMost, "for no more than"),
    firm(AtMost, "no longer than"),
    firm(AtMost, "not longer than"),
    firm(AtMost, "no greater than"),
    firm(AtMost, "not greater than"),
    firm(AtMost, "no older than"),
    firm(AtMost, "not exceed"),
    firm(AtMost, "not to exceed"),
    firm(AtMost, "not exceeding"),
    firm(AtMost, "does not exceed"),
    firm(AtMost, "do not exceed"),
    firm(AtMost, "doesn't exceed"),
    firm(AtMost, "cannot exceed"),
    firm(AtMost, "can't exceed"),
    firm(AtMost, "may not exceed"),
    firm(AtMost, "can not exceed"),
    firm(AtMost, "maximum of"),
    firm(AtMost, "a maximum of"),
    firm(AtMost, "maximum"),
    firm(AtMost, "max"),
    firm(AtMost, "max ."),
    firm(AtMost, "as many as"),
    firm(AtMost, "limited to"),
    firm(AtMost, "not above"),
    firm(AtMost, "not over"),
    firm(AtLeast, "at least"),
    firm(AtLeast, "for at least"),
    firm(AtLeast, "at the least"),
    firm(AtLeast, "minimum of"),
    firm(AtLeast, "a minimum of"),
    firm(AtLeast, "minimum"),
    firm(AtLeast, "min ."),
    firm(AtLeast, "no fewer than"),
    firm(AtLeast, "not fewer than"),
    firm(AtLeast, "no less than"),
    firm(AtLeast, "not less than"),
    firm(AtLeast, "no earlier than"),
    firm(AtLeast, "not earlier than"),
    firm(AtLeast, "no younger than"),
    firm(AtLeast, "starting from"),
    firm(Exactly, "exactly"),
    firm(Exactly, "precisely"),
    firm(MoreThan, "more than"),
    firm(MoreThan, "greater than"),
    firm(MoreThan, "longer than"),
    firm(MoreThan, "older than"),
    firm(MoreThan, "exceeds"),
    firm(MoreThan, "exceed"),
    firm(MoreThan, "exceeding"),
    weak(MoreThan, Any, "over"),
    weak(MoreThan, Any, "above"),
    firm(LessThan, "fewer than"),
    firm(LessThan, "less than"),
    firm(LessThan, "shorter than"),
    firm(LessThan, "younger than"),
    weak(LessThan, Any, "under"),
    weak(LessThan, Any, "below"),
    weak(Within, Any, "within"),
    firm(Within, "no later than"),
    firm(Within, "not later than"),
    weak(Within, Time, "in the first"),
    weak(Within, Time, "during"),
    weak(Within, Time, "during the first"),
    weak(After, Any, "after"),
    weak(After, Time, "in"),
    weak(For, Time, "for"),
    weak(For, Time, "lasts"),
    weak(For, Time, "last"),
    weak(For, Time, "lasting"),
    weak(For, Time, "valid for"),
    weak(Every, Any, "every"),
    weak(Every, Time, "each"),
    weak(Every, Time, "once in"),
    weak(Every, Time, "once every"),
    weak(Every, Time, "once per"),
];

/// What a word somewhere before a number says of it: `максимальный размер файла - 20 МБ`.
pub(crate) fn bound_of_noun(word: &str) -> Option<Bound> {
    let starts = |stems: &[&str]| stems.iter().any(|stem| word.starts_with(stem));
    if starts(&["максимальн", "предельн", "наибольш", "лимит", "maxim"]) || matches!(word, "limit" | "limits")
    {
        Some(AtMost)
    } else if starts(&["минимальн", "наименьш", "minim"]) {
        Some(AtLeast)
    } else {
        None
    }
}

/// Phrases before one span of time that no number counts: `в течение суток`, `every month`.
pub(crate) const BEFORE_ONE: &[(&str, Bound)] = &[
    ("в течение", Within),
    ("в течении", Within),
    ("не позднее чем через", Within),
    ("не позже чем через", Within),
    ("не более чем через", Within),
    ("за", Within),
    ("через", After),
    ("спустя", After),
    ("по истечении", After),
    ("по прошествии", After),
    ("каждый", Every),
    ("каждую", Every),
    ("каждые", Every),
    ("раз в", Every),
    ("раза в", Every),
    ("within a", Within),
    ("within an", Within),
    ("after a", After),
    ("after an", After),
    ("in a", After),
    ("in an", After),
    ("every", Every),
    ("each", Every),
    ("per", Every),
];

/// Whether a word is one span of time, not many.
pub(crate) fn is_one_span(word: &str) -> bool {
    matches!(
        word,
        "день"
            | "дня"
            | "сутки"
            | "суток"
            | "неделю"
            | "недели"
            | "месяц"
            | "месяца"
            | "квартал"
            | "квартала"
            | "год"
            | "года"
            | "час"
            | "часа"
            | "минуту"
            | "минуты"
            | "секунду"
            | "секунды"
            | "day"
            | "week"
            | "month"
            | "quarter"
            | "year"
            | "hour"
            | "minute"
            | "second"
    )
}

/// Phrases behind a number.
pub(crate) const BEHIND: &[(&str, Bound)] = &[
    ("и более", AtLeast),
    ("и больше", AtLeast),
    ("и выше", AtLeast),
    ("и дольше", AtLeast),
    ("и старше", AtLeast),
    ("или более", AtLeast),
    ("или больше", AtLeast),
    ("или выше", AtLeast),
    ("или старше", AtLeast),
    ("либо более", AtLeast),
    ("минимум", AtLeast),
    ("как минимум", AtLeast),
    ("и менее", AtMost),
    ("и меньше", AtMost),
    ("и ниже", AtMost),
    ("или менее", AtMost),
    ("или меньше", AtMost),
    ("или ниже", AtMost),
    ("максимум", AtMost),
    ("не более", AtMost),
    ("не менее", AtLeast),
    ("спустя", After),
    ("or more", AtLeast),
    ("and more", AtLeast),
    ("or above", AtLeast),
    ("and above", AtLeast),
    ("or over", AtLeast),
    ("and over", AtLeast),
    ("or longer", AtLeast),
    ("or older", AtLeast),
    ("at least", AtLeast),
    ("minimum", AtLeast),
    ("at minimum", AtLeast),
    ("at a minimum", AtLeast),
    ("or fewer", AtMost),
    ("or less", AtMost),
    ("and fewer", AtMost),
    ("and less", AtMost),
    ("or below", AtMost),
    ("and below", AtMost),
    ("at most", AtMost),
    ("at the most", AtMost),
    ("maximum", AtMost),
    ("at maximum", AtMost),
    ("max", AtMost),
    ("tops", AtMost),
    ("exactly", Exactly),
    ("later", After),
    ("+", AtLeast),
];

/// Words that may stand between a phrase and its number whatever the phrase is.
pub(crate) fn is_filler(word: &str) -> bool {
    const FILLERS: &[&str] = &[
        "примерно",
        "около",
        "приблизительно",
        "первых",
        "первые",
        "первого",
        "ближайших",
        "ближайшие",
        "ближайшие",
        "следующих",
        "следующие",
        "последних",
        "последние",
        "последующих",
        "всего",
        "еще",
        "только",
        "лишь",
        "любых",
        "этих",
        "about",
        "approximately",
        "around",
        "roughly",
        "the",
        "first",
        "next",
        "last",
        "following",
        "any",
        "all",
        "only",
        "just",
        "another",
        "a",
        "total",
        "of",
        "period",
        "these",
    ];
    FILLERS.contains(&word)
}
