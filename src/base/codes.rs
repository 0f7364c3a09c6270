//! The one list of error codes. Each has a page in `docs/errors`, which `ustav explain` shows.

/// Makes the enum, the list and the pages from one table.
macro_rules! codes {
    ($($code:ident $title:literal)*) => {
        /// The code of a diagnostic. `E` stops the run with exit code 2, `W` warns.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Code {
            $(#[doc = $title] $code,)*
        }

        impl Code {
            /// All codes, in order.
            pub const ALL: &[Self] = &[$(Self::$code,)*];

            pub fn name(self) -> &'static str {
                match self { $(Self::$code => stringify!($code),)* }
            }

            pub fn title(self) -> &'static str {
                match self { $(Self::$code => $title,)* }
            }

            /// Its page: what it means, an example that raises it, and the same mended.
            pub fn page(self) -> &'static str {
                match self {
                    $(Self::$code => include_str!(concat!("../../docs/errors/", stringify!($code), ".md")),)*
                }
            }
        }
    };
}

codes! {
    E0101 "the sentence does not continue like this"
    E0102 "no declaration begins with this word"
    E0103 "a character that may not stand here"
    E0104 "one name in two scripts"
    E0105 "something is not closed"
    E0106 "the text is larger than the language allows"
    E0201 "nothing has this name"
    E0202 "the name is taken"
    E0203 "the name may mean two things"
    E0204 "a value of another type is due"
    E0205 "a definition goes in a circle"
    E0206 "a part is missing"
    E0207 "no such number or date"
    W0301 "the exception excepts nothing"
    E0302 "the effect cannot happen"
    E0401 "the text is not YAML or JSON"
    E0402 "no such key"
    E0403 "a value of another type is due in the data"
    E0404 "the key stands twice"
    E0405 "the id is taken"
    E0406 "no such date or time zone"
    E0407 "nobody has this id"
    E0408 "a key is missing"
    E0409 "the data is larger than the program reads"
    E0410 "there is nothing to judge"
    E0411 "a number left the range of 64 bits"
    E0412 "time goes backwards"
    E0413 "the state cannot be written"
    E0601 "the file cannot be read"
    E0602 "no rules were found"
    E0603 "the rules have nothing of this name"
    E0604 "the file cannot be written"
    E0605 "the arguments do not fit together"
    E0606 "the artefact is damaged"
    E0607 "the artefact was written by another version"
    E0501 "the passage was not found in the document"
    W0502 "the document is not there"
    E0503 "the passage stands in the document more than once"
    E0504 "the facts of a passage changed"
    E0505 "a passage was reworded"
    E0506 "a passage moved"
    E0507 "nobody has reviewed a passage"
    E0508 "a rule and its passage state different numbers"
    E0509 "nothing covers a sentence"
    E0510 "a conflict is open again"
    E0511 "the lock cannot be read"
    E0512 "this cannot be accepted"
}

impl Code {
    /// The code of this name, in either letter case.
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|code| code.name().eq_ignore_ascii_case(name))
    }
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name())
    }
}
