//! What a state holds, and the types that its values may have.

use crate::base::{Code, Diagnostic, IndexVec, Message, Span, msg, suggest};
use crate::model::expr::ExprKind;
use crate::model::from_syntax::checker::{Checker, MOST};
use crate::model::from_syntax::names::{Scope, SetName};
use crate::model::schema::{Collection, Enum, Field, Member, Scalar};
use crate::syntax::tree::{self, DeclarationKind as Kind};
use crate::values::ids::{CollectionId, EnumId, FieldId, ScalarId, VariantId};
use crate::values::types::{BUILT_IN, ROLE, ROLE_NAME};
use crate::values::{Range, Type};
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

fn member_name(member: &tree::Member) -> &tree::Name {
    match member {
        tree::Member::Field(field) => &field.name,
        tree::Member::Group { name, .. } | tree::Member::Collection { name, .. } => name,
    }
}

fn type_names<'a>() -> impl Iterator<Item = &'a str> {
    BUILT_IN.iter().map(|(name, _)| *name).chain([ROLE_NAME])
}

/// The type that goes by another name elsewhere.
fn elsewhere(name: &str) -> Option<&'static str> {
    Some(match &*name.to_lowercase() {
        "number" | "integer" | "long" | "число" => "Int",
        "text" | "str" | "строка" | "текст" => "String",
        "boolean" | "flag" => "Bool",
        "datetime" | "timestamp" | "instant" | "дата" => "Date",
        "mail" | "почта" => "Email",
        "timezone" => "TimeZone",
        "роль" => "Role",
        _ => return None,
    })
}

const MOST_ROLES: usize = 1_000;

impl Checker {
    pub(super) fn enums(&mut self, declarations: &[&tree::Declaration]) {
        // Role is the first enum; its values are the declared roles.
        let mut roles = Enum { name: ROLE_NAME.into(), values: IndexVec::new(), called: IndexVec::new() };
        for declaration in declarations {
            if let Kind::Role(role) = &declaration.kind
                && self.declare(|names| &mut names.roles, "role", &role.name)
            {
                roles.values.push(role.name.clone());
            }
        }
        if let Some(name) = roles.values.try_get(VariantId::at(MOST_ROLES)) {
            self.report(
                Diagnostic::error(Code::E0106, msg!(rules.too_many_roles, most = MOST_ROLES))
                    .label(name.span, msg!(rules.too_much_from_here))
                    .help(msg!(rules.divide_roles)),
            );
            roles.values = roles.values.into_iter().take(MOST_ROLES).collect();
        }
        self.model.enums.push(roles);
        for declaration in declarations {
            if let Kind::Enum { name, values } = &declaration.kind {
                self.enumeration(name, values);
            }
        }
    }

    fn enumeration(&mut self, name: &tree::Name, written: &[tree::EnumValue]) {
        let mut seen: Vec<&tree::Name> = Vec::new();
        let mut names = HashMap::new();
        let mut called = IndexVec::new();
        self.too_many(written.len(), written.last().map(|value| value.name.span));
        for value in written.iter().take(MOST) {
            if self.is_first("value", &value.name, &mut seen) {
                called.push(self.called(&value.called, &mut names));
            }
        }
        let built_in = type_names().any(|known| *known == *name.text);
        if let Some(first) = self.names.enums.place(&name.text) {
            self.taken("type", name, first);
        } else if built_in {
            self.other_name(msg!(rules.built_in_type, name = &*name.text), name);
        } else if self.names.enums.add(name, EnumId::at(self.model.enums.len())).is_ok() {
            let values = seen.into_iter().cloned().collect();
            self.model.enums.push(Enum { name: name.text.clone(), values, called });
        }
    }

