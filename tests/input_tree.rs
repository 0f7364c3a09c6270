//! Reading YAML and JSON: trees, places, errors and hostile input.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::panic,
    reason = "a test may panic"
)]

use std::fmt::Write;
use std::io::Read;
use ustav::base::decode::{TextLimits, read_text};
use ustav::base::{Code, Diagnostic, Source, SourceId, Span};
use ustav::input::tree::{Kind, Node, is_plain_text};
use ustav::input::yaml::{Limits, parse, parse_json};

const SOURCE: SourceId = SourceId(7);

fn good(text: &str) -> Vec<Node> {
    let (nodes, found) = parse(SOURCE, text, &Limits::default());
    assert!(found.is_empty(), "{text:.200}: {found:#?}");
    nodes
}

fn one(text: &str) -> Node {
    let mut nodes = good(text);
    assert_eq!(nodes.len(), 1, "{text:.200}");
    nodes.remove(0)
}

fn bad(text: &str) -> Vec<Diagnostic> {
    let (_, found) = parse(SOURCE, text, &Limits::default());
    assert!(!found.is_empty(), "{text:.200}");
    for label in found.iter().flat_map(|one| &one.labels) {
        assert!(text.get(label.span.range()).is_some(), "{text:.200}: {label:?}");
    }
    found
}

fn under(text: &str, span: Span) -> &str {
    assert_eq!(span.source, SOURCE);
    &text[span.range()]
}

/// The only diagnostic as `code | text under the first label | text before it in its line | message`.
fn told(text: &str) -> String {
    let found = bad(text);
    assert_eq!(found.len(), 1, "{text:.200}: {found:#?}");
    let span = found[0].labels[0].span;
    let before = text[..span.range().start].rsplit('\n').next().unwrap();
    format!("{} | {before} | {} | {}", found[0].code, under(text, span), found[0].message)
}

/// A tree in one line: quoted scalars in quotes.
fn line(node: &Node) -> String {
    match &node.kind {
        Kind::Scalar { text, quoted: true } => format!("{text:?}"),
        Kind::Scalar { text, .. } => text.to_string(),
        Kind::List(items) => format!("[{}]", items.iter().map(line).collect::<Vec<_>>().join(", ")),
        Kind::Map(entries) => {
            let entries = entries.iter().map(|entry| format!("{}: {}", entry.key.text, line(&entry.value)));
            format!("{{{}}}", entries.collect::<Vec<_>>().join(", "))
        }
    }
}

/// The text under each value and key, in order.
fn places<'t>(text: &'t str, node: &Node, into: &mut Vec<&'t str>) {
    into.push(under(text, node.span));
    for item in node.items().unwrap_or_default() {
        places(text, item, into);
    }
    for entry in node.entries().unwrap_or_default() {
        into.push(under(text, entry.key.span));
        places(text, &entry.value, into);
    }
}

fn all_places(text: &str) -> Vec<&str> {
    let mut into = Vec::new();
    places(text, &one(text), &mut into);
    into
}

#[test]
fn block_style() {
    let text = "# всё о людях\nлюди:\n  - имя: Анна\n    'с даты': 2024-05-11\n  -\n  - \"x\\ty\"\nпусто:\nend: [a, {b: , c}]  # end\n\n";
    assert_eq!(
        line(&one(text)),
        "{люди: [{имя: Анна, с даты: 2024-05-11}, , \"x\\ty\"], пусто: , end: [a, {b: , c: }]}"
    );
    assert_eq!(
        all_places(text),
        [
            text.trim_end().split_once('\n').unwrap().1.split("  #").next().unwrap(),
            "люди",
            "- имя: Анна\n    'с даты': 2024-05-11\n  -\n  - \"x\\ty\"",
            "имя: Анна\n    'с даты': 2024-05-11",
            "имя",
            "Анна",
            "'с даты'",
            "2024-05-11",
            "",
            "\"x\\ty\"",
            "пусто",
            "",
            "end",
            "[a, {b: , c}]",
            "a",
            "{b: , c}",
            "b",
            "",
            "c",
            "",
        ]
    );
    let nothing = one(text).get("пусто").unwrap().span;
    assert!(text[..nothing.start as usize].ends_with("пусто:"));
}

