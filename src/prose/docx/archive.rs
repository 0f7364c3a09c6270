//! The archive that a DOCX file is, part by part and in memory: what its sizes say is not believed, and nothing in it is a
//! path on a disk.

use crate::base::{Code, Diagnostic, Message, msg};
use crate::prose::docx::xml::{Vocabulary, XmlEvent, XmlReader};
use std::io::{Cursor, Read};
use zip::ZipArchive;
use zip::result::ZipError;

/// The longest file, in bytes.
pub const LONGEST: usize = 64 << 20;
/// How many files an archive may have.
const MOST_FILES: usize = 10_000;
/// All parts that are read together, in bytes, and each of those beside the text.
const MOST_XML: usize = 48 << 20;
const MOST_XML_BESIDE: usize = 16 << 20;
/// A part of so many bytes may be packed as well as it likes; a larger one so many times.
const FREE: usize = 1 << 20;
const MOST_TIMES: usize = 100;
/// So many relations of a part are looked at.
const MOST_RELATIONS: usize = 10_000;

/// What begins the head of each file in the list at the end of an archive.
const LISTED: &[u8] = b"PK\x01\x02";

/// A part: what it is called in the archive, and its XML.
pub(super) struct Part {
    pub(super) name: String,
    pub(super) xml: String,
    /// How many bytes it takes in the archive.
    pub(super) packed: usize,
}

pub(super) struct Package<'b> {
    archive: ZipArchive<Cursor<&'b [u8]>>,
    /// How many bytes of parts may still be read.
    left: usize,
}

/// What a part names as belonging to it.
pub(super) struct Relation {
    /// The last word of its type: `styles`.
    kind: String,
    target: String,
}

impl<'b> Package<'b> {
    /// # Errors
    /// E0608 where this is no DOCX, or one that is damaged, protected or holds macros; E0409 where it is too large.
    pub(super) fn open(bytes: &'b [u8]) -> Result<Self, Diagnostic> {
        if bytes.len() > LONGEST {
            return Err(too_large(msg!(docx.file_too_large, most = LONGEST >> 20)));
        }
        if let Some(kind) = other_kind(bytes) {
            return Err(not_docx(kind));
        }
        if memchr::memmem::find_iter(bytes, LISTED).take(MOST_FILES + 1).count() > MOST_FILES {
            return Err(too_large(msg!(docx.too_many_files, most = MOST_FILES)));
        }
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|_| damaged())?;
        let mut package = Self { archive, left: MOST_XML };
        let has = |name: &str| package.find(name).is_some();
        let kind = match () {
            () if has("xl/workbook.xml") => Some("excel"),
            () if has("ppt/presentation.xml") => Some("slides"),
            () if has("mimetype") && has("content.xml") => Some("open_document"),
            () => None,
        };
        if let Some(kind) = kind {
            return Err(not_docx(kind));
        }
        let is_macro = |name: &[u8]| name.to_ascii_lowercase().ends_with(b"vbaproject.bin");
        let types = package.part("[Content_Types].xml")?;
        if package.archive.file_names_raw().any(is_macro)
            || types.is_some_and(|types| types.xml.contains("macroEnabled"))
        {
            let macros = Diagnostic::error(Code::E0608, msg!(docx.macros));
            return Err(macros.help(msg!(docx.save_without_macros)));
        }
        Ok(package)
    }

    /// A part beside the text; none where there is no such part.
    ///
    /// # Errors
    /// E0608 where it is damaged or protected; E0409 where it is too large.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<Part>, Diagnostic> {
        self.read(name, MOST_XML_BESIDE)
    }

    /// The part that holds the text, and what that names as belonging to it.
    ///
    /// # Errors
    /// Those of [`Package::part`]; E0608 where there is none.
    pub(super) fn text(&mut self) -> Result<(Part, Vec<Relation>), Diagnostic> {
        let named = self.relations("")?.into_iter().find(|own| own.kind == "officeDocument");
        let name = named.map_or_else(|| "word/document.xml".to_owned(), |own| own.target);
        let part = self.read(&name, MOST_XML)?.ok_or_else(|| no_text(&name))?;
        let relations = self.relations(&part.name)?;
        Ok((part, relations))
    }

    /// The part of this kind that another names.
    pub(super) fn related(&mut self, relations: &[Relation], kind: &str) -> Result<Option<Part>, Diagnostic> {
        let named = relations.iter().find(|own| own.kind == kind);
        named.map_or(Ok(None), |own| self.part(&own.target))
    }

    /// What a part names as belonging to it; of the archive itself for no name. What lies outside is left out.
    fn relations(&mut self, part: &str) -> Result<Vec<Relation>, Diagnostic> {
        let (folder, name) = part.rsplit_once('/').unwrap_or(("", part));
        let listed = format!("{folder}{}_rels/{name}.rels", if folder.is_empty() { "" } else { "/" });
        let Some(part) = self.part(&listed)? else { return Ok(Vec::new()) };
        let mut xml = XmlReader::new(&part.name, &part.xml);
        let mut relations = Vec::new();
        loop {
            match xml.next()? {
                XmlEvent::Begin(own) if own.is(Vocabulary::Relations, b"Relationship") => {
                    let kind = own.attribute(b"Type").unwrap_or_default();
                    let is_outside = own.attribute(b"TargetMode").is_some_and(|mode| mode == "External");
                    if let (false, Some(target)) = (is_outside, own.attribute(b"Target"))
                        && relations.len() < MOST_RELATIONS
                    {
                        let kind = kind.rsplit('/').next().unwrap_or_default().to_owned();
                        relations.push(Relation { kind, target: resolved(folder, &target) });
                    }
                }
                XmlEvent::Over => return Ok(relations),
                _ => {}
            }
        }
    }

    /// The number of a file; letter case says nothing.
    fn find(&self, name: &str) -> Option<usize> {
        let alike = |own: &[u8]| own.eq_ignore_ascii_case(name.as_bytes());
        let exactly = self.archive.index_for_name_raw(name.as_bytes());
        exactly.or_else(|| self.archive.file_names_raw().position(alike))
    }

    fn read(&mut self, name: &str, most: usize) -> Result<Option<Part>, Diagnostic> {
        let Some(at) = self.find(name) else { return Ok(None) };
        let file = self.archive.by_index(at).map_err(|error| match error {
            ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) => protected(),
            _ => damaged(),
        })?;
        let packed = usize::try_from(file.compressed_size()).unwrap_or(LONGEST).min(LONGEST);
        let most = most.min(self.left).min(packed.saturating_mul(MOST_TIMES).max(FREE));
        let mut bytes = Vec::new();
        let limit = u64::try_from(most).unwrap_or(u64::MAX).saturating_add(1);
        file.take(limit).read_to_end(&mut bytes).map_err(|_| damaged())?;
        if bytes.len() > most {
            return Err(too_large(msg!(docx.part_too_large, part = name)));
        }
        self.left -= bytes.len();
        let xml = decoded(bytes).ok_or_else(damaged)?;
        Ok(Some(Part { name: name.to_owned(), xml, packed }))
    }
}

