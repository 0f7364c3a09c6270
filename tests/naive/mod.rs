//! The second evaluator. It reads the checked model as plainly as possible: it walks everything, keeps nothing,
//! and knows nothing of the knowledge base. What the compiled one decides is compared with it.

#![expect(clippy::panic, reason = "a test may end where it fails")]

mod groups;
mod world;

use ustav::base::IndexVec;
use ustav::eval::Verdict;
use ustav::input::{Request, State};
use ustav::model::{
    ActionRule, Expr, ExprKind as Kind, Invariant, InvariantKind, Model, Rule, RuleKind, Set,
};
use ustav::values::ids::{CollectionId, FieldId, Level, RoleId, RowId};
use ustav::values::{Period, Truth, Value};
use world::{Here, Place, World, collection_of, moment, named_set, named_value};

/// A verdict, and how every rule came out that concerns the action.
#[derive(Debug)]
pub(crate) struct Naive {
    pub(crate) verdict: Verdict,
    pub(crate) outcomes: Vec<Outcome>,
}

/// How a rule came out. An invariant has one outcome for what it states and one for each `also forbids`.
#[derive(Debug)]
pub(crate) struct Outcome {
    pub(crate) rule: String,
    pub(crate) part: Part,
    pub(crate) truth: Truth,
}

/// What of a rule an outcome is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Part {
    Permit,
    Forbid,
    Stop,
    Limit,
    Never,
    Deadline,
}

impl Part {
    /// Whether it compares the states before and after the action.
    pub(crate) fn is_invariant(self) -> bool {
        matches!(self, Self::Limit | Self::Never | Self::Deadline)
    }
}

/// The rule that no file says: no effect puts a number outside of the range of its place.
const RANGE: &str = "(range)";
/// The rule that no file says: nothing changes of which nobody knows what it is.
const WHOM: &str = "(whom)";

/// Judge an action on a state.
pub(crate) fn decide(model: &Model, state: &State, request: &Request) -> Naive {
    let before = World { model, state, old: state, request, zone: state.zone(model) };
    let (state, written) = before.happen();
    let after = World { state: &state, ..before };
    let step = Step { before, after, written, somebody: before.changes_somebody() };
    let mut outcomes = Vec::new();
    // What keeps numbers in their ranges is not taken from the rules that the model makes of it.
    let of_action = |rule: &Rule, id: &str| {
        let own = |rule: &ActionRule| rule.actions.contains(&request.action);
        *rule.id.text == *id && matches!(&rule.kind, RuleKind::Forbid(rule) if own(rule))
    };
    let ranged = model.rules.iter().any(|rule| of_action(rule, RANGE));
    let truth = before.leaves_a_range();
    if ranged || truth != Truth::False {
        outcomes.push(Outcome { rule: RANGE.to_owned(), part: Part::Forbid, truth });
    }
    let truth = if step.somebody.is_empty() { Truth::False } else { Truth::Unknown };
    if truth != Truth::False || model.rules.iter().any(|rule| of_action(rule, WHOM)) {
        outcomes.push(Outcome { rule: WHOM.to_owned(), part: Part::Forbid, truth });
    }
    for rule in model.rules.iter().filter(|rule| ![RANGE, WHOM].contains(&&*rule.id.text)) {
        let mut add = |part, truth| outcomes.push(Outcome { rule: rule.id.text.to_string(), part, truth });
        match &rule.kind {
            RuleKind::Permit(rule) if rule.actions.contains(&request.action) => {
                let right = |role, roles: &[RoleId]| model.has_right(role, roles, request.action);
                add(Part::Permit, before.applies(rule, right));
            }
            RuleKind::Forbid(rule) if rule.actions.contains(&request.action) => {
                add(Part::Forbid, before.applies(rule, |role, roles| model.has_duty(role, roles)));
            }
            RuleKind::Invariant(invariant) => {
                let spared = invariant.exempts.iter().any(|(action, _)| *action == request.action);
                if !invariant.exempts_all && !spared {
                    match &invariant.kind {
                        InvariantKind::Limit(most) => add(Part::Limit, step.outgrows(invariant, most)),
                        InvariantKind::Aggregate(aggregate) => {
                            add(Part::Limit, step.breaks_a_group(invariant, aggregate));
                        }
                        InvariantKind::Never => add(Part::Never, step.enters(invariant)),
                        InvariantKind::MustHave { .. } => add(Part::Deadline, step.enters(invariant)),
                        InvariantKind::Lasts { .. } => {}
                    }
                }
                for (actions, when) in &invariant.also_forbids {
                    if actions.contains(&request.action) {
                        let holds = |when| before.holds(when, &Here::default());
                        add(Part::Stop, when.as_ref().map_or(Truth::True, holds));
                    }
                }
            }
            _ => {}
        }
    }
    Naive { verdict: verdict(&outcomes), outcomes }
}

