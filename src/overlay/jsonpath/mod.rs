//! JSONPath (RFC 9535) over the arena: a query is parsed once and selects nodes as often as the tree changes.

mod syntax;
mod parse;
mod filter;
mod function;
mod literal;
mod scan;
mod evaluate;
mod compare;
mod decimal;
mod iregexp;
mod write;

pub use syntax::{Segment, Selector, Test};
pub use write::{member, quoted};

use crate::tree::{NodeId, Tree};
use evaluate::Evaluation;
use scan::Scanner;

/// A query that is well-formed and well-typed.
#[derive(Clone, Debug)]
pub struct Query {
    segments: Vec<Segment>,
    /// Patterns that match nothing since they are no I-Regexp: where they stand in the query.
    bad_patterns: Vec<usize>,
}

/// Why a text is no query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct QueryError {
    /// The byte of the text at which it goes wrong; its length, if it ends too early.
    pub offset: usize,
    /// What is wrong.
    pub message: String,
    /// What to do, if that is clear.
    pub help: Option<String>,
}

/// How far a query gets in a document where it selects nothing.
#[derive(Clone, Debug)]
pub struct Reach {
    /// The first segment that selects nothing.
    pub segment: usize,
    /// What the segments before it select.
    pub nodes: Vec<NodeId>,
}

impl Query {
    /// Reads a query.
    pub fn parse(text: &str) -> Result<Query, QueryError> {
        let mut scanner = Scanner::new(text);
        let segments = scanner.query()?;
        Ok(Query { segments, bad_patterns: scanner.bad_patterns })
    }

    /// The nodes below `root` (or itself) that the query selects, in the order the RFC gives them; a node
    /// that it selects twice is there twice.
    pub fn select(&self, tree: &Tree, root: NodeId) -> Vec<NodeId> {
        Evaluation::new(tree, root).select(root, &self.segments)
    }

    /// What the query does, step by step.
    pub fn segments(&self) -> &[Segment] {
        &self.segments
    }

    /// Where patterns stand that no string matches, since they are no I-Regexp (RFC 9485).
    pub fn bad_patterns(&self) -> &[usize] {
        &self.bad_patterns
    }

    /// How far the query gets; `None` if it selects something.
    pub fn reach(&self, tree: &Tree, root: NodeId) -> Option<Reach> {
        let evaluation = Evaluation::new(tree, root);
        let mut nodes = vec![root];
        for (segment, step) in self.segments.iter().enumerate() {
            let next = evaluation.step(&nodes, step);
            if next.is_empty() {
                return Some(Reach { segment, nodes });
            }
            nodes = next;
        }
        None
    }
}
