//! The help of the command line and its usage errors, in the language that is asked for.
//!
//! The texts are in the catalogue under the names of verbs and arguments: `check`, `check-state`, `format-json`.
//! Arguments that every verb has stand there once, without a verb.

use crate::base::{Argument, Language, Message, Sources, all_of, any_of, catalogue, msg};
use crate::cli::arguments::Arguments;
use crate::cli::output::render::{Report, Style, Tone, draw};
use crate::cli::session::{Exit, Session};
use clap::builder::StyledStr;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, ColorChoice, Command, CommandFactory};
use std::ffi::OsString;
use std::io::{IsTerminal, Write};
use std::process::ExitCode;

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
    let command = command.mut_subcommands(|verb| with_usage(verb, language));
    with_usage(command, language)
}

/// With a line of usage of which no word is in another language.
fn with_usage(mut command: Command, language: Language) -> Command {
    let usage = command.render_usage().to_string();
    let usage = usage.split_once(": ").map_or("", |(_, usage)| usage.trim());
    let options = catalogue::text(language, "help", "options-word", &[]);
    command.override_usage(usage.replace("[OPTIONS]", &options))
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
        let (short, long) =
            (help_of(&argument, language, &key(&id), false), help_of(&argument, language, &key(&id), true));
        let heading = text(if argument.is_positional() { "arguments" } else { "options" });
        order += 1;
        let place = if id == "help" { 2 * LAST } else { order };
        let argument = argument.help_heading(heading).display_order(place);
        let argument = argument.help(short).long_help(long);
        let takes_value = takes_value(&argument);
        argument.hide_default_value(takes_value).hide_possible_values(takes_value)
    })
}

fn takes_value(argument: &Arg) -> bool {
    matches!(argument.get_action(), ArgAction::Set | ArgAction::Append)
}

