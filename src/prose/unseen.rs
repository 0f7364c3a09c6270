//! What a reader of the page does not see: what is struck out, and elements that are hidden.

/// So many are counted, as blocks are.
const MOST: usize = 256;

/// A stretch that a reader does not see.
struct Hidden {
    tag: &'static str,
    depth: usize,
    in_paragraph: bool,
}

/// An element of HTML that is hidden, and how many of its name are open. Markdown may stand in it.
pub(crate) struct HiddenElement {
    pub(crate) name: Vec<u8>,
    pub(crate) open: usize,
    /// How many blocks are open around it.
    pub(crate) depth: usize,
    pub(crate) in_paragraph: bool,
}

#[derive(Default)]
pub(crate) struct Unseen {
    hidden: Vec<Hidden>,
    pub(crate) element: Option<HiddenElement>,
}

impl Unseen {
    /// Whether everything is seen.
    pub(crate) fn is_empty(&self) -> bool {
        self.hidden.is_empty() && self.element.is_none()
    }

    /// What follows is not seen until the tag is closed, or what it stands in is; `depth` blocks are open.
    pub(crate) fn hide(&mut self, tag: &'static str, depth: usize, in_paragraph: bool) {
        if self.hidden.len() < MOST {
            self.hidden.push(Hidden { tag, depth, in_paragraph });
        }
    }

    pub(crate) fn unhide(&mut self, tag: &str) {
        if let Some(at) = self.hidden.iter().rposition(|hidden| hidden.tag == tag) {
            self.hidden.truncate(at);
        }
    }

    pub(crate) fn end_paragraph(&mut self) {
        self.hidden.retain(|hidden| !hidden.in_paragraph);
        self.element.take_if(|element| element.in_paragraph);
    }

    /// So many blocks are still open.
    pub(crate) fn end_blocks(&mut self, depth: usize) {
        self.hidden.retain(|hidden| hidden.depth <= depth);
        self.element.take_if(|element| element.depth > depth);
    }
}
