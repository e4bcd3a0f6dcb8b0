//! The definition and `apiProperties.json` against their schemas: the net below all other checks.

use super::document::REQUIRED_PROPERTY_MISSING;
use super::lists::ARRAY_DUPLICATE_VALUE;
use crate::diagnostic::{Findings, Rule, Severity, Site, Tolerance, page};
use crate::load::Hand;
use crate::lower::Dialect;
use crate::openapi::Version;
use crate::schema::{Schema, Violation};
use crate::tree::{NodeId, Tree};
use std::collections::HashMap;
use std::sync::LazyLock;

/// Microsoft's name for a member that must not be there.
pub static ADDITIONAL_PROPERTY_NOT_ALLOWED: Rule =
    Rule::error("AdditionalPropertyNotAllowed", page!("AdditionalPropertyNotAllowed"));
/// Microsoft's name for a member that the specification does not have, where extensions may stand.
pub static EXTENSION_NAME_NOT_VALID: Rule =
    Rule::error("ExtensionNameNotValid", page!("ExtensionNameNotValid"));
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
pub fn prepare(dialect: Dialect, configured: bool) {
    definition_schema(dialect);
    LazyLock::force(&PROPERTIES);
    if configured {
        LazyLock::force(&crate::config::SCHEMA);
    }
}

/// Whether a definition, and the properties that belong to it, conform to their schemas.
pub fn conforms(tree: &Tree, definition: NodeId, properties: NodeId, dialect: Dialect) -> bool {
    definition_schema(dialect).is_valid(tree, definition) && PROPERTIES.is_valid(tree, properties)
}

/// Holds a definition, and the properties that belong to it, against their schemas. What somebody's connector may
/// have all the same is an error in what is compiled: its author can write it as it should be.
pub fn conformance(
    tree: &Tree,
    definition: NodeId,
    properties: Option<NodeId>,
    dialect: Dialect,
    hand: Hand,
    findings: &mut Findings,
) {
    // Only certification looks at the properties as a whole.
    let (of_definition, of_properties): (Tolerate, Tolerate) = match hand {
        Hand::Author => (|_| None, |_| None),
        Hand::Others => (|known| known, |known| known.or(Some(Tolerance::Import))),
    };
    // A document of another version violates everything, and that was told.
    if Version::of(tree, definition) == Some(Version::V2) {
        hold(definition_schema(dialect), tree, definition, of_definition, findings);
    }
    if let Some(properties) = properties {
        hold(&PROPERTIES, tree, properties, of_properties, findings);
    }
}

/// Who takes a document with a fault, by what is known of the fault alone.
type Tolerate = fn(Option<Tolerance>) -> Option<Tolerance>;

fn hold(schema: &Schema, tree: &Tree, root: NodeId, tolerate: Tolerate, findings: &mut Findings) {
    let violations = schema.violations(tree, root);
    if violations.is_empty() {
        return;
    }
    let told = Told::of(tree, findings);
    for mut violation in violations {
        violation.tolerated = tolerate(violation.tolerated);
        if let Some(rule) = told.rule(tree, &violation) {
            violation.report(rule, findings);
        }
    }
}

/// What rules have said of a place already, in better words than a schema has.
struct Told {
    /// The places, and the words about them.
    values: HashMap<NodeId, Vec<String>>,
}

impl Told {
    fn of(tree: &Tree, findings: &Findings) -> Told {
        let mut values: HashMap<NodeId, Vec<String>> = HashMap::new();
        // What only warns does not stand for what is wrong.
        for finding in findings.iter().filter(|finding| finding.rule.gravest() == Severity::Error) {
            let Some(node) = finding.site.node() else { continue };
            let help = finding.help.as_deref().unwrap_or_default();
            let words = format!("{} {}: {} {help}", finding.rule.name, tree.key(node), finding.message);
            values.entry(node).or_default().push(words);
        }
        Told { values }
    }

    /// The rule for a violation, unless a finding at its place, or right below it, speaks of the same.
    fn rule(&self, tree: &Tree, violation: &Violation) -> Option<&'static Rule> {
        let node = violation.site.node();
        let is_told = node.is_some_and(|node| match &violation.member {
            // Other rules take a value of a wrong type for one that is not there: they do not speak of the type.
            None => {
                self.values.get(&node).is_some_and(|words| {
                    violation.keyword != "type" || words.iter().any(|words| speaks_of_types(words))
                }) || violation.keyword == "uniqueItems"
                    && tree.children(node).any(|item| self.speaks_below(tree, item))
            }
            Some(member) => {
                let name = format!("`{member}");
                let speaks = |node: NodeId| {
                    let words = self.values.get(&node).into_iter().flatten();
                    words.into_iter().any(|words| words.contains(&name))
                };
                let below = || tree.get(node, "name").is_some_and(speaks);
                // What is missing, is so because of what stands there in its place.
                let instead = match member.as_str() {
                    "maximum" => tree.get(node, "exclusiveMaximum"),
                    "minimum" => tree.get(node, "exclusiveMinimum"),
                    "type" => tree.get(node, "schema"),
                    _ => tree.get(node, "$ref"),
                };
                speaks(node)
                    || below()
                    || instead.is_some_and(|instead| self.values.contains_key(&instead))
                    || matches!(violation.site, Site::Key(_)) && self.values.contains_key(&node)
            }
        });
        if is_told { None } else { rule(violation) }
    }

    /// Whether something was said of an item of a list or of its name.
    fn speaks_below(&self, tree: &Tree, item: NodeId) -> bool {
        self.values.contains_key(&item)
            || tree.get(item, "name").is_some_and(|name| self.values.contains_key(&name))
    }
}

/// Whether what was said of a value is that it has the wrong type.
fn speaks_of_types(words: &str) -> bool {
    const RULES: [&str; 2] = ["DefaultValueMustMatchType", "SecurityRequirementMustHaveValue"];
    RULES.iter().any(|rule| words.starts_with(rule))
}

fn rule(violation: &Violation) -> Option<&'static Rule> {
    Some(match violation.keyword.as_str() {
        "required" => &REQUIRED_PROPERTY_MISSING,
        "additionalProperties" if violation.extensible => &EXTENSION_NAME_NOT_VALID,
        "uniqueItems" => &ARRAY_DUPLICATE_VALUE,
        "additionalProperties" | "unevaluatedProperties" | "falseSchema" | "propertyNames" => {
            &ADDITIONAL_PROPERTY_NOT_ALLOWED
        }
        "type" => &JSON_TYPE_INCORRECT,
        "enum" | "const" => &JSON_VALUE_NOT_IN_ENUM,
        _ => &JSON_VALUE_NOT_VALID,
    })
}
