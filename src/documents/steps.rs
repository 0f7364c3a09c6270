//! Steps of actions, held to the sentences that they retell: what is named in a step stands there.

use crate::base::Span;
use crate::documents::citations::Citing;
use crate::documents::drift::Drift;
use crate::documents::passage::Annotated;
use crate::model::Model;
use crate::values::ids::ActionId;
use std::collections::HashMap;
use unicode_script::{Script, UnicodeScript};

/// A name in a step that none of the sentences has that the step cites.
#[derive(Clone, Debug)]
pub struct UnknownName {
    pub action: ActionId,
    /// The step.
    pub span: Span,
    pub name: String,
    /// The first of the citations that were looked at, by its number among the drifts.
    pub drift: usize,
}

/// The names in steps that the sentences do not have. Of a step whose sentence is lost, that is told.
pub(super) fn unknown_names(
    model: &Model,
    annotated: &Annotated<'_>,
    drifts: &[Drift<'_>],
) -> Vec<UnknownName> {
    let mut drift_of: HashMap<Span, usize> = HashMap::new();
    for (at, drift) in drifts.iter().enumerate() {
        let by = drift.cited.by.iter().filter(|(citing, _)| matches!(citing, Citing::Action(_)));
        drift_of.extend(by.map(|(_, citation)| (citation.span, at)));
    }
    let mut found = Vec::new();
    for (action, own) in model.actions.enumerated() {
        for step in &own.how {
            let cited = own.cites.get(step.cites.clone()).unwrap_or_default();
            let cited = cited.iter().filter_map(|citation| drift_of.get(&citation.span).copied());
            let sentences = cited.filter_map(|at| Some((at, text_of(annotated, drifts.get(at)?)?)));
            let sentences: Vec<(usize, &str)> = sentences.collect();
            let Some((drift, first)) = sentences.first().copied() else { continue };
            let texts = step.texts.iter().filter(|text| script_of(&text.text) == script_of(first));
            let stands = |name: &str| sentences.iter().any(|(_, sentence)| holds(sentence, name));
            let unknown = texts.flat_map(|text| names(&text.text));
            let unknown = unknown.filter(|name| !stands(name) && !stands(without_next(name)));
            found.extend(unknown.map(|name| UnknownName {
                action,
                span: step.span,
                name: without_next(&name).to_owned(),
                drift,
            }));
        }
    }
    found
}

/// The sentences of a citation as they are now, with what stands between them.
fn text_of<'a>(annotated: &'a Annotated<'_>, drift: &Drift<'_>) -> Option<&'a str> {
    let now = drift.now.as_ref()?;
    let text = annotated.documents.text(now.document)?;
    let all = text.sentences.get(now.sentences.clone())?;
    Some(text.part(&(all.first()?.range.start..all.last()?.range.end)))
}

/// The script that most letters of a text have: a step is compared in the language of its document alone.
fn script_of(text: &str) -> Script {
    let letters = text.chars().filter(|letter| letter.is_alphabetic());
    let (mut latin, mut other, mut first) = (0_usize, 0_usize, Script::Latin);
    for script in letters.map(|letter| letter.script()) {
        if script == Script::Latin {
            latin += 1;
        } else {
            other += 1;
            first = script;
        }
    }
    if other > latin { first } else { Script::Latin }
}

/// Whether a sentence names something: the same words, beginning and ending where words do.
fn holds(sentence: &str, name: &str) -> bool {
    let is_letter = |letter: Option<char>| letter.is_some_and(char::is_alphanumeric);
    sentence.match_indices(name).any(|(at, _)| {
        let (before, behind) = (sentence.get(..at), sentence.get(at + name.len()..));
        !is_letter(before.and_then(|text| text.chars().next_back()))
            && !is_letter(behind.and_then(|text| text.chars().next()))
    })
}

/// What a step names: the parts of a path (`Settings > Employees`), and what is set off by marks.
fn names(step: &str) -> Vec<String> {
    const MARKS: [(&str, &str); 5] = [("«", "»"), ("“", "”"), ("**", "**"), ("`", "`"), ("\"", "\"")];
    let mut names = Vec::new();
    for (open, close) in MARKS {
        let mut rest = step;
        while let Some((_, behind)) = rest.split_once(open) {
            let Some((name, after)) = behind.split_once(close) else { break };
            names.extend(name.split('>').map(str::trim).map(str::to_owned));
            rest = after;
        }
    }
    let plain: String = step.chars().filter(|letter| !"«»“”*`\"".contains(*letter)).collect();
    let parts: Vec<&str> = plain.split('>').collect();
    let last = parts.len() - 1;
    for (at, part) in parts.iter().enumerate().filter(|_| last > 0) {
        let mut name = part.trim();
        if at == 0 {
            name = first_of_path(name);
        }
        if at == last {
            name = name.split([',', ';', '.', ':', '(', ')', '—']).next().unwrap_or_default().trim();
        }
        names.push(name.to_owned());
    }
    names.retain(|name| name.chars().any(char::is_alphanumeric));
    names.dedup();
    names
}

/// A name without what is to be done next: "Safety and press Save".
fn without_next(name: &str) -> &str {
    let next = [" and ", " then ", " и ", " затем "].into_iter().filter_map(|word| name.find(word)).min();
    next.and_then(|at| name.get(..at)).unwrap_or(name)
}

/// The name that a path begins with, behind the words that lead to it: it begins with a capital letter.
fn first_of_path(part: &str) -> &str {
    let part = part.rsplit([':', ',', ';', '.', '(', '—']).next().unwrap_or_default().trim();
    let mut words = part.char_indices().filter(|(at, letter)| {
        letter.is_uppercase()
            && part.get(..*at).is_some_and(|before| before.is_empty() || before.ends_with(' '))
    });
    let last = words.next_back().map_or(0, |(at, _)| at);
    part.get(last..).unwrap_or(part)
}

#[cfg(test)]
mod tests {
    use super::names;

    #[test]
    fn what_a_step_names() {
        for (step, expected) in [
            ("Откройте Пригласить > Специалист по внедрению", vec!["Пригласить", "Специалист по внедрению"]),
            ("В профиле сотрудника: Действия > Сделать > Да", vec!["Действия", "Сделать", "Да"]),
            ("впишите e-mail и нажмите «Пригласить»", vec!["Пригласить"]),
            ("open Settings > Employees, then press **Save**", vec!["Save", "Settings", "Employees"]),
            ("open “Settings > Employees”", vec!["Settings", "Employees", "Settings", "Employees"]),
            ("agree on the work and sign a contract", vec![]),
            ("", vec![]),
        ] {
            assert_eq!(names(step), expected, "{step}");
        }
    }
}
