//! Responses: `schema` and `examples` → `content`; the type of headers → a schema.

use super::parameters::into_schema;
use super::{PASS, object};
use crate::openapi::reference;
use crate::tree::{NodeId, Tree};

pub(super) fn raise(tree: &mut Tree, response: NodeId, produces: &[String]) {
    if reference(tree, response).is_some() {
        return;
    }
    let headers: Vec<NodeId> =
        tree.get(response, "headers").into_iter().flat_map(|headers| tree.children(headers)).collect();
    for header in headers {
        if tree.is_object(header) {
            into_schema(tree, header, &["description"]);
        }
    }
    let schema = tree.get(response, "schema");
    let examples = tree.get(response, "examples").filter(|examples| tree.is_object(*examples));
    if schema.is_none() && examples.is_none() {
        return;
    }
    let content = object(tree, response, "content", response);
    for (index, name) in produces.iter().enumerate() {
        if tree.get(content, name).is_some() {
            continue;
        }
        let media_type = object(tree, content, name, response);
        if let Some(schema) = schema {
            let schema = if index == 0 { schema } else { tree.copy(schema, PASS) };
            tree.append(media_type, "schema", schema);
        }
    }
    let given: Vec<NodeId> = examples.into_iter().flat_map(|examples| tree.children(examples)).collect();
    for example in given {
        let name = tree.key(example).to_owned();
        if let Some(media_type) = tree.get(content, &name) {
            tree.append(media_type, "example", example);
        }
    }
    if let Some(examples) = examples {
        tree.detach(examples);
    }
}
