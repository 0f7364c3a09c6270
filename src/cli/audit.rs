//! `ustav audit`: what in states already breaks a rule, and which deadlines are due.

use super::arguments::{Arguments, Audit, Format};
use super::check::{moment_of, now};
use super::findings::{self, Level};
use super::lines::Given;
use super::load::{Pack, Stated};
use super::progress::Progress;
use super::render::visible;
use super::results::{citation, fact, in_zone, pretty};
use super::{Done, Exit, Front, Outcome, Stopped, human};
use crate::eval::{Finding, Portal, Severity, audit};
use crate::input::State;
use crate::input::tree::Node;
use crate::values::moment::Unit;
use crate::values::{Moment, Period};
use crate::words::{Code, Diagnostic, SourceId, Span};
use serde_json::{Value as Json, json};
use std::collections::HashMap;

pub(super) fn run(front: &mut Front, arguments: &Arguments, verb: &Audit) -> Done {
    let format = front.format_of(&[Format::Human, Format::Json, Format::Github, Format::Sarif])?;
    let at = verb.at.as_deref().map(moment_of).transpose()?;
    let within = verb.within.as_deref().map(period_of).transpose()?;
    let pack = front.load(&arguments.rules)?;
    let mut audits = Audits { pack: &pack, format, at, within, told: Told::default(), tallies: Vec::new() };
    let mut wrong = Vec::new();
    let mut progress = Progress::new(front, None, "states");
    for path in &verb.states {
        match front.read_given(path)? {
            Given::Whole(name, bytes) => match front.read_state_from(name, bytes, &pack.model)? {
                Stated::State(state, span) => {
                    let name = front.sources.name(span).to_owned();
                    wrong.extend(audits.look_at(front, &name, *state, span).err().into_iter().flatten());
                    progress.step(1);
                }
                Stated::Data((id, documents, found)) => {
                    let sound = found.is_empty();
                    wrong.extend(found);
                    if documents.is_empty() && sound {
                        wrong.push(no_state().label(Span::new(id, 0, 0), "the file is empty"));
                    }
                    for document in &documents {
                        let name = front.sources.name(document.span);
                        let name = match documents.len() {
                            1 => name.to_owned(),
                            _ => format!("{name}:{}", front.sources.line(document.span)),
                        };
                        wrong.extend(audits.read(front, &name, document).err().into_iter().flatten());
                        progress.step(1);
                    }
                }
            },
            Given::Lines(mut lines) => {
                let before = audits.tallies.len();
                while let Some(line) = lines.next(&mut front.sources) {
                    let looked = line.and_then(|line| {
                        let name = format!("{}:{}", front.sources.name(line.node.span), line.number);
                        audits.read(front, &name, &line.node)
                    });
                    // Of a stream, the text of a wrong line is soon gone.
                    looked?;
                    progress.step(1);
                }
                if audits.tallies.len() == before && wrong.is_empty() {
                    wrong.push(no_state());
                }
            }
        }
    }
    drop(progress);
    if !wrong.is_empty() {
        return Err(wrong.into());
    }
    Ok(audits.outcome(front))
}

/// The audits of a run.
struct Audits<'p> {
    pack: &'p Pack,
    format: Format,
    /// When; the present where nothing was said.
    at: Option<Moment>,
    /// In what time what is upcoming has to be due.
    within: Option<Period>,
    told: Told,
    tallies: Vec<Tally>,
}

/// What is told, in the form that is asked for.
#[derive(Default)]
struct Told {
    text: String,
    findings: Vec<Json>,
    undetermined: Vec<Json>,
    machine: Vec<findings::Finding>,
}

/// How many findings of each severity a state has.
struct Tally {
    state: String,
    violations: usize,
    undetermined: usize,
    upcoming: usize,
}

/// More findings of one rule in one state are shown without excerpts.
const MOST_EXCERPTS: usize = 5;

