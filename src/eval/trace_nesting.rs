//! The facts of what lies in what.

use crate::eval::nesting::Element;
use crate::eval::overlay::FieldOf;
use crate::eval::trace::Trace;

impl Trace<'_> {
    /// By what an element lies in others: the way to one that is found, else all that is outwards of it, as far as that helps.
    pub(super) fn facts_of_nesting(&mut self, inner: Element, wanted: Option<Element>) {
        // More of them help nobody.
        const MOST: usize = 20;
        let outward = self.context.outward(inner, wanted);
        for (collection, row) in outward.elements.into_iter().take(MOST) {
            if outward.found && Some((collection, row)) == wanted && (collection, row) != inner {
                break;
            }
            for (field, _) in self.context.program.kb.nesting.get(collection).into_iter().flatten() {
                self.field(FieldOf { collection, row, field: *field });
            }
        }
    }
}
