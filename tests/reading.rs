//! Documents are read: what a text is compared by, where its sentences end, and where in the document they stand.

use proptest::prelude::*;
use std::time::{Duration, Instant};
use ustav::base::SourceId;
use ustav::prose::{Format, Text, UnitKind, normalize};

fn read(format: Format, document: &str) -> Text {
    Text::read(SourceId(0), document, format)
}

fn part(text: &str, range: std::ops::Range<usize>) -> &str {
    text.get(range).expect("a range stands on characters")
}

fn sentences(text: &Text) -> Vec<&str> {
    text.sentences.iter().map(|sentence| part(&text.normal, sentence.range.clone())).collect()
}

fn parts<'t>(text: &'t Text, ranges: &[std::ops::Range<usize>]) -> Vec<&'t str> {
    ranges.iter().map(|range| part(&text.normal, range.clone())).collect()
}

/// What is said of every text, whatever it was read from.
fn holds(text: &Text, document: &str) {
    let normal = &text.normal;
    assert_eq!(&normalize(normal), normal, "the normal form is its own");
    let mut last = 0;
    for (at, sentence) in text.sentences.iter().enumerate() {
        let said = part(normal, sentence.range.clone());
        assert!(!said.is_empty() && said.trim() == said, "{said:?}");
        assert!(sentence.range.start >= last, "sentences lie one after the other");
        assert!(matches!(part(normal, last..sentence.range.start), "" | " "), "and nothing lies between");
        last = sentence.range.end;
        assert!(text.units[sentence.unit].sentences.contains(&at));
        let span = text.span(sentence.range.clone()).range();
        assert!(!part(document, span.clone()).is_empty(), "{said:?} comes from somewhere");
        assert_eq!(normalize(&text.shown(sentence.range.clone(), document)), said, "shown, it is the same");
        assert_eq!(text.sentences_in(sentence.range.clone()), at..at + 1);
        for range in &sentence.context {
            assert!(!part(normal, range.clone()).is_empty());
        }
    }
    assert_eq!(last, normal.len());
    let mut next = 0;
    for unit in &text.units {
        assert_eq!(unit.sentences.start, next);
        assert!(!unit.sentences.is_empty());
        next = unit.sentences.end;
        for cell in unit.cells.iter().chain(text.columns_of(unit).flatten()) {
            assert_eq!(part(normal, cell.clone()).trim(), part(normal, cell.clone()));
        }
    }
    for heading in &text.headings {
        assert!(heading.range.end <= heading.end && heading.end <= normal.len());
        assert_eq!(text.sentences[heading.sentence].range, heading.range);
    }
    for (at, character) in normal.char_indices() {
        let span = text.span(at..at + character.len_utf8()).range();
        assert!(document.get(span).is_some(), "spans stand on characters");
    }
}

/// Documents and their sentences.
type Cases = &'static [(&'static str, &'static [&'static str])];

