//! The states that audits of scenarios look at, and which of them have something that an invariant is about. No change of a
//! rule makes them others: what a scenario expects to be allowed is carried out.

use crate::eval::Portal;
use crate::kb::{About, Key};
use crate::testing::run::{Env, states_of_audits};
use crate::testing::scenario::Scenario;
use crate::values::ids::{CollectionId, FieldId, InvariantId};
use crate::values::{Moment, Value};
use std::collections::{BTreeSet, HashMap};
use std::sync::{Arc, Mutex, PoisonError};

/// So many values are kept of all such states; scenarios with more are played again each time.
const MOST_KEPT: usize = 1 << 22;

/// What the audits of a scenario look at, and when.
pub(crate) struct Final {
    pub(crate) portal: Portal,
    pub(crate) at: Vec<Moment>,
}

/// The scenarios whose audits look at some value of a field, by their numbers.
#[derive(Default)]
struct ByValue {
    values: HashMap<Key, Vec<usize>>,
    /// Those in which some element may have any.
    open: Vec<usize>,
}

/// What the audits of all scenarios look at.
#[derive(Default)]
pub(crate) struct Finals {
    /// Of each scenario with audits; nothing where that is too much to keep.
    of: HashMap<usize, Option<Final>>,
    /// The scenarios whose audits expect something of a rule.
    expected: HashMap<Arc<str>, Vec<usize>>,
    by_field: Mutex<HashMap<(CollectionId, FieldId), Arc<ByValue>>>,
}

impl Finals {
    /// Note what the audits of a scenario look at. `kept` counts the values that are kept so far.
    pub(crate) fn add(
        &mut self,
        number: usize,
        env: &Env<'_>,
        scenario: &Scenario,
        portal: &Portal,
        kept: &mut usize,
    ) {
        if scenario.audits.is_empty() {
            return;
        }
        let rows = portal.state.collections.iter().zip(&env.program.model.schema.collections);
        let cells = rows.map(|(rows, shape)| rows.len() as usize * shape.fields.len()).sum::<usize>();
        *kept = kept.saturating_add(cells).saturating_add(portal.state.scalars.len());
        let own = if *kept <= MOST_KEPT { states_of_audits(env, scenario, portal) } else { None };
        self.of.insert(number, own.map(|(portal, at)| Final { portal, at }));
        for audit in &scenario.audits {
            let lists = [Some(&audit.expect), audit.upcoming.as_ref(), audit.undetermined.as_ref()];
            for (rule, _) in lists.into_iter().flatten().flat_map(|list| &list.rules) {
                self.expected.entry(rule.clone()).or_default().push(number);
            }
        }
    }

    pub(crate) fn of(&self, number: usize) -> Option<&Final> {
        self.of.get(&number)?.as_ref()
    }

    /// The scenarios whose audits may come out otherwise with an invariant in another form.
    pub(crate) fn reached(&self, env: &Env<'_>, own: InvariantId, rule: &str) -> BTreeSet<usize> {
        let Some(invariant) = env.program.kb.invariants.get(own) else { return BTreeSet::new() };
        let expected = self.expected.get(rule).into_iter().flatten().copied();
        match env.program.kb.about(invariant) {
            About::Nothing => expected.collect(),
            About::Anything => self.of.keys().copied().collect(),
            About::Value(field, key) => {
                let by_value = self.by_value(invariant.set.collection, field);
                let same = by_value.values.get(&key).into_iter().flatten();
                expected.chain(same.chain(&by_value.open).copied()).collect()
            }
        }
    }

    fn by_value(&self, collection: CollectionId, field: FieldId) -> Arc<ByValue> {
        let mut known = self.by_field.lock().unwrap_or_else(PoisonError::into_inner);
        known.entry((collection, field)).or_insert_with(|| Arc::new(self.values(collection, field))).clone()
    }

    fn values(&self, collection: CollectionId, field: FieldId) -> ByValue {
        let mut by_value = ByValue::default();
        for (number, own) in &self.of {
            let rows = own.as_ref().and_then(|own| own.portal.state.collections.get(collection));
            let values = rows.filter(|rows| rows.known);
            let values: Option<Vec<Value>> =
                values.map(|rows| rows.rows().map(|row| rows.value(row, field)).collect());
            match values {
                Some(values) if !values.contains(&Value::Unknown) => {
                    let keys: BTreeSet<Key> = values.iter().filter_map(Key::of).collect();
                    for key in keys {
                        by_value.values.entry(key).or_default().push(*number);
                    }
                }
                _ => by_value.open.push(*number),
            }
        }
        by_value
    }
}
