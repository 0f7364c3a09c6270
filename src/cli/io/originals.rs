//! Originals as files: the texts that documents of a pack retell, and which of our sentences retell which.

use crate::base::{Code, Diagnostic, Message, SourceId, Span, msg, suggest};
use crate::cli::session::{Errors, Session, TextKind};
use crate::documents::Documents;
use crate::documents::originals::{ORIGINAL, Tie};
use crate::documents::passage::Annotated;
use crate::model::Model;
use crate::prose::Format;
use crate::prose::quote::Quote;
use crate::values::ids::DocumentId;
use serde::Deserialize;
use std::path::Path;
use toml::Spanned;

/// An original that was named on the command line: which document retells it, and the text.
pub(crate) struct OriginalFile {
    pub(crate) document: DocumentId,
    pub(crate) path: String,
    pub(crate) texts: Documents,
}

/// Read what an option names: `article=downloads/article.html`.
///
/// # Errors
/// E0605 where it does not name a document and a file; E0601 where the file cannot be read.
pub(crate) fn read(session: &mut Session, model: &Model, option: &str) -> Result<OriginalFile, Errors> {
    let Some((name, path)) = option.split_once('=').filter(|(_, path)| !path.is_empty()) else {
        let message = msg!(verify.original_is, found = option);
        return Err(Diagnostic::error(Code::E0605, message).help(msg!(verify.write_original)).into());
    };
    let found = model.documents.enumerated().find(|(_, own)| *own.name.text == *name);
    let (document, _) = found.ok_or_else(|| {
        let known = model.documents.iter().map(|own| &*own.name.text);
        Diagnostic::error(Code::E0603, msg!(verify.unknown_document, name = name))
            .maybe_help(suggest::did_you_mean(name, known))
    })?;
    let (id, text) = session.read_document(Path::new(path))?;
    let texts = Documents::new([Some((id, text, Format::of_path(path)))]);
    Ok(OriginalFile { document, path: path.to_owned(), texts })
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(default)]
    tie: Vec<WrittenTie>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenTie {
    original: Spanned<String>,
    #[serde(default)]
    ours: Vec<Spanned<String>>,
    because: Option<String>,
}

/// Read which sentences of an original are retold by which of ours.
///
/// # Errors
/// The file cannot be read; a quote is not found in its text, or stands there more than once; something is tied to
/// nothing without a reason.
pub(crate) fn ties(
    session: &mut Session,
    path: &Path,
    original: &OriginalFile,
    ours: &Annotated<'_>,
) -> Result<Vec<Tie>, Errors> {
    let (id, text) = session.read(path, TextKind::Document)?;
    let file: File = toml::from_str(&text).map_err(|error| {
        let place = error.span().unwrap_or(0..0);
        Diagnostic::error(Code::E0511, msg!(verify.ties_unreadable))
            .label(Span::new(id, place.start, place.end), msg!(documents.damaged_here))
            .help(msg!(verify.write_tie))
    })?;
    if file.tie.is_empty() {
        let empty =
            Diagnostic::error(Code::E0410, msg!(verify.no_tie)).label(Span::new(id, 0, 0), Message::empty());
        return Err(empty.help(msg!(verify.write_tie)).into());
    }
    let mut ties = Vec::new();
    let mut wrong: Errors = Vec::new();
    for written in &file.tie {
        let find =
            |texts: &Documents, document, quote: &Spanned<String>| sentences(texts, document, quote, id);
        let mut take =
            |found: Result<std::ops::Range<usize>, Diagnostic>| found.map_err(|error| wrong.push(error)).ok();
        let of_original = take(find(&original.texts, ORIGINAL, &written.original));
        let own: Vec<Option<std::ops::Range<usize>>> =
            written.ours.iter().map(|quote| take(find(ours.documents, original.document, quote))).collect();
        let because = written.because.clone().filter(|text| !text.trim().is_empty());
        if written.ours.is_empty() && because.is_none() {
            let place = written.original.span();
            let lacks = Diagnostic::error(Code::E0511, msg!(verify.tied_to_nothing));
            let lacks = lacks.label(Span::new(id, place.start, place.end), Message::empty());
            wrong.push(lacks.help(msg!(verify.write_tie)));
        }
        if let Some(of_original) = of_original {
            ties.push(Tie {
                original: of_original,
                ours: own.into_iter().flatten().flatten().collect(),
                because,
            });
        }
    }
    if wrong.is_empty() { Ok(ties) } else { Err(wrong) }
}

/// The sentences in which a quote stands.
fn sentences(
    texts: &Documents,
    document: DocumentId,
    quote: &Spanned<String>,
    file: SourceId,
) -> Result<std::ops::Range<usize>, Diagnostic> {
    let place = quote.span();
    let place = Span::new(file, place.start, place.end);
    let text = texts.text(document);
    let found = text.map(|text| Quote::new(quote.get_ref(), None).find_in(text)).unwrap_or_default();
    match (found.as_slice(), text) {
        ([only], Some(text)) => Ok(text.sentences_in(only.range.clone())),
        ([first, second, ..], Some(text)) => Err(Diagnostic::error(Code::E0503, msg!(verify.tie_ambiguous))
            .label(place, msg!(documents.which))
            .label(text.span(first.range.clone()), msg!(documents.here))
            .label(text.span(second.range.clone()), msg!(documents.and_here))
            .help(msg!(documents.quote_more))),
        _ => Err(Diagnostic::error(Code::E0501, msg!(verify.tie_not_found)).label(place, Message::empty())),
    }
}
