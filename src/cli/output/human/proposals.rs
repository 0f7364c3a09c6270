//! What would make an action allowed, for people.

use crate::base::message::{Joint, List};
use crate::base::{Argument, Message, all_of, list_of, msg};
use crate::cli::output::dates;
use crate::cli::output::judged::Judged;
use crate::cli::output::language::Language;
use crate::cli::output::named_value::NamedValue;
use crate::cli::output::proposals::{Change, Grant, Proposal, Step};
use crate::cli::output::render::paragraph;
use crate::cli::session::Session;
use crate::eval::why_not::Bound;
use crate::eval::{Verdict, Who};
use crate::values::Zone;
use std::collections::HashSet;

/// So many people are named who are given the same; a search does not look at everybody.
const MOST_NAMED: usize = 3;

pub(crate) fn proposals(session: &Session, judged: &Judged<'_>, proposals: &[Proposal<'_>]) -> String {
    let language = session.language;
    let writer = Writer { language, actor: &judged.actor, zone: judged.zone };
    let mut text = String::new();
    let is_open = judged.verdict == Verdict::Undetermined && !judged.missing.is_empty();
    if is_open {
        let paths = judged.missing.iter().map(|missing| missing.path.clone());
        let find_out = msg!(verdict.find_out, paths = all_of(paths));
        text.push_str(&paragraph(&find_out.text(language), 0, 2, &session.style));
    }
    // What is not known may turn out well; then there was no need of a way.
    if !proposals.is_empty() || !is_open {
        let title = msg!(verdict.proposals, count = proposals.len());
        text.push_str(&paragraph(&title.text(language), 0, 2, &session.style));
    }
    let mut quoted = HashSet::new();
    for (number, proposal) in (1..).zip(proposals) {
        let changes: Vec<String> =
            proposal.changes.iter().map(|change| writer.line(change).text(language)).collect();
        let all_of_this = || msg!(verdict.all_of_this).text(language);
        let (head, listed) = match changes.as_slice() {
            [only] => (only.clone(), &[][..]),
            all => (all_of_this(), all),
        };
        text.push_str(&paragraph(&format!("{number}. {head}"), 2, 5, &session.style));
        for change in listed {
            text.push_str(&paragraph(&format!("- {change}"), 5, 7, &session.style));
        }
        for given in gifts(&proposal.gives) {
            text.push_str(&paragraph(&given.text(language), 5, 7, &session.style));
        }
        for obstacle in proposal.rules.iter().filter(|_| !session.quiet) {
            let stands = if obstacle.permits {
                msg!(verdict.only_permitted_by, rule = obstacle.rule)
            } else {
                msg!(verdict.in_the_way, rule = obstacle.rule)
            };
            text.push_str(&paragraph(&stands.text(language), 5, 7, &session.style));
            // A passage is quoted with the first proposal that meets it.
            if quoted.insert(obstacle.rule) {
                for cited in &obstacle.citations {
                    text.push_str(&paragraph(&cited.on_one_line(), 7, 9, &session.style));
                }
            }
        }
    }
    if proposals.is_empty() && judged.rights_left_out {
        text.push_str(&paragraph(&msg!(verdict.fix_all).text(language), 2, 2, &session.style));
    }
    if judged.search_stopped {
        text.push_str(&paragraph(&msg!(verdict.search_stopped).text(language), 2, 2, &session.style));
    }
    text
}

/// What somebody may do then that they might not do before; people who are given the same stand together.
fn gifts(gives: &[Grant<'_>]) -> Vec<Message> {
    let mut together: Vec<(&Grant<'_>, Vec<&str>)> = Vec::new();
    for grant in gives {
        let same = |own: &Grant<'_>| {
            (own.role, own.is_held, &own.actions) == (grant.role, grant.is_held, &grant.actions)
        };
        match together.iter_mut().find(|(own, _)| same(own)) {
            Some((_, people)) => people.push(&grant.person),
            None => together.push((grant, vec![&grant.person])),
        }
    }
    let message = |(grant, people): (&Grant<'_>, Vec<&str>)| {
        let mut names: Vec<Argument> =
            people.iter().take(MOST_NAMED).map(|person| Argument::from(*person)).collect();
        if people.len() > MOST_NAMED {
            names.push(msg!(verdict.other_people).into());
        }
        let (role, actions) = &grant.called;
        match role {
            Some(role) if grant.is_held => {
                msg!(verdict.gives_use, people = list_of(names), role = *role)
            }
            Some(role) => msg!(verdict.gives_role, people = list_of(names), role = *role),
            None => msg!(verdict.gives_rights, people = list_of(names), actions = all_of(actions)),
        }
    };
    together.into_iter().map(message).collect()
}

struct Writer<'a> {
    language: Language,
    actor: &'a str,
    zone: Zone,
}

