//! Documents in DOCX: what is read of them, where it stands, and what is refused. The archives are made here, of XML that
//! can be read.

mod forms;
mod package;
mod refused;

use crate::cli::Folder;
use crate::structure::described;
use forms::{WORD_STYLES, office_form, word_form};
use package::{Docx, archive, level, list, list_like, listed, p, r, styled, table};
use std::process::Command;
use ustav::base::{Language, SharedText, SourceId};
use ustav::prose::{Format, Text, docx, normalize};

fn read(document: &Docx) -> (SharedText, Text) {
    let text = docx::read(&document.bytes(), SourceId(0)).unwrap();
    let read = Text::of(SourceId(0), &text, Format::Docx);
    for sentence in &read.sentences {
        let shown = read.shown(sentence.range.clone(), &text);
        assert_eq!(normalize(&shown), read.part(&sentence.range), "{}", document.body);
    }
    (text, read)
}

/// The units of a document, as `structure.rs` describes them.
fn units(document: &Docx) -> Vec<String> {
    let (_, text) = read(document);
    text.units.iter().map(|unit| described(&text, unit)).collect()
}

fn assert_units(document: &Docx, expected: &[&str]) {
    assert_eq!(units(document), expected, "{}", document.body);
}

fn paragraphs(properties: &[&str]) -> String {
    properties.iter().map(|own| p(own, "Guests wait")).collect()
}

// ------------------------------------------------------------------------------------------- two programs

const READ: [&str; 14] = [
    "h1 Правила библиотеки",
    "h1 «1.» Книги",
    "i1 «1.1.» Гость может взять до 5 книг. << Кроме учебников.",
    "i1 «1.2.» Гостю нельзя:",
    "i2 «а)» курить; << Гостю нельзя:",
    "i2 «б)» шуметь. << Гостю нельзя:",
    "h1 «2.» Оплата",
    "i1 «2.1.» Гость платит:",
    "i2 «•» наличными; << Гость платит:",
    "i2 «•» картой. << Гость платит:",
    "head Действие | Гость | Член",
    "row Книги | ✗ | ✓ :: Книги: Гость=✗; Член=✓",
    "row до 3 книг :: Книги: Гость=до 3 книг; Член=до 3 книг",
    "p Кроме учебников.",
];

#[test]
fn two_programs_write_the_same_document() {
    let [(word_text, word), (office_text, office)] = [word_form(), office_form()].map(|own| read(&own));
    let both = [&word, &office]
        .map(|text| -> Vec<String> { text.units.iter().map(|unit| described(text, unit)).collect() });
    assert_eq!(both[0], READ);
    assert_eq!(both[1], READ);
    // A note stands under no heading, and the places are the same.
    assert_eq!(word.sentences.last().unwrap().heading, None);
    assert_eq!(word_text.outline().unwrap().places, office_text.outline().unwrap().places);
    assert_eq!(
        word_text.lines().map(str::trim).collect::<Vec<_>>(),
        office_text.lines().map(str::trim).collect::<Vec<_>>()
    );
}

/// The form of Word, opened in `LibreOffice` 7.4 and saved as DOCX.
#[test]
fn what_an_office_program_saved_again_is_read_alike() {
    let (word_text, word) = read(&word_form());
    let bytes = include_bytes!("docx/libreoffice.docx");
    let saved = docx::read(bytes, SourceId(0)).unwrap();
    let text = Text::of(SourceId(0), &saved, Format::Docx);
    let units: Vec<String> = text.units.iter().map(|unit| described(&text, unit)).collect();
    assert_eq!(units, READ);
    assert_eq!(saved.outline().unwrap().places, word_text.outline().unwrap().places);
    assert_eq!(text.normal, word.normal);
}