#[test]
fn a_list_under_a_key_without_indentation() {
    let text = "a:\n- 1\n- b: 2\n  c: 3\nd: 4\n";
    assert_eq!(line(&one(text)), "{a: [1, {b: 2, c: 3}], d: 4}");
    assert_eq!(under(text, one(text).get("a").unwrap().span), "- 1\n- b: 2\n  c: 3");
    for list in ["-\n  - 1", "- - 1\n  - - 2", "-   # б - в\n    x", "- &x [1]", "-"] {
        let text = format!("- ы: 0\n- a: &q # c - d\n\n  {list}\n  b: 1\n");
        let found = one(&text);
        let found = found.items().unwrap()[1].get("a").unwrap();
        assert_eq!(under(&text, found.span), list);
    }
    let text = "? a\n: - 1\n  - 2\n";
    assert_eq!(under(text, one(text).get("a").unwrap().span), "- 1\n  - 2");
}

#[test]
fn block_texts() {
    let text = "ж: |\n  раз\n  два\n\nf: >-\n  one\n  two\nk: |+\n  end\n\ne: |\nlast: x\n";
    let node = one(text);
    assert_eq!(line(&node), r#"{ж: "раз\nдва\n", f: "one two", k: "end\n\n", e: "", last: x}"#);
    let at = |key: &str| under(text, node.get(key).unwrap().span);
    assert_eq!(at("ж"), "раз\n  два");
    assert_eq!(at("f"), "one\n  two");
    assert_eq!(at("k"), "end");
}

#[test]
fn helpers() {
    let node = one(
        "a: 1\nb: -2.5e3\nc: '1'\nd: ~\ne: null\nf: 'null'\ng: true\nh: [1]\ni: {j: 2}\nk: 2024-05-11\nl:\nm: inf\nn: 007\no: \"\"\n",
    );
    let words: Vec<_> =
        node.entries().unwrap().iter().map(|entry| entry.value.in_words().to_string()).collect();
    assert_eq!(
        words,
        [
            "the number `1`",
            "the number `-2.5e3`",
            "the text `1`",
            "nothing",
            "nothing",
            "the text `null`",
            "`true`",
            "a list",
            "a mapping",
            "the date `2024-05-11`",
            "nothing",
            "the text `inf`",
            "the number `007`",
            "an empty text"
        ]
    );
    let words = [
        "NULL", "Null", "True", "FALSE", ".inf", "-.INF", ".NaN", "0x1F", "+0o17", "nUll", "on", "0xg", "0x",
        "inf", "..inf",
    ];
    let texts = words.into_iter().filter(|word| is_plain_text(word));
    assert_eq!(texts.collect::<Vec<_>>(), ["nUll", "on", "0xg", "0x", "inf", "..inf"]);
    let plain = node.entries().unwrap().iter().filter(|entry| entry.value.is_plain_text());
    assert_eq!(plain.map(|entry| &*entry.key.text).collect::<Vec<_>>(), ["m"]);
    assert!(node.get("l").unwrap().is_null() && !node.get("o").unwrap().is_null());
    assert_eq!(node.get("c").unwrap().text(), Some("1"));
    assert_eq!(node.get("c").unwrap().plain(), None);
    assert_eq!(node.get("none"), None);
    assert_eq!(node.get("h").unwrap().get("a"), None);
    assert_eq!(node.entry("h").unwrap().value.items().unwrap().len(), 1);
}

#[test]
fn documents() {
    for empty in ["", "\n", " \n", "# only words\n", "---\n", "---\n---\n...\n", "\u{feff}"] {
        assert_eq!(good(empty), [], "{empty:?}");
    }
    let all = |text: &str| good(text).iter().map(line).collect::<Vec<_>>();
    assert_eq!(
        all("a: 1\n---\n---\n- 2\n...\n---\n~\n--- null\n--- ''\n"),
        ["{a: 1}", "[2]", "~", "null", "\"\""]
    );
    assert_eq!(all("%YAML 1.2\n---\na: 1\n"), ["{a: 1}"]);
}

#[test]
fn line_breaks_and_byte_order_mark() {
    let text = "\u{feff}ё: 1\r\nb:\r\n  - x\r\n  - \"y\"\r\n";
    assert_eq!(line(&one(text)), "{ё: 1, b: [x, \"y\"]}");
    assert_eq!(under(text, one(text).get("b").unwrap().span), "- x\r\n  - \"y\"");
    assert_eq!(under(text, one(text).get("ё").unwrap().span), "1");
}

#[test]
fn json() {
    let text = "{\n\t\"путь\": \"\\/\\u0041\\ud83d\\ude00\\\\\\\"\\b\\f\\n\\r\\t\",\n\t\"b\"\t:\t[1,-0,2.5E+3,[[],{}],true,null],\"c\":{\"a\":\"x\"}\r\n}\n";
    assert_eq!(
        line(&one(text)),
        "{путь: \"/A😀\\\\\\\"\\u{8}\\u{c}\\n\\r\\t\", b: [1, -0, 2.5E+3, [[], {}], true, null], c: {a: \"x\"}}"
    );
    let mut places = all_places(text);
    assert_eq!(places.remove(0), text.trim_end());
    assert_eq!(places[0], "\"путь\"");
    assert_eq!(places[3], "[1,-0,2.5E+3,[[],{}],true,null]");
    for (text, tree) in [
        ("\t{\"a\":1}", "{a: 1}"),
        ("[\t]", "[]"),
        ("{\"a\"\n:\n1\n,\"b\":\n\n{}}", "{a: 1, b: {}}"),
        ("null", "null"),
        (" \"x\" ", "\"x\""),
        (
            "[\"a: b\", \"# c\", \"- d\", \"'\", \"&\", \"*\", \"!x\"]",
            r##"["a: b", "# c", "- d", "'", "&", "*", "!x"]"##,
        ),
        ("{\"\":{\"\":0}}", "{: {: 0}}"),
        (
            "[\"\u{2028}\u{85}\u{feff}\u{e000}\u{10ffff}\"]",
            "[\"\\u{2028}\\u{85}\\u{feff}\\u{e000}\\u{10ffff}\"]",
        ),
    ] {
        assert_eq!(line(&one(text)), tree, "{text}");
    }
}

/// JSON has these characters in its texts, YAML has not.
#[test]
fn json_with_control_characters() {
    let text = "{\"a\u{7f}\": \"\\u0041\u{96}я\", \"b\": \"\u{ffff}\u{fffe}\"}";
    assert_eq!(line(&one(text)), "{a\u{7f}: \"A\\u{96}я\", b: \"\\u{ffff}\\u{fffe}\"}");
    assert_eq!(all_places(text)[1..3], ["\"a\u{7f}\"", "\"\\u0041\u{96}я\""]);
    assert_eq!(
        told("{\"a\": b\u{96}}"),
        "E0401 | {\"a\": b | \u{96} | the character U+0096 is not allowed here"
    );
    assert_eq!(told("{\u{7f}a: 1}"), "E0401 | { | \u{7f} | the character U+007F is not allowed here");
}

#[test]
fn long_json() {
    let key = "к".repeat(5000);
    let value = "x".repeat(900_000);
    let numbers = vec!["1"; 20_000].join(",");
    let text = format!("{{\"a\":\"{value}\",\"n\":[{numbers}],\"{key}\":{{\"{key}\":[1]}}}}");
    let node = one(&text);
    assert_eq!(node.get("n").unwrap().items().unwrap().len(), 20_000);
    assert_eq!(node.get("a").unwrap().text(), Some(&*value));
    assert_eq!(line(node.get(&key).unwrap().get(&key).unwrap()), "[1]");
}

#[test]
fn json_mistakes() {
    for (text, wanted) in [
        ("{\"a\": 1} {}", "E0401 | {\"a\": 1}  | { | the document ended before this"),
        ("{\"a\": 1}}", "E0401 | {\"a\": 1} | } | this bracket closes nothing"),
        ("{\"a\": [1}", "E0401 | {\"a\":  | [ | this bracket is closed by `}`"),
        ("{\"a\": [1", "E0401 | {\"a\":  | [ | this bracket is not closed"),
        ("{\"ы\": \"x}", "E0401 | {\"ы\":  | \" | this quotation mark is not closed"),
        ("{\"a\": \"b\" \"c\": 1}", "E0401 | {\"a\": \"b\"  | \"c\" | a comma is missing before the key `c`"),
        (
            "{\"a\":1 \"b\":2}",
            "E0401 | {\"a\":1  | \" | a quotation mark inside a text without quotation marks",
        ),
        ("{\"a\": 1,, \"b\": 2}", "E0401 | {\"a\": 1, | , | expected a value"),
        ("{\"a\": [1]\n\"b\": 2}", "E0401 |  | \" | expected a comma or `}`"),
        ("{\"a\": \"ы\\q\"}", "E0401 | {\"a\": \"ы | \\q | there is no escape `\\q`"),
        (
            "[\"\\ud83d\\ude00\", \"\\ud83d\"]",
            "E0401 | [\"\\ud83d\\ude00\", \" | \\ud83d | there is no escape `\\ud83d`",
        ),
        ("[\"\\u00ы\"]", "E0401 | [\" | \\u00ы | there is no escape `\\u00ы`"),
        ("[\"\\", "E0401 | [\" | \\ | there is no escape `\\`"),
        ("[1]\0", "E0401 | [1] | \0 | the character U+0000 is not allowed here"),
    ] {
        assert_eq!(told(text), wanted, "{text}");
    }
}

/// Texts and what is [`told`] of them.
const YAML_MISTAKES: &[(&str, &str)] = &[
    ("a:\n\tb: 1\n", "E0401 |  | \t | a tab in the indentation"),
    ("ы: 1\n\tb: 2\n", "E0401 |  | \t | a tab in the indentation"),
    ("a:\n  b: 1\n  \tc: 2\n", "E0401 |    | \t | a tab in the indentation"),
    ("a: |\n\tb\n", "E0401 |  | \t | a tab in the indentation"),
    ("a: 'x\n\ty'\n", "E0401 |  | \t | a tab in the indentation"),
    ("ы:1\nb: 2\n", "E0401 | ы | : | a space is missing after this colon"),
    ("x: 1\na:1\nb: 2\n", "E0401 | a | : | a space is missing after this colon"),
    ("- x: 1\n  a:1\n", "E0401 |   a | : | a space is missing after this colon"),
    ("{a:[1]}", "E0401 | {a | : | a space is missing after this colon"),
    ("x: 1\nb\nc: 2\n", "E0401 |  | b | a colon is missing: `b: …`"),
    ("a:\n  b: 1\n c: 2\n", "E0401 |   | c | `c` begins in column 2, `b` above it in column 3"),
    ("a: b: c\n", "E0401 | a: b | : | unexpected colon in a value"),
    ("- x\n- y: z: w\n", "E0401 | - y: z | : | unexpected colon in a value"),
    ("a: 1\nb c\nd: 2\n", "E0401 |  | b | a colon is missing: `b: c`"),
    ("b c # why\nd: 2\n", "E0401 |  | b | a colon is missing: `b: c`"),
    ("- b c\n  d: 2\n", "E0401 | -  | b | a colon is missing: `b: c`"),
    (
        "a:\n  - b: 1\n    c: 2\n   d: 3\n",
        "E0401 |     | d | `d` begins in column 4, `c` above it in column 5",
    ),
    ("a:\n  - b: 1\n     c: 2\n", "E0401 |       | c | `c` begins in column 6, `b` above it in column 5"),
    ("a:\n  - b: 1\n - b: 2\n", "E0401 |   | - | `-` begins in column 2, `-` above it in column 3"),
    ("a:\u{a0}[{b: 1, c: 2}]\n", "E0401 | a: | \u{a0} | this is a no-break space (U+00A0); write a space"),
    ("a: 1\nb：2\n", "E0401 | b | ： | `：` (U+FF1A) is a full-width character; write `:`"),
    ("- a\nb: 1\n", "E0401 |  | b | expected a dash"),
    ("a: - b\n", "E0401 | a:  | - | unexpected dash"),
    ("a: 'x\nb: 2\n", "E0401 | a:  | ' | this quotation mark is not closed"),
    ("a: 'it's'\n", "E0401 | a: 'it' | s | the text in quotation marks ended before this"),
    ("a: [1, 2\nb: 3\n", "E0401 | a:  | [ | this bracket is not closed"),
    ("a: @x\n", "E0401 | a:  | @x | a text without quotation marks cannot begin with `@`"),
    ("a: %x\n", "E0401 | a:  | %x | a text without quotation marks cannot begin with `%`"),
    ("a: &\n", "E0401 | a:  | & | a text without quotation marks cannot begin with `&`"),
    ("a: *.txt\n", "E0401 | a:  | *.txt | nothing before this is marked `&.txt`"),
    ("a: *b\nb: &b 1\n", "E0401 | a:  | *b | nothing before this is marked `&b`"),
    ("a: &a 1\n---\nb: *a\n", "E0401 | b:  | *a | nothing before this is marked `&a`"),
    ("a: 'x'#c\n", "E0401 | a: 'x' | # | a space is missing before this `#`"),
    ("a: b\0c\n", "E0401 | a: b | \0 | the character U+0000 is not allowed here"),
    ("\0", "E0401 |  | \0 | the character U+0000 is not allowed here"),
    (" a: 1\nb: 2\n", "E0401 |  | b | `b` begins in column 1, `a` above it in column 2"),
    ("? [ы]\n: b\nc: 1\n", "E0401 | ?  | [ы] | a key has to be a text"),
    ("{a: 1}: b\n", "E0401 |  | {a: 1} | a key has to be a text"),
    ("? - x\n  - &a [y]\n: [*a, 1]\n", "E0401 | ?  | - x\n  - &a [y] | a key has to be a text"),
    (": b\n", "E0401 |  |  | a key is missing"),
    ("a: &a {x: 1}\nb:\n  <<: *a\n", "E0401 |    | << | merging with `<<` is not supported"),
    ("a: !!str 1\n", "E0401 | a:  | !!str | `!` begins a tag, and tags are not supported"),
    ("ы: !foo [1]\n", "E0401 | ы:  | !foo | `!` begins a tag, and tags are not supported"),
    (
        "a: !!python/object:os.system\n  b: 1\n",
        "E0401 | a:  | !!python/object:os.system | `!` begins a tag, and tags are not supported",
    ),
    ("!e!x 1\n", "E0401 |  | ! | `!` begins a tag, and tags are not supported"),
    ("&a [*a]", "E0401 | &a [ | *a | a value cannot contain itself"),
    ("a: &ы\n  b: [*ы]\n", "E0401 |   b: [ | *ы | a value cannot contain itself"),
];

#[test]
fn yaml_mistakes() {
    for (text, wanted) in YAML_MISTAKES {
        assert_eq!(told(text), *wanted, "{text}");
        let found = bad(text);
        let message = found[0].message.to_string();
        assert!(!message.ends_with('.') && !message.starts_with(char::is_uppercase));
    }
    let help = bad("a:\n\tb: 1\n")[0].help.as_ref().map(ToString::to_string);
    assert_eq!(help.as_deref(), Some("indent with spaces"));
}

#[test]
fn several_at_once() {
    let found = bad("a: 1\nb: !x 2\na: 3\n'a': 4\nc: [*q]\nd: \"\\q\"\ne: 1\n---\nf: 1\nf: 2\n---\n- ]\n");
    let codes: Vec<_> = found.iter().map(|one| (one.code, one.labels[0].span.start)).collect();
    assert_eq!(
        codes,
        [
            (Code::E0401, 8),
            (Code::E0404, 13),
            (Code::E0404, 18),
            (Code::E0401, 29),
            (Code::E0401, 37),
            (Code::E0404, 55),
            (Code::E0401, 66),
        ]
    );
}

#[test]
fn keys_that_stand_twice() {
    let text = "ы: 1\nb: {\"c\": 1, c: 2, 'c': 3}\n\"\\u044b\": 2\n";
    let found = bad(text);
    let seen: Vec<_> = found
        .iter()
        .map(|one| {
            assert_eq!(one.code, Code::E0404);
            let labels =
                one.labels.iter().map(|label| format!("; {}: {}", under(text, label.span), label.text));
            format!("{}{}", one.message, labels.collect::<String>())
        })
        .collect();
    assert_eq!(
        seen,
        [
            "the key `c` is given twice; c: again here; \"c\": first here",
            "the key `c` is given twice; 'c': again here; \"c\": first here",
            "the key `ы` is given twice; \"\\u044b\": again here; ы: first here",
        ]
    );
    let mut many = String::new();
    for at in 0..100_000 {
        writeln!(many, "k{at}: 0").unwrap();
    }
    assert_eq!(one(&many).entries().unwrap().len(), 100_000);
    assert_eq!(bad(&format!("{many}k5: 0\n")).len(), 1);
    assert_eq!(bad(&format!("first: 0\n{many}{many}")).len(), 100);
    // Where the first one does and others follow, a second element begins: one error.
    let told_twice = told(&format!("{many}{many}"));
    assert!(
        told_twice.ends_with("the keys of this element are given twice, beginning with `k0`"),
        "{told_twice}"
    );
    assert_eq!(bad(&"- *a\n".repeat(1000)).len(), 100);
    assert_eq!(bad(&"a: [\n---\n".repeat(1000)).len(), 100);
}

#[test]
fn aliases() {
    let text = "a: &a {x: [1, &n нет], z: &e {}}\nk: &k key\nb: [*a, *n, *e]\n*k : *a\n&r r: *r\n&r q: *r\n";
    let node = one(text);
    assert_eq!(
        line(&node),
        "{a: {x: [1, нет], z: {}}, k: key, b: [{x: [1, нет], z: {}}, нет, {}], key: {x: [1, нет], z: {}}, r: r, q: q}"
    );
    assert_eq!(under(text, node.get("b").unwrap().span), "[*a, *n, *e]");
    let copy = &node.get("b").unwrap().items().unwrap()[0];
    assert_eq!(under(text, copy.span), "*a");
    assert_eq!(under(text, copy.get("x").unwrap().span), "[1, &n нет]");
    assert_eq!(under(text, node.entry("key").unwrap().key.span), "*k");
    // Anchors deep inside open and finished values.
    let text = "- - - &x [1]\n    - *x\n  - *x\n- a:\n    b: &y {c: *x}\n  d: *y\n- *y\n";
    assert_eq!(line(&one(text)), "[[[[1], [1]], [1]], {a: {b: {c: [1]}}, d: {c: [1]}}, {c: [1]}]");
    assert_eq!(bad("*a : 1\na: &b [x]\n*b : 1\n").len(), 2);
}

#[test]
fn alias_bomb() {
    let mut text = "l0: &l0 [x,x,x,x,x,x,x,x,x,x]\n".to_owned();
    for level in 1..10 {
        let items = vec![format!("*l{}", level - 1); 10].join(",");
        writeln!(text, "l{level}: &l{level} [{items}]").unwrap();
    }
    assert!(told(&text).starts_with("E0409 | l4: &l4 ["), "{}", told(&text));
    // As many as are allowed, and one more.
    let text = format!("- &a [{}]\n{}", "x,".repeat(999), "- *a\n".repeat(100));
    assert_eq!(one(&text).items().unwrap().len(), 101);
    assert!(told(&format!("{text}- *a\n")).ends_with("the aliases stand for more than 100000 values"));
    // An alias makes a tree no deeper than brackets may.
    let nest = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
    let text = |depth| format!("- &a {}\n- {}*a{}\n", nest(depth), "[".repeat(30), "]".repeat(30));
    assert_eq!(good(&text(33)).len(), 1);
    assert!(told(&text(34)).starts_with("E0409"));
}

#[test]
fn depth() {
    let brackets = |depth: usize| "[".repeat(depth) + &"]".repeat(depth);
    assert_eq!(good(&brackets(64)).len(), 1);
    assert_eq!(good(&"- ".repeat(64)).len(), 1);
    assert_eq!(good(&format!("{}{}", "- ".repeat(32), brackets(32))).len(), 1);
    for text in [
        brackets(65),
        "- ".repeat(65),
        format!("{}{}", "- ".repeat(32), brackets(33)),
        "[".repeat(1_000_000),
        "- ".repeat(1_000_000),
        "{a: ".repeat(100_000),
        "{\"a\":".repeat(100_000),
        "? ".repeat(100_000),
        (0..2000).map(|depth| " ".repeat(depth) + "a:\n").collect(),
    ] {
        let told = told(&text);
        assert!(
            told.starts_with("E0409") && told.ends_with("more than 64 lists and mappings inside one another"),
            "{told:.300}"
        );
    }
}

#[test]
fn large_scalars() {
    let size = Limits::default().scalar;
    assert_eq!(one(&"x".repeat(size)).text().unwrap().len(), size);
    let long = "x".repeat(size + 1);
    for text in [format!("a: {long}\n"), format!("{{\"a\": \"{long}\"}}"), format!("a: |\n  {long}\n")] {
        assert!(told(&text).ends_with("a text of more than 1048576 bytes"));
    }
    assert!(!bad(&format!("{{\"{long}\": 1}}")).is_empty());
    assert!(!bad(&format!("{long}: 1")).is_empty());
}

#[test]
fn many_comments() {
    let comments = "  # c\n".repeat(33);
    assert_eq!(line(&one(&format!("a:\n{comments}  b:\n{comments}    c: 1\n"))), "{a: {b: {c: 1}}}");
    assert_eq!(line(&one(&format!("{}a: 1\n", "# c\n".repeat(10_000)))), "{a: 1}");
}

#[test]
fn other_limits() {
    let limits = Limits { depth: 2, values: 9, scalar: 3, copies: 1, diagnostics: 2 };
    let found = |text: &str| match parse(SOURCE, text, &limits) {
        (nodes, found) if found.is_empty() => Ok(nodes),
        (_, found) => Err(found.len()),
    };
    assert_eq!(found("- [abc]").map(|nodes| nodes.len()), Ok(1));
    assert_eq!(found("- [[]]"), Err(1));
    assert_eq!(found("[abcd]"), Err(1));
    assert_eq!(found("[&a b, *a, *a]"), Err(1));
    assert_eq!(found("[*a, *b, *c]"), Err(2));
    assert_eq!(found("[1, 2, 3, 4, 5, 6, 7, 8]").map(|nodes| nodes.len()), Ok(1));
    assert_eq!(found("[1, 2, 3, 4, 5, 6, 7, 8, 9, 0]"), Err(1));
}

/// Gives its bytes a few at a time.
struct Drops<'b>(&'b [u8], usize);

