//! Numbers in the forms that lists are counted in.

/// Numbers above are shown in digits: a Roman number or a row of letters would grow with them.
const MOST_ROMAN: u32 = 3_999;
const MOST_TURNS: u32 = 30;

const LATIN: &str = "abcdefghijklmnopqrstuvwxyz";
/// Without the letters that lists leave out: ё, й, ъ, ы, ь.
const RUSSIAN: &str = "абвгдежзиклмнопрстуфхцчшщэюя";

const ROMAN: [(u32, &str); 13] = [
    (1000, "m"),
    (900, "cm"),
    (500, "d"),
    (400, "cd"),
    (100, "c"),
    (90, "xc"),
    (50, "l"),
    (40, "xl"),
    (10, "x"),
    (9, "ix"),
    (5, "v"),
    (4, "iv"),
    (1, "i"),
];

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NumberFormat {
    Decimal,
    /// `01`, `02`
    DecimalZero,
    LowerRoman,
    UpperRoman,
    LowerLetter,
    UpperLetter,
    LowerRussian,
    UpperRussian,
    Bullet,
    /// No number, though one is counted.
    Nothing,
}

impl NumberFormat {
    /// By the name that the standard gives it; what has another is shown in digits.
    pub(super) fn of(name: &str) -> Self {
        match name {
            "decimalZero" => Self::DecimalZero,
            "lowerRoman" => Self::LowerRoman,
            "upperRoman" => Self::UpperRoman,
            "lowerLetter" => Self::LowerLetter,
            "upperLetter" => Self::UpperLetter,
            "russianLower" => Self::LowerRussian,
            "russianUpper" => Self::UpperRussian,
            "bullet" => Self::Bullet,
            "none" => Self::Nothing,
            _ => Self::Decimal,
        }
    }

    pub(super) fn shown(self, number: u32) -> String {
        match self {
            Self::Decimal | Self::Bullet => number.to_string(),
            Self::DecimalZero => format!("{number:02}"),
            Self::LowerRoman => roman(number),
            Self::UpperRoman => roman(number).to_uppercase(),
            Self::LowerLetter => letters(number, LATIN),
            Self::UpperLetter => letters(number, LATIN).to_uppercase(),
            Self::LowerRussian => letters(number, RUSSIAN),
            Self::UpperRussian => letters(number, RUSSIAN).to_uppercase(),
            Self::Nothing => String::new(),
        }
    }
}

fn roman(number: u32) -> String {
    if !(1..=MOST_ROMAN).contains(&number) {
        return number.to_string();
    }
    let mut left = number;
    let mut shown = String::new();
    for (value, letters) in ROMAN {
        while left >= value {
            left -= value;
            shown.push_str(letters);
        }
    }
    shown
}

/// A letter; behind the last one they begin anew, doubled: `z`, `aa`, `bb`.
fn letters(number: u32, alphabet: &str) -> String {
    let size = u32::try_from(alphabet.chars().count()).unwrap_or(u32::MAX);
    let Some(index) = number.checked_sub(1) else { return number.to_string() };
    let (turn, at) = (index / size, index % size);
    let letter = usize::try_from(at).ok().and_then(|at| alphabet.chars().nth(at));
    match letter.filter(|_| turn < MOST_TURNS).zip(usize::try_from(turn + 1).ok()) {
        Some((letter, times)) => letter.to_string().repeat(times),
        None => number.to_string(),
    }
}
