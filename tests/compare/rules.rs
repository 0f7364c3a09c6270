//! Generated rule sets: text that the checker takes.

use super::dice::Dice;
use std::fmt::Write as _;
use ustav::values::Type;
use ustav::values::ids::{CollectionId, EnumId, ROLE};

pub(crate) const TEXTS: [&str; 4] = ["a", "B", "Ann@X.example", "ann@x.example"];
pub(crate) const EMAILS: [&str; 5] =
    ["ann@x.example", "Ann@X.example", "bob@x.example", "\u{e4}nn@x.example", "\u{c4}NN@x.example"];
pub(crate) const ZONES: [&str; 5] =
    ["UTC", "Europe/Moscow", "America/New_York", "Asia/Beirut", "Pacific/Apia"];
/// Close to one another, to the ends of days in some zone, and to a change of the clocks.
pub(crate) const DATES: [&str; 14] = [
    "2024-03-30",
    "2024-03-31",
    "2024-04-01",
    "2024-04-02",
    "2024-04-06",
    "2024-04-30",
    "2024-03-30T21:30:00+00:00",
    "2024-03-30T22:00:00+00:00",
    "2024-03-31T00:00:00+03:00",
    "2024-03-31T23:59:59+03:00",
    "2024-04-01T00:00:00+00:00",
    "2024-04-01T04:00:00+00:00",
    "2024-04-01T12:00:00-04:00",
    "2024-04-02T00:00:00+03:00",
];
const PERIODS: [&str; 8] =
    ["1 day", "2 days", "3 days", "1 week", "1 month", "1 year", "36 hours", "90 minutes"];

/// What a word stands for.
#[derive(Clone, Debug)]
struct Named {
    name: String,
    ty: Type,
    optional: bool,
}

#[derive(Clone, Debug)]
struct Collection {
    name: String,
    noun: String,
    keyed: bool,
    fields: Vec<Named>,
    /// How many of the fields may be left out of a new element.
    defaults: Vec<bool>,
}

#[derive(Clone, Debug)]
struct NamedSet {
    name: String,
    noun: Option<String>,
    collection: usize,
}

#[derive(Clone, Debug)]
struct Let {
    name: String,
    parameters: Vec<Type>,
    ty: Type,
}

fn refers(ty: &Type) -> bool {
    collection_of(ty).is_some()
}

/// The collection that a type refers to elements of.
fn collection_of(ty: &Type) -> Option<usize> {
    match ty {
        Type::Element(to) => Some(to.index()),
        Type::List(of) => collection_of(of),
        _ => None,
    }
}

/// A rule set in the making.
#[derive(Default)]
pub(crate) struct Rules {
    pub(crate) text: String,
    enums: Vec<Vec<String>>,
    scalars: Vec<Named>,
    collections: Vec<Collection>,
    /// For each collection those in whose elements its own lie.
    nests: Vec<Vec<usize>>,
    sets: Vec<NamedSet>,
    lets: Vec<Let>,
    parameters: Vec<Named>,
    actions: Vec<(String, Vec<usize>)>,
    next: usize,
}

/// What an expression may speak of besides the state.
#[derive(Clone, Default)]
struct Scope {
    told: Vec<Named>,
    actor: bool,
    /// Whether a value is due that is never absent.
    sure: bool,
    /// The words for elements under way, and whether their fields need no word before them.
    elements: Vec<(String, usize, bool)>,
}

impl Scope {
    fn has_bare(&self, collection: usize) -> bool {
        self.elements.iter().any(|(_, other, bare)| *bare && *other == collection)
    }
}

/// The choices for a whole rule set, one list for each declaration.
#[derive(Clone, Debug)]
pub(crate) struct Choices {
    pub(crate) schema: Vec<u16>,
    pub(crate) lets: Vec<Vec<u16>>,
    pub(crate) actions: Vec<Vec<u16>>,
    pub(crate) rules: Vec<Vec<u16>>,
}

impl Choices {
    pub(crate) fn text(&self) -> String {
        let mut rules = Rules::default();
        rules.schema(&mut Dice::new(&self.schema));
        for rolls in &self.lets {
            rules.definition(&mut Dice::new(rolls));
        }
        for rolls in &self.actions {
            rules.declare_action(&mut Dice::new(rolls));
        }
        rules.roles(&mut Dice::new(&self.schema));
        for (number, rolls) in self.actions.iter().enumerate() {
            // The beginning of the list has chosen the parameters.
            rules.action(number, &mut Dice::new(rolls.get(4..).unwrap_or_default()));
        }
        for rolls in &self.rules {
            rules.rule(&mut Dice::new(rolls));
        }
        rules.text
    }
}

impl Rules {
    fn fresh(&mut self, prefix: &str) -> String {
        self.next += 1;
        format!("{prefix}{}", self.next)
    }

    // ------------------------------------------------------------------------------------- schema

