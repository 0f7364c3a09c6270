//! From documents to rules: `draft`, `new`, and documents without rules.

use crate::cli::{Folder, Ran};
use serde_json::Value as Json;
use std::fs;
use std::path::{Path, PathBuf};

const DOCUMENTS: [(&str, &str); 2] =
    [("en", include_str!("draft/en.md")), ("ru", include_str!("draft/ru.md"))];

/// A folder with a document in `rules/club.md`.
fn with(document: &str) -> Folder {
    let folder = Folder::empty();
    folder.write("rules/club.md", document);
    folder
}

fn well(ran: Ran) -> String {
    assert_eq!((ran.code, &*ran.err), (0, ""), "{ran:?}");
    ran.out
}

/// The quotes of the skeletons of a draft, as rules have them, each once.
fn quotes(draft: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut is_open = false;
    for line in draft.lines() {
        let line = line.strip_prefix('#').unwrap_or_default().trim();
        let begins = ["cites ", "aside "].into_iter().find_map(|word| line.strip_prefix(word));
        if let Some((_, quote)) = begins.and_then(|rest| rest.split_once(' ')) {
            found.push(quote.to_owned());
            is_open = true;
        } else if line.starts_with('"') && is_open {
            let last = found.last_mut().unwrap();
            *last += &format!("\n      {line}");
        } else {
            is_open = false;
        }
    }
    let mut once = Vec::new();
    for quote in found {
        if !once.contains(&quote) {
            once.push(quote);
        }
    }
    once
}

/// The sentences of which a draft says that they cannot be quoted.
fn repeated(draft: &str) -> Vec<String> {
    let said = ["cannot be # quoted: # ", "процитировать это нельзя: # "];
    let blocks = draft.split("\n\n").map(|block| block.lines().collect::<Vec<_>>().join(" "));
    let text = |block: String| {
        let (_, text) = said.iter().find_map(|own| block.split_once(own))?;
        Some(text.replace(" # ", " "))
    };
    blocks.filter_map(text).collect()
}

/// A draft with all that needs nothing more taken out of its comments: where nothing is left open, and no list is named.
fn uncommented(draft: &str) -> String {
    const DECLARATIONS: [&str; 7] = ["state {", "role ", "action ", "permit ", "forbid ", "limit ", "aside "];
    let mut rules = String::new();
    let mut open: Vec<String> = Vec::new();
    for line in draft.lines().chain([""]) {
        let comment = line.strip_prefix("# ").or_else(|| line.strip_prefix('#'));
        let begins = comment.is_some_and(|own| DECLARATIONS.iter().any(|word| own.starts_with(word)));
        let goes_on = comment.is_some_and(|own| own.starts_with(' ') || own == "}") && !open.is_empty();
        if goes_on {
            open.extend(comment.map(str::to_owned));
            continue;
        }
        let whole = open.join("\n");
        let is_rule = ["permit", "forbid", "limit"].iter().any(|word| whole.starts_with(word));
        let is_sound = !whole.contains('…')
            && (!is_rule || whole.contains("\n  cites "))
            && (!whole.starts_with("limit") || whole.contains(" users"));
        if is_sound && whole.contains("\n  ") {
            rules += &format!("{whole}\n\n");
        }
        open = comment.filter(|_| begins).map(str::to_owned).into_iter().collect();
        if comment.is_none() {
            rules += &format!("{line}\n");
        }
    }
    rules
}

