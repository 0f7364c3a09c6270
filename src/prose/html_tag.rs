//! The tags of HTML: which elements there are, and what their attributes say.

use crate::prose::language::Section;

/// What a component in a cell says is no longer, in bytes.
const LONGEST_LABEL: usize = 200;

#[derive(Default)]
pub(crate) struct Tag {
    pub(crate) name: Vec<u8>,
    /// The number of a list's first item, or of an item.
    pub(crate) number: Option<u64>,
    pub(crate) hidden: bool,
    /// How many columns and rows a cell spans.
    pub(crate) columns: Option<usize>,
    pub(crate) rows: Option<usize>,
    /// What stands for a picture: its text, or a name of it.
    pub(crate) text: Option<String>,
    pub(crate) label: Option<String>,
    pub(crate) source: Option<String>,
    pub(crate) class: Option<String>,
    /// Of a part of a picture, what it shows; of a field, what stands in it.
    pub(crate) target: Option<String>,
    pub(crate) value: Option<String>,
    /// What it is set in: a colour, or a state by another attribute.
    pub(crate) state: Option<String>,
    /// Of a component, the values of its other attributes.
    pub(crate) others: String,
    pub(crate) is_box: bool,
    pub(crate) is_checked: bool,
    /// The attribute whose value comes next.
    attribute: Option<Attribute>,
}

#[derive(Clone, Copy)]
enum Attribute {
    Number,
    Style,
    Columns,
    Rows,
    Text,
    Label,
    Source,
    Class,
    Type,
    Target,
    Colour,
    /// It says nothing.
    Setting,
    Other,
}

impl Tag {
    pub(crate) fn new(name: &[u8]) -> Self {
        Self { name: name.to_vec(), ..Self::default() }
    }

    pub(crate) fn attribute(&mut self, name: &[u8]) {
        self.hidden |= name == b"hidden";
        self.is_checked |= matches!(name, b"checked" | b"selected");
        self.attribute = Some(match name {
            b"start" | b"value" => Attribute::Number,
            b"style" => Attribute::Style,
            b"colspan" => Attribute::Columns,
            b"rowspan" => Attribute::Rows,
            b"alt" => Attribute::Text,
            b"aria-label" | b"title" | b"name" | b"icon" => Attribute::Label,
            b"src" => Attribute::Source,
            b"class" | b"classname" => Attribute::Class,
            b"type" => Attribute::Type,
            b"href" | b"xlink:href" => Attribute::Target,
            b"bgcolor" => Attribute::Colour,
            name if std::str::from_utf8(name).is_ok_and(|name| Section::AttributeWithoutText.has(name)) => {
                Attribute::Setting
            }
            _ => Attribute::Other,
        });
    }

    /// The value of the last attribute.
    pub(crate) fn value(&mut self, value: &[u8]) {
        let value = std::str::from_utf8(value).unwrap_or_default();
        let text = || Some(value.trim().to_owned()).filter(|value| !value.is_empty());
        let attribute = self.attribute.unwrap_or(Attribute::Other);
        let is_other = !matches!(attribute, Attribute::Setting | Attribute::Style | Attribute::Class);
        if is_other && self.others.len() < LONGEST_LABEL && !is_element(&self.name) {
            self.others.push(' ');
            self.others.push_str(value.trim());
        }
        match attribute {
            Attribute::Number => {
                self.number = value.trim().parse().ok();
                self.value = text();
            }
            Attribute::Columns => self.columns = value.trim().parse().ok(),
            Attribute::Rows => self.rows = value.trim().parse().ok(),
            Attribute::Text => self.text = text(),
            Attribute::Label => self.label = self.label.take().or_else(text),
            Attribute::Source => self.source = text(),
            Attribute::Class => {
                // What is hidden on small screens only is not hidden.
                let hides = |class: &str| Section::ClassThatHides.has(class);
                self.hidden |= !value.contains(':') && value.split_whitespace().any(hides);
                self.class = text();
            }
            Attribute::Type => {
                self.is_box = ["checkbox", "radio"].iter().any(|own| value.eq_ignore_ascii_case(own));
            }
            Attribute::Style => {
                let style: String = value.split_whitespace().collect::<String>().to_lowercase();
                let set = |wanted: &str| style.split(';').find_map(|set| set.strip_prefix(wanted));
                self.hidden |= ["display:none", "visibility:hidden", "text-decoration:line-through"]
                    .into_iter()
                    .any(|own| set(own).is_some())
                    || [set("opacity:"), set("font-size:")].into_iter().flatten().any(is_zero);
                let colour = set("background-color:").or(set("background:"));
                self.state = colour.map(str::to_owned);
            }
            Attribute::Target => self.target = text(),
            Attribute::Colour => self.state = text(),
            Attribute::Other if names_a_mark(value) => self.state = text(),
            Attribute::Setting | Attribute::Other => {}
        }
    }
}