    fn schema(&mut self, dice: &mut Dice<'_>) {
        self.enums.push(["r0", "r1", "r2"].map(str::to_owned).to_vec());
        for number in 0..=dice.below(2) {
            let values: Vec<String> =
                (0..2 + dice.below(2)).map(|value| format!("v{number}_{value}")).collect();
            writeln!(self.text, "enum E{number} {{ {} }}", values.join(", ")).unwrap();
            self.enums.push(values);
        }
        self.text += "state {\n";
        if dice.often(80) {
            writeln!(self.text, "  zone: TimeZone = \"{}\"", dice.pick(&ZONES)).unwrap();
            self.scalars.push(Named { name: "zone".into(), ty: Type::TimeZone, optional: false });
        }
        for number in 0..2 + dice.below(4) {
            let (field, _) = self.member(dice, &format!("s{number}"), true);
            self.scalars.push(field);
        }
        self.text += "  group {\n    inner {\n";
        for number in 0..=dice.below(2) {
            let (mut field, _) = self.member(dice, &format!("g{number}"), true);
            field.name = format!("group.inner.{}", field.name);
            self.scalars.push(field);
        }
        self.text += "    }\n  }\n";
        for number in 0..2 + dice.below(2) {
            self.collection(dice, number);
        }
        self.text += "}\n";
        for collection in 0..self.collections.len() {
            if self.collections[collection].keyed {
                self.parameter(dice, Type::Element(CollectionId::at(collection)));
                self.parameter(dice, Type::Element(CollectionId::at(collection)));
            }
        }
        for _ in 0..6 {
            let ty = self.any_type(dice);
            self.parameter(dice, ty);
        }
    }

    fn parameter(&mut self, dice: &mut Dice<'_>, ty: Type) {
        let name = format!("p{}", self.parameters.len());
        self.parameters.push(Named { name, ty, optional: dice.often(25) });
    }

    /// Declare a field or a single value; whether it has a default is told besides.
    fn member(&mut self, dice: &mut Dice<'_>, name: &str, scalar: bool) -> (Named, bool) {
        let mut ty = self.any_type(dice);
        if scalar && ty == Type::TimeZone {
            ty = Type::Int;
        }
        let left_out = dice.below(4);
        let optional = left_out == 1;
        let default = match (left_out, &ty) {
            (2, Type::List(_)) | (0 | 1 | 3, _) => None,
            _ => self.literal(dice, &ty),
        };
        let mark = if optional { "?" } else { "" };
        let has_range = ty == Type::Int && default.is_none() && dice.often(30);
        let range = if has_range { dice.pick(&[" from 0", " from 0 to 2", " from 1 to 3"]) } else { "" };
        let behind = default.as_ref().map_or(range.to_owned(), |default| format!(" = {default}"));
        writeln!(self.text, "    {name}: {}{mark}{behind}", self.type_text(&ty)).unwrap();
        (Named { name: name.into(), ty, optional }, default.is_some())
    }

    fn collection(&mut self, dice: &mut Dice<'_>, number: usize) {
        let (name, noun) = (format!("c{number}"), format!("n{number}"));
        let keyed = number == 0 || dice.often(60);
        let mut fields = Vec::new();
        let mut defaults = Vec::new();
        let by = if keyed { format!(" by k{number}") } else { String::new() };
        // By which references it lies in others is known when they are.
        let head = self.text.len();
        let mut add =
            |text: &mut String, ty: Type, word: &str, optional: bool, default: bool, line: String| {
                writeln!(text, "    {line}").unwrap();
                fields.push(Named { name: format!("{word}{number}"), ty, optional });
                defaults.push(default);
            };
        if keyed {
            add(&mut self.text, Type::String, "k", false, false, format!("k{number}: String"));
        }
        if number == 0 {
            let kind = dice.pick(&["Role", "Role", "Role = r1", "Role?"]);
            let (optional, default) = (kind.ends_with('?'), kind.contains('='));
            add(&mut self.text, Type::Enum(ROLE), "role", optional, default, format!("role0: {kind}"));
        }
        add(&mut self.text, Type::Date, "from", false, false, format!("from{number}: Date"));
        add(&mut self.text, Type::Date, "done", true, false, format!("done{number}: Date?"));
        if dice.often(60) {
            let (of, word) = if dice.often(30) { (Type::String, "String") } else { (Type::Email, "Email") };
            let ty = Type::List(Box::new(of));
            add(&mut self.text, ty, "tags", false, false, format!("tags{number}: list of {word}"));
        }
        for field in 0..2 + dice.below(3) {
            let (field, default) = self.member(dice, &format!("f{number}_{field}"), false);
            fields.push(field);
            defaults.push(default);
        }
        // What it refers to: others, and elements of its own.
        let known = self.collections.iter().enumerate().filter(|(_, known)| known.keyed);
        let mut known: Vec<(usize, String)> = known.map(|(at, known)| (at, known.noun.clone())).collect();
        known.extend(keyed.then(|| (number, noun.clone())));
        for (to, noun) in known {
            for (word, kind) in [("ref", ""), ("may", "?"), ("all", "list of ")] {
                if !dice.often(40) {
                    continue;
                }
                let element = Type::Element(CollectionId::at(to));
                let (ty, text) = match kind {
                    "?" => (element, format!("{noun}?")),
                    "" => (element, noun.clone()),
                    list => (Type::List(Box::new(element)), format!("{list}{noun}")),
                };
                let name = format!("{word}{number}_{to}");
                writeln!(self.text, "    {name}: {text}").unwrap();
                fields.push(Named { name, ty, optional: kind == "?" });
                defaults.push(false);
            }
        }
        self.text += "  }\n";
        let outwards: Vec<&str> = fields
            .iter()
            .filter(|field| field.name.contains('_') && refers(&field.ty))
            .map(|field| &*field.name)
            .collect();
        let outwards: Vec<&str> = outwards.into_iter().filter(|_| dice.often(50)).collect();
        let inside =
            if outwards.is_empty() { String::new() } else { format!(" inside {}", outwards.join(" or ")) };
        self.text.insert_str(head, &format!("  {name}: each {noun}{by}{inside} {{\n"));
        let nests = |field: &Named| outwards.contains(&&*field.name);
        let nests: Vec<usize> =
            fields.iter().filter(|field| nests(field)).filter_map(|field| collection_of(&field.ty)).collect();
        self.nests.push(nests);
        self.collections.push(Collection { name, noun, keyed, fields, defaults });
    }

