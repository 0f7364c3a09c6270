//! Conditions to decision tables. A rule becomes a disjunction of terms over tests and probes; an invariant at stake
//! becomes the condition that the action breaks it, in what is so before: its set's conditions with the values that
//! the effects give in place of those that they change. Distribution and De Morgan hold in three-valued logic, so
//! nothing is lost; what would not fit is left to the nodes.

use super::Lowering;
use crate::kb::table::{
    self, ActionTable, Answer, Ask, Block, CODES, Kept, Layout, MOST_VARIANTS, Number, Place, Probe, Tables,
    Term,
};
use crate::kb::{Effect, Filed, InvariantKind, KnowledgeBase, Moved, NodeId, Op, Plan, Stake};
use crate::model::Model;
use crate::values::{Truth, Type, Value};
use std::collections::HashMap;

/// More terms than this a rule does not get: it is left to its node.
const MOST_TERMS: usize = 16;
/// Nor more tests and probes; so many find room in a block.
const MOST_PARTS: usize = 32;
/// A test that nobody can answer: there is no such code.
const NOBODY_KNOWS: Test = Test { at: Place { word: 0, shift: 0 }, holds: 0, may: u64::MAX };
/// The bits of a word.
const BITS: usize = 64;
/// Roles are told apart where that makes no more outcomes than this.
const MOST_BY_ROLE: usize = 4_000_000;

impl Lowering<'_> {
    /// Make the tables of what was lowered.
    pub(super) fn tables(&mut self) {
        let plans = &self.kb.actions;
        let outcomes: usize =
            plans.iter().map(|plan| plan.permits.len() + plan.forbids.len() + plan.stakes.len()).sum();
        let mut making = Making {
            model: self.model,
            kb: &self.kb,
            layout: Layout::default(),
            table: ActionTable::default(),
            by_role: outcomes.saturating_mul(self.model.roles.len()) <= MOST_BY_ROLE,
        };
        making.layout.elements = vec![Vec::new(); self.model.schema.collections.len()];
        if let Some((actors, role)) = self.kb.actors {
            making.layout.role = making.place(Source::Actor, actors, Kept::Field(role));
        }
        let mut actions = Vec::with_capacity(self.model.actions.len());
        for (action, plan) in self.model.actions.iter().zip(plans) {
            actions.push(making.action(&action.parameters, plan));
        }
        self.kb.tables = Tables { layout: making.layout, actions: actions.into() };
    }
}

struct Making<'m> {
    model: &'m Model,
    kb: &'m KnowledgeBase,
    layout: Layout,
    /// The table that is being made.
    table: ActionTable,
    by_role: bool,
}

/// A question about a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Test {
    /// Which code.
    at: Place,
    /// The codes for which it holds.
    holds: u64,
    /// The codes for which it may hold.
    may: u64,
}

/// A condition over tests and probes, without negations but those of probes.
#[derive(Clone, Debug)]
enum Formula {
    Known(Truth),
    Test(Test),
    Probe(Probe, bool),
    All(Vec<Formula>),
    Any(Vec<Formula>),
}

/// What a node stands for, seen from an action.
enum Seen {
    Constant(Value),
    Scalar(u16),
    /// By its place in the action's list.
    Told(u16),
    Field {
        source: Source,
        collection: u16,
        field: u16,
    },
}

/// An element that an action names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Source {
    Actor,
    /// By its place in the action's list.
    Told(usize),
}

/// Where a condition is lowered: for an action, perhaps about an element that its effects touch.
struct Scene<'a> {
    /// The parameters of the action.
    told: &'a [u16],
    element: Option<&'a Touched>,
}

/// An element that effects touch.
struct Touched {
    /// The level at which conditions find it.
    level: u16,
    /// Where it is told of; `None` for a new one.
    source: Option<Source>,
    /// The values that its fields get.
    new: HashMap<u16, New>,
}

/// A value that an effect gives.
#[derive(Clone)]
enum New {
    Constant(Value),
    Node(NodeId),
}

/// Tests and probes that hold together.
#[derive(Clone, Debug, Default)]
struct Conjunction {
    tests: Vec<Test>,
    probes: Vec<(Probe, bool)>,
}

