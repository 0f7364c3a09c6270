//! The arguments of the program. What help says of them is in the catalogue (`src/cli/help.rs`).

use clap::{Args, Parser, Subcommand, ValueEnum};
use std::path::PathBuf;
use std::sync::LazyLock;

/// The release, and the commit and its date if whoever built the program named them: `USTAV_COMMIT="abc1234 2026-11-29"`.
static VERSION: LazyLock<String> = LazyLock::new(|| {
    format!("{} ({})", env!("CARGO_PKG_VERSION"), option_env!("USTAV_COMMIT").unwrap_or("unknown"))
});

#[derive(Debug, Parser)]
#[command(name = "ustav", version = VERSION.as_str(), max_term_width = 100, arg_required_else_help = true)]
pub(crate) struct Arguments {
    #[command(subcommand)]
    pub(crate) verb: Verb,

    #[arg(long, global = true, value_name = "PATH", default_value = "rules")]
    pub(crate) rules: Vec<PathBuf>,

    #[arg(long, global = true, value_enum, default_value = "human")]
    pub(crate) format: Format,

    #[arg(long, global = true, value_enum)]
    pub(crate) lang: Option<Lang>,

    #[arg(long, global = true, value_enum, default_value = "auto", value_name = "WHEN")]
    pub(crate) color: Color,

    #[arg(short, long, global = true)]
    pub(crate) quiet: bool,

    /// How many elements a verdict, or an audit, may look at.
    #[arg(long, global = true, value_name = "N")]
    pub(crate) budget: Option<u64>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Format {
    Human,
    Json,
    Github,
    Sarif,
    Junit,
}

impl Format {
    /// Those that a verb has.
    pub(crate) fn of_verb(verb: &str) -> &'static [Self] {
        match verb {
            "audit" => &[Self::Human, Self::Json, Self::Github, Self::Sarif],
            "test" => &[Self::Human, Self::Json, Self::Junit, Self::Github],
            "verify" => &[Self::Human, Self::Json, Self::Sarif, Self::Github, Self::Junit],
            "report" | "review" | "new" | "draft" => &[Self::Human],
            _ => &[Self::Human, Self::Json],
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Lang {
    Ru,
    En,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Color {
    Auto,
    Always,
    Never,
}

#[derive(Debug, Subcommand)]
pub(crate) enum Verb {
    Check(Check),
    Simulate(Simulate),
    Audit(Audit),
    Can(Can),
    Test(Test),
    Verify(Verify),
    Accept(Accept),
    Review(Review),
    Report(Report),
    New(New),
    Draft(Draft),
    How(How),
    Fmt(Fmt),
    Explain(Explain),
    Compile(Compile),
    Completions(Completions),
}

#[derive(Args, Debug)]
pub(crate) struct Check {
    pub(crate) state: PathBuf,
    #[arg(required = true)]
    pub(crate) actions: Vec<PathBuf>,
    #[arg(long)]
    pub(crate) explain: bool,
    #[arg(long, value_enum, value_name = "WAYS", num_args = 0..=1, require_equals = true, default_missing_value = "safe")]
    pub(crate) fix: Option<Fix>,
}

/// Which ways to make an action allowed are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Fix {
    /// Those that give nobody more rights, as without a value.
    #[value(hide = true)]
    Safe,
    All,
}

#[derive(Args, Debug)]
pub(crate) struct Simulate {
    pub(crate) state: PathBuf,
    pub(crate) actions: PathBuf,
    #[arg(long)]
    pub(crate) stop: bool,
    #[arg(long, value_name = "FILE")]
    pub(crate) out: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub(crate) struct Audit {
    #[arg(required = true)]
    pub(crate) states: Vec<PathBuf>,
    #[arg(long, value_name = "WHEN")]
    pub(crate) at: Option<String>,
    #[arg(long, value_name = "TIME")]
    pub(crate) within: Option<String>,
}

#[derive(Args, Debug)]
pub(crate) struct Can {
    #[arg(required_unless_present = "role", conflicts_with = "role", requires = "actor")]
    pub(crate) state: Option<PathBuf>,
    #[arg(long, value_name = "ID", conflicts_with = "role")]
    pub(crate) actor: Option<String>,
    #[arg(long)]
    pub(crate) role: Option<String>,
    #[arg(long, value_name = "WHEN")]
    pub(crate) at: Option<String>,
    #[arg(long)]
    pub(crate) explain: bool,
}

#[derive(Args, Debug)]
pub(crate) struct Test {
    pub(crate) paths: Vec<PathBuf>,
    #[arg(long, value_name = "TEXT")]
    pub(crate) filter: Option<String>,
    #[arg(long)]
    pub(crate) coverage: bool,
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u64).range(0..=100))]
    pub(crate) min_coverage: Option<u64>,
    #[arg(long)]
    pub(crate) mutate: bool,
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u64).range(0..=100))]
    pub(crate) min_score: Option<u64>,
    #[arg(long)]
    pub(crate) watch: bool,
    #[arg(long, conflicts_with_all = ["paths", "filter", "coverage", "min_coverage", "mutate", "min_score", "watch"])]
    pub(crate) boundaries: bool,
    #[arg(short, long, value_name = "FILE", requires = "boundaries")]
    pub(crate) out: Option<PathBuf>,
}

