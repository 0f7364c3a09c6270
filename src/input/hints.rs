//! What a word in a state, an action or a scenario may be meant to be.

use crate::base::suggest::{did_you_mean, meant};
use crate::base::{Code, Diagnostic, Message, msg};
use crate::input::state::State;
use crate::model::Model;
use crate::values::ids::CollectionId;

/// Keys of the program and usual names of fields, each with what people write for it.
const KEYS: [(&str, &[&str]); 20] = [
    ("actor", &["who", "user", "subject", "principal", "исполнитель", "кто", "пользователь", "актор"]),
    ("action", &["what", "verb", "operation", "действие", "действия", "что"]),
    ("at", &["when", "date", "time", "now", "когда", "дата", "время", "момент"]),
    ("scenarios", &["tests", "cases", "examples", "сценарии", "сценарий", "тесты", "примеры"]),
    ("name", &["title", "scenario", "имя", "название", "сценарий"]),
    ("state", &["given", "portal", "состояние", "дано"]),
    ("with", &["changes", "patch", "изменения", "с"]),
    ("do", &["when", "action", "request", "действие", "делаем", "сделать"]),
    (
        "expect",
        &["expected", "expects", "then", "verdict", "result", "ожидается", "ожидаем", "вердикт", "итог"],
    ),
    ("because", &["reason", "reasons", "rule", "rules", "why", "причина", "правило", "потому"]),
    ("steps", &["step", "actions", "шаги", "шаг"]),
    ("audit", &["аудит", "проверка"]),
    ("id", &["key", "идентификатор", "ид", "ключ"]),
    ("role", &["роль", "group", "position", "должность"]),
    ("email", &["mail", "e-mail", "почта", "емейл", "имейл"]),
    ("status", &["статус", "состояние"]),
    ("time_zone", &["timezone", "tz", "zone", "часовой_пояс", "пояс"]),
    ("users", &["people", "members", "пользователи", "люди", "участники"]),
    ("settings", &["options", "config", "настройки"]),
    ("plan", &["tariff", "тариф", "план"]),
];

/// The key among those known that people call by another word, or in another language.
pub(crate) fn key_called<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let word = word.to_lowercase();
    let is_called = |known: &str| KEYS.iter().any(|(key, words)| *key == known && words.contains(&&*word));
    known.into_iter().find(|known| is_called(known))
}

/// Whether a text says in words that there is nothing.
pub(super) fn says_nothing(text: &str) -> bool {
    const WORDS: [&str; 16] = [
        "none",
        "no",
        "nothing",
        "nobody",
        "empty",
        "n/a",
        "na",
        "nil",
        "-",
        "—",
        "нет",
        "нету",
        "пусто",
        "никого",
        "ничего",
        "отсутствует",
    ];
    WORDS.contains(&&*text.trim().to_lowercase())
}

/// The parts of a text that lists several things.
pub(super) fn listed(text: &str) -> Vec<&str> {
    let parts =
        text.split([',', ';']).flat_map(|part| part.split(" and ")).flat_map(|part| part.split(" и "));
    parts.map(str::trim).filter(|part| !part.is_empty()).collect()
}

/// That a state has no element with an id: with the id that may be meant, or some of those that there are.
pub(crate) fn unknown_element(
    model: &Model,
    state: &State,
    collection: CollectionId,
    id: &str,
) -> Diagnostic {
    // More of them are no list to choose from.
    const MOST: usize = 12;
    let noun = model.schema.collections.get(collection).map_or("", |shape| &*shape.noun.text);
    let found = Diagnostic::error(Code::E0407, msg!(data.unknown_element, noun = noun, id = id));
    let help = described_so(model, state, collection, id).or_else(|| meant(id, state.ids(collection)));
    found.maybe_help(help.or_else(|| {
        let mut few: Vec<&str> = state.ids(collection).take(MOST + 1).collect();
        if few.len() <= MOST {
            return did_you_mean(id, few);
        }
        few.truncate(3);
        Some(msg!(data.ids_like, ids = few.join("`, `")))
    }))
}

/// The element of which another field is the text that was given for its id.
fn described_so(model: &Model, state: &State, collection: CollectionId, text: &str) -> Option<Message> {
    let shape = model.schema.collections.get(collection)?;
    let rows = state.collections.get(collection)?;
    shape.fields.enumerated().filter(|(field, _)| Some(*field) != shape.key).find_map(|(field, own)| {
        let row = rows.rows().find(|row| rows.text(*row, field) == Some(text))?;
        Some(msg!(data.field_of, field = &*own.name.text, id = rows.id(row)?))
    })
}
