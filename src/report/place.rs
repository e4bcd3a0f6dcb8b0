//! From the site of a finding to the place that a person or another tool is told.

use crate::diagnostic::Site;
use crate::source::{FileId, LineColumn, Span};
use crate::tree::{NodeId, Tree};

/// Where something is, as people and tools count it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place<'t> {
    /// What messages call the file.
    pub path: &'t str,
    /// The file; `None` if it was never read.
    pub file: Option<FileId>,
    /// The part of the file; `None` if the whole file is meant.
    pub region: Option<Region>,
    node: Option<NodeId>,
}

impl Place<'_> {
    /// The JSON Pointer of the value, in the document that it stands in now. Counts items on its way up.
    pub fn pointer(&self, tree: &Tree) -> Option<String> {
        self.node.map(|node| tree.pointer(node))
    }
}

/// A part of one line of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Region {
    /// Its bytes in the source map.
    pub span: Span,
    /// The first character.
    pub start: LineColumn,
    /// One past the last character.
    pub end: LineColumn,
}

/// Where a site is.
pub fn place<'t>(tree: &'t Tree, site: &'t Site) -> Place<'t> {
    let (file, span) = locate(tree, site);
    let path = match site {
        Site::Path(path) => path,
        _ => file.map_or("", |file| tree.sources.path(file)),
    };
    let region = file.zip(span).map(|(file, span)| Region {
        span,
        start: tree.sources.line_column(file, span.start),
        end: tree.sources.line_column(file, span.end),
    });
    Place { path, file, region, node: site.node() }
}

/// The file and the bytes of a site, without counting lines and columns.
pub(super) fn locate(tree: &Tree, site: &Site) -> (Option<FileId>, Option<Span>) {
    let span = match site {
        Site::Path(_) => return (None, None),
        Site::File(file) => return (Some(*file), None),
        Site::Span(span) => Some(*span),
        Site::Value(node) => value(tree, *node),
        Site::Key(node) => tree.key_span(*node).or_else(|| value(tree, *node)),
    };
    let found = span.and_then(|span| Some((tree.sources.file_at(span.start)?, span)));
    match found {
        Some((file, span)) => (Some(file), Some(first_line(tree, file, span))),
        // What comes from no text belongs to the run as a whole: to the file it began with.
        None => (tree.sources.files().next(), None),
    }
}

/// A container up to this size (and on one line) is pointed at as a whole, a larger one by its name.
const WHOLE: usize = 80;

/// Where a value is pointed at.
fn value(tree: &Tree, node: NodeId) -> Option<Span> {
    let mut holder = node;
    let source = loop {
        match tree.source_node(holder) {
            Some(source) => break source,
            None => holder = tree.parent(holder)?,
        }
    };
    let span = tree.span(source)?;
    let text = tree.sources.slice(span);
    let large = (tree.is_container(source) && text.len() > WHOLE) || text.contains('\n');
    let key = if large { tree.key_span(source) } else { None };
    key.or(Some(span))
}

/// A span as far as its first line goes, within its file.
fn first_line(tree: &Tree, file: FileId, span: Span) -> Span {
    let end = span.end.clamp(span.start, tree.sources.span(file).end);
    let text = tree.sources.slice(Span { start: span.start, end });
    let line = text.split('\n').next().unwrap_or_default().trim_end();
    Span::new(span.start as usize, span.start as usize + line.len())
}
