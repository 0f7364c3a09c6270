//! The facts of one sentence in Russian or English: its numbers, what it lets, asks and forbids, its negations
//! and roles. They tell whether a change of a sentence is one of wording or of substance.
//!
//! Words are read as they stand, without grammar: what is a fact is the same for the same words, and nothing
//! here decides what a sentence means.

mod amount;
mod cases;
mod cells;
mod change;
mod clauses;
mod context;
mod deeds;
mod directive;
mod directives;
mod fact_changes;
mod lasting;
mod lexicon;
mod marks;
mod matters;
mod modal_facts;
mod modality;
mod norm;
mod number;
mod number_context;
mod number_match;
mod numerals;
mod order;
mod patterns;
mod phrases;
mod purpose;
mod quantities;
mod regulations;
mod reversals;
mod roles;
mod sense;
mod sentence;
mod spans;
mod stem;
mod steps;
mod subjects;
mod titles;
mod tokens;
mod units;
mod verbs;
mod words;

pub(crate) use lexicon::is_known_unit as is_unit;
pub(crate) use purpose::{is_only_a_purpose, looks_like_title, reads_as_title, runs_in, states_nothing};
pub(crate) use roles::is_person;
pub(crate) use titles::{is_entry_of_rules, leads_as_title, leads_in_a_page, matter_of, names_a_document};

pub use amount::{Amount, ParseAmountError};
pub use cases::case_changes;
pub use cells::{Cell, TableFact};
pub use change::{Change, Fact, FactKind};
pub use context::ContextFacts;
pub use deeds::{Deed, Deeds, deeds, role_name, telling_words};
pub use directive::Directive;
pub use directives::{Directed, Directives, Whom, is_nobody};
pub use modality::Modality;
pub use norm::Norm;
pub(crate) use number::in_smallest;
pub use number::{Bound, Number};
pub use order::{changed_roles, is_same_list};
pub use reversals::{Reversal, reversals};
pub use roles::{RoleWords, names_role};
pub use sense::{Lasting, Sense, View};
pub use sentence::{Facts, RowCell};
pub use stem::is_cyrillic;
pub use subjects::numbers_by_subject;
pub use titles::{Matter, sets_apart};
pub use words::{content_words, names_unit, says_words, word_changes};
