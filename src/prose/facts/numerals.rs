//! Numbers by themselves: digits, and the number words of Russian and English in all their forms.

use crate::prose::facts::amount::Amount;
use crate::prose::facts::lexicon::{is_adjective_ending, is_cyrillic, is_known_unit, time_unit};
use crate::prose::facts::tokens::{Kind, Token};
use std::collections::HashMap;
use std::sync::LazyLock;

/// Longer digits, in bytes, are no number.
const LONGEST: usize = 48;

/// How sure it is that a number word counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sure {
    /// It is a number wherever it stands.
    Yes,
    /// Beside a known unit or a firm bound, as one, один, семью.
    BesideUnit,
    /// Beside a firm bound, as тысячи.
    BesideBound,
    /// Before a span of time, as the tenth.
    BeforeTime,
}

/// A number, or the two ends of a range, as they stand.
#[derive(Debug)]
pub(crate) struct Numeral {
    pub(crate) low: Amount,
    /// The other end of a range, and the byte of the first token that it begins at.
    pub(crate) high: Option<(Amount, usize)>,
    /// How many tokens it takes.
    pub(crate) length: usize,
    /// A unit in the same word: дневный, day, date.
    pub(crate) unit: Option<String>,
    pub(crate) sure: Sure,
    pub(crate) digits: bool,
}

impl Numeral {
    pub(crate) fn one(low: Amount) -> Self {
        Self { low, high: None, length: 1, unit: None, sure: Sure::Yes, digits: false }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Size {
    /// 0 to 19: stands behind tens or hundreds, the lowest.
    Unit,
    Tens,
    Hundreds,
    /// Thousand and above: multiplies.
    Power,
    /// Composes with nothing: двое, оба.
    Alone,
}

#[derive(Debug, Clone, Copy)]
struct Cardinal {
    value: u64,
    size: Size,
    sure: Sure,
}

static CARDINALS: LazyLock<HashMap<&'static str, Cardinal>> = LazyLock::new(|| {
    let mut all = HashMap::new();
    for (size, table) in
        [(Size::Unit, UNITS), (Size::Tens, TENS), (Size::Hundreds, HUNDREDS), (Size::Alone, ALONE)]
    {
        for (value, forms) in table {
            for form in forms.split(' ') {
                let sure = match form {
                    "семью" => Sure::BesideUnit,
                    _ if *value == 1 => Sure::BesideUnit,
                    _ => Sure::Yes,
                };
                all.insert(form, Cardinal { value: *value, size, sure });
            }
        }
    }
    for (value, forms, sure) in POWERS {
        for form in forms.split(' ') {
            all.insert(form, Cardinal { value: *value, size: Size::Power, sure: *sure });
        }
    }
    all
});

const UNITS: &[(u64, &str)] = &[
    (0, "ноль нуль ноля нуля нолю нулю нолем нулем ноле нуле zero"),
    (1, "один одна одно одного одной одну одному одним одною одном одни одних одними one"),
    (2, "два две двух двум двумя two"),
    (3, "три трех трем тремя three"),
    (4, "четыре четырех четырем четырьмя four"),
    (5, "пять пяти пятью five"),
    (6, "шесть шести шестью six"),
    (7, "семь семи семью seven"),
    (8, "восемь восьми восемью восьмью eight"),
    (9, "девять девяти девятью nine"),
    (10, "десять десяти десятью ten"),
    (11, "одиннадцать одиннадцати одиннадцатью eleven"),
    (12, "двенадцать двенадцати двенадцатью twelve"),
    (13, "тринадцать тринадцати тринадцатью thirteen"),
    (14, "четырнадцать четырнадцати четырнадцатью fourteen"),
    (15, "пятнадцать пятнадцати пятнадцатью fifteen"),
    (16, "шестнадцать шестнадцати шестнадцатью sixteen"),
    (17, "семнадцать семнадцати семнадцатью seventeen"),
    (18, "восемнадцать восемнадцати восемнадцатью eighteen"),
    (19, "девятнадцать девятнадцати девятнадцатью nineteen"),
];

