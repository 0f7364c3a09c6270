//! What is refused: what is no sound DOCX, what is larger than any document, and what leads out of the archive.

use super::package::{Docx, archive, p, stored};
use super::{RULES, club, folder};
use ustav::base::{Code, Diagnostic, Language, SourceId};
use ustav::prose::docx;

/// The document with its text exchanged.
fn with_text(from: &str, to: &str) -> Vec<u8> {
    let mut files = club(5).files();
    for (_, bytes) in &mut files {
        *bytes = String::from_utf8(bytes.clone()).unwrap().replace(from, to).into_bytes();
    }
    archive(&files)
}

fn with_file(name: &str, bytes: &[u8]) -> Vec<u8> {
    let mut files = club(5).files();
    files.retain(|(own, _)| own != name);
    files.push((name.to_owned(), bytes.to_vec()));
    archive(&files)
}

fn refused(bytes: &[u8]) -> Diagnostic {
    docx::read(bytes, SourceId(0)).expect_err("it is read")
}

#[test]
fn what_is_no_sound_docx_is_refused() {
    let whole = club(5).bytes();
    let ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    let without =
        |name: &str| archive(&club(5).files().into_iter().filter(|(own, _)| own != name).collect::<Vec<_>>());
    let entity = "<!DOCTYPE a [<!ENTITY b \"bbbb\"><!ENTITY c \"&b;&b;\">]><w:document";
    let mut flipped = whole.clone();
    let at = flipped.windows(17).position(|bytes| bytes == b"word/document.xml").unwrap() + 40;
    flipped[at] ^= 0x55;
    let odt = archive(&[
        ("mimetype".to_owned(), b"application/vnd.oasis.opendocument.text".to_vec()),
        ("content.xml".to_owned(), b"<a/>".to_vec()),
    ]);
    for (name, bytes, says) in [
        ("empty", Vec::new(), "an empty file"),
        ("text", b"Guests may borrow.".to_vec(), "another file"),
        ("protected, or old", ole, "a protected document or an old `.doc`"),
        ("rtf", b"{\\rtf1 Guests}".to_vec(), "an RTF file"),
        ("pdf", b"%PDF-1.7".to_vec(), "a PDF file"),
        ("odt", odt, "an OpenDocument file"),
        ("xlsx", with_file("xl/workbook.xml", b"<a/>"), "a file of Excel"),
        ("cut off", whole[..whole.len() / 2].to_vec(), "is damaged"),
        ("only its beginning", whole[..6].to_vec(), "is damaged"),
        ("a damaged byte", flipped, "is damaged"),
        ("no text", without("word/document.xml"), "no text in it: `word/document.xml` is missing"),
        ("another text", with_file("word/document.xml", b"<a/>"), "or is no document"),
        ("no XML", with_text("</w:body>", "</w:bodies>"), "`word/document.xml` in it is not well-formed"),
        ("an end too few", with_text("</w:document>", ""), "not well-formed"),
        ("no UTF-8", with_file("word/document.xml", b"<w:document>\xff"), "is damaged"),
        ("entities", with_text("<w:document", entity), "declares entities"),
        ("an entity", with_text("Guests", "&lol;"), "declares entities"),
        ("macros", with_file("word/vbaProject.bin", b"x"), "holds macros"),
        (
            "a macro file",
            with_text("<Types/>", "<Types a=\"application/vnd.ms-word.document.macroEnabled.main+xml\"/>"),
            "holds macros",
        ),
        ("text elsewhere", with_text("<w:body>", "<w:body><w:altChunk r:id=\"a\"/>"), "lies in another file"),
    ] {
        let found = refused(&bytes);
        assert_eq!(found.code, Code::E0608, "{name}: {}", found.message);
        assert!(
            found.message.text(Language::English).contains(says),
            "{name}: {}",
            found.message.text(Language::English)
        );
        assert!(found.help.is_some() && found.labels.len() == 1, "{name}: {found:?}");
    }
}