#[test]
fn the_strict_edition_is_read_alike() {
    let transitional = word_form();
    let mut files = transitional.files();
    for (_, bytes) in &mut files {
        let xml = String::from_utf8(bytes.clone()).unwrap();
        let strict = xml
            .replace(
                "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
                "http://purl.oclc.org/ooxml/wordprocessingml/main",
            )
            .replace(
                "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
                "http://purl.oclc.org/ooxml/officeDocument/relationships",
            )
            .replace("xmlns:w=", "xmlns:q=")
            .replace("<w:", "<q:")
            .replace("</w:", "</q:")
            .replace(" w:", " q:");
        *bytes = strict.into_bytes();
    }
    let strict = docx::read(&archive(&files), SourceId(0)).unwrap();
    assert_eq!(strict, docx::read(&transitional.bytes(), SourceId(0)).unwrap());
    // UTF-16 is XML, too, and letter case in the names of parts says nothing.
    for (name, bytes) in &mut files {
        let xml = String::from_utf8(bytes.clone()).unwrap();
        let units: Vec<u16> = std::iter::once(0xfeff).chain(xml.encode_utf16()).collect();
        *bytes = units.iter().flat_map(|unit| unit.to_le_bytes()).collect();
        *name = name.replace("word/document.xml", "Word/Document.XML");
    }
    assert_eq!(docx::read(&archive(&files), SourceId(0)).unwrap(), strict);
}

// ------------------------------------------------------------------------------------------- lists and headings

/// The marks of the items and headings of a document.
fn markers(numbering: &str, properties: &[&str]) -> Vec<String> {
    let document = Docx {
        body: paragraphs(properties),
        numbering: numbering.to_owned(),
        styles: WORD_STYLES.to_owned(),
        ..Docx::default()
    };
    let marked = units(&document).into_iter();
    marked
        .map(|unit| {
            unit.split('«').nth(1).map_or(String::new(), |rest| rest.split('»').next().unwrap().to_owned())
        })
        .collect()
}

