//! `ustav verify`, `accept` and `report` as they are run: what they say, what they write, how they end.

use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

const RULES: &str = r#"document article "article.md"
document leaflet "leaflet.html"

state {
  users: each user by id {
    id:   String
    role: Role
  }
}

role member

action invite(email: Email)
  effect add users { id: email, role: member }

permit members-invite
  member may invite
  cites article "Участник может пригласить гостя."

limit ten-members
  at most 10 users
  cites article "В клубе состоит до десяти участников."

forbid nobody-invites-at-night
  nobody may invite
  when actor.id is "night"
  cites leaflet "Ночью приглашать нельзя."

aside article "Клуб открыт с 1999 года."
  because en "history"
"#;

const ARTICLE: &str = "# Клуб\n\n## Люди\n\nУчастник может пригласить гостя.\nВ клубе состоит до десяти участников.\n\n\
                       ## История\n\nКлуб открыт с 1999 года.\n";
const LEAFLET: &str = "<html><body>\n<h1>Памятка</h1>\n<p>Ночью приглашать нельзя.</p>\n</body></html>\n";

const SCENARIOS: &str = "state: {users: [{id: anna, role: member}]}
scenarios:
  - name: anna invites
    do: {actor: anna, action: invite, email: a@b.example, at: 2024-05-11}
    expect: allowed
";

struct Pack {
    folder: TempDir,
}

impl Pack {
    /// The pack as it was reviewed.
    fn new() -> Self {
        let pack = Self::with(RULES);
        let (code, out, aside) = pack.run("accept --new --reason first --by Anna");
        assert_eq!((code, aside.as_str()), (Some(0), ""), "{out}");
        pack
    }

    fn with(rules: &str) -> Self {
        let pack = Self { folder: tempfile::tempdir().unwrap() };
        pack.write("rules/club.rules", rules);
        pack.write("rules/article.md", ARTICLE);
        pack.write("rules/leaflet.html", LEAFLET);
        pack.write("rules/scenarios/inviting.yaml", SCENARIOS);
        pack
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path().join(name)).unwrap()
    }

    fn edit(&self, name: &str, from: &str, to: &str) {
        let text = self.read(name);
        assert_eq!(text.matches(from).count(), 1, "{from} in {text}");
        self.write(name, &text.replace(from, to));
    }

    fn run(&self, arguments: &str) -> (Option<i32>, String, String) {
        let mut run = Command::new(env!("CARGO_BIN_EXE_ustav"));
        run.args(arguments.split(' ')).envs([("LC_ALL", "C"), ("COLUMNS", "100"), ("NO_COLOR", "1")]);
        let output = run.current_dir(self.path()).output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (output.status.code(), text(output.stdout), text(output.stderr))
    }

    fn json(&self, arguments: &str) -> Json {
        let (_, out, aside) = self.run(&format!("{arguments} --format json"));
        assert!(out.starts_with('{'), "{out}{aside}");
        serde_json::from_str(&out).unwrap()
    }

    /// What became of the passage of a statement.
    fn state(&self, arguments: &str, statement: &str) -> String {
        let told = self.json(arguments);
        let own = told["citations"].as_array().unwrap().iter().find(|one| one["cited_by"][0] == statement);
        own.expect(statement)["state"].as_str().unwrap().to_owned()
    }

    fn git(&self, arguments: &[&str]) {
        let mut git = Command::new("git");
        git.args(["-c", "user.name=Anna", "-c", "user.email=a@b.example", "-c", "init.defaultBranch=main"]);
        let done = git.args(arguments).current_dir(self.path()).output().unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    }

    /// Every file with its content.
    fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let mut found = BTreeMap::new();
        let mut open = vec![self.path().to_owned()];
        while let Some(folder) = open.pop() {
            for entry in fs::read_dir(folder).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    open.push(path);
                } else {
                    found.insert(path.display().to_string(), fs::read(&path).unwrap());
                }
            }
        }
        found
    }
}

#[test]
fn verify_writes_nothing_whatever_it_finds() {
    let pack = Pack::new();
    for to in
        ["В клубе состоит до десяти участников.", "В клубе состоит до двадцати участников.", "", "Ничего."]
    {
        pack.write("rules/article.md", &ARTICLE.replace("В клубе состоит до десяти участников.", to));
        let before = pack.files();
        for format in ["human", "json", "sarif", "github", "junit"] {
            let (code, out, _) = pack.run(&format!("verify --coverage --format {format}"));
            assert_eq!(code, Some(i32::from(!to.contains("десяти"))), "{out}");
        }
        assert_eq!(before, pack.files());
    }
}

#[test]
fn what_hangs_on_a_changed_sentence_is_named() {
    let pack = Pack::new();
    pack.edit("rules/article.md", "может пригласить", "не может пригласить");
    let told = pack.json("verify");
    let own = told["citations"].as_array().unwrap().iter().find(|one| one["state"] != "unchanged").unwrap();
    assert_eq!(own["state"], "facts_changed");
    assert_eq!(own["consequences"]["rules"], serde_json::json!(["members-invite"]));
    assert_eq!(own["consequences"]["actions"], serde_json::json!(["invite"]));
    let scenario = own["consequences"]["scenarios"][0].as_u64().unwrap();
    assert_eq!(told["scenarios"][usize::try_from(scenario).unwrap()]["name"], "anna invites");
    let whats: Vec<&str> =
        own["changes"].as_array().unwrap().iter().map(|one| one["what"].as_str().unwrap()).collect();
    assert_eq!(whats, ["modality", "negation"]);
    let (code, out, _) = pack.run("verify");
    assert_eq!(code, Some(1));
    for due in ["rules/article.md:5:", "{+не+}", "action `invite`, one scenario", "permits this (E0515)"] {
        assert!(out.contains(due), "{due} is not said: {out}");
    }
    let (code, out, _) = pack.run("verify --explain");
    assert_eq!(code, Some(1));
    for due in ["rules/article.md:5:1", "{+не+}", "anna invites", "the rule permits (E0515)"] {
        assert!(out.contains(due), "{due} is not said: {out}");
    }
}

