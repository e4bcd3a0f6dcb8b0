//! Schemas that are made of others, each after those: references with neighbours, `allOf`, `oneOf`, `anyOf`.

use super::schemas::{PASS, schemas};
use super::{Dialect, Lowering, schema_all_of, schema_unions};
use crate::diagnostic::Findings;
use crate::openapi::{Resolver, reference, schema_children};
use crate::tree::{NodeId, NodeMap, NodeSet, Origin, Tree};

/// How many nodes the copies of shared schemas may have in all. What a schema is made of is written out in each
/// place, and a few that are made of each other twice would fill any memory.
const MAX_COPIED: usize = 1 << 20;

/// How far the work on a schema is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    /// It waits for what it is made of, at this place among those that wait.
    Open(usize),
    Done,
}

/// What a reference to a part can give.
pub(super) enum Part {
    /// A schema that is finished.
    Whole(NodeId),
    /// One that is made of the schema that asks, by its alternatives only: what it says beside them is finished.
    Own(NodeId),
    /// One that is made of the schema that asks.
    Recursive,
    /// A reference that leads nowhere.
    Nothing,
}

/// What the work on all schemas shares.
pub(super) struct Compose {
    pub(super) dialect: Dialect,
    /// Schemas with one alternative, which is no choice.
    pub(super) only: NodeSet,
    components: Option<NodeId>,
    resolver: Resolver,
    states: NodeMap<State>,
    waiting: Vec<Frame>,
    copied: usize,
}

struct Frame {
    schema: NodeId,
    needs: Vec<NodeId>,
    next: usize,
}

pub(super) fn run(tree: &mut Tree, lowering: &Lowering, only: Vec<NodeId>, findings: &mut Findings) {
    let mut compose = Compose {
        dialect: lowering.dialect,
        only: only.into_iter().collect(),
        components: tree.at(lowering.root, &["components", "schemas"]),
        resolver: Resolver::new(lowering.root),
        states: NodeMap::default(),
        waiting: Vec::new(),
        copied: 0,
    };
    for schema in schemas(tree, lowering.root) {
        compose.visit(tree, schema, findings);
    }
}

impl Compose {
    /// Finishes a schema after all that it is made of.
    fn visit(&mut self, tree: &mut Tree, schema: NodeId, findings: &mut Findings) {
        self.open(tree, schema);
        while let Some(frame) = self.waiting.last_mut() {
            if let Some(need) = frame.needs.get(frame.next).copied() {
                frame.next += 1;
                self.open(tree, need);
                continue;
            }
            let schema = frame.schema;
            self.finish(tree, schema, findings);
            self.waiting.pop();
            self.states.insert(schema, State::Done);
        }
    }

    fn open(&mut self, tree: &Tree, schema: NodeId) {
        if self.states.contains_key(&schema) {
            return;
        }
        // What is inside comes first: then what a schema says by itself is finished before its alternatives are.
        let mut needs = schema_children(tree, schema);
        let siblings =
            reference(tree, schema).is_some() && (tree.count(schema) > 1 || self.is_component(tree, schema));
        let parts = ["allOf", "oneOf", "anyOf"].into_iter().filter_map(|key| tree.get(schema, key));
        let parts: Vec<NodeId> = parts.flat_map(|list| tree.items(list)).collect();
        for part in parts.into_iter().chain(siblings.then_some(schema)) {
            // One step: what is only a name for another schema needs that one in turn.
            let named = reference(tree, part).and_then(|text| self.resolver.resolve(tree, text));
            needs.extend(named);
        }
        self.states.insert(schema, State::Open(self.waiting.len()));
        self.waiting.push(Frame { schema, needs, next: 0 });
    }

