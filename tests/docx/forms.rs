//! One document as two programs write it.

use super::package::{Docx, level, list, listed, p, styled, table};

pub(crate) const WORD_STYLES: &str = "<w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"a\"><w:name w:val=\"Normal\"/></w:style>\
    <w:style w:type=\"paragraph\" w:styleId=\"1\"><w:name w:val=\"heading 1\"/><w:basedOn w:val=\"a\"/>\
    <w:pPr><w:keepNext/><w:numPr><w:numId w:val=\"3\"/></w:numPr><w:outlineLvl w:val=\"0\"/></w:pPr>\
    <w:rPr><w:b/></w:rPr></w:style>\
    <w:style w:type=\"paragraph\" w:styleId=\"a3\"><w:name w:val=\"Title\"/><w:basedOn w:val=\"a\"/></w:style>\
    <w:style w:type=\"paragraph\" w:styleId=\"a4\"><w:name w:val=\"List Paragraph\"/><w:basedOn w:val=\"a\"/></w:style>\
    <w:style w:type=\"character\" w:styleId=\"a5\"><w:name w:val=\"footnote reference\"/>\
    <w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr></w:style>\
    <w:style w:type=\"table\" w:styleId=\"a6\"><w:name w:val=\"Table Grid\"/><w:tblStylePr w:type=\"firstRow\">\
    <w:rPr><w:b/></w:rPr></w:tblStylePr></w:style>";

const OFFICE_STYLES: &str = "<w:docDefaults><w:rPrDefault><w:rPr><w:lang w:val=\"ru-RU\"/></w:rPr></w:rPrDefault>\
    <w:pPrDefault/></w:docDefaults>\
    <w:style w:type=\"paragraph\" w:default=\"1\" w:styleId=\"Normal\"><w:name w:val=\"Normal\"/></w:style>\
    <w:style w:type=\"paragraph\" w:styleId=\"Style14\"><w:name w:val=\"Заголовок\"/><w:basedOn w:val=\"Normal\"/></w:style>\
    <w:style w:type=\"paragraph\" w:styleId=\"Heading1\"><w:name w:val=\"Заголовок 1\"/><w:basedOn w:val=\"Style14\"/>\
    <w:rPr><w:b/><w:bCs/></w:rPr></w:style>\
    <w:style w:type=\"paragraph\" w:styleId=\"Title\"><w:name w:val=\"Title\"/><w:basedOn w:val=\"Style14\"/></w:style>\
    <w:style w:type=\"character\" w:styleId=\"FootnoteAnchor\"><w:name w:val=\"Footnote Anchor\"/>\
    <w:rPr><w:vertAlign w:val=\"superscript\"/></w:rPr></w:style>\
    <w:style w:type=\"numbering\" w:styleId=\"List1\"><w:name w:val=\"List 1\"/></w:style>";

/// The clauses as both programs number them; Word numbers the headings by their style.
fn numbering(heading: &str) -> String {
    let clauses = level(0, "decimal %1.", heading)
        + &level(1, "decimal %1.%2.", "<w:suff w:val=\"space\"/>")
        + &level(2, "russianLower %3)", "");
    list(3, &clauses) + &list(4, &level(0, "bullet \u{f0b7}", ""))
}

