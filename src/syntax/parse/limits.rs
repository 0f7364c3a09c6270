//! The bounds of a limit, what it counts or adds up, and the groups that have it each for itself.

use crate::syntax::parse::reader::{Parts, Reader};
use crate::syntax::tree::{GroupKey, Limit};
use crate::syntax::vocabulary::{Pair, Rule};

impl Reader<'_> {
    pub(super) fn limit(&mut self, parts: &mut Parts<'_>) -> Option<Limit> {
        let bound = parts.next()?;
        let lower = matches!(bound.as_rule(), Rule::lower | Rule::between);
        let upper = matches!(bound.as_rule(), Rule::upper | Rule::between);
        let mut bounds = Parts::of(bound);
        let least = if lower { Some(self.operand(bounds.next()?)?) } else { None };
        let most = if upper { Some(self.operand(bounds.next()?)?) } else { None };
        let total = self.optional(parts.inner_if(Rule::in_total), Self::operand)?;
        let set = self.set(parts.next()?)?;
        let keys = match parts.next_if(Rule::for_each) {
            Some(keys) => Parts::of(keys).pairs.map(|key| self.group_key(key)).collect::<Option<_>>()?,
            None => Vec::new(),
        };
        Some(Limit { least, most, total, set, keys })
    }

    fn group_key(&mut self, pair: Pair<'_>) -> Option<GroupKey> {
        let mut parts = Parts::of(pair);
        let path = self.path(&parts.next()?);
        Some(GroupKey { path, name: parts.next().map(|name| self.name(&name)) })
    }
}
