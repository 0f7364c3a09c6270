//! Changes of the schema, what a field is when it is left out and which numbers it may have, and of values that stand alone.

use crate::base::{Message, Span, msg};
use crate::syntax::tree::{Expression, ExpressionKind as Kind, Field, Member};
use crate::testing::mutants::walk::{Point, Walk};

impl Walk<'_> {
    /// A value that stands alone: of an enum, another one; else as any value.
    pub(super) fn alone(&mut self, value: &mut Expression, place: Span, of: Option<&str>) {
        let Kind::Reference { path, arguments: None } = &mut value.kind else { return self.value(value) };
        let [name] = path.as_mut_slice() else { return };
        let is_true = *name.text == *"true";
        let next = match is_true || *name.text == *"false" {
            true => Some(if is_true { "false".into() } else { "true".into() }),
            false => self.values.next(of, &name.text),
        };
        let wanted = self.wanted == Some(self.points.len());
        let what = next.as_ref().map(|next| msg!(test.becomes, before = &*name.text, after = &**next));
        let is_none = what.is_none();
        let what = what.unwrap_or_else(Message::empty);
        self.points.push(Point { span: place, what, instead: next.clone(), is_none });
        if let Some(next) = self.instead.clone().or(next).filter(|_| wanted) {
            name.text = next;
        }
    }

    pub(super) fn schema(&mut self, members: &mut [Member]) {
        for member in members {
            match member {
                Member::Field(field) => self.field(field),
                Member::Group { members, .. } => self.schema(members),
                Member::Collection { fields, .. } => fields.iter_mut().for_each(|field| self.field(field)),
            }
        }
    }

    /// What a field is when it is left out. Each change stands at its name.
    fn field(&mut self, field: &mut Field) {
        let (place, name) = (field.name.span, field.name.text.to_string());
        if let Some(default) = &mut field.default {
            match &mut default.kind {
                Kind::Number(number) => self.number(number, place, i64::MIN),
                _ => self.alone(default, place, Some(&field.ty.name.text)),
            }
            // Days need a zone.
            if *field.ty.name.text != *"TimeZone" && self.point(place, msg!(test.no_default, name = name)) {
                field.default = None;
            }
        } else if field.ty.optional {
            field.ty.optional = !self.point(place, msg!(test.not_optional, name = name));
        }
        // A wider range is noticed by none: what it lets in is an error without it.
        if let Some(range) = &mut field.ty.range {
            self.narrowed(&mut range.from.0, 1, place);
            if let Some((to, _)) = &mut range.to {
                self.narrowed(to, -1, place);
            }
        }
    }

    fn narrowed(&mut self, end: &mut i64, step: i64, place: Span) {
        let Some(other) = end.checked_add(step) else { return };
        let what = msg!(test.becomes, before = end.to_string(), after = other.to_string());
        if self.point(place, what) {
            *end = other;
        }
    }
}