const TENS: &[(u64, &str)] = &[
    (20, "двадцать двадцати двадцатью twenty"),
    (30, "тридцать тридцати тридцатью thirty"),
    (40, "сорок сорока forty"),
    (50, "пятьдесят пятидесяти пятьюдесятью fifty"),
    (60, "шестьдесят шестидесяти шестьюдесятью sixty"),
    (70, "семьдесят семидесяти семьюдесятью seventy"),
    (80, "восемьдесят восьмидесяти восемьюдесятью восьмьюдесятью eighty"),
    (90, "девяносто девяноста ninety"),
];

const HUNDREDS: &[(u64, &str)] = &[
    (100, "сто ста"),
    (200, "двести двухсот двумстам двумястами двухстах"),
    (300, "триста трехсот тремстам тремястами трехстах"),
    (400, "четыреста четырехсот четыремстам четырьмястами четырехстах"),
    (500, "пятьсот пятисот пятистам пятьюстами пятистах"),
    (600, "шестьсот шестисот шестистам шестьюстами шестистах"),
    (700, "семьсот семисот семистам семьюстами семистах"),
    (800, "восемьсот восьмисот восьмистам восемьюстами восьмьюстами восьмистах"),
    (900, "девятьсот девятисот девятистам девятьюстами девятистах"),
];

const ALONE: &[(u64, &str)] = &[
    (2, "двое двоих двоим двоими оба обе обоих обоим обоими обеих обеим обеими"),
    (3, "трое троих троим троими"),
    (4, "четверо четверых четверым четверыми"),
    (5, "пятеро пятерых пятерым пятерыми"),
    (6, "шестеро шестерых шестерым шестерыми"),
    (7, "семеро семерых семерым семерыми"),
    (8, "восьмеро восьмерых восьмерым восьмерыми"),
    (9, "девятеро девятерых девятерым девятерыми"),
    (10, "десятеро десятерых десятерым десятерыми"),
    (150, "полтораста полутораста"),
];

const THOUSAND: u64 = 1_000;
const MILLION: u64 = 1_000_000;
const BILLION: u64 = 1_000_000_000;

/// Тысяч alone says that there are many; тысячи may be one, and counts where it is bounded.
const POWERS: &[(u64, &str, Sure)] = &[
    (THOUSAND, "тысяча тысячу тысячей тысячею тысяче", Sure::Yes),
    (THOUSAND, "тысячи тысяч тысячам тысячами тысячах тыс thousand", Sure::BesideBound),
    (MILLION, "миллион миллиону миллионом миллионе", Sure::Yes),
    (MILLION, "миллиона миллионы миллионов миллионам миллионами миллионах млн million", Sure::BesideBound),
    (BILLION, "миллиард миллиарду миллиардом миллиарде", Sure::Yes),
    (
        BILLION,
        "миллиарда миллиарды миллиардов миллиардам миллиардами миллиардах млрд billion",
        Sure::BesideBound,
    ),
    (100, "hundred", Sure::BesideBound),
];

/// The number that begins at a token. `cyrillic` says that the sentence is Russian: 1,500 is 1.5 then.
pub(crate) fn numeral(tokens: &[Token], at: usize, cyrillic: bool) -> Option<Numeral> {
    let token = tokens.get(at)?;
    let mut found = match token.kind {
        Kind::Digits => digits(tokens, at, cyrillic)?,
        Kind::Word => {
            once(tokens, at).or_else(|| in_words(tokens, at)).or_else(|| in_a_word(&token.lower))?
        }
        Kind::Mark if token.is("-") => {
            // A minus stands alone before its digits.
            let next =
                tokens.get(at + 1).filter(|next| next.kind == Kind::Digits && next.glued && !token.glued)?;
            let mut found = digits(tokens, at + 1, cyrillic)?;
            if found.high.is_some() || found.unit.is_some() || next.lower.contains('-') {
                return None;
            }
            found.low = found.low.negative();
            found.length += 1;
            found
        }
        _ => return None,
    };
    // 10 (десять)
    let again = |offset: usize| tokens.get(at + found.length + offset);
    if found.high.is_none() && again(0).is_some_and(|mark| mark.is("(")) {
        let inner = match again(1)?.kind {
            Kind::Digits => digits(tokens, at + found.length + 1, cyrillic),
            Kind::Word => in_words(tokens, at + found.length + 1),
            _ => None,
        };
        if let Some(inner) = inner.filter(|inner| inner.low == found.low && inner.high.is_none())
            && again(1 + inner.length).is_some_and(|mark| mark.is(")"))
        {
            found.length += inner.length + 2;
            found.unit = found.unit.or(inner.unit);
        }
    }
    Some(found)
}