    fn any_type(&self, dice: &mut Dice<'_>) -> Type {
        match dice.below(11) {
            0 | 1 => Type::Int,
            2 => Type::Bool,
            3 => Type::String,
            4 => Type::Email,
            5 => Type::Date,
            6 | 7 => Type::Enum(EnumId::at(1 + dice.below(self.enums.len() - 1))),
            8 => Type::List(Box::new(Type::Email)),
            9 => {
                let of = [Type::Int, Type::String, Type::Date, Type::Enum(EnumId(1)), Type::Bool];
                Type::List(Box::new(dice.pick(&of)))
            }
            _ => Type::TimeZone,
        }
    }

    fn type_text(&self, ty: &Type) -> String {
        match ty {
            Type::Bool => "Bool".into(),
            Type::Int => "Int".into(),
            Type::String => "String".into(),
            Type::Email => "Email".into(),
            Type::Date => "Date".into(),
            Type::TimeZone => "TimeZone".into(),
            Type::Enum(ROLE) => "Role".into(),
            Type::Enum(own) => format!("E{}", own.index() - 1),
            Type::Element(collection) => self.collections[collection.index()].noun.clone(),
            Type::List(of) => format!("list of {}", self.type_text(of)),
        }
    }

    fn literal(&self, dice: &mut Dice<'_>, ty: &Type) -> Option<String> {
        Some(match ty {
            Type::Bool => dice.pick(&["true", "false"]).into(),
            Type::Int if dice.often(3) => i64::MAX.to_string(),
            Type::Int => dice.pick(&[1, 0, 2, 3, -1]).to_string(),
            Type::String => format!("\"{}\"", dice.pick(&TEXTS)),
            Type::Email => format!("\"{}\"", dice.pick(&EMAILS)),
            Type::Date => dice.pick(&DATES).into(),
            Type::TimeZone => format!("\"{}\"", dice.pick(&ZONES)),
            Type::Enum(own) => dice.pick(&self.enums[own.index()]).clone(),
            Type::Element(_) | Type::List(_) => return None,
        })
    }

    // -------------------------------------------------------------------------------- expressions

    /// Everything that is written as a name, with its type; what is near first.
    fn names(&self, scope: &Scope) -> [Vec<(String, Type)>; 2] {
        let mut near: Vec<(String, Type)> = Vec::new();
        let mut elements: Vec<(String, usize, bool)> = scope.elements.clone();
        if scope.actor {
            elements.push(("actor".into(), 0, false));
        }
        for told in scope.told.iter().filter(|told| !(scope.sure && told.optional)) {
            match told.ty {
                Type::Element(collection) => {
                    elements.push((told.name.clone(), collection.index(), false));
                }
                _ => near.push((told.name.clone(), told.ty.clone())),
            }
        }
        for (name, collection, bare) in elements {
            near.push((name.clone(), Type::Element(CollectionId::at(collection))));
            for (at, field) in self.collections[collection].fields.iter().enumerate() {
                let path =
                    if bare && at % 2 == 0 { field.name.clone() } else { format!("{name}.{}", field.name) };
                if !(scope.sure && field.optional) {
                    near.push((path, field.ty.clone()));
                }
            }
        }
        // What is read through references, one and two steps on.
        let mut from = 0;
        for _ in 0..2 {
            let referred: Vec<(String, usize)> = near
                .iter()
                .skip(from)
                .filter_map(|(path, ty)| match ty {
                    Type::Element(to) if path.contains(['_']) => Some((path.clone(), to.index())),
                    _ => None,
                })
                .collect();
            from = near.len();
            for (path, to) in referred {
                let fields = self.collections[to].fields.iter();
                let fields = fields.filter(|field| !(scope.sure && field.optional));
                near.extend(fields.map(|field| (format!("{path}.{}", field.name), field.ty.clone())));
            }
        }
        let mut far: Vec<(String, Type)> = vec![("now".into(), Type::Date)];
        let scalars = self.scalars.iter().filter(|scalar| !(scope.sure && scalar.optional));
        far.extend(scalars.map(|scalar| (scalar.name.clone(), scalar.ty.clone())));
        let plain = self.lets.iter().filter(|found| found.parameters.is_empty() && !scope.sure);
        far.extend(plain.map(|found| (found.name.clone(), found.ty.clone())));
        [near, far]
    }

    fn name_of(
        &self,
        dice: &mut Dice<'_>,
        scope: &Scope,
        fits: impl Fn(&Type) -> bool,
    ) -> Option<(String, Type)> {
        let [near, far] = self.names(scope);
        let fitting = |names: Vec<(String, Type)>| -> Vec<(String, Type)> {
            names.into_iter().filter(|(_, ty)| fits(ty)).collect()
        };
        let (near, far) = (fitting(near), fitting(far));
        let far_wanted = dice.often(25);
        let from = if near.is_empty() || far_wanted && !far.is_empty() { far } else { near };
        if from.is_empty() { None } else { Some(dice.pick(&from)) }
    }