#[test]
fn lists_have_the_marks_that_a_reader_sees() {
    let own = |list: u32, at: u32| listed(list, at);
    let run = |numbering: String, steps: &[(u32, u32)]| {
        let properties: Vec<String> = steps.iter().map(|(list, at)| own(*list, *at)).collect();
        markers(&numbering, &properties.iter().map(String::as_str).collect::<Vec<_>>()).join(" ")
    };
    let flat = |format: &str, start: u32| {
        list(
            1,
            &level(0, format, "").replace("<w:start w:val=\"1\"/>", &format!("<w:start w:val=\"{start}\"/>")),
        )
    };
    for (format, start, expected) in [
        ("decimal %1)", 1, "1) 2) 3)"),
        ("decimal %1.", 7, "7. 8. 9."),
        ("decimalZero %1.", 9, "09. 10. 11."),
        ("lowerRoman %1.", 3, "iii. iv. v."),
        ("upperRoman %1.", 8, "VIII. IX. X."),
        ("lowerLetter (%1)", 1, "(a) (b) (c)"),
        ("upperLetter %1.", 25, "Y. Z. AA."),
        ("russianLower %1)", 9, "и) к) л)"),
        ("russianUpper %1)", 27, "Ю) Я) АА)"),
        ("bullet \u{f0b7}", 1, "• • •"),
        ("bullet -", 1, "• • •"),
        ("lowerRoman %1.", 4000, "4000. 4001. 4002."),
    ] {
        assert_eq!(run(flat(format, start), &[(1, 0), (1, 0), (1, 0)]), expected, "{format}");
    }
    let clauses = || {
        level(0, "upperRoman %1.", "") + &level(1, "decimal %1.%2.", "") + &level(2, "lowerLetter %3)", "")
    };
    let steps = [(1, 0), (1, 1), (1, 2), (1, 2), (1, 1), (1, 2), (1, 0), (1, 1)];
    assert_eq!(run(list(1, &clauses()), &steps), "I. I.1. a) b) I.2. a) II. II.1.");
    // All in digits; never anew; anew only behind the first level.
    let legal = level(0, "upperRoman %1.", "") + &level(1, "decimal %1.%2.", "<w:isLgl/>");
    assert_eq!(run(list(1, &legal), &[(1, 0), (1, 1), (1, 1)]), "I. 1.1. 1.2.");
    let going_on = level(0, "decimal %1.", "") + &level(1, "decimal %2)", "<w:lvlRestart w:val=\"0\"/>");
    assert_eq!(run(list(1, &going_on), &[(1, 0), (1, 1), (1, 0), (1, 1)]), "1. 1) 2. 2)");
    let by_first = level(0, "decimal %1.", "")
        + &level(1, "decimal %2)", "")
        + &level(2, "decimal %3-", "<w:lvlRestart w:val=\"1\"/>");
    assert_eq!(
        run(list(1, &by_first), &[(1, 0), (1, 1), (1, 2), (1, 1), (1, 2), (1, 0), (1, 2)]),
        "1. 1) 1- 2) 2- 2. 1-"
    );
    // Lists that are described alike go on with each other, unless one begins anew.
    let anew = "<w:lvlOverride w:ilvl=\"0\"><w:startOverride w:val=\"5\"/></w:lvlOverride>";
    let three =
        list(1, &clauses().replace("upperRoman", "decimal")) + &list_like(2, 1, "") + &list_like(3, 1, anew);
    assert_eq!(run(three, &[(1, 0), (2, 0), (3, 0), (3, 0), (1, 0)]), "1. 2. 5. 6. 7.");
    let otherwise =
        format!("<w:lvlOverride w:ilvl=\"0\">{}</w:lvlOverride>", level(0, "lowerLetter %1)", ""));
    assert_eq!(run(list(1, &clauses()) + &list_like(2, 1, &otherwise), &[(2, 0), (2, 0)]), "a) b)");
    // A list that a style describes is counted as that.
    let style = "<w:style w:type=\"numbering\" w:styleId=\"L\"><w:name w:val=\"L\"/><w:pPr><w:numPr><w:numId w:val=\"1\"/>\
        </w:numPr></w:pPr></w:style>";
    let linked = Docx {
        body: paragraphs(&[&own(2, 0), &own(1, 0)]),
        styles: style.to_owned(),
        numbering: list(1, &level(0, "decimal %1)", "")) + &list(2, "<w:numStyleLink w:val=\"L\"/>"),
        ..Docx::default()
    };
    assert_units(&linked, &["i1 «1)» Guests wait", "i1 «2)» Guests wait"]);
    // A number that is not shown is counted; a list that is not there, and list 0, number nothing.
    let hidden = level(0, "decimal %1.", "<w:rPr><w:vanish/></w:rPr>");
    assert_eq!(run(list(1, &hidden), &[(1, 0), (9, 0), (0, 0)]).trim(), "");
}

