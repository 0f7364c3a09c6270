//! Spans of time that no number counts: `within a week`, `в месячный срок`, `every other Friday`, `the next working day`.

use crate::prose::facts::amount::Amount;
use crate::prose::facts::lexicon::{adjective, other_unit, qualifier};
use crate::prose::facts::number::Bound;
use crate::prose::facts::number_match::{NumberMatch, counted_back};
use crate::prose::facts::numerals::Numeral;
use crate::prose::facts::phrases::{Before, OneSpan, before_one, counts_back};
use crate::prose::facts::stem::is_cyrillic;
use crate::prose::facts::tokens::Token;
use crate::prose::language::{Section, sections_of};

/// One span of time that begins at a token, where a phrase bounds it or a number goes by it: `10 запросов в сутки`.
pub(crate) fn one_span(tokens: &[Token], at: usize, before: Option<&NumberMatch>) -> Option<NumberMatch> {
    let limit = before.map_or(0, |before| before.core.end);
    let own = Spans { tokens, limit, before };
    // Most words are none of these, and two look-ups say so.
    let (here, next) = (sections_of(own.word(at)), sections_of(own.word(at + 1)));
    if here.has(Section::NamedDay) {
        return own.named_day(at);
    }
    if next.has(Section::NounOfATerm) || here.has(Section::OneSpanInTheGenitive) {
        return own.term(at);
    }
    if here.has(Section::NextSpan) {
        return own.next_span(at);
    }
    if here.has(Section::OneSpanOfTime) || next.has(Section::OneSpanOfTime) { own.span(at) } else { None }
}

struct Spans<'t> {
    tokens: &'t [Token],
    /// What stands before it belongs to another number.
    limit: usize,
    before: Option<&'t NumberMatch>,
}

