//! A tree as JSON text, the same bytes every time.

use super::{Kind, NodeId, Tree};
use crate::source::FileId;

/// How JSON is laid out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Layout {
    /// One member a line, each level indented by so many spaces.
    Indented(usize),
    /// No space at all.
    Minified,
}

/// Writes a node and all below it. Ends with a line break if it is indented.
pub fn write_json(tree: &Tree, root: NodeId, layout: Layout) -> String {
    let mut out = String::with_capacity(estimate(tree, root));
    let mut depth = 0;
    let mut node = root;
    'nodes: loop {
        if node != root {
            line(&mut out, layout, depth);
            if tree.parent(node).is_some_and(|parent| tree.is_object(parent)) {
                write_string(&mut out, tree.key(node));
                out.push_str(if layout == Layout::Minified { ":" } else { ": " });
            }
        }
        if let Some(child) = open(tree, node, &mut out) {
            depth += 1;
            node = child;
            continue;
        }
        while node != root {
            if let Some(next) = tree.next(node) {
                out.push(',');
                node = next;
                continue 'nodes;
            }
            node = tree.parent(node).expect("internal error: a child has a parent");
            depth -= 1;
            line(&mut out, layout, depth);
            out.push(if tree.is_object(node) { '}' } else { ']' });
        }
        break;
    }
    if layout != Layout::Minified {
        out.push('\n');
    }
    out
}

/// Writes a scalar or an empty container, or opens one and gives its first child.
fn open(tree: &Tree, node: NodeId, out: &mut String) -> Option<NodeId> {
    let kind = tree.kind(node);
    let child = tree.children(node).next();
    match kind {
        Kind::String => write_string(out, tree.text(node)),
        Kind::Array => out.push_str(if child.is_some() { "[" } else { "[]" }),
        Kind::Object => out.push_str(if child.is_some() { "{" } else { "{}" }),
        _ => out.push_str(tree.text(node)),
    }
    child
}

fn line(out: &mut String, layout: Layout, depth: usize) {
    if let Layout::Indented(width) = layout {
        out.push('\n');
        out.extend(std::iter::repeat_n(' ', depth * width));
    }
}

/// The output of a whole document is about as long as the files it came from.
pub(super) fn estimate(tree: &Tree, root: NodeId) -> usize {
    let file: Option<FileId> = tree.file(root);
    file.map_or(256, |file| {
        let span = tree.sources.span(file);
        (span.end - span.start) as usize
    })
}

/// Writes a string in quotes, with the escapes that JSON demands and no others.
pub(super) fn write_string(out: &mut String, text: &str) {
    out.push('"');
    let mut plain = 0;
    for (at, byte) in text.bytes().enumerate() {
        if byte >= 0x20 && byte != b'"' && byte != b'\\' {
            continue;
        }
        out.push_str(&text[plain..at]);
        plain = at + 1;
        match byte {
            b'"' => out.push_str("\\\""),
            b'\\' => out.push_str("\\\\"),
            b'\n' => out.push_str("\\n"),
            b'\r' => out.push_str("\\r"),
            b'\t' => out.push_str("\\t"),
            _ => out.push_str(&format!("\\u{byte:04x}")),
        }
    }
    out.push_str(&text[plain..]);
    out.push('"');
}
