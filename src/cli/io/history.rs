//! Earlier versions of files, from version control where there is one. Nothing is changed, and nothing is fetched.

use crate::base::{Code, Diagnostic, Message, SourceId, msg};
use crate::cli::io::document_texts::document_of;
use crate::cli::io::paths::canonical;
use crate::cli::io::whole_file::{cause, folder_of};
use crate::prose::fingerprint::Fingerprint;
use crate::prose::{Format, Text};
use std::collections::HashMap;
use std::path::Path;
use std::process::{Command, Stdio};

/// So many versions of a document are looked through for a passage that is gone.
const MOST_VERSIONS: usize = 50;
/// So many bytes of them.
const MOST_BYTES: usize = 64 << 20;
/// The longest passage that is looked for, in sentences.
const LONGEST: usize = 6;

fn git(file: &Path, arguments: &[&str]) -> Option<String> {
    answer(file, arguments).ok().map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
}

/// What git answers, or its reason for not answering.
fn answer(file: &Path, arguments: &[&str]) -> Result<Vec<u8>, Message> {
    let mut git = Command::new("git");
    git.arg("-C").arg(folder_of(file)).args(["-c", "core.fsmonitor=false", "--no-pager"]).args(arguments);
    git.env("GIT_NO_LAZY_FETCH", "1").env("GIT_OPTIONAL_LOCKS", "0").env("GIT_TERMINAL_PROMPT", "0");
    let output = git.stdin(Stdio::null()).output().map_err(|error| match error.kind() {
        // The folder is there: the file was read.
        std::io::ErrorKind::NotFound => msg!(cli.git_not_found),
        _ => msg!(cli.git_does_not_run, cause = cause(&error)),
    })?;
    if output.status.success() {
        return Ok(output.stdout);
    }
    let said = String::from_utf8_lossy(&output.stderr);
    let reason = said.lines().map(str::trim).find(|line| !line.is_empty()).unwrap_or_default();
    Err(msg!(cli.git_says, reason = reason.strip_prefix("fatal: ").unwrap_or(reason)))
}

/// The commit that a revision stands for, and its day.
///
/// # Errors
/// E0605 where there is no such revision, or no repository.
pub(crate) fn revision(file: &Path, revision: &str) -> Result<(String, String), Diagnostic> {
    // Whether git works here at all: what it says of an unknown revision helps nobody.
    answer(file, &["rev-parse", "--git-dir"]).map_err(|reason| {
        let message = msg!(cli.no_git_here, revision = revision, file = file.display().to_string());
        Diagnostic::error(Code::E0605, message).help(reason)
    })?;
    let commit = format!("{revision}^{{commit}}");
    let found = || {
        let found = git(file, &["rev-parse", "--verify", "--quiet", "--end-of-options", &commit])?;
        let commit = found.trim();
        let is_commit = !commit.is_empty() && commit.bytes().all(|digit| digit.is_ascii_hexdigit());
        let day = is_commit.then(|| git(file, &["show", "-s", "--format=%cs", commit]))??;
        Some((commit.to_owned(), day.trim().to_owned()))
    };
    found().ok_or_else(|| {
        Diagnostic::error(Code::E0605, msg!(cli.unknown_revision, revision = revision))
            .help(msg!(cli.name_a_revision))
    })
}

/// A file as it was in a commit, if it was there.
pub(crate) fn file_at(file: &Path, commit: &str) -> Option<Vec<u8>> {
    // A link or a path that leads up is looked up where it leads.
    let file = canonical(file);
    let name = file.file_name()?.to_string_lossy().into_owned();
    answer(&file, &["cat-file", "blob", &format!("{commit}:./{name}")]).ok()
}

/// A file as it was in a commit under another path, as git tells renames: its path then, and its bytes.
pub(crate) fn renamed_since(file: &Path, commit: &str) -> Option<(String, Vec<u8>)> {
    let file = canonical(file);
    let name = file.file_name()?.to_string_lossy().into_owned();
    let own = git(&file, &["ls-files", "-z", "--full-name", "--", &name])?;
    let own = own.split('\0').next().filter(|own| !own.is_empty())?;
    let renames = [
        "diff",
        "--no-ext-diff",
        "--name-status",
        "--find-renames",
        "--diff-filter=R",
        "--no-relative",
        "-z",
        commit,
    ];
    let renames = git(&file, &renames)?;
    let fields: Vec<&str> = renames.split('\0').collect();
    let mut renames = fields.chunks_exact(3).filter_map(|rename| Some((rename.get(1)?, rename.get(2)?)));
    let (was, _) = renames.find(|(_, is)| **is == own)?;
    Some(((*was).to_owned(), answer(&file, &["cat-file", "blob", &format!("{commit}:{was}")]).ok()?))
}

/// Who works here, as version control knows it.
pub(crate) fn author(file: &Path) -> Option<String> {
    let name = git(file, &["config", "user.name"])?;
    Some(name.trim().to_owned()).filter(|name| !name.is_empty())
}

/// Every passage that the last versions of a document had, in the normal form.
pub(crate) fn passages(document: &Path) -> HashMap<Fingerprint, String> {
    let file = canonical(document);
    let mut found = HashMap::new();
    let Some(name) = file.file_name().map(|name| name.to_string_lossy().into_owned()) else { return found };
    let count = format!("-n{MOST_VERSIONS}");
    let commits = git(&file, &["log", "--format=%H", &count, "--", &name]).unwrap_or_default();
    let mut bytes = 0;
    for commit in commits.lines() {
        let Some(version) = file_at(&file, commit) else { continue };
        bytes += version.len();
        if bytes > MOST_BYTES {
            break;
        }
        let Ok(version) = document_of(&version, &name, SourceId(0)) else { continue };
        let text = Text::of(SourceId(0), &version, Format::of_path(&name));
        let sentences: Vec<&str> =
            text.sentences.iter().filter_map(|sentence| text.normal.get(sentence.range.clone())).collect();
        for length in 1..=LONGEST {
            for window in sentences.windows(length) {
                found.entry(Fingerprint::of(&window.join("\n"))).or_insert_with(|| window.join(" "));
            }
        }
    }
    found
}
