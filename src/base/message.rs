//! Messages that people read: made where something is found, worded where the language is known.
//!
//! The texts are data, `messages/en` and `messages/ru`, in the format of Fluent. `tests/messages.rs` holds that each
//! message which is used exists in both languages and gets the arguments that its texts name.

/// A message of the catalogue with its arguments, or a text that is nobody's to translate.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Message(pub(super) Box<Content>);

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Content {
    Entry { area: &'static str, id: &'static str, arguments: Vec<(&'static str, Argument)> },
    Verbatim(String),
}

/// A value in a message.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Argument {
    /// A name, a value, a path: the same in each language.
    Text(String),
    /// Chooses plural forms.
    Number(i64),
    /// A part that has its own text in each language.
    Message(Message),
    /// Several of them, joined as the language joins them.
    List(List),
}

/// Parts that stand beside one another.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct List {
    pub items: Vec<Argument>,
    pub joint: Joint,
    /// How many are not shown.
    pub omitted: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Joint {
    /// a, b and c
    And,
    /// a, b or c
    Or,
    /// a, b, c
    Comma,
    /// a; b; c
    Semicolon,
}

/// The most items of a list that [`any_of`] shows: as many as a person compares at a glance.
pub const MOST_SHOWN: usize = 12;

/// A message of the catalogue: `msg!(syntax.unclosed_text)`, `msg!(rules.unknown_name, name = name, count = 3)`.
/// The first word is the file in `messages/en` and `messages/ru`, the second the message in it.
macro_rules! msg {
    ($area:ident . $id:ident $(, $name:ident = $value:expr)* $(,)?) => {
        $crate::base::message::Message::new(
            stringify!($area),
            stringify!($id),
            vec![$((stringify!($name), $crate::base::message::Argument::from($value))),*],
        )
    };
}
pub(crate) use msg;

impl Message {
    /// Called by [`msg!`].
    pub fn new(area: &'static str, id: &'static str, arguments: Vec<(&'static str, Argument)>) -> Self {
        Self(Box::new(Content::Entry { area, id, arguments }))
    }

    /// A text that has no translation: what a pack says, a name alone.
    pub fn verbatim(text: impl Into<String>) -> Self {
        Self(Box::new(Content::Verbatim(text.into())))
    }

    /// Nothing.
    pub fn empty() -> Self {
        Self::verbatim("")
    }

    pub fn is_empty(&self) -> bool {
        matches!(&*self.0, Content::Verbatim(text) if text.is_empty())
    }

    /// The file and the id in the catalogue; none of a verbatim text.
    pub fn entry(&self) -> Option<(&'static str, &'static str)> {
        match &*self.0 {
            Content::Entry { area, id, .. } => Some((area, id)),
            Content::Verbatim(_) => None,
        }
    }
}

/// Words in backticks, joined by "or"; beyond [`MOST_SHOWN`] their count.
pub fn any_of<T: ToString>(words: impl IntoIterator<Item = T>) -> Argument {
    quoted(words, Joint::Or)
}

/// Words in backticks, joined by "and"; beyond [`MOST_SHOWN`] their count.
pub fn all_of<T: ToString>(words: impl IntoIterator<Item = T>) -> Argument {
    quoted(words, Joint::And)
}

fn quoted<T: ToString>(words: impl IntoIterator<Item = T>, joint: Joint) -> Argument {
    let mut items: Vec<Argument> =
        words.into_iter().map(|word| Argument::Text(format!("`{}`", word.to_string()))).collect();
    // One that is left out takes as much room as its count.
    let omitted = if items.len() > MOST_SHOWN + 1 { items.len() - MOST_SHOWN } else { 0 };
    items.truncate(items.len() - omitted);
    Argument::List(List { items, joint, omitted })
}

/// Parts joined by "and", all of them.
pub fn list_of<T: Into<Argument>>(items: impl IntoIterator<Item = T>) -> Argument {
    Argument::List(List { items: items.into_iter().map(Into::into).collect(), joint: Joint::And, omitted: 0 })
}

macro_rules! numbers {
    ($($number:ty)*) => {
        $(impl From<$number> for Argument {
            fn from(number: $number) -> Self {
                Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
            }
        })*
    };
}
numbers!(usize u64 u32 u16 u8 i64 i32);

macro_rules! texts {
    ($($text:ty)*) => {
        $(impl From<$text> for Argument {
            fn from(text: $text) -> Self {
                Self::Text(text.to_string())
            }
        })*
    };
}
texts!(&str String &String char);

impl From<Message> for Argument {
    fn from(message: Message) -> Self {
        Self::Message(message)
    }
}

impl From<List> for Argument {
    fn from(list: List) -> Self {
        Self::List(list)
    }
}
