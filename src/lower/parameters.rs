//! Parameters: what the schema says moves into the parameter, and the style on the wire into `collectionFormat`.

use super::edit::{keep, leave_out, rename, set_flag, set_text};
use super::examples::keep_examples;
use super::lost::Lost;
use super::primitive::{describe, effective, form};
use super::rules::{
    COOKIE_PARAMETER, LEFT_OUT, PARAMETER_NAME_TAKEN, RESERVED_CHARACTERS_ESCAPED, TYPE_MISSING,
};
use super::style::{Style, Wire};
use super::texts::as_text;
use super::work::Work;
use super::{Lowering, contents, expansion, lists, shared, templates};
use crate::diagnostic::{Findings, Severity, Site};
use crate::openapi::{METHODS, Version, reference, resolved_parameters};
use crate::tree::{NodeId, NodeSet, Origin, Tree};
use std::collections::HashMap;

pub(super) const PASS: &str = "parameters";

pub(super) fn run(tree: &mut Tree, lowering: &Lowering, findings: &mut Findings) {
    if lowering.version == Version::V2 {
        return;
    }
    let mut work = Work::new(lowering, findings);
    let used = shared::settle(tree, &mut work);
    for parameter in listed(tree, tree.at(lowering.root, &["components", "parameters"])) {
        lower_shared(tree, &mut work, parameter, &used);
    }
    let path_items: Vec<NodeId> =
        tree.get(lowering.root, "paths").into_iter().flat_map(|paths| tree.children(paths)).collect();
    let mut lost = Lost::new(tree, &work, PASS);
    let told = templates::told(&work);
    for path_item in path_items {
        for operation in methods(tree, path_item) {
            templates::declare(tree, &mut work, path_item, operation, &told);
        }
        templates::rewrite(tree, &mut work, path_item);
        let before = work.findings.len();
        lower_own(tree, &mut work, path_item);
        let operations = methods(tree, path_item);
        lost.settle(tree, &mut work, &operations, before);
        for operation in methods(tree, path_item) {
            let before = work.findings.len();
            lower_own(tree, &mut work, operation);
            lost.settle(tree, &mut work, &[operation], before);
        }
        for operation in methods(tree, path_item) {
            clashes(tree, &mut work, path_item, operation);
        }
    }
}

fn methods(tree: &Tree, path_item: NodeId) -> Vec<NodeId> {
    METHODS.iter().filter_map(|method| tree.get(path_item, method)).collect()
}

fn lower_own(tree: &mut Tree, work: &mut Work<'_>, holder: NodeId) {
    for parameter in listed(tree, tree.get(holder, "parameters")) {
        lower(tree, work, parameter);
    }
}
/// Beside a header that 3.x ignores: it is a parameter all the same, as it is in 2.0.
const MEANT: &str = "x-oas2-parameter";

fn listed(tree: &Tree, list: Option<NodeId>) -> Vec<NodeId> {
    let all = list.into_iter().flat_map(|list| tree.children(list));
    all.filter(|parameter| tree.is_object(*parameter) && reference(tree, *parameter).is_none()).collect()
}

/// What nobody uses need not be expressible: it is left out if it is not.
fn lower_shared(tree: &mut Tree, work: &mut Work<'_>, parameter: NodeId, used: &NodeSet) {
    if used.contains(&parameter) {
        lower(tree, work, parameter);
        return;
    }
    let mut found = Findings::default();
    let mut apart = Work::new(work.lowering, &mut found);
    lower(tree, &mut apart, parameter);
    if found.iter().all(|finding| finding.level == Severity::Note) {
        work.findings.all_mut().append(found.all_mut());
        return;
    }
    tree.detach(parameter);
    let message = format!("`{}` is left out: no operation uses it", tree.key(parameter));
    work.findings.report(&LEFT_OUT, Site::Key(parameter), message);
}

