//! A client of Swagger 2.0: `collectionFormat`, form parameters, bodies.

use super::request::{Content, Part, Request, escape, owner, text};
use super::source::{Body, Call};
use serde_json::Value;

/// The request for an operation of a definition, with the values of a call; `None` if the operation was left out.
pub fn request(definition: &Value, call: &Call, without: &[&str], without_body: bool) -> Option<Request> {
    let (path, operation) = operation(definition, call)?;
    let consumes = operation.get("consumes").or_else(|| definition.get("consumes"));
    let consumes = consumes.and_then(|list| list[0].as_str()).map(str::to_owned);
    let mut request = Request { path: path.clone(), ..Request::default() };
    let mut fields = Vec::new();
    for parameter in operation["parameters"].as_array().into_iter().flatten() {
        let parameter = resolve(definition, parameter);
        let name = parameter["name"].as_str().expect("a name");
        if without.iter().any(|known| owner(name) == *known) {
            request.path = request.path.replace(&format!("{{{name}}}"), "*");
            continue;
        }
        if parameter["in"] == "body" {
            if !without_body {
                request.media_type.clone_from(&consumes);
                request.body = whole(call, consumes.as_deref().unwrap_or_default());
            }
            continue;
        }
        let Some(value) = value_of(call, name) else { continue };
        match parameter["in"].as_str().expect("a place") {
            "path" => {
                let written = list(parameter, &value, escape).concat();
                request.path = request.path.replace(&format!("{{{name}}}"), &written);
            }
            "header" => {
                let written = list(parameter, &value, str::to_owned).concat();
                request.headers.push((name.to_owned(), written));
            }
            "query" => {
                let values = list(parameter, &value, escape).into_iter();
                request.query.extend(values.map(|value| format!("{}={value}", escape(name))));
            }
            _ => fields.push((parameter.clone(), name.to_owned(), value)),
        }
    }
    if let Body::Form { .. } = &call.body {
        request.body = form(&fields, consumes.as_deref());
        request.media_type = consumes;
    }
    mask(&mut request, call, without);
    Some(request)
}

fn operation<'a>(definition: &'a Value, call: &Call) -> Option<(&'a String, &'a Value)> {
    let paths = definition["paths"].as_object().expect("paths");
    let id = format!("Send{}", call.number);
    let mut operations = paths.iter().map(|(path, path_item)| (path, &path_item["put"]));
    operations.find(|(_, operation)| operation["operationId"] == id)
}

fn resolve<'a>(definition: &'a Value, parameter: &'a Value) -> &'a Value {
    match parameter["$ref"].as_str() {
        Some(reference) => definition.pointer(&reference[1..]).expect("a shared parameter"),
        None => parameter,
    }
}

/// What a caller who knows the values of the source gives a parameter.
fn value_of(call: &Call, name: &str) -> Option<Value> {
    let (_, value) = call.all().find(|(input, _)| input.name == owner(name))?;
    let value = value?.clone();
    if name == owner(name) {
        return Some(match value {
            // A parameter that takes JSON is given JSON.
            Value::Object(_) => Value::String(value.to_string()),
            value => value,
        });
    }
    let property = name.split_once('[').map_or(name, |(_, rest)| rest.trim_end_matches(']'));
    value.get(property).cloned()
}

/// The values of a parameter: one, or several for `multi`.
fn list(parameter: &Value, value: &Value, escape: impl Fn(&str) -> String) -> Vec<String> {
    let Value::Array(items) = value else { return vec![escape(&text(value))] };
    let items = items.iter().map(|item| escape(&text(item)));
    match parameter["collectionFormat"].as_str().unwrap_or("csv") {
        "multi" => items.collect(),
        "ssv" => vec![items.collect::<Vec<_>>().join(&escape(" "))],
        "pipes" => vec![items.collect::<Vec<_>>().join(&escape("|"))],
        _ => vec![items.collect::<Vec<_>>().join(",")],
    }
}

fn whole(call: &Call, media_type: &str) -> Content {
    let Body::Whole { value, .. } = &call.body else { return Content::Nothing };
    Content::Bytes(if media_type.ends_with("json") { value.to_string() } else { text(value) })
}

fn form(fields: &[(Value, String, Value)], consumes: Option<&str>) -> Content {
    if consumes == Some("multipart/form-data") {
        let parts = fields.iter().flat_map(|(parameter, name, value)| {
            let file = parameter["type"] == "file";
            let media_type = if file { "application/octet-stream" } else { "text/plain" };
            let values = list(parameter, value, str::to_owned);
            values.into_iter().map(move |bytes| Part {
                name: name.clone(),
                media_type: media_type.to_owned(),
                bytes,
            })
        });
        return Content::Parts(parts.collect());
    }
    let pieces = fields.iter().flat_map(|(parameter, name, value)| {
        let values = list(parameter, value, escape);
        values.into_iter().map(move |value| format!("{}={value}", escape(name)))
    });
    Content::Bytes(pieces.collect::<Vec<_>>().join("&"))
}

/// What a style wrote into the path of an input that does not count is no part of the comparison.
fn mask(request: &mut Request, call: &Call, without: &[&str]) {
    for (_, input, _) in &call.inputs {
        if without.contains(&input.name.as_str()) {
            for written in [".*".to_owned(), format!(";{}=*", input.name)] {
                request.path = request.path.replacen(&format!("/{written}"), "/*", 1);
            }
        }
    }
}
