//! Overlays do to a document what the Overlay Specification says, and say what is wrong with them.

mod actions;
mod complaints;
mod properties;
mod real;

use connectorc::diagnostic::{Findings, Related, Site};
use connectorc::overlay;
use connectorc::tree::{Layout, NodeId, Tree, read_json, read_yaml, write_json};
use serde_json::{Value, json};

fn tree_of(tree: &mut Tree, name: &str, text: &str) -> NodeId {
    let file = tree.sources.add(name, text);
    let mut faults = Vec::new();
    let read = if name.ends_with(".json") { read_json } else { read_yaml };
    let root = read(tree, file, &mut faults);
    assert!(faults.is_empty(), "{faults:?}");
    root.expect("a document")
}

/// A document after overlays, and all that is said of them.
struct Applied {
    tree: Tree,
    root: NodeId,
    findings: Findings,
}

fn apply(document: &Value, overlays: &[Value]) -> Applied {
    let file = |(index, overlay): (usize, &Value)| (format!("overlay{index}.json"), overlay.to_string());
    let overlays: Vec<_> = overlays.iter().enumerate().map(file).collect();
    apply_files(&("openapi.json".to_owned(), document.to_string()), &overlays)
}

/// The same of files: name and text.
fn apply_files(document: &(String, String), overlays: &[(String, String)]) -> Applied {
    let mut tree = Tree::default();
    let root = tree_of(&mut tree, &document.0, &document.1);
    let overlays: Vec<NodeId> = overlays.iter().map(|(name, text)| tree_of(&mut tree, name, text)).collect();
    let mut findings = Findings::default();
    overlay::apply(&mut tree, root, &overlays, &mut findings);
    Applied { tree, root, findings }
}

impl Applied {
    fn text(&self) -> String {
        write_json(&self.tree, self.root, Layout::Minified)
    }

    /// Each finding as `Rule place: message (help)`, with the other places below it.
    fn said(&self) -> String {
        let mut said = String::new();
        for finding in self.findings.iter() {
            said += &format!("{} {}: {}", finding.rule.name, self.place(&finding.site), finding.message);
            if let Some(help) = &finding.help {
                said += &format!(" ({help})");
            }
            for Related { site, message } in &finding.related {
                said += &format!("\n  {}: {message}", self.place(site));
            }
            said += "\n";
        }
        said
    }

    fn rules(&self) -> Vec<&str> {
        self.findings.iter().map(|finding| finding.rule.name).collect()
    }

    fn place(&self, site: &Site) -> String {
        let path = |node: NodeId| {
            let file = self.tree.file(node).map_or("-", |file| self.tree.sources.path(file));
            format!("{}#{}", file.trim_end_matches(".json"), self.tree.pointer(node))
        };
        match site {
            Site::Value(node) => path(*node),
            Site::Key(node) => path(*node) + "~",
            Site::Span(span) => format!("[{}]", self.tree.sources.slice(*span)),
            Site::File(_) | Site::Path(_) => panic!("no finding of an overlay stands there"),
        }
    }
}

fn overlay(version: &str, actions: Value) -> Value {
    json!({"overlay": version, "info": {"title": "T", "version": "1"}, "actions": actions})
}

/// The document after the actions, of which nothing is to be said.
fn silent(version: &str, document: Value, actions: Value) -> String {
    let applied = apply(&document, &[overlay(version, actions)]);
    assert_eq!(applied.said(), "");
    applied.text()
}

/// What is said of actions.
fn said(version: &str, document: &Value, actions: Value) -> String {
    apply(document, &[overlay(version, actions)]).said()
}

fn api() -> Value {
    json!({
        "openapi": "3.0.3",
        "info": {"title": "Pets", "version": "1"},
        "tags": [{"name": "pets"}, {"name": "old"}],
        "paths": {
            "/pets": {
                "get": {"operationId": "List", "tags": ["pets", "old"], "responses": {}},
                "post": {"operationId": "Create", "responses": {}},
            },
            "/pets/{id}": {"get": {"operationId": "Get", "responses": {}}},
        },
        "components": {"schemas": {"Pet": {"type": "object", "properties": {"kind": {"type": "string"}}}}},
    })
}
