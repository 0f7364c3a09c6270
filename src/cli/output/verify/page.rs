//! One page that shows documents and rules side by side.

use crate::cli::output::json::joined;
use crate::cli::output::verify;
use crate::cli::output::verify::report::VerifyReport;
use crate::cli::session::Session;
use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::json;

const PAGE: &str = include_str!("../../report/page.html");
const STYLE: &str = include_str!("../../report/page.css");
/// The scripts of the page, in the order in which they build on each other.
const SCRIPTS: [&str; 4] = [
    include_str!("../../report/words.js"),
    include_str!("../../report/model.js"),
    include_str!("../../report/views.js"),
    include_str!("../../report/page.js"),
];

/// The page of a report that was made at `verified`.
pub(crate) fn html(session: &Session, report: &VerifyReport<'_>, verified: DateTime<Utc>) -> String {
    let language = session.language.code();
    let rule_paths = report.review.pack.rule_paths.iter();
    let head = json!({
        "language": language,
        "program": concat!("ustav ", env!("CARGO_PKG_VERSION")),
        "verified": verified.to_rfc3339_opts(SecondsFormat::Secs, true),
        "title": rule_paths.map(|path| path.display().to_string()).collect::<Vec<_>>().join(", "),
    });
    // Neither `</script>` nor a comment may end what holds the data.
    let data = joined(verify::json::json(session, report, true), head)
        .to_string()
        .replace('<', "\\u003c")
        .replace('\u{2028}', "\\u2028")
        .replace('\u{2029}', "\\u2029");
    let script = SCRIPTS.join("\n");
    let parts = [("/*STYLE*/", STYLE), ("/*SCRIPT*/", script.as_str()), ("/*DATA*/", data.as_str())];
    let mut page = PAGE.replace("<html lang=\"en\"", &format!("<html lang=\"{language}\""));
    for (mark, part) in parts {
        page = page.replacen(mark, part, 1);
    }
    page
}
