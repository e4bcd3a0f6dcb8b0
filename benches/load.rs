//! How fast documents become trees, beside the readers they are measured by.
//!
//! The documents are not part of the repository; a document that is not there is passed over.

mod documents;

use connectorc::tree::{Tree, read_json, read_yaml, write_yaml};
use divan::{Bencher, black_box, counter::BytesCount};

fn main() {
    divan::main();
}

const JSON: &[&str] = &["corpus/openapi/18-github.json"];
const YAML: &[&str] = &["corpus/openapi/17-stripe.yaml", "salestim/canonical.yaml"];

fn document(name: &str) -> Option<String> {
    std::fs::read_to_string(documents::path(name)?).ok()
}

fn bench<T>(bencher: Bencher, name: &str, mut read: impl FnMut(&str) -> T) {
    let Some(text) = document(name) else { return };
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| read(black_box(&text)));
}

fn yaml(text: &str) -> Tree {
    let mut tree = Tree::default();
    let file = tree.sources.add("openapi.yaml", text);
    read_yaml(&mut tree, file, &mut Vec::new());
    tree
}

#[divan::bench(args = JSON)]
fn json_into_tree(bencher: Bencher, name: &str) {
    bench(bencher, name, |text| {
        let mut tree = Tree::default();
        let file = tree.sources.add("openapi.json", text);
        read_json(&mut tree, file, &mut Vec::new());
        tree
    });
}

#[divan::bench(args = JSON)]
fn json_into_serde_value(bencher: Bencher, name: &str) {
    bench(bencher, name, |text| serde_json::from_slice::<serde_json::Value>(text.as_bytes()));
}

#[divan::bench(args = YAML)]
fn yaml_into_tree(bencher: Bencher, name: &str) {
    bench(bencher, name, yaml);
}

#[divan::bench(args = YAML)]
fn yaml_into_bare_events(bencher: Bencher, name: &str) {
    bench(bencher, name, |text| {
        let options = granit_parser::options! { strict_indentation: true };
        granit_parser::Parser::new_from_str_with_options(text, options).map(black_box).count()
    });
}

#[divan::bench(args = YAML)]
fn yaml_out_of_tree(bencher: Bencher, name: &str) {
    let Some(text) = document(name) else { return };
    let mut tree = Tree::default();
    let file = tree.sources.add("openapi.yaml", &text);
    let Some(root) = read_yaml(&mut tree, file, &mut Vec::new()) else { return };
    bencher.counter(BytesCount::of_str(&text)).bench_local(|| write_yaml(black_box(&tree), root));
}
