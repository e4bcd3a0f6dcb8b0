//! `allOf`: the platform's readers see only `properties`, so its parts are written out where they agree.

use super::Dialect;
use super::edit::leave_out;
use super::rules::{ALL_OF_CONFLICT, COMPOSED_SCHEMA, LEFT_OUT, RECURSIVE_COMPOSITION};
use super::schema_compose::{Compose, Part};
use super::schema_merge::{Conflict, Losses, Plan, Role, Source, apply, plan};
use super::schemas::PASS;
use crate::diagnostic::{Findings, Site};
use crate::openapi::reference;
use crate::tree::{NodeId, Step, Tree};

/// Members that only describe: a schema with a single part and these is that part, described anew.
const DESCRIBING: [&str; 8] =
    ["allOf", "title", "description", "example", "default", "readOnly", "externalDocs", "x-nullable"];

pub(super) fn lower(compose: &mut Compose, tree: &mut Tree, schema: NodeId, findings: &mut Findings) {
    let Some(list) = tree.get(schema, "allOf").filter(|list| tree.is_array(*list)) else { return };
    let parts: Vec<NodeId> = tree.items(list).collect();
    match parts.as_slice() {
        [] => leave_out(tree, schema, "allOf", "it has no parts", PASS, findings),
        [only] if compose.dialect == Dialect::Connector && alias(compose, tree, schema, list, *only) => {}
        // A choice of one that is written in place is no part, and was none in the source.
        [only] if compose.only.contains(&schema) && reference(tree, *only).is_none() => {
            flatten(compose, tree, schema, list, &parts, findings);
        }
        _ if compose.dialect == Dialect::Connector => {
            flatten(compose, tree, schema, list, &parts, findings);
        }
        _ => {}
    }
}

/// A reference as the only part, and nothing else, is that reference.
fn alias(compose: &Compose, tree: &mut Tree, schema: NodeId, list: NodeId, only: NodeId) -> bool {
    if tree.count(schema) > 1 || tree.count(only) > 1 {
        return false;
    }
    let Some(reference) = tree.get(only, "$ref") else { return false };
    // The platform refuses definitions that are only references.
    if compose.is_component(tree, schema) {
        return false;
    }
    tree.note(list, Step { by: PASS, what: "its only part is enough", because: None });
    tree.detach(list);
    tree.append(schema, "$ref", reference);
    true
}

fn flatten(
    compose: &mut Compose,
    tree: &mut Tree,
    schema: NodeId,
    list: NodeId,
    parts: &[NodeId],
    findings: &mut Findings,
) {
    let mut sources = Vec::new();
    for part in parts {
        match compose.part(tree, *part) {
            Part::Whole(target) => {
                let role = if target == *part { Role::Inline } else { Role::Shared };
                sources.push(Source { schema: target, role });
            }
            Part::Own(target) => sources.push(Source { schema: target, role: Role::Shared }),
            Part::Recursive => {
                recursive(tree, list, *part, findings);
                return;
            }
            // That it leads nowhere was told.
            Part::Nothing => return,
        }
    }
    if !compose.has_room() {
        let message = "`allOf` is kept, since its parts written out everywhere would be too much: \
                       makers do not see the properties of its parts";
        findings.report(&RECURSIVE_COMPOSITION, Site::Key(list), message);
        return;
    }
    let silent = compose.dialect != Dialect::Connector;
    if let Some(source) = sources.iter().find(|source| tree.get(source.schema, "allOf").is_some()) {
        if !silent {
            nested(tree, list, source.schema, findings);
        }
        return;
    }
    sources.push(Source { schema, role: Role::Own });
    match plan(tree, &sources, 0) {
        Ok(Plan { members, losses }) => {
            composed(compose, tree, schema, list, &sources, findings);
            told(tree, &losses, findings);
            apply(compose, tree, schema, members);
            tree.note(list, Step { by: PASS, what: "written out", because: Some(schema) });
        }
        Err(_) if silent => {}
        Err(Conflict(at)) => {
            let message = format!("the parts of `allOf` contradict each other in `{}`", tree.key(at));
            findings
                .report(&ALL_OF_CONFLICT, Site::Value(at), message)
                .also(Site::Key(list), "kept as it is, so makers do not see the properties of its parts")
                .help("let the parts agree, by overlay if the source is not yours");
        }
    }
}

/// Says that parts were written out, unless there was one that was only described anew.
fn composed(
    compose: &Compose,
    tree: &Tree,
    schema: NodeId,
    list: NodeId,
    sources: &[Source],
    findings: &mut Findings,
) {
    let described = |key: &str| DESCRIBING.contains(&key) || key.starts_with("x-");
    let only_described = sources.len() == 2 && tree.members(schema).all(|(key, _)| described(key));
    if only_described || compose.only.contains(&schema) {
        return;
    }
    let message = "the parts of `allOf` are written out here: the designer reads only `properties`";
    findings.report(&COMPOSED_SCHEMA, Site::Key(list), message);
}

/// What the parts said and the whole does not.
fn told(tree: &Tree, losses: &Losses, findings: &mut Findings) {
    for node in &losses.lost {
        let message = format!("`{}` is left out: another part of `allOf` says it otherwise", tree.key(*node));
        findings.report(&LEFT_OUT, Site::Value(*node), message);
    }
    for (node, taken) in &losses.contradicted {
        let message = format!(
            "the parts of `allOf` contradict each other in `{}`: the last of them counts",
            tree.key(*node)
        );
        findings
            .report(&ALL_OF_CONFLICT, Site::Key(*node), message)
            .also(Site::Key(*taken), "this one counts")
            .help("let the parts agree, by overlay if the source is not yours");
    }
}

fn recursive(tree: &Tree, list: NodeId, part: NodeId, findings: &mut Findings) {
    let at = tree.get(part, "$ref").unwrap_or(part);
    let message = format!(
        "the schema is made of `{}`, which is made of it: makers do not see those properties",
        tree.text(at)
    );
    let finding = findings.report(&RECURSIVE_COMPOSITION, Site::Value(at), message);
    if tree.origin(list).is_none() {
        finding.also(Site::Key(list), "made of these parts");
    }
    finding.help("refer to the schema without anything beside the reference");
}

fn nested(tree: &Tree, list: NodeId, part: NodeId, findings: &mut Findings) {
    let name = tree.key(part);
    let what = if name.is_empty() { "one of its parts".to_owned() } else { format!("its part `{name}`") };
    let message = format!("`allOf` is kept, as in {what}: makers do not see the properties of its parts");
    findings.report(&RECURSIVE_COMPOSITION, Site::Key(list), message);
}
