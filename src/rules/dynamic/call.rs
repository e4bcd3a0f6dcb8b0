//! One call that a dynamic extension describes, whichever form it is written in.

use crate::tree::{NodeId, Tree};

/// Which extension describes the call.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// `x-ms-dynamic-values`
    Values,
    /// `x-ms-dynamic-list`
    List,
    /// `x-ms-dynamic-schema`
    Schema,
    /// `x-ms-dynamic-properties`
    Properties,
    /// `x-ms-dynamic-tree`, how it is opened or unfolded.
    Tree,
}

impl Form {
    /// The extension.
    pub(super) fn key(self) -> &'static str {
        match self {
            Form::Values => "x-ms-dynamic-values",
            Form::List => "x-ms-dynamic-list",
            Form::Schema => "x-ms-dynamic-schema",
            Form::Properties => "x-ms-dynamic-properties",
            Form::Tree => "x-ms-dynamic-tree",
        }
    }

    /// Whether it lists values to choose from.
    pub(super) fn is_list(self) -> bool {
        matches!(self, Form::Values | Form::List)
    }

    /// Whether parameters are written in the older way, which knows no paths.
    pub(super) fn is_older(self) -> bool {
        matches!(self, Form::Values | Form::Schema)
    }
}

/// A call of an operation.
#[derive(Clone, Copy, Debug)]
pub(super) struct Call {
    pub(super) form: Form,
    /// The object that describes it.
    pub(super) node: NodeId,
}

/// What a call gives to a parameter.
#[derive(Clone, Copy, Debug)]
pub(super) enum Argument<'t> {
    /// What a parameter or property of the calling operation holds: the reference and its text.
    Reference(NodeId, &'t str),
    /// A fixed value.
    Literal(NodeId),
    /// Something else: the tree's selected item, or a mistake that the schema tells.
    Other,
}

impl Call {
    /// The parameters that it gives: name, member, argument.
    pub(super) fn arguments<'t>(
        self,
        tree: &'t Tree,
    ) -> impl Iterator<Item = (&'t str, NodeId, Argument<'t>)> {
        let parameters = tree.get(self.node, "parameters");
        let members = parameters.into_iter().flat_map(|parameters| tree.members(parameters));
        members.map(move |(name, member)| (name, member, argument(tree, self.form, member)))
    }
}

fn argument(tree: &Tree, form: Form, member: NodeId) -> Argument<'_> {
    let reference_key = if form.is_older() { "parameter" } else { "parameterReference" };
    if let Some(reference) = tree.get(member, reference_key) {
        return match tree.str(reference) {
            Some(text) => Argument::Reference(reference, text),
            None => Argument::Other,
        };
    }
    if form.is_older() {
        return Argument::Literal(member);
    }
    tree.get(member, "value").map_or(Argument::Other, Argument::Literal)
}

/// The calls that the extensions of a parameter or schema describe.
pub(super) fn calls(tree: &Tree, host: NodeId) -> Vec<Call> {
    let mut calls = Vec::new();
    for form in [Form::Values, Form::List, Form::Schema, Form::Properties] {
        if let Some(node) = tree.get(host, form.key()) {
            calls.push(Call { form, node });
        }
    }
    if let Some(extension) = tree.get(host, Form::Tree.key()) {
        let steps = ["open", "browse"].into_iter().filter_map(|step| tree.get(extension, step));
        calls.extend(steps.map(|node| Call { form: Form::Tree, node }));
    }
    calls.retain(|call| tree.is_object(call.node));
    calls
}
