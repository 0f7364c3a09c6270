//! The arguments of the program.

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;
use std::sync::LazyLock;

/// The release, and the commit and its date if whoever built the program named them: `USTAV_COMMIT="abc1234 2026-11-29"`.
static VERSION: LazyLock<String> = LazyLock::new(|| {
    format!("{} ({})", env!("CARGO_PKG_VERSION"), option_env!("USTAV_COMMIT").unwrap_or("unknown"))
});

/// Judge actions by rules that stay true to the documents they come from.
///
/// Exit codes: 0 all is well; 1 a rule says no; 2 nothing could be decided; 3 nothing was denied, but something
/// is undetermined.
#[derive(Debug, Parser)]
#[command(name = "ustav", version = VERSION.as_str(), max_term_width = 100, arg_required_else_help = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) verb: Verb,

    /// A rule file or a folder with rule files, may be given several times; or what `compile --out` wrote
    #[arg(long, global = true, value_name = "PATH", default_value = "rules")]
    pub(crate) rules: Vec<PathBuf>,

    /// How results are printed
    #[arg(long, global = true, value_enum, default_value = "human")]
    pub(crate) format: Format,

    /// The language of messages [default: from the locale, then en]
    #[arg(long, global = true, value_enum)]
    pub(crate) lang: Option<Lang>,

    /// When to use colours
    #[arg(long, global = true, value_enum, default_value = "auto", value_name = "WHEN")]
    pub(crate) color: Color,

    /// Print one line for each result, without excerpts
    #[arg(short, long, global = true)]
    pub(crate) quiet: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    /// For people
    Human,
    /// For machines
    Json,
    /// Workflow commands, which GitHub shows beside the lines
    Github,
    /// SARIF 2.1.0, for code scanning
    Sarif,
    /// JUnit XML, for test reports
    Junit,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Lang {
    /// Russian
    Ru,
    /// English
    En,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    /// On a terminal
    Auto,
    /// In any case
    Always,
    /// Not at all
    Never,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    /// Judge proposed actions, each on its own, against a state
    Check(Check),
    /// Play actions in order: an allowed one takes effect, a denied one changes nothing
    Simulate(Simulate),
    /// Find what in states already breaks a rule, and which deadlines are due
    Audit(Audit),
    /// List every action with its verdict for an actor, or for a role from the rules alone
    Can(Can),
    /// Play scenario files, and say where they come out otherwise than they have to
    Test(Test),
    /// Say whether rules and documents still agree: citations, numbers, contradictions, coverage
    Verify(Verify),
    /// Record that a passage was reviewed, and quote it in the rules as it is now
    Accept(Accept),
    /// Write one HTML page that shows documents and rules side by side
    Report(Report),
    /// Show the documented steps of an action and the conditions it is under
    How(How),
    /// Put rule files into their canonical form
    Fmt(Fmt),
    /// Explain an error code
    Explain(Explain),
    /// Check the rules, and write or print what they are compiled to
    Compile(Compile),
    /// Print a completion script for a shell, or the manual page
    Completions(Completions),
}

#[derive(Args, Debug)]
pub(crate) struct Check {
    /// The state: a YAML or JSON file, `-` for standard input
    pub(crate) state: PathBuf,
    /// The actions: files with one action, a list of them, or several documents, or JSON Lines (`.jsonl`), of any length
    #[arg(required = true)]
    pub(crate) actions: Vec<PathBuf>,
    /// Also show the rules that were considered and did not apply
    #[arg(long)]
    pub(crate) explain: bool,
    /// Also show what would make a denied action allowed, and who can bring it about
    #[arg(long)]
    pub(crate) fix: bool,
}