    pub(super) fn state(&mut self, declarations: &[&tree::Declaration]) {
        let mut first: Option<Span> = None;
        for declaration in declarations {
            let Kind::State(members) = &declaration.kind else { continue };
            if let Some(first) = first {
                self.report(
                    Diagnostic::error(Code::E0202, msg!(rules.state_twice))
                        .label(declaration.span.at_start(), msg!(rules.again_here))
                        .label(first.at_start(), msg!(rules.first_here))
                        .help(msg!(rules.one_state)),
                );
                continue;
            }
            first = Some(declaration.span);
            self.declare_collections(members);
            self.model.schema.members = self.members(members, "");
        }
        self.find_actors();
        let scalars = self.model.schema.scalars.enumerated();
        let zones: Vec<(ScalarId, Span, bool)> = scalars
            .filter(|(_, scalar)| scalar.field.ty == Type::TimeZone)
            .map(|(id, scalar)| (id, scalar.field.name.span, scalar.field.default.is_some()))
            .collect();
        if let [(_, first, _), (_, second, _), ..] = zones.as_slice() {
            self.report(
                Diagnostic::error(Code::E0202, msg!(rules.two_time_zones))
                    .label(*second, msg!(rules.again_here))
                    .label(*first, msg!(rules.first_here)),
            );
        }
        if let Some((_, place, _)) = zones.iter().find(|(_, _, default)| !default) {
            self.report(
                Diagnostic::error(Code::E0206, msg!(rules.time_zone_without_default))
                    .label(*place, msg!(rules.dates_in_time_zone))
                    .help(msg!(rules.write_time_zone)),
            );
        }
        self.model.schema.time_zone = zones.first().map(|(scalar, ..)| *scalar);
    }

    fn find_actors(&mut self) {
        let role = |collection: &Collection| collection.fields.position(|field| field.ty == Type::Enum(ROLE));
        let collections = self.model.schema.collections.enumerated();
        let acting: Vec<(CollectionId, FieldId, Span)> = collections
            .filter(|(_, collection)| collection.key.is_some())
            .filter_map(|(id, collection)| Some((id, role(collection)?, collection.name.span)))
            .collect();
        if let [(_, _, first), (_, _, second), ..] = acting.as_slice() {
            self.report(
                Diagnostic::error(Code::E0202, msg!(rules.two_acting_collections))
                    .label(*second, msg!(rules.again_here))
                    .label(*first, msg!(rules.first_here))
                    .help(msg!(rules.one_acting_collection)),
            );
        }
        if let Some((collection, field, _)) = acting.first() {
            self.model.schema.actors = Some(*collection);
            self.model.schema.role_field = *field;
        }
    }

    fn members(&mut self, members: &[tree::Member], prefix: &str) -> Vec<Member> {
        let mut seen: Vec<&tree::Name> = Vec::new();
        let mut found = Vec::new();
        let mut collections = self.model.schema.collections.ids();
        for member in members.iter().take(MOST) {
            let name = member_name(member);
            if !self.is_first("field", name, &mut seen) {
                continue;
            }
            if prefix.is_empty() {
                self.not_reserved(name);
            }
            match member {
                tree::Member::Field(field) => {
                    if let Some(field) = self.field_or_wrong(field) {
                        let path: Arc<str> = format!("{prefix}{}", name.text).into();
                        let scalar = self.model.schema.scalars.push(Scalar { path: path.clone(), field });
                        found.push(Member::Scalar(scalar));
                        self.names.scalars.entry(path).or_insert(scalar);
                    }
                }
                tree::Member::Group { name, members } => {
                    let inner = self.members(members, &format!("{prefix}{}.", name.text));
                    found.push(Member::Group(name.clone(), inner));
                }
                tree::Member::Collection { name, noun, key, inside, fields } => {
                    // They have the numbers of their order.
                    let Some(id) = collections.next() else { continue };
                    found.extend(self.collection(id, name, noun, key.as_ref(), fields));
                    self.nests(id, inside);
                }
            }
        }
        self.too_many(members.len(), members.last().map(|last| member_name(last).span));
        found
    }

    /// Take the names of all collections: fields refer to elements of those that are declared further on, too.
    fn declare_collections(&mut self, members: &[tree::Member]) {
        let mut seen: HashSet<&str> = HashSet::new();
        for member in members.iter().take(MOST) {
            if !seen.insert(&member_name(member).text) {
                continue;
            }
            let tree::Member::Collection { name, noun, key, fields, .. } = member else { continue };
            let id = CollectionId::at(self.model.schema.collections.len());
            let swapped = *noun.text == format!("{}s", name.text);
            let (name, noun) = if swapped { (noun, name) } else { (name, noun) };
            let has_key = |key: &tree::Name| fields.iter().any(|field| field.name.text == key.text);
            let key = key.as_ref().map(|key| has_key(key).then_some(FieldId(0)));
            match key {
                // What it should be told by is missing: that is complained of with its fields.
                Some(None) => self.unread.extend([name.text.clone(), noun.text.clone()]),
                _ => self.declare_set(name, Some(noun), SetName::Collection(id)),
            }
            self.model.schema.collections.push(Collection {
                name: name.clone(),
                noun: noun.clone(),
                key: key.flatten(),
                inside: Vec::new(),
                fields: IndexVec::new(),
            });
        }
    }

