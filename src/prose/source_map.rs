//! Which bytes of the document a text in the normal form came from.

use std::ops::Range;

/// A stretch of the normal text and the bytes of the document that it came from.
#[derive(Clone, Copy, Debug)]
struct Segment {
    /// Where it begins in the normal text; it ends where the next begins.
    normal: u32,
    from: u32,
    to: u32,
    /// Byte for byte; otherwise all of it came from all of them.
    even: bool,
}

/// Ranges that are taken out of a text, as one walks through it.
struct Removed<'r> {
    ranges: &'r [Range<usize>],
    /// How much of it was taken out so far.
    gone: usize,
}

impl Removed<'_> {
    /// The first range that is not over before `at`.
    fn next(&mut self, at: usize) -> Option<Range<usize>> {
        while let Some((first, rest)) = self.ranges.split_first().filter(|(first, _)| first.end <= at) {
            self.gone += first.len();
            self.ranges = rest;
        }
        self.ranges.first().cloned()
    }
}

/// The way back from the normal text to the document.
#[derive(Clone, Debug, Default)]
pub(crate) struct SourceMap {
    segments: Vec<Segment>,
    /// What a reader sees where the bytes of the document do not say it: where in the normal text, and until
    /// where in `seen`.
    odd: Vec<(u32, u32)>,
    seen: String,
}

fn cut(at: usize) -> u32 {
    u32::try_from(at).unwrap_or(u32::MAX)
}

impl SourceMap {
    /// The next `length` bytes of the normal text, from byte `normal` on.
    pub(crate) fn add(&mut self, normal: usize, length: usize, document: Range<usize>, even: bool) {
        let even = even && document.len() == length;
        let (from, to) = (cut(document.start), cut(document.end));
        if let Some(last) = self.segments.last_mut()
            && even
            && last.even
            && last.to == from
        {
            last.to = to;
            return;
        }
        self.segments.push(Segment { normal: cut(normal), from, to, even });
    }

    /// What a reader sees at byte `normal` of the normal text, if the document says it in another way.
    pub(crate) fn see(&mut self, normal: usize, shown: &str) {
        self.seen.push_str(shown);
        self.odd.push((cut(normal), cut(self.seen.len())));
    }

    /// Take ranges out of the normal text, in their order; it ends at `end`.
    pub(crate) fn remove(&mut self, ranges: &[Range<usize>], end: usize) {
        let Some((first, _)) = ranges.first().and_then(|range| self.at(range.start)) else { return };
        let tail = self.segments.split_off(first);
        let begins = tail.first().map_or(0, |segment| segment.normal);
        let odd = self.odd.split_off(self.odd.partition_point(|(at, _)| *at < begins));
        let seen = self.odd.last().map_or(0, |(_, end)| *end);
        let was_seen = self.seen.split_off(seen as usize);
        let ends = tail.iter().skip(1).map(|next| next.normal as usize).chain([end]);
        let mut removed = Removed { ranges, gone: 0 };
        for (segment, end) in tail.iter().zip(ends) {
            let mut at = segment.normal as usize;
            while at < end {
                let to = match removed.next(at) {
                    Some(range) if range.start <= at => {
                        at = range.end;
                        continue;
                    }
                    next => next.map_or(end, |range| range.start.min(end)),
                };
                let into = cut(at) - segment.normal;
                let (from, length) = (segment.from + into, cut(to - at));
                let document = if segment.even { from..from + length } else { segment.from..segment.to };
                let document = document.start as usize..document.end as usize;
                self.add(at - removed.gone, to - at, document, segment.even);
                at = to;
            }
        }
        let mut start = seen;
        let mut removed = Removed { ranges, gone: 0 };
        for (at, end) in odd {
            let place = at as usize;
            if removed.next(place).is_none_or(|range| range.start > place) {
                let text = was_seen.get((start - seen) as usize..(end - seen) as usize);
                self.see(place - removed.gone, text.unwrap_or_default());
            }
            start = end;
        }
    }

    fn at(&self, normal: usize) -> Option<(usize, Segment)> {
        let at = self.segments.partition_point(|segment| segment.normal <= cut(normal)).checked_sub(1)?;
        Some((at, *self.segments.get(at)?))
    }

    /// The bytes of the document from the first to the last character of a range.
    pub(crate) fn document(&self, normal: &Range<usize>) -> Range<usize> {
        let place = |at: usize, after: bool| {
            let Some((_, segment)) = self.at(at) else { return 0 };
            let into = cut(at) - segment.normal + u32::from(after);
            let edge = if after { segment.to } else { segment.from };
            (if segment.even { (segment.from + into).min(segment.to) } else { edge }) as usize
        };
        let start = place(normal.start, false);
        let end = normal.end.checked_sub(1).filter(|last| *last >= normal.start);
        start..end.map_or(start, |last| place(last, true)).max(start)
    }

    pub(crate) fn shown(&self, range: &Range<usize>, normal: &str, document: &str) -> String {
        let mut shown = String::with_capacity(range.len() * 5 / 4);
        let Some((first, segment)) = self.at(range.start) else { return shown };
        let mut odd = self.odd.partition_point(|(at, _)| *at < segment.normal);
        for (at, segment) in self.segments.iter().enumerate().skip(first) {
            let begins = segment.normal as usize;
            if begins >= range.end {
                break;
            }
            let ends = self.segments.get(at + 1).map_or(normal.len(), |next| next.normal as usize);
            let part = begins.max(range.start)..ends.min(range.end);
            let own = normal.get(part.clone()).unwrap_or_default();
            let written = document.get(self.document(&part)).unwrap_or(own);
            while self.odd.get(odd).is_some_and(|(place, _)| (*place as usize) < begins) {
                odd += 1;
            }
            let seen =
                self.odd.get(odd).filter(|(place, _)| *place == segment.normal).and_then(|(_, end)| {
                    let start =
                        odd.checked_sub(1).and_then(|before| self.odd.get(before)).map_or(0, |(_, end)| *end);
                    self.seen.get(start as usize..*end as usize)
                });
            if own.starts_with([' ', '|']) && !segment.even {
                shown.push_str(own);
            } else if let Some(seen) = seen {
                shown.push_str(seen);
            } else {
                shown.extend(written.chars().map(|one| if one.is_whitespace() { ' ' } else { one }));
            }
        }
        shown
    }
}