const PLAIN: Cases = &[
    ("", &[]),
    ("  \n\n ", &[]),
    ("Одно. Другое! Третье? Четвёртое", &["Одно.", "Другое!", "Третье?", "Четвертое"]),
    ("Срок — 3 дня\n(рабочих). Потом\nотказ.", &["Срок - 3 дня (рабочих).", "Потом отказ."]),
    ("А. С. Пушкин писал. J. R. R. Tolkien wrote.", &["А. С. Пушкин писал.", "J. R. R. Tolkien wrote."]),
    ("Это т. е. то. И т.е. это.", &["Это т. е. то.", "И т.е. это."]),
    ("См. п. 3.2 и ст. 15 Закона. Рис. 4.", &["См. п. 3.2 и ст. 15 Закона.", "Рис. 4."]),
    ("Книги, тетради и т. д. Они нужны.", &["Книги, тетради и т. д.", "Они нужны."]),
    ("Книги и т. п. не нужны.", &["Книги и т. п. не нужны."]),
    ("За 3 мес. можно. За 3 мес. Потом нет.", &["За 3 мес. можно.", "За 3 мес.", "Потом нет."]),
    ("С 2024 г. платим. До 2024 г. Нет.", &["С 2024 г. платим.", "До 2024 г.", "Нет."]),
    ("Он живёт в г. Москве. Там.", &["Он живет в г. Москве.", "Там."]),
    ("Стоит 100 руб. 50 коп. за шт. Дорого.", &["Стоит 100 руб. 50 коп. за шт.", "Дорого."]),
    ("Длина 5 см. Ширина 6 см.", &["Длина 5 см.", "Ширина 6 см."]),
    (
        "Use v. 2.0 of it, e.g. now, i.e. soon. See no. 5.",
        &["Use v. 2.0 of it, e.g. now, i.e. soon.", "See no. 5."],
    ),
    (
        "Mr. Smith and Dr. Who. Bread etc. Then milk etc. and tea.",
        &["Mr. Smith and Dr. Who.", "Bread etc.", "Then milk etc. and tea."],
    ),
    ("Acme Inc. sells. About approx. 5 kg.", &["Acme Inc. sells.", "About approx. 5 kg."]),
    (
        "Пишите на a.b@c.ru или http://x.ru/a?B=1. Файл a.TXT нужен.",
        &["Пишите на a.b@c.ru или http://x.ru/a?B=1.", "Файл a.TXT нужен."],
    ),
    (
        "«Можно ли?» — спросил он. «Нет!» сказали ему.",
        &["\"Можно ли?\" - спросил он.", "\"Нет!\" сказали ему."],
    ),
    ("Он ушёл (совсем.) Потом «пришёл.» Конец.", &["Он ушел (совсем.)", "Потом \"пришел.\"", "Конец."]),
    (
        "Срочно (!) Важно. Ждите... Потом всё. Ждите... и всё.",
        &["Срочно (!) Важно.", "Ждите...", "Потом все.", "Ждите... и все."],
    ),
    ("3. Три пункта. 2.1. Вложенный.", &["Три пункта.", "2.1. Вложенный."]),
    (
        "Нужно:\n- раз\n- два: так.\n  И так\n  - внутри\n1) три",
        &["Нужно:", "раз", "два: так.", "И так", "внутри", "три"],
    ),
    (
        "ВАЖНО:\nТекст.\n\nЗаголовок\n=======\nЕщё\n\nПодзаголовок\n---\nИ ещё",
        &["ВАЖНО:", "Текст.", "Заголовок", "Еще", "Подзаголовок", "И еще"],
    ),
    ("# Заголовок\rстрока\r\rдругая", &["Заголовок", "строка", "другая"]),
];

