//! `ustav draft`: a rule file from documents, with nothing invented; or an example state and actions from the rules.

use crate::base::{Code, Diagnostic, Message, msg};
use crate::cli::arguments::{Arguments, Draft, Format};
use crate::cli::io::accepting::write_all;
use crate::cli::io::drafting::{Basis, basis, existing};
use crate::cli::io::turn::Turn;
use crate::cli::io::whole_file::{cannot_write, write_beside};
use crate::cli::output::render::visible;
use crate::cli::session::{Exit, Session, VerbOutput, VerbResult};
use crate::documents::draft;
use crate::documents::draft::page::{DraftedDocument, Proposed, page};
use crate::documents::draft::{DraftPart, Drafting, Extent, Quoted};
use crate::documents::passage::Annotated;
use crate::input::write;
use crate::syntax::{parse, print};
use crate::testing::boundaries;
use serde_json::Value as Json;
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::slice::from_ref;

pub(crate) fn run(session: &mut Session, arguments: &Arguments, verb: &Draft) -> VerbResult {
    session.format_of(Format::of_verb("draft"))?;
    if verb.state {
        return examples(session, arguments, verb.into.as_deref());
    }
    let Some(into) = &verb.into else {
        let basis = basis(session, &verb.documents, &arguments.rules, None)?;
        let text = drafted(session, &basis, !verb.documents.is_empty()).text;
        check(session, &text, Path::new("-"))?;
        return Ok(VerbOutput { text, exit: Exit::Success });
    };
    let _turn = Turn::take(session, from_ref(into))?;
    let old = existing(into)?;
    let basis = basis(session, &verb.documents, &arguments.rules, Some(into))?;
    let new = drafted(session, &basis, old.is_none());
    let name = visible(&into.display().to_string());
    let told = if new.is_empty && (old.is_some() || new.is_quoted) {
        msg!(draft.nothing_to_add, file = name)
    } else {
        check(session, &new.text, into)?;
        let is_new = old.is_none();
        // What is there was read as rules already; not a byte of it is touched.
        let mut whole = old.unwrap_or_default();
        let more = behind(&whole, &new.text);
        whole.extend_from_slice(more.as_bytes());
        write_beside(into, &whole)?.finish()?;
        if is_new {
            msg!(draft.created, count = new.skeletons, file = name)
        } else {
            msg!(draft.added, count = new.skeletons, file = name)
        }
    };
    let text = if session.quiet { String::new() } else { told.text(session.language) + "\n" };
    Ok(VerbOutput { text, exit: Exit::Success })
}

/// The files of examples.
const STATE: &str = "state.yaml";
const ACTIONS: &str = "actions.yaml";

/// A state and an action of each kind: printed one after the other, or as two files of a folder.
fn examples(session: &mut Session, arguments: &Arguments, into: Option<&Path>) -> VerbResult {
    let pack = session.load_to_compile(&arguments.rules, false)?;
    let examples = boundaries::examples(&pack.program);
    let comment = |message: Message| format!("# {}\n", message.text(session.language));
    let yaml = |data: &Json| {
        write::yaml(data)
            .map_err(|cause| Diagnostic::error(Code::E0604, msg!(cli.stage_not_printed, cause = cause)))
    };
    let state = comment(msg!(draft.example_state)) + &yaml(&examples.state)?;
    let mut actions = comment(msg!(draft.example_actions));
    actions.push_str(&yaml(&Json::Array(examples.actions))?);
    let Some(folder) = into else {
        return Ok(VerbOutput { text: format!("{state}---\n{actions}"), exit: Exit::Success });
    };
    let folder = if folder == Path::new(".") { Path::new("") } else { folder };
    let files = [(folder.join(STATE), state), (folder.join(ACTIONS), actions)];
    if let Some((path, _)) = files.iter().find(|(path, _)| path.symlink_metadata().is_ok()) {
        let message = msg!(draft.is_there, path = path.display().to_string());
        return Err(Diagnostic::error(Code::E0604, message).help(msg!(draft.other_folder)).into());
    }
    std::fs::create_dir_all(folder)
        .map_err(|error| cannot_write(format!("`{}`", folder.display()), &error))?;
    write_all(&files)?;
    let wrote = |(path, _): &(PathBuf, String)| {
        let file = visible(&path.display().to_string());
        msg!(cli.written, file = file).text(session.language) + "\n"
    };
    let text = if session.quiet { String::new() } else { files.iter().map(wrote).collect() };
    Ok(VerbOutput { text, exit: Exit::Success })
}

/// A drafted page.
struct Drafted {
    text: String,
    skeletons: usize,
    /// Whether there is nothing in it to decide.
    is_empty: bool,
    /// Whether other rules quote the documents already.
    is_quoted: bool,
}

fn drafted(session: &Session, basis: &Basis, begins: bool) -> Drafted {
    let annotated = Annotated::new(&basis.model, &basis.documents);
    let taken: HashSet<String> = basis.rules.iter().flat_map(|text| draft::words_of(text)).collect();
    let mut drafting = Drafting::with_taken(taken.iter().cloned());
    let (mut is_whole, mut is_quoted) = (begins, false);
    let drafts: Vec<draft::Draft> = basis
        .drafted
        .iter()
        .map(|own| {
            let name = basis.model.document_name(own.id);
            let quoted = Quoted::in_files(basis.rules.iter().map(String::as_str), name);
            let source = basis.documents.text(own.id).and_then(|text| session.sources.get(text.source));
            let document = source.map_or("", |source| &*source.text);
            is_whole |= quoted.is_empty();
            is_quoted |= !quoted.is_empty();
            let extent = if quoted.is_empty() { Extent::Whole } else { Extent::NotIn(&quoted) };
            drafting.draft(&annotated, own.id, document, extent)
        })
        .collect();
    let documents: Vec<DraftedDocument<'_>> = basis
        .drafted
        .iter()
        .zip(&drafts)
        .map(|(own, draft)| DraftedDocument {
            name: basis.model.document_name(own.id),
            path: own.path.as_deref(),
            draft,
        })
        .collect();
    let proposed = Proposed { names: is_whole, users: is_whole && !basis.has_state, taken };
    let text = page(&documents, &proposed, session.language);
    let parts = || drafts.iter().flat_map(|own| &own.parts);
    let skeletons = parts().filter(|part| matches!(part, DraftPart::Skeleton(_))).count();
    let asides = parts().filter(|part| matches!(part, DraftPart::SetAside { .. })).count();
    Drafted { text, skeletons, is_empty: skeletons + asides == 0, is_quoted }
}

/// A draft as it goes on behind a rule file, with its ends of lines.
fn behind(old: &[u8], new: &str) -> String {
    let line_break = if memchr::memmem::find(old, b"\r\n").is_some() { "\r\n" } else { "\n" };
    let before = match old.last() {
        None => "",
        Some(b'\n') => "\n",
        Some(_) => "\n\n",
    };
    format!("{before}{new}").replace('\n', line_break)
}

/// Make sure that a draft is one of rules in their canonical form.
fn check(session: &Session, text: &str, path: &Path) -> Result<(), Diagnostic> {
    let (file, wrong) = parse(session.sources.next_id(), text);
    if wrong.is_empty() && print(&file, text) == text {
        return Ok(());
    }
    let message = msg!(draft.misfit, file = path.display().to_string());
    Err(Diagnostic::error(Code::E0512, message).help(msg!(draft.quote_it)))
}