#[test]
fn headings_are_known_by_style_outline_and_number() {
    let styles = "<w:style w:type=\"paragraph\" w:styleId=\"2\"><w:name w:val=\"heading 2\"/></w:style>\
        <w:style w:type=\"paragraph\" w:styleId=\"Own\"><w:name w:val=\"Clause\"/><w:basedOn w:val=\"2\"/></w:style>\
        <w:style w:type=\"paragraph\" w:styleId=\"Out\"><w:name w:val=\"Set so\"/><w:pPr><w:outlineLvl w:val=\"3\"/></w:pPr></w:style>\
        <w:style w:type=\"paragraph\" w:styleId=\"Text\"><w:name w:val=\"Text\"/><w:basedOn w:val=\"2\"/><w:pPr>\
        <w:outlineLvl w:val=\"9\"/></w:pPr></w:style>\
        <w:style w:type=\"paragraph\" w:styleId=\"Loop\"><w:name w:val=\"Loop\"/><w:basedOn w:val=\"Loop\"/></w:style>\
        <w:style w:type=\"paragraph\" w:styleId=\"Z8\"><w:name w:val=\"Заголовок 8\"/></w:style>";
    for (properties, expected) in [
        (styled("2"), "h2 Terms"),
        (styled("Own"), "h2 Terms"),
        (styled("Out"), "h4 Terms"),
        (styled("Z8"), "h6 Terms"),
        (styled("Heading3"), "h3 Terms"),
        (styled("Text"), "p Terms"),
        (styled("Loop"), "p Terms"),
        ("<w:outlineLvl w:val=\"1\"/>".to_owned(), "h2 Terms"),
        (styled("2") + "<w:outlineLvl w:val=\"9\"/>", "p Terms"),
        (styled("2") + &listed(1, 0), "h2 «Article 1.» Terms"),
        (styled("2") + &listed(2, 0), "h2 Terms"),
        (
            styled("2") + "<w:pPrChange w:id=\"1\"><w:pPr><w:pStyle w:val=\"Out\"/></w:pPr></w:pPrChange>",
            "h2 Terms",
        ),
    ] {
        let numbering = list(1, &level(0, "decimal Article %1.", "")) + &list(2, &level(0, "bullet o", ""));
        let document =
            Docx { body: p(&properties, "Terms"), styles: styles.to_owned(), numbering, ..Docx::default() };
        assert_units(&document, &[expected]);
    }
    // A whole line in bold is a heading, with a number as without; a clause that is set as a heading is a clause.
    let numbering = list(1, &level(0, "decimal %1.", ""));
    let bold = format!("<w:p><w:pPr>{}</w:pPr>{}</w:p>", listed(1, 0), r("<w:b/>", "GENERAL TERMS"));
    let clause = "A guest of the library who wants to take out a book must show a card with a photo at the desk, \
                  and sign for each of the books that the guest takes home.";
    let body = format!("<w:p>{}</w:p>", r("<w:b/>", "House rules"))
        + &bold
        + &p(&(styled("2") + &listed(1, 0)), clause);
    let document = Docx { body, styles: styles.to_owned(), numbering, ..Docx::default() };
    assert_units(&document, &["h6 House rules", "h6 «1.» GENERAL TERMS", &format!("i1 «2.» {clause}")]);
}

// ------------------------------------------------------------------------------------------- what is text, and what is not

#[test]
fn tracked_changes_are_read_as_accepted() {
    let joined =
        "<w:p><w:pPr><w:rPr><w:del w:id=\"1\"/></w:rPr></w:pPr><w:r><w:t>Guests may</w:t></w:r></w:p>";
    let gone = "<w:p><w:pPr><w:rPr><w:del w:id=\"2\"/></w:rPr></w:pPr><w:del w:id=\"3\"><w:r><w:delText>Gone.</w:delText></w:r></w:del></w:p>";
    let moved = "<w:p><w:pPr><w:rPr><w:moveFrom w:id=\"4\"/></w:rPr></w:pPr><w:moveFrom w:id=\"5\"><w:r><w:t>Moved.</w:t></w:r></w:moveFrom></w:p>";
    let come = "<w:p><w:pPr><w:rPr><w:ins w:id=\"6\"/></w:rPr></w:pPr><w:moveTo w:id=\"7\"><w:r><w:t>Moved.</w:t></w:r></w:moveTo></w:p>";
    let edited = "<w:p><w:r><w:t xml:space=\"preserve\">Guests pay </w:t></w:r><w:del w:id=\"8\"><w:r><w:delText>5</w:delText></w:r></w:del>\
        <w:ins w:id=\"9\"><w:r><w:rPr><w:rPrChange w:id=\"1\"><w:rPr><w:vanish/></w:rPr></w:rPrChange></w:rPr><w:t>10</w:t></w:r></w:ins>\
        <w:r><w:t xml:space=\"preserve\"> euros.</w:t></w:r></w:p>";
    let rows = table(&[
        ("", &[("", "Who"), ("", "Pays")]),
        ("<w:del w:id=\"1\"/>", &[("", "Pupils"), ("", "1 euro")]),
        ("<w:ins w:id=\"2\"/>", &[("", "Guests"), ("", "2 euros")]),
    ]);
    let body = joined.to_owned() + &p("", " wait.") + gone + moved + come + edited + &rows;
    let document = Docx::of(&body);
    assert_units(
        &document,
        &[
            "p Guests may wait.",
            "p Moved.",
            "p Guests pay 10 euros.",
            "head Who | Pays",
            "row Guests | 2 euros :: Guests: Pays=2 euros",
        ],
    );
    // Before a table, nothing goes on with it.
    assert_units(
        &Docx::of(&(joined.to_owned() + &rows)),
        &[
            "p Guests may",
            "head Who | Pays << Guests may",
            "row Guests | 2 euros << Guests may :: Guests: Pays=2 euros",
        ],
    );
    // What is gone is no paragraph that somebody would count.
    assert_eq!(read(&document).0.lines().next(), Some("Guests may wait."));
    assert_eq!(read(&document).0.lines().nth(1), Some("Moved."));
}

