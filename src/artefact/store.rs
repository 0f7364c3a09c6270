//! Where the bytes of an artefact lie, and what can be wrong with them.

use crate::base::{Code, Diagnostic, Message, msg};
use std::sync::{Arc, OnceLock};

/// The first line of an artefact of this program. Another program's is not read: what it means by the same bytes may
/// be something else.
pub(super) fn first_line() -> String {
    format!("{}{FORMAT}, ustav {}\n", String::from_utf8_lossy(MAGIC), env!("CARGO_PKG_VERSION"))
}

impl Store for Vec<u8> {
    fn size(&self) -> u64 {
        self.len() as u64
    }

    fn read(&self, at: u64, length: usize) -> Option<Vec<u8>> {
        let at = usize::try_from(at).ok()?;
        self.get(at..at.checked_add(length)?).map(<[u8]>::to_vec)
    }
}

/// Why a file is no artefact that can be used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ArtefactError {
    /// It was written by this program, which is another one.
    Version(String),
    /// It is not what was written.
    Damaged(&'static str),
}

/// What can be wrong with the file as such; of its contents there is more.
pub(super) const CUT_OFF: ArtefactError = ArtefactError::Damaged("it is cut off");
pub(super) const FIRST_LINE: ArtefactError = ArtefactError::Damaged("its first line is not whole");
pub(super) const TOO_LARGE: ArtefactError = ArtefactError::Damaged("it would be too large");
pub(super) const LONGER: ArtefactError = ArtefactError::Damaged("something stands behind it");
pub(super) const UNREADABLE: ArtefactError = ArtefactError::Damaged("a part cannot be read");
pub(super) const CHECKSUM: ArtefactError = ArtefactError::Damaged("a checksum does not fit");

impl ArtefactError {
    /// What is wrong, in a few words. What exactly is wrong with the contents helps nobody who can only compile again.
    pub fn what(&self) -> Message {
        match self {
            Self::Version(by) => Message::verbatim(by),
            wrong if *wrong == CUT_OFF => msg!(artefact.cut_off),
            wrong if *wrong == FIRST_LINE => msg!(artefact.first_line),
            wrong if *wrong == TOO_LARGE => msg!(artefact.too_large),
            wrong if *wrong == LONGER => msg!(artefact.longer),
            wrong if *wrong == UNREADABLE => msg!(artefact.unreadable),
            wrong if *wrong == CHECKSUM => msg!(artefact.checksum),
            Self::Damaged(_) => msg!(artefact.contents),
        }
    }

    /// What is to be said of a file of this name.
    pub fn diagnostic(&self, name: &str) -> Diagnostic {
        let found = match self {
            Self::Version(by) => {
                let own = writer(&first_line());
                let message = msg!(artefact.other_version, name = name, writer = by, own = own);
                Diagnostic::error(Code::E0607, message)
            }
            Self::Damaged(_) => {
                Diagnostic::error(Code::E0606, msg!(artefact.damaged, name = name, what = self.what()))
            }
        };
        found.help(msg!(artefact.compile_again))
    }
}

/// How a first line calls who wrote it.
pub(super) fn writer(line: &str) -> String {
    let rest = line.trim_end().get(MAGIC.len()..).unwrap_or_default();
    let (format, by) = rest.split_once(", ").unwrap_or((rest, "something else"));
    format!("{by} (format {format})")
}

/// Whether something that was fetched turned out to be wrong. What was worked out since then is not to be printed.
#[derive(Clone, Debug, Default)]
pub struct Damage(Arc<OnceLock<ArtefactError>>);

impl Damage {
    /// What was found, if anything was.
    pub fn found(&self) -> Option<&ArtefactError> {
        self.0.get()
    }

    /// What was read, or nothing where something is wrong with it. The first that was found is kept.
    pub(super) fn sound<T: Default>(&self, read: Result<T, ArtefactError>) -> T {
        read.unwrap_or_else(|wrong| {
            let _ = self.0.set(wrong);
            T::default()
        })
    }
}

/// An artefact begins with these bytes; behind them stands who wrote it, to the end of the line.
pub const MAGIC: &[u8] = b"ustav artefact ";

/// The number of the format. Whoever changes what is written counts it up.
pub const FORMAT: u32 = 8;

/// The longest first line that is looked at.
pub(super) const LONGEST_LINE: usize = 100;

/// Where the bytes of an artefact lie.
pub trait Store: Send + Sync {
    fn size(&self) -> u64;
    /// So many bytes from one on; `None` where they cannot be had.
    fn read(&self, at: u64, length: usize) -> Option<Vec<u8>>;
}
