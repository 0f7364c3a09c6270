//! Texts for people, by language, with values from the case.

use crate::model::expr::Expr;
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A text in a language.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct LocalizedText {
    /// The language, such as `ru`.
    pub language: Arc<str>,
    /// The text.
    pub text: Arc<str>,
}

/// A message in a language, with values from the case.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Message {
    /// The language, such as `ru`.
    pub language: Arc<str>,
    /// Its pieces, in order.
    pub pieces: Vec<MessagePart>,
}

/// A piece of a message.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MessagePart {
    /// As it stands.
    Text(Arc<str>),
    /// A value.
    Value(Box<Expr>),
    /// `{count}`: how many there are.
    Count,
    /// `{limit}`: how many there may be.
    Limit,
    /// `{due}`: the last day.
    Due,
}
