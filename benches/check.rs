//! How long it takes to check every published connector, beside parsing their JSON alone, on one thread.
//!
//! The connectors are not part of the repository; where they are not there, nothing is measured.

mod documents;

use connectorc::compile::{Options, Purpose};
use connectorc::inspect::inspect;
use connectorc::load::Disk;
use divan::{Bencher, black_box};
use std::path::PathBuf;

fn main() {
    divan::main();
}

fn connectors() -> Vec<PathBuf> {
    let corpus = documents::path("corpus/connectors");
    let entries = corpus.and_then(|corpus| std::fs::read_dir(corpus).ok()).into_iter().flatten().flatten();
    let mut folders: Vec<PathBuf> = entries.map(|entry| entry.path()).collect();
    folders.sort();
    folders
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn load_and_all_rules(bencher: Bencher) {
    let folders = connectors();
    let options = Options { purpose: Purpose::Check, ..Options::default() };
    bencher.bench_local(|| {
        folders.iter().map(|folder| inspect(&Disk, black_box(folder), &options).findings.len()).sum::<usize>()
    });
}

#[divan::bench(sample_count = 5, sample_size = 1)]
fn serde_values(bencher: Bencher) {
    let folders = connectors();
    bencher.bench_local(|| {
        let texts = folders.iter().flat_map(|folder| {
            ["apiDefinition.swagger.json", "apiProperties.json"].map(|name| std::fs::read(folder.join(name)))
        });
        let values = texts.flatten().map(|text| serde_json::from_slice::<serde_json::Value>(&text).is_ok());
        values.filter(|is_json| *is_json).count()
    });
}