#[test]
fn machine_formats_point_at_the_changed_line_of_the_document() {
    let pack = Pack::new();
    pack.edit("rules/article.md", "до десяти", "до двадцати");
    let (code, out, _) = pack.run("verify --format github");
    assert_eq!(code, Some(1));
    assert!(
        out.starts_with("::error file=rules/article.md,line=6,endLine=6,col=1,endColumn=40,title=E0504::"),
        "{out}"
    );
    assert!(
        out.contains("::error file=rules/club.rules,line=21,endLine=21,col=11,endColumn=13,title=E0508::"),
        "{out}"
    );
    let (_, out, _) = pack.run("verify --format sarif");
    let log: Json = serde_json::from_str(&out).unwrap();
    let result = &log["runs"][0]["results"][0];
    assert_eq!(result["ruleId"], "E0504");
    let place = &result["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "rules/article.md");
    assert_eq!(
        place["region"],
        serde_json::json!({"startLine": 6, "startColumn": 1, "endLine": 6, "endColumn": 40})
    );
    let (_, out, _) = pack.run("verify --format junit");
    assert!(out.contains("failures=\"2\"") && out.contains("rule `members-invite`: Участник может"), "{out}");
}

#[test]
fn one_change_is_told_once_to_people_and_in_each_of_its_consequences_to_machines() {
    let conflict = "\nconflict how-many\n  between article \"В клубе состоит до десяти участников.\"\n      and leaflet \"Ночью приглашать нельзя.\"\n  settled as article\n  because en \"the article is binding\"\n";
    let pack = Pack::with(&(RULES.to_owned() + conflict));
    assert_eq!(pack.run("accept --new --reason first").0, Some(0));
    pack.edit("rules/article.md", "до десяти", "до двадцати");
    let (code, out, _) = pack.run("verify");
    assert_eq!((code, out.matches("error[").count()), (Some(1), 1), "{out}");
    let states = "    rules/club.rules\n      21  rule `ten-members` states at most 10 (E0508)\n";
    for due in ["error[E0504]", states, "conflict `how-many` is open again (E0510)"] {
        assert!(out.contains(due), "{due}: {out}");
    }
    let (_, out, _) = pack.run("verify --explain");
    for due in ["error[E0504]", "the rule states at most 10 (E0508)", "this conflict is open again (E0510)"] {
        assert!(out.contains(due), "{due}: {out}");
    }
    let told = pack.json("verify")["problems"].clone();
    let codes: Vec<&str> = told.as_array().unwrap().iter().map(|one| one["code"].as_str().unwrap()).collect();
    assert_eq!(codes, ["E0504", "E0508", "E0510"]);
    assert!(told.as_array().unwrap().iter().all(|one| one["cause"] == 0), "{told}");
    // What is wrong for another reason stands alone.
    pack.edit("rules/article.md", "до двадцати", "до десяти");
    pack.edit("rules/club.rules", "at most 10", "at most 12");
    let (_, out, _) = pack.run("verify -q");
    assert!(out.contains("E0508") && !out.contains("E0504") && !out.contains("E0509"), "{out}");
}

#[test]
fn a_document_that_was_never_there_is_told_once() {
    let pack = Pack::with(RULES);
    fs::remove_file(pack.path().join("rules/article.md")).unwrap();
    let (code, out, _) = pack.run("verify");
    assert_eq!((code, out.matches("[E0501]").count()), (Some(1), 1), "{out}");
    assert!(out.contains("3 citations of it cannot be checked"), "{out}");
    let (code, _, aside) = pack.run("compile");
    assert_eq!((code, aside.matches("[W0502]").count()), (Some(0), 1), "{aside}");
    // What cannot be read is not missing as well.
    fs::create_dir(pack.path().join("rules/article.md")).unwrap();
    let (code, _, aside) = pack.run("compile");
    assert_eq!((code, aside.matches("[W0502]").count()), (Some(2), 0), "{aside}");
}

#[test]
fn a_number_is_never_accepted_away() {
    let pack = Pack::new();
    for to in ["до двадцати участников", "немало участников"] {
        pack.write("rules/article.md", &ARTICLE.replace("до десяти участников", to));
        let before = pack.files();
        let (code, out, aside) = pack.run("accept ten-members --reason no --by Anna");
        assert_eq!((code, out.as_str()), (Some(1), ""), "{aside}");
        assert!(aside.contains("[E0512]") && aside.contains("at most 10"), "{aside}");
        assert_eq!(before, pack.files());
    }
    // Nor by quoting the new number beside the old one.
    pack.write("rules/article.md", &ARTICLE.replace("до десяти участников", "до двадцати участников"));
    pack.edit("rules/club.rules", "до десяти участников", "до двадцати участников");
    assert_eq!(pack.run("accept ten-members --reason no").0, Some(1));
    assert_eq!(pack.run("accept --new --reason no").0, Some(0));
    assert_eq!(pack.state("verify", "rule:ten-members"), "facts_changed");
    pack.edit("rules/club.rules", "at most 10", "at most 20");
    assert_eq!(pack.run("accept ten-members --reason decided").0, Some(0));
    assert_eq!(pack.run("verify").0, Some(0));
}

#[test]
fn accept_quotes_the_new_words_and_keeps_the_form_of_the_file() {
    let pack = Pack::new();
    pack.edit("rules/article.md", "может пригласить гостя", "может пригласить с собой «гостя»");
    assert_eq!(pack.state("verify", "rule:members-invite"), "reworded");
    let (code, out, _) = pack.run("accept members-invite --reason reread --by Olga");
    assert_eq!(code, Some(0), "{out}");
    assert!(pack.read("rules/club.rules").contains("\"Участник может пригласить с собой «гостя».\""));
    assert_eq!(pack.run("fmt --check").0, Some(0));
    assert_eq!(pack.run("verify").0, Some(0));
    let lock = pack.read("rules/ustav.lock");
    assert!(lock.contains("by = \"Olga\"\nbecause = \"reread\""), "{lock}");
    // The others are as they were accepted before.
    assert_eq!(lock.matches("by = \"Anna\"").count(), 3);
    assert!(!lock.contains("Участник может"), "the lock holds no sentence");
    // Nothing more is left to do.
    let (code, out, _) = pack.run("accept members-invite --reason again");
    assert_eq!((code, out.as_str()), (Some(0), "nothing to accept\n"));
}

#[test]
fn what_moved_to_another_document_is_cited_from_there() {
    let pack = Pack::new();
    pack.edit("rules/article.md", "Участник может пригласить гостя.\n", "");
    pack.edit("rules/leaflet.html", "<p>Ночью", "<p>Участник может пригласить гостя.</p>\n<p>Ночью");
    assert_eq!(pack.state("verify", "rule:members-invite"), "moved");
    assert_eq!(pack.run("accept --moved --by Olga").0, Some(0));
    assert!(pack.read("rules/club.rules").contains("cites leaflet \"Участник может пригласить гостя.\""));
    assert_eq!(pack.run("verify").0, Some(0));
}

#[test]
fn a_rule_that_quotes_something_else_is_not_new() {
    let pack = Pack::new();
    pack.edit("rules/article.md", "может пригласить гостя", "должен пригласить гостя");
    pack.edit("rules/club.rules", "может пригласить гостя", "должен пригласить гостя");
    assert_eq!(pack.state("verify", "rule:members-invite"), "facts_changed");
    assert_eq!(pack.run("accept --new --reason all").0, Some(0));
    assert_eq!(pack.run("verify").0, Some(1));
    // A shorter quote of the same sentence is the same citation.
    let pack = Pack::new();
    pack.edit("rules/club.rules", "\"Участник может пригласить гостя.\"", "\"может пригласить\"");
    assert_eq!(pack.run("verify").0, Some(0));
}

#[test]
fn a_document_that_is_absent_is_told_and_its_numbers_are_held() {
    let pack = Pack::new();
    fs::remove_file(pack.path().join("rules/article.md")).unwrap();
    let (code, out, _) = pack.run("verify");
    assert_eq!(code, Some(1), "{out}");
    assert!(
        out.contains("[E0501]: rules/club.rules:1: `article` is gone, and with it what was reviewed"),
        "{out}"
    );
    // A document that may be absent says so.
    pack.edit("rules/club.rules", "\"article.md\"", "\"article.md\" optional");
    pack.edit("rules/club.rules", "\"leaflet.html\"", "\"leaflet.html\" optional");
    let (code, out, _) = pack.run("verify");
    assert_eq!(code, Some(0), "{out}");
    assert!(out.contains("not checked: 3 citations of `rules/article.md`, which is missing"), "{out}");
    let leaflet = pack.path().join("rules/leaflet.html");
    fs::remove_file(&leaflet).unwrap();
    let (code, out, _) = pack.run("verify");
    assert_eq!(code, Some(0), "{out}");
    assert!(
        out.contains("no passage was checked: all 2 documents are missing") && !out.contains('%'),
        "{out}"
    );
    pack.write("rules/leaflet.html", LEAFLET);
    pack.edit("rules/club.rules", "at most 10", "at most 12");
    let (code, out, _) = pack.run("verify");
    assert_eq!(code, Some(1));
    assert!(
        out.contains("[E0508]") && out.contains("at most 12") && out.contains("at most 10 «участников»"),
        "{out}"
    );
}

#[test]
fn a_new_sentence_fails_until_it_is_cited_set_aside_or_known() {
    let pack = Pack::new();
    pack.edit("rules/article.md", "## История", "Гость не может остаться на ночь.\n\n## История");
    let (code, out, _) = pack.run("verify -q");
    assert_eq!(code, Some(1));
    assert!(out.starts_with("rules/article.md:8:1: E0509: "), "{out}");
    let told = pack.json("verify");
    let sentences = told["documents"][0]["sentences"].as_array().unwrap();
    let new = sentences.iter().find(|one| one["state"] == "uncovered").unwrap();
    let passage = new["passage"].as_str().unwrap();
    assert_eq!(pack.run(&format!("accept {passage} --reason later --by Anna")).0, Some(0));
    assert_eq!(pack.run("verify").0, Some(0));
    assert_eq!(pack.run("verify --min-coverage 100").0, Some(1));
    assert!(pack.read("rules/ustav.lock").contains("because = \"later\""));
}

#[test]
fn what_is_known_to_be_covered_in_part_stays_known() {
    let pack =
        Pack::with(&RULES.replace("Участник может пригласить гостя.", "Участник может пригласить 2 гостей."));
    pack.edit("rules/article.md", "может пригласить гостя", "может пригласить 2 гостей");
    assert_eq!(pack.run("accept --new --reason first").0, Some(0));
    assert_eq!(pack.run("verify").0, Some(0));
    assert_eq!(pack.run("verify --min-coverage 100").0, Some(1));
    pack.edit("rules/article.md", "может пригласить 2 гостей", "может привести 2 гостей");
    assert_eq!(pack.run("accept members-invite --reason reread").0, Some(0));
    let (code, out, _) = pack.run("verify");
    assert_eq!(code, Some(0), "{out}");
}

#[test]
fn a_heading_that_a_quote_names_and_that_is_gone_is_told() {
    let pack = Pack::with(&RULES.replace("пригласить гостя.\"", "пригласить гостя.\" under \"Люди\""));
    assert_eq!(pack.run("accept --new --reason first").0, Some(0));
    pack.edit("rules/article.md", "## Люди", "## Состав");
    let (code, out, _) = pack.run("verify");
    assert_eq!(code, Some(1));
    assert!(out.contains("[E0501]: rules/club.rules:18: `article` has no heading `Люди`"), "{out}");
    // What is proposed mends it: then the heading has to be reviewed.
    pack.edit("rules/club.rules", "under \"Люди\"", "under \"Состав\"");
    assert_eq!(pack.state("verify", "rule:members-invite"), "facts_changed");
    assert_eq!(pack.run("accept --moved --by Olga").1, "nothing to accept\n");
    let heading = pack.json("verify")["problems"].to_string();
    let command = heading.split("ustav accept ").nth(1).and_then(|rest| rest.split(' ').next()).unwrap();
    assert_eq!(pack.run(&format!("accept {command} --reason renamed --by Olga")).0, Some(0));
    assert_eq!(pack.run("verify").0, Some(0));
}

#[test]
fn what_loses_its_citation_fails() {
    let pack = Pack::new();
    pack.edit("rules/club.rules", "  cites article \"Участник может пригласить гостя.\"\n", "");
    let (code, out, _) = pack.run("verify");
    assert_eq!(code, Some(1));
    assert!(out.contains("[E0509]") && out.contains("of `article` any more"), "{out}");
    assert!(out.contains("rule without citations: members-invite"), "{out}");
}

#[test]
fn two_passages_of_one_rule_contradict_each_other_until_a_conflict_settles_it() {
    let rules = RULES.replace(
        "  cites article \"В клубе состоит до десяти участников.\"\n",
        "  cites article \"В клубе состоит до десяти участников.\"\n  cites leaflet \"В клубе до двадцати участников.\"\n",
    );
    let leaflet = LEAFLET.replace("<p>Ночью", "<p>В клубе до двадцати участников.</p><p>Ночью");
    let pack = Pack::with(&rules);
    pack.write("rules/leaflet.html", &leaflet);
    let (code, out, _) = pack.run("verify");
    assert_eq!(code, Some(1));
    assert!(
        out.contains(
            "[E0508]: rules/club.rules:21: two passages cited by rule `ten-members` contradict each other:"
        ),
        "{out}"
    );
    let conflict = "\nconflict how-many\n  between article \"В клубе состоит до десяти участников.\"\n      and leaflet \"В клубе до двадцати участников.\"\n  settled as article by ten-members\n  until 2030-01-01\n  because en \"the article is binding\"\n";
    pack.write("rules/club.rules", &(RULES.to_owned() + conflict));
    assert_eq!(pack.run("accept --new --reason first").0, Some(0));
    let (code, out, _) = pack.run("verify --at 2029-12-31");
    assert_eq!(code, Some(0), "{out}");
    assert!(out.contains("settled: how-many, `article` is in force by rule `ten-members`"), "{out}");
    let (code, out, _) = pack.run("verify --at 2030-01-02");
    assert_eq!(code, Some(1));
    assert!(out.contains("[E0510]"), "{out}");
    pack.write("rules/leaflet.html", &leaflet.replace("двадцати", "тридцати"));
    let (code, out, _) = pack.run("verify --at 2029-12-31");
    assert_eq!(code, Some(1));
    assert!(out.contains("conflict `how-many` is open again (E0510)"), "{out}");
}

#[test]
fn a_revision_of_git_stands_in_for_the_lock() {
    let pack = Pack::new();
    fs::remove_file(pack.path().join("rules/ustav.lock")).unwrap();
    pack.git(&["init", "-q"]);
    pack.git(&["add", "-A"]);
    pack.git(&["commit", "-q", "-m", "first"]);
    let (code, out, _) = pack.run("verify --against HEAD");
    assert_eq!(code, Some(0), "{out}");
    pack.edit("rules/article.md", "до десяти участников", "до 10 участников клуба");
    assert_eq!(pack.state("verify --against HEAD", "rule:ten-members"), "facts_changed");
    let (code, out, _) = pack.run("verify --against HEAD");
    assert_eq!(code, Some(1));
    assert!(out.contains("до [-десяти-] {+10 участников+} [-участников.-] {+клуба.+}"), "{out}");
    // Also where the rule was changed with the document.
    pack.edit("rules/club.rules", "до десяти участников", "до 10 участников клуба");
    assert_eq!(pack.state("verify --against HEAD", "rule:ten-members"), "facts_changed");
    let (code, _, aside) = pack.run("verify --against nowhere");
    assert_eq!(code, Some(2));
    assert!(aside.contains("git knows no revision `nowhere`"), "{aside}");
    assert_eq!(pack.run("verify --against=--output=x").0, Some(2));
}

#[test]
fn old_words_are_had_from_git_where_the_quote_is_not_the_whole_sentence() {
    let rules = RULES.replace("\"Участник может пригласить гостя.\"", "\"пригласить гостя\"");
    let pack = Pack::with(&rules);
    assert_eq!(pack.run("accept --new --reason first").0, Some(0));
    pack.git(&["init", "-q"]);
    pack.git(&["add", "-A"]);
    pack.git(&["commit", "-q", "-m", "first"]);
    pack.edit("rules/article.md", "Участник может", "Владелец может");
    let (_, out, _) = pack.run("verify");
    assert!(out.contains("  5 │ [-Участник-] {+Владелец+} может пригласить гостя.\n"), "{out}");
}

#[test]
fn accept_writes_long_quotes_without_harm_to_what_stands_around_them() {
    let rules = RULES.replace(
        "  cites article \"Участник может пригласить гостя.\"\n",
        "  cites article \"Участник может пригласить гостя.\" under \"Люди\" # why\n  cites leaflet \"Ночью\"\n",
    );
    let pack = Pack::with(&rules);
    assert_eq!(pack.run("accept --new --reason first").0, Some(0));
    pack.edit(
        "rules/article.md",
        "может пригласить гостя",
        "может пригласить в клуб знакомого \"гостя\" или соседей, если те придут вместе с ним и вежливо назовут себя у \\\\ входа",
    );
    let (code, out, aside) = pack.run("accept members-invite --reason reread");
    assert_eq!(code, Some(0), "{out}{aside}");
    assert!(out.contains("accepted ") && aside.is_empty(), "{out}{aside}");
    let written = pack.read("rules/club.rules");
    assert!(
        written.contains("under \"Люди\"") && written.contains("# why") && written.contains("\"Ночью\""),
        "{written}"
    );
    assert_eq!(pack.run("compile").0, Some(0), "{written}");
    assert_eq!(pack.run("verify").0, Some(0), "{written}");
}

#[test]
fn a_document_that_cannot_be_read_is_not_absent() {
    let pack = Pack::new();
    fs::write(pack.path().join("rules/article.md"), b"\xcf\xf0\xe8\xe2\xe5\xf2").unwrap();
    let (code, out, aside) = pack.run("verify");
    assert_eq!((code, out.as_str()), (Some(2), ""), "{aside}");
    fs::remove_file(pack.path().join("rules/article.md")).unwrap();
    fs::create_dir(pack.path().join("rules/article.md")).unwrap();
    let (code, out, aside) = pack.run("verify");
    assert_eq!((code, out.as_str()), (Some(2), ""));
    assert!(aside.contains("rules/club.rules:1:18"), "{aside}");
    // Absent, but nothing was ever recorded of it.
    let pack = Pack::with(&RULES.replace("article.md", "artcle.md"));
    assert_eq!(pack.run("verify").0, Some(1));
    let pack = Pack::new();
    fs::remove_file(pack.path().join("rules/article.md")).unwrap();
    pack.edit("rules/club.rules", "пригласить гостя", "пригласить двух гостей");
    assert_eq!(pack.run("verify").0, Some(1));
}

#[test]
fn a_rule_and_its_passage_bound_the_same() {
    for (says, code) in [
        ("В клубе не более 10 участников.", 0),
        ("В клубе 10 участников.", 0),
        ("В клубе менее 10 участников.", 1),
        ("В клубе ровно 10 участников.", 1),
        ("В клубе не менее 10 участников.", 1),
        ("В клубе не более 10 % участников.", 1),
        ("В клубе не более 11 участников.", 1),
        ("В клубе не может быть более 10 участников.", 0),
        ("В клубе не может быть 11 участников и более.", 0),
        ("В клубе может быть более 10 участников.", 1),
    ] {
        let pack = Pack::with(&RULES.replace("В клубе состоит до десяти участников.", says));
        pack.edit("rules/article.md", "В клубе состоит до десяти участников.", says);
        pack.run("accept --new --reason first");
        let (came, out, _) = pack.run("verify -q");
        assert_eq!(came, Some(code), "{says}: {out}");
    }
}

/// Of two numbers of one kind in a sentence, each rule is held against the one that it quotes.
#[test]
fn numbers_outside_of_a_quote_are_left_to_other_rules() {
    let says = "В клубе состоит до десяти участников, в правлении до трех участников.";
    let rules = RULES.replace("до десяти участников.\"", "до десяти участников\"")
        + "\nlimit three-of-the-board\n  at most 3 users where id is \"x\"\n  cites article \"в правлении до трех участников.\"\n";
    let pack = Pack::with(&rules);
    pack.edit("rules/article.md", "В клубе состоит до десяти участников.", says);
    assert_eq!(pack.run("accept --new --reason first").0, Some(0));
    let (code, out, _) = pack.run("verify -q");
    assert_eq!(code, Some(0), "{out}");
    // Where a rule quotes another number than it states, it still says so.
    pack.edit("rules/club.rules", "at most 3 users", "at most 4 users");
    let (code, out, _) = pack.run("verify");
    assert_eq!(code, Some(1));
    assert!(out.contains("three-of-the-board") && !out.contains("ten-members"), "{out}");
    pack.edit("rules/club.rules", "at most 4 users", "at most 3 users");
    pack.edit("rules/article.md", "до трех", "до пяти");
    let (_, out, _) = pack.run("verify --format json");
    let told: Json = serde_json::from_str(&out).unwrap();
    let problems = told["problems"].to_string();
    assert!(problems.contains("three-of-the-board"), "{problems}");
}

/// A number in a clause that says by itself what it asks belongs to whoever quotes the clause, and is told once.
#[test]
fn numbers_of_a_clause_are_left_to_who_quotes_the_clause() {
    for (says, alone, other) in [
        (
            "Одному в зал нельзя: там должно быть не менее трёх участников.",
            "Одному в зал нельзя",
            "там должно быть не менее трёх участников",
        ),
        (
            "Nobody may enter the hall alone: at least three members must be there.",
            "Nobody may enter the hall alone",
            "at least three members must be there",
        ),
    ] {
        let rule = format!(
            "\nforbid nobody-is-alone\n  nobody may enter\n  unless (count of users) is at least 4\n  cites article \"{alone}\"\n  cites article \"{other}\"\n\naction enter\n"
        );
        let pack = Pack::with(&(RULES.to_owned() + &rule));
        pack.edit("rules/article.md", "## Люди\n\n", &format!("## Люди\n\n{says}\n\n"));
        let (_, out, _) = pack.run("verify");
        assert_eq!(out.matches("rule `nobody-is-alone` states").count(), 1, "{out}");
        pack.edit("rules/club.rules", "is at least 4", "is at least 3");
        let (code, out, _) = pack.run("accept --new --reason first");
        assert_eq!(code, Some(0), "{out}");
        let (_, out, _) = pack.run("verify");
        assert!(!out.contains("error["), "{out}");
        // Whoever quotes the first clause alone says nothing of the number in the second.
        let alone = rule.replace(&format!("  cites article \"{other}\"\n"), "");
        let pack = Pack::with(&(RULES.to_owned() + &alone));
        pack.edit("rules/article.md", "## Люди\n\n", &format!("## Люди\n\n{says}\n\n"));
        let (_, out, _) = pack.run("verify");
        assert!(out.contains("E0507") && !out.contains("E0508"), "{out}");
    }
}

/// A folder in which no scenario lies is as none.
#[test]
fn an_empty_folder_of_scenarios_is_as_none() {
    let pack = Pack::new();
    fs::remove_file(pack.path().join("rules/scenarios/inviting.yaml")).unwrap();
    for (arguments, code) in [("verify", 0), ("report --out page.html", 0), ("test", 2)] {
        let (told, out, aside) = pack.run(arguments);
        assert_eq!(told, Some(code), "{arguments}: {out}{aside}");
        assert_eq!(aside.contains("E0410"), code == 2, "{arguments}: {aside}");
    }
    fs::remove_dir(pack.path().join("rules/scenarios")).unwrap();
    let (_, out, aside) = pack.run("verify");
    assert_eq!(aside, "", "{out}");
}

/// A week is seven days; five working days are no five of anything else.
#[test]
fn a_rule_and_its_passage_measure_time_alike() {
    let rules = |deadline: &str| {
        RULES.replace("    role: Role\n", "    role: Role\n    asked: Date?\n    told: Date?\n")
            + &format!(
                "\ndeadline told\n  each user must have told within {deadline} of asked\n  cites article \"Отвечают"
            )
    };
    for (says, deadline, code) in [
        (" в течение двух недель.", "14 days", 0),
        (" в течение 14 дней.", "2 weeks", 0),
        (" в двухнедельный срок.", "14 days", 0),
        (" в течение полугода.", "6 months", 0),
        (" в течение 15 дней.", "2 weeks", 1),
        (" в течение 14 рабочих дней.", "14 days", 1),
        (" не позднее чем за 14 дней до начала.", "14 days", 1),
    ] {
        let pack = Pack::with(&(rules(deadline) + says + "\"\n"));
        let sentence = format!("Отвечают{says}");
        pack.edit(
            "rules/article.md",
            "Клуб открыт с 1999 года.",
            &format!("Клуб открыт с 1999 года. {sentence}"),
        );
        pack.run("accept --new --reason first");
        let (came, out, _) = pack.run("verify -q");
        assert_eq!(came, Some(code), "{says} {deadline}: {out}");
    }
}

#[test]
fn commands_that_are_proposed_work_as_they_stand() {
    let pack = Pack::new();
    fs::rename(pack.path().join("rules"), pack.path().join("policies")).unwrap();
    pack.edit("policies/article.md", "может пригласить гостя", "может позвать гостя");
    let (_, out, _) = pack.run("verify --rules policies");
    let told = out.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(told.contains("`ustav accept members-invite --reason \"…\" --rules policies`"), "{out}");
    assert_eq!(pack.run("accept members-invite --reason reread --rules policies").0, Some(0));
}

/// A document that has another name than in the revision is still the document that it was: as git tells renames, or by
/// its name in the rules of that day.
#[test]
fn a_renamed_document_is_compared_with_what_it_was() {
    let renamed = |moves: &[(&str, &str)], is_staged: bool| {
        let pack = Pack::new();
        pack.git(&["init", "-q"]);
        pack.git(&["add", "-A"]);
        pack.git(&["commit", "-q", "-m", "first"]);
        for (from, to) in moves {
            fs::create_dir_all(pack.path().join(to).parent().unwrap()).unwrap();
            fs::rename(pack.path().join(from), pack.path().join(to)).unwrap();
        }
        if is_staged {
            pack.git(&["add", "-A"]);
        }
        pack
    };
    for is_staged in [true, false] {
        let pack = renamed(&[("rules/article.md", "rules/text.md")], is_staged);
        pack.edit("rules/club.rules", "\"article.md\"", "\"text.md\"");
        assert_eq!(pack.run("verify --against HEAD").0, Some(0), "{is_staged}");
        pack.edit("rules/text.md", "может пригласить", "не может пригласить");
        pack.edit("rules/club.rules", "может пригласить", "не может пригласить");
        assert_eq!(pack.state("verify --against HEAD", "rule:members-invite"), "facts_changed");
        let (code, out, _) = pack.run("verify --against HEAD");
        assert_eq!(code, Some(1));
        assert!(out.contains("compared with revision `HEAD`") && !out.contains("E0507"), "{out}");
    }
    let all = ["club.rules", "article.md", "leaflet.html"];
    let all = all.map(|name| (format!("rules/{name}"), format!("policies/{name}")));
    let all: Vec<(&str, &str)> = all.iter().map(|(from, to)| (from.as_str(), to.as_str())).collect();
    let pack = renamed(&all, true);
    pack.edit("policies/article.md", "до десяти", "до двадцати");
    let state = pack.state("verify --against HEAD --rules policies", "rule:ten-members");
    assert_eq!(state, "facts_changed");
}

#[test]
fn a_document_that_a_revision_did_not_have_cannot_be_compared() {
    let pack = Pack::new();
    fs::remove_file(pack.path().join("rules/leaflet.html")).unwrap();
    pack.git(&["init", "-q"]);
    pack.git(&["add", "-A"]);
    pack.git(&["commit", "-q", "-m", "first"]);
    pack.write("rules/leaflet.html", LEAFLET);
    let (code, out, _) = pack.run("verify --against HEAD");
    assert_eq!((code, out.matches("error[").count()), (Some(1), 1), "{out}");
    assert!(out.contains("`leaflet` was not in revision `HEAD`") && !out.contains("ustav accept"), "{out}");
    let (_, out, _) = pack.run("verify --against HEAD --lang ru");
    assert!(
        out.contains("документа `leaflet` в ревизии `HEAD` не было") && out.contains("`ustav verify`"),
        "{out}"
    );
    assert_eq!(pack.run("verify --against ^HEAD").0, Some(2));
}

/// What was never reviewed and does not stand in one place is refused, whatever else is new, and nothing is written.
#[test]
fn what_does_not_stand_in_one_place_is_not_accepted_with_what_is_new() {
    for (name, from, to, due) in [
        (
            "article.md",
            "гостя.\n",
            "гостя.\nУчастник может пригласить гостя.\n",
            ["two passages", "два фрагмента"],
        ),
        (
            "article.md",
            "пригласить гостя",
            "позвать гостя",
            ["does not contain the quote", "нет этой цитаты"],
        ),
        ("leaflet.html", "нельзя.", "можно.", ["does not contain the quote", "нет этой цитаты"]),
        ("leaflet.html", "", "", ["`leaflet` is missing", "`leaflet` отсутствует"]),
    ] {
        let pack = Pack::with(RULES);
        if from.is_empty() {
            fs::remove_file(pack.path().join("rules").join(name)).unwrap();
        } else {
            pack.edit(&format!("rules/{name}"), from, to);
        }
        let before = pack.files();
        for (language, due) in ["en", "ru"].into_iter().zip(due) {
            let (code, out, aside) = pack.run(&format!("accept --new --reason first --lang {language}"));
            assert_eq!((code, out.as_str()), (Some(1), ""), "{aside}");
            assert!(aside.contains("E0512") && aside.contains(due), "{due}: {aside}");
            assert_eq!(aside.matches("[E0512]").count(), 1, "{aside}");
        }
        assert_eq!(pack.files(), before, "{to}");
    }
}

#[test]
fn a_heading_is_accepted_without_a_word_about_the_passages_below_it() {
    let pack = Pack::new();
    assert_eq!(pack.run("verify").0, Some(0));
    pack.edit("rules/article.md", "до десяти участников.", "до десяти активных участников.");
    assert_eq!(pack.run("accept ten-members --reason counted --by Olga").0, Some(0));
    pack.edit("rules/article.md", "## Люди", "## Гости");
    let heading = pack.json("verify")["problems"].to_string();
    let command = heading.split("ustav accept ").nth(1).and_then(|rest| rest.split(' ').next()).unwrap();
    assert_eq!(pack.run(&format!("accept {command} --reason renamed --by Ivan")).0, Some(0));
    let lock = pack.read("rules/ustav.lock");
    let said = |entry: &str| {
        let entry = lock.split("[[passage]]").find(|own| own.contains(entry)).unwrap();
        let word = |key: &str| {
            let own = entry.lines().find_map(|line| line.strip_prefix(key)).unwrap();
            own.trim_matches(['"', '\'']).to_owned()
        };
        (word("by = "), word("because = "))
    };
    assert_eq!(said("rule ten-members"), ("Olga".to_owned(), "counted".to_owned()));
    assert_eq!(said("rule members-invite"), ("Anna".to_owned(), "first".to_owned()));
    assert_eq!(said("cited_by = []"), ("Ivan".to_owned(), "renamed".to_owned()), "{lock}");
    assert!(lock.contains("Клуб > Гости") && !lock.contains("Клуб > Люди"), "{lock}");
    // It is kept, and nothing is open.
    assert_eq!(pack.run("verify").0, Some(0));
    pack.edit("rules/article.md", "может пригласить", "может позвать");
    assert_eq!(pack.run("accept members-invite --reason reread").0, Some(0));
    assert!(pack.read("rules/ustav.lock").contains("renamed"), "{}", pack.read("rules/ustav.lock"));
}

#[test]
fn bad_usage_ends_with_two_and_tells_nothing() {
    let pack = Pack::new();
    for arguments in [
        "accept",
        "accept ten-members",
        "accept --new",
        "accept --new --reason  ",
        "accept --new --reason x --by= ",
        "accept ten-members --moved --reason x",
        "accept ten-member --reason x",
        "accept ffff --reason x",
        "verify --at yesterday",
        "verify --min-coverage 101",
        "verify --format yaml",
        "verify --rules nowhere",
        "report --format json",
        "report -o rules",
        "report -o nowhere/report.html",
    ] {
        let (code, out, aside) = pack.run(arguments);
        assert_eq!((code, out.as_str()), (Some(2), ""), "{arguments}: {aside}");
        assert!(!aside.is_empty(), "{arguments}");
    }
    let (_, _, aside) = pack.run("accept ten-member --reason x");
    assert!(aside.contains("did you mean `ten-members`?"), "{aside}");
    pack.write("rules/ustav.lock", "version = 1\n<<<<<<< HEAD\n");
    let (code, out, aside) = pack.run("verify");
    assert_eq!((code, out.as_str()), (Some(2), ""));
    assert!(aside.contains("[E0511]") && aside.contains("rules/ustav.lock:2"), "{aside}");
    pack.write("rules/ustav.lock", "version = 9\nnormal_form = 3\n");
    assert!(pack.run("verify").2.contains("expected `ustav.lock` of version 2.3, found version 9"));
}

/// What a pack of one action begins with.
const HOUSE: &str = "document house \"house.md\"

state {
  users: each user by id {
    id:   String
    role: Role
  }
}

role member

action leave
";

/// A step that changed together with the place of its sentence is told, and not taken along by `--moved`.
#[test]
fn a_changed_step_is_told_where_its_sentence_moved() {
    let pack = Pack { folder: tempfile::tempdir().unwrap() };
    let rules = HOUSE.to_owned()
        + "  how en \"Open Profile > Leave\"
    cites house \"To leave, open **Profile > Leave** and confirm.\"

permit members-leave
  member may leave
  cites house \"Every member may leave.\"
";
    let step = "To leave, open **Profile > Leave** and confirm.\n\n";
    let document = |first: &str, second: &str| {
        format!(
            "# House\n\nEvery member may leave.\n\n## Leaving\n\nSome words.\n\n{first}## Joining\n\n{second}"
        )
    };
    pack.write("rules/house.rules", &rules);
    pack.write("rules/house.md", &document("", step));
    assert_eq!(pack.run("accept --new --reason first --by Anna").0, Some(0));
    pack.write("rules/house.md", &document(step, ""));
    assert!(pack.run("verify -q").1.contains("1 moved"));
    pack.edit("rules/house.rules", "Open Profile", "Never open Profile");
    for _ in 0..2 {
        let (code, out, _) = pack.run("verify -q");
        assert_eq!(code, Some(1));
        assert!(out.contains("E0513") && out.contains("1 with another step"), "{out}");
        pack.run("accept --moved --reason read --by Anna");
    }
    assert_eq!(pack.run("accept leave --reason read --by Anna").0, Some(0));
    assert_eq!(pack.run("verify -q").0, Some(0));
}

/// A first step on a sentence that was reviewed for a rule has to be read beside it, as a changed one has.
#[test]
fn a_first_step_on_a_reviewed_sentence_is_told() {
    let pack = Pack { folder: tempfile::tempdir().unwrap() };
    let rules = HOUSE.to_owned()
        + "
permit members-leave
  member may leave
  cites house \"Every member may leave through the **Door**.\"
";
    pack.write("rules/house.rules", &rules);
    pack.write("rules/house.md", "# House\n\nEvery member may leave through the **Door**.\n");
    assert_eq!(pack.run("accept --new --reason first --by Anna").0, Some(0));
    assert_eq!(pack.run("verify -q").0, Some(0));
    let step = "action leave\n  how en \"Never open the Door\"\n    cites house \"Every member may leave through the **Door**.\"";
    pack.edit("rules/house.rules", "action leave\n", &format!("{step}\n"));
    let (code, out, _) = pack.run("verify -q");
    assert_eq!(code, Some(1));
    assert!(out.contains("1 with another step"), "{out}");
    assert_eq!(pack.run("accept leave --reason read --by Anna").0, Some(0));
    assert_eq!(pack.run("verify -q").0, Some(0));
    // Without the step there is nothing beside it any more, and that is a change, too.
    pack.edit("rules/house.rules", &format!("{step}\n"), "action leave\n");
    assert_eq!(pack.run("verify -q").0, Some(1));
}

#[test]
fn rules_without_documents_have_nothing_to_verify() {
    let pack = Pack::with(
        "state { users: each user by id { id: String role: Role } }\nrole member\naction act\npermit p\n  member may act\n",
    );
    let (code, out, aside) = pack.run("verify");
    assert_eq!((code, out.as_str()), (Some(2), ""));
    assert!(aside.contains("no document is declared"), "{aside}");
}

#[test]
fn the_lock_is_the_same_whoever_writes_it_and_sorted() {
    let (one, two) = (Pack::new(), Pack::new());
    assert_eq!(one.read("rules/ustav.lock"), two.read("rules/ustav.lock"));
    let first = one.read("rules/ustav.lock");
    // Accepting a passage changes the block of this passage and the line of this sentence.
    one.edit("rules/article.md", "может пригласить гостя", "может привести гостя");
    one.run("accept members-invite --reason reread --by Anna");
    let second = one.read("rules/ustav.lock");
    let gone = first.lines().filter(|line| !second.contains(line)).count();
    assert!(gone <= 5, "{gone} lines of the lock changed");
}

/// A lock as an earlier version wrote it: without words, and without the sentences that state nothing.
fn earlier(lock: &str) -> String {
    let mut is_within = false;
    let mut kept = Vec::new();
    for line in lock.lines() {
        let begins = line.starts_with("words = [") || line.starts_with("unread = [");
        if !begins && !is_within {
            kept.push(line);
        }
        is_within = (begins || is_within) && !line.ends_with(']');
    }
    let text = kept.join("\n") + "\n";
    text.replace("version = 2", "version = 1").replace("normal_form = 3", "normal_form = 1")
}

#[test]
fn a_lock_of_an_earlier_version_is_brought_over() {
    let pack = Pack::new();
    let lock = pack.read("rules/ustav.lock");
    pack.write("rules/ustav.lock", &earlier(&lock));
    let (code, _, aside) = pack.run("verify");
    assert_eq!(code, Some(2));
    assert!(aside.contains("[E0511]") && aside.contains("`ustav accept --migrate`"), "{aside}");
    assert_eq!(pack.run("accept --migrate --by Olga").0, Some(0));
    assert_eq!(pack.read("rules/ustav.lock"), lock);
    // What changed, and what is new, is not accepted on the way.
    pack.write("rules/ustav.lock", &earlier(&lock));
    pack.edit("rules/article.md", "может пригласить гостя", "может позвать гостя");
    pack.edit("rules/article.md", "## История", "Гость не может остаться на ночь.\n\n## История");
    assert_eq!(pack.run("accept --migrate --by Olga").0, Some(0));
    assert_eq!(pack.state("verify", "rule:members-invite"), "facts_changed");
    let (code, out, _) = pack.run("verify -q");
    assert_eq!(code, Some(1));
    assert!(out.contains("E0509"), "{out}");
}

#[test]
fn sentences_that_state_nothing_do_not_change_in_silence() {
    let pack = Pack::new();
    pack.edit("rules/article.md", "## История", "Зал светлый.\n\n## История");
    let (code, out, _) = pack.run("verify");
    assert_eq!(code, Some(0), "{out}");
    assert!(
        out.contains("one sentence of `rules/article.md` that is read as stating nothing changed"),
        "{out}"
    );
    assert_eq!(pack.run("verify --strict").0, Some(1));
    assert_eq!(pack.run("accept --unread").0, Some(0));
    assert_eq!(pack.run("verify --strict").0, Some(0));
}

#[test]
fn a_heading_is_told_beside_the_words_below_it_and_sentences_in_another_order_are_noted() {
    let pack = Pack::new();
    pack.edit("rules/article.md", "## Люди", "## Бывшие люди");
    pack.edit("rules/article.md", "может пригласить гостя", "может пригласить с собой гостя");
    let (code, out, _) = pack.run("verify --lang en");
    assert_eq!(code, Some(1));
    assert!(out.contains("new `бывшие`"), "{out}");
    let pack = Pack::new();
    pack.edit("rules/article.md", "## История", "Зал светлый.\nДвор тёмный.\n\n## История");
    assert_eq!(pack.run("accept --unread").0, Some(0));
    pack.edit("rules/article.md", "Зал светлый.\nДвор тёмный.", "Двор тёмный.\nЗал светлый.");
    let (code, out, _) = pack.run("verify");
    assert_eq!(code, Some(0), "{out}");
    assert!(out.contains("stand in another order than at the review"), "{out}");
    assert_eq!(pack.run("verify --strict").0, Some(1));
    assert_eq!(pack.run("accept --unread").0, Some(0));
    assert_eq!(pack.run("verify --strict").0, Some(0));
}

#[test]
fn a_heading_that_is_gone_is_told_with_the_passages_that_stood_under_it() {
    let pack = Pack::new();
    pack.edit("rules/article.md", "## Люди\n", "");
    let (code, out, _) = pack.run("verify");
    assert_eq!(code, Some(1));
    assert!(out.contains("[E0504]") && out.contains("`люди`"), "{out}");
    let pack = Pack::new();
    let text = pack.read("rules/article.md");
    let bare: Vec<&str> = text.lines().filter(|line| !line.starts_with('#')).collect();
    pack.write("rules/article.md", &(bare.join("\n") + "\n"));
    let (code, out, _) = pack.run("verify -q");
    assert_eq!(code, Some(1));
    assert!(out.contains("E0504"), "{out}");
}

#[test]
fn a_sentence_of_thousands_of_facts_is_told_in_part() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("pack.rules"), "document doc \"doc.md\"\n").unwrap();
    fs::write(folder.path().join("doc.md"), "You may keep ten files and ".repeat(20_000)).unwrap();
    let mut program = Command::new(env!("CARGO_BIN_EXE_ustav"));
    let done =
        program.args(["verify", "--format", "json", "--rules", "."]).current_dir(folder.path()).output();
    let done = done.unwrap();
    assert_eq!(done.status.code(), Some(0));
    let told: Json = serde_json::from_slice(&done.stdout).unwrap();
    assert!(told["documents"][0]["sentences"][0]["facts"].as_str().unwrap().len() < 2_000);
}

