//! `ustav new`: a small pack that works, to be made one's own.

use crate::base::{About, Code, Diagnostic, Language, msg};
use crate::cli::arguments::{Accept, Arguments, Format, New};
use crate::cli::io::accepting::accept;
use crate::cli::io::whole_file::{cannot_write, folder_of};
use crate::cli::output::render::{paragraph, visible};
use crate::cli::session::{Errors, Exit, Session, VerbOutput, VerbResult};
use crate::documents::draft::name_of;
use std::path::{Path, PathBuf};

/// The files of a language but for the rules, by their paths in the pack.
macro_rules! files {
    ($language:literal) => {
        [
            ("rules/documents/handbook.md", include_str!(concat!("../new/", $language, "/handbook.md"))),
            ("rules/scenarios/guests.yaml", include_str!(concat!("../new/", $language, "/guests.yaml"))),
            ("examples/state.yaml", include_str!(concat!("../new/", $language, "/state.yaml"))),
            ("examples/action.yaml", include_str!(concat!("../new/", $language, "/action.yaml"))),
        ]
    };
}

const RULES: [&str; 2] = [include_str!("../new/en/pack.rules"), include_str!("../new/ru/pack.rules")];

pub(crate) fn run(session: &mut Session, _: &Arguments, verb: &New) -> VerbResult {
    session.format_of(Format::of_verb("new"))?;
    let folder = &verb.name;
    refuse_what_is_there(folder)?;
    let failed = |error: &std::io::Error| {
        let name = folder.display().to_string();
        cannot_write(format!("`{name}`"), error).about(About::File(name))
    };
    std::fs::create_dir_all(folder).map_err(|error| failed(&error))?;
    // All of it is made aside, and comes into its place when it is whole.
    let aside =
        tempfile::Builder::new().prefix(".ustav-").tempdir_in(folder).map_err(|error| failed(&error))?;
    let made = write(session, aside.path(), &rule_file(folder)).and_then(|()| {
        let entries = std::fs::read_dir(aside.path()).map_err(|error| failed(&error))?;
        for entry in entries {
            let entry = entry.map_err(|error| failed(&error))?;
            std::fs::rename(entry.path(), folder.join(entry.file_name())).map_err(|error| failed(&error))?;
        }
        Ok(())
    });
    made?;
    let name = visible(&folder.display().to_string());
    let text = msg!(draft.new_pack, folder = name).text(session.language);
    let text = if session.quiet { String::new() } else { paragraph(&text, 0, 2, &session.style) };
    Ok(VerbOutput { text, exit: Exit::Success })
}

/// # Errors
/// E0604 where the folder has something in it, or is none.
fn refuse_what_is_there(folder: &Path) -> Result<(), Diagnostic> {
    let name = || folder.display().to_string();
    let is_empty = match std::fs::read_dir(folder) {
        Ok(mut entries) => entries.next().is_none(),
        Err(_) => folder.symlink_metadata().is_err(),
    };
    if is_empty {
        return Ok(());
    }
    let message = if folder.is_dir() {
        msg!(draft.not_empty, folder = name())
    } else {
        msg!(draft.is_there, path = name())
    };
    Err(Diagnostic::error(Code::E0604, message).about(About::File(name())).help(msg!(draft.name_a_folder)))
}

/// The rule file has the name of the pack.
fn rule_file(folder: &Path) -> PathBuf {
    let whole = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    let name = whole.file_name().and_then(|name| name_of(&name.to_string_lossy()));
    Path::new("rules").join(name.unwrap_or_else(|| "pack".to_owned()) + ".rules")
}

/// Write the files of a pack, and record that its rules were reviewed.
fn write(session: &mut Session, folder: &Path, rules: &Path) -> Result<(), Errors> {
    let [english, russian] = RULES;
    let (text, files) = match session.language {
        Language::English => (english, files!("en")),
        Language::Russian => (russian, files!("ru")),
    };
    let all = files.iter().map(|(path, text)| (Path::new(*path), *text)).chain([(rules, text)]);
    for (path, text) in all {
        let path = folder.join(path);
        let written = std::fs::create_dir_all(folder_of(&path)).and_then(|()| std::fs::write(&path, text));
        written.map_err(|error| cannot_write(format!("`{}`", path.display()), &error))?;
    }
    let reason = Some(msg!(draft.because_new).text(session.language));
    let accepting = Accept { new: true, reason, ..Accept::default() };
    accept(session, &[folder.join("rules")], &accepting).map(drop)
}