#[test]
fn what_is_larger_than_any_document_is_refused() {
    let deep = "<w:sdt><w:sdtContent>".repeat(200) + &p("", "Deep.") + &"</w:sdtContent></w:sdt>".repeat(200);
    let many = archive(&(0..10_001).map(|at| (format!("{at}"), Vec::new())).collect::<Vec<_>>());
    let bomb = p("", &"a".repeat(3 << 20));
    let repeated = |most: u32, xml: fn(u32) -> String| (0..most).map(xml).collect::<Vec<_>>().concat();
    // Not alike, or they would pack too well.
    let paragraphs = repeated(40_001, |at| format!("<w:p w:r=\"{:x}\"/>", at.wrapping_mul(2_654_435_761)));
    let breaks = "<w:p><w:r>".to_owned() + &"<w:br/>".repeat(40_001) + "</w:r></w:p>";
    let notes = repeated(20_001, |at| format!("<w:r><w:footnoteReference w:id=\"{at}\"/></w:r>"));
    let styles = repeated(20_001, |at| format!("<w:style w:styleId=\"{at}\"/>"));
    let lists = repeated(50_001, |at| format!("<w:num w:numId=\"{at}\"/>"));
    for (name, bytes, says) in [
        ("nesting", Docx::of(&deep).bytes(), "nest more than 256 deep"),
        ("files", many, "more than 10000 files"),
        ("a bomb", Docx::of(&bomb).bytes(), "larger than any document"),
        ("paragraphs", Docx::of(&paragraphs).bytes(), "more than 40000 paragraphs"),
        ("breaks", stored(&Docx::of(&breaks).files()), "more than 40000 paragraphs and breaks"),
        ("notes", Docx::of(&format!("<w:p>{notes}</w:p>")).bytes(), "more than 20000 footnotes"),
        ("styles", Docx { styles, ..club(5) }.bytes(), "more than 20000 styles"),
        ("lists", Docx { numbering: lists, ..club(5) }.bytes(), "more than 50000 lists"),
        ("the file", [b"PK\x03\x04".to_vec(), vec![0; docx::LONGEST]].concat(), "larger than 64 MiB"),
    ] {
        let found = refused(&bytes);
        let message = found.message.text(Language::English);
        assert!(found.code == Code::E0409 && message.contains(says), "{name}: {message}");
    }
}

#[test]
fn names_and_links_in_an_archive_lead_nowhere() {
    let whole = docx::read(&club(5).bytes(), SourceId(0)).unwrap();
    let bytes = with_file("../../../../tmp/evil.xml", b"<a/>");
    assert_eq!(docx::read(&bytes, SourceId(0)).unwrap(), whole);
    let target = "Target=\"word/document.xml\"";
    for other in [
        "Target=\"/word/document.xml\"",
        "Target=\"../../word/./document.xml\"",
        "Target=\"word\\document.xml\"",
    ] {
        assert_eq!(docx::read(&with_text(target, other), SourceId(0)).unwrap(), whole, "{other}");
    }
    // What lies outside is not asked for: the part is looked for where it always is.
    let outside = "Target=\"http://192.0.2.1/document.xml\" TargetMode=\"External\"";
    assert_eq!(docx::read(&with_text(target, outside), SourceId(0)).unwrap(), whole);
}

#[test]
fn the_program_says_what_to_save_a_document_as() {
    let folder = folder();
    for (name, bytes, english, russian) in [
        (
            "club.docx",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec(),
            "save it as DOCX without a password",
            "сохраните как DOCX без пароля",
        ),
        (
            "club.docm",
            with_file("word/vbaProject.bin", b"x"),
            "save it as DOCX without macros",
            "сохраните его как DOCX без макросов",
        ),
        (
            "club.doc",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec(),
            "save it as DOCX, or as Markdown",
            "сохраните его как DOCX либо как Markdown",
        ),
        (
            "club.rtf",
            b"{\\rtf1 Guests}".to_vec(),
            "save it as DOCX, or as Markdown",
            "сохраните его как DOCX либо как Markdown",
        ),
        (
            "club.odt",
            with_file("mimetype", b"application/vnd.oasis.opendocument.text"),
            "save it as DOCX, or as Markdown",
            "сохраните его как DOCX либо как Markdown",
        ),
        (
            "club.txt",
            club(5).bytes(),
            "the ending of the file says which it is",
            "формат определяется по расширению файла",
        ),
    ] {
        folder.write(&format!("rules/{name}"), &bytes);
        folder.write("rules/club.rules", RULES.replace("club.docx", name));
        for (language, says) in [("en", english), ("ru", russian)] {
            let ran = folder.run(&format!("verify --lang {language}"));
            assert!(
                ran.code == 2
                    && ran.text().contains(says)
                    && ran.text().contains(&format!("rules/{name}:1:1")),
                "{name}: {ran:?}"
            );
        }
        let ran = folder.run("verify --format json --lang en");
        let error = &ran.json()["errors"][0];
        assert!(error["code"] == "E0608" || error["code"] == "E0103", "{ran:?}");
        assert!(error["path"].as_str().unwrap().ends_with(name), "{ran:?}");
    }
}
