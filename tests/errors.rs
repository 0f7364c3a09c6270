//! Errors in rules and inputs as each format tells them, and the words of results, in both languages.

use crate::cli::Folder;
use serde_json::{Value, json};
use std::path::Path;
use std::process::{Command, Output};

const RULES: &str = r#"state {
  time_zone: TimeZone = UTC
  users: each user by id {
    id:     String
    role:   Role
    joined: Date
    paid:   Int
  }
}

role member

action greet(user)
action leave

permit members-greet
  member may greet
  say ru "участники здороваются"

forbid debtors-stay
  nobody may leave
  when actor.paid is less than 10
  say de "erst zahlen"
"#;

/// A pack in which everything is right, with a state and actions.
fn folder() -> Folder {
    let folder = Folder::empty();
    folder.write("rules/pack.rules", RULES);
    folder.write(
        "state.yaml",
        "time_zone: Europe/Moscow\nusers: [{id: anna, role: member, joined: 2024-05-01, paid: 0}]\n",
    );
    let at = "at: 2024-05-11T06:20:00Z";
    folder.write(
        "actions.yaml",
        format!(
            "- {{actor: anna, action: greet, user: anna, {at}}}\n- {{actor: anna, action: leave, {at}}}\n"
        ),
    );
    folder
}

/// What a run prints in both languages, on both streams.
fn both(folder: &Folder, arguments: &str) -> [String; 2] {
    ["en", "ru"].map(|language| folder.run(&format!("{arguments} --lang {language}")).text())
}

fn holds(folder: &Folder, arguments: &str, english: &str, russian: &str) {
    for (text, due) in both(folder, arguments).iter().zip([english, russian]) {
        assert!(text.contains(due), "{arguments}: {due}\n{text}");
    }
}

fn in_folder(folder: &Path, arguments: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_ustav"));
    command.args(arguments.split(' ')).current_dir(folder).output().unwrap()
}

fn text_in(folder: &Path, arguments: &str) -> String {
    String::from_utf8(in_folder(folder, arguments).stdout).unwrap()
}

#[test]
fn json_tells_errors_on_standard_output() {
    let folder = folder();
    folder.write("rules/pack.rules", format!("{RULES}\npermitt x\n"));
    folder.write("wrong.yaml", "users: []\ntime_zone: Europe/Moscw\n");
    let verbs = [
        "check state.yaml actions.yaml",
        "simulate state.yaml actions.yaml",
        "audit state.yaml",
        "can --role member",
        "how greet",
        "test",
        "verify",
        "accept --new --reason r",
        "compile",
        "fmt",
    ];
    for verb in verbs {
        let ran = folder.run(&format!("{verb} --format json"));
        let error = ran.json()["errors"][0].clone();
        assert_eq!((ran.code, ran.err.as_str()), (2, ""), "{verb}");
        assert_eq!(ran.json()["version"], 1);
        let place = json!(["E0102", "rules/pack.rules", 25, 1]);
        assert_eq!(json!([error["code"], error["path"], error["line"], error["column"]]), place, "{verb}");
        assert!(error["message"].is_string() && error.get("help").is_some(), "{verb}: {error}");
    }
    folder.write("rules/pack.rules", RULES);
    for (arguments, code, place) in [
        ("check nope.yaml actions.yaml", "E0601", json!(["nope.yaml", null, null])),
        ("check state.yaml --rules nope actions.yaml", "E0602", json!(["nope", null, null])),
        ("check wrong.yaml actions.yaml", "E0406", json!(["wrong.yaml", 2, 12])),
        ("can state.yaml --actor ana", "E0407", json!([null, null, null])),
        ("explain E9999", "E0603", json!([null, null, null])),
        ("audit state.yaml --at tomorrow", "E0605", json!([null, null, null])),
    ] {
        let ran = folder.run(&format!("{arguments} --format json"));
        let errors = ran.json()["errors"].clone();
        let error = &errors[0];
        assert_eq!(json!([error["path"], error["line"], error["column"]]), place, "{arguments}: {errors}");
        assert_eq!((ran.code, error["code"].as_str()), (2, Some(code)), "{arguments}: {errors}");
    }
}