    fn finish(&mut self, tree: &mut Tree, schema: NodeId, findings: &mut Findings) {
        // One that leads back to itself names nothing, which was told.
        let is_alias = self.is_alias(tree, schema) && self.resolver.follow(tree, schema).is_some();
        let alone = !is_alias && tree.count(schema) == 1;
        if let Some(reference) = tree.get(schema, "$ref").filter(|_| !alone) {
            beside(tree, schema, reference);
            self.only.insert(schema);
        }
        schema_all_of::lower(self, tree, schema, findings);
        schema_unions::lower(self, tree, schema, findings);
    }

    /// What a part of a schema is: itself, or what it refers to.
    pub(super) fn part(&mut self, tree: &Tree, part: NodeId) -> Part {
        if reference(tree, part).is_none() {
            return Part::Whole(part);
        }
        let Some(target) = self.resolver.follow(tree, part) else { return Part::Nothing };
        match self.states.get(&target) {
            Some(State::Done) => Part::Whole(target),
            Some(State::Open(place)) if self.waits_for_alternatives(tree, target, *place) => {
                Part::Own(target)
            }
            _ => Part::Recursive,
        }
    }

    /// Whether all that a waiting schema says beside its alternatives is finished.
    fn waits_for_alternatives(&self, tree: &Tree, schema: NodeId, place: usize) -> bool {
        let has_alternatives = ["oneOf", "anyOf"].iter().any(|key| tree.get(schema, key).is_some());
        let above = self.waiting.get(place + 1);
        has_alternatives
            && ["allOf", "$ref"].iter().all(|key| tree.get(schema, key).is_none())
            && above.is_some_and(|above| !tree.is_within(above.schema, schema))
    }

    /// Whether a schema is a name for another one. The platform refuses definitions that are only references.
    fn is_alias(&self, tree: &Tree, schema: NodeId) -> bool {
        self.dialect == Dialect::Connector && self.is_component(tree, schema)
    }

    /// Whether a schema has a name of its own.
    pub(super) fn is_component(&self, tree: &Tree, schema: NodeId) -> bool {
        self.components.is_some() && tree.parent(schema) == self.components
    }

    /// Whether there is room for another copy.
    pub(super) fn has_room(&self) -> bool {
        self.copied < MAX_COPIED
    }

    /// A copy of something that is finished, without the alternatives that are kept aside in it: with them,
    /// unions inside unions would double each other.
    pub(super) fn copy(&mut self, tree: &mut Tree, node: NodeId) -> NodeId {
        let before = tree.len();
        let mut aside = Vec::new();
        let mut walk = tree.walk(node);
        while let Some(next) = walk.next() {
            if next != node && matches!(tree.key(next), "x-oneOf" | "x-anyOf") {
                walk.skip_below(next);
                aside.push(next);
            }
        }
        let places: Vec<(NodeId, Option<NodeId>)> =
            aside.iter().map(|kept| (*kept, tree.previous(*kept))).collect();
        for kept in aside {
            tree.detach(kept);
        }
        let copy = tree.copy(node, PASS);
        for (kept, previous) in places {
            let key = tree.key(kept).to_owned();
            match (previous, tree.parent(kept)) {
                (Some(previous), _) => tree.insert_after(previous, &key, kept),
                (None, Some(holder)) => tree.prepend(holder, &key, kept),
                (None, None) => {}
            }
        }
        self.copied += tree.len() - before;
        copy
    }
}

/// `allOf` with the reference as a part says the same, and may have neighbours.
fn beside(tree: &mut Tree, schema: NodeId, reference: NodeId) {
    let origin = Origin::from(reference, PASS);
    tree.detach(reference);
    let part = tree.make_object(origin);
    tree.append(part, "$ref", reference);
    let list = tree.make_array(origin);
    tree.push(list, part);
    match tree.get(schema, "allOf") {
        Some(old) => {
            let parts: Vec<NodeId> = tree.items(old).collect();
            for part in parts {
                tree.push(list, part);
            }
            tree.replace(old, list);
        }
        None => tree.prepend(schema, "allOf", list),
    }
}