/// The help of an argument with its default and its values, the long one with what each value means.
fn help_of(argument: &Arg, language: Language, key: &str, long: bool) -> StyledStr {
    let id = argument.get_id().as_str();
    let text =
        |id: &str, arguments: &[(&'static str, Argument)]| catalogue::text(language, "help", id, arguments);
    let mut help = match id {
        "help" | "version" => text(id, &[]),
        _ => text(key, &[]),
    };
    let takes_value = takes_value(argument);
    let values = if takes_value { argument.get_possible_values() } else { Vec::new() };
    let names: Vec<&str> = values.iter().map(clap::builder::PossibleValue::get_name).collect();
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

/// Prints what was asked for in place of a run, help or the version, or what is wrong with the arguments.
pub(crate) fn explained(error: &clap::Error) -> ExitCode {
    let words: Vec<OsString> = std::env::args_os().collect();
    let language = match value_of(&words, "--lang").as_deref() {
        Some("ru") => Language::Russian,
        Some("en") => Language::English,
        _ => Language::of_process(),
    };
    let color = match value_of(&words, "--color").as_deref() {
        Some("always") => ColorChoice::Always,
        Some("never") => ColorChoice::Never,
        _ => ColorChoice::Auto,
    };
    let verb = verb_of(&words);
    let (code, wanted) = match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => (ExitCode::SUCCESS, true),
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => (ExitCode::from(Exit::Error as u8), true),
        _ => (ExitCode::from(Exit::Error as u8), false),
    };
    // Where the stream is closed, nobody is left to read.
    // The version has no words.
    let worded = (error.kind() != ErrorKind::DisplayVersion)
        .then(|| command(language).color(color).try_get_matches_from(words).err())
        .flatten();
    let error = worded.as_ref().unwrap_or(error);
    let _ = if wanted {
        error.print()
    } else {
        let style = Session::style_of(language, color, std::io::stderr().is_terminal());
        std::io::stderr().write_all(usage_error(error, verb.as_deref(), &style).as_bytes())
    };
    code
}

/// The verb among arguments that could not be read as a whole.
fn verb_of(words: &[OsString]) -> Option<String> {
    const WITH_VALUE: [&str; 4] = ["--rules", "--format", "--lang", "--color"];
    let mut words = words.iter().skip(1).map(|word| word.to_string_lossy());
    let verb = loop {
        let word = words.next()?;
        if WITH_VALUE.contains(&&*word) {
            words.next();
        } else if !word.starts_with('-') {
            break word;
        }
    };
    Arguments::command().find_subcommand(&*verb).map(|_| verb.into_owned())
}

/// The value of a flag in arguments that could not be read as a whole.
fn value_of(words: &[OsString], flag: &str) -> Option<String> {
    let mut words =
        words.iter().map(|word| word.to_string_lossy()).skip_while(|word| !word.starts_with(flag));
    let word = words.next()?;
    match word.strip_prefix(flag)?.strip_prefix('=') {
        Some(value) => Some(value.to_owned()),
        None => words.next().map(Into::into),
    }
}

/// What is wrong with the arguments, as a text for standard error.
fn usage_error(error: &clap::Error, verb: Option<&str>, style: &Style) -> String {
    let get = |kind: ContextKind| match error.get(kind) {
        Some(ContextValue::String(text)) => text.clone(),
        Some(ContextValue::Strings(texts)) => texts.join(" "),
        Some(ContextValue::StyledStr(text)) => text.to_string(),
        Some(ContextValue::StyledStrs(texts)) => {
            texts.iter().map(ToString::to_string).collect::<Vec<_>>().join(" ")
        }
        Some(ContextValue::Number(number)) => number.to_string(),
        _ => String::new(),
    };
    let list = |kind: ContextKind| match error.get(kind) {
        Some(ContextValue::Strings(texts)) => texts.clone(),
        Some(ContextValue::String(text)) => vec![text.clone()],
        _ => Vec::new(),
    };
    let (argument, value) = (get(ContextKind::InvalidArg), get(ContextKind::InvalidValue));
    let title = match error.kind() {
        ErrorKind::UnknownArgument => msg!(help.unknown_argument, argument = argument.as_str()),
        ErrorKind::InvalidSubcommand => {
            msg!(help.unknown_verb, verb = get(ContextKind::InvalidSubcommand).as_str())
        }
        ErrorKind::MissingSubcommand => msg!(help.no_verb),
        ErrorKind::InvalidValue if value.is_empty() => msg!(help.no_value, argument = argument.as_str()),
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            msg!(help.wrong_value, argument = argument.as_str(), value = value.as_str())
        }
        ErrorKind::MissingRequiredArgument => {
            msg!(help.missing_argument, arguments = all_of(list(ContextKind::InvalidArg)))
        }
        ErrorKind::ArgumentConflict if list(ContextKind::PriorArg) == [argument.as_str()] => {
            let flag = argument.split(' ').next().unwrap_or_default();
            msg!(help.given_twice, argument = flag)
        }
        ErrorKind::ArgumentConflict => msg!(
            help.arguments_exclude,
            argument = argument.as_str(),
            other = all_of(list(ContextKind::PriorArg))
        ),
        ErrorKind::TooManyValues | ErrorKind::WrongNumberOfValues | ErrorKind::TooFewValues => {
            msg!(help.number_of_values, argument = argument.as_str())
        }
        ErrorKind::InvalidUtf8 => msg!(help.not_utf8),
        _ => msg!(help.wrong_arguments),
    };
    let suggested =
        [ContextKind::SuggestedArg, ContextKind::SuggestedSubcommand, ContextKind::SuggestedValue]
            .into_iter()
            .flat_map(list)
            .next();
    let mut help: Vec<Message> = Vec::new();
    let known = list(ContextKind::ValidValue);
    match suggested {
        Some(word) => help.push(msg!(common.did_you_mean, word = word.as_str())),
        None if error.kind() == ErrorKind::ValueValidation => help.push(msg!(help.expected_percent)),
        None if !known.is_empty() => help.push(msg!(help.known_values, values = any_of(known))),
        None => {}
    }
    let title = msg!(help.error, message = title);
    let report = Report { code: String::new(), title, tone: Tone::Error, labels: Vec::new(), help };
    let mut text = draw(&report, &Sources::default(), style);
    let usage = get(ContextKind::Usage);
    let usage = usage.split_once(": ").map_or("", |(_, usage)| usage.trim());
    if !usage.is_empty() {
        text.push_str(&format!("\n{} {usage}\n", catalogue::text(style.language, "help", "usage", &[])));
    }
    let more = verb.map_or_else(|| msg!(help.more), |verb| msg!(help.more_of_verb, verb = verb));
    text.push_str(&more.text(style.language));
    text.push('\n');
    text
}
