//! Small changes of rules: each is one change, says which, and can be printed and compiled.

use crate::cli::pack_files;
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use ustav::base::{Diagnostic, Severity, Source, SourceId, Sources};
use ustav::input::yaml;
use ustav::model::{Parsed, check};
use ustav::program::Program;
use ustav::syntax::parse;
use ustav::syntax::print::print;
use ustav::syntax::tree::File;
use ustav::testing::mutants::{Mutant, mutants};
use ustav::testing::{Prepared, StateRef, scenario};

/// Texts, and what was read from them.
pub(crate) struct Pack {
    pub(crate) sources: Sources,
    pub(crate) files: Vec<File>,
}

impl Pack {
    fn new(texts: impl IntoIterator<Item = (String, String)>) -> Self {
        let mut sources = Sources::default();
        let mut files = Vec::new();
        for (name, text) in texts {
            files.push(read(sources.next_id(), &text));
            sources.add(Source::new(name, text));
        }
        Self { sources, files }
    }

    pub(crate) fn shipped() -> Self {
        let mut files = pack_files("", "rules");
        files.sort();
        Self::new(files)
    }

    pub(crate) fn one(text: &str) -> Self {
        Self::new([("test.rules".to_owned(), text.to_owned())])
    }

    pub(crate) fn mutants(&self) -> Vec<Mutant> {
        mutants(&self.files, &self.sources)
    }

    /// The files in their canonical form.
    fn print(&self, files: &[File]) -> Vec<String> {
        let sources = (0..).map(|number| &*self.sources.get(SourceId(number)).unwrap().text);
        files.iter().zip(sources).map(|(file, text)| print(file, text)).collect()
    }
}

fn read(source: SourceId, text: &str) -> File {
    let (file, errors) = parse(source, text);
    assert!(errors.is_empty(), "{errors:#?}\n{text}");
    file
}

/// What a mutant changes and how, in a line.
fn told(mutant: &Mutant) -> String {
    format!("{}: {}", mutant.owner, mutant.what)
}

pub(crate) fn compiled(files: Vec<File>) -> Option<Program> {
    let (model, _) = check(Parsed { files, diagnostics: Vec::new() });
    Some(Program::compile(model?).0)
}

/// The scenarios of a file, on the state in it.
pub(crate) fn prepared(program: &Program, text: &str) -> Result<Vec<Prepared>, Vec<Diagnostic>> {
    let (documents, diagnostics) = yaml::parse(SourceId(0), text, &yaml::Limits::default());
    if !diagnostics.is_empty() {
        return Err(diagnostics);
    }
    let file = scenario::read(&program.model, &documents[0])?;
    let Some(StateRef::InPlace(state)) = file.state else { unreachable!("no state in {text}") };
    let scenarios = file.scenarios.into_iter().map(Arc::new);
    Ok(scenarios.map(|scenario| Prepared { scenario, state: state.clone() }).collect())
}

/// Why files do not compile: the first error.
fn refused(files: Vec<File>) -> Option<String> {
    let (model, diagnostics) = check(Parsed { files, diagnostics: Vec::new() });
    let error = diagnostics.into_iter().find(|found| found.severity == Severity::Error);
    assert_eq!(model.is_none(), error.is_some());
    error.map(|error| format!("{} {}", error.code, error.message))
}

/// What is so for the mutants of any pack; those that do not compile, with the reason.
fn sound(pack: &Pack) -> Vec<String> {
    let original = pack.print(&pack.files);
    let mut seen = BTreeSet::new();
    let mut wrong = Vec::new();
    for mutant in pack.mutants() {
        let told = told(&mutant);
        let files = mutant.apply(&pack.files);
        let printed = pack.print(&files);
        assert_ne!(printed, original, "{told}: nothing changes");
        let mut again = pack.files.clone();
        for (number, (file, text)) in again.iter_mut().zip(&printed).enumerate() {
            if *text != original[number] {
                *file = read(SourceId(u32::try_from(number).unwrap()), text);
                assert_eq!(print(file, text), *text, "{told}: another form when printed again");
            }
        }
        let why = refused(files);
        assert_eq!(why, refused(again), "{told}: what is printed is another tree");
        wrong.extend(why.map(|why| format!("{told}: {why}")));
        assert!(seen.insert(printed), "{told}: the same as another");

        let (before, after) = mutant.before_and_after(&pack.files, &pack.sources);
        let left = usize::from(mutant.what.to_string() != "the rule is removed");
        assert_ne!(before, after, "{told}");
        assert_eq!(read(SourceId(0), &before).declarations.len(), 1, "{told}: {before}");
        assert_eq!(read(SourceId(0), &after).declarations.len(), left, "{told}: {after}");
    }
    wrong
}