impl Making<'_> {
    fn action(&mut self, parameters: &[u16], plan: &Plan) -> ActionTable {
        let told: Vec<u16> = parameters.iter().copied().take(table::TOLD_WORDS * CODES).collect();
        let mut formulas: Vec<(u32, Formula)> = Vec::new();
        let scene = Scene { told: &told, element: None };
        let filed = plan.permits.iter().chain(&plan.forbids);
        for (outcome, Filed { applies, .. }) in (0u32..).zip(filed) {
            let formula = self.formula(*applies, &scene, false).filter(fits);
            formulas.push((outcome, formula.unwrap_or(Formula::Probe(Probe::Node(*applies), false))));
        }
        let (permits, forbids) = (plan.permits.len(), plan.forbids.len());
        let mut rest = Vec::new();
        for (at, stake) in (0u32..).zip(&plan.stakes) {
            match self.breaks(plan, stake, &told).filter(fits) {
                Some(formula) => {
                    let outcome = u32::try_from(permits + forbids).unwrap_or(u32::MAX).saturating_add(at);
                    formulas.push((outcome, formula));
                }
                None => rest.push(at),
            }
        }
        let element = |(place, number): (u8, &u16)| match self
            .model
            .parameters
            .get(usize::from(*number))
            .map(|found| &found.ty)
        {
            Some(Type::Element(collection)) => Some((place, *collection)),
            _ => None,
        };
        let elements = (0u8..).zip(&told).take(table::WORDS - table::ELEMENTS).filter_map(element).collect();
        let any = self.blocks(&formulas, None);
        let roles = if self.by_role { self.model.roles.len() } else { 0 };
        let by_role = (0..roles).map(|role| self.blocks(&formulas, Some(role))).collect();
        ActionTable {
            told,
            elements,
            by_role,
            any,
            rest,
            permits: u32::try_from(permits).unwrap_or(u32::MAX),
            forbids: u32::try_from(forbids).unwrap_or(u32::MAX),
            ..std::mem::take(&mut self.table)
        }
    }

    /// The condition that an action breaks an invariant; `None` where it takes more than the values of one element
    /// before and after.
    fn breaks(&mut self, plan: &Plan, stake: &Stake, told: &[u16]) -> Option<Formula> {
        let kb = self.kb;
        let invariant = kb.invariants.get(stake.invariant as usize)?;
        let set = &invariant.set;
        let elsewhere = stake.moved.iter().any(Moved::elsewhere);
        if elsewhere || stake.bound.is_some() {
            return None;
        }
        let mut added = Vec::new();
        let mut changed: Option<(Touched, Option<NodeId>)> = None;
        for effect in &plan.effects {
            match effect {
                Effect::Add { collection, fields } if *collection == set.collection => {
                    let shape = self.model.schema.collections.get(usize::from(*collection))?;
                    let blank = (0u16..).zip(&shape.fields);
                    let mut new: HashMap<u16, New> =
                        blank.map(|(at, field)| (at, New::Constant(field.left_out()))).collect();
                    new.extend(fields.iter().map(|(field, value)| (*field, New::Node(*value))));
                    added.push(Touched { level: set.level, source: None, new });
                }
                Effect::Field { of, collection, field, value, when } if *collection == set.collection => {
                    let source = self.source(*of, told)?;
                    let read = stake.moved.iter().any(|moved| moved.own.contains(field));
                    let value = value.map_or(New::Constant(Value::Absent), New::Node);
                    match &mut changed {
                        Some((touched, _)) if touched.source != Some(source) => return None,
                        // Effects under conditions are only told apart where there is one.
                        Some((touched, guard)) if read => {
                            if !touched.new.is_empty() && (guard.is_some() || when.is_some()) {
                                return None;
                            }
                            touched.new.insert(*field, value);
                            *guard = *when;
                        }
                        Some(_) => {}
                        None => {
                            let new = if read { HashMap::from([(*field, value)]) } else { HashMap::new() };
                            let touched = Touched { level: set.level, source: Some(source), new };
                            changed = Some((touched, when.filter(|_| read)));
                        }
                    }
                }
                _ => {}
            }
        }
        let limit = match &invariant.kind {
            InvariantKind::Lasts { .. } => return Some(Formula::Known(Truth::False)),
            InvariantKind::Never { .. } => None,
            InvariantKind::Limit { most, counter } => {
                // More than one element may come in.
                if added.len() + usize::from(changed.is_some()) > 1 {
                    return None;
                }
                let most = self.number(*most, &Scene { told, element: None })?;
                Some(Formula::Probe(Probe::Over { counter: (*counter)?, most }, false))
            }
        };
        let mut enters = Vec::new();
        for touched in &added {
            let scene = Scene { told, element: Some(touched) };
            let conditions = set.conditions.iter().map(|id| self.formula(*id, &scene, false));
            enters.push(Formula::All(conditions.collect::<Option<Vec<_>>>()?));
        }
        if let Some((touched, guard)) = changed.filter(|(touched, _)| !touched.new.is_empty()) {
            let after = Scene { told, element: Some(&touched) };
            let was = Touched { new: HashMap::new(), ..touched };
            let before = Scene { told, element: Some(&was) };
            let mut parts = Vec::new();
            for id in &set.conditions {
                parts.push(self.formula(*id, &after, false)?);
            }
            let mut left = Vec::new();
            for moved in &stake.moved {
                left.push(self.formula(moved.node, &before, true)?);
            }
            parts.push(Formula::Any(left));
            if let Some(guard) = guard {
                // Where nobody knows whether the effect happens, more than this hangs on it.
                let Some(Formula::Test(test)) = self.formula(guard, &Scene { told, element: None }, false)
                else {
                    return None;
                };
                parts.push(Formula::Test(test));
                enters.push(Formula::Test(Test { holds: 0, may: test.may & !test.holds, ..test }));
            }
            enters.push(Formula::All(parts));
        }
        Some(match limit {
            None => Formula::Any(enters),
            Some(over) => Formula::All(vec![Formula::Any(enters), over]),
        })
    }

    /// Which element it is that a node stands for.
    fn source(&self, of: NodeId, told: &[u16]) -> Option<Source> {
        match &self.kb.node(of)?.op {
            Op::Actor => Some(Source::Actor),
            Op::Told(number) if !self.model.parameters.get(usize::from(*number))?.optional => {
                Some(Source::Told(told.iter().position(|own| own == number)?))
            }
            _ => None,
        }
    }

    fn seen(&self, id: NodeId, scene: &Scene<'_>) -> Option<Seen> {
        match &self.kb.node(id)?.op {
            Op::Constant(value) => Some(Seen::Constant(value.clone())),
            Op::Scalar(number) => Some(Seen::Scalar(*number)),
            Op::Told(number) => {
                let place = scene.told.iter().position(|own| own == number)?;
                Some(Seen::Told(u16::try_from(place).ok()?))
            }
            Op::Field { of, collection, field } => {
                let (collection, field) = (*collection, *field);
                let Op::Element { level, .. } = self.kb.node(*of)?.op else {
                    return Some(Seen::Field { source: self.source(*of, scene.told)?, collection, field });
                };
                let touched = scene.element.filter(|touched| touched.level == level)?;
                match (touched.new.get(&field), touched.source) {
                    (Some(New::Constant(value)), _) => Some(Seen::Constant(value.clone())),
                    // What an effect gives is worked out before anything changes.
                    (Some(New::Node(value)), _) => self.seen(*value, &Scene { element: None, ..*scene }),
                    (None, Some(source)) => Some(Seen::Field { source, collection, field }),
                    (None, None) => None,
                }
            }
            _ => None,
        }
    }

    /// The place where portals keep the code of something of an element.
    fn kept(&mut self, collection: u16, kept: Kept) -> Option<usize> {
        let elements = self.layout.elements.get_mut(usize::from(collection))?;
        let at = elements.iter().position(|own| *own == kept).unwrap_or_else(|| {
            elements.push(kept);
            elements.len() - 1
        });
        if at == CODES {
            elements.pop();
        }
        (at < CODES).then_some(at)
    }

    /// The place of the code of something of an element.
    fn place(&mut self, source: Source, collection: u16, kept: Kept) -> Option<Place> {
        let slot = self.kept(collection, kept)?;
        match source {
            Source::Actor => Place::of_actor(slot),
            Source::Told(told) => Place::of_element(told, slot),
        }
    }

    fn scalar(&mut self, number: u16) -> Option<Place> {
        let scalars = &mut self.layout.scalars;
        let at = scalars.iter().position(|own| *own == number).unwrap_or(scalars.len());
        let place = Place::of_state(at)?;
        if at == scalars.len() {
            scalars.push(number);
        }
        Some(place)
    }

    /// A test of what is seen: which codes make it hold, and which may.
    fn test(&mut self, seen: &Seen, holds: u64, may: u64) -> Option<Formula> {
        let at = match seen {
            Seen::Constant(value) => {
                let bit = 1 << table::code(value);
                return Some(Formula::Known(match (holds & bit != 0, may & bit != 0) {
                    (true, _) => Truth::True,
                    (false, true) => Truth::Unknown,
                    (false, false) => Truth::False,
                }));
            }
            Seen::Scalar(number) => self.scalar(*number)?,
            Seen::Told(place) => Place::of_told(usize::from(*place))?,
            Seen::Field { source, collection, field } => {
                self.place(*source, *collection, Kept::Field(*field))?
            }
        };
        Some(Formula::Test(Test { at, holds, may }))
    }

    /// Whether each value of a type has a code of its own.
    fn coded(&self, seen: &Seen, scene: &Scene<'_>) -> bool {
        let schema = &self.model.schema;
        let ty = match seen {
            Seen::Constant(Value::Bool(_) | Value::Absent | Value::Unknown) => return true,
            Seen::Constant(Value::Variant(number)) => return usize::from(*number) < MOST_VARIANTS,
            Seen::Constant(_) => return false,
            Seen::Scalar(number) => schema.scalars.get(usize::from(*number)).map(|scalar| &scalar.field.ty),
            Seen::Told(place) => {
                let number = scene.told.get(usize::from(*place)).copied().unwrap_or(u16::MAX);
                self.model.parameters.get(usize::from(number)).map(|parameter| &parameter.ty)
            }
            Seen::Field { collection, field, .. } => schema
                .collections
                .get(usize::from(*collection))
                .and_then(|shape| shape.fields.get(usize::from(*field)))
                .map(|field| &field.ty),
        };
        match ty {
            Some(Type::Bool) => true,
            Some(Type::Enum(number)) => {
                let values = self.model.enums.get(usize::from(*number)).map(|found| found.values.len());
                values.is_some_and(|values| values <= MOST_VARIANTS)
            }
            _ => false,
        }
    }

    /// A condition as tests and probes; `None` where some part of it is neither.
    fn formula(&mut self, id: NodeId, scene: &Scene<'_>, negated: bool) -> Option<Formula> {
        let kb = self.kb;
        let unknown = 1u64 << table::UNKNOWN;
        // What makes it hold, and what may.
        let signed = |holds: u64, may: u64| if negated { (!may, !holds) } else { (holds, may) };
        match &kb.node(id)?.op {
            Op::And(parts) | Op::Or(parts) => {
                let all = matches!(kb.node(id)?.op, Op::And(_)) != negated;
                let parts = parts.iter().map(|part| self.formula(*part, scene, negated));
                let parts = parts.collect::<Option<Vec<_>>>()?;
                Some(if all { Formula::All(parts) } else { Formula::Any(parts) })
            }
            Op::Not(inner) => self.formula(*inner, scene, !negated),
            Op::Present(inner) => {
                let seen = self.seen(*inner, scene)?;
                let present = !(unknown | 1 << table::ABSENT);
                let (holds, may) = signed(present, present | unknown);
                self.test(&seen, holds, may)
            }
            Op::Equal { left, right, fold: false } => {
                let (left, right) = (self.seen(*left, scene)?, self.seen(*right, scene)?);
                if !self.coded(&left, scene) || !self.coded(&right, scene) {
                    let numbers = self.as_number(&left, scene).zip(self.as_number(&right, scene));
                    return numbers
                        .map(|(left, right)| Formula::Probe(Probe::Equal(left, right), negated))
                        .or_else(|| probe(id, scene, negated));
                }
                let ((Seen::Constant(value), seen) | (seen, Seen::Constant(value))) = (left, right) else {
                    return probe(id, scene, negated);
                };
                let (holds, may) = match value {
                    Value::Absent => (0, 0),
                    Value::Unknown => (0, !(1 << table::ABSENT)),
                    value => (1 << table::code(&value), 1 << table::code(&value) | unknown),
                };
                let (holds, may) = signed(holds, may);
                self.test(&seen, holds, may)
            }
            Op::RoleIn(roles) => {
                let (collection, field) = kb.actors?;
                if self.model.roles.len() > MOST_VARIANTS {
                    return probe(id, scene, negated);
                }
                let among = roles.iter().map(|role| 1u64 << table::code(&Value::Variant(*role)));
                let among = among.fold(0, |all, bit| all | bit);
                let (holds, may) = signed(among, among | unknown);
                self.test(&Seen::Field { source: Source::Actor, collection, field }, holds, may)
            }
            Op::Order(left, order, right) => {
                let (left, right) = (self.number(*left, scene)?, self.number(*right, scene)?);
                Some(Formula::Probe(Probe::Order(left, *order, right), negated))
            }
            Op::Indexed { value, index, .. } => match self.seen(*value, scene)? {
                Seen::Told(told) => Some(Formula::Probe(Probe::ToldIn { told, index: *index }, negated)),
                Seen::Field { source, collection, field } => {
                    let index = *index;
                    let at = self.place(source, collection, Kept::Lookup { field, index })?;
                    let of = match source {
                        Source::Actor => None,
                        Source::Told(told) => Some(u8::try_from(told).ok()?),
                    };
                    Some(Formula::Probe(Probe::FieldIn { at, of, collection, field, index }, negated))
                }
                _ => None,
            },
            Op::Constant(_) | Op::Scalar(_) | Op::Told(_) | Op::Field { .. } => {
                let seen = self.seen(id, scene)?;
                if !self.coded(&seen, scene) {
                    return None;
                }
                let yes = 1u64 << table::code(&Value::Bool(true));
                let (holds, may) = signed(yes, yes | unknown);
                self.test(&seen, holds, may)
            }
            _ => probe(id, scene, negated),
        }
        .or_else(|| probe(id, scene, negated))
    }

    fn number(&self, id: NodeId, scene: &Scene<'_>) -> Option<Number> {
        if let Op::Count { counter: Some(counter), .. } = &self.kb.node(id)?.op {
            return Some(Number::Counter(*counter));
        }
        self.as_number(&self.seen(id, scene)?, scene)
    }

    fn as_number(&self, seen: &Seen, scene: &Scene<'_>) -> Option<Number> {
        let int = |ty: Option<&Type>| ty == Some(&Type::Int);
        match seen {
            Seen::Constant(Value::Int(number)) => Some(Number::Constant(*number)),
            Seen::Scalar(number) => {
                let scalar = self.model.schema.scalars.get(usize::from(*number));
                int(scalar.map(|scalar| &scalar.field.ty)).then_some(Number::Scalar(*number))
            }
            Seen::Told(place) => {
                let number = scene.told.get(usize::from(*place)).copied()?;
                let parameter = self.model.parameters.get(usize::from(number));
                int(parameter.map(|parameter| &parameter.ty)).then_some(Number::Told(*place))
            }
            _ => None,
        }
    }

    /// File outcomes in blocks: for actors of one role, or for any.
    fn blocks(&mut self, formulas: &[(u32, Formula)], role: Option<usize>) -> std::ops::Range<u32> {
        let known = role.and_then(|role| u16::try_from(role).ok()).zip(self.layout.role);
        let known = known.map(|(role, place)| (place, table::code_of_variant(role)));
        let first = len(&self.table.blocks);
        let mut filling = Filling::default();
        for (outcome, formula) in formulas {
            let terms = disjunction(formula, known).unwrap_or_default();
            let word = outcome / u64::BITS;
            if filling.word != word || !filling.fits(&terms) {
                filling.close(&mut self.table);
                filling = Filling { word, ..Filling::default() };
            }
            filling.add(*outcome, terms);
        }
        filling.close(&mut self.table);
        first..len(&self.table.blocks)
    }
}

