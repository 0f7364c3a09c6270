//! Which sentences are normative: a line of `norms/cases.tsv` for each, to be extended by a line.

use std::fs;
use std::path::Path;
use ustav::base::SourceId;
use ustav::documents::Documents;
use ustav::documents::passage::Annotated;
use ustav::model::Model;
use ustav::prose::Format;
use ustav::values::ids::DocumentId;

/// Whether the last sentence of a document is normative.
fn last_is_norm(document: &str) -> bool {
    let documents = Documents::new([Some((SourceId(0), document, Format::Markdown))]);
    let model = Model::default();
    let annotated = Annotated::new(&model, &documents);
    annotated.annotations(DocumentId(0)).last().is_some_and(|last| last.norm.is_some())
}

#[test]
fn sentences_are_norms_or_not() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/norms/cases.tsv");
    let cases = fs::read_to_string(path).unwrap();
    let mut wrong = Vec::new();
    for line in cases.lines().filter(|line| !line.starts_with('#')) {
        let fields: Vec<&str> = line.split('\t').collect();
        assert_eq!(fields.len(), 3, "{line}");
        let (wanted, title, text) = (fields[0], fields[1], fields[2]);
        let heading = if title.is_empty() { String::new() } else { format!("# {title}\n\n") };
        let is_table = text.starts_with('|');
        let text = text.replace(" ¶ ", if is_table { "\n" } else { "\n\n" });
        if last_is_norm(&(heading + &text)) != (wanted == "norm") {
            wrong.push(line);
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