/// Every change of one text, without whom it changes.
fn changes(text: &str) -> Vec<String> {
    let pack = Pack::one(text);
    sound(&pack);
    pack.mutants().into_iter().map(|mutant| mutant.what.to_string()).collect()
}

#[test]
fn all_mutants_of_the_shipped_pack_compile() {
    let pack = Pack::shipped();
    assert_eq!(pack.mutants().len(), 184);
    assert_eq!(
        sound(&pack),
        ["state: `two_factor_enabled` is not optional: E0206 the new `user` has no `two_factor_enabled`"]
    );
}

#[test]
fn the_examples_of_the_documentation_have_sound_mutants() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/language");
    let mut tried = 0;
    for entry in fs::read_dir(folder).unwrap() {
        let text = fs::read_to_string(entry.unwrap().path()).unwrap();
        let blocks = text.split("```rules\n").skip(1).filter_map(|rest| rest.split("```").next());
        for block in blocks.filter(|block| parse(SourceId(0), block).1.is_empty()) {
            let pack = Pack::one(block);
            // What a new element lacks may have no other value than its default.
            let mut wrong = sound(&pack);
            wrong
                .retain(|one| !one.contains("has no default: E0206") && !one.contains("is not optional: E0"));
            if refused(pack.files.clone()).is_none() {
                assert_eq!(wrong, [""; 0], "{block}");
                tried += pack.mutants().len();
            }
        }
    }
    assert!(tried > 250, "{tried}");
}

