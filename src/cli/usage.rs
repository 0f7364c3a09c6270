//! What is wrong with the arguments, in the language and the format that are asked for; and help where it was asked for.

use crate::base::{
    Argument, Code, Diagnostic, Language, Message, Sources, all_of, any_of, catalogue, list_of, msg, suggest,
};
use crate::cli::arguments::{Arguments, Format};
use crate::cli::help::{command, takes_value};
use crate::cli::meant::{flag_called, is_called, near, value_as_flag};
use crate::cli::output::errors;
use crate::cli::output::render::{Report, Style, Tone, draw};
use crate::cli::session::{Exit, Session};
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{ColorChoice, CommandFactory, ValueEnum};
use std::borrow::Cow;
use std::ffi::OsString;
use std::io::{IsTerminal, Write};
use std::path::Path;
use std::process::ExitCode;

/// Prints what was asked for in place of a run, help or the version, or what is wrong with the arguments.
pub(crate) fn explained(error: &clap::Error) -> ExitCode {
    let words: Vec<OsString> = std::env::args_os().collect();
    let language =
        value_of(&words, "--lang").and_then(|name| language_of(&name)).unwrap_or_else(Language::of_process);
    let color = match value_of(&words, "--color").as_deref() {
        Some("always") => ColorChoice::Always,
        Some("never") => ColorChoice::Never,
        _ => ColorChoice::Auto,
    };
    let verb = verb_of(&words);
    let format = value_of(&words, "--format").and_then(|name| Format::from_str(&name, false).ok());
    let has = |format: &Format| verb.as_ref().is_none_or(|verb| Format::of_verb(verb).contains(format));
    let format = format.filter(has).unwrap_or(Format::Human);
    let (code, wanted) = match error.kind() {
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion => (ExitCode::SUCCESS, true),
        ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
            (ExitCode::from(Exit::Error as u8), format == Format::Human)
        }
        _ => (ExitCode::from(Exit::Error as u8), false),
    };
    if wanted {
        // The version has no words.
        let worded = (error.kind() != ErrorKind::DisplayVersion)
            .then(|| command(language).color(color).try_get_matches_from(&words).err())
            .flatten();
        // Where the stream is closed, nobody is left to read.
        let _ = worded.as_ref().unwrap_or(error).print();
        return code;
    }
    let wrong = UsageError { error, words: &words, verb: verb.as_deref(), language };
    let (title, help) = (wrong.title(), wrong.help());
    let usage = wrong.usage();
    let shown = || usage.clone().map(|usage| msg!(help.write_as, usage = usage));
    let found = Diagnostic::error(Code::E0605, title.clone()).maybe_help(help.clone().or_else(shown));
    let machine = errors::for_machines(&Sources::default(), language, format, &[found]);
    let _ = if let Some(text) = machine {
        std::io::stdout().write_all(text.as_bytes())
    } else {
        let style = Session::style_of(language, color, std::io::stderr().is_terminal());
        std::io::stderr().write_all(drawn(title, help, usage, verb.as_deref(), &style).as_bytes())
    };
    code
}

/// The language that a name means, be it one that the option takes or not.
fn language_of(name: &str) -> Option<Language> {
    let name = name.to_lowercase();
    let begins = |words: [&str; 2]| words.iter().any(|word| name.starts_with(word));
    match () {
        () if begins(["ru", "ру"]) => Some(Language::Russian),
        () if begins(["en", "ан"]) => Some(Language::English),
        () => None,
    }
}

/// The verb among arguments that could not be read as a whole.
fn verb_of(words: &[OsString]) -> Option<String> {
    const WITH_VALUE: [&str; 5] = ["--rules", "--format", "--lang", "--color", "--budget"];
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
    let mut words = words.iter().map(|word| word.to_string_lossy());
    while let Some(word) = words.next() {
        match word.strip_prefix(flag) {
            Some("") => return words.next().map(Into::into),
            Some(rest) if rest.starts_with('=') => return rest.get(1..).map(str::to_owned),
            _ => {}
        }
    }
    None
}

fn text_of(error: &clap::Error, kind: ContextKind) -> String {
    match error.get(kind) {
        Some(ContextValue::StyledStr(text)) => text.to_string(),
        _ => list_in(error, kind).into_iter().next().unwrap_or_default(),
    }
}