fn amount(value: u64) -> Option<Amount> {
    i64::try_from(value).ok().map(Amount::from)
}

/// Digits: `1 000`, `1,5`, `10-20`, `30-day`, `10-го`, `18:00`.
fn digits(tokens: &[Token], at: usize, cyrillic: bool) -> Option<Numeral> {
    let token = tokens.get(at)?;
    let text = token.lower.as_str();
    if text.len() > LONGEST {
        return None;
    }
    if let Some(value) = date(text) {
        return Some(Numeral { unit: Some("date".to_owned()), digits: true, ..Numeral::one(amount(value)?) });
    }
    let parts: Vec<&str> = text.split('-').collect();
    let mut found = match parts.as_slice() {
        [single] => attached(single, cyrillic)?,
        [low, rest @ ..] if is_plain(low) => {
            let low_value = plain(low, cyrillic)?;
            let (high, rest) = match rest {
                [high, rest @ ..] if is_plain(high) => (Some((plain(high, cyrillic)?, low.len() + 1)), rest),
                _ => (None, rest),
            };
            let (low_value, unit) = match (time_of_day(low), high) {
                (Some(_), Some(_)) => (low_value, Some("o'clock".to_owned())),
                _ => (low_value, None),
            };
            let unit = match rest {
                [] => unit,
                [ending] if is_ordinal_ending(ending) => None,
                words if words.iter().all(|word| word.chars().all(char::is_alphabetic)) => {
                    Some(unit_of(words)?)
                }
                _ => return None,
            };
            if high.is_some_and(|(high, _)| high < low_value) {
                return None;
            }
            Numeral { high, unit, ..Numeral::one(low_value) }
        }
        _ => return None,
    };
    found.digits = true;
    if found.unit.is_some() || found.high.is_some() {
        return Some(found);
    }
    // 1 000: groups of exactly three behind one space each.
    if is_group(text, 1) {
        let mut joined = text.to_owned();
        let mut end = token.range.end;
        while let Some(next) = tokens.get(at + found.length) {
            let last = next.lower.split([',', '.']).next().unwrap_or_default();
            if joined.len() > LONGEST {
                return None;
            }
            if next.range.start != end + 1 || next.kind != Kind::Digits || !is_group(last, 3) {
                break;
            }
            joined.push_str(&next.lower);
            end = next.range.end;
            found.length += 1;
            if last != next.lower {
                break;
            }
        }
        if found.length > 1 {
            found.low = plain(&joined, true)?;
        }
    }
    // 10 тысяч
    if let Some(power) = tokens.get(at + found.length).and_then(|next| CARDINALS.get(next.lower.as_str()))
        && power.size == Size::Power
        && power.value >= THOUSAND
    {
        found.low = found.low.times(power.value)?;
        found.length += 1;
        // 45 тыс. руб.
        let short = tokens.get(at + found.length - 1).is_some_and(|power| power.lower.chars().count() <= 4);
        let point = tokens.get(at + found.length).is_some_and(|point| point.is("."));
        let goes_on = |next: &Token| next.kind == Kind::Word && !next.capital;
        if short && point && tokens.get(at + found.length + 1).is_some_and(goes_on) {
            found.length += 1;
        }
    }
    Some(found)
}

/// At least so many digits and at most three; where fewer than three may stand, no zero begins them.
fn is_group(text: &str, least: usize) -> bool {
    (least..=3).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_digit())
        && (least == 3 || !text.starts_with('0'))
}

fn is_plain(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b',' | b':'))
}

/// Digits with a decimal point or comma, commas between thousands, or a time of day.
fn plain(text: &str, cyrillic: bool) -> Option<Amount> {
    if text.contains(':') {
        return amount(time_of_day(text)?);
    }
    let mut groups = text.split('.').next().unwrap_or_default().split(',');
    let first = groups.next().is_some_and(|group| is_group(group, 1));
    let commas = text.matches(',').count();
    let thousands = first && commas > 0 && groups.all(|group| is_group(group, 3));
    if thousands && (!cyrillic || commas > 1) {
        return text.replace(',', "").parse().ok();
    }
    text.replacen(',', ".", 1).parse().ok()
}

