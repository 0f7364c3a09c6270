//! Sentences of public pages that were labelled by hand, in `labelled/sentences.tsv` and `labelled/help_pages.tsv`: how many of
//! those that the program took for norms, and of those that it did not, are right. Set `USTAV_PAGES` to a folder with the pages, each under its
//! repository and path, to ask again.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use ustav::base::SourceId;
use ustav::documents::passage::Annotated;
use ustav::documents::{Documents, Fingerprint};
use ustav::model::Model;
use ustav::prose::Format;
use ustav::values::ids::DocumentId;

/// What was measured of a draw: of fifty sentences each the language, what the program said, and how many are right; and how
/// many of a hundred are right of each language since what the draws before it showed was mended.
struct Draw {
    file: &'static str,
    measured: [(&'static str, &'static str, usize); 4],
    floors: [(&'static str, usize); 2],
}

const DRAWS: [Draw; 2] = [
    Draw {
        file: "sentences.tsv",
        measured: [("en", "none", 36), ("en", "norm", 42), ("ru", "none", 38), ("ru", "norm", 27)],
        floors: [("en", 85), ("ru", 77)],
    },
    Draw {
        file: "help_pages.tsv",
        measured: [("en", "none", 39), ("en", "norm", 40), ("ru", "none", 35), ("ru", "norm", 40)],
        floors: [("en", 79), ("ru", 75)],
    },
];

fn labelled(file: &str) -> Vec<Vec<String>> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/labelled").join(file);
    let text = fs::read_to_string(path).unwrap();
    let lines = text.lines().filter(|line| !line.starts_with('#'));
    lines.map(|line| line.split('\t').map(str::to_owned).collect()).collect()
}

fn fingerprint(text: &str) -> String {
    let bare: String =
        text.chars().filter(|one| one.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    Fingerprint::of(&bare.replace('ё', "е")).to_string().chars().take(16).collect()
}

#[test]
fn labels_are_what_was_measured() {
    for draw in DRAWS {
        let mut right: BTreeMap<(String, String), (usize, usize)> = BTreeMap::new();
        let mut pages: BTreeMap<String, BTreeSet<(String, String)>> = BTreeMap::new();
        for fields in labelled(draw.file) {
            assert_eq!(fields.len(), 9, "{fields:?}");
            let [language, label, program] = [0, 6, 8].map(|at| fields[at].clone());
            assert!(matches!(label.as_str(), "norm" | "none") && fields[5].len() == 16, "{fields:?}");
            pages.entry(language.clone()).or_default().insert((fields[1].clone(), fields[2].clone()));
            let counted = right.entry((language, program.clone())).or_default();
            counted.0 += usize::from(label == program);
            counted.1 += 1;
        }
        let measured: Vec<_> =
            right.iter().map(|((language, said), own)| (&**language, &**said, *own)).collect();
        let due = draw.measured.map(|(language, said, right)| (language, said, (right, 50)));
        assert_eq!(measured, due, "{}", draw.file);
        assert!(pages.values().all(|pages| pages.len() >= 10));
    }
}

/// As many are right as since what was seen before was mended, and no fewer.
#[test]
fn pages_are_read_as_well_as_they_were() {
    let Some(folder) = std::env::var_os("USTAV_PAGES").map(PathBuf::from) else { return };
    for draw in DRAWS {
        let mut right: BTreeMap<String, usize> = BTreeMap::new();
        for fields in labelled(draw.file) {
            let path = folder.join(&fields[1]).join(&fields[2]);
            let text = fs::read_to_string(&path).unwrap();
            let documents = Documents::new([Some((SourceId(0), &*text, Format::of_path(&fields[2])))]);
            let read = documents.text(DocumentId(0)).unwrap();
            let model = Model::default();
            let annotated = Annotated::new(&model, &documents);
            let same = |own: &&_| fingerprint(read.part(own)) == fields[5];
            let found = read.sentences.iter().map(|sentence| &sentence.range).position(|own| same(&own));
            let norm = found.and_then(|at| annotated.annotations(DocumentId(0))[at].norm);
            *right.entry(fields[0].clone()).or_default() +=
                usize::from(found.is_some() && norm.is_some() == (fields[6] == "norm"));
        }
        for (language, floor) in draw.floors {
            assert!(right[language] >= floor, "{}: {right:?}", draw.file);
        }
    }
}