/// The state that an action leaves, whether it is allowed or not.
pub(crate) fn left(model: &Model, state: &State, request: &Request) -> State {
    World { model, state, old: state, request, zone: state.zone(model) }.happen().0
}

/// What the rules together decide.
pub(crate) fn verdict(outcomes: &[Outcome]) -> Verdict {
    let (permits, denials): (Vec<&Outcome>, Vec<&Outcome>) =
        outcomes.iter().partition(|outcome| outcome.part == Part::Permit);
    let any = |some: Vec<&Outcome>| Truth::any(some.iter().map(|outcome| outcome.truth));
    match (any(permits), any(denials)) {
        (_, Truth::True) | (Truth::False, _) => Verdict::Denied,
        (Truth::True, Truth::False) => Verdict::Allowed,
        _ => Verdict::Undetermined,
    }
}

/// An action's before and after.
struct Step<'a> {
    before: World<'a>,
    after: World<'a>,
    written: Vec<Place>,
    /// What is written of elements of which nobody knows which they are, with any row.
    somebody: Vec<Place>,
}

/// What an expression's elements and arguments are, to find out what it reads. An element is the row that is
/// asked about, or `None`: any other.
#[derive(Clone, Default)]
struct Reader<'e> {
    elements: IndexVec<Level, Option<RowId>>,
    arguments: &'e [Expr],
    outer: Option<&'e Reader<'e>>,
}

impl Reader<'_> {
    fn with(&self, element: Option<RowId>) -> Self {
        let mut inner = self.clone();
        inner.elements.push(element);
        inner
    }

    /// The element that an expression stands for, if it stands for one that is asked about or gone through.
    fn element(&self, element: &Expr) -> Option<RowId> {
        match &element.kind {
            Kind::Element(level) => Some(self.elements.get(*level).unwrap().unwrap_or(ANY)),
            Kind::Argument(argument) => self.outer?.element(&self.arguments[argument.index()]),
            _ => None,
        }
    }

    /// Which element an expression stands for before an action: nothing where it may be any, or where it is none.
    fn row(&self, element: &Expr, before: &World<'_>) -> Whom {
        match &element.kind {
            Kind::Element(level) => self.elements.get(*level).unwrap().map_or(Whom::Any, Whom::Row),
            // The key of a group is an element that nobody asks about.
            Kind::Argument(argument) => {
                self.outer.map_or(Whom::Any, |outer| outer.row(&self.arguments[argument.index()], before))
            }
            Kind::Field(of, field) => match self.row(of, before) {
                Whom::Row(RowId::NONE) | Whom::Any => Whom::Any,
                Whom::Nobody => Whom::Nobody,
                Whom::Row(row) => {
                    let collection = collection_of(of);
                    if !before.rows(collection).any(|own| own == row) {
                        return Whom::Any;
                    }
                    match before.field(collection, row, *field) {
                        Value::Element(row) => Whom::Row(row),
                        Value::Absent => Whom::Nobody,
                        _ => Whom::Any,
                    }
                }
            },
            _ => Whom::Any,
        }
    }
}

