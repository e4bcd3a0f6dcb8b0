//! What a publish would change, computed without asking anybody.

use super::breaking::Breaking;
use super::compare::{Difference, differences, is_nothing};
use super::package::{Blob, Package, members};
use super::remote::{Remote, parse};
use crate::openapi::{Operation, operations};
use crate::tree::{NodeId, Tree, escape_token};
use serde_json::Value;

/// What becomes of an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    Added,
    Removed,
    Changed,
}

/// An operation that is not as it was.
#[derive(Clone, Debug)]
pub struct OperationChange {
    pub kind: Kind,
    /// `operationId`, or method and path.
    pub name: String,
    pub method: String,
    pub path: String,
    /// What differs, a line each.
    pub details: Vec<String>,
    /// What flows that use it notice.
    pub breaking: Vec<String>,
}

/// What becomes of the icon or the script.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// There is none, here or there.
    None,
    Same,
    /// There is one only there, and it stays.
    Kept,
    /// Sizes in bytes; there may have been none.
    Replaced {
        before: Option<usize>,
        after: usize,
    },
    Removed,
}

impl Part {
    fn of(before: Option<&Vec<u8>>, after: Option<&Blob>, removes: Removes) -> Part {
        match (before, after) {
            (None, None) => Part::None,
            (Some(_), None) if removes == Removes::Yes => Part::Removed,
            (Some(_), None) => Part::Kept,
            (Some(before), Some(after)) if *before == after.bytes => Part::Same,
            (before, Some(after)) => {
                Part::Replaced { before: before.map(Vec::len), after: after.bytes.len() }
            }
        }
    }