impl Spans<'_> {
    fn word(&self, at: usize) -> &str {
        self.tokens.get(at).map_or("", |token| token.lower.as_str())
    }

    fn is(&self, at: usize, section: Section) -> bool {
        section.has(self.word(at))
    }

    /// The span between two tokens, bounded by what begins at `own.start` and ends before it.
    fn found(&self, at: usize, end: usize, own: &OneSpan) -> NumberMatch {
        let back = counted_back(self.tokens, own.start, end, self.limit)
            .or_else(|| counted_back(self.tokens, at, end, self.limit));
        let is_before = back.is_some();
        let (bound, start, behind) = back.map_or((own.bound, own.start, end), |back| {
            (back.bound.unwrap_or(Bound::None), back.start.min(own.start), back.end)
        });
        let unit: Vec<&str> = (at..end).map(|at| self.word(at)).collect();
        NumberMatch {
            numeral: Numeral::one(Amount::from(own.count)),
            core: at..end,
            bound,
            phrase: start..at,
            unit: Some(unit.join(" ")),
            is_before,
            end: behind,
        }
    }

    /// `by Friday`, `from Monday to Friday`: one bounds the other where [`super::quantities`] finds a range.
    fn named_day(&self, at: usize) -> Option<NumberMatch> {
        let joins = |at: usize| {
            Section::BareRange.has(self.word(at)) || {
                Section::Range.items().iter().any(|(_, middle)| *middle == self.word(at))
            }
        };
        let ends_range =
            || at >= 2 && joins(at - 1) && self.before.is_some_and(|before| before.end == at - 1);
        let opens_range = || joins(at + 1) && self.is(at + 2, Section::NamedDay);
        let bounded = before_one(self.tokens, Before::NamedDay, at, self.limit);
        let in_a_range = ends_range() || opens_range();
        let bare = in_a_range.then_some(OneSpan { bound: Bound::None, count: 1, start: at });
        let own = if in_a_range { bare } else { bounded }?;
        Some(self.found(at, at + 1, &own))
    }

    /// `в месячный срок`, `a month's notice`
    fn term(&self, at: usize) -> Option<NumberMatch> {
        let start = at.checked_sub(1).filter(|start| *start >= self.limit)?;
        let is_before_term = self.is(at + 1, Section::NounOfATerm);
        let adjective = || adjective(self.word(at), |stem| Section::AdjectiveOfTime.key_of(stem));
        let of_time = if is_before_term { adjective() } else { None };
        let bound = if of_time.is_some() {
            Bound::Within
        } else if self.is(at, Section::OneSpanInTheGenitive) && self.is(start, Section::Article) {
            Bound::None
        } else {
            return None;
        };
        let start = if bound == Bound::None { start } else { at };
        let noun = of_time.and_then(russian_noun).unwrap_or_else(|| self.word(at).trim_end_matches("'s"));
        let found = self.found(at, at + 1, &OneSpan { bound, count: 1, start });
        Some(NumberMatch { unit: Some(noun.to_owned()), ..found })
    }

    /// Where a span ends that begins at a token, and whether a word goes with it: a working day.
    fn span_end(&self, at: usize) -> Option<(usize, bool)> {
        if self.is(at, Section::OneSpanOfTime) {
            // Every second Tuesday.
            return (!self.is(at + 1, Section::NamedDay)).then_some((at + 1, false));
        }
        let is_qualified = self.is(at + 1, Section::OneSpanOfTime) && qualifier(self.word(at)).is_some();
        is_qualified.then_some((at + 2, true))
    }

    /// `by the next working day`
    fn next_span(&self, at: usize) -> Option<NumberMatch> {
        let (end, is_qualified) = self.span_end(at + 1)?;
        let bounded = before_one(self.tokens, Before::Next, at, self.limit);
        let bare = is_qualified.then_some(OneSpan { bound: Bound::None, count: 1, start: at });
        let own = bounded.or(bare)?;
        let found = self.found(at + 1, end, &own);
        Some(NumberMatch { phrase: own.start..at + 1, ..found })
    }

    fn span(&self, at: usize) -> Option<NumberMatch> {
        let (end, is_qualified) = self.span_end(at)?;
        let by_number = || {
            let joint =
                at.checked_sub(1).filter(|joint| self.is(*joint, Section::WordBetweenANumberAndASpan))?;
            // $10/user/month
            let beside = |joint: usize| self.word(joint) == "/" && joint >= 2 && self.word(joint - 2) == "/";
            let first = if beside(joint) { joint - 2 } else { joint };
            let number_end = if first > 0 && self.word(first - 1) == "." { first - 1 } else { first };
            let is_counted = self.before.is_some_and(|before| before.end == number_end);
            is_counted.then_some(OneSpan { bound: Bound::Every, count: 1, start: joint })
        };
        let of_calendar = || {
            let start =
                at.checked_sub(1).filter(|start| self.is(*start, Section::WordBeforeACalendarSpan))?;
            Some(OneSpan { bound: Bound::Every, count: 1, start })
        };
        // 20 € за день.
        let by_price = || {
            let start =
                at.checked_sub(1).filter(|start| self.is(*start, Section::WordBetweenAPriceAndASpan))?;
            let price = self.before.filter(|before| before.end == start)?;
            let is_price = Section::CurrencyCode.has(other_unit(price.unit.as_deref()?)?);
            is_price.then_some(OneSpan { bound: Bound::Every, count: 1, start })
        };
        // A day before the exam.
        let counted_back = || {
            let start = at.checked_sub(1).filter(|start| self.is(*start, Section::Article))?;
            counts_back(self.tokens, end)?;
            Some(OneSpan { bound: Bound::None, count: 1, start })
        };
        let bounded = by_price().or_else(|| before_one(self.tokens, Before::Span, at, self.limit));
        let mut own = bounded.or_else(by_number).or_else(counted_back);
        if is_qualified && qualifier(self.word(at)) == Some("calendar") {
            own = own.filter(|own| own.bound != Bound::After).or_else(of_calendar);
        }
        Some(self.found(at, end, &own?))
    }
}

/// The first Russian word for a unit of time.
fn russian_noun(unit: &'static str) -> Option<&'static str> {
    let mut nouns = Section::UnitOfTime.items().iter();
    nouns.find(|(key, word)| *key == unit && is_cyrillic(word)).map(|(_, word)| *word)
}
