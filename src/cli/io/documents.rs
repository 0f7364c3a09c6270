//! The documents that rules name.

use crate::base::{Diagnostic, SourceId};
use crate::cli::io::text_kind::TextKind;
use crate::cli::session::Session;
use crate::documents::Documents;
use crate::model::Model;
use crate::prose::Format;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

impl Session {
    /// Read the documents that a model names, as far as they are there.
    pub(crate) fn documents(&mut self, model: &Model) -> (Documents, Vec<String>, Vec<Diagnostic>) {
        let mut ids = Vec::new();
        let mut paths = Vec::new();
        let mut read: HashMap<PathBuf, Option<SourceId>> = HashMap::new();
        let mut unreadable = Vec::new();
        for document in &model.documents {
            let rules = PathBuf::from(self.sources.name(document.span));
            let path = rules.parent().unwrap_or(Path::new("")).join(&*document.path);
            paths.push(path.display().to_string());
            let one = path.canonicalize().unwrap_or_else(|_| path.clone());
            let id = match read.get(&one) {
                Some(id) => *id,
                None if std::fs::symlink_metadata(&path).is_err() => None,
                None => match self.read(&path, TextKind::Document) {
                    Ok(id) => Some(id),
                    Err(diagnostic) => {
                        let labelled = diagnostic.labels.is_empty();
                        let named =
                            if labelled { diagnostic.label(document.span, "named here") } else { diagnostic };
                        unreadable.push(named);
                        None
                    }
                },
            };
            read.insert(one, id);
            ids.push(id);
        }
        let texts = ids.into_iter().zip(&paths).map(|(id, path)| {
            let id = id?;
            Some((id, self.sources.get(id)?.text.clone(), Format::of_path(path)))
        });
        (Documents::new(texts), paths, unreadable)
    }
}
