//! Parameters: what the schema says moves into the parameter, and the style on the wire into `collectionFormat`.

use super::edit::{keep, leave_out, rename, set_flag, set_text};
use super::primitive::{Form, describe, effective, form};
use super::rules::{
    COLLECTION_FORMAT_VALUE_NOT_SUPPORTED, COOKIE_PARAMETER, LEFT_OUT, PARAMETER_AS_TEXT,
    PARAMETER_NOT_EXPRESSIBLE,
};
use super::{Dialect, Lowering};
use crate::diagnostic::{Findings, Severity, Site};
use crate::openapi::{Object, Resolver, Version, objects, reference};
use crate::tree::{NodeId, Origin, Step, Tree};

pub(super) const PASS: &str = "parameters";

/// How a parameter is written on the wire.
struct Style {
    name: String,
    explode: bool,
}

pub(super) fn run(tree: &mut Tree, lowering: &Lowering, findings: &mut Findings) {
    if lowering.version == Version::V2 {
        return;
    }
    let mut resolver = Resolver::new(lowering.root);
    inline_what_does_not_stay_one(tree, &mut resolver, lowering.root);
    let parameters: Vec<NodeId> = objects(tree, lowering.root)
        .into_iter()
        .filter(|found| found.object == Object::Parameter && reference(tree, found.node).is_none())
        .map(|found| found.node)
        .collect();
    for parameter in parameters {
        lower(tree, lowering, &mut resolver, parameter, findings);
    }
}

/// A shared parameter that becomes none, several, or part of a path is copied to where it is used.
fn inline_what_does_not_stay_one(tree: &mut Tree, resolver: &mut Resolver, root: NodeId) {
    let uses: Vec<NodeId> = objects(tree, root)
        .into_iter()
        .filter(|found| found.object == Object::Parameter && reference(tree, found.node).is_some())
        .map(|found| found.node)
        .collect();
    for used in uses {
        let Some(target) = resolver.follow(tree, used) else { continue };
        let schema = tree.get(target, "schema").and_then(|schema| resolver.follow(tree, schema));
        let object = schema.is_some_and(|schema| form(tree, schema) == Form::Object);
        let place = tree.get_str(target, "in").unwrap_or_default();
        let style = tree.get_str(target, "style").unwrap_or_default();
        let ignored = is_ignored(tree, target);
        if object || ignored || place == "cookie" || matches!(style, "label" | "matrix") {
            let copy = tree.copy(target, PASS);
            tree.note(target, Step { by: PASS, what: "inlined", because: None });
            tree.replace(used, copy);
        }
    }
}

fn lower(
    tree: &mut Tree,
    lowering: &Lowering,
    resolver: &mut Resolver,
    parameter: NodeId,
    findings: &mut Findings,
) {
    if is_ignored(tree, parameter) {
        let message = "OpenAPI ignores a parameter with this name: the header is described elsewhere";
        findings.report(&LEFT_OUT, Site::Value(parameter), message);
        tree.detach(parameter);
        return;
    }
    let place = tree.get_str(parameter, "in").unwrap_or_default().to_owned();
    if place == "cookie" {
        cookie(tree, parameter, findings);
        return;
    }
    if place == "path"
        && tree.get(parameter, "required").and_then(|required| tree.bool(required)) != Some(true)
    {
        set_flag(tree, parameter, "required", true, Origin::from(parameter, PASS));
    }
    let style = style(tree, parameter, &place);
    examples(tree, parameter, findings);
    for (key, extension) in [("deprecated", "x-deprecated"), ("allowReserved", "x-oas3-allowReserved")] {
        if tree.get(parameter, key).is_some_and(|flag| tree.bool(flag) == Some(false)) {
            leave_out(tree, parameter, key, "it says what is so anyway", PASS, findings);
        }
        keep(tree, parameter, key, extension, PASS, findings);
    }
    if tree.get(parameter, "content").is_some() {
        content(tree, parameter, findings);
        return;
    }
    let Some(schema) = tree.get(parameter, "schema") else {
        if tree.get(parameter, "type").is_none() {
            set_text(tree, parameter, "type", "string", Origin::from(parameter, PASS));
        }
        return;
    };
    let whole = effective(tree, resolver, schema, PASS);
    tree.detach(schema);
    match form(tree, whole) {
        Form::Object => object(tree, resolver, parameter, whole, &style, findings),
        Form::List => {
            describe(tree, resolver, parameter, whole, PASS);
            collection_format(tree, lowering, parameter, &style, findings);
        }
        Form::Plain | Form::Unknown => {
            describe(tree, resolver, parameter, whole, PASS);
            in_template(tree, parameter, &style, findings);
        }
    }
}

