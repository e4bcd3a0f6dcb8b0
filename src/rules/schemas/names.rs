//! Names and labels: of definitions, of properties, and of objects that have none.

use super::platform::PLATFORM;
use crate::diagnostic::{Findings, Rule, Site, page};
use crate::openapi::{Object, is_internal};
use crate::rules::Subject;
use crate::rules::lists::and;
use crate::rules::places::{Places, Relation};
use crate::rules::wording;
use crate::tree::{Edit, NodeId, Tree};

/// A definition whose name has characters that tools stumble over.
pub static DEFINITION_NAME_NOT_PLAIN: Rule =
    Rule::warning("DefinitionNameNotPlain", page!("DefinitionNameNotPlain"));
/// A property with a slash in its name.
pub static PROPERTY_NAME_WITH_SLASH: Rule =
    Rule::warning("PropertyNameWithSlash", page!("PropertyNameWithSlash"));
/// A property with a dot in its name, to which a legacy extension refers.
pub static PROPERTY_NAME_WITH_DOT: Rule = Rule::warning("PropertyNameWithDot", page!("PropertyNameWithDot"));
/// Properties that makers see by their technical names.
pub static PROPERTY_WITHOUT_LABEL: Rule = Rule::note("PropertyWithoutLabel", page!("PropertyWithoutLabel"));
/// A label that is longer than the guidance allows.
pub static PROPERTY_LABEL_TOO_LONG: Rule = Rule::note("PropertyLabelTooLong", page!("PropertyLabelTooLong"));
/// An object of a response of which makers see nothing.
pub static OBJECT_WITHOUT_PROPERTIES: Rule =
    Rule::note("ObjectWithoutProperties", page!("ObjectWithoutProperties"));

/// Members that tell what an object has.
const CONTENTS: [&str; 6] = [
    "properties",
    "additionalProperties",
    "allOf",
    "x-ms-dynamic-schema",
    "x-ms-dynamic-properties",
    "x-oneOf",
];

pub(super) fn check(tree: &Tree, subject: &Subject<'_>, places: &Places, findings: &mut Findings) {
    definitions(tree, subject.definition, findings);
    let mut dotted = Vec::new();
    for found in places.objects.iter().filter(|found| found.object == Object::Schema) {
        let node = found.node;
        if let Relation::Property(_) = places.relation(tree, node) {
            let name = tree.key(node);
            if name.contains('/') {
                slash(tree, node, findings);
            }
            if name.contains('.') {
                dotted.push(node);
            }
            label(tree, node, findings);
        }
        if places.is_input(node) {
            without_label(tree, node, findings);
        }
        if places.is_output(node) {
            without_properties(tree, places, node, findings);
        }
    }
    if !dotted.is_empty() {
        dots(tree, places, &dotted, findings);
    }
}

fn definitions(tree: &Tree, root: NodeId, findings: &mut Findings) {
    let definitions = tree.get(root, "definitions");
    for (name, node) in definitions.into_iter().flat_map(|definitions| tree.members(definitions)) {
        let plain = |char: char| char.is_ascii_alphanumeric() || matches!(char, '.' | '_' | '-');
        if let Some(other) = name.chars().find(|char| !plain(*char)) {
            findings
                .report(
                    &DEFINITION_NAME_NOT_PLAIN,
                    Site::Key(node),
                    format!("the name of the definition `{name}` has `{other}` in it"),
                )
                .help("use letters, digits, `.`, `_` and `-` only");
        }
    }
}

fn slash(tree: &Tree, node: NodeId, findings: &mut Findings) {
    findings
        .report(
            &PROPERTY_NAME_WITH_SLASH,
            Site::Key(node),
            format!("designers take the property `{}` for one within another", tree.key(node)),
        )
        .help("rename it, if the API allows: paths to properties are split at each slash");
}