/// `18:00` as 1800.
fn time_of_day(text: &str) -> Option<u64> {
    let mut parts = text.split(':').map(|part| {
        let digits = part.len() <= 2 && part.bytes().all(|byte| byte.is_ascii_digit());
        part.parse::<u64>().ok().filter(|_| digits)
    });
    let hour = parts.next()??;
    let minute_text = text.split(':').nth(1)?;
    let minute = parts.next()??;
    let second = parts.next().unwrap_or(Some(0))?;
    let fits = hour <= 24 && minute < 60 && second < 60 && minute_text.len() == 2 && parts.next().is_none();
    fits.then_some(hour * 100 + minute)
}

/// `2024-05-01` or `01.05.2024` as 20240501.
fn date(text: &str) -> Option<u64> {
    let separator = if text.contains('-') { '-' } else { '.' };
    let mut parts = text.split(separator).map(|part| {
        let digits = part.len() <= 4 && part.bytes().all(|byte| byte.is_ascii_digit());
        part.parse::<u64>().ok().filter(|_| digits).map(|value| (value, part.len()))
    });
    let (first, middle, last) = (parts.next()??, parts.next()??, parts.next()??);
    let ((year, year_length), (month, _), (day, _)) =
        if separator == '-' { (first, middle, last) } else { (last, middle, first) };
    let year = if year_length == 2 { 2000 + year } else { year };
    let fits = matches!(year_length, 2 | 4) && (1..=12).contains(&month) && (1..=31).contains(&day);
    (fits && parts.next().is_none() && (separator == '.' || year_length == 4))
        .then_some(year * 10_000 + month * 100 + day)
}

/// Digits with a unit right behind them: `10гб`, `10th`, `5k`, `18:00`.
fn attached(text: &str, cyrillic: bool) -> Option<Numeral> {
    let length =
        text.find(|character: char| !(character.is_ascii_digit() || matches!(character, '.' | ',' | ':')));
    let (number, rest) = text.split_at_checked(length.unwrap_or(text.len()))?;
    let low = plain(number, cyrillic)?;
    let unit = match rest {
        "" => number.contains(':').then(|| "o'clock".to_owned()),
        "th" | "st" | "nd" | "rd" => None,
        "k" | "к" | "тыс" => return Some(Numeral::one(low.times(THOUSAND)?)),
        "m" | "млн" => return Some(Numeral::one(low.times(MILLION)?)),
        unit if is_known_unit(unit) => Some(unit.to_owned()),
        _ => return None,
    };
    Some(Numeral { unit, ..Numeral::one(low) })
}

fn is_ordinal_ending(ending: &str) -> bool {
    const ENDINGS: [&str; 22] = [
        "го", "ого", "его", "му", "ому", "м", "ом", "й", "ый", "ий", "ой", "я", "ая", "ю", "ую", "е", "ое",
        "х", "ых", "ми", "ти", "и",
    ];
    ENDINGS.contains(&ending)
}

/// What is counted in `30-day` or `30-дневный`; nothing in `2-factor`.
fn unit_of(words: &[&str]) -> Option<String> {
    const NOT_COUNTED: [&str; 8] = ["factor", "фактор", "step", "шаг", "stage", "этап", "party", "way"];
    let last = words.last()?;
    let counts = words.len() <= 3 && !NOT_COUNTED.iter().any(|start| last.starts_with(start));
    counts.then(|| words.join(" "))
}

/// Once, дважды, однократно.
fn once(tokens: &[Token], at: usize) -> Option<Numeral> {
    let word = tokens.get(at)?.lower.as_str();
    let (times, unit) = match word {
        "однократно" | "единожды" => (1, "раз"),
        "дважды" | "двукратно" | "двухкратно" => (2, "раза"),
        "трижды" | "трехкратно" | "троекратно" => (3, "раза"),
        "четырежды" => (4, "раза"),
        "once" if once_counts(tokens, at) => (1, "time"),
        "twice" => (2, "times"),
        "thrice" => (3, "times"),
        _ => return None,
    };
    Some(Numeral { unit: Some(unit.to_owned()), ..Numeral::one(Amount::from(times)) })
}

