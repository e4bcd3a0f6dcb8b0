//! The order in which findings are told.

use super::place::locate;
use crate::diagnostic::{Diagnostic, Site};
use crate::source::{FileId, Span};
use crate::tree::Tree;
use std::collections::HashSet;

/// What comes first: files that could not be read, then file by file what is about all of it, then by position.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Key {
    file: Option<FileId>,
    path: Option<String>,
    span: Option<Span>,
    rule: &'static str,
}

/// Sorts findings by place, then by the name of their rule; what is said twice at one place is said once.
pub fn sort(tree: &Tree, findings: &mut Vec<Diagnostic>) {
    let mut keyed: Vec<_> = findings.drain(..).map(|finding| (key(tree, &finding), finding)).collect();
    keyed.sort_by(|(left, _), (right, _)| left.cmp(right));
    let mut said = HashSet::new();
    let fresh =
        keyed.into_iter().filter(|(key, finding)| said.insert((key.clone(), finding.message.clone())));
    findings.extend(fresh.map(|(_, finding)| finding));
}

fn key(tree: &Tree, finding: &Diagnostic) -> Key {
    let (file, span) = locate(tree, &finding.site);
    let path = match &finding.site {
        Site::Path(path) => Some(path.clone()),
        _ => None,
    };
    Key { file, path, span, rule: finding.rule.name }
}