#[test]
fn only_what_a_reader_sees_is_text() {
    let run = |xml: &str| format!("<w:r>{xml}</w:r>");
    let field = |kind: &str| run(&format!("<w:fldChar w:fldCharType=\"{kind}\"/>"));
    let instruction = run("<w:instrText>REF clause <w:t>x</w:t></w:instrText>");
    let inner = field("begin")
        + &run("<w:t>in an instruction</w:t>")
        + &field("separate")
        + &run("<w:t>inner</w:t>")
        + &field("end");
    let reference =
        field("begin") + &instruction + &inner + &field("separate") + &run("<w:t>5.1</w:t>") + &field("end");
    let boxed = |text: &str| format!("<w:txbxContent>{}</w:txbxContent>", p("", text));
    let shape = format!(
        "<mc:AlternateContent><mc:Choice Requires=\"wps\"><w:drawing><wp:anchor><wps:wsp><wps:txbx>{}</wps:txbx></wps:wsp></wp:anchor>\
         </w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox>{}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent>",
        boxed("Boxed once."),
        boxed("Boxed twice.")
    );
    for (xml, expected) in [
        (reference, "p 5.1"),
        ("<w:fldSimple w:instr=\"DATE\"><w:r><w:t>1 May</w:t></w:r></w:fldSimple>".to_owned(), "p 1 May"),
        (
            r("", "See ") + "<w:hyperlink r:id=\"rId9\">" + &r("", "the list") + "</w:hyperlink>",
            "p See the list",
        ),
        (
            "<w:sdt><w:sdtPr><w:alias w:val=\"name\"/></w:sdtPr><w:sdtContent>".to_owned()
                + &r("", "Chosen")
                + "</w:sdtContent></w:sdt>",
            "p Chosen",
        ),
        ("<w:customXml w:element=\"a\">".to_owned() + &r("", "Tagged") + "</w:customXml>", "p Tagged"),
        (r("<w:vanish/>", "hidden") + &r("<w:vanish w:val=\"0\"/>", "Seen"), "p Seen"),
        (run("<w:t>re</w:t><w:softHyphen/><w:t>new</w:t>"), "p renew"),
        (run("<w:t>e</w:t><w:noBreakHyphen/><w:t>mail</w:t>"), "p e-mail"),
        (run("<w:t>Name</w:t><w:tab/><w:t>Anna</w:t>"), "p Name Anna"),
        (
            run("<w:sym w:font=\"Wingdings\" w:char=\"F0FC\"/><w:t xml:space=\"preserve\"> Guests</w:t>"),
            "p ✓ Guests",
        ),
        (
            run("<w:sym w:font=\"Odd\" w:char=\"F021\"/><w:t xml:space=\"preserve\"> Guests</w:t>"),
            "p \u{fffd} Guests",
        ),
        (
            run("<w:t>x</w:t></w:r><w:r><w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr><w:t>2</w:t>"),
            "p x²",
        ),
        (run("<w:t>a &lt; b &amp; c&#8230;</w:t>"), "p a < b & c…"),
        ("<m:oMath><m:r><m:t>x+1</m:t></m:r></m:oMath>".to_owned(), "p x+1"),
        (
            "<w:commentRangeStart w:id=\"0\"/>".to_owned()
                + &r("", "Text")
                + &run("<w:commentReference w:id=\"0\"/>"),
            "p Text",
        ),
        (
            "<w:ruby><w:rt>".to_owned()
                + &r("", "above")
                + "</w:rt><w:rubyBase>"
                + &r("", "Base")
                + "</w:rubyBase></w:ruby>",
            "p Base",
        ),
        (
            run(
                "<w:fldChar w:fldCharType=\"begin\"><w:ffData><w:checkBox><w:default w:val=\"1\"/></w:checkBox></w:ffData></w:fldChar>",
            ) + &field("end")
                + &r("", "Guests"),
            "p ☑ Guests",
        ),
    ] {
        assert_units(&Docx::of(&format!("<w:p>{xml}</w:p>")), &[expected]);
    }
    let document = Docx::of(&format!("<w:p>{}{}</w:p>", run(&shape), r("", "Beside it.")));
    assert_units(&document, &["p Boxed once.", "p Beside it."]);
    let broken = format!("<w:p>{}</w:p>", run("<w:t>Guests wait</w:t><w:br/><w:t>Guests pay</w:t>"));
    assert_units(&Docx::of(&broken), &["p Guests wait", "p Guests pay"]);
    // A picture in a cell says what stands for it.
    let picture = "<w:p><w:r><w:drawing><wp:inline><wp:docPr id=\"1\" name=\"Picture 1\" descr=\"yes\"/></wp:inline></w:drawing></w:r></w:p>";
    let pictures = table(&[("", &[("", "Who"), ("", "May enter")]), ("", &[("", "Guests"), ("", picture)])]);
    assert_units(
        &Docx::of(&pictures),
        &["head Who | May enter", "row Guests | yes :: Guests: May enter=yes"],
    );
    // A table of contents says nothing that the text does not say; it is a paragraph all the same.
    let styles =
        "<w:style w:type=\"paragraph\" w:styleId=\"11\"><w:name w:val=\"toc 1\"/></w:style>".to_owned();
    let document =
        Docx { body: p(&styled("11"), "Terms 3") + &p("", "Guests wait."), styles, ..Docx::default() };
    assert_units(&document, &["p Guests wait."]);
    assert_eq!(&*read(&document).0, "Terms 3\nGuests wait.\n");
}

