//! Numbers by themselves: digits, and the number words of Russian and English in all their forms.

mod compounds;
mod digits;
mod number_words;
mod numeral;
mod once;
mod read;
mod vocabulary;

pub(crate) use numeral::{Certainty, Numeral};
pub(crate) use read::numeral;