/// Whether a condition is small enough for a block.
fn fits(formula: &Formula) -> bool {
    let Some(terms) = disjunction(formula, None) else { return false };
    terms.iter().map(|term| term.tests.len() + term.probes.len()).sum::<usize>() <= MOST_PARTS
}

/// A condition as a disjunction of conjunctions; `None` where that has too many terms. `known` is the code of the
/// actor's role, and where it is kept.
fn disjunction(formula: &Formula, known: Option<(Place, u8)>) -> Option<Vec<Conjunction>> {
    let always = || vec![Conjunction::default()];
    Some(match formula {
        Formula::Known(Truth::False) => Vec::new(),
        Formula::Known(Truth::True) => always(),
        Formula::Known(Truth::Unknown) => {
            vec![Conjunction { tests: vec![NOBODY_KNOWS], probes: Vec::new() }]
        }
        Formula::Test(test) => match known {
            Some((place, code)) if test.at == place => {
                if test.holds & 1 << code == 0 {
                    Vec::new()
                } else {
                    always()
                }
            }
            _ if test.may == 0 => Vec::new(),
            _ if test.holds == u64::MAX => always(),
            _ => vec![Conjunction { tests: vec![*test], probes: Vec::new() }],
        },
        Formula::Probe(probe, negated) => {
            vec![Conjunction { tests: Vec::new(), probes: vec![(probe.clone(), *negated)] }]
        }
        Formula::Any(parts) => {
            let mut terms: Vec<Conjunction> = Vec::new();
            for part in parts {
                for term in disjunction(part, known)? {
                    term.join(&mut terms);
                }
                if terms.len() > MOST_TERMS {
                    return None;
                }
            }
            terms
        }
        Formula::All(parts) => {
            let mut terms = always();
            for part in parts {
                let own = disjunction(part, known)?;
                if terms.len() * own.len() > MOST_TERMS {
                    return None;
                }
                let pairs = terms.iter().flat_map(|left| own.iter().map(move |right| (left, right)));
                terms = pairs.filter_map(|(left, right)| left.and(right)).collect();
            }
            terms
        }
    })
}