#[test]
fn tables_are_read_row_by_row() {
    for (xml, expected) in [
        // Values make no head, nor does a frame make a table.
        (
            table(&[("", &[("", "Term"), ("", "10 days")]), ("", &[("", "Price"), ("", "5 euros")])]),
            &["row Term | 10 days :: Term: 2=10 days", "row Price | 5 euros :: Price: 2=5 euros"][..],
        ),
        (
            table(&[("", &[("", "Guests wait.")]), ("", &[("", "Guests pay.")])]),
            &["p Guests wait.", "p Guests pay."],
        ),
        // A head of two rows.
        (
            table(&[
                ("", &[("<w:vMerge w:val=\"restart\"/>", "Who"), ("<w:gridSpan w:val=\"2\"/>", "Fee")]),
                ("", &[("<w:vMerge/>", ""), ("", "Day"), ("", "Year")]),
                ("", &[("", "Guests"), ("", "1"), ("", "9")]),
            ]),
            &["head Who | Fee", "head Day | Year", "row Guests | 1 | 9 :: Guests: Fee Day=1; Fee Year=9"],
        ),
        // Cells that are joined sidewards, columns that are left free, a row that is hidden.
        (
            table(&[
                ("", &[("", "Who"), ("", "Day"), ("", "Year")]),
                ("", &[("", "Guests"), ("<w:hMerge w:val=\"restart\"/>", "1"), ("<w:hMerge/>", "")]),
                ("<w:gridBefore w:val=\"1\"/>", &[("", "2"), ("", "3")]),
                ("<w:hidden/>", &[("", "Nobody"), ("", "4"), ("", "5")]),
            ]),
            &["head Who | Day | Year", "row Guests | 1 :: Guests: Day=1", "row | 2 | 3 :: 2: Who=; Year=3"],
        ),
    ] {
        assert_units(&Docx::of(&xml), expected);
    }
    let inner = table(&[("", &[("", "Who"), ("", "Pays")]), ("", &[("", "Guests"), ("", "2 euros")])]);
    let outer = table(&[("", &[("", &(inner + &p("", "Guests wait."))), ("", "Beside it.")])]);
    let found = units(&Docx::of(&outer));
    assert!(found.contains(&"row Guests | 2 euros :: Guests: Pays=2 euros".to_owned()), "{found:?}");
    assert!(
        found.contains(&"p Guests wait.".to_owned()) && found.contains(&"p Beside it.".to_owned()),
        "{found:?}"
    );
}

