//! The canonical form: a table of rules as people type them, and generated rules with comments anywhere.

use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::RngSeed;
use serde_json::Value;
use ustav::base::SourceId;
use ustav::syntax::parse;
use ustav::syntax::print::print;
use ustav::syntax::tree::File;

fn read(text: &str) -> File {
    let (file, errors) = parse(SourceId(0), text);
    assert!(errors.is_empty(), "{errors:#?}\n{text}");
    file
}

/// The tree without places and comments.
fn tree(file: &File) -> Value {
    fn strip(value: &mut Value) {
        match value {
            Value::Object(map) if map.contains_key("start") && map.contains_key("end") => {
                *value = Value::Null;
            }
            Value::Object(map) => {
                for key in ["span", "sentence", "comments"] {
                    map.remove(key);
                }
                map.values_mut().for_each(strip);
            }
            Value::Array(list) => list.iter_mut().for_each(strip),
            _ => {}
        }
    }
    let mut value = serde_json::to_value(file).expect("a tree can be written");
    strip(&mut value);
    value
}

fn comments(file: &File) -> Vec<String> {
    let mut comments: Vec<String> = file.comments.iter().map(|comment| comment.text.to_string()).collect();
    comments.sort();
    comments
}

/// Print, and check everything that must be so for any text.
fn canonical(text: &str) -> String {
    let before = read(text);
    let printed = print(&before, text);
    let after = read(&printed);
    assert_eq!(tree(&before), tree(&after), "another tree:\n{text}\n---\n{printed}");
    assert_eq!(comments(&before), comments(&after), "other comments:\n{text}\n---\n{printed}");
    assert_eq!(printed, print(&after, &printed), "not the same when printed again:\n{text}");
    for line in printed.lines() {
        assert_eq!(line, line.trim_end(), "trailing blanks:\n{printed}");
        assert!(!line.contains('\t'), "a tab:\n{printed}");
    }
    assert!(!printed.contains("\n\n\n") && !printed.contains('\r'), "{printed}");
    assert!(printed.is_empty() || printed.ends_with('\n') && !printed.ends_with("\n\n"), "{printed}");
    printed
}