impl Read for Drops<'_> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let size = self.1.min(into.len());
        self.0.take(size as u64).read(into).inspect(|got| self.0 = &self.0[*got..])
    }
}

fn read(bytes: &[u8], limits: &TextLimits) -> (String, Result<(), Diagnostic>) {
    let whole = read_text(bytes, SOURCE, limits);
    for size in [1, 2, 5] {
        let (text, result) = read_text(Drops(bytes, size), SOURCE, limits);
        assert_eq!(result.map_err(|one| one.message), whole.1.clone().map_err(|one| one.message));
        if whole.1.is_ok() {
            assert_eq!(text, whole.0);
        }
    }
    whole
}

#[test]
fn reading_text() {
    let limits = TextLimits::default();
    for text in ["", "\n", "ё", "a\r\nж\r\n", "\u{feff}x", "\u{feff}\u{feff}", "\0", "😀"] {
        let wanted = text.strip_prefix('\u{feff}').unwrap_or(text);
        assert_eq!(read(text.as_bytes(), &limits), (wanted.to_owned(), Ok(())));
    }
    let long = "ж😀a\n".repeat(50_000);
    assert_eq!(read_text(long.as_bytes(), SOURCE, &limits), (long.clone(), Ok(())));
}

#[test]
fn wrong_bytes() {
    let limits = TextLimits::default();
    for (bytes, message, line) in [
        (&b"a: 1\n\xd0\xb6: \xe9x\nc: 2\n"[..], "the byte 0xE9 in line 2 is not UTF-8", "ж: \u{fffd}x"),
        (b"ok\n\xd0", "the byte 0xD0 in line 2 is not UTF-8", "\u{fffd}"),
        (b"\xd0\nb", "the byte 0xD0 in line 1 is not UTF-8", "\u{fffd}"),
        (b"\xef\xbb\xbf\n\xff", "the byte 0xFF in line 2 is not UTF-8", "\u{fffd}"),
        (b"\xed\xa0\x80", "the byte 0xED in line 1 is not UTF-8", "\u{fffd}\u{fffd}\u{fffd}"),
    ] {
        let (text, result) = read(bytes, &limits);
        let wrong = result.unwrap_err();
        assert_eq!((wrong.code, &*wrong.message.to_string()), (Code::E0103, message));
        assert_eq!(under(&text, wrong.labels[0].span), "\u{fffd}");
        assert_eq!(text.lines().last(), Some(line));
    }
    let (_, result) = read(b"\xff\xfea\0", &limits);
    assert!(result.unwrap_err().help.unwrap().to_string().contains("UTF-16"));
    // Far inside a long line, in Cyrillic.
    let mut bytes = "раз\n".to_owned() + &"ж".repeat(100_000);
    bytes += "\n";
    let mut bytes = bytes.into_bytes();
    bytes[100_007] = 0xff;
    let (text, result) = read_text(&*bytes, SOURCE, &limits);
    let wrong = result.unwrap_err();
    assert_eq!(wrong.message.to_string(), "the byte 0xFF in line 2 is not UTF-8");
    assert!(text.len() < 8192 && text.starts_with("раз\nж"));
    assert_eq!(under(&text, wrong.labels[0].span), "\u{fffd}");
}

