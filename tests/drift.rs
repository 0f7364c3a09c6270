//! Edits of documents, and what `ustav verify` says of each: one line for each edit, to be extended by a line.

pub(crate) mod properties;
mod substance;

use serde_json::Value as Json;
use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

const RU: &str = include_str!("drift/club.md");
const EN: &str = include_str!("drift/workspace.md");
const HTML: &str = include_str!("drift/portal.html");
const PLAIN: &str = include_str!("drift/notes.txt");

/// A document by its name in the rules, its path and text; the sentences that rules cite: the id of the rule, and the
/// quote.
type Cited = (&'static str, &'static str, &'static str, &'static [(&'static str, &'static str)]);

const CITED: [Cited; 4] = [
    (
        "ru",
        "club.md",
        RU,
        &[
            ("guests", "Участник может пригласить до десяти гостей."),
            ("leave", "Гость обязан уйти в течение 3 дней после прихода."),
            ("friends", "Гостю нельзя приводить других гостей, т. е. друзей и родных."),
            ("owner-invites", "Приглашать гостей разрешено только владельцу клуба."),
            ("free-entry", "Вход бесплатный для всех, кроме партнёров (см. правила)."),
            ("pass", "Пропуск действует 10 мес. со дня выдачи, п. 3.2 договора это подтверждает."),
            ("fee", "Взнос составляет 1 000 рублей в год."),
            ("discount", "Скидка не предоставляется участникам моложе 18 лет."),
            ("refund", "Возврат возможен не позднее чем через 14 календарных дней"),
            ("payment", "Оплата принимается не чаще одного раза в месяц."),
            ("light", "Лёгкий | 5 | 30 дней"),
            ("full", "Полный | 20 | 90 дней"),
            ("owners", "назначать владельцев"),
            ("two-factor", "отключать двухфакторную аутентификацию сотрудникам"),
            ("report", "Сотрудник может выгрузить отчёт"),
            ("quotes", "Кнопка «Выгрузить» — только для сотрудников."),
            ("twenty-five", "Хранится двадцать пять отчётов, более старые удаляются."),
            ("gap", "Владелец выбирает … не реже раза в неделю."),
            ("ring", "Звонить у чёрного входа."),
        ],
    ),
    (
        "en",
        "workspace.md",
        EN,
        &[
            ("delete", "Only the owner can delete the workspace."),
            ("invite", "You can invite up to 30 guests per workspace."),
            ("passwords", "Passwords must be changed within 90 days."),
            ("private", "Guests cannot see private channels, e.g. finance."),
            ("export", "The export is available for 7 days after the request."),
            ("remove", "An admin may not remove the owner."),
            ("enable", "Members should enable two-factor authentication."),
            ("size", "Each file may be at most 2.5 GB."),
            ("trial", "The trial lasts fourteen days."),
            ("refunds", "Refunds are issued within 30 days unless the plan is annual."),
            ("one-owner", "A workspace has at least one owner."),
            ("said-twice", "The door closes at nine."),
        ],
    ),
    (
        "html",
        "portal.html",
        HTML,
        &[
            ("sessions", "Сеанс завершается через 15 минут бездействия."),
            ("attempts", "После пяти неудачных попыток вход закрывается."),
            ("api", "The API accepts no more than 100 requests per minute."),
        ],
    ),
    (
        "plain",
        "notes.txt",
        PLAIN,
        &[("keys", "Ключ выдаётся не более чем двум сотрудникам."), ("night", "Ночью вход запрещён.")],
    ),
];

