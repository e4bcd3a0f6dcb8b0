//! An overlay document as it is understood, and what is wrong with its shape.

use super::jsonpath::Query;
use super::rules::{
    ACTION_WITHOUT_EFFECT, INFO_INCOMPLETE, MALFORMED, QUERY_INVALID, UNKNOWN_MEMBER, VERSION_TOO_LOW,
    VERSION_UNKNOWN, WITHOUT_ACTIONS,
};
use super::target;
use crate::diagnostic::{Findings, Site};
use crate::nearest::nearest;
use crate::tree::{NodeId, Tree};

/// An overlay with the actions that can be understood.
pub(super) struct Overlay {
    pub(super) version: Version,
    /// Where the version stands.
    pub(super) declared: NodeId,
    pub(super) actions: Vec<Action>,
}

/// The feature sets of the specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Version {
    V1_0,
    V1_1,
}

pub(super) struct Action {
    pub(super) node: NodeId,
    /// The text of the query.
    pub(super) target: NodeId,
    pub(super) query: Query,
    pub(super) verb: Verb,
}

pub(super) enum Verb {
    /// The value to merge into each target.
    Update(NodeId),
    /// The query that selects such a value, and where it stands.
    Copy(NodeId, Query),
    Remove,
}

/// Reads an overlay; `None`, after an error, if nothing of it can be understood.
pub(super) fn read(tree: &Tree, root: NodeId, findings: &mut Findings) -> Option<Overlay> {
    if !tree.is_object(root) {
        let message = format!("an overlay is an object, not {}", target::kind(tree, root));
        findings.report(&MALFORMED, root, message).help("start with `overlay: 1.0.0`, `info` and `actions`");
        return None;
    }
    let (declared, version) = version(tree, root, findings)?;
    unknown_members(tree, root, &["overlay", "info", "extends", "actions"], findings);
    info(tree, root, findings);
    let Some(list) = tree.get(root, "actions").filter(|actions| tree.is_array(*actions)) else {
        let site = tree.get(root, "actions").unwrap_or(declared);
        findings
            .report(&MALFORMED, site, "the overlay has no list of `actions`")
            .help("write `actions:` with a list of actions, each with a `target`");
        return None;
    };
    let items: Vec<NodeId> = tree.items(list).collect();
    if items.is_empty() {
        findings.report(&WITHOUT_ACTIONS, list, "the overlay has no actions, so it changes nothing");
    }
    let mut overlay = Overlay { version, declared, actions: Vec::new() };
    for item in items {
        let action = action(tree, item, &overlay, findings);
        overlay.actions.extend(action);
    }
    Some(overlay)
}

fn version(tree: &Tree, root: NodeId, findings: &mut Findings) -> Option<(NodeId, Version)> {
    let Some(declared) = tree.get(root, "overlay") else {
        let other = ["openapi", "swagger"].into_iter().find(|name| tree.get(root, name).is_some());
        let finding =
            findings.report(&MALFORMED, root, "there is no `overlay` version, so this is no overlay");
        finding.help(match other {
            Some(name) => format!("`{name}` says that this is an API description: check the path"),
            None => "start with `overlay: 1.0.0`".to_owned(),
        });
        return None;
    };
    let text = tree.text(declared);
    let patch = |minor: &str| {
        let rest = text.strip_prefix(minor)?;
        (!rest.is_empty() && rest.bytes().all(|byte| byte.is_ascii_digit())).then_some(())
    };
    let version = match (patch("1.0."), patch("1.1.")) {
        (Some(()), _) => Some(Version::V1_0),
        (_, Some(())) => Some(Version::V1_1),
        _ => None,
    };
    if let Some(version) = version.filter(|_| tree.str(declared).is_some()) {
        return Some((declared, version));
    }
    let message = match tree.is_container(declared) {
        true => format!("`overlay` is {}, not a version", target::kind(tree, declared)),
        false => format!("`{text}` is no version of the Overlay Specification that is supported"),
    };
    findings.report(&VERSION_UNKNOWN, declared, message).help("write `1.0.0` or `1.1.0`");
    None
}

fn info(tree: &Tree, root: NodeId, findings: &mut Findings) {
    let Some(info) = tree.get(root, "info") else {
        let site = tree.get(root, "overlay").map_or(Site::Value(root), Site::Key);
        let finding = findings.report(&INFO_INCOMPLETE, site, "the overlay has no `info`");
        finding.help("add `info:` with a `title` and a `version`");
        return;
    };
    if !tree.is_object(info) {
        let message = format!("`info` is {}, not an object", target::kind(tree, info));
        findings.report(&INFO_INCOMPLETE, info, message);
        return;
    }
    for name in ["title", "version"] {
        match tree.get(info, name) {
            None => {
                let message = format!("the overlay's `info` has no `{name}`");
                findings.report(&INFO_INCOMPLETE, Site::Key(info), message);
            }
            Some(value) if tree.str(value).is_none() => {
                let message = format!("`{name}` is {}, not a string", target::kind(tree, value));
                findings.report(&INFO_INCOMPLETE, value, message).help("put it in quotes");
            }
            Some(_) => {}
        }
    }
    unknown_members(tree, info, &["title", "version", "description"], findings);
}