/// Any element but the one that is asked about.
const ANY: RowId = RowId(u32::MAX - 1);

/// The element that an expression stands for, as far as what is written hangs on it.
enum Whom {
    Row(RowId),
    Nobody,
    Any,
}

/// Whether an element is what another refers to.
fn is_referred(element: &Expr) -> bool {
    matches!(element.kind, Kind::Field(..) | Kind::Scalar(_) | Kind::Call(..) | Kind::Argument(_))
}

impl Step<'_> {
    /// Whether an expression reads something written.
    fn reads(&self, expr: &Expr, reader: &Reader<'_>) -> bool {
        let reads = |expr: &Expr| self.reads(expr, reader);
        match &expr.kind {
            Kind::Scalar(scalar) => self.written.contains(&Place::Scalar(*scalar)),
            Kind::Field(of, field) => {
                let own = |place: &Place| match place {
                    Place::Field(collection, row, written) => {
                        *collection == collection_of(of)
                            && written == field
                            && match reader.row(of, &self.before) {
                                Whom::Row(own) => own == *row,
                                Whom::Nobody => false,
                                Whom::Any => true,
                            }
                    }
                    _ => false,
                };
                self.written.iter().any(own) || is_referred(of) && self.reads(of, reader)
            }
            Kind::Inside { inner, outer, .. } => {
                self.moves_nesting(inner, outer, reader) || reads(inner) || reads(outer)
            }
            Kind::Argument(argument) => {
                reader.outer.is_some_and(|outer| self.reads(&reader.arguments[argument.index()], outer))
            }
            Kind::Call(named, arguments) => self.reads(
                named_value(self.before.model, *named),
                &Reader { elements: IndexVec::new(), arguments, outer: Some(reader) },
            ),
            Kind::And(terms) | Kind::Or(terms) | Kind::Edit { parts: terms, .. } => terms.iter().any(reads),
            Kind::Not(inner) | Kind::Present(inner) | Kind::CountEntries(inner) => reads(inner),
            Kind::Equal(left, right)
            | Kind::Order(left, _, right)
            | Kind::In(left, right)
            | Kind::Within(left, _, right)
            | Kind::During(left, _, right)
            | Kind::Arithmetic(left, _, right) => reads(left) || reads(right),
            Kind::Any(set, condition) | Kind::Total(set, condition) => {
                self.set_reads(set, reader) || self.reads(condition, &reader.with(None))
            }
            Kind::AnyEntry(list, condition) => reads(list) || self.reads(condition, &reader.with(None)),
            Kind::Count(set) => self.set_reads(set, reader),
            Kind::Literal(_) | Kind::Now | Kind::Actor | Kind::Parameter(_) | Kind::Element(_) => false,
        }
    }

    /// Whether something written says what the first of two elements lies in.
    fn moves_nesting(&self, inner: &Expr, outer: &Expr, reader: &Reader<'_>) -> bool {
        let (model, of) = (self.before.model, collection_of(inner));
        let kinds: Vec<CollectionId> = [of].into_iter().chain(model.schema.nesting(of)).collect();
        let nests = |collection: CollectionId, field: FieldId| {
            let shape = model.schema.collections.get(collection).unwrap();
            kinds.contains(&collection) && shape.inside.contains(&field)
        };
        let written = self.written.iter().filter_map(|place| match place {
            Place::Field(collection, row, field) if nests(*collection, *field) => Some((*collection, *row)),
            _ => None,
        });
        let mut written = written.peekable();
        if written.peek().is_none() {
            return false;
        }
        // In every circle there is an element that moved.
        if let (Some(own), Some(other)) = (reader.element(inner), reader.element(outer))
            && own == other
        {
            return own == ANY || written.any(|place| place == (of, own));
        }
        match reader.row(inner, &self.before) {
            Whom::Nobody => false,
            Whom::Row(row) if self.before.rows(of).any(|own| own == row) => {
                let (ways, open) = self.before.outwards((of, row));
                written.any(|place| open || place == (of, row) || ways.contains(&place))
            }
            Whom::Row(_) | Whom::Any => true,
        }
    }

    fn set_reads(&self, set: &Set, reader: &Reader<'_>) -> bool {
        let named = |of| self.set_reads(named_set(self.before.model, of), &Reader::default());
        self.written.contains(&Place::New(set.collection))
            || set.of.is_some_and(named)
            || set.filter.iter().any(|filter| self.reads(filter, &reader.with(None)))
    }
}

