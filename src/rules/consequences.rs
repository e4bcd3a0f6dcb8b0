//! What follows from a fault that lowering has told in better words is not told again of the definition.

use super::{Subject, definition};
use crate::diagnostic::{Diagnostic, Findings};
use crate::tree::{NodeId, Tree};

/// What was told, and what follows from it at the same place.
const CONSEQUENCES: &[(&str, &str)] = &[
    ("BodyWithoutSemantics", "BodyOrFormDataParameterInFetchOperationNotAllowed"),
    ("CircularSchema", "RecursiveSchema"),
    ("DynamicReference", "SchemaWithoutType"),
    ("ItemsMissing", "ItemsWithoutType"),
    ("MixedUnion", "SchemaWithoutType"),
    ("ParameterNameTaken", "OperationParametersContainDuplicateParameter"),
    ("RecursiveComposition", "RecursiveSchema"),
    ("RecursiveComposition", "SwaggerKeywordNotSupported"),
    ("ReferenceToOtherKind", "SchemaReferenceNotValid"),
    ("ResponsesMissing", "OperationShouldHaveSuccessfulResponse"),
    ("SeveralSignIns", "SeveralSecurityDefinitions"),
    ("SeveralSignIns", "SeveralSecurityRequirements"),
    ("SeveralTypes", "SchemaWithoutType"),
    ("TupleSchema", "ItemsWithoutType"),
    ("TypeMissing", "SchemaWithoutType"),
    ("UnionSchema", "SchemaWithoutType"),
];

/// Checks a definition that was compiled.
pub fn of_compiled(tree: &Tree, subject: &Subject<'_>, findings: &mut Findings) {
    let before = findings.len();
    definition(tree, subject, findings);
    let mut found = findings.all_mut().split_off(before);
    let told = findings.all_mut();
    let told: Vec<&Diagnostic> =
        told.iter().filter(|told| CONSEQUENCES.iter().any(|(rule, _)| *rule == told.rule.name)).collect();
    found.retain(|finding| {
        let mut causes = CONSEQUENCES.iter().filter(|(_, consequence)| *consequence == finding.rule.name);
        !causes.any(|(cause, _)| {
            told.iter().any(|told| told.rule.name == *cause && is_near(tree, told, finding))
        })
    });
    findings.all_mut().append(&mut found);
}

/// Whether one place is that of the other, or part of it.
fn is_near(tree: &Tree, told: &Diagnostic, finding: &Diagnostic) -> bool {
    let (Some(told), Some(finding)) = (told.site.node(), finding.site.node()) else { return false };
    let within = |inner: NodeId, outer: NodeId| tree.is_within(inner, outer);
    let sources = [Some(told), tree.source_node(told)];
    let others = [Some(finding), tree.source_node(finding)];
    let mut pairs = sources
        .into_iter()
        .flatten()
        .flat_map(|one| others.into_iter().flatten().map(move |other| (one, other)));

    pairs.any(|(one, other)| within(one, other) || within(other, one))
}