/// Draft a document, and hold what a draft promises: it compiles, also without its `#`; is in canonical form; and the quote of each skeleton,
/// taken out of its comment, stands in one place, so that they cover all that is normative. How many quotes it has.
fn hold(folder: &Folder, document: &str, name: &str) -> usize {
    fs::create_dir_all(folder.path("rules")).unwrap();
    let written = well(folder.run(&format!("draft rules/{document} --into rules/draft.rules -q")));
    assert_eq!(written, "");
    assert_eq!(folder.run("compile").code, 0, "{document}");
    well(folder.run("fmt --check"));
    let draft = folder.read("rules/draft.rules");
    folder.write("rules/draft.rules", uncommented(&draft));
    let ran = folder.run("compile --lang en");
    assert_eq!(ran.code, 0, "{document}: {ran:?}");
    let quotes = quotes(&draft);
    let asides = quotes.iter().map(|quote| format!("\naside {name} {quote}\n  because en \"x\"\n"));
    folder.write("rules/draft.rules", draft.clone() + &asides.collect::<String>());
    let ran = folder.run("verify --format json");
    assert!(ran.code < 2, "{document}: {ran:?}");
    let found = ran.json();
    for citation in found["citations"].as_array().unwrap() {
        assert_eq!(citation["state"], "new", "{document}: {citation:#}\n{draft}");
    }
    let sentences = |own: &Json| own["sentences"].as_array().unwrap().clone();
    let all: Vec<Json> = found["documents"].as_array().unwrap().iter().flat_map(sentences).collect();
    let repeated = repeated(&draft);
    let open = all.iter().filter(|own| !own["norm"].is_null() && own["state"] == "uncovered");
    let open: Vec<&Json> =
        open.filter(|own| !repeated.iter().any(|text| own["text"] == text.as_str())).collect();
    assert!(open.is_empty(), "{document}: {open:#?}");
    quotes.len()
}

#[test]
fn a_draft_compiles_and_its_quotes_cover_what_is_normative() {
    for (language, document) in DOCUMENTS {
        let folder = with(document);
        assert!(hold(&folder, "club.md", "club") >= 12, "{language}");
    }
}

/// Nothing is said that the document does not say: every word of a draft is one of it, or one of the language.
#[test]
fn a_draft_is_as_it_was_read() {
    for (language, document) in DOCUMENTS {
        let folder = with(document);
        let draft = well(folder.run(&format!("draft rules/club.md --lang {language}")));
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/draft/{language}.rules"));
        if std::env::var_os("RECORD").is_some() {
            fs::write(&path, &draft).unwrap();
        }
        assert_eq!(draft, fs::read_to_string(path).unwrap_or_default(), "{language}");
    }
}

#[test]
fn odd_documents_are_drafted() {
    let odd = [
        ("empty.md", String::new()),
        ("blank.txt", "\n \n".to_owned()),
        ("2024-rules.md", "Guests may come.".to_owned()),
        ("may.md", "# may\n\nMembers may say. Members must not may.\n".to_owned()),
        (
            "turned.md",
            "# A\u{202e}b\n\nMem\u{ad}bers may\u{200b} enter\u{a0}at 9. \u{feff}Guests may not.\n".to_owned(),
        ),
        (
            "twice.md",
            "# A\n\nGuests may enter.\n\n# B\n\nGuests may enter. They are many. Guests may enter.\n"
                .to_owned(),
        ),
        ("long.md", format!("{} may enter the {}.", "x".repeat(300), "very ".repeat(400))),
        (
            "page.html",
            "<h1>R</h1><p>Members may <b>vote</b>.<table><tr><th>Who<th>Vote<tr><td>Guest<td>no</table>"
                .to_owned(),
        ),
        ("old.txt", "RULES\r\n\r\nMembers may vote.\r\nGuests may not.\r\n".to_owned()),
    ];
    for (name, text) in odd {
        let folder = Folder::empty();
        folder.write(&format!("rules/{name}"), &text);
        hold(&folder, name, &named(name));
    }
}