#[derive(Args, Debug)]
pub(crate) struct Simulate {
    /// The state: a YAML or JSON file, `-` for standard input
    pub(crate) state: PathBuf,
    /// The actions in their order: YAML or JSON, or JSON Lines (`.jsonl`, or found out from standard input), which are
    /// played as they come
    pub(crate) actions: PathBuf,
    /// Stop at the first action that is not allowed
    #[arg(long)]
    pub(crate) stop: bool,
    /// Write the state that is left to this file, as YAML; `-` prints it in place of the steps
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub(crate) struct Audit {
    /// The states: YAML or JSON files, or JSON Lines (`.jsonl`) with one state per line; `-` for standard input
    #[arg(required = true)]
    pub(crate) states: Vec<PathBuf>,
    /// When: a date or a date-time [default: now]
    #[arg(long, value_name = "WHEN")]
    pub(crate) at: Option<String>,
    /// Of what is upcoming, only what is due in this time, such as `7d` or `2w`
    #[arg(long, value_name = "TIME")]
    pub(crate) within: Option<String>,
}

#[derive(Args, Debug)]
pub(crate) struct Can {
    /// The state: a YAML or JSON file, `-` for standard input
    #[arg(required_unless_present = "role", conflicts_with = "role", requires = "actor")]
    pub(crate) state: Option<PathBuf>,
    /// Who would act: the id of a user in the state
    #[arg(long, value_name = "ID", conflicts_with = "role")]
    pub(crate) actor: Option<String>,
    /// What somebody with this role could do, whatever the state
    #[arg(long)]
    pub(crate) role: Option<String>,
    /// When they would act: a date or a date-time [default: now]
    #[arg(long, value_name = "WHEN")]
    pub(crate) at: Option<String>,
    /// Show the excerpts that each verdict rests on
    #[arg(long)]
    pub(crate) explain: bool,
}

#[derive(Args, Debug)]
pub(crate) struct Test {
    /// Scenario files, folders with them, `-` for standard input [default: `scenarios` beside the rules]
    pub(crate) paths: Vec<PathBuf>,
    /// Play only scenarios with this in their name or in the name of their file
    #[arg(long, value_name = "TEXT")]
    pub(crate) filter: Option<String>,
    /// Say which rules, exceptions, actions and passages the scenarios reach
    #[arg(long)]
    pub(crate) coverage: bool,
    /// Exit with 1 where they reach less than so many percent
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u64).range(0..=100))]
    pub(crate) min_coverage: Option<u64>,
    /// Change the rules, one small change at a time, and say which changes no scenario notices
    #[arg(long)]
    pub(crate) mutate: bool,
    /// Exit with 1 only where the scenarios notice less than so many percent of the changes
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u64).range(0..=100))]
    pub(crate) min_score: Option<u64>,
    /// Play them again whenever a file of the run changes, until interrupted
    #[arg(long)]
    pub(crate) watch: bool,
    /// Play nothing: print the cases at the edges of the rules as a scenario file, to be confirmed by a person
    #[arg(long, conflicts_with_all = ["paths", "filter", "coverage", "min_coverage", "watch"])]
    pub(crate) boundaries: bool,
    /// Write them to this file; one in which cases were confirmed is not overwritten
    #[arg(short, long, value_name = "FILE", requires = "boundaries")]
    pub(crate) out: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub(crate) struct Verify {
    /// Also list every normative sentence of the documents, and what covers it
    #[arg(long)]
    pub(crate) coverage: bool,
    /// Exit with 1 where less than so many percent of the normative sentences are covered
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u64).range(0..=100))]
    pub(crate) min_coverage: Option<u64>,
    /// Compare with the documents as they are in this git revision, in place of what was reviewed
    #[arg(long, value_name = "REV")]
    pub(crate) against: Option<String>,
    /// The day on which conflicts that are settled for a time are looked at [default: today]
    #[arg(long, value_name = "WHEN")]
    pub(crate) at: Option<String>,
}

#[derive(Args, Debug)]
#[command(group(clap::ArgGroup::new("what").required(true).args(["item", "moved", "new"])))]
pub(crate) struct Accept {
    /// What was reviewed: a rule, a role, an action or a conflict, or the first digits of a passage that `verify` names
    #[arg(value_name = "RULE|PASSAGE", requires = "reason")]
    pub(crate) item: Option<String>,
    /// Why it is right as it is now
    #[arg(long, value_name = "TEXT")]
    pub(crate) reason: Option<String>,
    /// Everything that only moved, word for word
    #[arg(long)]
    pub(crate) moved: bool,
    /// Everything that is cited and was never reviewed, word for word as it is quoted
    #[arg(long, requires = "reason")]
    pub(crate) new: bool,
    /// Who reviewed it [default: the name in git's configuration]
    #[arg(long, value_name = "NAME")]
    pub(crate) by: Option<String>,
}

#[derive(Args, Debug)]
pub(crate) struct Report {
    /// The file to write; `-` prints it
    #[arg(short, long, value_name = "FILE", default_value = "report.html")]
    pub(crate) out: PathBuf,
    /// Compare with the documents as they are in this git revision, in place of what was reviewed
    #[arg(long, value_name = "REV")]
    pub(crate) against: Option<String>,
    /// The day on which conflicts that are settled for a time are looked at [default: today]
    #[arg(long, value_name = "WHEN")]
    pub(crate) at: Option<String>,
}

#[derive(Args, Debug)]
pub(crate) struct How {
    /// The name of an action
    pub(crate) action: String,
}

#[derive(Args, Debug)]
pub(crate) struct Fmt {
    /// Rule files and folders, `-` for standard input [default: the rules]
    pub(crate) paths: Vec<PathBuf>,
    /// Write nothing; exit with 1 where a file is not in its canonical form
    #[arg(long)]
    pub(crate) check: bool,
}

#[derive(Args, Debug)]
pub(crate) struct Explain {
    /// A code such as E0201 [default: list them all]
    pub(crate) code: Option<String>,
}

#[derive(Args, Debug)]
pub(crate) struct Compile {
    /// Print this stage as YAML (or JSON)
    #[arg(long, value_enum)]
    pub(crate) emit: Option<Emit>,
    /// Write the compiled pack to this file, which every verb takes in place of rules
    #[arg(short, long, value_name = "FILE", conflicts_with = "emit")]
    pub(crate) out: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Emit {
    /// The syntax trees
    Tree,
    /// The checked model
    Model,
    /// The knowledge base
    Kb,
}

#[derive(Args, Debug)]
pub(crate) struct Completions {
    /// The shell, or `man` for the manual page
    #[arg(value_enum)]
    pub(crate) shell: Shell,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Shell {
    Bash,
    Elvish,
    Fish,
    Powershell,
    Zsh,
    /// The manual page, in roff
    Man,
}
