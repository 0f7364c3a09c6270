//! The ids of everything that a compiled pack numbers. Each is the place in one kind of list; the compiler makes them, and
//! an artefact's are looked at before anything uses them.

use crate::base::index_vec::ids;

ids! {
    DocumentId(u16) of "document";
    /// An enum; the first is `Role`.
    EnumId(u16) of "enum";
    /// A value of an enum, by its place there.
    VariantId(u16) of "value of an enum";
    /// A role, in the order of the values of `Role`.
    RoleId(u16) of "role";
    ScalarId(u16) of "value of the state";
    /// A collection of the state.
    CollectionId(u16) of "collection";
    /// A field of the elements of one collection, by its place there.
    FieldId(u16) of "field";
    /// An element of one collection, by its place in the state.
    RowId(u32) of "element";
    /// What can be passed with an action; actions share parameters of one name and type.
    ParameterId(u16) of "parameter";
    ActionId(u32) of "action";
    LetId(u32) of "named expression";
    /// An argument of a named expression, by its place there.
    ArgumentId(u16) of "argument";
    RuleId(u32) of "rule";
    /// A condition or a value that is computed.
    NodeId(u32) of "condition";
    /// A limit, a never or a deadline, among those of the knowledge base.
    InvariantId(u32) of "invariant";
    /// An invariant that an action can break, among those of the action.
    ImpactId(u32) of "affected invariant";
    /// A table of the invariants that several actions can break.
    SharedId(u32) of "shared table";
    /// An argument of an action, by its place in the action's list.
    ArgumentPlace(u16) of "argument of an action";
    /// A set whose size is kept up to date.
    CounterId(u16) of "counter";
    /// What is counted or added up in groups, kept up to date.
    GroupingId(u16) of "grouping";
    /// A key of the groups of a limit, by its place there.
    KeyPlace(u16) of "key of a group";
    /// Lists of elements whose values are kept for look-up.
    IndexId(u16) of "index";
    /// Elements by what a field of theirs holds.
    ElementIndexId(u16) of "index of elements";
    /// How many sets lie around an element under way.
    Level(u16) of "level";
}

/// The enum whose values are the declared roles.
pub const ROLE: EnumId = EnumId(0);

impl From<RoleId> for VariantId {
    fn from(RoleId(number): RoleId) -> Self {
        Self(number)
    }
}

impl From<VariantId> for RoleId {
    fn from(VariantId(number): VariantId) -> Self {
        Self(number)
    }
}