/// Rules as they are typed, and their canonical form.
const TABLE: &[(&str, &str)] = &[
    ("", ""),
    ("\n\n# one\n\n\n# two\n# three\n\n", "# one\n\n# two\n# three\n"),
    // Short declarations stay together, others are parted.
    (
        "document   a\n \"a.md\"\ndocument b \"b.md\" # why\n\n\ndocument c \"c.md\"\nprefer a over b\nenum E{x,y,}\n  # of E\nenum F{x}\nenum G{x}",
        "document a \"a.md\"\ndocument b \"b.md\"  # why\n\ndocument c \"c.md\"\n\nprefer a over b\n\nenum E { x, y }\n  # of E\n\nenum F { x }\nenum G { x }\n",
    ),
    // The clauses come in one order, and their comments with them.
    (
        "permit p every user may a, b cites article \"x\" # at x\n  # above say\n  say ru \"р\" en \"e1\"\n \"e2\"\n# above when\n  when c # at c\n  # last\n\n# next\nforbid q nobody may do anything except a",
        "permit p\n  every user may a, b\n  # above when\n  when c  # at c\n  # above say\n  say ru \"р\"\n      en \"e1\"\n         \"e2\"\n  cites article \"x\"  # at x\n  # last\n\n# next\nforbid q\n  nobody may do anything except a\n",
    ),
    (
        "limit l at most 10 users where a does not stop b also forbids c when d say en \"e\" does not stop f",
        "limit l\n  at most 10 users where a\n  does not stop b, f\n  also forbids c when d\n  say en \"e\"\n",
    ),
    (
        "limit l at most 5 loans where a is one of b, c for each reader and item.department as shelf say en \"e\"\nlimit m from 2 to (5) in total of (x) of loans , for each y\nlimit n at least (total of x of y where z) u",
        "limit l\n  at most 5 loans where a is one of b, c, for each reader and item.department as shelf\n  say en \"e\"\n\nlimit m\n  from 2 to 5 in total of x of loans for each y\n\nlimit n\n  at least (total of x of y where z) u\n",
    ),
    (
        "deadline d each user must have x within 1 days of y\ndeadline e each user lasts 2 day from y",
        "deadline d\n  each user must have x within 1 day of y\n\ndeadline e\n  each user lasts 2 days from y\n",
    ),
    (
        "conflict c between a \"x\" \"y\" and b \"z\" under \"h\" settled as a by p because ru \"r\" en \"e\" until 2025-01-01",
        "conflict c\n  between a \"x\"\n            \"y\"\n      and b \"z\" under \"h\"\n  settled as a by p\n  until 2025-01-01\n  because ru \"r\"\n          en \"e\"\n",
    ),
    (
        "role r like s say en \"e\" except a except b\nrole t\nrole u",
        "role r like s\n  except a, b\n  say en \"e\"\n\nrole t\nrole u\n",
    ),
    (
        "role called like optional except a called ru \"р\",\n \"р р\" # of r\n say en \"e\" called en \"r\" cites d \"q\"\ndocument  optional \"a.md\"  optional # why\ndocument called \"b.md\"",
        "role called like optional\n  called ru \"р\", \"р р\"  # of r\n  called en \"r\"\n  except a\n  say en \"e\"\n  cites d \"q\"\n\ndocument optional \"a.md\" optional  # why\ndocument called \"b.md\"\n",
    ),
    (
        "action a(x: Email, y: list of Int?, z) cites d \"q\" effect add users { x: x, y: (x is one of y), } how en \"1\" how en \"2\" effect clear u.x when y effect u.x becomes 2 when z",
        "action a(x: Email, y: list of Int?, z)\n  how en \"1\"\n  how en \"2\"\n  effect add users { x: x, y: x is one of y }\n  effect clear u.x when y\n  effect u.x becomes 2 when z\n  cites d \"q\"\n",
    ),
    (
        "state { # all\n plan: Plan settings { long_name: Bool = true x: list of Int? # x\n # end of settings\n }\n users: each user by id { id: String } none { } }",
        "state {  # all\n  plan: Plan\n  settings {\n    long_name: Bool = true\n    x:         list of Int?  # x\n    # end of settings\n  }\n  users: each user by id {\n    id: String\n  }\n  none {}\n}\n",
    ),
    // Brackets stay where the tree needs them.
    (
        "let a = ((x) and ((y or z)) or (b and not (c is (1)))) and (not (d))",
        "let a = (x and (y or z) or b and not c is 1) and not d\n",
    ),
    (
        "let a = (x - (y - z)) - (1 + ((2) * 3)) * (-007) is at least (count of u)",
        "let a = x - (y - z) - (1 + 2 * 3) * -007 is at least count of u\n",
    ),
    (
        "let a = (any p in q where (x)) and (any p in q where (y is one of (1), 2))",
        "let a = (any p in q where x) and any p in q where y is one of 1, 2\n",
    ),
    (
        "let a = f((x is one of y), (x is one of y, z)) is (present)",
        "let a = f((x is one of y), x is one of y, z) is (present)\n",
    ),
    (
        "let a = (x or y) or (z is (not b)) is not within 1 hour of (2024-05-11T00:00:00Z)",
        "let a = (x or y) or (z is (not b)) is not within 1 hour of 2024-05-11T00:00:00Z\n",
    ),
    // A comment inside of an expression goes above the clause.
    (
        "never n users where a # one\n  # two\n and (b # three\n) # four\n",
        "never n\n  # one\n  # two\n  # four\n  users where a and b  # three\n",
    ),
    // Long lines.
    (
        "let integrators_of_the_portal: each integrator = users where role is integrator and status is not dismissed and invited is present",
        "let integrators_of_the_portal: each integrator =\n  users where role is integrator and status is not dismissed and invited is present\n",
    ),
    // Never inside of the parameters.
    (
        "let may_be_invited(address: Email, channel: Channel, someone: user) = address is not absent and channel is web",
        "let may_be_invited(address: Email, channel: Channel, someone: user) =\n  address is not absent and channel is web\n",
    ),
    (
        "permit p integrator, administrator may invite_integrator, invite_employee, appoint_administrator, dismiss_administrator\n  when aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa or bbbbbbbbbbbbbbbbbbbbbbbbbbbbbb # b\n and cccccccccccccccccccccccccccccccccccc # c\n",
        "permit p\n  integrator, administrator may invite_integrator, invite_employee, appoint_administrator,\n    dismiss_administrator\n  # b\n  when aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\n    or bbbbbbbbbbbbbbbbbbbbbbbbbbbbbb and cccccccccccccccccccccccccccccccccccc  # c\n",
    ),
    (
        "enum E { a, # of a\n b }\nenum F { aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa, bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb, cccccccccccccccccccccc }",
        "enum E {\n  a,  # of a\n  b,\n}\n\nenum F {\n  aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa,\n  bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb,\n  cccccccccccccccccccccc,\n}\n",
    ),
];

