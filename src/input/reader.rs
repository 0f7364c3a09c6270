//! Single values by their types. Nothing is coerced: what has another shape than the type is reported, with what
//! to write instead.

use crate::base::{Code, Diagnostic, Span, suggest};
use crate::input::tree::{Key, Kind, Node, is_plain_text};
use crate::model::{Field, Model};
use crate::state::collection::Cell;
use crate::values::ids::{EnumId, VariantId};
use crate::values::moment::ParseMomentError;
use crate::values::{Moment, Type, Value, Zone};
use std::borrow::Cow;
use std::sync::Arc;

/// The most cells of all elements of a state, or of all actions, those left out included.
pub(super) const MOST_CELLS: usize = 400_000_000;
/// More complaints than this help nobody.
const MOST_DIAGNOSTICS: usize = 50;

/// A Bool, written as such.
fn bool_of(text: &str, quoted: bool) -> Option<bool> {
    match (text, quoted) {
        ("true", false) => Some(true),
        ("false", false) => Some(false),
        _ => None,
    }
}

/// A whole number, written as such and in the one way.
fn int_of(text: &str, quoted: bool) -> Option<i64> {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let canonical = is_digits(digits) && (digits == "0" || !digits.starts_with('0'));
    if canonical && !quoted { text.parse().ok() } else { None }
}

fn is_digits(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// Whether this is a text: what YAML reads as a number, a Bool or a date is none unless it is quoted.
pub(super) fn is_text(text: &str, quoted: bool) -> bool {
    quoted || is_plain_text(text)
}

/// A value of a type that is no list; nothing where a text is none.
pub(super) fn value_of(model: &Model, ty: &Type, text: &str, quoted: bool) -> Option<Value> {
    match ty {
        Type::Bool => bool_of(text, quoted).map(Value::Bool),
        Type::Int => int_of(text, quoted).map(Value::Int),
        Type::String | Type::Email | Type::Element(_) => is_text(text, quoted).then(|| Value::text(text)),
        Type::Date => Moment::parse(text).ok().map(Value::Moment),
        Type::TimeZone => Zone::named(text).map(Value::Zone),
        Type::Enum(id) => variant_of(model, *id, text).map(Value::Variant),
        Type::List(_) => None,
    }
}

/// The number of a value of an enum.
pub(super) fn variant_of(model: &Model, id: EnumId, text: &str) -> Option<VariantId> {
    let values = &model.enums.get(id)?.values;
    values.position(|value| *value.text == *text)
}

/// Reads values and collects what is wrong with them.
pub(crate) struct Reader<'m> {
    pub(crate) model: &'m Model,
    diagnostics: Vec<Diagnostic>,
    /// How many cells there are so far.
    cells: usize,
}

impl<'m> Reader<'m> {
    pub(crate) fn new(model: &'m Model) -> Self {
        Self { model, diagnostics: Vec::new(), cells: 0 }
    }

    /// What was read, if nothing was wrong with it.
    pub(crate) fn done<T>(self, read: T) -> Result<T, Vec<Diagnostic>> {
        if self.diagnostics.is_empty() { Ok(read) } else { Err(self.diagnostics) }
    }

    pub(crate) fn report(&mut self, diagnostic: Diagnostic) {
        if self.accepts_more() {
            self.diagnostics.push(diagnostic);
        }
    }

    /// Whether one more diagnostic is kept. A suggestion need not be looked for where it is not.
    pub(crate) fn accepts_more(&self) -> bool {
        self.diagnostics.len() < MOST_DIAGNOSTICS
    }

    /// Whether there is room for so many cells more, which is complained of where there is none.
    pub(crate) fn room(&mut self, cells: usize, node: &Node) -> bool {
        let before = self.cells;
        self.cells = before.saturating_add(cells);
        if before <= MOST_CELLS && self.cells > MOST_CELLS {
            let place = Self::head(node);
            self.report(
                Diagnostic::error(
                    Code::E0409,
                    format!("more than {MOST_CELLS} values, those left out counted"),
                )
                .label(place, "too much from here on"),
            );
        }
        self.cells <= MOST_CELLS
    }

    /// A place short enough to be underlined.
    pub(crate) fn head(node: &Node) -> Span {
        match &node.kind {
            Kind::Map(entries) => entries.first().map_or(node.span, |entry| entry.key.span),
            Kind::List(_) => Span { end: node.span.end.min(node.span.start + 1), ..node.span },
            Kind::Scalar { .. } => node.span,
        }
    }

    pub(crate) fn wrong_kind(&mut self, node: &Node, due: &str) {
        self.report(
            Diagnostic::error(Code::E0403, format!("{due} is due here"))
                .label(Self::head(node), format!("this is {}", node.in_words())),
        );
    }

    pub(crate) fn unknown_key(&mut self, whose: &str, key: &Key, known: &[Arc<str>]) {
        if !self.accepts_more() {
            return;
        }
        self.report(
            Diagnostic::error(Code::E0402, format!("{whose} has no `{}`", key.text))
                .label(key.span, "no such key is known here")
                .maybe_help(suggest::did_you_mean(&key.text, known.iter().map(AsRef::as_ref))),
        );
    }