/// 3.x ignores header parameters with these names.
fn is_ignored(tree: &Tree, parameter: NodeId) -> bool {
    let name = tree.get_str(parameter, "name").unwrap_or_default().to_lowercase();
    tree.get_str(parameter, "in") == Some("header")
        && matches!(name.as_str(), "accept" | "content-type" | "authorization")
}

fn cookie(tree: &mut Tree, parameter: NodeId, findings: &mut Findings) {
    let required = tree.get(parameter, "required").and_then(|required| tree.bool(required)) == Some(true);
    let name = tree.get_str(parameter, "name").unwrap_or_default();
    let message = format!("a connector sends no cookies, so `{name}` cannot be given");
    let finding = findings.report(&COOKIE_PARAMETER, Site::Value(parameter), message);
    if !required {
        finding.level = Severity::Warning;
    }
    finding.help("a policy can set the header `Cookie`; or leave the operation out");
    tree.detach(parameter);
}

fn style(tree: &mut Tree, parameter: NodeId, place: &str) -> Style {
    let default = if matches!(place, "query" | "cookie") { "form" } else { "simple" };
    let name = tree.get_str(parameter, "style").unwrap_or(default).to_owned();
    let explode = tree.get(parameter, "explode").and_then(|explode| tree.bool(explode));
    for key in ["style", "explode"] {
        if let Some(member) = tree.get(parameter, key) {
            tree.detach(member);
            tree.note(member, Step { by: PASS, what: "said by the form of the parameter", because: None });
        }
    }
    let explode = explode.unwrap_or(name == "form");
    Style { name, explode }
}

fn examples(tree: &mut Tree, parameter: NodeId, findings: &mut Findings) {
    keep(tree, parameter, "example", "x-example", PASS, findings);
    keep(tree, parameter, "examples", "x-examples", PASS, findings);
}

/// The value is a document of its own, which 2.0 cannot describe in a parameter.
fn content(tree: &mut Tree, parameter: NodeId, findings: &mut Findings) {
    let Some(content) = tree.get(parameter, "content") else { return };
    let media_type = tree.members(content).next().map_or("", |(name, _)| name).to_owned();
    rename(tree, content, "x-oas3-content", PASS);
    set_text(tree, parameter, "type", "string", Origin::from(content, PASS));
    as_text(tree, parameter, content, &format!("{media_type} text"), findings);
}

fn as_text(tree: &Tree, parameter: NodeId, because: NodeId, how: &str, findings: &mut Findings) {
    let name = tree.get_str(parameter, "name").unwrap_or_default();
    let message = format!("makers must write `{name}` as {how}");
    findings
        .report(&PARAMETER_AS_TEXT, Site::Value(because), message)
        .help("say so in its description, or offer a simpler parameter");
}

fn collection_format(
    tree: &mut Tree,
    lowering: &Lowering,
    parameter: NodeId,
    style: &Style,
    findings: &mut Findings,
) {
    let format = match (style.name.as_str(), style.explode) {
        ("form" | "spaceDelimited" | "pipeDelimited", true) => "multi",
        ("spaceDelimited", false) => "ssv",
        ("pipeDelimited", false) => "pipes",
        ("form" | "simple", _) => "csv",
        _ => {
            refuse(tree, parameter, &style.name, findings);
            return;
        }
    };
    // Without a word 2.0 means `csv`.
    if format != "csv" {
        set_text(tree, parameter, "collectionFormat", format, Origin::from(parameter, PASS));
    }
    if lowering.dialect == Dialect::Connector && format != "csv" {
        let name = tree.get_str(parameter, "name").unwrap_or_default();
        let message =
            format!("the platform does not support `collectionFormat: {format}`, which `{name}` needs");
        findings.report(&COLLECTION_FORMAT_VALUE_NOT_SUPPORTED, Site::Value(parameter), message).help(
            "if the API also takes a comma-separated list, set `explode: false` by overlay; \
             else make the parameter a string by overlay, or leave it out",
        );
    }
}