/// Whether `once` counts: as a conjunction it says when.
fn once_counts(tokens: &[Token], at: usize) -> bool {
    let word =
        |at: usize| tokens.get(at).filter(|token| token.kind == Kind::Word).map(|token| token.lower.as_str());
    let before = at.checked_sub(1).and_then(word);
    if matches!(before, Some("only" | "than" | "most" | "least" | "just" | "exactly" | "maximum" | "at")) {
        return before != Some("at");
    }
    match word(at + 1) {
        None => at > 0,
        Some("per" | "every" | "each" | "daily" | "in" | "or" | "only" | "and") => true,
        Some("a" | "an") => word(at + 2).is_some_and(|unit| time_unit(unit).is_some()),
        Some(_) => false,
    }
}

/// A number that is part of a word: `десятидневный`, `ten-day`, `twenty-five`, `два-три`.
fn in_a_word(word: &str) -> Option<Numeral> {
    if word.len() > 2 * LONGEST {
        return None;
    }
    if !word.contains('-') {
        return compound(word);
    }
    let parts: Vec<&str> = word.split('-').collect();
    let cardinal = |word: &str| CARDINALS.get(word).copied();
    let ordinal = |word: &str| ordinal(word).filter(|(_, size)| *size == Size::Unit).map(|(value, _)| value);
    let ten_and = |tens: &str, unit: Option<u64>| {
        let tens = cardinal(tens).filter(|tens| tens.size == Size::Tens && !is_cyrillic(word))?;
        unit.filter(|unit| (1..10).contains(unit)).map(|unit| tens.value + unit)
    };
    let unit_value =
        |word: &str| cardinal(word).filter(|unit| unit.size == Size::Unit).map(|unit| unit.value);
    match parts.as_slice() {
        [tens, unit] if ten_and(tens, unit_value(unit)).is_some() => {
            Some(Numeral::one(amount(ten_and(tens, unit_value(unit))?)?))
        }
        [tens, unit] if ten_and(tens, ordinal(unit)).is_some() => {
            let low = amount(ten_and(tens, ordinal(unit))?)?;
            Some(Numeral { sure: Sure::BeforeTime, ..Numeral::one(low) })
        }
        [low, high] if cardinal(low).is_some() && cardinal(high).is_some() => {
            let (first, second) = (cardinal(low)?, cardinal(high)?);
            let high = (amount(second.value)?, low.len() + 1);
            let range = first.value < second.value && second.size != Size::Power;
            range.then_some(Numeral { high: Some(high), ..Numeral::one(amount(first.value)?) })
        }
        [number, units @ ..] if units.last().is_some_and(|unit| time_unit(unit).is_some()) => {
            let (value, units) = match units {
                [unit, rest @ ..] if !rest.is_empty() && ten_and(number, unit_value(unit)).is_some() => {
                    (ten_and(number, unit_value(unit))?, rest)
                }
                _ => (cardinal(number).filter(|number| number.size != Size::Power)?.value, units),
            };
            Some(Numeral { unit: Some(units.join(" ")), ..Numeral::one(amount(value)?) })
        }
        _ => None,
    }
}

/// `тридцатидневный`: numbers in the genitive, then a span of time as an adjective.
fn compound(word: &str) -> Option<Numeral> {
    const SPANS: [&str; 11] = [
        "дневн",
        "суточн",
        "недельн",
        "месячн",
        "годичн",
        "годовал",
        "летн",
        "часов",
        "минутн",
        "секундн",
        "кратн",
    ];
    // What a number of this kind begins with: most words are no number, and are soon done with.
    const STARTS: [&str; 17] = [
        "одн", "оди", "дву", "два", "две", "тре", "три", "чет", "пят", "шес", "сем", "вос", "дев", "дес",
        "сор", "сто", "пол",
    ];
    if !word.get(..6).is_some_and(|start| STARTS.contains(&start)) {
        return None;
    }
    let (start, unit) = SPANS.into_iter().find_map(|span| {
        let start = word.rfind(span)?;
        let (number, unit) = word.split_at_checked(start)?;
        let ending = unit.strip_prefix(span)?;
        is_adjective_ending(ending).then_some((number, unit))
    })?;
    let value = match start {
        "одно" => 1,
        "дву" => 2,
        "сто" => 100,
        "девяносто" => 90,
        "полутора" => {
            return Some(Numeral { unit: Some(unit.to_owned()), ..Numeral::one(half_more(1)?) });
        }
        _ => genitives(start)?,
    };
    Some(Numeral { unit: Some(unit.to_owned()), ..Numeral::one(amount(value)?) })
}