const MARKDOWN: Cases = &[
    (
        "# Заголовок. Он один {#id}\n\nТекст **важный. Очень** _да_.",
        &["Заголовок. Он один", "Текст важный.", "Очень да."],
    ),
    ("# Привет, {имя}\n\n## Раз {.a #b}", &["Привет, {имя}", "Раз"]),
    ("---\nа: б\n---\nТекст", &["Текст"]),
    ("+++\nа = 1\n+++\nТекст", &["Текст"]),
    ("---\n\nПервый\n\n---\n\nВторой", &["Первый", "Второй"]),
    (
        "До <!-- нет --> после\n\n<!--\n\nнет\n\n-->\n\n```\nкод\n```\n\n    код\n\nКонец",
        &["До после", "Конец"],
    ),
    (
        "![нет *совсем*](a.png) да [ссылка](b \"t\") <https://a.ru/b> https://c_d_e.ru",
        &["да ссылка https://a.ru/b https://c_d_e.ru"],
    ),
    ("Раз[^1].\n\n[^1]: Сноска.", &["Раз.", "Сноска."]),
    ("Было ~~100~~ 200, около ~5~6 штук", &["Было 200, около ~5~6 штук"]),
    ("a <del>нет</del> <s>нет</s> да <b>жирно</b><br>дальше", &["a да жирно дальше"]),
    ("<div>\n\nВ **блоке**\n\n</div>\n\n<del>\n\nнет\n\n</del>\n\nда", &["В блоке", "да"]),
    ("Не закрыт <del>нет\n\nда", &["Не закрыт", "да"]),
    ("`a*b_c` \\*не\\* `` `x` `` 2 * 3 * 4 snake_case_name", &["a*b_c *не* `x` 2 * 3 * 4 snake_case_name"]),
    ("&laquo;Да&raquo; &amp;lt; &#1025;&nbsp;&copy;", &["\"Да\" &lt; Е ©"]),
    ("- [x] сделано\n- [ ] нет", &["☑ сделано", "☐ нет"]),
    ("10² и 10<sup>2</sup>, H<sub>2</sub>O", &["10² и 10², H₂O"]),
    ("> Цитата. Вторая\n> строка", &["Цитата.", "Вторая строка"]),
    ("|А|Б. В|\n|-|-|\n|1. Да|2|\n|x||", &["А | Б. В", "1. Да | 2", "x |"]),
    ("Первая  \nстрока\\\nвторая", &["Первая строка вторая"]),
];

const HTML: Cases = &[
    (
        "<html><head><title>Имя</title><style>a{}</style><script>if(a<b){}</script></head><body>Да",
        &["Имя", "Да"],
    ),
    ("<p>Раз<p>Два <b>три</b>.<div>Четыре</div>пять", &["Раз", "Два три.", "Четыре", "пять"]),
    ("<p>а<br>б<br><br>в<template>нет</template><noscript>нет</noscript>", &["а б", "в"]),
    ("<ul><li>а<li>б<ol><li>в</ol></ul>г", &["а", "б", "в", "г"]),
    ("<table><tr><th>А<th>Б<tr><td>1.<p>Два</p><td>3</table>", &["А | Б", "1. Два | 3"]),
    ("<table><tr><td><h2>Глава</h2><p>Один.<p>Два.<td>Три</table>", &["Глава", "Один.", "Два.", "Три"]),
    (
        "AT&amp;T &laquo;a&raquo; &notanentity; &copy 5 &lt; </>6 <!-- a > b --> x <del>y</del>",
        &["AT&T \"a\" ¬anentity; © 5 < 6 x"],
    ),
    ("<h2><div>Имя</div></h2>текст<h3>Второе<p>текст", &["Имя", "текст", "Второе", "текст"]),
];

fn all_hold(format: Format, cases: Cases) {
    for (document, expected) in cases {
        let text = read(format, document);
        assert_eq!(sentences(&text), *expected, "{document:?}");
        holds(&text, document);
    }
}

#[test]
fn sentences_of_plain_text_end_where_they_end() {
    all_hold(Format::Plain, PLAIN);
}

#[test]
fn sentences_of_markdown_end_where_they_end() {
    all_hold(Format::Markdown, MARKDOWN);
}

#[test]
fn sentences_of_html_end_where_they_end() {
    all_hold(Format::Html, HTML);
}

#[test]
fn typographic_variants_are_the_same() {
    for (one, other) in [
        ("«Ещё» — “всё”", "\"Еще\" - \"все\""),
        ("a\u{a0}b\u{2009} c\t\n d", "a b c d"),
        ("пере\u{ad}нос\u{200b}\u{feff}", "перенос"),
        ("е\u{308}ж и\u{306}", "еж й"),
        ("ﬁle Ｆｕｌｌ １２", "file Full 12"),
        ("’‘‚ ‑ − ―", "''' - - -"),
    ] {
        assert_eq!(normalize(one), other);
    }
    for same in ["10²", "½", "①", "H₂O", "№ 5", "да…", "x*y_z`", "Ё".to_lowercase().as_str()] {
        assert_eq!(normalize(same).chars().count(), same.chars().count(), "{same}");
    }
    assert_eq!(normalize("  "), "");
}