/// A claim, the rules that the edit concerns, what becomes of their passages, and the edit: from, to.
type Edit = (&'static str, &'static [&'static str], &'static str, &'static [(&'static str, &'static str)]);

#[rustfmt::skip]
const EDITS: &[Edit] = &[
    // Numbers and number words.
    ("a number word becomes another", &["guests"], "facts_changed number", &[("до десяти гостей", "до двадцати гостей")]),
    ("a number word becomes digits", &["guests"], "reworded", &[("до десяти гостей", "до 10 гостей")]),
    ("a number word becomes other digits", &["guests"], "facts_changed number", &[("до десяти гостей", "до 11 гостей")]),
    ("one digit of a number", &["refund"], "facts_changed number", &[("через 14 календарных", "через 15 календарных")]),
    ("one digit more", &["leave"], "facts_changed number", &[("в течение 3 дней", "в течение 30 дней")]),
    ("thirty becomes thirty-one", &["invite"], "facts_changed number", &[("up to 30 guests", "up to 31 guests")]),
    ("an English number word", &["trial"], "facts_changed number", &[("fourteen days", "fifteen days")]),
    ("an English number word becomes digits", &["trial"], "reworded", &[("fourteen days", "14 days")]),
    ("a decimal point", &["size"], "facts_changed number", &[("2.5 GB", "25 GB")]),
    ("a thousand becomes ten thousand", &["fee"], "facts_changed number", &[("1 000 рублей", "10 000 рублей")]),
    ("digits without their space", &["fee"], "reworded", &[("1 000 рублей", "1000 рублей")]),
    ("a no-break space in a number", &["fee"], "unchanged", &[("1 000 рублей", "1\u{a0}000 рублей")]),
    ("a composed number word", &["twenty-five"], "facts_changed number", &[("двадцать пять отчётов", "двадцать шесть отчётов")]),
    ("a composed number word loses its end", &["twenty-five"], "facts_changed number", &[("двадцать пять отчётов", "двадцать отчётов")]),
    ("a number in a table", &["light"], "facts_changed number", &[("| 5 |", "| 6 |")]),
    ("a number in another row of the table", &["full"], "facts_changed number", &[("| 90 дней |", "| 60 дней |")]),
    ("a number word in HTML", &["attempts"], "facts_changed number", &[("пяти неудачных", "шести неудачных")]),
    ("a number in HTML", &["api"], "facts_changed number", &[("100 requests", "1000 requests")]),
    ("a number word in plain text", &["keys"], "facts_changed number", &[("двум сотрудникам", "трём сотрудникам")]),
    ("a number that vanishes", &["guests"], "facts_changed number", &[("до десяти гостей", "гостей")]),
    ("a number that comes", &["report"], "facts_changed number", &[("выгрузить отчёт", "выгрузить 3 отчёта")]),
    ("at least one becomes two", &["one-owner"], "facts_changed number", &[("at least one owner", "at least two owners")]),
    // Units and bounds.
    ("days become months", &["leave"], "facts_changed unit", &[("3 дней", "3 месяцев")]),
    ("calendar days become working days", &["refund"], "facts_changed unit", &[("календарных дней", "рабочих дней")]),
    ("minutes become hours", &["sessions"], "facts_changed unit", &[("15 минут", "15 часов")]),
    ("a week instead of a month", &["payment"], "facts_changed", &[("в месяц", "в неделю")]),
    ("up to becomes from", &["guests"], "facts_changed bound", &[("до десяти", "от десяти")]),
    ("at most becomes at least", &["size"], "facts_changed bound", &[("at most 2.5", "at least 2.5")]),
    ("within becomes after", &["passwords"], "facts_changed bound", &[("within 90 days", "after 90 days")]),
    ("up to becomes at most: the same bound", &["guests"], "reworded", &[("до десяти гостей", "не более десяти гостей")]),
    // Negation and modality.
    ("only loses its word", &["owner-invites"], "facts_changed modality", &[("только владельцу", "владельцу")]),
    ("allowed becomes not allowed", &["owner-invites"], "facts_changed", &[("разрешено только", "не разрешено только")]),
    ("may becomes may not", &["report"], "facts_changed", &[("может выгрузить", "не может выгрузить")]),
    ("may becomes must", &["report"], "facts_changed modality", &[("может выгрузить", "должен выгрузить")]),
    ("a prohibition is lifted", &["friends"], "facts_changed", &[("нельзя приводить", "можно приводить")]),
    ("not is lost", &["discount"], "facts_changed negation", &[("Скидка не предоставляется", "Скидка предоставляется")]),
    ("may not becomes may", &["remove"], "facts_changed", &[("may not remove", "may remove")]),
    ("should becomes must", &["enable"], "facts_changed modality", &[("should enable", "must enable")]),
    ("must becomes should", &["passwords"], "facts_changed modality", &[("must be changed", "should be changed")]),
    ("cannot becomes can", &["private"], "facts_changed", &[("cannot see", "can see")]),
    ("unless becomes if", &["refunds"], "facts_changed modality", &[("unless the plan", "if the plan")]),
    ("a contraction of the same negation", &["private"], "reworded", &[("cannot see", "can't see")]),
    ("a prohibition in plain text is lifted", &["night"], "facts_changed", &[("запрещён", "разрешён")]),
    // Roles.
    ("one role more", &["delete"], "facts_changed role", &[("the owner can", "the owner or a provider can")]),
    ("another role", &["report"], "facts_changed role", &[("Сотрудник может", "Администратор может")]),
    ("the exception is of another role", &["free-entry"], "facts_changed role", &[("кроме партнёров", "кроме гостей")]),
    ("a role in a list", &["two-factor"], "facts_changed role", &[("аутентификацию сотрудникам", "аутентификацию партнёрам")]),
    ("what leads the list in is of another role", &["owners", "two-factor"], "facts_changed role", &[("Администратор не вправе:", "Модератор не вправе:")]),
    ("what leads the list in is turned round", &["owners", "two-factor"], "facts_changed", &[("не вправе:", "вправе:")]),
    ("what leads a table in is of another role", &["light", "full"], "facts_changed role", &[("Тарифы для участников:", "Тарифы для партнёров:")]),
    ("what leads a paragraph in is turned round", &["ring"], "facts_changed", &[("Не для участников:", "Для участников:")]),
    // Words.
    ("another word", &["report"], "facts_changed word", &[("выгрузить отчёт", "скачать отчёт")]),
    ("one letter", &["export"], "reworded", &[("the request", "a request")]),
    ("another order of words", &["report"], "reworded", &[("Сотрудник может выгрузить отчёт", "Выгрузить отчёт может сотрудник")]),
    ("a word behind the quote, in its sentence", &["refund"], "facts_changed word", &[("календарных дней.", "календарных дней по заявлению.")]),
    ("a word in what the quote leaves out", &["gap"], "facts_changed word", &[("дежурных на неделю", "дежурных на смену")]),
    ("a letter case", &["report"], "reworded", &[("Сотрудник может", "СОТРУДНИК может")]),
    ("the head of a table", &["light", "full"], "facts_changed", &[("Гостей, не более", "Гостей, не менее")]),
    // Places.
    ("a sentence moves to another section", &["report"], "moved", &[("Сотрудник может выгрузить отчёт.\n", ""), ("## Гости\n\n", "## Гости\n\nСотрудник может выгрузить отчёт.\n")]),
    ("a heading changes its words", &["refunds", "one-owner", "said-twice"], "facts_changed word", &[("## Billing", "## Payments")]),
    ("a heading changes its number", &["twenty-five", "gap", "ring"], "facts_changed number", &[("Хранение за 90 дней", "Хранение за 60 дней")]),
    ("a sentence moves to another document", &["export"], "moved", &[("The export is available for 7 days after the request.\n", ""), ("## Отчёты\n\n", "## Отчёты\n\nThe export is available for 7 days after the request.\n")]),
    ("two sections change places", &[], "unchanged", &[("## Access\n", "## Billing and more\n\n## Access\n")]),
    ("a sentence of the same section goes first", &[], "unchanged", &[("An admin may not remove the owner.\n", ""), ("## Access\n\n", "## Access\n\nAn admin may not remove the owner.\n")]),
    // Sentences come and go.
    ("a sentence is deleted", &["report"], "lost", &[("Сотрудник может выгрузить отчёт.\n", "")]),
    ("a sentence like others is deleted", &["discount"], "lost", &[("Скидка не предоставляется участникам моложе 18 лет.\n", "")]),
    ("a sentence is deleted that another document says as well", &["said-twice"], "lost", &[("one owner.\nThe door closes at nine.\n", "one owner.\n")]),
    ("a whole row is deleted", &["light"], "lost", &[("| Лёгкий | 5 | 30 дней |\n", "")]),
    ("an item is deleted", &["owners"], "lost", &[("- назначать владельцев;\n", "")]),
    ("a sentence stands twice", &["report"], "ambiguous", &[("Сотрудник может выгрузить отчёт.\n", "Сотрудник может выгрузить отчёт.\nСотрудник может выгрузить отчёт.\n")]),
    ("two sentences may be what became of it", &["delete"], "ambiguous", &[("Only the owner can delete the workspace.", "Only the owner can delete a workspace. Only an owner can delete the workspace.")]),
    ("a sentence is struck through", &["report"], "lost", &[("Сотрудник может выгрузить отчёт.", "~~Сотрудник может выгрузить отчёт.~~")]),
    ("a sentence in HTML is hidden", &["api"], "lost", &[("<p>The API", "<p hidden>The API")]),
    ("a sentence in HTML is hidden by its style", &["api"], "lost", &[("<p>The API", "<p style=\"display: none\">The API")]),
    ("a sentence is commented out", &["report"], "lost", &[("Сотрудник может выгрузить отчёт.", "<!-- Сотрудник может выгрузить отчёт. -->")]),
    ("a sentence is split in two", &["refunds"], "facts_changed modality", &[("within 30 days unless the plan is annual.", "within 30 days. The plan is annual.")]),
    // What nobody reads as a change.
    ("lines are wrapped anew", &[], "unchanged", &[("Участник может пригласить до десяти гостей.\nГость обязан", "Участник может\nпригласить до десяти гостей. Гость обязан")]),
    ("emphasis comes", &[], "unchanged", &[("до десяти гостей", "**до десяти** гостей")]),
    ("emphasis goes", &[], "unchanged", &[("**не чаще**", "не чаще")]),
    ("other quotation marks", &[], "unchanged", &[("«Выгрузить»", "“Выгрузить”")]),
    ("another dash", &[], "unchanged", &[("» — только", "» – только")]),
    ("ё as е", &[], "unchanged", &[("выгрузить отчёт.", "выгрузить отчет.")]),
    ("a soft hyphen", &[], "unchanged", &[("календарных", "кален\u{ad}дарных")]),
    ("a link leads elsewhere", &[], "unchanged", &[("(rules.html)", "(https://club.example/rules)")]),
    ("a link becomes text", &[], "unchanged", &[("[правила](rules.html)", "правила")]),
    ("columns of a table are padded", &[], "unchanged", &[("| Лёгкий | 5 | 30 дней |", "| Лёгкий     |   5 |  30 дней  |")]),
    ("a table gets another rule", &[], "unchanged", &[("|---|---|---|", "|:--|--:|:-:|")]),
    ("another bullet", &[], "unchanged", &[("- назначать владельцев;\n- отключать", "* назначать владельцев;\n* отключать")]),
    ("a list is numbered", &[], "unchanged", &[("- назначать владельцев;\n- отключать", "1. назначать владельцев;\n2. отключать")]),
    ("front matter changes", &[], "unchanged", &[("title: Клуб", "title: Клуб 25")]),
    ("an image comes", &[], "unchanged", &[("Взнос составляет", "![до 50](a.png) Взнос составляет")]),
    ("a comment comes", &[], "unchanged", &[("Взнос составляет", "<!-- 20 --> Взнос составляет")]),
    ("code comes", &[], "unchanged", &[("## Платежи\n", "## Платежи\n\n```\nдо 50 гостей\n```\n")]),
    ("a heading is underlined", &[], "unchanged", &[("## Billing\n", "Billing\n-------\n")]),
    ("an entity", &[], "unchanged", &[("1 000 рублей", "1&nbsp;000 рублей")]),
    ("a tag in HTML", &[], "unchanged", &[("<b>15 минут</b>", "<em>15 минут</em>")]),
    ("an attribute in HTML", &[], "unchanged", &[("<p>The API", "<p class=\"limit-50\">The API")]),
    ("other text comes", &[], "unchanged", &[("## Платежи\n", "## Платежи\n\nПлатежи принимает касса у входа.\n")]),
    // A name of a clause is none of its numbers.
    ("the number of a clause", &["pass"], "reworded", &[("п. 3.2 договора", "п. 3.3 договора")]),
    ("the months behind an abbreviation", &["pass"], "facts_changed number", &[("10 мес.", "12 мес.")]),
];

/// A pack on these documents in a folder.
fn pack(folder: &Path, documents: &BTreeMap<&str, String>) {
    let mut rules = String::new();
    for (name, path, _, _) in CITED {
        rules.push_str(&format!("document {name} \"{path}\"\n"));
        fs::write(folder.join(path), &documents[path]).unwrap();
    }
    rules.push_str("state { users: each user by id { id: String role: Role } }\nrole member\naction act\n");
    for (name, _, _, sentences) in CITED {
        for (id, quote) in sentences {
            rules.push_str(&format!("permit {id}\n  member may act\n  cites {name} \"{quote}\"\n"));
        }
    }
    fs::write(folder.join("club.rules"), rules).unwrap();
}

fn ustav(folder: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let mut run = Command::new(env!("CARGO_BIN_EXE_ustav"));
    let output = run.args(arguments).args(["--rules", "."]).env("LC_ALL", "C").current_dir(folder).output();
    let output = output.unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

/// By rule, what became of its passage, with the facts that changed.
fn standings(folder: &Path) -> (Option<i32>, BTreeMap<String, String>) {
    let (code, out, aside) = ustav(folder, &["verify", "--format", "json"]);
    assert!(out.starts_with('{'), "{out}\n{aside}");
    let told: Json = serde_json::from_str(&out).unwrap();
    let citations = told["citations"].as_array().unwrap().iter().map(|one| {
        let rule = one["cited_by"][0].as_str().unwrap().trim_start_matches("rule:").to_owned();
        let changed =
            one["changes"].as_array().unwrap().iter().map(|change| change["what"].as_str().unwrap());
        let state = std::iter::once(one["state"].as_str().unwrap()).chain(changed);
        (rule, state.collect::<Vec<_>>().join(" "))
    });
    (code, citations.collect())
}

fn originals() -> BTreeMap<&'static str, String> {
    CITED.into_iter().map(|(_, path, text, _)| (path, text.to_owned())).collect()
}

/// A reviewed pack, and its lock.
fn reviewed() -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    pack(folder.path(), &originals());
    let (code, _, aside) = ustav(folder.path(), &["accept", "--new", "--reason", "first", "--by", "test"]);
    assert_eq!((code, aside.as_str()), (Some(0), ""));
    let (code, states) = standings(folder.path());
    assert_eq!(code, Some(0), "{states:#?}");
    let lock = fs::read_to_string(folder.path().join("ustav.lock")).unwrap();
    (folder, lock)
}

/// Edits of one sentence: whether its substance changed, the language, the kind of the edit, before and after. To be
/// extended by a line.
const SENTENCES: &str = include_str!("drift/sentences.tsv");

/// Of sentences that say the same in other words, so many are told as changed, with the words that changed.
const NAMED_THOUGH_THE_SAME: usize = 3;

#[test]
fn each_edit_of_a_sentence_is_told_as_what_it_is() {
    let lines = SENTENCES.lines().filter(|line| !line.starts_with('#'));
    let edits: Vec<Vec<&str>> = lines.map(|line| line.split('\t').collect()).collect();
    let document = |column: usize| {
        let parts = edits.iter().enumerate();
        let parts = parts.map(|(at, edit)| format!("## Part {}\n\n{}\n", letters(at), edit[column]));
        parts.collect::<Vec<_>>().join("\n")
    };
    let aside = |(at, edit): (usize, &Vec<&str>)| {
        let quote = edit[3].replace('\\', "\\\\").replace('"', "\\\"");
        format!("aside doc \"{quote}\" under \"Part {}\"\n  because en \"{at}\"\n", letters(at))
    };
    let asides = edits.iter().enumerate().map(aside).collect::<Vec<_>>().concat();
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("pack.rules"), format!("document doc \"doc.md\"\n{asides}")).unwrap();
    fs::write(folder.path().join("doc.md"), document(3)).unwrap();
    let (code, _, aside) = ustav(folder.path(), &["accept", "--new", "--reason", "first", "--by", "test"]);
    assert_eq!((code, aside.as_str()), (Some(0), ""));
    fs::write(folder.path().join("doc.md"), document(4)).unwrap();
    let (code, out, _) = ustav(folder.path(), &["verify", "--format", "json"]);
    assert_eq!(code, Some(1));
    let told: Json = serde_json::from_str(&out).unwrap();
    let citations = told["citations"].as_array().unwrap();
    let states: BTreeMap<&str, &Json> =
        citations.iter().map(|one| (one["under"].as_str().unwrap(), one)).collect();
    let (mut silent, mut named) = (Vec::new(), Vec::new());
    for (at, edit) in edits.iter().enumerate() {
        let citation = states[&*format!("Part {}", letters(at))];
        let is_told = matches!(citation["state"].as_str(), Some("facts_changed" | "lost"));
        let line = format!("{} is {} {}", edit[4], citation["state"], citation["changes"]);
        match edit[0] {
            "changed" if !is_told => silent.push(line),
            "same" if is_told => named.push(line),
            _ => {}
        }
    }
    assert!(silent.is_empty(), "{}", silent.join("\n"));
    assert!(named.len() <= NAMED_THOUGH_THE_SAME, "{}", named.join("\n"));
}

