//! The sources as Rust reads them: which modules there are, what each defines, and which paths each writes down.
//! Code under `#[cfg(test)]` is left out.

use proc_macro2::{Ident, TokenStream, TokenTree};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;
use syn::visit::{self, Visit};
use syn::{Attribute, Item, UseTree};

/// A path, a segment each.
pub(crate) type Segments = Vec<String>;

/// A module: a file, or `mod x { … }` in one.
pub(crate) struct Module {
    /// Beginning with `src/`.
    pub(crate) file: String,
    pub(crate) parent: usize,
    pub(crate) children: BTreeMap<String, usize>,
    pub(crate) items: BTreeSet<String>,
    pub(crate) uses: Vec<Use>,
    /// What is written elsewhere than in a `use`: `json::pretty`, `crate::base::Code::Overflow`.
    pub(crate) paths: BTreeSet<Segments>,
    /// Where the files of its children are.
    folder: PathBuf,
}

/// One name that a `use` brings in.
pub(crate) struct Use {
    pub(crate) path: Segments,
    /// The name under which it is known here; none for `*`.
    pub(crate) alias: Option<String>,
}

/// A name that somebody gave, and where.
pub(crate) struct Named {
    pub(crate) file: String,
    pub(crate) line: usize,
    pub(crate) name: String,
    /// The enum, if it is the name of a variant.
    pub(crate) of: Option<String>,
}

/// The crate. Module 0 is `src/lib.rs`.
#[derive(Default)]
pub(crate) struct House {
    pub(crate) modules: Vec<Module>,
    /// Types, traits, variants, functions, methods, constants, macros, modules with their files.
    pub(crate) names: Vec<Named>,
}

pub(crate) static HOUSE: LazyLock<House> = LazyLock::new(|| House::read(&root().join("src")));

impl House {
    /// Reads `lib.rs` of a folder, and whatever it leads to.
    pub(crate) fn read(folder: &Path) -> Self {
        let mut reader = Reader { house: Self::default(), at: 0, root: folder.parent().unwrap() };
        reader.file(&folder.join("lib.rs"), 0, folder.to_owned());
        reader.house
    }
}

pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

struct Reader<'r> {
    /// Files are named from here.
    root: &'r Path,
    house: House,
    /// The module that is being read.
    at: usize,
}

impl Reader<'_> {
    fn module(&mut self) -> &mut Module {
        &mut self.house.modules[self.at]
    }

    fn add_module(&mut self, file: String, parent: usize, folder: PathBuf) -> usize {
        let (children, items, uses, paths) = Default::default();
        self.house.modules.push(Module { file, parent, children, items, uses, paths, folder });
        self.house.modules.len() - 1
    }

    fn file(&mut self, path: &Path, parent: usize, folder: PathBuf) -> usize {
        let text = fs::read_to_string(path).unwrap();
        let file = syn::parse_file(&text).unwrap();
        let name = path.strip_prefix(self.root).unwrap().to_string_lossy().into_owned();
        let module = self.add_module(name, parent, folder);
        self.within(module, |reader| reader.visit_file(&file));
        module
    }

    fn within(&mut self, module: usize, read: impl FnOnce(&mut Self)) {
        let outside = std::mem::replace(&mut self.at, module);
        read(self);
        self.at = outside;
    }

    fn name(&mut self, name: &Ident, of: Option<&Ident>) {
        let (file, line) = (self.module().file.clone(), name.span().start().line);
        let of = of.map(Ident::to_string);
        self.house.names.push(Named { file, line, name: name.to_string(), of });
    }

    fn item(&mut self, name: &Ident) {
        self.module().items.insert(name.to_string());
        self.name(name, None);
    }

    fn child(&mut self, item: &syn::ItemMod) {
        self.name(&item.ident, None);
        let (name, folder) = (item.ident.to_string(), self.module().folder.join(item.ident.to_string()));
        let child = if let Some((_, items)) = &item.content {
            let (file, parent) = (self.module().file.clone(), self.at);
            let child = self.add_module(file, parent, folder);
            self.within(child, |reader| items.iter().for_each(|item| reader.visit_item(item)));
            child
        } else {
            let own = folder.with_extension("rs");
            let path = if own.exists() { own } else { folder.join("mod.rs") };
            self.file(&path, self.at, folder)
        };
        self.module().children.insert(name, child);
    }

    fn bring_in(&mut self, tree: &UseTree, before: &[String]) {
        let (alias, last) = match tree {
            UseTree::Path(path) => {
                let before = [before, &[path.ident.to_string()]].concat();
                return self.bring_in(&path.tree, &before);
            }
            UseTree::Group(group) => return group.items.iter().for_each(|tree| self.bring_in(tree, before)),
            UseTree::Name(name) => (Some(name.ident.to_string()), Some(name.ident.to_string())),
            UseTree::Rename(name) => (Some(name.rename.to_string()), Some(name.ident.to_string())),
            UseTree::Glob(_) => (None, None),
        };
        // `use a::{self}` brings in `a`
        let itself = last.as_deref() == Some("self");
        let alias = if itself && alias == last { before.last().cloned() } else { alias };
        let path = before.iter().cloned().chain(last.filter(|_| !itself)).collect();
        self.module().uses.push(Use { path, alias });
    }

    /// Paths in what is handed to a macro, which is no syntax yet: names with `::` between.
    fn tokens(&mut self, tokens: TokenStream) {
        let (mut path, mut colons) = (Segments::new(), 0);
        for token in tokens {
            match token {
                TokenTree::Punct(punct) if punct.as_char() == ':' => colons += 1,
                TokenTree::Ident(name) => {
                    if colons != 2 {
                        self.path(std::mem::take(&mut path));
                    }
                    path.push(name.to_string());
                    colons = 0;
                }
                other => {
                    self.path(std::mem::take(&mut path));
                    colons = 0;
                    if let TokenTree::Group(group) = other {
                        self.tokens(group.stream());
                    }
                }
            }
        }
        self.path(path);
    }

    fn path(&mut self, path: Segments) {
        if path.len() > 1 {
            self.module().paths.insert(path);
        }
    }
}