#[test]
fn spans_begin_and_end_with_what_was_written() {
    use Format::{Html, Markdown, Plain};
    for (format, document, expected, shown) in [
        (Markdown, "**Ёлка**  стоит. *Другая*", "Ёлка**  стоит.", "Ёлка стоит."),
        (Markdown, "x\n\n&laquo;Да&raquo; &mdash; нет&hellip;\n", "x", "x"),
        (
            Markdown,
            "&laquo;Да&raquo;&nbsp;&mdash; нет&hellip;",
            "&laquo;Да&raquo;&nbsp;&mdash; нет&hellip;",
            "«Да» — нет…",
        ),
        (Markdown, "[«Ссылка»](a) — `код`", "«Ссылка»](a) — `код", "«Ссылка» — код"),
        (Markdown, "> a <b\n> c=\"d\">e</b> f", "a <b\n> c=\"d\">e</b> f", "a e f"),
        (Markdown, "> `a\n> b` c", "a\n> b` c", "a b c"),
        (Markdown, "\u{feff}# Имя #\n", "Имя", "Имя"),
        (Markdown, "---\nа: б\n---\n# Ёж", "Ёж", "Ёж"),
        (Markdown, "10<sup>2</sup>", "10<sup>2", "10²"),
        (Markdown, "\\*a\\*", "*a\\*", "*a*"),
        (
            Html,
            "<p>&nbsp;<b>Ё</b>&#x439;&nbsp;<i>е\u{308}ж</i> </p>",
            "Ё</b>&#x439;&nbsp;<i>е\u{308}ж",
            "Ёй е\u{308}ж",
        ),
        (Html, "<p>a\r\n<!-- x -->b\r\n", "a\r\n<!-- x -->b", "a b"),
        (Plain, "  1) Ёмкость —\n   5 л.  ", "Ёмкость —\n   5 л.", "Ёмкость — 5 л."),
        (Plain, "＂Да＂ ﬁ", "＂Да＂ ﬁ", "＂Да＂ ﬁ"),
    ] {
        let text = read(format, document);
        let first = text.sentences[0].range.clone();
        assert_eq!(part(document, text.span(first.clone()).range()), expected, "{document:?}");
        assert_eq!(text.shown(first, document), shown, "{document:?}");
        holds(&text, document);
    }
}

const PAGE: &str = "# Возврат\n\nДеньги возвращаем **за 10 дней**. Нужны:\n\n- чек;\n- паспорт, а также:\n  - ИНН,\n  - СНИЛС;\n\n\
    ## Сроки\n\n| Способ | Срок |\n|---|---|\n| Карта | 3 дня |\n| Наличные | сразу |\n\n> Не всегда. Иногда дольше\n\n\
    3. третий\n4. четвёртый\n";
const SAME_PAGE: &str = "<!doctype html><h1 id=a>Возврат</h1>\n<p>Деньги возвращаем <b>за 10 дней</b>. Нужны:</p>\n<ul>\n\
    <li>чек;</li><li>паспорт, а также:<ul><li>ИНН,</li><li>СНИЛС;</li></ul></li></ul><h2>Сроки</h2>\n<table><thead>\
    <tr><th>Способ</th><th>Срок</th></tr></thead><tbody><tr><td>Карта</td><td>3 дня</td></tr>\n<tr><td>Наличные</td>\
    <td>сразу</td></tr></table><blockquote><p>Не всегда. Иногда дольше</p></blockquote><ol start=3><li>третий</li>\
    <li>четвёртый</li></ol>";

#[test]
fn a_page_is_the_same_in_markdown_and_html() {
    let (one, other) = (read(Format::Markdown, PAGE), read(Format::Html, SAME_PAGE));
    assert_eq!(one.normal, other.normal);
    assert_eq!(one.units, other.units);
    assert_eq!(one.sentences, other.sentences);
    assert_eq!(one.headings, other.headings);
    holds(&one, PAGE);
    holds(&other, SAME_PAGE);
}

