//! How an action is done, for people.

use crate::base::{Message, msg};
use crate::cli::output::guide::{Condition, Guide};
use crate::cli::output::render::paragraph;
use crate::cli::session::Session;
use std::collections::HashSet;

pub(crate) fn guide(session: &Session, guide: &Guide<'_>) -> String {
    let language = session.language;
    let title = guide.called.map(|called| format!("{called} ({})", guide.action));
    let title = title.unwrap_or_else(|| guide.action.to_owned());
    let mut page = Page { session, text: format!("{title}\n") };
    page.heading(&msg!(verdict.how));
    for (at, step) in (1..).zip(&guide.steps) {
        page.write(2, &format!("{at}. {}", step.shown().text(language)));
    }
    if guide.steps.is_empty() {
        page.write(2, &msg!(verdict.no_steps).text(language));
    }
    page.heading(&msg!(verdict.who_may));
    let nobody = || msg!(verdict.nobody).text(language);
    page.write(2, &if guide.roles.is_empty() { nobody() } else { guide.roles_called.join(", ") });
    if !guide.deadlines.is_empty() {
        page.heading(&msg!(verdict.deadlines_met));
        page.conditions(&guide.deadlines);
    }
    if session.quiet {
        return page.text;
    }
    page.heading(&msg!(verdict.rules_of_action));
    page.conditions(&guide.conditions);
    if !guide.changes.is_empty() {
        page.heading(&msg!(verdict.what_changes));
        guide.changes.iter().for_each(|change| page.write(2, &format!("`{change}`")));
    }
    if guide.all_citations().next().is_some() {
        page.heading(&msg!(verdict.documented_in));
    }
    let mut seen = HashSet::new();
    for cited in guide.all_citations() {
        if seen.insert((cited.citation.document, &*cited.citation.quote)) {
            page.write(2, &cited.on_one_line());
        }
    }
    page.text
}

struct Page<'a> {
    session: &'a Session,
    text: String,
}

impl Page<'_> {
    fn heading(&mut self, words: &Message) {
        let words = words.text(self.session.language);
        self.text.push_str(&format!("{}\n", self.session.style.paint("1", &words)));
    }

    fn write(&mut self, indent: usize, words: &str) {
        self.text.push_str(&paragraph(words, indent, indent + 2, &self.session.style));
    }

    fn conditions(&mut self, list: &[Condition<'_>]) {
        for condition in list {
            self.write(2, &format!("{}: `{}`", condition.rule, condition.sentence));
            if !condition.message.is_empty() {
                self.write(4, &condition.message.shown().text(self.session.language));
            }
        }
    }
}
