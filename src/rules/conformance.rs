//! The definition and `apiProperties.json` against their schemas: the net below all other checks.

use super::document::REQUIRED_PROPERTY_MISSING;
use crate::diagnostic::{Findings, Rule, page};
use crate::lower::Dialect;
use crate::schema::{Schema, Violation};
use crate::tree::{NodeId, Tree};
use std::collections::HashSet;
use std::sync::LazyLock;

/// Microsoft's name for a member that must not be there.
pub static ADDITIONAL_PROPERTY_NOT_ALLOWED: Rule =
    Rule::error("AdditionalPropertyNotAllowed", page!("AdditionalPropertyNotAllowed"));
/// Microsoft's name for a value of the wrong type.
pub static JSON_TYPE_INCORRECT: Rule = Rule::error("JsonTypeIncorrect", page!("JsonTypeIncorrect"));
/// Microsoft's name for a value outside a closed list.
pub static JSON_VALUE_NOT_IN_ENUM: Rule = Rule::error("JsonValueNotInEnum", page!("JsonValueNotInEnum"));
/// A value that is not of the form that its place demands.
pub static JSON_VALUE_NOT_VALID: Rule = Rule::error("JsonValueNotValid", page!("JsonValueNotValid"));

static DEFINITION: LazyLock<Schema> =
    LazyLock::new(|| Schema::compile(include_str!("../../spec/schemas/connector-definition.schema.json")));
static SWAGGER2: LazyLock<Schema> =
    LazyLock::new(|| Schema::compile(include_str!("../../spec/schemas/swagger-2.0.schema.json")));
static PROPERTIES: LazyLock<Schema> =
    LazyLock::new(|| Schema::compile(include_str!("../../spec/schemas/api-properties.schema.json")));

fn definition_schema(dialect: Dialect) -> &'static Schema {
    LazyLock::force(match dialect {
        Dialect::Connector => &DEFINITION,
        Dialect::Swagger2 => &SWAGGER2,
    })
}

/// Compiles the schemas of one run, so that they are ready once there is a definition: that takes longer than
/// to load and lower a usual source.
pub fn prepare(dialect: Dialect) {
    LazyLock::force(&crate::config::SCHEMA);
    LazyLock::force(&PROPERTIES);
    definition_schema(dialect);
}

/// Holds a definition, and the properties that belong to it, against their schemas.
pub fn conformance(
    tree: &Tree,
    definition: NodeId,
    properties: Option<NodeId>,
    dialect: Dialect,
    findings: &mut Findings,
) {
    let told: HashSet<NodeId> = findings
        .iter()
        .filter(|finding| finding.blocks())
        .filter_map(|finding| finding.site.node())
        .collect();
    let rule = |violation: &Violation| (!is_told(tree, violation, &told)).then(|| rule(violation))?;
    definition_schema(dialect).report(tree, definition, findings, rule);
    if let Some(properties) = properties {
        PROPERTIES.report(tree, properties, findings, rule);
    }
}

/// Whether a rule that knows the place has said it already, and in better words.
fn is_told(tree: &Tree, violation: &Violation, told: &HashSet<NodeId>) -> bool {
    let Some(node) = violation.site.node() else { return false };
    let member_is_told = |name: &str| tree.get(node, name).is_some_and(|member| told.contains(&member));
    told.contains(&node)
        || match (violation.keyword.as_str(), violation.member.as_deref()) {
            ("uniqueItems", _) => tree.items(node).any(|item| told.contains(&item)),
            (_, Some("maximum")) if member_is_told("exclusiveMaximum") => true,
            (_, Some("minimum")) if member_is_told("exclusiveMinimum") => true,
            // What stands for something else lacks all that the other has.
            ("required", _) => member_is_told("$ref"),
            _ => false,
        }
}

fn rule(violation: &Violation) -> Option<&'static Rule> {
    Some(match violation.keyword.as_str() {
        "required" => &REQUIRED_PROPERTY_MISSING,
        "additionalProperties" | "unevaluatedProperties" | "falseSchema" | "propertyNames" => {
            &ADDITIONAL_PROPERTY_NOT_ALLOWED
        }
        "type" => &JSON_TYPE_INCORRECT,
        "enum" | "const" => &JSON_VALUE_NOT_IN_ENUM,
        _ => &JSON_VALUE_NOT_VALID,
    })
}
