//! What a person reads at each step after a document changed: transcripts in `tests/journeys`, one folder a language.
//!
//! A line `> FILE: OLD => NEW` edits a file, `$ ustav …` runs the program, with the answers of a person behind ` << `.
//! Below a command stands what it prints, standard error first, and in brackets the exit code where it is not 0.
//! `RECORD=1 cargo test` writes the output anew.

use crate::cli::Folder;
use chrono::{Datelike, Local};
use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A changed number is told in so many lines of 80 columns.
const LONGEST: usize = 20;

struct Journey {
    folder: Folder,
    language: &'static str,
}

impl Journey {
    /// The pack of a language, reviewed.
    fn begin(language: &'static str) -> Self {
        let journey = Self { folder: Folder::empty(), language };
        for name in ["pack.rules", "club.md"] {
            journey.folder.write(&format!("rules/{name}"), fs::read(files(language).join(name)).unwrap());
        }
        let first = journey.run("accept --new --reason first --by Anna", "");
        assert!(first.ends_with("rules/ustav.lock\n"), "{first}");
        journey
    }

    fn run(&self, arguments: &str, answers: &str) -> String {
        let mut run = Command::new(env!("CARGO_BIN_EXE_ustav"));
        let words = shlex(arguments);
        run.args(["--lang", self.language]).args(words).current_dir(self.folder.path(""));
        run.envs([("COLUMNS", "80"), ("NO_COLOR", "1"), ("GIT_AUTHOR_NAME", "Anna")]);
        run.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = run.spawn().unwrap();
        child.stdin.take().unwrap().write_all(answers.as_bytes()).unwrap();
        let ended = child.wait_with_output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
        let code = match ended.status.code().unwrap() {
            0 => String::new(),
            code => format!("[{code}]\n"),
        };
        text(&ended.stderr) + &text(&ended.stdout) + &code
    }

    fn edit(&self, step: &str) {
        let (file, edit) = step.split_once(": ").unwrap();
        let (old, new) = edit.split_once(" =>").unwrap();
        let (old, new) = (old.replace("\\n", "\n"), new.trim_start().replace("\\n", "\n"));
        let text = self.folder.read(file);
        assert_eq!(text.matches(&old).count(), 1, "{old} in {file}");
        self.folder.write(file, text.replace(&old, &new));
    }
}

fn files(language: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/journeys").join(language)
}

/// The words of a command, in quotes as a shell has them.
pub(crate) fn shlex(command: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    for (at, part) in command.split('"').enumerate() {
        match at % 2 {
            0 => {
                let mut plain = part.split(' ');
                words.last_mut().unwrap().push_str(plain.next().unwrap());
                words.extend(plain.map(str::to_owned));
            }
            _ => words.last_mut().unwrap().push_str(part),
        }
    }
    words
}

/// A day of every year in place of today.
pub(crate) fn dated(text: &str) -> String {
    let today = Local::now().date_naive();
    let months = [
        ["January", "января"],
        ["February", "февраля"],
        ["March", "марта"],
        ["April", "апреля"],
        ["May", "мая"],
        ["June", "июня"],
        ["July", "июля"],
        ["August", "августа"],
        ["September", "сентября"],
        ["October", "октября"],
        ["November", "ноября"],
        ["December", "декабря"],
    ];
    let mut text = text.to_owned();
    for (month, then) in months[today.month0() as usize].into_iter().zip(["May", "мая"]) {
        text = text.replace(&format!("{} {month} {}", today.day(), today.year()), &format!("11 {then} 2024"));
    }
    text
}

/// The transcript with its commands run again.
fn replayed(language: &'static str, transcript: &str) -> String {
    let journey = Journey::begin(language);
    let mut told = String::new();
    for line in transcript.lines() {
        if let Some(step) = line.strip_prefix("> ") {
            told.push_str(&format!("{line}\n"));
            journey.edit(step);
        } else if let Some(command) = line.strip_prefix("$ ustav ") {
            told.push_str(&format!("{line}\n"));
            let (command, answers) = command.split_once(" << ").unwrap_or((command, ""));
            told.push_str(&dated(&journey.run(command, &answers.replace(" / ", "\n"))));
        } else if line.starts_with("# ") {
            told.push_str(&format!("{line}\n"));
        }
    }
    told
}

#[test]
fn each_journey_reads_as_recorded() {
    let mut wrong = Vec::new();
    for language in ["en", "ru"] {
        let mut found: Vec<PathBuf> =
            fs::read_dir(files(language)).unwrap().map(|entry| entry.unwrap().path()).collect();
        found.retain(|path| path.extension().is_some_and(|end| end == "txt"));
        found.sort();
        assert!(found.len() >= 6, "{found:?}");
        for path in found {
            let transcript = fs::read_to_string(&path).unwrap();
            let told = replayed(language, &transcript);
            if std::env::var_os("RECORD").is_some() {
                fs::write(&path, &told).unwrap();
            } else if told != transcript {
                wrong.push(format!("{}\n{told}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

#[test]
fn a_changed_number_is_told_in_few_lines_and_nothing_twice() {
    for (language, old, new) in [
        ("en", "Up to ten guests", "Up to twelve guests"),
        ("ru", "до десяти гостей", "до двенадцати гостей"),
    ] {
        let journey = Journey::begin(language);
        journey.edit(&format!("rules/club.md: {old} => {new}"));
        let told = journey.run("verify", "");
        assert!(told.lines().count() <= LONGEST, "{told}");
        assert!(told.lines().all(|line| line.chars().count() <= 80), "{told}");
        let mut lines: Vec<&str> = told.lines().filter(|line| line.trim().len() > 20).collect();
        let all = lines.len();
        lines.sort_unstable();
        lines.dedup();
        assert_eq!(lines.len(), all, "{told}");
    }
}

/// What somebody else reviewed, or changed, while a person thought about it is not signed unread.
#[test]
fn a_review_notices_what_changed_meanwhile() {
    let cases: [fn(&Journey); 3] = [
        |journey| drop(journey.run("accept ten-guests --reason other --by Olga", "")),
        |journey| journey.edit("rules/club.md: Up to twelve => Up to twenty"),
        |journey| journey.edit("rules/pack.rules: at most 12 guests => at most 10 guests"),
    ];
    for meanwhile in cases {
        let journey = Journey::begin("en");
        journey.edit("rules/club.md: Up to ten guests => Up to twelve guests");
        journey.edit("rules/pack.rules: at most 10 guests => at most 12 guests");
        let mut run = Command::new(env!("CARGO_BIN_EXE_ustav"));
        run.args(["--lang", "en", "review", "--by", "Anna"]).current_dir(journey.folder.path(""));
        run.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = run.spawn().unwrap();
        let (mut input, mut output) = (child.stdin.take().unwrap(), child.stdout.take().unwrap());
        input.write_all(b"a\n").unwrap();
        let mut told = Vec::new();
        let mut byte = [0];
        while !told.ends_with(b"why is it right as it is? ") {
            assert_eq!(output.read(&mut byte).unwrap(), 1, "{}", String::from_utf8_lossy(&told));
            told.push(byte[0]);
        }
        meanwhile(&journey);
        let before = journey.folder.read("rules/ustav.lock");
        input.write_all(b"seen\nq\n").unwrap();
        drop(input);
        output.read_to_end(&mut told).unwrap();
        child.wait().unwrap();
        let told = String::from_utf8(told).unwrap();
        assert!(told.contains("meanwhile it became another: nothing is recorded"), "{told}");
        assert_eq!(before, journey.folder.read("rules/ustav.lock"));
    }
}
