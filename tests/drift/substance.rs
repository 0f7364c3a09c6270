//! Documents whose substance changes while the sentence that rules cite stays as it is: a line of `substance.tsv` for
//! each, to be extended by a line. Nothing of the kind may end as if nothing had changed; and what changes nothing stays
//! quiet.

use crate::drift::properties::{day, model, reviewed};
use ustav::base::SourceId;
use ustav::documents::drift::Drift;
use ustav::documents::{Documents, verify};
use ustav::prose::Format;

/// Whether it has to be told, the format, the quotes with ` … ` between them, the document before and after.
const CASES: &str = include_str!("substance.tsv");

#[test]
fn nothing_changes_unseen_around_what_is_cited() {
    let lines = CASES.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    let mut wrong = Vec::new();
    let mut count = 0;
    for line in lines {
        count += 1;
        let parts: Vec<&str> = line.split('\t').collect();
        let (due, format, quotes) = (parts[0], parts[1], parts[2]);
        let path = format!("d.{format}");
        let mut rules = format!("document d \"{path}\"\n");
        for quote in quotes.split(" … ") {
            rules.push_str(&format!("aside d \"{}\"\n  because en \"known\"\n", quote.replace('"', "\\\"")));
        }
        let model = model(&rules);
        let read = |text: &str| text.replace("\\n", "\n");
        let (before, after) = (read(parts[3]), read(parts[4]));
        let document = |text: &str| Documents::new([Some((SourceId(1), text, Format::of_path(&path)))]);
        let lock = reviewed(&model, &document(&before));
        let holds = |text: &str| {
            let documents = document(text);
            let verified = verify(&model, &documents, &lock, day());
            verified.agrees() && verified.drifts.iter().all(Drift::is_settled)
        };
        if !holds(&before) {
            wrong.push(format!("what was reviewed does not hold: {line}"));
        } else if holds(&after) != (due == "quiet") {
            wrong.push(format!("not {line}"));
        }
    }
    assert!(count >= 100, "{count} cases");
    assert!(wrong.is_empty(), "{} of {count}:\n{}", wrong.len(), wrong.join("\n"));
}
