//! What an explanation holds.

use crate::base::Span;
use crate::eval::judge::Verdict;
use crate::eval::trace::{Fact, Missing};
use crate::model::{Citation, Rule};

/// What a reason does.
///
/// ```
/// use ustav::embed::{EffectOfRule, Moment};
/// # let (club, portal) = ustav::embed::example::club()?;
/// let at = Moment::parse("2024-05-11")?;
/// let fee = club.action("pay", "ivan", at).int("fee", 5).done()?;
/// let explanation = portal.decide(&fee)?.explain();
/// assert_eq!(explanation.reasons[0].effect, EffectOfRule::Forbid);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EffectOfRule {
    /// It permits.
    Permit,
    /// It forbids.
    Forbid,
    /// It states what states must be like, and the action would break it.
    Limit,
    /// Nothing permits the action.
    Default,
}

/// A rule that made the verdict, or on which it hangs.
///
/// ```
/// use ustav::embed::Moment;
/// # let (club, portal) = ustav::embed::example::club()?;
/// let at = Moment::parse("2024-05-11")?;
/// let fee = club.action("pay", "ivan", at).int("fee", 5).done()?;
/// let reason = &portal.decide(&fee)?.explain().reasons[0];
/// assert_eq!(reason.rule.map(|rule| &*rule.id.text), Some("not-before-the-season"));
/// assert!(reason.facts.iter().any(|fact| fact.path == "opens"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Reason<'m> {
    /// The rule; `None` where nothing permits the action.
    pub rule: Option<&'m Rule>,
    /// What it does.
    pub effect: EffectOfRule,
    /// What it says, in each of its languages.
    pub messages: Vec<(&'m str, String)>,
    /// The places in the rules that are to be read: what applied, or what stood in the way.
    pub places: Vec<Span>,
    /// Where it is documented.
    pub citations: Vec<&'m Citation>,
    /// The values that made it so.
    pub facts: Vec<Fact>,
}

/// A rule that was considered and did not apply.
#[derive(Clone, Debug)]
pub struct Considered<'m> {
    /// The rule.
    pub rule: &'m Rule,
    /// The first condition that failed.
    pub place: Span,
    /// The values that made it fail.
    pub facts: Vec<Fact>,
}

/// A decision with its grounds.
///
/// ```
/// use ustav::embed::Moment;
/// # let (club, _) = ustav::embed::example::club()?;
/// let portal = club.portal("club.yaml", "users: [{id: anna, role: chair, joined: 2024-05-01}]")?;
/// let fee = club.action("pay", "anna", Moment::parse("2024-06-01")?).int("fee", 5).done()?;
/// let explanation = portal.decide(&fee)?.explain();
/// assert!(explanation.reasons.is_empty());
/// assert_eq!(explanation.missing[0].path, "opens");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Debug)]
pub struct Explanation<'m> {
    /// The verdict.
    pub verdict: Verdict,
    /// Of a denial every rule that denies, of an allowance every permit.
    pub reasons: Vec<Reason<'m>>,
    /// Of an undetermined verdict the rules on which it hangs.
    pub unsettled: Vec<Reason<'m>>,
    /// Of an undetermined verdict what would settle it.
    pub missing: Vec<Missing>,
    /// A calculation that left the range of 64 bits, on which the verdict hangs.
    pub overflow: Option<Span>,
}