impl<'ast> Visit<'ast> for Reader<'_> {
    fn visit_item(&mut self, item: &'ast Item) {
        let (attributes, name) = match item {
            Item::Const(item) => (&item.attrs, Some(&item.ident)),
            Item::Enum(item) => (&item.attrs, Some(&item.ident)),
            Item::Fn(item) => (&item.attrs, Some(&item.sig.ident)),
            Item::Impl(item) => (&item.attrs, None),
            Item::Macro(item) => (&item.attrs, item.ident.as_ref()),
            Item::Mod(item) if !of_tests(&item.attrs) => return self.child(item),
            Item::Mod(item) => (&item.attrs, None),
            Item::Static(item) => (&item.attrs, Some(&item.ident)),
            Item::Struct(item) => (&item.attrs, Some(&item.ident)),
            Item::Trait(item) => (&item.attrs, Some(&item.ident)),
            Item::Type(item) => (&item.attrs, Some(&item.ident)),
            Item::Use(item) if !of_tests(&item.attrs) => return self.bring_in(&item.tree, &[]),
            _ => return,
        };
        if !of_tests(attributes) {
            if let Some(name) = name {
                self.item(name);
            }
            visit::visit_item(self, item);
        }
    }

    fn visit_impl_item_fn(&mut self, method: &'ast syn::ImplItemFn) {
        if !of_tests(&method.attrs) {
            self.name(&method.sig.ident, None);
            visit::visit_impl_item_fn(self, method);
        }
    }

    fn visit_trait_item_fn(&mut self, method: &'ast syn::TraitItemFn) {
        self.name(&method.sig.ident, None);
        visit::visit_trait_item_fn(self, method);
    }

    fn visit_item_enum(&mut self, item: &'ast syn::ItemEnum) {
        item.variants.iter().for_each(|variant| self.name(&variant.ident, Some(&item.ident)));
        visit::visit_item_enum(self, item);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        if path.leading_colon.is_none() {
            self.path(path.segments.iter().map(|segment| segment.ident.to_string()).collect());
        }
        visit::visit_path(self, path);
    }

    fn visit_macro(&mut self, call: &'ast syn::Macro) {
        self.tokens(call.tokens.clone());
        visit::visit_macro(self, call);
    }

    /// `#[serde(with = "crate::a::b")]`.
    fn visit_attribute(&mut self, attribute: &'ast Attribute) {
        let Ok(list) = attribute.meta.require_list() else { return };
        for token in list.tokens.clone() {
            if let TokenTree::Literal(text) = token
                && let Ok(path) = syn::parse_str::<syn::LitStr>(&text.to_string())
                && let Ok(path) = path.parse::<syn::Path>()
            {
                self.visit_path(&path);
            }
        }
    }

    /// `pub(in crate::a)` shows something to a module and imports nothing.
    fn visit_vis_restricted(&mut self, _: &'ast syn::VisRestricted) {}
}

fn of_tests(attributes: &[Attribute]) -> bool {
    attributes.iter().any(|attribute| {
        let test = |list: &syn::MetaList| list.path.is_ident("cfg") && list.tokens.to_string() == "test";
        attribute.meta.require_list().is_ok_and(test)
    })
}
