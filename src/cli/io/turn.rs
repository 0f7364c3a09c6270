//! Whose turn it is to change a pack: of two reviews at once, one would write over what the other recorded.

use crate::base::{Code, Diagnostic, msg};
use crate::cli::io::paths::{canonical, rule_files};
use crate::cli::io::progress::Progress;
use crate::cli::io::whole_file::folder_of;
use crate::cli::session::Session;
use std::collections::BTreeSet;
use std::fs::{File, TryLockError};
use std::path::PathBuf;
use std::thread::sleep;
use std::time::{Duration, Instant};

/// So long a run waits for others.
const PATIENCE: Duration = Duration::from_secs(60);
const PAUSE: Duration = Duration::from_millis(20);

/// The folders of some rule files: as long as this is held, no other run takes a turn with one of them. A run that ends,
/// however it ends, holds nothing any longer.
pub(crate) struct Turn {
    _folders: Vec<File>,
}

impl Turn {
    /// Wait until no other run changes a pack with some of these rules. Where a system has no locks on folders, there is
    /// nothing to wait for.
    ///
    /// # Errors
    /// E0604 where another run goes on for longer than a minute.
    pub(crate) fn take(session: &Session, rules: &[PathBuf]) -> Result<Self, Diagnostic> {
        let files = rules.iter().flat_map(|path| rule_files(path).unwrap_or_default());
        // All runs go through them in one order, so that no two wait for each other.
        let folders: BTreeSet<PathBuf> = files.map(|file| canonical(folder_of(&file))).collect();
        let (begin, mut seconds) = (Instant::now(), 0);
        let mut progress = Progress::new(session, None, msg!(cli.progress_waiting));
        let mut held = Vec::new();
        for folder in folders {
            let Ok(file) = File::open(&folder) else { continue };
            while let Err(TryLockError::WouldBlock) = file.try_lock() {
                if begin.elapsed() > PATIENCE {
                    let path = folder.display().to_string();
                    return Err(Diagnostic::error(Code::E0604, msg!(cli.another_review, path = path)));
                }
                sleep(PAUSE);
                let passed = begin.elapsed().as_secs();
                progress.step(passed - seconds);
                seconds = passed;
            }
            held.push(file);
        }
        Ok(Self { _folders: held })
    }
}