    /// A value of a type, where one is due.
    fn value(&self, dice: &mut Dice<'_>, scope: &Scope, ty: &Type, depth: usize) -> Option<String> {
        match dice.below(if depth == 0 { 8 } else { 11 }) {
            0..=2 => {
                self.literal(dice, ty).or_else(|| Some(self.name_of(dice, scope, |other| other == ty)?.0))
            }
            3..=7 => {
                let named = self.name_of(dice, scope, |other| other.fits(ty));
                named.map(|(name, _)| name).or_else(|| self.literal(dice, ty))
            }
            8 => self.call(dice, scope, ty, depth).or_else(|| self.value(dice, scope, ty, 0)),
            _ => match ty {
                Type::Int => Some(if dice.often(50) {
                    let left = self.value(dice, scope, ty, depth - 1)?;
                    let right = self.value(dice, scope, ty, depth - 1)?;
                    format!("({left} {} {right})", dice.pick(&["+", "-", "*"]))
                } else {
                    let counts = dice.often(50);
                    match counts {
                        true => format!("(count of {})", self.set(dice, scope, depth - 1).0),
                        false => self.total(dice, scope, depth - 1)?,
                    }
                }),
                Type::Bool => Some(format!("({})", self.condition(dice, scope, depth - 1))),
                _ => self.value(dice, scope, ty, 0),
            },
        }
    }

    fn call(&self, dice: &mut Dice<'_>, scope: &Scope, ty: &Type, depth: usize) -> Option<String> {
        let fitting: Vec<&Let> =
            self.lets.iter().filter(|found| !found.parameters.is_empty() && found.ty.fits(ty)).collect();
        if fitting.is_empty() || scope.sure {
            return None;
        }
        let found = dice.pick(&fitting);
        let arguments: Option<Vec<String>> = found
            .parameters
            .iter()
            .map(|parameter| self.value(dice, scope, parameter, depth.saturating_sub(1)))
            .collect();
        Some(format!("{}({})", found.name, arguments?.join(", ")))
    }

    fn condition(&self, dice: &mut Dice<'_>, scope: &Scope, depth: usize) -> String {
        self.try_condition(dice, scope, depth).unwrap_or_else(|| "now is present".into())
    }

    fn try_condition(&self, dice: &mut Dice<'_>, scope: &Scope, depth: usize) -> Option<String> {
        let not = |dice: &mut Dice<'_>| dice.pick(&["is", "is", "is not"]);
        let kind = dice.below(if depth == 0 { 15 } else { 32 });
        Some(match kind {
            0..=3 => {
                let literal = |ty: &Type| !matches!(ty, Type::List(_));
                let (left, ty) = self.name_of(dice, scope, literal)?;
                let right = match ty {
                    Type::String | Type::Email if dice.often(40) => {
                        self.name_of(dice, scope, |ty| matches!(ty, Type::String | Type::Email))?.0
                    }
                    _ => self.value(dice, scope, &ty, depth)?,
                };
                format!("{left} {} {right}", not(dice))
            }
            4 | 5 => {
                let (name, _) = self.name_of(dice, scope, |ty| !matches!(ty, Type::Element(_)))?;
                format!("{name} {} {}", not(dice), dice.pick(&["absent", "present"]))
            }
            6 => self.name_of(dice, scope, |ty| *ty == Type::Bool)?.0,
            7 | 8 => {
                let plain = |ty: &Type| !matches!(ty, Type::List(_) | Type::Element(_));
                let (left, ty) = self.name_of(dice, scope, plain)?;
                let one = self.value(dice, scope, &ty, 0)?;
                let two = self.value(dice, scope, &ty, 0)?;
                format!("{left} {} one of {one}, {two}", not(dice))
            }
            9 | 10 => {
                let (list, ty) = self.name_of(dice, scope, |ty| matches!(ty, Type::List(_)))?;
                let Type::List(of) = ty else { return None };
                let left = match *of {
                    Type::Enum(_) | Type::TimeZone => self.name_of(dice, scope, |ty| *ty == *of)?.0,
                    Type::String | Type::Email => {
                        let text = |ty: &Type| matches!(ty, Type::String | Type::Email);
                        self.name_of(dice, scope, text)
                            .map(|found| found.0)
                            .or_else(|| self.literal(dice, &of))?
                    }
                    _ => self.value(dice, scope, &of, 0)?,
                };
                format!("{left} {} in {list}", not(dice))
            }
            11 | 12 => {
                let order = ["at least", "at most", "more than", "less than"];
                let left = self.value(dice, scope, &Type::Int, depth)?;
                let right = self.value(dice, scope, &Type::Int, 0)?;
                format!("{left} {} {} {right}", not(dice), dice.pick(&order))
            }
            13 | 14 => {
                let left = self.value(dice, scope, &Type::Date, 0)?;
                let right = self.value(dice, scope, &Type::Date, 0)?;
                let period = dice.pick(&PERIODS);
                let relation = match dice.below(4) {
                    0 => "before".to_owned(),
                    1 => "after".to_owned(),
                    2 => format!("within {period} of"),
                    _ => format!("during {period} from"),
                };
                format!("{left} {} {relation} {right}", not(dice))
            }
            15 | 16 => {
                let (left, right) =
                    (self.condition(dice, scope, depth - 1), self.condition(dice, scope, depth - 1));
                format!("({left} and {right})")
            }
            17 | 18 => {
                let (left, right) =
                    (self.condition(dice, scope, depth - 1), self.condition(dice, scope, depth - 1));
                format!("({left} or {right})")
            }
            19 => format!("not ({})", self.condition(dice, scope, depth - 1)),
            20 | 21 => {
                let (name, collection) = self.whole_set(dice);
                let mut inner = scope.clone();
                let word = format!("x{}", scope.elements.len());
                inner.elements.push((word.clone(), collection, false));
                format!("(any {word} in {name} where {})", self.condition(dice, &inner, depth - 1))
            }
            22 => {
                let count = self.set(dice, scope, depth - 1).0;
                let order = ["at least", "at most", "more than", "less than"];
                format!(
                    "(count of {count}) is {} {}",
                    dice.pick(&order),
                    self.value(dice, scope, &Type::Int, 0)?
                )
            }
            23 => self.call(dice, scope, &Type::Bool, depth)?,
            24 => self.inside(dice, scope, depth)?,
            26..=28 => self.of_entries(dice, scope, depth)?,
            29 => self.shares(dice, scope)?,
            30 => {
                let (name, collection) = self.whole_set(dice);
                let mut inner = scope.clone();
                let word = format!("x{}", scope.elements.len());
                inner.elements.push((word.clone(), collection, false));
                format!("(every {word} in {name} where {})", self.condition(dice, &inner, depth - 1))
            }
            31 => format!("(none of {})", self.set(dice, scope, depth - 1).0),
            _ => self.look_up(dice, scope)?,
        })
    }

