//! From files and revisions to the texts of documents, whatever their format: the one door for all of them.

use crate::base::{Code, Diagnostic, SharedText, Source, SourceId, msg};
use crate::cli::io::whole_file::cannot_read;
use crate::cli::session::{Session, TextKind};
use crate::prose::{Format, docx};
use std::io::Read;
use std::path::Path;

impl Session {
    /// Read a document.
    ///
    /// # Errors
    /// Those of [`Session::read`], and for a DOCX those of [`docx::read`].
    pub(crate) fn read_document(&mut self, path: &Path) -> Result<(SourceId, SharedText), Diagnostic> {
        if Format::of_path(&path.display().to_string()) != Format::Docx {
            return self.read(path, TextKind::Document).map_err(|wrong| match wrong.message.entry() {
                Some(("common", "not_text")) => wrong.help(msg!(docx.save_document_as)),
                _ => wrong,
            });
        }
        let open = self.open(path, TextKind::Document)?;
        let id = self.sources.next_id();
        let mut bytes = Vec::new();
        let most = u64::try_from(docx::LONGEST).unwrap_or(u64::MAX).saturating_add(1);
        let got = open.bytes.take(most).read_to_end(&mut bytes);
        let read = got.map_err(|error| cannot_read(&open.name, &error)).and_then(|_| docx::read(&bytes, id));
        // What points at the file needs it among the sources.
        self.sources.add(Source::new(open.name, read.as_ref().cloned().unwrap_or_default()));
        let text = read?;
        let kind = TextKind::Document;
        let together = self.bytes_read.get(&kind).copied().unwrap_or(0) + text.len();
        if together > kind.most() {
            let message = msg!(common.text_too_large, most = kind.most());
            let help = msg!(cli.bytes_together, most = kind.most() >> 20);
            return Err(Diagnostic::error(Code::E0409, message).help(help));
        }
        self.bytes_read.insert(kind, together);
        Ok((id, text))
    }
}

/// The text of a document that version control has under this path. What is no UTF-8 in it is replaced.
///
/// # Errors
/// For a DOCX those of [`docx::read`], with their label in `source`.
pub(crate) fn document_of(bytes: &[u8], path: &str, source: SourceId) -> Result<SharedText, Diagnostic> {
    match Format::of_path(path) {
        Format::Docx => docx::read(bytes, source),
        _ => Ok(String::from_utf8_lossy(bytes).into_owned().into()),
    }
}
