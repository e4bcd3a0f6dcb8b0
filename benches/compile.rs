//! How long the whole compiler takes, beside loading alone.
//!
//! The documents are not part of the repository; a document that is not there is passed over.

mod documents;

use connectorc::compile::{Options, Purpose, compile};
use connectorc::diagnostic::Findings;
use connectorc::load::{Disk, project};
use connectorc::lower::Dialect;
use connectorc::tree::Tree;
use divan::{Bencher, black_box};
use documents::path;
use std::path::PathBuf;

fn main() {
    divan::main();
}

const SOURCES: &[&str] =
    &["salestim/canonical.yaml", "corpus/openapi/17-stripe.yaml", "corpus/openapi/18-github.json"];

#[divan::bench(args = SOURCES)]
fn load(bencher: Bencher, name: &str) {
    let Some(path) = path(name) else { return };
    bencher.bench_local(|| {
        let (mut tree, mut findings) = (Tree::default(), Findings::default());
        let project = project(&Disk, black_box(&path), &mut tree, &mut findings);
        (tree, project.is_ok())
    });
}

fn run(bencher: Bencher, name: &str, options: &Options) {
    let Some(path) = path(name) else { return };
    bencher.bench_local(|| compile(&Disk, black_box(&path), options));
}

#[divan::bench(args = SOURCES)]
fn build_for_the_platform(bencher: Bencher, name: &str) {
    run(bencher, name, &Options::default());
}

#[divan::bench(args = SOURCES)]
fn build_swagger2(bencher: Bencher, name: &str) {
    run(bencher, name, &Options { dialect: Dialect::Swagger2, ..Options::default() });
}

#[divan::bench(args = SOURCES)]
fn check(bencher: Bencher, name: &str) {
    run(bencher, name, &Options { purpose: Purpose::Check, ..Options::default() });
}

/// Overlays, triggers and all: the real project.
#[divan::bench]
fn build_a_project(bencher: Bencher) {
    let project = PathBuf::from(format!("{}/spec", env!("CARGO_MANIFEST_DIR")));
    bencher.bench_local(|| compile(&Disk, black_box(&project), &Options::default()));
}
