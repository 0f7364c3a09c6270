//! The blocks of an action, laid one behind the other: what a decision reads lies together in memory.
//!
//! First come the heads of the first blocks: of those that are run for actors of no known role, and of those for each
//! role. Then comes what the heads lead to: a line with the head of a further block for the same actors, and then of the
//! block itself its look-ups, its terms, and its answers.

use crate::tables::layout::{Block, CodeSlot, Lookup, Masks, OUTCOMES, Term};
use serde::{Deserialize, Serialize, Serializer};
use std::collections::HashSet;

#[derive(Clone, Debug, Default, Deserialize)]
#[serde(try_from = "(u32, Vec<(u8, Line)>)")]
pub struct Blocks {
    /// How many roles are told apart.
    roles: u32,
    lines: Box<[Line]>,
}

type Line = [u64; 2];

/// So many lines that are the same are written as one at most, so that little text does not come to much memory.
const MOST_ALIKE: usize = 8;

#[derive(Clone, Copy, Debug)]
pub struct Laid<'b> {
    /// Its outcomes are counted from so many times [`crate::tables::layout::OUTCOMES`].
    pub outcomes: u32,
    /// Its first predicate among those of the action.
    pub first_predicate: u32,
    pub predicates: u8,
    /// The first bit of the predicates.
    pub first_bit: u8,
    lookups: &'b [u64],
    terms: &'b [Line],
    answers: &'b [Line],
}

/// Where a block lies, and how many parts it has.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Head(u64);

impl Blocks {
    /// Lay blocks: those for actors of no known role, and those for some roles each, with the number of its own for each
    /// role, where roles are told apart.
    pub fn lay(any: &[Block], of_roles: &[Vec<Block>], roles: &[usize]) -> Self {
        let mut lines: Vec<Line> = vec![[0; 2]; (roles.len() + 1).div_ceil(2)];
        // Whoever has no block has an empty one.
        let first_bit = u8::try_from(OUTCOMES).unwrap_or(u8::MAX);
        let empty = Block { answers: vec![Masks::default()], first_bit, ..Block::default() };
        let nothing = Head::of(lines.len(), &empty);
        lay(&mut lines, &empty);
        let first = chain(&mut lines, any, nothing);
        put(&mut lines, 0, first);
        let heads: Vec<Head> = of_roles.iter().map(|blocks| chain(&mut lines, blocks, nothing)).collect();
        for (row, own) in roles.iter().enumerate() {
            put(&mut lines, row + 1, heads.get(*own).copied().unwrap_or(nothing));
        }
        Self { roles: u32::try_from(roles.len()).unwrap_or(u32::MAX), lines: lines.into() }
    }

    /// How many roles are told apart.
    pub fn roles(&self) -> u32 {
        self.roles
    }

    /// The head of the first block for actors of a role, by its number; without one, for those of no known role.
    #[inline]
    pub fn head(&self, role: Option<u8>) -> Head {
        let row = role.map_or(0, |role| u32::from(role) + 1);
        self.of_row(if row > self.roles { 0 } else { row })
    }

    #[inline]
    fn of_row(&self, row: u32) -> Head {
        Head(self.lines.as_flattened().get(row as usize).copied().unwrap_or_default())
    }

    /// The block of a head, and the head of the next for the same actors, if there is one.
    #[inline]
    pub fn block(&self, Head(head): Head) -> Option<(Laid<'_>, Head)> {
        let [begin, counts] = halves(head);
        let [lookups, terms, predicates, first_bit] = counts.to_le_bytes();
        let ([next, more], parts) = self.lines.get(begin as usize..)?.split_first()?;
        let [outcomes, first_predicate] = halves(*more);
        let count = usize::from(lookups);
        let (lookups, parts) = parts.split_at_checked(count.div_ceil(2))?;
        let (terms, answers) = parts.split_at_checked(usize::from(terms))?;
        let lookups = lookups.as_flattened().get(..count)?;
        Some((
            Laid { outcomes, first_predicate, predicates, first_bit, lookups, terms, answers },
            Head(*next),
        ))
    }

    /// The blocks that begin with a head.
    pub fn from(&self, head: Head) -> impl Iterator<Item = Laid<'_>> {
        let mut head = Some(head);
        std::iter::from_fn(move || {
            let (block, next) = self.block(head?)?;
            head = next.follows();
            Some(block)
        })
    }

    /// All blocks, each once however many roles it is for.
    pub fn iter(&self) -> impl Iterator<Item = Laid<'_>> {
        let mut seen: HashSet<u64> = HashSet::new();
        (0..=self.roles).flat_map(move |row| {
            let mut head = Some(self.of_row(row));
            let own = std::iter::from_fn(|| {
                let (block, next) = self.block(head.filter(|Head(head)| seen.insert(*head))?)?;
                head = next.follows();
                Some(block)
            });
            own.collect::<Vec<_>>()
        })
    }

    /// Whether all blocks are there. A further one stands behind the one before it, so that none is run twice.
    fn is_whole(&self) -> bool {
        let mut seen: HashSet<u64> = HashSet::new();
        (0..=self.roles).all(|row| {
            let mut head = Some(self.of_row(row));
            let mut before = None;
            while let Some(own) = head {
                let [begin, _] = halves(own.0);
                let Some((_, next)) = self.block(own).filter(|_| before.is_none_or(|before| before < begin))
                else {
                    return false;
                };
                // What comes behind it was looked at.
                if !seen.insert(own.0) {
                    return true;
                }
                (head, before) = (next.follows(), Some(begin));
            }
            true
        })
    }
}

