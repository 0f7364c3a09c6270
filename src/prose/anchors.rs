//! Links that only lead to their own place, or back from a note: what they show is no text.

/// What such a link shows.
const SIGNS: &str = "¶🔗⚓↩↵⏎⤴\u{fe0e}\u{fe0f}\u{200b} ";
/// The same in a heading.
const SIGNS_IN_HEADINGS: &str = "#§^";
/// No such link shows more characters.
const LONGEST: usize = 8;

/// A character, and where it stands.
type Placed = (char, usize, usize);

/// What a link shows so far that may be no text, where one is open and shows nothing else.
#[derive(Default)]
pub(crate) struct Anchor(Option<Vec<Placed>>);

impl Anchor {
    pub(crate) fn of_link(is_open: bool) -> Self {
        Self(is_open.then(Vec::new))
    }

    pub(crate) fn is_open(&self) -> bool {
        self.0.is_some()
    }

    /// Keep a character back, as long as the link may show no text.
    pub(crate) fn keeps(&mut self, one: Placed, in_heading: bool) -> bool {
        let is_sign = SIGNS.contains(one.0) || in_heading && SIGNS_IN_HEADINGS.contains(one.0);
        let kept = self.0.as_mut().filter(|kept| is_sign && kept.len() < LONGEST);
        kept.map(|kept| kept.push(one)).is_some()
    }

    /// What was kept back, and is text.
    pub(crate) fn release(&mut self) -> Vec<Placed> {
        self.0.take().unwrap_or_default()
    }
}