impl Audits<'_> {
    /// Read a state and audit it.
    fn read(&mut self, front: &mut Front, name: &str, node: &Node) -> Result<(), Vec<Diagnostic>> {
        self.look_at(front, name, State::read(&self.pack.model, node)?, node.span)
    }

    /// Audit one state, which stands at this place.
    fn look_at(
        &mut self,
        front: &mut Front,
        name: &str,
        state: State,
        place: Span,
    ) -> Result<(), Vec<Diagnostic>> {
        let model = &self.pack.model;
        let portal = Portal::new(model, &self.pack.kb, state);
        let at = self.at.unwrap_or_else(|| now(&portal));
        let mut found = audit(model, &self.pack.kb, &portal, at);
        if let Some(span) = found.iter().find_map(|finding| finding.overflow) {
            return Err(vec![super::check::overflow(span)]);
        }
        if let Some(within) = self.within {
            let last = within.end_within(at, portal.zone);
            found.retain(|finding| {
                finding.severity != Severity::Upcoming || finding.end.is_none_or(|end| end <= last)
            });
        }
        // What is worse comes first, then what is due first; of one rule in the order of the state.
        found.sort_by_key(|finding| (finding.severity, finding.due));
        let count = |severity| found.iter().filter(|finding| finding.severity == severity).count();
        self.tallies.push(Tally {
            state: name.to_owned(),
            violations: count(Severity::Violation),
            undetermined: count(Severity::Undetermined),
            upcoming: count(Severity::Upcoming),
        });
        match self.format {
            Format::Json => {
                for finding in &found {
                    let json = json_of(front, self.pack, &portal, name, finding);
                    match finding.severity {
                        Severity::Undetermined => self.told.undetermined.push(json),
                        _ => self.told.findings.push(json),
                    }
                }
            }
            Format::Github | Format::Sarif if found.is_empty() => {}
            Format::Github | Format::Sarif => {
                let kept = front.sources.keep(place.source);
                let machine = found.iter().map(|finding| machine(front, self.pack, finding, place, kept));
                self.told.machine.extend(machine);
            }
            _ => self.human(front, &portal, name, at, &found),
        }
        Ok(())
    }

    fn human(&mut self, front: &Front, portal: &Portal, name: &str, at: Moment, found: &[Finding<'_>]) {
        let text = &mut self.told.text;
        if !found.is_empty() {
            text.push_str(&format!("{}, {at}\n", visible(name)));
        }
        let mut shown: HashMap<&str, usize> = HashMap::new();
        for finding in found {
            let rule: &str = &finding.rule.id.text;
            let many = shown.entry(rule).or_insert(0);
            *many += 1;
            text.push_str(&human::finding(front, self.pack, portal, finding, *many <= MOST_EXCERPTS));
        }
        if !found.is_empty() {
            text.push('\n');
        }
    }

    fn outcome(self, front: &Front) -> Outcome {
        let sum = |count: fn(&Tally) -> usize| self.tallies.iter().map(count).sum::<usize>();
        let exit = match (sum(|one| one.violations), sum(|one| one.undetermined)) {
            (0, 0) => Exit::Well,
            (0, _) => Exit::Open,
            _ => Exit::No,
        };
        let text = match self.format {
            Format::Json => pretty(&json!({
                "version": 1,
                "findings": self.told.findings,
                "undetermined": self.told.undetermined,
            })),
            Format::Github => findings::github(&front.sources, &self.told.machine),
            Format::Sarif => findings::sarif(&front.sources, &self.told.machine),
            _ => self.told.text + &table(front, &self.tallies),
        };
        Outcome { text, exit }
    }
}