    /// The fields of the collection of this number, whose names are taken already.
    fn collection(
        &mut self,
        id: CollectionId,
        name: &tree::Name,
        noun: &tree::Name,
        key: Option<&tree::Name>,
        fields: &[tree::Field],
    ) -> Option<Member> {
        let swapped = *noun.text == format!("{}s", name.text);
        let (name, noun) = if swapped { (noun, name) } else { (name, noun) };
        if swapped {
            // What stands below uses them as they should be.
            let word = format!("{}: each {}", name.text, noun.text);
            self.report(
                Diagnostic::error(
                    Code::E0206,
                    msg!(rules.one_and_many, one = &*noun.text, many = &*name.text),
                )
                .label(noun.span.to(name.span), Message::empty())
                .help(msg!(syntax.write, word = word)),
            );
        }
        let mut checked: Vec<Field> = Vec::new();
        for field in fields.iter().take(MOST) {
            if let Some(first) = checked.iter().find(|other| other.name.text == field.name.text) {
                let first = first.name.span;
                self.taken("field", &field.name, first);
            } else if let Some(field) = self.field_or_wrong(field) {
                checked.push(field);
            }
        }
        self.too_many(fields.len(), fields.last().map(|field| field.name.span));
        let found = key.and_then(|key| checked.iter().position(|field| field.name.text == key.text));
        if let Some(key) = key {
            match found.and_then(|at| checked.get(at)) {
                None if self.has_too_many() => {}
                None => {
                    let known = checked.iter().map(|field| &*field.name.text);
                    let help = suggest::did_you_mean(&key.text, known);
                    let noun = &*noun.text;
                    self.unknown(msg!(rules.unknown_field, noun = noun, name = &*key.text), key, help);
                }
                Some(field) if field.ty != Type::String || field.optional => {
                    self.report(
                        Diagnostic::error(Code::E0204, msg!(rules.key_is_a_text, name = &*field.name.text))
                            .label(field.name.span, Message::empty())
                            .help(msg!(rules.write_type, name = &*field.name.text)),
                    );
                }
                Some(_) => {}
            }
        }
        let shape = self.model.schema.collections.get_mut(id)?;
        (shape.key, shape.fields) = (found.map(FieldId::at), checked.into());
        (key.is_none() || found.is_some()).then_some(Member::Collection(id))
    }

    /// Say by which references the elements of a collection lie in others.
    fn nests(&mut self, id: CollectionId, written: &[tree::Name]) {
        let mut seen: Vec<&tree::Name> = Vec::new();
        for name in written.iter().take(MOST) {
            if !self.is_first("field", name, &mut seen) {
                continue;
            }
            let Some((field, found)) = self.field_named(id, name) else { continue };
            if found.ty.refers_to().is_none() {
                let message = msg!(rules.nests_by_no_reference, name = &*name.text, ty = self.a(&found.ty));
                let wrong = Diagnostic::error(Code::E0204, message).label(name.span, Message::empty());
                self.report(wrong.label(found.name.span, msg!(rules.declared_here)));
            } else if let Some(shape) = self.model.schema.collections.get_mut(id) {
                shape.inside.push(field);
            }
        }
    }

    /// A field; the name of one that is wrong is known nevertheless.
    fn field_or_wrong(&mut self, field: &tree::Field) -> Option<Field> {
        let found = self.field(field);
        if found.is_none() {
            self.unread.insert(field.name.text.clone());
        }
        found
    }

