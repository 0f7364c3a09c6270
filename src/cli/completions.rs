//! `ustav completions`: scripts for shells, and the manual page.

use super::arguments::{Completions, Format, Shell};
use super::load::cannot_write;
use super::{Done, Exit, Front, Outcome};
use clap::Command;

pub(super) fn run(front: &Front, command: &mut Command, verb: &Completions) -> Done {
    // A script is a script in any format; who asks for JSON is not refused.
    front.format_of(&[Format::Human, Format::Json])?;
    let mut text = Vec::new();
    let shell = match verb.shell {
        Shell::Bash => clap_complete::Shell::Bash,
        Shell::Elvish => clap_complete::Shell::Elvish,
        Shell::Fish => clap_complete::Shell::Fish,
        Shell::Powershell => clap_complete::Shell::PowerShell,
        Shell::Zsh => clap_complete::Shell::Zsh,
        Shell::Man => {
            let page = clap_mangen::Man::new(command.clone());
            page.render(&mut text).map_err(|error| cannot_write("the manual page", &error))?;
            return Ok(done(&text));
        }
    };
    clap_complete::generate(shell, command, "ustav", &mut text);
    Ok(done(&text))
}

fn done(text: &[u8]) -> Outcome {
    Outcome { text: String::from_utf8_lossy(text).into_owned(), exit: Exit::Well }
}
