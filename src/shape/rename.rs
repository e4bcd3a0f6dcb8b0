//! Gives schemas and tags new names, and changes every use with them.

use super::Shaping;
use super::edit::rewrite;
use super::rules::UNKNOWN_SELECTOR;
use crate::config::Located;
use crate::diagnostic::{Findings, Site};
use crate::nearest::nearest;
use crate::openapi::{Object, objects, operations};
use crate::tree::{NodeId, Step, Tree, escape_token};
use std::collections::HashMap;

pub(super) const PASS: &str = "rename";

type Names = [(Located<String>, Located<String>)];

pub(super) fn run(tree: &mut Tree, shaping: &mut Shaping<'_>, findings: &mut Findings) {
    schemas(tree, shaping, &shaping.config.rename.schemas, findings);
    tags(tree, shaping.root, &shaping.config.rename.tags, findings);
}

fn schemas(tree: &mut Tree, shaping: &Shaping<'_>, names: &Names, findings: &mut Findings) {
    if names.is_empty() {
        return;
    }
    let mut renamed = HashMap::new();
    let schemas = tree.at(shaping.root, shaping.version.schemas());
    for (old, new) in names {
        let Some(schema) = schemas.and_then(|schemas| tree.get(schemas, &old.value)) else {
            let known = schemas.into_iter().flat_map(|schemas| tree.members(schemas)).map(|(name, _)| name);
            unknown(findings, old, "schema", nearest(&old.value, known));
            continue;
        };
        if schemas.and_then(|schemas| tree.get(schemas, &new.value)).is_some() {
            let message = format!("`{}` is already the name of another schema", new.value);
            findings.report(&UNKNOWN_SELECTOR, new.at, message).help("choose a name that is free");
            continue;
        }
        tree.rename(schema, &new.value);
        tree.note(schema, Step { by: PASS, what: "renamed", because: Some(new.at) });
        renamed.insert(old.value.clone(), new.value.clone());
    }
    for (node, text) in uses_of_schemas(tree, shaping, &renamed) {
        rewrite(tree, node, &text, PASS);
    }
}

/// The references and discriminator mappings that name a renamed schema, each with its new text.
fn uses_of_schemas(
    tree: &Tree,
    shaping: &Shaping<'_>,
    renamed: &HashMap<String, String>,
) -> Vec<(NodeId, String)> {
    let mut uses = Vec::new();
    let prefix = shaping.version.schema_reference();
    for found in objects(tree, shaping.root) {
        let mapping = tree.at(found.node, &["discriminator", "mapping"]);
        let mapping = mapping.filter(|_| found.object == Object::Schema);
        let mapped = mapping.into_iter().flat_map(|mapping| tree.children(mapping));
        for node in tree.get(found.node, "$ref").into_iter().chain(mapped) {
            let Some(text) = tree.str(node) else { continue };
            let new = match text.strip_prefix(prefix) {
                Some(rest) => {
                    let (name, below) =
                        rest.split_once('/').map_or((rest, None), |(name, below)| (name, Some(below)));
                    let name = crate::tree::unescape_token(name);
                    renamed.get(name.as_ref()).map(|new| {
                        let below = below.map_or(String::new(), |below| format!("/{below}"));
                        format!("{prefix}{}{below}", escape_token(new))
                    })
                }
                None => renamed.get(text).filter(|_| tree.key(node) != "$ref").cloned(),
            };
            uses.extend(new.map(|new| (node, new)));
        }
    }
    uses
}

fn tags(tree: &mut Tree, root: NodeId, names: &Names, findings: &mut Findings) {
    if names.is_empty() {
        return;
    }
    let mut uses: HashMap<String, Vec<NodeId>> = HashMap::new();
    let declared = tree.get(root, "tags").into_iter().flat_map(|tags| tree.items(tags));
    let declared = declared.filter_map(|tag| tree.get(tag, "name"));
    let used = operations(tree, root).filter_map(|operation| tree.get(operation.node, "tags"));
    for node in declared.chain(used.flat_map(|tags| tree.items(tags))) {
        uses.entry(tree.text(node).to_owned()).or_default().push(node);
    }
    let mut known: Vec<&str> = uses.keys().map(String::as_str).collect();
    known.sort_unstable();
    for (old, new) in names {
        match uses.get(&old.value) {
            Some(nodes) => {
                for node in nodes {
                    rewrite(tree, *node, &new.value, PASS);
                }
            }
            None => unknown(findings, old, "tag", nearest(&old.value, known.iter().copied())),
        }
    }
}

fn unknown(findings: &mut Findings, name: &Located<String>, what: &str, near: Option<&str>) {
    let message = format!("the source has no {what} `{}`", name.value);
    let finding = findings.report(&UNKNOWN_SELECTOR, Site::Key(name.at), message);
    match near {
        Some(near) => finding.help(format!("did you mean `{near}`?")),
        None => finding.help("remove it, or name one that exists"),
    };
}
