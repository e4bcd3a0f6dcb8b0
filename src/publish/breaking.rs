//! What existing flows and apps stop doing after a publish.

use crate::change::{Side, compare};
use crate::diagnostic::{Diagnostic, Findings, Severity};
use crate::tree::{NodeId, Tree};
use std::collections::HashMap;

/// What breaks between two definitions.
#[derive(Default)]
pub struct Breaking {
    operations: HashMap<String, Vec<String>>,
    /// What no single operation is to blame for.
    pub rest: Vec<String>,
}

impl Breaking {
    /// Compares two definitions as `diff` does. The properties are not held against each other: the service fills
    /// in some and shows others without what is secret.
    pub fn between(tree: &Tree, before: NodeId, after: NodeId) -> Breaking {
        let side = |definition| Side { definition, properties: None };
        let mut findings = Findings::default();
        compare(tree, side(before), side(after), &mut findings);
        let mut breaking = Breaking::default();
        for finding in findings.iter().filter(|finding| finding.level == Severity::Error) {
            let list = match operation(finding) {
                Some(id) => breaking.operations.entry(id.to_owned()).or_default(),
                None => &mut breaking.rest,
            };
            list.push(finding.message.clone());
        }
        breaking
    }

    /// What breaks for those who use an operation.
    pub fn of(&self, id: Option<&str>) -> Vec<String> {
        id.and_then(|id| self.operations.get(id)).cloned().unwrap_or_default()
    }
}

/// The operation that a change is about.
fn operation(finding: &Diagnostic) -> Option<&str> {
    let path = finding.change.as_ref()?.value_path.strip_prefix("operation/")?;
    path.split('/').next()
}
