//! How deep schemas nest, with references followed.

use super::platform::PLATFORM;
use crate::diagnostic::{Findings, Rule, Site, page};
use crate::openapi::{Resolver, reference, schema_children};
use crate::rules::places::{Places, Relation};
use crate::tree::{NodeId, Tree};

/// Microsoft's name for a schema with too many levels.
pub static SCHEMA_TOO_DEEP: Rule = Rule::warning("SchemaTooDeep", page!("SchemaTooDeep"));

const OPEN: u32 = u32::MAX;

struct Frame {
    node: NodeId,
    below: Vec<NodeId>,
    /// The levels below that are known so far.
    levels: u32,
}

/// The levels below each schema, by the number of its node; one more, so that 0 is "not known".
struct Levels {
    known: Vec<u32>,
}

pub(super) fn check(tree: &Tree, places: &Places, resolver: &mut Resolver, findings: &mut Findings) {
    let mut levels = Levels { known: vec![0; tree.len() + 1] };
    let maximum = PLATFORM.depth.maximum;
    for found in &places.objects {
        let node = found.node;
        // A definition is too deep where a body or a response uses it.
        let is_whole = places.is_schema(node) && !places.is_definition(node);
        if !is_whole || places.relation(tree, node) != Relation::Root {
            continue;
        }
        let depth = levels.of(tree, places, resolver, node) as usize;
        if depth > maximum {
            let message = format!(
                "{} has {depth} levels, more than any published connector ({maximum})",
                places.called(tree, node)
            );
            findings
                .report(&SCHEMA_TOO_DEEP, Site::Key(node), message)
                .help("leave out what makers do not need, or return it by an operation of its own");
        }
    }
}

impl Levels {
    /// The levels below a schema. A schema that contains itself ends there.
    fn of(&mut self, tree: &Tree, places: &Places, resolver: &mut Resolver, start: NodeId) -> u32 {
        if let Some(known) = self.get(start) {
            return known;
        }
        let mut stack = vec![self.enter(tree, resolver, start)];
        loop {
            let Some(frame) = stack.last_mut() else { return 0 };
            if let Some(next) = frame.below.pop() {
                match self.get(next) {
                    Some(known) => frame.levels = frame.levels.max(known + weight(tree, places, next)),
                    None if self.known[next.raw() as usize] == OPEN => {}
                    None => {
                        // It is looked at again once its levels are known.
                        frame.below.push(next);
                        let frame = self.enter(tree, resolver, next);
                        stack.push(frame);
                    }
                }
                continue;
            }
            let (node, levels) = (frame.node, frame.levels);
            self.known[node.raw() as usize] = levels + 1;
            stack.pop();
            if stack.is_empty() {
                return levels;
            }
        }
    }

    fn get(&self, node: NodeId) -> Option<u32> {
        match self.known[node.raw() as usize] {
            0 | OPEN => None,
            levels => Some(levels - 1),
        }
    }

    fn enter(&mut self, tree: &Tree, resolver: &mut Resolver, node: NodeId) -> Frame {
        self.known[node.raw() as usize] = OPEN;
        let below = match reference(tree, node) {
            Some(text) => resolver.resolve(tree, text).into_iter().collect(),
            None => schema_children(tree, node),
        };
        Frame { node, below, levels: 0 }
    }
}

/// A property, an item or a further property is a level; a part of a schema is not.
fn weight(tree: &Tree, places: &Places, node: NodeId) -> u32 {
    match places.relation(tree, node) {
        Relation::Property(_) | Relation::Items(_) | Relation::Further(_) => 1,
        Relation::Root | Relation::Part(_) => 0,
    }
}