#[test]
fn documents_alone_are_counted_and_never_green() {
    let folder = tempfile::tempdir().unwrap();
    let run = |arguments: &[&str]| {
        let mut program = Command::new(env!("CARGO_BIN_EXE_ustav"));
        let done =
            program.args(arguments).current_dir(folder.path()).env("USTAV_LANG", "en").output().unwrap();
        (done.status.code(), String::from_utf8(done.stdout).unwrap())
    };
    fs::write(folder.path().join("pack.rules"), "document doc \"doc.md\"\n").unwrap();
    fs::write(folder.path().join("doc.md"), "Guests may stay.\n").unwrap();
    let (code, out) = run(&["verify", "--rules", "."]);
    assert_eq!(code, Some(0));
    assert!(out.contains("the only normative sentence has no rule"), "{out}");
    assert_eq!(run(&["verify", "--rules", ".", "--min-coverage", "1"]).0, Some(1));
    assert_eq!(run(&["compile", "--rules", "."]).0, Some(0));
    // Nothing can be decided by them.
    assert_eq!(run(&["can", "--role", "guest", "--rules", "."]).0, Some(2));
}

#[test]
fn the_page_has_the_data_and_nothing_from_elsewhere() {
    let pack = Pack::new();
    pack.edit(
        "rules/article.md",
        "## История",
        "Пиши </script><script>alert(1)</script> не более 5 раз.\n\n## История",
    );
    let (code, out, aside) = pack.run("report -o page.html");
    assert_eq!((code, out.as_str(), aside.as_str()), (Some(0), "wrote page.html\n", ""));
    let page = pack.read("page.html");
    assert!(page.contains("Участник может пригласить гостя."));
    assert!(!page.contains("alert(1)</script>"), "the data ends the script");
    for mark in ["/*STYLE*/", "/*SCRIPT*/", "/*DATA*/"] {
        assert!(!page.contains(mark), "{mark}");
    }
    let (_, printed, _) = pack.run("report -o -");
    assert_eq!(printed.lines().next(), page.lines().next());
}

