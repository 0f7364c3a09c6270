//! From a sentence to the rules that could be written from it.

use crate::documents::draft::names::{Names, name_of};
use crate::documents::draft::written::written;
use crate::documents::passage::Annotated;
use crate::documents::table_rights::directive;
use crate::prose::facts::{
    Bound, Deed, Deeds, Directive, Modality, Norm, Number, Whom, deeds, is_person, role_name,
};
use crate::prose::{self, Text};
use crate::values::ids::DocumentId;
use crate::values::{Period, Unit};
use std::collections::HashSet;

/// A rule that could be written. What the document does not say in words that can be told is left open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DraftedRule {
    pub id: String,
    pub kind: DraftedKind,
    /// Whether the sentence says when: a condition has to be written.
    pub has_condition: bool,
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

/// A name of a role or an action, and what the document calls it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proposal {
    pub name: String,
    pub called: String,
}

/// A label of so many words may name a role: `account owner`.
const MOST_WORDS_OF_A_ROLE: usize = 3;

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
            Some((kinds, label)) => (kinds.into_iter().map(|kind| (kind, false)).collect(), label),
            None => (self.kinds(sentence, words), words.to_owned()),
        };
        let rule = |(kind, has_condition)| DraftedRule { id: names.id_of(&named), kind, has_condition };
        kinds.into_iter().map(rule).collect()
    }

    /// What could be written from a sentence, each with whether it has a condition.
    fn kinds(&mut self, sentence: usize, words: &str) -> Vec<(DraftedKind, bool)> {
        let (text, annotated) = (self.text, self.annotated);
        let Some(own) = annotated.annotations(self.document).get(sentence) else { return Vec::new() };
        let leads: Vec<&str> =
            text.sentences.get(sentence).into_iter().flat_map(|own| text.hangs_on(own)).collect();
        for role in &own.facts.roles {
            self.role(role);
        }
        if own.norm == Some(Norm::Advice) {
            return vec![(DraftedKind::Advice, false)];
        }
        let Deeds { all, is_narrowed, denies_more } = deeds(words, &leads, &annotated.roles);
        if denies_more {
            return vec![(DraftedKind::Open, false)];
        }
        let numbers = &own.facts.numbers;
        let forbids = |deed: &Deed| deed.directive == Directive::Forbids;
        let limit = numbers.iter().find(|number| bounds_a_count(number) && !all.iter().any(forbids));
        let due = numbers.iter().find(|number| bounds_a_time(number) && !all.iter().any(forbids));
        let excepts = own.facts.modality.contains(&Modality::Except);
        let has_condition = is_narrowed || excepts;
        // What numbers say is in a rule of its own, or a condition.
        let has_own_rule = limit.is_some() || due.is_some();
        let mut kinds: Vec<(DraftedKind, bool)> = Vec::new();
        for deed in all {
            let Some(kind) = self.deed(&deed, words, excepts) else { continue };
            // Members may borrow up to five books: they may borrow.
            let is_said = || matches!(kind, DraftedKind::Permit { who: Actors::Roles(_), action: Some(_) });
            if (!has_own_rule || is_said()) && !kinds.iter().any(|(own, _)| *own == kind) {
                kinds.push((kind, has_condition || !has_own_rule && !numbers.is_empty()));
            }
        }
        if let Some(number) = limit {
            kinds.push((self.limit(number), has_condition));
        } else if let Some(number) = due {
            kinds.push((DraftedKind::Deadline { within: period(number) }, false));
        }
        if kinds.is_empty() {
            let is_plain = !has_condition && numbers.is_empty();
            let forbids = own.norm == Some(Norm::Prohibition) && is_plain;
            let kind = DraftedKind::Forbid { who: Actors::Open, action: None };
            kinds.push((if forbids { kind } else { DraftedKind::Open }, false));
        }
        kinds
    }

    /// What a modal phrase says; nothing where it only frees. Who is meant is open where somebody is excepted.
    fn deed(&mut self, deed: &Deed, words: &str, excepts: bool) -> Option<DraftedKind> {
        let named = self.actors(&deed.whom);
        let who = if excepts { Actors::Open } else { named };
        let action = deed.what.clone().and_then(|range| words.get(range)).and_then(|what| self.action(what));
        Some(match deed.directive {
            Directive::Permits => DraftedKind::Permit { who, action },
            Directive::Forbids => DraftedKind::Forbid { who, action },
            Directive::Requires => DraftedKind::Require { who },
            Directive::Frees => return None,
        })
    }

    fn limit(&mut self, number: &Number) -> DraftedKind {
        let is_upper = matches!(number.bound, Bound::AtMost | Bound::To);
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
    fn row(&mut self, unit: &prose::Unit) -> Option<(Vec<DraftedKind>, String)> {
        let cells = self.text.cells_of(unit);
        let ticked = cells.iter().filter(|cell| directive(cell) == Some(Directive::Permits));
        let columns: Vec<&str> = ticked.map(|cell| &*cell.column).collect();
        let has_marks = cells.iter().any(|cell| directive(cell).is_some());
        let label = cells.first().map(|cell| cell.row.clone()).filter(|_| has_marks)?;
        let names_a_role = |label: &str| {
            let words: Vec<&str> = label.split(' ').collect();
            words.len() <= MOST_WORDS_OF_A_ROLE
                && words.iter().any(|word| self.annotated.roles.is_role(&word.to_lowercase()))
        };
        if names_a_role(&label) {
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

/// The period of the language that a number is; none of working days, or of quarters.
fn period(number: &Number) -> Option<Period> {
    let (word, is_plain) = number.span_of_time()?;
    let (unit, ..) = *Unit::ALL.iter().find(|(_, one, _)| is_plain && *one == word)?;
    let count = u32::try_from(number.amount.whole()?).ok()?;
    (1..=Period::MOST).contains(&count).then_some(Period { count, unit })
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
