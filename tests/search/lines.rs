//! The lines of documents that are edited, numbers by a seed, and the words that are written in place of others.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use ustav::prose::normalize;

pub(super) const EN: &str = include_str!("library.md");
pub(super) const RU: &str = include_str!("museum.md");

/// Words that stand in neither document, to be written in place of others.
pub(super) const OTHER_WORDS: [&[&str]; 2] = [
    &[
        "orchard", "lanterns", "harvest", "velvet", "compass", "granite", "whistle", "meadow", "barrel",
        "copper",
    ],
    &["яблони", "фонарей", "урожай", "бархата", "компас", "гранита", "свисток", "лугов", "бочки", "медный"],
];

/// Sentences that have nothing to do with those of the documents.
pub(super) const OTHER_SENTENCES: [&[&str]; 2] = [
    &[
        "Bicycles need a working bell and two brakes.",
        "The harvest festival begins with a parade of tractors.",
        "Each apprentice keeps a diary about the workshop.",
        "Rain water is gathered in wooden barrels behind the barn.",
        "Only the beekeeper opens the hives.",
        "Sailors must not whistle before a storm.",
    ],
    &[
        "Велосипедисту нужен исправный звонок и два тормоза.",
        "Праздник урожая начинается парадом тракторов.",
        "Каждый подмастерье ведёт дневник мастерской.",
        "Дождевую воду собирают в деревянные бочки за сараем.",
        "Только пасечник открывает ульи.",
        "Матросам нельзя свистеть перед бурей.",
    ],
];

/// Numbers by a seed, the same everywhere.
pub(super) struct Random(pub(super) u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub(super) fn below(&mut self, count: usize) -> usize {
        usize::try_from(self.next() % count as u64).unwrap()
    }

    pub(super) fn pick<'t, T: ?Sized>(&mut self, all: &[&'t T]) -> &'t T {
        all[self.below(all.len())]
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Other,
    Paragraph,
    Item,
    Row,
}

/// A line of a document; what is cited has the number of its line as it was.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) kind: Kind,
    pub(super) text: String,
}

pub(super) fn lines(text: &str) -> Vec<Line> {
    let mut above = "";
    let read = text.lines().map(|line| {
        let is_row = line.starts_with('|') && above.starts_with('|') && !line.starts_with("|---");
        above = line;
        let kind = match line.chars().next() {
            Some('|') if is_row => Kind::Row,
            Some('-') => Kind::Item,
            Some(first) if first.is_alphabetic() && !line.ends_with(':') => Kind::Paragraph,
            _ => Kind::Other,
        };
        Line { kind, text: line.to_owned() }
    });
    read.collect()
}

/// A line as the normal text has it, without what ends it.
pub(super) fn said(line: &str) -> String {
    let bare = line.trim_matches(|letter: char| "|- ".contains(letter));
    normalize(bare).trim_end_matches(['.', ';']).to_owned()
}

/// A text with some of its longer words replaced: so many, or all within a range.
pub(super) fn replaced(text: &str, count: usize, language: usize, random: &mut Random) -> String {
    let mut words: Vec<String> = text.split(' ').map(str::to_owned).collect();
    let is_long = |word: &str| word.chars().filter(|one| one.is_alphabetic()).count() > 3;
    let is_bound = |word: &str| ["within", "течение"].contains(&word);
    let long: Vec<usize> =
        (1..words.len()).filter(|at| is_long(&words[*at]) && !is_bound(&words[*at])).collect();
    let mut left = long;
    for _ in 0..count.min(left.len()) {
        let at = left.remove(random.below(left.len()));
        let end: String = words[at].chars().filter(|one| ".;,".contains(*one)).collect();
        words[at] = random.pick(OTHER_WORDS[language]).to_owned() + &end;
    }
    words.join(" ")
}

pub(super) fn cells(row: &str) -> Vec<String> {
    row.trim_matches('|').split('|').map(|cell| cell.trim().to_owned()).collect()
}

pub(super) fn row(cells: &[String]) -> String {
    format!("| {} |", cells.join(" | "))
}

/// The quote by which a line is cited: all of it, some words in its middle, or its beginning and its end.
pub(super) fn quote(line: &str, all: &str, how: usize) -> String {
    let text = said(line);
    let words: Vec<&str> = text.split(' ').collect();
    let part = match how {
        1 if words.len() > 4 => words[words.len() / 2 - 1..words.len() / 2 + 2].join(" "),
        2 if words.len() > 6 => format!("{} … {}", words[..2].join(" "), words[words.len() - 2..].join(" ")),
        3 if words.len() > 4 => words[..3].join(" "),
        _ => text.clone(),
    };
    let first = part.split(" … ").next().unwrap();
    if normalize(all).matches(first).count() == 1 { part } else { text }
}

pub(super) const ALIKE: [[&[&str]; 4]; 2] = [
    [
        &["Members", "Guests", "Trainers", "Lifeguards", "Visitors", "Parents"],
        &["may keep", "must return", "may not borrow", "can order", "have to label"],
        &["towels", "goggles", "lockers", "boards", "kayaks", "paddles", "ropes", "vests", "tickets", "keys"],
        &[
            "at the pool",
            "in the sauna",
            "on the beach",
            "in the gym",
            "at the desk",
            "in the cafe",
            "on the pier",
        ],
    ],
    [
        &["Участники", "Гости", "Тренеры", "Спасатели", "Посетители", "Родители"],
        &["могут хранить", "обязаны возвращать", "не вправе брать", "вправе заказать", "должны подписывать"],
        &["полотенца", "очки", "шкафы", "доски", "байдарки", "вёсла", "канаты", "жилеты", "талоны", "ключи"],
        &["у бассейна", "в сауне", "на пляже", "в спортзале", "у стойки", "в кафе", "на причале"],
    ],
];

/// A document of sentences that are made of the same few words, no two of them alike in all.
pub(super) fn alike(language: usize, random: &mut Random) -> String {
    let mut known = BTreeSet::new();
    let mut text = ["# House\n", "# Дом\n"][language].to_owned();
    for section in ["A", "B", "C", "D"] {
        write!(text, "\n## {} {section}\n\n", ["Part", "Часть"][language]).unwrap();
        for _ in 0..9 {
            let [who, does, what, there] = ALIKE[language].map(|words| random.pick(words));
            let number = 2 + random.below(30);
            if known.insert((who, does, what)) {
                let days = ["days", "дней"][language];
                let each = ["within", "в течение"][language];
                writeln!(text, "{who} {does} {what} {there} {each} {number} {days}.").unwrap();
            }
        }
    }
    text
}