    pub fn changes(&self) -> bool {
        matches!(self, Part::Replaced { .. } | Part::Removed)
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Removes {
    Yes,
    No,
}

/// Everything that would change.
#[derive(Clone, Debug)]
pub struct Plan {
    pub operations: Vec<OperationChange>,
    /// What else differs in the definition, a line each.
    pub definition: Vec<String>,
    /// What existing flows notice of that.
    pub breaking_definition: Vec<String>,
    /// What differs in the properties, a line each.
    pub properties: Vec<String>,
    pub icon: Part,
    pub script: Part,
    /// For what secrets are sent, which cannot be compared.
    pub secrets: Vec<String>,
    /// Members that only the service has, and that stay.
    pub kept: Vec<String>,
    /// Whether the connector has yet to be created.
    pub creates: bool,
}

impl Plan {
    pub fn is_empty(&self) -> bool {
        !self.creates && self.secrets.is_empty() && !self.changes_content()
    }

    /// Whether anything differs that can be read back.
    pub fn changes_content(&self) -> bool {
        !(self.operations.is_empty() && self.definition.is_empty() && self.properties.is_empty())
            || self.icon.changes()
            || self.script.changes()
    }

    /// How many things existing flows notice.
    pub fn breaking(&self) -> usize {
        self.operations.iter().map(|operation| operation.breaking.len()).sum::<usize>()
            + self.breaking_definition.len()
    }

    /// What differs, a line each, for a report of what did not arrive.
    pub fn lines(&self) -> Vec<String> {
        let mut lines: Vec<String> = self.operations.iter().map(|change| change.name.clone()).collect();
        lines.extend(self.definition.iter().cloned());
        lines.extend(self.properties.iter().cloned());
        for (name, part) in [("icon", &self.icon), ("script", &self.script)] {
            if part.changes() {
                lines.push(name.to_owned());
            }
        }
        lines
    }
}

/// Compares what is to be published with what is.
pub fn plan(package: &mut Package, remote: &Remote, secrets: &[String]) -> Plan {
    let text = Value::Object(package.properties.clone()).to_string();
    let local = parse(&mut package.tree, "apiProperties.json", text.as_bytes());
    let local = local.expect("internal error: properties are JSON");
    let tree = &package.tree;
    let Changes { operations, definition, breaking } = match remote.definition_node {
        Some(before) => changes(tree, before, package.definition),
        None => Changes {
            definition: vec!["what is published cannot be read as JSON, and is replaced".to_owned()],
            ..Changes::default()
        },
    };
    let mut properties = Vec::new();
    let mut kept = Vec::new();
    let published = tree.get(remote.node, "properties");
    for key in &members().accepted {
        let before = published.and_then(|all| tree.get(all, key));
        let removed = package.removes_script && key == "scriptOperations";
        match (before, tree.get(local, key).filter(|_| !removed)) {
            (Some(before), None) if removed && !is_nothing(tree, before) => {
                properties.push(format!("/{key}: goes with the script"));
            }
            (Some(before), None) if !is_nothing(tree, before) => kept.push(key.clone()),
            (None, Some(after)) if !is_nothing(tree, after) => {
                properties.push(
                    Difference { pointer: format!("/{key}"), before: None, after: Some(after) }.told(tree),
                );
            }
            (Some(before), Some(after)) => {
                let found = differences(tree, before, after, &format!("/{key}"));
                properties.extend(found.iter().map(|difference| difference.told(tree)));
            }
            _ => {}
        }
    }
    let said = remote.text("description").unwrap_or_default();
    if said != package.description() && remote.properties().get("description").is_some() {
        properties.push(format!(
            "/description: {} → {}",
            Value::from(said),
            Value::from(package.description())
        ));
    }
    let there = remote.properties().pointer("/backendService/serviceUrl").and_then(Value::as_str);
    if let Some(there) = there.filter(|there| *there != package.service_url) {
        properties.push(format!("/backendService/serviceUrl: \"{there}\" → \"{}\"", package.service_url));
    }
    let removes = if package.removes_script { Removes::Yes } else { Removes::No };
    Plan {
        operations,
        definition,
        breaking_definition: breaking,
        properties,
        icon: Part::of(remote.icon.as_ref(), package.icon.as_ref(), Removes::No),
        script: Part::of(remote.script.as_ref(), package.script.as_ref(), removes),
        secrets: secrets.to_vec(),
        kept,
        creates: false,
    }
}

/// The plan of a connector that does not exist yet.
pub fn creation(package: &Package, secrets: &[String]) -> Plan {
    let added = operations(&package.tree, package.definition).map(|operation| change(Kind::Added, operation));
    Plan {
        operations: added.collect(),
        definition: Vec::new(),
        breaking_definition: Vec::new(),
        properties: Vec::new(),
        icon: Part::of(None, package.icon.as_ref(), Removes::No),
        script: Part::of(None, package.script.as_ref(), Removes::No),
        secrets: secrets.to_vec(),
        kept: Vec::new(),
        creates: true,
    }
}

fn change(kind: Kind, operation: Operation<'_>) -> OperationChange {
    let (method, path) = (operation.method().to_uppercase(), operation.path().to_owned());
    let name = operation.id().map_or_else(|| format!("{method} {path}"), str::to_owned);
    OperationChange { kind, name, method, path, details: Vec::new(), breaking: Vec::new() }
}

/// What changes in a definition.
#[derive(Default)]
struct Changes {
    /// The operations, in the order of the new definition and with those that go last.
    operations: Vec<OperationChange>,
    /// What else changes, a line each.
    definition: Vec<String>,
    /// What existing flows notice of that.
    breaking: Vec<String>,
}

fn changes(tree: &Tree, before: NodeId, after: NodeId) -> Changes {
    let all = differences(tree, before, after, "");
    // What the service merely writes otherwise breaks nothing, and reading back mostly finds no more than that.
    if all.is_empty() {
        return Changes::default();
    }
    let breaking = Breaking::between(tree, before, after);
    let old: Vec<Operation<'_>> = operations(tree, before).collect();
    let mut left = old.clone();
    let mut found = Vec::new();
    let mut told = Vec::new();
    for operation in operations(tree, after) {
        let same = |other: &Operation<'_>| match (other.id(), operation.id()) {
            (Some(one), Some(other)) => one == other,
            _ => (other.method(), other.path()) == (operation.method(), operation.path()),
        };
        let Some(index) = left.iter().position(same) else {
            found.push(change(Kind::Added, operation));
            continue;
        };
        let previous = left.remove(index);
        let mut change = change(Kind::Changed, operation);
        if (previous.method(), previous.path()) != (operation.method(), operation.path()) {
            change.details.push(format!(
                "{} {} → {} {}",
                previous.method().to_uppercase(),
                previous.path(),
                change.method,
                change.path
            ));
        }
        let inner = differences(tree, previous.node, operation.node, "");
        change.details.extend(inner.iter().map(|difference| difference.told(tree)));
        change.breaking = breaking.of(previous.id());
        if !change.details.is_empty() || !change.breaking.is_empty() {
            found.push(change);
        }
        told.push(place(&operation));
    }
    found.extend(left.iter().map(|operation| OperationChange {
        breaking: breaking.of(operation.id()),
        ..change(Kind::Removed, *operation)
    }));
    told.extend(old.iter().map(place));
    told.extend(operations(tree, after).map(|operation| place(&operation)));
    let covered = |pointer: &str| {
        let within = |holder: &String, inner: &str| {
            inner.strip_prefix(holder.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
        };
        // A path item comes and goes with its operations.
        told.iter().any(|operation| within(operation, pointer) || within(&pointer.to_owned(), operation))
    };
    let rest = all.iter().filter(|difference| !covered(&difference.pointer));
    Changes {
        operations: found,
        definition: rest.map(|difference| difference.told(tree)).collect(),
        breaking: breaking.rest,
    }
}

fn place(operation: &Operation<'_>) -> String {
    format!("/paths/{}/{}", escape_token(operation.path()), operation.method())
}