/// A file, a text in it, and what stands there instead.
type Edit<'a> = (&'a str, &'a str, &'a str);

#[test]
fn findings_are_worded_in_both_languages() {
    const ARTICLE_FILE: &str = "rules/article.md";
    const NO_CITATION: Edit =
        ("rules/club.rules", "  cites article \"Участник может пригласить гостя.\"\n", "");
    const GUEST: &str = "Участник может пригласить гостя.\n";
    const TEN: &str = "до десяти участников";
    const ACCEPT: &str = "accept ten-members --reason no --by Anna";
    // What is edited, what is run, and what it says.
    #[rustfmt::skip]
    let cases: [(&[Edit], &str, [&str; 2]); 18] = [
        (&[(ARTICLE_FILE, TEN, "до двадцати участников")], "verify", [
            "E0504: facts changed in `article`: at most 10 → at most 20 «участников»",
            "E0504: в документе `article` изменилась суть: не более 10 → не более 20 участников",
        ]),
        (&[("rules/club.rules", "at most 10", "at most 12")], "verify", [
            "E0508: rule `ten-members` states at most 12, its document states at most 10 «участников»",
            "E0508: числа расходятся: правило `ten-members` — не более 12, документ — не более 10 участников",
        ]),
        (&[(ARTICLE_FILE, TEN, "немало участников")], "verify --format github", [
            "E0508::rule `ten-members` states at most 10, its document no longer does",
            "E0508::правило `ten-members` — не более 10, а в документе этого числа больше нет",
        ]),
        (&[(ARTICLE_FILE, "может пригласить", "не может пригласить")], "verify", [
            "E0504: facts changed in `article`: may → may not, a negation is new",
            "E0504: в документе `article` изменилась суть: может → не может, появилось: 1 отрицание",
        ]),
        (&[(ARTICLE_FILE, "Участник может", "Владелец может")], "verify", [
            "role \"участник\" is no longer mentioned, role \"владелец\" is mentioned now",
            "больше не упоминается роль «участник», теперь упоминается роль «владелец»",
        ]),
        (&[(ARTICLE_FILE, "пригласить гостя", "пригласить с собой гостя")], "verify", [
            "E0505: passage of `article` reworded; its facts and its words of substance are the same",
            "E0505: фрагмент документа `article` сформулирован иначе теми же словами; факты прежние",
        ]),
        (&[(ARTICLE_FILE, "## Люди", "## Правила")], "verify", [
            "E0504: heading \"Люди\" of `article` became \"Правила\", and 2 passages that are cited stand under it",
            "E0504: вместо заголовка «Люди» в `article` теперь «Правила», а под ним стоят 2 цитируемых фрагмента",
        ]),
        (&[(ARTICLE_FILE, GUEST, "")], "verify", [
            "E0501: `article` no longer contains this passage",
            "E0501: в документе `article` этого фрагмента больше нет",
        ]),
        (&[(ARTICLE_FILE, "## История", "Участник может пригласить гостя.\n\n## История")], "verify", [
            "E0503: `article` contains this quote more than once",
            "E0503: в документе `article` эта цитата встречается несколько раз",
        ]),
        (&[(ARTICLE_FILE, "## История", "Гость уходит к вечеру.\n\n## История"),
           ("rules/club.rules", "aside article", "aside article \"Гость уходит к вечеру.\"\n  because en \"manners\"\n\naside article")],
         "verify", [
            "E0507: this passage of `article` is not reviewed yet",
            "E0507: этот фрагмент документа `article` ещё не проверен",
        ]),
        (&[(ARTICLE_FILE, "## История", "Гость не может остаться.\n\n## История")], "verify", [
            "E0509: no rule covers this sentence of `article`\n",
            "E0509: это предложение документа `article` не покрыто ни одним правилом\n",
        ]),
        (&[NO_CITATION], "verify", [
            "E0509: no rule covers this sentence of `article` any more",
            "E0509: это предложение документа `article` больше не покрыто ни одним правилом",
        ]),
        (&[NO_CITATION], "verify --coverage", [
            "  ○ 10: aside: «Клуб открыт с 1999 года.»",
            "  ○ 10: не норма: «Клуб открыт с 1999 года.»",
        ]),
        (&[("rules/club.rules", "at most 10", "at most 12")], "verify --min-coverage 100", [
            "citations: 4 unchanged\ncoverage: sentences 75 % (3 of 4), numbers 50 % (1 of 2),",
            "ссылки: без изменений — 4\nпокрытие: предложения 75 % (3 из 4), числа 50 % (1 из 2),",
        ]),
        (&[("rules/club.rules", "at most 10", "at most 12")], "verify --min-coverage 100", [
            "\n75 % of the normative sentences are covered, expected at least 100 %\n",
            "\nпокрыто 75 % нормативных предложений, ожидается не меньше 100 %\n",
        ]),
        (&[(ARTICLE_FILE, TEN, "до двадцати участников")], ACCEPT, [
            "a different number cannot be accepted: rule `ten-members` states at most 10,",
            "другое число принять нельзя: правило `ten-members` — не более 10,",
        ]),
        (&[(ARTICLE_FILE, TEN, "немало участников")], ACCEPT, [
            "a lost number cannot be accepted: rule `ten-members` states at most 10,",
            "исчезнувшее число принять нельзя: правило `ten-members` — не более 10,",
        ]),
        (&[(ARTICLE_FILE, "В клубе состоит до десяти участников.\n", "")], ACCEPT, [
            "cannot be accepted: the document does not contain the quote",
            "принять нельзя: в документе нет этой цитаты",
        ]),
    ];
    for (edits, arguments, expected) in cases {
        let pack = Pack::new();
        for (file, from, to) in edits {
            pack.edit(file, from, to);
        }
        for (language, expected) in ["en", "ru"].into_iter().zip(expected) {
            let quiet = if arguments.starts_with("verify") { " -q" } else { "" };
            let (_, out, aside) = pack.run(&format!("{arguments}{quiet} --lang {language}"));
            let text = format!("{aside}{out}");
            assert!(text.contains(expected), "{expected}: {text}");
        }
    }
}

