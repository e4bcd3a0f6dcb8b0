//! Values, fields and trees that another operation of the connector provides.

mod call;
mod places;
mod targets;
mod sources;
mod twins;
mod results;
mod circles;

pub use circles::DYNAMIC_VALUES_CIRCULAR;
pub use places::{
    DYNAMIC_EXTENSION_DEFINITION_NOT_ALLOWED_IN_PARAMETER, DYNAMIC_TREE_EXTENSION_MISSING,
    DYNAMIC_VALUES_IN_RESPONSE, ENUM_BESIDE_DYNAMIC_VALUES, FILE_PICKER_UNDECLARED,
    SELECTED_ITEM_VALUE_PATH_NOT_ALLOWED_IN_THIS_POSITION,
};
pub use results::{
    DYNAMIC_PATH_MISSING, INVOKED_OPERATION_SHOULD_PRODUCE_ARRAY, INVOKED_OPERATION_SHOULD_PRODUCE_PROPERTY,
};
pub use sources::{
    OPERATION_PARAMETER_REQUIRED_MISMATCH, OPERATION_PARAMETER_TYPE_MISMATCH, SOURCE_PROPERTY_INTERNAL,
};
pub use targets::{
    DYNAMIC_CALL_TO_TRIGGER, DYNAMIC_PARAMETERS_MISSING, OPERATION_ID_NOT_FOUND,
    OPERATION_PARAMETER_NAME_IS_AMBIGUOUS, OPERATION_PARAMETER_STATIC_TYPE_MISMATCH,
};
pub use twins::{
    DYNAMIC_LIST_EXTENSION_REQUIRED_FOR_AMBIGUOUS_REFERENCES,
    DYNAMIC_LIST_EXTENSION_REQUIRED_FOR_NON_PARAMETER_REFERENCES,
    DYNAMIC_PROPERTIES_EXTENSION_REQUIRED_FOR_AMBIGUOUS_REFERENCES,
    DYNAMIC_PROPERTIES_EXTENSION_REQUIRED_FOR_NON_PARAMETER_REFERENCES,
    DYNAMIC_PROPERTIES_EXTENSION_REQUIRED_FOR_PROPERTIES_VALUE_PATH,
    DYNAMIC_PROPERTIES_ITEM_VALUE_PATH_MISMATCH, OLDER_DYNAMIC_FORM_MISSING,
};

use super::inputs::Inputs;
use super::uses::{Part, Use, Uses, by_id};
use crate::diagnostic::Findings;
use crate::openapi::{Found, Object, Resolver};
use crate::tree::{NodeId, Tree};
use call::calls;
use std::collections::HashMap;

/// What the checks of dynamic extensions share.
struct Scene<'t> {
    tree: &'t Tree,
    root: NodeId,
    operations: HashMap<&'t str, NodeId>,
    inputs: Inputs,
}

/// A parameter or schema with dynamic extensions, and where it takes effect.
struct Host {
    node: NodeId,
    object: Object,
    uses: Vec<Use>,
}

impl Host {
    /// Whether it describes nothing but answers.
    fn is_output(&self) -> bool {
        !self.uses.is_empty() && self.uses.iter().all(|used| used.part == Part::Response)
    }
}

pub(super) fn check(tree: &Tree, root: NodeId, found: &[Found], findings: &mut Findings) {
    let hosts: Vec<Found> = found
        .iter()
        .filter(|found| matches!(found.object, Object::Parameter | Object::Schema))
        .filter(|found| tree.members(found.node).any(|(key, _)| key.starts_with("x-ms-dynamic-")))
        .copied()
        .collect();
    if hosts.is_empty() {
        return;
    }
    let mut resolver = Resolver::new(root);
    let uses = Uses::new(tree, root, found, &mut resolver);
    let mut scene = Scene { tree, root, operations: by_id(tree, root), inputs: Inputs::new(resolver) };
    let mut circles = circles::Circles::default();
    for Found { node, object } in hosts {
        let uses = uses.of(tree, node, &mut scene.inputs.resolver);
        let host = Host { node, object, uses };
        places::check(&scene, &host, findings);
        let calls = calls(tree, node);
        twins::check(&mut scene, &host, &calls, findings);
        for call in &calls {
            let Some(target) = targets::operation(&scene, call, findings) else { continue };
            targets::check(&mut scene, call, target, findings);
            sources::check(&mut scene, &host, call, target, findings);
            results::check(&mut scene, call, target, findings);
            circles.add(&mut scene, &host, call);
        }
    }
    circles.check(tree, findings);
}