/// A sentence with a condition, an exception or a denial that is not understood is never drafted as if it had none: what
/// becomes a rule as it stands says what the sentence says.
#[test]
fn no_skeleton_says_the_contrary() {
    let plain = [
        ("Every member may speak.", "permit every-member-speak|member may speak"),
        ("Users may read.", "permit users-read|every user may read"),
        ("Only members may vote.", "permit only-members-vote|member may vote"),
        ("Guests may not enter.", "forbid guests-not-enter|guest may not enter"),
        ("Smoking is forbidden.", "forbid smoking-forbidden|nobody may …"),
        ("Каждый участник может голосовать.", "permit каждый-участник-голосовать|участник may голосовать"),
        ("Гостям запрещено входить.", "forbid гостям-запрещено-входить|гость may not входить"),
    ];
    for (sentence, due) in plain {
        assert_eq!(skeleton(sentence), due.replace('|', "\n  "), "{sentence}");
    }
    let open = [
        "Nobody except owners may close the house.",
        "Everyone but guests may vote.",
        "All but guests can vote.",
        "Anyone except minors can join.",
        "Managers, but not members, can delete files.",
        "Guests may not only read but also write.",
        "Not all members may vote.",
        "Smoking is allowed nowhere.",
        "Dogs are allowed except in the kitchen.",
        "You must not use the saw without a card.",
        "Members may not enter unless they have paid.",
        "Only if the owner agrees may guests stay.",
        "Fewer than ten members cannot decide.",
        "Guests may not stay longer than three days.",
        "The company reserves the right to dispose of anything.",
        "Members may invite guests on weekdays.",
        "Удалять файлы могут только менеджеры, но не участники.",
        "Нельзя не платить.",
        "Никому, кроме казначея, нельзя подписывать счета.",
        "Гость может не приходить.",
        "Нельзя создать больше 10 приложений.",
        "Все, кроме гостей, могут голосовать.",
        "Если владелец согласен, гости могут остаться.",
    ];
    for sentence in open {
        let skeleton = skeleton(sentence);
        let rules = skeleton.split("\n\n").filter(|rule| !rule.contains('…'));
        assert_eq!(rules.collect::<Vec<_>>(), Vec::<&str>::new(), "{sentence}");
    }
}

/// The rules that are drafted from a sentence, without their quotes.
fn skeleton(sentence: &str) -> String {
    let folder = with(&format!("# The rules of the house\n\n{sentence}\n"));
    let draft = well(folder.run("draft rules/club.md --lang en"));
    let (_, own) = draft.split_once("# = The rules of the house\n\n").unwrap();
    let lines = own.lines().map(|line| line.trim_start_matches('#').strip_prefix(' ').unwrap_or_default());
    let is_rule = |line: &&str| {
        let begins =
            ["permit ", "forbid ", "limit ", "deadline ", "… "].iter().any(|word| line.starts_with(word));
        begins
            || line.is_empty()
            || line.starts_with("  ") && !line.starts_with("  cites") && !line.starts_with("   ")
    };
    lines.filter(is_rule).collect::<Vec<_>>().join("\n").trim().to_owned()
}

#[test]
fn what_leads_in_narrows_what_it_leads_in() {
    let plain = skeleton("Members may:\n\n- vote;\n- speak.");
    assert!(plain.contains("member may vote") && !plain.contains('…'), "{plain}");
    let narrowed = skeleton("While they wait, members may:\n\n- vote;\n- speak.");
    assert!(narrowed.contains("… may vote\n  when …"), "{narrowed}");
}

#[test]
fn a_row_of_a_role_is_of_that_role() {
    let table = "# The rules of the house\n\n| Role | Delete files | Invite guests |\n|---|---|---|\n\
                 | Team manager | yes | no |\n| Guest | no | no |\n";
    let draft = well(with(table).run("draft rules/club.md --lang en"));
    assert!(draft.contains("# permit team-manager\n#   team_manager may delete_files\n"), "{draft}");
    assert!(draft.contains("# forbid guest\n#   guest may not …\n"), "{draft}");
}

#[test]
fn a_quote_does_not_cover_its_neighbours() {
    let twice = "# Rules\n\nMembers may invite guests. Guests may not stay.\n\n# Rules\n\nMembers may invite guests. The garden is green.\n";
    let draft = well(with(twice).run("draft rules/club.md --lang en"));
    assert!(!draft.contains("invite guests. Guests may not stay"), "{draft}");
    assert!(draft.contains("cannot be\n# quoted:\n# Members may invite guests."), "{draft}");
}

