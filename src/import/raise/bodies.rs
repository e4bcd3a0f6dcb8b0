//! Body and form parameters → `requestBody`.

use super::parameters::style;
use super::{PASS, object, text};
use crate::openapi::{Resolver, reference};
use crate::tree::{NodeId, Origin, Tree};

const FORMS: [&str; 2] = ["multipart/form-data", "application/x-www-form-urlencoded"];

/// A parameter of the list that belongs into the body, and what it says.
struct Part {
    item: NodeId,
    said: NodeId,
    index: usize,
}

pub(super) fn raise(tree: &mut Tree, root: NodeId, operation: NodeId, consumes: &[String]) {
    let Some(list) = tree.get(operation, "parameters") else { return };
    let mut resolver = Resolver::new(root);
    let items: Vec<NodeId> = tree.items(list).collect();
    let total = items.len();
    let (mut bodies, mut fields) = (Vec::new(), Vec::new());
    for (index, item) in items.into_iter().enumerate() {
        let Some(said) = resolver.follow(tree, item).filter(|said| tree.is_object(*said)) else { continue };
        match tree.get_str(said, "in") {
            Some("body") => bodies.push(Part { item, said, index }),
            Some("formData") => fields.push(Part { item, said, index }),
            _ => {}
        }
    }
    let body = match (bodies.as_slice(), fields.as_slice()) {
        ([one], []) => of_body(tree, operation, one, consumes),
        ([], [_, ..]) => of_form(tree, operation, &fields, consumes),
        _ => return,
    };
    if let Some(responses) = tree.get(operation, "responses") {
        // Where readers look for it.
        tree.append(operation, "responses", responses);
    }
    let parts = if bodies.is_empty() { &fields } else { &bodies };
    let first = parts[0].index;
    // Without a word the body comes last.
    if first + parts.len() != total {
        let number = tree.make_number(&first.to_string(), Origin::from(operation, PASS));
        tree.append(body, "x-bodyPosition", number);
    }
    for part in parts {
        tree.detach(part.item);
    }
    if tree.children(list).next().is_none() {
        tree.detach(list);
    }
}

fn of_body(tree: &mut Tree, operation: NodeId, part: &Part, consumes: &[String]) -> NodeId {
    // What is shared stays where it is as well.
    let said = if part.said == part.item { part.item } else { tree.copy(part.said, PASS) };
    let body = object(tree, operation, "requestBody", said);
    let members: Vec<NodeId> = tree.children(said).collect();
    let mut schema = None;
    for member in members {
        let key = tree.key(member).to_owned();
        match key.as_str() {
            "in" => {}
            "name" if tree.text(member) == "body" => {}
            "name" => tree.append(body, "x-bodyName", member),
            "schema" => schema = Some(member),
            _ => tree.append(body, &key, member),
        }
    }
    let content = object(tree, body, "content", said);
    for (index, name) in consumes.iter().enumerate() {
        let media_type = object(tree, content, name, said);
        let Some(schema) = schema else { continue };
        let schema = if index == 0 { schema } else { tree.copy(schema, PASS) };
        tree.append(media_type, "schema", schema);
    }
    body
}

fn of_form(tree: &mut Tree, operation: NodeId, fields: &[Part], consumes: &[String]) -> NodeId {
    let body = object(tree, operation, "requestBody", fields[0].item);
    let content = object(tree, body, "content", fields[0].item);
    let has_file = fields.iter().any(|field| tree.get_str(field.said, "type") == Some("file"));
    let mut names: Vec<&str> =
        consumes.iter().map(String::as_str).filter(|name| FORMS.contains(name)).collect();
    if names.is_empty() {
        names.push(if has_file { FORMS[0] } else { FORMS[1] });
    }
    for (index, name) in names.iter().enumerate() {
        if index > 0 {
            let first = tree.children(content).next();
            let copy = first.map(|first| tree.copy(first, PASS));
            copy.into_iter().for_each(|copy| tree.append(content, name, copy));
            continue;
        }
        let media_type = object(tree, content, name, fields[0].item);
        form(tree, media_type, fields);
    }
    body
}

fn form(tree: &mut Tree, media_type: NodeId, fields: &[Part]) {
    let schema = object(tree, media_type, "schema", media_type);
    text(tree, schema, "type", "object", media_type);
    let properties = object(tree, schema, "properties", media_type);
    let required = tree.make_array(Origin::from(media_type, PASS));
    let mut encodings = Vec::new();
    for field in fields {
        let name = tree.get_str(field.said, "name").unwrap_or_default().to_owned();
        if tree.is_true(field.said, "required") {
            let node = tree.make_string(&name, Origin::from(field.item, PASS));
            tree.push(required, node);
        }
        let property = tree.copy(field.said, PASS);
        for key in ["name", "in", "required"] {
            let member = tree.get(property, key);
            member.into_iter().for_each(|member| tree.detach(member));
        }
        if tree.get_str(property, "type") == Some("file") {
            for (key, value) in [("type", "string"), ("format", "binary")] {
                let node = tree.make_string(value, Origin::from(field.item, PASS));
                tree.set(property, key, node);
            }
        }
        let encoding = tree.make_object(Origin::from(field.item, PASS));
        style(tree, encoding, property, "formData");
        if tree.children(encoding).next().is_some() && !tree.is_true(encoding, "explode") {
            encodings.push((name.clone(), encoding));
        }
        debug_assert!(reference(tree, property).is_none());
        tree.append(properties, &name, property);
    }
    if tree.children(required).next().is_some() {
        tree.append(schema, "required", required);
    }
    if !encodings.is_empty() {
        let all = object(tree, media_type, "encoding", media_type);
        for (name, encoding) in encodings {
            tree.append(all, &name, encoding);
        }
    }
}