    /// The value of a field. `null` is no value: for an optional field it is absent.
    pub(crate) fn cell(&mut self, field: &Field, node: &Node) -> Option<Cell> {
        if node.is_null() {
            if field.optional {
                return Some(Cell { value: Value::Absent, span: Some(node.span) });
            }
            let due = self.due(&field.ty);
            self.report(
                Diagnostic::error(Code::E0403, format!("`{}` has no value here", field.name.text))
                    .label(node.span, format!("{due} is due here"))
                    .help("leave the key out where nobody knows its value"),
            );
            return None;
        }
        let value = self.value(&field.ty, node)?;
        Some(Cell { value, span: Some(node.span) })
    }

    /// A value of a type; elements of collections are read by whoever knows them.
    pub(crate) fn value(&mut self, ty: &Type, node: &Node) -> Option<Value> {
        if let Type::List(of) = ty {
            let Kind::List(elements) = &node.kind else {
                let due = self.due(ty);
                self.wrong_kind(node, &due);
                return None;
            };
            let values: Vec<Option<Value>> = elements.iter().map(|element| self.value(of, element)).collect();
            return Some(Value::List(values.into_iter().collect::<Option<Vec<_>>>()?.into()));
        }
        let Kind::Scalar { text, quoted } = &node.kind else {
            let due = self.due(ty);
            self.wrong_kind(node, &due);
            return None;
        };
        let read = value_of(self.model, ty, text, *quoted);
        if read.is_none() {
            self.wrong_value(ty, text, *quoted, node);
        }
        read
    }

    fn due(&self, ty: &Type) -> String {
        match ty {
            Type::Bool => "`true` or `false`".to_owned(),
            Type::Int => "a whole number".to_owned(),
            Type::String => "a text".to_owned(),
            Type::Email => "an e-mail".to_owned(),
            Type::Date => "a date".to_owned(),
            Type::TimeZone => "a time zone".to_owned(),
            Type::Enum(_) => format!("a value of {}", self.model.type_name(ty)),
            Type::Element(_) => format!("the id of one `{}`", self.model.type_name(ty)),
            Type::List(of) => format!("a list (of {})", self.model.type_name(of)),
        }
    }

    /// Report a text that is no value of a type.
    fn wrong_value(&mut self, ty: &Type, text: &str, quoted: bool, node: &Node) {
        let due = self.due(ty);
        let (mut code, mut message) = (Code::E0403, format!("{due} is due here"));
        let mut label = format!("this is {}", node.in_words());
        let digits = text.strip_prefix('-').unwrap_or(text);
        let help: Option<Cow<'_, str>> = match ty {
            Type::Bool => Some(match &*text.to_lowercase() {
                "yes" | "on" | "y" | "1" | "true" => "write `true`, without quotation marks".into(),
                "no" | "off" | "n" | "0" | "false" => "write `false`, without quotation marks".into(),
                _ => "write `true` or `false`".into(),
            }),
            Type::Int if is_digits(digits) && quoted => {
                Some(format!("write {text} without quotation marks").into())
            }
            Type::Int if is_digits(digits) && (digits == "0" || !digits.starts_with('0')) => {
                Some(format!("write a number from {} to {}", i64::MIN, i64::MAX).into())
            }
            Type::Int => Some("write digits only, such as `5`".into()),
            Type::String | Type::Email | Type::Element(_) => {
                Some(format!("write it in quotation marks: `\"{text}\"`").into())
            }
            Type::Date => Some(match Moment::parse(text) {
                Err(ParseMomentError::Impossible) => {
                    (code, message, label) =
                        (Code::E0406, format!("there is no `{text}`"), "here".to_owned());
                    "write a date that the calendar has".into()
                }
                Err(ParseMomentError::NoOffset) => {
                    (code, label) = (Code::E0406, "here".to_owned());
                    message = format!("`{text}` does not say in which zone");
                    "add the offset, such as `+03:00` or `Z`".into()
                }
                Ok(_) | Err(ParseMomentError::Shape) => {
                    "this is none".clone_into(&mut label);
                    "write it as `2024-05-11` or `2024-05-11T09:00:00+03:00`".into()
                }
            }),
            Type::TimeZone => {
                (code, message) = (Code::E0406, format!("no time zone is called `{text}`"));
                "an IANA time zone is due here".clone_into(&mut label);
                let near = suggest::nearest(text, Zone::names());
                Some(near.map_or("write an IANA name such as `Europe/Moscow`".into(), |name| {
                    format!("did you mean `{name}`?").into()
                }))
            }
            Type::Enum(id) => {
                label = message;
                message = format!("`{text}` is no {}", self.model.type_name(ty));
                let values = self.model.enums.get(*id).into_iter().flat_map(|found| &found.values);
                suggest::did_you_mean(text, values.map(|value| &*value.text))
                    .map(|help| Cow::from(help.to_string()))
            }
            Type::List(_) => None,
        };
        let help = help.map(Cow::into_owned);
        self.report(Diagnostic::error(code, message).label(node.span, label).maybe_help(help));
    }
}