#[test]
fn only_what_is_missing_is_proposed() {
    let folder = with("Members may sing. Guests may dance.\n");
    folder.write("rules/x.rules", "role member\n\naction sing\n");
    well(folder.run("draft rules/club.md --into rules/x.rules -q"));
    let whole = folder.read("rules/x.rules");
    assert!(!whole.contains("# role member") && !whole.contains("# action sing"), "{whole}");
    assert!(whole.contains("# role guest") && whole.contains("# action dance"), "{whole}");
}

#[test]
fn a_document_that_is_not_there_is_no_document() {
    let folder = Folder::empty();
    folder.write("rules/club.rules", "document club \"nowhere.md\"\n");
    let ran = folder.run("verify --lang en");
    assert!(ran.code == 1 && ran.out.contains("E0501"), "{ran:?}");
    let ran = folder.run("draft --lang en");
    assert!(ran.code == 2 && ran.err.contains("E0601") && ran.err.contains("rules/club.rules:1"), "{ran:?}");
    folder.write("rules/club.rules", "document club \"nowhere.md\" optional\n");
    well(folder.run("verify"));
}

#[test]
fn what_cannot_be_quoted_is_told() {
    let folder = with(&"Guests may enter. ".repeat(90));
    well(folder.run("draft rules/club.md --into rules/draft.rules -q"));
    let draft = folder.read("rules/draft.rules");
    assert!(
        !draft.contains("cites") && draft.matches("\n# quoted:\n# Guests may enter.\n").count() == 90,
        "{draft}"
    );
    assert_eq!(folder.run("compile").code, 0);
    assert!(well(folder.run("draft rules/club.md --into rules/draft.rules")).starts_with("nothing to add"));
}

/// How a document is called in its draft.
fn named(file: &str) -> String {
    match file {
        "2024-rules.md" => "rules".to_owned(),
        // No name begins a part of a sentence.
        "may.md" => "may_".to_owned(),
        _ => file.split('.').next().unwrap().to_owned(),
    }
}

/// `USTAV_PAGES` names a folder with pages that others wrote, each in folders of its own.
#[test]
fn pages_of_others_are_drafted() {
    let Some(pages) = std::env::var_os("USTAV_PAGES").map(PathBuf::from) else { return };
    let mut open = vec![pages];
    let mut drafted = 0;
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path()));
        } else if let Some(ending) = path.extension().and_then(|own| own.to_str()) {
            let folder = Folder::empty();
            let name = format!("page.{ending}");
            folder.write(&format!("rules/{name}"), fs::read(&path).unwrap());
            hold(&folder, &name, "page");
            drafted += 1;
        }
    }
    assert!(drafted >= 20, "{drafted}");
}

#[test]
fn into_a_file_only_what_it_does_not_quote_is_added() {
    let (_, document) = DOCUMENTS[0];
    let folder = with(document);
    let into = "draft rules/club.md --into rules/draft.rules --lang en";
    let told = well(folder.run(into));
    assert!(told.starts_with("wrote `rules/draft.rules`: "), "{told}");
    let before = folder.read("rules/draft.rules");
    assert!(before.contains("document club \"club.md\"\n"), "{before}");
    let told = well(folder.run(into));
    assert!(told.starts_with("nothing to add"), "{told}");
    assert_eq!(folder.read("rules/draft.rules"), before);
    // A sentence more, under its heading; what was there stays as it is, byte for byte.
    folder.write("rules/club.md", document.replace("## Visits\n", "## Visits\n\nChildren may not enter.\n"));
    let windows = before.replace('\n', "\r\n") + "# mine  \r\n";
    folder.write("rules/draft.rules", &windows);
    assert_eq!(well(folder.run(into)), "added one sentence to `rules/draft.rules`\n");
    let after = folder.read("rules/draft.rules");
    let added = after.strip_prefix(&windows).unwrap();
    let due = "\r\n# = The reading club\r\n\r\n# == Visits\r\n\r\n# may not; a negation; roles: children\r\n# forbid children-not-enter\r\n\
               #   child may not enter\r\n#   cites club \"Children may not enter.\"\r\n";
    assert_eq!(added, due);
    assert!(well(folder.run(into)).starts_with("nothing to add"));
}

