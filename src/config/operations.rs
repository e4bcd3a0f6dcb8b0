//! `operations:`, `visibility:` and `rename:` which operations there are, and what they are called.

use super::Located;
use super::read::Section;
use crate::tree::NodeId;

/// A name in which `*` stands for any text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Glob(String);

impl Glob {
    /// From the text as it is written.
    pub fn new(pattern: &str) -> Glob {
        Glob(pattern.to_owned())
    }

    /// Whether it stands for this name.
    pub fn matches(&self, name: &str) -> bool {
        let mut pieces = self.0.split('*');
        let first = pieces.next().unwrap_or_default();
        let Some(mut rest) = name.strip_prefix(first) else { return false };
        let Some(last) = pieces.next_back() else { return rest.is_empty() };
        for piece in pieces {
            match rest.find(piece) {
                Some(at) => rest = &rest[at + piece.len()..],
                None => return false,
            }
        }
        rest.ends_with(last)
    }

    /// As it is written.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether it can stand for more than one name.
    pub fn is_pattern(&self) -> bool {
        self.0.contains('*')
    }
}

/// What chooses operations.
#[derive(Clone, Debug)]
pub struct Selector {
    /// By `operationId`.
    pub operation_id: Option<Glob>,
    /// By tag.
    pub tag: Option<Glob>,
    /// By path.
    pub path: Option<Glob>,
    /// By method, in any case.
    pub method: Option<String>,
    /// Where it is written.
    pub at: NodeId,
}

impl Selector {
    fn read(section: &Section<'_>) -> Option<Selector> {
        let at = section.node?;
        let glob = |key| section.text(key).map(|text| Glob::new(&text.value));
        let id = section.tree.str(at).map(Glob::new);
        Some(Selector {
            operation_id: id.or_else(|| glob("operationId")),
            tag: glob("tag"),
            path: glob("path"),
            method: section.text("method").map(|method| method.value.clone()),
            at,
        })
    }
}

/// Which operations are in. An empty `include` is all.
#[derive(Clone, Debug, Default)]
pub struct Operations {
    /// Only these.
    pub include: Vec<Selector>,
    /// Not these.
    pub exclude: Vec<Selector>,
}

impl Operations {
    pub(super) fn read(section: &Section<'_>) -> Operations {
        Operations { include: selectors(section, "include"), exclude: selectors(section, "exclude") }
    }
}

fn selectors(section: &Section<'_>, key: &str) -> Vec<Selector> {
    section.items(key).filter_map(|item| Selector::read(&item)).collect()
}

/// Which operations makers see first.
#[derive(Clone, Debug, Default)]
pub struct Visibility {
    /// Of all operations that no list names; `none` sets nothing.
    pub default: Option<Located<String>>,
    /// `important`, `advanced`, `internal`: who is in each.
    pub levels: Vec<(&'static str, Vec<Selector>)>,
}

impl Visibility {
    pub(super) fn read(section: &Section<'_>) -> Visibility {
        let levels = ["important", "advanced", "internal"];
        Visibility {
            default: section.text("default"),
            levels: levels.map(|level| (level, selectors(section, level))).to_vec(),
        }
    }
}

/// New names, in the order they are written: old, then new.
#[derive(Clone, Debug, Default)]
pub struct Rename {
    /// Of tags.
    pub tags: Vec<(Located<String>, Located<String>)>,
    /// Of component schemas.
    pub schemas: Vec<(Located<String>, Located<String>)>,
}

impl Rename {
    pub(super) fn read(section: &Section<'_>) -> Rename {
        Rename { tags: section.map("tags"), schemas: section.map("schemas") }
    }
}
