//! Is every leaf of the input in the output, or named by a finding?
//!
//! A leaf is a scalar or an empty container of a document that the author wrote. It is in the output if it
//! stands there itself or if something that stands there was made from it. One that was taken away is accounted
//! for where its history names the place that asked for it, such as an overlay's action.

use crate::project::{beside, corpus, name, ours, probes};
use connectorc::compile::{Options, Outcome, compile};
use connectorc::diagnostic::{Diagnostic, Findings, Site};
use connectorc::load::{self, Disk, Files, Memory};
use connectorc::tree::{NodeId, Step, Tree};
use regex::Regex;
use std::collections::HashSet;
use std::path::Path;

/// A leaf of the documents as they were read, with its place there.
struct Leaf {
    node: NodeId,
    place: String,
}

/// The leaves of the source and of what it refers to. Reading gives the same nodes each time, so they are
/// those of a compilation as well.
fn leaves(files: &dyn Files, path: &Path) -> Vec<Leaf> {
    let (mut tree, mut findings) = (Tree::default(), Findings::default());
    let Ok(project) = load::project(files, path, &mut tree, &mut findings) else { return Vec::new() };
    let roots = project.documents.iter().map(|document| document.root);
    let nodes = roots.flat_map(|root| tree.walk(root));
    let leaves = nodes.filter(|node| tree.children(*node).next().is_none());
    leaves.map(|node| Leaf { node, place: tree.pointer(node) }).collect()
}

/// The nodes of the output.
fn output(outcome: &Outcome) -> HashSet<NodeId> {
    let roots = [outcome.definition, outcome.properties].into_iter().flatten();
    roots.flat_map(|root| outcome.tree.walk(root)).collect()
}

/// The places of findings, but for whole documents.
fn named(outcome: &Outcome) -> HashSet<NodeId> {
    let related = |finding: &Diagnostic| finding.related.iter().map(|related| related.site.clone()).collect();
    let sites = outcome.findings.iter().flat_map(|finding| {
        let related: Vec<Site> = related(finding);
        related.into_iter().chain([finding.site.clone()])
    });
    let nodes = sites.filter_map(|site| site.node());
    nodes
        .filter(|node| outcome.tree.parent(*node).is_some())
        .flat_map(|node| back(&outcome.tree, node))
        .collect()
}

/// A node, what it was made from, and so on.
fn back(tree: &Tree, node: NodeId) -> impl Iterator<Item = NodeId> {
    std::iter::successors(Some(node), |node| tree.origin(*node)?.from)
}

/// The nodes that are lost to the output with nothing said.
fn lost(outcome: &Outcome) -> HashSet<NodeId> {
    let tree = &outcome.tree;
    let (output, named) = (output(outcome), named(outcome));
    // Taken away because of a place that the history names.
    let answered = |node: NodeId| {
        !tree.is_attached(node) && tree.history(node).iter().any(|step| step.because.is_some())
    };
    let told = |node: NodeId| {
        let mut above = std::iter::successors(Some(node), |node| tree.parent(*node));
        above.any(|node| named.contains(&node) || answered(node))
    };
    let accounted = tree.nodes().filter(|node| output.contains(node) || told(*node));
    let accounted: HashSet<NodeId> = accounted.flat_map(|node| back(tree, node)).collect();
    tree.nodes().filter(|node| !accounted.contains(node)).collect()
}

/// The leaves of a project that are lost in silence.
fn lost_leaves(files: &dyn Files, path: &Path) -> Vec<String> {
    let host = Some("api.contoso.com".to_owned());
    let outcome = compile(files, path, &Options { host, ..Options::default() });
    if outcome.definition.is_none() {
        return Vec::new();
    }
    let lost = lost(&outcome);
    leaves(files, path).into_iter().filter(|leaf| lost.contains(&leaf.node)).map(|leaf| leaf.place).collect()
}

