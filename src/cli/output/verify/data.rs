//! The report as data: the JSON of `ustav verify`, and the data of the page that shows documents and rules side by side.

use crate::cli::output::json::joined;
use crate::cli::output::verify::json::Writer;
use crate::cli::output::verify::report::VerifyReport;
use crate::cli::session::Session;
use crate::prose::{Text, UnitKind};
use crate::values::ids::DocumentId;
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::{Value as Json, json};

/// The data of a report. Of large documents it is never whole in memory as a tree.
pub(crate) struct ReportData<'r> {
    writer: Writer<'r>,
    head: Json,
}

impl<'r> ReportData<'r> {
    /// As JSON that is printed.
    pub(crate) fn new(session: &'r Session, report: &'r VerifyReport<'r>) -> Self {
        let writer = Writer::new(session, report, false);
        let head = writer.head();
        Self { writer, head }
    }

    /// For the page, with what it says of itself, and the documents as they read.
    pub(crate) fn of_page(session: &'r Session, report: &'r VerifyReport<'r>, head: Json) -> Self {
        let writer = Writer::new(session, report, true);
        let head = joined(writer.head(), head);
        Self { writer, head }
    }
}

impl Serialize for ReportData<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let ids = || self.writer.model.documents.ids();
        let documents = Each(|| ids().map(|id| DocumentData { writer: &self.writer, id }));
        let mut map = serializer.serialize_map(None)?;
        for (key, value) in self.head.as_object().into_iter().flatten() {
            match key.as_str() {
                "documents" => map.serialize_entry(key, &documents)?,
                "problems" => map.serialize_entry(key, &Each(|| self.writer.problems()))?,
                _ => map.serialize_entry(key, value)?,
            }
        }
        map.end()
    }
}

struct DocumentData<'w> {
    writer: &'w Writer<'w>,
    id: DocumentId,
}

impl Serialize for DocumentData<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        for (key, value) in self.writer.document(self.id).as_object().into_iter().flatten() {
            match key.as_str() {
                "sentences" => map.serialize_entry(key, &Each(|| self.writer.sentences(self.id)))?,
                _ => map.serialize_entry(key, value)?,
            }
        }
        let text = self.writer.review.pack.documents.text(self.id);
        if let Some(text) = text.filter(|_| self.writer.is_page) {
            map.serialize_entry("blocks", &Each(|| blocks(self.writer, text)))?;
        }
        map.end()
    }
}

/// What is made one by one, as it is written.
struct Each<F>(F);

impl<T: Serialize, I: Iterator<Item = T>, F: Fn() -> I> Serialize for Each<F> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_seq((self.0)())
    }
}

/// A document as it reads.
fn blocks<'t>(writer: &'t Writer<'_>, text: &'t Text) -> impl Iterator<Item = Json> + 't {
    let source = writer.session.sources.get(text.source).map_or("", |source| &*source.text);
    let cells = |ranges: &[std::ops::Range<usize>]| -> Json {
        ranges.iter().map(|range| text.shown(range.clone(), source)).collect()
    };
    text.units.iter().map(move |unit| {
        let block = match &unit.kind {
            UnitKind::Heading { level, marker } => {
                json!({"kind": "heading", "level": level, "marker": marker})
            }
            UnitKind::Paragraph => json!({"kind": "paragraph"}),
            UnitKind::Quote => json!({"kind": "quote"}),
            UnitKind::Item { depth, marker } => json!({"kind": "item", "depth": depth, "marker": marker}),
            UnitKind::Row => {
                let (table, is_head) = (unit.table, unit.is_head);
                json!({"kind": "row", "cells": cells(&unit.cells), "table": table, "head": is_head})
            }
        };
        joined(block, json!({"sentences": unit.sentences.clone().collect::<Vec<_>>()}))
    })
}
