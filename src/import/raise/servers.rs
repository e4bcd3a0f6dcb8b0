//! `host`, `basePath` and `schemes` → `servers`, one for each scheme.

use super::{PASS, object, take_texts, text};
use crate::tree::{NodeId, Origin, Tree};

pub(super) fn raise(tree: &mut Tree, root: NodeId) {
    let take = |tree: &mut Tree, key: &str| {
        let member = tree.get(root, key).filter(|member| tree.str(*member).is_some())?;
        tree.detach(member);
        Some(tree.text(member).to_owned())
    };
    let host = take(tree, "host");
    let base_path = take(tree, "basePath").unwrap_or_default();
    let mut schemes = take_texts(tree, root, "schemes").unwrap_or_default();
    if schemes.is_empty() {
        schemes.push("https".to_owned());
    }
    let path = if base_path == "/" { "" } else { &base_path };
    let list = tree.make_array(Origin::from(root, PASS));
    for scheme in schemes {
        let server = tree.make_object(Origin::from(root, PASS));
        tree.push(list, server);
        let url = match &host {
            Some(host) => format!("{scheme}://{host}{path}"),
            None if path.is_empty() => "/".to_owned(),
            None => path.to_owned(),
        };
        text(tree, server, "url", &url, root);
        placeholders(tree, server, &url, root);
    }
    match tree.get(root, "info") {
        Some(info) => tree.insert_after(info, "servers", list),
        None => tree.append(root, "servers", list),
    }
}

/// What stands in braces is a variable in 3.0, whose default is itself: it is a policy that fills it in.
fn placeholders(tree: &mut Tree, server: NodeId, url: &str, from: NodeId) {
    let names: Vec<&str> = crate::openapi::path_variables(url).collect();
    if names.is_empty() {
        return;
    }
    let variables = object(tree, server, "variables", from);
    for name in names {
        if tree.get(variables, name).is_none() {
            let variable = object(tree, variables, name, from);
            text(tree, variable, "default", &format!("{{{name}}}"), from);
        }
    }
}
