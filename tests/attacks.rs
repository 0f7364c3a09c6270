//! Hostile input: whatever comes in, the program ends with exit code 2, prints nothing on standard output, and names
//! the file and the line. A run that hangs is killed, and fails.

use std::fs;
use std::io::Read;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Duration;

/// A run longer than this hangs. It is no measure of speed.
const PATIENCE: Duration = Duration::from_secs(60);

/// Which file an attack replaces.
#[derive(Clone, Copy)]
enum Where {
    Rules,
    State,
    Action,
}

struct Ended {
    code: Option<i32>,
    out: String,
    aside: String,
}

fn attack(place: Where, text: &[u8]) -> Ended {
    let folder = tempfile::tempdir().unwrap();
    let pack = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/bitrix24");
    let file = |name: &str| folder.path().join(name);
    let path = match place {
        Where::Rules => file("bad.rules"),
        Where::State => file("state.yaml"),
        Where::Action => file("action.yaml"),
    };
    fs::write(&path, text).unwrap();
    let own = |this: bool, usual: &str| if this { path.clone() } else { pack.join(usual) };
    let mut child = Command::new(env!("CARGO_BIN_EXE_ustav"))
        .arg("check")
        .arg("--rules")
        .arg(own(matches!(place, Where::Rules), ""))
        .arg(own(matches!(place, Where::State), "examples/portal.yaml"))
        .arg(own(matches!(place, Where::Action), "examples/actions/anna-invites-ivan.yaml"))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let (mut out, mut aside) = (child.stdout.take().unwrap(), child.stderr.take().unwrap());
    let reader = std::thread::spawn(move || {
        let mut text = String::new();
        aside.read_to_string(&mut text).unwrap();
        text
    });
    let watch = std::thread::spawn(move || {
        for _ in 0..PATIENCE.as_millis() / 10 {
            if let Some(status) = child.try_wait().unwrap() {
                return status.code();
            }
            std::thread::sleep(Duration::from_millis(10));
        }
        child.kill().unwrap();
        None
    });
    let mut printed = String::new();
    out.read_to_string(&mut printed).unwrap();
    Ended { code: watch.join().unwrap(), out: printed, aside: reader.join().unwrap() }
}

/// Each attack: what it is called, where it stands, its text, the code that is told, and the line of its place.
fn refused(attacks: &[(&str, Where, Vec<u8>, &str, usize)]) {
    for (name, place, text, code, line) in attacks {
        let ended = attack(*place, text);
        let file = match place {
            Where::Rules => "bad.rules",
            Where::State => "state.yaml",
            Where::Action => "action.yaml",
        };
        let shown: String = ended.aside.chars().take(600).collect();
        assert_eq!(ended.code, Some(2), "{name}: {shown}");
        assert_eq!(ended.out, "", "{name}");
        assert!(ended.aside.contains(&format!("[{code}]")), "{name} is no {code}: {shown}");
        assert!(ended.aside.contains(&format!("{file}:{line}:")), "{name} is not in line {line}: {shown}");
        assert!(ended.aside.len() < 100_000, "{name} says {} bytes", ended.aside.len());
    }
}

fn condition(text: &str) -> Vec<u8> {
    format!("permit p\n  every user may log_in\n  when {text}\n").into_bytes()
}