/// Legacy extensions join the names of nested properties by dots.
fn dots(tree: &Tree, places: &Places, dotted: &[NodeId], findings: &mut Findings) {
    let mut references: Vec<NodeId> = Vec::new();
    for node in places.objects.iter().map(|found| found.node) {
        for key in ["x-ms-dynamic-values", "x-ms-dynamic-schema"] {
            let parameters = tree.at(node, &[key, "parameters"]);
            let values = parameters.into_iter().flat_map(|parameters| tree.members(parameters));
            references.extend(values.filter_map(|(_, value)| tree.get(value, "parameter")));
        }
    }
    for node in dotted.iter().filter(|node| places.is_input(**node)) {
        let name = tree.key(*node);
        let named = references.iter().find(|reference| {
            let rest = tree.str(**reference).and_then(|text| text.strip_suffix(name));
            rest.is_some_and(|rest| rest.is_empty() || rest.ends_with('.'))
        });
        if let Some(named) = named {
            findings
                .report(
                    &PROPERTY_NAME_WITH_DOT,
                    Site::Key(*node),
                    format!("`{name}` has a dot, which means nesting where it is referred to"),
                )
                .also(*named, "referred to here")
                .help("refer to it by `x-ms-dynamic-list` or `x-ms-dynamic-properties` as well");
        }
    }
}

fn label(tree: &Tree, node: NodeId, findings: &mut Findings) {
    let Some(label) = tree.get(node, "x-ms-summary") else { return };
    let maximum = PLATFORM.label.maximum;
    // Bytes are counted before characters, since that is quick and they are never fewer.
    let Some(text) = tree.str(label).filter(|text| text.len() > maximum) else { return };
    let count = text.chars().count();
    if count > maximum {
        findings
            .report(
                &PROPERTY_LABEL_TOO_LONG,
                label,
                format!("the label of `{}` has {count} characters, more than {maximum}", tree.key(node)),
            )
            .help("shorten it, and say the rest in `description`");
    }
}

/// The properties of one object are told together.
fn without_label(tree: &Tree, owner: NodeId, findings: &mut Findings) {
    let Some(properties) = tree.get(owner, "properties") else { return };
    let bare = tree.members(properties).filter(|(_, node)| {
        let has = |key: &str| tree.get(*node, key).is_some();
        tree.is_object(*node)
            && !(has("x-ms-summary") || has("title") || has("$ref"))
            && !is_internal(tree, *node)
    });
    let mut bare = bare.peekable();
    let Some((_, first)) = bare.peek().copied() else { return };
    let bare: Vec<(&str, NodeId)> = bare.collect();
    let names: Vec<String> = bare.iter().map(|(name, _)| format!("`{name}`")).collect();
    let have = if names.len() == 1 { "has" } else { "have" };
    let labels: Option<Vec<String>> = bare.iter().map(|(name, _)| wording::derived_label(name)).collect();
    let finding = findings
        .report(&PROPERTY_WITHOUT_LABEL, Site::Key(first), format!("{} {have} no label", and(&names)))
        .help("add `x-ms-summary`: makers see it instead of the technical name");
    for ((_, node), label) in bare.iter().zip(labels.into_iter().flatten()) {
        finding.fix(Edit::Insert(*node, "x-ms-summary", label.into()));
    }
}

fn without_properties(tree: &Tree, places: &Places, node: NodeId, findings: &mut Findings) {
    let object = tree.get_str(node, "type") == Some("object");
    // Of a response about which nothing is said, another rule speaks.
    let told = places.relation(tree, node) == Relation::Root
        && !places.is_definition(node)
        && crate::rules::responses::output::says_nothing(tree, node);
    if !object || told || CONTENTS.iter().any(|key| tree.get(node, key).is_some()) {
        return;
    }
    let site = if tree.key(node).is_empty() { Site::Value(node) } else { Site::Key(node) };
    findings
        .report(
            &OBJECT_WITHOUT_PROPERTIES,
            site,
            format!("makers can use nothing of {}: it has no properties", places.called(tree, node)),
        )
        .help("describe its properties, or add `x-ms-dynamic-schema`");
}