impl Head {
    /// That of a block that is laid from a line on.
    fn of(begin: usize, block: &Block) -> Self {
        let counts = [
            block.lookups.len() as u64,
            block.terms.len() as u64,
            block.predicates.into(),
            block.first_bit.into(),
        ];
        Self((32u32..).step_by(8).zip(counts).fold(begin as u64, |head, (at, count)| head | count << at))
    }

    /// The head, if there is one.
    #[inline]
    pub fn follows(self) -> Option<Self> {
        (self.0 > 0).then_some(self)
    }
}

/// Lay blocks that are run in turn: the head of the first, or of the empty one.
fn chain(lines: &mut Vec<Line>, blocks: &[Block], nothing: Head) -> Head {
    let mut first = None;
    let mut due = None;
    for block in blocks {
        let head = Head::of(lines.len(), block);
        match due {
            Some(due) => put(lines, due, head),
            None => first = Some(head),
        }
        due = Some(lines.len() * 2);
        lay(lines, block);
    }
    first.unwrap_or(nothing)
}

fn put(lines: &mut [Line], at: usize, Head(head): Head) {
    if let Some(place) = lines.as_flattened_mut().get_mut(at) {
        *place = head;
    }
}

fn lay(lines: &mut Vec<Line>, block: &Block) {
    lines.push([0, u64::from(block.outcomes) | u64::from(block.first_predicate) << 32]);
    let ask = |ask: Option<&Lookup>| ask.map_or(0, |ask| ask.word());
    lines.extend(block.lookups.chunks(2).map(|pair| [ask(pair.first()), ask(pair.get(1))]));
    lines.extend(block.terms.iter().map(|term| [term.bits, term.outcome.into()]));
    lines.extend(block.answers.iter().map(|answer| [answer.yes, answer.may]));
}

/// The lower half of a word, and the upper.
#[inline]
fn halves(word: u64) -> [u32; 2] {
    let [a, b, c, d, upper @ ..] = word.to_le_bytes();
    [u32::from_le_bytes([a, b, c, d]), u32::from_le_bytes(upper)]
}

impl<'b> Laid<'b> {
    #[inline]
    pub fn lookups(&self) -> impl Iterator<Item = Lookup> + use<'b> {
        self.lookups.iter().map(|word| Lookup::of(*word))
    }

    #[inline]
    pub fn terms(&self) -> impl Iterator<Item = Term> + use<'b> {
        self.terms.iter().map(|[bits, outcome]| Term { bits: *bits, outcome: halves(*outcome)[0] })
    }

    /// One of its answers. The first is what is true whatever the case is.
    #[inline]
    pub fn answer(&self, at: usize) -> Option<Masks> {
        self.answers.get(at).map(|[yes, may]| Masks { yes: *yes, may: *may })
    }
}

impl From<Laid<'_>> for Block {
    fn from(laid: Laid<'_>) -> Self {
        let lookups: Vec<Lookup> = laid.lookups().collect();
        let last = lookups.iter().map(|ask| ask.first as usize + usize::from(ask.last)).max().unwrap_or(0);
        Self {
            lookups,
            answers: (0..=last).filter_map(|at| laid.answer(at)).collect(),
            first_predicate: laid.first_predicate,
            predicates: laid.predicates,
            first_bit: laid.first_bit,
            terms: laid.terms().collect(),
            outcomes: laid.outcomes,
        }
    }
}

impl Lookup {
    fn word(self) -> u64 {
        u64::from(self.at.0) | u64::from(self.last) << 8 | u64::from(self.first) << 32
    }

    #[inline]
    fn of(word: u64) -> Self {
        let [at, last, _, _, first @ ..] = word.to_le_bytes();
        Self { at: CodeSlot(at), last, first: u32::from_le_bytes(first) }
    }
}

/// People read blocks, machines lines.
impl Serialize for Blocks {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            let rows = (0..=self.roles).map(|row| self.from(self.of_row(row)));
            return serializer.collect_seq(rows.map(|row| row.map(Block::from).collect::<Vec<_>>()));
        }
        let alike = self.lines.chunk_by(|one, next| one == next).flat_map(|alike| alike.chunks(MOST_ALIKE));
        let written: Vec<(u8, &Line)> =
            alike.filter_map(|alike| Some((u8::try_from(alike.len()).ok()?, alike.first()?))).collect();
        (self.roles, written).serialize(serializer)
    }
}

impl TryFrom<(u32, Vec<(u8, Line)>)> for Blocks {
    type Error = &'static str;

    fn try_from((roles, written): (u32, Vec<(u8, Line)>)) -> Result<Self, Self::Error> {
        let mut lines = Vec::new();
        for (alike, line) in written {
            let alike = usize::from(alike);
            if !(1..=MOST_ALIKE).contains(&alike) {
                return Err("a block has too many lines that are the same");
            }
            lines.extend(std::iter::repeat_n(line, alike));
        }
        let blocks = Self { roles, lines: lines.into() };
        let heads = (roles as usize) < blocks.lines.as_flattened().len();
        if heads && blocks.is_whole() { Ok(blocks) } else { Err("a block is not whole") }
    }
}