impl Conjunction {
    /// Both; `None` where they exclude each other.
    fn and(&self, other: &Self) -> Option<Self> {
        let mut both = self.clone();
        for test in &other.tests {
            match both.tests.iter_mut().find(|own| own.at == test.at) {
                Some(own) => {
                    (own.holds, own.may) = (own.holds & test.holds, own.may & test.may);
                    if own.may == 0 {
                        return None;
                    }
                }
                None => both.tests.push(*test),
            }
        }
        for probe in &other.probes {
            if !both.probes.contains(probe) {
                both.probes.push(probe.clone());
            }
        }
        Some(both)
    }

    /// Add it to a disjunction; two tests of one code become one.
    fn join(self, terms: &mut Vec<Self>) {
        if let ([test], []) = (self.tests.as_slice(), self.probes.as_slice()) {
            for own in terms.iter_mut().filter(|own| own.probes.is_empty()) {
                if let [only] = own.tests.as_mut_slice()
                    && only.at == test.at
                {
                    (only.holds, only.may) = (only.holds | test.holds, only.may | test.may);
                    return;
                }
            }
        }
        terms.push(self);
    }
}

/// The node itself as a probe: nodes know nothing of elements that effects touch.
fn probe(id: NodeId, scene: &Scene<'_>, negated: bool) -> Option<Formula> {
    scene.element.is_none().then_some(Formula::Probe(Probe::Node(id), negated))
}