/// A declaration, and all that can be changed in it.
const TABLE: [(&str, &[&str]); 22] = [
    (
        "limit l\n  at most 5 loans for each reader and item.department as shelf\n  say en \"{shelf}\"",
        &["the rule is removed", "`5` becomes `6`", "`5` becomes `4`", "`for each reader` is dropped"],
    ),
    (
        "limit l\n  from 2 to 5 in total of fee of loans",
        &["the rule is removed", "`2` becomes `3`", "`2` becomes `1`", "`5` becomes `6`", "`5` becomes `4`"],
    ),
    (
        "permit p\n  chief, clerk may go\n  when a is 5\n  unless now is before due",
        &[
            "the rule is removed",
            "`chief` is dropped",
            "`clerk` is dropped",
            "`when a is 5` is dropped",
            "`when` becomes `unless`",
            "`5` becomes `6`",
            "`5` becomes `4`",
            "`unless now is before due` is dropped",
            "`unless` becomes `when`",
            "`is before` becomes `is after` in `now is before due`",
            "`is before` becomes `is not after` in `now is before due`",
        ],
    ),
    (
        "forbid f\n  nobody may do anything except go, stay\n  when not open # why\n    and (a or b)",
        &[
            "the rule is removed",
            "`go` is dropped from `except`",
            "`stay` is dropped from `except`",
            "`when not open …` is dropped",
            "`when` becomes `unless`",
            "`and` becomes `or`",
            "`not open` is dropped",
            "`not` is dropped",
            "`(a or b)` is dropped",
            "`or` becomes `and`",
            "`a` is dropped",
            "`a` is negated",
            "`b` is dropped",
            "`b` is negated",
        ],
    ),
    (
        "permit p\n  clerk may go, stay\n  unless not (a and b)",
        &[
            "the rule is removed",
            "`go` is dropped",
            "`stay` is dropped",
            "`unless not (a and b)` is dropped",
            "`unless` becomes `when`",
            "`and` becomes `or`",
            "`a` is dropped",
            "`a` is negated",
            "`b` is dropped",
            "`b` is negated",
        ],
    ),
    (
        "limit l\n  at most 0 users where id is not in (list)\n  does not stop go, stay",
        &[
            "the rule is removed",
            "`0` becomes `1`",
            "`where id is not in (list)` is dropped",
            "`is not in` becomes `is in` in `id is not in (list)`",
            "`go` is dropped from `does not stop`",
            "`stay` is dropped from `does not stop`",
        ],
    ),
    (
        "limit l\n  at most (most + 1) users",
        &["the rule is removed", "`+` becomes `-`", "`1` becomes `2`", "`1` becomes `0`"],
    ),
    (
        "never n\n  users\n  does not stop anything\n  also forbids go, stay when a is absent\n  also forbids eat",
        &[
            "the rule is removed",
            "`does not stop anything` is dropped",
            "`also forbids go, stay when a is absent` is dropped",
            "`go` is dropped from `also forbids`",
            "`stay` is dropped from `also forbids`",
            "`when a is absent` is dropped",
            "`is absent` becomes `is present` in `a is absent`",
            "`also forbids eat` is dropped",
        ],
    ),
    (
        "deadline d\n  each user must have seen within 1 day of invited",
        &["the rule is removed", "`1 day` becomes `2 days`"],
    ),
    (
        "deadline d\n  each user lasts 100000 minutes from invited\n  does not stop go",
        &[
            "the rule is removed",
            "`100000 minutes` becomes `99999 minutes`",
            "`go` is dropped from `does not stop`",
        ],
    ),
    (
        "role a like b\n  except go, stay",
        &["`like b` is dropped", "`go` is dropped from `except`", "`stay` is dropped from `except`"],
    ),
    (
        "let l = users where (count of friends where a is 1) is at most 2 * 3 - n",
        &[
            "`where (count of friends where a is 1) is at most 2 * 3 - n` is dropped",
            "`is at most` becomes `is less than` in `(count of friends where a is 1) is at most 2 * 3 - n`",
            "`is at most` becomes `is not at most` in `(count of friends where a is 1) is at most 2 * 3 - n`",
            "`where a is 1` is dropped",
            "`is` becomes `is not` in `a is 1`",
            "`1` becomes `2`",
            "`1` becomes `0`",
            "`2` becomes `3`",
            "`2` becomes `1`",
            "`*` becomes `+`",
            "`-` becomes `+`",
            "`3` becomes `4`",
            "`3` becomes `2`",
        ],
    ),
    ("let l(a: Int) = a", &[]),
    ("let l = a.b", &[]),
    ("let l = false", &["`false` is negated"]),
    (
        "let l = f(1, true) or x is one of a, b",
        &[
            "`or` becomes `and`",
            "`f(1, true)` is dropped",
            "`f(1, true)` is negated",
            "`1` becomes `2`",
            "`1` becomes `0`",
            "`true` is negated",
            "`x is one of a, b` is dropped",
            "`is one of` becomes `is not one of` in `x is one of a, b`",
            "`a` is dropped from `one of`",
            "`b` is dropped from `one of`",
        ],
    ),
    (
        "let l = a is within 2 days of b and c is not during 1 week from d",
        &[
            "`and` becomes `or`",
            "`a is within 2 days of b` is dropped",
            "`is within 2 days of` becomes `is during 2 days from` in `a is within 2 days of b`",
            "`is within 2 days of` becomes `is not within 2 days of` in `a is within 2 days of b`",
            "`2 days` becomes `3 days`",
            "`2 days` becomes `1 day`",
            "`c is not during 1 week from d` is dropped",
            "`is not during 1 week from` becomes `is not within 1 week of` in `c is not during 1 week from d`",
            "`is not during 1 week from` becomes `is during 1 week from` in `c is not during 1 week from d`",
            "`1 week` becomes `2 weeks`",
        ],
    ),
    (
        "let l = not any p in partners where p.name is present",
        &[
            "`not` is dropped",
            "`where p.name is present` is dropped",
            "`is present` becomes `is absent` in `p.name is present`",
        ],
    ),
    (
        "let l = a is at least b or c is more than d or e is less than -1 or g is not after 2024-05-11",
        &[
            "`or` becomes `and`",
            "`a is at least b` is dropped",
            "`is at least` becomes `is more than` in `a is at least b`",
            "`is at least` becomes `is not at least` in `a is at least b`",
            "`c is more than d` is dropped",
            "`is more than` becomes `is at least` in `c is more than d`",
            "`is more than` becomes `is not more than` in `c is more than d`",
            "`e is less than -1` is dropped",
            "`is less than` becomes `is at most` in `e is less than -1`",
            "`is less than` becomes `is not less than` in `e is less than -1`",
            "`-1` becomes `0`",
            "`-1` becomes `-2`",
            "`g is not after 2024-05-11` is dropped",
            "`is not after` becomes `is not before` in `g is not after 2024-05-11`",
            "`is not after` becomes `is before` in `g is not after 2024-05-11`",
            "`is not after` becomes `is after` in `g is not after 2024-05-11`",
        ],
    ),
    (
        "action a(b: Int)\n  effect add users { id: b, age: 7 }\n  effect clear c when d\n  effect e becomes b is 9223372036854775807",
        &[
            "`effect add users { id: b, age: 7 }` is dropped",
            "`7` becomes `8`",
            "`7` becomes `6`",
            "`effect clear c when d` is dropped",
            "`when d` is dropped",
            "`d` is negated",
            "`effect e becomes b is 9223372036854775807` is dropped",
            "`is` becomes `is not` in `b is 9223372036854775807`",
            "`9223372036854775807` becomes `9223372036854775806`",
        ],
    ),
    (
        "enum E { a }\n\nstate {\n  a: Int = 5\n}\n\nconflict c\n  between d \"…\" and d \"…\"\n  settled as d",
        &["`5` becomes `6`", "`5` becomes `4`", "`a` has no default"],
    ),
    (
        "enum E { a, b, c }\n\nenum F { a, d }\n\nrole r\nrole s\n\nstate {\n  x: E = c\n  y: F?\n  z: Int from 1 to 5 = 2\n  \
         t: TimeZone = UTC\n  users: each user by id {\n    id: String\n    role: Role\n    ok: Bool = true\n  }\n}\n\naction go\n  \
         effect x becomes b\n  effect actor.role becomes s\n  effect actor.ok becomes false",
        &[
            "`c` becomes `a`",
            "`x` has no default",
            "`y` is not optional",
            "`2` becomes `3`",
            "`2` becomes `1`",
            "`z` has no default",
            "`1` becomes `2`",
            "`5` becomes `4`",
            "`true` becomes `false`",
            "`ok` has no default",
            "`effect x becomes b` is dropped",
            "`b` becomes `c`",
            "`effect actor.role becomes s` is dropped",
            "`s` becomes `r`",
            "`effect actor.ok becomes false` is dropped",
            "`false` becomes `true`",
        ],
    ),
];

