//! One field of all elements of a collection, kept as narrow as its values allow.

use crate::state::moment_code::{code_of, moment_of};
use crate::state::texts::Texts;
use crate::values::ids::{RowId, VariantId};
use crate::values::{Type, Value};
use std::collections::BTreeMap;

/// The values of a field, by row.
#[derive(Clone, Debug)]
pub(crate) struct Column {
    kind: Kind,
    cells: Cells,
    lists: Lists,
}

/// How many lists there are of each length.
#[derive(Clone, Debug, Default)]
pub(crate) struct Lists(BTreeMap<usize, u64>);

impl Lists {
    /// A list is there, or with `add` false no longer.
    fn count(&mut self, value: &Value, add: bool) {
        let Value::List(list) = value else { return };
        let many = self.0.entry(list.len()).or_default();
        *many = if add { *many + 1 } else { many.saturating_sub(1) };
        if *many == 0 {
            self.0.remove(&list.len());
        }
    }

    pub(crate) fn longest(&self) -> u64 {
        self.0.keys().next_back().map_or(0, |length| *length as u64)
    }

    /// How many entries all of them have together.
    pub(crate) fn entries(&self) -> u64 {
        self.0
            .iter()
            .map(|(length, many)| (*length as u64).saturating_mul(*many))
            .fold(0, u64::saturating_add)
    }
}

/// What the numbers of a column stand for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Bool,
    Int,
    Moment,
    Variant,
    Element,
    Other,
}

#[derive(Clone, Debug)]
enum Cells {
    Byte(Vec<u8>),
    Word(Vec<i32>),
    Long(Vec<i64>),
    Texts(Texts),
    /// What nothing narrower can hold.
    Plain(Vec<Value>),
}

/// The same for cells of each kind.
macro_rules! each {
    ($cells:expr, $held:ident => $act:expr) => {
        match $cells {
            Cells::Byte($held) => $act,
            Cells::Word($held) => $act,
            Cells::Long($held) => $act,
            Cells::Texts($held) => $act,
            Cells::Plain($held) => $act,
        }
    };
}

/// A cell that is a number or nothing.
#[derive(Clone, Copy)]
enum Code {
    Unknown,
    Absent,
    Number(i64),
}

/// A number of some width, of which two values stand for nothing.
trait Narrow: Copy + PartialEq + TryFrom<i64> + Into<i64> {
    const UNKNOWN: Self;
    const ABSENT: Self;

    fn of(code: Code) -> Option<Self> {
        match code {
            Code::Unknown => Some(Self::UNKNOWN),
            Code::Absent => Some(Self::ABSENT),
            Code::Number(number) => {
                Self::try_from(number).ok().filter(|held| *held != Self::UNKNOWN && *held != Self::ABSENT)
            }
        }
    }

    fn code(self) -> Code {
        match self {
            _ if self == Self::UNKNOWN => Code::Unknown,
            _ if self == Self::ABSENT => Code::Absent,
            _ => Code::Number(self.into()),
        }
    }
}

impl Narrow for u8 {
    const UNKNOWN: Self = Self::MAX;
    const ABSENT: Self = Self::MAX - 1;
}

impl Narrow for i32 {
    const UNKNOWN: Self = Self::MIN;
    const ABSENT: Self = Self::MIN + 1;
}

impl Narrow for i64 {
    const UNKNOWN: Self = Self::MIN;
    const ABSENT: Self = Self::MIN + 1;
}

impl Kind {
    fn of(ty: &Type) -> Self {
        match ty {
            Type::Bool => Self::Bool,
            Type::Int => Self::Int,
            Type::Date => Self::Moment,
            Type::Enum(_) => Self::Variant,
            Type::Element(_) => Self::Element,
            Type::String | Type::Email | Type::TimeZone | Type::List(_) => Self::Other,
        }
    }

    fn code(self, value: &Value) -> Option<Code> {
        Some(match (self, value) {
            (_, Value::Unknown) => Code::Unknown,
            (_, Value::Absent) => Code::Absent,
            (Self::Bool, Value::Bool(holds)) => Code::Number((*holds).into()),
            (Self::Int, Value::Int(number)) => Code::Number(*number),
            (Self::Moment, Value::Moment(moment)) => Code::Number(code_of(*moment)?),
            (Self::Variant, Value::Variant(variant)) => Code::Number(variant.0.into()),
            (Self::Element, Value::Element(row)) => Code::Number(row.0.into()),
            _ => return None,
        })
    }

    fn value(self, code: Code) -> Value {
        let number = match code {
            Code::Unknown => return Value::Unknown,
            Code::Absent => return Value::Absent,
            Code::Number(number) => number,
        };
        let value = match self {
            Self::Bool => Some(Value::Bool(number != 0)),
            Self::Int => Some(Value::Int(number)),
            Self::Moment => moment_of(number).map(Value::Moment),
            Self::Variant => u16::try_from(number).ok().map(|variant| Value::Variant(VariantId(variant))),
            Self::Element => u32::try_from(number).ok().map(|row| Value::Element(RowId(row))),
            Self::Other => None,
        };
        value.unwrap_or(Value::Unknown)
    }
}

impl Column {
    pub(crate) fn new(ty: &Type) -> Self {
        let cells = match ty {
            Type::String | Type::Email => Cells::Texts(Texts::default()),
            Type::TimeZone | Type::List(_) => Cells::Plain(Vec::new()),
            _ => Cells::Byte(Vec::new()),
        };
        Self { kind: Kind::of(ty), cells, lists: Lists::default() }
    }

