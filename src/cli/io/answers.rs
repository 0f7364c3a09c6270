//! Answers of a person: a line of standard input each.

use crate::base::Diagnostic;
use crate::cli::io::stdout::{print, printed};
use std::io::{BufRead, Read, Write};

/// A longer answer is none that a person types, in bytes.
const LONGEST: u64 = 1 << 16;

/// Ask for a line; nothing where standard input is at its end. What is no UTF-8 is replaced.
///
/// # Errors
/// E0604 where the question cannot be written.
pub(crate) fn ask(question: &str) -> Result<Option<String>, Diagnostic> {
    print(question)?;
    printed(std::io::stdout().flush())?;
    let mut line = Vec::new();
    let read = std::io::stdin().lock().take(LONGEST).read_until(b'\n', &mut line);
    let is_over = read.is_ok_and(|count| count == 0) || line.is_empty();
    Ok((!is_over).then(|| String::from_utf8_lossy(&line).trim().to_owned()))
}