#[test]
fn what_rules_and_comments_quote_is_not_drafted_again() {
    let folder = with("Members may vote. Guests may speak.\n\n## Old\n\nChildren may not enter.\n");
    let rules = "document club \"club.md\"\n\n# permit a\n#   cites club \"Members may\"\n#     \"vote\"\n# aside club \n";
    folder.write("rules/own.rules", rules);
    well(folder.run("draft --into rules/own.rules -q"));
    let whole = folder.read("rules/own.rules");
    let added = whole.strip_prefix(rules).unwrap();
    assert!(added.contains("Guests may speak") && !added.contains("\"Members may vote"), "{added}");
    assert!(added.contains("Children may not enter"), "{added}");
    // Beside other files of the pack: what these quote is quoted.
    let folder = with("Members may vote. Guests may speak.\n");
    folder.write("rules/own.rules", "document club \"club.md\"\n\n# aside club \"Members may vote.\"\n");
    well(folder.run("draft rules/club.md --into rules/other.rules -q"));
    let other = folder.read("rules/other.rules");
    assert!(!other.contains("Members may vote") && other.contains("Guests may speak"), "{other}");
    assert!(!other.contains("document club"), "{other}");
}

#[test]
fn documents_without_rules_are_told() {
    for (language, document) in DOCUMENTS {
        let folder = with(document);
        folder.write("rules/club.rules", "document club \"club.md\"\n");
        let told = well(folder.run(&format!("verify --lang {language}")));
        let due = if language == "en" {
            ["«Up to ten guests can be invited.»", "at most 10 guests", "normative sentences have no rule"]
        } else {
            [
                "«Можно пригласить не более десяти гостей.»",
                "не более 10 гостей",
                "нет правил для нормативных предложений",
            ]
        };
        for wanted in due {
            assert!(told.contains(wanted), "{wanted}: {told}");
        }
        assert!(!well(folder.run(&format!("verify -q --lang {language}"))).contains('«'));
        well(folder.run("report"));
        let printed = well(folder.run(&format!("draft --lang {language}")));
        assert!(!printed.contains("document club"), "{printed}");
        folder.write("rules/draft.rules", printed);
        assert_eq!(folder.run("compile").code, 0);
    }
}

#[test]
fn shared_declarations_compile_alone_and_decide_nothing() {
    let folder = Folder::empty();
    folder.write("rules/shared.rules", "enum Plan { free, paid }\n\nrole member\n");
    folder.write("state.yaml", "{}");
    folder.write("action.yaml", "{}");
    assert_eq!(folder.run("compile --lang en").out, "compiled: 0 rules, 0 actions, 1 role, 0 documents\n");
    for arguments in ["check state.yaml action.yaml", "verify", "compile -o pack.ustav"] {
        let ran = folder.run(arguments);
        assert!(ran.code == 2 && ran.err.contains("E0602"), "{arguments}: {ran:?}");
    }
    folder.write("rules/shared.rules", "# nothing\n");
    let ran = folder.run("compile");
    assert!(ran.code == 2 && ran.err.contains("E0602"), "{ran:?}");
}

