//! The help of the command line, in the language that is asked for.
//!
//! The texts are in the catalogue under the names of verbs and arguments: `check`, `check-state`, `format-json`.
//! Arguments that every verb has stand there once, without a verb.

use crate::base::{Argument, Language, catalogue};
use crate::cli::arguments::{Arguments, Format};
use clap::builder::StyledStr;
use clap::{Arg, ArgAction, Command, CommandFactory, ValueEnum};

/// The command line with all of its help in a language.
pub(crate) fn command(language: Language) -> Command {
    let text = |id: &str| catalogue::text(language, "help", id, &[]);
    let mut command = Arguments::command();
    let verbs: Vec<String> = command.get_subcommands().map(|verb| verb.get_name().to_owned()).collect();
    for name in verbs {
        let about = text(&name);
        command = command.mut_subcommand(&name, |verb| {
            described(verb.about(about), language, 0, &|id| format!("{name}-{id}"))
        });
    }
    let long = format!("{}\n\n{}", text("ustav"), text("ustav-exit-codes"));
    let version = flag("version", 'V', ArgAction::Version);
    let command = command.about(text("ustav")).long_about(long).disable_version_flag(true).arg(version);
    let mut command = described(command, language, LAST, &str::to_owned)
        .subcommand_help_heading(text("commands"))
        .subcommand_value_name(text("command"));
    // The verb `help` is there only now.
    command.build();
    let command = command.mut_subcommand("help", |verb| verb.about(text("help")));
    let command = command.mut_subcommands(|verb| with_usage(with_own_formats(verb, language), language));
    with_usage(command, language)
}

/// With a line of usage of which no word is in another language.
fn with_usage(mut command: Command, language: Language) -> Command {
    let usage = command.render_usage().to_string();
    let usage = usage.split_once(": ").map_or("", |(_, usage)| usage.trim());
    let options = catalogue::text(language, "help", "options-word", &[]);
    command.override_usage(usage.replace("[OPTIONS]", &options))
}

/// With those formats alone that the verb has.
fn with_own_formats(verb: Command, language: Language) -> Command {
    let formats = Format::of_verb(verb.get_name());
    let has = |name: &str| formats.iter().any(|format| Format::from_str(name, false).as_ref() == Ok(format));
    if !verb.get_arguments().any(|argument| argument.get_id() == "format") {
        return verb;
    }
    verb.mut_arg("format", |argument| {
        let help = |long| help_of(&argument, language, "format", long, &has);
        let (short, long) = (help(false), help(true));
        argument.help(short).long_help(long)
    })
}

fn flag(name: &'static str, short: char, action: ArgAction) -> Arg {
    Arg::new(name).short(short).long(name).action(action)
}

/// Behind this many arguments of a verb stand those of every verb, and behind these the help.
const LAST: usize = 100;

/// A command with the help of its arguments, which are shown from a place on; `key` says where in the catalogue that of
/// an argument is.
fn described(
    command: Command,
    language: Language,
    mut order: usize,
    key: &dyn Fn(&str) -> String,
) -> Command {
    let text = |id: &str| catalogue::text(language, "help", id, &[]);
    let template = format!(
        "{{before-help}}{{about-with-newline}}\n{} {{usage}}\n\n{{all-args}}{{after-help}}\n",
        text("usage")
    );
    let help = flag("help", 'h', ArgAction::Help);
    command.help_template(template).disable_help_flag(true).arg(help).mut_args(|argument| {
        let id = argument.get_id().to_string();
        let help = |long| help_of(&argument, language, &key(&id), long, &|_| true);
        let (short, long) = (help(false), help(true));
        let heading = text(if argument.is_positional() { "arguments" } else { "options" });
        order += 1;
        let place = if id == "help" { 2 * LAST } else { order };
        let argument = argument.help_heading(heading).display_order(place);
        let argument = argument.help(short).long_help(long);
        let takes_value = takes_value(&argument);
        let argument = if takes_value { with_value_name(argument, language) } else { argument };
        argument.hide_default_value(takes_value).hide_possible_values(takes_value)
    })
}

/// With the name of its value in a language: `value-state` in the catalogue.
fn with_value_name(argument: Arg, language: Language) -> Arg {
    let id = argument.get_id().to_string();
    let own = argument.get_value_names().and_then(<[_]>::first).map_or(id, ToString::to_string);
    let key: String = own.to_lowercase().chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).collect();
    match catalogue::find(language, "help", &format!("value-{key}"), &[]) {
        Some(name) => argument.value_name(name),
        None => argument,
    }
}

pub(crate) fn takes_value(argument: &Arg) -> bool {
    matches!(argument.get_action(), ArgAction::Set | ArgAction::Append)
}

/// The help of an argument with its default and those of its values that `has` lets through, the long one with what
/// each value means.
fn help_of(
    argument: &Arg,
    language: Language,
    key: &str,
    long: bool,
    has: &dyn Fn(&str) -> bool,
) -> StyledStr {
    let id = argument.get_id().as_str();
    let text =
        |id: &str, arguments: &[(&'static str, Argument)]| catalogue::text(language, "help", id, arguments);
    let mut help = match id {
        "help" | "version" => text(id, &[]),
        _ => text(key, &[]),
    };
    let takes_value = takes_value(argument);
    let values = if takes_value { argument.get_possible_values() } else { Vec::new() };
    let shown = values.iter().filter(|value| !value.is_hide_set());
    let names = shown.map(clap::builder::PossibleValue::get_name);
    let names: Vec<&str> = names.filter(|name| has(name)).collect();
    let meanings: Vec<(&str, String)> = names
        .iter()
        .filter_map(|name| Some((*name, catalogue::find(language, "help", &format!("{id}-{name}"), &[])?)))
        .collect();
    let mut notes = Vec::new();
    if takes_value && let [default] = argument.get_default_values() {
        notes.push(text("default", &[("value", Argument::Text(default.display().to_string()))]));
    }
    for note in &notes {
        help.push_str(&format!(" [{note}]"));
    }
    if long && !meanings.is_empty() {
        for (name, meaning) in meanings {
            help.push_str(&format!("\n- {name}: {meaning}"));
        }
    } else if !names.is_empty() {
        let note = text("values", &[("values", Argument::Text(names.join(", ")))]);
        help.push_str(&format!(" [{note}]"));
    }
    StyledStr::from(help)
}
