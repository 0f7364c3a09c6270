//! Originals: texts that documents of a pack retell, held against what was recorded of them. They are invented here.

use crate::cli::{Folder, Ran};

const OURS: &str = "# The pool\n\nRetells the rules of the pool.\n\nGuests may swim until 20:00.\n\
                    Nobody may dive from the edge.\nA guest pays 5 euros.\n";

const ORIGINAL: [&str; 4] = [
    "Swimming is permitted for guests until 20:00.",
    "The water is warm.",
    "It is forbidden to dive from the edge.",
    "Guests have to pay 5 euros.",
];

const RULES: &str = "document pool \"pool.md\"\n\nstate {\n  users: each user by id {\n    id:   String\n    role: Role\n  }\n}\n\n\
                     role guest\n\naction swim\n\npermit guests-swim\n  guest may swim\n  cites pool \"Guests may swim until 20:00.\"\n\n\
                     aside pool \"Nobody may dive from the edge.\"\n  because en \"not asked for\"\n\n\
                     aside pool \"A guest pays 5 euros.\"\n  because en \"at the desk\"\n";

const TIES: &str = "[[tie]]\noriginal = \"Swimming is permitted for guests\"\nours = [\"Guests may swim until 20:00.\"]\n\n\
                    [[tie]]\noriginal = \"It is forbidden to dive\"\nours = [\"Nobody may dive from the edge.\"]\n\n\
                    [[tie]]\noriginal = \"Guests have to pay 5 euros.\"\nours = [\"A guest pays 5 euros.\"]\n";

/// The page as it is saved: with a menu before and behind.
fn page(sentences: &[&str]) -> String {
    let body = sentences.iter().map(|one| format!("<p>{one}</p>\n")).collect::<Vec<_>>().concat();
    format!(
        "<html><body><ul><li>Home</li><li>You must log in</li></ul>\n{body}<p>Nobody may copy this page.</p></body></html>\n"
    )
}

fn recorded() -> Folder {
    let folder = Folder::empty();
    folder.write("rules/pool.rules", RULES);
    folder.write("rules/pool.md", OURS);
    folder.write("page.html", page(&ORIGINAL));
    folder.write("ties.toml", TIES);
    for command in [
        "accept --new --by Anna --reason read",
        "accept --original pool=page.html --ties ties.toml --by Anna --reason read",
    ] {
        let ran = folder.run(command);
        assert_eq!(ran.code, 0, "{ran:?}");
    }
    folder
}

fn against(folder: &Folder, sentences: &[&str]) -> Ran {
    folder.write("page.html", page(sentences));
    folder.run("verify --original pool=page.html --lang en")
}

#[test]
fn what_is_as_it_was_is_said_to_be() {
    let folder = recorded();
    let ran = against(&folder, &ORIGINAL);
    assert!(ran.code == 0 && ran.text().contains("says what it said"), "{ran:?}");
    let lock = folder.read("rules/ustav.lock");
    assert!(lock.contains("[original.pool]") && !lock.contains("Swimming is permitted"), "{lock}");
    let without = folder.run("verify --lang en");
    assert!(
        without.code == 0 && without.text().contains("the original of `pool` was read on"),
        "{without:?}"
    );
}

#[test]
fn each_change_of_a_sentence_is_told() {
    let folder = recorded();
    for (at, sentence, part) in [
        (0, "Swimming is permitted for guests until 21:00.", "20:00"),
        (0, "Swimming is forbidden for guests until 20:00.", "forbid"),
        (1, "The water is cold.", "cold"),
        (2, "It is permitted to dive from the edge.", "permit"),
        (3, "Guests have to pay 6 euros.", "6 euros"),
        (3, "Members have to pay 5 euros.", "members"),
    ] {
        let mut sentences = ORIGINAL;
        sentences[at] = sentence;
        let ran = against(&folder, &sentences);
        assert!(ran.code == 1 && ran.text().contains("E0514"), "{sentence}: {ran:?}");
        assert!(ran.text().to_lowercase().contains(part), "{sentence}: {ran:?}");
    }
    for at in 0..ORIGINAL.len() {
        let left: Vec<&str> =
            ORIGINAL.iter().enumerate().filter(|(own, _)| *own != at).map(|(_, one)| *one).collect();
        let ran = against(&folder, &left);
        assert!(ran.code == 1 && ran.text().contains("E0514"), "{at} gone: {ran:?}");
    }
}

#[test]
fn a_new_norm_is_not_retold_and_a_new_remark_does_no_harm() {
    let folder = recorded();
    let with = |sentence| [ORIGINAL[0], ORIGINAL[1], sentence, ORIGINAL[2], ORIGINAL[3]];
    let ran = against(&folder, &with("Children must not swim alone."));
    assert!(ran.code == 1 && ran.text().contains("no sentence of `pool` retells this"), "{ran:?}");
    let ran = against(&folder, &with("The pool was built in spring."));
    assert_eq!(ran.code, 0, "{ran:?}");
    // A menu is no part of it.
    let menu = page(&ORIGINAL).replace("Home", "You may not enter");
    folder.write("page.html", menu);
    assert_eq!(folder.run("verify --original pool=page.html").code, 0);
}

#[test]
fn a_change_of_ours_loosens_its_ties() {
    let folder = recorded();
    folder.write("rules/pool.md", OURS.replace("A guest pays 5 euros.", "Visitors pay 5 euros at the desk."));
    let ran = against(&folder, &ORIGINAL);
    assert!(ran.code == 1 && ran.text().contains("is not in `pool` any more"), "{ran:?}");
}

#[test]
fn what_changed_is_recorded_with_its_ties() {
    let folder = recorded();
    let mut sentences = ORIGINAL;
    sentences[3] = "Guests have to pay 5 euros each.";
    assert_eq!(against(&folder, &sentences).code, 1);
    let ran = folder.run("accept --original pool=page.html --by Anna --reason wording");
    assert_eq!(ran.code, 0, "{ran:?}");
    assert_eq!(against(&folder, &sentences).code, 0);
}

#[test]
fn what_is_wrong_with_an_original_is_said() {
    let folder = recorded();
    for (name, ties) in [
        ("nowhere.toml", "[[tie]]\noriginal = \"Swimming is fun\"\nours = []\nbecause = \"no\"\n"),
        ("reason.toml", "[[tie]]\noriginal = \"The water is warm.\"\n"),
        ("empty.toml", ""),
        ("typo.toml", "[[tie]]\norginal = \"The water is warm.\"\n"),
        ("text.toml", "not toml at all"),
    ] {
        folder.write(name, ties);
        let before = folder.read("rules/ustav.lock");
        for language in ["en", "ru"] {
            let ran = folder.run(&format!(
                "accept --original pool=page.html --ties {name} --by Anna --reason r --lang {language}"
            ));
            assert!(ran.code == 2 && ran.err.contains(name), "{name}: {ran:?}");
        }
        assert_eq!(folder.read("rules/ustav.lock"), before);
    }
    for command in [
        "verify --original pool",
        "verify --original pond=page.html",
        "verify --original pool=nothing.html",
        "accept --original pool=page.html",
        "accept --ties ties.toml --reason r",
    ] {
        assert_eq!(folder.run(command).code, 2, "{command}");
    }
    // Nothing was recorded of another document.
    folder.write(
        "rules/pool.rules",
        RULES.replace("document pool", "document lake \"pool.md\"\ndocument pool"),
    );
    let ran = folder.run("verify --original lake=page.html --lang en");
    assert!(ran.code == 1 && ran.text().contains("nothing is recorded"), "{ran:?}");
}
