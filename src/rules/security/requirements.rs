//! `security`: which of the definitions count, and with which scopes.

use super::SECURITY_REQUIREMENT_MUST_BE_DEFINED;
use crate::diagnostic::{Findings, Rule, Severity, Site, page};
use crate::lower::OAUTH_SECURITY_REQUIREMENT_VALUE_MUST_BE_SCOPE_NAME;
use crate::nearest::nearest;
use crate::openapi::operations;
use crate::rules::Subject;
use crate::tree::{Edit, Kind, NodeId, Tree, Value};
use std::collections::HashSet;

/// More than one requirement, or more than one name in it.
pub static SEVERAL_SECURITY_REQUIREMENTS: Rule =
    Rule::warning("SeveralSecurityRequirements", page!("SeveralSecurityRequirements"));
/// Microsoft's name for a requirement whose scopes are no list.
pub static SECURITY_REQUIREMENT_MUST_HAVE_VALUE: Rule =
    Rule::error("SecurityRequirementMustHaveValue", page!("SecurityRequirementMustHaveValue"));
/// Microsoft's name for scopes where there are none.
pub static SECURITY_REQUIREMENT_MUST_HAVE_EMPTY_VALUE: Rule =
    Rule::fault("SecurityRequirementMustHaveEmptyValue", page!("SecurityRequirementMustHaveEmptyValue"));
/// A way to sign in that nothing asks for.
pub static SECURITY_DEFINITION_NOT_APPLIED: Rule =
    Rule::warning("SecurityDefinitionNotApplied", page!("SecurityDefinitionNotApplied"));

pub(super) fn check(tree: &Tree, subject: &Subject<'_>, findings: &mut Findings) {
    let root = subject.definition;
    let definitions = tree.get(root, "securityDefinitions");
    let own = operations(tree, root).filter_map(|operation| tree.get(operation.node, "security"));
    let lists: Vec<NodeId> = tree.get(root, "security").into_iter().chain(own).collect();
    let mut used: HashSet<&str> = HashSet::new();
    for list in &lists {
        several(tree, *list, findings);
        for (name, value) in tree.items(*list).flat_map(|requirement| tree.members(requirement)) {
            let first = used.insert(name);
            let definition = definitions.and_then(|definitions| tree.get(definitions, name));
            // Of a source it is told where the author wrote it.
            if definition.is_none() && first && subject.source.is_none() {
                undefined(tree, definitions, name, value, findings);
            }
            scopes(tree, definition, name, value, findings);
        }
    }
    let all: Vec<(&str, NodeId)> =
        definitions.into_iter().flat_map(|definitions| tree.members(definitions)).collect();
    // With several, the one that counts is what matters: that is told elsewhere.
    if let [(name, definition)] = all[..]
        && used.is_empty()
    {
        findings
            .report(
                &SECURITY_DEFINITION_NOT_APPLIED,
                Site::Key(definition),
                format!("nothing asks for the security definition `{name}`"),
            )
            .help(format!("add `security: [{{{name}: []}}]` at the root"));
    }
}

fn undefined(tree: &Tree, definitions: Option<NodeId>, name: &str, value: NodeId, findings: &mut Findings) {
    let known = definitions.into_iter().flat_map(|known| tree.members(known)).map(|(key, _)| key);
    let near = nearest(name, known);
    let finding = findings.report(
        &SECURITY_REQUIREMENT_MUST_BE_DEFINED,
        Site::Key(value),
        format!("the security definition `{name}` is not there"),
    );
    // In published connectors the connection parameters decide.
    finding.level = Severity::Warning;
    match near {
        Some(near) => finding.help(format!("did you mean `{near}`?")),
        None => finding.help("define it in `securityDefinitions`, or remove the requirement"),
    };
}

fn several(tree: &Tree, list: NodeId, findings: &mut Findings) {
    let mut requirements = tree.items(list);
    let (first, second) = (requirements.next(), requirements.next());
    let names = first.map_or(0, |first| tree.count(first));
    let (site, message) = match (first, second) {
        (_, Some(second)) => {
            (second, "there are several security requirements: the platform takes one".to_owned())
        }
        (Some(first), None) if names > 1 => {
            (first, format!("a security requirement has {names} names: the platform takes one"))
        }
        _ => return,
    };
    findings
        .report(&SEVERAL_SECURITY_REQUIREMENTS, site, message)
        .help("keep the one that makers sign in with");
}

fn scopes(tree: &Tree, definition: Option<NodeId>, name: &str, value: NodeId, findings: &mut Findings) {
    if !tree.is_array(value) {
        let finding = findings.report(
            &SECURITY_REQUIREMENT_MUST_HAVE_VALUE,
            value,
            format!("the security requirement `{name}` has no list of scopes"),
        );
        finding.help(format!("write `{name}: []` if there are none"));
        let says_nothing = tree.kind(value) == Kind::Null || tree.text(value).is_empty();
        if says_nothing && tree.children(value).next().is_none() {
            finding.fix(Edit::Replace(value, Value::Strings(Vec::new())));
        }
        return;
    }
    let Some(definition) = definition else { return };
    let oauth = tree.get_str(definition, "type") == Some("oauth2");
    let defined = tree.get(definition, "scopes");
    for scope in tree.items(value) {
        let Some(text) = tree.str(scope) else { continue };
        if !oauth {
            let kind = tree.get_str(definition, "type").unwrap_or_default();
            findings
                .report(
                    &SECURITY_REQUIREMENT_MUST_HAVE_EMPTY_VALUE,
                    value,
                    format!("the security requirement `{name}` has scopes, and type {kind} has none"),
                )
                .also(Site::Key(definition), "the definition")
                .help(format!("write `{name}: []`"))
                .fix(Edit::Replace(value, Value::Strings(Vec::new())));
            return;
        }
        if defined.is_some_and(|defined| tree.get(defined, text).is_some()) {
            continue;
        }
        let known = defined.into_iter().flat_map(|defined| tree.members(defined)).map(|(key, _)| key);
        let near = nearest(text, known);
        let finding = findings.report(
            &OAUTH_SECURITY_REQUIREMENT_VALUE_MUST_BE_SCOPE_NAME,
            scope,
            format!("the scope `{text}` is not defined"),
        );
        finding.also(Site::Key(defined.unwrap_or(definition)), "scopes are defined here");
        match near {
            Some(near) => finding.help(format!("did you mean `{near}`?")),
            None => finding.help("describe it in `scopes`, or do not ask for it"),
        };
    }
}