#[test]
fn code_scanning_knows_a_finding_again_in_another_language() {
    let pack = Pack::new();
    pack.edit("rules/article.md", "до десяти", "до двадцати");
    let prints = ["en", "ru"].map(|language| {
        let (_, out, _) = pack.run(&format!("verify --format sarif --lang {language}"));
        let log: Json = serde_json::from_str(&out).unwrap();
        let results = log["runs"][0]["results"].as_array().unwrap().clone();
        results.into_iter().map(|result| result["partialFingerprints"].clone()).collect::<Vec<_>>()
    });
    assert_eq!(prints[0].len(), 2);
    assert_eq!(prints[0], prints[1]);
}

#[test]
fn a_lock_says_what_is_wrong_with_it() {
    let pack = Pack::new();
    for (lock, english, russian) in [
        ("<<<<<<< HEAD\nversion = 1\n", "contains an unresolved merge", "осталось незавершённое слияние"),
        (
            "version = 9\nnormal_form = 3\n",
            "expected `ustav.lock` of version 2.3",
            "ожидается `ustav.lock` версии 2.3",
        ),
        ("version = \n", "`ustav.lock` is damaged", "`ustav.lock` повреждён"),
    ] {
        pack.write("rules/ustav.lock", lock);
        for (language, expected) in [("en", english), ("ru", russian)] {
            let (code, _, aside) = pack.run(&format!("verify --lang {language}"));
            assert_eq!(code, Some(2));
            assert!(aside.contains("[E0511]") && aside.contains(expected), "{aside}");
        }
    }
}

