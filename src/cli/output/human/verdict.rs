//! Judged actions for people: one line with the verdict, then the excerpts that it rests on.

use crate::base::message::{Joint, List};
use crate::base::{Argument, Span, list_of, msg};
use crate::cli::output::dates;
use crate::cli::output::evidence::{Cited, Fact};
use crate::cli::output::human::consequences::consequences;
use crate::cli::output::human::excerpts::Excerpts;
use crate::cli::output::human::proposals::proposals;
use crate::cli::output::judged::{ActionResult, Considered, Counts, Judged, Reason};
use crate::cli::output::language;
use crate::cli::output::render::{Tone, paragraph, visible};
use crate::cli::output::right::denying;
use crate::cli::session::Session;
use crate::eval::{Part, Verdict};
use std::collections::HashSet;

/// All verdicts, and a line that counts them where there are several results.
pub(crate) fn verdicts(session: &Session, results: &[ActionResult<'_>]) -> String {
    let mut text: String = judged(results).map(|one| verdict(session, one)).collect();
    if results.len() > 1 {
        text.push_str(&counts_of_actions(session, Counts::of(results)));
    }
    text
}

/// Those that have a verdict. Why the others have none was told already.
fn judged<'j, 'a>(results: &'j [ActionResult<'a>]) -> impl Iterator<Item = &'j Judged<'a>> + Clone {
    results.iter().filter_map(|answer| match answer {
        ActionResult::Judged(judged) => Some(&**judged),
        ActionResult::OverBudget(_) => None,
    })
}

pub(crate) fn verdict(session: &Session, judged: &Judged<'_>) -> String {
    let mut text = headline(session, judged);
    if !session.quiet {
        text.push_str(&consequences(session, judged));
        text.push_str(&grounds(session, judged));
        text.push_str(&considered(session, judged.considered.as_deref().unwrap_or_default()));
    }
    if let Some(found) = &judged.proposals
        && judged.verdict != Verdict::Allowed
    {
        text.push_str(&proposals(session, judged, found));
    }
    if !session.quiet {
        text.push('\n');
    }
    text
}

/// The sign of a verdict, in its colour.
pub(crate) fn mark(session: &Session, verdict: Verdict) -> String {
    painted(session, verdict, "")
}

fn painted(session: &Session, verdict: Verdict, words: &str) -> String {
    let (sign, color) = match verdict {
        Verdict::Allowed => ("✓", "32"),
        Verdict::Denied => ("✗", "31"),
        Verdict::Undetermined => ("?", "33"),
    };
    let text = format!("{sign} {words}");
    session.style.paint(&format!("1;{color}"), text.trim_end())
}

/// The verdict, who does what and when; below it the arguments.
pub(crate) fn headline(session: &Session, judged: &Judged<'_>) -> String {
    let words = language::verdict(judged.verdict).text(session.language);
    let at = dates::moment(judged.at, judged.zone).text(session.language);
    let line = format!("{words}: {}, {}, {at}", judged.actor, judged.called);
    let arguments = judged.arguments.iter();
    let arguments = arguments.map(|(name, value)| format!("{name}: {value}"));
    let arguments = arguments.collect::<Vec<_>>().join(", ");
    let line = if session.quiet {
        // Where nothing permits, or no rule file says it, there is no rule to name.
        let name = |reason: &Reason<'_>| {
            if reason.has_name() { reason.rule.to_owned() } else { reason.message.for_people() }
        };
        let because: Vec<String> = if judged.verdict == Verdict::Undetermined {
            judged.missing.iter().map(|missing| missing.path.clone()).collect()
        } else {
            judged.reasons.iter().map(name).collect()
        };
        let arguments = if arguments.is_empty() { arguments } else { format!(", {arguments}") };
        visible(&format!("{line}{arguments} ({})", because.join(", "))) + "\n"
    } else {
        let validity = language::validity(judged.verdict, judged.until, judged.then, judged.zone);
        let further =
            [arguments, validity.text(session.language)].into_iter().filter(|line| !line.is_empty());
        let further = further.map(|line| paragraph(&line, 2, 2, &session.style));
        std::iter::once(paragraph(&line, 0, 2, &session.style)).chain(further).collect()
    };
    // The verdict alone is in colour; it is the beginning of the line.
    painted(session, judged.verdict, &words) + line.strip_prefix(&words).unwrap_or(&line)
}

