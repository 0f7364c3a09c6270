//! Drafts as the text of a rule file: what has to be decided by a person stands in comments.

use crate::base::{Language, Message, msg};
use crate::documents::draft::drafting::{Draft, DraftPart, Skeleton};
use crate::documents::draft::skeletons::{Actors, Counted, DraftedKind, DraftedRule, Proposal};
use crate::documents::requote::{in_lines, literal};
use crate::prose::facts::is_cyrillic;
use std::collections::HashSet;

/// What a person has to fill in.
const OPEN: &str = "…";

/// A document as rules name it, and what is drafted from it.
pub struct DraftedDocument<'d> {
    pub name: &'d str,
    /// The path that its declaration has; none where it is declared already.
    pub path: Option<&'d str>,
    pub draft: &'d Draft,
}

/// What else stands in the file.
#[derive(Clone, Debug, Default)]
pub struct Proposed {
    /// Who acts and what is done.
    pub names: bool,
    /// That there are users who have roles.
    pub users: bool,
    /// Names that stand in rules already.
    pub taken: HashSet<String>,
}

/// Drafts as rules, in their canonical form.
pub fn page(documents: &[DraftedDocument<'_>], proposed: &Proposed, language: Language) -> String {
    let mut page = Page { text: String::new(), language };
    let declared = documents.iter().filter_map(|own| Some((own.name, own.path?)));
    let declared: Vec<String> =
        declared.map(|(name, path)| format!("document {name} {}", literal(path))).collect();
    if proposed.names {
        page.comment(&msg!(draft.intro));
        page.break_off();
    }
    if !declared.is_empty() {
        page.text.push_str(&(declared.join("\n") + "\n"));
        page.break_off();
    }
    if proposed.names {
        page.proposals(documents, proposed);
    }
    for document in documents {
        page.document(document);
    }
    let kept = page.text.trim_end().len();
    page.text.truncate(kept);
    if kept > 0 {
        page.text.push('\n');
    }
    page.text
}

struct Page {
    text: String,
    language: Language,
}

impl Page {
    /// An empty line, unless there is one.
    fn break_off(&mut self) {
        if !self.text.is_empty() && !self.text.ends_with("\n\n") {
            self.text.push('\n');
        }
    }

    fn comment(&mut self, message: &Message) {
        self.prose(&message.text(self.language));
    }

    fn prose(&mut self, text: &str) {
        for line in in_lines(text) {
            self.line(&line);
        }
    }

    /// A line that is a comment.
    fn line(&mut self, line: &str) {
        self.text.push('#');
        if !line.is_empty() {
            self.text.push(' ');
            self.text.push_str(line);
        }
        self.text.push('\n');
    }

    fn proposals(&mut self, documents: &[DraftedDocument<'_>], proposed: &Proposed) {
        let roles = distinct(documents.iter().flat_map(|own| &own.draft.roles), &proposed.taken);
        let actions = distinct(documents.iter().flat_map(|own| &own.draft.actions), &proposed.taken);
        if proposed.users {
            self.comment(&msg!(draft.users));
            for line in
                ["state {", "  users: each user by id {", "    id:   String", "    role: Role", "  }", "}"]
            {
                self.line(line);
            }
            self.break_off();
        }
        for (kind, about, all) in
            [("role", msg!(draft.roles), roles), ("action", msg!(draft.actions), actions)]
        {
            if all.is_empty() {
                continue;
            }
            self.comment(&about);
            for own in all {
                self.line(&format!("{kind} {}", own.name));
                self.line(&format!("  called {}", called(own)));
            }
            self.break_off();
        }
    }

    fn document(&mut self, document: &DraftedDocument<'_>) {
        let mut is_quiet = false;
        for part in &document.draft.parts {
            match part {
                DraftPart::Heading { level, title } => {
                    self.break_off();
                    self.line(&format!("{} {title}", "=".repeat(usize::from(*level))));
                    self.break_off();
                    is_quiet = false;
                }
                DraftPart::SetAside { under } => {
                    self.break_off();
                    let because = literal(&msg!(draft.states_nothing).text(self.language));
                    let code = self.language.code();
                    self.text.push_str(&format!(
                        "aside {} under {}\n  because {code} {because}\n\n",
                        document.name,
                        literal(under)
                    ));
                    is_quiet = true;
                }
                DraftPart::Sentence(text) => {
                    if !is_quiet {
                        self.break_off();
                    }
                    self.prose(text);
                    self.break_off();
                }
                DraftPart::Repeated(text) => {
                    self.break_off();
                    self.comment(&msg!(draft.repeated));
                    self.prose(text);
                    self.break_off();
                }
                DraftPart::Skeleton(skeleton) => self.skeleton(document.name, skeleton),
            }
        }
    }

    fn skeleton(&mut self, document: &str, skeleton: &Skeleton) {
        self.break_off();
        let facts = skeleton.facts.text(self.language);
        if !facts.is_empty() {
            self.prose(&facts);
        }
        for (at, rule) in skeleton.rules.iter().enumerate() {
            if at > 0 {
                self.line("");
            }
            self.rule(document, skeleton, rule);
        }
        self.break_off();
    }

    fn rule(&mut self, document: &str, skeleton: &Skeleton, rule: &DraftedRule) {
        let id = &rule.id;
        let may = |who: &Actors, may: &str, everyone: &str, action: &Option<String>| {
            let action = action.as_deref().unwrap_or(OPEN);
            match who {
                Actors::Everyone => format!("{everyone} may {action}"),
                Actors::Roles(roles) => format!("{} {may} {action}", roles.join(", ")),
                Actors::Open => format!("{OPEN} {may} {action}"),
            }
        };
        let mut lines = match &rule.kind {
            DraftedKind::Permit { who, action } => {
                vec![format!("permit {id}"), may(who, "may", "every user", action)]
            }
            DraftedKind::Forbid { who, action } => {
                vec![format!("forbid {id}"), may(who, "may not", "nobody", action)]
            }
            DraftedKind::Require { who } => {
                vec![format!("forbid {id}"), may(who, "may not", "nobody", &None), format!("unless {OPEN}")]
            }
            DraftedKind::Limit { most, of } => {
                let most = most.map_or_else(|| OPEN.to_owned(), |most| most.to_string());
                let set = match of {
                    Counted::Role(role) => format!("users where role is {role}"),
                    Counted::Users => "users".to_owned(),
                    Counted::Things(things) => things.clone(),
                    Counted::Open => OPEN.to_owned(),
                };
                vec![format!("limit {id}"), format!("at most {most} {set}")]
            }
            DraftedKind::Deadline { within } => {
                let within = within.map_or_else(|| OPEN.to_owned(), |within| within.to_string());
                vec![
                    format!("deadline {id}"),
                    format!("each user must have {OPEN} within {within} of {OPEN}"),
                ]
            }
            DraftedKind::Open => vec![format!("{OPEN} {id}")],
            DraftedKind::Advice => Vec::new(),
        };
        let is_advice = rule.kind == DraftedKind::Advice;
        if rule.has_condition && !matches!(rule.kind, DraftedKind::Require { .. }) {
            let word = if matches!(rule.kind, DraftedKind::Limit { .. }) {
                OPEN.to_owned()
            } else {
                format!("when {OPEN}")
            };
            lines.push(word);
        }
        for (at, line) in lines.iter().enumerate() {
            let indent = if at > 0 { "  " } else { "" };
            self.line(&format!("{indent}{line}"));
        }
        self.citation(if is_advice { "aside" } else { "  cites" }, document, skeleton);
        if is_advice {
            let because = literal(&msg!(draft.only_advice).text(self.language));
            self.line(&format!("  because {} {because}", self.language.code()));
        }
    }

    fn citation(&mut self, before: &str, document: &str, skeleton: &Skeleton) {
        let under =
            skeleton.under.as_ref().map(|under| format!(" under {}", literal(under))).unwrap_or_default();
        let lines = in_lines(&skeleton.quote);
        let first = format!("{before} {document}");
        let next = " ".repeat(first.chars().count());
        for (at, line) in lines.iter().enumerate() {
            let end = if at + 1 == lines.len() { under.as_str() } else { "" };
            let before = if at == 0 { &first } else { &next };
            self.line(&format!("{before} {}{end}", literal(line)));
        }
    }
}

/// Each name once that is not there yet.
fn distinct<'p>(proposals: impl Iterator<Item = &'p Proposal>, taken: &HashSet<String>) -> Vec<&'p Proposal> {
    let mut names = HashSet::new();
    proposals.filter(|own| !taken.contains(&own.name) && names.insert(own.name.as_str())).collect()
}

/// What a document calls a role or an action, as rules have it.
fn called(proposal: &Proposal) -> String {
    let language = if is_cyrillic(&proposal.called) { "ru" } else { "en" };
    format!("{language} {}", literal(&proposal.called))
}
