//! `oneOf` and `anyOf`: 2.0 has no alternatives, so a union says what all of them allow.

use super::edit::{leave_out, rename, set_text};
use super::rules::{KEPT_AS_EXTENSION, MIXED_UNION, UNION_SCHEMA};
use super::schema_compose::{Compose, Part};
use super::schema_either::{either, insert_common, insert_values, kind_of};
use super::schema_types::set_nullable;
use super::schemas::PASS;
use crate::diagnostic::{Findings, Site};
use crate::tree::{Kind, NodeId, NodeSet, Origin, Step, Tree};
use indexmap::IndexMap;

/// Takes "or null" out of the alternatives of a schema, and makes a choice of one a part; the schema, if it had
/// one.
pub(super) fn null_and_only(tree: &mut Tree, schema: NodeId, findings: &mut Findings) -> Option<NodeId> {
    let mut had_one = None;
    for key in ["oneOf", "anyOf"] {
        let Some(list) = tree.get(schema, key).filter(|list| tree.is_array(*list)) else { continue };
        let nulls: Vec<NodeId> = tree.items(list).filter(|variant| is_null(tree, *variant)).collect();
        for null in &nulls {
            tree.detach(*null);
            let from = tree.children(*null).next().unwrap_or(*null);
            set_nullable(tree, schema, from);
            let flag = tree.get(schema, "x-nullable");
            tree.note(*null, Step { by: PASS, what: "said by `x-nullable`", because: flag });
        }
        let rest: Vec<NodeId> = tree.items(list).collect();
        match rest.as_slice() {
            [] if nulls.is_empty() => leave_out(tree, schema, key, "it has no alternatives", PASS, findings),
            [] => {
                tree.note(
                    list,
                    Step { by: PASS, what: "said by `x-nullable`", because: nulls.first().copied() },
                );
                tree.detach(list);
            }
            [only] => {
                tree.note(list, Step { by: PASS, what: "a choice of one", because: None });
                match tree.get(schema, "allOf").filter(|parts| tree.is_array(*parts)) {
                    Some(parts) => {
                        tree.push(parts, *only);
                        tree.detach(list);
                    }
                    None => {
                        rename(tree, list, "allOf", PASS);
                        had_one = Some(schema);
                    }
                }
            }
            _ => {}
        }
    }
    had_one
}

/// Whether a schema is valid for null alone.
fn is_null(tree: &Tree, schema: NodeId) -> bool {
    let is_only_null =
        |list: NodeId| tree.count(list) == 1 && tree.items(list).all(|item| says_null(tree, item));
    let says = |key: &str, node: NodeId| match key {
        "type" => says_null(tree, node) || is_only_null(node),
        "const" => tree.kind(node) == Kind::Null,
        "enum" => is_only_null(node),
        // Alone it has no meaning in 3.0, but nobody means anything else by it.
        "nullable" => tree.bool(node) == Some(true),
        _ => false,
    };
    let mut members =
        tree.members(schema).filter(|(key, _)| !matches!(*key, "title" | "description")).peekable();
    members.peek().is_some() && members.all(|(key, node)| says(key, node))
}

fn says_null(tree: &Tree, node: NodeId) -> bool {
    tree.kind(node) == Kind::Null || tree.str(node) == Some("null")
}

/// Lowers the alternatives of one schema, which are lowered themselves.
pub(super) fn lower(compose: &mut Compose, tree: &mut Tree, schema: NodeId, findings: &mut Findings) {
    for key in ["oneOf", "anyOf"] {
        let Some(list) = tree.get(schema, key).filter(|list| tree.is_array(*list)) else { continue };
        let variants: Vec<NodeId> = tree.items(list).collect();
        let layers: Vec<Vec<NodeId>> =
            variants.iter().map(|variant| layers(compose, tree, *variant, schema)).collect();
        let layers: Vec<&[NodeId]> =
            layers.iter().map(Vec::as_slice).filter(|layers| !layers.is_empty()).collect();
        union(compose, tree, schema, list, &layers, findings);
        rename(tree, list, &format!("x-{key}"), PASS);
    }
}

/// A schema and the parts that it is made of; none if it is made of the schema that asks.
fn layers(compose: &mut Compose, tree: &Tree, schema: NodeId, asking: NodeId) -> Vec<NodeId> {
    let mut layers = Vec::new();
    let mut seen = NodeSet::from_iter([asking]);
    let mut open = vec![schema];
    while let Some(next) = open.pop() {
        let target = match compose.part(tree, next) {
            Part::Whole(target) | Part::Own(target) => target,
            Part::Recursive | Part::Nothing => continue,
        };
        if seen.insert(target) {
            layers.push(target);
            if let Some(parts) = tree.get(target, "allOf") {
                open.extend(tree.items(parts));
            }
        }
    }
    layers
}