/// The excerpts under a headline.
pub(crate) fn grounds(session: &Session, judged: &Judged<'_>) -> String {
    let mut text = String::new();
    for reason in &judged.reasons {
        let rule = reason.rule;
        let (tone, title) = match judged.verdict {
            Verdict::Allowed => (Tone::Advice, msg!(verdict.permitted_by, rule = rule)),
            _ if !reason.has_name() => (Tone::Error, reason.message.shown()),
            _ => (Tone::Error, msg!(verdict.denied_by, rule = rule, message = reason.message.shown())),
        };
        text.push_str(&excerpts(reason, tone).draw(session, title));
    }
    for (at, reason) in judged.unsettled.iter().enumerate() {
        let title = msg!(verdict.depends_on, count = 1, rules = reason.rule);
        // The places of what is missing are shown once, with the first rule.
        let missing = if at == 0 { judged.missing.as_slice() } else { &[] };
        text.push_str(&Excerpts { missing, ..excerpts(reason, Tone::Warning) }.draw(session, title));
    }
    for settled in &judged.settled {
        text.push_str(&paragraph(&settled.in_words(session.language), 0, 2, &session.style));
    }
    let changed = judged.effects.iter().flat_map(|effects| &effects.deadlines);
    for obligation in &judged.obligations {
        let rule = obligation.rule.unwrap_or_default();
        // What the action changes was told with its effects.
        if changed.clone().any(|one| (one.rule, &one.subject) == (obligation.rule, &obligation.subject)) {
            continue;
        }
        let line = msg!(
            verdict.obligation,
            rule = rule,
            subject = &obligation.subject,
            status = language::status(obligation.status),
            due = dates::moment(obligation.by, judged.zone)
        );
        text.push_str(&paragraph(&line.text(session.language), 0, 2, &session.style));
    }
    text
}

fn excerpts<'a>(reason: &'a Reason<'_>, tone: Tone) -> Excerpts<'a> {
    Excerpts {
        tone,
        id: reason.id,
        spans: &reason.spans,
        facts: &reason.facts,
        citations: &reason.citations,
        missing: &[],
    }
}

fn considered(session: &Session, considered: &[Considered<'_>]) -> String {
    if considered.is_empty() {
        return String::new();
    }
    let language = session.language;
    let mut text = format!("{}\n", msg!(verdict.considered).text(language));
    for one in considered {
        let place = format!("{} ({})", one.rule, session.sources.place(one.span));
        text.push_str(&paragraph(&place, 2, 4, &session.style));
        let fact = |fact: &Fact<'_>| match fact.part {
            Part::Counted => {
                msg!(verdict.counted, count = fact.value.text_in(language), path = &fact.path).text(language)
            }
            Part::Total => {
                msg!(verdict.total, sum = fact.value.text_in(language), path = &fact.path).text(language)
            }
            _ => format!("{} = {}", fact.path, fact.value.text_in(language)),
        };
        let facts: Vec<String> = one.facts.iter().map(fact).collect();
        let facts = if facts.is_empty() { String::new() } else { format!("  [{}]", facts.join(", ")) };
        text.push_str(&paragraph(&format!("`{}`{facts}", one.condition), 4, 6, &session.style));
    }
    text
}

/// A line that counts how many actions came out how.
pub(crate) fn counts_of_actions(session: &Session, counts: Counts) -> String {
    let Counts { allowed, denied, undetermined, over_budget } = counts;
    let parts = [
        (allowed, msg!(verdict.actions_allowed, count = allowed)),
        (denied, msg!(verdict.actions_denied, count = denied)),
        (undetermined, msg!(verdict.actions_undetermined, count = undetermined)),
        (over_budget, msg!(verdict.actions_over_budget, count = over_budget)),
    ];
    let items = parts.into_iter().filter(|(count, _)| *count > 0).map(|(_, part)| Argument::Message(part));
    let parts = List { items: items.collect(), joint: Joint::Comma, omitted: 0 };
    msg!(verdict.actions, count = counts.total(), parts = parts).text(session.language) + "\n"
}

/// How many actions have to hang on a rule for it to be told once for all of them.
const MANY: usize = 3;

