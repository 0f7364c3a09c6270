//! Exact decimal numbers and thirds.

use crate::base::message::{Message, msg};
use std::fmt;
use std::str::FromStr;

const FRACTION_DIGITS: usize = 12;
const WHOLE_DIGITS: usize = 19;
const LAST_DIGIT: i128 = 3;
const ONE: i128 = LAST_DIGIT * 1_000_000_000_000;

/// An exact number with at most 19 digits before the point and 12 after it, or so many thirds. 1.50 and 1.5 are the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Amount {
    /// In thirds of 10⁻¹², so that equal amounts are equal here.
    scaled: i128,
}

impl Amount {
    /// The amount as a whole number; `None` where it has a fraction.
    pub fn whole(&self) -> Option<i64> {
        (self.scaled % ONE == 0).then(|| i64::try_from(self.scaled / ONE).ok()).flatten()
    }

    /// The product; `None` where it has too many digits.
    pub(crate) fn times(self, factor: u64) -> Option<Self> {
        let scaled = self.scaled.checked_mul(i128::from(factor))?;
        let limit = ONE.checked_mul(10_000_000_000_000_000_000)?;
        (scaled.abs() < limit).then_some(Self { scaled })
    }

    /// A fraction; `None` where it is neither decimal nor in thirds.
    pub(crate) fn ratio(numerator: i64, denominator: i64) -> Option<Self> {
        let (numerator, denominator) = (i128::from(numerator) * ONE, i128::from(denominator));
        let is_exact = numerator.checked_rem(denominator)? == 0;
        is_exact.then_some(Self { scaled: numerator / denominator })
    }

    pub(crate) fn plus(self, other: Self) -> Option<Self> {
        Some(Self { scaled: self.scaled.checked_add(other.scaled)? })
    }

    pub(crate) fn negative(self) -> Self {
        Self { scaled: -self.scaled }
    }

    /// As people read it.
    pub(crate) fn message(self) -> Message {
        let text = self.to_string();
        match text.split_once('.') {
            Some((whole, fraction)) if !text.ends_with("/3") => {
                msg!(documents.decimal, whole = whole, fraction = fraction)
            }
            _ => Message::verbatim(text),
        }
    }
}

impl From<i64> for Amount {
    fn from(whole: i64) -> Self {
        Self { scaled: i128::from(whole) * ONE }
    }
}

/// Why a text is no amount: it is not a decimal number, or has too many digits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ParseAmountError;

impl FromStr for Amount {
    type Err = ParseAmountError;

    /// Read digits with at most one point, and a minus before them where it is negative; or thirds, as `2/3`.
    fn from_str(text: &str) -> Result<Self, ParseAmountError> {
        if let Some(thirds) = text.strip_suffix("/3") {
            let Self { scaled } = thirds.parse()?;
            return Ok(Self { scaled: scaled / LAST_DIGIT });
        }
        let (sign, digits) = text.strip_prefix('-').map_or((1, text), |digits| (-1, digits));
        let (whole, fraction) = match digits.split_once('.') {
            Some((_, "")) => return Err(ParseAmountError),
            Some(parts) => parts,
            None => (digits, ""),
        };
        let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
        let fraction_ends = fraction.trim_end_matches('0');
        let whole_begins = whole.trim_start_matches('0');
        let fits = whole_begins.len() <= WHOLE_DIGITS && fraction_ends.len() <= FRACTION_DIGITS;
        if whole.is_empty() || !digits(whole) || !digits(fraction) || !fits {
            return Err(ParseAmountError);
        }
        let mut scaled: i128 = 0;
        let padding = std::iter::repeat_n(b'0', FRACTION_DIGITS - fraction_ends.len());
        for digit in whole_begins.bytes().chain(fraction_ends.bytes()).chain(padding) {
            scaled = scaled * 10 + i128::from(digit - b'0');
        }
        Ok(Self { scaled: sign * scaled * LAST_DIGIT })
    }
}

impl fmt::Display for Amount {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.scaled % LAST_DIGIT != 0 {
            return write!(out, "{}/3", Self { scaled: self.scaled * LAST_DIGIT });
        }
        let (whole, fraction) = (self.scaled.abs() / ONE, self.scaled.abs() % ONE);
        let sign = if self.scaled < 0 { "-" } else { "" };
        if fraction == 0 {
            return write!(out, "{sign}{whole}");
        }
        let fraction = fraction / LAST_DIGIT;
        let fraction = format!("{fraction:012}");
        write!(out, "{sign}{whole}.{}", fraction.trim_end_matches('0'))
    }
}