pub(crate) fn heading(name: &[u8]) -> Option<u8> {
    match name {
        [b'h', level @ b'1'..=b'6'] => Some(level - b'0'),
        _ => None,
    }
}

/// The elements whose text a reader of the page does not see, or sees struck out, or as code.
pub(crate) const UNSEEN: [&str; 19] = [
    "audio", "canvas", "del", "iframe", "listing", "noembed", "noframes", "noscript", "object", "pre", "s",
    "script", "strike", "style", "svg", "template", "textarea", "video", "xmp",
];

/// The elements that end a paragraph where they begin and end.
pub(crate) const BLOCKS: [&str; 34] = [
    "address",
    "article",
    "aside",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "head",
    "header",
    "hgroup",
    "hr",
    "html",
    "legend",
    "listing",
    "main",
    "nav",
    "optgroup",
    "option",
    "pre",
    "search",
    "section",
    "summary",
    "title",
    "xmp",
];

/// Elements that hold nothing, and have no end.
pub(crate) const VOID: [&str; 13] =
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"];

/// The other elements of HTML.
const INLINE: &str = "a abbr acronym b bdi bdo big blockquote button cite code colgroup data datalist dd dfn dir dl dt em \
    font frame frameset h1 h2 h3 h4 h5 h6 i ins kbd label li map mark marquee math menu meter nobr ol output p param picture \
    portal progress q rb rp rt rtc ruby samp select slot small span strong sub sup table tbody td tfoot th thead time tr tt \
    u ul var";

/// Whether HTML has an element of this name, in lower case.
pub(crate) fn is_element(name: &[u8]) -> bool {
    let is_inline = || INLINE.split_ascii_whitespace().any(|own| own.as_bytes() == name);
    among(&VOID, name).is_some()
        || among(&BLOCKS, name).is_some()
        || among(&UNSEEN, name).is_some()
        || is_inline()
}

/// What a file of a picture is called, without its folder and its ending.
pub(crate) fn file_name(path: &str) -> &str {
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let name = path.rsplit(['/', '\\']).next().unwrap_or_default();
    name.rsplit_once('.').map_or(name, |(name, _)| name)
}

/// Whether a word of a setting is one that marks of a table are known by: `icon-check`, `no`.
pub(crate) fn names_a_mark(setting: &str) -> bool {
    let known = |word: &str| Section::Icon.key_of(word).or(Section::Tick.key_of(word)).is_some();
    let setting = setting.to_lowercase();
    known(&setting)
        || setting.split(|one: char| !one.is_alphanumeric()).any(|word| word.len() > 1 && known(word))
}

/// The sign that stands for a picture or an icon of this name, where that says yes or no.
pub(crate) fn sign_of(name: &str) -> Option<char> {
    let name = name.trim().to_lowercase();
    let known = |word: &str| Section::Icon.key_of(word).or(Section::Tick.key_of(word));
    let key = known(&name).or_else(|| {
        let is_icon = ["icon", "fa-", "bi-"].iter().any(|own| name.contains(own));
        name.split(|one: char| !one.is_alphanumeric()).filter(|_| is_icon).find_map(known)
    });
    key.map(|key| if key == "yes" { '✓' } else { '✗' })
}

/// Whether a size is nothing: `0`, `0px`, `0.0`.
fn is_zero(size: &str) -> bool {
    let digits = size.trim_end_matches(|one: char| one.is_alphabetic() || one == '%');
    !digits.is_empty() && digits.chars().all(|one| matches!(one, '0' | '.'))
}

pub(crate) fn among(names: &[&'static str], name: &[u8]) -> Option<&'static str> {
    names.iter().find(|own| own.as_bytes() == name).copied()
}
