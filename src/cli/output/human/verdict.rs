//! Judged actions for people: one line with the verdict, then the excerpts that it rests on.

use crate::base::Span;
use crate::cli::output::evidence::Fact;
use crate::cli::output::human::excerpts::Excerpts;
use crate::cli::output::human::proposals::proposals;
use crate::cli::output::judged::{Considered, Counts, Judged, Reason};
use crate::cli::output::language::say;
use crate::cli::output::render::{Tone, paragraph, visible};
use crate::cli::session::Session;
use crate::eval::{Part, Verdict};
use std::collections::HashSet;

/// All results, and a line that counts them where there are several.
pub(crate) fn verdicts(session: &Session, judged: &[Judged<'_>]) -> String {
    let mut text: String = judged.iter().map(|one| verdict(session, one)).collect();
    if judged.len() > 1 {
        text.push_str(&counts(session, Counts::of(judged), session.language.say("actions", "действий")));
    }
    text
}

pub(crate) fn verdict(session: &Session, judged: &Judged<'_>) -> String {
    let mut text = headline(session, judged);
    if !session.quiet {
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
    let words = session.language.verdict(judged.verdict);
    let line = format!("{words}: {}, {}, {}", judged.actor, judged.action, judged.at);
    let arguments = judged.arguments.iter().map(|(name, value)| format!("{name}: {value}"));
    let arguments = arguments.collect::<Vec<_>>().join(", ");
    let line = if session.quiet {
        let because: Vec<&str> = match judged.verdict {
            Verdict::Undetermined => judged.missing.iter().map(|missing| missing.path.as_str()).collect(),
            _ => judged.reasons.iter().map(|reason| reason.rule).collect(),
        };
        let arguments = if arguments.is_empty() { arguments } else { format!(", {arguments}") };
        visible(&format!("{line}{arguments} ({})", because.join(", "))) + "\n"
    } else {
        let validity = session.language.validity(judged.verdict, judged.until, judged.then);
        let further = [arguments, validity].into_iter().filter(|line| !line.is_empty());
        let further = further.map(|line| paragraph(&line, 2, 2, &session.style));
        std::iter::once(paragraph(&line, 0, 2, &session.style)).chain(further).collect()
    };
    // The verdict alone is in colour; it is the beginning of the line.
    painted(session, judged.verdict, words) + line.strip_prefix(words).unwrap_or(&line)
}

/// The excerpts under a headline.
pub(crate) fn grounds(session: &Session, judged: &Judged<'_>) -> String {
    let language = session.language;
    let mut text = String::new();
    for reason in &judged.reasons {
        let Reason { rule, message, .. } = reason;
        let (tone, title) = match judged.verdict {
            Verdict::Allowed => (Tone::Advice, say!(language, "permitted by {rule}", "разрешает {rule}")),
            _ if reason.id.is_none() => (Tone::Error, message.to_string()),
            _ => (Tone::Error, say!(language, "denied by {rule}: {message}", "запрещает {rule}: {message}")),
        };
        text.push_str(&excerpts(reason, tone).draw(session, title));
    }
    for (at, reason) in judged.unsettled.iter().enumerate() {
        let title = format!("{} {}", language.say("hangs on", "зависит от правила"), reason.rule);
        // The places of what is missing are shown once, with the first rule.
        let missing = if at == 0 { judged.missing.as_slice() } else { &[] };
        text.push_str(&Excerpts { missing, ..excerpts(reason, Tone::Warning) }.draw(session, title));
    }
    for obligation in &judged.obligations {
        let rule = obligation.rule.unwrap_or_default();
        let (due, status) = (language.say("due", "срок"), language.status(obligation.status));
        let line = format!("{rule}: {}, {status}, {due} {}", obligation.subject, obligation.by);
        text.push_str(&paragraph(&line, 0, 2, &session.style));
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
    let title = session.language.say("considered, and did not apply:", "рассмотрены и не применились:");
    let mut text = format!("{title}\n");
    for one in considered {
        let place = format!("{} ({})", one.rule, session.sources.place(one.span));
        text.push_str(&paragraph(&place, 2, 4, &session.style));
        let fact = |fact: &Fact<'_>| match fact.part {
            Part::Counted => format!("{} of {}", fact.value, fact.path),
            _ => format!("{} = {}", fact.path, fact.value),
        };
        let facts: Vec<String> = one.facts.iter().map(fact).collect();
        let facts = if facts.is_empty() { String::new() } else { format!("  [{}]", facts.join(", ")) };
        text.push_str(&paragraph(&format!("`{}`{facts}", one.condition), 4, 6, &session.style));
    }
    text
}

/// A line that counts how many of something came out how.
pub(crate) fn counts(session: &Session, counts: Counts, what: &str) -> String {
    let verdicts = [
        (Verdict::Allowed, counts.allowed),
        (Verdict::Denied, counts.denied),
        (Verdict::Undetermined, counts.undetermined),
    ];
    let parts = verdicts.iter().filter(|(_, count)| *count > 0);
    let parts: Vec<String> =
        parts.map(|(verdict, count)| format!("{count} {}", session.language.verdict(*verdict))).collect();
    format!("{} {what}: {}\n", counts.total(), parts.join(", "))
}

/// A line for each action, the allowed ones first; with the excerpts that each verdict rests on if they are wanted.
pub(crate) fn rights(session: &Session, judged: &[Judged<'_>], excerpted: bool) -> String {
    let mut text = String::new();
    let mut shown = HashSet::new();
    let widest = judged.iter().map(|one| one.action.chars().count()).max().unwrap_or(0);
    for verdict in [Verdict::Allowed, Verdict::Undetermined, Verdict::Denied] {
        for one in judged.iter().filter(|one| one.verdict == verdict) {
            let line = format!("{:widest$}  {}", one.action, why(session, one));
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

/// In one line why the verdict is what it is.
fn why(session: &Session, judged: &Judged<'_>) -> String {
    match judged.verdict {
        Verdict::Allowed => String::new(),
        Verdict::Denied => {
            judged.reasons.iter().map(|reason| &*reason.message).collect::<Vec<_>>().join("; ")
        }
        Verdict::Undetermined => {
            let rules: Vec<&str> = judged.unsettled.iter().map(|reason| reason.rule).collect();
            format!("{} {}", session.language.say("depending on", "в зависимости от"), rules.join(", "))
        }
    }
}

/// The passages behind a denial, a line each; each passage once in a list.
fn passages(session: &Session, reasons: &[Reason<'_>], shown: &mut HashSet<Span>) -> String {
    let cited = reasons.iter().flat_map(|reason| &reason.citations);
    let new = cited.filter(|cited| shown.insert(cited.citation.span));
    new.map(|cited| paragraph(&cited.on_one_line(), 4, 6, &session.style)).collect()
}
