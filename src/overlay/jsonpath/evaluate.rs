//! Selecting nodes.

use super::compare::{Value, holds};
use super::iregexp;
use super::syntax::{Extent, Match, Operand, Path, Pattern, Segment, Selector, Slice, Test};
use crate::tree::{NodeId, Tree};
use regex::Regex;
use std::borrow::Cow;
use std::cell::RefCell;
use std::collections::HashMap;

/// One query on one state of a tree.
pub(super) struct Evaluation<'t> {
    tree: &'t Tree,
    root: NodeId,
    /// Patterns that were found in the document.
    patterns: RefCell<HashMap<(String, Extent), Option<Regex>>>,
}

impl<'t> Evaluation<'t> {
    pub(super) fn new(tree: &'t Tree, root: NodeId) -> Evaluation<'t> {
        Evaluation { tree, root, patterns: RefCell::default() }
    }

    pub(super) fn select(&self, from: NodeId, segments: &[Segment]) -> Vec<NodeId> {
        let mut nodes = vec![from];
        for segment in segments {
            nodes = self.step(&nodes, segment);
        }
        nodes
    }

    pub(super) fn step(&self, nodes: &[NodeId], segment: &Segment) -> Vec<NodeId> {
        let mut selected = Vec::new();
        for node in nodes {
            if segment.descends {
                for below in self.tree.walk(*node).filter(|below| self.tree.is_container(*below)) {
                    self.children(below, segment, &mut selected);
                }
            } else {
                self.children(*node, segment, &mut selected);
            }
        }
        selected
    }

    fn children(&self, node: NodeId, segment: &Segment, selected: &mut Vec<NodeId>) {
        for selector in &segment.selectors {
            match selector {
                Selector::Name(name) => selected.extend(self.tree.get(node, name)),
                Selector::Wildcard => selected.extend(self.tree.children(node)),
                Selector::Index(index) => selected.extend(self.item(node, *index)),
                Selector::Slice(slice) => self.slice(node, *slice, selected),
                Selector::Filter(test) => {
                    selected.extend(self.tree.children(node).filter(|child| self.passes(*child, test)));
                }
            }
        }
    }

    fn item(&self, array: NodeId, index: i64) -> Option<NodeId> {
        if index >= 0 || !self.tree.is_array(array) {
            return self.tree.item(array, usize::try_from(index).ok()?);
        }
        let back = usize::try_from(index.unsigned_abs()).ok()?;
        self.tree.item(array, self.tree.count(array).checked_sub(back)?)
    }

    /// RFC 9535 section 2.3.4.2.2.
    fn slice(&self, array: NodeId, slice: Slice, selected: &mut Vec<NodeId>) {
        let items: Vec<NodeId> = self.tree.items(array).collect();
        let len = i64::try_from(items.len()).unwrap_or(i64::MAX);
        let place = |bound: i64| if bound >= 0 { bound } else { len + bound };
        let at = |index: i64| usize::try_from(index).ok().and_then(|index| items.get(index));
        if slice.step > 0 {
            let (start, end) = (slice.start.map_or(0, place), slice.end.map_or(len, place));
            let mut index = start.clamp(0, len);
            while index < end.clamp(0, len) {
                selected.extend(at(index));
                index = index.saturating_add(slice.step);
            }
        } else if slice.step < 0 {
            let (start, end) = (slice.start.map_or(len - 1, place), slice.end.map_or(-1, place));
            let mut index = start.clamp(-1, len - 1);
            while index > end.clamp(-1, len - 1) {
                selected.extend(at(index));
                index = index.saturating_add(slice.step);
            }
        }
    }

    fn passes(&self, node: NodeId, test: &Test) -> bool {
        match test {
            Test::Any(tests) => tests.iter().any(|test| self.passes(node, test)),
            Test::All(tests) => tests.iter().all(|test| self.passes(node, test)),
            Test::Not(test) => !self.passes(node, test),
            Test::Exists(path) if path.is_singular() => self.one(node, path).is_some(),
            Test::Exists(path) => !self.nodes(node, path).is_empty(),
            Test::Compare(left, operator, right) => {
                holds(self.tree, &self.value(node, left), *operator, &self.value(node, right))
            }
            Test::Matches(matching) => self.matches(node, matching),
        }
    }

    fn nodes(&self, node: NodeId, path: &Path) -> Vec<NodeId> {
        self.select(self.start(node, path), &path.segments)
    }

    fn start(&self, node: NodeId, path: &Path) -> NodeId {
        if path.absolute { self.root } else { node }
    }

    /// What a singular path selects.
    fn one(&self, node: NodeId, path: &Path) -> Option<NodeId> {
        path.segments.iter().try_fold(self.start(node, path), |node, segment| match &segment.selectors[..] {
            [Selector::Name(name)] => self.tree.get(node, name),
            [Selector::Index(index)] => self.item(node, *index),
            _ => None,
        })
    }

    fn value<'v>(&'v self, node: NodeId, operand: &'v Operand) -> Value<'v> {
        let of = |node| Value::of(self.tree, node);
        match operand {
            Operand::Null => Value::Null,
            Operand::Bool(value) => Value::Bool(*value),
            Operand::Number(spelling) => Value::Number(Cow::Borrowed(spelling)),
            Operand::Text(text) => Value::Text(text),
            Operand::One(path) => self.one(node, path).map_or(Value::Nothing, of),
            Operand::Length(operand) => self.length(&self.value(node, operand)),
            Operand::Count(path) => count(self.nodes(node, path).len()),
            Operand::Value(path) => match self.nodes(node, path)[..] {
                [node] => of(node),
                _ => Value::Nothing,
            },
        }
    }

    fn length(&self, value: &Value) -> Value<'static> {
        match value {
            Value::Text(text) => count(text.chars().count()),
            Value::Container(node) => count(self.tree.count(*node)),
            _ => Value::Nothing,
        }
    }

    fn matches(&self, node: NodeId, matching: &Match) -> bool {
        let Value::Text(text) = self.value(node, &matching.text) else { return false };
        let operand = match &matching.pattern {
            Pattern::Fixed(regex) => return regex.as_ref().is_some_and(|regex| regex.is_match(text)),
            Pattern::Found(operand) => operand,
        };
        let Value::Text(pattern) = self.value(node, operand) else { return false };
        let mut patterns = self.patterns.borrow_mut();
        let regex = patterns
            .entry((pattern.to_owned(), matching.extent))
            .or_insert_with(|| iregexp::compile(pattern, matching.extent));
        regex.as_ref().is_some_and(|regex| regex.is_match(text))
    }
}

fn count(number: usize) -> Value<'static> {
    Value::Number(Cow::Owned(number.to_string()))
}