/// `двадцатипяти` as 25.
fn genitives(word: &str) -> Option<u64> {
    let value = |word: &str| {
        let found = CARDINALS.get(word).filter(|found| matches!(found.size, Size::Unit | Size::Tens))?;
        (found.value > 1 && (word.ends_with('и') || word.ends_with('х') || word == "сорока"))
            .then_some(*found)
    };
    if let Some(found) = value(word) {
        return Some(found.value);
    }
    word.char_indices().find_map(|(at, _)| {
        let (tens, unit) = word.split_at_checked(at)?;
        let (tens, unit) = (value(tens)?, value(unit)?);
        (tens.size == Size::Tens && unit.value < 10).then_some(tens.value + unit.value)
    })
}

fn half_more(value: i64) -> Option<Amount> {
    format!("{value}.5").parse().ok()
}

/// Number words added up: whole groups of thousands, and the group that is being read.
struct Sum {
    total: u64,
    group: u64,
    /// The last word of the group: 1 for a unit, 2 for tens, 3 for hundreds; 0 where it is empty.
    last: u8,
    last_power: u64,
    sure: Sure,
}

impl Sum {
    /// Add one more word; `false` where it begins another number.
    fn add(&mut self, next: Cardinal, begins: bool, article: bool) -> Option<bool> {
        let sure_of_power = |counted| if counted || article { Sure::Yes } else { next.sure };
        let size = match next.size {
            Size::Unit => 1,
            Size::Tens => 2,
            Size::Hundreds => 3,
            Size::Power if next.value == 100 => {
                let counted = self.last == 1 && (1..10).contains(&self.group);
                if !counted && self.last != 0 {
                    return Some(false);
                }
                self.sure = sure_of_power(counted || !begins);
                (self.group, self.last) = (self.group.max(1) * 100, 3);
                return Some(true);
            }
            Size::Power if next.value < self.last_power => {
                let counted = self.last > 0;
                if !counted && !begins {
                    return Some(false);
                }
                self.sure = sure_of_power(counted);
                let group = if counted { self.group } else { 1 };
                self.total = self.total.checked_add(group.checked_mul(next.value)?)?;
                (self.group, self.last, self.last_power) = (0, 0, next.value);
                return Some(true);
            }
            Size::Power | Size::Alone => return Some(false),
        };
        let follows = self.last == 0 || size < self.last && !(self.last == 2 && next.value > 9);
        if !follows || next.value == 0 && !begins || self.last_power == 0 {
            return Some(false);
        }
        // One and a family are sure as parts of greater numbers.
        self.sure = if begins { next.sure } else { Sure::Yes };
        (self.group, self.last) = (self.group + next.value, size);
        if next.value == 0 {
            self.last_power = 0;
        }
        Some(true)
    }
}

/// Number words one after another: `сто двадцать пять`, `a hundred and five`, `twenty first` before a span.
fn in_words(tokens: &[Token], at: usize) -> Option<Numeral> {
    let word = |at: usize| word_at(tokens, at);
    let cardinal = |at: usize| word(at).and_then(|word| CARDINALS.get(word)).copied();
    let first = word(at)?;
    if matches!(first, "полтора" | "полторы" | "полутора") {
        let power = cardinal(at + 1).filter(|next| next.size == Size::Power);
        let low = half_more(1)?.times(power.map_or(1, |power| power.value))?;
        return Some(Numeral { length: 1 + usize::from(power.is_some()), ..Numeral::one(low) });
    }
    if let Some(alone) = cardinal(at).filter(|first| first.size == Size::Alone) {
        return Some(Numeral { sure: alone.sure, ..Numeral::one(amount(alone.value)?) });
    }
    let article = matches!(first, "a" | "an");
    let begins = at + usize::from(article);
    if article {
        cardinal(begins).filter(|next| next.size == Size::Power)?;
    }
    let english = !is_cyrillic(word(begins)?);
    let mut here = begins;
    let mut sum = Sum { total: 0, group: 0, last: 0, last_power: u64::MAX, sure: Sure::Yes };
    loop {
        let mut next = cardinal(here).map(|next| (next, 1));
        if next.is_none()
            && english
            && (sum.last == 3 || sum.last == 0 && sum.total > 0)
            && word(here) == Some("and")
        {
            let small = |next: &Cardinal| matches!(next.size, Size::Unit | Size::Tens);
            next = cardinal(here + 1).filter(small).map(|next| (next, 2));
        }
        if next.is_none() && english && matches!(sum.last, 0 | 3) {
            next = word(here)
                .and_then(hyphenated)
                .map(|value| (Cardinal { value, size: Size::Unit, sure: Sure::Yes }, 1));
        }
        let Some((next, length)) = next else { break };
        if !sum.add(next, here == begins, article)? {
            break;
        }
        here += length;
    }
    let so_far = sum.total.checked_add(sum.group)?;
    let ordinal = word(here).and_then(ordinal).filter(|(value, size)| {
        let follows = match size {
            Size::Unit => sum.last == 0 || sum.last == 3 || sum.last == 2 && *value < 10,
            Size::Tens => matches!(sum.last, 0 | 3),
            _ => here == at,
        };
        follows && word(here + 1).is_some_and(|unit| time_unit(unit).is_some())
    });
    if let Some((value, _)) = ordinal {
        let low = amount(so_far.checked_add(value)?)?;
        return Some(Numeral { length: here + 1 - at, sure: Sure::BeforeTime, ..Numeral::one(low) });
    }
    (here > begins).then_some(Numeral { length: here - at, sure: sum.sure, ..Numeral::one(amount(so_far)?) })
}

