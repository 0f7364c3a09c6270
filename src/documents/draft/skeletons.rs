//! From a sentence to the rules that could be written from it.

use crate::documents::draft::names::{Names, name_of};
use crate::documents::draft::written::written;
use crate::documents::passage::Annotated;
use crate::prose::facts::{Bound, Deed, Directive, Facts, Norm, Number, Whom, deeds, is_person, role_name};
use crate::prose::{Text, Unit, is_ticked};
use crate::values::ids::DocumentId;
use std::collections::HashSet;

/// A rule that could be written. What the document does not say in words that can be told is left open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftedRule {
    pub id: String,
    pub kind: DraftedKind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DraftedKind {
    Permit {
        who: Actors,
        action: Option<String>,
    },
    Forbid {
        who: Actors,
        action: Option<String>,
    },
    /// Something has to be so: what is forbidden unless it is has to be named.
    Require {
        who: Actors,
    },
    /// It states something, and not what kind of rule that is.
    Open,
    /// At most so many of what.
    Limit {
        most: Option<i64>,
        of: Counted,
    },
    Deadline {
        within: Option<Period>,
    },
    /// It only recommends.
    Advice,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Actors {
    Everyone,
    /// Names of roles; at least one.
    Roles(Vec<String>),
    Open,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Counted {
    /// Those who have a role.
    Role(String),
    Users,
    /// A name of a list.
    Things(String),
    Open,
}

/// So many of a unit of time of the language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Period {
    pub count: i64,
    /// `days`, `hours`
    pub unit: String,
}

/// A name of a role or an action, and what the document calls it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    pub name: String,
    pub called: String,
}

/// Proposals, each name once.
#[derive(Debug, Default)]
struct Proposals {
    list: Vec<Proposal>,
    names: HashSet<String>,
}

impl Proposals {
    fn add(&mut self, name: &str, called: String) {
        if self.names.insert(name.to_owned()) {
            self.list.push(Proposal { name: name.to_owned(), called });
        }
    }
}

/// Reads the sentences of one document, and keeps who and what they name.
pub(super) struct Reader<'d> {
    text: &'d Text,
    annotated: &'d Annotated<'d>,
    document: DocumentId,
    roles: Proposals,
    actions: Proposals,
}

impl<'d> Reader<'d> {
    pub(super) fn new(text: &'d Text, annotated: &'d Annotated<'d>, document: DocumentId) -> Self {
        Self { text, annotated, document, roles: Proposals::default(), actions: Proposals::default() }
    }

    /// What was named: roles, and actions.
    pub(super) fn proposals(self) -> (Vec<Proposal>, Vec<Proposal>) {
        (self.roles.list, self.actions.list)
    }

    /// The rules that could be written from a sentence; at least one.
    pub(super) fn rules(&mut self, sentence: usize, names: &mut Names) -> Vec<DraftedRule> {
        let text = self.text;
        let Some(own) = text.sentences.get(sentence) else { return Vec::new() };
        let words = text.part(&own.range);
        let unit = text.units.get(own.unit);
        let (kinds, named) = match unit.and_then(|unit| self.row(unit)) {
            Some((kinds, label)) => (kinds, label),
            None => (self.kinds(sentence, words), words.to_owned()),
        };
        kinds.into_iter().map(|kind| DraftedRule { id: names.id_of(&named), kind }).collect()
    }

    fn kinds(&mut self, sentence: usize, words: &str) -> Vec<DraftedKind> {
        let (text, annotated) = (self.text, self.annotated);
        let Some(own) = annotated.annotations(self.document).get(sentence) else { return Vec::new() };
        let leads: Vec<&str> =
            text.sentences.get(sentence).into_iter().flat_map(|own| text.hangs_on(own)).collect();
        for role in &own.facts.roles {
            self.role(role);
        }
        if own.norm == Some(Norm::Advice) {
            return vec![DraftedKind::Advice];
        }
        let mut kinds: Vec<DraftedKind> = Vec::new();
        for deed in deeds(words, &leads, &annotated.roles) {
            let kind = self.deed(&deed, words, &own.facts);
            kinds.extend(kind.filter(|kind| !kinds.contains(kind)));
        }
        let bounds_time = own.facts.numbers.iter().find(|number| bounds_a_time(number));
        if let Some(number) = bounds_time
            && !kinds.iter().any(|kind| matches!(kind, DraftedKind::Permit { .. }))
        {
            kinds.retain(|kind| !matches!(kind, DraftedKind::Require { .. }));
            kinds.push(DraftedKind::Deadline { within: period(number) });
        } else if let Some(number) = own.facts.numbers.iter().find(|number| bounds_a_count(number)) {
            let says_who = |kind: &DraftedKind| {
                matches!(kind, DraftedKind::Permit { who: Actors::Roles(_), action: Some(_) })
            };
            kinds.retain(says_who);
            kinds.push(self.limit(number));
        }
        if kinds.is_empty() {
            kinds.push(self.by_norm(own.norm, &own.facts));
        }
        kinds
    }

    /// What a modal phrase says; nothing where it only frees.
    fn deed(&mut self, deed: &Deed, words: &str, facts: &Facts) -> Option<DraftedKind> {
        let who = self.actors(&deed.whom);
        let what = deed.what.clone().and_then(|range| words.get(range));
        let kind = match deed.directive {
            Directive::Permits => {
                DraftedKind::Permit { who, action: what.and_then(|what| self.action(what)) }
            }
            Directive::Forbids => {
                DraftedKind::Forbid { who, action: what.and_then(|what| self.action(what)) }
            }
            Directive::Requires => DraftedKind::Require { who },
            Directive::Frees => return None,
        };
        // No more than ten may be invited.
        let is_mere_bound =
            matches!(kind, DraftedKind::Forbid { .. }) && facts.numbers.iter().any(bounds_a_count);
        (!is_mere_bound).then_some(kind)
    }

