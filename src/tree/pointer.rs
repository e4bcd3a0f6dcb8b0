//! JSON Pointers (RFC 6901): from a node to its pointer and back.

use super::{Kind, NodeId, Tree};
use std::borrow::Cow;

/// A member name as a pointer writes it.
pub fn escape_token(name: &str) -> Cow<'_, str> {
    if name.contains(['~', '/']) {
        Cow::Owned(name.replace('~', "~0").replace('/', "~1"))
    } else {
        Cow::Borrowed(name)
    }
}

/// A pointer's token as the member is named.
pub fn unescape_token(token: &str) -> Cow<'_, str> {
    if token.contains('~') {
        Cow::Owned(token.replace("~1", "/").replace("~0", "~"))
    } else {
        Cow::Borrowed(token)
    }
}

impl Tree {
    /// The JSON Pointer of a node, from the root of the document it stands in.
    pub fn pointer(&self, id: NodeId) -> String {
        let mut tokens = Vec::new();
        let mut node = id;
        while let Some(parent) = self.parent(node) {
            if self.kind(parent) == Kind::Array {
                let index = self.items(parent).position(|item| item == node);
                tokens.push(index.map_or_else(|| "-".to_owned(), |index| index.to_string()));
            } else {
                tokens.push(escape_token(self.key(node)).into_owned());
            }
            node = parent;
        }
        tokens.iter().rev().fold(String::new(), |pointer, token| pointer + "/" + token)
    }

    /// The root of the document that a node stands in.
    pub fn root(&self, id: NodeId) -> NodeId {
        let mut node = id;
        while let Some(parent) = self.parent(node) {
            node = parent;
        }
        node
    }

    /// The node that a JSON Pointer names, from `root`.
    pub fn resolve(&self, root: NodeId, pointer: &str) -> Option<NodeId> {
        if pointer.is_empty() {
            return Some(root);
        }
        pointer.strip_prefix('/')?.split('/').try_fold(root, |node, token| match self.kind(node) {
            Kind::Object => self.get(node, &unescape_token(token)),
            Kind::Array => self.item(node, array_index(token)?),
            _ => None,
        })
    }
}

/// RFC 6901 section 4: digits without a leading zero.
fn array_index(token: &str) -> Option<usize> {
    let plain = token == "0" || (!token.starts_with('0') && token.bytes().all(|byte| byte.is_ascii_digit()));
    plain.then(|| token.parse().ok())?
}
