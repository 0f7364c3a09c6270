//! Single values by their types. Nothing is coerced: what has another shape than the type is reported, with what
//! to write instead.

use crate::base::foreign::foreign_comment;
use crate::base::suggest::{code_point, did_you_mean, odd_character};
use crate::base::{Code, Diagnostic, Message, Span, msg};
use crate::input::dates::{self, Mended};
use crate::input::hints::{by_called, key_help, listed, says_nothing, unknown_element};
use crate::input::numbers::number_meant;
use crate::input::state::State;
use crate::input::tree::{Key, Kind, Node, is_plain_text, shown};
use crate::input::yaml::{odd_in_line, why_no_mapping};
use crate::input::zone_names;
use crate::model::{Field, LocalizedText, Model};
use crate::state::collection::Cell;
use crate::values::email::{EmailFault, email_fault, is_email};
use crate::values::ids::{CollectionId, EnumId, ROLE, VariantId};
use crate::values::moment::ParseMomentError;
use crate::values::{Moment, Range, Type, Value, Zone};
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
        Type::Email => (is_text(text, quoted) && is_email(text)).then(|| Value::text(text)),
        Type::String | Type::Element(_) => is_text(text, quoted).then(|| Value::text(text)),
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
    /// The zone of the state, where it is known: that of a time without an offset.
    pub(crate) zone: Option<Zone>,
    diagnostics: Vec<Diagnostic>,
    /// How many more there are.
    omitted: usize,
    /// How many cells there are so far.
    cells: usize,
    /// The keys of elements that values refer to, not yet looked up.
    references: Vec<Reference>,
}

/// A key of an element that a value refers to.
struct Reference {
    to: CollectionId,
    key: Arc<str>,
    place: Span,
}

impl<'m> Reader<'m> {
    pub(crate) fn new(model: &'m Model) -> Self {
        Self { model, zone: None, diagnostics: Vec::new(), omitted: 0, cells: 0, references: Vec::new() }
    }

    /// What was read, if nothing was wrong with it.
    pub(crate) fn done<T>(mut self, read: T) -> Result<T, Vec<Diagnostic>> {
        let Some(last) = self.diagnostics.last_mut() else { return Ok(read) };
        last.omitted = self.omitted;
        Err(self.diagnostics)
    }

    pub(crate) fn report(&mut self, diagnostic: Diagnostic) {
        self.report_with(|_| diagnostic);
    }

    /// Report what has its cause at its first place, once for that place.
    pub(crate) fn report_once(&mut self, diagnostic: impl FnOnce(&Self) -> Diagnostic) {
        if self.diagnostics.len() >= MOST_DIAGNOSTICS {
            self.omitted += 1;
            return;
        }
        let diagnostic = diagnostic(self);
        let cause =
            |of: &Diagnostic| of.labels.first().filter(|_| of.labels.len() > 1).map(|label| label.span);
        let is_told = cause(&diagnostic).is_some()
            && self.diagnostics.iter().any(|other| cause(other) == cause(&diagnostic));
        if !is_told {
            self.report(diagnostic);
        }
    }

    /// Report what is made only where it is kept: to look for a suggestion has its cost.
    pub(crate) fn report_with(&mut self, diagnostic: impl FnOnce(&Self) -> Diagnostic) {
        if self.diagnostics.len() < MOST_DIAGNOSTICS {
            let diagnostic = diagnostic(self);
            self.diagnostics.push(diagnostic);
        } else {
            self.omitted += 1;
        }
    }

