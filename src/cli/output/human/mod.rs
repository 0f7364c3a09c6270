//! Results for people.

mod consequences;
mod excerpts;
mod finding;
mod guide;
mod page;
mod played;
mod proposals;
mod verdict;

pub(crate) use finding::finding;
pub(crate) use guide::guide;
pub(crate) use page::page;
pub(crate) use played::{played, played_summary};
pub(crate) use verdict::{
    counts_of_actions, grounds, headline, mark, rights, rights_of_role, verdict, verdicts,
};
