//! The one list of error codes. Each has a page in `docs/errors` and `docs/ru/errors`, which `ustav explain` shows.

use crate::base::language::Language;
use crate::base::message::Message;

/// Makes the enum, the list and the pages from one table.
macro_rules! codes {
    ($($code:ident)*) => {
        /// The code of a diagnostic. `E` stops the run with exit code 2, `W` warns.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Code {
            $($code,)*
        }

        impl Code {
            /// All codes, in order.
            pub const ALL: &[Self] = &[$(Self::$code,)*];

            pub fn name(self) -> &'static str {
                match self { $(Self::$code => stringify!($code),)* }
            }

            /// Its page, in Markdown: what it means, an example that raises it, and the same fixed.
            pub fn page(self, language: Language) -> &'static str {
                match (self, language) {
                    $(
                        (Self::$code, Language::English) => {
                            include_str!(concat!("../../docs/errors/", stringify!($code), ".md"))
                        }
                        (Self::$code, Language::Russian) => {
                            include_str!(concat!("../../docs/ru/errors/", stringify!($code), ".md"))
                        }
                    )*
                }
            }
        }
    };
}

// Their titles: messages/en/codes.ftl.
codes! {
    E0101 E0102 E0103 E0104 E0105 E0106
    E0201 E0202 E0203 E0204 E0205 E0206 E0207
    W0301 E0302 W0303 W0304 W0305 W0306
    E0401 E0402 E0403 E0404 E0405 E0406 E0407 E0408 E0409 E0410 E0411
    E0412 E0413 E0414 W0415 E0416
    E0601 E0602 E0603 E0604 E0605 E0606 E0607 E0608
    E0501 W0502 E0503 E0504 E0505 E0506 E0507 E0508 E0509 E0510 E0511
    E0512 E0513 E0514 E0515
}

impl Code {
    /// What it is about, in a few words.
    pub fn title(self) -> Message {
        Message::new("codes", self.name(), vec![])
    }

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