#[test]
fn ugly_to_canonical() {
    for (ugly, expected) in TABLE {
        assert_eq!(&canonical(ugly), expected);
    }
}

// ---------------------------------------------------------------------------------- generated rules

// A generated text is its words and signs, parted by tabs, so that anything can be put between them.
type Tokens = BoxedStrategy<String>;

fn one(words: &'static [&'static str]) -> Tokens {
    select(words).prop_map(str::to_owned).boxed()
}

fn name() -> Tokens {
    one(&["user", "role", "e_1", "статус", "does", "also", "a_rather_long_name_of_something_in_the_portal"])
}

fn string() -> Tokens {
    let long = "\"a rather long text about something that may happen in a portal # not a comment\"";
    select(vec!["\"x\"", "\"при \\\"вет\\\" \\\\\"", "\"# } {\"", long]).prop_map(str::to_owned).boxed()
}

fn date() -> Tokens {
    one(&["2024-05-11", "2024-05-11T09:00:00+03:00"])
}

fn period() -> Tokens {
    one(&["1\tday", "2\thour", "010\tmonths"])
}

fn list(item: Tokens, most: usize) -> Tokens {
    joined(item, 1..=most, "\t,\t")
}

fn joined(item: Tokens, count: std::ops::RangeInclusive<usize>, separator: &'static str) -> Tokens {
    prop::collection::vec(item, count).prop_map(move |items| items.join(separator)).boxed()
}

/// Some or nothing.
fn maybe(tokens: Tokens) -> Tokens {
    prop_oneof![Just(String::new()), tokens].boxed()
}

/// Several in a row.
macro_rules! row {
    ($($part:expr),+ $(,)?) => {{
        let parts: Vec<Tokens> = vec![$($part.into_tokens()),+];
        parts.prop_map(|parts| parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\t")).boxed()
    }};
}

trait IntoTokens {
    fn into_tokens(self) -> Tokens;
}

impl IntoTokens for Tokens {
    fn into_tokens(self) -> Tokens {
        self
    }
}

impl IntoTokens for &'static str {
    fn into_tokens(self) -> Tokens {
        Just(self.to_owned()).boxed()
    }
}

/// An expression and how strongly it binds, from 0 (`or`) to 6 (a single word).
type Graded = (u8, String);

fn at_least(least: u8, (grade, text): &Graded) -> String {
    if *grade < least { format!("(\t{text}\t)") } else { text.clone() }
}

fn expressions() -> BoxedStrategy<Graded> {
    let word = prop_oneof![
        6 => name(),
        2 => one(&["actor.invited", "settings.статус.x", "a_rather_long_name.of_something.in_the_portal"]),
        1 => one(&["one", "at", "within", "every", "count", "any", "more", "f\t(\t)"]),
        1 => one(&["(\tpresent\t)", "(\tabsent.x\t)", "(\tin\t)", "(\tbefore\t(\t1\t)\t)", "(\tafter\t)"]),
        2 => one(&["0", "-1", "007", "count\tof\tusers"]),
        1 => string(),
        1 => date(),
    ];
    let leaf = word.prop_map(|text| (6, text));
    leaf.prop_recursive(5, 40, 4, |inner| {
        let some = prop::collection::vec(inner.clone(), 2..4);
        let chain = |least: u8, word: &'static str| {
            some.clone().prop_map(move |terms| {
                let terms: Vec<String> = terms.iter().map(|term| at_least(least, term)).collect();
                (least - 1, terms.join(word))
            })
        };
        let asks =
            one(&["in", "at\tleast", "at\tmost", "more\tthan", "less\tthan", "before", "after", "", ""]);
        let timed = prop_oneof![row!["within", period(), "of"], row!["during", period(), "from"]];
        let predicate = prop_oneof![
            2 => one(&["present", "absent"]),
            4 => (prop_oneof![3 => asks, 1 => timed], inner.clone()).prop_map(|(word, other)| {
                format!("{word}\t{}", at_least(4, &other))
            }),
            2 => some.clone().prop_map(|values| {
                let values: Vec<String> = values.iter().map(|value| at_least(4, value)).collect();
                format!("one\tof\t{}", values.join("\t,\t"))
            }),
        ];
        prop_oneof![
            chain(1, "\tor\t"),
            chain(2, "\tand\t"),
            (inner.clone(), inner.clone(), one(&["+", "-"])).prop_map(|(left, right, sign)| {
                (4, format!("{}\t{sign}\t{}", at_least(4, &left), at_least(5, &right)))
            }),
            chain(5, "\t-\t"),
            chain(6, "\t*\t"),
            inner.clone().prop_map(|inner| (2, format!("not\t{}", at_least(2, &inner)))),
            (inner.clone(), one(&["is", "is\tnot"]), predicate).prop_map(|(subject, is, predicate)| {
                (3, format!("{}\t{is}\t{predicate}", at_least(4, &subject)))
            }),
            inner.clone().prop_map(|(_, text)| (6, format!("any\tp\tin\tpartners\twhere\t{text}"))),
            inner.clone().prop_map(|(_, text)| (6, format!("count\tof\tusers\twhere\t{text}"))),
            (inner.clone(), inner.clone()).prop_map(|(value, (_, text))| {
                (6, format!("total\tof\t{}\tof\tusers\twhere\t{text}", at_least(6, &value)))
            }),
            inner.clone().prop_map(|(_, text)| (6, format!("(\t{text}\t)"))),
            some.clone().prop_map(|values| {
                let values: Vec<String> = values.into_iter().map(|(_, text)| text).collect();
                (6, format!("linked\t(\t{}\t)", values.join("\t,\t")))
            }),
        ]
    })
    .boxed()
}

