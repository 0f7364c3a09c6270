//! Which roles have the rights and duties of which.

use crate::base::IndexVec;
use crate::model::Model;
use crate::values::ids::{ActionId, RoleId};
use std::collections::HashSet;

/// What roles have rights and duties to, as far as lowering asks for it.
#[derive(Debug, Default)]
pub(crate) struct Rights {
    /// The actions to which some role has no right.
    pub(super) excepted: HashSet<ActionId>,
    /// For each role all that have its duties, itself among them, in their order.
    pub(super) subroles: IndexVec<RoleId, Vec<RoleId>>,
}

impl Rights {
    pub(crate) fn of(model: &Model) -> Self {
        let except = model.roles.iter().flat_map(|role| &role.except);
        Self { excepted: except.map(|(action, _)| *action).collect(), subroles: subroles(model) }
    }
}

fn subroles(model: &Model) -> IndexVec<RoleId, Vec<RoleId>> {
    let mut subroles: IndexVec<RoleId, Vec<RoleId>> = model.roles.iter().map(|_| Vec::new()).collect();
    for role in model.roles.ids() {
        for of in model.ancestors(role) {
            if let Some(own) = subroles.get_mut(of) {
                own.push(role);
            }
        }
    }
    subroles
}