/// How much was found in each state, and in all of them.
fn table(front: &Front, tallies: &[Tally]) -> String {
    let language = front.language;
    let words = [
        language.say("violations", "нарушений"),
        language.say("undetermined", "не определено"),
        language.say("upcoming", "предстоит"),
    ];
    let counts = |one: &Tally| [one.violations, one.undetermined, one.upcoming];
    if let [only] = tallies {
        let parts: Vec<String> = words
            .iter()
            .zip(counts(only))
            .filter(|(_, count)| *count > 0)
            .map(|(word, count)| format!("{word}: {count}"))
            .collect();
        let nothing = language.say("nothing found", "ничего не найдено");
        return if parts.is_empty() { nothing.to_owned() } else { parts.join(", ") } + "\n";
    }
    let all = language.say("all states", "все состояния");
    let names: Vec<String> = tallies.iter().map(|one| visible(&one.state)).chain([all.to_owned()]).collect();
    let widest = names.iter().map(|name| name.chars().count()).max().unwrap_or(0);
    let mut sums = [0; 3];
    let mut text = format!("{:widest$}  {}\n", "", words.join("  "));
    for (name, own) in names.iter().zip(tallies.iter().map(counts).map(Some).chain([None])) {
        let own = own.unwrap_or(sums);
        for (sum, count) in sums.iter_mut().zip(own) {
            *sum += count;
        }
        let columns: Vec<String> = own
            .iter()
            .zip(words)
            .map(|(count, word)| format!("{count:>width$}", width = word.chars().count()))
            .collect();
        text.push_str(&format!("{name:widest$}  {}\n", columns.join("  ")));
    }
    text
}

fn json_of(front: &Front, pack: &Pack, portal: &Portal, state: &str, finding: &Finding<'_>) -> Json {
    let citations: Vec<Json> = finding.rule.cites.iter().map(|cited| citation(front, pack, cited)).collect();
    let facts: Vec<Json> = finding.facts.iter().map(|found| fact(front, pack, portal, found)).collect();
    let missing: Vec<&str> = finding.missing.iter().map(|missing| missing.path.as_str()).collect();
    json!({
        "state": state,
        "rule": finding.rule.id.text,
        "subject": finding.subject,
        "severity": finding.severity,
        "message": human::said(front, finding),
        "due": finding.due.map(|due| due.to_string()),
        "end": finding.end.map(|end| in_zone(portal, end)),
        "line": finding.row.map(|row| front.sources.line(row)),
        "citations": citations,
        "facts": facts,
        "missing": missing,
    })
}

/// A finding as code scanning knows it: at the element, or at the beginning of the state.
fn machine(
    front: &Front,
    pack: &Pack,
    finding: &Finding<'_>,
    place: Span,
    kept: SourceId,
) -> findings::Finding {
    let fact = finding.facts.iter().find_map(|fact| fact.span);
    let span = finding.row.or(fact).unwrap_or(place);
    let first_line = front.sources.text(span).split('\n').next().map_or(0, str::len);
    let span = Span::new(kept, span.start as usize, span.start as usize + first_line);
    let passages = finding.rule.cites.iter().filter_map(|cited| {
        Some((pack.documents.find(&pack.model, cited).ok()?, cited.quote.replace("**", "")))
    });
    let rule = (finding.rule.id.span, finding.rule.id.text.to_string());
    findings::Finding {
        level: match finding.severity {
            Severity::Violation => Level::Error,
            Severity::Undetermined => Level::Warning,
            Severity::Upcoming => Level::Note,
        },
        rule: finding.rule.id.text.to_string(),
        message: format!("{}: {}", finding.subject, human::said(front, finding)),
        span: Some(span),
        related: std::iter::once(rule).chain(passages).collect(),
        help: None,
    }
}

fn no_state() -> Diagnostic {
    Diagnostic::error(Code::E0410, "there is no state to audit")
}

/// A time such as `7d`, `2weeks`.
fn period_of(text: &str) -> Result<Period, Stopped> {
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
        _ => Err(Diagnostic::error(Code::E0605, format!("`{text}` is no time"))
            .help("write it as `7d`, `2w`, `36h`, `30min`, `3mo` or `1y`")
            .into()),
    }
}
