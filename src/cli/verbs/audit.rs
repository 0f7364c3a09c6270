//! `ustav audit`: what in states already breaks a rule, and which deadlines are due.

use crate::base::{About, Code, Diagnostic, Message, Source, Span, msg};
use crate::cli::arguments::{Arguments, Audit, Format};
use crate::cli::io::json_lines::{Input, Line};
use crate::cli::io::judging::{moment_of, now, overflow};
use crate::cli::io::parallel::{Work, work_on};
use crate::cli::io::progress::Progress;
use crate::cli::io::stdout::{Spool, print, printed};
use crate::cli::io::texts::OpenText;
use crate::cli::output::audit_finding::AuditFinding;
use crate::cli::output::dates;
use crate::cli::output::evidence::Resolver;
use crate::cli::output::finding::Finding;
use crate::cli::output::json::Items;
use crate::cli::output::judged::Problem;
use crate::cli::output::language::Language;
use crate::cli::output::render::visible_name;
use crate::cli::output::{github, human, sarif};
use crate::cli::pack::Pack;
use crate::cli::session::{Errors, Exit, Session, VerbOutput, VerbResult};
use crate::eval::budget::{self, OverBudget};
use crate::eval::{Portal, Severity, audit};
use crate::input::State;
use crate::input::hints::write_state;
use crate::input::look_alike::look_alikes;
use crate::values::moment::Unit;
use crate::values::{Moment, Period};
use serde::Serialize;
use std::collections::HashMap;
use std::io::{BufWriter, Write};

/// More findings of one rule in one state are shown without excerpts.
const MOST_EXCERPTS: usize = 5;

pub(crate) fn run(session: &mut Session, arguments: &Arguments, verb: &Audit) -> VerbResult {
    let format = session.format_of(Format::of_verb("audit"))?;
    let at = verb.at.as_deref().map(moment_of).transpose()?;
    let within = verb.within.as_deref().map(period_of).transpose()?;
    let pack = session.load(&arguments.rules)?;
    let auditor = Auditor { pack: &pack, format, at, within };
    let mut collected = Collected::default();
    let mut errors = Vec::new();
    let mut progress = Progress::new(session, None, msg!(cli.progress_states));
    for path in &verb.states {
        match session.open_input(path)? {
            Input::Whole(open) => {
                let mut audited = Audited::default();
                errors.extend(auditor.read_all(session, open, &mut audited, &mut progress)?);
                collected.add(audited)?;
            }
            Input::Lines(mut lines) => {
                let before = collected.states + collected.unaudited;
                // Of a stream, the text of a line with an error is soon gone.
                work_on(session, &mut lines, &auditor, &mut progress, |audited| Ok(collected.add(audited)?))
                    .map_err(actions_for_states)?;
                if collected.states + collected.unaudited == before && errors.is_empty() {
                    errors.push(no_state());
                }
            }
        }
    }
    drop(progress);
    if errors.is_empty() { collected.outcome(session, format) } else { Err(actions_for_states(errors)) }
}

struct Auditor<'p> {
    pack: &'p Pack,
    format: Format,
    /// None where each state is audited as of the present.
    at: Option<Moment>,
    /// How soon what is upcoming has to be due to be reported.
    within: Option<Period>,
}

/// The audits of states that follow each other: as text for people, in lists for JSON, or for code scanning.
#[derive(Default)]
struct Audited {
    text: String,
    findings: Items,
    undetermined: Items,
    scanned: Vec<Scanned>,
    /// The name of each state, and how many findings of each severity it has.
    tallies: Vec<(String, [usize; 3])>,
    /// How many states were not audited, because that would have cost too much, and for JSON why.
    unaudited: usize,
    errors: Items,
}

/// A state that was not audited.
#[derive(Serialize)]
struct Unaudited<'a> {
    state: &'a str,
    #[serde(flatten)]
    error: Problem<'a>,
}

