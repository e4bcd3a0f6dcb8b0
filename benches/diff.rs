//! How long it takes to compare two versions of the largest published connector, beside loading both.
//!
//! The connectors are not part of the repository; where they are not there, nothing is measured.

mod documents;

use connectorc::change::{Side, compare};
use connectorc::diagnostic::Findings;
use connectorc::tree::{Tree, read_json};
use divan::{Bencher, black_box};

fn main() {
    divan::main();
}

const LARGEST: &str = "corpus/connectors/certified__Encodian/apiDefinition.swagger.json";

/// How many of the types in the copy are others: one, and one in fifty.
const CHANGES: &[usize] = &[1, 50];

fn definition() -> Option<String> {
    std::fs::read_to_string(documents::path(LARGEST)?).ok()
}

/// A copy in which some texts have become numbers: only the first, or one in so many.
fn changed(text: &str, one_in: usize) -> String {
    const TEXT: &str = "\"type\": \"string\"";
    let mut pieces = text.split(TEXT);
    let mut copy = pieces.next().unwrap_or_default().to_owned();
    for (index, piece) in pieces.enumerate() {
        let other = if one_in == 1 { index == 0 } else { index % one_in == 0 };
        copy = copy + if other { "\"type\": \"integer\"" } else { TEXT } + piece;
    }
    copy
}

fn load(texts: &[&str; 2]) -> (Tree, [Side; 2]) {
    let mut tree = Tree::default();
    let sides = texts.map(|text| {
        let file = tree.sources.add("apiDefinition.swagger.json", text);
        let definition = read_json(&mut tree, file, &mut Vec::new()).expect("a definition");
        Side { definition, properties: None }
    });
    (tree, sides)
}

#[divan::bench(args = CHANGES)]
fn load_both(bencher: Bencher, one_in: usize) {
    let Some(old) = definition() else { return };
    let new = changed(&old, one_in);
    bencher.bench_local(|| load(black_box(&[&old, &new])));
}

#[divan::bench(args = CHANGES)]
fn compare_both(bencher: Bencher, one_in: usize) {
    let Some(old) = definition() else { return };
    let new = changed(&old, one_in);
    let (tree, [old, new]) = load(&[&old, &new]);
    bencher.bench_local(|| {
        let mut findings = Findings::default();
        compare(black_box(&tree), old, new, &mut findings);
        findings
    });
}