impl Writer<'_> {
    /// Who can bring a change about, and what it is.
    fn line(&self, change: &Change<'_>) -> Message {
        let step = self.step(change);
        match change.who {
            Who::Actor => msg!(verdict.somebody_does, who = self.actor, step = step),
            Who::Someone => msg!(verdict.somebody_does, who = msg!(verdict.somebody_else), step = step),
            Who::Nobody if change.step.is_open() => step,
            Who::Nobody if change.by_action => msg!(verdict.nobody_found, step = step),
            Who::Nobody => msg!(verdict.nobody_does, step = step),
            Who::Time => step,
        }
    }

    fn step(&self, change: &Change<'_>) -> Message {
        match &change.step {
            Step::Parameter { name, value, or, bound, given } => {
                let values = self.values(value, or, *bound);
                match (change.who, given.is_known()) {
                    (Who::Actor, false) => msg!(verdict.tell, name = *name, values = values),
                    (Who::Actor, true) => {
                        msg!(verdict.tell_instead, name = *name, values = values, now = self.value(given))
                    }
                    (_, false) => msg!(verdict.told, name = *name, values = values),
                    (_, true) => {
                        msg!(verdict.told_instead, name = *name, values = values, now = self.value(given))
                    }
                }
            }
            Step::Action { instead: true, person, .. } => {
                msg!(verdict.in_place_of, person = person, actor = self.actor)
            }
            Step::Action { call, others, .. } if change.who == Who::Actor => {
                msg!(verdict.do_first, call = call, others = *others)
            }
            Step::Action { person, call, others, .. } => {
                msg!(verdict.may_do_first, person = person, call = call, others = *others)
            }
            Step::Time { from } => msg!(verdict.wait_until, moment = dates::moment(*from, self.zone)),
            Step::Value { path, value, or, bound, known, others, now } => {
                let values = self.values(value, or, *bound);
                match (known, now.is_known()) {
                    (false, _) => msg!(verdict.turns_out, path = path, values = values, others = *others),
                    (true, false) => msg!(verdict.were, path = path, values = values, others = *others),
                    (true, true) => msg!(
                        verdict.were_instead,
                        path = path,
                        values = values,
                        now = self.value(now),
                        others = *others
                    ),
                }
            }
            Step::Member { value, holds, known, field, noun, collection, .. } => {
                let (noun, collection) = (*noun, *collection);
                match (holds, known) {
                    (true, true) => msg!(
                        verdict.some_had,
                        noun = noun,
                        collection = collection,
                        field = *field,
                        value = value
                    ),
                    (true, false) => msg!(
                        verdict.some_has,
                        noun = noun,
                        collection = collection,
                        field = *field,
                        value = value
                    ),
                    (false, true) => msg!(
                        verdict.none_had,
                        noun = noun,
                        collection = collection,
                        field = *field,
                        value = value
                    ),
                    (false, false) => msg!(
                        verdict.none_has,
                        noun = noun,
                        collection = collection,
                        field = *field,
                        value = value
                    ),
                }
            }
            Step::Complete { path, empty: true, .. } => msg!(verdict.is_empty, path = *path),
            Step::Complete { path, .. } => msg!(verdict.has_no_more, path = *path),
        }
    }

    fn value(&self, value: &NamedValue) -> Argument {
        match value {
            NamedValue::Absent => msg!(verdict.left_out_value).into(),
            value => Argument::Text(format!("`{}`", value.text_in(self.language))),
        }
    }

    /// A value, or a bound, and others that would do as well.
    fn values(&self, value: &NamedValue, or: &[NamedValue], bound: Option<Bound>) -> List {
        let first = match bound {
            None => self.value(value),
            Some(Bound::AtLeast) => msg!(verdict.at_least, value = self.value(value)).into(),
            Some(Bound::AtMost) => msg!(verdict.at_most, value = self.value(value)).into(),
        };
        let items = [first].into_iter().chain(or.iter().map(|value| self.value(value))).collect();
        List { items, joint: Joint::Or, omitted: 0 }
    }
}