/// The findings of one state for code scanning.
struct Scanned {
    findings: Vec<Finding>,
    /// The text that they lie in, if that is dropped when the next lines are read.
    passing: Option<Source>,
}

impl Work for Auditor<'_> {
    type Output = Audited;

    fn work(&self, session: &Session, line: &Line, audited: &mut Audited) -> Result<(), Errors> {
        let (state, place) = line.state(&self.pack.program.model)?;
        self.audit(session, state, (place, false), audited)
    }
}

impl Auditor<'_> {
    /// Audit all states of a file. Errors in some keep none of the others from being audited.
    fn read_all(
        &self,
        session: &mut Session,
        open: OpenText,
        audited: &mut Audited,
        progress: &mut Progress,
    ) -> Result<Vec<Diagnostic>, Diagnostic> {
        let (id, read) = session.read_states(open, &self.pack.program.model)?;
        let mut errors = read.diagnostics;
        if read.documents.is_empty() && errors.is_empty() {
            let model = &self.pack.program.model;
            let empty = no_state().label(Span::new(id, 0, 0), msg!(cli.nothing_here));
            errors.push(empty.maybe_help(write_state(model, None)));
        }
        let only = read.documents.len() == 1;
        for document in read.documents {
            let place = (document.span, only);
            let looked = document.state.and_then(|state| self.audit(session, state, place, audited));
            errors.extend(looked.err().into_iter().flatten());
            progress.step(1);
        }
        Ok(errors)
    }

    /// Audit one state, which stands at this place, alone in its file or not.
    fn audit(
        &self,
        session: &Session,
        state: State,
        (place, alone): (Span, bool),
        audited: &mut Audited,
    ) -> Result<(), Errors> {
        session.report(&look_alikes(&self.pack.program.model, &state));
        let mut name = session.sources.name(place).to_owned();
        if !alone {
            name.push_str(&format!(":{}", session.sources.line(place)));
        }
        let portal = Portal::new(&self.pack.program, state);
        let at = self.at.unwrap_or_else(|| now(&portal));
        let most = session.budget.unwrap_or(budget::AUDIT);
        if let Err(over) = budget::of_audit(&self.pack.program, &portal, at, most) {
            self.over_budget(session, &over, (&name, place), audited);
            return Ok(());
        }
        let mut found = audit(&self.pack.program, &portal, at);
        if let Some(span) = found.iter().find_map(|finding| finding.overflow) {
            return Err(vec![overflow(span)]);
        }
        if let Some(within) = self.within {
            let last = within.end_within(at, portal.zone);
            found.retain(|finding| {
                finding.severity != Severity::Upcoming || finding.end.is_none_or(|end| end <= last)
            });
        }
        // What is worse comes first, then what is due first; of one rule in the order of the state.
        found.sort_by_key(|finding| (finding.severity, finding.due));
        let resolver = Resolver { session, pack: self.pack, portal: &portal };
        let found: Vec<AuditFinding<'_>> =
            found.into_iter().map(|finding| AuditFinding::new(resolver, &name, finding)).collect();
        match self.format {
            _ if found.is_empty() => {}
            Format::Json => {
                for finding in &found {
                    match finding.severity {
                        Severity::Undetermined => audited.undetermined.push_indented(finding),
                        _ => audited.findings.push_indented(finding),
                    }
                }
            }
            Format::Github | Format::Sarif => audited.scanned.push(Scanned {
                findings: found.iter().map(|finding| finding.for_scanning(session, place)).collect(),
                passing: session.sources.passing(place.source).cloned(),
            }),
            _ => {
                let mut moment = dates::moment(at, portal.zone);
                if self.at.is_none() {
                    moment = msg!(dates.now, moment = moment);
                }
                audited.text.push_str(&format!(
                    "{}, {}\n",
                    visible_name(&name, session.language),
                    moment.text(session.language)
                ));
                let mut shown: HashMap<&str, usize> = HashMap::new();
                for finding in &found {
                    let of_rule = shown.entry(finding.rule).or_insert(0);
                    *of_rule += 1;
                    audited.text.push_str(&human::finding(session, finding, *of_rule <= MOST_EXCERPTS));
                }
                audited.text.push('\n');
            }
        }
        let counts = [Severity::Violation, Severity::Undetermined, Severity::Upcoming]
            .map(|severity| found.iter().filter(|finding| finding.severity == severity).count());
        audited.tallies.push((visible_name(&name, session.language), counts));
        Ok(())
    }
}