    pub(super) fn field(&mut self, field: &tree::Field) -> Option<Field> {
        let ty = self.type_of(&field.ty)?;
        let range = self.range(field.ty.range.as_ref(), &ty).ok()?;
        let default = match &field.default {
            None => None,
            Some(written) if ty.refers_to().is_some() => {
                self.report(
                    Diagnostic::error(Code::E0204, msg!(rules.reference_without_default))
                        .label(written.span, Message::empty()),
                );
                None
            }
            Some(written) => {
                let ExprKind::Literal(value) = self.value(written, Some(&ty), &mut Scope::default())?.kind
                else {
                    self.report(
                        Diagnostic::error(Code::E0204, msg!(rules.default_is_a_literal))
                            .label(written.span, Message::empty()),
                    );
                    return None;
                };
                if let Some(range) = range.filter(|range| !value.is_in(Some(*range))) {
                    self.report(
                        Diagnostic::error(
                            Code::E0207,
                            msg!(rules.default_out_of_range, range = range.in_words()),
                        )
                        .label(written.span, Message::empty()),
                    );
                }
                Some(value)
            }
        };
        if let Some(place) = field.default.as_ref().filter(|_| field.ty.optional) {
            self.report(
                Diagnostic::error(Code::E0204, msg!(rules.optional_with_default, name = &*field.name.text))
                    .label(place.span, msg!(rules.left_out_this_value))
                    .label(field.ty.name.span, msg!(rules.left_out_no_value))
                    .help(msg!(rules.keep_one)),
            );
        }
        Some(Field { name: field.name.clone(), ty, optional: field.ty.optional, range, default })
    }

    /// The numbers that a field or a parameter of a type may have.
    ///
    /// # Errors
    /// They are none for this type, or nobody's. That was reported.
    pub(super) fn range(&mut self, written: Option<&tree::Range>, ty: &Type) -> Result<Option<Range>, ()> {
        let Some(written) = written else { return Ok(None) };
        let range = Range { from: written.from.0, to: written.to.map(|(to, _)| to) };
        let wrong = if *ty != Type::Int {
            Diagnostic::error(Code::E0204, msg!(rules.range_of_int))
        } else if range.to.is_some_and(|to| to < range.from) {
            Diagnostic::error(Code::E0207, msg!(rules.empty_range))
        } else {
            return Ok(Some(range));
        };
        self.report(wrong.label(written.span(), Message::empty()));
        Err(())
    }

    /// The type that is written.
    pub(super) fn type_of(&mut self, written: &tree::TypeName) -> Option<Type> {
        let name = &written.name;
        let built_in = BUILT_IN.iter().find(|(known, _)| **known == *name.text);
        let found = if let Some((_, ty)) = built_in {
            Some(ty.clone())
        } else if *name.text == *ROLE_NAME {
            Some(Type::Enum(ROLE))
        } else if let Some(of) = self.names.enums.get(&name.text) {
            Some(Type::Enum(of))
        } else {
            match self.names.sets.get(&name.text) {
                Some(SetName::Collection(id)) if self.is_noun(id, name) => Some(Type::Element(id)),
                _ => None,
            }
        };
        let Some(found) = found else {
            if self.has_too_many() {
                return None;
            }
            if let Some(SetName::Collection(id)) = self.names.sets.get(&name.text)
                && let Some(of) = self.model.schema.collections.get(id).filter(|of| of.key.is_none())
            {
                let word = format!("{}: each {} by id {{", of.name.text, of.noun.text);
                let message = msg!(rules.no_key_to_refer_by, collection = &*of.name.text);
                let found = Diagnostic::error(Code::E0204, message).label(name.span, Message::empty());
                let found = found.label(of.name.span, msg!(rules.declared_here));
                self.report(found.help(msg!(syntax.write, word = word)));
                return None;
            }
            let nouns = self.model.schema.collections.iter().filter(|found| found.key.is_some());
            let nouns = nouns.map(|found| &*found.noun.text);
            let known = type_names().chain(self.names.enums.known()).chain(nouns);
            let near = suggest::did_you_mean(&name.text, known);
            let help = elsewhere(&name.text).map(|word| msg!(syntax.write, word = word)).or(near);
            self.unknown(msg!(rules.unknown_type, name = &*name.text), name, help);
            return None;
        };
        Some(if written.list { Type::List(Box::new(found)) } else { found })
    }

    fn is_noun(&self, collection: CollectionId, name: &tree::Name) -> bool {
        let collection = self.model.schema.collections.get(collection);
        collection.is_some_and(|found| found.noun.text == name.text && found.key.is_some())
    }
}
