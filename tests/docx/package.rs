//! DOCX files for the tests, from XML that stands in the tests.

use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

const NAMESPACES: &str = "xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\" \
     xmlns:mc=\"http://schemas.openxmlformats.org/markup-compatibility/2006\" \
     xmlns:wp=\"http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing\" \
     xmlns:wps=\"http://schemas.microsoft.com/office/word/2010/wordprocessingShape\" \
     xmlns:v=\"urn:schemas-microsoft-com:vml\" \
     xmlns:m=\"http://schemas.openxmlformats.org/officeDocument/2006/math\"";
const TYPES: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>";

/// The parts of a document, each what stands in its root element.
#[derive(Clone, Default)]
pub(crate) struct Docx {
    pub(crate) body: String,
    pub(crate) styles: String,
    pub(crate) numbering: String,
    pub(crate) footnotes: String,
    pub(crate) endnotes: String,
}

impl Docx {
    pub(crate) fn of(body: &str) -> Self {
        Self { body: body.to_owned(), ..Self::default() }
    }

    /// The files of the archive, and what they hold.
    pub(crate) fn files(&self) -> Vec<(String, Vec<u8>)> {
        let mut files = vec![
            ("[Content_Types].xml".to_owned(), format!("{HEAD}<Types/>")),
            ("_rels/.rels".to_owned(), relations([("officeDocument", "word/document.xml")])),
            ("word/document.xml".to_owned(), part("document", &format!("<w:body>{}</w:body>", self.body))),
        ];
        let beside = [
            ("styles", &self.styles),
            ("numbering", &self.numbering),
            ("footnotes", &self.footnotes),
            ("endnotes", &self.endnotes),
        ];
        let beside = beside.into_iter().filter(|(_, xml)| !xml.is_empty());
        let mut named = Vec::new();
        for (name, xml) in beside {
            files.push((format!("word/{name}.xml"), part(name, xml)));
            named.push((name, format!("{name}.xml")));
        }
        let named = relations(named.iter().map(|(name, target)| (*name, target.as_str())));
        files.push(("word/_rels/document.xml.rels".to_owned(), named));
        files.into_iter().map(|(name, xml)| (name, xml.into_bytes())).collect()
    }

    pub(crate) fn bytes(&self) -> Vec<u8> {
        archive(&self.files())
    }
}

pub(crate) fn archive(files: &[(String, Vec<u8>)]) -> Vec<u8> {
    packed(files, CompressionMethod::DEFLATE)
}

/// The same where nothing is packed.
pub(crate) fn stored(files: &[(String, Vec<u8>)]) -> Vec<u8> {
    packed(files, CompressionMethod::STORE)
}

fn packed(files: &[(String, Vec<u8>)], how: CompressionMethod) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let how = SimpleFileOptions::default().compression_method(how);
    for (name, bytes) in files {
        writer.start_file(name.as_str(), how).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn part(name: &str, xml: &str) -> String {
    format!("{HEAD}<w:{name} {NAMESPACES}>{xml}</w:{name}>")
}

fn relations<'a>(named: impl IntoIterator<Item = (&'a str, &'a str)>) -> String {
    let named = named.into_iter().map(|(kind, target)| {
        format!("<Relationship Id=\"{kind}\" Type=\"{TYPES}/{kind}\" Target=\"{target}\"/>")
    });
    let namespace = "http://schemas.openxmlformats.org/package/2006/relationships";
    format!("{HEAD}<Relationships xmlns=\"{namespace}\">{}</Relationships>", named.collect::<String>())
}

/// A paragraph with these properties, and this text.
pub(crate) fn p(properties: &str, text: &str) -> String {
    let properties =
        if properties.is_empty() { String::new() } else { format!("<w:pPr>{properties}</w:pPr>") };
    format!("<w:p>{properties}{}</w:p>", r("", text))
}

/// A run with these properties, and this text.
pub(crate) fn r(properties: &str, text: &str) -> String {
    let properties =
        if properties.is_empty() { String::new() } else { format!("<w:rPr>{properties}</w:rPr>") };
    format!("<w:r>{properties}<w:t xml:space=\"preserve\">{text}</w:t></w:r>")
}

/// The properties of a paragraph of this list and level.
pub(crate) fn listed(list: u32, level: u32) -> String {
    format!("<w:numPr><w:ilvl w:val=\"{level}\"/><w:numId w:val=\"{list}\"/></w:numPr>")
}

pub(crate) fn styled(style: &str) -> String {
    format!("<w:pStyle w:val=\"{style}\"/>")
}

/// A table of rows, each its properties and its cells, these each their properties and their blocks.
pub(crate) fn table(rows: &[(&str, &[(&str, &str)])]) -> String {
    let rows = rows.iter().map(|(properties, cells)| {
        let cells = cells.iter().map(|(properties, text)| {
            let blocks = if text.starts_with('<') { (*text).to_owned() } else { p("", text) };
            format!("<w:tc><w:tcPr>{properties}</w:tcPr>{blocks}</w:tc>")
        });
        format!("<w:tr><w:trPr>{properties}</w:trPr>{}</w:tr>", cells.collect::<String>())
    });
    format!("<w:tbl><w:tblPr/>{}</w:tbl>", rows.collect::<String>())
}

/// A level of a list: `decimal %1.`, with more elements behind it.
pub(crate) fn level(number: u32, format: &str, more: &str) -> String {
    let (format, pattern) = format.split_once(' ').unwrap_or((format, ""));
    format!(
        "<w:lvl w:ilvl=\"{number}\"><w:start w:val=\"1\"/><w:numFmt w:val=\"{format}\"/>{more}\
         <w:lvlText w:val=\"{pattern}\"/></w:lvl>"
    )
}

/// A list that is described by itself.
pub(crate) fn list(id: u32, levels: &str) -> String {
    format!("<w:abstractNum w:abstractNumId=\"{id}\">{levels}</w:abstractNum>{}", list_like(id, id, ""))
}

/// A list that is described as another is, with what it has otherwise.
pub(crate) fn list_like(id: u32, described: u32, otherwise: &str) -> String {
    format!("<w:num w:numId=\"{id}\"><w:abstractNumId w:val=\"{described}\"/>{otherwise}</w:num>")
}
