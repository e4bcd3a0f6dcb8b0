//! `$ref` in schemas: where it leads, and what stands beside it.

use crate::diagnostic::{Findings, Rule, Site, Tolerance, page};
use crate::nearest::nearest;
use crate::openapi::{Object, Resolver};
use crate::rules::Subject;
use crate::rules::lists::and;
use crate::rules::places::Places;
use crate::tree::{NodeId, Tree, unescape_token};

/// Microsoft's name for a reference that is no pointer.
pub static JSON_POINTER_NOT_VALID: Rule = Rule::error("JsonPointerNotValid", page!("JsonPointerNotValid"));
/// Microsoft's name for a reference to something that is not a definition.
pub static SCHEMA_REFERENCE_NOT_VALID: Rule =
    Rule::error("SchemaReferenceNotValid", page!("SchemaReferenceNotValid"));
/// Microsoft's name for a reference to a definition that is not there.
pub static SCHEMA_REFERENCE_NOT_FOUND: Rule =
    Rule::error("SchemaReferenceNotFound", page!("SchemaReferenceNotFound"));
/// Microsoft's name for a definition that is only a reference.
pub static SCHEMA_REF_LOOP_NOT_ALLOWED: Rule =
    Rule::warning("SchemaRefLoopNotAllowed", page!("SchemaRefLoopNotAllowed"));
/// Microsoft's name for what stands beside a reference.
pub static ADDITIONAL_PROPERTY_NOT_ALLOWED_ADJACENT_TO_REF: Rule = Rule::warning(
    "AdditionalPropertyNotAllowedAdjacentToRef",
    page!("AdditionalPropertyNotAllowedAdjacentToRef"),
);

pub(super) fn check(
    tree: &Tree,
    subject: &Subject<'_>,
    places: &Places,
    resolver: &mut Resolver,
    findings: &mut Findings,
) {
    let definitions = tree.get(subject.definition, "definitions");
    for found in places.objects.iter().filter(|found| found.object == Object::Schema) {
        let Some(reference) = tree.get(found.node, "$ref") else { continue };
        let Some(text) = tree.str(reference) else { continue };
        let place = (found.node, reference);
        match shape(text) {
            Shape::Definition(_) if places.is_definition(found.node) => only_reference(tree, place, findings),
            Shape::Definition(name) => {
                // Of a source it is told where the author wrote it.
                if subject.source.is_none() && resolver.resolve(tree, text).is_none() {
                    not_found(tree, definitions, name, reference, findings);
                }
            }
            // Of a source it is told as a reference that leads nowhere.
            Shape::NoPointer if subject.source.is_some() => {}
            Shape::NoPointer => {
                findings
                    .report(&JSON_POINTER_NOT_VALID, reference, format!("`{text}` is no JSON Pointer"))
                    .help("write `#/definitions/` and the name of a definition; in names, `~1` stands for a slash");
            }
            // Other files are told where the author wrote them.
            Shape::Elsewhere if subject.source.is_some() && !text.starts_with('#') => {}
            Shape::Elsewhere => {
                let source = tree.source_node(reference);
                let told = |node: NodeId| tree.source_node(node) == source;
                if !findings.iter().filter_map(|finding| finding.site.node()).any(told) {
                    elsewhere(text, reference, findings);
                }
            }
        }
        // What lowering leaves beside a reference it has told.
        if subject.source.is_none() {
            siblings(tree, place, findings);
        }
    }
}

/// What the text of a reference is.
enum Shape<'t> {
    /// A name among the definitions.
    Definition(&'t str),
    /// A pointer or a URL to something else.
    Elsewhere,
    /// Nothing that can be followed.
    NoPointer,
}

fn shape(text: &str) -> Shape<'_> {
    let escapes_are_known = text.split('~').skip(1).all(|rest| rest.starts_with(['0', '1']));
    let pointer = text.strip_prefix('#');
    if text.trim().is_empty() || pointer.is_some_and(|rest| !rest.starts_with('/')) || !escapes_are_known {
        return Shape::NoPointer;
    }
    match text.strip_prefix("#/definitions/") {
        Some(name) if !name.is_empty() && !name.contains('/') => Shape::Definition(name),
        _ => Shape::Elsewhere,
    }
}

fn only_reference(tree: &Tree, (schema, reference): (NodeId, NodeId), findings: &mut Findings) {
    let message = format!("the definition `{}` is only a reference", tree.key(schema));
    findings
        .report(&SCHEMA_REF_LOOP_NOT_ALLOWED, reference, message)
        .help("refer to the other definition where this one is used, or write the schema out");
}

fn not_found(
    tree: &Tree,
    definitions: Option<NodeId>,
    name: &str,
    reference: NodeId,
    findings: &mut Findings,
) {
    let name = unescape_token(name);
    let known = definitions.into_iter().flat_map(|known| tree.members(known)).map(|(name, _)| name);
    let near = nearest(&name, known);
    let finding =
        findings.report(&SCHEMA_REFERENCE_NOT_FOUND, reference, format!("there is no definition `{name}`"));
    match near {
        Some(near) => finding.help(format!("did you mean `#/definitions/{near}`?")),
        None => {
            finding.help("add it to `definitions`; the service answers with an error of its own otherwise")
        }
    };
}

fn elsewhere(text: &str, reference: NodeId, findings: &mut Findings) {
    let finding = findings.report(
        &SCHEMA_REFERENCE_NOT_VALID,
        reference,
        format!("`{text}` does not name a definition"),
    );
    if !text.starts_with('#') {
        finding.help("move the schema into `definitions` of this file: nothing else is read");
    } else if text.starts_with("#/definitions/") {
        finding
            .tolerated(Tolerance::Import)
            .help("refer to a whole definition: make the part that is meant one of its own");
    } else {
        finding.help("move the schema into `definitions`, and refer to it there");
    }
}

fn siblings(tree: &Tree, (schema, reference): (NodeId, NodeId), findings: &mut Findings) {
    let siblings: Vec<NodeId> = tree.children(schema).filter(|member| *member != reference).collect();
    let Some(first) = siblings.first() else { return };
    let names: Vec<String> = siblings.iter().map(|sibling| format!("`{}`", tree.key(*sibling))).collect();
    let are = if names.len() == 1 { "is" } else { "are" };
    findings
        .report(
            &ADDITIONAL_PROPERTY_NOT_ALLOWED_ADJACENT_TO_REF,
            Site::Key(*first),
            format!("{} beside `$ref` {are} ignored", and(&names)),
        )
        .also(reference, "all that counts is this reference")
        .help("say it in the definition itself, or write the schema out here");
}