    /// Whether there is room for so many cells more, which is complained of where there is none.
    pub(crate) fn room(&mut self, cells: usize, node: &Node) -> bool {
        let before = self.cells;
        self.cells = before.saturating_add(cells);
        if before <= MOST_CELLS && self.cells > MOST_CELLS {
            let place = Self::head(node);
            self.report(
                Diagnostic::error(Code::E0409, msg!(data.too_many_values, most = MOST_CELLS))
                    .label(place, msg!(data.limit_here)),
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

    /// What is expected in place of a list, a mapping or a scalar.
    pub(crate) fn wrong_kind(&mut self, node: &Node, expected: impl Into<Message>) {
        self.report(unexpected(node, expected).maybe_help(one_value(node)));
    }

    /// A mapping is expected here; perhaps it only lacks a colon.
    pub(crate) fn no_mapping(&mut self, node: &Node, expected: Message, help: Option<Message>) {
        let found = odd_sign_in(node).or_else(|| {
            let (message, help) = node.plain().and_then(why_no_mapping)?;
            let found = Diagnostic::error(Code::E0401, message);
            Some(found.label(node.span, Message::empty()).maybe_help(help))
        });
        self.report(found.unwrap_or_else(|| unexpected(node, expected).maybe_help(help)));
    }

    /// Report a key that is not among those known.
    pub(crate) fn unknown(&mut self, message: Message, key: &Key, known: &[Arc<str>]) {
        self.report_with(|_| {
            let help = key_help(&key.text, known.iter().map(AsRef::as_ref));
            Diagnostic::error(Code::E0402, message).label(key.span, Message::empty()).maybe_help(help)
        });
    }

    /// The value of a field. `null` is no value: for an optional field it is absent.
    pub(crate) fn cell(&mut self, field: &Field, node: &Node) -> Option<Cell> {
        if node.is_null() {
            if field.optional && !node.is_comment() {
                return Some(Cell { value: Value::Absent, span: Some(node.span) });
            }
            let expected = self.expected(&field.ty);
            let help = match field.ty {
                Type::List(_) => msg!(data.write_empty_list),
                _ => msg!(data.leave_out, name = &*field.name.text),
            };
            self.report(unexpected(node, expected).or_help(help));
            return None;
        }
        let value = self.value_in(&field.ty, node, field.optional)?;
        self.in_range(field.range, &value, node)?;
        Some(Cell { value, span: Some(node.span) })
    }

    /// Whether a number is one of those that are allowed, which is complained of where it is not.
    pub(crate) fn in_range(&mut self, range: Option<Range>, value: &Value, node: &Node) -> Option<()> {
        let Some(range) = range.filter(|range| !value.is_in(Some(*range))) else { return Some(()) };
        self.report_with(|_| unexpected(node, msg!(data.number_in_range, range = range.in_words())));
        None
    }

    /// A value of a type; elements of collections are read by whoever knows them.
    pub(crate) fn value(&mut self, ty: &Type, node: &Node) -> Option<Value> {
        self.value_in(ty, node, false)
    }

    fn value_in(&mut self, ty: &Type, node: &Node, optional: bool) -> Option<Value> {
        if let Type::List(of) = ty {
            let Kind::List(elements) = &node.kind else {
                let found = unexpected(node, self.expected(ty));
                let help = node.text().filter(|text| !text.is_empty()).map(|text| match text {
                    text if says_nothing(text) => msg!(data.write_empty_list),
                    text => {
                        let bare = [('(', ')'), ('{', '}'), ('<', '>')]
                            .into_iter()
                            .find_map(|(open, close)| text.strip_prefix(open)?.strip_suffix(close));
                        msg!(data.write_list, text = &*shown(&listed(bare.unwrap_or(text)).join(", ")))
                    }
                });
                self.report(found.maybe_help(help));
                return None;
            };
            let values: Vec<Option<Value>> = elements.iter().map(|element| self.value(of, element)).collect();
            return Some(Value::List(values.into_iter().collect::<Option<Vec<_>>>()?.into()));
        }
        let Kind::Scalar { text, quoted } = &node.kind else {
            let expected = self.expected(ty);
            self.wrong_kind(node, expected);
            return None;
        };
        let read = value_of(self.model, ty, text, *quoted);
        match ty {
            _ if read.is_none() => {
                self.report_with(|reader| reader.wrong_value(ty, text, *quoted, optional, node));
            }
            Type::Element(to) => {
                self.references.push(Reference { to: *to, key: text.clone(), place: node.span });
            }
            _ => {}
        }
        read
    }

    /// Look up the keys that values refer to; one that nobody has is reported. Whether there was none. `may_be` says that
    /// in a collection that was left out anything is.
    pub(super) fn look_up_references(&mut self, state: &State, may_be: bool) -> bool {
        let mut sound = true;
        for Reference { to, key, place } in std::mem::take(&mut self.references) {
            let known = state.collections.get(to).is_some_and(|rows| rows.known);
            if (known || !may_be) && state.find(to, &key).is_none() {
                sound = false;
                self.report_once(|reader| {
                    unknown_element(reader.model, state, to, &key).label(place, Message::empty())
                });
            }
        }
        sound
    }

    /// How to write the comment that a value goes on with, where what stands before it is of the type.
    fn before_comment(&self, ty: &Type, text: &str, quoted: bool) -> Option<Message> {
        let (at, _) = text
            .match_indices(' ')
            .find(|(at, _)| text.get(at + 1..).is_some_and(|rest| foreign_comment(rest).is_some()))?;
        let (value, comment) = text.split_at_checked(at)?;
        let (_, words) = foreign_comment(comment.trim_start())?;
        let value = value.trim_end();
        let is_value = !quoted && value_of(self.model, ty, value, false).is_some();
        is_value.then(|| msg!(data.write_value_and_comment, value = value, text = words))
    }

    /// How to write a value that is followed by a sign, where what stands before the sign is of the type.
    fn before_sign(&self, ty: &Type, text: &str, quoted: bool) -> Option<Message> {
        let value = text.strip_suffix([',', ';']).filter(|_| !quoted)?.trim_end();
        value_of(self.model, ty, value, false).map(|_| msg!(data.write, text = value))
    }

    fn expected(&self, ty: &Type) -> Message {
        match ty {
            Type::Bool => msg!(data.bool),
            Type::Int => msg!(data.whole_number),
            Type::String => msg!(data.text),
            Type::Email => msg!(data.email),
            Type::Date => msg!(data.date),
            Type::TimeZone => msg!(data.time_zone),
            Type::Enum(ROLE) => msg!(data.role),
            Type::Enum(_) => msg!(data.value_of_enum, name = self.model.type_name(ty)),
            Type::Element(_) => msg!(data.id_of, name = self.model.type_name(ty)),
            Type::List(of) => msg!(data.list_of_type, name = self.model.type_name(of)),
        }
    }

    /// What is wrong with a text that is no value of a type.
    fn wrong_value(&self, ty: &Type, text: &str, quoted: bool, optional: bool, node: &Node) -> Diagnostic {
        let digits = text.strip_prefix('-').unwrap_or(text);
        let mut found = unexpected(node, self.expected(ty));
        let fault = email_fault(text).filter(|_| *ty == Type::Email && is_text(text, quoted));
        if matches!(ty, Type::TimeZone | Type::Enum(_)) && !text.is_empty() || fault.is_some() {
            // One word for another.
            let word = msg!(data.found_word, text = &*shown(text));
            found.message = msg!(data.expected_found, expected = self.expected(ty), found = word);
        }
        if node.is_comment() {
            return found;
        }
        let help = self.before_comment(ty, text, quoted).or_else(|| self.before_sign(ty, text, quoted));
        if let Some(help) = help {
            return found.help(help);
        }
        if let Some(fault) = fault {
            return found.help(email_meant(text, fault));
        }
        let odd = || text.chars().find_map(odd_character);
        let is_text = matches!(ty, Type::String | Type::Email | Type::Element(_));
        if optional && !is_text && (text.is_empty() || says_nothing(text)) {
            return found.help(msg!(data.write_no_value));
        }
        let help = match ty {
            Type::Date => return wrong_date(text, self.zone, found),
            Type::Bool => Some(match &*text.to_lowercase() {
                "yes" | "on" | "y" | "1" | "true" | "да" if quoted => {
                    msg!(data.write_without_quotes, text = "true")
                }
                "no" | "off" | "n" | "0" | "false" | "нет" if quoted => {
                    msg!(data.write_without_quotes, text = "false")
                }
                "yes" | "on" | "y" | "1" | "true" | "да" => msg!(data.write, text = "true"),
                "no" | "off" | "n" | "0" | "false" | "нет" => msg!(data.write, text = "false"),
                _ => odd().unwrap_or_else(|| msg!(data.write_bool)),
            }),
            Type::Int if int_of(text, false).is_some() && quoted => {
                Some(msg!(data.write_without_quotes, text = text))
            }
            Type::Int if is_digits(digits) && (digits == "0" || !digits.starts_with('0')) => Some(msg!(
                data.write_number_in_range,
                least = i64::MIN.to_string(),
                most = i64::MAX.to_string()
            )),
            Type::Int => number_meant(text).or_else(odd).or_else(|| Some(msg!(data.write_digits))),
            Type::String | Type::Email | Type::Element(_)
                if optional && text.eq_ignore_ascii_case("null") =>
            {
                Some(msg!(data.write_null, text = text))
            }
            Type::String | Type::Email | Type::Element(_) => {
                Some(msg!(data.write_in_quotes, text = &*shown(text)))
            }
            Type::TimeZone => {
                found.code = Code::E0406;
                Some(zone_meant(text))
            }
            Type::Enum(id) => {
                let found = self.model.enums.get(*id);
                let names = || found.into_iter().flat_map(|found| &found.values).map(|value| &*value.text);
                let of_values = found.into_iter().flat_map(|found| &found.called).map(|called| &**called);
                let of_roles = self.model.roles.iter().map(|role| &*role.called);
                let called: Vec<&[LocalizedText]> =
                    if *id == ROLE { of_roles.collect() } else { of_values.collect() };
                by_called(text, names().zip(called)).or_else(|| did_you_mean(text, names()))
            }
            Type::List(_) => None,
        };
        found.maybe_help(help)
    }
}

/// What is wrong with a text that is no date, and how to write the date that is meant; `zone` is the one that a time
/// without an offset would mean.
pub(crate) fn wrong_date(text: &str, zone: Option<Zone>, mut found: Diagnostic) -> Diagnostic {
    let parsed = Moment::parse(text);
    if parsed != Err(ParseMomentError::Shape) {
        found.code = Code::E0406;
    }
    let quoted = || shown(text);
    let mended = dates::mended(text, zone);
    if mended.is_some() {
        found.message = msg!(data.wrong_form, text = &*quoted());
    }
    let help = match mended {
        Some(Mended::One(text)) => msg!(data.write, text = text),
        Some(Mended::Either([(by, one), (other_by, other)])) => {
            msg!(data.write_either, by = by, one = one, other_by = other_by, other = other)
        }
        Some(Mended::InZone(text, zone)) => msg!(data.write_with_zone, zone = zone, text = text),
        Some(Mended::Examples(text, utc)) => msg!(data.write_with_offset, text = text, utc = utc),
        None if let Some(day) = dates::last_day_of_month(text) => {
            found.code = Code::E0406;
            found.message = msg!(data.no_such_day, text = &*quoted());
            msg!(data.last_day, day = day)
        }
        None if parsed == Err(ParseMomentError::Impossible) && !dates::day_exists(text) => {
            found.message = msg!(data.no_such_day, text = &*quoted());
            msg!(data.write_date)
        }
        None if parsed == Err(ParseMomentError::Impossible) => {
            found.message = msg!(data.no_such_time, text = &*quoted());
            msg!(data.time_range)
        }
        None => text.chars().find_map(odd_character).unwrap_or_else(|| msg!(data.write_date)),
    };
    if parsed == Err(ParseMomentError::NoOffset) {
        found.message = msg!(data.no_offset, text = &*quoted());
    }
    found.help(help)
}

/// How to write one value in place of a list.
pub(crate) fn one_value(node: &Node) -> Option<Message> {
    match node.items()? {
        [only] => only.text().map(|text| msg!(data.write_without_brackets, text = &*shown(text))),
        [_, _, ..] => Some(msg!(data.one_value)),
        [] => None,
    }
}

/// Expected is this, and found is that.
pub(super) fn unexpected(node: &Node, expected: impl Into<Message>) -> Diagnostic {
    let message = msg!(data.expected_found, expected = expected.into(), found = node.in_words());
    let help = node.is_comment().then(|| msg!(data.hash_is_comment));
    Diagnostic::error(Code::E0403, message).label(Reader::head(node), Message::empty()).maybe_help(help)
}

/// A sign in a text that makes it one, and that only looks like one of YAML.
pub(super) fn odd_sign_in(node: &Node) -> Option<Diagnostic> {
    let text = node.plain()?;
    let (at, sign) = odd_in_line(text)?;
    let start = node.span.range().start + at;
    // A text of several lines is not in the file as it was read.
    let is_as_read = node.span.range().len() == text.len();
    let place = Span::new(node.span.source, start, start + sign.len_utf8());
    let found = Diagnostic::error(Code::E0401, odd_character(sign)?);
    Some(found.label(if is_as_read { place } else { node.span }, Message::empty()))
}

/// What to write in place of a text that is no e-mail address.
fn email_meant(text: &str, fault: EmailFault) -> Message {
    match fault {
        EmailFault::Unseen(unseen) => {
            let mended: String = text.chars().filter(|letter| *letter != unseen).collect();
            if is_email(&mended) {
                msg!(data.email_without, code = code_point(unseen), text = &*shown(&mended))
            } else {
                msg!(data.email_is_visible, code = code_point(unseen))
            }
        }
        EmailFault::Signs => msg!(data.email_has_one_sign),
        EmailFault::NothingBefore => msg!(data.email_lacks_name),
        EmailFault::NothingBehind => msg!(data.email_lacks_domain),
    }
}

/// The zone that people call so, or else how zones are written.
fn zone_meant(text: &str) -> Message {
    if let Some(zone) = zone_names::called(text) {
        return msg!(data.write, text = zone);
    }
    if let Some(zone) = zone_names::of_offset(text) {
        return msg!(data.write_place_or_offset, zone = zone);
    }
    if let Some(odd) = text.chars().find_map(odd_character) {
        return odd;
    }
    // Abbreviations that differ in a letter are half a world apart.
    let near = if text.len() > 4 { zone_names::nearest_to(text) } else { None };
    near.map_or_else(|| msg!(data.write_place), |name| msg!(common.did_you_mean, word = name))
}