#[test]
fn long_lines_and_long_texts() {
    let limits = TextLimits { line: 5000, total: 20_000 };
    let at_limit = "x".repeat(5000);
    assert_eq!(read(format!("{at_limit}\n{at_limit}").as_bytes(), &limits).1, Ok(()));
    let (text, result) = read(format!("a\n{at_limit}y\nb").as_bytes(), &limits);
    let wrong = result.unwrap_err();
    assert_eq!((wrong.code, &*wrong.message.to_string()), (Code::E0409, "line 2 is longer than 5000 bytes"));
    assert_eq!(wrong.labels[0].span, Span::new(SOURCE, 2, 2));
    assert!(text.starts_with("a\nx") && text.len() < 4096);
    assert_eq!(read(&b"ab\n".repeat(6666), &limits).1, Ok(()));
    let (text, result) = read(&b"ab\n".repeat(6667), &limits);
    assert_eq!(result.unwrap_err().message.to_string(), "the text is longer than 20000 bytes");
    assert!(text.len() < 4096);
}

/// Columns far in a line are those that counting from its beginning gives.
#[test]
fn columns_of_a_long_line() {
    let text = format!("first\n{}\nlast: ж", "aж😀 ".repeat(30_000));
    let source = Source::new("long.yaml", text.as_str());
    let mut counted = (1, 1);
    for (at, letter) in text.char_indices() {
        if at % 977 < 4 || at > text.len() - 9 {
            assert_eq!(source.position(u32::try_from(at).unwrap()), counted, "{at}");
        }
        counted = if letter == '\n' { (counted.0 + 1, 1) } else { (counted.0, counted.1 + 1) };
    }
    assert_eq!(source.position(u32::try_from(text.len()).unwrap()), counted);
    // A full last block.
    let source = Source::new("long.yaml", "x".repeat(1 << 16));
    assert_eq!(source.position(1 << 16), (1, (1 << 16) + 1));
}

