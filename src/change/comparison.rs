//! What all comparisons share: both definitions, where they are just now, and the way to speak.

use super::kind::Kind;
use super::same::Same;
use crate::diagnostic::{Change, Diagnostic, Findings, Severity, Site};
use crate::openapi::Resolver;
use crate::tree::{Kind as Type, Layout, NodeId, Tree, write_json};

/// Two definitions on the way through both.
pub(super) struct Comparison<'t, 'f> {
    pub tree: &'t Tree,
    pub old: NodeId,
    pub new: NodeId,
    /// Finds what references of the old one name.
    pub old_names: Resolver,
    /// Finds what references of the new one name.
    pub new_names: Resolver,
    /// Where we are, as Microsoft's validator writes it.
    pub path: Vec<&'t str>,
    /// Nothing is said more gravely than this.
    pub at_most: Severity,
    same: Same,
    findings: &'f mut Findings,
}

/// Where something stands now, and where it stood.
pub(super) struct Places {
    new: Site,
    old: Option<Site>,
}

/// Values, now and before.
pub(super) fn values(old: NodeId, new: NodeId) -> Places {
    Places { new: Site::Value(new), old: Some(Site::Value(old)) }
}

/// Members by their names, now and before.
pub(super) fn names(old: NodeId, new: NodeId) -> Places {
    Places { new: Site::Key(new), old: Some(Site::Key(old)) }
}

/// What was not there before.
pub(super) fn fresh(new: NodeId) -> Places {
    Places { new: Site::Key(new), old: None }
}

/// What a keyword says, before and now.
pub(super) type Pair = (Option<NodeId>, Option<NodeId>);

impl<'t, 'f> Comparison<'t, 'f> {
    pub fn new(tree: &'t Tree, old: NodeId, new: NodeId, findings: &'f mut Findings) -> Comparison<'t, 'f> {
        Comparison {
            tree,
            old,
            new,
            old_names: Resolver::new(old),
            new_names: Resolver::new(new),
            path: Vec::new(),
            at_most: Severity::Error,
            same: Same::default(),
            findings,
        }
    }

    /// Says something of where we are.
    pub fn report(&mut self, kind: &'static Kind, places: Places, message: String) -> &mut Diagnostic {
        let finding = self.findings.report(&kind.rule, places.new, message);
        finding.level = finding.level.min(self.at_most);
        if !kind.way_out.is_empty() {
            finding.help(kind.way_out);
        }
        if let Some(old) = places.old {
            finding.also(old, "before");
        }
        finding.change = Some(Box::new(Change {
            value_path: self.path.join("/"),
            microsoft: kind.microsoft,
            noticed_by: kind.noticed_by,
            old: None,
            new: None,
        }));
        finding
    }

    /// Says that something is gone from its holder, or is there under another name.
    pub fn report_gone(
        &mut self,
        kind: &'static Kind,
        old: NodeId,
        holder: NodeId,
        renamed: Option<(&str, NodeId)>,
        message: String,
    ) {
        match renamed {
            Some((name, node)) => {
                let message = format!("{message}: it seems to be called `{name}` now");
                let site =
                    if self.tree.str(node) == Some(name) { Site::Value(node) } else { Site::Key(node) };
                let places = Places { new: site, old: Some(Site::Key(old)) };
                self.report(kind, places, message).label("the same by another name");
            }
            None => {
                self.report(kind, names(old, holder), message).label("no longer here");
            }
        }
    }

    /// Says something of where we are that was called one thing and is called another now.
    pub fn report_names(
        &mut self,
        kind: &'static Kind,
        (old, new): (&str, &str),
        places: Places,
        message: String,
    ) {
        let finding = self.report(kind, places, message);
        if let Some(change) = &mut finding.change {
            change.old = Some(old.to_owned());
            change.new = Some(new.to_owned());
        }
    }

    /// Says something of a keyword where we are; `holders` is where it would stand.
    pub fn report_keyword(
        &mut self,
        kind: &'static Kind,
        (keyword, (old, new)): (&'t str, Pair),
        holders: (NodeId, NodeId),
        message: String,
    ) -> &mut Diagnostic {
        let place = |node: Option<NodeId>, holder| node.map_or(Site::Key(holder), Site::Value);
        let places = Places { new: place(new, holders.1), old: Some(place(old, holders.0)) };
        let tree = self.tree;
        self.path.push(keyword);
        self.report(kind, places, message);
        self.path.pop();
        let finding = self.findings.all_mut().last_mut().expect("internal error: a finding was reported");
        if let Some(change) = &mut finding.change {
            change.old = old.map(|node| text(tree, node));
            change.new = new.map(|node| text(tree, node));
        }
        finding
    }

    /// Whether two schemas are the same to who uses them.
    pub fn is_same(&mut self, old: NodeId, new: NodeId) -> bool {
        self.same.are(self.tree, (&mut self.old_names, &mut self.new_names), (old, new))
    }

    /// The operation that we are in.
    pub fn operation(&self) -> &'t str {
        self.path.get(1).copied().unwrap_or_default()
    }

    /// The parameter, field or output that we are at, as a maker would call it: `company.tags[].name`.
    pub fn field(&self) -> String {
        field_of(&self.path)
    }
}

/// `operation/Id/parameter/body/schema/company/items` is `company[]`.
fn field_of(path: &[&str]) -> String {
    let parts = match (path.get(2), path.get(4)) {
        (Some(&"parameter"), Some(&"schema")) if path.len() > 5 => &path[5..],
        (Some(&"parameter"), Some(&"schema")) => &path[3..4],
        (Some(&"parameter"), _) => &path[3..],
        (Some(&"responses"), _) => path.get(5..).unwrap_or_default(),
        _ => path.get(2..).unwrap_or_default(),
    };
    let mut name = String::new();
    for part in parts {
        match *part {
            "items" => name.push_str("[]"),
            part if name.is_empty() => name.push_str(part),
            part => name = name + "." + part,
        }
    }
    match path.get(2) {
        Some(&"responses") if name.is_empty() => "the whole body".to_owned(),
        _ => format!("`{name}`"),
    }
}

/// A value as a text.
pub(super) fn text(tree: &Tree, node: NodeId) -> String {
    match tree.kind(node) {
        Type::Array | Type::Object => write_json(tree, node, Layout::Minified),
        _ => tree.text(node).to_owned(),
    }
}

/// What a keyword says, in a sentence: of a long text, the start.
pub(super) fn said(tree: &Tree, node: Option<NodeId>) -> String {
    const LONGEST: usize = 60;
    let Some(node) = node else { return "nothing".to_owned() };
    let text = text(tree, node);
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("`{}…`", &text[..end]),
        None => format!("`{text}`"),
    }
}

/// Some values in a sentence.
pub(super) fn listed<'a>(values: impl IntoIterator<Item = &'a str>) -> String {
    const SHOWN: usize = 4;
    let values: Vec<&str> = values.into_iter().collect();
    let shown: Vec<String> = values.iter().take(SHOWN).map(|value| format!("`{value}`")).collect();
    match values.len().checked_sub(SHOWN) {
        Some(more @ 1..) => format!("{} and {more} more", shown.join(", ")),
        _ => shown.join(", "),
    }
}