/// As Word writes it: with ids of revisions, runs that proofing splits, smart tags, and all that has a name.
pub(crate) fn word_form() -> Docx {
    let split = "<w:p w:rsidR=\"00A1\" w:rsidRDefault=\"00A1\"><w:pPr><w:pStyle w:val=\"a4\"/><w:numPr><w:ilvl w:val=\"1\"/>\
        <w:numId w:val=\"3\"/></w:numPr><w:rPr><w:lang w:val=\"ru-RU\"/></w:rPr></w:pPr>\
        <w:bookmarkStart w:id=\"0\" w:name=\"_GoBack\"/><w:bookmarkEnd w:id=\"0\"/>\
        <w:r w:rsidR=\"00B2\"><w:t>Г</w:t></w:r><w:proofErr w:type=\"spellStart\"/><w:r><w:t>ость</w:t></w:r>\
        <w:proofErr w:type=\"spellEnd\"/><w:r><w:t xml:space=\"preserve\"> может взять до </w:t></w:r>\
        <w:smartTag w:uri=\"urn\" w:element=\"metricconverter\"><w:smartTagPr><w:attr w:name=\"ProductID\" w:val=\"5 книг\"/>\
        </w:smartTagPr><w:r><w:t>5 книг</w:t></w:r></w:smartTag>\
        <w:r><w:rPr><w:rStyle w:val=\"a5\"/></w:rPr><w:footnoteReference w:id=\"2\"/></w:r><w:r><w:t>.</w:t></w:r></w:p>";
    let body = p(&styled("a3"), "Правила библиотеки")
        + &p(&styled("1"), "Книги")
        + split
        + &p(&listed(3, 1), "Гостю нельзя:")
        + &p(&listed(3, 2), "курить;")
        + &p(&listed(3, 2), "шуметь.")
        + &p(&styled("1"), "Оплата")
        + &p(&listed(3, 1), "Гость платит:")
        + &p(&listed(4, 0), "наличными;")
        + &p(&listed(4, 0), "картой.")
        + &table(&[
            ("<w:tblHeader/>", &[("", "Действие"), ("", "Гость"), ("", "Член")]),
            ("", &[("<w:vMerge w:val=\"restart\"/>", "Книги"), ("", "✗"), ("", "✓")]),
            ("", &[("<w:vMerge/>", ""), ("<w:gridSpan w:val=\"2\"/>", "до 3 книг")]),
        ])
        + &p("", "");
    let notes = "<w:footnote w:type=\"separator\" w:id=\"-1\"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>\
        <w:footnote w:id=\"2\"><w:p><w:pPr><w:pStyle w:val=\"a7\"/></w:pPr><w:r><w:rPr><w:rStyle w:val=\"a5\"/></w:rPr>\
        <w:footnoteRef/></w:r><w:r><w:t xml:space=\"preserve\"> Кроме учебников.</w:t></w:r></w:p></w:footnote>";
    Docx {
        body,
        styles: WORD_STYLES.to_owned(),
        numbering: numbering("<w:pStyle w:val=\"1\"/>"),
        footnotes: notes.to_owned(),
        ..Docx::default()
    }
}

/// As the other program writes it, the free one: with properties of every run, numbers at the paragraphs, and its own names.
pub(crate) fn office_form() -> Docx {
    let own = |properties: &str, text: &str| {
        format!(
            "<w:p><w:pPr><w:pStyle w:val=\"Normal\"/><w:bidi w:val=\"0\"/>{properties}<w:jc w:val=\"start\"/><w:rPr></w:rPr>\
             </w:pPr><w:r><w:rPr></w:rPr><w:t>{text}</w:t></w:r></w:p>"
        )
    };
    let heading = |text: &str| {
        format!(
            "<w:p><w:pPr><w:pStyle w:val=\"Heading1\"/><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"3\"/></w:numPr></w:pPr>\
             <w:r><w:rPr></w:rPr><w:t>{text}</w:t></w:r></w:p>"
        )
    };
    let noted = "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"1\"/><w:numId w:val=\"3\"/></w:numPr></w:pPr><w:r><w:rPr></w:rPr>\
        <w:t>Гость может взять до 5 книг</w:t></w:r><w:r><w:rPr><w:rStyle w:val=\"FootnoteAnchor\"/></w:rPr>\
        <w:footnoteReference w:id=\"2\"/></w:r><w:r><w:rPr></w:rPr><w:t>.</w:t></w:r></w:p>";
    let body = p(&styled("Title"), "Правила библиотеки")
        + &heading("Книги")
        + noted
        + &own(&listed(3, 1), "Гостю нельзя:")
        + &own(&listed(3, 2), "курить;")
        + &own(&listed(3, 2), "шуметь.")
        + &heading("Оплата")
        + &own(&listed(3, 1), "Гость платит:")
        + &own(&listed(4, 0), "наличными;")
        + &own(&listed(4, 0), "картой.")
        + &table(&[
            ("", &[("", "Действие"), ("", "Гость"), ("", "Член")]),
            ("", &[("<w:vMerge w:val=\"restart\"/>", "Книги"), ("", "✗"), ("", "✓")]),
            ("", &[("<w:vMerge w:val=\"continue\"/>", ""), ("<w:gridSpan w:val=\"2\"/>", "до 3 книг")]),
        ])
        + &p("", "");
    let notes = "<w:footnote w:id=\"0\" w:type=\"separator\"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>\
        <w:footnote w:id=\"2\"><w:p><w:pPr><w:pStyle w:val=\"Footnote\"/></w:pPr><w:r><w:rPr></w:rPr><w:footnoteRef/></w:r>\
        <w:r><w:rPr></w:rPr><w:tab/><w:t>Кроме учебников.</w:t></w:r></w:p></w:footnote>";
    Docx {
        body,
        styles: OFFICE_STYLES.to_owned(),
        numbering: numbering(""),
        footnotes: notes.to_owned(),
        ..Docx::default()
    }
}