/// What a role may do: first what it may not, each with the sentence that says so, then what hangs on circumstances; on
/// which rules all of that hangs is told once.
pub(crate) fn rights_of_role(session: &Session, results: &[ActionResult<'_>]) -> String {
    let language = session.language;
    let mut text = String::new();
    let mut listed: Vec<&Judged<'_>> = judged(results).collect();
    listed.sort_by_key(|one| match one.verdict {
        Verdict::Denied => 0,
        Verdict::Allowed => 1,
        Verdict::Undetermined => 2,
    });
    let open = || listed.iter().filter(|one| one.verdict == Verdict::Undetermined);
    let hangs_on = |one: &Judged<'_>, rule: &str| one.unsettled.iter().any(|reason| reason.rule == rule);
    let mut common: Vec<&str> = open().flat_map(|one| &one.unsettled).map(|reason| reason.rule).collect();
    common.retain(|rule| open().count() >= MANY && open().all(|one| hangs_on(one, rule)));
    let mut seen = HashSet::new();
    common.retain(|rule| seen.insert(*rule));
    let depends = |rules: Vec<&str>| {
        let message = msg!(verdict.depends_on, count = rules.len(), rules = list_of(rules));
        message.text(language)
    };
    for one in &listed {
        let sentence = one.reasons.first().and_then(|reason| ground(reason).into_iter().next());
        let own = one.unsettled.iter().filter(|reason| reason.is_condition()).map(|reason| reason.rule);
        let mut seen = HashSet::new();
        let own: Vec<&str> = own.filter(|rule| !common.contains(rule) && seen.insert(*rule)).collect();
        let why = match (one.verdict, sentence) {
            (Verdict::Denied, Some(cited)) => format!(": «{}» {}", cited.sentence(), cited.place()),
            (Verdict::Denied, None) => format!(": {}", why(session, one)),
            (Verdict::Undetermined, _) if !own.is_empty() => format!(": {}", depends(own)),
            _ => String::new(),
        };
        let line = paragraph(&format!("{}{why}", one.called), 0, 4, &session.style);
        text.push_str(&format!("{} {line}", mark(session, one.verdict)));
    }
    if !common.is_empty() {
        let rules = msg!(verdict.all_depend_on, count = common.len(), rules = list_of(common));
        text.push_str(&paragraph(&rules.text(language), 0, 2, &session.style));
    }
    text
}

/// A line for each action, the allowed ones first; with the excerpts that each verdict rests on if they are wanted.
pub(crate) fn rights(session: &Session, results: &[ActionResult<'_>], excerpted: bool) -> String {
    let mut text = String::new();
    let mut shown = HashSet::new();
    let judged = judged(results);
    let widest = judged.clone().map(|one| one.called.chars().count()).max().unwrap_or(0);
    for verdict in [Verdict::Allowed, Verdict::Undetermined, Verdict::Denied] {
        for one in judged.clone().filter(|one| one.verdict == verdict) {
            let line = format!("{:widest$}  {}", one.called, why(session, one));
            let line = paragraph(&line, 0, 4, &session.style);
            text.push_str(&format!("{} {line}", mark(session, verdict)));
            if excerpted && !session.quiet {
                text.push_str(&grounds(session, one));
                text.push('\n');
            } else if verdict == Verdict::Denied && !session.quiet {
                text.push_str(&passages(session, &one.reasons, &mut shown));
            }
        }
    }
    text
}

/// Messages in one line: whole sentences each by itself, the others as parts of one.
fn one_after_another(messages: impl Iterator<Item = String>) -> String {
    messages.fold(String::new(), |text, message| {
        let joint = match text.chars().last() {
            None => "",
            Some('.' | '!' | '?') => " ",
            Some(_) if message.starts_with(char::is_uppercase) => ". ",
            Some(_) => "; ",
        };
        text + joint + &message
    })
}

/// In one line why the verdict is what it is.
fn why(session: &Session, judged: &Judged<'_>) -> String {
    match judged.verdict {
        Verdict::Allowed => String::new(),
        Verdict::Denied => {
            let messages = judged.reasons.iter().map(|reason| reason.message.shown().text(session.language));
            one_after_another(messages)
        }
        Verdict::Undetermined => {
            let moved = judged.unsettled.iter().filter(|reason| reason.is_condition());
            let mut rules: Vec<&str> = moved.map(|reason| reason.rule).collect();
            if rules.is_empty() {
                rules = judged.unsettled.iter().map(|reason| reason.rule).collect();
            }
            // A limit for each of something has a reason for each group.
            let mut seen = HashSet::new();
            rules.retain(|rule| seen.insert(*rule));
            let message = msg!(verdict.depends_on, count = rules.len(), rules = list_of(rules));
            message.text(session.language)
        }
    }
}

/// The passages that a denial rests on. Where nothing permits, those are no passages that only permit.
fn ground<'a>(reason: &Reason<'a>) -> Vec<Cited<'a>> {
    if reason.id.is_some() { reason.citations.clone() } else { denying(&reason.citations) }
}

/// The passages behind a denial, a line each; each passage once in a list.
fn passages(session: &Session, reasons: &[Reason<'_>], shown: &mut HashSet<Span>) -> String {
    let cited = reasons.iter().flat_map(ground);
    let new = cited.filter(|cited| shown.insert(cited.citation.span));
    new.map(|cited| paragraph(&cited.on_one_line(), 4, 6, &session.style)).collect()
}
