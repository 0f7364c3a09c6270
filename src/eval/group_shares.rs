//! What each element adds to which groups, and what all of them come to.

use crate::eval::compute::{Context, Frame};
use crate::eval::groups::{Groups, INFINITE, Interval, Keys, Place, Share};
use crate::kb::{Amount, GroupKey, Grouped};
use crate::values::email::fold_email;
use crate::values::ids::{CollectionId, GroupingId};
use crate::values::{Moment, Truth, Value};
use smallvec::SmallVec;

impl Context<'_> {
    /// What the element under way at the level of the set adds, and where.
    pub(super) fn share(&self, grouped: Grouped<'_>, frame: &mut Frame) -> Share {
        let adds = match self.member(grouped.set, frame) {
            Truth::False => return Share::none(),
            Truth::True => self.amount(grouped.amount, frame),
            Truth::Unknown => self.amount(grouped.amount, frame).or_nothing(),
        };
        Share { place: self.group_of(grouped.keys, frame), adds }
    }

    /// What an element adds if it belongs to the set.
    pub(super) fn amount(&self, amount: Option<&Amount>, frame: &mut Frame) -> Interval {
        let Some(amount) = amount else { return Interval::of(1) };
        match self.value(amount.value, frame) {
            Value::Int(number) => Interval::of(number.into()),
            Value::Absent => Interval::default(),
            _ => Interval { least: amount.least.into(), most: amount.most.into() },
        }
    }

    /// The groups that an element is in if it belongs to the set: one for each way to take an entry of each key.
    pub(super) fn group_of(&self, keys: &[GroupKey], frame: &mut Frame) -> Place {
        let mut found: SmallVec<[Vec<Value>; 1]> = SmallVec::from_iter([Vec::with_capacity(keys.len())]);
        let mut is_open = false;
        for key in keys {
            let value = self.value(key.value, frame);
            let entries = match &value {
                Value::Absent => return Place::Nowhere,
                Value::Unknown => {
                    is_open = true;
                    continue;
                }
                Value::List(list) => &**list,
                value => std::slice::from_ref(value),
            };
            let mut own: Vec<Value> = Vec::with_capacity(entries.len());
            for entry in entries {
                let entry = self.key(entry, key.fold);
                if !own.contains(&entry) {
                    own.push(entry);
                }
            }
            let with = |entry: &Value, keys: &Vec<Value>| keys.iter().chain([entry]).cloned().collect();
            found = own.iter().flat_map(|entry| found.iter().map(move |keys| with(entry, keys))).collect();
        }
        match (found.is_empty(), is_open) {
            (true, _) => Place::Nowhere,
            (false, true) => Place::Anywhere,
            (false, false) => Place::In(found.into_iter().map(Keys::from).collect()),
        }
    }

    /// A value in the form that all have that are the same key: dates are the same on the same day.
    fn key(&self, value: &Value, fold: bool) -> Value {
        match value {
            Value::Text(text) if fold => Value::text(&fold_email(text)),
            Value::Moment(moment) => Value::Moment(Moment::Day(moment.day(self.portal.zone))),
            value => value.clone(),
        }
    }

    /// All groups, by looking at each element.
    pub(super) fn groups(&self, grouped: Grouped<'_>, frame: &mut Frame) -> Groups {
        let mut groups = Groups::new(self.unlisted(grouped));
        for row in self.rows(grouped.set.collection) {
            frame.set(grouped.set.level, row);
            groups.count(&self.share(grouped, frame), true);
        }
        groups
    }

    /// What elements may add that nobody has listed.
    pub(super) fn unlisted(&self, grouped: Grouped<'_>) -> Interval {
        match grouped.amount {
            _ if self.portal.is_known(grouped.set.collection) => Interval::default(),
            Some(amount) => Interval {
                least: if amount.least < 0 { -INFINITE } else { 0 },
                most: if amount.most > 0 { INFINITE } else { 0 },
            },
            None => Interval { least: 0, most: INFINITE },
        }
    }

    /// The elements of a collection as groups, those included that the change brings.
    pub(super) fn groups_of_elements(&self, collection: CollectionId) -> impl Iterator<Item = Keys> + use<> {
        self.rows(collection).map(|row| Keys::from([Value::Element(row)]))
    }

    /// The sum of a number of the elements of a set, by what keeps it where that holds here.
    pub(super) fn total(
        &self,
        grouped: Grouped<'_>,
        kept: Option<GroupingId>,
        frame: &mut Frame,
    ) -> Interval {
        let whole = Keys::from([]);
        if let Some(groups) = kept.and_then(|kept| self.kept_groups(kept)) {
            return groups.of(Some(&whole));
        }
        let mut sum = self.unlisted(grouped);
        for row in self.candidates(grouped.set, frame) {
            frame.set(grouped.set.level, row);
            sum = sum.plus(self.share(grouped, frame).adds);
        }
        sum
    }
}
