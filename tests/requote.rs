//! How `ustav accept` writes quotes anew: the words that took the place of the quoted ones, in the form of the file.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;
use tempfile::TempDir;

const HEAD: &str = "document d \"d.md\"\n\nstate {\n  users: each user by id {\n    id:   String\n    role: Role\n  }\n}\n\n\
                    role member\n\naction act\n\npermit r\n  member may act\n  cites d ";

/// A pack of one rule and one document.
struct Pack {
    folder: TempDir,
}

impl Pack {
    /// As it was reviewed.
    fn reviewed(document: &str, cites: &str) -> Self {
        let pack = Self { folder: tempfile::tempdir().unwrap() };
        pack.write("d.md", document);
        pack.write("p.rules", &format!("{HEAD}{cites}\n"));
        let (code, out, aside) = pack.run(&["accept", "--new", "--reason", "first", "--by", "Anna"]);
        assert_eq!(code, Some(0), "{cites}: {out}{aside}");
        pack
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    fn write(&self, name: &str, text: &str) {
        fs::write(self.path().join(name), text).unwrap();
    }

    fn read(&self, name: &str) -> String {
        fs::read_to_string(self.path().join(name)).unwrap()
    }

    fn run(&self, arguments: &[&str]) -> (Option<i32>, String, String) {
        let mut run = Command::new(env!("CARGO_BIN_EXE_ustav"));
        run.args(arguments).envs([("LC_ALL", "C"), ("NO_COLOR", "1")]).current_dir(self.path());
        run.args(if arguments.first() == Some(&"fmt") { &["p.rules"][..] } else { &["--rules", "."] });
        let output = run.output().unwrap();
        let text = |bytes| String::from_utf8(bytes).unwrap();
        (output.status.code(), text(output.stdout), text(output.stderr))
    }

    fn git(&self, arguments: &[&str]) {
        let mut git = Command::new("git");
        git.args(["-c", "user.name=Anna", "-c", "user.email=a@b.example", "-c", "init.defaultBranch=main"]);
        assert!(git.args(arguments).current_dir(self.path()).output().unwrap().status.success());
    }

    fn files(&self) -> BTreeMap<String, Vec<u8>> {
        let files = fs::read_dir(self.path()).unwrap().map(|entry| entry.unwrap().path());
        let files = files.filter(|path| path.is_file());
        files.map(|path| (path.display().to_string(), fs::read(&path).unwrap())).collect()
    }

    /// What is cited after the change of the document was accepted, as it stands in the rules.
    fn accepted(&self, document: &str) -> String {
        self.write("d.md", document);
        let (code, out, aside) = self.run(&["accept", "r", "--reason", "read", "--by", "Anna"]);
        if code != Some(0) {
            return format!("{code:?}: {out}{aside}");
        }
        let (code, out, _) = self.run(&["verify", "-q"]);
        // What is new beside it may be uncovered.
        assert!(code == Some(0) || !out.contains("E050") || out.contains("E0509"), "{out}");
        let rules = self.read("p.rules");
        rules.split("cites d ").nth(1).unwrap().trim_end().to_owned()
    }
}

/// A claim, the document before, what is cited, the document after, and what is cited then.
type Case = (&'static str, &'static str, &'static str, &'static str, &'static str);

#[rustfmt::skip]
const CASES: &[Case] = &[
    ("the last word of a part becomes another",
     "# D\n\nPayment is accepted once a month by card.\n", "\"a month\"",
     "# D\n\nPayment is accepted once a week by card.\n", "\"a week\""),
    ("the first word does",
     "# D\n\nA member may borrow up to eight books at a time.\n", "\"eight books\"",
     "# D\n\nA member may borrow up to nine books at a time.\n", "\"nine books\""),
    ("all quoted words do",
     "# D\n\nПосетителям разрешается фотографировать экспонаты без штатива.\n", "\"фотографировать экспонаты\"",
     "# D\n\nПосетителям разрешается рисовать картины без штатива.\n", "\"рисовать картины\""),
    ("a word comes within the quote",
     "# D\n\nReserved items are held at the counter for five days.\n", "\"held at the counter\"",
     "# D\n\nReserved items are held at the front counter for five days.\n", "\"held at the front counter\""),
    ("a word within the quote goes",
     "# D\n\nReserved items are held at the front counter for five days.\n", "\"held at the front counter\"",
     "# D\n\nReserved items are held at the counter for five days.\n", "\"held at the counter\""),
    ("the words around it change as well",
     "# D\n\nReserved items are held at the front counter for five days.\n", "\"the front counter\"",
     "# D\n\nOrdered items are kept at the side counter for six days.\n", "\"the side counter\""),
    ("what takes its place stands in another sentence, too",
     "# D\n\nPayment is accepted once a month by card.\nThe hall is swept twice a week.\n", "\"a month\"",
     "# D\n\nPayment is accepted once a week by card.\nThe hall is swept twice a week.\n", "\"a week by\""),
    ("it stands there with the words behind it, too",
     "# D\n\nDues are paid once a month.\nThe hall is swept twice a week.\n", "\"a month.\"",
     "# D\n\nDues are paid once a week.\nThe hall is swept twice a week.\n", "\"once a week.\""),
    ("the sentence stays one beside others that are new",
     "# D\n\nPayment is accepted once a month by card.\n", "\"once a month\"",
     "# D\n\nThe bar opens once a month. Payment is accepted once a week by card. Tips are welcome.\n", "\"once a week\""),
    ("a whole sentence becomes another",
     "# D\n\nPayment is accepted once a month.\n", "\"Payment is accepted once a month.\"",
     "# D\n\nPayment is accepted twice a month.\nTips are welcome.\n", "\"Payment is accepted twice a month.\""),
    ("a whole sentence gets more words at its end",
     "# D\n\nMembers greet the librarian.\n", "\"Members greet the librarian.\"",
     "# D\n\nMembers greet the librarian and the porter, who sits at the door.\n", "\"Members greet the librarian and the porter, who sits at the door.\""),
    ("a whole sentence gets more words at its beginning",
     "# D\n\nУчастники голосуют поднятием рук.\n", "\"Участники голосуют поднятием рук\"",
     "# D\n\nНа общих собраниях участники голосуют поднятием рук.\n", "\"На общих собраниях участники голосуют поднятием рук\""),
    ("the mark at the end stays out of the quote",
     "# D\n\nPayment is accepted once a month.\n", "\"Payment is accepted once a month\"",
     "# D\n\nPayment is accepted twice a year.\n", "\"Payment is accepted twice a year\""),
    ("a comma behind it does as well",
     "# D\n\nA guest may stay for two weeks, if the host agrees.\n", "\"for two weeks\"",
     "# D\n\nA guest may stay for three months, if the host agrees.\n", "\"for three months\""),
    ("a sign that is none of a sentence stays",
     "# D\n\nThe discount for students is 30 % of the price.\n", "\"30 %\"",
     "# D\n\nThe discount for students is 40 % of the price.\n", "\"40 %\""),
    ("a sentence is split behind the quote",
     "# D\n\nA member may borrow eight books for a month and has to return each of them in person.\n", "\"eight books for a month\"",
     "# D\n\nA member may borrow nine books for a month. Each of them has to be returned in person.\n", "\"nine books for a month\""),
    ("two sentences are joined",
     "# D\n\nMembers may borrow eight books.\nGuests may read magazines in the hall.\n", "\"borrow eight books.\"",
     "# D\n\nMembers may borrow nine books, and guests may read magazines in the hall.\n", "\"borrow nine books\""),
    ("`…` stays",
     "# D\n\nThe key to the seminar room is collected from the caretaker and returned the same evening.\n", "\"The key … returned the same evening\"",
     "# D\n\nThe key to the seminar room is collected from the caretaker and returned the next morning.\n", "\"The key … returned the next morning\""),
    ("`…` stays where both ends change",
     "# D\n\nThe key to the seminar room is collected from the caretaker and returned the same evening.\n", "\"The key to the seminar room … the same evening.\"",
     "# D\n\nThe card of the seminar room is collected from the caretaker and returned the next evening.\n", "\"The card of the seminar room … the next evening.\""),
    ("`…` goes where nothing is left out any more",
     "# D\n\nThe key to the room is returned to the caretaker the same evening.\n", "\"The key … is returned to the caretaker the same evening.\"",
     "# D\n\nThe key is returned to the caretaker the next evening.\n", "\"The key is returned to the caretaker the next evening.\""),
    ("quotation marks of the document stay as they are",
     "# D\n\nКнопка «Выгрузить» открыта только для сотрудников клуба.\n", "\"Кнопка «Выгрузить» открыта\"",
     "# D\n\nКнопка «Сохранить» открыта только для сотрудников клуба.\n", "\"Кнопка «Сохранить» открыта\""),
    ("quotation marks within others",
     "# D\n\nОтдел «Клуб „Заря“» принимает заявки до пяти часов вечера.\n", "\"«Клуб „Заря“» принимает заявки\"",
     "# D\n\nОтдел «Клуб „Луч“» принимает заявки до пяти часов вечера.\n", "\"«Клуб „Луч“» принимает заявки\""),
    ("signs that have to be escaped",
     "# D\n\nThe button \"Send\" in the folder C:\\\\Data is for owners alone.\n", "\"The button \\\"Send\\\" in the folder\"",
     "# D\n\nThe button \"Save\" in the folder C:\\\\Data is for owners alone.\n", "\"The button \\\"Save\\\" in the folder\""),
    ("signs that have to be escaped, in what is added",
     "# D\n\nOwners keep the reports of their clubs for one year.\n", "\"keep the reports of their clubs for one year.\"",
     "# D\n\nOwners keep the reports of their clubs in C:\\\\Data as \"final\" for two years.\n", "\"keep the reports of their clubs in C:\\\\Data as \\\"final\\\" for two years.\""),
    ("emphasis, links and no-break spaces are read",
     "# D\n\nThe fee is 1\u{a0}000 roubles and is paid **once a year** in cash.\n", "\"paid once a year\"",
     "# D\n\nThe fee is 1\u{a0}000 roubles and is paid [**twice a\u{a0}year**](x.html) in cash.\n", "\"paid twice a year\""),
    ("what cannot be seen is not quoted",
     "# D\n\nThe caretaker opens the hall at nine.\n", "\"opens the hall\"",
     "# D\n\nThe caretaker un\u{ad}locks the\u{200b} hall at nine.\n", "\"unlocks the hall\""),
    ("a heading that is named stays",
     "# D\n\n## A\n\nDues are paid once a month in cash.\n\n## B\n\nDues are paid once a month in cash.\n", "\"once a month\" under \"A\"",
     "# D\n\n## A\n\nDues are paid once a week in cash.\n\n## B\n\nDues are paid once a month in cash.\n", "\"once a week\" under \"A\""),
    ("what is waived stays, and why",
     "# D\n\nA member may stay for 3 hours in the hall.\n", "\"stay for 3 hours\"\n    waiving 3\n    because en \"the clock is not asked\"",
     "# D\n\nA member may remain for 3 hours in the hall.\n", "\"remain for 3 hours\"\n    waiving 3\n    because en \"the clock is not asked\""),
    ("comments between strings stay",
     "# D\n\nThe key to the seminar room is collected from the caretaker and returned the same evening.\n", "\"The key to the seminar room\"  # which one\n          \"is collected from the caretaker\"  # by hand\n          \"and returned the same evening.\"",
     "# D\n\nThe key to the seminar room is fetched from the caretaker and returned the same evening.\n", "\"The key to the seminar room is fetched from the caretaker and returned the\"  # which one\n          # by hand\n          \"same evening.\""),
    ("comments in lines of their own stay there",
     "# D\n\nThe key to the seminar room is collected from the caretaker and returned the same evening.\n", "\"The key to the seminar room\"\n          # which one\n          \"is collected from the caretaker and returned the same evening.\"",
     "# D\n\nThe key to the seminar room is fetched from the caretaker and returned the same evening.\n", "\"The key to the seminar room is fetched from the caretaker and returned the\"\n          # which one\n          \"same evening.\""),
    ("a comment stays where one string is left",
     "# D\n\nThe key is collected from the caretaker.\n", "\"The key is\"  # \"the\" key\n          \"collected from the caretaker.\"",
     "# D\n\nThe key is fetched from the caretaker.\n", "\"The key is fetched from the\"  # \"the\" key\n          \"caretaker.\""),
    ("a cell of a row",
     "# D\n\n| Plan | Seats | Price |\n|---|---|---|\n| Basic | five | free |\n| Team | twenty | paid |\n", "\"Basic | five\"",
     "# D\n\n| Plan | Seats | Price |\n|---|---|---|\n| Basic | seven | free |\n| Team | twenty | paid |\n", "\"Basic | seven\""),
    ("the label of a row",
     "# D\n\n| Plan | Seats | Price |\n|---|---|---|\n| Basic | five | free |\n| Team | twenty | paid |\n", "\"Basic\"",
     "# D\n\n| Plan | Seats | Price |\n|---|---|---|\n| Starter | five | free |\n| Team | twenty | paid |\n", "\"Starter\""),
    ("of several sentences all",
     "# D\n\nMembers may borrow books. They return each book within a month. Others pay.\n", "\"Members may borrow books. They return each book within a month.\"",
     "# D\n\nMembers may borrow books. They return each book within a year. Others pay.\n", "\"Members may borrow books. They return each book within a year.\""),
];

#[test]
fn each_quote_is_written_as_it_should_be() {
    let mut wrong = String::new();
    for (claim, before, cites, after, due) in CASES {
        let pack = Pack::reviewed(before, cites);
        let is_canonical = |pack: &Pack| pack.run(&["fmt", "--check"]).0 == Some(0);
        assert!(is_canonical(&pack), "{claim}: {}", pack.read("p.rules"));
        let is = pack.accepted(after);
        if is != *due || !is_canonical(&pack) {
            wrong.push_str(&format!("{claim}: {is}\n"));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn old_words_from_version_control_say_which_took_their_place() {
    // Of "rooms of the library" nothing is left, and words like those around it stand on both sides.
    let before = "# D\n\nVisitors of the club may use rooms of the library, and halls of the club.\n";
    let after = "# D\n\nVisitors of the club may use the garden, and halls of the club.\n";
    let pack = Pack::reviewed(before, "\"rooms of the library\"");
    pack.git(&["init", "-q"]);
    pack.git(&["add", "-A"]);
    pack.git(&["commit", "-q", "-m", "first"]);
    assert_eq!(pack.accepted(after), "\"the garden\"");
}

#[test]
fn a_file_keeps_its_line_breaks_and_indentation() {
    let long = "The key to the seminar room on the second floor is collected from the caretaker of the house \
                and returned the same evening.";
    let cites = "\"The key to the seminar room on the second floor\" # first\r\n         \"is collected from the caretaker of the house and returned the same evening.\" # last";
    let pack = Pack { folder: tempfile::tempdir().unwrap() };
    pack.write("d.md", &format!("# D\r\n\r\n{long}\r\n"));
    pack.write("p.rules", &format!("{}{cites}\r\n", HEAD.replace('\n', "\r\n")));
    assert_eq!(pack.run(&["accept", "--new", "--reason", "first", "--by", "Anna"]).0, Some(0));
    let is = pack.accepted(&format!("# D\r\n\r\n{}\r\n", long.replace("same", "next")));
    let due = "\"The key to the seminar room on the second floor is collected from the\"  # first\r\n         \
               \"caretaker of the house and returned the next evening.\" # last";
    assert_eq!(is, due);
    assert!(!pack.read("p.rules").replace("\r\n", "").contains('\n'));
}

#[test]
fn an_indented_declaration_goes_on_further_in() {
    let pack = Pack { folder: tempfile::tempdir().unwrap() };
    let step = "To leave the club, open **Profile > Leave** and confirm with the code.";
    let head = HEAD.split("action act").next().unwrap();
    let rules = format!(
        "{head}action act\n  how en \"Open Profile > Leave\"\n    cites d \"To leave the club, open **Profile > Leave** and confirm\"\n\npermit r\n  member may act\n"
    );
    pack.write("d.md", &format!("# D\n\n{step}\n"));
    pack.write("p.rules", &rules);
    assert_eq!(pack.run(&["accept", "--new", "--reason", "first", "--by", "Anna"]).0, Some(0));
    let longer = "To leave the club for good, open **Profile > Leave**, read what is said there, and confirm with the code.";
    pack.write("d.md", &format!("# D\n\n{longer}\n"));
    let (code, out, aside) = pack.run(&["accept", "act", "--reason", "read", "--by", "Anna"]);
    assert_eq!(code, Some(0), "{out}{aside}");
    let is = pack.read("p.rules");
    let due = "    cites d \"To leave the club for good, open Profile > Leave, read what is said there,\"\n            \"and confirm\"\n";
    assert!(is.contains(due), "{is}");
    assert_eq!(pack.run(&["fmt", "--check"]).0, Some(0));
}

/// What is not found, and what stands twice, is refused, however it is asked for, and nothing is written.
#[test]
fn nothing_is_written_where_a_quote_is_not_found() {
    let before = "# D\n\nPayment is accepted once a month by card.\nThe river is wide.\n";
    let twice = "# D\n\nPayment is accepted once a week by card.\n\n## B\n\nPayment is accepted once a week by card.\n";
    let gone = "# D\n\nThe river is wide.\n";
    let fingerprint = |pack: &Pack| {
        let told = pack.run(&["verify", "--format", "json"]).1;
        let told: serde_json::Value = serde_json::from_str(&told).unwrap();
        told["citations"][0]["passage"].as_str().map(str::to_owned)
    };
    for (document, due) in [(gone, ["does not contain the quote", "нет этой цитаты"]), (twice, ["", ""])]
    {
        let pack = Pack::reviewed(before, "\"a month\"");
        pack.write("d.md", document);
        let files = pack.files();
        let digits = fingerprint(&pack).unwrap_or_else(|| "0123456789abcdef".to_owned());
        for (item, code) in [("r", Some(1)), (digits.as_str(), None)] {
            for (language, due) in ["en", "ru"].into_iter().zip(due) {
                let (came, out, aside) =
                    pack.run(&["accept", item, "--reason", "read", "--by", "Anna", "--lang", language]);
                assert_eq!(out, "", "{item}");
                assert!(
                    came == code || code.is_none() && matches!(came, Some(1 | 2)),
                    "{item} {came:?}: {aside}"
                );
                assert!(aside.contains("[E0512]") || came == Some(2), "{aside}");
                assert!(aside.contains(due) || came == Some(2), "{due}: {aside}");
            }
        }
        let (code, out, _) = pack.run(&["accept", "--moved", "--by", "Anna"]);
        assert_eq!((code, out.as_str()), (Some(0), "nothing to accept\n"));
        assert_eq!(pack.files(), files);
    }
    // What was never reviewed, with --new, by its name, and by the digits of what is nearest.
    for document in [gone, "# D\n\nPayment is accepted once a week by card.\n"] {
        let pack = Pack { folder: tempfile::tempdir().unwrap() };
        pack.write("d.md", document);
        pack.write("p.rules", &format!("{HEAD}\"Payment is accepted once a month by card.\"\n"));
        let files = pack.files();
        let digits = fingerprint(&pack);
        let items = ["--new", "r"].into_iter().chain(digits.as_deref());
        for item in items {
            let (code, out, aside) = pack.run(&["accept", item, "--reason", "first", "--by", "Anna"]);
            assert_eq!((code, out.as_str()), (Some(1), ""), "{item}: {aside}");
            assert!(aside.contains("[E0512]") && aside.contains("does not contain the quote"), "{aside}");
            assert_eq!(pack.files(), files);
        }
    }
}

/// Of each sentence of a document some words are quoted, and one word of it becomes another: within the quote or beside it.
#[test]
fn the_words_in_the_place_of_the_quoted_ones_are_quoted() {
    for (text, from) in [(include_str!("search/library.md"), 0), (include_str!("search/museum.md"), 1)] {
        let is_sentence = |line: &&str| line.ends_with('.') && line.split(' ').count() > 6;
        let sentences: Vec<&str> = text.lines().filter(is_sentence).collect();
        let (mut cites, mut after, mut dues) = (String::new(), text.to_owned(), Vec::new());
        for (at, sentence) in sentences.iter().enumerate() {
            let words: Vec<&str> = sentence.trim_end_matches('.').split(' ').collect();
            let start = (at * 3 + from) % (words.len() - 3);
            let quote = words[start..start + 3].join(" ");
            if text.matches(&quote).count() > 1 {
                continue;
            }
            // Of three sentences two change within the quote.
            let place = if at % 3 == 0 { (start + 3) % words.len() } else { start + at % 3 };
            let mut new: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
            new[place] = format!("кентавр{}", ["ом", "а", "у"][at % 3]);
            cites.push_str(&format!("  cites d \"{quote}\"\n"));
            dues.push((new.join(" "), new[start..start + 3].join(" "), quote));
            after = after.replace(sentence, &(new.join(" ") + "."));
        }
        assert!(dues.len() > 20, "{}", dues.len());
        let pack = Pack { folder: tempfile::tempdir().unwrap() };
        pack.write("d.md", text);
        pack.write(
            "p.rules",
            &HEAD.replace("  cites d ", "").replace("role member\n", &format!("role member\n{cites}")),
        );
        let (code, out, aside) = pack.run(&["accept", "--new", "--reason", "first", "--by", "Anna"]);
        assert_eq!(code, Some(0), "{out}{aside}");
        pack.write("d.md", &after);
        let (code, out, aside) = pack.run(&["accept", "member", "--reason", "read", "--by", "Anna"]);
        assert_eq!(code, Some(0), "{out}{aside}");
        let rules = pack.read("p.rules");
        let quotes: Vec<&str> =
            rules.lines().filter_map(|line| line.trim().strip_prefix("cites d \"")).collect();
        assert_eq!(quotes.len(), dues.len());
        let mut wrong = String::new();
        for (quote, (sentence, due, was)) in quotes.iter().zip(&dues) {
            let quote = quote.trim_end_matches('"');
            // What is quoted may have to be longer to stand in one place.
            let is_unique = after.matches(due.as_str()).count() == 1;
            let is_right = if is_unique { quote == due } else { quote.contains(due.as_str()) };
            if !is_right || !sentence.contains(quote) {
                wrong.push_str(&format!("\"{was}\" is \"{quote}\", not \"{due}\", of «{sentence}»\n"));
            }
        }
        assert!(wrong.is_empty(), "{wrong}");
    }
}

/// Several rules quote parts of one sentence: one command accepts it for all, and where it is accepted for one, it is known
/// for the others what took the place of their words.
#[test]
fn a_sentence_that_several_quote_is_accepted_for_all_or_one_by_one() {
    let quotes = [
        "Members may take books home, on Sundays too.",
        "books home, on Sundays",
        "Members may take books home",
    ];
    let due = [
        "Members may take books and maps home, on Mondays too.",
        "books and maps home, on Mondays",
        "Members may take books and maps home",
    ];
    let rules = |quotes: &[&str]| {
        let rule =
            |(at, quote): (usize, &&str)| format!("permit r{at}\n  member may act\n  cites d \"{quote}\"\n");
        quotes.iter().enumerate().map(rule).collect::<Vec<_>>().join("\n")
    };
    let head = HEAD.split("permit r").next().unwrap();
    for order in [vec![], vec!["r0", "r1", "r2"], vec!["r1", "r0", "r2"], vec!["r2", "r1", "r0"]] {
        let pack = Pack { folder: tempfile::tempdir().unwrap() };
        pack.write("p.rules", &format!("{head}{}", rules(&quotes)));
        pack.write("d.md", &format!("# D\n\n{}\n", quotes[0]));
        assert_eq!(pack.run(&["accept", "--new", "--reason", "first", "--by", "Anna"]).0, Some(0));
        pack.write("d.md", &format!("# D\n\n{}\n", due[0]));
        let told = pack.run(&["verify"]).1;
        let told: Vec<&str> = told.split_whitespace().collect();
        let command = told.iter().position(|word| *word == "accept").and_then(|at| told.get(at + 1)).unwrap();
        let items = if order.is_empty() { vec![*command] } else { order };
        for item in &items {
            let (code, out, aside) = pack.run(&["accept", item, "--reason", "read", "--by", "Anna"]);
            assert_eq!(code, Some(0), "{item}: {out}{aside}");
        }
        assert_eq!(pack.run(&["verify"]).0, Some(0), "{items:?}");
        assert_eq!(pack.read("p.rules"), format!("{head}{}", rules(&due)), "{items:?}");
        assert!(!pack.read("ustav.lock").contains("replaced"));
    }
}