/// One of the conditions that all hold for the elements that an invariant is about.
enum Conjunct<'m> {
    Filter(&'m Expr),
    Late { field: FieldId, period: Period, from: FieldId },
}

impl World<'_> {
    fn applies(&self, rule: &ActionRule, reaches: impl Fn(RoleId, &[RoleId]) -> bool) -> Truth {
        let subject = match &rule.roles {
            None => Truth::True,
            Some(roles) => match self.role_of_actor() {
                Value::Variant(role) => Truth::from(reaches(role.into(), roles)),
                Value::Unknown => Truth::Unknown,
                _ => Truth::False,
            },
        };
        let conditions = rule.conditions.iter().map(|condition| {
            let holds = self.holds(&condition.expr, &Here::default());
            if condition.unless { !holds } else { holds }
        });
        Truth::all(conditions.chain([subject]))
    }

    fn role_of_actor(&self) -> Value {
        let schema = &self.model.schema;
        let actors = schema.actors.expect("somebody acts");
        self.field(actors, self.request.actor, schema.role_field).clone()
    }

    fn conjunct(&self, conjunct: &Conjunct<'_>, collection: CollectionId, row: RowId) -> Truth {
        let (field, period, from) = match conjunct {
            Conjunct::Filter(filter) => return self.holds(filter, &Here::default().with(row)),
            Conjunct::Late { field, period, from } => (*field, *period, *from),
        };
        let done = match self.field(collection, row, field).clone() {
            Value::Absent => Value::Moment(self.request.at),
            other => other,
        };
        match (done, self.field(collection, row, from)) {
            (_, Value::Absent) => Truth::False,
            (Value::Unknown, _) | (_, Value::Unknown) => Truth::Unknown,
            (done, from) => {
                Truth::from(moment(&done).instant(self.zone) >= period.end_within(moment(&from), self.zone))
            }
        }
    }
}

fn conjuncts<'m>(model: &'m Model, set: &'m Set) -> Vec<Conjunct<'m>> {
    let mut found = set.of.map_or_else(Vec::new, |of| conjuncts(model, named_set(model, of)));
    match set.filter.as_deref() {
        Some(Expr { kind: Kind::And(terms), .. }) => found.extend(terms.iter().map(Conjunct::Filter)),
        Some(filter) => found.push(Conjunct::Filter(filter)),
        None => {}
    }
    found
}

