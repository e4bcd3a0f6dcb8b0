//! Where a value of the output comes from: the line, the passes, the overlay action.

use crate::diagnostic::Site;
use crate::nearest::nearest;
use crate::report::place;
use crate::tree::{Layout, NodeId, Tree, escape_token, unescape_token, write_json};

/// The story of one value, from what it is back to what its author wrote.
pub(super) fn tell(tree: &Tree, node: NodeId) -> String {
    let mut text = format!("#{}\n", tree.pointer(node));
    text.push_str(&format!("  is {}\n", shown(tree, node)));
    let mut at = node;
    loop {
        for step in tree.history(at).iter().rev() {
            let because = step
                .because
                .map(|because| format!(", because of {}", where_is(tree, because)))
                .unwrap_or_default();
            text.push_str(&format!("  {} by the pass `{}`{because}\n", step.what, step.by));
        }
        match tree.origin(at) {
            None => {
                text.push_str(&format!("  written at {}\n", where_is(tree, at)));
                return text;
            }
            Some(origin) => match origin.from {
                Some(from) => {
                    text.push_str(&format!(
                        "  made by the pass `{}` from {}\n",
                        origin.by,
                        where_is(tree, from)
                    ));
                    at = from;
                }
                None => {
                    text.push_str(&format!("  made by the pass `{}`; no document says it\n", origin.by));
                    return text;
                }
            },
        }
    }
}

fn shown(tree: &Tree, node: NodeId) -> String {
    const WIDTH: usize = 90;
    let json = write_json(tree, node, Layout::Minified);
    match json.char_indices().nth(WIDTH) {
        Some((end, _)) => format!("{}…", &json[..end]),
        None => json,
    }
}

fn where_is(tree: &Tree, node: NodeId) -> String {
    let site = Site::Value(node);
    let place = place(tree, &site);
    match (place.region, tree.source_node(node)) {
        (Some(region), Some(source)) => {
            format!(
                "{}:{}:{} (#{})",
                place.path,
                region.start.line,
                region.start.column,
                tree.pointer(source)
            )
        }
        (Some(region), None) => format!("{}:{}:{}", place.path, region.start.line, region.start.column),
        (None, _) => place.path.to_string(),
    }
}

/// The nearest pointer that exists, for a message.
pub(super) fn near(tree: &Tree, root: NodeId, pointer: &str) -> String {
    let mut at = root;
    let mut walked = String::new();
    for token in pointer.trim_start_matches('/').split('/') {
        let name = unescape_token(token);
        match tree.resolve(at, &format!("/{token}")) {
            Some(next) => {
                at = next;
                walked = format!("{walked}/{token}");
            }
            None => {
                return match nearest(&name, tree.members(at).map(|(key, _)| key)) {
                    Some(near) => format!("; did you mean `#{walked}/{}`?", escape_token(near)),
                    None => format!("; `#{walked}` is there, `{name}` below it is not"),
                };
            }
        }
    }
    String::new()
}