/// Reports members that the specification does not have; true if there are any.
fn unknown_members(tree: &Tree, object: NodeId, known: &[&str], findings: &mut Findings) -> bool {
    let mut any = false;
    for (name, member) in tree.members(object) {
        if known.contains(&name) || name.starts_with("x-") {
            continue;
        }
        any = true;
        let message = format!("overlays have no `{name}` here, so it is ignored");
        findings.report(&UNKNOWN_MEMBER, Site::Key(member), message).help(
            match nearest(name, known.iter().copied()) {
                Some(meant) => format!("did you mean `{meant}`?"),
                None => format!("there are `{}`; names of your own start with `x-`", known.join("`, `")),
            },
        );
    }
    any
}

fn action(tree: &Tree, node: NodeId, overlay: &Overlay, findings: &mut Findings) -> Option<Action> {
    if !tree.is_object(node) {
        let message = format!("an action is an object, not {}", target::kind(tree, node));
        findings
            .report(&MALFORMED, node, message)
            .help("write it with a `target` and an `update`, or `remove: true`");
        return None;
    }
    let unknown =
        unknown_members(tree, node, &["target", "description", "update", "copy", "remove"], findings);
    let Some(target) = tree.get(node, "target") else {
        let finding = findings.report(&MALFORMED, node, "the action has no `target`");
        finding.help("say what it changes, as a JSONPath query: `target: $.info`");
        return None;
    };
    let query = query(tree, target, findings);
    let verb = verb(tree, node, overlay, findings);
    let (query, verb) = (query?, verb.ok()?);
    if verb.is_none() && !unknown {
        let message = "the action neither updates, copies nor removes anything";
        findings.report(&ACTION_WITHOUT_EFFECT, node, message).help("add `update`, `copy` or `remove: true`");
    }
    Some(Action { node, target, query, verb: verb? })
}

/// A query; `None` after an error.
fn query(tree: &Tree, node: NodeId, findings: &mut Findings) -> Option<Query> {
    let name = tree.key(node);
    let Some(text) = tree.str(node) else {
        let message = format!("`{name}` is {}, not a JSONPath query", target::kind(tree, node));
        findings.report(&MALFORMED, node, message).help("write it as a string: `$.info`");
        return None;
    };
    match Query::parse(text) {
        Ok(query) => Some(query),
        Err(error) => {
            let end = error.offset + text[error.offset..].chars().next().map_or(0, char::len_utf8);
            let site = target::site(tree, node, error.offset..end);
            let message = format!("`{name}` is no JSONPath query: {}", error.message);
            let finding = findings.report(&QUERY_INVALID, site, message);
            finding.help = error.help;
            None
        }
    }
}

/// What an action does, if anything; an error is reported.
fn verb(tree: &Tree, node: NodeId, overlay: &Overlay, findings: &mut Findings) -> Result<Option<Verb>, ()> {
    let [update, copy, remove] = ["update", "copy", "remove"].map(|name| tree.get(node, name));
    if let Some(remove) = remove.filter(|remove| tree.bool(*remove).is_none()) {
        let message = format!("`remove` is {}, not `true` or `false`", target::kind(tree, remove));
        findings.report(&MALFORMED, remove, message);
        return Err(());
    }
    if remove.and_then(|remove| tree.bool(remove)) == Some(true) {
        for other in update.into_iter().chain(copy) {
            let message = format!("`{}` does nothing beside `remove: true`", tree.key(other));
            findings
                .report(&ACTION_WITHOUT_EFFECT, Site::Key(other), message)
                .help("to replace a value, remove it with one action and set the new one with the next");
        }
        return Ok(Some(Verb::Remove));
    }
    match (update, copy) {
        (Some(_), Some(copy)) => {
            findings
                .report(&MALFORMED, Site::Key(copy), "an action has either `update` or `copy`")
                .help("make two actions of it");
            Err(())
        }
        (Some(update), None) => Ok(Some(Verb::Update(update))),
        (None, Some(copy)) => {
            if overlay.version < Version::V1_1 {
                too_low(findings, Site::Key(copy), "`copy`", overlay);
            }
            query(tree, copy, findings).map(|query| Some(Verb::Copy(copy, query))).ok_or(())
        }
        (None, None) => Ok(None),
    }
}

/// Reports something that only a later version of the specification has.
pub(super) fn too_low<'f>(
    findings: &'f mut Findings,
    site: impl Into<Site>,
    what: &str,
    overlay: &Overlay,
) -> &'f mut crate::diagnostic::Diagnostic {
    findings
        .report(&VERSION_TOO_LOW, site, format!("{what} needs Overlay 1.1"))
        .also(overlay.declared, "the overlay declares an older version")
        .help("declare `overlay: 1.1.0`")
}
