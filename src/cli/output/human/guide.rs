//! How an action is done, for people.

use crate::base::{Language, Message, msg};
use crate::cli::output::evidence::Cited;
use crate::cli::output::guide::{Condition, Guide};
use crate::cli::output::render::paragraph;
use crate::cli::session::Session;

pub(crate) fn guide(session: &Session, guide: &Guide<'_>) -> String {
    let language = session.language;
    let mut page = Page { session, text: format!("{}\n", guide.called.unwrap_or(guide.action)) };
    page.heading(&msg!(verdict.how));
    for (at, (step, cited)) in (1..).zip(guide.steps.iter().zip(&guide.step_citations)) {
        page.write(2, &format!("{at}. {}", step.shown().text(language)));
        page.places(cited);
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
    let conditions = if session.quiet { &[] } else { &*guide.conditions };
    if !guide.own_citations.is_empty() || !conditions.is_empty() {
        page.heading(&msg!(verdict.under_conditions));
    }
    for cited in &guide.own_citations {
        page.write(2, &cited.sentence());
        page.places(&[*cited]);
    }
    page.conditions(conditions);
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

    /// Where what was written is documented.
    fn places(&mut self, cited: &[Cited<'_>]) {
        let mut places: Vec<String> = cited.iter().map(|one| one.place()).collect();
        places.dedup();
        if !places.is_empty() && !self.session.quiet {
            self.write(4, &places.join(", "));
        }
    }

    /// Rules in words: in those of their messages, or where these have values that are not known yet, of their documents.
    fn conditions(&mut self, list: &[Condition<'_>]) {
        for condition in list {
            let message = || condition.message.shown().text(self.session.language);
            // The rules are English: in another language their messages, or else the documents, say it in words.
            let is_english = self.session.language == Language::English;
            if is_english {
                self.write(2, &format!("{}: `{}`", condition.rule, condition.sentence));
            }
            let indent = if is_english { 4 } else { 2 };
            match condition.citations.first() {
                _ if !condition.message.is_empty() && !condition.is_open => self.write(indent, &message()),
                Some(cited) if is_english => self.write(indent, &format!("«{}»", cited.sentence())),
                Some(cited) => self.write(indent, &cited.sentence()),
                None if !condition.message.is_empty() => self.write(indent, &message()),
                None if !is_english => self.write(indent, &format!("`{}`", condition.sentence)),
                None => {}
            }
            self.places(&condition.citations);
        }
    }
}
