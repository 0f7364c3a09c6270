//! What leads in what: a sentence that ends in a colon leads in the items behind it, whatever markup makes them items.

use crate::prose::facts::{is_only_a_purpose, leads_as_title, looks_like_title, states_nothing};
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
    /// What the place is called: a summary, the terms that are defined, the title of an item.
    labels: Vec<Range<usize>>,
    /// Nothing stands behind that yet.
    is_named: bool,
    /// What it begins with may be its title.
    is_item: bool,
    /// Only that was read so far.
    pub(crate) names_item: bool,
    /// From outside to inside.
    leads: Vec<Lead>,
    last: Option<Last>,
    /// The heading that a list right below it hangs on.
    title: Option<Range<usize>>,
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
    /// Whether it is the title of a list or a table behind it; whether it looks like one, and was not read yet.
    is_title: bool,
    may_be_title: bool,
}

impl Flow {
    /// A place that hangs on something itself.
    pub(crate) fn new(base: Vec<Range<usize>>) -> Self {
        Self { base, ..Self::default() }
    }

    /// An item that hangs on something itself. A title that it begins with is what it is called.
    pub(crate) fn of_item(base: Vec<Range<usize>>) -> Self {
        Self { base, is_item: true, ..Self::default() }
    }

    /// What the place was called so far, where more of it may follow: several terms are defined at once.
    pub(crate) fn take_labels(&mut self) -> Vec<Range<usize>> {
        let labels = std::mem::take(&mut self.labels);
        if self.is_named { labels } else { Vec::new() }
    }

    /// The place is called so, with what its last unit says.
    pub(crate) fn name(&mut self, mut labels: Vec<Range<usize>>) {
        let own = self.last.as_ref().map(|last| last.sentence.clone());
        self.leads.retain(|lead| Some(&lead.range) != own.as_ref());
        labels.extend(own);
        self.labels = bounded(labels);
        self.is_named = true;
    }

    /// What an item of a list hangs on: what the list does, and an item before it that leads in.
    pub(crate) fn below_list(&self) -> Vec<Range<usize>> {
        self.context()
    }

    /// An item ends, in which something stood.
    pub(crate) fn end_of_item(&mut self, item: Self) {
        self.has_begun |= item.has_begun;
        let Some(last) = item.last else { return };
        match last.ends {
            Some(':') => self.leads = item.leads.into_iter().last().into_iter().collect(),
            // What items with full stops are led in by leads in all of them; one behind semicolons ends them.
            Some('.' | '!' | '?') => self.leads.retain(|lead| lead.by.is_none() && !lead.is_separated),
            Some(';' | ',') => self.leads.iter_mut().for_each(|lead| lead.is_separated = true),
            _ => {}
        }
        self.last = Some(last);
    }

    /// What an open item at the end of a list leads in behind the list.
    pub(crate) fn end_of_list(&mut self, list: Self) {
        if let Some(last) = list.last.filter(|last| last.ends == Some(':')) {
            self.leads.extend(list.leads);
            self.last = Some(last);
        }
    }

    /// Something follows the last unit: whether that is a title is read now, in the normal text.
    pub(crate) fn go_on(&mut self, normal: &str) {
        let Some(last) = self.last.as_mut().filter(|last| last.may_be_title) else { return };
        last.may_be_title = false;
        let is_title = |text: &str| states_nothing(text) || leads_as_title(text);
        last.is_title = normal.get(last.sentence.clone()).is_some_and(is_title);
        if last.is_title && self.names_item {
            self.labels = vec![last.sentence.clone()];
        }
    }

    /// What the next unit hangs on; `kind` is its mark.
    pub(crate) fn enter(&mut self, kind: Option<MarkKind>) -> Vec<Range<usize>> {
        self.is_named = false;
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

    /// A unit ends: its mark, its last sentence and the text of that, and whether it has no other.
    pub(crate) fn leave(
        &mut self,
        kind: Option<MarkKind>,
        sentence: Range<usize>,
        text: &str,
        is_sole: bool,
    ) {
        let ends = text.chars().next_back();
        let leads = sentence.len() <= LONGEST && (ends != Some(':') || !is_only_a_purpose(text));
        if ends == Some(':') {
            if leads {
                // What leads in without end is followed no further.
                if self.leads.len() >= 2 * MOST {
                    self.leads.remove(0);
                }
                self.leads.push(Lead { range: sentence.clone(), by: kind, is_separated: false });
            }
        } else {
            self.end_item(ends, kind.is_none());
        }
        let may_be_title = is_sole && (kind.is_none() || self.is_item) && looks_like_title(text);
        self.names_item = may_be_title && self.is_item && !self.has_begun;
        self.last = Some(Last { sentence, ends, leads, may_be_title, is_title: false });
        self.has_begun = true;
    }

    /// A list, a table or a quotation ends, whose last sentence ended so.
    pub(crate) fn end_block(&mut self, ends: Option<char>) {
        self.is_named = false;
        if !matches!(ends, Some(';' | ',')) {
            self.leads.pop();
        }
        if let Some(last) = &mut self.last {
            last.ends = ends.filter(|ends| *ends != ':');
            (last.is_title, last.may_be_title) = (false, false);
        }
    }

    /// What a list, a table or a quotation hangs on that begins here. A list in an item hangs on the item, however
    /// that ends.
    pub(crate) fn below(&self, is_in_item: bool) -> Vec<Range<usize>> {
        if !self.is_open() && !is_in_item {
            let title = self.last.as_ref().filter(|last| last.is_title).map(|last| &last.sentence);
            let title = title.filter(|title| !self.labels.contains(title));
            let around = self.base.iter().chain(&self.labels).chain(&self.title);
            return bounded(around.chain(title).cloned().collect());
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
            (last.is_title, last.may_be_title) = (false, false);
        }
    }

    /// A heading stands here, with this text.
    pub(crate) fn head(&mut self, title: Range<usize>, text: &str) {
        self.title = leads_as_title(text).then_some(title);
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
        bounded(self.base.iter().chain(&self.labels).chain(&self.title).chain(leads).cloned().collect())
    }
}

fn bounded(mut context: Vec<Range<usize>>) -> Vec<Range<usize>> {
    context.drain(..context.len().saturating_sub(MOST));
    context
}
