//! What a file declares, as far as its words say so: no help names anything that is not there.

use crate::base::suggest;
use crate::syntax::parse::habits::words::is_word;
use crate::syntax::parse::tokens::Tokens;
use std::collections::HashSet;

/// The type of the field that says who acts.
const ROLE: &str = "Role";
/// No more collections, nor values, are looked at: a hint must cost nothing.
const MOST: usize = 1_000;

/// A field of the elements of a collection.
#[derive(Clone, Copy)]
pub(in crate::syntax::parse) struct Field<'t> {
    pub(super) name: &'t str,
    ty: &'t str,
    pub(super) optional: bool,
}

impl Field<'_> {
    pub(super) fn is_bool(&self) -> bool {
        self.ty == "Bool"
    }

    pub(super) fn is_list(&self) -> bool {
        self.ty.is_empty()
    }
}

pub(in crate::syntax::parse) struct Collection<'t> {
    pub(super) set: &'t str,
    pub(super) noun: &'t str,
    pub(super) fields: Vec<Field<'t>>,
}

impl<'t> Collection<'t> {
    pub(super) fn field(&self, name: &str) -> Option<&Field<'t>> {
        self.fields.iter().find(|field| field.name == name)
    }
}

#[derive(Default)]
pub(in crate::syntax::parse) struct Declared<'t> {
    /// Names with the words that declare them: `role`, `action`, `document`.
    names: Vec<(&'t str, &'t str)>,
    known: HashSet<(&'t str, &'t str)>,
    /// All names, those of values and fields included.
    words: HashSet<&'t str>,
    /// The documents with their paths.
    paths: Vec<(&'t str, &'t str)>,
    /// Values of enums with the names of these.
    values: Vec<(&'t str, &'t str)>,
    /// The parameters of all actions.
    parameters: HashSet<&'t str>,
    collections: Vec<Collection<'t>>,
    /// The single values of the state that are true or false, with the groups that they stand in.
    flags: Vec<(Option<&'t str>, &'t str)>,
    /// Roles with those that they are like.
    likes: Vec<(&'t str, &'t str)>,
}

impl<'t> Declared<'t> {
    pub(in crate::syntax::parse) fn of(text: &'t str) -> Self {
        let tokens = Tokens::of(text, 0);
        let mut found = Self::default();
        for at in 0..tokens.count() {
            let word = |more: usize| tokens.nth(at + more);
            let start = tokens.range_of(at).0;
            let begins = start == 0 || text.as_bytes().get(start - 1) == Some(&b'\n');
            match word(0) {
                "let" if begins && word(2) == "(" => drop(found.known.insert(("let", word(1)))),
                kind @ ("role" | "action" | "document" | "enum") if begins && is_word(word(1)) => {
                    found.names.push((kind, word(1)));
                    found.known.insert((kind, word(1)));
                    if kind == "role" && word(2) == "like" {
                        found.likes.push((word(1), word(3)));
                    }
                    if kind == "document" {
                        found.paths.push((word(1), word(2).trim_matches('"')));
                    }
                    if kind == "action" && word(2) == "(" {
                        let end = next_sign(&tokens, at, ")");
                        let names = (at + 3..end).filter(|at| ["(", ","].contains(&tokens.nth(at - 1)));
                        found.parameters.extend(names.map(|at| tokens.nth(at)));
                    }
                    if kind == "enum" && word(2) == "{" {
                        let end = next_sign(&tokens, at, "}");
                        let values = (at + 3..end).map(|at| tokens.nth(at)).filter(|word| is_word(word));
                        let room = MOST.saturating_sub(found.values.len());
                        found.values.extend(values.map(|value| (word(1), value)).take(room));
                    }
                }
                "state" if begins && word(1) == "{" => found.flags = flags(&tokens, at + 2),
                // The elements of a named set have the fields of those that it is taken from.
                "each" if at > 2 && word(2) == "=" => {
                    let of = found.collections.iter().find(|of| of.set == word(3));
                    let fields = of.map(|of| of.fields.clone()).unwrap_or_default();
                    let set = tokens.nth(at - 2);
                    found.collections.push(Collection { set, noun: word(1), fields });
                }
                "each" if at > 1 && tokens.nth(at - 1) == ":" && found.collections.len() < MOST => {
                    found.collections.extend(collection(&tokens, at));
                }
                _ => {}
            }
        }
        let fields = found.collections.iter().flat_map(|of| &of.fields).map(|field| field.name);
        let named = found.names.iter().chain(&found.values).map(|(_, name)| *name);
        found.words = named.chain(fields).collect();
        found
    }

