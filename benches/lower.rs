//! How long lowering alone takes, beside loading the same document.
//!
//! The documents are not part of the repository; a document that is not there is passed over.

mod documents;

use connectorc::diagnostic::Findings;
use connectorc::load::{Disk, Project, project};
use connectorc::lower::{self, Dialect, Lowering};
use connectorc::openapi::Version;
use connectorc::shape::{Shaping, bundle};
use connectorc::tree::Tree;
use divan::{Bencher, black_box};
use documents::path;
use std::path::Path;

fn main() {
    divan::main();
}

const SOURCES: &[&str] = &["corpus/openapi/17-stripe.yaml", "corpus/openapi/18-github.json"];

fn read(path: &Path) -> (Tree, Project) {
    let (mut tree, mut findings) = (Tree::default(), Findings::default());
    let project = project(&Disk, path, &mut tree, &mut findings).expect("a document");
    (tree, project)
}

#[divan::bench(args = SOURCES)]
fn load(bencher: Bencher, name: &str) {
    let Some(path) = path(name) else { return };
    bencher.bench_local(|| read(black_box(&path)));
}

fn lower(bencher: Bencher, name: &str, dialect: Dialect) {
    let Some(path) = path(name) else { return };
    let bundled = || {
        let (mut tree, project) = read(&path);
        let mut findings = Findings::default();
        let version = Version::of(&tree, project.source).expect("a version");
        let shaping = Shaping {
            root: project.source,
            version,
            config: &project.config,
            documents: &project.documents,
            excluded: Vec::new(),
        };
        bundle(&mut tree, &shaping, &mut findings).expect("one document");
        let lowering = Lowering {
            root: project.source,
            version,
            dialect,
            host: None,
            security_is_given: false,
            is_configured: false,
            media_types_are_shared: true,
        };
        (tree, lowering)
    };
    bencher.with_inputs(bundled).bench_local_values(|(mut tree, lowering)| {
        let mut findings = Findings::default();
        let _ = lower::run(&mut tree, &lowering, None, &mut findings);
        (tree, findings)
    });
}

#[divan::bench(args = SOURCES)]
fn lower_for_the_platform(bencher: Bencher, name: &str) {
    lower(bencher, name, Dialect::Connector);
}

#[divan::bench(args = SOURCES)]
fn lower_to_swagger2(bencher: Bencher, name: &str) {
    lower(bencher, name, Dialect::Swagger2);
}