/// A number in letters, which is no number to who reads it.
fn letters(number: usize) -> String {
    let digits = format!("{number:03}");
    digits.bytes().map(|digit| char::from(b'a' + digit - b'0')).collect()
}

#[test]
fn each_edit_comes_out_as_it_should() {
    assert!(EDITS.len() >= 60, "{} edits", EDITS.len());
    let (folder, lock) = reviewed();
    let mut wrong = Vec::new();
    for (claim, rules, due, replacements) in EDITS {
        let mut documents = originals();
        for (from, to) in *replacements {
            let holding: Vec<_> = documents.iter().filter(|(_, text)| text.contains(from)).collect();
            let times: usize = holding.iter().map(|(_, text)| text.matches(from).count()).sum();
            assert_eq!(times, 1, "{claim}: `{from}` stands {times} times in the documents");
            let path = *holding[0].0;
            let text = documents[path].replace(from, to);
            documents.insert(path, text);
        }
        pack(folder.path(), &documents);
        fs::write(folder.path().join("ustav.lock"), &lock).unwrap();
        let (code, states) = standings(folder.path());
        for (rule, state) in &states {
            let wanted = if rules.contains(&rule.as_str()) { *due } else { "unchanged" };
            // Of several facts that changed, one is named in the table.
            let (kind, fact) = wanted.split_once(' ').unwrap_or((wanted, ""));
            let right = state.split(' ').next() == Some(kind) && state.contains(fact);
            if !right {
                wrong.push(format!("{claim}: {rule} is {state}, not {wanted}"));
            }
        }
        let fails = *due != "unchanged";
        if code != Some(i32::from(fails)) {
            wrong.push(format!("{claim}: ended with {code:?}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