impl Auditor<'_> {
    /// People are told at once, and machines beside the findings of the other states.
    fn over_budget(
        &self,
        session: &Session,
        over: &OverBudget,
        (name, place): (&str, Span),
        audited: &mut Audited,
    ) {
        let program = &self.pack.program;
        let error = over.diagnostic(program).label(place.at_start(), msg!(data.not_audited));
        match self.format {
            Format::Json => audited.errors.push_indented(&Unaudited {
                state: name,
                error: Problem {
                    code: error.code.name(),
                    message: error.message.text(session.language),
                    rule: over.rule.and_then(|rule| program.model.rules.get(rule)).map(|rule| &*rule.id.text),
                },
            }),
            Format::Github | Format::Sarif => audited
                .scanned
                .push(Scanned { findings: vec![Finding::of(&error, session.language)], passing: None }),
            _ => session.report(&[error]),
        }
        audited.unaudited += 1;
    }
}

/// What is printed once all states are audited.
#[derive(Default)]
struct Collected {
    findings: Spool,
    undetermined: Spool,
    errors: Spool,
    scanned: Vec<Scanned>,
    /// A line for each state: how many findings of each severity it has, and its name.
    rows: Spool,
    /// How wide the names are.
    widest: usize,
    states: usize,
    unaudited: usize,
    sums: [usize; 3],
}

impl Collected {
    fn add(&mut self, audited: Audited) -> Result<(), Diagnostic> {
        let mut rows = String::new();
        for (name, counts @ [violations, undetermined, upcoming]) in audited.tallies {
            self.widest = self.widest.max(name.chars().count());
            rows.push_str(&format!("{violations} {undetermined} {upcoming} {name}\n"));
            self.states += 1;
            for (sum, count) in self.sums.iter_mut().zip(counts) {
                *sum += count;
            }
        }
        self.rows.push(rows.as_bytes())?;
        self.findings.push(audited.text.as_bytes())?;
        self.findings.push_items(&audited.findings)?;
        self.undetermined.push_items(&audited.undetermined)?;
        self.errors.push_items(&audited.errors)?;
        self.unaudited += audited.unaudited;
        self.scanned.extend(audited.scanned);
        Ok(())
    }

    fn outcome(self, session: &mut Session, format: Format) -> VerbResult {
        session.intact()?;
        let exit = match self.sums {
            _ if self.unaudited > 0 => Exit::Error,
            [0, 0, _] => Exit::Success,
            [0, ..] => Exit::Undetermined,
            _ => Exit::Denied,
        };
        let text = match format {
            Format::Json => {
                print("{\n  \"version\": 1,\n  \"findings\": ")?;
                print_list(self.findings)?;
                print(",\n  \"undetermined\": ")?;
                print_list(self.undetermined)?;
                if self.unaudited > 0 {
                    print(",\n  \"errors\": ")?;
                    print_list(self.errors)?;
                }
                "\n}\n".to_owned()
            }
            Format::Github | Format::Sarif => {
                let mut found = Vec::new();
                for Scanned { mut findings, passing } in self.scanned {
                    if let Some(source) = passing {
                        let id = session.sources.add(source);
                        findings.iter_mut().filter_map(|own| own.span.as_mut()).for_each(|at| at.source = id);
                    }
                    found.extend(findings);
                }
                let write = if format == Format::Github { github::github } else { sarif::sarif };
                write(&session.sources, session.language, &found)
            }
            _ => {
                self.findings.print()?;
                match self.states {
                    0 => String::new(),
                    1 => summary(session.language, self.sums),
                    _ => table(session.language, self.rows, self.widest, self.sums)?,
                }
            }
        };
        Ok(VerbOutput { text, exit })
    }
}

