//! Where dynamic extensions may stand, and what must stand beside them.

use super::call::Form;
use super::{Host, Scene};
use crate::diagnostic::{Findings, Rule, Site, page};
use crate::openapi::Object;
use crate::tree::{NodeId, Tree};

/// Microsoft's name for a dynamic extension on the body itself.
pub static DYNAMIC_EXTENSION_DEFINITION_NOT_ALLOWED_IN_PARAMETER: Rule = Rule::fault(
    "DynamicExtensionDefinitionNotAllowedInParameter",
    page!("DynamicExtensionDefinitionNotAllowedInParameter"),
);
/// Microsoft's name for a file picker without its tree.
pub static DYNAMIC_TREE_EXTENSION_MISSING: Rule =
    Rule::fault("DynamicTreeExtensionMissing", page!("DynamicTreeExtensionMissing"));
/// A file picker of which the connector does not say how it lists files.
pub static FILE_PICKER_UNDECLARED: Rule = Rule::fault("FilePickerUndeclared", page!("FilePickerUndeclared"));
/// Microsoft's name for the selected item where nothing is selected.
pub static SELECTED_ITEM_VALUE_PATH_NOT_ALLOWED_IN_THIS_POSITION: Rule = Rule::fault(
    "SelectedItemValuePathNotAllowedInThisPosition",
    page!("SelectedItemValuePathNotAllowedInThisPosition"),
);
/// Values to choose from in an answer.
pub static DYNAMIC_VALUES_IN_RESPONSE: Rule =
    Rule::note("DynamicValuesInResponse", page!("DynamicValuesInResponse"));
/// Two lists of values for one field.
pub static ENUM_BESIDE_DYNAMIC_VALUES: Rule =
    Rule::warning("EnumBesideDynamicValues", page!("EnumBesideDynamicValues"));

pub(super) fn check(scene: &Scene<'_>, host: &Host, findings: &mut Findings) {
    let (tree, node) = (scene.tree, host.node);
    if host.object == Object::Parameter && tree.get_str(node, "in") == Some("body") {
        on_body(tree, node, findings);
    }
    if host.is_output() {
        in_response(tree, host, findings);
    }
    let values = [Form::Values, Form::List].into_iter().find_map(|form| tree.get(node, form.key()));
    if let (Some(values), Some(list)) = (values, tree.get(node, "enum")) {
        let message = format!("`{}` and `enum` both list the values", tree.key(values));
        findings
            .report(&ENUM_BESIDE_DYNAMIC_VALUES, Site::Key(list), message)
            .also(Site::Key(values), "asked for here")
            .help("keep one of them");
    }
    file_picker(scene, node, findings);
    selected_item(tree, node, findings);
}

fn on_body(tree: &Tree, body: NodeId, findings: &mut Findings) {
    for (key, member) in tree.members(body).filter(|(key, _)| key.starts_with("x-ms-dynamic-")) {
        let message = format!("`{key}` stands on the body and not in its schema");
        let finding = findings.report(
            &DYNAMIC_EXTENSION_DEFINITION_NOT_ALLOWED_IN_PARAMETER,
            Site::Key(member),
            message,
        );
        if let Some(schema) = tree.get(body, "schema") {
            finding.also(Site::Key(schema), "the schema");
        }
        finding.help("move it into `schema`");
    }
}

fn in_response(tree: &Tree, host: &Host, findings: &mut Findings) {
    for form in [Form::Values, Form::List] {
        let Some(extension) = tree.get(host.node, form.key()) else { continue };
        let message = format!("`{}` in a response has no effect", form.key());
        let finding = findings.report(&DYNAMIC_VALUES_IN_RESPONSE, Site::Key(extension), message);
        finding.help("remove it: nobody chooses among the values of an answer");
    }
}

fn file_picker(scene: &Scene<'_>, node: NodeId, findings: &mut Findings) {
    let tree = scene.tree;
    let Some(capability) = tree.at(node, &[Form::Values.key(), "capability"]) else { return };
    if tree.str(capability) != Some("file-picker") {
        return;
    }
    if tree.get(node, Form::Tree.key()).is_none() {
        findings
            .report(
                &DYNAMIC_TREE_EXTENSION_MISSING,
                capability,
                "the file picker stands without `x-ms-dynamic-tree`",
            )
            .help("write `x-ms-dynamic-tree` beside it, which says how folders are opened");
    }
    if tree.at(scene.root, &["x-ms-capabilities", "file-picker"]).is_none() {
        findings
            .report(
                &FILE_PICKER_UNDECLARED,
                capability,
                "the connector does not say how its file picker lists files",
            )
            .help("describe it in `x-ms-capabilities`, at the root, under `file-picker`");
    }
}

fn selected_item(tree: &Tree, node: NodeId, findings: &mut Findings) {
    let Some(parameters) = tree.at(node, &[Form::Tree.key(), "open", "parameters"]) else { return };
    for (name, member) in tree.members(parameters) {
        let Some(selected) = tree.get(member, "selectedItemValuePath") else { continue };
        let message =
            format!("`{name}` takes the selected item, but nothing is selected when the tree opens");
        findings
            .report(&SELECTED_ITEM_VALUE_PATH_NOT_ALLOWED_IN_THIS_POSITION, Site::Key(selected), message)
            .help("give a `value` or a `parameterReference`; the selected item is known in `browse`");
    }
}
