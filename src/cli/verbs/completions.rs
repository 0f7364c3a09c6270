//! `ustav completions`: scripts for shells, and the manual page.

use crate::base::{Language, catalogue, msg};
use crate::cli::arguments::{Completions, Format, Shell};
use crate::cli::help;
use crate::cli::io::whole_file::cannot_write;
use crate::cli::session::{Exit, Session, VerbOutput, VerbResult};

pub(crate) fn run(session: &Session, verb: &Completions) -> VerbResult {
    let mut command = help::command(session.language);
    // A script is a script in any format; who asks for JSON is not refused.
    session.format_of(Format::of_verb("completions"))?;
    let mut text = Vec::new();
    let shell = match verb.shell {
        Shell::Bash => Some(clap_complete::Shell::Bash),
        Shell::Elvish => Some(clap_complete::Shell::Elvish),
        Shell::Fish => Some(clap_complete::Shell::Fish),
        Shell::Powershell => Some(clap_complete::Shell::PowerShell),
        Shell::Zsh => Some(clap_complete::Shell::Zsh),
        Shell::Man => {
            let page = clap_mangen::Man::new(command.clone());
            page.render(&mut text).map_err(|error| cannot_write(msg!(cli.manual_page), &error))?;
            None
        }
    };
    if let Some(shell) = shell {
        clap_complete::generate(shell, &mut command, "ustav", &mut text);
    }
    let mut text = String::from_utf8_lossy(&text).into_owned();
    if matches!(verb.shell, Shell::Man) {
        text = with_headings(&text, session.language);
    }
    Ok(VerbOutput { text, exit: Exit::Success })
}

/// A page of the manual with its headings in a language, in capitals as those of all pages are.
fn with_headings(page: &str, language: Language) -> String {
    let heading = |name: &str| {
        let id = match name {
            "NAME" => "man-name",
            "SYNOPSIS" => "man-synopsis",
            "DESCRIPTION" => "man-description",
            "VERSION" => "man-version",
            // It is that of the help.
            other => return other.to_uppercase(),
        };
        catalogue::text(language, "help", id, &[])
    };
    let lines = page.split_inclusive('\n').map(|line| match line.strip_prefix(".SH ") {
        Some(name) => format!(".SH {}\n", heading(name.trim_end())),
        None => line.to_owned(),
    });
    lines.collect()
}