/// Print items as a list that stands in a JSON document.
fn print_list(items: Spool) -> Result<(), Diagnostic> {
    if items.is_empty {
        return print("[]");
    }
    print("[\n")?;
    items.print()?;
    print("\n  ]")
}

/// What the findings of each severity are called.
fn headings() -> [Message; 3] {
    [msg!(verdict.violations), msg!(verdict.undetermined), msg!(verdict.upcoming)]
}

/// How much was found in one state.
fn summary(language: Language, counts: [usize; 3]) -> String {
    let parts = headings().into_iter().zip(counts).filter(|(_, count)| *count > 0);
    let parts: Vec<String> =
        parts.map(|(heading, count)| format!("{}: {count}", heading.text(language))).collect();
    let nothing = || msg!(verdict.nothing_found).text(language);
    if parts.is_empty() { nothing() + "\n" } else { parts.join(", ") + "\n" }
}

/// How much was found in each state, which is printed, and in all of them, which is the last line.
fn table(language: Language, rows: Spool, widest: usize, sums: [usize; 3]) -> Result<String, Diagnostic> {
    let headings = headings().map(|heading| heading.text(language));
    let all = msg!(verdict.all_states).text(language);
    let widest = widest.max(all.chars().count());
    let line = |name: &str, counts: [usize; 3]| {
        let columns = counts.iter().zip(&headings);
        let columns = columns.map(|(count, own)| format!("{count:>width$}", width = own.chars().count()));
        format!("{name:widest$}  {}\n", columns.collect::<Vec<_>>().join("  "))
    };
    let mut out = BufWriter::new(std::io::stdout().lock());
    printed(writeln!(out, "{:widest$}  {}", "", headings.join("  ")))?;
    for row in rows.lines()? {
        let row = row?;
        let mut parts = row.splitn(4, ' ');
        let mut count = || parts.next().unwrap_or_default().parse().unwrap_or_default();
        let counts = [count(), count(), count()];
        printed(out.write_all(line(parts.next().unwrap_or_default(), counts).as_bytes()))?;
    }
    printed(out.flush())?;
    Ok(line(&all, sums))
}

/// Actions in place of states are one mistake, however many there are.
fn actions_for_states(mut errors: Vec<Diagnostic>) -> Errors {
    let mut is_first = true;
    errors.retain_mut(|error| {
        let is_action = error.about == Some(About::ActionForState);
        let keep = is_first || !is_action;
        if keep && is_action {
            error.help = Some(msg!(cli.audit_takes_states));
            is_first = false;
        }
        keep
    });
    errors
}

fn no_state() -> Diagnostic {
    Diagnostic::error(Code::E0410, msg!(cli.no_state_to_audit))
}

/// A time such as `7d`, `2weeks`.
fn period_of(text: &str) -> Result<Period, Diagnostic> {
    let digits = text.trim_end_matches(|c: char| !c.is_ascii_digit());
    let word = text.get(digits.len()..).unwrap_or_default().trim();
    let unit = Unit::ALL.into_iter().find(|(unit, one, several)| {
        let short = match unit {
            Unit::Minute => "min",
            Unit::Month => "mo",
            _ => one.get(..1).unwrap_or_default(),
        };
        [short, one, several].contains(&word)
    });
    match (digits.trim().parse(), unit) {
        (Ok(count @ 1..=Period::MOST), Some((unit, _, _))) => Ok(Period { count, unit }),
        _ => Err(Diagnostic::error(Code::E0605, msg!(cli.not_a_period, text = text))
            .help(msg!(cli.write_a_period))),
    }
}
