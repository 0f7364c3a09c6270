//! One page that shows documents and rules side by side.

use crate::cli::output::verify::page_data::PageData;
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
    let data = PageData::new(session, report, head);
    let data = serde_json::to_string(&data).unwrap_or_default();
    let script = SCRIPTS.join("\n");
    let frame = PAGE
        .replace("<html lang=\"en\"", &format!("<html lang=\"{language}\""))
        .replacen("/*STYLE*/", STYLE, 1)
        .replacen("/*SCRIPT*/", &script, 1);
    let (before, behind) = frame.split_once("/*DATA*/").unwrap_or((&frame, ""));
    let mut page = String::with_capacity(frame.len() + data.len());
    page.push_str(before);
    // Neither `</script>` nor a comment may end what holds the data.
    let mut rest = data.as_str();
    while let Some(at) = rest.find(['<', '\u{2028}', '\u{2029}']) {
        let (plain, odd) = rest.split_at_checked(at).unwrap_or((rest, ""));
        page.push_str(plain);
        let mut odd = odd.chars();
        if let Some(one) = odd.next() {
            page.push_str(&format!("\\u{:04x}", u32::from(one)));
        }
        rest = odd.as_str();
    }
    page.push_str(rest);
    page.push_str(behind);
    page
}
