//! Where a query stands, and what to say if it selects nothing.

use super::document::Action;
use super::jsonpath::{Segment, Selector};
use super::rules::TARGET_NOT_FOUND;
use crate::diagnostic::{Findings, Site};
use crate::nearest::nearest;
use crate::source::Span;
use crate::tree::{Kind, NodeId, Tree};
use std::ops::Range;

/// A part of a string as it is written; the whole value, where escapes or line folding move its characters.
pub(super) fn site(tree: &Tree, string: NodeId, part: Range<usize>) -> Site {
    let Some(span) = tree.span(string) else { return Site::Value(string) };
    let (written, text) = (tree.sources.slice(span), tree.text(string));
    let inner = written.strip_prefix(['"', '\'']).and_then(|rest| rest.strip_suffix(['"', '\'']));
    let shift = match inner {
        _ if written == text => 0,
        Some(inner) if inner == text => 1,
        _ => return Site::Value(string),
    };
    let start = span.start as usize + shift;
    Site::Span(Span::new(start + part.start, start + part.end))
}

/// The kind of a node with its article.
pub(super) fn kind(tree: &Tree, node: NodeId) -> &'static str {
    match tree.kind(node) {
        Kind::Null => "null",
        Kind::Bool => "a boolean",
        Kind::Number => "a number",
        Kind::String => "a string",
        Kind::Array => "an array",
        Kind::Object => "an object",
    }
}

/// The pointer of a node as messages write it.
pub(super) fn place(tree: &Tree, node: NodeId) -> String {
    format!("`#{}`", tree.pointer(node))
}

/// Reports a target that selects nothing: how far it gets, and what was probably meant.
pub(super) fn not_found(tree: &Tree, root: NodeId, action: &Action, findings: &mut Findings) {
    let Some(reach) = action.query.reach(tree, root) else { return };
    let segment = &action.query.segments()[reach.segment];
    let site = site(tree, action.target, segment.start..segment.end);
    let message = match missing(tree, segment, &reach.nodes) {
        Some(missing) => format!("the target selects nothing: {missing}"),
        None => "the target selects nothing".to_owned(),
    };
    let finding = findings.report(&TARGET_NOT_FOUND, site, message);
    if let ([node], true) = (&reach.nodes[..], reach.segment > 0) {
        finding.also(Site::Key(*node), "it gets as far as here");
    }
    if let Some(meant) =
        segment.selectors.iter().find_map(|wanted| meant(tree, wanted, segment, &reach.nodes))
    {
        finding.help(format!("did you mean `{meant}`?"));
    } else if action.query.bad_patterns().iter().any(|at| (segment.start..segment.end).contains(at)) {
        finding.help(
            "its pattern matches nothing, since it is no I-Regexp (RFC 9485): \
             write `[0-9]` for `\\d`, and leave out lookarounds and lazy repetition",
        );
    } else if let [node] = reach.nodes[..]
        && tree.is_array(node)
        && !segment.descends
        && matches!(segment.selectors[..], [Selector::Name(_)])
    {
        finding.help("it is an array: select its items first, as in `[*]`");
    }
}

/// What is not there, if the query gets to one node and a few words can say it.
fn missing(tree: &Tree, segment: &Segment, nodes: &[NodeId]) -> Option<String> {
    let [node] = nodes else { return None };
    let below = if segment.descends { "nothing below" } else { "nothing in" };
    let place = place(tree, *node);
    if let [Selector::Filter(_)] = segment.selectors[..] {
        return Some(format!("{below} {place} passes the filter"));
    }
    let names: Option<Vec<String>> =
        segment.selectors.iter().map(|selector| Some(format!("`{}`", name(selector)?))).collect();
    names.map(|names| format!("{below} {place} is named {}", names.join(" or ")))
}

fn name(selector: &Selector) -> Option<&str> {
    match selector {
        Selector::Name(name) => Some(name),
        _ => None,
    }
}

/// What is there and is spelt much like what a selector wants.
fn meant<'t>(tree: &'t Tree, wanted: &Selector, segment: &Segment, nodes: &[NodeId]) -> Option<&'t str> {
    let below = nodes.iter().flat_map(|node| {
        let all = segment.descends.then(|| tree.walk(*node).skip(1));
        let children = (!segment.descends).then(|| tree.children(*node));
        all.into_iter().flatten().chain(children.into_iter().flatten())
    });
    match wanted {
        Selector::Name(name) => nearest(name, below.map(|node| tree.key(node)).filter(|key| !key.is_empty())),
        Selector::Filter(test) => {
            let (name, text) = test.member()?;
            nearest(text, below.filter_map(|node| tree.get_str(node, name)))
        }
        _ => None,
    }
}
