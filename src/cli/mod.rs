//! Floor 9: the command line. The only floor that touches the disk, the clock and the terminal.

#![expect(clippy::disallowed_methods, reason = "this is the floor that touches the world")]

mod arguments;
mod help;
mod io;
mod meant;
pub mod output;
mod pack;
mod session;
mod usage;
mod verbs;

use crate::cli::io::stdout::{print, printed};
use crate::cli::io::whole_file::WaitingFile;
use arguments::{Arguments, Verb};
use clap::Parser;
use session::{Exit, Session, VerbOutput};
use std::io::Write;
use std::process::ExitCode;

/// Run the program with the arguments and the surroundings of this process.
pub fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => return usage::explained(&error),
    };
    let mut session = Session::new(&arguments);
    if let Err(error) = session.take_budget() {
        session.fail(&[error]);
        return ExitCode::from(Exit::Error as u8);
    }
    let result = match &arguments.verb {
        Verb::Check(verb) => verbs::check::run(&mut session, &arguments, verb),
        Verb::Simulate(verb) => verbs::simulate::run(&mut session, &arguments, verb),
        Verb::Audit(verb) => verbs::audit::run(&mut session, &arguments, verb),
        Verb::Can(verb) => verbs::can::run(&mut session, &arguments, verb),
        Verb::Test(verb) => verbs::test::run(&mut session, &arguments, verb),
        Verb::How(verb) => verbs::how::run(&mut session, &arguments, verb),
        Verb::Fmt(verb) => verbs::fmt::run(&mut session, &arguments, verb),
        Verb::Explain(verb) => verbs::explain::run(&session, verb),
        Verb::Compile(verb) => verbs::compile::run(&mut session, &arguments, verb),
        Verb::Verify(verb) => verbs::verify::run(&mut session, &arguments, verb),
        Verb::Accept(verb) => verbs::accept::run(&mut session, &arguments, verb),
        Verb::Review(verb) => verbs::review::run(&mut session, &arguments, verb),
        Verb::Report(verb) => verbs::report::run(&mut session, &arguments, verb),
        Verb::New(verb) => verbs::new::run(&mut session, &arguments, verb),
        Verb::Draft(verb) => verbs::draft::run(&mut session, &arguments, verb),
        Verb::Completions(verb) => verbs::completions::run(&session, verb),
    };
    let ended = session.checked(result).and_then(|VerbOutput { text, exit }| {
        print(text)?;
        printed(std::io::stdout().flush())?;
        session.waiting_file.take().map_or(Ok(()), WaitingFile::finish)?;
        Ok(exit)
    });
    let exit = ended.unwrap_or_else(|errors| {
        session.fail(&errors);
        Exit::Error
    });
    ExitCode::from(exit as u8)
}