fn expression() -> Tokens {
    expressions().prop_map(|(_, text)| text).boxed()
}

fn operand() -> Tokens {
    expressions().prop_map(|expression| at_least(6, &expression)).boxed()
}

fn set() -> Tokens {
    row![name(), maybe(row!["where", expression()])]
}

fn bounds() -> Tokens {
    let single = row![one(&["at\tmost", "at\tleast"]), operand()];
    prop_oneof![single, row!["from", operand(), "to", operand()]].boxed()
}

fn groups() -> Tokens {
    let path = prop_oneof![name(), one(&["item.department", "пункт.отдел"]), name()].boxed();
    row![
        maybe(",".into_tokens()),
        "for\teach",
        joined(row![path, maybe(row!["as", name()])], 1..=3, "\tand\t")
    ]
}

fn said() -> Tokens {
    joined(row![one(&["ru", "en"]), joined(string(), 1..=3, "\t")], 1..=3, "\t")
}

fn passage() -> Tokens {
    row![one(&["article", "digest"]), joined(string(), 1..=3, "\t"), maybe(row!["under", string()])]
}

fn ty() -> Tokens {
    row![maybe("list\tof".into_tokens()), one(&["Int", "Email", "Тип"]), maybe("?".into_tokens())]
}

fn field() -> Tokens {
    let literal = prop_oneof![name(), string(), date(), one(&["1", "-2"])].boxed();
    row![name(), ":", ty(), maybe(row!["=", literal])]
}

fn state() -> Tokens {
    let member = field().prop_recursive(3, 12, 3, |inner| {
        let collection = row![
            name(),
            ":",
            "each",
            name(),
            maybe(row!["by", name()]),
            "{",
            joined(field(), 0..=3, "\t"),
            "}"
        ];
        let group = row![name(), "{", joined(inner.clone().boxed(), 0..=3, "\t"), "}"];
        prop_oneof![inner, group, collection]
    });
    // Collections stand in the state itself only.
    row!["state", "{", joined(member.boxed(), 0..=4, "\t"), "}"]
}

fn clauses(options: Vec<Tokens>) -> Tokens {
    let clause = proptest::strategy::Union::new(options).boxed();
    joined(clause, 0..=4, "\t")
}

fn parameters() -> Tokens {
    maybe(row!["(", maybe(list(row![name(), maybe(row![":", ty()])], 3)), ")"])
}