#[test]
fn every_small_change_is_made() {
    for (text, expected) in TABLE {
        assert_eq!(changes(text), expected, "{text}");
    }
}

#[test]
fn a_change_is_what_it_is_called() {
    let table = [
        (
            "permit p\n  a may go\n  when b is 5 # five",
            "`5` becomes `6`",
            "permit p\n  a may go\n  when b is 6\n",
        ),
        ("let l = (007) * -1 - 0", "`7` becomes `8`", "let l = 8 * -1 - 0\n"),
        ("let l = (007) * -1 - 0", "`-1` becomes `-2`", "let l = 007 * -2 - 0\n"),
        ("let l = (007) * -1 - 0", "`0` becomes `-1`", "let l = 007 * -1 - -1\n"),
        ("let l = a * (b - c)", "`*` becomes `+`", "let l = a + (b - c)\n"),
        ("let l = a and (b or c)", "`a` is dropped", "let l = b or c\n"),
        ("let l = a and (b or c)", "`and` becomes `or`", "let l = a or (b or c)\n"),
        ("let l = a and not (b or c)", "`not` is dropped", "let l = a and (b or c)\n"),
        ("let l = a and f(b)", "`f(b)` is negated", "let l = a and not f(b)\n"),
        (
            "let l = a and any b in c where b is d",
            "`where b is d` is dropped",
            "let l = a and count of c is at least 1\n",
        ),
        ("let l: each m = c where d", "`where d` is dropped", "let l: each m = c\n"),
        ("role a like b\n  except go", "`like b` is dropped", "role a\n"),
        ("permit p\n  a may go", "the rule is removed", ""),
    ];
    for (text, what, expected) in table {
        let pack = Pack::one(text);
        let mutant = pack.mutants().into_iter().find(|mutant| mutant.what.to_string() == what).expect(what);
        let (_, after) = mutant.before_and_after(&pack.files, &pack.sources);
        assert_eq!(after, expected, "{text}: {what}");
    }
}

#[test]
fn without_its_rule_a_conflict_is_settled_by_none() {
    let pack = Pack::shipped();
    let mutants = pack.mutants();
    let removed = |mutant: &&Mutant| {
        &*mutant.owner == "ten-integrators" && mutant.what.to_string() == "the rule is removed"
    };
    let printed = pack.print(&mutants.iter().find(removed).unwrap().apply(&pack.files)).concat();
    assert!(printed.contains("\n  settled as article\n"));
    assert!(!printed.contains("ten-integrators"));
}
