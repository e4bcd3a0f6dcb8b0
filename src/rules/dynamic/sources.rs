//! What a call takes from the operation that makes it.

use super::call::{Argument, Call};
use super::targets::{agree, ambiguous, not_found, type_of};
use super::{Host, Scene};
use crate::diagnostic::{Findings, Rule, Site, Tolerance, page};
use crate::openapi::is_internal;
use crate::rules::inputs::Input;
use crate::rules::uses::name_of;
use crate::tree::{NodeId, Tree};

/// Microsoft's name for a reference to something that makers never see.
pub static SOURCE_PROPERTY_INTERNAL: Rule =
    Rule::fault("SourcePropertyInternal", page!("SourcePropertyInternal")).imported();
/// Microsoft's name for a reference to something of another type than what it is given to.
pub static OPERATION_PARAMETER_TYPE_MISMATCH: Rule =
    Rule::fault("OperationParameterTypeMismatch", page!("OperationParameterTypeMismatch"));
/// Microsoft's name for a call that cannot be made before an optional field is filled in.
pub static OPERATION_PARAMETER_REQUIRED_MISMATCH: Rule =
    Rule::warning("OperationParameterRequiredMismatch", page!("OperationParameterRequiredMismatch"));

pub(super) fn check(
    scene: &mut Scene<'_>,
    host: &Host,
    call: &Call,
    target: NodeId,
    findings: &mut Findings,
) {
    let tree = scene.tree;
    for (name, _, argument) in call.arguments(tree) {
        let Argument::Reference(node, text) = argument else { continue };
        // What is wrong in several operations that share a schema is told once.
        for used in &host.uses {
            let source = scene.inputs.find(tree, used.operation, text);
            if let Input::Nowhere = source {
                not_found(scene, text, Site::Value(node), used.operation, findings)
                    .tolerated(Tolerance::Import);
                break;
            }
            if let Input::Ambiguous(parameter, reached) = source
                && !call.form.is_older()
                && text.contains('/')
            {
                ambiguous(tree, text, Site::Value(node), (parameter, reached.property), findings);
                break;
            }
            if internal(tree, node, text, &source, used.operation, findings) {
                break;
            }
            let wanted = scene.inputs.find(tree, target, name);
            let pair = Pair { node, name, text, source: &source, wanted: &wanted, target };
            if types(scene, &pair, findings) || required(tree, &pair, findings) {
                break;
            }
        }
    }
}

fn internal(
    tree: &Tree,
    node: NodeId,
    text: &str,
    source: &Input,
    operation: NodeId,
    findings: &mut Findings,
) -> bool {
    let (hidden, at) = match source {
        Input::Parameter(parameter) => (is_internal(tree, *parameter), *parameter),
        Input::Property(reached) => (reached.internal, reached.property),
        _ => return false,
    };
    if hidden {
        let message =
            format!("`{text}` of {} is internal: makers never fill it in", name_of(tree, operation));
        findings
            .report(&SOURCE_PROPERTY_INTERNAL, node, message)
            .also(at, "hidden here, or above")
            .help("write its default here as a fixed value, or let makers see it");
    }
    hidden
}

/// A value that one operation takes from another.
struct Pair<'a> {
    node: NodeId,
    name: &'a str,
    text: &'a str,
    source: &'a Input,
    wanted: &'a Input,
    target: NodeId,
}

fn types(scene: &mut Scene<'_>, pair: &Pair<'_>, findings: &mut Findings) -> bool {
    let (source, wanted) = (type_of(scene, pair.source), type_of(scene, pair.wanted));
    let (Some((given, from)), Some((expected, to))) = (source, wanted) else { return false };
    if agree(given, expected) {
        return false;
    }
    let Pair { name, text, .. } = pair;
    let message = format!(
        "`{text}` is of type {given}, but `{name}` of {} is of type {expected}",
        name_of(scene.tree, pair.target)
    );
    findings
        .report(&OPERATION_PARAMETER_TYPE_MISMATCH, pair.node, message)
        .also(from, "what is given")
        .also(to, "what is expected")
        .help("give both the same type");
    true
}

fn required(tree: &Tree, pair: &Pair<'_>, findings: &mut Findings) -> bool {
    let (Some((true, wanted)), Some((false, source))) =
        (demand(tree, pair.wanted), demand(tree, pair.source))
    else {
        return false;
    };
    let Pair { name, text, .. } = pair;
    let message = format!(
        "{} cannot be asked before makers fill in `{text}`, which they may leave empty",
        name_of(tree, pair.target)
    );
    findings
        .report(&OPERATION_PARAMETER_REQUIRED_MISMATCH, pair.node, message)
        .also(source, "optional, without a default")
        .also(wanted, format!("`{name}` is required"))
        .help("require the one, or give it a default");
    true
}

/// Whether an input must be there, and where it is declared. What has a default is always there.
fn demand(tree: &Tree, input: &Input) -> Option<(bool, NodeId)> {
    let (required, node, schema) = match input {
        Input::Parameter(parameter) => (tree.is_true(*parameter, "required"), *parameter, *parameter),
        Input::Property(reached) => (reached.required, reached.property, reached.schema),
        _ => return None,
    };
    let default = tree.get(node, "default").or_else(|| tree.get(schema, "default"));
    default.is_none().then_some((required, node))
}
