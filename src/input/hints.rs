//! What a word in a state, an action or a scenario may be meant to be.

use crate::base::suggest::{did_you_mean, look_alike, meant, nearest, odd_character};
use crate::base::{Code, Diagnostic, Message, msg};
use crate::input::state::State;
use crate::input::tree::shown;
use crate::input::yaml::{comment_meant, is_bullet, table_row};
use crate::model::{Collection, LocalizedText, Model, nearly_called};
use crate::values::Type;
use crate::values::email::is_same_email;
use crate::values::ids::CollectionId;

/// What people call nearly as a text says, by the name that it has in data.
pub(super) fn by_called<'m>(
    text: &str,
    known: impl Iterator<Item = (&'m str, &'m [LocalizedText])>,
) -> Option<Message> {
    nearly_called(text, known).map(|(name, _)| msg!(common.did_you_mean, word = name))
}

/// Keys of the program and usual names of fields, each with what people write for it.
const KEYS: [(&str, &[&str]); 20] = [
    ("actor", &["who", "user", "subject", "principal", "исполнитель", "кто", "пользователь", "актор"]),
    ("action", &["what", "verb", "operation", "do", "действие", "действия", "что"]),
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

/// Whether a word is a key of the program, or a usual name of a field.
pub(super) fn is_usual_key(word: &str) -> bool {
    KEYS.iter().any(|(key, _)| *key == word)
}

/// The key among those known that people call by another word, or in another language.
pub(crate) fn key_called<'k>(word: &str, known: impl IntoIterator<Item = &'k str>) -> Option<&'k str> {
    let word = word.to_lowercase();
    let is_called = |known: &str| KEYS.iter().any(|(key, words)| *key == known && words.contains(&&*word));
    known.into_iter().find(|known| is_called(known))
}

/// The key among those known that is meant by a word: by another word for it, or by nearly its own.
pub(crate) fn key_meant<'k>(word: &str, known: impl IntoIterator<Item = &'k str> + Clone) -> Option<&'k str> {
    key_called(word, known.clone()).or_else(|| nearest(word, known))
}

/// What to write in place of a key that is not among those known.
pub(crate) fn key_help<'k>(word: &str, known: impl IntoIterator<Item = &'k str> + Clone) -> Option<Message> {
    let called = key_called(word, known.clone()).map(|word| msg!(common.did_you_mean, word = word));
    called
        .or_else(|| comment_meant(word))
        .or_else(|| meant(word, known.clone()))
        .or_else(|| word.chars().find_map(odd_character))
        .or_else(|| did_you_mean(word, known))
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
    let is_between = |sign: char| matches!(sign, ',' | ';') || is_bullet(sign);
    let parts =
        text.split(is_between).flat_map(|part| part.split(" and ")).flat_map(|part| part.split(" и "));
    parts.map(str::trim).filter(|part| !part.is_empty()).collect()
}

/// How a state is written: with an element of its first collection, or of a table that was given for it.
pub(crate) fn write_state(model: &Model, text: Option<&str>) -> Option<Message> {
    let row = text.and_then(table_row);
    let collections = model.schema.collections.iter();
    let named = |key: &str| row.as_ref().is_some_and(|row| row.contains(&format!("{key}: ")));
    let keys = collections.clone().filter_map(|shape| Some((shape, shape.fields.get(shape.key?)?)));
    let fits = |shape: &Collection| shape.fields.iter().filter(|field| named(&field.name.text)).count();
    let best = keys.clone().filter(|_| row.is_some()).max_by_key(|(shape, _)| fits(shape));
    let Some((shape, key)) = best.or_else(|| keys.clone().next()) else {
        let field = model.schema.members.iter().find_map(|member| model.schema.member_name(member))?;
        return Some(msg!(data.write_field, key = &**field));
    };
    Some(match row {
        Some(row) => msg!(data.write_table, key = &*shape.name.text, row = row),
        None => msg!(data.write_state, key = &*shape.name.text, text = format!("- {}: …", key.name.text)),
    })
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
    let shape = model.schema.collections.get(collection);
    let noun = shape.map_or("", |shape| &*shape.noun.text);
    let found = Diagnostic::error(Code::E0407, msg!(data.unknown_element, noun = noun, id = id));
    if let Some(shape) = shape.filter(|_| state.ids(collection).next().is_none()) {
        let key = shape.key.and_then(|key| shape.fields.get(key)).map_or("id", |key| &*key.name.text);
        let element = format!("- {key}: {}", shown(id));
        return found.help(msg!(data.add_collection, key = &*shape.name.text, text = element));
    }
    let help = described_so(model, state, collection, id).or_else(|| meant(id, state.ids(collection)));
    // An id that only looks so is mended in the state.
    let alike = state.ids(collection).find(|other| look_alike(other, id).is_some());
    let place = alike.and_then(|alike| {
        let rows = state.collections.get(collection)?;
        rows.span(rows.find(alike)?, shape?.key?)
    });
    let found = match place {
        Some(place) => found.label(place, msg!(data.id_is_here)),
        None => found,
    };
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
    // A reference is the id of another.
    let texts = shape.fields.enumerated().filter(|(_, own)| own.ty.refers_to().is_none());
    texts.filter(|(field, _)| Some(*field) != shape.key).find_map(|(field, own)| {
        let is_it =
            |own_text: &str| own_text == text || own.ty == Type::Email && is_same_email(own_text, text);
        let row = rows.rows().find(|row| rows.text(*row, field).is_some_and(is_it))?;
        Some(msg!(data.field_of, field = &*own.name.text, id = rows.id(row)?))
    })
}