#[derive(Args, Debug)]
pub(crate) struct Verify {
    #[arg(long)]
    pub(crate) coverage: bool,
    #[arg(long)]
    pub(crate) explain: bool,
    #[arg(long, value_name = "PERCENT", value_parser = clap::value_parser!(u64).range(0..=100))]
    pub(crate) min_coverage: Option<u64>,
    #[arg(long)]
    pub(crate) strict: bool,
    #[arg(long, value_name = "DOCUMENT=FILE")]
    pub(crate) original: Vec<String>,
    #[arg(long, value_name = "REV")]
    pub(crate) against: Option<String>,
    #[arg(long, value_name = "WHEN")]
    pub(crate) at: Option<String>,
}

#[derive(Args, Debug, Default)]
#[command(group(clap::ArgGroup::new("what").required(true).args(["item", "moved", "new", "unread", "migrate", "original"])))]
pub(crate) struct Accept {
    #[arg(value_name = "RULE|PASSAGE", requires = "reason")]
    pub(crate) item: Option<String>,
    #[arg(long, value_name = "TEXT")]
    pub(crate) reason: Option<String>,
    #[arg(long)]
    pub(crate) moved: bool,
    #[arg(long, requires = "reason")]
    pub(crate) new: bool,
    #[arg(long)]
    pub(crate) unread: bool,
    #[arg(long)]
    pub(crate) migrate: bool,
    #[arg(long, value_name = "DOCUMENT=FILE", requires = "reason")]
    pub(crate) original: Option<String>,
    #[arg(long, value_name = "FILE", requires = "original")]
    pub(crate) ties: Option<PathBuf>,
    #[arg(long, value_name = "NAME")]
    pub(crate) by: Option<String>,
    #[arg(long, value_name = "TEXT", requires = "item", conflicts_with = "aside")]
    pub(crate) quote: Option<String>,
    #[arg(long, requires = "item")]
    pub(crate) aside: bool,
    #[arg(long, conflicts_with = "original")]
    pub(crate) dry_run: bool,
}

#[derive(Args, Debug)]
pub(crate) struct Review {
    #[arg(long, value_name = "NAME")]
    pub(crate) by: Option<String>,
}

#[derive(Args, Debug)]
pub(crate) struct Report {
    #[arg(short, long, value_name = "FILE", default_value = "report.html")]
    pub(crate) out: PathBuf,
    #[arg(long, value_name = "REV")]
    pub(crate) against: Option<String>,
    #[arg(long, value_name = "WHEN")]
    pub(crate) at: Option<String>,
}

#[derive(Args, Debug)]
pub(crate) struct New {
    pub(crate) name: PathBuf,
}

#[derive(Args, Debug)]
pub(crate) struct Draft {
    #[arg(value_name = "DOCUMENT", conflicts_with = "state")]
    pub(crate) documents: Vec<PathBuf>,
    #[arg(long, value_name = "PATH")]
    pub(crate) into: Option<PathBuf>,
    #[arg(long)]
    pub(crate) state: bool,
}

#[derive(Args, Debug)]
pub(crate) struct How {
    pub(crate) action: String,
}

#[derive(Args, Debug)]
pub(crate) struct Fmt {
    pub(crate) paths: Vec<PathBuf>,
    #[arg(long)]
    pub(crate) check: bool,
}

#[derive(Args, Debug)]
pub(crate) struct Explain {
    pub(crate) code: Option<String>,
}

#[derive(Args, Debug)]
pub(crate) struct Compile {
    #[arg(long, value_enum)]
    pub(crate) emit: Option<Emit>,
    #[arg(short, long, value_name = "FILE", conflicts_with = "emit")]
    pub(crate) out: Option<PathBuf>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub(crate) enum Emit {
    Tree,
    Model,
    Kb,
    Plan,
}

#[derive(Args, Debug)]
pub(crate) struct Completions {
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
    Man,
}
