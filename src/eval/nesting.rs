//! What elements lie in, at any depth.

use crate::eval::compute::Context;
use crate::eval::overlay::FieldOf;
use crate::values::ids::{CollectionId, FieldId, RowId};
use crate::values::{Truth, Value};
use smallvec::SmallVec;
use std::collections::HashSet;

/// An element of some collection.
pub(super) type Element = (CollectionId, RowId);

/// So many are looked for one by one.
const FEW: usize = 32;

/// What an element lies in.
#[derive(Default)]
pub(super) struct Outward {
    /// The element itself, and then each that it lies in, once, from the inside out.
    pub(super) elements: SmallVec<[Element; 16]>,
    many: HashSet<Element>,
    /// The references of these of which nobody knows what they are, so that it may lie in anything.
    pub(super) open: SmallVec<[(Element, FieldId); 2]>,
    /// Whether the one that was looked for is among those that it lies in.
    pub(super) found: bool,
}

impl Outward {
    fn add(&mut self, element: Element) {
        let known = match self.elements.len() {
            0..FEW => self.elements.contains(&element),
            FEW => {
                self.many.extend(self.elements.iter().copied());
                self.many.contains(&element)
            }
            _ => self.many.contains(&element),
        };
        if !known {
            if self.elements.len() >= FEW {
                self.many.insert(element);
            }
            self.elements.push(element);
        }
    }

    /// Whether the one that was looked for is there, as far as is known.
    fn is_found(&self) -> Truth {
        match (self.found, self.open.is_empty()) {
            (true, _) => Truth::True,
            (false, true) => Truth::False,
            (false, false) => Truth::Unknown,
        }
    }
}

impl Context<'_> {
    /// What an element lies in, until one is found that is looked for. Each is visited once.
    pub(super) fn outward(&self, inner: Element, wanted: Option<Element>) -> Outward {
        let mut outward = Outward::default();
        outward.add(inner);
        let mut at = 0;
        while let Some((collection, row)) = outward.elements.get(at).copied() {
            at += 1;
            for (field, to) in self.program.kb.nesting.get(collection).into_iter().flatten() {
                match self.field(FieldOf { collection, row, field: *field }) {
                    Value::Element(next) => {
                        outward.found |= wanted == Some((*to, next));
                        outward.add((*to, next));
                    }
                    Value::List(list) => {
                        for value in list.iter() {
                            if let Value::Element(next) = value {
                                outward.found |= wanted == Some((*to, *next));
                                outward.add((*to, *next));
                            }
                        }
                    }
                    Value::Absent => {}
                    _ => outward.open.push(((collection, row), *field)),
                }
            }
            if outward.found {
                break;
            }
        }
        outward
    }

    /// Whether an element lies in another, or may be the same.
    pub(super) fn inside(
        &self,
        (inner_of, inner): (CollectionId, &Value),
        (outer_of, outer): (CollectionId, &Value),
        same: bool,
    ) -> Truth {
        match (inner, outer) {
            (Value::Absent, _) | (_, Value::Absent) => Truth::False,
            (Value::Element(inner), Value::Element(outer)) => {
                let (inner, outer) = ((inner_of, *inner), (outer_of, *outer));
                if inner == outer {
                    return if same { Truth::True } else { self.in_circle(inner) };
                }
                // What was there before does not lie in what is new, whatever nobody knows.
                let is_new = !self.portal.has(outer.0, outer.1);
                match self.outward(inner, Some(outer)).is_found() {
                    Truth::Unknown if is_new => Truth::False,
                    truth => truth,
                }
            }
            _ => Truth::Unknown,
        }
    }

    /// Whether a change closes a circle with a reference of an element: before it there is none.
    fn in_circle(&self, element: Element) -> Truth {
        let (collection, row) = element;
        let nesting = self.program.kb.nesting.get(collection).into_iter().flatten();
        Truth::any(nesting.map(|(field, to)| {
            let of = FieldOf { collection, row, field: *field };
            let new = self.field(of);
            let next = match &new {
                _ if self.portal.held(of).is_none_or(|old| old == new) => return Truth::False,
                Value::List(list) => &**list,
                Value::Absent => return Truth::False,
                _ => std::slice::from_ref(&new),
            };
            Truth::any(next.iter().map(|next| match next {
                Value::Element(row) if (*to, *row) == element => Truth::True,
                Value::Element(row) => self.outward((*to, *row), Some(element)).is_found(),
                _ => Truth::Unknown,
            }))
        }))
    }

    /// Whether an element might lie in itself if a reference of it were another.
    pub(super) fn makes_a_circle(&self, of: FieldOf, value: &Value) -> bool {
        let mut nesting = self.program.kb.nesting.get(of.collection).into_iter().flatten();
        let itself = Value::Element(of.row);
        nesting.find(|(own, _)| *own == of.field).is_some_and(|(_, to)| {
            self.inside((*to, value), (of.collection, &itself), *to == of.collection) != Truth::False
        })
    }

    /// The elements of a collection that another lies in, or that it is, in their order; nothing where others may be among
    /// them.
    pub(super) fn around(
        &self,
        inner: (CollectionId, &Value),
        of: CollectionId,
    ) -> Option<SmallVec<[RowId; 8]>> {
        let row = match inner.1 {
            Value::Absent => return Some(SmallVec::new()),
            Value::Element(row) => *row,
            _ => return None,
        };
        let outward = self.outward((inner.0, row), None);
        if !outward.open.is_empty() {
            return None;
        }
        let own = outward.elements.iter().filter(|(collection, _)| *collection == of);
        let mut rows: SmallVec<[RowId; 8]> = own.map(|(_, row)| *row).collect();
        rows.sort_unstable();
        Some(rows)
    }

    /// The elements that lie in some, with these, and those of which nobody knows what they lie in, as a state is.
    pub(super) fn inward(&self, inner: CollectionId, from: Element) -> HashSet<Element> {
        let fields = self.program.kb.nest_fields(inner);
        let mut found = HashSet::from([from]);
        let mut open = vec![from];
        for (collection, field) in &fields {
            for row in self.referring_by(*collection, *field, &[]) {
                if found.insert((*collection, row)) {
                    open.push((*collection, row));
                }
            }
        }
        while let Some((of, row)) = open.pop() {
            for (collection, field) in &fields {
                let to = self.program.kb.nesting.get(*collection).into_iter().flatten();
                if !to.into_iter().any(|(own, to)| own == field && *to == of) {
                    continue;
                }
                for row in self.referring_by(*collection, *field, &[row]) {
                    if found.insert((*collection, row)) {
                        open.push((*collection, row));
                    }
                }
            }
        }
        found
    }
}
