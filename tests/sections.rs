//! Sections that are set aside as a whole: what `verify` says of their sentences and headings, and what `accept` records.

use serde_json::Value as Json;
use std::fs;
use std::process::Command;
use tempfile::TempDir;

const RULES: &str = r#"document article "article.md"

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
  cites article "Members may invite a guest."

aside article under "History"
  because en "what was"
          ru "как было"
"#;

const ARTICLE: &str = "# Club\n\n## People\n\nMembers may invite a guest.\n\n## 2. History\n\n\
                       The club was founded in 1999.\nMembers had to pay 10 euros a month.\n\n### Early years\n\n\
                       Nobody may enter after 22:00.\nGuests must leave at noon. The garden is green.\n\n\
                       ## Contact\n\nWrite to us.\n";

struct Pack {
    folder: TempDir,
}

impl Pack {
    /// As it was reviewed.
    fn new() -> Self {
        let pack = Self::with(RULES, "article.md", ARTICLE);
        pack.does("accept --new --reason first --by Anna");
        pack
    }

    fn with(rules: &str, document: &str, text: &str) -> Self {
        let pack = Self { folder: tempfile::tempdir().unwrap() };
        fs::create_dir(pack.folder.path().join("rules")).unwrap();
        pack.write("club.rules", rules);
        pack.write(document, text);
        pack
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.folder.path().join("rules").join(name), text).unwrap();
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.folder.path().join("rules").join(name)).unwrap()
    }

    /// Put one text in place of another that stands there once.
    fn edit(&self, name: &str, from: &str, to: &str) {
        let text = self.read(name);
        assert_eq!(text.matches(from).count(), 1, "{from} in {text}");
        self.write(name, &text.replace(from, to));
    }

    /// The exit code, and all that is printed, in one line.
    fn run(&self, arguments: &str) -> (Option<i32>, String) {
        let mut run = Command::new(env!("CARGO_BIN_EXE_ustav"));
        run.args(arguments.split(' ')).envs([("LC_ALL", "C"), ("COLUMNS", "100"), ("NO_COLOR", "1")]);
        let output = run.current_dir(self.folder.path()).output().unwrap();
        let text = [output.stdout, output.stderr].map(|bytes| String::from_utf8(bytes).unwrap()).concat();
        (output.status.code(), text.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    fn does(&self, arguments: &str) -> String {
        let (code, out) = self.run(arguments);
        assert_eq!(code, Some(0), "{arguments}: {out}");
        out
    }

    /// That something is wrong, with these words; an exclamation mark before words that must not stand there.
    fn fails(&self, arguments: &str, said: &[&str]) -> String {
        let (code, out) = self.run(arguments);
        assert_eq!(code, Some(1), "{arguments}: {out}");
        for words in said {
            let is_there = words.strip_prefix('!').map_or(out.contains(words), |words| !out.contains(words));
            assert!(is_there, "{words}: {out}");
        }
        out
    }

    fn json(&self) -> Json {
        let mut run = Command::new(env!("CARGO_BIN_EXE_ustav"));
        let output =
            run.args(["verify", "--format", "json"]).current_dir(self.folder.path()).output().unwrap();
        serde_json::from_slice(&output.stdout).unwrap()
    }

    /// Do what is proposed, each command as it is told, until nothing is; how many there were.
    fn does_as_told(&self) -> usize {
        let mut count = 0;
        loop {
            assert!(count < 20, "there is no end to it");
            let (code, out) = self.run("verify");
            let told: Vec<&str> = out.split('`').filter(|part| part.starts_with("ustav accept ")).collect();
            let Some(command) = told.iter().find(|own| !own.contains("--unread") && !own.contains("--aside"))
            else {
                assert_eq!(code, Some(0), "{out}");
                return count;
            };
            let arguments = command.trim_start_matches("ustav ").replace("\"…\"", "read");
            self.does(&format!("{arguments} --by Olga"));
            count += 1;
        }
    }

    /// The states of the normative sentences, by the first word of each.
    fn states(&self) -> Vec<(String, String)> {
        let told = self.json();
        let sentences = told["documents"][0]["sentences"].as_array().unwrap().iter();
        let normative = sentences.filter(|one| one["state"].is_string());
        let text = |one: &Json, key: &str| one[key].as_str().unwrap().to_owned();
        let state =
            |one: &Json| (text(one, "text").split(' ').next().unwrap().to_owned(), text(one, "state"));
        normative.map(state).collect()
    }
}

#[test]
fn each_sentence_of_a_section_is_set_aside_with_the_reason() {
    let pack = Pack::new();
    let out = pack.does("verify --coverage");
    for words in [
        "✓ 5: covered: «Members may invite a guest.»",
        "○ 10: aside: «Members had to pay 10 euros a month.» (under \"History\": what was)",
        "○ 15: aside: «Guests must leave at noon.» (under \"History\": what was)",
        "sentences 100 % (4 of 4), numbers 100 % (4 of 4)",
        "citations: 2 unchanged",
    ] {
        assert!(out.contains(words), "{words}: {out}");
    }
    let told = pack.json();
    let sentences = told["documents"][0]["sentences"].as_array().unwrap();
    let own = sentences.iter().find(|one| one["text"] == "Nobody may enter after 22:00.").unwrap();
    assert_eq!((&own["state"], &own["why"]["ru"]), (&"aside".into(), &"как было".into()));
    assert_eq!(own["cited_by"][0], "aside:0");
    let citation =
        told["citations"].as_array().unwrap().iter().find(|one| one["extent"] == "section").unwrap();
    assert_eq!((&citation["under"], citation["sentences"].as_array().unwrap().len()), (&"History".into(), 7));
    // What is compiled says the same.
    pack.does("compile -o club.ustav");
    pack.does("verify --rules club.ustav --min-coverage 100");
}

#[test]
fn what_is_new_in_a_section_fails_until_it_is_accepted() {
    let rows: [(&str, &str, &[&str]); 6] = [
        (
            "after 22:00",
            "after 23:00",
            &["[E0509]: rules/article.md:14: this sentence", "changed in section \"History\""],
        ),
        // What takes the place of a duty counts as one, whatever it says.
        ("Guests must leave at noon.", "Guests leave.", &["rules/article.md:15: ", "changed in section"]),
        (
            "The garden",
            "Guests must not smoke. The garden",
            &["new in section \"History\", which is set aside"],
        ),
        (
            "euros a month.\n",
            "euros a month.\nA guest pays 5 euros.\n",
            &["rules/article.md:11: ", "is new in section"],
        ),
        ("### Early years", "### Nobody may stay", &["rules/article.md:12: ", "changed in section"]),
        ("Early years\n", "Early years\n\nGuests must not:\n\n- sing\n- run\n", &["is new in section"]),
    ];
    for (from, to, said) in rows {
        let pack = Pack::new();
        pack.edit("article.md", from, to);
        pack.fails("verify", said);
        for format in ["json", "junit", "sarif", "github"] {
            pack.fails(&format!("verify --format {format}"), &["E0509", "in section"]);
        }
        assert!(pack.does_as_told() > 0, "{to}");
        assert!(pack.does("verify --min-coverage 100").contains("100 %"));
    }
}

#[test]
fn what_stands_in_place_of_a_duty_is_not_accepted_with_what_states_nothing() {
    let pack = Pack::new();
    pack.edit("article.md", "Guests must leave at noon.", "Guests leave.");
    pack.edit("article.md", "The garden is green.", "The garden is blue.");
    pack.edit("article.md", "after 22:00", "after 23:00");
    let (_, out) = pack.run("accept --unread");
    assert!(out.contains("wrote"), "{out}");
    pack.fails("verify", &["[E0509]: rules/article.md:15: ", "!--unread"]);
    // In whatever order they are accepted.
    assert_eq!(pack.does_as_told(), 2);
    pack.does("verify");
    pack.write("article.md", ARTICLE);
    pack.fails("verify", &["[E0509]: rules/article.md:14: ", "[E0509]: rules/article.md:15: "]);
}

#[test]
fn what_states_nothing_and_what_is_gone_is_noted() {
    let rows = [
        (
            "The garden is green.",
            "The garden is blue.",
            "one sentence of `rules/article.md` that is read as stating nothing changed",
        ),
        (" The garden is green.", "", "one sentence that was read as stating nothing is gone"),
        (
            "Guests must leave at noon. ",
            "",
            "one sentence that was set aside with its section is gone from `rules/article.md`",
        ),
    ];
    for (from, to, said) in rows {
        let pack = Pack::new();
        pack.edit("article.md", from, to);
        let out = pack.does("verify");
        assert!(out.contains(said) && out.contains("`ustav accept --unread`"), "{said}: {out}");
        // Nothing else that is accepted takes it away.
        pack.edit("article.md", "Write to us.", "Write to us. Guests must knock.");
        assert_eq!(pack.does_as_told(), 1);
        let out = pack.does("verify");
        assert!(out.contains(said), "{said}: {out}");
        pack.does("accept --unread");
        let out = pack.does("verify");
        assert!(!out.contains("--unread"), "{out}");
    }
}

#[test]
fn a_sentence_is_reviewed_in_the_section_where_it_stands() {
    // Out of the section.
    let pack = Pack::new();
    pack.edit("article.md", "Guests must leave at noon. ", "");
    pack.edit("article.md", "Write to us.", "Write to us. Guests must leave at noon.");
    pack.fails(
        "verify",
        &["[E0509]: rules/article.md:19: no rule covers this sentence of `article` any more"],
    );
    assert_eq!(pack.does_as_told(), 1);
    // Back into it.
    pack.write("article.md", ARTICLE);
    pack.fails("verify", &["was not reviewed in section \"History\", which is set aside"]);
    assert_eq!(pack.does_as_told(), 1);
    // Into another section that is set aside.
    let more = "\naside article under \"Contact\"\n  because en \"an address\"\n";
    pack.write("club.rules", &(RULES.to_owned() + more));
    pack.fails(
        "verify",
        &["[E0507]: rules/club.rules:23: this section of `article` is set aside and not reviewed yet"],
    );
    assert_eq!(pack.does_as_told(), 1);
    pack.edit("article.md", "Guests must leave at noon. ", "");
    pack.edit("article.md", "Write to us.", "Write to us. Guests must leave at noon.");
    pack.fails("verify", &["was not reviewed in section \"Contact\""]);
    // In both at once, and in a third place without a rule.
    pack.write(
        "article.md",
        &(ARTICLE.to_owned() + "Guests must leave at noon.\n\n## More\n\nGuests must leave at noon.\n"),
    );
    assert_eq!(pack.does_as_told(), 1);
    assert_eq!(pack.states().iter().filter(|(_, state)| state == "uncovered").count(), 1);
}

#[test]
fn a_rule_covers_what_it_cites_and_nothing_is_gained_by_citing_less() {
    let pack = Pack::new();
    let rule = |number: &str| {
        format!("\nforbid late\n  nobody may invite\n  cites article \"Nobody may enter{number}.\"\n")
    };
    pack.write("club.rules", &(RULES.to_owned() + &rule(" after 22:00")));
    pack.does("accept --new --reason rule");
    assert_eq!(pack.states()[2], ("Nobody".to_owned(), "aside".to_owned()));
    pack.edit("article.md", "Nobody may enter after 22:00.", "Nobody may enter.");
    pack.edit("club.rules", " after 22:00", "");
    assert_eq!(pack.does_as_told(), 1);
    assert_eq!(pack.states()[2], ("Nobody".to_owned(), "covered".to_owned()));
    // A drift of the rule is told as one of the rule.
    pack.edit("article.md", "Nobody may enter.", "Nobody may enter the house.");
    pack.fails("verify", &["[E0504]", "rule `late`", "!E0509"]);
}

#[test]
fn a_heading_is_known_by_its_words_and_reviewed_when_they_change() {
    let pack = Pack::new();
    pack.edit("article.md", "## 2. History", "## 7. History");
    pack.does("verify");
    pack.edit("article.md", "## 7. History", "## 7. Duties of *guests*");
    pack.edit("article.md", "after 22:00", "after 23:00");
    pack.fails(
        "verify",
        &[
            "[E0504]: rules/article.md:7: heading \"History\" of `article` became \"Duties of guests\"",
            "!E0509",
        ],
    );
    pack.fails("verify --lang ru", &["заголовок «History» в документе `article` стал «Duties of guests»"]);
    // That the heading is right says nothing of the sentence that changed under it.
    assert_eq!(pack.does_as_told(), 2);
    assert!(pack.read("club.rules").contains("aside article under \"Duties of guests\"\n"));
    // Renamed in the rules, too, before it was accepted.
    pack.edit("article.md", "Duties of *guests*", "Past");
    pack.edit("club.rules", "Duties of guests", "Past");
    pack.edit("article.md", "Guests must leave", "Guests need not leave");
    pack.fails("verify", &["[E0504]", "\"Past\"", "!E0509"]);
    assert_eq!(pack.does_as_told(), 2);
    // Under another heading.
    pack.edit("article.md", "## Contact", "# Annex\n\n## Contact");
    let text = pack.read("article.md");
    let (before, rest) = text.split_once("## 7. Past").unwrap();
    let (section, behind) = rest.split_once("# Annex").unwrap();
    let moved = format!("{before}# Annex{behind}\n## 7. Past{section}");
    pack.write("article.md", &moved);
    pack.fails("verify", &["[E0506]", "section \"Past\" moved", "under \"Annex\""]);
    assert_eq!(pack.does_as_told(), 1);
}

#[test]
fn a_heading_that_is_not_there_once_is_told_with_what_stood_under_it() {
    let rows = [
        ("article.md", "## 2. History\n", "", "E0501", "`article` has no heading `History`"),
        ("article.md", "## Contact", "## History", "E0503", "`article` has heading `History` more than once"),
        ("club.rules", "\"History\"", "\"Histroy\"", "E0501", "perhaps `History`"),
        ("club.rules", "\"History\"", "\"Club > History\"", "E0501", "no heading `Club > History`"),
    ];
    for (file, from, to, code, said) in rows {
        let pack = Pack::new();
        pack.edit(file, from, to);
        let out = pack.fails("verify", &[code, said, "covered before (E0509)"]);
        assert_eq!(out.matches("error[").count(), 1, "{out}");
        if file == "club.rules" {
            pack.fails("accept --new --reason no", &["[E0512]", "!wrote"]);
        }
        let (code_of_compile, out) = pack.run("compile -o club.ustav");
        assert!(code_of_compile != Some(0) && out.contains(code), "{out}");
    }
    let pack = Pack::new();
    fs::remove_file(pack.folder.path().join("rules/article.md")).unwrap();
    pack.fails("verify", &["[E0501]", "`article` is gone", "2 citations of it cannot be checked"]);
    pack.edit("club.rules", "article.md\"", "article.md\" optional");
    assert!(pack.does("verify").contains("not checked: 2 citations"));
}

#[test]
fn sections_stand_in_one_another_and_may_be_the_whole_document() {
    let pack = Pack::new();
    let more = "\naside article under \"Club\"\n  because en \"all of it\"\n\naside article under \"Early years\"\n  \
                because en \"early\"\n\naside article under \"5. History\"\n  because en \"again\"\n";
    pack.write("club.rules", &(RULES.to_owned() + more));
    pack.fails("verify", &["rules/club.rules:23", "rules/club.rules:26", "!rules/club.rules:29"]);
    let out = pack.does("accept --new --reason more");
    assert!(out.contains("section \"Early years\", with 3 sentences"), "{out}");
    let out = pack.does("verify --coverage");
    assert!(out.contains("«Members had to pay 10 euros a month.» (under \"History\": what was)"), "{out}");
    assert!(out.contains("«Guests must leave at noon.» (under \"Early years\": early)"), "{out}");
    assert!(out.contains("✓ 5: covered: «Members may invite a guest.»"), "{out}");
    // What one of them has, none misses when another is gone.
    pack.edit("article.md", "Write to us.", "Write to us. Nobody may shout.");
    pack.edit("article.md", "at noon", "at one");
    assert_eq!(pack.does_as_told(), 2);
    pack.edit("club.rules", "\naside article under \"Early years\"\n  because en \"early\"\n", "");
    pack.does("verify --min-coverage 100");
    // A section without a sentence has none.
    let pack = Pack::with(
        "document d \"d.md\"\n\naside d under \"A\"\n  because en \"empty\"\n",
        "d.md",
        "# A\n\n# B\n\nB is.\n",
    );
    assert!(pack.does("accept --new --reason x").contains("section \"A\", without a sentence"));
    pack.does("verify");
    pack.edit("d.md", "# A\n", "# A\n\nGuests must pay.\n");
    pack.fails("verify", &["is new in section \"A\""]);
}

#[test]
fn documents_in_russian_and_in_html_have_sections_too() {
    let rules =
        "document d \"d.html\"\n\naside d under \"4. История - \\\"начало\\\"\"\n  because ru \"история\"\n";
    let html = "<h1>Клуб</h1><h2>2. История — «начало»</h2><ul><li>Гость обязан платить 10 рублей.</li></ul>\
                <table><tr><th>План</th><th>Гости</th></tr><tr><td>Старый</td><td>10</td></tr></table>\
                <h3>Ещё раньше</h3><p>Входить запрещено.</p><h2>Контакты</h2><p>Пишите нам.</p>";
    let pack = Pack::with(rules, "d.html", html);
    let out = pack.does("accept --new --reason x --lang ru");
    assert!(out.contains("раздел «История — «начало»», 4 предложения"), "{out}");
    assert!(pack.does("verify --coverage --lang ru").contains("100 % (3 из 3)"));
    pack.edit("d.html", "Старый", "Новый");
    pack.edit("d.html", "запрещено", "можно");
    let out = pack.fails(
        "verify --lang ru",
        &["изменилось предложение документа `d` в разделе «4. История - \"начало\"»"],
    );
    assert_eq!(out.matches("[E0509]").count(), 2, "{out}");
    assert_eq!(pack.does_as_told(), 2);
}

#[test]
fn a_section_is_compared_with_a_revision() {
    let pack = Pack::new();
    let git = |arguments: &[&str]| {
        let mut git = Command::new("git");
        git.args(["-c", "user.name=Anna", "-c", "user.email=a@b.example", "-c", "init.defaultBranch=main"]);
        let done = git.args(arguments).current_dir(pack.folder.path()).output().unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    };
    git(&["init", "-q"]);
    git(&["add", "-A"]);
    git(&["commit", "-q", "-m", "first"]);
    pack.does("verify --against HEAD");
    pack.edit("article.md", "after 22:00", "after 23:00");
    pack.fails("verify --against HEAD", &["changed in section \"History\""]);
    pack.write("article.md", &ARTICLE.replace("2. History", "Past"));
    pack.fails("verify --against HEAD", &["[E0504]", "\"Past\""]);
}

#[test]
fn a_lock_keeps_what_it_has_of_a_section() {
    let pack = Pack::new();
    let lock = pack.read("ustav.lock");
    let list = lock.split("section = [").nth(1).unwrap().split(']').next().unwrap();
    assert_eq!(list.lines().filter(|line| line.contains('"')).count(), 7, "{lock}");
    // The quote of an aside and the heading of a section are two things.
    pack.edit("club.rules", "aside article under \"History\"", "aside article \"History\"");
    pack.fails("verify", &["[E0507]", "[E0509]"]);
    pack.edit("club.rules", "aside article \"History\"", "aside article under \"History\"");
    pack.does("verify");
    // Without the list, nothing is known of its sentences.
    pack.write("ustav.lock", &lock.replace(&format!("section = [{list}]\n"), ""));
    let out = pack.fails("verify", &["was not reviewed in section \"History\""]);
    assert_eq!(out.matches("[E0509]").count(), 3, "{out}");
    assert_eq!(pack.does_as_told(), 3);
    pack.does("accept --unread");
    assert!(pack.read("ustav.lock").contains("section = ["));
}
