//! Extensions with Microsoft's prefix: one with a slip in its name does nothing, and nobody says so.

use crate::diagnostic::{Findings, Rule, Site, page};
use crate::nearest::nearest;
use crate::openapi::objects;
use crate::tree::{NodeId, Tree};
use serde::Deserialize;
use std::collections::HashMap;
use std::sync::LazyLock;

/// An extension with Microsoft's prefix that nothing of Microsoft reads.
pub static UNKNOWN_EXTENSION: Rule = Rule::warning("UnknownExtension", page!("UnknownExtension"));

/// `spec/platform/extensions.toml`
#[derive(Deserialize)]
struct Known {
    read: Vec<String>,
    ignored: Vec<String>,
}

static KNOWN: LazyLock<Known> = LazyLock::new(|| {
    toml::from_str(include_str!("../../spec/platform/extensions.toml"))
        .expect("internal error: spec/platform/extensions.toml does not read")
});

/// Reports each unknown name once, at its first place.
pub(super) fn check(tree: &Tree, definition: NodeId, findings: &mut Findings) {
    let mut unknown: Vec<(NodeId, usize)> = Vec::new();
    let mut seen: HashMap<&str, usize> = HashMap::new();
    for found in objects(tree, definition) {
        for (key, member) in tree.members(found.node).filter(|(key, _)| key.starts_with("x-ms")) {
            if KNOWN.read.iter().chain(&KNOWN.ignored).any(|known| known == key) {
                continue;
            }
            match seen.get(key) {
                Some(index) => unknown[*index].1 += 1,
                None => {
                    seen.insert(key, unknown.len());
                    unknown.push((member, 1));
                }
            }
        }
    }
    for (member, count) in unknown {
        let name = tree.key(member);
        let more = match count - 1 {
            0 => String::new(),
            1 => ", and at one other place".to_owned(),
            more => format!(", and at {more} other places"),
        };
        let message = format!("nothing reads `{name}`, which stands here{more}");
        let finding = findings.report(&UNKNOWN_EXTENSION, Site::Key(member), message);
        match nearest(name, KNOWN.read.iter().map(String::as_str)) {
            Some(near) => finding.help(format!("did you mean `{near}`?")),
            None => finding.help("remove it, or begin its name with another prefix: `x-ms-` is Microsoft's"),
        };
    }
}
