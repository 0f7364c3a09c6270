//! Notes: what a mark in the text points at, and the text that it points at belong together.

use crate::prose::marks::RAISED_DIGITS;
use crate::prose::source_map::SourceMap;
use crate::prose::text::{Sentence, Unit, UnitKind};
use std::collections::{HashMap, HashSet};
use std::ops::Range;

/// What is longer, in bytes, is a text of its own.
const LONGEST: usize = 2_000;
/// So many notes of a cell or a sentence are read.
const MOST: usize = 8;

#[derive(Debug, Default)]
pub(crate) struct Notes {
    /// The numbers that lines of the document begin with in brackets.
    known: HashSet<String>,
    /// By label, the units of notes, in their order.
    defined: HashMap<String, Vec<Range<usize>>>,
    /// Where the normal text points at which, in order.
    pointers: Vec<(usize, String)>,
}

impl Notes {
    pub(crate) fn of(document: &str) -> Self {
        let mut known = HashSet::new();
        for (at, _) in document.match_indices('[') {
            let rest = document.get(at + 1..).unwrap_or_default();
            let digits = rest.bytes().take(3).take_while(u8::is_ascii_digit).count();
            let before = document.get(..at).unwrap_or_default().trim_end_matches([' ', '\t', '*', '#']);
            if digits > 0
                && rest.as_bytes().get(digits) == Some(&b']')
                && (before.is_empty() || before.ends_with(['\n', '\r', '>']))
            {
                known.insert(rest.get(..digits).unwrap_or_default().to_owned());
            }
        }
        Self { known, ..Self::default() }
    }

    pub(crate) fn is_known(&self, label: &str) -> bool {
        self.known.contains(label)
    }

    /// A unit begins with the mark of a note.
    pub(crate) fn define(&mut self, mark: &str, unit: usize) {
        self.define_units(mark.trim_matches(['[', ']']), unit..unit + 1);
    }

    pub(crate) fn define_units(&mut self, label: &str, units: Range<usize>) {
        if !units.is_empty() {
            self.defined.entry(label.to_owned()).or_default().push(units);
        }
    }

    pub(crate) fn point(&mut self, at: usize, label: String) {
        self.pointers.push((at, label));
    }

    /// Give each sentence, and each cell of a row, the notes that it points at.
    pub(crate) fn resolve(
        mut self,
        document: &str,
        units: &mut [Unit],
        sentences: &mut [Sentence],
        normal: &str,
        map: &SourceMap,
    ) {
        self.stars(document, units, sentences, map);
        if self.defined.is_empty() {
            return;
        }
        self.marks_in_text(sentences, normal);
        self.pointers.sort_by_key(|(at, _)| *at);
        for (at, label) in &self.pointers {
            let Some(all) = self.defined.get(label) else { continue };
            let number = sentences.partition_point(|sentence| sentence.range.end < *at);
            let Some(own) = sentences.get(number).map(|sentence| sentence.unit) else { continue };
            let next = all.partition_point(|units| units.start <= own);
            let Some(note) = all.get(next).or_else(|| all.get(next.checked_sub(1)?)) else { continue };
            let last = note.end.checked_sub(1).and_then(|last| units.get(last));
            let (Some(first), Some(last)) = (units.get(note.start), last) else { continue };
            let text = |at: usize| sentences.get(at).map(|sentence| sentence.range.clone());
            let last = last.sentences.end.checked_sub(1).and_then(text);
            let (Some(first), Some(last)) = (text(first.sentences.start), last) else { continue };
            let range = first.start..last.end;
            if note.contains(&own) || range.len() > LONGEST {
                continue;
            }
            if let Some(unit) = units.get_mut(own).filter(|unit| unit.kind == UnitKind::Row) {
                let holds = |cell: &Range<usize>| cell.start <= *at && *at <= cell.end && !cell.is_empty();
                let cells =
                    unit.cells.iter().enumerate().filter(|(_, cell)| holds(cell)).map(|(cell, _)| cell);
                let found: Vec<_> = cells.take(MOST).map(|cell| (cell, range.clone())).collect();
                unit.notes.extend(found);
            }
            if let Some(sentence) = sentences.get_mut(number).filter(|own| own.context.len() < 2 * MOST)
                && !sentence.context.contains(&range)
            {
                sentence.context.push(range);
            }
        }
    }

    /// Lists whose bullets are asterisks, right behind a table: notes of its asterisks.
    fn stars(&mut self, document: &str, units: &[Unit], sentences: &[Sentence], map: &SourceMap) {
        let mut notes: HashSet<usize> = self.defined.values().flatten().flat_map(Clone::clone).collect();
        let mut follows_table = false;
        for (at, unit) in units.iter().enumerate() {
            if let (true, UnitKind::Item { marker, .. }) = (follows_table, &unit.kind) {
                let begins = sentences.get(unit.sentences.start).map(|own| map.document(&own.range).start);
                let before = begins.and_then(|begins| document.get(..begins)).unwrap_or_default().trim_end();
                let stars = before.len() - before.trim_end_matches('*').len();
                if marker == "•" && stars > 0 || marker == "*" {
                    self.define_units("*", at..at + 1);
                    notes.insert(at);
                }
            }
            follows_table = unit.kind == UnitKind::Row || follows_table && notes.contains(&at);
        }
        if let Some(own) = self.defined.get_mut("*") {
            own.sort_by_key(|units| units.start);
            own.dedup();
        }
    }

    /// Marks that stand in the text as they are: asterisks, daggers and raised numbers behind a word or a tick.
    fn marks_in_text(&mut self, sentences: &[Sentence], normal: &str) {
        let is_mark = |one: char| "*†‡".contains(one) || RAISED_DIGITS.contains(one);
        if !self.defined.keys().any(|label| label.starts_with(is_mark)) {
            return;
        }
        for sentence in sentences {
            let text = normal.get(sentence.range.clone()).unwrap_or_default();
            let mut from = 0;
            while let Some(start) = text.get(from..).and_then(|rest| rest.find(is_mark)).map(|at| from + at) {
                let rest = text.get(start..).unwrap_or_default();
                let first = rest.chars().next().unwrap_or_default();
                let is_alike =
                    |one: char| one == first || !"*†‡".contains(first) && RAISED_DIGITS.contains(one);
                let label =
                    rest.get(..rest.len() - rest.trim_start_matches(is_alike).len()).unwrap_or_default();
                from = start + label.len();
                let is_behind = text.get(..start).is_some_and(|before| !before.trim_end().is_empty());
                let behind = text.get(from..).and_then(|rest| rest.chars().next());
                if is_behind
                    && behind.is_none_or(|next| !next.is_alphanumeric())
                    && self.defined.contains_key(label)
                {
                    self.pointers.push((sentence.range.start + start, label.to_owned()));
                }
            }
        }
    }
}
