//! The overlay of fixes as a file, and its place in `connector.yaml`: nothing else in either changes.

use crate::load::Format;
use crate::source::Span;
use crate::tree::{NodeId, Tree, read_json, read_yaml};
use std::path::Path;

/// The overlay that fixes go to if the project lists none of its name, from the project's folder.
pub(super) const OVERLAY: &str = "overlays/fixes.yaml";

/// A new overlay with some actions, or an overlay with more of them at its end; `None` if it cannot be added to.
pub(super) fn with_actions(overlay: Option<&str>, actions: &str) -> Option<String> {
    let Some(text) = overlay else {
        let head =
            "overlay: 1.1.0\ninfo:\n  title: Fixes by connectorc check --fix\n  version: 1.0.0\nactions:\n";
        return Some(head.to_owned() + &indented(actions, "  ", "\n"));
    };
    let (tree, root) = yaml(text)?;
    let list = tree.get(root, "actions")?;
    let last = tree.items(list).last()?;
    let indentation = dash(&tree, last)?;
    Some(add_line(text, tree.span(last)?, |line_break| indented(actions, &indentation, line_break)))
}

/// `connector.yaml` with one more overlay at the end of its list; `None` if it is written in a way that leaves no
/// obvious place for it.
pub(super) fn with_overlay(config: &str, path: &str) -> Option<String> {
    let (tree, root) = yaml(config)?;
    let Some(list) = tree.get(root, "overlays") else {
        let entry = |line_break: &str| format!("overlays:{line_break}  - {path}{line_break}");
        let before = tree.get(root, "source").or_else(|| tree.children(root).last())?;
        // A root in braces has no lines of its own.
        let starts_line = tree.key_span(before).is_some_and(|key| column(&tree, key).is_empty());
        let span = tree.span(before)?;
        return starts_line.then(|| add_line(config, span, entry));
    };
    let Some(last) = tree.items(list).last() else {
        let span = tree.span(list)?;
        let written = tree.sources.slice(span).trim();
        let insert = match written {
            "[]" | "null" | "~" => format!("[{path}]"),
            _ => return None,
        };
        return Some(replaced(config, span, &insert));
    };
    let span = tree.span(last)?;
    match dash(&tree, last) {
        Some(indentation) => {
            Some(add_line(config, span, |line_break| format!("{indentation}- {path}{line_break}")))
        }
        None if tree.sources.slice(tree.span(list)?).starts_with('[') => {
            let at = Span { start: span.end, end: span.end };
            Some(replaced(config, at, &format!(", {path}")))
        }
        None => None,
    }
}

/// A text in a tree of its own.
fn yaml(text: &str) -> Option<(Tree, NodeId)> {
    let mut tree = Tree::default();
    let file = tree.sources.add("", text);
    let mut faults = Vec::new();
    let root = match Format::of(Path::new(""), text) {
        Format::Json => read_json(&mut tree, file, &mut faults)?,
        Format::Yaml => read_yaml(&mut tree, file, &mut faults)?,
    };
    (faults.is_empty() && tree.is_object(root)).then_some((tree, root))
}

/// What stands before a span on its line.
fn column(tree: &Tree, span: Span) -> &str {
    let before = tree.sources.slice(Span { start: 0, end: span.start });
    before.rsplit('\n').next().unwrap_or_default().trim_start_matches('\u{feff}')
}

/// The indentation of the dash before an item; `None` if it has none on its line.
fn dash(tree: &Tree, item: NodeId) -> Option<String> {
    let first = tree.children(item).next().and_then(|first| tree.key_span(first));
    let start = first.or(tree.span(item))?;
    let (indentation, rest) = column(tree, start).split_once('-')?;
    (indentation.trim().is_empty() && rest.trim().is_empty()).then(|| indentation.to_owned())
}

/// More lines behind the one in which a span ends.
fn add_line(text: &str, span: Span, lines: impl FnOnce(&str) -> String) -> String {
    let line_break = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let written = text[..span.end as usize].trim_end().len();
    let end = text[written..].find('\n').map(|end| written + end + 1);
    match end {
        Some(end) => format!("{}{}{}", &text[..end], lines(line_break), &text[end..]),
        None => format!("{text}{line_break}{}", lines(line_break)),
    }
}

fn replaced(text: &str, span: Span, with: &str) -> String {
    format!("{}{with}{}", &text[..span.start as usize], &text[span.end as usize..])
}

fn indented(lines: &str, by: &str, line_break: &str) -> String {
    let line =
        |line: &str| if line.is_empty() { line_break.to_owned() } else { format!("{by}{line}{line_break}") };
    lines.lines().map(line).collect()
}
