//! The texts of messages, read from the catalogue when the first message of a file is worded.

use crate::base::language::Language;
use crate::base::message::{Argument, Content, Joint, List, Message};
use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use std::sync::LazyLock;
use unic_langid::LanguageIdentifier;

type Bundle = LazyLock<FluentBundle<FluentResource>>;

/// One file of the catalogue in each language.
struct Area {
    name: &'static str,
    english: Bundle,
    russian: Bundle,
}

macro_rules! areas {
    ($($name:ident)*) => {
        static AREAS: [Area; [$(stringify!($name)),*].len()] = [$(Area {
            name: stringify!($name),
            english: LazyLock::new(|| {
                bundle(Language::English, include_str!(concat!("../../messages/en/", stringify!($name), ".ftl")))
            }),
            russian: LazyLock::new(|| {
                bundle(Language::Russian, include_str!(concat!("../../messages/ru/", stringify!($name), ".ftl")))
            }),
        },)*];
    };
}

areas! {
    alike
    artefact
    cli
    codes
    common
    data
    dates
    documents
    draft
    docx
    help
    review
    rules
    scenarios
    simulate
    syntax
    test
    verdict
    verify
}

fn bundle(language: Language, text: &str) -> FluentBundle<FluentResource> {
    let locale: LanguageIdentifier = language.code().parse().unwrap_or_default();
    let mut bundle = FluentBundle::new_concurrent(vec![locale]);
    // Marks of direction would be copied with a message, and neither language needs them.
    bundle.set_use_isolating(false);
    // What is not well-formed is left out; tests/messages.rs lets no such file pass.
    let resource = FluentResource::try_new(text.to_owned()).unwrap_or_else(|(resource, _)| resource);
    // Ids that stand twice keep their first text, and are found by the same test.
    let _ = bundle.add_resource(resource);
    bundle
}

impl Message {
    /// As people read it.
    pub fn text(&self, language: Language) -> String {
        match &*self.0 {
            Content::Entry { area, id, arguments } => text(language, area, id, arguments),
            Content::Verbatim(text) => text.clone(),
        }
    }
}

/// In English, for whoever has no language at hand: assertions, logs.
impl std::fmt::Display for Message {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.text(Language::English))
    }
}

/// The text of a message; `area.id` where the catalogue lacks it, which `tests/messages.rs` rules out.
pub(crate) fn text(
    language: Language,
    area: &str,
    id: &str,
    arguments: &[(&'static str, Argument)],
) -> String {
    find(language, area, id, arguments).unwrap_or_else(|| format!("{area}.{id}"))
}

/// The text of a message that need not be there.
pub(crate) fn find(
    language: Language,
    area: &str,
    id: &str,
    arguments: &[(&'static str, Argument)],
) -> Option<String> {
    let area = AREAS.iter().find(|one| one.name == area)?;
    let bundle: &FluentBundle<FluentResource> = match language {
        Language::English => &area.english,
        Language::Russian => &area.russian,
    };
    let pattern = bundle.get_message(id)?.value()?;
    let mut values = FluentArgs::with_capacity(arguments.len());
    for (name, argument) in arguments {
        values.set(*name, value(language, argument));
    }
    let mut errors = Vec::new();
    let text = bundle.format_pattern(pattern, Some(&values), &mut errors).into_owned();
    // Backticks around nothing would show nothing.
    let is_empty =
        |(_, argument): &(_, Argument)| matches!(argument, Argument::Text(text) if text.is_empty());
    Some(if arguments.iter().any(is_empty) { text.replace("``", "`\"\"`") } else { text })
}

fn value(language: Language, argument: &Argument) -> FluentValue<'static> {
    match argument {
        Argument::Number(number) => FluentValue::from(*number),
        other => FluentValue::from(worded(language, other)),
    }
}

fn worded(language: Language, argument: &Argument) -> String {
    match argument {
        Argument::Text(text) => text.clone(),
        Argument::Number(number) => number.to_string(),
        Argument::Message(message) => message.text(language),
        Argument::List(list) => joined(language, list),
    }
}

/// `a, b and c`; with some omitted, `a, b and 3 more`.
fn joined(language: Language, list: &List) -> String {
    let mut items: Vec<String> = list.items.iter().map(|item| worded(language, item)).collect();
    let is_sentence = matches!(list.joint, Joint::And | Joint::Or);
    let joint = if list.omitted > 0 && is_sentence { Joint::And } else { list.joint };
    if list.omitted > 0 {
        items.push(text(language, "common", "more", &[("count", Argument::from(list.omitted))]));
    }
    let id = match joint {
        Joint::Comma => return items.join(", "),
        Joint::Semicolon => return items.join("; "),
        Joint::And => "and",
        Joint::Or => "or",
    };
    let Some(last) = items.pop() else { return String::new() };
    if items.is_empty() {
        return last;
    }
    let first = items.join(", ");
    text(language, "common", id, &[("first", Argument::Text(first)), ("last", Argument::Text(last))])
}
