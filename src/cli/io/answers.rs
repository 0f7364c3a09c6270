//! Answers of a person: a line of standard input each.

use crate::base::Diagnostic;
use crate::cli::io::stdout::{print, printed};
use std::io::{BufRead, Read, Write};

/// A longer answer is none that a person types, in bytes.
const LONGEST: u64 = 1 << 16;

/// Ask for a line; nothing where standard input is at its end. What is no UTF-8 is replaced, and an answer that is too
/// long says nothing.
///
/// # Errors
/// E0604 where the question cannot be written.
pub(crate) fn ask(question: &str) -> Result<Option<String>, Diagnostic> {
    print(question)?;
    printed(std::io::stdout().flush())?;
    let mut input = std::io::stdin().lock();
    let mut line = Vec::new();
    // What cannot be read is the end, too.
    let _ = input.by_ref().take(LONGEST).read_until(b'\n', &mut line);
    let is_cut = u64::try_from(line.len()).is_ok_and(|length| length == LONGEST) && !line.ends_with(b"\n");
    if is_cut {
        // The rest of it is no answer to another question.
        let _ = input.skip_until(b'\n');
        line.clear();
        return Ok(Some(String::new()));
    }
    Ok((!line.is_empty()).then(|| String::from_utf8_lossy(&line).trim().to_owned()))
}
