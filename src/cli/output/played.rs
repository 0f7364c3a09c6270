//! A played action, as every format prints it.

use crate::cli::output::evidence::Resolver;
use crate::cli::output::judged::Judged;
use crate::cli::output::named_value::NamedValue;
use crate::eval;
use crate::eval::obligations::{Shift, Status};
use crate::values::Moment;
use chrono::NaiveDate;
use serde::{Serialize, Serializer};

/// A judged action and what it changed, of the actions that are played in their order. Serialized, it is a step of the
/// JSON contract.
#[derive(Serialize)]
pub(crate) struct Played<'a> {
    /// Which action it is, from 1.
    #[serde(skip)]
    pub(crate) number: usize,
    #[serde(flatten)]
    pub(crate) judged: Box<Judged<'a>>,
    #[serde(serialize_with = "changed")]
    pub(crate) changes: Vec<Difference>,
    pub(crate) deadlines: Vec<DeadlineChange<'a>>,
}

#[derive(Serialize)]
#[serde(untagged)]
pub(crate) enum Difference {
    Value {
        path: String,
        before: NamedValue,
        after: NamedValue,
    },
    Added {
        path: String,
        before: (),
        #[serde(serialize_with = "map")]
        after: Vec<(String, NamedValue)>,
    },
    /// Nothing was added: it was there.
    There {
        path: String,
    },
}

/// A deadline that an action starts, moves, meets or lifts.
#[derive(Serialize)]
pub(crate) struct DeadlineChange<'a> {
    pub(crate) rule: Option<&'a str>,
    pub(crate) subject: String,
    pub(crate) due: NaiveDate,
    pub(crate) before: Option<Status>,
    pub(crate) after: Option<Status>,
    /// When it is due, for people.
    #[serde(skip)]
    pub(crate) by: Moment,
}

impl Difference {
    /// The resolver knows the state after the action.
    pub(crate) fn new(resolver: Resolver<'_, '_>, difference: eval::Difference) -> Self {
        match difference {
            eval::Difference::Value { path, ty, before, after } => {
                Self::Value { path, before: resolver.value(&before, &ty), after: resolver.value(&after, &ty) }
            }
            eval::Difference::Added { path, fields } => {
                let named = |(name, ty, value)| (name, resolver.value(&value, &ty));
                Self::Added { path, before: (), after: fields.into_iter().map(named).collect() }
            }
            eval::Difference::There { path } => Self::There { path },
        }
    }
}

impl<'a> DeadlineChange<'a> {
    pub(crate) fn new(resolver: Resolver<'a, '_>, shift: Shift) -> Self {
        let Shift { rule, subject, due, end, before, after } = shift;
        Self { rule: resolver.rule_id(rule), subject, due, before, after, by: resolver.by(due, end) }
    }
}

fn changed<S: Serializer>(differences: &[Difference], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(differences.iter().filter(|one| !matches!(one, Difference::There { .. })))
}

fn map<S: Serializer>(fields: &[(String, NamedValue)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(fields.iter().map(|(name, value)| (name, value)))
}
