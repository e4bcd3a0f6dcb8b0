//! Does `diff` say what flows notice, and what Microsoft's validator says, in its order?

mod mutations;
mod pairs;
mod places;
mod digests;
mod sides;

use connectorc::change::{self, Side};
use connectorc::diagnostic::{Diagnostic, Findings, Severity};
use connectorc::tree::{NodeId, Tree, read_json, read_yaml};

/// Both versions of a definition in one tree, and what changed between them.
pub struct Compared {
    pub tree: Tree,
    pub old: Side,
    pub new: Side,
    pub findings: Findings,
}

/// Compares two definitions in JSON or YAML.
pub fn compare(old: &str, new: &str) -> Compared {
    let mut tree = Tree::default();
    let (old, new) = (side(&mut tree, "old", old), side(&mut tree, "new", new));
    let mut findings = Findings::default();
    change::compare(&tree, old, new, &mut findings);
    Compared { tree, old, new, findings }
}

fn side(tree: &mut Tree, name: &str, text: &str) -> Side {
    Side { definition: read(tree, name, text), properties: None }
}

fn read(tree: &mut Tree, name: &str, text: &str) -> NodeId {
    let file = tree.sources.add(name, text);
    let mut faults = Vec::new();
    let root = if text.trim_start().starts_with('{') {
        read_json(tree, file, &mut faults)
    } else {
        read_yaml(tree, file, &mut faults)
    };
    assert!(faults.is_empty(), "{name}: {faults:?}");
    root.expect("a document")
}

/// Rule and place of a change.
pub fn place(finding: &Diagnostic) -> (&'static str, &str) {
    let change = finding.change.as_ref().expect("each finding is about a change");
    (finding.rule.name, &change.value_path)
}

/// What changed, one line for each: level, rule, place.
pub fn lines(old: &str, new: &str) -> Vec<String> {
    let compared = compare(old, new);
    let line = |finding: &Diagnostic| {
        let (rule, path) = place(finding);
        let sign = match finding.level {
            Severity::Error => "!",
            Severity::Warning => "?",
            Severity::Note => "+",
        };
        format!("{sign} {rule} {path}")
    };
    compared.findings.iter().map(line).collect()
}
