//! `discriminator`: the name of a property in 2.0, whose values are the names of definitions.

use super::edit::{relocate, rename, text_list};
use super::rules::{DISCRIMINATOR_NOT_EXPRESSIBLE, DISCRIMINATOR_VALUE, KEPT_AS_EXTENSION};
use super::schemas::PASS;
use crate::diagnostic::{Findings, Site};
use crate::openapi::reference;
use crate::tree::{NodeId, Origin, Step, Tree, unescape_token};

pub(super) fn run(tree: &mut Tree, root: NodeId, all: &[NodeId], findings: &mut Findings) {
    for schema in all {
        if let Some(discriminator) = tree.get(*schema, "discriminator") {
            lower(tree, root, *schema, discriminator, findings);
        }
    }
}

fn lower(tree: &mut Tree, root: NodeId, schema: NodeId, discriminator: NodeId, findings: &mut Findings) {
    let name = match tree.get(discriminator, "propertyName") {
        Some(name) => name,
        // As 2.0 writes it.
        None if tree.str(discriminator).is_some() => discriminator,
        None => return,
    };
    let property = tree.text(name).to_owned();
    let mapping = tree.get(discriminator, "mapping");
    let union = ["x-oneOf", "x-anyOf"].into_iter().find_map(|key| tree.get(schema, key));
    if let Some(union) = union {
        values(tree, root, schema, union, mapping, &property);
    } else if let Some(mapping) = mapping {
        renamed(tree, mapping, findings);
    }
    for (key, extension) in
        [("mapping", "x-discriminator-mapping"), ("defaultMapping", "x-discriminator-defaultMapping")]
    {
        if let Some(member) = tree.get(discriminator, key) {
            relocate(tree, member, schema, extension, PASS);
            let message = format!("the discriminator's `{key}` is kept as `{extension}`");
            findings.report(&KEPT_AS_EXTENSION, Site::Value(member), message);
        }
    }
    if name != discriminator {
        let extensions: Vec<NodeId> = tree
            .members(discriminator)
            .filter(|(key, _)| key.starts_with("x-"))
            .map(|(_, node)| node)
            .collect();
        for extension in extensions {
            let key = tree.key(extension).to_owned();
            relocate(tree, extension, schema, &key, PASS);
        }
        tree.replace(discriminator, name);
    }
    let defined = tree.at(schema, &["properties", &property]).is_some();
    let required = tree.get(schema, "required");
    let required = required.is_some_and(|list| tree.items(list).any(|item| tree.text(item) == property));
    if union.is_some() {
        rename(tree, name, "x-discriminator", PASS);
        let message = format!("the discriminator `{property}` is kept as `x-discriminator`");
        findings.report(&KEPT_AS_EXTENSION, Site::Value(name), message);
    } else if !defined || !required {
        rename(tree, name, "x-discriminator", PASS);
        let message = format!("the discriminator `{property}` is no required property of this schema");
        findings
            .report(&DISCRIMINATOR_NOT_EXPRESSIBLE, Site::Value(name), message)
            .help("define the property here and require it, by overlay if the source is not yours");
    }
}

/// The property of a union takes the values that tell its alternatives apart.
fn values(
    tree: &mut Tree,
    root: NodeId,
    schema: NodeId,
    union: NodeId,
    mapping: Option<NodeId>,
    property: &str,
) {
    let mut values: Vec<String> = Vec::new();
    let mut add = |value: &str| {
        if !values.iter().any(|known| known == value) {
            values.push(value.to_owned());
        }
    };
    for variant in tree.items(union) {
        // One without a name has no value of its own that could be known here.
        let Some(text) = reference(tree, variant) else { return };
        let mapped = mapping.into_iter().flat_map(|mapping| tree.members(mapping));
        let mut mapped = mapped.filter(|(_, target)| tree.str(*target) == Some(text)).peekable();
        if mapped.peek().is_none() {
            add(&name_of(tree, root, text));
        }
        mapped.for_each(|(value, _)| add(value));
    }
    let Some(target) = tree.at(schema, &["properties", property]) else { return };
    let is_text = tree.get_str(target, "type").is_none_or(|kind| kind == "string");
    if !is_text || reference(tree, target).is_some() || tree.get(target, "enum").is_some() {
        return;
    }
    let origin = Origin::from(mapping.unwrap_or(union), PASS);
    let list = text_list(tree, &values, origin);
    tree.append(target, "enum", list);
    tree.note(list, Step { by: PASS, what: "the values of the discriminator", because: mapping });
}

/// The name of a schema as the source has it.
fn name_of(tree: &Tree, root: NodeId, reference: &str) -> String {
    let name = reference.rsplit_once('/').map_or(reference, |(_, name)| name);
    let name = unescape_token(name).into_owned();
    let own = tree.at(root, &["components", "schemas", &name]);
    own.and_then(|own| tree.get_str(own, "x-oas3-name")).map_or(name, str::to_owned)
}

/// 2.0 wants the name of the definition as the value.
fn renamed(tree: &Tree, mapping: NodeId, findings: &mut Findings) {
    for (value, target) in tree.members(mapping) {
        let text = tree.text(target);
        let name = text.rsplit_once('/').map_or(text, |(_, name)| name);
        if unescape_token(name) != value {
            let message = format!(
                "the value `{value}` stands for `{name}`; in Swagger 2.0 it would have to be that name"
            );
            findings.report(&DISCRIMINATOR_VALUE, Site::Value(target), message);
        }
    }
}
