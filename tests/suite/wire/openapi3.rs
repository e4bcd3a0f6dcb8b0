//! A client of OpenAPI 3: styles as its tables have them (RFC 6570), and encodings of bodies.

use super::request::{Content, Part, Request, escape, text};
use super::source::{Body, Call, Input, Place, Shape, Style};
use serde_json::Value;

/// The request, without the inputs in `without`.
pub fn request(version: &str, call: &Call, without: &[&str], without_body: bool) -> Request {
    let mut request = Request { path: call.path(), ..Request::default() };
    for (place, input, value) in &call.inputs {
        let variable = format!("{{{}}}", input.name);
        if without.contains(&input.name.as_str()) {
            request.path = request.path.replace(&variable, "*");
            continue;
        }
        let Some(value) = value else { continue };
        match place {
            Place::Path => {
                let written = in_path(input, value);
                request.path = request.path.replace(&variable, &written);
            }
            Place::Header => request.headers.push((input.name.clone(), in_header(input, value))),
            Place::Cookie => request.cookies.push(input.name.clone()),
            _ => request.query.extend(in_query(input, value)),
        }
    }
    if !without_body {
        (request.media_type, request.body) = body(version, call, without);
    }
    request
}

fn explode(style: &Style, default: bool) -> bool {
    style.explode.unwrap_or(default)
}

/// `name` and `value` of each property.
fn members(value: &Value) -> Vec<(String, String)> {
    let members = value.as_object().into_iter().flatten();
    members.map(|(key, value)| (escape(key), escape(&text(value)))).collect()
}

fn items(value: &Value) -> Vec<String> {
    value.as_array().into_iter().flatten().map(|item| escape(&text(item))).collect()
}

fn pairs(value: &Value, between: &str) -> Vec<String> {
    members(value).into_iter().map(|(name, value)| format!("{name}{between}{value}")).collect()
}

fn in_path(input: &Input, value: &Value) -> String {
    if matches!(input.shape, Shape::Json) {
        return escape(&value.to_string());
    }
    let exploded = explode(&input.style, false);
    let name = &input.name;
    let (first, between) = match input.style.name.unwrap_or("simple") {
        "label" => (".".to_owned(), if exploded { "." } else { "," }),
        "matrix" if exploded && value.is_object() => (";".to_owned(), ";"),
        "matrix" if exploded && value.is_array() => {
            return items(value).iter().map(|item| format!(";{name}={item}")).collect();
        }
        "matrix" => (format!(";{name}="), ","),
        _ => (String::new(), ","),
    };
    let pieces = match value {
        Value::Array(_) => items(value),
        Value::Object(_) => pairs(value, if exploded { "=" } else { "," }),
        _ => vec![escape(&text(value))],
    };
    first + &pieces.join(between)
}

fn in_header(input: &Input, value: &Value) -> String {
    match value {
        _ if matches!(input.shape, Shape::Json) => value.to_string(),
        Value::Array(items) => items.iter().map(text).collect::<Vec<_>>().join(","),
        Value::Object(_) => pairs(value, if explode(&input.style, false) { "=" } else { "," }).join(","),
        _ => text(value),
    }
}

fn in_query(input: &Input, value: &Value) -> Vec<String> {
    if matches!(input.shape, Shape::Json) {
        return vec![format!("{}={}", input.name, escape(&value.to_string()))];
    }
    let pieces = styled(&input.name, &input.style, value);
    pieces.into_iter().map(|(name, value)| format!("{name}={value}")).collect()
}

/// Names and values in one of the styles of the query, escaped.
fn styled(name: &str, style: &Style, value: &Value) -> Vec<(String, String)> {
    let style_name = style.name.unwrap_or("form");
    let exploded = explode(style, style_name == "form");
    let between = match style_name {
        "spaceDelimited" => "%20",
        "pipeDelimited" => "%7C",
        _ => ",",
    };
    let name = escape(name);
    match value {
        Value::Array(_) if exploded => items(value).into_iter().map(|item| (name.clone(), item)).collect(),
        Value::Array(_) => vec![(name, items(value).join(between))],
        Value::Object(_) if style_name == "deepObject" => members(value)
            .into_iter()
            .map(|(key, value)| (format!("{name}{}{key}{}", escape("["), escape("]")), value))
            .collect(),
        Value::Object(_) if exploded => members(value),
        Value::Object(_) => vec![(name, pairs(value, between).join(between))],
        _ => vec![(name, escape(&text(value)))],
    }
}