#[test]
fn notes_belong_to_what_points_at_them() {
    let at = |kind: &str, id: u32| format!("<w:r><w:{kind}Reference w:id=\"{id}\"/></w:r>");
    let note =
        |kind: &str, id: u32, text: &str| format!("<w:{kind} w:id=\"{id}\">{}</w:{kind}>", p("", text));
    let document = Docx {
        body: format!("<w:p>{}{}{}</w:p>", r("", "Guests pay."), at("footnote", 7), r("", " Members enter."))
            + &format!("<w:p>{}{}</w:p>", r("", "Pupils wait."), at("endnote", 3))
            + &format!("<w:p>{}{}</w:p>", r("", "Guests leave."), at("footnote", 4))
            + &format!("<w:p>{}<w:del w:id=\"1\">{}</w:del></w:p>", r("", "Nobody runs."), at("footnote", 5)),
        footnotes: note("footnote", 4, "At noon.")
            + &note("footnote", 5, "Gone.")
            + &note("footnote", 7, "In cash."),
        endnotes: note("endnote", 3, "At the door."),
        ..Docx::default()
    };
    assert_units(
        &document,
        &[
            "p Guests pay. / Members enter. << In cash.",
            "p Pupils wait. << At the door.",
            "p Guests leave. << At noon.",
            "p Nobody runs.",
            "p In cash.",
            "p At noon.",
            "p At the door.",
        ],
    );
    let text = read(&document).0;
    let place = |line: usize| text.outline().unwrap().places[line - 1].message(line);
    let places = (1..=7).map(|line| {
        format!("{}; {}", place(line).text(Language::English), place(line).text(Language::Russian))
    });
    assert_eq!(
        places.skip(3).collect::<Vec<_>>(),
        [
            "paragraph 4; абзац 4",
            "footnote 1; сноска 1",
            "footnote 2; сноска 2",
            "endnote 1; концевая сноска 1"
        ]
    );
}

// ------------------------------------------------------------------------------------------- the verbs

const RULES: &str = "document club \"club.docx\"\n\nstate {\n  users: each user by id {\n    id:   String\n    role: Role\n  }\n}\n\n\
                     role guest\n\naction borrow\n\npermit guests-borrow\n  guest may borrow\n  cites club \"Guests may borrow 5 books.\"\n";

fn club(books: u32) -> Docx {
    let rows =
        table(&[("", &[("", "Who"), ("", "May borrow")]), ("", &[("", "Members"), ("", "at most 9 books")])]);
    Docx::of(
        &(p(&styled("Heading1"), "The club") + &p("", &format!("Guests may borrow {books} books.")) + &rows),
    )
}

fn folder() -> Folder {
    let folder = Folder::empty();
    folder.write("rules/club.rules", RULES);
    folder.write("rules/club.docx", club(5).bytes());
    folder.write("state.yaml", "users:\n  - {id: anna, role: guest}\n");
    folder.write("action.yaml", "{actor: anna, action: borrow, at: 2024-05-11}\n");
    folder
}

