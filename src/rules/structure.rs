//! The types of what a source holds. Lowering takes a value of another type for one that is not there, so it
//! must be told before.

use super::Source;
use super::conformance::JSON_TYPE_INCORRECT;
use crate::diagnostic::Findings;
use crate::openapi::{Holds, Object, Version, child_kind, objects};
use crate::tree::{Kind, NodeId, Tree};
use crate::words::article;

pub(super) fn check(tree: &Tree, source: &Source, findings: &mut Findings) {
    for found in objects(tree, source.root) {
        let is_reference = found.object != Object::Schema && tree.get_str(found.node, "$ref").is_some();
        for (key, member) in tree.members(found.node).filter(|_| !is_reference) {
            let checked = Member { object: found.object, key, node: member };
            checked.check(tree, source.version, findings);
        }
    }
}

/// Members that lowering makes something else of. All others reach the definition, and are held against its
/// schema there.
const CONSUMED: &[(Object, &str, Kind)] = &[
    (Object::Operation, "operationId", Kind::String),
    (Object::RequestBody, "description", Kind::String),
    (Object::RequestBody, "required", Kind::Bool),
    (Object::Parameter, "style", Kind::String),
    (Object::Parameter, "explode", Kind::Bool),
    (Object::Header, "required", Kind::Bool),
    (Object::Header, "style", Kind::String),
    (Object::Header, "explode", Kind::Bool),
    (Object::Schema, "format", Kind::String),
    (Object::Schema, "nullable", Kind::Bool),
    (Object::SecurityScheme, "scheme", Kind::String),
];

struct Member<'t> {
    object: Object,
    key: &'t str,
    node: NodeId,
}

impl Member<'_> {
    fn check(&self, tree: &Tree, version: Version, findings: &mut Findings) {
        match child_kind(self.object, self.key) {
            Holds::One(object) => expect(tree, self.node, forms(object), findings),
            Holds::OneOrList(_) if tree.is_array(self.node) => {}
            Holds::OneOrList(object) => expect(tree, self.node, forms(object), findings),
            Holds::List(object) => {
                expect(tree, self.node, &[Kind::Array], findings);
                tree.items(self.node).for_each(|item| expect(tree, item, forms(object), findings));
            }
            Holds::Map(object) => {
                expect(tree, self.node, &[Kind::Object], findings);
                let members = tree.members(self.node).filter(|(key, _)| !key.starts_with("x-"));
                members.for_each(|(_, member)| expect(tree, member, forms(object), findings));
            }
            Holds::Nothing => {}
        }
        if self.object == Object::Schema && self.key == "type" {
            let several = version >= Version::V31 && tree.children(self.node).next().is_some();
            let kinds: &[Kind] = if several { &[Kind::String, Kind::Array] } else { &[Kind::String] };
            expect(tree, self.node, kinds, findings);
        }
        let consumed = CONSUMED.iter().find(|(object, key, _)| *object == self.object && *key == self.key);
        if let Some((_, _, kind)) = consumed {
            expect(tree, self.node, std::slice::from_ref(kind), findings);
        }
    }
}

/// The types that stand for an object of the specification: a schema may be `true` or `false`.
fn forms(object: Object) -> &'static [Kind] {
    if object == Object::Schema { &[Kind::Object, Kind::Bool] } else { &[Kind::Object] }
}

fn expect(tree: &Tree, node: NodeId, kinds: &[Kind], findings: &mut Findings) {
    let kind = tree.kind(node);
    if kinds.contains(&kind) {
        return;
    }
    let name = match tree.key(node) {
        "" => "this item".to_owned(),
        key => format!("`{key}`"),
    };
    let (wanted, found) = (article(kinds[0].name()), article(kind.name()));
    findings.report(&JSON_TYPE_INCORRECT, node, format!("{name} must be {wanted}, not {found}"));
}