/// `twenty-five` as 25.
fn hyphenated(word: &str) -> Option<u64> {
    let (tens, unit) = word.split_once('-')?;
    let tens = CARDINALS.get(tens).filter(|tens| tens.size == Size::Tens)?;
    let unit = CARDINALS.get(unit).filter(|unit| unit.size == Size::Unit && (1..10).contains(&unit.value))?;
    (!is_cyrillic(word)).then_some(tens.value + unit.value)
}

fn word_at(tokens: &[Token], at: usize) -> Option<&str> {
    tokens.get(at).filter(|token| token.kind == Kind::Word).map(|token| token.lower.as_str())
}

/// Tenth, десятого: the number, and its size.
fn ordinal(word: &str) -> Option<(u64, Size)> {
    const ENGLISH: &[&str] = &[
        "first",
        "second",
        "third",
        "fourth",
        "fifth",
        "sixth",
        "seventh",
        "eighth",
        "ninth",
        "tenth",
        "eleventh",
        "twelfth",
        "thirteenth",
        "fourteenth",
        "fifteenth",
        "sixteenth",
        "seventeenth",
        "eighteenth",
        "nineteenth",
    ];
    const STEMS: &[(&str, u64)] = &[
        ("перв", 1),
        ("втор", 2),
        ("четверт", 4),
        ("пят", 5),
        ("шест", 6),
        ("седьм", 7),
        ("восьм", 8),
        ("девят", 9),
        ("десят", 10),
        ("одиннадцат", 11),
        ("двенадцат", 12),
        ("тринадцат", 13),
        ("четырнадцат", 14),
        ("пятнадцат", 15),
        ("шестнадцат", 16),
        ("семнадцат", 17),
        ("восемнадцат", 18),
        ("девятнадцат", 19),
        ("двадцат", 20),
        ("тридцат", 30),
        ("сороков", 40),
        ("пятидесят", 50),
        ("шестидесят", 60),
        ("семидесят", 70),
        ("восьмидесят", 80),
        ("девяност", 90),
        ("сот", 100),
    ];
    let sized = |value: u64| {
        let size = match value {
            ..20 => Size::Unit,
            20..100 => Size::Tens,
            _ => Size::Hundreds,
        };
        (value, size)
    };
    if !is_cyrillic(word) {
        if let Some(at) = ENGLISH.iter().position(|own| *own == word) {
            return u64::try_from(at + 1).ok().map(sized);
        }
        let tens = word.strip_suffix("ieth")?;
        return TENS
            .iter()
            .find(|(_, forms)| forms.ends_with(&format!("{tens}y")))
            .map(|(value, _)| sized(*value));
    }
    if matches!(
        word,
        "третий"
            | "третья"
            | "третье"
            | "третьи"
            | "третьего"
            | "третьему"
            | "третьим"
            | "третьем"
            | "третьей"
            | "третью"
            | "третьих"
            | "третьими"
    ) {
        return Some(sized(3));
    }
    STEMS
        .iter()
        .find(|(stem, _)| word.strip_prefix(stem).is_some_and(is_adjective_ending))
        .map(|(_, value)| sized(*value))
}