/// Leaves that are lost in silence, and what does it.
const MISSES: &[(&str, &str)] = &[
    (r"/content/application~1xml/schema/", "of two media types with the same schema, one goes"),
    (r"/securitySchemes/\w+/scheme$", "the type of a security definition does not remember its scheme"),
];

fn is_small(path: &Path) -> bool {
    path.metadata().is_ok_and(|file| file.len() < 1 << 20)
}

#[test]
fn no_leaf_is_lost_in_silence() {
    let (corpus, probes) = (corpus(), probes());
    let projects = [ours("spec"), ours("fixtures/salestim-published")].into_iter();
    let projects = projects.chain(beside("salestim/canonical.yaml"));
    let documents = projects.chain(corpus.into_iter().filter(|path| is_small(path))).chain(probes.clone());
    let mut all = Vec::new();
    for path in documents {
        all.extend(lost_leaves(&Disk, &path).into_iter().map(|place| format!("{}#{place}", name(&path))));
    }
    let misses: Vec<Regex> = MISSES.iter().map(|(at, _)| Regex::new(at).expect("a pattern")).collect();
    let (known, unknown): (Vec<_>, Vec<_>) =
        all.iter().partition(|leaf| misses.iter().any(|miss| miss.is_match(leaf)));
    assert!(
        unknown.is_empty(),
        "\n{}\n",
        unknown.iter().map(|leaf| leaf.as_str()).collect::<Vec<_>>().join("\n")
    );
    if !probes.is_empty() {
        let gone =
            MISSES.iter().zip(&misses).filter(|(_, miss)| !known.iter().any(|leaf| miss.is_match(leaf)));
        assert_eq!(
            gone.map(|(miss, _)| miss).collect::<Vec<_>>(),
            Vec::<&(&str, &str)>::new(),
            "no longer lost"
        );
    }
}

#[test]
fn no_leaf_of_another_file_is_lost_in_silence() {
    let files = Memory::default()
        .with(
            "openapi.yaml",
            "openapi: 3.0.3\n\
             info: {title: T, version: '1'}\n\
             servers: [{url: 'https://api.contoso.com'}]\n\
             paths:\n\
             \x20 /teams: {$ref: 'paths/teams.yaml'}\n",
        )
        .with(
            "paths/teams.yaml",
            "get:\n\
             \x20 operationId: GetTeams\n\
             \x20 x-note: {kept: []}\n\
             \x20 responses:\n\
             \x20   '200':\n\
             \x20     description: Teams\n\
             \x20     content: {application/json: {schema: {$ref: '../Team.yaml'}}}\n",
        )
        .with("Team.yaml", "type: object\nproperties: {id: {type: string, format: uuid}}\n");
    assert_eq!(lost_leaves(&files, Path::new("")), Vec::<String>::new());
    assert_eq!(leaves(&files, Path::new("")).len(), 12);
}

#[test]
fn a_leaf_that_is_lost_is_seen() {
    let document = "{openapi: 3.0.3, info: {title: T, version: '1'}, paths: {}, x-a: {b: [c, {}]}}";
    let files = Memory::default().with("openapi.yaml", document);
    let mut outcome = compile(&files, Path::new(""), &Options::default());
    let at =
        |outcome: &Outcome, pointer: &str| outcome.tree.resolve(outcome.source.expect("a source"), pointer);
    let leaf = at(&outcome, "/x-a/b/1").expect("a leaf");
    assert!(!lost(&outcome).contains(&leaf));
    let holder = at(&outcome, "/x-a").expect("an extension");
    outcome.tree.detach(holder);
    assert!(lost(&outcome).contains(&leaf));
    let because = outcome.source;
    outcome.tree.note(holder, Step { by: "test", what: "left out", because: None });
    assert!(lost(&outcome).contains(&leaf));
    outcome.tree.note(holder, Step { by: "test", what: "left out", because });
    assert!(!lost(&outcome).contains(&leaf));
}