#[test]
fn a_sentence_knows_what_it_hangs_on() {
    let text = read(Format::Markdown, PAGE);
    let find = |said: &str| {
        text.sentences.iter().position(|one| part(&text.normal, one.range.clone()) == said).unwrap()
    };
    let context = |said: &str| parts(&text, &text.sentences[find(said)].context);
    assert_eq!(context("чек;"), ["Нужны:"]);
    assert_eq!(context("СНИЛС;"), ["Нужны:", "паспорт, а также:"]);
    assert!(context("Карта | 3 дня").is_empty());
    assert!(context("третий").is_empty());
    let code = read(Format::Markdown, "Так:\n\n```\nx\n```\n\n- раз");
    assert!(code.sentences[1].context.is_empty(), "the code is what is led in");
    let unit = |said: &str| text.units[text.sentences[find(said)].unit].clone();
    assert_eq!(unit("ИНН,").kind, UnitKind::Item { depth: 2, marker: "•".into() });
    assert_eq!(unit("четвертый").kind, UnitKind::Item { depth: 1, marker: "4.".into() });
    assert_eq!(unit("Не всегда.").kind, UnitKind::Quote);
    assert_eq!(parts(&text, &unit("Карта | 3 дня").cells), ["Карта", "3 дня"]);
    let heads = |said: &str| {
        text.columns_of(&unit(said)).flatten().map(|head| text.part(head).to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(heads("Карта | 3 дня"), ["Способ", "Срок"]);
    assert!(unit("Способ | Срок").is_head && heads("Способ | Срок").is_empty());
    assert_eq!(text.heading_path(find("Карта | 3 дня")), ["Возврат", "Сроки"]);
    assert_eq!(text.heading_path(find("Сроки")), ["Возврат"]);
    assert!(text.heading_path(find("Возврат")).is_empty());
    assert_eq!(text.headings[0].end, text.normal.len());
}

#[test]
fn a_quote_runs_over_units() {
    let text = read(Format::Markdown, PAGE);
    let quote = normalize("паспорт, а также: ИНН, СНИЛС;");
    let start = text.normal.find(&quote).unwrap();
    assert_eq!(text.sentences_in(start..start + quote.len()).len(), 3);
    assert_eq!(text.shown(start..start + quote.len(), PAGE), quote);
    assert_eq!(text.sentences_in(3..3), 0..1);
    assert!(text.sentences_in(text.normal.len()..text.normal.len() + 9).is_empty());
}

#[test]
fn reformatting_changes_nothing() {
    let other = "Возврат\n=======\nДеньги\nвозвращаем\t__за  10\nдней__. Нужны:\n\n* чек;\n* паспорт, а\n  также:\n    + ИНН,\n    + СНИЛС;\n\n\
        Сроки\n---\n\n|Способ  | Срок   |\n|:----|:--:|\n|Карта   | 3 дня |\nНаличные | сразу\n\n> Не всегда.\nИногда дольше\n\n3) третий\n4) четвёртый";
    assert_eq!(read(Format::Markdown, PAGE).normal, read(Format::Markdown, other).normal);
    assert_eq!(
        read(Format::Markdown, PAGE).normal,
        read(Format::Markdown, &PAGE.replace('\n', "\r\n")).normal
    );
}

#[test]
fn formats_go_by_the_ending() {
    for (path, format) in [
        ("a/b.md", Format::Markdown),
        ("B.MARKDOWN", Format::Markdown),
        ("a.html", Format::Html),
        ("a.htm", Format::Html),
        ("a.XHTML", Format::Html),
        ("a.txt", Format::Plain),
        ("a.md/b", Format::Plain),
        ("md", Format::Plain),
    ] {
        assert_eq!(Format::of_path(path), format, "{path}");
    }
}

/// What makes readers of markup slow when there is much of it.
const HOSTILE: &[&str] = &[
    ">",
    "> ",
    "[",
    "![",
    "](",
    "<div>",
    "<ul><li>",
    "</p>",
    "* ",
    "- ",
    "1. ",
    "<b>",
    "<del>",
    "<table><tr><td>",
    "&amp;",
    "&",
    "`",
    "``a",
    "*",
    "**a",
    "_a",
    "~~",
    "~",
    "<",
    "<!--",
    "<!-- -->",
    "<?",
    "<![CDATA[",
    "\0",
    "\r",
    "|",
    "|-|\n",
    "a.",
    "a. ",
    ". ",
    ".",
    ".)",
    ".\"",
    ". 1",
    "(",
    "е\u{308}",
    "\u{308}",
    "\u{200b}",
    "# ",
    "#\n",
    "{",
    "# a {#",
    "\\",
    "\t",
    "    a\n",
    "[a](",
    "[a]: b\n",
    "[^a]",
    "[^a]: ",
    "a:\n- ",
    "<sup>",
    "<h1>",
    "</blockquote>",
    "<blockquote></li>",
    "</table>",
    "<script>",
    "<title>",
    "</title>",
    "<textarea>",
    "</",
    "<!doctype a>",
    "<!a",
    "&am",
    "p;",
    "&#",
    "&#x",
    "&lt",
    "<a b=",
    "<style>",
    "</style>",
    "<?",
    "<pre>",
    "<a href=\"",
    "<svg/>",
    "---\n",
    "===\n",
    "- a\n ",
    "|a",
    "$",
    "\u{1100}",
    "ﷺ",
    "А. ",
    "[1] ",
    "[1].",
    "[1]\n\n",
    "1.1. ",
    "а) б;\n",
    "a:\n\n",
    "- a;\n\n",
    "¹ ",
    "†a\n",
    "*a\n\n",
    "|a*|\n|-|\n",
    "{% ",
    "{% note %}\n",
    "{{<",
    "#|\n",
    "|| a ||\n",
    "|===\n",
    "|===\n|a\n\n",
    ":::\n",
    "!!! a\n    ",
    "{/*",
    "<A>\n",
    "<A ",
    "<abc>",
    "import 'a'\n",
    "<td rowspan=9 colspan=9>",
    "<table><tr><th>a<tr><td>b",
    "a-\n",
    "<code>",
    "a<br>",
];

#[test]
fn hostile_texts_are_read_in_time() {
    let size = 100_000;
    let mut texts: Vec<String> = HOSTILE.iter().map(|part| part.repeat(size / part.len())).collect();
    texts.push("слово ".repeat(size / 6));
    texts.push("a".repeat(1_000_000));
    texts.push(format!("{}{}", "> ".repeat(500), "\n> a".repeat(size / 4)));
    texts.push(format!("{}{}", "<blockquote>".repeat(size / 24), "</li>".repeat(size / 10)));
    texts.push(format!("{}\n{}\n{}", "|a".repeat(5000), "|-".repeat(5000), "|x\n".repeat(size / 5)));
    texts.push((0..300).flat_map(|depth| ["  ".repeat(depth), "- a:\n".to_owned()]).collect());
    texts.push(format!(
        "<table>{}",
        "<tr><td colspan=9000000 rowspan=8000000>5 days<td>x\n".repeat(size / 50)
    ));
    texts.extend(
        ["==a ", " ++a++", "{: .a}", "[a]{.b}", "<a href=b>¶", "—"].map(|part| part.repeat(size / 6)),
    );
    for text in &texts {
        for format in [Format::Markdown, Format::Mdx, Format::Html, Format::Plain] {
            let begun = Instant::now();
            let cells: usize = read(format, text).units.iter().map(|unit| unit.cells.len()).sum();
            assert!(cells < 1_000_000, "{cells} cells");
            let took = begun.elapsed();
            let start: String = text.chars().take(20).collect();
            assert!(took < Duration::from_secs(20), "{format:?} {start:?} took {took:?}");
        }
    }
}

#[test]
fn large_documents_are_read_in_time() {
    for (format, page) in [(Format::Markdown, PAGE), (Format::Html, SAME_PAGE), (Format::Plain, PAGE)] {
        let document = page.repeat(1_000_000 / page.len());
        let begun = Instant::now();
        assert!(read(format, &document).sentences.len() > 20_000);
        assert!(begun.elapsed() < Duration::from_secs(20), "{format:?} took {:?}", begun.elapsed());
    }
}

fn scraps() -> impl Strategy<Value = String> {
    let scrap = prop_oneof![
        3 => proptest::sample::select(vec![
            "# ", "\n", "\n\n", "- ", "* ", "1. ", "> ", "|", "|-|-|\n", "**", "*", "_", "`", "```\n", "~~", "~", "<!--", "-->",
            "<del>", "</del>", "<p>", "</p>", "<ul>", "<li>", "</ul>", "<table>", "<tr>", "<td>", "<th>", "</td>", "</tr>",
            "</table>", "<h2>", "</h2>", "<br>", "<sup>", "</sup>", "<b\n c='", "'>", "&laquo;", "&nbsp", "&#1025;", "&", "<", "!", "[", "](",
            ")", "[^1]", "[^1]: ", "\\", "\r", "\r\n", "\0", "\u{308}", "\u{ad}", "\u{feff}", "ё", "е", "Ё", "«", "»", "—", "…", ".", "? ", ": ", ":\n",
            " ", "  ", "    ", "\t", "а", "Б", "Слово ", "word", "1", "²", "ﬁ", "---\n", "===\n", "{#a}", "т. е. ", "<script>", "</script>",
            "<svg/>", "<blockquote>", "\u{a0}", "<title>", "</title>", "<textarea>", "</", "<!doctype a>", "<!a", "&am", "p;", "&#", "&#x", "&lt", "<a b=", "<style>", "</style>", "<?", "http://a.ru", "<https://a.ru>", "½", "=\u{338}", "가", "\u{11a8}",
            "[1]", "[1] ", "1.1. ", "а) ", "• ", "— ", "¹", "†", ";\n", "<br>", "{% note \"Имя\" %}", "{% if a %}\n", "{% endnote %}", "{{< a >}}", "{{<", "#|\n",
            "|| ", " ||\n", "|#\n", "^", "::{a}", "::: b\n", ":::\n", "!!! a \"Имя\"\n", "    б\n", "> [!NOTE]\n", "|===\n", "|Ячейка", "{/* ", " */}", "{a}", "<Abc>", "</Abc>",
            "==", "++", "{: .a}", "]{.b}", "{++", "++}", "<a href=b>", "</a>", "¶", "[¶](a)", "а\u{301}", "а—б",
            "<Abc/>", "import 'a'\n", "<td colspan=2 rowspan=2>", "<img alt='ёж'>", "![ёж](a.b)", "<input type=checkbox>", "<code>", "</code>", "<days>", "- [x] ", "кое-\n", "сло-\n", "Статья 5. ",
        ])
        .prop_map(str::to_owned),
        1 => any::<char>().prop_map(String::from),
    ];
    proptest::collection::vec(scrap, 0..40).prop_map(|scraps| scraps.concat())
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(512) })]

    #[test]
    fn anything_is_read(document in scraps()) {
        for format in [Format::Markdown, Format::Mdx, Format::Html, Format::Plain] {
            holds(&read(format, &document), &document);
        }
    }

    #[test]
    fn folding_twice_changes_nothing(text in prop_oneof![scraps(), any::<String>()]) {
        prop_assert_eq!(normalize(&normalize(&text)), normalize(&text));
    }
}