#[test]
fn a_new_pack_works() {
    for language in ["en", "ru"] {
        let folder = Folder::empty();
        well(folder.run(&format!("new packs/клуб --lang {language}")));
        let rules = "--rules packs/клуб";
        assert!(folder.path("packs/клуб/rules/клуб.rules").is_file());
        well(folder.run(&format!("compile -q {rules}")));
        well(folder.run(&format!("fmt --check {rules}")));
        well(folder.run(&format!("verify --strict --min-coverage 100 {rules}")));
        let told = well(folder.run(&format!("test {rules} --format json")));
        let told: Json = serde_json::from_str(&told).unwrap();
        assert_eq!(told["scenarios"].as_array().map(Vec::len), Some(1), "{told:#}");
        assert_eq!(told["scenarios"][0]["passed"], true, "{told:#}");
        let examples = "packs/клуб/examples";
        well(folder.run(&format!("check {examples}/state.yaml {examples}/action.yaml {rules}")));
        // It is made where it lies, and nothing else is left.
        let names: Vec<_> =
            fs::read_dir(folder.path("packs/клуб")).unwrap().map(|own| own.unwrap().file_name()).collect();
        assert_eq!(names.len(), 2, "{names:?}");
        let ran = folder.run(&format!("new packs/клуб --lang {language}"));
        assert!(ran.code == 2 && ran.err.contains("E0604"), "{ran:?}");
    }
    let folder = Folder::empty();
    well(folder.run("new ."));
    well(folder.run("verify --strict"));
    let folder = Folder::empty();
    folder.write("file", "");
    folder.write("full/.hidden", "");
    for name in ["file", "full", "file/club"] {
        let ran = folder.run(&format!("new {name}"));
        assert!(ran.code == 2 && ran.err.contains("E0604"), "{name}: {ran:?}");
    }
    assert_eq!(fs::read_dir(folder.path("full")).unwrap().count(), 1);
}

#[test]
fn examples_are_judged() {
    let folder = Folder::new();
    well(folder.run("draft --state --into ."));
    let ran = folder.run("check state.yaml actions.yaml --format json");
    let results = ran.json()["results"].as_array().unwrap().clone();
    assert_eq!(results.len(), 13);
    assert!(results.iter().filter(|own| own["verdict"] == "allowed").count() >= 8, "{results:#?}");
    let ran = folder.run("draft --state --into .");
    assert!(ran.code == 2 && ran.err.contains("E0604"), "{ran:?}");
    // Printed, it is one stream of YAML: the state, and the actions.
    let printed = well(folder.run("draft --state --lang ru"));
    assert_eq!(printed.matches("\n---\n").count(), 1, "{printed}");
}

#[test]
fn names_are_those_that_rules_may_have() {
    let folder = with(
        "Members may state. Guests may not say. Users may be. State may act. No more than 3 Now are here.\n",
    );
    hold(&folder, "club.md", "club");
    let draft = well(
        with(
            "Guests must pay within 10 working days of joining. Members must pay within a week of joining.\n",
        )
        .run("draft rules/club.md --lang en"),
    );
    assert!(draft.contains("within … of …") && draft.contains("within 1 week of …"), "{draft}");
}

#[test]
fn what_cannot_be_drafted_is_told() {
    let folder = with("Members may vote.\n");
    folder.write("rules/broken.rules", "permit\n");
    folder.write("bytes.md", [0xff, 0xfe, 0x00]);
    fs::create_dir(folder.path("empty")).unwrap();
    let cases = [
        ("draft nowhere.md", "E0601"),
        ("draft rules", "E0601"),
        ("draft rules/broken.rules", "E0605"),
        ("draft bytes.md", "E0103"),
        ("draft rules/club.md --into club.txt", "E0605"),
        ("draft rules/club.md --into nowhere/a.rules", "E0604"),
        ("draft rules/club.md --into rules/a.rules", "E0101"),
        ("draft --rules empty", "E0602"),
        ("draft --state --rules empty", "E0602"),
        ("draft rules/club.md --format sarif", "E0605"),
    ];
    for (arguments, code) in cases {
        let ran = folder.run(arguments);
        assert!(ran.code == 2 && ran.err.contains(code), "{arguments}: {ran:?}");
    }
    folder.write("rules/broken.rules", "role member\n");
    let ran = folder.run("draft");
    assert!(ran.code == 2 && ran.err.contains("E0602"), "{ran:?}");
}
