//! What a word among the arguments is meant for.

use crate::base::{Language, Message, catalogue, msg, suggest};
use crate::cli::arguments::Arguments;
use crate::model::{LocalizedText, name_in, nearly_called};
use clap::CommandFactory;

/// The one of some names that is nearly a word, that goes on where the word ends, or the other way round.
pub(crate) fn near(word: &str, names: &[&str]) -> Option<String> {
    const SHORTEST: usize = 3;
    let goes_on = |name: &&&str| name.starts_with(word) || name.len() >= SHORTEST && word.starts_with(**name);
    let longer = || names.iter().find(goes_on).filter(|_| word.len() >= SHORTEST).copied();
    suggest::nearest(word, names.iter().copied()).or_else(longer).map(str::to_owned)
}

/// The flag that a value is for which was written as a flag itself: `--json`.
pub(crate) fn value_as_flag(name: &str) -> Option<String> {
    let command = Arguments::command();
    let mut flags = command.get_arguments().filter_map(|argument| Some((argument.get_long()?, argument)));
    let (flag, _) = flags.find(|(_, argument)| {
        argument.get_possible_values().iter().any(|value| value.get_name() == name && name != "auto")
    })?;
    Some(format!("--{flag} {name}"))
}

/// Whether people call a verb so, in any of the languages.
pub(crate) fn is_called(verb: &str, word: &str) -> bool {
    let word = word.to_lowercase();
    let names = Language::ALL.map(|language| catalogue::find(language, "help", &format!("also-{verb}"), &[]));
    names.into_iter().flatten().any(|names| names.split(", ").any(|name| name == word))
}

/// The flag that people call by another word.
pub(crate) fn flag_called(word: &str) -> Option<&'static str> {
    const FLAGS: [(&str, &[&str]); 4] = [
        ("at", &["date", "time", "when", "now", "day"]),
        ("actor", &["user", "who", "person"]),
        ("out", &["output", "file", "to"]),
        ("rules", &["pack", "policy"]),
    ];
    FLAGS.iter().find(|(_, words)| words.contains(&word)).map(|(flag, _)| *flag)
}

/// What somebody means who names an action or a role that is not there; else the names that people have for those that
/// are, by which commands take them, too.
pub(crate) fn name_meant<'m>(
    word: &str,
    known: &(impl Iterator<Item = (&'m str, &'m [LocalizedText])> + Clone),
    language: Language,
) -> Option<Message> {
    let by_name = || suggest::meant(word, known.clone().map(|(name, _)| name));
    let by_called = || {
        let called = nearly_called(word, known.clone()).map(|(_, called)| called)?;
        Some(msg!(common.did_you_mean, word = called))
    };
    let called =
        |(name, called): (&'m str, &'m [LocalizedText])| name_in(called, language.code()).unwrap_or(name);
    // Names of rules have no spaces.
    let meant = if word.contains(' ') { by_called().or_else(by_name) } else { by_name().or_else(by_called) };
    meant.or_else(|| suggest::did_you_mean(word, known.clone().map(called)))
}

/// How to give a flag the value that stands alone: `--fix all`.
pub(crate) fn value_of_flag(word: &str) -> Option<Message> {
    let command = Arguments::command();
    let flags = command.get_subcommands().flat_map(clap::Command::get_arguments);
    let mut takes = flags.filter(|flag| flag.is_require_equals_set());
    let flag = takes.find(|flag| flag.get_possible_values().iter().any(|value| value.get_name() == word))?;
    let flag = format!("--{}", flag.get_long()?);
    let is_given = std::env::args_os().any(|given| *given == *flag);
    is_given.then(|| msg!(common.did_you_mean, word = format!("{flag}={word}")))
}
