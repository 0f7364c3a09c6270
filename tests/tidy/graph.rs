//! Which file imports which: each path of the sources led to the file that defines what it names.
//!
//! A re-export is followed to its end: `crate::base::Span` is an import of `src/base/source.rs`. A module that is only
//! walked through (`json` in `json::pretty`) and `mod x;` are no imports; `pub use x::Y` in `mod.rs` is one, and `*` is
//! one of the module's file.

use super::source::{House, Segments};
use std::collections::{BTreeMap, BTreeSet};

/// From a file to those that it imports, with the names for which it does.
pub(crate) type Imports = BTreeMap<String, BTreeMap<String, BTreeSet<String>>>;

#[derive(Clone)]
enum Target {
    Module(usize),
    Item { file: String, name: String },
}

/// More re-exports than stand behind one another; a name that is brought in by itself (`use serde;`) ends here.
const DEPTH: usize = 20;

pub(crate) fn imports(house: &House) -> Imports {
    let mut imports = Imports::new();
    for (at, module) in house.modules.iter().enumerate() {
        let uses = module.uses.iter().filter(|found| found.alias.is_some()).map(|found| &found.path);
        let named = uses.chain(&module.paths).filter_map(|path| match house.resolve(at, path, false, 0)? {
            Target::Item { file, name } => Some((file, name)),
            Target::Module(_) => None,
        });
        let globs = module.uses.iter().filter(|found| found.alias.is_none());
        let globs = globs.filter_map(|found| match house.resolve(at, &found.path, true, 0)? {
            Target::Item { file, name } => Some((file, format!("{name}::*"))),
            Target::Module(whole) => Some((house.modules[whole].file.clone(), "*".to_owned())),
        });
        for (file, name) in named.chain(globs).filter(|(file, _)| *file != module.file) {
            imports.entry(module.file.clone()).or_default().entry(file).or_default().insert(name);
        }
    }
    imports
}

impl House {
    /// What a path names that is written in a module, or nothing where it leads out of the crate. What is walked through is
    /// looked for among modules first, what stands at the end among items.
    fn resolve(&self, at: usize, path: &Segments, walked: bool, depth: usize) -> Option<Target> {
        let mut target = None;
        for (position, segment) in path.iter().enumerate() {
            let last = position + 1 == path.len();
            target = Some(match (target, segment.as_str()) {
                (None, "crate") => Target::Module(0),
                (None, "self") => Target::Module(at),
                (None, "super") => Target::Module(self.modules[at].parent),
                (None, name) => self.look_up(at, name, walked || !last, depth)?,
                (Some(Target::Module(module)), "super") => Target::Module(self.modules[module].parent),
                (Some(Target::Module(module)), name) => {
                    // what is not found was made by a macro of that module
                    let made =
                        || Target::Item { file: self.modules[module].file.clone(), name: name.to_owned() };
                    self.look_up(module, name, walked || !last, depth).unwrap_or_else(made)
                }
                // a variant, or something of a type
                (Some(item @ Target::Item { .. }), _) => return Some(item),
            });
        }
        target
    }

    fn look_up(&self, at: usize, name: &str, walked: bool, depth: usize) -> Option<Target> {
        let module = &self.modules[at];
        let child = module.children.get(name).map(|child| Target::Module(*child));
        let item = || Target::Item { file: module.file.clone(), name: name.to_owned() };
        let item = module.items.contains(name).then(item);
        let brought_in = || self.brought_in(at, name, walked, depth);
        if walked { child.or(item).or_else(brought_in) } else { item.or_else(brought_in).or(child) }
    }

    fn brought_in(&self, at: usize, name: &str, walked: bool, depth: usize) -> Option<Target> {
        if depth > DEPTH {
            return None;
        }
        let uses = &self.modules[at].uses;
        let named = uses.iter().filter(|found| found.alias.as_deref() == Some(name));
        let named = named.filter_map(|found| self.resolve(at, &found.path, walked, depth + 1));
        let globs = uses.iter().filter(|found| found.alias.is_none());
        let globs = globs.filter_map(|found| match self.resolve(at, &found.path, true, depth + 1)? {
            Target::Module(module) => self.look_up(module, name, walked, depth + 1),
            Target::Item { .. } => None,
        });
        named.chain(globs).next()
    }
}

/// Files that reach each other, and what ties each to the next: one text for each circle.
pub(crate) fn circles(imports: &Imports) -> Vec<String> {
    let reached: BTreeMap<&String, BTreeSet<&String>> =
        imports.keys().map(|file| (file, reached_from(file, imports))).collect();
    let mut seen = BTreeSet::new();
    let mut circles = Vec::new();
    for (file, others) in &reached {
        let back = |other: &&&String| reached.get(**other).is_some_and(|reached| reached.contains(file));
        let circle: BTreeSet<&String> = others.iter().filter(back).copied().collect();
        if circle.is_empty() || !seen.insert(circle.clone()) {
            continue;
        }
        let mut text = format!("a circle of {} files:", circle.len());
        for file in &circle {
            for (other, names) in imports[*file].iter().filter(|(other, _)| circle.contains(other)) {
                let names: Vec<&str> = names.iter().map(String::as_str).collect();
                text.push_str(&format!("\n  {file} -> {other}: {}", names.join(", ")));
            }
        }
        circles.push(text);
    }
    circles
}

fn reached_from<'a>(file: &'a String, imports: &'a Imports) -> BTreeSet<&'a String> {
    let mut reached = BTreeSet::new();
    let mut open = vec![file];
    while let Some(file) = open.pop() {
        open.extend(
            imports.get(file).into_iter().flat_map(BTreeMap::keys).filter(|other| reached.insert(*other)),
        );
    }
    reached
}
