//! One page that shows documents and rules side by side.

use crate::cli::output::verify::data::ReportData;
use crate::cli::output::verify::report::VerifyReport;
use crate::cli::session::Session;
use chrono::{DateTime, SecondsFormat, Utc};
use memchr::memchr2;
use serde_json::json;
use std::io::{self, Write};

const LINE_SEPARATOR: &[u8; 3] = b"\xe2\x80\xa8";
const PARAGRAPH_SEPARATOR: &[u8; 3] = b"\xe2\x80\xa9";
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
    let data = ReportData::of_page(session, report, head);
    let script = SCRIPTS.join("\n");
    let frame = PAGE
        .replace("<html lang=\"en\"", &format!("<html lang=\"{language}\""))
        .replacen("/*STYLE*/", STYLE, 1)
        .replacen("/*SCRIPT*/", &script, 1);
    let (before, behind) = frame.split_once("/*DATA*/").unwrap_or((&frame, ""));
    let mut page = before.as_bytes().to_vec();
    // Writing into memory cannot fail.
    let _ = serde_json::to_writer(Escaped(&mut page), &data);
    page.extend_from_slice(behind.as_bytes());
    String::from_utf8(page).unwrap_or_default()
}

/// Bytes of JSON, in which neither `</script>` nor a comment may end what holds the data. Whole letters are written.
struct Escaped<'p>(&'p mut Vec<u8>);

impl Write for Escaped<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut rest = bytes;
        while let Some(at) = memchr2(b'<', LINE_SEPARATOR[0], rest) {
            let (plain, odd) = rest.split_at_checked(at).unwrap_or((rest, &[]));
            self.0.extend_from_slice(plain);
            let (escape, length) = match odd {
                [b'<', ..] => (&b"\\u003c"[..], 1),
                _ if odd.starts_with(LINE_SEPARATOR) => (&b"\\u2028"[..], 3),
                _ if odd.starts_with(PARAGRAPH_SEPARATOR) => (&b"\\u2029"[..], 3),
                _ => (odd.get(..1).unwrap_or_default(), 1),
            };
            self.0.extend_from_slice(escape);
            rest = odd.get(length..).unwrap_or_default();
        }
        self.0.extend_from_slice(rest);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
