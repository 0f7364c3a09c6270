//! Limits to words.

use crate::syntax::print::expressions::OPERAND;
use crate::syntax::print::layout::{After, Break, Printer};
use crate::syntax::tree::Limit;

impl Printer<'_> {
    pub(super) fn limit(&mut self, limit: &Limit) {
        let words = match (&limit.least, &limit.most) {
            (Some(_), Some(_)) => ["from", "to"],
            _ => ["at least", "at most"],
        };
        for (word, bound) in words.into_iter().zip([&limit.least, &limit.most]) {
            if let Some(bound) = bound {
                self.word(word);
                self.expression(bound, OPERAND, After::Word, 1);
            }
        }
        if let Some(total) = &limit.total {
            self.word("in total of");
            self.expression(total, OPERAND, After::Word, 1);
            self.word("of");
        }
        self.set(&limit.set, After::End, 1);
        for (place, key) in limit.keys.iter().enumerate() {
            if place > 0 {
                self.word("and");
            } else {
                if limit.set.filter.is_some() {
                    self.suffix(",");
                }
                self.before = Break { rank: 0, fill: false };
                self.word("for each");
            }
            self.path(&key.path);
            self.maybe("as", key.name.as_ref());
        }
    }
}
