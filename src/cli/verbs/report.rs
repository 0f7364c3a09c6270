//! `ustav report`: one page that shows documents and rules side by side.

use crate::cli::arguments::{Arguments, Format, Report};
use crate::cli::io::load::write_whole;
use crate::cli::output::language::Language;
use crate::cli::session::{Exit, Outcome, Session, VerbResult};
use crate::cli::verbs::verify::{Wanted, data, day_of, review};
use serde_json::json;
use std::path::Path;

const PAGE: &str = include_str!("../report/page.html");
const STYLE: &str = include_str!("../report/page.css");
/// The scripts of the page, in the order in which they build on each other.
const SCRIPTS: [&str; 4] = [
    include_str!("../report/words.js"),
    include_str!("../report/model.js"),
    include_str!("../report/views.js"),
    include_str!("../report/page.js"),
];

pub(crate) fn run(session: &mut Session, arguments: &Arguments, verb: &Report) -> VerbResult {
    session.format_of(&[Format::Human])?;
    let day = day_of(verb.at.as_deref())?;
    let pack = session.load_with_documents(&arguments.rules)?;
    let review = review(session, &pack, &Wanted { day, against: verb.against.as_deref() })?;
    let mut data = data::json(session, &review, true);
    let title: Vec<String> = pack.told.iter().map(|path| path.display().to_string()).collect();
    if let Some(fields) = data.as_object_mut() {
        let language = if session.language == Language::Russian { "ru" } else { "en" };
        fields.insert("language".to_owned(), language.into());
        fields.insert("program".to_owned(), format!("ustav {}", env!("CARGO_PKG_VERSION")).into());
        fields.insert(
            "verified".to_owned(),
            json!(chrono::Utc::now().to_rfc3339_opts(chrono::SecondsFormat::Secs, true)),
        );
        fields.insert("title".to_owned(), title.join(", ").into());
    }
    // Whether everything agrees is for `verify` to say: a page was asked for, and here it is.
    let page = page(&data, session.language);
    if verb.out == Path::new("-") {
        return Ok(Outcome { text: page, exit: Exit::Success });
    }
    write_whole(&verb.out, &page)?;
    let wrote = format!("{} {}\n", session.language.say("wrote", "записан"), verb.out.display());
    Ok(Outcome { text: if session.quiet { String::new() } else { wrote }, exit: Exit::Success })
}

/// The page with everything in it that it needs.
fn page(data: &serde_json::Value, language: Language) -> String {
    // Neither `</script>` nor a comment may end what holds the data.
    let data = data
        .to_string()
        .replace('<', "\\u003c")
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029");
    let script = SCRIPTS.join("\n");
    let parts = [("/*STYLE*/", STYLE), ("/*SCRIPT*/", script.as_str()), ("/*DATA*/", data.as_str())];
    let mut page = PAGE.replace("<html lang=\"en\"", &format!("<html lang=\"{}\"", language.say("en", "ru")));
    for (mark, part) in parts {
        page = page.replacen(mark, part, 1);
    }
    page
}