#[test]
fn suites_are_named_from_the_root_of_the_repository() {
    let folder = folder();
    folder.write(".git/HEAD", "");
    let scenario = "scenarios:\n  - {name: nobody is late, audit: {at: 2024-05-11, expect: []}}\n";
    folder.write("rules/scenarios/a.yaml", format!("state: ../../state.yaml\n{scenario}"));
    let told = text_in(&folder.path("rules"), "test --rules . --format junit");
    for due in ["testsuite name=\"rules/scenarios/a.yaml\"", "classname=\"rules/scenarios/a.yaml\""] {
        assert!(told.contains(due), "{due}: {told}");
    }
}

#[test]
fn what_turns_text_is_escaped_for_machines() {
    let folder = folder();
    folder.write("wrong.yaml", "users: []\n\"a\u{202e}b\": 1\n");
    let ran = folder.run("audit wrong.yaml --format json");
    assert!(ran.out.contains("a\\u202eb") && !ran.out.contains('\u{202e}'), "{}", ran.out);
    assert!(ran.json()["errors"][0]["message"].as_str().unwrap().contains("a\u{202e}b"));
    let ran = folder.run("test wrong.yaml --format junit");
    assert!(ran.out.contains("<testsuites") && !ran.out.contains('\u{202e}'), "{}", ran.out);
}

#[test]
fn errors_beyond_those_that_are_kept_are_counted() {
    let folder = folder();
    let users: Vec<String> = (0..60).map(|at| format!("  - {{id: u{at}, rol: member}}\n")).collect();
    folder.write("wrong.yaml", format!("users:\n{}", users.concat()));
    holds(&folder, "audit wrong.yaml", "and 10 more messages", "и ещё 10 сообщений");
    assert_eq!(folder.run("audit wrong.yaml --format json").json()["omitted"], 10);
    let rules: Vec<String> = (0..260).map(|at| format!("\npermit p{at}\n  member may go{at}\n")).collect();
    folder.write("rules/pack.rules", format!("{RULES}{}", rules.concat()));
    holds(&folder, "compile", "and 60 more messages", "и ещё 60 сообщений");
}

#[test]
fn build_servers_are_told_errors_at_their_lines() {
    let folder = folder();
    folder.write("rules/pack.rules", format!("{RULES}\npermitt x\n"));
    for (verb, format) in [("verify", "github"), ("audit state.yaml", "github"), ("test", "github")] {
        let ran = folder.run(&format!("{verb} --format {format}"));
        assert_eq!((ran.code, ran.err.as_str()), (2, ""), "{verb}");
        assert!(ran.out.starts_with("::error file=rules/pack.rules,line=25,"), "{verb}: {}", ran.out);
        assert!(ran.out.contains(",title=E0102::"), "{verb}: {}", ran.out);
    }
    let ran = folder.run("verify --format sarif");
    assert_eq!((ran.code, ran.err.as_str()), (2, ""));
    let result = ran.json()["runs"][0]["results"][0].clone();
    let place = &result["locations"][0]["physicalLocation"];
    let found: Value =
        json!([result["ruleId"], place["artifactLocation"]["uri"], place["region"]["startLine"]]);
    assert_eq!(found, json!(["E0102", "rules/pack.rules", 25]));
    for verb in ["verify", "test"] {
        let ran = folder.run(&format!("{verb} --format junit"));
        assert_eq!((ran.code, ran.err.as_str()), (2, ""));
        assert!(
            ran.out.contains("failures=\"1\"") && ran.out.contains("file=\"rules/pack.rules\" line=\"25\"")
        );
    }
    // A format that the command lacks is told to people.
    for arguments in ["check state.yaml actions.yaml --format sarif", "report --format json"] {
        let ran = folder.run(arguments);
        assert!(ran.out.is_empty() && ran.err.contains("E0605"), "{ran:?}");
    }
}