/// A block that is being filled.
#[derive(Default)]
struct Filling {
    tests: Vec<Test>,
    probes: Vec<Probe>,
    terms: Vec<(u32, Conjunction)>,
    /// The word of 64 outcomes that it is about.
    word: u32,
}

impl Filling {
    /// Whether there is room for these terms.
    fn fits(&self, terms: &[Conjunction]) -> bool {
        let mut tests: Vec<Test> = Vec::new();
        let mut probes: Vec<&Probe> = Vec::new();
        for term in terms {
            for test in &term.tests {
                if !self.tests.contains(test) && !tests.contains(test) {
                    tests.push(*test);
                }
            }
            for (probe, _) in &term.probes {
                if !self.probes.contains(probe) && !probes.contains(&probe) {
                    probes.push(probe);
                }
            }
        }
        self.tests.len() + tests.len() + 2 * (self.probes.len() + probes.len()) <= BITS
    }

    fn add(&mut self, outcome: u32, terms: Vec<Conjunction>) {
        for term in terms {
            for test in &term.tests {
                if !self.tests.contains(test) {
                    self.tests.push(*test);
                }
            }
            for (probe, _) in &term.probes {
                if !self.probes.contains(probe) {
                    self.probes.push(probe.clone());
                }
            }
            self.terms.push((outcome, term));
        }
    }

