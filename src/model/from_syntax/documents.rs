//! Documents, citations, conflicts and asides.

use crate::base::{Code, Diagnostic, Message, msg};
use crate::model::from_syntax::checker::Checker;
use crate::model::rules::{Aside, Citation, Conflict, Document, Extent};
use crate::syntax::tree::{self, AsideOf, DeclarationKind as Kind};
use crate::values::ids::{DocumentId, RuleId};

impl Checker {
    pub(super) fn documents(&mut self, declarations: &[&tree::Declaration]) {
        for declaration in declarations {
            if let Kind::Document { name, path, reading, optional } = &declaration.kind
                && self.declare(|names| &mut names.documents, "document", name)
            {
                self.model.documents.push(Document {
                    name: name.clone(),
                    path: path.text.clone(),
                    span: path.span,
                    reading: reading.is_some(),
                    optional: optional.is_some(),
                });
            }
        }
        for declaration in declarations {
            if let Kind::Prefer { first, second } = &declaration.kind {
                let pair = (self.document(first), self.document(second));
                let (Some(over), Some(under)) = pair else { continue };
                if self.prevails(under, over) {
                    self.report(
                        Diagnostic::error(Code::E0205, msg!(rules.prefers_itself, name = &*first.text))
                            .label(first.span.to(second.span), msg!(rules.preferences_in_circle)),
                    );
                } else {
                    self.model.preferences.push((over, under));
                }
            }
        }
    }

    /// Whether a document is another, or prevails over it through the preferences so far.
    fn prevails(&self, first: DocumentId, second: DocumentId) -> bool {
        let mut reached = vec![first];
        let mut at = 0;
        while let Some(one) = reached.get(at).copied() {
            if one == second {
                return true;
            }
            for (over, under) in &self.model.preferences {
                if *over == one && !reached.contains(under) {
                    reached.push(*under);
                }
            }
            at += 1;
        }
        false
    }

    fn document(&mut self, name: &tree::Name) -> Option<DocumentId> {
        self.look_up(|names| &names.documents, |name| msg!(rules.unknown_document, name = name), name)
    }

    fn citation(&mut self, passage: &tree::Passage) -> Option<Citation> {
        if passage.quote.text.trim_matches(|c: char| c == '…' || c.is_whitespace()).is_empty() {
            self.report(
                Diagnostic::error(Code::E0206, msg!(rules.empty_quote))
                    .label(passage.quote.span, Message::empty())
                    .help(msg!(rules.quote_the_document)),
            );
        }
        let document = self.document(&passage.document)?;
        let (waives, because) = match &passage.waives {
            Some(waives) => (waives.numbers.clone(), self.localized_texts(&waives.because)),
            None => Default::default(),
        };
        Some(Citation {
            document,
            extent: Extent::Words,
            quote: passage.quote.text.clone(),
            span: passage.quote.span,
            under: passage.under.as_ref().map(|under| under.text.clone()),
            waives,
            because,
        })
    }

    fn section(&mut self, document: &tree::Name, under: &tree::Text) -> Option<Citation> {
        if under.text.trim().is_empty() {
            self.report(
                Diagnostic::error(Code::E0206, msg!(rules.empty_heading))
                    .label(under.span, Message::empty())
                    .help(msg!(rules.name_the_heading)),
            );
        }
        let document = self.document(document)?;
        Some(Citation {
            document,
            extent: Extent::Section,
            quote: under.text.clone(),
            span: under.span,
            under: None,
            waives: Vec::new(),
            because: Vec::new(),
        })
    }

    pub(super) fn citations(&mut self, passages: &[tree::Passage]) -> Vec<Citation> {
        passages.iter().filter_map(|passage| self.citation(passage)).collect()
    }

    pub(super) fn settlements(&mut self, declarations: &[tree::Declaration]) {
        for declaration in declarations {
            match &declaration.kind {
                Kind::Conflict(conflict) => self.conflict(conflict),
                Kind::Aside { of, because } => {
                    let because = self.localized_texts(because);
                    let passage = match of {
                        AsideOf::Passage(passage) => self.citation(passage),
                        AsideOf::Section { document, under } => self.section(document, under),
                    };
                    if let Some(passage) = passage {
                        self.model.asides.push(Aside { passage, because });
                    }
                }
                _ => {}
            }
        }
    }

    fn conflict(&mut self, conflict: &tree::Conflict) {
        if let Err(first) = self.names.rules.add(&conflict.id, RuleId::NONE) {
            self.taken("id", &conflict.id, first);
        }
        if conflict.because.is_empty() {
            self.report(
                Diagnostic::error(
                    Code::E0206,
                    msg!(rules.conflict_without_reason, name = &*conflict.id.text),
                )
                .label(conflict.id.span, Message::empty())
                .help(msg!(rules.add_because)),
            );
        }
        let between = self.citations(&conflict.between);
        let by = conflict.by.as_ref().and_then(|id| {
            self.look_up(|names| &names.rules, |name| msg!(rules.unknown_rule, name = name), id)
        });
        let because = self.localized_texts(&conflict.because);
        let Some(settled_as) = self.document(&conflict.settled_as) else { return };
        if !between.is_empty() && between.iter().all(|passage| passage.document != settled_as) {
            self.report(
                Diagnostic::error(
                    Code::E0201,
                    msg!(rules.settled_as_other, name = &*conflict.settled_as.text),
                )
                .label(conflict.settled_as.span, Message::empty())
                .help(msg!(rules.settle_as_one)),
            );
        }
        self.model.conflicts.push(Conflict {
            id: conflict.id.clone(),
            between,
            settled_as,
            by,
            until: conflict.until.map(|(moment, _)| moment),
            because,
        });
    }
}
