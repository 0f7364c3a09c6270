//! What leads in what: a sentence that ends in a colon leads in the items behind it, whatever markup makes them items.

use crate::prose::facts::{is_only_a_purpose, leads_as_title};
use crate::prose::marks::MarkKind;
use std::ops::Range;

/// What is longer, in bytes, leads nothing in.
const LONGEST: usize = 1_000;
/// How many are followed outwards.
const MOST: usize = 8;

/// What leads in the next unit of one place: of the page, an item, a quotation.
#[derive(Debug, Default)]
pub(crate) struct Flow {
    /// What all of the place hangs on, from outside to inside.
    base: Vec<Range<usize>>,
    /// From outside to inside.
    leads: Vec<Lead>,
    last: Option<Last>,
    /// The heading that a list right below it hangs on.
    title: Option<Range<usize>>,
    /// Of a list: the sentence at the end of an item that leads in the items behind it.
    item: Option<Range<usize>>,
    /// The same, if that is the last item: it leads in what stands behind the list.
    last_item: Option<Range<usize>>,
    /// Something stands in it already.
    pub(crate) has_begun: bool,
}

#[derive(Debug)]
struct Lead {
    range: Range<usize>,
    /// The mark of the item that leads in.
    by: Option<MarkKind>,
    /// Its items end in semicolons, so that a full stop ends the last of them.
    is_separated: bool,
}

#[derive(Debug)]
struct Last {
    sentence: Range<usize>,
    ends: Option<char>,
    /// Whether it can lead in at all.
    leads: bool,
}

impl Flow {
    /// A place that hangs on something itself.
    pub(crate) fn new(base: Vec<Range<usize>>) -> Self {
        Self { base, ..Self::default() }
    }

    /// What the next unit hangs on; `kind` is its mark.
    pub(crate) fn enter(&mut self, kind: Option<MarkKind>) -> Vec<Range<usize>> {
        if let Some(kind) = kind {
            let sibling = |lead: &Lead| lead.by.is_some_and(|by| kind.goes_on_after(by));
            if let Some(at) = self.leads.iter().position(sibling) {
                self.leads.truncate(at);
            }
        } else {
            self.title = None;
            if !self.is_open() {
                self.leads.clear();
            }
        }
        self.context()
    }

    /// A unit ends: its mark, its last sentence and the text of that.
    pub(crate) fn leave(&mut self, kind: Option<MarkKind>, sentence: Range<usize>, text: &str) {
        let ends = text.chars().next_back();
        let leads = sentence.len() <= LONGEST && (ends != Some(':') || !is_only_a_purpose(text));
        if ends == Some(':') {
            if leads {
                self.lead(sentence.clone(), kind);
            }
        } else {
            self.end_item(ends, kind.is_none());
        }
        self.last = Some(Last { sentence, ends, leads });
        self.has_begun = true;
    }

    /// A list, a table or a quotation ends, whose last sentence ended so.
    pub(crate) fn end_block(&mut self, ends: Option<char>) {
        if !matches!(ends, Some(';' | ',')) {
            self.leads.pop();
        }
        if let Some(last) = &mut self.last {
            last.ends = ends.filter(|ends| *ends != ':');
        }
    }

    /// An item of this list ends. One with a colon at its end and nothing below it leads in the next ones, if they have
    /// bullets, or what stands behind the list.
    pub(crate) fn end_item_of_list(&mut self, item: &Self, has_bullet: bool) {
        let leads = item.last.as_ref().filter(|last| last.leads && last.ends == Some(':'));
        self.last_item = leads.map(|last| last.sentence.clone());
        if has_bullet && self.last_item.is_some() {
            self.item.clone_from(&self.last_item);
        }
    }

    /// A list ends whose last item leads in what stands behind it.
    pub(crate) fn go_on_behind(&mut self, list: Self) {
        let Some(range) = list.last_item else { return };
        self.lead(range.clone(), None);
        self.last = Some(Last { sentence: range, ends: Some(':'), leads: true });
    }

    /// What a list, a table or a quotation hangs on that begins here. A list in an item hangs on the item, however
    /// that ends.
    pub(crate) fn below(&self, is_in_item: bool) -> Vec<Range<usize>> {
        if !self.is_open() && !is_in_item {
            return bounded(self.base.iter().chain(&self.title).chain(&self.item).cloned().collect());
        }
        let mut context = self.context();
        if let Some(last) = self.last.as_ref().filter(|last| is_in_item && last.leads)
            && context.last() != Some(&last.sentence)
        {
            context.push(last.sentence.clone());
        }
        bounded(context)
    }

    /// What stands here ends what was led in.
    pub(crate) fn stop(&mut self) {
        self.title = None;
        self.leads.clear();
        if let Some(last) = &mut self.last {
            last.ends = None;
        }
    }

    /// A heading stands here, with this text.
    pub(crate) fn head(&mut self, title: Range<usize>, text: &str) {
        self.title = leads_as_title(text).then_some(title);
    }

    fn lead(&mut self, range: Range<usize>, by: Option<MarkKind>) {
        // What leads in without end is followed no further.
        if self.leads.len() >= 2 * MOST {
            self.leads.remove(0);
        }
        self.leads.push(Lead { range, by, is_separated: false });
    }

    fn end_item(&mut self, ends: Option<char>, is_bare: bool) {
        match ends {
            Some(';' | ',') => {
                if let Some(lead) = self.leads.last_mut() {
                    lead.is_separated = true;
                }
            }
            Some('.' | '!' | '?') if is_bare => self.leads.clear(),
            Some('.' | '!' | '?') => {
                self.leads.pop_if(|lead| lead.is_separated);
            }
            _ => {}
        }
    }

    /// Whether the last unit says that more belongs to it.
    fn is_open(&self) -> bool {
        self.last.as_ref().is_some_and(|last| matches!(last.ends, Some(':' | ';')))
    }

    fn context(&self) -> Vec<Range<usize>> {
        let leads = self.leads.iter().map(|lead| &lead.range);
        bounded(self.base.iter().chain(&self.title).chain(leads).cloned().collect())
    }
}

fn bounded(mut context: Vec<Range<usize>>) -> Vec<Range<usize>> {
    context.drain(..context.len().saturating_sub(MOST));
    context
}