    /// Append the block to a table.
    fn close(self, table: &mut ActionTable) {
        if self.terms.is_empty() {
            return;
        }
        let (ask, probe, term) = (len(&table.asks), len(&table.probes), len(&table.terms));
        let mut always = 0;
        // A rule that hangs on one test is answered with it; only tests of others have bits.
        let mut alone: Vec<(Test, u64)> = Vec::new();
        let mut tests: Vec<Test> = Vec::new();
        for (outcome, conjunction) in &self.terms {
            match (conjunction.tests.as_slice(), conjunction.probes.as_slice()) {
                ([], []) => always |= 1 << (outcome % u64::BITS),
                ([only], []) => alone.push((*only, 1 << (outcome % u64::BITS))),
                (own, _) => tests.extend(own),
            }
        }
        let mut seen: Vec<Test> = Vec::new();
        tests.retain(|test| {
            !seen.contains(test) && {
                seen.push(*test);
                true
            }
        });
        for (outcome, conjunction) in &self.terms {
            if conjunction.probes.is_empty() && conjunction.tests.len() < 2 {
                continue;
            }
            let mut bits = 0u64;
            for test in &conjunction.tests {
                bits |= tests.iter().position(|own| own == test).map_or(0, |at| 1 << at);
            }
            for (probe, negated) in &conjunction.probes {
                let at = self.probes.iter().position(|own| own == probe);
                bits |= at.map_or(0, |at| 1 << (tests.len() + 2 * at + usize::from(*negated)));
            }
            table.terms.push(Term { bits, outcome: outcome % u64::BITS });
        }
        table.answer(&tests, &alone);
        table.probes.extend(self.probes);
        table.blocks.push(Block {
            asks: ask..len(&table.asks),
            tests: len(&tests),
            probes: probe..len(&table.probes),
            terms: term..len(&table.terms),
            always,
            outcomes: self.word,
        });
    }
}

