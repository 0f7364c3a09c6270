//! What people write in scenario files in place of what is expected.

use crate::base::{Code, Diagnostic, Message, msg, suggest};
use crate::input::hints::key_help;
use crate::input::reader::Reader;
use crate::input::tree::{Key, Node};

/// A value that was to be something else; what is expected is said by a message that gets what was found.
pub(super) fn wrong_kind(reader: &mut Reader<'_>, node: &Node, message: Message, help: Option<Message>) {
    let place = Reader::head(node);
    let diagnostic = Diagnostic::error(Code::E0403, message).label(place, Message::empty());
    reader.report(diagnostic.maybe_help(help));
}

/// A key that its mapping does not know, with the one that is meant, where that is sure.
pub(super) fn unknown_key<'k>(
    reader: &mut Reader<'_>,
    message: Message,
    key: &Key,
    meant: Option<&str>,
    known: impl IntoIterator<Item = &'k str>,
) {
    reader.report_with(|_| {
        let known: Vec<&str> = known.into_iter().collect();
        let meant = meant.filter(|meant| suggest::look_alike(&key.text, meant).is_none());
        let help = meant.map(|word| msg!(common.did_you_mean, word = word));
        Diagnostic::error(Code::E0402, message)
            .label(key.span, Message::empty())
            .maybe_help(help.or_else(|| key_help(&key.text, known.iter().copied())))
    });
}

/// Complain of the keys of an action that stand beside the keys of a scenario or a step, in place of below `do`.
pub(super) fn action_beside(reader: &mut Reader<'_>, node: &Node) -> bool {
    let has_action = node.entry("do").is_some_and(|action| !action.value.is_null());
    let first = ["actor", "action"].iter().filter_map(|key| node.entry(key));
    let Some(first) = first
        .min_by_key(|entry| entry.key.span.start)
        .filter(|first| !has_action && first.value.entries().is_none())
    else {
        return false;
    };
    reader.report(
        Diagnostic::error(Code::E0402, msg!(scenarios.action_beside))
            .label(first.key.span, Message::empty())
            .help(msg!(scenarios.indent_action)),
    );
    true
}

/// The verdict that somebody means by another word.
pub(super) fn verdict_meant(text: &str) -> Option<&'static str> {
    match &*text.trim().to_lowercase() {
        "allow" | "permit" | "permitted" | "yes" | "true" | "ok" | "pass" | "разрешено" | "да" => {
            Some("allowed")
        }
        "deny" | "forbid" | "forbidden" | "no" | "false" | "refused" | "запрещено" | "нет" => {
            Some("denied")
        }
        "unknown" | "open" | "неизвестно" | "не определено" => Some("undetermined"),
        _ => None,
    }
}