    fn named(&self, kind: &str) -> impl Iterator<Item = &'t str> {
        self.names.iter().filter(move |(of, _)| *of == kind).map(|(_, name)| *name)
    }

    pub(super) fn roles(&self) -> impl Iterator<Item = &'t str> {
        self.named("role")
    }

    pub(super) fn has_role(&self, word: &str) -> bool {
        self.known.contains(&("role", word))
    }

    /// The role that a word is, or is the plural of.
    pub(super) fn role_of(&self, word: &str) -> Option<&'t str> {
        let one = word.strip_suffix('s').unwrap_or(word);
        [word, one]
            .into_iter()
            .filter(|role| self.has_role(role))
            .find_map(|role| self.words.get(role).copied())
    }

    pub(super) fn actions(&self) -> impl Iterator<Item = &'t str> {
        self.named("action")
    }

    pub(super) fn has_action(&self, word: &str) -> bool {
        self.known.contains(&("action", word))
    }

    pub(super) fn documents(&self) -> impl Iterator<Item = &'t str> {
        self.named("document")
    }

    /// The document whose path or name a text is.
    pub(super) fn document_at(&self, path: &str) -> Option<&'t str> {
        let file = |path: &'_ str| path.rsplit('/').next().unwrap_or_default().to_lowercase();
        let is_meant = |name: &str, known: &str| name == path || file(known) == file(path);
        self.paths.iter().find(|(name, known)| is_meant(name, known)).map(|(name, _)| *name)
    }

    /// The words for elements.
    pub(super) fn nouns(&self) -> impl Iterator<Item = &'t str> {
        self.collections.iter().map(|found| found.noun)
    }

    /// The word for an element that a word is, or is the plural of: `user`, or one that the file declares.
    pub(super) fn noun<'w>(&self, word: &'w str) -> Option<&'w str> {
        let one = word.strip_suffix('s').unwrap_or(word);
        let declared = |noun: &str| self.nouns().any(|known| known == noun);
        [word, one].into_iter().find(|noun| declared(noun)).or_else(|| (one == "user").then_some(one))
    }

    pub(super) fn collections(&self) -> &[Collection<'t>] {
        &self.collections
    }

    /// The collection that a word names, or whose element it names.
    pub(super) fn collection(&self, word: &str) -> Option<&Collection<'t>> {
        let one = word.strip_suffix('s').unwrap_or(word);
        let named = |found: &&Collection<'_>| [word, one].contains(&found.noun) || found.set == word;
        self.collections.iter().find(named)
    }

    /// Whether a named expression has parameters.
    pub(super) fn has_parameters(&self, word: &str) -> bool {
        self.known.contains(&("let", word))
    }

    pub(super) fn has_parameter(&self, word: &str) -> bool {
        self.parameters.contains(&word)
    }

    /// The path of a single value of the state that is true or false.
    pub(super) fn flag(&self, name: &str) -> Option<String> {
        let (group, name) = self.flags.iter().find(|(_, flag)| *flag == name)?;
        Some(group.map_or_else(|| (*name).to_owned(), |group| format!("{group}.{name}")))
    }

    /// A role and those that are like it.
    pub(super) fn alike(&self, role: &'t str) -> Vec<&'t str> {
        let mut found = vec![role];
        for (name, like) in &self.likes {
            if found.contains(like) && !found.contains(name) {
                found.push(name);
            }
        }
        found
    }

    /// The collection whose elements act.
    pub(super) fn actors(&self) -> Option<&Collection<'t>> {
        self.collections.iter().find(|found| found.fields.iter().any(|field| field.ty == ROLE))
    }

    /// The field of those who act that holds their role.
    pub(super) fn role_field(&self) -> &'t str {
        let fields = self.actors().into_iter().flat_map(|found| &found.fields);
        fields.filter(|field| field.ty == ROLE).map(|field| field.name).next().unwrap_or("role")
    }

    /// The values that a field may have, where it has a type with names for them.
    pub(super) fn has_value(&self, field: &Field<'_>, value: &str) -> bool {
        let of_enum = self.values.iter().any(|(of, known)| *of == field.ty && *known == value);
        of_enum || field.ty == ROLE && self.has_role(value)
    }

    /// Whether an enum has a value.
    pub(super) fn is_value(&self, word: &str) -> bool {
        self.values.iter().any(|(_, value)| *value == word)
    }

    /// The only field of a collection that may have a value, or that is the value itself where it is true or false.
    pub(super) fn field_with(&self, found: &Collection<'t>, value: &str) -> Option<&'t str> {
        let mut fields = found.fields.iter().filter(|field| self.has_value(field, value));
        fields.next().filter(|_| fields.next().is_none()).map(|field| field.name)
    }

    /// A name of several words that the file has, made of these: `under_repair`.
    pub(super) fn joined(&self, words: &[&str]) -> Option<&'t str> {
        let whole = words.join("_");
        [whole.as_str(), &whole.to_lowercase()].into_iter().find_map(|name| self.words.get(name).copied())
    }

    /// The role that a word is, or is near to.
    pub(super) fn near_role<'w>(&self, word: &'w str) -> &'w str
    where
        't: 'w,
    {
        if self.has_role(word) { word } else { suggest::nearest(word, self.roles()).unwrap_or(word) }
    }
}