fn declaration() -> Tokens {
    let say = || row!["say", said()];
    let waives = || row!["waiving", list(one(&["3", "-1", "20"]), 3), "because", said()];
    let cites = || row!["cites", passage(), maybe(waives())];
    let when = || row!["when", expression()];
    let except = || row!["except", list(name(), 5)];
    let called = row!["called", one(&["ru", "en"]), list(string(), 3)];
    let id = || one(&["ten-integrators", "x", "does-not"]);
    let actions = || prop_oneof![list(name(), 6), row!["do\tanything", maybe(except())]].boxed();
    let assignment = row![name(), ":", operand()];
    let effect = prop_oneof![
        row!["effect", "add", name(), "{", maybe(row![list(assignment, 4), maybe(",".into_tokens())]), "}"],
        row!["effect", "clear", one(&["user.x", "x"]), maybe(when())],
        row!["effect", one(&["user.x", "x"]), "becomes", expression(), maybe(when())],
    ]
    .boxed();
    let conditions = || clauses(vec![when(), row!["unless", expression()], say(), cites()]);
    let limits = || {
        clauses(vec![
            row!["does\tnot\tstop", list(name(), 3)],
            row!["also\tforbids", list(name(), 3), maybe(when())],
            say(),
            cites(),
        ])
    };
    let owes = prop_oneof![
        row!["must\thave", name(), "within", period(), "of", name()],
        row!["lasts", period(), "from", name()],
    ]
    .boxed();
    let body = prop_oneof![expression(), set()].boxed();
    prop_oneof![
        row!["import", string()],
        row!["document", name(), string(), maybe("optional".into_tokens())],
        row!["prefer", name(), "over", name()],
        row!["enum", name(), "{", list(name(), 4), maybe(",".into_tokens()), "}"],
        state(),
        row!["role", name(), maybe(row!["like", name()]), clauses(vec![called, except(), say(), cites()])],
        row!["let", name(), parameters(), maybe(row![":", "each", name()]), "=", body],
        row!["action", name(), parameters(), clauses(vec![row!["how", said()], effect, cites()])],
        row![
            "permit",
            id(),
            prop_oneof![row!["every", name()], list(name(), 3)].boxed(),
            "may",
            actions(),
            conditions()
        ],
        row![
            "forbid",
            id(),
            prop_oneof!["nobody\tmay".into_tokens(), row![list(name(), 3), "may\tnot"]].boxed(),
            actions(),
            conditions()
        ],
        row![
            "limit",
            id(),
            bounds(),
            maybe(row!["in\ttotal\tof", operand(), "of"]),
            set(),
            maybe(groups()),
            limits()
        ],
        row!["never", id(), set(), limits()],
        row!["deadline", id(), "each", name(), owes, limits()],
        row![
            "conflict",
            id(),
            "between",
            passage(),
            "and",
            passage(),
            "settled\tas",
            name(),
            maybe(row!["by", id()]),
            maybe(row!["until", date()]),
            maybe(row!["because", said()])
        ],
        row!["aside", passage(), "because", said()],
        row!["aside", one(&["article", "digest"]), "under", string(), "because", said()],
    ]
    .boxed()
}

/// Put the tokens of declarations together with blanks, breaks and comments as `noise` says.
fn laid_out(declarations: &[String], noise: &[u8]) -> String {
    let mut noise = noise.iter().copied();
    let mut text = String::new();
    let mut number = 0;
    let mut comment = || {
        number += 1;
        format!("# {number} \"}} {{ кто")
    };
    for declaration in declarations {
        let gap = match noise.next().unwrap_or(0) % 8 {
            0 | 1 => "\n".to_owned(),
            2 => "\n\n\n".to_owned(),
            3 => format!(" {}\n", comment()),
            4 => format!("\n  {}\n", comment()),
            5 => format!("\n{}\r\n\n{}\n", comment(), comment()),
            6 => format!("{}\n\t{}\n\n{}\n\n", comment(), comment(), comment()),
            _ => format!("\n\n  {}\n{}\n", comment(), comment()),
        };
        text.push_str(&gap);
        for (count, token) in declaration.split('\t').enumerate() {
            let sign = |text: &str| text.ends_with(|last| ",(){}?:=".contains(last));
            if count > 0 {
                let gap = match noise.next().unwrap_or(0) {
                    200..210 => "\n  ".to_owned(),
                    210..220 => format!(" {}\n  ", comment()),
                    220..225 => format!("\n  {} \n  ", comment()),
                    225..230 => format!("{}\r\n\t{}\n\n  ", comment(), comment()),
                    230..235 => format!("\n{}\n ", comment()),
                    235.. if sign(token) || sign(&text) => String::new(),
                    _ => " ".to_owned(),
                };
                text.push_str(&gap);
            }
            text += token;
        }
    }
    let ends = ["", "\n", " # end", "\n # end\n# end\n\n\n", "\n\n\n# end"];
    text + ends[usize::from(noise.next().unwrap_or(0)) % ends.len()]
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, rng_seed: RngSeed::Fixed(2024), ..ProptestConfig::default() })]

    #[test]
    fn printing_keeps_everything(
        declarations in prop::collection::vec(declaration(), 1..5),
        noise in prop::collection::vec(any::<u8>(), 0..300),
    ) {
        let text = laid_out(&declarations, &noise);
        prop_assume!(parse(SourceId(0), &text).1.is_empty());
        canonical(&text);
    }
}
