//! Documents, the passages that are cited, and where documents disagree.

use crate::base::Span;
use crate::model::messages::LocalizedText;
use crate::syntax::tree::Name;
use crate::values::Moment;
use crate::values::ids::{DocumentId, RuleId};
use serde::{Deserialize, Serialize};
use std::sync::Arc;

/// A document that rules cite.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Document {
    /// How rules call it.
    pub name: Name,
    /// Where it is, from the folder of the rule file that declares it.
    pub path: Arc<str>,
    /// The place of the path.
    pub span: Span,
}

/// A place in a document.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Citation {
    /// The document.
    pub document: DocumentId,
    /// The quoted words, with `…` for what is left out.
    pub quote: Arc<str>,
    /// Where the quote stands in the rules.
    pub span: Span,
    /// The heading that the passage stands under.
    pub under: Option<Arc<str>>,
    /// Numbers of the passage that what cites it says nothing of.
    pub waives: Vec<(i64, Span)>,
    /// Why they are waived.
    pub because: Vec<LocalizedText>,
}

/// A disagreement of documents.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Conflict {
    /// Its id.
    pub id: Name,
    /// The two passages.
    pub between: Vec<Citation>,
    /// The document whose reading is in force.
    pub settled_as: DocumentId,
    /// The rule that carries the reading.
    pub by: Option<RuleId>,
    /// After this moment the choice must be made anew.
    pub until: Option<Moment>,
    /// Why.
    pub because: Vec<LocalizedText>,
}

/// A passage that states no policy.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Aside {
    /// The passage.
    pub passage: Citation,
    /// Why it states none.
    pub because: Vec<LocalizedText>,
}