#[test]
fn the_last_line_names_the_page() {
    let folder = folder();
    let lines = |arguments: &str| folder.run(arguments).err.lines().last().unwrap_or_default().to_owned();
    assert_eq!(lines("check nope.yaml nope.yaml"), "`ustav explain E0601` tells more");
    assert_eq!(lines("check nope.yaml nope.yaml --lang ru"), "подробнее: `ustav explain E0601`");
    assert!(!folder.run("check nope.yaml actions.yaml -q").err.contains("ustav explain"));
    assert!(!folder.run("check nope.yaml actions.yaml").err.contains("\n\n\n"));
}

#[test]
fn paths_begin_at_the_root_of_the_repository() {
    let folder = folder();
    std::fs::create_dir(folder.path(".git")).unwrap();
    folder.write("rules/pack.rules", "import \"../common\"\n");
    folder.write("common/more.rules", "permitt x\n");
    let root = folder.path("");
    let begins = "::error file=common/more.rules,line=1,";
    for (at, arguments) in [
        (root.clone(), "audit s --format github"),
        (root.clone(), "audit s --format github --rules .//rules"),
        (root.clone(), "audit s --format github --rules rules/../rules"),
        (root.join("rules"), "audit s --format github --rules ."),
        (root.join("common"), "audit s --format github --rules ../rules"),
    ] {
        let text = text_in(&at, arguments);
        assert!(text.starts_with(begins), "{arguments}: {text}");
    }
    let sarif = text_in(&root.join("rules"), "verify --format sarif --rules .");
    assert!(sarif.contains("\"uri\": \"common/more.rules\""), "{sarif}");
    let junit = text_in(&root.join("rules"), "verify --format junit --rules .");
    assert!(junit.contains("file=\"common/more.rules\""), "{junit}");
    // People are told the path that leads there from where they are.
    let ran = in_folder(&root.join("rules"), "audit s --rules .");
    assert!(String::from_utf8_lossy(&ran.stderr).contains("../common/more.rules:1:1"));
}

#[test]
fn what_the_system_says_is_told_in_the_language_of_the_run() {
    let folder = folder();
    let check = |state: &str| format!("check {state} actions.yaml -q");
    holds(
        &folder,
        &check("nope.yaml"),
        "cannot read `nope.yaml`: there is no such file",
        "не удалось прочитать `nope.yaml`: такого файла нет",
    );
    holds(&folder, &check("rules"), "`rules`: it is a folder", "`rules`: это папка");
    holds(&folder, &check("state.yaml/x"), "part of the path is not a folder", "часть пути — не папка");
    let long = "x".repeat(300);
    holds(&folder, &check(&long), "the name is not valid", "недопустимое имя");
    holds(&folder, "compile --out none/pack.ustav", "there is no folder `none`", "нет папки `none`");
    #[cfg(unix)]
    {
        std::os::unix::fs::symlink("loop.yaml", folder.path("loop.yaml")).unwrap();
        holds(&folder, &check("loop.yaml"), "the links lead in a circle", "ссылки ведут по кругу");
    }
}

#[test]
fn git_says_why() {
    let folder = folder();
    folder.write("rules/d.md", "Members greet.\n");
    folder.write("rules/pack.rules", format!("document d \"d.md\"\n{RULES}"));
    holds(
        &folder,
        "verify --against HEAD",
        "help: git says: \"not a git repository",
        "подсказка: git сообщает: «not a git repository",
    );
    let mut git = Command::new("git");
    if git.args(["init", "-q"]).current_dir(folder.path("")).status().is_ok_and(|ended| ended.success()) {
        holds(
            &folder,
            "verify --against nowhere",
            "git knows no revision `nowhere`",
            "git не знает ревизии `nowhere`",
        );
    }
    let mut without = Command::new(env!("CARGO_BIN_EXE_ustav"));
    let ran = without.args(["verify", "--against", "HEAD", "--lang", "ru"]).current_dir(folder.path(""));
    let ran = ran.env("PATH", "").output().unwrap();
    assert!(String::from_utf8_lossy(&ran.stderr).contains("программа `git` не найдена"));
}

