//! How letters are set that say something by it: in bold, raised or lowered.

/// The digits and signs that have a raised and a lowered form.
const SHIFTED: &str = "0123456789+-−–";
const RAISED: &str = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻⁻";
const LOWERED: &str = "₀₁₂₃₄₅₆₇₈₉₊₋₋₋";

/// How often the text is set so.
#[derive(Default)]
pub(crate) struct Style {
    bold: u32,
    raised: u32,
    lowered: u32,
    /// A letter of what is being read is not in bold.
    has_plain_letters: bool,
}

impl Style {
    pub(crate) fn embolden(&mut self, begins: bool) {
        count(&mut self.bold, begins);
    }

    pub(crate) fn raise(&mut self, begins: bool) {
        count(&mut self.raised, begins);
    }

    pub(crate) fn lower(&mut self, begins: bool) {
        count(&mut self.lowered, begins);
    }

    /// Whatever was raised or lowered is over.
    pub(crate) fn level(&mut self) {
        (self.raised, self.lowered) = (0, 0);
    }

    pub(crate) fn is_level(&self) -> bool {
        self.raised == 0 && self.lowered == 0
    }

    pub(crate) fn shown(&self, character: char) -> char {
        match (self.raised, self.lowered) {
            (0, 0) => character,
            (0, _) => shifted(character, LOWERED),
            _ => shifted(character, RAISED),
        }
    }

    /// Whether a letter comes that is not in bold.
    pub(crate) fn is_plain(&mut self, letter: char) -> bool {
        let is_plain = self.bold == 0 && !letter.is_whitespace();
        self.has_plain_letters |= is_plain;
        is_plain
    }

    /// Whether all that was read is in bold. What is read next is another.
    pub(crate) fn was_bold(&mut self) -> bool {
        !std::mem::take(&mut self.has_plain_letters)
    }
}

fn count(depth: &mut u32, begins: bool) {
    *depth = if begins { depth.saturating_add(1) } else { depth.saturating_sub(1) };
}

fn shifted(character: char, forms: &str) -> char {
    let form = SHIFTED.chars().zip(forms.chars()).find(|(plain, _)| *plain == character);
    form.map_or(character, |(_, form)| form)
}