/// XML in UTF-8 or UTF-16.
fn decoded(bytes: Vec<u8>) -> Option<String> {
    let from: fn([u8; 2]) -> u16 = match bytes.as_slice() {
        [0xff, 0xfe, ..] | [b'<', 0, ..] => u16::from_le_bytes,
        [0xfe, 0xff, ..] | [0, b'<', ..] => u16::from_be_bytes,
        _ => return String::from_utf8(bytes).ok(),
    };
    let units = bytes.chunks_exact(2).filter_map(|pair| <[u8; 2]>::try_from(pair).ok()).map(from);
    char::decode_utf16(units).collect::<Result<_, _>>().ok()
}

/// Where a relation leads from a part in this folder of the archive.
fn resolved(folder: &str, target: &str) -> String {
    let target = target.replace('\\', "/");
    let base = if target.starts_with('/') { "" } else { folder };
    let mut path: Vec<&str> = Vec::new();
    for step in base.split('/').chain(target.split('/')) {
        match step {
            "" | "." => {}
            ".." => drop(path.pop()),
            step => path.push(step),
        }
    }
    path.join("/")
}

/// What a file is that does not begin as an archive; as the catalogue knows it.
fn other_kind(bytes: &[u8]) -> Option<&'static str> {
    match bytes {
        [b'P', b'K', 3, 4, ..] => None,
        [0xd0, 0xcf, 0x11, 0xe0, ..] => Some("protected"),
        [b'{', b'\\', b'r', b't', b'f', ..] => Some("rtf"),
        [b'%', b'P', b'D', b'F', ..] => Some("pdf"),
        [] => Some("empty"),
        _ => Some("other"),
    }
}

fn not_docx(kind: &'static str) -> Diagnostic {
    let help = if kind == "protected" { msg!(docx.unprotect) } else { msg!(docx.save_as_docx) };
    Diagnostic::error(Code::E0608, msg!(docx.not_docx, kind = kind)).help(help)
}

/// That the part that should hold the text does not.
pub(super) fn no_text(part: &str) -> Diagnostic {
    Diagnostic::error(Code::E0608, msg!(docx.no_text, part = part)).help(msg!(docx.save_again))
}

fn damaged() -> Diagnostic {
    Diagnostic::error(Code::E0608, msg!(docx.damaged)).help(msg!(docx.save_again))
}

fn protected() -> Diagnostic {
    Diagnostic::error(Code::E0608, msg!(docx.not_docx, kind = "protected")).help(msg!(docx.unprotect))
}

/// That there is more of something than is read.
pub(super) fn too_large(message: impl Into<Message>) -> Diagnostic {
    Diagnostic::error(Code::E0409, message)
}
