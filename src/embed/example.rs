//! The club that the examples of this module are about. Members invite others and pay a fee once the season is open.

use crate::embed::{KnowledgeBase, Portal, Rejected};

/// Three people may be members at a time, and each has ten days to pay.
pub const RULES: &str = r#"state {
  opens: Date
  users: each user by id {
    id:     String
    role:   Role
    active: Bool = true
    joined: Date
    paid:   Date?
  }
}

role member
role chair like member

action invite(email: Email)
  effect add users { id: email, role: member, joined: now }

action pay(fee: Int)
  effect actor.paid becomes now

permit members-invite
  member may invite

permit members-pay
  every user may pay

forbid not-before-the-season
  nobody may pay
  unless now is not before opens

limit three-members
  at most 3 users where active
  say en "there are {count} of {limit} members"

deadline fee-in-time
  each user must have paid within 10 days of joined
  does not stop anything
"#;

/// Two are members on 11 May, and the season opens in June.
pub const STATE: &str = "\
opens: 2024-06-01
users:
  - {id: anna, role: chair, joined: 2024-05-01, paid: 2024-05-02}
  - {id: ivan, role: member, joined: 2024-05-05}
";

/// The rules, and a portal in that state.
///
/// # Errors
///
/// None, as long as the texts are right.
pub fn club() -> Result<(KnowledgeBase, Portal), Rejected> {
    let rules = KnowledgeBase::compile([("club.rules", RULES)])?;
    let portal = rules.portal("club.yaml", STATE)?;
    Ok((rules, portal))
}