impl Step<'_> {
    /// For each element, whether it enters the set of an invariant, and whether it leaves it.
    fn moves(&self, invariant: &Invariant) -> Vec<(Truth, Truth)> {
        let (model, collection) = (self.before.model, invariant.set.collection);
        let mut all = conjuncts(model, &invariant.set);
        if let InvariantKind::MustHave { field, period, from } = invariant.kind {
            all.push(Conjunct::Late { field, period, from });
        }
        let moves = |row| {
            let holds = |world: &World<'_>, some: &[&Conjunct<'_>]| {
                Truth::all(some.iter().map(|conjunct| world.conjunct(conjunct, collection, row)))
            };
            if !self.before.rows(collection).any(|own| own == row) {
                return (holds(&self.after, &all.iter().collect::<Vec<_>>()), Truth::False);
            }
            let reads = |conjunct: &&Conjunct<'_>| match conjunct {
                Conjunct::Filter(filter) => self.reads(filter, &Reader::default().with(Some(row))),
                Conjunct::Late { field, from, .. } => {
                    let written = |field| self.written.contains(&Place::Field(collection, row, field));
                    written(*field) || written(*from)
                }
            };
            let (moved, steady): (Vec<&Conjunct<'_>>, Vec<&Conjunct<'_>>) = all.iter().partition(reads);
            let steady = holds(&self.before, &steady);
            let (was, is) = (holds(&self.before, &moved), holds(&self.after, &moved));
            if moved.is_empty() {
                return (Truth::False, Truth::False);
            }
            (steady.and(is).and(!was), steady.and(was).and(!is))
        };
        self.after.rows(collection).map(moves).collect()
    }

    /// Whether elements that nobody has listed may come or go, or one of which nobody knows which it is changes.
    fn moves_others(&self, invariant: &Invariant) -> bool {
        let set = &invariant.set;
        let others = Reader::default().with(Some(RowId::NONE));
        let filters = conjuncts(self.before.model, set);
        let reads = |step: &Step<'_>, reader: &Reader<'_>| {
            filters
                .iter()
                .any(|conjunct| matches!(conjunct, Conjunct::Filter(filter) if step.reads(filter, reader)))
        };
        let (before, after) = (self.before, self.after);
        let somebody = Step { before, after, written: self.somebody.clone(), somebody: Vec::new() };
        let late = match invariant.kind {
            InvariantKind::MustHave { field, from, .. } => self.somebody.iter().any(|place| {
                matches!(place, Place::Field(collection, _, written)
                    if *collection == set.collection && (*written == field || *written == from))
            }),
            _ => false,
        };
        late || reads(&somebody, &Reader::default().with(None))
            || !self.before.known(set.collection) && reads(self, &others)
    }

    /// Whether an element enters a set that is to be empty.
    fn enters(&self, invariant: &Invariant) -> Truth {
        let others = if self.moves_others(invariant) { Truth::Unknown } else { Truth::False };
        Truth::any(self.moves(invariant).into_iter().map(|(enters, _)| enters).chain([others]))
    }

    /// Whether a set grows beyond its limit.
    fn outgrows(&self, invariant: &Invariant, most: &Expr) -> Truth {
        let (before, set) = (&self.before, &invariant.set);
        let Some(bound) = range(&self.after.value(most, &Here::default())) else { return Truth::False };
        let mut growth = (0, 0);
        for (enters, leaves) in self.moves(invariant) {
            growth.0 += i128::from(enters == Truth::True) - i128::from(leaves != Truth::False);
            growth.1 += i128::from(enters != Truth::False) - i128::from(leaves == Truth::True);
        }
        if self.moves_others(invariant) {
            growth = (-MOST, MOST);
        }
        let mut raised = Some((0, 0));
        if self.reads(most, &Reader::default()) {
            raised = range(&before.value(most, &Here::default()))
                .map(|before| (bound.0 - before.1, bound.1 - before.0));
        }
        let worse = raised.map_or(Truth::True, |raised| above(growth, raised));
        let mut count = (growth.0, growth.1);
        if !before.known(set.collection) {
            count.1 += MOST;
        }
        for row in before.rows(set.collection) {
            let member = before.belongs(set, row, &Here::default());
            count.0 += i128::from(member == Truth::True);
            count.1 += i128::from(member != Truth::False);
        }
        worse.and(above((count.0, count.1.min(MOST)), bound))
    }
}

/// No number is above this.
const MOST: i128 = i64::MAX as i128;

/// The least and the most that a number may be; nothing where there is none.
fn range(number: &Value) -> Option<(i128, i128)> {
    match number {
        Value::Absent => None,
        Value::Int(number) => Some((i128::from(*number), i128::from(*number))),
        _ => Some((i128::from(i64::MIN), MOST)),
    }
}

/// Whether one number is above another, of each of which the least and the most are known.
fn above(one: (i128, i128), other: (i128, i128)) -> Truth {
    match (one.0 > other.1, one.1 > other.0) {
        (true, _) => Truth::True,
        (false, false) => Truth::False,
        (false, true) => Truth::Unknown,
    }
}