    /// Whether an element lies in another, or one that something lies in.
    fn inside(&self, dice: &mut Dice<'_>, scope: &Scope, depth: usize) -> Option<String> {
        let element = |ty: &Type| matches!(ty, Type::Element(_));
        let (inner, Type::Element(of)) = self.name_of(dice, scope, element)? else { return None };
        let outwards = self.outwards(of.index());
        let word = dice.pick(&["inside", "in or inside"]);
        if !outwards.is_empty() && dice.often(40) {
            let outer = dice.pick(&outwards);
            let mut within = scope.clone();
            let name = format!("x{}", scope.elements.len());
            within.elements.push((name.clone(), outer, false));
            let set = &self.collections[outer].name;
            let more = self.condition(dice, &within, depth.saturating_sub(1));
            return Some(format!("(any {name} in {set} where {inner} is {word} {name} and {more})"));
        }
        let wanted = |ty: &Type| matches!(ty, Type::Element(to) if outwards.contains(&to.index()));
        let outer = self.name_of(dice, scope, wanted)?.0;
        Some(format!("{inner} {} {word} {outer}", dice.pick(&["is", "is", "is not"])))
    }

    /// The collections whose elements those of one can lie in.
    fn outwards(&self, of: usize) -> Vec<usize> {
        let (mut found, mut open) = (Vec::new(), vec![of]);
        while let Some(at) = open.pop() {
            for to in &self.nests[at] {
                if !found.contains(to) {
                    found.push(*to);
                    open.push(*to);
                }
            }
        }
        found
    }

    /// Something asked of the entries of a list, or how many there are.
    fn of_entries(&self, dice: &mut Dice<'_>, scope: &Scope, depth: usize) -> Option<String> {
        let (list, ty) = self.name_of(dice, scope, |ty| matches!(ty, Type::List(_)))?;
        if dice.often(20) {
            let order = ["at least", "at most", "more than", "less than"];
            return Some(format!("(count of {list}) is {} {}", dice.pick(&order), dice.below(4)));
        }
        let Type::List(of) = ty else { return None };
        let word = format!("e{}", scope.told.len());
        let mut inner = scope.clone();
        inner.told.push(Named { name: word.clone(), ty: (*of).clone(), optional: false });
        let condition = match dice.below(6) {
            // What becomes a look-up.
            0 | 1 => format!("{word} is {}", self.value(dice, scope, &of, 0)?),
            2 => {
                let (one, two) = (self.value(dice, scope, &of, 0)?, self.value(dice, scope, &of, 0)?);
                format!("{word} is one of {one}, {two}")
            }
            3 => format!("{word} is not {}", self.value(dice, scope, &of, 0)?),
            _ => self.condition(dice, &inner, depth - 1),
        };
        let quantifier = dice.pick(&["any", "any", "every"]);
        Some(format!("({quantifier} {word} in {list} where {condition})"))
    }

    /// Whether two lists share something; one is that of what is under way where there is one.
    fn shares(&self, dice: &mut Dice<'_>, scope: &Scope) -> Option<String> {
        let (one, ty) = self.name_of(dice, scope, |ty| matches!(ty, Type::List(_)))?;
        let Type::List(of) = ty else { return None };
        let fits = |ty: &Type| matches!(ty, Type::List(other) if of.comparable(other));
        let (other, _) = self.name_of(dice, scope, fits)?;
        Some(format!("{}{one} shares with {other}", dice.pick(&["", "not "])))
    }

    /// What the compiled side looks up instead of walking.
    fn look_up(&self, dice: &mut Dice<'_>, scope: &Scope) -> Option<String> {
        let tags = self.collections.iter().filter_map(|found| {
            let tags = found.fields.iter().find(|field| field.name.starts_with("tags"));
            tags.map(|tags| (&found.name, &tags.name))
        });
        let tags: Vec<_> = tags.collect();
        if tags.is_empty() {
            return None;
        }
        let (collection, tags) = dice.pick(&tags);
        let text = |ty: &Type| matches!(ty, Type::String | Type::Email);
        let (left, _) = self.name_of(dice, scope, text)?;
        let word = format!("x{}", scope.elements.len());
        Some(format!("(any {word} in {collection} where {left} is in {word}.{tags})"))
    }

    /// A collection or a named set, by its name.
    fn whole_set(&self, dice: &mut Dice<'_>) -> (String, usize) {
        if !self.sets.is_empty() && dice.often(45) {
            let set = dice.pick(&self.sets);
            let name = set.noun.as_ref().filter(|_| dice.often(20)).unwrap_or(&set.name);
            return (name.clone(), set.collection);
        }
        let collection = dice.below(self.collections.len());
        (self.collections[collection].name.clone(), collection)
    }

