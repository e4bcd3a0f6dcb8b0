//! Values and how they compare (RFC 9535 section 2.3.5.2.2).

use super::decimal;
use super::syntax::Operator;
use crate::tree::{Kind, NodeId, Tree};
use std::borrow::Cow;
use std::cmp::Ordering;

/// What an operand gives.
#[derive(Clone, Debug)]
pub(super) enum Value<'v> {
    Nothing,
    Null,
    Bool(bool),
    Number(Cow<'v, str>),
    Text(&'v str),
    /// An array or an object.
    Container(NodeId),
}

impl<'v> Value<'v> {
    pub(super) fn of(tree: &'v Tree, id: NodeId) -> Value<'v> {
        match tree.kind(id) {
            Kind::Null => Value::Null,
            Kind::Bool => Value::Bool(tree.bool(id) == Some(true)),
            Kind::Number => Value::Number(Cow::Borrowed(tree.text(id))),
            Kind::String => Value::Text(tree.text(id)),
            Kind::Array | Kind::Object => Value::Container(id),
        }
    }
}

/// Whether a comparison holds.
pub(super) fn holds(tree: &Tree, left: &Value, operator: Operator, right: &Value) -> bool {
    match operator {
        Operator::Equal => equal(tree, left, right),
        Operator::Differ => !equal(tree, left, right),
        Operator::Less => order(left, right) == Some(Ordering::Less),
        Operator::More => order(left, right) == Some(Ordering::Greater),
        Operator::AtMost => order(left, right) == Some(Ordering::Less) || equal(tree, left, right),
        Operator::AtLeast => order(left, right) == Some(Ordering::Greater) || equal(tree, left, right),
    }
}

/// Only numbers and strings have an order.
fn order(left: &Value, right: &Value) -> Option<Ordering> {
    match (left, right) {
        (Value::Number(left), Value::Number(right)) => Some(decimal::compare(left, right)),
        // UTF-8 sorts as Unicode scalar values do.
        (Value::Text(left), Value::Text(right)) => Some(left.cmp(right)),
        _ => None,
    }
}

fn equal(tree: &Tree, left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Nothing, Value::Nothing) | (Value::Null, Value::Null) => true,
        (Value::Bool(left), Value::Bool(right)) => left == right,
        (Value::Container(left), Value::Container(right)) => same(tree, *left, *right),
        _ => order(left, right) == Some(Ordering::Equal),
    }
}

/// Whether two nodes have the same value; the order of members does not count.
fn same(tree: &Tree, left: NodeId, right: NodeId) -> bool {
    let mut pairs = vec![(left, right)];
    while let Some((left, right)) = pairs.pop() {
        if left == right {
            continue;
        }
        if tree.kind(left) != tree.kind(right) {
            return false;
        }
        if !tree.is_container(left) {
            if !equal(tree, &Value::of(tree, left), &Value::of(tree, right)) {
                return false;
            }
            continue;
        }
        if tree.count(left) != tree.count(right) {
            return false;
        }
        if tree.is_array(left) {
            pairs.extend(tree.items(left).zip(tree.items(right)));
            continue;
        }
        for (name, member) in tree.members(left) {
            let Some(other) = tree.get(right, name) else { return false };
            pairs.push((member, other));
        }
    }
    true
}