#[test]
fn every_verb_takes_a_docx() {
    let folder = folder();
    let before = folder.bytes("rules/club.docx");
    assert_eq!(folder.run("accept --new --by Anna --reason read").code, 0);
    // A verdict cites the paragraph, for machines and for people.
    let ran = folder.run("check state.yaml action.yaml --format json --lang ru");
    let cited = &ran.json()["results"][0]["reasons"][0]["citations"][0];
    assert_eq!((cited["line"].as_u64(), cited["place"].as_str()), (Some(2), Some("абзац 2")), "{ran:?}");
    let ran = folder.run("check state.yaml action.yaml --lang en");
    assert!(ran.text().contains("club.docx, paragraph 2"), "{ran:?}");
    // An artefact carries what the lines are.
    assert_eq!(folder.run("compile --out pack.ustav").code, 0);
    folder.write("rules/club.docx", "gone");
    let ran = folder.run("check state.yaml action.yaml --rules pack.ustav --format json --lang en");
    assert_eq!(ran.json()["results"][0]["reasons"][0]["citations"][0]["place"], "paragraph 2", "{ran:?}");
    folder.write("rules/club.docx", &before);
    let ran = folder.run("verify --format json --lang en");
    let json = ran.json();
    let sentences = json["documents"][0]["sentences"].as_array().unwrap();
    let row = sentences.iter().find(|own| own["text"] == "Members | at most 9 books").unwrap();
    assert_eq!(
        (row["place"].as_str(), row["line"].as_u64()),
        (Some("table 1, row 2, column 1"), Some(5)),
        "{ran:?}"
    );
    let listed = folder.run("verify --coverage --lang en");
    assert!(listed.text().contains("paragraph 2: partly covered"), "{listed:?}");
    assert_eq!(folder.run("report --out report.html --lang en").code, 0);
    assert!(folder.read("report.html").contains("Guests may borrow 5 books."));
    // What changed is told at its place, and recorded in the lock alone.
    let changed = club(7).bytes();
    folder.write("rules/club.docx", &changed);
    let ran = folder.run("verify --lang en");
    assert!(
        ran.code == 1 && ran.text().contains("E0504") && ran.text().contains("club.docx, paragraph 2"),
        "{ran:?}"
    );
    let explained = folder.run("verify --explain --lang ru");
    assert!(explained.text().contains("club.docx, абзац 2"), "{explained:?}");
    let ran = folder.run("accept guests-borrow --by Anna --reason read --lang en");
    assert!(ran.code == 0 && folder.read("rules/club.rules").contains("7 books"), "{ran:?}");
    assert_eq!(folder.run("fmt").code, 0);
    assert!(folder.bytes("rules/club.docx") == changed, "a document is never written to");
}

#[test]
fn a_docx_is_held_against_a_revision_and_an_original() {
    let folder = folder();
    let git = |arguments: &[&str]| {
        let mut git = Command::new("git");
        git.args(["-c", "user.name=Anna", "-c", "user.email=a@b.example", "-c", "init.defaultBranch=main"]);
        assert!(git.args(arguments).current_dir(folder.path("")).output().unwrap().status.success());
    };
    git(&["init", "-q"]);
    git(&["add", "."]);
    git(&["commit", "-q", "-m", "The club"]);
    assert_eq!(folder.run("verify --against HEAD --lang en").code, 0);
    folder.write("rules/club.docx", club(7).bytes());
    let ran = folder.run("verify --against HEAD --lang en");
    assert!(ran.text().contains("E0504") && ran.text().contains("[-5-] {+7+} books"), "{ran:?}");
    // A revision that cannot be read is an error, not an empty document.
    folder.write("rules/club.docx", "no archive");
    git(&["commit", "-q", "-a", "-m", "Damaged"]);
    folder.write("rules/club.docx", club(5).bytes());
    let ran = folder.run("verify --against HEAD --lang en");
    assert!(ran.code == 2 && ran.err.contains("E0608") && ran.err.contains("HEAD:"), "{ran:?}");
    folder.write("original.docx", club(5).bytes());
    folder.write(
        "ties.toml",
        "[[tie]]\noriginal = \"Guests may borrow 5 books.\"\nours = [\"Guests may borrow 5 books.\"]\n",
    );
    let ran = folder.run("accept --original club=original.docx --ties ties.toml --by Anna --reason read");
    assert_eq!(ran.code, 0, "{ran:?}");
    folder.write("original.docx", club(8).bytes());
    let ran = folder.run("verify --original club=original.docx --format json --lang en");
    let changed = &ran.json()["originals"]["compared"][0]["changed"][0];
    assert_eq!(
        (changed["line"].as_u64(), changed["place"].as_str()),
        (Some(2), Some("paragraph 2")),
        "{ran:?}"
    );
}