    /// A set, perhaps with a filter.
    fn set(&self, dice: &mut Dice<'_>, scope: &Scope, depth: usize) -> (String, usize) {
        let (name, collection) = self.whole_set(dice);
        if scope.has_bare(collection) || dice.often(25) {
            return (name, collection);
        }
        let mut inner = scope.clone();
        let noun = &self.collections[collection].noun;
        let own = self.sets.iter().find(|set| set.name == name).and_then(|set| set.noun.as_ref());
        inner.elements.push((own.unwrap_or(noun).clone(), collection, true));
        let mut conditions = vec![self.condition(dice, &inner, depth)];
        for _ in 0..dice.below(3) {
            conditions.push(self.condition(dice, &inner, depth));
        }
        (format!("{name} where {}", conditions.join(" and ")), collection)
    }

    /// A number of the elements of a set, added up.
    fn total(&self, dice: &mut Dice<'_>, scope: &Scope, depth: usize) -> Option<String> {
        let (set, collection) = self.set(dice, scope, depth);
        if scope.has_bare(collection) {
            return None;
        }
        let amount = self.amount(dice, scope, collection, depth)?;
        Some(format!("(total of {amount} of {set})"))
    }

    /// A number of an element.
    fn amount(&self, dice: &mut Dice<'_>, scope: &Scope, collection: usize, depth: usize) -> Option<String> {
        let mut inner = scope.clone();
        inner.elements.push((self.collections[collection].noun.clone(), collection, true));
        if dice.often(70)
            && let Some((name, _)) = self.name_of(dice, &inner, |ty| *ty == Type::Int)
        {
            return Some(name);
        }
        self.value(dice, &inner, &Type::Int, depth)
    }