fn refuse(tree: &Tree, parameter: NodeId, style: &str, findings: &mut Findings) {
    let name = tree.get_str(parameter, "name").unwrap_or_default();
    let message = format!("Swagger 2.0 cannot write `{name}` on the wire in the style `{style}`");
    findings
        .report(&PARAMETER_NOT_EXPRESSIBLE, Site::Value(parameter), message)
        .help("change the style by overlay if the API takes another one, or leave the operation out");
}

/// Styles of path parameters that put something before the value: it becomes part of the template.
fn in_template(tree: &mut Tree, parameter: NodeId, style: &Style, findings: &mut Findings) {
    if !matches!(style.name.as_str(), "label" | "matrix") {
        return;
    }
    let name = tree.get_str(parameter, "name").unwrap_or_default().to_owned();
    let path_item = crate::openapi::path_item_of(tree, parameter);
    let Some(path_item) = path_item else {
        refuse(tree, parameter, &style.name, findings);
        return;
    };
    let variable = format!("{{{name}}}");
    let written = if style.name == "label" { format!(".{variable}") } else { format!(";{name}={variable}") };
    let path = tree.key(path_item);
    if !path.contains(&written) {
        let path = path.replace(&variable, &written);
        rename(tree, path_item, &path, PASS);
    }
}

/// An object is one parameter per property where that is what is sent, else text.
fn object(
    tree: &mut Tree,
    resolver: &mut Resolver,
    parameter: NodeId,
    schema: NodeId,
    style: &Style,
    findings: &mut Findings,
) {
    let name = tree.get_str(parameter, "name").unwrap_or_default().to_owned();
    let properties: Vec<NodeId> =
        tree.get(schema, "properties").into_iter().flat_map(|properties| tree.children(properties)).collect();
    let named: Option<Box<dyn Fn(&str) -> String>> = match (style.name.as_str(), style.explode) {
        ("form", true) => Some(Box::new(str::to_owned)),
        ("deepObject", _) => Some(Box::new(move |property: &str| format!("{name}[{property}]"))),
        _ => None,
    };
    let flat = properties.iter().all(|property| {
        let target = resolver.follow(tree, *property);
        target.is_some_and(|target| matches!(form(tree, target), Form::Plain | Form::Unknown))
    });
    let Some(named) = named.filter(|_| {
        flat && !properties.is_empty() && tree.parent(parameter).is_some_and(|list| tree.is_array(list))
    }) else {
        set_text(tree, parameter, "type", "string", Origin::from(schema, PASS));
        tree.append(parameter, "x-oas3-schema", schema);
        if matches!(style.name.as_str(), "deepObject") || style.name == "form" && style.explode {
            refuse(tree, parameter, &style.name, findings);
        } else {
            as_text(tree, parameter, parameter, "`name,value` pairs separated by commas", findings);
        }
        return;
    };
    expand(tree, resolver, parameter, schema, &properties, &named);
}

fn expand(
    tree: &mut Tree,
    resolver: &mut Resolver,
    parameter: NodeId,
    schema: NodeId,
    properties: &[NodeId],
    named: &dyn Fn(&str) -> String,
) {
    let list = tree.parent(parameter).expect("internal error: an expanded parameter stands in a list");
    let required: Vec<String> = tree
        .get(schema, "required")
        .into_iter()
        .flat_map(|required| tree.items(required))
        .map(|item| tree.text(item).to_owned())
        .collect();
    let whole_required =
        tree.get(parameter, "required").and_then(|required| tree.bool(required)) == Some(true);
    let place = tree.get_str(parameter, "in").unwrap_or("query").to_owned();
    let mut made = Vec::new();
    for property in properties {
        let origin = Origin::from(*property, PASS);
        let key = tree.key(*property).to_owned();
        let one = tree.make_object(origin);
        set_text(tree, one, "name", &named(&key), origin);
        set_text(tree, one, "in", &place, origin);
        set_flag(tree, one, "required", whole_required && required.contains(&key), origin);
        let whole = effective(tree, resolver, *property, PASS);
        describe(tree, resolver, one, whole, PASS);
        made.push(one);
    }
    tree.note(parameter, Step { by: PASS, what: "became one parameter per property", because: None });
    let rest: Vec<NodeId> = std::iter::successors(tree.next(parameter), |node| tree.next(*node)).collect();
    for node in &rest {
        tree.detach(*node);
    }
    tree.detach(parameter);
    for node in made.into_iter().chain(rest) {
        tree.push(list, node);
    }
}