/// JSON is told in its own words what is wrong with it, at the end of a long line too.
#[test]
fn damage_at_the_end_of_a_long_line() {
    let users = |tail: &str| {
        let one = r#"{"id": "anna", "role": "employee", "invited": "2024-01-10"}, "#;
        format!("{{\"users\": [{}{{\"id\": \"olga\"{tail}", one.repeat(20_000))
    };
    for (tail, word) in [
        (" \"role\": 1}]}", "data.json_comma_missing"),
        ("", "data.bracket_not_closed"),
        (", \"role", "data.quote_not_closed"),
        ("}]},", "data.json_comma_behind"),
        (", \"id\": 1}]}", "data.key_twice"),
    ] {
        let text = users(tail);
        let (_, found) = parse_json(SOURCE, &text, &Limits::default());
        let [only] = &found[..] else { panic!("{tail}: {found:?}") };
        let (area, entry) = only.message.entry().unwrap();
        assert_eq!(format!("{area}.{entry}"), word, "{tail}");
        assert!(only.labels[0].span.start as usize > text.len() - 30 || word.ends_with("bracket_not_closed"));
    }
}

/// 100 MB without a line break, made while they are read.
#[test]
fn one_endless_line() {
    let mut given = 0;
    let reader = std::io::repeat(b'[').take(100_000_000);
    let (text, result) = read_text(Counting(reader, &mut given), SOURCE, &TextLimits::default());
    assert_eq!(result.unwrap_err().message.to_string(), "line 1 is longer than 16777216 bytes");
    assert!(text.capacity() < 8192 && given < 17_000_000, "{given}");
}

struct Counting<'c, R>(R, &'c mut usize);

impl<R: Read> Read for Counting<'_, R> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        self.0.read(into).inspect(|got| *self.1 += got)
    }
}

#[test]
fn a_reader_that_fails() {
    struct Fails(Vec<std::io::ErrorKind>);
    impl Read for Fails {
        fn read(&mut self, _: &mut [u8]) -> std::io::Result<usize> {
            self.0.pop().map_or(Ok(0), |kind| Err(kind.into()))
        }
    }
    use std::io::ErrorKind::{Interrupted, IsADirectory};
    let limits = TextLimits::default();
    assert_eq!(read_text(Fails(vec![Interrupted]), SOURCE, &limits), (String::new(), Ok(())));
    let (text, result) = read_text(Fails(vec![IsADirectory]), SOURCE, &limits);
    let wrong = result.unwrap_err();
    assert_eq!((text.len(), wrong.code), (0, Code::E0601));
    assert_eq!(wrong.message.to_string(), "the text cannot be read: this is a folder");
}