#[test]
fn arguments_are_told_in_both_languages() {
    let folder = folder();
    for (arguments, english, russian) in [
        ("how gret", "there is no action `gret`", "нет действия `gret`"),
        ("can --role membr", "there is no role `membr`", "нет роли `membr`"),
        (
            "can state.yaml --actor ana",
            "the state has no `user` with the id `ana`",
            "в состоянии нет элемента `user` с идентификатором `ana`",
        ),
        ("explain E9999", "there is no code `E9999`", "нет кода `E9999`"),
        ("audit state.yaml --at soon", "expected a date, found `soon`", "ожидается дата, а здесь `soon`"),
        (
            "audit state.yaml --at 2024-02-30",
            "the calendar has no `2024-02-30`",
            "в календаре нет даты `2024-02-30`",
        ),
        (
            "audit state.yaml --within soon",
            "expected a number with a unit of time",
            "ожидается число с единицей",
        ),
        (
            "check - -",
            "standard input can be read only once",
            "стандартный ввод можно прочитать только один раз",
        ),
        ("fmt --format github", "this command has no format `github`", "у этой команды нет формата `github`"),
        ("compile --out -", "an artefact cannot be printed", "артефакт нельзя вывести на экран"),
        ("--rules none how greet", "there is no file or folder `none`", "нет файла или папки `none`"),
    ] {
        holds(&folder, arguments, english, russian);
    }
}

#[test]
fn results_are_told_as_people_say_it() {
    let folder = folder();
    for (arguments, english, russian) in [
        (
            "check state.yaml actions.yaml",
            "anna, greet, 11 May 2024, 09:20 Moscow",
            "anna, greet, 11 мая 2024, 09:20, Москва",
        ),
        (
            "check state.yaml actions.yaml",
            "2 actions: 1 allowed, 1 denied",
            "2 действия: 1 разрешено, 1 запрещено",
        ),
        (
            "check state.yaml actions.yaml",
            "erst zahlen (in the language `de`)",
            "erst zahlen (на языке `de`)",
        ),
        ("can state.yaml --actor anna --at 2024-05-11", "erst zahlen (in the", "erst zahlen (на языке"),
        (
            "compile",
            "compiled: 2 rules, 2 actions, 1 role, 0 documents",
            "скомпилировано: 2 правила, 2 действия, 1 роль, 0 документов",
        ),
    ] {
        holds(&folder, arguments, english, russian);
    }
    let [english, russian] = both(&folder, "how greet");
    assert!(english.contains("участники здороваются (in Russian)"), "{english}");
    assert!(russian.contains("участники здороваются") && !russian.contains('('), "{russian}");
    // Machines are told the text alone, and times as they write them.
    let ran = folder.run("check state.yaml actions.yaml --format json");
    assert_eq!(ran.json()["results"][1]["reasons"][0]["message"], "erst zahlen");
    assert_eq!(ran.json()["results"][0]["at"], "2024-05-11T06:20:00Z");
    // What nothing permits is said in words where no rule can be named.
    folder.write(
        "rules/pack.rules",
        RULES.replace("say de", "say en").replace("member may greet", "member may leave"),
    );
    holds(
        &folder,
        "check state.yaml actions.yaml -q",
        "(nothing permits `greet` here)",
        "(действие `greet` здесь ничто не разрешает)",
    );
}

#[test]
fn files_that_are_no_text_are_called_what_they_are() {
    let folder = folder();
    let cases: [(&[u8], &str, &str); 5] = [
        (
            b"PK\x03\x04\x14\x00\x06\x00\x08\x00\xff\xfe",
            "this is a Word file or an archive, not text",
            "это файл Word или архив, а не текст",
        ),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n", "this is a PDF file, not text", "это файл PDF, а не текст"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1",
            "this is a file of an old Word or Excel, not text",
            "это файл старого Word или Excel, а не текст",
        ),
        (
            b"users: [] # \xe2 \xea\xeb\xf3\xe1\xe5 \xed\xe8\xea\xee\xe3\xee\n",
            "this looks like Windows-1251: save the file as UTF-8",
            "это похоже на Windows-1251: сохраните файл в UTF-8",
        ),
        (b"users: [] # caf\xe9\n", "save the file as UTF-8", "сохраните файл в UTF-8"),
    ];
    for (bytes, english, russian) in cases {
        folder.write("state.yaml", bytes);
        holds(&folder, "check state.yaml actions.yaml", english, russian);
    }
}
