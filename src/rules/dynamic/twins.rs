//! The older and the newer form of one extension, which old and new clients read side by side.

use super::call::{Argument, Call, Form};
use super::{Host, Scene};
use crate::diagnostic::{Findings, Rule, Site, page};
use crate::rules::inputs::{Input, segments};
use crate::tree::{NodeId, Tree};

/// Microsoft's name for values whose reference means a parameter or a property.
pub static DYNAMIC_LIST_EXTENSION_REQUIRED_FOR_AMBIGUOUS_REFERENCES: Rule = Rule::fault(
    "DynamicListExtensionRequiredForAmbiguousReferences",
    page!("DynamicListExtensionRequiredForAmbiguousReferences"),
);
/// Microsoft's name for values that refer to a property in the form that only knows parameters.
pub static DYNAMIC_LIST_EXTENSION_REQUIRED_FOR_NON_PARAMETER_REFERENCES: Rule = Rule::fault(
    "DynamicListExtensionRequiredForNonParameterReferences",
    page!("DynamicListExtensionRequiredForNonParameterReferences"),
);
/// Microsoft's name for a schema whose reference means a parameter or a property.
pub static DYNAMIC_PROPERTIES_EXTENSION_REQUIRED_FOR_AMBIGUOUS_REFERENCES: Rule = Rule::fault(
    "DynamicPropertiesExtensionRequiredForAmbiguousReferences",
    page!("DynamicPropertiesExtensionRequiredForAmbiguousReferences"),
);
/// Microsoft's name for a schema that refers to a property in the form that only knows parameters.
pub static DYNAMIC_PROPERTIES_EXTENSION_REQUIRED_FOR_NON_PARAMETER_REFERENCES: Rule = Rule::fault(
    "DynamicPropertiesExtensionRequiredForNonParameterReferences",
    page!("DynamicPropertiesExtensionRequiredForNonParameterReferences"),
);
/// Microsoft's name for a path to the properties of a schema, where the newer form needs the schema.
pub static DYNAMIC_PROPERTIES_EXTENSION_REQUIRED_FOR_PROPERTIES_VALUE_PATH: Rule = Rule::fault(
    "DynamicPropertiesExtensionRequiredForPropertiesValuePath",
    page!("DynamicPropertiesExtensionRequiredForPropertiesValuePath"),
);
/// Microsoft's name for two forms that ask for different schemas.
pub static DYNAMIC_PROPERTIES_ITEM_VALUE_PATH_MISMATCH: Rule =
    Rule::fault("DynamicPropertiesItemValuePathMismatch", page!("DynamicPropertiesItemValuePathMismatch"));
/// The newer form alone, which older clients do not read.
pub static OLDER_DYNAMIC_FORM_MISSING: Rule =
    Rule::warning("OlderDynamicFormMissing", page!("OlderDynamicFormMissing"));

pub(super) fn check(scene: &mut Scene<'_>, host: &Host, calls: &[Call], findings: &mut Findings) {
    let tree = scene.tree;
    let find = |form: Form| calls.iter().find(|call| call.form == form);
    for (older, newer) in [(Form::Values, Form::List), (Form::Schema, Form::Properties)] {
        match (find(older), find(newer)) {
            (Some(older), None) => references(scene, host, older, newer, findings),
            (None, Some(found)) => {
                let message = format!("`{}` stands without `{}`", newer.key(), older.key());
                findings
                    .report(&OLDER_DYNAMIC_FORM_MISSING, Site::Key(found.node), message)
                    .help(format!("write `{}` beside it: older clients only read that one", older.key()));
            }
            _ => {}
        }
    }
    if let Some(schema) = find(Form::Schema) {
        value_path(tree, schema, find(Form::Properties), findings);
    }
}

/// References that the older form cannot write clearly.
fn references(scene: &mut Scene<'_>, host: &Host, call: &Call, newer: Form, findings: &mut Findings) {
    let tree = scene.tree;
    for (_, _, argument) in call.arguments(tree) {
        let Argument::Reference(node, text) = argument else { continue };
        for used in &host.uses {
            let list = newer == Form::List;
            let (rule, message, at) = match scene.inputs.find(tree, used.operation, text) {
                Input::Ambiguous(parameter, reached) => {
                    let rule = if list {
                        &DYNAMIC_LIST_EXTENSION_REQUIRED_FOR_AMBIGUOUS_REFERENCES
                    } else {
                        &DYNAMIC_PROPERTIES_EXTENSION_REQUIRED_FOR_AMBIGUOUS_REFERENCES
                    };
                    let message = format!(
                        "`{}` refers to `{text}`, which is a parameter and a property of the body",
                        call.form.key()
                    );
                    (rule, message, [Some(parameter), Some(reached.property)])
                }
                Input::Property(reached) => {
                    let rule = if list {
                        &DYNAMIC_LIST_EXTENSION_REQUIRED_FOR_NON_PARAMETER_REFERENCES
                    } else {
                        &DYNAMIC_PROPERTIES_EXTENSION_REQUIRED_FOR_NON_PARAMETER_REFERENCES
                    };
                    let message = format!(
                        "`{}` refers to `{text}`, which is a property and no parameter",
                        call.form.key()
                    );
                    (rule, message, [Some(reached.property), None])
                }
                _ => continue,
            };
            report(rule, node, message, &at, newer, findings);
            break;
        }
    }
}

fn report(
    rule: &'static Rule,
    node: NodeId,
    message: String,
    meant: &[Option<NodeId>],
    newer: Form,
    findings: &mut Findings,
) {
    let finding = findings.report(rule, node, message);
    for meant in meant.iter().flatten() {
        finding.also(*meant, "meant here");
    }
    finding.help(format!("write `{}` beside it: its references are paths", newer.key()));
}

/// The older form can ask for the properties of a schema, the newer one asks for the schema around them.
fn value_path(tree: &Tree, schema: &Call, properties: Option<&Call>, findings: &mut Findings) {
    let path = tree.get(schema.node, "value-path");
    let names: Vec<&str> =
        path.and_then(|path| tree.str(path)).map_or(Vec::new(), |path| segments(path).collect());
    let around = names.strip_suffix(&["properties"]);
    let Some(properties) = properties else {
        if let (Some(_), Some(path)) = (around, path) {
            let message = format!("`value-path` asks for `{}`, the properties of a schema", tree.text(path));
            findings
                .report(&DYNAMIC_PROPERTIES_EXTENSION_REQUIRED_FOR_PROPERTIES_VALUE_PATH, path, message)
                .help("write `x-ms-dynamic-properties` beside it, whose path leads to the schema itself");
        }
        return;
    };
    let expected = around.unwrap_or(&names);
    let own = tree.get(properties.node, "itemValuePath");
    let given = own.and_then(|own| tree.str(own)).unwrap_or_default();
    if segments(given).eq(expected.iter().copied()) {
        return;
    }
    let expected = expected.join("/");
    let message = format!("`itemValuePath` is `{given}`, but `value-path` leads to `{expected}`");
    let site = own.map_or(Site::Key(properties.node), Site::Value);
    let finding = findings.report(&DYNAMIC_PROPERTIES_ITEM_VALUE_PATH_MISMATCH, site, message);
    if let Some(path) = path {
        finding.also(path, "the older form");
    }
    finding.help(format!("write `\"itemValuePath\": \"{expected}\"`"));
}