    /// One for values as they are read: a reference is a key until all elements are there.
    pub(crate) fn as_read(ty: &Type) -> Self {
        match ty {
            Type::Element(_) => Self::new(&Type::String),
            ty => Self::new(ty),
        }
    }

    pub(crate) fn value(&self, row: RowId) -> Option<Value> {
        let at = row.index();
        let code = match &self.cells {
            Cells::Byte(held) => held.get(at)?.code(),
            Cells::Word(held) => held.get(at)?.code(),
            Cells::Long(held) => held.get(at)?.code(),
            Cells::Texts(texts) => return texts.value(at),
            Cells::Plain(values) => return values.get(at).cloned(),
        };
        Some(self.kind.value(code))
    }

    /// The texts, where they are kept as such.
    #[inline]
    pub(super) fn texts(&self) -> Option<&Texts> {
        match &self.cells {
            Cells::Texts(texts) => Some(texts),
            _ => None,
        }
    }

    /// Whether the value is this text.
    pub(crate) fn is_text(&self, row: RowId, text: &str) -> bool {
        match &self.cells {
            Cells::Texts(texts) => texts.is(row.index(), text),
            _ => self.text(row) == Some(text),
        }
    }

    pub(crate) fn text(&self, row: RowId) -> Option<&str> {
        match &self.cells {
            Cells::Texts(texts) => texts.get(row.index()),
            Cells::Plain(values) => match values.get(row.index())? {
                Value::Text(text) => Some(text),
                _ => None,
            },
            _ => None,
        }
    }

    pub(crate) fn push(&mut self, value: Value) {
        self.put(None, value);
    }

    pub(crate) fn push_text(&mut self, text: &str) {
        if let Cells::Texts(texts) = &mut self.cells
            && texts.push_text(text)
        {
            return;
        }
        self.push(Value::text(text));
    }

    pub(crate) fn set(&mut self, row: RowId, value: Value) {
        self.put(Some(row.index()), value);
    }

    pub(crate) fn lists(&self) -> &Lists {
        &self.lists
    }

    fn list(&self, at: usize) -> Option<Value> {
        match &self.cells {
            Cells::Plain(values) => values.get(at).filter(|value| matches!(value, Value::List(_))).cloned(),
            _ => None,
        }
    }

    /// Put a value at a place, or behind the others.
    fn put(&mut self, at: Option<usize>, value: Value) {
        if let Some(old) = at.and_then(|at| self.list(at)) {
            self.lists.count(&old, false);
        }
        self.lists.count(&value, true);
        let put = match &mut self.cells {
            Cells::Texts(texts) => texts.put(at, &value),
            _ => self.kind.code(&value).is_some_and(|code| self.put_code(at, code)),
        };
        if !put {
            self.plain(|values| put_at(values, at, value));
        }
    }

    /// Put a value that a number stands for, in a column as wide as that takes; false where no number is wide enough.
    fn put_code(&mut self, at: Option<usize>, code: Code) -> bool {
        fn put<N: Narrow>(held: &mut Vec<N>, at: Option<usize>, code: Code) -> bool {
            N::of(code).map(|code| put_at(held, at, code)).is_some()
        }
        loop {
            let put = match &mut self.cells {
                Cells::Byte(held) => put(held, at, code),
                Cells::Word(held) => put(held, at, code),
                Cells::Long(held) => put(held, at, code),
                Cells::Texts(_) | Cells::Plain(_) => return false,
            };
            if put {
                return true;
            }
            self.widen();
        }
    }

    pub(crate) fn pop(&mut self) {
        if let Cells::Plain(values) = &self.cells
            && let Some(last) = values.last()
        {
            self.lists.count(last, false);
        }
        each!(&mut self.cells, held => {
            held.pop();
        });
    }

    /// Set memory aside for so many more rows that are like those before.
    pub(crate) fn reserve(&mut self, rows: usize) {
        each!(&mut self.cells, held => held.reserve(rows));
    }

    pub(crate) fn shrink_to_fit(&mut self) {
        each!(&mut self.cells, held => held.shrink_to_fit());
    }

    /// Take wider numbers for the same values.
    fn widen(&mut self) {
        fn wider<N: Narrow, W: Narrow>(held: &[N]) -> Vec<W> {
            held.iter().map(|one| W::of(one.code()).unwrap_or(W::UNKNOWN)).collect()
        }
        match &self.cells {
            Cells::Byte(held) => self.cells = Cells::Word(wider(held)),
            Cells::Word(held) => self.cells = Cells::Long(wider(held)),
            Cells::Long(_) | Cells::Texts(_) | Cells::Plain(_) => self.plain(|_| {}),
        }
    }

    /// Keep the values as they are, whatever they may be, and change them.
    fn plain(&mut self, change: impl FnOnce(&mut Vec<Value>)) {
        let mut values = match &mut self.cells {
            Cells::Plain(values) => std::mem::take(values),
            _ => (0..).map_while(|row| self.value(RowId(row))).collect(),
        };
        change(&mut values);
        self.cells = Cells::Plain(values);
    }
}

fn put_at<T>(held: &mut Vec<T>, at: Option<usize>, new: T) {
    match at {
        None => held.push(new),
        Some(at) => {
            if let Some(held) = held.get_mut(at) {
                *held = new;
            }
        }
    }
}