    fn by_norm(&mut self, norm: Option<Norm>, facts: &Facts) -> DraftedKind {
        let named: Vec<String> = facts.roles.iter().filter_map(|role| self.role(role)).collect();
        let who = match named[..] {
            [ref only] => Actors::Roles(vec![only.clone()]),
            _ => Actors::Open,
        };
        match norm {
            Some(Norm::Prohibition) => DraftedKind::Forbid { who, action: None },
            Some(Norm::Duty) => DraftedKind::Open,
            // A number that bounds nothing may still be how many there are.
            _ => match facts.numbers.iter().find(|number| number.bound == Bound::None && number.is_a_count())
            {
                Some(number) if matches!(norm, Some(Norm::Bound | Norm::Number)) => self.limit(number),
                _ if matches!(norm, Some(Norm::Bound | Norm::Number)) => DraftedKind::Open,
                _ => DraftedKind::Permit { who, action: None },
            },
        }
    }

    fn limit(&mut self, number: &Number) -> DraftedKind {
        let is_upper = matches!(number.bound, Bound::AtMost | Bound::To | Bound::None | Bound::Exactly);
        let below = number.amount.whole().and_then(|most| most.checked_sub(1));
        let most = number.amount.whole().filter(|_| is_upper);
        let most = most.or(below.filter(|_| number.bound == Bound::LessThan));
        let unit = number.unit.as_deref().filter(|_| number.span_of_time().is_none());
        let noun = unit.and_then(|unit| unit.rsplit(' ').next());
        let is_role = noun.is_some_and(|noun| self.annotated.roles.is_role(&noun.to_lowercase()));
        let of = match noun {
            Some(noun) if is_role => self.role(noun).map_or(Counted::Open, Counted::Role),
            Some(noun) if is_person(&noun.to_lowercase()) => Counted::Users,
            Some(noun) => name_of(noun).map_or(Counted::Open, Counted::Things),
            None => Counted::Open,
        };
        DraftedKind::Limit { most: most.filter(|most| *most >= 0), of }
    }

    /// What a row of ticks and crosses lets those who head its columns do, or those whom its label names, and its label;
    /// nothing where the row has none.
    fn row(&mut self, unit: &Unit) -> Option<(Vec<DraftedKind>, String)> {
        let cells = self.text.cells_of(unit);
        let ticked = cells.iter().filter(|cell| is_ticked(&cell.says) == Some(true));
        let columns: Vec<&str> = ticked.map(|cell| &*cell.column).collect();
        let has_marks = cells.iter().any(|cell| is_ticked(&cell.says).is_some());
        let label = cells.first().map(|cell| cell.row.clone()).filter(|_| has_marks)?;
        if self.annotated.roles.is_role(&label.to_lowercase()) {
            let role = self.role(&label)?;
            let permits = columns.into_iter().map(|column| DraftedKind::Permit {
                who: Actors::Roles(vec![role.clone()]),
                action: self.action(column),
            });
            let permits: Vec<DraftedKind> = permits.collect();
            let nothing = DraftedKind::Forbid { who: Actors::Roles(vec![role]), action: None };
            return Some((if permits.is_empty() { vec![nothing] } else { permits }, label.to_string()));
        }
        let who: Vec<String> = columns.into_iter().filter_map(|column| self.role(column)).collect();
        let action = self.action(&label);
        let kind = if who.is_empty() {
            DraftedKind::Forbid { who: Actors::Everyone, action }
        } else {
            DraftedKind::Permit { who: Actors::Roles(who), action }
        };
        Some((vec![kind], label.to_string()))
    }

    fn actors(&mut self, whom: &Whom) -> Actors {
        match whom {
            Whom::Everyone => Actors::Everyone,
            Whom::Unknown => Actors::Open,
            Whom::Roles(words) => {
                let mut names: Vec<String> = words.iter().filter_map(|word| self.role(word)).collect();
                names.dedup();
                // Users are everyone.
                if names.is_empty() { Actors::Everyone } else { Actors::Roles(names) }
            }
        }
    }

    /// The name of a role that is called so, which is proposed; none for words that mean everyone.
    fn role(&mut self, word: &str) -> Option<String> {
        let known = role_name(word)?;
        let name = name_of(&known)?;
        self.roles.add(&name, begun_small(&written(&known)));
        Some(name)
    }

    /// The name of an action in these words, which is proposed.
    fn action(&mut self, words: &str) -> Option<String> {
        let name = name_of(words)?;
        self.actions.add(&name, begun_small(&written(words)));
        Some(name)
    }
}

/// Whether a number says by when something is due.
fn bounds_a_time(number: &Number) -> bool {
    number.span_of_time().is_some()
        && matches!(number.bound, Bound::Within | Bound::AtMost)
        && !number.is_before
}

/// Whether a number says how many there may be.
fn bounds_a_count(number: &Number) -> bool {
    number.is_a_count() && matches!(number.bound, Bound::AtMost | Bound::To | Bound::LessThan)
}

fn period(number: &Number) -> Option<Period> {
    let (unit, is_plain) = number.span_of_time()?;
    let count = number.amount.whole().filter(|count| is_plain && *count > 0)?;
    Some(Period { count, unit: if count == 1 { unit.to_owned() } else { format!("{unit}s") } })
}

/// A text that does not begin as a sentence does; what stands in capitals stays so.
fn begun_small(text: &str) -> String {
    let mut signs = text.chars();
    match (signs.next(), signs.clone().next()) {
        (Some(first), Some(second)) if first.is_uppercase() && !second.is_uppercase() => {
            first.to_lowercase().chain(signs).collect()
        }
        _ => text.to_owned(),
    }
}
