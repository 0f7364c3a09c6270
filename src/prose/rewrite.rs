//! A document in the words of another markup, and where each part of it stood.

use std::ops::Range;

#[derive(Clone, Copy, Debug)]
struct Place {
    /// From this byte of the new text on.
    at: usize,
    /// It stood at this byte.
    was: usize,
    /// What was put in: all of it stands at one place.
    is_new: bool,
}

/// A text made of parts of a document, with something put in between.
#[derive(Debug, Default)]
pub(crate) struct Rewrite {
    pub(crate) text: String,
    places: Vec<Place>,
}

impl Rewrite {
    /// A part of the document as it is.
    pub(crate) fn copy(&mut self, document: &str, part: Range<usize>) {
        if let Some(text) = document.get(part.clone()).filter(|text| !text.is_empty()) {
            self.begin(part.start, false);
            self.text.push_str(text);
        }
    }

    /// Something that stands in place of what stood at `was`.
    pub(crate) fn put(&mut self, text: &str, was: usize) {
        if !text.is_empty() {
            self.begin(was, true);
            self.text.push_str(text);
        }
    }

    fn begin(&mut self, was: usize, is_new: bool) {
        let at = self.text.len();
        let goes_on = |last: &Place| {
            last.is_new == is_new && if is_new { last.was == was } else { last.was + (at - last.at) == was }
        };
        if !self.places.last().is_some_and(goes_on) {
            self.places.push(Place { at, was, is_new });
        }
    }

    fn place(&self, at: usize) -> Place {
        let found = self.places.partition_point(|place| place.at <= at).checked_sub(1);
        found.and_then(|found| self.places.get(found)).copied().unwrap_or(Place {
            at: 0,
            was: 0,
            is_new: false,
        })
    }

    /// Where the byte stood.
    pub(crate) fn of(&self, at: usize) -> usize {
        let place = self.place(at);
        if place.is_new { place.was } else { place.was + at - place.at }
    }

    /// Where the end of what ends here stood.
    pub(crate) fn end(&self, end: usize) -> usize {
        let Some(last) = end.checked_sub(1) else { return self.of(0) };
        let place = self.place(last);
        if place.is_new { place.was } else { place.was + end - place.at }
    }

    /// Whether a stretch stood as it is.
    pub(crate) fn is_whole(&self, range: Range<usize>) -> bool {
        let (first, last) = (self.place(range.start), self.place(range.end.saturating_sub(1)));
        !first.is_new && first.at == last.at
    }

    /// The same, of a document that was rewritten before.
    pub(crate) fn after(mut self, before: &Self) -> Self {
        let ends = self.places.iter().skip(1).map(|next| next.at).chain([self.text.len()]);
        let mut places = Vec::with_capacity(self.places.len());
        for (place, end) in self.places.iter().zip(ends) {
            if place.is_new {
                places.push(Place { was: before.of(place.was), ..*place });
                continue;
            }
            let until = place.was + end - place.at;
            let mut next = before.places.partition_point(|own| own.at <= place.was);
            let mut from = place.was;
            while from < until {
                let own = before.place(from);
                places.push(Place {
                    at: place.at + from - place.was,
                    was: before.of(from),
                    is_new: own.is_new,
                });
                from = before.places.get(next).map_or(until, |own| own.at.min(until));
                next += 1;
            }
        }
        self.places = places;
        self
    }
}
