//! The manual runs: every fenced block of `docs`, of the language reference and of the pages of codes is executed.
//! What happens to a block is told by the words behind its fence:
//!
//! - `rules`: a whole pack, or with `continues` one more file of the pack above. It raises nothing, not even a
//!   warning, and is in canonical form. `rules error CODE` raises this code and no other.
//! - `markdown PATH`: a document, for the packs below it.
//! - `yaml state`, `yaml action`: read by the pack above, with `error CODE` too; actions are judged on the state
//!   above. The `verdict` behind them says what comes of it, a line for each, and indented what is said with it.
//! - `console`: commands of the built program and what they print, standard error first, beside `state.yaml`,
//!   `rules/pack.rules`, the documents, and what stands above as `rules file PATH` or `yaml file PATH`; with `pack`
//!   in the folder of the project, on the shipped pack.
//!
//! On the page of a code, `fails` stands for `error` and that code. `RECORD=1 cargo test` writes canonical forms and
//! the output of commands into the pages. Not executed are only `text`, the shape of a statement, since `…` and
//! capitals stand for words, and what is written to `/dev/full` where a system has no such file. `rust` runs with the
//! documentation of the module that the page is.
//!
//! `docs/ru` holds the same pages in Russian. Their blocks are those of the English page, byte for byte, so only commands
//! run again, with a Russian locale.

use crate::journeys::shlex;
use serde_json::json;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use ustav::base::{Code, Diagnostic, Language, Message, SourceId};
use ustav::documents::Documents;
use ustav::eval::{Portal, Verdict, decide, explain, obligations};
use ustav::eval::{ProposedAction, budget};
use ustav::input::tree::Node;
use ustav::input::yaml;
use ustav::input::yaml::Limits;
use ustav::input::{Request, State};
use ustav::model::{Parsed, check};
use ustav::program::Program;
use ustav::prose::Format;
use ustav::syntax::vocabulary::DECLARATIONS;
use ustav::syntax::{parse, print};
use ustav::values::Moment;

/// The pages of a folder.
fn pages(folder: &str) -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let found = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    let mut found: Vec<PathBuf> =
        found.filter(|path| path.extension().is_some_and(|end| end == "md")).collect();
    // It is run as a whole (`tests/tutorial.rs`).
    found.retain(|path| !path.ends_with("tutorial.md"));
    found.sort();
    found
}

/// The code that a page is about.
fn code_of(page: &Path) -> Option<Code> {
    Code::find(page.file_stem()?.to_str()?)
}

/// The folders of the manual that exist in Russian, too.
const TRANSLATED: [&str; 2] = ["errors", "language"];