    /// The bounds of a limit, what they are on, and the groups that have them.
    fn aggregate(&self, dice: &mut Dice<'_>) -> Option<String> {
        let (set, collection) = self.set(dice, &Scope::default(), 2);
        let shape = &self.collections[collection];
        let mut keys: Vec<String> = Vec::new();
        let mut numbers: Vec<String> = Vec::new();
        let by_elements = shape.keyed && dice.often(20);
        if by_elements {
            keys.push(shape.noun.clone());
            numbers.extend(
                shape
                    .fields
                    .iter()
                    .filter(|own| own.ty == Type::Int)
                    .map(|own| format!("{}.{}", shape.noun, own.name)),
            );
        } else {
            for _ in 0..dice.pick(&[0, 1, 1, 2]) {
                let field = dice.pick(&shape.fields);
                let path = if dice.often(50) {
                    field.name.clone()
                } else {
                    format!("{}.{}", shape.noun, field.name)
                };
                let alike = |key: &String| key.split(' ').next().unwrap().ends_with(&field.name);
                if keys.iter().any(alike) {
                    continue;
                }
                let name = dice.often(30).then(|| format!("q{}", keys.len()));
                if field.ty == Type::Int || field.ty == Type::List(Box::new(Type::Int)) {
                    numbers.push(name.clone().unwrap_or_else(|| path.clone()));
                }
                keys.push(name.map_or(path.clone(), |name| format!("{path} as {name}")));
            }
        }
        let in_total = match dice.often(50) {
            true => format!(" in total of {} of", self.amount(dice, &Scope::default(), collection, 1)?),
            false => String::new(),
        };
        let bound = |dice: &mut Dice<'_>| match numbers.as_slice() {
            [_, ..] if dice.often(50) => dice.pick(&numbers),
            _ if dice.often(60) => dice.below(4).to_string(),
            _ => {
                let scalar = self.name_of(dice, &Scope::default(), |ty| *ty == Type::Int);
                scalar.map_or_else(|| "2".to_owned(), |(name, _)| name).replace('l', "2")
            }
        };
        let bounds = match dice.below(if by_elements || keys.is_empty() { 4 } else { 1 }) {
            0 => format!("at most {}", bound(dice)),
            1 | 2 => format!("at least {}", bound(dice)),
            _ => {
                // No number is between two that are the wrong way round, which is refused.
                let (from, to) = (bound(dice), bound(dice));
                let number = |text: &String| text.parse::<i64>().ok();
                let turned = number(&from).zip(number(&to)).is_some_and(|(from, to)| to < from);
                let (from, to) = if turned { (to, from) } else { (from, to) };
                format!("from {from} to {to}")
            }
        };
        let groups =
            if keys.is_empty() { String::new() } else { format!(", for each {}", keys.join(" and ")) };
        Some(format!("{bounds}{in_total} {set}{groups}"))
    }

    // ------------------------------------------------------------------------------- declarations

    fn definition(&mut self, dice: &mut Dice<'_>) {
        let name = self.fresh("l");
        if dice.often(40) {
            let noun = dice.often(50).then(|| self.fresh("m"));
            let (set, collection) = self.set(dice, &Scope::default(), 2);
            let each = noun.as_ref().map_or(String::new(), |noun| format!(": each {noun}"));
            writeln!(self.text, "let {name}{each} = {set}").unwrap();
            self.sets.push(NamedSet { name, noun, collection });
            return;
        }
        let mut scope = Scope::default();
        for number in 0..dice.below(4) {
            let keyed: Vec<usize> =
                (0..self.collections.len()).filter(|at| self.collections[*at].keyed).collect();
            let ty = if dice.often(50) {
                Type::Element(CollectionId::at(dice.pick(&keyed)))
            } else {
                self.any_type(dice)
            };
            scope.told.push(Named { name: format!("a{number}"), ty, optional: false });
        }
        let (body, ty) = if dice.often(65) {
            (self.condition(dice, &scope, 2), Type::Bool)
        } else {
            let Some((body, ty)) = self.name_of(dice, &scope, |ty| !matches!(ty, Type::Element(_))) else {
                return;
            };
            let value = matches!(ty, Type::Int | Type::Date).then(|| self.value(dice, &scope, &ty, 2));
            (value.flatten().unwrap_or(body), ty)
        };
        let parameters: Vec<String> =
            scope.told.iter().map(|told| format!("{}: {}", told.name, self.type_text(&told.ty))).collect();
        let told = if parameters.is_empty() { String::new() } else { format!("({})", parameters.join(", ")) };
        writeln!(self.text, "let {name}{told} = {body}").unwrap();
        let parameters = scope.told.into_iter().map(|told| told.ty).collect();
        self.lets.push(Let { name, parameters, ty });
    }

    fn declare_action(&mut self, dice: &mut Dice<'_>) {
        let name = format!("do{}", self.actions.len());
        let mut told: Vec<usize> = (0..dice.below(4)).map(|_| dice.below(self.parameters.len())).collect();
        told.sort_unstable();
        told.dedup();
        self.actions.push((name, told));
    }

    fn scope_of(&self, actions: &[usize]) -> Scope {
        let mut shared = self.actions[actions[0]].1.clone();
        shared.retain(|number| actions.iter().all(|action| self.actions[*action].1.contains(number)));
        let told = shared.into_iter().map(|number| self.parameters[number].clone()).collect();
        Scope { told, actor: true, ..Scope::default() }
    }

    fn action(&mut self, number: usize, dice: &mut Dice<'_>) {
        let (name, told) = self.actions[number].clone();
        let scope = self.scope_of(&[number]);
        let parameters: Vec<String> = told
            .iter()
            .map(|told| {
                let parameter = &self.parameters[*told];
                let mark = if parameter.optional { "?" } else { "" };
                format!("{}: {}{mark}", parameter.name, self.type_text(&parameter.ty))
            })
            .collect();
        let mut text = format!("action {name}({})\n", parameters.join(", "));
        let mut targets: Vec<String> = Vec::new();
        for _ in 0..=dice.below(4) {
            let effect = match dice.below(5) {
                0..=2 => self.element_effect(dice, &scope, &mut targets),
                3 => self.scalar_effect(dice, &scope, &mut targets),
                _ => self.add_effect(dice, &scope),
            };
            if let Some(effect) = effect {
                writeln!(text, "  effect {effect}").unwrap();
            }
        }
        self.text += &text;
    }

    fn element_effect(&self, dice: &mut Dice<'_>, scope: &Scope, done: &mut Vec<String>) -> Option<String> {
        let (element, ty) = self.name_of(dice, scope, |ty| matches!(ty, Type::Element(_)))?;
        let Type::Element(collection) = ty else { return None };
        let shape = &self.collections[collection.index()];
        let first = usize::from(shape.keyed);
        let changed =
            |field: &&Named| done.iter().any(|target| target.ends_with(&format!(".{}", field.name)));
        // Two words may stand for one element, so that a field changes twice.
        let field = match shape.fields[first..].iter().find(changed) {
            Some(again) if dice.often(40) => again.clone(),
            _ => dice.pick(&shape.fields[first..]),
        };
        self.becomes(dice, scope, format!("{element}.{}", field.name), &field, done)
    }

    fn scalar_effect(&self, dice: &mut Dice<'_>, scope: &Scope, done: &mut Vec<String>) -> Option<String> {
        let scalar = dice.pick(&self.scalars);
        self.becomes(dice, scope, scalar.name.clone(), &scalar, done)
    }

    fn becomes(
        &self,
        dice: &mut Dice<'_>,
        scope: &Scope,
        target: String,
        field: &Named,
        done: &mut Vec<String>,
    ) -> Option<String> {
        if let Type::List(of) = &field.ty
            && dice.often(50)
        {
            // Several changes of one list are one.
            let edits = format!("{target} edited");
            if done.contains(&target) && !done.contains(&edits) {
                return None;
            }
            let scope = Scope { sure: dice.often(50), ..scope.clone() };
            let value = self.value(dice, &scope, of, 0)?;
            let when = if dice.often(40) {
                format!(" when {}", self.condition(dice, &scope, 1))
            } else {
                String::new()
            };
            done.extend([target.clone(), edits]);
            return Some(match dice.often(50) {
                true => format!("put {value} into {target}{when}"),
                false => format!("take {value} out of {target}{when}"),
            });
        }
        if done.contains(&target) || field.ty == Type::TimeZone {
            return None;
        }
        let change = if field.optional && dice.often(30) {
            format!("clear {target}")
        } else {
            let scope = Scope { sure: !field.optional, ..scope.clone() };
            let cap = if field.ty == Type::Int && dice.often(30) {
                let word = dice.pick(&["at most", "at least"]);
                format!(", {word} {}", self.value(dice, &scope, &Type::Int, 0)?)
            } else {
                String::new()
            };
            format!("{target} becomes {}{cap}", self.value(dice, &scope, &field.ty, 1)?)
        };
        let clears = change.starts_with("clear");
        done.push(target);
        if !dice.often(40) {
            return Some(change);
        }
        let when = self.condition(dice, scope, 1);
        if clears || dice.often(60) {
            return Some(format!("{change} when {when}"));
        }
        let sure = Scope { sure: !field.optional, ..scope.clone() };
        Some(format!("{change} when {when} otherwise {}", self.value(dice, &sure, &field.ty, 1)?))
    }

    fn add_effect(&self, dice: &mut Dice<'_>, scope: &Scope) -> Option<String> {
        let shape = dice.pick(&self.collections);
        let mut values = Vec::new();
        for (field, default) in shape.fields.iter().zip(&shape.defaults) {
            if (field.optional || *default) && dice.often(50) {
                continue;
            }
            let scope = Scope { sure: !field.optional, ..scope.clone() };
            values.push(format!("{}: {}", field.name, self.value(dice, &scope, &field.ty, 1)?));
        }
        Some(format!("add {} {{ {} }}", shape.name, values.join(", ")))
    }

    fn roles(&mut self, dice: &mut Dice<'_>) {
        self.text += "role r0\n";
        let except = |dice: &mut Dice<'_>| match dice.below(self.actions.len() + 1) {
            0 => String::new(),
            action => format!(" except do{}", action - 1),
        };
        let (first, second) = (except(dice), except(dice));
        writeln!(self.text, "role r1 like r0{first}\nrole r2 like {}{second}", dice.pick(&["r1", "r0"]))
            .unwrap();
    }

    fn some_actions(&self, dice: &mut Dice<'_>) -> (String, Vec<usize>) {
        let all: Vec<usize> = (0..self.actions.len()).collect();
        match dice.below(4) {
            0 => ("do anything".into(), all),
            1 if all.len() > 1 => {
                let except = dice.below(all.len());
                (
                    format!("do anything except do{except}"),
                    all.into_iter().filter(|at| *at != except).collect(),
                )
            }
            2 if all.len() > 1 => {
                let first = dice.below(all.len() - 1);
                (format!("do{first}, do{}", first + 1), vec![first, first + 1])
            }
            _ => {
                let one = dice.below(all.len());
                (format!("do{one}"), vec![one])
            }
        }
    }

    fn some_roles(dice: &mut Dice<'_>) -> &'static str {
        dice.pick(&["r0", "r1", "r2", "r0, r2"])
    }

    fn rule(&mut self, dice: &mut Dice<'_>) {
        let kind = dice.below(12);
        let prefix =
            ["permit", "permit", "permit", "forbid", "forbid", "limit", "limit", "limit", "never", "never"];
        let id = self.fresh(&format!("{}-", prefix.get(kind).unwrap_or(&"deadline")));
        let text = match kind {
            0..=2 => {
                let (actions, numbers) = self.some_actions(dice);
                let who =
                    if dice.often(60) { "every n0".to_owned() } else { Self::some_roles(dice).to_owned() };
                let conditions = self.clauses(dice, &numbers);
                format!("permit {id} {who} may {actions}{conditions}")
            }
            3 | 4 => {
                let (actions, numbers) = self.some_actions(dice);
                let who = if dice.often(60) {
                    "nobody may".to_owned()
                } else {
                    format!("{} may not", Self::some_roles(dice))
                };
                let mut conditions = self.clauses(dice, &numbers);
                if conditions.is_empty() {
                    let condition = self.condition(dice, &self.scope_of(&numbers), 2);
                    conditions = format!(" when {condition}");
                }
                format!("forbid {id} {who} {actions}{conditions}")
            }
            5..=7
                if dice.often(50)
                    && let Some(limit) = self.aggregate(dice) =>
            {
                format!("limit {id} {limit}{}", self.exceptions(dice))
            }
            5..=7 => {
                let bound = match dice.below(3) {
                    0 => dice.below(4).to_string(),
                    1 => self.value(dice, &Scope::default(), &Type::Int, 0).unwrap_or_else(|| "2".into()),
                    _ => format!(
                        "({})",
                        self.value(dice, &Scope::default(), &Type::Int, 1).unwrap_or_default()
                    ),
                };
                // A limit that is surely below zero is refused, and a name may stand for such a number.
                let below_zero = bound.contains(['-', 'l']);
                let bound = if below_zero { dice.below(4).to_string() } else { bound };
                let set = self.set(dice, &Scope::default(), 2).0;
                format!("limit {id} at most {bound} {set}{}", self.exceptions(dice))
            }
            8 | 9 => {
                let set = self.set(dice, &Scope::default(), 2).0;
                format!("never {id} {set}{}", self.exceptions(dice))
            }
            _ => {
                let (name, collection) = self.whole_set(dice);
                let dates: Vec<&str> = self.collections[collection]
                    .fields
                    .iter()
                    .filter(|field| field.ty == Type::Date)
                    .map(|field| &*field.name)
                    .collect();
                let due: Vec<&str> = self.collections[collection]
                    .fields
                    .iter()
                    .filter(|field| field.ty == Type::Date && field.optional)
                    .map(|field| &*field.name)
                    .collect();
                let (due, from, period) = (dice.pick(&due), dice.pick(&dates), dice.pick(&PERIODS));
                let what = if dice.often(90) {
                    format!("must have {due} within {period} of {from}")
                } else {
                    format!("lasts {period} from {from}")
                };
                format!("deadline {id} each {name} {what}{}", self.exceptions(dice))
            }
        };
        writeln!(self.text, "{text}").unwrap();
    }

    fn clauses(&self, dice: &mut Dice<'_>, actions: &[usize]) -> String {
        let scope = self.scope_of(actions);
        let mut text = String::new();
        for _ in 0..dice.below(3) {
            let word = dice.pick(&["when", "unless"]);
            write!(text, " {word} {}", self.condition(dice, &scope, 2)).unwrap();
        }
        text
    }

    fn exceptions(&self, dice: &mut Dice<'_>) -> String {
        let mut text = String::new();
        if dice.often(20) {
            let what = match dice.below(self.actions.len() + 1) {
                0 => "anything".to_owned(),
                action => format!("do{}", action - 1),
            };
            write!(text, " does not stop {what}").unwrap();
        }
        if dice.often(20) {
            let action = dice.below(self.actions.len());
            write!(text, " also forbids do{action}").unwrap();
            if dice.often(80) {
                write!(text, " when {}", self.condition(dice, &self.scope_of(&[action]), 1)).unwrap();
            }
        }
        text
    }
}