impl ActionTable {
    /// Work out what every code comes to: for tests that have bits, and for tests that are the whole of an outcome.
    fn answer(&mut self, tests: &[Test], alone: &[(Test, u64)]) {
        let mut places: Vec<Place> = Vec::new();
        for test in tests.iter().chain(alone.iter().map(|(test, _)| test)) {
            if !places.contains(&test.at) {
                places.push(test.at);
            }
        }
        for place in places {
            let first = len(&self.answers);
            let mut answers: Vec<Answer> = (0..=table::LAST)
                .map(|code| {
                    let bit = |codes: u64, bits: u64| if codes & 1 << code == 0 { 0 } else { bits };
                    let mut answer = Answer::default();
                    for (at, test) in (0u32..).zip(tests).filter(|(_, test)| test.at == place) {
                        answer.holds |= bit(test.holds, 1 << at);
                        answer.may |= bit(test.may, 1 << at);
                    }
                    for (test, outcome) in alone.iter().filter(|(test, _)| test.at == place) {
                        answer.certain |= bit(test.holds, *outcome);
                        answer.possible |= bit(test.may, *outcome);
                    }
                    answer
                })
                .collect();
            while let [.., before, last] = answers.as_slice()
                && before == last
            {
                answers.pop();
            }
            let last = u8::try_from(answers.len() - 1).unwrap_or(table::LAST);
            self.asks.push(Ask { at: place, last, first });
            self.answers.extend(answers);
        }
    }
}

fn len<T>(list: &[T]) -> u32 {
    u32::try_from(list.len()).unwrap_or(u32::MAX)
}
