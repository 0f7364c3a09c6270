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
    let is_said = |cited: &&Cited<'_>| is_written_in(&cited.sentence(), language);
    let (said, others): (Vec<&Cited<'_>>, Vec<&Cited<'_>>) = guide.own_citations.iter().partition(is_said);
    let others = if session.quiet { Vec::new() } else { others };
    if !(said.is_empty() && others.is_empty() && guide.conditions.is_empty()) {
        page.heading(&msg!(verdict.under_conditions));
    }
    for cited in said {
        page.write(2, &cited.sentence());
        page.places(&[*cited]);
    }
    for cited in others {
        page.write(2, &page.place(cited));
    }
    page.conditions(&guide.conditions);
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

    /// Where a passage stands, and whether it is our reading.
    fn place(&self, cited: &Cited<'_>) -> String {
        let reading = || format!(" ({})", msg!(verdict.our_reading).text(self.session.language));
        format!("{}{}", cited.place(), if cited.is_reading() { reading() } else { String::new() })
    }

    /// Where what was written is documented.
    fn places(&mut self, cited: &[Cited<'_>]) {
        let mut places: Vec<String> = cited.iter().map(|one| self.place(one)).collect();
        places.dedup();
        if !places.is_empty() && !self.session.quiet {
            self.write(4, &places.join(", "));
        }
    }

    /// Rules as their documents say them, in the language of the run; where they do not, the message with which they deny.
    fn conditions(&mut self, list: &[Condition<'_>]) {
        let language = self.session.language;
        for condition in list {
            // The rules are English.
            let is_english = language == Language::English;
            if is_english {
                self.write(2, &format!("{}: `{}`", condition.rule, condition.sentence));
            }
            let indent = if is_english { 4 } else { 2 };
            let (said, others): (Vec<&Cited<'_>>, Vec<&Cited<'_>>) =
                condition.said_by.iter().partition(|cited| is_written_in(&cited.sentence(), language));
            let mut others_at: Vec<Cited<'_>> = condition.citations.clone();
            others_at.retain(|one| said.iter().all(|own| own.citation.span != one.citation.span));
            for (at, cited) in said.iter().enumerate() {
                let sentence = cited.sentence();
                self.write(indent, &if is_english { format!("“{sentence}”") } else { sentence });
                let own = std::iter::once(**cited);
                self.places(&own.chain(others_at.drain(..).filter(|_| at == 0)).collect::<Vec<_>>());
            }
            let message = condition.message.shown().text(language);
            let is_clear = !condition.message.is_empty() && !condition.is_open;
            let is_told = is_english && self.session.quiet;
            match others.first() {
                _ if is_told || !said.is_empty() => {}
                _ if is_clear => {
                    self.write(indent, &msg!(verdict.denies_with, message = message).text(language));
                }
                Some(cited) if !is_english => self.write(indent, &cited.sentence()),
                None if !is_english => self.write(indent, &format!("`{}`", condition.sentence)),
                _ => {}
            }
            self.places(&others_at);
        }
    }
}

/// Whether a text is in a language, as far as its letters say.
fn is_written_in(text: &str, language: Language) -> bool {
    let letters = || text.chars().filter(|letter| letter.is_alphabetic());
    let russian = letters().filter(|letter| matches!(letter, 'а'..='я' | 'А'..='Я' | 'ё' | 'Ё')).count();
    let is_russian = 2 * russian > letters().count();
    is_russian == (language == Language::Russian)
}