fn lower(tree: &mut Tree, work: &mut Work<'_>, parameter: NodeId) {
    if is_ignored(tree, parameter) {
        let message = "OpenAPI ignores a parameter with this name: the header is described elsewhere";
        work.findings.report(&LEFT_OUT, parameter, message);
        tree.detach(parameter);
        return;
    }
    let meant = tree.get(parameter, MEANT);
    meant.into_iter().for_each(|meant| tree.detach(meant));
    let place = tree.get_str(parameter, "in").unwrap_or_default().to_owned();
    match place.as_str() {
        "cookie" => return cookie(tree, work, parameter),
        "querystring" => return contents::query_string(tree, work, parameter),
        "path" if !tree.is_true(parameter, "required") => {
            set_flag(tree, parameter, "required", true, Origin::from(parameter, PASS));
        }
        _ => {}
    }
    let style = Style::take(tree, parameter, &place, work.findings);
    annotations(tree, work, parameter, &place);
    if let Some(content) = tree.get(parameter, "content") {
        contents::content(tree, work, parameter, content);
        return;
    }
    let Some(schema) = tree.get(parameter, "schema") else {
        if tree.get(parameter, "type").is_none() {
            as_untyped(tree, work, parameter, "has neither `schema` nor `content`");
            set_text(tree, parameter, "type", "string", Origin::from(parameter, PASS));
        }
        return;
    };
    let whole = effective(tree, &mut work.resolver, schema, PASS);
    tree.detach(schema);
    match style.wire(form(tree, whole)) {
        Wire::Plain => {
            if !says_type(tree, whole) {
                as_untyped(tree, work, parameter, "has no type");
            }
            describe(tree, &mut work.resolver, parameter, whole, PASS);
        }
        Wire::List(format) => {
            describe(tree, &mut work.resolver, parameter, whole, PASS);
            lists::collection(tree, work, parameter, format, parameter);
        }
        Wire::Properties(naming) => {
            let made = expansion::properties(tree, work, parameter, whole, naming);
            expansion::replace(tree, parameter, made);
        }
        Wire::Text(how) => {
            describe_by_text(tree, parameter, whole);
            as_text(tree, work, parameter, parameter, how);
        }
        Wire::Nothing => {
            let name = tree.get_str(parameter, "name").unwrap_or_default();
            let message = format!("Swagger 2.0 cannot write `{name}` in the style `{}`", style.name);
            if !tree.is_true(parameter, "required") {
                work.do_without(parameter, &message);
                tree.detach(parameter);
                return;
            }
            describe_by_text(tree, parameter, whole);
            let help = "change the style by overlay if the API takes another one, or leave the operation out";
            work.refuse(parameter, message, help);
        }
    }
}

/// Whether a schema says in some way what its values are, or it was said that it cannot.
fn says_type(tree: &Tree, schema: NodeId) -> bool {
    ["type", "enum", "default", "x-oneOf", "x-anyOf", "x-oas3-type"]
        .iter()
        .any(|key| tree.get(schema, key).is_some())
}

fn as_untyped(tree: &Tree, work: &mut Work<'_>, parameter: NodeId, why: &str) {
    let name = tree.get_str(parameter, "name").unwrap_or_default();
    let message = format!("the parameter `{name}` {why}, so it is a text");
    let finding = work.findings.report(&TYPE_MISSING, parameter, message);
    finding.level = Severity::Warning;
    finding.help("give its `schema` a `type`");
}

/// The parameter is a string, whatever its schema says; that is kept.
fn describe_by_text(tree: &mut Tree, parameter: NodeId, schema: NodeId) {
    set_text(tree, parameter, "type", "string", Origin::from(schema, PASS));
    if tree.get(parameter, "description").is_none()
        && let Some(text) = tree.get(schema, "description")
    {
        let copy = tree.copy(text, PASS);
        tree.append(parameter, "description", copy);
    }
    tree.append(parameter, "x-oas3-schema", schema);
}

/// 3.x ignores header parameters with these names.
pub(super) fn is_ignored(tree: &Tree, parameter: NodeId) -> bool {
    let is = |name: &str| {
        ["accept", "content-type", "authorization"].iter().any(|known| name.eq_ignore_ascii_case(known))
    };
    !tree.is_true(parameter, MEANT)
        && tree.get_str(parameter, "in") == Some("header")
        && tree.get_str(parameter, "name").is_some_and(is)
}