fn list_in(error: &clap::Error, kind: ContextKind) -> Vec<String> {
    match error.get(kind) {
        Some(ContextValue::Strings(texts)) => texts.clone(),
        Some(ContextValue::String(text)) => vec![text.clone()],
        _ => Vec::new(),
    }
}

/// What is wrong with the arguments.
struct UsageError<'e> {
    /// In the words of the parser.
    error: &'e clap::Error,
    /// All that was written.
    words: &'e [OsString],
    verb: Option<&'e str>,
    language: Language,
}

impl UsageError<'_> {
    fn text(&self, kind: ContextKind) -> String {
        text_of(self.error, kind)
    }

    /// How the verb, or the program, is called; nothing where only a value is wrong.
    fn usage(&self) -> Option<String> {
        if matches!(self.error.kind(), ErrorKind::InvalidValue | ErrorKind::ValueValidation) {
            return None;
        }
        let mut command = command(self.language);
        let usage = match self.verb.and_then(|verb| command.find_subcommand_mut(verb)) {
            Some(verb) => verb.render_usage(),
            None => command.render_usage(),
        };
        usage.to_string().split_once(": ").map(|(_, usage)| usage.trim().to_owned())
    }

    /// An argument as people call it: by its flag, or by what is expected in its place.
    fn named(&self, argument: &str) -> Argument {
        let flag = argument.split(' ').next().unwrap_or_default();
        if flag == "--budget" && value_of(self.words, flag).is_none() {
            return "`USTAV_BUDGET`".into();
        }
        let first: String = argument.chars().skip(1).take_while(char::is_ascii_alphabetic).collect();
        let place = (!flag.starts_with('-'))
            .then(|| catalogue::find(self.language, "help", &format!("the-{}", first.to_lowercase()), &[]));
        place.flatten().unwrap_or_else(|| format!("`{flag}`")).into()
    }

    /// The flags of the verb, and those of all verbs.
    fn flags(&self) -> Vec<String> {
        let command = Arguments::command();
        let verb = self.verb.and_then(|verb| command.find_subcommand(verb));
        let own = verb.into_iter().flat_map(clap::Command::get_arguments);
        own.chain(command.get_arguments()).filter_map(clap::Arg::get_long).map(str::to_owned).collect()
    }

    /// The flag of the verb that is meant by nearly its name.
    fn near_flag(&self, name: &str) -> Option<String> {
        let flags = self.flags();
        let command = Arguments::command();
        let short = |own: &clap::Arg| {
            own.get_short().is_some_and(|short| name.eq_ignore_ascii_case(&short.to_string()))
        };
        let global = if self.verb.is_none() && name == "v" { Some("version") } else { None };
        let short = command.get_arguments().find(|own| short(own)).and_then(clap::Arg::get_long).or(global);
        if let Some(long) = short {
            return Some(format!("--{long}"));
        }
        if let Some(flag) = flag_called(name).filter(|flag| flags.iter().any(|own| own == flag)) {
            return Some(format!("--{flag}"));
        }
        let known: Vec<&str> = flags.iter().map(String::as_str).chain(["version", "help"]).collect();
        let near = near(name, &known)?;
        Some(format!("--{near}"))
    }

    /// Where to give what another verb takes by a flag, or a file says.
    fn flag_elsewhere(&self, name: &str) -> Option<Message> {
        let verb = self.verb?;
        let keys: &[&str] = match verb {
            "check" | "simulate" => &["actor", "action", "at"],
            "test" => &["state", "actor", "action", "at", "expect"],
            _ => &[],
        };
        if keys.contains(&name) {
            let value = value_of(self.words, &format!("--{name}")).unwrap_or_else(|| "…".to_owned());
            return Some(msg!(help.in_the_file, verb = verb, text = format!("{name}: {value}")));
        }
        let command = Arguments::command();
        let has = |verb: &&clap::Command| verb.get_arguments().any(|own| own.get_long() == Some(name));
        let verbs: Vec<String> =
            command.get_subcommands().filter(has).map(|verb| format!("ustav {}", verb.get_name())).collect();
        (!verbs.is_empty())
            .then(|| msg!(help.flag_of_verbs, flag = format!("--{name}"), verbs = all_of(verbs)))
    }

    /// The paths that were written as one argument.
    fn paths_in_one(&self) -> Option<Message> {
        let words = self.words.iter().skip(1).map(|word| word.to_string_lossy().into_owned());
        let whole = words.into_iter().find_map(|word| {
            let parts: Vec<&str> = word.split([' ', ',', ';']).filter(|part| !part.is_empty()).collect();
            let are_paths = parts.len() > 1 && parts.iter().all(|part| Path::new(part).exists());
            are_paths.then(|| parts.join(" "))
        })?;
        Some(msg!(help.separate_paths, paths = whole))
    }

    /// The flags that are missing, with a place for their values.
    fn flags_to_add(&self) -> Option<Message> {
        let missing = list_in(self.error, ContextKind::InvalidArg);
        let flag = missing.iter().find(|missing| missing.starts_with("--"))?;
        let flag = flag.split(' ').next()?;
        let command = Arguments::command();
        let mut own = command.find_subcommand(self.verb?)?.get_arguments();
        let has_value = own.any(|own| own.get_long() == flag.strip_prefix("--") && takes_value(own));
        let value = if has_value { " \"…\"" } else { "" };
        Some(msg!(help.add_flag, flag = format!("{flag}{value}")))
    }

    /// The value below zero that was taken for a flag, behind the flag that it is of.
    fn negative_value(&self) -> Option<(String, String)> {
        let argument = self.text(ContextKind::InvalidArg);
        let words: Vec<_> = self.words.iter().map(|word| word.to_string_lossy()).collect();
        let is_it = |word: &str| {
            let begins =
                word.strip_prefix('-').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
            begins && word.starts_with(&*argument)
        };
        let at = words.iter().position(|word| is_it(word))?;
        let flag = words.get(at.checked_sub(1)?).filter(|flag| flag.starts_with("--"))?;
        Some((flag.to_string(), words.get(at)?.to_string()))
    }

    /// How a name of several words is written that a verb takes as one.
    fn several_words(&self) -> Option<Message> {
        let joints: &[&str] = match self.verb? {
            "how" => &["_"],
            "accept" => &["-", "_"],
            "explain" => {
                let is_code = |word: &OsString| {
                    word.to_string_lossy()
                        .strip_prefix(['E', 'W', 'e', 'w'])
                        .is_some_and(|rest| rest.len() > 2)
                };
                let codes = self.words.iter().skip(2).filter(|word| is_code(word)).count();
                if codes > 1 {
                    return Some(msg!(help.one_at_a_time));
                }
                &[""]
            }
            _ => return None,
        };
        let words = self.words.iter().map(|word| word.to_string_lossy());
        let behind = words.skip_while(|word| Some(&**word) != self.verb).skip(1);
        let words: Vec<_> = behind.take_while(|word| !word.starts_with('-')).collect();
        let name = |joint: &&str| {
            let name = words.join(*joint);
            if *joint == "_" { name.to_lowercase() } else { name }
        };
        let names = joints.iter().map(name);
        let is_whole = |word: &Cow<'_, str>| word.contains(['_', '-', '.', '/']);
        (words.len() > 1 && !words.iter().any(is_whole)).then(|| msg!(help.one_word, names = any_of(names)))
    }

    /// The word that is meant as a flag of this name, but begins with another number or kind of signs.
    fn misspelt_flag(&self) -> Option<(String, String)> {
        let flags = self.flags();
        self.words.iter().skip(1).map(|word| word.to_string_lossy()).find_map(|word| {
            let name = word.trim_start_matches(['-', '—', '–', '−']).split('=').next()?;
            let is_right = word.starts_with("--") && !word.starts_with("---");
            let is_flag = !is_right && name.len() < word.len() && name.len() > 1;
            let written = word.split('=').next()?.to_owned();
            (is_flag && flags.iter().any(|flag| flag == name)).then(|| (written, format!("--{name}")))
        })
    }

    fn title(&self) -> Message {
        let error = self.error;
        let (argument, value) = (self.text(ContextKind::InvalidArg), self.text(ContextKind::InvalidValue));
        match error.kind() {
            ErrorKind::UnknownArgument if let Some((flag, value)) = self.negative_value() => {
                msg!(help.wrong_value, argument = self.named(&flag), value = value)
            }
            ErrorKind::UnknownArgument => match self.misspelt_flag() {
                Some((written, _)) => msg!(help.unknown_argument, argument = written),
                None if argument.starts_with('-') => msg!(help.unknown_argument, argument = argument),
                None => msg!(help.unexpected_argument, argument = argument),
            },
            ErrorKind::InvalidSubcommand => {
                msg!(help.unknown_verb, verb = self.text(ContextKind::InvalidSubcommand))
            }
            ErrorKind::MissingSubcommand | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand => {
                msg!(help.no_verb)
            }
            ErrorKind::InvalidValue if !argument.starts_with('-') && value.is_empty() => {
                msg!(help.expected_not_nothing, argument = self.named(&argument))
            }
            ErrorKind::InvalidValue if !argument.starts_with('-') => {
                msg!(help.expected_not, argument = self.named(&argument), value = value)
            }
            ErrorKind::InvalidValue if value.is_empty() => {
                msg!(help.no_value, argument = self.named(&argument))
            }
            ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
                msg!(help.wrong_value, argument = self.named(&argument), value = value)
            }
            ErrorKind::MissingRequiredArgument => {
                let missing = list_in(error, ContextKind::InvalidArg);
                msg!(help.missing_argument, arguments = list_of(missing.iter().map(|one| self.named(one))))
            }
            ErrorKind::ArgumentConflict if list_in(error, ContextKind::PriorArg) == [&*argument] => {
                msg!(help.given_twice, argument = self.named(&argument))
            }
            ErrorKind::ArgumentConflict => {
                let others = list_in(error, ContextKind::PriorArg);
                let others = list_of(others.iter().map(|one| self.named(one)));
                msg!(help.arguments_exclude, argument = self.named(&argument), other = others)
            }
            ErrorKind::TooManyValues | ErrorKind::WrongNumberOfValues | ErrorKind::TooFewValues => {
                msg!(help.number_of_values, argument = self.named(&argument))
            }
            ErrorKind::InvalidUtf8 => msg!(help.not_utf8),
            _ => msg!(help.wrong_arguments),
        }
    }

    /// What to write instead.
    fn help(&self) -> Option<Message> {
        let error = self.error;
        let (argument, value) = (self.text(ContextKind::InvalidArg), self.text(ContextKind::InvalidValue));
        let did_you_mean = |word: String| msg!(common.did_you_mean, word = word);
        let about_can = || (self.verb == Some("can")).then(|| msg!(cli.name_actor_or_role));
        match error.kind() {
            ErrorKind::UnknownArgument if let Some((flag, _)) = self.negative_value() => {
                Some(match flag.as_str() {
                    "--within" => msg!(cli.write_a_period),
                    "--budget" => msg!(help.expected_number),
                    _ => msg!(help.expected_percent),
                })
            }
            ErrorKind::UnknownArgument => {
                let flag = self.misspelt_flag().map(|(_, flag)| flag);
                if argument.starts_with('-') {
                    let name = argument.trim_start_matches('-');
                    return flag
                        .map(did_you_mean)
                        .or_else(|| self.needs_no_flag(name))
                        .or_else(|| self.flag_elsewhere(name))
                        .or_else(|| self.near_flag(name).or_else(|| value_as_flag(name)).map(did_you_mean));
                }
                flag.map(did_you_mean)
                    .or_else(|| self.several_words())
                    .or_else(|| self.cut_value(&argument))
                    .or_else(|| self.path_meant(&argument))
                    .or_else(about_can)
            }
            ErrorKind::InvalidSubcommand => {
                let verb = self.text(ContextKind::InvalidSubcommand);
                let command = Arguments::command();
                let verbs = || command.get_subcommands().map(clap::Command::get_name);
                let other = verbs().find(|name| is_called(name, &verb)).map(str::to_owned);
                let other = other.or_else(|| near(&verb, &verbs().collect::<Vec<_>>()));
                let flag = match verb.trim_start_matches('/') {
                    "version" => Some("--version"),
                    "help" | "?" | "h" => Some("--help"),
                    _ => None,
                };
                let other = flag.map(str::to_owned).or(other);
                other.map(did_you_mean).or_else(|| suggest::did_you_mean(&verb, verbs()))
            }
            ErrorKind::ValueValidation => {
                let digits: String =
                    value.chars().filter(|c| !matches!(c, '_' | ' ' | ',' | '\'' | '%')).collect();
                let is_number = !digits.is_empty() && digits.bytes().all(|digit| digit.is_ascii_digit());
                let is_budget = argument.starts_with("--budget");
                Some(match () {
                    () if is_number && digits != value => did_you_mean(digits),
                    () if is_budget => msg!(help.expected_number),
                    () => msg!(help.expected_percent),
                })
            }
            ErrorKind::InvalidValue if argument.starts_with("--lang") => {
                let name = value_of(self.words, "--lang").unwrap_or_default();
                Some(match language_of(&name) {
                    Some(Language::Russian) => did_you_mean("ru".to_owned()),
                    Some(Language::English) => did_you_mean("en".to_owned()),
                    None => msg!(help.known_values, values = any_of(["ru", "en"])),
                })
            }
            ErrorKind::InvalidValue => {
                let mut known = list_in(error, ContextKind::ValidValue);
                if let Some(verb) = self.verb.filter(|_| argument.starts_with("--format")) {
                    let has = |format| Format::of_verb(verb).contains(&format);
                    known.retain(|name| Format::from_str(name, false).is_ok_and(has));
                }
                let near = near(&value, &known.iter().map(String::as_str).collect::<Vec<_>>());
                near.map(did_you_mean)
                    .or_else(|| (!known.is_empty()).then(|| msg!(help.known_values, values = any_of(known))))
            }
            ErrorKind::MissingRequiredArgument => {
                self.paths_in_one().or_else(about_can).or_else(|| self.flags_to_add())
            }
            ErrorKind::ArgumentConflict => about_can(),
            _ => None,
        }
    }

    /// That what is given with a flag of this name is given without one.
    fn needs_no_flag(&self, name: &str) -> Option<Message> {
        let command = Arguments::command();
        let mut own = command.find_subcommand(self.verb?)?.get_positionals();
        let is_it = |id: &str| id == name || id.strip_suffix('s') == Some(name);
        own.any(|argument| is_it(argument.get_id().as_str()))
            .then(|| msg!(help.without_flag, flag = format!("--{name}")))
    }

    /// How to write the value of a flag that goes on behind a space with an argument.
    fn cut_value(&self, argument: &str) -> Option<Message> {
        let words: Vec<_> = self.words.iter().map(|word| word.to_string_lossy()).collect();
        let [flag, value, _] =
            words.windows(3).find(|words| words.last().is_some_and(|last| last == argument))?
        else {
            return None;
        };
        let command = Arguments::command();
        let verb = command.find_subcommand(self.verb?)?;
        let is_flag = verb.get_arguments().any(|own| {
            own.get_long().is_some_and(|name| flag.strip_prefix("--") == Some(name)) && takes_value(own)
        });
        if let Some(first) = value.strip_suffix([',', ';']).filter(|_| is_flag) {
            return Some(msg!(help.one_value, flag = format!("{flag} {first}")));
        }
        let whole = format!("{flag} \"{value} {argument}\"");
        is_flag.then(|| msg!(help.quote_value, whole = whole))
    }

    /// How to name a file or a folder that has no place where it stands.
    fn path_meant(&self, argument: &str) -> Option<Message> {
        let words: Vec<String> = self.words.iter().map(|word| word.to_string_lossy().into_owned()).collect();
        let mut joined = words.windows(2).map(|pair| pair.join(" "));
        if let Some(whole) = joined.find(|whole| Path::new(whole).exists()) {
            return Some(msg!(cli.quote_path, path = whole));
        }
        let path = Path::new(argument);
        let is_rules = path.is_dir() || path.extension().is_some_and(|ending| ending == "rules");
        if is_rules {
            return Some(msg!(cli.write_rules, path = argument));
        }
        let is_out =
            self.flags().iter().any(|flag| flag == "out") && path.extension().is_some() && !path.exists();
        is_out.then(|| msg!(common.did_you_mean, word = format!("--out {argument}")))
    }
}

/// What is wrong with the arguments, as a text for standard error.
fn drawn(
    title: Message,
    help: Option<Message>,
    usage: Option<String>,
    verb: Option<&str>,
    style: &Style,
) -> String {
    let title = msg!(help.error, message = title);
    let help = help.into_iter().collect();
    let report = Report { code: String::new(), title, tone: Tone::Error, labels: Vec::new(), help };
    let mut text = draw(&report, &Sources::default(), style);
    if let Some(usage) = usage {
        text.push_str(&format!("\n{} {usage}\n", catalogue::text(style.language, "help", "usage", &[])));
    }
    let more = verb.map_or_else(|| msg!(help.more), |verb| msg!(help.more_of_verb, verb = verb));
    text.push_str(&more.text(style.language));
    text.push('\n');
    text
}
