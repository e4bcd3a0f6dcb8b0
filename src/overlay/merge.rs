//! Merging a value into a target: objects member by member, arrays by appending, all else by replacing.

use super::document::Version;
use super::ledger::Ledger;
use super::phantom::{self, Place};
use super::rules::{ARRAY_EXTENDED, ARRAY_NESTED, TYPE_MISMATCH};
use super::{PASS, target};
use crate::diagnostic::{Findings, Site};
use crate::tree::{Kind, NodeId, Step, Tree};
use std::collections::HashSet;

/// Where a merged value stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Source {
    /// In the overlay (`update`).
    Overlay,
    /// In the document (`copy`).
    Document,
}

/// One action's merging.
pub(super) struct Merge<'a> {
    pub(super) tree: &'a mut Tree,
    root: NodeId,
    version: Version,
    source: Source,
    ledger: &'a mut Ledger,
    findings: &'a mut Findings,
    /// Nodes of the value of which something was said: once is enough, however many targets there are.
    said: HashSet<NodeId>,
    changed: bool,
}

/// Two objects to merge.
struct Pair {
    into: NodeId,
    from: NodeId,
    place: Place,
}

impl<'a> Merge<'a> {
    pub(super) fn new(
        tree: &'a mut Tree,
        root: NodeId,
        version: Version,
        source: Source,
        ledger: &'a mut Ledger,
        findings: &'a mut Findings,
    ) -> Merge<'a> {
        Merge { tree, root, version, source, ledger, findings, said: HashSet::new(), changed: false }
    }

    /// Merges a value that fits into a target; true if that changes anything.
    pub(super) fn target(&mut self, target: NodeId, value: NodeId) -> bool {
        self.changed = false;
        match self.tree.kind(target) {
            Kind::Object => {
                let place = Place::of(self.tree, self.root, target);
                self.objects(Pair { into: target, from: value, place });
            }
            Kind::Array => self.extend(target, value),
            _ => self.replace(target, value),
        }
        self.changed
    }

    fn objects(&mut self, pair: Pair) {
        let mut pairs = vec![pair];
        while let Some(pair) = pairs.pop() {
            let members: Vec<NodeId> = self.tree.children(pair.from).collect();
            for member in members {
                match self.tree.get(pair.into, self.tree.key(member)) {
                    Some(old) => {
                        let place = pair.place.below(self.tree.key(member));
                        pairs.extend(self.meet(old, member, place));
                    }
                    None => self.insert(&pair, member),
                }
            }
        }
    }

    /// Merges two members of one name; two objects are left to the caller.
    fn meet(&mut self, into: NodeId, from: NodeId, place: Place) -> Option<Pair> {
        let is_scalar = |node| !self.tree.is_container(node);
        match (self.tree.kind(into), self.tree.kind(from)) {
            (Kind::Object, Kind::Object) => return Some(Pair { into, from, place }),
            (Kind::Array, Kind::Array) => self.concatenate(into, from),
            _ if is_scalar(into) && is_scalar(from) => self.replace(into, from),
            _ if self.said.insert(from) => {
                let (old, new) = (target::kind(self.tree, into), target::kind(self.tree, from));
                let message =
                    format!("{new} cannot be merged into {old}: {} is {old}", target::place(self.tree, into));
                let finding = self.findings.report(&TYPE_MISMATCH, from, message);
                finding.also(Site::Key(into), format!("{old} here"));
                finding.help(match self.tree.kind(from) {
                    Kind::Null => "to remove a member, use an action with `remove: true`",
                    _ => "to replace it, remove it with an action before this one",
                });
            }
            _ => {}
        }
        None
    }

    fn insert(&mut self, pair: &Pair, member: NodeId) {
        let phantoms = phantom::operations(self.tree, pair.into, pair.place, member);
        if !phantoms.is_empty() {
            for phantom in phantoms {
                if self.said.insert(phantom.node) {
                    phantom.report(self.tree, self.root, self.findings);
                }
            }
            return;
        }
        let key = self.tree.key(member).to_owned();
        if key == "$ref" {
            self.ledger.reference(self.tree, pair.into, pair.from, member);
        }
        let copy = self.copy(member);
        self.tree.append(pair.into, &key, copy);
    }

    /// An array within an object.
    fn concatenate(&mut self, into: NodeId, from: NodeId) {
        let (old, new) = (self.tree.count(into), self.tree.count(from));
        if self.version < Version::V1_1 && old > 0 && new > 0 && self.said.insert(from) {
            let message = format!("{} has items already; these are appended", target::place(self.tree, into));
            self.findings
                .report(&ARRAY_EXTENDED, Site::Key(from), message)
                .also(Site::Key(into), "the items that are there")
                .help(
                    "Overlay 1.0 does not say what happens here: declare `overlay: 1.1.0` if this is what you \
                     mean; to replace the items, remove the array with an action before this one",
                );
        }
        self.push_all(into, from);
    }

    /// An array as a target.
    fn extend(&mut self, into: NodeId, value: NodeId) {
        if self.tree.is_array(value) && self.version >= Version::V1_1 {
            self.push_all(into, value);
            return;
        }
        if self.tree.is_array(value) && self.said.insert(value) {
            let message = format!("the array becomes one item of {}", target::place(self.tree, into));
            self.findings.report(&ARRAY_NESTED, value, message).also(Site::Key(into), "the target").help(
                "in Overlay 1.0 an update of an array is one item: write an action for each, \
                 or declare `overlay: 1.1.0`, which appends them one by one",
            );
        }
        let copy = self.copy(value);
        self.tree.push(into, copy);
    }

    fn push_all(&mut self, into: NodeId, from: NodeId) {
        let items: Vec<NodeId> = self.tree.items(from).collect();
        for item in items {
            let copy = self.copy(item);
            self.tree.push(into, copy);
        }
    }

    fn replace(&mut self, old: NodeId, new: NodeId) {
        let same = self.tree.kind(old) == self.tree.kind(new) && self.tree.text(old) == self.tree.text(new);
        if same || self.tree.parent(old).is_none() {
            return;
        }
        if self.source == Source::Overlay {
            self.ledger.overridden(self.tree, old, new);
        }
        let copy = self.copy(new);
        self.tree.replace(old, copy);
        self.tree.note(old, Step { by: PASS, what: "replaced", because: Some(new) });
    }

    fn copy(&mut self, value: NodeId) -> NodeId {
        self.changed = true;
        if self.source == Source::Overlay {
            self.ledger.set(self.tree, value);
        }
        self.tree.copy(value, PASS)
    }
}