fn lines(numbers: std::ops::Range<usize>, line: impl Fn(usize) -> String) -> String {
    numbers.map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn rules_that_are_too_deep_or_too_long() {
    const MANY: usize = 200_000;
    let lets = lines(1..600, |n| format!("let a{n} = not a{}", n - 1));
    let doubled = lines(1..60, |n| format!("let a{n} = a{} or a{}", n - 1, n - 1));
    refused(&[
        ("parentheses", Where::Rules, condition(&"(".repeat(MANY)), "E0106", 3),
        (
            "closed parentheses",
            Where::Rules,
            condition(&("(".repeat(MANY) + "a" + &")".repeat(MANY))),
            "E0106",
            3,
        ),
        ("not", Where::Rules, condition(&("not ".repeat(MANY) + "a")), "E0106", 3),
        ("and", Where::Rules, condition(&("a and ".repeat(MANY) + "a")), "E0106", 3),
        ("plus", Where::Rules, condition(&("1 + ".repeat(MANY) + "1 is 2")), "E0106", 3),
        ("where", Where::Rules, condition(&("count of a where ".repeat(400) + "b")), "E0106", 3),
        ("name", Where::Rules, condition(&"a".repeat(1 << 20)), "E0106", 3),
        ("a chain of definitions", Where::Rules, format!("let a0 = true\n{lets}").into_bytes(), "E0106", 201),
        (
            "definitions that double",
            Where::Rules,
            format!("let a0 = true\n{doubled}").into_bytes(),
            "E0106",
            17,
        ),
    ]);
}

/// Of a long line of roles only the first that is too far from its end is told.
#[test]
fn a_line_of_roles_that_is_too_long_is_told_once() {
    let roles = lines(1..600, |n| format!("role m{n} like m{}", n - 1));
    let ended = attack(Where::Rules, format!("role m0\n{roles}\n").as_bytes());
    assert_eq!(ended.code, Some(2));
    let told = ended.aside.matches("[E0106]").count();
    assert!(told == 1 && ended.aside.contains("bad.rules:33:"), "{told}: {}", ended.aside);
}

#[test]
fn rules_with_characters_that_hide() {
    refused(&[
        ("an open text", Where::Rules, b"permit p\n  say en \"open\n".to_vec(), "E0105", 2),
        ("an open bracket", Where::Rules, b"state {\n  a: Int\n".to_vec(), "E0105", 1),
        ("NUL", Where::Rules, condition("\0"), "E0103", 3),
        ("a lone carriage return", Where::Rules, b"# comment\rpermit p\n".to_vec(), "E0103", 1),
        ("right to left", Where::Rules, condition("\u{202e}a"), "E0103", 3),
        ("a mark in the middle", Where::Rules, condition("\u{feff}a"), "E0103", 3),
        ("two scripts", Where::Rules, condition("pl\u{430}n is free"), "E0104", 3),
        ("no UTF-8", Where::Rules, [condition("a"), vec![0xff, 0xfe]].concat(), "E0103", 4),
    ]);
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_are_no_attack() {
    let pack = Path::new(env!("CARGO_MANIFEST_DIR")).join("rules/bitrix24");
    let folder = tempfile::tempdir().unwrap();
    for entry in fs::read_dir(&pack).unwrap().map(|entry| entry.unwrap().path()) {
        if entry.extension().is_some_and(|ending| ending == "rules") {
            let text = fs::read_to_string(&entry).unwrap().replace('\n', "\r\n");
            fs::write(folder.path().join(entry.file_name().unwrap()), format!("\u{feff}{text}")).unwrap();
        }
    }
    let status = Command::new(env!("CARGO_BIN_EXE_ustav"))
        .args(["compile", "-q", "--rules"])
        .arg(folder.path())
        .status()
        .unwrap();
    assert_eq!(status.code(), Some(0));
}

#[test]
fn data_that_is_too_deep_or_too_long() {
    const MANY: usize = 200_000;
    let bomb = lines(1..10, |n| format!("a{n}: &a{n} [{}]", vec![format!("*a{}", n - 1); 10].join(", ")));
    let bomb = format!("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n{bomb}\n");
    let line = |text: &str| text.repeat((17 << 20) / text.len()).into_bytes();
    refused(&[
        ("aliases", Where::State, bomb.into_bytes(), "E0409", 5),
        ("brackets", Where::State, "[".repeat(MANY).into_bytes(), "E0409", 1),
        ("braces", Where::Action, "{a: ".repeat(MANY).into_bytes(), "E0409", 1),
        ("dashes", Where::State, "- ".repeat(MANY).into_bytes(), "E0409", 1),
        ("one line", Where::State, [b"edition: ".to_vec(), line("a")].concat(), "E0409", 1),
        ("one line of values", Where::Action, ["[", &"1,".repeat(MANY)].concat().into_bytes(), "E0401", 1),
        ("no UTF-8", Where::Action, b"actor: anna\naction: \xff\n".to_vec(), "E0103", 2),
        ("an alias of itself", Where::State, b"users: &a [*a]\n".to_vec(), "E0401", 1),
        ("an empty state", Where::State, Vec::new(), "E0410", 1),
        ("an empty list", Where::Action, b"[]\n".to_vec(), "E0410", 1),
    ]);
}