fn union(
    compose: &mut Compose,
    tree: &mut Tree,
    schema: NodeId,
    list: NodeId,
    variants: &[&[NodeId]],
    findings: &mut Findings,
) {
    let key = tree.key(list).to_owned();
    let own = tree.get_str(schema, "type").map(str::to_owned);
    let kind = common_kind(tree, variants, own.as_deref());
    let origin = Origin::from(list, PASS);
    let nullable = variants.iter().copied().flatten().find_map(|layer| tree.get(*layer, "x-nullable"));
    if let Some(nullable) = nullable {
        set_nullable(tree, schema, nullable);
    }
    if let Some(kind) = kind.as_deref().filter(|_| own.is_none()) {
        set_text(tree, schema, "type", kind, origin);
    }
    let (rule, what) = match kind.as_deref() {
        Some("object") => {
            let untyped = properties(compose, tree, schema, list, variants);
            let what = "all properties of its alternatives, and requires what each of them requires";
            (&UNION_SCHEMA, what.to_owned() + &without_type(&untyped))
        }
        Some("array") => {
            items(compose, tree, schema, variants);
            (&UNION_SCHEMA, "what its alternatives have in common: they are arrays".to_owned())
        }
        Some(kind) => {
            let layers: Vec<NodeId> = variants.iter().filter_map(|layers| layers.first().copied()).collect();
            insert_values(compose, tree, schema, &layers, origin);
            insert_common(compose, tree, schema, &layers);
            (&KEPT_AS_EXTENSION, format!("the type `{kind}`, which its alternatives share"))
        }
        None => (&MIXED_UNION, "no type, since its alternatives have different ones".to_owned()),
    };
    let message = format!("Swagger 2.0 has no `{key}`, kept as `x-{key}`: the schema gets {what}");
    let finding = findings.report(rule, Site::Key(list), message);
    if rule.name != KEPT_AS_EXTENSION.name {
        finding.help("if flows need one alternative only, choose it by overlay");
    }
}

/// The type of all alternatives; one that names none refines what the schema itself is.
fn common_kind(tree: &Tree, variants: &[&[NodeId]], own: Option<&str>) -> Option<String> {
    let mut kinds: Vec<&str> = Vec::new();
    for layers in variants {
        kinds.push(kind_of(tree, layers).or(own)?);
    }
    let first = *kinds.first()?;
    if kinds.iter().all(|kind| *kind == first) {
        return Some(first.to_owned());
    }
    let numbers = kinds.iter().all(|kind| matches!(*kind, "integer" | "number"));
    numbers.then(|| "number".to_owned())
}

fn without_type(names: &[String]) -> String {
    let quoted: Vec<String> = names.iter().map(|name| format!("`{name}`")).collect();
    match quoted.as_slice() {
        [] => String::new(),
        [only] => format!("; they describe {only} differently, so it has no type"),
        several => format!("; they describe {} differently, so these have no type", several.join(", ")),
    }
}

/// The properties of all alternatives, beside those that the schema has itself; the names of those that have no
/// type, since they are described differently.
fn properties(
    compose: &mut Compose,
    tree: &mut Tree,
    schema: NodeId,
    list: NodeId,
    variants: &[&[NodeId]],
) -> Vec<String> {
    let mut untyped = Vec::new();
    let mut by_name: IndexMap<String, Vec<NodeId>> = IndexMap::new();
    for layer in variants.iter().copied().flatten() {
        let Some(properties) = tree.get(*layer, "properties") else { continue };
        for (name, property) in tree.members(properties) {
            by_name.entry(name.to_owned()).or_default().push(property);
        }
    }
    let own = tree.get(schema, "properties");
    by_name.retain(|name, _| own.is_none_or(|own| tree.get(own, name).is_none()));
    if !by_name.is_empty() {
        let target = own.unwrap_or_else(|| {
            let target = tree.make_object(Origin::from(list, PASS));
            tree.append(schema, "properties", target);
            target
        });
        for (name, schemas) in &by_name {
            if !compose.has_room() {
                break;
            }
            let made = either(compose, tree, schemas, 0);
            tree.append(target, name, made);
            let told = ["type", "$ref", "allOf", "x-oneOf", "x-anyOf"];
            if schemas.len() > 1 && !told.iter().any(|key| tree.get(made, key).is_some()) {
                untyped.push(name.clone());
            }
        }
    }
    require_common(tree, schema, list, variants);
    others(compose, tree, schema, variants);
    untyped
}

/// What the alternatives say of properties beyond those they name, if all say the same.
fn others(compose: &mut Compose, tree: &mut Tree, schema: NodeId, variants: &[&[NodeId]]) {
    let said = |layers: &&[NodeId]| layers.iter().find_map(|layer| tree.get(*layer, "additionalProperties"));
    let Some(all) = variants.iter().map(said).collect::<Option<Vec<NodeId>>>() else { return };
    let Some((first, rest)) = all.split_first() else { return };
    if tree.get(schema, "additionalProperties").is_none()
        && rest.iter().all(|other| tree.equal(*first, *other))
    {
        let copy = compose.copy(tree, *first);
        tree.append(schema, "additionalProperties", copy);
    }
}

fn require_common(tree: &mut Tree, schema: NodeId, list: NodeId, variants: &[&[NodeId]]) {
    let required = |layers: &[NodeId]| -> IndexMap<String, ()> {
        let lists = layers.iter().filter_map(|layer| tree.get(*layer, "required"));
        lists.flat_map(|list| tree.items(list)).map(|item| (tree.text(item).to_owned(), ())).collect()
    };
    let Some((first, rest)) = variants.split_first() else { return };
    let mut common = required(first);
    for variant in rest {
        let names = required(variant);
        common.retain(|name, ()| names.contains_key(name));
    }
    if let Some(names) = tree.get(schema, "required") {
        common.retain(|name, ()| !tree.items(names).any(|item| tree.text(item) == name));
    }
    if common.is_empty() {
        return;
    }
    let origin = Origin::from(list, PASS);
    let names = tree.get(schema, "required").unwrap_or_else(|| {
        let names = tree.make_array(origin);
        tree.append(schema, "required", names);
        names
    });
    for name in common.keys() {
        let item = tree.make_string(name, origin);
        tree.push(names, item);
    }
}

fn items(compose: &mut Compose, tree: &mut Tree, schema: NodeId, variants: &[&[NodeId]]) {
    if tree.get(schema, "items").is_some() {
        return;
    }
    let all: Vec<NodeId> = variants
        .iter()
        .filter_map(|layers| layers.iter().find_map(|layer| tree.get(*layer, "items")))
        .collect();
    let made = either(compose, tree, &all, 0);
    tree.append(schema, "items", made);
}