/// The language that a page is in.
fn language_of(page: &Path) -> Language {
    let is_russian = page.starts_with(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/ru"));
    if is_russian { Language::Russian } else { Language::English }
}

/// A fenced block, and the number of the line of its fence; an action with the verdict behind it.
struct Block {
    line: usize,
    words: Vec<String>,
    text: String,
    verdict: Option<String>,
}

impl Block {
    fn is(&self, word: &str) -> bool {
        self.words.iter().any(|own| own == word)
    }

    /// The code that the block has to raise.
    fn due(&self, page: Option<Code>) -> Option<Code> {
        let at = self.words.iter().position(|word| word == "error");
        let named = at.map(|at| Code::find(&self.words[at + 1]).expect("a code stands behind `error`"));
        if self.is("fails") { page } else { named }
    }
}

/// The blocks of a page, and the page without them.
fn blocks(page: &str) -> (Vec<Block>, String) {
    let (mut found, mut prose, mut open) = (Vec::<Block>::new(), String::new(), None::<Block>);
    for (line, text) in (1..).zip(page.split_inclusive('\n')) {
        match (open.take(), text.strip_prefix("```")) {
            (Some(block), Some(_)) => match found.last_mut() {
                Some(last) if block.is("verdict") && last.is("action") && last.verdict.is_none() => {
                    last.verdict = Some(block.text);
                }
                _ => found.push(block),
            },
            (Some(block), None) => open = Some(Block { text: block.text + text, ..block }),
            (None, Some(words)) => {
                let words = words.split_whitespace().map(str::to_owned).collect();
                open = Some(Block { line, words, text: String::new(), verdict: None });
            }
            (None, None) => prose.push_str(text),
        }
    }
    assert!(open.is_none(), "a block is not closed");
    (found, prose)
}

type Pack = Program;

/// A pack, compiled, and everything that was said of it.
fn compile(files: &[String], documents: &[(String, String)]) -> (Option<Pack>, Vec<Diagnostic>) {
    let mut parsed = Parsed::default();
    for (id, text) in (0..).zip(files) {
        let (file, diagnostics) = parse(SourceId(id), text);
        parsed.files.push(file);
        parsed.diagnostics.extend(diagnostics);
    }
    let (model, mut said) = check(parsed);
    let Some(model) = model else { return (None, said) };
    let (program, warnings) = Program::compile(model);
    let model = &program.model;
    said.extend(warnings);
    let texts = Documents::new(model.documents.iter().map(|document| {
        let (_, text) = documents.iter().rev().find(|(path, _)| **path == *document.path)?;
        Some((SourceId(99), &**text, Format::of_path(&document.path)))
    }));
    said.extend(texts.citation_errors(model));
    (Some(program), said)
}

fn data(text: &str) -> Result<Vec<Node>, Vec<Diagnostic>> {
    let (documents, wrong) = yaml::parse(SourceId(100), text, &Limits::default());
    if wrong.is_empty() { Ok(documents) } else { Err(wrong) }
}

fn read_state(program: &Pack, text: &str) -> Result<Portal, Vec<Diagnostic>> {
    let model = &program.model;
    Ok(Portal::new(program, State::read(model, &data(text)?[0])?))
}

/// What comes of each action: a line with the verdict and what it hangs on, and indented everything that is said.
fn judge(program: &Pack, portal: &Portal, text: &str) -> Result<Vec<String>, Vec<Diagnostic>> {
    let model = &program.model;
    let mut lines = Vec::new();
    let now = Moment::parse("2024-05-11T09:00:00Z").unwrap();
    let word = |value| serde_json::from_value::<String>(value).unwrap().replace('_', " ");
    for document in data(text)? {
        for request in Request::read_all(model, Some(&portal.state), &document, now)? {
            let proposed = ProposedAction::new(program, portal, &request);
            if let Err(over) = budget::of_verdict(&proposed, budget::VERDICT) {
                return Err(vec![over.diagnostic(program)]);
            }
            let decision = decide(program, portal, &request);
            let found = explain(&ProposedAction::new(program, portal, &request), &decision);
            if found.overflow.is_some() {
                return Err(vec![Diagnostic::error(Code::E0411, Message::verbatim(""))]);
            }
            let rules =
                found.reasons.iter().map(|reason| reason.rule.map_or("default", |rule| &rule.id.text));
            let facts = found.missing.iter().map(|missing| &*missing.path);
            let hangs: Vec<&str> = rules.chain(facts).collect();
            lines.push(format!("{}: {}", word(json!(found.verdict)), hangs.join(", ")));
            let messages = found.reasons.iter().flat_map(|reason| &reason.messages);
            lines.extend(messages.map(|(_, filled)| format!("  {}", filled.text)));
            lines.extend(
                obligations::of_action(
                    &ProposedAction::new(program, portal, &request),
                    decision.verdict == Verdict::Allowed,
                )
                .into_iter()
                .map(|one| {
                    let id = &model.rules.get(one.rule).unwrap().id.text;
                    format!("  {id}: {}, due {}", word(json!(one.status)), one.due)
                }),
            );
        }
    }
    Ok(lines)
}

/// What the blocks of a page have said so far.
#[derive(Default)]
struct Shelf {
    code: Option<Code>,
    language: Language,
    pack: Vec<String>,
    documents: Vec<(String, String)>,
    files: Vec<(String, String)>,
    state: Option<String>,
}

/// That nothing was said, or the one code that is due.
fn compare(due: Option<Code>, said: &[Diagnostic]) -> Result<(), String> {
    let codes: BTreeSet<Code> = said.iter().map(|one| one.code).collect();
    let told: Vec<String> = said.iter().map(|one| format!("{}: {}", one.code, one.message)).collect();
    let wanted = due.map_or("nothing", Code::name);
    if codes.into_iter().eq(due) { Ok(()) } else { Err(format!("due is {wanted}, said was {told:?}")) }
}

/// That a verdict says what came of the actions; of what is said with it, as much as it likes.
fn agree(came: &[String], verdict: &str) -> Result<(), String> {
    let mut due = verdict.lines().peekable();
    let mut rest = came.iter().filter(|line| due.next_if_eq(&line.as_str()).is_none());
    let all = rest.all(|line| line.starts_with("  "));
    if all && due.next().is_none() {
        Ok(())
    } else {
        Err(format!("what comes of it is\n{}", came.join("\n")))
    }
}

impl Shelf {
    /// Run a block. Where its text should be another, and it is known which, it is given back.
    fn run(&mut self, block: &Block) -> Result<Option<String>, String> {
        let due = block.due(self.code);
        // Whether it is checked already, on the English page.
        let is_twin = self.language != Language::English;
        let kind: Vec<&str> = block.words.iter().take(2).map(String::as_str).collect();
        match kind.as_slice() {
            [_, "file"] => self.files.push((block.words[2].clone(), block.text.clone())),
            ["markdown", path] => self.documents.push(((*path).to_owned(), block.text.clone())),
            ["rules", ..] if is_twin && due.is_some() => {}
            ["rules", ..] if is_twin => self.pack = self.with(block),
            ["rules", ..] => return self.rules(block, due),
            ["yaml", "state"] => {
                self.state = Some(block.text.clone());
                if is_twin {
                    return Ok(None);
                }
                compare(due, &read_state(&self.compiled()?, &block.text).err().unwrap_or_default())?;
            }
            ["yaml", "action"] if is_twin => {}
            ["yaml", "action"] => {
                let pack = self.compiled()?;
                let state = self.state.as_ref().ok_or("no state stands above this")?;
                let portal = read_state(&pack, state).map_err(|_| "the state above is wrong")?;
                let judged = judge(&pack, &portal, &block.text);
                compare(due, judged.as_ref().err().map_or(&[], Vec::as_slice))?;
                if let Ok(judged) = judged {
                    agree(&judged, block.verdict.as_ref().ok_or("no verdict stands below this")?)?;
                }
            }
            ["console"] => {
                return Ok(Some(self.console(&block.text)).filter(|printed| *printed != block.text));
            }
            ["console", "pack"] => {
                let root = Path::new(env!("CARGO_MANIFEST_DIR"));
                return Ok(
                    Some(printed(root, &block.text, self.language)).filter(|printed| *printed != block.text)
                );
            }
            // What stands in `rust` is run with the documentation of the module that the page is.
            ["text" | "rust"] => {}
            _ => return Err("nothing says what to do with this block".to_owned()),
        }
        Ok(None)
    }

    fn compiled(&self) -> Result<Pack, String> {
        compile(&self.pack, &self.documents).0.ok_or("no sound pack stands above this".to_owned())
    }

    /// The files of the pack that a block makes.
    fn with(&self, block: &Block) -> Vec<String> {
        let above = if block.is("continues") { self.pack.as_slice() } else { &[] };
        [above, std::slice::from_ref(&block.text)].concat()
    }

    fn rules(&mut self, block: &Block, due: Option<Code>) -> Result<Option<String>, String> {
        let pack = self.with(block);
        compare(due, &compile(&pack, &self.documents).1)?;
        if due.is_some() {
            return Ok(None);
        }
        self.pack = pack;
        let printed = print(&parse(SourceId(0), &block.text).0, &block.text);
        Ok(Some(printed).filter(|printed| *printed != block.text))
    }

    /// The block with what its commands print.
    fn console(&self, text: &str) -> String {
        let folder = tempfile::tempdir().unwrap();
        let write = |path: &str, text: &String| {
            let path = folder.path().join(path);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        };
        write("rules/pack.rules", &self.pack.concat());
        self.documents.iter().for_each(|(path, text)| write(&format!("rules/{path}"), text));
        self.files.iter().for_each(|(path, text)| write(path, text));
        self.state.iter().for_each(|text| write("state.yaml", text));
        printed(folder.path(), text, self.language)
    }
}

/// Commands that are run in a folder, and what they print.
pub(crate) fn printed(folder: &Path, text: &str, language: Language) -> String {
    let locale = if language == Language::Russian { "ru_RU.UTF-8" } else { "C" };
    let mut printed = String::new();
    for line in text.lines().filter(|line| line.starts_with("$ ")) {
        let (command, into) = line.split_once(" > ").unwrap_or((line, ""));
        let mut run = Command::new(env!("CARGO_BIN_EXE_ustav"));
        run.args(shlex(command.strip_prefix("$ ustav ").expect("only `ustav` runs")));
        run.envs([("COLUMNS", "80"), ("NO_COLOR", "1"), ("LC_ALL", locale)]);
        if !into.is_empty() {
            let into = fs::OpenOptions::new().append(true).create(true).open(folder.join(into));
            let Ok(into) = into else { return text.to_owned() };
            run.stdout(into);
        }
        let output = run.current_dir(folder).output().unwrap();
        printed.extend([line, "\n"]);
        for stream in [output.stderr, output.stdout] {
            let text = String::from_utf8(stream).unwrap();
            text.trim_end().lines().for_each(|line| printed.extend([line.trim_end(), "\n"]));
        }
    }
    printed
}

/// Run all blocks of a page: what is wrong, each with its line.
fn run(page: &Path) -> Vec<String> {
    let text = fs::read_to_string(page).unwrap();
    let mut recorded = text.clone();
    let mut shelf = Shelf { code: code_of(page), language: language_of(page), ..Shelf::default() };
    let mut wrong = Vec::new();
    for block in blocks(&text).0 {
        let place = format!("{}:{} ({})", page.display(), block.line, block.words.join(" "));
        match shelf.run(&block) {
            Ok(None) => {}
            Ok(Some(due)) if std::env::var_os("RECORD").is_some() => {
                recorded = recorded.replacen(&block.text, &due, 1);
            }
            Ok(Some(due)) => wrong.push(format!("{place}: due is\n{due}")),
            Err(why) => wrong.push(format!("{place}: {why}")),
        }
    }
    if recorded != text {
        fs::write(page, recorded).unwrap();
    }
    wrong
}

#[test]
fn every_block_of_the_manual_runs() {
    let folders = ["docs", "docs/language", "docs/errors", "docs/ru", "docs/ru/language", "docs/ru/errors"];
    let pages: Vec<PathBuf> = folders.into_iter().flat_map(pages).collect();
    let wrong: Vec<String> = pages.iter().flat_map(|page| run(page)).collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Of a block, what is the same in each language: all but what commands print.
fn untranslated(block: &Block) -> (&[String], String, Option<&str>) {
    let mut lines: Vec<&str> = block.text.lines().collect();
    if block.is("console") {
        lines.retain(|line| line.starts_with("$ "));
    }
    (&block.words, lines.join("\n"), block.verdict.as_deref())
}

#[test]
fn every_page_has_a_twin_with_the_same_blocks() {
    for folder in TRANSLATED {
        let names = |folder| -> Vec<_> {
            pages(folder).iter().map(|page| page.file_name().unwrap().to_owned()).collect()
        };
        let (english, russian) = (format!("docs/{folder}"), format!("docs/ru/{folder}"));
        assert_eq!(names(&english), names(&russian), "a page of docs/{folder} exists in one language alone");
        pages(&english)
            .iter()
            .zip(pages(&russian))
            .for_each(|(page, twin)| have_the_same_blocks(page, &twin));
    }
    // Of the other pages some are there in Russian, too.
    for twin in pages("docs/ru") {
        have_the_same_blocks(&twin.parent().unwrap().with_file_name(twin.file_name().unwrap()), &twin);
    }
}

fn have_the_same_blocks(page: &Path, twin: &Path) {
    let [own, other] = [page, twin].map(|page| fs::read_to_string(page).unwrap());
    let [own, other] = [own, other].map(|text| blocks(&text).0);
    for (block, other) in own.iter().zip(&other) {
        let place = format!("{}:{}, {}:{}", page.display(), block.line, twin.display(), other.line);
        assert_eq!(untranslated(block), untranslated(other), "{place}");
    }
    assert_eq!(own.len(), other.len(), "{}", twin.display());
}

#[test]
fn every_code_has_a_page_that_fails_and_is_fixed() {
    let folders = [
        (Language::English, "docs/errors", "How to fix it"),
        (Language::Russian, "docs/ru/errors", "Как исправить"),
    ];
    for (language, folder, fixed) in folders {
        let pages = pages(folder);
        assert_eq!(
            pages.iter().filter_map(|page| code_of(page)).collect::<BTreeSet<_>>().len(),
            Code::ALL.len()
        );
        for page in &pages {
            let code = code_of(page).unwrap();
            let text = fs::read_to_string(page).unwrap();
            let title = format!("# {code}: {}\n\n", code.title().text(language));
            assert!(text.starts_with(&title), "{}: the title is {title}", page.display());
            let heading = format!("\n## {fixed}\n");
            let (before, after) = text.split_once(&heading).expect("a page says how to fix it");
            let printed = format!("[{code}]: ");
            let fails =
                |block: &Block| block.is("fails") || block.is("console") && block.text.contains(&printed);
            assert!(blocks(before).0.iter().any(fails), "{code}: nothing fails");
            let fixed = blocks(after).0;
            assert!(!fixed.is_empty() && !fixed.iter().any(fails), "{code} is not fixed");
        }
    }
}

/// `ustav explain` shows a page without any sign of Markdown, with its code as it is.
#[test]
fn pages_are_shown_in_a_terminal() {
    for (language, code) in
        Language::ALL.into_iter().flat_map(|one| Code::ALL.iter().map(move |code| (one, code)))
    {
        let mut run = Command::new(env!("CARGO_BIN_EXE_ustav"));
        run.args(["explain", code.name(), "--lang", language.code()]).env("COLUMNS", "60");
        let shown = String::from_utf8(run.output().unwrap().stdout).unwrap();
        let (found, prose) = blocks(code.page(language));
        let (examples, words): (Vec<&str>, Vec<&str>) =
            shown.lines().partition(|line| line.starts_with("    "));
        let lines = found
            .iter()
            .flat_map(|block| block.text.lines().chain(block.verdict.iter().flat_map(|text| text.lines())));
        let indented: Vec<String> =
            lines.filter(|line| !line.is_empty()).map(|line| format!("    {line}")).collect();
        assert_eq!(examples, indented, "{code}");
        for line in &words {
            assert!(!line.contains("](") && !line.starts_with(['#', '`']), "{code}: {line}");
            assert!(line.chars().count() <= 60, "{code}: {line}");
        }
        // Nothing is lost, but for signs and the addresses of links.
        let letters = |text: &str| text.chars().filter(|char| char.is_alphanumeric()).count();
        let links: usize =
            prose.split("](").skip(1).map(|rest| letters(rest.split(')').next().unwrap())).sum();
        let is_name = |line: &str| line.starts_with("  ") && line.ends_with(':');
        let words: String = words.into_iter().filter(|line| !is_name(line)).collect();
        assert_eq!(letters(&words), letters(&prose) - links, "{code}:\n{shown}");
    }
}

/// The headings of a page, as they are written.
fn headings(page: &Path) -> Vec<String> {
    let (_, prose) = blocks(&fs::read_to_string(page).unwrap());
    prose
        .lines()
        .filter(|line| line.starts_with('#'))
        .map(|line| line.trim_start_matches('#').to_owned())
        .collect()
}

#[test]
fn every_statement_has_a_page() {
    for folder in ["docs/language", "docs/ru/language"] {
        let headings: Vec<String> = pages(folder).iter().flat_map(|page| headings(page)).collect();
        for keyword in DECLARATIONS {
            let found = headings.iter().any(|heading| heading.starts_with(&format!(" `{keyword}`")));
            assert!(found, "no heading of {folder} begins with `{keyword}`");
        }
    }
}

#[test]
fn every_link_leads_somewhere() {
    let anchor_of = |heading: &String| -> String {
        let words = heading.trim().to_lowercase().replace(' ', "-");
        words.chars().filter(|letter| letter.is_alphanumeric() || "-_".contains(*letter)).collect()
    };
    for page in ["", "docs", "docs/language", "docs/errors", "docs/ru", "docs/ru/language", "docs/ru/errors"]
        .into_iter()
        .flat_map(pages)
    {
        let (_, prose) = blocks(&fs::read_to_string(&page).unwrap());
        for target in prose.split("](").skip(1).filter_map(|rest| rest.split(')').next()) {
            let (path, anchor) = target.split_once('#').unwrap_or((target, ""));
            if target.contains("://") || target.starts_with("mailto:") {
                continue;
            }
            let to = if path.is_empty() { page.clone() } else { page.parent().unwrap().join(path) };
            assert!(to.exists(), "{}: `{target}` leads nowhere", page.display());
            let found = anchor.is_empty() || headings(&to).iter().any(|heading| anchor_of(heading) == anchor);
            assert!(found, "{}: `{target}` names no heading", page.display());
        }
    }
}
