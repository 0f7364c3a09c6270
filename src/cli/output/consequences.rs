//! What an action brings about, as every format prints it.

use crate::cli::output::evidence::Resolver;
use crate::cli::output::named_value::NamedValue;
use crate::eval;
use crate::eval::ProposedAction;
use crate::eval::obligations::{Shift, Status, shifts};
use crate::values::Moment;
use chrono::NaiveDate;
use serde::{Serialize, Serializer};

/// What an allowed action brings about.
#[derive(Serialize)]
pub(crate) struct Consequences<'a> {
    #[serde(serialize_with = "changed")]
    pub(crate) changes: Vec<Difference>,
    #[serde(rename = "obligations")]
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
    /// None where it is lifted.
    pub(crate) after: Option<Status>,
    /// The same as `after`, by the name that obligations have for it.
    status: Option<Status>,
    /// When it is due, for people.
    #[serde(skip)]
    pub(crate) by: Moment,
}

impl<'a> Consequences<'a> {
    pub(crate) fn of(resolver: Resolver<'a, '_>, proposed: &ProposedAction<'_, '_>) -> Self {
        let changes = eval::differences(proposed).into_iter().map(|one| Difference::new(resolver, one));
        let deadlines = shifts(proposed).into_iter().map(|shift| DeadlineChange::new(resolver, shift));
        Self { changes: changes.collect(), deadlines: deadlines.collect() }
    }
}

impl Difference {
    fn new(resolver: Resolver<'_, '_>, difference: eval::Difference) -> Self {
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
    fn new(resolver: Resolver<'a, '_>, shift: Shift) -> Self {
        let Shift { rule, subject, due, end, before, after } = shift;
        let rule = resolver.rule_id(rule);
        Self { rule, subject, due, before, after, status: after, by: resolver.by(due, end) }
    }
}

pub(crate) fn changed<S: Serializer>(
    differences: impl AsRef<[Difference]>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(differences.as_ref().iter().filter(|one| !matches!(one, Difference::There { .. })))
}

fn map<S: Serializer>(fields: &[(String, NamedValue)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_map(fields.iter().map(|(name, value)| (name, value)))
}