fn body(version: &str, call: &Call, without: &[&str]) -> (Option<String>, Content) {
    let (multipart, fields) = match &call.body {
        Body::None => return (None, Content::Nothing),
        Body::Whole { media_type, value, .. } => {
            let bytes = if media_type.ends_with("json") { value.to_string() } else { text(value) };
            return (Some((*media_type).to_owned()), Content::Bytes(bytes));
        }
        Body::Form { multipart, fields } => (*multipart, fields),
    };
    let sent = fields
        .iter()
        .filter(|(input, _)| !without.contains(&input.name.as_str()))
        .filter_map(|(input, value)| Some((input, value.as_ref()?)));
    if multipart {
        let parts = sent.flat_map(|(input, value)| parts(version, input, value)).collect();
        return (Some("multipart/form-data".to_owned()), Content::Parts(parts));
    }
    let pieces = sent.flat_map(|(input, value)| field(input, value));
    let pieces: Vec<String> = pieces.map(|(name, value)| format!("{name}={value}")).collect();
    (Some("application/x-www-form-urlencoded".to_owned()), Content::Bytes(pieces.join("&")))
}

fn has_style(style: &Style) -> bool {
    style.name.is_some() || style.explode.is_some()
}

/// An object is JSON and a list is sent item by item, unless the encoding says otherwise.
fn field(input: &Input, value: &Value) -> Vec<(String, String)> {
    let json = input.style.content_type == Some("application/json");
    if has_style(&input.style) {
        return styled(&input.name, &input.style, value);
    }
    match value {
        Value::Array(items) if !json => {
            items.iter().map(|item| (escape(&input.name), escape(&text(item)))).collect()
        }
        Value::String(text) if !json => vec![(escape(&input.name), escape(text))],
        _ => vec![(escape(&input.name), escape(&value.to_string()))],
    }
}

fn parts(version: &str, input: &Input, value: &Value) -> Vec<Part> {
    if has_style(&input.style) && version != "3.0.3" {
        // What is not part of a URI is not escaped, so the pieces are those before escaping.
        return styled(&input.name, &input.style, value)
            .into_iter()
            .map(|(name, value)| {
                let bytes = unescape(&value);
                Part {
                    name: unescape(&name),
                    media_type: media_type_of(input, &Value::Null).to_owned(),
                    bytes,
                }
            })
            .collect();
    }
    let part = |value: &Value| {
        let media_type = match (input.style.content_type, &input.shape) {
            // The media type of a file is its own.
            (Some("image/png"), Shape::Text | Shape::Nothing | Shape::File)
            | (_, Shape::File | Shape::Files) => "application/octet-stream",
            (Some(said), _) => said,
            // Since 3.1 a part of no type is a file.
            (None, Shape::Nothing) if version != "3.0.3" => "application/octet-stream",
            (None, _) => media_type_of(input, value),
        };
        let json = media_type == "application/json";
        let bytes = if json { value.to_string() } else { text(value) };
        Part { name: input.name.clone(), media_type: media_type.to_owned(), bytes }
    };
    match value {
        Value::Array(items) if input.style.content_type != Some("application/json") => {
            items.iter().map(part).collect()
        }
        _ => vec![part(value)],
    }
}

fn media_type_of(input: &Input, value: &Value) -> &'static str {
    match input.shape {
        Shape::File | Shape::Files => "application/octet-stream",
        _ if value.is_object() || value.is_array() => "application/json",
        _ => "text/plain",
    }
}

fn unescape(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        if byte == b'%' {
            let digits = [rest.next().expect("a digit"), rest.next().expect("a digit")];
            let digits = std::str::from_utf8(&digits).expect("ASCII");
            bytes.push(u8::from_str_radix(digits, 16).expect("two digits"));
        } else {
            bytes.push(byte);
        }
    }
    String::from_utf8(bytes).expect("UTF-8")
}
