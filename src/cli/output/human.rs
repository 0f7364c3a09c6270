//! Results for people: one line with the verdict, then the excerpts that it rests on.

use crate::base::{Label, Span};
use crate::cli::io::pack::Pack;
use crate::cli::output::json::{Judged, message, rule_id};
use crate::cli::output::language::Language;
use crate::cli::output::proposals;
use crate::cli::output::render::{Report, Tone, draw, paragraph, visible};
use crate::cli::session::Session;
use crate::eval::{EffectOfRule, Fact, Finding, Missing, Part, Portal, Reason, Severity, Verdict};

/// All results, and a line that counts them where there are several.
pub(crate) fn human(session: &Session, pack: &Pack, judged: &[Judged<'_>]) -> String {
    let mut text: String = judged.iter().map(|judged| one(session, pack, judged)).collect();
    if judged.len() > 1 {
        text.push_str(&count(session, judged));
    }
    text
}

/// One result.
pub(crate) fn one(session: &Session, pack: &Pack, judged: &Judged<'_>) -> String {
    let mut text = headline(session, pack, judged);
    if !session.quiet {
        text.push_str(&grounds(session, pack, judged));
        text.push_str(&considered(session, pack, judged));
    }
    if let Some(proposals) = &judged.proposals
        && judged.explanation.verdict != Verdict::Allowed
    {
        text.push_str(&proposals::human(session, pack, judged, proposals));
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
    let text = text.trim_end();
    if session.look.color { format!("\x1b[1;{color}m{text}\x1b[0m") } else { text.to_owned() }
}

/// The verdict, who does what and when; below it what was told.
pub(crate) fn headline(session: &Session, pack: &Pack, judged: &Judged<'_>) -> String {
    let verdict = judged.explanation.verdict;
    let (actor, action) = (judged.actor(&pack.program.model), judged.action(&pack.program.model));
    let line = format!("{}: {actor}, {action}, {}", session.language.verdict(verdict), judged.request.at);
    let told = told(pack, judged);
    let line = if session.quiet {
        let ids: Vec<&str> = match verdict {
            Verdict::Undetermined => {
                judged.explanation.missing.iter().map(|missing| missing.path.as_str()).collect()
            }
            _ => judged.explanation.reasons.iter().map(rule_id).collect(),
        };
        let told = if told.is_empty() { String::new() } else { format!(", {told}") };
        visible(&format!("{line}{told} ({})", ids.join(", "))) + "\n"
    } else {
        let further = [told, session.language.holds(verdict, judged.holds)];
        let further = further.iter().filter(|line| !line.is_empty());
        let further: String = further.map(|line| paragraph(line, 2, 2, &session.look)).collect();
        paragraph(&line, 0, 2, &session.look) + &further
    };
    // The verdict alone is in colour; it is the beginning of the line.
    let words = session.language.verdict(verdict);
    painted(session, verdict, words) + line.strip_prefix(words).unwrap_or(&line)
}

/// What was told with the action, in short.
fn told(pack: &Pack, judged: &Judged<'_>) -> String {
    let model = &pack.program.model;
    let action = model.actions.get(judged.request.action as usize);
    let values = action.into_iter().flat_map(|action| &action.parameters).filter_map(|number| {
        let parameter = model.parameters.get(usize::from(*number))?;
        let cell = judged.request.told.get(usize::from(*number))?;
        let value = match (&cell.value, &parameter.ty) {
            (crate::values::Value::Unknown | crate::values::Value::Absent, _) => return None,
            (crate::values::Value::Element(row), crate::values::Type::Element(collection)) => {
                judged.portal.id(*collection, *row)?.to_owned()
            }
            (value, ty) => model.shown(value, ty),
        };
        Some(format!("{}: {value}", parameter.name.text))
    });
    let values: Vec<String> = values.collect();
    values.join(", ")
}

/// The excerpts under a headline.
pub(crate) fn grounds(session: &Session, pack: &Pack, judged: &Judged<'_>) -> String {
    let explanation = &judged.explanation;
    let language = session.language;
    let mut text = String::new();
    for reason in &explanation.reasons {
        let said = message(session, pack, judged, reason);
        let (tone, title) = match explanation.verdict {
            Verdict::Allowed => {
                (Tone::Advice, format!("{} {}", language.say("permitted by", "разрешает"), rule_id(reason)))
            }
            _ if reason.rule.is_none() => (Tone::Error, said.into_owned()),
            _ => (
                Tone::Error,
                format!("{} {}: {said}", language.say("denied by", "запрещает"), rule_id(reason)),
            ),
        };
        text.push_str(&excerpts(session, pack, tone, title, reason, &[]));
    }
    for (at, reason) in explanation.unsettled.iter().enumerate() {
        let title = format!("{} {}", language.say("hangs on", "зависит от правила"), rule_id(reason));
        // The places of what is missing are shown once, with the first rule.
        let missing = if at == 0 { explanation.missing.as_slice() } else { &[] };
        text.push_str(&excerpts(session, pack, Tone::Warning, title, reason, missing));
    }
    for obligation in &judged.obligations {
        let rule = pack.program.model.rules.get(obligation.rule as usize).map_or("", |rule| &rule.id.text);
        let (due, status) = (language.say("due", "срок"), language.status(obligation.status));
        let by = crate::cli::output::json::due(judged.portal, obligation.due, obligation.end);
        let line = format!("{rule}: {}, {status}, {due} {by}", obligation.subject);
        text.push_str(&paragraph(&line, 0, 2, &session.look));
    }
    text
}

fn excerpts(
    session: &Session,
    pack: &Pack,
    tone: Tone,
    title: String,
    reason: &Reason<'_>,
    missing: &[Missing],
) -> String {
    let language = session.language;
    let mut labels = Vec::new();
    let mut help = Vec::new();
    if let Some(rule) = reason.rule {
        labels.push(Label {
            span: rule.id.span, text: language.say("this rule", "это правило").to_owned()
        });
    }
    for place in &reason.places {
        let text = if reason.rule.is_none() {
            language.say("not permitted here", "здесь нет разрешения")
        } else {
            ""
        };
        labels.push(Label { span: *place, text: text.to_owned() });
    }
    for fact in &reason.facts {
        match fact.span {
            Some(span) if session.sources.get(span.source).is_none() => {
                help.push(by_now(language, pack, fact))
            }
            Some(span) => {
                labels
                    .push(Label { span: narrowed(session, fact, span), text: fact_in_words(language, fact) });
            }
            None if missing.is_empty() && !matches!(fact.value, crate::values::Value::Unknown) => {
                help.push(left_out(language, pack, fact));
            }
            None => {}
        }
    }
    for missing in missing.iter().take(MOST_MISSING) {
        let text = match language {
            Language::English => format!("`{}` would stand beside this", missing.name),
            Language::Russian => format!("рядом с этим стояло бы `{}`", missing.name),
        };
        labels.extend(missing.beside.map(|span| Label { span: word_at(session, span), text }));
    }
    if !missing.is_empty() {
        let paths: Vec<String> =
            missing.iter().take(MOST_MISSING).map(|missing| format!("`{}`", missing.path)).collect();
        let more = missing.len().saturating_sub(MOST_MISSING);
        let more = if more > 0 { format!(" (+{more})") } else { String::new() };
        help.push(match language {
            Language::English => {
                format!("nobody knows {}{more}: with this, there is a verdict", paths.join(", "))
            }
            Language::Russian => format!("чтобы решить, надо знать {}{more}", paths.join(", ")),
        });
    }
    for citation in &reason.citations {
        match pack.documents.find(&pack.program.model, citation) {
            Ok(span) => labels.push(Label {
                span,
                text: language.say("the document says so", "так говорит документ").to_owned(),
            }),
            Err(diagnostic) => help.push(format!("{}: «{}»", diagnostic.message, citation.quote)),
        }
    }
    draw(&Report { code: String::new(), title, tone, labels, help }, &session.sources, &session.look)
}

/// The most places of missing values that are shown.
const MOST_MISSING: usize = 5;

/// What is found in a state: the rule, whom it is about, what the rule says; and the excerpts.
pub(crate) fn finding(
    session: &Session,
    pack: &Pack,
    portal: &Portal,
    finding: &Finding<'_>,
    excerpted: bool,
) -> String {
    let language = session.language;
    let (tone, sign, color, word) = match finding.severity {
        Severity::Violation => (Tone::Error, "✗", "31", language.say("violation", "нарушение")),
        Severity::Undetermined => (Tone::Warning, "?", "33", language.say("undetermined", "не определено")),
        Severity::Upcoming => (Tone::Advice, "→", "36", language.say("upcoming", "предстоит")),
    };
    let subject = match finding.severity {
        Severity::Undetermined => String::new(),
        _ => format!(", {}", finding.subject),
    };
    let due = match finding.due.zip(finding.end) {
        Some((day, end)) => {
            format!(", {} {}", language.say("due", "срок"), crate::cli::output::json::due(portal, day, end))
        }
        None => String::new(),
    };
    let head = format!("{sign} {word}");
    let rest = format!(": {}{subject}{due}", finding.rule.id.text);
    let line = paragraph(&format!("{head}{rest}"), 0, 2, &session.look);
    let head = if session.look.color { format!("\x1b[1;{color}m{head}\x1b[0m") } else { head.clone() }
        + line.strip_prefix(&head).unwrap_or(&line);
    if session.quiet || !excerpted {
        return head;
    }
    let reason = Reason {
        rule: Some(finding.rule),
        effect: EffectOfRule::Limit,
        messages: Vec::new(),
        places: vec![finding.place],
        citations: finding.rule.cites.iter().collect(),
        facts: finding.facts.clone(),
    };
    head + &excerpts(session, pack, tone, said(session, finding), &reason, &finding.missing)
}

/// What the rule of a finding says, in the language of the run.
pub(crate) fn said(session: &Session, finding: &Finding<'_>) -> String {
    if finding.severity == Severity::Undetermined {
        let paths: Vec<String> =
            finding.missing.iter().map(|missing| format!("`{}`", missing.path)).collect();
        let (paths, more) = (paths.get(..MOST_MISSING.min(paths.len())).unwrap_or_default(), paths.len());
        let more = more.saturating_sub(MOST_MISSING);
        let more = if more > 0 { format!(" (+{more})") } else { String::new() };
        let (rule, paths) = (&finding.rule.id.text, paths.join(", "));
        return match session.language {
            Language::English => format!("whether `{rule}` is kept hangs on {paths}{more}"),
            Language::Russian => format!("соблюдено ли `{rule}`, зависит от {paths}{more}"),
        };
    }
    session.language.choose(&finding.messages).unwrap_or(&finding.rule.id.text).to_owned()
}

fn fact_in_words(language: Language, fact: &Fact) -> String {
    let crate::values::Value::Int(count) = fact.value else {
        return match fact.part {
            Part::Counted | Part::Searched => {
                language.say("nobody knows how many", "неизвестно сколько").to_owned()
            }
            Part::Read | Part::Found(_) => fact.path.clone(),
        };
    };
    match (&fact.part, language) {
        (Part::Read | Part::Found(_), _) => fact.path.clone(),
        (Part::Counted, Language::English) => format!("{count} counted here"),
        (Part::Counted, Language::Russian) => format!("здесь насчитано: {count}"),
        (Part::Searched, Language::English) => format!("not found in these {count}"),
        (Part::Searched, Language::Russian) => format!("здесь не нашлось (всего {count})"),
    }
}

fn left_out(language: Language, pack: &Pack, fact: &Fact) -> String {
    let value = pack.program.model.shown(&fact.value, &fact.ty);
    match (language, &fact.value) {
        (Language::English, crate::values::Value::Absent) => format!("`{}` is not given", fact.path),
        (Language::Russian, crate::values::Value::Absent) => format!("`{}` не указано", fact.path),
        (Language::English, _) => format!("`{}` is not given, so it is `{value}`", fact.path),
        (Language::Russian, _) => format!("`{}` не указано, поэтому `{value}`", fact.path),
    }
}

/// A value from an action whose text is gone, as those of a stream are.
fn by_now(language: Language, pack: &Pack, fact: &Fact) -> String {
    let value = pack.program.model.shown(&fact.value, &fact.ty);
    match language {
        Language::English => format!("`{}` is `{value}` by now", fact.path),
        Language::Russian => format!("`{}` уже `{value}`", fact.path),
    }
}

/// In a long list, the place of the value that was found in it.
fn narrowed(session: &Session, fact: &Fact, span: Span) -> Span {
    let Part::Found(found) = &fact.part else { return span };
    let text = session.sources.text(span);
    let at = text.find(found.as_str()).or_else(|| text.to_lowercase().find(&found.to_lowercase()));
    match at {
        Some(at) => Span::new(span.source, span.start as usize + at, span.start as usize + at + found.len()),
        None => span,
    }
}

/// The first word at a place.
fn word_at(session: &Session, span: Span) -> Span {
    if span.start < span.end {
        return span;
    }
    let rest = session.sources.get(span.source).and_then(|source| source.text.get(span.start as usize..));
    let rest = rest.unwrap_or_default();
    let inner = rest.trim_start_matches(['{', '-', ' ']);
    let start = span.start as usize + rest.len() - inner.len();
    let length = inner.find(|c: char| !c.is_alphanumeric() && c != '_').unwrap_or(inner.len());
    Span::new(span.source, start, start + length)
}

/// The rules that were considered and did not apply, if that was asked for.
fn considered(session: &Session, pack: &Pack, judged: &Judged<'_>) -> String {
    let language = session.language;
    let Some(considered) = judged.considered.as_ref().filter(|list| !list.is_empty()) else {
        return String::new();
    };
    let mut text =
        format!("{}\n", language.say("considered, and did not apply:", "рассмотрены и не применились:"));
    for one in considered {
        let facts: Vec<String> = one
            .facts
            .iter()
            .map(|fact| {
                let value = match (&fact.value, &fact.ty) {
                    (crate::values::Value::Element(row), crate::values::Type::Element(collection)) => {
                        judged.portal.id(*collection, *row).unwrap_or_default().to_owned()
                    }
                    (value, ty) => pack.program.model.shown(value, ty),
                };
                match fact.part {
                    Part::Counted => format!("{value} of {}", fact.path),
                    _ => format!("{} = {value}", fact.path),
                }
            })
            .collect();
        let condition = session.sources.text(one.place).split_whitespace().collect::<Vec<_>>().join(" ");
        let place = format!("{} ({})", one.rule.id.text, session.sources.place(one.place));
        text.push_str(&paragraph(&place, 2, 4, &session.look));
        let facts = if facts.is_empty() { String::new() } else { format!("  [{}]", facts.join(", ")) };
        text.push_str(&paragraph(&format!("`{condition}`{facts}"), 4, 6, &session.look));
    }
    text
}

fn count(session: &Session, judged: &[Judged<'_>]) -> String {
    let count = |verdict| judged.iter().filter(|one| one.explanation.verdict == verdict).count();
    let verdicts = [Verdict::Allowed, Verdict::Denied, Verdict::Undetermined];
    let counts: Vec<_> = verdicts.into_iter().map(|verdict| (verdict, count(verdict))).collect();
    counted(session, &counts, session.language.say("actions", "действий"))
}

/// A line that says how many of something came out how.
pub(crate) fn counted(session: &Session, counts: &[(Verdict, usize)], of: &str) -> String {
    let parts: Vec<String> = counts
        .iter()
        .filter(|(_, count)| *count > 0)
        .map(|(verdict, count)| format!("{count} {}", session.language.verdict(*verdict)))
        .collect();
    let all: usize = counts.iter().map(|(_, count)| count).sum();
    format!("{all} {of}: {}\n", parts.join(", "))
}