/// Each of two reviews at once writes what it recorded beside what the other did.
#[test]
fn reviews_at_once_lose_nothing() {
    const THINGS: [&str; 6] = ["удочку", "палатку", "лодку", "карту местности", "ключ от ворот", "фонарь"];
    let said = |thing: &str, how: &str| format!("Участник может взять {thing}{how}.");
    let mut rules = "document d \"d.md\"\nstate { users: each user by id { id: String role: Role } }\n\
                     role member\naction invite(email: Email)\n"
        .to_owned();
    for (at, thing) in THINGS.iter().enumerate() {
        rules.push_str(&format!("permit p{at}\n  member may invite\n  cites d \"{}\"\n", said(thing, "")));
    }
    let text = |how: &str| THINGS.iter().map(|thing| said(thing, how) + "\n\n").collect::<String>();
    for _ in 0..3 {
        let pack = Pack::with(&rules);
        pack.write("rules/d.md", &text(""));
        assert_eq!(pack.run("accept --new --reason first").0, Some(0));
        pack.write("rules/d.md", &text(" под расписку"));
        std::thread::scope(|scope| {
            for at in 0..THINGS.len() {
                let pack = &pack;
                scope.spawn(move || {
                    let (code, out, aside) = pack.run(&format!("accept p{at} --reason reread"));
                    assert_eq!(code, Some(0), "{out}{aside}");
                });
            }
        });
        let (code, out, aside) = pack.run("verify");
        assert_eq!(code, Some(0), "{out}{aside}");
    }
}