fn cookie(tree: &mut Tree, work: &mut Work<'_>, parameter: NodeId) {
    let name = tree.get_str(parameter, "name").unwrap_or_default();
    let message = format!("a connector sends no cookies, so `{name}` cannot be given");
    let finding = work.findings.report(&COOKIE_PARAMETER, parameter, message);
    if !tree.is_true(parameter, "required") {
        finding.level = Severity::Warning;
    }
    finding.help("a policy can set the header `Cookie`; or leave the operation out");
    tree.detach(parameter);
}

/// What 3.x says of a parameter beside its form.
fn annotations(tree: &mut Tree, work: &mut Work<'_>, parameter: NodeId, place: &str) {
    keep_examples(tree, &mut work.resolver, parameter, PASS, work.findings);
    for key in ["deprecated", "allowReserved", "allowEmptyValue"] {
        if tree.get(parameter, key).is_some_and(|flag| tree.bool(flag) == Some(false)) {
            leave_out(tree, parameter, key, "it says what is so anyway", PASS, work.findings);
        }
    }
    if tree.is_true(parameter, "deprecated") && work.for_platform() && !tree.is_true(parameter, "required") {
        let deprecated = tree.get(parameter, "deprecated").unwrap_or(parameter);
        if tree.get(parameter, "x-ms-visibility").is_none() {
            set_text(tree, parameter, "x-ms-visibility", "advanced", Origin::from(deprecated, PASS));
        }
    }
    keep(tree, parameter, "deprecated", "x-deprecated", PASS, work.findings);
    if place != "query" {
        let why = "only a parameter of the query can be empty";
        leave_out(tree, parameter, "allowEmptyValue", why, PASS, work.findings);
    }
    if let Some(reserved) = tree.get(parameter, "allowReserved") {
        reserved_characters(tree, work, parameter, reserved);
    }
}

/// Says that what a value must keep as it is will be escaped.
pub(super) fn reserved_characters(tree: &mut Tree, work: &mut Work<'_>, parameter: NodeId, reserved: NodeId) {
    rename(tree, reserved, "x-oas3-allowReserved", PASS);
    let name = tree.get_str(parameter, "name").unwrap_or_default();
    let message =
        format!("characters such as `/` are escaped in `{name}`, and the API wants them as they are");
    work.findings
        .report(&RESERVED_CHARACTERS_ESCAPED, reserved, message)
        .help("most servers take both; if this one does not, leave the parameter out");
}

/// Two parameters with one name and place, of which one was a property.
fn clashes(tree: &mut Tree, work: &mut Work<'_>, path_item: NodeId, operation: NodeId) {
    let all = resolved_parameters(tree, &mut work.resolver, path_item, operation);
    let list = tree.get(path_item, "parameters");
    let applying: NodeSet = all.iter().copied().collect();
    let overridden: Vec<NodeId> = list
        .into_iter()
        .flat_map(|list| tree.items(list))
        .filter(|shared| !applying.contains(shared) && reference(tree, *shared).is_none())
        .collect();
    let mut known: HashMap<(&str, &str), NodeId> = HashMap::new();
    for parameter in overridden.into_iter().chain(all) {
        let key = (tree.get_str(parameter, "in"), tree.get_str(parameter, "name"));
        let (Some(place), Some(name)) = key else { continue };
        let Some(other) = known.insert((place, name), parameter) else { continue };
        // What the source itself has twice is not of our making, and what it overrides is meant.
        if let Some(expanded) = [other, parameter].into_iter().find(|one| was_property(tree, *one)) {
            let message = format!("`{name}` becomes a parameter of its own, and there is one with this name");
            let second = if expanded == other { parameter } else { other };
            work.findings
                .report(&PARAMETER_NAME_TAKEN, expanded, message)
                .also(second, "the other one")
                .help("leave one of them out by overlay");
        }
    }
}

fn was_property(tree: &Tree, parameter: NodeId) -> bool {
    let above = tree.source_node(parameter).and_then(|from| tree.parent(from));
    above.is_some_and(|above| tree.key(above) == "properties")
}