/// The next of a sign, as far as lists may be long.
fn next_sign(tokens: &Tokens<'_>, from: usize, sign: &str) -> usize {
    const LONGEST: usize = 5_000;
    let end = tokens.count().min(from + LONGEST);
    (from..end).find(|at| tokens.nth(*at) == sign).unwrap_or(end)
}

/// The single values of a state that are true or false; its first word stands at a place.
fn flags<'t>(tokens: &Tokens<'t>, from: usize) -> Vec<(Option<&'t str>, &'t str)> {
    let end = tokens.count().min(from + 5_000);
    let (mut found, mut group, mut depth) = (Vec::new(), None, 0_usize);
    for at in from..end {
        match tokens.nth(at) {
            "{" => {
                // Elements of a collection are no single values.
                group = (depth == 0 && tokens.nth(at - 2) != "each" && tokens.nth(at - 2) != "by")
                    .then(|| tokens.nth(at - 1));
                depth += 1;
            }
            "}" if depth == 0 => break,
            "}" => (group, depth) = (None, depth - 1),
            "Bool" if depth == 0 || group.is_some() => found.push((group, tokens.nth(at - 2))),
            _ => {}
        }
    }
    found
}

/// The collection whose `each` stands at a word.
fn collection<'t>(tokens: &Tokens<'t>, at: usize) -> Option<Collection<'t>> {
    let (set, noun) = (tokens.nth(at - 2), tokens.nth(at + 1));
    let open = next_sign(tokens, at, "{");
    let close = next_sign(tokens, open, "}");
    let field = |at: usize| {
        let list = tokens.nth(at + 1) == "list";
        let ty = at + if list { 3 } else { 1 };
        Field {
            name: tokens.nth(at - 1),
            ty: if list { "" } else { tokens.nth(ty) },
            optional: tokens.nth(ty + 1) == "?",
        }
    };
    let fields = (open + 2..close).filter(|at| tokens.nth(*at) == ":").map(field).collect();
    (is_word(set) && is_word(noun)).then_some(Collection { set, noun, fields })
}
